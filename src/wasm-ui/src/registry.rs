//! What is mounted, by id.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use touchmark::Verdict;
use touchmark_components::{Badge, BadgeProps, Details, DetailsProps, Language, Watermark, WatermarkProps};
use web_sys::HtmlElement;

use crate::props::{Fixed, Kind, Props};

struct Mounted {
    id: u32,
    kind: Kind,
    host: HtmlElement,
    fixed: Fixed,
    verdict: Seen,
    /// Unmounts and disposes when dropped.
    view: Option<Box<dyn Any>>,
}

/// The part of the props that changes under a view.
type Seen = ArcRwSignal<Option<Arc<Verdict>>>;

thread_local! {
    /// Sorted by id, since ids only grow.
    static MOUNTED: RefCell<Vec<Mounted>> = const { RefCell::new(Vec::new()) };
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

pub(crate) fn mount(kind: Kind, host: HtmlElement, props: &str) -> u32 {
    let id = NEXT_ID.get();
    NEXT_ID.set(id.wrapping_add(1));
    let Props { verdict, fixed } = Props::read(kind, props);
    let verdict = ArcRwSignal::new(verdict);
    let view = Some(draw(kind, host.clone(), fixed.clone(), verdict.clone()));
    MOUNTED.with_borrow_mut(|mounted| mounted.push(Mounted { id, kind, host, fixed, verdict, view }));
    id
}

/// A new verdict changes the view in place; a new language, size or text draws it anew.
pub(crate) fn update(id: u32, props: &str) {
    let verdict = MOUNTED.with_borrow_mut(|mounted| {
        let at = mounted.binary_search_by_key(&id, |mounted| mounted.id).ok()?;
        let mounted = mounted.get_mut(at)?;
        let props = Props::read(mounted.kind, props);
        if props.fixed != mounted.fixed {
            mounted.fixed = props.fixed.clone();
            mounted.view = None;
            mounted.view =
                Some(draw(mounted.kind, mounted.host.clone(), props.fixed, mounted.verdict.clone()));
        }
        Some((mounted.verdict.clone(), props.verdict))
    });
    // Set only now: what hangs on it may call back in here.
    if let Some((signal, verdict)) = verdict {
        signal.set(verdict);
    }
}

/// Draws every view in that language again, in place: popovers stay open, and the focus stays.
pub(crate) fn redraw(language: Language) {
    let concerned: Vec<Seen> = MOUNTED.with_borrow(|mounted| {
        let speak = mounted.iter().filter(|mounted| mounted.fixed.language == language);
        speak.map(|mounted| mounted.verdict.clone()).collect()
    });
    for signal in concerned {
        signal.notify();
    }
}

pub(crate) fn unmount(id: u32) {
    let gone = MOUNTED.with_borrow_mut(|mounted| {
        let at = mounted.binary_search_by_key(&id, |mounted| mounted.id).ok()?;
        Some(mounted.remove(at))
    });
    // Dropped only now: what a view does when it goes may call back in here.
    drop(gone);
}

fn draw(kind: Kind, host: HtmlElement, fixed: Fixed, verdict: Seen) -> Box<dyn Any> {
    Box::new(mount_to(host, move || {
        let verdict = verdict.into();
        let Fixed { language, size, interactive, text: words, environment, host, date } = fixed;
        match kind {
            Kind::Badge | Kind::Unknown => Badge(BadgeProps { verdict, language, size, interactive }),
            Kind::Details => Details(DetailsProps { verdict, language }),
            Kind::Watermark => {
                Watermark(WatermarkProps { verdict, language, words, environment, host, date })
            }
        }
    }))
}
