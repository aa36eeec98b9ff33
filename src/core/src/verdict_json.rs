//! The verdict as JSON, out and back. Every name is fixed: what came from a record or a seal is only ever a value,
//! so no attacker names a key. `www/src/verdict/verdict.ts` describes the same form for JavaScript.

use alloc::string::String;
use alloc::vec::Vec;

use crate::Timestamp;
use crate::disclosure::Disclosure;
use crate::jcs;
use crate::json::{self, Number, Object, Value};
use crate::reason::ReasonCode;
use crate::text::push_decimal;
use crate::verdict::{
    Approval, BundleRef, Claims, Coverage, Declared, Envelope, Field, FieldState, Flag, Hint, Issuer,
    LogEntry, Reason, RecordRef, SealRef, Trust, Verdict, Witnessed,
};
use crate::{Origin, PROFILE, PROFILE_REVISION};

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
        let mut out = String::with_capacity(2048);
        self.write_json(&mut out);
        out
    }

    /// Appends [`Verdict::to_json`]. Names are written in the order that RFC 8785 asks for, so there is nothing to sort.
    pub fn write_json(&self, out: &mut String) {
        out.push('{');
        let out = &mut Writer(out);
        out.list("approvals");
        for approval in &self.approvals {
            out.open('{');
            out.text("id", &approval.id);
            out.optional("name", &approval.name);
            out.close('}');
        }
        out.close(']');
        out.time("checkedAt", Some(self.checked_at));
        if let Some(origin) = self.claimed_origin {
            out.text("claimedOrigin", origin.code());
        }
        if let Some(claims) = &self.claims {
            write_claims(claims, out);
        }
        if let Some(clean) = self.clean_as() {
            out.text("cleanAs", clean.code());
        }
        out.object("coverage");
        out.number("covered", self.coverage.covered.into());
        out.number("matched", self.coverage.matched.into());
        out.number("shown", self.coverage.shown.into());
        out.close('}');
        write_declared(&self.declared, out);
        write_disclosure(&self.disclose(), out);
        out.object("environment");
        out.text("expected", &self.environment_expected);
        out.texts("sealed", &self.environment_sealed);
        out.close('}');
        out.list("fields");
        for field in &self.fields {
            out.open('{');
            if let Some(hint) = field.hint {
                out.text("hint", hint.code());
            }
            out.text("name", &field.name);
            out.text("state", field.state.code());
            out.close('}');
        }
        out.close(']');
        out.list("flags");
        for flag in &self.flags {
            out.item(flag.code());
        }
        out.close(']');
        if let Some(issuer) = &self.issuer {
            out.object("issuer");
            out.text("id", &issuer.id);
            out.optional("name", &issuer.name);
            out.text("verificationMethod", &issuer.verification_method);
            out.close('}');
        }
        if let Some(log) = &self.log {
            write_log(log, out);
        }
        out.text("origin", self.origin.code());
        out.text("profile", PROFILE);
        out.text("profileRevision", PROFILE_REVISION);
        out.list("reasons");
        for reason in &self.reasons {
            out.open('{');
            out.text("code", reason.code.code());
            out.optional("detail", &reason.detail);
            out.close('}');
        }
        out.close(']');
        out.object("record");
        out.optional("id", &self.record.id);
        out.optional("object", &self.record.object);
        out.optional("uuid", &self.record.uuid);
        out.close('}');
        if let Some(seal) = &self.seal {
            out.object("seal");
            out.text("envelope", seal.envelope.code());
            out.optional("id", &seal.id);
            out.close('}');
        }
        out.text("trust", self.trust.code());
        out.object("trustBundle");
        out.number("ageSeconds", self.trust_bundle.age_seconds);
        out.time("expires", self.trust_bundle.expires);
        out.number("version", self.trust_bundle.version);
        out.close('}');
        out.close('}');
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
            approvals: root.list("approvals", |value| {
                let approval = Members(value.as_object()?);
                Some(Approval {
                    id: approval.text("id").ok()?.into(),
                    name: approval.optional_text("name").ok()?,
                })
            })?,
            log: root.optional("log", log_from)?,
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

fn write_claims(claims: &Claims, out: &mut Writer<'_>) {
    out.object("claims");
    out.optional("confidenceScore", &claims.confidence_score);
    out.text("created", &claims.created);
    out.texts("derivedFrom", &claims.derived_from);
    out.optional("digitalSourceType", &claims.digital_source_type);
    out.list("fieldOrigins");
    for (name, origin) in &claims.field_origins {
        out.open('{');
        out.text("name", name);
        out.text("origin", origin);
        out.close('}');
    }
    out.close(']');
    out.optional("generationMethod", &claims.generation_method);
    let before = out.object("generator");
    out.optional("algorithm", &claims.generator_algorithm);
    out.optional("name", &claims.generator_name);
    out.optional("parametersDigest", &claims.generator_parameters_digest);
    out.optional("version", &claims.generator_version);
    out.close_unless_empty(before);
    out.bool("isSynthetic", claims.is_synthetic);
    out.optional("previousSeal", &claims.previous_seal);
    out.texts("prohibitedUse", &claims.prohibited_use);
    out.text("provenanceSource", &claims.provenance_source);
    out.texts("purpose", &claims.purpose);
    out.optional("responsibleEntity", &claims.responsible_entity);
    out.optional("retainUntil", &claims.retain_until);
    out.optional("sealedAt", &claims.sealed_at);
    out.text("validFrom", &claims.valid_from);
    out.optional("validUntil", &claims.valid_until);
    out.close('}');
}

fn write_log(log: &LogEntry, out: &mut Writer<'_>) {
    let mut index = String::new();
    push_decimal(log.index, 1, &mut index);
    out.object("log");
    // A text: a log may be longer than what a JSON number can count.
    out.text("index", &index);
    out.text("origin", &log.origin);
    out.list("witnesses");
    for witness in &log.witnesses {
        out.open('{');
        out.time("at", Some(witness.at));
        out.text("name", &witness.name);
        out.close('}');
    }
    out.close(']');
    out.close('}');
}

fn write_declared(declared: &Declared, out: &mut Writer<'_>) {
    let before = out.object("declared");
    out.optional("confidenceScore", &declared.confidence_score);
    out.optional("created", &declared.created);
    out.optional("generationMethod", &declared.generation_method);
    if let Some(is_synthetic) = declared.is_synthetic {
        out.bool("isSynthetic", is_synthetic);
    }
    out.optional("provenanceSource", &declared.provenance_source);
    out.close_unless_empty(before);
}

fn write_disclosure(disclosure: &Disclosure, out: &mut Writer<'_>) {
    out.object("disclosure");
    out.optional("claim", &disclosure.claim);
    out.optional("environment", &disclosure.environment);
    out.text("explanation", &disclosure.explanation);
    out.text("group", disclosure.group.code());
    if let Some(issuer) = disclosure.issuer {
        out.text("issuer", issuer.code());
    }
    out.text("level", disclosure.level.code());
    out.text("next", &disclosure.next);
    out.optional("origin", &disclosure.origin);
    out.text("trust", &disclosure.trust);
    out.close('}');
}

fn claims_from(claims: &Members<'_, '_>) -> Result<Claims, VerdictError> {
    let generator = claims.optional("generator", |generator| {
        Ok((
            generator.optional_text("name")?,
            generator.optional_text("version")?,
            generator.optional_text("algorithm")?,
            generator.optional_text("parametersDigest")?,
        ))
    })?;
    let (generator_name, generator_version, generator_algorithm, generator_parameters_digest) =
        generator.unwrap_or_default();
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
        generator_parameters_digest,
        purpose: claims.texts("purpose")?,
        prohibited_use: claims.texts("prohibitedUse")?,
        responsible_entity: claims.optional_text("responsibleEntity")?,
        retain_until: claims.optional_text("retainUntil")?,
        confidence_score: claims.optional_text("confidenceScore")?,
        derived_from: claims.texts("derivedFrom")?,
        previous_seal: claims.optional_text("previousSeal")?,
        sealed_at: claims.optional_text("sealedAt")?,
        field_origins: claims.list("fieldOrigins", |value| {
            let field = Members(value.as_object()?);
            Some((field.text("name").ok()?.into(), field.text("origin").ok()?.into()))
        })?,
    })
}

fn log_from(log: &Members<'_, '_>) -> Result<LogEntry, VerdictError> {
    Ok(LogEntry {
        origin: log.text("origin")?.into(),
        index: log.text("index")?.parse().map_err(|_| VerdictError { member: "index" })?,
        witnesses: log.list("witnesses", |value| {
            let witness = Members(value.as_object()?);
            Some(Witnessed { name: witness.text("name").ok()?.into(), at: witness.time("at").ok()? })
        })?,
    })
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

/// Writes objects and lists, with commas where they belong; the caller keeps names in order and closes what it opens.
pub(crate) struct Writer<'o>(pub(crate) &'o mut String);

impl Writer<'_> {
    /// Opens an item: `{` or `[`.
    pub(crate) fn open(&mut self, bracket: char) {
        self.separate();
        self.0.push(bracket);
    }

    #[inline(never)]
    pub(crate) fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// Opens a member; gives what stood before it, for [`Writer::close_unless_empty`].
    pub(crate) fn object(&mut self, name: &str) -> usize {
        let before = self.0.len();
        self.name(name);
        self.0.push('{');
        before
    }

    /// Closes an object, or takes it back where nothing was written into it.
    pub(crate) fn close_unless_empty(&mut self, before: usize) {
        if self.0.ends_with('{') {
            self.0.truncate(before);
        } else {
            self.close('}');
        }
    }

    pub(crate) fn list(&mut self, name: &str) {
        self.name(name);
        self.0.push('[');
    }

    /// Stands before a value that is written next.
    pub(crate) fn name(&mut self, name: &str) {
        self.item(name);
        self.0.push(':');
    }

    pub(crate) fn item(&mut self, text: &str) {
        self.separate();
        jcs::write_string(text, self.0);
    }

    /// What was opened or named is followed by its first item; everything else by a comma.
    pub(crate) fn separate(&mut self) {
        if !matches!(self.0.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.0.push(',');
        }
    }

    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        jcs::write_string(text, self.0);
    }

    pub(crate) fn optional(&mut self, name: &str, text: &Option<String>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    pub(crate) fn time(&mut self, name: &str, time: Option<Timestamp>) {
        self.optional(name, &time.map(Timestamp::to_text));
    }

    pub(crate) fn bool(&mut self, name: &str, value: bool) {
        self.name(name);
        self.0.push_str(if value { "true" } else { "false" });
    }

    pub(crate) fn number(&mut self, name: &str, value: u64) {
        self.name(name);
        push_decimal(value, 1, self.0);
    }

    pub(crate) fn texts(&mut self, name: &str, texts: &[String]) {
        self.list(name);
        for text in texts {
            self.item(text);
        }
        self.close(']');
    }
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
