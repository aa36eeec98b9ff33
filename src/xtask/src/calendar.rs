//! The gate `calendar`: what a build or a test takes from a day must be the day that it is. So the samples are sealed and
//! the tests are run as on days that are not today, and nothing may fail that passes today.

use crate::artefact::{self, Part};
use crate::clock::{self, Clock, Day};
use crate::step::{Run, Steps};
use crate::suite;
use crate::tool;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// After all that is made today has expired; a day that most years have not.
const ALWAYS: [Day; 2] = [Day::In(400), Day::Leap];

/// What the first days after a change, and the end of a year, may show.
const MORE: [Day; 3] = [Day::In(1), Day::In(10), Day::YearsEnd];

/// Where the tests of the npm package find the sealed samples, when not in the build.
const SAMPLES: &str = "TOUCHMARK_SAMPLES";

/// Runs everything that is dated, on the days of every change or on all.
pub(crate) fn run(workspace: &Workspace, all: bool) -> Result<()> {
    clock::faketime()?;
    tool::npm_packages(workspace)?;
    if !workspace.path("www/dist/node.js").is_file() {
        artefact::build(workspace, &[Part::Wasm, Part::WasmUi, Part::Www])?;
    }
    Steps::closed("calendar", "every day is as good as today", |steps| {
        steps.step("control", || control(workspace))?;
        each_day(all, |day| steps.step(&day.name(), || on(workspace, day)))
    })
}

fn each_day(all: bool, mut work: impl FnMut(Day) -> Result<()>) -> Result<()> {
    let more = MORE.into_iter().filter(|_| all);
    for day in ALWAYS.into_iter().chain(more) {
        work(day).with_context(|| format!("on another day than today, {}", day.name()))?;
    }
    Ok(())
}

fn on(workspace: &Workspace, day: Day) -> Result<()> {
    let samples = workspace.target("xtask/calendar")?;
    let clock = day.clock()?;
    artefact::sealed_records(workspace, clock, &samples, artefact::PORTAL_CONTACTS)?;
    let mut npm = workspace.npm_at(clock);
    npm.args(["run", "test", "--workspace", "www"]).env(SAMPLES, &samples).shown()?;
    // These need no samples, and their day begins anew: a year's end is there for them too.
    suite::native(workspace, day.clock()?)
}

/// What passes on one day alone must fail on another, however it is started, or the silence of all that is run so means
/// nothing.
fn control(workspace: &Workspace) -> Result<()> {
    let another = Day::In(1).clock()?;
    let today = clock::now()?.to_string();
    let host = clock::host()?;
    let by_cargo = |clock: Clock| {
        let mut cargo = workspace.cargo();
        cargo.args(["run", "--quiet", "--package", "touchmark-tests", "--example", "today", "--", &today]);
        clock.run_by(&mut cargo, &host);
        cargo
    };
    fails_elsewhere("a program that Cargo starts", by_cargo(Clock::OURS), by_cargo(another))?;

    let program = workspace.target(&format!("debug/examples/today{}", std::env::consts::EXE_SUFFIX))?;
    let itself = |clock: Clock| started(clock, &program, &[&today]);
    fails_elsewhere("a program", itself(Clock::OURS), itself(another))?;

    let script =
        "const away = Math.abs(Date.now() / 1000 - process.argv[1]); process.exit(away < 3600 ? 0 : 1)";
    let node = |clock: Clock| started(clock, Path::new("node"), &["-e", script, &today]);
    fails_elsewhere("a script", node(Clock::OURS), node(another))
}

fn started(clock: Clock, program: &Path, arguments: &[&str]) -> Command {
    let mut command = clock.start(program);
    command.args(arguments);
    command
}

/// Runs what passes today only on both days.
fn fails_elsewhere(what: &str, mut today: Command, mut elsewhere: Command) -> Result<()> {
    today.shown()?;
    let status = elsewhere.status().with_context(|| format!("{what} could not be started on another day"))?;
    if status.code() != Some(1) {
        bail!(
            "{what} that passes today only ended with {status} on another day: this gate sees nothing here"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_fails_is_named_and_ends_the_gate() {
        let mut seen = Vec::new();
        let outcome = each_day(true, |day| {
            seen.push(day);
            if day == Day::In(1) { bail!("it was today only") } else { Ok(()) }
        });
        assert_eq!(seen, [Day::In(400), Day::Leap, Day::In(1)]);
        let error = format!("{:#}", outcome.unwrap_err());
        assert_eq!(error, "on another day than today, tomorrow: it was today only");
    }

    #[test]
    fn every_change_has_two_days_and_all_are_five() {
        let days = |all| {
            let mut days = Vec::new();
            each_day(all, |day| {
                days.push(day.name());
                Ok(())
            })
            .unwrap();
            days
        };
        assert_eq!(days(false), ["in 400 days", "29 February 2028"]);
        assert_eq!(days(true)[2..], ["tomorrow", "in 10 days", "31 December 23:59:30"]);
    }

    #[test]
    fn the_control_turns_red_where_another_day_is_as_today() {
        let cargo = |arguments: &[&str]| {
            let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.args(arguments);
            cargo
        };
        let passes = || cargo(&["--version"]);
        let error = fails_elsewhere("it", passes(), passes()).unwrap_err().to_string();
        assert!(error.ends_with("this gate sees nothing here"), "{error}");
        // What is broken proves nothing either.
        assert!(fails_elsewhere("it", passes(), cargo(&["no-such-command"])).is_err());
        assert!(fails_elsewhere("it", cargo(&["no-such-command"]), passes()).is_err());
    }
}
