//! The objects that can hold seals: five standard ones, whose peculiarities are known, and custom ones.

use strsim::osa_distance;

use crate::failure::Failure;

/// An object of an org.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    /// API name.
    pub(crate) name: String,
    standard: Option<&'static Standard>,
}

/// What is peculiar to a standard object.
#[derive(Debug, PartialEq, Eq)]
struct Standard {
    name: &'static str,
    plural: &'static str,
    /// The field that names a record.
    name_field: &'static str,
    /// The same in list views, whose columns have names of their own.
    name_column: &'static str,
    /// The folder of report types that people look in.
    report_category: &'static str,
    history: &'static str,
    history_parent: &'static str,
    /// The field by which activities refer to it.
    activity_field: &'static str,
    /// Apex for a record with no more than the platform asks for.
    bare_record: &'static str,
}

const STANDARD: [Standard; 5] = [
    Standard {
        name: "Account",
        plural: "Accounts",
        name_field: "Name",
        name_column: "ACCOUNT.NAME",
        report_category: "accounts",
        history: "AccountHistory",
        history_parent: "AccountId",
        activity_field: "WhatId",
        bare_record: "new Account(Name = 'Touchmark')",
    },
    Standard {
        name: "Case",
        plural: "Cases",
        name_field: "CaseNumber",
        name_column: "CASES.CASE_NUMBER",
        report_category: "cases",
        history: "CaseHistory",
        history_parent: "CaseId",
        activity_field: "WhatId",
        bare_record: "new Case(Subject = 'Touchmark')",
    },
    Standard {
        name: "Contact",
        plural: "Contacts",
        name_field: "Name",
        name_column: "FULL_NAME",
        report_category: "accounts",
        history: "ContactHistory",
        history_parent: "ContactId",
        activity_field: "WhoId",
        bare_record: "new Contact(LastName = 'Touchmark')",
    },
    Standard {
        name: "Lead",
        plural: "Leads",
        name_field: "Name",
        name_column: "FULL_NAME",
        report_category: "leads",
        history: "LeadHistory",
        history_parent: "LeadId",
        activity_field: "WhoId",
        bare_record: "new Lead(LastName = 'Touchmark', Company = 'Touchmark')",
    },
    Standard {
        name: "Opportunity",
        plural: "Opportunities",
        name_field: "Name",
        name_column: "OPPORTUNITY.NAME",
        report_category: "opportunities",
        history: "OpportunityFieldHistory",
        history_parent: "OpportunityId",
        activity_field: "WhatId",
        bare_record: "new Opportunity(Name = 'Touchmark', StageName = 'Touchmark', CloseDate = Date.today())",
    },
];

/// Kinds of objects that look like custom ones and hold no records that could be sealed.
const OTHER_SUFFIXES: [&str; 7] = ["__mdt", "__e", "__b", "__x", "__kav", "__dlm", "__chn"];

impl Object {
    /// The objects of an option, each once.
    pub(crate) fn list(names: &[String]) -> Result<Vec<Self>, Failure> {
        let mut objects: Vec<Self> = Vec::new();
        for name in names {
            let object = Self::named(name.trim())
                .map_err(|problem| Failure::usage(format!("--objects {name}: {problem}")))?;
            if !objects.contains(&object) {
                objects.push(object);
            }
        }
        Ok(objects)
    }

    fn named(name: &str) -> Result<Self, String> {
        if let Some(standard) = STANDARD.iter().find(|standard| standard.name == name) {
            return Ok(Self { name: name.to_owned(), standard: Some(standard) });
        }
        if let Some(base) = name.strip_suffix("__c") {
            return if is_custom(base) {
                Ok(Self { name: name.to_owned(), standard: None })
            } else {
                Err("not the API name of a custom object; copy it from the Object Manager, as in Loan__c"
                    .into())
            };
        }
        if let Some(suffix) = OTHER_SUFFIXES.iter().find(|suffix| name.ends_with(**suffix)) {
            return Err(format!(
                "a record of an object in {suffix} cannot be sealed; name standard objects or custom ones, as in Loan__c"
            ));
        }
        let similar = STANDARD.iter().map(|standard| standard.name).find(|known| {
            let [known, name] = [*known, name].map(str::to_ascii_lowercase);
            // Task is no slip for Case.
            known.chars().next() == name.chars().next() && osa_distance(&known, &name) <= 2
        });
        Err(match similar {
            Some(similar) => format!("no such object; did you mean {similar}?"),
            None => format!(
                "must be one of {}, or the API name of a custom object, as in Loan__c",
                STANDARD.map(|standard| standard.name).join(", ")
            ),
        })
    }

    pub(crate) fn is_standard(&self) -> bool {
        self.standard.is_some()
    }

    /// What people call its records, near enough: the label is the org's own.
    pub(crate) fn label(&self) -> String {
        match self.standard {
            Some(standard) => standard.plural.to_owned(),
            None => {
                let base = self.name.trim_end_matches("__c");
                base.rsplit("__").next().unwrap_or(base).replace('_', " ")
            }
        }
    }

    /// A name for what belongs to this object, to be part of another API name.
    pub(crate) fn stem(&self) -> String {
        self.name.trim_end_matches("__c").replace("__", "_")
    }

    pub(crate) fn name_field(&self) -> &'static str {
        self.standard.map_or("Name", |standard| standard.name_field)
    }

    pub(crate) fn name_column(&self) -> &'static str {
        self.standard.map_or("NAME", |standard| standard.name_column)
    }

    pub(crate) fn report_category(&self) -> &'static str {
        self.standard.map_or("other", |standard| standard.report_category)
    }

    /// The object that holds its field history.
    pub(crate) fn history(&self) -> String {
        match self.standard {
            Some(standard) => standard.history.to_owned(),
            None => format!("{}__History", self.name.trim_end_matches("__c")),
        }
    }

    /// The field of [`Object::history`] that names the record.
    pub(crate) fn history_parent(&self) -> &'static str {
        self.standard.map_or("ParentId", |standard| standard.history_parent)
    }

    pub(crate) fn activity_field(&self) -> &'static str {
        self.standard.map_or("WhatId", |standard| standard.activity_field)
    }

    /// Apex for a record that is as bare as the platform takes it; an org may ask for more.
    pub(crate) fn bare_record(&self) -> String {
        self.standard
            .map_or_else(|| format!("new {}()", self.name), |standard| standard.bare_record.to_owned())
    }
}

/// Whether that is the name of a custom object without `__c`, with a namespace or without.
fn is_custom(base: &str) -> bool {
    match base.split_once("__") {
        Some((namespace, name)) => is_name(namespace, 15) && is_name(name, 40),
        None => is_name(base, 40),
    }
}

/// Whether that is a name as the platform takes it: begins with a letter, and underscores stand alone, inside.
pub(crate) fn is_name(name: &str, longest: usize) -> bool {
    name.len() <= longest
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.contains("__")
        && !name.ends_with('_')
}
