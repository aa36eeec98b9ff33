//! What a scan finds, how it ends, and what it says of what it could not look at.

use std::collections::BTreeSet;
use std::io::Write as _;

use serde_json::Value;

use crate::desk::{Desk, Ended, TENANT, sample};

/// Real by the look of it: nothing in it is reserved, invented or repeated.
const PLAIN: &str =
    "Id,LastName,Email,Phone\n0031700000pJRRSAA4,Okafor,ngozi.okafor@postbox.org,+44 20 8743 1190\n";

/// Every finding of a scan in JSON Lines, as `file:number:rule`.
fn found(ended: &Ended) -> Vec<String> {
    findings(ended)
        .iter()
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
            let number = finding["number"].as_u64().unwrap_or_default();
            format!("{}:{number}:{}", text("file"), text("rule"))
        })
        .collect()
}

fn findings(ended: &Ended) -> Vec<Value> {
    let lines = ended.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["type"] == "crm-scan-finding/1").collect()
}

fn sealed() -> Desk {
    let desk = Desk::with_key();
    let rows = "0031700000pJRRSAA4,Okafor,made\n0031700000pJRRTAA4,Lindqvist,made\n";
    desk.write("in.csv", format!("Id,LastName,Kind__c\n{rows}"));
    desk.seal("in.csv", "sealed.csv", &["--open-fields", "LastName", "--skip", "Kind__c"]).succeeds();
    desk
}

#[test]
fn the_way_it_ends_says_what_was_found() {
    let desk = sealed();
    desk.write("plain.csv", PLAIN);
    desk.write("test.csv", PLAIN.replace("postbox.org", "example.com"));
    desk.write("broken.csv", format!("{PLAIN}1\n"));
    for (args, code, said) in [
        (vec!["plain.csv"], 0, "Exit code 0"),
        (vec!["plain.csv", "--target", "production"], 0, "Exit code 0"),
        (vec!["plain.csv", "--fail-on", "note"], 1, "No label"),
        (vec!["test.csv"], 0, "Suspected test data"),
        (vec!["test.csv", "--fail-on", "warning"], 1, "Exit code 1"),
        (vec!["test.csv", "--severity", "suspected=error"], 1, "Exit code 1"),
        (vec!["test.csv", "--severity", "suspected=off", "--fail-on", "warning"], 0, "Exit code 0"),
        (vec!["test.csv", "--target", "production"], 1, "example"),
        (vec!["broken.csv"], 3, "broken.csv:3: the row has 1 value"),
        (vec!["none.csv"], 3, "no such file"),
        (
            vec!["sealed.csv", "--trust", "trust.json", "--tenant", TENANT, "--target", "sandbox"],
            0,
            "Synthetic, sealed",
        ),
        (
            vec!["sealed.csv", "--trust", "trust.json", "--tenant", TENANT, "--target", "production"],
            1,
            "Not for this environment",
        ),
        (vec!["sealed.csv"], 0, "Seal could not be checked"),
        (vec!["sealed.csv", "--target", "production"], 1, "Seal could not be checked"),
    ] {
        let ended = desk.run(&[&["scan"], &args[..]].concat());
        assert_eq!(ended.code, code, "{args:?}: {ended:#?}");
        assert!(ended.stdout.contains(said) || said == "example", "{args:?}: {said}: {ended:#?}");
    }
    for (args, said) in [
        (vec!["scan"], "PATH"),
        (vec!["scan", "plain.csv", "--severity", "none=error"], "there is no rule none; there are"),
        (vec!["scan", "plain.csv", "--severity", "suspected=loud"], "RULE=WEIGHT"),
        (vec!["scan", "plain.csv", "--pack", "gdrp"], "there is no pack gdrp; there are"),
        (vec!["scan", "plain.csv", "--exclude", "a["], "--exclude"),
        (vec!["scan", "plain.csv", "--report", "pdf=x"], "there is no format pdf"),
        (vec!["scan", "plain.csv", "--output", "plain.csv"], "plain.csv"),
        (vec!["scan", "plain.csv", "--for", "scoring"], "--policy"),
    ] {
        desk.run(&args).fails(2, &[said]);
    }
}

#[test]
fn a_sealed_row_is_never_unlabelled_and_every_fault_has_its_rule() {
    let desk = sealed();
    let sealed = desk.read("sealed.csv");
    let trusted = ["--trust", "trust.json", "--tenant", TENANT, "--format", "jsonl"];
    let scan = |name: &str| desk.run(&[&["scan", name], &trusted[..]].concat());
    assert_eq!(found(&scan("sealed.csv")), ["sealed.csv:2:no-owner", "sealed.csv:3:no-owner"]);
    let lines: Vec<&str> = sealed.lines().collect();
    let edit = |at: usize, old: &str, new: &str| {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        lines[at] = lines[at].replacen(old, new, 1);
        lines.join("\n") + "\n"
    };
    for (content, rule) in [
        (edit(1, "Okafor", "Mallory"), "altered"),
        (edit(1, "0031700000pJRRSAA4", "0031700000pJRRUAA4"), "wrong-record"),
        (edit(1, "eddsa-jcs-2022", "eddsa-jcs-2021"), "unsupported"),
        (edit(1, "crm-seal/1", "crm-seal/9"), "unsupported"),
        (edit(1, "\"\"vc\"\"", "\"\"vd\"\""), "malformed"),
        (edit(1, "urn:example:test", "urn:example:tess"), "invalid"),
    ] {
        desk.write("bad.csv", content);
        let ended = scan("bad.csv");
        let found = found(&ended);
        assert!(found.contains(&format!("bad.csv:2:{rule}")), "{rule}: {found:?}");
        assert!(!found.iter().any(|line| line.ends_with(":unlabelled")), "{found:?}");
        assert_eq!(ended.code, 1);
    }
    // The uuid of the first on the second as well.
    let uuid = lines[1].rsplit(',').next().unwrap();
    desk.write(
        "copy.csv",
        format!("Id,Provenance_Id__c\n0031700000pJRRSAA4,{uuid}\n0031700000pJRRTAA4,{uuid}\n"),
    );
    assert!(found(&scan("copy.csv")).contains(&"copy.csv:3:duplicate-uuid".to_owned()));
}

/// Rows move, columns move, quotes and line ends change: a finding is the same one.
#[test]
fn a_finding_is_known_again_however_its_file_was_rewritten() {
    let desk = Desk::new();
    let rows = [
        "Okafor,a@example.com,1 High Street",
        "Lindqvist,b@example.org,2 Low Road",
        "Tanaka,c@example.net,3 Mid Way",
        "Moreau,claire.moreau@postbox.org,9 Rue Haute",
    ];
    let head = "LastName,Email,MailingStreet";
    let table = |head: &str, rows: &[String], end: &str| [&[head.to_owned()], rows].concat().join(end) + end;
    let own: Vec<String> = rows.map(str::to_owned).to_vec();
    desk.write("load.csv", table(head, &own, "\n"));
    let scan = |more: &[&str]| {
        desk.run(&[&["scan", "load.csv", "--fail-on", "warning", "--format", "jsonl"], more].concat())
    };
    let first = scan(&[]);
    assert_eq!(first.code, 1);
    desk.write("base.jsonl", &first.stdout);
    let prints = |ended: &Ended| -> BTreeSet<String> {
        findings(ended).iter().map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let reversed: Vec<String> = own.iter().rev().cloned().collect();
    let quoted: Vec<String> = own.iter().map(|row| format!("\"{}\"", row.replace(',', "\",\""))).collect();
    let turned: Vec<String> = own
        .iter()
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            [cells[2], cells[0], cells[1]].join(",")
        })
        .collect();
    let more = [vec!["Silva,luis.silva@postbox.org,4 Far End".to_owned()], own.clone()].concat();
    for (what, content) in [
        ("re-sorted", table(head, &reversed, "\n")),
        ("CRLF", table(head, &own, "\r\n")),
        ("re-quoted", table("\"LastName\",\"Email\",\"MailingStreet\"", &quoted, "\n")),
        ("columns turned", table("MailingStreet,LastName,Email", &turned, "\n")),
        ("a row above", table(head, &more, "\n")),
    ] {
        desk.write("load.csv", content);
        let again = scan(&["--baseline", "base.jsonl"]);
        assert!(prints(&again).is_superset(&prints(&first)), "{what}");
        assert_eq!(again.code, 0, "{what}: {}", again.stdout);
        let known = findings(&again).iter().filter(|finding| finding["standing"] == "known").count();
        assert_eq!(known, findings(&first).len(), "{what}");
    }
    // One that is new fails, and the others are still known.
    let new = [own, vec!["Novak,d@example.com,5 New Row".to_owned()]].concat();
    desk.write("load.csv", table(head, &new, "\n"));
    assert_eq!(scan(&["--baseline", "base.jsonl"]).code, 1);
}

#[test]
fn what_cannot_be_looked_at_is_said_with_its_place_and_the_rest_is_looked_at() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("load")).unwrap();
    let gzip = |text: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    };
    let suspect = PLAIN.replace("postbox.org", "example.com");
    desk.write("load/good.csv", &suspect);
    desk.write("load/good.csv.gz", gzip(suspect.as_bytes()));
    let cut = gzip(suspect.repeat(200).as_bytes());
    for (name, content, said) in [
        ("cut.csv.gz", &cut[..cut.len() / 2], "ends too early"),
        ("utf16.csv", &b"\xff\xfeI\0d\0"[..], "UTF-16"),
        ("latin.csv", &b"Id,Name\n1,J\xfcrgen\n2,Ann\n"[..], "latin.csv:2:Name: the text is not UTF-8"),
        ("binary.log", &b"\x7fELF\0\0\0"[..], "is no text from here on"),
        ("half.json", &b"[{\"Id\":\"1\"},{\"Id\""[..], "half.json:line 1"),
        ("page.csv", &b"<html><body>log in"[..], "HTML"),
        ("empty.csv", &b""[..], "empty"),
    ] {
        desk.write(&format!("load/{name}"), content);
        let ended = desk.run(&["scan", "load"]).fails(3, &[]);
        let told = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{name}: {told}");
        assert!(ended.stdout.contains(name), "{name}: {}", ended.stdout);
        let found = found(&desk.run(&["scan", "load", "--format", "jsonl"]));
        for good in ["load/good.csv:2:suspected", "load/good.csv.gz:2:suspected"] {
            assert!(found.iter().any(|line| line == good), "{name}: {found:?}");
        }
        std::fs::remove_file(desk.path(&format!("load/{name}"))).unwrap();
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(desk.path("load"), desk.path("load/again")).unwrap();
        let ended = desk.run(&["scan", "load"]).fails(3, &[]);
        assert!(ended.stdout.contains("load/again is a link"), "{}", ended.stdout);
        desk.run(&["scan", "load", "--exclude", "load/again"]).succeeds();
    }
}

/// What rows without an id are of, the rows before them say, in whatever piece of the file they stand.
#[test]
fn sealed_rows_without_an_id_are_checked_throughout_a_file() {
    let desk = Desk::with_key();
    let rows: String = (0..600).map(|at| format!("Okafor {at},made\n")).collect();
    desk.write("in.csv", format!("LastName,Kind__c\n{rows}"));
    let options = ["--open-fields", "LastName", "--skip", "Kind__c", "--without-record-id"];
    desk.seal("in.csv", "sealed.csv", &options).succeeds();
    let sealed = desk.read("sealed.csv");
    let with_id = sealed.lines().enumerate().map(|(at, line)| match at {
        0 => format!("Id,{line}\n"),
        1 => format!("0031700000pJRRSAA4,{line}\n"),
        _ => format!(",{line}\n"),
    });
    desk.write("load.csv", with_id.collect::<String>());
    let args = ["scan", "load.csv", "--trust", "trust.json", "--tenant", TENANT, "--target", "sandbox"];
    let ended = desk.run(&args).succeeds();
    assert!(ended.stdout.contains("  Synthetic, sealed  600\n"), "{}", ended.stdout);
}

#[test]
fn of_many_problems_a_few_are_told_and_the_others_counted() {
    let desk = Desk::new();
    desk.write("load.csv", format!("Id,LastName,Email\n{}", "1\n".repeat(5_000)));
    desk.write("named.csv", format!("Id,Provenance Seal\n{}", ",x\n".repeat(5_000)));
    for name in ["load.csv", "named.csv"] {
        let ended = desk.run(&["scan", name]).fails(3, &[]);
        let told = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(&format!("{name}:2")), "{told}");
        assert!(told.contains("4980 more such problems"), "{told}");
        assert!(ended.stdout.lines().count() < 120, "{told}");
    }
}

/// Settings that say nothing of a rule leave it what the target makes of it.
#[test]
fn settings_weigh_what_they_name_and_nothing_else() {
    let desk = Desk::new();
    desk.write("test.csv", PLAIN.replace("postbox.org", "example.com"));
    for (settings, code) in [
        (r#"{"scan":"crm-scan/1"}"#, 1),
        (r#"{"scan":"crm-scan/1","severity":{"unlabelled":"off"}}"#, 1),
        (r#"{"scan":"crm-scan/1","severity":{"suspected":"note"}}"#, 0),
        (r#"{"scan":"crm-scan/1","severity":{"suspected":"off"}}"#, 0),
    ] {
        desk.write("scan.json", settings);
        let ended = desk.run(&["scan", "test.csv", "--target", "production", "--settings", "scan.json"]);
        assert_eq!(ended.code, code, "{settings}: {ended:#?}");
    }
    desk.write("scan.json", r#"{"scan":"crm-scan/1","failOn":["error"]}"#);
    desk.run(&["scan", "test.csv", "--settings", "scan.json"]).fails(2, &["failOn", "--fail-on"]);
}

#[test]
fn a_log_that_speaks_of_test_data_is_found_by_its_lines() {
    let desk = Desk::new();
    let lines = [
        "2026-11-29 INFO sync started",
        "2026-11-29 INFO mail to ann@example.com sent",
        r#"2026-11-29 DEBUG {"LastName":"Okafor","Synthetic_Data__c": true}"#,
        "2026-11-29 INFO mail to ann@postbox.org sent",
    ];
    desk.write("app.log", lines.join("\n"));
    let ended = desk.run(&["scan", "app.log", "--format", "jsonl"]).succeeds();
    assert_eq!(found(&ended), ["app.log:2:suspected", "app.log:3:declared-only"]);
}

#[test]
fn every_report_is_written_and_no_value_is_in_any() {
    let desk = Desk::new();
    desk.write("load.csv", PLAIN.replace("postbox.org", "example.com"));
    let args = [
        "scan",
        "load.csv",
        "--report",
        "jsonl=r.jsonl",
        "--report",
        "sarif=r.sarif",
        "--report",
        "junit=r.xml",
    ];
    let more = [
        "--report",
        "markdown=r.md",
        "--report",
        "html=r.html",
        "--report",
        "table=r.txt",
        "--pack",
        "gdpr,baseline",
        "--fail-on",
        "warning",
    ];
    let ended = desk.run(&[&args[..], &more[..]].concat());
    assert_eq!(ended.code, 1, "{ended:#?}");
    for name in ["r.jsonl", "r.sarif", "r.xml", "r.md", "r.html", "r.txt"] {
        let text = desk.read(name);
        assert!(text.contains("suspected") || text.contains("Suspected"), "{name}");
        for value in ["ngozi", "8743"] {
            assert!(!text.contains(value), "{name} holds {value}");
        }
    }
    assert_eq!(ended.stdout, desk.read("r.txt"));
    // What was new is known by what was written.
    for base in ["r.jsonl", "r.sarif"] {
        let again = desk.run(&[
            "scan",
            "load.csv",
            "--pack",
            "gdpr,baseline",
            "--fail-on",
            "warning",
            "--baseline",
            base,
        ]);
        assert_eq!(again.code, 0, "{base}: {again:#?}");
    }
}

#[test]
fn the_samples_contacts_that_nobody_marked_are_suspected() {
    let desk = Desk::new();
    let ended = desk.run_with_stdin(&["scan", "-"], &sample("bulk_query_Contact.csv")).succeeds();
    let suspected = ended.stdout.lines().find(|line| line.trim_start().starts_with("Suspected test data "));
    assert!(suspected.unwrap().ends_with(" 288"), "{}", ended.stdout);
}
