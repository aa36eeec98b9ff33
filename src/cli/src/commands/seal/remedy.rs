//! What to do about fields and columns that cannot be covered as they stand.

use touchmark_seal::FieldTypes;

use crate::field_names::nearest;
use crate::shell::{option, toml_key};

/// For a field whose type nobody said.
pub(super) fn unknown_type(field: &str, object: &str, has_table: bool, listed_in: Option<&str>) -> String {
    let known: Vec<_> = FieldTypes::standard_objects().collect();
    let hint = if has_table {
        String::new()
    } else {
        let meant = did_you_mean(object, known.iter().copied());
        format!(" (types are built in for {}, not for {object}{meant})", known.join(", "))
    };
    format!("; {}, or {}{hint}", type_line(field), left_out(field, listed_in))
}

/// How a field's type is told.
pub(super) fn type_line(field: &str) -> String {
    format!(
        "name its type in a --types file, as in {} = \"{}\" (or currency, date, …: as its describe has it)",
        toml_key(field),
        if field.to_ascii_lowercase().ends_with("id") { "reference" } else { "string" }
    )
}

/// How a column is left out that an option lists to be covered.
pub(super) fn left_out(name: &str, listed_in: Option<&str>) -> String {
    match (option("--skip", &[name]), listed_in) {
        (Some(skip), Some(listed_in)) => format!("take it out of {listed_in} and add {skip}"),
        (Some(skip), None) => format!("leave it out with {skip}"),
        (None, _) => RENAME.to_owned(),
    }
}

/// For a name that no command line can say.
pub(super) const RENAME: &str = "rename the column: its name holds characters that no field's name has";

/// A hint at the known name that is most like one that is not known.
pub(super) fn did_you_mean<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    match nearest(name, known) {
        Some(known) => format!(" (did you mean {known}?)"),
        None => String::new(),
    }
}

/// For a name that no column has.
pub(super) fn no_such_column<'n>(
    name: &str,
    file: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) -> String {
    let near = did_you_mean(name, known.clone());
    format!("there is no such column in {file}{near}; there are {}", known.collect::<Vec<_>>().join(", "))
}
