//! Where the values of a text stand: for whoever opens or rewrites a part of it and keeps every other byte.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use crate::json::{self, Value};

/// Finds the spans of values in a text that was read as JSON before. Of any other text the spans mean nothing.
#[derive(Clone, Copy, Debug)]
pub struct Spans<'t> {
    text: &'t str,
}

/// A member of an object. Every range is one of bytes in the text.
#[derive(Clone, Debug)]
pub struct Member<'t> {
    /// The name, unescaped.
    pub name: Cow<'t, str>,
    /// White space before the name.
    pub space: Range<usize>,
    /// The colon, and white space around it.
    pub colon: Range<usize>,
    /// The value, without white space around it.
    pub value: Range<usize>,
}

impl<'t> Spans<'t> {
    /// The spans of a text.
    pub const fn new(text: &'t str) -> Self {
        Self { text }
    }

    /// The text of a span.
    pub fn slice(&self, span: Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or_default()
    }

    /// The first byte of what stands there; 0 behind the end.
    pub fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Where the first value at or after a place starts.
    pub fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\t' | b'\r' | b'\n') {
            at += 1;
        }
        at
    }

    /// The text that a value is; `None` where it is no text.
    pub fn text(&self, value: Range<usize>) -> Option<Cow<'t, str>> {
        if self.byte(value.start) != b'"' {
            return None;
        }
        match json::parse_view(self.slice(value)) {
            Ok(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Where the value ends that starts at `start`.
    pub fn value_end(&self, start: usize) -> usize {
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

    /// The elements of the array that starts at `start`; none where something else does.
    pub fn elements(&self, start: usize) -> Vec<Range<usize>> {
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
            } else if self.byte(at) != b']' {
                break;
            }
        }
        spans
    }

    /// The members of the object that starts at `start`; none where something else does.
    pub fn members(&self, start: usize) -> Vec<Member<'t>> {
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
            let name = self.text(at..name_end).unwrap_or_default();
            members.push(Member { name, space: space..at, colon: name_end..value, value: value..end });
            at = self.skip_space(end);
            if self.byte(at) == b',' {
                space = at + 1;
                at = self.skip_space(space);
            }
        }
        members
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn never_panics_nor_goes_on_for_ever(text in "[a\\\\\"{}\\[\\]:, \n0é]{0,40}") {
            let spans = Spans::new(&text);
            for start in 0..=text.len() {
                prop_assert!(spans.members(start).len() <= text.len());
                prop_assert!(spans.elements(start).len() <= text.len());
            }
        }
    }

    #[test]
    fn what_is_found_is_what_is_written() {
        let text = r#" { "a" : [1, "x]", {"b":null}] ,"\u0063":"\"" } "#;
        let spans = Spans::new(text);
        let members = spans.members(1);
        let found: Vec<_> = members.iter().map(|m| (&*m.name, spans.slice(m.value.clone()))).collect();
        assert_eq!(found, [("a", r#"[1, "x]", {"b":null}]"#), ("c", r#""\"""#)]);
        let elements = spans.elements(members[0].value.start);
        let found: Vec<_> = elements.into_iter().map(|span| spans.slice(span)).collect();
        assert_eq!(found, ["1", r#""x]""#, r#"{"b":null}"#]);
        assert_eq!(spans.text(members[1].value.clone()).as_deref(), Some("\""));
    }
}
