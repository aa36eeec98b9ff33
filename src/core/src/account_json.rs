//! The account and the tally as canonical JSON. Every name is fixed: what came from a record or a seal is only ever a value.

use alloc::string::String;

use crate::account::{Account, Argument, Line, Phrase, Value};
use crate::tally::Tally;
use crate::text::joined;
use crate::verdict_json::Writer;

impl Account {
    /// The account as canonical JSON (RFC 8785).
    ///
    /// `{ explanation, label, sections: [{ audience, lines, term, topic }] }`. A phrase is `{ arguments, key }`, an argument its
    /// `name` and one of `key`, `moment`, `number`, `text`. A line is its `label`, where it has one, and one of `moment`, `text`,
    /// `words` (a phrase), `codes` with `prefix`, `names` (`{ hint, name }`) with `state`, `code` with `detail`.
    pub fn to_json(&self) -> String {
        let mut text = String::with_capacity(4096);
        let out = &mut Writer(&mut text);
        out.open('{');
        out.name("explanation");
        phrase(&self.explanation, out);
        out.list("label");
        for part in &self.label {
            phrase(part, out);
        }
        out.close(']');
        out.list("sections");
        for section in &self.sections {
            out.open('{');
            out.text("audience", section.topic.audience().code());
            out.list("lines");
            for item in &section.lines {
                line(item, out);
            }
            out.close(']');
            out.text("term", section.topic.term());
            out.text("topic", section.topic.code());
            out.close('}');
        }
        out.close(']');
        out.close('}');
        text
    }
}

impl Tally {
    /// The tally as canonical JSON: lines in order, each `{ claim, count, flagged, group, label, level, origin }`.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        let out = &mut Writer(&mut text);
        out.open('[');
        for line in self.lines() {
            out.open('{');
            out.optional("claim", &line.claim.map(|origin| joined(&["claim.", origin.code()])));
            out.number("count", line.count);
            out.bool("flagged", line.flagged);
            out.text("group", line.group.code());
            out.texts("label", &line.label());
            out.text("level", line.level.code());
            out.optional("origin", &line.origin.map(|origin| joined(&["origin.", origin.code()])));
            out.close('}');
        }
        out.close(']');
        text
    }
}

fn phrase(phrase: &Phrase, out: &mut Writer<'_>) {
    out.open('{');
    out.list("arguments");
    for (name, argument) in &phrase.arguments {
        out.open('{');
        // In the order of names.
        match argument {
            Argument::Key(key) => out.text("key", key),
            Argument::Moment(moment) => out.text("moment", moment),
            Argument::Number(_) | Argument::Text(_) => {}
        }
        out.text("name", name);
        match argument {
            Argument::Number(number) => out.number("number", *number),
            Argument::Text(text) => out.text("text", text),
            Argument::Key(_) | Argument::Moment(_) => {}
        }
        out.close('}');
    }
    out.close(']');
    out.text("key", &phrase.key);
    out.close('}');
}

fn line(line: &Line, out: &mut Writer<'_>) {
    out.open('{');
    match &line.value {
        Value::Codes { codes, .. } => out.texts("codes", codes),
        Value::Finding { code, detail } => {
            out.text("code", code.code());
            out.optional("detail", detail);
        }
        _ => {}
    }
    out.optional("label", &line.label);
    match &line.value {
        Value::Moment(moment) => out.text("moment", moment),
        Value::Text(text) => out.text("text", text),
        Value::Words(words) => {
            out.name("words");
            phrase(words, out);
        }
        Value::Codes { prefix, .. } => out.text("prefix", prefix),
        Value::Names { state, names } => {
            out.list("names");
            for (name, hint) in names {
                out.open('{');
                out.optional("hint", &hint.map(|hint| hint.code().into()));
                out.text("name", name);
                out.close('}');
            }
            out.close(']');
            out.text("state", state.code());
        }
        Value::Finding { .. } => {}
    }
    out.close('}');
}
