//! What a verifier promises to whoever calls it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a panic is how tests fail"
)]

mod batch;
mod ed25519;
mod golden;
mod grants;
mod keys;
mod strictness;
mod uses;
mod verdicts;
mod wycheproof;
