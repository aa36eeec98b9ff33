//! The text in the seal field. As it comes, it verifies only if its statement is one that was signed; and signed by a
//! believed issuer, whatever it says, it gets a verdict that holds together.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use touchmark::{ReasonCode, Trust, json};
use touchmark_fuzz::{HostileIssuer, Page};

static PAGE: LazyLock<Page> = LazyLock::new(Page::of_the_cases);
static HOSTILE_PAGE: LazyLock<Page> = LazyLock::new(Page::with_hostile_issuer);

fuzz_target!(|seal: &str| {
    let verdict = PAGE.verify(seal);
    PAGE.hold_to_what_was_signed(seal, &verdict);

    let is_strict = json::parse(seal).is_ok();
    let Ok(mut seal) = serde_json::from_str::<Value>(seal) else { return };
    if !is_strict || seal["seal"] != touchmark::PROFILE {
        return;
    }
    let Some(proven) = HostileIssuer::prove(&seal["vc"]) else { return };
    let has_chain = proven["proof"].is_array();
    seal["vc"] = proven;
    let verdict = HOSTILE_PAGE.verify(&seal.to_string());
    // Both sides hash the same canonical bytes, so the signature holds wherever it is asked for. A chain may name
    // proofs that come later or not at all.
    let failed = verdict.reasons.iter().any(|reason| reason.code == ReasonCode::SignatureInvalid);
    assert!(!failed || has_chain, "a signature over the same statement does not hold");
    assert!(verdict.trust != Trust::UntrustedIssuer || has_chain, "a believed issuer is not believed");
});
