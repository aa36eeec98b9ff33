//! Which fields the seals cover, and for whom, as the options say.

use touchmark::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD};
use touchmark_seal::{FieldPlan, FieldTypes, NotCoverable, PlanError};

use crate::commands::seal::companion::companion_spelling;
use crate::commands::seal::options::Seal;
use crate::commands::seal::remedy::{did_you_mean, no_such_column, unknown_type};
use crate::failure::Failure;
use crate::field_names::{of_label, renamed};

/// The plan. Refusals name what is wrong in the file or in the options, with a remedy for that.
pub(super) fn plan(
    args: &Seal,
    types: &FieldTypes,
    columns: Option<&[String]>,
) -> Result<FieldPlan, Failure> {
    refuse_own_fields(args)?;
    let refused = |option: &str, error: PlanError| refusal(args, types, columns, option, &error);
    let mut plan = FieldPlan::new(types.clone());
    for field in args.open_fields.iter().map(|field| field.trim()).filter(|field| !field.is_empty()) {
        plan.open(field).map_err(|error| refused("--open-fields", error))?;
    }
    for restricted in &args.restricted {
        let (tier, fields) = restricted.split_once('=').ok_or_else(|| {
            Failure::usage(format!(
                "--restricted {restricted}: name the tier and its fields, as in --restricted Personal=Email,Phone"
            ))
        })?;
        for field in fields.split(',').map(str::trim).filter(|field| !field.is_empty()) {
            plan.restricted(tier.trim(), field).map_err(|error| refused("--restricted", error))?;
        }
    }
    for name in plan.names() {
        if let Some(skipped) = args.skip.iter().find(|skipped| skipped.eq_ignore_ascii_case(name)) {
            let how = if skipped == name {
                "the field is also listed to be covered".to_owned()
            } else {
                format!("is {name}, which is listed to be covered, as upper and lower case do not count")
            };
            return Err(Failure::usage(format!("--skip {skipped}: {how}; decide for one")));
        }
    }
    Ok(plan)
}

/// Refuses to cover the fields of the seal itself.
fn refuse_own_fields(args: &Seal) -> Result<(), Failure> {
    let restricted = args.restricted.iter().flat_map(|tier| tier.split(['=', ',']).skip(1));
    for name in args.open_fields.iter().map(String::as_str).chain(restricted).map(str::trim) {
        let own =
            [SEAL_FIELD, UUID_FIELD, REFERENCE_FIELD].into_iter().any(|own| own.eq_ignore_ascii_case(name));
        if own || companion_spelling(name).is_some() {
            let why = NotCoverable::OfTheSeal;
            return Err(Failure::usage(format!("{name} cannot be covered by a seal: {why}; do not list it")));
        }
    }
    Ok(())
}

fn refusal(
    args: &Seal,
    types: &FieldTypes,
    columns: Option<&[String]>,
    option: &str,
    error: &PlanError,
) -> Failure {
    let has_table = FieldTypes::standard(&args.object).is_some() || args.types.is_some();
    // Where a header says so.
    let lacks = |wanted: &str| {
        columns.is_some_and(|names| !names.iter().any(|name| name.eq_ignore_ascii_case(wanted)))
    };
    let has = |wanted: &str| columns.is_some() && !lacks(wanted);
    let remedy = match error {
        PlanError::UnknownType { field, similar: None } if lacks(field) => {
            let known = columns.unwrap_or_default().iter().map(String::as_str);
            format!(", and {}", no_such_column(field, &args.files.input.display().to_string(), known))
        }
        PlanError::UnknownType { field, similar: None } => {
            let near = did_you_mean(field, types.names());
            near + &unknown_type(field, &args.object, has_table, Some(option))
        }
        PlanError::NoFieldName(name) if name.contains(';') => {
            format!("; write commas between names, as in {option} {}", name.replace(';', ","))
        }
        // The file has the right name, and the option alone is wrong.
        PlanError::NoFieldName(name) => match of_label(name, types.names()) {
            Some(api_name) if has(api_name) && lacks(name) => {
                format!("; write {api_name}, as the column is called")
            }
            _ => renamed(name, types.names()),
        },
        PlanError::NotCoverable { field, .. } => format!("; take {field} out of {option}"),
        _ => String::new(),
    };
    Failure::usage(format!("{option}: {error}{remedy}"))
}
