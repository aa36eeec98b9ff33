//! What may be said about a verdict, as catalogue keys: origin first, trust second.
//!
//! This is the one place that decides *what* is said. Views choose how.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// State shown.
    pub group: Group,
    /// How loud.
    pub level: Level,
    /// Key of the origin to say first; `None` where the state overrides every origin label.
    pub origin: Option<&'static str>,
    /// Key of the trust to say second, or alone.
    pub trust: &'static str,
    /// Key of the sentence that explains it.
    pub explanation: &'static str,
    /// Key of the next step.
    pub next: &'static str,
}

/// One row per trust value: group, level before flags, and the three keys.
macro_rules! said {
    ($trust:literal, $group:ident, $key:literal, $level:ident) => {
        (
            Group::$group,
            Level::$level,
            concat!("group.", $key),
            concat!("trust.", $trust),
            concat!("next.", $trust),
        )
    };
}

impl Verdict {
    /// What may be said about this verdict.
    pub fn disclose(&self) -> Disclosure {
        let (group, base, trust, explanation, next) = match self.trust {
            Trust::Verified => said!("verified", Verified, "verified", Quiet),
            Trust::VerifiedPartial => said!("verified-partial", PartlyChecked, "partly-checked", Notice),
            Trust::Altered => said!("altered", Changed, "changed", Alert),
            Trust::WrongRecord => said!("wrong-record", WrongPlace, "wrong-place", Alert),
            Trust::WrongEnvironment => said!("wrong-environment", WrongPlace, "wrong-place", Alert),
            Trust::Invalid => said!("invalid", Invalid, "invalid", Alert),
            Trust::Malformed => said!("malformed", Invalid, "invalid", Alert),
            Trust::UntrustedIssuer => {
                said!("untrusted-issuer", UnrecognisedIssuer, "unrecognised-issuer", Caution)
            }
            Trust::Revoked => said!("revoked", NoLongerValid, "no-longer-valid", Alert),
            Trust::Superseded => said!("superseded", NoLongerValid, "no-longer-valid", Caution),
            Trust::Expired => said!("expired", NoLongerValid, "no-longer-valid", Caution),
            Trust::NotYetValid => said!("not-yet-valid", NoLongerValid, "no-longer-valid", Caution),
            Trust::Unapproved => said!("unapproved", NoLongerValid, "no-longer-valid", Caution),
            Trust::MissingExpectedSeal => said!("missing-expected-seal", SealMissing, "seal-missing", Alert),
            Trust::DeclaredUnsigned => said!("declared-unsigned", Declared, "declared", Notice),
            Trust::Unsealed => said!("unsealed", NotDisclosed, "not-disclosed", Notice),
            Trust::Unchecked => said!("unchecked", CouldNotCheck, "could-not-check", Caution),
            Trust::Unsupported => said!("unsupported", CouldNotCheck, "could-not-check", Caution),
        };
        let holds = matches!(self.trust, Trust::Verified | Trust::VerifiedPartial);
        let by_origin = match self.origin {
            Origin::Recorded => Level::Quiet,
            Origin::Unknown if holds => Level::Caution,
            _ => Level::Notice,
        };
        let by_flags = if self.flags.is_empty() { Level::Quiet } else { Level::Caution };
        let origin = match self.origin {
            Origin::Synthetic => Some("origin.synthetic"),
            Origin::AiGenerated => Some("origin.ai-generated"),
            Origin::AiModified => Some("origin.ai-modified"),
            Origin::Masked => Some("origin.masked"),
            Origin::Recorded => Some("origin.recorded"),
            Origin::Unknown if holds => Some("origin.unknown"),
            Origin::Unknown => None,
        };
        Disclosure { group, level: base.max(by_origin).max(by_flags), origin, trust, explanation, next }
    }
}
