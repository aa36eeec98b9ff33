//! The command line: a module for each command, which holds its options and what it does.

mod approve;
mod conform;
mod grant;
mod keygen;
mod log;
mod partition;
mod policy;
mod registry;
mod salesforce;
mod scan;
mod seal;
mod status;
mod trust;
pub(crate) mod verify;

use std::sync::LazyLock;

use clap::{Parser, Subcommand};
use touchmark::{PROFILE, PROFILE_REVISION};

use crate::failure::{Exit, Failure};

/// Seal CRM records, and check the seals they carry.
///
/// A seal is a signed statement about where a record came from: synthetic, masked, made by AI, or recorded.
#[derive(Debug, Parser)]
#[command(name = "touchmark", version = version(), propagate_version = true, max_term_width = 110, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The version, and whose rules it follows.
fn version() -> &'static str {
    static VERSION: LazyLock<String> =
        LazyLock::new(|| format!("{} ({PROFILE}, revision {PROFILE_REVISION})", env!("CARGO_PKG_VERSION")));
    &VERSION
}

const EXIT_CODES: &str = "Exit codes: 0 all well · 1 something else was found · 2 usage · 3 records unreadable or result unwritable · 4 trust material missing or stale";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Keygen(keygen::Keygen),
    Seal(Box<seal::Seal>),
    Approve(Box<approve::Approve>),
    Grant(Box<grant::Grant>),
    #[command(subcommand)]
    Log(log::Log),
    Registry(Box<registry::Registry>),
    #[command(subcommand)]
    Trust(trust::Trust),
    Verify(verify::Verify),
    Partition(partition::Partition),
    Scan(Box<scan::Scan>),
    #[command(subcommand)]
    Salesforce(salesforce::Salesforce),
    Conform(conform::Conform),
}

impl Command {
    /// Does it.
    pub(crate) fn run(&self) -> Result<Exit, Failure> {
        match self {
            Self::Keygen(args) => keygen::run(args),
            Self::Seal(args) => seal::run(args),
            Self::Approve(args) => approve::run(args),
            Self::Grant(args) => grant::run(args),
            Self::Log(args) => log::run(args),
            Self::Registry(args) => registry::run(args),
            Self::Trust(args) => trust::run(args),
            Self::Verify(args) => verify::run(args),
            Self::Partition(args) => partition::run(args),
            Self::Scan(args) => scan::run(args),
            Self::Salesforce(args) => salesforce::run(args),
            Self::Conform(args) => conform::run(args),
        }
    }
}
