//! Points in time, as RFC 3339 text and epoch milliseconds. The core never asks a clock.

use alloc::string::String;

use crate::text::{self, push_decimal};

/// Milliseconds since 1970-01-01T00:00:00Z, within the years 0000–9999.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const DAY: i64 = 86_400_000;

impl Timestamp {
    /// From epoch milliseconds; `None` outside the years 0000–9999, which RFC 3339 cannot write.
    pub fn from_millis(millis: i64) -> Option<Self> {
        let range = days_from_civil(0, 1, 1) as i64 * DAY..days_from_civil(10_000, 1, 1) as i64 * DAY;
        range.contains(&millis).then_some(Self(millis))
    }

    /// Epoch milliseconds.
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// The same point without its milliseconds.
    pub fn whole_seconds(self) -> Self {
        Self(self.0.div_euclid(1000) * 1000)
    }

    /// Reads an RFC 3339 date-time. Digits beyond milliseconds are cut. Leap seconds are refused.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_with(text, false)
    }

    /// As [`Timestamp::parse`], and with offsets without a colon (`+0000`), as Salesforce's REST API writes them.
    pub fn parse_lenient(text: &str) -> Option<Self> {
        Self::parse_with(text, true)
    }

    fn parse_with(text: &str, colon_optional: bool) -> Option<Self> {
        let (date, rest) = Date::parse_prefix(text)?;
        if !matches!(rest.as_bytes().first()?, b'T' | b't') {
            return None;
        }
        let (time_of_day, rest) = TimeOfDay::parse_prefix(rest.get(1..)?)?;
        let minutes = offset_minutes(rest, colon_optional)?;
        let millis = i64::from(time_of_day.millis) - i64::from(minutes) * 60_000;
        Self::from_millis(i64::from(date.days) * DAY + millis)
    }

    /// Writes RFC 3339 in UTC with three decimals, the normal form of `datetime` (profile §4).
    pub fn to_millis_string(self) -> String {
        self.text_with(true)
    }

    /// Writes RFC 3339 in UTC; decimals only where there are any.
    pub fn to_text(self) -> String {
        self.text_with(false)
    }

    fn text_with(self, has_decimals: bool) -> String {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the years 0 to 9999 have fewer than 2^22 days, and a day 2^27 of these"
        )]
        let (days, millis) = (self.0.div_euclid(DAY) as i32, self.0.rem_euclid(DAY) as i32);
        let mut text = String::with_capacity(24);
        write_three(civil_from_days(days), 4, '-', &mut text);
        text.push('T');
        TimeOfDay { millis }.write(has_decimals || millis % 1000 > 0, &mut text);
        text.push('Z');
        text
    }
}

impl core::fmt::Display for Timestamp {
    /// RFC 3339 in UTC; decimals only where there are any.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// A calendar date, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    days: i32,
}

impl Date {
    /// Reads `YYYY-MM-DD` and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_prefix(text).filter(|(_, rest)| rest.is_empty()).map(|(date, _)| date)
    }

    /// Reads `YYYY-MM-DD` at the start of a text and gives what follows.
    fn parse_prefix(text: &str) -> Option<(Self, &str)> {
        let (date, rest) = read_form(text, "0000-00-00")?;
        let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
        let days = days_from_civil(year, month, day);
        // A day or month that does not exist comes out as another.
        let exists = civil_from_days(days) == [year, month, day];
        exists.then_some((Self { days }, rest))
    }

    /// The first moment after this day, in UTC.
    pub fn end(self) -> Option<Timestamp> {
        Timestamp::from_millis((i64::from(self.days) + 1) * DAY)
    }
}

/// A time of day, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    millis: i32,
}

impl TimeOfDay {
    /// From milliseconds since midnight; `None` outside a day.
    pub fn from_millis(millis: i64) -> Option<Self> {
        let in_day = (0..DAY).contains(&millis);
        i32::try_from(millis).ok().filter(|_| in_day).map(|millis| Self { millis })
    }

    /// Reads `hh:mm:ss[.d+]` at the start of a text and gives what follows.
    pub fn parse_prefix(text: &str) -> Option<(Self, &str)> {
        let (time, mut rest) = read_form(text, "00:00:00")?;
        let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let mut fraction = 0;
        if let Some(decimals) = rest.strip_prefix('.') {
            let (mut count, mut weight) = (0, 100);
            for digit in decimals.bytes().take_while(u8::is_ascii_digit) {
                fraction += i32::from(digit - b'0') * weight;
                weight /= 10;
                count += 1;
            }
            rest = decimals.get(count..).filter(|_| count > 0)?;
        }
        Some((Self { millis: ((hour * 60 + minute) * 60 + second) * 1000 + fraction }, rest))
    }

    /// Writes `hh:mm:ss.sss`.
    pub fn to_text(self) -> String {
        let mut text = String::with_capacity(12);
        self.write(true, &mut text);
        text
    }

    fn write(self, has_decimals: bool, out: &mut String) {
        let (seconds, millis) = (self.millis / 1000, self.millis % 1000);
        write_three([seconds / 3600, seconds / 60 % 60, seconds % 60], 2, ':', out);
        if has_decimals {
            out.push('.');
            write_number(millis, 3, out);
        }
    }
}

fn offset_minutes(text: &str, colon_optional: bool) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (is_negative, offset) = text::without_sign(text);
    let form = if colon_optional && offset.len() == 4 { "0000" } else { "00:00" };
    let (number, rest) = read_form(offset, form)?;
    let (hours, minutes) = (number / 100, number % 100);
    let is_signed = offset.len() < text.len();
    let is_offset = is_signed && rest.is_empty() && hours <= 23 && minutes <= 59;
    let all = hours * 60 + minutes;
    is_offset.then_some(if is_negative { -all } else { all })
}

/// Reads a form at the start of a text: a `0` in it stands for a digit, anything else for itself. Gives the digits as
/// one number, and what follows.
fn read_form<'t>(text: &'t str, form: &str) -> Option<(i32, &'t str)> {
    let mut number = 0;
    for (byte, wanted) in text.bytes().zip(form.bytes()) {
        if wanted == b'0' && byte.is_ascii_digit() {
            number = number * 10 + i32::from(byte - b'0');
        } else if byte != wanted {
            return None;
        }
    }
    Some((number, text.get(form.len()..)?))
}

/// Appends three numbers, the first with that many digits, the others with two, and a separator between them.
fn write_three(numbers: [i32; 3], width: usize, separator: char, out: &mut String) {
    let [first, second, third] = numbers;
    write_number(first, width, out);
    out.push(separator);
    write_number(second, 2, out);
    out.push(separator);
    write_number(third, 2, out);
}

fn write_number(number: i32, width: usize, out: &mut String) {
    push_decimal(number.unsigned_abs().into(), width, out);
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar; years count from March so that leap days come last.
const fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day.
const fn civil_from_days(days: i32) -> [i32; 3] {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    [year, month, day_of_year - (153 * shifted + 2) / 5 + 1]
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
            ("2026-11-21T14:30:00+05:30", 1_795_251_600_000),
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
            "2026-01-01T00:00:0000:00",
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

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..146_097 {
            let text = alloc::format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
            assert_eq!(Timestamp::from_millis(days * DAY).unwrap().to_text(), text);
            let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 => 28 + i32::from(is_leap_year),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day = day % last + 1;
            month = if day > 1 { month } else { month % 12 + 1 };
            year += i32::from((month, day) == (1, 1));
        }
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
