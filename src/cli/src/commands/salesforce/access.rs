//! Who may read and write the fields: permission sets, and the permission to replace seals.

use touchmark_seal::Tier;

use crate::commands::salesforce::field::{Field, Kind};
use crate::commands::salesforce::folder::NewFile;
use crate::commands::salesforce::object::Object;
use crate::commands::salesforce::xml::Element;

const REPLACE_SEALS: &str = "Touchmark_Replace_Seals";

/// Apex that the components of a viewer's pages call.
const CLASSES: [&str; 3] = ["TouchmarkGuard", "TouchmarkHistory", "TouchmarkTrust"];

/// A permission set, and which fields it is for.
struct PermissionSet<'a> {
    name: String,
    description: String,
    may_edit: bool,
    holds: &'a dyn Fn(&Field) -> bool,
    extras: Vec<Element>,
}

pub(crate) fn files(objects: &[Object], tiers: &[Tier], fields: &[Field]) -> Vec<NewFile> {
    let viewer = PermissionSet {
        name: "Touchmark_Viewer".into(),
        description: "Reads the seal, its ID and reference, and the declared fields. For everyone who sees the Touchmark badge."
            .into(),
        may_edit: false,
        holds: &|field| field.kind != Kind::Salts,
        extras: CLASSES.map(class_access).into(),
    };
    let sealer = PermissionSet {
        name: "Touchmark_Sealer".into(),
        description: "Writes seals, IDs, references, salts and declared fields, and may replace seals. For the integration user that loads sealed records, and nobody else.".into(),
        may_edit: true,
        holds: &|_| true,
        extras: vec![permission()],
    };
    let mut files = vec![custom_permission(), viewer.file(objects, fields), sealer.file(objects, fields)];
    files.extend(tiers.iter().map(|tier| {
        let (name, companion) = (tier.name(), tier.companion_field());
        let set = PermissionSet {
            name: format!("Touchmark_{name}_Tier"),
            description: format!(
                "Reads the salts of the fields of the tier {name}. Only for people who may read those fields: a salt lets its \
                 reader test guesses of the value."
            ),
            may_edit: false,
            holds: &|field| field.name == companion,
            extras: Vec::new(),
        };
        set.file(objects, fields)
    }));
    files
}

impl PermissionSet<'_> {
    fn file(self, objects: &[Object], fields: &[Field]) -> NewFile {
        let label = self.name.replace('_', " ");
        let mut elements = vec![
            Element::text("description", self.description),
            Element::text("hasActivationRequired", false),
            Element::text("label", label),
        ];
        for object in objects {
            elements.extend(fields.iter().filter(|field| (self.holds)(field)).map(|field| {
                Element::group(
                    "fieldPermissions",
                    [
                        Element::text("editable", self.may_edit && field.is_editable()),
                        Element::text("field", format!("{}.{}", object.name, field.name)),
                        Element::text("readable", true),
                    ],
                )
            }));
        }
        elements.extend(self.extras);
        let path = format!("permissionsets/{}.permissionset-meta.xml", self.name);
        NewFile::source(path, &Element::group("PermissionSet", elements))
    }
}

fn class_access(class: &str) -> Element {
    let elements = [Element::text("apexClass", class), Element::text("enabled", true)];
    Element::group("classAccesses", elements)
}

fn permission() -> Element {
    let elements = [Element::text("enabled", true), Element::text("name", REPLACE_SEALS)];
    Element::group("customPermissions", elements)
}

fn custom_permission() -> NewFile {
    let elements = [
        Element::text(
            "description",
            "Lets its holder change and remove seals, which triggers and validation rules refuse everyone else. Held by Touchmark Sealer.",
        ),
        Element::text("isLicensed", false),
        Element::text("label", "Touchmark: replace seals"),
    ];
    let path = format!("customPermissions/{REPLACE_SEALS}.customPermission-meta.xml");
    NewFile::source(path, &Element::group("CustomPermission", elements))
}
