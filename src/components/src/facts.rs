//! What the details panel lists, worked out from a verdict: labels from the catalogue, values from the verdict.

use touchmark::{Claims, Field, FieldState, Flag, Hint, Trust, Verdict};
use touchmark_words::{Language, look_up};

use crate::face::Words;

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
    pub(crate) value: Words,
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
        let shown = verdict.coverage.shown.to_string();
        let covered = verdict.coverage.covered.to_string();
        let matched = verdict.coverage.matched.to_string();
        Self {
            explanation: Words::of(language, disclosure.explanation),
            next: Some(Words::of(language, disclosure.next)),
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
    let mut rows = Rows { language, rows: Vec::new() };
    let made_with = match (&claims.generator_name, &claims.generator_version) {
        (Some(name), Some(version)) => {
            Some(Words::fill(language, "details.version", &[("name", name), ("version", version)]))
        }
        (Some(name), None) => Some(plain(name)),
        (None, _) => None,
    };
    rows.add("details.made-with", made_with);
    rows.add(
        "details.method",
        claims.generation_method.as_deref().map(|code| named(language, "method.", code)),
    );
    rows.add("details.purpose", listed(language, "purpose.", &claims.purpose));
    rows.add("details.prohibited-use", listed(language, "purpose.", &claims.prohibited_use));
    rows.add("details.created", Some(moment(&claims.created)));
    rows.add("details.valid-until", claims.valid_until.as_deref().map(moment));
    rows.add("details.retain-until", claims.retain_until.as_deref().map(moment));
    rows.add("details.responsible-entity", claims.responsible_entity.as_deref().map(plain));
    rows.add("details.provenance-source", Some(plain(&claims.provenance_source)));
    rows.add("details.confidence-score", claims.confidence_score.as_deref().map(plain));
    rows.rows
}

/// What unsigned fields say, where nothing signed says it or where the two disagree.
fn declared_on(verdict: &Verdict, language: Language) -> Vec<Row> {
    if verdict.claims.is_some() && !verdict.flags.contains(&Flag::LabelContradiction) {
        return Vec::new();
    }
    let declared = &verdict.declared;
    let mut rows = Rows { language, rows: Vec::new() };
    rows.add(
        "details.label",
        declared.is_synthetic.map(|is_synthetic| {
            Words::of(
                language,
                if is_synthetic { "details.label-synthetic" } else { "details.label-not-synthetic" },
            )
        }),
    );
    rows.add("details.provenance-source", declared.provenance_source.as_deref().map(plain));
    rows.add(
        "details.method",
        declared.generation_method.as_deref().map(|code| named(language, "method.", code)),
    );
    rows.add("details.created", declared.created.as_deref().map(moment));
    rows.add("details.confidence-score", declared.confidence_score.as_deref().map(plain));
    rows.rows
}

fn environment_of(verdict: &Verdict, language: Language) -> Vec<Row> {
    let sealed = verdict.environment_sealed.join(", ");
    let mut rows = Rows { language, rows: Vec::new() };
    if sealed == verdict.environment_expected {
        rows.add("details.environment", Some(plain(&sealed)));
    } else {
        rows.add("details.environment-sealed", Some(plain(&sealed)));
        rows.add("details.environment-here", Some(plain(&verdict.environment_expected)));
    }
    rows.rows
}

fn fields_in(state: FieldState, fields: &[Field], language: Language) -> Option<FieldGroup> {
    let names: Vec<Words> =
        fields.iter().filter(|field| field.state == state).map(|field| field_name(field, language)).collect();
    let count = names.len().to_string();
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
        _ => plain(&field.name),
    }
}

fn for_auditors(verdict: &Verdict, language: Language) -> Vec<Row> {
    let mut rows = Rows { language, rows: Vec::new() };
    rows.add(
        "details.trust-code",
        Some(plain(&[verdict.trust.code(), " · ", verdict.origin.code()].concat())),
    );
    let record = [verdict.record.object.as_deref(), verdict.record.id.as_deref()];
    rows.add("details.record", Some(plain(&record.into_iter().flatten().collect::<Vec<_>>().join(" "))));
    rows.add("details.record-uuid", verdict.record.uuid.as_deref().map(plain));
    if let Some(seal) = &verdict.seal {
        rows.add("details.seal-id", seal.id.as_deref().map(plain));
        rows.add(
            "details.envelope",
            Some(Words::of(language, &["envelope.", seal.envelope.code()].concat())),
        );
    }
    if let Some(issuer) = &verdict.issuer {
        rows.add("details.issuer-id", Some(plain(&issuer.id)));
        rows.add("details.verification-method", Some(plain(&issuer.verification_method)));
    }
    if let Some(claims) = &verdict.claims {
        rows.add("details.valid-from", Some(moment(&claims.valid_from)));
        rows.add("details.digital-source-type", claims.digital_source_type.as_deref().map(plain));
        rows.add("details.generation-method", claims.generation_method.as_deref().map(plain));
        rows.add("details.algorithm", claims.generator_algorithm.as_deref().map(plain));
        let origins: Vec<_> =
            claims.field_origins.iter().map(|(name, origin)| [name, ": ", origin].concat()).collect();
        rows.add("details.field-origins", Some(plain(&origins.join(", "))));
    }
    let bundle = &verdict.trust_bundle;
    let (version, days) = (bundle.version.to_string(), (bundle.age_seconds / SECONDS_PER_DAY).to_string());
    let counts = [("version", &*version), ("days", &*days)];
    rows.add("details.trust-bundle", Some(Words::fill(language, "details.trust-bundle-version", &counts)));
    rows.add("details.trust-bundle-expires", bundle.expires.map(|expires| moment(&expires.to_string())));
    rows.add("details.checked-at", Some(moment(&verdict.checked_at.to_string())));
    rows.rows
}

struct Rows {
    language: Language,
    rows: Vec<Row>,
}

impl Rows {
    /// Adds a row; what nobody stated gets none.
    fn add(&mut self, key: &str, value: Option<Words>) {
        if let Some(value) = value.filter(|value| !value.text.is_empty()) {
            self.rows.push(Row { label: Words::of(self.language, key), value });
        }
    }
}

fn plain(text: &str) -> Words {
    Words { text: text.to_owned(), lang: None }
}

/// The catalogue's name for a code, or the code itself.
fn named(language: Language, prefix: &str, code: &str) -> Words {
    look_up(language, &[prefix, code].concat())
        .map_or_else(|| plain(code), |text| Words::from_text(language, text))
}

fn listed(language: Language, prefix: &str, codes: &[String]) -> Option<Words> {
    let names: Vec<Words> = codes.iter().map(|code| named(language, prefix, code)).collect();
    let lang = names.iter().find_map(|words| words.lang);
    let texts: Vec<&str> = names.iter().map(|words| &*words.text).collect();
    (!texts.is_empty()).then(|| Words { text: texts.join("; "), lang })
}

/// `2026-11-21 09:00 UTC` for an RFC 3339 time in UTC, the text itself for anything else. The same in every language,
/// and in the order that sorts.
fn moment(text: &str) -> Words {
    let utc = text
        .strip_suffix('Z')
        .and_then(|text| text.split_once('T'))
        .and_then(|(date, time)| Some([date, " ", time.get(..5)?, " UTC"].concat()));
    plain(&utc.unwrap_or_else(|| text.to_owned()))
}
