//! Texts that come while a program runs.

use std::fmt;
use std::sync::OnceLock;

use touchmark_json::json::{self, JsonError};

use crate::compiled::{KEYS, compiled};
use crate::language::Language;

/// Gives a language its texts, once, for as long as the program runs. `catalogue` is a file of the catalogue: a flat
/// JSON object from key to text. What it holds goes before what is compiled in; what it lacks is looked up as before.
///
/// A key that this version does not know is passed over: files may be newer. So is a text that is blank or has other
/// placeholders than the English one: a value would be lost, and English says it.
///
/// # Errors
/// Where the text is not such an object, and where the language has been supplied before. Nothing changes then.
///
/// ```
/// use touchmark_words::{Language, supply, text};
///
/// supply(Language::Nl, r#"{ "group.verified": "handtekening klopt" }"#)?;
/// assert_eq!(text(Language::Nl, "group.verified"), "handtekening klopt");
/// # Ok::<(), touchmark_words::SupplyError>(())
/// ```
pub fn supply(language: Language, catalogue: &str) -> Result<(), SupplyError> {
    let catalogue = json::parse(catalogue).map_err(SupplyError::NotJson)?;
    let members = catalogue.as_object().ok_or(SupplyError::NotAnObject)?.iter();
    // The reader sorts as the keys are sorted, which are ASCII: by number, then.
    let texts = members
        .filter_map(|(key, text)| {
            let number = u16::try_from(KEYS.find(key)?).ok()?;
            let (text, english) = (text.as_str()?, compiled(Language::En, number)?);
            let fits = !text.trim().is_empty() && take_the_same(text, english);
            fits.then(|| (number, text.into()))
        })
        .collect();
    place(language).set(texts).map_err(|_| SupplyError::Again)
}

/// Why texts were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupplyError {
    /// Not I-JSON.
    NotJson(JsonError),
    /// JSON, but no object.
    NotAnObject,
    /// The language has its texts already: what people read does not change under them.
    Again,
}

impl fmt::Display for SupplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => {
                write!(f, "the texts are not JSON: {error}; give a file of the catalogue as it is")
            }
            Self::NotAnObject => f.write_str("the texts are no JSON object; give one from key to text"),
            Self::Again => f.write_str("this language has its texts already; supply each language once"),
        }
    }
}

impl std::error::Error for SupplyError {}

type Texts = Vec<(u16, Box<str>)>;

static SUPPLIED: [OnceLock<Texts>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];

pub(crate) fn text(language: Language, number: u16) -> Option<&'static str> {
    let texts = place(language).get()?;
    let at = texts.binary_search_by_key(&number, |(number, _)| *number).ok()?;
    texts.get(at).map(|(_, text)| &**text)
}

pub(crate) fn has(language: Language) -> bool {
    place(language).get().is_some()
}

fn place(language: Language) -> &'static OnceLock<Texts> {
    // There are as many places as languages, numbered from nought: the last never stands in.
    let [.., last] = &SUPPLIED;
    SUPPLIED.get(language as usize).unwrap_or(last)
}

/// Whether two texts take the same values, in any order and number.
fn take_the_same(one: &str, other: &str) -> bool {
    placeholders(one).all(|name| placeholders(other).any(|known| known == name))
        && placeholders(other).all(|name| placeholders(one).any(|known| known == name))
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}
