//! Points in time, as RFC 3339 text and epoch milliseconds. The core never asks a clock.

use alloc::string::String;

use crate::text::{self, push_decimal};

/// Milliseconds since 1970-01-01T00:00:00Z, within the years 0000–9999.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const DAY: i64 = 86_400_000;

/// How far clocks may be apart, in milliseconds (profile §6).
pub(crate) const SKEW: i64 = 300_000;

impl Timestamp {
    /// From epoch milliseconds; `None` outside the years 0000–9999, which RFC 3339 cannot write.
    pub fn from_millis(millis: i64) -> Option<Self> {
        let range = days_from_civil(0, 1, 1) * DAY..days_from_civil(10_000, 1, 1) * DAY;
        range.contains(&millis).then_some(Self(millis))
    }

    /// Epoch milliseconds.
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 date-time. Digits beyond milliseconds are cut. Leap seconds are refused.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_with(text, false)
    }

    /// As [`Timestamp::parse`], and with offsets without a colon (`+0000`), as Salesforce's REST API writes them.
    pub(crate) fn parse_lenient(text: &str) -> Option<Self> {
        Self::parse_with(text, true)
    }

    fn parse_with(text: &str, colon_optional: bool) -> Option<Self> {
        let date = Date::parse(text.get(..10)?)?;
        if !matches!(text.as_bytes().get(10)?, b'T' | b't') {
            return None;
        }
        let (time_of_day, rest) = TimeOfDay::parse_prefix(text.get(11..)?)?;
        let offset = offset_minutes(rest, colon_optional)?;
        Self::from_millis(date.days() * DAY + time_of_day.millis - offset * 60_000)
    }

    /// Writes RFC 3339 in UTC with three decimals, the normal form of `datetime` (profile §4).
    pub fn to_millis_string(self) -> String {
        let (days, millis) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        let (year, month, day) = civil_from_days(days);
        let mut text = String::with_capacity(24);
        write_parts(&[(year, 4, '-'), (month, 2, '-'), (day, 2, 'T')], &mut text);
        TimeOfDay { millis }.write(&mut text);
        text.push('Z');
        text
    }

    /// Writes RFC 3339 in UTC; decimals only where there are any.
    pub(crate) fn to_text(self) -> String {
        let mut text = self.to_millis_string();
        if text.ends_with(".000Z") {
            text.truncate(text.len() - 5);
            text.push('Z');
        }
        text
    }
}

impl core::fmt::Display for Timestamp {
    /// RFC 3339 in UTC; decimals only where there are any.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    year: i64,
    month: i64,
    day: i64,
}

impl Date {
    /// Reads `YYYY-MM-DD` and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return None;
        }
        let (year, month, day) = (digits(text, 0, 4)?, digits(text, 5, 7)?, digits(text, 8, 10)?);
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=length).contains(&day).then_some(Self { year, month, day })
    }

    fn days(self) -> i64 {
        days_from_civil(self.year, self.month, self.day)
    }

    /// The first moment after this day, in UTC.
    pub(crate) fn end(self) -> Option<Timestamp> {
        Timestamp::from_millis((self.days() + 1) * DAY)
    }
}

/// A time of day, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeOfDay {
    millis: i64,
}

impl TimeOfDay {
    pub(crate) fn from_millis(millis: i64) -> Option<Self> {
        (0..DAY).contains(&millis).then_some(Self { millis })
    }

    /// Reads `hh:mm:ss[.d+]` at the start of a text and gives what follows.
    pub(crate) fn parse_prefix(text: &str) -> Option<(Self, &str)> {
        let bytes = text.as_bytes();
        if bytes.get(2) != Some(&b':') || bytes.get(5) != Some(&b':') {
            return None;
        }
        let (hour, minute, second) = (digits(text, 0, 2)?, digits(text, 3, 5)?, digits(text, 6, 8)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let mut rest = text.get(8..)?;
        let mut fraction = 0;
        if let Some(decimals) = rest.strip_prefix('.') {
            let count = decimals.bytes().take_while(u8::is_ascii_digit).count();
            if count == 0 {
                return None;
            }
            rest = decimals.get(count..)?;
            fraction = digits(decimals, 0, count.min(3))?;
            for _ in count..3 {
                fraction *= 10;
            }
        }
        Some((Self { millis: ((hour * 60 + minute) * 60 + second) * 1000 + fraction }, rest))
    }

    /// Writes `hh:mm:ss.sss`.
    pub(crate) fn to_text(self) -> String {
        let mut text = String::with_capacity(12);
        self.write(&mut text);
        text
    }

    fn write(self, out: &mut String) {
        let (seconds, millis) = (self.millis / 1000, self.millis % 1000);
        write_parts(&[(seconds / 3600, 2, ':'), (seconds / 60 % 60, 2, ':'), (seconds % 60, 2, '.')], out);
        push_decimal(millis.unsigned_abs(), 3, out);
    }
}

fn offset_minutes(text: &str, colon_optional: bool) -> Option<i64> {
    let sign = match text.as_bytes() {
        [b'Z' | b'z'] => return Some(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    let (hours, minutes) = match (text.len(), text.as_bytes().get(3)?) {
        (6, b':') => (digits(text, 1, 3)?, digits(text, 4, 6)?),
        (5, _) if colon_optional => (digits(text, 1, 3)?, digits(text, 3, 5)?),
        _ => return None,
    };
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

fn digits(text: &str, start: usize, end: usize) -> Option<i64> {
    text::digits(text.get(start..end)?).and_then(|value| i64::try_from(value).ok())
}

/// Appends numbers, each with its width and what stands after it.
fn write_parts(parts: &[(i64, usize, char)], out: &mut String) {
    for &(number, width, end) in parts {
        push_decimal(number.unsigned_abs(), width, out);
        out.push(end);
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar; years count from March so that leap days come last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_rfc_3339() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-03-27T16:28:20.000Z", 1_774_628_900_000),
            ("2026-11-21T10:00:00.000+01:00", 1_795_251_600_000),
            ("2026-11-21T09:00:00.1239Z", 1_795_251_600_123),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ] {
            assert_eq!(Timestamp::parse(text).map(Timestamp::as_millis), Some(millis), "{text}");
        }
        for refused in [
            "2026-02-29T00:00:00Z",
            "2026-01-01 00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00+0000",
            "2026-01-01",
            "",
            "2026-1-1T00:00:00Z",
            "9999-12-31T23:59:59-23:59",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00Zé",
        ] {
            assert_eq!(Timestamp::parse(refused), None, "{refused}");
        }
        assert!(Timestamp::parse_lenient("2026-11-21T09:00:00.000+0000").is_some());
    }

    proptest! {
        #[test]
        fn text_round_trips(millis in -62_167_219_200_000i64..253_402_300_800_000) {
            let time = Timestamp::from_millis(millis).unwrap();
            prop_assert_eq!(Timestamp::parse(&time.to_millis_string()), Some(time));
            prop_assert_eq!(Timestamp::parse(&alloc::format!("{time}")), Some(time));
        }

        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = Timestamp::parse_lenient(&text);
            let _ = Date::parse(&text);
            let _ = TimeOfDay::parse_prefix(&text);
        }
    }
}
