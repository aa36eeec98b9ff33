//! Files of rows: what is read is written back byte for byte, a filled field reads back as what was filled and leaves
//! every other as it was, and the cells are those that another reader finds.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use touchmark_rows::{Fill, Format, Reading, Row, Rows, text_of};

fuzz_target!(|content: &[u8]| {
    for format in [Format::Csv, Format::Json, Format::Jsonl] {
        let Some((written, cells)) = copy(content, format, &[]) else { continue };
        assert!(written == content, "written back otherwise");
        if format == Format::Csv {
            hold_against_other_reader(content, &cells);
            fill_a_cell(content, &cells);
        }
    }
});

/// The names and texts of every row.
type Cells = Vec<Vec<(String, String)>>;

/// Reads a file and writes it back with these fields filled in every row.
fn copy(content: &[u8], format: Format, fills: &[Fill<'_>]) -> Option<(Vec<u8>, Cells)> {
    let reading = Reading { format: Some(format), ..Reading::default() };
    let mut rows = Rows::read("rows", Box::new(Cursor::new(content.to_vec())), reading).ok()?;
    let mut written = Vec::new();
    let mut cells = Vec::new();
    rows.write_head(&[], &mut written).expect("memory");
    while let Some(row) = rows.next_row().ok()? {
        cells.push(texts(&row)?);
        row.write(fills, &[], &mut written).expect("memory");
    }
    rows.write_tail(&mut written).expect("memory");
    Some((written, cells))
}

fn texts(row: &Row) -> Option<Vec<(String, String)>> {
    let values = row.values().ok()?;
    Some(
        values.iter().map(|(name, value)| (name.clone().into_owned(), text_of(value).into_owned())).collect(),
    )
}

fn hold_against_other_reader(content: &[u8], cells: &Cells) {
    // The other reader takes a CR for a line end, skips blank lines, and is told the delimiter.
    let text = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    let header = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_plain = !text.contains(&b'\r') && header.contains(&b',') && !header.contains(&b'"');
    if !is_plain {
        return;
    }
    let mut reader = csv::ReaderBuilder::new().from_reader(text);
    let theirs: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
    let theirs: Vec<Vec<String>> =
        theirs.expect("accepted here").iter().map(|row| row.iter().map(str::to_owned).collect()).collect();
    let ours: Vec<Vec<String>> =
        cells.iter().map(|row| row.iter().map(|(_, text)| text.clone()).collect()).collect();
    assert_eq!(ours, theirs, "two tables of one file");
}

fn fill_a_cell(content: &[u8], cells: &Cells) {
    const TEXT: &str = "a,\"b\";\tc\r\nd|^`";
    let Some((name, _)) = cells.first().and_then(|row| row.last()) else { return };
    let fill = [(name.as_str().into(), Some(TEXT.into()))];
    let (written, _) = copy(content, Format::Csv, &fill).expect("read just now");
    let (_, filled) = copy(&written, Format::Csv, &[]).expect("what is written can be read");
    assert_eq!(filled.len(), cells.len(), "a row was made or lost");
    for (before, after) in cells.iter().zip(&filled) {
        for ((name_before, text_before), (name_after, text_after)) in before.iter().zip(after) {
            assert_eq!(name_before, name_after);
            assert_eq!(if name_after == name { TEXT } else { text_before.as_str() }, text_after);
        }
    }
}
