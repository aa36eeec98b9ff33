//! The JSON Canonicalization Scheme (RFC 8785), written in one pass over a tree whose members are already in order.

use alloc::string::String;

use crate::decimal::{Decimal, write_with_point};
use crate::double::Double;
use crate::json::{Number, Object, Value, plain_run};
use crate::text::{push_decimal, without_sign};

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
        Some(_) => out.push_str(number.as_str()),
        None => write_double(number.as_str(), out),
    }
}

/// Appends a number as ECMAScript's Number::toString does (ECMA-262 §6.1.6.1.20): the shortest digits that read back as
/// the same double, plain between 1e-7 and 1e21, in exponent form elsewhere.
fn write_double(number: &str, out: &mut String) {
    let (is_negative, number) = without_sign(number);
    let decimal = Double::nearest(&Decimal::read(number)).shortest();
    if is_negative && !decimal.digits().is_empty() {
        out.push('-');
    }
    let point = decimal.point();
    if decimal.digits().is_empty() || (-5..=21).contains(&point) {
        decimal.write_plain(out);
        return;
    }
    write_with_point(decimal.digits(), 1, out);
    let exponent = point - 1;
    out.push_str(if exponent < 0 { "e-" } else { "e+" });
    push_decimal(exponent.unsigned_abs(), 1, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{parse, parse_view};
    use proptest::prelude::*;

    fn written(value: f64) -> String {
        to_string(&parse_view(&format!("{value:e}")).unwrap())
    }

    /// RFC 8785 Appendix B.
    #[test]
    fn numbers_of_the_rfc() {
        for (bits, text) in [
            (0x0000000000000000, "0"),
            (0x8000000000000000, "0"),
            (0x0000000000000001, "5e-324"),
            (0x8000000000000001, "-5e-324"),
            (0x7fefffffffffffff, "1.7976931348623157e+308"),
            (0xffefffffffffffff, "-1.7976931348623157e+308"),
            (0x4340000000000000, "9007199254740992"),
            (0xc340000000000000, "-9007199254740992"),
            (0x4430000000000000, "295147905179352830000"),
            (0x44b52d02c7e14af5, "9.999999999999997e+22"),
            (0x44b52d02c7e14af6, "1e+23"),
            (0x44b52d02c7e14af7, "1.0000000000000001e+23"),
            (0x444b1ae4d6e2ef4e, "999999999999999700000"),
            (0x444b1ae4d6e2ef4f, "999999999999999900000"),
            (0x444b1ae4d6e2ef50, "1e+21"),
            (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
            (0x3eb0c6f7a0b5ed8d, "0.000001"),
            (0x41b3de4355555553, "333333333.3333332"),
            (0x41b3de4355555554, "333333333.33333325"),
            (0x41b3de4355555555, "333333333.3333333"),
            (0x41b3de4355555556, "333333333.3333334"),
            (0x41b3de4355555557, "333333333.33333343"),
            (0xbecbf647612f3696, "-0.0000033333333333333333"),
            (0x43143ff3c1cb0959, "1424953923781206.2"),
        ] {
            assert_eq!(written(f64::from_bits(bits)), text);
        }
    }

    /// RFC 8785 §3.2.2 and §3.2.3.
    #[test]
    fn examples_of_the_rfc() {
        let text = r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
            "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#;
        assert_eq!(
            to_string(&parse(text).unwrap()),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
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
        fn doubles_round_trip(value in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL) {
            prop_assert_eq!(written(value).parse::<f64>().unwrap(), value);
        }

        #[test]
        fn strings_round_trip(text in any::<String>()) {
            let canonical = to_string(&Value::from(text.as_str()));
            let read = parse_view(&canonical).unwrap();
            prop_assert_eq!(read.as_str(), Some(text.as_str()));
        }
    }
}
