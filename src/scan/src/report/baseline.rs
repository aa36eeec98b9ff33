//! What was known before: an earlier report, by which findings are marked and none is dropped.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sha2::{Digest as _, Sha256};

use super::fingerprint_set::{FingerprintSet, FingerprintSetBuilder};
use super::line_type::{FINDING_TYPE, SUMMARY_TYPE};
use super::text::{self, counted, grouped, i_json};
use crate::finding::{Finding, Fingerprint, Standing};
use crate::rule::RuleId;
use crate::summary::{Group, Summary};

/// So many fingerprints, of 16 bytes each, are kept in memory; more go to a temporary file.
pub const MAX_IN_MEMORY: usize = 1_000_000;

/// So many groups are kept: as many as a report of SARIF has.
pub const MAX_GROUPS: usize = 25_000;

/// Longest line of a report, in bytes.
const MAX_LINE: u64 = 1 << 20;

/// Largest report of SARIF that is read, in bytes: what is written is at most a tenth of that for code hosts to take it.
const MAX_SARIF: u64 = 1 << 28;

/// Name of the fingerprint of a file and a rule, in SARIF's `partialFingerprints`.
pub const GROUP_FINGERPRINT: &str = "touchmarkGroup/v1";

/// Name of the fingerprint of all rows that a rule found in a file.
pub const ROWS_FINGERPRINT: &str = "touchmarkRows/v1";

/// An earlier report.
#[derive(Debug)]
pub struct Baseline {
    name: String,
    /// Of single findings, where the report has them.
    findings: Option<FingerprintSet>,
    groups: BTreeMap<Fingerprint, KnownGroup>,
    notes: Vec<String>,
    trouble: OnceLock<String>,
}

/// Findings of one rule in one file, as the earlier report has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownGroup {
    /// What makes it the same in another run.
    pub fingerprint: Fingerprint,
    /// The file.
    pub file: String,
    /// The name of the rule.
    pub rule: String,
    /// The sum of the fingerprints, as [`Group::sum`].
    pub rows: u128,
    /// How many there were.
    pub count: u64,
}

/// How a group stands to the earlier report: `baselineState` of SARIF 2.1.0 §3.27.24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupState {
    /// The file had nothing of that kind.
    New,
    /// The same rows.
    Unchanged,
    /// Other rows.
    Updated,
}

impl GroupState {
    /// As SARIF has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Updated => "updated",
        }
    }
}

/// Why a baseline cannot be used: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineError(String);

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BaselineError {}

/// What makes a group the same in another run: its file and its rule.
pub(super) fn group_fingerprint(file: &str, rule: &str) -> Fingerprint {
    let mut hash = Sha256::new();
    // As JSON Lines has the names, so that both kinds of reports make the same.
    for part in [GROUP_FINGERPRINT.into(), i_json(rule), i_json(file)] {
        hash.update(part.as_bytes());
        // No name holds this byte, so no two pairs are written alike.
        hash.update([0xFF]);
    }
    let mut first = [0; 16];
    first.iter_mut().zip(hash.finalize()).for_each(|(to, byte)| *to = byte);
    Fingerprint(first)
}

impl Baseline {
    /// Reads a report that was written before as JSON Lines or SARIF.
    ///
    /// # Errors
    /// What cannot be read, where, and what to do.
    pub fn open(path: &Path) -> Result<Self, BaselineError> {
        let name = text::name(&path.display().to_string());
        let file = File::open(path).map_err(|error| cannot_be_read(&name, &error))?;
        Self::read(&name, &mut BufReader::with_capacity(1 << 16, file), MAX_IN_MEMORY)
    }

    /// As [`Baseline::open`], from wherever. `in_memory` is how many fingerprints may be kept in memory.
    ///
    /// # Errors
    /// As [`Baseline::open`].
    pub fn read(name: &str, reader: &mut dyn BufRead, in_memory: usize) -> Result<Self, BaselineError> {
        let mut first = Vec::new();
        reader.take(MAX_LINE).read_until(b'\n', &mut first).map_err(|error| cannot_be_read(name, &error))?;
        let baseline = Self {
            name: name.to_owned(),
            findings: None,
            groups: BTreeMap::new(),
            notes: Vec::new(),
            trouble: OnceLock::new(),
        };
        // A document of SARIF is no line of ours, on however many lines it stands.
        let is_line = Line::read(&first).is_some();
        let mut whole = Cursor::new(first).chain(reader);
        if is_line { baseline.with_lines(&mut whole, in_memory) } else { baseline.with_sarif(&mut whole) }
    }

    fn with_lines(mut self, reader: &mut dyn BufRead, in_memory: usize) -> Result<Self, BaselineError> {
        let name = self.name.clone();
        let mut findings = FingerprintSetBuilder::new(in_memory);
        let (mut bytes, mut number, mut is_whole, mut ungrouped) = (Vec::new(), 0_u64, false, 0_u64);
        loop {
            bytes.clear();
            let read = reader.take(MAX_LINE).read_until(b'\n', &mut bytes);
            if read.map_err(|error| cannot_be_read(&name, &error))? == 0 {
                break;
            }
            number += 1;
            let at = |problem: &str| {
                let remedy = "Write the report anew with touchmark scan --format jsonl.";
                BaselineError(format!("{name}: line {}: {problem}. {remedy}", grouped(number)))
            };
            if is_whole {
                return Err(at("stands after the summary, which is the last line of a report"));
            }
            let line = Line::read(&bytes).ok_or_else(|| at("is no line of a report"))?;
            if line.kind == SUMMARY_TYPE {
                is_whole = true;
                continue;
            }
            let (Some(fingerprint), Some(file), Some(rule)) =
                (line.fingerprint.as_deref().and_then(from_hexadecimal), line.file, line.rule)
            else {
                return Err(at("lacks a fingerprint, a file or a rule"));
            };
            findings.add(Fingerprint(fingerprint.to_be_bytes())).map_err(|error| no_room(&name, &error))?;
            if !self.count(&file, &rule, fingerprint) {
                ungrouped += 1;
            }
        }
        let findings = findings.build().map_err(|error| no_room(&name, &error))?;
        if let Some(size) = findings.file_size() {
            self.notes.push(format!(
                "The baseline {name} has {}: they are in a temporary file of {} bytes in {}, which goes when the scan ends.",
                counted(findings.len(), "finding"),
                grouped(size),
                text::name(&std::env::temp_dir().display().to_string()),
            ));
        }
        if !is_whole {
            self.notes.push(format!(
                "The baseline {name} ends without its summary: it was cut short. Findings that it lacks read as new."
            ));
        }
        if ungrouped > 0 {
            self.notes.push(format!(
                "The baseline {name} has more files and rules than are kept apart: in SARIF, {} of its findings belong to no \
                 group, and such groups read as new.",
                grouped(ungrouped)
            ));
        }
        self.findings = Some(findings);
        Ok(self)
    }

    /// Counts a finding among those of its file and rule; not where there are too many of these.
    fn count(&mut self, file: &str, rule: &str, fingerprint: u128) -> bool {
        let key = group_fingerprint(file, rule);
        if self.groups.len() >= MAX_GROUPS && !self.groups.contains_key(&key) {
            return false;
        }
        let group = self.groups.entry(key).or_insert_with(|| KnownGroup {
            fingerprint: key,
            file: file.to_owned(),
            rule: rule.to_owned(),
            rows: 0,
            count: 0,
        });
        group.rows = group.rows.wrapping_add(fingerprint);
        group.count += 1;
        true
    }

    fn with_sarif(mut self, reader: &mut dyn BufRead) -> Result<Self, BaselineError> {
        let name = &self.name;
        let fault = |problem: &str| {
            let remedy = "Give a report that touchmark scan wrote with --format jsonl or --format sarif.";
            BaselineError(format!("{name}: {problem}. {remedy}"))
        };
        let mut document = serde_json::Deserializer::from_reader(reader.take(MAX_SARIF));
        let sarif = Sarif::deserialize(&mut document).and_then(|sarif| document.end().map(|()| sarif));
        let sarif = sarif.map_err(|error| match error.classify() {
            serde_json::error::Category::Io => fault(&format!("cannot be read: {error}")),
            _ => fault(&format!(
                "is neither JSON Lines of a scan nor SARIF 2.1.0, or is larger than {} bytes: {}",
                grouped(MAX_SARIF),
                text::words(&error.to_string())
            )),
        })?;
        if sarif.version != "2.1.0" {
            return Err(fault(&format!("is SARIF {}, and not 2.1.0", text::name(&sarif.version))));
        }
        let results = sarif.runs.0;
        if results.unmarked > 0 {
            return Err(fault(&format!(
                "{} without the fingerprints {GROUP_FINGERPRINT} and {ROWS_FINGERPRINT}",
                counted(results.unmarked, "result")
            )));
        }
        self.groups = results.groups;
        Ok(self)
    }

    /// What people should know of it: that it has a temporary file, that it was cut short.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What went wrong while it was asked; findings read as new from there on.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.get().map(String::as_str)
    }

    /// Whether a finding was there before. A report of SARIF knows groups alone: by it, everything is new until
    /// [`Baseline::settle`] has seen all.
    pub fn standing(&self, finding: &Finding) -> Standing {
        let Some(findings) = &self.findings else { return Standing::New };
        match findings.contains(finding.fingerprint) {
            Ok(true) => Standing::Known,
            Ok(false) => Standing::New,
            Err(error) => {
                self.trouble.get_or_init(|| {
                    format!(
                        "The temporary file of the baseline {} cannot be read: {error}. Findings read as new from there on.",
                        self.name
                    )
                });
                Standing::New
            }
        }
    }

    /// Takes groups that are exactly as a report of SARIF has them for known, once everything was found. By JSON Lines all is
    /// settled already.
    pub fn settle(&self, summary: &mut Summary) {
        if self.findings.is_some() {
            return;
        }
        let is_unchanged = |(file, rule): &(Arc<str>, RuleId), group: &Group| {
            self.state(file, &text::rule(&summary.rules, *rule).id, group) == GroupState::Unchanged
        };
        let unchanged: Vec<_> = summary
            .groups
            .iter()
            .filter(|(key, group)| is_unchanged(key, group))
            .map(|(key, _)| key.clone())
            .collect();
        for (file, rule) in unchanged {
            summary.settle(&file, rule);
        }
    }

    /// How a group stands to it.
    pub fn state(&self, file: &str, rule: &str, group: &Group) -> GroupState {
        match self.groups.get(&group_fingerprint(file, rule)) {
            None => GroupState::New,
            Some(known) if known.rows == group.sum => GroupState::Unchanged,
            Some(_) => GroupState::Updated,
        }
    }

    /// What it has and the scan did not find, in the order of files. Of a file that could not be looked at as a whole nothing is said to be
    /// gone, nor where groups were left out.
    pub fn absent(&self, summary: &Summary) -> Vec<&KnownGroup> {
        if summary.left_out > 0 {
            return Vec::new();
        }
        let found: std::collections::BTreeSet<_> = summary
            .groups
            .keys()
            .map(|(file, rule)| group_fingerprint(file, &text::rule(&summary.rules, *rule).id))
            .collect();
        let is_unread =
            |file: &str| summary.files.get(file).is_some_and(|summary| !summary.problems.is_empty());
        let gone = self.groups.iter().filter(|(key, group)| !found.contains(key) && !is_unread(&group.file));
        let mut gone: Vec<_> = gone.map(|(_, group)| group).collect();
        gone.sort_by_key(|group| (&group.file, &group.rule));
        gone
    }
}

fn cannot_be_read(name: &str, error: &io::Error) -> BaselineError {
    let remedy = match error.kind() {
        io::ErrorKind::NotFound => {
            "no such file; check the name, or leave the baseline out for the first scan".to_owned()
        }
        io::ErrorKind::PermissionDenied => "not permitted; check its permissions".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name a report".to_owned(),
        _ => error.to_string(),
    };
    BaselineError(format!("{name} cannot be read: {remedy}"))
}

fn no_room(name: &str, error: &io::Error) -> BaselineError {
    let folder = text::name(&std::env::temp_dir().display().to_string());
    BaselineError(format!(
        "{name} has more than {} findings, and the temporary file for them in {folder} cannot be written: {error}. Make room \
         there, or set TMPDIR to a folder that has it.",
        grouped(MAX_IN_MEMORY as u64)
    ))
}

/// Of 32 hexadecimal digits.
fn from_hexadecimal(text: &str) -> Option<u128> {
    let is_one =
        text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    is_one.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

/// What is read of a line of ours.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    fingerprint: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    file: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    rule: Option<Cow<'a, str>>,
}

impl<'a> Line<'a> {
    /// A line that a scan of ours has written.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(bytes)
            .ok()
            .filter(|line: &Self| [FINDING_TYPE, SUMMARY_TYPE].contains(&&*line.kind))
    }
}

/// What is read of a document of SARIF.
#[derive(Deserialize)]
struct Sarif {
    version: String,
    runs: Runs,
}

/// The results of all runs, kept as they are read: a document need not fit into memory.
struct Runs(Results);

#[derive(Default)]
struct Results {
    groups: BTreeMap<Fingerprint, KnownGroup>,
    /// Results that no scan of ours has written.
    unmarked: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject {
    #[serde(default)]
    rule_id: Option<String>,
    #[serde(default)]
    baseline_state: Option<String>,
    #[serde(default)]
    occurrence_count: Option<u64>,
    #[serde(default)]
    partial_fingerprints: BTreeMap<String, String>,
    #[serde(default)]
    locations: Vec<LocationObject>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LocationObject {
    #[serde(default)]
    physical_location: Option<PhysicalLocationObject>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocationObject {
    #[serde(default)]
    artifact_location: Option<ArtifactLocationObject>,
}

#[derive(Deserialize)]
struct ArtifactLocationObject {
    #[serde(default)]
    uri: Option<String>,
}

impl Results {
    fn add(&mut self, result: ResultObject) -> Result<(), String> {
        if result.baseline_state.as_deref() == Some("absent") {
            return Ok(());
        }
        let print = |name| result.partial_fingerprints.get(name).and_then(|text| from_hexadecimal(text));
        let (Some(group), Some(rows)) = (print(GROUP_FINGERPRINT), print(ROWS_FINGERPRINT)) else {
            self.unmarked += 1;
            return Ok(());
        };
        if self.groups.len() >= MAX_GROUPS {
            return Err(format!("more than {} results", grouped(MAX_GROUPS as u64)));
        }
        let location = result.locations.into_iter().next().and_then(|location| location.physical_location);
        let uri = location.and_then(|location| location.artifact_location).and_then(|artifact| artifact.uri);
        let fingerprint = Fingerprint(group.to_be_bytes());
        let known = KnownGroup {
            fingerprint,
            file: uri.map(|uri| percent_decoded(&uri)).unwrap_or_default(),
            rule: result.rule_id.unwrap_or_default(),
            rows,
            count: result.occurrence_count.unwrap_or(1),
        };
        self.groups.insert(fingerprint, known);
        Ok(())
    }
}

/// The text that a relative reference (RFC 3986 §2.1) stands for.
fn percent_decoded(uri: &str) -> String {
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        let pair = if *first == b'%' { digit(more.first()).zip(digit(more.get(1))) } else { None };
        match pair.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = more.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl<'de> Deserialize<'de> for Runs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Of<'r>(Step, &'r mut Results);
        #[derive(Clone, Copy)]
        enum Step {
            Runs,
            Run,
            Results,
        }
        impl<'de> de::DeserializeSeed<'de> for Of<'_> {
            type Value = ();
            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                match self.0 {
                    Step::Run => deserializer.deserialize_map(self),
                    Step::Runs | Step::Results => deserializer.deserialize_seq(self),
                }
            }
        }
        impl<'de> Visitor<'de> for Of<'_> {
            type Value = ();
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self.0 {
                    Step::Runs => "a list of runs",
                    Step::Run => "a run",
                    Step::Results => "a list of results",
                })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
                match self.0 {
                    Step::Results => {
                        while let Some(result) = list.next_element()? {
                            self.1.add(result).map_err(de::Error::custom)?;
                        }
                    }
                    _ => while list.next_element_seed(Of(Step::Run, self.1))?.is_some() {},
                }
                Ok(())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut run: A) -> Result<(), A::Error> {
                while let Some(member) = run.next_key::<String>()? {
                    if member == "results" {
                        run.next_value_seed(Of(Step::Results, self.1))?;
                    } else {
                        run.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(())
            }
        }
        let mut results = Results::default();
        de::DeserializeSeed::deserialize(Of(Step::Runs, &mut results), deserializer)?;
        Ok(Self(results))
    }
}
