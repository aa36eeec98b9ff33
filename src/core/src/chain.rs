//! Data Integrity proofs of cryptosuite `eddsa-jcs-2022` (vc-di-eddsa §3.3): the issuer's, and the chain of those who
//! approved what it covers (profile §3, "Approvals"; vc-data-integrity §2.1.2).

use alloc::string::String;
use alloc::vec::Vec;

use crate::digest::sha256;
use crate::encoding::from_base58btc;
use crate::jcs;
use crate::json::{Object, Value};
use crate::reason::ReasonCode;
use crate::seal::{Refusal, Signature, is_context, names_key_of, require_own_key};
use crate::statement::printable;
use crate::text::{joined, push_place};
use crate::time::Timestamp;
use crate::verdict::Trust;

/// Most proofs in one seal (profile §6).
const MAX_PROOFS: usize = 8;

/// The signatures of a credential's proofs, the issuer's first, once everything that needs no arithmetic holds.
pub(crate) fn read(credential: &Object<'_>, issuer: &str) -> Result<Vec<Signature>, Refusal> {
    let listed = credential.get("proof");
    let values = match listed {
        Some(Value::Array(values)) if !values.is_empty() => values.as_slice(),
        Some(proof @ Value::Object(_)) => core::slice::from_ref(proof),
        _ => return Err(Refusal::envelope("vc.proof")),
    };
    if values.len() > MAX_PROOFS {
        return Err(broken("more than 8 proofs"));
    }
    let is_chain = listed.is_some_and(|proof| proof.as_array().is_some());
    let mut proofs = Vec::with_capacity(values.len());
    let mut first: Option<Refusal> = None;
    for (at, value) in values.iter().enumerate() {
        let mut place = String::from("vc.proof");
        if is_chain {
            push_place(at, &mut place);
        }
        let proof = value.as_object().ok_or_else(|| Refusal::envelope(&place));
        match proof.and_then(|proof| Proof::read(proof, &place, is_chain)) {
            Ok(proof) => {
                if let Err(refusal) = proof.check() {
                    keep_first(&mut first, refusal);
                }
                proofs.push(proof);
            }
            Err(refusal) => keep_first(&mut first, refusal),
        }
    }
    if first.is_none()
        && let Err(refusal) = require_chain(&proofs, issuer)
    {
        first = Some(refusal);
    }
    if let Some(refusal) = first {
        return Err(refusal);
    }
    let mut signatures = Vec::with_capacity(proofs.len());
    for (proof, options) in proofs.iter().zip(values) {
        let message = proof.message(credential, &proofs, values);
        let signature = Signature {
            verification_method: proof.verification_method.into(),
            created: proof.created,
            expires: proof.expires,
            message,
            bytes: proof.signature,
        };
        debug_assert!(options.as_object().is_some());
        match proof.previous.is_empty() {
            true => signatures.insert(0, signature),
            false => signatures.push(signature),
        }
    }
    Ok(signatures)
}

struct Proof<'v, 'a> {
    options: &'v Object<'a>,
    id: &'v str,
    /// Ids of the proofs that this one covers; none for the root.
    previous: Vec<&'v str>,
    verification_method: &'v str,
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
    signature: [u8; 64],
}

impl<'v, 'a> Proof<'v, 'a> {
    fn read(options: &'v Object<'a>, place: &str, is_chain: bool) -> Result<Self, Refusal> {
        let malformed = |name: &str| Refusal::envelope(&joined(&[place, ".", name]));
        let text_of = |name: &str| options.get(name).and_then(Value::as_str).ok_or_else(|| malformed(name));
        let time_of = |name: &str| match options.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_str().and_then(Timestamp::parse).map(Some).ok_or_else(|| malformed(name)),
        };
        let id = if is_chain { text_of("id")? } else { "" };
        let mut previous = Vec::new();
        match options.get("previousProof") {
            None => {}
            Some(Value::String(one)) => previous.push(one.as_ref()),
            Some(Value::Array(several)) if !several.is_empty() => {
                for one in several {
                    previous.push(one.as_str().ok_or_else(|| malformed("previousProof"))?);
                }
            }
            Some(_) => return Err(malformed("previousProof")),
        }
        let (kind, cryptosuite) = (text_of("type")?, text_of("cryptosuite")?);
        let (value, verification_method) = (text_of("proofValue")?, text_of("verificationMethod")?);
        text_of("proofPurpose")?;
        let (created, expires) = (time_of("created")?, time_of("expires")?);
        if kind != "DataIntegrityProof" || cryptosuite != "eddsa-jcs-2022" {
            let detail = printable(cryptosuite);
            return Err(Refusal::at(Trust::Unsupported, ReasonCode::CryptosuiteUnsupported, &detail));
        }
        let signature = value.strip_prefix('z').and_then(from_base58btc);
        let signature = signature.ok_or_else(|| malformed("proofValue"))?;
        Ok(Self { options, id, previous, verification_method, created, expires, signature })
    }

    fn check(&self) -> Result<(), Refusal> {
        require_own_key(self.verification_method)?;
        if !is_context(self.options.get("@context")) {
            return Err(Refusal::new(Trust::Invalid, ReasonCode::ContextMismatch));
        }
        if self.options.get("proofPurpose").and_then(Value::as_str) != Some("assertionMethod") {
            return Err(Refusal::new(Trust::Invalid, ReasonCode::PurposeMismatch));
        }
        Ok(())
    }

    /// What was signed: the hash of the proof's options, then the hash of the document with the proofs it covers
    /// (vc-di-eddsa §3.3.4).
    fn message(&self, credential: &Object<'_>, proofs: &[Proof<'_, '_>], values: &[Value<'_>]) -> Vec<u8> {
        let is_covered = |(proof, _): &(&Proof<'_, '_>, _)| self.previous.contains(&proof.id);
        let covered: Vec<_> = if self.previous.is_empty() {
            Vec::new()
        } else {
            proofs.iter().zip(values).filter(is_covered).map(|(_, value)| value).collect()
        };
        signed_bytes(self.options, credential, &covered)
    }
}

/// What a proof signs: the hash of its options, then the hash of the document with the proofs that it covers
/// (vc-di-eddsa §3.3.4).
pub fn signed_bytes(options: &Object<'_>, document: &Object<'_>, covered: &[&Value<'_>]) -> Vec<u8> {
    let mut buffer = String::with_capacity(4096);
    jcs::write_object_replacing(options, Some(("proofValue", &[])), &mut buffer);
    let options = sha256(buffer.as_bytes());
    buffer.clear();
    jcs::write_object_replacing(document, Some(("proof", covered)), &mut buffer);
    [options, sha256(buffer.as_bytes())].concat()
}

/// One root, the issuer's; unique ids; every reference leads towards the root.
fn require_chain(proofs: &[Proof<'_, '_>], issuer: &str) -> Result<(), Refusal> {
    let mut roots = proofs.iter().filter(|proof| proof.previous.is_empty());
    let (Some(root), None) = (roots.next(), roots.next()) else { return Err(broken("not one root")) };
    if !names_key_of(root.verification_method, issuer) {
        return Err(Refusal::new(Trust::Invalid, ReasonCode::VerificationMethodMismatch));
    }
    if proofs
        .iter()
        .enumerate()
        .any(|(at, proof)| proofs.iter().skip(at + 1).any(|other| other.id == proof.id))
    {
        return Err(broken("an id occurs twice"));
    }
    let mut reached: Vec<&str> = Vec::with_capacity(proofs.len());
    loop {
        let before = reached.len();
        for proof in proofs {
            if !reached.contains(&proof.id) && proof.previous.iter().all(|id| reached.contains(id)) {
                reached.push(proof.id);
            }
        }
        if reached.len() == proofs.len() {
            return Ok(());
        }
        if reached.len() == before {
            return Err(broken("previousProof"));
        }
    }
}

fn broken(detail: &str) -> Refusal {
    Refusal::at(Trust::Invalid, ReasonCode::ProofChainBroken, detail)
}

/// Of several refusals the one that comes first in the order of profile §5.
fn keep_first(first: &mut Option<Refusal>, refusal: Refusal) {
    if first.as_ref().is_none_or(|known| refusal.trust() < known.trust()) {
        *first = Some(refusal);
    }
}
