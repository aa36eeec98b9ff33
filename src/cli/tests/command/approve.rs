//! Approvals, from the key to the verdict.

use crate::desk::{Desk, Ended, TENANT};

const POLICY: &str = r#""policy":"crm-policy/1","tenant":"00DQx000000aBcDMAU","environment":"sandbox""#;

/// With an approver, and a policy that asks for one.
fn desk() -> Desk {
    let desk = Desk::with_key();
    let approver = ["--role", "approver", "--out", "approver.pem", "--name", "Data Protection"];
    desk.run(&[&["keygen", "--trust", "trust.json"], &approver[..]].concat()).succeeds();
    desk.write("policy.json", format!("{{{POLICY},\"approvals\":1}}"));
    desk
}

fn approve(desk: &Desk, input: &str, output: &str) -> Ended {
    let files = ["approve", input, "--out", output, "--key", "approver.pem", "--trust", "trust.json"];
    desk.run(&[&files[..], &["--tenant", TENANT, "--environment", "sandbox", "--object", "Contact"]].concat())
}

/// Trust and number of flags of each record, under the policy.
fn judged(desk: &Desk, input: &str) -> Vec<(String, usize)> {
    let args = ["verify", input, "--trust", "trust.json", "--policy", "policy.json", "--object", "Contact"];
    let ended = desk.run(&[&args[..], &["--format", "json"]].concat());
    let verdicts: Vec<serde_json::Value> = serde_json::from_str(&ended.stdout).unwrap();
    let judged = |verdict: &serde_json::Value| {
        (verdict["trust"].as_str().unwrap().to_owned(), verdict["flags"].as_array().unwrap().len())
    };
    verdicts.iter().map(judged).collect()
}

#[test]
fn approved_seals_satisfy_a_policy_that_asks_for_it() {
    let desk = desk();
    desk.write("in.csv", "Title,Email,Kind__c\nCEO,a@example.org,made\nCFO,b@example.org,other\n");
    desk.write(
        "in.json",
        r#"[{"Title":"CEO","Email":"a@example.org","Kind__c":"made"},{"Title":"CFO","Email":null,"Kind__c":"other","Provenance_Seal__c":null}]"#,
    );
    for (input, sealed, approved) in
        [("in.csv", "sealed.csv", "approved.csv"), ("in.json", "sealed.json", "approved.json")]
    {
        let fields = ["--open-fields", "Title", "--restricted", "Personal=Email", "--skip", "Kind__c"];
        desk.seal(input, sealed, &[&fields[..], &["--reference"]].concat()).succeeds();
        let unsealed = ("unsealed".to_owned(), 0);
        assert_eq!(judged(&desk, sealed), [("unapproved".to_owned(), 0), unsealed.clone()]);
        let ended = approve(&desk, sealed, approved).succeeds();
        assert!(ended.stderr.contains("Approved: 1 of 2"), "{}", ended.stderr);
        assert!(ended.stderr.contains("not sealed, left as they were: 1"));
        // No flag: the short reference follows the text.
        assert_eq!(judged(&desk, approved), [("verified".to_owned(), 0), unsealed]);
        approve(&desk, approved, "no")
            .fails(3, &["Provenance_Seal__c: approved by this key's owner already"]);
        // In place, too.
        approve(&desk, sealed, sealed).succeeds();
        assert_eq!(judged(&desk, sealed)[0].0, "verified");
    }
    assert!(!desk.has("no"));
}

#[test]
fn only_what_was_seen_to_hold_is_approved() {
    let desk = desk();
    desk.write("in.csv", "Title,Email,Kind__c\nCEO,a@example.org,made\nCFO,b@example.org,made\n");
    let fields = ["--open-fields", "Title", "--restricted", "Personal=Email", "--skip", "Kind__c"];
    desk.seal("in.csv", "sealed.csv", &fields).succeeds();
    let sealed = desk.read("sealed.csv");

    desk.write("edited.csv", sealed.replacen("CFO", "CTO", 1));
    approve(&desk, "edited.csv", "no.csv")
        .fails(1, &["edited.csv:3:Provenance_Seal__c", "not to be approved"]);
    desk.write("hidden.csv", sealed.replacen("Provenance_Salts_Personal__c", "Other__c", 1));
    approve(&desk, "hidden.csv", "no.csv")
        .fails(1, &["Email is covered by the seal and cannot be checked here"]);
    desk.write("other.csv", "Title\nCEO\n");
    approve(&desk, "other.csv", "no.csv").fails(2, &["other.csv: there is no column Provenance_Seal__c"]);
    let strangers = Desk::with_key();
    desk.write("trust.json", strangers.read("trust.json"));
    approve(&desk, "sealed.csv", "no.csv").fails(1, &["sealed.csv:2", "not to be approved"]);
    assert!(!desk.has("no.csv"));
}

#[test]
fn other_envelopes_cannot_be_approved() {
    let desk = desk();
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    desk.seal("in.csv", "jws.csv", &["--open-fields", "Title", "--skip", "Kind__c", "--envelope", "jws"])
        .succeeds();
    let verdict = &desk.verdicts("jws.csv")[0];
    assert_eq!((&verdict["trust"], &verdict["seal"]["envelope"]), (&"verified".into(), &"jws".into()));
    approve(&desk, "jws.csv", "no.csv").fails(3, &["only seals of the envelope vc", "--replace"]);
    // Sealed anew as vc, it names the JWS that it replaces.
    let id = verdict["seal"]["id"].as_str().unwrap().to_owned();
    desk.seal("jws.csv", "vc.csv", &["--open-fields", "Title", "--skip", "Kind__c", "--replace"]).succeeds();
    assert!(desk.read("vc.csv").contains(&format!("\"\"previousSeal\"\":\"\"{id}")));
    approve(&desk, "vc.csv", "approved.csv").succeeds();
    assert_eq!(judged(&desk, "approved.csv"), [("verified".to_owned(), 0)]);
}

/// What the verifier finds under the policy's own names, an approver finds there too.
#[test]
fn seals_are_approved_where_the_policy_says_they_are() {
    let desk = desk();
    let fields = r#""fields":{"seal":"Herkunft__c","reference":"Kurz__c"}"#;
    desk.write("policy.json", format!("{{{POLICY},\"approvals\":1,{fields}}}"));
    desk.write("in.csv", "Title,Kind__c\nCEO,made\nCFO,other\n");
    desk.write(
        "in.json",
        r#"[{"Title":"CEO","Kind__c":"made"},{"Title":"CFO","Kind__c":"other","Provenance_Seal__c":null}]"#,
    );
    let approve = |input: &str, output: &str| {
        let files = ["approve", input, "--out", output, "--key", "approver.pem", "--trust", "trust.json"];
        desk.run(&[&files[..], &["--policy", "policy.json", "--object", "Contact"]].concat())
    };
    let options = ["--open-fields", "Title", "--skip", "Kind__c", "--reference"];
    for (input, output) in [("in.csv", "sealed.csv"), ("in.json", "sealed.json")] {
        desk.seal(input, output, &options).succeeds();
        let own = |seal: &str, reference: &str| {
            let text = desk.read(output).replace("Provenance_Seal__c", seal);
            text.replace("Provenance_Reference__c", reference)
        };
        for (seal, reference) in [("Herkunft__c", "Kurz__c"), ("HERKUNFT__C", "kurz__c")] {
            desk.write("own", own(seal, reference));
            assert_eq!(judged(&desk, "own")[0], ("unapproved".to_owned(), 0));
            let ended = approve("own", "approved").succeeds();
            assert!(ended.stderr.contains("Approved: 1 of 2"), "{}", ended.stderr);
            // No flag: the short reference follows the text.
            assert_eq!(judged(&desk, "approved")[0], ("verified".to_owned(), 0));
            desk.write("edited", desk.read("own").replace("CEO", "CTO"));
            approve("edited", "no").fails(1, &["Herkunft__c: ", "not to be approved"]);
        }
    }
    approve("sealed.csv", "no").fails(2, &["there is no column Herkunft__c"]);
    assert!(!desk.has("no"));
}

/// A seal that stands beside the fields is one, and not nothing.
#[test]
fn a_record_with_a_seal_of_the_plain_view_is_not_counted_as_unsealed() {
    let desk = desk();
    desk.write("in.json", r#"[{"Id":"003Qx0000080nG1IAI","Title":"CEO","Kind__c":"made"}]"#);
    desk.seal("in.json", "sealed.json", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    let said = ["record 1:seal: the record has a member `seal`", "give the record with Provenance_Seal__c"];
    desk.write("seal.json", desk.read("sealed.json").replace("Provenance_Seal__c", "seal"));
    approve(&desk, "seal.json", "no.json").fails(3, &said);
    for row in [
        r#"{"Id":"003Qx0000080nG1IAI","Title":"CEO","seal":{"vc":{}}}"#,
        r#"{"attributes":{"type":"Contact"},"Title":"CEO","seal":"x","Provenance_Seal__c":null}"#,
        r#"{"apiName":"Contact","id":"003Qx0000080nG1IAI","fields":{"Title":{"value":"CEO"}},"seal":"x"}"#,
    ] {
        desk.write("seal.json", format!("[{row}]"));
        approve(&desk, "seal.json", "no.json").fails(3, &said);
    }
    assert!(!desk.has("no.json"));
}
