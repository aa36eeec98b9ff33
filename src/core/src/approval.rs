//! Somebody who says yes: to a statement, or to a use.

use alloc::string::String;

use crate::Timestamp;

/// Somebody who approved the statement, or a use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// DID.
    pub id: String,
    /// Name shown to people; from the trust bundle.
    pub name: Option<String>,
    /// When, as the proof says; nothing where the proof does not, and for a use.
    pub at: Option<Timestamp>,
}
