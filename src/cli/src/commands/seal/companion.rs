//! The names of companion fields, which hold the salts of a tier.

/// Whether a field is one, by its name.
pub(super) fn is_companion(name: &str) -> bool {
    name.strip_prefix("Provenance_Salts_")
        .and_then(|rest| rest.strip_suffix("__c"))
        .is_some_and(|tier| !tier.is_empty())
}

/// A companion's name as the platform has it, whatever the case of this one.
pub(super) fn companion_spelling(name: &str) -> Option<String> {
    let (prefix, suffix) = ("Provenance_Salts_", "__c");
    let tier = name.get(prefix.len()..name.len().checked_sub(suffix.len())?)?;
    Some(format!("{prefix}{tier}{suffix}")).filter(|spelt| spelt.eq_ignore_ascii_case(name))
}
