//! A seal registry. As it comes, nobody signed it; and signed by a believed keeper, it lists what its entries say.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use touchmark::digest::sha256;
use touchmark::{Policy, Record, Registry, Trust, TrustBundle, Verifier, encoding, registry_entry};
use touchmark_fuzz::{HostileIssuer, Page};

const HMAC_KEY: [u8; 32] = [7; 32];
const TENANT: &str = "00DWs000001aBcDMAU";
const VIEW: &str = r#"{"object":"Contact","id":"003Ws000004k2XpIAI","fields":{"LastName":"Smith"}}"#;

static TRUST: LazyLock<TrustBundle> = LazyLock::new(|| {
    let mut trust = Page::of_the_cases().trust().clone();
    let keeper = HostileIssuer::LOG.verifier_key();
    trust["registries"] = json!([{"key": keeper, "hmacKey": encoding::base64url(&HMAC_KEY)}]);
    TrustBundle::from_json(&trust.to_string()).expect("a trust bundle")
});
static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::new(TENANT, "sandbox").expect("a policy"));
/// How the record is listed, whatever its seal.
static RECORD: LazyLock<[u8; 8]> = LazyLock::new(|| {
    let tenant = touchmark::digest::tenant_digest(TENANT);
    let entry = registry_entry(&HMAC_KEY, &tenant, "Contact", "003Ws000004k2XpIAI", "");
    *entry.first_chunk().expect("16 bytes")
});

fuzz_target!(|text: &str| {
    let read = |text: &str| Registry::from_json(text, TRUST.registries(), &POLICY);
    assert!(read(text).is_err(), "a registry that nobody signed");

    let Ok(mut file) = serde_json::from_str::<Value>(text) else { return };
    let Some(entries) = file["entries"].as_str().and_then(encoding::from_base64url) else { return };
    let Some((head, _)) = file["note"].as_str().and_then(|note| note.split_once("\n\n")) else { return };
    // The two lines that describe the entries are made true; what else the note says is signed as it stands.
    let mut lines: Vec<String> = head.split('\n').map(str::to_owned).collect();
    if let [_, _, count, digest, ..] = lines.as_mut_slice() {
        *count = (entries.len() / 16).to_string();
        *digest = base64(&sha256(&entries));
    }
    file["note"] = HostileIssuer::LOG.sign_note(&format!("{}\n", lines.join("\n"))).into();
    let Ok(registry) = read(&file.to_string()) else { return };
    let sorted: Vec<&[u8]> = entries.chunks(16).collect();
    assert!(sorted.is_sorted() && entries.len() % 16 == 0, "entries that are no sorted file");
    let record = Record::parse(VIEW).expect("a view");
    let verdict =
        Verifier::new(TRUST.clone(), POLICY.clone()).with_registry(registry).verify(&record, Page::now());
    let is_listed = sorted.iter().any(|entry| entry.starts_with(&*RECORD));
    match verdict.trust {
        Trust::MissingExpectedSeal => assert!(is_listed, "listed nowhere"),
        Trust::Unsealed => assert!(!is_listed, "listed and not found"),
        trust => assert_eq!(trust, Trust::Unchecked, "of another tenant or time"),
    }
});

fn base64(bytes: &[u8]) -> String {
    let mut text = encoding::base64url(bytes).replace('-', "+").replace('_', "/");
    while text.len() % 4 != 0 {
        text.push('=');
    }
    text
}
