//! What the trust bundle, status lists and the registry decide, on seals that this project did not make; and what a
//! hostile one of them costs.

use serde_json::{Value, json};
use touchmark::encoding::base64url;
use touchmark::note::KeyType;
use touchmark::{
    MAX_BUNDLE, Policy, ReasonCode, Record, Registry, Timestamp, Trust, TrustBundle, Verdict, Verifier,
    is_of_prime_order,
};
use touchmark_seal::{NoteKey, PrivateKey, StatusList, StatusPurpose, sign_document};
use touchmark_tests::Case;
use touchmark_tests::sealing::{key, published_key};

const SEAL_ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950f";
const LIST: &str = "https://issuer.example/status/3";
const INDEX: u64 = 94_567;

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Sealed on 21 November 2026, seen in December; no status but what a test adds.
fn case() -> Case {
    let mut case = Case::load("full-view");
    case.trust["status"] = json!({});
    case
}

fn check(case: &Case) -> Verdict {
    case.verify(&case.seal)
}

fn trust(case: &Case) -> (Trust, Option<ReasonCode>) {
    let verdict = check(case);
    (verdict.trust, verdict.reasons.first().map(|reason| reason.code))
}

fn list(withdrawn: &[u64], key: &PrivateKey, did: &str, purpose: StatusPurpose) -> Value {
    let mut list = StatusList::default();
    assert!(withdrawn.iter().all(|index| list.set(*index)));
    let days = (time("2026-11-25T00:00:00Z"), time("2026-12-25T00:00:00Z"));
    let credential = list.sign(LIST, purpose, did, key, days.0, days.1).unwrap();
    serde_json::from_str(&touchmark::jcs::to_string(&credential)).unwrap()
}

fn own_list(withdrawn: &[u64]) -> Value {
    let key = published_key();
    list(withdrawn, &key, &key.did_key(), StatusPurpose::Revocation)
}

/// Signs what a list says by now.
fn resign(list: &mut Value) {
    let text = list.to_string();
    let tree = touchmark::json::parse(&text).unwrap();
    let mut bare = tree.as_object().unwrap().clone().into_members();
    bare.retain(|(name, _)| name != "proof");
    let bare = touchmark::json::Object::from_members(bare);
    let did = list["issuer"].as_str().unwrap();
    let signed = sign_document(&bare, did, &published_key(), time("2026-11-25T00:00:00Z"));
    *list = serde_json::from_str(&touchmark::jcs::to_string(&signed)).unwrap();
}

fn refusal(case: &Case) -> String {
    TrustBundle::from_json(&case.trust.to_string()).unwrap_err().to_string()
}

#[test]
fn what_is_listed_twice_is_refused_by_name() {
    for role in ["issuers", "approvers"] {
        let mut case = case();
        let entry = case.trust["issuers"][0].clone();
        case.trust[role] = json!([entry, entry]);
        let place = format!("trust bundle: {role}[1].id: is listed twice");
        assert!(refusal(&case).starts_with(&place), "{}", refusal(&case));
    }
    let mut case = case();
    let key = case.trust["issuers"][0]["keys"][0].clone();
    case.trust["issuers"][0]["keys"] = json!([key, key]);
    let place = "trust bundle: issuers[0].keys[1].id: is that of another key";
    assert!(refusal(&case).starts_with(place), "{}", refusal(&case));
}

const UNKNOWN: (Trust, Option<ReasonCode>) = (Trust::Unchecked, Some(ReasonCode::StatusUnknown));

#[test]
fn an_issuers_list_says_which_of_its_seals_are_withdrawn() {
    let with = |lists: Vec<Value>| {
        let mut case = case();
        case.trust["statusLists"] = Value::Array(lists);
        trust(&case)
    };
    assert_eq!(with(vec![]), UNKNOWN);
    assert_eq!(with(vec![own_list(&[])]).0, Trust::Verified);
    // The neighbours of the entry are others' entries.
    assert_eq!(with(vec![own_list(&[0, INDEX - 1, INDEX + 1, 131_071])]).0, Trust::Verified);
    let revoked = (Trust::Revoked, Some(ReasonCode::StatusRevoked));
    assert_eq!(with(vec![own_list(&[INDEX])]), revoked);
    // Of two lists that speak of it, the one that withdraws is heard, whichever comes first.
    assert_eq!(with(vec![own_list(&[INDEX]), own_list(&[])]), revoked);
    assert_eq!(with(vec![own_list(&[]), own_list(&[INDEX])]), revoked);
    // A list of suspensions does not speak of revocation.
    let key = published_key();
    assert_eq!(with(vec![list(&[INDEX], &key, &key.did_key(), StatusPurpose::Suspension)]), UNKNOWN);
}

#[test]
fn the_deployers_own_word_stands_beside_the_lists() {
    let mut case = case();
    case.trust["statusLists"] = json!([own_list(&[])]);
    case.trust["status"] = json!({ format!("{LIST}#{INDEX}"): "revoked" });
    assert_eq!(check(&case).trust, Trust::Revoked);
    case.trust["statusLists"] = json!([own_list(&[INDEX])]);
    case.trust["status"] = json!({ format!("{LIST}#{INDEX}"): "valid" });
    assert_eq!(check(&case).trust, Trust::Revoked);
}

#[test]
fn a_list_speaks_of_its_own_time_and_its_own_issuers_seals() {
    let mut case = case();
    case.trust["statusLists"] = json!([own_list(&[])]);
    for (now, expected) in [
        ("2026-11-24T23:54:59Z", Trust::Unchecked),
        ("2026-11-24T23:55:00Z", Trust::Verified),
        ("2026-12-25T00:05:00Z", Trust::Verified),
        ("2026-12-25T00:05:01Z", Trust::Unchecked),
    ] {
        case.now = time(now);
        assert_eq!(check(&case).trust, expected, "{now}");
    }
    case.now = time("2026-12-01T00:00:00Z");
    let other = key();
    let did = "did:web:other.example";
    let entry = json!({"id": did, "keys": [{"publicKeyMultibase": other.multikey()}]});
    case.trust["issuers"].as_array_mut().unwrap().push(entry);
    case.trust["statusLists"] = json!([list(&[], &other, did, StatusPurpose::Revocation)]);
    assert_eq!(trust(&case), UNKNOWN);
}

#[test]
fn a_list_does_not_speak_before_its_own_date_whenever_it_was_signed() {
    let mut case = case();
    let mut list = own_list(&[]);
    for (from, expected) in
        [("2026-11-26T00:00:00Z", Trust::Verified), ("2026-12-25T00:00:00Z", Trust::Unchecked)]
    {
        list["validFrom"] = from.into();
        resign(&mut list);
        case.trust["statusLists"] = json!([list]);
        assert_eq!(check(&case).trust, expected, "{from}");
    }
}

#[test]
fn a_list_that_does_not_say_when_it_was_signed_needs_a_key_that_is_always_good() {
    let mut case = case();
    let mut list = own_list(&[]);
    list.as_object_mut().unwrap().remove("validFrom");
    list["proof"].as_object_mut().unwrap().remove("created");
    case.trust["statusLists"] = json!([list]);
    let of_signature = "trust bundle: statusLists[0].proof: the signature does not hold";
    assert!(refusal(&case).starts_with(of_signature), "{}", refusal(&case));
    case.trust["issuers"][0]["keys"][0]["validFrom"] = "2026-01-01T00:00:00Z".into();
    let of_key = "trust bundle: statusLists[0].proof.verificationMethod: is no key";
    assert!(refusal(&case).starts_with(of_key), "{}", refusal(&case));
}

#[test]
fn a_list_of_a_withdrawn_key_or_a_published_one_is_not_believed() {
    let mut case = case();
    case.trust["statusLists"] = json!([own_list(&[])]);
    let verifier = |case: &Case| {
        let view = json!({"object": "Contact", "id": case.view["id"], "fields": {}, "seal": case.seal});
        let text = view.to_string();
        case.verifier().verify(&Record::parse(&text).unwrap(), case.now).reasons
    };
    assert!(verifier(&case).iter().all(|reason| reason.code != ReasonCode::StatusUnknown));
    // Retired before the list was made: what it sealed earlier stands, its list does not.
    case.trust["revocations"] =
        json!([{"key": published_key().multikey(), "reason": "retired", "from": "2026-11-24T00:00:00Z"}]);
    assert!(verifier(&case).iter().any(|reason| reason.code == ReasonCode::StatusUnknown));
    case.trust["revocations"][0]["from"] = "2026-11-26T00:00:00Z".into();
    assert!(verifier(&case).iter().all(|reason| reason.code != ReasonCode::StatusUnknown));
}

#[test]
fn a_list_that_cannot_be_relied_on_is_refused_by_name() {
    let refused = |edit: &dyn Fn(&mut Value), place: &str| {
        let mut case = case();
        let mut list = own_list(&[]);
        edit(&mut list);
        case.trust["statusLists"] = json!([own_list(&[]), list]);
        let said = refusal(&case);
        assert!(said.starts_with(&format!("trust bundle: statusLists[1]{place}")), "{said}");
    };
    let resigned = |edit: &'static dyn Fn(&mut Value)| {
        move |list: &mut Value| {
            edit(list);
            resign(list);
        }
    };
    refused(
        &|list| list["validUntil"] = "2030-01-01T00:00:00Z".into(),
        ".proof: the signature does not hold",
    );
    refused(&|list| list["proof"]["proofValue"] = "z1".into(), ".proof.proofValue: must be an Ed25519");
    refused(&|list| list["proof"] = Value::Null, ".proof: is missing");
    refused(
        &|list| list["proof"]["cryptosuite"] = "ecdsa-jcs-2019".into(),
        ".proof.cryptosuite: must be \"eddsa",
    );
    refused(
        &|list| list["proof"]["verificationMethod"] = "did:key:z#z".into(),
        ".proof.verificationMethod: is no key",
    );
    refused(&|list| list["proof"]["@context"] = json!([]), ".proof.@context: must be the document's");
    refused(&resigned(&|list| list["issuer"] = "did:web:nobody.example".into()), ".issuer: is none");
    refused(&resigned(&|list| list["type"] = json!(["VerifiableCredential"])), ".type: must name");
    refused(
        &resigned(&|list| list["credentialSubject"]["statusPurpose"] = "message".into()),
        ".credentialSubject.statusPurpose: must be",
    );
    for garbled in ["", "u", "uAAAA", "mH4sI", "uH4sIAAAAAAAAAwMAAAAAAAAAAAA"] {
        let place = ".credentialSubject.encodedList: must be u";
        refused(&|list| list["credentialSubject"]["encodedList"] = garbled.into(), place);
    }
}

#[test]
fn a_list_may_be_long_but_not_a_bomb() {
    let mut longest = StatusList::default();
    assert!(longest.set(8 * (1 << 20) - 1) && !longest.set(8 * (1 << 20)));
    let key = published_key();
    let (from, until) = (time("2026-11-25T00:00:00Z"), time("2026-12-25T00:00:00Z"));
    let longest = longest.sign(LIST, StatusPurpose::Revocation, &key.did_key(), &key, from, until).unwrap();
    let longest: Value = serde_json::from_str(&touchmark::jcs::to_string(&longest)).unwrap();
    let mut case = case();
    case.trust["statusLists"] = json!(vec![longest.clone(); 16]);
    assert_eq!(check(&case).trust, Trust::Verified);
    // Each is a megabyte in a kilobyte: sixteen are kept, and no more.
    case.trust["statusLists"] = json!(vec![longest; 17]);
    let said = refusal(&case);
    assert!(said.starts_with("trust bundle: statusLists[16].credentialSubject.encodedList"), "{said}");
}

/// The bundle of a case, signed.
fn signed(case: &Case, key: &PrivateKey) -> Value {
    let text = case.trust.to_string();
    let tree = touchmark::json::parse(&text).unwrap();
    let signed = sign_document(tree.as_object().unwrap(), &key.did_key(), key, case.now);
    serde_json::from_str(&touchmark::jcs::to_string(&signed)).unwrap()
}

#[test]
fn a_policy_may_ask_for_a_signed_bundle_and_for_no_older_one() {
    let own = key();
    let reason = |case: &Case| trust(case).1.filter(|code| *code == ReasonCode::TrustBundleRefused);
    let mut case = Case::load("full-view");
    case.trust["version"] = 7.into();
    case.policy["trustBundle"] = json!({"keys": [own.multikey()], "minimumVersion": 7});
    assert_eq!(reason(&case), Some(ReasonCode::TrustBundleRefused), "not signed");
    let unsigned = case.trust.clone();
    case.trust = signed(&case, &key());
    assert_eq!(reason(&case), Some(ReasonCode::TrustBundleRefused), "signed by another");
    case.trust = unsigned.clone();
    case.trust = signed(&case, &own);
    assert_eq!(trust(&case), (Trust::Verified, None));
    case.policy["trustBundle"]["minimumVersion"] = 8.into();
    assert_eq!(reason(&case), Some(ReasonCode::TrustBundleRefused), "older than was seen");
    // Nothing else is asked of a bundle that nobody has to have signed.
    case.policy["trustBundle"] = json!({"minimumVersion": 7});
    case.trust = unsigned;
    assert_eq!(trust(&case), (Trust::Verified, None));
}

#[test]
fn a_published_key_signs_no_bundle() {
    let mut case = Case::load("full-view");
    case.policy["trustBundle"] = json!({"keys": [published_key().multikey()]});
    case.trust = signed(&case, &published_key());
    let refused = |case: &Case| {
        let trust = TrustBundle::from_json(&case.trust.to_string()).unwrap();
        trust.is_refused_by(&Policy::from_json(&case.policy.to_string()).unwrap())
    };
    assert!(!refused(&case));
    case.policy["allowTestKeys"] = false.into();
    assert!(refused(&case));
}

#[test]
fn a_bundle_whose_signature_does_not_hold_is_no_bundle() {
    let mut case = Case::load("full-view");
    case.trust = signed(&case, &key());
    let said = |edit: &dyn Fn(&mut Value)| {
        let mut changed = case.trust.clone();
        edit(&mut changed);
        TrustBundle::from_json(&changed.to_string()).unwrap_err().to_string()
    };
    assert!(
        said(&|trust| trust["version"] = 2.into()).starts_with("trust bundle: proof: the signature does not")
    );
    let other = key().did_key();
    let method = format!("{other}#{}", other.strip_prefix("did:key:").unwrap());
    assert!(
        said(&|trust| trust["proof"]["verificationMethod"] = method.clone().into())
            .contains("proof: the sig")
    );
    let place = "trust bundle: proof.verificationMethod: must be a did:key";
    assert!(said(&|trust| trust["proof"]["verificationMethod"] = "did:web:a#k".into()).starts_with(place));
    let place = "trust bundle: proof.expires: unknown member";
    assert!(said(&|trust| trust["proof"]["expires"] = "2027-01-01T00:00:00Z".into()).starts_with(place));

    let text = case.trust.to_string();
    let pending = TrustBundle::read(&text, is_of_prime_order).unwrap();
    assert_eq!(pending.checks().len(), 1);
    let unanswered = pending.clone().conclude(&[None]).unwrap_err().to_string();
    assert_eq!(pending.clone().conclude(&[]).unwrap_err().to_string(), unanswered);
    assert!(unanswered.contains("was not checked"), "{unanswered}");
    assert!(pending.conclude(&[Some(true)]).is_ok());
}

#[test]
fn a_bundle_from_the_future_is_not_current() {
    let mut case = Case::load("full-view");
    case.trust["issued"] = "2026-12-01T00:05:00Z".into();
    assert_eq!(check(&case).trust, Trust::Verified);
    case.trust["issued"] = "2026-12-01T00:05:01Z".into();
    assert_eq!(trust(&case), (Trust::Unchecked, Some(ReasonCode::TrustBundleExpired)));
}

// --- the registry

/// A registry of the case's tenant, and the trust bundle that names its key.
fn registry(case: &Case, days: (&str, &str), more: usize) -> (String, Value) {
    let key = NoteKey::new("registry.example/1", KeyType::Ed25519, key()).unwrap();
    let policy = Policy::from_json(&case.policy.to_string()).unwrap();
    let hmac_key = [7; 32];
    let mut registry = touchmark_seal::Registry::new(policy.tenant().unwrap(), &hmac_key);
    registry.list("Contact", "003Ws000004k2XpIAI", SEAL_ID);
    for at in 0..more {
        registry.list("Contact", &format!("003Ws0000{at:06}IAI"), SEAL_ID);
    }
    let mut trust = case.trust.clone();
    trust["registries"] = json!([{"key": key.verifier_key(), "hmacKey": base64url(&hmac_key)}]);
    (registry.sign(&key, time(days.0), time(days.1)).0, trust)
}

const DAYS: (&str, &str) = ("2026-11-30T00:00:00Z", "2026-12-30T00:00:00Z");

/// The verdict on the case's view with that seal and registry.
fn with_registry(case: &Case, (text, trust): &(String, Value), seal: &str) -> (Trust, Option<ReasonCode>) {
    let trust = TrustBundle::from_json(&trust.to_string()).unwrap();
    let policy = Policy::from_json(&case.policy.to_string()).unwrap();
    let registry = Registry::from_json(text, trust.registries(), &policy).unwrap();
    let mut view = case.view.clone();
    view["seal"] = seal.into();
    view["fields"]["synthetic_data__c"] = Value::Null;
    let text = view.to_string();
    let verdict =
        Verifier::new(trust, policy).with_registry(registry).verify(&Record::parse(&text).unwrap(), case.now);
    (verdict.trust, verdict.reasons.first().map(|reason| reason.code))
}

#[test]
fn a_registry_finds_what_was_stripped_in_its_time_and_its_org() {
    let mut case = Case::load("full-view");
    let made = registry(&case, DAYS, 1000);
    assert_eq!(with_registry(&case, &made, ""), (Trust::MissingExpectedSeal, Some(ReasonCode::SealExpected)));
    case.view["id"] = "003Ws000004k2XqIAI".into();
    assert_eq!(with_registry(&case, &made, ""), (Trust::Unsealed, Some(ReasonCode::NoSeal)));
    case.view["object"] = "Lead".into();
    assert_eq!(with_registry(&case, &made, "").0, Trust::Unsealed);
    let unusable = (Trust::Unchecked, Some(ReasonCode::RegistryUnusable));
    for now in ["2026-11-29T23:54:59Z", "2026-12-30T00:05:01Z"] {
        case.now = time(now);
        assert_eq!(with_registry(&case, &made, ""), unusable, "{now}");
    }
    case.now = time("2026-12-01T00:00:00Z");
    case.policy["tenant"] = "00DWs000001aBcEMAU".into();
    assert_eq!(with_registry(&case, &made, ""), unusable);
}

#[test]
fn registries_of_a_bundle_are_known_before_its_signatures_are() {
    let (_, trust) = registry(&case(), DAYS, 0);
    let text = trust.to_string();
    let (pending, bundle) =
        (TrustBundle::read(&text, is_of_prime_order).unwrap(), TrustBundle::from_json(&text).unwrap());
    for registries in [pending.registries(), bundle.registries()] {
        let [key] = registries else { panic!("{text}") };
        assert!(key.is(trust["registries"][0]["key"].as_str().unwrap()));
        assert_eq!(key.hmac_key(), &[7; 32]);
    }
}

#[test]
fn a_registry_that_was_changed_is_refused_by_name() {
    let case = Case::load("full-view");
    let (text, trust) = registry(&case, DAYS, 2);
    let refused = |edit: &dyn Fn(&mut Value), expected: &str| {
        let mut changed: Value = serde_json::from_str(&text).unwrap();
        edit(&mut changed);
        let trust = TrustBundle::from_json(&trust.to_string()).unwrap();
        let policy = Policy::from_json(&case.policy.to_string()).unwrap();
        let said =
            Registry::from_json(&changed.to_string(), trust.registries(), &policy).unwrap_err().to_string();
        assert!(said.starts_with(expected), "{said}");
    };
    let change = |from: &'static str, to: &'static str| {
        move |registry: &mut Value| {
            registry["note"] = registry["note"].as_str().unwrap().replacen(from, to, 1).into()
        }
    };
    refused(&change("2026-12-30", "2027-12-30"), "registry: note: the signature does not hold");
    refused(&change("\n3\n", "\n4\n"), "registry: entries: is not the file that the note describes");
    refused(&change("crm-registry/1", "crm-registry/2"), "registry: note: must say crm-registry/1");
    refused(&change("\n\n", "\n"), "registry: note: must be a signed note");
    refused(&change("— registry.example/1", "— registry.example/2"), "registry: note: is signed by none");
    refused(&|registry| registry["entries"] = "".into(), "registry: entries: is not the file");
    refused(
        &|registry| registry["entries"] = Value::Null,
        "registry: the trust bundle names who keeps a registry",
    );
    refused(
        &|registry| *registry = json!({"registry": "crm-registry/1"}),
        "registry: the trust bundle names who",
    );
    refused(&|registry| registry["entires"] = 1.into(), "registry: entires: unknown member");
}

#[test]
fn a_registry_of_a_withdrawn_key_is_nobodys() {
    let case = Case::load("full-view");
    let (text, mut trust) = registry(&case, DAYS, 0);
    let key = trust["registries"][0]["key"].as_str().unwrap().to_owned();
    let key = touchmark::note::VerifierKey::parse(&key).unwrap().public;
    trust["revocations"] =
        json!([{"key": touchmark::did::to_multikey(&key), "from": "2026-12-01T00:00:00Z"}]);
    let trust = TrustBundle::from_json(&trust.to_string()).unwrap();
    let policy = Policy::from_json(&case.policy.to_string()).unwrap();
    let said = Registry::from_json(&text, trust.registries(), &policy).unwrap_err().to_string();
    assert!(said.starts_with("registry: note: is signed by none"), "{said}");
}

#[test]
fn other_issuers_than_did_key_resolve_through_the_bundle_alone() {
    let mut case = Case::load("full-view");
    let did = "did:web:issuer.example";
    case.seal = case.seal.replace(&published_key().did_key(), did);
    let view = json!({"object": "Contact", "fields": {}, "seal": case.seal}).to_string();
    let record = Record::parse(&view).unwrap();
    let asked = |case: &Case| case.verifier().begin(&record, case.now).checks().len();
    assert_eq!(trust(&case), (Trust::UntrustedIssuer, Some(ReasonCode::IssuerUnknown)));
    // Nothing to ask: there is no key, and nowhere to get one from.
    assert_eq!(asked(&case), 0);
    let multikey = published_key().multikey();
    case.trust["issuers"] = json!([{"id": did, "keys": [{"publicKeyMultibase": multikey}]}]);
    assert_eq!(asked(&case), 1);
}

#[test]
fn no_registry_is_kept_where_the_bundle_names_none() {
    let case = Case::load("full-view");
    let none = json!({"registry": "crm-registry/1"}).to_string();
    assert_eq!(with_registry(&case, &(none, case.trust.clone()), "").0, Trust::Unsealed);
}

// --- what hostile files cost

#[test]
fn a_bundle_of_a_million_keys_is_not_read() {
    let key = json!({"publicKeyMultibase": published_key().multikey()}).to_string() + ",";
    let text = r#"{"trustBundle":"crm-trust/1","issuers":[{"id":"did:web:a","keys":["#.to_owned()
        + &key.repeat(1_000_000);
    assert!(text.len() > MAX_BUNDLE << 20);
    let said = TrustBundle::from_json(&text).unwrap_err().to_string();
    assert!(said.starts_with("trust bundle: is longer than 16 MiB"), "{said}");
}

#[test]
fn a_bundle_may_list_many_issuers_and_many_revocations() {
    let mut case = Case::load("full-view");
    let many = |at: usize| json!({"id": format!("did:web:{at}.example"), "keys": [{"id": "#1", "publicKeyMultibase": published_key().multikey()}]});
    let own = case.trust["issuers"][0].clone();
    let mut issuers: Vec<Value> = (0..20_000).map(many).collect();
    issuers.insert(12_345, own);
    case.trust["issuers"] = issuers.into();
    let seal = |at: usize| json!({"seal": format!("urn:uuid:{at:08x}-0000-4000-8000-000000000000")});
    case.trust["revocations"] = (0..20_000).map(seal).collect();
    assert_eq!(check(&case).trust, Trust::Verified);
    case.trust["revocations"][777]["seal"] = format!("urn:uuid:{}", SEAL_ID.to_uppercase()).into();
    assert_eq!(trust(&case), (Trust::Revoked, Some(ReasonCode::SealRevoked)));
    let again = case.trust["issuers"][3].clone();
    case.trust["issuers"].as_array_mut().unwrap().push(again);
    assert!(refusal(&case).starts_with("trust bundle: issuers[20001].id: is listed twice"));
}

#[test]
fn depth_is_bounded_in_every_file() {
    let deep = format!("{{\"trustBundle\":{}{}}}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let said = TrustBundle::from_json(&deep).unwrap_err().to_string();
    assert!(said.contains("nested deeper than 32 levels"), "{said}");
    let said = Policy::from_json(&deep).unwrap_err().to_string();
    assert!(said.starts_with("policy: is longer than 1 MiB"), "{said}");
}

#[test]
fn a_registry_is_one_of_the_bundles_and_not_two() {
    let case = Case::load("full-view");
    let (text, mut trust) = registry(&case, DAYS, 0);
    let policy = Policy::from_json(&case.policy.to_string()).unwrap();
    let read = |trust: &Value, text: &str| {
        let trust = TrustBundle::from_json(&trust.to_string()).unwrap();
        Registry::from_json(text, trust.registries(), &policy).map_err(|error| error.to_string())
    };
    assert!(read(&trust, &text).is_ok());
    // One key with two secrets, the wrong one first.
    let own = trust["registries"][0].clone();
    let other = json!({"key": own["key"], "hmacKey": base64url(&[8; 32])});
    trust["registries"] = json!([other, own]);
    let said = read(&trust, &text).unwrap_err();
    assert!(said.starts_with("registry: note: is signed by two of the trust bundle's registries"), "{said}");
    // Two keys under one note.
    let second = NoteKey::new("registry.example/2", KeyType::Ed25519, key()).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    let note = file["note"].as_str().unwrap().to_owned();
    let described = note.split_once("\n\n").unwrap().0;
    file["note"] = (note.clone() + &second.sign(&format!("{described}\n"))).into();
    trust["registries"] = json!([own, {"key": second.verifier_key(), "hmacKey": base64url(&[8; 32])}]);
    assert!(read(&trust, &text).is_ok());
    assert_eq!(read(&trust, &file.to_string()).unwrap_err(), said);
}

#[test]
fn a_registry_that_cannot_be_asked_clears_nothing() {
    let unusable = (Trust::Unchecked, Some(ReasonCode::RegistryUnusable));
    let mut case = Case::load("full-view");
    let made = registry(&case, DAYS, 0);
    for member in ["id", "object"] {
        let mut case = Case::load("full-view");
        case.view[member] = Value::Null;
        assert_eq!(with_registry(&case, &made, ""), unusable, "{member}");
    }
    // Two ids that differ are none.
    case.view["fields"]["Id"] = "003Ws000004k2XqIAI".into();
    assert_eq!(with_registry(&case, &made, ""), unusable);
    // One that lists nobody would not have spoken.
    let policy = Policy::from_json(&case.policy.to_string()).unwrap();
    let key = NoteKey::new("registry.example/1", KeyType::Ed25519, key()).unwrap();
    let empty = touchmark_seal::Registry::new(policy.tenant().unwrap(), &[7; 32]);
    let mut trust = case.trust.clone();
    trust["registries"] = json!([{"key": key.verifier_key(), "hmacKey": base64url(&[7; 32])}]);
    let empty = (empty.sign(&key, time(DAYS.0), time(DAYS.1)).0, trust);
    assert_eq!(with_registry(&case, &empty, "").0, Trust::Unsealed);
}

/// Whose registry is believed, and whether one is kept, is the trust bundle's to say.
#[test]
fn a_registry_of_a_refused_bundle_clears_nothing() {
    let refused = (Trust::Unchecked, Some(ReasonCode::TrustBundleRefused));
    let expired = (Trust::Unchecked, Some(ReasonCode::TrustBundleExpired));
    let without = |case: &Case| {
        let mut case = Case {
            view: case.view.clone(),
            trust: case.trust.clone(),
            policy: case.policy.clone(),
            ..self::case()
        };
        case.view["fields"]["synthetic_data__c"] = Value::Null;
        let verdict = case.verify("");
        (verdict.trust, verdict.reasons.first().map(|reason| reason.code))
    };
    for (edit, expected) in [
        ((|case| case.policy["trustBundle"] = json!({"minimumVersion": 8})) as fn(&mut Case), refused),
        (|case| case.policy["trustBundle"] = json!({"keys": [key().multikey()]}), refused),
        (|case| case.trust["expires"] = "2026-11-30T00:00:00Z".into(), expired),
    ] {
        let mut case = Case::load("full-view");
        edit(&mut case);
        let made = registry(&case, DAYS, 0);
        assert_eq!(with_registry(&case, &made, "").0, Trust::MissingExpectedSeal);
        case.view["id"] = "003Ws000004k2XqIAI".into();
        assert_eq!(with_registry(&case, &made, ""), expected);
        // Where none is kept, an old bundle still says so; one that is not to be taken says nothing.
        let said = without(&case);
        assert_eq!(
            said,
            if expected == refused { refused } else { (Trust::Unsealed, Some(ReasonCode::NoSeal)) }
        );
    }
}

/// An entry of several bits does not stand where one of one bit would.
#[test]
fn an_entry_of_several_bits_is_not_read_as_one() {
    let key = key();
    let with = |size: Value| {
        let mut case = self::case();
        let now = case.now;
        case.sign_anew(&key, now, |credential| credential["credentialStatus"]["statusSize"] = size);
        case.trust["statusLists"] = json!([list(&[], &key, &key.did_key(), StatusPurpose::Revocation)]);
        trust(&case)
    };
    assert_eq!(with(json!(1)), (Trust::Verified, None));
    for size in [json!(2), json!(0), json!("2"), json!({})] {
        assert_eq!(with(size.clone()), UNKNOWN, "{size}");
    }
}
