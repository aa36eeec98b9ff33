//! Steps that say what they are doing and how long they took, and commands that say how they failed.

use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Steps run in order. The first failure ends them.
#[derive(Default)]
pub(crate) struct Steps {
    ran: Vec<Ran>,
}

struct Ran {
    name: String,
    took: Duration,
    is_good: bool,
}

impl Steps {
    /// Does work that is made of steps, and closes with the table of their times, however it ended.
    pub(crate) fn closed(
        heading: &str,
        when_good: &str,
        work: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let mut steps = Self::default();
        let outcome = work(&mut steps);
        println!("{}", steps.table(heading, if outcome.is_ok() { when_good } else { "stopped" }));
        outcome
    }

    /// Runs one step, with its name before and its time after.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n▸ {name}");
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        let is_good = outcome.is_ok();
        println!("  {name}: {}{}", seconds(took), if is_good { "" } else { ", failed" });
        self.ran.push(Ran { name: name.to_owned(), took, is_good });
        outcome
    }

    /// The steps that ran and their times.
    fn table(&self, heading: &str, end: &str) -> String {
        let total: Duration = self.ran.iter().map(|ran| ran.took).sum();
        let width = self.ran.iter().map(|ran| ran.name.chars().count()).max().unwrap_or(0).max(5);
        let mut lines = format!("\n{heading}: {end}\n");
        let rows = self.ran.iter().map(|ran| (ran.name.as_str(), ran.took, ran.is_good));
        for (name, took, is_good) in rows.chain([("total", total, true)]) {
            let remark = if is_good { "" } else { "  failed" };
            lines.push_str(&format!("  {name:<width$}  {:>12}{remark}\n", seconds(took)));
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
    fn the_table_has_the_step_that_failed_too() {
        let mut steps = Steps::default();
        assert!(steps.step("first", || Ok(())).is_ok());
        assert!(steps.step("second", || bail!("no")).is_err());
        let table = steps.table("Steps", "stopped");
        let lines: Vec<_> = table.trim().lines().map(str::trim).collect();
        assert!(matches!(lines[..], ["Steps: stopped", _, _, _]), "{table}");
        assert!(lines[1].starts_with("first ") && lines[1].ends_with(" s"), "{table}");
        assert!(lines[2].starts_with("second ") && lines[2].ends_with(" s  failed"), "{table}");
        assert!(lines[3].starts_with("total "), "{table}");
    }

    #[test]
    fn work_that_fails_fails_after_its_table_as_well() {
        assert!(Steps::closed("Steps", "good", |steps| steps.step("only", || Ok(()))).is_ok());
        let error = Steps::closed("Steps", "good", |steps| steps.step("only", || bail!("no"))).unwrap_err();
        assert_eq!(error.to_string(), "no");
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
