//! How many records say what: the list as a whole, as data.

use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::cmp::Reverse;

use crate::Origin;
use crate::disclosure::{Disclosure, Group, Level};
use crate::sort::heapsort;
use crate::text::joined;
use crate::verdict::Verdict;

/// Verdicts counted by what may be said of each: what needs attention first, then what is most frequent.
///
/// ```
/// use touchmark::Tally;
///
/// let none: Tally = std::iter::empty::<touchmark::Verdict>().collect();
/// assert_eq!(none.total(), 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(Vec<TallyLine>);

/// The verdicts of which the same may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TallyLine {
    /// What is said first; `None` where the state overrides every origin label.
    pub origin: Option<Origin>,
    /// What is said of the records without being believed.
    pub claim: Option<Origin>,
    /// State shown.
    pub group: Group,
    /// How loud.
    pub level: Level,
    /// Whether there is a flag.
    pub flagged: bool,
    /// How many.
    pub count: u64,
}

impl Tally {
    /// Adds lines of counts that were made elsewhere; lines that say the same become one.
    pub fn from_lines(lines: impl IntoIterator<Item = TallyLine>) -> Self {
        let mut tally = Self::default();
        for line in lines {
            tally.add(line);
        }
        tally.sort();
        tally
    }

    /// The lines, in the order in which they are shown.
    pub fn lines(&self) -> &[TallyLine] {
        &self.0
    }

    /// How many verdicts were counted.
    pub fn total(&self) -> u64 {
        self.count(|_| true)
    }

    /// How many of them are on lines of that kind.
    pub fn count(&self, counts: impl Fn(&TallyLine) -> bool) -> u64 {
        self.0.iter().filter(|line| counts(line)).fold(0, |sum, line| sum.saturating_add(line.count))
    }

    /// How loud the loudest line is; quiet where there is none.
    pub fn level(&self) -> Level {
        self.0.iter().map(|line| line.level).max().unwrap_or(Level::Quiet)
    }

    /// The line that covers more than four fifths of a whole, in whole numbers: it is said once above, and the others are its
    /// exceptions.
    pub fn usual(&self, total: u64) -> Option<usize> {
        self.0.iter().position(|line| line.count.saturating_mul(5) > total.saturating_mul(4))
    }

    fn add(&mut self, line: TallyLine) {
        let same = self.0.iter_mut().find(|known| TallyLine { count: line.count, ..**known } == line);
        match same {
            Some(known) => known.count = known.count.saturating_add(line.count),
            None if line.count > 0 => self.0.push(line),
            None => {}
        }
    }

    fn sort(&mut self) {
        // Origin and group come last, so that equal counts stand in one order, whatever they were made from.
        let key = |line: &TallyLine| {
            let TallyLine { origin, claim, group, level, flagged, count } = *line;
            (Reverse(level), Reverse(flagged), Reverse(count), origin, group, claim)
        };
        heapsort(&mut self.0, &|one, other| key(one) < key(other));
    }
}

impl<V: Borrow<Verdict>> FromIterator<V> for Tally {
    fn from_iter<I: IntoIterator<Item = V>>(verdicts: I) -> Self {
        Self::from_lines(verdicts.into_iter().map(|verdict| TallyLine::of(verdict.borrow())))
    }
}

impl TallyLine {
    /// The line of one verdict.
    pub fn of(verdict: &Verdict) -> Self {
        let Disclosure { group, level, origin, .. } = verdict.disclose();
        Self {
            origin: origin.is_some().then_some(verdict.origin),
            claim: verdict.claimed_origin,
            group,
            level,
            flagged: !verdict.flags.is_empty(),
            count: 1,
        }
    }

    /// Whether somebody should look at it before anything is done with it.
    pub fn needs_attention(&self) -> bool {
        self.level >= Level::Caution
    }

    /// Whether "Hide synthetic records" is about it: what is synthetic or said to be, whoever says so, and nothing else.
    pub fn is_synthetic(&self) -> bool {
        [self.origin, self.claim].contains(&Some(Origin::Synthetic))
    }

    /// What tells it from every other line, the count aside: its codes, parted by points, such as `origin.synthetic.verified.notice`.
    /// Filters go by it.
    pub fn key(&self) -> String {
        let Self { origin, claim, group, level, flagged, .. } = *self;
        let said =
            |kind: &'static str, origin: Option<Origin>| origin.map(|origin| [kind, ".", origin.code(), "."]);
        let parts = [said("origin", origin), said("claim", claim)].into_iter().flatten().flatten();
        let rest = [group.code(), ".", level.code(), if flagged { ".flagged" } else { "" }];
        parts.chain(rest).collect()
    }

    /// Whether it is louder than its words say: than its state by itself, without a flag. What is drawn must show it.
    pub fn is_raised(&self) -> bool {
        !self.flagged && self.level > self.group.level() && self.needs_attention()
    }

    /// Keys of its words. Origin first: alone where the seal holds, else with what is the matter; then what is only said of the
    /// records. The first begins a sentence.
    pub fn label(&self) -> Vec<String> {
        let origin = self.origin.map(|origin| joined(&["origin.", origin.code()]));
        let is_trust_said = origin.is_none() || self.group != Group::Verified;
        let trust = is_trust_said.then(|| joined(&["group.", self.group.code()]));
        let claim = self.claim.map(|origin| joined(&["claim.", origin.code()]));
        let flagged = self.flagged.then(|| "badge.flagged".into());
        [origin, trust, claim, flagged].into_iter().flatten().collect()
    }
}
