//! SARIF 2.1.0 (OASIS, with Errata 01): a result for each file and rule.
//!
//! GitHub's limits are kept: <https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support>. The gravest
//! results come first, and what is left out is said in a notification.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::baseline::{GROUP_FINGERPRINT, GroupState, KnownGroup, ROWS_FINGERPRINT, group_fingerprint};
use super::content::{Content, Outcome};
use super::text::{about, counted, grouped, line, name, place, record, rule, words};
use crate::finding::{Finding, Fingerprint, Unit};
use crate::rule::{Rule, RuleId, Severity};
use crate::summary::{Class, EXAMPLES, Group};

/// Most results of a run: GitHub refuses more.
pub const MAX_RESULTS: usize = 25_000;

/// Most bytes of the report once it is compressed by gzip: GitHub refuses more than 10 MB.
pub const MAX_COMPRESSED: u64 = 10_000_000;

/// What is kept free of that for the end of the report, and for what the compressor has not yet written.
const RESERVE: u64 = 1 << 20;

/// Bytes of what could not be looked at, before they are compressed.
const MAX_NOTIFICATIONS: usize = 1 << 19;

/// Where names begin: whoever reads the report knows the folder.
const BASE: &str = "%SRCROOT%";

/// Name of the fingerprint that GitHub tells alerts apart by, within a file and a rule. There is one result for these, so that it is
/// always the same; where it is missing, the lines around are taken, which move as rows do.
const GITHUB_FINGERPRINT: &str = "primaryLocationLineHash";

/// Writes the report.
///
/// # Errors
/// What `out` says.
pub fn write_sarif(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    write_within(content, out, MAX_COMPRESSED.saturating_sub(RESERVE))
}

fn write_within(content: &Content<'_>, out: &mut dyn io::Write, compressed: u64) -> io::Result<()> {
    let mut out = Measured { out, compressor: GzEncoder::new(Counter(0), Compression::fast()) };
    let (unread, unsaid) = unread(content)?;
    out.write_all(br#"{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","#)?;
    out.write_all(br#""version":"2.1.0","runs":[{"tool":"#)?;
    out.json(&Tool::of(content))?;
    out.write_all(br#","automationDetails":"#)?;
    let category = content.category.map(|category| format!("{}/", name(category))).unwrap_or_default();
    out.json(&Automation { id: format!("touchmark-scan/{category}") })?;
    out.write_all(br#","columnKind":"utf16CodeUnits","originalUriBaseIds":{"%SRCROOT%":"#)?;
    out.json(&Base { description: Message::of("The folder that the scan began in.") })?;
    out.write_all(br#"},"results":["#)?;

    let groups = content.groups_by_weight();
    let gone = content.baseline.map(|baseline| baseline.absent(content.summary)).unwrap_or_default();
    let all = groups.len() + gone.len();
    let results = groups
        .iter()
        .map(|(file, id, group)| ResultObject::of(content, file, *id, group))
        .chain(gone.iter().map(|known| ResultObject::gone(content, known)));
    let mut written = 0;
    for result in results.take(MAX_RESULTS) {
        if out.compressor.get_ref().0 >= compressed {
            break;
        }
        if written > 0 {
            out.write_all(b",")?;
        }
        out.json(&result)?;
        written += 1;
    }

    let mut notifications = unread;
    let unsaid = (unsaid > 0).then(|| format!("{} are not listed here.", counted(unsaid, "further problem")));
    let beyond = u64::try_from(all - written).unwrap_or(u64::MAX);
    let beyond = (beyond > 0).then(|| {
        format!(
            "{} are not in this report, the lightest of {}: code hosts take {} and {} compressed bytes. Use JSON Lines, which has \
             every finding.",
            counted(beyond, "result"),
            grouped(u64::try_from(all).unwrap_or(u64::MAX)),
            grouped(MAX_RESULTS as u64),
            grouped(MAX_COMPRESSED),
        )
    });
    for said in unsaid.into_iter().chain(beyond).chain(content.left_out()) {
        notifications.push(Notification::of(&LEFT_OUT, &said, None));
    }
    let outcome = content.outcome();
    out.write_all(br#"],"invocations":["#)?;
    out.json(&Invocation {
        execution_successful: outcome != Outcome::Incomplete,
        exit_code: outcome.exit_code(),
        exit_code_description: content.closing(),
        end_time_utc: content.time.map(|time| time.to_text()),
        tool_execution_notifications: notifications,
    })?;
    out.write_all(br#"],"properties":"#)?;
    let counts = &content.summary.counts;
    let classes = Class::ALL.iter().map(|class| (class.code(), counts.of(*class))).collect();
    out.json(&Totals { records: counts.total(), classes })?;
    out.write_all(b"}]}\n")
}

/// A notification for each problem, as far as there is room, and how many more there are.
fn unread<'a>(content: &Content<'a>) -> io::Result<(Vec<Notification<'a>>, u64)> {
    let (mut notifications, mut bytes, mut beyond) = (Vec::new(), 0, 0);
    for (file, problem) in content.problems() {
        if bytes < MAX_NOTIFICATIONS {
            let notification = Notification::of(&UNREAD, problem, Some(file));
            bytes += serde_json::to_vec(&notification)?.len();
            notifications.push(notification);
        } else {
            beyond += 1;
        }
    }
    Ok((notifications, beyond))
}

/// What is written, and about how much that is once it is compressed.
struct Measured<'a> {
    out: &'a mut dyn io::Write,
    compressor: GzEncoder<Counter>,
}

struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += u64::try_from(bytes.len()).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Measured<'_> {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.compressor.write_all(bytes)?;
        self.out.write_all(bytes)
    }

    fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.write_all(&serde_json::to_vec(value)?)
    }
}

/// A reference to a file relative to where the scan began (RFC 3986 §4.2), with everything escaped that is not unreserved.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// Plain text of a message (§3.11.5): brackets begin a link there, and braces a placeholder.
#[derive(Serialize)]
struct Message {
    text: String,
}

impl Message {
    fn of(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\\' | '[' | ']' => escaped.extend(['\\', character]),
                '{' | '}' => escaped.extend([character, character]),
                _ => escaped.push(character),
            }
        }
        Self { text: escaped }
    }
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
    notifications: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

impl Tool {
    fn of(content: &Content<'_>) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let rules = content.summary.rules.all().map(|(_, rule)| Descriptor::of(rule)).collect();
        let notifications = vec![Descriptor::of(&UNREAD), Descriptor::of(&LEFT_OUT)];
        let driver = Driver { name: "touchmark", version, semantic_version: version, rules, notifications };
        Self { driver }
    }
}

impl Descriptor {
    fn of(rule: &Rule) -> Self {
        Self {
            id: name(&rule.id),
            short_description: Message::of(&format!("{}.", name(&rule.title))),
            full_description: Message::of(&words(&rule.meaning)),
            help: Message::of(&words(&rule.remedy)),
            default_configuration: Configuration { level: rule.severity.code() },
        }
    }
}

const UNREAD: Rule = Rule {
    id: std::borrow::Cow::Borrowed("could-not-look"),
    title: std::borrow::Cow::Borrowed("Could not be looked at"),
    meaning: std::borrow::Cow::Borrowed(
        "Not all of a file could be looked at. What is in the rest is not known.",
    ),
    remedy: std::borrow::Cow::Borrowed("Do what the message says, and scan again."),
    severity: Severity::Error,
};

const LEFT_OUT: Rule = Rule {
    id: std::borrow::Cow::Borrowed("left-out"),
    title: std::borrow::Cow::Borrowed("Not all is listed"),
    meaning: std::borrow::Cow::Borrowed("There was more than the report may hold."),
    remedy: std::borrow::Cow::Borrowed(
        "Use JSON Lines, which has every finding, or scan fewer files at a time.",
    ),
    severity: Severity::Warning,
};

#[derive(Serialize)]
struct Automation {
    id: String,
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    occurrence_count: u64,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
}

/// A record, as far as it names itself.
#[derive(Serialize)]
struct LogicalLocation {
    name: String,
    kind: &'static str,
}

/// What makes a result the same one in another run.
fn fingerprints(group: Fingerprint, rows: u128) -> BTreeMap<&'static str, String> {
    let group = group.to_text();
    let github = format!("{}:1", group.get(..16).unwrap_or_default());
    [(GITHUB_FINGERPRINT, github), (GROUP_FINGERPRINT, group), (ROWS_FINGERPRINT, format!("{rows:032x}"))]
        .into()
}

impl PhysicalLocation {
    fn of(file: &str, line: Option<u64>) -> Self {
        Self {
            artifact_location: ArtifactLocation { uri: uri(file), uri_base_id: BASE },
            region: line.map(|start_line| Region { start_line }),
        }
    }
}

impl Location {
    /// One of the examples, all of which say where they are and why.
    fn of(id: usize, finding: &Finding) -> Self {
        let about = match about(finding).as_str() {
            "" => String::new(),
            about => format!(": {about}"),
        };
        let logical = record(&finding.record).map(|name| LogicalLocation { name, kind: "record" });
        Self {
            id: Some(id),
            physical_location: PhysicalLocation::of(&finding.spot.file, line(&finding.spot)),
            logical_locations: logical.into_iter().collect(),
            message: Some(Message::of(&format!("{}{about}", place(&finding.spot)))),
        }
    }
}

impl ResultObject {
    fn of(content: &Content<'_>, file: &str, id: RuleId, group: &Group) -> Self {
        let rules = &content.summary.rules;
        let rule = rule(rules, id);
        let count = group.new + group.known;
        let state = content.baseline.map(|baseline| baseline.state(file, &rule.id, group));
        let news = match (content.baseline, group.known) {
            (None, 0) => String::new(),
            _ => format!(", {} of them new", grouped(group.new)),
        };
        let first = group.examples.first();
        // Of a whole file there is nothing to point at in it.
        let examples = group.examples.iter().take(EXAMPLES).filter(|example| example.spot.unit != Unit::File);
        Self {
            rule_id: name(&rule.id),
            rule_index: rules.get(id).map(|_| id.index()),
            level: group.severity.code(),
            message: Message::of(&format!(
                "{}: {}{news}. {} {}",
                name(&rule.title),
                counted(count, "finding"),
                words(&rule.meaning),
                words(&rule.remedy),
            )),
            occurrence_count: count,
            locations: [Location {
                id: None,
                physical_location: PhysicalLocation::of(file, first.and_then(|first| line(&first.spot))),
                logical_locations: Vec::new(),
                message: None,
            }],
            related_locations: examples.zip(1..).map(|(example, id)| Location::of(id, example)).collect(),
            partial_fingerprints: fingerprints(group_fingerprint(file, &rule.id), group.sum),
            baseline_state: state.map(GroupState::code),
            suppressions: (group.new == 0 && group.known > 0).then_some([Suppression {
                kind: "external",
                status: "accepted",
                justification: "The baseline has every one of them.",
            }]),
        }
    }

    /// What the baseline has and the scan did not find.
    fn gone(content: &Content<'_>, known: &KnownGroup) -> Self {
        let id = content.summary.rules.find(&known.rule);
        let level =
            id.and_then(|id| content.summary.rules.get(id)).map_or(Severity::Note, |rule| rule.severity);
        Self {
            rule_id: name(&known.rule),
            rule_index: id.map(RuleId::index),
            level: level.code(),
            message: Message::of(&format!(
                "Not found any more: {} of the baseline.",
                counted(known.count, "finding")
            )),
            occurrence_count: known.count,
            locations: [Location {
                id: None,
                physical_location: PhysicalLocation::of(&known.file, None),
                logical_locations: Vec::new(),
                message: None,
            }],
            related_locations: Vec::new(),
            partial_fingerprints: fingerprints(known.fingerprint, known.rows),
            baseline_state: Some("absent"),
            suppressions: None,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    exit_code: u8,
    exit_code_description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time_utc: Option<String>,
    tool_execution_notifications: Vec<Notification<'a>>,
}

#[derive(Serialize)]
struct Notification<'a> {
    descriptor: Reference<'a>,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
struct Reference<'a> {
    id: &'a str,
}

impl Notification<'_> {
    fn of(rule: &'static Rule, message: &str, file: Option<&str>) -> Self {
        let location = file.map(|file| Location {
            id: None,
            physical_location: PhysicalLocation::of(file, None),
            logical_locations: Vec::new(),
            message: None,
        });
        Self {
            descriptor: Reference { id: &rule.id },
            level: rule.severity.code(),
            message: Message::of(&words(message)),
            locations: location.into_iter().collect(),
        }
    }
}

#[derive(Serialize)]
struct Totals {
    records: u64,
    classes: BTreeMap<&'static str, u64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::Summary;

    #[test]
    fn files_are_relative_references() {
        for (file, reference) in [
            ("data/contacts.csv", "data/contacts.csv"),
            ("a b:c?#[%].csv", "a%20b%3Ac%3F%23%5B%25%5D.csv"),
            ("Zoë\u{202e}.csv", "Zo%C3%AB%E2%80%AE.csv"),
        ] {
            assert_eq!(uri(file), reference);
        }
    }

    #[test]
    fn messages_hold_no_link_and_no_placeholder() {
        assert_eq!(Message::of(r"[a](b) {0} c:\d").text, r"\[a\](b) {{0}} c:\\d");
    }

    /// The limit by size, with a small one: what is written stays whole, and says what it lacks.
    #[test]
    fn what_does_not_fit_is_left_out_and_said() {
        let mut summary = Summary::default();
        for number in 0..4_000_u32 {
            let file = format!("{number}.csv").into();
            summary.add(&Finding {
                rule: crate::rule::Own::Stripped.into(),
                severity: Severity::Error,
                spot: crate::Spot { file, unit: Unit::Row, number: 2, line: Some(2), field: None },
                record: crate::RecordKey::default(),
                detail: None,
                grounds: Vec::new(),
                fingerprint: crate::Fingerprint(u128::from(number).to_be_bytes()),
                standing: crate::Standing::New,
            });
        }
        let content =
            Content { summary: &summary, fail_on: None, baseline: None, time: None, category: None };
        let mut out = Vec::new();
        write_within(&content, &mut out, 100_000).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let run = &read["runs"][0];
        let written = run["results"].as_array().unwrap().len();
        assert!((100..4_000).contains(&written), "{written}");
        let said =
            run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
        assert!(said.starts_with(&counted(4_000 - written as u64, "result")), "{said}");
        let mut compressed = GzEncoder::new(Counter(0), Compression::default());
        compressed.write_all(&out).unwrap();
        assert!(compressed.finish().unwrap().0 < 100_000 + RESERVE);
    }
}
