//! What people call fields: by the labels of a page, else by what an API name reads as; and which fields no seal covers.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use touchmark_profile::system_field;

use crate::config::ConfigError;
use crate::index::Index;
use crate::json::{self, Object, Value};
use crate::names::is_same_name;
use crate::printable;
use crate::text::{joined, position};

/// A field, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// API name.
    pub name: String,
    /// What people call it.
    pub label: String,
}

impl FieldName {
    pub(crate) fn of(name: &str) -> Self {
        Self { name: name.into(), label: readable(name) }
    }
}

/// Labels of fields, by object. The default has none: fields go by what their API names read as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldLabels {
    /// Key and label, as they were given.
    labels: Vec<(String, String)>,
    index: Index,
    /// Fields go by their API names.
    is_of_names: bool,
}

/// Names compare without case. A record whose object is not known is asked about by the field alone.
fn key(object: &str, field: &str) -> String {
    let mut key = joined(&[object, ".", field]);
    key.make_ascii_lowercase();
    key
}

impl FieldLabels {
    /// For whoever has the columns of a file before them: fields go by their API names.
    pub fn api_names() -> Self {
        Self { is_of_names: true, ..Self::default() }
    }

    /// Reads labels in the shapes in which they are had: describe results (also `sf sobject describe --json`), object infos of
    /// the UI API, a map `{ "Contact": { "MailingCity": "City" } }`, or a list of any of these.
    ///
    /// # Errors
    /// [`ConfigError`] where the text is not JSON, or no label is in it.
    pub fn read(text: &str) -> Result<Self, ConfigError> {
        let refusal = |problem: &str| ConfigError::new("labels", String::new(), problem);
        let value = json::parse_view(text).map_err(|_| refusal("is not JSON"))?;
        let mut labels = Self::default();
        labels.add(&value);
        if labels.labels.is_empty() {
            return Err(refusal(
                "holds no label; give a describe result, an object info, or { \"Contact\": { \"MailingCity\": \"City\" } }",
            ));
        }
        labels.index = Index::of(labels.labels.len(), &|at| labels.key_at(at));
        Ok(labels)
    }

    /// What people call a field of an object.
    pub fn label(&self, object: &str, field: &str) -> String {
        let key = key(object, field);
        let found = self.index.first(&|at| self.key_at(at), key.as_bytes());
        match found.and_then(|at| self.labels.get(at)) {
            Some((_, label)) => label.clone(),
            None if self.is_of_names => field.into(),
            None => readable(field),
        }
    }

    fn key_at(&self, at: usize) -> &[u8] {
        self.labels.get(at).map_or(&[], |(key, _)| key.as_bytes())
    }

    fn add(&mut self, value: &Value<'_>) {
        if let Some(items) = value.as_array() {
            items.iter().for_each(|item| self.add(item));
        }
        let Some(object) = value.as_object() else { return };
        if is_described(object) {
            return self.add_described(object);
        }
        for (name, inner) in object.iter() {
            match inner.as_object() {
                Some(described) if is_described(described) => self.add_described(described),
                Some(fields) => {
                    for (field, label) in fields.iter() {
                        self.push(name, field, label.as_str());
                    }
                }
                None => {}
            }
        }
    }

    fn add_described(&mut self, object: &Object<'_>) {
        let of = object.text("name").or(object.text("apiName")).unwrap_or_default();
        for field in object.list("fields").iter().filter_map(Value::as_object) {
            self.push(of, field.text("name").unwrap_or_default(), field.text("label"));
        }
        for (name, field) in object.object("fields").into_iter().flat_map(Object::iter) {
            let label = field.as_object().map_or(field.as_str(), |field| field.text("label"));
            self.push(of, name, label);
        }
    }

    fn push(&mut self, object: &str, field: &str, label: Option<&str>) {
        let label = printable(label.unwrap_or_default());
        if !field.is_empty() && !label.trim().is_empty() {
            for object in [object, ""] {
                self.labels.push((key(object, field), label.clone()));
            }
        }
    }
}

/// Whether it is a describe result or an object info, and no map of an object that has a field of that name.
fn is_described(object: &Object<'_>) -> bool {
    object.get("fields").is_some_and(|fields| fields.as_str().is_none())
}

/// What an API name reads as: "Mailing city" of `MailingCity`, "Synthetic data" of `acme__Synthetic_Data__c`.
#[inline(never)]
fn readable(name: &str) -> String {
    let own =
        ["__c", "__pc", "__s", "__r"].iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name);
    // A namespace.
    let own = position(own, "__").and_then(|at| own.get(at + 2..)).unwrap_or(own);
    let mut label = String::new();
    let mut rest = own.trim_matches(['_', '.']);
    while !rest.is_empty() {
        let (word, after) = rest.split_at_checked(end_of_word(rest.as_bytes())).unwrap_or((rest, ""));
        rest = after.trim_start_matches(['_', '.']);
        let is_short = word.len() > 1 && !word.bytes().any(|byte| byte.is_ascii_lowercase());
        let begins = label.is_empty();
        label.push_str(if begins { "" } else { " " });
        match word {
            "Id" => label.push_str("ID"),
            _ if begins || is_short => label.push_str(word),
            _ => label.push_str(&word.to_ascii_lowercase()),
        }
    }
    if label.is_empty() { name.to_owned() } else { label }
}

/// Where the first word of a name ends: before a sign between words, and before a capital that begins another.
fn end_of_word(name: &[u8]) -> usize {
    let is_upper = |at: usize| name.get(at).is_some_and(u8::is_ascii_uppercase);
    let is_lower = |at: usize| name.get(at).is_some_and(u8::is_ascii_lowercase);
    let mut at = 1;
    while at < name.len() {
        let begins = is_upper(at) && (!is_upper(at - 1) || is_lower(at + 1));
        if begins || matches!(name.get(at), Some(b'_' | b'.')) {
            break;
        }
        at += 1;
    }
    at
}

/// What the compounds of the platform are made of.
const PARTS: [&str; 5] = ["Street", "City", "State", "PostalCode", "Country"];

/// Whether no seal can cover a field, by its name: the platform writes it, or it is made of others, some of which are there.
pub(crate) fn is_uncoverable(name: &str, is_there: &dyn Fn(&str) -> bool) -> bool {
    if system_field(name).is_some() {
        return true;
    }
    if is_same_name(name, "Name") {
        return is_there("FirstName") || is_there("LastName");
    }
    let at = name.len().saturating_sub("Address".len());
    let of = name.get(..at).filter(|_| name.get(at..).is_some_and(|end| is_same_name(end, "Address")));
    of.is_some_and(|of| PARTS.iter().any(|part| is_there(&joined(&[of, part]))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn api_names_read_as_words() {
        for (name, label) in [
            ("LastName", "Last name"),
            ("MailingCity", "Mailing city"),
            ("AccountId", "Account ID"),
            ("HasOptedOutOfEmail", "Has opted out of email"),
            ("Synthetic_Data__c", "Synthetic data"),
            ("acme__Synthetic_Data__c", "Synthetic data"),
            ("Generated_At__c", "Generated at"),
            ("SystemModstamp", "System modstamp"),
            ("HTMLBody", "HTML body"),
            ("IBAN__c", "IBAN"),
            ("Line2__c", "Line2"),
            ("Account.Name", "Account name"),
            ("PersonEmail", "Person email"),
            ("Größe__c", "Größe"),
            ("__c", "__c"),
            ("_", "_"),
            ("", ""),
        ] {
            assert_eq!(readable(name), label);
        }
    }

    #[test]
    fn labels_are_read_in_every_shape() {
        let of_describe =
            r#"{"name":"Contact","fields":[{"name":"MailingCity","label":"Ort"},{"name":"x"}]}"#;
        let of_info =
            r#"{"apiName":"Contact","fields":{"MailingCity":{"apiName":"MailingCity","label":"Ort"}}}"#;
        for text in [
            of_describe.to_owned(),
            of_info.to_owned(),
            r#"{"Contact":{"MailingCity":"Ort"}}"#.to_owned(),
            format!("[{of_describe}]"),
            format!(r#"{{"status":0,"result":{of_describe}}}"#),
            format!(r#"{{"Contact":{of_info},"Account":{{"Name":"Firma"}}}}"#),
        ] {
            let labels = FieldLabels::read(&text).unwrap();
            assert_eq!(labels.label("Contact", "mailingcity"), "Ort", "{text}");
            assert_eq!(labels.label("", "MailingCity"), "Ort", "{text}");
            assert_eq!(labels.label("Lead", "MailingCity"), "Mailing city", "{text}");
        }
        // A map may have fields that are called as parts of the other shapes are.
        let labels = FieldLabels::read(
            r#"{"Contact":{"fields":"Felder","result":"Ergebnis","name":"Name"},"result":{"MailingCity":"Ort"}}"#,
        )
        .unwrap();
        for (object, field, label) in [
            ("Contact", "fields", "Felder"),
            ("contact", "RESULT", "Ergebnis"),
            ("Contact", "name", "Name"),
            ("result", "MailingCity", "Ort"),
        ] {
            assert_eq!(labels.label(object, field), label);
        }
        // Of two that give a label to one field, the first.
        let labels = FieldLabels::read(
            r#"[{"Contact":{"City":"One"}},{"contact":{"city":"Two"},"Lead":{"City":"Three"}}]"#,
        );
        let labels = labels.unwrap();
        assert_eq!(labels.label("CONTACT", "City"), "One");
        assert_eq!(labels.label("Lead", "City"), "Three");
        assert_eq!(labels.label("", "City"), "One");
        for text in ["", "[]", "{}", "7", r#"{"Contact":"City"}"#, r#"{"name":"Contact","fields":[]}"#] {
            let error = FieldLabels::read(text).unwrap_err().to_text();
            assert!(error.starts_with("labels: "), "{error}");
        }
    }

    #[test]
    fn what_no_seal_can_cover_is_known_by_its_name() {
        let there = ["LastName", "MailingCity"];
        let is_there = |name: &str| there.iter().any(|one| one.eq_ignore_ascii_case(name));
        for (name, expected) in [
            ("SystemModstamp", true),
            ("CreatedDate", true),
            ("Name", true),
            ("MailingAddress", true),
            ("mailingADDRESS", true),
            ("OtherAddress", false),
            ("Address", false),
            ("LastName", false),
            ("IP_Address__c", false),
        ] {
            assert_eq!(is_uncoverable(name, &is_there), expected, "{name}");
        }
        assert!(!is_uncoverable("Name", &|_| false));
    }
}
