use std::borrow::Cow;
use std::fmt;

use touchmark::json::{Object, Value};
use touchmark::method::{MAKING_METHODS, RECORDING_METHODS};
use touchmark::normal::{FieldType, NormalValue, normalise};
use touchmark::{Origin, Timestamp, is_confidence, states_claim};
use touchmark_profile::SOURCE_TYPE;

/// What an issuer states about where a record came from: the member `provenance` of the statement (profile §3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Made, not recorded.
    pub is_synthetic: bool,
    /// IPTC digital source type.
    pub digital_source_type: Option<DigitalSourceType>,
    /// Data & Trust Alliance method; may be left out only for recorded data.
    pub generation_method: Option<GenerationMethod>,
    /// Who or what made the data, as a URI or a name the issuer uses. Required.
    pub provenance_source: String,
    /// The tool.
    pub generator: Option<Generator>,
    /// Data & Trust Alliance intended purposes.
    pub purpose: Vec<String>,
    /// What the data must not be used for.
    pub prohibited_use: Vec<String>,
    /// Who answers for the data.
    pub responsible_entity: Option<String>,
    /// When the data was made, as RFC 3339 date-time; the time of sealing where it is `None`.
    pub created: Option<String>,
    /// Last day the data may be kept, as `YYYY-MM-DD`.
    pub retain_until: Option<String>,
    /// A decimal from 0 to 1, as text.
    pub confidence_score: Option<String>,
    /// What the data was made from: seal ids or URIs.
    pub derived_from: Vec<String>,
    /// Source types of single fields.
    pub field_origins: Vec<(String, DigitalSourceType)>,
}

/// The tool that made the data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generator {
    /// Name.
    pub name: String,
    /// Version.
    pub version: Option<String>,
    /// Algorithm.
    pub algorithm: Option<String>,
    /// Digest of the parameters, as `sha256-…` (W3C Subresource Integrity form).
    pub parameters_digest: Option<String>,
}

/// Every path that claims can have: what a policy's `requiredClaims` may ask of them.
pub const CLAIM_PATHS: [&str; 16] = [
    "isSynthetic",
    "provenanceSource",
    "created",
    "digitalSourceType",
    "generationMethod",
    "generator",
    "generator.name",
    "generator.version",
    "generator.algorithm",
    "generator.parametersDigest",
    "purpose",
    "prohibitedUse",
    "responsibleEntity",
    "retainUntil",
    "confidenceScore",
    "derivedFrom",
];

impl Claims {
    /// The least that can be said of synthetic data.
    pub fn synthetic(provenance_source: impl Into<String>) -> Self {
        Self {
            is_synthetic: true,
            generation_method: Some(GenerationMethod("machine-generated-mlops-synthetic")),
            provenance_source: provenance_source.into(),
            ..Self::default()
        }
    }

    /// Whether these claims fit together and are complete.
    ///
    /// # Errors
    /// [`ClaimsError`] for claims that a verifier would call malformed or inconsistent.
    pub fn check(&self) -> Result<(), ClaimsError> {
        if self.provenance_source.trim().is_empty() {
            return Err(ClaimsError::NoProvenanceSource);
        }
        let method = self.generation_method.map(GenerationMethod::code);
        match (self.origin(), method) {
            (Origin::Recorded, _) => Ok(()),
            (Origin::Unknown, Some(method)) if self.origin_by(None) == Origin::Recorded => {
                Err(ClaimsError::RecordedButMade(method))
            }
            (Origin::Unknown, _) => {
                Err(ClaimsError::NoOrigin(self.digital_source_type.map_or("", DigitalSourceType::code)))
            }
            (_, None) => Err(ClaimsError::NoGenerationMethod),
            (_, Some(_)) => Ok(()),
        }
    }

    /// Whether the claims that say when, and how sure, can be made at `now`: beyond [`Claims::check`], what the sealing
    /// side refuses (profile §3).
    ///
    /// # Errors
    /// [`ClaimsError`], which never repeats a value.
    pub fn check_at(&self, now: Timestamp) -> Result<(), ClaimsError> {
        if let Some(created) = &self.created {
            let created = moment(created).ok_or(ClaimsError::BadCreated)?;
            if Timestamp::parse(&created).is_none_or(|created| created > now) {
                return Err(ClaimsError::CreatedToCome(now));
            }
        }
        if let Some(day) = &self.retain_until {
            let day = day_of(day).ok_or(ClaimsError::BadRetainUntil)?;
            // Both are written from the year down.
            if now.to_string().get(..10).is_none_or(|today| *day < *today) {
                return Err(ClaimsError::RetentionPassed(now));
            }
        }
        match &self.confidence_score {
            Some(score) if !is_confidence(score) => Err(ClaimsError::BadConfidence),
            _ => Ok(()),
        }
    }

    /// The origin that verifiers read in these claims (profile §3).
    pub fn origin(&self) -> Origin {
        self.origin_by(self.generation_method)
    }

    fn origin_by(&self, method: Option<GenerationMethod>) -> Origin {
        let field_sources: Vec<_> = self.field_origins.iter().map(|(_, source)| source.uri()).collect();
        let source = self.digital_source_type.map(DigitalSourceType::uri);
        Origin::of_claims(self.is_synthetic, source, method.map(GenerationMethod::code), &field_sources)
    }

    /// The first of these paths (`purpose`, `generator.version`) at which the claims say nothing. When they were made is always said.
    pub fn lacks<'p>(&self, paths: &'p [String]) -> Option<&'p str> {
        let stated = self.to_value("now", None);
        let provenance = stated.as_object();
        let is_made = |path: &str| provenance.is_some_and(|provenance| states_claim(provenance, path));
        paths.iter().map(String::as_str).find(|path| !is_made(path))
    }

    /// The member `provenance`.
    pub(crate) fn to_value<'a>(&'a self, created: &'a str, previous_seal: Option<&'a str>) -> Value<'a> {
        // An export may write the day as its first moment; a verifier reads days.
        let retain_until = self.retain_until.as_deref().and_then(day_of);
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = vec![
            ("isSynthetic".into(), Value::Bool(self.is_synthetic)),
            ("provenanceSource".into(), self.provenance_source.as_str().into()),
            ("created".into(), created.into()),
        ];
        let texts = [
            ("digitalSourceType", self.digital_source_type.map(DigitalSourceType::uri)),
            ("generationMethod", self.generation_method.map(GenerationMethod::code)),
            ("responsibleEntity", self.responsible_entity.as_deref()),
            ("confidenceScore", self.confidence_score.as_deref()),
            ("previousSeal", previous_seal),
        ];
        members.extend(present(texts));
        members.extend(retain_until.map(|day| ("retainUntil".into(), day.into())));
        let lists = [
            ("purpose", &self.purpose),
            ("prohibitedUse", &self.prohibited_use),
            ("derivedFrom", &self.derived_from),
        ];
        members.extend(lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(name, list)| {
            (name.into(), Value::Array(list.iter().map(|text| text.as_str().into()).collect()))
        }));
        if let Some(generator) = &self.generator {
            let texts = [
                ("name", Some(generator.name.as_str())),
                ("version", generator.version.as_deref()),
                ("algorithm", generator.algorithm.as_deref()),
                ("parametersDigest", generator.parameters_digest.as_deref()),
            ];
            members.push(("generator".into(), object(present(texts).collect())));
        }
        if !self.field_origins.is_empty() {
            let origins = self.field_origins.iter();
            let origins = origins.map(|(name, source)| (name.as_str().into(), source.uri().into())).collect();
            members.push(("fieldOrigins".into(), object(origins)));
        }
        object(members)
    }
}

/// A date-time as statements write it.
pub(crate) fn moment(text: &str) -> Option<String> {
    normal_text(FieldType::DateTime, text)
}

/// A day as statements write it.
fn day_of(text: &str) -> Option<String> {
    normal_text(FieldType::Date, text)
}

fn normal_text(field_type: FieldType, text: &str) -> Option<String> {
    match normalise(field_type, &Value::from(text)) {
        Ok(NormalValue::Text(normal)) => Some(normal.into_owned()),
        _ => None,
    }
}

fn present<'a, const N: usize>(
    texts: [(&'static str, Option<&'a str>); N],
) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> {
    texts.into_iter().filter_map(|(name, text)| Some((name.into(), text?.into())))
}

pub(crate) fn object<'a>(members: Vec<(Cow<'a, str>, Value<'a>)>) -> Value<'a> {
    Value::Object(Object::from_members(members))
}

/// Why claims must not be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClaimsError {
    /// `provenanceSource` is missing or empty.
    NoProvenanceSource,
    /// `generationMethod` is missing, and the data is not recorded.
    NoGenerationMethod,
    /// Recorded by its source type, made by its method.
    RecordedButMade(&'static str),
    /// A source type from which no origin follows.
    NoOrigin(&'static str),
    /// `created` is not an RFC 3339 date-time.
    BadCreated,
    /// `retainUntil` is not a date.
    BadRetainUntil,
    /// `created` is after the time of sealing.
    CreatedToCome(Timestamp),
    /// `retainUntil` is before the day of sealing.
    RetentionPassed(Timestamp),
    /// `confidenceScore` is no decimal from 0 to 1.
    BadConfidence,
}

impl ClaimsError {
    /// The claim at fault, where it is one that rows may fill.
    pub fn claim(&self) -> Option<&'static str> {
        match self {
            Self::BadCreated | Self::CreatedToCome(_) => Some("created"),
            Self::BadRetainUntil | Self::RetentionPassed(_) => Some("retainUntil"),
            Self::BadConfidence => Some("confidenceScore"),
            Self::NoProvenanceSource => Some("provenanceSource"),
            Self::NoGenerationMethod | Self::RecordedButMade(_) | Self::NoOrigin(_) => None,
        }
    }
}

impl fmt::Display for ClaimsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProvenanceSource => {
                f.write_str("provenanceSource is missing: name who or what made the data, for instance \"urn:example:pipeline:contacts\"")
            }
            Self::NoGenerationMethod => f.write_str(
                "generationMethod is missing: it may be left out only for recorded data; for instance \"data-augmentation-na\" for masked data",
            ),
            Self::RecordedButMade(method) => write!(
                f,
                "isSynthetic is false and nothing else says that the data was made, but generationMethod is \"{method}\": correct one of them"
            ),
            Self::NoOrigin(source) => write!(
                f,
                "isSynthetic is false and digitalSourceType is \"{source}\": no origin follows from that; set isSynthetic = true, or use algorithmicallyEnhanced (masked), trainedAlgorithmicMedia or compositeWithTrainedAlgorithmicMedia (AI), humanEdits, digitalCreation or digitalCapture (recorded)"
            ),
            Self::BadCreated => f.write_str("created is not a date-time such as 2026-11-21T09:00:00Z"),
            Self::BadRetainUntil => f.write_str("retainUntil is not a date such as 2027-05-21"),
            Self::CreatedToCome(now) => {
                write!(f, "created lies after the time of sealing, {now}: correct it, or the clock")
            }
            Self::RetentionPassed(now) => write!(
                f,
                "retainUntil has passed at the time of sealing, {now}: data that must not be kept is not to be sealed"
            ),
            Self::BadConfidence => f.write_str(
                "confidenceScore is not a decimal from 0 to 1 such as 0.975: a digit, a point and digits, without exponent or sign",
            ),
        }
    }
}

impl std::error::Error for ClaimsError {}

/// An IPTC digital source type (<http://cv.iptc.org/newscodes/digitalsourcetype/>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigitalSourceType(&'static str);

macro_rules! source_types {
    ($($code:literal,)+) => { &[$(concat!("http://cv.iptc.org/newscodes/digitalsourcetype/", $code),)+] };
}

impl DigitalSourceType {
    const ALL: &'static [&'static str] = source_types![
        "algorithmicMedia",
        "algorithmicallyEnhanced",
        "composite",
        "compositeCapture",
        "compositeSynthetic",
        "compositeWithTrainedAlgorithmicMedia",
        "computationalCapture",
        "dataDrivenMedia",
        "digitalCapture",
        "digitalCreation",
        "humanEdits",
        "screenCapture",
        "trainedAlgorithmicMedia",
        "virtualRecording",
    ];

    /// Reads a URI or its last part.
    pub fn parse(text: &str) -> Option<Self> {
        let code = ["http:", "https:"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme)?.strip_prefix(SOURCE_TYPE.strip_prefix("http:")?));
        let code = code.unwrap_or(text);
        Self::ALL.iter().map(|uri| Self(uri)).find(|known| known.code() == code)
    }

    /// The URI.
    pub fn uri(self) -> &'static str {
        self.0
    }

    /// The last part of the URI.
    pub fn code(self) -> &'static str {
        self.0.strip_prefix(SOURCE_TYPE).unwrap_or(self.0)
    }

    /// The codes that [`DigitalSourceType::parse`] reads.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|uri| Self(uri).code())
    }
}

/// A method code of the Data & Trust Alliance's Data Provenance Standards 1.0.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenerationMethod(&'static str);

impl GenerationMethod {
    /// Reads a code.
    pub fn parse(text: &str) -> Option<Self> {
        Self::codes().find(|code| *code == text).map(Self)
    }

    /// The code.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The codes that [`GenerationMethod::parse`] reads.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        RECORDING_METHODS.iter().chain(&MAKING_METHODS).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(is_synthetic: bool, source: &str, method: &str) -> Claims {
        Claims {
            is_synthetic,
            digital_source_type: DigitalSourceType::parse(source),
            generation_method: GenerationMethod::parse(method),
            provenance_source: "urn:example:source".into(),
            ..Claims::default()
        }
    }

    #[test]
    fn claims_that_do_not_fit_together_are_refused() {
        for (claims, expected) in [
            (claims(true, "algorithmicMedia", "simulations-na"), Ok(())),
            (claims(true, "", ""), Err(ClaimsError::NoGenerationMethod)),
            (claims(false, "", ""), Ok(())),
            (claims(false, "digitalCapture", "feeds-other"), Ok(())),
            (
                claims(false, "", "machine-generated-mlops-synthetic"),
                Err(ClaimsError::RecordedButMade("machine-generated-mlops-synthetic")),
            ),
            (claims(false, "algorithmicMedia", "other-na"), Err(ClaimsError::NoOrigin("algorithmicMedia"))),
            (claims(false, "algorithmicallyEnhanced", "data-augmentation-na"), Ok(())),
            (claims(false, "algorithmicallyEnhanced", ""), Err(ClaimsError::NoGenerationMethod)),
            (Claims { is_synthetic: true, ..Claims::default() }, Err(ClaimsError::NoProvenanceSource)),
        ] {
            assert_eq!(claims.check(), expected, "{claims:?}");
        }
    }

    #[test]
    fn source_types_read_as_code_or_uri() {
        for text in [
            "algorithmicMedia",
            "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
            "https://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
        ] {
            assert_eq!(
                DigitalSourceType::parse(text).unwrap().uri(),
                "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
            );
        }
        for refused in ["", "algorithmicmedia", "http://example.com/algorithmicMedia", "x/algorithmicMedia"] {
            assert_eq!(DigitalSourceType::parse(refused), None, "{refused}");
        }
    }
}
