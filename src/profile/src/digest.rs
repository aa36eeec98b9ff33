//! Hashes: SHA-256, and the salted field digest that binds a value without carrying it (profile §4, RFC 9901 §4.2.4).

use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest as _, Sha256};

use crate::encoding::{base64url, is_base64url_of, write_base64url};
use crate::jcs;
use crate::normal::NormalValue;

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    sha256_of(&[bytes])
}

/// SHA-256 of the parts, one after the other.
pub fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The tenant of an org: base64url of the SHA-256 of its 18-character id. Sandbox creation rewrites org ids inside
/// text values, so the id itself would break every copied seal.
pub fn tenant_digest(org_id_18: &str) -> String {
    base64url(&sha256(org_id_18.as_bytes()))
}

/// Whether a text is a salt: 16 bytes as 22 canonical base64url characters.
pub fn is_salt(text: &str) -> bool {
    is_base64url_of(16, text)
}

/// Whether a text is a digest: 32 bytes as 43 canonical base64url characters.
pub fn is_digest(text: &str) -> bool {
    is_base64url_of(32, text)
}

/// `b64u(SHA-256(ASCII(b64u(JCS([salt, fieldApiName, value])))))`
pub fn field_digest(salt: &str, name: &str, value: &NormalValue<'_>) -> String {
    base64url(&FieldHasher::default().hash(salt, name, value))
}

/// Computes field digests in buffers that are used again.
#[derive(Default)]
pub struct FieldHasher {
    disclosure: String,
    encoded: Vec<u8>,
}

impl FieldHasher {
    /// Whether a digest is that of the field.
    pub fn matches(&mut self, digest: &str, salt: &str, name: &str, value: &NormalValue<'_>) -> bool {
        let hash = self.hash(salt, name, value);
        self.encoded.clear();
        write_base64url(&hash, &mut self.encoded);
        self.encoded == digest.as_bytes()
    }

    fn hash(&mut self, salt: &str, name: &str, value: &NormalValue<'_>) -> [u8; 32] {
        self.disclosure.clear();
        self.disclosure.push('[');
        jcs::write_string(salt, &mut self.disclosure);
        self.disclosure.push(',');
        jcs::write_string(name, &mut self.disclosure);
        self.disclosure.push(',');
        value.write_jcs(&mut self.disclosure);
        self.disclosure.push(']');
        self.encoded.clear();
        write_base64url(self.disclosure.as_bytes(), &mut self.encoded);
        sha256(&self.encoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example disclosure of RFC 9901 §4.2.1 in canonical form has no white space, so its digest differs from the
    /// RFC's; this value was computed independently (Python hashlib, base64).
    #[test]
    fn known_digest() {
        let value = NormalValue::Text("Möbius".into());
        assert_eq!(
            field_digest("_26bc4LT-ac6q2KI6cBW5e", "family_name", &value),
            "7DRkIBklhqTIBjxxmjR1OhDzKCV7KD8LkSgEOw3hOJE"
        );
    }

    #[test]
    fn salts_are_canonical() {
        assert!(is_salt("M8nK7EgLVqBBdS_Usj5Row"));
        assert!(!is_salt("M8nK7EgLVqBBdS_Usj5Rox"));
        assert!(!is_salt(""));
        assert!(!is_salt("M8nK7EgLVqBBdS_Usj5Row=="));
    }
}
