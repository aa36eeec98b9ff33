use std::collections::BTreeSet;
use std::io::Write as _;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use touchmark_scan::report::{Baseline, MAX_COMPRESSED, MAX_RESULTS, write_sarif};
use touchmark_scan::{Own, Severity, Standing, Summary};
use touchmark_tests::room;

use crate::scene::{Full, assert_visible, content, finding, hostile, plain, wide, written};

/// OASIS's schema: `tests/data/sarif/README.md`.
static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let text = std::fs::read_to_string(room("data/sarif/sarif-schema-2.1.0.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    // This pattern of OASIS's is no regular expression of ECMA-262 with `u`: a bracket closes that never opened.
    for object in ["run", "toolComponent"] {
        let language =
            schema.pointer_mut(&format!("/definitions/{object}/properties/language/pattern")).unwrap();
        *language = language.as_str().unwrap().replace("]?$", "?$").into();
    }
    jsonschema::draft7::new(&schema).unwrap()
});

fn run(text: &str) -> Value {
    let log: Value = serde_json::from_str(text).unwrap();
    let faults: Vec<_> =
        SCHEMA.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(faults, [""; 0]);
    log["runs"][0].clone()
}

#[test]
fn it_is_of_the_schema_whatever_names_hold() {
    let (summary, _) = hostile();
    let text = written(write_sarif, &content(&summary));
    assert_visible(&text);
    let run = run(&text);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), summary.groups.len());
    let count: u64 = results.iter().map(|result| result["occurrenceCount"].as_u64().unwrap()).sum();
    let found: u64 = summary.findings.iter().flatten().sum();
    assert_eq!(count, found);
    for result in results {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        assert!(result["relatedLocations"].as_array().is_none_or(|related| related.len() <= 10));
        let is_known = result["ruleId"] == "stripped";
        assert_eq!(result.get("suppressions").is_some(), is_known, "{result}");
    }
    let files = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(files.len(), 3);
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn a_change_that_breaks_the_form_is_seen() {
    let (summary, _) = plain();
    let log: Value = serde_json::from_str(&written(write_sarif, &content(&summary))).unwrap();
    for (at, value) in [
        ("/runs/0/results/0/level", "fatal".into()),
        ("/runs/0/results/0/occurrenceCount", 0.into()),
        ("/runs/0/results/0/message", "text".into()),
        ("/runs/0/invocations/0/executionSuccessful", Value::Null),
        ("/version", "2.0.0".into()),
    ] {
        let mut changed = log.clone();
        *changed.pointer_mut(at).unwrap() = value;
        assert!(!SCHEMA.is_valid(&changed), "{at}");
    }
}

#[test]
fn a_result_says_what_where_and_how_often() {
    let (summary, _) = plain();
    let run = run(&written(write_sarif, &content(&summary)));
    let first = &run["results"][0];
    assert_eq!(first["ruleId"], "stripped");
    assert_eq!(first["level"], "error");
    assert_eq!(first["locations"][0]["physicalLocation"]["region"]["startLine"], 12);
    let message = first["message"]["text"].as_str().unwrap();
    assert!(message.starts_with("Seal is missing: 1 finding. The registry"), "{message}");
    let related = &first["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "row 12: Contact 003Ws000004k2XpIAI: registry");
    assert_eq!(run["automationDetails"]["id"], "touchmark-scan/");
    assert_eq!(run["invocations"][0]["endTimeUtc"], "2026-11-21T09:00:00Z");
    assert_eq!(run["properties"]["records"], 1_233);
    assert!(first.get("baselineState").is_none());
    let mut of_target = content(&summary);
    of_target.category = Some("production");
    let run = self::run(&written(write_sarif, &of_target));
    assert_eq!(run["automationDetails"]["id"], "touchmark-scan/production/");
}

/// What code hosts tell results apart by stays where rows come in another order, and changes with a row.
#[test]
fn fingerprints_go_by_what_was_found_and_not_by_where() {
    let prints = |numbers: &[u64], moved: u64| {
        let mut summary = Summary::default();
        for number in numbers {
            let mut one = finding(Own::Altered, Severity::Error, "a.csv", *number);
            one.spot.number += moved;
            one.spot.line = Some(one.spot.number);
            summary.add(&one);
        }
        run(&written(write_sarif, &content(&summary)))["results"][0]["partialFingerprints"].clone()
    };
    let before = prints(&[2, 3, 4], 0);
    assert_eq!(before, prints(&[4, 2, 3], 0));
    assert_eq!(before, prints(&[2, 3, 4], 17));
    let after = prints(&[2, 3, 5], 0);
    for name in ["touchmarkGroup/v1", "primaryLocationLineHash"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    assert_ne!(before["touchmarkRows/v1"], after["touchmarkRows/v1"]);
}

#[test]
fn no_more_results_than_code_hosts_take_and_the_gravest_are_kept() {
    let summary = wide(MAX_RESULTS + 1_500);
    let mut text = Vec::new();
    write_sarif(&content(&summary), &mut text).unwrap();
    let run: Value = serde_json::from_slice(&text).unwrap();
    let run = &run["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), MAX_RESULTS);
    assert_eq!(results[0]["level"], "error");
    let said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(said.starts_with("1,500 results are not in this report"), "{said}");
    let mut compressed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    compressed.write_all(&text).unwrap();
    assert!((compressed.finish().unwrap().len() as u64) < MAX_COMPRESSED);
}

#[test]
fn states_are_those_of_the_baseline() {
    let mut before = Summary::default();
    for (rule, number) in [(Own::Altered, 2), (Own::Stripped, 3), (Own::Expired, 4)] {
        before.add(&finding(rule, Severity::Error, "a b.csv", number));
    }
    before.add(&finding(Own::Altered, Severity::Error, "unread.csv", 9));
    let baseline = written(write_sarif, &content(&before));
    let baseline = Baseline::read("before.sarif", &mut baseline.as_bytes(), 10).unwrap();

    let mut after = Summary::default();
    for (rule, number) in [(Own::Altered, 2), (Own::Stripped, 30), (Own::NoOwner, 5)] {
        let mut one = finding(rule, Severity::Error, "a b.csv", number);
        one.standing = baseline.standing(&one);
        assert_eq!(one.standing, Standing::New, "a row of SARIF is not known before all are there");
        after.add(&one);
    }
    after.add_file(&"unread.csv".into(), &Default::default(), vec!["cut short".to_owned()]);
    baseline.settle(&mut after);
    let mut with = content(&after);
    with.baseline = Some(&baseline);
    let text = written(write_sarif, &with);
    let run = run(&text);
    let states: BTreeSet<_> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| {
            let text = |name: &str| result[name].as_str().unwrap().to_owned();
            (text("ruleId"), text("baselineState"), result.get("suppressions").is_some())
        })
        .collect();
    let expected = [
        ("altered", "unchanged", true),
        ("stripped", "updated", false),
        ("no-owner", "new", false),
        ("expired", "absent", false),
    ];
    assert_eq!(states, expected.map(|(rule, state, is_known)| (rule.into(), state.into(), is_known)).into());
    assert_eq!(after.findings[Severity::Error as usize], [2, 1]);
    // What is gone stays gone: an absent result is none of the next baseline's.
    let next = Baseline::read("next.sarif", &mut text.as_bytes(), 10).unwrap();
    assert_eq!(next.absent(&Summary::default()).len(), 3);
}

#[test]
fn a_full_disk_is_said() {
    let (summary, _) = plain();
    assert!(write_sarif(&content(&summary), &mut Full).is_err());
}
