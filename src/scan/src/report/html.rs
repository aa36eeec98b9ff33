//! The report as one page: it fetches nothing, runs nothing, and reads on paper, in the dark and at 320 pixels.

use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, LazyLock};

use sha2::{Digest as _, Sha256};
use touchmark::encoding::base64;

use super::content::Content;
use super::rule_total::RuleTotal;
use super::text::{self, counted, escaped, grouped, name, place, words};
use crate::finding::Finding;
use crate::summary::{Class, Counts, FileSummary};

/// How many files are drawn, those with the most records; the rest are one line.
const FILES: usize = 100;

/// How many rules are shown with examples.
const RULES: usize = 200;

/// How many examples are shown of each rule.
const SHOWN: usize = 20;

/// How many problems are shown.
const PROBLEMS: usize = 200;

const STYLE: &str = include_str!("html.css");

/// The policy of the page: nothing but this one style.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = base64(&Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
});

/// Writes the page. It is well-formed XML after its first line.
///
/// # Errors
/// What `out` says.
pub fn write_html(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let outcome = content.outcome();
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\
         <meta name=\"color-scheme\" content=\"light dark\"/><meta name=\"referrer\" content=\"no-referrer\"/>\
         <title>Scan report</title><style>{STYLE}</style></head><body>\n{}<main>\n<h1>Scan report</h1>\n",
        POLICY.as_str(),
        patterns(),
    )?;
    writeln!(
        out,
        "<p class=\"outcome {}\"><strong>{}</strong></p>\n<p>{}</p>",
        outcome.severity().code(),
        escaped(&content.closing()),
        escaped(&content.scanned())
    )?;
    if let Some(left_out) = content.left_out() {
        writeln!(out, "<p>{}</p>", escaped(&left_out))?;
    }
    let totals = RuleTotal::all(content, SHOWN);
    write_records(content, out)?;
    write_problems(content, out)?;
    write_findings(content, &totals, out)?;
    let time = content.time.map(|time| {
        let time = time.to_text();
        format!("<time datetime=\"{time}\">{time}</time>, ")
    });
    writeln!(
        out,
        "</main>\n<footer><p>{}touchmark {}. The page shows names of files, fields and records, and no value of a record.</p></footer>\
         \n</body></html>",
        time.unwrap_or_default(),
        env!("CARGO_PKG_VERSION")
    )
}

/// What fills a class in the chart: a colour, and on it a shape that says the same without colour.
fn shape(class: Class) -> &'static str {
    match class {
        Class::Synthetic => "",
        Class::AiWritten => "M-2 2L2-2M0 8L8 0M6 10L10 6",
        Class::Masked => "M2 2h2v2h-2zM6 6h2v2h-2z",
        Class::Recorded => "M0 4H8",
        Class::Broken => "M0 0L8 8M0 8L8 0",
        Class::NotChecked => "M4 0V8",
        Class::Declared => "M-2 6L2 10M0 0L8 8M6-2L10 2",
        Class::Suspected => "M4 0V8M0 4H8",
        Class::Unlabelled => "M3 4h2",
    }
}

fn patterns() -> String {
    let mut svg =
        "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>"
            .to_owned();
    for class in Class::ALL {
        let code = class.code();
        let _ = write!(
            svg,
            "<pattern id=\"pattern-{code}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect class=\"ground {code}\" width=\"8\" height=\"8\"/><path class=\"ink\" d=\"{}\"/></pattern>",
            if shape(class).is_empty() { "M0 0" } else { shape(class) }
        );
    }
    svg + "</defs></svg>\n"
}

/// A sample of a class's pattern.
fn swatch(class: Class) -> String {
    format!(
        "<svg class=\"swatch\" width=\"20\" height=\"20\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"piece\" x=\"1\" y=\"1\" \
         width=\"18\" height=\"18\" fill=\"url(#pattern-{})\"/></svg>",
        class.code()
    )
}

fn present(counts: &Counts) -> impl Iterator<Item = (Class, u64)> {
    Class::ALL.iter().map(|class| (*class, counts.of(*class))).filter(|(_, count)| *count > 0)
}

/// Tenths of a percent, for people: what is there is never shown as nothing.
fn share(count: u64, total: u64) -> String {
    let tenths = (u128::from(count) * 1_000 + u128::from(total) / 2) / u128::from(total.max(1));
    match (count, tenths) {
        (1.., 0) => "under 0.1%".to_owned(),
        _ if count < total && tenths == 1_000 => "over 99.9%".to_owned(),
        _ => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

fn write_records(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = &content.summary.counts;
    if counts.total() == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<section aria-labelledby=\"records\"><h2 id=\"records\">Records</h2>\n<table><caption>What the records are</caption>\
         <thead><tr><th scope=\"col\">Class</th><th scope=\"col\" class=\"number\">Records</th>\
         <th scope=\"col\" class=\"number\">Share</th></tr></thead><tbody>"
    )?;
    for (class, count) in present(counts) {
        writeln!(
            out,
            "<tr><th scope=\"row\">{} {}</th><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
            swatch(class),
            escaped(class.title()),
            grouped(count),
            share(count, counts.total())
        )?;
    }
    writeln!(
        out,
        "</tbody><tfoot><tr><th scope=\"row\">All records</th><td class=\"number\">{}</td><td class=\"number\">100.0%</td></tr>\
         </tfoot></table>",
        grouped(counts.total())
    )?;
    writeln!(
        out,
        "<table><caption>Records by file, with the share of each class as a bar</caption><thead><tr>\
         <th scope=\"col\">File</th><th scope=\"col\">Records</th></tr></thead><tbody>"
    )?;
    let mut files: Vec<(&Arc<str>, &FileSummary)> = content.summary.files.iter().collect();
    files.sort_by_key(|(_, file)| std::cmp::Reverse(file.counts.total()));
    let mut rest = *counts;
    for (file, summary) in files.iter().take(FILES) {
        write_bar(&escaped(&name(file)), &summary.counts, out)?;
        rest.remove_all(&summary.counts);
    }
    if files.len() > FILES || rest.total() > 0 {
        write_bar("All other files", &rest, out)?;
    }
    writeln!(out, "</tbody></table></section>")
}

/// A file's records as a bar and as words: whoever cannot see the one has the other.
fn write_bar(file: &str, counts: &Counts, out: &mut dyn io::Write) -> io::Result<()> {
    let total = counts.total();
    write!(out, "<tr><th scope=\"row\">{file}</th><td>")?;
    if total == 0 {
        return writeln!(out, "None</td></tr>");
    }
    write!(out, "<svg class=\"bar\" width=\"100%\" height=\"20\" aria-hidden=\"true\" focusable=\"false\">")?;
    let (mut before, mut said) = (0_u64, Vec::new());
    // In thousandths of a percent, so that every class that is there has its place.
    let at = |count: u64| {
        let thousandths = u128::from(count) * 100_000 / u128::from(total);
        format!("{}.{:03}%", thousandths / 1_000, thousandths % 1_000)
    };
    for (class, count) in present(counts) {
        write!(
            out,
            "<rect class=\"piece\" x=\"{}\" width=\"{}\" height=\"100%\" fill=\"url(#pattern-{})\"/>",
            at(before),
            at(count),
            class.code()
        )?;
        before += count;
        said.push(format!("{}: {}", escaped(class.title()), grouped(count)));
    }
    writeln!(out, "</svg><strong>{}</strong><br/>{}</td></tr>", counted(total, "record"), said.join("; "))
}

fn write_problems(content: &Content<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut problems = content.problems();
    let shown: Vec<_> = problems.by_ref().take(PROBLEMS).collect();
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section aria-labelledby=\"problems\"><h2 id=\"problems\">Could not be looked at</h2>\n\
         <p>What is in these files, or in the rest of them, is not known.</p>\n<table><caption>Files and what is wrong with them</caption>\
         <thead><tr><th scope=\"col\">File</th><th scope=\"col\">What is wrong, and what to do</th></tr></thead><tbody>"
    )?;
    for (file, problem) in shown {
        let (file, problem) = (escaped(&name(file)), escaped(&words(problem)));
        writeln!(out, "<tr><th scope=\"row\">{file}</th><td>{problem}</td></tr>")?;
    }
    writeln!(out, "</tbody></table>")?;
    let beyond: u64 = problems.map(|_| 1).sum();
    if beyond > 0 {
        writeln!(out, "<p>And {} more.</p>", grouped(beyond))?;
    }
    writeln!(out, "</section>")
}

fn write_findings(
    content: &Content<'_>,
    totals: &[RuleTotal<'_>],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>")?;
    if totals.is_empty() {
        return writeln!(out, "<p>{}</p></section>", escaped(&content.scanned()));
    }
    writeln!(
        out,
        "<table><caption>Findings by kind</caption><thead><tr><th scope=\"col\">Finding</th>\
         <th scope=\"col\" class=\"number\">New</th><th scope=\"col\" class=\"number\">Known</th></tr></thead><tbody>"
    )?;
    for (at, total) in totals.iter().enumerate() {
        let title = escaped(&name(&total.rule.title));
        let linked = if at < RULES { format!("<a href=\"#finding-{at}\">{title}</a>") } else { title };
        let severity = total.severity.code();
        writeln!(
            out,
            "<tr><th scope=\"row\"><span class=\"severity {severity}\">{severity}</span> {linked}</th>\
             <td class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
            grouped(total.new),
            grouped(total.known)
        )?;
    }
    writeln!(out, "</tbody></table>")?;
    for (at, total) in totals.iter().take(RULES).enumerate() {
        let severity = total.severity.code();
        writeln!(
            out,
            "<section aria-labelledby=\"finding-{at}\"><h3 id=\"finding-{at}\" tabindex=\"-1\">{}</h3>\n\
             <p><span class=\"severity {severity}\">{severity}</span> <code>{}</code>: {}.</p>\n<p>{}</p>\n\
             <p><strong>What to do:</strong> {}</p>",
            escaped(&name(&total.rule.title)),
            escaped(&name(&total.rule.id)),
            escaped(&total.counts()),
            escaped(&words(&total.rule.meaning)),
            escaped(&words(&total.rule.remedy)),
        )?;
        writeln!(
            out,
            "<table><caption>The first of “{}”</caption><thead><tr><th scope=\"col\">Where</th><th scope=\"col\">What</th></tr></thead>\
             <tbody>",
            escaped(&name(&total.rule.title))
        )?;
        for example in &total.examples {
            write_example(example, out)?;
        }
        writeln!(out, "</tbody></table>")?;
        if total.others() > 0 {
            writeln!(out, "<p>And {} more.</p>", grouped(total.others()))?;
        }
        writeln!(out, "</section>")?;
    }
    if totals.len() > RULES {
        writeln!(out, "<p>JSON Lines has the findings of the other kinds.</p>")?;
    }
    writeln!(out, "</section>")
}

fn write_example(example: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
    let about = text::about(example);
    let about = if about.is_empty() { "The file as a whole".to_owned() } else { about };
    writeln!(
        out,
        "<tr><th scope=\"row\">{}, {}</th><td>{}</td></tr>",
        escaped(&name(&example.spot.file)),
        place(&example.spot),
        escaped(&about)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_never_hide_what_is_there() {
        for (count, total, text) in [
            (0, 3, "0.0%"),
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (1, 1_000_000, "under 0.1%"),
            (999_999, 1_000_000, "over 99.9%"),
            (7, 7, "100.0%"),
        ] {
            assert_eq!(share(count, total), text);
        }
    }

    /// Two classes with one pattern would be one to whoever sees no colours.
    #[test]
    fn every_class_has_a_pattern_and_a_colour_of_its_own() {
        let shapes: std::collections::BTreeSet<_> = Class::ALL.iter().map(|class| shape(*class)).collect();
        assert_eq!(shapes.len(), Class::ALL.len());
        for class in Class::ALL {
            let rule = format!(".{} {{", class.code());
            assert_eq!(STYLE.matches(&rule).count(), 2, "{rule} once for light and once for dark");
        }
        // What ends the element that the style stands in.
        assert!(!STYLE.contains("</"));
    }
}
