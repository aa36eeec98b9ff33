//! Small JSON documents, built as trees and written out.

use std::borrow::Cow;

use touchmark::jcs;
use touchmark::json::{Object, Value};

/// An object of the members that are there.
pub(crate) fn object<'a>(members: impl IntoIterator<Item = (Cow<'a, str>, Option<Value<'a>>)>) -> Value<'a> {
    let present = members.into_iter().filter_map(|(name, value)| Some((name, value?)));
    Value::Object(Object::from_members(present.collect()))
}

/// An array of texts.
pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value<'a> {
    Value::Array(texts.into_iter().map(Value::from).collect())
}

/// The text of a document that people may open: members in order of name, two spaces for each level.
pub(crate) fn pretty(value: &Value<'_>) -> String {
    let mut out = String::new();
    write_pretty(value, 0, &mut out);
    out.push('\n');
    out
}

fn write_pretty(value: &Value<'_>, depth: usize, out: &mut String) {
    let line = |depth: usize, out: &mut String| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    match value {
        Value::Array(values) if !values.is_empty() => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                line(depth + 1, out);
                write_pretty(value, depth + 1, out);
            }
            line(depth, out);
            out.push(']');
        }
        Value::Object(object) if !object.is_empty() => {
            out.push('{');
            for (at, (name, value)) in object.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                line(depth + 1, out);
                out.push_str(&jcs::to_string(&Value::from(name)));
                out.push_str(": ");
                write_pretty(value, depth + 1, out);
            }
            line(depth, out);
            out.push('}');
        }
        plain => out.push_str(&jcs::to_string(plain)),
    }
}
