//! What is mounted, by id.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use touchmark::Verdict;
use touchmark_components::{
    Badge, BadgeProps, Banner, BannerProps, Details, DetailsProps, Lineage, LineageProps, Summary,
    SummaryProps, View, Watermark, WatermarkProps, guard_notice,
};
use web_sys::HtmlElement;

use crate::lists::{Listed, Rules};
use crate::props::{Fixed, Kind, Props};

struct Mounted {
    id: u32,
    kind: Kind,
    host: HtmlElement,
    fixed: Fixed,
    seen: Seen,
    /// Unmounts and disposes when dropped.
    view: Option<Box<dyn Any>>,
}

/// The part of the props that changes under a view.
#[derive(Clone)]
struct Seen {
    verdict: ArcRwSignal<Option<Arc<Verdict>>>,
    /// Only for views of a list: badges are many, and each signal has its price.
    list: Option<SeenList>,
}

#[derive(Clone)]
struct SeenList {
    listed: ArcRwSignal<Listed>,
    hide: ArcRwSignal<bool>,
}

impl Seen {
    fn of(kind: Kind, verdict: Option<Arc<Verdict>>, listed: Listed) -> Self {
        let list = || SeenList { hide: ArcRwSignal::new(listed.hide), listed: ArcRwSignal::new(listed) };
        Self { verdict: ArcRwSignal::new(verdict), list: kind.is_of_list().then(list) }
    }

    fn set(&self, verdict: Option<Arc<Verdict>>, listed: Listed) {
        match &self.list {
            None => self.verdict.set(verdict),
            Some(list) => {
                // A view that used its own switch is there already.
                if list.hide.get_untracked() != listed.hide {
                    list.hide.set(listed.hide);
                }
                self.verdict.set(verdict);
                list.listed.set(listed);
            }
        }
    }
}

thread_local! {
    /// Sorted by id, since ids only grow.
    static MOUNTED: RefCell<Vec<Mounted>> = const { RefCell::new(Vec::new()) };
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

pub(crate) fn mount(kind: Kind, host: HtmlElement, props: &str) -> u32 {
    let id = NEXT_ID.get();
    NEXT_ID.set(id.wrapping_add(1));
    let Props { verdict, listed, fixed } = Props::read(kind, props);
    let seen = Seen::of(kind, verdict, listed);
    let view = Some(draw(kind, host.clone(), fixed.clone(), seen.clone()));
    MOUNTED.with_borrow_mut(|mounted| mounted.push(Mounted { id, kind, host, fixed, seen, view }));
    id
}

/// A new verdict changes the view in place; a new language, size or text draws it anew.
pub(crate) fn update(id: u32, props: &str) {
    let changed = MOUNTED.with_borrow_mut(|mounted| {
        let at = mounted.binary_search_by_key(&id, |mounted| mounted.id).ok()?;
        let mounted = mounted.get_mut(at)?;
        let props = Props::read(mounted.kind, props);
        if props.fixed != mounted.fixed {
            mounted.fixed = props.fixed.clone();
            mounted.view = None;
            mounted.view = Some(draw(mounted.kind, mounted.host.clone(), props.fixed, mounted.seen.clone()));
        }
        Some((mounted.seen.clone(), props.verdict, props.listed))
    });
    // Set only now: what hangs on it may call back in here.
    if let Some((seen, verdict, listed)) = changed {
        seen.set(verdict, listed);
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

fn draw(kind: Kind, host: HtmlElement, fixed: Fixed, seen: Seen) -> Box<dyn Any> {
    Box::new(mount_to(host, move || {
        if let Some(list) = seen.list {
            return draw_list(kind, fixed, seen.verdict.into(), list);
        }
        let verdict = seen.verdict.into();
        let Fixed { language, size, interactive, text: words, environment, host, date, .. } = fixed;
        // The element that mounts it listens to the buttons.
        let act = Some(Callback::new(|_| {}));
        match kind {
            Kind::Details => Details(DetailsProps { verdict, language, act }),
            Kind::Watermark => {
                Watermark(WatermarkProps { verdict, language, words, environment, host, date })
            }
            _ => Badge(BadgeProps { verdict, language, size, interactive, act }),
        }
    }))
}

fn draw_list(kind: Kind, fixed: Fixed, verdict: Signal<Option<Arc<Verdict>>>, list: SeenList) -> View {
    let SeenList { listed, hide } = list;
    let listed = RwSignal::from(listed);
    let tally = Signal::derive(move || listed.with(|listed| listed.tally.clone()));
    let verdicts = Signal::derive(move || listed.with(|listed| listed.verdicts.clone()));
    let Fixed { language, environment, rules, .. } = fixed;
    let Rules { synthetic, ai, masked, influence, action, on, no_reveal, content } = rules;
    match kind {
        Kind::Banner => Banner(BannerProps {
            tally,
            synthetic: synthetic.into(),
            ai: ai.into(),
            masked: masked.into(),
            influence: influence.into(),
            environment: environment.unwrap_or_default().into(),
            language,
        }),
        Kind::Summary => Summary(SummaryProps {
            tally,
            total: Signal::derive(move || listed.with(|listed| listed.total)),
            sums: Signal::derive(move || listed.with(|listed| listed.sums.clone())),
            hide: Some(hide.into()),
            on_hide: None,
            language,
        }),
        Kind::Guard => guard_notice(verdicts, action, on, no_reveal, language, content),
        _ => {
            let earlier = Signal::derive(move || verdicts.get().into_iter().flatten().collect());
            Lineage(LineageProps { verdict, earlier, language })
        }
    }
}
