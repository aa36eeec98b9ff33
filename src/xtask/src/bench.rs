//! `cargo xtask bench`: the package in headless Chromium and in Node, beside JavaScript peers and the native core, on the
//! same records; and lists in Lightning, beside the same list without seals, in three browsers; and the portal
//! of the demo, beside that of an earlier build. The comparison itself is `tests/bench/bench.mjs`.

use crate::artefact::{self, Part};
use crate::step::Run;
use crate::suite;
use crate::tool;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What can be compared alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// The package, its peers, the native core and the command line, and badges in a table
    Records,
    /// Lists in Lightning
    Lists,
    /// The portal of the demo, beside that of an earlier build
    Portal,
}

/// How to run the comparison.
#[derive(Args)]
pub(crate) struct Options {
    /// Compare this alone
    #[arg(long, value_name = "SUBJECT")]
    only: Option<Subject>,
    /// Print one line of JSON last, for machines
    #[arg(long)]
    json: bool,
    /// Write the results into docs/benchmarks.md
    #[arg(long)]
    write: bool,
    /// The portal of an earlier build, as its www/demo/dist, to compare the portal with
    #[arg(long, value_name = "FOLDER")]
    before: Option<PathBuf>,
    /// How many rounds to take the median of
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(5..))]
    rounds: u32,
    /// How many contacts to seal and verify
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1000..))]
    records: u32,
}

/// Builds the package and, as they would be released, the command line and the native core, or what pages of Lightning are made
/// of; then compares.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let is_wanted = |subject: Subject| options.only.is_none_or(|only| only == subject);
    artefact::build(workspace, &[Part::Wasm, Part::WasmUi, Part::Www])?;
    let mut bench = workspace.node();
    bench.arg("tests/bench/bench.mjs").env("CHROMIUM_PATH", tool::chromium(workspace)?);
    if is_wanted(Subject::Records) {
        workspace
            .cargo()
            .args(["build", "--release", "--package", "touchmark-cli", "--bin", "touchmark"])
            .shown()?;
        let program = workspace.target(&format!("release/touchmark{}", std::env::consts::EXE_SUFFIX))?;
        workspace
            .cargo()
            .args(["build", "--release", "--package", "touchmark-tests", "--example", "native"])
            .shown()?;
        let native = workspace.target(&format!("release/examples/native{}", std::env::consts::EXE_SUFFIX))?;
        bench.env("TOUCHMARK", program).env("TOUCHMARK_NATIVE", native);
    }
    if is_wanted(Subject::Lists) {
        artefact::build(workspace, &[Part::Lwc, Part::Data])?;
        bench.env("GECKODRIVER_PATH", suite::geckodriver(workspace)?);
    }
    if is_wanted(Subject::Portal) {
        artefact::build(workspace, &[Part::Data])?;
        if !is_wanted(Subject::Records) {
            bench.env("TOUCHMARK", artefact::touchmark_program(workspace)?);
        }
        if let Some(before) = &options.before {
            bench.arg("--before").arg(std::path::absolute(before).context("--before names no folder")?);
        }
    }
    if let Some(only) = options.only.as_ref().and_then(ValueEnum::to_possible_value) {
        bench.args(["--only", only.get_name()]);
    }
    bench.args(["--rounds", &options.rounds.to_string(), "--records", &options.records.to_string()]);
    for (is_wanted, argument) in [(options.json, "--json"), (options.write, "--write")] {
        if is_wanted {
            bench.arg(argument);
        }
    }
    bench.shown()
}
