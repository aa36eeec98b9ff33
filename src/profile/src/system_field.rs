//! Fields that the platform writes itself, on whatever object.

use crate::normal::FieldType::{self, Boolean, Currency, Date, DateTime, Reference};

/// The type of a field that the platform writes itself, by its API name.
pub fn system_field(name: &str) -> Option<FieldType> {
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
