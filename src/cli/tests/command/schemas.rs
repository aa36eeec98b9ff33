//! Everything that the command writes is of the published schemas (`docs/schemas`).

use serde_json::Value;
use touchmark_tests::schema::Schema;

use crate::desk::{Desk, TENANT};

/// Says all that can be said.
const CLAIMS: &str = r#"
[[rule]]
name = "made"
when = { Kind__c = "made" }
[rule.claims]
isSynthetic = true
digitalSourceType = "algorithmicMedia"
generationMethod = "machine-generated-mlops-synthetic"
provenanceSource = "urn:example:pipeline:sdv"
generator = { name = "SDV", version = "1.17.1", algorithm = "CTGAN", parametersDigest = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
purpose = ["non-ai-staging"]
prohibitedUse = ["credit-scoring"]
responsibleEntity = "Example Bank plc"
retainUntil = "2999-12-31"
confidenceScore = "0.975"
derivedFrom = ["urn:example:ledger"]
fieldOrigins = { Title = "trainedAlgorithmicMedia" }

[[rule]]
name = "recorded"
when = { Kind__c = "recorded" }
[rule.claims]
isSynthetic = false
provenanceSource = "urn:example:crm"
"#;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn of_schema(schema: &str, document: &Value) {
    assert_eq!(Schema::load(schema).faults(document), [""; 0], "{document:#}");
}

/// With keys of every role in one trust bundle, and a log.
fn desk() -> Desk {
    let desk = Desk::with_key();
    desk.write("rules.toml", CLAIMS);
    for (role, name) in
        [("approver", "Data Protection"), ("witness", "w.example/1"), ("registry", "r.example/1")]
    {
        let file = format!("{role}.pem");
        desk.run(&["keygen", "--role", role, "--out", &file, "--trust", "trust.json", "--name", name])
            .succeeds();
    }
    let log = ["keygen", "--role", "log", "--out", "log.pem", "--log", "log", "--trust", "trust.json"];
    desk.run(&[&log[..], &["--name", "l.example/1"]].concat()).succeeds();
    desk.write(
        "in.json",
        r#"[{"Id":"003Qx0000080nG1IAI","Title":"CEO","Kind__c":"made"},{"Id":"003Qx0000080nHoIAI","Title":"CFO","Kind__c":"recorded"}]"#,
    );
    desk
}

fn seals(desk: &Desk, file: &str) -> Vec<Value> {
    let records = json(&desk.read(file));
    records
        .as_array()
        .unwrap()
        .iter()
        .map(|record| json(record["Provenance_Seal__c"].as_str().unwrap()))
        .collect()
}

#[test]
fn seals_bundles_registries_and_verdicts_are_of_their_schemas() {
    let desk = desk();
    let fields = ["--open-fields", "Title", "--skip", "Kind__c"];
    let status = ["--status", "https://bank.example/status/3#94567"];
    let args = [&fields[..], &status].concat();
    let expected =
        ["--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox", "--object", "Contact"];

    desk.seal("in.json", "vc.json", &args).succeeds();
    desk.seal("in.json", "jws.json", &[&args[..], &["--envelope", "jws"]].concat()).succeeds();
    let tlog = desk.seal_args("in.json", "tlog.json", &args);
    let tlog: Vec<&str> = tlog.iter().map(|arg| if *arg == "key.pem" { "log.pem" } else { arg }).collect();
    desk.run(&[&tlog[..], &["--envelope", "tlog", "--log", "log"]].concat()).succeeds();
    let list =
        ["trust", "status", "trust.json", "--key", "key.pem", "--list", "https://bank.example/status/3"];
    desk.run(&list).succeeds();
    let approve = ["approve", "vc.json", "--out", "approved.json", "--key", "approver.pem"];
    desk.run(&[&approve[..], &expected].concat()).succeeds();
    for file in ["vc.json", "jws.json", "tlog.json", "approved.json"] {
        for seal in seals(&desk, file) {
            of_schema("seal", &seal);
        }
        let ended = desk.run(&[&["verify", file, "--format", "json"], &expected[..]].concat()).succeeds();
        for verdict in json(&ended.stdout).as_array().unwrap() {
            of_schema("verdict", verdict);
        }
    }
    assert!(seals(&desk, "approved.json")[0]["vc"]["proof"].is_array());

    let registry = ["registry", "approved.json", "--key", "registry.pem", "--out", "registry.json"];
    desk.run(&[&registry[..], &expected].concat()).succeeds();
    of_schema("registry", &json(&desk.read("registry.json")));
    of_schema("trust-bundle", &json(&desk.read("trust.json")));
    let grant = ["grant", "grants.json", "--use", "x", "--until", "90d", "--reason", "x", "--tenant", TENANT];
    let by = ["--key", "approver.pem", "--trust", "trust.json"];
    for scope in [
        &["object:Contact", "--environment", "sandbox"][..],
        &["dataset:vc.json"],
        &["seal:0f8fad5b-d9cb-469f-a165-70867728950f"],
    ] {
        desk.run(&[&grant[..], &by, &["--for"], scope].concat()).succeeds();
    }
    of_schema("grants", &json(&desk.read("grants.json")));
    desk.run(&["trust", "keygen", "--out", "publisher.pem"]).succeeds();
    desk.run(&["trust", "sign", "trust.json", "--key", "publisher.pem", "--out", "signed.json"]).succeeds();
    of_schema("trust-bundle", &json(&desk.read("signed.json")));
    assert!(json(&desk.read("signed.json"))["proof"].is_object());
}

#[test]
fn what_is_not_written_is_not_of_the_schema() {
    let desk = desk();
    desk.seal("in.json", "vc.json", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    let schema = Schema::load("seal");
    for (at, other) in [
        ("/seal", "crm-seal/2"),
        ("/vc/@context/1", "https://issuer.example/context"),
        ("/vc/credentialSubject/tenant", TENANT),
        ("/vc/credentialSubject/provenance/created", "2026-11-21"),
        ("/vc/credentialSubject/provenance/confidenceScore", "97 %"),
        ("/vc/credentialSubject/fieldDigests/values/Title", "CEO"),
        ("/vc/proof/cryptosuite", "eddsa-rdfc-2022"),
    ] {
        let mut seal = seals(&desk, "vc.json").remove(0);
        assert!(schema.accepts(&seal));
        *seal.pointer_mut(at).unwrap() = other.into();
        assert!(!schema.accepts(&seal), "{at}");
    }
}
