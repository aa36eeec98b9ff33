//! A file of rows dealt out to several of the same form, with the bytes of every row kept.

use super::json::JsonParts;
use super::{Kind, Row, RowKind, Rows};
use crate::error::RowsError;

/// The parts of one file, by number. What stands around the rows is in each of them.
pub struct Parts<S> {
    count: usize,
    sink: S,
    json: JsonParts,
}

impl<S, E: From<RowsError>> Parts<S>
where
    S: FnMut(usize, &[u8]) -> Result<(), E>,
{
    /// As many parts of a file that was just opened, and what takes their bytes.
    ///
    /// # Errors
    /// What the sink answers.
    pub fn begin(rows: &Rows, count: usize, sink: S) -> Result<Self, E> {
        let mut parts = Self { count, sink, json: JsonParts::new(count) };
        let mut head = Vec::new();
        rows.write_head(&[], &mut head).map_err(|error| RowsError::at(rows.name(), error))?;
        parts.write_to_each(&head)?;
        Ok(parts)
    }

    /// Deals out the next row. One that stands in another record stays in it, and takes it to the later part of the two.
    ///
    /// # Errors
    /// What the sink answers.
    pub fn add(&mut self, row: &Row, part: usize) -> Result<(), E> {
        match &row.kind {
            RowKind::Csv(row) => row.pieces().into_iter().try_for_each(|piece| (self.sink)(part, piece)),
            RowKind::Json(row) => row.deal(&mut self.json, part, &mut self.sink),
        }
    }

    /// Ends every part, once the rows of the file were read and dealt out.
    ///
    /// # Errors
    /// What the sink answers.
    pub fn end(mut self, rows: &Rows) -> Result<(), E> {
        match &rows.kind {
            Kind::Csv(rows) => self.write_to_each(rows.tail().as_bytes()),
            Kind::Json(rows) => rows.end_parts(&mut self.json, &mut self.sink),
        }
    }

    fn write_to_each(&mut self, bytes: &[u8]) -> Result<(), E> {
        (0..self.count).try_for_each(|part| (self.sink)(part, bytes))
    }
}
