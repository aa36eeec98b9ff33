//! The names of companion fields, which hold the salts of a tier.

const PREFIX: &str = "Provenance_Salts_";
const SUFFIX: &str = "__c";

/// Whether a field is one, by its name.
pub(super) fn is_companion(name: &str) -> bool {
    name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX)).is_some_and(|tier| !tier.is_empty())
}

/// A companion's name as the platform has it, whatever the case of this one.
pub(super) fn companion_spelling(name: &str) -> Option<String> {
    let tier = name.get(PREFIX.len()..name.len().checked_sub(SUFFIX.len())?)?;
    Some(format!("{PREFIX}{tier}{SUFFIX}")).filter(|spelt| spelt.eq_ignore_ascii_case(name))
}
