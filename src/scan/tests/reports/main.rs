//! Every report of a scan, by its public interface: hostile names, totals that add up, forms that other programs read, limits.
//!
//! `tests/data/reports` holds what each report says of two scans, for the tests of the browser and for whoever wants to look:
//! `TOUCHMARK_GOLDEN=write cargo test -p touchmark-scan --test reports` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a panic is how tests fail"
)]

mod baseline;
mod html;
mod jsonl;
mod junit;
mod markdown;
mod sarif;
mod scene;
mod summary;
mod table;

use touchmark_scan::report::{
    write_finding, write_html, write_junit, write_markdown, write_sarif, write_summary, write_table,
};
use touchmark_tests::{hold_to, room};

#[test]
fn reports_are_those_that_are_kept() {
    for (name, (summary, findings)) in [("hostile", scene::hostile()), ("plain", scene::plain())] {
        let content = scene::content(&summary);
        let mut lines = Vec::new();
        findings.iter().for_each(|finding| write_finding(finding, &summary.rules, &mut lines).unwrap());
        write_summary(&content, &mut lines).unwrap();
        for (ending, text) in [
            ("html", scene::written(write_html, &content)),
            ("jsonl", String::from_utf8(lines).unwrap()),
            ("md", scene::written(write_markdown, &content)),
            ("sarif", scene::written(write_sarif, &content)),
            ("txt", scene::written(write_table, &content)),
            ("xml", scene::written(write_junit, &content)),
        ] {
            // A release changes nothing else.
            let text = text.replace(env!("CARGO_PKG_VERSION"), "0.0.0");
            hold_to(&room("data/reports").join(name).with_extension(ending), &text);
        }
    }
}
