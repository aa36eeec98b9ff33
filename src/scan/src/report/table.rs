//! The report for people, on a terminal or in a log.

use std::io;

use super::content::Content;
use super::rule_total::RuleTotal;
use super::text::{about, counted, grouped, name, place, words};
use crate::rule::Severity;
use crate::summary::Class;

/// Where lines are wrapped, in characters.
const WIDTH: usize = 80;

/// How many examples are shown of each rule.
const SHOWN: usize = 3;

/// How many problems are shown.
const PROBLEMS: usize = 50;

/// A line of the table, without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableLine {
    /// How loud it is, where it is to be heard: for whoever colours it.
    pub severity: Option<Severity>,
    /// Plain text, safe on a terminal.
    pub text: String,
}

/// Writes the table as plain text.
///
/// # Errors
/// What `out` says.
pub fn write_table(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    table_lines(content).iter().try_for_each(|line| writeln!(out, "{}", line.text))
}

/// The lines of the table: totals by class, what was found by rule, what could not be looked at, how the scan ends.
pub fn table_lines(content: &Content<'_>) -> Vec<TableLine> {
    let mut page = Page(Vec::new());
    page.wrapped(None, "", &content.scanned());
    page.classes(content);
    for total in RuleTotal::all(content, SHOWN) {
        page.rule(&total);
    }
    page.problems(content);
    if let Some(left_out) = content.left_out() {
        page.blank();
        page.wrapped(Some(Severity::Warning), "", &left_out);
    }
    page.blank();
    page.wrapped(Some(content.outcome().severity()), "", &content.closing());
    page.0
}

struct Page(Vec<TableLine>);

impl Page {
    fn push(&mut self, severity: Option<Severity>, text: String) {
        self.0.push(TableLine { severity, text });
    }

    fn blank(&mut self) {
        self.push(None, String::new());
    }

    fn classes(&mut self, content: &Content<'_>) {
        let counts = &content.summary.counts;
        if counts.total() == 0 {
            return;
        }
        let present = Class::ALL.iter().filter(|class| counts.of(**class) > 0);
        let rows: Vec<_> = present
            .map(|class| (class.title(), counts.of(*class)))
            .chain([("All records", counts.total())])
            .map(|(title, count)| (title, grouped(count)))
            .collect();
        let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or_default();
        let titles = longest(&mut rows.iter().map(|(title, _)| title.chars().count()));
        let numbers = longest(&mut rows.iter().map(|(_, number)| number.len()));
        self.blank();
        self.push(None, "Records".to_owned());
        for (title, number) in rows {
            self.push(None, format!("  {title:titles$}  {number:>numbers$}"));
        }
    }

    fn rule(&mut self, total: &RuleTotal<'_>) {
        self.blank();
        let heading = format!(
            "{}: {} ({}): {}.",
            total.severity.code(),
            name(&total.rule.title),
            name(&total.rule.id),
            total.counts()
        );
        self.wrapped(Some(total.severity), "", &heading);
        self.wrapped(None, "  ", &words(&total.rule.meaning));
        for example in &total.examples {
            let place = format!("{}, {}", name(&example.spot.file), place(&example.spot));
            let about = about(example);
            let text = if about.is_empty() { place } else { format!("{place}: {about}") };
            self.hanging("  - ", &text);
        }
        if total.others() > 0 {
            self.push(None, format!("  - and {} more", grouped(total.others())));
        }
        self.wrapped(None, "  ", &format!("To do: {}", words(&total.rule.remedy)));
    }

    fn problems(&mut self, content: &Content<'_>) {
        let mut problems = content.problems();
        let shown: Vec<_> = problems.by_ref().take(PROBLEMS).collect();
        if shown.is_empty() {
            return;
        }
        self.blank();
        let heading = format!("Could not be looked at: {}.", counted(content.problem_files(), "file"));
        self.wrapped(Some(Severity::Warning), "", &heading);
        for (file, problem) in shown {
            let (file, problem) = (name(file), words(problem));
            // Most problems begin with their place.
            let has_file = problem.starts_with(&file);
            self.hanging("  - ", &if has_file { problem } else { format!("{file}: {problem}") });
        }
        let beyond: u64 = problems.map(|_| 1).sum();
        if beyond > 0 {
            self.push(None, format!("  - and {} more", grouped(beyond)));
        }
    }

    /// Text with every line indented.
    fn wrapped(&mut self, severity: Option<Severity>, indent: &str, text: &str) {
        self.wrap(severity, indent, indent, text);
    }

    /// Text with every line but the first indented.
    fn hanging(&mut self, first: &str, text: &str) {
        self.wrap(None, first, &" ".repeat(first.len()), text);
    }

    /// A word that is longer than a line has one of its own, whole: a path that is broken cannot be copied.
    fn wrap(&mut self, severity: Option<Severity>, first: &str, indent: &str, text: &str) {
        let mut line = first.to_owned();
        let (mut length, mut is_empty) = (first.len(), true);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let more = word.chars().count();
            if !is_empty && length + 1 + more > WIDTH {
                self.push(severity, std::mem::replace(&mut line, indent.to_owned()));
                (length, is_empty) = (indent.len(), true);
            }
            if !is_empty {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            (length, is_empty) = (length + more, false);
        }
        self.push(severity, line);
    }
}
