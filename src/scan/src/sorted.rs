//! Entries of one length put in order, however many: in memory up to a limit, beyond it in a temporary file that has no name and goes
//! with the process, however that ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

/// Bytes that are read of a sorted part at a time while parts are merged.
const PART_BUFFER: usize = 1 << 16;

/// Gathers entries.
#[derive(Debug)]
pub(crate) struct Sorter<const N: usize> {
    limit: usize,
    held: Vec<[u8; N]>,
    /// Sorted parts, one after the other, and where each ends, in bytes.
    parts: Option<(BufWriter<File>, Vec<u64>)>,
}

impl<const N: usize> Sorter<N> {
    /// One that holds so many in memory.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, held: Vec::new(), parts: None }
    }

    /// Adds one. Whether a file was begun for it.
    ///
    /// # Errors
    /// What the file system says of the temporary file.
    pub(crate) fn add(&mut self, entry: [u8; N]) -> io::Result<bool> {
        let begins = self.held.len() >= self.limit && self.parts.is_none();
        if self.held.len() >= self.limit {
            self.spill()?;
        }
        self.held.push(entry);
        Ok(begins)
    }

    /// Whether some of them are in a file.
    pub(crate) fn is_spilled(&self) -> bool {
        self.parts.is_some()
    }

    fn spill(&mut self) -> io::Result<()> {
        let (mut out, mut ends) = match self.parts.take() {
            Some(parts) => parts,
            None => (BufWriter::with_capacity(1 << 16, tempfile::tempfile()?), Vec::new()),
        };
        self.held.sort_unstable();
        for entry in &self.held {
            out.write_all(entry)?;
        }
        let length = (self.held.len() * N) as u64;
        ends.push(ends.last().copied().unwrap_or_default() + length);
        self.held.clear();
        self.parts = Some((out, ends));
        Ok(())
    }

    /// All of them in order, equal ones beside each other.
    ///
    /// # Errors
    /// What the file system says of the temporary file.
    pub(crate) fn into_sorted(mut self) -> io::Result<Sorted<N>> {
        self.held.sort_unstable();
        let mut file = None;
        let mut parts = vec![Part { at: 0, end: 0, buffer: self.held.into_iter() }];
        if let Some((out, ends)) = self.parts {
            file = Some(out.into_inner().map_err(io::IntoInnerError::into_error)?);
            let starts = [0].into_iter().chain(ends.iter().copied());
            let of_file = starts.zip(&ends);
            parts.extend(of_file.map(|(at, end)| Part { at, end: *end, buffer: Vec::new().into_iter() }));
        }
        let mut heap = BinaryHeap::with_capacity(parts.len());
        for (index, part) in parts.iter_mut().enumerate() {
            heap.extend(part.next(file.as_mut())?.map(|entry| Reverse((entry, index))));
        }
        Ok(Sorted { file, parts, heap })
    }
}

/// Entries in order.
#[derive(Debug)]
pub(crate) struct Sorted<const N: usize> {
    file: Option<File>,
    parts: Vec<Part<N>>,
    /// The next of each part.
    heap: BinaryHeap<Reverse<([u8; N], usize)>>,
}

impl<const N: usize> Iterator for Sorted<N> {
    type Item = io::Result<[u8; N]>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((entry, index)) = self.heap.pop()?;
        let next = self.parts.get_mut(index).map(|part| part.next(self.file.as_mut())).transpose();
        match next {
            Ok(next) => self.heap.extend(next.flatten().map(|entry| Reverse((entry, index)))),
            Err(error) => return Some(Err(error)),
        }
        Some(Ok(entry))
    }
}

/// What is left of a sorted part.
#[derive(Debug)]
struct Part<const N: usize> {
    at: u64,
    end: u64,
    buffer: std::vec::IntoIter<[u8; N]>,
}

impl<const N: usize> Part<N> {
    fn next(&mut self, file: Option<&mut File>) -> io::Result<Option<[u8; N]>> {
        if self.buffer.len() == 0
            && self.at < self.end
            && let Some(file) = file
        {
            let length = ((PART_BUFFER / N * N) as u64).min(self.end - self.at);
            self.buffer = entries_at(file, self.at, length)?.into_iter();
            self.at += length;
        }
        Ok(self.buffer.next())
    }
}

/// The entries of a file from a byte on, in so many bytes.
pub(crate) fn entries_at<const N: usize>(file: &mut File, at: u64, length: u64) -> io::Result<Vec<[u8; N]>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    file.read_exact(&mut bytes)?;
    Ok(bytes.as_chunks().0.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn entries_come_in_order_wherever_they_were_held(entries in prop::collection::vec(any::<[u8; 3]>(), 0..90), limit in 0..20_usize) {
            let mut sorter = Sorter::new(limit);
            let mut begun = 0;
            for entry in &entries {
                begun += usize::from(sorter.add(*entry).unwrap());
            }
            prop_assert_eq!(begun, usize::from(entries.len() > limit));
            prop_assert_eq!(sorter.is_spilled(), entries.len() > limit);
            let sorted: Vec<_> = sorter.into_sorted().unwrap().map(Result::unwrap).collect();
            let mut expected = entries;
            expected.sort_unstable();
            prop_assert_eq!(sorted, expected);
        }
    }

    /// More than is read at a time, of entries that do not fill it.
    #[test]
    fn parts_are_read_to_their_ends() {
        let mut sorter = Sorter::<41>::new(5_000);
        for number in (0..12_345_u32).rev() {
            let mut entry = [0; 41];
            entry[..4].copy_from_slice(&number.to_be_bytes());
            sorter.add(entry).unwrap();
        }
        let first = |entry: [u8; 41]| u32::from_be_bytes([entry[0], entry[1], entry[2], entry[3]]);
        let sorted = sorter.into_sorted().unwrap().map(|entry| first(entry.unwrap()));
        assert!(sorted.eq(0..12_345));
    }
}
