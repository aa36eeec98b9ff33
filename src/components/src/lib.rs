//! Leptos views of what may be said about a record: [`Badge`], [`Details`] and [`Watermark`].
//!
//! Views are dumb. What is said comes from [`Verdict::disclose`](touchmark::Verdict::disclose), the words from
//! [`touchmark_words`]; a view only chooses how. Each is a pure function of its props, which are signals.
//!
//! ```
//! use std::sync::Arc;
//! use leptos::prelude::*;
//! use touchmark::Verdict;
//! use touchmark_components::{Badge, BadgeProps, Language, Size};
//!
//! fn contact_row(verdict: RwSignal<Option<Arc<Verdict>>>) -> impl IntoView {
//!     // In `view!`: <Badge verdict size=Size::Cell interactive=true/>
//!     Badge(BadgeProps::builder().verdict(verdict).size(Size::Cell).language(Language::De).interactive(true).build())
//! }
//! ```
//!
//! # Style
//!
//! [`STYLE`] is the whole stylesheet. Serve it as a file, or adopt it as a constructable stylesheet; no view writes
//! a `style` attribute or a `<style>` element, and none uses `innerHTML`, so a page may ship
//! `style-src 'self'` and `require-trusted-types-for 'script'`. Its opening comment lists the tokens and parts.
//!
//! # Words
//!
//! Every language of the catalogue is compiled in, unless the feature `all-languages`, which is on by default, is left
//! out: then only English is, and [`supply_words`] brings the others before they are drawn.
//!
//! # Rendering
//!
//! `csr` for the browser, `ssr` for servers. Without either, the crate compiles and renders nothing.
//! Never mount straight into a `ShadowRoot`: mount into an element inside it.

mod face;
mod facts;
mod icon;
mod intl;
mod node;

#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod badge;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod details;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod watermark;

pub use badge::{Badge, BadgeProps, Size};
pub use details::{Details, DetailsProps};
pub use node::View;
pub use touchmark_words::{Language, SupplyError, supply as supply_words};
pub use watermark::{Watermark, WatermarkProps};

/// The stylesheet of every view.
pub const STYLE: &str = include_str!("../style/touchmark.css");
