//! What the documents promise is no more than what is there: words that would promise more are refused, and every link
//! leads somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

fn repository() -> PathBuf {
    touchmark_tests::room("..")
}

/// Every document of the project, by its path from the root. The changelog tells what was, and is left out.
fn documents() -> Vec<(String, String)> {
    fn walk(folder: &Path, from: &str, found: &mut Vec<(String, String)>) {
        let generated = ["node_modules", "target", "dist", "artifacts", "corpus", "coverage", "out"];
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if name.starts_with('.') || generated.contains(&name.as_str()) {
                continue;
            }
            let path = if from.is_empty() { name.clone() } else { format!("{from}/{name}") };
            // What a scan wrote of files with hostile names is data.
            if path == "tests/data/reports" {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &path, found);
            } else if name.ends_with(".md") && name != "CHANGELOG.md" {
                found.push((path, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&repository(), "", &mut found);
    found.sort();
    found
}

/// What is there, of what documents speak of.
#[derive(Clone, Copy)]
struct There {
    /// A Lightning component can be put on a dashboard.
    dashboards: bool,
    /// Texts that nobody has read whose language it is.
    proposals: bool,
}

impl There {
    fn look() -> Self {
        let folders = ["force-app", "optional"].map(|name| format!("lwc-wrapper/{name}/main/default/lwc"));
        let bundles = folders.iter().flat_map(|folder| fs::read_dir(repository().join(folder)).unwrap());
        let metas = bundles.filter_map(|bundle| {
            let folder = bundle.unwrap().path();
            let name = folder.file_name()?.to_str()?.to_owned();
            fs::read_to_string(folder.join(format!("{name}.js-meta.xml"))).ok()
        });
        let metas: Vec<String> = metas.collect();
        assert!(metas.iter().any(|meta| meta.contains("<target>lightning__RecordPage</target>")));
        let status = fs::read_to_string(repository().join("src/words/catalogue/status.json")).unwrap();
        Self {
            dashboards: metas.iter().any(|meta| meta.contains("Dashboard</target>")),
            proposals: status.contains(": \"P\""),
        }
    }
}

/// Sentences of a document that promise more than is there.
fn overclaims(path: &str, text: &str, there: There) -> Vec<String> {
    let mut found = Vec::new();
    let all = text.to_lowercase();
    let mut refuse = |sentence: &str, why: &str| found.push(format!("{path}: {why}: {sentence}"));
    for sentence in sentences(&all) {
        let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        let denied = has_word(&sentence, &["no", "not", "never", "nothing", "nobody", "neither", "nor"]);
        if !denied
            && says(&["proves it", "proves that it is", "proven real", "proves where", "proves the origin"])
        {
            refuse(&sentence, "a seal proves who said it, not that it is so");
        }
        if !denied && says(&["compliant", "ensures compliance", "makes you comply", "certified"]) {
            refuse(&sentence, "nothing makes anybody compliant");
        }
        if says(&["sealed where it is made", "a record where it is made", "where the records are made"]) {
            refuse(&sentence, "what is sealed is what the CRM returned after the load (docs/cli.md)");
        }
        if path.starts_with("lwc-wrapper/") && !denied && !there.dashboards && says(&["dashboard"]) {
            refuse(&sentence, "no Lightning component has a dashboard for a target");
        }
        if path == "docs/profile.md" && says(&["middleware"]) {
            refuse(&sentence, "there is none");
        }
    }
    let advertises = ["23 languages", "24 languages", "24 official languages"];
    if there.proposals && advertises.iter().any(|words| all.contains(words)) && !all.contains("propos") {
        refuse("languages", "say beside them that translations are proposed");
    }
    found
}

/// The sentences of a text, roughly: what stands between full stops, and each row of a table.
fn sentences(text: &str) -> Vec<String> {
    let blocks = text.split("\n\n").flat_map(|block| {
        let is_table = block.trim_start().starts_with('|');
        let rows: Vec<String> = if is_table {
            block.lines().map(str::to_owned).collect()
        } else {
            vec![block.replace('\n', " ")]
        };
        rows
    });
    blocks
        .flat_map(|block| {
            let ends = block.replace(". ", ".\n").replace(": ", ":\n").replace("; ", ";\n");
            ends.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>()
        })
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

fn has_word(sentence: &str, words: &[&str]) -> bool {
    sentence.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}

#[test]
fn no_document_promises_more_than_is_there() {
    let there = There::look();
    let documents = documents();
    assert!(documents.len() > 20);
    let found: Vec<_> = documents.iter().flat_map(|(path, text)| overclaims(path, text, there)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_overclaim_is_noticed() {
    let nothing = There { dashboards: false, proposals: true };
    let count = |path: &str, text: &str| overclaims(path, text, nothing).len();
    for (path, text) in [
        ("README.md", "**Shows where a record came from, and\nproves it.** More."),
        ("README.md", "| seal | proves it |"),
        ("docs/a.md", "With touchmark you are compliant."),
        ("docs/a.md", "This is not much. It makes a CRM GDPR-compliant."),
        ("README.md", "touchmark seals a record where it is made (Ed25519)."),
        ("README.md", "Sealing happens where the records\nare made."),
        ("lwc-wrapper/README.md", "In lists, on dashboards and in flows."),
        ("docs/profile.md", "Middleware injects from record seals."),
        ("README.md", "Words in 24 languages."),
    ] {
        assert_eq!(count(path, text), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("README.md", "A seal proves who said it."),
        ("README.md", "An unsealed record is not\nproven real."),
        ("docs/a.md", "A badge does not make anyone compliant with a law."),
        ("lwc-wrapper/README.md", "No component can be put on a dashboard."),
        ("README.md", "Words in 24 languages, 23 of them proposed."),
    ] {
        assert_eq!(count(path, text), 0, "{path}: {text}");
    }
    let all = There { dashboards: true, proposals: false };
    assert_eq!(overclaims("lwc-wrapper/README.md", "On dashboards, in 24 languages.", all), [""; 0]);
}

/// Links of a document to files of the repository that are not there, or to headings that are not.
fn broken_links(path: &str, text: &str, read: &dyn Fn(&Path) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for rest in prose(text).split("](").skip(1) {
        let link = rest.split(')').next().unwrap_or_default();
        if link.contains("://") || link.starts_with("mailto:") || link.contains(' ') {
            continue;
        }
        let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
        let target = if file.is_empty() {
            PathBuf::from(path)
        } else {
            flat(&Path::new(path).parent().unwrap_or(Path::new("")).join(file))
        };
        let Some(content) = read(&target) else {
            found.push(format!("{path}: {link} is not there"));
            continue;
        };
        if anchor.is_some_and(|anchor| !headings(&content).contains(anchor)) {
            found.push(format!("{path}: {link} names no heading of {}", target.display()));
        }
    }
    found
}

/// Without blocks of code, and without code in a line.
fn prose(text: &str) -> String {
    let blocks = text.split("\n```").step_by(2).collect::<Vec<_>>().join("\n");
    blocks.split('`').step_by(2).collect()
}

/// A path without its `..`.
fn flat(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut flat, part| {
        match part {
            Component::ParentDir => {
                flat.pop();
            }
            Component::CurDir => {}
            part => flat.push(part),
        }
        flat
    })
}

/// The anchors of a document's headings, as code hosts name them.
fn headings(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix('#'));
    lines
        .map(|heading| {
            let heading = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let read = |path: &Path| {
        let path = repository().join(path);
        path.exists().then(|| fs::read_to_string(path).unwrap_or_default())
    };
    let found: Vec<_> = documents().iter().flat_map(|(path, text)| broken_links(path, text, &read)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_broken_link_is_noticed() {
    let read = |path: &Path| {
        (path == Path::new("docs/cli.md"))
            .then(|| "# The `touchmark` command\n\n## Make a key, once\n".to_owned())
    };
    let count = |path: &str, text: &str| broken_links(path, text, &read).len();
    assert_eq!(
        count("docs/a.md", "[a](cli.md), [b](../docs/cli.md#make-a-key-once), [c](https://x.example/y#z)"),
        0
    );
    assert_eq!(count("docs/cli.md", "[a](#the-touchmark-command) `[x](y)`\n```js\na[0](b)\n```\n"), 0);
    assert_eq!(count("docs/a.md", "[a](policy.md)"), 1);
    assert_eq!(count("a.md", "[a](cli.md)"), 1);
    assert_eq!(count("docs/a.md", "[a](cli.md#make-a-key)"), 1);
    assert_eq!(count("docs/cli.md", "[a](#make-a-key)"), 1);
}
