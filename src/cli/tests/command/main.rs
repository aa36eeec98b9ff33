//! Runs the built command as people do, and looks at what it leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod approve;
mod clean;
mod conform;
mod containment;
mod desk;
mod docs;
mod earlier;
mod grant;
mod held;
mod keygen;
mod log;
mod messages;
mod partition;
mod reading;
mod refusals;
mod salesforce;
mod scan;
mod schemas;
mod scratch_org;
mod seal;
mod seal_refusals;
mod shapes;
mod standard_objects;
mod trust;
mod verify;
