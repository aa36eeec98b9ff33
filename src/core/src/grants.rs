//! Grants: a person's yes to a use, signed by an approver (`docs/uses.md`). They stand in a file of their own beside the trust
//! bundle, which says whose yes counts.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Need::{Optional, Required};
use crate::config::{self, ConfigError, Form, Kind, Member, PROOF_VALUE, Shape, TEXT, TIME, texts};
use crate::cryptosuite::{CRYPTOSUITE, PROOF_PURPOSE, PROOF_TYPE, is_context};
use crate::cursor::Cursor;
use crate::did::PublicKey;
use crate::digest::is_digest;
use crate::parties::DID;
use crate::signature::SignatureCheck;
use crate::trust::{PendingTrustBundle, TrustBundle, UUID, proof_check};
use crate::use_rule::CODE;
use crate::verification_method::names_key_of;
use crate::{SKEW, Timestamp, ids, printable};

/// Longest file of grants that is read, in MiB.
const MAX_FILE: usize = 4;

/// Most grants of a file: each may be asked for each record.
pub const MAX_GRANTS: usize = 1024;

/// The type that makes a credential a grant, beside `VerifiableCredential`. No seal has it.
pub const GRANT_TYPE: &str = "CrmUseGrant";

/// Who may use which records for what, as approvers have signed it. The default grants nothing.
#[derive(Clone, Debug, Default)]
pub struct Grants(Vec<UseGrant>);

/// Grants that are well formed, and whose signatures are still to be checked.
#[derive(Clone, Debug, Default)]
pub struct PendingGrants {
    grants: Grants,
    checks: Vec<SignatureCheck>,
    /// Of each check, which grant it is about.
    places: Vec<usize>,
}

/// One grant. Whether it counts is for the check of a record to say.
#[derive(Clone, Debug)]
pub(crate) struct UseGrant {
    /// `urn:uuid:…`
    pub(crate) id: String,
    /// DID of who gives it.
    pub(crate) approver: String,
    pub(crate) verification_method: String,
    /// The key of that name, where the trust bundle lists it for the approver.
    pub(crate) key: Option<PublicKey>,
    /// Digest of the org whose records they are.
    pub(crate) tenant: String,
    pub(crate) name: String,
    pub(crate) scope: GrantScope,
    pub(crate) reason: String,
    pub(crate) created: Timestamp,
    from: Timestamp,
    pub(crate) until: Timestamp,
}

/// Which records a grant is about.
#[derive(Clone, Debug)]
pub(crate) enum GrantScope {
    /// Those with these seals: uuids, sorted.
    Seals(Vec<String>),
    /// Those of an object, in these environments.
    Object { object: String, environments: Vec<String> },
    /// Those of one file, by its digest.
    Dataset(String),
}

static GRANTS: Shape = Shape {
    members: &[
        Member("useGrants", Required, Kind::Is("crm-grants/1")),
        Member("grants", Required, Kind::Objects(&GRANT)),
    ],
    is_open: false,
};

static GRANT: Shape = Shape {
    members: &[
        Member("@context", Required, Kind::Any),
        Member("id", Required, Kind::Text(&UUID)),
        Member("type", Required, Kind::Names(&TEXT)),
        Member("issuer", Required, Kind::Text(&DID)),
        Member("validFrom", Required, Kind::Text(&TIME)),
        Member("validUntil", Required, Kind::Text(&TIME)),
        Member("credentialSubject", Required, Kind::Object(&SUBJECT)),
        Member("proof", Required, Kind::Object(&PROOF)),
    ],
    is_open: false,
};

static SUBJECT: Shape = Shape {
    members: &[
        Member("type", Required, Kind::Is("CrmUse")),
        Member("tenant", Required, Kind::Text(&TENANT_DIGEST)),
        Member("use", Required, Kind::Text(&CODE)),
        Member("seals", Optional, Kind::Names(&UUID)),
        Member("object", Optional, Kind::Text(&TEXT)),
        Member("environment", Optional, Kind::Names(&TEXT)),
        Member("dataset", Optional, Kind::Text(&DATASET)),
        Member("reason", Required, Kind::Text(&REASON)),
    ],
    is_open: false,
};

/// vc-di-eddsa §3.3. A grant has its own end.
static PROOF: Shape = Shape {
    members: &[
        Member("@context", Required, Kind::Any),
        Member("type", Required, Kind::Is(PROOF_TYPE)),
        Member("cryptosuite", Required, Kind::Is(CRYPTOSUITE)),
        Member("created", Required, Kind::Text(&TIME)),
        Member("verificationMethod", Required, Kind::Text(&TEXT)),
        Member("proofPurpose", Required, Kind::Is(PROOF_PURPOSE)),
        Member("proofValue", Required, Kind::Text(&PROOF_VALUE)),
    ],
    is_open: false,
};

static TENANT_DIGEST: Form =
    Form { accepts: is_digest, problem: "must be the digest of an org id, as seals name it" };

static DATASET: Form = Form {
    accepts: |text| {
        let hex = text.strip_prefix("sha256:").unwrap_or_default().as_bytes();
        hex.len() == 64 && hex.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    },
    problem: "must be sha256: and the SHA-256 of the file, in 64 small hexadecimal digits",
};

static REASON: Form = Form {
    accepts: |text| !text.trim().is_empty() && text.len() <= 1024 && printable(text) == text,
    problem: "must say why, in at most 1024 bytes that people can read",
};

impl Grants {
    /// Reads a file of grants and checks their signatures in process; its form is in `docs/uses.md`.
    ///
    /// # Errors
    /// As [`Grants::read`] and [`PendingGrants::conclude`].
    #[cfg(feature = "dalek")]
    pub fn from_json(text: &str, trust: &TrustBundle) -> Result<Self, ConfigError> {
        let pending = PendingGrants::read(text, trust)?;
        let answers: Vec<_> = pending.checks.iter().map(|check| Some(check.answer())).collect();
        pending.conclude(&answers)
    }

    /// Reads a file of grants up to the signatures of those whom the trust bundle lists as approvers. A grant of anybody else is
    /// kept and counts for nothing, because bundle and grants are changed at different times.
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the member that is missing, unknown or of the wrong form.
    pub fn read(text: &str, trust: &PendingTrustBundle) -> Result<PendingGrants, ConfigError> {
        PendingGrants::read(text, trust.unchecked())
    }

    /// Those for a use.
    pub(crate) fn of_use<'g>(&'g self, name: &str) -> impl Iterator<Item = &'g UseGrant> {
        self.0.iter().filter(move |grant| grant.name == name)
    }

    /// Whether any of them asks for the digest of the file that the records are read from.
    pub fn needs_dataset(&self) -> bool {
        self.0.iter().any(|grant| matches!(grant.scope, GrantScope::Dataset(_)))
    }
}

impl PendingGrants {
    fn read(text: &str, trust: &TrustBundle) -> Result<Self, ConfigError> {
        let mut pending = Self::default();
        config::read("grants", &GRANTS, MAX_FILE, text, &mut |root| {
            let problem = "are more than 1024; leave out those that have ended";
            root.require_or("grants", root.list("grants").len() <= MAX_GRANTS, problem);
            for section in root.items("grants") {
                let grant = UseGrant::read(&section, trust);
                if let Some(key) = &grant.key {
                    pending.checks.push(proof_check(&section, key));
                    pending.places.push(pending.grants.0.len());
                }
                pending.grants.0.push(grant);
            }
        })?;
        Ok(pending)
    }

    /// What the engine is asked.
    pub fn checks(&self) -> &[SignatureCheck] {
        &self.checks
    }

    /// The grants, once their signatures hold. `answers` are in the order of [`PendingGrants::checks`].
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the first signature that does not hold, or was not checked.
    pub fn conclude(self, answers: &[Option<bool>]) -> Result<Grants, ConfigError> {
        config::require_answers("grants", self.checks.len(), answers, &|at| {
            let mut place = String::from("grants");
            crate::text::push_place(self.places.get(at).copied().unwrap_or_default(), &mut place);
            place.push_str(".proof");
            place
        })?;
        Ok(self.grants)
    }
}

impl UseGrant {
    fn read(section: &Cursor<'_, '_>, trust: &TrustBundle) -> Self {
        let types = section.texts("type");
        let problem = "must be VerifiableCredential and CrmUseGrant, and nothing else";
        section.require_or("type", types == ["VerifiableCredential", GRANT_TYPE], problem);
        let problem = "must be that of seals, whole and in its order";
        section.require_or("@context", is_context(section.get("@context")), problem);
        let approver = section.text("issuer");
        let proof = section.required_member("proof");
        proof.require_or("@context", is_context(proof.get("@context")), problem);
        let method = proof.text("verificationMethod");
        let problem = "must be the approver's DID, # and the key's name";
        proof.require_or("verificationMethod", names_key_of(method, approver), problem);
        let (from, until) =
            (section.parsed("validFrom", Timestamp::parse), section.parsed("validUntil", Timestamp::parse));
        section.require_or("validUntil", from <= until, "is before validFrom");
        let subject = section.required_member("credentialSubject");
        let listed = trust.approver(approver).and_then(|approver| approver.key(method));
        Self {
            id: section.text("id").to_owned(),
            approver: approver.to_owned(),
            verification_method: method.to_owned(),
            key: listed.map(|key| key.public),
            tenant: subject.text("tenant").to_owned(),
            name: subject.text("use").to_owned(),
            scope: GrantScope::read(&subject),
            reason: subject.text("reason").to_owned(),
            created: proof.parsed("created", Timestamp::parse),
            from,
            until,
        }
    }

    /// Whether it is the time for which the grant was given.
    pub(crate) fn is_in_force(&self, now: Timestamp) -> bool {
        let begins = self.from.max(self.created).as_millis();
        begins <= now.as_millis() + SKEW && now.as_millis() <= self.until.as_millis() + SKEW
    }
}

impl GrantScope {
    fn read(subject: &Cursor<'_, '_>) -> Self {
        let list = |name| subject.as_object().map(|subject| texts(subject, name)).unwrap_or_default();
        let (seals, environments) = (list("seals"), list("environment"));
        let (object, dataset) = (subject.optional_text("object"), subject.optional_text("dataset"));
        let count =
            [!seals.is_empty(), object.is_some(), dataset.is_some()].map(usize::from).iter().sum::<usize>();
        subject.require_or("", count == 1, "must name one of seals, object and dataset");
        let problem = "goes with object, and is needed there: where the records are";
        subject.require_or("environment", environments.is_empty() != object.is_some(), problem);
        match (object, dataset) {
            (Some(object), _) => Self::Object { object: object.to_owned(), environments },
            (None, Some(dataset)) => Self::Dataset(dataset.to_owned()),
            (None, None) => {
                let mut uuids: Vec<String> = seals.iter().filter_map(|id| ids::to_uuid(id)).collect();
                uuids.sort_unstable();
                Self::Seals(uuids)
            }
        }
    }
}
