//! How sure an issuer says it is (profile §3).

use crate::text::divide;

/// A decimal from 0 to 1, as a text: `0(\.\d+)?` or `1(\.0+)?` (profile §3).
pub fn is_confidence(text: &str) -> bool {
    let (whole, fraction) = divide(text, b'.').unwrap_or((text, "0"));
    let is_digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && (whole == "0" || whole == "1" && fraction.bytes().all(|byte| byte == b'0'))
}
