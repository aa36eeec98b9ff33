//! Whether a record may be used for something: every reason that applies, of which the strictest answer decides.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use crate::approval::Approval;
use crate::{Timestamp, codes};

codes! {
    /// Whether a record may be used for something. Ordered: the later, the stricter.
    Answer {
        /// Nothing speaks against it, as far as the policy asks.
        Allowed => "allowed",
        /// What would have to be known is not: a person decides, or nothing is done.
        Unknown => "unknown",
        /// Something speaks against it.
        Refused => "refused",
    }
}

codes! {
    /// Why a record may not be used for something, or why nothing can be said.
    UseReason {
        /// The policy names no such use.
        UseNotNamed => "use-not-named",
        /// The issuer rules the use out.
        UseProhibited => "use-prohibited",
        /// The record's origin, or one that is claimed of it, is none that the use takes.
        OriginNotListed => "origin-not-listed",
        /// The seal does not hold.
        SealFails => "seal-fails",
        /// A recorded record was changed since it was sealed.
        RecordChanged => "record-changed",
        /// Something is the matter with the record or its seal that needs a person.
        Flagged => "flagged",
        /// Whether the seal holds could not be told, or it is not in force.
        NotProved => "not-proved",
        /// There is no seal, and the use takes none without.
        UnsealedRefused => "unsealed-refused",
        /// There is no seal, and the policy does not say that the use takes such records.
        UnsealedUnknown => "unsealed-unknown",
        /// The use is not for this environment.
        EnvironmentNotListed => "environment-not-listed",
        /// By the issuer's own date the record should have been deleted.
        RetentionPassed => "retention-passed",
        /// The issuer states other purposes.
        OtherPurposes => "other-purposes",
        /// The use asks for a person's grant, and none names use and record.
        GrantMissing => "grant-missing",
        /// Nobody whom the page believes for it gave the grant, or the record's own issuer did.
        GrantNotTrusted => "grant-not-trusted",
        /// The grant, or the key that signed it, was withdrawn.
        GrantRevoked => "grant-revoked",
        /// The grant goes beyond what its approver may decide.
        GrantOutOfScope => "grant-out-of-scope",
        /// The grant has ended, or has not begun.
        GrantNotInForce => "grant-not-in-force",
        /// A claim that the policy requires is not made.
        ClaimsMissing => "claims-missing",
        /// Not everything that was shown could be compared.
        NotClean => "not-clean",
    }
}

impl UseReason {
    /// What it comes to by itself.
    pub const fn answer(self) -> Answer {
        match self {
            Self::RecordChanged
            | Self::NotProved
            | Self::UnsealedUnknown
            | Self::ClaimsMissing
            | Self::NotClean => Answer::Unknown,
            _ => Answer::Refused,
        }
    }
}

/// The answer for one use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision {
    /// Name of the use, as the policy has it.
    pub name: String,
    /// The strictest of what its reasons come to.
    pub answer: Answer,
    /// Every reason that applies, each once, in declaration order; none for `allowed`.
    pub reasons: Vec<UseReason>,
    /// Who answers for the use, as the policy says.
    pub owner: Option<String>,
    /// The grant that covers the record, where the use asks for one.
    pub grant: Option<Grant>,
}

/// A person's yes to a use, which counts for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id (`urn:uuid:…`).
    pub id: String,
    /// Who gives it.
    pub approver: Approval,
    /// Until when.
    pub until: Timestamp,
    /// Why, in the approver's words.
    pub reason: String,
}

impl Decision {
    pub(crate) fn of(name: &str, reasons: Vec<UseReason>, owner: Option<String>) -> Self {
        let answer = reasons.iter().map(|reason| reason.answer()).max().unwrap_or(Answer::Allowed);
        Self { name: name.to_owned(), answer, reasons, owner, grant: None }
    }

    /// What this and the decision on another record come to together, for one use: every reason that applies to either.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        let is_given = |reason: &UseReason| self.reasons.contains(reason) || other.reasons.contains(reason);
        let reasons = UseReason::ALL.iter().copied().filter(is_given).collect();
        let owner = if self.owner.is_some() { self.owner.clone() } else { other.owner.clone() };
        Self::of(&self.name, reasons, owner)
    }
}
