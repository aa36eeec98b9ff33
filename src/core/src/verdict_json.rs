//! The verdict as JSON, out and back. Every name is fixed: what came from a record or a seal is only ever a value,
//! so no attacker names a key. `www/src/verdict.d.ts` describes the same form for JavaScript.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::jcs;
use crate::json::{self, Number, Object, Value};
use crate::reason::ReasonCode;
use crate::seal::PROFILE;
use crate::time::Timestamp;
use crate::verdict::{
    BundleRef, Claims, Coverage, Declared, Envelope, Field, FieldState, Flag, Hint, Issuer, Origin, Reason,
    RecordRef, SealRef, Trust, Verdict,
};

/// A text that is not a verdict of this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictError {
    /// The member that is missing or of the wrong form.
    pub member: &'static str,
}

impl core::fmt::Display for VerdictError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "not a verdict of this version: {}", self.member)
    }
}

impl core::error::Error for VerdictError {}

impl Verdict {
    /// The verdict as canonical JSON (RFC 8785): the same bytes for the same verdict, from every engine.
    pub fn to_json(&self) -> String {
        jcs::to_string(&self.to_value())
    }

    /// The verdict as a JSON tree.
    pub fn to_value(&self) -> Value<'_> {
        let disclosure = self.disclose();
        object([
            ("profile", text(PROFILE)),
            ("trust", text(self.trust.code())),
            ("origin", text(self.origin.code())),
            ("claimedOrigin", self.claimed_origin.map_or(Value::Null, |origin| text(origin.code()))),
            ("flags", list(self.flags.iter().map(|flag| text(flag.code())))),
            (
                "reasons",
                list(self.reasons.iter().map(|reason| {
                    object([("code", text(reason.code.code())), ("detail", optional(&reason.detail))])
                })),
            ),
            (
                "record",
                object([
                    ("object", optional(&self.record.object)),
                    ("id", optional(&self.record.id)),
                    ("uuid", optional(&self.record.uuid)),
                ]),
            ),
            (
                "seal",
                self.seal.as_ref().map_or(Value::Null, |seal| {
                    object([("id", optional(&seal.id)), ("envelope", text(seal.envelope.code()))])
                }),
            ),
            (
                "issuer",
                self.issuer.as_ref().map_or(Value::Null, |issuer| {
                    object([
                        ("id", text(&issuer.id)),
                        ("name", optional(&issuer.name)),
                        ("verificationMethod", text(&issuer.verification_method)),
                    ])
                }),
            ),
            ("claims", self.claims.as_ref().map_or(Value::Null, claims_to_value)),
            ("declared", declared_to_value(&self.declared)),
            (
                "fields",
                list(self.fields.iter().map(|field| {
                    object([
                        ("name", text(&field.name)),
                        ("state", text(field.state.code())),
                        ("hint", field.hint.map_or(Value::Null, |hint| text(hint.code()))),
                    ])
                })),
            ),
            (
                "coverage",
                object([
                    ("shown", number(u64::from(self.coverage.shown))),
                    ("covered", number(u64::from(self.coverage.covered))),
                    ("matched", number(u64::from(self.coverage.matched))),
                ]),
            ),
            (
                "environment",
                object([
                    ("expected", text(&self.environment_expected)),
                    ("sealed", list(self.environment_sealed.iter().map(|name| text(name)))),
                ]),
            ),
            ("checkedAt", Value::from(self.checked_at.to_string())),
            (
                "trustBundle",
                object([
                    ("version", number(self.trust_bundle.version)),
                    ("ageSeconds", number(self.trust_bundle.age_seconds)),
                    ("expires", self.trust_bundle.expires.map_or(Value::Null, |time| Value::from(time.to_string()))),
                ]),
            ),
            (
                "disclosure",
                object([
                    ("group", text(disclosure.group.code())),
                    ("level", text(disclosure.level.code())),
                    ("origin", disclosure.origin.map_or(Value::Null, text)),
                    ("trust", text(disclosure.trust)),
                    ("explanation", text(disclosure.explanation)),
                    ("next", text(disclosure.next)),
                ]),
            ),
        ])
    }

    /// Reads a verdict that [`Verdict::to_json`] wrote, for views that show it. The disclosure is worked out anew.
    ///
    /// # Errors
    /// [`VerdictError`] names the member that is missing or of the wrong form.
    pub fn from_json(text: &str) -> Result<Self, VerdictError> {
        let value = json::parse(text).map_err(|_| VerdictError { member: "JSON" })?;
        Self::from_value(&value)
    }

    /// As [`Verdict::from_json`], from a tree.
    ///
    /// # Errors
    /// As [`Verdict::from_json`].
    pub fn from_value(value: &Value<'_>) -> Result<Self, VerdictError> {
        let root = Members(value.as_object().ok_or(VerdictError { member: "object" })?);
        if root.text("profile")? != PROFILE {
            return Err(VerdictError { member: "profile" });
        }
        let record = root.members("record")?;
        let coverage = root.members("coverage")?;
        let environment = root.members("environment")?;
        let bundle = root.members("trustBundle")?;
        Ok(Self {
            trust: root.code("trust", Trust::from_code)?,
            origin: root.code("origin", Origin::from_code)?,
            claimed_origin: root.optional_code("claimedOrigin", Origin::from_code)?,
            flags: root.list("flags", |value| value.as_str().and_then(Flag::from_code))?,
            reasons: root.list("reasons", |value| {
                let reason = Members(value.as_object()?);
                Some(Reason {
                    code: reason.code("code", ReasonCode::from_code).ok()?,
                    detail: reason.optional_text("detail").ok()?,
                })
            })?,
            record: RecordRef {
                object: record.optional_text("object")?,
                id: record.optional_text("id")?,
                uuid: record.optional_text("uuid")?,
            },
            seal: root.optional("seal", |seal| {
                Ok(SealRef {
                    id: seal.optional_text("id")?,
                    envelope: seal.code("envelope", Envelope::from_code)?,
                })
            })?,
            issuer: root.optional("issuer", |issuer| {
                Ok(Issuer {
                    id: issuer.text("id")?.into(),
                    name: issuer.optional_text("name")?,
                    verification_method: issuer.text("verificationMethod")?.into(),
                })
            })?,
            claims: root.optional("claims", claims_from)?,
            declared: root.optional("declared", declared_from)?.unwrap_or_default(),
            fields: root.list("fields", |value| {
                let field = Members(value.as_object()?);
                Some(Field {
                    name: field.text("name").ok()?.into(),
                    state: field.code("state", FieldState::from_code).ok()?,
                    hint: field.optional_code("hint", Hint::from_code).ok()?,
                })
            })?,
            coverage: Coverage {
                shown: coverage.count("shown")?,
                covered: coverage.count("covered")?,
                matched: coverage.count("matched")?,
            },
            environment_expected: environment.text("expected")?.into(),
            environment_sealed: environment.texts("sealed")?,
            checked_at: root.time("checkedAt")?,
            trust_bundle: BundleRef {
                version: bundle.count("version")?,
                age_seconds: bundle.count("ageSeconds")?,
                expires: bundle.optional_text("expires")?.as_deref().and_then(Timestamp::parse),
            },
        })
    }
}

fn claims_to_value(claims: &Claims) -> Value<'_> {
    let generator = object([
        ("name", optional(&claims.generator_name)),
        ("version", optional(&claims.generator_version)),
        ("algorithm", optional(&claims.generator_algorithm)),
    ]);
    object([
        ("isSynthetic", Value::Bool(claims.is_synthetic)),
        ("provenanceSource", text(&claims.provenance_source)),
        ("created", text(&claims.created)),
        ("validFrom", text(&claims.valid_from)),
        ("validUntil", optional(&claims.valid_until)),
        ("digitalSourceType", optional(&claims.digital_source_type)),
        ("generationMethod", optional(&claims.generation_method)),
        ("generator", if generator.as_object().is_some_and(Object::is_empty) { Value::Null } else { generator }),
        ("purpose", list(claims.purpose.iter().map(|purpose| text(purpose)))),
        ("prohibitedUse", list(claims.prohibited_use.iter().map(|usage| text(usage)))),
        ("responsibleEntity", optional(&claims.responsible_entity)),
        ("retainUntil", optional(&claims.retain_until)),
        ("confidenceScore", optional(&claims.confidence_score)),
        (
            "fieldOrigins",
            list(claims.field_origins.iter().map(|(name, origin)| {
                object([("name", text(name)), ("origin", text(origin))])
            })),
        ),
    ])
}

fn claims_from(claims: &Members<'_, '_>) -> Result<Claims, VerdictError> {
    let generator = claims.optional("generator", |generator| {
        Ok((
            generator.optional_text("name")?,
            generator.optional_text("version")?,
            generator.optional_text("algorithm")?,
        ))
    })?;
    let (generator_name, generator_version, generator_algorithm) = generator.unwrap_or_default();
    Ok(Claims {
        is_synthetic: claims.0.get("isSynthetic").and_then(Value::as_bool).unwrap_or_default(),
        provenance_source: claims.text("provenanceSource")?.into(),
        created: claims.text("created")?.into(),
        valid_from: claims.text("validFrom")?.into(),
        valid_until: claims.optional_text("validUntil")?,
        digital_source_type: claims.optional_text("digitalSourceType")?,
        generation_method: claims.optional_text("generationMethod")?,
        generator_name,
        generator_version,
        generator_algorithm,
        purpose: claims.texts("purpose")?,
        prohibited_use: claims.texts("prohibitedUse")?,
        responsible_entity: claims.optional_text("responsibleEntity")?,
        retain_until: claims.optional_text("retainUntil")?,
        confidence_score: claims.optional_text("confidenceScore")?,
        field_origins: claims.list("fieldOrigins", |value| {
            let field = Members(value.as_object()?);
            Some((field.text("name").ok()?.into(), field.text("origin").ok()?.into()))
        })?,
    })
}

fn declared_to_value(declared: &Declared) -> Value<'_> {
    if *declared == Declared::default() {
        return Value::Null;
    }
    object([
        ("isSynthetic", declared.is_synthetic.map_or(Value::Null, Value::Bool)),
        ("provenanceSource", optional(&declared.provenance_source)),
        ("generationMethod", optional(&declared.generation_method)),
        ("confidenceScore", optional(&declared.confidence_score)),
        ("created", optional(&declared.created)),
    ])
}

fn declared_from(declared: &Members<'_, '_>) -> Result<Declared, VerdictError> {
    Ok(Declared {
        is_synthetic: declared.0.get("isSynthetic").and_then(Value::as_bool),
        provenance_source: declared.optional_text("provenanceSource")?,
        generation_method: declared.optional_text("generationMethod")?,
        confidence_score: declared.optional_text("confidenceScore")?,
        created: declared.optional_text("created")?,
    })
}

/// An object of the members that are there: null means absent.
fn object<'a, const N: usize>(members: [(&'static str, Value<'a>); N]) -> Value<'a> {
    let present = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(Object::from_members(present.map(|(name, value)| (Cow::Borrowed(name), value)).collect()))
}

fn list<'a>(values: impl Iterator<Item = Value<'a>>) -> Value<'a> {
    Value::Array(values.collect())
}

fn text(text: &str) -> Value<'_> {
    Value::from(text)
}

fn optional(text: &Option<String>) -> Value<'_> {
    text.as_deref().map_or(Value::Null, Value::from)
}

fn number<'a>(value: u64) -> Value<'a> {
    Value::Number(Number::from_unsigned(value))
}

struct Members<'v, 'a>(&'v Object<'a>);

impl<'v, 'a> Members<'v, 'a> {
    fn text(&self, member: &'static str) -> Result<&'v str, VerdictError> {
        self.0.get(member).and_then(Value::as_str).ok_or(VerdictError { member })
    }

    fn optional_text(&self, member: &'static str) -> Result<Option<String>, VerdictError> {
        match self.0.get(member) {
            None => Ok(None),
            Some(value) => value.as_str().map(|text| Some(text.into())).ok_or(VerdictError { member }),
        }
    }

    fn code<T>(&self, member: &'static str, read: fn(&str) -> Option<T>) -> Result<T, VerdictError> {
        self.optional_code(member, read)?.ok_or(VerdictError { member })
    }

    fn optional_code<T>(
        &self,
        member: &'static str,
        read: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, VerdictError> {
        match self.0.get(member) {
            None => Ok(None),
            Some(value) => value.as_str().and_then(read).map(Some).ok_or(VerdictError { member }),
        }
    }

    fn time(&self, member: &'static str) -> Result<Timestamp, VerdictError> {
        Timestamp::parse(self.text(member)?).ok_or(VerdictError { member })
    }

    fn count<T: TryFrom<i64>>(&self, member: &'static str) -> Result<T, VerdictError> {
        let value = self.0.get(member).and_then(Value::as_number).and_then(Number::to_integer);
        value.and_then(|value| T::try_from(value).ok()).ok_or(VerdictError { member })
    }

    fn members(&self, member: &'static str) -> Result<Members<'v, 'a>, VerdictError> {
        self.0.get(member).and_then(Value::as_object).map(Members).ok_or(VerdictError { member })
    }

    fn optional<T>(
        &self,
        member: &'static str,
        read: impl FnOnce(&Members<'v, 'a>) -> Result<T, VerdictError>,
    ) -> Result<Option<T>, VerdictError> {
        match self.0.get(member) {
            None => Ok(None),
            Some(_) => read(&self.members(member)?).map(Some),
        }
    }

    fn list<T>(
        &self,
        member: &'static str,
        read: impl Fn(&Value<'a>) -> Option<T>,
    ) -> Result<Vec<T>, VerdictError> {
        let values = self.0.get(member).and_then(Value::as_array).ok_or(VerdictError { member })?;
        values.iter().map(read).collect::<Option<_>>().ok_or(VerdictError { member })
    }

    fn texts(&self, member: &'static str) -> Result<Vec<String>, VerdictError> {
        self.list(member, |value| value.as_str().map(Into::into))
    }
}
