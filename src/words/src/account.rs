//! What is said of a verdict, in words: each line of an account as one text. Views that draw lines take its parts from here.

use touchmark::{Argument, Contact, FieldName, Line, Phrase, Value};

use crate::{Language, fill, look_up, sentence, text, text_with_language};

/// How the reader's platform writes what is no word.
#[derive(Clone, Copy, Debug)]
pub struct Notation {
    /// A count.
    pub number: fn(Language, u64) -> String,
    /// What should be an RFC 3339 time or date, and may be anything.
    pub moment: fn(Language, &str) -> String,
}

impl Notation {
    /// Digits, and times as they stand.
    pub const PLAIN: Self =
        Self { number: |_, number| number.to_string(), moment: |_, moment| moment.to_owned() };
}

/// Some words, and the language they are really in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What to show.
    pub text: String,
    /// Of the catalogue's text in them.
    pub language: Language,
}

/// A phrase, its placeholders filled.
pub fn phrase(language: Language, phrase: &Phrase, notation: Notation) -> Words {
    let found = text_with_language(language, &phrase.key);
    let arguments: Vec<(&str, String)> = phrase
        .arguments
        .iter()
        .map(|(name, argument)| (*name, argument_words(language, argument, notation)))
        .collect();
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, text)| (*name, &**text)).collect();
    Words { text: fill(found.text, &arguments), language: found.language }
}

fn argument_words(language: Language, argument: &Argument, notation: Notation) -> String {
    match argument {
        Argument::Text(text) => text.clone(),
        Argument::Number(number) => (notation.number)(language, *number),
        Argument::Moment(moment) => (notation.moment)(language, moment),
        Argument::Key(key) => text(language, key).to_owned(),
        Argument::Codes { prefix, codes: listed } => {
            listed.iter().map(|code| code_words(language, prefix, code).text).collect::<Vec<_>>().join(", ")
        }
        Argument::Names(names) => names.iter().map(|field| &*field.label).collect::<Vec<_>>().join(", "),
    }
}

/// Phrases in a row, as a badge has them: "Synthetic data · signature valid".
pub fn label(language: Language, phrases: &[Phrase], notation: Notation) -> String {
    let mut words = String::new();
    for part in phrases {
        let part = phrase(language, part, notation).text;
        if words.is_empty() {
            words = sentence(&part);
        } else {
            words.push_str(" · ");
            words.push_str(&part);
        }
    }
    words
}

/// The catalogue's name for a code, as within a sentence, or the code as words: "credit scoring" of `credit-scoring`.
fn code_words(language: Language, prefix: &str, code: &str) -> Words {
    match look_up(language, &[prefix, code].concat()) {
        Some(found) => Words { text: found.text.to_owned(), language: found.language },
        None if code.starts_with(|first: char| first.is_ascii_lowercase())
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') =>
        {
            Words { text: code.replace('-', " "), language }
        }
        None => Words { text: code.to_owned(), language },
    }
}

/// What codes are called, each as a row begins: "Staging; Load test".
pub fn codes(language: Language, prefix: &str, codes: &[String]) -> Words {
    let mut words = Words { text: String::new(), language };
    for code in codes {
        let found = code_words(language, prefix, code);
        if !words.text.is_empty() {
            words.text.push_str("; ");
        }
        words.text.push_str(&sentence(&found.text));
        if words.language == language {
            words.language = found.language;
        }
    }
    words
}

/// What a field is called, and why it is in its state where that helps.
pub fn name(language: Language, field: &FieldName, hint: Option<touchmark::Hint>) -> Words {
    let found = hint.and_then(|hint| look_up(language, &["hint.", hint.code()].concat()));
    match found {
        Some(found) => {
            Words { text: [&field.label, " (", found.text, ")"].concat(), language: found.language }
        }
        None => Words { text: field.label.clone(), language },
    }
}

/// Whom to reach, and how.
pub fn contact(contact: &Contact) -> String {
    [&contact.name, " (", contact.shown(), ")"].concat()
}

/// What a line says, each thing by itself: each code, each field, the words of a finding and its detail.
pub fn values(language: Language, line: &Line, notation: Notation) -> Vec<String> {
    match &line.value {
        Value::Text(text) => vec![text.clone()],
        Value::Moment(moment) => vec![(notation.moment)(language, moment)],
        Value::Words(words) => vec![phrase(language, words, notation).text],
        Value::Codes { prefix, codes: listed } => {
            listed.iter().map(|code| codes(language, prefix, core::slice::from_ref(code)).text).collect()
        }
        Value::Names { names, .. } => {
            names.iter().map(|(field, hint)| name(language, field, *hint).text).collect()
        }
        Value::Contact(of) => vec![contact(of)],
        Value::Finding { code, detail } => {
            let said = text(language, &["reason.", code.code()].concat()).to_owned();
            [Some(said), detail.clone()].into_iter().flatten().collect()
        }
    }
}

/// A line of an account as one text: "Made for: Staging; load test".
pub fn line(language: Language, line: &Line, notation: Notation) -> String {
    let values = values(language, line, notation);
    let value = match (&line.value, &*values) {
        (Value::Finding { .. }, [said, detail]) => [said, " (", detail, ")"].concat(),
        (Value::Codes { .. }, _) => values.join("; "),
        _ => values.join(", "),
    };
    match &line.label {
        Some(label) => [text(language, label), ": ", &value].concat(),
        None => value,
    }
}
