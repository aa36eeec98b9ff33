//! Reading the deployer's files: every refusal names the file, the place and the remedy, and nothing is ignored, since
//! a misspelt member that is ignored is a rule that does not hold.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{self, Object, Value};
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

impl core::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.path.as_str() {
            "" => write!(f, "{}: {}", self.document, self.problem),
            path => write!(f, "{}: {path}: {}", self.document, self.problem),
        }
    }
}

impl core::error::Error for ConfigError {}

/// Boxed inside: a reader passes many results along, and few are errors.
pub(crate) type Config<T> = Result<T, Box<ConfigError>>;

/// One object of a file, and the path to it.
pub(crate) struct Section<'v, 'a> {
    document: &'static str,
    path: String,
    object: &'v Object<'a>,
}

/// Reads a whole file and checks the member that names its kind and version.
pub(crate) fn read<T>(
    document: &'static str,
    marker: (&str, &str),
    text: &str,
    read: impl FnOnce(&Section<'_, '_>) -> Config<T>,
) -> Result<T, ConfigError> {
    let whole = |problem: String| ConfigError { document, path: String::new(), problem };
    let value = json::parse(text).map_err(|error| whole(format!("not readable as JSON: {error}")))?;
    let object = value.as_object().ok_or_else(|| whole("must be a JSON object".into()))?;
    let section = Section { document, path: String::new(), object };
    let (name, version) = marker;
    if section.object.get(name).and_then(Value::as_str) != Some(version) {
        return Err(*section.error(name, &format!("must be \"{version}\"; is this the right file?")));
    }
    read(&section).map_err(|error| *error)
}

impl<'v, 'a> Section<'v, 'a> {
    pub(crate) fn error(&self, name: &str, problem: &str) -> Box<ConfigError> {
        let path = self.path_of(name);
        Box::new(ConfigError { document: self.document, path, problem: problem.into() })
    }

    fn path_of(&self, name: &str) -> String {
        match (self.path.as_str(), name) {
            (path, "") => path.to_owned(),
            ("", name) => name.to_owned(),
            (path, name) => format!("{path}.{name}"),
        }
    }

    /// Refuses members that nobody reads.
    pub(crate) fn only(&self, known: &[&str]) -> Config<()> {
        match self.object.iter().find(|(name, _)| !known.contains(name)) {
            None => Ok(()),
            Some((name, _)) => {
                Err(self.error(name, &format!("unknown member; known are {}", known.join(", "))))
            }
        }
    }

    fn present(&self, name: &str) -> Option<&'v Value<'a>> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str) -> Config<&'v str> {
        self.optional_text(name)?.ok_or_else(|| self.error(name, "is missing"))
    }

    pub(crate) fn optional_text(&self, name: &str) -> Config<Option<&'v str>> {
        match self.present(name) {
            None => Ok(None),
            Some(value) => {
                let text = value.as_str().filter(|text| !text.is_empty());
                text.map(Some).ok_or_else(|| self.error(name, "must be a text"))
            }
        }
    }

    pub(crate) fn time(&self, name: &str) -> Config<Timestamp> {
        self.optional_time(name)?.ok_or_else(|| self.error(name, "is missing"))
    }

    pub(crate) fn optional_time(&self, name: &str) -> Config<Option<Timestamp>> {
        let Some(text) = self.optional_text(name)? else { return Ok(None) };
        let time = Timestamp::parse(text);
        time.map(Some).ok_or_else(|| self.error(name, "must be a date-time such as 2026-11-21T09:00:00Z"))
    }

    pub(crate) fn optional_bool(&self, name: &str) -> Config<bool> {
        match self.present(name) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| self.error(name, "must be true or false")),
        }
    }

    pub(crate) fn optional_count(&self, name: &str) -> Config<Option<u64>> {
        match self.present(name) {
            None => Ok(None),
            Some(value) => {
                let count = value.as_number().and_then(|number| number.to_integer());
                let count = count.and_then(|count| u64::try_from(count).ok());
                count.map(Some).ok_or_else(|| self.error(name, "must be a whole number, 0 or more"))
            }
        }
    }

    pub(crate) fn section(&self, name: &str) -> Config<Option<Section<'v, 'a>>> {
        match self.present(name) {
            None => Ok(None),
            Some(value) => {
                let object = value.as_object().ok_or_else(|| self.error(name, "must be an object"))?;
                Ok(Some(Section { document: self.document, path: self.path_of(name), object }))
            }
        }
    }

    /// The sections of an array of objects; none where the member is absent.
    pub(crate) fn sections(&self, name: &str) -> Config<Vec<Section<'v, 'a>>> {
        let Some(value) = self.present(name) else { return Ok(Vec::new()) };
        let values = value.as_array().ok_or_else(|| self.error(name, "must be a list of objects"))?;
        let mut sections = Vec::with_capacity(values.len());
        for (at, value) in values.iter().enumerate() {
            let name = format!("{name}[{at}]");
            let object = value.as_object().ok_or_else(|| self.error(&name, "must be an object"))?;
            sections.push(Section { document: self.document, path: self.path_of(&name), object });
        }
        Ok(sections)
    }

    /// A list of texts; empty where the member is absent.
    pub(crate) fn texts(&self, name: &str) -> Config<Vec<String>> {
        let Some(value) = self.present(name) else { return Ok(Vec::new()) };
        let refusal = || self.error(name, "must be a list of texts");
        let mut texts = Vec::new();
        for value in value.as_array().ok_or_else(refusal)? {
            texts.push(value.as_str().ok_or_else(refusal)?.to_owned());
        }
        Ok(texts)
    }

    /// Name and text of every member.
    pub(crate) fn members(&self) -> impl Iterator<Item = Config<(&'v str, &'v str)>> + '_ {
        self.object.iter().map(|(name, value)| match value.as_str() {
            Some(text) => Ok((name, text)),
            None => Err(self.error(name, "must be a text")),
        })
    }

    /// Names of all members.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'v str> + '_ {
        self.object.iter().map(|(name, _)| name)
    }
}
