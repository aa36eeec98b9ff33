//! What the command says: answers on the standard output, and beside them what people should know.
//!
//! Names of columns, files, rules and people come from anywhere. Whatever people are to read goes out by this module,
//! which takes from it what could steer a terminal, turn its reading order or pass for a line of ours.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use anstream::AutoStream;
use anstyle::AnsiColor;
use serde::Serialize;
use touchmark::{Level, is_invisible, visible};
use touchmark_scan::Severity;

use crate::failure::Failure;

/// Reports a line to people, as `eprintln!` does; but where nobody listens any more, the command goes on and ends as it would.
macro_rules! report {
    ($($words:tt)*) => { $crate::console::line(format_args!($($words)*)) };
}
pub(crate) use report;

pub(crate) fn line(words: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{}", plain(&words.to_string()));
}

/// Writes a line of the answer.
pub(crate) fn answer(words: fmt::Arguments<'_>) -> Result<(), Failure> {
    writeln!(io::stdout(), "{}", plain(&words.to_string())).map_err(|error| unwritable(&error))
}

/// Writes an answer that is JSON.
pub(crate) fn answer_json(json: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{}", escaped(json.trim_end())).map_err(|error| unwritable(&error))
}

/// Writes an answer that programs read.
pub(crate) fn answer_serialised(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value);
    answer_json(&text.map_err(|error| Failure::input(format!("the answer cannot be written: {error}")))?)
}

/// The standard output does not take the answer.
pub(crate) fn unwritable(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // The reader has seen enough, as in `| head`. There is nobody left to tell.
        return Failure::input("");
    }
    Failure::io(Path::new("standard output"), "written", error)
}

/// An answer of many lines, in colour where it is shown on a terminal and nobody asked for none.
pub(crate) struct Page {
    out: BufWriter<AutoStream<io::StdoutLock<'static>>>,
}

impl Page {
    pub(crate) fn new() -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, AutoStream::auto(io::stdout().lock())) }
    }

    pub(crate) fn line(&mut self, words: fmt::Arguments<'_>) -> io::Result<()> {
        writeln!(self.out, "{}", plain(&words.to_string()))
    }

    /// A line that ends in a label, coloured as loud as it is.
    pub(crate) fn label(&mut self, before: fmt::Arguments<'_>, level: Level, label: &str) -> io::Result<()> {
        let (before, label) = (before.to_string(), plain(label));
        let before = plain(&before);
        let colour = match level {
            Level::Alert => AnsiColor::Red,
            Level::Caution => AnsiColor::Yellow,
            Level::Notice => AnsiColor::Cyan,
            _ => AnsiColor::Green,
        };
        let style = colour.on_default();
        writeln!(self.out, "{before}{style}{label}{style:#}")
    }

    /// A line of a report, coloured as heavy as it is.
    pub(crate) fn weighted(&mut self, severity: Option<Severity>, words: &str) -> io::Result<()> {
        let words = plain(words);
        let style = match severity {
            Some(Severity::Error) => AnsiColor::Red.on_default(),
            Some(Severity::Warning) => AnsiColor::Yellow.on_default(),
            Some(Severity::Note) | None => return writeln!(self.out, "{words}"),
        };
        writeln!(self.out, "{style}{words}{style:#}")
    }

    /// A report as it is, which is safe as it is.
    pub(crate) fn text(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// A part of a document, line ends included.
    pub(crate) fn json(&mut self, json: &str) -> io::Result<()> {
        self.out.write_all(escaped(json).as_bytes())
    }

    pub(crate) fn close(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Text that stays one line and shows all that it holds. White space is one space; what does not show goes.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    visible(text).collect()
}

/// JSON in which such characters are escaped: to a program it says the same.
fn escaped(json: &str) -> Cow<'_, str> {
    let is_plain = |character: char| {
        character == '\n' || character == ' ' || !(is_invisible(character) || character.is_whitespace())
    };
    if json.chars().all(is_plain) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        if is_plain(character) {
            out.push(character);
        } else {
            out.extend(character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_read_shows_all_that_it_holds() {
        for (text, shown) in [
            ("Zoë · 李 😀", "Zoë · 李 😀"),
            ("a\u{1b}[2J\u{1b}]0;b\u{7}c", "a[2J]0;bc"),
            ("a\u{9b}2Jb\u{7f}c\u{0}", "a2Jbc"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{61c}", "abcd"),
            (&format!("a{}b", "\u{301}".repeat(60)), "a\u{301}\u{301}\u{301}\u{301}b"),
            ("a\u{200b}b\u{feff}c\u{fe0f}d\u{e0041}", "abcd"),
            ("a\nNote: b\r\nc\u{85}d\u{2028}e\tf", "a Note: b  c d e f"),
        ] {
            assert_eq!(plain(text), shown);
        }
    }

    #[test]
    fn json_says_the_same_without_what_does_not_show() {
        let json = "{\"a\u{202e}b\u{7f}\u{9b}\":\n \"c\u{e0041}\u{2028}Zoë\"}";
        let safe = escaped(json);
        assert!(safe.chars().all(|character| character == '\n' || !is_invisible(character)), "{safe}");
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&safe), read(json));
    }
}
