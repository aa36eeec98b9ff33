//! A planted bug: a reader that trips over a repeated name. `cargo xtask fuzz` starts with it, with no seed, and stops
//! if the fuzzer does not find it: silence means something only where noise was possible.
#![no_main]

use libfuzzer_sys::fuzz_target;
use touchmark::json::{self, JsonErrorKind};

fuzz_target!(|text: &str| {
    if let Err(refusal) = json::parse(text) {
        assert!(refusal.kind != JsonErrorKind::DuplicateName, "the planted bug");
    }
});
