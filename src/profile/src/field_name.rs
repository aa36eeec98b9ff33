//! Names of fields.

/// The field that a seal stands in, where a policy does not name another (profile §2).
pub const SEAL_FIELD: &str = "Provenance_Seal__c";

/// The field of the record's uuid, likewise.
pub const UUID_FIELD: &str = "Provenance_Id__c";

/// The field of the short reference, likewise.
pub const REFERENCE_FIELD: &str = "Provenance_Reference__c";

/// Field names come to people's eyes: letters, digits, underscore and the dot of a path, nothing that could mislead.
pub fn is_api_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

/// Whether a field of a record can have this name: what a statement may name, narrowed to what the platform gives out, a
/// letter first and no path to another record.
pub fn is_field_name(name: &str) -> bool {
    is_api_name(name)
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && !name.bytes().any(|byte| byte == b'.')
}
