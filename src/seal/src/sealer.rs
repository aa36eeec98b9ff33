use std::borrow::Cow;
use std::fmt;

use touchmark::digest::{field_digest, sha256, tenant_digest};
use touchmark::encoding::{base58btc, base64url};
use touchmark::json::{JsonError, Object, Value};
use touchmark::normal::{FieldType, NormalError, normalise};
use touchmark::{CONTEXT, MAX_SEAL_UNITS, PROFILE, Timestamp, ids, jcs};

use crate::claims::{Claims, ClaimsError, object};
use crate::issuer_key::IssuerKey;
use crate::plan::{FieldPlan, PlannedField};
use crate::random::{Random, RandomError, uuid_v4};

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

/// Seals records of one object for one org.
#[derive(Debug)]
pub struct Sealer {
    key: IssuerKey,
    issuer: String,
    verification_method: String,
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

impl Sealer {
    /// Seals with `key`. The issuer is the key's `did:key`, or another DID whose keys verifiers know from their trust
    /// bundle.
    ///
    /// # Errors
    /// [`ScopeError`] for a scope or an issuer that no verifier would accept.
    pub fn new(
        key: IssuerKey,
        issuer: Option<&str>,
        scope: Scope<'_>,
        plan: FieldPlan,
    ) -> Result<Self, ScopeError> {
        let issuer = match issuer {
            None => key.did_key(),
            Some(issuer) if issuer == key.did_key() => issuer.to_owned(),
            Some(issuer) if issuer.starts_with("did:key:") => return Err(ScopeError::IssuerOfAnotherKey),
            Some(issuer) if is_did(issuer) => issuer.to_owned(),
            Some(_) => return Err(ScopeError::BadIssuer),
        };
        let tenant =
            ids::to_18(scope.tenant).filter(|id| id.starts_with("00D")).ok_or(ScopeError::BadTenant)?;
        if scope.object.is_empty()
            || !scope.object.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err(ScopeError::BadObject);
        }
        if scope.environments.is_empty()
            || scope.environments.iter().any(|name| name.trim().is_empty() || *name == "any")
        {
            return Err(ScopeError::BadEnvironment);
        }
        if plan.fields().is_empty() {
            return Err(ScopeError::NothingCovered);
        }
        Ok(Self {
            verification_method: format!("{issuer}#{}", key.multikey()),
            issuer,
            object: scope.object.to_owned(),
            tenant: tenant_digest(&tenant),
            environments: scope.environments.iter().map(|name| (*name).to_owned()).collect(),
            plan,
            key,
        })
    }

    /// The issuer that seals name.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The plan.
    pub fn plan(&self) -> &FieldPlan {
        &self.plan
    }

    /// Seals one record at `now`, to whole seconds; valid until `until`, or without end.
    ///
    /// # Errors
    /// [`SealError`], which never repeats a value.
    pub fn seal(
        &self,
        record: &RecordToSeal<'_>,
        claims: &Claims,
        now: Timestamp,
        until: Option<Timestamp>,
        random: &mut dyn Random,
    ) -> Result<Sealed, SealError> {
        claims.check().map_err(SealError::Claims)?;
        let now = whole_seconds(now);
        let created = match &claims.created {
            None => now.clone(),
            Some(text) => {
                normal_text(FieldType::DateTime, text).ok_or(SealError::Claims(ClaimsError::BadCreated))?
            }
        };
        if claims.retain_until.as_ref().is_some_and(|text| normal_text(FieldType::Date, text).is_none()) {
            return Err(SealError::Claims(ClaimsError::BadRetainUntil));
        }
        let uuid = ids::to_uuid(record.uuid).ok_or(SealError::BadUuid)?;
        let record_id = record.id.map(|id| ids::to_18(id).ok_or(SealError::BadRecordId)).transpose()?;

        let covered = self.cover(record, random)?;
        let seal_id = format!("urn:uuid:{}", uuid_v4(random)?);
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
        let mut document: Vec<(Cow<'_, str>, Value<'_>)> = vec![
            ("@context".into(), context()),
            ("id".into(), seal_id.as_str().into()),
            ("type".into(), Value::Array(vec!["VerifiableCredential".into(), "CrmRecordProvenance".into()])),
            ("issuer".into(), self.issuer.as_str().into()),
            ("validFrom".into(), now.as_str().into()),
            ("credentialSubject".into(), object(subject)),
        ];
        if let Some(until) = until {
            document.push(("validUntil".into(), whole_seconds(until).into()));
        }
        let credential = self.prove(Object::from_members(document), &now);

        let seal = jcs::to_string(&object(vec![
            ("seal".into(), PROFILE.into()),
            ("vc".into(), credential),
            ("salts".into(), salts(&covered, None)),
        ]));
        within_field(&seal)?;
        // What the strict reader would refuse (a noncharacter in a claim, say) must not leave the house.
        touchmark::json::parse(&seal).map_err(SealError::Unreadable)?;
        let mut companions = Vec::new();
        for tier in 0..self.plan.tiers().len() {
            let pack = object(vec![
                ("seal".into(), seal_id.as_str().into()),
                ("salts".into(), salts(&covered, Some(tier))),
            ]);
            let pack = jcs::to_string(&pack);
            within_field(&pack)?;
            companions.push(pack);
        }
        let reference = format!("{seal_id}.{}", base64url(&sha256(seal.as_bytes())));
        Ok(Sealed { seal, id: seal_id, companions, reference, covered: covered.len() })
    }

    /// Draws a salt for each planned field that the record has, and digests its value.
    fn cover(
        &self,
        record: &RecordToSeal<'_>,
        random: &mut dyn Random,
    ) -> Result<Vec<Covered<'_>>, SealError> {
        let mut covered = Vec::new();
        for field in self.plan.fields() {
            let Some((_, value)) = record.values.iter().find(|(name, _)| *name == field.name) else {
                continue;
            };
            let normal = normalise(field.field_type, value).map_err(|error| SealError::Value {
                field: field.name.clone(),
                field_type: field.field_type,
                error,
            })?;
            let mut bytes = [0u8; 16];
            random.fill(&mut bytes)?;
            let salt = base64url(&bytes);
            covered.push(Covered { field, digest: field_digest(&salt, &field.name, &normal), salt });
        }
        if covered.is_empty() { Err(SealError::NothingCovered) } else { Ok(covered) }
    }

    /// Adds the proof: vc-di-eddsa §3.3, cryptosuite `eddsa-jcs-2022`.
    fn prove<'a>(&'a self, document: Object<'a>, created: &'a str) -> Value<'a> {
        let mut options: Vec<(Cow<'a, str>, Value<'a>)> = vec![
            ("type".into(), "DataIntegrityProof".into()),
            ("cryptosuite".into(), "eddsa-jcs-2022".into()),
            ("created".into(), created.into()),
            ("verificationMethod".into(), self.verification_method.as_str().into()),
            ("proofPurpose".into(), "assertionMethod".into()),
            ("@context".into(), context()),
        ];
        let document = Value::Object(document);
        let mut message = Vec::with_capacity(64);
        message.extend(sha256(jcs::to_string(&object(options.clone())).as_bytes()));
        message.extend(sha256(jcs::to_string(&document).as_bytes()));
        options.push(("proofValue".into(), format!("z{}", base58btc(&self.key.sign(&message))).into()));
        let mut members = match document {
            Value::Object(document) => document.into_members(),
            _ => Vec::new(),
        };
        members.push(("proof".into(), object(options)));
        object(members)
    }
}

struct Covered<'a> {
    field: &'a PlannedField,
    salt: String,
    digest: String,
}

fn context<'a>() -> Value<'a> {
    Value::Array(CONTEXT.iter().map(|uri| Value::from(*uri)).collect())
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

fn within_field(text: &str) -> Result<(), SealError> {
    let units = text.encode_utf16().count();
    if units > MAX_SEAL_UNITS { Err(SealError::TooLong { units }) } else { Ok(()) }
}

fn whole_seconds(time: Timestamp) -> String {
    let whole = time.as_millis().div_euclid(1000) * 1000;
    Timestamp::from_millis(whole).unwrap_or(time).to_string()
}

fn normal_text(field_type: FieldType, text: &str) -> Option<String> {
    match normalise(field_type, &Value::from(text)) {
        Ok(touchmark::normal::NormalValue::Text(normal)) => Some(normal.into_owned()),
        _ => None,
    }
}

fn is_did(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let is_word = |part: &str, more: &[u8]| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte))
    };
    parts.next() == Some("did")
        && parts.next().is_some_and(|method| is_word(method, b""))
        && parts.next().is_some_and(|id| is_word(id, b".-_:%"))
}

/// Why a sealer cannot be set up.
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
    /// A value that no verifier could compare.
    Value {
        /// The field.
        field: String,
        /// Its type.
        field_type: FieldType,
        /// What is wrong with the value.
        error: NormalError,
    },
    /// The record has none of the planned fields.
    NothingCovered,
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

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claims(error) => error.fmt(f),
            Self::BadUuid => f.write_str("the record's uuid is not one (8-4-4-4-12 hexadecimal digits); correct it, or empty it to get a new one"),
            Self::BadRecordId => f.write_str("the record's id is not one (15 or 18 letters and digits)"),
            Self::Value { field_type, error, .. } => match error {
                NormalError::NotOfType => write!(
                    f,
                    "the value cannot be of type {field_type}; correct the value, or the type in the types file"
                ),
                _ => error.fmt(f),
            },
            Self::NothingCovered => f.write_str("the record has none of the covered fields"),
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
