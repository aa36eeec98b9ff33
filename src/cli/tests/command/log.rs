//! Seals in a log, from the key to the witness.

use std::fs;

use touchmark::note::Checkpoint;

use crate::desk::{Desk, TENANT};

const NAME: &str = "bank.example/crm-seals";
const FIELDS: [&str; 4] = ["--open-fields", "Title", "--skip", "Kind__c"];

/// With a log, its key and a witness's.
fn desk() -> Desk {
    let desk = Desk::with_key();
    let log = ["--role", "log", "--log", "log", "--out", "log.pem", "--name", NAME];
    let witness = ["--role", "witness", "--out", "witness.pem", "--name", "witness.example/w1"];
    for role in [&log[..], &witness] {
        desk.run(&[&["keygen", "--trust", "trust.json"], role].concat()).succeeds();
    }
    desk
}

fn load(desk: &Desk, name: &str, titles: &[&str]) {
    let rows: String = titles.iter().map(|title| format!("{title},made\n")).collect();
    desk.write(name, format!("Title,Kind__c\n{rows}none,other\n"));
}

/// `seal --envelope tlog`, with more options.
fn seal<'a>(input: &'a str, output: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["seal", input, "--out", output, "--envelope", "tlog", "--log", "log"];
    args.extend(["--key", "log.pem", "--object", "Contact", "--rules", "rules.toml"]);
    args.extend(["--tenant", TENANT, "--environment", "sandbox"]);
    args.extend(FIELDS);
    args.extend(more);
    args
}

fn cosign(desk: &Desk, more: &[&str]) -> crate::desk::Ended {
    let args =
        ["log", "cosign", "log", "--key", "witness.pem", "--seen", "seen.txt", "--trust", "trust.json"];
    desk.run(&[&args[..], more].concat())
}

#[test]
fn a_load_is_sealed_with_one_signature() {
    let desk = desk();
    load(&desk, "in.csv", &["CEO", "CFO", "COO"]);
    let ended = desk.run(&seal("in.csv", "out.csv", &[])).succeeds();
    assert!(ended.stderr.contains("Sealed: 3 of 4"), "{}", ended.stderr);
    let verdicts = desk.verdicts("out.csv");
    for (verdict, trust) in verdicts.iter().zip(["verified", "verified", "verified", "unsealed"]) {
        assert_eq!(verdict["trust"], trust, "{verdict}");
    }
    assert_eq!(verdicts[0]["seal"]["envelope"], "tlog");

    // A second load grows the log, and the first seals go on to hold.
    load(&desk, "more.csv", &["CIO"]);
    desk.run(&seal("more.csv", "more-out.csv", &[])).succeeds();
    let checkpoint = desk.read("log/checkpoint");
    assert_eq!(Checkpoint::parse(&checkpoint).unwrap().size, 4);
    assert_eq!(desk.verdicts("out.csv")[0]["trust"], "verified");
    assert_eq!(desk.verdicts("more-out.csv")[0]["trust"], "verified");

    // The folder holds hashes, and nothing else of anybody.
    assert_eq!(fs::read(desk.path("log/tile/0/000.p/4")).unwrap().len(), 4 * 32);
    let mut folders = vec![desk.path("log")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
            assert!(!text.contains("CrmRecord") && !text.contains("did:key") && !text.contains("CEO"));
        }
    }
}

#[test]
fn sealing_anew_names_the_seal_before() {
    let desk = desk();
    load(&desk, "in.csv", &["CEO"]);
    desk.run(&seal("in.csv", "out.csv", &["--reference"])).succeeds();
    desk.run(&seal("out.csv", "no.csv", &[])).fails(3, &["carries a seal already", "--replace"]);
    desk.run(&seal("out.csv", "anew.csv", &["--replace"])).succeeds();
    assert!(desk.read("anew.csv").contains("previousSeal"));
    let verdict = &desk.verdicts("anew.csv")[0];
    assert_eq!((&verdict["trust"], verdict["flags"].as_array().unwrap().len()), (&"verified".into(), 0));
}

#[test]
fn a_witness_states_when_it_saw_the_log() {
    let desk = desk();
    load(&desk, "in.csv", &["CEO", "CFO"]);
    desk.run(&seal("in.csv", "out.csv", &["--reference"])).succeeds();
    let ended = cosign(&desk, &["--now", "2026-11-21T09:00:00Z"]).succeeds();
    assert!(ended.stderr.contains("Cosigned: 2 leaves of log, by witness.example/w1"), "{}", ended.stderr);
    assert_eq!(desk.read("log/checkpoint"), desk.read("seen.txt"));
    // Again, later: one line for each witness.
    cosign(&desk, &["--now", "2026-11-21T10:00:00Z"]).succeeds();
    let checkpoint = desk.read("log/checkpoint");
    let lines = Checkpoint::parse(&checkpoint).unwrap().note.signatures;
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1].cosignature().unwrap().0, 1_795_255_200);

    let prove = ["log", "prove", "log", "out.csv", "--out", "proved.csv", "--trust", "trust.json"];
    let ended = desk.run(&prove).succeeds();
    assert!(
        ended.stderr.contains("Proved: 2 of 3") && ended.stderr.contains("not sealed, left as they were: 1")
    );
    assert!(desk.read("proved.csv").contains("witness.example/w1"));
    for verdict in &desk.verdicts("proved.csv")[..2] {
        assert_eq!(verdict["trust"], "verified", "{verdict}");
        assert_eq!(verdict["flags"].as_array().unwrap().len(), 0, "the reference follows the text");
    }
    let policy =
        format!(r#"{{"policy":"crm-policy/1","tenant":"{TENANT}","environment":"sandbox","witnesses":1}}"#);
    desk.write("policy.json", policy);
    for (file, trust) in [("out.csv", "untrusted-issuer"), ("proved.csv", "verified")] {
        let args =
            ["verify", file, "--trust", "trust.json", "--policy", "policy.json", "--object", "Contact"];
        let ended = desk.run(&[&args[..], &["--format", "json"]].concat());
        let verdicts: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(verdicts[0]["trust"], trust, "{file}");
    }
}

#[test]
fn a_witness_refuses_another_history() {
    let desk = desk();
    load(&desk, "in.csv", &["CEO"]);
    let copy = |from: &str, to: &str| {
        let copied =
            std::process::Command::new("cp").arg("-r").args([desk.path(from), desk.path(to)]).status();
        assert!(copied.unwrap().success());
    };
    copy("log", "before");
    desk.run(&seal("in.csv", "out.csv", &[])).succeeds();
    cosign(&desk, &[]).succeeds();
    fs::remove_dir_all(desk.path("log")).unwrap();
    copy("before", "log");
    let seen = desk.read("seen.txt");
    cosign(&desk, &[]).fails(1, &["history was rewritten", "nothing was cosigned"]);
    desk.run(&seal("in.csv", "other.csv", &[])).succeeds();
    cosign(&desk, &[]).fails(1, &["history was rewritten"]);
    assert_eq!(desk.read("seen.txt"), seen);
    assert!(!desk.read("log/checkpoint").contains("witness"));

    // Seals that a log does not hold get no proof from it.
    let prove = ["log", "prove", "log", "out.csv", "--out", "no.csv", "--trust", "trust.json"];
    desk.run(&prove).fails(3, &["out.csv:2:Provenance_Seal__c", "log does not hold this seal"]);
    desk.write("seen.txt", "nonsense");
    cosign(&desk, &[]).fails(1, &["seen.txt is no checkpoint of this log"]);
}

#[test]
fn a_failed_run_enters_nothing() {
    let desk = desk();
    let before = desk.read("log/checkpoint");
    desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n003,CFO,made\n");
    desk.run(&seal("in.csv", "out.csv", &[])).fails(3, &["in.csv:3:Id"]);
    assert_eq!(desk.read("log/checkpoint"), before);
    assert!(!desk.path("log/tile").exists() && !desk.has("out.csv"));
    // Nor does a run that has nothing to enter.
    desk.write("in.csv", "Title,Kind__c\nCEO,other\n");
    desk.run(&seal("in.csv", "out.csv", &[])).succeeds();
    assert_eq!(desk.read("log/checkpoint"), before);
}

#[test]
fn a_log_that_was_touched_is_not_written_to() {
    let desk = desk();
    load(&desk, "in.csv", &["CEO", "CFO"]);
    desk.run(&seal("in.csv", "out.csv", &[])).succeeds();
    let tile = desk.path("log/tile/0/000.p/2");
    let good = fs::read(&tile).unwrap();
    let mut bad = good.clone();
    bad[0] ^= 1;
    fs::write(&tile, &bad).unwrap();
    desk.run(&seal("in.csv", "no.csv", &[])).fails(3, &["log: the hashes are not those", "restore"]);
    fs::write(&tile, &good[..40]).unwrap();
    desk.run(&seal("in.csv", "no.csv", &[])).fails(3, &["000.p/2 is damaged"]);
    fs::write(&tile, &good).unwrap();

    let checkpoint = desk.read("log/checkpoint");
    desk.write("log/checkpoint", checkpoint.replace(NAME, "bank.example/other"));
    desk.run(&seal("in.csv", "no.csv", &[])).fails(3, &["not signed by bank.example/crm-seals"]);
    desk.write("log/checkpoint", "nonsense");
    desk.run(&seal("in.csv", "no.csv", &[])).fails(3, &["the checkpoint is damaged"]);
    desk.write("log/checkpoint", checkpoint);

    let lock = fs::File::create(desk.path("log/lock")).unwrap();
    lock.lock().unwrap();
    desk.run(&seal("in.csv", "no.csv", &[])).fails(3, &["another command is at work in this log"]);
    drop(lock);
    desk.run(&seal("in.csv", "out.csv", &[])).succeeds();
}

#[test]
fn one_key_does_one_thing() {
    let desk = desk();
    load(&desk, "in.csv", &["CEO"]);
    let plain = ["--open-fields", "Title", "--skip", "Kind__c"];
    let with = |more: &[&str]| {
        let mut args =
            vec!["seal", "in.csv", "--out", "no.csv", "--object", "Contact", "--rules", "rules.toml"];
        args.extend(["--tenant", TENANT, "--environment", "sandbox"]);
        args.extend(plain);
        args.extend(more);
        desk.run(&args)
    };
    with(&["--key", "log.pem"])
        .fails(2, &["log.pem is the key of a log", "the key of an issuer", "--role log"]);
    with(&["--key", "witness.pem", "--envelope", "jws"]).fails(2, &["the key of a witness"]);
    with(&["--key", "key.pem", "--envelope", "tlog", "--log", "log"])
        .fails(2, &["the key of an issuer", "the key of a log"]);
    with(&["--key", "log.pem", "--envelope", "tlog"]).fails(2, &["--log DIR"]);
    with(&["--key", "key.pem", "--log", "log"]).fails(2, &["--log is for --envelope tlog"]);
    with(&["--key", "log.pem", "--envelope", "tlog", "--log", "none"])
        .fails(3, &["none: holds no log", "--role log"]);
    let cosign = |key: &str, trust: &str| {
        desk.run(&["log", "cosign", "log", "--key", key, "--seen", "seen.txt", "--trust", trust])
    };
    cosign("log.pem", "trust.json").fails(2, &["log.pem is the key of a log", "the key of a witness"]);
    cosign("witness.pem", "none.json").fails(4, &["none.json cannot be read"]);
    let strangers = Desk::with_key();
    desk.write("strangers.json", strangers.read("trust.json"));
    cosign("witness.pem", "strangers.json")
        .fails(4, &["strangers.json: lists no key of the log bank.example/crm-seals"]);
    let approve = ["approve", "in.csv", "--out", "no.csv", "--key", "log.pem", "--trust", "trust.json"];
    desk.run(&[&approve[..], &["--tenant", TENANT, "--environment", "sandbox"]].concat())
        .fails(2, &["log.pem is the key of a log", "the key of an approver"]);
    assert!(!desk.has("no.csv") && !desk.has("seen.txt"));
}

#[test]
fn a_log_of_several_issuers_is_told_which() {
    let desk = Desk::with_key();
    let mut trust: serde_json::Value = serde_json::from_str(&desk.read("trust.json")).unwrap();
    let first = trust["issuers"][0].clone();
    let did = first["id"].as_str().unwrap();
    let other = did.replace("did:key:", "did:web:");
    let mut second = first.clone();
    second["id"] = other.clone().into();
    second["keys"][0]["id"] = format!("{other}#1").into();
    trust["issuers"] = serde_json::json!([first, second]);
    desk.write("trust.json", trust.to_string());
    desk.run(&[
        "keygen",
        "--role",
        "log",
        "--log",
        "log",
        "--out",
        "log.pem",
        "--trust",
        "trust.json",
        "--name",
        NAME,
    ])
    .succeeds();
    load(&desk, "in.csv", &["CEO"]);
    desk.run(&seal("in.csv", "out.csv", &[])).fails(2, &["several issuers", "--issuer"]);
    desk.run(&seal("in.csv", "out.csv", &["--issuer", &other])).succeeds();
    let verdict = &desk.verdicts("out.csv")[0];
    assert_eq!((&verdict["trust"], &verdict["issuer"]["id"]), (&"verified".into(), &other.into()));
}
