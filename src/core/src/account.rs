//! What is said of a verdict, as data: ordered sections of lines, keys into the catalogue and values; no words, no markup.
//!
//! This is the one place that decides what is listed and in which order. Views, the elements' plain text, Lightning and the
//! terminal only format lines.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::codes;
use crate::disclosure::{Disclosure, IssuerStanding};
use crate::reason::ReasonCode;
use crate::text::{joined, push_decimal};
use crate::verdict::{Claims, FieldState, Flag, Hint, Trust, Verdict};

/// Everything that is said of a verdict. Asked for when it is shown: a list of verdicts does not carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What a badge says, in its order: origin, trust, what is only claimed, and that something needs attention. The first
    /// begins a sentence.
    pub label: Vec<Phrase>,
    /// The sentence that explains it.
    pub explanation: Phrase,
    /// What is listed, in order; none without a line.
    pub sections: Vec<Section>,
}

/// The lines about one topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What they are about.
    pub topic: Topic,
    /// In order.
    pub lines: Vec<Line>,
}

codes! {
    /// What a section is about.
    Topic {
        /// What stands beside the trust.
        Flags => "flags",
        /// What was found beside that which decided.
        Also => "also",
        /// What the record or its seal says of itself.
        Claimed => "claimed",
        /// What to do, most pressing first.
        Next => "next",
        /// Fields by state.
        Fields => "fields",
        /// Who issued the seal, and what is known of them.
        Issuer => "issuer",
        /// Stated by the issuer; the page vouches for none of it.
        Stated => "stated",
        /// Written on the record; signed by nobody.
        Declared => "declared",
        /// Where the seal was made for, and where this is.
        Environment => "environment",
        /// Who else signed.
        Approvals => "approvals",
        /// Where the statement is logged.
        Log => "log",
        /// Who vouches for the log.
        Witnesses => "witnesses",
        /// Codes, ids and times.
        Record => "record",
        /// Every finding.
        Findings => "findings",
    }
}

codes! {
    /// Who a section is for. Ordered: each level adds to the one before.
    Audience {
        /// Shown without being asked for.
        Everyone => "everyone",
        /// For whoever opens the details.
        Curious => "curious",
        /// For whoever checks the check.
        Auditor => "auditor",
    }
}

impl Topic {
    /// Key of the section's heading.
    pub const fn term(self) -> &'static str {
        match self {
            Self::Flags => "details.flags",
            Self::Also => "details.also",
            Self::Claimed => "details.origin",
            Self::Next => "details.next",
            Self::Fields => "details.fields",
            Self::Issuer => "details.seal",
            Self::Stated => "details.stated",
            Self::Declared => "details.declared",
            Self::Environment => "details.environment",
            Self::Approvals => "details.approvals",
            Self::Log => "details.log",
            Self::Witnesses => "details.witnesses",
            Self::Record => "details.auditors",
            Self::Findings => "details.reasons",
        }
    }

    /// Who it is for.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Flags | Self::Also | Self::Claimed | Self::Next => Audience::Everyone,
            Self::Record | Self::Findings => Audience::Auditor,
            _ => Audience::Curious,
        }
    }
}

/// One thing that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Key of what stands before the value, where something does.
    pub label: Option<String>,
    /// What is said.
    pub value: Value,
}

/// What a line says. Everything that came from a record or a seal is in `Text`, `Moment`, `Codes`, `Names`, `Finding` or
/// an [`Argument`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// As it is.
    Text(String),
    /// RFC 3339, if it is what it should be; an unsigned field may hold anything.
    Moment(String),
    /// Words of the catalogue.
    Words(Phrase),
    /// Each by the catalogue's name for it under that prefix, or as it is.
    Codes {
        /// Of the keys.
        prefix: &'static str,
        /// In the order stated.
        codes: Vec<String>,
    },
    /// Names of the fields in a state.
    Names {
        /// The state.
        state: FieldState,
        /// Names, and why they are in the state where that helps.
        names: Vec<(String, Option<Hint>)>,
    },
    /// One finding: its code, the words of `reason.` and the code, and the detail.
    Finding {
        /// Which.
        code: ReasonCode,
        /// Where or what.
        detail: Option<String>,
    },
}

/// A key of the catalogue, and what stands for its placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Key.
    pub key: String,
    /// By the names of the placeholders.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// What stands for a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// As it is.
    Text(String),
    /// A count.
    Number(u64),
    /// RFC 3339.
    Moment(String),
    /// Words of the catalogue.
    Key(String),
}

/// What needs eyes comes first.
const FIELD_ORDER: [FieldState; 6] = [
    FieldState::Altered,
    FieldState::Unreadable,
    FieldState::SaltMissing,
    FieldState::Withheld,
    FieldState::Uncovered,
    FieldState::Match,
];

const SECONDS_PER_DAY: u64 = 86_400;

impl Verdict {
    /// Everything that is said of this verdict.
    pub fn account(&self) -> Account {
        let disclosure = self.disclose();
        let beside = beside(self);
        let fields = fields(self);
        // Which field changed is what people look for; that all are unchanged can wait.
        let has_news = self.fields.iter().any(|field| field.state != FieldState::Match);
        let (early, late) = if has_news { (fields, Vec::new()) } else { (Vec::new(), fields) };
        let claimed = self.claimed_origin.map(|origin| {
            let origin = Argument::Key(joined(&["origin.", origin.code()]));
            Phrase::with("details.claimed-origin", vec![("origin", origin)])
        });
        let sections = [
            (Topic::Flags, said(self.flags.iter().map(|flag| key("flag.", flag.code())))),
            (Topic::Also, said(beside.iter().map(|code| key("reason.", code.code())))),
            (Topic::Claimed, said(claimed.into_iter())),
            (Topic::Next, said(advice(self, &disclosure, &beside).into_iter().map(Phrase::of))),
            (Topic::Fields, early),
            (Topic::Issuer, issuer(self, &disclosure)),
            (Topic::Stated, self.claims.as_ref().map(stated).unwrap_or_default()),
            (Topic::Declared, declared(self)),
            (Topic::Environment, environment(self)),
            (Topic::Fields, late),
            (Topic::Approvals, approvals(self)),
            (Topic::Log, log(self)),
            (Topic::Witnesses, witnesses(self)),
            (Topic::Record, record(self, &disclosure)),
            (Topic::Findings, findings(self)),
        ];
        Account {
            label: label(self, &disclosure),
            explanation: Phrase::of(disclosure.explanation),
            sections: sections
                .into_iter()
                .filter(|(_, lines)| !lines.is_empty())
                .map(|(topic, lines)| Section { topic, lines })
                .collect(),
        }
    }

    /// What a badge says: [`Account::label`] alone, of what may be said of this verdict.
    pub fn label(&self, disclosure: &Disclosure) -> Vec<Phrase> {
        label(self, disclosure)
    }

    /// What a row of a list says below its label: the fields that need eyes, the flags, and every finding that neither these nor
    /// the label tell.
    pub fn brief(&self) -> Vec<Line> {
        let is_news = |state: &FieldState| !matches!(state, FieldState::Match | FieldState::Uncovered);
        let mut lines: Vec<Line> =
            FIELD_ORDER.into_iter().filter(is_news).filter_map(|state| fields_in(self, state)).collect();
        lines.extend(said(self.flags.iter().map(|flag| key("flag.", flag.code()))));
        let is_told = |code: ReasonCode| match code {
            ReasonCode::NoSeal | ReasonCode::DeclaredSynthetic => true,
            // The fields are listed, unless the seal is not to be relied on at all.
            _ => state_of(code).is_some_and(|state| self.has_field(state)),
        };
        let untold = |line: &Line| !matches!(line.value, Value::Finding { code, .. } if is_told(code));
        lines.extend(findings(self).into_iter().filter(untold));
        lines
    }

    /// The issuer's name, which is the trust list's: one that is not on it, or cannot be looked up, has none, whatever is said.
    pub fn issuer_name(&self) -> Option<&str> {
        issuer_name(self, &self.disclose())
    }
}

impl Account {
    /// The lines about a topic.
    pub fn lines(&self, topic: Topic) -> &[Line] {
        let section = self.sections.iter().find(|section| section.topic == topic);
        section.map(|section| &*section.lines).unwrap_or_default()
    }
}

impl Phrase {
    /// A key without placeholders.
    pub fn of(key: String) -> Self {
        Self { key, arguments: Vec::new() }
    }

    fn with(key: &str, arguments: Vec<(&'static str, Argument)>) -> Self {
        Self { key: key.into(), arguments }
    }
}

fn key(prefix: &str, code: &str) -> Phrase {
    Phrase::of(joined(&[prefix, code]))
}

/// Lines of words alone.
fn said(phrases: impl Iterator<Item = Phrase>) -> Vec<Line> {
    phrases.map(|phrase| Line { label: None, value: Value::Words(phrase) }).collect()
}

fn label(verdict: &Verdict, disclosure: &Disclosure) -> Vec<Phrase> {
    let environment = disclosure.environment.clone();
    let trust = Phrase {
        key: disclosure.trust.clone(),
        arguments: environment.into_iter().map(|name| ("environment", Argument::Text(name))).collect(),
    };
    let flagged = (!verdict.flags.is_empty()).then(|| Phrase::of("badge.flagged".into()));
    let origin = disclosure.origin.clone().map(Phrase::of);
    let claim = disclosure.claim.clone().map(Phrase::of);
    [origin, Some(trust), claim, flagged].into_iter().flatten().collect()
}

/// Keys of the next steps: what the verdict asks for first, then what its other flags and findings ask for.
fn advice(verdict: &Verdict, disclosure: &Disclosure, beside: &[ReasonCode]) -> Vec<String> {
    let of_flags = verdict.flags.iter().map(|flag| joined(&["next.flag.", flag.code()]));
    // Of a seal that this view does not show, nothing is known: not that it is gone either.
    let is_shown = !verdict.has_reason(ReasonCode::SealNotShown);
    let of_findings = beside
        .iter()
        .filter(|code| is_shown || **code != ReasonCode::SealExpected)
        .filter_map(|code| stands_alone_for(*code))
        .filter(|trust| *trust != verdict.trust)
        .map(|trust| joined(&["next.", trust.code()]));
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
    let is_told = |code: ReasonCode| {
        if state_of(code).is_some() {
            return !verdict.fields.is_empty();
        }
        verdict.flags.iter().any(|flag| flag.code() == code.code())
    };
    let mut codes = Vec::new();
    for code in verdict.reasons.iter().map(|reason| reason.code) {
        if deciding.is_none_or(|deciding| deciding.code != code) && !is_told(code) && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// The state of fields that a finding is about.
const fn state_of(code: ReasonCode) -> Option<FieldState> {
    Some(match code {
        ReasonCode::FieldAltered => FieldState::Altered,
        ReasonCode::FieldUnreadable => FieldState::Unreadable,
        ReasonCode::FieldWithheld => FieldState::Withheld,
        ReasonCode::FieldSaltMissing => FieldState::SaltMissing,
        _ => return None,
    })
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

fn fields(verdict: &Verdict) -> Vec<Line> {
    if verdict.fields.is_empty() {
        return Vec::new();
    }
    let coverage = verdict.coverage;
    let count = |name, count: u32| (name, Argument::Number(count.into()));
    let counts = vec![
        count("covered", coverage.covered),
        count("shown", coverage.shown),
        count("matched", coverage.matched),
    ];
    let mut lines = said([Phrase::with("details.coverage", counts)].into_iter());
    for state in FIELD_ORDER {
        if let Some(line) = fields_in(verdict, state) {
            lines.push(line);
        }
    }
    lines
}

/// The fields in one state, if there are any.
fn fields_in(verdict: &Verdict, state: FieldState) -> Option<Line> {
    let of_state = verdict.fields.iter().filter(|field| field.state == state);
    let names: Vec<_> = of_state.map(|field| (field.name.clone(), field.hint)).collect();
    let label = Some(joined(&["field.", state.code()]));
    (!names.is_empty()).then_some(Line { label, value: Value::Names { state, names } })
}

fn issuer(verdict: &Verdict, disclosure: &Disclosure) -> Vec<Line> {
    let Some(standing) = disclosure.issuer else { return Vec::new() };
    let name = match issuer_name(verdict, disclosure) {
        Some(name) => Argument::Text(name.into()),
        None if standing == IssuerStanding::NotChecked => Argument::Key("details.issuer-unconfirmed".into()),
        None => Argument::Key("details.issuer-unnamed".into()),
    };
    let by = Phrase::with("details.issued-by", vec![("name", name)]);
    said([by, key("details.issuer-", standing.code())].into_iter())
}

fn issuer_name<'v>(verdict: &'v Verdict, disclosure: &Disclosure) -> Option<&'v str> {
    let is_named = matches!(disclosure.issuer, Some(IssuerStanding::Recognised | IssuerStanding::Withdrawn));
    verdict.issuer.as_ref().filter(|_| is_named)?.name.as_deref()
}

fn stated(claims: &Claims) -> Vec<Line> {
    let mut lines = Lines::default();
    match (&claims.generator_name, &claims.generator_version) {
        (Some(name), Some(version)) => {
            let of = |name, text: &String| (name, Argument::Text(text.clone()));
            let made_with = Phrase::with("details.version", vec![of("name", name), of("version", version)]);
            lines.push("details.made-with", Value::Words(made_with));
        }
        (name, _) => lines.text("details.made-with", name.as_deref()),
    }
    lines.codes("details.method", "method.", claims.generation_method.as_slice());
    lines.codes("details.purpose", "purpose.", &claims.purpose);
    lines.codes("details.prohibited-use", "purpose.", &claims.prohibited_use);
    lines.moment("details.created", Some(&claims.created));
    lines.moment("details.valid-until", claims.valid_until.as_deref());
    lines.moment("details.retain-until", claims.retain_until.as_deref());
    lines.text("details.responsible-entity", claims.responsible_entity.as_deref());
    lines.text("details.provenance-source", Some(&claims.provenance_source));
    lines.text("details.confidence-score", claims.confidence_score.as_deref());
    lines.0
}

/// What unsigned fields say, where nothing signed says it or where the two disagree. A box that is not ticked says nothing:
/// nobody may ever have touched it. It is named only where it stands against the seal.
fn declared(verdict: &Verdict) -> Vec<Line> {
    let contradicts = verdict.flags.contains(&Flag::LabelContradiction);
    if verdict.claims.is_some() && !contradicts {
        return Vec::new();
    }
    let declared = &verdict.declared;
    let mut lines = Lines::default();
    lines.push("details.declared-note", Value::Words(Phrase::of("details.declared-note".into())));
    let label = declared.is_synthetic.filter(|is_synthetic| *is_synthetic || contradicts);
    if let Some(is_synthetic) = label {
        let key = if is_synthetic { "details.label-synthetic" } else { "details.label-not-synthetic" };
        lines.push("details.label", Value::Words(Phrase::of(key.into())));
    }
    lines.text("details.declared-source", declared.provenance_source.as_deref());
    lines.codes("details.method", "method.", declared.generation_method.as_slice());
    lines.moment("details.created", declared.created.as_deref());
    lines.text("details.confidence-score", declared.confidence_score.as_deref());
    match lines.0.as_mut_slice() {
        // A note on nothing.
        [] | [_] => return Vec::new(),
        [note, ..] => note.label = None,
    }
    lines.0
}

fn environment(verdict: &Verdict) -> Vec<Line> {
    let mut lines = Lines::default();
    lines.text("details.environment-sealed", Some(&verdict.environment_sealed.join(", ")));
    lines.text("details.environment-here", Some(&verdict.environment_expected));
    lines.0
}

fn approvals(verdict: &Verdict) -> Vec<Line> {
    said(verdict.approvals.iter().map(|approval| {
        let name = match &approval.name {
            Some(name) => Argument::Text(name.clone()),
            None => Argument::Key("details.approver-unnamed".into()),
        };
        Phrase::with("details.approved-by", vec![("name", name)])
    }))
}

fn log(verdict: &Verdict) -> Vec<Line> {
    said(verdict.log.iter().map(|log| {
        let mut name = joined(&[&log.origin, " #"]);
        push_decimal(log.index, 1, &mut name);
        Phrase::with("details.logged", vec![("name", Argument::Text(name))])
    }))
}

fn witnesses(verdict: &Verdict) -> Vec<Line> {
    said(verdict.log.iter().flat_map(|log| &log.witnesses).map(|witness| {
        let (name, time) = (witness.name.clone(), witness.at.to_text());
        let arguments = vec![("name", Argument::Text(name)), ("time", Argument::Moment(time))];
        Phrase::with("details.witnessed", arguments)
    }))
}

/// Codes, ids and times, what came before the seal, and how much the verdict weighs.
fn record(verdict: &Verdict, disclosure: &Disclosure) -> Vec<Line> {
    let (seal, issuer) = (verdict.seal.as_ref(), verdict.issuer.as_ref());
    let mut lines = Lines::default();
    lines.text("details.trust-code", Some(&joined(&[verdict.trust.code(), " · ", verdict.origin.code()])));
    let named = [&verdict.record.object, &verdict.record.id];
    let named: Vec<&str> = named.into_iter().filter_map(Option::as_deref).collect();
    lines.text("details.record", Some(&named.join(" ")));
    lines.text("details.record-uuid", verdict.record.uuid.as_deref());
    lines.text("details.seal-id", seal.and_then(|seal| seal.id.as_deref()));
    if let Some(seal) = seal {
        lines.codes("details.envelope", "envelope.", &[seal.envelope.code().into()]);
    }
    lines.text("details.issuer-id", issuer.map(|issuer| &*issuer.id));
    lines.text("details.verification-method", issuer.map(|issuer| &*issuer.verification_method));
    if let Some(claims) = &verdict.claims {
        let origins = claims.field_origins.iter().map(|(name, origin)| joined(&[name, ": ", origin]));
        let origins: Vec<String> = origins.collect();
        lines.moment("details.sealed-at", claims.sealed_at.as_deref());
        lines.moment("details.valid-from", Some(&claims.valid_from));
        lines.text("details.digital-source-type", claims.digital_source_type.as_deref());
        lines.text("details.generation-method", claims.generation_method.as_deref());
        lines.text("details.algorithm", claims.generator_algorithm.as_deref());
        lines.text("details.parameters", claims.generator_parameters_digest.as_deref());
        lines.text("details.field-origins", Some(&origins.join(", ")));
    }
    let bundle = &verdict.trust_bundle;
    let mut version = String::new();
    push_decimal(bundle.version, 1, &mut version);
    let arguments = vec![
        ("version", Argument::Text(version)),
        ("days", Argument::Number(bundle.age_seconds / SECONDS_PER_DAY)),
    ];
    let bundle_words = Phrase::with("details.trust-bundle-version", arguments);
    lines.push("details.trust-bundle", Value::Words(bundle_words));
    lines.moment("details.trust-bundle-expires", bundle.expires.map(|time| time.to_text()).as_deref());
    lines.moment("details.checked-at", Some(&verdict.checked_at.to_text()));
    if let Some(claims) = &verdict.claims {
        lines.text("details.previous-seal", claims.previous_seal.as_deref());
        lines.text("details.derived-from", Some(&claims.derived_from.join("; ")));
    }
    lines.push("details.outcome", Value::Words(key("level.", disclosure.level.code())));
    lines.0
}

fn findings(verdict: &Verdict) -> Vec<Line> {
    let value = |reason: &crate::Reason| Value::Finding { code: reason.code, detail: reason.detail.clone() };
    verdict.reasons.iter().map(|reason| Line { label: None, value: value(reason) }).collect()
}

/// Lines with a label; what nobody stated gets none.
#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn push(&mut self, label: &str, value: Value) {
        self.0.push(Line { label: Some(label.into()), value });
    }

    fn text(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.push(label, Value::Text(text.into()));
        }
    }

    fn moment(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.push(label, Value::Moment(text.into()));
        }
    }

    fn codes(&mut self, label: &str, prefix: &'static str, codes: &[String]) {
        let codes: Vec<String> = codes.iter().filter(|code| !code.is_empty()).cloned().collect();
        if !codes.is_empty() {
            self.push(label, Value::Codes { prefix, codes });
        }
    }
}
