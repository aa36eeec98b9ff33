//! What was found in a scan, counted, with a few examples of each: as much memory for ten records as for ten million.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Standing};
use crate::rule::{RuleId, Rules, Severity};
use crate::suspicion::Suspicion;

/// What a record is, so that every record of a scan is counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Sealed, and the seal holds: made up.
    Synthetic,
    /// Sealed, and the seal holds: written by AI, or in part.
    AiWritten,
    /// Sealed, and the seal holds: masked.
    Masked,
    /// Sealed, and the seal holds: recorded.
    Recorded,
    /// Sealed, and something is wrong: the seal does not hold, or not here, or no more.
    Broken,
    /// Sealed, and the seal could not be checked.
    NotChecked,
    /// Says of itself what it is.
    Declared,
    /// Test data by its looks.
    Suspected,
    /// Nobody said anything.
    Unlabelled,
}

impl Class {
    /// Every one, in the order in which reports have them.
    pub const ALL: [Self; 9] = [
        Self::Synthetic,
        Self::AiWritten,
        Self::Masked,
        Self::Recorded,
        Self::Broken,
        Self::NotChecked,
        Self::Declared,
        Self::Suspected,
        Self::Unlabelled,
    ];

    /// What a record is that nothing marks, by its looks.
    pub(crate) fn suspecting(self, suspicion: &Suspicion) -> Self {
        match self {
            Self::Unlabelled if suspicion.is_raised() => Self::Suspected,
            class => class,
        }
    }

    /// Its stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Synthetic => "synthetic",
            Self::AiWritten => "ai-written",
            Self::Masked => "masked",
            Self::Recorded => "recorded",
            Self::Broken => "broken",
            Self::NotChecked => "not-checked",
            Self::Declared => "declared",
            Self::Suspected => "suspected",
            Self::Unlabelled => "unlabelled",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Synthetic => "Synthetic, sealed",
            Self::AiWritten => "Written by AI, sealed",
            Self::Masked => "Masked, sealed",
            Self::Recorded => "Recorded, sealed",
            Self::Broken => "Sealed, and something is wrong",
            Self::NotChecked => "Seal not checked",
            Self::Declared => "Declared, not sealed",
            Self::Suspected => "Suspected test data",
            Self::Unlabelled => "No label",
        }
    }
}

/// How many records of each class there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u64; Class::ALL.len()]);

impl Counts {
    /// Counts a record.
    pub fn add(&mut self, class: Class) {
        if let Some(count) = self.0.get_mut(class as usize) {
            *count += 1;
        }
    }

    /// Adds others.
    pub fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// Takes others away, as far as they are there.
    pub fn remove_all(&mut self, other: &Self) {
        for (count, less) in self.0.iter_mut().zip(other.0) {
            *count = count.saturating_sub(less);
        }
    }

    /// How many records are of a class.
    pub fn of(&self, class: Class) -> u64 {
        self.0.get(class as usize).copied().unwrap_or_default()
    }

    /// How many records there are.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// So many examples are kept of each group, the first.
pub const EXAMPLES: usize = 10;

/// While there are no more groups than this, each keeps [`EXAMPLES`]; from there on a group keeps its first alone. 20,000 groups of ten took
/// 110 MB.
pub const FULL_GROUPS: usize = 2_000;

/// So many groups, and so many files, are kept apart; what comes after is counted in one. GitHub takes 25,000 results a run.
pub const MAX_GROUPS: usize = 20_000;

/// Findings of one rule in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many are new, and how many the baseline knows.
    pub new: u64,
    /// See [`Group::new`].
    pub known: u64,
    /// The new ones by severity, as [`Severity`] orders them.
    pub new_by_severity: [u64; Severity::ALL.len()],
    /// The most that one of them weighs.
    pub severity: Severity,
    /// The sum of their fingerprints, so that it is the same in whatever order they come.
    pub sum: u128,
    /// The first of them.
    pub examples: Vec<Finding>,
}

/// One file that was scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSummary {
    /// Its records by class.
    pub counts: Counts,
    /// Why not all of it could be looked at: each what is wrong, where, and what to do.
    pub problems: Vec<String>,
}

/// What a scan found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The rules that were looked by.
    pub rules: Rules,
    /// Each file, by its name as [`crate::Spot`] has it.
    pub files: BTreeMap<Arc<str>, FileSummary>,
    /// Findings by file and rule.
    pub groups: BTreeMap<(Arc<str>, RuleId), Group>,
    /// The records of all files.
    pub counts: Counts,
    /// Findings of groups, and files, beyond [`MAX_GROUPS`], which are in the totals alone.
    pub left_out: u64,
    /// Findings in all: new and known, by severity, as [`Severity`] orders them.
    pub findings: [[u64; 2]; Severity::ALL.len()],
}

impl Summary {
    /// Counts a finding.
    pub fn add(&mut self, finding: &Finding) {
        let is_known = finding.standing == Standing::Known;
        if let Some(count) = self
            .findings
            .get_mut(finding.severity as usize)
            .and_then(|counts| counts.get_mut(usize::from(is_known)))
        {
            *count += 1;
        }
        let key = (Arc::clone(&finding.spot.file), finding.rule);
        let groups = self.groups.len() + usize::from(!self.groups.contains_key(&key));
        if groups > MAX_GROUPS {
            self.left_out += 1;
            return;
        }
        let examples = if groups > FULL_GROUPS { 1 } else { EXAMPLES };
        let group = self.groups.entry(key).or_insert_with(|| Group {
            new: 0,
            known: 0,
            new_by_severity: [0; Severity::ALL.len()],
            severity: Severity::Note,
            sum: 0,
            examples: Vec::new(),
        });
        *if is_known { &mut group.known } else { &mut group.new } += 1;
        if let Some(count) = group.new_by_severity.get_mut(finding.severity as usize).filter(|_| !is_known) {
            *count += 1;
        }
        group.severity = group.severity.max(finding.severity);
        group.sum = group.sum.wrapping_add(u128::from_be_bytes(finding.fingerprint.0));
        if group.examples.len() < examples {
            group.examples.push(finding.clone());
        }
    }

    /// Counts a file that was scanned, or a part of one.
    pub fn add_file(&mut self, name: &Arc<str>, counts: &Counts, problems: Vec<String>) {
        self.counts.add_all(counts);
        if self.files.len() >= MAX_GROUPS && !self.files.contains_key(name) && problems.is_empty() {
            self.left_out += 1;
            return;
        }
        let file = self.files.entry(Arc::clone(name)).or_default();
        file.counts.add_all(counts);
        file.problems.extend(problems);
    }

    /// Takes the new findings of a group for known, as a baseline tells once all of them are there. Totals follow.
    pub fn settle(&mut self, file: &Arc<str>, rule: RuleId) {
        let Some(group) = self.groups.get_mut(&(Arc::clone(file), rule)) else { return };
        for (counts, moved) in self.findings.iter_mut().zip(&mut group.new_by_severity) {
            let [new, known] = counts;
            *new = new.saturating_sub(*moved);
            *known += std::mem::take(moved);
        }
        group.known += std::mem::take(&mut group.new);
        for example in &mut group.examples {
            example.standing = Standing::Known;
        }
    }

    /// Whether something could not be looked at.
    pub fn is_incomplete(&self) -> bool {
        self.files.values().any(|file| !file.problems.is_empty())
    }
}
