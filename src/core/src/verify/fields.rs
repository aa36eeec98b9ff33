//! What the record shows, field by field, beside what was sealed.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::context::Context;
use super::facts::Facts;
use super::findings::Findings;
use crate::digest::FieldHasher;
use crate::is_cheap_to_compose;
use crate::json::{self, Object, Value};
use crate::normal::{NormalError, normalise};
use crate::printable;
use crate::reason::ReasonCode;
use crate::statement::{CoveredField, Statement};
use crate::verdict::{Coverage, Field, FieldState, Hint, Trust};

/// Every field, and how much of the record the seal covers.
#[derive(Default)]
pub(crate) struct Comparison {
    pub(crate) fields: Vec<Field>,
    pub(crate) coverage: Coverage,
    pub(crate) findings: Findings,
}

/// Of a seal that was made for this record.
pub(crate) fn compare_all(facts: &Facts<'_, '_>) -> Comparison {
    let Facts { context, statement, seal, .. } = facts;
    let mut coverage = Coverage::default();
    let uncovered = uncovered_fields(context, statement);
    let mut hasher = FieldHasher::default();
    let mut fields = Vec::with_capacity(uncovered.len() + statement.covered.len());
    // Both lists are in UTF-16 order: one walk through the two.
    let mut rest = uncovered.iter().peekable();
    let mut covered = statement.covered.iter();
    loop {
        let field = covered.next();
        let precedes =
            |name: &str| field.is_none_or(|field| json::utf16_order(name, field.name) == Ordering::Less);
        while let Some((name, _)) = rest.next_if(|(name, _)| precedes(name)) {
            coverage.shown += 1;
            fields.push(Field { name: printable(name), state: FieldState::Uncovered, hint: None });
        }
        let Some(field) = field else { break };
        let shown = context.record.covered(field.name, field.field_type);
        let salt =
            seal.salt(field.name).or_else(|| facts.companions.iter().find_map(|pack| pack.salt(field.name)));
        let (state, hint) = match (shown, salt) {
            (None, _) => (FieldState::Withheld, None),
            (_, None) => (FieldState::SaltMissing, None),
            (Some(value), Some(salt)) => compare(context, field, value, salt, &mut hasher),
        };
        coverage.shown += u32::from(shown.is_some());
        coverage.covered += u32::from(shown.is_some());
        coverage.matched += u32::from(state == FieldState::Match);
        fields.push(Field { name: field.name.into(), state, hint });
    }

    let mut findings = Findings::default();
    for &(state, trust, code) in &[
        (FieldState::Altered, Trust::Altered, ReasonCode::FieldAltered),
        (FieldState::Unreadable, Trust::VerifiedPartial, ReasonCode::FieldUnreadable),
        (FieldState::SaltMissing, Trust::VerifiedPartial, ReasonCode::FieldSaltMissing),
        (FieldState::Withheld, Trust::VerifiedPartial, ReasonCode::FieldWithheld),
    ] {
        for field in &fields {
            if field.state == state {
                findings.add(trust, code, Some(&field.name));
            }
        }
    }
    if statement.covered.is_empty() {
        findings.add(Trust::VerifiedPartial, ReasonCode::NothingCovered, None);
    }
    for required in &context.policy.required_fields {
        let Some(covered) = statement.covering(required) else {
            findings.add(Trust::VerifiedPartial, ReasonCode::RequiredFieldUncovered, Some(required));
            continue;
        };
        if fields.iter().any(|field| field.name == covered.name && field.state == FieldState::Withheld) {
            findings.add(Trust::VerifiedPartial, ReasonCode::RequiredFieldWithheld, Some(covered.name));
        }
    }
    Comparison { fields, coverage, findings }
}

fn compare(
    context: &Context<'_>,
    field: &CoveredField<'_>,
    value: &Value<'_>,
    salt: &str,
    hasher: &mut FieldHasher,
) -> (FieldState, Option<Hint>) {
    let mut matches = |value: &Value<'_>| {
        let normal = normalise(field.field_type, value)?;
        Ok(hasher.matches(field.digest, salt, field.name, &normal))
    };
    match matches(value) {
        Ok(true) => (FieldState::Match, None),
        Err(NormalError::Lossy) => (FieldState::Unreadable, None),
        Ok(false) | Err(NormalError::NotOfType) => {
            let composed = match (context.nfc, value) {
                (Some(nfc), Value::String(text)) if !text.is_ascii() && is_cheap_to_compose(text) => {
                    Some(Value::from(nfc(text)))
                }
                _ => None,
            };
            let is_equivalent = composed.is_some_and(|value| matches(&value) == Ok(true));
            (FieldState::Altered, is_equivalent.then_some(Hint::UnicodeEquivalent))
        }
    }
}

/// Names of what the viewer sees of the record's content beside the covered fields: shown fields, and nulls that an API
/// dropped.
fn uncovered_fields<'a>(context: &Context<'a>, statement: &Statement<'_>) -> Object<'a> {
    let Context { record, policy, .. } = context;
    let mut names = Vec::with_capacity(record.fields.len() + record.queried.len());
    let mut add = |name: &'a str| {
        if !policy.fields.is_plumbing(name) && statement.covering(name).is_none() {
            names.push((name.into(), Value::Null));
        }
    };
    record.fields.iter().for_each(|(name, _)| add(name));
    record.nulls().for_each(&mut add);
    Object::from_members(names)
}
