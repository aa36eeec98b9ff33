//! Reports of a scan: for people, for code hosts, for build servers and for programs.
//!
//! All but one are written from a [`Summary`](crate::Summary), whose size does not grow with the records. JSON Lines alone is
//! a stream: a finding a line, as it is found. None reads a clock, and the same content makes the same bytes.

mod content;
mod fingerprint_set;
mod html;
mod jsonl;
mod junit;
mod line_type;
mod markdown;
mod rule_total;
mod sarif;
mod table;
mod text;

pub mod baseline;

pub use self::baseline::{Baseline, BaselineError};
pub use self::content::{Content, Outcome};
pub use self::html::write_html;
pub use self::jsonl::{write_finding, write_summary};
pub use self::junit::write_junit;
pub use self::line_type::{FINDING_TYPE, SUMMARY_TYPE};
pub use self::markdown::{MAX_MARKDOWN, write_markdown};
pub use self::sarif::{MAX_COMPRESSED, MAX_RESULTS, write_sarif};
pub use self::table::{TableLine, table_lines, write_table};
