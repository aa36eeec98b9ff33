//! What people's files hold: real ones that were misread once, and every sibling of theirs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::desk::{Desk, Ended, TENANT, of_repository};

/// The files were sealed on 29 November 2026.
const NOW: &str = "2026-11-30T00:00:00Z";

fn fault(file: &str) -> String {
    of_repository(&format!("tests/data/faults/{file}")).to_str().unwrap().to_owned()
}

fn verify(file: &str, options: &[&str]) -> Ended {
    let (file, trust) = (fault(file), fault("trust.json"));
    let mut args = vec!["verify", &file, "--trust", &trust, "--tenant", "any", "--environment", "sandbox"];
    args.extend(["--now", NOW, "--format", "json"]);
    args.extend(options);
    Desk::new().run(&args)
}

fn trusts(ended: &Ended) -> Vec<String> {
    let verdicts: Vec<Value> =
        serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("no verdicts: {ended:?}"));
    verdicts.iter().map(|verdict| verdict["trust"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn files_that_people_have_read_as_what_they_are() {
    let expectations = std::fs::read_to_string(fault("expectations.json")).unwrap();
    let expectations: Vec<Value> = serde_json::from_str(&expectations).unwrap();
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    for one in &expectations {
        let options = texts(&one["options"]);
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let ended = verify(one["file"].as_str().unwrap(), &options);
        assert_eq!(
            (i64::from(ended.code), trusts(&ended)),
            (one["exit"].as_i64().unwrap(), texts(&one["trust"])),
            "{one} {ended:?}"
        );
    }
    assert!(expectations.len() > 20);
}

#[test]
fn files_that_cannot_be_read_are_told_apart_in_words() {
    for (file, said) in [
        ("01-header-case/space.csv", &["meant to be Provenance_", "rename it"][..]),
        (
            "06-container-read-as-record/error.json",
            &["the API answered with an error", "INVALID_SESSION_ID: Session expired"],
        ),
        ("18-unclear-messages/sep.csv", &[":1: ", "sep=", "remove it"]),
        ("18-unclear-messages/utf16.csv", &[":1: ", "UTF-16", "CSV UTF-8"]),
        ("18-unclear-messages/none.csv", &["found no records"]),
    ] {
        verify(file, &["--object", "Contact"]).fails(3, said);
    }
    let ended = verify("06-container-read-as-record/camel_cdc.json", &["--object", "Contact"]);
    assert!(
        ended.stdout.contains("record-unreadable") && ended.stdout.contains("without its ChangeEventHeader")
    );
}

// --- wrappers

/// One contact as the APIs show it, with and without a seal.
struct Contact {
    id: &'static str,
    last_name: &'static str,
    seal: Option<String>,
}

const IDS: [(&str, &str); 2] = [("003Qx0000080nG1IAI", "Okafor"), ("003Qx0000080nHoIAI", "Lindqvist")];

impl Contact {
    fn fields(&self) -> Vec<(&'static str, Value)> {
        let seal = self.seal.clone().map_or(Value::Null, Value::from);
        vec![("LastName", self.last_name.into()), ("Title", "CEO".into()), ("Provenance_Seal__c", seal)]
    }

    fn rest(&self) -> Value {
        let mut record = json!({"attributes": {"type": "Contact"}, "Id": self.id});
        self.fields().into_iter().for_each(|(name, value)| record[name] = value);
        record
    }

    fn ui(&self) -> Value {
        let mut fields = json!({});
        self.fields()
            .into_iter()
            .for_each(|(name, value)| fields[name] = json!({"displayValue": null, "value": value}));
        json!({"apiName": "Contact", "id": self.id, "fields": fields})
    }

    fn node(&self) -> Value {
        let mut node = json!({"Id": self.id});
        self.fields().into_iter().for_each(|(name, value)| node[name] = json!({"value": value}));
        node
    }
}

/// How much of its answer a wrapper gives.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Extent {
    Whole,
    /// It says that there is more elsewhere.
    Page,
    /// It counts more than there is.
    Short,
    /// It says that a part of it failed.
    Failed,
}

type Wrapper = (&'static str, fn(&[Contact], Extent) -> Option<String>);

fn all(contacts: &[Contact], of: fn(&Contact) -> Value) -> Vec<Value> {
    contacts.iter().map(of).collect()
}

fn query_result(contacts: &[Contact], extent: Extent) -> Option<Value> {
    let mut result = json!({"totalSize": 2, "done": true, "records": all(contacts, Contact::rest)});
    match extent {
        Extent::Whole => {}
        Extent::Page => {
            result["done"] = false.into();
            result["totalSize"] = 4000.into();
            result["nextRecordsUrl"] = "/services/data/v65.0/query/01g-2000".into();
        }
        Extent::Short => result["totalSize"] = 3.into(),
        Extent::Failed => return None,
    }
    Some(result)
}

fn graphql(contacts: &[Contact], extent: Extent, key: &str) -> Option<Value> {
    let edges: Vec<Value> = contacts.iter().map(|contact| json!({"node": contact.node()})).collect();
    let mut answer = json!({"data": {"uiapi": {"query": {key: {"edges": edges, "pageInfo": {"hasNextPage": false}}}}}, "errors": []});
    match extent {
        Extent::Whole => {}
        Extent::Page => answer["data"]["uiapi"]["query"][key]["pageInfo"]["hasNextPage"] = true.into(),
        Extent::Short => return None,
        Extent::Failed => answer["errors"] = json!([{"message": "No such field Phone2", "paths": []}]),
    }
    Some(answer)
}

fn parts(contacts: &[Contact], extent: Extent, of: fn(&Contact) -> Value) -> Option<Vec<Value>> {
    let mut parts: Vec<Value> =
        contacts.iter().map(|contact| json!({"statusCode": 200, "result": of(contact)})).collect();
    match extent {
        Extent::Whole => {}
        Extent::Failed => {
            let error =
                json!([{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]);
            parts.push(json!({"statusCode": 404, "result": error}));
        }
        _ => return None,
    }
    Some(parts)
}

fn lines(values: &[Value]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}

const WRAPPERS: &[Wrapper] = &[
    ("array", |contacts, extent| {
        (extent == Extent::Whole).then(|| json!(all(contacts, Contact::rest)).to_string())
    }),
    ("lines", |contacts, extent| (extent == Extent::Whole).then(|| lines(&all(contacts, Contact::ui)))),
    ("query result", |contacts, extent| Some(query_result(contacts, extent)?.to_string())),
    ("query result, laid out", |contacts, extent| {
        Some(serde_json::to_string_pretty(&query_result(contacts, extent)?).unwrap())
    }),
    ("sf", |contacts, extent| {
        let result = query_result(contacts, if extent == Extent::Failed { Extent::Whole } else { extent })?;
        let mut answer = json!({"status": 0, "result": result, "warnings": []});
        if extent == Extent::Failed {
            answer["status"] = 1.into();
            answer["name"] = "PartialFailure".into();
            answer["message"] = "a part of it failed".into();
        }
        Some(answer.to_string())
    }),
    ("sf, an array", |contacts, extent| {
        (extent == Extent::Whole)
            .then(|| json!({"status": 0, "result": all(contacts, Contact::rest)}).to_string())
    }),
    ("search", |contacts, extent| {
        (extent == Extent::Whole)
            .then(|| json!({"searchRecords": all(contacts, Contact::rest), "metadata": {}}).to_string())
    }),
    ("pages in one array", |contacts, extent| {
        let (first, second) = contacts.split_at(1);
        let page = |contacts, done| json!({"totalSize": 2, "done": done, "records": all(contacts, Contact::rest), "nextRecordsUrl": if done { Value::Null } else { "/q/01g-1".into() }});
        match extent {
            Extent::Whole => Some(json!([page(first, false), page(second, true)]).to_string()),
            Extent::Page => Some(json!([page(first, false), page(second, false)]).to_string()),
            Extent::Short => Some(json!([page(first, true), page(second, true)]).to_string()),
            Extent::Failed => Some(
                json!([page(first, false), page(second, true), [{"errorCode": "QUERY_TIMEOUT", "message": "Your query was too long"}]])
                    .to_string(),
            ),
        }
    }),
    ("pages, one a line", |contacts, extent| {
        let (first, second) = contacts.split_at(1);
        let page =
            |contacts, done| json!({"totalSize": 2, "done": done, "records": all(contacts, Contact::rest)});
        match extent {
            Extent::Whole => Some(lines(&[page(first, false), page(second, true)])),
            Extent::Page => Some(lines(&[page(first, false), page(second, false)])),
            _ => None,
        }
    }),
    ("getRecords", |contacts, extent| {
        let results = parts(contacts, extent, Contact::ui)?;
        Some(json!({"hasErrors": extent == Extent::Failed, "results": results}).to_string())
    }),
    ("list-ui", |contacts, extent| {
        let mut list = json!({"count": 2, "currentPageToken": "0", "nextPageToken": null, "records": all(contacts, Contact::ui)});
        match extent {
            Extent::Whole => {}
            Extent::Page => list["nextPageToken"] = "2".into(),
            _ => return None,
        }
        Some(json!({"info": {"label": "All"}, "records": list}).to_string())
    }),
    ("list-records", |contacts, extent| {
        let mut list = json!({"count": 2, "fields": ["Contact.LastName"], "nextPageToken": null, "records": all(contacts, Contact::ui)});
        match extent {
            Extent::Whole => {}
            Extent::Page => list["nextPageToken"] = "2".into(),
            _ => return None,
        }
        Some(list.to_string())
    }),
    ("record-ui", |contacts, extent| {
        let mut records = json!({});
        contacts.iter().for_each(|contact| records[contact.id] = contact.ui());
        (extent == Extent::Whole)
            .then(|| json!({"layouts": {}, "objectInfos": {}, "records": records}).to_string())
    }),
    ("composite", |contacts, extent| {
        let result = query_result(contacts, if extent == Extent::Failed { Extent::Whole } else { extent })?;
        let mut parts =
            vec![json!({"body": result, "httpHeaders": {}, "httpStatusCode": 200, "referenceId": "all"})];
        if extent == Extent::Failed {
            let body = json!([{"errorCode": "MALFORMED_QUERY", "message": "unexpected token: FORM"}]);
            parts.push(json!({"body": body, "httpHeaders": {}, "httpStatusCode": 400, "referenceId": "x"}));
        }
        Some(json!({"compositeResponse": parts}).to_string())
    }),
    ("composite graph", |contacts, extent| {
        let result = query_result(contacts, extent)?;
        let parts = json!([{"body": result, "httpStatusCode": 200, "referenceId": "all"}]);
        Some(json!({"graphs": [{"graphId": "1", "graphResponse": {"compositeResponse": parts}, "isSuccessful": true}]}).to_string())
    }),
    ("composite batch", |contacts, extent| {
        let results = parts(contacts, extent, Contact::rest)?;
        Some(json!({"hasErrors": extent == Extent::Failed, "results": results}).to_string())
    }),
    ("GraphQL", |contacts, extent| Some(graphql(contacts, extent, "Contact")?.to_string())),
    ("GraphQL with an alias", |contacts, extent| Some(graphql(contacts, extent, "vipContacts")?.to_string())),
    ("GraphQL with another object's name for alias", |contacts, extent| {
        Some(graphql(contacts, extent, "Lead")?.to_string())
    }),
    ("GraphQL, as its wire gives it", |contacts, extent| {
        Some(graphql(contacts, extent, "Contact")?["data"].to_string()).filter(|_| extent != Extent::Failed)
    }),
    ("Singer", |contacts, extent| {
        let record =
            |contact: &Contact| json!({"type": "RECORD", "stream": "contacts", "record": contact.rest()});
        let mut messages =
            vec![json!({"type": "SCHEMA", "stream": "contacts", "schema": {}, "key_properties": ["Id"]})];
        messages.extend(contacts.iter().map(record));
        messages.push(json!({"type": "STATE", "value": {"at": 5}}));
        (extent == Extent::Whole).then(|| lines(&messages))
    }),
    ("Airbyte", |contacts, extent| {
        let record = |contact: &Contact| json!({"type": "RECORD", "record": {"stream": "Contact", "data": contact.rest(), "emitted_at": 1_764_460_800}});
        let mut messages = vec![json!({"type": "LOG", "log": {"level": "INFO", "message": "starting"}})];
        messages.extend(contacts.iter().map(record));
        if extent == Extent::Failed {
            messages.push(json!({"type": "TRACE", "trace": {"type": "ERROR", "emitted_at": 1, "error": {"message": "stream broke off"}}}));
        }
        matches!(extent, Extent::Whole | Extent::Failed).then(|| lines(&messages))
    }),
    ("Kafka Connect", |contacts, extent| {
        let message = |contact: &Contact| json!({"schema": {"type": "struct"}, "payload": contact.rest()});
        (extent == Extent::Whole).then(|| lines(&contacts.iter().map(message).collect::<Vec<_>>()))
    }),
];

/// A desk with two contacts that are sealed, and as they are without their seals.
fn contacts() -> (Desk, Vec<Contact>, Vec<Contact>) {
    let desk = Desk::with_key();
    desk.write("rules.toml", ALL);
    let unsealed = || IDS.map(|(id, last_name)| Contact { id, last_name, seal: None }).into();
    let bare: Vec<Contact> = unsealed();
    desk.write("in.json", json!(all(&bare, Contact::rest)).to_string());
    desk.seal("in.json", "out.json", &["--open-fields", "LastName,Title"]).succeeds();
    let rows: Vec<Value> = serde_json::from_str(&desk.read("out.json")).unwrap();
    let sealed = rows.iter().zip(IDS).map(|(row, (id, last_name))| {
        let seal = row["Provenance_Seal__c"].as_str().map(str::to_owned);
        Contact { id, last_name, seal }
    });
    let sealed = sealed.collect();
    (desk, sealed, bare)
}

const ALL: &str = r#"
[[rule]]
name = "all"
when = {}
[rule.claims]
isSynthetic = true
generationMethod = "machine-generated-mlops-synthetic"
provenanceSource = "urn:example:test"
"#;

#[test]
fn every_wrapper_is_opened_and_says_whether_it_is_whole() {
    let (desk, sealed, bare) = contacts();
    let mut cases = 0;
    for (name, wrap) in WRAPPERS {
        for extent in [Extent::Whole, Extent::Page, Extent::Short, Extent::Failed] {
            let Some(text) = wrap(&sealed, extent) else { continue };
            cases += 1;
            desk.write("in", &text);
            let case = format!("{name} {extent:?}: {text}");
            let ended = desk.verify("in", &["--format", "json"]);
            assert_eq!(trusts(&ended), ["verified"; 2], "{case} {ended:?}");
            assert_eq!(ended.code, i32::from(extent != Extent::Whole), "{case} {ended:?}");
            let said = match extent {
                Extent::Whole => "",
                Extent::Page => "the other pages are at ",
                Extent::Short => "is cut off: it says that there are ",
                Extent::Failed => "the API answered with an error: ",
            };
            assert!(ended.stderr.contains(said), "{case} {ended:?}");
            // That a file is a page is no finding where the user says so; that a part failed is one.
            let as_page = desk.verify("in", &["--page"]);
            assert_eq!(as_page.code, i32::from(extent == Extent::Failed), "{case} {as_page:?}");
            let is_excused = as_page.stderr.contains("(no finding, as --page says)");
            assert_eq!(is_excused, matches!(extent, Extent::Page | Extent::Short), "{case} {as_page:?}");

            // What is sealed in it comes back in the same wrapper, whole: no row is lost, doubled or moved.
            desk.write("in", wrap(&bare, extent).unwrap());
            let sealing = desk.seal("in", "out", &["--open-fields", "LastName,Title"]);
            assert_eq!(sealing.code, i32::from(extent != Extent::Whole), "{case} {sealing:?}");
            let ended = desk.verify("out", &["--format", "json"]);
            let verdicts: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
            let ids: Vec<_> =
                verdicts.iter().map(|verdict| verdict["record"]["id"].as_str().unwrap()).collect();
            assert_eq!(
                (ids, trusts(&ended)),
                (IDS.map(|(id, _)| id).to_vec(), vec!["verified".to_owned(); 2]),
                "{case}"
            );
        }
    }
    assert!(cases > 30, "{cases}");
}

/// The gate on a wrapper turns red: a record that was changed in it is found.
#[test]
fn what_was_changed_in_a_wrapper_is_found_in_it() {
    let (desk, mut sealed, _) = contacts();
    sealed[1].last_name = "Changed";
    for (name, wrap) in WRAPPERS {
        desk.write("in", wrap(&sealed, Extent::Whole).unwrap());
        let ended = desk.verify("in", &["--format", "json"]);
        assert_eq!(trusts(&ended), ["verified", "altered"], "{name} {ended:?}");
    }
}

#[test]
fn what_is_no_record_is_not_judged() {
    let (desk, sealed, _) = contacts();
    let rest = sealed[0].rest();
    let union = json!({"Id": {"string": IDS[0].0}, "LastName": {"string": "Okafor"}, "Age__c": {"int": 5}});
    for (text, said) in [
        (json!({"items": [rest]}), "no answer that is known; of what stands in `items`"),
        (json!({"Contact": [rest], "Lead": []}), "`Contact`, `Lead`"),
        (json!({"value": [rest], "@odata.context": "x"}), "`value`"),
        (json!({"results": [{"id": "51", "properties": {"firstname": "Mira"}}]}), "`properties`"),
        (json!({"schema": "x", "payload": {"Title": "CEO"}}), "without its ChangeEventHeader"),
        (
            json!({"data": {"Title": "CEO"}, "channel": "/data/ContactChangeEvent"}),
            "without its ChangeEventHeader",
        ),
        (
            json!({"op": "u", "before": {"Title": "CEO"}, "after": {"Title": "CFO"}}),
            "give what stands in `after`",
        ),
        (json!([{"id": IDS[0].0, "success": true, "errors": []}]), "the result of a write"),
        (json!({"id": IDS[0].0, "success": false, "errors": [{"message": "x"}]}), "the result of a write"),
        (union, "Avro's JSON encoding"),
        (json!({"Id": IDS[0].0, "LastName": {"string": "Okafor"}}), "Avro's JSON encoding"),
        (
            json!({"object": "Contact", "fields": {"Id": IDS[0].0, "LastName": {"string": "Okafor"}}}),
            "Avro's JSON encoding",
        ),
        (json!({}), "an empty object"),
        (json!([[5]]), "is not an object"),
    ] {
        desk.write("in", text.to_string());
        let ended = desk.verify("in", &["--object", "Contact", "--format", "json"]);
        assert_eq!((ended.code, trusts(&ended)), (1, vec!["unchecked".to_owned()]), "{text} {ended:?}");
        let verdict: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(verdict[0]["reasons"][0]["code"], "record-unreadable", "{text}");
        let detail = verdict[0]["reasons"][0]["detail"].as_str().unwrap();
        assert!(detail.contains(said), "{text}: {detail}");
        let sealing = desk.seal("in", "out", &["--open-fields", "LastName"]);
        assert!(sealing.code == 3 && !desk.has("out"), "{text}: {sealing:?}");
    }
}

#[test]
fn an_error_is_an_error_whoever_answers_it() {
    let (desk, sealed, _) = contacts();
    for (text, said) in [
        (
            json!([{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]),
            "INVALID_SESSION_ID: Session",
        ),
        (
            json!({"error": "invalid_grant", "error_description": "expired access/refresh token"}),
            "invalid_grant: expired",
        ),
        (
            json!({"status": 1, "name": "NoOrgFound", "message": "No org found", "exitCode": 1}),
            "NoOrgFound: No org found",
        ),
        (
            json!({"exceptionCode": "InvalidBatch", "exceptionMessage": "Records not processed"}),
            "InvalidBatch: Records",
        ),
        (json!({"data": null, "errors": [{"message": "Validation error"}]}), "Validation error"),
        (
            json!({"statusCode": 500, "error": "Internal Server Error", "message": "oops"}),
            "Internal Server Error: oops",
        ),
        (
            json!({"type": "TRACE", "trace": {"type": "ERROR", "error": {"message": "broke off"}}}),
            "broke off",
        ),
    ] {
        desk.write("in", text.to_string());
        for args in [
            desk.seal_args("in", "out", &["--open-fields", "LastName"]),
            desk.verify_args("in", &["--object", "Contact"]),
        ] {
            desk.run(&args).fails(3, &["in: the API answered with an error and no records: ", said]);
        }
        // Beside records it is said, and the command does not end well.
        desk.write(
            "in",
            lines(&[sealed[0].rest(), text.as_array().map_or(text.clone(), |errors| errors[0].clone())]),
        );
        let ended = desk.verify("in", &["--format", "json"]);
        assert_eq!((ended.code, trusts(&ended)), (1, vec!["verified".to_owned()]), "{ended:?}");
        assert!(ended.stderr.contains(said), "{ended:?}");
    }
}

#[test]
fn what_a_name_is_meant_for_is_read_or_asked_about() {
    let (desk, sealed, _) = contacts();
    let seal = sealed[0].seal.clone().unwrap().replace('"', "\"\"");
    let verify = |name: &str| {
        desk.write("in.csv", format!("Id,LastName,Title,\"{name}\"\n{},Okafor,CEO,\"{seal}\"\n", IDS[0].0));
        desk.verify("in.csv", &["--format", "json"])
    };
    for name in ["Provenance_Seal__c", "PROVENANCE_SEAL__C", "provenance_seal__c", "pRovenance_sEal__C"] {
        assert_eq!(trusts(&verify(name)), ["verified"], "{name}");
    }
    for (meant, forms) in [
        (
            "Provenance_Seal__c",
            &[
                " Provenance_Seal__c",
                "Provenance_Seal__c ",
                "Provenance Seal",
                "Provenance_Seal",
                "provenance-seal",
                "acme__Provenance_Seal__c",
                "ACME__PROVENANCE_SEAL__C",
                "\u{a0}Provenance_Seal__c",
                "Provenance Seal  ",
                "Provenance_Seal__c\u{200b}",
                "PROVENANCE SEAL",
                "provenance_seal_c",
                "Provenance_Seal__pc",
                "ProvenanceSeal__c",
                "Provenance_Seal__c (Contact)",
                "Provenance Seal *",
                "Provenance Seal:",
            ][..],
        ),
        (
            "Provenance_Id__c",
            &["Provenance Id", "Provenance_ID", "acme__Provenance_Id__c", " PROVENANCE_ID__C"],
        ),
        ("Provenance_Reference__c", &["Provenance Reference", "acme__Provenance_Reference__c"]),
        (
            "Provenance_Salts_Personal__c",
            &[
                "Provenance Salts Personal",
                "acme__Provenance_Salts_Personal__c",
                "Provenance_Salts_Personal__c ",
            ],
        ),
    ] {
        for name in forms {
            verify(name).fails(3, &["in.csv:2:", &format!("meant to be {meant}"), "rename it"]);
            desk.write("in.json", json!([{"Id": IDS[0].0, "LastName": "Okafor", *name: "x"}]).to_string());
            desk.verify("in.json", &[]).fails(3, &["in.json:record 1:", &format!("meant to be {meant}")]);
        }
    }
    // Whoever has them under a namespace says so, and is not asked.
    desk.write("policy.json", json!({"policy": "crm-policy/1", "tenant": TENANT, "environment": "sandbox", "fields": {"seal": "acme__Provenance_Seal__c"}}).to_string());
    desk.write(
        "in.csv",
        format!("Id,LastName,Title,acme__Provenance_Seal__c\n{},Okafor,CEO,\"{seal}\"\n", IDS[0].0),
    );
    let ended = desk.run(&[
        "verify",
        "in.csv",
        "--trust",
        "trust.json",
        "--policy",
        "policy.json",
        "--format",
        "json",
    ]);
    assert_eq!(trusts(&ended), ["verified"], "{ended:?}");
}

#[test]
fn what_the_record_or_the_user_says_of_the_object_outranks_the_shape() {
    let (desk, sealed, _) = contacts();
    // The user contradicts the id.
    desk.write("in", graphql(&sealed, Extent::Whole, "Lead").unwrap().to_string());
    desk.verify("in", &["--object", "Lead"]).fails(2, &["--object says Lead", "a record of Contact"]);
    // Nobody says what an alias stands for.
    let custom = [Contact { id: "a0XQx0000080nG1MAI", last_name: "Okafor", seal: None }];
    for key in ["loans", "Loans", "ContactsOfMine"] {
        desk.write("in", graphql(&custom, Extent::Whole, key).unwrap().to_string());
        desk.verify("in", &[]).fails(2, &[&format!("It is called {key} here"), "ask for ApiName"]);
        assert_eq!(trusts(&desk.verify("in", &["--object", "Loan__c", "--format", "json"])), ["unsealed"]);
    }
    // A custom object's name is no alias.
    desk.write("in", graphql(&custom, Extent::Whole, "Loan__c").unwrap().to_string());
    let ended = desk.verify("in", &["--format", "json"]);
    assert!(ended.stdout.contains("\"object\":\"Loan__c\""), "{ended:?}");
}

#[test]
fn child_records_are_checked_and_those_that_are_left_are_counted() {
    let (desk, sealed, bare) = contacts();
    let parent = |children: Value| json!({"attributes": {"type": "Account"}, "Id": "001Qx0000080nFQIAY", "Name": "Fjord", "Contacts": children});
    let list = |contacts: &[Contact], done: bool| json!({"totalSize": if done { 2 } else { 9 }, "done": done, "records": all(contacts, Contact::rest)});
    let ui = json!({"apiName": "Account", "id": "001Qx0000080nFQIAY", "fields": {"Name": {"value": "Fjord"}, "Contacts": {"displayValue": null, "value": {"count": 2, "records": all(&sealed, Contact::ui)}}}});
    let edges: Vec<Value> = sealed.iter().map(|contact| json!({"node": contact.node()})).collect();
    let node = json!({"data": {"uiapi": {"query": {"Account": {"edges": [{"node": {"Id": "001Qx0000080nFQIAY", "Name": {"value": "Fjord"}, "Contacts": {"edges": edges}}}]}}}}});
    for text in [parent(list(&sealed, true)), parent(json!(all(&sealed, Contact::rest))), ui, node] {
        desk.write("in", text.to_string());
        let ended = desk.verify("in", &["--format", "json"]);
        assert_eq!(trusts(&ended), ["unchecked", "verified", "verified"], "{text} {ended:?}");
    }
    // A list that goes on elsewhere is cut off, wherever it stands.
    desk.write("in", parent(list(&sealed, false)).to_string());
    let cut = desk.verify("in", &["--allow", "synthetic,unsealed", "--queried", "Provenance_Seal__c"]);
    assert!(cut.code == 1 && cut.stderr.contains("the list of Contacts in a record is one page"), "{cut:?}");

    desk.write("in", json!([parent(list(&bare, true))]).to_string());
    desk.write("types.toml", "Name = \"string\"\n");
    let args = [
        "seal",
        "in",
        "--out",
        "out",
        "--key",
        "key.pem",
        "--object",
        "Account",
        "--tenant",
        TENANT,
        "--environment",
        "sandbox",
        "--rules",
        "rules.toml",
        "--open-fields",
        "Name",
    ];
    let ended = desk.run(&args).succeeds();
    assert!(
        ended.stderr.contains("2 records of Contacts, inside other records, were left as they were"),
        "{ended:?}"
    );
}

/// The commands that read records, and what each needs beside the file.
fn readers<'a>(desk: &Desk) -> Vec<(&'static str, Vec<&'a str>)> {
    if !desk.has("approver.pem") {
        let approver = [
            "keygen",
            "--role",
            "approver",
            "--out",
            "approver.pem",
            "--name",
            "Data Protection",
            "--trust",
            "trust.json",
        ];
        desk.run(&approver).succeeds();
    }
    let approve = ["approve", "in", "--out", "out", "--key", "approver.pem"];
    let expected = ["--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox"];
    vec![
        ("seal", desk.seal_args("in", "out", &["--open-fields", "LastName"])),
        ("verify", desk.verify_args("in", &[])),
        ("approve", [approve, expected].concat()),
    ]
}

#[test]
fn no_two_commands_read_one_file_in_two_ways() {
    let (desk, _, _) = contacts();
    // Whatever reads records takes what a file does not say of itself, and is tried here or shares the reader of one that is.
    let mut reading = BTreeSet::new();
    for command in [
        &["seal"][..],
        &["verify"],
        &["approve"],
        &["registry"],
        &["log", "prove"],
        &["log", "cosign"],
        &["trust", "status"],
        &["trust", "sign"],
        &["conform"],
        &["bundle"],
        &["keygen"],
    ] {
        let ended = desk.run(&[command, &["--help"]].concat());
        if ended.stdout.contains("--cells") {
            reading.insert(command.join(" "));
        }
    }
    let known = ["seal", "verify", "approve", "registry", "log prove", "trust status"].map(str::to_owned);
    assert_eq!(reading, BTreeSet::from(known));

    let error = json!([{"message": "Session expired", "errorCode": "INVALID_SESSION_ID"}]).to_string();
    for (text, code, said) in [
        (error.as_str(), 3, "the API answered with an error and no records: INVALID_SESSION_ID"),
        ("sep=;\nId;LastName;Provenance_Seal__c\n", 3, "the first line is Excel's hint"),
        ("I\0d\0,\0L\0a\0s\0t\0N\0a\0m\0e\0\n\0", 3, "UTF-16"),
        ("\"Records not found for this query\"\n", 3, "found no records"),
        ("<html><body>Log in</body></html>\n", 3, "HTML or XML"),
        (
            "[{\"Id\":\"003Qx0000080nG1IAI\",\"LastName\":\"O\",\"Provenance_Seal__c\":null},]",
            3,
            "a value is missing after the comma",
        ),
        (
            "[{\"Id\":\"003Qx0000080nG1IAI\",\"LastName\":\"O\",\"Provenance_Seal__c\":null}",
            3,
            "ends too early",
        ),
    ] {
        desk.write("in", text);
        for (name, args) in readers(&desk) {
            let ended = desk.run(&args);
            assert!(ended.code == code && ended.stderr.contains(said), "{name} of {text}: {ended:?}");
        }
    }
}

#[test]
fn a_document_of_any_length_is_read_in_bounded_memory() {
    let desk = Desk::with_key();
    let padding = "x".repeat(400);
    let record = |number: usize| {
        format!(
            "{{\"attributes\":{{\"type\":\"Contact\"}},\"Id\":\"003Qx{number:010}\",\"Title\":\"{padding}\",\"Provenance_Seal__c\":null}}"
        )
    };
    let count = 100_000;
    let records: Vec<String> = (0..count).map(record).collect();
    for (name, before, after) in
        [("array", "[", "]"), ("query", "{\"totalSize\":100000,\"done\":true,\"records\":[", "]}")]
    {
        desk.write("in", format!("{before}{}{after}", records.join(",\n")));
        // 50 MB of text make a tree of more than that.
        let command = "ulimit -v 400000 && exec \"$0\" \"$@\"";
        let mut shell = std::process::Command::new("sh");
        shell.current_dir(desk.path("")).args(["-c", command]).arg(super::desk::program());
        shell.args([
            "verify",
            "in",
            "--trust",
            "trust.json",
            "--tenant",
            TENANT,
            "--environment",
            "sandbox",
            "--allow",
            "unsealed",
            "--problems",
        ]);
        let ended = Ended::from(shell.output().unwrap());
        assert_eq!(ended.code, 0, "{name}: {ended:?}");
        assert!(ended.stdout.contains("100000  in all"), "{name}: {ended:?}");
    }
}

/// What says that it is not whole says so in whatever place of the answer; what is beside it changes nothing.
#[test]
fn what_is_not_whole_says_so_wherever_it_stands() {
    let (desk, sealed, _) = contacts();
    let (a, b) = (&sealed[0], &sealed[1]);
    let ra = a.rest();
    let both = all(&sealed, Contact::rest);
    let edge = |contact: &Contact| json!({"node": contact.node()});
    let connection = |contact: &Contact, more: bool| json!({"edges": [edge(contact)], "pageInfo": {"hasNextPage": more, "endCursor": "x"}});
    let list = |contact: &Contact, next: Value| json!({"count": 1, "records": [contact.ui()], "nextPageToken": next});
    let query =
        |contact: &Contact, done: bool| json!({"totalSize": 5, "done": done, "records": [contact.rest()]});
    let part = |body: Value| json!({"httpStatusCode": 200, "body": body});
    for (text, said) in [
        // A list that goes on is not continued by another that stands beside it.
        (
            json!({"data": {"uiapi": {"query": {"Contact": connection(a, true), "c2": connection(b, false)}}}}),
            "hasNextPage",
        ),
        (
            json!({"data": {"uiapi": {"query": {"c2": connection(a, false), "Contact": connection(b, true)}}}}),
            "hasNextPage",
        ),
        (
            json!({"results": [{"statusCode": 200, "result": list(a, "50".into())}, {"statusCode": 200, "result": list(b, Value::Null)}]}),
            "nextPageToken",
        ),
        (json!({"compositeResponse": [part(query(a, false)), part(query(b, true))]}), "nextRecordsUrl"),
        // What the wrapper says is read, whatever else it has.
        (
            json!({"status": 1, "result": {"records": both, "totalSize": 2, "done": true}, "warnings": []}),
            "status 1",
        ),
        (json!({"success": false, "errors": [{"message": "boom"}], "records": both}), "boom"),
        (
            json!({"object": "Contact", "records": both, "done": false, "totalSize": 10, "nextRecordsUrl": "/x"}),
            "nextRecordsUrl",
        ),
        (json!({"id": "750R0000000zlh9IAA", "records": both, "done": false}), "nextRecordsUrl"),
        (json!({"records": both, "error": "timed out"}), "timed out"),
        (
            json!({"data": {"records": both}, "error": {"body": {"message": "x"}}}),
            "the API answered with an error",
        ),
        (json!({"records": both, "errors": {"message": "half of it"}}), "half of it"),
        (json!({"records": both, "errors": "half of it"}), "half of it"),
        (json!({"hasErrors": true, "results": [{"statusCode": 200, "result": ra}]}), "hasErrors"),
        (
            json!({"graphs": [{"graphId": "1", "isSuccessful": false, "graphResponse": {"compositeResponse": [part(ra.clone())]}}]}),
            "isSuccessful",
        ),
        (json!({"count": 2, "records": [a.ui()]}), "counts 2 records"),
        (json!({"done": "false", "records": both}), "nextRecordsUrl"),
        (json!({"done": true, "totalSize": "5", "records": both}), "there are 5 records"),
        (json!({"done": true, "size": 5, "records": both}), "there are 5 records"),
        (json!({"records": both, "nextPageToken": 50}), "nextPageToken"),
        (json!({"records": both, "hasMore": true}), "hasMore"),
        (
            json!({"data": {"uiapi": {"query": {"Contact": {"edges": [edge(a)], "totalCount": 5000}}}}}),
            "there are 5000 records",
        ),
        (
            json!({"apiName": "Contact", "id": a.id, "fields": a.ui()["fields"], "childRelationships": {"Contacts": list(b, "1".into())}}),
            "the list of Contacts in a record",
        ),
    ] {
        for layout in [text.to_string(), serde_json::to_string_pretty(&text).unwrap()] {
            desk.write("in", &layout);
            let ended = desk.verify("in", &["--format", "json"]);
            assert!(ended.code != 0 && ended.stderr.contains(said), "{text} {ended:?}");
        }
    }
    for (text, said) in [
        (json!({"records": [ra], "searchRecords": [b.rest()]}), "give one list"),
        (json!({"records": [ra], "record": b.rest()}), "give one list"),
    ] {
        desk.write("in", text.to_string());
        desk.verify("in", &[]).fails(3, &[said]);
    }
    for (message, said) in [
        (
            json!({"type": "TRACE", "trace": {"type": "STREAM_STATUS", "stream_status": {"status": "INCOMPLETE"}}}),
            "incomplete",
        ),
        (
            json!({"type": "CONNECTION_STATUS", "connectionStatus": {"status": "FAILED", "message": "no access"}}),
            "no access",
        ),
        (json!({"type": "LOG", "log": {"level": "FATAL", "message": "out of memory"}}), "out of memory"),
    ] {
        desk.write("in", lines(&[ra.clone(), message.clone()]));
        let ended = desk.verify("in", &[]);
        assert!(ended.code == 1 && ended.stderr.contains(said), "{message} {ended:?}");
    }
    // Whole: nothing is said against it.
    for text in [
        json!({"data": {"uiapi": {"query": {"Contact": connection(a, false), "c2": connection(b, false)}}}}),
        json!({"status": 200, "data": {"records": both}}),
        json!([{"data": {"uiapi": {"query": {"Contact": connection(a, true)}}}}, {"data": {"uiapi": {"query": {"Contact": connection(b, false)}}}}]),
    ] {
        desk.write("in", text.to_string());
        let ended = desk.verify("in", &["--format", "json"]);
        assert_eq!((ended.code, trusts(&ended)), (0, vec!["verified".to_owned(); 2]), "{text} {ended:?}");
    }
}

/// However plausible it is made to look by what the user adds.
#[test]
fn what_only_resembles_a_record_is_not_judged() {
    let (desk, sealed, _) = contacts();
    let ra = sealed[0].rest();
    for text in [
        json!({"con": ra, "selected": true}),
        json!({"Contact": ra}),
        json!({"ACME-1": ra, "ACME-2": ra}),
        json!({"SRC": {"LASTNAME": "O"}}),
        json!({"Id": {"0": IDS[0].0}, "LastName": {"0": "O"}, "Provenance_Seal__c": {"0": "x"}}),
        json!({"DailyApiRequests": {"Max": 15_000, "Remaining": 14_998}}),
        json!({"access_token": "x", "instance_url": "https://example.com", "issued_at": "1"}),
        json!({"id": "750R0000000zlh9IAA", "operation": "query", "object": "Contact", "state": "Failed"}),
        json!({"attributes": {"type": "AggregateResult"}, "expr0": 5}),
        json!({"referenceId": "ref1", "id": IDS[0].0}),
        json!({"topic": "contacts", "payload": "{}", "offset": 5}),
        json!({"payload": {"Id": IDS[0].0, "_EventType": "updated", "Title": "CTO", "Provenance_Seal__c": null}}),
        json!({"data": {"uiapi": {"query": {"Contact": {"edges": [{"cursor": "x"}]}}}}}),
    ] {
        desk.write("in", text.to_string());
        let options = [
            "--object",
            "Contact",
            "--queried",
            "Provenance_Seal__c",
            "--allow",
            "unsealed",
            "--format",
            "json",
        ];
        let ended = desk.verify("in", &options);
        assert_eq!((ended.code, trusts(&ended)), (1, vec!["unchecked".to_owned()]), "{text} {ended:?}");
        assert!(ended.stdout.contains("record-unreadable"), "{text} {ended:?}");
    }
    // Answers in which there is nothing are no records either.
    for text in [
        json!({"totalSize": 0, "done": true, "records": null}),
        json!({"status": 0, "result": null}),
        json!({"records": []}),
        json!({"channel": "/meta/connect", "successful": true}),
    ] {
        desk.write("in", text.to_string());
        let ended = desk
            .verify("in", &["--object", "Contact", "--queried", "Provenance_Seal__c", "--allow", "unsealed"]);
        assert!(ended.code != 0 && ended.stderr.contains("holds no records"), "{text} {ended:?}");
    }
    for (text, said) in [
        (json!({"data": {"uiapi": {"query": null}}, "errors": [{"message": "boom"}]}), "boom"),
        (
            json!({"faultcode": "sf:INVALID_LOGIN", "faultstring": "Invalid username"}),
            "INVALID_LOGIN: Invalid",
        ),
        (json!({"ok": false, "status": 500, "statusText": "Server Error"}), "Server Error"),
    ] {
        desk.write("in", text.to_string());
        desk.verify("in", &["--object", "Contact"])
            .fails(3, &["the API answered with an error and no records", said]);
    }
    // People have names and titles, and are no errors.
    desk.write(
        "in",
        json!([{"Name": "Jane Doe", "Title": "CEO", "LastName": "Doe", "name": "x"}, ra]).to_string(),
    );
    let ended = desk.verify("in", &["--object", "Contact", "--format", "json"]);
    assert_eq!(trusts(&ended), ["unchecked", "verified"]);
    assert!(!ended.stderr.contains("Jane Doe"), "{ended:?}");
}

#[test]
fn what_is_said_of_the_file_is_not_said_of_the_records_inside_its_records() {
    let (desk, sealed, _) = contacts();
    let mut record = sealed[0].rest();
    record["Loans__r"] = json!([{"Id": "a01Qx0000080nG1MAI", "Name": "L", "Provenance_Seal__c": "{}"}]);
    record["Tasks"] = json!({"records": [{"attributes": {"type": "Task"}, "Id": "00TQx0000080nG1MAI", "Subject": "x", "Provenance_Seal__c": null}]});
    desk.write("in", json!([record]).to_string());
    for options in [&["--format", "json"][..], &["--object", "Contact", "--format", "json"]] {
        let ended = desk.verify("in", options);
        assert_eq!(trusts(&ended), ["verified", "unchecked", "unsealed"], "{ended:?}");
        assert!(ended.stdout.contains("does not say which object it is of"), "{ended:?}");
    }
}

/// Whatever else says that an answer is not whole: beside the records, in any wrapper.
#[test]
fn what_says_that_records_are_missing_is_heard() {
    let (desk, contacts, _) = contacts();
    let record = Contact::rest(&contacts[0]);
    let answers = [
        (
            json!({"records": [record], "errorCode": "QUERY_TIMEOUT", "message": "Your query ran too long"}),
            "QUERY_TIMEOUT: Your query ran too long",
        ),
        (json!({"records": [record], "statusCode": 500}), "status 500"),
        (json!({"records": [record], "truncated": true}), "the other pages are at"),
        (json!({"records": [record], "isTruncated": true}), "the other pages are at"),
        (json!({"records": [record], "hasNext": true}), "the other pages are at"),
        (json!({"records": [record], "complete": false}), "the other pages are at"),
        (json!({"records": [record], "nextUrl": "/q/2"}), "the other pages are at nextUrl"),
        (json!({"records": [record], "nextPage": "abc"}), "the other pages are at nextPage"),
        (json!({"records": [record], "next": "abc"}), "the other pages are at next"),
        (json!({"records": [record], "locator": "MTAwMDA"}), "the other pages are at locator"),
        (json!({"results": [record], "done": false, "totalSize": 9}), "the other pages are at"),
        (json!({"results": [record], "done": true, "totalSize": 9}), "is cut off"),
        (
            json!({"status": 0, "result": {"records": [record], "totalSize": 1, "done": true}, "warnings": ["The query result is missing 500 records due to a 10000 record limit. Increase the number of records returned by setting the config value."]}),
            "missing 500 records",
        ),
    ];
    for (answer, said) in answers {
        desk.write("in.json", answer.to_string());
        desk.verify("in.json", &[]).fails(1, &[said]);
    }
    for answer in [
        json!({"records": [record], "truncated": false, "hasNext": false, "complete": true, "nextUrl": null, "next": "", "locator": null, "statusCode": 200}),
        json!({"results": [record], "done": true, "totalSize": 1}),
        json!({"status": 0, "result": {"records": [record], "totalSize": 1, "done": true}, "warnings": ["The flag --x is deprecated"]}),
    ] {
        desk.write("in.json", answer.to_string());
        desk.verify("in.json", &[]).succeeds();
    }
}

#[test]
fn a_record_that_comes_again_is_told() {
    let (desk, contacts, _) = contacts();
    let (first, second) = (Contact::rest(&contacts[0]), Contact::rest(&contacts[1]));
    let page = |record: &Value, done: bool| json!({"totalSize": 2, "done": done, "records": [record], "nextRecordsUrl": if done { Value::Null } else { "/q/01g-1".into() }});
    desk.write("in.json", json!([page(&first, false), page(&first, true)]).to_string());
    assert!(desk.verify("in.json", &[]).stderr.contains("Note: records that come again, by their ids: 1."));
    desk.write("in.json", json!([page(&first, false), page(&second, true)]).to_string());
    assert_eq!(desk.verify("in.json", &[]).succeeds().stderr, "");
}

/// What Avro writes around a value says nothing of the value, whatever the type is called.
#[test]
fn a_union_of_any_type_is_no_statement_about_the_record() {
    let (desk, contacts, _) = contacts();
    for name in
        ["string", "int.date", "com.acme.Title", "map", "fixed", "enum", "record", "long.timestamp-millis"]
    {
        for field in ["Title", "LastName", "Provenance_Seal__c"] {
            let mut record = Contact::rest(&contacts[0]);
            record[field] = json!({name: record[field]});
            desk.write("in.json", json!([record]).to_string());
            let ended = desk.verify("in.json", &["--format", "json"]);
            assert_eq!(trusts(&ended), ["unchecked"], "{name} {field}");
            assert!(
                ended.stdout.contains("record-unreadable") && ended.stdout.contains("Avro"),
                "{name} {field}"
            );
        }
    }
}

/// So many pages that go on in none: the work grows with their number.
#[test]
fn open_pages_cost_no_more_than_their_number() {
    let desk = Desk::with_key();
    let lines = (0..20_000).map(|total| {
        format!("{{\"totalSize\":{total},\"done\":false,\"nextRecordsUrl\":\"/q\",\"records\":[]}}\n")
    });
    desk.write("in.jsonl", lines.collect::<String>());
    let ended = desk.verify("in.jsonl", &[]);
    assert_eq!(ended.code, 3, "{ended:?}");
}
