use std::io::Write as _;

use proptest::prelude::*;
use touchmark_scan::report::{Baseline, write_finding, write_sarif, write_summary};
use touchmark_scan::{Finding, Fingerprint, Own, Severity, Standing, Summary};

use crate::scene::{content, finding, hostile, written};

fn lines(findings: &[Finding], summary: &Summary) -> Vec<u8> {
    let mut out = Vec::new();
    for finding in findings {
        write_finding(finding, &summary.rules, &mut out).unwrap();
    }
    write_summary(&content(summary), &mut out).unwrap();
    out
}

fn read(text: &[u8], in_memory: usize) -> Baseline {
    Baseline::read("before.jsonl", &mut &*text, in_memory).unwrap()
}

/// In memory or in a file: what was there is known, and what was not is new.
#[test]
fn what_json_lines_had_is_known_row_by_row() {
    let (summary, findings) = hostile();
    let (before, after) = findings.split_at(findings.len() / 2);
    for in_memory in [1, 7, 1_000] {
        let baseline = read(&lines(before, &summary), in_memory);
        assert_eq!(baseline.notes().len(), usize::from(in_memory < 1_000), "{:?}", baseline.notes());
        assert!(before.iter().all(|one| baseline.standing(one) == Standing::Known));
        let known: std::collections::BTreeSet<_> = before.iter().map(|one| one.fingerprint).collect();
        for one in after {
            assert_eq!(baseline.standing(one) == Standing::Known, known.contains(&one.fingerprint));
        }
        assert_eq!(baseline.trouble(), None);
    }
}

#[test]
fn a_baseline_of_the_same_scan_knows_everything_in_either_form() {
    let (mut summary, findings) = hostile();
    let mut again = Summary { rules: summary.rules.clone(), ..Summary::default() };
    for finding in &findings {
        again.add(&Finding { standing: Standing::New, ..finding.clone() });
    }
    let of_lines = read(&lines(&findings, &summary), 1_000);
    summary.files.clear();
    let of_sarif =
        Baseline::read("before.sarif", &mut written(write_sarif, &content(&summary)).as_bytes(), 1).unwrap();
    // The whole as others write it: with an indent, over many lines.
    let log: serde_json::Value = serde_json::from_str(&written(write_sarif, &content(&summary))).unwrap();
    let indented = Baseline::read("before.sarif", &mut format!("{log:#}").as_bytes(), 1).unwrap();
    for baseline in [&of_lines, &of_sarif, &indented] {
        for ((file, rule), group) in &again.groups {
            let rule = &summary.rules.get(*rule).unwrap().id;
            assert_eq!(baseline.state(file, rule, group).code(), "unchanged", "{file}");
        }
        assert!(baseline.absent(&again).is_empty());
    }
    of_sarif.settle(&mut again);
    let [new, known] = again.findings.iter().fold([0, 0], |[a, b], [new, known]| [a + new, b + known]);
    assert_eq!([new, known], [0, findings.len() as u64]);
    assert!(again.groups.values().all(|group| group.new == 0 && group.new_by_severity == [0; 3]));
}

#[test]
fn a_report_that_was_cut_short_says_so() {
    let (summary, findings) = hostile();
    let whole = lines(&findings, &summary);
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap();
    let baseline = read(&whole[..=first], 1_000);
    assert!(baseline.notes()[0].contains("was cut short"), "{:?}", baseline.notes());
}

/// What is no baseline, with a part of what is said of it.
#[test]
fn what_cannot_be_used_is_refused_with_the_place_and_the_remedy() {
    let (summary, findings) = hostile();
    let whole = String::from_utf8(lines(&findings[..2], &summary)).unwrap();
    let [one, two, last] = whole.lines().collect::<Vec<_>>().try_into().unwrap();
    let sarif = written(write_sarif, &content(&summary));
    for (text, said) in [
        (String::new(), "neither JSON Lines of a scan nor SARIF"),
        ("<xml/>".to_owned(), "neither JSON Lines of a scan nor SARIF"),
        ("{\"version\":\"2.1.0\"}".to_owned(), "neither JSON Lines of a scan nor SARIF"),
        (format!("{one}\nnot json\n{last}\n"), "line 2: is no line of a report"),
        (format!("{one}\n{}\n{last}\n", &two[..two.len() - 9]), "line 2: is no line of a report"),
        (format!("{one}\n{{\"type\":\"crm-scan-finding/2\"}}\n"), "line 2: is no line of a report"),
        (format!("{one}\n{{\"type\":\"crm-scan-finding/1\"}}\n"), "line 2: lacks a fingerprint"),
        (format!("{one}\n{last}\n{two}\n"), "line 3: stands after the summary"),
        (sarif[..sarif.len() / 2].to_owned(), "neither JSON Lines of a scan nor SARIF"),
        (sarif.replace("\"2.1.0\",\"runs\"", "\"2.0.0\",\"runs\""), "is SARIF 2.0.0, and not 2.1.0"),
        (sarif.replace("touchmarkRows/v1", "other/v1"), "results without the fingerprints"),
    ] {
        let error = Baseline::read("before", &mut text.as_bytes(), 10).unwrap_err().to_string();
        assert!(error.starts_with("before: ") && error.contains(said), "{said}: {error}");
        assert!(error.contains("touchmark scan"), "{error}");
    }
    let error = Baseline::open("no/such/file".as_ref()).unwrap_err().to_string();
    assert!(error.starts_with("no/such/file cannot be read: no such file"), "{error}");
    let error = Baseline::open("/".as_ref()).unwrap_err().to_string();
    assert!(error.contains("it is a folder") || error.contains("cannot be read"), "{error}");
}

#[test]
fn a_file_is_read() {
    let (summary, findings) = hostile();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&lines(&findings, &summary)).unwrap();
    let baseline = Baseline::open(file.path()).unwrap();
    assert_eq!(baseline.standing(&findings[0]), Standing::Known);
}

proptest! {
    /// Whatever stands in a file, it is read or refused.
    #[test]
    fn nothing_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>()) {
        static REPORTS: std::sync::LazyLock<[Vec<u8>; 2]> = std::sync::LazyLock::new(|| {
            let (summary, findings) = hostile();
            [lines(&findings[..3], &summary), written(write_sarif, &content(&summary)).into_bytes()]
        });
        let _ = Baseline::read("any", &mut &*bytes, 2);
        for mut text in REPORTS.clone() {
            let at = at.index(text.len());
            text.splice(at..(at + bytes.len() / 9).min(text.len()), bytes.iter().copied());
            let _ = Baseline::read("any", &mut &*text, 2);
        }
    }

    #[test]
    fn rows_in_another_order_are_the_same(mut numbers in prop::collection::hash_set(2_u64..10_000, 1..60)) {
        let of = |numbers: &[u64]| {
            let mut summary = Summary::default();
            numbers.iter().for_each(|number| summary.add(&finding(Own::Altered, Severity::Error, "a.csv", *number)));
            summary
        };
        let rows: Vec<_> = numbers.drain().collect();
        let before = written(write_sarif, &content(&of(&rows)));
        let baseline = Baseline::read("before", &mut before.as_bytes(), 2).unwrap();
        let reversed: Vec<_> = rows.iter().rev().copied().collect();
        let mut after = of(&reversed);
        baseline.settle(&mut after);
        prop_assert_eq!(after.findings[Severity::Error as usize], [0, rows.len() as u64]);
        let fewer = of(&reversed[1..]);
        let state = fewer.groups.values().next().map(|group| baseline.state("a.csv", "altered", group).code());
        prop_assert_eq!(state, (rows.len() > 1).then_some("updated"));
    }
}

#[test]
fn fingerprints_are_those_that_findings_have() {
    assert_eq!(Fingerprint([0xAB; 16]).to_text(), "ab".repeat(16));
}
