//! The details panel: what a badge says, why, and what to do about it.

use std::sync::Arc;

use leptos::prelude::*;
use touchmark::{FieldState, Verdict};
use touchmark_words::{Language, fill, sentence, text};

use crate::face::{Face, Part, Tone, Words};
use crate::facts::{Facts, FieldGroup, Finding, IssuerLine, Row, Value, joined};
use crate::icon::Icon;
use crate::intl::{moment, moment_text};
use crate::lineage::{backing, before};
use crate::node::{Node, View, node, root, spoken, view};

/// Everything that may be said about one record, in three levels: the face and one sentence; then what to do next,
/// who issued the seal, what they state, and the fields by state; then, under "For auditors", codes and ids.
///
/// What a seal states is shown as "Stated by the issuer"; the issuer's name comes from the page's trust list, never
/// from the seal. `verdict` is `None` while the check is running. The root is a `<div>` of plain flow content, with
/// one native `<details>`; parts are `details`, `face`, `next`, `auditors` and `actions`.
///
/// With `act` it ends with the buttons "Copy as text" and "Download evidence", and calls it when one is used; what they do
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
) -> View {
    view(move || {
        root("touchmark touchmark-panel", language)
            .child(verdict.with(|verdict| details_of(verdict.as_deref(), language, act, None)))
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
) -> Node {
    let facts = Facts::of(verdict, language);
    let heading = |key: &str| spoken("p", "touchmark-heading", Words::of(language, key));
    let section = |key: &str| node("div", "touchmark-section").child(heading(key));
    let mut body = vec![spoken("p", "touchmark-explanation", facts.explanation)];

    if !facts.flags.is_empty() {
        let flags = facts.flags.into_iter().map(item);
        body.push(
            toned("div", "touchmark-notes", Tone::Caution)
                .child(heading("details.flags"))
                .child(node("ul", "").children(flags)),
        );
    }
    if !facts.also.is_empty() {
        let also = facts.also.into_iter().map(item);
        body.push(
            toned("div", "touchmark-notes", Tone::Caution)
                .child(heading("details.also"))
                .child(node("ul", "").children(also)),
        );
    }
    body.extend(facts.claimed.map(|words| spoken("p", "", words)));
    if !facts.next.is_empty() {
        let steps = facts.next.into_iter().map(|words| spoken("p", "", words));
        body.push(node("div", "touchmark-next").part("next").child(heading("details.next")).children(steps));
    }
    // Which field changed is what people look for; that all are unchanged can wait.
    let fields_first = facts.fields.iter().any(|group| group.state != FieldState::Match);
    let mut fields = (!facts.fields.is_empty()).then(|| {
        section("details.fields")
            .children(facts.coverage.map(|words| spoken("p", "", words)))
            .child(node("ul", "touchmark-fields").children(facts.fields.into_iter().map(field_group)))
    });
    if fields_first {
        body.extend(fields.take());
    }
    body.extend(facts.issuer.map(issuer));
    for (key, note, listed) in [
        ("details.stated", None, facts.stated),
        ("details.declared", Some("details.declared-note"), facts.declared),
        ("details.environment", None, facts.environment),
    ] {
        if !listed.is_empty() {
            let note = note.map(|key| spoken("p", "", Words::of(language, key)));
            body.push(section(key).children(note).child(rows(listed, language)));
        }
    }
    body.extend(fields);
    if let Some(verdict) = verdict {
        let backing = backing(verdict, language);
        if !backing.is_empty() {
            // Who vouches comes before what is for auditors only.
            body.push(node("dl", "").children(backing));
        }
    }
    if !facts.auditors.is_empty() {
        let mut auditors = node("details", "touchmark-auditors")
            .part("auditors")
            .child(spoken("summary", "", Words::of(language, "details.auditors")))
            .child(rows(facts.auditors, language))
            .children(verdict.map(|verdict| node("dl", "").children(history(verdict, language))));
        if !facts.findings.is_empty() {
            auditors = auditors
                .child(heading("details.reasons"))
                .child(node("ul", "touchmark-findings").children(facts.findings.into_iter().map(finding)));
        }
        body.push(auditors);
    }
    body.extend(act.zip(verdict).map(|(act, verdict)| actions(act, verdict, language)));
    node("div", "touchmark-details")
        .part("details")
        .child(head(Face::of(verdict, language), language, popover))
        .child(node("div", "touchmark-body").children(body))
}

/// What came before the seal, and how much the verdict weighs here.
fn history(verdict: &Verdict, language: Language) -> Vec<Node> {
    let level = ["level.", verdict.disclose().level.code()].concat();
    let mut rows = before(verdict, language);
    rows.push(row(language, "details.outcome", spoken("bdi", "", Words::of(language, &level))));
    rows
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

/// Icon, origin and state; in a popover, its title and the button that closes it.
fn head(face: Face, language: Language, popover: Option<&str>) -> Node {
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
    let titles = titles.child(spoken("p", "touchmark-title", title.words)).children(
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

fn issuer(line: IssuerLine) -> Node {
    toned("div", "touchmark-issuer", line.tone).child(line.icon.draw()).child(
        node("div", "").child(spoken("p", "touchmark-by", line.by)).child(spoken(
            "p",
            "touchmark-standing",
            line.standing,
        )),
    )
}

fn field_group(group: FieldGroup) -> Node {
    let tone = match group.state {
        FieldState::Match => Tone::Valid,
        FieldState::Altered => Tone::Invalid,
        FieldState::Unreadable | FieldState::SaltMissing => Tone::Caution,
        _ => Tone::Undisclosed,
    };
    toned("li", "", tone).child(Icon::of_field(group.state).draw()).child(
        node("div", "")
            .child(spoken("p", "touchmark-state", group.label))
            .child(node("ul", "touchmark-names").children(group.names.into_iter().map(item))),
    )
}

fn finding(finding: Finding) -> Node {
    node("li", "")
        .child(node("code", "").text(finding.code))
        .text(" ")
        .child(spoken("span", "", finding.words))
        .text(" ")
        .children(finding.detail.map(|detail| node("bdi", "touchmark-detail").text(detail)))
}

fn rows(rows: Vec<Row>, language: Language) -> Node {
    node("dl", "").children(rows.into_iter().map(|row| {
        let value = match row.value {
            // Values may run in any direction, and must not turn what stands beside them.
            Value::Words(words) => spoken("bdi", "", words),
            Value::Moment(text) => moment(language, &text),
        };
        labelled(row.label, value)
    }))
}

/// A row of a list of descriptions.
pub(crate) fn row(language: Language, label: &str, value: Node) -> Node {
    labelled(Words::of(language, label), value)
}

fn labelled(label: Words, value: Node) -> Node {
    node("div", "").child(spoken("dt", "", label)).child(node("dd", "").child(value))
}

fn item(words: Words) -> Node {
    node("li", "").child(spoken("bdi", "", words))
}
