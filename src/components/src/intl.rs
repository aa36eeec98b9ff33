//! Times and numbers as readers of a language write them: by the platform in a browser, plainly elsewhere.

use touchmark_words::Language;

use crate::node::{Node, node};

/// A `<time>` for an RFC 3339 date, or time in UTC; a `<bdi>` of the text itself for anything else, which could run in
/// any direction.
pub(crate) fn moment(language: Language, rfc3339: &str) -> Node {
    if Shape::of(rfc3339).is_none() {
        return node("bdi", "").text(rfc3339.to_owned());
    }
    node("time", "").attribute("datetime", rfc3339.to_owned()).text(moment_text(language, rfc3339))
}

/// The same as text: `21 Nov 2026, 09:00 UTC` in a browser, `2026-11-21 09:00 UTC` elsewhere.
pub(crate) fn moment_text(language: Language, rfc3339: &str) -> String {
    let written = match Shape::of(rfc3339) {
        Some(Shape::Time) => {
            platform::time(language, rfc3339).or_else(|| plain_time(rfc3339)).map(|time| time + " UTC")
        }
        Some(Shape::Date) => platform::date(language, rfc3339),
        None => None,
    };
    written.unwrap_or_else(|| rfc3339.to_owned())
}

/// A count: `1,200` in a browser, `1200` elsewhere.
pub(crate) fn number(language: Language, number: u64) -> String {
    platform::number(language, number).unwrap_or_else(|| number.to_string())
}

/// What a moment is written as. Unsigned fields may hold anything, and a platform's own reader is generous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// `2026-11-21`
    Date,
    /// `2026-11-21T09:00:00.000Z`
    Time,
}

impl Shape {
    fn of(text: &str) -> Option<Self> {
        match text.strip_suffix('Z').and_then(|text| text.split_once('T')) {
            Some((date, time)) => {
                let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
                let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
                (digits && is_like(date, b"0000-00-00") && is_like(time, b"00:00:00")).then_some(Self::Time)
            }
            None => is_like(text, b"0000-00-00").then_some(Self::Date),
        }
    }
}

/// Whether a text has a digit where the pattern has a zero, and the pattern's own byte elsewhere.
fn is_like(text: &str, pattern: &[u8]) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern).all(|(byte, &wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            wanted => byte == wanted,
        })
}

/// In the order that sorts.
fn plain_time(rfc3339: &str) -> Option<String> {
    let (date, time) = rfc3339.split_once('T')?;
    Some([date, " ", time.get(..5)?].concat())
}

/// `Intl`, one formatter of a kind per language.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod platform {
    use std::cell::RefCell;

    use js_sys::wasm_bindgen::JsValue;
    use js_sys::{Array, Date, Function, Intl, JSON};
    use touchmark_words::Language;

    /// The catalogue is in UK English. English is also what stands in where a browser has no data for a language:
    /// its own choice would be the language of the device.
    const ENGLISH: &str = "en-GB";

    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Kind {
        Time,
        Date,
        Number,
    }

    thread_local! {
        static FORMATTERS: RefCell<Vec<(Language, Kind, Function)>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn time(language: Language, rfc3339: &str) -> Option<String> {
        format(language, Kind::Time, &Date::new(&rfc3339.into()))
    }

    pub(super) fn date(language: Language, rfc3339: &str) -> Option<String> {
        format(language, Kind::Date, &Date::new(&rfc3339.into()))
    }

    pub(super) fn number(language: Language, number: u64) -> Option<String> {
        // Counts of things that are in memory are far below 2^53.
        format(language, Kind::Number, &JsValue::from_f64(number as f64))
    }

    /// `None` for a day that no calendar has.
    fn format(language: Language, kind: Kind, value: &JsValue) -> Option<String> {
        FORMATTERS.with_borrow_mut(|formatters| {
            let known = formatters.iter().position(|known| (known.0, known.1) == (language, kind));
            let at = known.unwrap_or(formatters.len());
            if known.is_none() {
                formatters.push((language, kind, formatter(language, kind)));
            }
            let (_, _, format) = formatters.get(at)?;
            format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
        })
    }

    fn formatter(language: Language, kind: Kind) -> Function {
        let tag = if language == Language::En { ENGLISH } else { language.tag() };
        let locales = Array::of2(&tag.into(), &ENGLISH.into());
        let options = match kind {
            Kind::Time => r#"{"dateStyle":"medium","timeStyle":"short","timeZone":"UTC"}"#,
            Kind::Date => r#"{"dateStyle":"medium","timeZone":"UTC"}"#,
            Kind::Number => "{}",
        };
        // As data, so that no code of ours sets members one by one. It is a constant, and so is well-formed.
        let options = JSON::parse(options).unwrap_or_default().into();
        match kind {
            Kind::Number => Intl::NumberFormat::new(&locales, &options).format(),
            Kind::Time | Kind::Date => Intl::DateTimeFormat::new(&locales, &options).format(),
        }
    }
}

/// No platform to ask: what a server writes, the browser writes anew.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod platform {
    use touchmark_words::Language;

    pub(super) fn time(_: Language, _: &str) -> Option<String> {
        None
    }

    pub(super) fn date(_: Language, _: &str) -> Option<String> {
        None
    }

    pub(super) fn number(_: Language, _: u64) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_and_times_in_utc_are_rewritten() {
        for (text, written) in [
            ("2026-11-21T09:00:00.000Z", "2026-11-21 09:00 UTC"),
            ("2026-11-21T09:00:59Z", "2026-11-21 09:00 UTC"),
            ("2027-05-21", "2027-05-21"),
            ("2026-11-21T09:00:00.000+0000", "2026-11-21T09:00:00.000+0000"),
            ("2026-11-21T09:00Z", "2026-11-21T09:00Z"),
            ("2026-11-21T09:00:00.Z", "2026-11-21T09:00:00.Z"),
            ("T00:00:00Z", "T00:00:00Z"),
            ("1", "1"),
            ("", ""),
            ("2026-11-٢١", "2026-11-٢١"),
        ] {
            assert_eq!(moment_text(Language::De, text), written);
        }
        assert_eq!(Shape::of("2027-05-21"), Some(Shape::Date));
        assert_eq!(Shape::of("May 2027"), None);
    }

    #[test]
    fn numbers_are_plain_without_a_platform() {
        assert_eq!(number(Language::De, 1_200), "1200");
    }
}
