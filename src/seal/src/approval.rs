use std::fmt;

use touchmark::digest::sha256;
use touchmark::json::{self, JsonError, Object, Value};
use touchmark::{MAX_SEAL_UNITS, Timestamp, jcs};
use touchmark_profile::MAX_PROOFS;

use crate::documents::sign_document;
use crate::private_key::PrivateKey;
use crate::proof::{ProofOptions, replacing};
use crate::random::{Random, RandomError, uuid_v4};
use crate::statement::{ScopeError, is_did, whole_seconds, within_field};

/// Approves seals: adds a proof that covers the issuer's (profile §3, "Approvals"; vc-data-integrity §2.1.2).
#[derive(Debug)]
pub struct Approver {
    key: PrivateKey,
    did: String,
    verification_method: String,
}

impl Approver {
    /// Approves with `key`, in the name of its `did:key` or of another DID whose keys verifiers know from their trust
    /// bundle.
    ///
    /// # Errors
    /// [`ScopeError::BadIssuer`] and [`ScopeError::IssuerOfAnotherKey`], for the DID.
    pub fn new(key: PrivateKey, did: Option<&str>) -> Result<Self, ScopeError> {
        let own = key.did_key();
        let did = did.unwrap_or(&own).to_owned();
        if !is_did(&did) {
            return Err(ScopeError::BadIssuer);
        }
        if did.starts_with("did:key:") && did != own {
            return Err(ScopeError::IssuerOfAnotherKey);
        }
        Ok(Self { verification_method: key.verification_method(&did), key, did })
    }

    /// The DID that approvals name.
    pub fn did(&self) -> &str {
        &self.did
    }

    /// A document with the approver's proof.
    pub(crate) fn sign<'a>(&self, document: &Object<'a>, now: Timestamp) -> Value<'a> {
        sign_document(document, &self.did, &self.key, now.whole_seconds())
    }

    /// The seal text with an approval added. The approval covers the issuer's proof, and with it the whole statement.
    /// What is approved should have been verified: this checks its form alone.
    ///
    /// # Errors
    /// [`ApprovalError`].
    pub fn approve(
        &self,
        seal: &str,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<String, ApprovalError> {
        let Value::Object(container) = json::parse(seal).map_err(ApprovalError::Unreadable)? else {
            return Err(ApprovalError::NotASeal);
        };
        let Some(credential) = container.get("vc").and_then(Value::as_object) else {
            let is_other = ["jws", "tlog"].iter().any(|name| container.get(name).is_some());
            return Err(if is_other { ApprovalError::OtherEnvelope } else { ApprovalError::NotASeal });
        };
        let mut proofs = match credential.get("proof") {
            Some(proof @ Value::Object(_)) => vec![proof.clone()],
            Some(Value::Array(proofs)) => proofs.clone(),
            _ => return Err(ApprovalError::NotASeal),
        };
        let members = |proof: &Value<'_>, name: &str| {
            proof.as_object().and_then(|proof| proof.get(name)?.as_str()).map(str::to_owned)
        };
        let is_root =
            |proof: &&Value<'_>| proof.as_object().is_some_and(|proof| proof.get("previousProof").is_none());
        let root = proofs.iter().find(is_root).ok_or(ApprovalError::NotASeal)?.clone();
        let root_id = members(&root, "id").ok_or(ApprovalError::NoProofId)?;
        if credential.get("issuer").and_then(Value::as_str) == Some(&self.did) {
            return Err(ApprovalError::OwnSeal);
        }
        let is_own = |proof: &Value<'_>| {
            let method = members(proof, "verificationMethod").unwrap_or_default();
            method.split_once('#').is_some_and(|(did, _)| did == self.did)
        };
        if proofs.iter().any(is_own) {
            return Err(ApprovalError::Twice);
        }
        if proofs.len() >= MAX_PROOFS {
            return Err(ApprovalError::TooMany);
        }

        let document = |proofs| jcs::to_string(&replacing(credential, "proof", Value::Array(proofs)));
        let options = ProofOptions {
            id: format!("urn:uuid:{}", uuid_v4(random)?),
            created: whole_seconds(now),
            verification_method: &self.verification_method,
            previous_proof: Some(root_id.as_str()),
        };
        let covered = sha256(document(vec![root]).as_bytes());
        proofs.push(options.sign(&covered, &self.key));
        let approved = document(proofs);
        let approved = json::parse(&approved).map_err(ApprovalError::Unreadable)?;
        let seal = jcs::to_string(&replacing(&container, "vc", approved));
        within_field(&seal).map_err(|_| ApprovalError::TooLong)?;
        Ok(seal)
    }
}

/// Why a seal cannot be approved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApprovalError {
    /// Not JSON that a verifier would read.
    Unreadable(JsonError),
    /// JSON, but no seal.
    NotASeal,
    /// A JWS or a seal in a log: those have no room for a second signer.
    OtherEnvelope,
    /// The issuer's proof has no id that an approval could name.
    NoProofId,
    /// The approver is the issuer.
    OwnSeal,
    /// Approved by the same party before.
    Twice,
    /// Eight proofs already.
    TooMany,
    /// The text would not fit its field.
    TooLong,
    /// No randomness.
    Random(RandomError),
}

impl From<RandomError> for ApprovalError {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}

impl fmt::Display for ApprovalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable(error) => return write!(f, "the seal is not readable: {error}"),
            Self::NotASeal => "the text is no seal; restore the record from its source",
            Self::OtherEnvelope => {
                "only seals of the envelope vc can be approved; seal the record anew with --envelope vc --replace"
            }
            Self::NoProofId => {
                "the issuer's proof has no id that an approval could name; have the record sealed anew"
            }
            Self::OwnSeal => "the approver is the issuer; an approval must come from somebody else",
            Self::Twice => "approved by this key's owner already; a second approval would not count",
            Self::TooMany => "the seal has 8 proofs, and no verifier reads more",
            Self::TooLong => {
                return write!(f, "with the approval the seal would not fit its field of {MAX_SEAL_UNITS} characters");
            }
            Self::Random(error) => return error.fmt(f),
        })
    }
}

impl std::error::Error for ApprovalError {}
