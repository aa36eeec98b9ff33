//! `crm-norm-1`: the one form of a field's value that is hashed, whatever API showed it (profile §4).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::codes;
use crate::decimal::Decimal;
use crate::double::shortest;
use crate::ids;
use crate::jcs;
use crate::json::{Object, Value};
use crate::text::{self, divide};
use crate::time::{Date, TimeOfDay, Timestamp};

codes! {
    /// The field types that have a form of their own. Every other type is compared by its exact code points.
    FieldType {
        /// Checkbox.
        Boolean => "boolean",
        /// Whole number.
        Int => "int",
        /// Number.
        Double => "double",
        /// Amount. Cover `CurrencyIsoCode` together with it.
        Currency => "currency",
        /// Percentage.
        Percent => "percent",
        /// Calendar date.
        Date => "date",
        /// Point in time.
        DateTime => "datetime",
        /// Time of day.
        Time => "time",
        /// Several picklist values.
        MultiPicklist => "multipicklist",
        /// Record id.
        Id => "id",
        /// Record id of another record.
        Reference => "reference",
        /// E-mail address.
        Email => "email",
        /// Text of several lines.
        TextArea => "textarea",
        /// Everything else.
        Text => "string",
    }
}

impl FieldType {
    /// The type that a statement names; types without a form of their own are text.
    pub fn from_name(name: &str) -> Self {
        Self::from_code(name).unwrap_or(Self::Text)
    }
}

/// A value in normal form: null, boolean, string, or array of strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NormalValue<'a> {
    /// Null, absent or empty.
    Null,
    /// True or false.
    Bool(bool),
    /// Text.
    Text(Cow<'a, str>),
    /// Sorted, unique texts.
    List(Vec<Cow<'a, str>>),
}

impl NormalValue<'_> {
    /// Appends it as RFC 8785 writes it.
    pub fn write_jcs(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Text(text) => jcs::write_string(text, out),
            Self::List(texts) => {
                out.push('[');
                for (at, text) in texts.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    jcs::write_string(text, out);
                }
                out.push(']');
            }
        }
    }
}

/// Why a value has no normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NormalError {
    /// It cannot be a value of its type: whatever was sealed, this is not it.
    NotOfType,
    /// The number may have lost digits on its way here, or may be of another unit: it cannot be compared.
    Lossy,
}

impl core::fmt::Display for NormalError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NotOfType => "the value cannot be of this type",
            Self::Lossy => {
                "the number is too large or too long to have come through unrounded, or counts in a unit that it does not name; give it as text"
            }
        })
    }
}

impl core::error::Error for NormalError {}

/// The longest decimal accepted, in digits, and the largest exponent (profile §4).
const MAX_DECIMAL: i64 = 40;

/// From here on, doubles leave out whole numbers: 2^53.
const INEXACT: &str = "9007199254740992";

/// A whole number up to this many, as a date, may count days (profile §4).
const MAX_DAYS: u64 = 3_000_000;

/// Brings a value to the normal form of its type.
///
/// # Errors
/// [`NormalError::NotOfType`] where the value cannot be of the type, [`NormalError::Lossy`] for a JSON number that may
/// have been rounded, or that may be a date in days.
pub fn normalise<'v>(field_type: FieldType, value: &'v Value<'_>) -> Result<NormalValue<'v>, NormalError> {
    use FieldType::{Currency, Date, Double, Int, Percent};
    let Value::Number(number) = value else {
        return normal_form(field_type, value).ok_or(NormalError::NotOfType);
    };
    match field_type {
        Int | Double | Currency | Percent => {
            let (is_negative, decimal) = number.to_decimal();
            let shortest = shortest(&decimal).filter(|shortest| *shortest < Decimal::read(INEXACT));
            let decimal = shortest.ok_or(NormalError::Lossy)?;
            // As a text it would have an exponent of that size.
            if decimal.point() <= -MAX_DECIMAL && !decimal.digits().is_empty() {
                return Err(NormalError::NotOfType);
            }
            Ok(NormalValue::Text(plain(is_negative, &decimal).into()))
        }
        Date if whole(value).is_some_and(|days| days != 0 && days.unsigned_abs() <= MAX_DAYS) => {
            Err(NormalError::Lossy)
        }
        _ => normal_form(field_type, value).ok_or(NormalError::NotOfType),
    }
}

/// A number that is whole, whether or not it was written as an integer.
fn whole(value: &Value<'_>) -> Option<i64> {
    let number = value.as_number()?;
    number.to_integer().or_else(|| {
        let (is_negative, decimal) = number.to_decimal();
        let decimal = shortest(&decimal)?;
        // No point in time takes more digits. What is not whole has a decimal point among them (and what is very small was zero above).
        let text = (decimal.point() <= 18).then(|| plain(false, &decimal))?;
        let count = text::digits(&text)?;
        let count = i64::try_from(count).ok()?;
        Some(if is_negative { -count } else { count })
    })
}

fn normal_form<'v>(field_type: FieldType, value: &'v Value<'_>) -> Option<NormalValue<'v>> {
    let text = value.as_str();
    if value.is_null() || text == Some("") {
        return Some(NormalValue::Null);
    }
    let form: Cow<'v, str> = match field_type {
        FieldType::Boolean => return Some(NormalValue::Bool(boolean(value)?)),
        FieldType::MultiPicklist => return list(value),
        FieldType::Int | FieldType::Double | FieldType::Currency | FieldType::Percent => {
            plain_decimal(text?)?.into()
        }
        FieldType::Date => match text {
            Some(text) if Date::parse(text).is_some() => text.into(),
            Some(text) => midnight(Timestamp::parse_lenient(text)?)?.into(),
            None => midnight(Timestamp::from_millis(whole(value)?)?)?.into(),
        },
        FieldType::DateTime => {
            let time = match text {
                Some(text) => Timestamp::parse_lenient(text),
                None => Timestamp::from_millis(whole(value)?),
            };
            time?.to_millis_string().into()
        }
        FieldType::Time => {
            let time = match text {
                Some(text) => {
                    let (time, rest) = TimeOfDay::parse_prefix(text)?;
                    matches!(rest, "" | "Z").then_some(time)
                }
                None => TimeOfDay::from_millis(whole(value)?),
            };
            time?.to_text().into()
        }
        FieldType::Id | FieldType::Reference => ids::to_18(text?)?,
        FieldType::Email if text?.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            text?.to_ascii_lowercase().into()
        }
        FieldType::TextArea if text?.bytes().any(|byte| byte == b'\r') => with_line_feeds(text?).into(),
        FieldType::Email | FieldType::TextArea | FieldType::Text => text?.into(),
    };
    Some(NormalValue::Text(form))
}

/// The day that some APIs write as its first moment.
fn midnight(time: Timestamp) -> Option<String> {
    let text = time.to_millis_string();
    text.strip_suffix("T00:00:00.000Z").map(Into::into)
}

fn list<'v>(value: &'v Value<'_>) -> Option<NormalValue<'v>> {
    // Names of an object are what is wanted here: unique, in UTF-16 order.
    let mut names = Vec::new();
    let mut add = |text: &'v str| {
        if !text.is_empty() {
            names.push((text.into(), Value::Null));
        }
    };
    match value {
        Value::String(text) => {
            let mut rest = text.as_ref();
            while let Some((text, others)) = divide(rest, b';') {
                add(text);
                rest = others;
            }
            add(rest);
        }
        _ => {
            for value in value.as_array()? {
                add(value.as_str()?);
            }
        }
    }
    let mut texts = Vec::new();
    for (text, _) in Object::from_members(names).into_members() {
        texts.push(text);
    }
    Some(NormalValue::List(texts))
}

/// CRLF and CR become LF.
fn with_line_feeds(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for character in text.chars() {
        match character {
            '\n' if after_return => {}
            '\r' => out.push('\n'),
            other => out.push(other),
        }
        after_return = character == '\r';
    }
    out
}

/// A boolean as any API writes it: `true`/`false` (as text in any case), `1`, `0`. Of numbers the value counts.
pub fn boolean(value: &Value<'_>) -> Option<bool> {
    let text = match value {
        Value::Bool(value) => return Some(*value),
        Value::String(text) => text.as_ref(),
        _ => {
            return match whole(value)? {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            };
        }
    };
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Writes `[+-]?d*(.d*)?([eE][+-]?d+)?` as a plain decimal: no exponent, no leading or trailing zeros, no `-0`.
fn plain_decimal(text: &str) -> Option<String> {
    let (is_negative, unsigned) = text::without_sign(text);
    let (mantissa, exponent) = text::divide_exponent(unsigned);
    let (whole, fraction) = text::divide(mantissa, b'.').unwrap_or((mantissa, ""));
    let count = whole.len() + fraction.len();
    let is_decimal = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    let power = text::digits(text::without_sign(exponent).1);
    let is_small =
        power.map_or(mantissa.len() == unsigned.len(), |power| power <= MAX_DECIMAL.unsigned_abs());
    if count == 0 || count as u64 > MAX_DECIMAL.unsigned_abs() || !is_decimal || !is_small {
        return None;
    }
    Some(plain(is_negative, &Decimal::read(unsigned)))
}

/// No exponent, no leading or trailing zeros, no `-0`.
fn plain(is_negative: bool, decimal: &Decimal) -> String {
    let mut plain = String::new();
    if is_negative && !decimal.digits().is_empty() {
        plain.push('-');
    }
    decimal.write_plain(&mut plain);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse_view;
    use proptest::prelude::*;

    fn normal(field_type: FieldType, json: &str) -> Result<String, NormalError> {
        let value = parse_view(json).unwrap();
        let mut out = String::new();
        normalise(field_type, &value)?.write_jcs(&mut out);
        Ok(out)
    }

    #[test]
    fn each_type_has_one_form() {
        use FieldType::*;
        for (field_type, json, expected) in [
            (Text, "null", "null"),
            (Text, r#""""#, "null"),
            (Text, r#"" a ""#, r#"" a ""#),
            (Boolean, r#""TRUE""#, "true"),
            (Boolean, "1", "true"),
            (Boolean, r#""0""#, "false"),
            (Currency, "163775.0", r#""163775""#),
            (Currency, r#""+0163775.50""#, r#""163775.5""#),
            (Double, "-0.0", r#""0""#),
            (Double, "1e3", r#""1000""#),
            (Double, "1.25E-2", r#""0.0125""#),
            (Double, r#"".5""#, r#""0.5""#),
            (Double, r#""5.""#, r#""5""#),
            (Double, r#""123e40""#, &format!("\"123{}\"", "0".repeat(40))),
            (Double, r#""1e-40""#, &format!("\"0.{}1\"", "0".repeat(39))),
            (Int, "0", r#""0""#),
            (Double, "1.0", r#""1""#),
            (Double, "84250.500000000000001", r#""84250.5""#),
            (Boolean, "1.0", "true"),
            (Boolean, "0e5", "false"),
            (Boolean, "10e-1", "true"),
            (Date, r#""1987-04-09""#, r#""1987-04-09""#),
            (Date, r#""1987-04-09T00:00:00Z""#, r#""1987-04-09""#),
            (Date, r#""1987-04-09T00:00:00.000+0000""#, r#""1987-04-09""#),
            (Date, r#""1987-04-09T02:00:00.000+02:00""#, r#""1987-04-09""#),
            (Date, "1772236800000", r#""2026-02-28""#),
            (Date, "1772236800000.0", r#""2026-02-28""#),
            (Date, "-86400000", r#""1969-12-31""#),
            (Date, "0", r#""1970-01-01""#),
            (DateTime, r#""2026-11-21T10:00:00.1239+01:00""#, r#""2026-11-21T09:00:00.123Z""#),
            (DateTime, "1795251600000.0", r#""2026-11-21T09:00:00.000Z""#),
            (DateTime, "1795251600000", r#""2026-11-21T09:00:00.000Z""#),
            (Time, r#""08:30:00.000Z""#, r#""08:30:00.000""#),
            (Time, "3.06e7", r#""08:30:00.000""#),
            (Time, "30600000", r#""08:30:00.000""#),
            (MultiPicklist, r#""b;a;;b""#, r#"["a","b"]"#),
            (MultiPicklist, r#"["b","a"]"#, r#"["a","b"]"#),
            (MultiPicklist, r#"";""#, "[]"),
            (Reference, r#""001Ws000002Yh1F""#, r#""001Ws000002Yh1FIAS""#),
            (Email, r#""Zoë@Example.COM""#, r#""zoë@example.com""#),
            (TextArea, r#""a\r\nb\rc\n""#, r#""a\nb\nc\n""#),
            (TextArea, r#""\r""#, r#""\n""#),
        ] {
            assert_eq!(normal(field_type, json).as_deref(), Ok(expected), "{field_type} {json}");
        }
    }

    #[test]
    fn what_cannot_be_of_its_type_is_said() {
        use FieldType::*;
        for (field_type, json) in [
            (Boolean, r#""yes""#),
            (Boolean, "2"),
            (Currency, r#""€5""#),
            (Currency, r#""1,5""#),
            (Currency, r#"".""#),
            (Currency, r#""1e""#),
            (Currency, r#""1e41""#),
            (Currency, "true"),
            (Date, r#""2026-02-30""#),
            (Boolean, r#""1.0""#),
            (Boolean, "1.5"),
            (Date, r#""2026-02-03T00:00:00""#),
            (Date, r#""2026-02-03T00:00:01Z""#),
            (Date, r#""2026-02-03T00:00:00+02:00""#),
            (Date, r#""1772236800000""#),
            (Date, "1772236801000"),
            (Date, "20512.5"),
            (DateTime, r#""yesterday""#),
            (DateTime, "1.5"),
            (Time, r#""25:00:00""#),
            (Time, r#""08:30:00+01:00""#),
            (Id, r#""short""#),
            (Text, "5"),
            (Text, "true"),
            (Text, r#"{"a":1}"#),
            (MultiPicklist, "[1]"),
            (Email, "[]"),
            (Currency, r#"" 5""#),
        ] {
            assert_eq!(normal(field_type, json), Err(NormalError::NotOfType), "{field_type} {json}");
        }
        assert_eq!(normal(Text, &format!("{:?}", "٥")).as_deref(), Ok("\"٥\""));
        assert_eq!(normal(Double, &format!("{:?}", "٥")), Err(NormalError::NotOfType));
        assert_eq!(normal(Double, &format!("\"{}\"", "1".repeat(41))), Err(NormalError::NotOfType));
    }

    #[test]
    fn long_numbers_are_lossy_long_texts_are_not() {
        for number in [
            "0.30000000000000004",
            "9007199254740992",
            "9007199254740993",
            "-9007199254740992",
            "1e18",
            "1000000000000000000",
            "1234567890123456",
            "9007199254741000.0",
        ] {
            assert_eq!(normal(FieldType::Double, number), Err(NormalError::Lossy), "{number}");
            assert_ne!(
                normal(FieldType::Double, &format!("\"{number}\"")),
                Err(NormalError::Lossy),
                "{number}"
            );
        }
        assert_eq!(normal(FieldType::Double, "1e15").as_deref(), Ok("\"1000000000000000\""));
        // Days, as some tools write a date, or milliseconds of its first hour.
        for days in ["20512", "-1", "3000000", "20512.0"] {
            assert_eq!(normal(FieldType::Date, days), Err(NormalError::Lossy), "{days}");
        }
        assert_eq!(normal(FieldType::Date, "3000001"), Err(NormalError::NotOfType));
        assert_eq!(normal(FieldType::Double, "\"9007199254740993\"").as_deref(), Ok("\"9007199254740993\""));
    }

    proptest! {
        #[test]
        fn never_panics(json in any::<String>(), text in any::<String>()) {
            for &field_type in FieldType::ALL {
                let _ = normalise(field_type, &Value::from(text.as_str()));
                if let Ok(value) = parse_view(&json) {
                    let _ = normalise(field_type, &value);
                }
            }
        }

        #[test]
        fn normalising_twice_changes_nothing(text in r"[+-]?[0-9]{0,8}(\.[0-9]{0,8})?([eE][+-]?[0-9]{1,2})?") {
            if let Some(once) = plain_decimal(&text) {
                // A large exponent can write more digits than a reader accepts.
                if i64::try_from(once.bytes().filter(u8::is_ascii_digit).count()).unwrap() <= MAX_DECIMAL {
                    prop_assert_eq!(plain_decimal(&once), Some(once.clone()));
                }
                prop_assert_eq!(once.parse::<f64>().unwrap(), text.parse::<f64>().unwrap());
            }
        }
    }
}
