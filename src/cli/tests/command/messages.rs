//! Names come from files, arguments and other people's bundles. What the command says of them steers no terminal, passes
//! for no line of its own, and is safe to paste.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::desk::{Desk, Ended, RULES, TENANT, program};

/// What people could be fooled by, and what a shell would run.
const HOSTILE: [&str; 21] = [
    "a\u{1b}[2J\u{1b}[1;1Hb",
    "a\u{1b}]0;title\u{7}b",
    "a\u{9b}2Jb",
    "a\u{7f}\u{8}\u{8}b",
    "a\u{202e}b\u{2066}c",
    "a\u{200b}b\u{feff}c\u{200f}",
    "a\u{fe0f}b\u{e0041}c",
    "a\nNote: all is well",
    "a\r\nNote: all is well",
    "a\u{2028}Note: all is well",
    "a\u{85}Note: all is well",
    "$(touch pwned)",
    "`touch pwned`",
    "a'; touch pwned; '",
    "a\"; touch pwned; \"",
    "a && touch pwned",
    "a|touch pwned",
    "-rf",
    "--out=pwned",
    "a b",
    "*",
];

/// Nothing that steers a terminal or hides, and no line that the command did not mean.
#[track_caller]
fn is_clean(said: &str, what: &str) {
    for character in said.chars().filter(|character| *character != '\n') {
        let hides = matches!(
            u32::from(character),
            0x200b..=0x200f | 0x2028..=0x202f | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xe0000..=0xe0fff
        );
        assert!(!character.is_control() && !hides, "{character:?} in {said:?}: {what}");
    }
    let lines = said.lines().filter(|line| !line.starts_with("Note: "));
    assert!(lines.clone().all(|line| !line.trim_start().starts_with("Note:")), "{said:?}: {what}");
    assert!(!said.contains("\nNote: all is well"), "{said:?}: {what}");
}

#[track_caller]
fn says_nothing_unclean(ended: &Ended, what: &str) {
    is_clean(&ended.stderr, what);
    is_clean(&ended.stdout, what);
}

fn csv_cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn toml_text(text: &str) -> String {
    // A JSON text is a TOML text, but for what TOML wants escaped and JSON does not.
    serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007F")
}

#[test]
fn arguments_are_repeated_without_what_steers_a_terminal() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    let seal = desk.seal_args("in.csv", "out.csv", &["--open-fields", "Title", "--skip", "Kind__c"]);
    let verify = ["verify", "in.csv", "--trust", "trust.json"];
    let expected = ["--tenant", TENANT, "--environment", "sandbox"];
    let verify_here = [&verify[..], &expected].concat();
    let keygen = ["keygen", "--out", "new.pem", "--trust", "new.json", "--name", "x"];
    let status = ["trust", "status", "trust.json", "--key", "key.pem"];
    let fields = ["salesforce", "fields", "--objects", "Contact", "--out", "app"];
    let options: Vec<(&[&str], &str)> = vec![
        (&[], ""),
        (&[], "--nonsense"),
        (&["verify"], ""),
        (&["trust"], ""),
        (&seal, ""),
        (&seal, "--object"),
        (&seal, "--tenant"),
        (&seal, "--environment"),
        (&seal, "--open-fields"),
        (&seal, "--restricted"),
        (&seal, "--skip"),
        (&seal, "--types"),
        (&seal, "--issuer"),
        (&seal, "--status"),
        (&seal, "--valid-for"),
        (&seal, "--now"),
        (&seal, "--log"),
        (&seal, "--envelope"),
        (&seal, "--format"),
        (&verify, "--policy"),
        (&verify, "--environment"),
        (&verify_here, "--allow"),
        (&verify_here, "--object"),
        (&verify_here, "--queried"),
        (&verify_here, "--registry"),
        (&keygen[..5], "--name"),
        (&keygen, "--issuer"),
        (&keygen, "--log"),
        (&keygen, "--role"),
        (&status, "--list"),
        (&status, "--add"),
        (&status, "--withdrawn"),
        (&fields[..4], "--out"),
        (&fields, "--tier"),
        (&["salesforce", "fields", "--out", "app"], "--objects"),
        (&["salesforce", "soql"], "--query"),
        (&["salesforce", "soql"], "--fields"),
        (&["salesforce", "soql"], "--tier"),
        (&["conform"], ""),
        (&["trust", "sign"], ""),
    ];
    for (command, option) in options {
        for name in HOSTILE {
            let given = match option {
                "" => name.to_owned(),
                option => format!("{option}={name}"),
            };
            let ended = desk.run(&[command, &[given.as_str()]].concat());
            says_nothing_unclean(&ended, &format!("{command:?} {given:?}"));
        }
    }
    // A list made under such a name stays a document.
    assert!(!desk.has("pwned"));
}

#[test]
fn names_of_files_are_repeated_without_what_steers_a_terminal() {
    for name in HOSTILE.into_iter().filter(|name| !name.starts_with('-')) {
        let desk = Desk::with_key();
        let missing = desk.verify(name, &[]);
        says_nothing_unclean(&missing.fails(3, &["cannot be read"]), name);
        desk.write(name, "Title,Kind__c\nCEO,\"made\n");
        says_nothing_unclean(&desk.verify(name, &["--object", "Contact"]).fails(3, &["never closed"]), name);
        // A record without a name of its own goes by its place.
        desk.write(name, "Title,Kind__c,Provenance_Seal__c\nCEO,made,\n");
        says_nothing_unclean(&desk.verify(name, &["--object", "Contact"]).fails(1, &[]), name);
        desk.write(name, "{");
        for args in [
            &["verify", "x", "--trust", name, "--tenant", "any", "--environment", "any"][..],
            &["verify", "x", "--trust", "trust.json", "--policy", name],
            &["trust", "status", name, "--key", "key.pem", "--list", "a:b"],
            &["trust", "sign", "trust.json", "--key", name, "--out", "-"],
            &["conform", name],
        ] {
            let ended = desk.run(args);
            assert!(ended.code > 1, "{ended:?}");
            says_nothing_unclean(&ended, name);
        }
        // A key that others may read: the advice can be pasted, and does what it says.
        fs::copy(desk.path("key.pem"), desk.path(name)).unwrap();
        let made_open = Command::new("chmod").arg("644").arg(desk.path(name)).status().unwrap();
        assert!(made_open.success());
        desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
        let mut args = desk.seal_args("in.csv", "out.csv", &["--open-fields", "Title", "--skip", "Kind__c"]);
        let key = args.iter().position(|arg| *arg == "key.pem").unwrap();
        args[key] = name;
        let ended = desk.run(&args).succeeds();
        says_nothing_unclean(&ended, name);
        let before = desk.names();
        if let Some((_, command)) = ended.stderr.lines().next().unwrap().split_once("; run: ") {
            let run = Command::new("sh").args(["-c", command]).current_dir(desk.path("")).status().unwrap();
            assert!(run.success(), "{command}");
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777,
                0o600,
                "{command}"
            );
        } else {
            assert!(name.chars().any(|c| c.is_control() || !c.is_ascii()), "{}", ended.stderr);
        }
        assert_eq!(desk.names(), before);
    }
}

#[test]
fn what_files_hold_is_repeated_without_what_steers_a_terminal() {
    for name in HOSTILE {
        let desk = Desk::with_key();
        let fields = ["--open-fields", "Title", "--skip", "Kind__c"];
        let seal = |input: &str, more: &[&str]| {
            let ended = desk.seal(input, "out", &[&fields[..], more].concat());
            says_nothing_unclean(&ended, &format!("{name:?}, {input}, {more:?}"));
            ended
        };
        let (cell, text, toml) = (csv_cell(name), serde_json::to_string(name).unwrap(), toml_text(name));
        // Columns and members.
        desk.write("column.csv", format!("Title,Kind__c,{cell}\nCEO,made,x\n"));
        seal("column.csv", &[]).fails(2, &["every column must be covered or skipped"]);
        desk.write("member.json", format!("[{{\"Title\":\"CEO\",\"Kind__c\":\"made\",{text}:\"x\"}}]"));
        seal("member.json", &[]).fails(2, &["every column must be covered or skipped"]);
        desk.write("twice.csv", format!("{cell},{cell}\n"));
        seal("twice.csv", &[]).fails(3, &["two columns are called"]);
        desk.write("ragged.csv", format!("Title,{cell}\nCEO,\"x\n"));
        says_nothing_unclean(&desk.verify("ragged.csv", &[]).fails(3, &["never closed"]), name);
        desk.write(
            "type.json",
            format!("[{{\"attributes\":{{\"type\":{text}}},\"Title\":\"CEO\",\"Kind__c\":\"made\"}}]"),
        );
        seal("type.json", &[]);
        // Values.
        desk.write("id.csv", format!("Title,Kind__c,Id\nCEO,made,{cell}\n"));
        seal("id.csv", &[]).fails(3, &["id.csv:2:Id"]);
        // Rules and types.
        desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
        desk.write("rules.toml", RULES.replace("\"made\"\nwhen", &format!("{toml}\nwhen")));
        seal("in.csv", &[]).succeeds();
        desk.write(
            "rules.toml",
            RULES.replace("urn:example:test", "{Title}").replace("\"made\"\nwhen", &format!("{toml}\nwhen")),
        );
        desk.write("empty.csv", "Title,Kind__c\n,made\n");
        seal("empty.csv", &[]).fails(3, &["is empty in this row"]);
        desk.write("rules.toml", RULES.replace("Kind__c", &toml));
        seal("in.csv", &[]).fails(2, &["asks for"]);
        desk.write("rules.toml", format!("{RULES}\n{toml} = 1\n"));
        seal("in.csv", &[]).fails(2, &["rules.toml: TOML parse error at line"]);
        desk.write("rules.toml", RULES);
        for types in [
            format!("{toml} = 1"),
            format!("{toml} = \"nonsense\""),
            format!("Title = {toml}"),
            format!("{toml} {toml}"),
        ] {
            desk.write("types.toml", types);
            seal("in.csv", &["--types", "types.toml"]).fails(2, &["types.toml: "]);
        }
        desk.write("types.toml", format!("{toml} = \"currency\""));
        desk.write("known.csv", format!("Title,Kind__c,{cell}\nCEO,made,x\n"));
        // No field has such a name, whatever somebody says of its type.
        seal("known.csv", &["--types", "types.toml"]).fails(2, &["is not an API name"]);
        // Acceptance cases.
        desk.write(
            "cases.json",
            json!({"cases": [{"id": name, "view": {}, "policy": {}, "expect": {}, name: 1}]}).to_string(),
        );
        says_nothing_unclean(&desk.run(&["conform", "cases.json"]), name);
    }
}

/// People's names, and what a seal says, in a verdict of any format.
#[test]
fn a_verdict_says_nothing_unclean_in_any_format() {
    for name in HOSTILE {
        let desk = Desk::with_key();
        desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n");
        desk.seal("in.csv", "sealed.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
        let mut trust: serde_json::Value = serde_json::from_str(&desk.read("trust.json")).unwrap();
        trust["issuers"][0]["name"] = name.into();
        desk.write("trust.json", trust.to_string());
        let sealed = desk.read("sealed.csv");
        desk.write("field.csv", sealed.replacen("Kind__c", &csv_cell(name), 1));
        desk.write("id.csv", sealed.replace("003Qx0000080nG1IAI", &csv_cell(name)));
        let seal = csv_cell(&json!({"seal": name, "vc": {"issuer": name}}).to_string());
        desk.write("seal.csv", format!("Id,Provenance_Seal__c\n003Qx0000080nG1IAI,{seal}\n"));
        let flag = json!([{"Id": "003Qx0000080nG1IAI", "Synthetic_Data__c": true, "Provenance_Source__c": name,
            "Provenance_Seal__c": null, name: name}]);
        desk.write("flag.json", flag.to_string());
        desk.write(
            "kind.json",
            json!([{"attributes": {"type": name}, "Provenance_Seal__c": name}]).to_string(),
        );
        for file in ["sealed.csv", "field.csv", "id.csv", "seal.csv", "flag.json", "kind.json"] {
            for (format, environment) in
                [("table", "sandbox"), ("json", name), ("jsonl", name), ("table", name)]
            {
                let environment = format!("--environment={environment}");
                let ended = desk.run(&[
                    "verify",
                    file,
                    "--trust",
                    "trust.json",
                    "--tenant",
                    TENANT,
                    &environment,
                    "--object",
                    "Contact",
                    "--format",
                    format,
                ]);
                says_nothing_unclean(&ended, &format!("{file}, {format}, {name:?}"));
                if format != "table" && ended.code < 2 {
                    let read: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
                    let verdict = if format == "json" { &read[0] } else { &read };
                    // To a program it says what was said.
                    assert_eq!(verdict["environment"]["expected"], name, "{}", ended.stdout);
                }
            }
        }
    }
}

/// A log's first line is its keeper's.
#[test]
fn a_log_says_nothing_unclean() {
    for name in HOSTILE {
        let desk = Desk::with_key();
        let role = ["--role", "log", "--log", "log", "--out", "log.pem", "--name", "bank.example/l"];
        let witness = ["--role", "witness", "--out", "witness.pem", "--name", "w.example/1"];
        for role in [&role[..], &witness] {
            desk.run(&[&["keygen", "--trust", "trust.json"], role].concat()).succeeds();
        }
        let checkpoint = desk.read("log/checkpoint").replacen("bank.example/l", name, 1);
        desk.write("log/checkpoint", checkpoint);
        let ended = desk.run(&[
            "log",
            "cosign",
            "log",
            "--key",
            "witness.pem",
            "--seen",
            "seen.txt",
            "--trust",
            "trust.json",
        ]);
        assert!(ended.code > 2, "{ended:?}");
        says_nothing_unclean(&ended, name);
    }
}

/// What a message offers to paste is pasted, into a real shell: each name arrives whole, and nothing else happens.
#[test]
fn what_is_offered_to_be_pasted_runs_nothing_else() {
    let mut pasted = 0;
    for name in HOSTILE
        .into_iter()
        .chain(["", " ", "a'b", "a''b", "~", "$HOME", "#a", "a\\", "é", "=ls", "!!", "{a,b}"])
    {
        let desk = Desk::with_key();
        desk.write("types.toml", "");
        let members = [("Title", "CEO"), ("Kind__c", "made"), (name, "x")];
        let record: serde_json::Map<_, _> =
            members.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        desk.write("in.json", json!([record]).to_string());
        let options = ["--open-fields", "Title", "--skip", "Kind__c", "--types", "types.toml"];
        let args = desk.seal_args("in.json", "out.json", &options);
        let ended = desk.run(&args).fails(2, &["every column must be covered or skipped"]);
        let offered: Vec<String> = ended.stderr.lines().filter_map(offer).map(str::to_owned).collect();
        for offer in &offered {
            pasted += 1;
            let words = words_of(&desk, offer);
            let value =
                words.iter().find(|word| word.contains(name)).unwrap_or_else(|| panic!("{offer}: {words:?}"));
            assert!(words.len() <= 2 && value.ends_with(name), "{offer}: {words:?}");
            // And it does what it says.
            let command = format!("touchmark {} {offer}", args.join(" "));
            let ended = shell(&desk, &command, program().parent().unwrap());
            assert!(ended.status.success(), "{command}: {ended:?}");
            fs::remove_file(desk.path("out.json")).unwrap();
        }
        let is_shown = |c: char| c == ' ' || c.is_ascii_graphic() || c == 'é';
        let can_be_pasted = !name.contains(',') && !name.trim().is_empty() && name.chars().all(is_shown);
        assert_eq!(!offered.is_empty(), can_be_pasted, "{name:?}: {}", ended.stderr);
        assert!(can_be_pasted || ended.stderr.contains("rename the column"), "{}", ended.stderr);
        assert!(!desk.has("pwned"), "{name:?}");
    }
    assert!(pasted > 15, "{pasted} commands were tried");
}

/// The options of a line such as `not to be covered:       --skip Foo__c`.
fn offer(line: &str) -> Option<&str> {
    let at = line.find(":  ")? + 1;
    let options = line[at..].trim_start();
    options.starts_with("--").then_some(options)
}

/// What a command is given when a shell reads these words.
fn words_of(desk: &Desk, words: &str) -> Vec<String> {
    let bin = desk.path("bin");
    fs::create_dir_all(&bin).unwrap();
    let stub = bin.join("stub");
    fs::write(&stub, "#!/bin/sh\nprintf '%s\\0' \"$@\"\n").unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(&stub, fs::Permissions::from_mode(0o755)).unwrap();
    let before = desk.names();
    let output = shell(desk, &format!("stub {words}"), &bin);
    assert_eq!(desk.names(), before, "{words}");
    assert!(output.stderr.is_empty(), "{words}: {output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let mut words: Vec<String> = said.split('\0').map(str::to_owned).collect();
    words.pop();
    words
}

fn shell(desk: &Desk, command: &str, bin: &Path) -> std::process::Output {
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(desk.path("")).env("PATH", path).stdin(Stdio::null());
    shell.output().unwrap()
}
