//! One thing that was found: what, where, of which record. Names of fields and records, and never a value.

use std::sync::Arc;

use crate::rule::{RuleId, Severity};
use crate::suspicion::Ground;

/// A record, as far as it names itself. Ids, and nothing that a person would be known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordKey {
    /// Object, such as `Contact`.
    pub object: Option<String>,
    /// Id on the platform.
    pub id: Option<String>,
    /// Provenance uuid.
    pub uuid: Option<String>,
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file, relative to the folder that the scan began in, with `/` between its parts.
    pub file: Arc<str>,
    /// What a number counts: `row` of a table with the header as the first, `line`, or `record`; `file` where it is of the whole file.
    pub unit: Unit,
    /// From 1; 0 for a whole file.
    pub number: u64,
    /// The line that it begins on, from 1, where that is known.
    pub line: Option<u64>,
    /// The field that is to blame, where one is.
    pub field: Option<String>,
}

/// What the number of a [`Spot`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A whole file.
    File,
    /// A row of a table; its header is the first.
    Row,
    /// A line.
    Line,
    /// A record.
    Record,
}

impl Unit {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::File, Self::Row, Self::Line, Self::Record];

    /// Its stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Row => "row",
            Self::Line => "line",
            Self::Record => "record",
        }
    }

    /// The one of that number, as `as u8` gives it.
    pub(crate) fn of_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Record)
    }
}

/// What makes a finding the same one in another run: rule, record and field, and no number of a line. 128 bits of SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// In hexadecimal digits.
    pub fn to_text(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether a finding was there before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It was not, or there is nothing to tell by.
    #[default]
    New,
    /// The baseline has it.
    Known,
}

impl Standing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::New, Self::Known];

    /// Its stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
        }
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub rule: RuleId,
    /// How much it weighs in this scan.
    pub severity: Severity,
    /// Where it is.
    pub spot: Spot,
    /// Which record it is of; empty for one of a whole file.
    pub record: RecordKey,
    /// A code that says more: why a seal does not hold, which environment, which use. Never a value.
    pub detail: Option<String>,
    /// What speaks for test data, the strongest first.
    pub grounds: Vec<Ground>,
    /// What makes it the same in another run.
    pub fingerprint: Fingerprint,
    /// Whether it was there before.
    pub standing: Standing,
}
