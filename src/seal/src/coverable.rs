//! Whether a field can be covered by a seal, by what its type is called (profile §4).

use std::fmt;

use touchmark::normal::FieldType;

/// Whether a field can be covered.
pub type Coverable = Result<FieldType, NotCoverable>;

/// Why a field cannot be covered (profile §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotCoverable {
    /// Computed by the platform whenever it is read.
    Formula,
    /// Numbered by the platform.
    AutoNumber,
    /// Rewritten by the platform when it is saved.
    RichText,
    /// Shown masked to some users.
    Encrypted,
    /// Written by the platform.
    System,
    /// Made of components, which are covered one by one.
    Compound,
    /// A file.
    Binary,
    /// Bound by the seal itself.
    RecordId,
    /// Shown beside the record's own fields.
    OfAnotherRecord,
    /// Views have a member of that name, so that no field of that name is shown.
    MemberOfViews,
    /// Holds the seal, or what belongs to it.
    OfTheSeal,
}

impl fmt::Display for NotCoverable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Formula => "a formula or roll-up: the platform computes it anew",
            Self::AutoNumber => "an auto number: the platform writes it",
            Self::RichText => "rich text: the platform rewrites it",
            Self::Encrypted => "encrypted: the platform masks it",
            Self::System => "read-only: the platform writes it",
            Self::Compound => "made of components: cover those",
            Self::Binary => "a file",
            Self::RecordId => "the record's id, which the seal binds by itself",
            Self::OfAnotherRecord => "a field of another record",
            Self::MemberOfViews => "no field's name: where records are read, it stands for something else",
            Self::OfTheSeal => "where the seal, or what belongs to it, is put",
        })
    }
}

/// What the types are called that no seal can cover.
pub(crate) const REASONS: [(&str, NotCoverable); 8] = [
    ("id", NotCoverable::RecordId),
    ("formula", NotCoverable::Formula),
    ("autonumber", NotCoverable::AutoNumber),
    ("richtext", NotCoverable::RichText),
    ("encrypted", NotCoverable::Encrypted),
    ("system", NotCoverable::System),
    ("compound", NotCoverable::Compound),
    ("base64", NotCoverable::Binary),
];

/// What a type's name says: one of a describe, an object info or a TOML file, in small letters.
pub(crate) fn by_name(kind: &str) -> Option<Coverable> {
    let kind = match kind {
        "rollup" => "formula",
        "encryptedstring" => "encrypted",
        "address" | "location" | "complexvalue" => "compound",
        "picklist" | "phone" | "url" | "combobox" | "text" => "string",
        "long" => "int",
        "number" => "double",
        "checkbox" => "boolean",
        kind => kind,
    };
    match REASONS.iter().find(|(name, _)| *name == kind) {
        Some((_, why)) => Some(Err(*why)),
        None => FieldType::from_code(kind).map(Ok),
    }
}

/// The name by which [`by_name`] finds it.
pub(crate) fn type_name(field: Coverable) -> Option<&'static str> {
    match field {
        Ok(kind) => Some(kind.code()),
        Err(why) => REASONS.iter().find(|(_, known)| *known == why).map(|(name, _)| *name),
    }
}
