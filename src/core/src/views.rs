//! Views of a record: what they call what is not a field.

/// What to give in place of what is no record.
pub(crate) const VIEWS: &str = "give {object, id, fields}, or a record as UI API, REST, GraphQL, Apex, a tree file or a change event shows it";

/// Whether views have a member of this name for themselves, or loaders a column for their remarks: no field of that name
/// can be shown in every shape.
pub fn is_member_of_view(name: &str) -> bool {
    let is_member = matches!(
        name,
        "ApiName"
            | "apiName"
            | "attributes"
            | "companions"
            | "data"
            | "fields"
            | "id"
            | "node"
            | "object"
            | "payload"
            | "queried"
            | "seal"
            | "uuid"
    );
    is_member || name == HEADER || name.starts_with("sf__")
}

/// The header of a change event.
pub(crate) const HEADER: &str = "ChangeEventHeader";
