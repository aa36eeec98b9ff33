//! Seals, bundles and logs that earlier versions made go on being read, and mean what `expectations.json` beside them
//! says. Where the profile changed a meaning since, the expectation says so and names the rule.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::desk::{Desk, Ended, TENANT, of_repository};

/// The files of one version, in a folder of their own so that a test can change them.
fn copied(version: &str) -> Desk {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let desk = Desk::new();
    copy(&folder(version), &desk.path(""));
    desk
}

fn folder(version: &str) -> PathBuf {
    of_repository("tests/data/earlier").join(version)
}

fn expectations(desk: &Desk) -> Value {
    serde_json::from_str(&desk.read("expectations.json")).unwrap()
}

/// `touchmark verify` as a case says.
fn verify(desk: &Desk, case: &Value, now: &Value) -> Ended {
    let text = |name: &str| case[name].as_str();
    let mut command = desk.command();
    command.args(["verify", text("file").unwrap(), "--format", "json"]);
    command.args(["--trust", text("trust").unwrap_or("trust.json")]);
    command.args(["--policy", text("policy").unwrap_or("policy.json")]);
    command.args(["--object", text("object").unwrap_or("Contact")]);
    command.args(["--now", text("now").or(now.as_str()).unwrap()]);
    if let Some(registry) = text("registry") {
        command.args(["--registry", registry]);
    }
    command.stdin(Stdio::null()).output().unwrap().into()
}

/// What of a case is otherwise than expected.
fn differences(desk: &Desk, case: &Value, now: &Value) -> Vec<String> {
    let ended = verify(desk, case, now);
    let mut compared = vec![("exit code".to_owned(), case["exit"].clone(), json!(ended.code))];
    let expected = case["records"].as_array().unwrap();
    let verdicts: Vec<Value> =
        if ended.code > 1 { Vec::new() } else { serde_json::from_str(&ended.stdout).unwrap() };
    compared.push(("records".to_owned(), json!(expected.len()), json!(verdicts.len())));
    for (expected, verdict) in expected.iter().zip(&verdicts) {
        for (member, found) in told(verdict) {
            let expected = expected.get(member).cloned().unwrap_or(empty(&found));
            compared.push((format!("{}: {member}", verdict["record"]), expected, found));
        }
        // Findings may be added by a later version; none is lost.
        let reasons = verdict["reasons"].as_array().unwrap();
        let reasons: Vec<Value> = reasons.iter().map(|reason| reason["code"].clone()).collect();
        for asked in expected["reasons"].as_array().into_iter().flatten() {
            let found = if reasons.contains(asked) { asked.clone() } else { json!(reasons) };
            compared.push((format!("{}: reasons", verdict["record"]), asked.clone(), found));
        }
    }
    let different = compared.into_iter().filter(|(_, expected, found)| expected != found);
    different
        .map(|(what, expected, found)| {
            format!("{}: {what}: expected {expected}, found {found}", case["name"])
        })
        .collect()
}

/// The members of a verdict that an expectation names; those without content may be left out there.
fn told(verdict: &Value) -> Vec<(&'static str, Value)> {
    let names = |members: &Value| {
        members.as_array().map_or(json!([]), |list| list.iter().map(|one| one["name"].clone()).collect())
    };
    let record = &verdict["record"];
    let mut told = vec![
        ("id", record.get("id").unwrap_or(&record["uuid"]).clone()),
        ("fields", states(verdict)),
        ("approvals", names(&verdict["approvals"])),
        ("witnesses", names(&verdict["log"]["witnesses"])),
    ];
    let whole = ["trust", "origin", "claimedOrigin", "cleanAs", "flags"];
    told.extend(whole.map(|member| (member, verdict.get(member).cloned().unwrap_or(Value::Null))));
    told
}

fn empty(found: &Value) -> Value {
    match found {
        Value::Array(_) => json!([]),
        Value::Object(_) => json!({}),
        _ => Value::Null,
    }
}

/// How many fields match or are not covered, and the names of those in any other state.
fn states(verdict: &Value) -> Value {
    let mut states = json!({});
    for field in verdict["fields"].as_array().unwrap() {
        let state = field["state"].as_str().unwrap();
        let found = &mut states[state];
        if state == "match" || state == "uncovered" {
            *found = json!(found.as_u64().unwrap_or(0) + 1);
        } else if let Some(names) = found.as_array_mut() {
            names.push(field["name"].clone());
        } else {
            *found = json!([field["name"]]);
        }
    }
    states
}

#[test]
fn what_version_0_1_made_is_read_as_the_expectations_say() {
    let desk = copied("0.1");
    let file = expectations(&desk);
    let cases = file["cases"].as_array().unwrap();
    let all: Vec<String> = cases.iter().flat_map(|case| differences(&desk, case, &file["now"])).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));

    // What is said to have changed did.
    for record in cases.iter().flat_map(|case| case["records"].as_array().unwrap()) {
        let Some(changed) = record.get("changed") else { continue };
        assert!(changed["rule"].as_str().unwrap().starts_with('§'), "{changed}");
        for (member, was) in changed["was"].as_object().unwrap() {
            assert_ne!(record.get(member).unwrap_or(&Value::Null), was, "{record}: {member}");
        }
    }

    // No file lies there that no case looks at.
    let named =
        cases.iter().flat_map(|case| ["file", "trust", "policy", "registry"].map(|name| case.get(name)));
    let named: BTreeSet<&str> = named.flatten().filter_map(Value::as_str).collect();
    for part in [".", "vc", "jws", "tlog", "web"] {
        for entry in fs::read_dir(folder("0.1").join(part)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let path = if part == "." { name } else { format!("{part}/{name}") };
            let is_data = path.ends_with(".json") || path.ends_with(".jsonl") || path.ends_with(".csv");
            let by_others = ["expectations.json", "cases.json", "list-3.json", "trust.json", "policy.json"];
            assert!(
                !is_data || named.contains(path.as_str()) || by_others.contains(&path.as_str()),
                "{path} is in no case of expectations.json"
            );
        }
    }
}

/// One character changed, in a seal of each envelope or in what it is judged by, and the case is red.
#[test]
fn a_changed_fixture_is_noticed() {
    for (case, file, from) in [
        ("vc, contact.json", "vc/contact.json", "\\\"proofValue\\\":\\\"z"),
        ("vc, contacts.csv", "vc/contacts.csv", "\"\"isSynthetic\"\":fals"),
        ("jws, contact.json", "jws/contact.json", "\\\"jws\\\":\\\"eyJ"),
        ("tlog, contact.json", "tlog/contact.json", "tlog-proof@v1"),
        ("vc, contacts-rest.json", "vc/contacts-rest.json", "\"LastName\":\"Atk"),
        ("vc, contact-ui-api.json", "vc/contact-ui-api.json", "\\\"salts\\\":{\\\""),
        ("sealed anew", "registry.json", "\"entries\":\""),
        ("did:web", "trust-web.json", "did:web:b"),
        ("a status list", "trust-status.json", "\"encodedList\": \"u"),
        ("a signed bundle", "trust-signed.json", "Example Bank"),
        ("vc, contact.json", "policy.json", "00DQx00000"),
    ] {
        let desk = copied("0.1");
        let text = desk.read(file);
        let at = text.find(from).unwrap_or_else(|| panic!("{file} holds no {from}")) + from.len();
        let changed = if text[at..].starts_with('x') { "y" } else { "x" };
        let next = at + text[at..].chars().next().unwrap().len_utf8();
        desk.write(file, format!("{}{changed}{}", &text[..at], &text[next..]));
        let file = expectations(&desk);
        let case = file["cases"].as_array().unwrap().iter().find(|found| found["name"] == case).unwrap();
        assert_ne!(differences(&desk, case, &file["now"]), [""; 0], "{case:#}");
    }
}

#[test]
fn a_changed_expectation_is_noticed() {
    let desk = copied("0.1");
    let file = expectations(&desk);
    let case =
        |name: &str| file["cases"].as_array().unwrap().iter().find(|case| case["name"] == name).unwrap();
    for (name, pointer, value) in [
        ("a changed field", "/exit", json!(0)),
        ("a changed field", "/records/0/trust", json!("verified")),
        ("a changed field", "/records/0/origin", json!("masked")),
        ("a changed field", "/records/0/reasons", json!(["seal-expected"])),
        ("a changed field", "/records/0/fields/match", json!(8)),
        ("a changed field", "/records/0/fields/altered", json!(["FirstName"])),
        ("a changed field", "/records/0/id", json!("003Qx0000080nG2IAI")),
        ("a seal withdrawn", "/records/0/claimedOrigin", json!("masked")),
        ("claims that sealing took without a word", "/records/0/flags", json!([])),
        ("approved once", "/records/0/approvals", json!([])),
        ("a log that a witness cosigned", "/records/0/witnesses", json!([])),
        ("vc, contact.json", "/records", json!([])),
        ("a bundle too old", "/exit", json!(1)),
    ] {
        let mut changed = case(name).clone();
        assert_eq!(differences(&desk, &changed, &file["now"]), [""; 0]);
        *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{name}: {pointer}")) = value;
        assert_ne!(differences(&desk, &changed, &file["now"]), [""; 0], "{name}: {pointer}");
    }
}

#[test]
fn the_same_seals_pass_as_acceptance_cases() {
    let cases = folder("0.1").join("cases.json");
    let ended = Desk::new().run(&["conform", cases.to_str().unwrap()]).succeeds();
    assert_eq!(ended.stdout, "37 passed, 0 failed\n");
}

/// Every command that takes a seal, a bundle or a log takes those of before.
#[test]
fn what_version_0_1_made_can_be_worked_on() {
    let desk = copied("0.1");
    let now = ["--now", "2026-12-01T09:00:00Z"];
    let run = |args: &[&str]| desk.run(&[args, &now].concat()).succeeds();
    let expected = ["--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox"];

    // Proofs are made anew from the log's folder, to the byte.
    desk.run(&["log", "prove", "log", "tlog/contacts.csv", "--out", "proved.csv", "--trust", "trust.json"])
        .succeeds();
    assert_eq!(desk.read("proved.csv"), desk.read("tlog/contacts-witnessed.csv"));

    // The bundle takes further parties, who work on what is there.
    run(&["keygen", "--role", "approver", "--out", "a.pem", "--trust", "trust.json", "--name", "Later"]);
    run(&[
        "keygen",
        "--role",
        "registry",
        "--out",
        "r.pem",
        "--trust",
        "trust.json",
        "--name",
        "later.example/r",
    ]);
    run(&[
        "keygen",
        "--role",
        "witness",
        "--out",
        "w.pem",
        "--trust",
        "trust.json",
        "--name",
        "later.example/w",
    ]);
    run(&["log", "cosign", "log", "--key", "w.pem", "--seen", "mine.txt", "--trust", "trust.json"]);
    run(&[
        &["approve", "vc/contacts-approved-twice.csv", "--out", "thrice.csv", "--key", "a.pem"],
        &expected[..],
    ]
    .concat());
    assert_eq!(desk.read("thrice.csv").matches("previousProof").count(), 15);
    run(&[&["registry", "vc/contacts.csv", "--out", "later.json", "--key", "r.pem"], &expected[..]].concat());
    desk.run(&["trust", "keygen", "--out", "p.pem"]).succeeds();
    run(&["trust", "sign", "trust-status.json", "--key", "p.pem", "--out", "signed.json"]);

    // A new key seals anew what the old one sealed, and names the seal before.
    let seals = |file: &str| -> Vec<Value> {
        let records: Vec<Value> = serde_json::from_str(&desk.read(file)).unwrap();
        let texts = records.iter().map(|record| record["Provenance_Seal__c"].as_str().unwrap());
        texts.map(|text| serde_json::from_str::<Value>(text).unwrap()["vc"].take()).collect()
    };
    run(&["keygen", "--out", "k.pem", "--trust", "new.json", "--name", "Later"]);
    let rules = ["--rules", "source/rules.toml", "--object", "Contact", "--skip", "AccountId"];
    let open = "FirstName,LastName,Email,Phone,HasOptedOutOfEmail,Synthetic_Data__c,Provenance_Source__c,Generated_At__c";
    let scope = ["--tenant", TENANT, "--environment", "sandbox", "--open-fields", open, "--replace"];
    let files = ["seal", "vc/contacts-array.json", "--out", "anew.json", "--key", "k.pem"];
    run(&[&files[..], &rules, &scope].concat());
    for (before, after) in seals("vc/contacts-array.json").iter().zip(seals("anew.json")) {
        assert_eq!(after["credentialSubject"]["provenance"]["previousSeal"], before["id"]);
    }
}
