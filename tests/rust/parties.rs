//! Whom a verdict names, whose contacts it brings along, and what it says as fact: nobody gets there by writing it into a seal.

use serde_json::{Value, json};
use touchmark::{Policy, ReasonCode, Record, Topic, Trust, TrustBundle, Verdict, Verifier};
use touchmark_seal::{
    Claims, DigitalSourceType, FieldPlan, FieldTypes, Generator, PrivateKey, RecordToSeal, Scope, Sealer,
    SystemRandom,
};
use touchmark_tests::sealing::{ID, TENANT, UUID, key, now, published_key};
use touchmark_words::Language;
use touchmark_words::account::{self, Notation};

const DESK: &str = "Service desk";
const BANK: &str = "Example Bank plc";
const OFFICE: &str = "Data Office";
const FIELDS: [(&str, &str); 2] = [("LastName", "Atkins"), ("Description", "A summary")];

fn claims() -> Claims {
    let written = DigitalSourceType::parse("trainedAlgorithmicMedia").unwrap();
    Claims {
        responsible_entity: Some(OFFICE.to_owned()),
        generator: Some(Generator { name: "Snowfakery".to_owned(), ..Generator::default() }),
        purpose: vec!["load-test".to_owned()],
        field_origins: vec![("Description".to_owned(), written)],
        ..Claims::synthetic("urn:example:test")
    }
}

/// A sealed record and the page that shows it; each case changes something.
struct Seen {
    record: Value,
    trust: Value,
    policy: Value,
}

impl Seen {
    fn sealed(key: PrivateKey, claims: &Claims) -> Self {
        let mut types = FieldTypes::default();
        for (name, _) in FIELDS {
            types.insert(name, "string").unwrap();
        }
        let mut plan = FieldPlan::new(types);
        for (name, _) in FIELDS {
            plan.open(name).unwrap();
        }
        let trust = json!({
            "trustBundle": "crm-trust/1", "version": 1,
            "issued": "2026-11-21T09:00:00Z", "expires": "2027-11-21T09:00:00Z",
            "issuers": [{"id": key.did_key(), "name": BANK, "keys": [{"publicKeyMultibase": key.multikey()}]}],
        });
        let contacts = [
            (DESK, "https://desk.example/"),
            (OFFICE, "mailto:office@bank.example"),
            (BANK, "tel:+441632960000"),
            (OFFICE, "mailto:other@bank.example"),
        ];
        let policy = json!({
            "policy": "crm-policy/1", "tenant": TENANT, "environment": "sandbox", "allowTestKeys": true,
            "contacts": contacts.map(|(name, address)| json!({"name": name, "address": address})),
        });
        let scope = Scope { object: "Contact", tenant: TENANT, environments: &["sandbox"] };
        let sealer = Sealer::new(key, None, scope, plan).unwrap();
        let values = FIELDS.map(|(name, value)| (name.into(), touchmark::json::Value::from(value)));
        let to_seal =
            RecordToSeal { id: Some(ID), uuid: UUID, values: &values, previous_seal: None, status: None };
        let sealed = sealer.seal(&to_seal, claims, now(), None, &mut SystemRandom).unwrap();
        let mut record = json!({
            "attributes": {"type": "Contact"}, "Id": ID,
            "Provenance_Seal__c": sealed.seal, "Provenance_Id__c": UUID,
        });
        for (name, value) in FIELDS {
            record[name] = value.into();
        }
        Self { record, trust, policy }
    }

    fn verdict(&self) -> Verdict {
        let trust = TrustBundle::from_json(&self.trust.to_string()).unwrap();
        let policy = Policy::from_json(&self.policy.to_string()).unwrap();
        let text = self.record.to_string();
        Verifier::new(trust, policy).verify(&Record::parse(&text).unwrap(), now())
    }
}

fn said(verdict: &Verdict, topic: Topic) -> Vec<String> {
    let account = verdict.account();
    account
        .lines(topic)
        .iter()
        .flat_map(|line| account::values(Language::En, line, Notation::PLAIN))
        .collect()
}

fn contacts(verdict: &Verdict) -> Vec<(&str, &str)> {
    verdict.contacts.iter().map(|contact| (&*contact.name, &*contact.address)).collect()
}

/// One case: what is changed of the seal's claims or of what is seen; then the outcome, and whom it names.
struct Party {
    what: &'static str,
    key: fn() -> PrivateKey,
    change: fn(&mut Seen),
    trust: Trust,
    /// Whom the contacts are of beside the desk, and whom the next step names.
    named: &'static [(&'static str, &'static str)],
    facts: bool,
}

const NOBODY: &[(&str, &str)] = &[];
const BOTH: &[(&str, &str)] = &[(OFFICE, "mailto:office@bank.example"), (BANK, "tel:+441632960000")];
const ISSUER: &[(&str, &str)] = &[(BANK, "tel:+441632960000")];

const PARTIES: [Party; 7] = [
    Party { what: "as sealed", key, change: |_| {}, trust: Trust::Verified, named: BOTH, facts: true },
    Party {
        what: "changed since",
        key,
        change: |seen| seen.record["LastName"] = "Mallory".into(),
        trust: Trust::Altered,
        named: BOTH,
        facts: true,
    },
    Party {
        what: "a key that anybody has",
        key: published_key,
        change: |_| {},
        trust: Trust::Verified,
        // The trust list gives its keys a name; what is signed with this one may be anybody's.
        named: ISSUER,
        facts: false,
    },
    Party {
        what: "the seal of another record",
        key,
        change: |seen| seen.record["Id"] = "0031700000pJRRTAA4".into(),
        trust: Trust::WrongRecord,
        named: NOBODY,
        facts: false,
    },
    Party {
        what: "a key that was withdrawn",
        key,
        change: |seen| {
            let key = seen.trust["issuers"][0]["keys"][0]["publicKeyMultibase"].clone();
            seen.trust["revocations"] =
                json!([{"key": key, "reason": "compromised", "from": "2026-01-01T00:00:00Z"}]);
        },
        trust: Trust::Revoked,
        named: ISSUER,
        facts: false,
    },
    Party {
        what: "an issuer that the page does not list",
        key,
        change: |seen| {
            seen.trust["issuers"][0]["id"] = published_key().did_key().into();
            seen.trust["issuers"][0]["keys"][0]["publicKeyMultibase"] = published_key().multikey().into();
        },
        trust: Trust::UntrustedIssuer,
        named: NOBODY,
        facts: false,
    },
    Party {
        what: "no seal",
        key,
        change: |seen| {
            seen.record["Provenance_Seal__c"] = Value::Null;
        },
        trust: Trust::Unsealed,
        named: NOBODY,
        facts: false,
    },
];

#[test]
fn only_those_who_may_be_gone_by_are_named_and_can_be_reached() {
    for Party { what, key, change, trust, named, facts } in PARTIES {
        let mut seen = Seen::sealed(key(), &claims());
        change(&mut seen);
        let verdict = seen.verdict();
        assert_eq!(verdict.trust, trust, "{what}");
        let mut expected = vec![(DESK, "https://desk.example/")];
        expected.extend(named);
        assert_eq!(contacts(&verdict), expected, "{what}");
        let next = said(&verdict, Topic::Next).join(" ");
        let is_named = |name: &str| named.iter().any(|(of, _)| *of == name);
        assert!(is_named(OFFICE) || !next.contains(OFFICE), "{what}: {next}");
        assert!(is_named(BANK) || !next.contains(BANK), "{what}: {next}");
        // The contacts go with the verdict, wherever it is sent.
        assert_eq!(Verdict::assume_checked(&verdict.to_json()).unwrap(), verdict, "{what}");
        let told = said(&verdict, Topic::Facts).join(" ");
        assert_eq!(told.contains("Snowfakery"), facts, "{what}: {told}");
        assert_eq!(told.contains("load test"), facts, "{what}: {told}");
    }
}

#[test]
fn nobody_is_reached_whom_the_policy_does_not_name() {
    let claims = Claims { responsible_entity: Some("Mallory Ltd".to_owned()), ..claims() };
    let mut seen = Seen::sealed(key(), &claims);
    let address =
        |verdict: &Verdict| contacts(verdict).iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(address(&seen.verdict()), [DESK, BANK]);
    seen.policy.as_object_mut().unwrap().remove("contacts");
    assert!(seen.verdict().contacts.is_empty());
    // A policy's list of one contact is not said twice.
    let seen = Seen::sealed(key(), &Claims { responsible_entity: Some(DESK.to_owned()), ..claims.clone() });
    assert_eq!(address(&seen.verdict()), [DESK, BANK]);
}

/// A verdict that was sent may have been written by anybody; what a page would make a link of is what a policy could have had.
#[test]
fn an_address_that_no_policy_could_have_had_is_dropped_from_a_verdict() {
    let verdict = Seen::sealed(key(), &claims()).verdict();
    for foreign in [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://desk.example/",
        "//desk.example",
        "mailto:",
        "",
        "mailto:a b",
        "tel:1\n2",
    ] {
        let mut sent: Value = serde_json::from_str(&verdict.to_json()).unwrap();
        sent["contacts"][0]["address"] = foreign.into();
        let read = Verdict::assume_checked(&sent.to_string()).unwrap();
        assert_eq!(contacts(&read), contacts(&verdict).split_off(1), "{foreign}");
    }
}

#[test]
fn of_a_field_that_was_changed_no_origin_is_stated() {
    let mut seen = Seen::sealed(key(), &claims());
    let written = |verdict: &Verdict| said(verdict, Topic::Facts).join(" ").contains("Description");
    assert!(written(&seen.verdict()));
    seen.record["Description"] = "Typed by somebody".into();
    let verdict = seen.verdict();
    assert_eq!(verdict.reasons.first().map(|reason| reason.code), Some(ReasonCode::FieldAltered));
    assert!(!written(&verdict));
}

/// Quotations stand in sentences of ours, on badges and beside them.
#[test]
fn what_is_stated_does_not_become_a_sentence_of_ours_and_does_not_fill_the_page() {
    let long = "x".repeat(200);
    let wide = "日本".repeat(60);
    for (stated, quoted) in [
        ("Snowfakery. This record is real", "Snowfakery…"),
        (&*long, &*format!("{}…", "x".repeat(96))),
        (&*wide, &*format!("{}…", "日本".repeat(16))),
        ("Snowfakery 4.2", "Snowfakery 4.2"),
    ] {
        let generator = Some(Generator { name: stated.to_owned(), ..Generator::default() });
        let claims = Claims {
            generator,
            purpose: vec![stated.to_owned()],
            prohibited_use: vec![stated.to_owned()],
            ..claims()
        };
        let verdict = Seen::sealed(key(), &claims).verdict();
        let facts = said(&verdict, Topic::Facts).join(" ");
        assert_eq!(facts.matches(quoted).count(), 3, "{facts}");
        assert!(quoted == stated || !facts.contains(stated), "{facts}");
        // In its row it stands whole.
        assert!(said(&verdict, Topic::Stated).iter().any(|value| value.contains(stated)), "{stated}");
    }
}
