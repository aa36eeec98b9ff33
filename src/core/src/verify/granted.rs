//! Whether a person has granted a use of the record: whose grant counts, for which records, until when.

use alloc::string::String;
use alloc::vec::Vec;

use super::context::Context;
use crate::approval::Approval;
use crate::config::lists;
use crate::decision::{Grant, UseReason};
use crate::did::{self, PublicKey};
use crate::grants::{Grants, UseGrant};
use crate::json::Value;
use crate::policy::{ANY, Policy};
use crate::question::{Question, Signer};
use crate::seal::VerifiedSeal;
use crate::trust::TrustBundle;
use crate::verdict::Verdict;
use crate::{ids, parties, printable};

/// The grant that covers the record, the use and the time; else how far the one that came nearest got. `seal` is the record's, where
/// its signatures hold.
pub(crate) fn find(
    context: &Context<'_>,
    verdict: &Verdict,
    seal: Option<&VerifiedSeal<'_, '_>>,
    name: &str,
) -> Result<Grant, UseReason> {
    let mut nearest = UseReason::GrantMissing;
    for grant in context.grants.of_use(name) {
        if !is_about(grant, verdict, context) {
            continue;
        }
        match require(grant, verdict, seal, context) {
            Ok(approver) => {
                return Ok(Grant {
                    id: printable(grant.text("id")),
                    approver: Approval {
                        id: printable(approver.id()),
                        name: approver.name().map(printable),
                        at: None,
                    },
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
    seal: Option<&VerifiedSeal<'_, '_>>,
    context: &Context<'a>,
) -> Result<parties::Issuer<'a>, UseReason> {
    let Context { trust, policy, now, .. } = *context;
    if context.require_current_bundle().is_err() {
        return Err(UseReason::GrantNotTrusted);
    }
    let (approver, key) = approver(grant, trust)?;
    if seal.is_some_and(|seal| is_sealer(grant.text("issuer"), key, seal, context)) {
        return Err(UseReason::GrantNotTrusted);
    }
    let is_of_tenant = tenant(verdict, seal, policy) == grant.subject().text("tenant");
    let may_decide = is_of_tenant
        && approver.allows("objects", verdict.record.object.as_deref().unwrap_or_default())
        && approver.allows("origins", verdict.origin.code())
        && places(verdict).iter().all(|environment| approver.allows("environments", environment));
    if !may_decide {
        return Err(UseReason::GrantOutOfScope);
    }
    if grant.is_in_force(now) { Ok(approver) } else { Err(UseReason::GrantNotInForce) }
}

/// Whose grant it is, and with which key, whatever the record: somebody whom the bundle believes for all that the grant names, and who
/// has not taken it back.
fn approver<'a>(
    grant: &UseGrant,
    trust: &'a TrustBundle,
) -> Result<(parties::Issuer<'a>, &'a PublicKey), UseReason> {
    let approver = trust.approver(grant.text("issuer"));
    let listed = approver.and_then(|approver| approver.key(grant.verification_method()));
    let (Some(approver), Some(listed)) = (approver, listed) else { return Err(UseReason::GrantNotTrusted) };
    let key = &listed.public;
    // What was checked was checked with the key of the bundle that the grants were read with.
    if grant.key != Some(*key)
        || !listed.is_listed_at(grant.created)
        // What everybody can sign is nobody's yes, whatever the policy takes: nothing in the answer would say so.
        || did::is_publicly_known(key)
    {
        return Err(UseReason::GrantNotTrusted);
    }
    let is_taken_back = trust.revocations(grant.uuid.as_bytes()).next().is_some();
    if trust.is_withdrawn(key, Some(grant.created)) || is_taken_back {
        return Err(UseReason::GrantRevoked);
    }
    let subject = grant.subject();
    let mut environments = subject.list("environment").iter().filter_map(Value::as_str);
    let may_grant = approver.is_for_tenant(subject.text("tenant").unwrap_or_default())
        && subject.text("object").is_none_or(|object| approver.allows("objects", object))
        && environments.all(|environment| approver.allows("environments", environment));
    if may_grant { Ok((approver, key)) } else { Err(UseReason::GrantOutOfScope) }
}

impl Grants {
    /// What keeps each grant from covering any record at all, beside its time: whoever gives one learns of it at once.
    pub fn faults(&self, trust: &TrustBundle) -> Vec<UseReason> {
        self.list().iter().filter_map(|grant| approver(grant, trust).err()).collect()
    }
}

/// Whether it is the record's issuer, or the log that speaks for it: nobody grants the use of what they sealed, under whatever name.
fn is_sealer(did: &str, key: &PublicKey, seal: &VerifiedSeal<'_, '_>, context: &Context<'_>) -> bool {
    let issuer = seal.issuer();
    let is_log =
        |question: &Question<'_>| matches!(&question.signer, Signer::Log(log) if log.key.public == *key);
    printable(issuer) == printable(did)
        || did::from_did_key(issuer).is_some_and(|own| own == *key)
        || context.trust.issuer(issuer).is_some_and(|issuer| issuer.holds(key))
        || seal.signatures().iter().any(is_log)
}

/// Digest of the org that the record is of: the page's, or where the page takes any, the one that it was sealed for.
fn tenant<'a>(verdict: &Verdict, seal: Option<&VerifiedSeal<'a, '_>>, policy: &'a Policy) -> Option<&'a str> {
    policy.tenant.as_deref().or_else(|| {
        // Of a statement nobody vouches for there is no org.
        let seal = seal.filter(|_| verdict.claims.is_some())?;
        seal.payload().object("credentialSubject")?.text("tenant")
    })
}
