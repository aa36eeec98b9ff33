//! What could not be found out. It hides nothing that is known: it decides only where all else holds.

use super::findings::Findings;
use super::known::Known;
use crate::reason::ReasonCode;
use crate::registry::Lookup;
use crate::status::{StatusAnswer, StatusRef};
use crate::verdict::Trust;

pub(crate) fn find(known: &Known<'_, '_>) -> Findings {
    let mut findings = Findings::default();
    if known.status == StatusAnswer::Unknown && !known.context.policy.accept_unknown_status {
        let detail = known.statement.status.as_ref().map(StatusRef::shown);
        findings.add(Trust::Unchecked, ReasonCode::StatusUnknown, detail.as_deref());
    }
    if matches!(known.registered, Lookup::Unusable) {
        findings.add(Trust::Unchecked, ReasonCode::RegistryUnusable, None);
    }
    findings
}
