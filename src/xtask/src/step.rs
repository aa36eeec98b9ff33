//! Steps that say what they are doing and how long they took, and commands that say how they failed.

use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Steps run in order. The first failure ends them.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs one step, with its name before and its time after.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n▸ {name}");
        let start = Instant::now();
        work()?;
        let took = start.elapsed();
        println!("  {name}: {}", seconds(took));
        self.done.push((name.to_owned(), took));
        Ok(())
    }

    /// A closing table of the steps and their times.
    pub(crate) fn table(&self, heading: &str) -> String {
        let total: Duration = self.done.iter().map(|(_, took)| *took).sum();
        let width = self.done.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(5);
        let mut lines = format!("\n{heading}\n");
        for (name, took) in
            self.done.iter().map(|(name, took)| (name.as_str(), *took)).chain([("total", total)])
        {
            lines.push_str(&format!("  {name:<width$}  {:>9}\n", seconds(took)));
        }
        lines
    }
}

/// A duration as people read it.
fn seconds(took: Duration) -> String {
    let tenths = (took.as_millis() + 50) / 100;
    match tenths / 600 {
        0 => format!("{}.{} s", tenths / 10, tenths % 10),
        minutes => format!("{minutes} min {:02} s", (tenths % 600) / 10),
    }
}

/// Runs a command to its end.
pub(crate) trait Run {
    /// Shows the command and its output.
    ///
    /// # Errors
    /// When it cannot be started, or ends with anything but success.
    fn shown(&mut self) -> Result<()>;

    /// Gives back what the command wrote to its standard output.
    ///
    /// # Errors
    /// As [`Run::shown`]; the message carries what it wrote to standard error.
    fn captured(&mut self, what: &str) -> Result<String>;
}

impl Run for Command {
    fn shown(&mut self) -> Result<()> {
        let line = line(self);
        println!("  $ {line}");
        let status = self.status().with_context(|| format!("`{line}` could not be started"))?;
        if !status.success() {
            bail!("`{line}` failed ({status}); what it said is above");
        }
        Ok(())
    }

    fn captured(&mut self, what: &str) -> Result<String> {
        let output =
            self.stdin(Stdio::null()).output().with_context(|| format!("{what} could not be started"))?;
        if !output.status.success() {
            bail!("{what} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
        }
        String::from_utf8(output.stdout).with_context(|| format!("{what} printed something other than UTF-8"))
    }
}

/// The command as one would type it: program name without its folder, then the arguments.
fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args()).map(|word| {
        let word = word.to_string_lossy();
        if word.is_empty() || word.contains([' ', '"', '*']) {
            format!("'{word}'")
        } else {
            word.into_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_ends_the_run_and_is_not_counted() {
        let mut steps = Steps::default();
        assert!(steps.step("first", || Ok(())).is_ok());
        assert!(steps.step("second", || bail!("no")).is_err());
        let table = steps.table("Steps");
        assert!(table.contains("first") && !table.contains("second"), "{table}");
    }

    #[test]
    fn a_command_that_fails_names_itself() {
        let error =
            Command::new(cargo()).arg("no-such-command").captured("cargo no-such-command").unwrap_err();
        assert!(error.to_string().contains("cargo no-such-command failed"), "{error}");
        let error = Command::new("no-such-program").shown().unwrap_err();
        assert!(error.to_string().contains("`no-such-program` could not be started"), "{error}");
    }

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_249)), "1.2 s");
        assert_eq!(seconds(Duration::from_millis(59_960)), "1 min 00 s");
        assert_eq!(seconds(Duration::from_secs(754)), "12 min 34 s");
    }

    fn cargo() -> std::ffi::OsString {
        std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
    }
}
