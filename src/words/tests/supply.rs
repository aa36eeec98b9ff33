//! Texts that come while a program runs. A process of its own, in which each test has a language of its own: what is
//! supplied stays. Runs with and without the feature `all-languages`.

// Clippy takes helper functions of a test file for library code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;

use touchmark_words::{Language, SupplyError, Text, look_up, speaks, supply, text};

fn file(language: Language) -> String {
    fs::read_to_string(format!("catalogue/{}.json", language.tag())).unwrap()
}

/// What a key is read as when nothing was supplied for it.
fn before(language: Language, key: &str) -> Text {
    look_up(language, key).unwrap()
}

#[test]
fn a_file_of_the_catalogue_is_what_is_supplied() {
    supply(Language::Sv, &file(Language::Sv)).unwrap();
    assert!(speaks(Language::Sv));
    let expected: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&file(Language::Sv)).unwrap();
    for key in touchmark_words::keys() {
        match expected.get(key) {
            Some(expected) => assert_eq!(
                look_up(Language::Sv, key).map(|found| (found.text.to_owned(), found.language)),
                Some((expected.clone(), Language::Sv)),
                "{key}"
            ),
            None => assert_eq!(look_up(Language::Sv, key).map(|found| found.language), Some(Language::En)),
        }
    }
}

#[test]
fn what_is_not_supplied_is_looked_up_as_before() {
    let (lacking, english) = (before(Language::Da, "trust.verified"), text(Language::En, "trust.verified"));
    supply(Language::Da, r#"{ "group.verified": "VERIFIED", "origin.masked": "MASKED" }"#).unwrap();
    assert_eq!(
        look_up(Language::Da, "group.verified"),
        Some(Text { text: "VERIFIED", language: Language::Da })
    );
    assert_eq!(text(Language::Da, "origin.masked"), "MASKED");
    assert_eq!(before(Language::Da, "trust.verified"), lacking);
    if cfg!(not(feature = "all-languages")) {
        assert_eq!(lacking, Text { text: english, language: Language::En });
    }
    assert_eq!(text(Language::En, "trust.verified"), english, "other languages are as they were");
}

#[test]
fn a_text_that_would_lose_a_value_is_refused_and_its_neighbours_are_not() {
    let by = before(Language::Pl, "details.issued-by");
    let version = before(Language::Pl, "details.version");
    supply(
        Language::Pl,
        r#"{ "details.issued-by": "by {who}", "details.version": "{version} {version}", "origin.masked": "",
             "group.verified": " ", "details.field-list": "{count} × {state}", "details.close": 7,
             "no.such-key": "passed over", "details.title": "Details {name}" }"#,
    )
    .unwrap();
    assert_eq!(before(Language::Pl, "details.issued-by"), by);
    assert_eq!(before(Language::Pl, "details.version"), version);
    for key in ["origin.masked", "group.verified", "details.close", "details.title"] {
        assert!(!["", " ", "7", "Details {name}"].contains(&text(Language::Pl, key)), "{key}");
    }
    assert_eq!(text(Language::Pl, "details.field-list"), "{count} × {state}", "in any order");
    assert_eq!(look_up(Language::Pl, "no.such-key"), None);
}

#[test]
fn once_and_only_what_can_be_read() {
    let title = before(Language::Fr, "details.title");
    assert_eq!(supply(Language::Fr, "[]"), Err(SupplyError::NotAnObject));
    for broken in ["", "{", r#"{ "a": "1", "a": "2" }"#, "<!doctype html>"] {
        assert!(matches!(supply(Language::Fr, broken), Err(SupplyError::NotJson(_))), "{broken:?}");
    }
    assert_eq!(before(Language::Fr, "details.title"), title);
    assert_eq!(speaks(Language::Fr), cfg!(feature = "all-languages"));
    assert_eq!(supply(Language::Fr, "{}"), Ok(()));
    assert!(speaks(Language::Fr), "a language that was asked for and has nothing to say");
    assert_eq!(supply(Language::Fr, "{}"), Err(SupplyError::Again));
    assert!(SupplyError::Again.to_string().contains("once"));
}

#[test]
fn english_too_can_be_said_in_other_words() {
    supply(Language::En, r#"{ "details.auditors": "For examiners" }"#).unwrap();
    assert_eq!(text(Language::En, "details.auditors"), "For examiners");
    assert_eq!(text(Language::En, "details.title"), "Details");
    if cfg!(not(feature = "all-languages")) {
        assert_eq!(text(Language::Mt, "details.auditors"), "For examiners", "where a language has none");
    }
}

#[test]
fn tags_that_are_no_language_of_the_catalogue_supply_none() {
    assert_eq!(Language::named("de-AT"), Some(Language::De));
    assert_eq!(Language::named("ar"), None);
    assert_eq!(Language::named(""), None);
}
