//! How many records say what: the list as a whole.

use std::borrow::Borrow;
use std::cmp::Reverse;

use touchmark::{Disclosure, Group, Level, Origin, Verdict};
use touchmark_words::{Language, look_up, sentence};

use crate::face::{Tone, Words};
use crate::icon::Icon;

/// Verdicts counted by what may be said of each: what needs attention first, then what is most frequent.
///
/// ```
/// use touchmark_components::Tally;
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

    /// How loud the loudest line is; quiet where there is none.
    pub(crate) fn level(&self) -> Level {
        self.0.iter().map(|line| line.level).max().unwrap_or(Level::Quiet)
    }

    pub(crate) fn count(&self, counts: impl Fn(&TallyLine) -> bool) -> u64 {
        self.0.iter().filter(|line| counts(line)).fold(0, |sum, line| sum.saturating_add(line.count))
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
        self.0.sort_unstable_by_key(|line| {
            (
                Reverse(line.level),
                Reverse(line.flagged),
                Reverse(line.count),
                line.origin,
                line.group,
                line.claim,
            )
        });
    }
}

impl<V: Borrow<Verdict>> FromIterator<V> for Tally {
    fn from_iter<I: IntoIterator<Item = V>>(verdicts: I) -> Self {
        Self::from_lines(verdicts.into_iter().map(|verdict| TallyLine::of(verdict.borrow())))
    }
}

impl TallyLine {
    fn of(verdict: &Verdict) -> Self {
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
    pub(crate) fn needs_attention(&self) -> bool {
        self.level >= Level::Caution
    }

    /// Whether "Hide synthetic records" is about it: what is synthetic or said to be, whoever says so, and nothing else.
    pub(crate) fn is_synthetic(&self) -> bool {
        [self.origin, self.claim].contains(&Some(Origin::Synthetic))
    }

    pub(crate) fn icon(&self, language: Language) -> Icon {
        self.origin.map_or_else(|| Icon::of_group(self.group), |origin| Icon::of_origin(origin, language))
    }

    pub(crate) fn tone(&self) -> Tone {
        let of_level = match self.level {
            Level::Alert => Tone::Invalid,
            Level::Caution => Tone::Caution,
            _ => Tone::Undisclosed,
        };
        self.origin.filter(|_| !self.needs_attention()).map_or(of_level, Tone::of_origin)
    }

    /// Origin first: alone where the seal holds, else with what is the matter; then what is only said of the records.
    pub(crate) fn label(&self, language: Language) -> Words {
        let trust = ["group.", self.group.code()].concat();
        let (mut words, trust) = match self.origin {
            Some(origin) => {
                let words = Words::of(language, &["origin.", origin.code()].concat());
                (words, (self.group != Group::Verified).then_some(trust))
            }
            None => {
                let words = Words::of(language, &trust);
                (Words { text: sentence(&words.text), ..words }, None)
            }
        };
        let claim = self.claim.map(|origin| ["claim.", origin.code()].concat());
        let flagged = self.flagged.then(|| "badge.flagged".to_owned());
        for key in [trust, claim, flagged].into_iter().flatten() {
            if let Some(found) = look_up(language, &key) {
                words.text.push_str(" · ");
                words.text.push_str(found.text);
            }
        }
        words
    }
}
