use serde_json::json;

use crate::desk::{Desk, OPEN, PERSONAL, of_repository, sample, without_packs};

const RULES_OF_THE_SAMPLES: &str = "www/demo/sealing/rules.toml";

fn sample_desk() -> Desk {
    let desk = Desk::with_key();
    std::fs::copy(of_repository(RULES_OF_THE_SAMPLES), desk.path("rules.toml")).unwrap();
    desk
}

fn counts(desk: &Desk, file: &str) -> [usize; 4] {
    // The queries that the samples came from did not ask for a seal, and a JSON row that is left as it was has no member
    // for it.
    let asked = ["--object", "Contact", "--format", "json", "--queried", "Provenance_Seal__c"];
    let verdicts: Vec<serde_json::Value> = serde_json::from_str(&desk.verify(file, &asked).stdout).unwrap();
    let count = |trust: &str, origin: &str| {
        verdicts.iter().filter(|verdict| verdict["trust"] == trust && verdict["origin"] == origin).count()
    };
    [
        count("verified", "synthetic"),
        count("verified", "masked"),
        count("unsealed", "unknown"),
        verdicts.len(),
    ]
}

#[test]
fn the_samples_seal_and_verify_in_every_format() {
    let desk = sample_desk();
    let query: serde_json::Value = serde_json::from_str(&sample("rest_query_Contact.json")).unwrap();
    let lines: Vec<String> = query["records"].as_array().unwrap().iter().map(ToString::to_string).collect();
    desk.write("contacts.csv", sample("bulk_query_Contact.csv"));
    desk.write("contacts.json", sample("rest_query_Contact.json"));
    desk.write("contacts.jsonl", lines.join("\n"));
    desk.write("array.json", serde_json::to_string_pretty(&query["records"]).unwrap());
    for name in ["contacts.csv", "contacts.json", "contacts.jsonl", "array.json"] {
        let ended = desk.seal(name, "sealed", &["--open-fields", OPEN, "--restricted", PERSONAL]).succeeds();
        assert!(
            ended.stderr.contains("Sealed: 912 of 1200\n  synthetic: 787\n  masked: 125\n"),
            "{}",
            ended.stderr
        );
        assert!(ended.stderr.contains("left as they were: 288"));
        assert_eq!(counts(&desk, "sealed"), [787, 125, 288, 1200], "{name}");
    }
}

#[test]
fn other_objects_seal_with_their_own_types() {
    let desk = sample_desk();
    for (object, open, synthetic, masked, modified) in [
        (
            "Account",
            "Name,Type,Industry,AnnualRevenue,NumberOfEmployees,BillingStreet,BillingCity,BillingPostalCode,Phone,Website,Description",
            91,
            20,
            27,
        ),
        ("Opportunity", "AccountId,Name,StageName,Amount,Probability,CloseDate,Description", 319, 65, 68),
    ] {
        desk.write("in.csv", sample(&format!("bulk_query_{object}.csv")));
        let labels = "Synthetic_Data__c,Provenance_Source__c,Generation_Method__c,Generated_At__c";
        let mut args = desk.seal_args("in.csv", "out.csv", &["--open-fields", open, "--open-fields", labels]);
        args[7] = object;
        desk.run(&args).succeeds();
        let ended = desk.verify("out.csv", &["--format", "jsonl"]);
        let count = |origin: &str| {
            let verified = format!("\"origin\":\"{origin}\"");
            ended
                .stdout
                .lines()
                .filter(|line| line.contains(&verified) && line.contains("\"trust\":\"verified\""))
                .count()
        };
        assert_eq!(
            [count("synthetic"), count("masked"), count("ai-modified")],
            [synthetic, masked, modified],
            "{object}"
        );
    }
}

#[test]
fn a_csv_keeps_every_other_byte() {
    let desk = Desk::with_key();
    let fields = ["--open-fields", "Title,FirstName", "--restricted", "Personal=Email", "--skip", "Kind__c"];
    for (before, after) in [
        // Quoted throughout, LF.
        (
            "\"Title\",\"FirstName\",\"Email\",\"Kind__c\",\"Provenance_Seal__c\",\"Provenance_Id__c\"\n\"CEO\",\"Zoë\",\"\",\"made\",\"\",\"987c75c3-e028-4377-8bc5-5ee3420eec6e\"\n",
            "\"Title\",\"FirstName\",\"Email\",\"Kind__c\",\"Provenance_Seal__c\",\"Provenance_Id__c\",\"Provenance_Salts_Personal__c\"\n\"CEO\",\"Zoë\",\"\",\"made\",§,\"987c75c3-e028-4377-8bc5-5ee3420eec6e\",§\n",
        ),
        // Mixed quotes, CRLF, a byte order mark, a value over two lines, no last line end, and a row that no rule matches.
        (
            "\u{feff}Title,FirstName,Provenance_Id__c,Email,Kind__c\r\n\"a\r\nb, \"\"c\"\"\",  x ,987C75C3-E028-4377-8BC5-5EE3420EEC6E,\"e@x.example\",made\r\n\"q\",,,,other",
            "\u{feff}Title,FirstName,Provenance_Id__c,Email,Kind__c,Provenance_Seal__c,Provenance_Salts_Personal__c\r\n\"a\r\nb, \"\"c\"\"\",  x ,987C75C3-E028-4377-8BC5-5EE3420EEC6E,\"e@x.example\",made,§,§\r\n\"q\",,,,other,,",
        ),
        // Semicolons, as European spreadsheets write them; a blank line at the end.
        (
            "Title;FirstName;Provenance_Id__c;Email;Kind__c\nCEO;A,B;987c75c3-e028-4377-8bc5-5ee3420eec6e;;made\n\n",
            "Title;FirstName;Provenance_Id__c;Email;Kind__c;Provenance_Seal__c;Provenance_Salts_Personal__c\nCEO;A,B;987c75c3-e028-4377-8bc5-5ee3420eec6e;;made;§;§\n\n",
        ),
        // Tabs.
        (
            "Title\tFirstName\tProvenance_Id__c\tEmail\tKind__c\nCEO\tA\t987c75c3-e028-4377-8bc5-5ee3420eec6e\t\tmade\n",
            "Title\tFirstName\tProvenance_Id__c\tEmail\tKind__c\tProvenance_Seal__c\tProvenance_Salts_Personal__c\nCEO\tA\t987c75c3-e028-4377-8bc5-5ee3420eec6e\t\tmade\t§\t§\n",
        ),
    ] {
        desk.write("in.csv", before);
        desk.seal("in.csv", "out.csv", &fields).succeeds();
        assert_eq!(without_packs(&desk.read("out.csv")), after);
        assert_eq!(desk.verdicts("out.csv")[0]["trust"], "verified", "{after}");
    }
}

#[test]
fn json_keeps_every_other_byte() {
    let desk = Desk::with_key();
    let fields = ["--open-fields", "Title,AccountId", "--skip", "Kind__c"];
    let id = "987c75c3-e028-4377-8bc5-5ee3420eec6e";
    for (before, after) in [
        (
            format!(
                r#"{{"totalSize":2,"records":[{{"attributes":{{"type":"Contact"}},"Title":"C\u0045O","Kind__c":"made","Provenance_Seal__c":null,"Provenance_Id__c":"{id}"}} , {{"Title":null,"Kind__c":null,"AccountId":null}}],"done":true}}"#
            ),
            format!(
                r#"{{"totalSize":2,"records":[{{"attributes":{{"type":"Contact"}},"Title":"C\u0045O","Kind__c":"made","Provenance_Seal__c":§,"Provenance_Id__c":"{id}"}} , {{"Title":null,"Kind__c":null,"AccountId":null}}],"done":true}}"#
            ),
        ),
        (
            format!(
                "[\n  {{\n    \"Title\" : \"CEO\",\n    \"AccountId\" : null,\n    \"Account\" : null,\n    \"Kind__c\" : \"made\",\n    \"Provenance_Id__c\" : \"{id}\"\n  }}\n]\n"
            ),
            format!(
                "[\n  {{\n    \"Title\" : \"CEO\",\n    \"AccountId\" : null,\n    \"Account\" : null,\n    \"Kind__c\" : \"made\",\n    \"Provenance_Id__c\" : \"{id}\",\n    \"Provenance_Seal__c\" : §\n  }}\n]\n"
            ),
        ),
        (
            format!(
                "\u{feff}{{\"Title\":\"CEO\",\"AccountId\":null,\"Kind__c\":\"made\",\"Provenance_Id__c\":\"{id}\",\"Owner\":{{\"Name\":\"}}\"}}}}\r\n\r\n{{\"Kind__c\":\"x\"}}\r\n\r\n"
            ),
            format!(
                "\u{feff}{{\"Title\":\"CEO\",\"AccountId\":null,\"Kind__c\":\"made\",\"Provenance_Id__c\":\"{id}\",\"Owner\":{{\"Name\":\"}}\"}},\"Provenance_Seal__c\":§}}\r\n\r\n{{\"Kind__c\":\"x\"}}\r\n\r\n"
            ),
        ),
        (
            format!(
                "{{\"Title\":\"CEO\",\"AccountId\":null,\"Kind__c\":\"made\",\"Provenance_Id__c\":\"{id}\"}}"
            ),
            format!(
                "{{\"Title\":\"CEO\",\"AccountId\":null,\"Kind__c\":\"made\",\"Provenance_Id__c\":\"{id}\",\"Provenance_Seal__c\":§}}"
            ),
        ),
    ] {
        desk.write("in", before);
        desk.seal("in", "out", &fields).succeeds();
        assert_eq!(without_packs(&desk.read("out")), after);
        assert_eq!(desk.verdicts("out")[0]["trust"], "verified");
    }
}

#[test]
fn a_missing_uuid_is_minted_and_a_present_one_kept() {
    let desk = Desk::with_key();
    desk.write(
        "in.csv",
        "Id,Title,Kind__c,Provenance_Id__c\n003Qx0000080nG1IAI,CEO,made,\n003Qx0000080nGcIAI,CFO,made,\n",
    );
    let ended = desk.seal("in.csv", "out.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    assert!(ended.stderr.contains("New uuids: 2"));
    let verdicts = desk.verdicts("out.csv");
    let uuid = |at: usize| verdicts[at]["record"]["uuid"].as_str().unwrap().to_owned();
    assert!(uuid(0) != uuid(1) && desk.read("out.csv").contains(&uuid(0)));
    assert!(verdicts.iter().all(|verdict| verdict["trust"] == "verified"));
}

#[test]
fn sealing_anew_names_the_old_seal() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Email,Kind__c\nCEO,a@example.org,made\n");
    let fields = ["--open-fields", "Title", "--skip", "Kind__c"];
    let with = |more: &[&'static str]| [&fields[..], more].concat();
    desk.seal("in.csv", "one.csv", &with(&["--restricted", "Old=Email", "--reference"])).succeeds();
    let first = desk.verdicts("one.csv")[0]["seal"]["id"].as_str().unwrap().to_owned();

    desk.seal("one.csv", "two.csv", &with(&["--skip", "Email"]))
        .fails(3, &["one.csv:2:Provenance_Seal__c", "carries a seal already", "--replace"]);
    assert!(!desk.has("two.csv"));

    desk.seal("one.csv", "two.csv", &with(&["--skip", "Email", "--replace"])).succeeds();
    let sealed = desk.read("two.csv");
    assert!(sealed.contains(&format!("\"\"previousSeal\"\":\"\"{first}\"\"")));
    // The old companion pack is gone, and the reference follows the new seal.
    let verdict = &desk.verdicts("two.csv")[0];
    assert_eq!(verdict["trust"], "verified");
    assert_eq!(verdict["flags"], json!([]));
    assert!(!sealed.contains("example.org\"\"") && sealed.matches("\"\"salts\"\"").count() == 1);
}

#[test]
fn types_come_from_a_file() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Kind__c,AnnualIncome__c,Score__c\nCEO,made,84250.50,7\n");
    let fields = ["--open-fields", "Title,Kind__c,AnnualIncome__c"];
    let with = |file: &'static str| [&fields[..], &["--types", file]].concat();
    desk.seal("in.csv", "out.csv", &fields)
        .fails(2, &["--open-fields: Kind__c: its type is not known", "--types", "--skip Kind__c"]);
    desk.write("types.toml", "Kind__c = \"picklist\"\n[Contact]\nAnnualIncome__c = \"currency\"\nScore__c = \"formula\"\n[Lead]\nX = \"y\"\n");
    let ended = desk.seal("in.csv", "out.csv", &with("types.toml")).succeeds();
    assert!(ended.stderr.contains("Cannot be covered: Score__c"));
    desk.write(
        "describe.json",
        r#"{"name":"Contact","fields":[
            {"name":"Kind__c","type":"picklist","createable":true,"updateable":true},
            {"name":"AnnualIncome__c","type":"currency","createable":true,"updateable":true},
            {"name":"Score__c","type":"double","calculated":true}]}"#,
    );
    desk.seal("in.csv", "out.csv", &with("describe.json")).succeeds();
    // As `sf sobject describe --json` prints it.
    desk.write("sf.json", format!(r#"{{"status":0,"result":{},"warnings":[]}}"#, desk.read("describe.json")));
    desk.seal("in.csv", "out.csv", &with("sf.json")).succeeds();
    // The amount is bound as a number, not as text.
    desk.write("same.csv", desk.read("out.csv").replace("84250.50", "8.42505e4"));
    assert_eq!(desk.verdicts("same.csv")[0]["trust"], "verified");
    desk.write("other.csv", desk.read("out.csv").replace("84250.50", "84250.51"));
    assert_eq!(desk.verdicts("other.csv")[0]["trust"], "altered");

    for (file, content, said) in [
        ("wrong.toml", "Kind__c = \"pick\"", "\"pick\" is no field type"),
        ("broken.toml", "Kind__c = ", "TOML parse error at line 1"),
        ("lead.json", r#"{"name":"Lead","fields":[]}"#, "describes Lead, and --object says Contact"),
        ("other.json", "{}", "neither a describe result nor an object info"),
        (
            "error.json",
            r#"{"status":1,"name":"NOT_FOUND"}"#,
            "holds an error in place of a describe result (NOT_FOUND)",
        ),
    ] {
        desk.write(file, content);
        desk.seal("in.csv", "no.csv", &[&fields[..], &["--types", file]].concat()).fails(2, &[file, said]);
    }
    desk.seal("in.csv", "no.csv", &with("missing.toml"))
        .fails(2, &["missing.toml cannot be read", "no such file"]);
}

#[test]
fn streams_go_through() {
    let desk = Desk::with_key();
    let args = desk.seal_args("-", "-", &["--open-fields", "Title", "--skip", "Kind__c"]);
    let ended = desk.run_with_stdin(&args, "Title,Kind__c\nCEO,made\n").succeeds();
    assert_eq!(
        without_packs(&ended.stdout).lines().next(),
        Some("Title,Kind__c,Provenance_Seal__c,Provenance_Id__c")
    );
    desk.write("out.csv", &ended.stdout);
    assert_eq!(desk.verdicts("out.csv")[0]["trust"], "verified");
    // A failure leaves the standard output empty.
    let ended = desk
        .run_with_stdin(&args, "Title,Kind__c\nCEO,made\n\"CFO,made\n")
        .fails(3, &["standard input:3:Title"]);
    assert_eq!(ended.stdout, "");
}

#[test]
fn a_file_can_be_sealed_in_place() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    desk.seal("in.csv", "in.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    assert_eq!(desk.verdicts("in.csv")[0]["trust"], "verified");
}

#[test]
fn null_is_written_in_each_api_s_way() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,FirstName,Kind__c\n#N/A,,made\n");
    let fields = ["--open-fields", "Title,FirstName", "--skip", "Kind__c"];
    for (more, state) in [(&["--ingest"][..], "match"), (&[], "altered")] {
        desk.seal("in.csv", "out.csv", &[&fields[..], more].concat()).succeeds();
        // What the platform returns after the load: null.
        desk.write("loaded.csv", desk.read("out.csv").replace("#N/A", ""));
        let verdict = &desk.verdicts("loaded.csv")[0];
        let title =
            verdict["fields"].as_array().unwrap().iter().find(|field| field["name"] == "Title").unwrap();
        assert_eq!(title["state"], state);
    }
}

#[test]
fn what_a_seal_says_follows_the_options() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n");
    let fields = ["--open-fields", "Title", "--skip", "Kind__c", "--now", "2026-11-21T09:00:00Z"];
    let sealed = |more: &[&'static str]| {
        desk.seal("in.csv", "out.csv", &[&fields[..], more].concat()).succeeds();
        desk.read("out.csv").replace("\"\"", "\"")
    };
    let usual = sealed(&[]);
    assert!(
        usual.contains(r#""validUntil":"2027-11-21T09:00:00Z""#)
            && usual.contains(r#""environment":["sandbox"]"#)
    );
    assert!(usual.contains(r#""recordId":"003Qx0000080nG1IAI""#));
    let other =
        sealed(&["--environment", "uat", "--valid-for", "never", "--without-record-id", "--reference"]);
    assert!(!other.contains("validUntil") && other.contains(r#""environment":["sandbox","uat"]"#));
    assert!(!other.contains("recordId") && other.contains("Provenance_Reference__c"));
}

#[test]
fn gaps_are_counted() {
    let desk = Desk::with_key();
    desk.write(
        "in.json",
        r#"[{"Title":"CEO","FirstName":"A","Kind__c":"made"},{"FirstName":"B","Kind__c":"made"}]"#,
    );
    let ended = desk
        .seal("in.json", "out.json", &["--open-fields", "Title,FirstName", "--skip", "Kind__c"])
        .succeeds();
    assert!(ended.stderr.contains("lack some of the fields to be covered: 1"), "{}", ended.stderr);
}

#[test]
fn fields_of_other_records_are_left_out() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Account.Name,Kind__c\nCEO,Acme,made\n");
    let ended = desk.seal("in.csv", "out.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    assert!(ended.stderr.contains("Cannot be covered: Account.Name"), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    desk.write("real.csv", "old");
    symlink("real.csv", desk.path("link.csv")).unwrap();
    let fields = ["--open-fields", "Title", "--skip", "Kind__c"];
    // Somebody else may have made the link: nothing is written through it.
    desk.seal("in.csv", "link.csv", &fields)
        .fails(2, &["link.csv is a link to real.csv", "name that file itself", "--force"]);
    assert!(desk.path("link.csv").is_symlink() && desk.read("real.csv") == "old");
    desk.seal("in.csv", "link.csv", &[&fields[..], &["--force"]].concat()).succeeds();
    assert!(!desk.path("link.csv").is_symlink() && desk.read("real.csv") == "old");
    assert!(desk.read("link.csv").contains("Provenance_Seal__c"));
    desk.seal("in.csv", "/dev/null", &fields).succeeds();
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    let fields = ["--open-fields", "Title", "--skip", "Kind__c"];
    assert!(!desk.seal("in.csv", "out.csv", &fields).succeeds().stderr.contains("Warning"));
    std::fs::set_permissions(desk.path("key.pem"), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(
        desk.seal("in.csv", "out.csv", &fields)
            .succeeds()
            .stderr
            .contains("Warning: others can read key.pem")
    );
}

/// A rule may be called anything; what counts is what it claims.
#[test]
fn what_is_sealed_is_counted_by_what_is_claimed() {
    let desk = Desk::with_key();
    let rule = |name: &str, kind: &str, claims: &str| {
        format!(
            "[[rule]]\n{name}\nwhen = {{ Kind__c = \"{kind}\" }}\n[rule.claims]\nprovenanceSource = \"x\"\n{claims}\n"
        )
    };
    let synthetic = "isSynthetic = true\ngenerationMethod = \"simulations-na\"";
    let masked = "isSynthetic = false\ndigitalSourceType = \"algorithmicallyEnhanced\"\ngenerationMethod = \"data-augmentation-na\"";
    let rules = [
        rule("name = \"recorded\"", "a", synthetic),
        rule("", "b", synthetic),
        rule("name = \"masked\"", "c", masked),
        rule("name = \"synthetic\"", "d", "isSynthetic = false"),
    ];
    desk.write("rules.toml", rules.concat());
    desk.write("in.csv", "Title,Kind__c\n1,a\n2,a\n3,b\n4,c\n5,d\n");
    let ended = desk.seal("in.csv", "out.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    let said = "Sealed: 5 of 5\n  synthetic: 3\n    by the rule recorded: 2\n    by the rule rule 2: 1\n  masked: 1\n  recorded: 1\n    by the rule synthetic: 1\n";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    let verdicts = desk.verdicts("out.csv");
    let count = |origin: &str| verdicts.iter().filter(|verdict| verdict["origin"] == origin).count();
    assert_eq!(["synthetic", "masked", "recorded"].map(count), [3, 1, 1]);
}
