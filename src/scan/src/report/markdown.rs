//! The report as a comment on a pull request: GitHub Flavored Markdown.
//!
//! Names stand in code spans, where nothing is a link, a mention or a tag, and never in tables, where a span ends at a bar. Words of
//! others have every sign escaped.

use std::fmt::Write as _;
use std::io;

use super::content::{Content, Outcome};
use super::rule_total::RuleTotal;
use super::text::{self, counted, grouped, place};
use crate::finding::Finding;
use crate::summary::Class;

/// Most bytes of the report: GitHub cuts a comment at 65,536 characters, and other words may stand beside it.
pub const MAX_MARKDOWN: usize = 60_000;

/// What is kept free for the last lines, which say what does not fit.
const RESERVE: usize = 2_000;

/// How many problems are shown.
const PROBLEMS: usize = 20;

/// How many examples are shown of each rule.
const SHOWN: usize = 10;

/// Writes the report.
///
/// # Errors
/// What `out` says.
pub fn write_markdown(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page { text: String::new(), is_full: false };
    page.add(&heading(content));
    page.add(&classes(content));
    page.add(&problems(content));
    let totals = RuleTotal::all(content, SHOWN);
    page.add_all("\n### Findings\n\n| Finding | Severity | New | Known | Files |\n| --- | --- | ---: | ---: | ---: |\n", totals.iter().map(row));
    page.add_all("\n", totals.iter().map(details));
    page.end(content);
    out.write_all(page.text.as_bytes())
}

struct Page {
    text: String,
    is_full: bool,
}

impl Page {
    /// Adds a part that must fit: there are few, and each is bounded.
    fn add(&mut self, part: &str) {
        self.is_full |= self.text.len() + part.len() > MAX_MARKDOWN - RESERVE;
        if !self.is_full {
            self.text.push_str(part);
        }
    }

    /// Adds as many of the parts as fit, the first first.
    fn add_all(&mut self, before: &str, parts: impl ExactSizeIterator<Item = String>) {
        for (at, part) in parts.enumerate() {
            if at == 0 {
                self.add(before);
            }
            self.add(&part);
        }
    }

    fn end(&mut self, content: &Content<'_>) {
        if self.is_full {
            self.text.push_str(
                "\nThis comment ends here, since a longer one would be cut. The table, the HTML page and JSON Lines have the rest.\n",
            );
        }
        if let Some(left_out) = content.left_out() {
            let _ = writeln!(self.text, "\n{}", prose(&left_out));
        }
    }
}

fn heading(content: &Content<'_>) -> String {
    let title = match content.outcome() {
        Outcome::Clean => "nothing that fails it".to_owned(),
        Outcome::Findings => counted(content.failing(), "finding") + " to act on",
        Outcome::Incomplete => "not everything could be looked at".to_owned(),
    };
    format!("## Touchmark scan: {title}\n\n{}\n\n{}\n", prose(&content.closing()), prose(&content.scanned()))
}

fn classes(content: &Content<'_>) -> String {
    let counts = &content.summary.counts;
    let mut text = String::new();
    if counts.total() > 0 {
        text.push_str("\n| Records | Number |\n| --- | ---: |\n");
        for class in Class::ALL.iter().filter(|class| counts.of(**class) > 0) {
            let _ = writeln!(text, "| {} | {} |", prose(class.title()), grouped(counts.of(*class)));
        }
        let _ = writeln!(text, "| **All records** | **{}** |", grouped(counts.total()));
    }
    text
}

fn problems(content: &Content<'_>) -> String {
    let mut problems = content.problems();
    let mut text = String::new();
    for (file, problem) in problems.by_ref().take(PROBLEMS) {
        if text.is_empty() {
            text.push_str("\n### Could not be looked at\n\n");
        }
        let _ = writeln!(text, "- {}: {}", code(file), code(problem));
    }
    let beyond: u64 = problems.map(|_| 1).sum();
    if beyond > 0 {
        let _ = writeln!(text, "- and {} more", grouped(beyond));
    }
    text
}

fn row(total: &RuleTotal<'_>) -> String {
    format!(
        "| {} | {} | {} | {} | {} |\n",
        prose(&text::name(&total.rule.title)),
        total.severity.code(),
        grouped(total.new),
        grouped(total.known),
        grouped(total.files),
    )
}

fn details(total: &RuleTotal<'_>) -> String {
    let title = prose(&text::name(&total.rule.title));
    let mut text = format!(
        "<details>\n<summary>{}: {title}: {}</summary>\n\n{} **To do:** {}\n\n",
        total.severity.code(),
        prose(&total.counts()),
        prose(&text::words(&total.rule.meaning)),
        prose(&text::words(&total.rule.remedy)),
    );
    for example in &total.examples {
        let _ = writeln!(text, "- {}", item(example));
    }
    if total.others() > 0 {
        let _ = writeln!(text, "- and {} more", grouped(total.others()));
    }
    text.push_str("\n</details>\n");
    text
}

fn item(example: &Finding) -> String {
    let spot = &example.spot;
    let mut text = format!("{}, {}", code(&spot.file), place(spot));
    if let Some(record) = text::record(&example.record) {
        let _ = write!(text, ": {}", code(&record));
    }
    if let Some(field) = &spot.field {
        let _ = write!(text, ", field {}", code(field));
    }
    for reason in text::reasons(example) {
        let _ = write!(text, ", {}", code(&reason));
    }
    text
}

/// A code span (CommonMark 0.31 §6.1), with a fence that its text does not hold.
fn code(text: &str) -> String {
    let text = text::name(text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // One space within each fence is no part of the text.
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Words in which no sign means anything: each as a numeric reference, after which nothing is read as markup (CommonMark 0.31 §2.5). GitHub
/// looks for mentions and references once that is done, so that a character without width follows what begins one.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        // A stop or a colon means something before a word, as in an address, and after a number, as in a list.
        let ends_words = !before.is_ascii_digit() && characters.peek().is_none_or(|next| *next == ' ');
        match character {
            '@' | '#' => {
                let _ = write!(out, "&#{};&#8203;", u32::from(character));
            }
            ' ' | ',' | ';' | '?' | '%' | '/' => out.push(character),
            '.' | ':' if ends_words => out.push(character),
            _ if character.is_ascii_punctuation() => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            _ => out.push(character),
        }
        before = character;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_cannot_be_left() {
        for (text, span) in [
            ("a.csv", "`a.csv`"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
            ("a\n\n<img src=x>|@all", "`a  <img src=x>|@all`"),
        ] {
            assert_eq!(code(text), span);
        }
    }

    #[test]
    fn words_hold_no_markup() {
        for (text, escaped) in [
            ("a|b", "a&#124;b"),
            ("Exit code 1: no. It is.", "Exit code 1&#58; no. It is."),
            ("1. one", "1&#46; one"),
            ("- one", "&#45; one"),
        ] {
            assert_eq!(prose(text), escaped);
        }
        let hostile = prose("<script>[x](y) @all #1 `c` **d** www.e.f https://g");
        assert!(!hostile.contains(['<', '[', ']', '(', '@', '`', '*', '.', ':', '|', '>']), "{hostile}");
        assert!(hostile.contains("&#64;&#8203;all") && hostile.contains("&#35;&#8203;1"), "{hostile}");
    }
}
