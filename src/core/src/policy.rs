//! The policy: what the caller expects of a record here (profile §5, §7).

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use crate::claim_path::is_claim_path;
use crate::config::Need::{Optional, Required};
use crate::config::{self, ConfigError, Form, Kind, MULTIKEY, Member, Shape, TEXT, count, flag, texts};
use crate::contact::{CONTACT, Contact};
use crate::did::{self, PublicKey};
use crate::digest::{is_digest, tenant_digest};
use crate::ids;
use crate::json::Object;
use crate::names::is_same_name;
use crate::text::divide;
use crate::use_rule::{CODE, USE, UseRule};
use crate::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD};

/// The word that a caller must write to expect nothing.
pub(crate) const ANY: &str = "any";

/// Most uses of a policy: every verdict answers for each.
const MAX_USES: usize = 256;

/// Longest policy that is read, in MiB.
const MAX_POLICY: usize = 1;

/// A tenant where a file names some, and says `any` by naming none.
pub(crate) static TENANT: Form = Form {
    accepts: |text| tenant_from(text).is_some(),
    problem: "must be an org id (15 or 18 characters, 00D…), or its digest",
};

pub(crate) static ENVIRONMENT: Form = Form {
    accepts: |text| !text.is_empty(),
    problem: "must name the environment of this page, such as \"sandbox\", or say \"any\"",
};

pub(crate) static PATTERN: Form = Form {
    accepts: |text| halves(text).is_some(),
    problem: "must start with a name and have one *, as in Provenance_Salts_*__c",
};

pub(crate) static CLAIM_PATH: Form = Form {
    accepts: is_claim_path,
    problem: "must name a member of provenance, such as \"purpose\" or \"generator.version\"",
};

pub(crate) static TENANT_OR_ANY: Form = Form {
    accepts: |text| text == ANY || tenant_from(text).is_some(),
    problem: "must be an org id (15 or 18 characters, 00D…), its digest, or \"any\"",
};

pub(crate) static POLICY: Shape = Shape {
    members: &[
        Member("policy", Required, Kind::Is("crm-policy/1")),
        Member("tenant", Required, Kind::Text(&TENANT_OR_ANY)),
        Member("environment", Required, Kind::Text(&ENVIRONMENT)),
        Member("fields", Optional, Kind::Object(&FIELDS)),
        Member("aliases", Optional, Kind::Object(&ALIAS_LISTS)),
        Member("requiredFields", Optional, Kind::Texts(&TEXT)),
        Member("requiredClaims", Optional, Kind::Texts(&CLAIM_PATH)),
        Member("approvals", Optional, Kind::Count),
        Member("witnesses", Optional, Kind::Count),
        Member("trustBundle", Optional, Kind::Object(&WANTED_BUNDLE)),
        Member("acceptUnknownStatus", Optional, Kind::Flag),
        Member("allowTestKeys", Optional, Kind::Flag),
        Member("uses", Optional, Kind::Named(MAX_USES, &CODE, &USE)),
        Member("contacts", Optional, Kind::Objects(&CONTACT)),
    ],
    is_open: false,
};

static FIELDS: Shape = Shape {
    members: &[
        Member("seal", Optional, Kind::Text(&TEXT)),
        Member("uuid", Optional, Kind::Text(&TEXT)),
        Member("companions", Optional, Kind::Text(&PATTERN)),
        Member("reference", Optional, Kind::Text(&TEXT)),
    ],
    is_open: false,
};

static ALIAS_LISTS: Shape = Shape {
    members: &[
        Member("isSynthetic", Optional, Kind::Texts(&TEXT)),
        Member("provenanceSource", Optional, Kind::Texts(&TEXT)),
        Member("generationMethod", Optional, Kind::Texts(&TEXT)),
        Member("confidenceScore", Optional, Kind::Texts(&TEXT)),
        Member("created", Optional, Kind::Texts(&TEXT)),
    ],
    is_open: false,
};

static WANTED_BUNDLE: Shape = Shape {
    members: &[
        Member("keys", Optional, Kind::Names(&MULTIKEY)),
        Member("minimumVersion", Optional, Kind::Count),
    ],
    is_open: false,
};

/// What a caller expects of a record. Tenant and environment have no default: name both, or say `any` in words.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Digest of the org that the record should belong to; `None` for any.
    pub(crate) tenant: Option<String>,
    /// Environment the record should belong to, or `any`, as verdicts name it.
    pub(crate) environment: String,
    pub(crate) fields: FieldNames,
    pub(crate) aliases: Aliases,
    pub(crate) required_fields: Vec<String>,
    /// Dotted members of `provenance` that every seal must state.
    pub(crate) required_claims: Vec<String>,
    /// How many approvers must have signed.
    pub(crate) approvals: u64,
    /// How many witnesses must have cosigned a checkpoint.
    pub(crate) witnesses: u64,
    pub(crate) trust_bundle: WantedBundle,
    pub(crate) accept_unknown_status: bool,
    pub(crate) allow_test_keys: bool,
    /// Sorted by name.
    pub(crate) uses: Vec<UseRule>,
    pub(crate) contacts: Vec<Contact>,
}

/// Which trust bundles are taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct WantedBundle {
    /// One of these must have signed it; where there are none, it need not be signed.
    pub(crate) keys: Vec<PublicKey>,
    pub(crate) minimum_version: u64,
}

/// Where a record keeps the parts of its seal.
#[derive(Clone, Debug)]
pub(crate) struct FieldNames {
    pub(crate) seal: String,
    pub(crate) uuid: String,
    companion_prefix: String,
    companion_suffix: String,
    pub(crate) reference: String,
}

/// Names under which existing schemas make unsigned claims, beside those of profile §3.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aliases(Vec<(Vec<String>, Claim)>);

/// The names of profile §3.
static ALIASES: [(&str, Claim); 7] = [
    ("synthetic_data", Claim::IsSynthetic),
    ("is_synthetic", Claim::IsSynthetic),
    ("provenance_source", Claim::ProvenanceSource),
    ("generation_source", Claim::ProvenanceSource),
    ("generation_method", Claim::GenerationMethod),
    ("confidence_score", Claim::ConfidenceScore),
    ("creation_timestamp", Claim::Created),
];

/// What an unsigned field claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    IsSynthetic,
    ProvenanceSource,
    GenerationMethod,
    ConfidenceScore,
    Created,
}

static CLAIMS: [(&str, Claim); 5] = [
    ("isSynthetic", Claim::IsSynthetic),
    ("provenanceSource", Claim::ProvenanceSource),
    ("generationMethod", Claim::GenerationMethod),
    ("confidenceScore", Claim::ConfidenceScore),
    ("created", Claim::Created),
];

impl Policy {
    /// The strict policy for one org and environment.
    ///
    /// `tenant` is an org id (15 or 18 characters) or `any`; `environment` a name such as `sandbox`, or `any`.
    ///
    /// # Errors
    /// [`ConfigError`] where the tenant is neither.
    pub fn new(tenant: &str, environment: &str) -> Result<Self, ConfigError> {
        let refusal = |path: &str, form: &Form| Err(ConfigError::new("policy", path.into(), form.problem));
        if !(ENVIRONMENT.accepts)(environment) {
            return refusal("environment", &ENVIRONMENT);
        }
        if !(TENANT_OR_ANY.accepts)(tenant) {
            return refusal("tenant", &TENANT_OR_ANY);
        }
        let stated = [("tenant", tenant), ("environment", environment)];
        let members = stated.into_iter().map(|(name, text)| (name.into(), text.into()));
        Ok(Self::of(&Object::from_members(members.collect())))
    }

    /// Reads a policy file; its schema is in `docs/policy.md`.
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the member that is missing, unknown or of the wrong form.
    pub fn from_json(text: &str) -> Result<Self, ConfigError> {
        Ok(Self::of(&config::read("policy", &POLICY, MAX_POLICY, text, &mut |_| {})?))
    }

    /// What a file of the shape says.
    fn of(file: &Object<'_>) -> Self {
        let tenant = file.text("tenant").unwrap_or_default();
        Self {
            // No record is of no tenant.
            tenant: (tenant != ANY).then(|| tenant_from(tenant).unwrap_or_default()),
            environment: file.text("environment").unwrap_or_default().to_owned(),
            fields: FieldNames::of(file.object("fields")),
            aliases: Aliases::of(file.object("aliases")),
            required_fields: texts(file, "requiredFields"),
            required_claims: texts(file, "requiredClaims"),
            approvals: count(file, "approvals"),
            witnesses: count(file, "witnesses"),
            trust_bundle: WantedBundle::of(file.object("trustBundle")),
            accept_unknown_status: flag(file, "acceptUnknownStatus"),
            allow_test_keys: flag(file, "allowTestKeys"),
            uses: UseRule::of(file.object("uses")),
            contacts: Contact::all_of(file),
        }
    }

    /// Whether a field is part of what binds and carries a seal: the record id, the uuid, the seal, companions, the short
    /// reference. Upper and lower case do not count.
    pub fn is_plumbing(&self, name: &str) -> bool {
        self.fields.is_plumbing(name)
    }

    /// The field that holds the seal.
    pub fn seal_field(&self) -> &str {
        &self.fields.seal
    }

    /// The field that holds the short reference.
    pub fn reference_field(&self) -> &str {
        &self.fields.reference
    }

    /// Digest of the org that records should belong to; `None` for any.
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// The uses that it names, sorted.
    pub fn use_names(&self) -> impl Iterator<Item = &str> {
        self.uses.iter().map(|rule| rule.name.as_str())
    }

    /// Whether a use asks for a person's grant.
    pub fn needs_oversight(&self, name: &str) -> bool {
        self.uses.iter().any(|rule| rule.name == name && rule.needs_oversight)
    }

    /// The environment that records should belong to; `None` for any.
    pub fn environment(&self) -> Option<&str> {
        Some(self.environment.as_str()).filter(|environment| *environment != ANY)
    }

    /// Whether a key may stand for anybody: its private half is not public knowledge, or this policy does not mind.
    pub(crate) fn accepts_key(&self, key: &PublicKey) -> bool {
        self.allow_test_keys || !did::is_publicly_known(key)
    }

    /// Whether a record may belong to these environments.
    pub(crate) fn accepts_environment(&self, sealed: &[&str]) -> bool {
        self.environment == ANY || sealed.contains(&self.environment.as_str())
    }
}

/// The tenant digest that an org id, or the digest itself, stands for.
pub(crate) fn tenant_from(text: &str) -> Option<String> {
    match ids::to_18(text) {
        Some(org_id) => Some(tenant_digest(&org_id)),
        None => is_digest(text).then(|| text.to_owned()),
    }
}

impl WantedBundle {
    fn of(stated: Option<&Object<'_>>) -> Self {
        let mut wanted = Self::default();
        if let Some(stated) = stated {
            for key in stated.list("keys") {
                wanted.keys.extend(key.as_str().and_then(did::from_multikey));
            }
            wanted.minimum_version = count(stated, "minimumVersion");
        }
        wanted
    }
}

impl FieldNames {
    fn of(stated: Option<&Object<'_>>) -> Self {
        let name = |member, default| stated.and_then(|names| names.text(member)).unwrap_or(default);
        let (prefix, suffix) = halves(name("companions", "Provenance_Salts_*__c")).unwrap_or_default();
        Self {
            seal: name("seal", SEAL_FIELD).to_owned(),
            uuid: name("uuid", UUID_FIELD).to_owned(),
            companion_prefix: prefix.to_owned(),
            companion_suffix: suffix.to_owned(),
            reference: name("reference", REFERENCE_FIELD).to_owned(),
        }
    }

    pub(crate) fn is_companion(&self, name: &str) -> bool {
        let (prefix, suffix) = (self.companion_prefix.as_bytes(), self.companion_suffix.as_bytes());
        let ends = |part: Option<&[u8]>, end: &[u8]| part.is_some_and(|part| part.eq_ignore_ascii_case(end));
        let name = name.as_bytes();
        name.len() > prefix.len() + suffix.len()
            && ends(name.get(..prefix.len()), prefix)
            && ends(name.get(name.len() - suffix.len()..), suffix)
    }

    /// Whether a field carries identity or seal rather than content.
    pub(crate) fn is_plumbing(&self, name: &str) -> bool {
        ["Id", &self.seal, &self.uuid, &self.reference].iter().any(|known| is_same_name(known, name))
            || self.is_companion(name)
    }
}

impl Aliases {
    fn of(stated: Option<&Object<'_>>) -> Self {
        let mut aliases = Self::default();
        if let Some(stated) = stated {
            for (name, claim) in &CLAIMS {
                aliases.0.push((texts(stated, name), *claim));
            }
        }
        aliases
    }

    /// What a field claims by its name, with or without `__c`, case-insensitively.
    pub(crate) fn claim(&self, field: &str) -> Option<Claim> {
        let field = without_suffix(field);
        let is_named = |name: &str| without_suffix(name).eq_ignore_ascii_case(field);
        for (names, claim) in &self.0 {
            if names.iter().any(|name| is_named(name)) {
                return Some(*claim);
            }
        }
        ALIASES.iter().find(|(name, _)| name.eq_ignore_ascii_case(field)).map(|(_, claim)| *claim)
    }
}

/// What stands before and after the `*` of a pattern.
fn halves(pattern: &str) -> Option<(&str, &str)> {
    divide(pattern, b'*').filter(|(prefix, suffix)| !prefix.is_empty() && divide(suffix, b'*').is_none())
}

fn without_suffix(field: &str) -> &str {
    let at = field.len().saturating_sub(3);
    match field.get(at..) {
        Some(suffix) if suffix.eq_ignore_ascii_case("__c") => field.get(..at).unwrap_or(field),
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenant_and_environment_have_no_default() {
        for (text, expected) in [
            (r#"{"policy":"crm-policy/1","environment":"sandbox"}"#, "policy: tenant: is missing"),
            (r#"{"policy":"crm-policy/1","tenant":"any"}"#, "policy: environment: is missing"),
            (
                r#"{"policy":"crm-policy/1","tenant":"Example Bank","environment":"any"}"#,
                "policy: tenant: must be an org id",
            ),
            (
                r#"{"policy":"crm-policy/1","tenant":"any","environment":"any","requireFields":[]}"#,
                "policy: requireFields: unknown member",
            ),
            (
                r#"{"policy":"crm-policy/1","tenant":"any","environment":"any","allowTestKeys":"yes"}"#,
                "policy: allowTestKeys: must be true or false",
            ),
            (
                r#"{"policy":"crm-policy/1","tenant":"any","environment":"any","approvals":-1}"#,
                "policy: approvals: must be a whole number",
            ),
        ] {
            let error = Policy::from_json(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(Policy::new("", "").is_err());
        assert!(Policy::new("any", "any").is_ok());
    }

    #[test]
    fn org_ids_of_both_lengths_are_one_tenant() {
        let short = Policy::new("00DWs000001aBcD", "sandbox").unwrap();
        let long = Policy::new("00DWs000001aBcDMAU", "sandbox").unwrap();
        assert_eq!(short.tenant, long.tenant);
        assert_eq!(long.tenant.as_deref(), Some("zg4xJJPiski7aNdzhoeh49Rs1-XZd8CwkfSW9-M_zfM"));
    }

    #[test]
    fn aliases_compare_without_case_and_suffix() {
        let policy = Policy::from_json(
            r#"{"policy":"crm-policy/1","tenant":"any","environment":"any","aliases":{"isSynthetic":["Test_Record__c"]}}"#,
        )
        .unwrap();
        for name in ["synthetic_data__c", "Synthetic_Data__c", "IS_SYNTHETIC", "test_record"] {
            assert_eq!(policy.aliases.claim(name), Some(Claim::IsSynthetic), "{name}");
        }
        assert_eq!(policy.aliases.claim("Title"), None);
    }

    #[test]
    fn companions_match_their_pattern() {
        let names = FieldNames::of(None);
        assert!(names.is_companion("Provenance_Salts_Personal__c"));
        assert!(
            names.is_companion("PROVENANCE_SALTS_PERSONAL__C") && names.is_plumbing("PROVENANCE_SEAL__C")
        );
        assert!(!names.is_companion("Provenance_Salts___c") && !names.is_companion("Provenance_Salts_x"));
    }
}
