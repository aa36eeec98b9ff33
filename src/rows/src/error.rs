//! Why rows cannot be read.

use std::fmt;
use std::io;
use std::path::Path;

/// What is wrong, where, and what to do about it: `contacts.csv:13:Email: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowsError {
    message: String,
    is_final: bool,
}

impl RowsError {
    pub(crate) fn at(place: impl fmt::Display, problem: impl fmt::Display) -> Self {
        Self { message: format!("{place}: {problem}"), is_final: true }
    }

    /// Of one row: those behind it can be read.
    pub(crate) fn of_row(self) -> Self {
        Self { is_final: false, ..self }
    }

    /// Whether nothing behind it can be read.
    pub fn is_final(&self) -> bool {
        self.is_final
    }

    /// What the file system says. `doing` reads as in "cannot be read".
    pub fn io(path: &Path, doing: &str, error: &io::Error) -> Self {
        let remedy = match error.kind() {
            io::ErrorKind::NotFound if doing == "read" => "no such file; check the name",
            io::ErrorKind::NotFound => "no such folder; make it first",
            io::ErrorKind::PermissionDenied => {
                "not permitted; check the permissions of the file and its folder"
            }
            io::ErrorKind::IsADirectory => "it is a folder; name a file",
            io::ErrorKind::NotADirectory => "what should be its folder is none; check the name",
            io::ErrorKind::AlreadyExists => "something else has the name; move it away",
            io::ErrorKind::StorageFull => "the disk is full; nothing was changed",
            io::ErrorKind::InvalidData => "it is not UTF-8 text; save it as UTF-8",
            _ => {
                return Self {
                    message: format!("{} cannot be {doing}: {error}", path.display()),
                    is_final: true,
                };
            }
        };
        Self { message: format!("{} cannot be {doing}: {remedy}", path.display()), is_final: true }
    }
}

impl fmt::Display for RowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RowsError {}
