//! Names of fields that sealing knows, and what to say of a name that is none.

use std::fmt;

/// The field that says what an amount is an amount of.
pub const CURRENCY: &str = "CurrencyIsoCode";

/// What to say of a name that is none.
pub(crate) fn write_no_field_name(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{name} is not an API name (a letter first, then letters, digits, underscores)")
}
