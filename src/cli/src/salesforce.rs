//! `touchmark salesforce`: what an org needs to hold seals, and queries for when something is wrong.

mod access;
mod fields;
mod folder;
mod object;
mod object_parts;
mod soql;
mod xml;

use crate::args::Salesforce;
use crate::failure::{Exit, Failure};

pub(crate) fn run(args: &Salesforce) -> Result<Exit, Failure> {
    match args {
        Salesforce::Fields(args) => fields::run(args),
        Salesforce::Soql(args) => soql::run(args),
    }
}
