//! `cargo xtask`: builds, shows, tests and measures everything in this repository. It installs what it needs,
//! says what it is doing, and stops at the first thing that fails.

mod artefact;
mod bench;
mod calendar;
mod clock;
mod demo;
mod facts;
mod fuzz;
mod labels;
mod linked;
mod links;
mod mutants;
mod notices;
mod objects;
mod release;
mod sbom;
mod size;
mod step;
mod suite;
mod tool;
mod wasm_pack;
mod workspace;
mod zip;

use crate::step::Run;
use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Build, demo, test, lint and measure touchmark.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the Wasm artefacts, the npm package, the portal with its sealed sample data, and the static resource
    Build {
        /// Build only these parts; what they need must have been built before
        #[arg(long, value_enum, value_name = "PART")]
        only: Vec<artefact::Part>,
        /// The Salesforce objects that get fields for seals [default: Account, Case, Contact, Lead, Opportunity]
        #[arg(long, value_name = "OBJECT,…", value_delimiter = ',')]
        objects: Vec<String>,
    },
    /// Build everything and serve the customer portal on this machine
    Demo {
        /// Do not open a browser
        #[arg(long)]
        no_open: bool,
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8787)]
        port: u16,
        /// How many contacts to show; those of the samples come again under other ids
        #[arg(long, default_value_t = artefact::PORTAL_CONTACTS, value_parser = clap::value_parser!(u32).range(1200..=100_000))]
        records: u32,
    },
    /// Run every test, browser tests included
    Test {
        /// Run only these steps
        #[arg(long, value_enum, value_name = "STEP")]
        only: Vec<suite::TestStep>,
        /// Run also what takes too long for every change
        #[arg(long)]
        all: bool,
    },
    /// Run every formatter and linter, changing nothing
    Lint {
        /// Run only these steps
        #[arg(long, value_enum, value_name = "STEP")]
        only: Vec<suite::LintStep>,
    },
    /// Print the size of each artefact and fail when one is over its limit
    Size,
    /// Compare records per second with a JavaScript peer in headless Chromium
    Bench(bench::Options),
    /// Build the package in every host that docs/hosts.md has, and write what was found into its table
    Hosts,
    /// Try hostile input on everything that reads text
    Fuzz(fuzz::Options),
    /// Print what input that is made to cost does cost, in time and memory
    Hostile,
    /// Change the verify path one spot at a time, and see that a test notices
    Mutants(mutants::Options),
    /// Write the standard objects' field types that are built in, from describe results
    Objects(objects::Options),
    /// Check and write everything that a release is made of; publishes nothing
    Release(release::Options),
    /// List the crates in what ships, and hash every file that is deployed to Salesforce
    Sbom,
    /// Prove that wasm-pack makes the same Wasm as `cargo xtask build`
    WasmPack,
}

fn main() -> ExitCode {
    let outcome = match wasm_pack::as_wasm_bindgen() {
        Some(outcome) => outcome,
        None => run(Xtask::parse().command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let workspace = workspace::Workspace::find()?;
    match command {
        Command::Build { only, objects } => {
            artefact::build_for(&workspace, &only, &objects, artefact::PORTAL_CONTACTS)
        }
        Command::Demo { no_open, port, records } => demo::serve(&workspace, port, !no_open, records),
        Command::Test { only, all } => suite::test(&workspace, &only, all),
        Command::Lint { only } => suite::lint(&workspace, &only),
        Command::Size => size::check(&workspace),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::Hosts => suite::write_hosts(&workspace),
        Command::Fuzz(options) => fuzz::run(&workspace, &options),
        Command::Hostile => hostile(&workspace),
        Command::Mutants(options) => mutants::run(&workspace, &options),
        Command::Objects(options) => objects::write(&workspace, &options),
        Command::Release(options) => release::make(&workspace, &options),
        Command::Sbom => sbom::write(&workspace),
        Command::WasmPack => wasm_pack::compare(&workspace),
    }
}

fn hostile(workspace: &workspace::Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["run", "--quiet", "--release", "--package", "touchmark-tests", "--example", "hostile"])
        .shown()
}
