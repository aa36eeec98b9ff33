//! Words and values that were counted in what generators put out, as 64-bit hashes in one table.
//!
//! `tests/bench/suspicion_lists.py` makes both files and has the same hash.

use std::sync::LazyLock;

use super::ground::GroundCode;

/// Words by list: a name, a tab, words with spaces between them.
static WORDS: &str = include_str!("data/words.txt");
/// Hashes of values, eight bytes each, the highest first; which ground a value is stands in the last two bits.
static VALUES: &[u8] = include_bytes!("data/known.bin");

/// Mailboxes, texts and company names that hold a place.
const PLACEHOLDERS: &[&str] = &[
    "asdf",
    "asdfg",
    "asdfgh",
    "asdfghjkl",
    "asdfasdf",
    "asdf asdf",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "azerty",
    "foobar",
    "foo bar",
    "blah",
    "blah blah",
    "placeholder",
    "sample text",
    "dummy text",
    "test text",
    "some text",
    "delete me",
    "xxxx",
    "xxxxx",
    "xxxxxx",
];
/// Names that stand for nobody.
const NOBODY: &[&str] = &[
    "test",
    "tester",
    "testing",
    "test test",
    "test user",
    "testuser",
    "test account",
    "test contact",
    "test company",
    "test lead",
    "dummy",
    "dummy account",
    "dummy company",
    "dummy contact",
    "sample",
    "sample account",
    "sample company",
    "sample contact",
    "fake",
    "example",
    "example company",
    "foo",
    "bar",
    "john doe",
    "jane doe",
    "doe",
    "joe bloggs",
    "bloggs",
    "max mustermann",
    "erika mustermann",
    "mustermann",
    "musterfrau",
    "musterfirma",
    "john q public",
];

/// A list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Given,
    Family,
    TownEnding,
    RealTown,
    StreetEnding,
    Catch1,
    Catch2,
    Catch3,
    Bs1,
    Bs2,
    Bs3,
    Sentence,
    Lorem,
    Placeholder,
    Nobody,
}

impl List {
    const COUNT: usize = Self::Nobody as usize + 1;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "given" => Self::Given,
            "family" => Self::Family,
            "town-ending" => Self::TownEnding,
            "real-town" => Self::RealTown,
            "street-ending" => Self::StreetEnding,
            "catch-1" => Self::Catch1,
            "catch-2" => Self::Catch2,
            "catch-3" => Self::Catch3,
            "bs-1" => Self::Bs1,
            "bs-2" => Self::Bs2,
            "bs-3" => Self::Bs3,
            "sentence" => Self::Sentence,
            "lorem" => Self::Lorem,
            _ => return None,
        })
    }

    /// What makes a word of this list another than the same word of another list.
    fn salt(self) -> u64 {
        (self as u64 + 1).wrapping_mul(0xA076_1D64_78BD_642F)
    }
}

/// The longest word of a list, in bytes.
const LONGEST: usize = 32;

/// What is known, by hash.
pub(super) struct Known {
    /// Hashes at the first free place from where they belong; 0 is free. A power of two.
    slots: Vec<u64>,
    /// A bit for each hash, small enough to stay near: what has none is not asked for in the slots.
    bits: Vec<u64>,
    /// Which letters words of a list begin with, by list and by how long they are: most others are passed over by that.
    firsts: [[u32; LONGEST + 1]; List::COUNT],
    /// Endings of towns by their last letter.
    endings: [Vec<&'static str>; 26],
}

static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

impl Known {
    /// The one table of the process, made when first asked for.
    pub(super) fn table() -> &'static Self {
        &KNOWN
    }

    fn read() -> Self {
        let mut known = Self {
            slots: vec![0; 1 << 15],
            bits: vec![0; 1 << 11],
            firsts: [[0; LONGEST + 1]; List::COUNT],
            endings: Default::default(),
        };
        for bytes in VALUES.as_chunks::<8>().0 {
            known.insert(u64::from_be_bytes(*bytes));
        }
        for line in WORDS.lines() {
            let Some((list, words)) =
                line.split_once('\t').and_then(|(name, words)| Some((List::named(name)?, words)))
            else {
                continue;
            };
            for word in words.split(' ') {
                // A space between words of one entry is written as `_`.
                known.insert_word(list, &word.replace('_', " "));
                if list == List::TownEnding
                    && let Some(endings) =
                        word.bytes().last().and_then(|last| known.endings.get_mut(letter(last)))
                {
                    endings.push(word);
                }
            }
        }
        for (list, words) in [(List::Placeholder, PLACEHOLDERS), (List::Nobody, NOBODY)] {
            for word in words {
                known.insert_word(list, word);
            }
        }
        known
    }

    fn insert_word(&mut self, list: List, word: &str) {
        if let Some(firsts) =
            self.firsts.get_mut(list as usize).and_then(|by_length| by_length.get_mut(word.len()))
        {
            *firsts |= first(word);
        }
        self.insert((hash::<false>(word.as_bytes()) ^ list.salt()) & !3);
    }

    fn insert(&mut self, entry: u64) {
        let (word, bit) = bit(entry);
        if let Some(word) = self.bits.get_mut(word) {
            *word |= bit;
        }
        let mut at = self.start(entry);
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == 0 {
                *slot = entry;
                return;
            }
            at = (at + 1) % (1 << 15);
        }
    }

    fn start(&self, entry: u64) -> usize {
        usize::try_from((entry >> 2) & 0x7FFF).unwrap_or(0)
    }

    fn find(&self, hash: u64) -> Option<u64> {
        let (word, bit) = bit(hash);
        if self.bits.get(word)? & bit == 0 {
            return None;
        }
        let mut at = self.start(hash);
        loop {
            let slot = *self.slots.get(at)?;
            if slot & !3 == hash & !3 {
                return Some(slot & 3);
            }
            if slot == 0 {
                return None;
            }
            at = (at + 1) % (1 << 15);
        }
    }

    /// Which ground a value as a whole is.
    pub(super) fn value(&self, value: &str) -> Option<GroundCode> {
        match self.find(hash::<false>(value.as_bytes()))? {
            0 => Some(GroundCode::DefaultSeed),
            1 => Some(GroundCode::InvertedTitle),
            _ => Some(GroundCode::GeneratorText),
        }
    }

    /// Whether a word, in upper or lower case, is in a list.
    pub(super) fn has(&self, list: List, word: &str) -> bool {
        let firsts = self.firsts.get(list as usize).and_then(|by_length| by_length.get(word.len()));
        if firsts.is_none_or(|firsts| firsts & first(word) == 0) {
            return false;
        }
        self.find((hash::<true>(word.as_bytes()) ^ list.salt()) & !3).is_some()
    }

    /// Whether a word is a given or a family name.
    pub(super) fn has_name(&self, word: &str) -> bool {
        self.has(List::Family, word) || self.has(List::Given, word)
    }

    /// What stands before an ending of towns, for each that a word has.
    pub(super) fn before_town_endings<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let last = word.bytes().last().map_or(usize::MAX, letter);
        let endings = self.endings.get(last).map(Vec::as_slice).unwrap_or_default();
        endings.iter().filter_map(move |ending| word.strip_suffix(ending)).filter(|stem| stem.len() > 2)
    }
}

/// Where the bit of a hash is among 2¹⁷, by its highest bits.
fn bit(hash: u64) -> (usize, u64) {
    (usize::try_from(hash >> 53).unwrap_or(0), 1 << ((hash >> 47) & 63))
}

/// A bit for what a word begins with, the same for upper and lower case.
fn first(word: &str) -> u32 {
    word.as_bytes().first().map_or(0, |byte| 1 << (byte & 31))
}

fn letter(byte: u8) -> usize {
    usize::from(byte.wrapping_sub(b'a'))
}

/// Eight bytes at a time, the last ones filled up with zeros; of the letters in lower case where that is asked for. Not for what somebody
/// could choose so as to make it slow: the table is fixed.
fn hash<const IN_LOWER_CASE: bool>(bytes: &[u8]) -> u64 {
    let mut hash = (bytes.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let (words, rest) = bytes.as_chunks::<8>();
    let mut mix = |word: u64| {
        let word = if IN_LOWER_CASE { lower(word) } else { word };
        hash = (hash ^ word).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        hash ^= hash >> 32;
    };
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    if !rest.is_empty() {
        mix(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }
    hash
}

/// Eight bytes at once, `A` to `Z` in lower case.
fn lower(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let low = word & (0x7F * EACH);
    let from_a = low + (0x80 - b'A' as u64) * EACH;
    let beyond_z = low + (0x7F - b'Z' as u64) * EACH;
    word | ((from_a ^ beyond_z) & !word & (0x80 * EACH)) >> 2
}
