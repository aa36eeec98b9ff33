//! Answers of APIs and messages of tools, opened down to the records in them (`docs/records.md`).
//!
//! What a record is, [`crate::Record`] decides. Here is decided what is *around* records, whether it holds all that it
//! speaks of, and what is neither: of that nothing is said but what it looks like.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::ids;
use crate::jcs;
use crate::json::{self, Object, Value};
use crate::printable;
use crate::span::{Member, Spans};
use crate::text::{digits, joined, position, unquoted};
use crate::views::VIEWS;

/// How deep wrappers and child records may stand in each other: deeper than JSON is read.
const MAX_DEPTH: usize = 40;

/// What stands in an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Records and what is none, in the order of the text; child records after the record that they stand in.
    pub found: Vec<Found>,
    /// Lists of records, each with what it says of its own length.
    pub pages: Vec<Page>,
    /// What the API says went wrong, in its words.
    pub faults: Vec<String>,
    /// What the API or the tool warns of, in its words.
    pub warnings: Vec<String>,
    /// Messages of a stream that carry no record, such as a schema or a state.
    pub messages: usize,
    /// What the outermost wrapper is called; nothing where a record stands by itself.
    pub wrapper: Option<&'static str>,
    /// How many answers are in it, one after the other.
    pieces: usize,
}

/// A record within an answer, or what stands where one should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands: bytes of the text.
    pub span: Range<usize>,
    /// What the shape around it calls it: a key of a query, the name of a stream. It may be an alias, so what the record or
    /// the user says outranks it.
    pub called: Option<String>,
    /// Whether it is a GraphQL node, whose fields stand in it by themselves.
    pub is_node: bool,
    /// The relationship through which it stands in the record before it.
    pub below: Option<String>,
    /// What it looks like, where it is no record.
    pub looks_like: Option<String>,
}

/// A list of records, and what it says of its own length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Records that are here.
    pub held: u64,
    /// Records that there are, as the answer counts them.
    pub total: Option<u64>,
    /// What leads to the rest, where the answer says that there is more.
    pub next: Option<&'static str>,
    /// The relationship whose children it lists, in a record.
    pub below: Option<String>,
    /// Records in this list, as it counts them itself.
    pub count: Option<u64>,
    /// Which element of a list of answers, or which line, it stands in: only what stands in another one goes on with it.
    piece: usize,
    /// What it lists, where it may go on in another answer; nothing for lists that stand beside each other in one.
    key: Option<String>,
}

/// What is wrapped, by the member that holds it, and what such a wrapper is called.
const WRAPPERS: [(&str, &str); 10] = [
    ("records", "a query result"),
    ("searchRecords", "a search result"),
    ("compositeResponse", "an answer of the composite API"),
    ("graphs", "an answer of the composite API"),
    ("results", "an answer to a batch"),
    ("result", "an answer to a command"),
    ("uiapi", "a GraphQL answer"),
    ("query", "a GraphQL answer"),
    ("edges", "a GraphQL answer"),
    ("record", "a message of a connector"),
];

/// How answers say that there is more, beside a link to it.
const MORE: [(&str, &str); 7] = [
    ("hasMore", "true"),
    ("has_more", "true"),
    ("hasNext", "true"),
    ("truncated", "true"),
    ("isTruncated", "true"),
    ("complete", "false"),
    ("isComplete", "false"),
];

/// What is said of an error that says nothing.
const WITHOUT_WORDS: &str = "without saying why";

/// Messages of Singer and Airbyte that carry no record.
const MESSAGES: [&str; 9] = [
    "SCHEMA",
    "STATE",
    "ACTIVATE_VERSION",
    "LOG",
    "SPEC",
    "CATALOG",
    "CONNECTION_STATUS",
    "CONTROL",
    "TRACE",
];

/// What compound fields are made of: addresses, places and names.
const PARTS: [&str; 15] = [
    "street",
    "city",
    "state",
    "postalCode",
    "country",
    "stateCode",
    "countryCode",
    "latitude",
    "longitude",
    "geocodeAccuracy",
    "salutation",
    "firstName",
    "middleName",
    "lastName",
    "suffix",
];

impl Answer {
    /// Opens a text that was read as JSON before.
    pub fn open(text: &str) -> Self {
        let spans = Spans::new(text);
        let mut opener = Opener { spans, answer: Self::default(), piece: 0, key: Some(String::new()) };
        opener.walk(spans.skip_space(0), None, 0);
        Self { pieces: opener.piece + 1, ..opener.answer }
    }

    /// What the text looks like that is no record, and what to do about it.
    pub(crate) fn look(text: &str) -> Option<String> {
        let answer = Self::open(text);
        let count = answer.found.iter().filter(|found| found.looks_like.is_none()).count();
        match (answer.found.as_slice(), answer.wrapper) {
            ([only], None) => only.looks_like.clone(),
            (_, Some(wrapper)) if count > 0 => {
                Some(joined(&["this is ", wrapper, " and no record: give the records in it, one by one"]))
            }
            (_, Some(wrapper)) => Some(joined(&["this is ", wrapper, ", and there is no record in it"])),
            ([], None) => {
                let fault = answer.faults.first()?;
                Some(joined(&["this is an error that an API answered, and no record: ", fault]))
            }
            _ => Some("this is a list and no record: give what is in it, one by one".into()),
        }
    }
}

const AVRO_TYPES: [&str; 12] = [
    "string", "boolean", "int", "long", "float", "double", "bytes", "array", "map", "fixed", "enum", "record",
];

/// Whether a name is that of a type and of no field: simple, or with a namespace or what the type stands for (`int.date`).
fn is_of_a_type(name: &str) -> bool {
    AVRO_TYPES.contains(&name) || name.contains('.')
}

/// What is said of a value that [`is_union`].
pub const UNION: &str = "a value is in Avro's JSON encoding, which puts it into an object that names its type; give the value by itself";

/// Whether a value is one of a union in Avro's JSON encoding, such as `{"string": "CEO"}`: no field holds the like.
pub fn is_union(value: &Value<'_>) -> bool {
    let mut members = value.as_object().into_iter().flat_map(|object| object.iter());
    match (members.next(), members.next()) {
        (Some((name, value)), None) => is_of_a_type(name) && !matches!(value, Value::Object(_) | Value::Null),
        _ => false,
    }
}

/// So many different words of an API are kept; of what it says beyond that, the number.
const MAX_SAID: usize = 100;

/// So many lists are waited for to go on: of more, the first counts as cut off.
const MAX_OPEN: usize = 500;

/// What answers say of themselves beside their records, taken together in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Lists that go on in an answer that was not read yet.
    open: Vec<Page>,
    cut_off: Sentences,
    faults: Sentences,
    warnings: Sentences,
    messages: usize,
    pieces: usize,
}

/// Sentences, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sentences {
    list: Vec<String>,
    more: usize,
}

impl Sentences {
    fn add(&mut self, words: String) {
        if self.list.contains(&words) {
            return;
        }
        if self.list.len() == MAX_SAID {
            self.more += 1;
        } else {
            self.list.push(words);
        }
    }

    fn with(&self, before: &str) -> impl Iterator<Item = String> {
        let more = (self.more > 0)
            .then(|| joined(&[before, "and ", &decimal(self.more as u64), " more like these"]));
        self.list.iter().map(move |words| joined(&[before, words])).chain(more)
    }
}

impl Extent {
    /// Adds what an answer says. `streamed`: records of its list that were read one by one and do not stand in it any more.
    pub fn add(&mut self, answer: Answer, streamed: u64) {
        let mut streamed = Some(streamed);
        for mut page in answer.pages {
            page.piece += self.pieces;
            if page.below.is_none() {
                page.held += streamed.take().unwrap_or_default();
            }
            self.add_page(page);
        }
        self.pieces += answer.pieces;
        answer.faults.into_iter().for_each(|fault| self.faults.add(fault));
        answer.warnings.into_iter().for_each(|warning| self.warnings.add(warning));
        self.messages += answer.messages;
    }

    /// A page that goes on is continued by the next one of the same list in another answer.
    fn add_page(&mut self, page: Page) {
        if let Some(count) = page.count.filter(|count| *count != page.held) {
            let (count, held) = (decimal(count), decimal(page.held));
            self.cut_off.add(joined(&["this counts ", &count, " records in a list, and holds ", &held]));
        }
        let before = page.key.as_ref().and_then(|_| {
            self.open
                .iter()
                .position(|open| open.key == page.key && open.piece != page.piece && open.total == page.total)
        });
        let held = before.map_or(0, |at| self.open.remove(at).held) + page.held;
        let page = Page { held, ..page };
        if page.next.is_some() && page.key.is_some() {
            if self.open.len() == MAX_OPEN {
                let problem = missing(&self.open.remove(0));
                problem.into_iter().for_each(|problem| self.cut_off.add(problem));
            }
            self.open.push(page);
        } else if let Some(problem) = missing(&page) {
            self.cut_off.add(problem);
        }
    }

    /// The first of what an API says went wrong.
    pub fn fault(&self) -> Option<&str> {
        self.faults.list.first().map(String::as_str)
    }

    /// Why the answers are not whole, in words; nothing where they are, or say nothing of it.
    pub fn cut_off(&self) -> Vec<String> {
        let mut all = self.cut_off.clone();
        self.open.iter().filter_map(missing).for_each(|problem| all.add(problem));
        all.with("").collect()
    }

    /// Everything that whoever reads the records should know, a sentence each without its full stop: first why the answers
    /// are not whole.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.cut_off();
        notes.extend(self.faults.with("the API answered with an error: "));
        notes.extend(self.warnings.with("the answer warns: "));
        if self.messages > 0 {
            notes.push(joined(&[&decimal(self.messages as u64), " messages of the stream carry no record"]));
        }
        notes
    }
}

/// What a text or a tree shows of a member, for the rules that both are held to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Absent,
    Flag,
    Text,
    Scalar,
    Object,
    List,
}

/// Whether members are those of a GraphQL node: every field is an object, and one at least holds a `value`. Of each member its
/// name, what it is, and whether it is an object with a `value`.
pub(crate) fn is_node<'m>(members: impl Iterator<Item = (&'m str, Kind, bool)>) -> bool {
    let (mut has_value, mut is_all) = (false, true);
    for (name, kind, holds_value) in members {
        has_value |= holds_value;
        let is_of_the_view = matches!(
            name,
            "ApiName" | "WeakEtag" | "__typename" | "companions" | "object" | "queried" | "seal" | "uuid"
        );
        is_all &= kind == Kind::Object || is_of_the_view || name.eq_ignore_ascii_case("Id");
    }
    has_value && is_all
}

/// Why something is no record that looks like one: it names a record and tells of something else.
pub(crate) fn why_no_record(kind: &dyn Fn(&str) -> Kind, object: Option<&str>) -> Option<&'static str> {
    let is = |name, expected| kind(name) == expected;
    if is("success", Kind::Flag) && is("errors", Kind::List)
        || is("referenceId", Kind::Text) && is("id", Kind::Text)
    {
        Some("this is the result of a write, which tells ids and errors and holds no record")
    } else if object == Some("AggregateResult") {
        Some("this is an aggregate, which sums up records and is none")
    } else if is("operation", Kind::Text) && is("state", Kind::Text) {
        Some("this is the state of a job, and holds no record: give its results")
    } else if is("_EventType", Kind::Text) {
        Some(
            "this is an event of a connector, where null may stand for what did not change: query the record",
        )
    } else {
        None
    }
}

/// The object of a record that does not name it: by its id, or as the shape around it calls it, where that cannot be an alias.
pub fn object_by<'a>(id: Option<&str>, called: Option<&'a str>) -> Option<&'a str> {
    id.and_then(ids::object_of_id).or_else(|| called.filter(|called| ids::is_object_name(called)))
}

/// Opens an answer for whoever checks its records one by one: `{"records": [text…], "notes": [text…], "isWhole": boolean}`. A
/// record that does not name its object gets `object`, or what its id says. What is no record stands among the records, so that
/// its check says what it is.
pub fn open_to_json(text: &str, object: Option<&str>) -> String {
    let texts = |texts: Vec<String>| Value::Array(texts.into_iter().map(Value::from).collect());
    let (mut views, mut extent) = (Vec::new(), Extent::default());
    match json::parse_view(text) {
        Ok(_) => {
            let answer = Answer::open(text);
            views.extend(answer.found.iter().map(|found| view(text, found, object)));
            extent.add(answer, 0);
        }
        // The check of the text itself says what is wrong with it.
        Err(_) => views.push(text.into()),
    }
    let is_whole = extent.fault().is_none() && extent.cut_off().is_empty();
    let members = Vec::from([
        ("records".into(), texts(views)),
        ("notes".into(), texts(extent.notes())),
        ("isWhole".into(), Value::Bool(is_whole)),
    ]);
    jcs::to_string(&Value::Object(Object::from_members(members)))
}

/// A record as a view that names its object, where that can be known.
fn view(text: &str, found: &Found, object: Option<&str>) -> String {
    let spans = Spans::new(text);
    let own = spans.slice(found.span.clone());
    let members = Members::at(spans, found.span.start);
    let names_itself = ["object", "apiName", "ApiName", "attributes", "ChangeEventHeader", "payload", "data"];
    if found.looks_like.is_some() || names_itself.into_iter().any(|name| members.find(name).is_some()) {
        return own.into();
    }
    let id = members.list.iter().find(|member| member.name.eq_ignore_ascii_case("Id"));
    let id = id.and_then(|member| {
        let wrapped = Members::at(spans, member.value.start);
        spans.text(member.value.clone()).or_else(|| wrapped.text("value"))
    });
    match object.or_else(|| object_by(id.as_deref(), found.called.as_deref())) {
        Some(object) => {
            let object = jcs::to_string(&Value::from(object));
            joined(&["{\"object\":", &object, ",", own.get(1..).unwrap_or_default()])
        }
        None => own.into(),
    }
}

fn missing(page: &Page) -> Option<String> {
    let of = match &page.below {
        Some(relationship) => joined(&["the list of ", relationship, " in a record"]),
        None => "this".into(),
    };
    match (page.next, page.total) {
        (Some(next), _) => {
            Some(joined(&[&of, " is one page of a longer result; the other pages are at ", next]))
        }
        (None, Some(total)) if total != page.held => {
            let (total, held) = (decimal(total), decimal(page.held));
            Some(joined(&[
                &of,
                " is cut off: it says that there are ",
                &total,
                " records, and holds ",
                &held,
            ]))
        }
        _ => None,
    }
}

fn decimal(number: u64) -> String {
    let mut text = String::new();
    crate::text::push_decimal(number, 1, &mut text);
    text
}

struct Opener<'t> {
    spans: Spans<'t>,
    answer: Answer,
    piece: usize,
    key: Option<String>,
}

impl<'t> Opener<'t> {
    /// Opens what starts at `at`. `called`: what the shape around it calls its records.
    fn walk(&mut self, at: usize, called: Option<&str>, depth: usize) {
        let span = at..self.spans.value_end(at);
        if depth > MAX_DEPTH {
            return self.no_record(span, "this stands deeper than records do".into());
        }
        match self.spans.byte(at) {
            b'[' => {
                for element in self.spans.elements(at) {
                    self.piece += usize::from(self.key.is_some());
                    self.walk(element.start, called, depth + 1);
                }
            }
            b'{' => self.object(span, called, depth),
            _ => self.no_record(span, "this is not an object, and a record is one".into()),
        }
    }

    fn object(&mut self, span: Range<usize>, called: Option<&str>, depth: usize) {
        let members = Members::at(self.spans, span.start);
        let lists = ["records", "searchRecords", "compositeResponse", "results"];
        let is_list = lists.iter().any(|name| members.kind(name) == Kind::List)
            && members.kind("fields") != Kind::Object;
        if !is_list {
            let object = members.inner("attributes").and_then(|inner| inner.text("type"));
            if let Some(words) = why_no_record(&|name| members.kind(name), object.as_deref()) {
                return self.no_record(span, words.into());
            }
            if members.are_of_a_record() {
                return self.record(span, called, None, false, depth);
            }
        }
        let mut wrapped = WRAPPERS
            .iter()
            .filter(|(name, _)| matches!(members.kind(name), Kind::List | Kind::Object))
            .peekable();
        let known = self.answer.wrapper;
        match wrapped.peek() {
            Some((_, wrapper)) => {
                self.answer.wrapper = known.or(Some(wrapper));
                self.faults_of(&members);
                for (name, _) in wrapped {
                    self.unwrap(name, &members, called, depth + 1);
                }
            }
            // An answer in which there is nothing.
            None if WRAPPERS
                .iter()
                .chain(&[("data", "a GraphQL answer")])
                .any(|(name, _)| members.is_null(name)) =>
            {
                self.answer.wrapper = known.or(Some("an empty answer"));
                self.faults_of(&members);
                if self.answer.faults.is_empty() {
                    self.answer.faults.extend(self.error(&members));
                }
                self.page(&members, 0, None);
            }
            None if self.is_message(&members) => {
                self.answer.wrapper = known.or(Some("a message of a connector"));
                self.answer.messages += 1;
            }
            None => match (members.kind("graphResponse"), members.envelope()) {
                (Kind::Object, _) => {
                    self.faults_of(&members);
                    self.walk_member(&members, "graphResponse", called, depth + 1);
                }
                (_, Some(name)) => {
                    let holds_records = members.inner(name).is_some_and(|inner| inner.are_of_a_record());
                    self.answer.wrapper = known.or(holds_records.then_some("an envelope of a connector"));
                    self.faults_of(&members);
                    self.walk_member(&members, name, called, depth + 1);
                }
                _ => self.other(span, &members, called, depth),
            },
        }
    }

    fn unwrap(&mut self, name: &str, members: &Members<'t>, called: Option<&str>, depth: usize) {
        let Some(at) = members.start(name) else { return };
        let content = Members::at(self.spans, at);
        match (name, members.kind(name)) {
            ("records" | "searchRecords", Kind::List) => {
                self.page(members, self.spans.elements(at).len(), None);
                self.walk(at, called, depth);
            }
            // List views put the list one level down; record-ui has a member for each id.
            ("records", Kind::Object) if content.kind("records") == Kind::List => {
                self.walk(at, called, depth)
            }
            ("records", _) => {
                content.list.iter().for_each(|member| self.walk(member.value.start, called, depth))
            }
            ("compositeResponse" | "results" | "graphs", _) => {
                let parts = self.spans.elements(at);
                if name == "results" && ["done", "totalSize"].iter().any(|name| members.find(name).is_some())
                {
                    self.page(members, parts.len(), None);
                }
                // What stands side by side does not go on in each other.
                let key = self.key.take();
                for part in parts {
                    self.part(part, called, depth);
                }
                self.key = key;
            }
            ("query", Kind::Object) if !content.list.is_empty() => {
                let key = self.key.take();
                for connection in &content.list {
                    self.key = key.as_ref().map(|key| joined(&[key, ".", &connection.name]));
                    self.walk(connection.value.start, Some(&connection.name), depth);
                }
                self.key = key;
            }
            ("edges", _) => {
                let edges = self.spans.elements(at);
                self.page(members, edges.len(), None);
                for edge in edges {
                    let members = Members::at(self.spans, edge.start);
                    match members.start("node") {
                        Some(node) if members.kind("node") == Kind::Object => {
                            self.record(node..self.spans.value_end(node), called, None, true, depth);
                        }
                        // A tool may have put the record where its edge was.
                        _ if members.are_of_a_record() => self.walk(edge.start, called, depth),
                        _ => {
                            self.no_record(edge, "this is an edge without its node: ask for the node".into())
                        }
                    }
                }
            }
            // Singer names the stream beside the record, Airbyte in it, around the data.
            ("record", _) => {
                let stream = members.text("stream").or_else(|| content.text("stream"));
                let at = content.start("data").unwrap_or(at);
                self.walk(at, stream.as_deref().or(called), depth);
            }
            _ => self.walk(at, called, depth),
        }
    }

    /// One answer of several: `{statusCode, result}`, `{httpStatusCode, body}`, or what was asked for by itself.
    fn part(&mut self, part: Range<usize>, called: Option<&str>, depth: usize) {
        let members = Members::at(self.spans, part.start);
        let status = ["statusCode", "httpStatusCode"].into_iter().find_map(|name| members.number(name));
        let content = ["result", "body"].into_iter().find_map(|name| members.start(name));
        match (status, content) {
            (Some(400..), _) => {
                let at = content.unwrap_or(part.start);
                let said = self.error_in(at).unwrap_or_else(|| WITHOUT_WORDS.into());
                self.answer.faults.push(joined(&["a part of the answer failed: ", &said]));
            }
            (Some(_), Some(at)) => self.walk(at, called, depth),
            _ => self.walk(part.start, called, depth),
        }
    }

    /// What is no record by its marks, and no wrapper that is known.
    fn other(&mut self, span: Range<usize>, members: &Members<'t>, called: Option<&str>, depth: usize) {
        if let Some(said) = self.error(members) {
            self.answer.faults.push(said);
            return;
        }
        if members.kind("payload") == Kind::Object || members.kind("data") == Kind::Object {
            let words = "this is an envelope of a change event without its ChangeEventHeader, so nothing says which record \
                         it is of: keep the header, or give {object, id, fields}";
            return self.no_record(span, words.into());
        }
        if ["before", "after"].iter().any(|name| members.kind(name) == Kind::Object) {
            let words = "this is a change with `before` and `after`: give what stands in `after`";
            return self.no_record(span, words.into());
        }
        if members.list.iter().any(|member| members.is_union(&member.value)) {
            return self.no_record(span, UNION.into());
        }
        if members.are_flat() {
            return self.record(span, called, None, false, depth);
        }
        let mut names = String::new();
        for member in members.list.iter().take(6) {
            names.push_str(if names.is_empty() { "`" } else { ", `" });
            names.push_str(&printable(&member.name));
            names.push('`');
        }
        let words = match names.as_str() {
            "" => joined(&["this is an empty object and no record: ", VIEWS]),
            names => {
                let of = "this is no record, and no answer that is known; of what stands in ";
                joined(&[of, names, ", give each record by itself: ", VIEWS])
            }
        };
        self.no_record(span, words);
    }

    fn record(
        &mut self,
        span: Range<usize>,
        called: Option<&str>,
        below: Option<&str>,
        is_node: bool,
        depth: usize,
    ) {
        let (called, below) = (called.map(String::from), below.map(String::from));
        self.answer.found.push(Found { span: span.clone(), called, is_node, below, looks_like: None });
        if depth <= MAX_DEPTH {
            self.children(span.start, depth);
        }
    }

    /// Records that stand in a record: child relationships of REST, GraphQL, UI API, Apex and tree files.
    fn children(&mut self, at: usize, depth: usize) {
        let members = Members::at(self.spans, at);
        let fields = match members.start("fields") {
            Some(fields) if members.kind("fields") == Kind::Object => self.spans.members(fields),
            _ => self.spans.members(at),
        };
        let more = members.inner("childRelationships").map(|inner| inner.list).unwrap_or_default();
        for field in fields.into_iter().chain(more) {
            let mut at = field.value.start;
            if let Some(inner) = (Members::at(self.spans, at)).start("value") {
                at = inner;
            }
            let inner = Members::at(self.spans, at);
            let (list, is_node) = match (inner.start("records"), inner.start("edges"), self.spans.byte(at)) {
                (Some(records), _, _) => (records, false),
                (None, Some(edges), _) => (edges, true),
                (None, None, b'[') => (at, false),
                _ => continue,
            };
            let elements = self.spans.elements(list);
            if self.spans.byte(at) == b'{' && self.spans.byte(list) == b'[' {
                self.page(&inner, elements.len(), Some(&field.name));
            }
            for element in elements {
                let child = Members::at(self.spans, element.start);
                let node = if is_node { child.start("node") } else { None };
                let start = node.unwrap_or(element.start);
                // A list of texts is a field with several values.
                if node.is_some() || child.are_of_a_record() || child.kind("attributes") == Kind::Object {
                    let span = start..self.spans.value_end(start);
                    self.record(span, None, Some(&field.name), is_node, depth + 1);
                }
            }
        }
    }

    fn page(&mut self, members: &Members<'t>, held: usize, below: Option<&str>) {
        let is = |members: &Members<'t>, name: &str, expected: &str| {
            let value = members.find(name).map(|value| unquoted(self.spans.slice(value.clone())));
            value.is_some_and(|value| value.eq_ignore_ascii_case(expected))
        };
        let info = members.inner("pageInfo");
        let links = [
            "nextRecordsUrl",
            "nextPageUrl",
            "nextPageToken",
            "nextUrl",
            "nextPage",
            "nextCursor",
            "next",
            "locator",
        ];
        let leads_on = |name: &&str| {
            members
                .find(name)
                .is_some_and(|value| !matches!(self.spans.slice(value.clone()), "null" | "\"\"" | "false"))
        };
        let next = if is(members, "done", "false") {
            Some("nextRecordsUrl (done: false)")
        } else if info.as_ref().is_some_and(|info| is(info, "hasNextPage", "true")) {
            Some("pageInfo.endCursor (hasNextPage: true)")
        } else if MORE.iter().any(|(name, value)| is(members, name, value)) {
            Some("the next request, as the answer says (hasMore: true, or the like)")
        } else {
            links.into_iter().find(leads_on)
        };
        // Of a connection that says where it goes on, the count is that of all its pages.
        let of_all = if info.is_none() { members.number("totalCount") } else { None };
        let page = Page {
            held: held as u64,
            total: members.number("totalSize").or_else(|| members.number("size")).or(of_all),
            next,
            below: below.map(String::from),
            count: members.number("count"),
            piece: self.piece,
            key: self.key.clone().filter(|_| below.is_none()),
        };
        self.answer.pages.push(page);
    }

    /// Errors and warnings that stand beside what is wrapped.
    fn faults_of(&mut self, members: &Members<'t>) {
        for (name, is_fault) in [("errors", true), ("error", true), ("warnings", false)] {
            let Some(value) = members.find(name).cloned() else { continue };
            let said = |opener: &Self, value: &Range<usize>| {
                let words = opener
                    .error_in(value.start)
                    .or_else(|| Some(printable(&opener.spans.text(value.clone())?)));
                words.unwrap_or_else(|| WITHOUT_WORDS.into())
            };
            let all: Vec<String> = match members.kind(name) {
                Kind::List => {
                    self.spans.elements(value.start).iter().map(|element| said(self, element)).collect()
                }
                Kind::Object if !self.spans.members(value.start).is_empty() => {
                    Vec::from([said(self, &value)])
                }
                Kind::Text if self.spans.slice(value.clone()) != "\"\"" => Vec::from([said(self, &value)]),
                _ => Vec::new(),
            };
            // A warning that records are missing is no more than an error is.
            let (missing, others): (Vec<String>, Vec<String>) = all.into_iter().partition(|words| {
                is_fault || position(words, "missing").and(position(words, "record")).is_some()
            });
            self.answer.faults.extend(missing);
            self.answer.warnings.extend(others);
        }
        // What HTTP calls well is well; `sf` says 0.
        let status = members.number("status").or_else(|| members.number("statusCode"));
        let failed = status.filter(|status| !matches!(status, 0 | 100..400));
        if let Some(status) = failed {
            let said = self.error(members).unwrap_or_else(|| joined(&["status ", &decimal(status)]));
            self.answer.faults.push(said);
        }
        // An error's own code, beside what there was until then.
        if failed.is_none()
            && ["errorCode", "exceptionCode"].iter().any(|name| members.kind(name) == Kind::Text)
        {
            self.answer.faults.extend(self.error(members));
        }
        let is_said = |name, expected| {
            members.find(name).is_some_and(|value| self.spans.slice(value.clone()) == expected)
        };
        let says_so = [("hasErrors", "true"), ("isSuccessful", "false"), ("success", "false")]
            .into_iter()
            .find(|(name, expected)| is_said(name, *expected));
        if let Some((name, value)) = says_so {
            self.answer.faults.push(joined(&["the answer says ", name, ": ", value]));
        }
    }

    /// What an error body says, or the first of several.
    fn error_in(&self, at: usize) -> Option<String> {
        let at = match self.spans.byte(at) {
            b'[' => self.spans.elements(at).first()?.start,
            _ => at,
        };
        self.error(&Members::at(self.spans, at))
    }

    fn error(&self, members: &Members<'t>) -> Option<String> {
        let text =
            |name: &str| members.text(name).map(|text| printable(&text)).filter(|text| !text.is_empty());
        let statuses = [members.number("status"), members.number("statusCode")];
        let is_failure = statuses.into_iter().flatten().any(|status| status == 1 || status >= 400);
        let code = ["errorCode", "exceptionCode", "faultcode", "error"].into_iter().find_map(text);
        // What a person may be called, or may be, is an error's where the answer says that it failed.
        let code = code.or_else(|| text("name").filter(|_| is_failure));
        let words =
            ["message", "exceptionMessage", "error_description", "faultstring"].into_iter().find_map(text);
        let words = words
            .or_else(|| ["detail", "title", "statusText"].into_iter().find_map(text).filter(|_| is_failure));
        match (code, words) {
            (Some(code), Some(words)) => Some(joined(&[&code, ": ", &words])),
            (Some(said), None) | (None, Some(said)) => Some(said),
            (None, None) => {
                let first =
                    members.start("errors").and_then(|at| self.spans.elements(at).into_iter().next())?;
                self.error_in(first.start)
            }
        }
    }

    fn is_message(&mut self, members: &Members<'t>) -> bool {
        if members.text("channel").is_some_and(|channel| channel.starts_with("/meta/")) {
            return true;
        }
        let Some(kind) = members.text("type") else { return false };
        let is_known = MESSAGES.contains(&&*kind);
        let inner = |name: &str| if is_known { members.inner(name) } else { None };
        let failed = |inner: &Members<'t>, name: &str, states: &[&str]| {
            inner.text(name).is_some_and(|state| states.contains(&&*state))
        };
        if let Some(trace) = inner("trace") {
            let error = trace.start("error").and_then(|at| self.error_in(at));
            let broke_off =
                trace.inner("stream_status").filter(|status| failed(status, "status", &["INCOMPLETE"]));
            let broke_off = broke_off.map(|_| "the stream is incomplete".into());
            self.answer.faults.extend(error.or(broke_off));
        }
        if let Some(status) = inner("connectionStatus").filter(|status| failed(status, "status", &["FAILED"]))
        {
            let said = status.text("message").map(|text| printable(&text));
            self.answer.faults.push(said.unwrap_or_else(|| "the connection failed".into()));
        }
        if let Some(log) = inner("log").filter(|log| failed(log, "level", &["FATAL", "ERROR"])) {
            let said = log.text("message").map(|text| printable(&text));
            self.answer.faults.push(said.unwrap_or_else(|| "a failure was logged".into()));
        }
        is_known
    }

    fn walk_member(&mut self, members: &Members<'t>, name: &str, called: Option<&str>, depth: usize) {
        if let Some(at) = members.start(name) {
            self.walk(at, called, depth);
        }
    }

    fn no_record(&mut self, span: Range<usize>, looks_like: String) {
        let looks_like = Some(looks_like);
        self.answer.found.push(Found { span, called: None, is_node: false, below: None, looks_like });
    }
}

/// REST writes parts small, change events large.
fn is_same_but_for_its_first_letter(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) && a.get(1..) == b.get(1..)
}

struct Members<'t> {
    spans: Spans<'t>,
    list: Vec<Member<'t>>,
}

impl<'t> Members<'t> {
    /// Those of the object that starts there; none where something else does.
    fn at(spans: Spans<'t>, start: usize) -> Self {
        Self { spans, list: spans.members(start) }
    }

    fn find(&self, name: &str) -> Option<&Range<usize>> {
        self.list.iter().find(|member| member.name == name).map(|member| &member.value)
    }

    fn start(&self, name: &str) -> Option<usize> {
        self.find(name).map(|value| value.start)
    }

    fn kind_of(&self, value: &Range<usize>) -> Kind {
        match self.spans.byte(value.start) {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b'"' => Kind::Text,
            b't' | b'f' => Kind::Flag,
            _ => Kind::Scalar,
        }
    }

    fn kind(&self, name: &str) -> Kind {
        self.find(name).map_or(Kind::Absent, |value| self.kind_of(value))
    }

    fn text(&self, name: &str) -> Option<Cow<'t, str>> {
        self.spans.text(self.find(name)?.clone())
    }

    fn number(&self, name: &str) -> Option<u64> {
        digits(unquoted(self.spans.slice(self.find(name)?.clone())))
    }

    fn is_null(&self, name: &str) -> bool {
        self.find(name).is_some_and(|value| self.spans.slice(value.clone()) == "null")
    }

    fn inner(&self, name: &str) -> Option<Self> {
        Some(Self::at(self.spans, self.start(name)?)).filter(|inner| !inner.list.is_empty())
    }

    /// Whether something here says that this is a record, whatever else there is.
    fn are_of_a_record(&self) -> bool {
        let is_header = |inner: &Self| inner.kind("ChangeEventHeader") == Kind::Object;
        let is_event = |name: &str| {
            let inner = self.inner(name);
            inner.is_some_and(|inner| {
                is_header(&inner) || inner.inner("payload").is_some_and(|inner| is_header(&inner))
            })
        };
        self.are_marked() || is_event("data") || is_event("payload")
    }

    fn are_marked(&self) -> bool {
        let is_object = |name| self.kind(name) == Kind::Object;
        let has_id = |member: &Member<'t>| {
            (member.name.eq_ignore_ascii_case("Id") || member.name.eq_ignore_ascii_case("sf__Id"))
                && self.spans.text(member.value.clone()).is_some_and(|id| ids::to_18(&id).is_some())
        };
        ["fields", "attributes", "node", "ChangeEventHeader"].into_iter().any(is_object)
            || self.text("object").is_some()
            || self.list.iter().any(has_id)
            || is_node(self.list.iter().map(|member| {
                let kind = self.kind_of(&member.value);
                let holds_value =
                    || self.spans.members(member.value.start).iter().any(|part| part.name == "value");
                (&*member.name, kind, kind == Kind::Object && holds_value())
            }))
    }

    /// The member that holds a record, or an event, in an envelope around it.
    fn envelope(&self) -> Option<&'static str> {
        let holds = |name: &&'static str| {
            self.inner(name).is_some_and(|inner| {
                inner.are_of_a_record() || inner.wraps() || inner.kind("query") == Kind::Object
            })
        };
        ["data", "payload", "detail"].into_iter().find(holds)
    }

    fn wraps(&self) -> bool {
        WRAPPERS.iter().any(|(name, _)| matches!(self.kind(name), Kind::List | Kind::Object))
    }

    /// As [`is_union`], of a text.
    fn is_union(&self, value: &Range<usize>) -> bool {
        match self.spans.members(value.start).as_slice() {
            [only] => is_of_a_type(&only.name) && self.kind_of(&only.value) != Kind::Object,
            _ => false,
        }
    }

    /// Whether this may be a record that nothing marks as one: it has a field with a name of the platform's, which begins large
    /// or is a custom field's, and every value is plain, several, a compound's or a related record's.
    fn are_flat(&self) -> bool {
        let is_scalar = |value: &Range<usize>| !matches!(self.kind_of(value), Kind::Object | Kind::List);
        let is_name = |name: &str| {
            let is_large = name.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase());
            is_large || ["__c", "__pc", "__r", "__s"].iter().any(|end| name.ends_with(end))
        };
        let is_field = |member: &Member<'t>| match self.kind_of(&member.value) {
            Kind::Object => {
                let parts = self.spans.members(member.value.start);
                let is_part = |part: &Member<'t>| {
                    PARTS.iter().any(|name| is_same_but_for_its_first_letter(&part.name, name))
                };
                let is_related = |part: &Member<'t>| matches!(&*part.name, "attributes" | "Id" | "Name");
                is_name(&member.name)
                    && !parts.is_empty()
                    && (parts.iter().any(is_related)
                        || parts.iter().all(|part| is_part(part) && is_scalar(&part.value)))
            }
            Kind::List => {
                is_name(&member.name) && self.spans.elements(member.value.start).iter().all(is_scalar)
            }
            // Beside a field, a tool may write what it likes: the number of a row, or its table.
            _ => true,
        };
        let is_own =
            |member: &Member<'t>| is_name(&member.name) && self.kind_of(&member.value) != Kind::Object;
        self.list.iter().any(is_own) && self.list.iter().all(is_field)
    }
}
