//! Props as they cross the boundary: one JSON object.

use std::sync::Arc;

use touchmark::Verdict;
use touchmark::json::{self, Value};
use touchmark_components::{Language, Size};

use crate::lists::{Listed, flag};
use crate::verdict::{unchecked, verdict_of};

/// Which view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Badge,
    Details,
    Banner,
    Summary,
    Guard,
    Lineage,
    /// A name this version does not know. Drawn as a badge that says so.
    Unknown,
}

impl Kind {
    /// Whether it is about more than one verdict.
    pub(crate) fn is_of_list(self) -> bool {
        matches!(self, Self::Banner | Self::Summary | Self::Guard | Self::Lineage)
    }

    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "details" => Self::Details,
            "badge" => Self::Badge,
            "banner" => Self::Banner,
            "summary" => Self::Summary,
            "guard" => Self::Guard,
            "lineage" => Self::Lineage,
            _ => Self::Unknown,
        }
    }
}

/// What a view is given.
pub(crate) struct Props {
    pub(crate) verdict: Option<Arc<Verdict>>,
    pub(crate) listed: Listed,
    pub(crate) fixed: Fixed,
}

/// What a view keeps from one verdict to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fixed {
    pub(crate) language: Language,
    pub(crate) size: Size,
    pub(crate) interactive: bool,
    pub(crate) label: Option<String>,
    pub(crate) compact: bool,
    pub(crate) field: Option<String>,
}

impl Props {
    /// Reads props. What cannot be read is a check that could not be made, never an error.
    pub(crate) fn read(kind: Kind, text: &str) -> Self {
        let Ok(value) = json::parse_view(text) else { return Self::refused("props: not JSON") };
        let Some(object) = value.as_object() else { return Self::refused("props: not an object") };
        let string = |name: &str| object.get(name).and_then(Value::as_str);
        let owned = |name: &str| string(name).map(str::to_owned);
        let verdict = match object.get("verdict") {
            _ if kind == Kind::Unknown => unchecked("kind: not one that this version knows"),
            verdict => verdict_of(verdict),
        };
        let listed = if kind.is_of_list() { Listed::read(object) } else { Listed::default() };
        let fixed = Fixed {
            language: string("lang").map(Language::from_tag).unwrap_or_default(),
            size: string("size").and_then(Size::from_name).unwrap_or_default(),
            interactive: flag(object, "interactive"),
            label: owned("label"),
            compact: flag(object, "compact"),
            field: owned("field"),
        };
        Self { verdict: verdict.map(Arc::new), listed, fixed }
    }

    fn refused(detail: &str) -> Self {
        let verdict = unchecked(detail).map(Arc::new);
        // A guard among them goes on holding back: one check could not be made.
        let listed = Listed { verdicts: vec![verdict.clone()], ..Listed::default() };
        Self { verdict, listed, fixed: Fixed::default() }
    }
}
