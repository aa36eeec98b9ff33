//! What a team decides of a scan beside its packs: who looks after what, until when, how much it weighs, and what fails.

use std::collections::BTreeMap;

use touchmark::Timestamp;
use touchmark::json::Value;
use touchmark_profile::cursor::{Cursor, Place};
use touchmark_profile::printable;

use crate::config::{self, ConfigError, Form};
use crate::rule::{Rule, Rules, Severity};

/// A file of settings (`crm-scan/1`). Rules are named whole, or by their pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    owners: BTreeMap<String, String>,
    /// Days, by rule, pack or severity.
    due: BTreeMap<String, i64>,
    /// `None` for a rule that is off.
    severity: BTreeMap<String, Option<Severity>>,
    fail_on: Option<Vec<String>>,
}

const SETTINGS: [&str; 5] = ["scan", "owners", "due", "severity", "failOn"];

/// A hundred years.
const MAX_DAYS: i64 = 36_525;

static NAME: Form = Form {
    accepts: |text| {
        let is_short = (1..=120).contains(&text.chars().count());
        is_short && text.trim() == text && printable(text) == text
    },
    problem: "must be a name that people can read, of at most 120 characters",
};

static PERIOD: Form = Form {
    accepts: |text| days_of(text).is_some(),
    problem: "must be days or weeks as ISO 8601 writes them, such as \"P7D\" or \"P4W\", of at most a hundred years",
};

static WEIGHT: Form = Form {
    accepts: |text| text == "off" || Severity::from_code(text).is_some(),
    problem: "must be note, warning, error or off",
};

impl Settings {
    /// Reads settings for a scan that has these rules. `name` is how errors call the file.
    ///
    /// # Errors
    /// [`ConfigError`], with the member and the remedy; for a rule or pack that the scan does not have, too.
    pub fn read(text: &str, name: &str, rules: &Rules) -> Result<Self, ConfigError> {
        config::read(name, "scan", "crm-scan/1", text, |root| Some(read_settings(root, rules)))
    }

    /// Who looks after findings of a rule.
    pub fn owner(&self, rule: &str) -> Option<&str> {
        of_rule(&self.owners, rule).map(String::as_str)
    }

    /// How much findings of a rule weigh; `None` where it is off.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        self.weight(&rule.id).unwrap_or(Some(rule.severity))
    }

    /// What the settings say that findings of a rule weigh, `None` for nothing; `None` where they do not say.
    pub fn weight(&self, rule: &str) -> Option<Option<Severity>> {
        of_rule(&self.severity, rule).copied()
    }

    /// Whether the settings say what fails a scan.
    pub fn says_what_fails(&self) -> bool {
        self.fail_on.is_some()
    }

    /// Until when a finding is to be seen to: what the rule, its pack or its severity is given, from when it was first found.
    pub fn due(&self, rule: &str, severity: Severity, first_found: Timestamp) -> Option<Timestamp> {
        let days = of_rule(&self.due, rule).or_else(|| self.due.get(severity.code()))?;
        Timestamp::from_millis(first_found.as_millis().checked_add(days.checked_mul(86_400_000)?)?)
    }

    /// Whether a finding of a rule fails the scan; `None` where the settings do not say.
    pub fn is_failure(&self, rule: &str, severity: Severity) -> Option<bool> {
        let names = self.fail_on.as_ref()?;
        Some(names.iter().any(|name| name == severity.code() || is_of(rule, name)))
    }
}

/// What is said of a rule, or of its pack.
fn of_rule<'s, T>(said: &'s BTreeMap<String, T>, rule: &str) -> Option<&'s T> {
    said.get(rule).or_else(|| said.get(rule.split_once('/')?.0))
}

/// Whether a name is that of a rule or of its pack.
fn is_of(rule: &str, name: &str) -> bool {
    rule == name || rule.split_once('/').is_some_and(|(pack, _)| pack == name)
}

/// Days of `P7D` or `P4W`.
fn days_of(text: &str) -> Option<i64> {
    let (number, weight) = match text.strip_prefix('P')? {
        rest if rest.ends_with('D') => (rest.strip_suffix('D')?, 1),
        rest => (rest.strip_suffix('W')?, 7),
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let days = number.parse::<i64>().ok().filter(|_| is_number)?.checked_mul(weight)?;
    (days <= MAX_DAYS).then_some(days)
}

fn read_settings(root: &Cursor<'_, '_>, rules: &Rules) -> Settings {
    config::require_known(root, &SETTINGS);
    let is_rule = |name: &str| rules.all().any(|(_, rule)| is_of(&rule.id, name));
    let is_severity = |name: &str| Severity::from_code(name).is_some();
    let unknown = "is no rule or pack of this scan; mend the name, or leave it out";
    let mut settings = Settings::default();
    for (name, owner) in config::map(root, "owners", &NAME) {
        require_name(root, "owners", name, is_rule(name), unknown);
        settings.owners.insert(name.to_owned(), owner.to_owned());
    }
    for (name, period) in config::map(root, "due", &PERIOD) {
        require_name(root, "due", name, is_rule(name) || is_severity(name), unknown);
        settings.due.extend(days_of(period).map(|days| (name.to_owned(), days)));
    }
    for (name, weight) in config::map(root, "severity", &WEIGHT) {
        require_name(root, "severity", name, is_rule(name), unknown);
        settings.severity.insert(name.to_owned(), Severity::from_code(weight));
    }
    if let Some(value) = root.as_object().and_then(|object| object.get("failOn")) {
        root.require_or(
            "failOn",
            value.as_array().is_some(),
            "must be a list of severities, rules and packs",
        );
        let mut names = Vec::new();
        for name in value.as_array().unwrap_or_default() {
            let name = name.as_str().unwrap_or_default();
            let is_known = is_rule(name) || is_severity(name);
            root.require_or(
                "failOn",
                is_known,
                "names what is no severity, rule or pack of this scan; mend the name",
            );
            names.push(name.to_owned());
        }
        settings.fail_on = Some(names);
    }
    settings
}

fn require_name(root: &Cursor<'_, '_>, member: &str, name: &str, is_known: bool, problem: &str) {
    if let Some(place) = root.get(member).and_then(Value::as_object).filter(|_| !is_known) {
        let parent = Place::Member(root.place(), member);
        Cursor::of(place, parent).refuse(name, problem);
    }
}
