//! What an object gets beside its fields: history, list views, validation rules, a report type and a trigger.

use clap::ValueEnum;
use touchmark::REFERENCE_FIELD;

use crate::commands::salesforce::folder::NewFile;
use crate::commands::salesforce::object::Object;
use crate::commands::salesforce::xml::Element;

/// The version of the platform that the source is written for; that of sfdx-project.json.
const API_VERSION: &str = "65.0";

/// What reports and list views show of a record's declared origin.
const DECLARED: [&str; 11] = [
    "Declared_Origin__c",
    "Synthetic_Data__c",
    "Provenance_Source__c",
    "Generation_Method__c",
    "Creation_Timestamp__c",
    "Confidence_Score__c",
    "Algorithm_Version__c",
    "Intended_Purpose__c",
    "Responsible_Entity__c",
    "Retain_Until__c",
    REFERENCE_FIELD,
];

pub(crate) fn files(object: &Object, completeness: Validation) -> Vec<NewFile> {
    let mut files: Vec<NewFile> = LIST_VIEWS.iter().map(|view| view.file(object)).collect();
    files.extend(RULES.iter().map(|rule| rule.file(object, Validation::Active)));
    files.push(COMPLETE.file(object, completeness));
    // A custom object's own definition says more, and stays where it is.
    files.extend(object.is_standard().then(|| history(object)));
    files.push(report_type(object));
    files.extend(trigger(object));
    files
}

/// A standard object takes a part of its definition and keeps the rest.
fn history(object: &Object) -> NewFile {
    let definition = Element::group("CustomObject", [Element::text("enableHistory", true)]);
    let path = format!("objects/{0}/{0}.object-meta.xml", object.name);
    NewFile { will_do: Some("<enableHistory>true</enableHistory>"), ..NewFile::source(path, &definition) }
}

/// A list view. What it filters by is declared, and its name says so.
struct ListView {
    name: &'static str,
    label: &'static str,
    /// Field, operation, and the value unless the field is to be empty.
    filters: &'static [(&'static str, &'static str, Option<&'static str>)],
}

const LIST_VIEWS: [ListView; 3] = [
    ListView {
        name: "Touchmark_Declared_Synthetic",
        label: "Touchmark: declared synthetic",
        filters: &[("Synthetic_Data__c", "equals", Some("1"))],
    },
    ListView {
        name: "Touchmark_Nothing_Declared",
        label: "Touchmark: nothing declared",
        filters: &[
            ("Synthetic_Data__c", "equals", Some("0")),
            ("Provenance_Source__c", "equals", None),
            ("Generation_Method__c", "equals", None),
        ],
    },
    ListView {
        name: "Touchmark_Declared_Sealed",
        label: "Touchmark: declared sealed, not checked",
        filters: &[(REFERENCE_FIELD, "notEqual", None)],
    },
];

impl ListView {
    fn file(&self, object: &Object) -> NewFile {
        let mut elements = vec![
            Element::text("fullName", self.name),
            Element::text("columns", object.name_column()),
            Element::text("filterScope", "Everything"),
            Element::text("label", self.label),
        ];
        elements.extend(DECLARED.map(|field| Element::text("columns", field)));
        elements.extend(self.filters.iter().map(|(field, operation, value)| {
            let mut filter = vec![Element::text("field", field), Element::text("operation", operation)];
            filter.extend(value.map(|value| Element::text("value", value)));
            Element::group("filters", filter)
        }));
        let path = format!("objects/{}/listViews/{}.listView-meta.xml", object.name, self.name);
        NewFile::source(path, &Element::group("ListView", elements))
    }
}

/// A validation rule: refuses a change for which its condition is true.
struct Rule {
    name: &'static str,
    description: &'static str,
    condition: &'static str,
    field: &'static str,
    message: &'static str,
}

// Of a new record PRIORVALUE is the present value: nothing is lost on an insert.
const RULES: [Rule; 2] = [
    Rule {
        name: "Touchmark_Keep_Seal_Reference",
        description: "A record that names a seal goes on to name one. Rests on the reference alone: a rule cannot read the seal.",
        condition: "NOT(ISNEW()) && NOT($Permission.Touchmark_Replace_Seals) && \
            NOT(ISBLANK(PRIORVALUE(Provenance_Reference__c))) && ISBLANK(Provenance_Reference__c)",
        field: REFERENCE_FIELD,
        message: "This would take the seal's reference from the record. Leave Provenance Reference as it is, or ask an administrator for the permission Touchmark: replace seals.",
    },
    Rule {
        name: "Touchmark_Keep_Synthetic_Flag",
        description: "A record that names a seal and is declared synthetic stays declared so. Rests on declared fields alone: a rule cannot read the seal.",
        condition: "NOT(ISNEW()) && NOT($Permission.Touchmark_Replace_Seals) && \
            PRIORVALUE(Synthetic_Data__c) && NOT(Synthetic_Data__c) && \
            (NOT(ISBLANK(Provenance_Reference__c)) || NOT(ISBLANK(PRIORVALUE(Provenance_Reference__c))))",
        field: "Synthetic_Data__c",
        message: "This record names a seal, so it stays declared synthetic. Tick Synthetic Data again, or ask an administrator for the permission Touchmark: replace seals.",
    },
];

/// Orgs differ in what they ask of people, so an administrator turns it on. It asks when what is declared changes, and not of
/// records that were there before; a seal that is named says more than the fields, and was loaded as it is.
const COMPLETE: Rule = Rule {
    name: "Touchmark_Complete_Declaration",
    description: "A record that is declared synthetic says its source, its method and its confidence. Not asked of records that name a seal, nor of who holds Touchmark: replace seals.",
    condition: "Synthetic_Data__c && \
        (ISNEW() || ISCHANGED(Synthetic_Data__c) || ISCHANGED(Provenance_Source__c) || \
        ISCHANGED(Generation_Method__c) || ISCHANGED(Confidence_Score__c)) && \
        NOT($Permission.Touchmark_Replace_Seals) && ISBLANK(Provenance_Reference__c) && \
        (ISBLANK(Provenance_Source__c) || ISBLANK(TEXT(Generation_Method__c)) || ISBLANK(Confidence_Score__c))",
    field: "Synthetic_Data__c",
    message: "A record that is declared synthetic says how it was made. Fill in Provenance Source, Generation Method and Confidence Score, or untick Synthetic Data.",
};

/// Whether a validation rule is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Validation {
    /// In force once deployed
    Active,
    /// There, for an administrator to turn on
    Inactive,
}

impl Rule {
    fn file(&self, object: &Object, validation: Validation) -> NewFile {
        let elements = [
            Element::text("fullName", self.name),
            Element::text("active", validation == Validation::Active),
            Element::text("description", self.description),
            Element::text("errorConditionFormula", self.condition),
            Element::text("errorDisplayField", self.field),
            Element::text("errorMessage", self.message),
        ];
        let path = format!("objects/{}/validationRules/{}.validationRule-meta.xml", object.name, self.name);
        NewFile::source(path, &Element::group("ValidationRule", elements))
    }
}

fn report_type(object: &Object) -> NewFile {
    let section = |label: &str, fields: &[&str]| {
        let columns = fields.iter().map(|field| {
            Element::group(
                "columns",
                [
                    Element::text("checkedByDefault", true),
                    Element::text("field", field),
                    Element::text("table", &object.name),
                ],
            )
        });
        Element::group("sections", columns.chain([Element::text("masterLabel", label)]))
    };
    let label = object.label();
    let elements = [
        Element::text("baseObject", &object.name),
        Element::text("category", object.report_category()),
        Element::text("deployed", true),
        Element::text(
            "description",
            format!(
                "{} records by what is declared about their origin. Declared only: a report cannot check a seal.",
                object.name
            ),
        ),
        Element::text("label", format!("Declared: {label}")),
        section(&label, &[object.name_field(), "CreatedDate", "LastModifiedDate"]),
        section("Declared origin, not checked", &DECLARED),
    ];
    let path = format!("reportTypes/Touchmark_{}.reportType-meta.xml", object.stem());
    NewFile::source(path, &Element::group("ReportType", elements))
}

fn trigger(object: &Object) -> [NewFile; 2] {
    let name = format!("Touchmark{}Seal", object.stem());
    let on = format!("trigger {name} on {}", object.name);
    let mut head = format!("{on}({}) {{", EVENTS.join(", "));
    if head.len() > LONGEST_LINE {
        head = format!("{on}(\n    {}\n) {{", EVENTS.join(",\n    "));
    }
    let code = format!(
        "/** Keeps the seals of these records from being lost. Written by `touchmark salesforce fields`. */\n\
         {head}\n    TouchmarkSealKeeper.keep();\n}}\n"
    );
    apex(format!("triggers/{name}.trigger"), code, "ApexTrigger")
}

/// When the trigger is asked.
const EVENTS: [&str; 3] = ["before insert", "before update", "after update"];

/// As the Lightning project has its Apex formatted.
const LONGEST_LINE: usize = 110;

/// A test that runs the triggers: production takes none that no test runs.
pub(crate) fn trigger_test(objects: &[Object]) -> [NewFile; 2] {
    let mut methods = String::new();
    for object in objects {
        let mut call = format!("isLeftAlone({})", object.bare_record());
        if call.len() + 17 > LONGEST_LINE {
            call = format!("isLeftAlone(\n                    {}\n                )", object.bare_record());
        }
        methods += &format!(
            "    @IsTest
    static void leavesUnsealed{}Alone() {{
        System.runAs(new User(Id = UserInfo.getUserId())) {{
            Assert.isTrue(
                {call},
                'An update of a record without a seal is refused.'
            );
        }}
    }}

",
            object.stem()
        );
    }
    let code = format!(
        "/**
 * Runs each trigger once, which production asks for. Written by `touchmark salesforce fields`.
 *
 * Where an org asks for more than so bare a record has, the trigger is not reached: have a test of your own update one.
 */
@IsTest
private class TouchmarkTriggersTest {{
{methods}    private static Boolean isLeftAlone(SObject record) {{
        Boolean isThere = Database.insert(record, false).isSuccess();
        return !isThere || Database.update(record, false).isSuccess();
    }}
}}
"
    );
    apex("classes/TouchmarkTriggersTest.cls".to_owned(), code, "ApexClass")
}

fn apex(path: String, code: String, kind: &'static str) -> [NewFile; 2] {
    let elements = [Element::text("apiVersion", API_VERSION), Element::text("status", "Active")];
    let meta = NewFile::source(format!("{path}-meta.xml"), &Element::group(kind, elements));
    [NewFile { path, text: code, will_do: None }, meta]
}
