//! What is sealed here verifies with the core, whatever the record holds; and what is not to be sealed is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::borrow::Cow;

use proptest::prelude::*;
use touchmark::json::{Object, Value};
use touchmark::normal::FieldType;
use touchmark::{
    FieldState, Flag, Origin, Policy, Record, Timestamp, Trust, TrustBundle, Verdict, Verifier, jcs,
};
use touchmark_seal::{
    Claims, ClaimsError, DigitalSourceType, FieldPlan, FieldTypes, GenerationMethod, IssuerKey, NotCoverable,
    PlanError, Random, RandomError, RecordToSeal, Scope, ScopeError, SealError, Sealed, Sealer, SystemRandom,
};

const TENANT: &str = "00DQx000000aBcDMAU";
const UUID: &str = "987c75c3-e028-4377-8bc5-5ee3420eec6e";
const ID: &str = "003Qx0000080nG1IAI";

fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T09:00:00Z").unwrap()
}

fn until() -> Option<Timestamp> {
    Timestamp::parse("2027-11-21T09:00:00Z")
}

fn plan(open: &[&str], restricted: &[&str]) -> FieldPlan {
    let mut types = FieldTypes::standard("Contact").unwrap();
    for (name, kind) in [
        ("Amount__c", "currency"),
        ("Count__c", "int"),
        ("Time__c", "time"),
        ("Interests__c", "multipicklist"),
        ("Formula__c", "formula"),
        ("Rich__c", "richtext"),
    ] {
        types.insert(name, kind).unwrap();
    }
    let mut plan = FieldPlan::new(types);
    for field in open {
        plan.open(field).unwrap();
    }
    for field in restricted {
        plan.restricted("Personal", field).unwrap();
    }
    plan
}

fn sealer(plan: FieldPlan) -> (Sealer, Verifier) {
    let key = IssuerKey::generate(&mut SystemRandom).unwrap();
    let bundle = format!(
        r#"{{"trustBundle":"crm-trust/1","version":1,"issued":"2026-11-21T09:00:00Z","expires":"2027-11-21T09:00:00Z",
            "issuers":[{{"id":"{}","keys":[{{"publicKeyMultibase":"{}"}}]}}]}}"#,
        key.did_key(),
        key.multikey()
    );
    let scope = Scope { object: "Contact", tenant: TENANT, environments: &["sandbox", "uat"] };
    let sealer = Sealer::new(key, None, scope, plan).unwrap();
    let verifier =
        Verifier::new(TrustBundle::from_json(&bundle).unwrap(), Policy::new(TENANT, "sandbox").unwrap());
    (sealer, verifier)
}

fn seal(sealer: &Sealer, values: &[(Cow<'_, str>, Value<'_>)], claims: &Claims) -> Result<Sealed, SealError> {
    let record = RecordToSeal { id: Some(ID), uuid: UUID, values, previous_seal: None };
    sealer.seal(&record, claims, now(), until(), &mut SystemRandom)
}

fn verdict(
    verifier: &Verifier,
    values: &[(Cow<'_, str>, Value<'_>)],
    sealed: &Sealed,
    with_companions: bool,
) -> Verdict {
    let packs = if with_companions { sealed.companions.as_slice() } else { &[] };
    let view = Value::Object(Object::from_members(vec![
        ("object".into(), "Contact".into()),
        ("id".into(), ID.into()),
        ("uuid".into(), UUID.into()),
        ("fields".into(), Value::Object(Object::from_members(values.to_vec()))),
        ("seal".into(), sealed.seal.as_str().into()),
        ("companions".into(), Value::Array(packs.iter().map(|pack| pack.as_str().into()).collect())),
    ]));
    // Through text, as a page would get it.
    let text = jcs::to_string(&view);
    verifier.verify(&Record::parse(&text).unwrap(), now())
}

/// Any value that a field of the type may hold, as some API writes it.
fn value_of(field_type: FieldType) -> BoxedStrategy<Value<'static>> {
    let text = |pattern: &'static str| pattern.prop_map(Value::from).boxed();
    match field_type {
        FieldType::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        FieldType::Int | FieldType::Double | FieldType::Currency | FieldType::Percent => {
            text("[+-]?[0-9]{1,20}(\\.[0-9]{0,10})?(e-?[0-9])?")
        }
        FieldType::Date => text("[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"),
        FieldType::DateTime => {
            text("20[0-9]{2}-0[1-9]-1[0-9]T[01][0-9]:[0-5][0-9]:00(\\.[0-9]{1,6})?(Z|\\+0000|-05:30)")
        }
        FieldType::Time => text("[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?Z?"),
        FieldType::MultiPicklist => text("[a-zé]{0,3}(;[a-zé]{0,3}){0,4}"),
        FieldType::Id | FieldType::Reference => text("[0-9A-Za-z]{15}"),
        _ => any::<String>().prop_map(Value::from).boxed(),
    }
}

const FIELDS: [(&str, FieldType); 9] = [
    ("LastName", FieldType::Text),
    ("Description", FieldType::TextArea),
    ("Email", FieldType::Email),
    ("Birthdate", FieldType::Date),
    ("Generated_At__c", FieldType::DateTime),
    ("AccountId", FieldType::Reference),
    ("Amount__c", FieldType::Currency),
    ("Time__c", FieldType::Time),
    ("Interests__c", FieldType::MultiPicklist),
];

fn record() -> impl Strategy<Value = Vec<(Cow<'static, str>, Value<'static>)>> {
    let fields = FIELDS.map(|(name, field_type)| {
        prop_oneof![
            1 => Just(None),
            1 => Just(Some((Cow::Borrowed(name), Value::Null))),
            6 => value_of(field_type).prop_map(move |value| Some((Cow::Borrowed(name), value))),
        ]
        .boxed()
    });
    fields.to_vec().prop_map(|fields| fields.into_iter().flatten().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_sealed_verifies(mut values in record()) {
        values.push(("Title".into(), "CEO".into()));
        let open = ["Title", "LastName", "Description", "Generated_At__c", "AccountId", "Interests__c"];
        let (sealer, verifier) = sealer(plan(&open, &["Email", "Birthdate", "Amount__c", "Time__c"]));
        let sealed = seal(&sealer, &values, &Claims::synthetic("urn:example:test")).unwrap();
        prop_assert_eq!(sealed.covered, values.len());
        let found = verdict(&verifier, &values, &sealed, true);
        prop_assert_eq!((found.trust, found.origin), (Trust::Verified, Origin::Synthetic), "{:?}", found.reasons);
        prop_assert!(found.flags.is_empty());
        prop_assert!(found.fields.iter().all(|field| field.state == FieldState::Match));

        // Without the companion, nothing about a restricted field can be tested.
        let found = verdict(&verifier, &values, &sealed, false);
        for field in &found.fields {
            let is_restricted = ["Email", "Birthdate", "Amount__c", "Time__c"].contains(&field.name.as_str());
            let expected = if is_restricted { FieldState::SaltMissing } else { FieldState::Match };
            prop_assert_eq!(field.state, expected);
        }

        // Every field is bound: an absent one is withheld, a changed one altered.
        let changed: Vec<_> = values.iter().map(|(name, value)| match name.as_ref() {
            "Title" => (name.clone(), Value::from("CFO")),
            _ => (name.clone(), value.clone()),
        }).collect();
        prop_assert_eq!(verdict(&verifier, &changed, &sealed, true).trust, Trust::Altered);
    }

    /// The claims that this crate lets through are those of which the core says that they fit together.
    #[test]
    fn accepted_claims_have_an_origin(
        is_synthetic in any::<bool>(),
        source in proptest::option::of(proptest::sample::select(DigitalSourceType::codes().collect::<Vec<_>>())),
        method in proptest::option::of(proptest::sample::select(GenerationMethod::codes().collect::<Vec<_>>())),
        field in proptest::option::of(proptest::sample::select(DigitalSourceType::codes().collect::<Vec<_>>())),
    ) {
        let source_type = |code: &str| DigitalSourceType::parse(code).unwrap();
        let claims = Claims {
            is_synthetic,
            digital_source_type: source.map(source_type),
            generation_method: method.and_then(GenerationMethod::parse),
            provenance_source: "urn:example:test".into(),
            field_origins: field.map(|code| ("Title".to_owned(), source_type(code))).into_iter().collect(),
            ..Claims::default()
        };
        let (sealer, verifier) = sealer(plan(&["Title"], &[]));
        let values = [("Title".into(), Value::from("CEO"))];
        match seal(&sealer, &values, &claims) {
            Ok(sealed) => {
                let found = verdict(&verifier, &values, &sealed, false);
                prop_assert_eq!(found.trust, Trust::Verified, "{:?}", found.reasons);
                prop_assert!(found.origin != Origin::Unknown && !found.flags.contains(&Flag::ClaimsInconsistent));
            }
            Err(error) => prop_assert!(matches!(error, SealError::Claims(_)), "{error}"),
        }
    }
}

#[test]
fn salts_stay_with_those_who_may_read_the_field() {
    let (sealer, _) = sealer(plan(&["Title"], &["Email"]));
    let values = [("Title".into(), Value::from("CEO")), ("Email".into(), Value::from("a@example.org"))];
    let sealed = seal(&sealer, &values, &Claims::synthetic("urn:example:test")).unwrap();
    let open = touchmark::json::parse(&sealed.seal).unwrap();
    let salts = open.as_object().unwrap().get("salts").unwrap().as_object().unwrap();
    assert_eq!(salts.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["Title"]);
    let pack = touchmark::json::parse(&sealed.companions[0]).unwrap();
    let pack = pack.as_object().unwrap();
    assert_eq!(pack.get("seal").unwrap().as_str(), Some(sealed.id.as_str()));
    assert_eq!(
        pack.get("salts").unwrap().as_object().unwrap().iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["Email"]
    );
    // No value is in any of the texts.
    for text in [&sealed.seal, &sealed.companions[0], &sealed.reference] {
        assert!(!text.contains("CEO") && !text.contains("example.org"));
    }
    assert!(sealed.reference.len() <= 255 && sealed.reference.starts_with(&sealed.id));
}

#[test]
fn every_salt_is_drawn_by_itself() {
    struct Counted(u8);
    impl Random for Counted {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
            self.0 += 1;
            bytes.fill(self.0);
            Ok(())
        }
    }
    let (sealer, _) = sealer(plan(&["Title", "LastName"], &["Email"]));
    let values = ["Title", "LastName", "Email"].map(|name| (Cow::Borrowed(name), Value::from("x")));
    let record = RecordToSeal { id: None, uuid: UUID, values: &values, previous_seal: None };
    let mut random = Counted(0);
    let sealed = sealer.seal(&record, &Claims::synthetic("urn:x"), now(), None, &mut random).unwrap();
    // Three salts and the seal's id.
    assert_eq!(random.0, 4);
    let salt = |byte: u8| touchmark::encoding::base64url(&[byte; 16]);
    assert!(sealed.seal.contains(&format!("\"LastName\":\"{}\"", salt(2))));
    assert!(sealed.companions[0].contains(&salt(3)) && !sealed.seal.contains(&salt(3)));
}

#[test]
fn a_failing_source_of_randomness_seals_nothing() {
    struct Broken;
    impl Random for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let (sealer, _) = sealer(plan(&["Title"], &[]));
    let values = [("Title".into(), Value::from("CEO"))];
    let record = RecordToSeal { id: None, uuid: UUID, values: &values, previous_seal: None };
    let result = sealer.seal(&record, &Claims::synthetic("urn:x"), now(), None, &mut Broken);
    assert_eq!(result.unwrap_err(), SealError::Random(RandomError));
    assert!(IssuerKey::generate(&mut Broken).is_err());
}

#[test]
fn a_seal_belongs_to_its_record_org_and_environment() {
    let (sealer, verifier) = sealer(plan(&["Title"], &[]));
    let values = [("Title".into(), Value::from("CEO"))];
    let record = RecordToSeal {
        id: Some(&ID[..15]),
        uuid: "urn:uuid:987C75C3-E028-4377-8BC5-5EE3420EEC6E",
        values: &values,
        previous_seal: None,
    };
    let sealed =
        sealer.seal(&record, &Claims::synthetic("urn:x"), now(), until(), &mut SystemRandom).unwrap();
    assert_eq!(verdict(&verifier, &values, &sealed, false).trust, Trust::Verified);
    let at = |time: &str, view: &str| {
        let view = view.replace("SEAL", &jcs::to_string(&sealed.seal.as_str().into()));
        verifier.verify(&Record::parse(&view).unwrap(), Timestamp::parse(time).unwrap()).trust
    };
    let mine = format!(r#"{{"object":"Contact","uuid":"{UUID}","fields":{{"Title":"CEO"}},"seal":SEAL}}"#);
    assert_eq!(at("2026-11-21T09:00:00Z", &mine), Trust::Verified);
    assert_eq!(at("2026-11-21T08:00:00Z", &mine), Trust::NotYetValid);
    assert_eq!(at("2027-11-21T09:00:00Z", &mine.replace("987c", "087c")), Trust::WrongRecord);
}

#[test]
fn what_cannot_be_sealed_is_refused_without_repeating_it() {
    let (sealer, _) = sealer(plan(&["Title"], &["Birthdate", "Amount__c"]));
    let claims = Claims::synthetic("urn:example:test");
    let attempt = |name: &'static str, value: Value<'static>| {
        seal(&sealer, &[(name.into(), value)], &claims).unwrap_err()
    };
    let long = touchmark::json::parse_view("1234567890.1234567").unwrap();
    for (error, field) in
        [(attempt("Birthdate", "1.4.1987".into()), "Birthdate"), (attempt("Amount__c", long), "Amount__c")]
    {
        assert!(matches!(&error, SealError::Value { field: named, .. } if named == field), "{error:?}");
        let message = error.to_string();
        assert!(!message.contains("1987") && !message.contains("1234567890"), "{message}");
    }
    assert_eq!(attempt("Phone", "1".into()), SealError::NothingCovered);
    let values = [("Title".into(), Value::from("CEO"))];
    let with = |id: Option<&str>, uuid: &str| {
        let record = RecordToSeal { id, uuid, values: &values, previous_seal: None };
        sealer.seal(&record, &claims, now(), None, &mut SystemRandom).unwrap_err()
    };
    assert_eq!(with(None, "987c75c3"), SealError::BadUuid);
    assert_eq!(with(Some("003"), UUID), SealError::BadRecordId);
    let claimed = |claims: Claims| seal(&sealer, &values, &claims).unwrap_err();
    assert_eq!(
        claimed(Claims { created: Some("yesterday".into()), ..claims.clone() }),
        SealError::Claims(ClaimsError::BadCreated)
    );
    assert_eq!(
        claimed(Claims { retain_until: Some("2027".into()), ..claims.clone() }),
        SealError::Claims(ClaimsError::BadRetainUntil)
    );
    let long = Claims { prohibited_use: vec!["x".repeat(140_000)], ..claims.clone() };
    assert!(matches!(claimed(long), SealError::TooLong { .. }));
}

#[test]
fn what_cannot_be_covered_is_refused() {
    let mut plan = plan(&["Title"], &["Email"]);
    let not_coverable = |error| match error {
        PlanError::NotCoverable { why, .. } => why,
        other => panic!("{other}"),
    };
    assert_eq!(not_coverable(plan.open("Id").unwrap_err()), NotCoverable::RecordId);
    assert_eq!(not_coverable(plan.open("Name").unwrap_err()), NotCoverable::Compound);
    assert_eq!(not_coverable(plan.open("SystemModstamp").unwrap_err()), NotCoverable::System);
    assert_eq!(not_coverable(plan.open("Formula__c").unwrap_err()), NotCoverable::Formula);
    assert_eq!(not_coverable(plan.restricted("Personal", "Rich__c").unwrap_err()), NotCoverable::RichText);
    assert!(matches!(plan.open("Other__c"), Err(PlanError::UnknownType { similar: None, .. })));
    assert!(
        matches!(plan.open("lastname"), Err(PlanError::UnknownType { similar: Some(name), .. }) if name == "LastName")
    );
    assert!(matches!(plan.open("Email"), Err(PlanError::Twice(_))));
    for tier in ["", "a b", "a__b", "_a", "a_", "abcdefghijklmnopqrstuvwxyz"] {
        assert!(matches!(plan.restricted(tier, "Phone"), Err(PlanError::BadTier(_))), "{tier}");
    }
    let mut types = FieldTypes::default();
    for at in 0..=400 {
        types.insert(format!("F{at}__c"), "string").unwrap();
    }
    let mut plan = FieldPlan::new(types);
    for at in 0..400 {
        plan.open(&format!("F{at}__c")).unwrap();
    }
    assert_eq!(plan.open("F400__c"), Err(PlanError::TooMany));
}

#[test]
fn a_scope_names_everything() {
    let new = |issuer: Option<&str>, object: &str, tenant: &str, environments: &[&str], fields: &[&str]| {
        let key = IssuerKey::generate(&mut SystemRandom).unwrap();
        Sealer::new(key, issuer, Scope { object, tenant, environments }, plan(fields, &[])).err()
    };
    let other = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";
    for (found, expected) in [
        (new(None, "Contact", TENANT, &["sandbox"], &["Title"]), None),
        (new(Some("did:web:bank.example"), "Contact", &TENANT[..15], &["sandbox"], &["Title"]), None),
        (new(Some("bank.example"), "Contact", TENANT, &["sandbox"], &["Title"]), Some(ScopeError::BadIssuer)),
        (new(Some(other), "Contact", TENANT, &["sandbox"], &["Title"]), Some(ScopeError::IssuerOfAnotherKey)),
        (new(None, "Contact", ID, &["sandbox"], &["Title"]), Some(ScopeError::BadTenant)),
        (new(None, "", TENANT, &["sandbox"], &["Title"]), Some(ScopeError::BadObject)),
        (new(None, "Contact", TENANT, &[], &["Title"]), Some(ScopeError::BadEnvironment)),
        (new(None, "Contact", TENANT, &["any"], &["Title"]), Some(ScopeError::BadEnvironment)),
        (new(None, "Contact", TENANT, &["sandbox"], &[]), Some(ScopeError::NothingCovered)),
    ] {
        assert_eq!(found, expected);
    }
}
