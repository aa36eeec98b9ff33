//! The badge: what may be said about one record, always as visible text beside an icon.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys;
use touchmark::Verdict;
use touchmark_words::{Language, text};

use crate::details::{Act, details_of, title_id};
use crate::face::{Face, Part, Tone, joined, named};
use crate::icon::Icon;
use crate::node::{Node, View, node, root, spoken, view};
use crate::words::Words;

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
/// back, and so does the focus when it goes elsewhere: what has it is never covered. Its name is the whole announcement,
/// "Origin: synthetic data. Signature valid. Details". Without it, the badge is plain text.
///
/// What a record says of itself without proof follows the trust: "Could not check · said to be synthetic".
///
/// With `label`, the name of the record, the announcement and the dialog begin with it. With `compact` it is one icon, for
/// tables whose majority is stated once above: that of the origin while the seal holds and nothing is flagged, else that of
/// what is the matter. With `field` it says what is known of that field alone, beside an input: an icon and words, and no button;
/// where nothing is known of fields, nothing.
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
    /// Name of the record: the announcement and the dialog begin with it.
    #[prop(into, optional_no_strip)]
    label: Option<String>,
    /// An icon alone, announced all the same.
    #[prop(optional)]
    compact: bool,
    /// Says what is known of the field with this API name, and nothing else.
    #[prop(into, optional_no_strip)]
    field: Option<String>,
) -> View {
    let open = RwSignal::new(false);
    let id = id.unwrap_or_else(popover_id);
    view(move || {
        let label = label.as_deref();
        if let Some(field) = &field {
            return verdict.with(|verdict| of_field(verdict.as_deref(), field, label, size, language));
        }
        let face = verdict.with(|verdict| Face::of(verdict.as_deref(), language));
        let class = class_of(&face, size, compact);
        let root = root("touchmark touchmark-inline", language)
            .attribute("data-group", face.group)
            .attribute("data-level", face.level);
        let name = named(label, &face.spoken);
        if !interactive {
            let badge = node("span", class).part("badge");
            // Text speaks for itself; an icon has to be given a name.
            let badge =
                if compact { badge.attribute("role", "img").attribute("aria-label", name) } else { badge };
            return root.child(inside(face, badge, compact));
        }
        let open_now = open.get();
        // Drawn only while it is open: a list has a thousand badges and one open popover.
        let content = open_now
            .then(|| verdict.with(|verdict| details_of(verdict.as_deref(), language, act, Some(&id), label)));
        let button = node("button", class)
            .part("badge")
            .attribute("type", "button")
            .attribute("popovertarget", id.to_string())
            .attribute("aria-controls", id.to_string())
            .attribute("aria-expanded", if open_now { "true" } else { "false" })
            .attribute("aria-label", [&name, " ", text(language, "details.title")].concat());
        let stays = Arc::new(AtomicBool::new(false));
        closing(root, &stays)
            .child(inside(face, button, compact).children((!compact).then(|| Icon::Open.draw())))
            .child(popover(&id, open, stays).children(content))
    })
}

/// Closes the popover, the last child, when the focus goes elsewhere: what has the focus is never covered. By keyboard the badge
/// itself is elsewhere; by pointer it is not, for its click would open again what has just been closed.
///
/// `stays` says whether the focus may go to the badge without it: by pointer, and while it is being closed.
fn closing(root: Node, stays: &Arc<AtomicBool>) -> Node {
    let by = |is_pointer| {
        let stays = stays.clone();
        move |_| stays.store(is_pointer, Ordering::Relaxed)
    };
    let stays = stays.clone();
    root.on("pointerdown", by(true)).on("keydown", by(false)).on("focusout", move |event| {
        let Some(root) = element_of(&event) else { return };
        let next = event.dyn_into::<web_sys::FocusEvent>().ok().and_then(|event| event.related_target());
        // To another window, or to nothing: it comes back here.
        let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::Node>().ok()) else { return };
        let popover =
            root.last_element_child().and_then(|popover| popover.dyn_into::<web_sys::HtmlElement>().ok());
        let Some(popover) = popover else { return };
        let is_kept = stays.load(Ordering::Relaxed) && root.contains(Some(&next));
        if !popover.contains(Some(&next)) && !is_kept {
            let _ = popover.hide_popover();
        }
    })
}

/// What is known of one field: its state in words, beside its icon.
fn of_field(
    verdict: Option<&Verdict>,
    name: &str,
    label: Option<&str>,
    size: Size,
    language: Language,
) -> Node {
    let root = root("touchmark touchmark-inline", language);
    let known = verdict.and_then(|verdict| verdict.field(name));
    let Some(field) = known else { return root.attribute("hidden", "") };
    let state = field.state;
    let words = Words::of(language, &["field.", state.code()].concat());
    let tone = Tone::of_field(state);
    let name = joined(". ", label.into_iter().chain([name, &*words.text]));
    let badge = node("span", [size.class(), " ", tone.class()].concat())
        .part("badge")
        .attribute("role", "img")
        .attribute("aria-label", name)
        .child(parts([(Part { icon: Icon::of_field(state), tone, words }, "trust")]));
    root.attribute("data-field", state.code()).child(badge)
}

/// The popover's frame. The browser opens and closes it; `open` follows.
fn popover(id: &str, open: RwSignal<bool>, stays: Arc<AtomicBool>) -> Node {
    node("div", "touchmark-popover")
        .part("popover")
        .attribute("id", id.to_owned())
        .attribute("popover", "auto")
        .attribute("role", "dialog")
        .attribute("aria-labelledby", title_id(id))
        .attribute("tabindex", "0")
        // From the frame WebKit would go past all that is in it.
        .on("keydown", |event| {
            let Some(popover) = element_of(&event) else { return };
            let is_on_frame = event.target().as_deref() == Some(&*popover);
            let Ok(key) = event.dyn_into::<web_sys::KeyboardEvent>() else { return };
            if is_on_frame && key.key() == "Tab" && !key.shift_key() {
                key.prevent_default();
                focus(popover.query_selector("button").ok().flatten());
            }
        })
        .on("beforetoggle", move |event| {
            let Some(popover) = element_of(&event) else { return };
            if !matches(&popover, ":popover-open") {
                // There is still time to fill it before it shows.
                open.set(true);
            } else if matches(&popover, ":focus-within") {
                // Whatever closes it, the keyboard goes on where it came from.
                stays.store(true, Ordering::Relaxed);
                focus(popover.previous_element_sibling());
            }
        })
        .on("toggle", move |event| {
            let Some(popover) = element_of(&event) else { return };
            let now_open = matches(&popover, ":popover-open");
            open.set(now_open);
            if now_open {
                focus(Some(popover));
            }
        })
}

/// The element that listens to the event.
fn element_of(event: &web_sys::Event) -> Option<web_sys::Element> {
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

fn class_of(face: &Face, size: Size, compact: bool) -> String {
    let mut class = [size.class(), " ", face.tone.class()].concat();
    for (is_so, name) in
        [(face.weak, " touchmark-weak"), (face.loud, " touchmark-loud"), (compact, " touchmark-compact")]
    {
        if is_so {
            class.push_str(name);
        }
    }
    class
}

/// Icon and words, origin first; where it is compact, the one icon that says most.
fn inside(face: Face, badge: Node, compact: bool) -> Node {
    if compact {
        return badge.child(face.icon.draw());
    }
    let said = [
        (face.origin, "origin"),
        (Some(face.trust), "trust"),
        (face.claim, "claim"),
        (face.flagged, "flagged"),
    ];
    badge.child(parts(said.into_iter().filter_map(|(part, name)| Some((part?, name)))))
}

/// Parts with their names. Cuts off what stands before the first part of each of its lines: the point that parts it from the one
/// before.
fn parts(said: impl IntoIterator<Item = (Part, &'static str)>) -> Node {
    let drawn = said.into_iter().enumerate().map(|(at, (part, name))| segment(part, name, at > 0));
    node("span", "touchmark-parts").spaced(drawn)
}

/// A part of a badge. The point before it is for the eye, and so that copied text reads as one line; where it is spoken, a name
/// with full stops stands instead.
fn segment(part: Part, name: &'static str, follows: bool) -> Node {
    node("span", ["touchmark-segment touchmark-", name].concat())
        .part(name)
        .children(follows.then(|| node("span", "touchmark-point").text("· ")))
        .child(part.icon.draw())
        .child(spoken("span", "", part.words))
}

/// Unique within the document, whatever tree the badge ends up in.
fn popover_id() -> Arc<str> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("touchmark-details-{}", NEXT.fetch_add(1, Ordering::Relaxed)).into()
}
