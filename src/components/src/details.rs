//! The details panel: what a badge says, why, and what to do about it.

use std::sync::Arc;

use leptos::prelude::*;
use touchmark::{Account, IssuerStanding, Line, Section, Topic, Value, Verdict};
use touchmark_words::{Language, account, fill, sentence, text};

use crate::face::{Face, NOTATION, Part, Tone, is_clear, joined};
use crate::icon::Icon;
use crate::intl::{moment, moment_text, number};
use crate::labels::labels;
use crate::node::{Node, View, node, root, spoken, view};
use crate::words::Words;

/// Everything that may be said about one record, in three levels: the face, the facts in one line, what is out of order and what
/// to do next; then, under "More about this record", who issued the seal, what they state, and the fields by state; then, under
/// "For auditors", codes, ids and API names.
///
/// What a seal states is shown as "Stated by the issuer"; the issuer's name comes from the page's trust list, never
/// from the seal. `verdict` is `None` while the check is running. The root is a `<div>` of plain flow content, with
/// two native `<details>`, the first of them open; parts are `details`, `face`, `facts`, `changes`, `next`, `more`, `auditors` and
/// `actions`. Fields are named by what [`supply_labels`](crate::supply_labels) gave.
///
/// With `act` it ends with the buttons "Copy as text" and "Download report of this check", and calls it when one is used; what they do
/// is the page's part ([`plain_text`] is what to copy). Without `act` there are none, so that a page without JavaScript has
/// no dead buttons.
#[component]
pub fn Details(
    /// What the check answered; `None` while it is running.
    #[prop(into)]
    verdict: Signal<Option<Arc<Verdict>>>,
    /// Language of the words. English by default.
    #[prop(optional)]
    language: Language,
    /// What the buttons do. Without it there are none.
    #[prop(optional)]
    act: Option<Act>,
    /// Name of the record: stands above what is said of it.
    #[prop(into, optional_no_strip)]
    label: Option<String>,
) -> View {
    view(move || {
        let label = label.as_deref();
        root("touchmark touchmark-panel", language)
            .child(verdict.with(|verdict| details_of(verdict.as_deref(), language, act, None, label)))
    })
}

/// What is called when a button of the details is used.
pub type Act = Callback<DetailsAction>;

/// A button of the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetailsAction {
    /// Copy what is said of the record.
    Copy,
    /// Save the verdict as a file.
    Download,
}

/// What may be said of a record as lines of plain text: origin and state, record, seal, time of the check.
pub fn plain_text(verdict: &Verdict, language: Language) -> String {
    let record = [verdict.record.object.as_deref(), verdict.record.id.as_deref()];
    let seal = verdict.seal.as_ref().and_then(|seal| seal.id.clone());
    let checked = moment_text(language, &verdict.checked_at.to_string());
    let lines = [
        ("details.record", joined(" ", record.into_iter().flatten())),
        ("details.seal-id", seal.unwrap_or_default()),
        ("details.checked-at", checked),
    ];
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| {
        let values = [("label", text(language, key)), ("amount", &*value)];
        fill(text(language, "summary.sum"), &values)
    });
    joined("\n", std::iter::once(Face::of(Some(verdict), language).line()).chain(lines))
}

/// The panel's content; in a popover, with its title's id and a button that closes it.
pub(crate) fn details_of(
    verdict: Option<&Verdict>,
    language: Language,
    act: Option<Act>,
    popover: Option<&str>,
    label: Option<&str>,
) -> Node {
    let body = match verdict {
        Some(verdict) => account_of(verdict, language, popover.is_none()),
        None => vec![spoken("p", "touchmark-explanation", Words::of(language, "details.checking"))],
    };
    node("div", "touchmark-details")
        .part("details")
        .child(head(Face::of(verdict, language), language, popover, label))
        .child(
            node("div", "touchmark-body")
                .children(body)
                .children(act.zip(verdict).map(|(act, verdict)| actions(act, verdict, language))),
        )
}

/// The sections of an account, each as its topic is drawn. What the curious read is folded away where there is little room.
fn account_of(verdict: &Verdict, language: Language, is_open: bool) -> Vec<Node> {
    let Account { explanation, sections, .. } = verdict.account_with(&labels());
    let explanation = spoken("p", "touchmark-explanation", Words::say(language, &explanation));
    let mut facts = None;
    let mut body = Vec::new();
    let mut more = Vec::new();
    let mut backing = Vec::new();
    let mut auditors = Vec::new();
    for Section { topic, lines } in sections {
        let heading = || spoken("p", "touchmark-heading", Words::of(language, topic.term()));
        let said = || lines.iter().map(|line| words_of(line, language));
        match topic {
            Topic::Facts => facts = Some(facts_of(said())),
            Topic::Flags | Topic::Also => body.push(
                toned("div", "touchmark-notes", Tone::Caution)
                    .child(heading())
                    .child(node("ul", "").children(said().map(item))),
            ),
            Topic::Claimed => body.extend(said().map(|words| spoken("p", "", words))),
            Topic::Changes => body.push(section(heading(), &lines, language).part("changes")),
            Topic::Next => body.push(
                node("div", "touchmark-next")
                    .part("next")
                    .child(heading())
                    .children(lines.iter().map(|line| step(line, language))),
            ),
            Topic::Issuer => more.push(issuer(verdict, said())),
            Topic::Approvals | Topic::Grants | Topic::Log | Topic::Witnesses => {
                backing.push(row(language, topic.term(), backer(topic, said())));
            }
            Topic::Record => {
                let summary = spoken("summary", "", Words::of(language, topic.term()));
                auditors.extend([summary, rows(&lines, language)]);
            }
            Topic::ApiNames => auditors.extend([heading(), rows(&lines, language)]),
            Topic::Findings => {
                let findings = lines.iter().filter_map(|line| finding(line, language));
                auditors.extend([heading(), node("ul", "touchmark-findings").children(findings)]);
            }
            _ => more.push(section(heading(), &lines, language)),
        }
    }
    if !backing.is_empty() {
        // Who vouches comes before what is for auditors only.
        more.push(node("dl", "").children(backing));
    }
    let mut drawn: Vec<Node> = facts.into_iter().collect();
    drawn.push(explanation);
    drawn.append(&mut body);
    if !more.is_empty() {
        let summary = spoken("summary", "", Words::of(language, "details.more"));
        let folded = node("details", "touchmark-more").part("more").child(summary).children(more);
        drawn.push(if is_open { folded.attribute("open", "") } else { folded });
    }
    if !auditors.is_empty() {
        drawn.push(node("details", "touchmark-auditors").part("auditors").children(auditors));
    }
    drawn
}

/// "Made by Snowfakery for testing. Not for credit scoring. Issued by Example Bank plc."
fn facts_of(said: impl Iterator<Item = Words>) -> Node {
    node("p", "touchmark-facts").part("facts").spaced(said.map(|words| spoken("bdi", "", words)))
}

/// A next step, or whom to reach for it.
fn step(line: &Line, language: Language) -> Node {
    let Value::Contact(contact) = &line.value else {
        return spoken("p", "", words_of(line, language));
    };
    let shown = contact.shown().to_owned();
    let link = node("a", "").attribute("href", contact.address.clone()).child(node("bdi", "").text(shown));
    let label = Words::of(language, line.label.as_deref().unwrap_or_default());
    node("p", "touchmark-contact")
        .child(spoken("span", "", label))
        .text(": ")
        .child(node("bdi", "").text(contact.name.clone()))
        .text(" (")
        .child(link)
        .text(")")
}

/// Who else stands behind a seal: one log, or a list.
pub(crate) fn backer(topic: Topic, mut said: impl Iterator<Item = Words>) -> Node {
    if topic == Topic::Log {
        return said.next().map_or_else(|| node("bdi", ""), |words| spoken("bdi", "", words));
    }
    node("ul", "").children(said.map(item))
}

/// A heading, what is said without a label, and what stands beside labels: fields by state, or rows.
fn section(heading: Node, lines: &[Line], language: Language) -> Node {
    let (labelled, alone): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.label.is_some());
    let groups: Vec<Node> = labelled.iter().filter_map(|line| field_group(line, language)).collect();
    let listed = if groups.is_empty() {
        rows(labelled, language)
    } else {
        node("ul", "touchmark-fields").children(groups)
    };
    node("div", "touchmark-section")
        .child(heading)
        .children(alone.into_iter().map(|line| spoken("p", "", words_of(line, language))))
        .child(listed)
}

/// The buttons, and the place where it is said what came of them. What is to be copied and said is on the first button,
/// for whoever acts on it.
fn actions(act: Act, verdict: &Verdict, language: Language) -> Node {
    let button = |key, part, action| {
        spoken("button", "touchmark-button", Words::of(language, key))
            .part(part)
            .attribute("type", "button")
            .on("click", move |_| act.run(action))
    };
    let copy = button("details.copy", "copy", DetailsAction::Copy)
        .attribute("data-text", plain_text(verdict, language))
        .attribute("data-done", text(language, "details.copied"))
        .attribute("data-failed", text(language, "details.copy-failed"));
    node("div", "touchmark-actions")
        .part("actions")
        .child(copy)
        .child(button("details.download", "download", DetailsAction::Download))
        .child(node("div", "touchmark-told").part("told").attribute("role", "status"))
}

/// Icon, name of the record, origin and state; in a popover, its title and the button that closes it.
fn head(face: Face, language: Language, popover: Option<&str>, label: Option<&str>) -> Node {
    let trust =
        Part { words: Words { text: sentence(&face.trust.words.text), ..face.trust.words }, ..face.trust };
    let (title, trust) = match face.origin {
        Some(origin) => (origin, Some(trust)),
        None => (trust, None),
    };
    let claim = face.claim.map(|part| Part {
        words: Words { text: sentence(&part.words.text), ..part.words },
        // Nobody stands behind it: not in the colours of what is known.
        tone: Tone::Undisclosed,
        ..part
    });
    let tile = toned("span", "touchmark-tile", face.tone).child(title.icon.draw());
    let mut titles = node("div", "touchmark-titles");
    if let Some(id) = popover {
        titles = titles.attribute("id", title_id(id));
    }
    let record =
        label.map(|label| node("p", "touchmark-record").child(node("bdi", "").text(label.to_owned())));
    let titles = titles.children(record).child(spoken("p", "touchmark-title", title.words)).children(
        [trust, claim].into_iter().flatten().map(|part| {
            toned("p", "touchmark-subtitle", part.tone)
                .child(part.icon.draw())
                .child(spoken("span", "", part.words))
        }),
    );
    let close = popover.map(|id| {
        node("button", "touchmark-close")
            .attribute("type", "button")
            .attribute("popovertarget", id.to_owned())
            .attribute("popovertargetaction", "hide")
            .attribute("aria-label", text(language, "details.close"))
            .child(Icon::Close.draw())
    });
    node("div", "touchmark-head").part("face").child(tile).child(titles).children(close)
}

/// An element in the colours of a tone.
pub(crate) fn toned(tag: &'static str, class: &'static str, tone: Tone) -> Node {
    node(tag, [class, " ", tone.class()].concat())
}

/// Id of the title of the popover with that id.
pub(crate) fn title_id(popover: &str) -> String {
    [popover, "-title"].concat()
}

/// By whom, and whether this page knows them; a tick only where nothing stands against what is said.
fn issuer(verdict: &Verdict, mut said: impl Iterator<Item = Words>) -> Node {
    let disclosure = verdict.disclose();
    let (icon, tone) = match disclosure.issuer {
        Some(IssuerStanding::Recognised) if is_clear(verdict, &disclosure) => (Icon::Verified, Tone::Valid),
        Some(IssuerStanding::Recognised) => (Icon::Issuer, Tone::Undisclosed),
        Some(IssuerStanding::Withdrawn) => (Icon::Withdrawn, Tone::Invalid),
        Some(IssuerStanding::NotChecked) => (Icon::CouldNotCheck, Tone::Undisclosed),
        _ => (Icon::UnrecognisedIssuer, Tone::Caution),
    };
    let by = said.next().map(|words| spoken("p", "touchmark-by", words));
    let standing = said.map(|words| spoken("p", "touchmark-standing", words));
    toned("div", "touchmark-issuer", tone)
        .child(icon.draw())
        .child(node("div", "").children(by).children(standing))
}

/// The fields in one state; nothing for a line of something else.
fn field_group(line: &Line, language: Language) -> Option<Node> {
    let Value::Names { state, names } = &line.value else { return None };
    let label = Words::of(language, line.label.as_deref().unwrap_or_default());
    let count = number(language, names.len() as u64);
    let list = text(language, "details.field-list");
    let label = Words { text: fill(list, &[("state", &label.text), ("count", &count)]), ..label };
    let names = names
        .iter()
        .map(|(name, hint)| item(Words::from_said(language, account::name(language, name, *hint))));
    Some(
        toned("li", "", Tone::of_field(*state)).child(Icon::of_field(*state).draw()).child(
            node("div", "")
                .child(spoken("p", "touchmark-state", label))
                .child(node("ul", "touchmark-names").children(names)),
        ),
    )
}

fn finding(line: &Line, language: Language) -> Option<Node> {
    let Value::Finding { code, detail } = &line.value else { return None };
    let words = Words::of(language, &["reason.", code.code()].concat());
    let detail = detail.clone();
    Some(
        node("li", "")
            .child(node("code", "").text(code.code()))
            .text(" ")
            .child(spoken("span", "", words))
            .text(" ")
            .children(detail.map(|detail| node("bdi", "touchmark-detail").text(detail))),
    )
}

fn rows<'l>(lines: impl IntoIterator<Item = &'l Line>, language: Language) -> Node {
    node("dl", "").children(lines.into_iter().map(|line| line_row(line, language)))
}

/// A line as a row of a list of descriptions.
pub(crate) fn line_row(line: &Line, language: Language) -> Node {
    // Values may run in any direction, and must not turn what stands beside them.
    let value = match &line.value {
        Value::Moment(text) => moment(language, text),
        _ => spoken("bdi", "", words_of(line, language)),
    };
    row(language, line.label.as_deref().unwrap_or_default(), value)
}

/// The words of a line's value.
pub(crate) fn words_of(line: &Line, language: Language) -> Words {
    match &line.value {
        Value::Words(phrase) => Words::say(language, phrase),
        Value::Codes { prefix, codes } => Words::from_said(language, account::codes(language, prefix, codes)),
        Value::Text(text) => Words { text: text.clone(), lang: None },
        Value::Contact(contact) => Words { text: account::contact(contact), lang: None },
        Value::Moment(_) | Value::Names { .. } | Value::Finding { .. } => {
            let bare = Line { label: None, value: line.value.clone() };
            Words { text: account::line(language, &bare, NOTATION), lang: None }
        }
    }
}

/// A row of a list of descriptions.
pub(crate) fn row(language: Language, label: &str, value: Node) -> Node {
    node("div", "").child(spoken("dt", "", Words::of(language, label))).child(node("dd", "").child(value))
}

fn item(words: Words) -> Node {
    node("li", "").child(spoken("bdi", "", words))
}
