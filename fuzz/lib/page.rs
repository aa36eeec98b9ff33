use std::collections::BTreeSet;

use serde_json::{Value, json};
use touchmark::{FieldState, Policy, Record, Timestamp, Trust, TrustBundle, Verdict, Verifier};

use crate::HostileIssuer;

const CASES: &str = include_str!("../../tests/data/seal-cases.json");

/// A page that shows one record, and believes whom the acceptance cases believe.
pub struct Page {
    trust: Value,
    verifier: Verifier,
    view: Value,
    first_seal: String,
    /// Canonical statements that a believed issuer signed.
    signed: BTreeSet<String>,
}

impl Page {
    /// The record and the issuers of the acceptance cases, and nobody else.
    pub fn of_the_cases() -> Self {
        Self::believing(&[])
    }

    /// Believes an issuer besides who signs whatever it is handed.
    pub fn with_hostile_issuer() -> Self {
        Self::believing(&[HostileIssuer::ROOT, HostileIssuer::APPROVER])
    }

    fn believing(more: &[HostileIssuer]) -> Self {
        let file: Value = serde_json::from_str(CASES).unwrap();
        let cases = file["cases"].as_array().unwrap();
        let all = |name: &str| -> Vec<Value> {
            let lists = cases.iter().filter_map(|case| case["policy"][name].as_array());
            let mut found: Vec<Value> = Vec::new();
            for entry in lists.flatten() {
                if !found.contains(entry) {
                    found.push(entry.clone());
                }
            }
            found
        };
        let entity = |id: &Value, keys: &Value| {
            let keys = keys.as_array().unwrap().iter().map(|key| json!({"publicKeyMultibase": key}));
            json!({"id": id, "keys": keys.collect::<Vec<_>>()})
        };
        let mut issuers: Vec<Value> =
            all("trusted").iter().map(|one| entity(&one["issuer"], &one["keys"])).collect();
        let mut approvers: Vec<Value> =
            all("approvers").iter().map(|one| entity(&one["id"], &one["keys"])).collect();
        for issuer in more {
            let entity = entity(&issuer.id().into(), &json!([issuer.multikey()]));
            issuers.push(entity.clone());
            approvers.push(entity);
        }
        let mut logs = all("logs");
        // One that the cases do not trust for its issuer says nothing about the seals that verify.
        logs.retain(|log| issuers.iter().any(|issuer| log["issuers"][0] == issuer["id"]));
        if !more.is_empty() {
            let ids: Vec<Value> = issuers.iter().map(|issuer| issuer["id"].clone()).collect();
            logs.push(json!({"key": HostileIssuer::LOG.verifier_key(), "issuers": ids}));
        }
        let trust = json!({
            "trustBundle": "crm-trust/1", "version": 1,
            "issued": "2026-01-01T00:00:00Z", "expires": "2099-01-01T00:00:00Z",
            "issuers": issuers, "approvers": approvers, "logs": logs,
        });
        let first = &cases[0];
        let view = json!({
            "object": first["view"]["object"], "id": first["view"]["recordId"], "uuid": first["view"]["externalId"],
            "fields": first["view"]["fields"], "companions": [first["restrictedSalts"]],
        });
        let mut page = Self {
            verifier: Verifier::new(TrustBundle::from_json(&trust.to_string()).unwrap(), Self::policy()),
            trust,
            view,
            first_seal: first["seal"].as_str().unwrap().to_owned(),
            signed: BTreeSet::new(),
        };
        let seals: Vec<&str> = cases.iter().filter_map(|case| case["seal"].as_str()).collect();
        for seal in &seals {
            if is_from_verified_bytes(&page.verify(seal)) {
                page.signed.extend(statement(seal));
            }
        }
        assert!(page.signed.len() > 5, "the acceptance cases verify no more: {}", page.signed.len());
        page
    }

    /// What the page expects: any tenant and environment, so that little hides what comes later.
    pub fn policy() -> Policy {
        Policy::from_json(
            r#"{"policy":"crm-policy/1","tenant":"any","environment":"any","allowTestKeys":true,"acceptUnknownStatus":true}"#,
        )
        .unwrap()
    }

    /// When the page is looked at.
    pub fn now() -> Timestamp {
        Timestamp::parse("2026-12-01T00:00:00Z").unwrap()
    }

    /// The trust bundle file.
    pub fn trust(&self) -> &Value {
        &self.trust
    }

    /// The seal of an acceptance case.
    pub fn seal_of(id: &str) -> Value {
        let file: Value = serde_json::from_str(CASES).unwrap();
        let case = file["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap();
        serde_json::from_str(case["seal"].as_str().unwrap()).unwrap()
    }

    /// The plain view of the record with this text in its seal field.
    pub fn view(&self, seal: &str) -> String {
        let mut view = self.view.clone();
        view["seal"] = seal.into();
        view.to_string()
    }

    /// The plain view of the record with the seal of the first case, which verifies.
    pub fn first_view(&self) -> String {
        self.view(&self.first_seal)
    }

    /// Checks the record with this text in its seal field.
    pub fn verify(&self, seal: &str) -> Verdict {
        self.verify_view(&self.view(seal))
    }

    /// Checks a record view.
    pub fn verify_view(&self, view: &str) -> Verdict {
        let verdict = match Record::parse(view) {
            Ok(record) => self.verifier.verify(&record, Self::now()),
            Err(error) => self.verifier.unreadable(&error, Self::now()),
        };
        hold(&verdict);
        verdict
    }

    /// Nothing may be said from a statement that nobody signed: a verdict from verified bytes names one of those that
    /// were.
    pub fn hold_to_what_was_signed(&self, seal: &str, verdict: &Verdict) {
        if is_from_verified_bytes(verdict) {
            let statement = statement(seal);
            assert!(
                statement.as_ref().is_some_and(|statement| self.signed.contains(statement)),
                "{} for a statement that nobody signed: {statement:?}",
                verdict.trust
            );
        }
    }
}

/// Whether the verdict rests on a statement, which is read only once its signature held.
fn is_from_verified_bytes(verdict: &Verdict) -> bool {
    verdict.claims.is_some()
}

/// What the envelope signs, canonical by another writer than the one under test.
fn statement(seal: &str) -> Option<String> {
    let seal: Value = serde_json::from_str(seal).ok()?;
    let statement = match (seal.get("vc"), seal.get("jws"), seal.pointer("/tlog/leaf")) {
        (Some(Value::Object(vc)), None, None) => {
            let mut statement = vc.clone();
            statement.remove("proof");
            Value::Object(statement)
        }
        (None, Some(Value::String(jws)), None) => {
            let payload = touchmark::encoding::from_base64url(jws.split('.').nth(1)?)?;
            serde_json::from_slice(&payload).ok()?
        }
        (None, None, Some(leaf)) => leaf.clone(),
        _ => return None,
    };
    serde_json_canonicalizer::to_string(&statement).ok()
}

/// What every verdict holds to, whatever it was made from.
fn hold(verdict: &Verdict) {
    assert_eq!(
        Verdict::assume_checked(&verdict.to_json()).as_ref(),
        Ok(verdict),
        "the verdict does not cross as JSON"
    );
    let matched = verdict.fields.iter().filter(|field| field.state == FieldState::Match).count();
    let covered = verdict.fields.iter().filter(|field| field.state != FieldState::Uncovered);
    match verdict.trust {
        Trust::Verified => {
            assert!(matched > 0, "verified, and nothing matches");
            assert!(
                covered.clone().all(|field| field.state == FieldState::Match),
                "verified, and a field does not match"
            );
            assert!(verdict.claims.is_some() && verdict.issuer.is_some(), "verified, and nobody says so");
        }
        Trust::VerifiedPartial => {
            assert!(
                covered.clone().all(|field| field.state != FieldState::Altered),
                "partial, and a field is altered"
            );
        }
        _ => assert!(!verdict.reasons.is_empty(), "{} for no reason", verdict.trust),
    }
    let shown = verdict.to_json();
    let mut shown = shown.chars();
    assert!(
        shown.all(|c| !matches!(u32::from(c), 0x200B..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF)),
        "an invisible character is shown"
    );
    let _ = verdict.disclose();
}
