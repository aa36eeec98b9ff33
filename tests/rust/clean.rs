//! What is clean, and what is said of everything else: over every combination that a verdict can be, and over every way
//! in which a seal can be broken to get rid of what it says (profile §5).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use touchmark::encoding::base64url;
use touchmark::{
    Clean, Field, FieldState, Flag, IssuerStanding, Level, Origin, Reason, ReasonCode, Timestamp, Trust,
    Verdict,
};
use touchmark_tests::Case;
use touchmark_tests::sealing::{ID, UUID, key, now, published_key};
use unicode_normalization::UnicodeNormalization as _;

const SEAL_ID: &str = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f";
const OTHER_SEAL: &str = "urn:uuid:00000000-0000-4000-8000-000000000000";

/// A case whose record has no unsigned flag, so that what is claimed is claimed by the seal.
fn unlabelled(id: &str) -> Case {
    let mut case = Case::load(id);
    case.view["fields"].as_object_mut().unwrap().remove("synthetic_data__c");
    case
}

/// Profile §5, "Clean", read off its text and not off the code.
fn is_clean_by_the_text(verdict: &Verdict, listed: &[Clean]) -> bool {
    let flagged = verdict.flags.iter().any(|flag| *flag != Flag::StatusUnknown);
    let states: Vec<_> = verdict.fields.iter().map(|field| field.state).collect();
    let covered: Vec<_> = states.iter().filter(|state| **state != FieldState::Uncovered).collect();
    let requirement_missed = verdict.reasons.iter().any(|reason| {
        matches!(reason.code, ReasonCode::RequiredFieldUncovered | ReasonCode::RequiredFieldWithheld)
    });
    let holds = match verdict.trust {
        Trust::Verified => true,
        Trust::VerifiedPartial => {
            covered.iter().all(|state| matches!(state, FieldState::Match | FieldState::Withheld))
                && covered.iter().any(|state| **state == FieldState::Match)
                && !requirement_missed
        }
        Trust::Unsealed => {
            let declared = verdict.declared.is_synthetic == Some(true);
            return !flagged && !declared && listed.contains(&Clean::Unsealed);
        }
        _ => false,
    };
    holds && !flagged && listed.iter().any(|clean| clean.code() == verdict.origin.code())
}

#[test]
fn clean_is_what_the_profile_says_over_every_combination() {
    let base = Case::load("full-view");
    let base = base.verify(&base.seal);
    let field = |name: &str, state| Field { name: name.into(), state, hint: None };
    let reason = |code| Reason { code, detail: None };
    // What a verdict's fields can be, and what is said of them then.
    let fields: [(&[FieldState], &[ReasonCode]); 8] = [
        (&[FieldState::Match], &[]),
        (&[FieldState::Match, FieldState::Uncovered], &[]),
        (&[FieldState::Match, FieldState::Withheld], &[ReasonCode::FieldWithheld]),
        (&[FieldState::Withheld], &[ReasonCode::FieldWithheld]),
        (&[FieldState::Match, FieldState::SaltMissing], &[ReasonCode::FieldSaltMissing]),
        (&[FieldState::Match, FieldState::Unreadable], &[ReasonCode::FieldUnreadable]),
        (
            &[FieldState::Match, FieldState::Withheld],
            &[ReasonCode::FieldWithheld, ReasonCode::RequiredFieldWithheld],
        ),
        (&[FieldState::Match], &[ReasonCode::RequiredFieldUncovered]),
    ];
    let flags: Vec<Vec<Flag>> = [vec![], vec![Flag::StatusUnknown]]
        .into_iter()
        .chain(Flag::ALL.iter().flat_map(|flag| [vec![*flag], vec![Flag::StatusUnknown, *flag]]))
        .collect();
    let mut surfaces: Vec<Vec<Clean>> = Clean::ALL.iter().map(|clean| vec![*clean]).collect();
    surfaces.extend([vec![], Clean::ALL.to_vec()]);
    let (mut tried, mut clean) = (0, 0);
    for &trust in Trust::ALL {
        for &origin in Origin::ALL {
            for flags in &flags {
                for declared in [None, Some(false), Some(true)] {
                    for (states, reasons) in &fields {
                        let mut verdict = base.clone();
                        (verdict.trust, verdict.origin) = (trust, origin);
                        verdict.flags.clone_from(flags);
                        verdict.declared.is_synthetic = declared;
                        let is_sealed = !matches!(
                            trust,
                            Trust::Unsealed | Trust::DeclaredUnsigned | Trust::MissingExpectedSeal
                        );
                        // A declaring flag without a seal has a trust of its own.
                        if trust == Trust::Unsealed && declared == Some(true) {
                            continue;
                        }
                        verdict.fields = match is_sealed {
                            true => states.iter().map(|state| field("A", *state)).collect(),
                            false => Vec::new(),
                        };
                        verdict.reasons = match trust {
                            Trust::Unsealed => vec![reason(ReasonCode::NoSeal)],
                            // Nothing is said of what is verified.
                            Trust::Verified if !reasons.is_empty() => continue,
                            _ => reasons.iter().map(|code| reason(*code)).collect(),
                        };
                        if trust == Trust::VerifiedPartial && reasons.is_empty() {
                            continue;
                        }
                        for listed in &surfaces {
                            let expected = is_clean_by_the_text(&verdict, listed);
                            assert_eq!(verdict.is_clean(listed), expected, "{listed:?} {verdict:?}");
                            tried += 1;
                            clean += usize::from(expected);
                        }
                        let disclosure = verdict.disclose();
                        let json = verdict.to_json();
                        let told = json.contains("\"cleanAs\":");
                        assert_eq!(told, verdict.clean_as().is_some());
                        // What is clean and recorded alone may be quiet, and no flag ever is.
                        assert!(flags.is_empty() || disclosure.level >= Level::Caution, "{verdict:?}");
                        if !flags.is_empty() && matches!(trust, Trust::Verified | Trust::VerifiedPartial) {
                            assert!(disclosure.next.starts_with("next.flag."), "{}", disclosure.next);
                        }
                    }
                }
            }
        }
    }
    assert!(tried > 50_000 && clean > 100, "{tried} {clean}");
}

/// A change of the seal's text.
type Break = (&'static str, fn(&Case) -> String);

fn edited(case: &Case, edit: impl FnOnce(&mut Value)) -> String {
    let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
    edit(&mut seal);
    seal.to_string()
}

/// Ways to break a synthetic record's seal that leave what it says readable as strict JSON.
const BREAKS: [Break; 30] = [
    ("another profile", |case| edited(case, |seal| seal["seal"] = "crm-seal/2".into())),
    ("no profile", |case| edited(case, |seal| drop(seal.as_object_mut().unwrap().remove("seal")))),
    ("profile no text", |case| edited(case, |seal| seal["seal"] = 1.into())),
    ("salts null", |case| edited(case, |seal| seal["salts"] = Value::Null)),
    ("salts a list", |case| edited(case, |seal| seal["salts"] = json!([]))),
    ("second envelope", |case| edited(case, |seal| seal["jws"] = "a.b.c".into())),
    ("second envelope null", |case| edited(case, |seal| seal["tlog"] = Value::Null)),
    ("a fraction", |case| edited(case, |seal| seal["x"] = json!(0.5))),
    ("an exponent in the statement", |case| {
        case.seal.replacen("\"isSynthetic\":true", "\"isSynthetic\":true,\"x\":1e2", 1)
    }),
    ("cryptosuite", |case| edited(case, |seal| seal["vc"]["proof"]["cryptosuite"] = "x".into())),
    ("proof type", |case| edited(case, |seal| seal["vc"]["proof"]["type"] = "x".into())),
    ("no proof", |case| edited(case, |seal| drop(seal["vc"].as_object_mut().unwrap().remove("proof")))),
    ("proof a text", |case| edited(case, |seal| seal["vc"]["proof"] = "x".into())),
    ("proof value", |case| edited(case, |seal| seal["vc"]["proof"]["proofValue"] = "z1".into())),
    ("purpose", |case| edited(case, |seal| seal["vc"]["proof"]["proofPurpose"] = "x".into())),
    ("another's key", |case| {
        edited(case, |seal| seal["vc"]["proof"]["verificationMethod"] = "did:key:z6Mk#z6Mk".into())
    }),
    ("context", |case| edited(case, |seal| seal["vc"]["@context"] = json!([]))),
    ("no context", |case| edited(case, |seal| drop(seal["vc"].as_object_mut().unwrap().remove("@context")))),
    ("issuer", |case| edited(case, |seal| seal["vc"]["issuer"] = "did:web:evil.example".into())),
    ("no issuer", |case| edited(case, |seal| drop(seal["vc"].as_object_mut().unwrap().remove("issuer")))),
    ("issuer null", |case| edited(case, |seal| seal["vc"]["issuer"] = Value::Null)),
    ("id", |case| edited(case, |seal| seal["vc"]["id"] = 5.into())),
    ("subject's object", |case| {
        edited(case, |seal| seal["vc"]["credentialSubject"]["object"] = "Lead".into())
    }),
    ("tenant", |case| edited(case, |seal| seal["vc"]["credentialSubject"]["tenant"] = Value::Null)),
    ("digests", |case| edited(case, |seal| seal["vc"]["credentialSubject"]["fieldDigests"] = json!([]))),
    ("method", |case| {
        edited(case, |seal| {
            seal["vc"]["credentialSubject"]["provenance"]["generationMethod"] = json!({"a": 1});
        })
    }),
    ("source type of another form", |case| {
        edited(case, |seal| seal["vc"]["credentialSubject"]["provenance"]["digitalSourceType"] = json!([]))
    }),
    ("field origins of another form", |case| {
        edited(case, |seal| seal["vc"]["credentialSubject"]["provenance"]["fieldOrigins"] = "x".into())
    }),
    ("too long", |case| format!("{}{}", case.seal, " ".repeat(131_073))),
    ("signature", |case| case.seal.replacen("SDV", "XDV", 1)),
];

/// The record is held back everywhere, and what it is said to be is said.
fn assert_nothing_is_laundered(name: &str, verdict: &Verdict, claim: Origin) {
    assert!(verdict.clean_as().is_none(), "{name}: {:?}", verdict.trust);
    assert!(!matches!(verdict.trust, Trust::Verified | Trust::VerifiedPartial), "{name}");
    let disclosure = verdict.disclose();
    assert!(disclosure.level >= Level::Caution, "{name}");
    if verdict.origin == Origin::Unknown {
        assert_eq!(verdict.claimed_origin, Some(claim), "{name}: {:?} {:?}", verdict.trust, verdict.reasons);
        assert_eq!(disclosure.claim, Some(format!("claim.{claim}")), "{name}");
    } else {
        assert_eq!((verdict.origin, verdict.claimed_origin), (claim, None), "{name}");
    }
}

#[test]
fn no_way_to_break_a_seal_takes_its_claim_along() {
    let case = unlabelled("full-view");
    for (name, broken) in &BREAKS {
        let seal = broken(&case);
        assert_nothing_is_laundered(name, &case.verify(&seal), Origin::Synthetic);
        // Whoever strips a label writes a broken seal in its place: the registry finds that as well.
        let listed = case.verify_listed(&seal, SEAL_ID);
        let codes: Vec<_> = listed.reasons.iter().map(|reason| reason.code).collect();
        assert!(codes.contains(&ReasonCode::SealExpected), "{name}: {:?} {codes:?}", listed.trust);
        assert_eq!(listed.disclose().level, Level::Alert, "{name}");
        assert_nothing_is_laundered(name, &listed, Origin::Synthetic);
        // Another record's entry is not this record's.
        let mut elsewhere = unlabelled("full-view");
        elsewhere.view["id"] = "003Ws000004k2XqIAI".into();
        let elsewhere = elsewhere.verify_listed(&seal, SEAL_ID);
        assert!(!elsewhere.reasons.iter().any(|reason| reason.code == ReasonCode::SealExpected), "{name}");
    }
}

#[test]
fn the_unsigned_flag_claims_beside_any_seal_that_is_not_believed() {
    let labelled = Case::load("full-view");
    let recorded = |seal: &mut Value| {
        seal["vc"]["credentialSubject"]["provenance"] = json!({
            "isSynthetic": false, "provenanceSource": "crm", "created": "2026-11-21T09:00:00Z",
        });
    };
    let mut seals: Vec<(String, String)> =
        BREAKS.iter().map(|(name, broken)| ((*name).to_owned(), broken(&labelled))).collect();
    for text in [
        "x",
        "{",
        "[]",
        "null",
        "{\"seal\":\"x\"}",
        "\u{feff}{}",
        "{\"a\":1,\"a\":1}",
        "{\"seal\":\"crm-seal/1\"}",
    ] {
        seals.push((text.to_owned(), text.to_owned()));
    }
    seals.push(("says recorded".into(), edited(&labelled, recorded)));
    // Signed by somebody whom the page does not know, and says recorded.
    let mut foreign = Case::load("full-view");
    let trust = foreign.trust["issuers"].clone();
    foreign.sign_anew(&key(), labelled.now, |credential| {
        let mut seal = json!({"vc": credential.clone()});
        recorded(&mut seal);
        *credential = seal["vc"].clone();
    });
    foreign.trust["issuers"] = trust;
    seals.push(("foreign".into(), foreign.seal));
    for (name, seal) in &seals {
        assert_nothing_is_laundered(name, &labelled.verify(seal), Origin::Synthetic);
    }
    // A flag that is not ticked, or is no flag, claims nothing.
    for value in [json!(false), json!(null), json!("no"), json!("2"), json!(2), json!({"a": true})] {
        let mut case = Case::load("full-view");
        case.view["fields"]["synthetic_data__c"] = value.clone();
        assert_eq!(case.verify("{").claimed_origin, None, "{value}");
    }
    for value in [json!(true), json!("TRUE"), json!("1"), json!(1), json!(1.0)] {
        let mut case = Case::load("full-view");
        case.view["fields"]["synthetic_data__c"] = value.clone();
        assert_eq!(case.verify("{").claimed_origin, Some(Origin::Synthetic), "{value}");
    }
}

#[test]
fn each_origin_is_claimed_and_the_gravest_of_several_stands() {
    let source = |name: &str| format!("http://cv.iptc.org/newscodes/digitalsourcetype/{name}");
    let claim = |provenance: Value, more: Value| {
        let case = unlabelled("full-view");
        let seal = edited(&case, |seal| {
            seal["vc"]["credentialSubject"]["provenance"] = provenance;
            seal.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        });
        case.verify(&seal).claimed_origin
    };
    let ai = json!({"isSynthetic": null, "digitalSourceType": source("trainedAlgorithmicMedia")});
    let masked = json!({"digitalSourceType": source("algorithmicallyEnhanced")});
    let field = json!({"fieldOrigins": {"Title": source("compositeWithTrainedAlgorithmicMedia"), "X": 5}});
    for (provenance, expected) in [
        (json!({"isSynthetic": true}), Some(Origin::Synthetic)),
        (ai.clone(), Some(Origin::AiGenerated)),
        (json!({"digitalSourceType": source("compositeSynthetic")}), Some(Origin::AiModified)),
        (field, Some(Origin::AiModified)),
        (masked.clone(), Some(Origin::Masked)),
        (json!({"isSynthetic": "true"}), None),
        (json!({"isSynthetic": false}), None),
        (json!({"isSynthetic": false, "digitalSourceType": source("humanEdits")}), None),
        (json!([]), None),
    ] {
        assert_eq!(claim(provenance.clone(), json!({})), expected, "{provenance}");
    }
    // In whichever envelope it stands.
    let statement = |provenance: &Value| json!({"credentialSubject": {"provenance": provenance}});
    let jws =
        |provenance: &Value| format!("e30.{}.AA", base64url(statement(provenance).to_string().as_bytes()));
    for (more, expected) in [
        (json!({"jws": jws(&ai)}), Some(Origin::AiGenerated)),
        (json!({"jws": jws(&ai).trim_end_matches(".AA")}), Some(Origin::AiGenerated)),
        (json!({"jws": jws(&masked)}), Some(Origin::Masked)),
        (json!({"tlog": {"leaf": statement(&ai)}}), Some(Origin::AiGenerated)),
        (json!({"tlog": {"leaf": statement(&masked)}, "jws": jws(&ai)}), Some(Origin::AiGenerated)),
        (json!({"tlog": [statement(&ai)], "jws": 5}), Some(Origin::Masked)),
    ] {
        assert_eq!(claim(masked.clone(), more.clone()), expected, "{more}");
    }
}

#[test]
fn a_claim_outlives_the_trust_list_and_the_seals_time() {
    // Whoever cannot check says so, and says what is said.
    let mut case = unlabelled("full-view");
    case.trust["expires"] = "2026-11-30T00:00:00Z".into();
    assert_nothing_is_laundered("stale", &case.verify(&case.seal), Origin::Synthetic);
    assert_eq!(case.verify(&case.seal).disclose().issuer, Some(IssuerStanding::NotChecked));
    let mut case = unlabelled("full-view");
    case.policy["trustBundle"] = json!({"minimumVersion": 2});
    assert_nothing_is_laundered("rolled back", &case.verify(&case.seal), Origin::Synthetic);
    assert_eq!(case.verify(&case.seal).disclose().issuer, Some(IssuerStanding::NotChecked));
    for id in ["revoked-key", "expired", "untrusted-issuer", "environment-bleed", "replayed-on-other-record"]
    {
        let case = unlabelled(id);
        assert_nothing_is_laundered(id, &case.verify(&case.seal), Origin::Synthetic);
    }
    // Only what is claimed is passed on: `recorded` never is.
    let mut case = Case::load("full-view");
    case.view["fields"].as_object_mut().unwrap().remove("synthetic_data__c");
    case.sign_anew(&key(), case.now, |credential| {
        credential["credentialSubject"]["provenance"] = json!({
            "isSynthetic": false, "provenanceSource": "crm", "created": "2026-11-21T09:00:00Z",
        });
    });
    case.trust["expires"] = "2026-11-30T00:00:00Z".into();
    let verdict = case.verify(&case.seal);
    assert_eq!((verdict.trust, verdict.claimed_origin), (Trust::Unchecked, None));
}

#[test]
fn what_is_known_of_the_issuer_has_one_word() {
    let standing = |case: &Case| case.verify(&case.seal).disclose().issuer;
    assert_eq!(standing(&Case::load("full-view")), Some(IssuerStanding::Recognised));
    assert_eq!(standing(&Case::load("altered-text")), Some(IssuerStanding::Recognised));
    assert_eq!(standing(&Case::load("untrusted-issuer")), Some(IssuerStanding::Unrecognised));
    assert_eq!(standing(&Case::load("revoked-key")), Some(IssuerStanding::Withdrawn));
    assert_eq!(standing(&Case::load("signature-flipped")), None);
    let mut scoped = Case::load("full-view");
    scoped.trust["issuers"][0]["scope"] = json!({"objects": ["Lead"]});
    assert_eq!(standing(&scoped), Some(IssuerStanding::Unrecognised));
    // The seal was withdrawn, and its issuer is whom the page knows.
    let mut seal = Case::load("full-view");
    seal.trust["revocations"] = json!([{"seal": SEAL_ID}]);
    assert_eq!(standing(&seal), Some(IssuerStanding::Recognised));
}

#[test]
fn every_finding_of_a_seal_that_is_elsewhere_is_told() {
    let codes = |edit: &dyn Fn(&mut Case)| {
        let mut case = Case::load("full-view");
        edit(&mut case);
        let verdict = case.verify(&case.seal);
        (verdict.trust, verdict.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>())
    };
    let other_id = |case: &mut Case| case.view["id"] = "003Ws000004k2XqIAI".into();
    let production = |case: &mut Case| case.policy["environment"] = "production".into();
    let tenant = |case: &mut Case| case.policy["tenant"] = "00DWs000001aBcEMAU".into();
    let other_uuid = |case: &mut Case| case.view["uuid"] = "11111111-1111-4111-8111-111111111111".into();
    use ReasonCode::{EnvironmentDiffers, ObjectDiffers, RecordIdDiffers, TenantDiffers, UuidDiffers};
    // A seal that was copied to another record, seen in production.
    assert_eq!(
        codes(&|case| {
            other_id(case);
            production(case);
        }),
        (Trust::WrongEnvironment, vec![EnvironmentDiffers, RecordIdDiffers])
    );
    assert_eq!(
        codes(&|case| {
            other_id(case);
            production(case);
            tenant(case);
        }),
        (Trust::WrongEnvironment, vec![EnvironmentDiffers, TenantDiffers, RecordIdDiffers])
    );
    assert_eq!(
        codes(&|case| {
            other_uuid(case);
            other_id(case);
            production(case);
            case.view["object"] = "Lead".into();
        }),
        (Trust::WrongRecord, vec![ObjectDiffers, UuidDiffers, EnvironmentDiffers, RecordIdDiffers])
    );
    assert_eq!(
        codes(&|case| {
            case.view["uuid"] = Value::Null;
            other_id(case);
            tenant(case);
        }),
        (Trust::WrongRecord, vec![RecordIdDiffers, TenantDiffers])
    );
    let verdict = {
        let mut case = Case::load("full-view");
        production(&mut case);
        case.verify(&case.seal)
    };
    let disclosure = verdict.disclose();
    assert_eq!(
        (&*disclosure.trust, disclosure.environment.as_deref()),
        ("group.sealed-for", Some("sandbox"))
    );
}

#[test]
fn names_of_the_bundle_are_cleaned_as_those_of_statements_are() {
    let mut case = Case::load("approved");
    let hostile = "Ex\u{1b}[2J\u{202e}ample\u{200b} Bank\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\n";
    let shown = "Ex[2Jample Bank\u{301}\u{301}\u{301}\u{301} ";
    for role in ["issuers", "approvers"] {
        case.trust[role][0]["name"] = hostile.into();
    }
    let verdict = case.verify(&case.seal);
    assert_eq!(verdict.issuer.unwrap().name.as_deref(), Some(shown));
    assert_eq!(verdict.approvals[0].name.as_deref(), Some(shown));
}

#[test]
fn a_policy_can_ask_for_claims() {
    let missing = |claims: Value| {
        let mut case = Case::load("full-view");
        case.policy["requiredClaims"] = claims;
        case.verify(&case.seal).flags.contains(&Flag::ClaimsMissing)
    };
    for present in
        ["purpose", "generator", "generator.version", "isSynthetic", "responsibleEntity", "created"]
    {
        assert!(!missing(json!([present])), "{present}");
    }
    for absent in ["x", "generator.x", "generator.version.x", "purpose.0", "Purpose", "fieldOrigins"] {
        assert!(missing(json!([absent])), "{absent}");
        assert!(missing(json!(["purpose", absent])), "{absent}");
    }
    // Null and empty make no claim.
    for (value, is_missing) in [
        (json!(null), true),
        (json!(""), true),
        (json!(" "), true),
        (json!([]), true),
        (json!({}), true),
        (json!(0), false),
    ] {
        let mut case = Case::load("full-view");
        case.policy["requiredClaims"] = json!(["note"]);
        case.sign_anew(&key(), Timestamp::parse("2026-11-21T09:00:00Z").unwrap(), |credential| {
            credential["credentialSubject"]["provenance"]["note"] = value.clone();
        });
        let verdict = case.verify(&case.seal);
        assert_eq!(verdict.flags.contains(&Flag::ClaimsMissing), is_missing, "{value}");
        assert_eq!(verdict.clean_as().is_some(), !is_missing, "{value}");
    }
    let policy = |path: &str| {
        let policy = json!({"policy": "crm-policy/1", "tenant": "any", "environment": "any", "requiredClaims": [path]});
        touchmark::Policy::from_json(&policy.to_string()).is_ok()
    };
    assert!(policy("a.b") && !policy("") && !policy("a.") && !policy(".a") && !policy("a..b"));
}

#[test]
fn a_required_field_that_is_not_shown_is_not_clean() {
    let mut case = Case::load("full-view");
    case.policy["allowTestKeys"] = false.into();
    case.sign_anew(&key(), Timestamp::parse("2026-11-21T09:00:00Z").unwrap(), |_| {});
    case.view["fields"].as_object_mut().unwrap().remove("Title");
    let clean = |required: Value| {
        let mut policy = case.policy.clone();
        policy["requiredFields"] = required;
        let verdict = Case { policy, ..Case::load("full-view") };
        let verdict =
            Case { trust: case.trust.clone(), view: case.view.clone(), ..verdict }.verify(&case.seal);
        assert_eq!(verdict.trust, Trust::VerifiedPartial);
        (verdict.clean_as(), verdict.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>())
    };
    let withheld = ReasonCode::FieldWithheld;
    assert_eq!(clean(json!([])), (Some(Clean::Synthetic), vec![withheld]));
    assert_eq!(clean(json!(["LastName"])), (Some(Clean::Synthetic), vec![withheld]));
    assert_eq!(clean(json!(["LASTNAME"])), (Some(Clean::Synthetic), vec![withheld]));
    assert_eq!(clean(json!(["Title"])), (None, vec![withheld, ReasonCode::RequiredFieldWithheld]));
    assert_eq!(clean(json!(["Other__c"])), (None, vec![withheld, ReasonCode::RequiredFieldUncovered]));
}

/// The salts stand in the seal's text unsigned: whoever edits a record can take them away.
#[test]
fn salts_that_were_taken_away_leave_nothing_clean() {
    let case = Case::load("full-view");
    for salts in [json!({}), json!({"FirstName": 5}), json!({"FirstName": ""}), json!({"FirstName": "x"})] {
        let seal = edited(&case, |seal| seal["salts"] = salts.clone());
        let verdict = case.verify(&seal);
        assert_eq!((verdict.trust, verdict.origin), (Trust::VerifiedPartial, Origin::Synthetic), "{salts}");
        assert!(verdict.flags.contains(&Flag::NotComparable), "{salts}");
        assert_eq!(verdict.clean_as(), None, "{salts}");
        assert_eq!(verdict.disclose().level, Level::Caution, "{salts}");
    }
}

#[test]
fn a_bundles_own_word_is_for_one_purpose() {
    const LIST: &str = "https://issuer.example/status/3";
    let trust = |purpose: &str, status: Value| {
        let mut case = Case::load("full-view");
        case.trust["status"] = status;
        case.sign_anew(&published_key(), Timestamp::parse("2026-11-21T09:00:00Z").unwrap(), |credential| {
            credential["credentialStatus"]["statusPurpose"] = purpose.into();
        });
        case.verify(&case.seal).trust
    };
    let plain = format!("{LIST}#94567");
    let suspension = format!("{plain}#suspension");
    let revocation = format!("{plain}#revocation");
    for (purpose, status, expected) in [
        ("revocation", json!({&plain: "valid"}), Trust::Verified),
        ("revocation", json!({&plain: "revoked"}), Trust::Revoked),
        ("revocation", json!({&suspension: "valid"}), Trust::Unchecked),
        ("revocation", json!({&suspension: "revoked"}), Trust::Unchecked),
        ("revocation", json!({&revocation: "valid"}), Trust::Unchecked),
        // What says that a seal is not revoked does not say that it is not suspended.
        ("suspension", json!({&plain: "valid"}), Trust::Unchecked),
        ("suspension", json!({&suspension: "valid"}), Trust::Verified),
        ("suspension", json!({&suspension: "revoked"}), Trust::Revoked),
        // A word that names no purpose withdraws for all of them.
        ("suspension", json!({&plain: "revoked"}), Trust::Revoked),
        ("suspension", json!({&plain: "revoked", &suspension: "valid"}), Trust::Revoked),
    ] {
        assert_eq!(trust(purpose, status.clone()), expected, "{purpose} {status}");
    }
}

#[test]
fn two_spellings_of_one_name_leave_the_record_unchecked() {
    for (more, named) in [
        (json!({"lastname": "Evil"}), "LastName, lastname"),
        (
            json!({"PROVENANCE_SEAL__C": "x", "Provenance_Seal__c": "y"}),
            "PROVENANCE_SEAL__C, Provenance_Seal__c",
        ),
        (json!({"Other__c": 1, "OTHER__c": 2}), "OTHER__c, Other__c"),
        (json!({"id": "003Ws000004k2XpIAI", "ID": "003Ws000004k2XpIAI"}), "ID, id"),
    ] {
        let mut case = Case::load("full-view");
        case.view["fields"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let verdict = case.verify(&case.seal);
        assert_eq!(verdict.trust, Trust::Unchecked, "{more}");
        assert_eq!(verdict.reasons[0].code, ReasonCode::FieldNamedTwice, "{more}");
        assert_eq!(verdict.reasons[0].detail.as_deref(), Some(named));
        assert_eq!(verdict.claimed_origin, Some(Origin::Synthetic), "the flag counts: {more}");
        let listed = case.verify_listed(&case.seal, OTHER_SEAL);
        assert!(listed.reasons.iter().any(|reason| reason.code == ReasonCode::SealExpected), "{more}");
    }
}

/// What a view says of the seal field, in every shape: not shown is not empty (profile §2).
#[test]
fn a_seal_that_is_not_shown_is_not_a_seal_that_is_not_there() {
    const NAME: &str = "Provenance_Seal__c";
    let event = |change: &str, header: Value, fields: Value| {
        let mut payload = fields;
        payload["ChangeEventHeader"] =
            json!({"entityName": "Contact", "recordIds": ["003Ws000004k2XpIAI"], "changeType": change});
        payload["ChangeEventHeader"].as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
        payload
    };
    let id = "003Ws000004k2XpIAI";
    let rest = |fields: Value| {
        let mut view = json!({"attributes": {"type": "Contact"}, "Id": id, "Title": "CEO"});
        view.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        view
    };
    let ui = |fields: Value| {
        let mut view = json!({"apiName": "Contact", "id": id, "fields": {"Title": {"value": "CEO"}}});
        view["fields"].as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        view
    };
    let tree = |fields: Value| {
        let mut view = json!({"attributes": {"type": "Contact", "referenceId": "r1"}, "Title": "CEO"});
        view.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        view
    };
    let ingest = |fields: Value| {
        let mut view = json!({"object": "Contact", "sf__Id": id, "Title": "CEO"});
        view.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        view
    };
    let plain = |more: Value| {
        let mut view = json!({"object": "Contact", "id": id, "fields": {"Title": "CEO"}});
        view.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        view
    };
    let (not_there, not_shown, malformed) = (Trust::Unsealed, Trust::Unchecked, Trust::Malformed);
    let cases: BTreeMap<&str, (Value, Trust)> = [
        ("plain: nothing said", (plain(json!({})), not_shown)),
        ("plain: null", (plain(json!({"seal": null})), not_there)),
        ("plain: empty", (plain(json!({"seal": ""})), not_there)),
        ("plain: asked for", (plain(json!({"queried": [NAME]})), not_there)),
        ("plain: asked for, in capitals", (plain(json!({"queried": ["PROVENANCE_SEAL__C"]})), not_there)),
        ("plain: something else asked for", (plain(json!({"queried": ["Phone"]})), not_shown)),
        ("plain: a number", (plain(json!({"seal": 5})), malformed)),
        ("plain: an object", (plain(json!({"seal": {"seal": "crm-seal/1"}})), malformed)),
        ("rest: not selected", (rest(json!({})), not_shown)),
        ("rest: null", (rest(json!({NAME: null})), not_there)),
        ("rest: null, in capitals", (rest(json!({"PROVENANCE_SEAL__C": null})), not_there)),
        ("rest: an object", (rest(json!({NAME: {"seal": "crm-seal/1"}})), malformed)),
        ("rest: a record", (rest(json!({NAME: {"Id": "x"}})), malformed)),
        ("rest: a list", (rest(json!({NAME: [{}]})), malformed)),
        ("rest: a text in capitals", (rest(json!({"PROVENANCE_SEAL__C": "{"})), malformed)),
        ("ui: not asked for", (ui(json!({})), not_shown)),
        ("ui: without its value", (ui(json!({NAME: {"displayValue": null}})), not_shown)),
        ("ui: null", (ui(json!({NAME: {"value": null}})), not_there)),
        ("ui: bare text", (ui(json!({NAME: "{"})), not_shown)),
        ("tree: whole", (tree(json!({})), not_there)),
        ("tree: a text that looks like a reference", (tree(json!({NAME: "@x"})), malformed)),
        ("ingest: no column", (ingest(json!({})), not_shown)),
        ("ingest: empty", (ingest(json!({NAME: ""})), not_shown)),
        ("ingest: #N/A", (ingest(json!({NAME: "#N/A"})), not_there)),
        ("create", (event("CREATE", json!({}), json!({})), not_there)),
        ("undelete", (event("UNDELETE", json!({}), json!({})), not_there)),
        ("update", (event("UPDATE", json!({}), json!({"Title": "x"})), not_shown)),
        ("update: null, not named", (event("UPDATE", json!({}), json!({NAME: null})), not_shown)),
        ("update: a diff", (event("UPDATE", json!({"diffFields": [NAME]}), json!({NAME: "x"})), not_shown)),
        ("delete", (event("DELETE", json!({}), json!({})), not_shown)),
        ("update: nulled", (event("UPDATE", json!({"nulledFields": [NAME]}), json!({})), not_there)),
        (
            "update: nulled, in capitals",
            (event("UPDATE", json!({"nulledFields": ["PROVENANCE_SEAL__C"]}), json!({})), not_there),
        ),
    ]
    .into();
    for (name, (view, expected)) in &cases {
        let mut case = Case::load("full-view");
        case.shows_seal = false;
        case.view = view.clone();
        let verdict = case.verify("");
        assert_eq!(verdict.trust, *expected, "{name}: {:?}", verdict.reasons);
        let says_so = verdict.reasons.iter().any(|reason| reason.code == ReasonCode::SealNotShown);
        assert_eq!(says_so, *expected == not_shown, "{name}");
        assert_eq!(
            verdict.clean_as(),
            (*expected == not_there && !name.contains("nulled")).then_some(Clean::Unsealed)
        );
    }
    // Beside it: the flag declares, a reference or a companion says that there is one, the registry expects one.
    let beside = |fields: Value, listed: bool| {
        let mut case = Case::load("full-view");
        case.shows_seal = false;
        case.view = rest(fields);
        let verdict = if listed { case.verify_listed("", SEAL_ID) } else { case.verify("") };
        let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
        (verdict.trust, verdict.flags.clone(), codes, verdict.disclose().level)
    };
    use ReasonCode::{DeclaredSynthetic, SealExpected, SealNotShown};
    assert_eq!(
        beside(json!({"Synthetic_Data__c": true}), false),
        (Trust::DeclaredUnsigned, vec![], vec![DeclaredSynthetic, SealNotShown], Level::Notice)
    );
    assert_eq!(
        beside(json!({"Synthetic_Data__c": true}), true),
        (Trust::DeclaredUnsigned, vec![], vec![DeclaredSynthetic, SealNotShown, SealExpected], Level::Notice)
    );
    assert_eq!(
        beside(json!({}), true),
        (Trust::Unchecked, vec![], vec![SealNotShown, SealExpected], Level::Caution)
    );
    for (name, value) in [("PROVENANCE_REFERENCE__C", "x"), ("Provenance_Salts_Personal__c", "{}")] {
        let fields = json!({"Synthetic_Data__c": true, name: value});
        assert_eq!(
            beside(fields, false),
            (Trust::Unchecked, vec![], vec![SealNotShown], Level::Caution),
            "{name}"
        );
    }
}

/// The host's NFC may take the square of a run of combining marks: it is asked for a hint, and only where that is cheap.
#[test]
fn no_record_makes_the_hosts_nfc_work_for_long() {
    fn bounded(text: &str) -> String {
        assert!(text.encode_utf16().count() <= 4_096, "{} bytes", text.len());
        let mut run = 0;
        for character in text.chars() {
            run = if unicode_normalization::char::is_combining_mark(character) { run + 1 } else { 0 };
            assert!(run <= 30, "a run of {run}");
        }
        text.nfc().collect()
    }
    let hint = |sealed: &str, shown: &str| {
        let desk = touchmark_tests::sealing::Desk::covering(&[("Description", "textarea")]);
        let view = |text: &str| json!({"object": "Contact", "id": ID, "uuid": UUID, "fields": {"Description": text}});
        let mut shown = view(shown);
        shown["seal"] = desk.seal(&view(sealed)).seal.into();
        let text = shown.to_string();
        let verifier = desk.verifier.with_nfc(bounded);
        let verdict = verifier.verify(&touchmark::Record::parse(&text).unwrap(), now());
        assert_eq!(verdict.trust, Trust::Altered);
        verdict.fields[0].hint.is_some()
    };
    let heap = |count: usize| "e".to_owned() + &"\u{301}\u{316}".repeat(count / 2);
    assert!(hint("Zoé", "Zoe\u{301}"));
    assert!(hint(&"é".repeat(2_048), &"e\u{301}".repeat(2_048)));
    assert!(!hint(&"é".repeat(2_049), &"e\u{301}".repeat(2_049)), "beyond 4,096 units");
    for text in
        [heap(32), heap(130_000), "x".repeat(4_096) + "é", heap(30) + "\u{20d0}", "語".repeat(100_000)]
    {
        assert!(!hint("sealed", &text));
    }
}

/// That a record is as it was recorded takes a field that still is, and none that could not be compared.
#[test]
fn recorded_takes_a_field_that_matches() {
    let mut case = unlabelled("full-view");
    case.sign_anew(&key(), Timestamp::parse("2026-11-21T09:00:00Z").unwrap(), |credential| {
        credential["credentialSubject"]["provenance"] = json!({
            "isSynthetic": false, "provenanceSource": "crm", "created": "2026-11-21T09:00:00Z",
        });
    });
    let seen = |edit: &dyn Fn(&mut serde_json::Map<String, Value>), seal: &str| {
        let mut view = case.view.clone();
        edit(view["fields"].as_object_mut().unwrap());
        let verdict = Case { view, trust: case.trust.clone(), ..Case::load("full-view") }.verify(seal);
        (verdict.trust, verdict.origin, verdict.clean_as())
    };
    let without_salts = edited(&case, |seal| seal["salts"] = json!({}));
    let clean = Some(Clean::Recorded);
    // Its flag among the covered fields is not shown here.
    assert_eq!(seen(&|_| (), &case.seal), (Trust::VerifiedPartial, Origin::Recorded, clean));
    let one_altered = |fields: &mut serde_json::Map<String, Value>| fields["Title"] = "CEO".into();
    assert_eq!(seen(&one_altered, &case.seal), (Trust::Altered, Origin::Recorded, None));
    let all_altered = |fields: &mut serde_json::Map<String, Value>| {
        fields.values_mut().for_each(|value| *value = "another".into());
    };
    assert_eq!(seen(&all_altered, &case.seal), (Trust::Altered, Origin::Unknown, None));
    let none_shown = |fields: &mut serde_json::Map<String, Value>| fields.clear();
    assert_eq!(seen(&none_shown, &case.seal), (Trust::VerifiedPartial, Origin::Unknown, None));
    let rounded = |fields: &mut serde_json::Map<String, Value>| {
        fields["AnnualIncome__c"] = json!(9_007_199_254_740_993_u64)
    };
    assert_eq!(seen(&rounded, &case.seal), (Trust::VerifiedPartial, Origin::Unknown, None));
    assert_eq!(seen(&|_| (), &without_salts), (Trust::VerifiedPartial, Origin::Unknown, None));
}

/// A flag that is written otherwise than the fields around it says what it says.
#[test]
fn a_flag_declares_in_whatever_wrapping() {
    let id = "003Ws000004k2XpIAI";
    let views = |flag: &Value| {
        [
            json!({"object": "Contact", "id": id, "fields": {"Synthetic_Data__c": flag}}),
            json!({"apiName": "Contact", "object": "Contact", "id": id, "fields": {"Synthetic_Data__c": flag}}),
            json!({"object": "Contact", "Id": id, "Synthetic_Data__c": flag}),
            json!({"object": "Contact", "Id": id, "Synthetic_Data__c": flag, "Extra": {"value": 3}}),
            json!({"object": "Contact", "node": {"Id": id, "Synthetic_Data__c": flag}}),
            json!({"attributes": {"type": "Contact"}, "Id": id, "IS_SYNTHETIC": flag}),
            json!({"attributes": {"type": "Contact", "referenceId": "r"}, "Synthetic_Data__c": flag}),
            json!({"object": "Contact", "sf__Id": id, "Synthetic_Data__c": flag}),
        ]
    };
    for yes in [
        json!(true),
        json!("1"),
        json!({"value": true}),
        json!({"value": 1.0, "displayValue": null}),
        json!([true]),
    ] {
        for mut view in views(&yes) {
            view["seal"] = Value::Null;
            let mut case = Case::load("full-view");
            case.shows_seal = false;
            case.view = view.clone();
            let verdict = case.verify("");
            assert_eq!((verdict.trust, verdict.clean_as()), (Trust::DeclaredUnsigned, None), "{view}");
        }
    }
    for no in [
        json!(false),
        json!({"value": false}),
        json!({"value": null}),
        json!([]),
        json!({"a": true}),
        json!(null),
    ] {
        for mut view in views(&no) {
            view["seal"] = Value::Null;
            let mut case = Case::load("full-view");
            case.shows_seal = false;
            case.view = view.clone();
            assert_eq!(case.verify("").trust, Trust::Unsealed, "{view}");
        }
    }
    // Beside a seal that says the record is recorded, it contradicts.
    let mut case = unlabelled("full-view");
    case.sign_anew(&key(), Timestamp::parse("2026-11-21T09:00:00Z").unwrap(), |credential| {
        credential["credentialSubject"]["provenance"] = json!({
            "isSynthetic": false, "provenanceSource": "crm", "created": "2026-11-21T09:00:00Z",
        });
    });
    case.view["fields"]["is_synthetic"] = json!({"value": true});
    let verdict = case.verify(&case.seal);
    assert!(verdict.flags.contains(&Flag::LabelContradiction));
    assert_eq!(verdict.clean_as(), None);
}

/// Where nothing says which text is the record's seal, none is opened, and what each of them claims is still claimed.
#[test]
fn a_seal_that_is_not_opened_keeps_its_claim() {
    let case = unlabelled("full-view");
    let recorded = edited(&case, |seal| {
        seal["vc"]["credentialSubject"]["provenance"] = json!({"isSynthetic": false});
    });
    for (member, fields) in [
        (Some(&case.seal), json!({"lastname": "Evil"})),
        (None, json!({"lastname": "Evil", "Provenance_Seal__c": case.seal})),
        (None, json!({"PROVENANCE_SEAL__C": case.seal, "Provenance_Seal__c": recorded})),
        (None, json!({"PROVENANCE_SEAL__C": "{", "Provenance_Seal__c": case.seal})),
        (Some(&recorded), json!({"Provenance_Seal__c": case.seal})),
        (Some(&case.seal), json!({"Provenance_Seal__c": "junk"})),
        (Some(&case.seal), json!({"Provenance_Seal__c": {"a": 1}})),
    ] {
        let mut case = unlabelled("full-view");
        case.shows_seal = false;
        case.view["fields"].as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let verdict = case.verify(member.map_or("", String::as_str));
        assert!(matches!(verdict.trust, Trust::Unchecked | Trust::Malformed), "{fields}");
        assert_nothing_is_laundered(&fields.to_string(), &verdict, Origin::Synthetic);
    }
}

/// A change that takes the mark and does not show the seal says both.
#[test]
fn a_change_that_unticks_the_flag_does_not_say_that_there_is_no_seal() {
    let update = |header: Value, fields: Value| {
        let mut payload = fields;
        payload["ChangeEventHeader"] =
            json!({"entityName": "Contact", "recordIds": ["003Ws000004k2XpIAI"], "changeType": "UPDATE"});
        payload["ChangeEventHeader"].as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
        let mut case = Case::load("full-view");
        case.shows_seal = false;
        case.view = payload;
        let verdict = case.verify("");
        let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
        (verdict.trust, codes, verdict.disclose().level)
    };
    use ReasonCode::{NoSeal, ProvenanceStripped, SealNotShown};
    let hidden = (Trust::Unchecked, vec![SealNotShown, ProvenanceStripped], Level::Caution);
    assert_eq!(
        update(json!({"changedFields": ["Synthetic_Data__c"]}), json!({"Synthetic_Data__c": false})),
        hidden
    );
    assert_eq!(update(json!({"nulledFields": ["Provenance_Reference__c"]}), json!({})), hidden);
    assert_eq!(update(json!({"nulledFields": ["GENERATION_METHOD"]}), json!({})), hidden);
    let taken = (Trust::Unsealed, vec![NoSeal, ProvenanceStripped], Level::Caution);
    assert_eq!(update(json!({"nulledFields": ["Provenance_Seal__c"]}), json!({})), taken);
    assert_eq!(
        update(json!({"nulledFields": ["PROVENANCE_SEAL__C"]}), json!({"Synthetic_Data__c": false})),
        taken
    );
}
