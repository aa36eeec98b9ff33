//! Numbers of what is signed.

use crate::json::{Object, Value};

/// Whether every number in an object, however deep, is an integer within ±(2^53−1) (profile §3). Only then is its canonical form
/// that of RFC 8785.
pub fn has_only_safe_integers(object: &Object<'_>) -> bool {
    fn is_well(value: &Value<'_>) -> bool {
        match value {
            Value::Number(number) => number.to_integer().is_some(),
            Value::Array(values) => values.iter().all(is_well),
            Value::Object(object) => has_only_safe_integers(object),
            _ => true,
        }
    }
    object.iter().all(|(_, value)| is_well(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse_view;

    #[test]
    fn an_object_says_whether_its_numbers_are_safe_integers() {
        for (text, is_well) in [
            (r#"{"a":[1,{"b":-9007199254740991}],"c":"1.5"}"#, true),
            (r#"{"a":[1,{"b":1.5}]}"#, false),
            (r#"{"a":1e2}"#, false),
            (r#"{"a":[[9007199254740992]]}"#, false),
            ("{}", true),
        ] {
            let value = parse_view(text).unwrap();
            assert_eq!(has_only_safe_integers(value.as_object().unwrap()), is_well, "{text}");
        }
    }
}
