//! How reports put numbers, names and places. Names come from anywhere: whatever people read of them goes by here.

use std::borrow::Cow;

use touchmark::visible;

use crate::finding::{Finding, RecordKey, Spot, Unit};
use crate::rule::{Rule, RuleId, Rules};

/// Longest name that is shown to people, in characters; of a longer one the middle is cut, since a path says most at its ends.
const LONGEST_NAME: usize = 120;

/// Longest words of others that are passed on, such as what a rule of a pack means. GitHub shows 1,024 characters of a rule.
const LONGEST_WORDS: usize = 1_000;

/// A number in groups of three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "1 record", "2,000 records".
pub(super) fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// A name as people may see it: on one line, with nothing that hides, turns the reading order or steers a terminal.
pub(super) fn name(text: &str) -> String {
    let shown = cut(visible(text), LONGEST_NAME);
    let shown = shown.trim();
    if shown.is_empty() { "(no name)".to_owned() } else { shown.to_owned() }
}

/// Sentences as people may see them.
pub(super) fn words(text: &str) -> String {
    cut(visible(text), LONGEST_WORDS).trim().to_owned()
}

fn cut(characters: impl Iterator<Item = char>, longest: usize) -> String {
    // What is beyond is counted out of a bounded part: a name of a gigabyte is none that anybody reads.
    let characters: Vec<char> = characters.take(64 * longest).collect();
    let Some(beyond) = characters.len().checked_sub(longest).filter(|beyond| *beyond > 0) else {
        return characters.into_iter().collect();
    };
    let head = longest * 2 / 3;
    let tail = characters.iter().skip(head + beyond + 1);
    characters.iter().take(head).chain(&['…']).chain(tail).collect()
}

/// Where in its file something is, such as `row 1,204`.
pub(super) fn place(spot: &Spot) -> String {
    match spot.unit {
        Unit::File => "whole file".to_owned(),
        unit => format!("{} {}", unit.code(), grouped(spot.number)),
    }
}

/// The line that something begins on, where that is known.
pub(super) fn line(spot: &Spot) -> Option<u64> {
    let is_line = spot.unit == Unit::Line && spot.number > 0;
    spot.line.filter(|line| *line > 0).or(is_line.then_some(spot.number))
}

/// How a record names itself, where it does, such as `Contact 003…`.
pub(super) fn record(key: &RecordKey) -> Option<String> {
    let id = key.id.as_deref().or(key.uuid.as_deref());
    match (key.object.as_deref(), id) {
        (Some(object), Some(id)) => Some(format!("{} {}", name(object), name(id))),
        (Some(one), None) | (None, Some(one)) => Some(name(one)),
        (None, None) => None,
    }
}

/// Why something was found: its code and its grounds, each with its field.
pub(super) fn reasons(finding: &Finding) -> Vec<String> {
    let grounds = finding.grounds.iter().map(|ground| match ground.field.as_str() {
        "" => ground.code.title().to_owned(),
        field => format!("{} ({})", ground.code.title(), name(field)),
    });
    finding.detail.iter().map(|detail| name(detail)).chain(grounds).collect()
}

/// Everything that is said of an example after its place: its field, its record, why.
pub(super) fn about(finding: &Finding) -> String {
    let field = finding.spot.field.as_ref().map(|field| format!("field {}", name(field)));
    let parts: Vec<_> = record(&finding.record).into_iter().chain(field).collect();
    let what = parts.join(", ");
    match (what.as_str(), reasons(finding).join("; ").as_str()) {
        (what, "") => what.to_owned(),
        ("", why) => why.to_owned(),
        (what, why) => format!("{what}: {why}"),
    }
}

/// A name as JSON may have it: I-JSON (RFC 7493 §2.1) has no word for what Unicode reserves as no character.
pub(super) fn i_json(text: &str) -> Cow<'_, str> {
    let is_none = |character: char| {
        matches!(character, '\u{FDD0}'..='\u{FDEF}') || u32::from(character) & 0xFFFE == 0xFFFE
    };
    if text.contains(is_none) { Cow::Owned(text.replace(is_none, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// A rule by its place; a scan that lost one says so.
pub(super) fn rule(rules: &Rules, id: RuleId) -> Cow<'_, Rule> {
    rules.get(id).map_or_else(
        || {
            Cow::Owned(Rule {
                id: "unknown".into(),
                title: "Unknown finding".into(),
                meaning: "The rule that found it is not among those of the scan.".into(),
                remedy: "Report this as a fault of touchmark.".into(),
                severity: crate::rule::Severity::Error,
            })
        },
        Cow::Borrowed,
    )
}

/// Text inside an element or an attribute of XML 1.0 or HTML. It must have gone by [`name`] or [`words`], which take what XML has no
/// way to write.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_grouped_in_thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!((counted(1, "file"), counted(0, "file")), ("1 file".into(), "0 files".into()));
    }

    #[test]
    fn names_show_what_they_hold_and_end_with_their_end() {
        for (text, shown) in [
            ("a\u{202e}b\u{7}\n\u{1b}[2Jc.csv", "ab [2Jc.csv"),
            ("\u{200b}", "(no name)"),
            ("Zoë 李 😀", "Zoë 李 😀"),
        ] {
            assert_eq!(name(text), shown);
        }
        let long = format!("start/{}/end.csv", "x".repeat(5_000));
        let shown = name(&long);
        assert_eq!(shown.chars().count(), LONGEST_NAME);
        assert!(
            shown.starts_with("start/x") && shown.ends_with("x/end.csv") && shown.contains('…'),
            "{shown}"
        );
    }

    proptest! {
        #[test]
        fn whatever_a_name_holds_it_is_one_safe_line(text in any::<String>()) {
            let shown = name(&text);
            prop_assert!(!shown.is_empty() && shown.chars().count() <= LONGEST_NAME);
            prop_assert!(shown.chars().all(|c| !touchmark::is_invisible(c) && (c == ' ' || !c.is_whitespace())));
            let xml = format!("<a b=\"{0}\">{0}</a>", escaped(&shown));
            let read = roxmltree::Document::parse(&xml).unwrap();
            prop_assert_eq!(read.root_element().text(), Some(shown.as_str()));
            prop_assert_eq!(read.root_element().attribute("b"), Some(shown.as_str()));
        }
    }
}
