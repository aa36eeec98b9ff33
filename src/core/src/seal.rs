//! The text in the seal field: container, envelope, companion packs (profile §2).
//!
//! Nothing here says what a statement claims: that is read once its signature holds.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::did;
use crate::digest::{is_salt, sha256};
use crate::encoding::from_base58btc;
use crate::ids;
use crate::jcs;
use crate::json::{self, Object, Value};
use crate::reason::ReasonCode;
use crate::verdict::{Envelope, Trust};

/// Longest seal text, in UTF-16 units: what a Salesforce Long Text Area holds (profile §6).
pub const MAX_SEAL_UNITS: usize = 131_072;

/// The profile version this verifier reads.
pub const PROFILE: &str = "crm-seal/1";

/// `@context` of every statement and proof, exactly (profile §3).
pub const CONTEXT: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"];

/// A finding that ends the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) trust: Trust,
    pub(crate) code: ReasonCode,
    pub(crate) detail: Option<String>,
}

impl Refusal {
    pub(crate) fn new(trust: Trust, code: ReasonCode) -> Self {
        Self { trust, code, detail: None }
    }

    pub(crate) fn at(trust: Trust, code: ReasonCode, detail: impl Into<String>) -> Self {
        Self { trust, code, detail: Some(detail.into()) }
    }

    fn envelope(detail: &str) -> Self {
        Self::at(Trust::Malformed, ReasonCode::EnvelopeMalformed, detail)
    }
}

/// A seal whose container is well formed.
pub(crate) struct Seal<'a> {
    container: Object<'a>,
    envelope: Envelope,
}

impl<'a> Seal<'a> {
    pub(crate) fn read(text: &'a str) -> Result<Self, Refusal> {
        let malformed = |code, detail: &str| Refusal::at(Trust::Malformed, code, detail);
        if is_too_long(text) {
            return Err(Refusal::new(Trust::Malformed, ReasonCode::SealTooLong));
        }
        let value =
            json::parse(text).map_err(|error| malformed(ReasonCode::SealNotJson, &format!("{error}")))?;
        let Value::Object(container) = value else {
            return Err(malformed(ReasonCode::ContainerMalformed, "not an object"));
        };
        match container.get("seal").and_then(Value::as_str) {
            Some(PROFILE) => {}
            Some(other) => {
                let detail = crate::statement::printable(other);
                return Err(Refusal::at(Trust::Unsupported, ReasonCode::ProfileUnsupported, detail));
            }
            None => return Err(malformed(ReasonCode::ContainerMalformed, "seal")),
        }
        if container.get("salts").is_some_and(|salts| salts.as_object().is_none()) {
            return Err(malformed(ReasonCode::ContainerMalformed, "salts"));
        }
        let mut envelopes = Envelope::ALL.iter().filter(|envelope| container.get(envelope.code()).is_some());
        match (envelopes.next(), envelopes.next()) {
            (Some(&envelope), None) => Ok(Self { container, envelope }),
            _ => Err(Refusal::new(Trust::Malformed, ReasonCode::EnvelopeNotOne)),
        }
    }

    pub(crate) fn envelope(&self) -> Envelope {
        self.envelope
    }

    /// The credential as it stands in the text, signed or not.
    fn credential(&self) -> Option<&Object<'a>> {
        match self.envelope {
            Envelope::Vc => self.container.get("vc")?.as_object(),
            Envelope::Jws | Envelope::Tlog => None,
        }
    }

    /// The seal's id as the text states it; it identifies the text, it proves nothing.
    pub(crate) fn stated_id(&self) -> Option<&str> {
        self.credential()?.get("id")?.as_str()
    }

    /// The credential as the text states it, for what may only escalate.
    pub(crate) fn unverified(&self) -> Option<&Object<'a>> {
        self.credential()
    }

    /// The salt of a field in the open pack.
    pub(crate) fn salt(&self, field: &str) -> Option<&str> {
        salt_in(self.container.get("salts")?.as_object()?, field)
    }

    /// The proof, before anything is known of it but its form.
    pub(crate) fn proof(&self) -> Result<Proof<'_, 'a>, Refusal> {
        match self.envelope {
            Envelope::Vc => {
                let credential = self.credential().ok_or_else(|| Refusal::envelope("vc"))?;
                Proof::read(credential)
            }
            envelope => {
                Err(Refusal::at(Trust::Unsupported, ReasonCode::CryptosuiteUnsupported, envelope.code()))
            }
        }
    }
}

/// A Data Integrity proof of cryptosuite `eddsa-jcs-2022` (vc-di-eddsa §3.3) and the credential it was made over.
pub(crate) struct Proof<'v, 'a> {
    pub(crate) credential: &'v Object<'a>,
    pub(crate) options: &'v Object<'a>,
    pub(crate) issuer: &'v str,
    pub(crate) verification_method: &'v str,
}

impl<'v, 'a> Proof<'v, 'a> {
    fn read(credential: &'v Object<'a>) -> Result<Self, Refusal> {
        let options = match credential.get("proof") {
            Some(Value::Object(proof)) => proof,
            Some(Value::Array(_)) => {
                let detail = "proof chain";
                return Err(Refusal::at(Trust::Unsupported, ReasonCode::CryptosuiteUnsupported, detail));
            }
            _ => return Err(Refusal::envelope("vc.proof")),
        };
        let issuer = credential.get("issuer").and_then(Value::as_str);
        let issuer = issuer.ok_or_else(|| Refusal::envelope("vc.issuer"))?;
        let verification_method = text_of(options, "verificationMethod")?;
        Ok(Self { credential, options, issuer, verification_method })
    }

    /// The signature, once everything about the proof that needs no arithmetic holds.
    pub(crate) fn signature(&self) -> Result<[u8; 64], Refusal> {
        let (kind, cryptosuite) = (text_of(self.options, "type")?, text_of(self.options, "cryptosuite")?);
        let (purpose, value) = (text_of(self.options, "proofPurpose")?, text_of(self.options, "proofValue")?);
        if kind != "DataIntegrityProof" || cryptosuite != "eddsa-jcs-2022" {
            let detail = crate::statement::printable(cryptosuite);
            return Err(Refusal::at(Trust::Unsupported, ReasonCode::CryptosuiteUnsupported, detail));
        }
        let signature = value.strip_prefix('z').and_then(from_base58btc);
        let signature = signature.ok_or_else(|| Refusal::envelope("vc.proof.proofValue"))?;
        // Proof chains come later; what one would cover cannot be said to hold.
        if self.options.get("previousProof").is_some() {
            let detail = "proof chain";
            return Err(Refusal::at(Trust::Unsupported, ReasonCode::CryptosuiteUnsupported, detail));
        }
        if self.issuer.starts_with("did:key:") && did::from_did_key(self.issuer).is_none() {
            return Err(Refusal::new(Trust::Unsupported, ReasonCode::KeyTypeUnsupported));
        }

        let invalid = |code| Err(Refusal::new(Trust::Invalid, code));
        if !is_context(self.credential.get("@context")) || !is_context(self.options.get("@context")) {
            return invalid(ReasonCode::ContextMismatch);
        }
        if purpose != "assertionMethod" {
            return invalid(ReasonCode::PurposeMismatch);
        }
        let fragment =
            self.verification_method.strip_prefix(self.issuer).and_then(|rest| rest.strip_prefix('#'));
        match (fragment, self.issuer.strip_prefix("did:key:")) {
            (None | Some(""), _) => invalid(ReasonCode::VerificationMethodMismatch),
            // A did:key names one key: itself.
            (Some(fragment), Some(own)) if fragment != own => invalid(ReasonCode::VerificationMethodMismatch),
            _ => Ok(signature),
        }
    }

    /// What was signed: the hash of the proof's options, then the hash of the document without its proof
    /// (vc-di-eddsa §3.3.4).
    pub(crate) fn signed_bytes(&self) -> Vec<u8> {
        let mut buffer = Vec::with_capacity(4096);
        let mut hash_without = |object: &Object<'_>, left_out| {
            buffer.clear();
            jcs::write_object_without(object, Some(left_out), &mut buffer);
            sha256(&buffer)
        };
        let options = hash_without(self.options, "proofValue");
        let document = hash_without(self.credential, "proof");
        [options, document].concat()
    }
}

fn text_of<'v>(options: &'v Object<'_>, name: &str) -> Result<&'v str, Refusal> {
    let value = options.get(name).and_then(Value::as_str);
    value.ok_or_else(|| Refusal::envelope(&format!("vc.proof.{name}")))
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

fn is_context(value: Option<&Value<'_>>) -> bool {
    value.and_then(Value::as_array).is_some_and(|values| {
        values.len() == CONTEXT.len()
            && values.iter().zip(CONTEXT).all(|(value, iri)| value.as_str() == Some(iri))
    })
}
