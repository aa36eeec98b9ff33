//! Reading what people write for scans: every refusal names the file, the place and the remedy, and nothing is ignored.

use std::fmt;

use touchmark::json::{self, Object, Value};
use touchmark_profile::cursor::{Cursor, FirstFault, Place};

/// A pack or a file of settings that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Which file.
    pub document: String,
    /// Path of the member, such as `checks[3].holds`; empty for the whole.
    pub path: String,
    /// What is wrong, and the remedy.
    pub problem: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{}: {}{colon}{}", self.document, self.path, self.problem)
    }
}

impl std::error::Error for ConfigError {}

/// So long may a file be: 1 MiB.
pub(crate) const MAX_FILE: usize = 1 << 20;

/// What a text must be, and how people are told.
pub(crate) struct Form {
    pub(crate) accepts: fn(&str) -> bool,
    pub(crate) problem: &'static str,
}

/// Reads a whole file, whose member of the kind's name says its version.
pub(crate) fn read<T>(
    document: &str,
    kind: &str,
    version: &str,
    text: &str,
    read: impl FnOnce(&Cursor<'_, '_>) -> Option<T>,
) -> Result<T, ConfigError> {
    let first = FirstFault::default();
    let place = Place::Root("", &first);
    let mut object = Object::default();
    if text.len() > MAX_FILE {
        place.refuse("is longer than 1 MiB; part it");
    } else {
        match json::parse(text) {
            Ok(Value::Object(whole)) => object = whole,
            Ok(_) => place.refuse("must be a JSON object"),
            Err(error) => place.refuse(&format!("not readable as JSON: {}", error.to_text())),
        }
    }
    let root = Cursor::of(&object, place);
    let is_of_kind = root.get(kind).and_then(Value::as_str) == Some(version);
    root.require_or(kind, is_of_kind, &format!("must be \"{version}\"; is this the right file?"));
    let read = if first.is_found() { None } else { read(&root) };
    let (path, problem) = match first.unless(read) {
        Ok(Some(read)) => return Ok(read),
        Ok(None) => Default::default(),
        Err(fault) => (fault.path, fault.problem),
    };
    let problem = if problem.is_empty() { "is missing or of the wrong form".into() } else { problem };
    Err(ConfigError { document: document.to_owned(), path, problem })
}

/// Refuses members that are not known.
pub(crate) fn require_known(at: &Cursor<'_, '_>, known: &[&str]) {
    for (name, _) in at.as_object().into_iter().flat_map(Object::iter) {
        if !known.contains(&name) {
            at.refuse(name, &format!("unknown member; known are {}", known.join(", ")));
        }
    }
}

/// A text that must be there.
pub(crate) fn text<'v>(at: &Cursor<'v, '_>, name: &str, form: &Form) -> &'v str {
    at.require_or(name, at.get(name).is_some(), "is missing");
    optional_text(at, name, form).unwrap_or_default()
}

/// A text that may be absent; `null` is refused, so that a misspelt value does not pass for none.
pub(crate) fn optional_text<'v>(at: &Cursor<'v, '_>, name: &str, form: &Form) -> Option<&'v str> {
    let value = at.as_object()?.get(name)?;
    let text = value.as_str().filter(|text| (form.accepts)(text));
    at.require_or(name, text.is_some(), form.problem);
    text
}

/// The members of an object that may be absent, each held to its form.
pub(crate) fn map<'v>(at: &Cursor<'v, '_>, name: &str, form: &Form) -> Vec<(&'v str, &'v str)> {
    let Some(value) = at.as_object().and_then(|object| object.get(name)) else { return Vec::new() };
    let Some(object) = value.as_object() else {
        at.refuse(name, "must be an object");
        return Vec::new();
    };
    let place = Place::Member(at.place(), name);
    let members = Cursor::of(object, place);
    object.iter().map(|(name, _)| (name, text(&members, name, form))).collect()
}
