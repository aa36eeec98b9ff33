//! What speaks for test data: the grounds, what each weighs, and the score of several.

/// What speaks for test data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroundCode {
    /// A domain that is reserved for examples and tests (RFC 2606, RFC 6761).
    ReservedDomain,
    /// A network address that is kept for documentation (RFC 5737, RFC 3849, RFC 9637).
    DocumentationAddress,
    /// A card number that a payment provider publishes for tests.
    TestCard,
    /// A telephone number that a regulator keeps for fiction.
    FictionalPhone,
    /// A value that a generator gives under a seed that people take by habit.
    DefaultSeed,
    /// A catch phrase out of the words of a generator.
    CatchPhrase,
    /// A sentence that a generator has by heart.
    GeneratorText,
    /// Latin that fills space.
    LoremIpsum,
    /// A street in Japanese that ends in English.
    StreetOfTwoScripts,
    /// A town of a name and an ending that is on no map that we counted.
    InventedTown,
    /// A birth in the future or longer ago than anybody lives, a month or a day that does not exist.
    ImpossibleDate,
    /// A number that begins with `001-`.
    PhonePrefix,
    /// A job as generators turn it round: `Engineer, water`.
    InvertedTitle,
    /// The same row more than once. Found by who sees all rows.
    RepeatedRow,
    /// A company of two or three family names.
    CompanyOfNames,
    /// A street of a name and an ending that streets rarely have.
    InventedStreet,
    /// Sentences of common words in no order.
    RandomSentence,
    /// A word with a year in which nobody alive was born, as a mailbox.
    MailboxOfYear,
    /// Keys in a row, the same digit again and again, words that hold a place.
    Placeholder,
    /// An extension that touches its number: `555-2368x042`.
    PhoneExtension,
    /// A domain of two family names.
    DomainOfNames,
    /// A number that cannot be dialled as it is written.
    PhoneForm,
    /// A name that stands for nobody. It adds to others, and is nothing by itself.
    PlaceholderName,
    /// The day that a system writes where it knows none.
    PlaceholderDate,
    /// A company of one family name.
    CompanyOfName,
    /// A domain of one family name.
    DomainOfName,
}

impl GroundCode {
    /// Every one, the heaviest first.
    pub const ALL: [Self; 26] = [
        Self::ReservedDomain,
        Self::DocumentationAddress,
        Self::TestCard,
        Self::FictionalPhone,
        Self::DefaultSeed,
        Self::CatchPhrase,
        Self::GeneratorText,
        Self::LoremIpsum,
        Self::StreetOfTwoScripts,
        Self::InventedTown,
        Self::ImpossibleDate,
        Self::PhonePrefix,
        Self::InvertedTitle,
        Self::RepeatedRow,
        Self::CompanyOfNames,
        Self::InventedStreet,
        Self::RandomSentence,
        Self::MailboxOfYear,
        Self::Placeholder,
        Self::PhoneExtension,
        Self::DomainOfNames,
        Self::PhoneForm,
        Self::PlaceholderName,
        Self::PlaceholderDate,
        Self::CompanyOfName,
        Self::DomainOfName,
    ];

    /// Its stable name.
    pub fn code(self) -> &'static str {
        self.facts().0
    }

    /// What it says, in a few words.
    pub fn title(self) -> &'static str {
        self.facts().1
    }

    /// How much it weighs by itself, from 0 to 100. Measured by `tests/bench/suspicion.py`.
    pub fn weight(self) -> u8 {
        self.facts().2
    }

    fn facts(self) -> (&'static str, &'static str, u8) {
        match self {
            Self::ReservedDomain => ("reserved-domain", "Domain reserved for examples and tests", 90),
            Self::DocumentationAddress => {
                ("documentation-address", "Network address kept for documentation", 90)
            }
            Self::TestCard => ("test-card", "Card number that a payment provider publishes for tests", 90),
            Self::FictionalPhone => ("fictional-phone", "Telephone number kept for fiction", 85),
            Self::DefaultSeed => ("default-seed", "Value that a generator gives under a usual seed", 70),
            Self::CatchPhrase => ("catch-phrase", "Catch phrase out of a generator's words", 60),
            Self::GeneratorText => ("generator-text", "Sentence that a generator has by heart", 60),
            Self::LoremIpsum => ("lorem-ipsum", "Latin that fills space", 60),
            Self::StreetOfTwoScripts => {
                ("street-of-two-scripts", "Street in Japanese that ends in English", 60)
            }
            Self::InventedTown => ("invented-town", "Town made of a name and an ending", 40),
            Self::ImpossibleDate => ("impossible-date", "Date that cannot be", 35),
            Self::PhonePrefix => ("phone-prefix", "Telephone number that begins with 001-", 35),
            Self::InvertedTitle => ("inverted-title", "Job title turned round, as generators have it", 35),
            Self::RepeatedRow => ("repeated-row", "The same row more than once", 35),
            Self::CompanyOfNames => ("company-of-names", "Company made of two or three family names", 30),
            Self::InventedStreet => ("invented-street", "Street made of a name and a rare ending", 30),
            Self::RandomSentence => ("random-sentence", "Common words in no order", 30),
            Self::MailboxOfYear => ("mailbox-of-year", "Mailbox of a word and an unlikely year", 30),
            Self::Placeholder => ("placeholder", "Text or number that only holds a place", 30),
            Self::PhoneExtension => ("phone-extension", "Extension that touches its number", 25),
            Self::DomainOfNames => ("domain-of-names", "Domain made of two family names", 25),
            Self::PhoneForm => ("phone-form", "Telephone number that cannot be dialled as written", 20),
            Self::PlaceholderName => ("placeholder-name", "Name that stands for nobody", 20),
            Self::PlaceholderDate => ("placeholder-date", "Day that systems write where they know none", 15),
            Self::CompanyOfName => ("company-of-name", "Company made of one family name", 7),
            Self::DomainOfName => ("domain-of-name", "Domain made of one family name", 7),
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

    /// With one more ground. One that is there already is not counted twice, whatever its field.
    #[must_use]
    pub fn with(mut self, code: GroundCode, field: &str) -> Self {
        if self.grounds.iter().all(|ground| ground.code != code) {
            self.grounds.push(Ground { code, field: field.to_owned() });
            self.grounds.sort_by_key(|ground| ground.code);
            self.score = score(&self.grounds);
        }
        self
    }
}

/// 100·(1−Π(1−wᵢ)), rounded down. A name weighs nothing where nothing else is.
fn score(grounds: &[Ground]) -> u8 {
    if grounds.iter().all(|ground| ground.code == GroundCode::PlaceholderName) {
        return 0;
    }
    let left = grounds
        .iter()
        .fold(1_000_000_u32, |left, ground| left * (100 - u32::from(ground.code.weight())) / 100);
    u8::try_from((1_000_000 - left) / 10_000).unwrap_or(100)
}

/// What was found so far, by field: nothing is allocated before something is.
pub(super) struct Found<'v> {
    is_empty: bool,
    fields: [Option<&'v str>; GroundCode::ALL.len()],
}

impl<'v> Found<'v> {
    pub(super) fn new() -> Self {
        Self { is_empty: true, fields: [None; GroundCode::ALL.len()] }
    }

    pub(super) fn add(&mut self, code: GroundCode, field: &'v str) {
        self.is_empty = false;
        if let Some(place) = self.fields.get_mut(code as usize) {
            place.get_or_insert(field);
        }
    }

    pub(super) fn to_suspicion(&self) -> Suspicion {
        if self.is_empty {
            return Suspicion::default();
        }
        let fields = GroundCode::ALL.into_iter().zip(self.fields);
        let grounds: Vec<_> =
            fields.filter_map(|(code, field)| Some(Ground { code, field: field?.to_owned() })).collect();
        Suspicion { score: score(&grounds), grounds }
    }
}
