use touchmark_scan::report::{Outcome, table_lines, write_table};
use touchmark_scan::{Own, Severity, Standing, Summary};

use crate::scene::{Full, assert_visible, content, finding, hostile, plain, wide, written};

#[test]
fn it_reads_as_it_should() {
    let (summary, _) = plain();
    let text = written(write_table, &content(&summary));
    assert_eq!(
        text,
        "1,233 records in 2 files. 2 findings.

Records
  Synthetic, sealed    1,200
  Suspected test data      2
  No label                31
  All records          1,233

error: Seal is missing (stripped): 1 in 1 file.
  The registry, a reference or a flag says that this record was sealed, and its
  seal is not there.
  - data/contacts.csv, row 12: Contact 003Ws000004k2XpIAI: registry
  To do: Find the sync or export that dropped the seal, and bring the seal back
  from the source.

warning: Suspected test data (suspected): 1 in 1 file.
  Nothing marks the record, and its values look like test data. That is a
  suspicion with its grounds, and no proof.
  - data/contacts.csv, row 1,204: Contact 003Ws000004k2XpIAI, field Email:
    Domain reserved for examples and tests (Email)
  To do: Ask who made the record. If it is test data, seal it and keep it out of
  production; if not, note it as known.

Could not be looked at: 1 file.
  - data/broken.csv:7: a quoted cell does not end; close it

Exit code 3: 1 file could not be looked at as a whole. What is in there is not
known. Besides, 1 new finding is an error.
"
    );
}

#[test]
fn hostile_names_stay_on_their_lines() {
    let (summary, _) = hostile();
    let text = written(write_table, &content(&summary));
    assert_visible(&text);
    // A line is wider than a terminal only where one word is.
    for line in text.lines() {
        let words = line.split_whitespace().filter(|word| *word != "-").count();
        assert!(line.chars().count() <= 80 || words <= 2, "{line}");
    }
    assert!(!text.lines().any(|line| line.starts_with("::")), "{text}");
}

#[test]
fn lines_say_how_loud_they_are() {
    let (summary, _) = plain();
    let lines = table_lines(&content(&summary));
    let loud = |severity, start: &str| {
        lines.iter().any(|line| line.severity == Some(severity) && line.text.starts_with(start))
    };
    assert!(loud(Severity::Error, "error: Seal is missing"));
    assert!(loud(Severity::Warning, "Could not be looked at"));
    assert!(loud(Severity::Error, "Exit code 3"));
}

/// Every way that a scan ends, and what would have it end otherwise.
#[test]
fn the_exit_code_and_its_reason() {
    let ends = |severity: Severity, standing, fail_on, is_unread: bool| {
        let mut summary = Summary::default();
        let mut one = finding(Own::Expired, severity, "a.csv", 2);
        one.standing = standing;
        summary.add(&one);
        let problems = if is_unread { vec!["a.csv: cut short".to_owned()] } else { Vec::new() };
        summary.add_file(&"a.csv".into(), &Default::default(), problems);
        let mut content = content(&summary);
        content.fail_on = fail_on;
        let closing = content.closing();
        assert!(closing.starts_with(&format!("Exit code {}:", content.outcome().exit_code())), "{closing}");
        (content.outcome(), closing)
    };
    use Severity::{Error, Note, Warning};
    use Standing::{Known, New};
    for (severity, standing, fail_on, is_unread, outcome) in [
        (Error, New, Some(Error), false, Outcome::Findings),
        (Warning, New, Some(Warning), false, Outcome::Findings),
        (Error, New, Some(Note), false, Outcome::Findings),
        (Warning, New, Some(Error), false, Outcome::Clean),
        (Error, Known, Some(Error), false, Outcome::Clean),
        (Error, New, None, false, Outcome::Clean),
        (Error, New, None, true, Outcome::Incomplete),
        (Error, New, Some(Error), true, Outcome::Incomplete),
        (Note, Known, Some(Error), true, Outcome::Incomplete),
    ] {
        let (found, closing) = ends(severity, standing, fail_on, is_unread);
        assert_eq!(found, outcome, "{severity:?} {standing:?} {fail_on:?} {is_unread}: {closing}");
    }
}

#[test]
fn what_is_only_counted_is_said() {
    let mut summary = wide(3);
    summary.findings[Severity::Note as usize][0] += 1_234;
    summary.left_out = 1_234;
    let text = written(write_table, &content(&summary));
    assert!(text.contains("Only the totals count 1,234 further findings"), "{text}");
}

#[test]
fn a_full_disk_is_said() {
    let (summary, _) = plain();
    assert!(write_table(&content(&summary), &mut Full).is_err());
}
