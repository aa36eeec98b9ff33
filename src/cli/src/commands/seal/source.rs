//! A row as it is to be sealed: its values by their names on the platform, and the record that readers find in it.

use std::borrow::Cow;

use touchmark::answer::object_by;
use touchmark::ids::object_of_id;
use touchmark::json::Value;
use touchmark::{REFERENCE_FIELD, Record, SEAL_FIELD, UUID_FIELD};
use touchmark_seal::stated_id;

use crate::commands::seal::columns::{Columns, TABLE};
use crate::commands::seal::companion::is_companion;
use crate::commands::seal::options::Seal;
use crate::failure::Failure;
use touchmark_rows::{Place, Row, Rows, Values, is_without_value, text_of, value_of};

/// What results of a load say of each row.
const RESULTS: [&str; 3] = ["sf__Id", "sf__Created", "sf__Error"];

pub(super) struct Source<'r> {
    pub(super) row: &'r Row,
    pub(super) values: Values<'r>,
    /// As whoever reads the record finds it.
    record: Option<Record<'r>>,
    /// Where no header says them: its names as the file writes them, and whether each holds anything.
    pub(super) written: Vec<(String, bool)>,
    pub(super) id: String,
    /// The seal that it carries, or nothing.
    pub(super) seal: String,
    pub(super) uuid: String,
}

impl<'r> Source<'r> {
    /// Reads a row, and refuses what a seal of it could not stand for.
    pub(super) fn read(row: &'r Row, columns: &Columns<'_>, has_header: bool) -> Result<Self, Failure> {
        let mut values = row.values()?;
        refuse_results(values.iter().map(|(name, _)| name.as_ref()), row.place())?;
        let written = if has_header {
            Vec::new()
        } else {
            values.iter().map(|(name, value)| (name.to_string(), !value.is_null())).collect()
        };
        for (name, _) in &mut values {
            if let Cow::Owned(spelt) = columns.spelt(name) {
                *name = Cow::Owned(spelt);
            }
        }
        let record = row.record().ok();
        let source = Self {
            row,
            values,
            record,
            written,
            id: String::new(),
            seal: String::new(),
            uuid: String::new(),
        };
        source.refuse_unread()?;
        let read_id = source.record.as_ref().and_then(|record| record.id()).unwrap_or_default().trim();
        let id = if read_id.is_empty() { source.text("Id") } else { read_id.to_owned() };
        let (seal, uuid) = (source.text(SEAL_FIELD), source.text(UUID_FIELD));
        Ok(Self { id, seal, uuid, ..source })
    }

    pub(super) fn place(&self) -> &'r Place {
        self.row.place()
    }

    /// The text of a field, without the space around it; empty where there is none.
    pub(super) fn text(&self, name: &str) -> String {
        value_of(&self.values, name).map(|value| text_of(value).trim().to_owned()).unwrap_or_default()
    }

    /// The object that the row is of, where it says, or its id does, that it is another than the one being sealed; and where
    /// it says so.
    pub(super) fn other_object(&self, sealed: &str) -> Option<(String, String)> {
        let is_other = |object: &str| !object.is_empty() && !object.eq_ignore_ascii_case(sealed);
        let place = self.place();
        let object = self.record.as_ref().and_then(|record| record.object());
        if let Some(object) = object.filter(|object| is_other(object)) {
            return Some((object.to_owned(), place.to_string()));
        }
        let table = self.text(TABLE);
        if is_other(&table) {
            return Some((table, place.column(TABLE)));
        }
        // Against the record's own word, and its id's, what the answer around it calls it does not count: that may be an alias.
        if object.is_some() || object_of_id(&self.id).is_some() {
            let of_id = object_of_id(&self.id).filter(|object| is_other(object))?;
            return Some((of_id.to_owned(), place.column("Id")));
        }
        let called = self.row.called().filter(|called| object_by(None, Some(called)).is_some());
        let called = called.filter(|called| is_other(called))?;
        Some((called.to_owned(), format!("{place} ({called})")))
    }

    /// Refuses a row whose `id` counts the rows of a table: no verifier could read the record.
    pub(super) fn refuse_counted(&self) -> Result<(), Failure> {
        if self.text(TABLE).is_empty() || value_of(&self.values, "id").is_none() {
            return Ok(());
        }
        Err(Failure::at(
            self.place().column("id"),
            "counts the rows of a table of Snowfakery and is no record's id, so no verifier could read the \
             record; take it out, or load the records and seal what the platform returns",
        ))
    }

    /// Refuses a record that says nothing.
    pub(super) fn refuse_empty(&self) -> Result<(), Failure> {
        if self.values.iter().all(|(name, value)| name == TABLE || is_without_value(value)) {
            let problem = "the record is empty: no field holds a value; take it out";
            return Err(Failure::at(self.place(), problem));
        }
        Ok(())
    }

    /// The id of the seal that is replaced, where there is one.
    pub(super) fn previous_seal(&self, may_replace: bool) -> Result<Option<String>, Failure> {
        if self.seal.is_empty() {
            return Ok(None);
        }
        if !may_replace {
            return Err(Failure::at(
                self.place().column(SEAL_FIELD),
                "the row carries a seal already; seal the unsealed rows alone, or add --replace to seal it anew",
            ));
        }
        let id = stated_id(&self.seal).ok_or_else(|| {
            Failure::at(
                self.place().column(SEAL_FIELD),
                "the seal to be replaced has no id that could be read; empty the cell to seal the row as new",
            )
        })?;
        Ok(Some(id))
    }

    /// Refuses what a field of the seal holds and cannot, and ids of two records: taken for nothing, either would be replaced or
    /// chosen between without a word.
    fn refuse_unread(&self) -> Result<(), Failure> {
        let fields = self.record.iter().flat_map(|record| record.fields().iter());
        let all = self.values.iter().map(|(name, value)| (name.as_ref(), value)).chain(fields);
        for (name, value) in all {
            let is_of_the_seal =
                [SEAL_FIELD, UUID_FIELD, REFERENCE_FIELD].iter().any(|own| own.eq_ignore_ascii_case(name))
                    || is_companion(name);
            if is_of_the_seal && !matches!(value, Value::Null | Value::String(_)) {
                return Err(Failure::at(
                    self.place().column(name),
                    "holds no text, so a reader cannot take it for what stands there; give it as the platform returns it, as \
                     text, or empty it to seal the record as new",
                ));
            }
        }
        if !self.record.as_ref().is_some_and(Record::has_no_one_id) {
            return Ok(());
        }
        Err(Failure::at(
            self.place().column("Id"),
            "the record names two ids that differ, or one that is no text, so nobody knows which record it is; query it anew",
        ))
    }
}

/// Refuses the result of a load by the names that only such results have.
pub(super) fn refuse_results<'n>(
    mut names: impl Iterator<Item = &'n str>,
    place: impl std::fmt::Display,
) -> Result<(), Failure> {
    let is_of_results = |name: &&str| RESULTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    match names.find(is_of_results) {
        None => Ok(()),
        Some(name) => Err(Failure::at(
            place,
            format_args!(
                "is the result of a Bulk load (it has {name}) and holds what was sent, not what the platform made of it; \
                 query the records and seal those"
            ),
        )),
    }
}

/// What is wrong first, where the columns do not fit because the records are those of another object: their ids say so.
pub(super) fn of_other_object(args: &Seal, rows: &mut Rows) -> Option<Failure> {
    let row = rows.next_row().ok().flatten()?;
    let record = row.record().ok()?;
    let object = record
        .object()
        .map(str::to_owned)
        .or_else(|| record.id().and_then(object_of_id).map(str::to_owned))?;
    let is_other = !object.is_empty() && !object.eq_ignore_ascii_case(&args.object);
    is_other.then(|| {
        let problem = format_args!(
            "is a record of {object}, and --object says {}: name the object that the records are of",
            args.object
        );
        Failure::usage(format!("{}: {problem}", row.place()))
    })
}
