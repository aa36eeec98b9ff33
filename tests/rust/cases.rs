//! The acceptance cases, held to all of their expectations without the command line between: the same file that
//! `touchmark conform` runs, which makes registries as well.

use std::collections::BTreeMap;

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
        for flag in case.expect["flags"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(verdict.flags.iter().any(|found| found.code() == flag), "{id}: {flag} is not set");
        }
        count += 1;
    }
    assert!(count > 90, "{count}");
}
