//! Mailboxes, hosts and network addresses: which of them nobody can have, and which a generator writes.
//!
//! RFC 6761 §6 and the registry of special-use domain names (<https://www.iana.org/assignments/special-use-domain-names>) keep more names
//! than are here: `local`, `onion`, `alt`, `home.arpa` and the reverse zones have real uses.

use super::ground::GroundCode;
use super::known::{Known, List};

/// Top-level domains that are kept for tests and examples: RFC 2606 §2, RFC 6761 §6, and IANA's test domains in eleven scripts
/// (<https://www.iana.org/domains/reserved>).
const RESERVED: [&str; 14] = [
    "test",
    "example",
    "invalid",
    "xn--0zwm56d",
    "xn--11b5bs3a9aj6g",
    "xn--80akhbyknj4f",
    "xn--9t4b11yi5a",
    "xn--deba0ad",
    "xn--g6w251d",
    "xn--hgbk6aj7f53bba",
    "xn--hlcj6aya9esc7a",
    "xn--jxalpdlp",
    "xn--kgbechtv",
    "xn--zckzah",
];

/// Where an address stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the value of a field, or in it.
    Field,
    /// It is in a line of text, where programs speak of themselves as well.
    Line,
}

/// What an address in a value or a line is.
pub(super) fn look(known: &Known, text: &str, place: Place, mut found: impl FnMut(GroundCode)) {
    let mut has_host = false;
    for (at, _) in text.match_indices('@') {
        has_host = true;
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let host = host(after);
        look_at_host(host, place, &mut found);
        if place == Place::Field {
            look_at_mailbox(before, &mut found);
            look_at_names(known, host, &mut found);
        }
    }
    for (at, _) in text.match_indices("//") {
        has_host = true;
        let after = text.get(at + 2..).unwrap_or_default();
        // What stands before an `@` is a user, and was looked at above.
        let host = host(after);
        look_at_host(host, place, &mut found);
        if place == Place::Field
            && at > 0
            && text.get(at - 1..at) == Some(":")
            && after.get(host.len()..) == Some("/")
        {
            look_at_names(known, host.strip_prefix("www.").unwrap_or(host), &mut found);
        }
    }
    if !has_host && place == Place::Field && !text.contains([' ', '\t', '\n']) {
        look_at_host(host(text), place, &mut found);
    }
    if place == Place::Line {
        // Without a sign before it only what is nothing but a host: `.test` ends names of files and packages too.
        for (at, _) in text.match_indices("example.").chain(text.match_indices(".example")) {
            let from = text.get(..at).unwrap_or_default();
            let start = from.rfind(|c: char| !is_of_host(c)).map_or(0, |last| {
                last + from.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            look_at_host(host(text.get(start..).unwrap_or_default()), place, &mut found);
        }
    }
    if has_documentation_address(text) {
        found(GroundCode::DocumentationAddress);
    }
}

fn is_of_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

/// The host that a text begins with.
fn host(text: &str) -> &str {
    let end = text.find(|c| !is_of_host(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches(['.', '-'])
}

fn look_at_host(host: &str, place: Place, found: &mut impl FnMut(GroundCode)) {
    let (before, last) = host.rsplit_once('.').unwrap_or(("", host));
    let second = before.rsplit_once('.').map_or(before, |(_, second)| second);
    let is_reserved = match last.len() {
        // RFC 2606 §3, RFC 6761 §6.5.
        3 => {
            second.eq_ignore_ascii_case("example")
                && ["com", "net", "org"].iter().any(|top| last.eq_ignore_ascii_case(top))
        }
        // RFC 6761 §6.3. Programs that run speak of it in their logs.
        9 if last.eq_ignore_ascii_case("localhost") => place == Place::Field,
        4 | 7 | 11.. => {
            RESERVED.iter().any(|reserved| last.eq_ignore_ascii_case(reserved))
                && (place == Place::Field || !before.is_empty())
                && host.len() > last.len()
        }
        _ => false,
    };
    if is_reserved {
        found(GroundCode::ReservedDomain);
    }
}

/// Mimesis writes a word and a year from 1800 to 2100 (counted). People write the year they were born in.
fn look_at_mailbox(before: &str, found: &mut impl FnMut(GroundCode)) {
    let local = before.rsplit([' ', '<', ':', ';', ',', '"']).next().unwrap_or(before);
    let Some((word, year)) = local.len().checked_sub(4).and_then(|at| local.split_at_checked(at)) else {
        return;
    };
    if word.len() > 1
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && year.parse().is_ok_and(|year: u16| matches!(year, 1800..=1909 | 2031..=2100))
    {
        found(GroundCode::MailboxOfYear);
    }
}

/// Faker makes the domains of companies out of family names.
fn look_at_names(known: &Known, host: &str, found: &mut impl FnMut(GroundCode)) {
    let Some((name, top)) = host.split_once('.') else { return };
    if !["com", "net", "org", "info", "biz"].contains(&top) {
        return;
    }
    match name.split_once('-') {
        Some((one, other)) if known.has(List::Family, one) && known.has(List::Family, other) => {
            found(GroundCode::DomainOfNames);
        }
        None if known.has(List::Family, name) => found(GroundCode::DomainOfName),
        _ => {}
    }
}

/// RFC 5737: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24. RFC 3849: 2001:db8::/32. RFC 9637: 3fff::/20.
fn has_documentation_address(text: &str) -> bool {
    ["192.0.2.", "198.51.100.", "203.0.113."].iter().any(|net| {
        text.match_indices(net).any(|(at, _)| {
            let after = text.get(at + net.len()..).unwrap_or_default();
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let rest = after.as_bytes().get(digits..).unwrap_or_default();
            let ends = match rest {
                [b'.', next, ..] => !next.is_ascii_alphanumeric(),
                [next, ..] => !next.is_ascii_alphabetic(),
                [] => true,
            };
            stands_free(text, at)
                && ends
                && after.get(..digits).is_some_and(|last| last.parse::<u8>().is_ok())
        })
    }) || text.match_indices(':').any(|(at, _)| {
        let group = text
            .get(..at)
            .and_then(|before| before.len().checked_sub(4).and_then(|from| before.get(from..)))
            .unwrap_or_default();
        let next = text.get(at + 1..).unwrap_or_default();
        let digits = next.bytes().take_while(u8::is_ascii_hexdigit).count();
        let second = next.get(..digits).unwrap_or_default();
        let goes_on = next.get(digits..).is_some_and(|rest| rest.starts_with(':'));
        let second = second.trim_start_matches('0');
        goes_on
            && at >= 4
            && stands_free(text, at - 4)
            && (group == "2001" && second.eq_ignore_ascii_case("db8")
                || group.eq_ignore_ascii_case("3fff") && digits <= 4 && second.len() <= 3)
    })
}

/// Whether nothing before it goes on into what begins here.
fn stands_free(text: &str, at: usize) -> bool {
    text.get(..at)
        .and_then(|before| before.bytes().last())
        .is_none_or(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'-')))
}
