//! The verifier's browser boundary. It translates and does not think: text in, verdict out, nothing to free.
//!
//! Callers hold a number for their configuration; the same configuration always gets the same number.

use std::cell::RefCell;

use js_sys::{Error, JsString, Reflect};
use touchmark::{ConfigError, Policy, Record, Registry, Timestamp, TrustBundle, Verdict, Verifier};
use wasm_bindgen::prelude::*;

/// More configurations than any page has reason for; a page that makes a new one per record has a mistake in it.
const MAX_CONFIGURATIONS: usize = 64;

struct Configuration {
    /// What was passed in, to recognise it again.
    source: (String, String, Option<String>),
    verifier: Verifier,
}

thread_local! {
    static CONFIGURATIONS: RefCell<Vec<Configuration>> = const { RefCell::new(Vec::new()) };
}

/// Reads trust bundle, policy and registry (JSON texts) and gives the number to verify with.
///
/// # Errors
/// Throws an `Error` with `name` `ConfigError`, `code` and a message that names the file, the place and the remedy.
#[wasm_bindgen]
pub fn configure(trust: String, policy: String, registry: Option<String>) -> Result<usize, JsValue> {
    let source = (trust, policy, registry);
    CONFIGURATIONS.with_borrow_mut(|configurations| {
        if let Some(known) = configurations.iter().position(|known| known.source == source) {
            return Ok(known);
        }
        if configurations.len() == MAX_CONFIGURATIONS {
            return Err(js_error(
                "too-many-configurations",
                "64 different trust bundles and policies are in use on this page; make one verifier and keep it",
            ));
        }
        let verifier = verifier(&source.0, &source.1, source.2.as_deref())
            .map_err(|error| js_error("config-invalid", &error.to_string()))?;
        configurations.push(Configuration { source, verifier });
        Ok(configurations.len() - 1)
    })
}

fn verifier(trust: &str, policy: &str, registry: Option<&str>) -> Result<Verifier, ConfigError> {
    let (trust, policy) = (TrustBundle::from_json(trust)?, Policy::from_json(policy)?);
    let registry = match registry {
        Some(registry) => Registry::from_json(registry, trust.registries(), &policy)?,
        None => Registry::default(),
    };
    Ok(Verifier::new(trust, policy).with_registry(registry).with_nfc(nfc))
}

/// Checks one record view (JSON text). `now` is epoch milliseconds. Answers a `Verdict` object, whatever comes in.
///
/// # Errors
/// Throws a `ConfigError` for a number that [`configure`] did not give, or a time outside the years 0–9999.
#[wasm_bindgen]
pub fn verify(configuration: usize, record: &str, now: f64) -> Result<JsValue, JsValue> {
    with_verifier(configuration, now, |verifier, now| {
        js_sys::JSON::parse(&check(verifier, record, now).to_json())
    })?
}

/// Checks many record views in one crossing: JSON Lines in, a JSON array of verdicts in the same order out.
///
/// One record a line, so that a record that cannot be read costs only its own verdict.
///
/// # Errors
/// As [`verify`].
#[wasm_bindgen]
pub fn verify_all(configuration: usize, records: &str, now: f64) -> Result<String, JsValue> {
    with_verifier(configuration, now, |verifier, now| {
        let mut verdicts = String::with_capacity(records.len());
        for record in records.lines() {
            verdicts.push(if verdicts.is_empty() { '[' } else { ',' });
            verdicts.push_str(&check(verifier, record, now).to_json());
        }
        if verdicts.is_empty() {
            verdicts.push('[');
        }
        verdicts.push(']');
        verdicts
    })
}

/// Whether this engine answers one good and one bad signature as it should. Ask before the first check.
#[wasm_bindgen]
pub fn self_test() -> bool {
    touchmark::self_test(touchmark::SignatureCheck::answer)
}

fn check(verifier: &Verifier, record: &str, now: Timestamp) -> Verdict {
    match Record::parse(record) {
        Ok(record) => verifier.verify(&record, now),
        Err(error) => verifier.unreadable(&error, now),
    }
}

fn with_verifier<T>(
    configuration: usize,
    now: f64,
    answer: impl FnOnce(&Verifier, Timestamp) -> T,
) -> Result<T, JsValue> {
    #[expect(clippy::cast_possible_truncation, reason = "a saturated time is outside the range and refused")]
    let now = Timestamp::from_millis(now as i64).ok_or_else(|| {
        js_error("time-invalid", "`now` must be epoch milliseconds, as Date.now() gives them")
    })?;
    CONFIGURATIONS.with_borrow(|configurations| match configurations.get(configuration) {
        Some(known) => Ok(answer(&known.verifier, now)),
        None => Err(js_error("config-unknown", "call configure() first and pass the number it gives")),
    })
}

/// The platform's NFC: the tables are in the browser already.
fn nfc(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}

fn js_error(code: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name("ConfigError");
    // Setting a member of an object that was just made cannot fail.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}
