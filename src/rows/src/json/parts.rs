//! A JSON file dealt out to several of the same shape.
//!
//! What holds no record goes to each of them. A record takes along the element of the list that it stands in (the edge around
//! a node, the status beside a result), and the comma before an element is there where another element is before it.

use std::mem::{replace, take};
use std::ops::Range;
use std::sync::Arc;

use touchmark::span::Spans;

use super::chunk::{Chunk, ChunkKind};

/// Takes bytes for the part of that number.
pub(crate) type Sink<'s, E> = dyn FnMut(usize, &[u8]) -> Result<(), E> + 's;

/// A document that was one record, where the record is in another part.
const NO_RECORDS: &str = "[]";

/// The parts of one file, by number.
pub(crate) struct JsonParts {
    /// Of each part, whether an element of the list that is streamed is in it.
    has_element: Vec<bool>,
    is_begun: bool,
    /// The chunk that the last row is of, and its records so far.
    chunk: Option<Arc<Chunk>>,
    records: Vec<Dealt>,
}

/// A record, where it stands in its chunk, and the part that it goes to.
struct Dealt {
    span: Range<usize>,
    part: usize,
}

/// An element of a list, or a member of an object.
struct Item {
    /// From the name on, where there is one.
    span: Range<usize>,
    /// Where its value starts.
    value: usize,
}

impl JsonParts {
    pub(crate) fn new(count: usize) -> Self {
        Self { has_element: vec![false; count], is_begun: false, chunk: None, records: Vec::new() }
    }

    /// Deals out the next record.
    pub(super) fn add<E>(
        &mut self,
        chunk: &Arc<Chunk>,
        span: Range<usize>,
        part: usize,
        sink: &mut Sink<'_, E>,
    ) -> Result<(), E> {
        if !self.chunk.as_ref().is_some_and(|known| Arc::ptr_eq(known, chunk)) {
            self.flush(sink)?;
            self.chunk = Some(Arc::clone(chunk));
        }
        self.records.push(Dealt { span, part });
        Ok(())
    }

    /// Takes the last record to a later part, where one that stands in it goes to that.
    pub(super) fn add_inside(&mut self, part: usize) {
        if let Some(around) = self.records.last_mut() {
            around.part = around.part.max(part);
        }
    }

    /// Writes what is left, once every record was dealt out: then come the chunks without a record, and the tail.
    pub(super) fn end<E>(&mut self, carried: &[Chunk], tail: &str, sink: &mut Sink<'_, E>) -> Result<(), E> {
        self.flush(sink)?;
        carried.iter().try_for_each(|chunk| self.write(chunk, &[], sink))?;
        to_each(0..self.has_element.len(), tail, sink)
    }

    fn flush<E>(&mut self, sink: &mut Sink<'_, E>) -> Result<(), E> {
        let Some(chunk) = self.chunk.take() else { return Ok(()) };
        let records = take(&mut self.records);
        chunk.passed.iter().try_for_each(|passed| self.write(passed, &[], sink))?;
        self.write(&chunk, &records, sink)
    }

    fn write<E>(&mut self, chunk: &Chunk, records: &[Dealt], sink: &mut Sink<'_, E>) -> Result<(), E> {
        let spans = Spans::new(&chunk.text);
        let start = spans.skip_space(0);
        let is_begun = replace(&mut self.is_begun, true);
        let all = 0..self.has_element.len();
        let own = parts_of(spans, start, records, all.clone());
        for (part, has_element) in self.has_element.iter_mut().enumerate() {
            let is_own = own.contains(&part);
            let is_separated = *has_element || chunk.kind != ChunkKind::Element;
            // What begins the file begins each part.
            if !is_begun || is_own && is_separated {
                sink(part, chunk.before.as_bytes())?;
            }
            if !is_own && chunk.kind == ChunkKind::Document {
                sink(part, NO_RECORDS.as_bytes())?;
            }
            *has_element |= is_own;
        }
        if own == all {
            let end = spans.value_end(start);
            to_each(all.clone(), spans.slice(0..start), sink)?;
            deal(spans, start, records, all.clone(), sink)?;
            to_each(all, spans.slice(end..chunk.text.len()), sink)?;
        } else {
            to_each(own.clone(), &chunk.text, sink)?;
        }
        to_each(own, &chunk.after, sink)
    }
}

/// Deals out what starts at `at` and goes to all parts, but for the records in it.
fn deal<E>(
    spans: Spans<'_>,
    at: usize,
    records: &[Dealt],
    all: Range<usize>,
    sink: &mut Sink<'_, E>,
) -> Result<(), E> {
    let end = spans.value_end(at);
    let mut has_item = vec![false; all.len()];
    let mut done = at;
    if !records.is_empty() {
        for (number, item) in items(spans, at).into_iter().enumerate() {
            let inside = within(records, &item.span);
            let own = parts_of(spans, item.value, inside, all.clone());
            // What opens the list, and afterwards the comma.
            let before = spans.slice(done..item.span.start);
            for (part, has_item) in has_item.iter_mut().enumerate() {
                let is_own = own.contains(&part);
                if number == 0 || is_own && *has_item {
                    sink(part, before.as_bytes())?;
                }
                *has_item |= is_own;
            }
            if own == all {
                to_each(all.clone(), spans.slice(item.span.start..item.value), sink)?;
                deal(spans, item.value, inside, all.clone(), sink)?;
            } else {
                to_each(own, spans.slice(item.span.clone()), sink)?;
            }
            done = item.span.end;
        }
    }
    to_each(all, spans.slice(done..end), sink)
}

/// The parts that the value at `at` goes to: that of its record, where it is one with what is around it, and else all.
fn parts_of(spans: Spans<'_>, at: usize, records: &[Dealt], all: Range<usize>) -> Range<usize> {
    match records {
        [only] if leads_to(spans, at, only.span.start) => only.part..only.part + 1,
        _ => all,
    }
}

/// Whether no list stands between the value at `at` and the one in it at `target`.
fn leads_to(spans: Spans<'_>, mut at: usize, target: usize) -> bool {
    while at != target {
        let holds = |value: &Range<usize>| value.contains(&target);
        // Of a list there are no members.
        match spans.members(at).into_iter().find(|member| holds(&member.value)) {
            Some(member) => at = member.value.start,
            None => return false,
        }
    }
    true
}

fn items(spans: Spans<'_>, at: usize) -> Vec<Item> {
    if spans.byte(at) == b'[' {
        let elements = spans.elements(at).into_iter();
        return elements.map(|span| Item { value: span.start, span }).collect();
    }
    let members = spans.members(at).into_iter();
    members
        .map(|member| Item { span: member.space.end..member.value.end, value: member.value.start })
        .collect()
}

/// Those of the records, which are in their order, that stand within a span.
fn within<'r>(records: &'r [Dealt], span: &Range<usize>) -> &'r [Dealt] {
    let from = records.partition_point(|record| record.span.start < span.start);
    let to = records.partition_point(|record| record.span.start < span.end);
    records.get(from..to).unwrap_or_default()
}

fn to_each<E>(parts: Range<usize>, text: &str, sink: &mut Sink<'_, E>) -> Result<(), E> {
    if text.is_empty() {
        return Ok(());
    }
    parts.into_iter().try_for_each(|part| sink(part, text.as_bytes()))
}
