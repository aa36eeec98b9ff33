//! Marks of provenance in text that is no record: logs, traces, what programs print.

/// A text that holds one of these tells of such a record; in small letters, with what it is called.
const MARKS: [(&str, &str); 4] = [
    ("crm-seal/1", "seal"),
    ("x-synthetic-data: true", "header"),
    ("\"issynthetic\":true", "claim"),
    ("synthetic_data__c\":true", "flag"),
];

/// The first mark in a text that says it speaks of a record that is not recorded from life.
pub(crate) fn mark_of(text: &str) -> Option<&'static str> {
    // Nearly no text holds any, and all of them hold one of these.
    let may_hold_one = text
        .as_bytes()
        .windows(4)
        .any(|part| part.eq_ignore_ascii_case(b"seal") || part.eq_ignore_ascii_case(b"synt"));
    if !may_hold_one {
        return None;
    }
    let small = text.to_ascii_lowercase().replace("\": ", "\":");
    MARKS.iter().find(|(mark, _)| small.contains(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_in_whatever_case_they_are_written() {
        for (text, mark) in [
            ("2026-11-29 POST /sync {\"Synthetic_Data__c\": true}", Some("flag")),
            ("> X-Synthetic-Data: TRUE", Some("header")),
            (r#"{"crmSeal":"crm-seal/1","vc":{}}"#, Some("seal")),
            ("{\"isSynthetic\":false}", None),
            ("the synthetic fibres were sealed", None),
            ("", None),
        ] {
            assert_eq!(mark_of(text), mark, "{text}");
        }
    }
}
