//! What a record says of itself without a seal.

use crate::json::Value;
use crate::normal;
use crate::policy::{Claim, Policy};
use crate::printable;
use crate::record::Record;
use crate::verdict::Declared;

/// What the record's own fields say, which nobody has signed.
pub(crate) fn declared(record: &Record<'_>, policy: &Policy) -> Declared {
    let mut declared = Declared::default();
    for (name, value, is_field) in record.members() {
        let Some(claim) = policy.aliases.claim(name) else { continue };
        // A flag that is written otherwise than the fields around it says what it says: it can only make people more careful.
        if claim == Claim::IsSynthetic && is_ticked(value) {
            declared.is_synthetic = Some(true);
        }
        if !is_field {
            continue;
        }
        let text = || match value {
            Value::String(text) if !text.is_empty() => Some(printable(text)),
            Value::Number(number) => Some(number.as_str().into()),
            _ => None,
        };
        match claim {
            // Where several flags disagree, the one that declares counts.
            Claim::IsSynthetic => declared.is_synthetic = declared.is_synthetic.max(normal::boolean(value)),
            Claim::ProvenanceSource => declared.provenance_source = text(),
            Claim::GenerationMethod => declared.generation_method = text(),
            Claim::ConfidenceScore => declared.confidence_score = text(),
            Claim::Created => declared.created = text(),
        }
    }
    declared
}

/// Whether a flag says yes, bare or in some API's wrapping.
fn is_ticked(value: &Value<'_>) -> bool {
    match value {
        Value::Object(wrapped) => wrapped.get("value").and_then(normal::boolean) == Some(true),
        Value::Array(values) => values.iter().any(|value| normal::boolean(value) == Some(true)),
        bare => normal::boolean(bare) == Some(true),
    }
}
