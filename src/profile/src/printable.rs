//! What of a text from elsewhere may stand before people's eyes (profile §6).

use alloc::string::String;

use crate::marks::is_mark;

/// Longest claim that is passed on for display, in characters; the rest is cut, marked by an ellipsis.
const MAX_SHOWN: usize = 1_024;

/// Most combining marks on one character that are passed on for display: more than any language needs, and few enough not
/// to be drawn over the lines around it.
const MAX_MARKS: usize = 4;

/// A text that is safe to show, and no longer than a line or so.
pub fn printable(text: &str) -> String {
    // Nearly always there is nothing to do.
    if text.len() <= MAX_SHOWN && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len().min(MAX_SHOWN));
    for (at, character) in visible(text).enumerate() {
        if at == MAX_SHOWN {
            shown.push('…');
            break;
        }
        shown.push(character);
    }
    shown
}

/// What of a text is safe to show: bidirectional controls, zero-width characters, variation selectors and control
/// characters are stripped (profile §6), as are marks heaped on one character; white space is a space.
pub fn visible(text: &str) -> impl Iterator<Item = char> {
    let mut marks = 0;
    let visible = text.chars().filter(|&character| !is_invisible(character)).filter(move |&character| {
        marks = if is_mark(character) { marks + 1 } else { 0 };
        marks <= MAX_MARKS
    });
    visible.map(|character| if character.is_whitespace() { ' ' } else { character })
}

/// Whether people could not see that a text holds this character, or a terminal would act on it (profile §6). White space
/// is not among them.
pub fn is_invisible(character: char) -> bool {
    // What Unicode reserves as no character has no place in a verdict's JSON either (RFC 7493).
    let is_reserved = u32::from(character) & 0xFFFE == 0xFFFE;
    is_reserved
        || matches!(
            u32::from(character),
            0x00..=0x08 | 0x0E..=0x1F | 0x7F..=0x84 | 0x86..=0x9F // controls
            | 0xAD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x2800
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 // zero width, bidi
            | 0xFE00..=0xFE0F | 0xFFF0..=0xFFFB // variation selectors, annotations
            | 0xFDD0..=0xFDEF // reserved as no character
            | 0x16FE4 | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A // format controls of scripts and music
            | 0xE0000..=0xE0FFF // tags, more variation selectors
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_hides_nothing_and_is_bounded() {
        assert_eq!(printable("S\u{200b}DV\u{202e} 1\u{fe0f}.0\n\u{7}"), "SDV 1.0 ");
        assert_eq!(printable("Zoë 😀"), "Zoë 😀");
        assert_eq!(printable(&["Z", &"\u{301}".repeat(60), "o"].concat()), "Z\u{301}\u{301}\u{301}\u{301}o");
        assert_eq!(printable(&["\u{200b}", &"\u{301}\u{200b}".repeat(60)].concat()).chars().count(), 4);
        assert_eq!(printable("a\u{ffff}b\u{fdd0}c\u{1fffe}d"), "abcd");
        assert_eq!(printable(&"x".repeat(5_000)).chars().count(), MAX_SHOWN + 1);
    }
}
