//! What the views of a list are given: counts and verdicts as they cross the boundary.

use std::sync::Arc;

use touchmark::json::{Object, Value};
use touchmark::{Origin, Verdict};
use touchmark_components::drawn::{Answers, Rule, Statements};
use touchmark_components::{GUARDED, GuardAction, Sums, Tally, TallyLine};

use crate::verdict::verdict_of;

/// What a view of a list is given.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub(crate) tally: Tally,
    pub(crate) total: Option<u64>,
    pub(crate) sums: Option<Sums>,
    pub(crate) hide: bool,
    /// Whether the lines of a summary can be chosen.
    pub(crate) filter: bool,
    pub(crate) chosen: Option<String>,
    /// `None` for a check that is still running.
    pub(crate) verdicts: Vec<Option<Arc<Verdict>>>,
    pub(crate) stated: Statements,
    pub(crate) answers: Option<Answers>,
    pub(crate) rule: Rule,
    /// What the reader asked a guard to show.
    pub(crate) shown: String,
    /// Whether the question that they asked a person was passed on.
    pub(crate) asked: Option<bool>,
    /// Id of what a guard stands before.
    pub(crate) content: String,
}

impl Listed {
    pub(crate) fn read(object: &Object<'_>) -> Self {
        let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
        let owned = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let says = |name: &str| text("says").split_ascii_whitespace().any(|said| said == name);
        let verdict = |value: &Value<'_>| verdict_of(Some(value)).map(Arc::new);
        Self {
            tally: Tally::from_lines(items(object.get("tally")).iter().map(TallyLine::assume_checked_value)),
            total: object.get("total").and_then(count),
            sums: object.get("sums").and_then(Value::as_object).map(sums),
            hide: flag(object, "hide"),
            filter: flag(object, "filter"),
            chosen: owned("chosen"),
            verdicts: items(object.get("verdicts")).iter().map(verdict).collect(),
            stated: Statements {
                synthetic: says("synthetic"),
                ai: says("ai"),
                masked: says("masked"),
                influence: says("influence"),
                environment: text("environment").to_owned(),
            },
            answers: object.get("answers").and_then(Value::as_object).map(|answers| {
                let of = |name: &str| answers.get(name).and_then(count).unwrap_or_default();
                Answers {
                    name: text("use").to_owned(),
                    refused: of("refused"),
                    unknown: of("unknown"),
                    allowed: of("allowed"),
                }
            }),
            rule: Rule {
                action: GuardAction::from_name(text("action")).unwrap_or_default(),
                on: origins(text("on")),
                hold_unsealed: flag(object, "holdUnsealed"),
                no_reveal: flag(object, "noReveal"),
                for_use: owned("use"),
                label: owned("label"),
            },
            shown: text("shown").to_owned(),
            asked: object.get("asked").and_then(Value::as_bool),
            content: text("content").to_owned(),
        }
    }
}

/// The origins to act upon. What is not the name of one never makes a guard act upon less than it would without.
fn origins(names: &str) -> Vec<Origin> {
    let names: Vec<_> = names.split_ascii_whitespace().map(Origin::from_code).collect();
    let unclear = names.is_empty() || names.contains(&None);
    let defaults = unclear.then_some(GUARDED).into_iter().flatten();
    names.iter().flatten().copied().chain(defaults).collect()
}

fn items<'v, 't>(value: Option<&'v Value<'t>>) -> &'v [Value<'t>] {
    value.and_then(Value::as_array).unwrap_or_default()
}

pub(crate) fn flag(object: &Object<'_>, name: &str) -> bool {
    object.get(name).and_then(Value::as_bool).unwrap_or_default()
}

fn count(value: &Value<'_>) -> Option<u64> {
    value.as_number()?.as_str().parse().ok()
}

fn sums(object: &Object<'_>) -> Sums {
    let text = |object: &Object<'_>, name: &str| {
        object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let part = |value: &Value<'_>| {
        let amount = value.as_object().map(|object| text(object, "amount")).unwrap_or_default();
        (TallyLine::assume_checked_value(value), amount)
    };
    Sums { total: text(object, "total"), parts: items(object.get("parts")).iter().map(part).collect() }
}
