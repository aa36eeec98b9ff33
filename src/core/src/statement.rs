//! What an issuer states of a record (profile §3). Read only from bytes whose signature holds.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::digest::is_digest;
use crate::ids;
use crate::json::{Object, Value};
use crate::normal::FieldType;
use crate::reason::ReasonCode;
use crate::seal::Refusal;
use crate::status::StatusRef;
use crate::time::{Date, Timestamp};
use crate::verdict::{Claims, Origin, Trust};

/// Most covered fields in one seal (profile §6).
pub const MAX_FIELDS: usize = 400;

/// Longest claim that is passed on for display, in characters; the rest is cut, marked by an ellipsis.
const MAX_SHOWN: usize = 1_024;

const SOURCE_TYPE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// A statement of the profile's form, from signed bytes.
pub(crate) struct Statement<'v> {
    pub(crate) seal_id: String,
    pub(crate) subject_uuid: String,
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
    /// Sorted by name, as the tree is.
    pub(crate) covered: Vec<CoveredField<'v>>,
    pub(crate) claims: Claims,
}

pub(crate) struct CoveredField<'v> {
    pub(crate) name: &'v str,
    pub(crate) field_type: FieldType,
    pub(crate) digest: &'v str,
}

impl<'v> Statement<'v> {
    /// Reads a statement whose signature an engine found to hold.
    pub(crate) fn read(object: &'v Object<'_>) -> Result<Self, Refusal> {
        let credential = Part { path: "vc", object };
        let kinds = credential.texts("type")?;
        if !["VerifiableCredential", "CrmRecordProvenance"].iter().all(|kind| kinds.contains(kind)) {
            return Err(credential.malformed("type"));
        }
        let seal_id = credential.text("id")?;
        let subject = credential.part("credentialSubject", "credentialSubject")?;
        let provenance = subject.part("provenance", "provenance")?;
        let digests = subject.part("fieldDigests", "fieldDigests")?;
        if subject.optional_text("type")?.is_some_and(|kind| kind != "CrmRecord") {
            return Err(subject.malformed("type"));
        }
        let environments = subject.texts("environment")?;
        if environments.is_empty() {
            return Err(subject.malformed("environment"));
        }
        let tenant = subject.text("tenant")?;
        if !is_digest(tenant) {
            return Err(subject.malformed("tenant"));
        }
        if has_fraction_or_long_number(object) {
            return Err(Refusal::at(
                Trust::Malformed,
                ReasonCode::StatementMalformed,
                "a number that is not a safe integer",
            ));
        }
        let retain_until = match provenance.optional_text("retainUntil")? {
            None => None,
            Some(text) => Some(Date::parse(text).ok_or_else(|| provenance.malformed("retainUntil"))?),
        };
        let origin = derive_origin(&provenance)?;
        if origin != Origin::Recorded {
            provenance.text("generationMethod")?;
        }
        let record_id = match subject.optional_text("recordId")? {
            None => None,
            Some(id) => Some(ids::to_18(id).ok_or_else(|| subject.malformed("recordId"))?.into_owned()),
        };
        Ok(Self {
            seal_id: ids::to_uuid(seal_id)
                .filter(|_| has_urn(seal_id))
                .ok_or_else(|| credential.malformed("id"))?,
            subject_uuid: subject
                .text("id")
                .ok()
                .filter(|id| has_urn(id))
                .and_then(ids::to_uuid)
                .ok_or_else(|| subject.malformed("id"))?,
            tenant,
            object: subject.text("object")?,
            record_id,
            environments,
            valid_from: credential.time("validFrom")?,
            valid_until: credential.optional_time("validUntil")?,
            created: provenance.time("created")?,
            retain_until,
            status: status(&credential)?,
            origin,
            covered: covered_fields(&digests)?,
            claims: claims(&credential, &provenance)?,
        })
    }
}

/// The origin that an unverified credential states, where it states one that makes people more careful. `recorded` and
/// `unknown` do not, so they are not passed on.
pub(crate) fn claimed_origin(credential: &Object<'_>) -> Option<Origin> {
    let subject = credential.get("credentialSubject")?.as_object()?;
    let object = subject.get("provenance")?.as_object()?;
    if object.get("isSynthetic").and_then(Value::as_bool) == Some(true) {
        return Some(Origin::Synthetic);
    }
    derive_origin(&Part { path: "provenance", object }).ok().filter(|origin| origin.escalates())
}

/// The origin that a statement's claims give.
fn derive_origin(provenance: &Part<'_, '_>) -> Result<Origin, Refusal> {
    let is_synthetic = provenance.object.get("isSynthetic").and_then(Value::as_bool);
    let is_synthetic = is_synthetic.ok_or_else(|| provenance.malformed("isSynthetic"))?;
    let source = provenance.optional_text("digitalSourceType")?;
    let method = provenance.optional_text("generationMethod")?;
    let mut field_sources = Vec::new();
    if let Some(origins) = provenance.optional_part("fieldOrigins", "fieldOrigins")? {
        for (_, value) in origins.object.iter() {
            field_sources.push(value.as_str().ok_or_else(|| provenance.malformed("fieldOrigins"))?);
        }
    }
    Ok(Origin::of_claims(is_synthetic, source, method, &field_sources))
}

impl Origin {
    /// Whether a claim of this origin makes people more careful.
    pub(crate) fn escalates(self) -> bool {
        !matches!(self, Self::Recorded | Self::Unknown)
    }

    /// The origin table of profile §3: from `isSynthetic`, `digitalSourceType` (an IPTC URI), `generationMethod` and
    /// the source types of `fieldOrigins`. [`Origin::Unknown`] means that the claims do not fit together.
    pub fn of_claims(
        is_synthetic: bool,
        source: Option<&str>,
        method: Option<&str>,
        field_sources: &[&str],
    ) -> Self {
        let is_modified = |source: &str| {
            matches!(source_name(source), Some("compositeWithTrainedAlgorithmicMedia" | "compositeSynthetic"))
        };
        let is_generative = |source: &str| source_name(source) == Some("trainedAlgorithmicMedia");
        // A record of which one field was written by a model was changed by a model.
        let has_modified_field =
            field_sources.iter().any(|source| is_modified(source) || is_generative(source));
        let is_recording = |source: &str| {
            matches!(source_name(source), Some("humanEdits" | "digitalCreation" | "digitalCapture"))
        };
        let may_be_recorded = method.is_none_or(is_recording_method)
            && source.is_none_or(is_recording)
            && field_sources.iter().all(|source| is_recording(source));
        match source {
            _ if is_synthetic => Self::Synthetic,
            Some(source) if is_generative(source) => Self::AiGenerated,
            Some(source) if is_modified(source) => Self::AiModified,
            _ if has_modified_field => Self::AiModified,
            Some(source) if source_name(source) == Some("algorithmicallyEnhanced") => Self::Masked,
            _ if may_be_recorded => Self::Recorded,
            _ => Self::Unknown,
        }
    }
}

/// Whether a method of the Data & Trust Alliance's list observes rather than makes. What is not on the list does not:
/// a misspelt method must not make a record look recorded.
fn is_recording_method(method: &str) -> bool {
    const FAMILIES: [&str; 9] = [
        "web-scraping-crawling-",
        "feeds-",
        "syndication-",
        "data-mining-",
        "sensor-and-iot-output-",
        "social-media-",
        "user-generated-content-",
        "primary-user-source-",
        "other-",
    ];
    FAMILIES.iter().any(|family| method.starts_with(family))
}

/// The last part of an IPTC source type; `None` for what is not one.
fn source_name(source: &str) -> Option<&str> {
    source.strip_prefix(SOURCE_TYPE)
}

fn status<'v>(credential: &Part<'v, '_>) -> Result<Option<StatusRef<'v>>, Refusal> {
    let Some(status) = credential.optional_part("credentialStatus", "credentialStatus")? else {
        return Ok(None);
    };
    // The list and the index say which entry it is; the entry's own id is free text.
    Ok(Some(StatusRef {
        list: status.text("statusListCredential")?,
        index: status.text("statusListIndex")?,
        purpose: status.optional_text("statusPurpose")?.unwrap_or("revocation"),
    }))
}

fn covered_fields<'v>(digests: &Part<'v, '_>) -> Result<Vec<CoveredField<'v>>, Refusal> {
    let refuse = |code, found: &str| Err(Refusal::at(Trust::Unsupported, code, printable(found)));
    let (alg, norm) = (digests.text("alg")?, digests.text("norm")?);
    if alg != "sd-jwt+jcs+sha-256" {
        return refuse(ReasonCode::DigestUnsupported, alg);
    }
    if norm != "crm-norm-1" {
        return refuse(ReasonCode::NormUnsupported, norm);
    }
    let values = digests.part("values", "fieldDigests.values")?;
    let types = digests.optional_part("types", "fieldDigests.types")?;
    if values.object.len() > MAX_FIELDS {
        return Err(digests.malformed("values (more than 400 fields)"));
    }
    let mut covered = Vec::with_capacity(values.object.len());
    for (name, value) in values.object.iter() {
        let digest = value.as_str().filter(|digest| is_digest(digest) && is_api_name(name));
        let field_type = match types.as_ref().and_then(|types| types.object.get(name)) {
            None => Some(FieldType::Text),
            Some(value) => value.as_str().map(FieldType::from_name),
        };
        let (Some(digest), Some(field_type)) = (digest, field_type) else {
            return Err(digests.malformed(&printable(name)));
        };
        covered.push(CoveredField { name, field_type, digest });
    }
    Ok(covered)
}

/// Field names come to people's eyes: letters, digits, underscore and the dot of a path, nothing that could mislead.
fn is_api_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

fn claims(credential: &Part<'_, '_>, provenance: &Part<'_, '_>) -> Result<Claims, Refusal> {
    // What only informs is shown where it is of its form, and left out where it is not.
    let stated = provenance.object;
    let generator = stated.get("generator").and_then(Value::as_object);
    let of_generator = |name| generator.and_then(|generator| shown(generator, name));
    let mut field_origins = Vec::new();
    if let Some(origins) = stated.get("fieldOrigins").and_then(Value::as_object) {
        for (name, origin) in origins.iter() {
            field_origins.push((printable(name), printable(origin.as_str().unwrap_or_default())));
        }
    }
    Ok(Claims {
        is_synthetic: stated.get("isSynthetic").and_then(Value::as_bool).unwrap_or_default(),
        provenance_source: printable(provenance.text("provenanceSource")?),
        created: printable(provenance.text("created")?),
        valid_from: printable(credential.text("validFrom")?),
        valid_until: shown(credential.object, "validUntil"),
        digital_source_type: shown(stated, "digitalSourceType"),
        generation_method: shown(stated, "generationMethod"),
        generator_name: of_generator("name"),
        generator_version: of_generator("version"),
        generator_algorithm: of_generator("algorithm"),
        purpose: shown_list(stated, "purpose"),
        prohibited_use: shown_list(stated, "prohibitedUse"),
        responsible_entity: shown(stated, "responsibleEntity"),
        retain_until: shown(stated, "retainUntil"),
        confidence_score: shown(stated, "confidenceScore"),
        field_origins,
    })
}

fn shown(object: &Object<'_>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(printable)
}

fn shown_list(object: &Object<'_>, name: &str) -> Vec<String> {
    let mut list = Vec::new();
    for value in object.get(name).and_then(Value::as_array).unwrap_or_default() {
        list.extend(value.as_str().map(printable));
    }
    list
}

/// A text that is safe to show: bidirectional controls, zero-width characters, variation selectors and control
/// characters are stripped (profile §6), white space is one space, and the length is bounded.
pub(crate) fn printable(text: &str) -> String {
    // Nearly always there is nothing to do.
    if text.len() <= MAX_SHOWN && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len().min(MAX_SHOWN));
    for (at, character) in text.chars().filter(|&character| !is_invisible(character)).enumerate() {
        if at == MAX_SHOWN {
            shown.push('…');
            break;
        }
        shown.push(if character.is_whitespace() { ' ' } else { character });
    }
    shown
}

fn is_invisible(character: char) -> bool {
    matches!(
        u32::from(character),
        0x00..=0x08 | 0x0E..=0x1F | 0x7F..=0x84 | 0x86..=0x9F // controls
        | 0xAD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x2800
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 // zero width, bidi
        | 0xFE00..=0xFE0F | 0xFFF0..=0xFFFB // variation selectors, annotations
        | 0x16FE4 | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A // format controls of scripts and music
        | 0xE0000..=0xE0FFF // tags, more variation selectors
    )
}

fn has_urn(id: &str) -> bool {
    id.get(..9).is_some_and(|prefix| prefix.eq_ignore_ascii_case("urn:uuid:"))
}

/// Numbers in a statement are integers within ±(2^53−1) (profile §3); everything else numeric is a string.
fn has_fraction_or_long_number(object: &Object<'_>) -> bool {
    fn found(value: &Value<'_>) -> bool {
        match value {
            Value::Number(number) => number.to_integer().is_none(),
            Value::Array(values) => values.iter().any(found),
            Value::Object(object) => has_fraction_or_long_number(object),
            _ => false,
        }
    }
    object.iter().any(|(_, value)| found(value))
}

/// One object of a statement, and its name for findings.
struct Part<'v, 'a> {
    path: &'static str,
    object: &'v Object<'a>,
}

impl<'v, 'a> Part<'v, 'a> {
    fn malformed(&self, name: &str) -> Refusal {
        let detail = format!("{}.{name}", self.path);
        Refusal::at(Trust::Malformed, ReasonCode::StatementMalformed, detail)
    }

    fn text(&self, name: &str) -> Result<&'v str, Refusal> {
        self.optional_text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| self.malformed(name))
    }

    /// Absent and null are the same; anything but a string is malformed.
    fn optional_text(&self, name: &str) -> Result<Option<&'v str>, Refusal> {
        match self.object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| self.malformed(name)),
        }
    }

    fn texts(&self, name: &str) -> Result<Vec<&'v str>, Refusal> {
        let mut texts = Vec::new();
        for value in self.object.get(name).and_then(Value::as_array).ok_or_else(|| self.malformed(name))? {
            texts.push(value.as_str().ok_or_else(|| self.malformed(name))?);
        }
        Ok(texts)
    }

    fn time(&self, name: &str) -> Result<Timestamp, Refusal> {
        self.optional_time(name)?.ok_or_else(|| self.malformed(name))
    }

    fn optional_time(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        match self.optional_text(name)? {
            None => Ok(None),
            Some(text) => Timestamp::parse(text).map(Some).ok_or_else(|| self.malformed(name)),
        }
    }

    fn part(&self, name: &str, path: &'static str) -> Result<Part<'v, 'a>, Refusal> {
        self.optional_part(name, path)?.ok_or_else(|| self.malformed(name))
    }

    fn optional_part(&self, name: &str, path: &'static str) -> Result<Option<Part<'v, 'a>>, Refusal> {
        match self.object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let object = value.as_object().ok_or_else(|| self.malformed(name))?;
                Ok(Some(Part { path, object }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_hides_nothing_and_is_bounded() {
        assert_eq!(printable("S\u{200b}DV\u{202e} 1\u{fe0f}.0\n\u{7}"), "SDV 1.0 ");
        assert_eq!(printable("Zoë 😀"), "Zoë 😀");
        assert_eq!(printable(&"x".repeat(5_000)).chars().count(), MAX_SHOWN + 1);
    }

    #[test]
    fn origins_of_the_profile() {
        let origin = |json: &str| {
            let value = crate::json::parse(json).unwrap();
            let object = value.as_object().unwrap().clone();
            derive_origin(&Part { path: "", object: &object })
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
        for method in
            ["simulations-na", "MACHINE-GENERATED-MLOPS-SYNTHETIC", "synthetic", "transfer-learning-na", ""]
        {
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
