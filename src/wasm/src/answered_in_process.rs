//! The exports of the engine that has the curve.

use alloc::string::String;
use alloc::vec::Vec;

use touchmark::{SignatureCheck, SignatureEngine, is_of_prime_order};
use wasm_bindgen::prelude::*;

use crate::{Configuration, PendingConfiguration, js};

/// Reads trust bundle, policy, registry and grants (JSON texts). Ask [`Configuration::problem`] before anything else.
#[wasm_bindgen]
pub fn configure(
    trust: &str,
    policy: &str,
    registry: Option<String>,
    grants: Option<String>,
) -> Configuration {
    let mut engine = SignatureEngine::new();
    let verifier =
        PendingConfiguration::read(trust, policy, registry.as_deref(), grants.as_deref(), is_of_prime_order)
            .and_then(|pending| {
                let answers = answers(&mut engine, &pending.checks());
                pending.conclude(&answers)
            });
    Configuration { verifier: verifier.map_err(|error| error.to_text()), engine }
}

/// Checks many record views in one crossing: JSON Lines (UTF-8) in, a JSON array of verdicts in the same order out.
/// `now` is epoch milliseconds. Nothing comes out where nothing can be checked: for a configuration with a problem, a
/// time outside the years 0–9999, and bytes that are not UTF-8.
#[wasm_bindgen]
pub fn verify_all(configuration: &mut Configuration, records: &[u8], now: f64) -> String {
    verdicts(configuration, records, now).unwrap_or_default()
}

fn verdicts(configuration: &mut Configuration, records: &[u8], now: f64) -> Option<String> {
    let Configuration { verifier, engine } = configuration;
    let records = js::records(records)?;
    let batch = verifier.as_ref().ok()?.begin_all(&records, js::timestamp(now)?);
    let answers = answers(engine, &batch.checks());
    Some(batch.conclude_to_json(&answers))
}

/// Whether this engine tells good signatures from bad ones. Ask before the first check.
#[wasm_bindgen]
pub fn self_test() -> bool {
    let mut engine = SignatureEngine::new();
    touchmark::self_test(|check| engine.answer_all(&[check]) == [true])
}

fn answers(engine: &mut SignatureEngine, checks: &[&SignatureCheck]) -> Vec<Option<bool>> {
    engine.answer_all(checks).into_iter().map(Some).collect()
}
