//! Somebody who says yes: to a statement, or to a use.

use alloc::string::String;

/// Somebody who approved the statement, or a use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// DID.
    pub id: String,
    /// Name shown to people; from the trust bundle.
    pub name: Option<String>,
}
