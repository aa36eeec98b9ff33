//! A file of grants. As it comes, nobody whom the page believes has signed it, and it grants nothing; signed by a believed approver, it
//! grants what it says, to the records that it names, for as long as it says.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use touchmark::{Answer, Decision, Grants, Policy, Record, Timestamp, TrustBundle, Verifier};
use touchmark_fuzz::{HostileIssuer, Page};

/// By how much clocks may differ, in milliseconds (profile §6).
const SKEW: i64 = 300_000;

static PAGE: LazyLock<Page> = LazyLock::new(Page::with_hostile_issuer);
static TRUST: LazyLock<TrustBundle> =
    LazyLock::new(|| TrustBundle::from_json(&PAGE.trust().to_string()).expect("a trust bundle"));
static VIEW: LazyLock<String> = LazyLock::new(|| PAGE.first_view());
static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    Policy::from_json(
        r#"{"policy":"crm-policy/1","tenant":"any","environment":"sandbox","allowTestKeys":true,"uses":{"scoring":{
            "origins":["synthetic"],"oversight":true}}}"#,
    )
    .expect("a policy")
});

fuzz_target!(|text: &str| {
    if let Ok(grants) = Grants::from_json(text, &TRUST) {
        assert_eq!(decide(grants).grant, None, "a grant that nobody signed");
    }
    let Ok(mut file) = serde_json::from_str::<Value>(text) else { return };
    let Some(items) = file.get_mut("grants").and_then(Value::as_array_mut) else { return };
    for item in items.iter_mut() {
        if let Some(signed) = HostileIssuer::prove(item) {
            *item = signed;
        }
    }
    let items = items.clone();
    let Ok(grants) = Grants::from_json(&file.to_string(), &TRUST) else { return };
    let decision = decide(grants);
    let Some(grant) = decision.grant else {
        assert_ne!(decision.answer, Answer::Allowed, "allowed without a grant");
        return;
    };
    let stated = items.iter().find(|item| item["id"] == grant.id.as_str()).expect("one of the file");
    let (subject, time) = (&stated["credentialSubject"], |name: &str| {
        Timestamp::parse(stated[name].as_str().unwrap_or_default()).expect("a time").as_millis()
    });
    assert_eq!(subject["use"], "scoring");
    assert_eq!(subject["reason"], grant.reason.as_str());
    let now = Page::now().as_millis();
    assert!(time("validFrom") <= now + SKEW && now <= time("validUntil") + SKEW);
    let names_seal = subject["seals"].as_array().is_some_and(|seals| !seals.is_empty());
    assert!(names_seal || subject["object"] == "Contact", "another record's");
});

fn decide(grants: Grants) -> Decision {
    let record = Record::parse(&VIEW).expect("the view of the first case");
    let verifier = Verifier::new(TRUST.clone(), POLICY.clone()).with_grants(grants);
    verifier.verify(&record, Page::now()).may_be_used("scoring")
}
