//! What a scan finds in files, by their findings alone.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how tests fail")]

use std::io;
use std::path::PathBuf;

use touchmark::{Policy, Timestamp};
use touchmark_scan::{Class, Expectations, Finding, Inputs, Scanner, Sink, Summary};

#[derive(Default)]
struct Told(Vec<Finding>);

impl Sink for Told {
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        self.0.push(finding.clone());
        Ok(())
    }
}

fn samples() -> PathBuf {
    touchmark_tests::room("data/samples")
}

fn scanner(expected: Expectations) -> Scanner {
    let policy = Policy::new("any", "any").unwrap();
    Scanner::without_trust(policy, expected, Timestamp::parse("2026-11-30T00:00:00Z").unwrap())
}

fn scan(paths: &[PathBuf], expected: Expectations) -> (Vec<Finding>, Summary) {
    let mut told = Told::default();
    let summary = scanner(expected).run(Inputs::find(paths, &|_| false), &mut told).unwrap();
    (told.0, summary)
}

/// Each finding as `file:number:rule`.
fn lines(summary: &Summary, findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            let file = finding.spot.file.rsplit('/').next().unwrap();
            let rule = &summary.rules.get(finding.rule).unwrap().id;
            let field = finding.spot.field.as_deref().map(|field| format!(":{field}")).unwrap_or_default();
            let detail = finding.detail.as_deref().map(|detail| format!("={detail}")).unwrap_or_default();
            format!("{file}:{}:{rule}{detail}{field}", finding.spot.number)
        })
        .collect()
}

#[test]
fn the_contacts_that_nobody_marked_are_suspected_with_their_grounds() {
    let (findings, summary) = scan(&[samples().join("bulk_query_Contact.csv")], Expectations::default());
    let suspected = summary.rules.find("suspected").unwrap();
    let suspected: Vec<_> = findings.iter().filter(|finding| finding.rule == suspected).collect();
    assert_eq!(suspected.len(), 288);
    assert!(suspected.iter().all(|finding| finding.grounds.iter().any(|ground| ground.field == "Email")));
    assert_eq!((summary.counts.of(Class::Suspected), summary.counts.total()), (288, 1200));
    assert_eq!(summary.counts.of(Class::Declared), 912);
    assert!(!summary.is_incomplete(), "{:?}", summary.files);
}

#[test]
fn every_sample_is_looked_at_and_its_records_add_up() {
    let (findings, summary) = scan(&[samples()], Expectations::default());
    for (name, file) in &summary.files {
        println!("{name} {:?} {:?}", file.counts, file.problems);
    }
    println!("{:#?}", lines(&summary, &findings[..20]));
    let total: u64 = summary.files.values().map(|file| file.counts.total()).sum();
    assert_eq!(total, summary.counts.total());
}
