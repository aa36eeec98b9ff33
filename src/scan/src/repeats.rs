//! What comes twice, in as much memory for ten records as for ten million: uuids are sorted, in a temporary file where there are many,
//! and contents are remembered for a while.

use std::io;

use crate::finding::Unit;
use crate::sorted::Sorter;

/// So many uuids are held before they go to a file: 10 MB.
const HELD: usize = 1 << 18;

/// Bytes of one entry: by them entries are put in order, by uuid, then by where they were seen.
const ENTRY: usize = 41;

/// A uuid, and where it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sighting {
    pub(crate) uuid: u128,
    /// Which of the files.
    pub(crate) file: u32,
    /// Which of its rows, lines or records.
    pub(crate) number: u64,
    /// The line that it begins on; 0 where that is not known.
    pub(crate) line: u32,
    /// What the number counts.
    pub(crate) unit: Unit,
    /// Of the record's id, hashed; 0 where it shows none.
    pub(crate) id: u64,
}

impl Sighting {
    /// Whether two sightings are of two records: in two files one record may stand, as two exports have it.
    fn is_another(self, first: Self) -> bool {
        let are_told_apart = self.id != 0 && first.id != 0 && self.id != first.id;
        are_told_apart || self.file == first.file
    }

    fn to_bytes(self) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        let parts = self.uuid.to_be_bytes().into_iter().chain(self.file.to_be_bytes());
        let parts = parts.chain(self.number.to_be_bytes()).chain(self.line.to_be_bytes());
        let parts = parts.chain([self.unit as u8]).chain(self.id.to_be_bytes());
        bytes.iter_mut().zip(parts).for_each(|(byte, part)| *byte = part);
        bytes
    }

    fn of_bytes(bytes: &[u8; ENTRY]) -> Self {
        let [unit] = part(bytes, 32);
        Self {
            uuid: u128::from_be_bytes(part(bytes, 0)),
            file: u32::from_be_bytes(part(bytes, 16)),
            number: u64::from_be_bytes(part(bytes, 20)),
            line: u32::from_be_bytes(part(bytes, 28)),
            unit: Unit::of_number(unit),
            id: u64::from_be_bytes(part(bytes, 33)),
        }
    }
}

/// So many bytes of an entry, from a place on.
fn part<const N: usize>(bytes: &[u8; ENTRY], from: usize) -> [u8; N] {
    bytes.get(from..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}

/// Every uuid that was seen.
#[derive(Debug)]
pub(crate) struct Uuids(Sorter<ENTRY>);

impl Default for Uuids {
    fn default() -> Self {
        Self::holding(HELD)
    }
}

impl Uuids {
    /// So many are held no more.
    fn holding(limit: usize) -> Self {
        Self(Sorter::new(limit.saturating_sub(1)))
    }

    /// Notes a uuid. Whether a file was begun for it.
    pub(crate) fn note(&mut self, sighting: Sighting) -> io::Result<bool> {
        self.0.add(sighting.to_bytes())
    }

    /// Hands over each sighting of a uuid that is of another record than its first, with the first.
    pub(crate) fn repeated(
        self,
        mut each: impl FnMut(Sighting, Sighting) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut first: Option<Sighting> = None;
        for entry in self.0.into_sorted()? {
            let sighting = Sighting::of_bytes(&entry?);
            match first {
                Some(first) if first.uuid == sighting.uuid => {
                    if sighting.is_another(first) {
                        each(first, sighting)?;
                    }
                }
                _ => first = Some(sighting),
            }
        }
        Ok(())
    }
}

/// So many contents are remembered: 8 MB. Of more, the later ones take the places of the earlier.
const REMEMBERED: usize = 1 << 20;

/// The contents of the records before.
#[derive(Debug, Default)]
pub(crate) struct Contents(Vec<u64>);

impl Contents {
    /// Whether a record with this content was seen, not long ago.
    pub(crate) fn has_seen(&mut self, content: u64) -> bool {
        if self.0.is_empty() {
            self.0 = vec![0; REMEMBERED];
        }
        // 0 is an empty place.
        let content = content.max(1);
        let place = usize::try_from(content % REMEMBERED as u64).unwrap_or_default();
        self.0.get_mut(place).is_some_and(|known| std::mem::replace(known, content) == content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_uuid_that_comes_again_is_found_wherever_it_was(uuids in prop::collection::vec(0..12_u128, 0..80), limit in 1..20_usize) {
            let mut seen = Uuids::holding(limit);
            let mut begun = 0;
            for (at, uuid) in uuids.iter().enumerate() {
                let (uuid, number) = (uuid << 100 | 7, at as u64);
                begun += usize::from(seen.note(Sighting { uuid, file: 3, number, line: 9, unit: Unit::Record, id: 0 }).unwrap());
            }
            prop_assert_eq!(begun, usize::from(uuids.len() >= limit));
            let mut found = Vec::new();
            seen.repeated(|first, again| {
                assert_eq!((first.uuid, again.file, again.line, again.unit), (again.uuid, 3, 9, Unit::Record));
                found.push((again.number, first.number));
                Ok(())
            }).unwrap();
            found.sort_unstable();
            let expected: Vec<_> = uuids.iter().enumerate().filter_map(|(at, uuid)| {
                let first = uuids.iter().position(|known| known == uuid)?;
                (first < at).then_some((at as u64, first as u64))
            }).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn one_record_in_two_files_is_no_copy() {
        let seen = |file, id| Sighting { uuid: 5, file, number: 1, line: 0, unit: Unit::Row, id };
        for (sightings, expected) in [
            ([seen(0, 7), seen(1, 7)], 0),
            ([seen(0, 7), seen(1, 8)], 1),
            ([seen(0, 7), seen(1, 0)], 0),
            ([seen(0, 7), seen(0, 7)], 1),
            ([seen(0, 0), seen(0, 0)], 1),
        ] {
            let mut uuids = Uuids::default();
            for sighting in sightings {
                uuids.note(sighting).unwrap();
            }
            let mut found = 0;
            uuids
                .repeated(|_, _| {
                    found += 1;
                    Ok(())
                })
                .unwrap();
            assert_eq!(found, expected, "{sightings:?}");
        }
    }

    #[test]
    fn contents_are_remembered() {
        let mut contents = Contents::default();
        assert_eq!(
            [5, 0, 5, 0, 6].map(|content| contents.has_seen(content)),
            [false, false, true, true, false]
        );
    }
}
