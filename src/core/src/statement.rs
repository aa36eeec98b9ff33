//! What an issuer states of a record (profile §3). Read only from bytes whose signature holds.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::digest::is_digest;
use crate::ids;
use crate::json::{self, Number, Object, Value};
use crate::names::{doubled, is_same_name};
use crate::normal::FieldType;
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::seal::VerifiedSeal;
use crate::status::StatusRef;
use crate::text::joined;
use crate::time::Date;
use crate::verdict::{Claims, Trust};
use crate::{MAX_FIELDS, Origin, Timestamp, is_api_name, is_confidence, printable};

/// A statement of the profile's form, from signed bytes.
///
/// Made of a [`VerifiedSeal`] alone.
pub struct Statement<'v> {
    pub(crate) seal_id: String,
    pub(crate) subject_id: &'v str,
    pub(crate) tenant: &'v str,
    pub(crate) object: &'v str,
    pub(crate) record_id: Option<String>,
    pub(crate) environments: Vec<&'v str>,
    pub(crate) valid_from: Timestamp,
    pub(crate) valid_until: Option<Timestamp>,
    pub(crate) created: Timestamp,
    pub(crate) retain_until: Option<Date>,
    pub(crate) status: Option<StatusRef<'v>>,
    pub(crate) origin: Origin,
    /// Whether `confidenceScore` is absent, or the decimal from 0 to 1 that it must be.
    pub(crate) is_confidence_well: bool,
    /// Sorted by name, as the tree is.
    pub(crate) covered: Vec<CoveredField<'v>>,
}

pub(crate) struct CoveredField<'v> {
    pub(crate) name: &'v str,
    pub(crate) field_type: FieldType,
    pub(crate) digest: &'v str,
}

impl<'v> Statement<'v> {
    /// Reads what is stated.
    ///
    /// # Errors
    /// A refusal, of a statement that is not of the profile's form.
    pub fn of(seal: &VerifiedSeal<'v, '_>) -> Result<Self, Refusal> {
        let object = seal.payload();
        let flaw = Flaw::default();
        let credential = Part { name: "vc", object: Some(object), flaw: &flaw };
        let subject = credential.part("credentialSubject");
        let provenance = subject.part("provenance");
        let digests = subject.part("fieldDigests");
        let covered = covered_fields(&digests);

        let kinds = credential.texts("type");
        credential.require(
            "type",
            ["VerifiableCredential", "CrmRecordProvenance"].iter().all(|kind| kinds.contains(kind)),
        );
        subject.require("type", subject.optional_text("type").is_none_or(|kind| kind == "CrmRecord"));
        let environments = subject.texts("environment");
        subject.require("environment", !environments.is_empty());
        let tenant = subject.text("tenant");
        subject.require("tenant", is_digest(tenant));
        let retain_until = provenance.optional_text("retainUntil").map(Date::parse);
        provenance.require("retainUntil", retain_until != Some(None));
        let origin = derive_origin(&provenance);
        if origin != Origin::Recorded {
            provenance.text("generationMethod");
        }
        let record_id = subject.optional_text("recordId").map(ids::to_18);
        subject.require("recordId", record_id != Some(None));
        let statement = Self {
            seal_id: ids::to_uuid(credential.urn("id")).unwrap_or_default(),
            subject_id: subject.urn("id"),
            tenant,
            object: subject.text("object"),
            record_id: record_id.flatten().map(Cow::into_owned),
            environments,
            valid_from: credential.time("validFrom"),
            valid_until: credential.optional_time("validUntil"),
            created: provenance.time("created"),
            retain_until: retain_until.flatten(),
            is_confidence_well: provenance
                .get("confidenceScore")
                .is_none_or(|score| score.is_null() || score.as_str().is_some_and(is_confidence)),
            status: status(&credential),
            origin,
            covered,
        };
        provenance.text("provenanceSource");
        match flaw.0.take() {
            None => Ok(statement),
            Some(refusal) => Err(refusal),
        }
    }
}

impl Statement<'_> {
    /// The covered field of that name, however it is spelt.
    pub(crate) fn covering(&self, name: &str) -> Option<&CoveredField<'_>> {
        match self.covered.binary_search_by(|field| json::utf16_order(field.name, name)) {
            Ok(at) => self.covered.get(at),
            Err(_) => self.covered.iter().find(|field| is_same_name(field.name, name)),
        }
    }
}

fn provenance_of<'v, 'a>(credential: &'v Object<'a>) -> Option<&'v Object<'a>> {
    credential.get("credentialSubject")?.as_object()?.get("provenance")?.as_object()
}

/// The origin that a statement's claims give.
fn derive_origin(provenance: &Part<'_, '_, '_>) -> Origin {
    let is_synthetic = provenance.get("isSynthetic").and_then(Value::as_bool);
    provenance.require("isSynthetic", is_synthetic.is_some());
    let source = provenance.optional_text("digitalSourceType");
    let method = provenance.optional_text("generationMethod");
    let mut field_sources = Vec::new();
    if let Some(origins) = provenance.optional_part("fieldOrigins").object {
        for (_, source) in origins.iter() {
            let source = source.as_str().unwrap_or_default();
            provenance.require("fieldOrigins", !source.is_empty());
            field_sources.push(source);
        }
    }
    Origin::of_claims(is_synthetic == Some(true), source, method, &field_sources)
}

fn status<'v>(credential: &Part<'v, '_, '_>) -> Option<StatusRef<'v>> {
    let status = credential.optional_part("credentialStatus");
    // The list and the index say which entry it is; the entry's own id is free text.
    status.object.is_some().then(|| StatusRef {
        list: status.text("statusListCredential"),
        index: status.text("statusListIndex"),
        purpose: match status.get("statusSize").map(|size| size.as_number().and_then(Number::to_integer)) {
            None | Some(Some(1)) => status.optional_text("statusPurpose").unwrap_or("revocation"),
            // Entries of several bits stand elsewhere: no list that is known speaks of them.
            _ => "",
        },
    })
}

fn covered_fields<'v>(digests: &Part<'v, '_, '_>) -> Vec<CoveredField<'v>> {
    for &(name, known, code) in &[
        ("alg", "sd-jwt+jcs+sha-256", ReasonCode::DigestUnsupported),
        ("norm", "crm-norm-1", ReasonCode::NormUnsupported),
    ] {
        let stated = digests.text(name);
        if stated != known {
            digests.flaw.note(|| Refusal::at(Trust::Unsupported, code, &printable(stated)));
        }
    }
    let values = digests.part("values");
    let types = digests.optional_part("types");
    let mut covered = Vec::new();
    let Some(object) = values.object else { return covered };
    if object.len() > MAX_FIELDS {
        digests.require("values (more than 400 fields)", false);
        return covered;
    }
    covered.reserve_exact(object.len());
    if doubled(object).is_some() {
        digests.require("values (two names that differ in case alone)", false);
    }
    for (name, value) in object.iter() {
        let digest = value.as_str().unwrap_or_default();
        let named = types.get(name).map(|value| value.as_str().unwrap_or_default());
        if !is_digest(digest) || !is_api_name(name) || named == Some("") {
            digests.require(&printable(name), false);
        }
        covered.push(CoveredField {
            name,
            field_type: FieldType::from_name(named.unwrap_or_default()),
            digest,
        });
    }
    covered
}

impl Claims {
    /// What a statement that was read claims, to be shown. What only informs is left out where it is not of its form.
    pub(crate) fn of(credential: &Object<'_>, sealed_at: Option<Timestamp>) -> Option<Self> {
        let provenance = provenance_of(credential)?;
        let claim = |name| shown(Some(provenance), name);
        let generator = provenance.get("generator").and_then(Value::as_object);
        let mut field_origins = Vec::new();
        if let Some(origins) = provenance.get("fieldOrigins").and_then(Value::as_object) {
            for (name, origin) in origins.iter() {
                field_origins.push((printable(name), printable(origin.as_str().unwrap_or_default())));
            }
        }
        Some(Self {
            is_synthetic: provenance.get("isSynthetic").and_then(Value::as_bool).unwrap_or_default(),
            provenance_source: claim("provenanceSource").unwrap_or_default(),
            created: claim("created").unwrap_or_default(),
            valid_from: shown(Some(credential), "validFrom").unwrap_or_default(),
            valid_until: shown(Some(credential), "validUntil"),
            digital_source_type: claim("digitalSourceType"),
            generation_method: claim("generationMethod"),
            generator_name: shown(generator, "name"),
            generator_version: shown(generator, "version"),
            generator_algorithm: shown(generator, "algorithm"),
            generator_parameters_digest: shown(generator, "parametersDigest"),
            purpose: shown_list(provenance, "purpose"),
            prohibited_use: shown_list(provenance, "prohibitedUse"),
            responsible_entity: claim("responsibleEntity"),
            retain_until: claim("retainUntil"),
            confidence_score: claim("confidenceScore"),
            derived_from: shown_list(provenance, "derivedFrom"),
            previous_seal: claim("previousSeal"),
            sealed_at: sealed_at.map(Timestamp::to_text),
            field_origins,
        })
    }
}

fn shown(object: Option<&Object<'_>>, name: &str) -> Option<String> {
    object?.text(name).map(printable)
}

fn shown_list(object: &Object<'_>, name: &str) -> Vec<String> {
    let mut list = Vec::new();
    for value in object.get(name).and_then(Value::as_array).unwrap_or_default() {
        // What shows nothing says nothing.
        let text = value.as_str().map(printable).filter(|text| !text.trim().is_empty());
        list.extend(text);
    }
    list
}

/// The first thing found wrong. Reading goes on after it and the result is thrown away: one way out is a third of the
/// code of a way out at each member.
#[derive(Default)]
struct Flaw(Cell<Option<Refusal>>);

impl Flaw {
    #[cold]
    fn note(&self, refusal: impl FnOnce() -> Refusal) {
        let first = self.0.take();
        self.0.set(first.or_else(|| Some(refusal())));
    }
}

/// One object of a statement, and its name for findings.
struct Part<'v, 'a, 'f> {
    name: &'static str,
    object: Option<&'v Object<'a>>,
    flaw: &'f Flaw,
}

impl<'v, 'a, 'f> Part<'v, 'a, 'f> {
    fn get(&self, name: &str) -> Option<&'v Value<'a>> {
        self.object?.get(name)
    }

    fn require(&self, name: &str, holds: bool) {
        if !holds {
            self.flaw.note(|| {
                let detail = joined(&[self.name, ".", name]);
                Refusal::at(Trust::Malformed, ReasonCode::StatementMalformed, &detail)
            });
        }
    }

    fn text(&self, name: &str) -> &'v str {
        let text = self.optional_text(name).unwrap_or_default();
        self.require(name, !text.is_empty());
        text
    }

    /// Absent and null are the same; anything but a string is malformed.
    fn optional_text(&self, name: &str) -> Option<&'v str> {
        let value = self.get(name).filter(|value| !value.is_null())?;
        self.require(name, value.as_str().is_some());
        value.as_str()
    }

    fn texts(&self, name: &str) -> Vec<&'v str> {
        let values = self.get(name).and_then(Value::as_array);
        let mut texts = Vec::new();
        self.require(name, values.is_some());
        for value in values.unwrap_or_default() {
            self.require(name, value.as_str().is_some());
            texts.push(value.as_str().unwrap_or_default());
        }
        texts
    }

    /// A uuid as `urn:uuid:…`.
    fn urn(&self, name: &str) -> &'v str {
        let text = self.text(name);
        self.require(name, ids::bare_uuid(text).is_some_and(|bare| bare.len() < text.len()));
        text
    }

    fn time(&self, name: &str) -> Timestamp {
        let time = self.optional_time(name);
        self.require(name, time.is_some());
        time.unwrap_or_default()
    }

    fn optional_time(&self, name: &str) -> Option<Timestamp> {
        let text = self.optional_text(name)?;
        let time = Timestamp::parse(text);
        self.require(name, time.is_some());
        time
    }

    fn part(&self, name: &'static str) -> Part<'v, 'a, 'f> {
        let part = self.optional_part(name);
        self.require(name, part.object.is_some());
        part
    }

    fn optional_part(&self, name: &'static str) -> Part<'v, 'a, 'f> {
        let value = self.get(name).filter(|value| !value.is_null());
        let object = value.and_then(Value::as_object);
        self.require(name, value.is_some() == object.is_some());
        Part { name, object, flaw: self.flaw }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use touchmark_profile::SOURCE_TYPE;

    #[test]
    fn origins_of_the_profile() {
        let origin = |json: &str| {
            let value = crate::json::parse(json).unwrap();
            let flaw = Flaw::default();
            let origin = derive_origin(&Part { name: "", object: value.as_object(), flaw: &flaw });
            flaw.0.take().map_or(Ok(origin), Err)
        };
        let of = |rest: &str| origin(&format!(r#"{{"isSynthetic":false{rest}}}"#)).unwrap();
        let source = |name: &str| format!(r#","digitalSourceType":"{SOURCE_TYPE}{name}""#);
        assert_eq!(origin(r#"{"isSynthetic":true}"#), Ok(Origin::Synthetic));
        assert_eq!(of(&source("trainedAlgorithmicMedia")), Origin::AiGenerated);
        assert_eq!(of(&source("compositeSynthetic")), Origin::AiModified);
        assert_eq!(of(&source("algorithmicallyEnhanced")), Origin::Masked);
        assert_eq!(of(&source("digitalCapture")), Origin::Recorded);
        assert_eq!(of(""), Origin::Recorded);
        assert_eq!(of(&source("algorithmicMedia")), Origin::Unknown);
        assert_eq!(of(r#","digitalSourceType":"humanEdits""#), Origin::Unknown);
        for method in [
            "simulations-na",
            "other-synthetic",
            "feeds-synthetic-generator",
            "other-",
            "Other-na",
            "MACHINE-GENERATED-MLOPS-SYNTHETIC",
            "synthetic",
            "transfer-learning-na",
            "",
        ] {
            assert_eq!(of(&format!(r#","generationMethod":"{method}""#)), Origin::Unknown, "{method}");
        }
        assert_eq!(of(r#","generationMethod":"primary-user-source-survey-questionnaire""#), Origin::Recorded);
        for field in [
            "https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
            &format!("{SOURCE_TYPE}algorithmicMedia"),
        ] {
            assert_eq!(of(&format!(r#","fieldOrigins":{{"Title":"{field}"}}"#)), Origin::Unknown, "{field}");
        }
        assert_eq!(
            of(&format!(r#","fieldOrigins":{{"Title":"{SOURCE_TYPE}humanEdits"}}"#)),
            Origin::Recorded
        );
        assert_eq!(
            of(&format!(
                r#","fieldOrigins":{{"Description":"{SOURCE_TYPE}compositeWithTrainedAlgorithmicMedia"}}"#
            )),
            Origin::AiModified
        );
        assert!(origin(r#"{"isSynthetic":"true"}"#).is_err());
    }
}
