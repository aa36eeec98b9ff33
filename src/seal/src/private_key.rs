use std::fmt;

use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding};
use ed25519_dalek::{Signer, SigningKey};
use touchmark::did::{self, PublicKey};
use zeroize::Zeroizing;

use crate::random::{Random, RandomError};

/// The Ed25519 private key of an issuer, an approver, a log or a witness. Wiped from memory when dropped; never printed.
pub struct PrivateKey {
    signing: SigningKey,
}

impl PrivateKey {
    /// A new key.
    ///
    /// # Errors
    /// [`RandomError`] when the source does not deliver.
    pub fn generate(random: &mut dyn Random) -> Result<Self, RandomError> {
        let mut seed = Zeroizing::new([0u8; 32]);
        random.fill(seed.as_mut_slice())?;
        Ok(Self { signing: SigningKey::from_bytes(&seed) })
    }

    /// Reads a PKCS#8 PEM (`BEGIN PRIVATE KEY`, RFC 5958 and RFC 8410). Text before the first `-----BEGIN` is skipped.
    ///
    /// # Errors
    /// [`KeyError`], which never repeats any of the text.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let start = text.find("-----BEGIN ").ok_or(KeyError::NotPem)?;
        let block = text.get(start..).unwrap_or_default();
        let label = block.strip_prefix("-----BEGIN ").and_then(|rest| rest.split("-----").next());
        match label {
            Some("PRIVATE KEY") => {}
            Some("ENCRYPTED PRIVATE KEY") => return Err(KeyError::Encrypted),
            Some(label) if label.ends_with("PUBLIC KEY") => return Err(KeyError::PublicKey),
            _ => return Err(KeyError::NotPkcs8),
        }
        let signing = SigningKey::from_pkcs8_pem(block.trim_end()).map_err(|_| KeyError::NotEd25519)?;
        if did::is_publicly_known(&signing.verifying_key().to_bytes()) {
            return Err(KeyError::PubliclyKnown);
        }
        Ok(Self { signing })
    }

    /// Writes a PKCS#8 PEM that OpenSSL reads too.
    ///
    /// # Errors
    /// [`KeyError::NotPkcs8`] when the encoder refuses, which it does for no Ed25519 key.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, KeyError> {
        // Version 1 (without the public key): OpenSSL refuses version 2 for Ed25519.
        let bytes = KeypairBytes { secret_key: self.signing.to_bytes(), public_key: None };
        bytes.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::NotPkcs8)
    }

    /// The public key, raw.
    pub fn public(&self) -> PublicKey {
        self.signing.verifying_key().to_bytes()
    }

    /// The public key as Multikey (`z6Mk…`).
    pub fn multikey(&self) -> String {
        did::to_multikey(&self.public())
    }

    /// The public key as `did:key`.
    pub fn did_key(&self) -> String {
        did::to_did_key(&self.public())
    }

    /// The key as a method of a DID: how proofs name it.
    pub(crate) fn verification_method(&self, did: &str) -> String {
        format!("{did}#{}", self.multikey())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.multikey())
    }
}

/// Why a text is no private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// No PEM block.
    NotPem,
    /// A PEM block, but not PKCS#8.
    NotPkcs8,
    /// Protected by a password.
    Encrypted,
    /// The public half.
    PublicKey,
    /// Another algorithm, or damaged.
    NotEd25519,
    /// The private half is published somewhere.
    PubliclyKnown,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPem => "holds no PEM block; give the key file that `touchmark keygen` wrote",
            Self::NotPkcs8 => {
                "is not a PKCS#8 private key (`-----BEGIN PRIVATE KEY-----`); give the key file that `touchmark keygen` wrote"
            }
            Self::Encrypted => {
                "is protected by a password; decrypt it first, for instance with `openssl pkey -in FILE -out key.pem`"
            }
            Self::PublicKey => "is a public key; signing needs the private one",
            Self::NotEd25519 => "is damaged or not an Ed25519 key; make one with `touchmark keygen`",
            Self::PubliclyKnown => {
                "is a published test key: anybody can sign with it; make your own with `touchmark keygen`"
            }
        })
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn pem_round_trips_and_is_plain_pkcs8() {
        let key = PrivateKey::generate(&mut SystemRandom).unwrap();
        let pem = key.to_pem().unwrap();
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        // RFC 8410 §7: 48 bytes of version 1, one line of 64 characters.
        assert_eq!(pem.lines().count(), 3);
        let read = PrivateKey::from_pem(&format!("Issuer: did:web:bank.example\n\n{}\n", *pem)).unwrap();
        assert_eq!(read.multikey(), key.multikey());
    }

    #[test]
    fn debug_shows_the_public_half_alone() {
        let key = PrivateKey::generate(&mut SystemRandom).unwrap();
        assert_eq!(format!("{key:?}"), format!("PrivateKey({})", key.multikey()));
    }

    #[test]
    fn other_keys_are_refused_by_name() {
        // RFC 8410 §10.3: a well-formed key, but a published one.
        let rfc8410 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        // RFC 8032 §7.1 test 1: anybody can sign with it.
        let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        der.extend([
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
            0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
        ]);
        let base64 = touchmark::encoding::base64(&der);
        let known = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
        for (text, expected) in [
            ("", KeyError::NotPem),
            ("{\"kty\":\"OKP\"}", KeyError::NotPem),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", KeyError::Encrypted),
            ("-----BEGIN PUBLIC KEY-----\n", KeyError::PublicKey),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\n", KeyError::NotPkcs8),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", KeyError::NotEd25519),
            (known.as_str(), KeyError::PubliclyKnown),
            (rfc8410, KeyError::PubliclyKnown),
        ] {
            assert_eq!(PrivateKey::from_pem(text).err(), Some(expected), "{expected}");
        }
    }
}
