//! The values of a row by field, and their texts.

use std::borrow::Cow;

use touchmark::json::Value;

/// How Bulk API ingest writes null.
pub const NOT_AVAILABLE: &str = "#N/A";

/// Field names and values of a row, in the row's order.
pub type Values<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// A field to be filled, and its text; `None` empties it.
pub type Fill<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

/// Whether a text shows nothing but space.
pub(super) fn is_blank(text: &str) -> bool {
    touchmark::visible(text).all(char::is_whitespace)
}

/// Whether a value says nothing: null, space, or a list of such.
pub fn is_without_value(value: &Value<'_>) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_blank(text),
        Value::Array(values) => values.iter().all(is_without_value),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// The text that a value shows; empty for null.
pub fn text_of<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text.as_ref()),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Number(number) => number.as_str().into(),
        Value::Null | Value::Array(_) | Value::Object(_) => "".into(),
    }
}

/// Which of these names a field has; upper and lower case do not count, unless two differ in nothing else.
pub(super) fn place_of(name: &str, names: &[&str]) -> Option<usize> {
    let exact = names.iter().position(|known| *known == name);
    exact.or_else(|| names.iter().position(|known| known.eq_ignore_ascii_case(name)))
}

/// The value of one field; upper and lower case do not count, as on the platform.
pub fn value_of<'v, 'a>(values: &'v Values<'a>, name: &str) -> Option<&'v Value<'a>> {
    values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
