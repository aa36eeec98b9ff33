//! Data Integrity proofs of cryptosuite `eddsa-jcs-2022` (vc-di-eddsa §3.3): what they sign, and how it is written.

use alloc::string::String;
use alloc::vec::Vec;

use crate::CONTEXT;
use crate::digest::sha256;
use crate::encoding::from_base58btc;
use crate::jcs;
use crate::json::{Object, Value};

/// The type of every proof.
pub const PROOF_TYPE: &str = "DataIntegrityProof";

/// The cryptosuite of every proof.
pub const CRYPTOSUITE: &str = "eddsa-jcs-2022";

/// The purpose of every proof.
pub const PROOF_PURPOSE: &str = "assertionMethod";

/// The signature that a `proofValue` holds: `z` and base58btc.
pub fn signature_bytes(text: &str) -> Option<[u8; 64]> {
    from_base58btc(text.strip_prefix('z')?)
}

/// Whether this is the `@context` of statements and proofs.
pub fn is_context(value: Option<&Value<'_>>) -> bool {
    value.and_then(Value::as_array).is_some_and(|values| {
        values.len() == CONTEXT.len()
            && values.iter().zip(&CONTEXT).all(|(value, iri)| value.as_str() == Some(*iri))
    })
}

/// What a proof signs: the hash of its options, then the hash of the document with the proofs that it covers
/// (vc-di-eddsa §3.3.4).
pub fn signed_bytes(options: &Object<'_>, document: &Object<'_>, covered: &[&Value<'_>]) -> Vec<u8> {
    let mut buffer = String::with_capacity(4096);
    jcs::write_object_replacing(options, Some(("proofValue", &[])), &mut buffer);
    let options = sha256(buffer.as_bytes());
    buffer.clear();
    jcs::write_object_replacing(document, Some(("proof", covered)), &mut buffer);
    let mut message = options.to_vec();
    message.extend_from_slice(&sha256(buffer.as_bytes()));
    message
}
