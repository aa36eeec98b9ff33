//! Finding an entry of a list by its name, in time that grows with the logarithm of the list.

use alloc::vec::Vec;

use crate::sort::heapsort;

/// The order of a list's entries by name. The list stays as it is, and is asked for its names: one piece of code serves
/// every list, where the standard library's sorts and maps would cost kilobytes for each type in the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index(Vec<u32>);

/// The name of the entry at a place.
pub(crate) type NameAt<'n> = &'n dyn Fn(usize) -> &'n [u8];

impl Index {
    /// Orders a list of that length. Of equal names the earlier comes first.
    pub(crate) fn of(length: usize, name: NameAt<'_>) -> Self {
        let mut order: Vec<u32> = (0..u32::try_from(length).unwrap_or(u32::MAX)).collect();
        let key = |at: u32| (name(at as usize), at);
        heapsort(&mut order, &|a, b| key(*a) < key(*b));
        Self(order)
    }

    /// Places of the entries with that name, in the order of the list.
    pub(crate) fn find(&self, name: NameAt<'_>, wanted: &[u8]) -> &[u32] {
        let from = self.0.partition_point(|&at| name(at as usize) < wanted);
        let rest = self.0.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|&&at| name(at as usize) == wanted).count();
        rest.get(..count).unwrap_or_default()
    }

    /// The place of the first entry with that name.
    pub(crate) fn first(&self, name: NameAt<'_>, wanted: &[u8]) -> Option<usize> {
        self.find(name, wanted).first().map(|&at| at as usize)
    }

    /// The place of an entry whose name an earlier one has.
    pub(crate) fn repeated(&self, name: NameAt<'_>) -> Option<usize> {
        let later = self.0.iter().zip(self.0.iter().skip(1));
        later.map(|(&a, &b)| (a as usize, b as usize)).find(|&(a, b)| name(a) == name(b)).map(|(_, b)| b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use core::cell::Cell;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_walk_would(names in prop::collection::vec("[a-c]{0,3}", 0..40), wanted in "[a-c]{0,3}") {
            let name = |at: usize| names[at].as_bytes();
            let index = Index::of(names.len(), &name);
            let walked: Vec<usize> = (0..names.len()).filter(|&at| names[at] == wanted).collect();
            prop_assert_eq!(index.find(&name, wanted.as_bytes()).iter().map(|&at| at as usize).collect::<Vec<_>>(), walked);
            let repeats = |at: usize| names[..at].contains(&names[at]);
            prop_assert_eq!(index.repeated(&name).is_some(), (0..names.len()).any(repeats));
            prop_assert!(index.repeated(&name).is_none_or(repeats));
        }
    }

    /// Counted, not timed: a list twice as long must not cost four times as much.
    #[test]
    fn work_grows_with_the_list_and_its_logarithm() {
        let names: Vec<String> =
            (0..100_000u32).map(|at| alloc::format!("{:08x}", at.wrapping_mul(0x9e37_79b9))).collect();
        let asked = Cell::new(0usize);
        let name = |at: usize| {
            asked.set(asked.get() + 1);
            names[at].as_bytes()
        };
        let index = Index::of(names.len(), &name);
        // Two comparisons a level, two names a comparison, 17 levels, twice over.
        assert!(asked.get() < 100_000 * 2 * 2 * 17 * 2, "{}", asked.get());
        asked.set(0);
        assert_eq!(index.first(&name, names[77].as_bytes()), Some(77));
        assert!(asked.get() < 2 * 17 + 4, "{}", asked.get());
    }
}
