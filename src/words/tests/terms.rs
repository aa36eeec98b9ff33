//! What a speaker of each language would hold the catalogue to: a word for each thing, and the same word wherever English has
//! the same. The words are in `terms.json`, as stems, since most of these languages bend them.

// Clippy takes helper functions of a test file for library code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use touchmark_words::{Language, keys, sentence};

type Catalogue = BTreeMap<String, String>;

fn catalogue(language: Language) -> Catalogue {
    let path = format!("catalogue/{}.json", language.tag());
    serde_json::from_str(&fs::read_to_string(&path).expect(&path)).expect(&path)
}

fn translations() -> impl Iterator<Item = Language> {
    Language::ALL.iter().copied().filter(|language| *language != Language::En)
}

/// `terms.json`.
struct Terms(Value);

impl Terms {
    fn read() -> Self {
        Self(serde_json::from_str(&fs::read_to_string("tests/terms.json").unwrap()).unwrap())
    }

    fn of(&self, table: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.0[table].as_object().unwrap().iter()
    }

    /// The stems of a term in a language. Every language has some for every term.
    fn stems<'a>(&'a self, table: &str, term: &str, language: Language) -> Vec<&'a str> {
        let stems = strings(&self.0[table][term]["stems"][language.tag()]);
        assert!(!stems.is_empty(), "terms.json has no stem of {term:?} in {language:?}");
        stems
    }

    /// Where a language has a reason to do otherwise; each is in the file.
    fn spares(&self, term: &str, language: Language, key: &str) -> bool {
        self.0["spared"].as_array().unwrap().iter().any(|spared| {
            assert!(spared["why"].as_str().is_some_and(|why| !why.is_empty()), "{spared} says no reason");
            let languages = spared["languages"].as_str().unwrap();
            spared["term"] == term
                && (languages == "*" || languages.split(' ').any(|tag| tag == language.tag()))
                && (strings(&spared["keys"]).contains(&key) || key.is_empty())
        })
    }
}

fn strings(array: &Value) -> Vec<&str> {
    array.as_array().into_iter().flatten().map(|item| item.as_str().unwrap()).collect()
}

/// A text in lower case, without its placeholders: `{issuer}` says nothing yet.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for (at, part) in text.split('{').enumerate() {
        plain.push_str(if at == 0 { part } else { part.split_once('}').map_or(part, |(_, after)| after) });
    }
    plain.to_lowercase()
}

/// Whether `word` is in the text, and not merely inside another word.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        outside(text[..at].chars().next_back()) && outside(text[at + word.len()..].chars().next())
    })
}

/// Whether a word of the text begins so.
fn begins_word(text: &str, stem: &str) -> bool {
    text.match_indices(stem).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

fn has_term(english: &str, term: &Value) -> bool {
    let english = plain(english);
    strings(&term["english"]).iter().any(|word| has_word(&english, word))
}

/// Texts that lack the word which their language has for a term of the English text, or have it where English says another.
fn unlike_english(terms: &Terms, language: Language, texts: &Catalogue, english: &Catalogue) -> Vec<String> {
    let mut faults = Vec::new();
    for (term, row) in terms.of("terms") {
        let stems = terms.stems("terms", term, language);
        for (key, text) in texts {
            if terms.spares(term, language, key) {
                continue;
            }
            let (text, wanted) = (plain(text), has_term(&english[key], row));
            if wanted && !stems.iter().any(|stem| text.contains(stem)) {
                faults.push(format!("{} {key} has another word for {term:?}: {text}", language.tag()));
            }
            let elsewhere = row["nowhere else"] == true && stems.iter().any(|stem| begins_word(&text, stem));
            if !wanted && elsewhere {
                faults.push(format!("{} {key} has the word for {term:?}: {text}", language.tag()));
            }
        }
    }
    faults
}

#[test]
fn every_term_that_english_repeats_is_repeated() {
    let (terms, english) = (Terms::read(), catalogue(Language::En));
    for (term, row) in terms.of("terms") {
        assert!(english.values().any(|text| has_term(text, row)), "English never says {term:?}");
    }
    let faults: Vec<_> = translations()
        .flat_map(|language| unlike_english(&terms, language, &catalogue(language), &english))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn terms_that_english_keeps_apart_are_kept_apart() {
    let terms = Terms::read();
    for pair in terms.0["apart"].as_array().unwrap() {
        let [one, other] = strings(pair)[..] else { panic!("{pair} is no pair") };
        for language in translations() {
            if terms.spares(&format!("{one} apart from {other}"), language, "") {
                continue;
            }
            let [one, other] = [one, other].map(|term| terms.stems("terms", term, language));
            let same = one.iter().find(|a| other.iter().any(|b| a.starts_with(b) || b.starts_with(**a)));
            assert_eq!(same, None, "{language:?} has one word for both of {pair}");
        }
    }
}

/// Texts of a language that are the same where the English ones differ.
fn one_for_two(terms: &Terms, language: Language, texts: &Catalogue, english: &Catalogue) -> Vec<String> {
    let mut first: BTreeMap<String, &String> = BTreeMap::new();
    let mut faults = Vec::new();
    for (key, text) in texts {
        let other = *first.entry(text.to_lowercase()).or_insert(key);
        let differ = english[key].to_lowercase() != english[other].to_lowercase();
        if differ && !terms.spares("one text for two", language, key) {
            faults.push(format!("{} says {text:?} for {other} and {key}", language.tag()));
        }
    }
    faults
}

#[test]
fn no_two_texts_of_english_are_one() {
    let (terms, english) = (Terms::read(), catalogue(Language::En));
    let faults: Vec<_> = translations()
        .flat_map(|language| one_for_two(&terms, language, &catalogue(language), &english))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Texts with a word that the catalogue never says: that something is real, or that a seal allows a use.
fn never_said(terms: &Terms, language: Language, texts: &Catalogue) -> Vec<String> {
    let mut faults = Vec::new();
    for (term, row) in terms.of("never") {
        let stems = terms.stems("never", term, language);
        let spared = strings(&row["spared keys"]);
        for (key, text) in texts {
            let text = plain(text);
            let says = stems.iter().any(|stem| begins_word(&text, stem));
            if says && !spared.contains(&key.as_str()) && !key.starts_with("reason.") {
                faults.push(format!("{} {key} says {term:?}: {text}", language.tag()));
            }
        }
    }
    faults
}

#[test]
fn nothing_is_called_real_and_nothing_allows_a_use() {
    let terms = Terms::read();
    let faults: Vec<_> =
        translations().flat_map(|language| never_said(&terms, language, &catalogue(language))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each of these was in the catalogue once.
#[test]
fn the_gates_turn_red() {
    let (terms, english) = (Terms::read(), catalogue(Language::En));
    let faults = |language: Language, changes: &[(&str, &str)]| {
        let mut texts = catalogue(language);
        for (key, text) in changes {
            assert!(texts.insert((*key).to_owned(), (*text).to_owned()).is_some(), "{key}");
        }
        let mut faults = unlike_english(&terms, language, &texts, &english);
        faults.extend(one_for_two(&terms, language, &texts, &english));
        faults.extend(never_said(&terms, language, &texts));
        faults
    };
    for (language, key, old) in [
        (Language::Fr, "details.download", "Télécharger la preuve"),
        (Language::De, "details.download", "Nachweis herunterladen"),
        (Language::Fr, "summary.hidden", "Masqués : {count}"),
        (Language::Fr, "details.confidence-score", "Indice de confiance"),
        (Language::De, "group.declared", "Nicht signiert"),
        (Language::Es, "details.log", "Log"),
        (Language::Es, "guard.blocked", "Oculto en esta página."),
        (Language::De, "use.allowed", "Das Siegel erlaubt es"),
        (Language::Nl, "details.grants", "Toegestane toepassingen"),
        (Language::Pl, "next.flag.label-contradiction", "Etykieta jest prawdziwa."),
        (Language::Sv, "details.flags", "Observera"),
        (Language::Et, "use.reason.other-purposes", "Väljastaja nimetab muid otstarbeid."),
    ] {
        assert_eq!(faults(language, &[]), [""; 0]);
        assert_ne!(faults(language, &[(key, old)]), [""; 0], "{language:?} {key}: {old}");
    }
    assert!(
        has_word("the seal holds", "seal")
            && !has_word("unsealed", "seal")
            && !has_word("a seal-ring", "seal")
    );
    assert!(begins_word("l’échec", "échec") && !begins_word("enregistrement", "registre"));
    assert_eq!(plain("Ask {issuer} WHY"), "ask  why");
}

/// Whether what stands for a placeholder would have to be bent: a name is as its owner writes it, and the `who.*` words that
/// stand in where nobody is named fit the same sentence.
fn bends(language: Language, text: &str) -> bool {
    text.match_indices('{').any(|(at, _)| {
        let before = text[..at].to_lowercase();
        let bent = BENDING.iter().find(|(bending, _)| *bending == language);
        bent.is_some_and(|(_, words)| words.iter().any(|word| before.ends_with(word)))
            || NEED_CASES.contains(&language) && !before.ends_with(": ")
    })
}

#[test]
fn who_is_asked_stands_as_it_is() {
    for language in translations() {
        let texts = catalogue(language);
        for (key, text) in texts.iter().filter(|(key, _)| key.starts_with("next.")) {
            assert!(!bends(language, text), "{language:?} {key} needs another form of what follows: {text}");
        }
    }
    assert!(bends(Language::De, "Melden Sie es dem {team}."));
    assert!(bends(Language::Es, "Pregunte a {owner}."));
    assert!(bends(Language::Cs, "Zeptejte se {owner}."));
}

/// Languages in which whom one asks takes another form than its name.
const NEED_CASES: &[Language] = &[
    Language::Cs,
    Language::El,
    Language::Et,
    Language::Fi,
    Language::Ga,
    Language::Hr,
    Language::Hu,
    Language::Lt,
    Language::Lv,
    Language::Mt,
    Language::Pl,
    Language::Sk,
    Language::Sl,
];

/// Words that melt into the article after them, or want a case of it.
const BENDING: &[(Language, &[&str])] = &[
    (Language::De, &[" dem ", " vom ", " zu ", " von ", " bei ", " mit "]),
    (Language::Es, &[" a ", " de "]),
    (Language::Fr, &[" de "]),
    (Language::It, &[" a ", " di ", " da "]),
    (Language::Pt, &[" a ", " de ", " por ", " em "]),
];

/// Purposes and environments stand within sentences and, raised, alone.
#[test]
fn what_begins_small_can_begin_large() {
    for &language in Language::ALL {
        for (key, text) in catalogue(language) {
            let (raised, rest) = (sentence(&text), text.chars().skip(1).collect::<String>());
            let first: String = text.chars().take(1).flat_map(char::to_uppercase).collect();
            assert_eq!(raised, format!("{first}{rest}"), "{language:?} {key}");
        }
    }
    assert!(keys().any(|key| key.starts_with("purpose.")));
}
