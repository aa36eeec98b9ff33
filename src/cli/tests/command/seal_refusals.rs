//! Bad input gives a clear message with the place and the remedy, and loses nothing.

use crate::desk::{Desk, RULES};

const FIELDS: [&str; 4] = ["--open-fields", "Title", "--skip", "Kind__c"];

/// Seals a bad file onto an existing result; the result must stay as it was, and nothing else be left behind.
#[track_caller]
fn refuses(input: impl AsRef<[u8]>, options: &[&str], code: i32, said: &[&str]) {
    let desk = Desk::with_key();
    desk.write("in", input);
    desk.write("out", "precious");
    let before = desk.names();
    desk.seal("in", "out", &[&FIELDS[..], options].concat()).fails(code, said);
    assert_eq!(desk.read("out"), "precious");
    assert_eq!(desk.names(), before);
}

#[test]
fn broken_csv() {
    for (input, said) in [
        (&b""[..], &["in:1", "the file is empty"][..]),
        (b"\n", &["in:1", "the file is empty"]),
        (b"Title,Kind__c\nCEO,made\nCFO\n", &["in:3:", "1 value and the header 2", "must stand in quotes"]),
        (b"Title,Kind__c\na,b,c\n", &["in:2:", "3 values and the header 2"]),
        (b"Title,Kind__c\n\"CEO,made\n", &["in:2:Title", "never closed"]),
        (b"Title,Kind__c\nCEO,\"made", &["in:2:Kind__c", "never closed"]),
        (b"Title,Kind__c\n\"CEO\"x,made\n", &["in:2:Title", "follows the closing quote"]),
        (b"Title,Kind__c\nC\"EO,made\n", &["in:2:Title", "a quote stands inside"]),
        (b"Title,Kind__c\nCEO,made\nC\xffO,made\n", &["in:3:Title", "not UTF-8", "CSV UTF-8"]),
        (b"\xff\xfeT\0i\0", &["in:1", "UTF-16"]),
        (b"PK\x03\x04\x14\0", &["in:1", "ZIP archive", "CSV UTF-8"]),
        (b"Title,Kind__c\rCEO,made\r", &["in:1", "CR alone"]),
        (b"Title,Title\n", &["in:1", "two columns are called Title"]),
        (b"Title,,Kind__c\n", &["in:1", "column 2 has no name"]),
        (b"Title,Kind__c\nCEO,made\n\nCFO,made\n", &["in:3", "the row is empty"]),
    ] {
        refuses(input, &["--format", "csv"], 3, said);
    }
}

#[test]
fn a_quote_that_swallows_the_file_is_found_in_bounded_memory() {
    let mut input = b"Title,Kind__c\n\"CEO,made\n".to_vec();
    input.extend(b"CFO,made\n".repeat(2_000_000));
    refuses(input, &[], 3, &["in:2:Title", "never closed"]);
}

#[test]
fn hostile_json() {
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    for (input, said) in [
        ("[{\"Title\":\"a\",\"Title\":\"b\"}]", &["in:line 1", "a name occurs twice"][..]),
        ("[\n{\"Title\":\"\\ud800\"}]", &["in:line 2", "surrogate"]),
        ("[{\"Title\":\"a\"}] x", &["in:line 1", "something follows"]),
        ("[{\"Title\":\"a\"", &["in:line 1", "ends too early"]),
        (&deep, &["in:line 1", "nested deeper"]),
        ("[1]", &["in:record 1", "is not an object"]),
        ("{\"Title\":\"a\"}\n{\"Title\":\"b\",}\n", &["in:line 2", "not readable as JSON"]),
        ("{\"Title\":\"a\"}\n[]\n", &["in:line 2", "is not an object"]),
        ("{\"object\":\"Contact\",\"fields\":{}}", &["in:record 1", "is a view for checking"]),
        ("{\"data\":{\"payload\":{}}}", &["in:record 1", "change event", "without its ChangeEventHeader"]),
        ("[{\"apiName\":5,\"fields\":{}}]", &["in:record 1", "`apiName` is of the wrong form"]),
    ] {
        refuses(input, &[], 3, said);
    }
    refuses("\"x\"", &["--format", "json"], 3, &["in: holds no records"]);
    refuses(b"[{\"Title\":\"\n\xff\"}]", &[], 3, &["in:line 2", "not UTF-8"]);
}

#[test]
fn values_that_cannot_be_sealed_are_named_but_not_repeated() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Birthdate,Kind__c\nCEO,1987-04-09,made\nCFO,9.4.1987,made\n");
    let fields = ["--open-fields", "Title", "--restricted", "Personal=Birthdate", "--skip", "Kind__c"];
    let ended = desk.seal("in.csv", "out.csv", &fields);
    let ended = ended.fails(
        3,
        &["in.csv:3:Birthdate", "is none of type date; write it as 2026-11-21", "--skip Birthdate"],
    );
    assert!(!ended.stderr.contains("9.4.1987") && !desk.has("out.csv"));
    refuses("Title,Kind__c,Provenance_Id__c\nCEO,made,42\n", &[], 3, &["in:2:Provenance_Id__c", "uuid"]);
    refuses("Title,Kind__c,Id\nCEO,made,42\n", &[], 3, &["in:2:Id", "15 or 18"]);
    refuses("Title,Kind__c,Id\nCEO,made,003QX0000080NG1IAI\n", &[], 3, &["in:2:Id", "case", "spreadsheets"]);
    refuses(
        "Title,Kind__c,Provenance_Seal__c\nCEO,made,x\n",
        &["--replace"],
        3,
        &["in:2:Provenance_Seal__c", "no id that could be read"],
    );
    refuses(
        r#"[{"attributes":{"type":"Lead"},"Title":"CEO","Kind__c":"made"}]"#,
        &[],
        3,
        &["in:record 1", "record of Lead"],
    );
}

#[test]
fn columns_must_be_decided_for() {
    refuses(
        "Title,Kind__c,Email,Phone,Foo__c,lastname\n",
        &[],
        2,
        &[
            "neither",
            "--open-fields Email,Phone,LastName",
            "--restricted TIER=Email,Phone,LastName",
            "Foo__c = \"string\"",
            "--skip Foo__c",
        ],
    );
    refuses(
        "Title,Kind__c\n",
        &["--open-fields", "Department"],
        2,
        &["--open-fields names Department, and there is no such column in in; there are Kind__c, Title"],
    );
    refuses("Title,Kind__c\n", &["--open-fields", "title"], 2, &["did you mean Title?"]);
    refuses(
        "Title,Kind__c\n",
        &["--open-fields", "Name"],
        2,
        &["Name cannot be covered", "made of components", "take Name out"],
    );
    refuses(
        "Title,Kind__c\n",
        &["--restricted", "Personal"],
        2,
        &["--restricted Personal", "Personal=Email,Phone"],
    );
    refuses("Title,Kind__c\n", &["--restricted", "A B=Email"], 2, &["\"A B\" cannot name a tier"]);
    refuses("Title,Kind__c\n", &["--restricted", "P=Title"], 2, &["Title is listed twice"]);
    refuses("Title,Kind__c\n", &["--skip", "Title"], 2, &["--skip Title", "decide for one"]);
    refuses(r#"[{"Title":"CEO","Kind__c":"made","Foo__c":null}]"#, &[], 2, &["in:record 1", "Foo__c"]);
    refuses(r#"[{"Kind__c":"made"}]"#, &["--open-fields", "Department"], 3, &["none of the covered fields"]);
    refuses(
        "{\"Title\":\"CEO\"}\n{\"Title\":\"CFO\"}\n",
        &[],
        2,
        &["rules.toml: made: asks for Kind__c, and there is no such column in in; there are Title"],
    );
    refuses(
        "Title,Kind_c\n",
        &["--skip", "Kind_c"],
        2,
        &["rules.toml: made: asks for Kind__c", "did you mean Kind_c?"],
    );
    let misspelt = [
        "--open-fields: FristName: its type is not known, and there is no such column in in (did you mean FirstName?)",
        "there are Title, Kind__c, FirstName",
    ];
    refuses("Title,Kind__c,FirstName\n", &["--open-fields", "FristName"], 2, &misspelt);
    let misspelt = [
        "--restricted names MailingStreet, and there is no such column in in (did you mean MailingState?); there are",
    ];
    refuses(
        "Title,Kind__c,MailingState\n",
        &["--skip", "MailingState", "--restricted", "P=MailingStreet"],
        2,
        &misspelt,
    );
    refuses(
        "Title,Kind__c,Quux__c\n",
        &["--open-fields", "Quux__c"],
        2,
        &[
            "Quux__c: its type is not known; name its type",
            "take it out of --open-fields and add --skip Quux__c",
        ],
    );
}

#[test]
fn wrong_settings_are_named() {
    for (option, value, said) in [
        ("--tenant", "Example Bank", &["not an org id", "00D"][..]),
        ("--environment", "any", &["cannot say \"any\""]),
        ("--object", "Contact!", &["not an API name"]),
    ] {
        let desk = Desk::with_key();
        desk.write("in", "Title,Kind__c\nCEO,made\n");
        desk.write("types.toml", "Title = \"string\"");
        let mut args = desk.seal_args("in", "out", &FIELDS);
        args.extend(["--types", "types.toml"]);
        let at = args.iter().position(|arg| *arg == option).unwrap();
        args[at + 1] = value;
        desk.run(&args).fails(2, said);
        assert!(!desk.has("out"));
    }
    let desk = Desk::with_key();
    desk.write("in", "Title,Kind__c\nCEO,made\n");
    desk.write("trust.pem", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n");
    for (key, said) in
        [("trust.json", "holds no PEM block"), ("trust.pem", "is a public key"), ("none.pem", "no such file")]
    {
        let mut args = desk.seal_args("in", "out", &FIELDS);
        args[5] = key;
        desk.run(&args).fails(2, &[key, said]);
    }
    for (rules, said) in [
        (RULES.replace("when =", "wehn ="), "unknown field `wehn`"),
        (RULES.replace("simulations", "x").replace("-synthetic\"", "-sythetic\""), "is no generation method"),
        ("".to_owned(), "holds no rule"),
    ] {
        desk.write("rules.toml", rules);
        desk.seal("in", "out", &FIELDS).fails(2, &["rules.toml", said]);
    }
    assert!(!desk.has("out"));
}

#[test]
fn a_result_that_cannot_be_written_is_said() {
    let desk = Desk::with_key();
    desk.write("in", "Title,Kind__c\nCEO,made\n");
    std::fs::create_dir(desk.path("folder")).unwrap();
    desk.seal("in", "none/out", &FIELDS).fails(3, &["none/out cannot be written", "no such folder"]);
    desk.seal("in", "folder", &FIELDS).fails(3, &["folder cannot be written", "it is a folder"]);
    desk.seal("folder", "out", &FIELDS).fails(3, &["folder cannot be read", "it is a folder"]);
    desk.seal("none", "out", &FIELDS).fails(3, &["none cannot be read", "no such file"]);
    assert!(!desk.has("out"));
}

#[test]
fn a_key_file_is_one_before_its_rights_matter() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    desk.write("key.pem", "not a key");
    let ended = desk.seal("in.csv", "out.csv", &FIELDS).fails(2, &["key.pem holds no PEM block"]);
    assert!(!ended.stderr.contains("Warning"), "{}", ended.stderr);
}

#[test]
fn a_listener_who_left_changes_nothing() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Title,Kind__c\nCEO,made\n");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut seal = desk.command();
    seal.args(desk.seal_args("in.csv", "out.csv", &FIELDS)).stderr(writer);
    assert_eq!(seal.status().unwrap().code(), Some(0));
    assert!(desk.read("out.csv").contains("crm-seal/1"));
    // Nor does a refusal become something else.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut seal = desk.command();
    seal.args(desk.seal_args("none.csv", "out.csv", &FIELDS)).stderr(writer);
    assert_eq!(seal.status().unwrap().code(), Some(3));
}

#[test]
fn a_record_is_sealed_once() {
    let uuid = "987c75c3-e028-4377-8bc5-5ee3420eec6e";
    for other in [uuid.to_owned(), uuid.to_uppercase(), format!("urn:uuid:{uuid}")] {
        let rows = format!("Title,Kind__c,Provenance_Id__c\nCEO,made,{uuid}\nCFO,made,\nCOO,made,{other}\n");
        refuses(rows, &[], 3, &["in:4:Provenance_Id__c", "in:2 has the same uuid", "take the row out"]);
    }
    let lines = format!(
        "{{\"Title\":\"CEO\",\"Kind__c\":\"made\",\"Provenance_Id__c\":\"{uuid}\"}}\n{{\"Title\":\"CFO\",\"Kind__c\":\"made\",\"Provenance_Id__c\":\"{uuid}\"}}\n"
    );
    refuses(lines, &[], 3, &["in:line 2:Provenance_Id__c", "in:line 1 has the same uuid"]);
    // By its id too, in 15 characters or 18.
    let rows = "Title,Kind__c,Id\nCEO,made,003Qx0000080nG1IAI\nCFO,made,003Qx0000080nG1\n";
    refuses(rows, &[], 3, &["in:3:Id", "in:2 is the same record"]);

    // What is not sealed is not sealed twice, and an id that the seals leave out binds nothing.
    let desk = Desk::with_key();
    desk.write("in", format!("Title,Kind__c,Provenance_Id__c\nCEO,made,{uuid}\nCFO,other,{uuid}\n"));
    desk.seal("in", "out", &FIELDS).succeeds();
    desk.write("in", rows);
    desk.seal("in", "out", &[&FIELDS[..], &["--without-record-id"]].concat()).succeeds();
}

/// On the platform upper and lower case are one in names of fields (profile §2).
#[test]
fn two_spellings_of_one_field_are_refused() {
    let one = "name one field, as upper and lower case do not count";
    for (input, options, said) in [
        ("Title,Kind__c,TITLE\nCEO,made,Evil\n", &["--skip", "x"][..], "Title and TITLE"),
        ("Title,Kind__c,kind__C\nCEO,made,x\n", &["--skip", "kind__C"], "Kind__c and kind__C"),
        (
            "Title,Kind__c,LastName,lastname\nCEO,made,A,Evil\n",
            &["--skip", "LastName,lastname"],
            "LastName and lastname",
        ),
        (r#"[{"Title":"CEO","Kind__c":"made","title":"Evil"}]"#, &["--skip", "x"], "Title and title"),
    ] {
        refuses(input, options, 3, &[said, one]);
    }
    for column in ["TITLE", "title"] {
        let input = format!("Title,Kind__c,{column}\nCEO,made,Evil\n");
        refuses(input, &["--skip", column], 2, &[&format!("--skip {column}: is Title"), "decide for one"]);
    }
    let desk = Desk::with_key();
    desk.write("types.toml", "Foo__c = \"currency\"\nFOO__C = \"currency\"\n");
    desk.write("in", "Title,Kind__c,Foo__c\nCEO,made,1\n");
    let both = ["--types", "types.toml", "--open-fields", "Foo__c,FOO__C"];
    desk.seal("in", "out", &[&FIELDS[..], &both].concat()).fails(2, &["FOO__C is listed twice"]);
}

#[test]
fn a_claim_that_is_required_and_not_made_refuses_the_row() {
    let desk = Desk::with_key();
    let claims = "isSynthetic = true\ngenerationMethod = \"simulations-na\"\nprovenanceSource = \"x\"\n";
    let rules = format!(
        "[[rule]]\nwhen = {{ Kind__c = \"a\" }}\n[rule.claims]\n{claims}purpose = [\"testing\"]\nresponsibleEntity = \"{{Owner__c}}\"\n"
    );
    desk.write("rules.toml", rules);
    desk.write("in.csv", "Title,Owner__c,Kind__c\nCEO,Data Office,a\nCFO, ,a\n");
    desk.write("whole.csv", "Title,Owner__c,Kind__c\nCEO,Data Office,a\n");
    let seal = |file: &str, required: &str| {
        let options = ["--open-fields", "Title", "--skip", "Owner__c,Kind__c", "--require-claims", required];
        desk.seal(file, "out.csv", &options)
    };
    for (required, said) in [
        ("generator.version", &["in.csv:2", "would not say generator.version", "give generator.version"][..]),
        ("purpose,retainUntil", &["in.csv:2", "would not say retainUntil, which --require-claims asks for"]),
        (
            "purpose,responsibleEntity",
            &["in.csv:3:Owner__c", "would not say responsibleEntity", "fill Owner__c"],
        ),
    ] {
        seal("in.csv", required).fails(3, said);
    }
    seal("in.csv", "porpose").fails(2, &["porpose", "purpose"]);
    seal("whole.csv", "purpose,responsibleEntity,created,provenanceSource").succeeds();
    assert_eq!(desk.verdicts("out.csv").len(), 1);
}
