use touchmark_scan::report::{write_junit, write_sarif};
use touchmark_scan::{EXAMPLES, FULL_GROUPS, MAX_GROUPS, Own, Severity, Summary};

use crate::scene::{content, finding};

/// However many groups there are, examples are bounded, and what is beyond is counted and said.
#[test]
fn what_is_kept_is_bounded_and_totals_add_up() {
    let mut summary = Summary::default();
    let (files, each) = (MAX_GROUPS + 50, 12);
    for file in 0..files {
        for number in 0..each {
            summary.add(&finding(Own::Expired, Severity::Warning, &format!("{file:06}.csv"), number + 2));
        }
    }
    let examples: usize = summary.groups.values().map(|group| group.examples.len()).sum();
    assert_eq!(examples, FULL_GROUPS * EXAMPLES + (MAX_GROUPS - FULL_GROUPS));
    let grouped: u64 = summary.groups.values().map(|group| group.new).sum();
    assert_eq!((summary.groups.len(), grouped), (MAX_GROUPS, MAX_GROUPS as u64 * each));
    assert_eq!(grouped + summary.left_out, files as u64 * each);
    assert_eq!(summary.findings[Severity::Warning as usize], [files as u64 * each, 0]);
    for report in [write_sarif, write_junit] {
        let mut out = Vec::new();
        report(&content(&summary), &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("Only the totals count 600 further findings"));
    }
}
