//! JSON records whose bytes are kept: only the members that are filled are replaced or added.
//!
//! A document is read as a stream wherever its records stand in one list; what is around them, and every other document, is
//! held whole. Either way [`Answer`] says what is a record in it.

mod chunk;
mod document;
mod lines;
mod parts;

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufRead, Write};
use std::ops::Range;
use std::sync::Arc;

use touchmark::Record;
use touchmark::answer::{Answer, Extent, Found};
use touchmark::json::{self, Value};
use touchmark::span::Spans;

use self::chunk::{Chunk, ChunkKind, unreadable};
use self::document::{Document, Rest};
use self::lines::Lines;
pub(super) use self::parts::{JsonParts, Sink};
use super::format::Remarks;
use super::place::Place;
use super::values::{Fill, Values, place_of};
use crate::error::RowsError;

/// The records of one file.
pub(super) struct JsonRows {
    source: Source,
    ready: VecDeque<JsonRow>,
    /// Chunks without a record, which belong before the next row, or to the end.
    carried: Vec<Chunk>,
    /// What stands behind the last chunk.
    tail: String,
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
    chunk: Arc<Chunk>,
    /// How much of its chunk is written with it.
    reach: Range<usize>,
    number: usize,
    /// Which of several it is in its line, or below its record.
    part: Option<String>,
    found: Found,
}

impl JsonRows {
    pub(super) fn document(input: Box<dyn BufRead + Send>, with_children: bool) -> Self {
        Self::new(Source::Document(Document::new(input)), with_children)
    }

    pub(super) fn lines(input: Box<dyn BufRead + Send>, with_children: bool) -> Self {
        Self::new(Source::Lines(Lines::new(input)), with_children)
    }

    fn new(source: Source, with_children: bool) -> Self {
        Self {
            source,
            ready: VecDeque::new(),
            carried: Vec::new(),
            tail: String::new(),
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

    pub(super) fn next_row(&mut self, file: &str) -> Result<Option<JsonRow>, RowsError> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            if self.is_over {
                return self.end(file);
            }
            let chunk = match &mut self.source {
                Source::Lines(lines) => lines.next_chunk(file)?,
                Source::Document(document) => document.next_chunk(file)?,
            };
            match chunk {
                Some(chunk) => self.open(chunk),
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
    fn end(&self, file: &str) -> Result<Option<JsonRow>, RowsError> {
        let Report { extent, records: 0, .. } = &self.report else { return Ok(None) };
        let Some(fault) = extent.fault() else { return Ok(None) };
        Err(RowsError::at(file, format_args!("the API answered with an error and no records: {fault}")))
    }

    /// What stands around a list that was streamed, or the whole of a document that was not.
    fn open_rest(&mut self, rest: Rest, file: &str) -> Result<(), RowsError> {
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
                    return Err(RowsError::at(file, problem));
                }
                self.report.extent.add(answer, count);
                self.tail.push_str(&tail);
            }
            None if document.trim().is_empty() => self.tail.push_str(&tail),
            None => {
                let before = text.get(..start).unwrap_or_default().to_owned();
                let kind = ChunkKind::Document;
                let line = 1 + before.matches('\n').count() as u64;
                let chunk = Chunk::new(kind, before, document.to_owned(), String::new());
                self.open(Chunk { starts_on: Some(line), ..chunk });
            }
        }
        Ok(())
    }

    fn open(&mut self, mut chunk: Chunk) {
        let mut answer = Answer::open(&chunk.text);
        let mut found = std::mem::take(&mut answer.found);
        self.report.extent.add(answer, 0);
        if found.is_empty() {
            return self.carried.push(chunk);
        }
        // Members of a wrapper may be opened in another order than they stand in.
        found.sort_by_key(|found| found.span.start);
        chunk.passed = std::mem::take(&mut self.carried);
        let chunk = Arc::new(chunk);
        let in_line = found.iter().filter(|found| found.below.is_none()).count();
        let (mut done, mut part, mut child) = (0, 0, 0);
        let first = self.ready.len();
        for found in found {
            if let Some(relationship) = &found.below {
                if !self.with_children {
                    *self.report.left.entry(relationship.clone()).or_default() += 1;
                    continue;
                }
                child += 1;
                let part = Some(format!("{relationship} {child}"));
                let number = chunk.line().unwrap_or(self.report.records);
                let (chunk, reach) = (Arc::clone(&chunk), found.span.clone());
                self.ready.push_back(JsonRow { chunk, reach, number, part, found });
                continue;
            }
            (part, child) = (part + 1, 0);
            self.report.records += 1;
            let reach = done..found.span.end;
            done = found.span.end;
            let number = chunk.line().unwrap_or(self.report.records);
            let part = (chunk.line().is_some() && in_line > 1).then(|| format!("record {part}"));
            self.ready.push_back(JsonRow { chunk: Arc::clone(&chunk), reach, number, part, found });
        }
        if let Some(last) = self.ready.range_mut(first..).rev().find(|row| !row.is_child()) {
            last.reach.end = chunk.text.len();
        }
    }

    pub(super) fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        self.carried.iter().try_for_each(|chunk| chunk.write(out))?;
        out.write_all(self.tail().as_bytes())
    }

    /// Ends the parts that its rows were dealt out to.
    pub(super) fn end_parts<E>(&self, parts: &mut JsonParts, sink: &mut Sink<'_, E>) -> Result<(), E> {
        parts.end(&self.carried, self.tail(), sink)
    }

    /// What stands behind the last chunk.
    fn tail(&self) -> &str {
        match &self.source {
            Source::Lines(lines) => &lines.tail,
            Source::Document(_) => &self.tail,
        }
    }
}

impl JsonRow {
    /// What is counted: lines, or records.
    pub(super) fn unit(&self) -> &'static str {
        if self.chunk.line().is_some() { "line " } else { "record " }
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The line that it begins on, where that is known.
    pub(super) fn line(&self) -> Option<u64> {
        self.chunk.starts_on.map(|line| {
            let before = self.chunk.text.as_bytes().iter().take(self.found.span.start);
            line + before.filter(|byte| **byte == b'\n').count() as u64
        })
    }

    pub(super) fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    pub(super) fn text(&self) -> &str {
        self.slice(self.found.span.clone())
    }

    fn slice(&self, span: Range<usize>) -> &str {
        self.chunk.text.get(span).unwrap_or_default()
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

    pub(super) fn values(&self, place: &Place) -> Result<Values<'_>, RowsError> {
        if let Some(words) = self.looks_like() {
            return Err(RowsError::at(place, words));
        }
        let tree = json::parse_view(self.text()).map_err(|error| unreadable(place.to_string(), error))?;
        let Value::Object(object) = tree else { return Ok(Vec::new()) };
        if self.fields().1 {
            let record =
                Record::from_value(Value::Object(object)).map_err(|error| RowsError::at(place, error))?;
            let fields = record.fields().iter();
            return Ok(fields.map(|(name, value)| (name.to_owned().into(), value.clone())).collect());
        }
        let has_inner = |name| matches!(object.get(name), Some(Value::Object(_)));
        if ["ChangeEventHeader", "data", "payload"].into_iter().any(has_inner) {
            return Err(RowsError::at(
                place,
                "is a change event, which tells of a record and is none; query the record and seal that",
            ));
        }
        if has_inner("fields") {
            return Err(RowsError::at(
                place,
                "is a view for checking; give the record as UI API, REST, GraphQL, Bulk CSV or a tree file has it",
            ));
        }
        if let Some((name, _)) = object.iter().find(|(_, value)| touchmark::answer::is_union(value)) {
            return Err(RowsError::at(place.column(name), touchmark::answer::UNION));
        }
        let is_field = |value: &Value<'_>| !matches!(value, Value::Object(_));
        Ok(object.into_members().into_iter().filter(|(_, value)| is_field(value)).collect())
    }

    pub(super) fn members_of_views(&self) -> Vec<String> {
        let Ok(Value::Object(members)) = json::parse_view(self.text()) else { return Vec::new() };
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
        let mut text = Vec::with_capacity(self.text().len());
        self.write_record(fills, &mut text)?;
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        let span = 0..text.len();
        let chunk = Chunk::new(self.chunk.kind, String::new(), text, String::new());
        Ok(Self {
            chunk: Arc::new(chunk),
            reach: span.clone(),
            number: self.number,
            part: self.part.clone(),
            found: Found { span, ..self.found.clone() },
        })
    }

    pub(super) fn write(&self, fills: &[Fill<'_>], out: &mut dyn Write) -> io::Result<()> {
        let Found { span, .. } = &self.found;
        if self.reach.start == 0 {
            self.chunk.passed.iter().try_for_each(|chunk| chunk.write(out))?;
            out.write_all(self.chunk.before.as_bytes())?;
        }
        out.write_all(self.slice(self.reach.start..span.start).as_bytes())?;
        self.write_record(fills, out)?;
        out.write_all(self.slice(span.end..self.reach.end).as_bytes())?;
        if self.reach.end == self.chunk.text.len() {
            out.write_all(self.chunk.after.as_bytes())?;
        }
        Ok(())
    }

    fn write_record(&self, fills: &[Fill<'_>], out: &mut dyn Write) -> io::Result<()> {
        let spans = Spans::new(self.text());
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
        out.write_all(spans.slice(end.max(done)..self.text().len()).as_bytes())
    }

    /// Deals it out to a part. One that stands in another record stays in it.
    pub(super) fn deal<E>(
        &self,
        parts: &mut JsonParts,
        part: usize,
        sink: &mut Sink<'_, E>,
    ) -> Result<(), E> {
        if self.is_child() {
            parts.add_inside(part);
            return Ok(());
        }
        parts.add(&self.chunk, self.found.span.clone(), part, sink)
    }

    /// Where the object starts whose members are the fields, and whether they are wrapped as `{value, displayValue}`.
    fn fields(&self) -> (usize, bool) {
        let spans = Spans::new(self.text());
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

fn name_text(name: &str) -> String {
    value_text(Some(name))
}

fn value_text(text: Option<&str>) -> String {
    touchmark::jcs::to_string(&text.map_or(Value::Null, Value::from))
}
