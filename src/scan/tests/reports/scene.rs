//! Scans to report on.

use std::io;

use touchmark::Timestamp;
use touchmark_scan::report::Content;
use touchmark_scan::{
    Class, Counts, Finding, Fingerprint, Ground, GroundCode, Own, RecordKey, Rule, Rules, Severity, Spot,
    Standing, Summary, Unit,
};

/// Names as somebody would choose them who wants to be more than a name.
pub(crate) const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>.csv",
    "a|b`c``d.csv",
    "\u{202e}gnp.exe\u{200b}.csv",
    "\u{1b}[2J\u{7}\n::error::x\r\n.csv",
    "@all #1 https://evil.example/[x](y){0}.csv",
    "</details></table>&amp;\"'.csv",
    "]]><![CDATA[.csv",
    "%00%2e%2e/..%5c.csv",
    r"\u0000\ud800\xff.csv",
    "\u{ffff}\u{fdd0}\u{0}.csv",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}.csv",
    "",
    "  --help  ",
    "-",
];

/// A finding with a fingerprint that its number makes.
pub(crate) fn finding(rule: Own, severity: Severity, file: &str, number: u64) -> Finding {
    Finding {
        rule: rule.into(),
        severity,
        spot: Spot { file: file.into(), unit: Unit::Row, number, line: Some(number), field: None },
        record: RecordKey::default(),
        detail: None,
        grounds: Vec::new(),
        fingerprint: Fingerprint((u128::from(number) * 0x9E37_79B9_7F4A_7C15_F39C_C060).to_be_bytes()),
        standing: Standing::New,
    }
}

/// What a scan of hostile files found: each name as that of a file, a field, a record and of a rule.
pub(crate) fn hostile() -> (Summary, Vec<Finding>) {
    let mut rules = Rules::default();
    let mut findings = Vec::new();
    let mut summary = Summary::default();
    let long = "long/".repeat(60) + "end.csv";
    for (at, name) in HOSTILE.into_iter().chain([long.as_str()]).enumerate() {
        let at = at as u64;
        let hostile = rules
            .add(Rule {
                id: format!("pack/{name}").into(),
                title: name.to_owned().into(),
                meaning: format!("It means {name}.").into(),
                remedy: format!("Do {name}.").into(),
                severity: Severity::Warning,
            })
            .unwrap();
        let mut counts = Counts::default();
        for (class, times) in Class::ALL.into_iter().zip([5, 0, 3, 2, 1, 1, 4, 2, at]) {
            (0..times).for_each(|_| counts.add(class));
        }
        let problems =
            if at % 5 == 4 { vec![format!("{name}: cannot be read; mend it")] } else { Vec::new() };
        summary.add_file(&name.into(), &counts, problems);
        for number in 1..=14 {
            let mut one = finding(Own::Suspected, Severity::Warning, name, number + 100 * at);
            one.record = RecordKey {
                object: Some(name.to_owned()),
                id: Some(name.to_owned()).filter(|_| number % 2 == 0),
                uuid: Some(format!("uuid {name}")),
            };
            one.spot.field = Some(name.to_owned()).filter(|_| number % 3 == 0);
            one.grounds = vec![Ground { code: GroundCode::ReservedDomain, field: name.to_owned() }];
            one.standing = if number % 4 == 0 { Standing::Known } else { Standing::New };
            findings.push(one);
        }
        let mut one = finding(Own::Stripped, Severity::Error, name, 50 + at);
        one.spot.unit = Unit::Record;
        one.spot.line = None;
        one.detail = Some(name.to_owned());
        one.standing = Standing::Known;
        findings.push(one);
        let mut one = finding(Own::MixedFile, Severity::Note, name, 70 + at);
        (one.spot.unit, one.spot.number, one.spot.line) = (Unit::File, 0, None);
        one.rule = hostile;
        findings.push(one);
    }
    summary.rules = rules;
    findings.iter().for_each(|finding| summary.add(finding));
    (summary, findings)
}

/// A small scan, as people have them.
pub(crate) fn plain() -> (Summary, Vec<Finding>) {
    let mut summary = Summary::default();
    let mut counts = Counts::default();
    for (class, times) in [(Class::Synthetic, 1_200), (Class::Suspected, 2), (Class::Unlabelled, 31)] {
        (0..times).for_each(|_| counts.add(class));
    }
    summary.add_file(&"data/contacts.csv".into(), &counts, Vec::new());
    let problem = "data/broken.csv:7: a quoted cell does not end; close it";
    summary.add_file(&"data/broken.csv".into(), &Counts::default(), vec![problem.to_owned()]);
    let mut stripped = finding(Own::Stripped, Severity::Error, "data/contacts.csv", 12);
    stripped.record.object = Some("Contact".to_owned());
    stripped.record.id = Some("003Ws000004k2XpIAI".to_owned());
    stripped.detail = Some("registry".to_owned());
    let mut suspected = finding(Own::Suspected, Severity::Warning, "data/contacts.csv", 1_204);
    suspected.spot.field = Some("Email".to_owned());
    suspected.record = stripped.record.clone();
    suspected.grounds = vec![Ground { code: GroundCode::ReservedDomain, field: "Email".to_owned() }];
    let findings = vec![stripped, suspected];
    findings.iter().for_each(|finding| summary.add(finding));
    (summary, findings)
}

/// What is found in so many files, the gravest in the last.
pub(crate) fn wide(files: usize) -> Summary {
    let mut summary = Summary::default();
    for number in 0..files {
        let severity = if number + 1 == files { Severity::Error } else { Severity::Note };
        let file = format!("folder/{number:06}.csv");
        let mut group = Summary::default();
        group.add(&finding(Own::Unlabelled, severity, &file, number as u64 + 2));
        // Beyond what a scan keeps apart, so that the limits of a report are reached by themselves.
        summary.groups.extend(group.groups);
        summary.findings[severity as usize][0] += 1;
    }
    summary
}

pub(crate) fn content(summary: &Summary) -> Content<'_> {
    let time = Timestamp::parse("2026-11-21T09:00:00Z");
    Content { summary, fail_on: Some(Severity::Error), baseline: None, time, category: None }
}

/// What a report writes; the same each time.
pub(crate) fn written(
    report: fn(&Content<'_>, &mut dyn io::Write) -> io::Result<()>,
    content: &Content<'_>,
) -> String {
    let once = || {
        let mut out = Vec::new();
        report(content, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = once();
    assert_eq!(text, once(), "the same content makes the same bytes");
    text
}

/// Whether text shows all that it holds, on lines that end as lines do.
pub(crate) fn assert_visible(text: &str) {
    let hidden: Vec<_> = text
        .chars()
        .filter(|&c| c != '\n' && (touchmark::is_invisible(c) || (c.is_whitespace() && c != ' ')))
        .collect();
    assert_eq!(hidden, [], "{text}");
}

/// A writer that has no room.
pub(crate) struct Full;

impl io::Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
