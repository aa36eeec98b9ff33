//! Claims by their path: dotted members of a statement's `provenance`, such as `generator.version`.

use crate::json::{Object, Value};
use crate::printable;
use crate::text::{divide, position};

/// Whether a text is of the form of a path.
pub(crate) fn is_claim_path(text: &str) -> bool {
    let has_end = text.starts_with('.') || text.ends_with('.');
    !(text.is_empty() || has_end || position(text, "..").is_some())
}

/// Whether a statement makes a claim: a member of `provenance` that is there, and in which something can be read.
pub fn states_claim(provenance: &Object<'_>, path: &str) -> bool {
    let (name, rest) = divide(path, b'.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    match (provenance.get(name), rest) {
        (Some(Value::Object(inner)), Some(rest)) => states_claim(inner, rest),
        (Some(value), None) => says_something(value),
        _ => false,
    }
}

fn says_something(value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !printable(text).trim().is_empty(),
        Value::Array(values) => values.iter().any(says_something),
        Value::Object(object) => object.iter().any(|(_, value)| says_something(value)),
        _ => true,
    }
}
