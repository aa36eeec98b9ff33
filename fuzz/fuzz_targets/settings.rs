//! Trust bundle and policy: read alike in any layout, and a bundle that names no key of the issuer believes
//! no seal of it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use touchmark::json::Value;
use touchmark::{ConfigError, Policy, Record, Trust, TrustBundle, Verifier, jcs, json};
use touchmark_fuzz::Page;

const ISSUER: &str = "did:key:z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT";

static PAGE: LazyLock<Page> = LazyLock::new(Page::of_the_cases);
static VIEW: LazyLock<String> = LazyLock::new(|| PAGE.first_view());

fuzz_target!(|text: &str| {
    let canonical = json::parse(text).ok().map(|tree| jcs::to_string(&tree));
    let bundle = read(text, canonical.as_deref(), TrustBundle::from_json);
    let policy = read(text, canonical.as_deref(), Policy::from_json);
    let record = Record::parse(&VIEW).expect("the view of the first case");
    if let Some(bundle) = bundle {
        let verdict = Verifier::new(bundle, Page::policy()).verify(&record, Page::now());
        let names_issuer = json::parse(text).is_ok_and(|tree| has_text(&tree, ISSUER));
        assert!(names_issuer || !is_green(verdict.trust), "believed without being named");
    }
    if let Some(policy) = policy {
        let trust = TrustBundle::from_json(&PAGE.trust().to_string()).expect("the bundle of the cases");
        let _ = Verifier::new(trust, policy).verify(&record, Page::now());
    }
});

/// Reads a settings file, and its canonical form with the same outcome.
fn read<T>(text: &str, canonical: Option<&str>, from_json: fn(&str) -> Result<T, ConfigError>) -> Option<T> {
    let outcome = from_json(text);
    match &outcome {
        Ok(_) => {
            let canonical = canonical.expect("what is read is strict JSON");
            assert!(from_json(canonical).is_ok(), "another layout is refused");
        }
        Err(error) => {
            assert!(!error.problem.is_empty() && !error.document.is_empty(), "refused without a reason")
        }
    }
    outcome.ok()
}

fn has_text(value: &Value<'_>, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(values) => values.iter().any(|value| has_text(value, wanted)),
        Value::Object(members) => members.iter().any(|(_, value)| has_text(value, wanted)),
        _ => false,
    }
}

fn is_green(trust: Trust) -> bool {
    matches!(trust, Trust::Verified | Trust::VerifiedPartial)
}
