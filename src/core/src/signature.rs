//! Signature checks, and what tells an engine that answers them as it must.

use alloc::vec;
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

impl SignatureCheck {
    /// Whether the bytes leave the answer open. Where they do not, the answer is no.
    ///
    /// What verifiers disagree about is decided here: `A` and `R` are canonical (`y < p`) and not of small order, `S` is
    /// canonical (`S < L`). What is left is the equation of RFC 8032 §5.1.7 without cofactor, `[S]B = R + [k]A`, which
    /// every engine that passes the [`self_test`] answers alike where `A` is of prime order; that no bytes tell, so it is
    /// for a [`KeyRule`] to say.
    pub fn is_admissible(&self) -> bool {
        let (r, s) = self.signature.split_at(32);
        is_sound(&self.key) && is_sound(r) && is_below(s, &L)
    }
}

/// Whether a key is of prime order, as every key is that was made from a private half. It takes the curve, which the core
/// has with its feature `dalek` (`is_of_prime_order`); without it whoever answers the checks says it.
///
/// Under any other key engines disagree on purpose-made signatures, so it is no key: a file that lists it is refused,
/// and no signature holds under it.
pub type KeyRule = fn(&PublicKey) -> bool;

/// What is said of a key that a [`KeyRule`] refuses.
pub(crate) const NOT_OF_PRIME_ORDER: &str = "is no key that has a private half: no point of the curve, or one of small or mixed order; get it anew from its owner";

/// Whether a file may list a key.
pub(crate) fn is_key(key: &PublicKey, is_of_prime_order: KeyRule) -> bool {
    is_sound(key) && is_of_prime_order(key)
}

/// Order of the basepoint. Numbers are little-endian throughout.
const L: [u8; 32] = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

/// The field's prime.
const P: [u8; 32] = hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

/// `y` of the eight points of small order: of orders 1, 2, 4, and twice 8.
const SMALL_ORDER: [[u8; 32]; 5] = [
    hex("0100000000000000000000000000000000000000000000000000000000000000"),
    hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    hex("0000000000000000000000000000000000000000000000000000000000000000"),
    hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
];

/// Whether a point's encoding is canonical and not of small order. `x` is 0 for orders 1 and 2 only, so this leaves no
/// encoding with a sign that is not one.
pub(crate) fn is_sound(encoding: &[u8]) -> bool {
    let Ok(mut y) = <[u8; 32]>::try_from(encoding) else { return false };
    y[31] &= 0x7f;
    is_below(&y, &P) && !SMALL_ORDER.contains(&y)
}

fn is_below(number: &[u8], limit: &[u8; 32]) -> bool {
    number.iter().rev().lt(limit.iter().rev())
}

/// Whether an engine answers the [`self_test_checks`] as it must. Ask before the first check.
///
/// An engine that is only given what [is admissible](SignatureCheck::is_admissible), and only believed under keys that a
/// [`KeyRule`] admits, is tested with those rules in front.
pub fn self_test(mut engine: impl FnMut(&SignatureCheck) -> bool) -> bool {
    ROWS.iter().map(self_test_check).all(|(check, holds)| engine(&check) == holds)
}

/// Checks that tell a strict engine from others, each with the one right answer.
pub fn self_test_checks() -> Vec<(SignatureCheck, bool)> {
    ROWS.iter().map(self_test_check).collect()
}

fn self_test_check((key, message, r, s, holds): &Row) -> (SignatureCheck, bool) {
    let mut signature = [0; 64];
    let (first, second) = signature.split_at_mut(32);
    first.copy_from_slice(r);
    second.copy_from_slice(s);
    (SignatureCheck { key: *key, message: vec![*message], signature }, *holds)
}

const KEY: PublicKey = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
const R: [u8; 32] = hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da");
const S: [u8; 32] = hex("085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
const BASEPOINT: [u8; 32] = hex("5866666666666666666666666666666666666666666666666666666666666666");
const ZERO: [u8; 32] = [0; 32];
const ONE: [u8; 32] = SMALL_ORDER[0];
const ORDER_8: [u8; 32] = SMALL_ORDER[3];
/// Key, the message's one byte, `R`, `S`, and whether they hold.
type Row = (PublicKey, u8, [u8; 32], [u8; 32], bool);
static ROWS: [Row; 8] = [
    // RFC 8032 §7.1, test 2; below, its secret scalar is `a`, its key `A`.
    (KEY, 0x72, R, S, true),
    // Another message.
    (KEY, 0x73, R, S, false),
    // `S + L`: holds wherever `S` is reduced before it is looked at.
    (KEY, 0x72, R, hex("f52db7415978abc61b2c2eb6aeebfca0387b2eaeb4302aeeb00d291612bb0c10"), false),
    // The neutral element as key and as `R`: holds for every message unless small orders are refused.
    (ONE, 0x72, ONE, ZERO, false),
    // Only the key is of small order; `k` is a multiple of 8.
    (ORDER_8, 0x1c, BASEPOINT, ONE, false),
    // Only `R` is of small order; `S = k·a`.
    (KEY, 0x72, ONE, hex("675d054595fa17cb6a44e3ada6ca385e55667e41a63fdab0ac22d10000354002"), false),
    // `R = B + T` with `T` of order 8, `S = 1 + k·a`: holds only where both sides are multiplied by the cofactor.
    (
        KEY,
        0x72,
        hex("98519eadf35b995233b51b5cd23e9cc5a28b639b5a4af0ec903cb960d81b7819"),
        hex("4ef5a0ba81641a15df29eff27aa679daff0db06a08e08eaecacbfcd9650b0a0c"),
        false,
    ),
    // The key is `A + T`, `k` a multiple of 8, `S = 1 + k·a`: the equation holds, and the key is of mixed order.
    (
        hex("0169d3c02f3edd121cafbe1dfd45c4cf4aac216a79e36e6326419f2a654d2d46"),
        0x06,
        BASEPOINT,
        hex("70939016e7980fc342290829400bc40a9c34a289d9daf94eee86b500acce4d00"),
        false,
    ),
];

#[cfg(test)]
#[cfg(feature = "dalek")]
mod tests {
    use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
    use curve25519_dalek::edwards::CompressedEdwardsY;
    use curve25519_dalek::scalar::Scalar;
    use curve25519_dalek::traits::IsIdentity as _;
    use sha2::{Digest as _, Sha512};

    use super::*;
    use crate::ed25519::{SignatureEngine, is_of_prime_order, verify};

    #[test]
    fn the_in_process_engine_passes_the_self_test() {
        assert!(self_test(SignatureCheck::answer));
        let mut engine = SignatureEngine::new();
        assert!(self_test(|check| engine.answer_all(&[check]) == [true]));
    }

    #[test]
    fn an_engine_that_always_says_the_same_fails() {
        assert!(!self_test(|_| true));
        assert!(!self_test(|_| false));
    }

    /// What an engine may do otherwise than is asked of it, one at a time.
    #[derive(Clone, Copy, PartialEq)]
    enum Flaw {
        None,
        IgnoresMessage,
        TakesSmallKeys,
        TakesSmallR,
        ReducesS,
        MultipliesByCofactor,
        TakesMixedKeys,
    }

    fn flawed(flaw: Flaw, check: &SignatureCheck) -> bool {
        let (r, s) = check.signature.split_at(32);
        let decode = |bytes: &[u8]| CompressedEdwardsY::from_slice(bytes).unwrap().decompress();
        let (Some(a), Some(r_point)) = (decode(&check.key), decode(r)) else { return false };
        let message = if flaw == Flaw::IgnoresMessage { &[0x72] } else { &*check.message };
        let hash = Sha512::new().chain_update(r).chain_update(check.key).chain_update(message);
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        let s_bytes: [u8; 32] = s.try_into().unwrap();
        let s = Scalar::from_bytes_mod_order(s_bytes);
        let rest = ED25519_BASEPOINT_POINT * s - a * k - r_point;
        (flaw == Flaw::ReducesS || s.to_bytes() == s_bytes)
            && (flaw == Flaw::TakesSmallKeys || !a.is_small_order())
            && (flaw == Flaw::TakesSmallR || !r_point.is_small_order())
            // Small orders are refused above, and are no prime either.
            && (flaw == Flaw::TakesMixedKeys || a.is_torsion_free() || a.is_small_order())
            && if flaw == Flaw::MultipliesByCofactor { rest.is_small_order() } else { rest.is_identity() }
    }

    #[test]
    fn each_flaw_alone_fails_the_self_test() {
        assert!(self_test(|check| flawed(Flaw::None, check)));
        for (flaw, rows) in [
            (Flaw::IgnoresMessage, &[1][..]),
            (Flaw::ReducesS, &[2]),
            (Flaw::TakesSmallKeys, &[4]),
            (Flaw::TakesSmallR, &[5]),
            (Flaw::MultipliesByCofactor, &[6]),
            (Flaw::TakesMixedKeys, &[7]),
        ] {
            assert!(!self_test(|check| flawed(flaw, check)));
            let wrong = |(_, (check, holds)): &(usize, (SignatureCheck, bool))| flawed(flaw, check) != *holds;
            let wrong: Vec<_> = self_test_checks().into_iter().enumerate().filter(wrong).collect();
            assert_eq!(wrong.iter().map(|(row, _)| *row).collect::<Vec<_>>(), rows);
        }
        // Small orders anywhere: what libraries do that only compare the equation.
        let lax = |check: &SignatureCheck| {
            use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
            let key = VerifyingKey::from_bytes(&check.key).unwrap();
            key.verify(&check.message, &Signature::from_bytes(&check.signature)).is_ok()
        };
        assert!(!self_test(lax));
        // With the rules for bytes and for keys in front it is as strict as any, and so is one that refuses more of itself.
        let behind = |answer: &dyn Fn(&SignatureCheck) -> bool| {
            self_test(|check| check.is_admissible() && answer(check) && is_of_prime_order(&check.key))
        };
        assert!(behind(&lax));
        assert!(behind(&|check| flawed(Flaw::None, check)));
        assert!(!behind(&|check| flawed(Flaw::MultipliesByCofactor, check)));
        assert!(!self_test(|check| check.is_admissible() && lax(check)));
    }

    #[test]
    fn the_small_orders_are_those_of_the_curve() {
        for point in EIGHT_TORSION {
            let encoding = point.compress().to_bytes();
            assert!(!is_sound(&encoding));
            let mut y = encoding;
            y[31] &= 0x7f;
            assert!(SMALL_ORDER.contains(&y));
        }
        for y in SMALL_ORDER {
            assert!(CompressedEdwardsY(y).decompress().unwrap().is_small_order());
        }
    }

    #[test]
    fn numbers_are_compared_from_their_high_end() {
        let mut last = P;
        last[0] -= 2;
        assert!(is_sound(&last));
        for first in 0xed..=0xff {
            let mut y = P;
            y[0] = first;
            assert!(!is_sound(&y), "{first:x}");
        }
        let mut order_less_one = L;
        order_less_one[0] -= 1;
        assert!(is_below(&order_less_one, &L));
        assert!(!is_below(&L, &L));
        assert!(!is_below(&[0xff; 32], &L));
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
            assert!(!verify(&key, message, &signature[..63]));
            signature[5] ^= 1;
            assert!(!verify(&key, message, &signature));
        }
    }
}
