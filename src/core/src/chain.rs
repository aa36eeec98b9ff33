//! Data Integrity proofs of cryptosuite `eddsa-jcs-2022` (vc-di-eddsa §3.3): the issuer's, and the chain of those who
//! approved what it covers (profile §3, "Approvals"; vc-data-integrity §2.1.2).

use alloc::string::String;
use alloc::vec::Vec;

use crate::claimed::Claimed;
use crate::cryptosuite::{CRYPTOSUITE, PROOF_PURPOSE, PROOF_TYPE, is_context, signature_bytes, signed_bytes};
use crate::cursor::{Cursor, FirstFault, Place};
use crate::json::{Object, Value};
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::text::divide;
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
    pub(crate) created: ProofCreated,
    pub(crate) expires: Option<Timestamp>,
}

/// When a proof says that it was made. Whoever reads one says which it is, so that no envelope has it for another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProofCreated {
    /// The envelope has no place to say so, as a JWS and a log.
    NoPlace,
    /// The proof leaves it out.
    NotStated,
    At(Timestamp),
}

impl ProofCreated {
    pub(crate) fn time(self) -> Option<Timestamp> {
        match self {
            Self::At(time) => Some(time),
            Self::NoPlace | Self::NotStated => None,
        }
    }

    /// Whether nothing that is said, or should have been, is against it.
    pub(crate) fn allows(self, is_well: impl FnOnce(Timestamp) -> bool) -> bool {
        match self {
            Self::NoPlace => true,
            Self::NotStated => false,
            Self::At(time) => is_well(time),
        }
    }
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
    let malformed = FirstFault::default();
    let vc = Place::Root("vc", &malformed);
    let (mut proofs, mut refused) = (Vec::new(), None);
    for (at, value) in values.iter().enumerate() {
        let place = if is_chain { Place::Item(&vc, "proof", at) } else { Place::Member(&vc, "proof") };
        proofs.extend(Proof::read(&Cursor::over(value, place), is_chain, &mut refused));
    }
    malformed.unless(()).map_err(|fault| Refusal::envelope(&fault.path))?;
    match refused {
        None => require_chain(&proofs, issuer)?,
        Some(refusal) => return Err(refusal),
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
                    created: proof.created.map_or(ProofCreated::NotStated, ProofCreated::At),
                    expires: proof.expires,
                },
                message: signed_bytes(proof.options, credential, &covered),
                bytes: proof.signature,
            });
        }
    }
    Ok(signatures)
}

/// Of several refusals, the one that comes first in the order of profile §5.
#[cold]
fn refuse(refusal: Refusal, first: &mut Option<Refusal>) {
    if first.as_ref().is_none_or(|known| refusal.trust() < known.trust()) {
        *first = Some(refusal);
    }
}

struct Proof<'v> {
    options: &'v Object<'v>,
    id: &'v str,
    /// Ids of the proofs that this one covers; none for the root.
    previous: Vec<&'v str>,
    verification_method: &'v str,
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
    signature: [u8; 64],
}

impl<'v> Proof<'v> {
    fn read(proof: &Cursor<'v, '_>, is_chain: bool, refused: &mut Option<Refusal>) -> Option<Self> {
        let options = proof.as_object()?;
        let id = if is_chain { proof.text("id") } else { "" };
        let mut previous = Vec::new();
        let several = match options.get("previousProof") {
            None => &[],
            Some(Value::Array(several)) if !several.is_empty() => several.as_slice(),
            // Not a text is not a text in a list of one, either.
            Some(one) => core::slice::from_ref(one),
        };
        for one in several {
            proof.require("previousProof", one.as_str().is_some());
            previous.extend(one.as_str());
        }
        let (kind, cryptosuite) = (proof.text("type"), proof.text("cryptosuite"));
        let (value, verification_method) = (proof.text("proofValue"), proof.text("verificationMethod"));
        let purpose = proof.text("proofPurpose");
        let (created, expires) =
            (proof.optional("created", Timestamp::parse), proof.optional("expires", Timestamp::parse));
        let signature = signature_bytes(value);
        if kind != PROOF_TYPE || cryptosuite != CRYPTOSUITE {
            let detail = printable(cryptosuite);
            refuse(Refusal::at(Trust::Unsupported, ReasonCode::CryptosuiteUnsupported, &detail), refused);
        } else {
            proof.require("proofValue", signature.is_some());
        }
        if let Err(refusal) = require_own_key(verification_method) {
            refuse(refusal, refused);
        }
        if !is_context(options.get("@context")) {
            refuse(Refusal::invalid(ReasonCode::ContextMismatch), refused);
        }
        if purpose != PROOF_PURPOSE {
            refuse(Refusal::invalid(ReasonCode::PurposeMismatch), refused);
        }
        let signature = signature.unwrap_or([0; 64]);
        Some(Self { options, id, previous, verification_method, created, expires, signature })
    }
}

/// One root, the issuer's; unique ids; every reference leads towards the root.
fn require_chain(proofs: &[Proof<'_>], issuer: &str) -> Result<(), Refusal> {
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
