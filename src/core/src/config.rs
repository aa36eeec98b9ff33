//! Reading the deployer's files: every refusal names the file, the place and the remedy, and nothing is ignored, since
//! a misspelt member that is ignored is a rule that does not hold.
//!
//! A [`Shape`] says what a file may hold; one walk holds the whole file to it. What is read afterwards is of its form,
//! so reading has few errors of its own.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Timestamp;
use crate::cryptosuite::signature_bytes;
use crate::cursor::{Cursor, FirstFault, Place};
use crate::did;
use crate::json::{self, Object, Value};
use crate::text::{joined, push_decimal};

/// Misuse by the host: a trust bundle, policy or registry that cannot be used. It reads as its [`Flaw`], and is one
/// word, because readers pass many results along and few are errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(Box<Flaw>);

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Which file: `trust bundle`, `policy` or `registry`.
    pub document: &'static str,
    /// Path of the member, such as `issuers[0].keys[1].id`; empty for the whole.
    pub path: String,
    /// What is wrong, and the remedy.
    pub problem: String,
}

impl core::ops::Deref for ConfigError {
    type Target = Flaw;

    fn deref(&self) -> &Flaw {
        &self.0
    }
}

impl ConfigError {
    pub(crate) fn new(document: &'static str, path: String, problem: &str) -> Self {
        Self(Box::new(Flaw { document, path, problem: problem.into() }))
    }

    /// What [`core::fmt::Display`] writes, without the machinery of formatting.
    pub fn to_text(&self) -> String {
        let colon = if self.path.is_empty() { "" } else { ": " };
        joined(&[self.document, ": ", &self.path, colon, &self.problem])
    }
}

impl core::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl core::error::Error for ConfigError {}

/// What an object of a file holds.
pub(crate) struct Shape {
    pub(crate) members: &'static [Member],
    /// Whether others may define further members, as they may in documents that are not ours alone.
    pub(crate) is_open: bool,
}

/// Name and form of a member, and whether it may be absent. `null` is absent.
pub(crate) struct Member(pub(crate) &'static str, pub(crate) Need, pub(crate) Kind);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// This text and no other.
    Is(&'static str),
    Text(&'static Form),
    /// A list of texts that may be empty.
    Texts(&'static Form),
    /// A list of texts that is not.
    Names(&'static Form),
    /// A whole number, 0 or more.
    Count,
    Flag,
    Object(&'static Shape),
    Objects(&'static Shape),
    /// An object of texts.
    Map(&'static Form),
    /// An object of at most that many objects, by names of the deployer's.
    Named(usize, &'static Form, &'static Shape),
    /// What the reader looks into itself.
    Any,
}

/// What a text must be, and how people are told.
pub(crate) struct Form {
    pub(crate) accepts: fn(&str) -> bool,
    pub(crate) problem: &'static str,
}

pub(crate) static TEXT: Form = Form { accepts: |text| !text.is_empty(), problem: "must be a text" };

pub(crate) static PROOF_VALUE: Form = Form {
    accepts: |text| signature_bytes(text).is_some(),
    problem: "must be an Ed25519 signature: z and base58",
};

pub(crate) static MULTIKEY: Form = Form {
    accepts: |text| did::from_multikey(text).is_some(),
    problem: "must be an Ed25519 Multikey (z6Mk…)",
};

pub(crate) static TIME: Form = Form {
    accepts: |text| Timestamp::parse(text).is_some(),
    problem: "must be a date-time such as 2026-11-21T09:00:00Z",
};

/// Reads a whole file of at most that many MiB, whose first member names its kind and version. What `read` sees is of
/// the shape.
pub(crate) fn read<'t>(
    document: &'static str,
    shape: &'static Shape,
    limit: usize,
    text: &'t str,
    read: &mut dyn FnMut(&Cursor<'_, '_>),
) -> Result<Object<'t>, ConfigError> {
    let first = FirstFault::default();
    let place = Place::Root("", &first);
    let mut object = Object::default();
    if text.len() >> 20 >= limit {
        let mut problem = String::from("is longer than ");
        push_decimal(u64::try_from(limit).unwrap_or(u64::MAX), 1, &mut problem);
        problem.push_str(" MiB; leave out what this page has no use for");
        place.refuse(&problem);
    } else {
        match json::parse(text) {
            Ok(Value::Object(whole)) => object = whole,
            Ok(_) => place.refuse("must be a JSON object"),
            Err(error) => place.refuse(&joined(&["not readable as JSON: ", &error.to_text()])),
        }
    }
    let root = Cursor::of(&object, place);
    check_file(&root, shape);
    if !first.is_found() {
        read(&root);
    }
    match first.unless(()) {
        Ok(()) => Ok(object),
        Err(fault) => Err(ConfigError::new(document, fault.path, &fault.problem)),
    }
}

/// Holds an engine to having found that every signature of a file stands; `place` tells where each is.
pub(crate) fn require_answers(
    document: &'static str,
    count: usize,
    answers: &[Option<bool>],
    place: &dyn Fn(usize) -> String,
) -> Result<(), ConfigError> {
    for at in 0..count {
        let problem = match answers.get(at) {
            Some(Some(true)) => continue,
            Some(Some(false)) => {
                "the signature does not hold: the text was changed after signing, or signed with another key; get it anew from whoever signed it"
            }
            _ => "the signature was not checked: the engine gave no answer",
        };
        return Err(ConfigError::new(document, place(at), problem));
    }
    Ok(())
}

/// Holds a whole file to its shape.
fn check_file(root: &Cursor<'_, '_>, shape: &'static Shape) {
    // First of all: with another file in hand, what else is wrong with it helps nobody.
    if let Some(Member(name, _, Kind::Is(version))) = shape.members.first()
        && root.get(name).and_then(Value::as_str) != Some(version)
    {
        root.refuse(name, &joined(&["must be \"", version, "\"; is this the right file?"]));
    }
    check(root, shape);
}

fn check(at: &Cursor<'_, '_>, shape: &'static Shape) {
    let Some(object) = at.as_object() else { return };
    for (name, _) in object.iter() {
        if !shape.is_open && shape.members.iter().all(|member| member.0 != name) {
            let mut problem = String::from("unknown member; known are ");
            for (at, member) in shape.members.iter().enumerate() {
                problem.push_str(if at > 0 { ", " } else { "" });
                problem.push_str(member.0);
            }
            at.refuse(name, &problem);
        }
    }
    for Member(name, need, kind) in shape.members {
        match at.get(name) {
            None => at.require_or(name, *need == Need::Optional, "is missing"),
            Some(value) => check_value(value, Place::Member(at.place(), name), *kind),
        }
    }
}

/// Holds what stands at a place to its form.
fn check_value(value: &Value<'_>, place: Place<'_>, kind: Kind) {
    // Of a long list of faults only the first costs anything.
    if place.first_fault().is_found() {
        return;
    }
    match kind {
        Kind::Any => {}
        Kind::Is(text) => {
            if value.as_str() != Some(text) {
                place.refuse(&joined(&["must be \"", text, "\""]));
            }
        }
        Kind::Text(form) => place.require(value.as_str().is_some_and(form.accepts), form.problem),
        Kind::Flag => place.require(value.as_bool().is_some(), "must be true or false"),
        Kind::Count => {
            let count = value.as_number().and_then(json::Number::to_integer);
            place.require(count.is_some_and(|count| count >= 0), "must be a whole number, 0 or more");
        }
        Kind::Object(shape) => match value.as_object() {
            Some(object) => check(&Cursor::of(object, place), shape),
            None => place.refuse("must be an object"),
        },
        Kind::Map(form) => match value.as_object() {
            Some(object) => {
                for (name, value) in object.iter() {
                    check_value(value, Place::Member(&place, name), Kind::Text(form));
                }
            }
            None => place.refuse("must be an object"),
        },
        Kind::Named(most, form, shape) => match value.as_object() {
            Some(object) => {
                place
                    .require(object.len() <= most, "names too many; leave out what this page has no use for");
                for (name, value) in object.iter() {
                    let place = Place::Member(&place, name);
                    place.require((form.accepts)(name), form.problem);
                    check_value(value, place, Kind::Object(shape));
                }
            }
            None => place.refuse("must be an object"),
        },
        Kind::Texts(form) => check_items(value, place, Kind::Text(form)),
        Kind::Names(form) => {
            check_items(value, place, Kind::Text(form));
            place.require(
                value.as_array().is_none_or(|items| !items.is_empty()),
                "lists nothing, so nothing could be believed; name something, or leave it out",
            );
        }
        Kind::Objects(shape) => check_items(value, place, Kind::Object(shape)),
    }
}

fn check_items(value: &Value<'_>, place: Place<'_>, kind: Kind) {
    let items = value.as_array();
    place.require(items.is_some(), "must be a list");
    for (at, item) in items.unwrap_or_default().iter().enumerate() {
        check_value(item, Place::Item(&place, "", at), kind);
    }
}

/// Whether a member is this text, or a list that holds it, as JSON-LD writes one and many.
pub(crate) fn names(at: &Cursor<'_, '_>, name: &str, text: &str) -> bool {
    let value = at.get(name);
    let several = value.and_then(Value::as_array).unwrap_or_default();
    value.into_iter().chain(several).any(|one| one.as_str() == Some(text))
}

/// Whether a member is `true`.
pub(crate) fn flag(object: &Object<'_>, name: &str) -> bool {
    object.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// A whole number; 0 where it is absent.
pub(crate) fn count(object: &Object<'_>, name: &str) -> u64 {
    let number = object.get(name).and_then(Value::as_number);
    number.and_then(json::Number::to_integer).unwrap_or_default().unsigned_abs()
}

/// A list of texts; empty where it is absent.
pub(crate) fn texts(object: &Object<'_>, name: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for item in object.list(name) {
        texts.extend(item.as_str().map(ToOwned::to_owned));
    }
    texts
}

/// Whether a member is a list that holds this text.
pub(crate) fn lists(object: &Object<'_>, name: &str, text: &str) -> bool {
    object.list(name).iter().any(|item| item.as_str() == Some(text))
}
