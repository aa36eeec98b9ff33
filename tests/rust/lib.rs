//! What crosses rooms. The tests stand beside this file; what they share is here.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "serves tests only"
)]

pub mod sealing;

use std::sync::LazyLock;

use serde_json::{Value, json};
use touchmark::{Policy, Record, Timestamp, TrustBundle, Verdict, Verifier};

/// An acceptance case of `data/seal-cases.json`, so that tests stand on seals that this project did not make.
/// Cases that need a registry are for `touchmark conform`.
pub struct Case {
    /// Trust bundle file.
    pub trust: Value,
    /// Policy file.
    pub policy: Value,
    /// The time it is checked at.
    pub now: Timestamp,
    /// The plain record view, without its seal.
    pub view: Value,
    /// The text of the seal field; empty where there is none.
    pub seal: String,
}

impl Case {
    /// Loads one case by its id.
    pub fn load(id: &str) -> Self {
        static FILE: LazyLock<Value> =
            LazyLock::new(|| serde_json::from_str(include_str!("../data/seal-cases.json")).unwrap());
        let case = FILE["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap();
        let policy = &case["policy"];
        let issuers = policy["trusted"].as_array().unwrap().iter().map(|issuer| {
            let keys =
                issuer["keys"].as_array().unwrap().iter().map(|key| json!({"publicKeyMultibase": key}));
            json!({"id": issuer["issuer"], "name": "Example Bank plc", "keys": keys.collect::<Vec<_>>()})
        });
        let status =
            policy["statusBits"].as_object().unwrap().iter().map(|(entry, bit)| {
                (entry.clone(), Value::from(if bit == true { "revoked" } else { "valid" }))
            });
        let revocations = policy["revokedKeys"].as_array().unwrap().iter().map(|key| json!({"key": key}));
        let trust = json!({
            "trustBundle": "crm-trust/1", "version": 1,
            "issued": "2026-01-01T00:00:00Z", "expires": "2099-01-01T00:00:00Z",
            "issuers": issuers.collect::<Vec<_>>(), "revocations": revocations.collect::<Vec<_>>(),
            "status": status.collect::<serde_json::Map<_, _>>(),
        });
        let policy = json!({
            "policy": "crm-policy/1", "tenant": policy["tenant"], "environment": policy["environment"],
            "allowTestKeys": policy["allowTestKeys"], "acceptUnknownStatus": policy["acceptUnknownStatus"],
        });
        let mut view = json!({
            "object": case["view"]["object"], "id": case["view"]["recordId"], "uuid": case["view"]["externalId"],
            "fields": case["view"]["fields"], "companions": [],
        });
        if let Some(queried) = case["view"].get("queried") {
            view["queried"] = queried.clone();
        }
        if !case["restrictedSalts"].is_null() {
            view["companions"] = json!([case["restrictedSalts"]]);
        }
        Self {
            trust,
            policy,
            now: Timestamp::parse(case["policy"]["now"].as_str().unwrap()).unwrap(),
            view,
            seal: case["seal"].as_str().unwrap_or_default().to_owned(),
        }
    }

    /// The verifier of the case's files.
    pub fn verifier(&self) -> Verifier {
        Verifier::new(
            TrustBundle::from_json(&self.trust.to_string()).unwrap(),
            Policy::from_json(&self.policy.to_string()).unwrap(),
        )
    }

    /// Checks the view with this seal text in place of its own.
    pub fn verify(&self, seal: &str) -> Verdict {
        let mut view = self.view.clone();
        view["seal"] = seal.into();
        let text = view.to_string();
        let verdict = match Record::parse(&text) {
            Ok(record) => self.verifier().verify(&record, self.now),
            Err(error) => self.verifier().unreadable(&error, self.now),
        };
        // Whatever the verdict is, it crosses as JSON and comes back the same.
        assert_eq!(Verdict::from_json(&verdict.to_json()).as_ref(), Ok(&verdict));
        verdict
    }
}
