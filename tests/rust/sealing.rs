//! A record that is sealed in the test itself, and a verifier that believes its issuer.

use serde_json::Value;
use touchmark::encoding::base64url;
use touchmark::note::KeyType;
use touchmark::{Policy, Record, Registry, Timestamp, TrustBundle, Verdict, Verifier};
use touchmark_seal::{
    Claims, FieldPlan, FieldTypes, NoteKey, PrivateKey, Random, RandomError, RecordToSeal, Scope, Sealed,
    Sealer, SystemRandom,
};

/// The org that every record here belongs to.
pub const TENANT: &str = "00DQx000000aBcDMAU";
const HMAC_KEY: [u8; 32] = [7; 32];
/// A record uuid.
pub const UUID: &str = "987c75c3-e028-4377-8bc5-5ee3420eec6e";
/// A contact's id.
pub const ID: &str = "0031700000pJRRSAA4";

/// An issuer of seals for contacts in a sandbox, and the page that believes it.
pub struct Desk {
    sealer: Sealer,
    registrar: NoteKey,
    trust: TrustBundle,
    /// Checks seals of this desk.
    pub verifier: Verifier,
}

impl Desk {
    /// Covers fields of these types.
    pub fn covering(types: &[(&str, &str)]) -> Self {
        let mut known = FieldTypes::default();
        for (name, kind) in types {
            known.insert(*name, kind).unwrap();
        }
        let mut plan = FieldPlan::new(known);
        for (name, _) in types {
            plan.open(name).unwrap();
        }
        let key = key();
        let registrar = NoteKey::new("registry.example/1", KeyType::Ed25519, self::key()).unwrap();
        let bundle = serde_json::json!({
            "trustBundle": "crm-trust/1", "version": 1,
            "issued": "2026-11-21T09:00:00Z", "expires": "2027-11-21T09:00:00Z",
            "issuers": [{"id": key.did_key(), "keys": [{"publicKeyMultibase": key.multikey()}]}],
            "registries": [{"key": registrar.verifier_key(), "hmacKey": base64url(&HMAC_KEY)}],
        });
        let scope = Scope { object: "Contact", tenant: TENANT, environments: &["sandbox"] };
        let sealer = Sealer::new(key, None, scope, plan).unwrap();
        let trust = TrustBundle::from_json(&bundle.to_string()).unwrap();
        let verifier = Verifier::new(trust.clone(), Policy::new(TENANT, "sandbox").unwrap());
        Self { sealer, registrar, trust, verifier }
    }

    /// The same, with a registry that lists a contact with the seal of this uuid.
    #[must_use]
    pub fn listing(self, id: &str, seal: &str) -> Self {
        let policy = Policy::new(TENANT, "sandbox").unwrap();
        let mut registry = touchmark_seal::Registry::new(policy.tenant().unwrap(), &HMAC_KEY);
        registry.list("Contact", id, seal);
        let until = Timestamp::parse("2027-11-21T09:00:00Z").unwrap();
        let (text, _) = registry.sign(&self.registrar, now(), until);
        let registry = Registry::from_json(&text, self.trust.registries(), &policy).unwrap();
        Self { verifier: self.verifier.with_registry(registry), ..self }
    }

    /// Seals a record as this view shows it.
    pub fn seal(&self, view: &Value) -> Sealed {
        let text = view.to_string();
        let record = Record::parse(&text).unwrap();
        let values: Vec<_> =
            record.fields().iter().map(|(name, value)| (name.into(), value.clone())).collect();
        let record =
            RecordToSeal { id: record.id(), uuid: UUID, values: &values, previous_seal: None, status: None };
        self.sealer
            .seal(&record, &Claims::synthetic("urn:example:test"), now(), None, &mut SystemRandom)
            .unwrap()
    }

    /// Checks a view, through text, as a page gets it.
    pub fn check(&self, view: &Value) -> Verdict {
        self.check_text(&view.to_string())
    }

    /// Checks the text of a view.
    pub fn check_text(&self, text: &str) -> Verdict {
        match Record::parse(text) {
            Ok(record) => self.verifier.verify(&record, now()),
            Err(error) => self.verifier.unreadable(&error, now()),
        }
    }
}

/// The time of every check here.
pub fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T09:00:00Z").unwrap()
}

/// A key that nobody else has.
pub fn key() -> PrivateKey {
    PrivateKey::generate(&mut SystemRandom).unwrap()
}

/// The key of the acceptance cases' issuer: RFC 8032 §7.1, test 2. Anybody can sign with it.
pub fn published_key() -> PrivateKey {
    struct Published;
    impl Random for Published {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
            let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
            for (at, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).unwrap();
            }
            Ok(())
        }
    }
    PrivateKey::generate(&mut Published).unwrap()
}
