//! The exports of the engine that has the curve.

use alloc::string::String;
use alloc::vec::Vec;

use touchmark::{SignatureCheck, SignatureEngine};
use wasm_bindgen::prelude::*;

use crate::{Configuration, PendingConfiguration, js};

/// Reads trust bundle, policy and registry (JSON texts).
///
/// # Errors
/// Throws an `Error` with `name` `ConfigError`, `code` and a message that names the file, the place and the remedy.
#[wasm_bindgen]
pub fn configure(trust: &str, policy: &str, registry: Option<String>) -> Result<Configuration, JsValue> {
    let mut engine = SignatureEngine::new();
    let pending = PendingConfiguration::read(trust, policy, registry.as_deref()).map_err(js::config_error)?;
    let answers = answers(&mut engine, &pending.checks());
    let verifier = pending.conclude(&answers).map_err(js::config_error)?;
    Ok(Configuration { verifier, engine })
}

/// Checks many record views in one crossing: JSON Lines (UTF-8) in, a JSON array of verdicts in the same order out.
/// `now` is epoch milliseconds.
///
/// # Errors
/// Throws a `ConfigError` for a time outside the years 0–9999, and for bytes that are not UTF-8.
#[wasm_bindgen]
pub fn verify_all(configuration: &mut Configuration, records: &[u8], now: f64) -> Result<String, JsValue> {
    let now = js::timestamp(now)?;
    let Configuration { verifier, engine } = configuration;
    let records = crate::records(records)?;
    let batch = verifier.begin_all(&records, now);
    let answers = answers(engine, &batch.checks());
    Ok(batch.conclude_to_json(&answers))
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
