//! Why a record may not be used for something: each line of the table of uses is one reason, and one look at a verdict.

use alloc::vec::Vec;

use crate::Origin;
use crate::decision::{Decision, Grant, UseReason};
use crate::policy::Policy;
use crate::use_rule::{Unsealed, UseRule};
use crate::verdict::{BundleRef, Clean, Flag, Trust, Verdict};

impl Policy {
    /// Whether a record may be used for something, by what a check says of it. A use that the policy does not name is refused, and
    /// so is one that asks for a grant: whose grants there are, only the check knows ([`Verdict::may_be_used`]).
    pub fn decide(&self, verdict: &Verdict, name: &str) -> Decision {
        match self.uses.iter().find(|rule| rule.name == name) {
            Some(rule) => self.decide_by(rule, verdict, &|_| Err(UseReason::GrantMissing)),
            None => Decision::of(name, Vec::from([UseReason::UseNotNamed]), None),
        }
    }

    /// The answer for each use that the policy names, sorted by name.
    pub(crate) fn decide_all(
        &self,
        verdict: &Verdict,
        grant: &dyn Fn(&str) -> Result<Grant, UseReason>,
    ) -> Vec<Decision> {
        self.uses.iter().map(|rule| self.decide_by(rule, verdict, grant)).collect()
    }

    /// `grant` is what covers the record for the use of that name, or why nothing does.
    fn decide_by(
        &self,
        rule: &UseRule,
        verdict: &Verdict,
        grant: &dyn Fn(&str) -> Result<Grant, UseReason>,
    ) -> Decision {
        let (grant, refusal) = match rule.needs_oversight.then(|| grant(&rule.name)) {
            None => (None, None),
            Some(Ok(grant)) => (Some(grant), None),
            Some(Err(reason)) => (None, Some(reason)),
        };
        let reasons = reasons_of(verdict, rule, self.accept_unknown_status, refusal);
        Decision { grant, ..Decision::of(&rule.name, reasons, rule.owner.clone()) }
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
fn reasons_of(
    verdict: &Verdict,
    rule: &UseRule,
    accepts_unknown_status: bool,
    ungranted: Option<UseReason>,
) -> Vec<UseReason> {
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
        UseReason::GrantMissing
        | UseReason::GrantNotTrusted
        | UseReason::GrantRevoked
        | UseReason::GrantOutOfScope
        | UseReason::GrantNotInForce => ungranted == Some(reason),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::approval::Approval;
    use crate::reason::ReasonCode;
    use crate::verdict::Reason;

    /// Whatever a verdict says, a grant that covers takes away nothing but that one was asked for, and one that does not adds its
    /// reason and nothing else.
    #[test]
    fn a_grant_adds_its_own_reason_to_those_of_the_table_and_takes_none_away() {
        let policy = |oversight: bool| {
            Policy::from_json(&alloc::format!(
                r#"{{"policy":"crm-policy/1","tenant":"any","environment":"sandbox","uses":{{"scoring":{{
                    "origins":["synthetic","recorded"],"unsealed":"allow","oversight":{oversight}}}}}}}"#
            ))
            .unwrap()
        };
        let (asking, free) = (policy(true), policy(false));
        let now = Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
        let grant = Grant {
            id: "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f".into(),
            approver: Approval { id: "did:web:bank.example".into(), name: None, at: None },
            until: now,
            reason: "x".into(),
        };
        let of_grants = UseReason::ALL.iter().filter(|reason| reason.code().starts_with("grant-"));
        let outcomes: Vec<_> = of_grants.map(|reason| Err(*reason)).chain([Ok(grant)]).collect();
        assert_eq!(outcomes.len(), 6);
        let flag_sets = Flag::ALL.iter().map(|flag| alloc::vec![*flag]).chain([Vec::new()]);
        for flags in flag_sets {
            for (trust, origin) in
                Trust::ALL.iter().flat_map(|trust| Origin::ALL.iter().map(move |origin| (trust, origin)))
            {
                let reason = Reason { code: ReasonCode::NoSeal, detail: None };
                let mut verdict = Verdict::unchecked(reason, "sandbox", now);
                (verdict.trust, verdict.origin, verdict.flags) = (*trust, *origin, flags.clone());
                let without = free.decide(&verdict, "scoring");
                for answer in &outcomes {
                    let decided = asking.decide_all(&verdict, &|_| answer.clone());
                    let mut expected: Vec<_> = without.reasons.clone();
                    expected.extend(answer.as_ref().err());
                    // Not clean is what is said where nothing else is.
                    if expected.len() > 1 {
                        expected.retain(|reason| *reason != UseReason::NotClean);
                    }
                    expected.sort_unstable();
                    assert_eq!(
                        decided.first().map(|one| &one.reasons),
                        Some(&expected),
                        "{trust} {answer:?}"
                    );
                    assert_eq!(decided.first().and_then(|one| one.grant.as_ref()), answer.as_ref().ok());
                }
            }
        }
    }
}
