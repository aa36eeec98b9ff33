//! The lineage: what came before a seal, and who else stands behind it.

use std::sync::Arc;

use leptos::prelude::*;
use touchmark::{Line, Topic, Trust, Verdict};
use touchmark_words::{Language, text};

use crate::details::{backer, line_row, row, toned, words_of};
use crate::face::{Face, Tone, named};
use crate::icon::Icon;
use crate::labels::labels;
use crate::node::{Node, View, node, root, spoken, view};
use crate::words::Words;

/// The history of a record as a timeline, newest first: the current seal, the seals it replaces, what it was made from.
///
/// A seal names the one it replaces. Of the seals in `earlier`, those that are named stand where they belong, each with
/// its own verdict; one that is named and not there says "Not loaded on this page"; one that is there and that no newer
/// seal names says so, since anybody could have put it there. Each entry says when the seal was made, who issued and who
/// approved it, and which log and witnesses have it, as far as that was checked; the ID of a seal is folded away.
///
/// An ordered list named "History of this record", without events. `verdict` is `None` while the check is running. Parts
/// are `lineage` and `entry`; an entry carries `data-group`.
///
/// ```
/// use std::sync::Arc;
/// use leptos::prelude::*;
/// use touchmark::Verdict;
/// use touchmark_components::{Lineage, LineageProps};
///
/// fn history(verdict: Signal<Option<Arc<Verdict>>>, earlier: Vec<Arc<Verdict>>) -> impl IntoView {
///     // In `view!`: <Lineage verdict earlier/>
///     Lineage(LineageProps::builder().verdict(verdict).earlier(earlier).build())
/// }
/// ```
#[component]
pub fn Lineage(
    /// What the check of the current seal answered; `None` while it is running.
    #[prop(into)]
    verdict: Signal<Option<Arc<Verdict>>>,
    /// What checks of earlier seals answered, in any order.
    #[prop(into, optional)]
    earlier: Signal<Vec<Arc<Verdict>>>,
    /// Language of the words. English by default.
    #[prop(optional)]
    language: Language,
    /// Name of the record: the list's name begins with it.
    #[prop(into, optional_no_strip)]
    label: Option<String>,
) -> View {
    view(move || {
        let draw = |earlier: &Vec<_>| {
            verdict.with(|verdict| draw(verdict.as_deref(), earlier, label.as_deref(), language))
        };
        earlier.with(draw)
    })
}

/// A lineage, once.
pub fn draw(
    current: Option<&Verdict>,
    earlier: &[Arc<Verdict>],
    label: Option<&str>,
    language: Language,
) -> Node {
    let list = node("ol", "")
        .attribute("role", "list")
        .attribute("aria-label", named(label, text(language, "lineage.title")))
        .children(history(current, earlier, language));
    root("touchmark touchmark-panel", language).child(
        node("div", "touchmark-details touchmark-lineage")
            .part("lineage")
            .child(spoken("p", "touchmark-heading", Words::of(language, "lineage.title")))
            .child(list),
    )
}

/// The entries, newest first.
fn history(current: Option<&Verdict>, earlier: &[Arc<Verdict>], language: Language) -> Vec<Node> {
    let title = if current.is_some_and(is_unsealed) { "details.record" } else { "lineage.current" };
    let mut entries = vec![sealed(title, current, None, language)];
    let Some(current) = current else { return entries };
    let mut rest: Vec<&Verdict> = earlier.iter().map(|verdict| &**verdict).collect();
    let mut sources: Vec<&str> = Vec::new();
    let mut at = Some(current);
    // Each step takes a seal out of the rest, so that seals that name each other come to an end.
    while let Some(verdict) = at.take() {
        let Some(claims) = &verdict.claims else { break };
        for source in &claims.derived_from {
            if !sources.contains(&&**source) {
                sources.push(source);
            }
        }
        let Some(named) = &claims.previous_seal else { break };
        let found = rest.iter().position(|verdict| seal_id(verdict) == Some(named));
        entries.push(match found.map(|found| rest.remove(found)) {
            Some(previous) => {
                at = Some(previous);
                sealed("lineage.previous", at, None, language)
            }
            None => entry("lineage.previous", Icon::CouldNotCheck, Tone::Undisclosed, language)
                .child(spoken("p", "touchmark-standing", Words::of(language, "lineage.not-loaded")))
                .child(node("dl", "").child(row(language, "details.seal-id", plain(named)))),
        });
    }
    entries.extend(
        rest.into_iter()
            .map(|verdict| sealed("lineage.previous", Some(verdict), Some("lineage.unlinked"), language)),
    );
    entries.extend(sources.into_iter().map(|source| {
        entry("lineage.source", Icon::Declared, Tone::Undisclosed, language).child(plain(source))
    }));
    if entries.len() == 1 {
        entries.push(entry("lineage.none", Icon::NotDisclosed, Tone::Undisclosed, language));
    }
    entries
}

/// Whether the record has no seal at all, and so no current one.
fn is_unsealed(verdict: &Verdict) -> bool {
    matches!(verdict.trust, Trust::Unsealed | Trust::DeclaredUnsigned | Trust::MissingExpectedSeal)
}

fn seal_id(verdict: &Verdict) -> Option<&String> {
    verdict.seal.as_ref()?.id.as_ref()
}

fn entry(title: &str, icon: Icon, tone: Tone, language: Language) -> Node {
    toned("li", "touchmark-entry", tone)
        .part("entry")
        .child(node("span", "touchmark-knot").child(icon.draw()))
        .child(spoken("p", "touchmark-by", Words::of(language, title)))
}

/// A seal that was checked, or is being checked.
fn sealed(
    title: &'static str,
    verdict: Option<&Verdict>,
    note: Option<&'static str>,
    language: Language,
) -> Node {
    let face = Face::of(verdict, language);
    let icon = face.origin.as_ref().unwrap_or(&face.trust).icon;
    let entry = entry(title, icon, face.tone, language)
        .attribute("data-group", face.group)
        .child(node("p", "touchmark-state").text(face.line()))
        .children(note.map(|key| spoken("p", "touchmark-standing", Words::of(language, key))));
    let Some(verdict) = verdict else { return entry };
    let account = verdict.account_with(&labels());
    let labelled = |topic, label: &'static str| {
        let is_it = move |line: &&Line| line.label.as_deref() == Some(label);
        account.lines(topic).iter().find(is_it).map(|line| line_row(line, language))
    };
    let mut rows: Vec<Node> = Vec::new();
    if verdict.claims.is_some() {
        rows.extend(labelled(Topic::Stated, "details.created"));
        rows.extend(labelled(Topic::Record, "details.sealed-at"));
        // The name is the trust list's. Whoever is not on it has none.
        let by = account.lines(Topic::Issuer).first().filter(|_| verdict.issuer_name().is_some());
        rows.extend(
            by.map(|line| row(language, "details.seal", spoken("bdi", "", words_of(line, language)))),
        );
    }
    for topic in [Topic::Approvals, Topic::Grants, Topic::Log, Topic::Witnesses] {
        let lines = account.lines(topic);
        if !lines.is_empty() {
            let said = lines.iter().map(|line| words_of(line, language));
            rows.push(row(language, topic.term(), backer(topic, said)));
        }
    }
    let id = labelled(Topic::Record, "details.seal-id");
    let entry = if rows.is_empty() { entry } else { entry.child(node("dl", "").children(rows)) };
    // What only programs and auditors tell apart.
    entry.children(id.map(|id| {
        let summary = spoken("summary", "", Words::of(language, Topic::Record.term()));
        node("details", "touchmark-auditors").child(summary).child(node("dl", "").child(id))
    }))
}

/// A value from elsewhere, which may run in any direction.
fn plain(value: &str) -> Node {
    node("bdi", "").text(value.to_owned())
}
