//! Input that is made to cost. Each is refused, or answered, before it can cost much.
//! `bounds.rs` holds them to what is said of them; `cargo xtask hostile` measures them.

use serde_json::{Value, json};
use touchmark::did::to_multikey;
use touchmark::encoding::base64url;
use touchmark::{Policy, Record, TrustBundle, jcs, json};
use touchmark_seal::{PrivateKey, SystemRandom, sign_document};

use crate::Case;

/// One input.
pub struct Hostile {
    /// What it is.
    pub name: &'static str,
    /// The end of what is said of it: `trust: reason` of the verdict, or an error message.
    pub refusal: &'static str,
    /// Makes it.
    pub make: fn() -> Input,
}

/// Where a text enters.
pub enum Input {
    /// The seal field of a record.
    Seal(String),
    /// A seal whose statement is signed by a believed issuer, and that issuer.
    Signed(String, String),
    /// The record view itself.
    Record(String),
    /// The trust bundle.
    Bundle(String),
    /// The policy.
    Policy(String),
}

impl Input {
    /// How long the text is, in bytes.
    pub fn length(&self) -> usize {
        match self {
            Self::Seal(text)
            | Self::Signed(text, _)
            | Self::Record(text)
            | Self::Bundle(text)
            | Self::Policy(text) => text.len(),
        }
    }

    /// Everything made ready; calling it is the verifier's work alone, and gives what it says.
    pub fn ready(self) -> Box<dyn FnOnce() -> String> {
        let mut case = Case::load("full-view");
        let view = match self {
            Self::Seal(seal) => with_seal(&case, seal),
            Self::Signed(seal, issuer) => {
                let key = issuer.strip_prefix("did:key:").unwrap();
                case.trust["issuers"] = json!([{"id": issuer, "keys": [{"publicKeyMultibase": key}]}]);
                with_seal(&case, seal)
            }
            Self::Record(view) => view,
            Self::Bundle(text) => return Box::new(move || error(TrustBundle::from_json(&text).err())),
            Self::Policy(text) => return Box::new(move || error(Policy::from_json(&text).err())),
        };
        let verifier = case.verifier();
        Box::new(move || {
            said(&match Record::parse(&view) {
                Ok(record) => verifier.verify(&record, case.now),
                Err(error) => verifier.unreadable(&error, case.now),
            })
        })
    }
}

fn with_seal(case: &Case, seal: String) -> String {
    let mut view = case.view.clone();
    view["seal"] = seal.into();
    view.to_string()
}

fn said(verdict: &touchmark::Verdict) -> String {
    let reason = verdict.reasons.first().map_or("none", |reason| reason.code.code());
    format!("{}: {reason}", verdict.trust)
}

fn error(error: Option<touchmark::ConfigError>) -> String {
    error.map_or_else(|| "read".into(), |error| error.to_string())
}

/// All of them.
pub const ALL: [Hostile; 22] = [
    hostile("seal: 10 MB", "malformed: seal-too-long", || Input::Seal("x".repeat(10_000_000))),
    hostile("seal: 100,000 fractions", "malformed: seal-too-long", || fractions(100_000)),
    hostile("seal: fractions, as many as fit", "malformed: container-malformed", || fractions(5_000)),
    hostile("seal: brackets, as many as fit", "malformed: seal-not-json", || {
        Input::Seal("[".repeat(131_072))
    }),
    hostile("seal: an integer of 125,000 digits", "malformed: seal-not-json", || {
        claiming(&"9".repeat(125_000))
    }),
    hostile("seal: a fraction of 125,000 digits", "malformed: container-malformed", || {
        claiming(&format!("0.{}", "9".repeat(125_000)))
    }),
    hostile("seal: 20,000 escaped characters", "invalid: signature-invalid", || {
        claiming(&format!("\"{}\"", "\\u0000".repeat(20_000)))
    }),
    hostile("seal: 10,000 names in falling order", "invalid: signature-invalid", || {
        let names: Vec<_> = (0..10_000).rev().map(|at| format!("\"k{at:05}\":0")).collect();
        claiming(&format!("{{{}}}", names.join(",")))
    }),
    hostile("seal: a signature of 125,000 base58 digits", "malformed: envelope-malformed", || {
        edited("full-view", |seal| seal["vc"]["proof"]["proofValue"] = "z".repeat(125_000).into())
    }),
    hostile("seal: a did:key of 120,000 base58 digits", "invalid: verification-method-mismatch", || {
        edited("full-view", |seal| seal["vc"]["issuer"] = format!("did:key:z{}", "6".repeat(120_000)).into())
    }),
    hostile("seal: 100 proofs", "invalid: proof-chain-broken", || {
        edited("approved", |seal| {
            let proofs = seal["vc"]["proof"].as_array_mut().unwrap();
            let last = proofs[1].clone();
            proofs.resize(100, last);
        })
    }),
    hostile("seal: a JWS of 120,000 characters", "malformed: envelope-malformed", || {
        edited("jws-Ed25519", |seal| seal["jws"] = format!("{0}.{0}.{0}", "A".repeat(40_000)).into())
    }),
    hostile("seal: 2,500 hashes in a log proof", "malformed: envelope-malformed", || {
        let hashes = format!("{}=\n", "A".repeat(43)).repeat(2_500);
        edited_proof(|proof| proof.replacen("\n\n", &format!("\n{hashes}\n"), 1))
    }),
    hostile("seal: 1,000 signatures below a checkpoint", "malformed: envelope-malformed", || {
        edited_proof(|proof| proof + &format!("— x {}\n", "A".repeat(96)).repeat(1_000))
    }),
    hostile("statement: 401 covered fields", "malformed: statement-malformed", || {
        signed(|subject| {
            let fields = (0..401).map(|at| (format!("F{at}__c"), base64url(&[7; 32]).into()));
            subject["fieldDigests"]["values"] = Value::Object(fields.collect());
        })
    }),
    hostile("record view: 10 MB, 600,000 fields with a seal", "verified-partial: field-withheld", || {
        let mut view = Case::load("full-view").view;
        view["seal"] = Case::load("full-view").seal.into();
        let fields = (0..600_000).map(|at| (format!("F{at:06}__c"), Value::from(at)));
        view["fields"] = Value::Object(fields.collect());
        Input::Record(view.to_string())
    }),
    hostile("record view: 10 MB of brackets", "unchecked: record-unreadable", || {
        Input::Record("[".repeat(10_000_000))
    }),
    hostile("record view: a value of 1,000,000 digits", "altered: field-altered", || {
        let mut case = Case::load("full-view");
        case.view["fields"]["AnnualIncome__c"] = "9".repeat(1_000_000).into();
        case.view["seal"] = case.seal.into();
        Input::Record(case.view.to_string())
    }),
    hostile("trust bundle: 1,000,000 keys", "what this page has no use for", || keys(1_000_000)),
    hostile("trust bundle: 16 MB of brackets", "nested deeper than 32 levels (at byte 32)", || {
        Input::Bundle("[".repeat(16_000_000))
    }),
    hostile("trust bundle: a status list that inflates to 1 GB", "of all lists, at most 16 MiB", gzip_bomb),
    hostile("policy: 10 MB", "leave out what this page has no use for", || {
        Input::Policy(format!("{{\"policy\":\"{}\"}}", "x".repeat(10_000_000)))
    }),
];

const fn hostile(name: &'static str, refusal: &'static str, make: fn() -> Input) -> Hostile {
    Hostile { name, refusal, make }
}

/// The seal of a case, changed.
fn edited(id: &str, edit: impl FnOnce(&mut Value)) -> Input {
    let mut seal = serde_json::from_str(&Case::load(id).seal).unwrap();
    edit(&mut seal);
    Input::Seal(seal.to_string())
}

fn edited_proof(edit: impl FnOnce(String) -> String) -> Input {
    edited("tlog", |seal| {
        let proof = seal["tlog"]["proof"].as_str().unwrap().to_owned();
        seal["tlog"]["proof"] = edit(proof).into();
    })
}

/// A seal that claims this JSON, which nobody signed.
fn claiming(json: &str) -> Input {
    let seal = Case::load("full-view").seal.replacen("\"SDV\"", json, 1);
    assert!(seal.len() <= touchmark::MAX_SEAL_UNITS, "{}", seal.len());
    Input::Seal(seal)
}

fn fractions(count: usize) -> Input {
    let list = "1.2345678901234567e-300,".repeat(count);
    Input::Seal(Case::load("full-view").seal.replacen("\"SDV\"", &format!("[{list}0]"), 1))
}

/// The seal of a case with another subject, signed by an issuer who is believed.
fn signed(edit: impl FnOnce(&mut Value)) -> Input {
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    let mut case = Case::load("full-view");
    let now = case.now;
    case.sign_anew(&key, now, |credential| edit(&mut credential["credentialSubject"]));
    Input::Signed(case.seal, key.did_key())
}

fn keys(count: usize) -> Input {
    let issuer = json!({"id": "did:web:issuer.example", "keys": []}).to_string();
    let (head, tail) = issuer.split_at(issuer.find(']').unwrap());
    let key = to_multikey(&[7; 32]);
    let keys: Vec<_> =
        (0..count).map(|at| format!("{{\"id\":\"#{at}\",\"publicKeyMultibase\":\"{key}\"}}")).collect();
    let mut bundle = Case::load("full-view").trust.to_string();
    let at = bundle.find("\"issuers\":[").unwrap() + "\"issuers\":[".len();
    bundle.insert_str(at, &format!("{head}{}{tail},", keys.join(",")));
    Input::Bundle(bundle)
}

/// A gzip file of six megabytes that says again and again: the same zero, as often as one code can.
fn gzip_bomb() -> Input {
    // RFC 1951 §3.2.6: the last block, fixed codes, a zero, then lengths of 258 at distance 1, 13 bits each.
    let mut bits = vec![1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0];
    for _ in 0..16 {
        bits.extend([1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
    }
    let bytes = bits.chunks_exact(8).map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | bit));
    let bytes: Vec<u8> = bytes.collect();
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    file.extend(&bytes[..2]);
    // Eight times 13 bits are 13 bytes: from here on it repeats.
    file.extend(bytes[2..15].iter().cycle().take(6_300_000));
    let key = PrivateKey::generate(&mut SystemRandom).unwrap();
    let did = key.did_key();
    let list = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://issuer.example/status/3", "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did, "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": format!("u{}", base64url(&file)),
        },
    });
    let text = list.to_string();
    let credential = json::parse(&text).unwrap();
    let list = sign_document(credential.as_object().unwrap(), &did, &key, Case::load("full-view").now);
    let mut bundle = Case::load("full-view").trust;
    bundle["issuers"] = json!([{"id": did, "keys": [{"publicKeyMultibase": key.multikey()}]}]);
    bundle["statusLists"] = json!([serde_json::from_str::<Value>(&jcs::to_string(&list)).unwrap()]);
    Input::Bundle(bundle.to_string())
}
