//! The last that is let through and the first that is not: each limit is tried on both sides.

use serde_json::{Value, json};
use touchmark::encoding::base64url;
use touchmark::{
    Flag, MAX_FIELDS, MAX_LIST, MAX_SEAL_UNITS, MIN_LIST, ReasonCode, Timestamp, Trust, TrustBundle, Verdict,
    jcs,
};
use touchmark_seal::{Approver, PrivateKey, SystemRandom, sign_document};
use touchmark_tests::Case;

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Valid from 09:00:00 on 21 November 2026 for a year; its proof was made a second later.
fn seen_at(now: &str) -> Trust {
    let mut case = Case::load("full-view");
    case.now = time(now);
    case.verify(&case.seal).trust
}

#[test]
fn clocks_may_differ_by_five_minutes() {
    assert_eq!(seen_at("2026-11-21T08:55:00.999Z"), Trust::NotYetValid);
    assert_eq!(seen_at("2026-11-21T08:55:01Z"), Trust::Verified);
    assert_eq!(seen_at("2027-11-21T09:05:00Z"), Trust::Verified);
    assert_eq!(seen_at("2027-11-21T09:05:00.001Z"), Trust::Expired);
}

/// Sealed with a key that this edit of the trust bundle is about.
fn sealed(created: &str, edit: impl FnOnce(&mut Value), trust: impl FnOnce(&mut Value, &str)) -> Verdict {
    let mut case = Case::load("full-view");
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    case.sign_anew(&key, time(created), edit);
    trust(&mut case.trust, &key.multikey());
    case.verify(&case.seal)
}

#[test]
fn a_retired_key_stands_for_what_it_sealed_before() {
    let retired = |valid_from: &str, created: &str| {
        let valid_from = Value::from(valid_from);
        let verdict = sealed(
            created,
            |credential| credential["validFrom"] = valid_from,
            |trust, key| {
                trust["revocations"] =
                    json!([{"key": key, "reason": "retired", "from": "2026-11-22T09:00:00Z"}]);
            },
        );
        verdict.trust
    };
    assert_eq!(retired("2026-11-22T08:59:59Z", "2026-11-22T08:59:59Z"), Trust::Verified);
    assert_eq!(retired("2026-11-22T09:00:00Z", "2026-11-22T08:59:59Z"), Trust::Revoked);
    assert_eq!(retired("2026-11-22T08:59:59Z", "2026-11-22T09:00:00Z"), Trust::Revoked);
}

#[test]
fn the_days_of_a_key_count_for_statement_and_proof() {
    let listed = |valid_from: &str, created: &str| {
        let valid_from = Value::from(valid_from);
        let verdict = sealed(
            created,
            |credential| credential["validFrom"] = valid_from,
            |trust, _| {
                trust["issuers"][0]["keys"][0]["validFrom"] = "2026-11-22T09:00:00Z".into();
                trust["issuers"][0]["keys"][0]["validUntil"] = "2026-11-23T09:00:00Z".into();
            },
        );
        verdict.trust
    };
    let (first, last) = ("2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z");
    assert_eq!(listed(first, last), Trust::Verified);
    assert_eq!(listed(last, first), Trust::Verified);
    for outside in ["2026-11-22T08:59:59Z", "2026-11-23T09:00:01Z"] {
        assert_eq!(listed(outside, first), Trust::UntrustedIssuer, "{outside}");
        assert_eq!(listed(first, outside), Trust::UntrustedIssuer, "{outside}");
    }
}

#[test]
fn retention_ends_with_its_last_day() {
    let flagged = |now: &str| {
        let mut case = Case::load("full-view");
        let key = PrivateKey::generate(&mut SystemRandom).unwrap();
        case.sign_anew(&key, time("2026-11-21T09:00:00Z"), |credential| {
            credential["credentialSubject"]["provenance"]["retainUntil"] = "2027-05-21".into();
        });
        case.now = time(now);
        case.verify(&case.seal).flags.contains(&Flag::RetentionPassed)
    };
    assert!(!flagged("2027-05-21T23:59:59.999Z"));
    assert!(flagged("2027-05-22T00:00:00Z"));
}

#[test]
fn a_companion_that_holds_nothing_is_no_companion() {
    for empty in [Value::Null, "".into()] {
        let mut case = Case::load("full-view");
        case.view["companions"].as_array_mut().unwrap().push(empty.clone());
        case.view["fields"]["Provenance_Salts_Other__c"] = empty;
        let verdict = case.verify(&case.seal);
        assert_eq!((verdict.trust, verdict.flags), (Trust::Verified, vec![Flag::TestKey]));
    }
}

#[test]
fn a_seal_fills_its_field_and_no_more() {
    let case = Case::load("full-view");
    // Outside the statement, where nothing is signed, and of one, two and three bytes for a unit of UTF-16, or four for two.
    for filling in ["x", "é", "\u{fb33}", "😀"] {
        let width = filling.encode_utf16().count();
        let with = |units: usize| {
            let room = units - case.seal.encode_utf16().count() - ",\"filling\":\"\"".len();
            let filling = filling.repeat(room / width) + &"x".repeat(room % width);
            let end = format!(",\"filling\":\"{filling}\"}}");
            let seal = format!("{}{end}", case.seal.strip_suffix('}').unwrap());
            assert_eq!(seal.encode_utf16().count(), units);
            let verdict = case.verify(&seal);
            (verdict.trust, verdict.reasons.first().map(|reason| reason.code))
        };
        assert_eq!(with(MAX_SEAL_UNITS), (Trust::Verified, None), "{filling}");
        let too_long = (Trust::Malformed, Some(ReasonCode::SealTooLong));
        assert_eq!(with(MAX_SEAL_UNITS + 1), too_long, "{filling}");
    }
}

#[test]
fn eight_proofs_and_no_more() {
    let mut case = Case::load("approved");
    let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
    seal["vc"]["proof"].as_array_mut().unwrap().retain(|proof| proof.get("previousProof").is_none());
    let root = seal.to_string();
    let mut approved = |count: usize| {
        let mut seal = seal.clone();
        for _ in 0..count {
            let approver = Approver::new(PrivateKey::generate(&mut SystemRandom).unwrap(), None).unwrap();
            let more = approver.approve(&root, case.now, &mut SystemRandom).unwrap();
            let more: Value = serde_json::from_str(&more).unwrap();
            seal["vc"]["proof"].as_array_mut().unwrap().push(more["vc"]["proof"][1].clone());
        }
        case.policy["approvals"] = 0.into();
        case.verify(&seal.to_string()).trust
    };
    assert_eq!(approved(7), Trust::Verified);
    assert_eq!(approved(8), Trust::Invalid);
}

#[test]
fn four_hundred_fields_and_no_more() {
    let covering = |count: usize| {
        let verdict = sealed(
            "2026-11-21T09:00:00Z",
            |credential| {
                let values = &mut credential["credentialSubject"]["fieldDigests"]["values"];
                let digest = values["LastName"].clone();
                *values = (0..count).map(|at| (format!("F{at}"), digest.clone())).collect();
            },
            |_, _| {},
        );
        verdict.trust
    };
    assert_eq!(covering(MAX_FIELDS), Trust::VerifiedPartial);
    assert_eq!(covering(MAX_FIELDS + 1), Trust::Malformed);
}

#[test]
fn a_list_of_no_proofs_is_no_proof() {
    let case = Case::load("full-view");
    let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
    seal["vc"]["proof"] = json!([]);
    let verdict = case.verify(&seal.to_string());
    assert_eq!((verdict.trust, verdict.reasons[0].code), (Trust::Malformed, ReasonCode::EnvelopeMalformed));
}

#[test]
fn a_did_key_of_another_type_is_named_for_it() {
    let case = Case::load("full-view");
    // P-256.
    let other = "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169";
    let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
    seal["vc"]["issuer"] = format!("did:key:{other}").into();
    seal["vc"]["proof"]["verificationMethod"] = format!("did:key:{other}#{other}").into();
    let verdict = case.verify(&seal.to_string());
    assert_eq!(
        (verdict.trust, verdict.reasons[0].code),
        (Trust::Unsupported, ReasonCode::KeyTypeUnsupported)
    );
}

#[test]
fn an_empty_claim_claims_nothing() {
    let mut case = Case::load("full-view");
    case.view["fields"]["provenance_source__c"] = "".into();
    assert_eq!(case.verify(&case.seal).declared.provenance_source, None);
    case.view["fields"]["provenance_source__c"] = "somebody".into();
    assert_eq!(case.verify(&case.seal).declared.provenance_source.as_deref(), Some("somebody"));
}

/// A gzip file of zeros in stored blocks (RFC 1951 §3.2.4), which need no compressor.
fn stored_gzip(length: usize) -> Vec<u8> {
    let content = vec![0u8; length];
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let blocks = content.chunks(65_535);
    let last = blocks.len() - 1;
    for (at, block) in blocks.enumerate() {
        let size = u16::try_from(block.len()).unwrap();
        file.push(u8::from(at == last));
        file.extend(size.to_le_bytes());
        file.extend((!size).to_le_bytes());
        file.extend(block);
    }
    let mut sum = !0u32;
    for byte in &content {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    file.extend((!sum).to_le_bytes());
    file.extend(u32::try_from(length).unwrap().to_le_bytes());
    file
}

#[test]
fn a_status_list_has_at_least_sixteen_kibibytes_and_at_most_a_mebibyte() {
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    let did = key.did_key();
    let mut case = Case::load("full-view");
    let now = case.now;
    case.trust["issuers"] = json!([{"id": did, "keys": [{"publicKeyMultibase": key.multikey()}]}]);
    let mut is_read = |length: usize| {
        let list = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": "https://issuer.example/status/3",
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": did,
            "credentialSubject": {
                "type": "BitstringStatusList", "statusPurpose": "revocation",
                "encodedList": format!("u{}", base64url(&stored_gzip(length))),
            },
        });
        let text = list.to_string();
        let document = touchmark::json::parse(&text).unwrap();
        let signed = sign_document(document.as_object().unwrap(), &did, &key, now);
        let signed: Value = serde_json::from_str(&jcs::to_string(&signed)).unwrap();
        case.trust["statusLists"] = json!([signed]);
        TrustBundle::from_json(&case.trust.to_string()).is_ok()
    };
    assert!(is_read(MIN_LIST) && is_read(MAX_LIST));
    assert!(!is_read(MIN_LIST - 1) && !is_read(MAX_LIST + 1) && !is_read(MAX_LIST + 65_535));
}

#[test]
fn sixty_four_companions_and_no_more() {
    let after = |others: usize| {
        let mut case = Case::load("full-view");
        let seal: Value = serde_json::from_str(&case.seal).unwrap();
        let other = json!({"seal": seal["vc"]["id"], "salts": {}}).to_string();
        let own = case.view["companions"][0].take();
        let mut packs = vec![Value::from(other); others];
        packs.push(own);
        case.view["companions"] = packs.into();
        let verdict = case.verify(&case.seal);
        (verdict.trust, verdict.flags.contains(&Flag::CompanionIgnored))
    };
    assert_eq!(after(63), (Trust::Verified, false));
    assert_eq!(after(64), (Trust::VerifiedPartial, true));
}

/// A statement about a record of December was not sealed in November, whatever its other times say. An envelope whose
/// proof has no time has this one.
#[test]
fn what_is_stated_of_a_later_day_was_sealed_on_none_before() {
    let sealed = |created: &str, edit: &dyn Fn(&mut Value, &str)| {
        let created = Value::from(created);
        let verdict = sealed(
            "2026-11-21T09:00:00Z",
            |credential| credential["credentialSubject"]["provenance"]["created"] = created,
            |trust, key| edit(trust, key),
        );
        (verdict.trust, verdict.reasons.first().map(|reason| reason.code))
    };
    let retired = |trust: &mut Value, key: &str| {
        trust["revocations"] = json!([{"key": key, "reason": "retired", "from": "2026-11-22T09:00:00Z"}]);
    };
    let listed = |trust: &mut Value, _: &str| {
        trust["issuers"][0]["keys"][0]["validFrom"] = "2026-11-21T09:00:00Z".into();
        trust["issuers"][0]["keys"][0]["validUntil"] = "2026-11-22T09:00:00Z".into();
    };
    let verified = (Trust::Verified, None);
    assert_eq!(sealed("2026-11-22T08:59:59Z", &retired), verified);
    assert_eq!(sealed("2026-11-22T09:00:00Z", &retired), (Trust::Revoked, Some(ReasonCode::KeyRevoked)));
    // The record may be older than the key.
    assert_eq!(sealed("2020-01-01T00:00:00Z", &listed), verified);
    assert_eq!(sealed("2026-11-22T09:00:00Z", &listed), verified);
    let outside = (Trust::UntrustedIssuer, Some(ReasonCode::KeyOutOfWindow));
    assert_eq!(sealed("2026-11-22T09:00:01Z", &listed), outside);
}
