//! JSON records whose bytes are kept: only the members that are filled are replaced or added.
//!
//! A document is read as a stream wherever its records stand in one list; what is around them, and every other document, is
//! held whole. Either way [`Answer`] says what is a record in it.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufRead, Read, Write};

use touchmark::Record;
use touchmark::answer::{Answer, Extent, Found};
use touchmark::json::{self, JsonError, Value};
use touchmark::span::Spans;

use super::format::Remarks;
use super::place::Place;
use super::values::{Fill, Values, place_of};
use crate::failure::Failure;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The most that is held at once: a line, an element of a list, or a document that has no list to be streamed.
const MAX_PIECE: usize = 64 << 20;

/// Lists that are streamed, by the names above them.
const STREAMED: [&[&str]; 4] = [&["records"], &["result"], &["result", "records"], &["searchRecords"]];

/// The records of one file.
pub(super) struct JsonRows {
    source: Source,
    ready: VecDeque<JsonRow>,
    /// Text that belongs before the next row, or to the end.
    carried: String,
    with_children: bool,
    report: Report,
    is_over: bool,
}

enum Source {
    Lines(Lines),
    Document(Document),
}

/// What was found beside records.
#[derive(Default)]
struct Report {
    extent: Extent,
    /// Child records that were not read, by relationship.
    left: BTreeMap<String, usize>,
    records: usize,
}

/// One record, and the text around it up to its neighbours.
pub(super) struct JsonRow {
    before: String,
    text: String,
    after: String,
    /// What is counted: lines, or records.
    unit: &'static str,
    number: usize,
    /// Which of several it is in its line, or below its record.
    part: Option<String>,
    found: Found,
}

/// A part of the file that is opened by itself.
struct Piece {
    before: String,
    text: String,
    after: String,
    /// Of lines: their number.
    line: Option<usize>,
}

impl JsonRows {
    pub(super) fn document(input: Box<dyn BufRead>, with_children: bool) -> Self {
        Self::new(Source::Document(Document::new(input)), with_children)
    }

    pub(super) fn lines(input: Box<dyn BufRead>, with_children: bool) -> Self {
        Self::new(Source::Lines(Lines { input, number: 0, tail: String::new() }), with_children)
    }

    fn new(source: Source, with_children: bool) -> Self {
        Self {
            source,
            ready: VecDeque::new(),
            carried: String::new(),
            with_children,
            report: Report::default(),
            is_over: false,
        }
    }

    /// What whoever reads the answer should know, and whether the answer is whole, once it was read.
    pub(super) fn remarks(&self) -> Remarks {
        let Report { extent, left, .. } = &self.report;
        let (cut_off, has_faults) = (extent.cut_off(), extent.fault().is_some());
        let mut lines: Vec<String> = extent.notes().into_iter().skip(cut_off.len()).collect();
        for (relationship, count) in left {
            let are = if *count == 1 { "record of" } else { "records of" };
            let were = if *count == 1 { "was left as it was" } else { "were left as they were" };
            lines.push(format!("{count} {are} {relationship}, inside other records, {were}"));
        }
        Remarks { cut_off, lines, has_faults }
    }

    pub(super) fn next_row(&mut self, file: &str) -> Result<Option<JsonRow>, Failure> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            if self.is_over {
                return self.end(file);
            }
            let piece = match &mut self.source {
                Source::Lines(lines) => lines.next_piece(file)?,
                Source::Document(document) => document.next_piece(file)?,
            };
            match piece {
                Some(piece) => self.open(piece),
                None => {
                    self.is_over = true;
                    if let Source::Document(document) = &mut self.source {
                        let rest = document.rest(file)?;
                        self.open_rest(rest, file)?;
                    }
                }
            }
        }
    }

    /// An answer that is nothing but an error tells of no record.
    fn end(&self, file: &str) -> Result<Option<JsonRow>, Failure> {
        let Report { extent, records: 0, .. } = &self.report else { return Ok(None) };
        let Some(fault) = extent.fault() else { return Ok(None) };
        Err(Failure::at(file, format_args!("the API answered with an error and no records: {fault}")))
    }

    /// What stands around a list that was streamed, or the whole of a document that was not.
    fn open_rest(&mut self, rest: Rest, file: &str) -> Result<(), Failure> {
        let Rest { text, start, streamed, tail } = rest;
        let document = text.get(start..).unwrap_or_default();
        match streamed {
            Some(count) => {
                // Its records are out already. What else stands around them would be passed over.
                let answer = Answer::open(document);
                if let Some(found) = answer.found.first() {
                    let what = found.looks_like.as_deref().unwrap_or("there is a record");
                    let problem = format_args!(
                        "beside the list of records, {what}; give one list, as the API answered it"
                    );
                    return Err(Failure::at(file, problem));
                }
                self.report.extent.add(answer, count);
                self.carried.push_str(&tail);
            }
            None if document.trim().is_empty() => self.carried.push_str(&tail),
            None => {
                let before = text.get(..start).unwrap_or_default().to_owned();
                self.open(Piece { before, text: document.to_owned(), after: String::new(), line: None });
            }
        }
        Ok(())
    }

    fn open(&mut self, piece: Piece) {
        let mut answer = Answer::open(&piece.text);
        let found = std::mem::take(&mut answer.found);
        self.report.extent.add(answer, 0);
        let in_line = found.iter().filter(|found| found.below.is_none()).count();
        let unit = if piece.line.is_some() { "line " } else { "record " };
        let (mut before, mut done, mut part, mut child) = (piece.before, 0, 0, 0);
        let text = |from: usize, to: usize| piece.text.get(from..to).unwrap_or_default();
        for found in found {
            let record = text(found.span.start, found.span.end).to_owned();
            if let Some(relationship) = &found.below {
                if !self.with_children {
                    *self.report.left.entry(relationship.clone()).or_default() += 1;
                    continue;
                }
                child += 1;
                let part = Some(format!("{relationship} {child}"));
                let number = piece.line.unwrap_or(self.report.records);
                let (before, after) = (String::new(), String::new());
                self.ready.push_back(JsonRow { before, text: record, after, unit, number, part, found });
                continue;
            }
            (part, child) = (part + 1, 0);
            self.report.records += 1;
            let carried = std::mem::take(&mut self.carried);
            let before = carried + &std::mem::take(&mut before) + text(done, found.span.start);
            done = found.span.end;
            let number = piece.line.unwrap_or(self.report.records);
            let part = (piece.line.is_some() && in_line > 1).then(|| format!("record {part}"));
            let after = String::new();
            self.ready.push_back(JsonRow { before, text: record, after, unit, number, part, found });
        }
        let rest = before + text(done, piece.text.len()) + &piece.after;
        match self.ready.iter_mut().rev().find(|row| row.found.below.is_none()) {
            Some(last) => last.after.push_str(&rest),
            None => self.carried.push_str(&rest),
        }
    }

    pub(super) fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.carried.as_bytes())?;
        match &self.source {
            Source::Lines(lines) => out.write_all(lines.tail.as_bytes()),
            Source::Document(_) => Ok(()),
        }
    }
}

/// One piece a line.
struct Lines {
    input: Box<dyn BufRead>,
    number: usize,
    /// Blank lines at the end.
    tail: String,
}

impl Lines {
    fn next_piece(&mut self, file: &str) -> Result<Option<Piece>, Failure> {
        loop {
            let number = self.number + 1;
            let place = || format!("{file}:line {number}");
            let mut bytes = Vec::new();
            let read = self.input.by_ref().take(MAX_PIECE as u64 + 1).read_until(b'\n', &mut bytes);
            if read.map_err(|error| Failure::at(place(), error))? == 0 {
                return Ok(None);
            }
            if bytes.len() > MAX_PIECE {
                return Err(Failure::at(
                    place(),
                    "the line is longer than 64 MiB; is this a file of JSON Lines?",
                ));
            }
            self.number = number;
            let line = utf8(bytes, place)?;
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
            drop(value);
            let before = std::mem::take(&mut self.tail) + mark;
            let (text, after) = (text.to_owned(), after.to_owned());
            return Ok(Some(Piece { before, text, after, line: Some(number) }));
        }
    }
}

/// One document, of which the elements of a list come one by one.
struct Document {
    input: Box<dyn BufRead>,
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
struct Rest {
    text: String,
    start: usize,
    /// Elements that came out of the list, where there was one.
    streamed: Option<u64>,
    tail: String,
}

impl Document {
    fn new(input: Box<dyn BufRead>) -> Self {
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

    fn next_piece(&mut self, file: &str) -> Result<Option<Piece>, Failure> {
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
                    return Err(Failure::at(
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
    fn rest(&mut self, file: &str) -> Result<Rest, Failure> {
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
            Failure::at(at, format_args!("not readable as JSON: {}", error.kind))
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

    fn enter(&mut self, state: State, file: &str) -> Result<(), Failure> {
        let bracket = self.exactly(1, file)?;
        self.keep(&bracket);
        if matches!(state, State::Elements(_)) {
            self.streamed = Some(0);
        }
        self.state = state;
        Ok(())
    }

    fn leave(&mut self, file: &str) -> Result<(), Failure> {
        let bracket = self.exactly(1, file)?;
        self.keep(&bracket);
        self.state = if self.path.pop().is_some() { State::Members(true) } else { State::End };
        Ok(())
    }

    /// A member of the frame: its value is held, unless a list to be streamed stands in it.
    fn member(&mut self, file: &str) -> Result<(), Failure> {
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

    fn element(&mut self, file: &str) -> Result<Piece, Failure> {
        let line = self.line;
        let text = self.value(file)?;
        json::parse_view(&text).map_err(|error| {
            let line = line + text.bytes().take(error.offset).filter(|byte| *byte == b'\n').count();
            Failure::at(
                format_args!("{file}:line {line}"),
                format_args!("not readable as JSON: {}", error.kind),
            )
        })?;
        self.streamed = self.streamed.map(|count| count + 1);
        self.state = State::Elements(true);
        Ok(Piece { before: std::mem::take(&mut self.before), text, after: String::new(), line: None })
    }

    /// The text of the value that starts here, well-formed or not.
    fn value(&mut self, file: &str) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        let (mut depth, mut in_text, mut is_escaped) = (0usize, false, false);
        'reading: loop {
            let buffer = self.input.fill_buf().map_err(|error| Failure::at(file, error))?;
            if buffer.is_empty() {
                break;
            }
            let mut used = 0;
            let mut is_over = false;
            for &byte in buffer {
                if in_text {
                    in_text = is_escaped || byte != b'"';
                    is_escaped = !is_escaped && byte == b'\\';
                    used += 1;
                    if !in_text && depth == 0 {
                        is_over = true;
                        break;
                    }
                    continue;
                }
                match byte {
                    b'"' => in_text = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 0 => {
                        depth -= 1;
                        if depth == 0 {
                            used += 1;
                            is_over = true;
                            break;
                        }
                    }
                    b',' | b'}' | b']' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => {
                        is_over = true;
                        break;
                    }
                    _ => {}
                }
                used += 1;
            }
            bytes.extend_from_slice(buffer.get(..used).unwrap_or_default());
            self.input.consume(used);
            if bytes.len() > MAX_PIECE || self.frame.len() > MAX_PIECE {
                return Err(self.wrong(
                    file,
                    "what starts here is longer than 64 MiB, and only lists of records are read bit by bit; give the \
                     records as CSV, as JSON Lines, or as one array",
                ));
            }
            if is_over {
                break 'reading;
            }
        }
        let start = self.line;
        self.line += bytes.iter().filter(|byte| **byte == b'\n').count();
        String::from_utf8(bytes).map_err(|error| {
            let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
            let line = start + before.filter(|byte| **byte == b'\n').count();
            Failure::at(format_args!("{file}:line {line}"), "the text is not UTF-8; save the file as UTF-8")
        })
    }

    fn peek(&mut self, file: &str) -> Result<Option<u8>, Failure> {
        let buffer = self.input.fill_buf().map_err(|error| Failure::at(file, error))?;
        Ok(buffer.first().copied())
    }

    fn exactly(&mut self, count: usize, file: &str) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        let read = self.input.by_ref().take(count as u64).read_to_end(&mut bytes);
        read.map_err(|error| Failure::at(file, error))?;
        utf8(bytes, || format!("{file}:line {}", self.line))
    }

    fn skip_space(&mut self, file: &str) -> Result<(), Failure> {
        loop {
            let buffer = self.input.fill_buf().map_err(|error| Failure::at(file, error))?;
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

    fn wrong(&self, file: &str, problem: &str) -> Failure {
        Failure::at(format_args!("{file}:line {}", self.line), problem)
    }
}

impl JsonRow {
    pub(super) fn unit(&self) -> &'static str {
        self.unit
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    pub(super) fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What it looks like, where it is no record.
    pub(super) fn looks_like(&self) -> Option<&str> {
        self.found.looks_like.as_deref()
    }

    /// Whether it stands in another record.
    pub(super) fn is_child(&self) -> bool {
        self.found.below.is_some()
    }

    /// What the shape around it calls it.
    pub(super) fn called(&self) -> Option<&str> {
        self.found.called.as_deref()
    }

    pub(super) fn values(&self, place: &Place) -> Result<Values<'_>, Failure> {
        if let Some(words) = self.looks_like() {
            return Err(Failure::at(place, words));
        }
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
        if let Some((name, _)) = object.iter().find(|(_, value)| touchmark::answer::is_union(value)) {
            return Err(Failure::at(place.column(name), touchmark::answer::UNION));
        }
        let is_field = |value: &Value<'_>| !matches!(value, Value::Object(_));
        Ok(object.into_members().into_iter().filter(|(_, value)| is_field(value)).collect())
    }

    pub(super) fn members_of_views(&self) -> Vec<String> {
        let Ok(Value::Object(members)) = json::parse_view(&self.text) else { return Vec::new() };
        // Of a view with wrapped fields, these are what makes it one.
        let usual: &[&str] = if self.fields().1 {
            &["ApiName", "apiName", "attributes", "fields", "id"]
        } else {
            &["attributes"]
        };
        let is_wrapped = |value: &Value<'_>| {
            value.as_object().is_some_and(|field| field.get("value").is_some()) && !self.fields().1
        };
        let is_of_view = |name: &str, value: &Value<'_>| {
            is_wrapped(value) || touchmark::is_member_of_view(name) && !usual.contains(&name)
        };
        let found = members.iter().filter(|(name, value)| is_of_view(name, value));
        found.map(|(name, _)| name.to_owned()).collect()
    }

    /// As it will be read once it is written.
    pub(super) fn written(&self, fills: &[Fill<'_>]) -> io::Result<Self> {
        let mut text = Vec::with_capacity(self.text.len());
        self.write_record(fills, &mut text)?;
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        let (before, after) = (String::new(), String::new());
        Ok(Self {
            before,
            text,
            after,
            unit: self.unit,
            number: self.number,
            part: self.part.clone(),
            found: self.found.clone(),
        })
    }

    pub(super) fn write(&self, fills: &[Fill<'_>], out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.before.as_bytes())?;
        self.write_record(fills, out)?;
        out.write_all(self.after.as_bytes())
    }

    fn write_record(&self, fills: &[Fill<'_>], out: &mut dyn Write) -> io::Result<()> {
        let spans = Spans::new(&self.text);
        let (start, is_wrapped) = self.fields();
        let members = spans.members(start);
        let value_text = |text: Option<&str>| {
            let text = value_text(text);
            if is_wrapped { format!("{{\"displayValue\":null,\"value\":{text}}}") } else { text }
        };
        let names: Vec<&str> = members.iter().map(|member| &*member.name).collect();
        let filled: Vec<_> = fills.iter().map(|(name, text)| (place_of(name, &names), name, text)).collect();
        let mut done = 0;
        for (at, member) in members.iter().enumerate() {
            let Some((.., text)) = filled.iter().find(|(place, ..)| *place == Some(at)) else { continue };
            out.write_all(spans.slice(done..member.value.start).as_bytes())?;
            out.write_all(value_text(text.as_deref()).as_bytes())?;
            done = member.value.end;
        }
        let new = filled.iter().filter(|(place, _, text)| place.is_none() && text.is_some());
        // New members follow the last one and are laid out as it is.
        let last = members.last();
        let end = last.map_or(start + 1, |member| member.value.end);
        out.write_all(spans.slice(done..end.max(done)).as_bytes())?;
        let (space, colon) = last.map_or(("", ":"), |member| {
            (spans.slice(member.space.clone()), spans.slice(member.colon.clone()))
        });
        for (at, (_, name, text)) in new.enumerate() {
            let comma = if at > 0 || last.is_some() { "," } else { "" };
            write!(out, "{comma}{space}{}{colon}{}", name_text(name), value_text(text.as_deref()))?;
        }
        out.write_all(spans.slice(end.max(done)..self.text.len()).as_bytes())
    }

    /// Where the object starts whose members are the fields, and whether they are wrapped as `{value, displayValue}`.
    fn fields(&self) -> (usize, bool) {
        let spans = Spans::new(&self.text);
        let root = spans.skip_space(0);
        if self.found.is_node {
            return (root, true);
        }
        let members = spans.members(root);
        let member = |name: &str| members.iter().find(|member| member.name == name);
        match member("fields").filter(|_| member("apiName").is_some()) {
            Some(fields) => (fields.value.start, true),
            None => (root, false),
        }
    }
}

fn utf8(bytes: Vec<u8>, place: impl Fn() -> String) -> Result<String, Failure> {
    String::from_utf8(bytes)
        .map_err(|_| Failure::at(place(), "the text is not UTF-8; save the file as UTF-8"))
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
