use crate::desk::{Desk, of_repository};

const FILES: [(&str, usize); 2] = [("seal-cases.json", 130), ("seal-cases-2.json", 138)];

fn cases(file: &str) -> String {
    std::fs::read_to_string(of_repository(&format!("tests/data/{file}"))).unwrap()
}

#[test]
fn the_acceptance_cases_pass() {
    let desk = Desk::new();
    for (file, count) in FILES {
        desk.write(file, cases(file));
        let ended = desk.run(&["conform", file]).succeeds();
        assert_eq!(ended.stdout, format!("{count} passed, 0 failed\n"));
    }
}

/// Each part of an expectation is held to: changed, it turns the run red.
#[test]
fn every_expectation_counts() {
    let desk = Desk::new();
    let whole = FILES.map(|(file, _)| serde_json::from_str::<serde_json::Value>(&cases(file)).unwrap());
    let all = || whole.iter().flat_map(|file| file["cases"].as_array().unwrap());
    let case = |id: &str| all().find(|case| case["id"] == id).unwrap().clone();
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
    let with = |member: &str| {
        let case = all().find(|case| case["expect"][member].as_array().is_some_and(|list| !list.is_empty()));
        case.unwrap()["id"].as_str().unwrap()
    };
    let flagged = with("flags");
    let said =
        changed(flagged, "/expect/flags", serde_json::json!(["label-contradiction", "retention-passed"]));
    assert!(said.contains("expected set, found missing"), "{said}");
    // A flag too many misleads as well, and that the key is everybody's is no news.
    let said = changed(flagged, "/expect/flags", serde_json::json!([]));
    assert!(said.contains("expected not set, found set") && !said.contains("test-key"), "{said}");
    let said = changed(with("reasons"), "/expect/reasons", serde_json::json!(["no-seal"]));
    assert!(said.contains("reason no-seal: expected given, found missing"), "{said}");
    let claimed = all().find(|case| !case["expect"]["claimedOrigin"].is_null()).unwrap();
    changed(claimed["id"].as_str().unwrap(), "/expect/claimedOrigin", "recorded".into());
    // A case without the member is a view that does not show the seal, and one that is null shows that there is none.
    let mut shown = case("n-seal-not-asked");
    shown["seal"] = serde_json::Value::Null;
    let ended = run(shown);
    assert!(ended.stdout.contains("trust: expected unchecked, found unsealed"), "{ended:#?}");

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
