//! Who else speaks for a statement, and when: logs, witnesses, approvers. Seals are made in the tests, so that each
//! party's key is at hand.

use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use touchmark::encoding::{base58btc, base64url};
use touchmark::note::{Checkpoint, KeyType, Note, VerifierKey};
use touchmark::{
    Flag, Policy, ReasonCode, Record, Registry, Trust, TrustBundle, Verdict, Verifier, did, jcs,
    json as strict, merkle, signed_bytes, tlog,
};
use touchmark_seal::{
    Approver, Claims, FieldPlan, FieldTypes, NoteKey, PrivateKey, RecordToSeal, Scope, Sealer, SystemRandom,
};
use touchmark_tests::Case;
use touchmark_tests::sealing::{ID, TENANT, UUID, key, now, published_key};

const LOG: &str = "issuer.example/log";
/// 21 November 2026, 09:00: when the cases' statements were made.
const MADE: u64 = 1_795_251_600;
const DAY: u64 = 86_400;

fn log_key(key: PrivateKey) -> NoteKey {
    NoteKey::new(LOG, KeyType::Ed25519, key).unwrap()
}

fn witness(name: &str, key: PrivateKey) -> NoteKey {
    NoteKey::new(name, KeyType::Cosignature, key).unwrap()
}

/// A seal in a log of one leaf, and a page that believes the log and no issuer's key.
struct Logged {
    case: Case,
    checkpoint: String,
    lines: String,
}

impl Logged {
    fn by(log: &NoteKey) -> Self {
        let mut case = Case::load("tlog");
        let seal: Value = serde_json::from_str(&case.seal).unwrap();
        let leaf = seal["tlog"]["leaf"].to_string();
        let root = merkle::leaf_hash(jcs::to_string(&strict::parse(&leaf).unwrap()).as_bytes());
        let checkpoint = Checkpoint::text(LOG, 1, &root);
        let issuer = case.trust["issuers"][0]["id"].clone();
        case.trust["logs"] = json!([{"key": log.verifier_key(), "issuers": [issuer]}]);
        let lines = log.sign(&checkpoint);
        Self { case, checkpoint, lines }
    }

    fn seen_by(&mut self, witness: &NoteKey, seconds: u64) -> &mut Self {
        let line = witness.cosign(&self.checkpoint, seconds);
        self.lines.push_str(&line);
        self
    }

    fn believing(&mut self, witnesses: &[&NoteKey], quorum: u64) -> &mut Self {
        let keys = witnesses.iter().map(|witness| json!({"key": witness.verifier_key()}));
        self.case.trust["witnesses"] = keys.collect();
        self.case.policy["witnesses"] = quorum.into();
        self
    }

    fn verdict(&self) -> Verdict {
        let mut seal: Value = serde_json::from_str(&self.case.seal).unwrap();
        let proof = format!("{}\nindex 0\n\n{}\n{}", tlog::HEADER, self.checkpoint, self.lines);
        seal["tlog"]["proof"] = proof.into();
        self.case.verify(&seal.to_string())
    }
}

fn outcome(verdict: &Verdict) -> (Trust, Option<ReasonCode>) {
    (verdict.trust, verdict.reasons.first().map(|reason| reason.code))
}

const VERIFIED: (Trust, Option<ReasonCode>) = (Trust::Verified, None);
const MISSING: (Trust, Option<ReasonCode>) = (Trust::UntrustedIssuer, Some(ReasonCode::WitnessesMissing));

#[test]
fn a_quorum_counts_witnesses_that_are_believed_once_each() {
    let log = log_key(key());
    let (first, second) = (witness("one.example", key()), witness("two.example", key()));
    let both = [&first, &second];
    let with = |seen: &[(&NoteKey, u64)], believed: &[&NoteKey], quorum| {
        let mut logged = Logged::by(&log);
        for (witness, seconds) in seen {
            logged.seen_by(witness, *seconds);
        }
        outcome(&logged.believing(believed, quorum).verdict())
    };
    assert_eq!(with(&[], &[], 0), VERIFIED);
    assert_eq!(with(&[], &both, 1), MISSING);
    assert_eq!(with(&[(&first, MADE)], &both, 1), VERIFIED);
    assert_eq!(with(&[(&first, MADE)], &both, 2), MISSING);
    assert_eq!(with(&[(&first, MADE), (&second, MADE)], &both, 2), VERIFIED);
    // Twice the same is one, and who is not believed is none.
    assert_eq!(with(&[(&first, MADE), (&first, MADE + 1)], &both, 2), MISSING);
    assert_eq!(with(&[(&first, MADE), (&second, MADE)], &[&first], 2), MISSING);
    // Nobody has seen anything in the future, beyond what clocks differ by.
    let now = u64::try_from(Case::load("tlog").now.as_millis()).unwrap() / 1000;
    assert_eq!(with(&[(&first, now + 300)], &both, 1), VERIFIED);
    assert_eq!(with(&[(&first, now + 301)], &both, 1), MISSING);
    assert_eq!(with(&[(&first, u64::MAX >> 1)], &both, 1), MISSING);
    // The specification has no times beyond that.
    let broken = (Trust::Invalid, Some(ReasonCode::SignatureInvalid));
    assert_eq!(with(&[(&first, u64::MAX)], &both, 1), broken);
}

#[test]
fn the_verdict_names_the_log_and_who_saw_it() {
    let log = log_key(key());
    let (first, stranger) = (witness("one.example", key()), witness("two.example", key()));
    let mut logged = Logged::by(&log);
    let verdict = logged.seen_by(&first, MADE).seen_by(&stranger, MADE).believing(&[&first], 1).verdict();
    let entry = verdict.log.clone().unwrap();
    assert_eq!((&*entry.origin, entry.index), (LOG, 0));
    // Who is not believed is not named either.
    let [witnessed] = entry.witnesses.as_slice() else { panic!("{entry:?}") };
    assert_eq!(witnessed.name, "one.example");
    assert_eq!(witnessed.at.as_millis(), i64::try_from(MADE).unwrap() * 1000);
    assert_eq!(Verdict::assume_checked(&verdict.to_json()).unwrap(), verdict);
    // Of a log that this page does not list, nothing is said.
    logged.case.trust["logs"] = json!([]);
    assert_eq!(logged.verdict().log, None);
    let approved = Case::load("approved");
    assert_eq!(approved.verify(&approved.seal).log, None);
}

#[test]
fn a_known_signature_that_does_not_hold_breaks_the_proof() {
    let log = log_key(key());
    let one = witness("one.example", key());
    let mut logged = Logged::by(&log);
    let line = one.cosign("another checkpoint\n", MADE);
    logged.lines.push_str(&line);
    assert_eq!(outcome(&logged.verdict()), VERIFIED, "of a witness that nobody knows");
    logged.believing(&[&one], 0);
    assert_eq!(outcome(&logged.verdict()), (Trust::Invalid, Some(ReasonCode::SignatureInvalid)));
    // A log's own line as well, wherever it stands.
    let mut logged = Logged::by(&log);
    let line = log.sign("another checkpoint\n");
    logged.lines.push_str(&line);
    assert_eq!(outcome(&logged.verdict()), (Trust::Invalid, Some(ReasonCode::SignatureInvalid)));
}

#[test]
fn published_keys_vouch_for_nothing_unless_the_policy_allows_it() {
    let refused = (Trust::UntrustedIssuer, Some(ReasonCode::TestKeyRefused));
    let with = |log: PrivateKey, seer: PrivateKey, allowed: bool, quorum| {
        let (log, seer) = (log_key(log), witness("one.example", seer));
        let mut logged = Logged::by(&log);
        logged.case.policy["allowTestKeys"] = allowed.into();
        logged.seen_by(&seer, MADE).believing(&[&seer], quorum);
        let verdict = logged.verdict();
        (outcome(&verdict), verdict.flags.contains(&Flag::TestKey))
    };
    assert_eq!(with(key(), key(), false, 1), (VERIFIED, false));
    assert_eq!(with(key(), key(), true, 1), (VERIFIED, false));
    assert_eq!(with(published_key(), key(), false, 0), (refused, false));
    assert_eq!(with(published_key(), key(), true, 0), (VERIFIED, true));
    assert_eq!(with(key(), published_key(), false, 1), (MISSING, false));
    assert_eq!(with(key(), published_key(), true, 1), (VERIFIED, true));
}

#[test]
fn a_seal_stands_where_it_was_cosigned_before_its_log_was_compromised() {
    let private = key();
    let multikey = private.multikey();
    let log = log_key(private);
    let (first, second) = (witness("one.example", key()), witness("two.example", key()));
    let compromised = MADE + 2 * DAY;
    let with = |times: [u64; 2], quorum: u64| {
        let mut logged = Logged::by(&log);
        logged.seen_by(&first, times[0]).seen_by(&second, times[1]).believing(&[&first, &second], quorum);
        logged.case.trust["revocations"] = json!([{"key": multikey, "from": "2026-11-23T09:00:00Z"}]);
        logged.verdict().trust
    };
    assert_eq!(with([compromised - 1, compromised - 1], 0), Trust::Verified);
    assert_eq!(with([compromised, compromised], 0), Trust::Revoked);
    // One that is believed is enough where no quorum is asked for; else as many as the quorum must have seen it.
    assert_eq!(with([compromised, compromised - 1], 0), Trust::Verified);
    assert_eq!(with([compromised - 1, compromised], 1), Trust::Verified);
    assert_eq!(with([compromised - 1, compromised], 2), Trust::Revoked);
    assert_eq!(with([compromised - 1, compromised - 2], 2), Trust::Verified);
    // Without a witness the log's own word is nothing.
    let mut logged = Logged::by(&log);
    logged.case.trust["revocations"] = json!([{"key": multikey, "from": "2099-01-01T00:00:00Z"}]);
    assert_eq!(logged.verdict().trust, Trust::Revoked);
}

#[test]
fn a_withdrawn_witness_counts_for_what_it_saw_before_it_retired() {
    let log = log_key(key());
    let private = key();
    let multikey = private.multikey();
    let one = witness("one.example", private);
    let with = |seconds: u64, revocation: Value| {
        let mut logged = Logged::by(&log);
        logged.seen_by(&one, seconds).believing(&[&one], 1);
        logged.case.trust["revocations"] = json!([revocation]);
        outcome(&logged.verdict())
    };
    let retired = json!({"key": multikey, "reason": "retired", "from": "2026-11-22T09:00:00Z"});
    assert_eq!(with(MADE + DAY - 1, retired.clone()), VERIFIED);
    assert_eq!(with(MADE + DAY, retired), MISSING);
    assert_eq!(with(MADE, json!({"key": multikey, "from": "2026-11-22T09:00:00Z"})), MISSING);
}

const UNAPPROVED: (Trust, Option<ReasonCode>) = (Trust::Unapproved, Some(ReasonCode::ApprovalsMissing));

/// The seal of the approved case with its root proof alone, whose key is published.
fn root_alone() -> Value {
    let mut seal: Value = serde_json::from_str(&Case::load("approved").seal).unwrap();
    let proofs = seal["vc"]["proof"].as_array_mut().unwrap();
    proofs.retain(|proof| proof.get("previousProof").is_none());
    assert_eq!(proofs.len(), 1);
    seal
}

/// The proof that this approver adds.
fn approval(approver: &Approver) -> Value {
    let approved = approver.approve(&root_alone().to_string(), Case::load("approved").now, &mut SystemRandom);
    let seal: Value = serde_json::from_str(&approved.unwrap()).unwrap();
    seal["vc"]["proof"][1].clone()
}

/// What a page says of the seal with these approvals, if it believes these approvers.
fn with_approvals(approvals: &[Value], approvers: &Value, edit: impl FnOnce(&mut Case)) -> Verdict {
    let mut case = Case::load("approved");
    let mut seal = root_alone();
    seal["vc"]["proof"].as_array_mut().unwrap().extend_from_slice(approvals);
    case.trust["approvers"] = approvers.clone();
    edit(&mut case);
    case.verify(&seal.to_string())
}

fn entity(did: &str, keys: &[String]) -> Value {
    let keys = keys.iter().map(|key| json!({"publicKeyMultibase": key}));
    json!({"id": did, "keys": keys.collect::<Vec<_>>()})
}

#[test]
fn approvals_count_entities_that_are_believed_and_are_not_the_issuer() {
    const TEAM: &str = "did:web:team.example";
    let keys = [key(), key()];
    let multikeys = [keys[0].multikey(), keys[1].multikey()];
    let [one, two] = keys.map(|key| Approver::new(key, Some(TEAM)).unwrap());
    let other = key();
    let (other_did, other_key) = (other.did_key(), other.multikey());
    let other = Approver::new(other, None).unwrap();
    let all = json!([entity(TEAM, &multikeys), entity(&other_did, std::slice::from_ref(&other_key))]);
    let needs = |count: u64| move |case: &mut Case| case.policy["approvals"] = count.into();
    let outcomes = |approvals: &[Value], count| outcome(&with_approvals(approvals, &all, needs(count)));

    assert_eq!(outcomes(&[], 1), UNAPPROVED);
    assert_eq!(outcomes(&[approval(&one)], 1), VERIFIED);
    assert_eq!(outcomes(&[approval(&one), approval(&other)], 2), VERIFIED);
    let named = |approvals: &[Value]| {
        let verdict = with_approvals(approvals, &all, needs(0));
        assert_eq!(Verdict::assume_checked(&verdict.to_json()).unwrap(), verdict);
        verdict.approvals.into_iter().map(|approval| approval.id).collect::<Vec<_>>()
    };
    assert_eq!(named(&[]), [""; 0]);
    assert_eq!(named(&[approval(&one), approval(&other), approval(&two)]), [TEAM, &other_did]);
    // Two keys of one entity are one approval.
    assert_eq!(outcomes(&[approval(&one), approval(&two)], 2), UNAPPROVED);
    // Who is no approver here does not count, and does no harm.
    let team = json!([entity(TEAM, &multikeys)]);
    assert_eq!(outcome(&with_approvals(&[approval(&other)], &team, needs(1))), UNAPPROVED);
    assert_eq!(outcome(&with_approvals(&[approval(&other), approval(&one)], &team, needs(1))), VERIFIED);
    // The issuer's key under another name is the issuer.
    let alias = Approver::new(published_key(), Some("did:web:alias.example")).unwrap();
    let aliases = json!([entity("did:web:alias.example", &[published_key().multikey()])]);
    assert_eq!(outcome(&with_approvals(&[approval(&alias)], &aliases, needs(1))), UNAPPROVED);
    // Approvals are made in December; the key is listed from then, or until then.
    let window = |member: &str, time: &str| {
        let mut all = all.clone();
        all[1]["keys"][0][member] = time.into();
        outcome(&with_approvals(&[approval(&other)], &all, needs(1)))
    };
    assert_eq!(window("validFrom", "2026-12-01T00:00:00Z"), VERIFIED);
    assert_eq!(window("validFrom", "2026-12-01T00:00:01Z"), UNAPPROVED);
    assert_eq!(window("validUntil", "2026-11-30T00:00:00Z"), UNAPPROVED);
    // A withdrawn key approves nothing; a retired one has approved what it approved.
    let withdrawn = |revocation: Value| {
        let verdict = with_approvals(&[approval(&other)], &all, |case| {
            case.trust["revocations"] = json!([revocation]);
            case.policy["approvals"] = 1.into();
        });
        outcome(&verdict)
    };
    assert_eq!(withdrawn(json!({"key": other_key})), UNAPPROVED);
    let retired = |from: &str| json!({"key": other_key, "reason": "retired", "from": from});
    assert_eq!(withdrawn(retired("2026-12-01T00:00:01Z")), VERIFIED);
    assert_eq!(withdrawn(retired("2026-12-01T00:00:00Z")), UNAPPROVED);
}

#[test]
fn proofs_may_stand_in_any_order() {
    let approver = Approver::new(key(), None).unwrap();
    let mut case = Case::load("approved");
    case.trust["approvers"] =
        json!([entity(approver.did(), &[approver.did()["did:key:".len()..].to_owned()])]);
    let mut seal = root_alone();
    seal["vc"]["proof"].as_array_mut().unwrap().insert(0, approval(&approver));
    assert_eq!(outcome(&case.verify(&seal.to_string())), VERIFIED);
}

/// An approval that does not say when it was made.
fn timeless_approval(seed: [u8; 32]) -> Value {
    let signing = SigningKey::from_bytes(&seed);
    let did = did::to_did_key(signing.verifying_key().as_bytes());
    let seal = root_alone().to_string();
    let seal = strict::parse(&seal).unwrap();
    let credential = seal.as_object().unwrap().get("vc").unwrap().as_object().unwrap();
    let root = &credential.get("proof").unwrap().as_array().unwrap()[0];
    let mut proof: Value = serde_json::from_str(&jcs::to_string(root)).unwrap();
    proof.as_object_mut().unwrap().retain(|name, _| name != "created" && name != "proofValue");
    proof["previousProof"] = proof["id"].take();
    proof["id"] = "urn:uuid:00000000-0000-4000-8000-000000000001".into();
    proof["verificationMethod"] = format!("{did}#{}", &did["did:key:".len()..]).into();
    let text = proof.to_string();
    let options = strict::parse(&text).unwrap();
    let message = signed_bytes(options.as_object().unwrap(), credential, std::slice::from_ref(&root));
    proof["proofValue"] = format!("z{}", base58btc(&signing.sign(&message).to_bytes())).into();
    proof
}

#[test]
fn a_key_that_is_listed_for_a_time_needs_to_know_the_time() {
    let seed = [9; 32];
    let multikey = did::to_multikey(SigningKey::from_bytes(&seed).verifying_key().as_bytes());
    let with = |edit: &dyn Fn(&mut Value)| {
        let mut approver = entity(&format!("did:key:{multikey}"), std::slice::from_ref(&multikey));
        edit(&mut approver["keys"][0]);
        outcome(&with_approvals(&[timeless_approval(seed)], &json!([approver]), |case| {
            case.policy["approvals"] = 1.into();
        }))
    };
    assert_eq!(with(&|_| {}), VERIFIED);
    assert_eq!(with(&|key| key["validFrom"] = "2020-01-01T00:00:00Z".into()), UNAPPROVED);
    assert_eq!(with(&|key| key["validUntil"] = "2099-01-01T00:00:00Z".into()), UNAPPROVED);
}

#[test]
fn a_registrys_key_is_told_by_its_name_and_its_id() {
    let (ours, theirs) = (log_key(key()), log_key(key()));
    let stranger = NoteKey::new("stranger.example/log", KeyType::Ed25519, key()).unwrap();
    let mut case = Case::load("full-view");
    case.trust["registries"] = json!([{"key": ours.verifier_key(), "hmacKey": base64url(&[7; 32])}]);
    let trust = TrustBundle::from_json(&case.trust.to_string()).unwrap();
    let [listed] = trust.registries() else { panic!("one") };
    assert!(listed.is(&ours.verifier_key()));
    assert!(!listed.is(&theirs.verifier_key()) && !listed.is(&stranger.verifier_key()) && !listed.is(""));

    let policy = Policy::from_json(&case.policy.to_string()).unwrap();
    let registry = touchmark_seal::Registry::new("zg4xJJPiski7aNdzhoeh49Rs1-XZd8CwkfSW9-M_zfM", &[7; 32]);
    let (text, _) = registry.sign(&ours, case.now, case.now);
    let mut file: Value = serde_json::from_str(&text).unwrap();
    let note = file["note"].as_str().unwrap().to_owned();
    let (described, line) = note.split_once("\n\n").unwrap();
    // Whatever else is signed below, and in whichever order.
    for other in [&theirs, &stranger] {
        let more = other.sign(&format!("{described}\n"));
        for lines in [format!("{more}{line}"), format!("{line}{more}")] {
            file["note"] = format!("{described}\n\n{lines}").into();
            assert!(Registry::from_json(&file.to_string(), trust.registries(), &policy).is_ok(), "{lines}");
        }
        file["note"] = format!("{described}\n\n{more}").into();
        assert!(Registry::from_json(&file.to_string(), trust.registries(), &policy).is_err());
    }
}

#[test]
fn a_signature_line_names_its_key_by_name_and_id() {
    let (ours, theirs) = (log_key(key()), log_key(key()));
    let text = format!("log\n1\n\n{}{}", ours.sign("log\n1\n"), theirs.sign("log\n1\n"));
    let note = Note::parse(&text).unwrap();
    let name = ours.verifier_key();
    let own = VerifierKey::parse(&name).unwrap();
    assert_eq!(note.signatures.iter().map(|line| own.is_named_by(line)).collect::<Vec<_>>(), [true, false]);
    let stranger = VerifierKey { name: "stranger.example/log", ..own };
    assert!(!note.signatures.iter().any(|line| stranger.is_named_by(line)));
}

#[test]
fn names_of_keys_hold_nothing_that_could_be_read_otherwise() {
    for name in ["", "a b", "a+b", "a\u{1}b", "a\nb", "a\u{2003}b"] {
        assert!(NoteKey::new(name, KeyType::Ed25519, key()).is_err(), "{name:?}");
    }
}

#[test]
fn an_approver_approves_within_its_scope_only() {
    let approver = Approver::new(key(), None).unwrap();
    let multikey = approver.did()["did:key:".len()..].to_owned();
    let approved = approval(&approver);
    let with = |scope: Value| {
        let mut approver = entity(approver.did(), std::slice::from_ref(&multikey));
        approver["scope"] = scope;
        let verdict = with_approvals(std::slice::from_ref(&approved), &json!([approver]), |case| {
            case.policy["approvals"] = 1.into();
        });
        outcome(&verdict)
    };
    assert_eq!(with(json!({"objects": ["Contact"], "environments": ["sandbox"]})), VERIFIED);
    assert_eq!(with(json!({"objects": ["Lead"]})), UNAPPROVED);
    assert_eq!(with(json!({"environments": ["production"]})), UNAPPROVED);
    assert_eq!(with(json!({"origins": ["recorded"]})), UNAPPROVED);
}

/// The same key once more.
fn again(key: &PrivateKey) -> PrivateKey {
    PrivateKey::from_pem(&key.to_pem().unwrap()).unwrap()
}

#[test]
fn a_key_under_two_names_is_one_approver() {
    let key = key();
    let names = ["did:web:one.example", "did:web:two.example"];
    let approvals = names.map(|name| approval(&Approver::new(again(&key), Some(name)).unwrap()));
    let approvers: Value = names.iter().map(|name| entity(name, &[key.multikey()])).collect();
    let needing = |count: u64| {
        outcome(&with_approvals(&approvals, &approvers, |case| case.policy["approvals"] = count.into()))
    };
    assert_eq!(needing(1), VERIFIED);
    assert_eq!(needing(2), UNAPPROVED);
}

/// A seal by `did:web:issuer.example`, approved by each of these, and what a page says of it that believes both roles.
fn sealed_and_approved(root: &PrivateKey, approvers: &[Approver], issuers: &Value, roles: &Value) -> Verdict {
    let mut types = FieldTypes::default();
    types.insert("LastName", "string").unwrap();
    let mut plan = FieldPlan::new(types);
    plan.open("LastName").unwrap();
    let scope = Scope { object: "Contact", tenant: TENANT, environments: &["sandbox"] };
    let sealer = Sealer::new(again(root), issuers[0]["id"].as_str(), scope, plan).unwrap();
    let values = [("LastName".into(), "Atkins".into())];
    let record =
        RecordToSeal { id: Some(ID), uuid: UUID, values: &values, previous_seal: None, status: None };
    let claims = Claims::synthetic("urn:example:test");
    let mut seal = sealer.seal(&record, &claims, now(), None, &mut SystemRandom).unwrap().seal;
    for approver in approvers {
        seal = approver.approve(&seal, now(), &mut SystemRandom).unwrap();
    }
    let trust = json!({
        "trustBundle": "crm-trust/1", "version": 1, "issued": "2026-11-21T09:00:00Z",
        "expires": "2027-11-21T09:00:00Z", "issuers": issuers, "approvers": roles,
    });
    let policy =
        json!({"policy": "crm-policy/1", "tenant": TENANT, "environment": "sandbox", "approvals": 1});
    let view =
        json!({"object": "Contact", "id": ID, "fields": {"LastName": "Atkins"}, "seal": seal}).to_string();
    let policy = Policy::from_json(&policy.to_string()).unwrap();
    let verifier = Verifier::new(TrustBundle::from_json(&trust.to_string()).unwrap(), policy);
    verifier.verify(&Record::parse(&view).unwrap(), now())
}

#[test]
fn no_key_of_the_issuer_approves_what_the_issuer_sealed() {
    let (first, second, other) = (key(), key(), key());
    let issuers = json!([entity("did:web:issuer.example", &[first.multikey(), second.multikey()])]);
    let with = |approver: &PrivateKey| {
        let approvers = json!([entity("did:web:team.example", &[approver.multikey()])]);
        let approver = Approver::new(again(approver), Some("did:web:team.example")).unwrap();
        outcome(&sealed_and_approved(&first, &[approver], &issuers, &approvers))
    };
    assert_eq!(with(&other), VERIFIED);
    assert_eq!(with(&first), UNAPPROVED);
    assert_eq!(with(&second), UNAPPROVED);
}

/// A DID may have both roles, and its two entries may disagree about what a name stands for.
#[test]
fn an_approval_is_by_the_key_that_is_listed_for_approving() {
    const TEAM: &str = "did:web:team.example";
    let (root, own, another) = (key(), key(), key());
    let with = |listed: &PrivateKey| {
        let named = |key: &PrivateKey| {
            let id = format!("#{}", own.multikey());
            json!({"id": TEAM, "keys": [{"id": id, "publicKeyMultibase": key.multikey()}]})
        };
        let issuers = json!([entity("did:web:issuer.example", &[root.multikey()]), named(&own)]);
        let approver = Approver::new(again(&own), Some(TEAM)).unwrap();
        outcome(&sealed_and_approved(&root, &[approver], &issuers, &json!([named(listed)])))
    };
    assert_eq!(with(&own), VERIFIED);
    assert_eq!(with(&another), UNAPPROVED);
}

#[test]
fn a_log_is_not_its_own_witness() {
    let (own, other) = (key(), key());
    let log = log_key(again(&own));
    let with = |seer: PrivateKey| {
        let seer = witness("one.example", seer);
        let mut logged = Logged::by(&log);
        logged.seen_by(&seer, MADE).believing(&[&seer], 1);
        outcome(&logged.verdict())
    };
    assert_eq!(with(other), VERIFIED);
    assert_eq!(with(own), MISSING);
}

/// An issuer that is its own key is listed for as long as the key is, whoever carries its statements.
#[test]
fn a_log_carries_no_statement_from_outside_an_issuers_days() {
    let log = log_key(key());
    let with = |member: &str, time: &str| {
        let mut logged = Logged::by(&log);
        logged.case.trust["issuers"][0]["keys"][0][member] = time.into();
        outcome(&logged.verdict())
    };
    let outside = (Trust::UntrustedIssuer, Some(ReasonCode::KeyOutOfWindow));
    assert_eq!(with("validFrom", "2026-11-21T09:00:00Z"), VERIFIED);
    assert_eq!(with("validFrom", "2026-11-21T09:00:01Z"), outside);
    assert_eq!(with("validUntil", "2026-11-21T09:00:00Z"), VERIFIED);
    assert_eq!(with("validUntil", "2026-11-21T08:59:59Z"), outside);
}
