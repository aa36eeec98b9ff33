//! What an issuer states of a record (profile §3). Read only from bytes whose signature holds.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::digest::is_digest;
use crate::ids;
use crate::json::{Number, Object, Value};
use crate::marks::is_mark;
use crate::method::RECORDING_METHODS;
use crate::names::doubled;
use crate::normal::FieldType;
use crate::reason::ReasonCode;
use crate::seal::Refusal;
use crate::status::StatusRef;
use crate::text::{divide, joined};
use crate::time::{Date, Timestamp};
use crate::verdict::{Claims, Origin, Trust};

/// Most covered fields in one seal (profile §6).
pub const MAX_FIELDS: usize = 400;

/// Longest claim that is passed on for display, in characters; the rest is cut, marked by an ellipsis.
const MAX_SHOWN: usize = 1_024;

/// Most combining marks on one character that are passed on for display: more than any language needs, and few enough not
/// to be drawn over the lines around it.
const MAX_MARKS: usize = 4;

const SOURCE_TYPE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// A statement of the profile's form, from signed bytes.
pub(crate) struct Statement<'v> {
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
    /// Reads a statement whose signature an engine found to hold.
    pub(crate) fn read(object: &'v Object<'_>) -> Result<Self, Refusal> {
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

/// The origin that a credential states which is not believed, where it is one that makes people more careful. A member of
/// the wrong form counts as absent (profile §5).
pub(crate) fn claimed_origin(credential: &Object<'_>) -> Option<Origin> {
    let provenance = provenance_of(credential)?;
    let mut field_sources = Vec::new();
    for (_, source) in provenance.object("fieldOrigins").into_iter().flat_map(Object::iter) {
        field_sources.extend(source.as_str());
    }
    let is_synthetic = provenance.get("isSynthetic").and_then(Value::as_bool) == Some(true);
    let source = provenance.text("digitalSourceType");
    let origin = Origin::of_claims(is_synthetic, source, None, &field_sources);
    origin.escalates().then_some(origin)
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
        let (mut is_modified, mut is_recorded) =
            (false, method.is_none_or(|method| RECORDING_METHODS.contains(&method)));
        for field in field_sources {
            // A record of which one field was written by a model was changed by a model.
            let field = Self::of_source(field);
            is_modified |= matches!(field, Self::AiGenerated | Self::AiModified);
            is_recorded &= field == Self::Recorded;
        }
        match source.map_or(Self::Recorded, Self::of_source) {
            _ if is_synthetic => Self::Synthetic,
            Self::AiGenerated => Self::AiGenerated,
            Self::AiModified => Self::AiModified,
            _ if is_modified => Self::AiModified,
            Self::Masked => Self::Masked,
            Self::Recorded if is_recorded => Self::Recorded,
            _ => Self::Unknown,
        }
    }

    /// What an IPTC source type says by itself.
    fn of_source(source: &str) -> Self {
        match source.strip_prefix(SOURCE_TYPE).unwrap_or_default() {
            "trainedAlgorithmicMedia" => Self::AiGenerated,
            "compositeWithTrainedAlgorithmicMedia" | "compositeSynthetic" => Self::AiModified,
            "algorithmicallyEnhanced" => Self::Masked,
            "humanEdits" | "digitalCreation" | "digitalCapture" => Self::Recorded,
            _ => Self::Unknown,
        }
    }
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

/// A decimal from 0 to 1, as a text: `0(\.\d+)?` or `1(\.0+)?` (profile §3).
pub fn is_confidence(text: &str) -> bool {
    let (whole, fraction) = divide(text, b'.').unwrap_or((text, "0"));
    let is_digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && (whole == "0" || whole == "1" && fraction.bytes().all(|byte| byte == b'0'))
}

/// Field names come to people's eyes: letters, digits, underscore and the dot of a path, nothing that could mislead.
fn is_api_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

/// Whether a field of a record can have this name: what a statement may name, narrowed to what the platform gives out, a
/// letter first and no path to another record.
pub fn is_field_name(name: &str) -> bool {
    is_api_name(name)
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && !name.bytes().any(|byte| byte == b'.')
}

impl Claims {
    /// What a statement that was read claims, to be shown. What only informs is left out where it is not of its form.
    pub(crate) fn of(credential: &Object<'_>) -> Option<Self> {
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
            sealed_at: None,
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

/// A text that is safe to show, and no longer than a line or so.
pub(crate) fn printable(text: &str) -> String {
    // Nearly always there is nothing to do.
    if text.len() <= MAX_SHOWN && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len().min(MAX_SHOWN));
    for (at, character) in visible(text).enumerate() {
        if at == MAX_SHOWN {
            shown.push('…');
            break;
        }
        shown.push(character);
    }
    shown
}

/// What of a text is safe to show: bidirectional controls, zero-width characters, variation selectors and control
/// characters are stripped (profile §6), as are marks heaped on one character; white space is a space.
pub fn visible(text: &str) -> impl Iterator<Item = char> {
    let mut marks = 0;
    let visible = text.chars().filter(|&character| !is_invisible(character)).filter(move |&character| {
        marks = if is_mark(character) { marks + 1 } else { 0 };
        marks <= MAX_MARKS
    });
    visible.map(|character| if character.is_whitespace() { ' ' } else { character })
}

/// Whether people could not see that a text holds this character, or a terminal would act on it (profile §6). White space
/// is not among them.
pub fn is_invisible(character: char) -> bool {
    // What Unicode reserves as no character has no place in a verdict's JSON either (RFC 7493).
    let is_reserved = u32::from(character) & 0xFFFE == 0xFFFE;
    is_reserved
        || matches!(
            u32::from(character),
            0x00..=0x08 | 0x0E..=0x1F | 0x7F..=0x84 | 0x86..=0x9F // controls
            | 0xAD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x2800
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 // zero width, bidi
            | 0xFE00..=0xFE0F | 0xFFF0..=0xFFFB // variation selectors, annotations
            | 0xFDD0..=0xFDEF // reserved as no character
            | 0x16FE4 | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A // format controls of scripts and music
            | 0xE0000..=0xE0FFF // tags, more variation selectors
        )
}

/// Numbers in a seal are integers within ±(2^53−1) (profile §3); everything else numeric is a string.
pub(crate) fn has_fraction_or_long_number(object: &Object<'_>) -> bool {
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

    #[test]
    fn what_is_shown_hides_nothing_and_is_bounded() {
        assert_eq!(printable("S\u{200b}DV\u{202e} 1\u{fe0f}.0\n\u{7}"), "SDV 1.0 ");
        assert_eq!(printable("Zoë 😀"), "Zoë 😀");
        assert_eq!(printable(&["Z", &"\u{301}".repeat(60), "o"].concat()), "Z\u{301}\u{301}\u{301}\u{301}o");
        assert_eq!(printable(&["\u{200b}", &"\u{301}\u{200b}".repeat(60)].concat()).chars().count(), 4);
        assert_eq!(printable("a\u{ffff}b\u{fdd0}c\u{1fffe}d"), "abcd");
        assert_eq!(printable(&"x".repeat(5_000)).chars().count(), MAX_SHOWN + 1);
    }

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
