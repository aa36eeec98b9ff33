use std::io::Read as _;

use touchmark::encoding::{base64url, from_base64url};
use touchmark::json::{Object, Value};
use touchmark::{CONTEXT, MAX_LIST, MIN_LIST, Timestamp};

use crate::claims::object;
use crate::documents::sign_document;
use crate::private_key::PrivateKey;

/// What a set bit of a status list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusPurpose {
    /// Withdrawn for good.
    Revocation,
    /// Withdrawn for now.
    Suspension,
}

impl StatusPurpose {
    /// As `statusPurpose` writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }
}

/// Where the status of one seal is kept: the statement's `credentialStatus` (Bitstring Status List v1.0 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusEntry<'a> {
    list: &'a str,
    purpose: StatusPurpose,
    index: u64,
}

impl<'a> StatusEntry<'a> {
    /// An entry of the list at this address. `None` where the address is no absolute one, or has a fragment, and where
    /// the index lies beyond the longest list.
    pub fn new(list: &'a str, purpose: StatusPurpose, index: u64) -> Option<Self> {
        let (scheme, rest) = list.split_once(':')?;
        let is_odd = |character: char| {
            character.is_whitespace() || character.is_control() || "#\"<>\\^`{|}".contains(character)
        };
        let is_address = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
            && !rest.is_empty()
            && !rest.contains(is_odd);
        (is_address && index < StatusList::MAX_ENTRIES).then_some(Self { list, purpose, index })
    }

    pub(crate) fn to_value(self) -> Value<'a> {
        object(vec![
            ("id".into(), format!("{}#{}", self.list, self.index).into()),
            ("type".into(), "BitstringStatusListEntry".into()),
            ("statusPurpose".into(), self.purpose.code().into()),
            ("statusListIndex".into(), self.index.to_string().into()),
            ("statusListCredential".into(), self.list.into()),
        ])
    }
}

/// A status list in the making: one bit for each seal of an issuer (Bitstring Status List v1.0).
#[derive(Clone, Debug)]
pub struct StatusList {
    bits: Vec<u8>,
}

impl Default for StatusList {
    /// A list of the shortest length that hides whose status is asked for.
    fn default() -> Self {
        Self { bits: vec![0; MIN_LIST] }
    }
}

impl StatusList {
    /// Entries of the longest list that verifiers read.
    pub const MAX_ENTRIES: u64 = 8 * MAX_LIST as u64;

    /// The list of a `BitstringStatusListCredential`, or `None`. Nothing says that its signature holds.
    pub fn of_credential(credential: &Object<'_>) -> Option<Self> {
        let subject = credential.get("credentialSubject")?.as_object()?;
        let packed = from_base64url(subject.get("encodedList")?.as_str()?.strip_prefix('u')?)?;
        let mut bits = Vec::new();
        let unpacked = flate2::read::GzDecoder::new(&*packed);
        unpacked.take(MAX_LIST as u64 + 1).read_to_end(&mut bits).ok()?;
        (MIN_LIST..=MAX_LIST).contains(&bits.len()).then_some(Self { bits })
    }

    /// Makes room for at least so many entries. False where that is more than the longest list has.
    #[must_use]
    pub fn reserve(&mut self, entries: u64) -> bool {
        let Some(bytes) = usize::try_from(entries.div_ceil(8)).ok().filter(|bytes| *bytes <= MAX_LIST) else {
            return false;
        };
        if bytes > self.bits.len() {
            // Whole steps: the length must not tell which entry was last.
            self.bits.resize(bytes.next_multiple_of(MIN_LIST), 0);
        }
        true
    }

    /// Withdraws the seal of an entry; the list grows to hold it. False where it is beyond the longest list.
    #[must_use]
    pub fn set(&mut self, index: u64) -> bool {
        index < Self::MAX_ENTRIES && self.reserve(index + 1) && self.write(index, true)
    }

    /// Lets the seal of an entry stand again. False where it is beyond the list.
    #[must_use]
    pub fn clear(&mut self, index: u64) -> bool {
        self.write(index, false)
    }

    fn write(&mut self, index: u64, is_withdrawn: bool) -> bool {
        let at = usize::try_from(index / 8).ok();
        let Some(byte) = at.and_then(|at| self.bits.get_mut(at)) else { return false };
        // The first entry is the leftmost bit.
        let bit = 0x80 >> (index % 8);
        *byte = if is_withdrawn { *byte | bit } else { *byte & !bit };
        true
    }

    /// How many entries it has.
    pub fn entries(&self) -> u64 {
        8 * self.bits.len() as u64
    }

    /// How many of them are withdrawn.
    pub fn withdrawn(&self) -> u64 {
        self.bits.iter().map(|byte| u64::from(byte.count_ones())).sum()
    }

    /// The list as a `BitstringStatusListCredential`, signed in the name of a DID. `url` is where seals say that it is.
    ///
    /// # Errors
    /// What the compressor says, which writes to memory and has no reason to fail.
    pub fn sign(
        &self,
        url: &str,
        purpose: StatusPurpose,
        did: &str,
        key: &PrivateKey,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Value<'static>, std::io::Error> {
        let mut packed = Vec::new();
        flate2::read::GzEncoder::new(&*self.bits, flate2::Compression::best()).read_to_end(&mut packed)?;
        let subject = object(vec![
            ("id".into(), format!("{url}#list").into()),
            ("type".into(), "BitstringStatusList".into()),
            ("statusPurpose".into(), purpose.code().into()),
            ("encodedList".into(), format!("u{}", base64url(&packed)).into()),
        ]);
        let types = ["VerifiableCredential", "BitstringStatusListCredential"];
        let credential = Object::from_members(vec![
            ("@context".into(), Value::Array(CONTEXT.iter().take(1).map(|uri| Value::from(*uri)).collect())),
            ("id".into(), url.into()),
            ("type".into(), Value::Array(types.into_iter().map(Value::from).collect())),
            ("issuer".into(), did.into()),
            ("validFrom".into(), from.to_string().into()),
            ("validUntil".into(), until.to_string().into()),
            ("credentialSubject".into(), subject),
        ]);
        Ok(sign_document(&credential, did, key, from).into_owned())
    }
}
