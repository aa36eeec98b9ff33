//! How records are written down, how a file of them is to be read, and what it says beside its rows.

use std::io::{self, BufRead, Cursor, Read as _};

use touchmark::Cells;

/// How records are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header (Bulk API, Data Loader, Excel)
    Csv,
    /// A JSON array, a single record, or a result of REST, UI API or GraphQL
    Json,
    /// JSON Lines: one record a line
    Jsonl,
}

/// How a file is to be read: what it does not say of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// Told by the content where it is not given.
    pub format: Option<Format>,
    /// What an empty cell of a CSV means.
    pub cells: Cells,
    /// Whether child records are rows too. Rows can only be dealt out then, and not be written back.
    pub with_children: bool,
    /// Whether a file that gzip or zstd packed is unpacked. Rows of it can be read, and not be written back as they were.
    pub may_be_packed: bool,
}

/// What a reader should know of a file beside its rows, once they were read.
#[derive(Debug, Default)]
pub struct Remarks {
    /// Why the answer is not whole: a sentence each, without its full stop.
    pub cut_off: Vec<String>,
    /// What else there is to say, in the same form.
    pub lines: Vec<String>,
    /// Whether the answer says that a part of it failed.
    pub has_faults: bool,
}

/// The longest row of a CSV accepted: a seal field and its companions fit ten times over.
pub(crate) const MAX_ROW: usize = 16 << 20;

impl Format {
    /// Tells the format by the first line: JSON starts with a bracket, and JSON Lines has more after a first whole value.
    pub(super) fn detect(mut input: Box<dyn BufRead + Send>) -> io::Result<(Self, Box<dyn BufRead + Send>)> {
        let mut first = Vec::new();
        loop {
            let before = first.len();
            input.by_ref().take(MAX_ROW as u64).read_until(b'\n', &mut first)?;
            let start = if first.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
            let is_blank = first.iter().skip(start).all(u8::is_ascii_whitespace);
            if first.len() == before || !is_blank || first.len() > MAX_ROW {
                break;
            }
        }
        let text = std::str::from_utf8(&first).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}').trim();
        let format = match text.as_bytes().first() {
            Some(b'[') => Self::Json,
            Some(b'{') if touchmark::json::parse_view(text).is_ok() && has_more(&mut input)? => Self::Jsonl,
            Some(b'{') => Self::Json,
            // What a tool says before its answer is no header.
            _ if input.fill_buf()?.trim_ascii_start().starts_with(b"{\n") || is_answer(input.fill_buf()?) => {
                let said = "text stands before the JSON, a warning of the tool perhaps; remove it, or keep it apart (2>/dev/null)";
                return Err(io::Error::other(said));
            }
            _ => Self::Csv,
        };
        Ok((format, Box::new(Cursor::new(first).chain(input))))
    }
}

/// Whether the next line begins JSON as tools write it.
fn is_answer(buffer: &[u8]) -> bool {
    let text = buffer.trim_ascii_start();
    [&b"{\r\n"[..], b"{\"", b"[{\"", b"[\n"].iter().any(|start| text.starts_with(start))
}

fn has_more(input: &mut Box<dyn BufRead + Send>) -> io::Result<bool> {
    Ok(!input.fill_buf()?.iter().all(u8::is_ascii_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_detected_by_the_content() {
        for (content, expected) in [
            ("Id,Name\n", Format::Csv),
            ("\u{feff}\"Id\"\n", Format::Csv),
            ("[]", Format::Json),
            ("\n\n [\n", Format::Json),
            ("{\"a\":1}", Format::Json),
            ("{\"a\":1}\n\n", Format::Json),
            ("{\n\"a\":1}\n", Format::Json),
            ("\u{feff}{\"a\":1}\n{\"a\":2}", Format::Jsonl),
            ("{\"a\":1}\r\n{", Format::Jsonl),
        ] {
            let input: Box<dyn BufRead + Send> = Box::new(Cursor::new(content.as_bytes().to_vec()));
            let (found, mut rest) = Format::detect(input).unwrap();
            assert_eq!(found, expected, "{content:?}");
            let mut back = String::new();
            rest.read_to_string(&mut back).unwrap();
            assert_eq!(back, content);
        }
    }
}
