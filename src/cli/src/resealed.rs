//! Records whose seals are given another text: approved, or proved anew.

use std::io;

use touchmark::{Policy, REFERENCE_FIELD, SEAL_FIELD, meant_seal_field};
use touchmark_seal::{reference, stated_id};

use crate::failure::{Exit, Failure};
use crate::options::Files;
use crate::output::{Output, Readers, Replace};
use touchmark_rows::{Fill, Row, Rows, text_of, value_of};

/// What became of the rows.
#[derive(Default)]
pub(crate) struct Resealed {
    pub(crate) rows: usize,
    pub(crate) changed: usize,
    /// Sealed, and left as they were.
    pub(crate) kept: usize,
    pub(crate) unsealed: usize,
    /// How the command ends, as far as the file decides it.
    pub(crate) exit: Exit,
}

/// The fields in which records keep their seals.
pub(crate) struct SealNames {
    pub(crate) seal: String,
    reference: String,
}

impl Default for SealNames {
    fn default() -> Self {
        Self { seal: SEAL_FIELD.to_owned(), reference: REFERENCE_FIELD.to_owned() }
    }
}

impl SealNames {
    /// As a policy names them.
    pub(crate) fn of(policy: &Policy) -> Self {
        Self { seal: policy.seal_field().to_owned(), reference: policy.reference_field().to_owned() }
    }
}

/// By this name the plain view has a seal beside its fields.
const OF_THE_VIEW: &str = "seal";

/// Copies the records, with the seal text that `with` gives in place of each one's own, and a short reference that
/// matches it. Nothing is written unless everything went well.
pub(crate) fn reseal(
    files: &Files,
    names: &SealNames,
    mut with: impl FnMut(&Row, &str) -> Result<Option<String>, Failure>,
) -> Result<Resealed, Failure> {
    let mut rows = Rows::open(&files.input, files.meaning.reading(files.format))?;
    let SealNames { seal: field, reference: reference_field } = names;
    if rows.columns().is_some_and(|columns| !columns.iter().any(|name| name.eq_ignore_ascii_case(field))) {
        let columns = rows.columns().unwrap_or_default();
        let near = columns.iter().find(|name| meant_seal_field(name).is_some_and(|meant| meant == *field));
        let near = near
            .map(|name| format!("; {name} is meant to be it, by its look: rename it"))
            .unwrap_or_default();
        return Err(Failure::usage(format!("{}: there is no column {field}{near}", rows.name())));
    }
    let mut out = Output::open(&files.out, Readers::Usual, Replace::files_unless_forced(files.force))?;
    let failed = |error: io::Error| Failure::io(&files.out, "written", &error);
    let mut count = Resealed::default();
    rows.write_head(&[], &mut out).map_err(failed)?;
    while let Some(row) = rows.next_row()? {
        count.rows += 1;
        let values = row.values()?;
        let seal = value_of(&values, field).map(text_of).unwrap_or_default();
        if row.members_of_views().iter().any(|name| name == OF_THE_VIEW && name != field) {
            return Err(Failure::at(
                row.place().column(OF_THE_VIEW),
                format_args!(
                    "the record has a member `{OF_THE_VIEW}`, which readers take for its seal, and that is in {field} here: give \
                     the record with {field}, as the platform returns it, and without `{OF_THE_VIEW}`"
                ),
            ));
        }
        let mut fills: Vec<Fill<'_>> = Vec::new();
        if seal.trim().is_empty() {
            count.unsealed += 1;
        } else if let Some(text) = with(&row, &seal)? {
            count.changed += 1;
            if value_of(&values, reference_field).is_some() {
                let id = stated_id(&text).unwrap_or_default();
                fills.push((reference_field.into(), Some(reference(&id, &text).into())));
            }
            fills.push((field.into(), Some(text.into())));
        } else {
            count.kept += 1;
        }
        row.write(&fills, &[], &mut out).map_err(failed)?;
    }
    rows.write_tail(&mut out).map_err(failed)?;
    out.commit()?;
    count.exit = files.meaning.close(Exit::Ok, &rows.remarks());
    Ok(count)
}
