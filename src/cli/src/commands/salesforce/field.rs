//! The custom fields of the seal and of what is declared, the same on every object.

use touchmark::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD};
use touchmark_seal::Tier;
use touchmark_words::{Language, text};

use crate::commands::salesforce::xml::Element;
use crate::failure::Failure;

/// A custom field, the same on every object.
pub(crate) struct Field {
    pub(crate) name: String,
    label: String,
    pub(crate) kind: Kind,
    description: String,
    help: String,
}

/// Characters that the field of the seal holds. A seal of fourteen fields has 3,700, each approval 600 more, and one of 200 fields
/// 31,000. What an object's long texts may hold together is the org's, so the 131,072 that the profile allows are not asked for.
pub(crate) const SEAL_LENGTH: u32 = 32_768;

/// Characters that the salts of a tier have. Those of 200 fields have 10,000.
pub(crate) const SALTS_LENGTH: u32 = 16_384;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Checkbox,
    Date,
    DateTime,
    Formula,
    /// The code of a generation method.
    Method,
    Score,
    Seal,
    Salts,
    Text,
    /// A uuid that no two records share.
    Uuid,
}

/// What the seal is found by, and what is declared beside it. Descriptions keep to 1000 characters, help texts to 510.
const FIELDS: [(&str, &str, Kind, &str, &str); 13] = [
    (
        "Algorithm_Version__c",
        "Algorithm Version",
        Kind::Text,
        "Declares which algorithm or model made the values of this record, and its version. Unsigned. The seal carries the signed statement.",
        "Which algorithm or model made this record, with its version, for example CTGAN 1.17.1. Declared, not checked.",
    ),
    (
        "Confidence_Score__c",
        "Confidence Score",
        Kind::Score,
        "Declares how far the maker of these values trusts them, from 0 to 1. Unsigned. The seal carries the signed statement.",
        "How far the maker of this record trusts its values, from 0 to 1. Declared, not checked.",
    ),
    (
        "Creation_Timestamp__c",
        "Creation Timestamp",
        Kind::DateTime,
        "Declares when the values of this record were made. Unsigned. The seal carries the signed statement.",
        "When this record was made. May be earlier than the day it was loaded.",
    ),
    (
        "Declared_Origin__c",
        "Declared Origin (declared only)",
        Kind::Formula,
        "Sums up what the unsigned fields declare, for list views, reports and filters. A formula cannot read a seal, so this is never the outcome of a check: anyone who can edit the declared fields decides what it says. The Touchmark components check the seal.",
        "What is declared about where this record came from. Nobody checked it here: for that, look at the Touchmark badge.",
    ),
    (
        "Generation_Method__c",
        "Generation Method",
        Kind::Method,
        "Declares how the values of this record were made, as a code of the Data & Trust Alliance. Other codes may be loaded too. Unsigned. The seal carries the signed statement.",
        "How this record was made. Declared, not checked.",
    ),
    (
        "Intended_Purpose__c",
        "Intended Purpose",
        Kind::Text,
        "Declares what this record was made for, as codes of the Data & Trust Alliance or of your own, separated by semicolons. Unsigned. The seal carries the signed statement.",
        "What this record was made for, for example non-ai-staging. Declared, not checked.",
    ),
    (
        UUID_FIELD,
        "Provenance ID",
        Kind::Uuid,
        "A random UUID that names this record in its seal. Written by the sealing tool. It survives inserts and sandbox copies, which give the record a new Salesforce ID.",
        "Ties the seal to this record. A seal copied from another record is found out by it.",
    ),
    (
        REFERENCE_FIELD,
        "Provenance Reference",
        Kind::Text,
        "The ID of the seal and a digest of its text, short enough for reports, filters and field history. Written by the sealing tool. When it does not match the seal, the badge says so.",
        "Short name of the seal, for reports and history.",
    ),
    (
        SEAL_FIELD,
        "Provenance Seal",
        Kind::Seal,
        "The touchmark seal: a signed statement about where this record came from, with one digest for each covered field. Written by the sealing tool only. Holds no field values. Changing one character makes the seal invalid.",
        "Says where this record came from, signed by its issuer. Do not edit: the Touchmark badge reads it for you.",
    ),
    (
        "Provenance_Source__c",
        "Provenance Source",
        Kind::Text,
        "Declares where the values of this record came from, for example a pipeline or a system. Unsigned. The seal carries the signed statement.",
        "Where this record came from, for example synthetic, masked or the name of a pipeline.",
    ),
    (
        "Responsible_Entity__c",
        "Responsible Entity",
        Kind::Text,
        "Declares who answers for the values of this record. Unsigned. The seal carries the signed statement.",
        "Who answers for this record: a company, a department or a team. Declared, not checked.",
    ),
    (
        "Retain_Until__c",
        "Retain Until",
        Kind::Date,
        "Declares the last day on which this record may be kept. Unsigned, and deletes nothing by itself. The seal carries the signed statement.",
        "The last day on which this record may be kept. Declared, not checked; nothing is deleted by itself.",
    ),
    (
        "Synthetic_Data__c",
        "Synthetic Data",
        Kind::Checkbox,
        "Declares that this record is synthetic. A declaration only: anyone with edit access can change it. The seal is what can be verified; when the two contradict each other, the badge says so.",
        "Tick when this record was made up. Not ticked does not mean the record is about a real person.",
    ),
];

/// The codes that the profile names, in its order.
const METHODS: [&str; 7] = [
    "machine-generated-mlops-synthetic",
    "machine-generated-mlops-generative",
    "machine-generated-mlops-twin",
    "machine-generated-mlops-ai-inferred",
    "data-augmentation-na",
    "simulations-na",
    "other-na",
];

/// Says what is declared, in fixed words: a free text could be made to say "verified".
const DECLARED_ORIGIN: &str = "IF(Synthetic_Data__c, \"Declared synthetic\", \
    IF(ISBLANK(Provenance_Source__c) && ISBLANK(TEXT(Generation_Method__c)), \"Nothing declared\", \
    \"Source or method declared\")) & \
    IF(ISBLANK(Provenance_Reference__c), \"\", \" · seal named\") & \" · not checked here\"";

/// Whether a field of that name is one of those that this command writes, with any tier.
pub(crate) fn is_ours(name: &str) -> bool {
    FIELDS.iter().any(|(ours, ..)| *ours == name)
        || name.strip_prefix("Provenance_Salts_").is_some_and(|tier| tier.ends_with("__c"))
}

/// The tiers of these names, each once.
pub(crate) fn tiers(names: &[String]) -> Result<Vec<Tier>, Failure> {
    let mut tiers: Vec<Tier> = Vec::new();
    for name in names {
        let tier = Tier::new(name.trim()).map_err(|error| Failure::usage(format!("--tier: {error}")))?;
        if !tiers.contains(&tier) {
            tiers.push(tier);
        }
    }
    Ok(tiers)
}

/// The fields of every object, by name.
pub(crate) fn fields(tiers: &[Tier]) -> Vec<Field> {
    let fixed = FIELDS.map(|(name, label, kind, description, help)| {
        let [name, label, description, help] = [name, label, description, help].map(str::to_owned);
        Field { name, label, kind, description, help }
    });
    let salts = tiers.iter().map(|tier| {
        let tier_name = tier.name();
        Field {
            name: tier.companion_field(),
            label: format!("Provenance Salts {}", tier_name.replace('_', " ")),
            kind: Kind::Salts,
            description: format!(
                "Salts for the fields of the tier {tier_name} that the seal covers: those that touchmark seal was given as \
                 --restricted {tier_name}=… . A reader of a salt can test guesses of the field it belongs to: give read \
                 access to exactly those who may read these fields, and to nobody else."
            ),
            help: format!(
                "Lets the badge check the fields of the tier {tier_name}. Only for people who may read those fields."
            ),
        }
    });
    let mut fields: Vec<Field> = fixed.into_iter().chain(salts).collect();
    fields.sort_by(|one, other| one.name.cmp(&other.name));
    fields
}

impl Field {
    pub(crate) fn is_editable(&self) -> bool {
        self.kind != Kind::Formula
    }

    /// History shows old and new values of short fields alone, and follows no formula.
    pub(crate) fn has_history(&self) -> bool {
        !matches!(self.kind, Kind::Formula | Kind::Salts | Kind::Seal)
    }

    /// Characters that it takes of what an object's long texts may hold together.
    pub(crate) fn long_text(&self) -> u32 {
        match self.kind {
            Kind::Seal => SEAL_LENGTH,
            Kind::Salts => SALTS_LENGTH,
            _ => 0,
        }
    }

    /// Whether it is one of those by which people declare something, and nothing that belongs to a seal.
    pub(crate) fn is_declared(&self) -> bool {
        self.is_editable()
            && !matches!(self.kind, Kind::Salts | Kind::Seal | Kind::Uuid)
            && self.name != REFERENCE_FIELD
    }

    pub(crate) fn custom_field(&self) -> Element {
        let classification = if self.kind == Kind::Salts { "Restricted" } else { "Internal" };
        let mut elements = vec![
            Element::text("fullName", &self.name),
            Element::text("businessStatus", "Active"),
            Element::text("description", &self.description),
            Element::text("inlineHelpText", &self.help),
            Element::text("label", &self.label),
            Element::text("securityClassification", classification),
        ];
        elements.extend(match self.kind {
            Kind::Checkbox => vec![Element::text("type", "Checkbox"), Element::text("defaultValue", false)],
            Kind::Date => vec![Element::text("type", "Date"), Element::text("required", false)],
            Kind::DateTime => vec![Element::text("type", "DateTime"), Element::text("required", false)],
            Kind::Formula => vec![
                Element::text("type", "Text"),
                Element::text("externalId", false),
                Element::text("formula", DECLARED_ORIGIN),
                Element::text("formulaTreatBlanksAs", "BlankAsBlank"),
                Element::text("required", false),
                Element::text("unique", false),
            ],
            Kind::Method => {
                vec![Element::text("type", "Picklist"), Element::text("required", false), methods()]
            }
            Kind::Score => vec![
                Element::text("type", "Number"),
                Element::text("externalId", false),
                // Percentages have room too.
                Element::text("precision", 7),
                Element::text("scale", 4),
                Element::text("required", false),
                Element::text("unique", false),
            ],
            Kind::Seal => long_text(SEAL_LENGTH),
            Kind::Salts => {
                let mut elements = long_text(SALTS_LENGTH);
                elements.push(Element::text("complianceGroup", "PII"));
                elements
            }
            Kind::Text => short_text(255, false),
            Kind::Uuid => {
                let mut elements = short_text(36, true);
                elements.push(Element::text("caseSensitive", false));
                elements
            }
        });
        if self.has_history() {
            elements.push(Element::text("trackHistory", true));
        }
        Element::group("CustomField", elements)
    }
}

fn long_text(length: u32) -> Vec<Element> {
    vec![
        Element::text("type", "LongTextArea"),
        Element::text("length", length),
        Element::text("visibleLines", 3),
    ]
}

fn short_text(length: u8, is_key: bool) -> Vec<Element> {
    vec![
        Element::text("type", "Text"),
        Element::text("externalId", is_key),
        Element::text("length", length),
        Element::text("required", false),
        Element::text("unique", is_key),
    ]
}

/// The values of [`Kind::Method`]. Others may be loaded: the list of the Alliance is longer.
fn methods() -> Element {
    let mut values = vec![Element::text("sorted", false)];
    values.extend(METHODS.map(|code| {
        Element::group(
            "value",
            [
                Element::text("fullName", code),
                Element::text("default", false),
                Element::text("label", text(Language::En, &format!("method.{code}"))),
            ],
        )
    }));
    let definition = Element::group("valueSetDefinition", values);
    Element::group("valueSet", [Element::text("restricted", false), definition])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::METHODS;

    #[test]
    fn the_picklist_has_the_methods_of_the_catalogue() {
        let known: BTreeSet<_> =
            touchmark_words::keys().filter_map(|key| key.strip_prefix("method.")).collect();
        assert_eq!(known, BTreeSet::from(METHODS));
        assert!(METHODS.iter().all(|code| touchmark_seal::GenerationMethod::parse(code).is_some()));
    }
}
