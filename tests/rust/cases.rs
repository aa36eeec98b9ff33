//! The acceptance cases, held to all of their expectations without the command line between: the same files that
//! `touchmark conform` runs, which makes registries as well.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use touchmark_tests::Case;

#[test]
fn every_case_has_its_verdict() {
    let mut count = 0;
    for (id, case) in Case::all() {
        let verdict = case.verify(&case.seal);
        let expect = |name: &str| case.expect[name].as_str();
        assert_eq!(Some(verdict.trust.code()), expect("verdict"), "{id}: {:?}", verdict.reasons);
        assert_eq!(Some(verdict.origin.code()), expect("origin"), "{id}");
        if let Some(origin) = expect("claimedOrigin") {
            assert_eq!(verdict.claimed_origin.map(|origin| origin.code()), Some(origin), "{id}");
        }
        let found: BTreeMap<&str, &str> =
            verdict.fields.iter().map(|field| (field.name.as_str(), field.state.code())).collect();
        let expected = case.expect["fields"].as_object().unwrap();
        let expected: BTreeMap<&str, &str> =
            expected.iter().map(|(name, state)| (name.as_str(), state.as_str().unwrap())).collect();
        assert_eq!(found, expected, "{id}");
        let listed =
            |name: &str| case.expect[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        let found: BTreeSet<&str> =
            verdict.flags.iter().map(|flag| flag.code()).filter(|flag| *flag != "test-key").collect();
        assert_eq!(found, listed("flags").collect(), "{id}");
        for code in listed("reasons") {
            assert!(verdict.reasons.iter().any(|reason| reason.code.code() == code), "{id}: {code}");
        }
        count += 1;
    }
    assert!(count > 250, "{count}");
}
