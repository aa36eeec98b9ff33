//! Signature checks, and the in-process engine that answers them.

use alloc::vec::Vec;

use crate::did::{PublicKey, hex};

/// One question for an engine: does this signature hold? The algorithm is Ed25519, from the pinned key; the seal has
/// no say in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureCheck {
    /// Raw public key.
    pub key: PublicKey,
    /// What was signed.
    pub message: Vec<u8>,
    /// `R ‖ S`.
    pub signature: [u8; 64],
}

#[cfg(feature = "dalek")]
impl SignatureCheck {
    /// Answers the check in process.
    pub fn answer(&self) -> bool {
        verify(&self.key, &self.message, &self.signature)
    }
}

/// Whether an engine tells a good signature from a bad one and from a forgery that lax engines accept.
pub fn self_test(engine: impl Fn(&SignatureCheck) -> bool) -> bool {
    // RFC 8032 §7.1, test 2.
    let good = SignatureCheck {
        key: hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
        message: alloc::vec![0x72],
        signature: hex(concat!(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        )),
    };
    let bad = SignatureCheck { message: alloc::vec![0x73], ..good.clone() };
    // The neutral element as key and as R, S = 0: holds for every message unless small orders are refused.
    let mut neutral = [0; 64];
    if let Some(first) = neutral.first_mut() {
        *first = 1;
    }
    let mut key = [0; 32];
    if let Some(first) = key.first_mut() {
        *first = 1;
    }
    let forged = SignatureCheck { key, signature: neutral, ..good.clone() };
    engine(&good) && !engine(&bad) && !engine(&forged)
}

/// Ed25519 (RFC 8032 §5.1.7), strict: canonical `S`, `R` and key, no key or `R` of small order, no cofactor.
#[cfg(feature = "dalek")]
pub fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    use ed25519_dalek::{Signature, VerifyingKey};
    let Ok(signature) = Signature::from_slice(signature) else { return false };
    let Ok(key) = VerifyingKey::from_bytes(key) else { return false };
    key.verify_strict(message, &signature).is_ok()
}

#[cfg(test)]
#[cfg(feature = "dalek")]
mod tests {
    use super::*;

    #[test]
    fn the_self_test_passes_strict_engines_only() {
        assert!(self_test(SignatureCheck::answer));
        assert!(!self_test(|_| true));
        assert!(!self_test(|_| false));
        let lax = |check: &SignatureCheck| {
            use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
            let key = VerifyingKey::from_bytes(&check.key).unwrap();
            key.verify(&check.message, &Signature::from_bytes(&check.signature)).is_ok()
        };
        assert!(!self_test(lax));
    }

    /// RFC 8032 §7.1, tests 1–3.
    #[test]
    fn vectors_of_the_rfc() {
        for (key, message, signature) in [
            (
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                &[][..],
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                &[0x72],
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
            (
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                &[0xaf, 0x82],
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            ),
        ] {
            let (key, mut signature) = (hex::<32>(key), hex::<64>(signature));
            assert!(verify(&key, message, &signature));
            signature[5] ^= 1;
            assert!(!verify(&key, message, &signature));
        }
    }
}
