//! The catalogue is complete in English, agrees across languages and keeps the wording rules.

// Clippy takes helper functions of a test file for library code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use touchmark::{
    Answer, Envelope, FieldState, Flag, Group, Hint, IssuerStanding, Level, Origin, ReasonCode, Trust,
    UseReason,
};
use touchmark_words::{
    Direction, Language, MISSING, Text, fill, keys, look_up, sentence, text, within_sentence,
};

type Catalogue = BTreeMap<String, String>;

fn catalogue(language: Language) -> Catalogue {
    let path = format!("catalogue/{}.json", language.tag());
    serde_json::from_str(&fs::read_to_string(&path).expect(&path)).expect(&path)
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_code_has_its_words() {
    let mut wanted: Vec<String> = vec!["group.checking".to_owned()];
    wanted.extend(Origin::ALL.iter().map(|code| format!("origin.{code}")));
    wanted.extend(Group::ALL.iter().map(|code| format!("group.{code}")));
    wanted.extend(Trust::ALL.iter().map(|code| format!("trust.{code}")));
    wanted.extend(Trust::ALL.iter().map(|code| format!("next.{code}")));
    wanted.extend(Flag::ALL.iter().map(|code| format!("next.flag.{code}")));
    wanted.extend(BY_REASON.iter().map(|code| format!("next.{code}")));
    wanted.extend(["next.verified-purpose".to_owned(), "group.sealed-for".to_owned()]);
    wanted.extend(claimable().map(|code| format!("claim.{code}")));
    wanted.extend(IssuerStanding::ALL.iter().map(|code| format!("details.issuer-{code}")));
    wanted.extend(FieldState::ALL.iter().map(|code| format!("field.{code}")));
    wanted.extend(Hint::ALL.iter().map(|code| format!("hint.{code}")));
    wanted.extend(Flag::ALL.iter().map(|code| format!("flag.{code}")));
    wanted.extend(Level::ALL.iter().map(|code| format!("level.{code}")));
    wanted.extend(Envelope::ALL.iter().map(|code| format!("envelope.{code}")));
    wanted.extend(ReasonCode::ALL.iter().map(|code| format!("reason.{code}")));
    wanted.extend(Answer::ALL.iter().map(|code| format!("use.{code}")));
    wanted.extend(UseReason::ALL.iter().map(|code| format!("use.reason.{code}")));
    wanted.extend(USE_STEPS.iter().map(|code| format!("use.next.{code}")));
    let english = catalogue(Language::En);
    let missing: Vec<_> = wanted.iter().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "catalogue/en.json has no text for {missing:#?}");
}

/// Next steps that go by what kept a check from being made.
const BY_REASON: [&str; 3] = ["seal-not-shown", "lists-not-current", "record-unreadable"];

/// Next steps after a use was asked about.
const USE_STEPS: [&str; 3] = ["refused", "unknown", "use-not-named"];

/// The origins that may be claimed without being believed: those that make people more careful.
fn claimable() -> impl Iterator<Item = &'static Origin> {
    Origin::ALL.iter().filter(|origin| !matches!(origin, Origin::Recorded | Origin::Unknown))
}

#[test]
fn no_word_outlives_its_code() {
    let known = |prefix: &str, codes: Vec<&str>| {
        let strays: Vec<_> =
            keys().filter_map(|key| key.strip_prefix(prefix)).filter(|code| !codes.contains(code)).collect();
        assert!(strays.is_empty(), "{prefix} has texts for codes that are gone: {strays:?}");
    };
    known("trust.", Trust::ALL.iter().map(|code| code.code()).collect());
    let flags: Vec<_> = Flag::ALL.iter().map(|code| format!("flag.{code}")).collect();
    let steps = Trust::ALL.iter().map(|code| code.code()).chain(flags.iter().map(String::as_str));
    known("next.", steps.chain(BY_REASON).chain(["verified-purpose"]).collect());
    let states = Group::ALL.iter().map(|code| code.code());
    known("group.", states.chain(["checking", "sealed-for"]).collect());
    known("claim.", claimable().map(|code| code.code()).collect());
    known("reason.", ReasonCode::ALL.iter().map(|code| code.code()).collect());
    known("flag.", Flag::ALL.iter().map(|code| code.code()).collect());
    known("use.reason.", UseReason::ALL.iter().map(|code| code.code()).collect());
    known("use.next.", USE_STEPS.to_vec());
    let states = FieldState::ALL.iter().map(|code| code.code());
    known("field.", states.chain(["uncoverable"]).collect());
}

/// What people read must not claim more than a check can know, nor speak like a lawyer or a cryptographer.
fn wording_faults(key: &str, text: &str) -> Vec<&'static str> {
    const NEVER: &[&str] = &[
        "assertion",
        "complian",
        "signed by",
        "authentic",
        "genuine",
        "guarantee",
        "trustworthy",
        "safe to use",
        // A seal allows nothing, and what is missing from it is no fault of whoever looks at it.
        "you can use",
        "you may use",
        "allows it",
        "with your access",
    ];
    const FOR_AUDITORS_ONLY: &[&str] = &[
        "ed25519",
        "sha-256",
        "hash",
        "digest",
        "salt",
        "cryptograph",
        "json",
        "credential",
        "public key",
        "payload",
    ];
    const AUDITORS: &[&str] = &["reason.", "envelope.", "details.verification-method"];

    let lower = text.to_lowercase();
    let mut faults: Vec<_> = NEVER.iter().copied().filter(|word| lower.contains(word)).collect();
    if !AUDITORS.iter().any(|prefix| key.starts_with(prefix)) {
        faults.extend(FOR_AUDITORS_ONLY.iter().filter(|word| lower.contains(*word)));
    }
    // "Not real people" may be said of synthetic data; nothing else is ever called real or not real.
    let real = lower.split(|c: char| !c.is_alphabetic()).any(|word| word == "real");
    if real && key != "banner.synthetic" {
        faults.push("real");
    }
    // A purpose is spoken of only where one is stated.
    let of_purpose = ["purpose", "made for"].iter().any(|word| lower.contains(word));
    if of_purpose && key.starts_with("next.") && key != "next.verified-purpose" {
        faults.push("purpose");
    }
    faults
}

#[test]
fn english_keeps_the_wording_rules() {
    for (key, text) in catalogue(Language::En) {
        assert_eq!(wording_faults(&key, &text), [""; 0], "{key}: {text}");
    }
}

#[test]
fn the_wording_gate_turns_red() {
    assert_eq!(wording_faults("trust.unsealed", "A real record."), ["real"]);
    assert_eq!(wording_faults("details.issued-by", "Signed by {name}"), ["signed by"]);
    assert_eq!(wording_faults("trust.verified", "Compliant; the hash matches."), ["complian", "hash"]);
    assert!(wording_faults("reason.x", "The hash differs.").is_empty());
    let old = "You can use this record for the purpose its issuer states.";
    assert_eq!(wording_faults("next.verified", old), ["you can use", "purpose"]);
    assert_eq!(wording_faults("next.verified-purpose", "What it was made for is below."), [""; 0]);
    assert_eq!(wording_faults("field.salt-missing", "Not checkable with your access"), ["with your access"]);
}

#[test]
fn whole_sentences_end_as_sentences() {
    for (key, text) in catalogue(Language::En) {
        let whole = ["trust.", "next.", "flag.", "reason.", "use.reason.", "use.next."]
            .iter()
            .any(|prefix| key.starts_with(prefix));
        assert!(!whole || text.ends_with('.'), "{key} should end with a full stop: {text}");
        assert!(
            !whole || text.chars().next().is_some_and(char::is_uppercase),
            "{key} should begin large: {text}"
        );
        assert_eq!(text, text.trim(), "{key} has stray space");
        assert!(
            !text.contains("  ") && !text.contains('\''),
            "{key}: double space or straight quote: {text}"
        );
    }
}

#[test]
fn languages_agree_with_english() {
    let english = catalogue(Language::En);
    for &language in Language::ALL {
        for (key, text) in catalogue(language) {
            let source = english.get(&key).unwrap_or_else(|| panic!("{language:?}: unknown key {key}"));
            assert_eq!(placeholders(&text), placeholders(source), "{language:?} {key}");
            assert!(!text.trim().is_empty(), "{language:?} {key} is empty");
            assert!(
                text.chars().count() * 10 <= source.chars().count() * 28 + 100,
                "{language:?} {key} is too long"
            );
        }
    }
}

/// Where a text says less than that somebody declared something: "not signed" and no more.
fn only_denies(text: &str) -> bool {
    const NO: &[&str] =
        &["not", "no", "non", "nicht", "não", "ikke", "niet", "mhux", "gan", "ei", "μη", "sin", "ne", "nie"];
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_lowercase();
    NO.contains(&first.as_str()) || words.next().is_none()
}

#[test]
fn what_is_declared_is_called_so_in_every_language() {
    for &language in Language::ALL {
        let text = text(language, "group.declared");
        assert!(!only_denies(text), "{language:?}: {text:?} asserts what was only declared");
    }
    for old in ["Nicht signiert", "Niepodpisane", "No firmado", "Osignerat", "Gan síniú"] {
        assert!(only_denies(old), "the gate turns red: {old}");
    }
}

/// Language tag → key → where its text comes from.
fn statuses() -> BTreeMap<String, Catalogue> {
    serde_json::from_str(&fs::read_to_string("catalogue/status.json").unwrap()).unwrap()
}

/// Read by a native speaker, shipped in released software, seen on a public page, proposed.
const STATUSES: [&str; 4] = ["N", "S", "E", "P"];

#[test]
fn every_translation_has_a_status() {
    let status = statuses();
    for &language in Language::ALL.iter().filter(|language| **language != Language::En) {
        let of_language = status.get(language.tag()).unwrap_or_else(|| panic!("no status for {language:?}"));
        let texts: Vec<_> = catalogue(language).into_keys().collect();
        assert_eq!(texts, of_language.keys().cloned().collect::<Vec<_>>(), "{language:?}");
        assert!(of_language.values().all(|status| STATUSES.contains(&status.as_str())), "{language:?}");
    }
    assert_eq!(status.len(), Language::ALL.len() - 1);
}

/// How many texts of each language have each status, as `docs/words.md` shows it.
fn table(status: &BTreeMap<String, Catalogue>) -> String {
    let mut table =
        "| language | texts | read by a native speaker (N) | shipped (S) | seen (E) | proposed (P) |\n"
            .to_owned();
    table += "| -------- | ----: | ---------------------------: | ----------: | -------: | -----------: |\n";
    for (tag, texts) in status {
        let [n, s, e, p] =
            STATUSES.map(|status| texts.values().filter(|of_text| *of_text == status).count().to_string());
        let all = texts.len();
        table += &format!("| {tag:8} | {all:>5} | {n:>28} | {s:>11} | {e:>8} | {p:>12} |\n");
    }
    table
}

/// With `TOUCHMARK_GOLDEN` set it writes the table anew.
#[test]
fn what_was_read_is_what_the_docs_say() {
    const DOCS: &str = "../../docs/words.md";
    let docs = fs::read_to_string(DOCS).unwrap();
    let (before, rest) = docs.split_once("<!-- read -->\n").expect("docs/words.md has the mark of the table");
    let (said, after) = rest.split_once("<!-- /read -->").expect("docs/words.md has the end of the table");
    let table = format!("\n{}\n", table(&statuses()));
    if std::env::var_os("TOUCHMARK_GOLDEN").is_some() {
        fs::write(DOCS, [before, "<!-- read -->\n", &table, "<!-- /read -->", after].concat()).unwrap();
    } else {
        assert_eq!(
            said, table,
            "docs/words.md: write the table anew with TOUCHMARK_GOLDEN=1, and look at it"
        );
    }
}

#[test]
fn the_table_follows_what_was_read() {
    let mut status = statuses();
    let before = table(&status);
    *status.get_mut("de").unwrap().get_mut("reason.no-seal").unwrap() = "N".to_owned();
    assert_ne!(table(&status), before);
}

/// Where a language says as English does: "AI" stays "AI" in Finnish.
const SAME_AS_ENGLISH: &[(Language, &str)] = &[(Language::Fi, "icon.ai")];

/// Keys that English has and a catalogue lacks. English has a text for every verdict, reason and flag that there is
/// (`every_code_has_its_words`), so nothing the engine can say is left untranslated.
fn missing_from(language: Language, texts: &Catalogue) -> Vec<String> {
    let lacks = |key: &&str| !texts.contains_key(*key) && !SAME_AS_ENGLISH.contains(&(language, key));
    keys().filter(lacks).map(str::to_owned).collect()
}

#[test]
fn every_language_has_every_text() {
    let mut report = String::new();
    for &language in Language::ALL {
        let missing = missing_from(language, &catalogue(language));
        if !missing.is_empty() {
            report += &format!("{}.json lacks {}: {}\n", language.tag(), missing.len(), missing.join(" "));
        }
    }
    assert!(report.is_empty(), "translate these, with status P until somebody has read them:\n{report}");
}

#[test]
fn the_completeness_gate_turns_red() {
    let mut texts = catalogue(Language::En);
    assert_eq!(missing_from(Language::En, &texts), [""; 0]);
    texts.remove("reason.no-seal");
    texts.remove("icon.ai");
    assert_eq!(missing_from(Language::Sv, &texts), ["icon.ai", "reason.no-seal"]);
    assert_eq!(missing_from(Language::Fi, &texts), ["reason.no-seal"]);
}

#[test]
fn what_the_tables_hold_is_what_the_files_hold() {
    for &language in Language::ALL {
        for (key, expected) in catalogue(language) {
            assert_eq!(text(language, &key), expected, "{language:?} {key}");
        }
    }
    assert_eq!(keys().count(), catalogue(Language::En).len());
    assert!(keys().is_sorted());
}

/// How a language that lacks a text is read is shown in `supply.rs`, where one can lack some.
#[test]
fn unknown_keys_stay_harmless() {
    assert_eq!(look_up(Language::De, "group.verified").map(|found| found.language), Some(Language::De));
    assert_eq!(look_up(Language::En, "trust.no-such-code"), None);
    for key in ["", "trust.", "trust.no-such-code", "\u{0}", "zzz"] {
        assert_eq!(text(Language::Sv, key), MISSING);
    }
}

#[test]
fn tags_find_their_language() {
    for (tag, language) in [
        ("de", Language::De),
        ("de-AT", Language::De),
        ("DE_at", Language::De),
        ("pt-BR", Language::Pt),
        ("sr-Latn-RS", Language::En),
        ("ar", Language::En),
        ("", Language::En),
        ("d", Language::En),
        ("deu", Language::En),
    ] {
        assert_eq!(Language::from_tag(tag), language, "{tag:?}");
    }
    for &language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), language);
        assert_eq!(language.dir(), Direction::LeftToRight);
        assert!(!language.name().is_empty());
    }
    assert_eq!(Language::ALL.len(), 24);
}

#[test]
fn placeholders_are_filled_once() {
    assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
    assert_eq!(fill("{unknown} {", &[("a", "1")]), "{unknown} {");
    assert_eq!(fill("{{a}}", &[("a", "1")]), "{1}");
    assert_eq!(fill("", &[("a", "1")]), "");
}

#[test]
fn texts_fit_their_place_in_a_sentence() {
    assert_eq!(sentence("signature valid"), "Signature valid");
    for (small, large) in [
        ("überprüft", "Überprüft"),
        ("žig", "Žig"),
        ("ļauj", "Ļauj"),
        ("печат", "Печат"),
        ("υπογραφή", "Υπογραφή"),
    ] {
        assert_eq!(sentence(small), large);
        assert_eq!(sentence(large), large);
    }
    assert_eq!(sentence("{name}, 4"), "{name}, 4");
    assert_eq!(sentence(""), "");
    let english = |text| Text { text, language: Language::En };
    assert_eq!(within_sentence(english("Synthetic data")), "synthetic data");
    assert_eq!(within_sentence(english("AI-generated")), "AI-generated");
    assert_eq!(within_sentence(Text { text: "Maskierte Daten", language: Language::De }), "Maskierte Daten");
}
