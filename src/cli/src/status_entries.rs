//! The entries of a status list that a load of seals takes.

use std::str::FromStr;

use clap::ValueEnum;
use touchmark::note::decimal;
use touchmark_seal::{Random as _, StatusEntry, StatusList, StatusPurpose, SystemRandom};

use crate::failure::Failure;

/// The entries of one list from which a load may take, as `--status` names them.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    pub(crate) list: String,
    first: u64,
    /// The last of a range, of which entries are taken at random; without it they are counted up.
    last: Option<u64>,
}

impl FromStr for Entries {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (list, entries) = text.split_once('#')?;
            let (first, last) = match entries.split_once('-') {
                Some((first, last)) => (decimal(first)?, Some(decimal(last)?)),
                None => (decimal(entries)?, None),
            };
            StatusEntry::new(list, StatusPurpose::Revocation, last.unwrap_or(first))?;
            (last.is_none_or(|last| first <= last)).then(|| Self { list: list.to_owned(), first, last })
        };
        read().ok_or_else(|| {
            format!(
                "write the address of the list, # and the first entry, as in https://bank.example/status/3#1000, or a \
                 range, as in https://bank.example/status/3#1000-1999; entries are below {}",
                StatusList::MAX_ENTRIES
            )
        })
    }
}

/// The entries that no seal has yet.
pub(crate) struct FreeEntries<'a> {
    entries: &'a Entries,
    taken: u64,
    /// Of a range, in no order.
    left: Vec<u64>,
}

impl<'a> FreeEntries<'a> {
    pub(crate) fn new(entries: &'a Entries) -> Self {
        let left = entries.last.map(|last| (entries.first..=last).collect()).unwrap_or_default();
        Self { entries, taken: 0, left }
    }

    /// An entry for one seal.
    pub(crate) fn take(&mut self, purpose: StatusPurpose) -> Result<StatusEntry<'a>, Failure> {
        let index = match self.entries.last {
            None => Some(self.entries.first + self.taken),
            Some(_) => self.draw()?,
        };
        let entry = index.and_then(|index| StatusEntry::new(&self.entries.list, purpose, index));
        self.taken += 1;
        entry.ok_or_else(|| {
            Failure::usage(format!(
                "--status: only {} records could get an entry of {}; name more entries, or another list",
                self.taken - 1,
                self.entries.list
            ))
        })
    }

    fn draw(&mut self) -> Result<Option<u64>, Failure> {
        let mut bytes = [0; 8];
        SystemRandom.fill(&mut bytes).map_err(|error| Failure::input(error.to_string()))?;
        let at = u64::from_le_bytes(bytes).checked_rem(self.left.len() as u64);
        Ok(at.and_then(|at| usize::try_from(at).ok()).map(|at| self.left.swap_remove(at)))
    }

    /// What was taken, and where the next load may begin.
    pub(crate) fn report(&self) -> String {
        let Entries { list, first, last } = self.entries;
        let (how, next) = match last {
            None => (String::new(), first + self.taken),
            Some(last) => (format!(", at random up to #{last}"), last + 1),
        };
        format!("{} entries of {list} from #{first}{how}; the next load may begin at #{next}", self.taken)
    }
}

/// What a set bit of a status list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Purpose {
    /// Withdrawn for good
    Revocation,
    /// Withdrawn for now
    Suspension,
}

impl Purpose {
    pub(crate) fn of_list(self) -> StatusPurpose {
        match self {
            Self::Revocation => StatusPurpose::Revocation,
            Self::Suspension => StatusPurpose::Suspension,
        }
    }
}
