//! Whether it is the time for which the seal was made.

use super::facts::Facts;
use super::findings::Findings;
use crate::SKEW;
use crate::question::Signer;
use crate::reason::ReasonCode;
use crate::verdict::Trust;

pub(crate) fn find(facts: &Facts<'_, '_>) -> Findings {
    let Facts { context, statement, seal, .. } = facts;
    let mut begins = alloc::vec![statement.valid_from, statement.created];
    let mut ends = alloc::vec::Vec::from_iter(statement.valid_until);
    for question in seal.signatures() {
        if let Signer::Proof(proof) = &question.signer {
            begins.extend(proof.options.created.time());
            ends.extend(proof.options.expires);
        }
    }
    let now = context.now.as_millis();
    let mut findings = Findings::default();
    for begin in begins {
        if begin.as_millis() > now + SKEW {
            findings.add(Trust::NotYetValid, ReasonCode::ValidityNotBegun, Some(&begin.to_text()));
        }
    }
    for end in ends {
        if end.as_millis() + SKEW < now {
            findings.add(Trust::Expired, ReasonCode::ValidityEnded, Some(&end.to_text()));
        }
    }
    findings
}
