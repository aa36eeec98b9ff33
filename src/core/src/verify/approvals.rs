//! Whether as many approve the statement as the policy asks for.

use super::facts::Facts;
use super::findings::Findings;
use crate::approval::Approval;
use crate::reason::ReasonCode;
use crate::verdict::Trust;

pub(crate) fn find(facts: &Facts<'_, '_>, approvals: &[Approval]) -> Findings {
    let mut findings = Findings::default();
    if u64::try_from(approvals.len()).unwrap_or(u64::MAX) < facts.context.policy.approvals {
        findings.add(Trust::Unapproved, ReasonCode::ApprovalsMissing, None);
    }
    findings
}
