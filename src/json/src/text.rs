//! The few things that are done to texts here: they are divided at a byte, and numbers are read and written in decimal.
//! The standard library's searchers and formatters know every pattern and every form, and would cost the browser three
//! kilobytes.

use alloc::string::String;

/// What stands before and after the first of an ASCII byte.
pub fn divide(text: &str, at: u8) -> Option<(&str, &str)> {
    around(text, text.bytes().position(|byte| byte == at))
}

/// What stands before and after the last of an ASCII byte.
pub fn divide_last(text: &str, at: u8) -> Option<(&str, &str)> {
    around(text, text.bytes().rposition(|byte| byte == at))
}

/// A text without the quotation mark at its start, and that at its end.
pub fn unquoted(text: &str) -> &str {
    let text = text.strip_prefix('"').unwrap_or(text);
    text.strip_suffix('"').unwrap_or(text)
}

/// Where a part stands in a text for the first time.
pub fn position(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len().max(1)).position(|window| window == part.as_bytes())
}

/// Takes the first line off a text, without its newline; `None` where no newline is left.
pub fn take_line<'t>(text: &mut &'t str) -> Option<&'t str> {
    let (line, rest) = divide(text, b'\n')?;
    *text = rest;
    Some(line)
}

fn around(text: &str, at: Option<usize>) -> Option<(&str, &str)> {
    let at = at?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Mantissa and exponent of a number; the exponent is empty where there is none.
pub fn divide_exponent(number: &str) -> (&str, &str) {
    divide(number, b'e').or_else(|| divide(number, b'E')).unwrap_or((number, ""))
}

/// Whether a text starts with a minus, and what follows its sign, if it has one.
pub fn without_sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(sign @ (b'+' | b'-')) => (*sign == b'-', text.get(1..).unwrap_or_default()),
        _ => (false, text),
    }
}

/// The value of one ASCII digit or more, and nothing else.
pub fn digits(text: &str) -> Option<u64> {
    let mut value = 0;
    for byte in text.bytes() {
        let digit = u64::from(byte.wrapping_sub(b'0'));
        if digit > 9 || value > (u64::MAX - digit) / 10 {
            return None;
        }
        value = value * 10 + digit;
    }
    (!text.is_empty()).then_some(value)
}

/// Appends a number, with zeros in front up to a width.
pub fn push_decimal(number: u64, width: usize, out: &mut String) {
    if number > 9 || width > 1 {
        push_decimal(number / 10, width.saturating_sub(1), out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// The texts, one after the other.
pub fn joined(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}

/// The number of an item, as people and paths write it: `[3]`.
pub fn push_place(at: usize, out: &mut String) {
    out.push('[');
    push_decimal(u64::try_from(at).unwrap_or(u64::MAX), 1, out);
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(text in "[a.é]{0,5}", number: u64, small in 0u64..2_000, read in "[0-9]{0,22}|[+0-9]{2}") {
            prop_assert_eq!(divide(&text, b'.'), text.split_once('.'));
            prop_assert_eq!(divide_last(&text, b'.'), text.rsplit_once('.'));
            for number in [number, small] {
                for width in [1, 3] {
                    let mut out = String::new();
                    push_decimal(number, width, &mut out);
                    prop_assert_eq!(out, format!("{number:0width$}"));
                }
            }
            prop_assert_eq!(digits(&read), read.parse().ok().filter(|_: &u64| !read.starts_with('+')));
        }
    }
}
