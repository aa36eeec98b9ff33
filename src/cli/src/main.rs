//! The `touchmark` command: seal CRM records, and check the seals they carry.
#![deny(clippy::print_stderr, clippy::print_stdout, reason = "both panic when nobody listens")]

mod apart;
mod bundle;
mod checker;
mod commands;
mod console;
mod dataset;
mod duration;
mod failure;
mod field_names;
mod field_types;
mod files;
mod folder;
mod json_text;
mod key_file;
mod log_folder;
mod options;
mod output;
mod progress;
mod read_back;
mod resealed;
mod rules;
mod shell;
mod status_entries;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ContextKind;

use crate::commands::Arguments;
use crate::console::{plain, report};
use crate::shell::shell_quoted;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misunderstood(error),
    };
    match arguments.command.run() {
        Ok(exit) => exit.into(),
        Err(failure) => {
            if !failure.message.is_empty() {
                report!("touchmark: {}", failure.message);
                failure.lines.iter().for_each(|line| report!("{line}"));
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
        report!("touchmark: {error}");
        return exit;
    };
    if words.iter().any(|word| shell_quoted(word) != *word) {
        // Advice to write a word in another way, as it is.
        error.remove(ContextKind::Suggested);
    }
    let _ = error.print();
    exit
}
