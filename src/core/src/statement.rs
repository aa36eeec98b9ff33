//! What an issuer states of a record (profile §3). Read only from bytes whose signature holds.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::cursor::{Cursor, FirstFault, Place};
use crate::digest::is_digest;
use crate::grants::GRANT_TYPE;
use crate::ids;
use crate::json::{self, Number, Object, Value};
use crate::names::{doubled, is_same_name};
use crate::normal::FieldType;
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::seal::VerifiedSeal;
use crate::status::StatusRef;
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
        let malformed = FirstFault::default();
        let credential = Cursor::of(seal.payload(), Place::Root("vc", &malformed));
        let subject = part(&credential, "credentialSubject");
        let provenance = part(&subject, "provenance");
        let digests = part(&subject, "fieldDigests");

        let (unsupported, covered) = (unsupported(&digests), covered_fields(&digests));
        let kinds = credential.texts("type");
        let has_kinds =
            ["VerifiableCredential", "CrmRecordProvenance"].iter().all(|kind| kinds.contains(kind));
        // Both are signed by the same rules, by keys that may do both: neither must pass for the other.
        credential.require("type", has_kinds && !kinds.contains(&GRANT_TYPE));
        subject.require("type", subject.optional_text("type").is_none_or(|kind| kind == "CrmRecord"));
        let environments = subject.texts("environment");
        subject.require("environment", !environments.is_empty());
        let tenant = subject.text("tenant");
        subject.require("tenant", is_digest(tenant));
        let origin = derive_origin(&provenance);
        if origin != Origin::Recorded {
            said(&provenance, "generationMethod");
        }
        said(&provenance, "provenanceSource");
        let score = provenance.get("confidenceScore");
        let statement = Self {
            seal_id: ids::to_uuid(urn(&credential, "id")).unwrap_or_default(),
            subject_id: urn(&subject, "id"),
            tenant,
            object: said(&subject, "object"),
            record_id: subject.optional("recordId", ids::to_18).map(Cow::into_owned),
            environments,
            valid_from: credential.parsed("validFrom", Timestamp::parse),
            valid_until: credential.optional("validUntil", Timestamp::parse),
            created: provenance.parsed("created", Timestamp::parse),
            retain_until: provenance.optional("retainUntil", Date::parse),
            is_confidence_well: score.is_none_or(|score| score.as_str().is_some_and(is_confidence)),
            status: status(&credential),
            origin,
            covered,
        };
        match (unsupported, malformed.unless(statement)) {
            (Some(refusal), _) => Err(refusal),
            (None, Ok(statement)) => Ok(statement),
            (None, Err(fault)) => {
                Err(Refusal::at(Trust::Malformed, ReasonCode::StatementMalformed, &fault.path))
            }
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
fn derive_origin(provenance: &Cursor<'_, '_>) -> Origin {
    let is_synthetic = provenance.flag("isSynthetic");
    provenance.require("isSynthetic", is_synthetic.is_some());
    let source = provenance.optional_text("digitalSourceType");
    let method = provenance.optional_text("generationMethod");
    let mut field_sources = Vec::new();
    if let Some(origins) = provenance.member("fieldOrigins").and_then(|origins| origins.as_object()) {
        for (_, source) in origins.iter() {
            let source = source.as_str().unwrap_or_default();
            provenance.require("fieldOrigins", !source.is_empty());
            field_sources.push(source);
        }
    }
    Origin::of_claims(is_synthetic == Some(true), source, method, &field_sources)
}

fn status<'v>(credential: &Cursor<'v, '_>) -> Option<StatusRef<'v>> {
    let status = credential.member("credentialStatus")?.named("credentialStatus");
    let size = status.as_object()?.get("statusSize");
    // The list and the index say which entry it is; the entry's own id is free text.
    Some(StatusRef {
        list: said(&status, "statusListCredential"),
        index: said(&status, "statusListIndex"),
        purpose: match size.map(|size| size.as_number().and_then(Number::to_integer)) {
            None | Some(Some(1)) => status.optional_text("statusPurpose").unwrap_or("revocation"),
            // Entries of several bits stand elsewhere: no list that is known speaks of them.
            _ => "",
        },
    })
}

/// The first way in which fields are digested that is not known, unless something was malformed before it.
fn unsupported(digests: &Cursor<'_, '_>) -> Option<Refusal> {
    let known = [
        ("alg", "sd-jwt+jcs+sha-256", ReasonCode::DigestUnsupported),
        ("norm", "crm-norm-1", ReasonCode::NormUnsupported),
    ];
    let (stated, code) = known.into_iter().find_map(|(name, known, code)| {
        let stated = said(digests, name);
        (stated != known).then_some((stated, code))
    })?;
    let is_malformed = digests.place().first_fault().is_found();
    (!is_malformed).then(|| Refusal::at(Trust::Unsupported, code, &printable(stated)))
}

fn covered_fields<'v>(digests: &Cursor<'v, '_>) -> Vec<CoveredField<'v>> {
    let values = digests.required_member("values");
    let types = digests.member("types").and_then(|types| types.as_object());
    let mut covered = Vec::new();
    let Some(object) = values.as_object() else { return covered };
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
        let named = types.and_then(|types| types.get(name)).map(|value| value.as_str().unwrap_or_default());
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

/// Whether a claim is what a list of codes is: absent, a list of texts, or one text, as JSON-LD writes one.
pub(crate) fn is_list_of_texts(provenance: &Object<'_>, name: &str) -> bool {
    match provenance.get(name) {
        None | Some(Value::Null | Value::String(_)) => true,
        Some(Value::Array(values)) => values.iter().all(|value| value.as_str().is_some()),
        Some(_) => false,
    }
}

fn shown_list(object: &Object<'_>, name: &str) -> Vec<String> {
    let mut list = Vec::new();
    let values = match object.get(name) {
        Some(Value::Array(values)) => values.as_slice(),
        Some(one) => core::slice::from_ref(one),
        None => &[],
    };
    for value in values {
        // What shows nothing says nothing.
        let text = value.as_str().map(printable).filter(|text| !text.trim().is_empty());
        list.extend(text);
    }
    list
}

/// A part that must be there, named in findings by itself.
fn part<'v, 'c>(of: &'c Cursor<'v, 'c>, name: &'static str) -> Cursor<'v, 'c> {
    of.required_member(name).named(name)
}

/// A text that must be there and say something.
fn said<'v>(of: &Cursor<'v, '_>, name: &str) -> &'v str {
    let text = of.text(name);
    of.require(name, !text.is_empty());
    text
}

/// A uuid as `urn:uuid:…`.
fn urn<'v>(of: &Cursor<'v, '_>, name: &str) -> &'v str {
    let text = of.text(name);
    of.require(name, ids::bare_uuid(text).is_some_and(|bare| bare.len() < text.len()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use touchmark_profile::SOURCE_TYPE;

    #[test]
    fn origins_of_the_profile() {
        let origin = |json: &str| {
            let value = crate::json::parse(json).unwrap();
            let malformed = FirstFault::default();
            let origin = derive_origin(&Cursor::over(&value, Place::Root("", &malformed)));
            malformed.unless(origin)
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
