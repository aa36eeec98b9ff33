//! What became of the rows, counted.

use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Tally {
    pub(super) by_rule: BTreeMap<usize, usize>,
    pub(super) unsealed: usize,
    pub(super) replaced: usize,
    /// Records that show no id, without the user having said that they have none.
    pub(super) without_id: usize,
    pub(super) minted: usize,
    pub(super) with_gaps: usize,
    pub(super) already_sealed: usize,
    /// Person accounts, whose name the platform makes.
    pub(super) computed_names: usize,
    /// Records of which `#N/A` is sealed as a text.
    pub(super) not_available: usize,
    /// Records of which a text is sealed that begins or ends with space.
    pub(super) untrimmed: usize,
    /// Records whose own label says the opposite of what was sealed.
    pub(super) contradicted: usize,
    /// Records whose seal or companion is longer than the field that an org is given for it.
    pub(super) too_long: usize,
    /// Rows that no rule matched, of an object that is not the one being sealed.
    pub(super) of_others: BTreeMap<String, usize>,
}

impl Tally {
    /// Rows that were sealed.
    pub(super) fn sealed(&self) -> usize {
        self.by_rule.values().sum()
    }

    /// Rows that were left as they were.
    pub(super) fn left(&self) -> usize {
        self.unsealed + self.of_others.values().sum::<usize>()
    }
}
