//! Findings of one rule in all files.

use std::borrow::Cow;

use super::content::Content;
use super::text;
use crate::finding::Finding;
use crate::rule::{Rule, RuleId, Severity};

/// Findings of one rule in all files.
#[derive(Clone, Debug)]
pub(super) struct RuleTotal<'a> {
    pub(super) id: RuleId,
    pub(super) rule: Cow<'a, Rule>,
    /// The most that one of them weighs.
    pub(super) severity: Severity,
    pub(super) new: u64,
    pub(super) known: u64,
    pub(super) files: u64,
    /// The first ones, what is new first.
    pub(super) examples: Vec<&'a Finding>,
}

impl<'a> RuleTotal<'a> {
    /// Of each rule that found something, the gravest first, with as many examples as asked for.
    pub(super) fn all(content: &Content<'a>, examples: usize) -> Vec<Self> {
        let mut totals: Vec<Self> = Vec::new();
        let mut at = std::collections::BTreeMap::new();
        // What is new comes first among the groups of a severity, so it is what the examples are of.
        for (_, id, group) in content.groups_by_weight() {
            let index = *at.entry(id).or_insert(totals.len());
            if index == totals.len() {
                let rule = text::rule(&content.summary.rules, id);
                let (severity, examples) = (Severity::Note, Vec::new());
                totals.push(Self { id, rule, severity, new: 0, known: 0, files: 0, examples });
            }
            let Some(total) = totals.get_mut(index) else { continue };
            total.severity = total.severity.max(group.severity);
            total.new += group.new;
            total.known += group.known;
            total.files += 1;
            let room = examples.saturating_sub(total.examples.len());
            total.examples.extend(group.examples.iter().take(room));
        }
        totals.sort_by_key(|total| (std::cmp::Reverse(total.severity), total.id));
        totals
    }

    pub(super) fn found(&self) -> u64 {
        self.new + self.known
    }

    /// How many there are beyond the examples.
    pub(super) fn others(&self) -> u64 {
        self.found().saturating_sub(u64::try_from(self.examples.len()).unwrap_or(u64::MAX))
    }

    /// How many there are and where: "3 new, 1 known, in 2 files".
    pub(super) fn counts(&self) -> String {
        let files = text::counted(self.files, "file");
        match (self.new, self.known) {
            (new, 0) => format!("{} in {files}", text::grouped(new)),
            (0, known) => format!("{} known, none new, in {files}", text::grouped(known)),
            (new, known) => format!("{} new, {} known, in {files}", text::grouped(new), text::grouped(known)),
        }
    }
}
