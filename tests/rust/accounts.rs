//! What is said of the verdicts of `golden.rs`, one file a verdict: the verdict, the account as data, and its lines in English. The
//! tests of the surfaces that format accounts read the same files. `TOUCHMARK_GOLDEN=write cargo test -p touchmark-tests --test accounts`
//! writes them anew; look at the difference before committing it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use touchmark::{
    Account, Approval, Claims, Contact, Flag, Phrase, Reason, ReasonCode, Tally, TallyLine, Topic, Trust,
    Verdict, Witnessed,
};
use touchmark_tests::{hold_to, hold_to_file, room};
use touchmark_words::account::{self, Notation};
use touchmark_words::{Language, text};

/// A time stands in braces: each surface writes it in its own way.
const NOTATION: Notation =
    Notation { number: |_, number| number.to_string(), moment: |_, moment| format!("{{{moment}}}") };

fn english(verdict: &Verdict, account: &Account) -> Value {
    let counted: Vec<_> = TallyLine::of(verdict).label().into_iter().map(Phrase::of).collect();
    let sections = account.sections.iter().map(|section| {
        let lines = section.lines.iter().map(|line| {
            let label = line.label.as_deref().map(|label| text(Language::En, label)).unwrap_or_default();
            json!({"label": label, "values": account::values(Language::En, line, NOTATION)})
        });
        let heading = text(Language::En, section.topic.term());
        json!({"heading": heading, "lines": lines.collect::<Vec<_>>()})
    });
    json!({
        "label": account::label(Language::En, &account.label, NOTATION),
        "counted": account::label(Language::En, &counted, NOTATION),
        "explanation": account::phrase(Language::En, &account.explanation, NOTATION).text,
        "sections": sections.collect::<Vec<_>>(),
    })
}

/// Every verdict on file, by its name, and one of which as much is said as can be.
fn verdicts() -> Vec<(String, Verdict)> {
    let files = std::fs::read_dir(room("data/golden")).unwrap().map(|file| file.unwrap().path());
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let read = |path: &Path| Verdict::assume_checked(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut verdicts: Vec<_> = files.map(|path| (name(&path), read(&path))).collect();
    let mut most = read(&room("data/golden/tlog.json"));
    // Every claim by name: one that is new is missed by the compiler here, and by the words, types and views below.
    let claim = |text: &str| Some(text.to_owned());
    most.claims = Some(Claims {
        is_synthetic: true,
        provenance_source: "urn:example:pipeline".to_owned(),
        created: "2026-10-01T08:00:00Z".to_owned(),
        valid_from: "2026-10-01T08:00:00Z".to_owned(),
        valid_until: claim("2026-10-31T08:00:00Z"),
        digital_source_type: claim("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"),
        generation_method: claim("machine-generated-mlops-synthetic"),
        generator_name: claim("Snowfakery"),
        generator_version: claim("4.2.1"),
        generator_algorithm: claim("CTGAN"),
        generator_parameters_digest: claim("uEiBx"),
        purpose: vec!["non-ai-staging".to_owned(), "load-test".to_owned()],
        prohibited_use: vec!["credit-scoring".to_owned()],
        responsible_entity: claim("Example Bank plc, Data Office"),
        retain_until: claim("2027-10-01"),
        confidence_score: claim("0.98"),
        derived_from: vec!["urn:example:ledger".to_owned()],
        previous_seal: claim("urn:uuid:3f2c1f7e-0c39-4d27-8b9b-6a2f7a2d1c11"),
        sealed_at: claim("2026-10-01T08:00:01Z"),
        field_origins: vec![(
            "Description".to_owned(),
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia".to_owned(),
        )],
    });
    let at = most.checked_at;
    most.log.as_mut().unwrap().witnesses.push(Witnessed { name: "witness.example".to_owned(), at });
    most.approvals.push(Approval { id: "did:key:z6Au".to_owned(), name: None, at: Some(at) });
    most.contacts = ["Example Bank plc, Service desk", "Example Bank plc, Data Office"]
        .map(|name| Contact { name: name.to_owned(), address: "mailto:data@bank.example".to_owned() })
        .to_vec();
    // A decision is made by a check alone; read back, it is what a check could have made.
    let granted = r#"{"scoring":{"answer":"allowed","grant":{"approver":{"id":"did:key:z6Au","name":"Data Protection, Example Bank"},
        "id":"urn:uuid:3f2c1f7e-0c39-4d27-8b9b-6a2f7a2d1c12","reason":"Model review, minutes 14",
        "until":"2026-12-31T23:59:59Z"},"reasons":[]},"training":{"answer":"allowed","grant":{"approver":{"id":"did:key:z6Au"},
        "id":"urn:uuid:3f2c1f7e-0c39-4d27-8b9b-6a2f7a2d1c13","reason":"One run","until":"2026-12-31T23:59:59Z"},"reasons":[]}}"#;
    let mut text: Value = serde_json::from_str(&most.to_json()).unwrap();
    text["uses"] = serde_json::from_str(granted).unwrap();
    most.uses = Verdict::assume_checked(&text.to_string()).unwrap().uses;
    // Of a seal that anybody could have made there would be no facts.
    most.flags = vec![Flag::RetentionPassed];
    most.trust = Trust::Expired;
    most.reasons = [ReasonCode::ValidityEnded, ReasonCode::ApprovalsMissing]
        .map(|code| Reason { code, detail: Some("2".to_owned()) })
        .to_vec();
    verdicts.push(("most-that-is-said".to_owned(), most));
    verdicts
}

#[test]
fn accounts_have_the_form_on_file() {
    for (id, verdict) in verdicts() {
        let account = verdict.account();
        assert_eq!(Verdict::assume_checked(&verdict.to_json()).as_ref(), Ok(&verdict), "{id}");
        let json = verdict.account_to_json();
        assert_eq!(touchmark::jcs::to_string(&touchmark::json::parse(&json).unwrap()), json, "{id}");
        let data: Value = serde_json::from_str(&json).unwrap();
        let english = english(&verdict, &account);
        let verdict: Value = serde_json::from_str(&verdict.to_json()).unwrap();
        let golden = json!({"account": data, "english": english, "verdict": verdict});
        let text = format!("{golden:#}\n");
        assert!(!text.contains(touchmark_words::MISSING), "{id}: a key without words");
        hold_to_file("accounts", &id, &text);
    }
}

/// So that each surface is held to every kind of line.
#[test]
fn every_topic_is_on_file() {
    let said: BTreeSet<Topic> = verdicts()
        .iter()
        .flat_map(|(_, verdict)| verdict.account().sections)
        .map(|section| section.topic)
        .collect();
    let missing: Vec<_> = Topic::ALL.iter().filter(|topic| !said.contains(topic)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What pages say where no engine runs to say it: the browser package and the Lightning components fill it in.
#[test]
fn the_verdict_without_an_engine_is_on_file() {
    let reason = Reason { code: ReasonCode::EngineUnavailable, detail: None };
    let verdict = Verdict::unchecked(reason, "", touchmark::Timestamp::default());
    let verdict: Value = serde_json::from_str(&verdict.to_json()).unwrap();
    hold_to(&room("../www/src/verdict/unchecked.json"), &format!("{verdict:#}\n"));
}

#[test]
fn a_tally_counts_every_verdict_once_and_loudest_first() {
    let verdicts = verdicts();
    let tally: Tally = verdicts.iter().map(|(_, verdict)| verdict).collect();
    assert_eq!(tally.total(), verdicts.len() as u64);
    let levels: Vec<_> = tally.lines().iter().map(|line| line.level).collect();
    assert!(levels.is_sorted_by(|one, other| one >= other), "{levels:?}");
    let json = tally.to_json(tally.total());
    assert_eq!(touchmark::jcs::to_string(&touchmark::json::parse(&json).unwrap()), json);
    assert_eq!(Tally::assume_checked(&json).as_ref(), Some(&tally));
}

#[test]
fn a_line_that_cannot_be_read_counts_as_not_checked() {
    let unchecked = r#"{"count":3,"flagged":false,"group":"could-not-check","level":"caution"}"#;
    let unchecked = Tally::assume_checked(&format!("[{unchecked}]")).unwrap();
    for line in [
        r#"{"count":3}"#,
        r#"{"count":3,"group":"verified","level":"loud","flagged":false}"#,
        r#"{"count":3,"group":"verified","level":"quiet","flagged":false,"origin":"synthetic"}"#,
        r#"{"count":3,"group":"verified","level":"quiet","flagged":"no"}"#,
        r#"{"count":3,"group":"verified","level":"quiet","claim":5}"#,
    ] {
        assert_eq!(Tally::assume_checked(&format!("[{line}]")).as_ref(), Some(&unchecked), "{line}");
    }
    for none in ["[]", "[5]", r#"[{"count":-1}]"#] {
        assert_eq!(Tally::assume_checked(none).unwrap().total(), 0, "{none}");
    }
    assert_eq!(Tally::assume_checked("{}"), None);
}
