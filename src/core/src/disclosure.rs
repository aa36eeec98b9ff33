//! What may be said about a verdict, as catalogue keys: origin first, trust second.
//!
//! This is the one place that decides *what* is said. Views choose how.

use alloc::string::String;

use crate::reason::ReasonCode;
use crate::text::joined;
use crate::verdict::{Claims, Flag, Trust, Verdict};
use crate::{Origin, codes};

codes! {
    /// The states people are shown; each stands for one or more [`Trust`] values.
    Group {
        /// The seal holds for every covered field.
        Verified => "verified",
        /// The seal holds for what could be seen.
        PartlyChecked => "partly-checked",
        /// A covered field changed since signing.
        Changed => "changed",
        /// The seal belongs to another record.
        WrongPlace => "wrong-place",
        /// The seal belongs to another environment.
        WrongEnvironment => "wrong-environment",
        /// The signature does not hold, or the seal is not readable.
        Invalid => "invalid",
        /// Signed by somebody this page does not know.
        UnrecognisedIssuer => "unrecognised-issuer",
        /// The seal, or the key behind it, was withdrawn.
        Withdrawn => "withdrawn",
        /// Replaced, out of its time or not approved.
        NoLongerValid => "no-longer-valid",
        /// There should be a seal.
        SealMissing => "seal-missing",
        /// An unsigned flag says something.
        Declared => "declared",
        /// Nobody said anything.
        NotDisclosed => "not-disclosed",
        /// The check could not be made. Not the same as invalid.
        CouldNotCheck => "could-not-check",
    }
}

impl Group {
    /// How loud it is by itself, before origin, flags and registry.
    pub fn level(self) -> Level {
        match self {
            Self::Verified => Level::Quiet,
            Self::PartlyChecked | Self::Declared | Self::NotDisclosed => Level::Notice,
            Self::UnrecognisedIssuer | Self::NoLongerValid | Self::CouldNotCheck => Level::Caution,
            Self::Changed
            | Self::WrongPlace
            | Self::WrongEnvironment
            | Self::Invalid
            | Self::Withdrawn
            | Self::SealMissing => Level::Alert,
        }
    }
}

codes! {
    /// How loud a disclosure is. Ordered.
    Level {
        /// Verified recorded data: need not draw the eye.
        Quiet => "quiet",
        /// Something people should know.
        Notice => "notice",
        /// Something people should weigh before they act.
        Caution => "caution",
        /// Something that is wrong.
        Alert => "alert",
    }
}

codes! {
    /// What is known of whoever signed. Nothing but `recognised` may be ticked.
    IssuerStanding {
        /// The trust bundle lists the issuer for this seal.
        Recognised => "recognised",
        /// The trust bundle does not list the issuer for this seal.
        Unrecognised => "unrecognised",
        /// The key is listed, and was withdrawn.
        Withdrawn => "withdrawn",
        /// Nobody could be asked: there is no trust bundle that may be believed.
        NotChecked => "not-checked",
    }
}

/// What may be said: keys into the catalogue, a group and a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// State shown.
    pub group: Group,
    /// How loud.
    pub level: Level,
    /// Key of the origin to say first; `None` where the state overrides every origin label.
    pub origin: Option<String>,
    /// Key of the trust to say second, or alone.
    pub trust: String,
    /// What `{environment}` in the words of `trust` stands for, where they have it.
    pub environment: Option<String>,
    /// Key of what is said of the record without being believed; said after the trust.
    pub claim: Option<String>,
    /// What is known of the issuer, where there is one.
    pub issuer: Option<IssuerStanding>,
    /// Key of the sentence that explains it.
    pub explanation: String,
    /// Key of the next step.
    pub next: String,
}

/// Flags by how much they take from what a seal says: advice is given on the first.
const ADVICE: [Flag; 9] = [
    Flag::TestKey,
    Flag::NotComparable,
    Flag::LabelContradiction,
    Flag::ClaimsInconsistent,
    Flag::ReferenceMismatch,
    Flag::RetentionPassed,
    Flag::ClaimsMissing,
    Flag::CompanionIgnored,
    Flag::StatusUnknown,
];

impl Verdict {
    /// What may be said about this verdict.
    pub fn disclose(&self) -> Disclosure {
        // The state that stands for a trust value.
        let group = match self.trust {
            Trust::Verified => Group::Verified,
            Trust::VerifiedPartial => Group::PartlyChecked,
            Trust::Altered => Group::Changed,
            Trust::WrongRecord => Group::WrongPlace,
            Trust::WrongEnvironment => Group::WrongEnvironment,
            Trust::Invalid | Trust::Malformed => Group::Invalid,
            Trust::UntrustedIssuer => Group::UnrecognisedIssuer,
            Trust::Revoked => Group::Withdrawn,
            Trust::Superseded | Trust::Expired | Trust::NotYetValid | Trust::Unapproved => {
                Group::NoLongerValid
            }
            Trust::MissingExpectedSeal => Group::SealMissing,
            Trust::DeclaredUnsigned => Group::Declared,
            Trust::Unsealed => Group::NotDisclosed,
            Trust::Unchecked | Trust::Unsupported => Group::CouldNotCheck,
        };
        let holds = matches!(self.trust, Trust::Verified | Trust::VerifiedPartial);
        let by_origin = match self.origin {
            Origin::Recorded => Level::Quiet,
            Origin::Unknown if holds => Level::Caution,
            _ => Level::Notice,
        };
        // A change that took the seal, or what says where the record came from, is looked at.
        let is_stripped = self.has_reason(ReasonCode::ProvenanceStripped);
        let by_flags = if self.flags.is_empty() && !is_stripped { Level::Quiet } else { Level::Caution };
        // Whoever puts a broken or foreign seal in the place of the expected one gains nothing by it. A view that does not
        // show the seal says nothing of that.
        let is_expected =
            self.has_reason(ReasonCode::SealExpected) && !self.has_reason(ReasonCode::SealNotShown);
        let by_registry = if is_expected { Level::Alert } else { Level::Quiet };
        let is_origin_said = holds || self.origin != Origin::Unknown;
        let environment = (group == Group::WrongEnvironment && !self.environment_sealed.is_empty())
            .then(|| self.environment_sealed.join(", "));
        Disclosure {
            group,
            level: group.level().max(by_origin).max(by_flags).max(by_registry),
            origin: is_origin_said.then(|| joined(&["origin.", self.origin.code()])),
            trust: match environment {
                Some(_) => "group.sealed-for".into(),
                None => joined(&["group.", group.code()]),
            },
            environment,
            claim: self.claimed_origin.map(|origin| joined(&["claim.", origin.code()])),
            issuer: self.issuer.is_some().then(|| self.issuer_standing()),
            explanation: joined(&["trust.", self.trust.code()]),
            next: self.next(),
        }
    }

    /// The next step. None says that all is well beside a flag that says it is not.
    fn next(&self) -> String {
        let is_quiet_of_flags = matches!(
            self.trust,
            Trust::Verified | Trust::VerifiedPartial | Trust::DeclaredUnsigned | Trust::Unsealed
        );
        let flag = ADVICE.iter().find(|flag| is_quiet_of_flags && self.flags.contains(flag));
        let has_purpose = self.claims.as_ref().is_some_and(|claims| !claims.purpose.is_empty());
        match flag {
            Some(flag) => joined(&["next.flag.", flag.code()]),
            None if self.trust == Trust::Verified && has_purpose => "next.verified-purpose".into(),
            None => joined(&["next.", self.hindrance().unwrap_or(self.trust.code())]),
        }
    }

    /// What kept the check from being made, where trying again alone does not help.
    fn hindrance(&self) -> Option<&'static str> {
        let of = |code| match code {
            ReasonCode::SealNotShown => Some(code.code()),
            // Beside a label, the label is what there is to say.
            _ if self.trust != Trust::Unchecked => None,
            ReasonCode::TrustBundleExpired
            | ReasonCode::TrustBundleRefused
            | ReasonCode::RegistryUnusable => Some("lists-not-current"),
            ReasonCode::RecordUnreadable | ReasonCode::FieldNamedTwice => {
                Some(ReasonCode::RecordUnreadable.code())
            }
            _ => None,
        };
        let is_open = matches!(self.trust, Trust::Unchecked | Trust::DeclaredUnsigned);
        self.reasons.iter().filter(|_| is_open).find_map(|reason| of(reason.code))
    }

    /// What the issuer states, where it may be gone by: stated of this record, by somebody whom the trust bundle lists, fitting together.
    pub(crate) fn believed_claims(&self) -> Option<&Claims> {
        let is_void = |flag: &Flag| matches!(flag, Flag::TestKey | Flag::ClaimsInconsistent);
        let is_believed = self.trust != Trust::WrongRecord
            && self.issuer_standing() == IssuerStanding::Recognised
            && !self.flags.iter().any(is_void);
        self.claims.as_ref().filter(|_| is_believed)
    }

    /// The issuer's name, which is the trust list's: one that is not on it, or cannot be looked up, has none, whatever is said.
    pub fn issuer_name(&self) -> Option<&str> {
        let standing = self.issuer_standing();
        let is_named = matches!(standing, IssuerStanding::Recognised | IssuerStanding::Withdrawn);
        self.issuer.as_ref().filter(|_| is_named)?.name.as_deref()
    }

    /// Who is responsible for this record, which is the issuer where nobody else is stated, and who issued its seal; by name where
    /// one may be gone by.
    pub(crate) fn parties(&self) -> [Option<&str>; 2] {
        let issuer = self.issuer_name().filter(|_| self.trust != Trust::WrongRecord);
        let owner = self.believed_claims().and_then(|claims| claims.responsible_entity.as_deref().or(issuer));
        [owner, issuer]
    }

    fn issuer_standing(&self) -> IssuerStanding {
        let has = |code| self.has_reason(code);
        if self.trust == Trust::UntrustedIssuer {
            IssuerStanding::Unrecognised
        } else if has(ReasonCode::KeyRevoked) {
            IssuerStanding::Withdrawn
        } else if has(ReasonCode::TrustBundleExpired) || has(ReasonCode::TrustBundleRefused) {
            IssuerStanding::NotChecked
        } else {
            IssuerStanding::Recognised
        }
    }
}
