//! Every type of field in every form in which a platform or a tool writes its values: the same value is the same value, another
//! one is found, and what cannot be told is said to be that.

use serde_json::{Value, json};
use touchmark::FieldState;
use touchmark_tests::sealing::{Desk, ID};

/// What was sealed of a type, how else it may be written, what is another value, and what cannot be compared.
struct Forms {
    kind: &'static str,
    sealed: Value,
    same: Vec<&'static str>,
    altered: Vec<&'static str>,
    unreadable: Vec<&'static str>,
}

fn forms() -> Vec<Forms> {
    let number = |kind| Forms {
        kind,
        sealed: json!(84_250.5),
        // REST, Bulk API, Data Loader in its scientific form, spreadsheets.
        same: vec![
            "84250.5",
            "84250.50",
            "8.42505e4",
            "8.42505E+4",
            "\"84250.5\"",
            "\"84250.50\"",
            "\"+84250.5\"",
            "\"8.42505E4\"",
            "\"084250.5\"",
        ],
        altered: vec![
            "84250",
            "84251",
            "-84250.5",
            "\"84,250.50\"",
            "\"84.250,50\"",
            "\"84250.5 NOK\"",
            "\"$84250.5\"",
            "true",
            "null",
            "\"\"",
            "[84250.5]",
            "\"Infinity\"",
            "\"0x14\"",
        ],
        // As many digits as were lost on the way.
        unreadable: vec!["84250.500000000015", "9007199254740993", "1e300"],
    };
    vec![
        number("double"),
        number("currency"),
        number("percent"),
        Forms {
            kind: "int",
            sealed: json!(5),
            same: vec!["5", "5.0", "5e0", "0.5e1", "\"5\"", "\"5.0\"", "\"5.00\"", "\"05\"", "\"5E0\""],
            altered: vec!["6", "5.5", "\"5.5\"", "-5", "\"five\"", "true", "null", "\"\"", "\" 5\""],
            unreadable: vec!["9007199254740992"],
        },
        Forms {
            kind: "boolean",
            sealed: json!(true),
            same: vec!["true", "\"true\"", "\"TRUE\"", "\"True\"", "\"1\"", "1", "1.0", "1e0"],
            altered: vec![
                "false",
                "\"false\"",
                "0",
                "\"0\"",
                "\"yes\"",
                "\"Y\"",
                "\"on\"",
                "2",
                "null",
                "\"\"",
                "\"1.0\"",
            ],
            unreadable: vec![],
        },
        Forms {
            kind: "date",
            sealed: json!("1987-04-09"),
            same: vec![
                "\"1987-04-09\"",
                "\"1987-04-09T00:00:00.000Z\"",
                "\"1987-04-09T00:00:00Z\"",
                "\"1987-04-09T00:00:00.000+0000\"",
                "\"1987-04-09T00:00:00+00:00\"",
                "\"1987-04-09T02:00:00+02:00\"",
                "544924800000",
                "544924800000.0",
            ],
            altered: vec![
                "\"1987-04-10\"",
                "\"09.04.1987\"",
                "\"4/9/1987\"",
                "\"1987-4-9\"",
                "\"19870409\"",
                "\"1987-04-09T00:00:00\"",
                "\"1987-04-09T01:00:00Z\"",
                "544928400000",
                "\"544924800000\"",
                "null",
                "\"\"",
                "true",
            ],
            // Days since 1970, as Avro counts, or anything else.
            unreadable: vec!["6307", "6308", "-1"],
        },
        Forms {
            kind: "datetime",
            sealed: json!("2025-07-16T22:37:23.000Z"),
            same: vec![
                "\"2025-07-16T22:37:23.000Z\"",
                "\"2025-07-16T22:37:23Z\"",
                "\"2025-07-16T22:37:23.000+0000\"",
                "\"2025-07-17T00:37:23.000+02:00\"",
                "\"2025-07-16T22:37:23.0004Z\"",
                "1752705443000",
                "1.752705443e12",
            ],
            altered: vec![
                "\"2025-07-16T22:37:24.000Z\"",
                "\"2025-07-16\"",
                "1752705443",
                "\"1752705443000\"",
                "null",
                "\"2025-07-16T22:37:23.000+0200\"",
            ],
            unreadable: vec![],
        },
        Forms {
            kind: "time",
            sealed: json!("22:37:23.000"),
            same: vec!["\"22:37:23.000\"", "\"22:37:23.000Z\"", "\"22:37:23\"", "\"22:37:23Z\"", "81443000"],
            altered: vec!["\"22:37:24.000\"", "\"10:37:23 PM\"", "81443", "\"81443000\"", "null"],
            unreadable: vec![],
        },
        Forms {
            kind: "multipicklist",
            sealed: json!("Tennis;Art"),
            same: vec![
                "\"Tennis;Art\"",
                "\"Art;Tennis\"",
                "\"Art;Tennis;Art\"",
                "\";Art;;Tennis;\"",
                "[\"Art\",\"Tennis\"]",
                "[\"Tennis\",\"Art\"]",
            ],
            altered: vec![
                "\"Tennis\"",
                "\"Tennis; Art\"",
                "\"Tennis,Art\"",
                "[\"Tennis\"]",
                "[\"Tennis\",5]",
                "null",
                "5",
            ],
            unreadable: vec![],
        },
        Forms {
            kind: "reference",
            sealed: json!("001Qx0000080nFQIAY"),
            same: vec!["\"001Qx0000080nFQIAY\"", "\"001Qx0000080nFQ\""],
            altered: vec![
                "\"001Qx0000080nFRIAY\"",
                "\"001QX0000080NFQIAY\"",
                "\"@AccountRef1\"",
                "5",
                "null",
                "\"\"",
            ],
            unreadable: vec![],
        },
        Forms {
            kind: "email",
            sealed: json!("Mira@Example.com"),
            same: vec!["\"Mira@Example.com\"", "\"mira@example.com\"", "\"MIRA@EXAMPLE.COM\""],
            altered: vec![
                "\"mira@example.org\"",
                "\" mira@example.com\"",
                "\"mira@example.com.invalid\"",
                "null",
            ],
            unreadable: vec![],
        },
        Forms {
            kind: "textarea",
            sealed: json!("one\r\ntwo"),
            same: vec!["\"one\\r\\ntwo\"", "\"one\\ntwo\"", "\"one\\rtwo\""],
            altered: vec!["\"one two\"", "\"one\\n\\ntwo\"", "\"one\\\\ntwo\"", "null"],
            unreadable: vec![],
        },
        Forms {
            kind: "string",
            sealed: json!("@mira, 5.0"),
            same: vec!["\"@mira, 5.0\"", "\"\\u0040mira, 5.0\""],
            altered: vec![
                "\"@Mira, 5.0\"",
                "\"@mira, 5\"",
                "\"@mira, 5.0 \"",
                "5",
                "true",
                "null",
                "[\"@mira, 5.0\"]",
                "{\"value\":\"@mira, 5.0\"}",
            ],
            unreadable: vec![],
        },
        Forms {
            kind: "picklist",
            sealed: Value::Null,
            same: vec!["null", "\"\""],
            altered: vec!["\"x\"", "\" \"", "0", "false", "\"#N/A\"", "\"null\""],
            unreadable: vec![],
        },
    ]
}

#[test]
fn every_form_of_a_value_reads_as_what_it_is() {
    let mut count = 0;
    for Forms { kind, sealed, same, altered, unreadable } in forms() {
        let desk = Desk::covering(&[("Value__c", kind)]);
        let view = json!({"object": "Contact", "id": ID, "fields": {"Value__c": sealed}});
        let seal = json!(desk.seal(&view).seal).to_string();
        let expected =
            [(same, FieldState::Match), (altered, FieldState::Altered), (unreadable, FieldState::Unreadable)];
        for (forms, state) in expected {
            for form in forms {
                // The text itself, since parsing would bend what is tried here.
                let text = format!(
                    r#"{{"object":"Contact","id":"{ID}","fields":{{"Value__c":{form}}},"seal":{seal}}}"#
                );
                let verdict = desk.check_text(&text);
                let found = verdict.fields.iter().find(|field| field.name == "Value__c");
                assert_eq!(
                    found.map(|field| field.state),
                    Some(state),
                    "{kind} {form}: {:?}",
                    verdict.reasons
                );
                count += 1;
            }
        }
    }
    assert!(count > 120, "{count}");
}
