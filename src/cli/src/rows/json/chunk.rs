//! A part of a file that is opened by itself: a line, an element of a list, or a document.

use touchmark::json::JsonError;

use crate::failure::Failure;

pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The most that is held at once: a line, an element of a list, or a document that has no list to be streamed.
pub(super) const MAX_CHUNK: usize = 64 << 20;

/// A part of the file that is opened by itself.
pub(super) struct Chunk {
    pub(super) before: String,
    pub(super) text: String,
    pub(super) after: String,
    /// Of lines: their number.
    pub(super) line: Option<usize>,
}

/// The text that bytes are.
pub(super) fn utf8(bytes: Vec<u8>, place: impl Fn() -> String) -> Result<String, Failure> {
    String::from_utf8(bytes)
        .map_err(|_| Failure::at(place(), "the text is not UTF-8; save the file as UTF-8"))
}

/// What is no JSON.
pub(super) fn unreadable(place: String, error: JsonError) -> Failure {
    Failure::at(place, format_args!("not readable as JSON: {error}"))
}
