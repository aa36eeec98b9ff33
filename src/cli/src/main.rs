//! The `touchmark` command: seal CRM records, and check the seals they carry.
#![deny(clippy::print_stderr, clippy::print_stdout, reason = "both panic when nobody listens")]

mod approve;
mod args;
mod bench;
mod bundle;
mod checker;
mod conform;
mod duration;
mod failure;
mod json_text;
mod key_file;
mod keygen;
mod log;
mod output;
mod progress;
mod registry;
mod resealed;
mod rows;
mod rules;
mod salesforce;
mod seal;
mod status;
mod tell;
mod trust;
mod types;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, Command};
use crate::tell::tell;

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Keygen(args) => keygen::run(&args),
        Command::Seal(args) => seal::run(&args),
        Command::Approve(args) => approve::run(&args),
        Command::Log(args) => log::run(&args),
        Command::Registry(args) => registry::run(&args),
        Command::Trust(args) => trust::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Salesforce(args) => salesforce::run(&args),
        Command::Conform(args) => conform::run(&args),
        Command::Bench(args) => bench::run(&args),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => {
            if !failure.message.is_empty() {
                tell!("touchmark: {}", failure.message);
            }
            failure.exit.into()
        }
    }
}
