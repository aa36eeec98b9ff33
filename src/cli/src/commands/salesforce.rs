//! `touchmark salesforce`: what an org needs to hold seals, how two orgs differ in it, and queries for when something is wrong.

mod access;
mod compare;
mod estimate;
pub(crate) mod field;
mod fields;
mod folder;
mod lead_conversion;
mod metadata;
mod object;
mod object_parts;
mod soql;
mod xml;

use clap::Subcommand;

use crate::failure::{Exit, Failure};

/// Prepare a Salesforce org for sealed records, and question it.
#[derive(Debug, Subcommand)]
pub(crate) enum Salesforce {
    Fields(fields::SalesforceFields),
    Compare(compare::SalesforceCompare),
    Soql(soql::SalesforceSoql),
}

pub(crate) fn run(args: &Salesforce) -> Result<Exit, Failure> {
    match args {
        Salesforce::Fields(args) => fields::run(args),
        Salesforce::Compare(args) => compare::run(args),
        Salesforce::Soql(args) => soql::run(args),
    }
}
