//! What lines of a report in JSON Lines are called: who writes them and who reads them must agree.

/// The `type` of a line with a finding.
pub const FINDING_TYPE: &str = "crm-scan-finding/1";

/// The `type` of the last line.
pub const SUMMARY_TYPE: &str = "crm-scan-summary/1";
