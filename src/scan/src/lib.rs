//! What is wrong, missing or suspected in files of records, and reports about it.

mod condition;
mod config;
mod facts;
mod finding;
mod input;
mod judge;
mod line;
mod pack;
mod repeats;
pub mod report;
mod rule;
mod scan;
mod settings;
mod sorted;
mod summary;
mod suspicion;

pub use self::condition::MAX_CONDITION;
pub use self::config::ConfigError;
pub use self::facts::{Codes, Facts, Kind, MAX_ITEMS, MEMBERS, Member};
pub use self::finding::{Finding, Fingerprint, RecordKey, Spot, Standing, Unit};
pub use self::input::{Input, Inputs, Look};
pub use self::pack::{Check, MAX_CHECKS, Outcome, Pack, Source};
pub use self::rule::{Own, Rule, RuleId, Rules, Severity};
pub use self::scan::{Expectations, Scanner, Sink};
pub use self::settings::Settings;
pub use self::summary::{Class, Counts, EXAMPLES, FULL_GROUPS, FileSummary, Group, MAX_GROUPS, Summary};
pub use self::suspicion::{Detector, Ground, GroundCode, Suspicion};
