//! What a check answers: [`Verdict`] and the closed lists it draws from (profile §5).

use alloc::string::String;
use alloc::vec::Vec;

use crate::approval::Approval;
use crate::codes;
use crate::contact::Contact;
use crate::decision::Decision;
use crate::names::is_same_name;
use crate::reason::ReasonCode;
use crate::{Origin, Timestamp};

codes! {
    /// Whether the seal holds. With a seal, the first that applies is taken, in this order (profile §5).
    Trust {
        /// The container, the envelope or (once signature and issuer hold) the statement is not of the profile's form.
        Malformed => "malformed",
        /// A version, cryptosuite, digest or normal form that this verifier does not know.
        Unsupported => "unsupported",
        /// The signature does not hold for this text.
        Invalid => "invalid",
        /// Signed, but not by somebody the trust bundle accepts for this.
        UntrustedIssuer => "untrusted-issuer",
        /// The key or the seal was withdrawn.
        Revoked => "revoked",
        /// The registry names a newer seal for this record.
        Superseded => "superseded",
        /// The seal was made for another record.
        WrongRecord => "wrong-record",
        /// The seal was made for another environment.
        WrongEnvironment => "wrong-environment",
        /// At least one covered field changed since signing.
        Altered => "altered",
        /// Signed for a time that has not come.
        NotYetValid => "not-yet-valid",
        /// Signed for a time that has passed.
        Expired => "expired",
        /// Fewer approvals than the policy asks for.
        Unapproved => "unapproved",
        /// Everything that could be checked holds; something could not be seen or is not covered.
        VerifiedPartial => "verified-partial",
        /// Every covered field matches.
        Verified => "verified",
        /// No seal, and the registry says there should be one.
        MissingExpectedSeal => "missing-expected-seal",
        /// No seal; an unsigned flag says synthetic.
        DeclaredUnsigned => "declared-unsigned",
        /// No seal and no flag. Says nothing about the record, least of all that it is real.
        Unsealed => "unsealed",
        /// The check could not be made.
        Unchecked => "unchecked",
    }
}

codes! {
    /// What a surface must allow to show a record as clean (profile §5): an origin, or records without a seal.
    Clean {
        /// Made, not recorded.
        Synthetic => "synthetic",
        /// Made by a generative model.
        AiGenerated => "ai-generated",
        /// Recorded, then changed or completed by a generative model.
        AiModified => "ai-modified",
        /// Recorded, then masked.
        Masked => "masked",
        /// Recorded from life, as the issuer states it.
        Recorded => "recorded",
        /// Nobody said anything of it.
        Unsealed => "unsealed",
    }
}

impl Clean {
    /// What allows an origin; nothing allows an unknown one.
    pub fn of(origin: Origin) -> Option<Self> {
        match origin {
            Origin::Synthetic => Some(Self::Synthetic),
            Origin::AiGenerated => Some(Self::AiGenerated),
            Origin::AiModified => Some(Self::AiModified),
            Origin::Masked => Some(Self::Masked),
            Origin::Recorded => Some(Self::Recorded),
            // Nor one that this code does not know.
            _ => None,
        }
    }
}

codes! {
    /// What is known of one field.
    FieldState {
        /// The value is the one that was sealed.
        Match => "match",
        /// The value is not the one that was sealed.
        Altered => "altered",
        /// The view's value cannot be compared without loss.
        Unreadable => "unreadable",
        /// Covered, but not visible to this viewer.
        Withheld => "withheld",
        /// Visible and covered, but its salt is missing.
        SaltMissing => "salt-missing",
        /// Visible, not covered by the seal.
        Uncovered => "uncovered",
    }
}

codes! {
    /// Why a field is in its state, where that helps.
    Hint {
        /// The text differs only in Unicode normalisation.
        UnicodeEquivalent => "unicode-equivalent",
    }
}

codes! {
    /// Findings that stand beside any trust and never let it pass quietly.
    Flag {
        /// The unsigned flag and the signed origin disagree.
        LabelContradiction => "label-contradiction",
        /// The signed claims do not fit together.
        ClaimsInconsistent => "claims-inconsistent",
        /// The seal names a status list that is not at hand.
        StatusUnknown => "status-unknown",
        /// The short reference does not belong to this seal text.
        ReferenceMismatch => "reference-mismatch",
        /// A companion pack is malformed or belongs to another seal.
        CompanionIgnored => "companion-ignored",
        /// The record should have been deleted by now.
        RetentionPassed => "retention-passed",
        /// A covered field is shown and could not be compared: its salt is gone, or its value cannot be read exactly.
        NotComparable => "not-comparable",
        /// A claim that the policy requires is not made.
        ClaimsMissing => "claims-missing",
        /// Sealed with a publicly known key.
        TestKey => "test-key",
    }
}

codes! {
    /// How the statement was signed.
    Envelope {
        /// Verifiable Credential with a Data Integrity proof.
        Vc => "vc",
        /// Compact JWS.
        Jws => "jws",
        /// Inclusion in a transparency log.
        Tlog => "tlog",
    }
}

/// The answer for one record. Data; total; never an error. Only a check makes one, or [`Verdict::unchecked`] where there was none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether the seal holds.
    pub trust: Trust,
    /// What the record is, as far as anything trustworthy says so.
    pub origin: Origin,
    /// What the unsigned flag or a statement that is not believed says, where `origin` is unknown. It may only escalate.
    pub claimed_origin: Option<Origin>,
    /// Findings that stand beside any trust, each once, in declaration order.
    pub flags: Vec<Flag>,
    /// Every finding, the one behind `trust` first; none for `verified`.
    pub reasons: Vec<Reason>,
    /// Which record was looked at.
    pub record: RecordRef,
    /// Which seal it carries.
    pub seal: Option<SealRef>,
    /// Who signed, once the signature holds.
    pub issuer: Option<Issuer>,
    /// What the issuer states, once signature and issuer hold.
    pub claims: Option<Claims>,
    /// Who else signed the statement and is listed for it: those whose approvals count.
    pub approvals: Vec<Approval>,
    /// Where the statement is logged, once the log's signature holds.
    pub log: Option<LogEntry>,
    /// What unsigned fields say.
    pub declared: Declared,
    /// Covered and shown fields, sorted by name; none until signature, issuer, status and binding hold.
    pub fields: Vec<Field>,
    /// "12 of 15 shown fields covered".
    pub coverage: Coverage,
    /// Environment the policy expects.
    pub environment_expected: String,
    /// Environments the seal was made for; empty until signature and issuer hold.
    pub environment_sealed: Vec<String>,
    /// The time the check used.
    pub checked_at: Timestamp,
    /// The trust bundle the check used.
    pub trust_bundle: BundleRef,
    /// For what the policy says that the record may be used, sorted by name. Ask [`Verdict::may_be_used`].
    pub uses: Vec<Decision>,
    /// How the policy says to reach whoever answers for the record, the seal, or the data of this page.
    pub contacts: Vec<Contact>,
}

impl Verdict {
    /// The verdict for a check that could not be made: a finding that says why, and nothing about the record.
    pub fn unchecked(reason: Reason, environment: &str, now: Timestamp) -> Self {
        let mut verdict =
            Self::begun(RecordRef::default(), Declared::default(), environment, now, BundleRef::default());
        verdict.reasons.push(reason);
        verdict
    }

    /// Nothing is known yet; whatever leaves early without a finding is not checked.
    pub(crate) fn begun(
        record: RecordRef,
        declared: Declared,
        environment: &str,
        checked_at: Timestamp,
        trust_bundle: BundleRef,
    ) -> Self {
        Self {
            trust: Trust::Unchecked,
            origin: Origin::Unknown,
            claimed_origin: None,
            flags: Vec::new(),
            reasons: Vec::new(),
            record,
            seal: None,
            issuer: None,
            claims: None,
            approvals: Vec::new(),
            log: None,
            declared,
            fields: Vec::new(),
            coverage: Coverage::default(),
            environment_expected: environment.into(),
            environment_sealed: Vec::new(),
            checked_at,
            trust_bundle,
            uses: Vec::new(),
            contacts: Vec::new(),
        }
    }

    /// Whether the record is clean for a surface that allows these (profile §5). Guards, counts, partitions and exit codes
    /// ask this and nothing else.
    pub fn is_clean(&self, allowed: &[Clean]) -> bool {
        self.clean_as().is_some_and(|clean| allowed.contains(&clean))
    }

    /// What a surface must allow for the record to be clean there; `None` where no surface may take it for clean.
    pub fn clean_as(&self) -> Option<Clean> {
        // A status that is not known is flagged; where the policy does not accept that, the trust says so.
        if self.flags.iter().any(|flag| *flag != Flag::StatusUnknown) {
            return None;
        }
        let only = |code| self.reasons.iter().all(|reason| reason.code == code);
        match self.trust {
            Trust::Verified => Clean::of(self.origin),
            // What is not shown could not be looked at; everything that was, holds.
            Trust::VerifiedPartial
                if only(ReasonCode::FieldWithheld) && self.has_field(FieldState::Match) =>
            {
                Clean::of(self.origin)
            }
            Trust::Unsealed if only(ReasonCode::NoSeal) => Some(Clean::Unsealed),
            _ => None,
        }
    }

    /// What was found of the field of that name, however that is spelt (profile §2).
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| is_same_name(&field.name, name))
    }

    pub(crate) fn has_field(&self, state: FieldState) -> bool {
        self.fields.iter().any(|field| field.state == state)
    }

    /// Whether this is among the findings.
    pub fn has_reason(&self, code: ReasonCode) -> bool {
        self.reasons.iter().any(|reason| reason.code == code)
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which.
    pub code: crate::reason::ReasonCode,
    /// Where or what: a member path, a field name, a date. Never a field's value.
    pub detail: Option<String>,
}

/// One field's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// API name.
    pub name: String,
    /// State.
    pub state: FieldState,
    /// Why, where that helps.
    pub hint: Option<Hint>,
}

/// The record that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordRef {
    /// Object API name.
    pub object: Option<String>,
    /// 18-character record id.
    pub id: Option<String>,
    /// Record uuid, lower case, without `urn:uuid:`.
    pub uuid: Option<String>,
}

/// The seal that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealRef {
    /// Seal id (`urn:uuid:…`), where it could be read.
    pub id: Option<String>,
    /// How it was signed.
    pub envelope: Envelope,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// DID.
    pub id: String,
    /// Name shown to people; from the trust bundle, never from the seal.
    pub name: Option<String>,
    /// Verification method of the proof.
    pub verification_method: String,
}

/// An entry of a transparency log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Name of the log, as the trust bundle lists it.
    pub origin: String,
    /// Number of the entry, counted from 0.
    pub index: u64,
    /// Who vouches for the log, and since when.
    pub witnesses: Vec<Witnessed>,
}

/// What a witness of a log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// Name of the witness, as the trust bundle lists it.
    pub name: String,
    /// When it saw the log in this state.
    pub at: Timestamp,
}

/// What the issuer states; every string stripped of invisible characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named and defined by profile §3")]
pub struct Claims {
    pub is_synthetic: bool,
    pub provenance_source: String,
    pub created: String,
    pub valid_from: String,
    pub valid_until: Option<String>,
    pub digital_source_type: Option<String>,
    pub generation_method: Option<String>,
    pub generator_name: Option<String>,
    pub generator_version: Option<String>,
    pub generator_algorithm: Option<String>,
    pub generator_parameters_digest: Option<String>,
    pub purpose: Vec<String>,
    pub prohibited_use: Vec<String>,
    pub responsible_entity: Option<String>,
    pub retain_until: Option<String>,
    pub confidence_score: Option<String>,
    pub derived_from: Vec<String>,
    pub previous_seal: Option<String>,
    /// When the issuer's proof says that it was made; only proofs of a credential say so.
    pub sealed_at: Option<String>,
    /// Field name and IPTC source type.
    pub field_origins: Vec<(String, String)>,
}

/// What unsigned fields say, under the names that existing schemas use (profile §3). Stripped of invisible characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named and defined by profile §3")]
pub struct Declared {
    pub is_synthetic: Option<bool>,
    pub provenance_source: Option<String>,
    pub generation_method: Option<String>,
    pub confidence_score: Option<String>,
    pub created: Option<String>,
}

/// Counts of shown fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Visible in the view.
    pub shown: u32,
    /// Of those, covered by the seal.
    pub covered: u32,
    /// Of those, unchanged.
    pub matched: u32,
}

/// The trust bundle that a verdict rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BundleRef {
    /// Version.
    pub version: u64,
    /// Seconds between its issue and the check; 0 when issued later.
    pub age_seconds: u64,
    /// Expiry.
    pub expires: Option<Timestamp>,
}
