//! Records whose seals are given another text: approved, or proved anew.

use std::io;

use touchmark_seal::{reference, stated_id};

use crate::args::Files;
use crate::failure::{Exit, Failure};
use crate::output::{Output, Readers, Replace};
use crate::rows::{Fill, Row, Rows, text_of, value_of};
use crate::seal::{REFERENCE, SEAL};

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

/// Copies the records, with the seal text that `with` gives in place of each one's own, and a short reference that
/// matches it. Nothing is written unless everything went well.
pub(crate) fn reseal(
    files: &Files,
    mut with: impl FnMut(&Row, &str) -> Result<Option<String>, Failure>,
) -> Result<Resealed, Failure> {
    let mut rows = Rows::open(&files.input, files.meaning.reading(files.format))?;
    if rows.columns().is_some_and(|columns| !columns.iter().any(|name| name.eq_ignore_ascii_case(SEAL))) {
        return Err(Failure::usage(format!("{}: there is no column {SEAL}", rows.name())));
    }
    let mut out = Output::open(&files.out, Readers::Usual, Replace::files_unless_forced(files.force))?;
    let failed = |error: io::Error| Failure::io(&files.out, "written", &error);
    let mut count = Resealed::default();
    rows.write_head(&[], &mut out).map_err(failed)?;
    while let Some(row) = rows.next_row()? {
        count.rows += 1;
        let values = row.values()?;
        let seal = value_of(&values, SEAL).map(text_of).unwrap_or_default();
        let mut fills: Vec<Fill<'_>> = Vec::new();
        if seal.trim().is_empty() {
            count.unsealed += 1;
        } else if let Some(text) = with(&row, &seal)? {
            count.changed += 1;
            if value_of(&values, REFERENCE).is_some() {
                let id = stated_id(&text).unwrap_or_default();
                fills.push((REFERENCE.into(), Some(reference(&id, &text).into())));
            }
            fills.push((SEAL.into(), Some(text.into())));
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
