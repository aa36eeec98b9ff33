//! The ground that who writes seals and who reads them share: names and limits of the profile `crm-seal/1`, ids, DIDs, signed
//! notes, Merkle trees, normal forms and digests.
//!
//! Users reach it through `touchmark`, which passes it on.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod codes;
mod confidence;
pub mod cryptosuite;
pub mod cursor;
pub mod did;
pub mod digest;
mod double;
mod field_name;
pub mod ids;
mod marks;
pub mod merkle;
pub mod method;
pub mod normal;
pub mod note;
mod numbers;
mod origin;
mod printable;
mod system_field;
pub mod time;
pub mod tlog;

use touchmark_json::{decimal, encoding, jcs, json, text};

pub use confidence::is_confidence;
pub use field_name::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD, is_api_name, is_field_name};
pub use marks::is_cheap_to_compose;
pub use numbers::has_only_safe_integers;
pub use origin::{Origin, SOURCE_TYPE};
pub use printable::{is_invisible, printable, visible};
pub use system_field::system_field;
pub use time::Timestamp;

/// Longest seal text, in UTF-16 units: what a Salesforce Long Text Area holds (profile §6).
pub const MAX_SEAL_UNITS: usize = 131_072;

/// The profile version this code reads.
pub const PROFILE: &str = "crm-seal/1";

/// The day of the profile's text that this code follows: what changed between two is in §10.
pub const PROFILE_REVISION: &str = "2026-11-29";

/// `@context` of every statement and proof, exactly (profile §3).
pub const CONTEXT: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"];

/// Most proofs in one seal (profile §6).
pub const MAX_PROOFS: usize = 8;

/// Most covered fields in one seal (profile §6).
pub const MAX_FIELDS: usize = 400;

/// Longest status list, in bytes (profile §6): eight million entries.
pub const MAX_LIST: usize = 1 << 20;

/// Shortest status list, in bytes: fewer than 131,072 entries would tell whose status is asked for (Bitstring Status List
/// v1.0 §6.1).
pub const MIN_LIST: usize = 131_072 / 8;

/// How far clocks may be apart, in milliseconds (profile §6).
pub const SKEW: i64 = 300_000;
