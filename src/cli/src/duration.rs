//! Spans of time as people write them: `1y`, `90d`, `12h`.
//!
//! By hand, in 50 lines: `humantime` has years of 365.25 days and months of 30.44, and seals and bundles end after 365 and
//! 30; it takes `m` for minutes, and knows no `never`.

use touchmark::Timestamp;

/// A span, or no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// Milliseconds.
    Millis(i64),
    /// `never`
    Never,
}

const DAY: i64 = 86_400_000;

impl std::str::FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "never" {
            return Ok(Self::Never);
        }
        let refused = || format!("\"{text}\" is not a span; write 1y, 6m, 4w, 90d, 12h or never");
        let at = text.find(|character: char| !character.is_ascii_digit()).ok_or_else(refused)?;
        let (count, unit) = text.split_at(at);
        let unit = match unit.trim() {
            "h" | "hour" | "hours" => DAY / 24,
            "d" | "day" | "days" => DAY,
            "w" | "week" | "weeks" => 7 * DAY,
            "m" | "month" | "months" => 30 * DAY,
            "y" | "year" | "years" => 365 * DAY,
            _ => return Err(refused()),
        };
        let count: i64 = count.parse().map_err(|_| refused())?;
        let millis = count.checked_mul(unit).filter(|millis| (1..=100 * 366 * DAY).contains(millis));
        millis.map(Self::Millis).ok_or_else(refused)
    }
}

impl Span {
    pub(crate) const YEAR: Self = Self::Millis(365 * DAY);

    /// The end of the span that starts at `from`; `None` for never, or beyond the year 9999.
    pub(crate) fn end(self, from: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Never => None,
            Self::Millis(millis) => from.as_millis().checked_add(millis).and_then(Timestamp::from_millis),
        }
    }
}
