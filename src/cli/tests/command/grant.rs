//! Grants, from the key to the answer.

use crate::desk::{Desk, Ended, TENANT};

const USES: &str = r#""uses":{"scoring":{"origins":["synthetic"],"oversight":true,"owner":"Risk"},"testing":{"origins":["synthetic"],"oversight":true}}"#;

/// With an approver, a use that asks for oversight, and a sealed record.
fn desk() -> Desk {
    let desk = Desk::with_key();
    let approver = ["--role", "approver", "--out", "approver.pem", "--name", "Data Protection"];
    desk.run(&[&["keygen", "--trust", "trust.json"], &approver[..]].concat()).succeeds();
    desk.write(
        "policy.json",
        format!(r#"{{"policy":"crm-policy/1","tenant":"{TENANT}","environment":"sandbox",{USES}}}"#),
    );
    desk.write("in.csv", "Title,Email,Kind__c\nCEO,a@example.org,made\nCTO,c@example.org,made\n");
    let fields = ["--open-fields", "Title", "--restricted", "Personal=Email", "--skip", "Kind__c"];
    desk.seal("in.csv", "sealed.csv", &fields).succeeds();
    desk
}

fn grant(desk: &Desk, file: &str, options: &[&str]) -> Ended {
    let all = ["grant", file, "--key", "approver.pem", "--trust", "trust.json", "--reason", "Minutes 14"];
    desk.run(&[&all[..], options].concat())
}

/// For contacts of the sandbox, for 90 days.
fn usual(desk: &Desk, options: &[&str]) -> Ended {
    let usual = ["--use", "scoring", "--for", "object:contact", "--until", "90d", "--policy", "policy.json"];
    grant(desk, "grants.json", &[&usual[..], options].concat())
}

fn verdicts(desk: &Desk, input: &str, options: &[&str]) -> Vec<serde_json::Value> {
    let args = ["verify", input, "--trust", "trust.json", "--policy", "policy.json", "--object", "Contact"];
    let ended = desk.run(&[&args[..], &["--format", "json"], options].concat());
    serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{}", ended.stderr))
}

/// The answer for `scoring` of each record, and its first reason.
fn answers(desk: &Desk, input: &str, options: &[&str]) -> Vec<String> {
    let answer = |verdict: &serde_json::Value| {
        let decision = &verdict["uses"]["scoring"];
        let reason = decision["reasons"][0].as_str().unwrap_or_default();
        format!("{} {reason}", decision["answer"].as_str().unwrap())
    };
    verdicts(desk, input, options).iter().map(answer).collect()
}

#[test]
fn what_an_approver_grants_may_be_done() {
    let desk = desk();
    assert_eq!(answers(&desk, "sealed.csv", &[]), ["refused grant-missing"; 2]);
    let said = usual(&desk, &[]).succeeds().stderr;
    assert!(
        said.contains("records of Contact in sandbox") && said.contains("\"grant\": \"urn:uuid:"),
        "{said}"
    );
    assert_eq!(answers(&desk, "sealed.csv", &["--grants", "grants.json"]), ["allowed "; 2]);
    let named = &verdicts(&desk, "sealed.csv", &["--grants", "grants.json"])[0]["uses"]["scoring"]["grant"];
    assert_eq!(named["approver"]["name"], "Data Protection");
    assert_eq!(named["reason"], "Minutes 14");
    // Of another use it says nothing.
    let other = &verdicts(&desk, "sealed.csv", &["--grants", "grants.json"])[0]["uses"]["testing"];
    assert_eq!(other["reasons"], serde_json::json!(["grant-missing"]));
    let args =
        ["verify", "sealed.csv", "--trust", "trust.json", "--policy", "policy.json", "--object", "Contact"];
    let details = desk.run(&[&args[..], &["--details", "--grants", "grants.json"]].concat());
    assert!(details.stdout.contains("scoring: granted by Data Protection until"), "{}", details.stdout);
}

#[test]
fn a_grant_that_was_taken_back_says_so() {
    let desk = desk();
    usual(&desk, &[]).succeeds();
    let grants: serde_json::Value = serde_json::from_str(&desk.read("grants.json")).unwrap();
    let mut trust: serde_json::Value = serde_json::from_str(&desk.read("trust.json")).unwrap();
    trust["revocations"] = serde_json::json!([{"grant": grants["grants"][0]["id"]}]);
    desk.write("trust.json", trust.to_string());
    assert_eq!(answers(&desk, "sealed.csv", &["--grants", "grants.json"]), ["refused grant-revoked"; 2]);
}

#[test]
fn grants_for_seals_and_files_cover_those_alone() {
    let desk = desk();
    let first = verdicts(&desk, "sealed.csv", &[])[0]["seal"]["id"].as_str().unwrap().to_owned();
    let common = ["--use", "scoring", "--until", "2099-01-31", "--tenant", TENANT];
    let seal = format!("seal:{first}");
    grant(&desk, "seals.json", &[&common[..], &["--for", &seal]].concat()).succeeds();
    assert_eq!(
        answers(&desk, "sealed.csv", &["--grants", "seals.json"]),
        ["allowed ", "refused grant-missing"]
    );
    grant(&desk, "file.json", &[&common[..], &["--for", "dataset:sealed.csv"]].concat()).succeeds();
    assert_eq!(answers(&desk, "sealed.csv", &["--grants", "file.json"]), ["allowed "; 2]);
    // The same records in another file, and the same file where it cannot be read twice.
    desk.write("other.csv", desk.read("sealed.csv") + "\n");
    assert_eq!(answers(&desk, "other.csv", &["--grants", "file.json"]), ["refused grant-missing"; 2]);
    let args = ["verify", "-", "--trust", "trust.json", "--policy", "policy.json", "--object", "Contact"];
    let piped = desk.run_with_stdin(
        &[&args[..], &["--format", "json", "--grants", "file.json"]].concat(),
        &desk.read("sealed.csv"),
    );
    assert!(piped.stderr.contains("covers a file"), "{}", piped.stderr);
    assert!(piped.stdout.contains("grant-missing") && !piped.stdout.contains("allowed"), "{}", piped.stdout);
}

/// What is granted, and will cover nothing, is said.
#[test]
fn what_a_grant_will_not_do_is_said() {
    let desk = desk();
    let said = usual(&desk, &["--environment", "Sandbox"]).succeeds().stderr;
    assert!(said.contains("the policy is for sandbox, where this covers nothing"), "{said}");
    desk.write("free.json", desk.read("policy.json").replace(r#","oversight":true"#, ""));
    let free = ["--use", "scoring", "--for", "object:Contact", "--until", "90d", "--policy", "free.json"];
    let said = grant(&desk, "grants.json", &free).succeeds().stderr;
    assert!(said.contains("the policy asks for no grant of scoring"), "{said}");
    let args =
        ["verify", "sealed.csv", "--trust", "trust.json", "--object", "Contact", "--grants", "grants.json"];
    let said = desk.run(&[&args[..], &["--policy", "free.json"]].concat()).stderr;
    assert!(said.contains("--grants says nothing here"), "{said}");
}

#[test]
fn grants_are_added_and_none_is_lost() {
    let desk = desk();
    for count in 1..=3 {
        usual(&desk, &[]).succeeds();
        let grants: serde_json::Value = serde_json::from_str(&desk.read("grants.json")).unwrap();
        assert_eq!(grants["grants"].as_array().unwrap().len(), count);
    }
    assert_eq!(answers(&desk, "sealed.csv", &["--grants", "grants.json"]), ["allowed "; 2]);
    let whole = desk.read("grants.json");
    for (problem, changed) in [
        ("useGrants: must be", whole.replace("crm-grants/1", "crm-grants/2")),
        ("note: unknown member", whole.replacen('{', "{\"note\":1,", 1)),
    ] {
        desk.write("grants.json", &changed);
        usual(&desk, &[]).fails(4, &[problem]);
        assert_eq!(desk.read("grants.json"), changed, "what is not known is not lost");
    }
}

#[test]
fn what_would_count_for_nothing_is_refused_and_writes_nothing() {
    let desk = desk();
    desk.write("other.json", "{}");
    let of_org = format!("--tenant {TENANT} --environment sandbox");
    let by_policy = "--policy policy.json".to_owned();
    let seal = "seal:0f8fad5b-d9cb-469f-a165-70867728950f";
    for (code, said, options) in [
        (2, "--environment: goes with --for object:NAME alone", format!("x {seal} 90d {of_org}")),
        (
            2,
            "--environment: goes with --for object:NAME alone",
            format!("scoring dataset:in.csv 90d {by_policy} --environment sandbox"),
        ),
        (2, "--environment: must be a text", format!("x object:Contact 90d {of_org},")),
        (2, "--until: has passed", format!("x object:Contact 2001-01-01 {of_org}")),
        (2, "a grant must end", format!("x object:Contact never --tenant {TENANT}")),
        (2, "--environment production", format!("x object:Contact 90d --tenant {TENANT}")),
        (2, "is not the id of a seal", format!("x seal:abc 90d --tenant {TENANT}")),
        (2, "write seal:ID", format!("x Contact 90d --tenant {TENANT}")),
        (2, "write seal:ID", format!("scoring object:A 90d --for object:B {by_policy}")),
        (2, "make one for each", format!("scoring object:A 90d --for {seal} {by_policy}")),
        (3, "no such file", format!("x dataset:none.csv 90d --tenant {TENANT}")),
        (2, "of which org", "x object:A 90d".to_owned()),
        (2, "not as any", "x object:A 90d --tenant any".to_owned()),
        (
            2,
            "--use Scoring: the policy names no such use; it has scoring, testing",
            format!("Scoring object:A 90d {by_policy}"),
        ),
        (2, "is the id of a record", format!("x object:0031700000pJRRSAA4 90d {of_org}")),
    ] {
        let options: Vec<&str> = options.split(' ').collect();
        let [name, scope, until, more @ ..] = options.as_slice() else { panic!("{options:?}") };
        let named = ["--use", name, "--for", scope, "--until", until];
        grant(&desk, "none.json", &[&named[..], more].concat()).fails(code, &[said]);
        assert!(!desk.has("none.json"), "{said}");
    }
    let scoring = ["--use", "scoring", "--for", "object:A", "--until", "90d", "--policy", "policy.json"];
    let blank = ["--use", "a b", "--for", "object:Contact", "--until", "90d", "--tenant", TENANT];
    grant(&desk, "none.json", &[&blank[..], &["--environment", "sandbox"]].concat())
        .fails(2, &["--use: must be 1 to 256"]);
    let by = |key: &str, reason: &str| {
        let files = ["grant", "none.json", "--key", key, "--trust", "trust.json", "--reason", reason];
        desk.run(&[&files[..], &scoring].concat())
    };
    by("approver.pem", "a\u{202e}b").fails(2, &["--reason: must say why"]);
    grant(&desk, "other.json", &scoring).fails(4, &["other.json: is no file of grants"]);
    assert_eq!(desk.read("other.json"), "{}");
    // Whoever is not listed, and whoever issues.
    let key = ["keygen", "--role", "approver", "--out", "stranger.pem", "--name", "x"];
    desk.write("copy.json", desk.read("trust.json"));
    desk.run(&[&key[..], &["--trust", "copy.json"]].concat()).succeeds();
    by("stranger.pem", "x").fails(4, &["trust.json: approvers: does not list"]);
    let whole = desk.read("trust.json");
    let trust: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let key = trust["approvers"][0]["keys"][0]["publicKeyMultibase"].clone();
    for (said, at, value) in [
        ("trust.json: revocations: withdraws this key", "revocations", serde_json::json!([{"key": key}])),
        ("does not reach so far", "scope", serde_json::json!({"objects": ["Lead"]})),
        ("does not reach so far", "scope", serde_json::json!({"environments": ["production"]})),
        ("does not reach so far", "scope", serde_json::json!({"tenants": ["00DWs000001aBcDMAU"]})),
    ] {
        let mut trust = trust.clone();
        let of = if at == "scope" { &mut trust["approvers"][0] } else { &mut trust };
        of[at] = value;
        desk.write("trust.json", trust.to_string());
        by("approver.pem", "x").fails(4, &[said, "would count for nothing"]);
    }
    desk.write("trust.json", whole);
    by("key.pem", "x").fails(2, &["key.pem is the key of an issuer"]);
    assert!(!desk.has("none.json"));
}
