//! No input panics, and no flipped byte of what was signed ever verifies. The starting point is an acceptance case,
//! so that these tests stand on text that this project did not make.

use proptest::prelude::*;
use serde_json::Value;
use touchmark::{FieldState, Trust};
use touchmark_tests::Case;

/// 15 covered fields, two of them in a companion pack.
fn case() -> Case {
    Case::load("full-view")
}

/// Where the signed part of the seal text ends: the salts behind it are bound by the digests instead.
fn signed_length(case: &Case) -> usize {
    case.seal.find(",\"salts\":").unwrap_or_default()
}

fn is_green(trust: Trust) -> bool {
    matches!(trust, Trust::Verified | Trust::VerifiedPartial)
}

#[test]
fn the_starting_point_verifies() {
    let case = case();
    assert_eq!(case.verify(&case.seal).trust, Trust::Verified);
}

#[test]
fn no_flipped_bit_of_the_signed_text_verifies() {
    let case = case();
    let mut tried = 0;
    for at in 0..signed_length(&case) {
        for bit in 0..7 {
            let mut bytes = case.seal.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let Ok(seal) = String::from_utf8(bytes) else { continue };
            let verdict = case.verify(&seal);
            assert!(!is_green(verdict.trust), "byte {at}, bit {bit}: {}", verdict.trust);
            tried += 1;
        }
    }
    assert!(tried > 15_000, "{tried}");
}

#[test]
fn no_flipped_bit_of_a_salt_matches() {
    let case = case();
    for at in signed_length(&case)..case.seal.len() {
        let mut bytes = case.seal.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(seal) = String::from_utf8(bytes) else { continue };
        assert_ne!(case.verify(&seal).trust, Trust::Verified, "byte {at}");
    }
}

#[test]
fn work_is_bounded_on_hostile_seals() {
    let case = case();
    let with = |from: &str, to: String| case.seal.replacen(from, &to, 1);
    for (what, seal) in [
        ("ten megabytes", "x".repeat(10_000_000)),
        ("a depth bomb", "[".repeat(100_000)),
        (
            "a hundred thousand keys",
            format!("{{{}\"a\":1}}", (0..10_000).map(|n| format!("\"k{n}\":0,")).collect::<String>()),
        ),
        ("long fractions", with("\"SDV\"", format!("[{}1e-300]", "1.2345678901234567e-300,".repeat(4_000)))),
        ("200 KB", with("\"SDV\"", format!("\"{}\"", "x".repeat(200_000)))),
    ] {
        let verdict = case.verify(&seal);
        assert!(matches!(verdict.trust, Trust::Malformed | Trust::Invalid), "{what}: {}", verdict.trust);
        assert!(!verdict.reasons.is_empty(), "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_text_in_the_seal_field_panics_or_verifies(text in any::<String>()) {
        let case = case();
        prop_assert!(!is_green(case.verify(&text).trust));
    }

    #[test]
    fn no_edit_of_the_seal_panics_or_turns_a_field_green(at in 0usize..3_000, length in 0usize..40, insert in "[\\PC]{0,12}") {
        let case = case();
        let cut = |at: usize| (0..=at.min(case.seal.len())).rev().find(|at| case.seal.is_char_boundary(*at)).unwrap();
        let (start, end) = (cut(at), cut(at + length));
        let seal = format!("{}{insert}{}", &case.seal[..start], &case.seal[end..]);
        prop_assume!(seal != case.seal && start < signed_length(&case));
        let verdict = case.verify(&seal);
        // White space between tokens is the one edit that changes nothing that was signed.
        let same: Option<Value> = serde_json::from_str(&seal).ok();
        if same != serde_json::from_str(&case.seal).ok() {
            prop_assert!(!is_green(verdict.trust), "{}", verdict.trust);
        }
    }

    #[test]
    fn a_changed_value_never_matches(value in any::<String>()) {
        let mut case = case();
        prop_assume!(value != case.view["fields"]["LastName"]);
        case.view["fields"]["LastName"] = value.into();
        let verdict = case.verify(&case.seal);
        prop_assert_eq!(verdict.trust, Trust::Altered);
        let field = verdict.fields.iter().find(|field| field.name == "LastName").unwrap();
        prop_assert_eq!(field.state, FieldState::Altered);
    }
}
