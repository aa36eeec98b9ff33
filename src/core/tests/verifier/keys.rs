//! Keys that have no private half are refused wherever they come from, in every engine alike: no point, a point of small order,
//! one of mixed order. Where each is looked for is on file for the engines in browsers: `tests/data/key-cases.json`, which
//! `TOUCHMARK_GOLDEN=write cargo test -p touchmark --test verifier keys` writes anew.

#![allow(non_snake_case, reason = "points and scalars have the names of RFC 8032")]

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha512};
use touchmark::did::{self, PublicKey};
use touchmark::encoding::{base58btc, base64url};
use touchmark::note::{KeyType, VerifierKey};
use touchmark::{Record, SignatureCheck, TrustBundle, is_of_prime_order};
use touchmark_tests::{Case, hold_to, room};

const REFUSED: &str = "is no key that has a private half: no point of the curve, or one of small or mixed order; get it anew from its owner";

/// Where a trust bundle holds keys: its member, what is put in there, and the place that is named when it is refused.
type Entrance = (&'static str, fn(&PublicKey) -> Value, &'static str);

const ENTRANCES: [Entrance; 7] = [
    (
        "issuers",
        |key| json!([{"id": "did:web:a", "keys": [{"publicKeyMultibase": did::to_multikey(key)}]}]),
        "issuers[0].keys[0]",
    ),
    (
        "issuers",
        |key| json!([{"id": "did:web:a", "keys": [{"publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": base64url(key)}}]}]),
        "issuers[0].keys[0]",
    ),
    (
        "issuers",
        |key| json!([{"id": did::to_did_key(key), "keys": [{"publicKeyMultibase": did::to_multikey(key)}]}]),
        "issuers[0].keys[0]",
    ),
    (
        "approvers",
        |key| json!([{"id": "did:web:a", "keys": [{"publicKeyMultibase": did::to_multikey(key)}]}]),
        "approvers[0].keys[0]",
    ),
    (
        "logs",
        |key| json!([{"key": note_key(key, KeyType::Ed25519), "issuers": ["did:web:a"]}]),
        "logs[0].key",
    ),
    ("witnesses", |key| json!([{"key": note_key(key, KeyType::Cosignature)}]), "witnesses[0].key"),
    (
        "registries",
        |key| json!([{"key": note_key(key, KeyType::Ed25519), "hmacKey": base64url(&[7; 32])}]),
        "registries[0].key",
    ),
];

fn note_key(key: &PublicKey, key_type: KeyType) -> String {
    VerifierKey::new("example.com/1", key_type, *key).unwrap().to_string()
}

fn private() -> Scalar {
    Scalar::from_bytes_mod_order(Sha512::digest(b"touchmark")[..32].try_into().unwrap())
}

/// Kinds of keys. Only the first has a private half.
fn keys() -> [(&'static str, PublicKey); 5] {
    let encoded = |point: EdwardsPoint| point.compress().to_bytes();
    [
        ("prime order", encoded(B * private())),
        ("mixed order, 8", encoded(mixed())),
        ("mixed order, 2", encoded(B * private() + EIGHT_TORSION[4])),
        ("small order", encoded(EIGHT_TORSION[1])),
        ("no point", [2; 32]),
    ]
}

fn mixed() -> EdwardsPoint {
    B * private() + EIGHT_TORSION[1]
}

/// A page that knows nobody whom a case does not add.
fn page() -> Case {
    let mut case = Case::load("full-view");
    for member in ["issuers", "approvers", "logs", "revocations"] {
        case.trust[member] = json!([]);
    }
    case
}

fn problem(trust: &Value) -> Option<String> {
    TrustBundle::from_json(&trust.to_string()).err().map(|error| error.to_string())
}

#[test]
fn a_trust_bundle_lists_keys_that_have_a_private_half_only() {
    for (member, entry, place) in ENTRANCES {
        for (kind, key) in keys() {
            let mut trust = page().trust;
            trust[member] = entry(&key);
            let expected = (kind != "prime order").then(|| format!("trust bundle: {place}: {REFUSED}"));
            assert_eq!(problem(&trust), expected, "{member}: {kind}");
        }
    }
    for (kind, key) in keys().iter().skip(1) {
        let (mut trust, did) = (page().trust, did::to_did_key(key));
        trust["proof"] = proof(&did, &[[1; 32], [0; 32]].concat());
        let place = "trust bundle: proof.verificationMethod: ";
        assert_eq!(problem(&trust), Some(format!("{place}{REFUSED}")), "{kind}");
    }
}

fn proof(did: &str, signature: &[u8]) -> Value {
    json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod",
        "verificationMethod": did::own_method(did).unwrap(), "proofValue": format!("z{}", base58btc(signature)),
    })
}

/// The seal of an issuer that is its own key, signed by `sign`.
fn sealed(case: &Case, key: &EdwardsPoint, sign: impl Fn(&SignatureCheck) -> [u8; 64]) -> String {
    let did = did::to_did_key(&key.compress().to_bytes());
    let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
    let mut write = |signature: &[u8]| {
        seal["vc"]["issuer"] = did.clone().into();
        let created = seal["vc"]["proof"]["created"].clone();
        let context = seal["vc"]["proof"]["@context"].clone();
        seal["vc"]["proof"] = proof(&did, signature);
        seal["vc"]["proof"]["created"] = created;
        seal["vc"]["proof"]["@context"] = context;
        seal.to_string()
    };
    let mut view = case.view.clone();
    view["seal"] = write(&[1; 64]).into();
    let (verifier, text) = (case.verifier(), view.to_string());
    let record = Record::parse(&text).unwrap();
    let pending = verifier.begin(&record, case.now);
    let check = pending.checks().next().unwrap();
    write(&sign(check))
}

/// `S = r + k·a` under `B·a + T`, for a nonce with which `[k]T` vanishes, or does not.
fn signed(check: &SignatureCheck, T: EdwardsPoint, vanishes: bool) -> [u8; 64] {
    let nonces = (1..=u64::MAX).map(Scalar::from);
    let signature = nonces.map(|r| {
        let R = (B * r).compress().to_bytes();
        let hash = Sha512::new().chain_update(R).chain_update(check.key).chain_update(&check.message);
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        (((T * k).is_identity() == vanishes), [R, (r + k * private()).to_bytes()].concat())
    });
    let (_, bytes) = signature.into_iter().find(|(is_wanted, _)| *is_wanted).unwrap();
    bytes.try_into().unwrap()
}

/// Seals of issuers that no bundle lists, which are their own keys: the id of each, and the verdict.
fn seals(case: &Case) -> Vec<(&'static str, String, &'static str)> {
    let (prime, T) = (B * private(), EIGHT_TORSION[1]);
    vec![
        (
            "prime order",
            sealed(case, &prime, |check| signed(check, EIGHT_TORSION[0], true)),
            "untrusted-issuer",
        ),
        (
            "mixed order, the equation holds",
            sealed(case, &mixed(), |check| signed(check, T, true)),
            "invalid",
        ),
        (
            "mixed order, with the cofactor only",
            sealed(case, &mixed(), |check| signed(check, T, false)),
            "invalid",
        ),
    ]
}

#[test]
fn nothing_is_signed_with_a_key_that_a_seal_brings_and_that_has_no_private_half() {
    let case = page();
    for (kind, seal, trust) in seals(&case) {
        let verdict: Value = serde_json::from_str(&case.verify(&seal).to_json()).unwrap();
        assert_eq!(verdict["trust"], trust, "{kind}: {}", verdict["reasons"]);
    }
    assert!(!is_of_prime_order(&mixed().compress().to_bytes()));
}

#[test]
fn the_cases_for_engines_in_browsers_are_on_file() {
    let case = page();
    let mut cases = Vec::new();
    for (at, (member, entry, _)) in ENTRANCES.into_iter().enumerate() {
        for (kind, key) in keys() {
            let mut trust = case.trust.clone();
            trust[member] = entry(&key);
            let id = format!("{at}, {member}: {kind}");
            cases.push(json!({"id": id, "problem": problem(&trust), "trust": trust}));
        }
    }
    for (kind, seal, verdict) in seals(&case) {
        let mut record = case.view.clone();
        record["seal"] = seal.into();
        cases.push(json!({
            "id": format!("did:key of {kind}"), "trust": case.trust, "record": record, "verdict": verdict,
        }));
    }
    let file = json!({"now": case.now.to_string(), "policy": case.policy, "cases": cases});
    hold_to(&room("data/key-cases.json"), &format!("{file:#}\n"));
}
