//! The icon set: one shape per state and per family of origins, drawn on a 16 × 16 grid to be told apart at 12 px
//! and without colour. Strokes and fills are `currentColor`, so forced colours apply.

use std::borrow::Cow;

use touchmark::{FieldState, Group, Origin};

use crate::node::{Node, drawing};

/// One icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A flask: made in a laboratory.
    Synthetic,
    /// The letters AI in a frame, as the EU and IPTC mark it.
    AiGenerated,
    /// The letters AI above a line of recorded text.
    AiModified,
    /// A line of text with a bar over it.
    Masked,
    /// A full point in a ring, as on a recorder.
    Recorded,
    /// A question mark in a ring.
    Unknown,
    /// A tick in a ring.
    Verified,
    /// A ring, half full.
    PartlyChecked,
    /// Not equal.
    Changed,
    /// A pin with a cross.
    WrongPlace,
    /// A cross in an octagon.
    Invalid,
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
    pub(crate) fn of_origin(origin: Origin) -> Self {
        match origin {
            Origin::Synthetic => Self::Synthetic,
            Origin::AiGenerated => Self::AiGenerated,
            Origin::AiModified => Self::AiModified,
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
            FieldState::Withheld | FieldState::SaltMissing => Self::Hidden,
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
            Self::AiGenerated => (
                "M3.5 1.75h9a1.75 1.75 0 0 1 1.75 1.75v9a1.75 1.75 0 0 1-1.75 1.75h-9a1.75 1.75 0 0 1-1.75-1.75v-9A1.75 1.75 0 0 1 3.5 1.75zM4.4 11 6.7 5 9 11M5.2 9.1h3M11.4 5v6",
                "",
            ),
            Self::AiModified => ("M2.5 10.25 5.5 2l3 8.25M3.5 7.5h4M12 2v8.25M2 13.75h2.5M6.75 13.75H14", ""),
            Self::Masked => ("M2 3.5h12M2 12.5h7", "M2 6.25h12v3.5H2z"),
            Self::Recorded => (
                "M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0z",
                "M10.75 8a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0z",
            ),
            Self::Unknown => (
                "M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0zM6.1 6.4a1.95 1.95 0 1 1 2.9 1.7c-.65.36-1 .7-1 1.4",
                "M8.9 11.6a.9.9 0 1 1-1.8 0 .9.9 0 0 1 1.8 0z",
            ),
            Self::Verified => {
                ("M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0zM5.1 8.2l2.1 2.1 3.8-4.3", "")
            }
            Self::PartlyChecked => {
                ("M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0z", "M8 1.75a6.25 6.25 0 0 0 0 12.5z")
            }
            Self::Changed => ("M2.5 5.75h11M2.5 10.25h11M11 2 5 14", ""),
            Self::WrongPlace => (
                "M8 14.75s5.25-4.6 5.25-8.5a5.25 5.25 0 0 0-10.5 0c0 3.9 5.25 8.5 5.25 8.5zM6.4 4.65l3.2 3.2M9.6 4.65l-3.2 3.2",
                "",
            ),
            Self::Invalid => (
                "M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5",
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
