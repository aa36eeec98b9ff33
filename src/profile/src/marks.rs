//! Combining marks: characters that are drawn onto the one before them (Unicode general category M).

/// What stands in the longest run of marks that text is known to need: UAX 15, "Stream-Safe Text Format".
const LONGEST_RUN: usize = 30;

/// Longest text that is composed for a hint, in UTF-16 units (profile §4).
const LONGEST_COMPOSED: usize = 4_096;

/// Whether a character is a combining mark, by Unicode 18.
pub(crate) fn is_mark(character: char) -> bool {
    let code = u32::from(character);
    if code < 0x300 {
        return false;
    }
    let (mut at, mut is_inside, mut length) = (0, false, 0);
    for &byte in &LENGTHS {
        length = length << 7 | u32::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            at += length;
            if code < at {
                return is_inside;
            }
            (is_inside, length) = (!is_inside, 0);
        }
    }
    false
}

/// Whether a host's NFC takes time that grows with the text: some put long runs of marks in order in the square of their
/// length (profile §4).
pub fn is_cheap_to_compose(text: &str) -> bool {
    // A character takes at least a third as many units as bytes.
    if text.len() > 3 * LONGEST_COMPOSED || text.encode_utf16().count() > LONGEST_COMPOSED {
        return false;
    }
    let mut run = 0;
    text.chars().all(|character| {
        run = if is_mark(character) { run + 1 } else { 0 };
        run <= LONGEST_RUN
    })
}

/// How many characters are none, how many are marks, how many are none and so on, from the first character on: seven
/// bits a byte, the highest first, the eighth where more follow.
#[rustfmt::skip]
static LENGTHS: [u8; 720] = [
    134, 0, 112, 130, 19, 7, 130, 7, 45, 1, 1, 1, 2, 1, 2, 1, 3, 70, 11, 48, 21, 16, 1, 101, 7, 2, 6, 2, 2, 1,
    4, 35, 1, 30, 27, 91, 11, 58, 9, 9, 1, 24, 4, 1, 9, 1, 3, 1, 5, 43, 3, 59, 9, 42, 24, 1, 33, 54, 3, 1, 18,
    1, 7, 10, 2, 29, 3, 56, 1, 1, 7, 2, 2, 2, 3, 9, 1, 10, 2, 26, 1, 2, 3, 56, 1, 1, 5, 4, 2, 2, 3, 3, 1, 30, 2,
    3, 1, 11, 3, 56, 1, 1, 8, 1, 3, 1, 3, 20, 2, 22, 6, 1, 3, 56, 1, 1, 7, 2, 2, 2, 3, 5, 5, 10, 2, 30, 1, 59,
    5, 3, 3, 1, 4, 9, 1, 40, 5, 55, 1, 1, 7, 1, 3, 1, 4, 7, 2, 11, 2, 29, 3, 56, 1, 1, 7, 1, 3, 1, 4, 7, 2, 11,
    2, 15, 1, 12, 4, 55, 2, 1, 7, 1, 3, 1, 4, 9, 1, 10, 2, 29, 3, 70, 1, 4, 6, 1, 1, 1, 8, 18, 2, 61, 1, 2, 7,
    12, 8, 98, 1, 2, 9, 11, 7, 73, 2, 27, 1, 1, 1, 1, 1, 4, 2, 49, 20, 1, 2, 5, 11, 1, 36, 9, 1, 100, 20, 23, 4,
    4, 3, 1, 3, 2, 7, 3, 4, 13, 12, 1, 1, 10, 4, 133, 63, 3, 135, 50, 4, 28, 3, 29, 2, 30, 2, 64, 32, 9, 1, 45,
    3, 1, 1, 117, 2, 34, 1, 118, 12, 4, 12, 129, 91, 5, 57, 10, 1, 29, 2, 1, 48, 65, 15, 5, 47, 17, 38, 9, 12,
    3, 30, 13, 56, 14, 48, 20, 129, 24, 3, 1, 21, 4, 1, 6, 1, 2, 3, 129, 70, 64, 133, 80, 33, 151, 126, 3, 129,
    13, 1, 96, 32, 132, 42, 6, 105, 2, 129, 235, 84, 4, 1, 10, 32, 2, 80, 2, 130, 16, 1, 3, 1, 4, 1, 23, 5, 4,
    1, 83, 2, 50, 18, 26, 18, 13, 1, 38, 8, 25, 13, 44, 4, 47, 14, 36, 1, 67, 14, 12, 1, 8, 2, 45, 3, 50, 1, 1,
    3, 2, 2, 5, 2, 1, 1, 41, 5, 5, 2, 129, 108, 8, 1, 2, 129, 158, 48, 1, 133, 97, 16, 16, 16, 135, 77, 1, 129,
    98, 1, 129, 21, 5, 141, 6, 3, 1, 2, 5, 4, 40, 3, 4, 1, 129, 37, 2, 132, 61, 4, 65, 5, 130, 61, 2, 30, 5, 32,
    16, 70, 11, 49, 4, 122, 3, 53, 15, 41, 1, 2, 2, 10, 4, 45, 11, 7, 1, 61, 3, 36, 14, 16, 2, 44, 1, 12, 3, 48,
    14, 8, 4, 1, 2, 92, 12, 6, 1, 2, 1, 129, 29, 12, 21, 4, 55, 2, 1, 7, 2, 2, 2, 3, 9, 1, 10, 2, 2, 7, 3, 5,
    67, 9, 1, 1, 2, 1, 1, 4, 1, 5, 1, 1, 14, 2, 82, 18, 23, 1, 81, 20, 129, 107, 7, 2, 9, 27, 2, 82, 17, 106,
    13, 101, 15, 130, 0, 15, 129, 117, 6, 1, 2, 2, 4, 1, 1, 1, 2, 129, 13, 7, 2, 7, 3, 1, 28, 10, 40, 7, 1, 4,
    8, 1, 9, 11, 46, 16, 129, 70, 8, 129, 71, 8, 1, 8, 82, 22, 1, 14, 122, 6, 3, 1, 1, 2, 1, 7, 1, 1, 66, 5, 1,
    2, 1, 5, 88, 1, 130, 2, 4, 9, 2, 1, 1, 48, 7, 3, 5, 23, 1, 169, 101, 1, 6, 15, 217, 72, 18, 147, 64, 5, 59,
    7, 136, 24, 1, 1, 55, 7, 4, 81, 1, 11, 2, 129, 153, 43, 2, 164, 97, 46, 2, 23, 131, 96, 2, 60, 5, 3, 6, 8,
    8, 2, 7, 30, 4, 129, 20, 3, 11, 3, 8, 2, 2, 1, 32, 2, 142, 126, 55, 4, 50, 8, 1, 14, 1, 22, 5, 1, 15, 138,
    80, 7, 1, 17, 2, 7, 1, 2, 1, 5, 100, 1, 129, 32, 7, 130, 119, 1, 61, 4, 131, 124, 4, 129, 126, 2, 129, 115,
    1, 2, 1, 7, 2, 5, 1, 131, 90, 7, 109, 7, 176, 175, 53, 129, 112,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_those_of_unicode() {
        for character in '\0'..=char::MAX {
            let expected = unicode_normalization::char::is_combining_mark(character);
            assert_eq!(is_mark(character), expected, "{:04X}", u32::from(character));
        }
    }

    #[test]
    fn long_texts_and_long_runs_are_left_alone() {
        let marks = |count: usize| "e".to_owned() + &"\u{301}\u{316}".repeat(count / 2);
        for (text, is_cheap) in [
            (String::new(), true),
            ("Zoë".repeat(100), true),
            (marks(30), true),
            (marks(30) + &marks(30), true),
            (marks(30) + "\u{93e}", false),
            (marks(32), false),
            (marks(130_000), false),
            ("é".repeat(4_096), true),
            ("é".repeat(4_097), false),
            ("語".repeat(4_096), true),
            ("😀".repeat(2_048), true),
            ("😀".repeat(2_048) + "a", false),
        ] {
            assert_eq!(is_cheap_to_compose(&text), is_cheap, "{} bytes", text.len());
        }
    }
}
