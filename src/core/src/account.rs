//! What is said of a verdict, as data: ordered sections of lines, keys into the catalogue and values; no words, no markup.
//!
//! This is the one place that decides what is listed and in which order. Views, the elements' plain text, Lightning and the
//! terminal only format lines.

use alloc::string::String;
use alloc::vec::Vec;
use core::slice;

use crate::approval::Approval;
use crate::codes;
use crate::contact::Contact;
use crate::decision::{Answer, Decision, UseReason};
use crate::disclosure::{Disclosure, IssuerStanding};
use crate::field_label::{FieldLabels, FieldName, is_uncoverable};
use crate::index::Index;
use crate::reason::ReasonCode;
use crate::text::{joined, position, push_decimal};
use crate::verdict::{BundleRef, Claims, Field, FieldState, Flag, Hint, Reason, Trust, Verdict};
use crate::{Origin, Timestamp};

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
        /// What the issuer states, in a line: by what it was made, for what and for what not, and who says so.
        Facts => "facts",
        /// What stands beside the trust.
        Flags => "flags",
        /// What was found beside that which decided.
        Also => "also",
        /// What the record or its seal says of itself.
        Claimed => "claimed",
        /// Fields that are not as they were sealed, or could not be looked at, by state.
        Changes => "changes",
        /// What to do, most pressing first, and how to reach whoever it names.
        Next => "next",
        /// How many fields the seal covers; those that are unchanged, and those that it could cover and does not.
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
        /// For what a person has granted the use of the record.
        Grants => "grants",
        /// Where the statement is logged.
        Log => "log",
        /// Who vouches for the log.
        Witnesses => "witnesses",
        /// Codes, ids and times.
        Record => "record",
        /// Every field by its API name.
        ApiNames => "api-names",
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
            Self::Facts => "details.facts",
            Self::Flags => "details.flags",
            Self::Also => "details.also",
            Self::Claimed => "details.origin",
            Self::Changes => "details.changes",
            Self::Next => "details.next",
            Self::Fields => "details.fields",
            Self::Issuer => "details.seal",
            Self::Stated => "details.stated",
            Self::Declared => "details.declared",
            Self::Environment => "details.environment",
            Self::Approvals => "details.approvals",
            Self::Grants => "details.grants",
            Self::Log => "details.log",
            Self::Witnesses => "details.witnesses",
            Self::Record => "details.auditors",
            Self::ApiNames => "details.api-names",
            Self::Findings => "details.reasons",
        }
    }

    /// Who it is for.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Facts | Self::Flags | Self::Also | Self::Claimed | Self::Changes | Self::Next => {
                Audience::Everyone
            }
            Self::Record | Self::ApiNames | Self::Findings => Audience::Auditor,
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

/// What a line says. Everything that came from a record, a seal or a policy is in `Text`, `Moment`, `Codes`, `Names`, `Finding`,
/// `Contact` or an [`Argument`].
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
        names: Vec<(FieldName, Option<Hint>)>,
    },
    /// How to reach somebody.
    Contact(Contact),
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
    /// Of the catalogue.
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
    /// Each by the catalogue's name for it under that prefix, or as it is.
    Codes {
        /// Of the keys.
        prefix: &'static str,
        /// In the order stated.
        codes: Vec<String>,
    },
    /// Fields.
    Names(Vec<FieldName>),
}

/// What is said of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionAccount {
    /// What was asked.
    pub question: Phrase,
    /// The answer in a word or two.
    pub answer: Phrase,
    /// Why, a sentence each.
    pub reasons: Vec<Phrase>,
    /// Who answers for the use.
    pub owner: Option<Phrase>,
    /// What to do; nothing where nothing speaks against the use.
    pub next: Option<Phrase>,
}

/// Fields that are not as they were sealed, or could not be looked at: what needs eyes comes first.
const EXCEPTIONS: [FieldState; 4] =
    [FieldState::Altered, FieldState::Unreadable, FieldState::SaltMissing, FieldState::Withheld];

const SECONDS_PER_DAY: u64 = 86_400;

// --- what is said, while it is said

/// Takes what is said, in order. That it is told one by one keeps the browser from building what it only writes out.
pub(crate) trait Sink {
    /// What follows is about another topic.
    fn section(&mut self, topic: Topic);
    /// A line of it.
    fn line(&mut self, label: Option<KeyRef<'_>>, value: ValueRef<'_>);
}

/// A key of the catalogue in two parts.
#[derive(Clone, Copy)]
pub(crate) struct KeyRef<'v>(pub(crate) &'static str, pub(crate) &'v str);

/// As [`Phrase`], of what the verdict holds.
#[derive(Clone, Copy)]
pub(crate) struct PhraseRef<'v> {
    pub(crate) key: KeyRef<'v>,
    pub(crate) arguments: &'v [(&'static str, ArgumentRef<'v>)],
}

/// As [`Argument`].
#[derive(Clone, Copy)]
pub(crate) enum ArgumentRef<'v> {
    Text(&'v str),
    Number(u64),
    Moment(&'v str),
    Key(KeyRef<'v>),
    Codes(&'static str, &'v [String]),
    Names(&'v [FieldName]),
}

/// As [`Value`].
#[derive(Clone, Copy)]
pub(crate) enum ValueRef<'v> {
    Text(&'v str),
    Moment(&'v str),
    Words(PhraseRef<'v>),
    Codes(&'static str, &'v [String]),
    Names(FieldState, &'v [&'v Field]),
    Finding(&'v Reason),
    Contact(&'v Contact),
}

/// What people are shown of somebody who approves or grants: a name, which the trust list gives.
fn name_of(approver: &Approval) -> (&'static str, ArgumentRef<'_>) {
    let unnamed = ArgumentRef::Key(KeyRef("details.approver-unnamed", ""));
    ("name", approver.name.as_deref().map_or(unnamed, ArgumentRef::Text))
}

/// A key by itself.
fn key<'v>(prefix: &'static str, code: &'v str) -> PhraseRef<'v> {
    PhraseRef { key: KeyRef(prefix, code), arguments: &[] }
}

impl Decision {
    /// What is said of it.
    pub fn account(&self) -> DecisionAccount {
        let with = |of, name, value| {
            Phrase::from(PhraseRef { key: KeyRef(of, ""), arguments: &[(name, ArgumentRef::Text(value))] })
        };
        let word = |prefix, code| Phrase::from(key(prefix, code));
        let next = match self.answer {
            Answer::Allowed => None,
            // What would help is not for whoever has the record before them.
            _ if self.reasons.contains(&UseReason::UseNotNamed) => Some("use-not-named"),
            answer => Some(answer.code()),
        };
        DecisionAccount {
            question: with("use.question", "purpose", &self.name),
            answer: word("use.", self.answer.code()),
            reasons: self.reasons.iter().map(|reason| word("use.reason.", reason.code())).collect(),
            owner: self.owner.as_deref().map(|owner| with("use.owner", "owner", owner)),
            next: next.map(|next| word("use.next.", next)),
        }
    }
}

impl Verdict {
    /// Everything that is said of this verdict; fields by readable names.
    pub fn account(&self) -> Account {
        self.account_with(&FieldLabels::default())
    }

    /// The same, fields by the labels that a page or a file gives them.
    pub fn account_with(&self, labels: &FieldLabels) -> Account {
        let disclosure = self.disclose();
        let mut sections = self.sections(labels);
        self.write_sections(&disclosure, &mut sections);
        sections.said.retain(|section| !section.lines.is_empty());
        Account {
            label: self.label(&disclosure),
            explanation: Phrase::of(disclosure.explanation),
            sections: sections.said,
        }
    }

    fn sections<'l>(&'l self, labels: &'l FieldLabels) -> Sections<'l> {
        let object = self.record.object.as_deref().unwrap_or_default();
        Sections { said: Vec::new(), labels, object }
    }

    /// What a badge says: [`Account::label`] alone, of what may be said of this verdict.
    pub fn label(&self, disclosure: &Disclosure) -> Vec<Phrase> {
        let mut label = Vec::new();
        self.write_label(disclosure, &mut |part| label.push(part.into()));
        label
    }

    /// What a row of a list of columns says below its label: the fields that need eyes, by their API names, the flags, and every
    /// finding that neither these nor the label tell.
    pub fn brief(&self) -> Vec<Line> {
        let labels = FieldLabels::api_names();
        let mut sections = self.sections(&labels);
        self.write_changes(&mut sections);
        self.write_flags(&mut sections);
        let is_told = |code: ReasonCode| match code {
            ReasonCode::NoSeal | ReasonCode::DeclaredSynthetic => true,
            // The fields are listed, unless the seal is not to be relied on at all.
            _ => state_of(code).is_some_and(|state| self.has_field(state)),
        };
        for reason in self.reasons.iter().filter(|reason| !is_told(reason.code)) {
            sections.line(None, ValueRef::Finding(reason));
        }
        sections.said.into_iter().flat_map(|section| section.lines).collect()
    }

    /// The first of the next steps, as [`Topic::Next`] has it.
    pub fn next_step(&self, disclosure: &Disclosure) -> Phrase {
        PhraseRef { key: KeyRef("", &disclosure.next), arguments: &whom(self) }.into()
    }

    pub(crate) fn write_label(&self, disclosure: &Disclosure, part: &mut dyn FnMut(PhraseRef<'_>)) {
        if let Some(origin) = &disclosure.origin {
            part(key("", origin));
        }
        let environment =
            disclosure.environment.as_deref().map(|name| ("environment", ArgumentRef::Text(name)));
        part(PhraseRef { key: KeyRef("", &disclosure.trust), arguments: environment.as_slice() });
        if let Some(claim) = &disclosure.claim {
            part(key("", claim));
        }
        if !self.flags.is_empty() {
            part(key("badge.flagged", ""));
        }
    }

    /// Tells the sections; some may have no line.
    #[inline(never)]
    pub(crate) fn write_sections(&self, disclosure: &Disclosure, out: &mut dyn Sink) {
        let beside = beside(self);
        self.write_facts(disclosure, out);
        out.section(Topic::Flags);
        self.write_flags(out);
        out.section(Topic::Also);
        for code in &beside {
            out.words(key("reason.", code.code()));
        }
        out.section(Topic::Claimed);
        if let Some(origin) = self.claimed_origin {
            let origin = [("origin", ArgumentRef::Key(KeyRef("origin.", origin.code())))];
            out.words(PhraseRef { key: KeyRef("details.claimed-origin", ""), arguments: &origin });
        }
        self.write_changes(out);
        out.section(Topic::Next);
        let whom = whom(self);
        for step in &advice(self, disclosure, &beside) {
            out.words(PhraseRef { key: KeyRef("", step), arguments: &whom });
        }
        for contact in &self.contacts {
            out.line(Some(KeyRef("details.contact", "")), ValueRef::Contact(contact));
        }
        self.write_issuer(disclosure, out);
        out.section(Topic::Stated);
        if let Some(claims) = &self.claims {
            write_stated(claims, out);
        }
        out.section(Topic::Declared);
        self.write_declared(out);
        out.section(Topic::Environment);
        out.codes("details.environment-sealed", "environment.", &self.environment_sealed);
        out.codes("details.environment-here", "environment.", slice::from_ref(&self.environment_expected));
        let (uncovered, uncoverable) = self.uncovered();
        self.write_fields(&uncovered, &uncoverable, out);
        out.section(Topic::Approvals);
        for approval in &self.approvals {
            let by = name_of(approval);
            match approval.at.map(Timestamp::to_text) {
                Some(at) => {
                    let arguments = [by, ("time", ArgumentRef::Moment(&at))];
                    out.words(PhraseRef { key: KeyRef("details.approved-by-at", ""), arguments: &arguments });
                }
                None => out.words(PhraseRef { key: KeyRef("details.approved-by", ""), arguments: &[by] }),
            }
        }
        out.section(Topic::Grants);
        // One that other reasons stand against lets nothing through.
        let allowed = self.uses.iter().filter(|used| used.answer == Answer::Allowed);
        for (name, grant) in allowed.filter_map(|used| Some((&used.name, used.grant.as_ref()?))) {
            let arguments = [
                ("use", ArgumentRef::Text(name)),
                name_of(&grant.approver),
                ("until", ArgumentRef::Moment(&grant.until.to_text())),
                ("reason", ArgumentRef::Text(&grant.reason)),
            ];
            out.words(PhraseRef { key: KeyRef("details.granted-by", ""), arguments: &arguments });
        }
        self.write_log(out);
        out.section(Topic::Record);
        self.write_record(disclosure, out);
        self.write_api_names(&uncovered, &uncoverable, out);
        out.section(Topic::Findings);
        for reason in &self.reasons {
            out.line(None, ValueRef::Finding(reason));
        }
    }

    fn write_flags(&self, out: &mut dyn Sink) {
        for flag in &self.flags {
            out.words(key("flag.", flag.code()));
        }
    }

    /// "Made by Snowfakery for testing. Not for credit scoring. Issued by Example Bank plc." Nothing of what does not fit
    /// together, or what anybody could have stated.
    fn write_facts(&self, disclosure: &Disclosure, out: &mut dyn Sink) {
        out.section(Topic::Facts);
        let Some(claims) = self.believed_claims().filter(|_| disclosure.origin.is_some()) else { return };
        let (purposes, prohibited) = (all_quoted(&claims.purpose), all_quoted(&claims.prohibited_use));
        let purpose = ("purpose", ArgumentRef::Codes("purpose.", &purposes));
        let made = match self.origin {
            Origin::Synthetic | Origin::AiGenerated => "fact.made",
            Origin::AiModified => "fact.changed",
            Origin::Masked => "fact.masked",
            _ => "",
        };
        let generator = claims.generator_name.as_deref().filter(|_| !made.is_empty()).map(quoted);
        let generator = generator.as_deref().map(|name| ("generator", ArgumentRef::Text(name)));
        match (generator, claims.purpose.is_empty()) {
            (Some(generator), true) => {
                out.words(PhraseRef { key: KeyRef(made, ""), arguments: &[generator] });
            }
            (Some(generator), false) => {
                out.words(PhraseRef { key: KeyRef(made, "-for"), arguments: &[generator, purpose] });
            }
            (None, true) => {}
            (None, false) => out.words(PhraseRef { key: KeyRef("fact.purpose", ""), arguments: &[purpose] }),
        }
        if !prohibited.is_empty() {
            let prohibited = [("purpose", ArgumentRef::Codes("purpose.", &prohibited))];
            out.words(PhraseRef { key: KeyRef("fact.prohibited", ""), arguments: &prohibited });
        }
        // What stands there now is of somebody else.
        let altered = self.fields_in(FieldState::Altered);
        let is_altered = |name: &str| altered.iter().any(|field| field.name == name);
        for origin in [Origin::AiGenerated, Origin::AiModified, Origin::Masked] {
            let is_of_it = |source: &str| Origin::of_source(source) == origin;
            let of_it =
                claims.field_origins.iter().filter(|(name, source)| is_of_it(source) && !is_altered(name));
            let names: Vec<FieldName> = of_it.map(|(name, _)| FieldName::of(name)).collect();
            if origin != self.origin && !names.is_empty() {
                let of = [
                    ("origin", ArgumentRef::Key(KeyRef("origin.", origin.code()))),
                    ("fields", ArgumentRef::Names(&names)),
                ];
                out.words(PhraseRef { key: KeyRef("fact.fields", ""), arguments: &of });
            }
        }
        if let Some(name) = self.issuer_name() {
            let name = [("name", ArgumentRef::Text(name))];
            out.words(PhraseRef { key: KeyRef("fact.issued", ""), arguments: &name });
        }
    }

    fn write_changes(&self, out: &mut dyn Sink) {
        out.section(Topic::Changes);
        for state in EXCEPTIONS {
            out.names(state, &self.fields_in(state));
        }
    }

    fn fields_in(&self, state: FieldState) -> Vec<&Field> {
        self.fields.iter().filter(|field| field.state == state).collect()
    }

    /// The fields that the seal does not cover: those that one could, and those that none can.
    fn uncovered(&self) -> (Vec<&Field>, Vec<&Field>) {
        let names: Vec<String> = self.fields.iter().map(|field| field.name.to_ascii_lowercase()).collect();
        let name_at = |at: usize| names.get(at).map_or(&[][..], |name| name.as_bytes());
        let index = Index::of(names.len(), &name_at);
        let is_there = |name: &str| index.first(&name_at, name.to_ascii_lowercase().as_bytes()).is_some();
        self.fields_in(FieldState::Uncovered)
            .into_iter()
            .partition(|field| !is_uncoverable(&field.name, &is_there))
    }

    /// Nothing that no seal can cover is held against this one.
    fn write_fields(&self, uncovered: &[&Field], uncoverable: &[&Field], out: &mut dyn Sink) {
        if self.fields.is_empty() {
            return;
        }
        out.section(Topic::Fields);
        let coverage = self.coverage;
        let left_out = u32::try_from(uncoverable.len()).unwrap_or(u32::MAX);
        let counts = [
            ("covered", ArgumentRef::Number(coverage.covered.into())),
            ("shown", ArgumentRef::Number(coverage.shown.saturating_sub(left_out).into())),
            ("matched", ArgumentRef::Number(coverage.matched.into())),
        ];
        out.words(PhraseRef { key: KeyRef("details.coverage", ""), arguments: &counts });
        out.names(FieldState::Match, &self.fields_in(FieldState::Match));
        out.names(FieldState::Uncovered, uncovered);
    }

    /// Where labels say what people see, this says which fields are meant.
    fn write_api_names(&self, uncovered: &[&Field], uncoverable: &[&Field], out: &mut dyn Sink) {
        out.section(Topic::ApiNames);
        let mut list = |state: &str, fields: &[&Field]| {
            let mut names = String::new();
            for field in fields {
                names.push_str(if names.is_empty() { "" } else { ", " });
                names.push_str(&field.name);
            }
            if !names.is_empty() {
                out.line(Some(KeyRef("field.", state)), ValueRef::Text(&names));
            }
        };
        for state in EXCEPTIONS.into_iter().chain([FieldState::Match]) {
            list(state.code(), &self.fields_in(state));
        }
        list(FieldState::Uncovered.code(), uncovered);
        list("uncoverable", uncoverable);
    }

    fn write_issuer(&self, disclosure: &Disclosure, out: &mut dyn Sink) {
        out.section(Topic::Issuer);
        let Some(standing) = disclosure.issuer else { return };
        let name = match self.issuer_name() {
            Some(name) => ArgumentRef::Text(name),
            None if standing == IssuerStanding::NotChecked => {
                ArgumentRef::Key(KeyRef("details.issuer-unconfirmed", ""))
            }
            None => ArgumentRef::Key(KeyRef("details.issuer-unnamed", "")),
        };
        out.words(PhraseRef { key: KeyRef("details.issued-by", ""), arguments: &[("name", name)] });
        out.words(key("details.issuer-", standing.code()));
    }

    /// What unsigned fields say, where nothing signed says it or where the two disagree. A box that is not ticked says nothing:
    /// nobody may ever have touched it. It is named only where it stands against the seal.
    fn write_declared(&self, out: &mut dyn Sink) {
        let contradicts = self.flags.contains(&Flag::LabelContradiction);
        if self.claims.is_some() && !contradicts {
            return;
        }
        let declared = &self.declared;
        let label = declared.is_synthetic.filter(|is_synthetic| *is_synthetic || contradicts);
        let others = [
            &declared.provenance_source,
            &declared.generation_method,
            &declared.created,
            &declared.confidence_score,
        ];
        let says_something = |text: &&Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        // No note on nothing.
        if label.is_none() && !others.iter().any(says_something) {
            return;
        }
        out.words(key("details.declared-note", ""));
        if let Some(is_synthetic) = label {
            let said = if is_synthetic { "details.label-synthetic" } else { "details.label-not-synthetic" };
            out.line(Some(KeyRef("details.label", "")), ValueRef::Words(key(said, "")));
        }
        out.optional("details.declared-source", &declared.provenance_source);
        out.codes("details.method", "method.", declared.generation_method.as_slice());
        out.moment("details.created", declared.created.as_deref());
        out.optional("details.confidence-score", &declared.confidence_score);
    }

    fn write_log(&self, out: &mut dyn Sink) {
        out.section(Topic::Log);
        let Some(log) = &self.log else { return };
        let mut name = joined(&[&log.origin, " #"]);
        push_decimal(log.index, 1, &mut name);
        out.words(PhraseRef {
            key: KeyRef("details.logged", ""),
            arguments: &[("name", ArgumentRef::Text(&name))],
        });
        out.section(Topic::Witnesses);
        for witness in &log.witnesses {
            let time = witness.at.to_text();
            let arguments =
                [("name", ArgumentRef::Text(&witness.name)), ("time", ArgumentRef::Moment(&time))];
            out.words(PhraseRef { key: KeyRef("details.witnessed", ""), arguments: &arguments });
        }
    }

    /// Codes, ids and times, what came before the seal, and how much the verdict weighs.
    #[inline(never)]
    fn write_record(&self, disclosure: &Disclosure, out: &mut dyn Sink) {
        out.text("details.trust-code", &joined(&[self.trust.code(), " · ", self.origin.code()]));
        let record = &self.record;
        let (object, id) =
            (record.object.as_deref().unwrap_or_default(), record.id.as_deref().unwrap_or_default());
        let gap = if object.is_empty() || id.is_empty() { "" } else { " " };
        out.text("details.record", &joined(&[object, gap, id]));
        out.optional("details.record-uuid", &record.uuid);
        if let Some(seal) = &self.seal {
            out.optional("details.seal-id", &seal.id);
            out.codes("details.envelope", "envelope.", &[seal.envelope.code().into()]);
        }
        if let Some(issuer) = &self.issuer {
            out.text("details.issuer-id", &issuer.id);
            out.text("details.verification-method", &issuer.verification_method);
        }
        if let Some(claims) = &self.claims {
            out.moment("details.sealed-at", claims.sealed_at.as_deref());
            out.moment("details.valid-from", Some(&claims.valid_from));
            if is_urn(&claims.provenance_source) {
                out.text("details.provenance-source", &claims.provenance_source);
            }
            out.optional("details.digital-source-type", &claims.digital_source_type);
            out.optional("details.generation-method", &claims.generation_method);
            out.optional("details.algorithm", &claims.generator_algorithm);
            out.optional("details.parameters", &claims.generator_parameters_digest);
            let mut origins = String::new();
            for (name, origin) in &claims.field_origins {
                let comma = if origins.is_empty() { "" } else { ", " };
                origins.push_str(&joined(&[comma, name, ": ", origin]));
            }
            out.text("details.field-origins", &origins);
        }
        let bundle = &self.trust_bundle;
        // Where none was asked, there is none to tell of.
        if *bundle != BundleRef::default() {
            let mut version = String::new();
            push_decimal(bundle.version, 1, &mut version);
            let age = [
                ("version", ArgumentRef::Text(&version)),
                ("days", ArgumentRef::Number(bundle.age_seconds / SECONDS_PER_DAY)),
            ];
            let words = PhraseRef { key: KeyRef("details.trust-bundle-version", ""), arguments: &age };
            out.line(Some(KeyRef("details.trust-bundle", "")), ValueRef::Words(words));
            out.moment("details.trust-bundle-expires", bundle.expires.map(|time| time.to_text()).as_deref());
        }
        out.moment("details.checked-at", Some(&self.checked_at.to_text()));
        if let Some(claims) = &self.claims {
            out.optional("details.previous-seal", &claims.previous_seal);
            out.text("details.derived-from", &claims.derived_from.join("; "));
        }
        out.line(
            Some(KeyRef("details.outcome", "")),
            ValueRef::Words(key("level.", disclosure.level.code())),
        );
    }
}

fn write_stated(claims: &Claims, out: &mut dyn Sink) {
    match (&claims.generator_name, &claims.generator_version) {
        (Some(name), Some(version)) => {
            let arguments = [("name", ArgumentRef::Text(name)), ("version", ArgumentRef::Text(version))];
            let words = PhraseRef { key: KeyRef("details.version", ""), arguments: &arguments };
            out.line(Some(KeyRef("details.made-with", "")), ValueRef::Words(words));
        }
        (name, _) => out.optional("details.made-with", name),
    }
    out.codes("details.method", "method.", claims.generation_method.as_slice());
    out.codes("details.purpose", "purpose.", &claims.purpose);
    out.codes("details.prohibited-use", "purpose.", &claims.prohibited_use);
    out.moment("details.created", Some(&claims.created));
    out.moment("details.valid-until", claims.valid_until.as_deref());
    out.moment("details.retain-until", claims.retain_until.as_deref());
    out.optional("details.responsible-entity", &claims.responsible_entity);
    if !is_urn(&claims.provenance_source) {
        out.text("details.provenance-source", &claims.provenance_source);
    }
    out.optional("details.confidence-score", &claims.confidence_score);
}

/// Longest that is stated in a sentence, in bytes: all of it stands in its row.
const QUOTED: usize = 96;

/// What somebody states, within a sentence of ours: cut where it would begin another, or go on and on.
fn quoted(stated: &str) -> String {
    let end = position(stated, ". ").unwrap_or(stated.len()).min(stated.floor_char_boundary(QUOTED));
    let kept = stated.get(..end).unwrap_or_default();
    joined(&[kept, if end < stated.len() { "…" } else { "" }])
}

fn all_quoted(codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| quoted(code)).collect()
}

/// Whether a source is named for programs.
fn is_urn(source: &str) -> bool {
    source.starts_with("urn:")
}

/// Lines in their usual forms; what nobody stated gets none.
impl dyn Sink + '_ {
    fn words(&mut self, words: PhraseRef<'_>) {
        self.line(None, ValueRef::Words(words));
    }

    fn names(&mut self, state: FieldState, fields: &[&Field]) {
        if !fields.is_empty() {
            self.line(Some(KeyRef("field.", state.code())), ValueRef::Names(state, fields));
        }
    }

    fn text(&mut self, label: &'static str, text: &str) {
        if !text.is_empty() {
            self.line(Some(KeyRef(label, "")), ValueRef::Text(text));
        }
    }

    fn optional(&mut self, label: &'static str, text: &Option<String>) {
        self.text(label, text.as_deref().unwrap_or_default());
    }

    fn moment(&mut self, label: &'static str, text: Option<&str>) {
        let text = text.unwrap_or_default();
        if !text.is_empty() {
            self.line(Some(KeyRef(label, "")), ValueRef::Moment(text));
        }
    }

    fn codes(&mut self, label: &'static str, prefix: &'static str, codes: &[String]) {
        if codes.iter().any(|code| !code.is_empty()) {
            self.line(Some(KeyRef(label, "")), ValueRef::Codes(prefix, codes));
        }
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
}

// --- what was said, kept

struct Sections<'l> {
    said: Vec<Section>,
    labels: &'l FieldLabels,
    /// Of the record, whose labels they are.
    object: &'l str,
}

impl Sink for Sections<'_> {
    fn section(&mut self, topic: Topic) {
        self.said.push(Section { topic, lines: Vec::new() });
    }

    fn line(&mut self, label: Option<KeyRef<'_>>, value: ValueRef<'_>) {
        let line = Line { label: label.map(String::from), value: self.value(value) };
        if let Some(section) = self.said.last_mut() {
            section.lines.push(line);
        }
    }
}

impl Sections<'_> {
    fn name(&self, name: &str) -> FieldName {
        FieldName { name: name.into(), label: self.labels.label(self.object, name) }
    }

    fn phrase(&self, PhraseRef { key, arguments }: PhraseRef<'_>) -> Phrase {
        let arguments = arguments.iter().map(|(name, given)| (*name, self.argument(*given)));
        Phrase { key: key.into(), arguments: arguments.collect() }
    }

    fn argument(&self, given: ArgumentRef<'_>) -> Argument {
        match given {
            ArgumentRef::Names(names) => {
                Argument::Names(names.iter().map(|field| self.name(&field.name)).collect())
            }
            other => other.into(),
        }
    }

    fn value(&self, said: ValueRef<'_>) -> Value {
        match said {
            ValueRef::Text(text) => Value::Text(text.into()),
            ValueRef::Moment(moment) => Value::Moment(moment.into()),
            ValueRef::Words(words) => Value::Words(self.phrase(words)),
            ValueRef::Codes(prefix, codes) => {
                let codes = codes.iter().filter(|code| !code.is_empty()).cloned().collect();
                Value::Codes { prefix, codes }
            }
            ValueRef::Names(state, fields) => {
                let names = fields.iter();
                Value::Names {
                    state,
                    names: names.map(|field| (self.name(&field.name), field.hint)).collect(),
                }
            }
            ValueRef::Finding(reason) => Value::Finding { code: reason.code, detail: reason.detail.clone() },
            ValueRef::Contact(contact) => Value::Contact(contact.clone()),
        }
    }
}

impl From<KeyRef<'_>> for String {
    fn from(KeyRef(prefix, code): KeyRef<'_>) -> Self {
        joined(&[prefix, code])
    }
}

impl From<PhraseRef<'_>> for Phrase {
    fn from(PhraseRef { key, arguments }: PhraseRef<'_>) -> Self {
        let arguments = arguments.iter().map(|(name, given)| (*name, (*given).into()));
        Self { key: key.into(), arguments: arguments.collect() }
    }
}

impl From<ArgumentRef<'_>> for Argument {
    fn from(given: ArgumentRef<'_>) -> Self {
        match given {
            ArgumentRef::Text(text) => Self::Text(text.into()),
            ArgumentRef::Number(number) => Self::Number(number),
            ArgumentRef::Moment(moment) => Self::Moment(moment.into()),
            ArgumentRef::Key(key) => Self::Key(key.into()),
            ArgumentRef::Codes(prefix, codes) => Self::Codes { prefix, codes: codes.to_vec() },
            ArgumentRef::Names(names) => Self::Names(names.to_vec()),
        }
    }
}

// --- what is worth saying

/// Whom the next steps name: by name where one is known.
#[inline(never)]
fn whom(verdict: &Verdict) -> [(&'static str, ArgumentRef<'_>); 3] {
    fn named<'v>(name: Option<&'v str>, key: &'v str) -> ArgumentRef<'v> {
        name.map_or(ArgumentRef::Key(KeyRef("who.", key)), ArgumentRef::Text)
    }
    let [owner, issuer] = verdict.parties();
    let team = verdict.contacts.first().map(|contact| &*contact.name);
    [
        ("owner", named(owner.or(team), "owner")),
        ("issuer", named(issuer, "issuer")),
        ("team", named(team, "team")),
    ]
}

/// Keys of the next steps: what the verdict asks for first, then what its other flags and findings ask for.
#[inline(never)]
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
    let mut keys = Vec::from([disclosure.next.clone()]);
    for key in of_flags.chain(of_findings) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The findings beside the one that decided, each once, but for those that the fields or the flags tell.
#[inline(never)]
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
