use quick_junit::{NonSuccessKind, Report, TestCaseStatus};
use touchmark_scan::Severity;
use touchmark_scan::report::write_junit;

use crate::scene::{Full, assert_visible, content, hostile, plain, wide, written};

/// What another program reads, whose counts must be those that are written.
fn read(text: &str) -> Report {
    let report = Report::deserialize_from_str(text).unwrap();
    let mut counted = Report::new("touchmark scan");
    for suite in &report.test_suites {
        let mut again = quick_junit::TestSuite::new(suite.name.as_str());
        again.add_test_cases(suite.test_cases.iter().cloned());
        let counts = |of: &quick_junit::TestSuite| [of.tests, of.failures, of.errors, of.skipped];
        assert_eq!(counts(&again), counts(suite));
        counted.add_test_suite(again);
    }
    let counts = |of: &Report| [of.tests, of.failures, of.errors, of.skipped];
    assert_eq!(counts(&counted), counts(&report));
    report
}

#[test]
fn it_is_read_whatever_names_hold() {
    let (summary, _) = hostile();
    let text = written(write_junit, &content(&summary));
    assert_visible(&text);
    roxmltree::Document::parse(&text).unwrap();
    let report = read(&text);
    assert_eq!(report.test_suites.len(), summary.files.len());
    // Every file could be looked at or not, and has three kinds of findings: known errors, warnings, notes.
    assert_eq!([report.tests, report.failures, report.errors, report.skipped], [60, 0, 3, 15]);
}

#[test]
fn what_fails_the_scan_fails_here() {
    let (summary, _) = plain();
    for (fail_on, failures) in [(None, 0), (Some(Severity::Error), 1), (Some(Severity::Note), 2)] {
        let mut content = content(&summary);
        content.fail_on = fail_on;
        let report = read(&written(write_junit, &content));
        assert_eq!((report.failures, report.errors), (failures, 1), "{fail_on:?}");
    }
    let report = read(&written(write_junit, &content(&summary)));
    let suite = report.test_suites.iter().find(|suite| suite.name == *"data/contacts.csv").unwrap();
    let TestCaseStatus::NonSuccess { kind, message, description, .. } = &suite.test_cases[1].status else {
        panic!("{suite:?}")
    };
    assert_eq!(*kind, NonSuccessKind::Failure);
    assert_eq!(message.as_deref(), Some("Seal is missing: 1 new"));
    let description = description.as_deref().unwrap();
    assert!(
        description.contains("- row 12: Contact 003Ws000004k2XpIAI: registry\nTo do: Find"),
        "{description}"
    );
}

#[test]
fn what_only_the_totals_count_fails_all_the_same() {
    let mut summary = wide(2);
    summary.findings[Severity::Error as usize][0] += 5;
    summary.left_out = 5;
    let report = read(&written(write_junit, &content(&summary)));
    assert_eq!(report.failures, 2);
    let last = &report.test_suites.last().unwrap().test_cases[0];
    let TestCaseStatus::NonSuccess { message, .. } = &last.status else { panic!("{last:?}") };
    assert_eq!(message.as_deref(), Some("5 new findings"));
}

#[test]
fn a_full_disk_is_said() {
    let (summary, _) = plain();
    assert!(write_junit(&content(&summary), &mut Full).is_err());
}
