//! What the documentation shows is what the command does: every `console` block of `docs/cli.md` is run, in order, in
//! one folder, and each line shown must be in the answer. `…` stands for anything. So are those of `docs/uses.md`.

#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::desk::{Desk, of_repository, program, sample};

#[test]
fn the_snippets_run() {
    let desk = Desk::new();
    desk.write("contacts.csv", sample("bulk_query_Contact.csv"));
    std::fs::copy(of_repository("tests/data/seal-cases.json"), desk.path("seal-cases.json")).unwrap();
    let uses = std::fs::read_to_string(of_repository("docs/uses.md")).unwrap();
    let (_, policy) = uses.split_once("```json policy\n").unwrap();
    desk.write("uses.json", policy.split("```").next().unwrap());
    let commands = run_all(&desk, "docs/cli.md");
    assert!(commands >= 6, "docs/cli.md shows {commands} commands only");
}

#[test]
fn the_snippets_about_uses_run() {
    let desk = Desk::with_key();
    let approver = ["--role", "approver", "--out", "approver.pem", "--name", "Data Protection"];
    desk.run(&[&["keygen", "--trust", "trust.json"], &approver[..]].concat()).succeeds();
    assert_eq!(run_all(&desk, "docs/uses.md"), 2);
    assert!(!desk.read("policy-0.1.json").contains("uses"));
    assert!(desk.read("grants.json").contains("CrmUseGrant"));
}

/// Runs what a document shows; gives the number of commands.
fn run_all(desk: &Desk, document: &str) -> usize {
    let docs = std::fs::read_to_string(of_repository(document)).unwrap();
    let mut commands = 0;
    for block in blocks(&docs) {
        match block {
            Block::File { name, content } => desk.write(name, content),
            Block::Console(lines) => {
                for shown in lines.split("\n$ ").map(|shown| shown.trim_start_matches("$ ")) {
                    run(desk, shown);
                    commands += 1;
                }
            }
        }
    }
    commands
}

#[test]
fn every_option_is_documented() {
    let docs = std::fs::read_to_string(of_repository("docs/cli.md")).unwrap();
    let is_named = |option: &str| {
        docs.match_indices(option).any(|(at, _)| {
            let after = docs[at + option.len()..].chars().next();
            after.is_none_or(|after| !after.is_ascii_alphanumeric() && after != '-')
        })
    };
    let missing = options(&mut Vec::new()).into_iter().filter(|(_, option)| !is_named(option));
    assert_eq!(missing.collect::<Vec<_>>(), []);
}

/// Every command, with each of its options.
fn options(command: &mut Vec<String>) -> Vec<(String, String)> {
    let args: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    let help = Desk::new().run(&args).succeeds().stdout;
    let mut found = Vec::new();
    if let Some((_, commands)) = help.split_once("\nCommands:\n") {
        for line in commands.lines().take_while(|line| !line.is_empty()) {
            let name = line.split_whitespace().next().unwrap();
            if line.starts_with("  ") && !line.starts_with("   ") && name != "help" {
                command.push(name.to_owned());
                found.extend(options(command));
                command.pop();
            }
        }
        return found;
    }
    let of_all = ["--help", "--version"];
    let named = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let option = line.strip_prefix("-o, ").unwrap_or(line).split([' ', ',']).next()?;
        (option.starts_with("--") && !of_all.contains(&option)).then(|| option.to_owned())
    });
    found.extend(named.map(|option| (command.join(" "), option)));
    assert!(!found.is_empty() || command.join(" ") == "conform", "{command:?} has options");
    found
}

enum Block<'d> {
    /// A block that starts with `# <name>` is the file of that name; one of a policy is `policy.json`.
    File {
        name: &'d str,
        content: &'d str,
    },
    Console(&'d str),
}

fn blocks(docs: &str) -> Vec<Block<'_>> {
    let fenced = docs.split("\n```").enumerate().filter(|(at, _)| at % 2 == 1).map(|(_, block)| block);
    let known = fenced.filter_map(|block| {
        let (kind, text) = block.split_once('\n').unwrap();
        match kind {
            "console" => Some(Block::Console(text)),
            "json policy" => Some(Block::File { name: "policy.json", content: text }),
            "toml" | "json" => {
                let name = text.lines().next()?.strip_prefix("# ")?;
                Some(Block::File { name, content: text })
            }
            _ => None,
        }
    });
    known.collect()
}

/// Runs the command of a snippet and looks for the lines below it.
fn run(desk: &Desk, shown: &str) {
    let mut lines = shown.lines().peekable();
    let mut command = lines.next().unwrap().to_owned();
    while command.ends_with('\\') {
        command.push('\n');
        command.push_str(lines.next().unwrap());
    }
    let binary = program().parent().unwrap().to_path_buf();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let ended = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(desk.path(""))
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    for line in lines.filter(|line| !line.trim().is_empty() && line.trim() != "…") {
        let found = said.lines().any(|said| matches(said.trim_end(), line.trim_end()));
        assert!(found, "`{command}` did not say\n  {line}\nbut\n{said}");
    }
}

/// Whether a line is the one shown, where `…` stands for anything.
fn matches(said: &str, shown: &str) -> bool {
    let parts: Vec<&str> = shown.split('…').collect();
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    let mut rest = match said.strip_prefix(first) {
        Some(rest) => rest,
        None => return false,
    };
    if parts.len() == 1 {
        return rest.is_empty();
    }
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
