//! Where a row stands, as messages name it.

use std::fmt;
use std::sync::Arc;

/// Where a row stands.
#[derive(Clone, Debug)]
pub struct Place {
    pub(super) file: Arc<str>,
    pub(super) unit: &'static str,
    pub(super) number: usize,
    /// The line that it begins on, where that is known.
    pub(super) line: Option<u64>,
    /// Which of several it is in its line, or below its record.
    pub(super) part: Option<String>,
}

impl Place {
    /// Which row of its file it is.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The line that it begins on, from 1, where that is known.
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// Whether rows of a table are counted, with its header as the first, and neither lines nor records.
    pub fn is_of_table(&self) -> bool {
        self.unit.is_empty()
    }

    /// The place of another row of the same file.
    pub fn of_row(&self, number: usize) -> Self {
        Self { number, line: None, part: None, ..self.clone() }
    }

    /// The place of one field of the row.
    pub fn column(&self, name: &str) -> String {
        format!("{self}:{name}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}{}", self.file, self.unit, self.number)?;
        self.part.as_ref().map_or(Ok(()), |part| write!(f, ":{part}"))
    }
}
