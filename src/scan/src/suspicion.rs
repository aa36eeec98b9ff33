//! What speaks for test data in the values of a record that nothing marks.
//!
//! A suspicion has a score and its grounds. It is never signed, never reads as proof, and no name alone makes one. Grounds name fields and
//! never hold a value.

mod address;
mod date;
mod ground;
mod known;
mod number;
mod shape;
mod wording;

use touchmark::Timestamp;

pub use self::ground::{Ground, GroundCode, Suspicion};

use self::address::Place;
use self::ground::Found;
use self::known::Known;
use self::number::Numbers;
use self::shape::{
    AT, COLON, COMMA, DIALLING, DIGIT, DOT, EXTENSION, HYPHEN, LETTER, LINE, OTHER, SLASH, SPACE, Shape, WIDE,
};

/// Longer values are looked at only so far, in bytes: who writes a novel into a field says enough before.
const MOST: usize = 16 * 1024;

/// Looks at records that nothing marks. Cheap to make; shared by threads.
#[derive(Clone, Copy)]
pub struct Detector {
    known: &'static Known,
    numbers: &'static Numbers,
    /// Year, month and day.
    today: Option<[i32; 3]>,
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// One that does not know what day it is, and so says nothing of births in the future or long ago.
    pub fn new() -> Self {
        Self { known: Known::table(), numbers: Numbers::table(), today: None }
    }

    /// With the time that births are held against.
    #[must_use]
    pub fn with_now(mut self, now: Timestamp) -> Self {
        let text = now.to_text();
        let mut parts = text.split(['-', 'T']).map_while(|part| part.parse().ok());
        self.today = (|| Some([parts.next()?, parts.next()?, parts.next()?]))();
        self
    }

    /// What speaks for test data in these fields: API name (or column heading) and text of each. Blank values are passed over.
    pub fn look<'v>(&self, fields: impl IntoIterator<Item = (&'v str, &'v str)>) -> Suspicion {
        let mut found = Found::new();
        for (field, value) in fields {
            let value = cut(value.trim_ascii());
            if value.len() >= 3 {
                self.look_at_value(field, value, &mut found);
            }
        }
        found.to_suspicion()
    }

    /// What speaks for test data in a line of free text, such as that of a log. Its grounds name no field.
    pub fn look_at_text(&self, text: &str) -> Suspicion {
        let mut found = Found::new();
        let text = cut(text);
        address::look(self.known, text, Place::Line, |code| found.add(code, ""));
        number::look_at_text(self.numbers, text, |code| found.add(code, ""));
        if text.bytes().any(|byte| byte == b'L' || byte == b'l')
            && ["Lorem ipsum dolor", "lorem ipsum dolor"].iter().any(|latin| text.contains(latin))
        {
            found.add(GroundCode::LoremIpsum, "");
        }
        found.to_suspicion()
    }

    fn look_at_value<'v>(&self, field: &'v str, value: &'v str, found: &mut Found<'v>) {
        let shape = Shape::of(value);
        let mut add = |code| found.add(code, field);
        if shape.has(COLON) && is_time(value) {
            if let Some(code) = date::read(value).and_then(|date| date::look(field, date, self.today)) {
                add(code);
            }
            return;
        }
        let has_host = shape.has(AT | SLASH | COLON) || (shape.has(DOT) && shape.spaces == 0);
        if has_host {
            if shape.has(SLASH | COLON | SPACE | LINE | COMMA | OTHER) || (shape.has(DOT) && shape.digits > 5)
            {
                address::look(self.known, value, Place::Field, &mut add);
            } else if shape.has(LETTER | EXTENSION) {
                address::look_at_one(self.known, value, &mut add);
            }
        }
        if !shape.has(LETTER | WIDE | AT) {
            if (5..=40).contains(&value.len())
                && shape.is_of(DIGIT | SPACE | DIALLING | HYPHEN | DOT | SLASH | EXTENSION | COLON)
                && shape.digits >= 4
            {
                match date::read(value) {
                    Some(date) => {
                        if let Some(code) = date::look(field, date, self.today) {
                            add(code);
                        }
                        return;
                    }
                    None if !shape.has(COLON) => number::look(self.numbers, field, value, &mut add),
                    None => {}
                }
            }
        } else if !shape.has(AT) {
            if shape.digits >= 8 && shape.has(SPACE | LINE) {
                number::look_at_text(self.numbers, value, &mut add);
            }
            wording::look(self.known, field, value, shape, &mut add);
        }
        if let Some(code) = self.known_value(value, shape) {
            found.add(code, field);
        }
    }

    /// A value that was seen as a whole: only such are asked for as can be among them.
    fn known_value(&self, value: &str, shape: Shape) -> Option<GroundCode> {
        // Numbers, streets, turned titles and sentences.
        let can_be = shape.digits >= 8
            || shape.spaces >= 2
            || (shape.spaces == 1 && shape.has(DIGIT | COMMA))
            || (shape.has(WIDE) && value.len() >= 20);
        if !can_be || shape.has(AT) || !(8..=400).contains(&value.len()) {
            return None;
        }
        self.known.value(value).or_else(|| {
            // A text is known by its first sentence.
            if shape.spaces < 1 || !shape.has(DOT | WIDE) {
                return None;
            }
            let first = match value.split_once("。 ") {
                Some((first, _)) => value.get(..first.len() + "。".len())?,
                None => value.split_once(". ").map_or(value, |(first, _)| first).trim_end_matches('.'),
            };
            self.known.value(first)
        })
    }
}

/// Whether a value begins as ISO 8601 writes a day and a time.
fn is_time(value: &str) -> bool {
    value.len() <= 32
        && matches!(value.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b' ', _, _, b':', ..])
}

fn cut(text: &str) -> &str {
    if text.len() <= MOST { text } else { text.get(..text.floor_char_boundary(MOST)).unwrap_or(text) }
}

#[cfg(test)]
mod tests;
