//! `cargo xtask mutants`: changes the verify path one spot at a time, and asks whether a test notices. What may stay
//! unnoticed stands, each with its reason, in `.cargo/mutants.toml`.

use crate::step::Run;
use crate::tool;
use crate::workspace::Workspace;
use anyhow::Result;
use clap::Args;
use std::process::Command;

const CARGO_MUTANTS: &str = "27.1.0";

/// From text to verdict, in the order in which a seal goes through them: crate and module.
const VERIFY_PATH: &[&str] = &[
    "json/json",
    "json/jcs",
    "json/decimal",
    "json/double",
    "json/encoding",
    "json/text",
    "core/record",
    "core/seal",
    "core/chain",
    "core/note",
    "core/tlog",
    "core/merkle",
    "core/signature",
    "core/did",
    "core/config",
    "core/trust",
    "core/index",
    "core/status",
    "core/inflate",
    "core/registry",
    "core/grants",
    "core/use_reasons",
    "core/policy",
    "core/statement",
    "core/time",
    "core/digest",
    "core/normal",
    "core/ids",
    "core/verify",
    "core/batch",
    "core/disclosure",
    "core/verdict_json",
];

/// What to change.
#[derive(Args)]
pub(crate) struct Options {
    /// Only these modules
    #[arg(long, value_name = "CRATE/MODULE", value_parser = clap::builder::PossibleValuesParser::new(VERIFY_PATH))]
    only: Vec<String>,
    /// How many changes to try at once; each needs a gigabyte and a core of its own
    #[arg(long, default_value_t = 1)]
    jobs: u32,
}

/// Runs cargo-mutants; it fails when a change goes unnoticed.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let program = tool::cargo_tool(workspace, "cargo-mutants", CARGO_MUTANTS)?;
    let mut mutants = Command::new(program);
    mutants.current_dir(workspace.path(".")).args(["mutants", "--jobs", &options.jobs.to_string()]);
    for name in VERIFY_PATH {
        if options.only.is_empty() || options.only.iter().any(|only| only == name) {
            mutants.arg("--file").arg(format!("src/{}.rs", name.replace('/', "/src/")));
        }
    }
    for package in ["touchmark-json", "touchmark-profile", "touchmark", "touchmark-seal", "touchmark-tests"] {
        mutants.args(["--test-package", package]);
    }
    mutants.arg("--output").arg(workspace.target("")?);
    // Fewer random cases: a change that only chance would notice is not noticed.
    mutants.env("PROPTEST_CASES", "32").shown()
}
