//! What speaks against a seal, in the order of profile §5.

use alloc::vec::Vec;

use crate::reason::ReasonCode;
use crate::verdict::{Reason, Trust};

/// What one rule found.
#[derive(Default)]
pub(crate) struct Findings(Vec<(Trust, Reason)>);

impl Findings {
    pub(crate) fn add(&mut self, trust: Trust, code: ReasonCode, detail: Option<&str>) {
        self.0.push((trust, Reason { code, detail: detail.map(Into::into) }));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What all rules found together: the first finding decides. `verified-partial` stands behind everything else.
    pub(crate) fn in_order(rules: &mut [Self]) -> (Trust, Vec<Reason>) {
        let mut all = Vec::new();
        for rule in rules {
            all.append(&mut rule.0);
        }
        let decisive = |(trust, _): &(Trust, Reason)| *trust != Trust::VerifiedPartial;
        let trust = all.iter().find(|finding| decisive(finding)).or(all.first()).map(|(trust, _)| *trust);
        let mut reasons = Vec::with_capacity(all.len());
        for is_first in [true, false] {
            for finding in &mut all {
                if decisive(finding) == is_first {
                    let (_, Reason { code, detail }) = finding;
                    reasons.push(Reason { code: *code, detail: detail.take() });
                }
            }
        }
        (trust.unwrap_or(Trust::Verified), reasons)
    }
}
