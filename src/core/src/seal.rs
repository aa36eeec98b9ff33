//! The text in the seal field: container, envelope, companion packs (profile §2).
//!
//! Nothing here says what a statement claims: that is read once its signature holds.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
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
use crate::statement::printable;
use crate::text::{divide, divide_last, joined};
use crate::time::Timestamp;
use crate::tlog::TlogProof;
use crate::verdict::{Envelope, Reason, Trust};

/// Longest seal text, in UTF-16 units: what a Salesforce Long Text Area holds (profile §6).
pub const MAX_SEAL_UNITS: usize = 131_072;

/// The profile version this verifier reads.
pub const PROFILE: &str = "crm-seal/1";

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

/// A seal whose container is well formed.
pub(crate) struct Seal<'a> {
    pub(crate) envelope: Envelope,
    /// The statement as the text states it, signed or not; `None` where it cannot be read.
    credential: Option<Object<'a>>,
    salts: Option<Object<'a>>,
    form: Result<Form<'a>, Refusal>,
}

/// What an envelope carries beside the statement.
enum Form<'a> {
    /// The proof is inside.
    Vc,
    Jws(Jws),
    /// A `tlog-proof@v1`.
    Tlog(Cow<'a, str>),
}

/// What speaks for a statement. Nothing of it holds until an engine says so.
pub(crate) enum Evidence<'v> {
    /// Signatures over the statement itself: the issuer's, then those of others who approve.
    Signatures(Vec<Signature>),
    /// The signed tree head of a log that holds the statement.
    Checkpoint(Checkpoint<'v>),
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
    pub(crate) fn read(text: &'a str) -> Result<Self, Refusal> {
        let malformed = |code, detail: &str| Refusal::at(Trust::Malformed, code, detail);
        if is_too_long(text) {
            return Err(Refusal::new(Trust::Malformed, ReasonCode::SealTooLong));
        }
        let value =
            json::parse(text).map_err(|error| malformed(ReasonCode::SealNotJson, &error.to_text()))?;
        let Value::Object(container) = value else {
            return Err(malformed(ReasonCode::ContainerMalformed, "not an object"));
        };
        match container.get("seal").and_then(Value::as_str) {
            Some(PROFILE) => {}
            Some(other) => {
                return Err(Refusal::at(
                    Trust::Unsupported,
                    ReasonCode::ProfileUnsupported,
                    &printable(other),
                ));
            }
            None => return Err(malformed(ReasonCode::ContainerMalformed, "seal")),
        }
        let (mut salts, mut statement) = (None, None);
        for (name, value) in container.into_members() {
            if let Some(envelope) = Envelope::from_code(&name) {
                if statement.replace((envelope, value)).is_some() {
                    return Err(Refusal::new(Trust::Malformed, ReasonCode::EnvelopeNotOne));
                }
            } else if name == "salts" {
                let Value::Object(object) = value else {
                    return Err(malformed(ReasonCode::ContainerMalformed, "salts"));
                };
                salts = Some(object);
            }
        }
        let (envelope, value) =
            statement.ok_or(Refusal::new(Trust::Malformed, ReasonCode::EnvelopeNotOne))?;
        let (credential, form) = match (envelope, value) {
            (Envelope::Vc, Value::Object(credential)) => (Some(credential), Ok(Form::Vc)),
            (Envelope::Jws, Value::String(text)) => match Jws::read(&text) {
                Ok((jws, credential)) => (Some(credential), Ok(Form::Jws(jws))),
                Err(refusal) => (None, Err(refusal)),
            },
            (Envelope::Tlog, Value::Object(parts)) => tlog_parts(parts),
            (envelope, _) => (None, Err(Refusal::envelope(envelope.code()))),
        };
        Ok(Self { envelope, credential, salts, form })
    }

    /// The statement as the text states it: it identifies the text and may escalate, it proves nothing.
    pub(crate) fn unverified(&self) -> Option<&Object<'a>> {
        self.credential.as_ref()
    }

    /// The seal's id as the text states it.
    pub(crate) fn stated_id(&self) -> Option<&str> {
        self.unverified()?.get("id")?.as_str()
    }

    /// The salt of a field in the open pack.
    pub(crate) fn salt(&self, field: &str) -> Option<&str> {
        salt_in(self.salts.as_ref()?, field)
    }

    /// The issuer as the text states it.
    pub(crate) fn issuer(&self) -> Result<&str, Refusal> {
        let issuer =
            self.unverified().and_then(|credential| credential.get("issuer")).and_then(Value::as_str);
        issuer.ok_or_else(|| Refusal::envelope("vc.issuer"))
    }

    /// What speaks for the statement, once everything that needs no signature holds: first whatever makes it
    /// `malformed`, then `unsupported`, then `invalid`.
    pub(crate) fn evidence(&self, nodes: &mut NodeMemory) -> Result<Evidence<'_>, Refusal> {
        let form = self.form.as_ref().map_err(Clone::clone)?;
        let (Some(credential), issuer) = (&self.credential, self.issuer()?) else {
            return Err(Refusal::envelope("vc"));
        };
        let evidence = match form {
            Form::Vc => Evidence::Signatures(chain::read(credential, issuer)?),
            Form::Jws(jws) => {
                require_own_key(&jws.verification_method)?;
                if !names_key_of(&jws.verification_method, issuer) {
                    return Err(invalid(ReasonCode::VerificationMethodMismatch));
                }
                Evidence::Signatures(vec![Signature {
                    verification_method: jws.verification_method.clone(),
                    created: None,
                    expires: None,
                    message: jws.message.clone(),
                    bytes: jws.signature,
                }])
            }
            Form::Tlog(proof) => Evidence::Checkpoint(checkpoint(credential, proof, nodes)?),
        };
        if !is_context(credential.get("@context")) {
            return Err(invalid(ReasonCode::ContextMismatch));
        }
        Ok(evidence)
    }
}

fn tlog_parts<'a>(parts: Object<'a>) -> (Option<Object<'a>>, Result<Form<'a>, Refusal>) {
    let (mut leaf, mut form) = (None, Err(Refusal::envelope("tlog.proof")));
    for (name, value) in parts.into_members() {
        match (name.as_ref(), value) {
            ("leaf", Value::Object(object)) => leaf = Some(object),
            ("proof", Value::String(text)) => form = Ok(Form::Tlog(text)),
            _ => {}
        }
    }
    if leaf.as_ref().is_none_or(|leaf| leaf.get("proof").is_some()) {
        form = Err(Refusal::envelope("tlog.leaf"));
    }
    (leaf, form)
}

/// Walks from the statement to the checkpoint's root.
fn checkpoint<'v>(
    leaf: &Object<'_>,
    proof: &'v str,
    nodes: &mut NodeMemory,
) -> Result<Checkpoint<'v>, Refusal> {
    let malformed = || Refusal::envelope("tlog.proof");
    let TlogProof { index, path, checkpoint } = TlogProof::parse(proof).ok_or_else(malformed)?;
    let checkpoint = Checkpoint::parse(checkpoint).ok_or_else(malformed)?;
    let mut data = String::with_capacity(4096);
    jcs::write_object_replacing(leaf, None, &mut data);
    match nodes.root_from_path(index, checkpoint.size, merkle::leaf_hash(data.as_bytes()), &path) {
        Some(root) if root == checkpoint.root => Ok(checkpoint),
        _ => Err(invalid(ReasonCode::InclusionMismatch)),
    }
}

/// A compact JWS of type `vc+jwt` (RFC 7515, VC-JOSE-COSE), as the profile narrows it (§3).
struct Jws {
    verification_method: String,
    message: Vec<u8>,
    signature: [u8; 64],
}

impl Jws {
    fn read<'a>(text: &str) -> Result<(Self, Object<'a>), Refusal> {
        let malformed = || Refusal::envelope("jws");
        let (message, signature) = divide_last(text, b'.').ok_or_else(malformed)?;
        let (header, payload) = divide(message, b'.').ok_or_else(malformed)?;
        let header = decoded(header).ok_or_else(|| Refusal::envelope("jws.header"))?;
        // The algorithm is the pinned key's: the header may only agree.
        for (name, known) in [("alg", ["Ed25519", "EdDSA"]), ("typ", ["vc+jwt", "vc+jwt"])] {
            if let Some(stated) = header.get(name).and_then(Value::as_str)
                && !known.contains(&stated)
            {
                let detail = joined(&[name, " ", &printable(stated)]);
                return Err(Refusal::at(Trust::Unsupported, ReasonCode::AlgorithmUnsupported, &detail));
            }
        }
        let text_of = |name| header.get(name).and_then(Value::as_str);
        let (Some(method), Some("vc"), Some(_), Some(_), 4) =
            (text_of("kid"), text_of("cty"), text_of("alg"), text_of("typ"), header.len())
        else {
            return Err(Refusal::envelope("jws.header"));
        };
        let signature = from_base64url(signature).and_then(|bytes| bytes.try_into().ok());
        let signature = signature.ok_or_else(|| Refusal::envelope("jws.signature"))?;
        let credential = decoded(payload).ok_or_else(|| Refusal::envelope("jws.payload"))?;
        // What a JWT claim would say, the statement says; a proof would be a second envelope.
        for claim in ["proof", "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "vc", "vp"] {
            if credential.get(claim).is_some() {
                return Err(Refusal::envelope(&joined(&["jws.payload.", claim])));
            }
        }
        let jws = Self { verification_method: method.into(), message: message.into(), signature };
        Ok((jws, credential))
    }
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
        let owner = ids::to_uuid(pack.get("seal")?.as_str()?)?;
        pack.get("salts")?.as_object()?;
        (Some(owner) == ids::to_uuid(seal_id)).then_some(Self(pack))
    }

    pub(crate) fn salt(&self, field: &str) -> Option<&str> {
        salt_in(self.0.get("salts")?.as_object()?, field)
    }
}

fn salt_in<'v>(salts: &'v Object<'_>, field: &str) -> Option<&'v str> {
    salts.get(field)?.as_str().filter(|salt| is_salt(salt))
}

fn is_too_long(text: &str) -> bool {
    // UTF-8 never takes fewer bytes than UTF-16 takes units, nor more than three a unit.
    text.len() > MAX_SEAL_UNITS
        && (text.len() > MAX_SEAL_UNITS * 3 || text.encode_utf16().count() > MAX_SEAL_UNITS)
}

pub(crate) fn is_context(value: Option<&Value<'_>>) -> bool {
    value.and_then(Value::as_array).is_some_and(|values| {
        values.len() == CONTEXT.len()
            && values.iter().zip(CONTEXT).all(|(value, iri)| value.as_str() == Some(iri))
    })
}
