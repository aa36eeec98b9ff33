//! How the command ends, and what it says when it cannot go on.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// Exit codes; the same for every subcommand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Everything held.
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

/// Why the command stopped: what, where and the remedy.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into() }
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self { exit: Exit::Input, message: message.into() }
    }

    pub(crate) fn trust(message: impl Into<String>) -> Self {
        Self { exit: Exit::Trust, message: message.into() }
    }

    /// A problem at a place in a file: `contacts.csv:13:Email: …`.
    pub(crate) fn at(place: impl fmt::Display, problem: impl fmt::Display) -> Self {
        Self::input(format!("{place}: {problem}"))
    }

    /// The file system refused. `doing` reads as in "cannot be read".
    pub(crate) fn io(path: &Path, doing: &str, error: &std::io::Error) -> Self {
        let remedy = match error.kind() {
            std::io::ErrorKind::NotFound if doing == "read" => "no such file; check the name",
            std::io::ErrorKind::NotFound => "no such folder; make it first",
            std::io::ErrorKind::PermissionDenied => {
                "not permitted; check the permissions of the file and its folder"
            }
            std::io::ErrorKind::IsADirectory => "it is a folder; name a file",
            std::io::ErrorKind::StorageFull => "the disk is full; nothing was changed",
            std::io::ErrorKind::InvalidData => "it is not UTF-8 text; save it as UTF-8",
            _ => return Self::input(format!("{} cannot be {doing}: {error}", path.display())),
        };
        Self::input(format!("{} cannot be {doing}: {remedy}", path.display()))
    }

    pub(crate) fn with_exit(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }
}

/// Reads a text file whole.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let metadata = std::fs::metadata(path).map_err(|error| Failure::io(path, "read", &error))?;
    if metadata.is_dir() {
        return Err(Failure::io(path, "read", &std::io::ErrorKind::IsADirectory.into()));
    }
    std::fs::read_to_string(path).map_err(|error| Failure::io(path, "read", &error))
}

/// As [`read_text`], without the byte order mark that some editors write.
pub(crate) fn read_settings(path: &Path) -> Result<String, Failure> {
    let text = read_text(path)?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
