//! Signature checks, and the in-process engine that answers them.

use alloc::vec::Vec;

use crate::did::PublicKey;

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

/// Ed25519 (RFC 8032 §5.1.7), strict: canonical `S`, `R` and key, no key or `R` of small order, no cofactor.
#[cfg(feature = "dalek")]
pub fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    use ed25519_dalek::{Signature, VerifyingKey};
    let Ok(signature) = Signature::from_slice(signature) else { return false };
    let Ok(key) = VerifyingKey::from_bytes(key) else { return false };
    key.verify_strict(message, &signature).is_ok()
}

#[cfg(all(test, feature = "dalek"))]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        let byte = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        core::array::from_fn(byte)
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
            let (key, mut signature) = (bytes::<32>(key), bytes::<64>(signature));
            assert!(verify(&key, message, &signature));
            signature[5] ^= 1;
            assert!(!verify(&key, message, &signature));
        }
    }
}
