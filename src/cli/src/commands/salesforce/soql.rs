//! `touchmark salesforce soql`: queries for an emergency.

use clap::Args;
use touchmark::json::{Value, object};
use touchmark::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD};
use touchmark_seal::Tier;

use crate::commands::salesforce::field::tiers;
use crate::commands::salesforce::object::{Object, is_name};
use crate::console::{answer, answer_json};
use crate::failure::{Exit, Failure};
use crate::json_text::pretty;
use crate::options::TextOrJson;

/// Print SOQL queries for an emergency: which records declare what, and what happened to them since.
///
/// A query reads what is declared, which nobody signed. Only `touchmark verify` checks the seals of what is exported.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark salesforce soql
  sf data query --query \"$(touchmark salesforce soql --objects Contact --query declared-counts)\"
  sf data query --json --query \"$(touchmark salesforce soql --objects Contact --query export)\" > contacts.json
  touchmark verify contacts.json --trust trust.json --policy policy.json")]
pub(crate) struct SalesforceSoql {
    /// Objects to ask about
    #[arg(
        long,
        value_name = "OBJECT,…",
        value_delimiter = ',',
        default_value = "Account,Case,Contact,Lead,Opportunity"
    )]
    pub(crate) objects: Vec<String>,
    /// The only query to print, without a word around it
    #[arg(long, value_name = "NAME")]
    pub(crate) query: Option<String>,
    /// How many days to look back
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) days: u16,
    /// Tiers of restricted fields
    #[arg(long, value_name = "TIER,…", value_delimiter = ',', default_value = "Personal")]
    pub(crate) tier: Vec<String>,
    /// Fields to export beside the seal [default: all standard ones]
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
}

pub(crate) fn run(args: &SalesforceSoql) -> Result<Exit, Failure> {
    let objects = Object::list(&args.objects)?;
    let tiers = tiers(&args.tier)?;
    let exported = exported(&args.fields, &tiers)?;
    let asked = |template: &&Template| args.query.as_ref().is_none_or(|name| name == template.name);
    let templates: Vec<&Template> = TEMPLATES.iter().filter(asked).collect();
    if let (Some(name), []) = (&args.query, templates.as_slice()) {
        return Err(Failure::usage(format!(
            "--query {name}: no such query; there are {}",
            TEMPLATES.map(|template| template.name).join(", ")
        )));
    }
    let mut queries = Vec::new();
    for template in templates {
        if !template.query.contains("{object}") && !template.query.contains("{history}") {
            queries.push((template, None, template.filled(None, args.days, &exported, &tiers)));
            continue;
        }
        queries.extend(objects.iter().map(|object| {
            (template, Some(object), template.filled(Some(object), args.days, &exported, &tiers))
        }));
    }
    match args.format {
        TextOrJson::Json => {
            let entries = queries.iter().map(|(template, about, query)| {
                object([
                    ("name".into(), Some(template.name.into())),
                    ("object".into(), about.map(|about| about.name.as_str().into())),
                    ("answers".into(), Some(template.answers.into())),
                    ("limits".into(), Some(template.limits.into())),
                    ("query".into(), Some(query.as_str().into())),
                ])
            });
            let text = pretty(&Value::Array(entries.collect()))?;
            answer_json(&text)?;
        }
        TextOrJson::Text if args.query.is_some() => {
            for (_, _, query) in &queries {
                answer(format_args!("{query}"))?;
            }
        }
        TextOrJson::Text => {
            for line in OF_ALL {
                answer(format_args!("{line}"))?;
            }
            for (template, about, query) in &queries {
                let about = about.map(|about| format!(", {}", about.name)).unwrap_or_default();
                answer(format_args!(""))?;
                answer(format_args!("# {}{about}", template.name))?;
                answer(format_args!("# {}", template.answers))?;
                answer(format_args!("# Limits: {}", template.limits))?;
                answer(format_args!("{query}"))?;
            }
        }
    }
    Ok(Exit::Ok)
}

const OF_ALL: [&str; 3] = [
    "# These queries read declared fields, which nobody signed: whoever can edit a record can change its answers.",
    "# SOQL can neither filter nor group by a long text area, so none of them looks into a seal.",
    "# Check the seals of what you export with `touchmark verify`.",
];

/// A query with places to fill.
struct Template {
    name: &'static str,
    /// The question it answers.
    answers: &'static str,
    /// What it cannot see.
    limits: &'static str,
    /// `{object}` and its peculiarities, `{days}`, `{exported}` and `{salts}` are filled.
    query: &'static str,
}

const TEMPLATES: [Template; 14] = [
    Template {
        name: "org",
        answers: "Which org is this, and is it a sandbox? Records declared synthetic do not belong in production.",
        limits: "says nothing about records.",
        query: "SELECT Id, Name, IsSandbox, InstanceName FROM Organization",
    },
    Template {
        name: "sealers",
        answers: "Who may replace seals?",
        limits: "Who holds the custom permission Touchmark_Replace_Seals otherwise, through a profile or another permission set, is not shown.",
        query: "SELECT Assignee.Username, Assignee.IsActive, ExpirationDate FROM PermissionSetAssignment \
            WHERE PermissionSet.Name = 'Touchmark_Sealer' ORDER BY Assignee.Username",
    },
    Template {
        name: "field-access",
        answers: "Which permission sets and profiles may edit what is declared, or read the salts?",
        limits: "Administrators who may edit or read all data pass over it. A reader of salts can test guesses of the values.",
        query: "SELECT Parent.Label, Parent.Profile.Name, Field, PermissionsRead, PermissionsEdit FROM FieldPermissions \
            WHERE SobjectType = '{object}' AND Field IN ('{object}.Synthetic_Data__c', '{object}.Provenance_Source__c', \
            '{object}.Provenance_Reference__c', '{object}.Provenance_Seal__c', {salts}) ORDER BY Field",
    },
    Template {
        name: "declared-counts",
        answers: "How many records declare what?",
        limits: "Declared only. A record without the tick is not thereby about a real person. At most 2000 groups.",
        query: "SELECT Synthetic_Data__c, Generation_Method__c, COUNT(Id) records FROM {object} \
            GROUP BY Synthetic_Data__c, Generation_Method__c ORDER BY COUNT(Id) DESC",
    },
    Template {
        name: "declared-sources",
        answers: "Which sources are declared, and since when?",
        limits: "Declared only. At most 2000 groups.",
        query: "SELECT Provenance_Source__c, COUNT(Id) records, MIN(CreatedDate) earliest, MAX(CreatedDate) latest FROM {object} \
            GROUP BY Provenance_Source__c ORDER BY COUNT(Id) DESC",
    },
    Template {
        name: "synthetic-recent",
        answers: "Which records declared synthetic were created or changed in the last days, and by whom?",
        limits: "Declared only: a record whose flag was removed is not here, see flags-removed.",
        query: "SELECT Id, Provenance_Id__c, Provenance_Source__c, CreatedDate, CreatedBy.Username, LastModifiedDate, \
            LastModifiedBy.Username FROM {object} WHERE Synthetic_Data__c = TRUE AND (CreatedDate = LAST_N_DAYS:{days} OR \
            LastModifiedDate = LAST_N_DAYS:{days}) ORDER BY LastModifiedDate DESC",
    },
    Template {
        name: "synthetic-touched",
        answers: "Which records declared synthetic were last changed by somebody other than a sealer, so are perhaps being worked on?",
        limits: "Declared only. Shows the last change, and automation counts as the user it runs as.",
        query: "SELECT Id, Provenance_Id__c, LastModifiedDate, LastModifiedBy.Username FROM {object} \
            WHERE Synthetic_Data__c = TRUE AND LastModifiedById NOT IN (SELECT AssigneeId FROM PermissionSetAssignment \
            WHERE PermissionSet.Name = 'Touchmark_Sealer') ORDER BY LastModifiedDate DESC",
    },
    Template {
        name: "synthetic-tasks",
        answers: "Which tasks, calls and logged emails concern records declared synthetic?",
        limits: "Declared only. Archived activities are left out, and an object without activities has none.",
        query: "SELECT Id, {activity}, Subject, TaskSubtype, ActivityDate, Owner.Name, CreatedDate FROM Task \
            WHERE {activity} IN (SELECT Id FROM {object} WHERE Synthetic_Data__c = TRUE) \
            AND CreatedDate = LAST_N_DAYS:{days} ORDER BY CreatedDate DESC",
    },
    Template {
        name: "flags-removed",
        answers: "Where did a declaration or the name of a seal change, from what, and by whom?",
        limits: "Sees what field history was tracking at the time, for 18 to 24 months. OldValue and NewValue cannot be filtered: look for a NewValue that is empty or false.",
        query: "SELECT {parent}, Field, OldValue, NewValue, CreatedDate, CreatedBy.Name FROM {history} \
            WHERE Field IN ('Synthetic_Data__c', 'Provenance_Source__c', 'Generation_Method__c', 'Provenance_Id__c', \
            'Provenance_Reference__c') AND CreatedDate = LAST_N_DAYS:{days} ORDER BY CreatedDate DESC",
    },
    Template {
        name: "reference-missing",
        answers: "Which records are declared synthetic and name no seal?",
        limits: "Declared only. A seal that was loaded without `touchmark seal --reference` has no name here either.",
        query: "SELECT Id, Provenance_Id__c, Provenance_Source__c, CreatedDate, CreatedBy.Username FROM {object} \
            WHERE Synthetic_Data__c = TRUE AND Provenance_Reference__c = NULL ORDER BY CreatedDate DESC",
    },
    Template {
        name: "duplicate-ids",
        answers: "Which record uuids does more than one record have? Seals are bound to one.",
        limits: "Finds none as long as Provenance_Id__c is unique, and sees one object only.",
        query: "SELECT Provenance_Id__c, COUNT(Id) records FROM {object} WHERE Provenance_Id__c != NULL \
            GROUP BY Provenance_Id__c HAVING COUNT(Id) > 1",
    },
    Template {
        name: "duplicate-references",
        answers: "Which seals does more than one record name? At least one of those was copied.",
        limits: "Sees names alone: a seal that was copied without its reference is found by `touchmark verify`.",
        query: "SELECT Provenance_Reference__c, COUNT(Id) records FROM {object} WHERE Provenance_Reference__c != NULL \
            GROUP BY Provenance_Reference__c HAVING COUNT(Id) > 1",
    },
    Template {
        name: "loaded-by-others",
        answers: "Which records have a record uuid and were created by nobody who loads sealed records, as after an import from a sandbox?",
        limits: "Rests on the uuid alone. A sandbox has the users of its production, and a former sealer counts as somebody else.",
        query: "SELECT Id, Provenance_Id__c, Provenance_Reference__c, Synthetic_Data__c, CreatedDate, CreatedBy.Username \
            FROM {object} WHERE Provenance_Id__c != NULL AND CreatedById NOT IN (SELECT AssigneeId \
            FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Touchmark_Sealer') ORDER BY CreatedDate DESC",
    },
    Template {
        name: "export",
        answers: "The records with their seals, for `touchmark verify`.",
        limits: "Leaves out records that have neither uuid nor flag. Fields that you may not read are missing, and their seals read as partly checked. For Bulk API name the fields (--fields): it takes no compound ones.",
        query: "SELECT {exported} FROM {object} WHERE Provenance_Id__c != NULL OR Synthetic_Data__c = TRUE",
    },
];

impl Template {
    fn filled(&self, object: Option<&Object>, days: u16, exported: &str, tiers: &[Tier]) -> String {
        let mut query = self.query.replace("{days}", &days.to_string()).replace("{exported}", exported);
        if let Some(object) = object {
            let salts: Vec<String> =
                tiers.iter().map(|tier| format!("'{}.{}'", object.name, tier.companion_field())).collect();
            query = query
                .replace("{salts}", &salts.join(", "))
                .replace("{object}", &object.name)
                .replace("{history}", &object.history())
                .replace("{parent}", object.history_parent())
                .replace("{activity}", object.activity_field());
        }
        query
    }
}

/// What `export` selects: what `verify` needs, each field once, as the platform insists.
fn exported(fields: &[String], tiers: &[Tier]) -> Result<String, Failure> {
    let mut selected: Vec<String> = Vec::new();
    for field in fields.iter().map(|field| field.trim()) {
        let base = field.strip_suffix("__c").unwrap_or(field);
        let is_field = base.split("__").count() <= 2 && base.split("__").all(|part| is_name(part, 40));
        if !is_field {
            return Err(Failure::usage(format!(
                "--fields {field}: not the API name of a field; copy it from the Object Manager, as in Title or Score__c"
            )));
        }
        selected.push(field.to_owned());
    }
    let standard = if selected.is_empty() { "FIELDS(STANDARD)" } else { "Id" };
    selected.insert(0, standard.to_owned());
    let ours = [
        "Synthetic_Data__c",
        "Provenance_Source__c",
        "Generation_Method__c",
        "Confidence_Score__c",
        "Creation_Timestamp__c",
        "Algorithm_Version__c",
        "Intended_Purpose__c",
        "Responsible_Entity__c",
        "Retain_Until__c",
        UUID_FIELD,
        REFERENCE_FIELD,
        SEAL_FIELD,
    ];
    selected.extend(ours.map(str::to_owned));
    selected.extend(tiers.iter().map(Tier::companion_field));
    let mut once: Vec<String> = Vec::new();
    for field in selected {
        if !once.iter().any(|known| known.eq_ignore_ascii_case(&field)) {
            once.push(field);
        }
    }
    Ok(once.join(", "))
}
