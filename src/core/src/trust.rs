//! The trust bundle: whom this page believes, for what, and what was withdrawn (profile §7).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::chain::signed_bytes;
use crate::config::Need::{Optional, Required};
use crate::config::{self, Config, ConfigError, Form, Kind, Member, Section, Shape, TEXT, TIME};
use crate::did::{self, PublicKey};
use crate::encoding::{from_base58btc, from_base64url};
use crate::ids;
use crate::index::Index;
use crate::json::utf16_order;
use crate::note::{KeyType, NoteSignature, VerifierKey};
use crate::policy::{Policy, TENANT, tenant_from};
use crate::seal::names_key_of;
use crate::signature::SignatureCheck;
use crate::status::{CREDENTIAL, MAX_LISTS, StatusList, StatusRef};
use crate::text::{divide, joined, push_place};
use crate::time::{SKEW, Timestamp};
use crate::verdict::{BundleRef, Origin};

/// Longest trust bundle that is read, in MiB. A bundle is a few kilobytes; a thousand issuers are a quarter of a
/// megabyte, and a status list of eight million entries at most one and a half.
pub const MAX_BUNDLE: usize = 16;

/// Whom the deployer of a page believes. One JSON file; its schema is in `docs/trust-bundle.md`.
#[derive(Clone, Debug, Default)]
pub struct TrustBundle {
    version: u64,
    issued: Timestamp,
    expires: Timestamp,
    /// Whose signature the bundle carries, where it carries one.
    signer: Option<PublicKey>,
    issuers: Entities,
    approvers: Entities,
    logs: Vec<Log>,
    witnesses: Vec<NoteKey>,
    registries: Vec<RegistryKey>,
    revocations: Vec<Revocation>,
    revocation_index: Index,
    /// Status entry id and whether it is revoked, in the file's order, which is UTF-16.
    status: Vec<(String, bool)>,
    status_lists: Vec<StatusList>,
}

/// A trust bundle that is well formed, and whose signatures, if it has any, are still to be checked.
#[derive(Clone, Debug, Default)]
pub struct PendingTrustBundle {
    trust: TrustBundle,
    checks: Vec<SignatureCheck>,
    /// Where each check's signature stands.
    places: Vec<String>,
}

/// Issuers or approvers, and the order of their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    list: Vec<Issuer>,
    index: Index,
}

/// Somebody whose seals, or whose approvals, may be believed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Issuer {
    id: String,
    pub(crate) name: Option<String>,
    keys: Vec<Key>,
    key_index: Index,
    scope: Scope,
}

/// A key and the time for which it is listed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    id: String,
    pub(crate) public: PublicKey,
    valid_from: Option<Timestamp>,
    valid_until: Option<Timestamp>,
}

/// What an issuer may seal; an empty list means no restriction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Tenant digests.
    pub(crate) tenants: Vec<String>,
    pub(crate) objects: Vec<String>,
    pub(crate) environments: Vec<String>,
    /// Their codes.
    pub(crate) origins: Vec<String>,
}

/// A key that signs notes: a log's, a witness's or a registry's.
#[derive(Clone, Debug)]
pub(crate) struct NoteKey {
    pub(crate) name: String,
    pub(crate) id: [u8; 4],
    pub(crate) public: PublicKey,
}

/// A log, and the issuers whose statements it may carry.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) key: NoteKey,
    issuers: Vec<String>,
    index: Index,
}

/// Whose registry is believed, and the key under which it lists records.
#[derive(Clone, Debug)]
pub struct RegistryKey {
    pub(crate) key: NoteKey,
    pub(crate) hmac_key: [u8; 32],
}

#[derive(Clone, Debug)]
pub(crate) struct Revocation {
    what: Revoked,
    pub(crate) is_retirement: bool,
    /// Of a retired key, what was signed before this stands; of a compromised one, what a witness saw before this.
    /// `None`: nothing stands.
    pub(crate) from: Option<Timestamp>,
}

#[derive(Clone, Debug)]
enum Revoked {
    Key(PublicKey),
    /// Uuid of a seal, in the form that compares.
    Seal(String),
}

// --- the file

static BUNDLE: Shape = Shape {
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

static ENTITY: Shape = Shape {
    members: &[
        Member("id", Required, Kind::Text(&DID)),
        Member("name", Optional, Kind::Text(&TEXT)),
        Member("keys", Required, Kind::Objects(&KEY)),
        Member("scope", Optional, Kind::Object(&SCOPE)),
    ],
    is_open: false,
};

static KEY: Shape = Shape {
    members: &[
        Member("id", Optional, Kind::Text(&TEXT)),
        Member("type", Optional, Kind::Text(&TEXT)),
        Member("publicKeyMultibase", Optional, Kind::Text(&MULTIKEY)),
        Member("publicKeyJwk", Optional, Kind::Object(&JWK)),
        Member("validFrom", Optional, Kind::Text(&TIME)),
        Member("validUntil", Optional, Kind::Text(&TIME)),
    ],
    is_open: false,
};

/// RFC 8037 §2. Its private half, `d`, is refused by name.
static JWK: Shape = Shape {
    members: &[
        Member("d", Optional, Kind::Text(&NO_PRIVATE_KEY)),
        Member("kty", Required, Kind::Is("OKP")),
        Member("crv", Required, Kind::Is("Ed25519")),
        Member("x", Required, Kind::Text(&KEY_BYTES)),
    ],
    is_open: true,
};

static SCOPE: Shape = Shape {
    members: &[
        Member("tenants", Optional, Kind::Names(&TENANT)),
        Member("objects", Optional, Kind::Names(&TEXT)),
        Member("environments", Optional, Kind::Names(&TEXT)),
        Member("origins", Optional, Kind::Names(&ORIGIN)),
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
        Member("from", Optional, Kind::Text(&TIME)),
        Member("reason", Optional, Kind::Text(&REVOCATION_REASON)),
    ],
    is_open: false,
};

/// vc-di-eddsa §3.3. The bundle has its own expiry.
static BUNDLE_PROOF: Shape = Shape {
    members: &[
        Member("type", Required, Kind::Is("DataIntegrityProof")),
        Member("cryptosuite", Required, Kind::Is("eddsa-jcs-2022")),
        Member("created", Optional, Kind::Text(&TIME)),
        Member("verificationMethod", Required, Kind::Text(&TEXT)),
        Member("proofPurpose", Required, Kind::Is("assertionMethod")),
        Member("proofValue", Required, Kind::Text(&PROOF_VALUE)),
    ],
    is_open: false,
};

static DID: Form = Form {
    accepts: |text| text.starts_with("did:"),
    problem: "must be a DID, such as did:key:z6Mk… or did:web:issuer.example",
};

static MULTIKEY: Form = Form {
    accepts: |text| did::from_multikey(text).is_some(),
    problem: "must be an Ed25519 Multikey (z6Mk…)",
};

static KEY_BYTES: Form = Form {
    accepts: |text| key_bytes(text).is_some(),
    problem: "must be 32 bytes in base64url, 43 characters without padding",
};

static NO_PRIVATE_KEY: Form =
    Form { accepts: |_| false, problem: "is the private key: take it out of this file and replace the key" };

static ORIGIN: Form = Form {
    accepts: |text| Origin::from_code(text).is_some(),
    problem: "must be an origin, such as synthetic, masked, ai-generated, ai-modified or recorded",
};

static NOTE_KEY: Form = Form {
    accepts: |text| note_key(text, KeyType::Ed25519).is_some(),
    problem: "must be an Ed25519 verifier key of a signed note: name+id+key, with its own id",
};

static WITNESS_KEY: Form = Form {
    accepts: |text| note_key(text, KeyType::Cosignature).is_some(),
    problem: "must be a witness's verifier key (cosignature/v1): name+id+key, with its own id",
};

static UUID: Form = Form { accepts: |text| ids::to_uuid(text).is_some(), problem: "must be urn:uuid:…" };

static REVOCATION_REASON: Form = Form {
    accepts: |text| ["compromised", "retired"].contains(&text),
    problem: "must be compromised or retired",
};

static STATE: Form =
    Form { accepts: |text| ["valid", "revoked"].contains(&text), problem: "must be valid or revoked" };

pub(crate) static PROOF_VALUE: Form = Form {
    accepts: |text| signature_bytes(text).is_some(),
    problem: "must be an Ed25519 signature: z and base58",
};

// --- reading

impl TrustBundle {
    /// Reads a trust bundle file and checks its signatures in process.
    ///
    /// # Errors
    /// As [`TrustBundle::read`] and [`PendingTrustBundle::conclude`].
    #[cfg(feature = "dalek")]
    pub fn from_json(text: &str) -> Result<Self, ConfigError> {
        let pending = Self::read(text)?;
        let answers: Vec<_> = pending.checks().iter().map(|check| Some(check.answer())).collect();
        pending.conclude(&answers)
    }

    /// Reads a trust bundle file, up to its signatures.
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the member that is missing, unknown or of the wrong form.
    pub fn read(text: &str) -> Result<PendingTrustBundle, ConfigError> {
        let mut pending = PendingTrustBundle::default();
        config::read("trust bundle", &BUNDLE, MAX_BUNDLE, text, &mut |root| pending.fill(root))?;
        Ok(pending)
    }

    /// The bundle as verdicts name it.
    pub(crate) fn reference(&self, now: Timestamp) -> BundleRef {
        let age = now.as_millis().saturating_sub(self.issued.as_millis()) / 1000;
        BundleRef {
            version: self.version,
            age_seconds: u64::try_from(age).unwrap_or(0),
            expires: Some(self.expires),
        }
    }

    /// Whether the bundle speaks of that time: neither past its expiry, nor issued after it.
    pub fn is_current(&self, now: Timestamp) -> bool {
        now <= self.expires && self.issued.as_millis() <= now.as_millis() + SKEW
    }

    /// Whether a policy asks for another bundle: a newer one, or one that a key of the policy has signed.
    pub fn is_refused_by(&self, policy: &Policy) -> bool {
        let wanted = &policy.trust_bundle;
        let is_signed = self.signer.is_some_and(|key| wanted.keys.contains(&key) && policy.accepts_key(&key));
        self.version < wanted.minimum_version || !(is_signed || wanted.keys.is_empty())
    }

    pub(crate) fn issuer(&self, id: &str) -> Option<&Issuer> {
        self.issuers.find(id)
    }

    pub(crate) fn approver(&self, id: &str) -> Option<&Issuer> {
        self.approvers.find(id)
    }

    pub(crate) fn logs(&self) -> &[Log] {
        &self.logs
    }

    pub(crate) fn witnesses(&self) -> &[NoteKey] {
        &self.witnesses
    }

    /// Whose registries are believed.
    pub fn registries(&self) -> &[RegistryKey] {
        &self.registries
    }

    /// What withdraws a key.
    pub(crate) fn revocations<'t>(
        &'t self,
        key: &PublicKey,
    ) -> impl Iterator<Item = &'t Revocation> + use<'t> {
        let name = |at: usize| revoked_name(&self.revocations, at);
        self.revocation_index.find(&name, key).iter().filter_map(|&at| self.revocations.get(at as usize))
    }

    /// Whether a key is withdrawn for what says of itself that it was signed at that time.
    pub(crate) fn is_withdrawn(&self, key: &PublicKey, signed: Option<Timestamp>) -> bool {
        self.revocations(key).any(|revocation| {
            let is_earlier = signed.zip(revocation.from).is_some_and(|(signed, from)| signed < from);
            !(revocation.is_retirement && is_earlier)
        })
    }

    /// Whether the seal with this uuid is withdrawn.
    pub(crate) fn is_seal_withdrawn(&self, uuid: &str) -> bool {
        let name = |at: usize| revoked_name(&self.revocations, at);
        self.revocation_index.first(&name, uuid.as_bytes()).is_some()
    }

    /// Whether the status entry of an issuer's seal is revoked; `None` when nothing at hand says.
    pub(crate) fn status(
        &self,
        entry: &StatusRef<'_>,
        issuer: &str,
        policy: &Policy,
        now: Timestamp,
    ) -> Option<bool> {
        let at = self.status.binary_search_by(|(id, _)| utf16_order(id, &entry.name())).ok();
        let stated = at.and_then(|at| self.status.get(at)).map(|(_, is_revoked)| *is_revoked);
        let is_believed = |list: &&StatusList| {
            list.issuer == issuer && policy.accepts_key(&list.key) && !self.is_withdrawn(&list.key, list.made)
        };
        let listed = self.status_lists.iter().filter(is_believed).map(|list| list.bit(entry, now)).max();
        // Of several that speak, the one that withdraws is heard.
        stated.max(listed.flatten())
    }
}

fn revoked_name(revocations: &[Revocation], at: usize) -> &[u8] {
    match revocations.get(at).map(|revocation| &revocation.what) {
        Some(Revoked::Key(key)) => key,
        Some(Revoked::Seal(id)) => id.as_bytes(),
        None => &[],
    }
}

impl PendingTrustBundle {
    // Filled in place: each list that a reader holds by value would have to be dropped at each of its errors.
    fn fill(&mut self, root: &Section<'_>) -> Config<()> {
        let Self { trust, checks, places } = self;
        trust.version = root.count("version").unwrap_or_default();
        trust.issued = root.time("issued").unwrap_or_default();
        trust.expires = root.time("expires").unwrap_or_default();
        if let Some(proof) = root.section("proof") {
            let method = proof.text("verificationMethod").unwrap_or_default();
            let own = divide(method, b'#').filter(|(did, key)| did.strip_prefix("did:key:") == Some(key));
            let key = own.and_then(|(did, _)| did::from_did_key(did)).ok_or_else(|| {
                proof.error("verificationMethod", "must be a did:key, # and the key: did:key:z6Mk…#z6Mk…")
            })?;
            trust.signer = Some(key);
            checks.push(proof_check(root, key)?);
            places.push(root.path_of("proof"));
        }
        trust.issuers.fill(root, "issuers")?;
        trust.approvers.fill(root, "approvers")?;
        let mut room = MAX_LISTS;
        root.each("statusLists", &mut |section| {
            let mut list = StatusList::default();
            list.fill(section, &trust.issuers, &mut room)?;
            checks.push(proof_check(section, list.key)?);
            places.push(section.path_of("proof"));
            trust.status_lists.push(list);
            Ok(())
        })?;
        root.each("revocations", &mut |section| {
            trust.revocations.push(Revocation::read(section)?);
            Ok(())
        })?;
        let revocations = &trust.revocations;
        trust.revocation_index = Index::of(revocations.len(), &|at| revoked_name(revocations, at));
        root.each("logs", &mut |section| {
            trust.logs.extend(Log::read(section));
            Ok(())
        })?;
        root.each("witnesses", &mut |section| {
            trust.witnesses.extend(NoteKey::read(section, KeyType::Cosignature));
            Ok(())
        })?;
        root.each("registries", &mut |section| {
            // What a registry's key has signed says nothing of its own time that could be believed.
            let key = RegistryKey::read(section).filter(|key| !trust.is_withdrawn(&key.key.public, None));
            trust.registries.extend(key);
            Ok(())
        })?;
        if let Some(section) = root.section("status") {
            for (entry, state) in section.object().iter() {
                trust.status.push((entry.to_owned(), state.as_str() == Some("revoked")));
            }
        }
        Ok(())
    }

    /// What the engine is asked; nothing for a bundle without signatures.
    pub fn checks(&self) -> &[SignatureCheck] {
        &self.checks
    }

    /// Whose registries are believed, should the bundle's signatures hold.
    pub fn registries(&self) -> &[RegistryKey] {
        &self.trust.registries
    }

    /// The bundle, once its signatures hold. `answers` are in the order of [`PendingTrustBundle::checks`].
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the first signature that does not hold, or was not checked.
    pub fn conclude(self, answers: &[Option<bool>]) -> Result<TrustBundle, ConfigError> {
        for (at, path) in self.places.into_iter().enumerate() {
            config::require_answer("trust bundle", path, answers.get(at).copied().flatten())?;
        }
        Ok(self.trust)
    }
}

/// The question that a proof of cryptosuite `eddsa-jcs-2022` puts, once its form is known to hold (vc-di-eddsa §3.3.4).
fn proof_check(document: &Section<'_>, key: PublicKey) -> Config<SignatureCheck> {
    let refusal = |problem| document.error("proof", problem);
    let proof = document.section("proof").ok_or_else(|| refusal("is missing"))?;
    let signature = proof.text("proofValue").and_then(signature_bytes);
    let signature = signature.ok_or_else(|| refusal(PROOF_VALUE.problem))?;
    let context = proof.object().get("@context");
    if context.is_some() && context != document.object().get("@context") {
        return Err(proof.error("@context", "must be the document's"));
    }
    let message = signed_bytes(proof.object(), document.object(), &[]);
    Ok(SignatureCheck { key, message, signature })
}

fn signature_bytes(text: &str) -> Option<[u8; 64]> {
    from_base58btc(text.strip_prefix('z')?)
}

fn key_bytes(text: &str) -> Option<[u8; 32]> {
    from_base64url(text)?.try_into().ok()
}

impl Entities {
    fn fill(&mut self, root: &Section<'_>, role: &str) -> Config<()> {
        let list = &mut self.list;
        root.each(role, &mut |section| {
            let mut entity = Issuer::default();
            entity.fill(section)?;
            list.push(entity);
            Ok(())
        })?;
        self.index = Index::of(list.len(), &|at| name_of(list, at));
        match self.index.repeated(&|at| name_of(list, at)) {
            None => Ok(()),
            Some(at) => {
                let place = place_of_id(role, at);
                Err(root.error(&place, "is listed twice; put all its keys in one entry"))
            }
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Issuer> {
        let at = self.index.first(&|at| name_of(&self.list, at), id.as_bytes())?;
        self.list.get(at)
    }
}

fn place_of_id(list: &str, at: usize) -> String {
    let mut place = String::from(list);
    push_place(at, &mut place);
    place.push_str(".id");
    place
}

fn name_of(list: &[Issuer], at: usize) -> &[u8] {
    list.get(at).map(|issuer| issuer.id.as_bytes()).unwrap_or_default()
}

impl Issuer {
    fn fill(&mut self, section: &Section<'_>) -> Config<()> {
        let Self { id, name, keys, key_index, scope } = self;
        *id = section.text("id").unwrap_or_default().to_owned();
        *name = section.text("name").map(ToOwned::to_owned);
        section.each("keys", &mut |section| {
            let mut key = Key::default();
            key.fill(section, id)?;
            keys.push(key);
            Ok(())
        })?;
        if keys.is_empty() {
            return Err(section.error("keys", "must list at least one key"));
        }
        *key_index = Index::of(keys.len(), &|at| key_name(keys, at));
        if let Some(at) = key_index.repeated(&|at| key_name(keys, at)) {
            let place = place_of_id("keys", at);
            return Err(section.error(&place, "is that of another key; give each key its own"));
        }
        if let Some(section) = section.section("scope") {
            scope.fill(&section);
        }
        Ok(())
    }

    pub(crate) fn key(&self, verification_method: &str) -> Option<&Key> {
        let name = |at: usize| key_name(&self.keys, at);
        self.keys.get(self.key_index.first(&name, verification_method.as_bytes())?)
    }

    /// Whether this is one of its keys, under whatever id.
    pub(crate) fn holds(&self, public: &PublicKey) -> bool {
        self.keys.iter().any(|key| key.public == *public)
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }
}

fn key_name(keys: &[Key], at: usize) -> &[u8] {
    keys.get(at).map(|key| key.id.as_bytes()).unwrap_or_default()
}

impl Key {
    fn fill(&mut self, section: &Section<'_>, issuer: &str) -> Config<()> {
        let multikey = section.text("publicKeyMultibase").and_then(did::from_multikey);
        let jwk = section.section("publicKeyJwk").and_then(|jwk| key_bytes(jwk.text("x")?));
        let (Some(public), true) = (multikey.or(jwk), multikey.is_none() || jwk.is_none()) else {
            return Err(section.error("", "must have one of publicKeyMultibase and publicKeyJwk"));
        };
        if did::from_did_key(issuer).is_some_and(|own| own != public) {
            return Err(section.error("", "is not the key that the issuer's did:key names"));
        }
        self.id = match section.text("id") {
            Some(id) if id.starts_with('#') => joined(&[issuer, id]),
            Some(id) => id.to_owned(),
            None => joined(&[issuer, "#", &did::to_multikey(&public)]),
        };
        if !names_key_of(&self.id, issuer) {
            return Err(section.error("id", "must be the issuer's DID, # and the key's name"));
        }
        self.public = public;
        self.valid_from = section.time("validFrom");
        self.valid_until = section.time("validUntil");
        Ok(())
    }

    /// Whether the key is listed for that time.
    pub(crate) fn is_listed_at(&self, time: Timestamp) -> bool {
        self.valid_from.is_none_or(|from| from <= time) && self.is_listed_until(time)
    }

    /// Whether the listing has not ended by that time.
    pub(crate) fn is_listed_until(&self, time: Timestamp) -> bool {
        self.valid_until.is_none_or(|until| time <= until)
    }

    /// Whether the listing is limited at all.
    pub(crate) fn has_window(&self) -> bool {
        self.valid_from.is_some() || self.valid_until.is_some()
    }
}

impl Scope {
    fn fill(&mut self, section: &Section<'_>) {
        self.tenants = section.texts("tenants");
        for tenant in &mut self.tenants {
            // The shape holds every tenant to a form that has a digest.
            *tenant = tenant_from(tenant).unwrap_or_default();
        }
        self.objects = section.texts("objects");
        self.environments = section.texts("environments");
        self.origins = section.texts("origins");
    }
}

impl NoteKey {
    fn read(section: &Section<'_>, key_type: KeyType) -> Option<Self> {
        let key = note_key(section.text("key")?, key_type)?;
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

impl Log {
    fn read(section: &Section<'_>) -> Option<Self> {
        let key = NoteKey::read(section, KeyType::Ed25519)?;
        let issuers = section.texts("issuers");
        let index = Index::of(issuers.len(), &|at| issuers.get(at).map(String::as_bytes).unwrap_or_default());
        Some(Self { key, issuers, index })
    }

    /// Whether the log may carry statements of that issuer.
    pub(crate) fn vouches_for(&self, issuer: &str) -> bool {
        let name = |at: usize| self.issuers.get(at).map(String::as_bytes).unwrap_or_default();
        self.index.first(&name, issuer.as_bytes()).is_some()
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

    fn read(section: &Section<'_>) -> Option<Self> {
        let key = NoteKey::read(section, KeyType::Ed25519)?;
        Some(Self { key, hmac_key: key_bytes(section.text("hmacKey")?)? })
    }
}

impl Revocation {
    fn read(section: &Section<'_>) -> Config<Self> {
        let key = section.text("key").and_then(did::from_multikey).map(Revoked::Key);
        let seal = section.text("seal").and_then(ids::to_uuid).map(Revoked::Seal);
        // A seal that is withdrawn is refused whenever it was made.
        let from = section.time("from").filter(|_| key.is_some());
        let is_retirement = section.text("reason") == Some("retired");
        let what = match (key, seal) {
            (Some(key), None) => key,
            (None, Some(seal)) => seal,
            _ => return Err(section.error("", "must name one of key and seal")),
        };
        match (&what, from, is_retirement) {
            (Revoked::Seal(_), _, true) => Err(section.error(
                "reason",
                "retires keys only; a seal that is withdrawn is refused whenever it was made",
            )),
            (Revoked::Key(_), None, true) => {
                Err(section.error("from", "is missing; a retirement needs its day"))
            }
            _ => Ok(Self { what, is_retirement, from }),
        }
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
