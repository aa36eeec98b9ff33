//! The trust bundle: whom this page believes, for what, and what was withdrawn (profile §7).

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Need::{Optional, Required};
use crate::config::{self, ConfigError, Form, Kind, MULTIKEY, Member, PROOF_VALUE, Shape, TEXT, TIME};
use crate::cryptosuite::{CRYPTOSUITE, PROOF_PURPOSE, PROOF_TYPE, signature_bytes, signed_bytes};
use crate::cursor::Cursor;
use crate::did::{self, PublicKey};
use crate::ids;
use crate::index::Index;
use crate::json::{Object, Value};
use crate::note::{KeyType, NoteSignature, VerifierKey};
use crate::parties::{DID, ENTITY, Issuer, KEY_BYTES, NO_KEY, Parties, checked_key};
use crate::policy::Policy;
use crate::signature::{KeyRule, NOT_OF_PRIME_ORDER, SignatureCheck, is_key};
use crate::status::{CREDENTIAL, MAX_LISTS, StatusAnswer, StatusList, StatusRef};
use crate::text::{divide, push_place};
use crate::verdict::BundleRef;
use crate::{SKEW, Timestamp};

/// Longest trust bundle that is read, in MiB. A bundle is a few kilobytes; a thousand issuers are a quarter of a
/// megabyte, and a status list of eight million entries at most one and a half.
pub const MAX_BUNDLE: usize = 16;

/// Whom the deployer of a page believes. One JSON file; its schema is in `docs/trust-bundle.md`.
#[derive(Clone, Debug, Default)]
pub struct TrustBundle(Box<Contents>);

/// The file as it stands, and beside it what would be dear to decode, or to look for, once more for each record.
#[derive(Clone, Debug, Default)]
struct Contents {
    /// Without the status lists.
    file: Object<'static>,
    version: u64,
    issued: Timestamp,
    expires: Timestamp,
    /// Whose signature the bundle carries, where it carries one.
    signer: Option<PublicKey>,
    /// Of the signatures: the bundle's own, if it has one; then each status list's.
    checks: Vec<SignatureCheck>,
    issuers: Parties,
    approvers: Parties,
    /// With the order of each one's issuers.
    logs: Vec<(NoteKey, Index)>,
    witnesses: Vec<NoteKey>,
    registries: Vec<RegistryKey>,
    revocations: Vec<Revocation>,
    revocation_index: Index,
    status_lists: Vec<StatusList>,
}

/// A trust bundle that is well formed, and whose signatures, if it has any, are still to be checked.
#[derive(Clone, Debug, Default)]
pub struct PendingTrustBundle(TrustBundle);

/// A key that signs notes: a log's, a witness's or a registry's.
#[derive(Clone, Debug)]
pub(crate) struct NoteKey {
    pub(crate) name: String,
    pub(crate) id: [u8; 4],
    pub(crate) public: PublicKey,
}

/// A log, and the issuers whose statements it may carry.
#[derive(Clone, Copy)]
pub(crate) struct Log<'t> {
    pub(crate) key: &'t NoteKey,
    issuers: &'t [Value<'t>],
    index: &'t Index,
}

/// Whose registry is believed, and the key under which it lists records.
#[derive(Clone, Debug)]
pub struct RegistryKey {
    pub(crate) key: NoteKey,
    pub(crate) hmac_key: [u8; 32],
}

#[derive(Clone, Debug)]
pub(crate) struct Revocation {
    /// The bytes of a key, or the uuid of a seal or a grant in the form that compares, which is longer.
    what: Vec<u8>,
    pub(crate) is_retirement: bool,
    /// Of a retired key, what was signed before this stands; of a compromised one, what a witness saw before this.
    /// `None`: nothing stands.
    pub(crate) from: Option<Timestamp>,
}

// --- the file

pub(crate) static BUNDLE: Shape = Shape {
    members: &[
        Member("trustBundle", Required, Kind::Is("crm-trust/1")),
        Member("version", Required, Kind::Count),
        Member("issued", Required, Kind::Text(&TIME)),
        Member("expires", Required, Kind::Text(&TIME)),
        Member("issuers", Optional, Kind::Objects(&ENTITY)),
        Member("approvers", Optional, Kind::Objects(&ENTITY)),
        Member("logs", Optional, Kind::Objects(&LOG)),
        Member("witnesses", Optional, Kind::Objects(&WITNESS)),
        Member("registries", Optional, Kind::Objects(&REGISTRY)),
        Member("revocations", Optional, Kind::Objects(&REVOCATION)),
        Member("status", Optional, Kind::Map(&STATE)),
        Member("statusLists", Optional, Kind::Objects(&CREDENTIAL)),
        Member("proof", Optional, Kind::Object(&BUNDLE_PROOF)),
    ],
    is_open: false,
};

static LOG: Shape = Shape {
    members: &[
        Member("key", Required, Kind::Text(&NOTE_KEY)),
        Member("issuers", Required, Kind::Names(&DID)),
    ],
    is_open: false,
};

static WITNESS: Shape =
    Shape { members: &[Member("key", Required, Kind::Text(&WITNESS_KEY))], is_open: false };

static REGISTRY: Shape = Shape {
    members: &[
        Member("key", Required, Kind::Text(&NOTE_KEY)),
        Member("hmacKey", Required, Kind::Text(&KEY_BYTES)),
    ],
    is_open: false,
};

static REVOCATION: Shape = Shape {
    members: &[
        Member("key", Optional, Kind::Text(&MULTIKEY)),
        Member("seal", Optional, Kind::Text(&UUID)),
        Member("grant", Optional, Kind::Text(&UUID)),
        Member("from", Optional, Kind::Text(&TIME)),
        Member("reason", Optional, Kind::Text(&REVOCATION_REASON)),
    ],
    is_open: false,
};

/// vc-di-eddsa §3.3. The bundle has its own expiry.
static BUNDLE_PROOF: Shape = Shape {
    members: &[
        Member("type", Required, Kind::Is(PROOF_TYPE)),
        Member("cryptosuite", Required, Kind::Is(CRYPTOSUITE)),
        Member("created", Optional, Kind::Text(&TIME)),
        Member("verificationMethod", Required, Kind::Text(&TEXT)),
        Member("proofPurpose", Required, Kind::Is(PROOF_PURPOSE)),
        Member("proofValue", Required, Kind::Text(&PROOF_VALUE)),
    ],
    is_open: false,
};

pub(crate) static NOTE_KEY: Form = Form {
    accepts: |text| note_key(text, KeyType::Ed25519).is_some(),
    problem: "must be an Ed25519 verifier key of a signed note: name+id+key, with its own id",
};

pub(crate) static WITNESS_KEY: Form = Form {
    accepts: |text| note_key(text, KeyType::Cosignature).is_some(),
    problem: "must be a witness's verifier key (cosignature/v1): name+id+key, with its own id",
};

pub(crate) static UUID: Form =
    Form { accepts: |text| ids::to_uuid(text).is_some(), problem: "must be urn:uuid:…" };

pub(crate) static REVOCATION_REASON: Form = Form {
    accepts: |text| text == "compromised" || text == "retired",
    problem: "must be compromised or retired",
};

/// The state of a status entry that withdraws its seal.
const REVOKED: &str = "revoked";

pub(crate) static STATE: Form =
    Form { accepts: |text| text == "valid" || text == REVOKED, problem: "must be valid or revoked" };

// --- reading

impl TrustBundle {
    /// Reads a trust bundle file and checks its signatures in process.
    ///
    /// # Errors
    /// As [`TrustBundle::read`] and [`PendingTrustBundle::conclude`].
    #[cfg(feature = "dalek")]
    pub fn from_json(text: &str) -> Result<Self, ConfigError> {
        let pending = Self::read(text, crate::is_of_prime_order)?;
        let answers: Vec<_> = pending.checks().iter().map(|check| Some(check.answer())).collect();
        pending.conclude(&answers)
    }

    /// Reads a trust bundle file, up to its signatures. Every key that it lists must be one by that rule.
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the member that is missing, unknown or of the wrong form.
    pub fn read(text: &str, rule: KeyRule) -> Result<PendingTrustBundle, ConfigError> {
        let mut pending = PendingTrustBundle::default();
        let mut file =
            config::read("trust bundle", &BUNDLE, MAX_BUNDLE, text, &mut |root| pending.fill(root, rule))?;
        // Kept unpacked.
        file.take("statusLists");
        pending.0.0.file = file.into_owned();
        Ok(pending)
    }

    /// The bundle as verdicts name it.
    pub(crate) fn reference(&self, now: Timestamp) -> BundleRef {
        let age = now.as_millis().saturating_sub(self.0.issued.as_millis()) / 1000;
        BundleRef {
            version: self.0.version,
            age_seconds: u64::try_from(age).unwrap_or(0),
            expires: Some(self.0.expires),
        }
    }

    /// Whether the bundle speaks of that time: neither past its expiry, nor issued after it.
    pub fn is_current(&self, now: Timestamp) -> bool {
        now <= self.0.expires && self.0.issued.as_millis() <= now.as_millis() + SKEW
    }

    /// Whether a policy asks for another bundle: a newer one, or one that a key of the policy has signed.
    pub fn is_refused_by(&self, policy: &Policy) -> bool {
        let wanted = &policy.trust_bundle;
        let is_signed =
            self.0.signer.is_some_and(|key| wanted.keys.contains(&key) && policy.accepts_key(&key));
        self.0.version < wanted.minimum_version || !(is_signed || wanted.keys.is_empty())
    }

    pub(crate) fn issuer(&self, id: &str) -> Option<Issuer<'_>> {
        self.0.issuers.find(self.0.file.list("issuers"), id)
    }

    pub(crate) fn approver(&self, id: &str) -> Option<Issuer<'_>> {
        self.0.approvers.find(self.0.file.list("approvers"), id)
    }

    /// The log that a signature line names.
    pub(crate) fn log(&self, line: &NoteSignature<'_>) -> Option<Log<'_>> {
        let at = self.0.logs.iter().position(|(key, _)| key.is_named_by(line))?;
        let (key, index) = self.0.logs.get(at)?;
        let entry = self.0.file.list("logs").get(at)?.as_object()?;
        Some(Log { key, issuers: entry.list("issuers"), index })
    }

    /// The witness that a signature line names.
    pub(crate) fn witness(&self, line: &NoteSignature<'_>) -> Option<&NoteKey> {
        self.0.witnesses.iter().find(|witness| witness.is_named_by(line))
    }

    /// Whose registries are believed.
    pub fn registries(&self) -> &[RegistryKey] {
        &self.0.registries
    }

    /// What withdraws a key, given by its bytes, or a seal, given by those of its uuid.
    pub(crate) fn revocations<'t>(&'t self, what: &[u8]) -> impl Iterator<Item = &'t Revocation> + use<'t> {
        self.0.revocations(what)
    }

    /// Whether a key is withdrawn for what says of itself that it was signed at that time.
    pub(crate) fn is_withdrawn(&self, key: &PublicKey, signed: Option<Timestamp>) -> bool {
        self.0.is_withdrawn(key, signed)
    }

    /// What is known of the status entry of an issuer's seal.
    pub(crate) fn status(
        &self,
        entry: &StatusRef<'_>,
        issuer: &str,
        policy: &Policy,
        now: Timestamp,
    ) -> StatusAnswer {
        let states = self.0.file.object("status");
        let state_of = |name: &str| states.and_then(|states| states.text(name));
        let mut said = match state_of(&entry.name()) {
            Some(state) => StatusAnswer::of(state == REVOKED),
            None => StatusAnswer::Unknown,
        };
        // A word that names no purpose withdraws for all of them, and clears of revocation alone.
        if state_of(&entry.place()) == Some(REVOKED) {
            said = StatusAnswer::Withdrawn;
        }
        for list in &self.0.status_lists {
            let is_believed = list.issuer == issuer
                && policy.accepts_key(&list.key)
                && !self.is_withdrawn(&list.key, list.made);
            if is_believed {
                // Of several that speak, the one that withdraws is heard.
                said = said.max(list.answer(entry, now));
            }
        }
        said
    }
}

impl Contents {
    fn revocations<'t>(&'t self, what: &[u8]) -> impl Iterator<Item = &'t Revocation> + use<'t> {
        let list = self.revocations.as_slice();
        let found = self.revocation_index.find(&|at| revoked_at(list, at), what);
        found.iter().filter_map(|&at| list.get(at as usize))
    }

    fn is_withdrawn(&self, key: &PublicKey, signed: Option<Timestamp>) -> bool {
        self.revocations(key).any(|revocation| {
            let is_earlier = signed.zip(revocation.from).is_some_and(|(signed, from)| signed < from);
            !(revocation.is_retirement && is_earlier)
        })
    }
}

fn revoked_at(list: &[Revocation], at: usize) -> &[u8] {
    list.get(at).map(|revocation| revocation.what.as_slice()).unwrap_or_default()
}

impl PendingTrustBundle {
    fn fill(&mut self, root: &Cursor<'_, '_>, rule: KeyRule) {
        let contents = &mut *self.0.0;
        contents.version = root.count("version");
        contents.issued = root.parsed("issued", Timestamp::parse);
        contents.expires = root.parsed("expires", Timestamp::parse);
        if let Some(proof) = root.member("proof") {
            let own = divide(proof.text("verificationMethod"), b'#');
            let own = own.filter(|(did, key)| did.strip_prefix("did:key:") == Some(key));
            let signer = own.and_then(|(did, _)| did::from_did_key(did));
            let problem = "must be a did:key, # and the key: did:key:z6Mk…#z6Mk…";
            proof.require_or("verificationMethod", signer.is_some(), problem);
            let is_key = signer.is_none_or(|key| is_key(&key, rule));
            proof.require_or("verificationMethod", is_key, NOT_OF_PRIME_ORDER);
            contents.signer = signer;
            contents.checks.push(proof_check(root, signer.as_ref().unwrap_or(&NO_KEY)));
        }
        contents.issuers.fill(root, "issuers", rule);
        contents.approvers.fill(root, "approvers", rule);
        let mut room = MAX_LISTS;
        for section in root.items("statusLists") {
            let issuer = contents.issuers.find(root.list("issuers"), section.text("issuer"));
            let list = StatusList::read(&section, issuer, &mut room);
            contents.checks.push(proof_check(&section, &list.key));
            contents.status_lists.push(list);
        }
        for section in root.items("revocations") {
            contents.revocations.push(Revocation::read(&section));
        }
        let revocations = contents.revocations.as_slice();
        contents.revocation_index = Index::of(revocations.len(), &|at| revoked_at(revocations, at));
        for section in root.items("logs") {
            let issuers = section.list("issuers");
            let index = Index::of(issuers.len(), &|at| text_at(issuers, at));
            if let Some(key) = NoteKey::read(&section, KeyType::Ed25519, rule) {
                contents.logs.push((key, index));
            }
        }
        for section in root.items("witnesses") {
            if let Some(key) = NoteKey::read(&section, KeyType::Cosignature, rule) {
                contents.witnesses.push(key);
            }
        }
        for section in root.items("registries") {
            // What a registry's key has signed says nothing of its own time that could be believed.
            if let Some(key) = NoteKey::read(&section, KeyType::Ed25519, rule)
                && !contents.is_withdrawn(&key.public, None)
            {
                contents.registries.push(RegistryKey { key, hmac_key: checked_key(section.text("hmacKey")) });
            }
        }
    }

    /// What the engine is asked; nothing for a bundle without signatures.
    pub fn checks(&self) -> &[SignatureCheck] {
        &self.0.0.checks
    }

    /// The bundle, should its signatures hold.
    pub(crate) fn unchecked(&self) -> &TrustBundle {
        &self.0
    }

    /// Whose registries are believed, should the bundle's signatures hold.
    pub fn registries(&self) -> &[RegistryKey] {
        self.0.registries()
    }

    /// The bundle, once its signatures hold. `answers` are in the order of [`PendingTrustBundle::checks`].
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the first signature that does not hold, or was not checked.
    pub fn conclude(self, answers: &[Option<bool>]) -> Result<TrustBundle, ConfigError> {
        let lists_from = usize::from(self.0.0.signer.is_some());
        config::require_answers("trust bundle", self.checks().len(), answers, &|at| {
            let mut place = String::new();
            if let Some(list) = at.checked_sub(lists_from) {
                place.push_str("statusLists");
                push_place(list, &mut place);
                place.push('.');
            }
            place.push_str("proof");
            place
        })?;
        Ok(self.0)
    }
}

/// The question that a proof of cryptosuite `eddsa-jcs-2022` puts (vc-di-eddsa §3.3.4).
pub(crate) fn proof_check(document: &Cursor<'_, '_>, key: &PublicKey) -> SignatureCheck {
    let mut check = SignatureCheck { key: *key, message: Vec::new(), signature: [0; 64] };
    let proof = document.required_member("proof");
    if let (Some(options), Some(signed)) = (proof.as_object(), document.as_object()) {
        let context = options.get("@context");
        let is_same = context.is_none() || context == signed.get("@context");
        proof.require_or("@context", is_same, "must be the document's");
        check.signature = signature_bytes(proof.text("proofValue")).unwrap_or([0; 64]);
        check.message = signed_bytes(options, signed, &[]);
    }
    check
}

fn text_at<'t>(texts: &'t [Value<'_>], at: usize) -> &'t [u8] {
    texts.get(at).and_then(Value::as_str).unwrap_or_default().as_bytes()
}

impl NoteKey {
    fn read(section: &Cursor<'_, '_>, key_type: KeyType, rule: KeyRule) -> Option<Self> {
        let key = note_key(section.text("key"), key_type)?;
        section.require_or("key", is_key(&key.public, rule), NOT_OF_PRIME_ORDER);
        Some(Self { name: key.name.to_owned(), id: key.id, public: key.public })
    }

    /// Whether a signature line names this key.
    pub(crate) fn is_named_by(&self, signature: &NoteSignature<'_>) -> bool {
        self.name == signature.name && self.id == signature.id
    }
}

fn note_key(text: &str, key_type: KeyType) -> Option<VerifierKey<'_>> {
    VerifierKey::parse(text).filter(|key| key.key_type == key_type)
}

impl Log<'_> {
    /// Whether the log may carry statements of that issuer.
    pub(crate) fn vouches_for(self, issuer: &str) -> bool {
        self.index.first(&|at| text_at(self.issuers, at), issuer.as_bytes()).is_some()
    }
}

impl RegistryKey {
    /// Whether this is the key that a verifier key (`name+id+key`) writes.
    pub fn is(&self, verifier_key: &str) -> bool {
        note_key(verifier_key, KeyType::Ed25519)
            .is_some_and(|key| key.name == self.key.name && key.public == self.key.public)
    }

    /// The key under which the registry lists records.
    pub fn hmac_key(&self) -> &[u8; 32] {
        &self.hmac_key
    }
}

impl Revocation {
    fn read(section: &Cursor<'_, '_>) -> Self {
        let text = |name| section.optional_text(name).unwrap_or_default();
        let (key, seal, grant) = (text("key"), text("seal"), text("grant"));
        let from = section.optional("from", Timestamp::parse);
        let is_retirement = text("reason") == "retired";
        let count = [key, seal, grant].iter().filter(|named| !named.is_empty()).count();
        section.require_or("", count == 1, "must name one of key, seal and grant");
        let Some(id) = ids::to_uuid(seal).or_else(|| ids::to_uuid(grant)) else {
            let has_day = from.is_some() || !is_retirement;
            section.require_or("from", has_day, "is missing; a retirement needs its day");
            return Self { what: checked_key(key).to_vec(), is_retirement, from };
        };
        let problem =
            "retires keys only; a seal or a grant that is withdrawn is refused whenever it was made";
        section.require_or("reason", !is_retirement, problem);
        Self { what: id.into_bytes(), is_retirement, from: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";

    fn bundle(rest: &str) -> Result<TrustBundle, ConfigError> {
        TrustBundle::from_json(&format!(
            r#"{{"trustBundle":"crm-trust/1","version":3,"issued":"2026-01-01T00:00:00Z","expires":"2027-01-01T00:00:00Z",{rest}}}"#
        ))
    }

    #[test]
    fn reads_keys_in_both_forms() {
        let bundle = bundle(&format!(
            r##""issuers":[{{"id":"did:web:issuer.example","name":"Example Bank plc","keys":[{{"id":"#k1","publicKeyMultibase":"{KEY}"}},
            {{"id":"did:web:issuer.example#k2","publicKeyJwk":{{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}}}]}}]"##
        ))
        .unwrap();
        let issuer = bundle.issuer("did:web:issuer.example").unwrap();
        let key = issuer.key("did:web:issuer.example#k1").unwrap().public;
        assert_eq!(issuer.key("did:web:issuer.example#k2").unwrap().public, key);
        assert!(issuer.key("#k1").is_none());
    }

    #[test]
    fn refusals_name_the_place_and_the_remedy() {
        for (rest, expected) in [
            (r#""isuers":[]"#.into(), "trust bundle: isuers: unknown member; known are"),
            (
                r#""issuers":[{"id":"example.com","keys":[]}]"#.into(),
                "trust bundle: issuers[0].id: must be a DID",
            ),
            (
                r#""issuers":[{"id":"did:web:a"}]"#.into(),
                "trust bundle: issuers[0].keys: is missing",
            ),
            (
                r#""issuers":[{"id":"did:web:a","keys":[]}]"#.into(),
                "trust bundle: issuers[0].keys: must list at least one key",
            ),
            (
                r#""issuers":[{"id":"did:web:a","keys":[{"publicKeyMultibase":"zzz"}]}]"#.into(),
                "trust bundle: issuers[0].keys[0].publicKeyMultibase: must be an Ed25519 Multikey",
            ),
            (
                format!(
                    r#""issuers":[{{"id":"did:key:z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT","keys":[{{"publicKeyMultibase":"{KEY}"}}]}}]"#
                ),
                "trust bundle: issuers[0].keys[0]: is not the key that the issuer's did:key names",
            ),
            (
                r#""issuers":[{"id":"did:web:a","keys":[{"publicKeyJwk":{"kty":"OKP","d":"x"}}]}]"#.into(),
                "trust bundle: issuers[0].keys[0].publicKeyJwk.d: is the private key",
            ),
            (r#""revocations":[{"key":"x"}]"#.into(), "trust bundle: revocations[0].key: must be an Ed25519 Multikey"),
            (
                format!(r#""revocations":[{{"key":"{KEY}","reason":"retired"}}]"#),
                "trust bundle: revocations[0].from: is missing",
            ),
            (r#""status":{"a":"maybe"}"#.into(), "trust bundle: status.a: must be valid or revoked"),
            (r#""revocations":[{"seal":"urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f","from":"2026-01-01T00:00:00Z","reason":"retired"}]"#.into(), "trust bundle: revocations[0].reason: retires keys only"),
            (format!(r#""issuers":[{{"id":"did:web:a","keys":[{{"publicKeyMultibase":"{KEY}"}}],"scope":{{"objects":[]}}}}]"#), "trust bundle: issuers[0].scope.objects: lists nothing"),
        ] {
            let error = alloc::format!("{}", bundle(&rest).unwrap_err());
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(
            alloc::format!("{}", TrustBundle::from_json("{}").unwrap_err())
                .contains("is this the right file?")
        );
        assert!(alloc::format!("{}", TrustBundle::from_json("{").unwrap_err()).contains("at byte 1"));
    }
}
