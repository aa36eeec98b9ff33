//! **touchmark** checks the seals that CRM records carry, and says what can honestly be said about them.
//!
//! A seal is a signed statement about where a record came from, bound to the record's identity and to each field
//! (profile `crm-seal/1`). This crate is the whole check, and nothing but the check: it has no clock, no randomness,
//! no input or output, and makes no request. Text flows one way, and the type remembers how far it got:
//!
//! ```text
//! seal text → UnverifiedSeal → VerifiedSeal → Statement → Verdict → Disclosure, Account
//! ```
//!
//! ```
//! use touchmark::{Clean, Policy, Record, Timestamp, Trust, TrustBundle, Verifier};
//!
//! let trust = TrustBundle::from_json(
//!     r#"{"trustBundle":"crm-trust/1","version":1,"issued":"2026-01-01T00:00:00Z",
//!         "expires":"2027-01-01T00:00:00Z","issuers":[]}"#,
//! )?;
//! let verifier = Verifier::new(trust, Policy::new("00DWs000001aBcDMAU", "sandbox")?);
//! let record = Record::parse(
//!     r#"{"object":"Contact","id":"003Ws000004k2XpIAI","fields":{"LastName":"Smith"},"seal":null}"#,
//! )?;
//! let now = Timestamp::parse("2026-11-21T09:00:00Z").ok_or("not a time")?;
//!
//! // No seal says nothing about the record, least of all that it is real: whether a page shows it is for the page to say.
//! let verdict = verifier.verify(&record, now);
//! assert_eq!(verdict.trust, Trust::Unsealed);
//! assert!(verdict.is_clean(&[Clean::Recorded, Clean::Unsealed]) && !verdict.is_clean(&[Clean::Recorded]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it cannot promise: a page that is hostile owns its display and can fake a badge; a signer can lie, and a seal
//! proves only who said it; an unsealed record is not proven anything; client-side checks are disclosure and evidence,
//! not access control.
// No clock, file or socket can creep in: there is no `std` to take it from.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod account;
mod account_json;
pub mod answer;
mod approval;
mod batch;
mod chain;
mod claim_path;
mod claimed;
mod config;
mod contact;
mod decision;
mod disclosure;
#[cfg(feature = "dalek")]
mod ed25519;
mod field_label;
mod grants;
mod index;
mod inflate;
mod names;
mod parties;
mod policy;
mod question;
mod reason;
mod record;
mod refusal;
mod registry;
mod salts;
mod schema;
mod seal;
mod signature;
pub mod span;
mod statement;
mod status;
mod tally;
mod trust;
mod use_reasons;
mod use_rule;
mod verdict;
mod verdict_json;
mod verification_method;
mod verify;
mod views;

pub use touchmark_json::{encoding, jcs, json};
pub(crate) use touchmark_json::{sort, text};
pub use touchmark_profile::cryptosuite::signed_bytes;
pub use touchmark_profile::{
    CONTEXT, MAX_FIELDS, MAX_LIST, MAX_SEAL_UNITS, MIN_LIST, Origin, PROFILE, PROFILE_REVISION,
    REFERENCE_FIELD, SEAL_FIELD, Timestamp, UUID_FIELD, did, digest, ids, is_confidence, is_field_name,
    is_invisible, merkle, method, normal, note, system_field, tlog, visible,
};
pub(crate) use touchmark_profile::{
    MAX_PROOFS, SKEW, codes, cryptosuite, cursor, has_only_safe_integers, is_api_name, is_cheap_to_compose,
    printable, time,
};

pub use account::{Account, Argument, Audience, DecisionAccount, Line, Phrase, Section, Topic, Value};
pub use approval::Approval;
pub use batch::{PendingBatch, Records};
pub use claim_path::states_claim;
pub use config::{ConfigError, Flaw};
pub use contact::Contact;
pub use decision::{Answer, Decision, Grant, UseReason};
pub use disclosure::{Disclosure, Group, IssuerStanding, Level};
#[cfg(feature = "dalek")]
pub use ed25519::{SignatureEngine, is_of_prime_order, verify as verify_ed25519};
pub use field_label::{FieldLabels, FieldName};
pub use grants::{GRANT_TYPE, Grants, MAX_GRANTS, PendingGrants};
pub use names::meant_seal_field;
pub use policy::Policy;
pub use reason::ReasonCode;
pub use record::{Cells, Record, RecordError};
pub use registry::{MAX_REGISTRY, PendingRegistry, Registry, RegistryNote, registry_entry};
pub use seal::{UnverifiedSeal, VerifiedSeal};
pub use signature::{KeyRule, SignatureCheck, self_test, self_test_checks};
pub use statement::Statement;
pub use status::MAX_LISTS;
pub use tally::{Tally, TallyLine};
pub use trust::{MAX_BUNDLE, PendingTrustBundle, RegistryKey, TrustBundle};
pub use verdict::{
    BundleRef, Claims, Clean, Coverage, Declared, Envelope, Field, FieldState, Flag, Hint, Issuer, LogEntry,
    Reason, RecordRef, SealRef, Trust, Verdict, Witnessed,
};
pub use verdict_json::VerdictError;
pub use verify::{Pending, Verifier};
pub use views::is_member_of_view;

/// The examples of the document run with those of the code.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/uses.md")]
struct Uses;
