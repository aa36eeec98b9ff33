//! The exports of the engine whose signatures the host answers: with WebCrypto, or without.
//!
//! Checks go out as bytes, one after the other: the message's length (`u32`, little-endian), 32 bytes of key, 64 of
//! signature, the message. Answers come back in the same order, one byte a check: 1 it holds, 0 it does not, 2 no
//! answer. WebCrypto takes some signatures that the strict rule refuses: those are answered here, and never go out. Nor is
//! a yes believed under a key that is not of prime order: there hosts differ.

use alloc::string::String;
use alloc::vec::Vec;

use touchmark::did::PublicKey;
use touchmark::{PendingBatch, Records, SignatureCheck};
use wasm_bindgen::prelude::*;

use crate::{Configuration, PendingConfiguration, js};

/// The signatures in trust bundle, registry and grants (JSON texts) that [`configure`] needs answers to; none where it
/// will find a problem in the form of one of them.
#[wasm_bindgen]
pub fn configuration_checks(
    trust: &str,
    policy: &str,
    registry: Option<String>,
    grants: Option<String>,
) -> Vec<u8> {
    // Its keys are looked at once, by `configure`.
    let any = |_: &PublicKey| true;
    let pending = PendingConfiguration::read(trust, policy, registry.as_deref(), grants.as_deref(), any);
    pending.map(|pending| to_bytes(&pending.checks())).unwrap_or_default()
}

/// Reads trust bundle, policy, registry and grants. `answers` are those to [`configuration_checks`] of the same texts. Ask
/// [`Configuration::problem`] before anything else.
#[wasm_bindgen]
pub fn configure(
    trust: &str,
    policy: &str,
    registry: Option<String>,
    grants: Option<String>,
    answers: &[u8],
) -> Configuration {
    let verifier =
        PendingConfiguration::read(trust, policy, registry.as_deref(), grants.as_deref(), is_of_prime_order)
            .and_then(|pending| {
                let answers = from_bytes(&pending.checks(), answers);
                pending.conclude(&answers)
            });
    Configuration { verifier: verifier.map_err(|error| error.to_text()) }
}

/// The signatures of these records (JSON Lines, UTF-8) that [`verify_all`] needs answers to; none where it will say
/// nothing.
#[wasm_bindgen]
pub fn checks(configuration: &Configuration, records: &[u8], now: f64) -> Vec<u8> {
    let records = js::records(records).unwrap_or_default();
    let batch = begin(configuration, &records, now);
    batch.map(|batch| to_bytes(&batch.checks())).unwrap_or_default()
}

/// Checks many record views in one crossing: JSON Lines (UTF-8) in, a JSON array of verdicts in the same order out.
/// `now` is epoch milliseconds, `answers` are those to [`checks`] of the same records. Nothing comes out where nothing
/// can be checked: for a configuration with a problem, a time outside the years 0–9999, and bytes that are not UTF-8.
#[wasm_bindgen]
pub fn verify_all(configuration: &Configuration, records: &[u8], now: f64, answers: &[u8]) -> String {
    let Some(records) = js::records(records) else { return String::new() };
    let Some(batch) = begin(configuration, &records, now) else { return String::new() };
    let answers = from_bytes(&batch.checks(), answers);
    batch.conclude_to_json(&answers)
}

fn begin<'a>(
    configuration: &'a Configuration,
    records: &'a Records<'a>,
    now: f64,
) -> Option<PendingBatch<'a>> {
    Some(configuration.verifier.as_ref().ok()?.begin_all(records, js::timestamp(now)?))
}

/// The signatures that [`self_test`] needs answers to.
#[wasm_bindgen]
pub fn self_test_checks() -> Vec<u8> {
    let tests = touchmark::self_test_checks();
    to_bytes(&tests.iter().map(|(check, _)| check).collect::<Vec<_>>())
}

/// Whether each of the host's answers is there and right. Ask before the first check.
#[wasm_bindgen]
pub fn self_test(answers: &[u8]) -> bool {
    let tests = touchmark::self_test_checks();
    let checks: Vec<_> = tests.iter().map(|(check, _)| check).collect();
    let answers = from_bytes(&checks, answers);
    tests.iter().zip(answers).all(|((_, holds), answer)| answer == Some(*holds))
}

/// For the rule it is a function.
fn is_of_prime_order(key: &PublicKey) -> bool {
    js::is_of_prime_order(key)
}

fn to_bytes(checks: &[&SignatureCheck]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for check in checks.iter().filter(|check| check.is_admissible()) {
        // No message is longer than a seal, which has a limit.
        let length = u32::try_from(check.message.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&check.key);
        bytes.extend_from_slice(&check.signature);
        bytes.extend_from_slice(&check.message);
    }
    bytes
}

fn from_bytes(checks: &[&SignatureCheck], answers: &[u8]) -> Vec<Option<bool>> {
    let mut answers = answers.iter();
    let answer = |check: &&SignatureCheck| {
        if !check.is_admissible() {
            return Some(false);
        }
        match answers.next() {
            Some(1) => Some(is_of_prime_order(&check.key)),
            Some(0) => Some(false),
            _ => None,
        }
    };
    checks.iter().map(answer).collect()
}
