//! What may be said about a verdict, as catalogue keys: origin first, trust second.
//!
//! This is the one place that decides *what* is said. Views choose how.

use alloc::string::String;

use crate::text::joined;
use crate::verdict::{Origin, Trust, Verdict, codes};

codes! {
    /// The states people are shown; each stands for one or more [`Trust`] values.
    Group {
        /// The seal holds for every covered field.
        Verified => "verified",
        /// The seal holds for what could be seen.
        PartlyChecked => "partly-checked",
        /// A covered field changed since signing.
        Changed => "changed",
        /// The seal belongs to another record or environment.
        WrongPlace => "wrong-place",
        /// The signature does not hold, or the seal is not readable.
        Invalid => "invalid",
        /// Signed by somebody this page does not know.
        UnrecognisedIssuer => "unrecognised-issuer",
        /// Withdrawn, replaced, out of its time or not approved.
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
    /// Key of the sentence that explains it.
    pub explanation: String,
    /// Key of the next step.
    pub next: String,
}

impl Verdict {
    /// What may be said about this verdict.
    pub fn disclose(&self) -> Disclosure {
        // The state that stands for a trust value, and how loud it is before flags.
        let (group, base) = match self.trust {
            Trust::Verified => (Group::Verified, Level::Quiet),
            Trust::VerifiedPartial => (Group::PartlyChecked, Level::Notice),
            Trust::Altered => (Group::Changed, Level::Alert),
            Trust::WrongRecord | Trust::WrongEnvironment => (Group::WrongPlace, Level::Alert),
            Trust::Invalid | Trust::Malformed => (Group::Invalid, Level::Alert),
            Trust::UntrustedIssuer => (Group::UnrecognisedIssuer, Level::Caution),
            Trust::Revoked => (Group::NoLongerValid, Level::Alert),
            Trust::Superseded | Trust::Expired | Trust::NotYetValid | Trust::Unapproved => {
                (Group::NoLongerValid, Level::Caution)
            }
            Trust::MissingExpectedSeal => (Group::SealMissing, Level::Alert),
            Trust::DeclaredUnsigned => (Group::Declared, Level::Notice),
            Trust::Unsealed => (Group::NotDisclosed, Level::Notice),
            Trust::Unchecked | Trust::Unsupported => (Group::CouldNotCheck, Level::Caution),
        };
        let holds = matches!(self.trust, Trust::Verified | Trust::VerifiedPartial);
        let by_origin = match self.origin {
            Origin::Recorded => Level::Quiet,
            Origin::Unknown if holds => Level::Caution,
            _ => Level::Notice,
        };
        let by_flags = if self.flags.is_empty() { Level::Quiet } else { Level::Caution };
        let is_origin_said = holds || self.origin != Origin::Unknown;
        Disclosure {
            group,
            level: base.max(by_origin).max(by_flags),
            origin: is_origin_said.then(|| joined(&["origin.", self.origin.code()])),
            trust: joined(&["group.", group.code()]),
            explanation: joined(&["trust.", self.trust.code()]),
            next: joined(&["next.", self.trust.code()]),
        }
    }
}
