//! JSON Lines: one record a line.

use std::io::{BufRead, Read as _};

use touchmark::json;

use super::chunk::{BYTE_ORDER_MARK, Chunk, ChunkKind, MAX_CHUNK, unreadable, utf8};
use crate::error::RowsError;
use crate::pass_line;

/// One chunk a line.
pub(super) struct Lines {
    input: Box<dyn BufRead + Send>,
    number: usize,
    /// Blank lines at the end.
    pub(super) tail: String,
}

impl Lines {
    pub(super) fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self { input, number: 0, tail: String::new() }
    }

    pub(super) fn next_chunk(&mut self, file: &str) -> Result<Option<Chunk>, RowsError> {
        loop {
            let number = self.number + 1;
            let place = || format!("{file}:line {number}");
            let mut bytes = Vec::new();
            let read = self.input.by_ref().take(MAX_CHUNK as u64 + 1).read_until(b'\n', &mut bytes);
            if read.map_err(|error| RowsError::at(place(), error))? == 0 {
                return Ok(None);
            }
            self.number = number;
            if bytes.len() > MAX_CHUNK {
                let problem = "the line is longer than 64 MiB; is this a file of JSON Lines?";
                let error = RowsError::at(place(), problem);
                return Err(if pass_line(&mut self.input).is_ok() { error.of_row() } else { error });
            }
            if let Some(chunk) = self.open(bytes, place).map_err(RowsError::of_row)? {
                return Ok(Some(chunk));
            }
        }
    }

    /// The line as a chunk; nothing where it is blank.
    fn open(&mut self, bytes: Vec<u8>, place: impl Fn() -> String) -> Result<Option<Chunk>, RowsError> {
        let line = utf8(bytes, &place)?;
        let mark = if line.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
        let text = line.get(mark.len()..).unwrap_or_default();
        let after = match text {
            _ if text.ends_with("\r\n") => "\r\n",
            _ if text.ends_with('\n') => "\n",
            _ => "",
        };
        let text = text.get(..text.len() - after.len()).unwrap_or_default();
        if text.trim().is_empty() {
            self.tail.push_str(&line);
            return Ok(None);
        }
        let value = json::parse_view(text).map_err(|error| unreadable(place(), error))?;
        if value.as_object().is_none() {
            return Err(RowsError::at(place(), "is not an object"));
        }
        let before = std::mem::take(&mut self.tail) + mark;
        Ok(Some(Chunk::new(ChunkKind::Line(self.number), before, text.to_owned(), after.to_owned())))
    }
}
