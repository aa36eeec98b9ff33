//! What is to be said of the claims themselves, whether or not the seal stands.

use super::facts::Facts;
use crate::Origin;
use crate::claim_path::states_claim;
use crate::statement::is_list_of_texts;
use crate::verdict::{Declared, Flag};

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
    let provenance =
        seal.payload().object("credentialSubject").and_then(|subject| subject.object("provenance"));
    let is_made = |path: &str| provenance.is_some_and(|provenance| states_claim(provenance, path));
    let has_all = context.policy.required_claims.iter().all(|path| is_made(path));
    // What is read as no prohibition would allow what it rules out.
    let has_codes = provenance.is_some_and(|provenance| {
        ["purpose", "prohibitedUse"].iter().all(|name| is_list_of_texts(provenance, name))
    });
    let is_consistent = statement.origin != Origin::Unknown && statement.is_confidence_well && has_codes;
    [
        (Flag::ClaimsInconsistent, !is_consistent),
        (Flag::ClaimsMissing, !has_all),
        (Flag::LabelContradiction, contradicts),
        (Flag::RetentionPassed, is_retention_past),
    ]
}
