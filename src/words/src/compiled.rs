//! Texts that are compiled in, as `build.rs` lays them out.

use std::cmp::Ordering;

use crate::language::Language;

pub(crate) use tables::KEYS;

/// The text of the key of that number.
pub(crate) fn compiled(language: Language, number: u16) -> Option<&'static str> {
    let texts = tables::texts(language)?;
    texts.lines.get(texts.keys.binary_search(&number).ok()?)
}

/// Whether a language has any.
pub(crate) fn is_compiled(language: Language) -> bool {
    tables::texts(language).is_some()
}

/// Texts end to end.
pub(crate) struct Lines {
    text: &'static str,
    /// Where each ends.
    pub(crate) ends: &'static [u16],
}

impl Lines {
    pub(crate) fn get(&self, at: usize) -> Option<&'static str> {
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(usize::from(start)..usize::from(*self.ends.get(at)?))
    }

    /// Where a line stands, if the lines are sorted.
    pub(crate) fn find(&self, line: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle)?.cmp(line) {
                Ordering::Less => low = middle.saturating_add(1),
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// The texts of one language.
struct Texts {
    /// Numbers of the keys it has a text for, sorted.
    keys: &'static [u16],
    lines: Lines,
}

mod tables {
    use crate::compiled::{Lines, Texts};
    use crate::language::Language;

    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}
