//! Answers of APIs: what is found in one stands in it, in order, and each is read or refused by itself in the same words.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use touchmark::answer::{Answer, open_to_json};
use touchmark::{Record, RecordError, json};

fuzz_target!(|text: &str| {
    if json::parse_view(text).is_err() {
        return;
    }
    let answer = Answer::open(text);
    let mut end = 0;
    for found in &answer.found {
        let own = text.get(found.span.clone()).expect("what is found stands in the text");
        json::parse_view(own).expect("a part of JSON is JSON");
        if found.below.is_none() {
            assert!(found.span.start >= end, "out of order, or twice");
            end = found.span.end;
        } else {
            assert!(found.span.end <= end, "a child outside its record");
        }
        if found.looks_like.is_some() {
            assert!(!matches!(Record::parse(own), Ok(_)), "what is no record is read as one: {own}");
        }
    }
    let opened: Value = serde_json::from_str(&open_to_json(text, Some("Contact"))).expect("JSON");
    let views = opened["records"].as_array().expect("a list");
    assert_eq!(views.len(), answer.found.len());
    for view in views {
        let view = view.as_str().expect("a text");
        assert!(
            !matches!(Record::parse(view), Err(RecordError::NotJson(_))),
            "a view that is no JSON: {view}"
        );
    }
});
