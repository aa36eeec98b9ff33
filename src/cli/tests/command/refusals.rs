//! Whatever people's files hold: what is sealed verifies, row by row and in order, and what is refused is refused with its
//! place and a remedy, and nothing is written.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::desk::{Desk, Ended, TENANT};

const COLUMNS: [&str; 9] = [
    "Id",
    "LastName",
    "Birthdate",
    "HasOptedOutOfEmail",
    "AccountId",
    "Email",
    "Score__c",
    "Seen__c",
    "Provenance_Id__c",
];

const TYPES: &str = "Score__c = \"double\"\nSeen__c = \"datetime\"\n";

const RULES: &str = "[[rule]]\nname = \"made\"\nwhen = {}\n[rule.claims]\nisSynthetic = true\ngenerationMethod = \"simulations-na\"\nprovenanceSource = \"urn:example:test\"\n";

/// What stands in cells that people, spreadsheets and tools wrote.
const ODD: [&str; 46] = [
    "",
    " ",
    "\u{a0}",
    "x",
    "O\u{27}Brien",
    "null",
    "NULL",
    "None",
    "#N/A",
    "#NULL!",
    "#REF!",
    "-",
    "0",
    "-0",
    "1",
    "1.0",
    "01",
    "1,5",
    "1.234,56",
    "1e3",
    "1e400",
    "NaN",
    "Infinity",
    "5 %",
    "EUR 5",
    "true",
    "TRUE",
    "yes",
    "Ja",
    "1/2/2020",
    "31.12.2020",
    "2020-02-30",
    "2020-02-29",
    "0000-00-00",
    "1600-01-01",
    "2020-01-01T00:00:00.000Z",
    "2020-01-01T25:00:00Z",
    "003Qx0000080nG1IAI",
    "003Qx0000080nG1",
    "003qx0000080ng1iai",
    "001Qx0000080nG1IAI",
    "@AccountRef1",
    "a@B.example",
    "987c75c3-e028-4377-8bc5-5ee3420eec6e",
    "a\u{0}b",
    "\u{ffff}",
];

/// Where a file goes wrong.
#[derive(Clone, Debug)]
enum Slip {
    /// A cell of a row holds something else.
    Cell(usize, usize, String),
    /// A row comes twice, as it is.
    Twice(usize),
    /// A column is called otherwise.
    Called(usize, &'static str),
    /// A row is empty.
    Empty(usize),
    /// The header comes again.
    Header(usize),
}

fn slip() -> impl Strategy<Value = Slip> {
    let text = prop_oneof![8 => prop::sample::select(&ODD[..]).prop_map(str::to_owned), 1 => any::<String>()];
    let name = prop::sample::select(
        &[
            "Last Name",
            "LASTNAME",
            "Provenance Seal",
            "provenance_seal__c",
            "Account.Name",
            "",
            "sf__Error",
            "_table",
        ][..],
    );
    prop_oneof![
        12 => (0..3usize, 0..COLUMNS.len(), text).prop_map(|(row, column, text)| Slip::Cell(row, column, text)),
        1 => (0..3usize).prop_map(Slip::Twice),
        2 => (0..COLUMNS.len(), name).prop_map(|(column, name)| Slip::Called(column, name)),
        1 => (0..3usize).prop_map(Slip::Empty),
        1 => (0..3usize).prop_map(Slip::Header),
    ]
}

/// The table, header first, with what went wrong.
fn table(slips: &[Slip]) -> Vec<Vec<String>> {
    let row = |id: &str, name: &str, account: &str| {
        [id, name, "1990-01-02", "false", account, "a@example.org", "1.5", "2026-11-20T09:00:00Z", ""]
            .map(str::to_owned)
            .to_vec()
    };
    let mut table = vec![
        COLUMNS.map(str::to_owned).to_vec(),
        row("003Qx0000080nG1IAI", "Okafor", "001Qx0000080nG1IAI"),
        row("003Qx0000080nGcIAI", "Lindqvist", ""),
        row("003Qx0000080nGzIAI", "Zhou", "001Qx0000080nG1IAI"),
    ];
    for slip in slips {
        match slip {
            Slip::Cell(row, column, text) => table[row + 1][*column].clone_from(text),
            Slip::Called(column, name) => table[0][*column] = (*name).to_owned(),
            Slip::Twice(row) => table.push(table[row + 1].clone()),
            Slip::Empty(row) => table[row + 1].iter_mut().for_each(String::clear),
            Slip::Header(row) => table[row + 1] = table[0].clone(),
        }
    }
    table
}

fn csv(table: &[Vec<String>]) -> String {
    let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    table.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n").collect()
}

fn json(table: &[Vec<String>]) -> String {
    let (header, rows) = table.split_first().unwrap();
    let value = |text: &String| match text.as_str() {
        "" => Value::Null,
        "true" | "false" => Value::Bool(text == "true"),
        text => text.into(),
    };
    let record = |row: &Vec<String>| {
        header.iter().cloned().zip(row.iter().map(value)).collect::<serde_json::Map<_, _>>()
    };
    json!(rows.iter().map(record).collect::<Vec<_>>()).to_string()
}

fn seal(desk: &Desk, input: &str, cells: &str) -> Ended {
    desk.write("in", input);
    let mut args = vec![
        "seal",
        "in",
        "--out",
        "out",
        "--key",
        "key.pem",
        "--object",
        "Contact",
        "--rules",
        "rules.toml",
    ];
    args.extend(["--tenant", TENANT, "--environment", "sandbox", "--types", "types.toml", "--cells", cells]);
    args.extend(["--open-fields", "LastName,Birthdate,HasOptedOutOfEmail,AccountId,Email,Score__c,Seen__c"]);
    desk.run(&args)
}

/// A message that says where, and what to do.
fn has_place_and_remedy(message: &str) -> bool {
    let message = message.strip_prefix("touchmark: ").unwrap_or_default();
    // A file, a row of one, or an option: never nothing.
    let has_place = ["in: ", "in:", "--"].iter().any(|start| message.starts_with(start));
    let remedies = [
        "add ",
        "correct",
        "cover ",
        "empty ",
        "fill ",
        "get ",
        "give ",
        "leave ",
        "load ",
        "name ",
        "put ",
        "query ",
        "remove ",
        "rename ",
        "save ",
        "seal ",
        "spelt ",
        "take ",
        "trim ",
        "write ",
        "--open-fields",
    ];
    has_place && remedies.iter().any(|remedy| message.contains(remedy))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_sealed_verifies_and_what_is_refused_says_where_and_what_to_do(
        slips in prop::collection::vec(slip(), 1..3),
        is_csv in any::<bool>(),
        cells in prop::sample::select(&["query", "update", "insert"][..]),
    ) {
        let desk = desk();
        let table = table(&slips);
        let text = if is_csv { csv(&table) } else { json(&table) };
        let sealed = seal(&desk, &text, cells);
        if sealed.code != 0 {
            prop_assert!(matches!(sealed.code, 2 | 3), "{sealed:?}");
            prop_assert!(has_place_and_remedy(&sealed.stderr), "{}", sealed.stderr);
            prop_assert!(!desk.has("out") && sealed.stdout.is_empty());
            return Ok(());
        }
        let rows = table.len() - 1;
        let counted = format!("Sealed: {rows} of {rows}\n");
        prop_assert!(sealed.stderr.starts_with(&counted), "{}", sealed.stderr);
        let verdicts = desk.run(&desk.verify_args("out", &["--object", "Contact", "--format", "json", "--cells", cells]));
        let verdicts: Vec<Value> = serde_json::from_str(&verdicts.stdout).unwrap();
        prop_assert_eq!(verdicts.len(), rows);
        for (verdict, row) in verdicts.iter().zip(&table[1..]) {
            prop_assert_eq!(&verdict["trust"], "verified", "{}", verdict);
            // The same record in the same place; of an id with 15 characters the verdict has all 18.
            let id = verdict["record"]["id"].as_str().unwrap_or_default();
            let at = table[0].iter().position(|name| name == "Id");
            let is_same = at.is_none_or(|at| row[at] == "#N/A" || id.starts_with(row[at].trim()));
            prop_assert!(is_same, "{id} {row:?}");
        }
    }
}

fn desk() -> Desk {
    let desk = Desk::with_key();
    desk.write("rules.toml", RULES);
    desk.write("types.toml", TYPES);
    desk
}

/// What the property asks for is found missing where it is.
#[test]
fn a_message_without_place_or_remedy_is_noticed() {
    for message in
        ["touchmark: the value is wrong\n", "touchmark: in:3:Birthdate: wrong\n", "in:3: rename it\n", ""]
    {
        assert!(!has_place_and_remedy(message), "{message}");
    }
    assert!(has_place_and_remedy(
        "touchmark: in:3:Birthdate: is none of type date; write it as 2026-11-21\n"
    ));
}
