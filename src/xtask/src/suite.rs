//! `cargo xtask test` and `cargo xtask lint`: every check there is, in an order that fails early.

use crate::artefact::{self, BROWSER_CRATES};
use crate::clock::{self, Clock};
use crate::step::{Run, Steps};
use crate::tool::{self, WASM_TARGET};
use crate::workspace::Workspace;
use crate::{calendar, release, size, wasm_pack};
use anyhow::{Context, Result};
use clap::ValueEnum;

const CARGO_DENY: &str = "0.20.2";

/// Firefox's side of WebDriver: Mozilla's own crate, since Debian's stable releases have no package of it.
const GECKODRIVER: &str = "0.37.1";

/// What every engine is held to.
const ACCEPTANCE_CASES: [&str; 2] = ["tests/data/seal-cases.json", "tests/data/seal-cases-2.json"];

/// The steps of `cargo xtask test`, in order.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestStep {
    /// Every native test of the workspace, the walls between the crates included
    Native,
    /// The examples in the Rust documentation
    Docs,
    /// The conformance cases, through the command line
    Conform,
    /// Seals of other implementations here, and ours there
    Interop,
    /// Everything that is shipped or shown, built
    Build,
    /// The size of each artefact against its limit
    Size,
    /// The npm package: types, unit tests
    Www,
    /// The sealed samples, the native tests and the npm package's unit tests, as on other days
    Calendar,
    /// The Lightning project: Jest with the real Wasm, the platform's compiler, a page under its security runtime
    Lightning,
    /// The packed npm package and the portal in headless Chromium; engines and elements in Firefox and WebKitGTK too
    Browser,
    /// The packed npm package in other people's builds, servers and policies, in Chromium, Firefox and WebKitGTK
    Hosts,
    /// What a release is made of, checked and made twice: the same bytes
    Release,
    /// wasm-pack makes the same Wasm
    WasmPack,
}

/// The steps of `cargo xtask lint`, in order.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintStep {
    /// rustfmt
    Format,
    /// Clippy for this machine
    Clippy,
    /// Clippy for the browser
    ClippyWasm,
    /// Prettier
    Prettier,
    /// ESLint
    Eslint,
    /// The Lightning project's own linters
    Lightning,
    /// Licences, bans and sources of dependencies
    Deny,
}

/// Runs the named test steps, or all; `all` of each step, or what every change must pass.
pub(crate) fn test(workspace: &Workspace, only: &[TestStep], all: bool) -> Result<()> {
    run("test", only, |step, name, steps| steps.step(name, || step.run(workspace, all)))
}

/// Runs the named lint steps, or all.
pub(crate) fn lint(workspace: &Workspace, only: &[LintStep]) -> Result<()> {
    run("lint", only, |step, name, steps| steps.step(name, || step.run(workspace)))
}

/// Runs steps in order up to the first that fails, and says how to run that one alone.
fn run<S: ValueEnum + PartialEq>(
    command: &str,
    only: &[S],
    mut work: impl FnMut(&S, &str, &mut Steps) -> Result<()>,
) -> Result<()> {
    Steps::closed(&format!("cargo xtask {command}"), "every step passed", |steps| {
        for step in S::value_variants().iter().filter(|step| only.is_empty() || only.contains(step)) {
            let value = step.to_possible_value();
            let name = value.as_ref().map_or("step", |value| value.get_name());
            work(step, name, steps).with_context(|| {
                format!("`cargo xtask {command}` stopped at its step {name} (alone: cargo xtask {command} --only {name})")
            })?;
        }
        Ok(())
    })
}

impl TestStep {
    fn run(self, workspace: &Workspace, all: bool) -> Result<()> {
        match self {
            Self::Native => native(workspace, Clock::OURS),
            Self::Docs => native_packages(workspace.cargo().args(["test", "--doc"])).shown(),
            Self::Conform => {
                let cli = artefact::touchmark_cli(workspace, Clock::OURS)?;
                for cases in ACCEPTANCE_CASES {
                    cli().args(["conform", cases]).shown()?;
                }
                Ok(())
            }
            Self::Interop => interop(workspace),
            Self::Build => artefact::build(workspace, &[]),
            Self::Size => size::check(workspace),
            Self::Www => {
                tool::npm_packages(workspace)?;
                npm_run(workspace, "www", "typecheck")?;
                npm_run(workspace, "www", "test")
            }
            Self::Calendar => calendar::run(workspace, all),
            Self::Lightning => lightning(workspace, all),
            Self::Browser => in_browsers(workspace, "tests", "test")?.shown(),
            Self::Hosts => in_hosts(workspace, if all { "all" } else { "" }),
            Self::Release => release::rehearse(workspace, all),
            Self::WasmPack => wasm_pack::compare(workspace),
        }
    }
}

impl LintStep {
    fn run(self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Format => {
                workspace.cargo().args(["fmt", "--all", "--check"]).shown()?;
                // The fuzz targets are a workspace of their own.
                workspace.cargo().args(["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"]).shown()
            }
            Self::Clippy => {
                let mut command = workspace.cargo();
                command.args(["clippy", "--all-targets"]);
                native_packages(&mut command).args(["--", "--deny", "warnings"]).shown()
            }
            Self::ClippyWasm => {
                tool::wasm_target(workspace)?;
                // Each by itself: together, each would get the features that the other asks of what they share.
                let second_engine = (artefact::VERIFIER.package, &["--no-default-features"][..]);
                for (package, features) in
                    BROWSER_CRATES.map(|package| (package, &[][..])).into_iter().chain([second_engine])
                {
                    let mut command = workspace.cargo();
                    command.args(["clippy", "--target", WASM_TARGET, "--package", package]).args(features);
                    command.args(["--", "--deny", "warnings"]).shown()?;
                }
                Ok(())
            }
            Self::Prettier => {
                tool::npm_packages(workspace)?;
                npx(workspace, &["prettier", "--check", "."])
            }
            Self::Eslint => {
                tool::npm_packages(workspace)?;
                npx(workspace, &["eslint", "--max-warnings", "0", "."])
            }
            Self::Lightning => {
                tool::npm_packages(workspace)?;
                npm_run(workspace, "lwc-wrapper", "lint")
            }
            Self::Deny => {
                let deny = tool::cargo_tool(workspace, "cargo-deny", CARGO_DENY)?;
                // Advisories are left out: they need the network and change without us. See CONTRIBUTING.md.
                let mut command = std::process::Command::new(deny);
                command.current_dir(workspace.path("."));
                command.args(["--workspace", "check", "bans", "licenses", "sources"]).shown()
            }
        }
    }
}

/// Native tests at a time: nextest where it is installed, else Cargo's own runner.
pub(crate) fn native(workspace: &Workspace, clock: Clock) -> Result<()> {
    let host = clock::host()?;
    let cargo = || {
        let mut command = workspace.cargo();
        clock.run_by(&mut command, &host);
        command
    };
    let mut command = cargo();
    if tool::works("cargo-nextest") {
        command.args(["nextest", "run"]);
    } else {
        command.args(["test", "--lib", "--bins", "--tests"]);
    }
    native_packages(&mut command).shown()?;
    // The catalogue as browsers have it: English, and what is supplied.
    cargo()
        .args(["test", "--package", "touchmark-words", "--no-default-features", "--test", "supply"])
        .shown()
}

/// Adds every package that can run here.
fn native_packages(command: &mut std::process::Command) -> &mut std::process::Command {
    command.arg("--workspace");
    for package in BROWSER_CRATES {
        command.args(["--exclude", package]);
    }
    command
}

/// Other implementations, in Node and in Python, against the command line.
fn interop(workspace: &Workspace) -> Result<()> {
    tool::npm_packages(workspace)?;
    let python = tool::python_packages(workspace, "tests/interop/requirements.txt")?;
    let touchmark = artefact::touchmark_cli(workspace, Clock::OURS)?().get_program().to_owned();
    npm(workspace, "tests", "interop").env("TOUCHMARK", &touchmark).shown()?;
    std::process::Command::new(python)
        .current_dir(workspace.path("tests/interop"))
        // No caches among the sources.
        .args(["-B", "-W", "ignore:EdDSA is deprecated", "-m", "unittest", "--verbose"])
        .args(["peers_test", "approve_test"])
        .env("TOUCHMARK", &touchmark)
        .shown()
}

/// The Lightning project: its pages in Chromium and, as far as every change must pass or in `all`, in the other browsers.
fn lightning(workspace: &Workspace, all: bool) -> Result<()> {
    let touchmark = artefact::touchmark_cli(workspace, Clock::OURS)?().get_program().to_owned();
    in_browsers(workspace, "lwc-wrapper", "test")?
        .env("TOUCHMARK", touchmark)
        .env("TOUCHMARK_RIG", if all { "all" } else { "" })
        .shown()
}

/// Every host that the documentation has, and its table written anew.
pub(crate) fn write_hosts(workspace: &Workspace) -> Result<()> {
    artefact::build(workspace, &[])?;
    in_hosts(workspace, "write")
}

/// The package in hosts: those of every change, `all`, or all to `write` what was found into the documentation.
fn in_hosts(workspace: &Workspace, which: &str) -> Result<()> {
    in_browsers(workspace, "tests", "hosts")?.env("TOUCHMARK_HOSTS", which).shown()
}

/// An npm package's script that needs browsers: a Chromium, and others that `tests/webdriver.mjs` finds or installs.
fn in_browsers(workspace: &Workspace, package: &str, script: &str) -> Result<std::process::Command> {
    let geckodriver = geckodriver(workspace)?;
    tool::npm_packages(workspace)?;
    let chromium = tool::chromium(workspace)?;
    println!("  with {}", chromium.display());
    let mut command = npm(workspace, package, script);
    command.env("GECKODRIVER_PATH", geckodriver).env("CHROMIUM_PATH", chromium);
    Ok(command)
}

/// What drives Firefox, installed where it is not there.
pub(crate) fn geckodriver(workspace: &Workspace) -> Result<std::path::PathBuf> {
    tool::cargo_tool(workspace, "geckodriver", GECKODRIVER)
}

fn npm_run(workspace: &Workspace, package: &str, script: &str) -> Result<()> {
    npm(workspace, package, script).shown()
}

fn npm(workspace: &Workspace, package: &str, script: &str) -> std::process::Command {
    let mut command = workspace.npm();
    command.args(["run", script, "--workspace", package]);
    command
}

fn npx(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    workspace.npm().args(["exec", "--no", "--"]).args(arguments).shown()
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn the_first_failure_stops_the_run_and_says_how_to_run_it_alone() {
        let mut ran = Vec::new();
        let outcome = run("lint", &[], |step: &LintStep, name, _| {
            ran.push(name.to_owned());
            if *step == LintStep::ClippyWasm { bail!("a warning") } else { Ok(()) }
        });
        assert_eq!(ran, ["format", "clippy", "clippy-wasm"]);
        let error = format!("{:#}", outcome.unwrap_err());
        assert!(
            error.contains("cargo xtask lint --only clippy-wasm") && error.ends_with("a warning"),
            "{error}"
        );
    }

    #[test]
    fn only_what_is_named_runs_in_the_order_of_the_table() {
        let mut ran = Vec::new();
        let only = [TestStep::Browser, TestStep::Native];
        let outcome = run("test", &only, |_: &TestStep, name, _| {
            ran.push(name.to_owned());
            Ok(())
        });
        assert!(outcome.is_ok());
        assert_eq!(ran, ["native", "browser"]);
    }
}
