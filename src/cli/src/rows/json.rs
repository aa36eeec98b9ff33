//! JSON records whose bytes are kept: only the members that are filled are replaced or added.

use std::borrow::Cow;
use std::io::{self, BufRead, Read, Write};
use std::ops::Range;

use touchmark::json::{self, JsonError, Value};

use super::{Fill, MAX_ROW, Place, Values};
use crate::failure::Failure;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The records of one JSON document.
pub(super) struct JsonRows {
    text: String,
    records: std::vec::IntoIter<Range<usize>>,
    number: usize,
    /// End of the last record given out: what follows belongs to the next, or to the tail.
    done: usize,
    remark: Option<String>,
}

/// One record a line.
pub(super) struct JsonLines {
    input: Box<dyn BufRead>,
    number: usize,
    /// Blank lines at the end.
    tail: String,
}

/// One record, and the text between it and the one before.
pub(super) struct JsonRow {
    before: String,
    text: String,
    after: &'static str,
}

impl JsonRows {
    pub(super) fn open(mut input: Box<dyn BufRead>, file: &str) -> Result<Self, Failure> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).map_err(|error| Failure::at(file, error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
            Failure::at(format_args!("{file}:line {line}"), "the text is not UTF-8; save the file as UTF-8")
        })?;
        let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let document = text.get(start..).unwrap_or_default();
        let tree = json::parse_view(document).map_err(|error| {
            let line = line_of(document.as_bytes(), error.offset);
            Failure::at(
                format_args!("{file}:line {line}"),
                format_args!("not readable as JSON: {}", error.kind),
            )
        })?;
        let scan = Scan { text: &text };
        let root = scan.skip_space(start);
        let (array, remark) = match &tree {
            Value::Array(_) => (Some(root), None),
            Value::Object(object) if matches!(object.get("records"), Some(Value::Array(_))) => {
                let members = scan.members(root);
                let records = members.into_iter().rfind(|member| member.name == "records");
                let is_last = object.get("done").and_then(Value::as_bool).unwrap_or(true);
                let remark = (!is_last).then(|| {
                    "this is one page of a longer query result (done: false); the other pages are at nextRecordsUrl"
                        .to_owned()
                });
                (records.map(|member| member.value.start), remark)
            }
            Value::Object(_) => (None, None),
            _ => {
                return Err(Failure::at(
                    file,
                    "holds no records: expected an array, an object, or a query result",
                ));
            }
        };
        let records = match array {
            Some(at) => scan.elements(at),
            None => std::iter::once(root..scan.value_end(root)).collect(),
        };
        drop(tree);
        Ok(Self { text, records: records.into_iter(), number: 0, done: 0, remark })
    }

    pub(super) fn position(&self) -> u64 {
        self.done as u64
    }

    pub(super) fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }

    pub(super) fn next_row(&mut self, file: &str) -> Result<Option<(usize, JsonRow)>, Failure> {
        let Some(span) = self.records.next() else { return Ok(None) };
        self.number += 1;
        let text = self.text.get(span.clone()).unwrap_or_default().to_owned();
        if !text.starts_with('{') {
            return Err(Failure::at(format_args!("{file}:record {}", self.number), "is not an object"));
        }
        let before = self.text.get(self.done..span.start).unwrap_or_default().to_owned();
        self.done = span.end;
        Ok(Some((self.number, JsonRow { before, text, after: "" })))
    }

    pub(super) fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.text.as_bytes().get(self.done..).unwrap_or_default())
    }
}

impl JsonLines {
    pub(super) fn open(input: Box<dyn BufRead>) -> Self {
        Self { input, number: 0, tail: String::new() }
    }

    pub(super) fn next_row(&mut self, file: &str) -> Result<Option<(usize, JsonRow)>, Failure> {
        loop {
            let number = self.number + 1;
            let place = || format!("{file}:line {number}");
            let mut bytes = Vec::new();
            let read = self.input.by_ref().take(MAX_ROW as u64 + 1).read_until(b'\n', &mut bytes);
            if read.map_err(|error| Failure::at(place(), error))? == 0 {
                return Ok(None);
            }
            if bytes.len() > MAX_ROW {
                return Err(Failure::at(
                    place(),
                    "the line is longer than 16 MiB; is this a file of JSON Lines?",
                ));
            }
            self.number = number;
            let line = String::from_utf8(bytes)
                .map_err(|_| Failure::at(place(), "the text is not UTF-8; save the file as UTF-8"))?;
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
                continue;
            }
            let value = json::parse_view(text).map_err(|error| unreadable(place(), error))?;
            if value.as_object().is_none() {
                return Err(Failure::at(place(), "is not an object"));
            }
            let before = format!("{}{mark}", std::mem::take(&mut self.tail));
            return Ok(Some((number, JsonRow { before, text: text.to_owned(), after })));
        }
    }

    pub(super) fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.tail.as_bytes())
    }
}

impl JsonRow {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn object(&self) -> Option<String> {
        let tree = json::parse_view(&self.text).ok()?;
        let kind = tree.as_object()?.get("attributes")?.as_object()?.get("type")?.as_str()?;
        Some(kind.to_owned())
    }

    pub(super) fn values(&self, place: &Place) -> Result<Values<'_>, Failure> {
        let tree = json::parse_view(&self.text).map_err(|error| unreadable(place.to_string(), error))?;
        let Value::Object(object) = tree else { return Ok(Vec::new()) };
        let is_ui_api = object.get("fields").is_some_and(|fields| matches!(fields, Value::Object(_)));
        if is_ui_api || object.get("data").is_some_and(|data| matches!(data, Value::Object(_))) {
            return Err(Failure::at(
                place,
                "is not a flat record: give a Bulk CSV, a REST query result, or JSON objects whose members are the fields",
            ));
        }
        let is_field = |value: &Value<'_>| !matches!(value, Value::Object(_));
        Ok(object.into_members().into_iter().filter(|(_, value)| is_field(value)).collect())
    }

    pub(super) fn write(&self, fills: &[Fill<'_>], out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.before.as_bytes())?;
        let scan = Scan { text: &self.text };
        let members = scan.members(scan.skip_space(0));
        let mut done = 0;
        for member in &members {
            let Some((_, text)) = fills.iter().find(|(name, _)| *name == member.name) else { continue };
            out.write_all(scan.slice(done..member.value.start).as_bytes())?;
            out.write_all(value_text(text.as_deref()).as_bytes())?;
            done = member.value.end;
        }
        let is_new = |name: &str| !members.iter().any(|member| member.name == name);
        let new = fills.iter().filter(|(name, text)| text.is_some() && is_new(name));
        // New members follow the last one and are laid out as it is.
        let last = members.last();
        let end = last.map_or_else(|| scan.skip_space(0) + 1, |member| member.value.end);
        out.write_all(scan.slice(done..end.max(done)).as_bytes())?;
        let (space, colon) = last
            .map_or(("", ":"), |member| (scan.slice(member.space.clone()), scan.slice(member.colon.clone())));
        for (at, (name, text)) in new.enumerate() {
            let comma = if at > 0 || last.is_some() { "," } else { "" };
            write!(out, "{comma}{space}{}{colon}{}", value_text(Some(name)), value_text(text.as_deref()))?;
        }
        out.write_all(scan.slice(end.max(done)..self.text.len()).as_bytes())?;
        out.write_all(self.after.as_bytes())
    }
}

fn unreadable(place: String, error: JsonError) -> Failure {
    Failure::at(place, format_args!("not readable as JSON: {error}"))
}

fn value_text(text: Option<&str>) -> String {
    touchmark::jcs::to_string(&text.map_or(Value::Null, Value::from))
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// Finds the spans of values in a text that was read as JSON before.
struct Scan<'t> {
    text: &'t str,
}

struct Member<'t> {
    name: Cow<'t, str>,
    /// White space before the name.
    space: Range<usize>,
    /// The colon, and white space around it.
    colon: Range<usize>,
    value: Range<usize>,
}

impl<'t> Scan<'t> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn slice(&self, span: Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or_default()
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\t' | b'\r' | b'\n') {
            at += 1;
        }
        at
    }

    fn string_end(&self, start: usize) -> usize {
        let mut at = start + 1;
        while at < self.text.len() {
            match self.byte(at) {
                b'"' => return at + 1,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        at
    }

    fn value_end(&self, start: usize) -> usize {
        let mut at = start;
        let mut depth = 0usize;
        while at < self.text.len() {
            match self.byte(at) {
                b'"' => {
                    at = self.string_end(at);
                    if depth == 0 {
                        return at;
                    }
                }
                b'{' | b'[' => {
                    depth += 1;
                    at += 1;
                }
                b'}' | b']' => {
                    if depth == 0 {
                        return at;
                    }
                    depth -= 1;
                    at += 1;
                    if depth == 0 {
                        return at;
                    }
                }
                b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return at,
                _ => at += 1,
            }
        }
        at
    }

    /// Spans of the elements of the array that starts at `start`.
    fn elements(&self, start: usize) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        let mut at = self.skip_space(start + 1);
        while at < self.text.len() && self.byte(at) != b']' {
            let end = self.value_end(at);
            spans.push(at..end);
            at = self.skip_space(end);
            if self.byte(at) == b',' {
                at = self.skip_space(at + 1);
            }
        }
        spans
    }

    /// The members of the object that starts at `start`.
    fn members(&self, start: usize) -> Vec<Member<'t>> {
        let mut members = Vec::new();
        let mut space = start + 1;
        let mut at = self.skip_space(space);
        while self.byte(at) == b'"' {
            let name_end = self.string_end(at);
            let value = self.skip_space(self.skip_space(name_end) + 1);
            let end = self.value_end(value);
            let name = match json::parse_view(self.slice(at..name_end)) {
                Ok(Value::String(name)) => name,
                _ => Cow::Borrowed(""),
            };
            members.push(Member { name, space: space..at, colon: name_end..value, value: value..end });
            at = self.skip_space(end);
            if self.byte(at) == b',' {
                space = at + 1;
                at = self.skip_space(space);
            }
        }
        members
    }
}
