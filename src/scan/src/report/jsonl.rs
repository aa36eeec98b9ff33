//! JSON Lines: a finding a line as it is found, and a last line with the summary. Of the schema `docs/schemas/crm-scan-finding.json`.
//!
//! Each line is canonical (RFC 8785): the members of the types below stand in their order, and the writer escapes as the RFC does.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::content::Content;
use super::line_type::{FINDING_TYPE, SUMMARY_TYPE};
use super::rule_total::RuleTotal;
use super::text::{self, i_json};
use crate::finding::{Finding, RecordKey};
use crate::rule::{Rules, Severity};
use crate::summary::Class;

/// Writes the line of a finding. Whole lines may be written by many threads, and put in order later.
///
/// # Errors
/// What `out` says.
pub fn write_finding(finding: &Finding, rules: &Rules, out: &mut dyn io::Write) -> io::Result<()> {
    let spot = &finding.spot;
    let line = FindingLine {
        detail: finding.detail.as_deref().map(i_json),
        field: spot.field.as_deref().map(i_json),
        file: i_json(&spot.file),
        fingerprint: finding.fingerprint.to_text(),
        grounds: finding
            .grounds
            .iter()
            .map(|ground| GroundLine {
                code: ground.code.code(),
                field: Some(ground.field.as_str()).filter(|field| !field.is_empty()).map(i_json),
            })
            .collect(),
        line: spot.line,
        number: Some(spot.number).filter(|number| *number > 0),
        record: Some(&finding.record).filter(|record| **record != RecordKey::default()).map(|record| {
            RecordLine {
                id: record.id.as_deref().map(i_json),
                object: record.object.as_deref().map(i_json),
                uuid: record.uuid.as_deref().map(i_json),
            }
        }),
        rule: i_json(&text::rule(rules, finding.rule).id).into_owned(),
        severity: finding.severity.code(),
        standing: finding.standing.code(),
        kind: FINDING_TYPE,
        unit: spot.unit.code(),
    };
    write_line(&line, out)
}

/// Writes the last line.
///
/// # Errors
/// What `out` says.
pub fn write_summary(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let summary = content.summary;
    let severities = Severity::ALL.iter().zip(&summary.findings);
    let totals = RuleTotal::all(content, 0);
    let line = SummaryLine {
        classes: Class::ALL.iter().map(|class| (class.code(), summary.counts.of(*class))).collect(),
        exit_code: content.outcome().exit_code(),
        files: u64::try_from(summary.files.len()).unwrap_or(u64::MAX),
        findings: severities
            .map(|(severity, [new, known])| (severity.code(), Found { known: *known, new: *new }))
            .collect(),
        is_complete: !summary.is_incomplete(),
        left_out: summary.left_out,
        problems: content
            .problems()
            .map(|(file, problem)| ProblemLine { file: i_json(file), problem: i_json(problem) })
            .collect(),
        records: summary.counts.total(),
        rules: totals
            .iter()
            .map(|total| RuleLine {
                files: total.files,
                known: total.known,
                new: total.new,
                rule: i_json(&total.rule.id),
                severity: total.severity.code(),
            })
            .collect(),
        time: content.time.map(|time| time.to_text()),
        kind: SUMMARY_TYPE,
        version: env!("CARGO_PKG_VERSION"),
    };
    write_line(&line, out)
}

fn write_line(line: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct FindingLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Cow<'a, str>>,
    file: Cow<'a, str>,
    fingerprint: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    grounds: Vec<GroundLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<RecordLine<'a>>,
    rule: String,
    severity: &'static str,
    standing: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    unit: &'static str,
}

#[derive(Serialize)]
struct GroundLine<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct RecordLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uuid: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SummaryLine<'a> {
    classes: BTreeMap<&'static str, u64>,
    exit_code: u8,
    files: u64,
    findings: BTreeMap<&'static str, Found>,
    is_complete: bool,
    left_out: u64,
    problems: Vec<ProblemLine<'a>>,
    records: u64,
    rules: Vec<RuleLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Found {
    known: u64,
    new: u64,
}

#[derive(Serialize)]
struct ProblemLine<'a> {
    file: Cow<'a, str>,
    problem: Cow<'a, str>,
}

#[derive(Serialize)]
struct RuleLine<'a> {
    files: u64,
    known: u64,
    new: u64,
    rule: Cow<'a, str>,
    severity: &'static str,
}
