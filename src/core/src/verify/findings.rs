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
    pub(crate) fn in_order<const N: usize>(rules: [Self; N]) -> (Trust, Vec<Reason>) {
        let (mut decisive, mut reasons, mut late) = (None, Vec::new(), Vec::new());
        for (trust, reason) in rules.into_iter().flat_map(|rule| rule.0) {
            if trust == Trust::VerifiedPartial {
                late.push(reason);
            } else {
                decisive = decisive.or(Some(trust));
                reasons.push(reason);
            }
        }
        let otherwise = if late.is_empty() { Trust::Verified } else { Trust::VerifiedPartial };
        reasons.append(&mut late);
        (decisive.unwrap_or(otherwise), reasons)
    }
}
