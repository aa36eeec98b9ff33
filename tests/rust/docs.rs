//! Documentation executes: every file form in the docs is read by the code that it documents.

use std::fs;

use serde_json::{Value, json};
use touchmark::{Policy, ReasonCode, Registry, Trust, TrustBundle};
use touchmark_tests::room;
use touchmark_tests::sealing::{Desk, ID};

fn doc(name: &str) -> String {
    let path = room("../docs").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The snippets of a document that are marked with this kind, as in "```json policy".
fn snippets(text: &str, kind: &str) -> Vec<String> {
    let opening = format!("```json {kind}\n");
    text.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_files_in_the_docs_are_read() {
    for text in snippets(&doc("trust-bundle.md"), "trust-bundle") {
        TrustBundle::from_json(&text).unwrap();
    }
    for text in ["policy.md", "uses.md"].iter().flat_map(|name| snippets(&doc(name), "policy")) {
        Policy::from_json(&text).unwrap();
    }
    let registry = doc("registry.md");
    for (trust, text) in snippets(&registry, "trust-bundle").iter().zip(snippets(&registry, "registry")) {
        let trust = TrustBundle::from_json(trust).unwrap();
        let policy = Policy::new("00DWs000001aBcDMAU", "any").unwrap();
        Registry::from_json(&text, trust.registries(), &policy).unwrap();
    }
    let counts = [
        snippets(&doc("trust-bundle.md"), "trust-bundle").len(),
        snippets(&doc("policy.md"), "policy").len(),
        snippets(&registry, "trust-bundle").len(),
        snippets(&registry, "registry").len(),
    ];
    assert!(counts.iter().all(|&count| count > 0), "{counts:?}");
}

#[test]
fn the_records_in_the_docs_have_the_verdicts_that_are_said() {
    let text = doc("records.md");
    let desk = Desk::covering(&[("AccountId", "reference"), ("Title", "string"), ("Phone", "phone")]);
    let fields = json!({"AccountId": "001Qx0000080nFQIAY", "Title": "CEO", "Phone": null});
    let seal = desk.seal(&json!({"object": "Contact", "id": ID, "fields": fields})).seal;
    let mut checked = 0;
    for trust in Trust::ALL {
        for snippet in snippets(&text, &format!("record {trust}")) {
            let view: Value =
                serde_json::from_str(&snippet.replace("\"{…}\"", &json!(seal).to_string())).unwrap();
            let verdict = desk.check(&view);
            assert_eq!(verdict.trust, *trust, "{snippet}\n{:?}", verdict.reasons);
            assert_eq!(
                verdict.reasons.iter().find(|reason| reason.code == ReasonCode::RecordUnreadable),
                None
            );
            checked += 1;
        }
    }
    for snippet in snippets(&text, "unreadable") {
        let verdict = desk.check(&serde_json::from_str(&snippet).unwrap());
        assert_eq!(
            (verdict.trust, verdict.reasons[0].code),
            (Trust::Unchecked, ReasonCode::RecordUnreadable)
        );
        checked += 1;
    }
    assert_eq!(checked, text.matches("```json").count());
    // The last of them is a change that took the seal.
    let stripped = snippets(&text, "record unsealed").pop().unwrap();
    let details = desk.check(&serde_json::from_str(&stripped).unwrap());
    assert!(text.contains(details.reasons[1].detail.as_deref().unwrap()));
}

/// Codes listed in the tables of `docs/reasons.md`.
fn listed_reasons(text: &str) -> Vec<&str> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap()).collect()
}

#[test]
fn every_reason_is_listed_once_and_no_other() {
    let text = doc("reasons.md");
    let mut listed = listed_reasons(&text);
    listed.sort_unstable();
    let mut known: Vec<_> = ReasonCode::ALL.iter().map(|code| code.code()).collect();
    known.sort_unstable();
    assert_eq!(listed, known);
}

#[test]
fn a_missing_reason_is_found() {
    assert_eq!(listed_reasons("| `no-seal` | `unsealed` |\n| code |\n"), ["no-seal"]);
}
