//! Grants: whose yes counts, for which records, until when; and what a file of grants must be.

use serde_json::{Value, json};
use touchmark::json::Object;
use touchmark::note::{Checkpoint, KeyType};
use touchmark::{
    Answer, Decision, Grants, Policy, Record, Timestamp, TrustBundle, UseReason, Verdict, Verifier,
};
use touchmark_seal::{
    Approver, GrantScope, NoteKey, PrivateKey, SystemRandom, Tree, UseGrant, sign_document,
};
use touchmark_tests::Case;
use touchmark_tests::sealing::{key, published_key};

const SEAL: &str = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f";
const DATASET: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A record that is sealed as synthetic in a sandbox, a use that asks for oversight, and who may grant it.
struct Desk {
    case: Case,
    approver: PrivateKey,
    /// What the file holds.
    grants: Vec<Value>,
    dataset: Option<String>,
}

impl Desk {
    fn open() -> Self {
        let mut case = Case::load("full-view");
        case.policy["uses"] = json!({"scoring": {"origins": ["synthetic"], "unsealed": "allow", "oversight": true, "owner": "Risk"}});
        let (issuer, now) = (key(), case.now);
        case.sign_anew(&issuer, now, |_| {});
        let approver = key();
        case.trust["approvers"] = json!([{
            "id": approver.did_key(), "name": "Data Protection", "keys": [{"publicKeyMultibase": approver.multikey()}]
        }]);
        Self { case, approver, grants: Vec::new(), dataset: None }
    }

    fn policy(&self) -> Policy {
        Policy::from_json(&self.case.policy.to_string()).unwrap()
    }

    fn tenant(&self) -> String {
        self.policy().tenant().unwrap().to_owned()
    }

    fn granting(mut self, edit: impl FnOnce(&mut UseGrant<'_>)) -> Self {
        granted(&mut self, edit);
        self
    }

    fn file(&self) -> String {
        json!({"useGrants": "crm-grants/1", "grants": self.grants}).to_string()
    }

    fn verify(&self) -> Verdict {
        let trust = TrustBundle::from_json(&self.case.trust.to_string()).unwrap();
        let grants = Grants::from_json(&self.file(), &trust).unwrap();
        let mut verifier = Verifier::new(trust, self.policy()).with_grants(grants);
        verifier.set_dataset(self.dataset.clone());
        let mut view = self.case.view.clone();
        view["seal"] = self.case.seal.clone().into();
        let text = view.to_string();
        let verdict = verifier.verify(&Record::parse(&text).unwrap(), self.case.now);
        assert_eq!(Verdict::assume_checked(&verdict.to_json()).as_ref(), Ok(&verdict));
        verdict
    }

    fn decide(&self) -> Decision {
        self.verify().may_be_used("scoring")
    }
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// From the case's first day to the end of its year.
fn usual<'a>(tenant: &'a str, scope: GrantScope<'a>) -> UseGrant<'a> {
    let (from, until) = (time("2026-11-20T00:00:00Z"), time("2026-12-31T23:59:59Z"));
    UseGrant { name: "scoring", tenant, scope, from, until, reason: "Model review, minutes 14" }
}

/// For contacts in the sandbox, unless `edit` says otherwise.
fn grant(desk: &Desk, by: &PrivateKey, edit: impl FnOnce(&mut UseGrant<'_>)) -> Value {
    let (tenant, environments) = (desk.tenant(), ["sandbox".to_owned()]);
    let mut grant = usual(&tenant, GrantScope::Object("Contact", &environments));
    edit(&mut grant);
    signed(&grant, by)
}

fn signed(grant: &UseGrant<'_>, by: &PrivateKey) -> Value {
    let by = PrivateKey::from_pem(&by.to_pem().unwrap()).unwrap();
    let approver = Approver::new(by, None).unwrap();
    let grant = approver.grant(grant, time("2026-11-20T08:00:00Z"), &mut SystemRandom).unwrap();
    serde_json::from_str(&touchmark::jcs::to_string(&grant)).unwrap()
}

/// The grant with something changed, signed anew by the same key.
fn edited(grant: &Value, by: &PrivateKey, edit: impl FnOnce(&mut Value)) -> Value {
    let mut grant = grant.clone();
    edit(&mut grant);
    signed_as(&by.did_key(), &grant, by)
}

/// Signed in the name of a DID.
fn signed_as(did: &str, grant: &Value, by: &PrivateKey) -> Value {
    signed_at(did, grant, by, time("2026-11-20T08:00:00Z"))
}

fn signed_at(did: &str, document: &Value, by: &PrivateKey, at: Timestamp) -> Value {
    let text = document.to_string();
    let document = touchmark::json::parse(&text).unwrap();
    let mut members = document.as_object().unwrap().clone().into_members();
    members.retain(|(name, _)| name != "proof");
    let signed = sign_document(&Object::from_members(members), did, by, at);
    serde_json::from_str(&touchmark::jcs::to_string(&signed)).unwrap()
}

/// The record's statement in a log with that key, which speaks for the issuer.
fn log_anew(desk: &mut Desk, key: &PrivateKey) {
    let mut seal: Value = serde_json::from_str(&desk.case.seal).unwrap();
    let mut leaf = seal["vc"].take();
    leaf.as_object_mut().unwrap().remove("proof");
    let text = leaf.to_string();
    let text = touchmark::jcs::to_string(&touchmark::json::parse(&text).unwrap());
    let mut tree = Tree::default();
    tree.push(touchmark::merkle::leaf_hash(text.as_bytes()));
    let key = PrivateKey::from_pem(&key.to_pem().unwrap()).unwrap();
    let log = NoteKey::new("issuer.example/log", KeyType::Ed25519, key).unwrap();
    let head = Checkpoint::text(log.name(), 1, &tree.root(1).unwrap());
    let proof = tree.proof(0, 1, &[&*head, "\n", &log.sign(&head)].concat()).unwrap();
    desk.case.trust["logs"] = json!([{"key": log.verifier_key(), "issuers": [leaf["issuer"]]}]);
    seal.as_object_mut().unwrap().remove("vc");
    seal["tlog"] = json!({"leaf": leaf, "proof": proof});
    desk.case.seal = seal.to_string();
}

fn granted(desk: &mut Desk, edit: impl FnOnce(&mut UseGrant<'_>)) {
    let grant = grant(desk, &desk.approver, edit);
    desk.grants.push(grant);
}

#[test]
fn a_grant_of_each_scope_covers_the_record_and_is_named() {
    let seals = [SEAL.to_owned(), "0f8fad5b-d9cb-469f-a165-708677289511".to_owned()];
    for (scope, dataset) in [
        (GrantScope::Object("Contact", &["sandbox".to_owned(), "staging".to_owned()]), None),
        (GrantScope::Seals(&seals), None),
        (GrantScope::Dataset(DATASET), Some(DATASET)),
    ] {
        let tenant = Desk::open().tenant();
        let mut desk = Desk::open();
        let grant = usual(&tenant, scope);
        desk.grants.push(signed(&grant, &desk.approver));
        desk.dataset = dataset.map(ToOwned::to_owned);
        let decision = desk.decide();
        assert_eq!((decision.answer, decision.reasons.as_slice()), (Answer::Allowed, &[][..]), "{scope:?}");
        let named = decision.grant.unwrap();
        assert_eq!(named.approver.name.as_deref(), Some("Data Protection"));
        assert_eq!(named.reason, "Model review, minutes 14");
        assert_eq!(named.until, grant.until);
        assert_eq!(Some(named.id.as_str()), desk.grants[0]["id"].as_str());
    }
}

#[test]
fn a_record_whose_statement_is_in_a_log_is_covered() {
    let mut desk = Desk::open().granting(|_| {});
    log_anew(&mut desk, &key());
    assert_eq!(desk.decide().answer, Answer::Allowed);
}

#[test]
fn a_use_that_asks_for_no_oversight_names_no_grant() {
    let mut desk = Desk::open().granting(|_| {});
    desk.case.policy["uses"]["scoring"]["oversight"] = false.into();
    let decision = desk.decide();
    assert_eq!((decision.answer, decision.grant), (Answer::Allowed, None));
}

/// Each way in which a grant may fail to cover, alone: refused, with the reason.
#[test]
fn a_grant_that_does_not_cover_is_refused_with_the_reason() {
    use UseReason::*;
    type Change = fn(&mut Desk);
    let rows: [(&str, UseReason, Change); 29] = [
        ("no grant at all", GrantMissing, |_| {}),
        ("for another use", GrantMissing, |desk| granted(desk, |grant| grant.name = "training")),
        ("for a use of another case", GrantMissing, |desk| granted(desk, |grant| grant.name = "Scoring")),
        ("for other seals", GrantMissing, |desk| {
            let (tenant, others) = (desk.tenant(), ["0f8fad5b-d9cb-469f-a165-708677289511".to_owned()]);
            let grant = signed(&usual(&tenant, GrantScope::Seals(&others)), &desk.approver);
            desk.grants.push(grant);
        }),
        ("for another object", GrantMissing, |desk| {
            let grant = grant(desk, &desk.approver, |_| {});
            let grant =
                edited(&grant, &desk.approver, |grant| grant["credentialSubject"]["object"] = "Lead".into());
            desk.grants.push(grant);
        }),
        ("for another environment", GrantMissing, |desk| {
            let grant = grant(desk, &desk.approver, |_| {});
            let grant = edited(&grant, &desk.approver, |grant| {
                grant["credentialSubject"]["environment"] = json!(["production"]);
            });
            desk.grants.push(grant);
        }),
        ("for a file that these are not read from", GrantMissing, |desk| {
            granted(desk, |grant| grant.scope = GrantScope::Dataset(DATASET));
        }),
        ("for a file of other bytes", GrantMissing, |desk| {
            granted(desk, |grant| grant.scope = GrantScope::Dataset(DATASET));
            desk.dataset = Some(DATASET.replace('e', "f"));
        }),
        ("of somebody the bundle does not list", GrantNotTrusted, |desk| {
            let grant = grant(desk, &key(), |_| {});
            desk.grants.push(grant);
        }),
        ("of an issuer who is no approver", GrantNotTrusted, |desk| {
            let issuer = key();
            let (created, now) = (time("2026-11-20T08:00:00Z"), desk.case.now);
            assert!(created < now);
            desk.case.sign_anew(&issuer, now, |_| {});
            let grant = grant(desk, &issuer, |_| {});
            desk.grants.push(grant);
        }),
        ("of the record's own issuer", GrantNotTrusted, |desk| {
            let (issuer, now) = (key(), desk.case.now);
            desk.case.sign_anew(&issuer, now, |_| {});
            desk.case.trust["approvers"] =
                json!([{"id": issuer.did_key(), "keys": [{"publicKeyMultibase": issuer.multikey()}]}]);
            let grant = grant(desk, &issuer, |_| {});
            desk.grants.push(grant);
        }),
        ("of the record's own issuer, under another name", GrantNotTrusted, |desk| {
            let (issuer, now) = (key(), desk.case.now);
            desk.case.sign_anew(&issuer, now, |_| {});
            desk.case.trust["approvers"] = json!([{"id": "did:web:friend.example", "keys": [{"publicKeyMultibase": issuer.multikey()}]}]);
            let mut grant = grant(desk, &issuer, |_| {});
            grant["issuer"] = "did:web:friend.example".into();
            desk.grants.push(signed_as("did:web:friend.example", &grant, &issuer));
        }),
        ("of the record's own issuer, whose name has signs that are not shown", GrantNotTrusted, |desk| {
            let (issuer, now) = (key(), desk.case.now);
            let name = "did:web:ban\u{200b}k.example";
            let mut seal: Value = serde_json::from_str(&desk.case.seal).unwrap();
            seal["vc"]["issuer"] = name.into();
            seal["vc"] = signed_at(name, &seal["vc"], &issuer, now);
            desk.case.seal = seal.to_string();
            let keys = json!([{"publicKeyMultibase": issuer.multikey()}]);
            desk.case.trust["issuers"] = json!([{"id": name, "keys": keys}]);
            desk.case.trust["approvers"] = json!([{"id": "did:web:friend.example", "keys": keys}]);
            let mut grant = grant(desk, &issuer, |_| {});
            grant["issuer"] = "did:web:friend.example".into();
            desk.grants.push(signed_as("did:web:friend.example", &grant, &issuer));
        }),
        ("of the log that speaks for the record's issuer", GrantNotTrusted, |desk| {
            let log = key();
            log_anew(desk, &log);
            desk.case.trust["approvers"] =
                json!([{"id": log.did_key(), "keys": [{"publicKeyMultibase": log.multikey()}]}]);
            let grant = grant(desk, &log, |_| {});
            desk.grants.push(grant);
        }),
        ("by a key that everybody can sign with", GrantNotTrusted, |desk| {
            let everybody = published_key();
            desk.case.policy["allowTestKeys"] = true.into();
            desk.case.trust["approvers"] =
                json!([{"id": everybody.did_key(), "keys": [{"publicKeyMultibase": everybody.multikey()}]}]);
            let mut grant = grant(desk, &key(), |_| {});
            grant["issuer"] = everybody.did_key().into();
            desk.grants.push(signed_as(&everybody.did_key(), &grant, &everybody));
        }),
        ("by a key that is not listed for that time", GrantNotTrusted, |desk| {
            granted(desk, |_| {});
            desk.case.trust["approvers"][0]["keys"][0]["validFrom"] = "2026-11-20T09:00:00Z".into();
        }),
        ("by a key that has been withdrawn", GrantRevoked, |desk| {
            granted(desk, |_| {});
            desk.case.trust["revocations"] =
                json!([{"key": desk.approver.multikey(), "reason": "compromised"}]);
        }),
        ("that has been taken back", GrantRevoked, |desk| {
            granted(desk, |_| {});
            desk.case.trust["revocations"] = json!([{"grant": desk.grants[0]["id"]}]);
        }),
        ("that has been taken back, by its id in capitals", GrantRevoked, |desk| {
            granted(desk, |_| {});
            let id = desk.grants[0]["id"].as_str().unwrap().to_uppercase().replace("URN:UUID:", "urn:uuid:");
            desk.case.trust["revocations"] = json!([{"grant": id}]);
        }),
        ("of an approver for another object", GrantOutOfScope, |desk| {
            granted(desk, |_| {});
            desk.case.trust["approvers"][0]["scope"] = json!({"objects": ["Lead"]});
        }),
        ("of an approver for another environment", GrantOutOfScope, |desk| {
            granted(desk, |_| {});
            desk.case.trust["approvers"][0]["scope"] = json!({"environments": ["production"]});
        }),
        ("of an approver for another origin", GrantOutOfScope, |desk| {
            granted(desk, |_| {});
            desk.case.trust["approvers"][0]["scope"] = json!({"origins": ["recorded"]});
        }),
        ("of an approver for another org", GrantOutOfScope, |desk| {
            granted(desk, |_| {});
            desk.case.trust["approvers"][0]["scope"] = json!({"tenants": ["00DWs000001aBcEMAU"]});
        }),
        ("wider than its approver's scope", GrantOutOfScope, |desk| {
            let grant = grant(desk, &desk.approver, |_| {});
            let grant = edited(&grant, &desk.approver, |grant| {
                grant["credentialSubject"]["environment"] = json!(["sandbox", "production"])
            });
            desk.grants.push(grant);
            desk.case.trust["approvers"][0]["scope"] = json!({"environments": ["sandbox"]});
        }),
        ("for another org", GrantOutOfScope, |desk| {
            let grant = grant(desk, &desk.approver, |_| {});
            let grant = edited(&grant, &desk.approver, |grant| {
                grant["credentialSubject"]["tenant"] =
                    touchmark::digest::tenant_digest("00DWs000001aBcEMAU").into();
            });
            desk.grants.push(grant);
        }),
        ("for another org than the seal, where the page takes any", GrantOutOfScope, |desk| {
            let grant = grant(desk, &desk.approver, |_| {});
            let grant = edited(&grant, &desk.approver, |grant| {
                grant["credentialSubject"]["tenant"] =
                    touchmark::digest::tenant_digest("00DWs000001aBcEMAU").into();
            });
            desk.grants.push(grant);
            desk.case.policy["tenant"] = "any".into();
        }),
        ("that has ended", GrantNotInForce, |desk| {
            granted(desk, |grant| grant.until = time("2026-11-20T12:00:00Z"));
        }),
        ("that has not begun", GrantNotInForce, |desk| {
            granted(desk, |grant| grant.from = time("2026-12-31T00:00:00Z"));
        }),
        ("the one that comes nearest says why", GrantNotInForce, |desk| {
            let foreign = grant(desk, &key(), |_| {});
            desk.grants.push(foreign);
            granted(desk, |grant| grant.until = time("2026-11-20T12:00:00Z"));
            granted(desk, |grant| grant.name = "training");
        }),
    ];
    for (what, reason, change) in rows {
        let mut desk = Desk::open();
        change(&mut desk);
        let decision = desk.decide();
        assert_eq!(
            (decision.answer, decision.reasons, decision.grant),
            (Answer::Refused, vec![reason], None),
            "{what}"
        );
    }
}

#[test]
fn of_several_grants_one_that_covers_is_enough() {
    let desk = Desk::open()
        .granting(|grant| grant.until = time("2026-11-20T12:00:00Z"))
        .granting(|grant| grant.name = "training")
        .granting(|_| {});
    assert_eq!(desk.decide().answer, Answer::Allowed);
}

#[test]
fn a_grant_takes_no_other_reason_away() {
    let mut desk = Desk::open().granting(|_| {});
    desk.case.policy["uses"]["scoring"]["origins"] = json!(["recorded"]);
    let decision = desk.decide();
    assert_eq!(
        (decision.answer, decision.reasons.as_slice()),
        (Answer::Refused, &[UseReason::OriginNotListed][..])
    );
    assert!(decision.grant.is_some());
}

/// A record without a seal has no issuer that could have granted it, and no environment but the page's.
#[test]
fn records_without_a_seal_are_covered_by_object_and_environment_alone() {
    let unsealed = |mut desk: Desk| {
        desk.case.seal = String::new();
        desk.case.view =
            json!({"object": "Contact", "id": "003Ws000004k2XpIAI", "fields": {"LastName": "Smith"}});
        desk.decide()
    };
    assert_eq!(unsealed(Desk::open()).reasons, [UseReason::GrantMissing]);
    assert_eq!(unsealed(Desk::open().granting(|_| {})).answer, Answer::Allowed);
    let seals = [SEAL.to_owned()];
    let tenant = Desk::open().tenant();
    let mut desk = Desk::open();
    let grant = signed(&usual(&tenant, GrantScope::Seals(&seals)), &desk.approver);
    desk.grants.push(grant);
    assert_eq!(unsealed(desk).reasons, [UseReason::GrantMissing]);
    // Where the page takes any org, such a record is of none that is known.
    let mut desk = Desk::open().granting(|_| {});
    desk.case.policy["tenant"] = "any".into();
    assert_eq!(desk.decide().answer, Answer::Allowed, "sealed for the org");
    assert_eq!(unsealed(desk).reasons, [UseReason::GrantOutOfScope]);
    // Where it takes any environment, in none.
    let mut desk = Desk::open().granting(|_| {});
    desk.case.policy["environment"] = "any".into();
    assert_eq!(desk.decide().answer, Answer::Allowed, "sealed for the sandbox");
    assert_eq!(unsealed(desk).reasons, [UseReason::GrantMissing]);
}

/// A bundle that says nothing of today says nothing of who may grant.
#[test]
fn a_bundle_that_has_expired_makes_nobody_an_approver() {
    let mut desk = Desk::open().granting(|_| {});
    desk.case.seal = String::new();
    desk.case.trust["expires"] = "2026-11-20T00:00:00Z".into();
    assert_eq!(desk.decide().reasons, [UseReason::GrantNotTrusted]);
}

/// Grants that were read with one bundle say nothing beside another.
#[test]
fn grants_that_another_bundle_was_asked_about_count_for_nothing() {
    let mut desk = Desk::open();
    let stranger = key();
    desk.grants.push(grant(&desk, &stranger, |_| {}));
    let mut theirs = desk.case.trust.clone();
    theirs["approvers"] =
        json!([{"id": stranger.did_key(), "keys": [{"publicKeyMultibase": stranger.multikey()}]}]);
    let theirs = TrustBundle::from_json(&theirs.to_string()).unwrap();
    let grants = Grants::from_json(&desk.file(), &theirs).unwrap();
    let ours = TrustBundle::from_json(&desk.case.trust.to_string()).unwrap();
    let mut view = desk.case.view.clone();
    view["seal"] = desk.case.seal.clone().into();
    let text = view.to_string();
    let verdict = Verifier::new(ours, desk.policy())
        .with_grants(grants)
        .verify(&Record::parse(&text).unwrap(), desk.case.now);
    assert_eq!(verdict.may_be_used("scoring").reasons, [UseReason::GrantNotTrusted]);
}

#[test]
fn a_file_of_grants_that_is_not_of_the_form_is_refused_with_the_place() {
    let desk = Desk::open().granting(|_| {});
    let trust = TrustBundle::from_json(&desk.case.trust.to_string()).unwrap();
    let whole = |grant: &Value| json!({"useGrants": "crm-grants/1", "grants": [grant]}).to_string();
    let good = &desk.grants[0];
    assert!(Grants::from_json(&whole(good), &trust).is_ok());
    type Change = fn(&mut Value);
    let rows: Vec<(&str, Change)> = vec![
        ("grants: grants[0].proof: the signature does not hold", |grant| {
            grant["credentialSubject"]["reason"] = "Another".into();
        }),
        ("grants: grants[0].type: must be VerifiableCredential and CrmUseGrant", |grant| {
            grant["type"] = json!(["VerifiableCredential", "CrmUseGrant", "CrmRecordProvenance"]);
        }),
        ("grants: grants[0].type: must be VerifiableCredential and CrmUseGrant", |grant| {
            grant["type"] = json!(["VerifiableCredential", "CrmRecordProvenance"]);
        }),
        ("grants: grants[0].@context: must be that of seals", |grant| {
            grant["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
        }),
        ("grants: grants[0].proof.@context: must be that of seals", |grant| {
            grant["proof"]["@context"] = json!([]);
        }),
        ("grants: grants[0].validUntil: is missing", |grant| {
            grant.as_object_mut().unwrap().remove("validUntil");
        }),
        ("grants: grants[0].validUntil: is before validFrom", |grant| {
            grant["validUntil"] = "2026-11-19T00:00:00Z".into();
        }),
        ("grants: grants[0].credentialSubject.reason: is missing", |grant| {
            grant["credentialSubject"].as_object_mut().unwrap().remove("reason");
        }),
        ("grants: grants[0].credentialSubject.reason: must say why", |grant| {
            grant["credentialSubject"]["reason"] = " ".into();
        }),
        ("grants: grants[0].credentialSubject.use: must be 1 to 256", |grant| {
            grant["credentialSubject"]["use"] = "credit scoring".into();
        }),
        ("grants: grants[0].credentialSubject: must name one of seals, object and dataset", |grant| {
            grant["credentialSubject"]["seals"] = json!([SEAL]);
        }),
        ("grants: grants[0].credentialSubject.environment: goes with object", |grant| {
            grant["credentialSubject"].as_object_mut().unwrap().remove("environment");
        }),
        ("grants: grants[0].credentialSubject.tenant: must be the digest of an org id", |grant| {
            grant["credentialSubject"]["tenant"] = "00DWs000001aBcDMAU".into();
        }),
        ("grants: grants[0].credentialStatus: unknown member", |grant| {
            grant["credentialStatus"] = json!({"id": "x"});
        }),
        ("grants: grants[0].proof.verificationMethod: must be the approver's DID", |grant| {
            grant["issuer"] = "did:web:somebody.example".into();
        }),
    ];
    for (expected, change) in rows {
        let mut grant = good.clone();
        change(&mut grant);
        let error = Grants::from_json(&whole(&grant), &trust).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let many = vec![good; touchmark::MAX_GRANTS + 1];
    let many = json!({"useGrants": "crm-grants/1", "grants": many}).to_string();
    let error = Grants::from_json(&many, &trust).unwrap_err().to_string();
    assert!(error.starts_with("grants: grants: are more than 1024"), "{error}");
}

/// Seals and grants are signed by the same rules: neither passes for the other.
#[test]
fn a_seal_is_no_grant_and_a_grant_no_seal() {
    let mut desk = Desk::open();
    let (issuer, now) = (key(), desk.case.now);
    desk.case.sign_anew(&issuer, now, |vc| {
        vc["type"] = json!(["VerifiableCredential", "CrmRecordProvenance", "CrmUseGrant"]);
    });
    let verdict = desk.case.verify(&desk.case.seal);
    assert_eq!(verdict.trust, touchmark::Trust::Malformed);
    assert_eq!(verdict.reasons[0].detail.as_deref(), Some("vc.type"));
    let grant = grant(&desk, &desk.approver, |_| {});
    let seal = json!({"seal": "crm-seal/1", "vc": grant, "salts": {}}).to_string();
    desk.case.trust["issuers"] =
        json!([{"id": desk.approver.did_key(), "keys": [{"publicKeyMultibase": desk.approver.multikey()}]}]);
    assert_eq!(desk.case.verify(&seal).trust, touchmark::Trust::Malformed);
}
