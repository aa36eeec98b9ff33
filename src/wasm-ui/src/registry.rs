//! What is mounted, by id.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::PositionState;
use touchmark::Verdict;
use touchmark_components::drawn::{self, Choice, Reader, Switch};
use touchmark_components::{Badge, BadgeProps, Details, DetailsProps, Language, View};
use web_sys::HtmlElement;

use crate::lists::Listed;
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
enum Seen {
    Verdict(ArcRwSignal<Option<Arc<Verdict>>>),
    List(ArcRwSignal<(Option<Arc<Verdict>>, Listed)>),
}

impl Seen {
    fn of(kind: Kind, verdict: Option<Arc<Verdict>>, listed: Listed) -> Self {
        match kind.is_of_list() {
            true => Self::List(ArcRwSignal::new((verdict, listed))),
            false => Self::Verdict(ArcRwSignal::new(verdict)),
        }
    }

    /// Draws again what is there.
    fn notify(&self) {
        match self {
            Self::Verdict(signal) => signal.notify(),
            Self::List(signal) => signal.notify(),
        }
    }

    fn set(&self, verdict: Option<Arc<Verdict>>, listed: Listed) {
        match self {
            Self::Verdict(signal) => signal.set(verdict),
            Self::List(signal) => signal.set((verdict, listed)),
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

/// A new verdict changes the view in place; whatever else of it is new draws it anew.
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

/// Draws every view again, or those in a language, in place: popovers stay open, and the focus stays.
pub(crate) fn redraw(language: Option<Language>) {
    let concerned: Vec<Seen> = MOUNTED.with_borrow(|mounted| {
        let speak = mounted
            .iter()
            .filter(|mounted| language.is_none_or(|language| mounted.fixed.language == language));
        speak.map(|mounted| mounted.seen.clone()).collect()
    });
    for seen in concerned {
        seen.notify();
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

/// Draws a view into its host, or takes over the copy of one that is in there.
fn draw(kind: Kind, host: HtmlElement, fixed: Fixed, seen: Seen) -> Box<dyn Any> {
    let place = host.clone();
    let view = move || {
        let Fixed { language, size, interactive, label, compact, field } = fixed;
        let verdict = match seen {
            Seen::Verdict(verdict) => verdict.into(),
            Seen::List(list) => return view_of_list(kind, list, language, label),
        };
        // The element that mounts it listens to the buttons.
        let act = Some(Callback::new(|_| {}));
        match kind {
            Kind::Details => Details(DetailsProps { verdict, language, act, label }),
            _ => {
                // Alone in its shadow root, so that copies of it need no ids of their own.
                let id = Some("touchmark-details".into());
                Badge(BadgeProps { verdict, language, size, interactive, id, act, label, compact, field })
            }
        }
    };
    if place.has_child_nodes() {
        Box::new(TakenOver::by(view, place))
    } else {
        Box::new(mount_to(place, view))
    }
}

/// What `mount_to` answers, for a view that took over what was drawn. Leptos is running by then: it drew the original.
struct TakenOver {
    view: <View as Render>::State,
    /// Disposed of after the view has gone.
    _owner: Owner,
}

impl TakenOver {
    fn by(view: impl FnOnce() -> View, host: HtmlElement) -> Self {
        let owner = Owner::new();
        let view =
            owner.with(|| view().hydrate::<true>(&Cursor::new(host.into()), &PositionState::default()));
        Self { view, _owner: owner }
    }
}

impl Drop for TakenOver {
    fn drop(&mut self) {
        self.view.unmount();
    }
}

/// Draws anew what the element that mounted it tells: the element listens to switch and button.
fn view_of_list(
    kind: Kind,
    list: ArcRwSignal<(Option<Arc<Verdict>>, Listed)>,
    language: Language,
    label: Option<String>,
) -> View {
    drawn::view(move || {
        list.with(|(verdict, listed)| match kind {
            Kind::Banner => {
                let answers = listed.answers.as_ref();
                drawn::banner(&listed.tally, listed.total, &listed.stated, answers, language)
            }
            Kind::Summary => {
                let switch = Some(Switch { hidden: listed.hide, click: None });
                let sums = listed.sums.as_ref();
                let chosen = listed.chosen.clone();
                let choice = listed.filter.then_some(Choice { chosen, click: None });
                drawn::summary(&listed.tally, listed.total, sums, choice, switch, language)
            }
            Kind::Guard => {
                let Listed { verdicts, rule, shown, asked, content, .. } = listed;
                let reader = Reader { shown, asked: *asked, ..Reader::default() };
                drawn::guard(verdicts, rule, reader, language, content)
            }
            _ => {
                let earlier: Vec<_> = listed.verdicts.iter().flatten().cloned().collect();
                drawn::lineage(verdict.as_deref(), &earlier, label.as_deref(), language)
            }
        })
    })
}
