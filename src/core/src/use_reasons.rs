//! Why a record may not be used for something: each line of the table of uses is one reason, and one look at a verdict.

use alloc::vec::Vec;

use crate::Origin;
use crate::decision::{Decision, UseReason};
use crate::policy::Policy;
use crate::use_rule::{Unsealed, UseRule};
use crate::verdict::{BundleRef, Clean, Flag, Trust, Verdict};

impl Policy {
    /// Whether a record may be used for something, by what a check says of it. A use that the policy does not name is refused.
    pub fn decide(&self, verdict: &Verdict, name: &str) -> Decision {
        match self.uses.iter().find(|rule| rule.name == name) {
            Some(rule) => self.decide_by(rule, verdict),
            None => Decision::of(name, Vec::from([UseReason::UseNotNamed]), None),
        }
    }

    /// The answer for each use that the policy names, sorted by name.
    pub(crate) fn decide_all(&self, verdict: &Verdict) -> Vec<Decision> {
        self.uses.iter().map(|rule| self.decide_by(rule, verdict)).collect()
    }

    fn decide_by(&self, rule: &UseRule, verdict: &Verdict) -> Decision {
        let reasons = reasons_of(verdict, rule, self.accept_unknown_status);
        Decision::of(&rule.name, reasons, rule.owner.clone())
    }
}

impl Verdict {
    /// Whether the record may be used for something, by the policy of the check. A use that it does not name is refused; where no
    /// check could be made, there is no policy to ask, and the answer is `unknown`.
    pub fn may_be_used(&self, name: &str) -> Decision {
        let decided = self.uses.iter().find(|decision| decision.name == name).cloned();
        decided.unwrap_or_else(|| {
            // Whoever checks has a trust bundle, and with it a policy.
            let is_checked = self.trust_bundle != BundleRef::default();
            let reason = if is_checked { UseReason::UseNotNamed } else { UseReason::NotProved };
            Decision::of(name, Vec::from([reason]), None)
        })
    }
}

/// Every reason that applies, in declaration order.
fn reasons_of(verdict: &Verdict, rule: &UseRule, accepts_unknown_status: bool) -> Vec<UseReason> {
    let Verdict { trust, origin, claimed_origin, flags, .. } = verdict;
    let claims = verdict.claims.as_ref();
    let is_prohibited = claims.is_some_and(|claims| {
        // A prohibition errs towards no.
        claims
            .prohibited_use
            .iter()
            .any(|code| rule.is_meant_by(|known| known.eq_ignore_ascii_case(code.trim())))
    });
    let purposes = claims.map(|claims| claims.purpose.as_slice()).unwrap_or_default();
    let is_stated = purposes.iter().any(|code| rule.is_meant_by(|known| known == code.trim()));
    let said = if *origin == Origin::Unknown { *claimed_origin } else { Some(*origin) };
    let is_unsealed = matches!(trust, Trust::Unsealed | Trust::DeclaredUnsigned);
    let is_recorded_changed = *trust == Trust::Altered && *origin == Origin::Recorded;
    let fails = matches!(
        trust,
        Trust::Malformed
            | Trust::Invalid
            | Trust::Revoked
            | Trust::Superseded
            | Trust::WrongRecord
            | Trust::WrongEnvironment
            | Trust::Altered
            | Trust::MissingExpectedSeal
    );
    let is_not_proved = matches!(
        trust,
        Trust::Unchecked
            | Trust::Unsupported
            | Trust::UntrustedIssuer
            | Trust::Expired
            | Trust::NotYetValid
            | Trust::Unapproved
    );
    let is_accepted = |flag: &Flag| match flag {
        Flag::RetentionPassed | Flag::ClaimsMissing => true,
        Flag::StatusUnknown => accepts_unknown_status,
        _ => false,
    };
    let applies = |reason| match reason {
        // Of a rule there is a name.
        UseReason::UseNotNamed => false,
        UseReason::UseProhibited => is_prohibited,
        UseReason::OriginNotListed => said.is_some_and(|origin| !rule.origins.contains(&origin)),
        UseReason::SealFails => fails && !is_recorded_changed,
        UseReason::RecordChanged => is_recorded_changed,
        UseReason::Flagged => !flags.iter().all(is_accepted),
        UseReason::NotProved => is_not_proved,
        UseReason::UnsealedRefused => is_unsealed && rule.unsealed == Unsealed::Refuse,
        UseReason::UnsealedUnknown => is_unsealed && rule.unsealed == Unsealed::Unknown,
        UseReason::EnvironmentNotListed => {
            !rule.environments.is_empty() && !rule.environments.contains(&verdict.environment_expected)
        }
        UseReason::RetentionPassed => flags.contains(&Flag::RetentionPassed),
        UseReason::OtherPurposes => rule.is_strict && !purposes.is_empty() && !is_stated,
        UseReason::GrantMissing => rule.needs_oversight,
        UseReason::ClaimsMissing => flags.contains(&Flag::ClaimsMissing),
        UseReason::NotClean => false,
    };
    let mut found: Vec<UseReason> =
        UseReason::ALL.iter().copied().filter(|reason| applies(*reason)).collect();
    if found.is_empty() && !verdict.is_clean(&rule.takes()) {
        found.push(UseReason::NotClean);
    }
    found
}

impl UseRule {
    /// What a record must be clean as.
    fn takes(&self) -> Vec<Clean> {
        let mut takes: Vec<Clean> = self.origins.iter().copied().filter_map(Clean::of).collect();
        if self.unsealed == Unsealed::Allow {
            takes.push(Clean::Unsealed);
        }
        takes
    }
}
