//! Whether the seal, or a key behind it, was withdrawn, or the seal replaced.

use super::facts::Facts;
use super::findings::Findings;
use crate::reason::ReasonCode;
use crate::registry::Lookup;
use crate::status::{StatusAnswer, StatusRef};
use crate::verdict::Trust;

pub(crate) fn find(facts: &Facts<'_, '_>) -> Findings {
    let Facts { context, statement, attestation, .. } = facts;
    let mut findings = Findings::default();
    for key in &attestation.keys {
        for revocation in context.trust.revocations(key) {
            let stands = revocation.from.is_some_and(|from| {
                attestation.cosigned.is_some_and(|seen| seen < from)
                    || (revocation.is_retirement && attestation.was_sealed_before(from, statement))
            });
            if !stands {
                findings.add(Trust::Revoked, ReasonCode::KeyRevoked, None);
            }
        }
    }
    if context.trust.revocations(statement.seal_id.as_bytes()).next().is_some() {
        findings.add(Trust::Revoked, ReasonCode::SealRevoked, None);
    }
    if facts.status == StatusAnswer::Withdrawn {
        let entry = statement.status.as_ref().map(StatusRef::shown);
        findings.add(Trust::Revoked, ReasonCode::StatusRevoked, entry.as_deref());
    }
    if let Lookup::Listed(entry) = &facts.registered
        && !entry.is_current(&statement.seal_id)
    {
        findings.add(Trust::Superseded, ReasonCode::NewerSealExists, None);
    }
    findings
}
