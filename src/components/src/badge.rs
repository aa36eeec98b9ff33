//! The badge: what may be said about one record, always as visible text beside an icon.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use leptos::{ev, html, web_sys};
use touchmark::Verdict;
use touchmark_words::{Language, text};

use crate::details::{details_of, title_id};
use crate::face::{Face, Part};
use crate::icon::Icon;
use crate::node::{node, spoken};

/// How much room a badge takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// 24 px high, for table cells.
    Cell,
    /// 28 px high, beside a field or a label.
    #[default]
    Field,
    /// 36 px high, for the head of a record.
    Header,
}

impl Size {
    /// The size of that name: `cell`, `field` or `header`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "cell" => Some(Self::Cell),
            "field" => Some(Self::Field),
            "header" => Some(Self::Header),
            _ => None,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Cell => "touchmark-badge touchmark-cell",
            Self::Field => "touchmark-badge touchmark-field",
            Self::Header => "touchmark-badge touchmark-header",
        }
    }
}

/// Says where a record came from and whether its seal holds: "Synthetic data · signature valid".
///
/// `verdict` is `None` while the check is running. With `interactive`, the badge is a `<button>` with
/// `aria-expanded` and `aria-controls` that opens [`Details`](crate::Details) in a popover: Enter, Space or a click
/// opens it and moves the focus in, the arrow keys scroll it, Esc or a click beside it closes it and gives the focus
/// back. Its name is the whole announcement, "Origin: synthetic data. Signature valid. Details". Without it, the
/// badge is plain text.
///
/// Fires no events of its own; the popover's `toggle` stays inside. The root carries `data-group` and `data-level`;
/// parts are `badge`, `origin`, `trust`, `flagged` and `popover`.
#[component]
pub fn Badge(
    /// What the check answered; `None` while it is running.
    #[prop(into)]
    verdict: Signal<Option<Arc<Verdict>>>,
    /// Language of the words. English by default.
    #[prop(optional)]
    language: Language,
    /// How much room it takes.
    #[prop(optional)]
    size: Size,
    /// Whether it opens the details.
    #[prop(optional)]
    interactive: bool,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let id = popover_id();
    move || {
        let face = verdict.with(|verdict| Face::of(verdict.as_deref(), language));
        let class = class_of(&face, size);
        html::div()
            .attr("class", "touchmark touchmark-inline")
            .attr("lang", language.tag())
            .attr("dir", language.dir().as_str())
            .attr("data-group", face.group)
            .attr("data-level", face.level)
            .child(if interactive {
                button(face, class, &id, language, verdict, open)
            } else {
                html::span().attr("class", class).attr("part", "badge").child(inside(face)).into_any()
            })
            .into_any()
    }
}

/// The button and its popover.
fn button(
    face: Face,
    class: String,
    id: &Arc<str>,
    language: Language,
    verdict: Signal<Option<Arc<Verdict>>>,
    open: RwSignal<bool>,
) -> AnyView {
    let content_id = id.clone();
    let name = [&face.spoken, " ", text(language, "details.title")].concat();
    let mut content = inside(face);
    content.push(Icon::Open.draw());
    let button = html::button()
        .attr("class", class)
        .attr("part", "badge")
        .attr("type", "button")
        .attr("popovertarget", id.to_string())
        .attr("aria-controls", id.to_string())
        .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
        .attr("aria-label", name)
        .child(content);
    let popover = html::div()
        .attr("class", "touchmark-popover")
        .attr("part", "popover")
        .attr("id", id.to_string())
        .attr("popover", "auto")
        .attr("role", "dialog")
        .attr("aria-labelledby", title_id(id))
        .attr("tabindex", "0")
        .on(ev::capture(ev::beforetoggle), move |event| {
            // Fired before it shows: there is still time to fill it.
            if is_open(&event) == Some(false) {
                open.set(true);
            }
        })
        .on(ev::capture(ev::toggle), move |event| {
            if let Some(now_open) = is_open(&event) {
                open.set(now_open);
                if now_open {
                    let _ = event_target::<web_sys::HtmlElement>(&event).focus();
                }
            }
        })
        // Drawn only while it is open: a list has a thousand badges and one open popover.
        .child(move || {
            open.get().then(|| {
                verdict.with(|verdict| details_of(verdict.as_deref(), language, Some(&content_id))).draw()
            })
        });
    (button, popover).into_any()
}

fn class_of(face: &Face, size: Size) -> String {
    let mut class = [size.class(), " ", face.tone.class()].concat();
    if face.weak {
        class.push_str(" touchmark-weak");
    }
    if face.loud {
        class.push_str(" touchmark-loud");
    }
    class
}

/// Icon and words, origin first.
fn inside(face: Face) -> Vec<AnyView> {
    let mut views = Vec::new();
    if let Some(part) = face.origin {
        views.push(segment(part, "touchmark-segment touchmark-origin", "origin"));
        views.extend(dot());
    }
    views.push(segment(face.trust, "touchmark-segment touchmark-trust", "trust"));
    if let Some(part) = face.flagged {
        views.extend(dot());
        views.push(segment(part, "touchmark-segment touchmark-flagged", "flagged"));
    }
    views
}

fn segment(part: Part, class: &'static str, name: &'static str) -> AnyView {
    node("span", class).part(name).view(part.icon.draw()).child(spoken("span", "", part.words)).draw()
}

/// For the eye, and so that copied text reads as one line. Where it is spoken, a name with full stops stands instead.
fn dot() -> [AnyView; 1] {
    [" · ".into_any()]
}

/// Whether the popover is showing; `None` for what happens to an element inside it.
fn is_open(event: &web_sys::Event) -> Option<bool> {
    let own = event.target() == event.current_target();
    own.then(|| event_target::<web_sys::Element>(event).matches(":popover-open").unwrap_or(false))
}

/// Unique within the document, whatever tree the badge ends up in.
fn popover_id() -> Arc<str> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("touchmark-details-{}", NEXT.fetch_add(1, Ordering::Relaxed)).into()
}
