//! What is to be said of the claims themselves, whether or not the seal stands.

use super::facts::Facts;
use crate::json::{Object, Value};
use crate::text::divide;
use crate::verdict::{Declared, Flag};
use crate::{Origin, printable};

/// Flags, each with whether it is raised.
pub(crate) fn flags(facts: &Facts<'_, '_>, declared: &Declared) -> [(Flag, bool); 4] {
    let Facts { context, statement, seal, .. } = facts;
    let contradicts = match declared.is_synthetic {
        Some(true) => statement.origin == Origin::Recorded,
        Some(false) => !matches!(statement.origin, Origin::Recorded | Origin::Unknown),
        None => false,
    };
    let is_retention_past =
        statement.retain_until.and_then(|day| day.end()).is_some_and(|end| end <= context.now);
    let has_all = context.policy.required_claims.iter().all(|path| states(seal.payload(), path));
    [
        (Flag::ClaimsInconsistent, statement.origin == Origin::Unknown || !statement.is_confidence_well),
        (Flag::ClaimsMissing, !has_all),
        (Flag::LabelContradiction, contradicts),
        (Flag::RetentionPassed, is_retention_past),
    ]
}

/// Whether a statement makes a claim: a dotted member of `provenance` that is there, and in which something can be read.
fn states(credential: &Object<'_>, path: &str) -> bool {
    let mut value = credential.object("credentialSubject").and_then(|subject| subject.get("provenance"));
    let mut rest = Some(path);
    while let Some(path) = rest {
        let (name, further) = divide(path, b'.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        value = value.and_then(Value::as_object).and_then(|object| object.get(name));
        rest = further;
    }
    value.is_some_and(says_something)
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
