//! Everything people read, in one catalogue: 24 languages, English wherever a language has no text yet.
//!
//! The catalogue lives in `catalogue/<language>.json`, one flat object from key to text; `status.json` says for
//! every translated text where it comes from (`S` shipped in released software, `E` seen on a public page,
//! `P` proposed, waiting for a native reader). Rust, JavaScript and Salesforce read the same files.
//!
//! ```
//! use touchmark_words::{Language, fill, text};
//!
//! assert_eq!(text(Language::from_tag("de-AT"), "origin.synthetic"), "Synthetische Daten");
//! assert_eq!(fill(text(Language::En, "details.issued-by"), &[("name", "Example Bank plc")]), "Issued by Example Bank plc");
//! ```
//!
//! Without the feature `all-languages`, which is on by default, only English is compiled in; [`supply`] brings the others.
//!
//! Texts of `group.*` that usually follow an origin begin in lower case in English ("Synthetic data · signature
//! valid"), and `purpose.*` and `environment.*`, which stand within sentences, wherever a language lets nouns; [`sentence`]
//! gives the form that stands alone.

pub mod account;
mod compiled;
mod language;
mod supplied;

use compiled::{KEYS, compiled, is_compiled};
pub use language::{Direction, Language};
pub use supplied::{SupplyError, supply};

/// Shown for a key that the catalogue does not hold. Says nothing about any record.
pub const MISSING: &str = "(no text)";

/// A text, and the language it is really in: English where the one asked for has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// What to show.
    pub text: &'static str,
    /// For the `lang` attribute, so that it is pronounced rightly.
    pub language: Language,
}

/// The text of `key`, in English where `language` has none, [`MISSING`] where the catalogue has none.
pub fn text(language: Language, key: &str) -> &'static str {
    text_with_language(language, key).text
}

/// As [`text`], with the language it is in.
pub fn text_with_language(language: Language, key: &str) -> Text {
    look_up(language, key).unwrap_or(Text { text: MISSING, language: Language::En })
}

/// As [`text_with_language`]; `None` for a key that the catalogue does not hold.
pub fn look_up(language: Language, key: &str) -> Option<Text> {
    let number = u16::try_from(KEYS.find(key)?).ok()?;
    [language, Language::En].into_iter().find_map(|language| {
        let text = supplied::text(language, number).or_else(|| compiled(language, number))?;
        Some(Text { text, language })
    })
}

/// Whether there are texts in `language`: compiled in, or supplied by now.
pub fn speaks(language: Language) -> bool {
    is_compiled(language) || supplied::has(language)
}

/// Every key of the catalogue, sorted.
pub fn keys() -> impl Iterator<Item = &'static str> {
    (0..KEYS.ends.len()).filter_map(|at| KEYS.get(at))
}

/// Puts values in place of `{name}`, in one pass: a value is never searched for placeholders. A placeholder without
/// a value stays as it is written.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, tail))
        });
        match value {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// A text as it stands at the start of a sentence, or alone.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut large = String::new();
    if let Some(first) = letters.next() {
        large.push(raised(first));
        large.push_str(letters.as_str());
    }
    large
}

/// A letter made large: Latin, Greek or Cyrillic, as the languages of the catalogue begin texts. The standard library's
/// table of every script is larger than all that is said here.
fn raised(letter: char) -> char {
    let code = u32::from(letter);
    let large = match letter {
        'a'..='z' | 'à'..='þ' | 'α'..='ω' | 'а'..='я' => code - 32,
        'Ĺ'..='ň' | 'Ź'..='ž' => (code - 1) | 1,
        'Ā'..='ŷ' => code & !1,
        _ => return letter,
    };
    char::from_u32(large).unwrap_or(letter)
}

/// A text as it stands within a sentence: in English "Synthetic data" becomes "synthetic data", "AI-generated"
/// stays. Other languages keep their capitals: they mean something there.
pub fn within_sentence(text: Text) -> String {
    let mut within = text.text.to_owned();
    let second_is_lower = within.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase);
    if text.language == Language::En
        && second_is_lower
        && let Some(first) = within.get_mut(..1)
    {
        first.make_ascii_lowercase();
    }
    within
}
