//! Record views: what some API shows of a record, brought to one shape.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::ids;
use crate::json::{self, JsonError, Object, Value};
use crate::statement::printable;
use crate::verdict::RecordRef;

/// A record as some API shows it. Borrows from the text or tree it came from.
#[derive(Clone, Debug, Default)]
pub struct Record<'a> {
    pub(crate) object: Option<Cow<'a, str>>,
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) uuid: Option<Cow<'a, str>>,
    pub(crate) fields: Object<'a>,
    /// Fields that were asked for from an API that drops nulls.
    pub(crate) queried: Vec<Cow<'a, str>>,
    /// Given apart from the fields, in the plain view.
    pub(crate) seal: Option<Value<'a>>,
    pub(crate) companions: Vec<Value<'a>>,
}

/// Why a text is not a record view.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// Not JSON, or JSON that could be read in two ways.
    NotJson(JsonError),
    /// JSON, but no view that is known.
    UnknownShape,
    /// A member of the view is of the wrong form.
    WrongMember(&'static str),
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "the record is not readable as JSON: {error}"),
            Self::UnknownShape => f.write_str(
                "not a record view: expected {object, id, fields}, UI API {apiName, id, fields} or REST {attributes, …}",
            ),
            Self::WrongMember(name) => write!(f, "the record's member `{name}` is of the wrong form"),
        }
    }
}

impl core::error::Error for RecordError {}

impl<'a> Record<'a> {
    /// Reads a record view, telling its shape by its members.
    ///
    /// # Errors
    /// [`RecordError`] where the text is not I-JSON or has no known shape.
    pub fn parse(text: &'a str) -> Result<Self, RecordError> {
        Self::from_value(json::parse_view(text).map_err(RecordError::NotJson)?)
    }

    /// As [`Record::parse`], from a tree that [`json::parse_view`] read.
    ///
    /// # Errors
    /// [`RecordError`] where the tree has no known shape.
    pub fn from_value(value: Value<'a>) -> Result<Self, RecordError> {
        let Value::Object(object) = value else { return Err(RecordError::UnknownShape) };
        let has = |name| object.get(name).is_some();
        if has("apiName") && has("fields") {
            Self::from_ui_api(object)
        } else if has("attributes") {
            Self::from_rest(object)
        } else if has("fields") {
            Self::from_plain(object)
        } else {
            Err(RecordError::UnknownShape)
        }
    }

    /// The plain view: `{object, id?, uuid?, fields, queried?, seal?, companions?}` (profile §2).
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_plain(view: Object<'a>) -> Result<Self, RecordError> {
        let mut record = Self::default();
        for (name, value) in view.into_members() {
            match name.as_ref() {
                "object" => record.object = text(value, "object")?,
                "id" => record.id = text(value, "id")?,
                "uuid" => record.uuid = text(value, "uuid")?,
                "fields" => record.fields = members(value, "fields")?,
                "seal" => record.seal = Some(value),
                "queried" => record.queried = texts(value)?,
                "companions" => match value {
                    Value::Array(packs) => record.companions = packs,
                    Value::Null => {}
                    _ => return Err(RecordError::WrongMember("companions")),
                },
                _ => {}
            }
        }
        Ok(record)
    }

    /// UI API and `getRecord`: `{apiName, id, fields: {F: {value, displayValue}}}`. Display values are never read.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_ui_api(view: Object<'a>) -> Result<Self, RecordError> {
        let mut record = Self::default();
        for (name, value) in view.into_members() {
            match name.as_ref() {
                "apiName" => record.object = text(value, "apiName")?,
                "id" => record.id = text(value, "id")?,
                "fields" => {
                    let mut shown = Vec::new();
                    for (name, field) in members(value, "fields")?.into_members() {
                        // A field without `value` shows nothing: it stays absent, so it reads as withheld.
                        if let Value::Object(field) = field
                            && let Some(value) = field.into_value("value")
                        {
                            shown.push((name, value));
                        }
                    }
                    record.fields = Object::from_members(shown);
                }
                _ => {}
            }
        }
        Ok(record)
    }

    /// REST `/query` and `/sobjects`: `{attributes: {type, url}, Id, …}`.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_rest(view: Object<'a>) -> Result<Self, RecordError> {
        let mut record = Self::default();
        let mut fields = Vec::with_capacity(view.len());
        for (name, value) in view.into_members() {
            match name.as_ref() {
                "attributes" => {
                    for (part, value) in members(value, "attributes")?.into_members() {
                        match part.as_ref() {
                            "type" => record.object = text(value, "attributes.type")?,
                            "url" if record.id.is_none() => record.id = id_of_url(value),
                            _ => {}
                        }
                    }
                }
                "Id" => record.id = text(value, "Id")?,
                _ => fields.push((name, value)),
            }
        }
        record.fields = Object::from_members(fields);
        Ok(record)
    }

    /// One row of a Bulk API 2.0 query result: texts only, an empty one is null.
    pub fn from_bulk_csv_row(
        object: impl Into<Cow<'a, str>>,
        row: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) -> Self {
        let mut record = Self { object: Some(object.into()), ..Self::default() };
        let mut fields = Vec::new();
        for (name, value) in row {
            if name == "Id" {
                record.id = Some(value).filter(|id| !id.is_empty());
            } else {
                fields.push((name, Value::String(value)));
            }
        }
        record.fields = Object::from_members(fields);
        record
    }

    /// The fields as shown, seal and companion fields among them.
    pub fn fields(&self) -> &Object<'a> {
        &self.fields
    }

    /// Object API name.
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref().filter(|object| !object.is_empty())
    }

    /// Record id as shown.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref().filter(|id| !id.is_empty())
    }

    /// Every record uuid that is shown: by the view itself, and by the field that holds it. A value that is no text
    /// reads as a text that is no uuid.
    pub(crate) fn uuids(&self, field: &str) -> impl Iterator<Item = &str> {
        let in_field = match self.fields.get(field) {
            None | Some(Value::Null) => None,
            Some(value) => Some(value.as_str().unwrap_or("not a text")),
        };
        [self.uuid.as_deref(), in_field].into_iter().flatten().filter(|uuid| !uuid.is_empty())
    }

    /// The record as verdicts name it.
    pub(crate) fn reference(&self, uuid_field: &str) -> RecordRef {
        RecordRef {
            object: self.object().map(printable),
            id: self.id().and_then(ids::to_18).map(Cow::into_owned),
            uuid: self.uuids(uuid_field).next().and_then(ids::to_uuid),
        }
    }
}

fn text<'a>(value: Value<'a>, name: &'static str) -> Result<Option<Cow<'a, str>>, RecordError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(RecordError::WrongMember(name)),
    }
}

fn texts(value: Value<'_>) -> Result<Vec<Cow<'_, str>>, RecordError> {
    let mut texts = Vec::new();
    match value {
        Value::Null => {}
        Value::Array(values) => {
            for value in values {
                texts.extend(text(value, "queried")?);
            }
        }
        _ => return Err(RecordError::WrongMember("queried")),
    }
    Ok(texts)
}

fn members<'a>(value: Value<'a>, name: &'static str) -> Result<Object<'a>, RecordError> {
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(RecordError::WrongMember(name)),
    }
}

/// The last part of `/services/data/v65.0/sobjects/Contact/<id>`, where it is a record id.
fn id_of_url(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::String(Cow::Borrowed(url)) => {
            url.rsplit('/').next().filter(|id| ids::to_18(id).is_some()).map(Cow::Borrowed)
        }
        Value::String(Cow::Owned(url)) => {
            url.rsplit('/').next().filter(|id| ids::to_18(id).is_some()).map(|id| Cow::Owned(id.into()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shapes_are_told_apart() {
        let plain = r#"{"object":"Contact","id":"0031700000pJRRSAA4","uuid":null,"fields":{"Title":"CEO"},"queried":["Phone"]}"#;
        let ui = r#"{"apiName":"Contact","id":"0031700000pJRRSAA4","fields":{"Title":{"displayValue":"Chief","value":"CEO"},"Odd":{}}}"#;
        let rest = r#"{"attributes":{"type":"Contact","url":"/services/data/v65.0/sobjects/Contact/0031700000pJRRSAA4"},"Title":"CEO"}"#;
        for text in [plain, ui, rest] {
            let record = Record::parse(text).unwrap();
            assert_eq!(record.object(), Some("Contact"));
            assert_eq!(record.id(), Some("0031700000pJRRSAA4"));
            assert_eq!(record.fields().iter().collect::<Vec<_>>(), [("Title", &Value::from("CEO"))]);
        }
    }

    #[test]
    fn what_is_no_view_is_refused() {
        assert!(matches!(Record::parse("{"), Err(RecordError::NotJson(_))));
        assert_eq!(Record::parse("[]").unwrap_err(), RecordError::UnknownShape);
        assert_eq!(Record::parse("{}").unwrap_err(), RecordError::UnknownShape);
        assert_eq!(
            Record::parse(r#"{"object":5,"fields":{}}"#).unwrap_err(),
            RecordError::WrongMember("object")
        );
        assert_eq!(Record::parse(r#"{"fields":[]}"#).unwrap_err(), RecordError::WrongMember("fields"));
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = Record::parse(&text);
        }
    }
}
