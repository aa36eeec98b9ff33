//! `cargo xtask fuzz`: every target of `fuzz`, for a while each, after a control with a planted bug that must be found.

use crate::step::{Run, Steps};
use crate::tool;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The target whose bug is planted.
const CONTROL: &str = "control";

/// A single input may take this long, in seconds; one that takes longer is a finding.
const TIMEOUT: u32 = 10;

/// How to fuzz.
#[derive(Args)]
pub(crate) struct Options {
    /// How long each target runs
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Run only these targets: the names of the files in fuzz/fuzz_targets
    #[arg(long, value_name = "TARGET")]
    only: Vec<String>,
    /// Begin each target's random numbers here, so that the same tree is tried with the same inputs [default: another start
    /// every time]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    seed: Option<u32>,
}

/// Builds the targets and runs them, as many at a time as there are cores.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let targets = chosen(targets(workspace)?, &options.only)?;
    let bench = Bench {
        folder: workspace.target("fuzz")?,
        seeds: workspace.path("fuzz/seeds"),
        seed: options.seed.unwrap_or(0),
    };
    Steps::closed("cargo xtask fuzz", "nothing was found", |steps| {
        steps.step("build", || {
            tool::cpp_compiler()?;
            // From its own folder, where Cargo finds the flags that make coverage.
            let mut cargo = workspace.cargo();
            cargo
                .current_dir(workspace.path("fuzz"))
                .args(["build", "--release", "--target-dir"])
                .arg(&bench.folder)
                .shown()
        })?;
        steps.step(CONTROL, || bench.control())?;
        steps.step(&format!("{} targets, {} s each", targets.len(), options.seconds), || {
            bench.run_all(&targets, options.seconds)
        })
    })
}

fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.path("fuzz/fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    names.retain(|name| name != CONTROL);
    Ok(names)
}

fn chosen(all: Vec<String>, only: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = only.iter().find(|name| !all.contains(name)) {
        bail!("there is no target {unknown}; the targets are {}", all.join(", "));
    }
    Ok(all.into_iter().filter(|name| only.is_empty() || only.contains(name)).collect())
}

/// Where the targets are built, and what they start from.
struct Bench {
    folder: PathBuf,
    seeds: PathBuf,
    /// Where random numbers begin; with 0 the fuzzer takes another start every time.
    seed: u32,
}

impl Bench {
    /// The fuzzer must find the bug of the control, or its silence about the others means nothing.
    fn control(&self) -> Result<()> {
        let corpus = self.folder.join("corpus").join(CONTROL);
        if corpus.exists() {
            fs::remove_dir_all(&corpus).with_context(|| format!("{} cannot be emptied", corpus.display()))?;
        }
        match self.fuzz(CONTROL, 120, &mut |_| {}, &AtomicBool::new(false))? {
            Outcome::Found { .. } => Ok(()),
            Outcome::Nothing(runs) => bail!(
                "the bug planted in fuzz/fuzz_targets/{CONTROL}.rs was not found in {runs} runs: the fuzzer does not \
                 work here, so it proves nothing"
            ),
        }
    }

    fn run_all(&self, targets: &[String], seconds: u32) -> Result<()> {
        let waiting = Mutex::new(targets.iter().collect::<VecDeque<_>>());
        let failed = Mutex::new(None);
        let stop = AtomicBool::new(false);
        let lanes = thread::available_parallelism().map_or(1, |cores| cores.get().min(targets.len()));
        thread::scope(|scope| {
            for _ in 0..lanes {
                scope.spawn(|| {
                    while let Some(target) = waiting.lock().ok().and_then(|mut waiting| waiting.pop_front()) {
                        if let Err(error) = self.run_one(target, seconds, &stop) {
                            stop.store(true, Ordering::Relaxed);
                            if let Ok(mut failed) = failed.lock() {
                                failed.get_or_insert(error);
                            }
                        }
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                    }
                });
            }
        });
        failed.into_inner().ok().flatten().map_or(Ok(()), Err)
    }

    fn run_one(&self, target: &str, seconds: u32, stop: &AtomicBool) -> Result<()> {
        println!("  {target}: {seconds} s");
        let start = Instant::now();
        let mut reported = start;
        let mut progress = |line: &str| {
            if reported.elapsed() >= Duration::from_secs(15) {
                reported = Instant::now();
                println!("  {target}: after {} s, {}", start.elapsed().as_secs(), shortened(line));
            }
        };
        match self.fuzz(target, seconds, &mut progress, stop)? {
            Outcome::Nothing(runs) => {
                println!("  {target}: nothing found in {runs} runs");
                Ok(())
            }
            Outcome::Found { log, input } => bail!(
                "{target} found something:\n{log}\nThe input is {input}. Once more with it alone: {} {input}",
                self.program(target)?.display()
            ),
        }
    }

    /// Runs one target. What it finds interesting is kept below Cargo's target folder, for the next time.
    fn fuzz(
        &self,
        target: &str,
        seconds: u32,
        progress: &mut dyn FnMut(&str),
        stop: &AtomicBool,
    ) -> Result<Outcome> {
        let corpus = self.folder.join("corpus").join(target);
        let found = self.folder.join("found").join(target);
        for folder in [&corpus, &found] {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        let mut command = Command::new(self.program(target)?);
        command.arg(&corpus);
        let seeds = self.seeds.join(target);
        if seeds.is_dir() {
            command.arg(seeds);
        }
        command
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-seed={}", self.seed))
            .arg(format!("-timeout={TIMEOUT}"))
            .arg(format!("-artifact_prefix={}/", found.display()))
            .args(["-rss_limit_mb=1024", "-print_final_stats=1", "-print_pcs=0"])
            // The message of a failed assertion says enough, and a backtrace would push it out of sight.
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{target} could not be started"))?;
        let mut tail = VecDeque::new();
        let mut runs = String::from("no");
        for line in child.stderr.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
            let line = line.with_context(|| format!("what {target} says cannot be read"))?;
            if stop.load(Ordering::Relaxed) {
                // Another target found something: that is what is to be read now.
                child.kill().with_context(|| format!("{target} could not be stopped"))?;
            } else if line.starts_with('#') {
                progress(&line);
            } else if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
                runs = count.trim().to_owned();
            } else {
                tail.push_back(line);
                if tail.len() > 40 {
                    tail.pop_front();
                }
            }
        }
        let status = child.wait().with_context(|| format!("{target} could not be waited for"))?;
        if status.success() || stop.load(Ordering::Relaxed) {
            return Ok(Outcome::Nothing(runs));
        }
        let log = tail.into_iter().collect::<Vec<_>>().join("\n");
        let input = log.rsplit_once("Test unit written to ").and_then(|(_, rest)| rest.lines().next());
        // A program that ends in some other way has not fuzzed.
        let input = input.with_context(|| format!("{target} failed ({status}):\n{log}"))?.to_owned();
        Ok(Outcome::Found { log, input })
    }

    fn program(&self, target: &str) -> Result<PathBuf> {
        // Built for a named target, so below a folder of that name.
        let folders = fs::read_dir(&self.folder).context("the targets are not built")?;
        let mut programs = folders.flatten().map(|folder| program_in(&folder.path(), target));
        let program = programs.find(|program| program.is_file());
        ensure!(program.is_some(), "{target} was not built: is it a [[bin]] of fuzz/Cargo.toml?");
        program.context("found just now")
    }
}

fn program_in(folder: &Path, target: &str) -> PathBuf {
    folder.join("release").join(format!("{target}{}", std::env::consts::EXE_SUFFIX))
}

enum Outcome {
    /// And in how many runs.
    Nothing(String),
    Found {
        log: String,
        input: String,
    },
}

/// `#131072 pulse  cov: 321 ft: 999 corp: …` as people read it.
fn shortened(line: &str) -> String {
    let mut words = line.split_whitespace();
    let runs = words.next().unwrap_or_default().trim_start_matches('#');
    let edges = words.skip_while(|word| *word != "cov:").nth(1).unwrap_or("?");
    format!("{runs} runs, {edges} edges")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_reads_well() {
        let line = "#131072\tpulse  cov: 321 ft: 999 corp: 12/3Kb lim: 4096 exec/s: 43690 rss: 33Mb";
        assert_eq!(shortened(line), "131072 runs, 321 edges");
        assert_eq!(shortened("#1"), "1 runs, ? edges");
    }

    #[test]
    fn a_misspelt_target_is_refused_by_name() {
        let all = vec!["json".to_owned(), "seal".to_owned()];
        assert_eq!(chosen(all.clone(), &[]).unwrap(), all);
        assert_eq!(chosen(all.clone(), &["seal".to_owned()]).unwrap(), ["seal"]);
        let error = chosen(all, &["jsn".to_owned()]).unwrap_err().to_string();
        assert_eq!(error, "there is no target jsn; the targets are json, seal");
    }
}
