//! Types of the standard objects' standard fields, and of the provenance fields that the Salesforce package adds.
//! An org's own describe always wins over these.

use touchmark::ids;
use touchmark::normal::FieldType::{self, Boolean, Currency, Date, DateTime, Double, Reference, Text};

use crate::field_types::{Coverable, NotCoverable, by_name};

/// Objects with a table: their name, and how the ids of their records begin.
const OBJECTS: [(&str, &str); 13] = [
    ("Account", "001"),
    ("Asset", "02i"),
    ("Campaign", "701"),
    ("Case", "500"),
    ("Contact", "003"),
    ("Lead", "00Q"),
    ("Opportunity", "006"),
    ("Order", "801"),
    ("OrderItem", "802"),
    ("Product2", "01t"),
    ("Quote", "0Q0"),
    ("Task", "00T"),
    ("User", "005"),
];

/// Objects without a table whose ids are known all the same.
const OTHERS: [(&str, &str); 5] = [
    ("Contract", "800"),
    ("Event", "00U"),
    ("OpportunityLineItem", "00k"),
    ("Pricebook2", "01s"),
    ("PricebookEntry", "01u"),
];

/// Object, field, and what `--types` calls its type. `cargo xtask objects` writes it from describe results.
const TABLE: &str = include_str!("standard_objects.tsv");

/// The fields of the Salesforce package, which it adds to every object; by hand, as no describe of another org has them.
const EVERY_OBJECT: [(&str, Coverable); 7] = [
    ("Synthetic_Data__c", Ok(Boolean)),
    ("Provenance_Source__c", Ok(Text)),
    ("Generation_Method__c", Ok(Text)),
    ("Generated_At__c", Ok(DateTime)),
    ("Confidence_Score__c", Ok(Double)),
    ("Creation_Timestamp__c", Ok(DateTime)),
    ("Declared_Origin__c", Err(NotCoverable::Formula)),
];

/// What the name of a person account is made of.
pub(crate) const PARTS_OF_A_PERSON_S_NAME: [&str; 5] =
    ["Salutation", "FirstName", "MiddleName", "LastName", "Suffix"];

/// The type of a field that the platform writes itself, whatever the object.
pub(crate) fn type_of_system_field(name: &str) -> Option<FieldType> {
    Some(match name {
        "CreatedById"
        | "LastModifiedById"
        | "MasterRecordId"
        | "ConvertedAccountId"
        | "ConvertedContactId"
        | "ConvertedOpportunityId" => Reference,
        "CreatedDate" | "LastModifiedDate" | "SystemModstamp" | "LastViewedDate" | "LastReferencedDate" => {
            DateTime
        }
        "LastActivityDate" | "ConvertedDate" => Date,
        "HasOpenActivity"
        | "HasOpportunityLineItem"
        | "HasOverdueTask"
        | "IsClosed"
        | "IsConverted"
        | "IsDeleted"
        | "IsPersonAccount"
        | "IsWon" => Boolean,
        "ExpectedRevenue" => Currency,
        _ => return None,
    })
}

/// Names of the objects with a table.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    OBJECTS.iter().map(|(name, _)| *name)
}

/// The fields of an object.
pub(crate) fn fields(object: &str) -> Option<impl Iterator<Item = (&'static str, Coverable)>> {
    let (object, _) = OBJECTS.iter().find(|(name, _)| *name == object)?;
    let own = rows().filter(move |(of, ..)| of == object);
    let own = own.filter_map(|(_, field, kind)| Some((field, by_name(kind)?)));
    Some(EVERY_OBJECT.into_iter().chain(own))
}

/// The standard object whose records have ids that begin like this one, where that is known.
pub fn object_of_id(id: &str) -> Option<&'static str> {
    ids::to_18(id)?;
    let prefix = id.get(..3)?;
    OBJECTS.iter().chain(&OTHERS).find(|(_, known)| *known == prefix).map(|(name, _)| *name)
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

    #[test]
    fn an_id_says_whose_it_is() {
        assert!(names().is_sorted());
        let prefixes: BTreeSet<_> = OBJECTS.iter().map(|(_, prefix)| *prefix).collect();
        assert_eq!(prefixes.len(), OBJECTS.len());
        for (name, prefix) in OBJECTS {
            assert_eq!(object_of_id(&format!("{prefix}Qx0000080nG1")), Some(name));
        }
        for other in ["a01Qx0000080nG1", "00qQx0000080nG1", "003", "003Qx0000080nG1X", "é03Qx0000080nG1", ""]
        {
            assert_eq!(object_of_id(other), None, "{other}");
        }
    }
}
