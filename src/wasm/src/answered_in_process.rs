//! The exports of the engine that has the curve.

use alloc::string::String;
use alloc::vec::Vec;

use touchmark::SignatureCheck;
use wasm_bindgen::prelude::*;

use crate::{Batch, Configuration, js};

/// Reads trust bundle, policy and registry (JSON texts).
///
/// # Errors
/// Throws an `Error` with `name` `ConfigError`, `code` and a message that names the file, the place and the remedy.
#[wasm_bindgen]
pub fn configure(trust: &str, policy: &str, registry: Option<String>) -> Result<Configuration, JsValue> {
    Configuration::read(trust, policy, registry.as_deref()).map_err(js::config_error)
}

/// Checks many record views in one crossing: JSON Lines in, a JSON array of verdicts in the same order out.
/// `now` is epoch milliseconds.
///
/// # Errors
/// Throws a `ConfigError` for a time outside the years 0–9999.
#[wasm_bindgen]
pub fn verify_all(configuration: &Configuration, records: &str, now: f64) -> Result<String, JsValue> {
    let now = js::timestamp(now)?;
    let batch = Batch::read(records);
    let begun = batch.begin(configuration, now);
    let answers: Vec<_> = begun.checks().into_iter().map(|check| Some(check.answer())).collect();
    Ok(begun.conclude(&answers))
}

/// Whether this engine tells good signatures from bad ones. Ask before the first check.
#[wasm_bindgen]
pub fn self_test() -> bool {
    touchmark::self_test(SignatureCheck::answer)
}
