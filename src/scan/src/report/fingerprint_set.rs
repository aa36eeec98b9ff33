//! A set of fingerprints that is made once and then asked: in memory up to a limit, beyond it in a sorted temporary file.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Mutex, PoisonError};

use crate::finding::Fingerprint;

type Key = [u8; 16];

/// Bytes of a fingerprint.
const SIZE: u64 = 16;

/// Fingerprints of one block of the file: the page that one question reads. The first of each is kept in memory, so that ten million
/// need 625 KB.
const BLOCK: u64 = 256;

/// Bytes that are read of a sorted part at a time while parts are merged.
const PART_BUFFER: u64 = 1 << 16;

/// Gathers fingerprints.
#[derive(Debug)]
pub(super) struct FingerprintSetBuilder {
    limit: usize,
    keys: Vec<Key>,
    /// Sorted parts, one after the other, and where each ends, in bytes.
    parts: Option<(BufWriter<File>, Vec<u64>)>,
}

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
        Self { limit: limit.max(1), keys: Vec::new(), parts: None }
    }

    /// Adds one.
    ///
    /// # Errors
    /// What the file system says of the temporary file.
    pub(super) fn add(&mut self, fingerprint: Fingerprint) -> io::Result<()> {
        if self.keys.len() >= self.limit {
            self.spill()?;
        }
        self.keys.push(fingerprint.0);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        let (mut out, mut ends) = match self.parts.take() {
            Some(parts) => parts,
            None => (BufWriter::with_capacity(1 << 16, tempfile::tempfile()?), Vec::new()),
        };
        self.keys.sort_unstable();
        for key in &self.keys {
            out.write_all(key)?;
        }
        let length = u64::try_from(self.keys.len()).map_err(io::Error::other)? * SIZE;
        ends.push(ends.last().copied().unwrap_or_default() + length);
        self.keys.clear();
        self.parts = Some((out, ends));
        Ok(())
    }

    /// The set.
    ///
    /// # Errors
    /// What the file system says of the temporary file.
    pub(super) fn build(mut self) -> io::Result<FingerprintSet> {
        if self.parts.is_some() && !self.keys.is_empty() {
            self.spill()?;
        }
        let Some((out, ends)) = self.parts else {
            self.keys.sort_unstable();
            self.keys.dedup();
            self.keys.shrink_to_fit();
            let length = u64::try_from(self.keys.len()).map_err(io::Error::other)?;
            return Ok(FingerprintSet { length, keys: Keys::Memory(self.keys) });
        };
        drop(self.keys);
        merge(out.into_inner().map_err(io::IntoInnerError::into_error)?, &ends)
    }
}

/// Merges the sorted parts of a file into a new one, each fingerprint once.
fn merge(mut file: File, ends: &[u64]) -> io::Result<FingerprintSet> {
    let starts = [0].into_iter().chain(ends.iter().copied());
    let mut parts: Vec<Part> =
        starts.zip(ends).map(|(at, end)| Part { at, end: *end, buffer: Vec::new().into_iter() }).collect();
    let mut heap = BinaryHeap::with_capacity(parts.len());
    for (index, part) in parts.iter_mut().enumerate() {
        heap.extend(part.next(&mut file)?.map(|key| Reverse((key, index))));
    }
    let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
    let (mut firsts, mut length, mut last) = (Vec::new(), 0, None);
    while let Some(Reverse((key, index))) = heap.pop() {
        if last != Some(key) {
            if length % BLOCK == 0 {
                firsts.push(key);
            }
            out.write_all(&key)?;
            length += 1;
            last = Some(key);
        }
        if let Some(part) = parts.get_mut(index) {
            heap.extend(part.next(&mut file)?.map(|key| Reverse((key, index))));
        }
    }
    let file = Mutex::new(out.into_inner().map_err(io::IntoInnerError::into_error)?);
    Ok(FingerprintSet { length, keys: Keys::File { file, firsts } })
}

/// What is left of a sorted part.
struct Part {
    at: u64,
    end: u64,
    buffer: std::vec::IntoIter<Key>,
}

impl Part {
    fn next(&mut self, file: &mut File) -> io::Result<Option<Key>> {
        if self.buffer.len() == 0 && self.at < self.end {
            let length = PART_BUFFER.min(self.end - self.at);
            self.buffer = keys_at(file, self.at, length)?.into_iter();
            self.at += length;
        }
        Ok(self.buffer.next())
    }
}

fn keys_at(file: &mut File, at: u64, length: u64) -> io::Result<Vec<Key>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    file.read_exact(&mut bytes)?;
    Ok(bytes.as_chunks().0.to_vec())
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
                Ok(keys_at(&mut file, at * SIZE, count * SIZE)?.binary_search(&key).is_ok())
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
