//! JUnit's XML, for build servers: a suite a file, a case a rule. What fails the scan fails here.
//!
//! There is no standard; these are the elements and attributes that Jenkins, GitLab and GitHub's actions read
//! (<https://github.com/testmoapp/junitxml>).

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use super::content::Content;
use super::text::{about, counted, escaped, grouped, name, place, rule, words};
use crate::rule::RuleId;
use crate::summary::Group;

/// Writes the report.
///
/// # Errors
/// What `out` says.
pub fn write_junit(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let beyond = content.left_out().map(|said| Suite::beyond(content, &said));
    let mut all = Tally::default();
    for suite in suites(content) {
        all.add(&suite.tally);
    }
    if let Some(suite) = &beyond {
        all.add(&suite.tally);
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"touchmark scan\"{}{}>", all.attributes(), timestamp(content))?;
    for suite in suites(content).chain(beyond) {
        suite.write(content, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn timestamp(content: &Content<'_>) -> String {
    content.time.map(|time| format!(" timestamp=\"{}\"", time.to_text())).unwrap_or_default()
}

#[derive(Default)]
struct Tally {
    tests: u64,
    failures: u64,
    errors: u64,
    skipped: u64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn attributes(&self) -> String {
        let Self { tests, failures, errors, skipped } = self;
        format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
    }
}

struct Suite {
    name: String,
    tally: Tally,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    result: Ending,
}

enum Ending {
    /// With what is to be known all the same.
    Passed(String),
    /// What the element is called, its message, its type and its text.
    Not(&'static str, String, String, String),
}

/// A suite for each file, one at a time: all of them would not be small.
fn suites<'a>(content: &'a Content<'a>) -> impl Iterator<Item = Suite> + 'a {
    let summary = content.summary;
    let named = summary.files.keys().chain(summary.groups.keys().map(|(file, _)| file));
    let names: BTreeSet<&Arc<str>> = named.collect();
    names.into_iter().map(|file| {
        let first = (Arc::clone(file), RuleId::FIRST);
        let groups = summary.groups.range(first..).take_while(move |((of, _), _)| of == file);
        let cases = groups.map(|((_, id), group)| Case::of_group(content, *id, group));
        Suite::of(name(file), [Case::of_file(content, file)].into_iter().chain(cases).collect())
    })
}

impl Suite {
    fn of(name: String, cases: Vec<Case>) -> Self {
        let mut tally = Tally::default();
        for case in &cases {
            tally.tests += 1;
            match &case.result {
                Ending::Not("failure", ..) => tally.failures += 1,
                Ending::Not("error", ..) => tally.errors += 1,
                Ending::Not(..) => tally.skipped += 1,
                Ending::Passed(_) => {}
            }
        }
        Self { name, tally, cases }
    }

    /// What only the totals count fails here where it fails the scan.
    fn beyond(content: &Content<'_>, said: &str) -> Self {
        let listed: u64 = content.summary.groups.values().map(|group| content.failing_in(group)).sum();
        let failing = content.failing().saturating_sub(listed);
        let result = if failing > 0 {
            let message = counted(failing, "new finding");
            Ending::Not("failure", message, "left-out".to_owned(), said.to_owned())
        } else {
            Ending::Passed(said.to_owned())
        };
        Self::of("Beyond the list".to_owned(), vec![Case { name: "left-out".to_owned(), result }])
    }

    fn write(&self, content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let suite = escaped(&self.name);
        writeln!(out, "  <testsuite name=\"{suite}\"{}{}>", self.tally.attributes(), timestamp(content))?;
        for case in &self.cases {
            write!(out, "    <testcase classname=\"{suite}\" name=\"{}\"", escaped(&case.name))?;
            match &case.result {
                Ending::Passed(said) if said.is_empty() => writeln!(out, "/>")?,
                Ending::Passed(said) => {
                    writeln!(out, "><system-out>{}</system-out></testcase>", escaped(said))?
                }
                Ending::Not(element, message, kind, text) => {
                    let (message, kind) = (escaped(message), escaped(kind));
                    write!(out, "><{element} message=\"{message}\" type=\"{kind}\">{}", escaped(text))?;
                    writeln!(out, "</{element}></testcase>")?;
                }
            }
        }
        writeln!(out, "  </testsuite>")
    }
}

impl Case {
    /// Whether all of the file was looked at.
    fn of_file(content: &Content<'_>, file: &Arc<str>) -> Self {
        let summary = content.summary.files.get(file);
        let problems = summary.map(|summary| summary.problems.as_slice()).unwrap_or_default();
        let result = if problems.is_empty() {
            let records = summary.map_or(0, |summary| summary.counts.total());
            Ending::Passed(format!("{}.", counted(records, "record")))
        } else {
            let message = "Not all of the file could be looked at.".to_owned();
            let text: Vec<_> = problems.iter().map(|problem| words(problem)).collect();
            Ending::Not("error", message, "could-not-look".to_owned(), text.join("\n"))
        };
        Self { name: "could-look".to_owned(), result }
    }

    fn of_group(content: &Content<'_>, id: RuleId, group: &Group) -> Self {
        let rule = rule(&content.summary.rules, id);
        let (title, kind) = (name(&rule.title), name(&rule.id));
        let mut lines = vec![words(&rule.meaning)];
        for example in &group.examples {
            lines.push(match about(example).as_str() {
                "" => format!("- {}", place(&example.spot)),
                about => format!("- {}: {about}", place(&example.spot)),
            });
        }
        let count = group.new + group.known;
        let others = count.saturating_sub(u64::try_from(group.examples.len()).unwrap_or(u64::MAX));
        if others > 0 {
            lines.push(format!("- and {} more", grouped(others)));
        }
        lines.push(format!("To do: {}", words(&rule.remedy)));
        let text = lines.join("\n");
        let failing = content.failing_in(group);
        let result = if failing > 0 {
            Ending::Not("failure", format!("{title}: {} new", grouped(failing)), kind.clone(), text)
        } else if group.new == 0 && group.known > 0 {
            let message = format!("{title}: {}, all of them known", grouped(group.known));
            Ending::Not("skipped", message, kind.clone(), text)
        } else {
            let severity = group.severity.code();
            Ending::Passed(format!("{severity}: {title}: {}\n{text}", counted(count, "finding")))
        };
        Self { name: kind, result }
    }
}
