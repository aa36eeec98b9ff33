//! How the command ends, and what it says when it cannot go on.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use touchmark_rows::RowsError;

/// Exit codes; the same for every subcommand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Everything held.
    #[default]
    Ok = 0,
    /// Something else was found.
    Findings = 1,
    /// The command line, or a file of rules or types that belongs to it.
    Usage = 2,
    /// Records that cannot be read, or a result that cannot be written.
    Input = 3,
    /// Trust bundle, policy or registry: missing, unreadable or stale.
    Trust = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<RowsError> for Failure {
    fn from(error: RowsError) -> Self {
        Self::input(error.to_string())
    }
}

/// Why the command stopped: what, where and the remedy.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// One line, whatever names it holds.
    pub(crate) message: String,
    /// What follows it, a line each.
    pub(crate) lines: Vec<String>,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(Exit::Input, message)
    }

    pub(crate) fn trust(message: impl Into<String>) -> Self {
        Self::new(Exit::Trust, message)
    }

    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), lines: Vec::new() }
    }

    pub(crate) fn with_lines(self, lines: impl IntoIterator<Item = String>) -> Self {
        Self { lines: lines.into_iter().collect(), ..self }
    }

    /// A problem at a place in a file: `contacts.csv:13:Email: …`.
    pub(crate) fn at(place: impl fmt::Display, problem: impl fmt::Display) -> Self {
        Self::input(format!("{place}: {problem}"))
    }

    /// The file system refused. `doing` reads as in "cannot be read".
    pub(crate) fn io(path: &Path, doing: &str, error: &std::io::Error) -> Self {
        Self::input(RowsError::io(path, doing, error).to_string())
    }

    pub(crate) fn with_exit(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }
}
