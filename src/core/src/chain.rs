//! Data Integrity proofs of cryptosuite `eddsa-jcs-2022` (vc-di-eddsa §3.3): the issuer's, and the chain of those who
//! approved what it covers (profile §3, "Approvals"; vc-data-integrity §2.1.2).

use alloc::string::String;
use alloc::vec::Vec;

use crate::claimed::Claimed;
use crate::cryptosuite::{CRYPTOSUITE, PROOF_PURPOSE, PROOF_TYPE, is_context, signature_bytes, signed_bytes};
use crate::json::{Object, Value};
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::text::{divide, push_place};
use crate::verdict::Trust;
use crate::verification_method::{names_key_of, require_own_key};
use crate::{MAX_PROOFS, Timestamp, printable};

/// Somebody's signature over a statement.
pub(crate) struct Signature {
    pub(crate) options: ProofOptions,
    pub(crate) message: Vec<u8>,
    pub(crate) bytes: [u8; 64],
}

/// What a signature says of itself.
pub(crate) struct ProofOptions {
    pub(crate) verification_method: String,
    /// When the proof says it was made; a JWS does not say.
    pub(crate) created: Option<Timestamp>,
    pub(crate) expires: Option<Timestamp>,
}

impl ProofOptions {
    /// The DID whose key this is.
    pub(crate) fn signer(&self) -> &str {
        divide(&self.verification_method, b'#').map_or(&self.verification_method, |(did, _)| did)
    }
}

/// The signatures of a credential's proofs, the issuer's first, once everything that needs no arithmetic holds.
pub(crate) fn read(
    credential: Claimed<&Object<'_>>,
    issuer: Claimed<&str>,
) -> Result<Vec<Signature>, Refusal> {
    let (credential, issuer) = (credential.unverified(), issuer.unverified());
    let (values, is_chain) = match credential.get("proof") {
        Some(Value::Array(values)) if !values.is_empty() => (values.as_slice(), true),
        Some(proof @ Value::Object(_)) => (core::slice::from_ref(proof), false),
        _ => return Err(Refusal::envelope("vc.proof")),
    };
    if values.len() > MAX_PROOFS {
        return Err(broken("more than 8 proofs"));
    }
    let mut flaw = Flaw { first: None, place: is_chain.then_some(0) };
    let mut proofs = Vec::new();
    for value in values {
        match value.as_object() {
            Some(options) => proofs.push(Proof::read(options, &mut flaw)),
            None => flaw.malformed(""),
        }
        flaw.place = flaw.place.map(|at| at + 1);
    }
    if flaw.first.is_none() {
        flaw.first = require_chain(&proofs, issuer).err();
    }
    if let Some(refusal) = flaw.first {
        return Err(refusal);
    }
    let mut signatures = Vec::new();
    for is_root in &[true, false] {
        for proof in proofs.iter().filter(|proof| proof.previous.is_empty() == *is_root) {
            let mut covered = Vec::new();
            for (other, value) in proofs.iter().zip(values) {
                if proof.previous.contains(&other.id) {
                    covered.push(value);
                }
            }
            signatures.push(Signature {
                options: ProofOptions {
                    verification_method: proof.verification_method.into(),
                    created: proof.created,
                    expires: proof.expires,
                },
                message: signed_bytes(proof.options, credential, &covered),
                bytes: proof.signature,
            });
        }
    }
    Ok(signatures)
}

/// What is wrong with the proofs. Reading goes on after it, and its result is thrown away: one way out is less code
/// than a way out at each member.
struct Flaw {
    /// Of several, the one that comes first in the order of profile §5.
    first: Option<Refusal>,
    /// Which proof is read, where there is a list of them.
    place: Option<usize>,
}

impl Flaw {
    #[cold]
    fn note(&mut self, refusal: Refusal) {
        if self.first.as_ref().is_none_or(|known| refusal.trust() < known.trust()) {
            self.first = Some(refusal);
        }
    }

    #[cold]
    fn malformed(&mut self, member: &str) {
        let mut place = String::from("vc.proof");
        if let Some(at) = self.place {
            push_place(at, &mut place);
        }
        if !member.is_empty() {
            place.push('.');
        }
        place.push_str(member);
        self.note(Refusal::envelope(&place));
    }

    fn text<'v>(&mut self, options: &'v Object<'_>, name: &str) -> &'v str {
        let text = options.text(name);
        if text.is_none() {
            self.malformed(name);
        }
        text.unwrap_or_default()
    }

    fn time(&mut self, options: &Object<'_>, name: &str) -> Option<Timestamp> {
        let value = options.get(name).filter(|value| !value.is_null())?;
        let time = value.as_str().and_then(Timestamp::parse);
        if time.is_none() {
            self.malformed(name);
        }
        time
    }
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
    fn read(options: &'v Object<'a>, flaw: &mut Flaw) -> Self {
        let id = if flaw.place.is_some() { flaw.text(options, "id") } else { "" };
        let mut previous = Vec::new();
        let several = match options.get("previousProof") {
            None => &[],
            Some(Value::Array(several)) if !several.is_empty() => several.as_slice(),
            // Not a text is not a text in a list of one, either.
            Some(one) => core::slice::from_ref(one),
        };
        for one in several {
            match one.as_str() {
                Some(one) => previous.push(one),
                None => flaw.malformed("previousProof"),
            }
        }
        let (kind, cryptosuite) = (flaw.text(options, "type"), flaw.text(options, "cryptosuite"));
        let (value, verification_method) =
            (flaw.text(options, "proofValue"), flaw.text(options, "verificationMethod"));
        let purpose = flaw.text(options, "proofPurpose");
        let (created, expires) = (flaw.time(options, "created"), flaw.time(options, "expires"));
        let signature = signature_bytes(value);
        if kind != PROOF_TYPE || cryptosuite != CRYPTOSUITE {
            let detail = printable(cryptosuite);
            flaw.note(Refusal::at(Trust::Unsupported, ReasonCode::CryptosuiteUnsupported, &detail));
        } else if signature.is_none() {
            flaw.malformed("proofValue");
        }
        if let Err(refusal) = require_own_key(verification_method) {
            flaw.note(refusal);
        }
        if !is_context(options.get("@context")) {
            flaw.note(Refusal::invalid(ReasonCode::ContextMismatch));
        }
        if purpose != PROOF_PURPOSE {
            flaw.note(Refusal::invalid(ReasonCode::PurposeMismatch));
        }
        let signature = signature.unwrap_or([0; 64]);
        Self { options, id, previous, verification_method, created, expires, signature }
    }
}

/// One root, the issuer's; unique ids; every reference leads towards the root.
fn require_chain(proofs: &[Proof<'_, '_>], issuer: &str) -> Result<(), Refusal> {
    let mut roots = proofs.iter().filter(|proof| proof.previous.is_empty());
    let (Some(root), None) = (roots.next(), roots.next()) else { return Err(broken("not one root")) };
    if !names_key_of(root.verification_method, issuer) {
        return Err(Refusal::invalid(ReasonCode::VerificationMethodMismatch));
    }
    let is_repeated = |id| proofs.iter().filter(|proof| proof.id == id).count() > 1;
    if proofs.iter().any(|proof| is_repeated(proof.id)) {
        return Err(broken("an id occurs twice"));
    }
    let mut reached: Vec<&str> = Vec::new();
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
