//! The I-JSON reader and the canonical writer, held against a reader and a writer that others made.
#![no_main]

use std::collections::BTreeSet;
use std::fmt;

use libfuzzer_sys::fuzz_target;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use touchmark::jcs;
use touchmark::json::{self, JsonErrorKind, MAX_DEPTH, Value};

fuzz_target!(|text: &str| {
    let theirs = serde_json::from_str::<Node>(text);
    match (json::parse(text), &theirs) {
        (Ok(value), Ok(node)) => {
            assert!(*node == value, "two trees of one text");
            hold_canonical_form(text, &value);
        }
        (Ok(_), Err(error)) => panic!("accepted what serde_json refuses: {error}"),
        (Err(refusal), Ok(node)) => {
            assert!(node.explains(refusal.kind), "refused for {:?}, which is not so", refusal.kind)
        }
        (Err(_), Err(_)) => {}
    }
    // A view lets more through, and reads the same of what both let through.
    if let Ok(view) = json::parse_view(text) {
        let node =
            theirs.unwrap_or_else(|error| panic!("accepted in a view what serde_json refuses: {error}"));
        assert!(node == view, "two trees of one view");
    }
});

fn hold_canonical_form(text: &str, value: &Value<'_>) {
    let canonical = jcs::to_string(value);
    let again = json::parse_view(&canonical).expect("what is canonical can be read");
    assert_eq!(jcs::to_string(&again), canonical, "canonical form is no fixed point");
    // Of other numbers there is no canonical form here.
    if !holds_safe_integers(value) {
        return;
    }
    let theirs: serde_json::Value = serde_json::from_str(text).expect("accepted just now");
    let theirs = serde_json_canonicalizer::to_string(&theirs).expect("numbers are finite");
    assert_eq!(canonical, theirs, "two canonical forms");
}

fn holds_safe_integers(value: &Value<'_>) -> bool {
    match value {
        Value::Number(number) => number.to_integer().is_some(),
        Value::Array(values) => values.iter().all(holds_safe_integers),
        Value::Object(object) => object.iter().all(|(_, value)| holds_safe_integers(value)),
        _ => true,
    }
}

/// A tree as serde_json reads it, with every member that is there.
enum Node {
    Null,
    Bool(bool),
    Integer(i128),
    Double(f64),
    Text(String),
    Array(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// Whether this tree has what the reader says it was refused for.
    fn explains(&self, kind: JsonErrorKind) -> bool {
        const SAFE: f64 = 9_007_199_254_740_991.0;
        match kind {
            JsonErrorKind::DuplicateName => self.any(&|node| match node {
                Self::Object(members) => {
                    members.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len() < members.len()
                }
                _ => false,
            }),
            JsonErrorKind::Noncharacter => self.any(&|node| match node {
                Self::Text(text) => has_noncharacter(text),
                Self::Object(members) => members.iter().any(|(name, _)| has_noncharacter(name)),
                _ => false,
            }),
            JsonErrorKind::NumberOutOfRange => self.any(&|node| match node {
                Self::Integer(value) => value.unsigned_abs() >= 1 << 53,
                // An integer that is too long for 64 bits.
                Self::Double(value) => value.abs() > SAFE,
                _ => false,
            }),
            JsonErrorKind::TooDeep => self.depth() > MAX_DEPTH,
            _ => false,
        }
    }

    fn children(&self) -> Box<dyn Iterator<Item = &Node> + '_> {
        match self {
            Self::Array(values) => Box::new(values.iter()),
            Self::Object(members) => Box::new(members.iter().map(|(_, value)| value)),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn count(&self, is: &dyn Fn(&Node) -> bool) -> usize {
        usize::from(is(self)) + self.children().map(|child| child.count(is)).sum::<usize>()
    }

    fn any(&self, is: &dyn Fn(&Node) -> bool) -> bool {
        self.count(is) > 0
    }

    fn depth(&self) -> usize {
        let below = self.children().map(Node::depth).max().unwrap_or(0);
        below + usize::from(matches!(self, Self::Array(_) | Self::Object(_)))
    }
}

fn has_noncharacter(text: &str) -> bool {
    text.chars().map(u32::from).any(|code| code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code))
}

impl PartialEq<Value<'_>> for Node {
    fn eq(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(theirs), Value::Bool(ours)) => theirs == ours,
            (Self::Integer(theirs), Value::Number(ours)) => ours.as_str().parse() == Ok(*theirs),
            (Self::Double(theirs), Value::Number(ours)) => ours.as_str().parse() == Ok(*theirs),
            (Self::Text(theirs), Value::String(ours)) => theirs == ours,
            (Self::Array(theirs), Value::Array(ours)) => {
                theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(theirs, ours)| theirs == ours)
            }
            (Self::Object(theirs), Value::Object(ours)) => {
                theirs.len() == ours.len()
                    && theirs.iter().all(|(name, theirs)| ours.get(name).is_some_and(|ours| theirs == ours))
            }
            _ => false,
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Double(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Node, A::Error> {
        let mut all = Vec::new();
        while let Some(value) = values.next_element()? {
            all.push(value);
        }
        Ok(Node::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut all = Vec::new();
        while let Some(member) = members.next_entry()? {
            all.push(member);
        }
        Ok(Node::Object(all))
    }
}
