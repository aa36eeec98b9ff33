//! The settings of a scan: what they say of a rule, and what is refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use serde_json::{Value, json};
use touchmark::Timestamp;
use touchmark_scan::{Pack, Rules, Settings, Severity};
use touchmark_tests::room;
use touchmark_tests::schema::{Schema, changed};

/// The rules of a scan with every pack that ships.
fn rules() -> Rules {
    let mut rules = Rules::default();
    for pack in Pack::all_shipped() {
        for rule in pack.rules() {
            rules.add(rule).unwrap();
        }
    }
    rules
}

fn read(settings: &Value) -> Result<Settings, String> {
    Settings::read(&settings.to_string(), "scan.json", &rules()).map_err(|error| error.to_string())
}

fn whole() -> Value {
    json!({
        "scan": "crm-scan/1",
        "owners": {"gdpr": "Data protection", "gdpr/accurate": "Data Office", "stripped": "Integration team"},
        "due": {"error": "P7D", "gdpr": "P4W", "gdpr/accurate": "P0D"},
        "severity": {"gdpr": "note", "gdpr/accurate": "error", "unlabelled": "off", "nist-ai-rmf": "off"},
        "failOn": ["error", "suspected", "retail"],
    })
}

#[test]
fn a_rule_goes_before_its_pack_and_that_before_its_severity() {
    let (rules, settings) = (rules(), read(&whole()).unwrap());
    let rule = |id: &str| rules.get(rules.find(id).unwrap()).unwrap();
    let first = Timestamp::parse("2026-02-27T10:00:00Z").unwrap();
    let table = [
        ("gdpr/accurate", Some("Data Office"), Some(Severity::Error), Some("2026-02-27T10:00:00Z"), true),
        ("gdpr/purpose", Some("Data protection"), Some(Severity::Note), Some("2026-03-27T10:00:00Z"), false),
        ("stripped", Some("Integration team"), Some(Severity::Error), Some("2026-03-06T10:00:00Z"), true),
        ("suspected", None, Some(Severity::Warning), None, true),
        ("retail/owner", None, Some(Severity::Warning), None, true),
        ("hr-records/owner", None, Some(Severity::Warning), None, false),
        ("unlabelled", None, None, None, false),
        ("nist-ai-rmf/roles-known", None, None, None, false),
    ];
    for (id, owner, severity, due, fails) in table {
        assert_eq!(settings.owner(id), owner, "{id}");
        assert_eq!(settings.severity(rule(id)), severity, "{id}");
        let severity = severity.unwrap_or(Severity::Note);
        assert_eq!(settings.due(id, severity, first).map(Timestamp::to_text).as_deref(), due, "{id}");
        assert_eq!(settings.is_failure(id, severity), Some(fails), "{id}");
    }
}

#[test]
fn without_settings_rules_are_as_they_come() {
    let first = Timestamp::parse("2026-02-27T10:00:00Z").unwrap();
    for settings in [Settings::default(), read(&json!({"scan": "crm-scan/1"})).unwrap()] {
        for (_, rule) in rules().all() {
            assert_eq!(settings.severity(rule), Some(rule.severity));
            assert_eq!(settings.owner(&rule.id), None);
            assert_eq!(settings.due(&rule.id, rule.severity, first), None);
            assert_eq!(settings.is_failure(&rule.id, rule.severity), None);
        }
    }
    // Nothing fails the scan, which is not the same as nothing being said.
    let none = read(&json!({"scan": "crm-scan/1", "failOn": []})).unwrap();
    assert_eq!(none.is_failure("stripped", Severity::Error), Some(false));
}

/// What is due after the last day that can be written is never due.
#[test]
fn a_day_that_cannot_be_written_is_none() {
    let settings = read(&json!({"scan": "crm-scan/1", "due": {"error": "P36525D"}})).unwrap();
    let last = Timestamp::parse("9999-01-01T00:00:00Z").unwrap();
    assert_eq!(settings.due("stripped", Severity::Error, last), None);
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place_and_the_remedy() {
    type Change = fn(&mut Value);
    let table: [(Change, &str); 19] = [
        (|all| all["scan"] = "crm-scan/2".into(), "scan: must be \"crm-scan/1\"; is this the right file?"),
        (
            |all| all["owner"] = json!({}),
            "owner: unknown member; known are scan, owners, due, severity, failOn",
        ),
        (|all| all["owners"] = json!([]), "owners: must be an object"),
        (|all| all["owners"]["striped"] = "me".into(), "owners.striped: is no rule or pack of this scan"),
        (|all| all["owners"]["error"] = "me".into(), "owners.error: is no rule or pack of this scan"),
        (|all| all["owners"]["gdpr/owner"] = "me".into(), "owners.gdpr/owner: is no rule or pack"),
        (|all| all["owners"]["gdpr"] = "".into(), "owners.gdpr: must be a name that people can read"),
        (
            |all| all["owners"]["gdpr"] = "a\u{202e}b".into(),
            "owners.gdpr: must be a name that people can read",
        ),
        (|all| all["owners"]["gdpr"] = Value::Null, "owners.gdpr: is missing"),
        (|all| all["due"]["error"] = "7".into(), "due.error: must be days or weeks"),
        (|all| all["due"]["error"] = "P1M".into(), "due.error: must be days or weeks"),
        (|all| all["due"]["error"] = "P-1D".into(), "due.error: must be days or weeks"),
        (|all| all["due"]["error"] = "P36526D".into(), "due.error: must be days or weeks"),
        (|all| all["due"]["fatal"] = "P7D".into(), "due.fatal: is no rule or pack"),
        (|all| all["severity"]["gdpr"] = "high".into(), "severity.gdpr: must be note, warning, error or off"),
        (|all| all["severity"]["note"] = "off".into(), "severity.note: is no rule or pack"),
        (|all| all["failOn"] = "error".into(), "failOn: must be a list"),
        (|all| all["failOn"] = json!(["errors"]), "failOn: names what is no severity, rule or pack"),
        (|all| all["failOn"] = json!([5]), "failOn: names what is no severity, rule or pack"),
    ];
    for (change, said) in table {
        let mut settings = whole();
        change(&mut settings);
        let refusal = read(&settings).unwrap_err();
        assert!(refusal.starts_with("scan.json: ") && refusal.contains(said), "{said}: {refusal}");
    }
    let long = format!("{}{}", whole(), " ".repeat(1 << 20));
    let error = Settings::read(&long, "scan.json", &rules()).unwrap_err();
    assert_eq!(error.to_string(), "scan.json: is longer than 1 MiB; part it");
}

#[test]
fn the_schema_and_the_reader_are_of_one_mind() {
    let schema = Schema::load("scan");
    assert_eq!(schema.faults(&whole()), [""; 0]);
    let (mut refused, mut read_count) = (0, 0);
    for (how, changed) in changed(&whole()) {
        let result = read(&changed);
        // Which rules there are, a schema cannot tell.
        let is_name = result.as_ref().is_err_and(|error| error.contains("rule or pack of this scan"));
        assert!(is_name || schema.accepts(&changed) == result.is_ok(), "{how}: {result:?}");
        *if result.is_ok() { &mut read_count } else { &mut refused } += 1;
    }
    assert!(refused > 50 && read_count > 10, "{refused} {read_count}");
}

#[test]
fn the_settings_in_the_docs_are_read() {
    let docs = std::fs::read_to_string(room("../docs/packs.md")).unwrap();
    let snippets: Vec<_> =
        docs.split("```json scan\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(!snippets.is_empty());
    for text in snippets {
        Settings::read(text, "docs/packs.md", &rules()).unwrap_or_else(|error| panic!("{error}"));
    }
}

proptest! {
    #[test]
    fn any_period_is_read_or_refused(text in "P?-?[0-9]{0,25}[DWM]?") {
        let settings = json!({"scan": "crm-scan/1", "due": {"error": text}});
        let first = Timestamp::parse("2026-02-27T10:00:00Z").unwrap();
        if let Ok(settings) = read(&settings) {
            prop_assert!(settings.due("stripped", Severity::Error, first).is_some_and(|due| due >= first));
        }
    }

    #[test]
    fn any_text_is_refused(text in "\\PC{0,200}") {
        prop_assert!(Settings::read(&text, "x", &Rules::default()).is_err());
    }
}
