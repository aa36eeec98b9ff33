//! What the command says: answers on the standard output, and beside them what people should know.

use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;

use crate::failure::Failure;

/// Tells people a line, as `eprintln!` does; but where nobody listens any more, the command goes on and ends as it would.
macro_rules! tell {
    ($($words:tt)*) => { $crate::tell::line(format_args!($($words)*)) };
}
pub(crate) use tell;

pub(crate) fn line(words: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{words}");
}

/// Writes a line of the answer.
pub(crate) fn answer(words: fmt::Arguments<'_>) -> Result<(), Failure> {
    writeln!(io::stdout(), "{words}").map_err(|error| unwritable(&error))
}

/// The standard output does not take the answer.
pub(crate) fn unwritable(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // The reader has seen enough, as in `| head`. There is nobody left to tell.
        return Failure::input("");
    }
    Failure::io(Path::new("standard output"), "written", error)
}
