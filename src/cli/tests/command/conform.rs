use crate::desk::{Desk, of_repository};

fn cases() -> String {
    std::fs::read_to_string(of_repository("tests/data/seal-cases.json")).unwrap()
}

#[test]
fn the_acceptance_cases_pass() {
    let desk = Desk::new();
    desk.write("cases.json", cases());
    let ended = desk.run(&["conform", "cases.json"]).succeeds();
    assert_eq!(ended.stdout, "130 passed, 0 failed\n");
}

/// Each part of an expectation is held to: changed, it turns the run red.
#[test]
fn every_expectation_counts() {
    let desk = Desk::new();
    let whole: serde_json::Value = serde_json::from_str(&cases()).unwrap();
    let case =
        |id: &str| whole["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone();
    let run = |case: serde_json::Value| {
        desk.write("cases.json", serde_json::json!({ "cases": [case] }).to_string());
        desk.run(&["conform", "cases.json"])
    };
    let changed = |id: &str, pointer: &str, value: serde_json::Value| {
        let mut case = case(id);
        *case.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        let ended = run(case);
        assert_eq!(ended.code, 1, "{ended:#?}");
        assert!(ended.stdout.contains("0 passed, 1 failed"), "{}", ended.stdout);
        ended.stdout
    };
    assert_eq!(run(case("full-view")).code, 0);
    let said = changed("full-view", "/expect/verdict", "verified-partial".into());
    assert!(said.contains("full-view: trust: expected verified-partial, found verified"), "{said}");
    changed("full-view", "/expect/origin", "masked".into());
    changed("full-view", "/expect/fields/Email", "altered".into());
    let mut fewer = case("full-view")["expect"]["fields"].clone();
    fewer.as_object_mut().unwrap().remove("Email");
    let said = changed("full-view", "/expect/fields", fewer);
    assert!(said.contains("full-view: Email: expected none, found match"), "{said}");
    let flagged =
        whole["cases"].as_array().unwrap().iter().find(|case| !case["expect"]["flags"].is_null()).unwrap();
    changed(
        flagged["id"].as_str().unwrap(),
        "/expect/flags",
        serde_json::json!(["test-key", "label-contradiction", "retention-passed"]),
    );
    let claimed = whole["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| !case["expect"]["claimedOrigin"].is_null())
        .unwrap();
    changed(claimed["id"].as_str().unwrap(), "/expect/claimedOrigin", "recorded".into());

    // An expectation that nobody would read stops the run.
    let mut odd = case("full-view");
    odd["expect"]["reason"] = "x".into();
    assert_eq!(
        run(odd).fails(3, &["case 1", "expect has a member that conform does not know: reason"]).stdout,
        ""
    );
}

#[test]
fn a_run_of_nothing_is_no_pass() {
    let desk = Desk::new();
    desk.write("cases.json", r#"{"cases":[]}"#);
    desk.run(&["conform", "cases.json"]).fails(3, &["no case was run"]);
    desk.write("cases.json", "[]");
    desk.run(&["conform", "cases.json"]).fails(3, &["holds no cases"]);
    desk.run(&["conform", "none.json"]).fails(3, &["none.json cannot be read"]);
}
