//! Lines of text that hold no records of a known form: logs, and what programs print.

use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::RowsError;
use crate::packed::unpacked;
use crate::{Counted, open, pass_line};

/// The most of a line that is looked at.
const MAX_LINE: usize = 1 << 20;

/// The lines of a file, one after the other. Bytes that are no UTF-8 are replaced: logs hold what programs were given.
pub struct TextLines {
    name: String,
    input: Box<dyn BufRead + Send>,
    position: Arc<AtomicU64>,
    number: u64,
}

impl TextLines {
    /// Opens a file, packed or not, or the standard input for `-`.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn open(path: &Path) -> Result<Self, RowsError> {
        if path == Path::new("-") {
            return Self::read("standard input", Box::new(io::stdin()));
        }
        Self::read(&path.display().to_string(), Box::new(open(path)?.0))
    }

    /// Reads lines from anywhere. The name is what messages call it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(name: &str, input: Box<dyn io::Read + Send>) -> Result<Self, RowsError> {
        let position = Arc::new(AtomicU64::new(0));
        let counted = Counted { input, position: Arc::clone(&position) };
        let input = unpacked(BufReader::with_capacity(1 << 16, counted), name, true)?;
        Ok(Self { name: name.to_owned(), input, position, number: 0 })
    }

    /// Bytes read so far, as they are in the file.
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Relaxed)
    }

    /// The next line without its end, and its number from 1.
    ///
    /// # Errors
    /// Where the file cannot be read on or is no text, which is final; or where a line is so long that it is not looked at.
    pub fn next_line(&mut self) -> Result<Option<(u64, String)>, RowsError> {
        let mut bytes = Vec::new();
        let place = format_args!("{}:line {}", self.name, self.number + 1).to_string();
        let read = self.input.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut bytes);
        if read.map_err(|error| RowsError::at(&place, error))? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if bytes.len() == MAX_LINE && !bytes.ends_with(b"\n") {
            pass_line(&mut self.input).map_err(|error| RowsError::at(&place, error))?;
            let problem = "the line is longer than 1 MiB, and was not looked at; split it, or give records in a format of records";
            return Err(RowsError::at(&place, problem).of_row());
        }
        if bytes.contains(&0) {
            return Err(RowsError::at(&place, "the file is no text from here on: there is a NUL byte"));
        }
        let text = bytes.trim_ascii_end();
        Ok(Some((self.number, String::from_utf8_lossy(text).into_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(content: &[u8]) -> Vec<Result<(u64, String), String>> {
        let mut lines = match TextLines::read("in.log", Box::new(io::Cursor::new(content.to_vec()))) {
            Ok(lines) => lines,
            Err(error) => return vec![Err(error.to_string())],
        };
        let mut read = Vec::new();
        loop {
            match lines.next_line() {
                Ok(Some(line)) => read.push(Ok(line)),
                Ok(None) => return read,
                Err(error) => {
                    read.push(Err(error.to_string()));
                    if error.is_final() {
                        return read;
                    }
                }
            }
        }
    }

    #[test]
    fn lines_come_with_their_numbers_and_what_is_no_line_is_said() {
        let line = |number, text: &str| Ok((number, text.to_owned()));
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"a\r\n\nb\xff"), [line(1, "a"), line(2, ""), line(3, "b\u{fffd}")]);
        let long = format!("a\n{}\nb\n", "x".repeat(3 << 20));
        let read = lines(long.as_bytes());
        assert_eq!(read.len(), 3);
        assert!(read[1].as_ref().unwrap_err().starts_with("in.log:line 2: the line is longer"));
        assert_eq!(read[2], line(3, "b"));
        assert!(lines(b"a\0b")[0].as_ref().unwrap_err().contains("NUL"));
    }
}
