//! Record views: what some API shows of a record, brought to one shape (`docs/records.md`).

use alloc::borrow::Cow;
use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::ids;
use crate::json::{self, JsonError, Object, Value, utf16_order};
use crate::normal::{self, FieldType, NormalValue, normalise};
use crate::policy::{Claim, Policy};
use crate::statement::printable;
use crate::verdict::RecordRef;

/// A record as some API shows it. Borrows from the text or tree it came from.
///
/// Whatever the shape, a field that two of them show is the same field here. What a shape does not show is absent, so
/// it reads as withheld and never as unchanged: fields that an API drops, fields of related records, references that
/// stand for a record not loaded yet (`@AccountRef1`), and texts of which an event gives only the difference.
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
    /// Fields of which the view says that they are there, and not what they hold. Asked for or not, they are not null.
    unshown: Object<'a>,
    change: Option<Change<'a>>,
}

/// What a change event says of the change.
#[derive(Clone, Debug)]
struct Change<'a> {
    origin: Option<Cow<'a, str>>,
    shows: Shows,
}

/// How much of the record a change event shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    /// `CREATE`, `UNDELETE`: everything that is not null.
    All,
    /// `UPDATE`: what changed.
    Changed,
    /// `DELETE`, gap and overflow events, and what is not known.
    Nothing,
}

/// Why a text is not a record view.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// Not JSON, or JSON that could be read in two ways.
    NotJson(JsonError),
    /// JSON, but no view that is known.
    UnknownShape,
    /// A member of the view is of the wrong form, or contradicts another.
    WrongMember(&'static str),
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "the record is not readable as JSON: {error}"),
            Self::UnknownShape => f.write_str(
                "not a record view: give {object, id, fields}, or a record as UI API, REST, GraphQL, Apex, a tree file or a change event shows it",
            ),
            Self::WrongMember(name) => write!(f, "the record's member `{name}` is of the wrong form"),
        }
    }
}

impl core::error::Error for RecordError {}

/// The header of a change event.
const HEADER: &str = "ChangeEventHeader";

/// Stands for an id that is shown and cannot be the sealed one, so that it never reads as "no id shown".
const NO_ID: &str = "not an id";

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
        let Value::Object(view) = value else { return Err(RecordError::UnknownShape) };
        let has = |name| view.get(name).is_some();
        let data = view.get("data").and_then(Value::as_object);
        let is_answer = has("uiapi") || data.is_some_and(|data| data.get("uiapi").is_some());
        if has("fields") {
            let is_wrapped = has("apiName");
            Self::read(view, is_wrapped)
        } else if has("node") || is_answer {
            Self::from_graphql(view)
        } else if has(HEADER) || has("payload") || has("data") {
            Self::from_change_event(view)
        } else if has("attributes") {
            Self::from_rest(view)
        } else {
            // Flat, and nothing says what it is: an Apex record or the node of a GraphQL answer.
            let id = view.get("Id").and_then(Value::as_str).and_then(ids::to_18);
            if id.is_none() && !has("object") {
                return Err(RecordError::UnknownShape);
            }
            let is_wrapped =
                |value: &Value<'_>| value.as_object().is_some_and(|field| field.get("value").is_some());
            let is_node = view.iter().any(|(_, value)| is_wrapped(value));
            Self::read(view, is_node)
        }
    }

    /// The plain view: `{object, id?, uuid?, fields, queried?, seal?, companions?}` (profile §2). Without `id`, an `Id`
    /// among the fields serves, so that a flat record of any API can stand there as it is.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_plain(view: Object<'a>) -> Result<Self, RecordError> {
        Self::read(view, false)
    }

    /// UI API and `getRecord`: `{apiName, id, fields: {F: {value, displayValue}}}`. Display values are never read.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_ui_api(view: Object<'a>) -> Result<Self, RecordError> {
        Self::read(view, true)
    }

    /// REST `/query` and `/sobjects`: `{attributes: {type, url}, Id, …}`.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_rest(view: Object<'a>) -> Result<Self, RecordError> {
        Self::read(view, false)
    }

    /// A record of an sObject tree file, before it is loaded: `{attributes: {type, referenceId}, …}`. It has no id, so a
    /// seal binds by the uuid alone; a text that starts with `@` names another record of the load and shows no value.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_tree(view: Object<'a>) -> Result<Self, RecordError> {
        Self::read(view, false)
    }

    /// What an `@AuraEnabled` method returns: `{Id, …}`. It names no object and drops nulls, so the caller says what was
    /// asked for: see [`Record::with_queried`].
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_apex(object: impl Into<Cow<'a, str>>, view: Object<'a>) -> Result<Self, RecordError> {
        Ok(Self::read(view, false)?.with_object(object))
    }

    /// A GraphQL answer of one record, an edge of one, or its node: `{Id, F: {value, displayValue}}`. The object is the
    /// key above `edges`; with an edge or a node alone, the caller names it: `{object, node}`, or
    /// [`Record::with_object`].
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form, `edges` where there is not exactly one record.
    pub fn from_graphql(view: Object<'a>) -> Result<Self, RecordError> {
        if view.get("data").is_none() && view.get("uiapi").is_none() {
            return Self::read(view, true);
        }
        let (object, node) = only_node(view).ok_or(RecordError::WrongMember("edges"))?;
        Ok(Self::read(node, true)?.with_object(object))
    }

    /// A Change Data Capture event: as it is delivered, its `data`, or its `payload`.
    ///
    /// Compound fields are taken apart into their components. Of an update, only what changed is shown: a null counts
    /// where the header names the field, and a text listed in `diffFields` is not the value. Deletions and gap events
    /// show nothing. An event about several records has no id.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_change_event(event: Object<'a>) -> Result<Self, RecordError> {
        let mut payload = event;
        for wrapper in ["data", "payload"] {
            if payload.get(wrapper).is_some() {
                payload = members(payload.into_value(wrapper), "payload")?;
            }
        }
        let mut header = None;
        let mut given = Vec::with_capacity(payload.len());
        for (name, value) in payload.into_members() {
            match value {
                value if name == HEADER => header = Some(value),
                Value::Object(parts) if component(&name, "").is_some() => {
                    let parts = parts.into_members().into_iter();
                    given.extend(
                        parts.filter_map(|(part, value)| Some((component(&name, &part)?.into(), value))),
                    );
                }
                value => given.push((name, value)),
            }
        }

        let mut record = Self::default();
        let mut change = Change { origin: None, shows: Shows::Nothing };
        let (mut changed, mut nulled, mut differing) = <(Object<'a>, Object<'a>, Object<'a>)>::default();
        for (name, value) in members(header, HEADER)?.into_members() {
            match name.as_ref() {
                "entityName" => record.object = text(value, "entityName")?,
                "recordIds" => record.id = <[_; 1]>::try_from(texts(value, "recordIds")?).ok().map(|[id]| id),
                "changeOrigin" => change.origin = text(value, "changeOrigin")?,
                "changeType" => {
                    change.shows = match value.as_str() {
                        Some("CREATE" | "UNDELETE") => Shows::All,
                        Some("UPDATE") => Shows::Changed,
                        _ => Shows::Nothing,
                    }
                }
                "changedFields" => changed = names(value, "changedFields")?,
                "nulledFields" => nulled = names(value, "nulledFields")?,
                "diffFields" => differing = names(value, "diffFields")?,
                _ => {}
            }
        }
        // Two values for one field would leave open which of them is given.
        let count = given.len();
        let given = Object::from_members(given);
        if given.len() < count {
            return Err(RecordError::WrongMember("payload"));
        }
        if change.shows == Shows::Changed {
            record.queried = nulled.iter().map(|(name, _)| name.to_owned().into()).collect();
        }
        let shows = change.shows;
        record.change = Some(change);
        Ok(record.show(given.into_members(), false, &|name, value| {
            let counts = match shows {
                Shows::All => true,
                Shows::Changed => {
                    !value.is_null() || changed.get(name).is_some() || nulled.get(name).is_some()
                }
                Shows::Nothing => false,
            };
            counts && differing.get(name).is_none()
        }))
    }

    /// One row of a Bulk API 2.0 query result: texts only, an empty one is null.
    ///
    /// A row of `successfulResults` or `failedResults` (with the column `sf__Id`) holds what was sent: an empty text there
    /// leaves a field as it was and so shows nothing, and `#N/A` is null.
    pub fn from_bulk_csv_row(
        object: impl Into<Cow<'a, str>>,
        row: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) -> Self {
        let row = row.into_iter().map(|(name, text)| (name, Value::String(text))).collect();
        Self::default().with_object(object).show(row, false, &|_, _| true)
    }

    /// Names the object, for a view that does not.
    #[must_use]
    pub fn with_object(mut self, object: impl Into<Cow<'a, str>>) -> Self {
        if self.object().is_none() {
            self.object = Some(object.into());
        }
        self
    }

    /// Names fields that were asked for from an API that drops nulls: where the view lacks one, it is null.
    #[must_use]
    pub fn with_queried(mut self, fields: impl IntoIterator<Item = Cow<'a, str>>) -> Self {
        // What is said of the whole record is not said of an event that shows a part of it.
        if self.shows_whole() {
            self.queried.extend(fields.into_iter().filter(|name| self.unshown.get(name).is_none()));
        }
        self
    }

    /// Reads a view whose fields are its own members, or those of its member `fields` or `node`. Names in lower case
    /// are never names of fields, so each means the same in every shape.
    fn read(view: Object<'a>, is_wrapped: bool) -> Result<Self, RecordError> {
        let mut record = Self::default();
        let is_flat = view.get("fields").is_none() && view.get("node").is_none();
        let mut given = Vec::with_capacity(view.len());
        let (mut object_of_type, mut id_of_url, mut is_before_load) = (None, None, false);
        for (name, value) in view.into_members() {
            match name.as_ref() {
                "object" => record.object = text(value, "object")?,
                "apiName" => object_of_type = text(value, "apiName")?,
                "attributes" => {
                    for (part, value) in members(Some(value), "attributes")?.into_members() {
                        match part.as_ref() {
                            "type" => object_of_type = text(value, "attributes.type")?,
                            "url" => id_of_url = last_part(value),
                            "referenceId" => is_before_load = true,
                            _ => {}
                        }
                    }
                }
                "id" => record.id = text(value, "id")?,
                "uuid" => record.uuid = text(value, "uuid")?,
                "seal" => record.seal = Some(value),
                "queried" => record.queried = texts(value, "queried")?,
                "companions" => match value {
                    Value::Array(packs) => record.companions = packs,
                    Value::Null => {}
                    _ => return Err(RecordError::WrongMember("companions")),
                },
                "fields" => given = members(Some(value), "fields")?.into_members(),
                "node" => given = members(Some(value), "node")?.into_members(),
                _ if is_flat => given.push((name, value)),
                _ => {}
            }
        }
        if let (Some(object), Some(told)) = (&record.object, &object_of_type)
            && object != told
        {
            return Err(RecordError::WrongMember("object"));
        }
        record.object = record.object.or(object_of_type);
        if record.id.is_none() && !given.iter().any(|(name, _)| name == "Id") {
            record.id = id_of_url;
        }
        Ok(record.show(given, is_wrapped, &|_, value| !(is_before_load && is_load_reference(value))))
    }

    /// Takes what is the record's own among the members given. `is_wrapped`: as `{value, displayValue}`.
    fn show(
        mut self,
        given: Vec<(Cow<'a, str>, Value<'a>)>,
        is_wrapped: bool,
        is_shown: &dyn Fn(&str, &Value<'a>) -> bool,
    ) -> Self {
        let is_of_ingest = given.iter().any(|(name, _)| name == "sf__Id");
        let mut fields = Vec::with_capacity(given.len() + 1);
        let mut unshown = Vec::new();
        for (name, value) in given {
            let value = match (value, name.as_ref()) {
                // A field without `value` shows nothing: it stays absent, so it reads as withheld.
                (Value::Object(field), _) if is_wrapped => field.into_value("value"),
                (id, "Id" | "sf__Id") => {
                    self.show_id(id);
                    continue;
                }
                (Value::String(object), "ApiName") if is_wrapped => {
                    self.object = Some(object);
                    continue;
                }
                _ if is_wrapped => None,
                (Value::String(text), _) if is_of_ingest && text.is_empty() => None,
                (Value::String(text), _) if is_of_ingest && text == "#N/A" => Some(Value::Null),
                (value, _) => Some(value),
            };
            match value {
                Some(value) if is_own(&name, &value) && is_shown(&name, &value) => fields.push((name, value)),
                _ => unshown.push((name, Value::Null)),
            }
        }
        if let Some(id) = &self.id {
            let at = fields.partition_point(|(name, _)| utf16_order(name, "Id") == Ordering::Less);
            fields.insert(at, ("Id".into(), Value::String(id.clone())));
        }
        self.fields = Object::from_members(fields);
        self.unshown = Object::from_members(unshown);
        self.queried.retain(|name| self.unshown.get(name).is_none());
        self
    }

    fn show_id(&mut self, value: Value<'a>) {
        let told = match value {
            Value::Null => return,
            Value::String(id) if id.is_empty() => return,
            Value::String(id) => id,
            _ => NO_ID.into(),
        };
        let is_same = |known: &str| {
            *known == *told || ids::to_18(known).is_some_and(|id| ids::to_18(&told) == Some(id))
        };
        self.id = match self.id.take() {
            None => Some(told),
            Some(known) if is_same(&known) => Some(known),
            Some(_) => Some(NO_ID.into()),
        };
    }

    /// The fields as shown, seal and companion fields among them; the record id as `Id`.
    pub fn fields(&self) -> &Object<'a> {
        &self.fields
    }

    /// Object API name.
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref().filter(|object| !object.is_empty())
    }

    /// Record id as shown.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Whether a seal that is not shown is not there: an event that shows what changed leaves that open.
    pub(crate) fn shows_whole(&self) -> bool {
        self.change.as_ref().is_none_or(|change| change.shows == Shows::All)
    }

    /// Where this is a change that took the seal, or what stands beside it: who made it, and the fields it emptied.
    pub(crate) fn stripped(&self, policy: &Policy) -> Option<String> {
        let change = self.change.as_ref().filter(|change| change.shows == Shows::Changed)?;
        let is_emptied = |name: &str, value: &Value<'_>| {
            let claim = policy.aliases.claim(name);
            // A checkbox is emptied by unticking it.
            let is_unticked = claim == Some(Claim::IsSynthetic) && normal::boolean(value) == Some(false);
            let is_null = normalise(FieldType::Text, value) == Ok(NormalValue::Null);
            is_unticked || is_null && (claim.is_some() || policy.fields.is_plumbing(name))
        };
        let shown = self.fields.iter().filter(|(name, value)| is_emptied(name, value)).map(|(name, _)| name);
        let nulled = self.queried.iter().map(Cow::as_ref);
        let nulled = nulled.filter(|name| self.fields.get(name).is_none() && is_emptied(name, &Value::Null));
        let mut detail = String::new();
        for name in shown.chain(nulled) {
            detail.push_str(match (detail.is_empty(), &change.origin) {
                (true, None) => "",
                (true, Some(origin)) => origin,
                (false, _) => ",",
            });
            detail.push(' ');
            detail.push_str(name);
        }
        (!detail.is_empty()).then(|| printable(detail.trim_start()))
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
        Value::String(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        _ => Err(RecordError::WrongMember(name)),
    }
}

fn texts<'a>(value: Value<'a>, name: &'static str) -> Result<Vec<Cow<'a, str>>, RecordError> {
    let mut texts = Vec::new();
    match value {
        Value::Null => {}
        Value::Array(values) => {
            for value in values {
                texts.extend(text(value, name)?);
            }
        }
        _ => return Err(RecordError::WrongMember(name)),
    }
    Ok(texts)
}

fn members<'a>(value: Option<Value<'a>>, name: &'static str) -> Result<Object<'a>, RecordError> {
    match value {
        Some(Value::Object(object)) => Ok(object),
        _ => Err(RecordError::WrongMember(name)),
    }
}

/// Names of fields in the header of a change event, as a set. `Name.FirstName` is the field `FirstName`.
fn names<'a>(value: Value<'a>, name: &'static str) -> Result<Object<'a>, RecordError> {
    let names = texts(value, name)?.into_iter().map(|name| {
        let component = name.split_once('.').and_then(|(compound, part)| component(compound, part));
        (component.map_or(name, Cow::Owned), Value::Null)
    });
    Ok(Object::from_members(names.collect()))
}

/// The field that one part of a compound field is: `Name` and `FirstName`, `MailingAddress` and `City`, `Site__c` and
/// `Latitude` are `FirstName`, `MailingCity` and `Site__Latitude__s`.
fn component(compound: &str, part: &str) -> Option<String> {
    if compound == "Name" {
        return Some(part.into());
    }
    let (name, joint, end) = match compound.strip_suffix("Address") {
        Some(name) => (name, "", ""),
        None => (compound.strip_suffix("__c")?, "__", "__s"),
    };
    Some([name, joint, part, end].concat())
}

/// The one record of a GraphQL answer, and the key above it.
fn only_node(answer: Object<'_>) -> Option<(Cow<'_, str>, Object<'_>)> {
    let mut inner = answer;
    if inner.get("data").is_some() {
        inner = members(inner.into_value("data"), "data").ok()?;
    }
    for name in ["uiapi", "query"] {
        inner = members(inner.into_value(name), name).ok()?;
    }
    let [(object, connection)] = <[_; 1]>::try_from(inner.into_members()).ok()?;
    let Value::Array(edges) = members(Some(connection), "query").ok()?.into_value("edges")? else {
        return None;
    };
    let [edge] = <[_; 1]>::try_from(edges).ok()?;
    let node = members(Some(edge), "edges").ok()?.into_value("node");
    Some((object, members(node, "node").ok()?))
}

/// Whether a value is another record, or a list of such: its fields are not this record's.
fn is_related(value: &Value<'_>) -> bool {
    match value {
        Value::Object(other) => {
            ["Id", "apiName", "attributes", "edges", "records"].iter().any(|name| other.get(name).is_some())
        }
        Value::Array(others) => matches!(others.first(), Some(Value::Object(_))),
        _ => false,
    }
}

/// Whether a value is of the record itself, and can be compared.
fn is_own(name: &str, value: &Value<'_>) -> bool {
    let is_remark = name.starts_with("sf__") || name.contains('.');
    let is_reference = name.ends_with("Id") && is_load_reference(value);
    !(is_remark || is_reference || is_related(value))
}

/// `@AccountRef1` stands for a record that has no id yet.
fn is_load_reference(value: &Value<'_>) -> bool {
    value.as_str().is_some_and(|text| text.starts_with('@'))
}

/// The last part of `/services/data/v65.0/sobjects/Contact/<id>`, where it is a record id.
fn last_part(value: Value<'_>) -> Option<Cow<'_, str>> {
    let Value::String(url) = value else { return None };
    let id = url.rsplit('/').next().filter(|id| ids::to_18(id).is_some())?;
    match &url {
        Cow::Borrowed(url) => url.get(url.len() - id.len()..).map(Cow::Borrowed),
        Cow::Owned(_) => Some(Cow::Owned(id.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shapes_are_told_apart() {
        for text in [
            r#"{"object":"Contact","id":"0031700000pJRRSAA4","uuid":null,"fields":{"Title":"CEO"},"queried":["Phone"]}"#,
            r#"{"object":"Contact","fields":{"Id":"0031700000pJRRSAA4","Title":"CEO"}}"#,
            r#"{"apiName":"Contact","id":"0031700000pJRRSAA4","fields":{"Title":{"displayValue":"Chief","value":"CEO"},"Odd":{}}}"#,
            r#"{"attributes":{"type":"Contact","url":"/services/data/v65.0/sobjects/Contact/0031700000pJRRSAA4"},"Title":"CEO"}"#,
            r#"{"object":"Contact","Id":"0031700000pJRRSAA4","Title":"CEO"}"#,
            r#"{"object":"Contact","node":{"Id":"0031700000pJRRSAA4","Title":{"value":"CEO"}}}"#,
            r#"{"Id":"0031700000pJRRSAA4","ApiName":"Contact","Title":{"value":"CEO","displayValue":"Chief"},"WeakEtag":1}"#,
            r#"{"data":{"uiapi":{"query":{"Contact":{"edges":[{"node":{"Id":"0031700000pJRRSAA4","Title":{"value":"CEO"}}}]}}}}}"#,
            r#"{"ChangeEventHeader":{"entityName":"Contact","recordIds":["0031700000pJRRSAA4"],"changeType":"CREATE"},"Title":"CEO"}"#,
        ] {
            let record = Record::parse(text).unwrap();
            assert_eq!(record.object(), Some("Contact"), "{text}");
            assert_eq!(record.id(), Some("0031700000pJRRSAA4"), "{text}");
            let id = Value::from("0031700000pJRRSAA4");
            assert_eq!(
                record.fields().iter().collect::<Vec<_>>(),
                [("Id", &id), ("Title", &Value::from("CEO"))],
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_view_is_refused() {
        assert!(matches!(Record::parse("{"), Err(RecordError::NotJson(_))));
        assert_eq!(Record::parse("[]").unwrap_err(), RecordError::UnknownShape);
        assert_eq!(Record::parse("{}").unwrap_err(), RecordError::UnknownShape);
        assert_eq!(Record::parse(r#"{"Id":"5","Title":"CEO"}"#).unwrap_err(), RecordError::UnknownShape);
        assert_eq!(
            Record::parse(r#"{"object":"Lead","attributes":{"type":"Contact"}}"#).unwrap_err(),
            RecordError::WrongMember("object")
        );
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
