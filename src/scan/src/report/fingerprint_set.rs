//! A set of fingerprints that is made once and then asked: in memory up to a limit, beyond it in a sorted temporary file.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::sync::{Mutex, PoisonError};

use crate::finding::Fingerprint;
use crate::sorted::{Sorter, entries_at};

type Key = [u8; 16];

/// Bytes of a fingerprint.
const SIZE: u64 = 16;

/// Fingerprints of one block of the file: the page that one question reads. The first of each is kept in memory, so that ten million
/// need 625 KB.
const BLOCK: u64 = 256;

/// Gathers fingerprints.
#[derive(Debug)]
pub(super) struct FingerprintSetBuilder(Sorter<16>);

/// Fingerprints that can be asked for.
#[derive(Debug)]
pub(super) struct FingerprintSet {
    length: u64,
    keys: Keys,
}

#[derive(Debug)]
enum Keys {
    /// In order.
    Memory(Vec<Key>),
    /// In order, with the first of each block. The file has no name: it goes with the process, however that ends.
    File { file: Mutex<File>, firsts: Vec<Key> },
}

impl FingerprintSetBuilder {
    /// A set that keeps so many in memory, and writes the rest to a temporary file.
    pub(super) fn new(limit: usize) -> Self {
        Self(Sorter::new(limit.max(1)))
    }

    /// Adds one.
    ///
    /// # Errors
    /// What the file system says of the temporary file.
    pub(super) fn add(&mut self, fingerprint: Fingerprint) -> io::Result<()> {
        self.0.add(fingerprint.0).map(|_| ())
    }

    /// The set, each fingerprint once.
    ///
    /// # Errors
    /// What the file system says of the temporary file.
    pub(super) fn build(self) -> io::Result<FingerprintSet> {
        let is_spilled = self.0.is_spilled();
        let sorted = self.0.into_sorted()?;
        if !is_spilled {
            let mut keys = sorted.collect::<io::Result<Vec<Key>>>()?;
            keys.dedup();
            keys.shrink_to_fit();
            let length = u64::try_from(keys.len()).map_err(io::Error::other)?;
            return Ok(FingerprintSet { length, keys: Keys::Memory(keys) });
        }
        let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
        let (mut firsts, mut length, mut last) = (Vec::new(), 0, None);
        for key in sorted {
            let key = key?;
            if last != Some(key) {
                if length % BLOCK == 0 {
                    firsts.push(key);
                }
                out.write_all(&key)?;
                length += 1;
                last = Some(key);
            }
        }
        let file = Mutex::new(out.into_inner().map_err(io::IntoInnerError::into_error)?);
        Ok(FingerprintSet { length, keys: Keys::File { file, firsts } })
    }
}

impl FingerprintSet {
    /// How many different ones there are.
    pub(super) fn len(&self) -> u64 {
        self.length
    }

    /// Bytes of the temporary file, where there is one.
    pub(super) fn file_size(&self) -> Option<u64> {
        matches!(self.keys, Keys::File { .. }).then(|| self.length * SIZE)
    }

    /// Whether it is one of them.
    ///
    /// # Errors
    /// What the file system says of the temporary file.
    pub(super) fn contains(&self, fingerprint: Fingerprint) -> io::Result<bool> {
        let key = fingerprint.0;
        match &self.keys {
            Keys::Memory(keys) => Ok(keys.binary_search(&key).is_ok()),
            Keys::File { file, firsts } => {
                let after = firsts.partition_point(|first| *first <= key);
                let Some(block) = after.checked_sub(1) else { return Ok(false) };
                let at = u64::try_from(block).map_err(io::Error::other)? * BLOCK;
                let count = BLOCK.min(self.length.saturating_sub(at));
                // Whoever held it had only moved its place, which is set anew here.
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(entries_at::<16>(&mut file, at * SIZE, count * SIZE)?.binary_search(&key).is_ok())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(limit: usize, keys: impl Iterator<Item = Key>) -> FingerprintSet {
        let mut builder = FingerprintSetBuilder::new(limit);
        keys.for_each(|key| builder.add(Fingerprint(key)).unwrap());
        builder.build().unwrap()
    }

    proptest! {
        #[test]
        fn it_holds_what_was_added_wherever_it_is_kept(
            keys in prop::collection::vec(any::<u16>(), 0..3_000), limit in 1_usize..1_000, others in any::<[u16; 20]>(),
        ) {
            let key = |number: u16| u128::from(number).wrapping_mul(0x1_0000_0001_0000_0001_0000).to_be_bytes();
            let expected: BTreeSet<_> = keys.iter().copied().collect();
            let set = set(limit, keys.iter().copied().map(key));
            prop_assert_eq!(set.len(), expected.len() as u64);
            prop_assert_eq!(set.file_size().is_some(), keys.len() > limit);
            for number in keys.iter().chain(&others) {
                prop_assert_eq!(set.contains(Fingerprint(key(*number))).unwrap(), expected.contains(number));
            }
        }
    }

    #[test]
    fn nothing_is_held_by_none() {
        let set = set(1, std::iter::empty());
        assert!(!set.contains(Fingerprint([0; 16])).unwrap());
        assert_eq!((set.len(), set.file_size()), (0, None));
    }
}
