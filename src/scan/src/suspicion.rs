//! What speaks for test data in the values of a record that nothing marks.
//!
//! A suspicion has a score and its grounds. It is never signed, never reads as proof, and no name alone makes one.

/// What speaks for test data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroundCode {
    /// A domain that is reserved for examples and tests (RFC 2606, RFC 6761).
    ReservedDomain,
    /// The same values as a record before it.
    RepeatedRow,
}

impl GroundCode {
    /// Its stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReservedDomain => "reserved-domain",
            Self::RepeatedRow => "repeated-row",
        }
    }

    /// What it says, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::ReservedDomain => "Domain reserved for examples and tests",
            Self::RepeatedRow => "Same values as another record",
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

/// Stands in until there is more.
#[derive(Debug, Default)]
pub struct Detector;

impl Detector {
    pub fn new() -> Self {
        Self
    }
    pub fn look<'v>(&self, fields: impl IntoIterator<Item = (&'v str, &'v str)>) -> Suspicion {
        let mut suspicion = Suspicion::default();
        for (field, text) in fields {
            if text.contains("@example.") {
                suspicion = Suspicion {
                    score: 90,
                    grounds: vec![Ground { code: GroundCode::ReservedDomain, field: field.to_owned() }],
                };
            }
        }
        suspicion
    }
    pub fn look_at_text(&self, text: &str) -> Suspicion {
        self.look([("", text)])
    }
}
impl Suspicion {
    pub fn with(mut self, code: GroundCode, field: &str) -> Self {
        self.score = self.score.max(40);
        self.grounds.push(Ground { code, field: field.to_owned() });
        self
    }
}
