//! What speaks for test data in the values of a record that nothing marks.
//!
//! A suspicion has a score and its grounds. It is never signed, never reads as proof, and no name alone makes one.

/// What speaks for test data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroundCode {
    /// A domain that is reserved for examples and tests (RFC 2606, RFC 6761).
    ReservedDomain,
}

impl GroundCode {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::ReservedDomain];

    /// Its stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReservedDomain => "reserved-domain",
        }
    }

    /// What it says, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::ReservedDomain => "Domain reserved for examples and tests",
        }
    }
}

/// One thing that speaks for test data, and the field that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// What it is.
    pub code: GroundCode,
    /// The field; empty where it is of the whole record.
    pub field: String,
}

/// How much speaks for test data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suspicion {
    /// From 0 to 100: what is left when each ground takes its share of what the others left.
    pub score: u8,
    /// The strongest first.
    pub grounds: Vec<Ground>,
}

impl Suspicion {
    /// From this score on a record is suspected.
    pub const THRESHOLD: u8 = 50;

    /// Whether it is enough to speak of.
    pub fn is_raised(&self) -> bool {
        self.score >= Self::THRESHOLD
    }
}
