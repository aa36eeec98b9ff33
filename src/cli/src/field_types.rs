//! Field types: the built-in tables, and what a `--types` file adds to them.

use std::path::Path;

use touchmark_seal::{FieldTypes, FieldTypesError};

use crate::failure::{Exit, Failure};
use crate::field_names::renamed;
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

/// What is wrong with a TOML file, and where, in one line.
pub(crate) fn toml_problem(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("TOML parse error at line {line}, column {column}: {}", error.message())
}
