//! What a badge shows and says: origin first, trust second.

use touchmark::{Disclosure, FieldState, Group, Level, Origin, Phrase, Verdict};
use touchmark_words::account::{self, Notation};
use touchmark_words::{Language, sentence, text_with_language, within_sentence};

use crate::icon::Icon;
use crate::intl::{moment_text, number};
use crate::words::Words;

/// How the platform writes numbers and times.
pub(crate) const NOTATION: Notation = Notation { number, moment: moment_text };

impl Words {
    /// The words of a phrase.
    pub(crate) fn say(language: Language, phrase: &Phrase) -> Self {
        Self::from_said(language, account::phrase(language, phrase, NOTATION))
    }
}

/// A colour family. Never the only carrier of a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Synthetic,
    Ai,
    Masked,
    Recorded,
    Valid,
    Partial,
    Caution,
    Invalid,
    Undisclosed,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Synthetic => "touchmark-tone-synthetic",
            Self::Ai => "touchmark-tone-ai",
            Self::Masked => "touchmark-tone-masked",
            Self::Recorded => "touchmark-tone-recorded",
            Self::Valid => "touchmark-tone-valid",
            Self::Partial => "touchmark-tone-partial",
            Self::Caution => "touchmark-tone-caution",
            Self::Invalid => "touchmark-tone-invalid",
            Self::Undisclosed => "touchmark-tone-undisclosed",
        }
    }

    pub(crate) fn of_origin(origin: Origin) -> Self {
        match origin {
            Origin::Synthetic => Self::Synthetic,
            Origin::AiGenerated | Origin::AiModified => Self::Ai,
            Origin::Masked => Self::Masked,
            Origin::Recorded => Self::Recorded,
            _ => Self::Undisclosed,
        }
    }

    pub(crate) fn of_field(state: FieldState) -> Self {
        match state {
            FieldState::Match => Self::Valid,
            FieldState::Altered => Self::Invalid,
            FieldState::Unreadable | FieldState::SaltMissing => Self::Caution,
            _ => Self::Undisclosed,
        }
    }

    fn of_state(group: Group) -> Self {
        match group {
            Group::Verified => Self::Valid,
            Group::PartlyChecked => Self::Partial,
            Group::Changed
            | Group::WrongPlace
            | Group::WrongEnvironment
            | Group::Invalid
            | Group::Withdrawn
            | Group::SealMissing => Self::Invalid,
            Group::NoLongerValid | Group::UnrecognisedIssuer => Self::Caution,
            _ => Self::Undisclosed,
        }
    }
}

/// Whether nothing stands against what is said: no flag, and nothing to weigh first. Only then is anything ticked or green.
pub(crate) fn is_clear(verdict: &Verdict, disclosure: &Disclosure) -> bool {
    verdict.flags.is_empty() && disclosure.level <= Level::Notice
}

/// One part of a face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) icon: Icon,
    pub(crate) tone: Tone,
    pub(crate) words: Words,
}

/// What a badge shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    /// Said first; absent where the state overrides every origin label.
    pub(crate) origin: Option<Part>,
    /// Said second, or alone.
    pub(crate) trust: Part,
    /// Said third: what the record or its seal says of itself, which nobody confirmed.
    pub(crate) claim: Option<Part>,
    /// Said last when there is a flag: a flagged verdict is never quiet.
    pub(crate) flagged: Option<Part>,
    /// What stands for the whole where there is room for one icon: the origin's while the seal holds and nothing is flagged, else
    /// that of what is the matter.
    pub(crate) icon: Icon,
    /// Colour family of the whole: the origin's while the seal holds, else the state's.
    pub(crate) tone: Tone,
    /// Whether nobody answers for what is said: drawn with a broken border.
    pub(crate) weak: bool,
    /// Whether something is wrong.
    pub(crate) loud: bool,
    /// Code of the group, for styling and tests.
    pub(crate) group: &'static str,
    /// Code of the level.
    pub(crate) level: &'static str,
    /// How a screen reader announces it, without what a click does.
    pub(crate) spoken: String,
}

impl Face {
    /// The face of a verdict; of a check that is still running where there is none.
    pub(crate) fn of(verdict: Option<&Verdict>, language: Language) -> Self {
        let Some(verdict) = verdict else { return Self::checking(language) };
        let disclosure = verdict.disclose();
        let origin_text = disclosure.origin.as_deref().map(|key| text_with_language(language, key));
        let environment = disclosure.environment.as_deref().map(|environment| ("environment", environment));
        let trust_words = Words::fill(language, &disclosure.trust, environment.as_slice());
        let trust_alone = sentence(&trust_words.text);
        let clear = is_clear(verdict, &disclosure);

        let origin = origin_text.map(|text| Part {
            icon: Icon::of_origin(verdict.origin, language),
            tone: Tone::of_origin(verdict.origin),
            words: Words::from_text(language, text),
        });
        let mut trust = Part {
            icon: Icon::of_group(disclosure.group),
            tone: Tone::of_state(disclosure.group),
            words: trust_words,
        };
        if matches!(trust.tone, Tone::Valid | Tone::Partial) && !clear {
            trust.tone = Tone::Caution;
            if trust.icon == Icon::Verified {
                // That the signature holds is true, and no reason for a tick.
                trust.icon = Icon::Signed;
            }
        }
        if origin.is_none() {
            trust.words.text.clone_from(&trust_alone);
        }
        let claim = disclosure.claim.zip(verdict.claimed_origin).map(|(key, origin)| Part {
            icon: Icon::of_origin(origin, language),
            tone: Tone::of_origin(origin),
            words: Words::of(language, &key),
        });
        let flagged = (!verdict.flags.is_empty()).then(|| Part {
            icon: Icon::Attention,
            tone: Tone::Caution,
            words: Words::of(language, "badge.flagged"),
        });

        let holds = matches!(disclosure.group, Group::Verified | Group::PartlyChecked | Group::Declared);
        let Part { icon, tone, .. } = *match (&origin, &flagged) {
            (Some(_), Some(flagged)) if holds => flagged,
            (Some(origin), None) if holds => origin,
            _ => &trust,
        };

        let mut spoken = String::new();
        if let Some(text) = origin_text {
            let label = text_with_language(language, "details.origin").text;
            spoken.push_str(&[label, ": ", &within_sentence(text), ". "].concat());
        }
        spoken.push_str(&trust_alone);
        spoken.push('.');
        for part in [&claim, &flagged].into_iter().flatten() {
            spoken.push_str(&[" ", &sentence(&part.words.text), "."].concat());
        }
        Self {
            origin,
            trust,
            claim,
            flagged,
            icon,
            tone,
            weak: matches!(disclosure.group, Group::Declared | Group::CouldNotCheck | Group::NotDisclosed),
            loud: disclosure.level == Level::Alert,
            group: disclosure.group.code(),
            level: disclosure.level.code(),
            spoken,
        }
    }

    /// All of it as one line of text: "Synthetic data · signature valid".
    pub(crate) fn line(&self) -> String {
        let parts = [self.origin.as_ref(), Some(&self.trust), self.claim.as_ref(), self.flagged.as_ref()];
        joined(" · ", parts.into_iter().flatten().map(|part| &part.words.text))
    }

    fn checking(language: Language) -> Self {
        let words = Words::of(language, "group.checking");
        Self {
            origin: None,
            claim: None,
            flagged: None,
            icon: Icon::Checking,
            tone: Tone::Undisclosed,
            weak: true,
            loud: false,
            group: "checking",
            level: Level::Quiet.code(),
            spoken: words.text.clone(),
            trust: Part { icon: Icon::Checking, tone: Tone::Undisclosed, words },
        }
    }
}

/// A name that begins with that of the record, where there is one.
pub(crate) fn named(label: Option<&str>, name: &str) -> String {
    joined(". ", label.into_iter().chain([name]))
}

/// Parts end to end, parted.
pub(crate) fn joined<T: AsRef<str>>(separator: &str, parts: impl IntoIterator<Item = T>) -> String {
    let mut joined = String::new();
    for part in parts {
        if !joined.is_empty() {
            joined.push_str(separator);
        }
        joined.push_str(part.as_ref());
    }
    joined
}
