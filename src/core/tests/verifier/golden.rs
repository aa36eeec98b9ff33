//! Verdicts as JSON, one file a kind, kept beside the tests: `www/src/verdict/verdict.ts` is checked against the same files,
//! so Rust and TypeScript cannot drift apart. `TOUCHMARK_GOLDEN=write cargo test -p touchmark --test verifier golden`
//! writes them anew; look at the difference before committing it.

use touchmark_tests::{Case, hold_to_file};

const CASES: [&str; 18] = [
    "full-view",
    "fls-partial-view",
    "altered-text",
    "nfd-name",
    "replayed-on-other-record",
    "environment-bleed",
    "signature-flipped",
    "not-json",
    "unknown-version",
    "untrusted-issuer",
    "revoked-key",
    "status-unknown",
    "expired",
    "retention-passed",
    "no-seal-flag-set",
    "no-seal-no-flag",
    "approved",
    "tlog",
];

#[test]
fn verdicts_have_the_form_on_file() {
    for id in CASES {
        let case = Case::load(id);
        let json = case.verify(&case.seal).to_json();
        // Members are written in order by hand: another order would be another text for the same verdict.
        assert_eq!(touchmark::jcs::to_string(&touchmark::json::parse(&json).unwrap()), json, "{id}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        hold_to_file("golden", id, &format!("{value:#}\n"));
    }
}
