//! The text in the seal field: container, envelope, companion packs (profile §2).
//!
//! Nothing here says what a statement claims: that is read once its signature holds.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::chain;
use crate::did;
use crate::digest::is_salt;
use crate::encoding::from_base64url;
use crate::ids;
use crate::jcs;
use crate::json::{self, Object, Value};
use crate::merkle::{self, NodeMemory};
use crate::note::Checkpoint;
use crate::reason::ReasonCode;
use crate::statement::{claimed_origin, has_fraction_or_long_number, printable};
use crate::text::{divide, divide_last, joined};
use crate::time::Timestamp;
use crate::tlog::TlogProof;
use crate::verdict::{Envelope, Origin, Reason, Trust};

/// Longest seal text, in UTF-16 units: what a Salesforce Long Text Area holds (profile §6).
pub const MAX_SEAL_UNITS: usize = 131_072;

/// The profile version this verifier reads.
pub const PROFILE: &str = "crm-seal/1";

/// The day of the profile's text that this verifier follows: what changed between two is in §10.
pub const PROFILE_REVISION: &str = "2026-11-29";

/// `@context` of every statement and proof, exactly (profile §3).
pub const CONTEXT: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"];

/// A finding that ends the check. Boxed: many results are passed along, and few are refusals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(Box<(Trust, Reason)>);

impl Refusal {
    #[cold]
    pub(crate) fn new(trust: Trust, code: ReasonCode) -> Self {
        Self(Box::new((trust, Reason { code, detail: None })))
    }

    #[cold]
    pub(crate) fn at(trust: Trust, code: ReasonCode, detail: &str) -> Self {
        Self(Box::new((trust, Reason { code, detail: Some(detail.into()) })))
    }

    pub(crate) fn envelope(detail: &str) -> Self {
        Self::at(Trust::Malformed, ReasonCode::EnvelopeMalformed, detail)
    }

    pub(crate) fn trust(&self) -> Trust {
        self.0.0
    }

    pub(crate) fn into_parts(self) -> (Trust, Reason) {
        *self.0
    }
}

/// What is wrong with a number, for a finding's detail.
const UNSAFE_NUMBER: &str = "a number that is not a safe integer";

/// A seal, as far as it could be read.
#[derive(Default)]
pub(crate) struct Seal<'a> {
    /// Which envelope, where the container is well formed.
    pub(crate) envelope: Option<Envelope>,
    container: Object<'a>,
    salts: Object<'a>,
    /// Of a JWS: what its payload holds, and its signature, until it is asked for.
    payload: Object<'a>,
    signatures: Vec<Signature>,
    /// What is wrong with container or envelope.
    flaw: Option<Refusal>,
}

/// What speaks for a statement. Nothing of it holds until an engine says so.
pub(crate) enum Evidence<'v> {
    /// Signatures over the statement itself: the issuer's, then those of others who approve.
    Signatures(Vec<Signature>),
    /// Number of the statement in a log, and the log's signed tree head.
    Entry { index: u64, checkpoint: Checkpoint<'v> },
}

/// Somebody's signature over a statement.
pub(crate) struct Signature {
    pub(crate) verification_method: String,
    /// When the proof says it was made; a JWS does not say.
    pub(crate) created: Option<Timestamp>,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) message: Vec<u8>,
    pub(crate) bytes: [u8; 64],
}

impl Signature {
    /// The DID whose key this is.
    pub(crate) fn signer(&self) -> &str {
        divide(&self.verification_method, b'#').map_or(&self.verification_method, |(did, _)| did)
    }
}

impl<'a> Seal<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let mut seal = Self::default();
        seal.flaw = seal.fill(text).err();
        seal
    }

    fn fill(&mut self, text: &'a str) -> Result<(), Refusal> {
        // What the text claims is read whatever is wrong with it, as long as it is I-JSON.
        let read = json::parse(text);
        let is_long = is_too_long(text);
        let refusal = match read {
            Ok(Value::Object(container)) => {
                self.container = container;
                None
            }
            Ok(_) => Some(container_malformed("not an object")),
            Err(error) => Some(Refusal::at(Trust::Malformed, ReasonCode::SealNotJson, &error.to_text())),
        };
        if is_long {
            return Err(Refusal::new(Trust::Malformed, ReasonCode::SealTooLong));
        }
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        require_profile(&self.container)?;
        if has_fraction_or_long_number(&self.container) {
            return Err(container_malformed(UNSAFE_NUMBER));
        }
        match self.container.take("salts") {
            None => {}
            Some(Value::Object(salts)) => self.salts = salts,
            Some(_) => return Err(container_malformed("salts")),
        }
        let mut count = 0;
        for &known in Envelope::ALL {
            if self.container.get(known.code()).is_some() {
                self.envelope = Some(known);
                count += 1;
            }
        }
        if count != 1 {
            self.envelope = None;
            return Err(Refusal::new(Trust::Malformed, ReasonCode::EnvelopeNotOne));
        }
        match self.envelope {
            Some(Envelope::Jws) => self.fill_from_jws(),
            Some(Envelope::Tlog) => self.require_tlog(),
            _ if self.stated("vc").is_none() => Err(Refusal::envelope("vc")),
            _ => Ok(()),
        }
    }

    /// A compact JWS of type `vc+jwt` (RFC 7515, VC-JOSE-COSE), as the profile narrows it (§3).
    fn fill_from_jws(&mut self) -> Result<(), Refusal> {
        let parts = |text| {
            let (message, signature) = divide_last(text, b'.')?;
            Some((message, divide(message, b'.')?, signature))
        };
        let Some((message, (header, payload), signature)) = self.container.text("jws").and_then(parts) else {
            return Err(Refusal::envelope("jws"));
        };
        let payload = decoded(payload);
        let is_read = payload.is_some();
        self.payload = payload.unwrap_or_default();
        let Some(header) = decoded(header) else { return Err(Refusal::envelope("jws.header")) };
        let method = jws_method(&header)?;
        let Some(bytes) = from_base64url(signature).and_then(|bytes| bytes.try_into().ok()) else {
            return Err(Refusal::envelope("jws.signature"));
        };
        if !is_read {
            return Err(Refusal::envelope("jws.payload"));
        }
        if has_fraction_or_long_number(&self.payload) {
            return Err(Refusal::envelope(&joined(&["jws.payload: ", UNSAFE_NUMBER])));
        }
        // What a JWT claim would say, the statement says; a proof would be a second envelope.
        for claim in &["proof", "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "vc", "vp"] {
            if self.payload.get(claim).is_some() {
                return Err(Refusal::envelope(&joined(&["jws.payload.", claim])));
            }
        }
        self.signatures.push(Signature {
            verification_method: method.into(),
            created: None,
            expires: None,
            message: message.into(),
            bytes,
        });
        Ok(())
    }

    fn require_tlog(&self) -> Result<(), Refusal> {
        let parts = self.stated("tlog").ok_or_else(|| Refusal::envelope("tlog"))?;
        let leaf = parts.get("leaf").and_then(Value::as_object);
        if leaf.is_none_or(|leaf| leaf.get("proof").is_some()) {
            return Err(Refusal::envelope("tlog.leaf"));
        }
        match parts.text("proof") {
            Some(_) => Ok(()),
            None => Err(Refusal::envelope("tlog.proof")),
        }
    }

    /// An object that the container holds.
    fn stated(&self, name: &str) -> Option<&Object<'a>> {
        self.container.get(name)?.as_object()
    }

    /// The statement as the text states it: it identifies the text and may escalate, it proves nothing. Empty where it
    /// cannot be read.
    pub(crate) fn unverified(&self) -> &Object<'a> {
        let statement = match self.envelope {
            Some(Envelope::Vc) => self.stated("vc"),
            Some(Envelope::Tlog) => self.stated("tlog").and_then(|parts| parts.get("leaf")?.as_object()),
            _ => None,
        };
        statement.unwrap_or(&self.payload)
    }

    /// What any statement in the text says of the record without being believed: it may escalate, it proves nothing. The
    /// text need be I-JSON, and nothing else: a seal that was broken on purpose does not take its claim along
    /// (profile §5).
    pub(crate) fn claimed_origin(&self) -> Option<Origin> {
        let leaf = self.stated("tlog").and_then(|parts| parts.object("leaf"));
        let payload = self.container.text("jws").and_then(|jws| {
            let (_, rest) = divide(jws, b'.')?;
            decoded(divide(rest, b'.').map_or(rest, |(payload, _)| payload))
        });
        let statements = [self.stated("vc"), leaf, payload.as_ref()];
        statements.into_iter().flatten().filter_map(claimed_origin).min()
    }

    /// The salt of a field in the open pack.
    pub(crate) fn salt(&self, field: &str) -> Option<&str> {
        salt_in(&self.salts, field)
    }

    /// The issuer as the text states it.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.unverified().text("issuer")
    }

    /// What speaks for the statement, once everything that needs no signature holds: first whatever makes it
    /// `malformed`, then `unsupported`, then `invalid`.
    pub(crate) fn evidence(&mut self, nodes: &mut NodeMemory) -> Result<Evidence<'_>, Refusal> {
        if let Some(refusal) = self.flaw.take() {
            return Err(refusal);
        }
        let signatures = core::mem::take(&mut self.signatures);
        let Some(issuer) = self.issuer() else { return Err(Refusal::envelope("vc.issuer")) };
        let credential = self.unverified();
        let evidence = match self.envelope {
            Some(Envelope::Jws) => {
                for signature in &signatures {
                    require_own_key(&signature.verification_method)?;
                    if !names_key_of(&signature.verification_method, issuer) {
                        return Err(invalid(ReasonCode::VerificationMethodMismatch));
                    }
                }
                Evidence::Signatures(signatures)
            }
            Some(Envelope::Tlog) => {
                let proof = self.stated("tlog").and_then(|parts| parts.text("proof"));
                entry(credential, proof.unwrap_or_default(), nodes)?
            }
            _ => Evidence::Signatures(chain::read(credential, issuer)?),
        };
        if !is_context(credential.get("@context")) {
            return Err(invalid(ReasonCode::ContextMismatch));
        }
        Ok(evidence)
    }
}

fn container_malformed(detail: &str) -> Refusal {
    Refusal::at(Trust::Malformed, ReasonCode::ContainerMalformed, detail)
}

fn require_profile(container: &Object<'_>) -> Result<(), Refusal> {
    match container.text("seal") {
        Some(PROFILE) => Ok(()),
        Some(other) => {
            Err(Refusal::at(Trust::Unsupported, ReasonCode::ProfileUnsupported, &printable(other)))
        }
        None => Err(container_malformed("seal")),
    }
}

/// Walks from the statement to the checkpoint's root.
fn entry<'v>(leaf: &Object<'_>, proof: &'v str, nodes: &mut NodeMemory) -> Result<Evidence<'v>, Refusal> {
    let read = TlogProof::parse(proof);
    let Some((checkpoint, read)) = read.and_then(|read| Some((Checkpoint::parse(read.checkpoint)?, read)))
    else {
        return Err(Refusal::envelope("tlog.proof"));
    };
    let mut data = String::with_capacity(4096);
    jcs::write_object_replacing(leaf, None, &mut data);
    let leaf = merkle::leaf_hash(data.as_bytes());
    if nodes.root_from_path(read.index, checkpoint.size, leaf, &read.path) != Some(checkpoint.root) {
        return Err(invalid(ReasonCode::InclusionMismatch));
    }
    Ok(Evidence::Entry { index: read.index, checkpoint })
}

/// The verification method that a JWS header names.
fn jws_method<'h>(header: &'h Object<'_>) -> Result<&'h str, Refusal> {
    let mut is_whole = header.len() == 4 && header.text("cty") == Some("vc");
    // The algorithm is the pinned key's: the header may only agree.
    for (name, known) in &[("alg", ["Ed25519", "EdDSA"]), ("typ", ["vc+jwt", "vc+jwt"])] {
        match header.text(name) {
            Some(stated) if !known.contains(&stated) => {
                let detail = joined(&[name, " ", &printable(stated)]);
                return Err(Refusal::at(Trust::Unsupported, ReasonCode::AlgorithmUnsupported, &detail));
            }
            stated => is_whole &= stated.is_some(),
        }
    }
    header.text("kid").filter(|_| is_whole).ok_or_else(|| Refusal::envelope("jws.header"))
}

/// The object that a base64url text holds; it owns its strings, because the decoded text does not stay.
fn decoded<'a>(text: &str) -> Option<Object<'a>> {
    let text = String::from_utf8(from_base64url(text)?).ok()?;
    match json::parse(&text).ok()?.into_owned() {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

fn invalid(code: ReasonCode) -> Refusal {
    Refusal::new(Trust::Invalid, code)
}

/// Refuses a `did:key` that is no Ed25519 key, and one that names another key than its own.
pub(crate) fn require_own_key(verification_method: &str) -> Result<(), Refusal> {
    let (did, fragment) = divide(verification_method, b'#').unwrap_or((verification_method, ""));
    let Some(own) = did.strip_prefix("did:key:") else { return Ok(()) };
    if did::from_did_key(did).is_none() {
        return Err(Refusal::new(Trust::Unsupported, ReasonCode::KeyTypeUnsupported));
    }
    if own == fragment { Ok(()) } else { Err(invalid(ReasonCode::VerificationMethodMismatch)) }
}

/// Whether a verification method is a key of that DID.
pub(crate) fn names_key_of(verification_method: &str, did: &str) -> bool {
    let fragment = verification_method.strip_prefix(did).and_then(|rest| rest.strip_prefix('#'));
    fragment.is_some_and(|fragment| !fragment.is_empty())
}

/// Salts for fields that not everybody may read; readable exactly by those who may.
pub(crate) struct Companion<'a>(Object<'a>);

impl<'a> Companion<'a> {
    /// A pack that belongs to the seal with that id; `None` for one that is malformed or belongs to another.
    pub(crate) fn read(text: &'a str, seal_id: &str) -> Option<Self> {
        if is_too_long(text) {
            return None;
        }
        let Ok(Value::Object(pack)) = json::parse(text) else { return None };
        pack.get("salts")?.as_object()?;
        if has_fraction_or_long_number(&pack) {
            return None;
        }
        ids::is_same_uuid(pack.text("seal")?, seal_id).then_some(Self(pack))
    }

    pub(crate) fn salt(&self, field: &str) -> Option<&str> {
        salt_in(self.0.get("salts")?.as_object()?, field)
    }
}

fn salt_in<'v>(salts: &'v Object<'_>, field: &str) -> Option<&'v str> {
    salts.text(field).filter(|salt| is_salt(salt))
}

fn is_too_long(text: &str) -> bool {
    // UTF-8 never takes fewer bytes than UTF-16 takes units. Of a character's bytes in UTF-8, the first counts as one unit,
    // that of a character beyond the basic plane as two, and those that continue it as none.
    let units = |byte: u8| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0);
    text.len() > MAX_SEAL_UNITS && text.bytes().map(units).sum::<usize>() > MAX_SEAL_UNITS
}

pub(crate) fn is_context(value: Option<&Value<'_>>) -> bool {
    value.and_then(Value::as_array).is_some_and(|values| {
        values.len() == CONTEXT.len()
            && values.iter().zip(&CONTEXT).all(|(value, iri)| value.as_str() == Some(*iri))
    })
}
