//! The verdict as JSON, out and back. Every name is fixed: what came from a record or a seal is only ever a value,
//! so no attacker names a key. `www/src/verdict/verdict.ts` describes the same form for JavaScript.

use alloc::string::String;
use alloc::vec::Vec;

use crate::Timestamp;
use crate::approval::Approval;
use crate::contact::Contact;
use crate::cursor::{Cursor, FirstFault, Place};
use crate::decision::{Answer, Decision, Grant, UseReason};
use crate::disclosure::Disclosure;
use crate::jcs;
use crate::json::{self, Object, Value};
use crate::reason::ReasonCode;
use crate::text::{digits, push_decimal};
use crate::verdict::{
    BundleRef, Claims, Coverage, Declared, Envelope, Field, FieldState, Flag, Hint, Issuer, LogEntry, Reason,
    RecordRef, SealRef, Trust, Verdict, Witnessed,
};
use crate::{Origin, PROFILE, PROFILE_REVISION};

/// A text that is not a verdict of this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictError {
    /// The member that is missing or of the wrong form, such as `reasons[0].code`; `JSON` or `object` where that is missing.
    pub member: String,
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
        self.write_json_with(None, out);
    }

    /// The same; with the number of the verdict that has the same `uses`, in their place, where there is one.
    pub(crate) fn write_json_with(&self, same_uses: Option<u64>, out: &mut String) {
        out.push('{');
        let out = &mut Writer(out);
        out.list("approvals");
        for approval in &self.approvals {
            write_approval(approval, out);
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
        if !self.contacts.is_empty() {
            out.list("contacts");
            for contact in &self.contacts {
                out.open('{');
                out.text("address", &contact.address);
                out.text("name", &contact.name);
                out.close('}');
            }
            out.close(']');
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
        match same_uses {
            Some(at) => out.number("uses", at),
            None => write_uses(&self.uses, out),
        }
        out.close('}');
    }

    /// Reads what [`Verdict::to_json`] wrote, for views that show it. Nothing is checked: whoever calls this says that the text came
    /// from a check and nobody else could write it. The disclosure is worked out anew.
    ///
    /// # Errors
    /// [`VerdictError`] names the member that is missing or of the wrong form.
    pub fn assume_checked(text: &str) -> Result<Self, VerdictError> {
        let value = json::parse(text).map_err(|_| VerdictError { member: "JSON".into() })?;
        Self::assume_checked_value(&value)
    }

    /// As [`Verdict::assume_checked`], from a tree.
    ///
    /// # Errors
    /// As [`Verdict::assume_checked`].
    pub fn assume_checked_value(value: &Value<'_>) -> Result<Self, VerdictError> {
        let wrong = FirstFault::default();
        let verdict = read(&Cursor::over(value, Place::Root("", &wrong)));
        wrong.unless(verdict).map_err(|fault| {
            let member = if fault.path.is_empty() { "object".into() } else { fault.path };
            VerdictError { member }
        })
    }
}

#[inline(never)]
fn read(root: &Cursor<'_, '_>) -> Verdict {
    root.require("profile", root.text("profile") == PROFILE);
    let record = root.required_member("record");
    let coverage = root.required_member("coverage");
    let environment = root.required_member("environment");
    let bundle = root.required_member("trustBundle");
    Verdict {
        trust: root.required("trust", Trust::from_code).unwrap_or(Trust::Unchecked),
        origin: root.required("origin", Origin::from_code).unwrap_or(Origin::Unknown),
        claimed_origin: root.optional("claimedOrigin", Origin::from_code),
        flags: codes(root, "flags", Flag::from_code),
        reasons: of_each(root, "reasons", |reason| {
            Some(Reason {
                code: reason.required("code", ReasonCode::from_code)?,
                detail: owned(reason, "detail"),
            })
        }),
        record: RecordRef {
            object: owned(&record, "object"),
            id: owned(&record, "id"),
            uuid: owned(&record, "uuid"),
        },
        seal: root.member("seal").and_then(|seal| {
            Some(SealRef {
                id: owned(&seal, "id"),
                envelope: seal.required("envelope", Envelope::from_code)?,
            })
        }),
        issuer: root.member("issuer").map(|issuer| Issuer {
            id: issuer.text("id").into(),
            name: owned(&issuer, "name"),
            verification_method: issuer.text("verificationMethod").into(),
        }),
        claims: root.member("claims").map(|claims| read_claims(&claims)),
        approvals: of_each(root, "approvals", |approval| Some(read_approval(approval))),
        log: root.member("log").map(|log| LogEntry {
            origin: log.text("origin").into(),
            index: log.parsed("index", digits),
            witnesses: of_each(&log, "witnesses", |witness| {
                let at = witness.parsed("at", Timestamp::parse);
                Some(Witnessed { name: witness.text("name").into(), at })
            }),
        }),
        declared: root.member("declared").map(|declared| read_declared(&declared)).unwrap_or_default(),
        fields: of_each(root, "fields", |field| {
            Some(Field {
                name: field.text("name").into(),
                state: field.required("state", FieldState::from_code)?,
                hint: field.optional("hint", Hint::from_code),
            })
        }),
        coverage: Coverage {
            shown: count(&coverage, "shown"),
            covered: count(&coverage, "covered"),
            matched: count(&coverage, "matched"),
        },
        environment_expected: environment.text("expected").into(),
        environment_sealed: owned_list(&environment, "sealed"),
        checked_at: root.parsed("checkedAt", Timestamp::parse),
        trust_bundle: BundleRef {
            version: bundle.count("version"),
            age_seconds: bundle.count("ageSeconds"),
            expires: bundle.optional("expires", Timestamp::parse),
        },
        uses: root.member("uses").map(|uses| read_uses(&uses)).unwrap_or_default(),
        contacts: match root.get("contacts") {
            Some(_) => of_each(root, "contacts", |contact| {
                Contact::assume_checked(contact.text("name"), contact.text("address"))
            }),
            None => Vec::new(),
        },
    }
}

fn write_approval(approval: &Approval, out: &mut Writer<'_>) {
    out.open('{');
    out.time("at", approval.at);
    out.text("id", &approval.id);
    out.optional("name", &approval.name);
    out.close('}');
}

fn write_claims(claims: &Claims, out: &mut Writer<'_>) {
    // One that is left out here is missed by the compiler.
    let Claims {
        confidence_score,
        created,
        derived_from,
        digital_source_type,
        field_origins,
        generation_method,
        generator_algorithm,
        generator_name,
        generator_parameters_digest,
        generator_version,
        is_synthetic,
        previous_seal,
        prohibited_use,
        provenance_source,
        purpose,
        responsible_entity,
        retain_until,
        sealed_at,
        valid_from,
        valid_until,
    } = claims;
    out.object("claims");
    out.optional("confidenceScore", confidence_score);
    out.text("created", created);
    out.texts("derivedFrom", derived_from);
    out.optional("digitalSourceType", digital_source_type);
    out.list("fieldOrigins");
    for (name, origin) in field_origins {
        out.open('{');
        out.text("name", name);
        out.text("origin", origin);
        out.close('}');
    }
    out.close(']');
    out.optional("generationMethod", generation_method);
    let before = out.object("generator");
    out.optional("algorithm", generator_algorithm);
    out.optional("name", generator_name);
    out.optional("parametersDigest", generator_parameters_digest);
    out.optional("version", generator_version);
    out.close_unless_empty(before);
    out.bool("isSynthetic", *is_synthetic);
    out.optional("previousSeal", previous_seal);
    out.texts("prohibitedUse", prohibited_use);
    out.text("provenanceSource", provenance_source);
    out.texts("purpose", purpose);
    out.optional("responsibleEntity", responsible_entity);
    out.optional("retainUntil", retain_until);
    out.optional("sealedAt", sealed_at);
    out.text("validFrom", valid_from);
    out.optional("validUntil", valid_until);
    out.close('}');
}

/// By name; nothing where the policy names no use.
fn write_uses(uses: &[Decision], out: &mut Writer<'_>) {
    let before = out.object("uses");
    for decision in uses {
        out.name(&decision.name);
        write_decision(decision, out);
    }
    out.close_unless_empty(before);
}

pub(crate) fn write_decision(decision: &Decision, out: &mut Writer<'_>) {
    out.open('{');
    out.text("answer", decision.answer.code());
    if let Some(Grant { id, approver, until, reason }) = &decision.grant {
        out.object("grant");
        out.name("approver");
        write_approval(approver, out);
        out.text("id", id);
        out.text("reason", reason);
        out.time("until", Some(*until));
        out.close('}');
    }
    out.optional("owner", &decision.owner);
    out.list("reasons");
    for reason in &decision.reasons {
        out.item(reason.code());
    }
    out.close(']');
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

#[inline(never)]
fn read_claims(claims: &Cursor<'_, '_>) -> Claims {
    let generator = claims.member("generator");
    let of_generator = |name| generator.as_ref().and_then(|generator| owned(generator, name));
    Claims {
        is_synthetic: claims.flag("isSynthetic").unwrap_or_default(),
        provenance_source: claims.text("provenanceSource").into(),
        created: claims.text("created").into(),
        valid_from: claims.text("validFrom").into(),
        valid_until: owned(claims, "validUntil"),
        digital_source_type: owned(claims, "digitalSourceType"),
        generation_method: owned(claims, "generationMethod"),
        generator_name: of_generator("name"),
        generator_version: of_generator("version"),
        generator_algorithm: of_generator("algorithm"),
        generator_parameters_digest: of_generator("parametersDigest"),
        purpose: owned_list(claims, "purpose"),
        prohibited_use: owned_list(claims, "prohibitedUse"),
        responsible_entity: owned(claims, "responsibleEntity"),
        retain_until: owned(claims, "retainUntil"),
        confidence_score: owned(claims, "confidenceScore"),
        derived_from: owned_list(claims, "derivedFrom"),
        previous_seal: owned(claims, "previousSeal"),
        sealed_at: owned(claims, "sealedAt"),
        field_origins: of_each(claims, "fieldOrigins", |field| {
            Some((field.text("name").into(), field.text("origin").into()))
        }),
    }
}

fn read_uses(uses: &Cursor<'_, '_>) -> Vec<Decision> {
    let mut read = Vec::new();
    for (name, _) in uses.as_object().into_iter().flat_map(Object::iter) {
        let decision = uses.required_member(name);
        let reasons = codes(&decision, "reasons", UseReason::from_code);
        decision.require("reasons", reasons.is_sorted_by(|a, b| a < b));
        let stated = Answer::from_code(decision.text("answer"));
        let made = Decision::of(name, reasons, owned(&decision, "owner"));
        decision.require("answer", stated == Some(made.answer));
        let grant = decision.member("grant").map(|grant| Grant {
            id: grant.text("id").into(),
            approver: read_approval(&grant.required_member("approver")),
            until: grant.parsed("until", Timestamp::parse),
            reason: grant.text("reason").into(),
        });
        read.push(Decision { grant, ..made });
    }
    read
}

fn read_approval(approval: &Cursor<'_, '_>) -> Approval {
    Approval {
        id: approval.text("id").into(),
        name: owned(approval, "name"),
        at: approval.optional("at", Timestamp::parse),
    }
}

fn read_declared(declared: &Cursor<'_, '_>) -> Declared {
    Declared {
        is_synthetic: declared.flag("isSynthetic"),
        provenance_source: owned(declared, "provenanceSource"),
        generation_method: owned(declared, "generationMethod"),
        confidence_score: owned(declared, "confidenceScore"),
        created: owned(declared, "created"),
    }
}

fn owned(of: &Cursor<'_, '_>, name: &str) -> Option<String> {
    of.optional_text(name).map(Into::into)
}

fn owned_list(of: &Cursor<'_, '_>, name: &str) -> Vec<String> {
    codes(of, name, |text| Some(text.into()))
}

fn codes<T>(of: &Cursor<'_, '_>, name: &str, read: fn(&str) -> Option<T>) -> Vec<T> {
    let texts = of.texts(name);
    let read: Vec<T> = texts.iter().copied().filter_map(read).collect();
    of.require(name, read.len() == texts.len());
    read
}

fn count(of: &Cursor<'_, '_>, name: &str) -> u32 {
    let count = u32::try_from(of.count(name));
    of.require(name, count.is_ok());
    count.unwrap_or_default()
}

/// What each object of a list says, which must be there. What cannot be read has a fault of its own.
fn of_each<T>(of: &Cursor<'_, '_>, name: &str, read: fn(&Cursor<'_, '_>) -> Option<T>) -> Vec<T> {
    of.require(name, of.get(name).is_some());
    of.items(name).filter_map(|item| read(&item)).collect()
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
