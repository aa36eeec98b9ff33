//! What the details panel lists, worked out from a verdict: labels from the catalogue, values from the verdict.

use touchmark::{
    Claims, Disclosure, Field, FieldState, Flag, Hint, IssuerStanding, ReasonCode, Trust, Verdict,
};
use touchmark_words::{Language, look_up};

use crate::face::{Tone, Words, is_clear};
use crate::icon::Icon;
use crate::intl::number;

/// Everything below the face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) explanation: Words,
    /// What to do, most pressing first.
    pub(crate) next: Vec<Words>,
    pub(crate) flags: Vec<Words>,
    /// What was found beside that which decided, and is not said elsewhere.
    pub(crate) also: Vec<Words>,
    /// What the record or its seal says of itself.
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
    pub(crate) icon: Icon,
    pub(crate) tone: Tone,
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
            next: Vec::new(),
            flags: Vec::new(),
            also: Vec::new(),
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
            next: advice(verdict, &disclosure).iter().map(|key| Words::of(language, key)).collect(),
            flags: verdict
                .flags
                .iter()
                .map(|flag| Words::of(language, &["flag.", flag.code()].concat()))
                .collect(),
            also: beside(verdict)
                .into_iter()
                .map(|code| Words::of(language, &["reason.", code.code()].concat()))
                .collect(),
            claimed: verdict.claimed_origin.map(|origin| {
                let origin = Words::of(language, &["origin.", origin.code()].concat());
                Words::fill(language, "details.claimed-origin", &[("origin", &origin.text)])
            }),
            issuer: issuer_of(verdict, &disclosure, language),
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

/// Keys of the next steps: what the verdict asks for first, then what its other flags and findings ask for.
fn advice(verdict: &Verdict, disclosure: &Disclosure) -> Vec<String> {
    let of_flags = verdict.flags.iter().map(|flag| ["next.flag.", flag.code()].concat());
    // Of a seal that this view does not show, nothing is known: not that it is gone either.
    let is_shown = verdict.reasons.iter().all(|reason| reason.code != ReasonCode::SealNotShown);
    let of_findings = beside(verdict)
        .into_iter()
        .filter(|code| is_shown || *code != ReasonCode::SealExpected)
        .filter_map(stands_alone_for)
        .filter(|trust| *trust != verdict.trust)
        .map(|trust| ["next.", trust.code()].concat());
    let mut keys = vec![disclosure.next.clone()];
    for key in of_flags.chain(of_findings) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The findings beside the one that decided, each once, but for those that the fields or the flags tell.
fn beside(verdict: &Verdict) -> Vec<ReasonCode> {
    // Nothing decides that a seal holds in part: each finding took something from it.
    let deciding = if verdict.trust == Trust::VerifiedPartial { None } else { verdict.reasons.first() };
    let is_told = |code: ReasonCode| match code {
        ReasonCode::FieldAltered
        | ReasonCode::FieldUnreadable
        | ReasonCode::FieldWithheld
        | ReasonCode::FieldSaltMissing => !verdict.fields.is_empty(),
        _ => verdict.flags.iter().any(|flag| flag.code() == code.code()),
    };
    let mut codes = Vec::new();
    for code in verdict.reasons.iter().map(|reason| reason.code) {
        if deciding.is_none_or(|deciding| deciding.code != code) && !is_told(code) && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// The trust that a finding would decide alone, where its advice says more than that of another.
const fn stands_alone_for(code: ReasonCode) -> Option<Trust> {
    Some(match code {
        ReasonCode::SealExpected => Trust::MissingExpectedSeal,
        ReasonCode::KeyRevoked | ReasonCode::SealRevoked | ReasonCode::StatusRevoked => Trust::Revoked,
        ReasonCode::NewerSealExists => Trust::Superseded,
        ReasonCode::ObjectDiffers
        | ReasonCode::UuidDiffers
        | ReasonCode::RecordIdDiffers
        | ReasonCode::TenantDiffers => Trust::WrongRecord,
        ReasonCode::EnvironmentDiffers => Trust::WrongEnvironment,
        ReasonCode::FieldAltered => Trust::Altered,
        ReasonCode::ValidityNotBegun => Trust::NotYetValid,
        ReasonCode::ValidityEnded => Trust::Expired,
        ReasonCode::ApprovalsMissing => Trust::Unapproved,
        _ => return None,
    })
}

fn issuer_of(verdict: &Verdict, disclosure: &Disclosure, language: Language) -> Option<IssuerLine> {
    let standing = disclosure.issuer?;
    let (icon, tone) = match standing {
        IssuerStanding::Recognised if is_clear(verdict, disclosure) => (Icon::Verified, Tone::Valid),
        IssuerStanding::Recognised => (Icon::Issuer, Tone::Undisclosed),
        IssuerStanding::Withdrawn => (Icon::Withdrawn, Tone::Invalid),
        IssuerStanding::NotChecked => (Icon::CouldNotCheck, Tone::Undisclosed),
        _ => (Icon::UnrecognisedIssuer, Tone::Caution),
    };
    let name = issuer_name(verdict, disclosure).map(str::to_owned).unwrap_or_else(|| {
        let key = match standing {
            IssuerStanding::NotChecked => "details.issuer-unconfirmed",
            _ => "details.issuer-unnamed",
        };
        Words::of(language, key).text
    });
    Some(IssuerLine {
        icon,
        tone,
        by: Words::fill(language, "details.issued-by", &[("name", &name)]),
        standing: Words::of(language, &["details.issuer-", standing.code()].concat()),
    })
}

/// The issuer's name, which is the trust list's: one that is not on it, or cannot be looked up, has none, whatever is said.
pub(crate) fn issuer_name<'a>(verdict: &'a Verdict, disclosure: &Disclosure) -> Option<&'a str> {
    let is_named = matches!(disclosure.issuer, Some(IssuerStanding::Recognised | IssuerStanding::Withdrawn));
    verdict.issuer.as_ref().filter(|_| is_named)?.name.as_deref()
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

/// What unsigned fields say, where nothing signed says it or where the two disagree. A box that is not ticked says nothing:
/// nobody may ever have touched it. It is named only where it stands against the seal.
fn declared_on(verdict: &Verdict, language: Language) -> Vec<Row> {
    let contradicts = verdict.flags.contains(&Flag::LabelContradiction);
    if verdict.claims.is_some() && !contradicts {
        return Vec::new();
    }
    let declared = &verdict.declared;
    let label = declared
        .is_synthetic
        .filter(|is_synthetic| *is_synthetic || contradicts)
        .map(|is_synthetic| if is_synthetic { "synthetic" } else { "not-synthetic" });
    rows(
        language,
        &[
            ("details.label", Kind::Codes("details.label-"), label),
            ("details.declared-source", Kind::Plain, declared.provenance_source.as_deref()),
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
            ("details.sealed-at", Kind::Moment, claims.and_then(|claims| claims.sealed_at.as_deref())),
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
            (
                "details.parameters",
                Kind::Plain,
                claims.and_then(|claims| claims.generator_parameters_digest.as_deref()),
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
