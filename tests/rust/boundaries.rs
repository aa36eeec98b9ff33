//! The last moment and the first: each limit of time is tried on both sides.

use serde_json::{Value, json};
use touchmark::{Flag, Timestamp, Trust, Verdict};
use touchmark_seal::{PrivateKey, SystemRandom};
use touchmark_tests::Case;

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Valid from 09:00:00 on 21 November 2026 for a year; its proof was made a second later.
fn seen_at(now: &str) -> Trust {
    let mut case = Case::load("full-view");
    case.now = time(now);
    case.verify(&case.seal).trust
}

#[test]
fn clocks_may_differ_by_five_minutes() {
    assert_eq!(seen_at("2026-11-21T08:55:00.999Z"), Trust::NotYetValid);
    assert_eq!(seen_at("2026-11-21T08:55:01Z"), Trust::Verified);
    assert_eq!(seen_at("2027-11-21T09:05:00Z"), Trust::Verified);
    assert_eq!(seen_at("2027-11-21T09:05:00.001Z"), Trust::Expired);
}

/// Sealed with a key that this edit of the trust bundle is about.
fn sealed(created: &str, edit: impl FnOnce(&mut Value), trust: impl FnOnce(&mut Value, &str)) -> Verdict {
    let mut case = Case::load("full-view");
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    case.sign_anew(&key, time(created), edit);
    trust(&mut case.trust, &key.multikey());
    case.verify(&case.seal)
}

#[test]
fn a_retired_key_stands_for_what_it_sealed_before() {
    let retired = |valid_from: &str, created: &str| {
        let valid_from = Value::from(valid_from);
        let verdict = sealed(
            created,
            |credential| credential["validFrom"] = valid_from,
            |trust, key| {
                trust["revocations"] =
                    json!([{"key": key, "reason": "retired", "from": "2026-11-22T09:00:00Z"}]);
            },
        );
        verdict.trust
    };
    assert_eq!(retired("2026-11-22T08:59:59Z", "2026-11-22T08:59:59Z"), Trust::Verified);
    assert_eq!(retired("2026-11-22T09:00:00Z", "2026-11-22T08:59:59Z"), Trust::Revoked);
    assert_eq!(retired("2026-11-22T08:59:59Z", "2026-11-22T09:00:00Z"), Trust::Revoked);
}

#[test]
fn the_days_of_a_key_count_for_statement_and_proof() {
    let listed = |valid_from: &str, created: &str| {
        let valid_from = Value::from(valid_from);
        let verdict = sealed(
            created,
            |credential| credential["validFrom"] = valid_from,
            |trust, _| {
                trust["issuers"][0]["keys"][0]["validFrom"] = "2026-11-22T09:00:00Z".into();
                trust["issuers"][0]["keys"][0]["validUntil"] = "2026-11-23T09:00:00Z".into();
            },
        );
        verdict.trust
    };
    let (first, last) = ("2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z");
    assert_eq!(listed(first, last), Trust::Verified);
    assert_eq!(listed(last, first), Trust::Verified);
    for outside in ["2026-11-22T08:59:59Z", "2026-11-23T09:00:01Z"] {
        assert_eq!(listed(outside, first), Trust::UntrustedIssuer, "{outside}");
        assert_eq!(listed(first, outside), Trust::UntrustedIssuer, "{outside}");
    }
}

#[test]
fn retention_ends_with_its_last_day() {
    let flagged = |now: &str| {
        let mut case = Case::load("full-view");
        let key = PrivateKey::generate(&mut SystemRandom).unwrap();
        case.sign_anew(&key, time("2026-11-21T09:00:00Z"), |credential| {
            credential["credentialSubject"]["provenance"]["retainUntil"] = "2027-05-21".into();
        });
        case.now = time(now);
        case.verify(&case.seal).flags.contains(&Flag::RetentionPassed)
    };
    assert!(!flagged("2027-05-21T23:59:59.999Z"));
    assert!(flagged("2027-05-22T00:00:00Z"));
}

#[test]
fn a_companion_that_holds_nothing_is_no_companion() {
    for empty in [Value::Null, "".into()] {
        let mut case = Case::load("full-view");
        case.view["companions"].as_array_mut().unwrap().push(empty.clone());
        case.view["fields"]["Provenance_Salts_Other__c"] = empty;
        let verdict = case.verify(&case.seal);
        assert_eq!((verdict.trust, verdict.flags), (Trust::Verified, vec![Flag::TestKey]));
    }
}
