//! Ed25519 public keys as Multikey and `did:key` (Controlled Identifiers §2.2.2, did:key method).

use alloc::string::String;

use crate::encoding::{base58btc, from_base58btc};
use crate::text::joined;

/// A raw Ed25519 public key. Whether it is a curve point is for the signature check to say.
pub type PublicKey = [u8; 32];

/// Multicodec prefix of an Ed25519 public key.
const ED25519: [u8; 2] = [0xed, 0x01];

/// Reads a Multikey (`z6Mk…`).
pub fn from_multikey(text: &str) -> Option<PublicKey> {
    let bytes: [u8; 34] = from_base58btc(text.strip_prefix('z')?)?;
    bytes.strip_prefix(&ED25519)?.try_into().ok()
}

/// Writes a Multikey (`z6Mk…`).
pub fn to_multikey(key: &PublicKey) -> String {
    let mut bytes = ED25519.to_vec();
    bytes.extend_from_slice(key);
    joined(&["z", &base58btc(&bytes)])
}

/// The key that a `did:key` names.
pub fn from_did_key(did: &str) -> Option<PublicKey> {
    from_multikey(did.strip_prefix("did:key:")?)
}

/// The verification method of a `did:key`.
pub fn own_method(did: &str) -> Option<String> {
    did.strip_prefix("did:key:").map(|own| joined(&[did, "#", own]))
}

/// The `did:key` of a key.
pub fn to_did_key(key: &PublicKey) -> String {
    joined(&["did:key:", &to_multikey(key)])
}

/// Keys whose private half anybody can look up; none may ever be a trust anchor by accident.
/// RFC 8032 §7.1 tests 1, 2, 3, 1024 and SHA(abc) (test 1 is RFC 8037 A.1 as well), §7.2 both contexts; RFC 8410 §10;
/// RFC 9421 B.1.4; the example key of W3C vc-di-eddsa. Each was derived from its published private half, or, the last,
/// is published with it.
const PUBLICLY_KNOWN: [PublicKey; 10] = [
    hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
    hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
    hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
    hex("278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e"),
    hex("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf"),
    hex("dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292"),
    hex("0f1d1274943b91415889152e893d80e93275a1fc0b65fd71b4b0dda10ad7d772"),
    hex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"),
    hex("26b40b8f93fff3d897112f7ebc582b232dbd72517d082fe83cfb30ddce43d1bb"),
    hex("b00d8d938e7f773d51565aad36a623f5344f7f5d1960f9cf3e8e12620ea2810f"),
];

/// Whether the private half of this key is public knowledge.
pub fn is_publicly_known(key: &PublicKey) -> bool {
    PUBLICLY_KNOWN.contains(key)
}

/// Lower-case hexadecimal of a constant.
pub const fn hex<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0u8; N];
    let mut digits = text.as_bytes();
    let mut at = 0;
    while let [high, low, rest @ ..] = digits {
        let [slot, ..] = bytes.split_at_mut(at).1 else { break };
        *slot = nibble(*high) << 4 | nibble(*low);
        digits = rest;
        at += 1;
    }
    bytes
}

const fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multikeys_round_trip() {
        let text = "z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT";
        let key = from_multikey(text).unwrap();
        assert_eq!(to_multikey(&key), text);
        assert_eq!(from_did_key(&to_did_key(&key)), Some(key));
    }

    #[test]
    fn other_key_types_and_forms_are_refused() {
        for text in [
            "",
            "z",
            "6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT",
            "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
        ] {
            assert_eq!(from_multikey(text), None, "{text}");
        }
    }
}
