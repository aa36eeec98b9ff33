//! `cargo xtask bench`: the package in headless Chromium and in Node, beside JavaScript peers and the native core, on the
//! same records. The comparison itself is `tests/bench/bench.mjs`.

use crate::artefact::{self, Part};
use crate::step::Run;
use crate::tool;
use crate::workspace::Workspace;
use anyhow::Result;
use clap::Args;

/// How to run the comparison.
#[derive(Args)]
pub(crate) struct Options {
    /// Print one line of JSON last, for machines
    #[arg(long)]
    json: bool,
    /// Write the results into docs/benchmarks.md
    #[arg(long)]
    write: bool,
    /// How many rounds to take the median of
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(5..))]
    rounds: u32,
    /// How many contacts to seal and verify
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1000..))]
    records: u32,
}

/// Builds the package and, as they would be released, the command line and the native core; then compares.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    artefact::build(workspace, &[Part::Wasm, Part::WasmUi, Part::Www], &[])?;
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
    let chromium = tool::chromium(workspace)?;
    let mut bench = workspace.node();
    bench.arg("tests/bench/bench.mjs").env("TOUCHMARK", program);
    bench.env("TOUCHMARK_NATIVE", native).env("CHROMIUM_PATH", chromium);
    bench.args(["--rounds", &options.rounds.to_string(), "--records", &options.records.to_string()]);
    for (is_wanted, argument) in [(options.json, "--json"), (options.write, "--write")] {
        if is_wanted {
            bench.arg(argument);
        }
    }
    bench.shown()
}
