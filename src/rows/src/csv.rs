//! Comma-separated values (RFC 4180) whose bytes are kept: quoting, line ends, byte order mark, order of columns.
//!
//! By hand, in 350 lines: the `csv` crate gives cells without their quotes, and rewriting one column must leave the bytes of
//! all others. A fuzz target holds what is read here against that crate.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, BufRead, Read, Write};
use std::ops::Range;
use std::sync::Arc;

use touchmark::Cells;

use super::format::MAX_ROW;
use super::values::{Fill, Values, place_of};
use crate::error::RowsError;
use crate::pass_line;

/// Delimiters that a header is searched for, in this order: what Bulk API and spreadsheets write.
const DELIMITERS: [u8; 6] = [b',', b';', b'\t', b'|', b'^', b'`'];

const BYTE_ORDER_MARK: &str = "\u{feff}";

const UTF_16: &str = "the file is UTF-16; save it as UTF-8 (in Excel: \"CSV UTF-8\")";

pub(super) struct CsvRows {
    input: Box<dyn BufRead + Send>,
    layout: Arc<Layout>,
    head: Record,
    has_mark: bool,
    /// Rows read so far, the header among them: what a spreadsheet shows in its margin.
    number: usize,
    /// Lines before the next row.
    lines: u64,
    /// A row that was read to see whether there is one.
    ahead: Option<(u64, Record)>,
    /// Blank lines at the end.
    tail: &'static str,
}

/// What all rows share.
struct Layout {
    columns: Vec<String>,
    delimiter: u8,
    /// Whether the file quotes cells that need none.
    quotes: bool,
    cells: Cells,
}

pub(super) struct CsvRow {
    record: Record,
    layout: Arc<Layout>,
    number: usize,
    line: u64,
}

/// One record as written.
struct Record {
    text: String,
    cells: Vec<Range<usize>>,
    line_end: &'static str,
}

impl CsvRows {
    pub(super) fn open(
        mut input: Box<dyn BufRead + Send>,
        file: &str,
        cells: Cells,
    ) -> Result<Self, RowsError> {
        let problem = |text: &str| problem_at(file, text);
        let mut start = Vec::new();
        input.by_ref().take(3).read_to_end(&mut start).map_err(|error| problem(&error.to_string()))?;
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
            return Err(problem(UTF_16));
        }
        if start == *b"PK\x03" {
            return Err(problem(
                "the file is a workbook or a ZIP archive; save the sheet as CSV (in Excel: \"CSV UTF-8\")",
            ));
        }
        let has_mark = start == BYTE_ORDER_MARK.as_bytes();
        if has_mark {
            start.clear();
        }
        let mut input: Box<dyn BufRead + Send> = Box::new(io::Cursor::new(start).chain(input));
        // The delimiter is found in the header, where names of fields hold none of them.
        let mut first = Vec::new();
        input
            .by_ref()
            .take(MAX_ROW as u64)
            .read_until(b'\n', &mut first)
            .map_err(|error| problem(&error.to_string()))?;
        if first.iter().all(u8::is_ascii_whitespace) {
            let is_all = input.fill_buf().map_err(|error| problem(&error.to_string()))?.is_empty();
            return Err(problem(if is_all {
                "the file is empty; its first row must name the fields"
            } else {
                "the first line is empty; remove it, so that the first row names the fields"
            }));
        }
        let line = first.trim_ascii_end();
        refuse_other_files(&first, line).map_err(problem)?;
        let delimiter = DELIMITERS.into_iter().find(|delimiter| line.contains(delimiter)).unwrap_or(b',');
        input = Box::new(io::Cursor::new(first).chain(input));
        let mut lines = 0;
        let head = read_record(&mut input, delimiter, 1, file, None, &mut lines)?
            .ok_or_else(|| problem("the file is empty"))?;
        let columns = head.columns().map_err(|found| problem(&found))?;
        if let [only] = columns.as_slice()
            && let Some(problem) = message_of(only, &mut input, file)?
        {
            return Err(problem_at(file, &problem));
        }
        let layout = Layout { columns, delimiter, quotes: head.text.starts_with('"'), cells };
        Ok(Self { input, layout: Arc::new(layout), head, has_mark, number: 1, lines, ahead: None, tail: "" })
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.layout.columns
    }

    pub(super) fn next_row(&mut self, file: &str) -> Result<Option<CsvRow>, RowsError> {
        let number = self.number + 1;
        let Some((line, record)) = self.next_record(file)? else { return Ok(None) };
        let row = CsvRow { record, layout: Arc::clone(&self.layout), number, line };
        let columns = &self.layout.columns;
        if !row.is_blank() && row.record.cells.len() != columns.len() {
            return Err(RowsError::at(
                format_args!("{file}:{number}"),
                format_args!(
                    "the row has {} and the header {}; {}",
                    match row.record.cells.len() {
                        1 => "1 value".to_owned(),
                        count => format!("{count} values"),
                    },
                    columns.len(),
                    if row.record.cells.len() == 1 {
                        "a value that holds the delimiter or a line end must stand in quotes; remove what a report writes below its rows"
                    } else if row.record.line_end.is_empty() && row.record.cells.len() < columns.len() {
                        "it is the last, and does not end its line: the file may have been cut off, so get it anew"
                    } else {
                        "a value that holds the delimiter or a line end must stand in quotes"
                    }
                ),
            )
            .of_row());
        }
        if row.is_blank() {
            return self.after_blank(row, file);
        }
        Ok(Some(row))
    }

    /// One blank line may end a file; anywhere else it is a row that went missing.
    fn after_blank(&mut self, blank: CsvRow, file: &str) -> Result<Option<CsvRow>, RowsError> {
        self.ahead = self.next_record(file)?;
        if self.ahead.is_none() {
            self.tail = blank.record.line_end;
            return Ok(None);
        }
        // It is told under its own number once it is asked for.
        self.number -= 1;
        let place = format_args!("{file}:{}", blank.number);
        Err(RowsError::at(place, "the row is empty; remove the blank line").of_row())
    }

    /// The next record, and the line that it begins on.
    fn next_record(&mut self, file: &str) -> Result<Option<(u64, Record)>, RowsError> {
        if let Some(ahead) = self.ahead.take() {
            self.number += 1;
            return Ok(Some(ahead));
        }
        let line = self.lines + 1;
        let columns = Some(self.layout.columns.as_slice());
        let (number, lines) = (self.number + 1, &mut self.lines);
        let record = read_record(&mut self.input, self.layout.delimiter, number, file, columns, lines);
        if !matches!(record, Ok(None)) {
            self.number = number;
        }
        Ok(record?.map(|record| (line, record)))
    }

    pub(super) fn write_tail(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.tail.as_bytes())
    }

    /// The blank line at the end.
    pub(super) fn tail(&self) -> &str {
        self.tail
    }

    pub(super) fn write_head(&self, added: &[String], out: &mut dyn Write) -> io::Result<()> {
        if self.has_mark {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        out.write_all(self.head.text.as_bytes())?;
        for name in added {
            out.write_all(&[self.layout.delimiter])?;
            out.write_all(self.layout.cell(name).as_bytes())?;
        }
        out.write_all(self.head.line_end.as_bytes())
    }
}

impl CsvRow {
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The line that it begins on.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// A line with nothing on it is no row of a table with several columns.
    fn is_blank(&self) -> bool {
        self.record.text.is_empty() && self.layout.columns.len() > 1
    }

    /// Its fields, as the cells of its file mean them. The result of a load has a meaning of its own.
    pub(super) fn values(&self) -> Values<'_> {
        let cells = self.layout.cells;
        self.texts().filter_map(|(name, text)| Some((name, cells.value(text)?))).collect()
    }

    pub(super) fn record(&self) -> touchmark::Record<'_> {
        touchmark::Record::from_csv_row("", self.texts(), self.layout.cells)
    }

    /// As it will be read once it is written.
    pub(super) fn written(
        &self,
        fills: &[Fill<'_>],
        added: &[String],
        file: &str,
    ) -> Result<Self, RowsError> {
        let mut text = Vec::with_capacity(self.record.text.len());
        let place = || format!("{file}:{}", self.number);
        self.write(fills, added, &mut text).map_err(|error| RowsError::at(place(), error))?;
        let layout = if added.is_empty() {
            Arc::clone(&self.layout)
        } else {
            let columns = self.layout.columns.iter().chain(added).cloned().collect();
            Arc::new(Layout { columns, ..*self.layout })
        };
        let mut input: Box<dyn BufRead + Send> = Box::new(io::Cursor::new(text));
        let record =
            read_record(&mut input, layout.delimiter, self.number, file, Some(&layout.columns), &mut 0)?;
        let record = record.filter(|record| record.cells.len() == layout.columns.len());
        let record =
            record.ok_or_else(|| RowsError::at(place(), "the row could not be read once it is written"))?;
        Ok(Self { record, layout, number: self.number, line: self.line })
    }

    /// All that it is, with the end of its line.
    pub(super) fn pieces(&self) -> [&[u8]; 2] {
        [self.record.text.as_bytes(), self.record.line_end.as_bytes()]
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        let columns = self.layout.columns.iter().enumerate();
        columns.map(|(at, name)| (Cow::Borrowed(name.as_str()), self.record.value(at)))
    }

    pub(super) fn write(&self, fills: &[Fill<'_>], added: &[String], out: &mut dyn Write) -> io::Result<()> {
        let columns: Vec<&str> = self.layout.columns.iter().map(String::as_str).collect();
        let filled: Vec<_> =
            fills.iter().map(|(name, text)| (place_of(name, &columns), text.as_deref())).collect();
        for at in 0..columns.len() {
            if at > 0 {
                out.write_all(&[self.layout.delimiter])?;
            }
            let raw = self.record.raw(at);
            match filled.iter().find(|(place, _)| *place == Some(at)) {
                None => out.write_all(raw.as_bytes())?,
                Some((_, text)) => {
                    let text = text.unwrap_or(self.layout.null());
                    out.write_all(self.layout.cell_like(raw, text).as_bytes())?
                }
            }
        }
        for name in added {
            let text = fills.iter().find(|(known, _)| known == name).and_then(|(_, text)| text.as_deref());
            out.write_all(&[self.layout.delimiter])?;
            out.write_all(self.layout.cell(text.unwrap_or_default()).as_bytes())?;
        }
        out.write_all(self.record.line_end.as_bytes())
    }
}

impl Layout {
    /// What empties a field: an empty cell of an update leaves it as it is.
    fn null(&self) -> &'static str {
        if self.cells == Cells::Update { "#N/A" } else { "" }
    }

    /// A cell as this file writes them.
    fn cell<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.cell_like(if self.quotes { "\"" } else { "" }, text)
    }

    /// A cell quoted as the one it replaces, and wherever its text needs it.
    fn cell_like<'t>(&self, replaced: &str, text: &'t str) -> Cow<'t, str> {
        let needs = |byte| byte == self.delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        if replaced.starts_with('"') || text.bytes().any(needs) {
            Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// Refuses what is no table by its first line.
fn refuse_other_files(first: &[u8], line: &[u8]) -> Result<(), &'static str> {
    // UTF-16 without its mark: every second byte of plain letters is 0.
    if first.iter().take(64).filter(|byte| **byte == 0).count() > 1 {
        return Err(UTF_16);
    }
    if line.trim_ascii_start().starts_with(b"<") {
        return Err("the file is HTML or XML and no CSV: an error page, or a page to log in, perhaps");
    }
    let unquoted = line.strip_prefix(b"\"").unwrap_or(line);
    if unquoted.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"sep=")) {
        return Err(
            "the first line is Excel's hint at the delimiter (sep=); remove it, so that the first row names the fields",
        );
    }
    if line.contains(&b'\r') {
        return Err("the rows end in CR alone; save the file with LF or CRLF line ends");
    }
    Ok(())
}

impl Record {
    /// The names that it gives the columns, where it is the header.
    fn columns(&self) -> Result<Vec<String>, String> {
        let columns: Vec<String> = (0..self.cells.len()).map(|at| self.value(at).into_owned()).collect();
        let mut known = HashSet::new();
        for (at, column) in columns.iter().enumerate() {
            if column.is_empty() {
                return Err(format!("column {} has no name; the first row must name the fields", at + 1));
            }
            if !known.insert(column) {
                return Err(format!("two columns are called {column}; remove one of them"));
            }
        }
        Ok(columns)
    }

    fn raw(&self, at: usize) -> &str {
        self.cells.get(at).and_then(|cell| self.text.get(cell.clone())).unwrap_or_default()
    }

    fn value(&self, at: usize) -> Cow<'_, str> {
        let raw = self.raw(at);
        match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            None => Cow::Borrowed(raw),
            Some(inner) if inner.contains('"') => Cow::Owned(inner.replace("\"\"", "\"")),
            Some(inner) => Cow::Borrowed(inner),
        }
    }
}

fn problem_at(file: &str, problem: &str) -> RowsError {
    RowsError::at(format_args!("{file}:1"), problem)
}

/// What the one cell of a file says that holds nothing else, where that is no name of a column.
fn message_of(
    only: &str,
    input: &mut Box<dyn BufRead + Send>,
    file: &str,
) -> Result<Option<String>, RowsError> {
    let is_all = input
        .fill_buf()
        .map_err(|error| problem_at(file, &error.to_string()))?
        .iter()
        .all(u8::is_ascii_whitespace);
    if !is_all || !only.trim().contains(' ') {
        return Ok(None);
    }
    let message = only.trim();
    Ok(Some(if message.starts_with("Records not found") {
        format!("the answer says that the query found no records (\"{message}\"); there is nothing to do")
    } else {
        format!("the file holds one cell, \"{message}\", and no rows: a message in place of records, perhaps")
    }))
}

/// Where the reader stands within a record.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    CellStart,
    Plain,
    Quoted,
    /// After a quote within quotes: either the first of two, or the closing one.
    AfterQuote,
}

/// The cells of a record, as far as it was read.
#[derive(Default)]
struct Cursor {
    state: State,
    cells: Vec<Range<usize>>,
    cell_start: usize,
    scanned: usize,
}

impl Cursor {
    /// Reads on, up to `end`; a quote that stands where none may is an error.
    fn scan(&mut self, bytes: &[u8], end: usize, delimiter: u8) -> Result<(), &'static str> {
        let mut at = self.scanned;
        while at < end {
            // Nearly all bytes change nothing: what reading a CSV costs is to pass over them.
            let rest = bytes.get(at..end).unwrap_or_default();
            let next = match self.state {
                State::Plain => rest.iter().position(|byte| *byte == delimiter || *byte == b'"'),
                State::Quoted => rest.iter().position(|byte| *byte == b'"'),
                State::CellStart | State::AfterQuote => Some(0),
            };
            let Some((next, &byte)) = next.and_then(|next| Some((next, rest.get(next)?))) else { break };
            at += next;
            self.state = match (self.state, byte) {
                (State::CellStart, b'"') => State::Quoted,
                (State::CellStart | State::Plain | State::AfterQuote, byte) if byte == delimiter => {
                    self.cells.push(self.cell_start..at);
                    self.cell_start = at + 1;
                    State::CellStart
                }
                (State::Plain, b'"') => {
                    return Err(
                        "a quote stands inside a value without quotes; put the value in quotes and double the quote",
                    );
                }
                (State::CellStart | State::Plain, _) => State::Plain,
                (State::Quoted, b'"') => State::AfterQuote,
                (State::Quoted, _) => State::Quoted,
                (State::AfterQuote, b'"') => State::Quoted,
                (State::AfterQuote, _) => {
                    return Err("text follows the closing quote; a quote within a value must be doubled");
                }
            };
            at += 1;
        }
        self.scanned = bytes.len();
        Ok(())
    }
}

fn read_record(
    input: &mut Box<dyn BufRead + Send>,
    delimiter: u8,
    number: usize,
    file: &str,
    columns: Option<&[String]>,
    lines: &mut u64,
) -> Result<Option<Record>, RowsError> {
    let column = |at: usize| match columns.and_then(|columns| columns.get(at)) {
        Some(name) => format!("{file}:{number}:{name}"),
        None => format!("{file}:{number}:column {}", at + 1),
    };
    let row = || format!("{file}:{number}");
    let unclosed = "the quote that opens here is never closed";
    let mut bytes = Vec::new();
    let mut cursor = Cursor::default();
    let line_end = loop {
        let room = (MAX_ROW + 1).saturating_sub(bytes.len()) as u64;
        let read = input.by_ref().take(room).read_until(b'\n', &mut bytes);
        let read = read.map_err(|error| RowsError::at(row(), error))?;
        *lines += u64::from(read > 0);
        let (is_quoted, is_too_long) = (cursor.state == State::Quoted, bytes.len() > MAX_ROW);
        if is_quoted && (is_too_long || read == 0) {
            return Err(RowsError::at(column(cursor.cells.len()), unclosed));
        }
        if is_too_long {
            let problem = "the row is longer than 16 MiB; is this a file of comma-separated values?";
            let error = RowsError::at(row(), problem);
            return Err(if pass_line(input).is_ok() { error.of_row() } else { error });
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let line_end = match bytes.as_slice() {
            [.., b'\r', b'\n'] => "\r\n",
            [.., b'\n'] => "\n",
            _ => "",
        };
        let end = bytes.len() - if read == 0 { 0 } else { line_end.len() };
        let scanned = cursor.scan(&bytes, end, delimiter);
        scanned.map_err(|problem| RowsError::at(column(cursor.cells.len()), problem).of_row())?;
        if cursor.state != State::Quoted || read == 0 {
            cursor.cells.push(cursor.cell_start..end);
            bytes.truncate(end);
            break line_end;
        }
    };
    let Cursor { cells, .. } = cursor;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let cell = cells.iter().position(|cell| cell.end > at).unwrap_or(0);
        RowsError::at(column(cell), "the text is not UTF-8; save the file as UTF-8 (in Excel: \"CSV UTF-8\")")
            .of_row()
    })?;
    Ok(Some(Record { text, cells, line_end }))
}
