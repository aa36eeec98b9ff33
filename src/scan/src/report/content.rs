//! What reports are made of, and how a scan ends.

use std::sync::Arc;

use touchmark::Timestamp;

use super::baseline::Baseline;
use super::text::{counted, grouped};
use crate::rule::{RuleId, Severity};
use crate::summary::{Counts, Group, Summary};

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// What was found.
    pub summary: &'a Summary,
    /// From which severity on a new finding fails the scan; none does where nothing is said.
    pub fail_on: Option<Severity>,
    /// What was known before, where that was given.
    pub baseline: Option<&'a Baseline>,
    /// When the scan ended, where reports are to say it.
    pub time: Option<Timestamp>,
    /// What tells this scan from others of the same files, such as its target: the category of SARIF's `automationDetails`.
    pub category: Option<&'a str>,
}

/// How a scan ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that fails it was found.
    Clean,
    /// Something that fails it was found.
    Findings,
    /// Not everything could be looked at, whatever else was found.
    Incomplete,
}

impl Outcome {
    /// The exit code of the command.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Incomplete => 3,
        }
    }

    /// How loud it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::Clean => Severity::Note,
            Self::Findings | Self::Incomplete => Severity::Error,
        }
    }
}

impl<'a> Content<'a> {
    /// How the scan ends.
    pub fn outcome(&self) -> Outcome {
        match () {
            () if self.summary.is_incomplete() => Outcome::Incomplete,
            () if self.failing() > 0 => Outcome::Findings,
            () => Outcome::Clean,
        }
    }

    /// What the exit code will be and why: a line or two.
    pub fn closing(&self) -> String {
        let failing = self.failing();
        let findings = counted(failing, "new finding");
        match (self.outcome(), self.fail_on) {
            (Outcome::Incomplete, _) => {
                let files = counted(self.problem_files(), "file");
                let besides = match self.fail_on.filter(|_| failing > 0) {
                    Some(from) => format!(" Besides, {findings} {}.", weigh(from, failing)),
                    None => String::new(),
                };
                format!(
                    "Exit code 3: {files} could not be looked at as a whole. What is in there is not known.{besides}"
                )
            }
            (Outcome::Findings, Some(from)) => {
                format!("Exit code 1: {findings} {}. The scan fails on these.", weigh(from, failing))
            }
            (_, Some(from)) => format!("Exit code 0: no new finding {}.", weigh(from, 1)),
            (_, None) => "Exit code 0: the scan was told to fail on nothing.".to_owned(),
        }
    }

    /// How many new findings fail the scan.
    pub(super) fn failing(&self) -> u64 {
        let by_severity = self.summary.findings.iter().map(|[new, _]| *new);
        self.failing_of(by_severity)
    }

    /// The same of a group.
    pub(super) fn failing_in(&self, group: &Group) -> u64 {
        self.failing_of(group.new_by_severity.iter().copied())
    }

    fn failing_of(&self, new_by_severity: impl Iterator<Item = u64>) -> u64 {
        let Some(from) = self.fail_on else { return 0 };
        let counted = Severity::ALL.iter().zip(new_by_severity).filter(|(severity, _)| **severity >= from);
        counted.map(|(_, count)| count).sum()
    }

    /// How many files could not be looked at as a whole.
    pub(super) fn problem_files(&self) -> u64 {
        self.summary.files.values().filter(|file| !file.problems.is_empty()).map(|_| 1).sum()
    }

    /// Every problem, with its file.
    pub(super) fn problems(&self) -> impl Iterator<Item = (&'a Arc<str>, &'a str)> + use<'a> {
        let files = self.summary.files.iter();
        files.flat_map(|(name, file)| file.problems.iter().map(move |problem| (name, problem.as_str())))
    }

    /// New and known findings in all.
    pub(super) fn totals(&self) -> [u64; 2] {
        let all = self.summary.findings.iter();
        all.fold([0, 0], |[new, known], [more_new, more_known]| [new + more_new, known + more_known])
    }

    /// Findings that are in the totals and in no group.
    pub(super) fn ungrouped(&self) -> u64 {
        let grouped: u64 = self.summary.groups.values().map(|group| group.new + group.known).sum();
        self.totals().iter().sum::<u64>().saturating_sub(grouped)
    }

    /// Records that are in the totals and in no file.
    pub(super) fn unfiled(&self) -> u64 {
        let mut filed = Counts::default();
        for file in self.summary.files.values() {
            filed.add_all(&file.counts);
        }
        self.summary.counts.total().saturating_sub(filed.total())
    }

    /// What the totals hold and no list does, where there is such.
    pub(super) fn left_out(&self) -> Option<String> {
        let (findings, records) = (self.ungrouped(), self.unfiled());
        (findings > 0 || records > 0 || self.summary.left_out > 0).then(|| {
            format!(
                "Only the totals count {} and {}: there were too many files or rules to list all. Scan fewer files at a time, \
                 or use JSON Lines, which has every finding.",
                counted(findings, "further finding"),
                counted(records, "further record"),
            )
        })
    }

    /// What was looked at, in a sentence.
    pub(super) fn scanned(&self) -> String {
        let summary = self.summary;
        let files = counted(u64::try_from(summary.files.len()).unwrap_or(u64::MAX), "file");
        let [new, known] = self.totals();
        let beyond = if self.unfiled() > 0 { ", and more" } else { "" };
        let records = counted(summary.counts.total(), "record");
        let findings = match (new, known) {
            (0, 0) => "Nothing was found.".to_owned(),
            (new, 0) => format!("{}.", counted(new, "finding")),
            (new, known) => format!(
                "{}, {} new and {} known.",
                counted(new + known, "finding"),
                grouped(new),
                grouped(known)
            ),
        };
        format!("{records} in {files}{beyond}. {findings}")
    }

    /// Groups with the gravest first; what is new before what was known.
    pub(super) fn groups_by_weight(&self) -> Vec<(&'a Arc<str>, RuleId, &'a Group)> {
        let mut groups: Vec<_> =
            self.summary.groups.iter().map(|((file, rule), group)| (file, *rule, group)).collect();
        groups.sort_by_key(|(.., group)| std::cmp::Reverse((group.severity, group.new > 0)));
        groups
    }
}

/// "is an error", "are warnings or worse".
fn weigh(from: Severity, count: u64) -> String {
    let worse = if from == Severity::Error { "" } else { " or worse" };
    match (count, from) {
        (1, Severity::Error) => "is an error".to_owned(),
        (1, _) => format!("is a {}{worse}", from.code()),
        _ => format!("are {}s{worse}", from.code()),
    }
}
