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
use touchmark::note::{Checkpoint, KeyType};
use touchmark::{
    Envelope, FieldState, Flag, Origin, Policy, Record, Timestamp, Trust, TrustBundle, Verdict, Verifier, jcs,
};
use touchmark_seal::{
    ApprovalError, Approver, Claims, ClaimsError, DigitalSourceType, FieldPlan, FieldTypes, FieldTypesError,
    GenerationMethod, NotCoverable, NoteKey, PlanError, PrivateKey, Random, RandomError, RecordToSeal, Scope,
    ScopeError, SealError, Sealed, Sealer, Statement, Statements, SystemRandom, Tree, with_log_proof,
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

const SCOPE: Scope<'_> = Scope { object: "Contact", tenant: TENANT, environments: &["sandbox", "uat"] };

fn key() -> PrivateKey {
    PrivateKey::generate(&mut SystemRandom).unwrap()
}

/// A verifier that believes one issuer, and whatever else is added to its files.
fn verifier(issuer: &PrivateKey, more_trust: &str, more_policy: &str) -> Verifier {
    let bundle = format!(
        r#"{{"trustBundle":"crm-trust/1","version":1,"issued":"2026-11-20T09:00:00Z","expires":"2027-11-21T09:00:00Z",
            "issuers":[{{"id":"{}","keys":[{{"publicKeyMultibase":"{}"}}]}}]{more_trust}}}"#,
        issuer.did_key(),
        issuer.multikey()
    );
    let policy =
        format!(r#"{{"policy":"crm-policy/1","tenant":"{TENANT}","environment":"sandbox"{more_policy}}}"#);
    Verifier::new(TrustBundle::from_json(&bundle).unwrap(), Policy::from_json(&policy).unwrap())
}

fn sealer(plan: FieldPlan) -> (Sealer, Verifier) {
    let key = key();
    let verifier = verifier(&key, "", "");
    (Sealer::new(key, None, SCOPE, plan).unwrap(), verifier)
}

fn seal(sealer: &Sealer, values: &[(Cow<'_, str>, Value<'_>)], claims: &Claims) -> Result<Sealed, SealError> {
    let record = RecordToSeal { id: Some(ID), uuid: UUID, values, previous_seal: None, status: None };
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

/// Whether the platform gives a text back that it was given.
fn is_kept(text: &str) -> bool {
    text.is_empty()
        || !text.trim().is_empty()
            && text.chars().all(|character| {
                !character.is_control()
                    && u32::from(character) & 0xfffe != 0xfffe
                    && !('\u{fdd0}'..='\u{fdef}').contains(&character)
            })
}

/// Any value that a field of the type may hold, as some API writes it.
fn value_of(field_type: FieldType) -> BoxedStrategy<Value<'static>> {
    let text = |pattern: &'static str| pattern.prop_map(Value::from).boxed();
    match field_type {
        FieldType::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        FieldType::Int | FieldType::Double | FieldType::Currency | FieldType::Percent => {
            text("[+-]?[0-9]{1,20}(\\.[0-9]{0,10})?(e-?[0-9])?")
        }
        FieldType::Date => text("(1[7-9]|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"),
        FieldType::DateTime => {
            text("20[0-9]{2}-0[1-9]-1[0-9]T[01][0-9]:[0-5][0-9]:00(\\.[0-9]{1,6})?(Z|\\+0000|-05:30)")
        }
        FieldType::Time => text("[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?Z?"),
        FieldType::MultiPicklist => text("[a-zé]{1,3}(;[a-zé]{0,3}){0,4}"),
        FieldType::Id | FieldType::Reference => text("[0-9A-Za-z]{15}"),
        _ => any::<String>()
            .prop_filter("not kept by the platform", |text| is_kept(text))
            .prop_map(Value::from)
            .boxed(),
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
    let record = RecordToSeal { id: None, uuid: UUID, values: &values, previous_seal: None, status: None };
    let mut random = Counted(0);
    let sealed = sealer.seal(&record, &Claims::synthetic("urn:x"), now(), None, &mut random).unwrap();
    // Three salts, the seal's id and its proof's.
    assert_eq!(random.0, 5);
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
    let record = RecordToSeal { id: None, uuid: UUID, values: &values, previous_seal: None, status: None };
    let result = sealer.seal(&record, &Claims::synthetic("urn:x"), now(), None, &mut Broken);
    assert_eq!(result.unwrap_err(), SealError::Random(RandomError));
    assert!(PrivateKey::generate(&mut Broken).is_err());
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
        status: None,
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
fn a_seal_says_what_came_before_it() {
    let (sealer, verifier) = sealer(plan(&["Title"], &[]));
    let values = [("Title".into(), Value::from("CEO"))];
    let earlier = "urn:uuid:0f5a2f3e-7d0c-4c53-9a52-3c7f5a0f9d11";
    let record =
        RecordToSeal { id: None, uuid: UUID, values: &values, previous_seal: Some(earlier), status: None };
    let sources = vec!["urn:example:dataset:1".to_owned(), "urn:example:dataset:2".to_owned()];
    let claims = Claims { derived_from: sources.clone(), ..Claims::synthetic("urn:x") };
    let sealed = sealer.seal(&record, &claims, now(), None, &mut SystemRandom).unwrap();
    let verdict = verdict(&verifier, &values, &sealed, false);
    let claims = verdict.claims.clone().unwrap();
    assert_eq!((claims.previous_seal.as_deref(), claims.derived_from), (Some(earlier), sources));
    assert_eq!(Verdict::assume_checked(&verdict.to_json()).unwrap(), verdict);
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
        let record = RecordToSeal { id, uuid, values: &values, previous_seal: None, status: None };
        sealer.seal(&record, &claims, now(), None, &mut SystemRandom).unwrap_err()
    };
    assert_eq!(with(None, "987c75c3"), SealError::BadUuid);
    for id in ["003", "003Qx0000080nG1IAX", "003QX0000080NG1IAI"] {
        assert_eq!(with(Some(id), UUID), SealError::BadRecordId, "{id}");
    }
    // Whichever is covered, a verifier could take the other for it.
    for other in ["title", "TITLE", "Title"] {
        let values = [("Title".into(), Value::from("CEO")), (other.into(), "Evil".into())];
        let error = seal(&sealer, &values, &claims).unwrap_err();
        assert_eq!(error, SealError::NamedTwice { one: "Title".into(), other: other.into() });
    }
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
        let key = PrivateKey::generate(&mut SystemRandom).unwrap();
        Sealer::new(key, issuer, Scope { object, tenant, environments }, plan(fields, &[])).err()
    };
    let other = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";
    for (found, expected) in [
        (new(None, "Contact", TENANT, &["sandbox"], &["Title"]), None),
        (new(Some("did:web:bank.example"), "Contact", &TENANT[..15], &["sandbox"], &["Title"]), None),
        (new(Some("bank.example"), "Contact", TENANT, &["sandbox"], &["Title"]), Some(ScopeError::BadIssuer)),
        (new(Some(other), "Contact", TENANT, &["sandbox"], &["Title"]), Some(ScopeError::IssuerOfAnotherKey)),
        (new(None, "Contact", ID, &["sandbox"], &["Title"]), Some(ScopeError::BadTenant)),
        (new(None, "Contact", "00DQx000000aBcDMAX", &["sandbox"], &["Title"]), Some(ScopeError::BadTenant)),
        (new(None, "", TENANT, &["sandbox"], &["Title"]), Some(ScopeError::BadObject)),
        (new(None, "Contact", TENANT, &[], &["Title"]), Some(ScopeError::BadEnvironment)),
        (new(None, "Contact", TENANT, &["any"], &["Title"]), Some(ScopeError::BadEnvironment)),
        (new(None, "Contact", TENANT, &["sandbox"], &[]), Some(ScopeError::NothingCovered)),
    ] {
        assert_eq!(found, expected);
    }
}

fn one_field() -> [(Cow<'static, str>, Value<'static>); 1] {
    [("Title".into(), Value::from("CEO"))]
}

fn of<'a>(values: &'a [(Cow<'a, str>, Value<'a>)]) -> RecordToSeal<'a> {
    RecordToSeal { id: Some(ID), uuid: UUID, values, previous_seal: None, status: None }
}

#[test]
fn a_jws_says_the_same() {
    let (sealer, verifier) = sealer(plan(&["Title"], &["Email"]));
    let sealer = sealer.as_jws();
    let values = [("Title".into(), Value::from("CEO")), ("Email".into(), Value::from("a@example.org"))];
    let sealed = seal(&sealer, &values, &Claims::synthetic("urn:x")).unwrap();
    let found = verdict(&verifier, &values, &sealed, true);
    assert_eq!((found.trust, found.origin), (Trust::Verified, Origin::Synthetic), "{:?}", found.reasons);
    assert_eq!(found.seal.unwrap().envelope, Envelope::Jws);

    let tree = touchmark::json::parse(&sealed.seal).unwrap();
    let jws = tree.as_object().unwrap().get("jws").unwrap().as_str().unwrap();
    let header = touchmark::encoding::from_base64url(jws.split('.').next().unwrap()).unwrap();
    let issuer = sealer.statements().issuer();
    let method = format!("{issuer}#{}", issuer.strip_prefix("did:key:").unwrap());
    let expected = format!(r#"{{"alg":"Ed25519","cty":"vc","kid":"{method}","typ":"vc+jwt"}}"#);
    assert_eq!(String::from_utf8(header).unwrap(), expected);
}

/// A log in memory.
struct Log {
    key: NoteKey,
    tree: Tree,
}

const LOG: &str = "bank.example/crm-seals";

impl Log {
    fn new() -> Self {
        Self { key: NoteKey::new(LOG, KeyType::Ed25519, key()).unwrap(), tree: Tree::default() }
    }

    fn checkpoint(&self) -> String {
        let size = self.tree.size();
        let text = Checkpoint::text(LOG, size, &self.tree.root(size).unwrap());
        format!("{text}\n{}", self.key.sign(&text))
    }

    fn seal(&mut self, statements: Vec<Statement>) -> Vec<Sealed> {
        let first = self.tree.size();
        statements.iter().for_each(|statement| self.tree.push(statement.leaf_hash()));
        let (size, checkpoint) = (self.tree.size(), self.checkpoint());
        let proof = |index| self.tree.proof(index, size, &checkpoint).unwrap();
        (first..)
            .zip(statements)
            .map(|(index, statement)| statement.seal_in_log(&proof(index)).unwrap())
            .collect()
    }
}

#[test]
fn a_log_seals_whole_loads_with_one_signature() {
    let issuer = key();
    let statements = Statements::new(&issuer.did_key(), SCOPE, plan(&["Title"], &["Email"])).unwrap();
    let mut log = Log::new();
    let logs = |key: &str, did: &str| format!(r#","logs":[{{"key":"{key}","issuers":["{did}"]}}]"#);
    let trusting = verifier(&issuer, &logs(&log.key.verifier_key(), &issuer.did_key()), "");
    for load in [1, 2, 5, 1, 300] {
        let values: Vec<_> = (0..load)
            .map(|at| {
                [("Title".into(), Value::from(format!("T{at}"))), ("Email".into(), "a@example.org".into())]
            })
            .collect();
        let claims = Claims::synthetic("urn:x");
        let state =
            |values| statements.state(&of(values), &claims, now(), until(), &mut SystemRandom).unwrap();
        let sealed = log.seal(values.iter().map(|values| state(values)).collect());
        let checkpoint = |sealed: &Sealed| sealed.seal.split(LOG).skip(1).collect::<String>();
        let first = &sealed[0];
        for (values, sealed) in values.iter().zip(&sealed) {
            let found = verdict(&trusting, values, sealed, true);
            assert_eq!(found.trust, Trust::Verified, "{:?}", found.reasons);
            assert_eq!(found.seal.unwrap().envelope, Envelope::Tlog);
            let no_log = verifier(&issuer, "", "");
            assert_eq!(verdict(&no_log, values, sealed, true).trust, Trust::UntrustedIssuer);
            let other = verifier(&issuer, &logs(&log.key.verifier_key(), "did:web:other.example"), "");
            assert_eq!(verdict(&other, values, sealed, true).trust, Trust::UntrustedIssuer);
            assert_eq!(checkpoint(sealed), checkpoint(first));
        }
        let changed = sealed[0].seal.replace("urn:x", "urn:y");
        let changed = Sealed { seal: changed, ..sealed[0].clone() };
        assert_eq!(verdict(&trusting, &values[0], &changed, true).trust, Trust::Invalid);
    }
    assert_eq!(log.tree.size(), 309);
}

fn multikey(key: &NoteKey) -> String {
    let key = key.verifier_key();
    touchmark::did::to_multikey(&touchmark::note::VerifierKey::parse(&key).unwrap().public)
}

#[test]
fn witnesses_state_the_time() {
    let issuer = key();
    let statements = Statements::new(&issuer.did_key(), SCOPE, plan(&["Title"], &[])).unwrap();
    let mut log = Log::new();
    let values = one_field();
    let claims = Claims::synthetic("urn:x");
    let statement = statements.state(&of(&values), &claims, now(), until(), &mut SystemRandom).unwrap();
    log.tree.push(statement.leaf_hash());
    let witness = NoteKey::new("witness.example/w1", KeyType::Cosignature, key()).unwrap();
    let checkpoint = log.checkpoint();
    let text = Checkpoint::parse(&checkpoint).unwrap().note.text;
    let seconds = 1_795_251_600;
    let cosigned = [checkpoint.as_str(), &witness.cosign(text, seconds)].concat();
    let bare = log.tree.proof(0, 1, &checkpoint).unwrap();
    let proof = log.tree.proof(0, 1, &cosigned).unwrap();
    let sealed = statement.clone().seal_in_log(&bare).unwrap();
    let trust = format!(
        r#","logs":[{{"key":"{}","issuers":["{}"]}}],"witnesses":[{{"key":"{}"}}]"#,
        log.key.verifier_key(),
        issuer.did_key(),
        witness.verifier_key()
    );
    let verifier = verifier(&issuer, &trust, r#","witnesses":1"#);
    let found = verdict(&verifier, &values, &sealed, false);
    assert_eq!(found.trust, Trust::UntrustedIssuer, "{:?}", found.reasons);

    // The proof can be replaced once the witness has signed.
    let seal = with_log_proof(&sealed.seal, &proof).unwrap();
    assert_eq!(seal, statement.seal_in_log(&proof).unwrap().seal);
    let sealed = Sealed { seal, ..sealed };
    let found = verdict(&verifier, &values, &sealed, false);
    assert_eq!(found.trust, Trust::Verified, "{:?}", found.reasons);
    // A witness whose key is withdrawn has seen nothing.
    for (reason, expected) in [
        (r#""reason":"retired","from":"2026-11-21T09:00:01Z""#, Trust::Verified),
        (r#""reason":"retired","from":"2026-11-21T09:00:00Z""#, Trust::UntrustedIssuer),
        (r#""from":"2027-01-01T00:00:00Z""#, Trust::UntrustedIssuer),
    ] {
        let trust = format!(r#"{trust},"revocations":[{{"key":"{}",{reason}}}]"#, multikey(&witness));
        let verifier = self::verifier(&issuer, &trust, r#","witnesses":1"#);
        let found = verdict(&verifier, &values, &sealed, false);
        assert_eq!(found.trust, expected, "{reason}: {:?}", found.reasons);
    }
    assert_eq!(with_log_proof(r#"{"seal":"crm-seal/1","jws":"x"}"#, &proof), None);
}

#[test]
fn approvals_are_counted() {
    let issuer = key();
    let approvers: Vec<_> = (0..8).map(|_| Approver::new(key(), None).unwrap()).collect();
    let listed: Vec<_> = approvers
        .iter()
        .take(2)
        .map(|approver| {
            let key = approver.did().strip_prefix("did:key:").unwrap();
            format!(r#"{{"id":"{}","keys":[{{"publicKeyMultibase":"{key}"}}]}}"#, approver.did())
        })
        .collect();
    let trust = format!(r#","approvers":[{}]"#, listed.join(","));
    let verifier = verifier(&issuer, &trust, r#","approvals":2"#);
    let own = PrivateKey::from_pem(&issuer.to_pem().unwrap()).unwrap();
    let sealer = Sealer::new(issuer, None, SCOPE, plan(&["Title"], &[])).unwrap();
    let values = one_field();
    let sealed = seal(&sealer, &values, &Claims::synthetic("urn:x")).unwrap();
    let with =
        |seal: &str| verdict(&verifier, &values, &Sealed { seal: seal.to_owned(), ..sealed.clone() }, false);
    assert_eq!(with(&sealed.seal).trust, Trust::Unapproved);

    let approve = |approver: &Approver, seal: &str| approver.approve(seal, now(), &mut SystemRandom);
    let once = approve(&approvers[0], &sealed.seal).unwrap();
    assert_eq!(with(&once).trust, Trust::Unapproved, "{:?}", with(&once).reasons);
    let twice = approve(&approvers[1], &once).unwrap();
    assert_eq!(with(&twice).trust, Trust::Verified, "{:?}", with(&twice).reasons);
    // What was approved cannot change afterwards, the issuer's proof included.
    for (old, new) in [("urn:x", "urn:y"), ("2026-11-21T09:00:00Z", "2026-11-21T09:00:01Z")] {
        assert_eq!(with(&twice.replacen(old, new, 1)).trust, Trust::Invalid);
    }

    let mut full = sealed.seal.clone();
    for approver in approvers.iter().take(7) {
        full = approve(approver, &full).unwrap();
    }
    let other = seal(&sealer, &values, &Claims::synthetic("urn:x"))
        .unwrap()
        .seal
        .replace(r#""id":"urn:uuid:"#, r#""xd":"urn:uuid:"#);
    let jws = r#"{"seal":"crm-seal/1","jws":"x"}"#;
    for (approver, text, expected) in [
        (&approvers[0], once.as_str(), ApprovalError::Twice),
        (&approvers[7], &full, ApprovalError::TooMany),
        (&Approver::new(own, None).unwrap(), &sealed.seal, ApprovalError::OwnSeal),
        (&approvers[0], &other, ApprovalError::NoProofId),
        (&approvers[0], jws, ApprovalError::OtherEnvelope),
        (&approvers[0], "{}", ApprovalError::NotASeal),
        (&approvers[0], "[]", ApprovalError::NotASeal),
        (&approvers[0], r#"{"vc":{"proof":[]}}"#, ApprovalError::NotASeal),
    ] {
        assert_eq!(approve(approver, text), Err(expected));
    }
    assert!(matches!(approve(&approvers[0], "{"), Err(ApprovalError::Unreadable(_))));
    let did = |did| Approver::new(key(), Some(did)).err();
    assert_eq!(did("bank.example"), Some(ScopeError::BadIssuer));
    assert_eq!(did(approvers[0].did()), Some(ScopeError::IssuerOfAnotherKey));
    assert_eq!(did("did:web:bank.example"), None);
}

#[test]
fn keys_of_notes_have_plain_names() {
    for name in ["", "a b", "a+b", "a\n"] {
        assert!(NoteKey::new(name, KeyType::Ed25519, key()).is_err(), "{name:?}");
    }
}

/// What the sealing side is held to, whoever calls it.
#[test]
fn what_a_verifier_would_not_take_is_not_sealed() {
    let claims = Claims::synthetic("urn:example:test");
    let (open, _) = sealer(plan(&["LastName", "Amount__c", "AccountId"], &[]));
    let values = |more: &[(&'static str, &'static str)]| -> Vec<(Cow<'static, str>, Value<'static>)> {
        let values = [("LastName", "Atkins")].into_iter().chain(more.iter().copied());
        values.map(|(name, text)| (name.into(), text.into())).collect()
    };
    for name in ["CurrencyIsoCode", "CURRENCYISOCODE"] {
        let amount = SealError::WithoutCurrency { field: "Amount__c".into() };
        assert_eq!(seal(&open, &values(&[("Amount__c", "5"), (name, "NOK")]), &claims), Err(amount));
        assert!(seal(&open, &values(&[(name, "NOK")]), &claims).is_ok());
    }
    assert!(seal(&open, &values(&[("Amount__c", "5")]), &claims).is_ok());
    let reference = SealError::BadReference { field: "AccountId".into() };
    assert_eq!(seal(&open, &values(&[("AccountId", "001QX0000080NFQIAY")]), &claims), Err(reference));

    let values = values(&[]);
    let record =
        RecordToSeal { id: Some(ID), uuid: UUID, values: &values, previous_seal: None, status: None };
    for end in ["2026-11-21T09:00:00Z", "2026-11-21T08:59:59Z", "2020-01-01T00:00:00Z"] {
        let found = open.seal(&record, &claims, now(), Timestamp::parse(end), &mut SystemRandom);
        assert_eq!(found, Err(SealError::EndsBeforeItBegins), "{end}");
    }
    let claiming = |change: &dyn Fn(&mut Claims)| {
        let mut claims = claims.clone();
        change(&mut claims);
        open.seal(&record, &claims, now(), until(), &mut SystemRandom).err()
    };
    for (found, expected) in [
        (
            claiming(&|claims| claims.created = Some("2026-11-21T09:00:01Z".into())),
            ClaimsError::CreatedToCome(now()),
        ),
        (
            claiming(&|claims| claims.retain_until = Some("2026-11-20".into())),
            ClaimsError::RetentionPassed(now()),
        ),
        (claiming(&|claims| claims.confidence_score = Some("1.5".into())), ClaimsError::BadConfidence),
    ] {
        assert_eq!(found, Some(SealError::Claims(expected)));
    }
    for name in ["First Name", "Gr\u{f6}\u{df}e__c", "", "1st", "_a", "Account.Name"] {
        let mut types = FieldTypes::default();
        assert!(matches!(types.insert(name, "string"), Err(FieldTypesError::NoFieldName(_))), "{name}");
        assert!(matches!(FieldPlan::new(types).open(name), Err(PlanError::NoFieldName(_))), "{name}");
    }
}
