//! Packs of checks: what a law, a standard or a company asks of records, as far as a record shows it.
//!
//! A check supports a control. That it holds does not make anyone compliant.

use std::sync::LazyLock;

use touchmark::json::{Number, Value};
use touchmark_profile::cursor::Cursor;
use touchmark_profile::time::Date;

use crate::condition::{Asked, Condition};
use crate::config::{self, ConfigError, Form};
use crate::facts::Facts;
use crate::rule::{Rule, Severity};

/// So many checks may a pack have.
pub const MAX_CHECKS: usize = 256;

/// Checks of one subject.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Stable name, such as `gdpr`.
    pub id: String,
    /// From 1; higher where a check was changed.
    pub version: u64,
    /// What it is about, in a few words.
    pub title: String,
    /// The day of this version, as `YYYY-MM-DD`.
    pub date: String,
    /// The checks, in the order of the file.
    pub checks: Vec<Check>,
}

/// One thing that is asked of records.
#[derive(Clone, Debug)]
pub struct Check {
    /// Stable name within the pack.
    pub id: String,
    /// What is the matter where it does not hold, in a few words.
    pub title: String,
    /// What that means: a sentence or two.
    pub meaning: String,
    /// What to do: a sentence or two.
    pub remedy: String,
    /// How much it weighs where nobody decides otherwise.
    pub severity: Severity,
    /// Where it is written.
    pub source: Source,
    /// The control or article that it supports.
    pub supports: String,
    applies: Option<Condition>,
    holds: Condition,
}

/// Where a check comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The law or standard.
    pub title: String,
    /// Where it can be read.
    pub url: String,
    /// Which part of it.
    pub section: String,
    /// When that was looked at, as `YYYY-MM-DD`.
    pub date: String,
}

/// What a check says of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It is not about such records.
    NotApplicable,
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// It could not be decided, which is never a pass.
    Undecided,
}

impl Outcome {
    /// Whether there is something to be found.
    pub fn is_finding(self) -> bool {
        matches!(self, Self::Fails | Self::Undecided)
    }
}

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        /// Names of the packs that ship, and their texts.
        const SHIPPED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../packs/", $name, ".json"))),)+];
    };
}

shipped!("baseline", "eu-ai-act-50", "fintech", "gdpr", "hr-records", "nist-ai-rmf", "retail");

const PACK: [&str; 6] = ["pack", "id", "version", "title", "date", "checks"];
const CHECK: [&str; 9] =
    ["id", "title", "meaning", "remedy", "severity", "source", "supports", "applies", "holds"];
const SOURCE: [&str; 4] = ["title", "url", "section", "date"];

static ID: Form = Form {
    accepts: |text| {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        text.len() <= 64 && text.split('-').all(is_word)
    },
    problem: "must be a name of small letters and digits with hyphens between, such as \"has-owner\"",
};

static TITLE: Form = Form {
    accepts: |text| is_line(text, 80) && !text.ends_with('.'),
    problem: "must be a text of at most 80 characters, in one line and without a full stop",
};

static SENTENCES: Form = Form {
    accepts: |text| is_line(text, 400) && text.ends_with('.'),
    problem: "must be a sentence or two of at most 400 characters, in one line, that end with a full stop",
};

static PHRASE: Form = Form {
    accepts: |text| is_line(text, 160),
    problem: "must be a text of at most 160 characters, in one line",
};

static DAY: Form =
    Form { accepts: |text| Date::parse(text).is_some(), problem: "must be a day such as 2026-12-01" };

static URL: Form = Form {
    accepts: |text| {
        let is_graphic = text.bytes().all(|byte| byte.is_ascii_graphic());
        text.len() <= 400 && is_graphic && text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
    },
    problem: "must be an https:// address",
};

static SEVERITY: Form =
    Form { accepts: |text| Severity::from_code(text).is_some(), problem: "must be note, warning or error" };

static CONDITION: Form =
    Form { accepts: |text| !text.trim().is_empty(), problem: "must be a condition in CEL" };

fn is_line(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count()) && text.trim() == text && !text.chars().any(char::is_control)
}

impl Pack {
    /// Reads a pack (`crm-pack/1`). `name` is how errors call it: where it came from.
    ///
    /// # Errors
    /// [`ConfigError`], with the check, the place and the remedy.
    pub fn read(text: &str, name: &str) -> Result<Self, ConfigError> {
        config::read(name, "pack", "crm-pack/1", text, read_pack)
    }

    /// A pack that ships, by its name.
    pub fn shipped(id: &str) -> Option<&'static Self> {
        Self::all_shipped().iter().find(|pack| pack.id == id)
    }

    /// The packs that ship, sorted by name.
    pub fn all_shipped() -> &'static [Self] {
        static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
            // That none is left out, a test sees to.
            SHIPPED.iter().filter_map(|(name, text)| Pack::read(text, name).ok()).collect()
        });
        &PACKS
    }

    /// The rules of its checks, in their order.
    pub fn rules(&self) -> impl Iterator<Item = Rule> {
        self.checks.iter().map(|check| Rule {
            id: format!("{}/{}", self.id, check.id).into(),
            title: check.title.clone().into(),
            meaning: check.meaning.clone().into(),
            remedy: check.remedy.clone().into(),
            severity: check.severity,
        })
    }

    /// What each check says of a record, by its place.
    pub fn judge(&self, facts: &Facts<'_>) -> impl Iterator<Item = (usize, Outcome)> {
        let asked = Asked::of(facts);
        self.checks.iter().map(move |check| check.judge_asked(&asked)).enumerate()
    }
}

impl Check {
    /// What it says of a record.
    pub fn judge(&self, facts: &Facts<'_>) -> Outcome {
        self.judge_asked(&Asked::of(facts))
    }

    fn judge_asked(&self, facts: &Asked<'_>) -> Outcome {
        match self.applies.as_ref().map(|applies| applies.holds(facts)) {
            Some(Some(false)) => return Outcome::NotApplicable,
            Some(None) => return Outcome::Undecided,
            Some(Some(true)) | None => {}
        }
        match self.holds.holds(facts) {
            Some(true) => Outcome::Holds,
            Some(false) => Outcome::Fails,
            None => Outcome::Undecided,
        }
    }
}

/// What is read is thrown away where there is a fault.
fn read_pack(root: &Cursor<'_, '_>) -> Option<Pack> {
    config::require_known(root, &PACK);
    let id = config::text(root, "id", &ID);
    root.require_or("id", Severity::from_code(id).is_none(), "is that of a severity; take another name");
    let version = root.get("version").and_then(Value::as_number);
    let version = version.and_then(Number::to_integer).and_then(|number| u64::try_from(number).ok());
    let version = version.filter(|version| *version > 0);
    root.require_or("version", version.is_some(), "must be a whole number, 1 or more");
    let title = config::text(root, "title", &TITLE);
    let date = config::text(root, "date", &DAY);
    let count = root.get("checks").and_then(Value::as_array).map_or(0, <[_]>::len);
    root.require_or(
        "checks",
        (1..=MAX_CHECKS).contains(&count),
        "must be a list of 1 to 256 checks; part a longer one",
    );
    let mut checks: Vec<Check> = Vec::new();
    for at in root.items("checks").take(MAX_CHECKS) {
        // Conditions take longest to read: of what is refused anyway, none is.
        if at.place().first_fault().is_found() {
            return None;
        }
        let check = read_check(&at)?;
        let is_new = checks.iter().all(|other| other.id != check.id);
        at.require_or("id", is_new, "is that of another check; give each a name of its own");
        checks.push(check);
    }
    Some(Pack { id: id.into(), version: version?, title: title.into(), date: date.into(), checks })
}

fn read_check(at: &Cursor<'_, '_>) -> Option<Check> {
    config::require_known(at, &CHECK);
    let [id, title] = [("id", &ID), ("title", &TITLE)].map(|(name, form)| config::text(at, name, form));
    let [meaning, remedy] = ["meaning", "remedy"].map(|name| config::text(at, name, &SENTENCES));
    let severity = Severity::from_code(config::text(at, "severity", &SEVERITY));
    let supports = config::text(at, "supports", &PHRASE);
    at.require_or("source", at.get("source").is_some(), "is missing: say where this is written");
    let source = at.member("source")?;
    config::require_known(&source, &SOURCE);
    let source = Source {
        title: config::text(&source, "title", &PHRASE).into(),
        url: config::text(&source, "url", &URL).into(),
        section: config::text(&source, "section", &PHRASE).into(),
        date: config::text(&source, "date", &DAY).into(),
    };
    let applies =
        config::optional_text(at, "applies", &CONDITION).map(|text| read_condition(at, "applies", id, text));
    let holds = read_condition(at, "holds", id, config::text(at, "holds", &CONDITION));
    Some(Check {
        id: id.into(),
        title: title.into(),
        meaning: meaning.into(),
        remedy: remedy.into(),
        severity: severity?,
        source,
        supports: supports.into(),
        applies: match applies {
            Some(None) => return None,
            Some(applies) => applies,
            None => None,
        },
        holds: holds?,
    })
}

fn read_condition(at: &Cursor<'_, '_>, name: &str, check: &str, text: &str) -> Option<Condition> {
    Condition::read(text).map_err(|problem| at.refuse(name, &format!("{check}: {problem}"))).ok()
}
