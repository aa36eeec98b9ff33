//! What a policy and a registry say is what the check does.

use serde_json::{Value, json};
use touchmark::encoding::base64url;
use touchmark::normal::{FieldType, NormalError, normalise};
use touchmark::note::KeyType;
use touchmark::{
    Flag, Policy, ReasonCode, Record, Registry, Timestamp, Trust, TrustBundle, jcs, json as strict,
};
use touchmark_seal::{NoteKey, PrivateKey, StatusList, StatusPurpose, SystemRandom};
use touchmark_tests::Case;

#[test]
fn a_policy_says_where_the_parts_of_a_seal_are() {
    let mut case = Case::load("full-view");
    let companion = case.view["companions"][0].take();
    case.view["companions"] = json!([]);
    case.view["fields"]["Stamp__c"] = case.seal.clone().into();
    case.view["fields"]["Stamp_Key__c"] = case.view["uuid"].take();
    case.view["fields"]["Stamp_Salts_Personal_X"] = companion;
    case.view["fields"]["Stamp_Link__c"] = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f.wrong".into();
    let fields = json!({
        "seal": "Stamp__c", "uuid": "Stamp_Key__c", "companions": "Stamp_Salts_*_X", "reference": "Stamp_Link__c",
    });
    let with = |fields: &Value| {
        let mut policy = case.policy.clone();
        policy["fields"] = fields.clone();
        let trust = TrustBundle::from_json(&case.trust.to_string()).unwrap();
        let policy = Policy::from_json(&policy.to_string()).unwrap();
        let view = case.view.to_string();
        touchmark::Verifier::new(trust, policy).verify(&Record::parse(&view).unwrap(), case.now)
    };
    let verdict = with(&fields);
    assert_eq!(verdict.trust, Trust::Verified, "{:?}", verdict.reasons);
    // None of the four is content, and the link does not fit.
    assert_eq!(verdict.coverage.shown, 15);
    assert_eq!(verdict.flags, [Flag::ReferenceMismatch, Flag::TestKey]);
    assert_eq!(verdict.record.uuid.as_deref(), Some("6f1c2f3e-7a44-4b7e-9d0a-0d6b8c1f2a55"));
    // Each name is its own: where one is left out, its part is elsewhere.
    let without = |member: &str| {
        let mut fields = fields.clone();
        fields.as_object_mut().unwrap().remove(member);
        with(&fields)
    };
    // Nothing says then what the field of the usual name would hold, and a companion says that there is a seal.
    assert_eq!(without("seal").trust, Trust::Unchecked);
    assert_eq!(without("companions").trust, Trust::VerifiedPartial);
    assert_eq!(without("uuid").coverage.shown, 16);
    assert_eq!(without("reference").flags, [Flag::TestKey]);
}

#[test]
fn a_pattern_of_companions_has_one_star_and_starts_with_a_name() {
    let with = |pattern: &str| {
        let policy = json!({
            "policy": "crm-policy/1", "tenant": "any", "environment": "any", "fields": {"companions": pattern},
        });
        Policy::from_json(&policy.to_string()).is_ok()
    };
    assert!(with("Salts_*__c") && with("Salts_*"));
    for refused in ["", "*", "*__c", "Salts__c", "Salts_*_*", "**"] {
        assert!(!with(refused), "{refused}");
    }
}

#[test]
fn what_is_unknown_is_refused_with_what_is_known() {
    let policy = json!({
        "policy": "crm-policy/1", "tenant": "any", "environment": "any", "fields": {"seals": "Seal__c"},
    });
    let error = Policy::from_json(&policy.to_string()).unwrap_err();
    assert_eq!(error.path, "fields.seals");
    assert_eq!(error.problem, "unknown member; known are seal, uuid, companions, reference");
}

#[test]
fn a_tenant_is_an_org_or_any() {
    for tenant in
        ["any", "00DWs000001aBcD", "00DWs000001aBcDMAU", "zg4xJJPiski7aNdzhoeh49Rs1-XZd8CwkfSW9-M_zfM"]
    {
        assert!(Policy::new(tenant, "sandbox").is_ok(), "{tenant}");
    }
    for tenant in ["", "Any", "acme", "00DWs000001aBc"] {
        assert_eq!(Policy::new(tenant, "sandbox").unwrap_err().path, "tenant", "{tenant}");
    }
    assert_eq!(Policy::new("any", "").unwrap_err().path, "environment");
}

#[test]
fn a_registry_speaks_from_its_date_to_its_expiry() {
    const HMAC_KEY: [u8; 32] = [7; 32];
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    let key = NoteKey::new("issuer.example/registry", KeyType::Ed25519, key).unwrap();
    let mut case = Case::load("full-view");
    case.trust["registries"] = json!([{"key": key.verifier_key(), "hmacKey": base64url(&HMAC_KEY)}]);
    let trust = || TrustBundle::from_json(&case.trust.to_string()).unwrap();
    let policy = || Policy::from_json(&case.policy.to_string()).unwrap();
    let mut listing = touchmark_seal::Registry::new("zg4xJJPiski7aNdzhoeh49Rs1-XZd8CwkfSW9-M_zfM", &HMAC_KEY);
    listing.list("Contact", "003Ws000004k2XpIAI", "11111111-1111-4111-8111-111111111111");
    let time = |text: &str| Timestamp::parse(text).unwrap();
    let (file, count) = listing.sign(&key, time("2026-12-01T00:00:00Z"), time("2026-12-02T00:00:00Z"));
    assert_eq!(count, 1);
    let registry = || Registry::from_json(&file, trust().registries(), &policy()).unwrap();
    let at = |now: &str| {
        let mut view = case.view.clone();
        view["fields"] = json!({"LastName": "Smith", "Provenance_Seal__c": null});
        let view = view.to_string();
        let verifier = touchmark::Verifier::new(trust(), policy()).with_registry(registry());
        let verdict = verifier.verify(&Record::parse(&view).unwrap(), time(now));
        (verdict.trust, verdict.reasons[0].code)
    };
    let unusable = (Trust::Unchecked, ReasonCode::RegistryUnusable);
    let missing = (Trust::MissingExpectedSeal, ReasonCode::SealExpected);
    assert_eq!(at("2026-11-30T23:54:59.999Z"), unusable);
    assert_eq!(at("2026-11-30T23:55:00Z"), missing);
    assert_eq!(at("2026-12-02T00:05:00Z"), missing);
    assert_eq!(at("2026-12-02T00:05:00.001Z"), unusable);
    // Half a registry is none, whoever keeps it.
    let whole: Value = serde_json::from_str(&file).unwrap();
    for member in ["note", "entries"] {
        let mut half = whole.clone();
        half.as_object_mut().unwrap().remove(member);
        assert!(Registry::from_json(&half.to_string(), trust().registries(), &policy()).is_err(), "{member}");
        assert!(Registry::from_json(&half.to_string(), &[], &policy()).is_err(), "{member}, of nobody");
    }
}

#[test]
fn numbers_are_read_up_to_the_last_digit_that_is_sure() {
    let normal = |json: &str| {
        let value = strict::parse_view(json).unwrap();
        normalise(FieldType::Double, &value).map(|_| ())
    };
    assert!(NormalError::NotOfType.to_string().ends_with("of this type"));
    assert!(NormalError::Lossy.to_string().ends_with("give it as text"));
    assert_eq!(normal(&"9".repeat(15)), Ok(()));
    assert_eq!(normal(&"9".repeat(16)), Err(NormalError::Lossy));
    assert_eq!(normal(&format!("\"{}\"", "9".repeat(40))), Ok(()));
    assert_eq!(normal(&format!("\"{}\"", "9".repeat(41))), Err(NormalError::NotOfType));
}

#[test]
fn a_list_speaks_of_its_own_purpose() {
    use StatusPurpose::{Revocation, Suspension};
    const LIST: &str = "https://issuer.example/status/3";
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    let with = |stated: StatusPurpose, listed: StatusPurpose| {
        let mut case = Case::load("full-view");
        case.sign_anew(&key, case.now, |credential| {
            credential["credentialStatus"]["statusPurpose"] = stated.code().into();
        });
        let mut list = StatusList::default();
        assert!(list.set(94_567));
        let until = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
        let list = list.sign(LIST, listed, &key.did_key(), &key, case.now, until).unwrap();
        case.trust["status"] = json!({});
        case.trust["statusLists"] = json!([serde_json::from_str::<Value>(&jcs::to_string(&list)).unwrap()]);
        case.verify(&case.seal).trust
    };
    assert_eq!(with(Revocation, Revocation), Trust::Revoked);
    assert_eq!(with(Suspension, Suspension), Trust::Revoked);
    assert_eq!(with(Suspension, Revocation), Trust::Unchecked);
    assert_eq!(with(Revocation, Suspension), Trust::Unchecked);
}

#[test]
fn an_issuer_is_found_wherever_it_stands_among_others() {
    let mut case = Case::load("full-view");
    let own = case.trust["issuers"][0].clone();
    let key = own["keys"][0].clone();
    for count in 0..40 {
        // Names on both sides of the issuer's own, in an order that is neither rising nor falling.
        let mut issuers: Vec<Value> = (0..count)
            .map(|at| {
                let method = if at % 3 == 0 { "aaa" } else { "web" };
                json!({"id": format!("did:{method}:{:02}.example", at * 17 % 41), "keys": [key]})
            })
            .collect();
        issuers.insert(count * 7 % (count + 1), own.clone());
        case.trust["issuers"] = issuers.into();
        assert_eq!(case.verify(&case.seal).trust, Trust::Verified, "among {count}");
    }
}

#[test]
fn ids_of_fifteen_characters_get_their_three() {
    // The last is a letter up to 25, and a digit from 26 on.
    for (short, long) in [
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaAAA"),
        ("AaaBBaBaBBBBBBB", "AaaBBaBaBBBBBBBZ05"),
        ("aBaBBAAAAAaaaaa", "aBaBBAAAAAaaaaa05A"),
    ] {
        assert_eq!(touchmark::ids::to_18(short).as_deref(), Some(long));
    }
}
