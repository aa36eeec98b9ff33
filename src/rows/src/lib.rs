//! Rows of records, read one at a time and written back with every byte kept but those of the fields that are filled.

mod csv;
mod error;
mod format;
mod in_order;
mod json;
mod object;
mod packed;
mod parts;
mod place;
mod text_lines;
mod values;

use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use touchmark::json::Value;
use touchmark::{Record, RecordError};

pub use self::error::RowsError;
pub use self::format::{Format, Reading, Remarks};
pub use self::in_order::{cores, in_order};
pub use self::object::{AfterOthers, Before, misnamed};
pub use self::parts::Parts;
pub use self::place::Place;
pub use self::text_lines::TextLines;
use self::values::is_blank;
pub use self::values::{Fill, NOT_AVAILABLE, Values, is_without_value, text_of, value_of};

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
pub struct Rows {
    name: Arc<str>,
    /// Where it can be read once more.
    again: Option<PathBuf>,
    length: Option<u64>,
    position: Arc<AtomicU64>,
    kind: Kind,
}

enum Kind {
    Csv(csv::CsvRows),
    Json(Box<json::JsonRows>),
}

/// One row.
pub struct Row {
    place: Place,
    kind: RowKind,
}

enum RowKind {
    Csv(csv::CsvRow),
    Json(json::JsonRow),
}

impl Rows {
    /// Opens a file, or the standard input for `-`, and tells its format by its content.
    ///
    /// # Errors
    /// Where the file system refuses, or what is there cannot hold rows.
    pub fn open(path: &Path, reading: Reading) -> Result<Self, RowsError> {
        if path == Path::new("-") {
            return Self::read("standard input", Box::new(io::stdin()), reading);
        }
        let (file, metadata) = open(path)?;
        let rows = Self::read(&path.display().to_string(), Box::new(file), reading)?;
        let again = metadata.is_file().then(|| path.to_owned());
        Ok(Self { again, length: Some(metadata.len()), ..rows })
    }

    /// Reads rows from anywhere. The name is what messages call it.
    ///
    /// # Errors
    /// Where it cannot be read, or what is there cannot hold rows.
    pub fn read(name: &str, input: Box<dyn Read + Send>, reading: Reading) -> Result<Self, RowsError> {
        let position = Arc::new(AtomicU64::new(0));
        let counted = Counted { input, position: Arc::clone(&position) };
        let input = BufReader::with_capacity(1 << 16, counted);
        let mut input = packed::unpacked(input, name, reading.may_be_packed)?;
        let format = match reading.format {
            Some(format) => format,
            None => {
                let found = Format::detect(input);
                let (found, rest) = found.map_err(|error| RowsError::io(Path::new(name), "read", &error))?;
                input = rest;
                found
            }
        };
        let name: Arc<str> = name.into();
        let kind = match format {
            Format::Csv => Kind::Csv(csv::CsvRows::open(input, &name, reading.cells)?),
            Format::Json => Kind::Json(Box::new(json::JsonRows::document(input, reading.with_children))),
            Format::Jsonl => Kind::Json(Box::new(json::JsonRows::lines(input, reading.with_children))),
        };
        Ok(Self { name, again: None, length: None, position, kind })
    }

    /// Where the file can be read once more; nowhere for the standard input and for pipes.
    pub fn again(&self) -> Option<&Path> {
        self.again.as_deref()
    }

    /// What to call the file in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The columns, where a header names them.
    pub fn columns(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Csv(rows) => Some(rows.columns()),
            Kind::Json(_) => None,
        }
    }

    /// Bytes in all, where that is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Bytes read so far.
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Relaxed)
    }

    /// What the file says beside its rows; ask once they were read.
    pub fn remarks(&self) -> Remarks {
        match &self.kind {
            Kind::Csv(_) => Remarks::default(),
            Kind::Json(rows) => rows.remarks(),
        }
    }

    /// The next row.
    pub fn next_row(&mut self) -> Result<Option<Row>, RowsError> {
        let place =
            |unit, number, line, part| Place { file: Arc::clone(&self.name), unit, number, line, part };
        match &mut self.kind {
            Kind::Csv(rows) => {
                let row = rows.next_row(&self.name)?;
                let row = row.map(|row| Row {
                    place: place("", row.number(), Some(row.line()), None),
                    kind: RowKind::Csv(row),
                });
                row.as_ref().map_or(Ok(()), Row::refuse_no_record)?;
                Ok(row)
            }
            Kind::Json(rows) => Ok(rows.next_row(&self.name)?.map(|row| Row {
                place: place(row.unit(), row.number(), row.line(), row.part().map(str::to_owned)),
                kind: RowKind::Json(row),
            })),
        }
    }

    /// Writes what stands before the first row; `added` columns come after those of the header.
    pub fn write_head(&self, added: &[String], out: &mut dyn Write) -> io::Result<()> {
        match &self.kind {
            Kind::Csv(rows) => rows.write_head(added, out),
            Kind::Json(_) => Ok(()),
        }
    }

    /// Writes what stands after the last row.
    pub fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        match &self.kind {
            Kind::Csv(rows) => rows.write_tail(out),
            Kind::Json(rows) => rows.write_tail(out),
        }
    }
}

impl Row {
    /// Where it stands.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Its fields, as its file means them. Values of a CSV are texts. Nested objects (relationships, compound fields) are left
    /// out.
    pub fn values(&self) -> Result<Values<'_>, RowsError> {
        match &self.kind {
            RowKind::Csv(row) => Ok(row.values()),
            RowKind::Json(row) => row.values(&self.place),
        }
    }

    /// Its record, without an object where the row names none.
    pub fn record(&self) -> Result<Record<'_>, RecordError> {
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
    pub fn written(&self, fills: &[Fill<'_>], added: &[String]) -> Result<Self, RowsError> {
        let failed = |error: io::Error| RowsError::at(&self.place, error);
        let kind = match &self.kind {
            RowKind::Csv(row) => RowKind::Csv(row.written(fills, added, &self.place.file)?),
            RowKind::Json(row) => RowKind::Json(row.written(fills).map_err(failed)?),
        };
        Ok(Self { place: self.place.clone(), kind })
    }

    /// The text that it stands in.
    pub fn text(&self) -> String {
        match &self.kind {
            RowKind::Csv(row) => String::from_utf8_lossy(&row.pieces().concat()).into_owned(),
            RowKind::Json(row) => row.text().to_owned(),
        }
    }

    /// Members of a flat record that readers take for a part of a view, by their name or their look.
    pub fn members_of_views(&self) -> Vec<String> {
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
    fn refuse_no_record(&self) -> Result<(), RowsError> {
        self.no_record().map_or(Ok(()), |problem| Err(RowsError::at(&self.place, problem).of_row()))
    }

    /// Why nobody takes a row of a table for a record.
    fn no_record(&self) -> Option<&'static str> {
        if self.is_empty() {
            return Some(
                "the row is empty: no cell holds a value, and spreadsheets leave such rows behind; remove the row",
            );
        }
        if self.is_total() {
            return Some(
                "the row adds up those above it and is no record, as spreadsheets and reports write one; remove the row",
            );
        }
        if self.repeats_header() {
            return Some("the row repeats the header, as where files were joined; remove the row");
        }
        None
    }

    /// Whether it stands in another record, so that what is said of the file's records is not said of it.
    pub fn is_child(&self) -> bool {
        matches!(&self.kind, RowKind::Json(row) if row.is_child())
    }

    /// What the shape around the row calls it; an alias perhaps.
    pub fn called(&self) -> Option<&str> {
        match &self.kind {
            RowKind::Csv(_) => None,
            RowKind::Json(row) => row.called(),
        }
    }

    /// Writes the row with these fields filled, and everything else as it was.
    pub fn write(&self, fills: &[Fill<'_>], added: &[String], out: &mut dyn Write) -> io::Result<()> {
        match &self.kind {
            RowKind::Csv(row) => row.write(fills, added, out),
            RowKind::Json(row) => row.write(fills, out),
        }
    }
}

/// Opens a file that somebody named, to be read: a link, a pipe or a process substitution will do.
///
/// # Errors
/// Where it is a folder, or the file system refuses.
pub fn open(path: &Path) -> Result<(File, Metadata), RowsError> {
    let refused = |error: &io::Error| RowsError::io(path, "read", error);
    let file = File::open(path).map_err(|error| refused(&error))?;
    let metadata = file.metadata().map_err(|error| refused(&error))?;
    if metadata.is_dir() {
        return Err(refused(&io::ErrorKind::IsADirectory.into()));
    }
    Ok((file, metadata))
}

/// Passes over what is left of a line.
fn pass_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        input.consume(used);
        if used == 0 || end.is_some() {
            return Ok(());
        }
    }
}

/// Counts the bytes that go through.
struct Counted {
    input: Box<dyn Read + Send>,
    position: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.position.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::parts::Parts;
    use super::*;
    use proptest::prelude::*;

    /// Reads a file and writes it back with nothing filled.
    fn copied(content: &[u8], format: Option<Format>) -> Result<Vec<u8>, RowsError> {
        let mut rows = Rows::read(
            "rows",
            Box::new(io::Cursor::new(content.to_vec())),
            Reading { format, ..Reading::default() },
        )?;
        let mut out = Vec::new();
        rows.write_head(&[], &mut out).unwrap();
        while let Some(row) = rows.next_row()? {
            row.values()?;
            row.write(&[], &[], &mut out).unwrap();
        }
        rows.write_tail(&mut out).unwrap();
        Ok(out)
    }

    /// Every record of a file, as it stands there; with those that stand in it.
    fn records(content: &[u8], format: Option<Format>) -> Result<Vec<String>, RowsError> {
        let mut rows = Rows::read(
            "rows",
            Box::new(io::Cursor::new(content.to_vec())),
            Reading { format, ..Reading::default() },
        )?;
        let mut records = Vec::new();
        while let Some(row) = rows.next_row()? {
            records.push(row.text());
        }
        Ok(records)
    }

    /// Deals a file out to three, by the number of each record.
    fn parted(content: &[u8], format: Option<Format>, part_of: &[usize]) -> Result<[Vec<u8>; 3], RowsError> {
        let reading = Reading { format, with_children: true, ..Reading::default() };
        let mut rows = Rows::read("rows", Box::new(io::Cursor::new(content.to_vec())), reading)?;
        let mut out = [const { Vec::new() }; 3];
        let mut parts = Parts::begin(&rows, 3, |part, bytes| {
            out[part].extend_from_slice(bytes);
            Ok(())
        })?;
        let mut number = 0;
        while let Some(row) = rows.next_row()? {
            // Those inside others go where these go.
            let part = if row.is_child() { 0 } else { part_of[number % part_of.len()] };
            number += usize::from(!row.is_child());
            parts.add(&row, part)?;
        }
        parts.end(&rows)?;
        Ok(out)
    }

    /// Each record is in one part, as it was and in its order; and what is in one part throughout is the file itself.
    #[track_caller]
    fn assert_parts(content: &[u8], format: Option<Format>, part_of: &[usize]) {
        let shown = String::from_utf8_lossy(content);
        let Ok(all) = records(content, format) else { return };
        let Ok(parts) = parted(content, format, part_of) else { panic!("{shown}") };
        for (number, part) in parts.iter().enumerate() {
            let own = |at: &usize| part_of[at % part_of.len()] == number;
            let expected: Vec<_> = (0..all.len()).filter(own).map(|at| all[at].clone()).collect();
            if expected.len() == all.len() && !all.is_empty() {
                assert_eq!(String::from_utf8_lossy(part), shown);
            }
            if part.is_empty() {
                assert_eq!(expected, [""; 0], "{shown}");
                continue;
            }
            let shown_part = String::from_utf8_lossy(part);
            let read = match records(part, format) {
                Ok(read) => read,
                // An error stands in each part, and of one by itself that is said.
                // A part without rows: a document that says so, or the header alone, which of a single column is taken for a message.
                Err(failure)
                    if expected.is_empty()
                        && ["and no records", "and no rows"]
                            .iter()
                            .any(|said| failure.to_string().contains(said)) =>
                {
                    continue;
                }
                Err(failure) => panic!("{failure}: {shown}\n{shown_part}"),
            };
            assert_eq!(read, expected, "{shown}\n{shown_part}");
        }
    }

    #[test]
    fn each_shape_is_dealt_out_with_what_is_around_it() {
        let contact = |id: &str| format!(r#"{{"attributes":{{"type":"Contact"}}, "Id":"{id}"}}"#);
        let node = |id: &str| {
            format!(r#"{{ "node": {{"Id":"{id}","Title":{{"value":"{id}"}}}} , "cursor":"{id}"}}"#)
        };
        let view = |id: &str| format!(r#"{{"apiName":"Contact","id":"{id}","fields":{{}}}}"#);
        let [a, b, c, d] = ["a", "b", "c", "d"].map(contact);
        let (e, f, g) = (node("e"), node("f"), node("g"));
        let (v, w) = (view("v"), view("w"));
        let parent = format!(r#"{{"attributes":{{"type":"Account"}},"Contacts":{{"records":[{a}, {b}]}}}}"#);
        for content in [
            format!("[{a},\n {b} ,{c}\n]\n"),
            format!("\u{feff} [ {a} , 5, {b}, null ,{c} ]"),
            format!(
                "{{\n  \"totalSize\": 3,\n  \"records\": [\n    {a},\n    {b},\n    {c}\n  ],\n \"done\": true\n}}\n"
            ),
            format!(r#"{{"status":0,"result":{{"done":true,"records":[{a},{b}]}},"warnings":[]}}"#),
            format!(
                r#"[{{"records":[{a}, {b}],"done":false}}, {{"records":[ ]}} ,{{"records":[{c}],"done":true}}]"#
            ),
            format!(r#"[{a}, {{"records":[{b},{c}]}}, {d}]"#),
            format!(r#"[{{"records":[{a}],"results":[{b}]}},{{"results":[{c}],"records":[{d}]}}]"#),
            format!(
                r#"{{"data":{{"uiapi":{{"query":{{"Contact":{{"edges":[{e}, {f}],"pageInfo":{{}}}},"Lead":{{"edges":[{g}]}}}}}}}},"errors":[]}}"#
            ),
            format!(
                r#"{{"results":[{{"statusCode":200,"result":{v}}},{{"statusCode":404,"result":[{{"errorCode":"X"}}]}}, {{"statusCode":200,"result":{w}}}]}}"#
            ),
            format!(r#"{{"layouts":{{}}, "records" : {{ "v" : {v} , "w":{w},"none":7 }} ,"eTag":""}}"#),
            format!(
                r#"{{"graphs":[{{"graphResponse":{{"compositeResponse":[{{"body":{a},"httpStatusCode":200}},{{"body":{b},"httpStatusCode":200}}]}}}}]}}"#
            ),
            a.clone(),
            format!(" {v}\n"),
            format!("[{parent},{c}, {parent} ]"),
            format!("{a}\r\n{b}\r\n\r\n{c}"),
            format!("\u{feff}\n{a}\n\n {b} \n{{\"records\":[{c},{d}]}}\n\n"),
            format!(
                "{{\"type\":\"SCHEMA\",\"stream\":\"x\"}}\n{{\"type\":\"RECORD\",\"stream\":\"x\",\"record\":{a}}}\n{{\"type\":\"STATE\",\"value\":{{}}}}\n{{\"type\":\"RECORD\",\"stream\":\"x\",\"record\":{b}}}\n{{\"type\":\"STATE\",\"value\":{{}}}}\n"
            ),
            "\u{feff}Id;Name\r\n1;\"a\nb\"\r\n2;\"x\"\n3;c".to_owned(),
            "Id,Name\n1,a\n2,b\n\n".to_owned(),
            "Id\n1\n2\n3\n".to_owned(),
        ] {
            assert!(!records(content.as_bytes(), None).unwrap().is_empty(), "{content}");
            for part_of in [[0, 1, 2], [0, 0, 1], [1, 0, 0], [2, 2, 2], [2, 0, 1], [0, 2, 0]] {
                assert_parts(content.as_bytes(), None, &part_of);
            }
        }
    }

    /// What is read of a file whose faults are passed over: the rows by their line, and what was said of the others.
    fn passing_faults(content: &[u8], format: Format) -> (Vec<u64>, Vec<String>) {
        let reading = Reading { format: Some(format), ..Reading::default() };
        let mut rows = Rows::read("in", Box::new(io::Cursor::new(content.to_vec())), reading).unwrap();
        let (mut read, mut said) = (Vec::new(), Vec::new());
        loop {
            match rows.next_row() {
                Ok(Some(row)) => read.push(row.place().line().unwrap()),
                Ok(None) => return (read, said),
                Err(error) => {
                    said.push(error.to_string());
                    if error.is_final() {
                        return (read, said);
                    }
                }
            }
        }
    }

    #[test]
    fn behind_a_row_that_cannot_be_read_the_others_can() {
        let long = "x".repeat(17 << 20);
        for (format, content, lines, said) in [
            (Format::Csv, "A,B\n1,2\n1\n1,2,3\n5,6\n".to_owned(), vec![2, 5], vec!["in:3: ", "in:4: "]),
            (
                Format::Csv,
                "A,B\n1,\"a\nb\"\n\n5,6\n7,8\n".to_owned(),
                vec![2, 5, 6],
                vec!["in:3: the row is empty"],
            ),
            (Format::Csv, "A,B\n1,a\"b\n\"5\"x,6\n7,8\n".to_owned(), vec![4], vec!["in:2:B: ", "in:3:A: "]),
            (Format::Csv, format!("A,B\n1,{long}\n7,8\n"), vec![3], vec!["in:2: the row is longer"]),
            (
                Format::Csv,
                "A,B\n,\nTotal,\nA,B\n7,8\n".to_owned(),
                vec![5],
                vec!["in:2: ", "in:3: ", "in:4: "],
            ),
            (Format::Csv, "A,B\n1,\"2\n7,8\n".to_owned(), vec![], vec!["in:2:B: the quote that opens"]),
            (
                Format::Jsonl,
                "{\"Id\":1}\n{\n\n[1]\n{\"Id\":2}".to_owned(),
                vec![1, 5],
                vec!["in:line 2: ", "in:line 4: "],
            ),
            (Format::Json, "[\n{\"Id\":1},\n\n {\"Id\" 2},{}]".to_owned(), vec![2], vec!["in:line 4: "]),
        ] {
            let (read, told) = passing_faults(content.as_bytes(), format);
            let shown = &content[..content.len().min(60)];
            assert_eq!(read, lines, "{shown}");
            assert_eq!(told.len(), said.len(), "{told:?}");
            for (told, said) in told.iter().zip(said) {
                assert!(told.starts_with(said), "{told}");
            }
        }
        let (read, told) = passing_faults(b"A,B\n1,\xff\n7,8\n", Format::Csv);
        assert_eq!((read, told.len()), (vec![3], 1));
    }

    proptest! {
        #[test]
        fn faults_are_passed_over_to_the_end(content in "[aA,;\"\r\n{}\\[\\]:0 ]{0,60}") {
            for format in [Format::Csv, Format::Json, Format::Jsonl] {
                let reading = Reading { format: Some(format), ..Reading::default() };
                let rows = Rows::read("in", Box::new(io::Cursor::new(content.clone().into_bytes())), reading);
                if let Ok(mut rows) = rows {
                    let ended = (0..200).find(|_| match rows.next_row() {
                        Ok(row) => row.is_none(),
                        Err(error) => error.is_final(),
                    });
                    prop_assert!(ended.is_some(), "{content:?} has no end");
                }
            }
        }

        #[test]
        fn whatever_is_read_is_written_back(
            csv in "\u{feff}?A[,;\t]B(\r\n|\n)([aé ]{0,3}[,;\t](\"([a,;\r\n]|\"\"){0,5}\"|)(\r\n|\n)){0,5}\n?",
            odd in "[aA,;\"\r\n{}\\[\\]:0 ]{0,40}",
            any_bytes in any::<Vec<u8>>(),
            part_of in proptest::collection::vec(0..3usize, 1..6),
        ) {
            for content in [csv.as_bytes(), odd.as_bytes(), &any_bytes] {
                for format in [None, Some(Format::Csv), Some(Format::Json), Some(Format::Jsonl)] {
                    if let Ok(written) = copied(content, format) {
                        prop_assert_eq!(&written, content);
                    }
                    assert_parts(content, format, &part_of);
                }
            }
        }

        #[test]
        fn json_is_written_back_in_any_layout(
            mut names in proptest::collection::vec("[A-C][a-cé]{0,2}", 1..4),
            value in prop_oneof!["\"[a-z,:{}\\[\\]]{0,6}\"", "-?[1-9][0-9]{0,4}", "\\{ ?\"Id\" ?: ?\"[a,}]?\" ?\\}", "\\[ ?\"x\" ?, ?[0-9] ?\\]", "null"],
            space in "[ \r\n\t]{0,3}",
            part_of in proptest::collection::vec(0..3usize, 1..6),
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
                assert_parts(content.as_bytes(), Some(Format::Json), &part_of);
            }
        }
    }
}
