//! What could not be found out. It hides nothing that is known: it decides only where all else holds.

use super::facts::Facts;
use super::findings::Findings;
use crate::reason::ReasonCode;
use crate::registry::Lookup;
use crate::status::{StatusAnswer, StatusRef};
use crate::verdict::Trust;

pub(crate) fn find(facts: &Facts<'_, '_>) -> Findings {
    let mut findings = Findings::default();
    if facts.status == StatusAnswer::Unknown && !facts.context.policy.accept_unknown_status {
        let detail = facts.statement.status.as_ref().map(StatusRef::shown);
        findings.add(Trust::Unchecked, ReasonCode::StatusUnknown, detail.as_deref());
    }
    if matches!(facts.registered, Lookup::Unusable) {
        findings.add(Trust::Unchecked, ReasonCode::RegistryUnusable, None);
    }
    findings
}
