//! Rows of records, read one at a time and written back with every byte kept but those of the fields that are filled.

mod csv;
mod json;

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;
use std::rc::Rc;

use touchmark::json::Value;
use touchmark::{Cells, Record, RecordError};

use crate::failure::Failure;
use crate::files::open_named;

/// How records are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Comma-separated values with a header (Bulk API, Data Loader, Excel)
    Csv,
    /// A JSON array, a single record, or a result of REST, UI API or GraphQL
    Json,
    /// JSON Lines: one record a line
    Jsonl,
}

/// How a file is to be read: what it does not say of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// Told by the content where it is not given.
    pub(crate) format: Option<Format>,
    pub(crate) cells: Cells,
    /// Whether child records are rows too. Nothing can be written back then.
    pub(crate) with_children: bool,
}

/// What a reader should know of a file beside its rows, once they were read.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    /// Why the answer is not whole: a sentence each, without its full stop.
    pub(crate) cut_off: Vec<String>,
    /// What else there is to say, in the same form.
    pub(crate) lines: Vec<String>,
    /// Whether the answer says that a part of it failed.
    pub(crate) has_faults: bool,
}

/// The longest row of a CSV accepted: a seal field and its companions fit ten times over.
pub(crate) const MAX_ROW: usize = 16 << 20;

/// What a row says that adds up others.
const TOTALS: [&str; 17] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "sums",
    "grand sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "somme",
    "total général",
    "total general",
    "totale",
    "suma",
    "totaal",
];

/// The rows of one file.
pub(crate) struct Rows {
    name: Rc<str>,
    length: Option<u64>,
    position: Rc<Cell<u64>>,
    kind: Kind,
}

enum Kind {
    Csv(csv::CsvRows),
    Json(Box<json::JsonRows>),
}

/// One row.
pub(crate) struct Row {
    place: Place,
    kind: RowKind,
}

enum RowKind {
    Csv(csv::CsvRow),
    Json(json::JsonRow),
}

/// Where a row stands.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    file: Rc<str>,
    unit: &'static str,
    number: usize,
    /// Which of several it is in its line, or below its record.
    part: Option<String>,
}

/// Field names and values of a row, in the row's order.
pub(crate) type Values<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// A field to be filled, and its text; `None` empties it.
pub(crate) type Fill<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

impl Rows {
    /// Opens a file, or the standard input for `-`, and tells its format by its content.
    pub(crate) fn open(path: &Path, reading: Reading) -> Result<Self, Failure> {
        let position = Rc::new(Cell::new(0));
        let is_stdin = path == Path::new("-");
        let name: Rc<str> =
            if is_stdin { "standard input".into() } else { path.display().to_string().into() };
        let (input, length): (Box<dyn Read>, _) = if is_stdin {
            (Box::new(io::stdin()), None)
        } else {
            let (file, metadata) = open_named(path)?;
            (Box::new(file), Some(metadata.len()))
        };
        let counted = Counted { input, position: Rc::clone(&position) };
        let mut input: Box<dyn BufRead> = Box::new(BufReader::with_capacity(1 << 16, counted));
        let format = match reading.format {
            Some(format) => format,
            None => {
                let (told, rest) = tell(input).map_err(|error| Failure::io(path, "read", &error))?;
                input = rest;
                told
            }
        };
        let kind = match format {
            Format::Csv => Kind::Csv(csv::CsvRows::open(input, &name, reading.cells)?),
            Format::Json => Kind::Json(Box::new(json::JsonRows::document(input, reading.with_children))),
            Format::Jsonl => Kind::Json(Box::new(json::JsonRows::lines(input, reading.with_children))),
        };
        Ok(Self { name, length, position, kind })
    }

    /// What to call the file in messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The columns, where a header names them.
    pub(crate) fn columns(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Csv(rows) => Some(rows.columns()),
            Kind::Json(_) => None,
        }
    }

    /// Bytes in all, where that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> u64 {
        self.position.get()
    }

    /// What the file says beside its rows; ask once they were read.
    pub(crate) fn remarks(&self) -> Remarks {
        match &self.kind {
            Kind::Csv(_) => Remarks::default(),
            Kind::Json(rows) => rows.remarks(),
        }
    }

    /// The next row.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row>, Failure> {
        let place = |unit, number, part| Place { file: Rc::clone(&self.name), unit, number, part };
        match &mut self.kind {
            Kind::Csv(rows) => {
                let row = rows.next_row(&self.name)?;
                let row =
                    row.map(|row| Row { place: place("", row.number(), None), kind: RowKind::Csv(row) });
                row.as_ref().map_or(Ok(()), Row::refuse_no_record)?;
                Ok(row)
            }
            Kind::Json(rows) => Ok(rows.next_row(&self.name)?.map(|row| Row {
                place: place(row.unit(), row.number(), row.part().map(str::to_owned)),
                kind: RowKind::Json(row),
            })),
        }
    }

    /// Writes what stands before the first row; `added` columns come after those of the header.
    pub(crate) fn write_head(&self, added: &[String], out: &mut dyn Write) -> io::Result<()> {
        match &self.kind {
            Kind::Csv(rows) => rows.write_head(added, out),
            Kind::Json(_) => Ok(()),
        }
    }

    /// Writes what stands after the last row.
    pub(crate) fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        match &self.kind {
            Kind::Csv(rows) => rows.write_tail(out),
            Kind::Json(rows) => rows.write_tail(out),
        }
    }
}

impl Row {
    /// Where it stands.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Its fields, as its file means them. Values of a CSV are texts. Nested objects (relationships, compound fields) are left
    /// out.
    pub(crate) fn values(&self) -> Result<Values<'_>, Failure> {
        match &self.kind {
            RowKind::Csv(row) => Ok(row.values()),
            RowKind::Json(row) => row.values(&self.place),
        }
    }

    /// Its record, without an object where the row names none.
    pub(crate) fn record(&self) -> Result<Record<'_>, RecordError> {
        let row = match &self.kind {
            RowKind::Csv(row) => return Ok(row.record()),
            RowKind::Json(row) => row,
        };
        if let Some(words) = row.looks_like() {
            return Err(RecordError::LooksLike(words.to_owned()));
        }
        match Record::parse(row.text()) {
            // A flat record that shows no id.
            Err(RecordError::UnknownShape) => match touchmark::json::parse_view(row.text()) {
                Ok(Value::Object(record)) => Record::from_apex("", record),
                _ => Err(RecordError::UnknownShape),
            },
            read => read,
        }
    }

    /// The row as it will be read once it is written with these fields filled.
    pub(crate) fn written(&self, fills: &[Fill<'_>], added: &[String]) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::at(&self.place, error);
        let kind = match &self.kind {
            RowKind::Csv(row) => RowKind::Csv(row.written(fills, added, &self.place.file)?),
            RowKind::Json(row) => RowKind::Json(row.written(fills).map_err(failed)?),
        };
        Ok(Self { place: self.place.clone(), kind })
    }

    /// Members of a flat record that readers take for a part of a view, by their name or their look.
    pub(crate) fn members_of_views(&self) -> Vec<String> {
        match &self.kind {
            RowKind::Csv(_) => Vec::new(),
            RowKind::Json(row) => row.members_of_views(),
        }
    }

    /// Whether nothing stands in any of its cells, but perhaps space.
    fn is_empty(&self) -> bool {
        match &self.kind {
            RowKind::Csv(row) => row.texts().all(|(_, text)| is_blank(&text)),
            // A view may leave out what is null; whoever needs the values looks at them.
            RowKind::Json(_) => false,
        }
    }

    /// Whether each cell holds the name of its column: files were joined, and a header came along.
    fn repeats_header(&self) -> bool {
        match &self.kind {
            RowKind::Csv(row) => {
                // The mark of the file that was joined to this one comes along with its header.
                let bare = |text: &'_ str| text.trim_start_matches('\u{feff}').trim().to_ascii_lowercase();
                row.texts().all(|(name, text)| bare(&text) == bare(&name))
            }
            RowKind::Json(_) => false,
        }
    }

    /// Whether it adds up the rows above it, as spreadsheets and reports do: it says so, has no id and hardly another value. A
    /// record that is called so has an id, or says more.
    fn is_total(&self) -> bool {
        let RowKind::Csv(row) = &self.kind else { return false };
        let (mut says_so, mut filled, mut count) = (false, 0, 0);
        for (name, text) in row.texts() {
            let text = text.trim();
            if name.eq_ignore_ascii_case("Id") && touchmark::ids::to_18(text).is_some() {
                return false;
            }
            let word = text.trim_end_matches([':', ' ']).to_lowercase();
            says_so |= TOTALS.contains(&word.as_str());
            filled += usize::from(!text.is_empty());
            count += 1;
        }
        says_so && 2 * filled <= count
    }

    /// Refuses a row of a table that nobody takes for a record.
    fn refuse_no_record(&self) -> Result<(), Failure> {
        if self.is_empty() {
            return Err(Failure::at(
                &self.place,
                "the row is empty: no cell holds a value, and spreadsheets leave such rows behind; remove the row",
            ));
        }
        if self.is_total() {
            return Err(Failure::at(
                &self.place,
                "the row adds up those above it and is no record, as spreadsheets and reports write one; remove the row",
            ));
        }
        if self.repeats_header() {
            return Err(Failure::at(
                &self.place,
                "the row repeats the header, as where files were joined; remove the row",
            ));
        }
        Ok(())
    }

    /// Whether it stands in another record, so that what is said of the file's records is not said of it.
    pub(crate) fn is_child(&self) -> bool {
        matches!(&self.kind, RowKind::Json(row) if row.is_child())
    }

    /// What the shape around the row calls it; an alias perhaps.
    pub(crate) fn called(&self) -> Option<&str> {
        match &self.kind {
            RowKind::Csv(_) => None,
            RowKind::Json(row) => row.called(),
        }
    }

    /// Writes the row with these fields filled, and everything else as it was.
    pub(crate) fn write(&self, fills: &[Fill<'_>], added: &[String], out: &mut dyn Write) -> io::Result<()> {
        match &self.kind {
            RowKind::Csv(row) => row.write(fills, added, out),
            RowKind::Json(row) => row.write(fills, out),
        }
    }
}

impl Place {
    /// Which row of its file it is.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// The place of another row of the same file.
    pub(crate) fn of_row(&self, number: usize) -> Self {
        Self { number, part: None, ..self.clone() }
    }

    /// The place of one field of the row.
    pub(crate) fn column(&self, name: &str) -> String {
        format!("{self}:{name}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}{}", self.file, self.unit, self.number)?;
        self.part.as_ref().map_or(Ok(()), |part| write!(f, ":{part}"))
    }
}

/// Whether a text shows nothing but space.
fn is_blank(text: &str) -> bool {
    touchmark::visible(text).all(char::is_whitespace)
}

/// Whether a value says nothing: null, space, or a list of such.
pub(crate) fn is_without_value(value: &Value<'_>) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_blank(text),
        Value::Array(values) => values.iter().all(is_without_value),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// The text that a value shows; empty for null.
pub(crate) fn text_of<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text.as_ref()),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Number(number) => number.as_str().into(),
        Value::Null | Value::Array(_) | Value::Object(_) => "".into(),
    }
}

/// Which of these names a field has; upper and lower case do not count, unless two differ in nothing else.
fn place_of(name: &str, names: &[&str]) -> Option<usize> {
    let exact = names.iter().position(|known| *known == name);
    exact.or_else(|| names.iter().position(|known| known.eq_ignore_ascii_case(name)))
}

/// The value of one field; upper and lower case do not count, as on the platform.
pub(crate) fn value_of<'v, 'a>(values: &'v Values<'a>, name: &str) -> Option<&'v Value<'a>> {
    values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Tells the format by the first line: JSON starts with a bracket, and JSON Lines has more after a first whole value.
fn tell(mut input: Box<dyn BufRead>) -> io::Result<(Format, Box<dyn BufRead>)> {
    let mut first = Vec::new();
    loop {
        let before = first.len();
        input.by_ref().take(MAX_ROW as u64).read_until(b'\n', &mut first)?;
        let start = if first.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let is_blank = first.iter().skip(start).all(u8::is_ascii_whitespace);
        if first.len() == before || !is_blank || first.len() > MAX_ROW {
            break;
        }
    }
    let text = std::str::from_utf8(&first).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim();
    let format = match text.as_bytes().first() {
        Some(b'[') => Format::Json,
        Some(b'{') if touchmark::json::parse_view(text).is_ok() && has_more(&mut input)? => Format::Jsonl,
        Some(b'{') => Format::Json,
        // What a tool says before its answer is no header.
        _ if input.fill_buf()?.trim_ascii_start().starts_with(b"{\n") || is_answer(input.fill_buf()?) => {
            let said = "text stands before the JSON, a warning of the tool perhaps; remove it, or keep it apart (2>/dev/null)";
            return Err(io::Error::other(said));
        }
        _ => Format::Csv,
    };
    Ok((format, Box::new(Cursor::new(first).chain(input))))
}

/// Whether the next line begins JSON as tools write it.
fn is_answer(buffer: &[u8]) -> bool {
    let text = buffer.trim_ascii_start();
    [&b"{\r\n"[..], b"{\"", b"[{\"", b"[\n"].iter().any(|start| text.starts_with(start))
}

fn has_more(input: &mut Box<dyn BufRead>) -> io::Result<bool> {
    Ok(!input.fill_buf()?.iter().all(u8::is_ascii_whitespace))
}

/// Counts the bytes that go through.
struct Counted {
    input: Box<dyn Read>,
    position: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.position.set(self.position.get() + count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads a file and writes it back with nothing filled.
    fn copied(content: &[u8], format: Option<Format>) -> Result<Vec<u8>, Failure> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        let mut rows = Rows::open(file.path(), Reading { format, ..Reading::default() })?;
        let mut out = Vec::new();
        rows.write_head(&[], &mut out).unwrap();
        while let Some(row) = rows.next_row()? {
            row.values()?;
            row.write(&[], &[], &mut out).unwrap();
        }
        rows.write_tail(&mut out).unwrap();
        Ok(out)
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_back(
            csv in "\u{feff}?A[,;\t]B(\r\n|\n)([aé ]{0,3}[,;\t](\"([a,;\r\n]|\"\"){0,5}\"|)(\r\n|\n)){0,5}\n?",
            odd in "[aA,;\"\r\n{}\\[\\]:0 ]{0,40}",
            any_bytes in any::<Vec<u8>>(),
        ) {
            for content in [csv.as_bytes(), odd.as_bytes(), &any_bytes] {
                for format in [None, Some(Format::Csv), Some(Format::Json), Some(Format::Jsonl)] {
                    if let Ok(written) = copied(content, format) {
                        prop_assert_eq!(&written, content);
                    }
                }
            }
        }

        #[test]
        fn json_is_written_back_in_any_layout(
            mut names in proptest::collection::vec("[A-C][a-cé]{0,2}", 1..4),
            value in prop_oneof!["\"[a-z,:{}\\[\\]]{0,6}\"", "-?[1-9][0-9]{0,4}", "\\{ ?\"Id\" ?: ?\"[a,}]?\" ?\\}", "\\[ ?\"x\" ?, ?[0-9] ?\\]", "null"],
            space in "[ \r\n\t]{0,3}",
        ) {
            names.sort();
            names.dedup();
            let member = |name: &String| format!("{space}\"{name}\"{space}:{space}{value}{space}");
            let record = format!("{{{},\"Z\":1}}", names.iter().map(member).collect::<Vec<_>>().join(","));
            for content in [
                record.clone(),
                format!("{space}[{space}{record}{space},{record}]{space}"),
                format!("{{\"done\":true,{space}\"records\"{space}:{space}[{record}]}}"),
            ] {
                prop_assert_eq!(copied(content.as_bytes(), Some(Format::Json)).unwrap(), content.as_bytes());
            }
        }
    }

    #[test]
    fn the_format_is_told_by_the_content() {
        for (content, expected) in [
            ("Id,Name\n", Format::Csv),
            ("\u{feff}\"Id\"\n", Format::Csv),
            ("[]", Format::Json),
            ("\n\n [\n", Format::Json),
            ("{\"a\":1}", Format::Json),
            ("{\"a\":1}\n\n", Format::Json),
            ("{\n\"a\":1}\n", Format::Json),
            ("\u{feff}{\"a\":1}\n{\"a\":2}", Format::Jsonl),
            ("{\"a\":1}\r\n{", Format::Jsonl),
        ] {
            let input: Box<dyn BufRead> = Box::new(Cursor::new(content.as_bytes().to_vec()));
            let (told, mut rest) = tell(input).unwrap();
            assert_eq!(told, expected, "{content:?}");
            let mut back = String::new();
            rest.read_to_string(&mut back).unwrap();
            assert_eq!(back, content);
        }
    }
}
