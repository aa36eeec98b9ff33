//! The verifier's browser boundary. It translates and does not think: text in, verdicts out.
//!
//! With the feature `dalek` this is the whole engine. Without it the host answers the signature checks: every question
//! is put twice, first for the checks and then with their answers, and nothing is kept in between. The host also says
//! which keys are of prime order.
// No `std`, and a panic that says nothing: the texts and the formatting of panics stay out of the download.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(not(feature = "dalek"))]
#[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only, from wherever they stand")]
mod answered_by_host;
#[cfg(feature = "dalek")]
#[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only, from wherever they stand")]
mod answered_in_process;
mod js;
#[cfg(target_arch = "wasm32")]
mod runtime;

use alloc::string::String;
use alloc::vec::Vec;

use touchmark::{
    ConfigError, Grants, KeyRule, PendingGrants, PendingRegistry, PendingTrustBundle, Policy, Registry,
    SignatureCheck, TrustBundle, Verifier,
};
use wasm_bindgen::prelude::*;

/// Trust bundle, policy, registry and grants, read and checked.
#[wasm_bindgen]
pub struct Configuration {
    /// Or what is wrong with the files.
    verifier: Result<Verifier, String>,
    /// Kept between calls for the tables of keys that come again.
    #[cfg(feature = "dalek")]
    engine: touchmark::SignatureEngine,
}

#[wasm_bindgen]
impl Configuration {
    /// What is wrong with the files, if anything is: the file, the place and the remedy.
    #[wasm_bindgen(getter)]
    pub fn problem(&self) -> Option<String> {
        self.verifier.as_ref().err().cloned()
    }
}

/// Opens an answer of an API down to its records: `{"records": [text…], "notes": [text…], "isWhole": boolean}`. `object` is
/// that of the records that name none.
#[wasm_bindgen]
pub fn open_answer(answer: &str, object: Option<String>) -> String {
    touchmark::answer::open_to_json(answer, object.as_deref())
}

/// A configuration up to the signatures in it.
struct PendingConfiguration {
    trust: PendingTrustBundle,
    policy: Policy,
    registry: PendingRegistry,
    grants: PendingGrants,
}

impl PendingConfiguration {
    fn read(
        trust: &str,
        policy: &str,
        registry: Option<&str>,
        grants: Option<&str>,
        rule: KeyRule,
    ) -> Result<Self, ConfigError> {
        let (trust, policy) = (TrustBundle::read(trust, rule)?, Policy::from_json(policy)?);
        let registry = match registry {
            Some(registry) => Registry::read(registry, trust.registries(), &policy)?,
            None => PendingRegistry::default(),
        };
        let grants = match grants {
            Some(grants) => Grants::read(grants, &trust)?,
            None => PendingGrants::default(),
        };
        Ok(Self { trust, policy, registry, grants })
    }

    fn checks(&self) -> Vec<&SignatureCheck> {
        let mut checks = Vec::new();
        for of_file in [self.trust.checks(), self.registry.checks(), self.grants.checks()] {
            checks.extend(of_file);
        }
        checks
    }

    /// `answers` are in the order of [`PendingConfiguration::checks`].
    fn conclude(self, answers: &[Option<bool>]) -> Result<Verifier, ConfigError> {
        let (of_trust, rest) = split(answers, self.trust.checks().len());
        let (of_registry, of_grants) = split(rest, self.registry.checks().len());
        let grants = self.grants.conclude(of_grants)?;
        let registry = self.registry.conclude(of_registry)?;
        Ok(Verifier::new(self.trust.conclude(of_trust)?, self.policy)
            .with_registry(registry)
            .with_grants(grants)
            .with_nfc(js::nfc))
    }
}

/// The first answers, and the rest; all of them first, where there are fewer.
fn split(answers: &[Option<bool>], count: usize) -> (&[Option<bool>], &[Option<bool>]) {
    answers.split_at_checked(count).unwrap_or((answers, &[]))
}
