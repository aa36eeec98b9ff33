//! The sealing side is held to the verifier's rules: what no verifier would read, or would read as something else, is
//! refused with the place and the remedy, or told.

use crate::desk::{Desk, Ended, TENANT, of_repository};

/// A rule that speaks for every row.
const EVERY: &str = "[[rule]]\nname = \"made\"\nwhen = {}\n[rule.claims]\nisSynthetic = true\ngenerationMethod = \"simulations-na\"\nprovenanceSource = \"urn:example:test\"\n";

/// A file that somebody brought.
fn fault(path: &str) -> String {
    std::fs::read_to_string(of_repository("tests/data/faults").join(path)).unwrap()
}

fn desk(rules: &str) -> Desk {
    let desk = Desk::new();
    let keygen = ["keygen", "--out", "key.pem", "--trust", "trust.json", "--name", "Example Bank plc"];
    desk.run(&[&keygen[..], &["--now", "2026-11-21T08:00:00Z"]].concat()).succeeds();
    desk.write("rules.toml", rules);
    desk
}

/// Seals `in` to `out` as records of an object.
fn seal(desk: &Desk, object: &str, input: impl AsRef<[u8]>, options: &[&str]) -> Ended {
    desk.write("in", input);
    let mut args = vec!["seal", "in", "--out", "out", "--key", "key.pem", "--object", object];
    args.extend(["--tenant", TENANT, "--environment", "sandbox", "--rules", "rules.toml"]);
    args.extend(["--now", "2026-11-21T09:00:00Z"]);
    args.extend(options);
    desk.run(&args)
}

/// What became of each row: its trust, and the state of one field.
fn read_back(desk: &Desk, object: &str, field: &str) -> Vec<(String, String)> {
    let now = ["--now", "2026-11-21T10:00:00Z", "--object", object, "--format", "json"];
    let ended = desk.verify("out", &now);
    let verdicts: Vec<serde_json::Value> =
        serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{ended:?}"));
    let state = |verdict: &serde_json::Value| {
        let fields = verdict["fields"].as_array().cloned().unwrap_or_default();
        let field = fields.into_iter().find(|known| known["name"] == field);
        field.map_or_else(String::new, |field| field["state"].as_str().unwrap().to_owned())
    };
    verdicts.iter().map(|verdict| (verdict["trust"].as_str().unwrap().to_owned(), state(verdict))).collect()
}

#[track_caller]
fn refuses(object: &str, input: impl AsRef<[u8]>, options: &[&str], code: i32, said: &[&str]) {
    let desk = desk(EVERY);
    seal(&desk, object, input, options).fails(code, said);
    assert!(!desk.has("out"));
}

// --- names

#[test]
fn a_name_that_is_no_api_name_is_not_covered() {
    for (name, remedy) in [
        ("First Name", "rename the column to FirstName"),
        ("first name", "rename the column to FirstName"),
        ("LAST-NAME", "rename the column to LastName"),
        ("E-mail", "rename the column to Email"),
        ("Mailing City", "rename the column to MailingCity"),
        ("Favourite Colour", "(of a custom field FavouriteColour__c, perhaps;"),
        ("Gr\u{f6}\u{df}e__c", "rename the column to the field's API name"),
        ("\u{738b}", "rename the column to the field's API name"),
        ("1st__c", "rename the column to the field's API name"),
        ("_Title", "rename the column to Title"),
        ("Account.Name", "which no seal of this one can cover: take it out"),
        ("Title\u{a0}", "rename the column to Title"),
    ] {
        let said = format!("{name} is not an API name (a letter first, then letters, digits, underscores)");
        let said = said.replace('\u{a0}', " ");
        let quoted = toml::Value::String(name.to_owned());
        let desk = desk(EVERY);
        desk.write("types.toml", format!("[Contact]\n{quoted} = \"string\"\n"));
        let rows = format!("{name},LastName\nx,Okafor\n");
        let types = ["--types", "types.toml", "--skip", name, "--open-fields", "LastName"];
        seal(&desk, "Contact", &rows, &types).fails(2, &["types.toml: ", &said, remedy]);
        for option in ["--open-fields", "--restricted"] {
            // Where a name is trimmed, it is one.
            if name.trim() != name {
                continue;
            }
            let value = if option == "--restricted" { format!("P={name}") } else { name.to_owned() };
            let ended = seal(&desk, "Contact", &rows, &[option, &value, "--skip", "LastName"]);
            ended.fails(2, &[option, &said, remedy]);
        }
        if !name.contains('.') {
            let ended = seal(&desk, "Contact", &rows, &["--open-fields", "LastName"]);
            let ended = ended.fails(2, &["neither", &said, remedy]);
            // Nobody is sent to a types file that would be refused.
            assert!(!ended.stderr.contains("--types"), "{}", ended.stderr);
        }
        assert!(!desk.has("out"));
        // What is left out may be called anything.
        if name.trim() == name {
            seal(&desk, "Contact", &rows, &["--open-fields", "LastName", "--skip", name]).succeeds();
            assert_eq!(read_back(&desk, "Contact", "LastName"), [("verified".into(), "match".into())]);
        }
    }
}

#[test]
fn people_s_files_with_labels_for_names_are_refused() {
    let desk = desk(EVERY);
    desk.write("types.toml", fault("07-label-headers/types_quoted.toml"));
    let labels = fault("07-label-headers/labels.csv");
    let columns = ["--open-fields", "First Name,Last Name,Email", "--skip", "Record ID"];
    seal(&desk, "Contact", &labels, &[&columns[..], &["--types", "types.toml"]].concat())
        .fails(2, &["First Name is not an API name", "rename the column to FirstName"]);
    seal(&desk, "Contact", &labels, &columns).fails(2, &["First Name is not an API name"]);
    desk.write("umlaut.toml", fault("07-label-headers/umlaut.toml"));
    let umlaut = ["--open-fields", "LastName,Gr\u{f6}\u{df}e__c", "--types", "umlaut.toml"];
    seal(&desk, "Contact", fault("07-label-headers/umlaut.csv"), &umlaut)
        .fails(2, &["Gr\u{f6}\u{df}e__c is not an API name"]);
    assert!(!desk.has("out"));
}

/// A name by which views have something of their own, or under which the seal stands, holds no value of the record.
#[test]
fn what_no_reader_can_show_is_not_covered() {
    for name in [
        "attributes",
        "apiName",
        "fields",
        "object",
        "queried",
        "sf__Created",
        "uuid",
        "Provenance_Id__c",
        "Provenance_Seal__c",
        "Provenance_Reference__c",
        "Provenance_Salts_Personal__c",
        "PROVENANCE_SALTS_PERSONAL__C",
        "provenance_id__C",
    ] {
        let desk = desk(EVERY);
        desk.write("types.toml", format!("{name} = \"string\"\n"));
        let rows = format!("LastName,{name}\nOkafor,x\n");
        let options = ["--types", "types.toml", "--open-fields", "LastName", "--open-fields", name];
        seal(&desk, "Contact", rows, &options).fails(2, &[&format!("{name} cannot be covered by a seal")]);
    }
    // Nor does another type make what the platform computes or writes the user's own.
    for (name, why) in
        [("Name", "made of components"), ("CreatedDate", "the platform writes it"), ("Id", "the record's id")]
    {
        let desk = desk(EVERY);
        desk.write("types.toml", format!("[Contact]\n{name} = \"string\"\n"));
        let options = ["--types", "types.toml", "--open-fields", "LastName"];
        seal(&desk, "Contact", "LastName\nOkafor\n", &options)
            .fails(2, &[&format!("types.toml: {name}: a seal cannot cover it"), why, "take the line out"]);
    }
}

// --- rows that are no records

#[test]
fn rows_without_a_value_and_repeated_headers_are_no_records() {
    let columns = ["--open-fields", "FirstName,LastName"];
    for (head, row) in [
        ("FirstName,LastName", ","),
        ("FirstName,LastName", "\"\",\"\""),
        ("FirstName,LastName", " ,\t"),
        ("FirstName,LastName", "\" \",\"\u{a0}\""),
        ("FirstName,LastName", "\u{200b},\u{feff}"),
        ("FirstName;LastName", ";"),
        ("FirstName\tLastName", "\t"),
    ] {
        let separator = head.chars().find(|sign| !sign.is_alphabetic()).unwrap();
        let record = format!("Mira{separator}Okafor");
        for (rows, at) in [
            (format!("{head}\n{record}\n{row}\n"), 3),
            (format!("{head}\n{row}\n{record}\n"), 2),
            (format!("{head}\r\n{record}\r\n{row}\r\n{row}"), 3),
        ] {
            let said = format!("in:{at}: the row is empty");
            refuses("Contact", &rows, &columns, 3, &[&said, "remove the row"]);
            let desk = Desk::with_key();
            desk.write("in", &rows);
            desk.verify("in", &["--object", "Contact"]).fails(3, &[&said, "remove the row"]);
        }
    }
    for row in ["FirstName,LastName", "\"FirstName\",\"LastName\"", "firstname, LASTNAME"] {
        let rows = format!("FirstName,LastName\nMira,Okafor\n{row}\nTomas,Lindqvist\n");
        let said = ["in:3: the row repeats the header", "remove the row"];
        refuses("Contact", &rows, &columns, 3, &said);
        let desk = Desk::with_key();
        desk.write("in", &rows);
        desk.verify("in", &["--object", "Contact"]).fails(3, &said);
    }
    for (record, place) in [
        (r#"[{"FirstName":"Mira","LastName":"O"},{"FirstName":null,"LastName":""}]"#, "in:record 2"),
        (r#"[{"attributes":{"type":"Contact"},"FirstName":null,"LastName":" "}]"#, "in:record 1"),
        (
            "{\"FirstName\":\"Mira\",\"LastName\":\"O\"}\n{\"FirstName\":null,\"LastName\":null}\n",
            "in:line 2",
        ),
    ] {
        refuses("Contact", record, &columns, 3, &[place, "the record is empty: no field holds a value"]);
    }
    refuses("Contact", "[{}]", &columns, 3, &["in:record 1", "an empty object and no record"]);
    // One value is enough, and a name that happens to be a column's is one.
    let desk = desk(EVERY);
    seal(&desk, "Contact", "FirstName,LastName\n,x\nFirstName,x\n", &columns).succeeds();
}

#[test]
fn people_s_files_with_ghost_rows_are_refused() {
    let skip = ["--skip", "Synthetic_Data__c"];
    let fields = ["--open-fields", "FirstName,LastName,Email"];
    let birthday = ["--open-fields", "Birthdate"];
    let file = fault("10-excel-ghost-rows/in.csv");
    refuses("Contact", file, &[fields, skip, birthday].concat(), 3, &["in:3: the row is empty"]);
    refuses("Contact", fault("10-excel-ghost-rows/insert.csv"), &fields, 3, &["in:3: the row is empty"]);
}

// --- amounts

#[test]
fn an_amount_is_covered_with_its_currency_or_that_is_told() {
    let fields = ["--open-fields", "Name,StageName,CloseDate"];
    let amounts = [["--open-fields", "Amount"], ["--restricted", "Deal=Amount"]];
    let file = fault("12-amount-without-currency/in.csv");
    for amount in amounts {
        for column in ["CurrencyIsoCode", "CURRENCYISOCODE", "currencyisocode"] {
            let file = file.replace("CurrencyIsoCode", column);
            let said = &["in: CurrencyIsoCode must be covered with Amount"];
            let skip = ["--skip", column];
            refuses("Opportunity", &file, &[fields, amount].concat(), 2, said);
            refuses("Opportunity", &file, &[fields, amount, skip].concat(), 2, said);
            refuses("Opportunity", &file, &[fields, amount, skip].concat(), 2, &["take it out of --skip"]);
            refuses(
                "Opportunity",
                &file,
                &[fields, amount].concat(),
                2,
                &["add CurrencyIsoCode to --open-fields"],
            );
        }
        let json = r#"[{"Name":"A","StageName":"P","CloseDate":"2026-12-01","Amount":1},{"Name":"B","StageName":"P","CloseDate":"2026-12-01","Amount":1,"CurrencyIsoCode":"NOK"}]"#;
        let skip = ["--skip", "CurrencyIsoCode"];
        refuses(
            "Opportunity",
            json,
            &[fields, amount, skip].concat(),
            2,
            &["in:record 2: CurrencyIsoCode must be covered with Amount"],
        );
        // With it, another currency is another amount.
        let desk = desk(EVERY);
        let currency = ["--open-fields", "CurrencyIsoCode"];
        let ended = seal(&desk, "Opportunity", &file, &[fields, amount, currency].concat()).succeeds();
        assert!(!ended.stderr.contains("without their currency"), "{}", ended.stderr);
        desk.write("out", desk.read("out").replace(",NOK,", ",USD,"));
        let expected = [("altered".into(), "altered".into())];
        assert_eq!(read_back(&desk, "Opportunity", "CurrencyIsoCode"), expected);
        // Where the file does not have it, the summary says so.
        let without = fault("12-amount-without-currency/without.csv");
        seal(&desk, "Opportunity", without, &[fields, amount].concat())
            .succeeds()
            .says("without their currency, as the file has no CurrencyIsoCode: Amount");
    }
    // Amounts alone need one.
    let desk = desk(EVERY);
    let skip = ["--skip", "Amount,CurrencyIsoCode"];
    let ended = seal(&desk, "Opportunity", &file, &[fields, skip].concat()).succeeds();
    assert!(!ended.stderr.contains("currency"), "{}", ended.stderr);
    // Whatever object and field: a type makes an amount.
    desk.write("types.toml", "Due__c = \"currency\"\n");
    let loan = ["--types", "types.toml", "--open-fields", "Due__c", "--skip", "CurrencyIsoCode"];
    seal(&desk, "Loan__c", "Due__c,CurrencyIsoCode\n5,NOK\n", &loan).fails(2, &["covered with"]);
}

// --- whose rows

#[test]
fn one_record_is_sealed_once_however_it_is_written() {
    let uuid = "6f1c2f3e-7a44-4b7e-9d0a-0d6b8c1f2a55";
    for other in
        [uuid.to_owned(), uuid.to_uppercase(), format!("urn:uuid:{uuid}"), format!("URN:UUID:{uuid}")]
    {
        let rows = fault("17-same-uuid-twice/in.csv").replacen(
            &format!("tomas@example.com,{uuid}"),
            &format!("tomas@example.com,{other}"),
            1,
        );
        for more in [&[][..], &["--without-record-id"]] {
            let fields = [&["--open-fields", "LastName,Email"][..], more].concat();
            refuses("Contact", &rows, &fields, 3, &["in:3:Provenance_Id__c", "in:2 has the same uuid"]);
        }
    }
    for other in ["003Qx0000080nG1IAI", "003Qx0000080nG1"] {
        let rows = fault("17-same-uuid-twice/ids.csv");
        let rows = rows.trim_end().to_owned();
        let at = rows.rfind("003Qx0000080nG1IAI").unwrap();
        let rows = format!("{}{}\n", &rows[..at], rows[at..].replace("003Qx0000080nG1IAI", other));
        let fields = ["--open-fields", "FirstName,LastName"];
        refuses("Contact", rows, &fields, 3, &["in:3:Id", "in:2 is the same record"]);
    }
}

#[test]
fn rows_of_another_object_are_refused_or_counted_by_name() {
    // Each with the place that tells it.
    let rows = [
        ("LastName,Kind__c,_table\nA,x,Contact\nB,KIND,Account\n", "in:3:_table", "Account"),
        ("LastName,Kind__c,Id\nA,x,003Qx0000080nG1IAI\nB,KIND,00QQx0000012abcMAA\n", "in:3:Id", "Lead"),
        ("LastName,Kind__c,Id\nA,x,003Qx0000080nG1IAI\nB,KIND,001Qx0000080nFQ\n", "in:3:Id", "Account"),
        ("LastName,Kind__c,Id\nA,x,003Qx0000080nG1IAI\nB,KIND,701Qx0000080nFQ\n", "in:3:Id", "Campaign"),
        (
            r#"[{"LastName":"A","Kind__c":"x","_table":"Contact"},{"LastName":"B","Kind__c":"KIND","_table":"Account","BillingCity":"Oslo"}]"#,
            "in:record 2:_table",
            "Account",
        ),
        (
            r#"[{"attributes":{"type":"Contact"},"LastName":"A","Kind__c":"x"},{"attributes":{"type":"Lead"},"LastName":"B","Kind__c":"KIND","Company":"C"}]"#,
            "in:record 2",
            "Lead",
        ),
        (
            "{\"LastName\":\"A\",\"Kind__c\":\"x\"}\n{\"attributes\":{\"type\":\"Loan__c\"},\"LastName\":\"B\",\"Kind__c\":\"KIND\"}\n",
            "in:line 2",
            "Loan__c",
        ),
    ];
    let fields = ["--open-fields", "LastName", "--skip", "Kind__c"];
    for (rows, place, object) in rows {
        let desk = desk(&EVERY.replace("when = {}", "when = { Kind__c = \"x\" }"));
        let said = format!("is a record of {object}, and --object says Contact");
        seal(&desk, "Contact", rows.replace("KIND", "x"), &fields).fails(3, &[place, &said]);
        assert!(!desk.has("out"));
        let counted = format!("  rows of other objects, left as they were: {object} 1\n");
        seal(&desk, "Contact", rows.replace("KIND", "y"), &fields)
            .succeeds()
            .says("Sealed: 1 of 2\n")
            .says(&counted);
    }
}

// --- conditions

#[test]
fn conditions_compare_values_and_not_spellings() {
    let types = "Number__c = \"double\"\nWhole__c = \"int\"\nSum__c = \"currency\"\nShare__c = \"percent\"\nYes__c = \"boolean\"\nDay__c = \"date\"\nAt__c = \"datetime\"\nClock__c = \"time\"\nOwner__c = \"reference\"\nMail__c = \"email\"\nTopics__c = \"multipicklist\"\nText__c = \"string\"\n";
    for (column, condition, same, other) in [
        ("Number__c", "5", &["5", "5.0", "5e0", "+5", "05", "5.00", "0.5E1"][..], &["5.1", "50", ""][..]),
        ("Number__c", "\"5\"", &["5.0", "5e0"], &["55"]),
        ("Whole__c", "-3", &["-3", "-3.0", "-30e-1"], &["3"]),
        ("Sum__c", "90000000", &["9.0E7", "90000000.00"], &["9.0E6"]),
        ("Share__c", "\"12.5\"", &["12.50", "1.25e1"], &["0.125"]),
        ("Yes__c", "true", &["true", "TRUE", "True", "1"], &["false", "0", ""]),
        ("Yes__c", "\"true\"", &["TRUE", "1"], &["0"]),
        ("Yes__c", "0", &["0", "false", "FALSE"], &["1"]),
        ("Day__c", "\"2026-12-01\"", &["2026-12-01", "2026-12-01T00:00:00.000Z"], &["2026-12-02"]),
        (
            "At__c",
            "\"2026-12-01T08:00:00Z\"",
            &["2026-12-01T08:00:00.000Z", "2026-12-01T09:00:00.000+0100", "2026-12-01T08:00:00+00:00"],
            &["2026-12-01T08:00:01Z"],
        ),
        ("Clock__c", "\"08:30:00.000\"", &["08:30:00.000Z", "08:30:00.000"], &["08:31:00.000Z"]),
        (
            "Owner__c",
            "\"003Qx0000080nG1\"",
            &["003Qx0000080nG1IAI", "003Qx0000080nG1"],
            &["003Qx0000080nGcIAI"],
        ),
        (
            "Mail__c",
            "\"Mira@Example.com\"",
            &["mira@example.com", "MIRA@EXAMPLE.COM"],
            &["tomas@example.com"],
        ),
        ("Topics__c", "\"b;a\"", &["a;b", "b;a", "a;b;a"], &["a", "a;b;c"]),
        ("Topics__c", "\"\"", &[""], &["a"]),
        // Of a text, and where nothing says what it is, the spelling is the value.
        ("Text__c", "5", &["5"], &["5.0", "05"]),
        ("Unknown__c", "5", &["5"], &["5.0", "05"]),
        ("Unknown__c", "\"true\"", &["true"], &["TRUE", "1"]),
        ("Unknown__c", "[\"a\", 7]", &["a", "7"], &["b"]),
    ] {
        let desk = desk(&EVERY.replace("when = {}", &format!("when = {{ {column} = {condition} }}")));
        desk.write("types.toml", types);
        let line = |value: &&str| format!("Okafor,{value}\n");
        let rows: String = same.iter().chain(other).map(line).collect();
        let rows = format!("LastName,{column}\n{rows}");
        let options = ["--types", "types.toml", "--open-fields", "LastName", "--skip", column];
        let said = format!("Sealed: {} of {}\n", same.len(), same.len() + other.len());
        seal(&desk, "Contact", &rows, &options).succeeds().says(&said);
        let sealed: Vec<_> =
            read_back(&desk, "Contact", "LastName").into_iter().map(|(trust, _)| trust).collect();
        let expected: Vec<_> =
            same.iter().map(|_| "verified").chain(other.iter().map(|_| "unsealed")).collect();
        assert_eq!(sealed, expected, "{column} = {condition}");
    }
    // Numbers of JSON are numbers, whatever the column is.
    for column in ["Number__c", "Unknown__c"] {
        let desk = desk(&EVERY.replace("when = {}", &format!("when = {{ {column} = 5 }}")));
        desk.write("types.toml", types);
        let rows = format!(
            "{{\"LastName\":\"A\",\"{column}\":5.0}}\n{{\"LastName\":\"B\",\"{column}\":5}}\n{{\"LastName\":\"C\",\"{column}\":6}}\n"
        );
        let options = ["--types", "types.toml", "--open-fields", "LastName", "--skip", column];
        seal(&desk, "Contact", rows, &options).succeeds().says("Sealed: 2 of 3\n");
    }
}

#[test]
fn somebody_s_rule_for_a_number_seals_both_spellings() {
    let desk = desk(&fault("16-rule-number-form/rules.toml"));
    desk.write("types.toml", fault("16-rule-number-form/types.toml"));
    let options = ["--types", "types.toml", "--open-fields", "LastName,Batch__c"];
    seal(&desk, "Contact", fault("16-rule-number-form/in.csv"), &options)
        .succeeds()
        .says("Sealed: 2 of 2\n")
        .says("left as they were: 0\n");
}

// --- claims

#[test]
fn claims_that_cannot_be_made_now_are_refused_with_their_place() {
    let to_come = "created lies after the time of sealing, 2026-11-21T09:00:00Z";
    let passed = "retainUntil has passed at the time of sealing";
    let no_decimal = "confidenceScore is not a decimal from 0 to 1";
    for (claim, refused, said, taken) in [
        (
            "created",
            &[
                "2026-11-21T09:00:01Z",
                "2027-01-01T00:00:00Z",
                "2026-11-21T09:30:00+0000",
                "9999-12-31T23:59:59Z",
            ][..],
            to_come,
            &["2026-11-21T09:00:00Z", "2026-11-21T10:00:00+01:00", "2020-01-01T00:00:00Z"][..],
        ),
        (
            "retainUntil",
            &["2026-11-20", "2020-01-01", "2026-11-20T00:00:00Z"],
            passed,
            &["2026-11-21", "2027-05-21", "2027-05-21T00:00:00.000Z"],
        ),
        (
            "confidenceScore",
            &[
                "1.5", "-0.1", "95", "95%", "0,9", ".5", "1.", "1e-1", "+0.5", "NaN", "high", "1.01", "00.5",
                "0.5 ",
            ],
            no_decimal,
            &["0", "1", "0.975", "0.0", "1.000"],
        ),
    ] {
        for value in refused {
            // By the row, in a column.
            let desk = desk(&format!("{EVERY}{claim} = \"{{Filled__c}}\"\n"));
            let rows = format!("LastName,Filled__c\nOkafor,\"{value}\"\n");
            let options = ["--open-fields", "LastName", "--skip", "Filled__c"];
            seal(&desk, "Contact", rows, &options).fails(3, &["in:2:Filled__c: made: ", said]);
            // And by the rule, for whatever row.
            desk.write("rules.toml", format!("{EVERY}{claim} = \"{value}\"\n"));
            seal(&desk, "Contact", "LastName\nOkafor\n", &["--open-fields", "LastName"])
                .fails(2, &["rules.toml: made: claims: ", said]);
            assert!(!desk.has("out"));
        }
        for value in taken {
            let desk = desk(&format!("{EVERY}{claim} = \"{{Filled__c}}\"\n"));
            let rows = format!("LastName,Filled__c\nOkafor,{value}\n");
            let options = ["--open-fields", "LastName", "--skip", "Filled__c"];
            seal(&desk, "Contact", rows, &options).succeeds();
            assert_eq!(
                read_back(&desk, "Contact", "LastName"),
                [("verified".into(), "match".into())],
                "{value}"
            );
        }
    }
}

// --- types of an org

#[test]
fn a_describe_is_read_as_the_command_line_of_the_platform_prints_it() {
    let described = fault("18-unclear-messages/describe_sf.json");
    let fields = described.replacen("{\"status\": 0, \"result\": ", "", 1);
    let bare = fields.split(", \"warnings\"").next().unwrap().to_owned();
    for (describe, name) in [
        (described.clone(), "as printed"),
        (bare.clone(), "as the API answers"),
        (format!("{{\"result\":{bare}}}"), "without status"),
        (format!("{{\"status\":0,\"result\":[{bare}],\"warnings\":[]}}"), "as one of several"),
    ] {
        let desk = desk(EVERY);
        desk.write("types.json", describe);
        let options = ["--types", "types.json", "--open-fields", "LastName,Meter__c"];
        let ended = seal(&desk, "Contact", "LastName,Meter__c\nOkafor,5.0\n", &options);
        assert_eq!(ended.code, 0, "{name}: {ended:?}");
        // As a number.
        desk.write("out", desk.read("out").replace("Okafor,5.0", "Okafor,5"));
        assert_eq!(read_back(&desk, "Contact", "Meter__c"), [("verified".into(), "match".into())]);
    }
    for (answer, said) in [
        (
            r#"{"status":1,"name":"NOT_FOUND","message":"The requested resource does not exist","exitCode":1}"#,
            "The requested resource does not exist",
        ),
        (r#"{"status":1,"name":"NoOrgFound"}"#, "NoOrgFound"),
        (r#"{"status":1,"result":{"name":"Contact","fields":[]},"message":"half"}"#, "half"),
        (
            r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#,
            "Session expired or invalid",
        ),
        (r#"{"message":"no","errorCode":"NOT_FOUND"}"#, "no"),
    ] {
        let desk = desk(EVERY);
        desk.write("types.json", answer);
        seal(&desk, "Contact", "LastName\nOkafor\n", &["--types", "types.json", "--open-fields", "LastName"])
            .fails(2, &["types.json: holds an error in place of a describe result", said]);
    }
    let desk = desk(EVERY);
    for other in [
        "{\"status\":0,\"result\":{}}",
        "{\"status\":0,\"result\":[]}",
        "[]",
        "{\"status\":0,\"result\":null}",
    ] {
        desk.write("types.json", other);
        seal(&desk, "Contact", "LastName\nOkafor\n", &["--types", "types.json", "--open-fields", "LastName"])
            .fails(2, &["types.json: "]);
    }
    desk.write("types.json", described.replace("\"Contact\"", "\"Lead\""));
    seal(&desk, "Contact", "LastName\nOkafor\n", &["--types", "types.json", "--open-fields", "LastName"])
        .fails(2, &["types.json: describes Lead, and --object says Contact"]);
}

/// A person account's name is computed from its parts; any other account's is its own, and the parts are empty.
#[test]
fn whether_an_account_s_name_is_its_own_goes_by_the_record() {
    let describe = fault("15-person-account-name/describe.json");
    let info = r#"{"apiName":"Account","fields":{
        "Name":{"apiName":"Name","dataType":"String","compound":true,"compoundFieldName":"Name","extraTypeInfo":"SwitchablePersonName","createable":true,"updateable":true},
        "FirstName":{"apiName":"FirstName","dataType":"String","compoundFieldName":"Name","createable":true,"updateable":true},
        "LastName":{"apiName":"LastName","dataType":"String","compoundFieldName":"Name","createable":true,"updateable":true},
        "IsPersonAccount":{"apiName":"IsPersonAccount","dataType":"Boolean","createable":false,"updateable":false},
        "Phone":{"apiName":"Phone","dataType":"Phone","createable":true,"updateable":true}}}"#;
    let file = fault("15-person-account-name/in.csv");
    let unsaid = "Id,Name,FirstName,LastName,Phone\n001Qx0000080nFQIAY,Fjord Works,,,555-0100\n001Qx0000080nFRIAY,Mira Okafor,Mira,Okafor,555-0101\n";
    let json = r#"[{"Id":"001Qx0000080nFQIAY","Name":"Fjord Works","FirstName":null,"LastName":null,"IsPersonAccount":false,"Phone":"555-0100"},{"Id":"001Qx0000080nFRIAY","Name":"Mira Okafor","FirstName":"Mira","LastName":"Okafor","IsPersonAccount":true,"Phone":"555-0101"}]"#;
    for types in ["", describe.as_str(), info] {
        for rows in [&file, unsaid, json] {
            let desk = desk(EVERY);
            desk.write("types.json", types);
            let fields = ["--open-fields", "Name,FirstName,LastName,Phone"];
            let described = ["--types", "types.json"];
            let options = if types.is_empty() { fields.to_vec() } else { [fields, described].concat() };
            let ended = seal(&desk, "Account", rows, &options).succeeds().says("Person accounts: 1;");
            assert!(!ended.stderr.contains("lack some of the fields"), "{}", ended.stderr);
            let states = |field| -> Vec<String> {
                read_back(&desk, "Account", field).into_iter().map(|(_, state)| state).collect()
            };
            assert_eq!(states("Name"), ["match", "uncovered"]);
            assert_eq!(states("FirstName"), ["uncovered", "match"]);
            assert_eq!(states("LastName"), ["uncovered", "match"]);
            assert_eq!(states("Phone"), ["match", "match"]);
            // Another company's name is seen.
            desk.write("out", desk.read("out").replace("Fjord Works", "Fiord Works"));
            assert_eq!(states("Name"), ["altered", "uncovered"]);
        }
    }
    // Where nothing says what the account is, what persons alone have does.
    for (name, filled) in
        [("Salutation", "Ms."), ("MiddleName", "J"), ("Suffix", "Jr."), ("PersonEmail", "a@example.com")]
    {
        for said in ["", ",IsPersonAccount"] {
            let comma = if said.is_empty() { "" } else { "," };
            let rows = format!("Name,{name}{said}\nMira Okafor,{filled}{comma}\nFjord Works,{comma}\n");
            let desk = desk(EVERY);
            desk.write("types.toml", format!("{name} = \"string\"\n"));
            let fields = format!("Name,{name}");
            let ended = seal(&desk, "Account", rows, &["--open-fields", &fields]);
            ended.succeeds().says("Person accounts: 1;");
            let states: Vec<_> =
                read_back(&desk, "Account", "Name").into_iter().map(|(_, state)| state).collect();
            assert_eq!(states, ["uncovered", "match"], "{name}");
        }
    }
    // Of other objects with names of persons nothing changes.
    let skip = ["--open-fields", "Name,LastName"];
    refuses("Contact", "Name,LastName\nMira Okafor,Okafor\n", &skip, 2, &["Name cannot be covered"]);
}

// --- read back

/// What the file's own readers would flag for good is told when it is made.
#[test]
fn a_label_that_contradicts_what_is_sealed_is_told() {
    let desk = desk(EVERY);
    let rows = "LastName,Synthetic_Data__c\nA,true\nB,false\nC,true\n";
    let fields = ["--open-fields", "LastName,Synthetic_Data__c"];
    seal(&desk, "Contact", rows, &fields)
        .succeeds()
        .says("contradicts what is sealed, which verifiers flag: 1;");
}

/// A row is read back as whoever gets the file reads it, with all that stands in it.
#[test]
fn members_that_readers_take_for_their_view_s_own_are_refused() {
    let (at, of_view) = ("in:record 1", "take it out");
    let other_case = "is a record of contact, and --object says Contact";
    for (member, said) in [
        (r#""attributes":{"type":"contact"}"#, other_case),
        (r#""attributes":{"type":"CONTACT"}"#, "is a record of CONTACT"),
        (r#""object":"contact""#, other_case),
        (r#""apiName":"contact""#, other_case),
        (r#""uuid":"6f1c2f3e-7a44-4b7e-9d0a-0d6b8c1f2a55""#, of_view),
        (r#""seal":"x""#, of_view),
        (r#""fields":"x""#, of_view),
        (r#""companions":"x""#, of_view),
        (r#""companions":["x"]"#, of_view),
        (r#""node":"x""#, of_view),
        (r#""queried":"x""#, of_view),
        (r#""Provenance Seal":"x""#, "is meant to be Provenance_Seal__c"),
        (r#""Provenance Seal":{"a":1}"#, "is meant to be Provenance_Seal__c"),
        (r#""acme__Provenance_Id__c":"x""#, "is meant to be Provenance_Id__c"),
    ] {
        let name = member.split('"').nth(1).unwrap();
        let row = format!(r#"{{"Id":"0031700000pJRRSAA4","LastName":"A",{member}}}"#);
        let next = r#"{"Id":"0031700000pJRRTAA4","LastName":"B"}"#;
        for (rows, at) in [(format!("[{row}]"), at), (format!("{row}\n{next}\n"), "in:line 1")] {
            let desk = desk(EVERY);
            let ended = seal(&desk, "Contact", rows, &["--open-fields", "LastName", "--skip", name]);
            ended.fails(3, &[at, said]);
            assert!(!desk.has("out"), "{member}");
        }
    }
    // What reads well is sealed, and reads well.
    for member in [
        r#""attributes":{"type":"Contact","url":"/services/data/v65.0/sobjects/Contact/0031700000pJRRSAA4"}"#,
        r#""object":"Contact""#,
        r#""apiName":"Contact""#,
        r#""queried":["Title"]"#,
        r#""OtherAddress":{"city":null}"#,
        // One object with a value does not make a node of the record.
        r#""OtherAddress":{"value":null}"#,
        r#""Anything__r":{"value":1}"#,
        r#""uuid":null"#,
        r#""seal":null"#,
    ] {
        let name = member.split('"').nth(1).unwrap();
        let desk = desk(EVERY);
        let row = format!(r#"[{{"Id":"0031700000pJRRSAA4","LastName":"A",{member}}}]"#);
        let ended = seal(&desk, "Contact", &row, &["--open-fields", "LastName", "--skip", name]);
        if ended.code == 0 {
            assert_eq!(
                read_back(&desk, "Contact", "LastName"),
                [("verified".into(), "match".into())],
                "{row}"
            );
        }
        assert!(ended.code == 0 || name == "seal", "{ended:?}");
    }
    for column in
        ["Provenance Seal", "provenance-seal", "\u{200b}Provenance_Seal__c", "acme__Provenance_Seal__c"]
    {
        let rows = format!("LastName,{column}\nOkafor,\n");
        let options = ["--open-fields", "LastName", "--skip", column];
        refuses("Contact", rows, &options, 3, &["is meant to be Provenance_Seal__c", "rename it"]);
    }
}

/// Where the id stands in the address of a record alone, it is the record's id all the same.
#[test]
fn an_id_in_an_address_is_bound_as_readers_read_it() {
    let row = |id: &str, name: &str| {
        format!(
            r#"{{"attributes":{{"type":"Contact","url":"/services/data/v65.0/sobjects/Contact/{id}"}},"LastName":"{name}"}}"#
        )
    };
    let (one, other) = ("0031700000pJRRSAA4", "0031700000pJRRTAA4");
    let desk = desk(EVERY);
    let rows = format!("[{},{}]", row(one, "A"), row(other, "B"));
    seal(&desk, "Contact", rows, &["--open-fields", "LastName"]).succeeds();
    for id in [one, other] {
        assert!(desk.read("out").contains(&format!(r#"\"recordId\":\"{id}\""#)), "{}", desk.read("out"));
    }
    // As another record's, it is seen.
    desk.write("out", desk.read("out").replacen(&format!("Contact/{one}"), "Contact/0031700000pJRRUAA4", 1));
    let trust: Vec<_> = read_back(&desk, "Contact", "LastName").into_iter().map(|(trust, _)| trust).collect();
    assert_eq!((trust[0] == "verified", trust[1].as_str()), (false, "verified"));
    for twice in [one, &one[..15]] {
        let rows = format!("[{},{}]", row(one, "A"), row(twice, "B"));
        refuses(
            "Contact",
            rows,
            &["--open-fields", "LastName"],
            3,
            &["in:record 2:Id", "is the same record"],
        );
        let rows = format!("[{},{{\"Id\":\"{twice}\",\"LastName\":\"B\"}}]", row(one, "A"));
        refuses(
            "Contact",
            rows,
            &["--open-fields", "LastName"],
            3,
            &["in:record 2:Id", "is the same record"],
        );
    }
    refuses(
        "Contact",
        format!("[{}]", row("00QQx0000012abcMAA", "A")),
        &["--open-fields", "LastName"],
        3,
        &["in:record 1"],
    );
}

#[test]
fn results_of_a_load_are_refused_however_they_are_written() {
    for name in ["sf__Id", "SF__ID", "sf__id", "sf__Created", "sf__Error"] {
        let said = ["is the result of a Bulk load", name, "query the records"];
        for cells in ["query", "update", "insert"] {
            let options = ["--open-fields", "LastName", "--skip", name, "--cells", cells];
            let rows = format!("{name},LastName\n0031700000pJRRSAA4,A\n");
            refuses("Contact", rows, &options, 3, &said);
            for value in ["\"0031700000pJRRSAA4\"", "null", "\"\""] {
                let rows = format!("[{{\"LastName\":\"A\",\"{name}\":{value}}}]");
                refuses("Contact", rows, &options, 3, &said);
            }
        }
    }
}

/// What the platform does not store as it stands comes back otherwise, and would read as altered.
#[test]
fn values_that_the_platform_does_not_keep_are_refused() {
    let types = "Number__c = \"int\"\nYes__c = \"boolean\"\nDay__c = \"date\"\nAt__c = \"datetime\"\nTopics__c = \"multipicklist\"\nText__c = \"string\"\nLong__c = \"textarea\"\nMail__c = \"email\"\n";
    let (space, dropped) = ("is space alone", "does not keep");
    for (column, value, said) in [
        ("Yes__c", "null", "write false"),
        ("Yes__c", "\"\"", "write false"),
        ("Topics__c", "[\"a;b\"]", "holds a semicolon"),
        ("Topics__c", "[\"a\",\";\"]", "holds a semicolon"),
        ("Topics__c", "\";\"", "holds no value"),
        ("Topics__c", "\";;\"", "holds no value"),
        ("Topics__c", "[]", "holds no value"),
        ("Topics__c", "[\"\"]", "holds no value"),
        ("Topics__c", "\"a; \"", space),
        ("Topics__c", "\"a\\u0000;b\"", dropped),
        ("Number__c", "1.5", "holds whole numbers"),
        ("Number__c", "\"1.5\"", "holds whole numbers"),
        ("Number__c", "\"15e-1\"", "holds whole numbers"),
        ("Day__c", "\"1699-12-31\"", "from 1700-01-01"),
        ("Day__c", "\"0001-01-01\"", "from 1700-01-01"),
        ("Day__c", "\"1699-12-31T00:00:00.000Z\"", "from 1700-01-01"),
        ("Day__c", "\"4001-01-01\"", "to 4000-12-31"),
        ("At__c", "\"1699-12-31T23:59:59Z\"", "from 1700-01-01"),
        ("At__c", "\"9999-12-31T23:59:59Z\"", "to 4000-12-31"),
        ("Text__c", "\"a\\u0000b\"", dropped),
        ("Long__c", "\"a\\u0000\"", dropped),
        ("Mail__c", "\"a\\u0000@example.com\"", dropped),
        ("Text__c", "\" \"", space),
        ("Text__c", "\"\\t\\n\"", space),
        ("Long__c", "\"\\r\\n\"", space),
        ("Mail__c", "\"  \"", space),
    ] {
        let desk = desk(EVERY);
        desk.write("types.toml", types);
        let options = ["--types", "types.toml", "--open-fields", "LastName", "--open-fields", column];
        let row = format!("[{{\"LastName\":\"A\",\"{column}\":{value}}}]");
        seal(&desk, "Contact", row, &options).fails(3, &[&format!("in:record 1:{column}: "), said, "--skip"]);
        if let Ok(text) = serde_json::from_str::<String>(value) {
            let row = format!("LastName,{column}\nA,\"{text}\"\n");
            seal(&desk, "Contact", row, &options).fails(3, &[&format!("in:2:{column}: "), said]);
        }
        assert!(!desk.has("out"));
    }
    let noncharacter = "LastName\nA\u{fdd0}\u{1ffff}\n";
    refuses("Contact", noncharacter, &["--open-fields", "LastName"], 3, &["in:2:LastName", dropped]);
    for (column, value) in [
        ("Yes__c", "\"false\""),
        ("Topics__c", "\"b;a\""),
        ("Topics__c", "[\"b\",\"a\"]"),
        ("Topics__c", "\"\""),
        ("Topics__c", "null"),
        ("Number__c", "1.0"),
        ("Number__c", "null"),
        ("Day__c", "\"1700-01-01\""),
        ("Day__c", "\"4000-12-31\""),
        ("At__c", "\"1700-01-01T00:00:00Z\""),
        ("Text__c", "\"a\\tb\""),
        ("Text__c", "\"a\\u0001b\""),
        ("Long__c", "\"a\\r\\nb\""),
        ("Text__c", "null"),
        ("Text__c", "\"\u{1f600} \u{e9}\u{200d}\""),
    ] {
        let desk = desk(EVERY);
        desk.write("types.toml", types);
        let options = ["--types", "types.toml", "--open-fields", "LastName", "--open-fields", column];
        let row = format!("[{{\"LastName\":\"A\",\"{column}\":{value}}}]");
        let ended = seal(&desk, "Contact", row, &options).succeeds();
        assert!(!ended.stderr.contains("begins or ends with space"), "{}", ended.stderr);
        assert_eq!(read_back(&desk, "Contact", column), [("verified".into(), "match".into())], "{value}");
    }
    // Space around a text is kept by some ways into the platform and not by others.
    let desk = desk(EVERY);
    let rows = "FirstName,LastName\n Mira,Okafor\nTomas ,\"Lindqvist\n\"\nIda,Berg\n";
    seal(&desk, "Contact", rows, &["--open-fields", "FirstName,LastName"])
        .succeeds()
        .says("begins or ends with space: 2;");
    let skipped = ["--open-fields", "LastName", "--skip", "FirstName"];
    let ended = seal(&desk, "Contact", rows.replace("\n\"", "\""), &[&skipped[..], &["--force"]].concat());
    assert!(!ended.succeeds().stderr.contains("begins or ends with space"));
}

/// An update leaves alone what it says nothing of, so no condition can know what is there.
#[test]
fn a_condition_does_not_match_what_an_update_says_nothing_of() {
    let rows = "LastName,Kind__c\nA,\nB,#N/A\nC,real\n";
    let json = r#"[{"LastName":"A"},{"LastName":"B","Kind__c":null},{"LastName":"C","Kind__c":"real"}]"#;
    for (rows, cells, count) in [
        (rows, "update", 1),
        (rows, "insert", 2),
        (rows, "query", 1),
        (json, "update", 2),
        (json, "query", 2),
    ] {
        let desk = desk(&EVERY.replace("when = {}", "when = { Kind__c = \"\" }"));
        let options = ["--open-fields", "LastName", "--skip", "Kind__c", "--cells", cells];
        let ended = seal(&desk, "Contact", rows, &options).succeeds();
        ended.says(&format!("Sealed: {count} of 3\n"));
        let is_sealed = |text: &str| text.contains("crm-seal/1");
        if cells == "update" && rows.starts_with("LastName") {
            let sealed: Vec<_> = desk.read("out").lines().skip(1).map(is_sealed).collect();
            assert_eq!(sealed, [false, true, false]);
        }
    }
}

/// What a currency is to be covered with an amount for holds of each row.
#[test]
fn every_row_says_the_currency_of_its_amounts() {
    let json = r#"[{"Name":"A","Amount":1,"CurrencyIsoCode":"NOK"},{"Name":"B","Amount":1}]"#;
    let update = "Name,Amount,CurrencyIsoCode\nA,1,NOK\nB,1,\n";
    for amount in ["Amount,CurrencyIsoCode", "CurrencyIsoCode,Amount"] {
        for tier in ["--open-fields", "--restricted"] {
            let fields = if tier == "--restricted" { format!("P={amount}") } else { amount.to_owned() };
            let options = ["--open-fields", "Name", tier, &fields];
            let said = "the record does not say its CurrencyIsoCode";
            refuses("Opportunity", json, &options, 3, &["in:record 2:Amount", said]);
            let cells = [&options[..], &["--cells", "update"]].concat();
            refuses("Opportunity", update, &cells, 3, &["in:3:Amount", said]);
            // What is no amount has no currency.
            for (rows, cells) in [
                (json.replace("\"B\",\"Amount\":1", "\"B\",\"Amount\":null"), "query"),
                (json.replace("\"B\",\"Amount\":1", "\"B\""), "query"),
                (update.replace("B,1,", "B,,"), "update"),
                (update.replace("B,1,", "B,#N/A,"), "update"),
            ] {
                let desk = desk(EVERY);
                let options = [&options[..], &["--cells", cells]].concat();
                seal(&desk, "Opportunity", rows, &options).succeeds();
            }
        }
    }
}

/// Time grows with the columns, and not with their square.
#[test]
fn wide_files_are_sealed_in_time() {
    let columns: Vec<_> = (0..40_000).map(|at| format!("C{at}__c")).collect();
    let names = columns.join(",");
    let rows = format!("LastName,{names}\nOkafor{}\n", ",".repeat(columns.len()));
    let desk = desk(EVERY);
    let types: String = columns.iter().map(|name| format!("{name} = \"string\"\n")).collect();
    desk.write("types.toml", types);
    let start = std::time::Instant::now();
    for part in ["--skip", "--types"] {
        // No command line holds more than 128 KiB in one word.
        let mut options = vec!["--open-fields", "LastName"];
        let words: Vec<_> = columns.chunks(5_000).map(|columns| columns.join(",")).collect();
        if part == "--skip" {
            options.extend(words.iter().flat_map(|word| ["--skip", word.as_str()]));
            seal(&desk, "Contact", &rows, &options).succeeds().says("Sealed: 1 of 1\n");
        } else {
            options.extend(["--types", "types.toml"]);
            seal(&desk, "Contact", &rows, &options).fails(2, &["these are neither"]);
        }
    }
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// Whatever envelope, and whoever issues: what was written is what a verifier takes.
#[test]
fn every_envelope_is_read_back() {
    for envelope in ["vc", "jws", "tlog"] {
        for issuer in [None, Some("did:web:bank.example")] {
            let desk = Desk::new();
            let mut keygen = vec!["keygen", "--out", "key.pem", "--trust", "trust.json", "--name", "Bank"];
            keygen.extend(["--now", "2026-11-21T08:00:00Z"]);
            keygen.extend(issuer.iter().flat_map(|issuer| ["--issuer", *issuer]));
            desk.run(&keygen).succeeds();
            let mut options =
                vec!["--open-fields", "LastName", "--restricted", "P=Email", "--envelope", envelope];
            options.extend(["--status", "https://bank.example/status/3#0"]);
            if envelope == "tlog" {
                let log = ["--role", "log", "--log", "log", "--out", "log.pem", "--name", "bank.example/log"];
                let log = [&["keygen", "--trust", "trust.json", "--now", "2026-11-21T08:00:00Z"], &log[..]];
                desk.run(&log.concat()).succeeds();
                std::fs::copy(desk.path("log.pem"), desk.path("key.pem")).unwrap();
                options.extend(["--log", "log"]);
            }
            desk.write("rules.toml", EVERY);
            let rows: String = (0..150).map(|at| format!("{at},{at}@example.com\n")).collect();
            let ended = seal(&desk, "Contact", format!("LastName,Email\n{rows}"), &options).succeeds();
            assert!(ended.stderr.contains("Sealed: 150 of 150"), "{}", ended.stderr);
        }
    }
}

#[test]
fn source_types_are_stated_of_fields_that_can_be() {
    for name in ["First Name", "Gr\u{f6}\u{df}e__c", "Account.Name"] {
        let desk = desk(&format!("{EVERY}fieldOrigins = {{ \"{name}\" = \"humanEdits\" }}\n"));
        seal(&desk, "Contact", "LastName\nOkafor\n", &["--open-fields", "LastName"])
            .fails(2, &["rules.toml: made: claims: fieldOrigins: ", name, "is not an API name"]);
    }
}

/// A refused load leaves no trace in a log.
#[test]
fn a_log_does_not_grow_by_what_is_refused() {
    let desk = desk(EVERY);
    let log = ["keygen", "--trust", "trust.json", "--role", "log", "--log", "log", "--out", "log.pem"];
    desk.run(&[&log[..], &["--name", "bank.example/log", "--now", "2026-11-21T08:00:00Z"]].concat())
        .succeeds();
    std::fs::copy(desk.path("log.pem"), desk.path("key.pem")).unwrap();
    let before = desk.read("log/checkpoint");
    let options = ["--open-fields", "LastName,FirstName", "--envelope", "tlog", "--log", "log"];
    seal(&desk, "Contact", "FirstName,LastName\nMira,Okafor\n,\n", &options)
        .fails(3, &["in:3: the row is empty"]);
    assert_eq!(desk.read("log/checkpoint"), before);
    seal(&desk, "Contact", "FirstName,LastName\nMira,Okafor\n", &options).succeeds();
    assert_ne!(desk.read("log/checkpoint"), before);
}

/// What holds of a record's own id holds of every id that a seal covers.
#[test]
fn ids_that_are_none_are_refused_in_every_field_of_ids() {
    let none = "the value is no record's id";
    for (value, said) in [
        ("003QX0000080NG1IAI", "which spreadsheets may lose"),
        ("003qx0000080ng1iai", "which spreadsheets may lose"),
        ("003Qx0000080nG1IAA", "which spreadsheets may lose"),
        ("@AccountRef1", "is sealed once it is loaded"),
        ("Fjord Works", none),
        ("003Qx00", none),
    ] {
        for (column, kind) in [("AccountId", ""), ("ReportsToId", ""), ("Agent__c", "reference")] {
            let desk = desk(EVERY);
            let line = if kind.is_empty() { String::new() } else { format!("{column} = \"{kind}\"\n") };
            desk.write("types.toml", line);
            let rows = format!("LastName,{column}\nOkafor,{value}\n");
            let options = ["--types", "types.toml", "--open-fields", "LastName", "--open-fields", column];
            let place = format!("in:2:{column}: ");
            seal(&desk, "Contact", rows, &options).fails(3, &[&place, none, said, "--skip"]);
        }
    }
    for whole in ["001Qx0000080nFQIAY", "001Qx0000080nFQ", ""] {
        let desk = desk(EVERY);
        let rows = format!("LastName,AccountId\nOkafor,{whole}\n");
        seal(&desk, "Contact", rows, &["--open-fields", "LastName,AccountId"]).succeeds();
    }
}

/// What a describe says of a column holds whether or not a seal can cover it.
#[test]
fn conditions_know_the_types_of_what_cannot_be_covered() {
    let describe = r#"{"name":"Contact","fields":[
        {"name":"LastName","type":"string","createable":true,"updateable":true},
        {"name":"Score__c","type":"double","calculated":true,"createable":false,"updateable":false},
        {"name":"Due__c","type":"date","calculated":true,"createable":false,"updateable":false},
        {"name":"Number__c","type":"string","autoNumber":true,"createable":false,"updateable":false}]}"#;
    for (column, condition, same, other) in [
        ("Score__c", "5", &["5", "5.0", "5e0"][..], "5.1"),
        ("Due__c", "\"2026-12-01\"", &["2026-12-01", "2026-12-01T00:00:00Z"], "2026-12-02"),
        ("Number__c", "5", &["5"], "5.0"),
        ("IsDeleted", "\"true\"", &["true", "TRUE", "1"], "false"),
        (
            "CreatedDate",
            "\"2026-11-01T08:00:00Z\"",
            &["2026-11-01T08:00:00.000+0000"],
            "2026-11-01T08:00:01Z",
        ),
        ("Id", "\"003Qx0000080nG1\"", &["003Qx0000080nG1IAI"], "003Qx0000080nGcIAI"),
    ] {
        let desk = desk(&EVERY.replace("when = {}", &format!("when = {{ {column} = {condition} }}")));
        desk.write("types.json", describe);
        let rows: String = same.iter().chain([&other]).map(|value| format!("Okafor,{value}\n")).collect();
        let options = ["--types", "types.json", "--open-fields", "LastName"];
        let said = format!("Sealed: {} of {}\n", same.len(), same.len() + 1);
        seal(&desk, "Contact", format!("LastName,{column}\n{rows}"), &options).succeeds().says(&said);
    }
}

/// Snowfakery numbers the rows of its tables, under a name that views have for the record's id.
#[test]
fn row_numbers_of_a_table_are_no_ids() {
    let rows =
        r#"[{"id":1,"_table":"Account","Name":"Fjord"},{"id":1,"_table":"Contact","LastName":"Okafor"}]"#;
    let desk = desk(&EVERY.replace("when = {}", "when = { _table = \"Contact\" }"));
    seal(&desk, "Contact", rows, &["--open-fields", "LastName"])
        .fails(3, &["in:record 2:id: counts the rows of a table", "take it out"]);
    assert!(!desk.has("out"));
}

/// Nobody is sent to fields that are empty.
#[test]
fn an_account_of_which_nothing_would_be_covered_is_told_what_to_cover() {
    for (fields, skipped, place) in
        [("FirstName,LastName", "Name", "in:2: "), ("Name", "FirstName,LastName", "in:3: ")]
    {
        let options = ["--open-fields", fields, "--skip", skipped, "--skip", "Phone"];
        let file = fault("15-person-account-name/in.csv");
        refuses(
            "Account",
            file,
            &options,
            3,
            &[place, "nothing of the account would be covered", "cover Name for"],
        );
    }
}

#[test]
fn what_seals_are_for_is_named_as_verifiers_name_it() {
    for (option, value, said) in [
        ("--object", "1Contact", "not an API name"),
        ("--object", "Con tact", "not an API name"),
        ("--environment", " sandbox", "name the environments"),
        ("--environment", "", "name the environments"),
    ] {
        let desk = desk(EVERY);
        desk.write("in", "Title__c\nCEO\n");
        desk.write("types.toml", "Title__c = \"string\"\n");
        let option = format!("{option}={value}");
        let mut args = vec!["seal", "in", "--out", "out", "--key", "key.pem", "--rules", "rules.toml"];
        args.extend(["--tenant", TENANT, "--types", "types.toml", "--open-fields", "Title__c", &option]);
        args.extend(if option.starts_with("--object") {
            ["--environment", "sandbox"]
        } else {
            ["--object", "Contact"]
        });
        desk.run(&args).fails(2, &[said]);
    }
}

/// What an ingest file means by `#N/A` is not what a query result does.
#[test]
fn a_mark_for_null_that_is_sealed_as_text_is_told() {
    let rows = "FirstName,LastName,Title\n#N/A,Okafor,#N/A\nTomas,Lindqvist,#N/A\nIda,Berg,\n";
    let warning = "#N/A is sealed as a text";
    for (fields, more, said) in [
        ("FirstName,LastName", &["--skip", "Title"][..], Some(1)),
        ("FirstName,LastName,Title", &[], Some(2)),
        ("LastName", &["--skip", "FirstName,Title"], None),
        ("FirstName,LastName,Title", &["--ingest"], None),
    ] {
        let desk = desk(EVERY);
        let options = [&["--open-fields", fields][..], more].concat();
        let ended = seal(&desk, "Contact", rows, &options).succeeds();
        match said {
            Some(count) => drop(ended.says(&format!("{warning}: {count};"))),
            None => assert!(!ended.stderr.contains(warning), "{}", ended.stderr),
        }
    }
}

#[test]
fn an_end_beyond_what_can_be_written_is_no_end_at_all() {
    let desk = desk(EVERY);
    desk.write("in", "LastName\nOkafor\n");
    let mut args = desk.seal_args("in", "out", &["--open-fields", "LastName", "--valid-for", "100y"]);
    args.extend(["--now", "9950-01-01T00:00:00Z"]);
    desk.run(&args).fails(2, &["--valid-for lies beyond the year 9999"]);
}

// --- what newcomers ran into

#[test]
fn every_name_that_is_not_spelt_as_readers_look_for_it_is_told_at_once() {
    let header = "ID,PROVENANCE_SEAL__C,Provenance Id,provenance_salts_personal__c,LASTNAME,LastName\n";
    let said = [
        "in: columns are not spelt as readers look for them:\n",
        "  Provenance Id is meant to be Provenance_Id__c, by its look, and no reader takes it for that; rename it to",
        "  LASTNAME and LastName name one field, as upper and lower case do not count; take one out, or rename it",
    ];
    let row = "003Qx0000080nG1IAI,,,,Okafor,Okafor\n";
    refuses("Contact", format!("{header}{row}"), &["--open-fields", "LastName"], 3, &said);
}

#[test]
fn a_condition_that_no_value_of_its_column_meets_is_told() {
    let rows = "Id,LastName,Birthdate,HasOptedOutOfEmail,NumberOfEmployees\n003Qx0000080nG1IAI,Okafor,1990-01-02,true,\n";
    let options = ["--open-fields", "LastName", "--skip", "Birthdate,HasOptedOutOfEmail,NumberOfEmployees"];
    for (when, warning) in [
        (
            "Birthdate = \"02.01.1990\"",
            Some("asks Birthdate for \"02.01.1990\", and it is of type date: write it as 2026-11-21"),
        ),
        (
            "HasOptedOutOfEmail = \"ja\"",
            Some("asks HasOptedOutOfEmail for \"ja\", and it is of type boolean: write it as true or false"),
        ),
        ("Birthdate = [\"x\", 5]", Some("of type date")),
        ("Birthdate = true", Some("asks Birthdate for true")),
        // These could have matched, and did not.
        ("Birthdate = \"1990-01-03\"", None),
        ("HasOptedOutOfEmail = false", None),
        ("LastName = \"x\"", None),
        ("Birthdate = \"\"", None),
    ] {
        let desk = desk(&EVERY.replace("when = {}", &format!("when = {{ {when} }}")));
        let ended = seal(&desk, "Contact", rows, &options).succeeds();
        match warning {
            Some(words) => drop(ended.says("Warning: no row was found by the rule made: ").says(words)),
            None => assert!(!ended.stderr.contains("Warning"), "{}", ended.stderr),
        }
    }
}

#[test]
fn what_a_file_or_an_option_lacks_is_told_by_name() {
    let rows = "Id,LastName,Title\n003Qx0000080nG1IAI,Okafor,CEO\n";
    let open = ["--open-fields", "LastName"];
    let desk = desk(EVERY);
    seal(&desk, "Contact", rows, &[&open[..], &["--skip", "Title,Titel,Nick_Name__c"]].concat())
        .succeeds()
        .says("Named with --skip, and not in the file: Nick_Name__c, Titel\n");
    let more = ["--skip", "Title", "--status-purpose", "suspension"];
    refuses("Contact", rows, &[&open[..], &more].concat(), 2, &["--status-purpose", "--status"]);
    refuses(
        "Contact",
        "Id,LastName,Title\n003Qx0000080nG1IAI,Okafor",
        &[&open[..], &["--skip", "Title"]].concat(),
        3,
        &["in:2: ", "the file may have been cut off, so get it anew"],
    );
    refuses(
        "Contact",
        rows,
        &["--open-fields", "Provenance_Seal__c"],
        2,
        &["Provenance_Seal__c cannot be covered by a seal", "do not list it"],
    );
    desk.write("rules.toml", EVERY.replace("urn:example:test", "urn:example:{Made_By__c}"));
    let row = r#"{"Id": "003Qx0000080nG1IAI", "LastName": "Okafor"}"#;
    seal(&desk, "Contact", row, &open).fails(3, &["in:record 1: ", "this record has no Made_By__c"]);
    desk.write("rules.toml", EVERY.replace("[[rule]]", "[rule]"));
    seal(&desk, "Contact", rows, &open)
        .fails(2, &["rules.toml: TOML parse error at line 1", "write [[rule]], with two brackets"]);
}

/// What belongs to the seal before is taken away in the org as well: an empty cell of an update would leave it there.
#[test]
fn a_pack_of_the_seal_before_is_emptied_as_the_file_means_it() {
    for (cells, emptied) in [("query", ""), ("insert", ""), ("update", "#N/A")] {
        let desk = desk(EVERY);
        let rows = "Id,LastName,Title\n003Qx0000080nG1IAI,Okafor,CEO\n";
        seal(
            &desk,
            "Contact",
            rows,
            &["--open-fields", "LastName", "--restricted", "Personal=Title", "--cells", cells],
        )
        .succeeds();
        let sealed = desk.read("out");
        std::fs::remove_file(desk.path("out")).unwrap();
        let options = ["--open-fields", "LastName,Title", "--replace", "--cells", cells];
        seal(&desk, "Contact", &sealed, &options).succeeds();
        // As the cell was quoted, so it stays.
        assert!(desk.read("out").ends_with(&format!(",\"{emptied}\"\n")), "{cells}: {}", desk.read("out"));
        // A cell that says nothing of the pack that the org may still hold says so now.
        let silent = sealed.rfind(",\"{").unwrap();
        std::fs::remove_file(desk.path("out")).unwrap();
        seal(&desk, "Contact", format!("{},\n", &sealed[..silent]), &options).succeeds();
        assert!(desk.read("out").ends_with(&format!(",{emptied}\n")), "{cells}: {}", desk.read("out"));
    }
}

/// Data Loader writes names in capitals, and hands write them as they like: the seal says the platform's, the file keeps its own.
#[test]
fn names_in_any_case_are_sealed_and_the_file_keeps_its_own() {
    let row = "003Qx0000080nG1IAI,Okafor,CEO,1990-01-02,x,,,\n";
    let columns = "Id,LastName,Title,Birthdate,Kind__c,Provenance_Seal__c,Provenance_Id__c,Provenance_Salts_Personal__c";
    let rules = EVERY.replace("when = {}", "when = { Kind__c = \"x\" }");
    let fields =
        ["--open-fields", "LastName,Title", "--restricted", "Personal=Birthdate", "--skip", "Kind__c"];
    for header in [columns.to_uppercase(), columns.to_lowercase(), columns.replace('L', "l")] {
        let desk = desk(&rules);
        let ended = seal(&desk, "Contact", format!("{header}\n{row}"), &fields).succeeds();
        assert!(ended.stderr.contains("Covered: Birthdate, LastName, Title\n"), "{}", ended.stderr);
        let sealed = desk.read("out");
        assert!(sealed.starts_with(&format!("{header}\n")), "{sealed}");
        // Whatever the file calls it.
        for field in ["LastName", "Title", "Birthdate"] {
            assert_eq!(read_back(&desk, "Contact", field), [("verified".into(), "match".into())], "{header}");
        }
        std::fs::remove_file(desk.path("out")).unwrap();
        seal(&desk, "Contact", &sealed, &[&fields[..], &["--replace"]].concat())
            .succeeds()
            .says("Seals replaced: 1\n");
    }
    // Of lines, each has its own way.
    let lines = "{\"Id\":\"003Qx0000080nG1IAI\",\"Title\":\"A\",\"Kind__c\":\"x\"}\n{\"ID\":\"003Qx0000080nGcIAI\",\"TITLE\":\"B\",\"kind__c\":\"x\"}\n";
    let desk = desk(&rules);
    seal(&desk, "Contact", lines, &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    let matches = ("verified".to_owned(), "match".to_owned());
    assert_eq!(read_back(&desk, "Contact", "Title"), [matches.clone(), matches]);
}

#[test]
fn a_row_that_adds_up_others_is_no_record() {
    let header = "Id,LastName,Title,DoNotCall,Score__c\n003Qx0000080nG1IAI,Okafor,CEO,false,1.5\n";
    let options = ["--open-fields", "LastName,Title", "--skip", "DoNotCall,Score__c"];
    for total in [
        ",Total,,,1.5",
        "Total,,,,1.5",
        ",\"Grand Total\",,,1.5",
        ",TOTAL:,,,",
        ",Summe,,,1.5",
        "Gesamtsumme,,,,1.5",
        ",Subtotal,,,",
        "Sum ,,,,",
    ] {
        refuses(
            "Contact",
            format!("{header}{total}\n"),
            &options,
            3,
            &["in:3: the row adds up those above it", "remove the row"],
        );
    }
    // Somebody may be called so.
    for person in ["003Qx0000080nGcIAI,Total,,,", ",Total,CFO,false,", ",Sumner,,,"] {
        let desk = desk(EVERY);
        seal(&desk, "Contact", format!("{header}{person}\n"), &options).succeeds();
    }
    refuses(
        "Contact",
        format!("{header}Copyright (c) 2000-2026\n"),
        &options,
        3,
        &["in:3: the row has 1 value and the header 5", "remove what a report writes"],
    );
}

#[test]
fn what_has_no_id_is_counted_and_told() {
    let desk = desk(EVERY);
    for (header, options, hint) in [
        ("LastName,Title", &[][..], ""),
        ("LastName,Contact ID", &["--skip", "Contact ID"], "; is Contact ID their id? Rename it to Id"),
        ("LastName,ContactId", &["--skip", "ContactId"], "; is ContactId their id? Rename it to Id"),
        ("LastName,Record_ID", &["--skip", "Record_ID"], "; is Record_ID their id? Rename it to Id"),
        ("LastName,AccountId", &["--skip", "AccountId"], ""),
    ] {
        let title = if header.contains("Title") { &["--skip", "Title"][..] } else { &[] };
        let ended = seal(
            &desk,
            "Contact",
            format!("{header}\nOkafor,\n"),
            &[&["--open-fields", "LastName"], options, title, &["--force"]].concat(),
        )
        .succeeds();
        let said = format!(
            "Records that show no Id: 1; their seals are bound to Provenance_Id__c alone, and no registry can list them{hint}\n"
        );
        assert!(ended.stderr.contains(&said), "{}", ended.stderr);
        std::fs::remove_file(desk.path("out")).unwrap();
    }
    for column in ["Contact ID", "CONTACTID", "Record Id", "Case Safe ID"] {
        refuses(
            "Contact",
            format!("LastName,{column}\n"),
            &["--open-fields", "LastName"],
            2,
            &["did you mean Id? The record's id is read from the column Id: rename it"],
        );
    }
    // Said is said.
    let ended =
        seal(&desk, "Contact", "LastName\nOkafor\n", &["--open-fields", "LastName", "--without-record-id"])
            .succeeds();
    assert!(!ended.stderr.contains("show no Id"), "{}", ended.stderr);
}

/// What is wrong first is told first: columns do not fit because the records are those of another object.
#[test]
fn the_wrong_object_is_told_before_its_columns() {
    let said =
        ["in:2: is a record of Contact, and --object says Lead: name the object that the records are of"];
    for options in [&["--open-fields", "AccountId,LastName"][..], &["--open-fields", "LastName"]] {
        refuses("Lead", "Id,LastName,AccountId\n003Qx0000080nG1IAI,Okafor,\n", options, 2, &said);
    }
    refuses(
        "Contacts",
        "LastName\nOkafor\n",
        &["--open-fields", "LastName"],
        2,
        &["not for Contacts (did you mean Contact?)"],
    );
}

/// Followed to the letter, each advice leads on.
#[test]
fn the_advice_about_options_fits_the_file() {
    let rows = "Id,FirstName,LastName,DoNotCall\n003Qx0000080nG1IAI,Ada,Okafor,yes\n";
    for (options, said) in [
        (
            &["--open-fields", "First Name,LastName", "--skip", "DoNotCall"][..],
            "write FirstName, as the column is called",
        ),
        (
            &["--open-fields", "FirstName;LastName"],
            "write commas between names, as in --open-fields FirstName,LastName",
        ),
        (
            &["--open-fields", "FirstName,Surname"],
            "Surname: its type is not known, and there is no such column in in",
        ),
        (
            &["--open-fields", "FirstName,LastName,DoNotCall"],
            "take it out of --open-fields and add --skip DoNotCall",
        ),
        (
            &["--open-fields", "FirstName,LastName", "--restricted", "P=DoNotCall"],
            "take it out of --restricted and add --skip DoNotCall",
        ),
    ] {
        let desk = desk(EVERY);
        let ended = seal(&desk, "Contact", rows, options);
        assert!(ended.code != 0 && ended.stderr.contains(said), "{}", ended.stderr);
    }
}

// --- what an attacker found

/// Of a record that says nothing of its object, the answer around it does: a custom object's name is no alias.
#[test]
fn what_the_answer_calls_its_records_is_heard() {
    let node = |object: &str| {
        format!(
            r#"{{"data":{{"uiapi":{{"query":{{"{object}":{{"edges":[{{"node":{{"Id":"a01Qx0000080nG1IAI","Name":{{"value":"x"}}}}}}]}}}}}}}}}}"#
        )
    };
    let singer = |stream: &str| {
        format!(r#"{{"type":"RECORD","stream":"{stream}","record":{{"Name":"x","Flag__c":true}}}}"#)
    };
    let csv = |object: &str| format!("attributes.type,Id,Name\n{object},a01Qx0000080nG1IAI,x\n");
    let desk = desk(EVERY);
    desk.write("types.toml", "[Invoice__c]\nName = \"string\"\nFlag__c = \"boolean\"\n");
    let options = ["--types", "types.toml", "--open-fields", "Name"];
    for other in ["Loan__c", "Contact"] {
        for input in [node(other), singer(other), csv(other)] {
            let more: &[&str] = if input.contains("Flag__c") { &["--skip", "Flag__c"] } else { &[] };
            let ended = seal(&desk, "Invoice__c", &input, &[&options[..], more].concat());
            let said = format!("is a record of {other}, and --object says Invoice__c");
            ended.fails(3, &["in:", &said]);
        }
    }
    for input in [node("Invoice__c"), singer("invoices"), csv("Invoice__c"), csv("")] {
        let more: &[&str] = if input.contains("Flag__c") { &["--skip", "Flag__c"] } else { &[] };
        seal(&desk, "Invoice__c", &input, &[&options[..], more, &["--force"]].concat()).succeeds();
        std::fs::remove_file(desk.path("out")).unwrap();
    }
}

#[test]
fn what_holds_no_text_where_a_seal_stands_is_not_replaced() {
    for (member, value) in [
        ("Provenance_Seal__c", r#"{"seal":"crm-seal/1"}"#),
        ("Provenance_Seal__c", "[]"),
        ("Provenance_Seal__c", "5"),
        ("PROVENANCE_SEAL__C", "true"),
        ("Provenance_Id__c", r#"{"v":1}"#),
        ("Provenance_Reference__c", "[1]"),
        ("Provenance_Salts_Personal__c", r#"{"a":"b"}"#),
    ] {
        for options in [&[][..], &["--replace"]] {
            let row = format!(r#"[{{"Id":"003Qx0000080nG1IAI","LastName":"x","{member}":{value}}}]"#);
            let said = ["in:record 1:", "holds no text", "or empty it to seal the record as new"];
            refuses("Contact", row, &[&["--open-fields", "LastName"], options].concat(), 3, &said);
        }
    }
}

#[test]
fn a_record_that_names_two_ids_is_not_sealed() {
    let address = "/services/data/v65.0/sobjects/Contact/003Qx0000080nGcIAI";
    for row in [
        format!(r#"[{{"attributes":{{"type":"Contact","url":"{address}"}},"Id":"003Qx0000080nG1IAI","LastName":"x"}}]"#),
        r#"[{"apiName":"Contact","id":"003Qx0000080nGcIAI","fields":{"Id":{"value":"003Qx0000080nG1IAI"},"LastName":{"value":"x"}}}]"#.to_owned(),
    ] {
        let said = ["in:record 1:Id: the record names two ids", "query it anew"];
        refuses("Contact", row, &["--open-fields", "LastName"], 3, &said);
    }
    // 15 and 18 characters are one.
    let row = format!(
        r#"[{{"attributes":{{"type":"Contact","url":"{address}"}},"Id":"003Qx0000080nGc","LastName":"x"}}]"#
    );
    seal(&desk(EVERY), "Contact", row, &["--open-fields", "LastName"]).succeeds();
}

/// An update leaves what it says nothing of: a reference to the seal before would stay.
#[test]
fn a_reference_is_filled_wherever_the_file_has_its_column() {
    for cells in ["query", "update", "insert"] {
        let desk = desk(EVERY);
        let columns = ["--open-fields", "LastName", "--cells", cells];
        seal(
            &desk,
            "Contact",
            "Id,LastName\n003Qx0000080nG1IAI,Okafor\n",
            &[&columns[..], &["--reference"]].concat(),
        )
        .succeeds();
        let sealed = desk.read("out");
        let (start, end) = sealed.trim_end().rsplit_once(',').unwrap();
        assert!(!end.is_empty());
        std::fs::remove_file(desk.path("out")).unwrap();
        seal(&desk, "Contact", format!("{start},\n"), &[&columns[..], &["--replace"]].concat()).succeeds();
        let again = desk.read("out");
        if cells != "query" && cells != "insert" {
            assert!(!again.trim_end().ends_with(','), "{cells}: {again}");
        }
        assert_eq!(read_back(&desk, "Contact", "LastName"), [("verified".into(), "match".into())], "{cells}");
    }
}

#[test]
fn whose_name_it_is_is_known_before_it_is_covered() {
    let columns = ["--open-fields", "Name", "--skip"];
    for (column, value, is_person) in [
        ("IsPersonAccount", "true", true),
        ("IsPersonAccount", "false", false),
        ("PersonContactId", "003Qx0000080nG1IAI", true),
        ("PersonBirthdate", "1990-01-02", true),
        ("PersonMailingCity", "Leeds", true),
        ("PersonDoNotCall", "true", true),
        ("PersonDoNotCall", "false", false),
        ("Hobby__pc", "x", true),
        ("LASTNAME", "x", true),
        ("Personality__c", "x", false),
        ("PersonMailingCity", "", false),
    ] {
        let rows = format!("Id,Name,{column}\n001Qx0000080nG1IAI,Okafor,{value}\n");
        let desk = desk(EVERY);
        let ended = seal(&desk, "Account", rows, &[&columns[..], &[column]].concat());
        if is_person {
            ended.fails(3, &["in:2: nothing of the account would be covered: Name is not its own"]);
        } else {
            ended.succeeds();
        }
    }
    let rows = "Id,Name,IsPersonAccount\n001Qx0000080nG1IAI,Okafor,yes\n";
    let said = ["in:2:IsPersonAccount: the value is none of type boolean; write it as true or false"];
    refuses("Account", rows, &["--open-fields", "Name"], 3, &said);
}

#[test]
fn what_no_row_could_claim_or_match_is_refused() {
    let rows = "Id,LastName,Made__c\n003Qx0000080nG1IAI,Okafor,#N/A\n";
    let options = ["--open-fields", "LastName", "--skip", "Made__c"];
    for (rules, code, said) in [
        (EVERY.replace("urn:example:test", "{Made__c}"), 3, "{Made__c} is empty in this row"),
        (
            EVERY.replace("when = {}", "when = { LastName = [] }"),
            2,
            "LastName lists no value, so no row could match",
        ),
    ] {
        let desk = desk(&rules);
        seal(&desk, "Contact", rows, &options).fails(code, &[said]);
    }
}

#[test]
fn an_origin_stated_of_a_field_that_is_not_covered_is_told() {
    let desk = desk(&format!(
        "{EVERY}fieldOrigins = {{ Nope = \"trainedAlgorithmicMedia\", LastName = \"algorithmicMedia\" }}\n"
    ));
    seal(&desk, "Contact", "Id,LastName\n003Qx0000080nG1IAI,Okafor\n", &["--open-fields", "LastName"])
        .succeeds()
        .says("Fields whose origin is stated and that are not covered: Nope\n");
}

#[test]
fn whole_numbers_have_32_bits() {
    for (number, is_well) in [
        ("2147483647", true),
        ("-2147483648", true),
        ("2147483648", false),
        ("1e20", false),
        ("-2147483649", false),
    ] {
        let rows = format!("Id,Name,NumberOfEmployees\n001Qx0000080nG1IAI,Okafor,{number}\n");
        let desk = desk(EVERY);
        let ended = seal(&desk, "Account", rows, &["--open-fields", "Name,NumberOfEmployees"]);
        if is_well {
            ended.succeeds();
        } else {
            ended.fails(
                3,
                &["in:2:NumberOfEmployees: the field holds whole numbers from -2147483648 to 2147483647"],
            );
        }
    }
}

#[test]
fn names_that_are_nearly_right_are_told_by_every_command() {
    let desk = desk(EVERY);
    desk.write("in.csv", "Id,Provenance Seal\n003Qx0000080nG1IAI,x\n");
    let verify = ["--tenant", TENANT, "--environment", "sandbox", "--trust", "trust.json"];
    desk.run(&[&["approve", "in.csv", "--out", "o", "--key", "key.pem"], &verify[..]].concat());
    desk.write("types.json", r#"{"name":"Loan__c","fields":[{"name":"Name","type":"string"}]}"#);
    refuses_with(
        &desk,
        "LOAN__C",
        "Name\nx\n",
        &["--types", "types.json", "--open-fields", "Name"],
        2,
        &["name the object as the platform does, Loan__c"],
    );
    refuses(
        "Contact",
        "\n\nId,LastName\n",
        &["--format", "csv", "--open-fields", "LastName"],
        3,
        &["in:1: the first line is empty; remove it"],
    );
    let warned = " ›   Warning: @salesforce/cli update available from 2.1 to 2.2.\n{\n  \"status\": 0,\n  \"result\": {\"records\": []}\n}\n";
    refuses(
        "Contact",
        warned,
        &["--open-fields", "LastName"],
        3,
        &["text stands before the JSON", "remove it"],
    );
}

#[track_caller]
fn refuses_with(desk: &Desk, object: &str, input: &str, options: &[&str], code: i32, said: &[&str]) {
    seal(desk, object, input, options).fails(code, said);
}
