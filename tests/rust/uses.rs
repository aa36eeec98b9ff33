//! What each use of a grid comes to for every acceptance case, as `data/uses.json`: natively here, and in both engines of the package and
//! in Lightning where they replay the file. That the answers are those of the table is held in the core's own tests.
//!
//! `TOUCHMARK_GOLDEN=write cargo test -p touchmark-tests --test uses` writes the file anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};
use touchmark::{Grants, Policy, Record, Registry, Timestamp, TrustBundle, UseReason, Verdict, Verifier};
use touchmark_cases::Question;
use touchmark_seal::{Approver, GrantScope, PrivateKey, Random, RandomError, UseGrant};
use touchmark_tests::{Case, hold_to_file, room};
use unicode_normalization::UnicodeNormalization as _;

/// Members that each policy adds to that of a case.
fn policies() -> [Value; 2] {
    let mut uses = serde_json::Map::new();
    for origins in [&["recorded"][..], &["ai-generated", "masked", "synthetic"]] {
        for unsealed in ["allow", "refuse", "unknown"] {
            for more in [
                json!({"owner": "Risk"}),
                json!({"environments": ["sandbox"], "codes": ["NON-AI-STAGING", "c1"]}),
                json!({"environments": ["production"], "codes": ["Credit-Scoring"]}),
                json!({"oversight": true, "codes": ["non-ai-staging"], "purposes": "strict"}),
            ] {
                let mut rule = more;
                rule["origins"] = origins.into();
                rule["unsealed"] = unsealed.into();
                uses.insert(format!("use-{:02}", uses.len()), rule);
            }
        }
    }
    let asking = json!({"requiredClaims": ["retainUntil"], "acceptUnknownStatus": true, "uses": uses});
    [json!({"uses": uses}), asking]
}

/// Everything a check is given: an acceptance case as the files have it, or a record of this file.
enum Asked {
    Case(Value),
    Sealed(Value),
}

/// By id: the acceptance cases, whose keys anybody has, so that every seal of theirs is flagged; and some of them by an issuer whose key is
/// nobody else's.
fn asked() -> BTreeMap<String, Asked> {
    let mut all = BTreeMap::new();
    for file in ["seal-cases", "seal-cases-2"] {
        let text = std::fs::read_to_string(room("data").join(file).with_extension("json")).unwrap();
        let file: Value = serde_json::from_str(&text).unwrap();
        for case in file["cases"].as_array().unwrap() {
            all.insert(case["id"].as_str().unwrap().to_owned(), Asked::Case(case.clone()));
        }
    }
    for (base, edits) in SEALED {
        for (edit, name, value) in *edits {
            all.insert(
                format!("sealed {base} {edit}").trim_end().to_owned(),
                Asked::Sealed(sealed(base, name, value)),
            );
        }
    }
    for outcome in ["covered", "ended", "foreign", "taken back", "too wide"] {
        all.insert(format!("granted {outcome}"), Asked::Sealed(granted(outcome)));
    }
    all
}

/// The first sealed record, and grants of every use that asks for one, which cover it, or fail to in one way.
fn granted(outcome: &str) -> Value {
    let mut question = sealed("full-view", "", "");
    let [approver, stranger] = [0x41, 0x42].map(|byte| PrivateKey::generate(&mut Known(byte)).unwrap());
    let did = approver.did_key();
    let mut entity = json!({"id": did, "keys": [{"publicKeyMultibase": approver.multikey()}]});
    entity["name"] = "Data Protection".into();
    if outcome == "too wide" {
        entity["scope"] = json!({"environments": ["sandbox"]});
    }
    question["trust"]["approvers"] = json!([entity]);
    let time = |text| Timestamp::parse(text).unwrap();
    let policy = Policy::from_json(&question["policy"].to_string()).unwrap();
    let key = if outcome == "foreign" { stranger } else { approver };
    let approver = Approver::new(key, None).unwrap();
    let environments = ["sandbox", "production"].map(ToOwned::to_owned);
    let asking = policies()[0]["uses"].clone();
    let asking = asking.as_object().unwrap().iter().filter(|(_, rule)| rule["oversight"] == true);
    let grants: Vec<Value> = asking
        .map(|(name, _)| {
            let until =
                time(if outcome == "ended" { "2026-11-20T00:00:00Z" } else { "2027-01-31T00:00:00Z" });
            let scope = GrantScope::Object("Contact", &environments);
            let (tenant, from, reason) =
                (policy.tenant().unwrap(), time("2026-11-01T00:00:00Z"), "Minutes 14");
            let grant = UseGrant { name, tenant, scope, from, until, reason };
            let grant = approver.grant(&grant, from, &mut Known(0x43)).unwrap();
            serde_json::from_str(&touchmark::jcs::to_string(&grant)).unwrap()
        })
        .collect();
    if outcome == "taken back" {
        question["trust"]["revocations"] = json!([{"grant": grants[0]["id"]}]);
    }
    question["grants"] = json!({"useGrants": "crm-grants/1", "grants": grants});
    question
}

/// What is made of a case, besides as it is: how that is called, the member of `provenance` or of the view's fields, and its value.
type Edit = (&'static str, &'static str, &'static str);

const SEALED: &[(&str, &[Edit])] = &[
    (
        "full-view",
        &[
            ("", "", ""),
            ("for nothing", "purpose", "[]"),
            ("for another", "purpose", r#"["model-training"]"#),
            ("not for staging", "prohibitedUse", r#"["non-AI-staging"]"#),
            ("changed", "LastName", r#""Changed""#),
            ("kept", "retainUntil", r#""2099-01-01""#),
        ],
    ),
    ("origin-recorded", &[("", "", ""), ("changed", "LastName", r#""Changed""#)]),
    ("origin-masked", &[("", "", "")]),
    ("retention-passed", &[("", "", "")]),
    ("fls-partial-view", &[("", "", "")]),
];

/// No randomness: the file is the same each time.
struct Known(u8);

impl Random for Known {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        bytes.fill(self.0);
        Ok(())
    }
}

/// In the product's own forms: `{ now, policy, record, trust }`, and `grants` where there are any.
fn sealed(base: &str, name: &str, value: &str) -> Value {
    let mut case = Case::load(base);
    let key = PrivateKey::generate(&mut Known(0x5a)).unwrap();
    let value: Value = serde_json::from_str(value).unwrap_or_default();
    let created = case.now;
    let is_field = case.view["fields"].get(name).is_some();
    case.sign_anew(&key, created, |vc| {
        if !name.is_empty() && !is_field {
            vc["credentialSubject"]["provenance"][name] = value.clone();
        }
    });
    if is_field {
        case.view["fields"][name] = value;
    }
    let mut record = case.view.clone();
    record["seal"] = case.seal.clone().into();
    json!({"now": case.now.to_string(), "policy": case.policy, "record": record, "trust": case.trust})
}

fn verify(asked: &Asked, more: &Value) -> Verdict {
    let text = match asked {
        Asked::Case(case) => case.to_string(),
        Asked::Sealed(sealed) => sealed["record"].to_string(),
    };
    let tree = touchmark::json::parse_view(&text).unwrap();
    let (trust, policy, registry, view, now) = match asked {
        Asked::Case(_) => {
            let Question { trust, policy, registry, view, now } =
                touchmark_cases::Case::read(&tree).unwrap().question().unwrap();
            (trust, serde_json::from_str(&policy).unwrap(), Some(registry), view, now)
        }
        Asked::Sealed(sealed) => {
            let now = Timestamp::parse(sealed["now"].as_str().unwrap()).unwrap();
            (sealed["trust"].to_string(), sealed["policy"].clone(), None, tree, now)
        }
    };
    let mut policy: Value = policy;
    policy.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let trust = TrustBundle::from_json(&trust).unwrap();
    let policy = Policy::from_json(&policy.to_string()).unwrap();
    let registry = registry.map(|text| Registry::from_json(&text, trust.registries(), &policy).unwrap());
    let grants = match asked {
        Asked::Sealed(sealed) if sealed["grants"].is_object() => {
            Grants::from_json(&sealed["grants"].to_string(), &trust).unwrap()
        }
        _ => Grants::default(),
    };
    let mut verifier = Verifier::new(trust, policy).with_grants(grants).with_nfc(|text| text.nfc().collect());
    if let Some(registry) = registry {
        verifier = verifier.with_registry(registry);
    }
    match Record::from_value(view) {
        Ok(record) => verifier.verify(&record, now),
        Err(error) => verifier.unreadable(&error, now),
    }
}

#[test]
fn every_case_is_decided_for_every_use_as_the_file_has_it() {
    let policies = policies();
    let mut kinds: Vec<String> = Vec::new();
    let mut sealed = Vec::new();
    let (mut lines, mut met, mut allowed, mut count) = (Vec::new(), BTreeSet::new(), 0, 0);
    for (id, asked) in asked() {
        let decided: Vec<Vec<usize>> = policies
            .iter()
            .map(|policy| {
                let verdict = verify(&asked, policy);
                let uses = verdict.uses.iter().map(|decision| {
                    met.extend(decision.reasons.iter().copied());
                    allowed += usize::from(decision.reasons.is_empty());
                    count += 1;
                    let reasons: Vec<_> = decision.reasons.iter().map(|reason| reason.code()).collect();
                    let kind = json!([decision.answer.code(), reasons.join(" ")]).to_string();
                    kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
                        kinds.push(kind);
                        kinds.len() - 1
                    })
                });
                uses.collect()
            })
            .collect();
        lines.push(format!("    {}: {}", json!(id), json!(decided)));
        if let Asked::Sealed(question) = asked {
            sealed.push(format!("    {}: {question}", json!(id)));
        }
    }
    let unmet: Vec<_> = UseReason::ALL.iter().filter(|reason| !met.contains(reason)).collect();
    assert_eq!(unmet, [&UseReason::UseNotNamed], "every other reason is somewhere");
    assert!(allowed > 40 && count > 10_000, "{allowed} of {count}");

    let mut text = String::from("{\n");
    let policies: Vec<_> = policies.iter().map(ToString::to_string).collect();
    writeln!(text, "  \"policies\": [\n    {}\n  ],", policies.join(",\n    ")).unwrap();
    writeln!(text, "  \"sealed\": {{\n{}\n  }},", sealed.join(",\n")).unwrap();
    writeln!(text, "  \"decisions\": [\n    {}\n  ],", kinds.join(",\n    ")).unwrap();
    writeln!(text, "  \"cases\": {{\n{}\n  }}\n}}", lines.join(",\n")).unwrap();
    hold_to_file("", "uses", &text);
}
