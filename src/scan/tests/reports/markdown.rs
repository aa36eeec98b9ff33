use touchmark_scan::report::{MAX_MARKDOWN, write_markdown};
use touchmark_scan::{Rule, Rules, Severity, Summary};

use crate::scene::{Full, HOSTILE, assert_visible, content, hostile, plain, written};

/// The report without what stands in code spans, where nothing is markup.
fn outside_of_spans(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let length = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
        let (fence, after) = rest[at..].split_at(length);
        // A span ends at the next run of as many; a longer or a shorter one is its text.
        let mut from = 0;
        let end = loop {
            let at = from + after[from..].find(fence).expect("every span ends");
            let run = after[at..].bytes().take_while(|byte| *byte == b'`').count();
            if run == length && !after[..at].ends_with('`') {
                break at;
            }
            from = at + run;
        };
        assert!(!after[..end].contains('\n'), "a span stays on its line");
        rest = &after[end + length..];
    }
    out + rest
}

#[test]
fn hostile_names_are_no_markup() {
    let (summary, _) = hostile();
    let text = written(write_markdown, &content(&summary));
    assert_visible(&text);
    let outside = outside_of_spans(&text);
    let ours = ["<details>", "</details>", "<summary>", "</summary>"];
    let without = ours.iter().fold(outside.clone(), |text, tag| text.replace(tag, ""));
    assert!(!without.contains(['<', '>', '[', ']', '@', '(', '`', '\\']), "{without}");
    assert!(!without.contains("://") && !without.contains("www."));
    for (opened, closed) in [("<details>", "</details>"), ("<summary>", "</summary>")] {
        assert_eq!(outside.matches(opened).count(), outside.matches(closed).count());
    }
    // Every row of a table has the cells that its head has.
    let mut cells = 0;
    for line in text.lines() {
        let bars = line.matches('|').count();
        match line.starts_with('|') {
            true if cells == 0 => cells = bars,
            true => assert_eq!(bars, cells, "{line}"),
            false => cells = 0,
        }
    }
    assert!(HOSTILE.iter().all(|name| !name.contains('@') || !without.contains("@all")));
}

#[test]
fn it_says_what_and_what_to_do() {
    let (summary, _) = plain();
    let text = written(write_markdown, &content(&summary));
    for part in [
        "## Touchmark scan: not everything could be looked at\n",
        "| Synthetic, sealed | 1,200 |\n",
        "| **All records** | **1,233** |\n",
        "| Seal is missing | error | 1 | 0 | 1 |\n",
        "<summary>error: Seal is missing: 1 in 1 file</summary>\n\n",
        "- `data/contacts.csv`, row 12: `Contact 003Ws000004k2XpIAI`, `registry`\n",
        "**To do:** Find the sync",
        "- `data/broken.csv`: `data/broken.csv:7: a quoted cell does not end; close it`\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn it_is_no_longer_than_a_comment_may_be_and_says_where_it_ends() {
    let (mut summary, mut findings) = hostile();
    let mut rules = Rules::default();
    for number in 0..2_000 {
        let rule = Rule {
            id: format!("pack/{number}").into(),
            title: "Title".into(),
            meaning: "|".repeat(5_000).into(),
            remedy: "Do.".into(),
            severity: Severity::Note,
        };
        let id = rules.add(rule).unwrap();
        let mut one = findings.pop().unwrap_or_else(|| hostile().1.swap_remove(0));
        one.rule = id;
        summary.add(&one);
    }
    summary.rules = rules;
    let text = written(write_markdown, &content(&summary));
    assert!((20_000..=MAX_MARKDOWN).contains(&text.len()), "{}", text.len());
    assert!(text.contains("This comment ends here"));
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

#[test]
fn nothing_found_is_said_too() {
    let summary = Summary::default();
    let text = written(write_markdown, &content(&summary));
    assert!(text.starts_with("## Touchmark scan: nothing that fails it\n"), "{text}");
}

#[test]
fn a_full_disk_is_said() {
    let (summary, _) = plain();
    assert!(write_markdown(&content(&summary), &mut Full).is_err());
}
