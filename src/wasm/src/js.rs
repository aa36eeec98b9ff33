//! The few things that only the host can do.

use alloc::string::String;

use touchmark::{ConfigError, Timestamp};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Error;
    #[wasm_bindgen(constructor)]
    fn new(message: &str) -> Error;
    #[wasm_bindgen(method, setter)]
    fn set_name(this: &Error, name: &str);
    #[wasm_bindgen(method, setter)]
    fn set_code(this: &Error, code: &str);

    #[wasm_bindgen(js_name = String)]
    type JsString;
    #[wasm_bindgen(method)]
    fn normalize(this: &JsString) -> String;
}

/// The platform's NFC: the tables are in the browser already.
pub(crate) fn nfc(text: &str) -> String {
    JsValue::from(text).unchecked_into::<JsString>().normalize()
}

/// Epoch milliseconds, as `Date.now()` gives them.
pub(crate) fn timestamp(millis: f64) -> Result<Timestamp, JsValue> {
    #[expect(clippy::cast_possible_truncation, reason = "a saturated time is outside the range and refused")]
    Timestamp::from_millis(millis as i64)
        .ok_or_else(|| error("time-invalid", "`now` must be epoch milliseconds, as Date.now() gives them"))
}

pub(crate) fn config_error(error: ConfigError) -> JsValue {
    self::error("config-invalid", &error.to_text())
}

pub(crate) fn error(code: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name("ConfigError");
    error.set_code(code);
    error.into()
}
