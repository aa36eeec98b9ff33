//! Verdicts as they cross the boundary.

use touchmark::json::Value;
use touchmark::{Reason, ReasonCode, Timestamp, Verdict};

/// A verdict as it crosses the boundary; `None` while there is none.
pub(crate) fn verdict_of(value: Option<&Value<'_>>) -> Option<Verdict> {
    match value {
        None | Some(Value::Null) => None,
        Some(verdict) => Verdict::assume_checked_value(verdict)
            .map_or_else(|error| unchecked(&["verdict: ", &error.member].concat()), Some),
    }
}

/// What is said of a record when its verdict cannot be read. Always something, until the year 10000.
pub(crate) fn unchecked(detail: &str) -> Option<Verdict> {
    let reason = Reason { code: ReasonCode::EngineUnavailable, detail: Some(detail.to_owned()) };
    Some(Verdict::unchecked(reason, "", Timestamp::from_millis(now())?))
}

/// Milliseconds since the epoch.
fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and well within range")]
    let now = js_sys::Date::now() as i64;
    now
}
