//! What is wrong, missing or suspected in files of records, and reports about it.

mod finding;
mod input;
mod judge;
mod line;
mod repeats;
mod rule;
mod scan;
mod summary;
mod suspicion;

pub use self::finding::{Finding, Fingerprint, RecordKey, Spot, Standing, Unit};
pub use self::input::{Input, Inputs, Look};
pub use self::rule::{Own, Rule, RuleId, Rules, Severity};
pub use self::scan::{Expectations, Scanner, Sink};
pub use self::summary::{Class, Counts, EXAMPLES, FileSummary, Group, MAX_GROUPS, Summary};
pub use self::suspicion::{Detector, Ground, GroundCode, Suspicion};
