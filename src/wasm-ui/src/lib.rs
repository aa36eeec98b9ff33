//! The component library's browser boundary: renders verdicts it is handed, verifies nothing.
//!
//! Five functions. Nothing thrown crosses them: props that cannot be read show "Could not check", an unknown id is
//! passed over.

mod lists;
mod props;
mod registry;
mod verdict;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use touchmark_components::{FieldLabels, Language};

use crate::props::Kind;

/// Mounts a view into `host`, an element with `display: contents` alone inside a shadow root, and answers its id.
///
/// Where `host` holds a copy of what a view of that kind draws, the view takes it over: what is the same stays.
///
/// `kind` and `props`, the JSON object of that kind:
///
/// | kind | members |
/// |---|---|
/// | badge | `verdict` (object, or null while checking), `lang`, `size` (`cell`, `field`, `header`), `interactive`, `label` (name of the record), `compact`, `field` (API name) |
/// | details | `verdict`, `lang`, `label` |
/// | banner | `lang`, `tally`, `total`, `says` (words, parted by spaces, of `synthetic`, `ai`, `masked`, `influence`), `environment`, `use` with `answers` (`refused`, `unknown`, `allowed`: how many) |
/// | summary | `lang`, `tally`, `total`, `sums` (`total`, `parts`: lines of a tally with an `amount`), `hide`, `filter` with `chosen` (key of a line) |
/// | guard | `lang`, `verdicts` (null for each that is being checked), `action`, `on` (origins, parted by spaces), `holdUnsealed`, `noReveal`, `shown` (what the reader asked to see: `data-about` of the button), `use` (the policy decides, and `on` and `holdUnsealed` do not), `asked` (whether a question to a person was passed on), `content` (id of what is guarded), `label` |
/// | lineage | `verdict`, `lang`, `verdicts` (of earlier seals), `label` |
///
/// A tally is a list of lines: `origin` and `claim` (catalogue keys, absent where none is said), `group`, `level`, `flagged`, `count`.
///
/// An unknown kind mounts a badge that says "Could not check".
#[wasm_bindgen]
pub fn mount(kind: &str, host: HtmlElement, props: &str) -> u32 {
    registry::mount(Kind::from_name(kind), host, props)
}

/// Gives a mounted view new props. Elements, focus and an open popover stay.
#[wasm_bindgen]
pub fn update(id: u32, props: &str) {
    registry::update(id, props);
}

/// Takes a view out of the page and frees what it held.
#[wasm_bindgen]
pub fn unmount(id: u32) {
    registry::unmount(id);
}

/// Gives a language its words, a file of the catalogue as it is, and draws anew what is mounted in that language. Until then it
/// is drawn in English, which needs no words. Answers whether they were taken: each language takes them once, and no other
/// than those of the catalogue does.
#[wasm_bindgen]
pub fn supply_words(lang: &str, json: &str) -> bool {
    let Some(language) = Language::named(lang) else { return false };
    let taken = touchmark_components::supply_words(language, json).is_ok();
    if taken {
        registry::redraw(Some(language));
    }
    taken
}

/// Gives views the labels by which people know the fields, as `FieldLabels::read` reads them, and draws anew what is mounted. Answers
/// whether there were any. An empty text takes those away that there are.
#[wasm_bindgen]
pub fn supply_labels(json: &str) -> bool {
    let labels = if json.is_empty() {
        FieldLabels::default()
    } else {
        let Ok(labels) = FieldLabels::read(json) else { return false };
        labels
    };
    touchmark_components::supply_labels(labels);
    registry::redraw(None);
    true
}
