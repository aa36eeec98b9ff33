//! What is claimed of which rows: an ordered list of rules in a TOML file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use touchmark::json::Value;
use touchmark::normal::{FieldType, NormalValue, normalise};
use touchmark::{Origin, Timestamp, is_field_name};
use touchmark_seal::{
    Claims, DigitalSourceType, FieldTypes, GenerationMethod, Generator, PlanError, written_as,
};

use crate::failure::{Exit, Failure};
use crate::field_types::toml_problem;
use crate::files::read_settings;
use touchmark_rows::{NOT_AVAILABLE, Values, text_of, value_of};

/// The rules, in order: the first that matches a row speaks for it.
#[derive(Debug)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    name: String,
    when: BTreeMap<String, Vec<Expected>>,
    /// Texts may hold placeholders such as `{Generated_At__c}`.
    claims: Claims,
    /// The columns that the placeholders name.
    placeholders: BTreeSet<String>,
}

#[derive(Debug)]
enum Expected {
    Text(String),
    /// A whole number, as it is written.
    Number(String),
    Bool(bool),
}

impl Expected {
    /// Whether a value is the expected one: by its normal form, as a seal would bind it, where the type of its column is
    /// known, and by its text where it is not.
    fn is(&self, value: &Value<'_>, field_type: Option<FieldType>) -> bool {
        let (text, field_type) = match (self, value) {
            (Self::Bool(expected), _) => {
                return normalise(FieldType::Boolean, value) == Ok(NormalValue::Bool(*expected));
            }
            // Two numbers, whatever they count.
            (Self::Number(text), Value::Number(_)) => (text, field_type.or(Some(FieldType::Double))),
            (Self::Text(text) | Self::Number(text), _) => (text, field_type),
        };
        let expected = Value::from(text.as_str());
        let normal = |value| field_type.map(|field_type| normalise(field_type, value));
        match (normal(&expected), normal(value)) {
            (Some(Ok(expected)), Some(Ok(value))) => expected == value,
            _ => *text == text_of(value),
        }
    }

    /// Whether a value of this type could be the expected one.
    fn can_be(&self, field_type: FieldType) -> bool {
        match self {
            Self::Bool(_) => field_type == FieldType::Boolean,
            Self::Text(text) | Self::Number(text) => {
                text.is_empty() || normalise(field_type, &Value::from(text.as_str())).is_ok()
            }
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Number(text) => f.write_str(text),
            Self::Bool(value) => write!(f, "{value}"),
        }
    }
}

impl Rules {
    /// Reads a rules file and checks that what each rule claims fits together.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = read_settings(path).map_err(|failure| failure.with_exit(Exit::Usage))?;
        Self::parse(&text).map_err(|problem| Failure::usage(format!("{}: {problem}", path.display())))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let file: RulesFile = toml::from_str(text).map_err(|error| {
            let is_single = text.lines().any(|line| line.trim_start().starts_with("[rule]"));
            let remedy =
                if is_single { "; write [[rule]], with two brackets: there may be several" } else { "" };
            toml_problem(&error, text) + remedy
        })?;
        if file.rule.is_empty() {
            return Err("holds no rule; write at least one [[rule]] with `when` and `claims`".to_owned());
        }
        let rules = file.rule.into_iter().enumerate().map(|(at, rule)| {
            let name = rule.name.clone().unwrap_or_else(|| format!("rule {}", at + 1));
            rule.read(name.clone()).map_err(|problem| format!("{name}: {problem}"))
        });
        Ok(Self { rules: rules.collect::<Result<_, _>>()? })
    }

    /// The first rule that matches a row of columns of these types, and its place in the order. What the row says nothing of
    /// is null, unless it is an update that leaves such fields as they are.
    pub(crate) fn find(
        &self,
        values: &Values<'_>,
        types: &FieldTypes,
        is_update: bool,
    ) -> Option<(usize, &Rule)> {
        let absent = (!is_update).then_some(&Value::Null);
        self.rules.iter().enumerate().find(|(_, rule)| rule.matches(values, types, absent))
    }

    /// Refuses what no row could claim at `now`, whatever it holds.
    pub(crate) fn check_at(&self, now: Timestamp) -> Result<(), String> {
        self.rules.iter().try_for_each(|rule| {
            let mut claims = rule.claims.clone();
            let is_filled = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains('{'));
            for text in [&mut claims.created, &mut claims.retain_until, &mut claims.confidence_score] {
                if is_filled(text) {
                    *text = None;
                }
            }
            claims.check_at(now).map_err(|error| format!("{}: claims: {error}", rule.name))
        })
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// Every column that some rule asks for, with the name of the first that does.
    pub(crate) fn columns(&self) -> BTreeMap<&str, &str> {
        let mut columns = BTreeMap::new();
        for rule in &self.rules {
            for column in rule.when.keys().chain(&rule.placeholders) {
                columns.entry(column.as_str()).or_insert(rule.name());
            }
        }
        columns
    }
}

impl Rule {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The origin that it claims, the same of every row.
    pub(crate) fn origin(&self) -> Origin {
        self.claims.origin()
    }

    /// The fields of which it states where they came from.
    pub(crate) fn field_origins(&self) -> impl Iterator<Item = &str> {
        self.claims.field_origins.iter().map(|(field, _)| field.as_str())
    }

    /// What it claims of a row.
    pub(crate) fn claims(&self, values: &Values<'_>) -> Result<Claims, String> {
        let mut claims = self.claims.clone();
        for (name, text) in texts(&mut claims) {
            if text.contains('{') {
                *text =
                    filled(text, values).map_err(|problem| format!("{}: {name}: {problem}", self.name))?;
            }
        }
        Ok(claims)
    }

    /// The column that fills a claim, where one does.
    pub(crate) fn column_of(&self, claim: &str) -> Option<String> {
        let mut claims = self.claims.clone();
        let (_, text) = texts(&mut claims).into_iter().find(|(name, _)| *name == claim)?;
        (Parts { rest: text }).find_map(|part| match part {
            Part::Column(name) => Some(name.to_owned()),
            Part::Text(_) | Part::Open => None,
        })
    }

    /// Why no row could match, where a condition asks a column for what is no value of its type.
    pub(crate) fn never_matches(&self, types: &FieldTypes) -> Option<String> {
        self.when.iter().find_map(|(column, expected)| {
            let field_type = types.value_type(column)?;
            let text = expected.iter().find(|expected| !expected.can_be(field_type))?;
            Some(format!(
                "`when` asks {column} for {text}, and it is of type {field_type}: {}",
                written_as(field_type)
            ))
        })
    }

    fn matches(&self, values: &Values<'_>, types: &FieldTypes, absent: Option<&Value<'_>>) -> bool {
        self.when.iter().all(|(column, expected)| {
            let value = value_of(values, column).or(absent);
            let field_type = types.value_type(column);
            value.is_some_and(|value| expected.iter().any(|expected| expected.is(value, field_type)))
        })
    }
}

/// Every claim that may hold a placeholder, by name.
fn texts(claims: &mut Claims) -> Vec<(&'static str, &mut String)> {
    let mut texts = vec![("provenanceSource", &mut claims.provenance_source)];
    if let Some(generator) = &mut claims.generator {
        texts.push(("generator.name", &mut generator.name));
        texts.extend(generator.version.as_mut().map(|text| ("generator.version", text)));
        texts.extend(generator.algorithm.as_mut().map(|text| ("generator.algorithm", text)));
        texts.extend(generator.parameters_digest.as_mut().map(|text| ("generator.parametersDigest", text)));
    }
    texts.extend(claims.purpose.iter_mut().map(|text| ("purpose", text)));
    texts.extend(claims.prohibited_use.iter_mut().map(|text| ("prohibitedUse", text)));
    texts.extend(claims.responsible_entity.as_mut().map(|text| ("responsibleEntity", text)));
    texts.extend(claims.created.as_mut().map(|text| ("created", text)));
    texts.extend(claims.retain_until.as_mut().map(|text| ("retainUntil", text)));
    texts.extend(claims.confidence_score.as_mut().map(|text| ("confidenceScore", text)));
    texts.extend(claims.derived_from.iter_mut().map(|text| ("derivedFrom", text)));
    texts
}

fn filled(template: &str, values: &Values<'_>) -> Result<String, String> {
    let mut text = String::new();
    for part in (Parts { rest: template }) {
        match part {
            Part::Text(plain) => text.push_str(plain),
            Part::Column(name) => {
                let Some(value) = value_of(values, name).map(text_of) else {
                    return Err(format!(
                        "this record has no {name}, which {{{name}}} stands for; name a field that it has, or claim a fixed \
                         value"
                    ));
                };
                if value.is_empty() || value.trim() == NOT_AVAILABLE {
                    return Err(format!("{{{name}}} is empty in this row; fill it, or claim a fixed value"));
                }
                text.push_str(&value);
            }
            Part::Open => return Err(unclosed(template)),
        }
    }
    Ok(text)
}

fn unclosed(template: &str) -> String {
    format!("\"{template}\" opens a {{ that it does not close")
}

/// A template, part by part.
struct Parts<'t> {
    rest: &'t str,
}

enum Part<'t> {
    Text(&'t str),
    Column(&'t str),
    Open,
}

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        match self.rest.find('{') {
            Some(0) => match self.rest.split_once('}') {
                Some((name, rest)) => {
                    self.rest = rest;
                    Some(Part::Column(name.trim_start_matches('{')))
                }
                None => {
                    self.rest = "";
                    Some(Part::Open)
                }
            },
            at => {
                let (text, rest) = self.rest.split_at(at.unwrap_or(self.rest.len()));
                self.rest = rest;
                Some(Part::Text(text))
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    #[serde(default)]
    rule: Vec<RuleFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    name: Option<String>,
    /// Required, so that a misspelt condition never seals everything.
    when: BTreeMap<String, toml::Value>,
    claims: ClaimsFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ClaimsFile {
    is_synthetic: bool,
    digital_source_type: Option<String>,
    generation_method: Option<String>,
    provenance_source: String,
    generator: Option<GeneratorFile>,
    #[serde(default)]
    purpose: Vec<String>,
    #[serde(default)]
    prohibited_use: Vec<String>,
    responsible_entity: Option<String>,
    created: Option<String>,
    retain_until: Option<String>,
    confidence_score: Option<String>,
    #[serde(default)]
    derived_from: Vec<String>,
    #[serde(default)]
    field_origins: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct GeneratorFile {
    name: String,
    version: Option<String>,
    algorithm: Option<String>,
    parameters_digest: Option<String>,
}

impl RuleFile {
    fn read(self, name: String) -> Result<Rule, String> {
        let when = self.when.into_iter().map(|(column, value)| {
            let values = match value {
                toml::Value::Array(values) => values,
                value => vec![value],
            };
            if values.is_empty() {
                return Err(format!(
                    "when: {column} lists no value, so no row could match; list one, or take it out"
                ));
            }
            let expected = values.into_iter().map(|value| match value {
                toml::Value::String(text) => Ok(Expected::Text(text)),
                toml::Value::Boolean(value) => Ok(Expected::Bool(value)),
                toml::Value::Integer(value) => Ok(Expected::Number(value.to_string())),
                _ => Err(format!(
                    "when: {column} must be a text, true, false, a whole number, or a list of these"
                )),
            });
            expected.collect::<Result<Vec<_>, _>>().map(|expected| (column, expected))
        });
        let when = when.collect::<Result<_, _>>()?;
        let mut claims = self.claims.read()?;
        claims.check().map_err(|error| format!("claims: {error}"))?;
        let mut placeholders = BTreeSet::new();
        for (claim, text) in texts(&mut claims) {
            for part in (Parts { rest: text }) {
                match part {
                    Part::Text(_) => {}
                    Part::Column(column) => {
                        placeholders.insert(column.to_owned());
                    }
                    Part::Open => return Err(format!("claims: {claim}: {}", unclosed(text))),
                }
            }
        }
        Ok(Rule { name, when, claims, placeholders })
    }
}

impl ClaimsFile {
    fn read(self) -> Result<Claims, String> {
        let field_origins = self.field_origins.into_iter().map(|(field, source)| {
            if !is_field_name(&field) {
                return Err(format!("claims: fieldOrigins: {}", PlanError::NoFieldName(field)));
            }
            Ok((field, source_type(&source)?))
        });
        Ok(Claims {
            is_synthetic: self.is_synthetic,
            digital_source_type: self.digital_source_type.as_deref().map(source_type).transpose()?,
            generation_method: self.generation_method.as_deref().map(method).transpose()?,
            provenance_source: self.provenance_source,
            generator: self.generator.map(|generator| Generator {
                name: generator.name,
                version: generator.version,
                algorithm: generator.algorithm,
                parameters_digest: generator.parameters_digest,
            }),
            purpose: self.purpose,
            prohibited_use: self.prohibited_use,
            responsible_entity: self.responsible_entity,
            created: self.created,
            retain_until: self.retain_until,
            confidence_score: self.confidence_score,
            derived_from: self.derived_from,
            field_origins: field_origins.collect::<Result<_, String>>()?,
        })
    }
}

fn source_type(text: &str) -> Result<DigitalSourceType, String> {
    DigitalSourceType::parse(text).ok_or_else(|| {
        let known: Vec<_> = DigitalSourceType::codes().collect();
        format!("claims: \"{text}\" is no IPTC digital source type; the codes are {}", known.join(", "))
    })
}

fn method(text: &str) -> Result<GenerationMethod, String> {
    GenerationMethod::parse(text).ok_or_else(|| {
        let family = text.split('-').next().unwrap_or_default();
        let near: Vec<_> = GenerationMethod::codes().filter(|code| code.starts_with(family)).collect();
        let usual = "machine-generated-mlops-synthetic, machine-generated-mlops-generative, data-augmentation-na, simulations-na, other-na";
        let known = if family.is_empty() || near.is_empty() { usual.to_owned() } else { near.join(", ") };
        format!("claims: \"{text}\" is no generation method of the Data & Trust Alliance 1.0.0; did you mean one of {known}?")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIMS: &str = "isSynthetic = true\ngenerationMethod = \"simulations-na\"\nprovenanceSource = \"urn:example:{Source__c}\"";

    fn rules(when: &str, claims: &str) -> Result<Rules, String> {
        Rules::parse(&format!("[[rule]]\nwhen = {when}\n[rule.claims]\n{claims}\n"))
    }

    fn row<'a>(values: &[(&'a str, &'a str)]) -> Values<'a> {
        values.iter().map(|(name, text)| ((*name).into(), Value::from(*text))).collect()
    }

    #[test]
    fn the_first_match_speaks() {
        let text = format!(
            "[[rule]]\nname = \"a\"\nwhen = {{ Kind__c = [\"x\", \"y\"], Flag__c = true }}\n[rule.claims]\n{CLAIMS}\n[[rule]]\nwhen = {{ Kind__c = \"\" }}\n[rule.claims]\n{CLAIMS}"
        );
        let rules = Rules::parse(&text).unwrap();
        let find = |values: &[(&str, &str)]| {
            rules.find(&row(values), &FieldTypes::default(), false).map(|(_, rule)| rule.name().to_owned())
        };
        assert_eq!(find(&[("Kind__c", "y"), ("Flag__c", "TRUE")]).as_deref(), Some("a"));
        assert_eq!(find(&[("Kind__c", "y"), ("Flag__c", "false")]), None);
        assert_eq!(find(&[("Kind__c", "")]).as_deref(), Some("rule 2"));
        assert_eq!(
            rules.columns().into_iter().collect::<Vec<_>>(),
            [("Flag__c", "a"), ("Kind__c", "a"), ("Source__c", "a")]
        );
    }

    #[test]
    fn placeholders_take_the_row_s_values() {
        let rules = rules("{}", CLAIMS).unwrap();
        let (_, rule) = rules.find(&row(&[]), &FieldTypes::default(), false).unwrap();
        let claims = rule.claims(&row(&[("Source__c", "sdv")])).unwrap();
        assert_eq!(claims.provenance_source, "urn:example:sdv");
        assert!(
            rule.claims(&row(&[("Source__c", "")])).unwrap_err().contains("{Source__c} is empty in this row")
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (when, claims, expected) in [
            ("{}", "isSynthetic = true\nprovenanceSource = \"x\"", "generationMethod is missing"),
            (
                "{}",
                "isSynthetic = true\nprovenanceSource = \"x\"\ngenerationMetod = \"y\"",
                "unknown field `generationMetod`",
            ),
            (
                "{}",
                "isSynthetic = true\nprovenanceSource = \"x\"\ngenerationMethod = \"simulation-na\"",
                "did you mean one of",
            ),
            ("{}", "isSynthetic = \"yes\"\nprovenanceSource = \"x\"", "expected a boolean"),
            ("{}", "isSynthetic = false\nprovenanceSource = \"{x\"", "does not close"),
            (
                "{}",
                "isSynthetic = false\nprovenanceSource = \"x\"\ndigitalSourceType = \"AI\"",
                "is no IPTC digital source type",
            ),
            ("{ A = 1.5 }", CLAIMS, "A must be a text"),
        ] {
            let problem = rules(when, claims).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
        assert!(
            Rules::parse(&format!("[[rule]]\n[rule.claims]\n{CLAIMS}"))
                .unwrap_err()
                .contains("missing field `when`")
        );
        assert!(Rules::parse("").unwrap_err().contains("holds no rule"));
    }
}
