//! The issuer's side of `crm-seal/1`: statements, salts, field digests and signatures.
//!
//! ```
//! use touchmark::json::Value;
//! use touchmark::Timestamp;
//! use touchmark_seal::{Claims, DigitalSourceType, FieldPlan, FieldTypes, PrivateKey, RecordToSeal, Sealer, Scope, SystemRandom};
//!
//! let mut random = SystemRandom;
//! let key = PrivateKey::generate(&mut random)?;
//! let mut plan = FieldPlan::new(FieldTypes::standard("Contact").ok_or("no built-in types for this object")?);
//! plan.open("LastName")?;
//! plan.restricted("Personal", "Email")?;
//!
//! let scope = Scope { object: "Contact", tenant: "00DQx000000aBcDMAU", environments: &["sandbox"] };
//! let sealer = Sealer::new(key, None, scope, plan)?;
//! let claims = Claims {
//!     digital_source_type: Some(DigitalSourceType::parse("algorithmicMedia").ok_or("no such source type")?),
//!     ..Claims::synthetic("urn:example:snowfakery")
//! };
//! let values = [("LastName".into(), Value::from("Atkins")), ("Email".into(), Value::from("ca.atkins74@example.org"))];
//! let record = RecordToSeal {
//!     id: None,
//!     uuid: "987c75c3-e028-4377-8bc5-5ee3420eec6e",
//!     values: &values,
//!     previous_seal: None,
//!     status: None,
//! };
//! let now = Timestamp::parse("2026-11-21T09:00:00Z").ok_or("not a time")?;
//! let sealed = sealer.seal(&record, &claims, now, None, &mut random)?;
//! assert!(sealed.seal.contains("LastName") && !sealed.seal.contains("Atkins"));
//! assert_eq!(sealed.companions.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Never in a browser build: it holds private keys. Clock and randomness are handed in.
#![forbid(unsafe_code)]

mod approval;
mod claims;
mod coverable;
mod documents;
mod field_name;
mod field_types;
mod grant;
mod note_key;
mod plan;
mod private_key;
mod proof;
mod random;
mod registry;
mod sealer;
mod standard_objects;
mod statement;
mod status;
mod tree;

pub use approval::{ApprovalError, Approver};
pub use claims::{CLAIM_PATHS, Claims, ClaimsError, DigitalSourceType, GenerationMethod, Generator};
pub use coverable::{Coverable, NotCoverable};
pub use documents::sign_document;
pub use field_name::CURRENCY;
pub use field_types::{FieldTypes, FieldTypesError, written_as};
pub use grant::{GrantScope, UseGrant};
pub use note_key::{NameError, NoteKey};
pub use plan::{FieldPlan, PlanError, Tier};
pub use private_key::{KeyError, PrivateKey};
pub use random::{Random, RandomError, SystemRandom, uuid_v4};
pub use registry::Registry;
pub use sealer::Sealer;
pub use statement::{
    NotStored, RecordToSeal, Scope, ScopeError, SealError, Sealed, Statement, Statements, reference,
    stated_entry, stated_id,
};
pub use status::{StatusEntry, StatusList, StatusPurpose};
pub use tree::{Tile, Tree, with_log_proof};
