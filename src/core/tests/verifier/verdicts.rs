//! What the acceptance cases leave open: trust bundle rules, references, aliases, engines, views. Each test turns one
//! thing of a case that verifies and names the verdict that must follow.

use serde_json::{Value, json};
use touchmark::{FieldState, Flag, Level, Origin, ReasonCode, Record, Timestamp, Trust, Verdict};
use touchmark_tests::Case;

const SEAL_ID: &str = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f";

/// Sealed at 09:00 on 21 November 2026, seen in December.
fn case() -> Case {
    Case::load("full-view")
}

fn with(edit: impl FnOnce(&mut Case)) -> Verdict {
    let mut case = case();
    edit(&mut case);
    case.verify(&case.seal)
}

fn first_reason(verdict: &Verdict) -> ReasonCode {
    verdict.reasons[0].code
}

#[test]
fn an_issuer_is_believed_within_its_scope_only() {
    let scoped = |scope: Value| with(|case| case.trust["issuers"][0]["scope"] = scope);
    let inside = json!({
        "tenants": ["00DWs000001aBcD"], "objects": ["Contact", "Lead"], "environments": ["sandbox"], "origins": ["synthetic"],
    });
    assert_eq!(scoped(inside).trust, Trust::Verified);
    for (scope, place) in [
        (json!({"tenants": ["00DWs000001aBcEMAU"]}), "tenant"),
        (json!({"objects": ["Lead"]}), "object"),
        (json!({"environments": ["production"]}), "environment"),
        (json!({"origins": ["masked", "recorded"]}), "origin"),
    ] {
        let verdict = scoped(scope);
        assert_eq!(verdict.trust, Trust::UntrustedIssuer, "{place}");
        assert_eq!(first_reason(&verdict), ReasonCode::IssuerOutOfScope);
        assert_eq!(verdict.reasons[0].detail.as_deref(), Some(place));
        assert_eq!((verdict.origin, verdict.claimed_origin), (Origin::Unknown, Some(Origin::Synthetic)));
    }
}

#[test]
fn a_key_is_believed_within_its_window_only() {
    let window = |from: &str, until: &str| {
        with(|case| {
            case.trust["issuers"][0]["keys"][0]["validFrom"] = from.into();
            case.trust["issuers"][0]["keys"][0]["validUntil"] = until.into();
        })
    };
    assert_eq!(window("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z").trust, Trust::Verified);
    for (from, until) in
        [("2026-11-21T09:00:01Z", "2026-11-22T00:00:00Z"), ("2026-11-01T00:00:00Z", "2026-11-21T09:00:00Z")]
    {
        assert_eq!(first_reason(&window(from, until)), ReasonCode::KeyOutOfWindow);
    }
}

#[test]
fn revocations_tell_compromised_from_retired() {
    let revoked = |entry: Value| with(|case| case.trust["revocations"] = json!([entry]));
    let key = case().trust["issuers"][0]["keys"][0]["publicKeyMultibase"].clone();
    for (entry, expected) in [
        (json!({"key": key}), Trust::Revoked),
        (json!({"key": key, "from": "2026-12-01T00:00:00Z"}), Trust::Revoked),
        (json!({"key": key, "from": "2026-12-01T00:00:00Z", "reason": "retired"}), Trust::Verified),
        (json!({"key": key, "from": "2026-11-21T09:00:00Z", "reason": "retired"}), Trust::Revoked),
        (json!({"seal": SEAL_ID}), Trust::Revoked),
        (json!({"seal": SEAL_ID, "from": "2026-11-25T00:00:00Z"}), Trust::Revoked),
        (json!({"seal": "urn:uuid:00000000-0000-4000-8000-000000000000"}), Trust::Verified),
    ] {
        let verdict = revoked(entry.clone());
        assert_eq!(verdict.trust, expected, "{entry}");
        assert!(expected == Trust::Verified || verdict.fields.is_empty());
    }
}

#[test]
fn an_expired_trust_bundle_checks_nothing_but_lies_about_nothing() {
    let expire = |case: &mut Case| case.trust["expires"] = "2026-11-30T00:00:00Z".into();
    let verdict = with(expire);
    assert_eq!((verdict.trust, first_reason(&verdict)), (Trust::Unchecked, ReasonCode::TrustBundleExpired));
    let forged = with(|case| {
        expire(case);
        case.seal = Case::load("signature-flipped").seal;
    });
    assert_eq!(forged.trust, Trust::Invalid);
}

#[test]
fn a_short_reference_must_belong_to_the_seal_text() {
    let reference = |text: String| with(|case| case.view["fields"]["Provenance_Reference__c"] = text.into());
    let digest = touchmark::encoding::base64url(&touchmark::digest::sha256(case().seal.as_bytes()));
    let right = reference(format!("{SEAL_ID}.{digest}"));
    assert_eq!((right.trust, right.flags.contains(&Flag::ReferenceMismatch)), (Trust::Verified, false));
    for wrong in [format!("{SEAL_ID}.{}", "A".repeat(43)), format!("urn:uuid:other.{digest}"), "x".into()] {
        let verdict = reference(wrong);
        assert_eq!(verdict.trust, Trust::Verified);
        assert!(verdict.flags.contains(&Flag::ReferenceMismatch));
        assert!(verdict.disclose().level >= touchmark::Level::Caution);
    }
    let stripped = with(|case| {
        case.view["fields"]["Provenance_Reference__c"] = format!("{SEAL_ID}.{digest}").into();
        case.seal.clear();
    });
    assert_eq!(stripped.trust, Trust::DeclaredUnsigned);
    assert!(stripped.flags.contains(&Flag::ReferenceMismatch), "a seal was lost here");
}

#[test]
fn an_engine_that_does_not_answer_leaves_the_record_unchecked() {
    let case = case();
    let mut view = case.view.clone();
    view["seal"] = case.seal.clone().into();
    let (text, verifier) = (view.to_string(), case.verifier());
    let record = Record::parse(&text).unwrap();
    for (answers, expected) in [
        (vec![Some(true)], Trust::Verified),
        (vec![Some(false)], Trust::Invalid),
        (vec![None], Trust::Unchecked),
        (vec![], Trust::Unchecked),
        (vec![Some(true), Some(true)], Trust::Unchecked),
    ] {
        let pending = verifier.begin(&record, case.now);
        assert_eq!(pending.checks().len(), 1);
        assert_eq!(pending.conclude(&answers).trust, expected, "{answers:?}");
    }
}

/// A registry that lists the record of the case with that seal.
#[test]
fn a_registry_finds_stripped_and_replaced_seals() {
    let case = case();
    let check = |seal: &str, current: &str| {
        let verifier = case.verifier().with_registry(case.registry(current));
        let mut view = case.view.clone();
        view["seal"] = seal.into();
        view["fields"]["synthetic_data__c"] = false.into();
        verifier.verify(&Record::parse(&view.to_string()).unwrap(), case.now).trust
    };
    assert_eq!(check("", SEAL_ID), Trust::MissingExpectedSeal);
    assert_eq!(check(&case.seal, SEAL_ID), Trust::Altered);
    assert_eq!(check(&case.seal, "urn:uuid:11111111-1111-4111-8111-111111111111"), Trust::Superseded);
}

#[test]
fn aliases_declare_and_others_inform() {
    let verdict = with(|case| {
        case.seal.clear();
        case.view["fields"] = json!({"Is_Test__c": "TRUE", "Generation_Source": "snow\u{200b}fakery", "Synthetic_Data__c": null});
        case.policy["aliases"] = json!({"isSynthetic": ["is_test"]});
    });
    assert_eq!((verdict.trust, verdict.origin), (Trust::DeclaredUnsigned, Origin::Synthetic));
    assert_eq!(verdict.declared.provenance_source.as_deref(), Some("snowfakery"));
    let quiet = with(|case| {
        case.seal.clear();
        case.view["fields"] = json!({"generation_method": "snowfakery", "is_synthetic": false});
    });
    assert_eq!((quiet.trust, quiet.origin), (Trust::Unsealed, Origin::Unknown));
}

#[test]
fn a_number_that_may_have_been_rounded_is_never_green() {
    let verdict = with(|case| case.view["fields"]["AnnualIncome__c"] = json!(84_250.500_000_000_01));
    assert_eq!(verdict.trust, Trust::VerifiedPartial);
    let income = verdict.fields.iter().find(|field| field.name == "AnnualIncome__c").unwrap();
    assert_eq!(income.state, FieldState::Unreadable);
}

#[test]
fn a_view_that_shows_too_little_to_bind_is_unchecked() {
    let verdict = with(|case| case.view["object"] = Value::Null);
    assert_eq!((verdict.trust, first_reason(&verdict)), (Trust::Unchecked, ReasonCode::NoIdInCommon));
    let garbled = with(|case| case.view["uuid"] = "not a uuid".into());
    assert_eq!((garbled.trust, first_reason(&garbled)), (Trust::WrongRecord, ReasonCode::UuidDiffers));
}

#[test]
fn every_finding_is_listed_and_the_first_decides() {
    let verdict = with(|case| {
        case.view["fields"]["LastName"] = "Smith".into();
        case.view["companions"] = json!([]);
        case.now = Timestamp::parse("2028-01-01T00:00:00Z").unwrap();
    });
    assert_eq!(verdict.trust, Trust::Altered);
    let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(
        codes,
        [
            ReasonCode::FieldAltered,
            ReasonCode::ValidityEnded,
            ReasonCode::FieldSaltMissing,
            ReasonCode::FieldSaltMissing,
        ]
    );
}

#[test]
fn the_origin_of_what_holds_sets_how_loud_it_is_said() {
    let mut verdict = with(|_| {});
    verdict.flags.clear();
    for (origin, level) in [
        (Origin::Recorded, Level::Quiet),
        (Origin::Synthetic, Level::Notice),
        (Origin::Unknown, Level::Caution),
    ] {
        verdict.origin = origin;
        assert_eq!(verdict.disclose().level, level, "{origin:?}");
    }
    verdict.trust = Trust::Unsealed;
    assert_eq!(verdict.disclose().level, Level::Notice, "of what is not known to hold");
}

#[test]
fn a_text_that_is_no_verdict_is_refused_with_the_member() {
    let said = |text: &str| Verdict::assume_checked(text).unwrap_err().to_string();
    assert_eq!(said("{"), "not a verdict of this version: JSON");
    assert_eq!(said("{}"), "not a verdict of this version: profile");
}

#[test]
fn the_three_shapes_of_one_record_agree() {
    let case = case();
    let fields = case.view["fields"].as_object().unwrap();
    let mut rest = json!({"attributes": {"type": "Contact"}, "Id": case.view["id"], "Provenance_Seal__c": case.seal,
        "Provenance_Id__c": case.view["uuid"], "Provenance_Salts_Personal__c": case.view["companions"][0]});
    let mut ui = json!({"apiName": "Contact", "id": case.view["id"], "fields": {}});
    for (name, value) in fields {
        rest[name] = value.clone();
    }
    for (name, value) in rest.as_object().unwrap() {
        if name != "attributes" && name != "Id" {
            ui["fields"][name] = json!({"value": value, "displayValue": "never read"});
        }
    }
    let (rest, ui) = (rest.to_string(), ui.to_string());
    let row = serde_json::from_str::<Value>(&rest).unwrap();
    let row =
        row.as_object().unwrap().iter().filter(|(name, _)| *name != "attributes").map(|(name, value)| {
            let text = match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            (name.clone().into(), text.into())
        });
    let csv = Record::from_bulk_csv_row("Contact", row);
    let verifier = case.verifier();
    let expected = case.verify(&case.seal);
    for record in [Record::parse(&rest).unwrap(), Record::parse(&ui).unwrap(), csv] {
        let verdict = verifier.verify(&record, case.now);
        assert_eq!(verdict.trust, Trust::Verified);
        assert_eq!(verdict.fields, expected.fields);
        assert_eq!(verdict.coverage, expected.coverage);
    }
}

#[test]
fn nothing_in_the_view_hides_a_seal_or_a_uuid_that_differs() {
    let mut case = case();
    case.view["fields"]["Provenance_Seal__c"] = case.seal.clone().into();
    for hidden in [Value::Null, "".into()] {
        case.view["seal"] = hidden.clone();
        assert_eq!(check(&case).trust, Trust::Verified, "seal {hidden}");
        case.view["uuid"] = hidden;
        case.view["fields"]["Provenance_Id__c"] = "00000000-0000-4000-8000-000000000000".into();
        assert_eq!(first_reason(&check(&case)), ReasonCode::UuidDiffers);
        case.view["fields"]["Provenance_Id__c"] = 5.into();
        assert_eq!(first_reason(&check(&case)), ReasonCode::UuidDiffers);
        case.view["fields"]["Provenance_Id__c"] = Value::Null;
    }
    case.view["uuid"] = Case::load("full-view").view["uuid"].clone();
    case.view["fields"]["Provenance_Id__c"] = "00000000-0000-4000-8000-000000000000".into();
    assert_eq!(first_reason(&check(&case)), ReasonCode::UuidDiffers, "two uuids that disagree");
}

/// Checks the view as it stands.
fn check(case: &Case) -> Verdict {
    case.verifier().verify(&Record::parse(&case.view.to_string()).unwrap(), case.now)
}

#[test]
fn an_unknown_status_hides_nothing_that_is_known() {
    let unknown = |edit: fn(&mut Case)| {
        with(|case| {
            case.trust["status"] = json!({});
            edit(case);
        })
    };
    let alone = unknown(|_| {});
    assert_eq!((alone.trust, alone.fields.len()), (Trust::Unchecked, 0));
    let altered = unknown(|case| case.view["fields"]["LastName"] = "Smith".into());
    assert_eq!((altered.trust, altered.fields.len()), (Trust::Altered, 15));
    assert!(altered.flags.contains(&Flag::StatusUnknown));
    let moved = unknown(|case| case.view["uuid"] = "00000000-0000-4000-8000-000000000000".into());
    assert_eq!(moved.trust, Trust::WrongRecord);
}

#[test]
fn what_changed_under_a_withdrawn_seal_is_listed_and_nothing_is_shown_as_matching() {
    let verdict = with(|case| {
        case.trust["revocations"] = json!([{"seal": SEAL_ID}]);
        case.view["fields"]["LastName"] = "Smith".into();
    });
    let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [ReasonCode::SealRevoked, ReasonCode::FieldAltered]);
    assert!(verdict.fields.is_empty());
}

#[test]
fn a_registry_finds_a_replaced_seal_in_a_view_without_an_id() {
    let mut case = case();
    case.view["id"] = Value::Null;
    case.view["seal"] = case.seal.clone().into();
    let registry = case.registry("urn:uuid:11111111-1111-4111-8111-111111111111");
    let verifier = case.verifier().with_registry(registry);
    let verdict = verifier.verify(&Record::parse(&case.view.to_string()).unwrap(), case.now);
    assert_eq!(verdict.trust, Trust::Superseded);
}

#[test]
fn a_claim_of_an_untrusted_seal_only_escalates() {
    // The flag claims as well, so it is left out here.
    let case = || {
        let mut case = case();
        case.view["fields"].as_object_mut().unwrap().remove("synthetic_data__c");
        case
    };
    let claimed = |from: &str, to: &str| {
        let mut case = case();
        case.seal = case.seal.replacen(from, to, 1);
        let verdict = case.verify(&case.seal);
        assert_eq!((verdict.trust, verdict.origin), (Trust::Invalid, Origin::Unknown), "{to}");
        verdict.claimed_origin
    };
    let source =
        r#""digitalSourceType":"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia""#;
    assert_eq!(claimed("SDV", "XDV"), Some(Origin::Synthetic));
    assert_eq!(claimed(source, r#""digitalSourceType":5"#), Some(Origin::Synthetic));
    assert_eq!(claimed(r#""isSynthetic":true"#, r#""isSynthetic":false"#), Some(Origin::AiGenerated));
    let recorded = r#""isSynthetic":false,"x":0"#;
    let mut case = case();
    case.seal = case.seal.replacen(r#""isSynthetic":true"#, recorded, 1).replacen(source, r#""y":0"#, 1);
    case.seal =
        case.seal.replacen(r#""generationMethod":"machine-generated-mlops-synthetic""#, r#""z":0"#, 1);
    assert_eq!(case.verify(&case.seal).claimed_origin, None);
}

/// Whatever is wrong with an envelope, what it carries is read as in any other.
#[test]
fn a_claim_is_read_from_every_envelope_that_can_be_read() {
    for id in
        ["unknown-cryptosuite", "jws-flipped", "jws-alg-none", "jws-wrong-typ", "jws-crit", "tlog-index-sign"]
    {
        let case = Case::load(id);
        let verdict = case.verify(&case.seal);
        assert_eq!(
            (verdict.origin, verdict.claimed_origin),
            (Origin::Unknown, Some(Origin::Synthetic)),
            "{id}"
        );
        assert!(verdict.seal.and_then(|seal| seal.id).is_some(), "{id}");
    }
}
