//! The JSON Schemas in `docs/schemas`, and what tests ask of them.

use std::path::PathBuf;

use jsonschema::{Validator, draft202012};
use serde_json::{Value, json};

use crate::room;

/// A published schema.
pub struct Schema(Validator);

impl Schema {
    /// The schema of that name, such as `policy`.
    pub fn load(name: &str) -> Self {
        Self::of(&serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap())
    }

    /// One that is written down here, or part of one.
    pub fn of(schema: &Value) -> Self {
        draft202012::meta::validate(schema).unwrap();
        Self(draft202012::new(schema).unwrap())
    }

    /// What is wrong with a document, and where.
    pub fn faults(&self, document: &Value) -> Vec<String> {
        self.0.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// Whether a document is of the schema.
    pub fn accepts(&self, document: &Value) -> bool {
        self.0.is_valid(document)
    }
}

/// Where a schema is published.
pub fn path(name: &str) -> PathBuf {
    room("../docs/schemas").join(format!("{name}.json"))
}

/// Pointers to every value of a document, itself first.
pub fn pointers(document: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        found.push(at.to_owned());
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    walk(value, &format!("{at}/{name}"), found);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    walk(value, &format!("{at}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(document, "", &mut found);
    found
}

/// A document changed in one place, once for each place and way: what a schema, and who reads such documents, should notice.
pub fn changed(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for at in pointers(document) {
        let value = document.pointer(&at).unwrap();
        let mut with = |how: &str, new: Value| {
            let mut changed = document.clone();
            *changed.pointer_mut(&at).unwrap() = new;
            all.push((format!("{at} {how}"), changed));
        };
        for other in [json!("x\ny"), json!(-5), json!([]), json!({}), json!(true)] {
            if std::mem::discriminant(&other) != std::mem::discriminant(value) {
                with(&format!("is {other}"), other);
            }
        }
        match value {
            Value::Object(members) => {
                let mut more = members.clone();
                more.insert("another".into(), json!(1));
                with("has another", more.into());
                for name in members.keys() {
                    let mut less = members.clone();
                    less.remove(name);
                    with(&format!("lacks {name}"), less.into());
                }
            }
            Value::Array(_) => {
                with("holds 5", json!([5]));
                with("is empty", json!([]));
            }
            Value::String(_) => with("is empty", json!("")),
            Value::Number(_) => {
                with("is a fraction", json!(1.5));
                with("is negative", json!(-1));
            }
            _ => {}
        }
    }
    all
}
