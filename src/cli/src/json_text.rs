//! JSON documents as people open them.

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;
use touchmark::jcs;
use touchmark::json::Value;

use crate::failure::Failure;

/// The text of a document that people may open: members in order of name, two spaces for each level.
pub(crate) fn pretty(value: &Value<'_>) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(&Tree(value));
    text.map(|text| text + "\n")
        .map_err(|error| Failure::input(format!("the answer cannot be written: {error}")))
}

/// A value of the core, as it is serialised.
struct Tree<'v, 'a>(&'v Value<'a>);

impl Serialize for Tree<'_, '_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(values) => out.collect_seq(values.iter().map(Tree)),
            Value::Object(members) => {
                out.collect_map(members.iter().map(|(name, value)| (name, Tree(value))))
            }
            // As signatures need them: numbers above all, which no other form may change.
            plain => RawValue::from_string(jcs::to_string(plain)).map_err(S::Error::custom)?.serialize(out),
        }
    }
}
