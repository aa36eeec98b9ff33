use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use touchmark::digest::{field_digest, sha256, tenant_digest};
use touchmark::encoding::{base64url, from_base64url};
use touchmark::json::{self, JsonError, Object, Value};
use touchmark::merkle::{self, Hash};
use touchmark::normal::{FieldType, NormalError, NormalValue, normalise};
use touchmark::note::decimal;
use touchmark::{MAX_SEAL_UNITS, PROFILE, Timestamp, ids, is_field_name, jcs};

use crate::claims::{Claims, ClaimsError, moment, object};
use crate::field_name::CURRENCY;
use crate::field_types::{Account, is_person_account, written_as};
use crate::plan::{FieldPlan, PlannedField};
use crate::proof::context;
use crate::random::{Random, RandomError, uuid_v4};
use crate::status::{StatusEntry, StatusPurpose};

/// Where the sealed records belong.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Object API name.
    pub object: &'a str,
    /// Org id, 15 or 18 characters.
    pub tenant: &'a str,
    /// Environments in which the records may be shown; at least one.
    pub environments: &'a [&'a str],
}

/// Makes the statements of one issuer about the records of one object in one org.
#[derive(Debug)]
pub struct Statements {
    issuer: String,
    object: String,
    tenant: String,
    environments: Vec<String>,
    plan: FieldPlan,
}

/// A record to be sealed.
#[derive(Clone, Copy, Debug)]
pub struct RecordToSeal<'a> {
    /// Record id, 15 or 18 characters; `None` before it is inserted.
    pub id: Option<&'a str>,
    /// Record uuid, with or without `urn:uuid:`.
    pub uuid: &'a str,
    /// Field names and values as the platform returns them. Planned fields that are not here stay uncovered.
    pub values: &'a [(Cow<'a, str>, Value<'a>)],
    /// Id of the seal that this one replaces.
    pub previous_seal: Option<&'a str>,
    /// Where a status list says whether the seal was withdrawn.
    pub status: Option<StatusEntry<'a>>,
}

/// What an issuer states about one record, with the salts of what it covers; nobody has signed it yet.
#[derive(Clone, Debug)]
pub struct Statement {
    id: String,
    /// Canonical JSON of the credential, without proof.
    text: String,
    /// Canonical JSON of the open pack.
    salts: String,
    companions: Vec<String>,
    covered: usize,
}

impl Statement {
    /// Canonical JSON of the credential, without proof: what the envelopes `jws` and `tlog` bind byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many fields it covers.
    pub fn covered(&self) -> usize {
        self.covered
    }

    /// The hash that a log holds in its place (RFC 9162 §2.1.1).
    pub fn leaf_hash(&self) -> Hash {
        merkle::leaf_hash(self.text.as_bytes())
    }

    /// Seals with the proof that a log holds the statement; see [`Tree::proof`](crate::Tree::proof).
    ///
    /// # Errors
    /// [`SealError::TooLong`].
    pub fn seal_in_log(self, proof: &str) -> Result<Sealed, SealError> {
        let proof = jcs::to_string(&Value::from(proof));
        let envelope = format!("{{\"leaf\":{},\"proof\":{proof}}}", self.text);
        self.seal("tlog", &envelope)
    }

    /// Puts the text of an envelope into the container (profile §2).
    pub(crate) fn seal(self, envelope: &str, text: &str) -> Result<Sealed, SealError> {
        let mut members = [
            ("salts", self.salts.as_str()),
            ("seal", &jcs::to_string(&Value::from(PROFILE))),
            (envelope, text),
        ]
        .map(|(name, text)| format!("\"{name}\":{text}"));
        // Canonical order; the names are ASCII.
        members.sort_unstable();
        let seal = format!("{{{}}}", members.join(","));
        within_field(&seal)?;
        let reference = reference(&self.id, &seal);
        Ok(Sealed { seal, id: self.id, companions: self.companions, reference, covered: self.covered })
    }
}

/// What a record carries once it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Text of the seal field; canonical JSON.
    pub seal: String,
    /// Seal id, as `urn:uuid:…`.
    pub id: String,
    /// Text of each tier's companion field, in the plan's order.
    pub companions: Vec<String>,
    /// Text of the short reference field.
    pub reference: String,
    /// How many fields the seal covers.
    pub covered: usize,
}

/// An id in its 18 characters. One whose last three do not fit the others has lost its case somewhere: a seal for it would
/// never be that of the record.
fn whole_id(id: &str) -> Option<Cow<'_, str>> {
    let whole = ids::to_18(id)?;
    (ids::to_18(whole.get(..15)?)? == whole).then_some(whole)
}

impl Statements {
    /// Statements of an issuer, named by its DID. Verifiers must know its keys, or the logs that may speak for it.
    ///
    /// # Errors
    /// [`ScopeError`] for a scope or an issuer that no verifier would accept.
    pub fn new(issuer: &str, scope: Scope<'_>, plan: FieldPlan) -> Result<Self, ScopeError> {
        if !is_did(issuer) {
            return Err(ScopeError::BadIssuer);
        }
        let tenant =
            whole_id(scope.tenant).filter(|id| id.starts_with("00D")).ok_or(ScopeError::BadTenant)?;
        // Objects are named as fields are.
        if !is_field_name(scope.object) {
            return Err(ScopeError::BadObject);
        }
        if scope.environments.is_empty()
            || scope.environments.iter().any(|name| name.is_empty() || name.trim() != *name || *name == "any")
        {
            return Err(ScopeError::BadEnvironment);
        }
        if plan.fields().is_empty() {
            return Err(ScopeError::NothingCovered);
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            object: scope.object.to_owned(),
            tenant: tenant_digest(&tenant),
            environments: scope.environments.iter().map(|name| (*name).to_owned()).collect(),
            plan,
        })
    }

    /// The issuer that the statements name.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The plan.
    pub fn plan(&self) -> &FieldPlan {
        &self.plan
    }

    /// States one record at `now`, to whole seconds; valid until `until`, or without end.
    ///
    /// # Errors
    /// [`SealError`], which never repeats a value.
    pub fn state(
        &self,
        record: &RecordToSeal<'_>,
        claims: &Claims,
        now: Timestamp,
        until: Option<Timestamp>,
        random: &mut dyn Random,
    ) -> Result<Statement, SealError> {
        claims.check().and_then(|()| claims.check_at(now)).map_err(SealError::Claims)?;
        if until.is_some_and(|until| until <= now) {
            return Err(SealError::EndsBeforeItBegins);
        }
        let now = whole_seconds(now);
        let created = match &claims.created {
            None => now.clone(),
            Some(text) => moment(text).ok_or(SealError::Claims(ClaimsError::BadCreated))?,
        };
        if let Some([one, other]) = named_twice(record.values) {
            return Err(SealError::NamedTwice { one, other });
        }
        let uuid = ids::to_uuid(record.uuid).ok_or(SealError::BadUuid)?;
        let record_id = record.id.map(|id| whole_id(id).ok_or(SealError::BadRecordId)).transpose()?;

        let covered = self.cover(record, random)?;
        let id = format!("urn:uuid:{}", uuid_v4(random)?);
        let mut subject = vec![
            ("id".into(), format!("urn:uuid:{uuid}").into()),
            ("type".into(), "CrmRecord".into()),
            ("system".into(), "salesforce".into()),
            ("tenant".into(), self.tenant.as_str().into()),
            ("object".into(), self.object.as_str().into()),
            (
                "environment".into(),
                Value::Array(self.environments.iter().map(|name| name.as_str().into()).collect()),
            ),
            ("provenance".into(), claims.to_value(&created, record.previous_seal)),
            ("fieldDigests".into(), field_digests(&covered)),
        ];
        if let Some(id) = record_id {
            subject.push(("recordId".into(), id.into_owned().into()));
        }
        let mut members: Vec<(Cow<'_, str>, Value<'_>)> = vec![
            ("@context".into(), context()),
            ("id".into(), id.as_str().into()),
            ("type".into(), Value::Array(vec!["VerifiableCredential".into(), "CrmRecordProvenance".into()])),
            ("issuer".into(), self.issuer.as_str().into()),
            ("validFrom".into(), now.as_str().into()),
            ("credentialSubject".into(), object(subject)),
        ];
        if let Some(until) = until {
            members.push(("validUntil".into(), whole_seconds(until).into()));
        }
        members.extend(record.status.map(|entry| ("credentialStatus".into(), entry.to_value())));
        let text = jcs::to_string(&object(members));
        // What the strict reader would refuse (a noncharacter in a claim, say) must not leave the house.
        json::parse(&text).map_err(SealError::Unreadable)?;
        let mut companions = Vec::new();
        for tier in 0..self.plan.tiers().len() {
            let pack = object(vec![
                ("seal".into(), id.as_str().into()),
                ("salts".into(), salts(&covered, Some(tier))),
            ]);
            let pack = jcs::to_string(&pack);
            within_field(&pack)?;
            companions.push(pack);
        }
        let salts = jcs::to_string(&salts(&covered, None));
        Ok(Statement { id, text, salts, companions, covered: covered.len() })
    }

    /// Draws a salt for each planned field that the record has, and digests its value.
    fn cover(
        &self,
        record: &RecordToSeal<'_>,
        random: &mut dyn Random,
    ) -> Result<Vec<Covered<'_>>, SealError> {
        let mut covered = Vec::new();
        let is_person = is_person_account(record.values);
        if self.plan.fields().iter().any(|field| field.account != Account::Any) {
            refuse_unclear_account(record.values)?;
        }
        for field in self.plan.fields() {
            let Some((_, value)) = record.values.iter().find(|(name, _)| *name == field.name) else {
                continue;
            };
            if !field.account.covers(is_person) {
                continue;
            }
            let normal = normalise(field.field_type, value).map_err(|error| SealError::Value {
                field: field.name.clone(),
                field_type: field.field_type,
                error,
            })?;
            if let (FieldType::Id | FieldType::Reference, NormalValue::Text(id)) = (field.field_type, &normal)
                && whole_id(id).is_none()
            {
                return Err(SealError::BadReference { field: field.name.clone() });
            }
            if let Some(why) = not_stored(field.field_type, value, &normal) {
                return Err(SealError::NotStored { field: field.name.clone(), why });
            }
            let mut bytes = [0u8; 16];
            random.fill(&mut bytes)?;
            let salt = base64url(&bytes);
            covered.push(Covered { field, digest: field_digest(&salt, &field.name, &normal), salt });
        }
        if covered.is_empty() {
            return Err(SealError::NothingCovered);
        }
        let is_currency = |name: &str| name.eq_ignore_ascii_case(CURRENCY);
        // What says nothing is no amount in another currency either.
        let is_amount = |field: &PlannedField| {
            let value = record.values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value);
            field.field_type == FieldType::Currency
                && value.is_some_and(|value| normalise(FieldType::Currency, value) != Ok(NormalValue::Null))
        };
        let is_currency_planned = self.plan.fields().iter().any(|field| is_currency(&field.name));
        let says_currency = record.values.iter().any(|(name, value)| {
            is_currency(name) && normalise(FieldType::Text, value) != Ok(NormalValue::Null)
        });
        if is_currency_planned
            && !says_currency
            && let Some(amount) = covered.iter().find(|covered| is_amount(covered.field))
        {
            return Err(SealError::CurrencyNotShown { field: amount.field.name.clone() });
        }
        let is_currency_open = record.values.iter().any(|(name, _)| name.eq_ignore_ascii_case(CURRENCY))
            && !covered.iter().any(|covered| covered.field.name.eq_ignore_ascii_case(CURRENCY));
        match covered.iter().find(|covered| covered.field.field_type == FieldType::Currency) {
            Some(amount) if is_currency_open => {
                Err(SealError::WithoutCurrency { field: amount.field.name.clone() })
            }
            _ => Ok(covered),
        }
    }
}

/// What makes the account's name must be known where it decides what is covered.
fn refuse_unclear_account(values: &[(Cow<'_, str>, Value<'_>)]) -> Result<(), SealError> {
    let said = values.iter().find(|(name, _)| name.eq_ignore_ascii_case("IsPersonAccount"));
    match said.map(|(name, value)| (name, normalise(FieldType::Boolean, value))) {
        Some((name, Err(error))) => {
            Err(SealError::Value { field: name.to_string(), field_type: FieldType::Boolean, error })
        }
        _ => Ok(()),
    }
}

/// Why the platform would not give back a value as it stands, whatever it was sent.
fn not_stored(field_type: FieldType, value: &Value<'_>, normal: &NormalValue<'_>) -> Option<NotStored> {
    let is_kept = |text: &str| !text.contains(is_dropped);
    match (field_type, normal) {
        (FieldType::Boolean, NormalValue::Null) => Some(NotStored::EmptyCheckbox),
        (FieldType::MultiPicklist, NormalValue::List(texts)) if texts.is_empty() => {
            Some(NotStored::EmptyList)
        }
        (FieldType::MultiPicklist, NormalValue::List(texts)) => {
            let is_split = value.as_array().is_some() && texts.iter().any(|text| text.contains(';'));
            let is_blank = texts.iter().any(|text| text.trim().is_empty());
            match () {
                () if is_split => Some(NotStored::Separator),
                () if is_blank => Some(NotStored::Space),
                () => (!texts.iter().all(|text| is_kept(text))).then_some(NotStored::Characters),
            }
        }
        (FieldType::Int, NormalValue::Text(number)) if number.contains('.') => Some(NotStored::Fraction),
        (FieldType::Int, NormalValue::Text(number)) => {
            number.parse::<i32>().is_err().then_some(NotStored::Range)
        }
        (FieldType::Date | FieldType::DateTime, NormalValue::Text(date)) => {
            // Both are written so that they sort.
            let day = date.get(..10).unwrap_or_default();
            (!(EARLIEST..=LATEST).contains(&day)).then_some(NotStored::Moment)
        }
        (FieldType::Text | FieldType::TextArea | FieldType::Email, NormalValue::Text(text)) => match () {
            () if !is_kept(text) => Some(NotStored::Characters),
            () => text.trim().is_empty().then_some(NotStored::Space),
        },
        _ => None,
    }
}

/// The first and the last day that the platform has.
const EARLIEST: &str = "1700-01-01";
const LATEST: &str = "4000-12-31";

/// Characters that no text is stored with: NUL and noncharacters. Of other control characters nobody here has seen what an org
/// makes of them.
fn is_dropped(character: char) -> bool {
    let is_noncharacter =
        matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
    is_noncharacter || character == '\0'
}

/// Two names of one field: the platform knows no upper and lower case in them (profile §2).
fn named_twice(values: &[(Cow<'_, str>, Value<'_>)]) -> Option<[String; 2]> {
    let mut known = HashMap::with_capacity(values.len());
    values.iter().find_map(|(name, _)| {
        let other: Option<&str> = known.insert(name.to_ascii_lowercase(), name);
        other.map(|other| [other.to_owned(), name.to_string()])
    })
}

struct Covered<'a> {
    field: &'a PlannedField,
    salt: String,
    digest: String,
}

fn field_digests<'a>(covered: &'a [Covered<'_>]) -> Value<'a> {
    // A verifier takes `string` where no type is named.
    let typed = covered.iter().filter(|covered| covered.field.field_type != FieldType::Text);
    let types =
        typed.map(|covered| (covered.field.name.as_str().into(), covered.field.field_type.code().into()));
    let values =
        covered.iter().map(|covered| (covered.field.name.as_str().into(), covered.digest.as_str().into()));
    object(vec![
        ("alg".into(), "sd-jwt+jcs+sha-256".into()),
        ("norm".into(), "crm-norm-1".into()),
        ("types".into(), object(types.collect())),
        ("values".into(), object(values.collect())),
    ])
}

fn salts<'a>(covered: &'a [Covered<'_>], tier: Option<usize>) -> Value<'a> {
    let of_tier = covered.iter().filter(|covered| covered.field.tier == tier);
    object(
        of_tier.map(|covered| (covered.field.name.as_str().into(), covered.salt.as_str().into())).collect(),
    )
}

pub(crate) fn within_field(text: &str) -> Result<(), SealError> {
    let units = text.encode_utf16().count();
    if units > MAX_SEAL_UNITS { Err(SealError::TooLong { units }) } else { Ok(()) }
}

pub(crate) fn whole_seconds(time: Timestamp) -> String {
    time.whole_seconds().to_string()
}

/// The short reference to a seal: its id and the digest of its text (profile §2).
pub fn reference(seal_id: &str, seal: &str) -> String {
    format!("{seal_id}.{}", base64url(&sha256(seal.as_bytes())))
}

/// The id that a seal states, as `urn:uuid:…`; nothing says that its signature holds.
pub fn stated_id(seal: &str) -> Option<String> {
    of_stated(seal, |credential| {
        let uuid = ids::to_uuid(credential.get("id")?.as_str()?)?;
        Some(format!("urn:uuid:{uuid}"))
    })
}

/// The index of the status entry that a seal states, where it is one of this list; nothing says that its signature holds.
pub fn stated_entry(seal: &str, list: &str, purpose: StatusPurpose) -> Option<u64> {
    of_stated(seal, |credential| {
        let status = credential.get("credentialStatus")?.as_object()?;
        let text = |name: &str| status.get(name).and_then(Value::as_str);
        let is_meant =
            text("statusListCredential") == Some(list) && text("statusPurpose") == Some(purpose.code());
        text("statusListIndex").filter(|_| is_meant).and_then(decimal)
    })
}

/// What is read from the credential that a seal holds in any envelope.
fn of_stated<T>(seal: &str, read: impl FnOnce(&Object<'_>) -> Option<T>) -> Option<T> {
    let tree = json::parse(seal).ok()?;
    let container = tree.as_object()?;
    let payload;
    let jws;
    let credential = match (container.get("vc"), container.get("tlog"), container.get("jws")) {
        (Some(credential), ..) => credential,
        (_, Some(envelope), _) => envelope.as_object()?.get("leaf")?,
        (.., Some(text)) => {
            payload = String::from_utf8(from_base64url(text.as_str()?.split('.').nth(1)?)?).ok()?;
            jws = json::parse(&payload).ok()?;
            &jws
        }
        _ => return None,
    };
    read(credential.as_object()?)
}

pub(crate) fn is_did(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let is_word = |part: &str, more: &[u8]| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte))
    };
    parts.next() == Some("did")
        && parts.next().is_some_and(|method| is_word(method, b""))
        && parts.next().is_some_and(|id| is_word(id, b".-_:%"))
}

/// Why nothing can be sealed for a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScopeError {
    /// Not a DID.
    BadIssuer,
    /// A `did:key` of another key.
    IssuerOfAnotherKey,
    /// Not an org id.
    BadTenant,
    /// Not an object's API name.
    BadObject,
    /// No environment, or an empty one, or `any`.
    BadEnvironment,
    /// The plan has no field.
    NothingCovered,
}

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadIssuer => "the issuer is not a DID such as did:web:bank.example",
            Self::IssuerOfAnotherKey => "the issuer is the did:key of another key; leave the issuer out to use this key's own",
            Self::BadTenant => {
                "the tenant is not an org id: 15 or 18 letters and digits that start with 00D (Setup > Company Information)"
            }
            Self::BadObject => "the object is not an API name such as Contact or Deal__c",
            Self::BadEnvironment => "name the environments the records are for, such as sandbox; a seal cannot say \"any\"",
            Self::NothingCovered => "no field is covered: a seal that covers nothing protects nothing",
        })
    }
}

impl std::error::Error for ScopeError {}

/// Why a record cannot be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// The claims must not be signed.
    Claims(ClaimsError),
    /// Not a uuid.
    BadUuid,
    /// Not a record id.
    BadRecordId,
    /// The id of another record, of which the last three characters do not fit the others.
    BadReference {
        /// The field.
        field: String,
    },
    /// A value that no verifier could compare.
    Value {
        /// The field.
        field: String,
        /// Its type.
        field_type: FieldType,
        /// What is wrong with the value.
        error: NormalError,
    },
    /// Two names of one field, which differ in case alone or not at all: no verifier knows which value is meant.
    NamedTwice {
        /// The name.
        one: String,
        /// The same name, as it is written the second time.
        other: String,
    },
    /// The record has none of the planned fields.
    NothingCovered,
    /// An amount is covered, and the record's currency is not: another currency would make it another amount, unseen.
    WithoutCurrency {
        /// The amount.
        field: String,
    },
    /// An amount is to be covered, and the record does not show the currency that is to be covered with it.
    CurrencyNotShown {
        /// The amount.
        field: String,
    },
    /// A value that the platform does not store as it stands: what comes back would never be what was sealed.
    NotStored {
        /// The field.
        field: String,
        /// What the platform makes of it.
        why: NotStored,
    },
    /// The validity would end before it begins.
    EndsBeforeItBegins,
    /// The text does not fit its field.
    TooLong {
        /// Its length in UTF-16 units.
        units: usize,
    },
    /// A text that verifiers refuse, such as a noncharacter in a claim.
    Unreadable(JsonError),
    /// No randomness.
    Random(RandomError),
}

impl From<RandomError> for SealError {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}

/// What the platform makes of a value that it does not store as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotStored {
    /// A checkbox is never null.
    EmptyCheckbox,
    /// A list without values is null.
    EmptyList,
    /// A value of a multipicklist that holds what separates them is two.
    Separator,
    /// A whole number has no fraction.
    Fraction,
    /// A whole number has 32 bits.
    Range,
    /// Outside of the platform's calendar.
    Moment,
    /// Characters that are dropped or refused.
    Characters,
    /// Space alone, which is trimmed to nothing.
    Space,
}

impl fmt::Display for NotStored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyCheckbox => {
                "a checkbox is never empty, and the platform would give back false; write false"
            }
            Self::EmptyList => "the list holds no value, and the platform would give back null; empty it",
            Self::Separator => {
                "a value of the list holds a semicolon, by which the platform divides values; give the parts as values of their own"
            }
            Self::Fraction => {
                "the number has a fraction, and the field holds whole numbers; correct the value, or the type in the types file"
            }
            Self::Range => {
                "the field holds whole numbers from -2147483648 to 2147483647; correct the value, or the type in the types file"
            }
            Self::Moment => {
                "the platform's calendar reaches from 1700-01-01 to 4000-12-31, and this lies outside of it; correct the date"
            }
            Self::Characters => {
                "the text holds characters that the platform does not keep (NUL, or noncharacters); take them out"
            }
            Self::Space => "the text is space alone, which the platform trims to nothing; empty it",
        })
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claims(error) => error.fmt(f),
            Self::BadUuid => f.write_str("the record's uuid is not one (8-4-4-4-12 hexadecimal digits); correct it, or empty it to get a new one"),
            Self::BadRecordId => f.write_str("the record's id is not one (15 or 18 letters and digits; of 18, the last three follow from the case of the others, which spreadsheets may lose); query the record anew, or empty the id of a record that is not loaded yet"),
            Self::BadReference { .. } => f.write_str("the value is no record's id: of its 18 characters, the last three follow from the case of the others, which spreadsheets may lose; query the record anew"),
            Self::Value { field_type, error, .. } => match error {
                NormalError::NotOfType if matches!(field_type, FieldType::Id | FieldType::Reference) => f.write_str(
                    "the value is no record's id (15 or 18 letters and digits); what stands for a record that has none before the load, such as @AccountRef1, is sealed once it is loaded: correct the id, or query the record after its load"
                ),
                NormalError::NotOfType => write!(
                    f,
                    "the value is none of type {field_type}; {}, or correct the type in the types file",
                    written_as(*field_type)
                ),
                _ => error.fmt(f),
            },
            Self::NamedTwice { one, other } => write!(
                f,
                "the record has both {one} and {other}, which name one field: upper and lower case do not count; take one out"
            ),
            Self::NothingCovered => f.write_str("the record has none of the covered fields; give it one of them, or take it out"),
            Self::WithoutCurrency { field } => write!(
                f,
                "{field} is an amount, and {CURRENCY} is not covered with it, so that another currency could be put in its place: cover {CURRENCY} too"
            ),
            Self::CurrencyNotShown { field } => write!(
                f,
                "{field} is an amount, and the record does not say its {CURRENCY}, which is to be covered with it: give it in this record too"
            ),
            Self::NotStored { why, .. } => why.fmt(f),
            Self::EndsBeforeItBegins => {
                f.write_str("the seal would end before it begins; give a later end of its validity")
            }
            Self::TooLong { units } => write!(
                f,
                "the seal has {units} characters and its field holds {MAX_SEAL_UNITS}; cover fewer fields"
            ),
            Self::Unreadable(error) => write!(f, "a verifier could not read the seal: {error}; correct the claims"),
            Self::Random(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SealError {}
