//! `data/samples/canonical_pairs.json`, each pair as its note defines: a record sealed as `a` is `verified` when seen as
//! `b`, or is not.

use serde_json::{Map, Value, json};
use touchmark::{Hint, Record, Trust, Verdict};
use touchmark_tests::sealing::{Desk, ID, now};

fn pairs(kind: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../data/samples/canonical_pairs.json")).unwrap();
    file[kind].as_array().unwrap().clone()
}

/// One side of a pair as a record view; it is of a Contact with a certain id where the pair names none.
fn view(side: &Value) -> Value {
    let mut view = side.clone();
    let members = view.as_object_mut().unwrap();
    let default = |members: &mut Map<String, Value>, name: &str, value: Value| {
        members.entry(name).or_insert(value);
    };
    if members.contains_key("fields") {
        default(members, "apiName", "Contact".into());
        default(members, "id", ID.into());
    } else {
        if !members.contains_key("attributes") {
            default(members, "object", "Contact".into());
        }
        default(members, "Id", ID.into());
    }
    view
}

/// Puts a field into a view.
fn put(view: &mut Value, name: &str, value: &str) {
    match view.get_mut("fields") {
        Some(fields) => fields[name] = json!({"value": value}),
        None => view[name] = value.into(),
    }
}

/// Seals as `a`, checks as `b`. `queried`: the caller knows which fields were asked for.
fn seen(pair: &Value, queried: bool) -> Verdict {
    let (mut a, mut b) = (view(&pair["a"]), view(&pair["b"]));
    let mut types: Vec<(&str, &str)> = pair["types"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, kind)| (name.as_str(), kind.as_str().unwrap()))
        .collect();
    if types.is_empty() {
        // The pair is about the id; a seal covers a field all the same.
        types.push(("LastName", "string"));
        put(&mut a, "LastName", "Smith");
        put(&mut b, "LastName", "Smith");
    }
    let desk = Desk::covering(&types);
    put(&mut b, "Provenance_Seal__c", &desk.seal(&a).seal);
    if queried {
        b["queried"] = types.iter().map(|(name, _)| *name).collect();
    }
    desk.check(&b)
}

#[test]
fn what_must_be_equal_is_verified() {
    let pairs = pairs("must_equal");
    assert_eq!(pairs.len(), 14);
    for pair in pairs {
        let case = pair["case"].as_str().unwrap();
        // An Apex view drops nulls: whoever ran the query says what it asked for.
        let verdict = seen(&pair, case == "null vs absent (Apex)");
        assert_eq!(verdict.trust, Trust::Verified, "{case}: {:?}", verdict.reasons);
    }
}

#[test]
fn what_must_differ_is_not_verified() {
    let pairs = pairs("must_differ");
    assert_eq!(pairs.len(), 10);
    for pair in pairs {
        let case = pair["case"].as_str().unwrap();
        for queried in [false, true] {
            assert_ne!(seen(&pair, queried).trust, Trust::Verified, "{case}");
        }
    }
}

#[test]
fn without_what_was_asked_for_an_absent_field_is_withheld() {
    let pair = pairs("must_equal").into_iter().find(|pair| pair["case"] == "null vs absent (Apex)").unwrap();
    assert_eq!(seen(&pair, false).trust, Trust::VerifiedPartial);
}

#[test]
fn the_hint_is_given_where_the_pair_has_one() {
    for pair in pairs("must_differ").iter().filter(|pair| pair.get("hint").is_some()) {
        let (name, form) = (pair["types"].as_object().unwrap().keys().next().unwrap(), "unicode-equivalent");
        assert_eq!(pair["hint"], form);
        let (a, b) = (pair["a"][name].as_str().unwrap(), pair["b"][name].as_str().unwrap());
        let desk = Desk::covering(&[(name, "string")]);
        let mut b_view = view(&pair["b"]);
        put(&mut b_view, "Provenance_Seal__c", &desk.seal(&view(&pair["a"])).seal);
        assert_ne!(a, b);
        // The host normalises; a table of one entry will do here.
        let verifier = desk.verifier.with_nfc(|text| text.replace("u\u{308}", "\u{fc}"));
        let text = b_view.to_string();
        let verdict = verifier.verify(&Record::parse(&text).unwrap(), now());
        assert_eq!(verdict.trust, Trust::Altered);
        let field = verdict.fields.iter().find(|field| field.name == *name).unwrap();
        assert_eq!(field.hint, Some(Hint::UnicodeEquivalent));
    }
}
