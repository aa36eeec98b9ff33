//! What the details panel lists, worked out from a verdict: labels from the catalogue, values from the verdict.

use touchmark::{Claims, Field, FieldState, Flag, Hint, Trust, Verdict};
use touchmark_words::{Language, look_up};

use crate::face::Words;
use crate::intl::number;

/// Everything below the face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) explanation: Words,
    pub(crate) next: Option<Words>,
    pub(crate) flags: Vec<Words>,
    /// What an unrecognised statement says of itself.
    pub(crate) claimed: Option<Words>,
    pub(crate) issuer: Option<IssuerLine>,
    /// Stated by the issuer; the page vouches for none of it.
    pub(crate) stated: Vec<Row>,
    /// Written on the record; signed by nobody.
    pub(crate) declared: Vec<Row>,
    pub(crate) environment: Vec<Row>,
    pub(crate) coverage: Option<Words>,
    pub(crate) fields: Vec<FieldGroup>,
    pub(crate) auditors: Vec<Row>,
    pub(crate) findings: Vec<Finding>,
}

/// Who issued the seal, and whether this page knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IssuerLine {
    pub(crate) recognised: bool,
    pub(crate) by: Words,
    pub(crate) standing: Words,
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) label: Words,
    pub(crate) value: Value,
}

/// What stands beside a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Words(Words),
    /// RFC 3339, if it is what it should be; an unsigned field may hold anything.
    Moment(String),
}

/// The fields in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldGroup {
    pub(crate) state: FieldState,
    pub(crate) label: Words,
    pub(crate) names: Vec<Words>,
}

/// One reason, for auditors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) code: &'static str,
    pub(crate) words: Words,
    pub(crate) detail: Option<String>,
}

/// What needs eyes comes first.
const FIELD_ORDER: &[FieldState] = &[
    FieldState::Altered,
    FieldState::Unreadable,
    FieldState::SaltMissing,
    FieldState::Withheld,
    FieldState::Uncovered,
    FieldState::Match,
];

const SECONDS_PER_DAY: u64 = 86_400;

impl Facts {
    pub(crate) fn of(verdict: Option<&Verdict>, language: Language) -> Self {
        match verdict {
            Some(verdict) => Self::of_verdict(verdict, language),
            None => Self::checking(language),
        }
    }

    fn checking(language: Language) -> Self {
        Self {
            explanation: Words::of(language, "details.checking"),
            next: None,
            flags: Vec::new(),
            claimed: None,
            issuer: None,
            stated: Vec::new(),
            declared: Vec::new(),
            environment: Vec::new(),
            coverage: None,
            fields: Vec::new(),
            auditors: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn of_verdict(verdict: &Verdict, language: Language) -> Self {
        let disclosure = verdict.disclose();
        let shown = number(language, u64::from(verdict.coverage.shown));
        let covered = number(language, u64::from(verdict.coverage.covered));
        let matched = number(language, u64::from(verdict.coverage.matched));
        Self {
            explanation: Words::of(language, &disclosure.explanation),
            next: Some(Words::of(language, &disclosure.next)),
            flags: verdict
                .flags
                .iter()
                .map(|flag| Words::of(language, &["flag.", flag.code()].concat()))
                .collect(),
            claimed: verdict.claimed_origin.map(|origin| {
                let origin = Words::of(language, &["origin.", origin.code()].concat());
                Words::fill(language, "details.claimed-origin", &[("origin", &origin.text)])
            }),
            issuer: issuer_of(verdict, language),
            stated: verdict.claims.as_ref().map(|claims| stated_by(claims, language)).unwrap_or_default(),
            declared: declared_on(verdict, language),
            environment: environment_of(verdict, language),
            coverage: (!verdict.fields.is_empty()).then(|| {
                let counts = [("covered", &*covered), ("shown", &*shown), ("matched", &*matched)];
                Words::fill(language, "details.coverage", &counts)
            }),
            fields: FIELD_ORDER
                .iter()
                .filter_map(|state| fields_in(*state, &verdict.fields, language))
                .collect(),
            auditors: for_auditors(verdict, language),
            findings: verdict
                .reasons
                .iter()
                .map(|reason| Finding {
                    code: reason.code.code(),
                    words: Words::of(language, &["reason.", reason.code.code()].concat()),
                    detail: reason.detail.clone(),
                })
                .collect(),
        }
    }
}

fn issuer_of(verdict: &Verdict, language: Language) -> Option<IssuerLine> {
    let issuer = verdict.issuer.as_ref()?;
    let recognised = verdict.trust != Trust::UntrustedIssuer;
    // The name comes from the trust list. An issuer that is not on it has none, whatever its seal says.
    let unnamed = Words::of(language, "details.issuer-unnamed");
    let name = issuer.name.as_ref().filter(|_| recognised).unwrap_or(&unnamed.text);
    Some(IssuerLine {
        recognised,
        by: Words::fill(language, "details.issued-by", &[("name", name)]),
        standing: Words::of(
            language,
            if recognised { "details.issuer-recognised" } else { "details.issuer-unrecognised" },
        ),
    })
}

fn stated_by(claims: &Claims, language: Language) -> Vec<Row> {
    let version = claims.generator_version.as_deref();
    let made_with = claims.generator_name.as_deref().map(|name| match version {
        Some(version) => {
            Words::fill(language, "details.version", &[("name", name), ("version", version)]).text
        }
        None => name.to_owned(),
    });
    let (purpose, prohibited_use) = (joined("\n", &claims.purpose), joined("\n", &claims.prohibited_use));
    rows(
        language,
        &[
            ("details.made-with", Kind::Plain, made_with.as_deref()),
            ("details.method", Kind::Codes("method."), claims.generation_method.as_deref()),
            ("details.purpose", Kind::Codes("purpose."), Some(&purpose)),
            ("details.prohibited-use", Kind::Codes("purpose."), Some(&prohibited_use)),
            ("details.created", Kind::Moment, Some(&claims.created)),
            ("details.valid-until", Kind::Moment, claims.valid_until.as_deref()),
            ("details.retain-until", Kind::Moment, claims.retain_until.as_deref()),
            ("details.responsible-entity", Kind::Plain, claims.responsible_entity.as_deref()),
            ("details.provenance-source", Kind::Plain, Some(&claims.provenance_source)),
            ("details.confidence-score", Kind::Plain, claims.confidence_score.as_deref()),
        ],
    )
}

/// What unsigned fields say, where nothing signed says it or where the two disagree.
fn declared_on(verdict: &Verdict, language: Language) -> Vec<Row> {
    if verdict.claims.is_some() && !verdict.flags.contains(&Flag::LabelContradiction) {
        return Vec::new();
    }
    let declared = &verdict.declared;
    let label =
        declared.is_synthetic.map(|is_synthetic| if is_synthetic { "synthetic" } else { "not-synthetic" });
    rows(
        language,
        &[
            ("details.label", Kind::Codes("details.label-"), label),
            ("details.provenance-source", Kind::Plain, declared.provenance_source.as_deref()),
            ("details.method", Kind::Codes("method."), declared.generation_method.as_deref()),
            ("details.created", Kind::Moment, declared.created.as_deref()),
            ("details.confidence-score", Kind::Plain, declared.confidence_score.as_deref()),
        ],
    )
}

fn environment_of(verdict: &Verdict, language: Language) -> Vec<Row> {
    rows(
        language,
        &[
            ("details.environment-sealed", Kind::Plain, Some(&joined(", ", &verdict.environment_sealed))),
            ("details.environment-here", Kind::Plain, Some(&verdict.environment_expected)),
        ],
    )
}

fn fields_in(state: FieldState, fields: &[Field], language: Language) -> Option<FieldGroup> {
    let names: Vec<Words> =
        fields.iter().filter(|field| field.state == state).map(|field| field_name(field, language)).collect();
    let count = number(language, names.len() as u64);
    let label = Words::of(language, &["field.", state.code()].concat());
    let label = Words {
        text: touchmark_words::fill(
            &Words::of(language, "details.field-list").text,
            &[("state", &label.text), ("count", &count)],
        ),
        ..label
    };
    (!names.is_empty()).then_some(FieldGroup { state, label, names })
}

fn field_name(field: &Field, language: Language) -> Words {
    match field.hint {
        Some(Hint::UnicodeEquivalent) => {
            let hint = Words::of(language, "hint.unicode-equivalent");
            Words { text: [&field.name, " (", &hint.text, ")"].concat(), lang: hint.lang }
        }
        _ => plain(field.name.clone()),
    }
}

fn for_auditors(verdict: &Verdict, language: Language) -> Vec<Row> {
    let codes = [verdict.trust.code(), " · ", verdict.origin.code()].concat();
    let record = [verdict.record.object.as_deref(), verdict.record.id.as_deref()];
    let (seal, issuer, claims) = (verdict.seal.as_ref(), verdict.issuer.as_ref(), verdict.claims.as_ref());
    let field_origins = claims.map(|claims| {
        joined(", ", claims.field_origins.iter().map(|(name, origin)| [name, ": ", origin].concat()))
    });
    let bundle = &verdict.trust_bundle;
    let (version, days) =
        (bundle.version.to_string(), number(language, bundle.age_seconds / SECONDS_PER_DAY));
    let bundle_words =
        Words::fill(language, "details.trust-bundle-version", &[("version", &*version), ("days", &*days)]);
    let expires = bundle.expires.map(|expires| expires.to_string());
    rows(
        language,
        &[
            ("details.trust-code", Kind::Plain, Some(&codes)),
            ("details.record", Kind::Plain, Some(&joined(" ", record.into_iter().flatten()))),
            ("details.record-uuid", Kind::Plain, verdict.record.uuid.as_deref()),
            ("details.seal-id", Kind::Plain, seal.and_then(|seal| seal.id.as_deref())),
            ("details.envelope", Kind::Codes("envelope."), seal.map(|seal| seal.envelope.code())),
            ("details.issuer-id", Kind::Plain, issuer.map(|issuer| &*issuer.id)),
            ("details.verification-method", Kind::Plain, issuer.map(|issuer| &*issuer.verification_method)),
            ("details.valid-from", Kind::Moment, claims.map(|claims| &*claims.valid_from)),
            (
                "details.digital-source-type",
                Kind::Plain,
                claims.and_then(|claims| claims.digital_source_type.as_deref()),
            ),
            (
                "details.generation-method",
                Kind::Plain,
                claims.and_then(|claims| claims.generation_method.as_deref()),
            ),
            (
                "details.algorithm",
                Kind::Plain,
                claims.and_then(|claims| claims.generator_algorithm.as_deref()),
            ),
            ("details.field-origins", Kind::Plain, field_origins.as_deref()),
            ("details.trust-bundle", Kind::Plain, Some(&bundle_words.text)),
            ("details.trust-bundle-expires", Kind::Moment, expires.as_deref()),
            ("details.checked-at", Kind::Moment, Some(&verdict.checked_at.to_string())),
        ],
    )
}

/// How a value is shown.
enum Kind {
    /// As it is.
    Plain,
    /// As a time.
    Moment,
    /// Each line by the catalogue's name for it under that prefix, or as it is.
    Codes(&'static str),
}

/// A row for each value; what nobody stated gets none.
fn rows(language: Language, values: &[(&'static str, Kind, Option<&str>)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (key, kind, value) in values {
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        let value = match kind {
            Kind::Plain => Value::Words(plain(value.to_owned())),
            Kind::Moment => Value::Moment(value.to_owned()),
            Kind::Codes(prefix) => Value::Words(named(language, prefix, value)),
        };
        rows.push(Row { label: Words::of(language, key), value });
    }
    rows
}

fn plain(text: String) -> Words {
    Words { text, lang: None }
}

/// The catalogue's names for codes, one a line, or the codes themselves.
fn named(language: Language, prefix: &str, codes: &str) -> Words {
    let mut names = plain(String::new());
    for code in codes.split('\n') {
        let name = look_up(language, &[prefix, code].concat());
        if !names.text.is_empty() {
            names.text.push_str("; ");
        }
        names.text.push_str(name.map_or(code, |name| name.text));
        names.lang = names.lang.or(name.and_then(|name| Words::from_text(language, name).lang));
    }
    names
}

/// Parts end to end, parted.
pub(crate) fn joined<T: AsRef<str>>(separator: &str, parts: impl IntoIterator<Item = T>) -> String {
    let mut joined = String::new();
    for part in parts {
        if !joined.is_empty() {
            joined.push_str(separator);
        }
        joined.push_str(part.as_ref());
    }
    joined
}
