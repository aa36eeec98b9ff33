//! The badge: what may be said about one record, always as visible text beside an icon.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys;
use touchmark::Verdict;
use touchmark_words::{Language, text};

use crate::details::{Act, details_of, title_id};
use crate::face::{Face, Part};
use crate::icon::Icon;
use crate::node::{Node, View, node, root, spoken, view};

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
/// What a record says of itself without proof follows the trust: "Could not check · said to be synthetic".
///
/// Fires no events of its own; the popover's `toggle` stays inside. The root carries `data-group` and `data-level`;
/// parts are `badge`, `origin`, `trust`, `claim`, `flagged` and `popover`.
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
    /// Id of the popover, unique in its document or shadow root. Made up by default.
    #[prop(optional_no_strip)]
    id: Option<Arc<str>>,
    /// What the buttons of the details do. Without it there are none.
    #[prop(optional)]
    act: Option<Act>,
) -> View {
    let open = RwSignal::new(false);
    let id = id.unwrap_or_else(popover_id);
    view(move || {
        let face = verdict.with(|verdict| Face::of(verdict.as_deref(), language));
        let class = class_of(&face, size);
        let root = root("touchmark touchmark-inline", language)
            .attribute("data-group", face.group)
            .attribute("data-level", face.level);
        if !interactive {
            return root.child(inside(face, node("span", class).part("badge")));
        }
        let open_now = open.get();
        // Drawn only while it is open: a list has a thousand badges and one open popover.
        let content = open_now
            .then(|| verdict.with(|verdict| details_of(verdict.as_deref(), language, act, Some(&id))));
        root.child(button(face, class, &id, language, open_now)).child(popover(&id, open).children(content))
    })
}

fn button(face: Face, class: String, id: &str, language: Language, open: bool) -> Node {
    let name = [&face.spoken, " ", text(language, "details.title")].concat();
    let button = node("button", class)
        .part("badge")
        .attribute("type", "button")
        .attribute("popovertarget", id.to_owned())
        .attribute("aria-controls", id.to_owned())
        .attribute("aria-expanded", if open { "true" } else { "false" })
        .attribute("aria-label", name);
    inside(face, button).child(Icon::Open.draw())
}

/// The popover's frame. The browser opens and closes it; `open` follows.
fn popover(id: &str, open: RwSignal<bool>) -> Node {
    node("div", "touchmark-popover")
        .part("popover")
        .attribute("id", id.to_owned())
        .attribute("popover", "auto")
        .attribute("role", "dialog")
        .attribute("aria-labelledby", title_id(id))
        .attribute("tabindex", "0")
        .on("beforetoggle", move |event| {
            let Some(popover) = popover_of(&event) else { return };
            if !matches(&popover, ":popover-open") {
                // There is still time to fill it before it shows.
                open.set(true);
            } else if matches(&popover, ":focus-within") {
                // Whatever closes it, the keyboard goes on where it came from.
                focus(popover.previous_element_sibling());
            }
        })
        .on("toggle", move |event| {
            let Some(popover) = popover_of(&event) else { return };
            let now_open = matches(&popover, ":popover-open");
            open.set(now_open);
            if now_open {
                focus(Some(popover));
            }
        })
}

/// The popover that the event happened to.
fn popover_of(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into().ok()
}

fn matches(element: &web_sys::Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

fn focus(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
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

/// Icon and words, origin first. The points between are for the eye, and so that copied text reads as one line;
/// where it is spoken, a name with full stops stands instead.
fn inside(face: Face, mut badge: Node) -> Node {
    if let Some(part) = face.origin {
        badge = badge.child(segment(part, "touchmark-segment touchmark-origin", "origin")).text(" · ");
    }
    badge = badge.child(segment(face.trust, "touchmark-segment touchmark-trust", "trust"));
    if let Some(part) = face.claim {
        badge = badge.text(" · ").child(segment(part, "touchmark-segment touchmark-claim", "claim"));
    }
    if let Some(part) = face.flagged {
        badge = badge.text(" · ").child(segment(part, "touchmark-segment touchmark-flagged", "flagged"));
    }
    badge
}

fn segment(part: Part, class: &'static str, name: &'static str) -> Node {
    node("span", class).part(name).child(part.icon.draw()).child(spoken("span", "", part.words))
}

/// Unique within the document, whatever tree the badge ends up in.
fn popover_id() -> Arc<str> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("touchmark-details-{}", NEXT.fetch_add(1, Ordering::Relaxed)).into()
}
