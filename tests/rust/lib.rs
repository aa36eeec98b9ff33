//! What crosses rooms. The tests stand beside this file; what they share is here.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "serves tests only"
)]

pub mod hostile;
pub mod schema;
pub mod sealing;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Value, json};
use touchmark::encoding::base64url;
use touchmark::json::Object;
use touchmark::note::KeyType;
use touchmark::{Policy, Record, Registry, Timestamp, TrustBundle, Verdict, Verifier};
use touchmark_seal::{NoteKey, PrivateKey, SystemRandom, sign_document};

/// A path below the folder of these tests, whichever crate's tests ask. Asked of Cargo when they run: when they were compiled, the
/// clone may have been elsewhere.
pub fn room(path: &str) -> PathBuf {
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let clone = package.ancestors().find(|folder| folder.join("tests/data").is_dir());
    clone.unwrap().join("tests").join(path)
}

/// Holds a text to the file of that name in a folder of `data`. With `TOUCHMARK_GOLDEN` set it writes the file anew; look at the
/// difference before committing it.
pub fn hold_to_file(folder: &str, id: &str, text: &str) {
    hold_to(&room("data").join(folder).join(format!("{id}.json")), text);
}

/// As [`hold_to_file`], wherever the file is.
pub fn hold_to(file: &Path, text: &str) {
    if std::env::var_os("TOUCHMARK_GOLDEN").is_some() {
        file.parent().map(std::fs::create_dir_all).transpose().unwrap();
        std::fs::write(file, text).unwrap();
    }
    let golden = std::fs::read_to_string(file).unwrap_or_default();
    let name = file.display();
    assert_eq!(
        text, golden,
        "{name}: write the files anew as the head of this test says, and look at the change"
    );
}

/// An acceptance case of `data/seal-cases.json` or `data/seal-cases-2.json`, so that tests stand on seals that this project did not make.
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
    /// Whether the view shows the seal field, be it empty.
    pub shows_seal: bool,
    /// What its verdict must be, in the words of the file.
    pub expect: Value,
}

impl Case {
    /// Loads one case by its id.
    pub fn load(id: &str) -> Self {
        Self::of(cases().find(|case| case["id"] == id).unwrap())
    }

    /// Every case that needs no registry, by its id.
    pub fn all() -> impl Iterator<Item = (&'static str, Self)> {
        let cases = cases().filter(|case| {
            case["policy"]["registryContains"].is_null() && case["policy"]["registryCurrentSeal"].is_null()
        });
        cases.map(|case| (case["id"].as_str().unwrap(), Self::of(case)))
    }

    /// The case as `touchmark conform` reads it, for a page that is open for years and knows its issuers by name, and without a
    /// registry.
    fn of(case: &Value) -> Self {
        let text = case.to_string();
        let tree = touchmark::json::parse_view(&text).unwrap();
        let question = touchmark_cases::Case::read(&tree).unwrap().question().unwrap();
        let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let (mut trust, policy) = (parsed(&question.trust), parsed(&question.policy));
        for role in ["issuers", "approvers"] {
            for entity in trust[role].as_array_mut().unwrap() {
                entity["name"] = "Example Bank plc".into();
            }
        }
        trust["issued"] = "2026-01-01T00:00:00Z".into();
        trust["expires"] = "2099-01-01T00:00:00Z".into();
        trust.as_object_mut().unwrap().remove("registries");
        let mut view = parsed(&touchmark::jcs::to_string(&question.view));
        let members = view.as_object_mut().unwrap();
        members.entry("companions").or_insert(json!([]));
        let seal = members.remove("seal");
        Self {
            trust,
            policy,
            now: question.now,
            view,
            shows_seal: seal.is_some(),
            seal: seal.and_then(|seal| seal.as_str().map(ToOwned::to_owned)).unwrap_or_default(),
            expect: case["expect"].clone(),
        }
    }

    /// Changes the statement and has it signed at that time by another issuer, the only one that is believed then.
    pub fn sign_anew(&mut self, key: &PrivateKey, created: Timestamp, edit: impl FnOnce(&mut Value)) {
        let mut seal: Value = serde_json::from_str(&self.seal).unwrap();
        edit(&mut seal["vc"]);
        seal["vc"]["issuer"] = key.did_key().into();
        let text = seal["vc"].to_string();
        let document = touchmark::json::parse(&text).unwrap();
        let mut members = document.as_object().unwrap().clone().into_members();
        members.retain(|(name, _)| name != "proof");
        let signed = sign_document(&Object::from_members(members), &key.did_key(), key, created);
        seal["vc"] = serde_json::from_str(&touchmark::jcs::to_string(&signed)).unwrap();
        self.seal = seal.to_string();
        self.trust["issuers"] =
            json!([{"id": key.did_key(), "keys": [{"publicKeyMultibase": key.multikey()}]}]);
    }

    /// The verifier of the case's files.
    pub fn verifier(&self) -> Verifier {
        Verifier::new(
            TrustBundle::from_json(&self.trust.to_string()).unwrap(),
            Policy::from_json(&self.policy.to_string()).unwrap(),
        )
    }

    /// A registry that lists the record with this seal (`urn:uuid:…`).
    pub fn registry(&self, current: &str) -> Registry {
        let key = PrivateKey::generate(&mut SystemRandom).unwrap();
        let key = NoteKey::new("registry.example/1", KeyType::Ed25519, key).unwrap();
        let hmac_key = [7; 32];
        let policy = Policy::from_json(&self.policy.to_string()).unwrap();
        let mut registry = touchmark_seal::Registry::new(policy.tenant().unwrap(), &hmac_key);
        registry.list("Contact", "003Ws000004k2XpIAI", current.strip_prefix("urn:uuid:").unwrap());
        let day = |text| Timestamp::parse(text).unwrap();
        let (text, _) = registry.sign(&key, day("2026-01-01T00:00:00Z"), day("2099-01-01T00:00:00Z"));
        let mut trust = self.trust.clone();
        trust["registries"] = json!([{"key": key.verifier_key(), "hmacKey": base64url(&hmac_key)}]);
        let trust = TrustBundle::from_json(&trust.to_string()).unwrap();
        Registry::from_json(&text, trust.registries(), &policy).unwrap()
    }

    /// Checks the view with this seal text in place of its own.
    pub fn verify(&self, seal: &str) -> Verdict {
        self.verify_with(&self.verifier(), seal)
    }

    /// As [`Case::verify`], where a registry names this seal as the record's current one.
    pub fn verify_listed(&self, seal: &str, current: &str) -> Verdict {
        self.verify_with(&self.verifier().with_registry(self.registry(current)), seal)
    }

    fn verify_with(&self, verifier: &Verifier, seal: &str) -> Verdict {
        let mut view = self.view.clone();
        if self.shows_seal || !seal.is_empty() {
            view["seal"] = seal.into();
        }
        let text = view.to_string();
        let verdict = match Record::parse(&text) {
            Ok(record) => verifier.verify(&record, self.now),
            Err(error) => verifier.unreadable(&error, self.now),
        };
        // Whatever the verdict is, it crosses as JSON and comes back the same.
        assert_eq!(Verdict::assume_checked(&verdict.to_json()).as_ref(), Ok(&verdict));
        verdict
    }
}

fn cases() -> impl Iterator<Item = &'static Value> {
    static FILES: LazyLock<[Value; 2]> = LazyLock::new(|| {
        [include_str!("../data/seal-cases.json"), include_str!("../data/seal-cases-2.json")]
            .map(|text| serde_json::from_str(text).unwrap())
    });
    FILES.iter().flat_map(|file| file["cases"].as_array().unwrap())
}
