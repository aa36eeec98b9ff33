use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use touchmark::is_field_name;
use touchmark::json::{self, Object, Value};
use touchmark::normal::{FieldType, NormalValue, normalise};

use crate::coverable::{Coverable, NotCoverable, by_name, type_name};
use crate::field_name::{CURRENCY, write_no_field_name};
use crate::standard_objects;

/// What is known of an object's fields: which can be covered by a seal, and as which type.
#[derive(Clone, Debug, Default)]
pub struct FieldTypes {
    fields: BTreeMap<String, Coverable>,
    /// What the fields hold that cannot be covered, where that is known.
    uncovered: BTreeMap<String, FieldType>,
    /// Of the fields that only some accounts hold themselves.
    accounts: BTreeMap<String, Account>,
}

/// Which accounts hold a field themselves. Where person accounts are in use, the platform makes the name of a person
/// account from its parts, and the parts stay empty in every other account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    /// Each of them.
    Any,
    /// Those that are no person.
    Business,
    /// Those that are a person.
    Person,
}

impl Account {
    /// Whether the field is to be covered in an account.
    pub(crate) fn covers(self, is_person: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Business => !is_person,
            Self::Person => is_person,
        }
    }
}

/// Whether a record is a person account: by what it says, and otherwise by whether it has what persons alone have.
pub(crate) fn is_person_account(values: &[(Cow<'_, str>, Value<'_>)]) -> bool {
    let value = |wanted: &str| {
        let mut named = values.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.next().map(|(_, value)| value)
    };
    let said = value("IsPersonAccount").map(|value| normalise(FieldType::Boolean, value));
    if let Some(Ok(NormalValue::Bool(is_person))) = said {
        return is_person;
    }
    // A box that is not ticked is there in every account.
    let is_filled = |value: &Value<'_>| {
        normalise(FieldType::Text, value) != Ok(NormalValue::Null)
            && normalise(FieldType::Boolean, value) != Ok(NormalValue::Bool(false))
    };
    let is_of_persons = |name: &str| {
        let starts = name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("Person"));
        let ends = name.len().checked_sub(4).and_then(|at| name.get(at..));
        standard_objects::PARTS_OF_A_PERSON_S_NAME.iter().any(|part| part.eq_ignore_ascii_case(name))
            || starts && is_field_name(name) && !name.contains('_')
            || ends.is_some_and(|end| end.eq_ignore_ascii_case("__pc"))
    };
    values.iter().any(|(name, value)| is_of_persons(name) && is_filled(value))
}

/// How a value of a type is written, in words for whoever wrote it otherwise.
pub fn written_as(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Boolean => "write it as true or false",
        FieldType::Int => "write it in digits, as 1200",
        FieldType::Double | FieldType::Currency | FieldType::Percent => {
            "write it in digits with a point and nothing else, as 1200.50"
        }
        FieldType::Date => "write it as 2026-11-21",
        FieldType::DateTime => "write it as 2026-11-21T09:00:00Z",
        FieldType::Time => "write it as 09:00:00.000Z",
        FieldType::MultiPicklist => "write its values with semicolons between them, as a;b",
        FieldType::Id | FieldType::Reference => "write a record's id, of 15 or 18 letters and digits",
        _ => "write it as a text",
    }
}

impl FieldTypes {
    /// The built-in table of one of [`FieldTypes::standard_objects`], or `None`.
    pub fn standard(object: &str) -> Option<Self> {
        let fields = standard_objects::fields(object)?;
        let mut types = Self {
            fields: fields.map(|(name, field)| (name.to_owned(), field)).collect(),
            ..Self::default()
        };
        if object == "Account" {
            types.switch_names("Name", &standard_objects::PARTS_OF_A_PERSON_S_NAME);
        }
        Some(types)
    }

    /// Objects that have a built-in table.
    pub fn standard_objects() -> impl Iterator<Item = &'static str> {
        standard_objects::names()
    }

    /// Reads a describe result (`/sobjects/<object>/describe`, `sf sobject describe --json`) or an object info
    /// (`/ui-api/object-info/<object>`, `getObjectInfo`), whichever it is.
    ///
    /// # Errors
    /// [`FieldTypesError`] when the text is neither, or describes another object.
    pub fn from_json(text: &str, object: &str) -> Result<Self, FieldTypesError> {
        let tree = json::parse_view(text).map_err(FieldTypesError::Json)?;
        let root = tree.as_object().ok_or_else(|| match &tree {
            Value::Array(errors) => refusal(errors.first().and_then(Value::as_object)),
            _ => FieldTypesError::NotADescription,
        })?;
        // `sf sobject describe --json` puts the describe one level down, beside a status that is 0 where it went well.
        let status = root.get("status").and_then(Value::as_number).and_then(|status| status.to_integer());
        if status.is_some_and(|status| status != 0) || root.get("fields").is_none() && is_error(root) {
            return Err(refusal(Some(root)));
        }
        let root = match root.get("result") {
            Some(Value::Object(result)) if root.get("fields").is_none() => result,
            Some(Value::Array(results)) if root.get("fields").is_none() => match results.as_slice() {
                [Value::Object(result)] => result,
                _ => return Err(FieldTypesError::NotADescription),
            },
            _ => root,
        };
        let entries: Vec<&Object<'_>> = match root.get("fields") {
            Some(Value::Array(fields)) => fields.iter().filter_map(Value::as_object).collect(),
            Some(Value::Object(fields)) => fields.iter().filter_map(|(_, field)| field.as_object()).collect(),
            _ => return Err(FieldTypesError::NotADescription),
        };
        // After the fields: an error has a name too.
        let name = root.get("name").or_else(|| root.get("apiName")).and_then(Value::as_str);
        if let Some(name) = name.filter(|name| *name != object) {
            return Err(FieldTypesError::OtherObject(name.to_owned()));
        }
        let mut types = Self::default();
        for field in &entries {
            let name = name_of(field);
            let kind = text_of(field, "dataType").or_else(|| text_of(field, "type"));
            let (Some(name), Some(kind)) = (name, kind) else {
                return Err(FieldTypesError::NotADescription);
            };
            if !is_field_name(name) {
                return Err(FieldTypesError::NoFieldName(name.to_owned()));
            }
            let kind = kind.to_ascii_lowercase();
            let field = described(field, &kind);
            if let (Err(_), Some(Ok(field_type))) = (field, by_name(&kind)) {
                types.uncovered.insert(name.to_owned(), field_type);
            }
            types.fields.insert(name.to_owned(), field);
        }
        // A name that is an account's own in one record and made of a person's in the next.
        let switched: Vec<&str> =
            entries.iter().filter(|field| is_switched(field)).filter_map(|field| name_of(field)).collect();
        for compound in entries.iter().filter_map(|field| text_of(field, "compoundFieldName")) {
            if switched.contains(&compound) {
                let parts =
                    entries.iter().filter(|field| text_of(field, "compoundFieldName") == Some(compound));
                let parts: Vec<&str> = parts.filter_map(|field| name_of(field)).collect();
                types.switch_names(compound, &parts);
                continue;
            }
            // A component may name itself (`Name` on objects without person names).
            if entries.iter().any(|field| {
                text_of(field, "compoundFieldName") == Some(compound) && name_of(field) != Some(compound)
            }) {
                types.fields.insert(compound.to_owned(), Err(NotCoverable::Compound));
            }
        }
        Ok(types)
    }

    /// Adds a field by the name of its type, as a describe writes it (`currency`, `picklist`, …), replacing what was
    /// known of it.
    ///
    /// # Errors
    /// [`FieldTypesError::UnknownType`] for a type that no describe writes, [`FieldTypesError::NoFieldName`] for a name that
    /// no field has, and [`FieldTypesError::NotCoverable`] for a type given to what no seal can cover.
    pub fn insert(&mut self, field: impl Into<String>, type_name: &str) -> Result<(), FieldTypesError> {
        let field = field.into();
        if !is_field_name(&field) {
            return Err(FieldTypesError::NoFieldName(field));
        }
        let known = by_name(&type_name.to_ascii_lowercase())
            .ok_or_else(|| FieldTypesError::UnknownType(type_name.to_owned()))?;
        // What the platform computes, or writes itself, does not become the user's by another type.
        if let (Ok(_), Some(Err(why))) = (known, self.get(&field)) {
            return Err(FieldTypesError::NotCoverable(why));
        }
        self.fields.insert(field, known);
        Ok(())
    }

    /// Adds what another table knows, replacing what was known of the same fields.
    pub fn extend(&mut self, other: Self) {
        for name in other.fields.keys() {
            self.accounts.remove(name);
        }
        self.fields.extend(other.fields);
        self.uncovered.extend(other.uncovered);
        self.accounts.extend(other.accounts);
    }

    /// What is known of a field.
    pub fn get(&self, field: &str) -> Option<Coverable> {
        // Every object has it.
        if field == "Id" {
            return Some(Err(NotCoverable::RecordId));
        }
        self.fields.get(field).copied()
    }

    /// The type of a field's values, whether or not a seal can cover it.
    pub fn value_type(&self, field: &str) -> Option<FieldType> {
        match self.get(field)? {
            Ok(field_type) => Some(field_type),
            Err(NotCoverable::RecordId) => Some(FieldType::Id),
            Err(_) => self.uncovered.get(field).copied().or_else(|| touchmark::system_field(field)),
        }
    }

    /// The accounts that hold a field themselves.
    pub(crate) fn account(&self, field: &str) -> Account {
        self.accounts.get(field).copied().unwrap_or(Account::Any)
    }

    /// A name that is made of these parts in person accounts alone.
    fn switch_names(&mut self, name: &str, parts: &[&str]) {
        for part in parts {
            self.accounts.insert((*part).to_owned(), Account::Person);
        }
        self.accounts.insert(name.to_owned(), Account::Business);
    }

    /// Names of the known fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    /// The standard ones of the known fields, each with the name of its type as [`FieldTypes::insert`] takes it.
    pub fn standard_fields(&self) -> impl Iterator<Item = (&str, &'static str)> {
        // `__c` of an org's own fields, `acme__…__c` of a package's, `__pc` of either on a person account.
        let standard = self.fields.iter().filter(|(name, _)| !name.contains("__"));
        standard.filter_map(|(name, field)| Some((name.as_str(), type_name(*field)?)))
    }

    /// The known field whose name differs in nothing but case.
    pub fn in_other_case(&self, field: &str) -> Option<&str> {
        self.names().find(|known| known.eq_ignore_ascii_case(field))
    }
}

/// Why a table of field types cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldTypesError {
    /// Not JSON.
    Json(json::JsonError),
    /// JSON, but neither a describe nor an object info.
    NotADescription,
    /// Describes this object instead.
    OtherObject(String),
    /// No such type.
    UnknownType(String),
    /// No field has such a name.
    NoFieldName(String),
    /// A type for what no seal can cover.
    NotCoverable(NotCoverable),
    /// Not the answer, but why there is none.
    Refusal(String),
}

impl fmt::Display for FieldTypesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "not JSON: {error}"),
            Self::NotADescription => f.write_str(
                "neither a describe result nor an object info: both have `fields` with a name and a type each",
            ),
            Self::OtherObject(name) => write!(f, "describes {name}"),
            Self::NoFieldName(name) => write_no_field_name(name, f),
            Self::NotCoverable(why) => {
                write!(f, "a seal cannot cover it, whatever type it is given: {why}; take the line out, or give the org's own describe result")
            }
            Self::Refusal(said) => write!(
                f,
                "holds an error in place of a describe result ({said}); ask for it again, and check the object's name and the login"
            ),
            Self::UnknownType(name) => write!(
                f,
                "\"{name}\" is no field type; the types are string, picklist, multipicklist, textarea, email, phone, url, boolean, int, double, currency, percent, date, datetime, time, id, reference (and formula, rollup, autonumber, richtext, encrypted, system, address, which no seal can cover)"
            ),
        }
    }
}

impl std::error::Error for FieldTypesError {}

fn text_of<'o>(object: &'o Object<'_>, name: &str) -> Option<&'o str> {
    object.get(name).and_then(Value::as_str)
}

fn name_of<'o>(field: &'o Object<'_>) -> Option<&'o str> {
    text_of(field, "apiName").or_else(|| text_of(field, "name"))
}

/// Whether a field is the name of accounts, of which some are persons.
fn is_switched(field: &Object<'_>) -> bool {
    text_of(field, "extraTypeInfo").is_some_and(|extra| extra.eq_ignore_ascii_case("switchablepersonname"))
        && text_of(field, "compoundFieldName").is_none_or(|compound| Some(compound) == name_of(field))
}

/// Whether this is an error as the platform or its command line writes it.
fn is_error(answer: &Object<'_>) -> bool {
    text_of(answer, "errorCode").is_some()
        || text_of(answer, "message").is_some() && answer.get("result").is_none()
}

/// What an error says of itself.
fn refusal(answer: Option<&Object<'_>>) -> FieldTypesError {
    match answer.filter(|answer| is_error(answer) || answer.get("status").is_some()) {
        None => FieldTypesError::NotADescription,
        Some(answer) => {
            let said = ["message", "errorCode", "name"].into_iter().find_map(|name| text_of(answer, name));
            FieldTypesError::Refusal(said.unwrap_or("without a message").to_owned())
        }
    }
}

fn described(field: &Object<'_>, kind: &str) -> Coverable {
    let is = |name: &str| field.get(name).and_then(Value::as_bool).unwrap_or(false);
    let is_read_only = ["createable", "updateable"]
        .iter()
        .all(|name| field.get(name).and_then(Value::as_bool) == Some(false));
    let extra = text_of(field, "extraTypeInfo").unwrap_or_default().to_ascii_lowercase();
    if kind == "id" {
        return Err(NotCoverable::RecordId);
    }
    if is("calculated") {
        return Err(NotCoverable::Formula);
    }
    if is("autoNumber") {
        return Err(NotCoverable::AutoNumber);
    }
    if is("htmlFormatted") && extra == "richtextarea" {
        return Err(NotCoverable::RichText);
    }
    if is_switched(field) {
        return Ok(FieldType::Text);
    }
    if is("compound") {
        return Err(NotCoverable::Compound);
    }
    if is("encrypted") {
        return Err(NotCoverable::Encrypted);
    }
    // A record that takes its currency from another keeps it, and its amounts mean nothing without it (profile §4).
    if is_read_only && name_of(field) != Some(CURRENCY) {
        return Err(NotCoverable::System);
    }
    // A type that is new to us is compared by its exact text, as a verifier does.
    by_name(kind).unwrap_or(Ok(FieldType::Text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverable::REASONS;

    #[test]
    fn a_describe_tells_what_can_be_covered() {
        let describe = r#"{"name":"Contact","fields":[
            {"name":"Id","type":"id","createable":false,"updateable":false},
            {"name":"Name","type":"string","createable":false,"updateable":false},
            {"name":"LastName","type":"string","compoundFieldName":"Name","createable":true,"updateable":true},
            {"name":"AnnualIncome__c","type":"currency","createable":true,"updateable":true},
            {"name":"Score__c","type":"double","calculated":true,"createable":false,"updateable":false},
            {"name":"Number__c","type":"string","autoNumber":true,"createable":false,"updateable":false},
            {"name":"Notes__c","type":"textarea","htmlFormatted":true,"extraTypeInfo":"richtextarea","createable":true,"updateable":true},
            {"name":"Site__c","type":"url","htmlFormatted":true,"createable":true,"updateable":true},
            {"name":"CreatedDate","type":"datetime","createable":false,"updateable":false}]}"#;
        let types = FieldTypes::from_json(describe, "Contact").unwrap();
        for (field, expected) in [
            ("Id", Some(Err(NotCoverable::RecordId))),
            ("Name", Some(Err(NotCoverable::Compound))),
            ("LastName", Some(Ok(FieldType::Text))),
            ("AnnualIncome__c", Some(Ok(FieldType::Currency))),
            ("Score__c", Some(Err(NotCoverable::Formula))),
            ("Number__c", Some(Err(NotCoverable::AutoNumber))),
            ("Notes__c", Some(Err(NotCoverable::RichText))),
            ("Site__c", Some(Ok(FieldType::Text))),
            ("CreatedDate", Some(Err(NotCoverable::System))),
            ("Other__c", None),
        ] {
            assert_eq!(types.get(field), expected, "{field}");
        }
        for describe in [describe, &format!(r#"{{"status":0,"result":{describe},"warnings":[]}}"#)] {
            assert_eq!(
                FieldTypes::from_json(describe, "Contact").unwrap().names().count(),
                types.names().count()
            );
            assert_eq!(
                FieldTypes::from_json(describe, "Lead").unwrap_err(),
                FieldTypesError::OtherObject("Contact".into())
            );
        }
        for other in ["{}", r#"{"status":0,"result":[]}"#] {
            assert_eq!(FieldTypes::from_json(other, "Lead").unwrap_err(), FieldTypesError::NotADescription);
        }
        let error = r#"{"status":1,"name":"NOT_FOUND","message":"…"}"#;
        assert!(matches!(FieldTypes::from_json(error, "Lead"), Err(FieldTypesError::Refusal(_))));
    }

    #[test]
    fn an_object_info_tells_the_same() {
        let info = r#"{"apiName":"Contact","fields":{
            "Name":{"apiName":"Name","dataType":"String","compound":true,"createable":false,"updateable":false},
            "AnnualIncome__c":{"apiName":"AnnualIncome__c","dataType":"Currency","createable":true,"updateable":true},
            "Interests__c":{"apiName":"Interests__c","dataType":"MultiPicklist","createable":true,"updateable":true},
            "MailingAddress":{"apiName":"MailingAddress","dataType":"Address","createable":true,"updateable":true}}}"#;
        let types = FieldTypes::from_json(info, "Contact").unwrap();
        assert_eq!(types.get("Name"), Some(Err(NotCoverable::Compound)));
        assert_eq!(types.get("AnnualIncome__c"), Some(Ok(FieldType::Currency)));
        assert_eq!(types.get("Interests__c"), Some(Ok(FieldType::MultiPicklist)));
        assert_eq!(types.get("MailingAddress"), Some(Err(NotCoverable::Compound)));
    }

    #[test]
    fn what_is_known_of_a_field_has_a_name_that_says_the_same() {
        let mut types = FieldTypes::default();
        let names = FieldType::ALL.iter().map(|kind| kind.code()).chain(REASONS.map(|(name, _)| name));
        for name in names.chain(["rollup", "encryptedstring", "address", "url", "long", "number", "checkbox"])
        {
            types.insert(name, name).unwrap();
        }
        types.insert("Own__c", "string").unwrap();
        types.insert("acme__Own__pc", "string").unwrap();
        for (field, name) in types.standard_fields() {
            assert_eq!(by_name(name), types.get(field), "{field}: {name}");
        }
        assert_eq!(types.standard_fields().count(), types.names().count() - 2);
    }

    #[test]
    fn every_standard_object_has_a_table() {
        for object in FieldTypes::standard_objects() {
            let types = FieldTypes::standard(object).unwrap();
            assert_eq!(types.get("Id"), Some(Err(NotCoverable::RecordId)));
            assert_eq!(types.get("SystemModstamp"), Some(Err(NotCoverable::System)));
            assert_eq!(types.get("Synthetic_Data__c"), Some(Ok(FieldType::Boolean)));
        }
        assert!(FieldTypes::standard("Widget__c").is_none());
    }
}
