//! What is wrong, missing or suspected in files of records, and reports about it.

mod finding;
pub mod report;
mod rule;
mod summary;
mod suspicion;

pub use self::finding::{Finding, Fingerprint, RecordKey, Spot, Standing, Unit};
pub use self::rule::{Own, Rule, RuleId, Rules, Severity};
pub use self::summary::{Class, Counts, EXAMPLES, FULL_GROUPS, FileSummary, Group, MAX_GROUPS, Summary};
pub use self::suspicion::{Ground, GroundCode, Suspicion};
