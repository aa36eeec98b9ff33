//! What is mounted, by id.

use std::any::Any;
use std::cell::RefCell;

use leptos::mount::mount_to;
use leptos::prelude::*;
use touchmark_components::{Badge, BadgeProps, Details, DetailsProps, Watermark, WatermarkProps};
use web_sys::HtmlElement;

use crate::props::{Kind, Props};

struct Mounted {
    id: u32,
    kind: Kind,
    props: ArcRwSignal<Props>,
    /// Unmounts and disposes when dropped.
    _view: Box<dyn Any>,
}

thread_local! {
    /// Sorted by id, since ids only grow.
    static MOUNTED: RefCell<Vec<Mounted>> = const { RefCell::new(Vec::new()) };
    static NEXT_ID: RefCell<u32> = const { RefCell::new(1) };
}

pub(crate) fn mount(kind: Kind, host: HtmlElement, props: &str) -> u32 {
    let id = NEXT_ID.with(|next| next.replace_with(|id| id.wrapping_add(1)));
    let props = ArcRwSignal::new(Props::read(kind, props));
    let view = draw(kind, host, props.clone());
    MOUNTED.with_borrow_mut(|mounted| mounted.push(Mounted { id, kind, props, _view: view }));
    id
}

pub(crate) fn update(id: u32, props: &str) {
    let found = MOUNTED.with_borrow(|mounted| {
        let at = mounted.binary_search_by_key(&id, |mounted| mounted.id).ok()?;
        mounted.get(at).map(|mounted| (mounted.kind, mounted.props.clone()))
    });
    if let Some((kind, signal)) = found {
        signal.set(Props::read(kind, props));
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

fn draw(kind: Kind, host: HtmlElement, props: ArcRwSignal<Props>) -> Box<dyn Any> {
    match kind {
        Kind::Badge | Kind::Unknown => Box::new(mount_to(host, move || {
            Badge(
                BadgeProps::builder()
                    .verdict(part(&props, |props| props.verdict.clone()))
                    .language(part(&props, |props| props.language))
                    .size(part(&props, |props| props.size))
                    .interactive(part(&props, |props| props.interactive))
                    .build(),
            )
        })),
        Kind::Details => Box::new(mount_to(host, move || {
            Details(
                DetailsProps::builder()
                    .verdict(part(&props, |props| props.verdict.clone()))
                    .language(part(&props, |props| props.language))
                    .build(),
            )
        })),
        Kind::Watermark => Box::new(mount_to(host, move || {
            Watermark(
                WatermarkProps::builder()
                    .verdict(part(&props, |props| props.verdict.clone()))
                    .language(part(&props, |props| props.language))
                    .words(part(&props, |props| props.text.clone()))
                    .environment(part(&props, |props| props.environment.clone()))
                    .host(part(&props, |props| props.host.clone()))
                    .date(part(&props, |props| props.date.clone()))
                    .build(),
            )
        })),
    }
}

fn part<T: Send + Sync + 'static>(
    props: &ArcRwSignal<Props>,
    read: impl Fn(&Props) -> T + Send + Sync + 'static,
) -> Signal<T> {
    let props = props.clone();
    Signal::derive(move || props.with(&read))
}
