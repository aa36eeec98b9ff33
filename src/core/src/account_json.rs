//! The account and the tally as canonical JSON. Every name is fixed: what came from a record or a seal is only ever a value.

use alloc::string::String;
use alloc::vec::Vec;

use crate::Origin;
use crate::account::{
    Argument, ArgumentRef, DecisionAccount, KeyRef, Phrase, PhraseRef, Sink, Topic, ValueRef,
};
use crate::cursor::{Cursor, FirstFault, Place};
use crate::decision::Decision;
use crate::disclosure::{Group, Level};
use crate::field_label::FieldName;
use crate::json::{self, Value};
use crate::tally::{Tally, TallyLine};
use crate::text::joined;
use crate::verdict::{Hint, Verdict};
use crate::verdict_json::{Writer, write_decision};

impl Verdict {
    /// [`Verdict::account`] as canonical JSON (RFC 8785).
    ///
    /// `{ explanation, label, sections: [{ audience, lines, term, topic }] }`. A phrase is `{ arguments, key }`, an argument its
    /// `name` and one of `key`, `moment`, `number`, `text`, `names`, `codes` with `prefix`. A line is its `label`, where it has one, and
    /// one of `moment`, `text`, `words` (a phrase), `codes` with `prefix`, `names` (`{ hint, label, name }`) with `state`, `code` with
    /// `detail`, `contact` (`{ address, name, shown }`). The labels of fields are what their API names read as.
    pub fn account_to_json(&self) -> String {
        let disclosure = self.disclose();
        let mut text = String::with_capacity(4096);
        let mut sections = Sections { out: Writer(&mut text), topic: Topic::Flags, is_open: false };
        let out = &mut sections.out;
        out.open('{');
        out.name("explanation");
        phrase(PhraseRef { key: KeyRef("", &disclosure.explanation), arguments: &[] }, out);
        out.list("label");
        self.write_label(&disclosure, &mut |part| phrase(part, out));
        out.close(']');
        out.list("sections");
        self.write_sections(&disclosure, &mut sections);
        sections.end();
        sections.out.close(']');
        sections.out.close('}');
        text
    }
}

impl Decision {
    /// The decision and what is said of it as canonical JSON: `{ decision: { answer, owner, reasons }, said: { answer, next, owner,
    /// question, reasons } }`, phrases as [`Verdict::account_to_json`] has them.
    pub fn account_to_json(&self) -> String {
        let DecisionAccount { question, answer, reasons, owner, next } = self.account();
        let mut text = String::new();
        let out = &mut Writer(&mut text);
        let part = |name: &str, words: Option<&Phrase>, out: &mut Writer<'_>| {
            if let Some(words) = words {
                out.name(name);
                owned_phrase(words, out);
            }
        };
        out.open('{');
        out.name("decision");
        write_decision(self, out);
        out.object("said");
        part("answer", Some(&answer), out);
        part("next", next.as_ref(), out);
        part("owner", owner.as_ref(), out);
        part("question", Some(&question), out);
        out.list("reasons");
        for reason in &reasons {
            owned_phrase(reason, out);
        }
        out.close(']');
        out.close('}');
        out.close('}');
        text
    }
}

/// Writes sections as they are told. One begins with its first line: none is without.
struct Sections<'o> {
    out: Writer<'o>,
    topic: Topic,
    is_open: bool,
}

impl Sections<'_> {
    fn end(&mut self) {
        if self.is_open {
            self.out.close(']');
            self.out.text("term", self.topic.term());
            self.out.text("topic", self.topic.code());
            self.out.close('}');
        }
        self.is_open = false;
    }
}

impl Sink for Sections<'_> {
    fn section(&mut self, topic: Topic) {
        self.end();
        self.topic = topic;
    }

    fn line(&mut self, label: Option<KeyRef<'_>>, value: ValueRef<'_>) {
        let out = &mut self.out;
        if !self.is_open {
            out.open('{');
            out.text("audience", self.topic.audience().code());
            out.list("lines");
        }
        self.is_open = true;
        out.open('{');
        // In the order of names.
        match value {
            ValueRef::Codes(_, codes) => write_codes(codes, out),
            ValueRef::Finding(reason) => {
                out.text("code", reason.code.code());
                out.optional("detail", &reason.detail);
            }
            ValueRef::Contact(contact) => {
                out.object("contact");
                out.text("address", &contact.address);
                out.text("name", &contact.name);
                out.text("shown", contact.shown());
                out.close('}');
            }
            _ => {}
        }
        if let Some(label) = label {
            key("label", label, out);
        }
        match value {
            ValueRef::Moment(moment) => out.text("moment", moment),
            ValueRef::Text(text) => out.text("text", text),
            ValueRef::Words(words) => {
                out.name("words");
                phrase(words, out);
            }
            ValueRef::Codes(prefix, _) => out.text("prefix", prefix),
            ValueRef::Names(state, fields) => {
                out.list("names");
                for field in fields {
                    write_name(&FieldName::of(&field.name), field.hint, out);
                }
                out.close(']');
                out.text("state", state.code());
            }
            ValueRef::Finding(_) | ValueRef::Contact(_) => {}
        }
        out.close('}');
    }
}

fn write_codes(codes: &[String], out: &mut Writer<'_>) {
    out.list("codes");
    for code in codes.iter().filter(|code| !code.is_empty()) {
        out.item(code);
    }
    out.close(']');
}

fn write_name(FieldName { name, label }: &FieldName, hint: Option<Hint>, out: &mut Writer<'_>) {
    out.open('{');
    if let Some(hint) = hint {
        out.text("hint", hint.code());
    }
    out.text("label", label);
    out.text("name", name);
    out.close('}');
}

fn owned_phrase(words: &Phrase, out: &mut Writer<'_>) {
    let arguments: Vec<_> = words.arguments.iter().map(|(name, given)| (*name, borrowed(given))).collect();
    phrase(PhraseRef { key: KeyRef("", &words.key), arguments: &arguments }, out);
}

fn borrowed(argument: &Argument) -> ArgumentRef<'_> {
    match argument {
        Argument::Key(of) => ArgumentRef::Key(KeyRef("", of)),
        Argument::Moment(moment) => ArgumentRef::Moment(moment),
        Argument::Number(number) => ArgumentRef::Number(*number),
        Argument::Text(text) => ArgumentRef::Text(text),
        Argument::Codes { prefix, codes } => ArgumentRef::Codes(prefix, codes),
        Argument::Names(names) => ArgumentRef::Names(names),
    }
}

fn phrase(words: PhraseRef<'_>, out: &mut Writer<'_>) {
    out.open('{');
    out.list("arguments");
    for (name, given) in words.arguments {
        out.open('{');
        match given {
            ArgumentRef::Codes(_, codes) => write_codes(codes, out),
            ArgumentRef::Key(of) => key("key", *of, out),
            ArgumentRef::Moment(moment) => out.text("moment", moment),
            ArgumentRef::Names(_) | ArgumentRef::Number(_) | ArgumentRef::Text(_) => {}
        }
        out.text("name", name);
        match given {
            ArgumentRef::Names(names) => {
                out.list("names");
                for name in *names {
                    write_name(name, None, out);
                }
                out.close(']');
            }
            ArgumentRef::Number(number) => out.number("number", *number),
            ArgumentRef::Codes(prefix, _) => out.text("prefix", prefix),
            ArgumentRef::Text(text) => out.text("text", text),
            ArgumentRef::Key(_) | ArgumentRef::Moment(_) => {}
        }
        out.close('}');
    }
    out.close(']');
    key("key", words.key, out);
    out.close('}');
}

fn key(name: &str, KeyRef(prefix, code): KeyRef<'_>, out: &mut Writer<'_>) {
    out.text(name, &joined(&[prefix, code]));
}

impl Tally {
    /// The tally as canonical JSON: lines in order, each `{ claim, count, flagged, group, isSynthetic, isUsual, label, level, origin }`.
    /// `total` is that of the list, of which the lines may count a part.
    pub fn to_json(&self, total: u64) -> String {
        let usual = self.usual(total);
        let mut text = String::new();
        let out = &mut Writer(&mut text);
        out.open('[');
        for (at, line) in self.lines().iter().enumerate() {
            out.open('{');
            out.optional("claim", &line.claim.map(|origin| joined(&[CLAIM, origin.code()])));
            out.number("count", line.count);
            out.bool("flagged", line.flagged);
            out.text("group", line.group.code());
            out.bool("isSynthetic", line.is_synthetic());
            out.bool("isUsual", usual == Some(at));
            out.texts("label", &line.label());
            out.text("level", line.level.code());
            out.optional("origin", &line.origin.map(|origin| joined(&[ORIGIN, origin.code()])));
            out.close('}');
        }
        out.close(']');
        text
    }

    /// The tally of lines that were counted elsewhere, as [`TallyLine::assume_checked_value`] reads each; nothing for a text that is no
    /// list.
    pub fn assume_checked(text: &str) -> Option<Self> {
        let lines = json::parse(text).ok()?;
        Some(Self::from_lines(lines.as_array()?.iter().map(TallyLine::assume_checked_value)))
    }
}

impl TallyLine {
    /// Reads `{ claim, count, flagged, group, level, origin }`, as [`Tally::to_json`] writes it, for views that show it. What cannot be
    /// read is counted as one that could not be checked.
    pub fn assume_checked_value(line: &Value<'_>) -> Self {
        let count = {
            // One that is missing makes nothing else unreadable: amounts have none.
            let ignored = FirstFault::default();
            Cursor::over(line, Place::Root("", &ignored)).count("count")
        };
        let wrong = FirstFault::default();
        let at = Cursor::over(line, Place::Root("", &wrong));
        let origin_after =
            |prefix: &'static str| move |key: &str| Origin::from_code(key.strip_prefix(prefix)?);
        let read = Self {
            origin: at.optional("origin", origin_after(ORIGIN)),
            claim: at.optional("claim", origin_after(CLAIM)),
            group: at.optional("group", Group::from_code).unwrap_or(Group::CouldNotCheck),
            level: at.optional("level", Level::from_code).unwrap_or(Level::Caution),
            flagged: at.flag("flagged").unwrap_or_default(),
            count,
        };
        at.text("group");
        at.text("level");
        wrong.unless(read).unwrap_or(Self {
            origin: None,
            claim: None,
            group: Group::CouldNotCheck,
            level: Level::Caution,
            flagged: false,
            count,
        })
    }
}

const ORIGIN: &str = "origin.";
const CLAIM: &str = "claim.";
