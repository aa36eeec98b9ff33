//! A text as it is shown: with its language, where that is another than was asked for.

use touchmark_words::{Language, Text, account, text_with_language};

/// Words, and their language where it is not the one that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) lang: Option<&'static str>,
}

impl Words {
    /// The text of a key.
    pub(crate) fn of(language: Language, key: &str) -> Self {
        Self::from_text(language, text_with_language(language, key))
    }

    /// The text of a key, its placeholders filled.
    pub(crate) fn fill(language: Language, key: &str, values: &[(&str, &str)]) -> Self {
        let mut words = Self::of(language, key);
        words.text = touchmark_words::fill(&words.text, values);
        words
    }

    pub(crate) fn from_said(language: Language, said: account::Words) -> Self {
        Self { lang: (said.language != language).then(|| said.language.tag()), text: said.text }
    }

    pub(crate) fn from_text(language: Language, text: Text) -> Self {
        Self { text: text.text.to_owned(), lang: (text.language != language).then(|| text.language.tag()) }
    }
}
