//! The JSON Canonicalization Scheme (RFC 8785), written in one pass over a tree whose members are already in order.
//!
//! Of numbers it knows safe integers: a seal holds no others (profile §3), and is refused before it is canonicalised if it does.
//! Elsewhere, as in a status list, a number is written as it stands, so that a signature holds where that is canonical.

use alloc::string::String;

use crate::json::{Number, Object, Value, plain_run};

/// The canonical text of a value.
pub fn to_string(value: &Value<'_>) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// Appends the canonical bytes of a value.
pub fn write(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => write_string(text, out),
        Value::Array(values) => write_list(&mut values.iter(), out),
        Value::Object(object) => write_object_replacing(object, None, out),
    }
}

/// Appends the canonical bytes of an object. One member may be given other values: a proof is made over the document
/// without proofs, or with an array of those that it covers.
pub fn write_object_replacing(
    object: &Object<'_>,
    replaced: Option<(&str, &[&Value<'_>])>,
    out: &mut String,
) {
    let mut separator = '{';
    for (name, value) in object.iter() {
        let values = replaced.filter(|(replaced, _)| *replaced == name).map(|(_, values)| values);
        if values.is_some_and(<[_]>::is_empty) {
            continue;
        }
        out.push(separator);
        separator = ',';
        write_string(name, out);
        out.push(':');
        match values {
            None => write(value, out),
            Some(values) => write_list(&mut values.iter().copied(), out),
        }
    }
    if separator == '{' {
        out.push('{');
    }
    out.push('}');
}

fn write_list(values: &mut dyn Iterator<Item = &Value<'_>>, out: &mut String) {
    let mut separator = '[';
    for value in values {
        out.push(separator);
        separator = ',';
        write(value, out);
    }
    if separator == '[' {
        out.push('[');
    }
    out.push(']');
}

/// Appends a string with the escapes of RFC 8785 §3.2.2.2: the two-character ones, `\u00xx` for other controls, and
/// nothing else.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at_checked(plain_run(rest.as_bytes())).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut characters = special.chars();
        let Some(character) = characters.next() else { break };
        rest = characters.as_str();
        let escape = match character {
            '"' | '\\' => character,
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\0'..' ' => {
                out.push_str(if character < '\u{10}' { "\\u000" } else { "\\u001" });
                out.push(char::from_digit(u32::from(character) & 15, 16).unwrap_or('0'));
                continue;
            }
            _ => {
                out.push(character);
                continue;
            }
        };
        out.push('\\');
        out.push(escape);
    }
    out.push('"');
}

fn write_number(number: &Number<'_>, out: &mut String) {
    match number.to_integer() {
        // "-0" parses as 0, which is what RFC 8785 writes.
        Some(0) => out.push('0'),
        _ => out.push_str(number.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{parse, parse_view};
    use proptest::prelude::*;

    /// RFC 8785 Appendix B, and what no signed text holds.
    #[test]
    fn safe_integers_are_canonical_and_other_numbers_stand_as_they_are() {
        for (number, text) in [
            ("0", "0"),
            ("-0", "0"),
            ("9007199254740991", "9007199254740991"),
            ("-9007199254740991", "-9007199254740991"),
            ("9007199254740992", "9007199254740992"),
            ("-0.0", "-0.0"),
            ("1E30", "1E30"),
            ("4.50", "4.50"),
        ] {
            assert_eq!(to_string(&parse_view(number).unwrap()), text);
        }
    }

    /// RFC 8785 §3.2.2 and §3.2.3.
    #[test]
    fn examples_of_the_rfc() {
        let text =
            r#"{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#;
        assert_eq!(
            to_string(&parse(text).unwrap()),
            "{\"literals\":[null,true,false],\
             \"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
        );
        let text = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
            "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
        assert_eq!(
            to_string(&parse(text).unwrap()),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\
             \"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        );
    }

    #[test]
    fn controls_have_one_escape_each() {
        let text: String = ('\0'..'!').chain(['"', '\\', '\u{7f}']).collect();
        assert_eq!(
            to_string(&Value::from(text)),
            concat!(
                r#""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#,
                r"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f",
                " \\\"\\\\\u{7f}\""
            )
        );
    }

    proptest! {
        #[test]
        fn strings_round_trip(text in any::<String>()) {
            let canonical = to_string(&Value::from(text.as_str()));
            let read = parse_view(&canonical).unwrap();
            prop_assert_eq!(read.as_str(), Some(text.as_str()));
        }
    }
}
