use crate::desk::{Desk, TENANT};

/// Two sealed contacts.
fn sealed() -> Desk {
    let desk = Desk::with_key();
    desk.write(
        "in.csv",
        "Id,Title,Email,Kind__c,Synthetic_Data__c\n003Qx0000080nG1IAI,CEO,a@example.org,made,true\n003Qx0000080nGcIAI,CFO,b@example.org,made,true\n",
    );
    let fields =
        ["--open-fields", "Title", "--restricted", "Personal=Email", "--skip", "Kind__c,Synthetic_Data__c"];
    desk.seal("in.csv", "sealed.csv", &fields).succeeds();
    desk
}

#[test]
fn all_well_is_zero() {
    let desk = sealed();
    let ended = desk.verify("sealed.csv", &[]).succeeds();
    assert!(
        ended.stdout.contains("003Qx0000080nG1IAI  Synthetic data · signature valid"),
        "{}",
        ended.stdout
    );
    assert!(
        ended.stdout.contains("       2  Synthetic data · signature valid\n       2  in all"),
        "{}",
        ended.stdout
    );
    assert!(!ended.stdout.contains('\u{1b}'), "colour belongs on terminals alone");
    let quiet = desk.verify("sealed.csv", &["--problems"]).succeeds();
    assert!(!quiet.stdout.contains("003Qx"));
}

#[test]
fn what_a_viewer_may_not_see_is_partly_checked_and_still_zero() {
    let desk = sealed();
    // Neither the field nor its pack, as for somebody without the tier: the columns get other names.
    let text = desk.read("sealed.csv").replacen("Email", "Other", 1);
    desk.write("view.csv", text.replace("Provenance_Salts_Personal__c", "Another__c"));
    let ended = desk.verify("view.csv", &[]).succeeds();
    assert!(ended.stdout.contains("Synthetic data · partly checked\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("Not visible to you: Email"), "{}", ended.stdout);
    assert!(ended.stdout.contains("       0  of them not clean"), "{}", ended.stdout);
}

#[test]
fn what_could_not_be_compared_is_not_clean() {
    let desk = sealed();
    let text = desk.read("sealed.csv");
    // Salts are unsigned: whoever edits a record can take them away with the values.
    let (open, pack) = ("\"\"salts\"\":{\"\"Title\"\"", "Provenance_Salts_Personal__c");
    for (name, content) in [
        ("the companion", text.replace(pack, "Other__c")),
        ("an open salt", text.replace(open, "\"\"salts\"\":{\"\"Titel\"\"")),
        (
            "all salts and values",
            text.replace(open, "\"\"salts\"\":{\"\"x\"\"").replace(pack, "Other__c").replace("CEO", "Pope"),
        ),
    ] {
        assert_ne!(content, text, "{name}");
        desk.write("view.csv", content);
        let ended = desk.verify("view.csv", &["--problems"]);
        assert_eq!(ended.code, 1, "{name}: {}", ended.stdout);
        assert!(
            ended.stdout.contains("003Qx0000080nG1IAI  Synthetic data · partly checked · needs attention"),
            "{name}"
        );
        assert!(
            ended.stdout.contains("Could not be compared, seal incomplete: "),
            "{name}: {}",
            ended.stdout
        );
        assert!(!ended.stdout.contains("access"), "{name}: {}", ended.stdout);
    }
}

#[test]
fn anything_else_found_is_one() {
    let desk = sealed();
    let text = desk.read("sealed.csv");
    let (head, rows) = text.split_once('\n').unwrap();
    let swapped = {
        let (first, second) = rows.split_once("\n003").unwrap();
        let move_seal = first.replacen("003Qx0000080nG1IAI", "003Qx0000080nGcIAI", 1);
        format!("{head}\n{move_seal}\n003{second}")
    };
    for (name, content, said) in [
        (
            "altered",
            text.replacen("CEO", "CTO", 1),
            "changed since signing\n                      Changed since signing: Title",
        ),
        (
            "copied",
            swapped,
            "Seal of another record · said to be synthetic\n                      Sealed for a record with another ID.",
        ),
        (
            "flipped",
            text.replacen("\"\"isSynthetic\"\":true", "\"\"isSynthetic\"\":false", 1),
            "Signature invalid",
        ),
        (
            "stripped",
            text.lines()
                .map(|line| line.split(",\"").next().unwrap())
                .collect::<Vec<_>>()
                .join("\n")
                .replace(",Provenance_Seal__c,Provenance_Id__c,Provenance_Salts_Personal__c", ""),
            "declared, not signed",
        ),
        ("labelled", text.replace("made,true", "made,false"), "needs attention"),
        (
            "unsealed",
            "Id,Title,Provenance_Seal__c\n003Qx0000080nG1IAI,CEO,\n".to_owned(),
            "Origin not disclosed",
        ),
        ("not json", format!("{head}\n003Qx0000080nG1IAI,CEO,,,,\"{{\",,\n"), "Signature invalid"),
        (
            "oversize",
            format!("{head}\n003Qx0000080nG1IAI,CEO,,,,\"{{{}\",,\n", " ".repeat(200_000)),
            "Signature invalid",
        ),
    ] {
        desk.write("view.csv", content);
        let ended = desk.verify("view.csv", &[]);
        assert_eq!(ended.code, 1, "{name}: {ended:#?}");
        assert!(ended.stdout.contains(said), "{name}: {}", ended.stdout);
    }
    // In another environment, and at another time.
    let args = ["verify", "sealed.csv", "--trust", "trust.json", "--tenant", TENANT];
    let ended = desk.run(&[&args[..], &["--environment", "production"]].concat());
    assert_eq!(
        (ended.code, ended.stdout.contains("Synthetic data · sealed for sandbox")),
        (1, true),
        "{}",
        ended.stdout
    );
}

#[test]
fn rows_beyond_a_piece_keep_their_order_and_their_places() {
    let desk = Desk::with_key();
    let id = |at: usize| format!("003Qx{at:010}");
    let rows: String = (0..600).map(|at| format!("{},Title {at},made\n", id(at))).collect();
    desk.write("in.csv", format!("Id,Title,Kind__c\n{rows}"));
    desk.seal("in.csv", "sealed.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    let mut lines: Vec<String> = desk.read("sealed.csv").lines().map(str::to_owned).collect();
    for (at, old) in [(255, "Title 255"), (256, "Title 256"), (511, "Title 511")] {
        lines[at + 1] = lines[at + 1].replace(old, "Edited");
    }
    desk.write("edited.csv", lines.join("\n"));
    let verdicts = desk.verdicts("edited.csv");
    assert_eq!(verdicts.len(), 600);
    for (at, verdict) in verdicts.iter().enumerate() {
        assert!(verdict["record"]["id"].as_str().unwrap().starts_with(&id(at)), "{at}");
        assert_eq!(verdict["trust"] == "altered", [255, 256, 511].contains(&at), "{at}");
    }
    // What stands before a row that cannot be read is told.
    lines[501].push_str(",more");
    desk.write("broken.csv", lines.join("\n"));
    let ended = desk.verify("broken.csv", &["--format", "jsonl"]).fails(3, &["broken.csv:502:"]);
    assert_eq!(ended.stdout.lines().count(), 500);
}

/// Pieces are checked at the same time, and what a row without an id is of, the rows before it say, however far back.
#[test]
fn rows_without_an_id_are_of_what_those_before_them_are_in_whatever_piece() {
    let desk = sealed();
    let ids = [(0, "0031700000pJRRSAA4", "Contact"), (300, "0011700000pJRRSAA4", "Account")];
    let row = |at: usize| {
        let id = ids.iter().find(|(from, ..)| *from == at).map_or("", |(_, id, _)| id);
        format!("{id},Name {at}\n")
    };
    desk.write("mixed.csv", format!("Id,LastName\n{}", (0..1_100).map(row).collect::<String>()));
    let ended = desk.verify("mixed.csv", &["--format", "jsonl"]);
    let verdicts: Vec<serde_json::Value> =
        ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(verdicts.len(), 1_100);
    for (at, verdict) in verdicts.iter().enumerate() {
        let (.., object) = ids.iter().rfind(|(from, ..)| *from <= at).unwrap();
        assert_eq!(verdict["record"]["object"], *object, "{at}");
    }
    // Where nothing says it, the first row that asks is named, and nothing is told of it.
    desk.write("none.csv", format!("Id,LastName\n{}", (1..300).map(row).collect::<String>()));
    let ended = desk
        .verify("none.csv", &["--format", "jsonl"])
        .fails(2, &["none.csv:2: which object", "Add --object"]);
    assert_eq!(ended.stdout, "");
}

#[test]
fn a_file_without_records_is_not_a_file_that_was_checked() {
    let desk = sealed();
    for (name, content) in [("header.csv", "Id,Name,Provenance_Seal__c\n"), ("none.json", "[]")] {
        desk.write(name, content);
        let ended = desk.verify(name, &[]);
        assert_eq!(ended.code, 3, "{name}: {ended:#?}");
        assert!(ended.stderr.contains("holds no records"), "{name}: {}", ended.stderr);
    }
}

#[test]
fn usage_is_two() {
    let desk = sealed();
    desk.run(&["verify", "sealed.csv"]).fails(2, &["--trust"]);
    let remedy = "Give --policy POLICY.JSON, or both --tenant and --environment";
    for trust in ["trust.json", "none.json"] {
        desk.run(&["verify", "sealed.csv", "--trust", trust]).fails(2, &[remedy]);
    }
    desk.run(&["verify", "sealed.csv", "--trust", "trust.json", "--tenant", TENANT])
        .fails(2, &["--environment"]);
    desk.run(&["verify", "sealed.csv", "--trust", "trust.json", "--tenant", "x", "--environment", "any"])
        .fails(2, &["--tenant", "must be an org id"]);
    desk.write("custom.csv", "Id,Title\na0BQx0000080nG1IAI,CEO\n");
    desk.verify("custom.csv", &[]).fails(2, &["custom.csv:2", "Add --object"]);
    // What the rows before were says nothing of an id that is its own witness, and nothing of one that is nobody's.
    desk.write(
        "mixed.csv",
        "Id,Title\n003Qx0000080nG1IAI,CEO\n001Qx0000080nFQIAY,Bank\na0BQx0000000001AAA,?\n",
    );
    let ended = desk.verify("mixed.csv", &["--format", "jsonl"]).fails(2, &["mixed.csv:4", "Add --object"]);
    let objects: Vec<_> = ended
        .stdout
        .lines()
        .filter_map(|line| {
            let verdict: serde_json::Value = serde_json::from_str(line).ok()?;
            Some(verdict["record"]["object"].clone())
        })
        .collect();
    assert_eq!(objects, ["Contact", "Account"]);
    desk.run(&["frobnicate"]).fails(2, &["unrecognized subcommand"]);
}

#[test]
fn unreadable_input_is_three() {
    let desk = sealed();
    desk.verify("none.csv", &[]).fails(3, &["none.csv cannot be read", "no such file"]);
    desk.write("broken.csv", "Id,Title\n003Qx0000080nG1IAI,\"CEO\n");
    desk.verify("broken.csv", &[]).fails(3, &["broken.csv:2:Title", "never closed"]);
    desk.write("broken.json", "[{\"Id\":");
    desk.verify("broken.json", &[]).fails(3, &["broken.json:line 1", "ends too early"]);
}

#[test]
fn trust_material_is_four() {
    let desk = sealed();
    desk.write(
        "policy.json",
        format!(r#"{{"policy":"crm-policy/1","tenant":"{TENANT}","environment":"sandbox"}}"#),
    );
    desk.write("garbage.json", "{");
    let verify = |trust: &str, policy: &str, more: &[&str]| {
        desk.run(&[&["verify", "sealed.csv", "--trust", trust, "--policy", policy], more].concat())
    };
    verify("trust.json", "policy.json", &[]).succeeds();
    verify("none.json", "policy.json", &[]).fails(4, &["none.json cannot be read", "no such file"]);
    verify("garbage.json", "policy.json", &[]).fails(4, &["garbage.json: trust bundle", "JSON"]);
    verify("policy.json", "policy.json", &[])
        .fails(4, &["policy.json: trust bundle", "is this the right file?"]);
    verify("trust.json", "trust.json", &[]).fails(4, &["trust.json: policy"]);
    verify("trust.json", "none.json", &[]).fails(4, &["none.json cannot be read"]);
    verify("trust.json", "policy.json", &["--registry", "garbage.json"])
        .fails(4, &["garbage.json: registry"]);
    verify("trust.json", "policy.json", &["--now", "2099-01-01T00:00:00Z"])
        .fails(4, &["has expired", "get the current one"]);
}

#[test]
fn a_registry_finds_what_was_stripped() {
    let desk = sealed();
    desk.run(&[
        "keygen",
        "--role",
        "registry",
        "--out",
        "registry.pem",
        "--trust",
        "trust.json",
        "--name",
        "bank.example/registry",
    ])
    .succeeds();
    let make = |input: &str, more: &[&str]| {
        let args =
            ["registry", input, "--out", "registry.json", "--key", "registry.pem", "--trust", "trust.json"];
        desk.run(&[&args[..], &["--tenant", TENANT, "--environment", "sandbox"], more].concat())
    };
    let ended = make("sealed.csv", &[]).succeeds();
    assert!(ended.stderr.starts_with("Listed: 2; left out: 0; valid until "), "{}", ended.stderr);
    // Who is in it is nobody's to read.
    assert!(!desk.read("registry.json").contains("003Qx"));
    desk.write("view.csv", "Id,Title,Provenance_Seal__c\n003Qx0000080nG1IAI,CEO,\n");
    let ended = desk.verify("view.csv", &["--registry", "registry.json"]);
    assert_eq!((ended.code, ended.stdout.contains("Seal missing")), (1, true), "{}", ended.stdout);
    // What is not shown is not empty, and people are told how to say that it was asked for.
    desk.write("hidden.csv", "Id,Title\n003Qx0000080nG1IAI,CEO\n");
    let ended = desk.verify("hidden.csv", &["--registry", "registry.json"]);
    assert_eq!((ended.code, ended.stdout.contains("Could not check")), (1, true), "{}", ended.stdout);
    assert!(ended.stderr.contains("--queried Provenance_Seal__c"), "{}", ended.stderr);
    let queried = ["--registry", "registry.json", "--queried", "Provenance_Seal__c"];
    assert!(desk.verify("hidden.csv", &queried).stdout.contains("Seal missing"));
    desk.verify("sealed.csv", &["--registry", "registry.json"]).succeeds();
    // People type names as they like; seals and registries have the platform's spelling.
    for object in ["contact", "CONTACT", "cONTACT", "Contact"] {
        let typed = ["--registry", "registry.json", "--object", object, "--allow", "synthetic,unsealed"];
        let ended = desk.verify("view.csv", &typed);
        assert_eq!(
            (ended.code, ended.stdout.contains("Seal missing")),
            (1, true),
            "{object}: {}",
            ended.stdout
        );
        desk.verify("sealed.csv", &typed).succeeds();
    }

    make("sealed.csv", &[]).fails(2, &["registry.json exists"]);
    make("view.csv", &["--force", "--object", "Contact"]).fails(3, &["nothing was written"]);
    desk.run(&[
        "registry",
        "sealed.csv",
        "--out",
        "r.json",
        "--key",
        "key.pem",
        "--trust",
        "trust.json",
        "--tenant",
        TENANT,
        "--environment",
        "sandbox",
    ])
    .fails(2, &["key.pem is the key of an issuer", "--role issuer"]);
    make("sealed.csv", &["--force", "--registry", "registry.json"]).fails(2, &["--registry: this makes one"]);
}

/// Whatever is wrong with a record that still has its own seal: left out, the seal could be taken away unseen.
#[test]
fn a_seal_that_is_the_record_s_own_is_listed_whatever_else_is_wrong() {
    let desk = sealed();
    let keygen = ["keygen", "--role", "registry", "--out", "registry.pem", "--trust", "trust.json"];
    desk.run(&[&keygen[..], &["--name", "bank.example/registry"]].concat()).succeeds();
    let sealed = desk.read("sealed.csv");
    let header = sealed.lines().next().unwrap().to_owned();
    // The seal is the first cell that holds JSON.
    let strip = |rows: &str| {
        let stripped = rows.lines().skip(1).map(|row| {
            let (before, rest) = row.split_once(",\"{").unwrap();
            let (_, after) = rest.split_once("}\",").unwrap();
            format!("{before},,{after}\n")
        });
        format!("{header}\n{}", stripped.collect::<String>())
    };
    let policy = |environment: &str, more: &str| {
        format!(r#"{{"policy":"crm-policy/1","tenant":"{TENANT}","environment":"{environment}"{more}}}"#)
    };
    desk.write("policy.json", policy("sandbox", ""));
    desk.write("production.json", policy("production", ""));
    desk.write("approved.json", policy("sandbox", r#","approvals":1"#));
    let other_id = "003Qx0000080nGzIAI";
    for (what, rows, policy, said, listed) in [
        ("altered", sealed.replacen("CEO", "CFO", 1), "policy.json", "listed, and not clean: ", 2),
        ("elsewhere", sealed.clone(), "production.json", "listed, and not clean: ", 2),
        ("unapproved", sealed.clone(), "approved.json", "listed, and not clean: ", 2),
        ("another's", sealed.replacen("003Qx0000080nG1IAI", other_id, 1), "policy.json", "left out: ", 1),
        (
            "forged",
            sealed.replacen("urn:example:test", "urn:example:best", 1),
            "policy.json",
            "left out: ",
            1,
        ),
        (
            "not loaded",
            sealed.replacen("003Qx0000080nG1IAI,", ",", 1),
            "policy.json",
            "left out: the record shows no id, and a registry lists records by their ids",
            1,
        ),
    ] {
        desk.write("in.csv", &rows);
        let args = ["registry", "in.csv", "--out", "registry.json", "--key", "registry.pem", "--force"];
        let with = ["--trust", "trust.json", "--policy", policy, "--object", "Contact"];
        let counted = format!("Listed: {listed}; left out: {}", 2 - listed);
        let ended = desk.run(&[&args[..], &with].concat()).fails(1, &["in.csv:2: ", said, &counted]);
        assert!(ended.stdout.is_empty(), "{what}");
        // What is listed is missed.
        desk.write("stripped.csv", strip(&rows));
        let ended =
            desk.run(&[&["verify", "stripped.csv", "--registry", "registry.json"], &with[..]].concat());
        assert_eq!(ended.stdout.matches("Seal missing").count() - 1, listed, "{what}: {}", ended.stdout);
    }
}

/// Two seals of one record cannot both be the current one.
#[test]
fn a_registry_of_two_seals_for_one_record_is_refused() {
    let desk = sealed();
    let keygen = ["keygen", "--role", "registry", "--out", "registry.pem", "--trust", "trust.json"];
    desk.run(&[&keygen[..], &["--name", "bank.example/registry"]].concat()).succeeds();
    let fields =
        ["--open-fields", "Title", "--restricted", "Personal=Email", "--skip", "Kind__c,Synthetic_Data__c"];
    desk.seal("sealed.csv", "newer.csv", &[&fields[..], &["--replace"]].concat()).succeeds();
    let make = |inputs: &[&str]| {
        let with =
            ["--out", "registry.json", "--key", "registry.pem", "--trust", "trust.json", "--tenant", TENANT];
        desk.run(&[&["registry"], inputs, &with, &["--environment", "sandbox", "--force"]].concat())
    };
    for inputs in [["sealed.csv", "newer.csv"], ["newer.csv", "sealed.csv"]] {
        let said = format!("{}:2 is the same record with another seal", inputs[0]);
        make(&inputs).fails(
            3,
            &[&format!("{}:2: ", inputs[1]), &said, "give the file alone that holds what the org holds now"],
        );
        assert!(!desk.has("registry.json"));
    }
    // Twice the same is once.
    let ended = make(&["newer.csv", "newer.csv"]).succeeds();
    assert!(ended.stderr.starts_with("Listed: 2; left out: 0"), "{}", ended.stderr);
}

/// What is nearly always mistyped is asked about.
#[test]
fn an_expectation_that_no_seal_meets_is_asked_about() {
    let desk = sealed();
    let verify = |tenant: &str, environment: &str| {
        desk.run(&[
            "verify",
            "sealed.csv",
            "--trust",
            "trust.json",
            "--tenant",
            tenant,
            "--environment",
            environment,
        ])
    };
    verify("00DQx000000aBcZMAU", "sandbox")
        .fails(1, &["every seal is of another org than the one expected. Is the tenant right?"]);
    verify(TENANT, "Sandbox")
        .fails(1, &["every record was sealed for another environment than the one expected (sandbox)"]);
    assert_eq!(verify(TENANT, "sandbox").stderr, "");
    desk.run(&["verify", "sealed.csv", "--trust", "key.pem", "--tenant", TENANT, "--environment", "sandbox"])
        .fails(4, &["key.pem: is a key, and nothing that is read here; name the right file"]);
}

#[test]
fn a_column_with_a_label_for_its_name_is_told() {
    let desk = sealed();
    let sealed = desk.read("sealed.csv");
    for (column, field) in [("E-mail", "Email"), ("e mail", "Email"), ("title ", "Title")] {
        desk.write("labels.csv", sealed.replacen(field, column, 1));
        let ended = desk.verify("labels.csv", &[]);
        let column = column.trim_end();
        assert!(
            ended
                .stderr
                .contains(&format!("{field} is sealed and not shown: is it meant? Rename it to {field}.")),
            "{column}: {}",
            ended.stderr
        );
    }
    // What only some may see, and what is called otherwise, is no mistake.
    for text in [sealed.clone(), sealed.replacen("Title", "Rank", 1), sealed.replacen("Title", "Title__c", 1)]
    {
        desk.write("labels.csv", text);
        assert_eq!(desk.verify("labels.csv", &[]).stderr, "");
    }
}

#[test]
fn one_environment_is_expected() {
    let desk = sealed();
    desk.run(&[
        "verify",
        "sealed.csv",
        "--trust",
        "trust.json",
        "--tenant",
        TENANT,
        "--environment",
        "sandbox,uat",
    ])
    .fails(2, &["--environment", "one environment at a time"]);
}

#[test]
fn verdicts_come_as_json_too() {
    let desk = sealed();
    let lines = desk.verify("sealed.csv", &["--format", "jsonl"]).succeeds().stdout;
    let array = desk.verify("sealed.csv", &["--format", "json"]).succeeds().stdout;
    let of_lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_array: Vec<serde_json::Value> = serde_json::from_str(&array).unwrap();
    assert_eq!(of_lines.len(), 2);
    for (a, b) in of_lines.iter().zip(&of_array) {
        assert_eq!((&a["trust"], &a["record"]), (&b["trust"], &b["record"]));
    }
    assert_eq!(of_lines[1]["record"]["id"], "003Qx0000080nGcIAI");
    // Nothing found is still an array.
    let ended = desk.verify("sealed.csv", &["--format", "json", "--problems"]).succeeds();
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&ended.stdout).unwrap().len(), 0);
    desk.write("empty.json", "[]");
    let ended = desk.verify("empty.json", &["--format", "json"]);
    assert_eq!((ended.stdout.as_str(), ended.code), ("[]\n", 3));
}

#[test]
fn a_record_cannot_steer_the_terminal() {
    let desk = sealed();
    let text = desk.read("sealed.csv").replace("Title", "Ti\u{1b}[2Jtle\u{202e}");
    desk.write("view.csv", text);
    let ended = desk.verify("view.csv", &[]);
    assert!(!ended.stdout.contains('\u{1b}') && !ended.stdout.contains('\u{202e}'));
}

#[test]
fn every_finding_is_told_beside_the_one_that_decides() {
    let desk = sealed();
    let verify = |file: &str, more: &[&str]| {
        let args = ["verify", file, "--trust", "trust.json", "--tenant", TENANT];
        desk.run(&[&args[..], more].concat()).fails(1, &[]).stdout
    };
    // A copied seal, in production, after its end.
    let text = desk.read("sealed.csv");
    let (head, rows) = text.split_once('\n').unwrap();
    let uuid = rows.split(',').find(|cell| cell.len() == 36 && cell.matches('-').count() == 4).unwrap();
    let copied = rows.lines().next().unwrap();
    let copied = copied.replace(&format!("\",{uuid}"), "\",987c75c3-e028-4377-8bc5-5ee3420eec6e");
    desk.write(
        "copied.csv",
        format!("{head}\n{}\n", copied.replacen("003Qx0000080nG1IAI", "003Qx0000080nGcIAI", 1)),
    );
    let said = verify("copied.csv", &["--environment", "production"]);
    for words in [
        "Seal of another record · said to be synthetic",
        "Sealed for a record with another UUID.",
        "Sealed for a record with another ID.",
        "Sealed for another environment.",
    ] {
        assert!(said.contains(words), "no {words:?} in {said}");
    }
    // A test record in production says where it belongs, and what else is wrong with it.
    desk.write("edited.csv", text.replacen("CEO", "CTO", 1));
    let said = verify("edited.csv", &["--environment", "production"]);
    assert!(said.contains("Synthetic data · sealed for sandbox\n"), "{said}");
    assert!(said.contains("Sealed for another environment."), "{said}");
    // What cannot be believed keeps its claim.
    desk.write("broken.csv", text.replace("crm-seal/1", "crm-seal/2"));
    let said = verify("broken.csv", &["--environment", "sandbox"]);
    assert!(said.contains("Could not check · said to be synthetic\n"), "{said}");
    assert!(said.contains("(crm-seal/2)"), "{said}");
}

#[test]
fn the_profile_s_revision_is_named() {
    let desk = Desk::new();
    let said = desk.run(&["--version"]).succeeds().stdout;
    let revision = touchmark::PROFILE_REVISION;
    assert_eq!(said, format!("touchmark {} (crm-seal/1, revision {revision})\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_may_be_clean_is_said_in_words_that_are_known() {
    let desk = sealed();
    let known = "synthetic, ai-generated, ai-modified, masked, recorded, unsealed";
    for odd in ["", "real", "Synthetic", "synthetic,", "unknown", "any", "synthetic;masked"] {
        desk.verify("sealed.csv", &["--allow", odd]).fails(2, &["--allow", known]);
    }
    desk.verify("sealed.csv", &["--allow", "recorded"]).fails(1, &[]);
    desk.verify("sealed.csv", &["--allow", "recorded", "--allow", "synthetic"]).succeeds();
}
