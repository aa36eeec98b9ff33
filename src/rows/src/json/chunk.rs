//! A part of a file that is opened by itself: a line, an element of a list, or a document.

use std::io::{self, Write};

use touchmark::json::JsonError;

use crate::error::RowsError;

pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The most that is held at once: a line, an element of a list, or a document that has no list to be streamed.
pub(super) const MAX_CHUNK: usize = 64 << 20;

/// A part of the file that is opened by itself.
pub(super) struct Chunk {
    pub(super) kind: ChunkKind,
    /// The line that its text begins on, from 1, where that is known.
    pub(super) starts_on: Option<u64>,
    /// Those right before it that hold no record.
    pub(super) passed: Vec<Chunk>,
    pub(super) before: String,
    pub(super) text: String,
    pub(super) after: String,
}

/// What a chunk is of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkKind {
    /// A line, by its number. Blank lines stand before it, and its end after it.
    Line(usize),
    /// An element of the one list that is streamed. Before the first stands all that is before the list and its bracket, before
    /// any other the comma.
    Element,
    /// All there is, behind a byte order mark.
    Document,
}

impl Chunk {
    pub(super) fn new(kind: ChunkKind, before: String, text: String, after: String) -> Self {
        let starts_on = match kind {
            ChunkKind::Line(number) => Some(number as u64),
            ChunkKind::Element | ChunkKind::Document => None,
        };
        Self { kind, starts_on, passed: Vec::new(), before, text, after }
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        [&self.before, &self.text, &self.after].iter().try_for_each(|text| out.write_all(text.as_bytes()))
    }

    /// The line that it is, where it is one.
    pub(super) fn line(&self) -> Option<usize> {
        match self.kind {
            ChunkKind::Line(number) => Some(number),
            ChunkKind::Element | ChunkKind::Document => None,
        }
    }
}

/// The text that bytes are.
pub(super) fn utf8(bytes: Vec<u8>, place: impl Fn() -> String) -> Result<String, RowsError> {
    String::from_utf8(bytes)
        .map_err(|_| RowsError::at(place(), "the text is not UTF-8; save the file as UTF-8"))
}

/// What is no JSON.
pub(super) fn unreadable(place: String, error: JsonError) -> RowsError {
    RowsError::at(place, format_args!("not readable as JSON: {error}"))
}
