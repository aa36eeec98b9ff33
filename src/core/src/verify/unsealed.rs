//! Records without a seal that could be read: what that means, and what else is said of them (profile §2, §5).

use alloc::string::String;

use super::context::{Context, is_empty};
use crate::claimed::Claimed;
use crate::json::Value;
use crate::names::{is_bare, is_same_name, of_provenance};
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::registry::Lookup;
use crate::seal::UnverifiedSeal;
use crate::text::joined;
use crate::verdict::{Flag, Reason, RecordRef, Trust, Verdict};
use crate::{Origin, printable};

/// What is known of such a record.
pub(crate) fn judge(context: &Context<'_>, verdict: Verdict) -> Verdict {
    let detail = context.record.stripped(context.policy);
    let mut verdict = without_seal(context, verdict);
    if detail.is_some() {
        verdict.reasons.push(Reason { code: ReasonCode::ProvenanceStripped, detail });
    }
    verdict
}

fn without_seal(context: &Context<'_>, verdict: Verdict) -> Verdict {
    let Context { record, trust, policy, registry, .. } = *context;
    if let Some(detail) = unread_seal(context) {
        return verdict.refused(Refusal::at(Trust::Unchecked, ReasonCode::RecordUnreadable, &detail));
    }
    if record.seal.is_none() && !record.shows(&policy.fields.seal) {
        return without_sight(context, verdict);
    }
    let bundle = context.require_current_bundle();
    let has_reference = context.reference_field().is_some();
    let mut verdict = verdict.flagged(&[(Flag::ReferenceMismatch, has_reference)]);
    let listed = match &verdict.record {
        RecordRef { object: Some(object), id: Some(id), .. } => {
            registry.look_up(policy.tenant.as_deref(), object, id, context.now)
        }
        // Nobody can ask about a record without its name.
        _ if registry.lists_any() => Lookup::Unusable,
        _ => Lookup::NotListed,
    };
    let is_declared = verdict.declared.is_synthetic == Some(true);
    if let (Lookup::NotListed, false, Err(refusal)) = (&listed, is_declared, bundle)
        && (registry.is_kept() || trust.is_refused_by(policy))
    {
        // Whose registry is believed, and whether there is one, is what the bundle says.
        return verdict.refused(refusal);
    }
    (verdict.trust, verdict.origin) = match (&listed, is_declared) {
        (Lookup::Listed(_), _) => (Trust::MissingExpectedSeal, Origin::Unknown),
        (Lookup::Unusable, false) => (Trust::Unchecked, Origin::Unknown),
        (_, true) => (Trust::DeclaredUnsigned, Origin::Synthetic),
        (Lookup::NotListed, false) => (Trust::Unsealed, Origin::Unknown),
    };
    let code = match listed {
        Lookup::Listed(_) => Some(ReasonCode::SealExpected),
        Lookup::Unusable => Some(ReasonCode::RegistryUnusable),
        Lookup::NotListed if !is_declared => Some(ReasonCode::NoSeal),
        Lookup::NotListed => None,
    };
    if let Some(code) = code {
        verdict.reasons.push(Reason { code, detail: None });
    }
    if is_declared {
        verdict.reasons.push(Reason { code: ReasonCode::DeclaredSynthetic, detail: None });
    }
    verdict
}

/// The view does not show the field of the seal: what is not shown is not empty (profile §2). An unsigned flag says what it
/// says all the same, unless something beside it says that there is a seal.
fn without_sight(context: &Context<'_>, verdict: Verdict) -> Verdict {
    let verdict = verdict.refused(Refusal::new(Trust::Unchecked, ReasonCode::SealNotShown));
    let is_beside_a_seal =
        context.reference_field().is_some() || context.companion_packs().any(|pack| !is_empty(pack));
    if verdict.declared.is_synthetic != Some(true) || is_beside_a_seal {
        return verdict;
    }
    let mut verdict = verdict.refused(Refusal::new(Trust::DeclaredUnsigned, ReasonCode::DeclaredSynthetic));
    verdict.origin = Origin::Synthetic;
    verdict.expecting_seal(context)
}

/// Where a field that is not read is meant for the seal, by its look, and holds something: what to do about it.
fn unread_seal(context: &Context<'_>) -> Option<String> {
    let policy = context.policy;
    let is_meant = |(name, value): &(&str, &Value<'_>)| {
        !is_empty(value)
            && !policy.is_plumbing(name)
            && of_provenance(name).is_some_and(|bare| is_bare(&bare, "provenanceseal"))
    };
    let (name, _) = context.record.fields().iter().find(is_meant)?;
    let words = " is meant to be ";
    Some(joined(&[&printable(name), words, policy.seal_field(), ", by its look, and is not read as that"]))
}

/// What any text that stands where a seal would claims, where none of them is opened.
pub(crate) fn claims_beside(context: &Context<'_>) -> Option<Claimed<Origin>> {
    let Context { record, policy, .. } = context;
    let name = policy.fields.seal.as_str();
    let in_fields =
        record.members().filter(|(member, ..)| is_same_name(member, name)).map(|(_, value, _)| value);
    let texts = record.seal.iter().chain(in_fields).filter_map(Value::as_str);
    texts.filter_map(|text| UnverifiedSeal::read(text).claimed_origin()).min()
}
