//! One JSON document, of which the elements of a list come one by one.
//!
//! Values are cut out here by counting brackets, and read by the one parser afterwards; rewriting goes by the core's spans.
//! `serde_json`'s `RawValue` from a reader was measured for it: 100,000 records of 175 MB take it 0.77–1.2 s where this takes
//! 0.22–0.29 s, in 2 MB either way; it loses the white space and commas between elements, which have to be written back;
//! and it pushes elements to a visitor, where rows are pulled.

use std::io::{BufRead, Read as _};

use touchmark::json;
use touchmark::span::Spans;

use super::chunk::{BYTE_ORDER_MARK, Chunk, ChunkKind, MAX_CHUNK, utf8};
use crate::error::RowsError;

/// Lists that are streamed, by the names above them.
const STREAMED: [&[&str]; 4] = [&["records"], &["result"], &["result", "records"], &["searchRecords"]];

/// One document, of which the elements of a list come one by one.
pub(super) struct Document {
    input: Box<dyn BufRead + Send>,
    /// Lines that are behind us, for messages.
    line: usize,
    /// What was read and not given out yet.
    before: String,
    /// The document without the elements of its list.
    frame: String,
    /// Where the document starts in the frame, behind a byte order mark.
    start: usize,
    state: State,
    /// Names above what is read, in the frame.
    path: Vec<String>,
    streamed: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    /// In an object above a list; whether a member was before.
    Members(bool),
    /// In a list; whether an element was before.
    Elements(bool),
    End,
}

/// What is left once the elements of a list are out.
pub(super) struct Rest {
    pub(super) text: String,
    pub(super) start: usize,
    /// Elements that came out of the list, where there was one.
    pub(super) streamed: Option<u64>,
    pub(super) tail: String,
}

impl Document {
    pub(super) fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self {
            input,
            line: 1,
            before: String::new(),
            frame: String::new(),
            start: 0,
            state: State::Start,
            path: Vec::new(),
            streamed: None,
        }
    }

    pub(super) fn next_chunk(&mut self, file: &str) -> Result<Option<Chunk>, RowsError> {
        loop {
            self.skip_space(file)?;
            let byte = self.peek(file)?;
            match (self.state, byte) {
                (State::Start, Some(0xef)) => {
                    let mark = self.exactly(BYTE_ORDER_MARK.len(), file)?;
                    self.keep(&mark);
                    self.start = self.frame.len();
                }
                (State::Start, Some(b'[')) => self.enter(State::Elements(false), file)?,
                (State::Start, Some(b'{')) => self.enter(State::Members(false), file)?,
                (State::Start, None) => return Err(self.wrong(file, "the file is empty")),
                (State::Start, Some(_)) => {
                    return Err(RowsError::at(
                        file,
                        "holds no records: expected an array, an object, or a query result",
                    ));
                }
                (State::Members(_), Some(b'}')) | (State::Elements(_), Some(b']')) => self.leave(file)?,
                (State::Members(true) | State::Elements(true), Some(b',')) => {
                    let comma = self.exactly(1, file)?;
                    // Elements that are gone leave no comma behind.
                    if self.is_streaming() {
                        self.before.push_str(&comma)
                    } else {
                        self.keep(&comma)
                    }
                    self.skip_space(file)?;
                    match (self.state, self.peek(file)?) {
                        (State::Members(_), Some(b'"')) => self.member(file)?,
                        (State::Elements(_), Some(b']' | b',') | None) | (State::Members(_), _) => {
                            return Err(
                                self.wrong(file, "not readable as JSON: a value is missing after the comma")
                            );
                        }
                        (State::Elements(_), _) => return self.element(file).map(Some),
                        _ => {}
                    }
                }
                (State::Members(false), Some(b'"')) => self.member(file)?,
                (State::Elements(false), Some(_)) => return self.element(file).map(Some),
                (State::End, None) => return Ok(None),
                (State::End, Some(_)) => {
                    return Err(self.wrong(file, "not readable as JSON: something follows the document"));
                }
                (_, None) => return Err(self.wrong(file, "not readable as JSON: the text ends too early")),
                (_, Some(_)) => {
                    return Err(self.wrong(file, "not readable as JSON: a comma or an end is missing"));
                }
            }
        }
    }

    /// What stands around the list, once everything was read.
    pub(super) fn rest(&mut self, file: &str) -> Result<Rest, RowsError> {
        let rest = Rest {
            text: std::mem::take(&mut self.frame),
            start: self.start,
            streamed: self.streamed,
            tail: std::mem::take(&mut self.before),
        };
        let document = rest.text.get(rest.start..).unwrap_or_default();
        json::parse_view(document).map_err(|error| {
            let lines = document.bytes().take(error.offset).filter(|byte| *byte == b'\n').count();
            let at = match rest.streamed {
                Some(_) => file.to_owned(),
                None => format!("{file}:line {}", lines + 1),
            };
            RowsError::at(at, format_args!("not readable as JSON: {}", error.kind))
        })?;
        Ok(rest)
    }

    fn is_streaming(&self) -> bool {
        matches!(self.state, State::Elements(_))
    }

    /// Text that is part of the frame.
    fn keep(&mut self, text: &str) {
        self.before.push_str(text);
        self.frame.push_str(text);
    }

    fn enter(&mut self, state: State, file: &str) -> Result<(), RowsError> {
        let bracket = self.exactly(1, file)?;
        self.keep(&bracket);
        if matches!(state, State::Elements(_)) {
            self.streamed = Some(0);
        }
        self.state = state;
        Ok(())
    }

    fn leave(&mut self, file: &str) -> Result<(), RowsError> {
        let bracket = self.exactly(1, file)?;
        self.keep(&bracket);
        self.state = if self.path.pop().is_some() { State::Members(true) } else { State::End };
        Ok(())
    }

    /// A member of the frame: its value is held, unless a list to be streamed stands in it.
    fn member(&mut self, file: &str) -> Result<(), RowsError> {
        let name = self.value(file)?;
        self.keep(&name);
        let name = Spans::new(&name).text(0..name.len()).unwrap_or_default().into_owned();
        self.skip_space(file)?;
        if self.peek(file)? != Some(b':') {
            return Err(self.wrong(file, "not readable as JSON: a colon is missing after a name"));
        }
        let colon = self.exactly(1, file)?;
        self.keep(&colon);
        self.skip_space(file)?;
        self.path.push(name);
        let path = self.path.iter().map(String::as_str).collect::<Vec<_>>();
        let is_list = STREAMED.iter().any(|known| **known == *path);
        let leads_to_one = STREAMED.iter().any(|known| known.len() > path.len() && known.starts_with(&path));
        match self.peek(file)? {
            Some(b'[') if self.streamed.is_none() && is_list => self.enter(State::Elements(false), file),
            Some(b'{') if self.streamed.is_none() && leads_to_one => self.enter(State::Members(false), file),
            _ => {
                let value = self.value(file)?;
                self.keep(&value);
                self.path.pop();
                self.state = State::Members(true);
                Ok(())
            }
        }
    }

    fn element(&mut self, file: &str) -> Result<Chunk, RowsError> {
        let line = self.line;
        let text = self.value(file)?;
        json::parse_view(&text).map_err(|error| {
            let line = line + text.bytes().take(error.offset).filter(|byte| *byte == b'\n').count();
            RowsError::at(
                format_args!("{file}:line {line}"),
                format_args!("not readable as JSON: {}", error.kind),
            )
        })?;
        self.streamed = self.streamed.map(|count| count + 1);
        self.state = State::Elements(true);
        let chunk = Chunk::new(ChunkKind::Element, std::mem::take(&mut self.before), text, String::new());
        Ok(Chunk { starts_on: Some(line as u64), ..chunk })
    }

    /// The text of the value that starts here, well-formed or not.
    fn value(&mut self, file: &str) -> Result<String, RowsError> {
        let mut bytes = Vec::new();
        let mut end = ValueEnd::default();
        while !end.is_reached {
            let buffer = self.input.fill_buf().map_err(|error| RowsError::at(file, error))?;
            if buffer.is_empty() {
                break;
            }
            let used = end.find(buffer);
            bytes.extend_from_slice(buffer.get(..used).unwrap_or_default());
            self.input.consume(used);
            if bytes.len() > MAX_CHUNK || self.frame.len() > MAX_CHUNK {
                return Err(self.wrong(
                    file,
                    "what starts here is longer than 64 MiB, and only lists of records are read bit by bit; give the \
                     records as CSV, as JSON Lines, or as one array",
                ));
            }
        }
        let start = self.line;
        self.line += bytes.iter().filter(|byte| **byte == b'\n').count();
        String::from_utf8(bytes).map_err(|error| {
            let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
            let line = start + before.filter(|byte| **byte == b'\n').count();
            RowsError::at(format_args!("{file}:line {line}"), "the text is not UTF-8; save the file as UTF-8")
        })
    }

    fn peek(&mut self, file: &str) -> Result<Option<u8>, RowsError> {
        let buffer = self.input.fill_buf().map_err(|error| RowsError::at(file, error))?;
        Ok(buffer.first().copied())
    }

    fn exactly(&mut self, count: usize, file: &str) -> Result<String, RowsError> {
        let mut bytes = Vec::new();
        let read = self.input.by_ref().take(count as u64).read_to_end(&mut bytes);
        read.map_err(|error| RowsError::at(file, error))?;
        utf8(bytes, || format!("{file}:line {}", self.line))
    }

    fn skip_space(&mut self, file: &str) -> Result<(), RowsError> {
        loop {
            let buffer = self.input.fill_buf().map_err(|error| RowsError::at(file, error))?;
            let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
            let space = buffer.iter().take_while(is_space).count();
            let text: String = buffer.iter().take(space).map(|byte| char::from(*byte)).collect();
            let is_over = space < buffer.len() || buffer.is_empty();
            self.input.consume(space);
            self.line += text.matches('\n').count();
            if self.is_streaming() {
                self.before.push_str(&text)
            } else {
                self.keep(&text)
            }
            if is_over {
                return Ok(());
            }
        }
    }

    fn wrong(&self, file: &str, problem: &str) -> RowsError {
        RowsError::at(format_args!("{file}:line {}", self.line), problem)
    }
}

/// Looks for the end of a value in bytes as they come: brackets are counted, texts passed over, and nothing is judged.
#[derive(Default)]
struct ValueEnd {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
    is_reached: bool,
}

impl ValueEnd {
    /// How many of these bytes belong to the value.
    fn find(&mut self, bytes: &[u8]) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.in_text {
                self.in_text = self.is_escaped || byte != b'"';
                self.is_escaped = !self.is_escaped && byte == b'\\';
                if self.in_text || self.depth > 0 {
                    continue;
                }
                self.is_reached = true;
                return at + 1;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.is_reached = true;
                        return at + 1;
                    }
                }
                b',' | b'}' | b']' | b':' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => {
                    self.is_reached = true;
                    return at;
                }
                _ => {}
            }
        }
        bytes.len()
    }
}
