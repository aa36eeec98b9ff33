//! Leptos views of what may be said about a record ([`Badge`], [`Details`], [`Lineage`], [`Watermark`]) and about a list of
//! records ([`Banner`], [`Summary`], [`Guard`]).
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
//! # On a server
//!
//! With `touchmark`, `touchmark-components` (feature `ssr`) and `leptos` (0.8, feature `ssr`) among the dependencies, the
//! first two as paths to `src/core` and `src/components`, this is a whole program. The rest of a page goes around what it
//! prints, with [`STYLE`] as a file beside it.
//!
//! ```
//! use std::sync::Arc;
//! use leptos::prelude::*;
//! use touchmark::{Policy, Record, Timestamp, TrustBundle, Verdict, Verifier};
//! use touchmark_components::{Badge, Banner, Size, Summary, Tally};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // What `touchmark keygen` wrote; this one trusts nobody.
//!     let trust = r#"{"trustBundle":"crm-trust/1","version":1,"issued":"2026-01-01T00:00:00Z",
//!         "expires":"2027-01-01T00:00:00Z","issuers":[]}"#;
//!     let policy = Policy::new("00DWs000001aBcDMAU", "sandbox")?;
//!     let verifier = Verifier::new(TrustBundle::from_json(trust)?, policy);
//!     let record = r#"{"object":"Contact","id":"003Ws000004k2XpIAI","fields":{"Synthetic_Data__c":true}}"#;
//!     let now = Timestamp::parse("2026-11-21T09:00:00Z").ok_or("not a time")?;
//!     let verdicts = vec![Arc::new(verifier.verify(&Record::parse(record)?, now))];
//!
//!     let html = Owner::new().with(|| {
//!         let tally: Tally = verdicts.iter().map(|verdict| &**verdict).collect();
//!         let badge = |verdict: Arc<Verdict>| view! { <Badge verdict=Some(verdict) size=Size::Cell/> };
//!         view! {
//!             <Banner tally=tally.clone() environment="sandbox"/>
//!             <Summary tally/>
//!             {verdicts.into_iter().map(badge).collect_view()}
//!         }
//!         .to_html()
//!     });
//!     assert!(html.contains("Synthetic data"));
//!     println!("{html}");
//!     Ok(())
//! }
//! ```
//!
//! What is inside an interactive badge is drawn when it is opened, in the browser: on a page that is not hydrated, leave
//! `interactive` out and show [`Details`] where it is wanted.
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
mod icon;
mod intl;
mod labels;
mod node;
mod tally;

#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod badge;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod banner;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod details;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod guard;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod lineage;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod summary;
#[expect(unreachable_pub, reason = "the component macro re-exports from where it stands")]
mod watermark;
mod words;

pub use badge::{Badge, BadgeProps, Size};
pub use banner::{Answers, Banner, BannerProps};
pub use details::{Act, Details, DetailsAction, DetailsProps, plain_text};
pub use guard::{GUARDED, Guard, GuardAction, GuardProps};
pub use labels::supply_labels;
pub use lineage::{Lineage, LineageProps};
pub use node::View;
pub use summary::{Summary, SummaryProps, Sums};
pub use touchmark::{ConfigError, FieldLabels, Tally, TallyLine};
pub use touchmark_words::{Language, SupplyError, supply as supply_words};
pub use watermark::{Watermark, WatermarkProps};

/// The views of a list as plain functions, for a boundary that keeps the state itself. Every kind of signal that a view is
/// given costs the browser artefact code of its own: with them, the four views weigh 7 KB (brotli) more.
#[doc(hidden)]
pub mod drawn {
    pub use crate::banner::{Answers, Statements, draw as banner};
    pub use crate::guard::{Reader, Rule, draw as guard};
    pub use crate::lineage::draw as lineage;
    pub use crate::node::{Node, view};
    pub use crate::summary::{Choice, Switch, draw as summary};
}

/// The stylesheet of every view.
pub const STYLE: &str = include_str!("../style/touchmark.css");
