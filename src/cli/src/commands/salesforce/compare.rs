//! `touchmark salesforce compare`: how two orgs, or an org and a project, differ in what seals need.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::commands::salesforce::metadata::{Facts, Kind, Part, Said, read};
use crate::console::{answer, answer_serialised};
use crate::failure::{Exit, Failure};
use crate::options::TextOrJson;

/// Compare what two folders of metadata say of seals: fields, validation rules and permission sets.
///
/// A folder is a project in source format, or what was retrieved from an org in metadata format, unpacked. Compared are the
/// fields that `touchmark salesforce fields` writes, validation rules and permission sets by the names of the package, and
/// permission sets that grant access to those fields. Profiles are not compared. Ends with 0 where they are the same, and with 1 where they differ.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark salesforce compare sandbox production
  touchmark salesforce compare force-app/main/default retrieved --format json")]
pub(crate) struct SalesforceCompare {
    /// A folder of metadata
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// The folder to hold it against
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// How to answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
}

/// One thing that the two do not say alike.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Difference<'f> {
    kind: Kind,
    name: &'f str,
    /// Nothing where one of the two lacks the whole part.
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<&'f str>,
    a: Side<'f>,
    b: Side<'f>,
}

/// What one of the two says, and where; nothing where it says nothing.
#[derive(Clone, Copy, Serialize)]
struct Side<'f> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'f str>,
}

pub(crate) fn run(args: &SalesforceCompare) -> Result<Exit, Failure> {
    let [a, b] = [read(&args.a)?, read(&args.b)?];
    let differences = differences(&a, &b);
    let exit = if differences.is_empty() { Exit::Ok } else { Exit::Findings };
    if args.format == TextOrJson::Json {
        answer_serialised(&differences)?;
        return Ok(exit);
    }
    let mut told = None;
    for Difference { kind, name, property, a, b } in &differences {
        if told.replace((*kind, *name)) != Some((*kind, *name)) {
            answer(format_args!("{} {name}", kind.word()))?;
            for (side, file) in [("A", a.file), ("B", b.file)] {
                answer(format_args!("  {side}: {}", file.unwrap_or("not there")))?;
            }
        }
        if let Some(property) = property {
            let [one, other] = [a, b].map(|side| side.says.unwrap_or("not said"));
            answer(format_args!("  {property}: {one} in A, {other} in B"))?;
        }
    }
    answer(format_args!("Compared: {} in A, {} in B; differences: {}", a.len(), b.len(), differences.len()))?;
    answer(format_args!("Profiles are not compared: who has access by them is for you to see."))?;
    Ok(exit)
}

fn differences<'f>(a: &'f Facts, b: &'f Facts) -> Vec<Difference<'f>> {
    let mut parts: Vec<&Part> = a.keys().chain(b.keys()).collect();
    parts.sort();
    parts.dedup();
    parts.into_iter().flat_map(|part| of_part(part, a.get(part), b.get(part))).collect()
}

fn of_part<'f>(part: &'f Part, a: Option<&'f Said>, b: Option<&'f Said>) -> Vec<Difference<'f>> {
    let (kind, name) = part;
    let side = |said: Option<&'f Said>, property: Option<&str>| Side {
        file: said.map(|said| said.file.as_str()),
        says: said.zip(property).and_then(|(said, property)| Some(said.properties.get(property)?.as_str())),
    };
    let difference = |property: Option<&'f str>| Difference {
        kind: *kind,
        name,
        property,
        a: side(a, property),
        b: side(b, property),
    };
    let (Some(in_a), Some(in_b)) = (a, b) else {
        // Of an object a project may hold a part alone, without the file of its own settings.
        return if *kind == Kind::Object { Vec::new() } else { vec![difference(None)] };
    };
    let mut properties: Vec<&String> = in_a.properties.keys().chain(in_b.properties.keys()).collect();
    properties.sort();
    properties.dedup();
    let differ =
        properties.into_iter().filter(|name| in_a.properties.get(*name) != in_b.properties.get(*name));
    differ.map(|name| difference(Some(name))).collect()
}
