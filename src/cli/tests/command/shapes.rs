//! The sample files, in every shape: sealed where that makes sense, and checked.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::desk::{Desk, OPEN, TENANT, sample};

const RULES: &str = r#"
[[rule]]
name = "made"
when = { Provenance_Source__c = "synthetic" }
[rule.claims]
isSynthetic = true
generationMethod = "simulations-na"
provenanceSource = "urn:example:snowfakery"
"#;

const ALL: &str = "Email,Phone,Birthdate";

fn desk() -> Desk {
    let desk = Desk::with_key();
    desk.write("rules.toml", RULES);
    desk
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// How many verdicts of a file have that trust.
fn count(verdicts: &[Value], trust: &str) -> usize {
    verdicts.iter().filter(|verdict| verdict["trust"] == trust).count()
}

/// States of the fields that the seal covers.
fn states(verdict: &Value) -> BTreeMap<String, String> {
    let fields = verdict["fields"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let covered = fields.filter(|field| field["state"] != "uncovered");
    covered.map(|field| (text(&field["name"]), text(&field["state"]))).collect()
}

#[test]
fn a_query_result_is_found_within_the_answer_of_the_salesforce_command() {
    let desk = desk();
    let rest = parsed(&sample("rest_query_Contact_page1.json"));
    desk.write("in", json!({"status": 0, "result": rest, "warnings": []}).to_string());
    desk.seal("in", "out", &["--page", "--open-fields", &format!("{OPEN},{ALL}")]).succeeds();
    assert_eq!(count(&desk.verdicts("out"), "verified"), 18);
    assert_eq!(parsed(&desk.read("out"))["status"], 0);
}

#[test]
fn every_sample_that_holds_records_seals_and_verifies() {
    for (file, open, sealed, records) in [
        ("uiapi_getRecord_Contact.json", format!("{OPEN},{ALL}"), 1, 1),
        ("uiapi_listRecords_Contact.json", format!("{OPEN},{ALL}"), 72, 100),
        ("graphql_Contact.json", "Email,Synthetic_Data__c,Provenance_Source__c".to_owned(), 19, 25),
        ("apex_wire_Contact.json", format!("{OPEN},{ALL}"), 36, 50),
        ("sf_tree/Contacts.json", format!("{},{ALL}", OPEN.replace("AccountId,", "")), 86, 120),
        ("rest_query_Contact_page1.json", format!("{OPEN},{ALL}"), 18, 20),
    ] {
        let desk = desk();
        desk.write("in", sample(file));
        let skip: &[&str] = if file.starts_with("sf_tree") { &["--skip", "AccountId"] } else { &[] };
        let ended = desk.seal("in", "out", &[&["--page", "--open-fields", &open], skip].concat()).succeeds();
        let verdicts = desk.verdicts("out");
        let verified = count(&verdicts, "verified");
        assert_eq!((verified, verdicts.len()), (sealed, records), "{file}: {}", ended.stderr);
        // Every seal that was put in holds, and nothing else of the file changed.
        assert!(
            ended.stderr.contains(&format!("Sealed: {verified} of {records}")),
            "{file}: {}",
            ended.stderr
        );
        let (before, after) = (parsed(&desk.read("in")), parsed(&desk.read("out")));
        assert_eq!(without_filled(before), without_filled(after), "{file}");
    }
}

/// The document without what sealing fills.
fn without_filled(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.retain(|name, _| !["Provenance_Seal__c", "Provenance_Id__c"].contains(&name.as_str()));
            members.values_mut().for_each(|member| *member = without_filled(member.take()));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| *value = without_filled(value.take())),
        _ => {}
    }
    value
}

/// The first contact of the samples, with one seal, as each of them shows it.
fn one_contact(desk: &Desk) -> Vec<(&'static str, Value)> {
    desk.write("in.json", sample("rest_query_Contact_page1.json"));
    desk.seal("in.json", "sealed.json", &["--page", "--open-fields", &format!("{OPEN},{ALL}")]).succeeds();
    let sealed = parsed(&desk.read("sealed.json"));
    let (seal, uuid) =
        (&sealed["records"][0]["Provenance_Seal__c"], &sealed["records"][0]["Provenance_Id__c"]);
    let mut files = Vec::new();
    for (file, records, fields) in [
        ("rest_query_Contact_page1.json", "/records", "/0"),
        ("uiapi_getRecord_Contact.json", "", "/fields"),
        ("uiapi_getRecord_Contact_fls_restricted.json", "", "/fields"),
        ("uiapi_listRecords_Contact.json", "/records", "/0/fields"),
        ("graphql_Contact.json", "/data/uiapi/query/Contact/edges", "/0/node"),
        ("apex_wire_Contact.json", "", "/0"),
        ("sf_tree/Contacts.json", "/records", "/0"),
        ("cdc_create_Contact.json", "", "/data/payload"),
    ] {
        let mut document = parsed(&sample(file));
        if let Value::Array(records) = document.pointer_mut(records).unwrap() {
            records.truncate(1);
        }
        let is_wrapped = file.starts_with("uiapi") || file.starts_with("graphql");
        let value = |value: &Value| {
            if is_wrapped { json!({"displayValue": null, "value": value}) } else { value.clone() }
        };
        let shown = document.pointer_mut(&format!("{records}{fields}")).unwrap();
        shown["Provenance_Seal__c"] = value(seal);
        shown["Provenance_Id__c"] = value(uuid);
        files.push((file, document));
    }
    files
}

#[test]
fn one_contact_has_the_same_field_states_in_every_shape() {
    let desk = desk();
    let mut seen = Vec::new();
    for (file, document) in one_contact(&desk) {
        desk.write("view.json", document.to_string());
        let verdicts = desk.verdicts("view.json");
        assert_eq!(verdicts.len(), 1, "{file}");
        let states = states(&verdicts[0]);
        let withheld: Vec<_> =
            states.iter().filter(|(_, state)| *state == "withheld").map(|(name, _)| name.as_str()).collect();
        let expected: &[&str] = match file {
            "uiapi_getRecord_Contact_fls_restricted.json" => &["Birthdate", "Email", "Phone"],
            "graphql_Contact.json" => &[
                "AccountId",
                "Birthdate",
                "FirstName",
                "Generated_At__c",
                "Generation_Method__c",
                "HasOptedOutOfEmail",
                "LastName",
                "MailingCity",
                "Phone",
                "Salutation",
                "Title",
            ],
            "sf_tree/Contacts.json" => &["AccountId"],
            "cdc_create_Contact.json" => &[
                "Birthdate",
                "Generated_At__c",
                "Generation_Method__c",
                "HasOptedOutOfEmail",
                "MailingCity",
                "Phone",
                "Title",
            ],
            _ => &[],
        };
        assert_eq!(withheld, expected, "{file}");
        let trust = if expected.is_empty() { "verified" } else { "verified-partial" };
        assert_eq!(verdicts[0]["trust"], trust, "{file}");
        seen.push((file, states));
    }
    for (a, first) in &seen {
        for (b, second) in &seen {
            for (name, state) in first {
                let both = state != "withheld" && second[name] != "withheld";
                assert!(!both || *state == second[name], "{name} in {a} and {b}");
            }
        }
    }
    // Altered in each of them, it is found in each of them.
    for (file, document) in one_contact(&desk) {
        desk.write("view.json", document.to_string().replace("ca.atkins74@example.org", "other@example.org"));
        let verdict = desk.verdicts("view.json").remove(0);
        let hidden = file.contains("fls_restricted");
        assert_eq!(verdict["trust"], if hidden { "verified-partial" } else { "altered" }, "{file}");
        assert_eq!(states(&verdict)["Email"], if hidden { "withheld" } else { "altered" }, "{file}");
    }
}

#[test]
fn what_an_apex_query_asked_for_can_be_said() {
    let desk = desk();
    desk.write("in.json", sample("rest_query_Contact_page1.json"));
    desk.seal("in.json", "sealed.json", &["--page", "--open-fields", &format!("{OPEN},{ALL}")]).succeeds();
    let sealed = parsed(&desk.read("sealed.json"));
    // As Apex gives them: without attributes, without nulls.
    let records: Vec<Value> = sealed["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| {
            let fields = record.as_object().unwrap().iter();
            let shown = fields.filter(|(name, value)| *name != "attributes" && !value.is_null());
            Value::Object(shown.map(|(name, value)| (name.clone(), value.clone())).collect())
        })
        .collect();
    desk.write("apex.json", Value::from(records).to_string());
    let trust = |options: &[&str]| {
        let ended = desk.verify("apex.json", &[&["--format", "json"], options].concat());
        let verdicts: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
        [count(&verdicts, "verified"), count(&verdicts, "verified-partial")]
    };
    let [whole, partly] = trust(&[]);
    assert!(partly > 0);
    assert_eq!(trust(&["--queried", &format!("{OPEN},{ALL}")]), [whole + partly, 0]);
}

#[test]
fn what_is_no_record_is_checked_and_not_sealed() {
    let desk = desk();
    for (file, said) in [
        ("bulk_ingest_successfulResults.csv", "holds what was sent"),
        ("bulk_ingest_failedResults.csv", "holds what was sent"),
        ("cdc_create_Contact.json", "is a change event"),
        ("cdc_update_provenance_stripped.json", "is a change event"),
    ] {
        desk.write("in", sample(file));
        desk.seal("in", "out", &["--open-fields", "Email"]).fails(3, &[said, "query the record"]);
        assert!(!desk.has("out"), "{file}");
    }
    let verify = |content: String| {
        desk.write("in", content);
        desk.verdicts("in")
    };
    let loaded = verify(sample("bulk_ingest_successfulResults.csv"));
    assert_eq!(loaded[0]["record"]["id"], "003Qx0000080nG1IAI");
    // What was loaded is shown, and not what the org holds: an empty cell there says nothing of a seal.
    let counts = ["declared-unsigned", "unchecked", "unsealed"].map(|trust| count(&loaded, trust));
    assert_eq!((counts, loaded.len()), ([21, 4, 0], 25));
    let failed = verify(sample("bulk_ingest_failedResults.csv"));
    assert_eq!(
        (failed[0]["trust"].as_str(), failed[0]["record"].get("id")),
        (Some("declared-unsigned"), None)
    );
}

#[test]
fn a_stripped_seal_is_said_with_who_made_the_change() {
    let desk = desk();
    desk.write("event.json", sample("cdc_update_provenance_stripped.json"));
    let ended = desk.verify("event.json", &[]);
    assert_eq!(ended.code, 1);
    let said = "This change removed the seal or the fields that say where the record came from. \
                (com/salesforce/api/rest/65.0;client=sync-job Provenance_Id__c, Provenance_Source__c, Synthetic_Data__c)";
    assert!(ended.stdout.contains(said), "{}", ended.stdout);
    // One event a line, as a subscriber writes them down.
    let line = |file: &str| parsed(&sample(file)).to_string();
    let lines = [line("cdc_create_Contact.json"), line("cdc_update_provenance_stripped.json")].join("\n");
    desk.write("events.jsonl", lines);
    let verdicts = desk.verdicts("events.jsonl");
    assert_eq!([&verdicts[0]["trust"], &verdicts[1]["trust"]], ["declared-unsigned", "unchecked"]);
}

#[test]
fn a_page_says_that_there_are_more() {
    let desk = desk();
    for (file, said) in [
        ("rest_query_Contact_page1.json", "nextRecordsUrl"),
        ("uiapi_listRecords_Contact.json", "nextPageToken"),
        ("graphql_Contact.json", "hasNextPage"),
    ] {
        desk.write("in.json", sample(file));
        let ended = desk.verify("in.json", &[]);
        assert!(
            ended.stderr.contains("one page of a longer result") && ended.stderr.contains(said),
            "{file}: {}",
            ended.stderr
        );
    }
    desk.write("in.json", sample("sf_tree/Contacts.json"));
    let args = ["verify", "in.json", "--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox"];
    assert_eq!(desk.run(&args).stderr, "");
}
