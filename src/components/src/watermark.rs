//! The watermark: the origin, tiled over a region. It discloses; it does not protect.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::banner::origins_of;
use crate::face::{Face, joined};
use crate::node::{Node, View, drawing, node, root, view};
use leptos::prelude::*;
use touchmark::{Tally, Verdict};
use touchmark_words::{Language, fill, text};

/// Width of a character of 14 px text, and the room between tiles, in pixels: generous, for no glyph is measured.
const CHARACTER: usize = 9;
const GAP: usize = 72;

/// Lays the origin over the nearest positioned ancestor as faint text, on screen and on paper.
///
/// The words are `words` where given, else what the verdict says first, or how many records of a list are synthetic, AI-made or
/// masked, or said to be ("Synthetic data: 787 / 1200"); then environment, host and date, parted by points. Nothing is drawn while
/// there is nothing to say. The layer takes no pointer events and is hidden from assistive technology, which gets one sentence
/// instead. A reader who asked for more contrast or for their own colours sees that sentence in place of the layer, which would
/// lie over what they read; on paper it is there. Anybody who owns the page can take it away.
#[component]
pub fn Watermark(
    /// What the check answered; `None` for a watermark that names only the place.
    #[prop(into, optional)]
    verdict: Signal<Option<Arc<Verdict>>>,
    /// What a list holds, whose origins it carries.
    #[prop(into, optional)]
    tally: Signal<Tally>,
    /// Language of the words. English by default.
    #[prop(optional)]
    language: Language,
    /// Words of your own instead of the origin.
    #[prop(into, optional_no_strip)]
    words: Option<String>,
    /// Such as `sandbox`.
    #[prop(into, optional_no_strip)]
    environment: Option<String>,
    /// Such as `crm.example`.
    #[prop(into, optional_no_strip)]
    host: Option<String>,
    /// Such as `2026-11-21`.
    #[prop(into, optional_no_strip)]
    date: Option<String>,
) -> View {
    let id = pattern_id();
    view(move || {
        let said = || verdict.with(|verdict| verdict.as_deref().map(|verdict| said_of(verdict, language)));
        let listed = || tally.with(|tally| Some(joined(" · ", origins_of(tally, language))));
        let parts =
            [words.clone().or_else(said).or_else(listed), environment.clone(), host.clone(), date.clone()];
        let line = joined(" · ", parts.into_iter().flatten().filter(|part| !part.is_empty()));
        let root = root("touchmark touchmark-watermark", language);
        if line.is_empty() {
            return root;
        }
        let label = fill(text(language, "watermark.label"), &[("text", &line)]);
        root.child(tiles(&id, &line)).child(node("p", "touchmark-spoken").text(label))
    })
}

/// The first thing that may be said: the origin, or the state that overrides it and what the record says of itself.
fn said_of(verdict: &Verdict, language: Language) -> String {
    let face = Face::of(Some(verdict), language);
    match face.origin {
        Some(origin) => origin.words.text,
        None => {
            joined(" · ", [Some(face.trust), face.claim].into_iter().flatten().map(|part| part.words.text))
        }
    }
}

/// One pattern of real text fills any region, however large, with two text nodes.
fn tiles(id: &str, line: &str) -> Node {
    let width = line.len().saturating_mul(CHARACTER).saturating_add(GAP);
    let words = |x: usize, y: &'static str| {
        drawing("text", "").attribute("x", x.to_string()).attribute("y", y).text(line.to_owned())
    };
    let pattern = drawing("pattern", "")
        .attribute("id", id.to_owned())
        .attribute("width", width.saturating_mul(2).to_string())
        .attribute("height", "160")
        .attribute("patternUnits", "userSpaceOnUse")
        .attribute("patternTransform", "rotate(-24)")
        .child(words(0, "40"))
        .child(words(width, "120"));
    let region = drawing("rect", "")
        .attribute("width", "100%")
        .attribute("height", "100%")
        .attribute("fill", ["url(#", id, ")"].concat());
    drawing("svg", "touchmark-tiles")
        .part("watermark")
        .attribute("aria-hidden", "true")
        .child(pattern)
        .child(region)
}

fn pattern_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("touchmark-tile-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
