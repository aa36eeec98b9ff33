//! The icon set: one shape per state and per family of origins, drawn on a 16 × 16 grid to be told apart at 12 px
//! and without colour, by outline as much as by what is inside. Strokes and fills are `currentColor`, so forced
//! colours apply.

use std::borrow::Cow;

use touchmark::{FieldState, Group, Origin};
use touchmark_words::{Language, text};

use crate::node::{Node, drawing};

/// One icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A flask: made in a laboratory.
    Synthetic,
    /// The language's letters for AI in a frame, as the EU and IPTC mark it.
    AiGenerated(Letters),
    /// The same letters above a line: upon something that was there.
    AiModified(Letters),
    /// A mask for the eyes.
    Masked,
    /// A cylinder, as data that is kept is drawn.
    Recorded,
    /// A question mark.
    Unknown,
    /// A tick that breaks through its ring.
    Verified,
    /// A ring, half full.
    PartlyChecked,
    /// Not equal.
    Changed,
    /// A signature above its line: signed, and no more than that.
    Signed,
    /// A card before another: the seal of another record.
    WrongPlace,
    /// A pin with a cross.
    WrongEnvironment,
    /// An arrow that turns back: taken back.
    Withdrawn,
    /// A cross cut out of a full octagon.
    Invalid,
    /// A person.
    Issuer,
    /// A person with a question mark.
    UnrecognisedIssuer,
    /// A clock.
    NoLongerValid,
    /// A shield, struck through.
    SealMissing,
    /// A label on a string.
    Declared,
    /// An empty, broken ring.
    NotDisclosed,
    /// A question mark in a square.
    CouldNotCheck,
    /// Three quarters of a ring, turning.
    Checking,
    /// An exclamation mark in a triangle.
    Attention,
    /// A bare tick.
    Match,
    /// An eye, struck through.
    Hidden,
    /// A line in a broken ring.
    Uncovered,
    /// A cross.
    Close,
    /// A chevron: opens something.
    Open,
}

impl Icon {
    pub(crate) fn of_origin(origin: Origin, language: Language) -> Self {
        match origin {
            Origin::Synthetic => Self::Synthetic,
            Origin::AiGenerated => Self::AiGenerated(Letters::of(language)),
            Origin::AiModified => Self::AiModified(Letters::of(language)),
            Origin::Masked => Self::Masked,
            Origin::Recorded => Self::Recorded,
            _ => Self::Unknown,
        }
    }

    pub(crate) fn of_group(group: Group) -> Self {
        match group {
            Group::Verified => Self::Verified,
            Group::PartlyChecked => Self::PartlyChecked,
            Group::Changed => Self::Changed,
            Group::WrongPlace => Self::WrongPlace,
            Group::WrongEnvironment => Self::WrongEnvironment,
            Group::Withdrawn => Self::Withdrawn,
            Group::Invalid => Self::Invalid,
            Group::UnrecognisedIssuer => Self::UnrecognisedIssuer,
            Group::NoLongerValid => Self::NoLongerValid,
            Group::SealMissing => Self::SealMissing,
            Group::Declared => Self::Declared,
            Group::NotDisclosed => Self::NotDisclosed,
            _ => Self::CouldNotCheck,
        }
    }

    pub(crate) fn of_field(state: FieldState) -> Self {
        match state {
            FieldState::Match => Self::Match,
            FieldState::Altered => Self::Changed,
            FieldState::Withheld => Self::Hidden,
            FieldState::Uncovered => Self::Uncovered,
            _ => Self::CouldNotCheck,
        }
    }

    /// Stroked path, filled path.
    const fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::Synthetic => (
                "M5.75 1.75h4.5M6.75 1.75v4.2L2.9 12.4a1.25 1.25 0 0 0 1.1 1.85h8a1.25 1.25 0 0 0 1.1-1.85L9.25 5.95v-4.2",
                "M5.3 9.5h5.4l1.9 3.3a.5.5 0 0 1-.45.75h-8.3a.5.5 0 0 1-.45-.75z",
            ),
            Self::AiGenerated(_) => (
                "M3.25 1h9.5A2.25 2.25 0 0 1 15 3.25v9.5A2.25 2.25 0 0 1 12.75 15h-9.5A2.25 2.25 0 0 1 1 12.75v-9.5A2.25 2.25 0 0 1 3.25 1z",
                "",
            ),
            Self::AiModified(_) => ("M1 13.5h14", ""),
            Self::Masked => (
                "",
                "M.75 4.7c2.5-1.2 4.8-1.1 7.25.3 2.45-1.4 4.75-1.5 7.25-.3.2 5-1.3 7.6-4.1 7.6-1.7 0-2.2-1.6-3.15-1.6s-1.45 1.6-3.15 1.6c-2.8 0-4.3-2.6-4.1-7.6zM2.7 7.6c1.5-1.7 3.3-1.5 4.3.7-1.5 1.6-3.4 1.3-4.3-.7zM13.3 7.6c-1.5-1.7-3.3-1.5-4.3.7 1.5 1.6 3.4 1.3 4.3-.7z",
            ),
            Self::Recorded => (
                "M13.75 4c0 1.25-2.6 2.25-5.75 2.25S2.25 5.25 2.25 4 4.85 1.75 8 1.75s5.75 1 5.75 2.25zM2.25 4v8c0 1.25 2.6 2.25 5.75 2.25s5.75-1 5.75-2.25V4M2.25 8c0 1.25 2.6 2.25 5.75 2.25s5.75-1 5.75-2.25",
                "",
            ),
            Self::Unknown => (
                "M4.75 5a3.25 3.25 0 1 1 5 2.75C8.55 8.5 8 9.1 8 10.35",
                "M9.15 13.6a1.15 1.15 0 1 1-2.3 0 1.15 1.15 0 0 1 2.3 0z",
            ),
            Self::Verified => ("M14.2 7.2A6.25 6.25 0 1 1 11 2.53M5.25 7.5 8 10.25 14.5 3", ""),
            Self::PartlyChecked => {
                ("M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0z", "M8 1.75a6.25 6.25 0 0 0 0 12.5z")
            }
            Self::Changed => ("M2.5 5.75h11M2.5 10.25h11M11 2 5 14", ""),
            Self::Signed => (
                "M1.75 13.5h12.5M2.5 10c2.9-3.3 4.6-6 3.9-7.1-.8-1.1-2.4 1.7-2.2 4.6.2 2.6 1.9 2.7 3.2.2.7-1.3 1.5-1 1.5.1 0 1.5 1 1.9 2 .6.8-1 1.4-.7 1.6 0 .2.5.6.7 1.5.6",
                "",
            ),
            Self::WrongPlace => {
                ("M4.75 4.75h9.5v9.5h-9.5zM10.75 1.75h-9v9M7.75 7.75l3.5 3.5M11.25 7.75l-3.5 3.5", "")
            }
            Self::Withdrawn => ("M2.25 6.25h7.5a4 4 0 0 1 0 8H5.5M6 2.25l-4 4 4 4", ""),
            Self::WrongEnvironment => (
                "M8 14.75s5.25-4.6 5.25-8.5a5.25 5.25 0 0 0-10.5 0c0 3.9 5.25 8.5 5.25 8.5zM6.4 4.65l3.2 3.2M9.6 4.65l-3.2 3.2",
                "",
            ),
            Self::Invalid => (
                "",
                "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM8 6.8 5.6 4.4 4.4 5.6 6.8 8l-2.4 2.4 1.2 1.2L8 9.2l2.4 2.4 1.2-1.2L9.2 8l2.4-2.4-1.2-1.2z",
            ),
            Self::Issuer => (
                "M10.75 4.75a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0zM2.75 14.25c0-2.6 2.1-4.25 5.25-4.25s5.25 1.65 5.25 4.25",
                "",
            ),
            Self::UnrecognisedIssuer => (
                "M8.25 5a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0zM1 14.25c0-2.6 1.9-4.25 4.5-4.25s4.5 1.65 4.5 4.25M10.9 3.3a1.75 1.75 0 1 1 2.6 1.55c-.6.35-.9.65-.9 1.3",
                "M13.5 8.4a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z",
            ),
            Self::NoLongerValid => {
                ("M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0zM8 4.25V8l2.5 1.75", "")
            }
            Self::SealMissing => (
                "M4.2 3.1 8 1.75l5.25 1.85v4.15c0 1.2-.35 2.25-.9 3.15M11 12.6c-.9.8-2 1.35-3 1.65-2.6-.8-5.25-3-5.25-6.5V4.5M1.75 1.75l12.5 12.5",
                "",
            ),
            Self::Declared => (
                "M8.9 1.75h4.6a.75.75 0 0 1 .75.75v4.6L7.6 13.75a1.25 1.25 0 0 1-1.77 0l-3.58-3.58a1.25 1.25 0 0 1 0-1.77z",
                "M12.1 5a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0z",
            ),
            Self::NotDisclosed => (
                "M5.6 2.23a6.25 6.25 0 0 1 4.8 0M12.42 3.58a6.25 6.25 0 0 1 1.83 4.42M13.77 10.4a6.25 6.25 0 0 1-3.37 3.37M8 14.25a6.25 6.25 0 0 1-4.42-1.83M2.23 10.4a6.25 6.25 0 0 1 0-4.8",
                "",
            ),
            Self::CouldNotCheck => (
                "M3.25 1.75h9.5a1.5 1.5 0 0 1 1.5 1.5v9.5a1.5 1.5 0 0 1-1.5 1.5h-9.5a1.5 1.5 0 0 1-1.5-1.5v-9.5a1.5 1.5 0 0 1 1.5-1.5zM6.1 6.2a1.95 1.95 0 1 1 2.9 1.7c-.65.36-1 .7-1 1.4",
                "M8.9 11.5a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z",
            ),
            Self::Checking => ("M8 1.75A6.25 6.25 0 1 1 1.75 8", ""),
            Self::Attention => (
                "M8 2.1a.9.9 0 0 1 .78.45l5.9 10.3a.9.9 0 0 1-.78 1.35H2.1a.9.9 0 0 1-.78-1.35l5.9-10.3A.9.9 0 0 1 8 2.1zM8 6.25v3.25",
                "M8.9 11.75a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z",
            ),
            Self::Match => ("M2.75 8.5l3.5 3.5 7-8", ""),
            Self::Hidden => (
                "M3.6 4.9C2.4 5.85 1.6 7.1 1.25 8c.9 2.2 3.4 4.75 6.75 4.75 1.1 0 2.1-.27 3-.7M6.5 3.4A6.7 6.7 0 0 1 8 3.25c3.35 0 5.85 2.55 6.75 4.75-.3.75-.8 1.55-1.5 2.3M2 2l12 12",
                "",
            ),
            Self::Uncovered => (
                "M5.6 2.23a6.25 6.25 0 0 1 4.8 0M13.77 5.6a6.25 6.25 0 0 1 0 4.8M10.4 13.77a6.25 6.25 0 0 1-4.8 0M2.23 10.4a6.25 6.25 0 0 1 0-4.8M5.25 8h5.5",
                "",
            ),
            Self::Close => ("M3.5 3.5l9 9M12.5 3.5l-9 9", ""),
            Self::Open => ("M3.5 6 8 10.5 12.5 6", ""),
        }
    }

    /// The icon, without a name of its own: words always stand beside it.
    pub(crate) fn draw(self) -> Node {
        let (stroke, fill) = self.paths();
        let stroke = match self {
            Self::AiGenerated(letters) => Cow::Owned([stroke, &letters.strokes("4.5")].concat()),
            Self::AiModified(letters) => Cow::Owned([stroke, &letters.strokes("2.5")].concat()),
            _ => Cow::Borrowed(stroke),
        };
        let class =
            if self == Self::Checking { "touchmark-icon touchmark-turning" } else { "touchmark-icon" };
        drawing("svg", class)
            .attribute("viewBox", "0 0 16 16")
            .attribute("aria-hidden", "true")
            .children(path("touchmark-stroke", stroke))
            .children(path("touchmark-fill", fill))
    }
}

/// A path, unless there is nothing to draw: a table has thousands of icons.
fn path(class: &'static str, d: impl Into<Cow<'static, str>>) -> Option<Node> {
    let d = d.into();
    (!d.is_empty()).then(|| drawing("path", class).attribute("d", d))
}

/// The two letters that stand for AI in a language (`AI`, `KI`, `ИИ`): drawn, so that they depend on no font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letters([char; 2]);

impl Letters {
    /// Those of the catalogue; the English ones where the catalogue has not two that can be drawn.
    fn of(language: Language) -> Self {
        let mut letters = text(language, "icon.ai").chars();
        match [letters.next(), letters.next(), letters.next()] {
            [Some(first), Some(second), None] if glyph(first).is_some() && glyph(second).is_some() => {
                Self([first, second])
            }
            _ => Self(['A', 'I']),
        }
    }

    /// Both letters side by side, 7 units high from `top` on. One that is a mere line stands closer.
    fn strokes(self, top: &str) -> String {
        let is_line = |letter| matches!(letter, 'I' | 'Ι');
        let (left, right) = match self.0.map(is_line) {
            [false, true] => ("4.6 ", "9.2 "),
            [true, false] => ("2.8 ", "7.4 "),
            _ => ("3.1 ", "8.9 "),
        };
        let [first, second] = self.0.map(|letter| glyph(letter).unwrap_or_default());
        ["M", left, top, first, "M", right, top, second].concat()
    }
}

/// A capital as strokes in a box of 4 × 7, from its upper left corner. Those that the languages of the catalogue need
/// for AI, and a few more.
const fn glyph(letter: char) -> Option<&'static str> {
    Some(match letter {
        'A' | 'Α' => "m0 7 2-7 2 7m-3.3-2.4h2.6",
        'D' => "m.4 0v7h.7a2.7 3.5 0 0 0 0-7z",
        'E' => "m3.5 0h-3.1v7h3.1m-3.1-3.6h2.5",
        'I' | 'Ι' => "m2 0v7",
        'K' => "m.4 0v7m3.4-7-3.2 3.8 3.4 3.2",
        'L' => "m.6 0v7h3",
        'M' => "m0 7v-7l2 3.5 2-3.5v7",
        'N' | 'Ν' => "m.3 7v-7l3.4 7v-7",
        'O' => "m2 0a2 3.5 0 0 1 0 7 2 3.5 0 0 1 0-7z",
        'P' => "m.5 7v-7h1.5a1.9 1.9 0 0 1 0 3.8h-1.5",
        'R' => "m.5 7v-7h1.5a1.8 1.8 0 0 1 0 3.6h-1.5m1.5 0 1.8 3.4",
        'S' => {
            "m3.6 1.3c-.3-.9-.9-1.3-1.7-1.3-1 0-1.7.7-1.7 1.7 0 2.2 3.6 1.3 3.6 3.6 0 1-.8 1.7-1.9 1.7-.9 0-1.6-.4-1.9-1.3"
        }
        'T' | 'Τ' => "m0 0h4m-2 0v7",
        'U' => "m.3 0v4.9a1.7 2.1 0 0 0 3.4 0v-4.9",
        'V' => "m0 0 2 7 2-7",
        'И' => "m.3 0v7l3.4-7v7",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_every_language_can_be_drawn() {
        for language in Language::ALL {
            let Letters(drawn) = Letters::of(*language);
            assert_eq!(text(*language, "icon.ai"), drawn.iter().collect::<String>(), "{language:?}");
        }
    }

    #[test]
    fn letters_differ_in_their_strokes() {
        let [ai, ki, ia] =
            [['A', 'I'], ['K', 'I'], ['I', 'A']].map(|letters| Letters(letters).strokes("4.5"));
        assert!(ai != ki && ki != ia && ia != ai);
        assert!(ai.starts_with("M4.6 4.5m0 7 2-7"), "{ai}");
    }
}
