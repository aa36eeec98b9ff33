//! Whether a person has granted a use of the record: whose grant counts, for which records, until when.

use alloc::string::String;

use super::context::Context;
use crate::approval::Approval;
use crate::config::lists;
use crate::decision::{Grant, UseReason};
use crate::grants::UseGrant;
use crate::json::Value;
use crate::policy::ANY;
use crate::verdict::Verdict;
use crate::{ids, parties, printable};

/// The grant that covers the record, the use and the time; else how far the one that came nearest got.
pub(crate) fn find(context: &Context<'_>, verdict: &Verdict, name: &str) -> Result<Grant, UseReason> {
    let mut nearest = UseReason::GrantMissing;
    for grant in context.grants.list() {
        if grant.subject().text("use") != Some(name) || !is_about(grant, verdict, context) {
            continue;
        }
        match require(grant, verdict, context) {
            Ok(approver) => {
                return Ok(Grant {
                    id: printable(grant.text("id")),
                    approver: Approval { id: printable(approver.id()), name: approver.name().map(printable) },
                    until: grant.until,
                    reason: printable(grant.subject().text("reason").unwrap_or_default()),
                });
            }
            Err(reason) => nearest = nearest.max(reason),
        }
    }
    Err(nearest)
}

/// Whether a grant names the record, whoever gave it.
fn is_about(grant: &UseGrant, verdict: &Verdict, context: &Context<'_>) -> bool {
    let subject = grant.subject();
    if let Some(digest) = subject.text("dataset") {
        return context.dataset.is_some_and(|dataset| dataset == digest);
    }
    if let Some(object) = subject.text("object") {
        let places = places(verdict);
        return verdict.record.object.as_deref() == Some(object)
            && !places.is_empty()
            && places.iter().all(|place| lists(subject, "environment", place));
    }
    // Of a seal nobody vouches for there is no id.
    let id = verdict.seal.as_ref().filter(|_| verdict.claims.is_some()).and_then(|seal| seal.id.as_deref());
    id.and_then(ids::to_uuid).is_some_and(|uuid| grant.names_seal(&uuid))
}

/// Where the record is: in the page's environment, or where the page takes any, in all those that it was sealed for.
fn places(verdict: &Verdict) -> &[String] {
    match verdict.environment_expected.as_str() {
        ANY => &verdict.environment_sealed,
        _ => core::slice::from_ref(&verdict.environment_expected),
    }
}

/// Who grants it, if they may, and may still.
fn require<'a>(
    grant: &UseGrant,
    verdict: &Verdict,
    context: &Context<'a>,
) -> Result<parties::Issuer<'a>, UseReason> {
    let Context { trust, policy, now, .. } = *context;
    let did = grant.text("issuer");
    let approver = trust.approver(did);
    let listed = approver.and_then(|approver| approver.key(grant.verification_method()));
    let (Some(approver), Some(key), Some(listed)) = (approver, &grant.key, listed) else {
        return Err(UseReason::GrantNotTrusted);
    };
    // Nobody grants the use of what they issued, under whatever name.
    let is_issuer = verdict.issuer.as_ref().is_some_and(|issuer| {
        issuer.id == printable(did) || trust.issuer(&issuer.id).is_some_and(|issuer| issuer.holds(key))
    });
    if context.require_current_bundle().is_err()
        || is_issuer
        // What was checked was checked with the key of the bundle that the grants were read with.
        || listed.public != *key
        || !listed.is_listed_at(grant.created)
        || !policy.accepts_key(key)
    {
        return Err(UseReason::GrantNotTrusted);
    }
    let is_taken_back = trust.revocations(grant.uuid.as_bytes()).next().is_some();
    if trust.is_withdrawn(key, Some(grant.created)) || is_taken_back {
        return Err(UseReason::GrantRevoked);
    }
    if !is_within_scope(approver, grant, verdict, policy.tenant.as_deref()) {
        return Err(UseReason::GrantOutOfScope);
    }
    if grant.is_in_force(now) { Ok(approver) } else { Err(UseReason::GrantNotInForce) }
}

/// Whether the approver may decide on the record, and on all that the grant names.
fn is_within_scope(
    approver: parties::Issuer<'_>,
    grant: &UseGrant,
    verdict: &Verdict,
    tenant: Option<&str>,
) -> bool {
    let subject = grant.subject();
    let of_grant = subject.text("tenant").unwrap_or_default();
    let named = subject.list("environment").iter().filter_map(Value::as_str);
    let mut environments = named.chain(places(verdict).iter().map(String::as_str));
    tenant.is_none_or(|tenant| tenant == of_grant)
        && approver.is_for_tenant(of_grant)
        && approver.allows("objects", verdict.record.object.as_deref().unwrap_or_default())
        && approver.allows("origins", verdict.origin.code())
        && environments.all(|environment| approver.allows("environments", environment))
}
