//! Verification methods: a DID, `#`, and which of its keys (DID Core §5.2).

use crate::did;
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::text::divide;
use crate::verdict::Trust;

/// Refuses a `did:key` that is no Ed25519 key, and one that names another key than its own.
pub(crate) fn require_own_key(verification_method: &str) -> Result<(), Refusal> {
    let (did, fragment) = divide(verification_method, b'#').unwrap_or((verification_method, ""));
    let Some(own) = did.strip_prefix("did:key:") else { return Ok(()) };
    if did::from_did_key(did).is_none() {
        return Err(Refusal::new(Trust::Unsupported, ReasonCode::KeyTypeUnsupported));
    }
    if own == fragment { Ok(()) } else { Err(Refusal::invalid(ReasonCode::VerificationMethodMismatch)) }
}

/// Whether a verification method is a key of that DID.
pub(crate) fn names_key_of(verification_method: &str, did: &str) -> bool {
    let fragment = verification_method.strip_prefix(did).and_then(|rest| rest.strip_prefix('#'));
    fragment.is_some_and(|fragment| !fragment.is_empty())
}
