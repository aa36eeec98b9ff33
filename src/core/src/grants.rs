//! Grants: a person's yes to a use, signed by an approver (`docs/uses.md`). They stand in a file of their own beside the trust
//! bundle, which says whose yes counts.

use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Need::{Optional, Required};
use crate::config::{self, ConfigError, Form, Kind, Member, PROOF_VALUE, Shape, TEXT, TIME};
use crate::cryptosuite::{CRYPTOSUITE, PROOF_PURPOSE, PROOF_TYPE, is_context};
use crate::cursor::Cursor;
use crate::did::PublicKey;
use crate::digest::is_digest;
use crate::index::Index;
use crate::json::Object;
use crate::parties::DID;
use crate::signature::SignatureCheck;
use crate::text::push_place;
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
pub struct Grants {
    list: Vec<UseGrant>,
    /// By what each is for: a policy may name as many uses as there are grants, and each is asked about for each record.
    by_use: Index,
}

/// Grants that are well formed, and whose signatures are still to be checked.
#[derive(Clone, Debug, Default)]
pub struct PendingGrants {
    grants: Grants,
    /// Of the grants whose key is known, in their order.
    checks: Vec<SignatureCheck>,
}

/// One grant, as the file has it, and beside it what would be dear to decode for each record. Whether it counts is for the check of
/// a record to say.
#[derive(Clone, Debug)]
pub(crate) struct UseGrant {
    credential: Object<'static>,
    /// The key that signed, where the trust bundle lists it for the approver.
    pub(crate) key: Option<PublicKey>,
    /// Its own uuid, in the form that compares.
    pub(crate) uuid: String,
    /// The uuids of the seals that it names, in that form, and their order.
    seals: Vec<String>,
    seal_index: Index,
    /// When it says that it was signed.
    pub(crate) created: Timestamp,
    from: Timestamp,
    /// Until when it counts.
    pub(crate) until: Timestamp,
}

pub(crate) static GRANTS: Shape = Shape {
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

pub(crate) static TENANT_DIGEST: Form =
    Form { accepts: is_digest, problem: "must be the digest of an org id, as seals name it" };

pub(crate) static DATASET: Form = Form {
    accepts: |text| {
        let hex = text.strip_prefix("sha256:").unwrap_or_default().as_bytes();
        hex.len() == 64 && hex.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    },
    problem: "must be sha256: and the SHA-256 of the file, in 64 small hexadecimal digits",
};

pub(crate) static REASON: Form = Form {
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

    /// All of them, in the order of the file.
    pub(crate) fn list(&self) -> &[UseGrant] {
        &self.list
    }

    /// Those for a use, in the order of the file.
    pub(crate) fn of_use<'g>(&'g self, name: &str) -> impl Iterator<Item = &'g UseGrant> + use<'g> {
        let found = self.by_use.find(&|at| use_at(&self.list, at), name.as_bytes());
        found.iter().filter_map(|&at| self.list.get(at as usize))
    }

    /// Whether any of them asks for the digest of the file that the records are read from.
    pub fn needs_dataset(&self) -> bool {
        self.list.iter().any(|grant| grant.subject().text("dataset").is_some())
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
                pending.checks.extend(grant.key.as_ref().map(|key| proof_check(&section, key)));
                pending.grants.list.push(grant);
            }
            let list = pending.grants.list.as_slice();
            pending.grants.by_use = Index::of(list.len(), &|at| use_at(list, at));
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
            let mut asked = self.grants.list.iter().enumerate().filter(|(_, grant)| grant.key.is_some());
            let mut place = String::from("grants");
            push_place(asked.nth(at).map(|(number, _)| number).unwrap_or_default(), &mut place);
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
        let proof = section.required_member("proof");
        for document in [section, &proof] {
            let problem = "must be that of seals, whole and in its order";
            document.require_or("@context", is_context(document.get("@context")), problem);
        }
        let (approver, method) = (section.text("issuer"), proof.text("verificationMethod"));
        let problem = "must be the approver's DID, # and the key's name";
        proof.require_or("verificationMethod", names_key_of(method, approver), problem);
        let credential = section.as_object().cloned().unwrap_or_default().into_owned();
        let mut grant = Self {
            credential,
            key: None,
            uuid: ids::to_uuid(section.text("id")).unwrap_or_default(),
            seals: Vec::new(),
            seal_index: Index::default(),
            created: proof.parsed("created", Timestamp::parse),
            from: section.parsed("validFrom", Timestamp::parse),
            until: section.parsed("validUntil", Timestamp::parse),
        };
        section.require_or("validUntil", grant.from <= grant.until, "is before validFrom");
        let listed = trust.approver(approver).and_then(|approver| approver.key(method));
        grant.key = listed.map(|key| key.public);
        let subject = section.required_member("credentialSubject");
        let is_there = |name: &&str| subject.get(name).is_some();
        let scopes = ["seals", "object", "dataset"].iter().filter(|name| is_there(name)).count();
        subject.require_or("", scopes == 1, "must name one of seals, object and dataset");
        let problem = "goes with object, and is needed there: where the records are";
        subject.require_or("environment", is_there(&"environment") == is_there(&"object"), problem);
        for seal in subject.list("seals") {
            grant.seals.extend(seal.as_str().and_then(ids::to_uuid));
        }
        let seals = grant.seals.as_slice();
        grant.seal_index = Index::of(seals.len(), &|at| name_at(seals, at));
        grant
    }

    /// A text of the credential; the shape has seen it to be there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.credential.text(name).unwrap_or_default()
    }

    /// What it is about.
    pub(crate) fn subject(&self) -> &Object<'static> {
        self.credential.object("credentialSubject").unwrap_or(&self.credential)
    }

    /// The name of the key that signed.
    pub(crate) fn verification_method(&self) -> &str {
        let proof = self.credential.object("proof");
        proof.and_then(|proof| proof.text("verificationMethod")).unwrap_or_default()
    }

    /// Whether it names the seal of this uuid.
    pub(crate) fn names_seal(&self, uuid: &str) -> bool {
        self.seal_index.first(&|at| name_at(&self.seals, at), uuid.as_bytes()).is_some()
    }

    /// Whether it is the time for which the grant was given.
    pub(crate) fn is_in_force(&self, now: Timestamp) -> bool {
        let begins = self.from.max(self.created).as_millis();
        begins <= now.as_millis() + SKEW && now.as_millis() <= self.until.as_millis() + SKEW
    }
}

fn use_at(grants: &[UseGrant], at: usize) -> &[u8] {
    grants.get(at).and_then(|grant| grant.subject().text("use")).unwrap_or_default().as_bytes()
}

fn name_at(names: &[String], at: usize) -> &[u8] {
    names.get(at).map(|name| name.as_bytes()).unwrap_or_default()
}
