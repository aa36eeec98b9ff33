//! What is said of verdicts, for pages that draw them without the component library: text in, text out. It checks nothing and
//! believes what it is given, which has to be what a verifier of the same page answered.
//!
//! Lightning has it as JavaScript in a module of its own, so that what is said needs no engine: that there is none is said too.
// As in touchmark-wasm.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(target_arch = "wasm32")]
#[path = "../../wasm/src/runtime.rs"]
mod runtime;

use alloc::string::String;

use touchmark::{Reason, ReasonCode, Tally, Timestamp, Verdict};
use wasm_bindgen::prelude::*;

/// What is said of a verdict (its JSON), as `Verdict::account_to_json` has it. Nothing for a text that is no verdict of this
/// version.
#[wasm_bindgen]
pub fn account(verdict: &str) -> Option<String> {
    Verdict::assume_checked(verdict).ok().map(|verdict| verdict.account_to_json())
}

/// Whether a record may be used for something, by what its verdict (its JSON) says, and what is said of that, as
/// `Decision::account_to_json` has it. A text that is no verdict of this version is a check that was not made.
#[wasm_bindgen]
pub fn decision(verdict: &str, name: &str) -> String {
    let verdict = Verdict::assume_checked(verdict).unwrap_or_else(|_| {
        let reason = Reason { code: ReasonCode::EngineUnavailable, detail: None };
        Verdict::unchecked(reason, "", Timestamp::default())
    });
    verdict.may_be_used(name).account_to_json()
}

/// What is said of many records. Faces are `{claim?, count, flagged, group, level, origin?}`, as verdicts and `Tally::to_json` have
/// them; `total` is that of the list, of which they may be a part.
#[wasm_bindgen]
pub fn tally(faces: &str, total: f64) -> Option<String> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a list has fewer records")]
    Tally::assume_checked(faces).map(|tally| tally.to_json(total as u64))
}
