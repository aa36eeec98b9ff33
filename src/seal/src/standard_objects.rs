//! Types of the standard objects' standard fields, and of the provenance fields that the Salesforce package adds.
//! An org's own describe always wins over these.

use touchmark::normal::FieldType::{Boolean, Date, DateTime, Double, Text};

use crate::coverable::{Coverable, NotCoverable, by_name};

/// Objects with a table.
const OBJECTS: [&str; 13] = [
    "Account",
    "Asset",
    "Campaign",
    "Case",
    "Contact",
    "Lead",
    "Opportunity",
    "Order",
    "OrderItem",
    "Product2",
    "Quote",
    "Task",
    "User",
];

/// Object, field, and what `--types` calls its type. `cargo xtask objects` writes it from describe results.
const TABLE: &str = include_str!("standard_objects.tsv");

/// The fields of the Salesforce package, which it adds to every object; by hand, as no describe of another org has them.
const EVERY_OBJECT: [(&str, Coverable); 11] = [
    ("Synthetic_Data__c", Ok(Boolean)),
    ("Provenance_Source__c", Ok(Text)),
    ("Generation_Method__c", Ok(Text)),
    ("Generated_At__c", Ok(DateTime)),
    ("Confidence_Score__c", Ok(Double)),
    ("Creation_Timestamp__c", Ok(DateTime)),
    ("Algorithm_Version__c", Ok(Text)),
    ("Intended_Purpose__c", Ok(Text)),
    ("Responsible_Entity__c", Ok(Text)),
    ("Retain_Until__c", Ok(Date)),
    ("Declared_Origin__c", Err(NotCoverable::Formula)),
];

/// What the name of a person account is made of.
pub(crate) const PARTS_OF_A_PERSON_S_NAME: [&str; 5] =
    ["Salutation", "FirstName", "MiddleName", "LastName", "Suffix"];

/// Names of the objects with a table.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    OBJECTS.into_iter()
}

/// The fields of an object.
pub(crate) fn fields(object: &str) -> Option<impl Iterator<Item = (&'static str, Coverable)>> {
    let object = OBJECTS.into_iter().find(|name| *name == object)?;
    let own = rows().filter(move |(of, ..)| *of == object);
    let own = own.filter_map(|(_, field, kind)| Some((field, by_name(kind)?)));
    Some(EVERY_OBJECT.into_iter().chain(own))
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    TABLE.lines().filter_map(|line| {
        let (object, field_and_type) = line.split_once('\t')?;
        let (field, kind) = field_and_type.split_once('\t')?;
        Some((object, field, kind))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_field_of_an_object_that_is_listed() {
        let lines: Vec<_> = TABLE.lines().collect();
        assert!(lines.is_sorted());
        let fields: BTreeSet<_> = rows().map(|(object, field, _)| (object, field)).collect();
        assert_eq!(fields.len(), lines.len(), "a line that is no row, or a field twice");
        let objects: BTreeSet<_> = fields.iter().map(|(object, _)| *object).collect();
        assert_eq!(objects, names().collect());
        for (object, field, kind) in rows() {
            assert!(by_name(kind).is_some(), "{object}.{field}: {kind}");
        }
    }
}
