//! Acceptance cases of the profile, as files hold them: read strictly, since an expectation that nobody reads would pass unseen.
//! The command `touchmark conform` runs them, and other tests stand on the same records.

use std::collections::{BTreeMap, BTreeSet};

use touchmark::digest::tenant_digest;
use touchmark::encoding::base64url;
use touchmark::ids;
use touchmark::json::{self, Object, Value, object, texts};
use touchmark::note::KeyType;
use touchmark::{Flag, Policy, Record, Registry, Timestamp, TrustBundle, Verdict, Verifier};
use touchmark_seal::{NoteKey, PrivateKey, SystemRandom};
use unicode_normalization::UnicodeNormalization as _;

/// A case, and the words for what is to come of it.
pub struct Case<'v, 'a> {
    /// As the file names it.
    pub id: &'v str,
    view: &'v Object<'a>,
    seal: Shown<'v>,
    companion: Option<&'v str>,
    policy: &'v Object<'a>,
    expect: &'v Object<'a>,
}

/// What a check of a case is given: files as text, and the record.
pub struct Question<'v> {
    /// Trust bundle.
    pub trust: String,
    /// Policy.
    pub policy: String,
    /// Registry; it lists nothing where the case has none.
    pub registry: String,
    /// The record in the plain view.
    pub view: Value<'v>,
    /// The time.
    pub now: Timestamp,
}

/// What a view shows of the seal field.
enum Shown<'v> {
    /// A case without the member: the view does not show the field.
    Not,
    /// The field is shown and empty.
    Empty,
    Text(&'v str),
}

/// What is wrong with a case, and where.
pub type Problem = String;

/// The registry is made for one case and thrown away: nobody needs to be kept from guessing who is in it.
const HMAC_KEY: [u8; 32] = [7; 32];

impl<'v, 'a> Case<'v, 'a> {
    /// Reads one case.
    ///
    /// # Errors
    /// What is missing, of another form, or not known.
    pub fn read(value: &'v Value<'a>) -> Result<Self, Problem> {
        let case = value.as_object().ok_or("is not an object")?;
        let known = ["id", "note", "view", "seal", "restrictedSalts", "policy", "expect"];
        only(case, "case", &known)?;
        let part = |name: &str| {
            let object = case.get(name).and_then(Value::as_object);
            object.ok_or_else(|| format!("{name} is missing or not an object"))
        };
        let read = Self {
            id: case.get("id").and_then(Value::as_str).ok_or("id is missing")?,
            view: part("view")?,
            seal: match (case.get("seal"), optional_text(case, "seal")?) {
                (None, _) => Shown::Not,
                (_, None) => Shown::Empty,
                (_, Some(text)) => Shown::Text(text),
            },
            companion: optional_text(case, "restrictedSalts")?,
            policy: part("policy")?,
            expect: part("expect")?,
        };
        // An expectation that nobody reads would pass unseen.
        only(read.view, "view", &["object", "recordId", "externalId", "fields", "queried"])?;
        only(read.expect, "expect", &["verdict", "origin", "fields", "flags", "reasons", "claimedOrigin"])?;
        only(
            read.policy,
            "policy",
            &[
                "now",
                "environment",
                "tenant",
                "allowTestKeys",
                "trusted",
                "approvers",
                "approvals",
                "logs",
                "revokedKeys",
                "statusBits",
                "acceptUnknownStatus",
                "registryContains",
                "registryCurrentSeal",
                "requiredFields",
            ],
        )?;
        Ok(read)
    }

    /// What a check of the case is given, in the product's own forms.
    ///
    /// # Errors
    /// What no check can be given.
    pub fn question(&self) -> Result<Question<'v>, Problem> {
        let now = optional_text(self.policy, "now")?
            .and_then(Timestamp::parse)
            .ok_or("policy.now is not a time")?;
        let key = PrivateKey::generate(&mut SystemRandom).map_err(|error| error.to_string())?;
        let key = NoteKey::new("conform.example/registry", KeyType::Ed25519, key)
            .map_err(|error| error.to_string())?;
        let seal = match self.seal {
            Shown::Not => None,
            Shown::Empty => Some(Value::Null),
            Shown::Text(text) => Some(text.into()),
        };
        let view = object([
            ("object".into(), self.view.get("object").cloned()),
            ("id".into(), self.view.get("recordId").cloned()),
            ("uuid".into(), self.view.get("externalId").cloned()),
            ("fields".into(), self.view.get("fields").cloned()),
            ("queried".into(), self.view.get("queried").cloned()),
            ("seal".into(), seal),
            ("companions".into(), self.companion.map(|companion| texts([companion]))),
        ]);
        let (trust, policy, registry) =
            (self.trust_bundle(&key, now)?, self.policy(), self.registry(&key, now)?);
        Ok(Question { trust, policy, registry, view, now })
    }

    /// The verdict on the case.
    ///
    /// # Errors
    /// What could not be checked.
    pub fn verdict(&self) -> Result<Verdict, Problem> {
        let Question { trust, policy, registry, view, now } = self.question()?;
        let trust = TrustBundle::from_json(&trust).map_err(|error| error.to_string())?;
        let policy = Policy::from_json(&policy).map_err(|error| error.to_string())?;
        let registry =
            Registry::from_json(&registry, trust.registries(), &policy).map_err(|error| error.to_string())?;
        let verifier =
            Verifier::new(trust, policy).with_registry(registry).with_nfc(|text| text.nfc().collect());
        let record = Record::from_value(view).map_err(|error| error.to_string())?;
        Ok(verifier.verify(&record, now))
    }

    fn trust_bundle(&self, registry: &NoteKey, now: Timestamp) -> Result<String, Problem> {
        let revoked = self.policy.get("revokedKeys").and_then(Value::as_array).unwrap_or_default();
        let revocations = revoked.iter().map(|key| {
            object([("key".into(), Some(key.clone())), ("reason".into(), Some("compromised".into()))])
        });
        let status = self.policy.get("statusBits").and_then(Value::as_object);
        let status = status.into_iter().flat_map(Object::iter).map(|(entry, bit)| {
            let word = if bit.as_bool() == Some(false) { "valid" } else { "revoked" };
            (entry.into(), Some(Value::from(word)))
        });
        let registry = object([
            ("key".into(), Some(registry.verifier_key().into())),
            ("hmacKey".into(), Some(base64url(&HMAC_KEY).into())),
        ]);
        let version = json::parse("1").map_err(|error| error.to_string())?;
        let bundle = object([
            ("trustBundle".into(), Some("crm-trust/1".into())),
            ("version".into(), Some(version)),
            ("issued".into(), Some(day_from(now, -1)?.to_string().into())),
            ("expires".into(), Some(day_from(now, 1)?.to_string().into())),
            ("issuers".into(), Some(self.entities("trusted", "issuer")?)),
            ("approvers".into(), Some(self.entities("approvers", "id")?)),
            ("logs".into(), self.policy.get("logs").cloned()),
            ("registries".into(), Some(Value::Array(vec![registry]))),
            ("revocations".into(), Some(Value::Array(revocations.collect()))),
            ("status".into(), Some(object(status))),
        ]);
        Ok(touchmark::jcs::to_string(&bundle))
    }

    /// Issuers or approvers, whose member `name` is their DID.
    fn entities(&self, role: &str, name: &str) -> Result<Value<'v>, Problem> {
        let mut entities = Vec::new();
        for entity in self.policy.get(role).and_then(Value::as_array).unwrap_or_default() {
            let entity = entity
                .as_object()
                .ok_or_else(|| format!("policy.{role} holds something else than objects"))?;
            only(entity, &format!("policy.{role}"), &[name, "keys"])?;
            let keys = entity.get("keys").and_then(Value::as_array).unwrap_or_default();
            let keys = keys.iter().map(|key| object([("publicKeyMultibase".into(), Some(key.clone()))]));
            entities.push(object([
                ("id".into(), entity.get(name).cloned()),
                ("keys".into(), Some(Value::Array(keys.collect()))),
            ]));
        }
        Ok(Value::Array(entities))
    }

    fn policy(&self) -> String {
        let same =
            ["tenant", "environment", "requiredFields", "approvals", "acceptUnknownStatus", "allowTestKeys"];
        let members = same.into_iter().map(|name| (name.into(), self.policy.get(name).cloned()));
        let marker = ("policy".into(), Some(Value::from("crm-policy/1")));
        touchmark::jcs::to_string(&object(members.chain([marker])))
    }

    /// A registry of the page's own tenant, which lists the record where the case says so.
    fn registry(&self, key: &NoteKey, now: Timestamp) -> Result<String, Problem> {
        let org = optional_text(self.policy, "tenant")?.ok_or("policy.tenant is missing")?;
        let tenant = tenant_digest(&ids::to_18(org).ok_or("policy.tenant is not an org id")?);
        let mut registry = touchmark_seal::Registry::new(&tenant, &HMAC_KEY);
        // Where a record is listed and nothing says with which seal, any will do: the record carries none.
        let listed = self.policy.get("registryContains").and_then(Value::as_bool) == Some(true);
        let any = listed.then_some("urn:uuid:00000000-0000-4000-8000-000000000000");
        if let Some(current) = optional_text(self.policy, "registryCurrentSeal")?.or(any) {
            let current = ids::to_uuid(current).ok_or("policy.registryCurrentSeal is not urn:uuid:…")?;
            let id = optional_text(self.view, "recordId")?.and_then(ids::to_18);
            let (Some(name), Some(id)) = (optional_text(self.view, "object")?, id) else {
                return Err("the registry lists a record that the view does not name".to_owned());
            };
            registry.list(name, &id, &current);
        }
        Ok(registry.sign(key, day_from(now, -1)?, day_from(now, 1)?).0)
    }

    /// Every expectation that the verdict does not meet.
    ///
    /// # Errors
    /// What is expected in words that nobody knows.
    pub fn mismatches(&self, verdict: &Verdict) -> Result<Vec<String>, Problem> {
        let mut mismatches = Vec::new();
        let mut differs = |what: &str, expected: &str, found: &str| {
            if expected != found {
                mismatches.push(format!("{what}: expected {expected}, found {found}"));
            }
        };
        let expected = |name: &str| optional_text(self.expect, name);
        differs("trust", expected("verdict")?.ok_or("expect.verdict is missing")?, verdict.trust.code());
        differs("origin", expected("origin")?.ok_or("expect.origin is missing")?, verdict.origin.code());
        if let Some(origin) = expected("claimedOrigin")? {
            differs("claimedOrigin", origin, verdict.claimed_origin.map_or("none", |origin| origin.code()));
        }
        let fields =
            self.expect.get("fields").and_then(Value::as_object).ok_or("expect.fields is missing")?;
        let found: BTreeMap<&str, &str> =
            verdict.fields.iter().map(|field| (field.name.as_str(), field.state.code())).collect();
        let names: BTreeSet<&str> =
            fields.iter().map(|(name, _)| name).chain(found.keys().copied()).collect();
        for name in names {
            let expected =
                fields.get(name).map_or(Some("none"), Value::as_str).ok_or("expect.fields holds no text")?;
            differs(name, expected, found.get(name).copied().unwrap_or("none"));
        }
        let expected_flags = listed(self.expect, "flags")?;
        for flag in &expected_flags {
            let is_set = verdict.flags.iter().any(|found| found.code() == *flag);
            differs(&format!("flag {flag}"), "set", if is_set { "set" } else { "missing" });
        }
        for flag in &verdict.flags {
            // Every case is signed with a key that the case gives away.
            if *flag != Flag::TestKey && !expected_flags.contains(&flag.code()) {
                differs(&format!("flag {flag}"), "not set", "set");
            }
        }
        for reason in listed(self.expect, "reasons")? {
            let is_given = verdict.reasons.iter().any(|found| found.code.code() == reason);
            differs(&format!("reason {reason}"), "given", if is_given { "given" } else { "missing" });
        }
        Ok(mismatches)
    }
}

fn day_from(now: Timestamp, days: i64) -> Result<Timestamp, Problem> {
    let time = Timestamp::from_millis(now.as_millis() + days * 86_400_000);
    time.ok_or_else(|| "policy.now is out of range".to_owned())
}

/// The texts of a list that may be left out.
fn listed<'v>(object: &'v Object<'_>, name: &str) -> Result<Vec<&'v str>, Problem> {
    let values = match object.get(name) {
        None => return Ok(Vec::new()),
        Some(values) => values.as_array().ok_or_else(|| format!("expect.{name} is no list"))?,
    };
    let texts =
        values.iter().map(|value| value.as_str().ok_or_else(|| format!("expect.{name} holds no text")));
    texts.collect()
}

fn optional_text<'v>(object: &'v Object<'_>, name: &str) -> Result<Option<&'v str>, Problem> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or_else(|| format!("{name} must be a text")),
    }
}

fn only(object: &Object<'_>, what: &str, known: &[&str]) -> Result<(), Problem> {
    match object.iter().find(|(name, _)| !known.contains(name)) {
        None => Ok(()),
        Some((name, _)) => Err(format!("{what} has a member that conform does not know: {name}")),
    }
}
