//! Reading the deployer's files: every refusal names the file, the place and the remedy, and nothing is ignored, since
//! a misspelt member that is ignored is a rule that does not hold.
//!
//! A [`Shape`] says what a file may hold; one walk holds the whole file to it. What is read afterwards is of its form,
//! so reading has few errors of its own.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

use crate::Timestamp;
use crate::cryptosuite::signature_bytes;
use crate::did;
use crate::json::{self, Object, Value};
use crate::text::{joined, push_decimal, push_place};

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
    read: &mut dyn FnMut(&Section<'_>),
) -> Result<Object<'t>, ConfigError> {
    let flaw = OnceCell::new();
    let place = Place::Root(Root { document, flaw: &flaw });
    let mut object = Object::default();
    if text.len() >> 20 >= limit {
        let mut problem = String::from("is longer than ");
        push_decimal(u64::try_from(limit).unwrap_or(u64::MAX), 1, &mut problem);
        problem.push_str(" MiB; leave out what this page has no use for");
        place.require(false, &problem);
    } else {
        match json::parse(text) {
            Ok(Value::Object(whole)) => object = whole,
            Ok(_) => place.require(false, "must be a JSON object"),
            Err(error) => place.require(false, &joined(&["not readable as JSON: ", &error.to_text()])),
        }
    }
    let root = Section { place, object: &object };
    root.check_kind(shape);
    root.check(shape);
    if flaw.get().is_none() {
        read(&root);
    }
    match flaw.into_inner() {
        None => Ok(object),
        Some(error) => Err(error),
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

/// A file that is read, and the first thing found wrong with it. Reading goes on after it and the result is thrown away:
/// one way out is less code than a way out at each member.
#[derive(Clone, Copy)]
struct Root<'s> {
    document: &'static str,
    flaw: &'s OnceCell<ConfigError>,
}

/// One object of a file, and the way to it.
pub(crate) struct Section<'s> {
    place: Place<'s>,
    pub(crate) object: &'s Object<'s>,
}

/// The way from the root, written out only for an error.
#[derive(Clone, Copy)]
enum Place<'s> {
    Root(Root<'s>),
    Member(&'s Place<'s>, &'s str),
    Item(&'s Place<'s>, &'s str, usize),
}

impl<'s> Section<'s> {
    /// Something is wrong with a member; with the section itself, where the name is empty.
    pub(crate) fn refuse(&self, name: &str, problem: &str) {
        Place::Member(&self.place, name).require(false, problem);
    }

    /// As [`Section::refuse`], where something does not hold.
    pub(crate) fn require(&self, name: &str, holds: bool, problem: &str) {
        Place::Member(&self.place, name).require(holds, problem);
    }

    /// Empty where it is absent: no text of a shape is.
    pub(crate) fn text(&self, name: &str) -> &'s str {
        self.object.text(name).unwrap_or_default()
    }

    pub(crate) fn time(&self, name: &str) -> Option<Timestamp> {
        Timestamp::parse(self.text(name))
    }

    pub(crate) fn section<'t>(&'t self, name: &'t str) -> Option<Section<'t>> {
        Some(Section { place: Place::Member(&self.place, name), object: self.object.object(name)? })
    }

    /// Visits each object of a list; none where it is absent.
    pub(crate) fn each(&self, name: &str, visit: &mut dyn FnMut(&Section<'_>)) {
        for (at, item) in self.object.list(name).iter().enumerate() {
            if let Some(object) = item.as_object() {
                visit(&Section { place: Place::Item(&self.place, name, at), object });
            }
        }
    }

    /// Whether a member is this text, or a list that holds it, as JSON-LD writes one and many.
    pub(crate) fn has(&self, name: &str, text: &str) -> bool {
        self.text(name) == text || lists(self.object, name, text)
    }

    fn check_kind(&self, shape: &'static Shape) {
        // First of all: with another file in hand, what else is wrong with it helps nobody.
        if let Some(Member(name, _, Kind::Is(version))) = shape.members.first()
            && self.text(name) != *version
        {
            self.refuse(name, &joined(&["must be \"", version, "\"; is this the right file?"]));
        }
    }

    fn check(&self, shape: &'static Shape) {
        for (name, _) in self.object.iter() {
            if !shape.is_open && shape.members.iter().all(|member| member.0 != name) {
                let mut problem = String::from("unknown member; known are ");
                for (at, member) in shape.members.iter().enumerate() {
                    problem.push_str(if at > 0 { ", " } else { "" });
                    problem.push_str(member.0);
                }
                self.refuse(name, &problem);
            }
        }
        for Member(name, need, kind) in shape.members {
            let place = Place::Member(&self.place, name);
            match self.object.get(name) {
                None | Some(Value::Null) => place.require(*need == Need::Optional, "is missing"),
                Some(value) => place.check(value, *kind),
            }
        }
    }
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

impl Place<'_> {
    /// Notes a problem with what stands at this place, unless another was found before.
    fn require(&self, holds: bool, problem: &str) {
        if !holds {
            let Root { document, flaw } = self.root();
            flaw.get_or_init(|| {
                let mut path = String::new();
                self.write(&mut path);
                ConfigError::new(document, path, problem)
            });
        }
    }

    fn root(&self) -> Root<'_> {
        match self {
            Self::Root(root) => *root,
            Self::Member(parent, _) | Self::Item(parent, ..) => parent.root(),
        }
    }

    fn write(&self, out: &mut String) {
        let (parent, name) = match self {
            Self::Root(_) => return,
            Self::Member(parent, name) | Self::Item(parent, name, _) => (parent, name),
        };
        parent.write(out);
        if !(out.is_empty() || name.is_empty()) {
            out.push('.');
        }
        out.push_str(name);
        if let Self::Item(_, _, at) = self {
            push_place(*at, out);
        }
    }

    /// Holds what stands at this place to its form.
    fn check(&self, value: &Value<'_>, kind: Kind) {
        // Of a long list of flaws only the first costs anything.
        if self.root().flaw.get().is_some() {
            return;
        }
        match kind {
            Kind::Any => {}
            Kind::Is(text) => {
                if value.as_str() != Some(text) {
                    self.require(false, &joined(&["must be \"", text, "\""]));
                }
            }
            Kind::Text(form) => self.require(value.as_str().is_some_and(form.accepts), form.problem),
            Kind::Flag => self.require(value.as_bool().is_some(), "must be true or false"),
            Kind::Count => {
                let count = value.as_number().and_then(json::Number::to_integer);
                self.require(count.is_some_and(|count| count >= 0), "must be a whole number, 0 or more");
            }
            Kind::Object(shape) => match value.as_object() {
                Some(object) => Section { place: *self, object }.check(shape),
                None => self.require(false, "must be an object"),
            },
            Kind::Map(form) => match value.as_object() {
                Some(object) => {
                    for (name, value) in object.iter() {
                        Place::Member(self, name).check(value, Kind::Text(form));
                    }
                }
                None => self.require(false, "must be an object"),
            },
            Kind::Texts(form) => self.check_items(value, Kind::Text(form)),
            Kind::Names(form) => {
                self.check_items(value, Kind::Text(form));
                self.require(
                    value.as_array().is_none_or(|items| !items.is_empty()),
                    "lists nothing, so nothing could be believed; name something, or leave it out",
                );
            }
            Kind::Objects(shape) => self.check_items(value, Kind::Object(shape)),
        }
    }

    fn check_items(&self, value: &Value<'_>, kind: Kind) {
        let items = value.as_array();
        self.require(items.is_some(), "must be a list");
        for (at, item) in items.unwrap_or_default().iter().enumerate() {
            Place::Item(self, "", at).check(item, kind);
        }
    }
}
