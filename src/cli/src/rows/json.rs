//! JSON records whose bytes are kept: only the members that are filled are replaced or added.

use std::borrow::Cow;
use std::io::{self, BufRead, Read, Write};
use std::ops::Range;

use touchmark::Record;
use touchmark::json::{self, JsonError, Value};

use super::{Fill, MAX_ROW, Place, Values};
use crate::failure::Failure;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The records of one JSON document.
pub(super) struct JsonRows {
    text: String,
    records: std::vec::IntoIter<(Range<usize>, Option<String>)>,
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
    /// The object, where it stands above the record: in an answer of GraphQL.
    node_of: Option<String>,
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
        let elements = |at: usize| scan.elements(at).into_iter().map(|span| (span, None)).collect();
        let has_records = |value: &Value<'_>| {
            let records = value.as_object().and_then(|object| object.get("records"));
            matches!(records, Some(Value::Array(_)))
        };
        // `sf data query --json` puts the query result one level down.
        let wrapped = tree.as_object().and_then(|object| object.get("result"));
        let records: Vec<_> = match &tree {
            Value::Array(_) => elements(root),
            tree if has_records(tree) => scan.member(root, "records").map(elements).unwrap_or_default(),
            _ if wrapped.is_some_and(has_records) => {
                scan.path(root, &["result", "records"]).map(elements).unwrap_or_default()
            }
            Value::Object(_) => match scan.path(root, &["data", "uiapi", "query"]) {
                Some(query) => scan.nodes(query),
                None => vec![(root..scan.value_end(root), None)],
            },
            _ => {
                return Err(Failure::at(
                    file,
                    "holds no records: expected an array, an object, or a query result",
                ));
            }
        };
        let remark = scan
            .next_page(root)
            .map(|next| format!("this is one page of a longer result; the other pages are at {next}"));
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
        let Some((span, node_of)) = self.records.next() else { return Ok(None) };
        self.number += 1;
        let text = self.text.get(span.clone()).unwrap_or_default().to_owned();
        if !text.starts_with('{') {
            return Err(Failure::at(format_args!("{file}:record {}", self.number), "is not an object"));
        }
        let before = self.text.get(self.done..span.start).unwrap_or_default().to_owned();
        self.done = span.end;
        Ok(Some((self.number, JsonRow { before, text, after: "", node_of })))
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
            return Ok(Some((number, JsonRow { before, text: text.to_owned(), after, node_of: None })));
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
        let told = || Some(Record::parse(&self.text).ok()?.object()?.to_owned());
        self.node_of.clone().or_else(told)
    }

    pub(super) fn values(&self, place: &Place) -> Result<Values<'_>, Failure> {
        let tree = json::parse_view(&self.text).map_err(|error| unreadable(place.to_string(), error))?;
        let Value::Object(object) = tree else { return Ok(Vec::new()) };
        if self.fields().1 {
            let record =
                Record::from_value(Value::Object(object)).map_err(|error| Failure::at(place, error))?;
            let fields = record.fields().iter();
            return Ok(fields.map(|(name, value)| (name.to_owned().into(), value.clone())).collect());
        }
        let has_inner = |name| matches!(object.get(name), Some(Value::Object(_)));
        if ["ChangeEventHeader", "data", "payload"].into_iter().any(has_inner) {
            return Err(Failure::at(
                place,
                "is a change event, which tells of a record and is none; query the record and seal that",
            ));
        }
        if has_inner("fields") {
            return Err(Failure::at(
                place,
                "is a view for checking; give the record as UI API, REST, GraphQL, Bulk CSV or a tree file has it",
            ));
        }
        let is_field = |value: &Value<'_>| !matches!(value, Value::Object(_));
        Ok(object.into_members().into_iter().filter(|(_, value)| is_field(value)).collect())
    }

    pub(super) fn write(&self, fills: &[Fill<'_>], out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.before.as_bytes())?;
        let scan = Scan { text: &self.text };
        let (start, is_wrapped) = self.fields();
        let members = scan.members(start);
        let value_text = |text: Option<&str>| {
            let text = value_text(text);
            if is_wrapped { format!("{{\"displayValue\":null,\"value\":{text}}}") } else { text }
        };
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
        let end = last.map_or(start + 1, |member| member.value.end);
        out.write_all(scan.slice(done..end.max(done)).as_bytes())?;
        let (space, colon) = last
            .map_or(("", ":"), |member| (scan.slice(member.space.clone()), scan.slice(member.colon.clone())));
        for (at, (name, text)) in new.enumerate() {
            let comma = if at > 0 || last.is_some() { "," } else { "" };
            write!(out, "{comma}{space}{}{colon}{}", name_text(name), value_text(text.as_deref()))?;
        }
        out.write_all(scan.slice(end.max(done)..self.text.len()).as_bytes())?;
        out.write_all(self.after.as_bytes())
    }

    /// Where the object starts whose members are the fields, and whether they are wrapped as `{value, displayValue}`.
    fn fields(&self) -> (usize, bool) {
        let scan = Scan { text: &self.text };
        let root = scan.skip_space(0);
        if self.node_of.is_some() {
            return (root, true);
        }
        match scan.member(root, "fields").filter(|_| scan.member(root, "apiName").is_some()) {
            Some(fields) => (fields, true),
            None => (root, false),
        }
    }
}

fn unreadable(place: String, error: JsonError) -> Failure {
    Failure::at(place, format_args!("not readable as JSON: {error}"))
}

fn name_text(name: &str) -> String {
    value_text(Some(name))
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
        if self.byte(start) != b'[' {
            return spans;
        }
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

    /// Where the value of that member starts, in the object that starts at `start`.
    fn member(&self, start: usize, name: &str) -> Option<usize> {
        self.members(start).into_iter().rfind(|member| member.name == name).map(|member| member.value.start)
    }

    fn path(&self, start: usize, names: &[&str]) -> Option<usize> {
        names.iter().try_fold(start, |at, name| self.member(at, name))
    }

    /// Spans of the nodes below a GraphQL query, each with the name of its object.
    fn nodes(&self, query: usize) -> Vec<(Range<usize>, Option<String>)> {
        let mut nodes = Vec::new();
        for connection in self.members(query) {
            let Some(edges) = self.member(connection.value.start, "edges") else { continue };
            for edge in self.elements(edges) {
                let Some(node) = self.member(edge.start, "node") else { continue };
                nodes.push((node..self.value_end(node), Some(connection.name.clone().into_owned())));
            }
        }
        nodes
    }

    /// What leads to the next page of a result, where it says that there is one: REST, UI API, GraphQL.
    fn next_page(&self, result: usize) -> Option<&'static str> {
        let starts = |at: Option<usize>, with: &str| {
            at.and_then(|at| self.text.get(at..)).is_some_and(|text| text.starts_with(with))
        };
        let query = self.path(result, &["data", "uiapi", "query"]);
        let connections = query.map(|query| self.members(query)).unwrap_or_default();
        let has_next = |start| starts(self.path(start, &["pageInfo", "hasNextPage"]), "true");
        if starts(self.member(result, "done"), "false") {
            Some("nextRecordsUrl (done: false)")
        } else if starts(self.member(result, "nextPageToken"), "\"") {
            Some("nextPageToken")
        } else if connections.iter().any(|connection| has_next(connection.value.start)) {
            Some("pageInfo.endCursor (hasNextPage: true)")
        } else {
            None
        }
    }

    /// The members of the object that starts at `start`; none where something else does.
    fn members(&self, start: usize) -> Vec<Member<'t>> {
        let mut members = Vec::new();
        if self.byte(start) != b'{' {
            return members;
        }
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
