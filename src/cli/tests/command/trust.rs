//! Trust bundles, from the keys to the page that asks for a signed one.

use crate::desk::{Desk, TENANT};

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// With sealed contacts, and a key that signs trust bundles.
fn desk() -> (Desk, String) {
    let desk = Desk::with_key();
    let ended = desk.run(&["trust", "keygen", "--out", "publisher.pem"]).succeeds();
    let key = ended.stderr.split('"').find(|part| part.starts_with("z6Mk")).unwrap().to_owned();
    desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n");
    desk.seal("in.csv", "sealed.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    (desk, key)
}

#[test]
fn a_page_that_asks_for_a_signed_bundle_takes_no_other() {
    let (desk, key) = desk();
    let policy = |wanted: serde_json::Value| {
        let policy = serde_json::json!({
            "policy": "crm-policy/1", "tenant": TENANT, "environment": "sandbox", "trustBundle": wanted,
        });
        desk.write("policy.json", policy.to_string());
    };
    let verify =
        |trust: &str| desk.run(&["verify", "sealed.csv", "--trust", trust, "--policy", "policy.json"]);
    policy(serde_json::json!({"keys": [key]}));
    desk.run(&["trust", "sign", "trust.json", "--key", "publisher.pem", "--out", "signed.json"]).succeeds();
    verify("signed.json").succeeds();
    verify("trust.json").fails(4, &["signed with one of its keys"]);
    policy(serde_json::json!({"minimumVersion": 2}));
    verify("signed.json").fails(4, &["a newer trust bundle"]);

    let changed = desk.read("signed.json").replace("Example Bank plc", "Another Bank plc");
    desk.write("changed.json", changed);
    verify("changed.json").fails(4, &["changed.json: trust bundle: proof: the signature does not hold"]);
    // Signed anew, it has one proof, of the new hand.
    desk.run(&["trust", "sign", "signed.json", "--key", "publisher.pem", "--out", "again.json"]).succeeds();
    assert!(json(&desk.read("again.json"))["proof"].is_object());
    // A signed bundle is not added to behind its signer's back.
    desk.run(&[
        "keygen",
        "--role",
        "registry",
        "--out",
        "r.pem",
        "--trust",
        "signed.json",
        "--name",
        "a.example",
    ])
    .fails(4, &["the trust bundle is signed"]);
    desk.run(&["trust", "sign", "trust.json", "--key", "key.pem", "--out", "-"])
        .fails(2, &["key.pem is the key of an issuer"]);
}

#[test]
fn a_status_list_goes_into_the_bundle() {
    let (desk, _) = desk();
    let before = json(&desk.read("trust.json"));
    let status = |withdrawn: &str, more: &[&str]| {
        desk.write("withdrawn.txt", withdrawn);
        let args = ["trust", "status", "trust.json", "--key", "key.pem", "--withdrawn", "withdrawn.txt"];
        desk.run(&[&args[..], &["--list", "https://bank.example/status/3"], more].concat())
    };
    let ended = status("94567\n3 131071\n", &[]).succeeds();
    assert!(ended.stderr.contains("(revocation): 3 withdrawn; valid until "), "{}", ended.stderr);
    let after = json(&desk.read("trust.json"));
    assert_eq!(after["version"], before["version"].as_u64().unwrap() + 1);
    assert_eq!(after["statusLists"][0]["issuer"], before["issuers"][0]["id"]);
    assert_eq!(after["statusLists"][0]["credentialSubject"]["type"], "BitstringStatusList");
    // The next list takes the place of the one before; of another purpose, it stands beside it.
    status("", &[]).succeeds();
    status("7", &["--purpose", "suspension"]).succeeds();
    assert_eq!(json(&desk.read("trust.json"))["statusLists"].as_array().unwrap().len(), 2);
    desk.verify("sealed.csv", &[]).succeeds();

    for odd in ["x", "-1", "08", "8388608", "1,2"] {
        status(odd, &[]).fails(3, &["withdrawn.txt: ", "is not the number of an entry"]);
    }
    status("1", &["--valid-for", "never"]).fails(2, &["--valid-for"]);
    let kept = desk.read("trust.json");
    // An issuer that the bundle does not list.
    desk.run(&["keygen", "--out", "other.pem", "--trust", "other.json", "--name", "Other"]).succeeds();
    let args = ["trust", "status", "trust.json", "--key", "other.pem", "--withdrawn", "withdrawn.txt"];
    desk.run(&[&args[..], &["--list", "https://other.example/1"]].concat())
        .fails(4, &["trust bundle: statusLists[2].issuer: is none of this file's issuers"]);
    assert_eq!(desk.read("trust.json"), kept);
}
