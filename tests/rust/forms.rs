//! Proof chains and statements of another form: each is refused by name, before or after its signature is asked for.

use serde_json::{Value, json};
use touchmark::{ReasonCode, Trust, Verdict};
use touchmark_seal::{PrivateKey, SystemRandom};
use touchmark_tests::Case;

fn outcome(verdict: &Verdict) -> (Trust, ReasonCode) {
    (verdict.trust, verdict.reasons[0].code)
}

/// The approved case, with its root proof and its approval edited.
fn chain(edit: impl FnOnce(&mut Vec<Value>)) -> (Trust, ReasonCode) {
    let case = Case::load("approved");
    let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
    edit(seal["vc"]["proof"].as_array_mut().unwrap());
    outcome(&case.verify(&seal.to_string()))
}

const MALFORMED: (Trust, ReasonCode) = (Trust::Malformed, ReasonCode::EnvelopeMalformed);
const BROKEN: (Trust, ReasonCode) = (Trust::Invalid, ReasonCode::ProofChainBroken);

#[test]
fn what_a_proof_covers_is_named_in_one_of_two_forms() {
    for named in [json!([]), json!(5), json!([5]), json!({}), Value::Null] {
        assert_eq!(chain(|proofs| proofs[1]["previousProof"] = named.clone()), MALFORMED, "{named}");
    }
    // Both forms are read; what was signed is the one that the case has.
    let other_form = |proofs: &mut Vec<Value>| {
        let named = proofs[1]["previousProof"].take();
        proofs[1]["previousProof"] = if named.is_array() { named[0].clone() } else { json!([named]) };
    };
    assert_eq!(chain(other_form), (Trust::Invalid, ReasonCode::SignatureInvalid));
}

#[test]
fn a_chain_leads_to_one_root() {
    let id = |proof: &Value| proof["id"].clone();
    assert_eq!(chain(|proofs| drop(proofs.remove(0))), BROKEN, "none");
    let second_root = |proofs: &mut Vec<Value>| {
        proofs[1].as_object_mut().unwrap().remove("previousProof");
    };
    assert_eq!(chain(second_root), BROKEN, "two");
    assert_eq!(chain(|proofs| proofs[1]["id"] = id(&proofs[0])), BROKEN, "an id twice");
    assert_eq!(chain(|proofs| proofs[1]["previousProof"] = id(&proofs[1])), BROKEN, "itself");
    assert_eq!(
        chain(|proofs| proofs[1]["previousProof"] = "urn:uuid:x".into()),
        BROKEN,
        "nothing that is there"
    );
    let circle = |proofs: &mut Vec<Value>| {
        let mut third = proofs[1].clone();
        third["id"] = "urn:uuid:third".into();
        third["previousProof"] = json!([id(&proofs[0]), id(&proofs[1])]);
        proofs[1]["previousProof"] = json!([id(&proofs[0]), "urn:uuid:third"]);
        proofs.push(third);
    };
    assert_eq!(chain(circle), BROKEN, "a circle");
    let without_id = |proofs: &mut Vec<Value>| {
        proofs[1].as_object_mut().unwrap().remove("id");
    };
    assert_eq!(chain(without_id), MALFORMED, "no id");
}

#[test]
fn a_broken_chain_says_where() {
    let case = Case::load("approved");
    let detail = |edit: &dyn Fn(&mut Value)| {
        let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
        edit(&mut seal["vc"]["proof"]);
        case.verify(&seal.to_string()).reasons[0].detail.clone().unwrap()
    };
    assert_eq!(detail(&|proofs| proofs[1]["proofValue"] = "z".into()), "vc.proof[1].proofValue");
    assert_eq!(detail(&|proofs| proofs[1] = 5.into()), "vc.proof[1]");
    assert_eq!(detail(&|proofs| proofs[1]["id"] = proofs[0]["id"].clone()), "an id occurs twice");
    assert_eq!(detail(&|proofs| proofs[1]["previousProof"] = "urn:uuid:x".into()), "previousProof");
}

#[test]
fn of_several_flaws_the_first_in_the_profiles_order_is_named() {
    let suite = |proof: &mut Value| proof["cryptosuite"] = "other-2022".into();
    let purpose = |proof: &mut Value| proof["proofPurpose"] = "authentication".into();
    let context = |proof: &mut Value| proof["@context"] = json!([]);
    let value = |proof: &mut Value| proof["proofValue"] = "z".into();
    let edited = |first: &dyn Fn(&mut Value), second: &dyn Fn(&mut Value)| {
        chain(|proofs| {
            first(&mut proofs[0]);
            second(&mut proofs[1]);
        })
    };
    let unsupported = (Trust::Unsupported, ReasonCode::CryptosuiteUnsupported);
    assert_eq!(edited(&suite, &value), MALFORMED);
    assert_eq!(edited(&value, &suite), MALFORMED);
    assert_eq!(edited(&purpose, &suite), unsupported);
    assert_eq!(edited(&suite, &purpose), unsupported);
    assert_eq!(edited(&purpose, &context), (Trust::Invalid, ReasonCode::PurposeMismatch));
    assert_eq!(edited(&context, &purpose), (Trust::Invalid, ReasonCode::ContextMismatch));
}

/// The first case's statement, edited and signed by an issuer who is believed.
fn stated(edit: impl FnOnce(&mut Value)) -> Verdict {
    let mut case = Case::load("full-view");
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    let now = case.now;
    case.sign_anew(&key, now, edit);
    case.verify(&case.seal)
}

#[test]
fn what_an_envelope_lacks_is_named() {
    let case = Case::load("full-view");
    for (envelope, lacking) in [
        (json!({"vc": 5}), "vc"),
        (json!({"vc": {}}), "vc.issuer"),
        (json!({"tlog": 5}), "tlog"),
        (json!({"tlog": {"proof": "x"}}), "tlog.leaf"),
        (json!({"tlog": {"proof": "x", "leaf": {"proof": {}}}}), "tlog.leaf"),
        (json!({"tlog": {"leaf": {}}}), "tlog.proof"),
        (json!({"jws": 5}), "jws"),
    ] {
        let mut seal = envelope.clone();
        seal["seal"] = "crm-seal/1".into();
        let verdict = case.verify(&seal.to_string());
        assert_eq!(outcome(&verdict), MALFORMED, "{envelope}");
        assert_eq!(verdict.reasons[0].detail.as_deref(), Some(lacking), "{envelope}");
    }
}

#[test]
fn uuids_of_a_statement_are_urns() {
    let bare = |id: &mut Value| *id = id.as_str().unwrap().strip_prefix("urn:uuid:").unwrap().into();
    let malformed = (Trust::Malformed, ReasonCode::StatementMalformed);
    assert_eq!(outcome(&stated(|credential| bare(&mut credential["id"]))), malformed);
    assert_eq!(outcome(&stated(|credential| bare(&mut credential["credentialSubject"]["id"]))), malformed);
}

#[test]
fn digests_have_a_name_a_type_and_a_digest() {
    let with = |name: &str, digest: Value, field_type: Value| {
        let verdict = stated(|credential| {
            let digests = &mut credential["credentialSubject"]["fieldDigests"];
            digests["values"][name] = digest;
            digests["types"][name] = field_type;
        });
        verdict.trust
    };
    let digest = || Value::from("A".repeat(43));
    for name in ["Extra__c", "Parent__r.Name", "x"] {
        assert_eq!(with(name, digest(), "string".into()), Trust::VerifiedPartial, "{name}");
    }
    for name in ["", "a b", "é", "a\u{202e}b", "<b>"] {
        assert_eq!(with(name, digest(), "string".into()), Trust::Malformed, "{name}");
    }
    for no_digest in [Value::Null, 5.into(), "".into(), "A".repeat(42).into(), "B".repeat(43).into()] {
        assert_eq!(with("Extra__c", no_digest.clone(), "string".into()), Trust::Malformed, "{no_digest}");
    }
    for no_type in ["".into(), 5.into(), json!([])] {
        assert_eq!(with("Extra__c", digest(), no_type.clone()), Trust::Malformed, "{no_type}");
    }
}

#[test]
fn numbers_of_a_statement_are_safe_integers_wherever_they_stand() {
    let with = |value: Value| {
        stated(|credential| credential["credentialSubject"]["provenance"]["extra"] = value).trust
    };
    for value in [json!(9_007_199_254_740_991_i64), json!([1, [2]]), json!({"a": {"b": -3}})] {
        assert_eq!(with(value.clone()), Trust::Verified, "{value}");
    }
    for value in [json!(1.5), json!([1, [1.5]]), json!({"a": {"b": 1.5}}), json!(1e20)] {
        assert_eq!(with(value.clone()), Trust::Malformed, "{value}");
    }
}
