//! Trust bundles on disk: relied on, or under the hands of their keeper, who reads one, gives it a new version and writes
//! it.

use std::borrow::Cow;
use std::path::Path;

use touchmark::json::{Object, Value, object, parse};
use touchmark::{Timestamp, TrustBundle};

use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::files::read_settings;
use crate::json_text::pretty;
use crate::options::TrustFile;

impl TrustFile {
    pub(crate) fn read_with_text(&self) -> Result<(TrustBundle, String), Failure> {
        read_trust(&self.path)
    }
}

/// A trust bundle, and the text of its file.
pub(crate) fn read_trust(path: &Path) -> Result<(TrustBundle, String), Failure> {
    let text = read_settings(path).map_err(|failure| failure.with_exit(Exit::Trust))?;
    match TrustBundle::from_json(&text) {
        Ok(bundle) => Ok((bundle, text)),
        Err(error) => Err(Failure::trust(format!("{}: {error}", path.display()))),
    }
}

/// A trust bundle that something is added to.
pub(crate) struct Bundle {
    members: Vec<(Cow<'static, str>, Value<'static>)>,
}

impl Bundle {
    pub(crate) fn new(now: Timestamp) -> Self {
        let mut bundle = Self { members: Vec::new() };
        bundle.set("trustBundle", "crm-trust/1".into());
        bundle.set("version", number(1));
        bundle.set("issued", now.to_string().into());
        bundle
    }

    /// The next version of an existing one.
    pub(crate) fn read(path: &Path, now: Timestamp) -> Result<Self, Failure> {
        let place = path.display();
        let text = read_settings(path).map_err(|failure| {
            let remedy = "name the trust bundle that lists the issuer";
            Failure::trust(format!("{}; {remedy}", failure.message))
        })?;
        TrustBundle::from_json(&text).map_err(|error| Failure::trust(format!("{place}: {error}")))?;
        let Ok(Value::Object(tree)) = parse(&text) else {
            return Err(Failure::trust(format!("{place}: must be a JSON object")));
        };
        let mut bundle = Self { members: Vec::new() };
        for (name, value) in tree.into_members() {
            bundle.members.push((Cow::Owned(name.into_owned()), value.into_owned()));
        }
        if bundle.get("proof").is_some() {
            return Err(Failure::trust(format!(
                "{place}: the trust bundle is signed, and adding to it would break that; add to the unsigned one, and sign \
                 that anew"
            )));
        }
        let version =
            bundle.get("version").and_then(Value::as_number).and_then(|version| version.to_integer());
        bundle.set("version", number(version.unwrap_or(0).saturating_add(1)));
        bundle.set("issued", now.to_string().into());
        Ok(bundle)
    }

    /// A new bundle expires after a year unless told otherwise; an existing one keeps its own end.
    pub(crate) fn expire(&mut self, span: Option<Span>, now: Timestamp) -> Result<(), Failure> {
        let span = match span {
            None if self.get("expires").is_some() => return Ok(()),
            None => Span::YEAR,
            Some(Span::Never) => {
                return Err(Failure::usage("--expires never: a trust bundle must expire; 1y is usual"));
            }
            Some(span) => span,
        };
        let end = span.end(now).ok_or_else(|| Failure::usage("--expires lies beyond the year 9999"))?;
        self.set("expires", end.to_string().into());
        Ok(())
    }

    pub(crate) fn refuse_twice(
        &self,
        list: &str,
        member: &str,
        is_same: impl Fn(&str) -> bool,
    ) -> Result<(), Failure> {
        match self.texts(list, member).find(|known| is_same(known)) {
            None => Ok(()),
            Some(known) => Err(Failure::usage(format!(
                "the trust bundle lists {known} in {list} already; give the new one a name of its own"
            ))),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value<'static>> {
        self.members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(crate) fn set(&mut self, name: &'static str, value: Value<'static>) {
        self.members.retain(|(known, _)| known != name);
        self.members.push((name.into(), value));
    }

    pub(crate) fn push(&mut self, list: &'static str, entry: Value<'_>) {
        let mut entries = self.get(list).and_then(Value::as_array).unwrap_or_default().to_vec();
        entries.push(entry.into_owned());
        self.set(list, Value::Array(entries));
    }

    /// The first entry of a list that is meant.
    pub(crate) fn entry(
        &self,
        list: &str,
        is_meant: impl Fn(&Object<'static>) -> bool,
    ) -> Option<&Object<'static>> {
        let entries = self.get(list).and_then(Value::as_array).unwrap_or_default();
        entries.iter().filter_map(Value::as_object).find(|entry| is_meant(entry))
    }

    /// Adds an entry in place of those that it replaces.
    pub(crate) fn replace(
        &mut self,
        list: &'static str,
        entry: Value<'_>,
        is_same: impl Fn(&Object<'static>) -> bool,
    ) {
        let mut entries = self.get(list).and_then(Value::as_array).unwrap_or_default().to_vec();
        entries.retain(|known| !known.as_object().is_some_and(&is_same));
        self.set(list, Value::Array(entries));
        self.push(list, entry);
    }

    pub(crate) fn texts<'b>(&'b self, list: &str, member: &'b str) -> impl Iterator<Item = &'b str> {
        let entries = self.get(list).and_then(Value::as_array).unwrap_or_default();
        entries.iter().filter_map(move |entry| entry.as_object()?.get(member)?.as_str())
    }

    pub(crate) fn member(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> Result<String, Failure> {
        pretty(&object(self.members.iter().map(|(name, value)| (name.clone(), Some(value.clone())))))
    }
}

fn number(value: i64) -> Value<'static> {
    parse(&value.to_string()).map(Value::into_owned).unwrap_or(Value::Null)
}

/// Refuses a bundle that a verifier would.
pub(crate) fn require_usable(path: &Path, text: &str) -> Result<(), Failure> {
    match TrustBundle::from_json(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::trust(format!("{}: {error}", path.display()))),
    }
}
