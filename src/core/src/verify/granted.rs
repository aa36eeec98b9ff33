//! Whether a person has granted a use of the record: whose grant counts, for which records, until when.

use super::context::Context;
use crate::approval::Approval;
use crate::decision::{Grant, UseReason};
use crate::grants::{GrantScope, UseGrant};
use crate::policy::ANY;
use crate::verdict::Verdict;
use crate::{ids, parties, printable};

/// The grant that covers the record, the use and the time; else how far the one that came nearest got.
pub(crate) fn find(context: &Context<'_>, verdict: &Verdict, name: &str) -> Result<Grant, UseReason> {
    let mut nearest = UseReason::GrantMissing;
    for grant in context.grants.of_use(name).filter(|grant| is_about(grant, verdict, context)) {
        match require(grant, verdict, context) {
            Ok(approver) => {
                return Ok(Grant {
                    id: printable(&grant.id),
                    approver: Approval { id: printable(approver.id()), name: approver.name().map(printable) },
                    until: grant.until,
                    reason: grant.reason.clone(),
                });
            }
            Err(reason) => nearest = nearest.max(reason),
        }
    }
    Err(nearest)
}

/// Whether a grant names the record, whoever gave it.
fn is_about(grant: &UseGrant, verdict: &Verdict, context: &Context<'_>) -> bool {
    match &grant.scope {
        // Of a seal nobody vouches for there is no id.
        GrantScope::Seals(seals) => {
            let id = verdict
                .seal
                .as_ref()
                .filter(|_| verdict.claims.is_some())
                .and_then(|seal| seal.id.as_deref());
            id.and_then(ids::to_uuid).is_some_and(|id| seals.binary_search(&id).is_ok())
        }
        GrantScope::Object { object, environments } => {
            let places = places(verdict);
            verdict.record.object.as_ref() == Some(object)
                && !places.is_empty()
                && places.iter().all(|place| environments.contains(place))
        }
        GrantScope::Dataset(digest) => context.dataset == Some(digest),
    }
}

/// Where the record is: in the page's environment, or where the page takes any, in all those that it was sealed for.
fn places(verdict: &Verdict) -> &[alloc::string::String] {
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
    let approver = trust.approver(&grant.approver);
    let listed = approver.and_then(|approver| approver.key(&grant.verification_method));
    let (Some(approver), Some(key), Some(listed)) = (approver, &grant.key, listed) else {
        return Err(UseReason::GrantNotTrusted);
    };
    // Nobody grants the use of what they issued, under whatever name.
    let issuer = verdict.issuer.as_ref();
    let is_issuer = issuer.is_some_and(|issuer| {
        issuer.id == printable(&grant.approver)
            || trust.issuer(&issuer.id).is_some_and(|issuer| issuer.holds(key))
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
    let id = ids::to_uuid(&grant.id).unwrap_or_default();
    if trust.is_withdrawn(key, Some(grant.created)) || trust.revocations(id.as_bytes()).next().is_some() {
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
    let may_in = |places: &[alloc::string::String]| {
        places.iter().all(|environment| approver.allows("environments", environment))
    };
    let is_named_well = match &grant.scope {
        GrantScope::Object { environments, .. } => may_in(environments),
        GrantScope::Seals(_) | GrantScope::Dataset(_) => true,
    };
    tenant.is_none_or(|tenant| tenant == grant.tenant)
        && approver.is_for_tenant(&grant.tenant)
        && approver.allows("objects", verdict.record.object.as_deref().unwrap_or_default())
        && approver.allows("origins", verdict.origin.code())
        && is_named_well
        && may_in(places(verdict))
}
