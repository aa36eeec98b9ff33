//! Many records in one call: each verdict is the one that the record has alone, whatever stands beside it.

use serde_json::{Value, json};
use touchmark::{Record, SignatureEngine};
use touchmark_tests::Case;

/// The records of all cases as lines, readable or not, seals of every envelope among them.
fn lines() -> Vec<String> {
    let mut lines: Vec<_> = Case::all()
        .map(|(_, case)| {
            let mut view = case.view;
            view["seal"] = case.seal.into();
            view.to_string()
        })
        .collect();
    lines.push("{".to_owned());
    lines.push("[]".to_owned());
    lines
}

#[test]
fn verdicts_do_not_depend_on_the_company() {
    let case = Case::load("tlog");
    let verifier = case.verifier();
    let mut engine = SignatureEngine::new();
    let lines = lines();
    let alone: Vec<_> = lines
        .iter()
        .map(|line| match Record::parse(line) {
            Ok(record) => verifier.verify(&record, case.now),
            Err(error) => verifier.unreadable(&error, case.now),
        })
        .collect();
    let orders: [Vec<usize>; 3] = [
        (0..lines.len()).collect(),
        (0..lines.len()).rev().collect(),
        // Each twice in a row, so that the second could lean on the first.
        (0..2 * lines.len()).map(|at| at / 2).collect(),
    ];
    for order in orders {
        let records: Vec<_> = order.iter().map(|&at| Record::parse(&lines[at])).collect();
        let together = verifier.verify_all(&records, case.now, &mut engine);
        assert_eq!(together.len(), order.len());
        for (at, verdict) in order.iter().zip(&together) {
            assert_eq!(verdict, &alone[*at], "{}", lines[*at]);
        }
        let json: Vec<_> = together.iter().map(touchmark::Verdict::to_json).collect();
        let batch = verifier.begin_all(&records, case.now);
        let answers: Vec<_> = engine.answer_all(&batch.checks()).into_iter().map(Some).collect();
        assert_eq!(batch.conclude_to_json(&answers), format!("[{}]", json.join(",")));
    }
}

/// What records are good for is written once for those that are good for the same, and is what each would have had alone.
#[test]
fn uses_that_an_earlier_verdict_has_are_told_by_its_number() {
    let mut engine = SignatureEngine::new();
    let with_uses = |mut case: Case| {
        case.policy["uses"] = json!({
            "a": {"origins": ["recorded"], "unsealed": "allow"}, "testing": {"origins": ["synthetic"], "oversight": true},
        });
        case
    };
    let verifier = with_uses(Case::load("full-view")).verifier();
    let views: Vec<String> = Case::all()
        .map(|(_, case)| {
            let mut view = case.view.clone();
            view["seal"] = case.seal.into();
            view.to_string()
        })
        .collect();
    let now = Case::load("full-view").now;
    let records: Vec<_> = views.iter().map(|view| Record::parse(view)).collect();
    let alone = verifier.verify_all(&records, now, &mut engine);
    let batch = verifier.begin_all(&records, now);
    let answers: Vec<_> = engine.answer_all(&batch.checks()).into_iter().map(Some).collect();
    let mut told: Vec<Value> = serde_json::from_str(&batch.conclude_to_json(&answers)).unwrap();
    let mut shared = 0;
    for at in 0..told.len() {
        if let Some(earlier) = told[at]["uses"].as_u64() {
            let earlier = usize::try_from(earlier).unwrap();
            assert!(earlier < at);
            told[at]["uses"] = told[earlier]["uses"].clone();
            shared += 1;
        }
        let expected: Value = serde_json::from_str(&alone[at].to_json()).unwrap();
        assert_eq!(told[at], expected, "{}", views[at]);
    }
    assert!(shared > told.len() / 2 && shared < told.len() - 3, "{shared} of {}", told.len());
}

#[test]
fn a_shared_checkpoint_is_asked_about_once() {
    let case = Case::load("tlog");
    let verifier = case.verifier();
    let line = |id: &str| {
        let case = Case::load(id);
        let mut view = case.view;
        view["seal"] = case.seal.into();
        view.to_string()
    };
    let lines =
        [line("tlog"), line("tlog-altered-field"), line("tlog-unknown-cosigner"), line("tlog-single-leaf")];
    let records: Vec<_> = lines.iter().map(|line| Record::parse(line)).collect();
    // Three of one checkpoint, one of another.
    assert_eq!(verifier.begin_all(&records, case.now).checks().len(), 2);
    // Answers that are missing leave the check open, and nobody else's is taken.
    let unanswered = verifier.begin_all(&records, case.now).conclude(&[Some(true)]).collect::<Vec<_>>();
    let trusts: Vec<_> = unanswered.iter().map(|verdict| verdict.trust.code()).collect();
    assert_eq!(trusts, ["verified", "altered", "verified", "unchecked"]);
}
