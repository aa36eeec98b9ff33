//! The few things that only the host can do, and what it hands over.

use alloc::string::String;
use alloc::vec::Vec;

use touchmark::{Record, RecordError, Timestamp};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The platform's NFC: the tables are in the browser already.
    #[wasm_bindgen(js_namespace = ["String", "prototype", "normalize"], js_name = call)]
    pub(crate) fn nfc(text: &str) -> String;
}

/// Put in by `www/scripts/fallback.mjs`.
#[cfg(not(feature = "dalek"))]
#[wasm_bindgen(module = "#curve")]
extern "C" {
    /// Whether a key is of prime order. Asked only of encodings that are canonical and not of small order.
    #[wasm_bindgen(js_name = isOfPrimeOrder)]
    pub(crate) fn is_of_prime_order(key: &[u8]) -> bool;
}

/// Epoch milliseconds, as `Date.now()` gives them.
pub(crate) fn timestamp(millis: f64) -> Option<Timestamp> {
    #[expect(clippy::cast_possible_truncation, reason = "a saturated time is outside the range and refused")]
    Timestamp::from_millis(millis as i64)
}

/// The records of one call: one a line, so that a record that cannot be read costs only its own verdict. UTF-8, as
/// `TextEncoder` writes it.
pub(crate) fn records(lines: &[u8]) -> Option<Vec<Result<Record<'_>, RecordError>>> {
    Some(core::str::from_utf8(lines).ok()?.lines().map(Record::parse).collect())
}
