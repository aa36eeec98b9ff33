//! Record views: every text has a verdict, and none is green without a seal that was signed for that record.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use touchmark::{Record, Trust, ids};
use touchmark_fuzz::Page;

/// The record that the seals of the acceptance cases are made for.
const ID: &str = "003Ws000004k2XpIAI";
const UUID: &str = "6f1c2f3e-7a44-4b7e-9d0a-0d6b8c1f2a55";

static PAGE: LazyLock<Page> = LazyLock::new(Page::of_the_cases);

fuzz_target!(|view: &str| {
    let verdict = PAGE.verify_view(view);
    if matches!(verdict.trust, Trust::Verified | Trust::VerifiedPartial) {
        let record = Record::parse(view).expect("what is verified can be read");
        assert_eq!(record.object(), Some("Contact"), "a seal of another object");
        let has_id = record.id().and_then(ids::to_18).is_some_and(|id| id == ID);
        let has_uuid = view.to_ascii_lowercase().contains(UUID);
        assert!(has_id || has_uuid, "a seal of another record");
    }
});
