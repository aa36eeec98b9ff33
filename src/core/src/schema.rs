//! The JSON Schemas of the deployer's files, made from the shapes that read them: `docs/schemas/policy.json`, `trust-bundle.json` and
//! `registry.json`. Only tests compile this; `TOUCHMARK_GOLDEN=write cargo test -p touchmark --lib schema` writes the files anew.
//!
//! A shape says what a member is called and of which form it is. What its form is as a pattern, and what it is for, stands here.

#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a panic is how tests fail")]

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use serde_json::{Map, Value, json};
use touchmark_tests::schema::{Schema, changed, path, pointers};
use touchmark_tests::{hold_to, room};

use crate::config::{Form, Kind, MULTIKEY, Member, Need, PROOF_VALUE, Shape, TEXT, TIME};
use crate::contact::ADDRESS;
use crate::grants::{DATASET, GRANTS, REASON, TENANT_DIGEST};
use crate::parties::{DID, KEY_BYTES, NO_PRIVATE_KEY};
use crate::policy::{CLAIM_PATH, ENVIRONMENT, PATTERN, POLICY, TENANT, TENANT_OR_ANY};
use crate::status::ENCODED;
use crate::trust::{BUNDLE, NOTE_KEY, REVOCATION_REASON, STATE, UUID, WITNESS_KEY};
use crate::use_rule::{CODE, OWNER, UNSEALED};
use crate::{
    GRANT_TYPE, Grants, MAX_GRANTS, Origin, Policy, Registry, TrustBundle, is_of_prime_order, parties,
    registry, use_rule,
};

/// A kind of file, and what each member of it is for: `[]` stands for the items of a list, `*` for names of the deployer's.
struct Document {
    name: &'static str,
    title: &'static str,
    shape: &'static Shape,
    members: &'static [(&'static str, &'static str)],
    /// What its reader asks beyond the shape, as far as a schema can say it, by place.
    more: fn() -> Vec<(&'static str, Value)>,
}

static DOCUMENTS: [Document; 4] = [
    Document {
        name: "policy",
        title: "Policy: what a page expects of records (docs/policy.md)",
        shape: &POLICY,
        members: &[
            ("policy", "Kind and version of the file."),
            ("tenant", "The org that records belong to: its id, the id's digest, or any."),
            ("environment", "The environment of this page, such as sandbox or production, or any."),
            ("fields", "Where a record keeps the parts of its seal."),
            ("fields.seal", "Field of the seal."),
            ("fields.uuid", "Field of the record's own uuid."),
            ("fields.companions", "Fields of companion packs, as a pattern with one *."),
            ("fields.reference", "Field of the short reference."),
            ("aliases", "Further fields that make unsigned claims."),
            ("aliases.isSynthetic", "Fields that declare a record synthetic."),
            ("aliases.provenanceSource", "Fields that declare where its values came from."),
            ("aliases.generationMethod", "Fields that declare how they were made."),
            ("aliases.confidenceScore", "Fields that declare how far they are trusted."),
            ("aliases.created", "Fields that declare when they were made."),
            ("requiredFields", "Fields that every seal must cover and every viewer must see."),
            ("requiredClaims", "Claims that every seal must make, as dotted members of its provenance."),
            ("approvals", "How many approvers other than the issuer must have signed."),
            ("witnesses", "How many witnesses must have cosigned the checkpoint of a seal in a log."),
            ("trustBundle", "Which trust bundles are taken."),
            ("trustBundle.keys", "Multikeys, of which one must have signed the bundle."),
            ("trustBundle.minimumVersion", "Older bundles are refused."),
            ("acceptUnknownStatus", "Let a seal stand, flagged, when its status list is not at hand."),
            ("allowTestKeys", "Accept publicly known keys, flagged. For conformance tests only."),
            ("uses", "Which records may be used for what, by names of your own (docs/uses.md)."),
            ("uses.*.origins", "The origins that the use takes."),
            ("uses.*.codes", "What issuers call the use in purpose and prohibitedUse, beside its name."),
            ("uses.*.environments", "Where the use takes place; everywhere, unless said."),
            ("uses.*.unsealed", "What becomes of records without a seal; unknown, unless said."),
            ("uses.*.purposes", "An issuer that states purposes must state this one."),
            ("uses.*.oversight", "The use needs a person's grant."),
            ("uses.*.owner", "Who answers for the use."),
            ("uses.*.area", "For people: the law or rule that the use falls under."),
            (
                "contacts",
                "How to reach whoever answers for records; the first is asked where nobody is named.",
            ),
            (
                "contacts[].name",
                "As people are shown it: the responsible entity of seals, the issuer, or a team of yours.",
            ),
            ("contacts[].address", "mailto:…, https://… or tel:…"),
        ],
        more: Vec::new,
    },
    Document {
        name: "trust-bundle",
        title: "Trust bundle: whom a page believes (docs/trust-bundle.md)",
        shape: &BUNDLE,
        members: &[
            ("trustBundle", "Kind and version of the file."),
            ("version", "A number that only grows."),
            ("issued", "When this version was made."),
            ("expires", "Until when it may be believed."),
            ("issuers", "Whose seals are believed."),
            ("issuers[].id", "DID of the issuer or approver."),
            ("issuers[].name", "The name that people are shown."),
            ("issuers[].keys", "Ed25519 keys, each as one of publicKeyMultibase and publicKeyJwk."),
            ("issuers[].keys[].id", "Name of the key; the issuer, # and the Multikey, unless said."),
            ("issuers[].keys[].type", "Kind of key, for people."),
            ("issuers[].keys[].publicKeyMultibase", "The key as a Multikey."),
            ("issuers[].keys[].publicKeyJwk", "The key as a JWK (RFC 8037)."),
            ("issuers[].keys[].publicKeyJwk.d", "The private key, which never belongs here."),
            ("issuers[].keys[].publicKeyJwk.kty", "Kind of key."),
            ("issuers[].keys[].publicKeyJwk.crv", "Curve."),
            ("issuers[].keys[].publicKeyJwk.x", "The key, 32 bytes as base64url."),
            ("issuers[].keys[].validFrom", "From when the key may have signed."),
            ("issuers[].keys[].validUntil", "Until when the key may have signed."),
            ("issuers[].scope", "For what they are believed. Each list that is given restricts."),
            ("issuers[].scope.tenants", "Orgs, by id or digest."),
            ("issuers[].scope.objects", "Objects, by API name."),
            ("issuers[].scope.environments", "Environments."),
            ("issuers[].scope.origins", "Origins."),
            ("approvers", "Whose approvals count."),
            ("logs", "Logs whose entries are believed."),
            ("logs[].key", "Verifier key of the log, as of a signed note."),
            ("logs[].issuers", "The issuers whose statements it may carry."),
            ("witnesses", "Witnesses whose cosignatures count."),
            ("witnesses[].key", "Verifier key of the witness, as it cosigns."),
            ("registries", "Whose registries are believed."),
            ("registries[].key", "Verifier key of the registry, as of a signed note."),
            ("registries[].hmacKey", "The key under which records are listed, 32 bytes as base64url."),
            ("revocations", "Keys, seals and grants that were withdrawn."),
            ("revocations[].key", "The key, as a Multikey."),
            ("revocations[].seal", "The seal, by its id."),
            ("revocations[].grant", "The grant of a use, by its id."),
            ("revocations[].from", "When it was compromised or retired; what stands depends on the reason."),
            ("revocations[].reason", "Why a key was withdrawn; compromised, unless said."),
            (
                "status",
                "Your own word on entries of status lists: list, # and index, and perhaps # and purpose.",
            ),
            ("statusLists", "Status lists, as their issuers signed them."),
            ("statusLists[].id", "Address of the list, as seals name it."),
            ("statusLists[].type", "Kinds of credential, BitstringStatusListCredential among them."),
            ("statusLists[].issuer", "DID of the issuer."),
            ("statusLists[].validFrom", "From when the list speaks."),
            ("statusLists[].validUntil", "Until when the list speaks."),
            ("statusLists[].credentialSubject", "The list itself."),
            ("statusLists[].credentialSubject.type", "Kind of list."),
            ("statusLists[].credentialSubject.statusPurpose", "revocation, suspension or both."),
            ("statusLists[].credentialSubject.encodedList", "The bits: u and the base64url of a gzip file."),
            ("statusLists[].proof", "The issuer's signature (vc-di-eddsa §3.3)."),
            ("statusLists[].proof.type", "Kind of proof."),
            ("statusLists[].proof.cryptosuite", "How it was signed."),
            ("statusLists[].proof.created", "When it was signed."),
            ("statusLists[].proof.expires", "Until when the signature stands."),
            ("statusLists[].proof.verificationMethod", "The key that signed."),
            ("statusLists[].proof.proofPurpose", "What the proof is for."),
            ("statusLists[].proof.proofValue", "The signature."),
            ("proof", "The signature of whoever published this file (vc-di-eddsa §3.3)."),
            ("proof.type", "Kind of proof."),
            ("proof.cryptosuite", "How it was signed."),
            ("proof.created", "When it was signed."),
            ("proof.verificationMethod", "The key that signed, a did:key."),
            ("proof.proofPurpose", "What the proof is for."),
            ("proof.proofValue", "The signature."),
        ],
        more: || {
            let one_of = |names: &[&str]| json!({"oneOf": names.iter().map(|name| json!({"required": [name]})).collect::<Vec<_>>()});
            let names = |text: &str| json!({"anyOf": [{"const": text}, {"type": "array", "contains": {"const": text}}]});
            let purposes = ["revocation", "suspension"].map(names);
            vec![
                ("issuers[].keys", json!({"minItems": 1})),
                ("issuers[].keys[]", one_of(&["publicKeyMultibase", "publicKeyJwk"])),
                ("revocations[]", one_of(&["key", "seal", "grant"])),
                ("statusLists[].type", names("BitstringStatusListCredential")),
                ("statusLists[].credentialSubject.statusPurpose", json!({"anyOf": purposes})),
            ]
        },
    },
    Document {
        name: "registry",
        title: "Registry: which records should carry a seal (docs/registry.md)",
        shape: &registry::REGISTRY,
        members: &[
            ("registry", "Kind and version of the file."),
            ("note", "The signed note that vouches for the entries."),
            ("entries", "Records and their seals under a keyed hash, as base64url."),
        ],
        more: || {
            let entries = json!({"type": "string", "pattern": "^[A-Za-z0-9_-]*$"});
            vec![
                ("entries", entries),
                ("", json!({"dependentRequired": {"note": ["entries"], "entries": ["note"]}})),
            ]
        },
    },
    Document {
        name: "grants",
        title: "Grants: what approvers have granted (docs/uses.md)",
        shape: &GRANTS,
        members: &[
            ("useGrants", "Kind and version of the file."),
            ("grants", "Each grant, a Verifiable Credential."),
            ("grants[].@context", "That of seals."),
            ("grants[].id", "What a revocation names."),
            ("grants[].type", "VerifiableCredential and CrmUseGrant."),
            ("grants[].issuer", "DID of the approver."),
            ("grants[].validFrom", "From when it counts."),
            ("grants[].validUntil", "Until when it counts."),
            ("grants[].credentialSubject", "Which use, and which records: one of seals, object and dataset."),
            ("grants[].credentialSubject.type", "Kind of subject."),
            ("grants[].credentialSubject.tenant", "Digest of the org id, as seals name it."),
            ("grants[].credentialSubject.use", "The use, as the policy names it."),
            ("grants[].credentialSubject.seals", "Ids of seals."),
            ("grants[].credentialSubject.object", "Object, by API name."),
            ("grants[].credentialSubject.environment", "Where the records of the object are."),
            ("grants[].credentialSubject.dataset", "sha256: and the SHA-256 of a file of records."),
            ("grants[].credentialSubject.reason", "Why, for people."),
            ("grants[].proof", "The approver's signature (vc-di-eddsa §3.3)."),
            ("grants[].proof.@context", "That of seals."),
            ("grants[].proof.type", "Kind of proof."),
            ("grants[].proof.cryptosuite", "How it was signed."),
            ("grants[].proof.created", "When it was signed."),
            ("grants[].proof.verificationMethod", "The key that signed."),
            ("grants[].proof.proofPurpose", "What the proof is for."),
            ("grants[].proof.proofValue", "The signature."),
        ],
        more: || {
            let context = || json!({"const": crate::CONTEXT});
            let only = |name: &str| json!({"required": [name]});
            let scopes = json!({
                "oneOf": [only("seals"), only("object"), only("dataset")],
                "dependentRequired": {"object": ["environment"], "environment": ["object"]},
            });
            vec![
                ("grants", json!({"maxItems": MAX_GRANTS})),
                ("grants[].@context", context()),
                ("grants[].proof.@context", context()),
                ("grants[].type", json!({"const": ["VerifiableCredential", GRANT_TYPE]})),
                ("grants[].credentialSubject", scopes),
            ]
        },
    },
];

/// A form as a schema, with texts that are of it and texts that are not.
struct Pattern {
    form: &'static Form,
    schema: fn() -> Value,
    are: &'static [&'static str],
    are_not: &'static [&'static str],
}

static PATTERNS: [Pattern; 27] = [
    Pattern { form: &TEXT, schema: || text(json!({"minLength": 1})), are: &["a", " "], are_not: &[""] },
    Pattern {
        form: &ADDRESS,
        schema: || pattern("^(mailto:|https://|tel:)[!-~]+$"),
        are: &["mailto:data@bank.example", "https://bank.example/data", "tel:+44-20-7946-0958"],
        are_not: &[
            "",
            "mailto:",
            "data@bank.example",
            "http://bank.example",
            "javascript:alert(1)",
            "tel:1 2",
            "Mailto:a",
        ],
    },
    Pattern {
        form: &PROOF_VALUE,
        schema: || pattern("^z[1-9A-HJ-NP-Za-km-z]{64,88}$"),
        are: &["z5fkjK9tvDi7WX9iSNWJGtjW77T9Zjvyi6vsuu59PKr1yfyAAsB3VQEUbhB7VATBcPBQYnEYpWxbNnU7KskZL15Bc"],
        are_not: &[
            "",
            "z",
            "5fkjK9tvDi7WX9iSNWJGtjW77T9Zjvyi6vsuu59PKr1yfyAAsB3VQEUbhB7VATBcPBQYnEYpWxbNnU7KskZL15Bc",
        ],
    },
    Pattern {
        form: &MULTIKEY,
        schema: || pattern("^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$"),
        are: &["z6Mkm5dMznc6DNMaAwiKBeuRJ6sPCardjpRtAc1R9WZ6uYym"],
        are_not: &["", "zzz", "z6Mk", "did:key:z6Mkm5dMznc6DNMaAwiKBeuRJ6sPCardjpRtAc1R9WZ6uYym"],
    },
    Pattern {
        form: &TIME,
        schema: || {
            let date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
            let pattern = format!(
                "^{date}[Tt][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}([.][0-9]+)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})$"
            );
            text(json!({"format": "date-time", "pattern": pattern}))
        },
        are: &["2026-11-21T09:00:00Z", "2026-11-21t09:00:00.123456z", "2026-11-21T09:00:00-05:30"],
        are_not: &[
            "",
            "2026-11-21",
            "2026-11-21 09:00:00Z",
            "2026-11-21T09:00:00",
            "2026-11-21T09:00:00+0100",
        ],
    },
    Pattern {
        form: &TENANT,
        schema: || pattern("^([A-Za-z0-9]{15}|[A-Za-z0-9]{18}|[A-Za-z0-9_-]{43})$"),
        are: &["00DWs000001aBcD", "00DWs000001aBcDMAU", "zg4xJJPiski7aNdzhoeh49Rs1-XZd8CwkfSW9-M_zfM"],
        are_not: &["", "any", "Example Bank", "00DWs000001aBcDM"],
    },
    Pattern {
        form: &TENANT_OR_ANY,
        schema: || pattern("^(any|[A-Za-z0-9]{15}|[A-Za-z0-9]{18}|[A-Za-z0-9_-]{43})$"),
        are: &["any", "00DWs000001aBcD", "00DWs000001aBcDMAU", "zg4xJJPiski7aNdzhoeh49Rs1-XZd8CwkfSW9-M_zfM"],
        are_not: &["", "Any", "Example Bank"],
    },
    Pattern {
        form: &ENVIRONMENT,
        schema: || text(json!({"minLength": 1})),
        are: &["any", "a b"],
        are_not: &[""],
    },
    Pattern {
        form: &PATTERN,
        schema: || pattern("^[^*]+[*][^*]*$"),
        are: &["Provenance_Salts_*__c", "a*"],
        are_not: &["", "*", "*__c", "Salts__c", "a*b*c"],
    },
    Pattern {
        form: &CLAIM_PATH,
        schema: || pattern("^[^.]+([.][^.]+)*$"),
        are: &["purpose", "generator.version", "a b"],
        are_not: &["", ".", ".a", "a.", "a..b"],
    },
    Pattern {
        form: &CODE,
        schema: || pattern("^[!-~]{1,256}$"),
        are: &["credit-scoring", "a/b", "~"],
        are_not: &["", "credit scoring", "ü"],
    },
    Pattern {
        form: &OWNER,
        schema: || text(json!({"pattern": "\\S"})),
        are: &["Risk", "CRM team"],
        are_not: &["", "  "],
    },
    Pattern {
        form: &UNSEALED,
        schema: || json!({"enum": ["allow", "refuse", "unknown"]}),
        are: &["allow", "refuse", "unknown"],
        are_not: &["", "Allow"],
    },
    Pattern {
        form: &use_rule::ORIGIN,
        schema: || json!({"enum": origins().filter(|code| *code != Origin::Unknown.code()).collect::<Vec<_>>()}),
        are: &["synthetic", "masked", "ai-generated", "ai-modified", "recorded"],
        are_not: &["", "unknown", "Synthetic"],
    },
    Pattern {
        form: &parties::ORIGIN,
        schema: || json!({"enum": origins().collect::<Vec<_>>()}),
        are: &["synthetic", "masked", "ai-generated", "ai-modified", "recorded", "unknown"],
        are_not: &["", "Synthetic"],
    },
    Pattern {
        form: &DID,
        schema: || pattern("^did:"),
        are: &["did:web:issuer.example"],
        are_not: &["", "issuer.example"],
    },
    Pattern {
        form: &KEY_BYTES,
        schema: || pattern("^[A-Za-z0-9_-]{43}$"),
        are: &["11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"],
        are_not: &["", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "11qYAYKx"],
    },
    Pattern { form: &NO_PRIVATE_KEY, schema: || json!({"not": {}}), are: &[], are_not: &["", "x"] },
    Pattern {
        form: &NOTE_KEY,
        schema: || pattern("^[^+\\s]+[+][0-9a-f]{8}[+][A-Za-z0-9+/]+=*$"),
        are: &["issuer.example/crm-seals/2026-11+7caf0c90+AfxRzY5iGKGjjaR+0AIw8FgIFu0TujMDrF3rkRVIkIAl"],
        are_not: &["", "issuer.example", "a+b+c"],
    },
    Pattern {
        form: &WITNESS_KEY,
        schema: || pattern("^[^+\\s]+[+][0-9a-f]{8}[+][A-Za-z0-9+/]+=*$"),
        are: &["witness.example/w1+b8bdef84+BPBEnQhtzUXxkgRQk2eezb+hUoq+88k3ClJUIUnvXMNJ"],
        are_not: &["", "issuer.example", "a+b+c"],
    },
    Pattern {
        form: &UUID,
        schema: || {
            let hex = |count: usize| format!("[0-9A-Fa-f]{{{count}}}");
            let groups = [8, 4, 4, 4, 12].map(hex).join("-");
            pattern(&format!("^([Uu][Rr][Nn]:[Uu][Uu][Ii][Dd]:)?{groups}$"))
        },
        are: &["urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f", "0F8FAD5B-d9cb-469f-a165-70867728950f"],
        are_not: &["", "urn:uuid:", "0f8fad5bd9cb469fa16570867728950f"],
    },
    Pattern {
        form: &TENANT_DIGEST,
        schema: || pattern("^[A-Za-z0-9_-]{43}$"),
        are: &["zg4xJJPiski7aNdzhoeh49Rs1-XZd8CwkfSW9-M_zfM"],
        are_not: &["", "any", "00DWs000001aBcDMAU"],
    },
    Pattern {
        form: &DATASET,
        schema: || pattern("^sha256:[0-9a-f]{64}$"),
        are: &["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
        are_not: &["", "sha256:", "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"],
    },
    Pattern {
        form: &REASON,
        schema: || text(json!({"maxLength": 1024, "pattern": "\\S"})),
        are: &["Minutes 14"],
        are_not: &["", "  "],
    },
    Pattern { form: &ENCODED, schema: || pattern("^u"), are: &["uH4sI"], are_not: &["", "H4sI"] },
    Pattern {
        form: &REVOCATION_REASON,
        schema: || json!({"enum": ["compromised", "retired"]}),
        are: &["compromised", "retired"],
        are_not: &["", "lost"],
    },
    Pattern {
        form: &STATE,
        schema: || json!({"enum": ["valid", "revoked"]}),
        are: &["valid", "revoked"],
        are_not: &["", "maybe"],
    },
];

fn origins() -> impl Iterator<Item = &'static str> {
    Origin::ALL.iter().map(|origin| origin.code())
}

fn text(more: Value) -> Value {
    with(json!({"type": "string"}), more)
}

fn pattern(pattern: &str) -> Value {
    text(json!({"pattern": pattern}))
}

fn with(mut schema: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("{more}") };
    schema.as_object_mut().unwrap().extend(more);
    schema
}

/// Makes the schema of a document.
struct Maker {
    members: BTreeMap<&'static str, &'static str>,
    more: BTreeMap<&'static str, Value>,
    /// Where each shape was met first, as a JSON pointer, by its address.
    known: BTreeMap<usize, String>,
    /// What of the document's tables was used.
    used: BTreeSet<String>,
}

impl Maker {
    fn make(document: &Document) -> Value {
        let mut maker = Self {
            members: document.members.iter().copied().collect(),
            more: (document.more)().into_iter().collect(),
            known: BTreeMap::new(),
            used: BTreeSet::new(),
        };
        let schema = maker.object(document.shape, "", "#");
        let unused =
            |names: Vec<&&'static str>| names.into_iter().filter(|name| !maker.used.contains(**name)).count();
        let name = document.name;
        assert_eq!(unused(maker.members.keys().collect()), 0, "{name}: a description of no member");
        assert_eq!(unused(maker.more.keys().collect()), 0, "{name}: more about no member");
        let head =
            json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": document.title});
        with(head, schema)
    }

    fn object(&mut self, shape: &'static Shape, path: &str, pointer: &str) -> Value {
        match self.known.entry(core::ptr::from_ref(shape).addr()) {
            Entry::Occupied(known) => return json!({"$ref": known.get()}),
            Entry::Vacant(place) => drop(place.insert(pointer.to_owned())),
        }
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for Member(name, need, kind) in shape.members {
            let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
            let schema = self.value(*kind, &path, &format!("{pointer}/properties/{name}"));
            let says = self.members.get(path.as_str()).unwrap_or_else(|| panic!("{path}: say what it is"));
            self.used.insert(path);
            properties.insert((*name).into(), with(json!({"description": says}), schema));
            if *need == Need::Required {
                required.push(*name);
            }
        }
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema = with(schema, json!({"required": required}));
        }
        if !shape.is_open {
            schema = with(schema, json!({"additionalProperties": false}));
        }
        self.completed(schema, path)
    }

    fn value(&mut self, kind: Kind, path: &str, pointer: &str) -> Value {
        let schema = match kind {
            Kind::Is(text) => json!({"const": text}),
            Kind::Text(form) => of_form(form),
            Kind::Texts(form) => json!({"type": "array", "items": of_form(form)}),
            Kind::Names(form) => json!({"type": "array", "items": of_form(form), "minItems": 1}),
            Kind::Count => json!({"type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991_u64}),
            Kind::Flag => json!({"type": "boolean"}),
            // What is said of the object itself is said of its shape.
            Kind::Object(shape) => return self.object(shape, path, pointer),
            Kind::Objects(shape) => {
                let items = self.object(shape, &format!("{path}[]"), &format!("{pointer}/items"));
                json!({"type": "array", "items": items})
            }
            Kind::Map(form) => json!({"type": "object", "additionalProperties": of_form(form)}),
            Kind::Named(most, form, shape) => {
                let each =
                    self.object(shape, &format!("{path}.*"), &format!("{pointer}/additionalProperties"));
                json!({
                    "type": "object",
                    "maxProperties": most,
                    "propertyNames": of_form(form),
                    "additionalProperties": each,
                })
            }
            Kind::Any => json!({}),
        };
        self.completed(schema, path)
    }

    fn completed(&mut self, schema: Value, path: &str) -> Value {
        let Some(more) = self.more.get(path).cloned() else { return schema };
        self.used.insert(path.to_owned());
        with(schema, more)
    }
}

fn of_form(form: &'static Form) -> Value {
    let known = PATTERNS.iter().find(|pattern| core::ptr::eq(pattern.form, form));
    (known.unwrap_or_else(|| panic!("no pattern for what {}", form.problem)).schema)()
}

#[test]
fn the_files_in_the_docs_are_made_of_the_shapes() {
    for document in &DOCUMENTS {
        hold_to(&path(document.name), &format!("{:#}\n", Maker::make(document)));
    }
}

#[test]
fn patterns_say_what_forms_do() {
    for Pattern { form, schema, are, are_not } in &PATTERNS {
        let schema = Schema::of(&schema());
        let cases = are.iter().map(|text| (text, true)).chain(are_not.iter().map(|text| (text, false)));
        for (text, is) in cases {
            assert_eq!((form.accepts)(text), is, "{text}: {}", form.problem);
            assert_eq!(schema.accepts(&json!(text)), is, "{text}: the pattern of what {}", form.problem);
        }
    }
}

/// The examples of the documents, and what earlier versions wrote.
fn examples(document: &str, kind: &str) -> Vec<(String, Value)> {
    let text = std::fs::read_to_string(room("../docs").join(document)).unwrap();
    let opening = format!("```json {kind}\n");
    let snippets = text.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap());
    snippets.map(|text| (document.to_owned(), serde_json::from_str(text).unwrap())).collect()
}

type Documents = [(String, Value)];

/// Where a schema and the reader of such files are of two minds, over documents with one change each. What of it no schema can say,
/// since the reader compares two places with each other, is left out.
fn differences(
    schema: &Schema,
    documents: &Documents,
    beyond: &[&str],
    is_read: &dyn Fn(&str) -> bool,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (file, document) in documents {
        let whole = [("as it is".to_owned(), document.clone())];
        for (how, changed) in whole.into_iter().chain(changed(document)) {
            match (is_read(&changed.to_string()), schema.accepts(&changed)) {
                (true, false) => drop(found.insert(format!("{file}: {how}: read alone"))),
                (false, true) if !beyond.iter().any(|beyond| how.contains(beyond)) => {
                    found.insert(format!("{file}: {how}: not read"));
                }
                _ => {}
            }
        }
    }
    found
}

fn policies() -> Vec<(String, Value)> {
    let mut documents = [examples("policy.md", "policy"), examples("uses.md", "policy")].concat();
    assert_eq!(documents.len(), 2);
    let policy = json!({
        "policy": "crm-policy/1", "tenant": "any", "environment": "any",
        "aliases": {
            "provenanceSource": ["a"], "generationMethod": ["b"], "confidenceScore": ["c"], "created": ["d"],
        },
        "uses": {"training": {"origins": ["synthetic"], "purposes": "strict"}},
    });
    documents.push(("what the examples lack".into(), policy));
    documents
}

/// Members of a kind of file that none of these has, which is then held to nothing.
fn missed(document: &Document, documents: &[(String, Value)]) -> Vec<&'static str> {
    let path = |pointer: String| {
        let mut path = String::new();
        for step in pointer.split('/').skip(1) {
            let step = match path.as_str() {
                _ if step.parse::<usize>().is_ok() => "[]".to_owned(),
                "" => step.to_owned(),
                "uses" => ".*".to_owned(),
                _ => format!(".{step}"),
            };
            path.push_str(&step);
        }
        path
    };
    let had = |(_, document): &(String, Value)| pointers(document).into_iter().map(path).collect::<Vec<_>>();
    let had: BTreeSet<String> = documents.iter().flat_map(had).collect();
    document.members.iter().map(|(member, _)| *member).filter(|member| !had.contains(*member)).collect()
}

fn is_policy(text: &str) -> bool {
    Policy::from_json(text).is_ok()
}

#[test]
fn what_reads_a_policy_agrees_with_its_schema() {
    assert_eq!(missed(&DOCUMENTS[0], &policies()), [""; 0]);
    let found = differences(&Schema::load("policy"), &policies(), &[], &is_policy);
    assert_eq!(found, BTreeSet::new());
}

#[test]
fn what_reads_a_trust_bundle_agrees_with_its_schema() {
    let mut documents = examples("trust-bundle.md", "trust-bundle");
    for name in ["trust", "trust-signed", "trust-status"] {
        let text = std::fs::read_to_string(room("data/earlier/0.1").join(format!("{name}.json"))).unwrap();
        documents.push((name.to_owned(), serde_json::from_str(&text).unwrap()));
    }
    let key = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let bundle = json!({
        "trustBundle": "crm-trust/1", "version": 1,
        "issued": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00Z",
        "issuers": [{"id": "did:web:issuer.example", "keys": [{"publicKeyJwk": key}]}],
        "revocations": [{"grant": "urn:uuid:f8a24c69-d7d4-4d68-afea-efe0a226583e"}],
    });
    documents.push(("what the others lack".into(), bundle));
    // A private key and the end of a list's proof, which no file here has.
    let known = ["issuers[].keys[].publicKeyJwk.d", "statusLists[].proof.expires"];
    assert_eq!(missed(&DOCUMENTS[1], &documents), known);
    // Issuers that a status list names; the context of a list and of its proof.
    let beyond = ["lacks issuers", "/issuers is empty", "@context"];
    let is_read = |text: &str| TrustBundle::read(text, is_of_prime_order).is_ok();
    let found = differences(&Schema::load("trust-bundle"), &documents, &beyond, &is_read);
    assert_eq!(found, BTreeSet::new());
}

#[test]
fn what_reads_a_registry_agrees_with_its_schema() {
    let documents = examples("registry.md", "registry");
    let trust = examples("registry.md", "trust-bundle").remove(0).1.to_string();
    let trust = TrustBundle::from_json(&trust).unwrap();
    let policy = Policy::new("00DWs000001aBcDMAU", "any").unwrap();
    // The note has their digest.
    let beyond = ["/entries is empty"];
    let is_read = |text: &str| Registry::read(text, trust.registries(), &policy).is_ok();
    let found = differences(&Schema::load("registry"), &documents, &beyond, &is_read);
    assert_eq!(found, BTreeSet::new());
}

#[test]
fn what_reads_grants_agrees_with_their_schema() {
    let mut documents = examples("uses.md", "grants");
    for (scope, value) in [
        ("seals", json!(["urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f"])),
        ("dataset", json!("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")),
    ] {
        let mut document = documents[0].1.clone();
        let subject = document["grants"][0]["credentialSubject"].as_object_mut().unwrap();
        subject.retain(|name, _| name != "object" && name != "environment");
        subject.insert(scope.into(), value);
        documents.push((scope.to_owned(), document));
    }
    assert_eq!(missed(&DOCUMENTS[3], &documents), [""; 0]);
    let trust = TrustBundle::read(
        &examples("trust-bundle.md", "trust-bundle").remove(0).1.to_string(),
        is_of_prime_order,
    )
    .unwrap();
    let is_read = |text: &str| Grants::read(text, &trust).is_ok();
    // Which of two times comes first, and that a key is of its DID.
    let beyond = ["/validFrom", "/validUntil", "/issuer", "/verificationMethod"];
    let found = differences(&Schema::load("grants"), &documents, &beyond, &is_read);
    assert_eq!(found, BTreeSet::new());
}

#[test]
fn a_schema_that_says_something_else_is_noticed() {
    let policy: Value = serde_json::from_str(&std::fs::read_to_string(path("policy")).unwrap()).unwrap();
    for (at, other) in [
        ("/required", json!(["policy"])),
        ("/additionalProperties", json!(true)),
        ("/properties/approvals/minimum", json!(-9)),
        ("/properties/approvals/type", json!("number")),
        ("/properties/tenant/pattern", json!("^any$")),
        ("/properties/requiredClaims/items/pattern", json!("")),
        ("/properties/trustBundle/properties/keys/minItems", json!(0)),
        ("/properties/uses/additionalProperties/required", json!([])),
        ("/properties/uses/additionalProperties/properties/unsealed/enum", json!(["allow"])),
        ("/properties/uses/additionalProperties/properties/purposes", json!({})),
    ] {
        let mut changed = policy.clone();
        *changed.pointer_mut(at).unwrap_or_else(|| panic!("{at}")) = other;
        let found = differences(&Schema::of(&changed), &policies(), &[], &is_policy);
        assert_ne!(found, BTreeSet::new(), "{at}");
    }
}
