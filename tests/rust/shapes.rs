//! One sealed record in all seven shapes: a field that two of them show has the same state in both, and what a shape
//! cannot show is withheld or unchecked, never green.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use touchmark::digest::field_digest;
use touchmark::normal::NormalValue;
use touchmark::{FieldState, ReasonCode, Record, RecordError, Trust, Verdict, json as strict};
use touchmark_tests::Case;
use touchmark_tests::sealing::{Desk, ID, UUID, key, now};

const SALT: &str = "M8nK7EgLVqBBdS_Usj5Row";

const TYPES: [(&str, &str); 13] = [
    ("AccountId", "reference"),
    ("AnnualIncome__c", "currency"),
    ("Birthdate", "date"),
    ("Description", "textarea"),
    ("Email", "email"),
    ("FirstName", "string"),
    ("Generated_At__c", "datetime"),
    ("HasOptedOutOfEmail", "boolean"),
    ("Interests__c", "multipicklist"),
    ("LastName", "string"),
    ("MailingCity", "string"),
    ("Phone", "string"),
    ("Title", "string"),
];

/// The shapes, in the order of `docs/records.md`.
const SHAPES: [Shape; 9] = [
    Shape::Plain,
    Shape::UiApi,
    Shape::Rest,
    Shape::Csv,
    Shape::GraphQl,
    Shape::Apex,
    Shape::Tree,
    Shape::Created,
    Shape::Updated,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Plain,
    UiApi,
    Rest,
    Csv,
    GraphQl,
    Apex,
    Tree,
    Created,
    Updated,
}

/// The record itself: what the platform holds.
fn content() -> Map<String, Value> {
    let Value::Object(fields) = json!({
        "AccountId": "001Qx0000080nFQIAY", "AnnualIncome__c": 84250.5, "Birthdate": "1978-06-27",
        "Description": "Line one\r\nLine two", "Email": "Carrie.Atkins@example.org", "FirstName": "Carrie",
        "Generated_At__c": "2025-07-16T22:37:23.000Z", "HasOptedOutOfEmail": false, "Interests__c": "Tennis;Art",
        "LastName": "Atkins", "MailingCity": "Lonnieburgh", "Phone": null, "Title": "Radiographer",
        "Salutation": "Mr.", "CreatedDate": "2025-07-16T22:37:23.000Z", "Provenance_Id__c": UUID,
    }) else {
        unreachable!()
    };
    fields
}

/// The record as an API shows it.
fn view(shape: Shape, content: &Map<String, Value>) -> Value {
    let mut fields = content.clone();
    let wrapped = |fields: Map<String, Value>| -> Map<String, Value> {
        let wrap = |value: Value| json!({"value": value, "displayValue": "never read"});
        fields.into_iter().map(|(name, value)| (name, wrap(value))).collect()
    };
    let flat = |mut fields: Map<String, Value>, more: Value| {
        let Value::Object(more) = more else { unreachable!() };
        fields.extend(more);
        Value::Object(fields)
    };
    let account = json!({"Id": "001Qx0000080nFQIAY", "Name": "Atkins plc", "Title": "of another record"});
    match shape {
        Shape::Plain => json!({"object": "Contact", "id": ID, "fields": fields}),
        Shape::UiApi => {
            let mut fields = wrapped(fields);
            let owner =
                json!({"apiName": "User", "id": "005Qx00000yzUHPIA2", "fields": {"Title": {"value": "x"}}});
            fields.insert("Owner".into(), json!({"displayValue": "Ada", "value": owner}));
            json!({"apiName": "Contact", "id": ID, "fields": fields, "childRelationships": {}, "weakEtag": 1})
        }
        Shape::Rest => {
            for (name, other) in [
                ("Generated_At__c", "2025-07-16T22:37:23.000+0000"),
                ("CreatedDate", "2025-07-16T22:37:23.000+0000"),
            ] {
                fields.insert(name.into(), other.into());
            }
            let url = format!("/services/data/v65.0/sobjects/Contact/{ID}");
            let mut account = account;
            account["attributes"] = json!({"type": "Account"});
            let cases = json!({"totalSize": 1, "done": true, "records": [{"attributes": {"type": "Case"}, "Title": "x"}]});
            flat(
                fields,
                json!({"attributes": {"type": "Contact", "url": url}, "Id": ID, "Account": account, "Cases": cases}),
            )
        }
        Shape::Csv => {
            let text = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let fields = fields.iter().map(|(name, value)| (name.clone(), text(value).into())).collect();
            flat(fields, json!({"Id": ID, "Account.Name": "Atkins plc"}))
        }
        Shape::GraphQl => {
            let node = flat(
                wrapped(fields),
                json!({"Id": ID, "Account": {"Id": "001Qx0000080nFQIAY", "Name": {"value": "x"}}}),
            );
            json!({"object": "Contact", "node": node})
        }
        Shape::Apex => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
            flat(
                fields,
                json!({"object": "Contact", "Id": ID, "Account": account, "Cases": [{"Id": "500Qx00000yzUHPIA2"}]}),
            )
        }
        Shape::Tree => {
            fields.insert("AccountId".into(), "@AccountRef1".into());
            fields.remove("CreatedDate");
            flat(fields, json!({"attributes": {"type": "Contact", "referenceId": "ContactRef1"}}))
        }
        Shape::Created | Shape::Updated => {
            let mut name = Map::new();
            for part in ["Salutation", "FirstName", "LastName"] {
                name.extend(fields.remove(part).map(|value| (part.to_owned(), value)));
            }
            let address = json!({"City": fields.remove("MailingCity"), "Street": null});
            fields.insert("Name".into(), Value::Object(name));
            fields.insert("MailingAddress".into(), address);
            fields.insert("Generated_At__c".into(), 1_752_705_443_000_u64.into());
            let is_new = shape == Shape::Created;
            if is_new {
                fields.remove("Phone");
            } else {
                // Of what did not change, some clients deliver nulls.
                for name in ["Email", "Birthdate", "AnnualIncome__c", "Interests__c"] {
                    fields.insert(name.into(), Value::Null);
                }
                fields.insert("Description".into(), "--- a\n+++ b\n@@ -1 +1 @@".into());
            }
            let changed = json!(["Name.LastName", "Title", "Phone", "Provenance_Seal__c", "Description"]);
            let header = json!({
                "entityName": "Contact", "recordIds": [ID], "changeOrigin": "com/salesforce/api/rest/65.0;client=job",
                "changeType": if is_new { "CREATE" } else { "UPDATE" },
                "changedFields": if is_new { json!([]) } else { changed },
                "nulledFields": if is_new { json!([]) } else { json!(["Phone"]) },
                "diffFields": if is_new { json!([]) } else { json!(["Description"]) },
            });
            json!({"channel": "/data/ContactChangeEvent", "data": {"schema": "x", "event": {"replayId": 1},
                "payload": flat(fields, json!({"ChangeEventHeader": header}))}})
        }
    }
}

/// What a shape does not show of the fields that the seal covers.
fn not_shown(shape: Shape) -> &'static [&'static str] {
    match shape {
        Shape::Plain | Shape::UiApi | Shape::Rest | Shape::Csv | Shape::GraphQl => &[],
        Shape::Apex | Shape::Created => &["Phone"],
        Shape::Tree => &["AccountId"],
        Shape::Updated => &["AnnualIncome__c", "Birthdate", "Description", "Email", "Interests__c"],
    }
}

fn check(desk: &Desk, shape: Shape, content: &Map<String, Value>) -> Verdict {
    let view = view(shape, content);
    if shape != Shape::Csv {
        return desk.check(&view);
    }
    let row = view.as_object().unwrap().iter();
    let row = row.map(|(name, value)| (name.as_str().into(), value.as_str().unwrap().into()));
    desk.verifier.verify(&Record::from_bulk_csv_row("Contact", row), now())
}

fn covered(verdict: &Verdict) -> BTreeMap<&str, FieldState> {
    let fields = verdict.fields.iter().filter(|field| field.state != FieldState::Uncovered);
    fields.map(|field| (field.name.as_str(), field.state)).collect()
}

/// The desk, and the record with its seal.
fn sealed() -> (Desk, Map<String, Value>) {
    let desk = Desk::covering(&TYPES);
    let mut content = content();
    let seal = desk.seal(&view(Shape::Plain, &content)).seal;
    content.insert("Provenance_Seal__c".into(), seal.into());
    (desk, content)
}

#[test]
fn a_record_is_the_same_in_every_shape() {
    let (desk, content) = sealed();
    for shape in SHAPES {
        let verdict = check(&desk, shape, &content);
        let withheld = not_shown(shape);
        let trust = if withheld.is_empty() { Trust::Verified } else { Trust::VerifiedPartial };
        assert_eq!(verdict.trust, trust, "{shape:?}: {:?}", verdict.reasons);
        let expected: BTreeMap<_, _> = TYPES
            .iter()
            .map(|(name, _)| {
                let is_shown = !withheld.contains(name);
                (*name, if is_shown { FieldState::Match } else { FieldState::Withheld })
            })
            .collect();
        assert_eq!(covered(&verdict), expected, "{shape:?}");
        // What belongs to another record, and what an API adds, is no field of this one.
        let others = verdict.fields.iter().filter(|field| field.state == FieldState::Uncovered);
        let others: Vec<_> = others.map(|field| field.name.as_str()).collect();
        let expected: &[&str] = match shape {
            Shape::Tree => &["Salutation"],
            Shape::Created => &["CreatedDate", "MailingStreet", "Salutation"],
            _ => &["CreatedDate", "Salutation"],
        };
        assert_eq!(others, expected, "{shape:?}");
    }
}

#[test]
fn whatever_is_altered_is_found_in_every_shape_that_shows_it() {
    let (desk, original) = sealed();
    for (name, value) in [
        ("LastName", json!("Atkinson")),
        ("Title", json!("CEO")),
        ("Phone", json!("555")),
        ("MailingCity", json!("Elsewhere")),
        ("HasOptedOutOfEmail", json!(true)),
        ("Email", json!("other@example.org")),
        ("AnnualIncome__c", json!(84251)),
        ("Birthdate", json!(null)),
    ] {
        let mut content = original.clone();
        content.insert(name.into(), value.clone());
        let seen: Vec<_> = SHAPES.iter().map(|&shape| (shape, check(&desk, shape, &content))).collect();
        for (shape, verdict) in &seen {
            // An API that drops nulls does not show that a field was emptied.
            let is_dropped = value.is_null() && matches!(shape, Shape::Apex);
            let is_shown = match shape {
                Shape::Created | Shape::Apex if name == "Phone" => *shape == Shape::Apex,
                shape => !not_shown(*shape).contains(&name) && !is_dropped,
            };
            let expected = if is_shown {
                (Trust::Altered, FieldState::Altered)
            } else {
                (Trust::VerifiedPartial, FieldState::Withheld)
            };
            assert_eq!((verdict.trust, covered(verdict)[name]), expected, "{shape:?} {name}");
        }
        // Any two shapes agree wherever both show a field.
        for (a, first) in &seen {
            for (b, second) in &seen {
                for (name, state) in covered(first) {
                    let other = covered(second)[name];
                    let both = state != FieldState::Withheld && other != FieldState::Withheld;
                    assert!(!both || state == other, "{name} in {a:?} and {b:?}");
                }
            }
        }
    }
}

#[test]
fn a_shape_that_is_named_reads_as_one_that_is_told() {
    let (desk, content) = sealed();
    type Read<'a> = fn(strict::Object<'a>) -> Result<Record<'a>, RecordError>;
    fn reader<'a>(shape: Shape) -> Read<'a> {
        match shape {
            Shape::Plain => Record::from_plain,
            Shape::UiApi => Record::from_ui_api,
            Shape::Rest => Record::from_rest,
            Shape::Csv | Shape::Apex => |view| Record::from_apex("Contact", view),
            Shape::GraphQl => Record::from_graphql,
            Shape::Tree => Record::from_tree,
            Shape::Created | Shape::Updated => Record::from_change_event,
        }
    }
    for shape in SHAPES.into_iter().filter(|shape| *shape != Shape::Csv) {
        let view = view(shape, &content);
        let text = view.to_string();
        let Ok(strict::Value::Object(object)) = strict::parse_view(&text) else { panic!("{text}") };
        assert_eq!(
            desk.verifier.verify(&reader(shape)(object).unwrap(), now()),
            desk.check(&view),
            "{shape:?}"
        );
    }
}

#[test]
fn a_seal_on_another_record_is_found_in_every_shape() {
    let (desk, content) = sealed();
    for shape in SHAPES {
        let mut other = content.clone();
        other.insert("Provenance_Id__c".into(), "00000000-0000-4000-8000-000000000000".into());
        assert_eq!(check(&desk, shape, &other).trust, Trust::WrongRecord, "{shape:?}");
    }
    // With its quotes, the id is the view's and not the one within the seal.
    let quoted = |id: &str| format!("\"{id}\"");
    let moved =
        |shape: Shape| view(shape, &content).to_string().replace(&quoted(ID), &quoted("0031700000pHcf8AAC"));
    for shape in [Shape::Plain, Shape::UiApi, Shape::Rest, Shape::GraphQl, Shape::Apex, Shape::Created] {
        let verdict = desk.check(&serde_json::from_str(&moved(shape)).unwrap());
        assert_eq!(verdict.reasons[0].code, ReasonCode::RecordIdDiffers, "{shape:?}");
    }
}

#[test]
fn without_an_id_the_uuid_binds_and_without_both_nothing_does() {
    let (desk, mut content) = sealed();
    assert_eq!(desk.check(&view(Shape::Tree, &content)).trust, Trust::VerifiedPartial);
    content.remove("Provenance_Id__c");
    let verdict = desk.check(&view(Shape::Tree, &content));
    assert_eq!((verdict.trust, verdict.reasons[0].code), (Trust::Unchecked, ReasonCode::NoIdInCommon));
}

#[test]
fn without_an_object_nothing_binds() {
    let (desk, content) = sealed();
    for shape in [Shape::Apex, Shape::GraphQl] {
        let mut view = view(shape, &content);
        view.as_object_mut().unwrap().remove("object");
        if shape == Shape::GraphQl {
            let mut node = view["node"].clone();
            assert_eq!(desk.check(&node).reasons[0].code, ReasonCode::NoIdInCommon);
            node["ApiName"] = "Contact".into();
            assert_eq!(desk.check(&node).trust, Trust::Verified);
            node["ApiName"] = "Lead".into();
            assert_eq!(desk.check(&json!({"object": "Contact", "node": node})).trust, Trust::WrongRecord);
        }
        let verdict = desk.check(&view);
        assert_eq!((verdict.trust, verdict.reasons[0].code), (Trust::Unchecked, ReasonCode::NoIdInCommon));
        let text = view.to_string();
        let record = Record::parse(&text).unwrap().with_object("Contact");
        assert!(matches!(
            desk.verifier.verify(&record, now()).trust,
            Trust::Verified | Trust::VerifiedPartial
        ));
    }
}

#[test]
fn whoever_asked_says_what_was_asked_for() {
    let (desk, content) = sealed();
    let asked: Vec<_> = TYPES.iter().map(|(name, _)| *name).collect();
    let mut record = view(Shape::Apex, &content);
    record["queried"] = json!(asked);
    assert_eq!(desk.check(&record).trust, Trust::Verified);
    // As the plain view, around the record as it came.
    record.as_object_mut().unwrap().remove("queried");
    let plain = json!({"object": "Contact", "fields": record, "queried": asked});
    assert_eq!(desk.check(&plain).trust, Trust::Verified);
    let text = record.to_string();
    let record = Record::parse(&text).unwrap().with_queried(asked.iter().map(|name| (*name).into()));
    assert_eq!(desk.verifier.verify(&record, now()).trust, Trust::Verified);
}

#[test]
fn what_is_shown_without_its_value_is_not_null_whoever_asked() {
    let (_, content) = sealed();
    let desk = Desk::covering(&TYPES);
    // Sealed as null; whatever stands there now is not.
    let mut empty = content.clone();
    empty.insert("AccountId".into(), Value::Null);
    empty.insert("Description".into(), Value::Null);
    let seal: Value = desk.seal(&view(Shape::Plain, &empty)).seal.into();
    let asked = json!(["AccountId", "Description"]);
    for shape in [Shape::Rest, Shape::Tree, Shape::UiApi, Shape::Updated] {
        let mut content = content.clone();
        content.insert("Provenance_Seal__c".into(), seal.clone());
        content.insert("AccountId".into(), "@AccountRef1".into());
        let mut view = view(shape, &content);
        match shape {
            Shape::UiApi => view["fields"]["Description"] = json!({"displayValue": "x"}),
            Shape::Updated => {
                view["data"]["payload"]["ChangeEventHeader"]["nulledFields"] = asked.clone();
                view["data"]["payload"].as_object_mut().unwrap().remove("AccountId");
            }
            _ => view["Description"] = json!({"Id": "a record"}),
        }
        view["queried"] = asked.clone();
        let text = view.to_string();
        let record = Record::parse(&text).unwrap().with_queried(["AccountId".into(), "Description".into()]);
        let verdict = desk.verifier.verify(&record, now());
        let states = covered(&verdict);
        // Only a load's own file names a record that has no id yet; only the event says that the reference was emptied.
        // That another record stands in the place of a text is a change.
        let expected = match shape {
            Shape::Tree => [FieldState::Withheld, FieldState::Altered],
            Shape::UiApi => [FieldState::Altered, FieldState::Withheld],
            Shape::Updated => [FieldState::Match, FieldState::Withheld],
            _ => [FieldState::Altered, FieldState::Altered],
        };
        assert_eq!([states["AccountId"], states["Description"]], expected, "{shape:?} {:?}", verdict.reasons);
    }
}

#[test]
fn two_ids_that_disagree_are_not_the_sealed_one() {
    let (desk, mut content) = sealed();
    content.remove("Provenance_Id__c");
    for (shown, expected) in
        [("0031700000pJRRS", Trust::Verified), ("0031700000pHcf8AAC", Trust::WrongRecord)]
    {
        let mut view = view(Shape::Plain, &content);
        view["fields"]["Id"] = shown.into();
        assert_eq!(desk.check(&view).trust, expected, "{shown}");
    }
    let mut view = view(Shape::Rest, &content);
    view["Id"] = 5.into();
    assert_eq!(desk.check(&view).trust, Trust::WrongRecord);
}

#[test]
fn results_of_a_load_show_what_was_sent() {
    let (desk, content) = sealed();
    let row = |changes: &[(&'static str, &'static str)]| {
        let mut view = view(Shape::Csv, &content);
        let view = view.as_object_mut().unwrap();
        view.remove("Id");
        for (name, text) in [("sf__Id", ID), ("sf__Created", "true"), ("Phone", "#N/A")].iter().chain(changes)
        {
            view.insert((*name).into(), (*text).into());
        }
        let row =
            view.iter().map(|(name, value)| (name.clone().into(), value.as_str().unwrap().to_owned().into()));
        desk.verifier.verify(&Record::from_bulk_csv_row("Contact", row), now())
    };
    let created = row(&[]);
    assert_eq!(created.trust, Trust::Verified, "{:?}", created.reasons);
    assert_eq!(created.record.id.as_deref(), Some(ID));
    assert!(!created.fields.iter().any(|field| field.name.starts_with("sf__")));
    // An empty text leaves a field as it was, so it shows nothing.
    assert_eq!(covered(&row(&[("Phone", "")]))["Phone"], FieldState::Withheld);
    let failed = row(&[("sf__Id", ""), ("sf__Error", "REQUIRED_FIELD_MISSING")]);
    assert_eq!((failed.trust, failed.record.id), (Trust::Verified, None), "the uuid binds");
}

/// An event about the sealed contact.
fn event(change: &str, header: Value, fields: Value) -> Value {
    let mut payload = fields;
    payload["ChangeEventHeader"] = json!({
        "entityName": "Contact", "recordIds": [ID], "changeType": change, "changedFields": [], "nulledFields": [],
        "diffFields": [], "changeOrigin": "com/salesforce/api/rest/65.0;client=sync-job",
    });
    payload["ChangeEventHeader"].as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
    payload
}

fn detail(verdict: &Verdict) -> Option<&str> {
    let reason = verdict.reasons.iter().find(|reason| reason.code == ReasonCode::ProvenanceStripped)?;
    reason.detail.as_deref()
}

#[test]
fn a_change_that_strips_the_seal_names_its_origin() {
    let desk = Desk::covering(&TYPES);
    let sample: Value =
        serde_json::from_str(include_str!("../data/samples/cdc_update_provenance_stripped.json")).unwrap();
    let verdict = desk.check(&sample);
    // What was taken beside the seal is told; the event does not show the seal itself.
    assert_eq!(verdict.trust, Trust::Unchecked);
    assert_eq!(
        detail(&verdict),
        Some(
            "com/salesforce/api/rest/65.0;client=sync-job Provenance_Id__c, Provenance_Source__c, Synthetic_Data__c"
        )
    );
    for form in [&sample["data"], &sample["data"]["payload"]] {
        assert_eq!(desk.check(form).reasons, verdict.reasons);
    }
    for (header, fields, expected) in [
        (json!({"nulledFields": ["Provenance_Seal__c"]}), json!({}), Some("Provenance_Seal__c")),
        (
            json!({"nulledFields": ["Provenance_Seal__c"]}),
            json!({"Provenance_Seal__c": null}),
            Some("Provenance_Seal__c"),
        ),
        (
            json!({"changedFields": ["Provenance_Seal__c"]}),
            json!({"Provenance_Seal__c": null}),
            Some("Provenance_Seal__c"),
        ),
        (json!({}), json!({"Provenance_Seal__c": ""}), Some("Provenance_Seal__c")),
        (json!({"nulledFields": ["Provenance_Reference__c"]}), json!({}), Some("Provenance_Reference__c")),
        (
            json!({"nulledFields": ["Provenance_Salts_Personal__c"]}),
            json!({}),
            Some("Provenance_Salts_Personal__c"),
        ),
        (json!({"nulledFields": ["GENERATION_METHOD"]}), json!({}), Some("GENERATION_METHOD")),
        (json!({}), json!({"is_synthetic": false}), Some("is_synthetic")),
        // Nothing was taken here.
        (json!({"nulledFields": ["Phone"]}), json!({"Title": ""}), None),
        (json!({}), json!({"Provenance_Seal__c": null}), None),
    ] {
        let verdict = desk.check(&event("UPDATE", header.clone(), fields.clone()));
        let expected = expected.map(|name| format!("com/salesforce/api/rest/65.0;client=sync-job {name}"));
        assert_eq!(detail(&verdict), expected.as_deref(), "{header} {fields}");
        let takes_the_seal = expected.is_some_and(|names| names.contains("Provenance_Seal__c"));
        let expected = if takes_the_seal { Trust::Unsealed } else { Trust::Unchecked };
        assert_eq!(verdict.trust, expected, "{header} {fields}");
    }
    // Nor here, and the flag says what it says.
    let ticked = event("UPDATE", json!({"changedFields": ["is_synthetic"]}), json!({"is_synthetic": true}));
    let verdict = desk.check(&ticked);
    assert_eq!((verdict.trust, detail(&verdict)), (Trust::DeclaredUnsigned, None));
}

#[test]
fn what_an_event_says_of_its_origin_is_made_safe_to_show() {
    let desk = Desk::covering(&TYPES);
    for (origin, expected) in [
        (json!("a\u{202e}b\nc"), "ab c Provenance_Seal__c".to_owned()),
        (json!(null), "Provenance_Seal__c".to_owned()),
        (json!("x".repeat(5_000)), format!("{}…", "x".repeat(1_024))),
    ] {
        let header = json!({"changeOrigin": origin, "nulledFields": ["Provenance_Seal__c"]});
        let verdict = desk.check(&event("UPDATE", header, json!({})));
        assert_eq!(detail(&verdict), Some(expected.as_str()));
    }
}

#[test]
fn stripping_is_said_beside_what_is_known_otherwise() {
    let stripping = |fields: Value| event("UPDATE", json!({"nulledFields": ["Provenance_Seal__c"]}), fields);
    let desk = Desk::covering(&TYPES).listing(ID, "11111111-1111-4111-8111-111111111111");
    let verdict = desk.check(&stripping(json!({})));
    assert_eq!(verdict.trust, Trust::MissingExpectedSeal);
    assert!(detail(&verdict).is_some());
    let verdict = Desk::covering(&TYPES).check(&stripping(json!({"Synthetic_Data__c": true})));
    assert_eq!(verdict.trust, Trust::DeclaredUnsigned);
    assert!(detail(&verdict).is_some());
}

#[test]
fn an_event_that_does_not_show_the_seal_leaves_it_open() {
    let (desk, content) = sealed();
    let seal = &content["Provenance_Seal__c"];
    for (change, header, fields) in [
        ("UPDATE", json!({}), json!({"Title": "CEO"})),
        // The difference between two seals is no seal.
        (
            "UPDATE",
            json!({"diffFields": ["Provenance_Seal__c"]}),
            json!({"Provenance_Seal__c": "@@ -1 +1 @@"}),
        ),
        ("DELETE", json!({}), json!({})),
        ("DELETE", json!({}), json!({"Provenance_Seal__c": seal})),
        ("DELETE", json!({"nulledFields": ["Provenance_Seal__c"]}), json!({"Provenance_Seal__c": null})),
        ("GAP_UPDATE", json!({}), json!({})),
        ("GAP_CREATE", json!({}), json!({})),
        ("GAP_OVERFLOW", json!({"recordIds": ["003*"]}), json!({})),
        ("a new kind", json!({}), json!({"Provenance_Seal__c": seal})),
    ] {
        let verdict = desk.check(&event(change, header, fields.clone()));
        assert_eq!(
            (verdict.trust, verdict.reasons[0].code, verdict.reasons.len()),
            (Trust::Unchecked, ReasonCode::SealNotShown, 1),
            "{change} {fields}"
        );
    }
    // A flag declares, and a view that shows no seal does not take that back.
    let verdict = desk.check(&event("UPDATE", json!({}), json!({"Synthetic_Data__c": true})));
    let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(verdict.trust, Trust::DeclaredUnsigned);
    assert_eq!(codes, [ReasonCode::DeclaredSynthetic, ReasonCode::SealNotShown]);
    // What shows the whole record shows that there is none.
    for change in ["CREATE", "UNDELETE"] {
        assert_eq!(desk.check(&event(change, json!({}), json!({"Title": "CEO"}))).trust, Trust::Unsealed);
    }
}

#[test]
fn an_event_about_several_records_binds_to_none_of_them() {
    let (desk, mut content) = sealed();
    content.remove("Provenance_Id__c");
    let mut event = view(Shape::Created, &content);
    event["data"]["payload"]["ChangeEventHeader"]["recordIds"] = json!([ID, "0031700000pHcf8AAC"]);
    let verdict = desk.check(&event);
    assert_eq!((verdict.trust, verdict.reasons[0].code), (Trust::Unchecked, ReasonCode::NoIdInCommon));
}

#[test]
fn what_is_no_event_and_no_single_record_is_unchecked() {
    let desk = Desk::covering(&TYPES);
    for view in [
        json!({"payload": {"Title": "CEO"}}),
        json!({"payload": {"ChangeEventHeader": []}}),
        json!({"data": {"payload": 5}}),
        json!({"ChangeEventHeader": {"changedFields": "Title"}}),
        // An answer is many records, and none.
        json!({"data": {"uiapi": {"query": {"Contact": {"edges": [{"node": {"Id": ID}}]}}}}}),
        // One field with two values: which of them is shown?
        event("CREATE", json!({}), json!({"MailingCity": "A", "MailingAddress": {"City": "B"}})),
    ] {
        let verdict = desk.check(&view);
        assert_eq!(
            (verdict.trust, verdict.reasons[0].code),
            (Trust::Unchecked, ReasonCode::RecordUnreadable),
            "{view}"
        );
    }
}

#[test]
fn components_have_the_names_that_other_apis_give_them() {
    let text = event(
        "CREATE",
        json!({}),
        json!({
            "Name": {"FirstName": "A"}, "OtherAddress": {"PostalCode": "1"}, "Address": {"City": "B"},
            "Site__c": {"Latitude": 1}, "Title": {"a": 1},
        }),
    )
    .to_string();
    let record = Record::parse(&text).unwrap();
    let names: Vec<_> = record.fields().iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["City", "FirstName", "Id", "OtherPostalCode", "Site__Latitude__s", "Title"]);
}

/// What stands on the far side of a relationship is never this record's, however it is asked for.
#[test]
fn a_path_that_was_asked_for_is_not_null() {
    let key = key();
    let mut case = Case::load("full-view");
    let now = case.now;
    // Sealed when there was no account.
    let digest = field_digest(SALT, "Account.Name", &NormalValue::Null);
    case.sign_anew(&key, now, |credential| {
        credential["credentialSubject"]["fieldDigests"]["values"] = json!({"Account.Name": digest});
    });
    let mut seal: Value = serde_json::from_str(&case.seal).unwrap();
    seal["salts"] = json!({"Account.Name": SALT});
    case.view = json!({
        "attributes": {"type": "Contact"}, "Id": case.view["id"], "queried": ["Account.Name"],
        "Account": {"attributes": {"type": "Account"}, "Name": "Atkins plc"},
    });
    let verdict = case.verify(&seal.to_string());
    assert_eq!(covered(&verdict)["Account.Name"], FieldState::Withheld);
}

#[test]
fn two_seals_in_one_view_are_no_seal() {
    let (desk, mut content) = sealed();
    let own = content["Provenance_Seal__c"].clone();
    let mut other = content.clone();
    other.insert("LastName".into(), "Atkinson".into());
    let other: Value = desk.seal(&view(Shape::Plain, &other)).seal.into();
    content.insert("Provenance_Seal__c".into(), other);
    let mut view = view(Shape::Plain, &content);
    view["seal"] = own.clone();
    let verdict = desk.check(&view);
    assert_eq!((verdict.trust, verdict.reasons[0].code), (Trust::Malformed, ReasonCode::ContainerMalformed));
    // Twice the same is one, and an empty member says nothing.
    view["fields"]["Provenance_Seal__c"] = own.clone();
    assert_eq!(desk.check(&view).trust, Trust::Verified);
    view["seal"] = "".into();
    assert_eq!(desk.check(&view).trust, Trust::Verified);
    view["seal"] = own;
    view["fields"]["Provenance_Seal__c"] = "".into();
    assert_eq!(desk.check(&view).trust, Trust::Verified);
}

/// A value of a type, as the platform may hold it.
fn value_of(kind: &str) -> BoxedStrategy<Value> {
    let text = "[ -~à-ÿ€😀]{1,20}".prop_map(|text: String| json!(text.trim())).boxed();
    let null = Just(Value::Null).boxed();
    let given = match kind {
        "reference" => {
            "001[A-Za-z0-9]{12}".prop_map(|id: String| json!(touchmark::ids::to_18(&id).unwrap())).boxed()
        }
        // As many digits as every shape carries.
        "currency" => (-9_999_999_999_i64..9_999_999_999, 0..3_u32)
            .prop_map(|(digits, scale)| {
                let written = format!("{}e-{scale}", digits);
                json!(written.parse::<f64>().unwrap())
            })
            .boxed(),
        "date" => (1900..2100_u32, 1..13_u32, 1..29_u32)
            .prop_map(|(year, month, day)| json!(format!("{year}-{month:02}-{day:02}")))
            .boxed(),
        "datetime" => (0..24_u32, 0..60_u32)
            .prop_map(|(hour, minute)| json!(format!("2025-07-16T{hour:02}:{minute:02}:23.000Z")))
            .boxed(),
        "boolean" => any::<bool>().prop_map(|value| json!(value)).boxed(),
        "email" => "[A-Za-z.]{1,8}@[a-z]{1,8}\\.org".prop_map(|text: String| json!(text)).boxed(),
        "multipicklist" => proptest::collection::vec("[A-Z][a-z]{0,5}", 1..4)
            .prop_map(|values| json!(values.join(";")))
            .boxed(),
        "textarea" => "[a-z ]{0,9}(\r\n|\n|)[ -~]{1,20}".prop_map(|text: String| json!(text.trim())).boxed(),
        _ => text,
    };
    prop_oneof![6 => given, 1 => null].boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn what_is_sealed_is_found_unchanged_in_every_shape_it_comes_back_in(
        values in TYPES.map(|(_, kind)| value_of(kind)).to_vec(),
    ) {
        let desk = Desk::covering(&TYPES);
        let mut content = content();
        for ((name, kind), value) in TYPES.iter().zip(values) {
            // A checkbox is never null; what begins with @ is a reference of a tree file, and the event writes its own time.
            let keeps = value.is_null() && *kind == "boolean" || *name == "Generated_At__c";
            if !keeps {
                content.insert((*name).to_owned(), value);
            }
        }
        let seal = desk.seal(&view(Shape::Plain, &content)).seal;
        content.insert("Provenance_Seal__c".into(), seal.into());
        for shape in SHAPES.into_iter().filter(|shape| *shape != Shape::Updated) {
            let verdict = check(&desk, shape, &content);
            let expected: BTreeMap<_, _> = TYPES
                .iter()
                .map(|(name, _)| {
                    let drops_nulls = matches!(shape, Shape::Apex | Shape::Created) && content[*name].is_null();
                    let is_hidden = drops_nulls || shape == Shape::Tree && *name == "AccountId";
                    (*name, if is_hidden { FieldState::Withheld } else { FieldState::Match })
                })
                .collect();
            let mut seen = covered(&verdict);
            // Whether an event of a new record drops a null or shows its compound's, the field is not changed.
            if shape == Shape::Created {
                seen.retain(|name, _| *name != "Phone" && !content[*name].is_null());
                prop_assert!(seen.values().all(|state| *state == FieldState::Match), "{shape:?} {verdict:?}");
                continue;
            }
            prop_assert_eq!(seen, expected, "{:?} {:?}", shape, content);
        }
    }
}
