use touchmark_seal::PrivateKey;

use crate::desk::{Desk, TENANT};

const KEYGEN: [&str; 7] =
    ["keygen", "--out", "key.pem", "--trust", "trust.json", "--name", "Example Bank plc"];

#[test]
fn the_key_is_its_owner_s_alone_and_never_printed() {
    let desk = Desk::new();
    let ended = desk.run(&KEYGEN).succeeds();
    let pem = desk.read("key.pem");
    let key = PrivateKey::from_pem(&pem).unwrap();
    let body = pem.lines().rev().nth(1).unwrap();
    assert!(body.len() == 64 && !ended.stdout.contains(body) && !ended.stderr.contains(body));
    assert!(ended.stdout.is_empty() && ended.stderr.contains(&key.did_key()));
    assert_eq!(desk.names(), ["key.pem", "trust.json"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |name| std::fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode("key.pem"), 0o600);
        assert_eq!(mode("trust.json") & 0o444, 0o444);
    }
    let trust: serde_json::Value = serde_json::from_str(&desk.read("trust.json")).unwrap();
    assert_eq!(trust["issuers"][0]["name"], "Example Bank plc");
    assert_eq!(trust["issuers"][0]["keys"][0]["publicKeyMultibase"], key.multikey());
}

#[test]
fn nothing_is_overwritten_unless_told() {
    for kept in ["key.pem", "trust.json"] {
        let desk = Desk::new();
        desk.write(kept, "precious");
        desk.run(&KEYGEN).fails(2, &[kept, "exists", "--force"]);
        assert_eq!(desk.read(kept), "precious");
        assert_eq!(desk.names(), [kept]);
    }
    let desk = Desk::new();
    desk.write("key.pem", "old");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(desk.path("key.pem"), std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    desk.run(&[&KEYGEN[..], &["--force"]].concat()).succeeds();
    assert!(PrivateKey::from_pem(&desk.read("key.pem")).is_ok());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(desk.path("key.pem")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn mistakes_are_named() {
    let desk = Desk::new();
    let with = |more: &[&str]| desk.run(&[&KEYGEN[..], more].concat());
    with(&["--issuer", "bank.example"]).fails(2, &["--issuer bank.example", "must be a DID"]);
    let other = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";
    with(&["--issuer", other]).fails(2, &["is not the key that the issuer's did:key names"]);
    with(&["--expires", "never"]).fails(2, &["must expire"]);
    with(&["--expires", "soon"]).fails(2, &["\"soon\" is not a span", "1y"]);
    let run = |args: &[&str]| desk.run(args);
    run(&["keygen", "--out", "a", "--trust", "a", "--name", "x"]).fails(2, &["its own"]);
    run(&["keygen", "--out", "no/a", "--trust", "b", "--name", "x"])
        .fails(3, &["no/a cannot be written", "no such folder"]);
    run(&["keygen", "--out", ".", "--trust", "b", "--name", "x"]).fails(3, &["it is a folder"]);
    run(&["keygen", "--out", "a", "--trust", "b", "--name", " "]).fails(2, &["--name is empty"]);
    assert!(desk.names().is_empty());
}

#[test]
fn other_roles_join_the_trust_bundle() {
    let desk = Desk::with_key();
    let keygen = |args: &[&str]| desk.run(&[&["keygen", "--trust", "trust.json"], args].concat());
    let roles = [
        &["--role", "approver", "--out", "approver.pem", "--name", "Data Protection"][..],
        &["--role", "log", "--log", "log", "--out", "log.pem", "--name", "bank.example/seals"],
        &["--role", "witness", "--out", "witness.pem", "--name", "witness.example/w1", "--expires", "90d"],
    ];
    let trust = || -> serde_json::Value { serde_json::from_str(&desk.read("trust.json")).unwrap() };
    let first = trust();
    for (at, role) in roles.into_iter().enumerate() {
        let ended = keygen(role).succeeds();
        let pem = desk.read(role[role.iter().position(|arg| *arg == "--out").unwrap() + 1]);
        assert!(PrivateKey::from_pem(&pem).is_ok() && pem.contains(&format!("touchmark {} key", role[1])));
        let body = pem.lines().rev().nth(1).unwrap();
        assert!(!ended.stderr.contains(body) && ended.stdout.is_empty());
        assert_eq!(trust()["version"], at + 2);
        let keeps_its_end = at < 2;
        assert_eq!(trust()["expires"] == first["expires"], keeps_its_end);
    }
    let last = trust();
    assert_eq!(last["issuers"], first["issuers"]);
    assert_eq!(last["approvers"][0]["name"], "Data Protection");
    assert!(last["logs"][0]["key"].as_str().unwrap().starts_with("bank.example/seals+"));
    assert_eq!(last["logs"][0]["issuers"][0], first["issuers"][0]["id"]);
    assert!(last["witnesses"][0]["key"].as_str().unwrap().starts_with("witness.example/w1+"));
    #[cfg(unix)]
    for name in ["approver.pem", "log.pem", "witness.pem"] {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    // What goes wrong leaves the bundle as it is.
    let bundle = desk.read("trust.json");
    keygen(&["--role", "log", "--log", "other", "--out", "a", "--name", "bank.example/seals"])
        .fails(2, &["lists bank.example/seals+", "a name of its own"]);
    keygen(&["--role", "witness", "--out", "a", "--name", "a b"])
        .fails(2, &["--name", "without spaces or +"]);
    keygen(&["--role", "log", "--out", "a", "--name", "b.example/x"]).fails(2, &["--log <DIR>"]);
    keygen(&["--role", "log", "--log", "log", "--out", "a", "--name", "b.example/x"])
        .fails(2, &["log is not empty"]);
    keygen(&["--role", "log", "--log", "l", "--out", "a", "--name", "b", "--issuer", "did:web:b.example"])
        .fails(2, &["--issuer did:web:b.example", "lists no such issuer"]);
    keygen(&["--role", "witness", "--out", "a", "--name", "b", "--issuer", "did:web:b.example"])
        .fails(2, &["speaks for no issuer"]);
    keygen(&["--role", "approver", "--out", "a", "--name", "b", "--log", "l"])
        .fails(2, &["--role log alone"]);
    keygen(&["--role", "approver", "--out", "log.pem", "--name", "b"]).fails(2, &["log.pem exists"]);
    keygen(&["--role", "approver", "--out", "a", "--name", "b", "--issuer", "bank.example"])
        .fails(2, &["--issuer bank.example", "must be a DID"]);
    assert_eq!(desk.read("trust.json"), bundle);
    desk.write("trust.json", bundle.replacen('{', r#"{"proof":{},"#, 1));
    let ended = keygen(&["--role", "approver", "--out", "a", "--name", "b"]);
    assert!(ended.code == 4 && !desk.has("a"), "{ended:?}");
    desk.run(&["keygen", "--role", "approver", "--out", "a", "--trust", "none.json", "--name", "b"])
        .fails(4, &["none.json cannot be read", "trust bundle that lists the issuer"]);
    assert!(!desk.has("a") && !desk.has("other") && !desk.has("l"));
}

#[test]
fn a_key_remembers_its_issuer() {
    let desk = Desk::new();
    desk.run(
        &[
            &KEYGEN[..],
            &["--issuer", "did:web:bank.example", "--expires", "90d", "--now", "2026-11-21T09:00:00Z"],
        ]
        .concat(),
    )
    .succeeds();
    let trust: serde_json::Value = serde_json::from_str(&desk.read("trust.json")).unwrap();
    assert_eq!(trust["issued"], "2026-11-21T09:00:00Z");
    assert_eq!(trust["expires"], "2027-02-19T09:00:00Z");
    desk.write("rules.toml", crate::desk::RULES);
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    desk.seal(
        "in.csv",
        "out.csv",
        &["--open-fields", "Title", "--skip", "Kind__c", "--now", "2026-11-22T09:00:00Z"],
    )
    .succeeds();
    let args = ["verify", "out.csv", "--trust", "trust.json", "--tenant", TENANT, "--environment", "sandbox"];
    let ended = desk.run(
        &[&args[..], &["--object", "Contact", "--now", "2026-11-22T09:00:00Z", "--format", "jsonl"]].concat(),
    );
    let verdict: serde_json::Value = serde_json::from_str(ended.succeeds().stdout.trim()).unwrap();
    assert_eq!(verdict["issuer"]["id"], "did:web:bank.example");
    assert_eq!(verdict["issuer"]["name"], "Example Bank plc");
}
