//! Field types: the built-in tables, and what a `--types` file adds to them.

use std::path::Path;

use strsim::osa_distance;
use touchmark::is_field_name;
use touchmark_seal::{FieldTypes, FieldTypesError};

use crate::failure::{Exit, Failure};
use crate::files::read_settings;
use crate::shell::toml_key;

/// The types of an object's fields: built in, and from a describe, an object info or a TOML file.
///
/// The TOML form names a type for each field, at the top or in a table named for the object:
///
/// ```toml
/// [Contact]
/// AnnualIncome__c = "currency"
/// ```
pub(crate) fn field_types(object: &str, file: Option<&Path>) -> Result<FieldTypes, Failure> {
    let mut types = FieldTypes::standard(object).unwrap_or_default();
    let Some(file) = file else { return Ok(types) };
    let text = read_settings(file).map_err(|failure| failure.with_exit(Exit::Usage))?;
    let refused = |problem: String| Failure::usage(format!("{}: {problem}", file.display()));
    let is_json = match text.trim_start().as_bytes().first() {
        Some(b'{') => true,
        // A table of TOML begins with a bracket as well, and an answer that lists errors does.
        Some(b'[') => touchmark::json::parse_view(&text).is_ok(),
        _ => false,
    };
    if is_json {
        let described = FieldTypes::from_json(&text, object).map_err(|error| {
            refused(match &error {
                FieldTypesError::OtherObject(name) if name.eq_ignore_ascii_case(object) => {
                    format!("describes {name}, and --object says {object}; name the object as the platform does, {name}")
                }
                FieldTypesError::OtherObject(name) => {
                    format!("describes {name}, and --object says {object}; give the describe of {object}")
                }
                FieldTypesError::NoFieldName(name) => format!("{error}{}", renamed(name, types.names())),
                error => error.to_string(),
            })
        })?;
        types.extend(described);
        return Ok(types);
    }
    let table: toml::Table = text.parse().map_err(|error| refused(toml_problem(&error, &text)))?;
    let insert = |types: &mut FieldTypes, name: &String, kind: &str| {
        types.insert(name, kind).map_err(|error| {
            refused(match &error {
                FieldTypesError::NoFieldName(name) => format!("{error}{}", renamed(name, types.names())),
                error => format!("{name}: {error}"),
            })
        })
    };
    for (name, value) in &table {
        match value {
            toml::Value::String(kind) => insert(&mut types, name, kind)?,
            toml::Value::Table(fields) if name == object => {
                for (field, kind) in fields {
                    let kind =
                        kind.as_str().ok_or_else(|| refused(format!("{field}: the type must be a text")))?;
                    insert(&mut types, field, kind)?;
                }
            }
            toml::Value::Table(_) => {}
            _ => {
                return Err(refused(format!(
                    "{name}: the type must be a text, as in {} = \"currency\"",
                    toml_key(name)
                )));
            }
        }
    }
    Ok(types)
}

/// The known name that a label (`First Name`) is that of, or of which it is a near miss.
pub(crate) fn of_label<'n>(label: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let known: Vec<&str> = known.collect();
    let bare = squeezed(label);
    let same = known.iter().find(|known| squeezed(known) == bare).copied();
    same.or_else(|| nearest(&bare, known.into_iter()))
}

/// What to do about a column whose name no field has: a label, most often.
pub(crate) fn renamed<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    if name.contains('.') && name.split('.').all(is_field_name) {
        return "; it is a path to another record's field, which no seal of this one can cover: take it out"
            .to_owned();
    }
    if let Some(api_name) = of_label(name, known) {
        return format!("; rename the column to {api_name}");
    }
    match joined(name) {
        // Nobody told us of such a field: an org's own ends in __c.
        Some(api_name) if !api_name.ends_with("__c") => format!(
            "; rename the column to the field's API name (of a custom field {api_name}__c, perhaps; Setup > Object Manager > Fields)"
        ),
        Some(api_name) => format!("; rename the column to {api_name}"),
        None => "; rename the column to the field's API name (Setup > Object Manager > Fields)".to_owned(),
    }
}

/// A name without space, signs, and what a custom field's ends with: a label is like its field's name in that.
pub(crate) fn squeezed(name: &str) -> String {
    let bare = name.strip_suffix("__c").unwrap_or(name);
    bare.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a label in one, where nothing of it would be lost but space and signs.
fn joined(name: &str) -> Option<String> {
    let mut api_name = String::new();
    let mut is_start = true;
    for character in name.chars() {
        match character {
            'a'..='z' if is_start => api_name.push(character.to_ascii_uppercase()),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => api_name.push(character),
            // A letter that no API name has: what stands for it, its owner chose.
            _ if character.is_alphanumeric() => return None,
            _ => {}
        }
        is_start = !character.is_alphanumeric() && character != '_';
    }
    Some(api_name).filter(|name| is_field_name(name))
}

/// The known name that is most like one that is not known.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let distance = |known: &str| osa_distance(&name.to_lowercase(), &known.to_lowercase());
    let (distance, known) = known.map(|known| (distance(known), known)).min()?;
    (3 * distance <= name.chars().count()).then_some(known)
}

/// What is wrong with a TOML file, and where, in one line.
pub(crate) fn toml_problem(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("TOML parse error at line {line}, column {column}: {}", error.message())
}
