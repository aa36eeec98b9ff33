//! The schema of these lines holds lists of the code: `TOUCHMARK_GOLDEN=write cargo test -p touchmark-scan --test reports` writes them anew.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use touchmark_scan::report::{write_finding, write_summary};
use touchmark_scan::{Class, Finding, Rules, Severity, Standing, Unit};
use touchmark_tests::hold_to;
use touchmark_tests::schema::{Schema, changed, path, pointers};

use crate::scene::{Full, content, hostile, plain, written};

const NAME: &str = "crm-scan-finding";

macro_rules! codes {
    ($list:ident) => {
        json!($list::ALL.iter().map(|member| member.code()).collect::<Vec<_>>())
    };
}

#[test]
fn lists_of_the_schema_are_those_of_the_code() {
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(path(NAME)).unwrap()).unwrap();
    let each = |names: &Value, target: &str| {
        let names = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
        names.map(|name| (name, json!({"$ref": target}))).collect::<serde_json::Map<_, _>>()
    };
    let (classes, severities) = (codes!(Class), codes!(Severity));
    for (at, value) in [
        ("/$defs/severity/enum", severities.clone()),
        ("/$defs/finding/properties/standing/enum", codes!(Standing)),
        ("/$defs/finding/properties/unit/enum", codes!(Unit)),
        ("/$defs/summary/properties/classes/properties", each(&classes, "#/$defs/records").into()),
        ("/$defs/summary/properties/classes/required", classes),
        ("/$defs/summary/properties/findings/properties", each(&severities, "#/$defs/found").into()),
        ("/$defs/summary/properties/findings/required", severities),
    ] {
        *schema.pointer_mut(at).unwrap_or_else(|| panic!("{at}")) = value;
    }
    hold_to(&path(NAME), &format!("{schema:#}\n"));
}

fn line(finding: &Finding, rules: &Rules) -> String {
    let mut out = Vec::new();
    write_finding(finding, rules, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Paths of the members of a line, whatever stands in lists.
fn members(line: &Value) -> impl Iterator<Item = String> {
    pointers(line)
        .into_iter()
        .map(|at| at.split('/').filter(|step| step.parse::<usize>().is_err()).collect::<Vec<_>>().join("/"))
}

#[test]
fn every_line_is_canonical_and_of_the_schema_and_every_member_is_written() {
    let schema = Schema::load(NAME);
    let (summary, findings) = hostile();
    let mut lines: Vec<_> = findings.iter().map(|finding| line(finding, &summary.rules)).collect();
    lines.push(written(write_summary, &content(&summary)));
    let mut found = BTreeSet::new();
    for line in &lines {
        let text = line.strip_suffix('\n').unwrap();
        assert!(!text.contains('\n'), "{text}");
        let tree = touchmark::json::parse(text).unwrap();
        assert_eq!(touchmark::jcs::to_string(&tree), text);
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(schema.faults(&value), [""; 0], "{text}");
        found.extend(members(&value));
    }
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path(NAME)).unwrap()).unwrap();
    let described = described(&file, &file["$defs"]["finding"], "")
        .union(&described(&file, &file["$defs"]["summary"], ""))
        .cloned()
        .collect::<BTreeSet<_>>();
    found.remove("");
    assert_eq!(described, found);
}

/// The members that a schema knows.
fn described(root: &Value, at: &Value, path: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Some(target) = at["$ref"].as_str() {
        found.extend(described(root, root.pointer(target.trim_start_matches('#')).unwrap(), path));
    }
    for (name, member) in at["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        found.extend(described(root, member, &path));
        found.insert(path);
    }
    if at["items"].is_object() {
        found.extend(described(root, &at["items"], path));
    }
    found
}

#[test]
fn what_no_scan_writes_is_not_of_the_schema() {
    let schema = Schema::load(NAME);
    let (summary, findings) = hostile();
    let most =
        findings.iter().find(|finding| finding.spot.field.is_some() && finding.record.id.is_some()).unwrap();
    for text in [line(most, &summary.rules), written(write_summary, &content(&summary))] {
        let mut refused = 0;
        for (how, changed) in changed(&serde_json::from_str(&text).unwrap()) {
            if how.ends_with("has another") || how.ends_with("is -5") || how.ends_with("is a fraction") {
                assert!(!schema.accepts(&changed), "{how}");
                refused += 1;
            }
        }
        assert!(refused > 5, "{refused}");
    }
}

#[test]
fn names_come_back_as_they_were() {
    let (summary, findings) = hostile();
    for finding in &findings {
        let value: Value = serde_json::from_str(&line(finding, &summary.rules)).unwrap();
        let expected = finding.spot.file.replace(['\u{ffff}', '\u{fdd0}'], "\u{fffd}");
        assert_eq!(value["file"], expected);
        assert_eq!(value["fingerprint"], finding.fingerprint.to_text());
    }
}

#[test]
fn totals_of_the_summary_add_up() {
    for (summary, findings) in [hostile(), plain()] {
        let last: Value = serde_json::from_str(&written(write_summary, &content(&summary))).unwrap();
        let sum = |value: &Value| -> u64 {
            match value {
                Value::Object(members) => members.values().map(|value| value.as_u64().unwrap()).sum(),
                _ => panic!("{value}"),
            }
        };
        assert_eq!(sum(&last["classes"]), last["records"].as_u64().unwrap());
        let by_severity: u64 = last["findings"].as_object().unwrap().values().map(sum).sum();
        let rules = last["rules"].as_array().unwrap();
        let by_rule: u64 =
            rules.iter().map(|rule| rule["new"].as_u64().unwrap() + rule["known"].as_u64().unwrap()).sum();
        assert_eq!([by_severity, by_rule], [findings.len() as u64; 2]);
        assert_eq!(last["isComplete"], false);
        assert_eq!(last["exitCode"], 3);
    }
}

#[test]
fn a_full_disk_is_said() {
    let (summary, findings) = plain();
    assert!(write_finding(&findings[0], &summary.rules, &mut Full).is_err());
    assert!(write_summary(&content(&summary), &mut Full).is_err());
}
