//! What every byte of a seal passes through: the strict I-JSON reader (RFC 7493), its canonical form (RFC 8785) and the
//! text encodings of the profile.
//!
//! A crate of its own because it is where the time goes: the browser build optimises it for speed and the rest for size.
//! Users reach it through `touchmark`, which passes it on.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod decimal;
pub mod encoding;
pub mod jcs;
pub mod json;
pub mod sort;
pub mod text;
