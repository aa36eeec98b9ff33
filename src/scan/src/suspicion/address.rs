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

/// What the mailbox or host that a value is is, where nothing in it is a sign of more.
pub(super) fn look_at_one(known: &Known, value: &str, mut found: impl FnMut(GroundCode)) {
    let Some(at) = value.bytes().position(|byte| byte == b'@') else {
        return look_at_host(host(value), Place::Field, &mut found);
    };
    let host = host(value.get(at + 1..).unwrap_or_default());
    look_at_host(host, Place::Field, &mut found);
    look_at_mailbox(value.as_bytes().get(..at).unwrap_or_default(), &mut found);
    look_at_names(known, host, &mut found);
}

/// What each address in a value or a line is: one pass for the signs that addresses have.
pub(super) fn look(known: &Known, text: &str, place: Place, mut found: impl FnMut(GroundCode)) {
    let bytes = text.as_bytes();
    let before = |at: usize| bytes.get(..at).unwrap_or_default();
    let after = |at: usize| text.get(at + 1..).unwrap_or_default();
    let mut has_host = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'@' => {
                has_host = true;
                let host = host(after(at));
                look_at_host(host, place, &mut found);
                if place == Place::Field {
                    look_at_mailbox(before(at), &mut found);
                    look_at_names(known, host, &mut found);
                }
            }
            b'/' if before(at).ends_with(b"/") => {
                has_host = true;
                // What stands before an `@` is a user, and the host is found by that sign.
                let host = host(after(at));
                look_at_host(host, place, &mut found);
                if place == Place::Field
                    && before(at).ends_with(b":/")
                    && after(at).get(host.len()..) == Some("/")
                {
                    look_at_names(known, host.strip_prefix("www.").unwrap_or(host), &mut found);
                }
            }
            b'.' => {
                let ahead = bytes.get(at + 1..).unwrap_or_default();
                if before(at).last().is_some_and(u8::is_ascii_digit) {
                    if ends_documentation_net(text, at) {
                        found(GroundCode::DocumentationAddress);
                    }
                } else if place == Place::Line
                    && (has_example(ahead.get(..7)) || has_example(before(at).get(at.saturating_sub(7)..)))
                {
                    // Without a sign before it only what is nothing but a host: `.test` ends names of files and packages too.
                    let behind = before(at).iter().rev().take_while(|byte| is_of_host(**byte)).count();
                    look_at_host(host(text.get(at - behind..).unwrap_or_default()), place, &mut found);
                }
            }
            b':' if is_documentation_prefix(text, at) => found(GroundCode::DocumentationAddress),
            _ => {}
        }
    }
    if !has_host && place == Place::Field && !text.contains([' ', '\t', '\n']) {
        look_at_host(host(text), place, &mut found);
    }
}

fn has_example(bytes: Option<&[u8]>) -> bool {
    bytes.is_some_and(|bytes| bytes.eq_ignore_ascii_case(b"example"))
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}

/// The host that a text begins with.
fn host(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut end = bytes.iter().take_while(|byte| is_of_host(**byte)).count();
    while matches!(end.checked_sub(1).and_then(|at| bytes.get(at)), Some(b'.' | b'-')) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn look_at_host(host: &str, place: Place, found: &mut impl FnMut(GroundCode)) {
    let dot = host.bytes().rposition(|byte| byte == b'.');
    let (before, last) =
        dot.and_then(|dot| Some((host.get(..dot)?, host.get(dot + 1..)?))).unwrap_or(("", host));
    let is_reserved = match last.len() {
        // RFC 2606 §3, RFC 6761 §6.5.
        3 => {
            let names = before.as_bytes();
            has_example(names.len().checked_sub(7).and_then(|at| names.get(at..)))
                && matches!(names.len().checked_sub(8).and_then(|at| names.get(at)), None | Some(b'.'))
                && ["com", "net", "org"].iter().any(|top| last.eq_ignore_ascii_case(top))
        }
        // RFC 6761 §6.3. Programs that run speak of it in their logs.
        9 if last.eq_ignore_ascii_case("localhost") => place == Place::Field,
        4 | 7 | 10.. => {
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
fn look_at_mailbox(before: &[u8], found: &mut impl FnMut(GroundCode)) {
    let Some((local, year)) = before.split_last_chunk::<4>() else { return };
    if !matches!(
        year,
        [b'1', b'8', ..] | [b'1', b'9', b'0', _] | [b'2', b'0', b'3'..=b'9', _] | [b'2', b'1', b'0', _]
    ) {
        return;
    }
    let word = local.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let starts = local.len().checked_sub(word + 1).and_then(|at| local.get(at));
    if year.iter().all(u8::is_ascii_digit)
        && word > 1
        && starts.is_none_or(|byte| matches!(byte, b' ' | b'<' | b':' | b';' | b',' | b'"'))
    {
        found(GroundCode::MailboxOfYear);
    }
}

/// Faker makes the domains of companies out of family names.
fn look_at_names(known: &Known, host: &str, found: &mut impl FnMut(GroundCode)) {
    let dot = host.bytes().position(|byte| byte == b'.');
    let Some((name, top)) = dot.and_then(|dot| Some((host.get(..dot)?, host.get(dot + 1..)?))) else {
        return;
    };
    if !matches!(top, "com" | "net" | "org" | "info" | "biz") {
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

/// RFC 5737: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24. The dot is the last one of the address.
fn ends_documentation_net(text: &str, dot: usize) -> bool {
    let before = text.as_bytes().get(..dot).unwrap_or_default();
    let Some(net) =
        ["192.0.2", "198.51.100", "203.0.113"].iter().find(|net| before.ends_with(net.as_bytes()))
    else {
        return false;
    };
    let after = text.get(dot + 1..).unwrap_or_default();
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let ends = match after.as_bytes().get(digits..).unwrap_or_default() {
        [b'.', next, ..] => !next.is_ascii_alphanumeric(),
        [next, ..] => !next.is_ascii_alphabetic(),
        [] => true,
    };
    stands_free(before, dot - net.len())
        && ends
        && after.get(..digits).is_some_and(|last| last.parse::<u8>().is_ok())
}

/// RFC 3849: 2001:db8::/32. RFC 9637: 3fff::/20. The colon is the first one of the address.
fn is_documentation_prefix(text: &str, colon: usize) -> bool {
    let Some(start) = colon.checked_sub(4) else { return false };
    let group = text.as_bytes().get(start..colon).unwrap_or_default();
    let is_first = group == b"2001";
    if !is_first && !group.eq_ignore_ascii_case(b"3fff") {
        return false;
    }
    let next = text.get(colon + 1..).unwrap_or_default();
    let digits = next.bytes().take_while(u8::is_ascii_hexdigit).count();
    let goes_on = next.as_bytes().get(digits) == Some(&b':');
    let second = next.get(..digits).unwrap_or_default().trim_start_matches('0');
    let is_kept =
        if is_first { second.eq_ignore_ascii_case("db8") } else { digits <= 4 && second.len() <= 3 };
    goes_on && is_kept && stands_free(text.as_bytes(), start)
}

/// Whether nothing before it goes on into what begins here.
fn stands_free(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_none_or(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'-')))
}
