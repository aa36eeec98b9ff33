//! What the conditions of packs see of a record: one table of members, each with its kind, what it means and where it comes from.

use std::collections::HashMap;

use cel::common::types::{CelBool, CelDouble, CelInt, CelList, CelMap, CelMapKey, CelNull, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use touchmark::{Answer, Envelope, Flag, Origin, ReasonCode, Timestamp, Trust, Verdict};
use touchmark_profile::time::Date;

use crate::summary::Class;
use crate::suspicion::{GroundCode, Suspicion};

/// What is known of one record. It borrows what a scan has of it, so that it costs nothing to make.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'r> {
    /// What the check says.
    pub verdict: &'r Verdict,
    /// What speaks for test data.
    pub suspicion: &'r Suspicion,
    /// What the record is counted as.
    pub class: Class,
    /// The file, as [`crate::Spot`] has it.
    pub file: &'r str,
    /// The environment that the scan is for, where it is for one.
    pub target: Option<&'r str>,
}

/// A list that is longer is not shown, so that a condition about it cannot be decided: no record makes a check slow.
pub const MAX_ITEMS: usize = 256;

/// A closed list of codes.
#[derive(Debug)]
pub struct Codes {
    /// Every code.
    pub all: fn() -> Vec<&'static str>,
}

/// What a member is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// A whole number, 0 or more.
    Count,
    /// A number with decimals.
    Number,
    /// A text.
    Text,
    /// A text out of a closed list.
    Code(&'static Codes),
    /// A list of texts, which may be empty.
    Texts,
    /// A list of texts out of a closed list.
    CodeList(&'static Codes),
    /// Texts by name, which may be none.
    Map,
    /// A point in time.
    Time,
}

/// Something that conditions can ask of a record.
#[derive(Debug)]
pub struct Member {
    /// As conditions write it.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Whether it may be `null`.
    pub is_optional: bool,
    /// What it says.
    pub meaning: &'static str,
    value: for<'b> fn(&'b Facts<'b>) -> Fact<'b>,
}

/// What a record has for a member.
#[derive(Debug)]
enum Fact<'b> {
    Null,
    Flag(bool),
    Count(u64),
    Number(f64),
    Text(&'b str),
    Texts(Vec<&'b str>),
    Map(&'b [(String, String)]),
    Time(Timestamp),
}

static TRUST: Codes = Codes { all: || Trust::ALL.iter().map(|code| code.code()).collect() };
static ORIGIN: Codes = Codes { all: || Origin::ALL.iter().map(|code| code.code()).collect() };
static FLAG: Codes = Codes { all: || Flag::ALL.iter().map(|code| code.code()).collect() };
static REASON: Codes = Codes { all: || ReasonCode::ALL.iter().map(|code| code.code()).collect() };
static ENVELOPE: Codes = Codes { all: || Envelope::ALL.iter().map(|code| code.code()).collect() };
static CLASS: Codes = Codes { all: || Class::ALL.iter().map(|class| class.code()).collect() };
static GROUND: Codes = Codes { all: || GroundCode::ALL.iter().map(|ground| ground.code()).collect() };

macro_rules! members {
    ($($name:literal: $kind:expr, $($optional:ident)? $meaning:literal, $value:expr;)+) => {
        /// Everything that conditions can ask, sorted by name.
        pub static MEMBERS: &[Member] = &[$(Member {
            name: $name,
            kind: $kind,
            is_optional: members!(@ $($optional)?),
            meaning: $meaning,
            value: $value,
        },)+];
    };
    (@) => { false };
    (@ optional) => { true };
}

members! {
    "claims.confidenceScore": Kind::Number, optional "How sure the maker is, from 0 to 1.",
        |facts| facts.claims().and_then(|claims| number(claims.confidence_score.as_deref())).into();
    "claims.created": Kind::Time, optional "When the data was made.",
        |facts| facts.claims().and_then(|claims| time(Some(&claims.created))).into();
    "claims.derivedFrom": Kind::Texts, "What the data was made from.",
        |facts| texts(facts.claims().map(|claims| &claims.derived_from));
    "claims.digitalSourceType": Kind::Text, optional "The IPTC source type, as a URI.",
        |facts| facts.claims().and_then(|claims| claims.digital_source_type.as_deref()).into();
    "claims.fieldOrigins": Kind::Map, "The IPTC source types of single fields, by the field's name.",
        |facts| Fact::Map(facts.claims().map(|claims| claims.field_origins.as_slice()).unwrap_or_default());
    "claims.generationMethod": Kind::Text, optional "How the data was made: a method of the Data & Trust Alliance.",
        |facts| facts.claims().and_then(|claims| claims.generation_method.as_deref()).into();
    "claims.generator.algorithm": Kind::Text, optional "The algorithm or model of the tool that made the data.",
        |facts| facts.claims().and_then(|claims| claims.generator_algorithm.as_deref()).into();
    "claims.generator.name": Kind::Text, optional "The tool that made the data.",
        |facts| facts.claims().and_then(|claims| claims.generator_name.as_deref()).into();
    "claims.generator.parametersDigest": Kind::Text, optional "A digest of the tool's settings.",
        |facts| facts.claims().and_then(|claims| claims.generator_parameters_digest.as_deref()).into();
    "claims.generator.version": Kind::Text, optional "The version of that tool.",
        |facts| facts.claims().and_then(|claims| claims.generator_version.as_deref()).into();
    "claims.previousSeal": Kind::Text, optional "The id of the seal that this one replaces.",
        |facts| facts.claims().and_then(|claims| claims.previous_seal.as_deref()).into();
    "claims.prohibitedUse": Kind::Texts, "What the data must not be used for.",
        |facts| texts(facts.claims().map(|claims| &claims.prohibited_use));
    "claims.provenanceSource": Kind::Text, optional "Who or what made the data.",
        |facts| facts.claims().map(|claims| claims.provenance_source.as_str()).into();
    "claims.purpose": Kind::Texts, "What the data was made for.",
        |facts| texts(facts.claims().map(|claims| &claims.purpose));
    "claims.responsibleEntity": Kind::Text, optional "Who answers for the data.",
        |facts| facts.claims().and_then(|claims| claims.responsible_entity.as_deref()).into();
    "claims.retainUntil": Kind::Time, optional "The end of the last day on which the data may be kept.",
        |facts| facts.claims().and_then(|claims| time(claims.retain_until.as_deref())).into();
    "class": Kind::Code(&CLASS), "What the scan counts the record as.",
        |facts| Fact::Text(facts.class.code());
    "declared.confidenceScore": Kind::Text, optional "What an unsigned field says of the confidence, as it stands there.",
        |facts| facts.verdict.declared.confidence_score.as_deref().into();
    "declared.created": Kind::Text, optional "What an unsigned field says of the time, as it stands there.",
        |facts| facts.verdict.declared.created.as_deref().into();
    "declared.generationMethod": Kind::Text, optional "What an unsigned field says of the method.",
        |facts| facts.verdict.declared.generation_method.as_deref().into();
    "declared.isSynthetic": Kind::Flag, optional "What the unsigned flag says.",
        |facts| facts.verdict.declared.is_synthetic.map_or(Fact::Null, Fact::Flag);
    "declared.origin": Kind::Code(&ORIGIN), optional "What the record claims to be where nothing proves it.",
        |facts| facts.verdict.claimed_origin.map(Origin::code).into();
    "declared.provenanceSource": Kind::Text, optional "What an unsigned field says of the source.",
        |facts| facts.verdict.declared.provenance_source.as_deref().into();
    "now": Kind::Time, "The time that the check used.",
        |facts| Fact::Time(facts.verdict.checked_at);
    "record.file": Kind::Text, "The file, from where the scan began.",
        |facts| Fact::Text(facts.file);
    "record.hasId": Kind::Flag, "Whether the record has an id of the platform.",
        |facts| Fact::Flag(facts.verdict.record.id.is_some());
    "record.hasUuid": Kind::Flag, "Whether the record has a provenance uuid.",
        |facts| Fact::Flag(facts.verdict.record.uuid.is_some());
    "record.object": Kind::Text, optional "The object, such as Contact.",
        |facts| facts.verdict.record.object.as_deref().into();
    "seal.approvals": Kind::Count, "How many others have signed whose approvals count.",
        |facts| Fact::Count(facts.verdict.approvals.len() as u64);
    "seal.envelope": Kind::Code(&ENVELOPE), optional "How the seal was signed.",
        |facts| facts.verdict.seal.as_ref().map(|seal| seal.envelope.code()).into();
    "seal.environments": Kind::Texts, "For which environments the record was sealed.",
        |facts| texts(Some(&facts.verdict.environment_sealed));
    "seal.expires": Kind::Time, optional "Until when the seal is good.",
        |facts| facts.verdict.claims.as_ref().and_then(|claims| time(claims.valid_until.as_deref())).into();
    "seal.fieldsCovered": Kind::Count, "How many of the fields in the file the seal covers.",
        |facts| Fact::Count(facts.verdict.coverage.covered.into());
    "seal.fieldsShown": Kind::Count, "How many fields of the record are in the file.",
        |facts| Fact::Count(facts.verdict.coverage.shown.into());
    "seal.flags": Kind::CodeList(&FLAG), "What stands beside the trust.",
        |facts| Fact::Texts(facts.verdict.flags.iter().map(|flag| flag.code()).collect());
    "seal.holds": Kind::Flag, "Whether the seal holds, in all or in what could be checked.",
        |facts| Fact::Flag(facts.holds());
    "seal.inLog": Kind::Flag, "Whether the seal stands in a transparency log.",
        |facts| Fact::Flag(facts.verdict.log.is_some());
    "seal.issuer": Kind::Text, optional "The issuer's name, as the trust bundle has it.",
        |facts| facts.verdict.issuer.as_ref().and_then(|issuer| issuer.name.as_deref()).into();
    "seal.origin": Kind::Code(&ORIGIN), "What the record is, as far as anything trustworthy says so.",
        |facts| Fact::Text(facts.verdict.origin.code());
    "seal.present": Kind::Flag, "Whether the record carries a seal, be it that it holds or not.",
        |facts| Fact::Flag(facts.verdict.seal.is_some());
    "seal.reasons": Kind::CodeList(&REASON), "Why the trust is what it is.",
        |facts| Fact::Texts(facts.verdict.reasons.iter().map(|reason| reason.code.code()).collect());
    "seal.signedAt": Kind::Time, optional "When the issuer's proof says that it was made.",
        |facts| facts.verdict.claims.as_ref().and_then(|claims| time(claims.sealed_at.as_deref())).into();
    "seal.trust": Kind::Code(&TRUST), "Whether the seal holds, and if not, why.",
        |facts| Fact::Text(facts.verdict.trust.code());
    "seal.witnesses": Kind::Count, "How many witnesses vouch for the log.",
        |facts| Fact::Count(facts.verdict.log.as_ref().map_or(0, |log| log.witnesses.len() as u64));
    "suspicion.grounds": Kind::CodeList(&GROUND), "What speaks for test data, the strongest first.",
        |facts| Fact::Texts(facts.suspicion.grounds.iter().map(|ground| ground.code.code()).collect());
    "suspicion.isRaised": Kind::Flag, "Whether the score is enough to speak of.",
        |facts| Fact::Flag(facts.suspicion.is_raised());
    "suspicion.score": Kind::Count, "How much speaks for test data, from 0 to 100.",
        |facts| Fact::Count(facts.suspicion.score.into());
    "target": Kind::Text, optional "The environment that the scan is for.",
        |facts| facts.target.into();
    "uses.allowed": Kind::Texts, "The uses of the policy that the record is allowed for.",
        |facts| facts.uses(Answer::Allowed);
    "uses.refused": Kind::Texts, "The uses of the policy that the record is refused for.",
        |facts| facts.uses(Answer::Refused);
    "uses.unknown": Kind::Texts, "The uses of the policy that a person has to decide.",
        |facts| facts.uses(Answer::Unknown);
}

impl<'r> Facts<'r> {
    fn holds(&self) -> bool {
        matches!(self.verdict.trust, Trust::Verified | Trust::VerifiedPartial)
    }

    /// What the issuer states: nothing, unless the seal holds.
    fn claims(&self) -> Option<&'r touchmark::Claims> {
        self.verdict.claims.as_ref().filter(|_| self.holds())
    }

    fn uses(&self, answer: Answer) -> Fact<'r> {
        let uses = self.verdict.uses.iter().filter(|decision| decision.answer == answer);
        Fact::Texts(uses.map(|decision| decision.name.as_str()).collect())
    }
}

impl Member {
    /// The member of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        MEMBERS.get(place_of(name)?)
    }
}

fn place_of(name: &str) -> Option<usize> {
    MEMBERS.binary_search_by(|member| member.name.cmp(name)).ok()
}

/// What conditions that were read call a member, so that nothing is searched for while records are judged: its place, behind a sign
/// that begins no name.
pub(crate) fn handle_of(name: &str) -> Option<String> {
    place_of(name).map(|place| format!("#{place}"))
}

/// The member that is called so.
pub(crate) fn of_handle(handle: &str) -> Option<&'static Member> {
    MEMBERS.get(handle.strip_prefix('#')?.parse::<usize>().ok()?)
}

impl VariableResolver for Facts<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        (of_handle(name)?.value)(self).into_val()
    }
}

impl<'b> Fact<'b> {
    /// `None` for a list that is too long.
    fn into_val(self) -> Option<CowVal<'b, 'b>> {
        Some(match self {
            Self::Null => CowVal::Borrowed(&CelNull),
            Self::Flag(flag) => CowVal::owned(CelBool::from(flag)),
            Self::Count(count) => CowVal::owned(CelInt::from(i64::try_from(count).ok()?)),
            Self::Number(number) => CowVal::owned(CelDouble::from(number)),
            Self::Text(text) => CowVal::owned(CelString::from(text)),
            Self::Time(time) => CowVal::owned(CelInt::from(time.as_millis())),
            Self::Texts(texts) if texts.len() <= MAX_ITEMS => {
                let items =
                    texts.into_iter().map(|text| Box::new(CelString::from(text)) as Box<dyn Val + 'b>);
                CowVal::owned(CelList::from(items.collect::<Vec<_>>()))
            }
            Self::Map(members) if members.len() <= MAX_ITEMS => {
                let members = members.iter().map(|(name, text)| {
                    let text: Box<dyn Val + 'b> = Box::new(CelString::from(text.as_str()));
                    (CelMapKey::from(name.as_str()), text)
                });
                CowVal::owned(CelMap::from(members.collect::<HashMap<_, _>>()))
            }
            Self::Texts(_) | Self::Map(_) => return None,
        })
    }
}

impl<'b> From<Option<&'b str>> for Fact<'b> {
    fn from(text: Option<&'b str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<Option<Timestamp>> for Fact<'_> {
    fn from(time: Option<Timestamp>) -> Self {
        time.map_or(Self::Null, Self::Time)
    }
}

impl From<Option<f64>> for Fact<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }
}

fn texts(texts: Option<&Vec<String>>) -> Fact<'_> {
    Fact::Texts(texts.into_iter().flatten().map(String::as_str).collect())
}

/// A point in time, or the end of a day (profile §3).
fn time(text: Option<&str>) -> Option<Timestamp> {
    let text = text?;
    Timestamp::parse(text).or_else(|| Date::parse(text)?.end())
}

fn number(text: Option<&str>) -> Option<f64> {
    text?.parse().ok().filter(|number: &f64| number.is_finite())
}
