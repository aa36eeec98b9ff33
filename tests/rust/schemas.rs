//! The schemas of what this project writes, `docs/schemas/verdict.json` and `seal.json`, held to the code that writes and reads it.
//! Their lists and numbers are the code's: `TOUCHMARK_GOLDEN=write cargo test -p touchmark-tests --test schemas` writes those anew.
//! The schemas of the deployer's files are made from what reads them, in `src/core/src/schema.rs`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Value, json};
use touchmark::encoding::from_base64url;
use touchmark::{
    Answer, CONTEXT, Clean, Envelope, FieldState, Flag, Group, Hint, IssuerStanding, Level, MAX_FIELDS,
    Origin, ReasonCode, Trust, UseReason, Verdict,
};
use touchmark_seal::{PrivateKey, SystemRandom};
use touchmark_tests::schema::{Schema, changed, path, pointers};
use touchmark_tests::{Case, hold_to, room};

macro_rules! codes {
    ($list:ident) => {
        json!($list::ALL.iter().map(|member| member.code()).collect::<Vec<_>>())
    };
}

/// What a schema repeats of the code: file, place and value.
fn repeated() -> Vec<(&'static str, &'static str, Value)> {
    let claimed = Origin::ALL.iter().filter(|origin| origin.escalates()).map(|origin| origin.code());
    let verdict = [
        ("/properties/claimedOrigin/enum", json!(claimed.collect::<Vec<_>>())),
        ("/properties/cleanAs/enum", codes!(Clean)),
        ("/properties/disclosure/properties/group/enum", codes!(Group)),
        ("/properties/disclosure/properties/issuer/enum", codes!(IssuerStanding)),
        ("/properties/disclosure/properties/level/enum", codes!(Level)),
        ("/properties/fields/items/properties/hint/enum", codes!(Hint)),
        ("/properties/fields/items/properties/state/enum", codes!(FieldState)),
        ("/properties/flags/items/enum", codes!(Flag)),
        ("/properties/origin/enum", codes!(Origin)),
        ("/properties/profile/const", json!(touchmark::PROFILE)),
        ("/properties/reasons/items/properties/code/enum", codes!(ReasonCode)),
        ("/properties/seal/properties/envelope/enum", codes!(Envelope)),
        ("/properties/trust/enum", codes!(Trust)),
        ("/properties/uses/additionalProperties/properties/answer/enum", codes!(Answer)),
        ("/properties/uses/additionalProperties/properties/reasons/items/enum", codes!(UseReason)),
    ];
    let seal = [
        ("/$defs/context/const", json!(CONTEXT)),
        ("/$defs/fieldDigests/properties/values/maxProperties", json!(MAX_FIELDS)),
        ("/properties/seal/const", json!(touchmark::PROFILE)),
    ];
    let of =
        |file, all: Vec<(&'static str, Value)>| all.into_iter().map(move |(at, value)| (file, at, value));
    of("verdict", verdict.into()).chain(of("seal", seal.into())).collect()
}

fn file(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap()
}

#[test]
fn lists_and_numbers_are_those_of_the_code() {
    for name in ["verdict", "seal"] {
        let mut schema = file(name);
        for (_, at, value) in repeated().into_iter().filter(|(of, ..)| *of == name) {
            *schema.pointer_mut(at).unwrap_or_else(|| panic!("{name}: {at}")) = value;
        }
        hold_to(&path(name), &format!("{schema:#}\n"));
    }
    // No list of the verdict's is somebody's own.
    let verdict = file("verdict");
    let lists = pointers(&verdict).into_iter().filter(|at| at.ends_with("/enum")).collect::<BTreeSet<_>>();
    let known = repeated().into_iter().filter(|(of, ..)| *of == "verdict").map(|(_, at, _)| at.to_owned());
    assert_eq!(lists, known.filter(|at| at.ends_with("/enum")).collect());
}

/// Of the files that other surfaces are held to, and of every acceptance case, with uses that are answered in every way.
fn verdicts() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for folder in ["data/golden", "data/accounts"] {
        for entry in std::fs::read_dir(room(folder)).unwrap() {
            let path = entry.unwrap().path();
            let value: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let verdict = value.get("verdict").unwrap_or(&value).clone();
            all.push((path.display().to_string(), verdict));
        }
    }
    for (id, mut case) in Case::all() {
        case.policy["requiredClaims"] = json!(["purpose"]);
        case.policy["uses"] = json!({
            "testing": {"origins": ["synthetic", "masked"], "unsealed": "allow", "owner": "Test team"},
            "mail": {"origins": ["recorded"], "oversight": true},
        });
        let json = case.verify(&case.seal).to_json();
        all.push((id.to_owned(), serde_json::from_str(&json).unwrap()));
    }
    assert!(all.len() > 200);
    // What none of them happens to say, by way of what reads and writes verdicts.
    let mut most = most_that_is_said();
    most["declared"] = json!({
        "confidenceScore": "0.9", "created": "2026-10-01", "generationMethod": "other-na", "isSynthetic": true,
        "provenanceSource": "urn:example:pipeline",
    });
    most["fields"][0]["hint"] = Hint::UnicodeEquivalent.code().into();
    let written = Verdict::assume_checked(&most.to_string()).unwrap().to_json();
    all.push(("what else can be said".to_owned(), serde_json::from_str(&written).unwrap()));
    all
}

fn most_that_is_said() -> Value {
    let text = std::fs::read_to_string(room("data/accounts/most-that-is-said.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["verdict"].take()
}

#[test]
fn verdicts_are_of_their_schema_and_have_every_member_of_it() {
    let schema = Schema::load("verdict");
    let verdicts = verdicts();
    for (id, verdict) in &verdicts {
        assert_eq!(schema.faults(verdict), [""; 0], "{id}");
    }
    let unchecked = std::fs::read_to_string(room("../www/src/verdict/unchecked.json")).unwrap();
    assert_eq!(schema.faults(&serde_json::from_str(&unchecked).unwrap()), [""; 0]);

    let written: BTreeSet<String> = verdicts.iter().flat_map(|(_, verdict)| members(verdict)).collect();
    assert_eq!(described(&file("verdict")), written);
}

/// Paths of the members of a verdict, whatever stands in lists and whatever the policy calls its uses.
fn members(verdict: &Value) -> BTreeSet<String> {
    let generic = |at: &String| {
        let mut steps: Vec<&str> = at.split('/').collect();
        let is_use = steps.get(1) == Some(&"uses");
        steps.retain(|step| step.parse::<usize>().is_err());
        if let Some(name) = steps.get_mut(2).filter(|_| is_use) {
            *name = "*";
        }
        steps.join("/")
    };
    let paths = pointers(verdict).iter().map(generic).collect::<BTreeSet<_>>();
    paths.into_iter().filter(|path| !path.is_empty() && !path.ends_with('*')).collect()
}

/// The same of a schema.
fn described(schema: &Value) -> BTreeSet<String> {
    fn walk(root: &Value, at: &Value, path: &str, found: &mut BTreeSet<String>) {
        if let Some(target) = at["$ref"].as_str() {
            walk(root, root.pointer(target.trim_start_matches('#')).unwrap(), path, found);
        }
        for (name, member) in at["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}/{name}");
            walk(root, member, &path, found);
            found.insert(path);
        }
        walk_if_there(root, &at["items"], path, found);
        walk_if_there(root, &at["additionalProperties"], &format!("{path}/*"), found);
    }
    fn walk_if_there(root: &Value, at: &Value, path: &str, found: &mut BTreeSet<String>) {
        if at.is_object() {
            walk(root, at, path, found);
        }
    }
    let mut found = BTreeSet::new();
    walk(schema, schema, "", &mut found);
    found
}

#[test]
fn what_is_no_verdict_is_not_of_the_schema() {
    let schema = Schema::load("verdict");
    let mut noticed = 0;
    for (how, changed) in changed(&most_that_is_said()) {
        // Whatever its reader refuses, and what has a member that nobody writes.
        if Verdict::assume_checked(&changed.to_string()).is_err() || how.ends_with("has another") {
            assert!(!schema.accepts(&changed), "{how}");
            noticed += 1;
        }
    }
    assert!(noticed > 300, "{noticed}");
}

#[test]
fn every_member_is_described() {
    for name in ["verdict", "seal", "policy", "trust-bundle", "registry", "pack", "scan", "crm-scan-finding"]
    {
        let schema = file(name);
        for at in pointers(&schema) {
            let (parent, _) = at.rsplit_once('/').unwrap_or_default();
            let member = schema.pointer(&at).unwrap();
            // What only narrows says nothing new.
            let narrows = at.contains("/anyOf/") || member.is_boolean();
            if parent.ends_with("/properties") && !narrows {
                let target = member["$ref"].as_str().unwrap_or("#").trim_start_matches('#');
                let says = |of: &Value| of["description"].as_str().is_some_and(|text| !text.is_empty());
                assert!(says(member) || says(schema.pointer(target).unwrap()), "{name}: {at}");
            }
        }
    }
}

// --- the seal

/// Whether a text is a seal as its schema has it. What a schema cannot look into, the payload of a JWS, is asked by itself.
fn faults(seal: &Value) -> Vec<String> {
    static SCHEMAS: LazyLock<[Schema; 2]> = LazyLock::new(|| {
        let mut schema = file("seal");
        let statement = json!({"$ref": "#statement", "$defs": schema["$defs"].take()});
        [Schema::load("seal"), Schema::of(&statement)]
    });
    let [of_seal, of_statement] = &*SCHEMAS;
    let mut faults = of_seal.faults(seal);
    if let Some(jws) = seal["jws"].as_str() {
        let payload = jws.split('.').nth(1).and_then(from_base64url).unwrap_or_default();
        let statement: Value = serde_json::from_slice(&payload).unwrap_or_default();
        faults.extend(of_statement.faults(&statement));
    }
    faults
}

/// What makes a seal malformed and no schema can say: how its JSON, its base64url and its numbers are written, how long it is, what
/// a JWS says of itself, and the note of a log.
const BEYOND: [&str; 18] = [
    "duplicate-key",
    "duplicate-key-escaped",
    "oversize",
    "jws-crit",
    "jws-b64-false",
    "jws-duplicate-header-key",
    "jws-payload-with-proof",
    "jws-payload-with-exp",
    "tlog-index-sign",
    "tlog-index-zero-padded",
    "x-length-one-more",
    "x-noncharacter",
    "x-exponent-integer",
    "x-max-safe-integer-plus-one",
    "x-jws-cty-other",
    "x-jws-spare-bits",
    "x-jws-payload-vp",
    "n-fraction-unknown-member",
];

#[test]
fn seals_of_the_profile_s_form_are_of_the_schema() {
    let (mut well, mut refused, mut beyond) = (0, 0, Vec::new());
    for (id, case) in Case::all() {
        let Ok(seal) = serde_json::from_str::<Value>(&case.seal) else { continue };
        let verdict = case.verify(&case.seal);
        let faults = faults(&seal);
        match verdict.trust {
            Trust::Malformed if faults.is_empty() => beyond.push(id),
            Trust::Malformed => refused += 1,
            Trust::Unsupported | Trust::Invalid => {}
            // Claims that are read though they are not as the profile asks have a flag.
            _ if verdict.flags.contains(&Flag::ClaimsInconsistent) => {}
            _ => {
                assert_eq!(faults, [""; 0], "{id}: {}", verdict.trust);
                well += 1;
            }
        }
    }
    assert!(well > 100 && refused > 20, "{well} {refused}");
    assert_eq!(beyond, BEYOND);
}

/// What only informs, and is left out of a verdict where it is not of its form. An issuer that goes by the schema hears of it.
const INFORMS: [&str; 6] = [
    "/credentialStatus/id ",
    "/credentialStatus/type ",
    "/credentialSubject/fieldDigests/types has another",
    "/credentialSubject/provenance/generator",
    "/credentialSubject/provenance/responsibleEntity ",
    "/credentialSubject/system ",
];

/// A statement with one change, signed anew.
#[test]
fn what_reads_a_statement_agrees_with_its_schema() {
    let schema = Schema::load("seal");
    let (key, now) = (PrivateKey::generate(&mut SystemRandom).unwrap(), Case::load("full-view").now);
    let mut statement: Value = serde_json::from_str(&Case::load("full-view").seal).unwrap();
    let mut statement = statement["vc"].take();
    statement.as_object_mut().unwrap().remove("proof");
    let mut found = BTreeSet::new();
    let mut refused = 0;
    for (how, changed) in changed(&statement).into_iter().filter(|(_, changed)| changed.is_object()) {
        let mut case = Case::load("full-view");
        case.sign_anew(&key, now, |vc| *vc = changed);
        let verdict = case.verify(&case.seal);
        let is_read = !matches!(verdict.trust, Trust::Malformed | Trust::Unsupported | Trust::Invalid)
            && !verdict.flags.contains(&Flag::ClaimsInconsistent);
        let seal = serde_json::from_str(&case.seal).unwrap();
        let informs = INFORMS.iter().any(|member| how.starts_with(member));
        if is_read != schema.accepts(&seal) && !(is_read && informs) {
            found.insert(format!("{how}: {} {:?}", verdict.trust, schema.faults(&seal)));
        }
        refused += usize::from(!is_read);
    }
    assert!(refused > 100, "{refused}");
    assert_eq!(found, BTreeSet::new());
}
