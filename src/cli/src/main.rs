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
mod files;
mod json_text;
mod key_file;
mod keygen;
mod log;
mod output;
mod progress;
mod read_back;
mod registry;
mod resealed;
mod rows;
mod rules;
mod salesforce;
mod seal;
mod shell;
mod status;
mod tell;
mod trust;
mod types;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ContextKind;

use crate::args::{Arguments, Command};
use crate::shell::shell_quoted;
use crate::tell::{plain, tell};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misunderstood(error),
    };
    let result = match arguments.command {
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
                failure.lines.iter().for_each(|line| tell!("{line}"));
            }
            failure.exit.into()
        }
    }
}

/// Help, or what is wrong with the command line. Scripts put names into command lines, so its words are cleaned as any
/// other message's: it is read again with words that are plain, and goes wrong as it did.
fn misunderstood(error: clap::Error) -> ExitCode {
    let exit = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    let words: Vec<String> =
        std::env::args_os().map(|word| plain(&word.to_string_lossy()).into_owned()).collect();
    let Some(mut error) = Arguments::try_parse_from(&words).err() else {
        tell!("touchmark: {error}");
        return exit;
    };
    if words.iter().any(|word| shell_quoted(word) != *word) {
        // Advice to write a word in another way, as it is.
        error.remove(ContextKind::Suggested);
    }
    let _ = error.print();
    exit
}
