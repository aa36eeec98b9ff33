use std::borrow::Cow;
use std::fmt;

use touchmark::json::Value;
use touchmark::normal::FieldType;
use touchmark::{MAX_FIELDS, is_field_name, is_member_of_view};

use crate::coverable::NotCoverable;
use crate::field_name::{CURRENCY, write_no_field_name};
use crate::field_types::{Account, FieldTypes, is_person_account};

/// Which fields a seal covers, as which type, and who may read their salts.
#[derive(Clone, Debug)]
pub struct FieldPlan {
    types: FieldTypes,
    fields: Vec<PlannedField>,
    tiers: Vec<Tier>,
}

/// One covered field.
#[derive(Clone, Debug)]
pub(crate) struct PlannedField {
    pub(crate) name: String,
    pub(crate) field_type: FieldType,
    /// Index of its tier; `None` for the open pack.
    pub(crate) tier: Option<usize>,
    /// The accounts that hold it themselves.
    pub(crate) account: Account,
}

impl FieldPlan {
    /// A plan that covers nothing yet.
    pub fn new(types: FieldTypes) -> Self {
        Self { types, fields: Vec::new(), tiers: Vec::new() }
    }

    /// Covers a field that everyone who sees the record may read: its salt goes into the open pack.
    ///
    /// # Errors
    /// [`PlanError`] for a field that is unknown, cannot be covered or is planned already.
    pub fn open(&mut self, field: &str) -> Result<(), PlanError> {
        self.add(field, None)
    }

    /// Covers a field whose readers are those of a tier: its salt goes into that tier's companion pack and nowhere
    /// else.
    ///
    /// # Errors
    /// [`PlanError`], also for a name that cannot be part of a companion field's name.
    pub fn restricted(&mut self, tier: &str, field: &str) -> Result<(), PlanError> {
        // The tier is part of a field's name, in which upper and lower case do not count.
        let at = match self.tiers.iter().position(|known| known.name.eq_ignore_ascii_case(tier)) {
            Some(at) => at,
            None => {
                self.tiers.push(Tier::new(tier)?);
                self.tiers.len() - 1
            }
        };
        self.add(field, Some(at))
    }

    /// The restricted tiers, in the order they were first named.
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// Names of the covered fields, in the order they were named.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// The planned fields that this record shows and does not hold itself: of a person account the name, which the
    /// platform makes, of any other account the parts of a person's name. They stay uncovered there.
    pub fn not_held_by(&self, values: &[(Cow<'_, str>, Value<'_>)]) -> Vec<&str> {
        if self.fields.iter().all(|field| field.account == Account::Any) {
            return Vec::new();
        }
        let is_person = is_person_account(values);
        let is_shown = |field: &PlannedField| values.iter().any(|(name, _)| *name == field.name);
        let computed = |field: &&PlannedField| !field.account.covers(is_person) && is_shown(field);
        self.fields.iter().filter(computed).map(|field| field.name.as_str()).collect()
    }

    /// The planned amounts, where the plan does not cover their currency with them (profile §4).
    pub fn amounts_without_currency(&self) -> Vec<&str> {
        if self.names().any(|name| name == CURRENCY) {
            return Vec::new();
        }
        let amounts = self.fields.iter().filter(|field| field.field_type == FieldType::Currency);
        amounts.map(|field| field.name.as_str()).collect()
    }

    pub(crate) fn fields(&self) -> &[PlannedField] {
        &self.fields
    }

    fn add(&mut self, field: &str, tier: Option<usize>) -> Result<(), PlanError> {
        if !is_field_name(field) {
            return Err(PlanError::NoFieldName(field.to_owned()));
        }
        if is_member_of_view(field) {
            return Err(PlanError::NotCoverable {
                field: field.to_owned(),
                why: NotCoverable::MemberOfViews,
            });
        }
        let field_type = match self.types.get(field) {
            Some(Ok(field_type)) => field_type,
            Some(Err(why)) => return Err(PlanError::NotCoverable { field: field.to_owned(), why }),
            None => {
                let similar = self.types.in_other_case(field).map(str::to_owned);
                return Err(PlanError::UnknownType { field: field.to_owned(), similar });
            }
        };
        // Upper and lower case do not count in names of fields (profile §2), though a describe may have been edited.
        if self.fields.iter().any(|planned| planned.name.eq_ignore_ascii_case(field)) {
            return Err(PlanError::Twice(field.to_owned()));
        }
        if self.fields.len() == MAX_FIELDS {
            return Err(PlanError::TooMany);
        }
        let account = self.types.account(field);
        self.fields.push(PlannedField { name: field.to_owned(), field_type, tier, account });
        Ok(())
    }
}

/// A group of fields with the same readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    name: String,
}

impl Tier {
    /// A tier of that name.
    ///
    /// # Errors
    /// [`PlanError::BadTier`] for a name that cannot be part of an API name.
    pub fn new(name: &str) -> Result<Self, PlanError> {
        // An API name has at most 40 characters before `__c`, no double and no trailing underscore.
        let is_part_of_an_api_name = !name.is_empty()
            && name.len() + "Provenance_Salts_".len() <= 40
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !name.contains("__")
            && !name.starts_with('_')
            && !name.ends_with('_');
        if is_part_of_an_api_name {
            Ok(Self { name: name.to_owned() })
        } else {
            Err(PlanError::BadTier(name.to_owned()))
        }
    }

    /// Name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The field that holds the companion pack of this tier (profile §2).
    pub fn companion_field(&self) -> String {
        format!("Provenance_Salts_{}__c", self.name)
    }
}

/// Why a field cannot be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlanError {
    /// No field has such a name, and no verifier reads a seal that covers it.
    NoFieldName(String),
    /// Its type is not known.
    UnknownType {
        /// The field.
        field: String,
        /// A known field whose name differs in nothing but case.
        similar: Option<String>,
    },
    /// No seal can cover it.
    NotCoverable {
        /// The field.
        field: String,
        /// Why.
        why: NotCoverable,
    },
    /// Planned twice.
    Twice(String),
    /// More than 400.
    TooMany,
    /// Not part of an API name.
    BadTier(String),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType { field, similar: Some(similar) } => {
                write!(f, "{field}: no such field; did you mean {similar}?")
            }
            Self::NoFieldName(name) => write_no_field_name(name, f),
            Self::UnknownType { field, similar: None } => write!(f, "{field}: its type is not known"),
            Self::NotCoverable { field, why } => write!(f, "{field} cannot be covered by a seal: {why}"),
            Self::Twice(field) => write!(f, "{field} is listed twice; its salt can have one place only"),
            Self::TooMany => write!(f, "a seal covers at most {MAX_FIELDS} fields"),
            Self::BadTier(name) => write!(
                f,
                "\"{name}\" cannot name a tier: the companion field is called Provenance_Salts_<tier>__c, so use letters, digits and single underscores, 23 characters at most"
            ),
        }
    }
}

impl std::error::Error for PlanError {}
