//! The details panel: what a badge says, why, and what to do about it.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use touchmark::{FieldState, Verdict};
use touchmark_words::{Language, sentence, text};

use crate::face::{Face, Part, Tone, Words};
use crate::facts::{Facts, FieldGroup, Finding, IssuerLine, Row};
use crate::icon::Icon;

/// Everything that may be said about one record, in three levels: the face and one sentence; then what to do next,
/// who issued the seal, what they state, and the fields by state; then, under "For auditors", codes and ids.
///
/// What a seal states is shown as "Stated by the issuer"; the issuer's name comes from the page's trust list, never
/// from the seal. `verdict` is `None` while the check is running. The root is a `<div>` of plain flow content, with
/// one native `<details>`; parts are `details`, `face`, `next` and `auditors`.
#[component]
pub fn Details(
    /// What the check answered; `None` while it is running.
    #[prop(into)]
    verdict: Signal<Option<Arc<Verdict>>>,
    /// Language of the words. English by default.
    #[prop(into, optional)]
    language: Signal<Language>,
) -> impl IntoView {
    move || {
        let language = language.get();
        html::div()
            .class("touchmark touchmark-panel")
            .attr("lang", language.tag())
            .attr("dir", language.dir().as_str())
            .child(verdict.with(|verdict| details_of(verdict.as_deref(), language, None)))
    }
}

/// The panel's content; in a popover, with its title's id and a button that closes it.
pub(crate) fn details_of(
    verdict: Option<&Verdict>,
    language: Language,
    popover: Option<&str>,
) -> impl IntoView + use<> {
    let face = Face::of(verdict, language);
    let facts = Facts::of(verdict, language);
    let heading = |key: &str| heading(Words::of(language, key));
    html::div().class("touchmark-details").attr("part", "details").child((
        head(face, language, popover),
        html::div().class("touchmark-body").child((
            paragraph("touchmark-explanation", facts.explanation),
            (!facts.flags.is_empty()).then(|| {
                html::div().class("touchmark-notes touchmark-tone-caution").child((
                    heading("details.flags"),
                    html::ul().child(facts.flags.into_iter().map(item).collect_view()),
                ))
            }),
            facts.claimed.map(|words| paragraph("touchmark-claimed", words)),
            facts.next.map(|words| {
                html::div()
                    .class("touchmark-next")
                    .attr("part", "next")
                    .child((heading("details.next"), paragraph("", words)))
            }),
            facts.issuer.map(issuer),
            section(heading("details.stated"), facts.stated),
            section(heading("details.declared"), facts.declared),
            section(heading("details.environment"), facts.environment),
            (!facts.fields.is_empty()).then(|| {
                html::div().class("touchmark-section").child((
                    heading("details.fields"),
                    facts.coverage.map(|words| paragraph("", words)),
                    html::ul()
                        .class("touchmark-fields")
                        .child(facts.fields.into_iter().map(field_group).collect_view()),
                ))
            }),
            (!facts.auditors.is_empty()).then(|| auditors(facts.auditors, facts.findings, language)),
        )),
    ))
}

fn head(face: Face, language: Language, popover: Option<&str>) -> impl IntoView + use<> {
    let close = popover.map(|id| {
        html::button()
            .class("touchmark-close")
            .attr("type", "button")
            .attr("popovertarget", id.to_owned())
            .attr("popovertargetaction", "hide")
            .attr("aria-label", text(language, "details.close"))
            .child(Icon::Close.draw())
    });
    let trust =
        Part { words: Words { text: sentence(&face.trust.words.text), ..face.trust.words }, ..face.trust };
    let (title, subtitle) = match face.origin {
        Some(origin) => (origin, Some(trust)),
        None => (trust, None),
    };
    html::div().class("touchmark-head").attr("part", "face").child((
        html::span().class(["touchmark-tile ", face.tone.class()].concat()).child(title.icon.draw()),
        html::div().class("touchmark-titles").attr("id", popover.map(title_id)).child((
            paragraph("touchmark-title", title.words),
            subtitle.map(|part| {
                html::p().class(["touchmark-subtitle ", part.tone.class()].concat()).child((
                    part.icon.draw(),
                    html::span().attr("lang", part.words.lang).child(part.words.text),
                ))
            }),
        )),
        close,
    ))
}

/// Id of the title of the popover with that id.
pub(crate) fn title_id(popover: &str) -> String {
    [popover, "-title"].concat()
}

fn section(heading: impl IntoView, facts: Vec<Row>) -> impl IntoView {
    (!facts.is_empty()).then(|| html::div().class("touchmark-section").child((heading, rows(facts))))
}

fn issuer(line: IssuerLine) -> impl IntoView + use<> {
    let (icon, tone) = if line.recognised {
        (Icon::Verified, Tone::Valid)
    } else {
        (Icon::UnrecognisedIssuer, Tone::Caution)
    };
    html::div().class(["touchmark-issuer ", tone.class()].concat()).child((
        icon.draw(),
        html::div()
            .child((paragraph("touchmark-by", line.by), paragraph("touchmark-standing", line.standing))),
    ))
}

fn field_group(group: FieldGroup) -> impl IntoView + use<> {
    let tone = match group.state {
        FieldState::Match => Tone::Valid,
        FieldState::Altered => Tone::Invalid,
        FieldState::Unreadable => Tone::Caution,
        _ => Tone::Undisclosed,
    };
    html::li().class(tone.class()).child((
        Icon::of_field(group.state).draw(),
        html::div().child((
            paragraph("touchmark-state", group.label),
            html::ul().class("touchmark-names").child(group.names.into_iter().map(item).collect_view()),
        )),
    ))
}

fn auditors(facts: Vec<Row>, findings: Vec<Finding>, language: Language) -> impl IntoView + use<> {
    html::details().class("touchmark-auditors").attr("part", "auditors").child((
        html::summary().child({
            let words = Words::of(language, "details.auditors");
            html::span().attr("lang", words.lang).child(words.text)
        }),
        rows(facts),
        (!findings.is_empty()).then(|| {
            (
                heading(Words::of(language, "details.reasons")),
                html::ul()
                    .class("touchmark-findings")
                    .child(findings.into_iter().map(finding).collect_view()),
            )
        }),
    ))
}

fn finding(finding: Finding) -> impl IntoView + use<> {
    let detail = finding.detail.map(|detail| html::bdi().class("touchmark-detail").child(detail));
    html::li().child((
        html::code().child(finding.code),
        " ",
        html::span().attr("lang", finding.words.lang).child(finding.words.text),
        " ",
        detail,
    ))
}

fn rows(rows: Vec<Row>) -> impl IntoView + use<> {
    html::dl().child(rows.into_iter().map(row).collect_view())
}

fn row(row: Row) -> impl IntoView + use<> {
    html::div().child((
        html::dt().attr("lang", row.label.lang).child(row.label.text),
        // Values may run in any direction, and must not turn what stands beside them.
        html::dd().child(html::bdi().attr("lang", row.value.lang).child(row.value.text)),
    ))
}

fn item(words: Words) -> impl IntoView + use<> {
    html::li().child(html::bdi().attr("lang", words.lang).child(words.text))
}

fn paragraph(class: &'static str, words: Words) -> impl IntoView + use<> {
    html::p().class(class).attr("lang", words.lang).child(words.text)
}

fn heading(words: Words) -> impl IntoView + use<> {
    paragraph("touchmark-heading", words)
}
