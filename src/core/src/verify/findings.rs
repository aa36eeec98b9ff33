//! What speaks against a seal, in the order of profile §5.

use alloc::vec::Vec;

use crate::reason::ReasonCode;
use crate::verdict::{Reason, Trust};

/// What one rule found, or several: the first finding decides.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) trust: Option<Trust>,
    pub(crate) reasons: Vec<Reason>,
    /// `verified-partial` stands behind everything else, so its findings wait until the rest is known.
    late: Vec<Reason>,
}

impl Findings {
    pub(crate) fn add(&mut self, trust: Trust, code: ReasonCode, detail: Option<&str>) {
        let reason = Reason { code, detail: detail.map(Into::into) };
        if trust == Trust::VerifiedPartial {
            self.late.push(reason);
        } else {
            self.trust.get_or_insert(trust);
            self.reasons.push(reason);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.reasons.is_empty() && self.late.is_empty()
    }

    /// What all rules found together.
    pub(crate) fn in_order<const N: usize>(rules: [Self; N]) -> Self {
        let mut all = Self::default();
        for mut rule in rules {
            all.trust = all.trust.or(rule.trust);
            all.reasons.append(&mut rule.reasons);
            all.late.append(&mut rule.late);
        }
        if !all.late.is_empty() {
            all.trust.get_or_insert(Trust::VerifiedPartial);
            all.reasons.append(&mut all.late);
        }
        all
    }
}
