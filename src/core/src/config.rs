//! Reading the deployer's files: every refusal names the file, the place and the remedy, and nothing is ignored, since
//! a misspelt member that is ignored is a rule that does not hold.
//!
//! A [`Shape`] says what a file may hold; one walk holds the whole file to it. What is read afterwards is of its form,
//! so reading has few errors of its own.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{self, Object, Value};
use crate::text::{joined, push_decimal, push_place};
use crate::time::Timestamp;

/// Misuse by the host: a trust bundle, policy or registry that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Which file: `trust bundle`, `policy` or `registry`.
    pub document: &'static str,
    /// Path of the member, such as `issuers[0].keys[1].id`; empty for the whole.
    pub path: String,
    /// What is wrong, and the remedy.
    pub problem: String,
}

impl ConfigError {
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

/// Boxed inside: a reader passes many results along, and few are errors.
pub(crate) type Config<T> = Result<T, Box<ConfigError>>;

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

pub(crate) static TIME: Form = Form {
    accepts: |text| Timestamp::parse(text).is_some(),
    problem: "must be a date-time such as 2026-11-21T09:00:00Z",
};

/// Reads a whole file of at most that many MiB, whose first member names its kind and version.
pub(crate) fn read(
    document: &'static str,
    shape: &'static Shape,
    limit: usize,
    text: &str,
    read: &mut dyn FnMut(&Section<'_>) -> Config<()>,
) -> Result<(), ConfigError> {
    let whole = |problem: String| ConfigError { document, path: String::new(), problem };
    if text.len() >> 20 >= limit {
        let mut problem = String::from("is longer than ");
        push_decimal(u64::try_from(limit).unwrap_or(u64::MAX), 1, &mut problem);
        problem.push_str(" MiB; leave out what this page has no use for");
        return Err(whole(problem));
    }
    let value =
        json::parse(text).map_err(|error| whole(joined(&["not readable as JSON: ", &error.to_text()])))?;
    let object = value.as_object().ok_or_else(|| whole("must be a JSON object".into()))?;
    let root = Section { place: Place::Root(document), object };
    root.check_root(shape).and_then(|()| read(&root)).map_err(|error| *error)
}

/// Whether an engine's answer lets a signature of a file stand.
pub(crate) fn require_answer(
    document: &'static str,
    path: String,
    answer: Option<bool>,
) -> Result<(), ConfigError> {
    let problem = match answer {
        Some(true) => return Ok(()),
        Some(false) => {
            "the signature does not hold: the text was changed after signing, or signed with another key; get it anew from whoever signed it"
        }
        None => "the signature was not checked: the engine gave no answer",
    };
    Err(ConfigError { document, path, problem: problem.into() })
}

/// One object of a file, and the way to it.
pub(crate) struct Section<'s> {
    place: Place<'s>,
    object: &'s Object<'s>,
}

/// The way from the root, written out only for an error.
#[derive(Clone, Copy)]
enum Place<'s> {
    Root(&'static str),
    Member(&'s Place<'s>, &'s str),
    Item(&'s Place<'s>, &'s str, usize),
}

impl Place<'_> {
    fn document(&self) -> &'static str {
        match self {
            Self::Root(document) => document,
            Self::Member(parent, _) | Self::Item(parent, ..) => parent.document(),
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
}

impl<'s> Section<'s> {
    /// Something is wrong with a member; with the section itself, where the name is empty.
    pub(crate) fn error(&self, name: &str, problem: &str) -> Box<ConfigError> {
        Place::Member(&self.place, name).error(problem)
    }

    /// The path of a member.
    pub(crate) fn path_of(&self, name: &str) -> String {
        Place::Member(&self.place, name).error("").path
    }

    /// The object itself.
    pub(crate) fn object(&self) -> &'s Object<'s> {
        self.object
    }

    fn present(&self, name: &str) -> Option<&'s Value<'s>> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&'s str> {
        self.present(name)?.as_str()
    }

    pub(crate) fn time(&self, name: &str) -> Option<Timestamp> {
        Timestamp::parse(self.text(name)?)
    }

    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        u64::try_from(self.present(name)?.as_number()?.to_integer()?).ok()
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.present(name).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(crate) fn section<'t>(&'t self, name: &'t str) -> Option<Section<'t>> {
        let object = self.present(name)?.as_object()?;
        Some(Section { place: Place::Member(&self.place, name), object })
    }

    /// Visits each object of a list; none where the member is absent.
    pub(crate) fn each(&self, name: &str, visit: &mut dyn FnMut(&Section<'_>) -> Config<()>) -> Config<()> {
        for (at, value) in self.items(name).iter().enumerate() {
            if let Some(object) = value.as_object() {
                visit(&Section { place: Place::Item(&self.place, name, at), object })?;
            }
        }
        Ok(())
    }

    fn items(&self, name: &str) -> &'s [Value<'s>] {
        self.present(name).and_then(Value::as_array).unwrap_or_default()
    }

    /// A list of texts; empty where the member is absent.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        self.items(name).iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    }

    /// Whether a member is this text, or a list that holds it, as JSON-LD writes one and many.
    pub(crate) fn has(&self, name: &str, text: &str) -> bool {
        self.text(name) == Some(text) || self.items(name).iter().any(|item| item.as_str() == Some(text))
    }

    fn check_root(&self, shape: &'static Shape) -> Config<()> {
        // First of all: with another file in hand, what else is wrong with it helps nobody.
        if let Some(Member(name, _, Kind::Is(version))) = shape.members.first()
            && self.text(name) != Some(version)
        {
            return Err(self.error(name, &joined(&["must be \"", version, "\"; is this the right file?"])));
        }
        self.check(shape)
    }

    fn check(&self, shape: &'static Shape) -> Config<()> {
        if !shape.is_open {
            let mut names = self.object.iter().map(|(name, _)| name);
            if let Some(name) = names.find(|name| shape.members.iter().all(|member| member.0 != *name)) {
                let mut problem = String::from("unknown member; known are ");
                for (at, member) in shape.members.iter().enumerate() {
                    problem.push_str(if at > 0 { ", " } else { "" });
                    problem.push_str(member.0);
                }
                return Err(self.error(name, &problem));
            }
        }
        for Member(name, need, kind) in shape.members {
            match self.present(name) {
                Some(value) => Place::Member(&self.place, name).check(value, *kind)?,
                None if *need == Need::Required => return Err(self.error(name, "is missing")),
                None => {}
            }
        }
        Ok(())
    }
}

impl Place<'_> {
    fn error(&self, problem: &str) -> Box<ConfigError> {
        let mut path = String::new();
        self.write(&mut path);
        Box::new(ConfigError { document: self.document(), path, problem: problem.into() })
    }

    /// Holds what stands at this place to its form.
    fn check(&self, value: &Value<'_>, kind: Kind) -> Config<()> {
        let must_be = |holds: bool, problem: &str| if holds { Ok(()) } else { Err(self.error(problem)) };
        match kind {
            Kind::Any => Ok(()),
            Kind::Is(text) if value.as_str() == Some(text) => Ok(()),
            Kind::Is(text) => Err(self.error(&joined(&["must be \"", text, "\""]))),
            Kind::Text(form) => must_be(value.as_str().is_some_and(form.accepts), form.problem),
            Kind::Flag => must_be(value.as_bool().is_some(), "must be true or false"),
            Kind::Count => {
                let count = value.as_number().and_then(json::Number::to_integer);
                must_be(count.is_some_and(|count| count >= 0), "must be a whole number, 0 or more")
            }
            Kind::Object(shape) => match value.as_object() {
                Some(object) => Section { place: *self, object }.check(shape),
                None => Err(self.error("must be an object")),
            },
            Kind::Map(form) => match value.as_object() {
                Some(object) => object
                    .iter()
                    .try_for_each(|(name, value)| Place::Member(self, name).check(value, Kind::Text(form))),
                None => Err(self.error("must be an object")),
            },
            Kind::Texts(form) => self.check_items(value, Kind::Text(form)),
            Kind::Names(form) => {
                self.check_items(value, Kind::Text(form))?;
                let is_empty = value.as_array().is_none_or(<[_]>::is_empty);
                must_be(
                    !is_empty,
                    "lists nothing, so nothing could be believed; name something, or leave it out",
                )
            }
            Kind::Objects(shape) => self.check_items(value, Kind::Object(shape)),
        }
    }

    fn check_items(&self, value: &Value<'_>, kind: Kind) -> Config<()> {
        let items = value.as_array().ok_or_else(|| self.error("must be a list"))?;
        let mut items = items.iter().enumerate();
        items.try_for_each(|(at, item)| Place::Item(self, "", at).check(item, kind))
    }
}
