//! Record views: what some API shows of a record, brought to one shape (`docs/records.md`).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::answer::{Answer, Kind, UNION, is_node, is_union, why_no_record};
use crate::cursor::{FirstFault, Place, take_list, take_object, take_text, take_texts};
use crate::ids;
use crate::json::{self, JsonError, Object, Value};
use crate::names::{Names, doubled, is_same_name, named, take_named};
use crate::normal::{self, FieldType, NormalValue, normalise};
use crate::policy::{Claim, Policy};
use crate::text::{divide, divide_last, joined};
use crate::verdict::RecordRef;
use crate::views::{HEADER, VIEWS};
use crate::{is_field_name, printable};

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
    /// Members of the view that are of another record by their look or name: only a seal that covers one says otherwise.
    pub(crate) asides: Object<'a>,
    /// Fields of which the view says that they are there, and not what they hold. Asked for or not, they are not null.
    unshown: Object<'a>,
    change: Option<Change<'a>>,
    /// Two spellings of one name, for a finding's detail.
    doubled: Option<String>,
    /// Of a tree file: references may name records that have no id yet.
    is_before_load: bool,
    /// Whether a value stands in a union of Avro's JSON encoding.
    has_union: bool,
}

/// What an empty cell of a CSV means, and `#N/A` (Bulk API 2.0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cells {
    /// Of what a query gave: empty is null, and `#N/A` a text like others.
    #[default]
    Query,
    /// Of what updates records: empty leaves a field as it was, and `#N/A` empties it.
    Update,
    /// Of what makes records: empty is null, and so is `#N/A`.
    Insert,
}

impl Cells {
    /// The value of a cell; `None` where the cell says nothing of the field.
    pub fn value(self, text: Cow<'_, str>) -> Option<Value<'_>> {
        match self {
            Self::Update if text.is_empty() => None,
            Self::Update | Self::Insert if text == "#N/A" => Some(Value::Null),
            _ => Some(Value::String(text)),
        }
    }
}

/// What a change event says of the change.
#[derive(Clone, Debug)]
struct Change<'a> {
    origin: Option<Cow<'a, str>>,
    shows: Extent,
}

/// How much of the record a change event shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
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
    /// What it looks like that is no record, in words.
    LooksLike(String),
    /// A member of the view is of the wrong form, or contradicts another.
    WrongMember(String),
}

impl RecordError {
    /// What [`fmt::Display`] writes, without the machinery of formatting.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::NotJson(error) => joined(&["the record is not readable as JSON: ", &error.to_text()]),
            Self::UnknownShape => joined(&["not a record view: ", VIEWS]),
            Self::LooksLike(words) => words.clone(),
            Self::WrongMember(name) => joined(&["the record's member `", name, "` is of the wrong form"]),
        }
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl core::error::Error for RecordError {}

/// Stands for an id that is shown and cannot be the sealed one, so that it never reads as "no id shown".
const NO_ID: &str = "not an id";

impl<'a> Record<'a> {
    /// Reads a record view, telling its shape by its members.
    ///
    /// # Errors
    /// [`RecordError`] where the text is not I-JSON or has no known shape.
    pub fn parse(text: &'a str) -> Result<Self, RecordError> {
        match Self::from_value(json::parse_view(text).map_err(RecordError::NotJson)?) {
            // Nothing was looked at, so nothing is said of a seal: only what stands there.
            Err(RecordError::UnknownShape) => {
                Err(Answer::look(text).map_or(RecordError::UnknownShape, RecordError::LooksLike))
            }
            read => read,
        }
    }

    /// As [`Record::parse`], from a tree that [`json::parse_view`] read.
    ///
    /// # Errors
    /// [`RecordError`] where the tree has no known shape.
    pub fn from_value(value: Value<'a>) -> Result<Self, RecordError> {
        let Value::Object(view) = value else { return Err(RecordError::UnknownShape) };
        let has = |name| view.get(name).is_some();
        let kind = |name: &str| kind_of(view.get(name));
        let attributes = view.get("attributes").and_then(Value::as_object);
        let object = attributes.and_then(|attributes| attributes.get("type")).and_then(Value::as_str);
        if let Some(words) = why_no_record(&kind, object) {
            return Err(RecordError::LooksLike(words.into()));
        }
        if has("fields") {
            let is_wrapped = has("apiName");
            Self::read(view, is_wrapped)
        } else if has("node") {
            Self::from_graphql(view)
        } else if has(HEADER) || has("payload") || has("data") {
            Self::from_change_event(view)
        } else if has("attributes") {
            Self::from_rest(view)
        } else {
            // Flat, and nothing says what it is: the node of a GraphQL answer, or an Apex record.
            let is_node = is_node(view.iter().map(|(name, value)| {
                (
                    name,
                    kind_of(Some(value)),
                    value.as_object().is_some_and(|field| field.get("value").is_some()),
                )
            }));
            let id = view.get("Id").and_then(Value::as_str).and_then(ids::to_18);
            if id.is_none() && !is_node && !has("object") {
                return Err(RecordError::UnknownShape);
            }
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

    /// An edge of a GraphQL answer, or its node: `{Id, F: {value, displayValue}}`. The object is the key above `edges`,
    /// so the caller names it: `{object, node}`, or [`Record::with_object`]. A node that has `ApiName` names it itself.
    ///
    /// # Errors
    /// [`RecordError::WrongMember`] names a member of the wrong form.
    pub fn from_graphql(view: Object<'a>) -> Result<Self, RecordError> {
        Self::read(view, true)
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
        let wrong = FirstFault::default();
        let place = &Place::Root("", &wrong);
        let mut payload = event;
        for name in &["data", "payload"] {
            payload = take_object(&mut payload, name, place).unwrap_or(payload);
        }
        let Some(mut header) = take_object(&mut payload, HEADER, place) else {
            return Err(RecordError::UnknownShape);
        };
        let shows = match take_text(&mut header, "changeType", place).as_deref() {
            Some("CREATE" | "UNDELETE") => Extent::All,
            Some("UPDATE") => Extent::Changed,
            _ => Extent::Nothing,
        };
        let mut ids = take_texts(&mut header, "recordIds", place);
        let mut record = Self {
            object: take_text(&mut header, "entityName", place),
            id: ids.pop().filter(|_| ids.is_empty()),
            queried: take_field_names(&mut header, "nulledFields", place),
            change: Some(Change { origin: take_text(&mut header, "changeOrigin", place), shows }),
            ..Self::default()
        };
        let differing = set(take_field_names(&mut header, "diffFields", place));
        let mut named = take_field_names(&mut header, "changedFields", place);
        named.extend(record.queried.iter().cloned());
        let named = set(named);

        let mut parts = Vec::new();
        payload.retain(&mut |compound, value| {
            if let Value::Object(object) = value {
                // The compound itself stays, as what no field of a plain type can hold.
                object.retain(&mut |part, value| {
                    if let Some(name) = component(compound, part) {
                        parts.push((name.into(), core::mem::replace(value, Value::Null)));
                    }
                    false
                });
            }
            true
        });
        let mut given = payload.into_members();
        given.append(&mut parts);
        // Two values for one field would leave open which of them is shown.
        let count = given.len();
        let given = Object::from_members(given);
        if given.len() < count {
            Place::Member(place, "payload").refuse("");
        }
        let (differing, named) = (Names::of(&differing), Names::of(&named));
        record.show(given, false, &|name, value| match shows {
            Extent::All => true,
            Extent::Changed => !differing.contains(name) && (!value.is_null() || named.contains(name)),
            Extent::Nothing => false,
        });
        if shows != Extent::Changed {
            record.queried.clear();
        }
        record.unless(wrong)
    }

    /// One row of a Bulk API 2.0 query result: texts only, an empty one is null.
    ///
    /// A row of `successfulResults` or `failedResults` (with the column `sf__Id`) holds what was sent: an empty text there
    /// leaves a field as it was and so shows nothing, and `#N/A` is null.
    pub fn from_bulk_csv_row(
        object: impl Into<Cow<'a, str>>,
        row: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) -> Self {
        Self::from_csv_row(object, row, Cells::Query)
    }

    /// One row of a CSV whose cells mean what whoever has the file says. Results of a load are told by the column `sf__Id`.
    pub fn from_csv_row(
        object: impl Into<Cow<'a, str>>,
        row: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
        cells: Cells,
    ) -> Self {
        let row = row.into_iter().filter_map(|(name, text)| Some((name, cells.value(text)?))).collect();
        let row = Object::from_members(row);
        // Tools that flatten a record of REST write so of which object it is.
        let told = named(&row, "attributes.type").and_then(|(_, told)| told.as_str()).map(str::trim);
        let told = told.filter(|told| is_field_name(told)).map(|told| Cow::Owned(String::from(told)));
        let mut record = Self::default().with_object(told.unwrap_or_else(|| object.into()));
        record.show(row, false, &|_, _| true);
        record
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
        if self.can_be_asked() {
            let unshown = Names::of(&self.unshown);
            self.queried.extend(fields.into_iter().filter(|name| can_be_null(name, &unshown)));
        }
        self
    }

    /// Reads a view whose fields are its own members, or those of its member `fields` or `node`. Names like `object` and
    /// `queried` are never names of fields, so each means the same in every shape.
    fn read(mut view: Object<'a>, is_wrapped: bool) -> Result<Self, RecordError> {
        let wrong = FirstFault::default();
        let place = &Place::Root("", &wrong);
        let mut record = Self {
            object: take_text(&mut view, "object", place),
            id: take_text(&mut view, "id", place),
            uuid: take_text(&mut view, "uuid", place),
            queried: take_texts(&mut view, "queried", place),
            seal: view.take("seal"),
            companions: take_list(&mut view, "companions", place),
            ..Self::default()
        };
        let mut attributes = take_object(&mut view, "attributes", place).unwrap_or_default();
        let told = take_text(&mut view, "apiName", place).or(take_text(&mut attributes, "type", place));
        if record.object.is_some() && told.is_some() && record.object != told {
            Place::Member(place, "object").refuse("");
        }
        record.object = record.object.or(told);
        let inner = take_object(&mut view, "fields", place).or(take_object(&mut view, "node", place));
        let given = inner.unwrap_or(view);
        // Beside an `Id` too: of two ids that differ, neither is taken.
        if record.id.is_none() {
            record.id = take_text(&mut attributes, "url", place).and_then(id_of_url);
        }
        record.is_before_load = attributes.get("referenceId").is_some();
        record.show(given, is_wrapped, &|_, _| true);
        record.unless(wrong)
    }

    /// The record, unless a member of its view is not what it must be.
    fn unless(self, wrong: FirstFault) -> Result<Self, RecordError> {
        let has_union = self.has_union;
        match wrong.unless(self) {
            Ok(_) if has_union => Err(RecordError::LooksLike(UNION.into())),
            read => read.map_err(|fault| RecordError::WrongMember(fault.path)),
        }
    }

    /// Takes what is the record's own among the members given. `is_wrapped`: as `{value, displayValue}`.
    fn show(&mut self, mut given: Object<'a>, is_wrapped: bool, is_shown: &dyn Fn(&str, &Value<'a>) -> bool) {
        let is_of_ingest = named(&given, "sf__Id").is_some();
        // Of two spellings of one name, nothing says which the platform has.
        self.doubled = doubled(&given).map(|(a, b)| joined(&[&printable(a), ", ", &printable(b)]));
        for name in &["Id", "sf__Id"] {
            match take_named(&mut given, name) {
                // UI API wraps the id too, where it was asked for as a field.
                Some(Value::Object(mut field)) if is_wrapped => {
                    self.show_id(field.take("value").unwrap_or(Value::Null));
                }
                Some(id) => self.show_id(id),
                None => {}
            }
        }
        if is_wrapped && let Some(Value::String(object)) = given.take("ApiName") {
            self.object = Some(object);
        }
        let (mut unshown, mut asides) = (Vec::new(), Vec::new());
        given.retain(&mut |name, value| {
            self.has_union |= is_union(value);
            let is_given = match value {
                // A field without `value` shows nothing: it stays absent, so it reads as withheld.
                Value::Object(field) if is_wrapped => match field.take("value") {
                    Some(inner) => {
                        *value = inner;
                        true
                    }
                    None => false,
                },
                Value::String(text) if is_of_ingest && text == "#N/A" => {
                    *value = Value::Null;
                    true
                }
                Value::String(text) => !(is_wrapped || is_of_ingest && text.is_empty()),
                _ => !is_wrapped,
            };
            if !(is_given && is_shown(name, value)) {
                // Of what is written otherwise than the view's fields are, a flag still says what it says.
                let other = if is_given { Value::Null } else { core::mem::replace(value, Value::Null) };
                unshown.push((core::mem::take(name), other));
                return false;
            }
            // An event takes compounds apart: the whole is no field beside its parts.
            let is_compound =
                self.change.is_some() && matches!(value, Value::Object(_)) && component(name, "").is_some();
            let is_own = !is_compound && is_own(name, value, self.is_before_load);
            if !is_own {
                asides.push((core::mem::take(name), core::mem::replace(value, Value::Null)));
            }
            is_own
        });
        if let Some(id) = &self.id {
            given.insert("Id".into(), Value::String(id.clone()));
        }
        self.fields = given;
        self.asides = Object::from_members(asides);
        self.unshown = Object::from_members(unshown);
        let unshown = Names::of(&self.unshown);
        self.queried.retain(|name| can_be_null(name, &unshown));
    }

    /// What the view holds under a name, whosever it is.
    pub(crate) fn shown(&self, name: &str) -> Option<&Value<'a>> {
        named(&self.fields, name).or_else(|| named(&self.asides, name)).map(|(_, value)| value)
    }

    /// Fields that were asked for from an API that drops nulls, and are not there.
    pub(crate) fn nulls(&self) -> impl Iterator<Item = &str> {
        let (fields, asides) = (Names::of(&self.fields), Names::of(&self.asides));
        let queried = self.queried.iter().map(Cow::as_ref);
        queried.filter(move |name| !fields.contains(name) && !asides.contains(name))
    }

    /// Every member of the view, whatever is made of it, and whether it is a field of the record.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Value<'a>, bool)> {
        let others = self.asides.iter().chain(self.unshown.iter()).map(|(name, value)| (name, value, false));
        self.fields.iter().map(|(name, value)| (name, value, true)).chain(others)
    }

    /// Whether a field was asked for from an API that drops nulls.
    pub(crate) fn is_queried(&self, name: &str) -> bool {
        self.queried.iter().any(|queried| is_same_name(queried, name))
    }

    /// What is shown of a field that a seal covers, as a value of the type that was signed; `None` where the view does not
    /// show it. The type decides whether something stands in its place, never its name or its look (profile §4).
    pub(crate) fn covered(&self, name: &str, field_type: FieldType) -> Option<&Value<'a>> {
        let Some(value) = self.shown(name) else {
            return self.is_queried(name).then_some(&Value::Null);
        };
        let may_stand_for_another = matches!(field_type, FieldType::Id | FieldType::Reference);
        let stands_for_another = is_related(value) || self.is_before_load && is_load_reference(value);
        (!(may_stand_for_another && stands_for_another)).then_some(value)
    }

    /// Two spellings of one field's name that the view has.
    pub(crate) fn doubled(&self) -> Option<&str> {
        self.doubled.as_deref()
    }

    fn show_id(&mut self, value: Value<'a>) {
        let told = match value {
            Value::Null => return,
            Value::String(id) if id.is_empty() => return,
            Value::String(id) => id,
            _ => NO_ID.into(),
        };
        let is_same = |known: &str| *known == *told || ids::is_same_id(known, &told);
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

    /// Whether the view names two ids that differ, or one that is no text: then neither is taken, and none is the record's.
    pub fn has_no_one_id(&self) -> bool {
        self.id.as_deref() == Some(NO_ID)
    }

    /// Whether what is said of the whole record is said of this view: an event that shows what changed is no such view.
    pub fn can_be_asked(&self) -> bool {
        self.change.as_ref().is_none_or(|change| change.shows == Extent::All)
    }

    /// Whether a field that the view lacks is null there. Other views may have left it out, or may not have asked.
    fn is_whole(&self) -> bool {
        self.is_before_load || self.change.as_ref().is_some_and(|change| change.shows == Extent::All)
    }

    /// Whether the view shows a field, be it as null. What is not shown is not empty (profile §2).
    pub(crate) fn shows(&self, name: &str) -> bool {
        self.shown(name).is_some()
            || self.is_queried(name)
            || self.is_whole() && named(&self.unshown, name).is_none()
    }

    /// Where this is a change that took the seal, or what stands beside it: who made it, and the fields it emptied.
    pub(crate) fn stripped(&self, policy: &Policy) -> Option<String> {
        let change = self.change.as_ref().filter(|change| change.shows == Extent::Changed)?;
        let is_emptied = |name: &str, value: &Value<'_>| {
            let claim = policy.aliases.claim(name);
            // A checkbox is emptied by unticking it.
            let is_unticked = claim == Some(Claim::IsSynthetic) && normal::boolean(value) == Some(false);
            let is_null = normalise(FieldType::Text, value) == Ok(NormalValue::Null);
            is_unticked || is_null && (claim.is_some() || policy.fields.is_plumbing(name))
        };
        let shown = self.fields.iter().filter(|(name, value)| is_emptied(name, value)).map(|(name, _)| name);
        let nulled = self.nulls().filter(|name| is_emptied(name, &Value::Null));
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
    /// Empty where there is none.
    pub(crate) fn uuids(&self, field: &str) -> [&str; 2] {
        let in_field = match self.shown(field) {
            None | Some(Value::Null) => "",
            Some(value) => value.as_str().unwrap_or("not a text"),
        };
        [self.uuid.as_deref().unwrap_or_default(), in_field]
    }

    /// The record as verdicts name it.
    pub(crate) fn reference(&self, uuid_field: &str) -> RecordRef {
        RecordRef {
            object: self.object().map(printable),
            id: self.id().and_then(ids::to_18).map(Cow::into_owned),
            uuid: self.uuids(uuid_field).into_iter().find(|uuid| !uuid.is_empty()).and_then(ids::to_uuid),
        }
    }
}

fn kind_of(value: Option<&Value<'_>>) -> Kind {
    match value {
        None => Kind::Absent,
        Some(Value::Bool(_)) => Kind::Flag,
        Some(Value::String(_)) => Kind::Text,
        Some(Value::Object(_)) => Kind::Object,
        Some(Value::Array(_)) => Kind::List,
        Some(Value::Null | Value::Number(_)) => Kind::Scalar,
    }
}

/// Names of fields in the header of a change event. `Name.FirstName` is the field `FirstName`.
fn take_field_names<'a>(header: &mut Object<'a>, name: &str, place: &Place<'_>) -> Vec<Cow<'a, str>> {
    let mut names = take_texts(header, name, place);
    for name in &mut names {
        if let Some(field) = divide(name, b'.').and_then(|(compound, part)| component(compound, part)) {
            *name = field.into();
        }
    }
    names
}

/// Whether a field that was asked for and is not there is null: it is not there under another form, and not another
/// record's.
fn can_be_null(name: &str, unshown: &Names<'_, '_>) -> bool {
    !unshown.contains(name) && is_own(name, &Value::Null, false)
}

fn set(names: Vec<Cow<'_, str>>) -> Object<'_> {
    Object::from_members(names.into_iter().map(|name| (name, Value::Null)).collect())
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
    Some(joined(&[name, joint, part, end]))
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

/// Whether a member is of the record itself by its name and its look.
fn is_own(name: &str, value: &Value<'_>, is_before_load: bool) -> bool {
    let is_remark = name.starts_with("sf__") || name.bytes().any(|byte| byte == b'.');
    let is_reference = (is_before_load || name.ends_with("Id")) && is_load_reference(value);
    !(is_remark || is_reference || is_related(value))
}

/// `@AccountRef1` stands for a record that has no id yet.
fn is_load_reference(value: &Value<'_>) -> bool {
    value.as_str().is_some_and(|text| text.starts_with('@'))
}

/// The last part of `/services/data/v65.0/sobjects/Contact/<id>`, where it is a record id.
fn id_of_url(url: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let id = divide_last(&url, b'/').map(|(_, id)| id).filter(|id| ids::to_18(id).is_some())?;
    Some(Cow::Owned(id.into()))
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
            r#"{"apiName":"Contact","id":"0031700000pJRRSAA4","fields":{"Id":{"value":"0031700000pJRRSAA4"},"Title":{"value":"CEO"}}}"#,
            r#"{"attributes":{"type":"Contact","url":"/services/data/v65.0/sobjects/Contact/0031700000pJRRSAA4"},"Title":"CEO"}"#,
            r#"{"object":"Contact","Id":"0031700000pJRRSAA4","Title":"CEO"}"#,
            r#"{"object":"Contact","node":{"Id":"0031700000pJRRSAA4","Title":{"value":"CEO"}}}"#,
            r#"{"Id":"0031700000pJRRSAA4","ApiName":"Contact","Title":{"value":"CEO","displayValue":"Chief"},"WeakEtag":1}"#,
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
    fn an_id_that_is_null_is_not_shown_and_one_that_is_no_text_is_no_id() {
        let id = |fields: &str| {
            let text = joined(&[r#"{"object":"Contact","fields":{"Id":"#, fields, "}}"]);
            Record::parse(&text).unwrap().id().map(String::from)
        };
        assert_eq!(id("null"), None);
        assert_eq!(id(r#""""#), None);
        // Only UI API wraps ids.
        assert_eq!(id(r#"{"value":"0031700000pJRRSAA4"}"#).as_deref(), Some(NO_ID));
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        for (text, expected) in [
            ("{", "the record is not readable as JSON: the text ends too early (at byte 1)"),
            (
                "{}",
                "this is an empty object and no record: give {object, id, fields}, or a record as UI API, REST, GraphQL, Apex, a tree file or a change event shows it",
            ),
            (r#"{"fields":[]}"#, "the record's member `fields` is of the wrong form"),
        ] {
            assert_eq!(alloc::format!("{}", Record::parse(text).unwrap_err()), expected);
        }
    }

    #[test]
    fn what_is_no_view_is_refused() {
        assert!(matches!(Record::parse("{"), Err(RecordError::NotJson(_))));
        assert_eq!(Record::parse("[]").unwrap_err(), RecordError::UnknownShape);
        assert!(matches!(Record::parse("{}").unwrap_err(), RecordError::LooksLike(_)));
        let write = r#"{"id":"0031700000pJRRSAA4","success":true,"errors":[]}"#;
        assert!(
            matches!(Record::parse(write).unwrap_err(), RecordError::LooksLike(words) if words.contains("result of a write"))
        );
        assert_eq!(Record::parse(r#"{"Id":"5","Title":"CEO"}"#).unwrap_err(), RecordError::UnknownShape);
        assert_eq!(
            Record::parse(r#"{"object":"Lead","attributes":{"type":"Contact"}}"#).unwrap_err(),
            RecordError::WrongMember("object".into())
        );
        assert_eq!(
            Record::parse(r#"{"object":5,"fields":{}}"#).unwrap_err(),
            RecordError::WrongMember("object".into())
        );
        assert_eq!(Record::parse(r#"{"fields":[]}"#).unwrap_err(), RecordError::WrongMember("fields".into()));
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = Record::parse(&text);
        }
    }
}
