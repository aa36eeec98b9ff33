//! What becomes of a declaration when a lead is converted: into which fields of the new records it goes.

use crate::commands::salesforce::field::Field;
use crate::commands::salesforce::folder::NewFile;
use crate::commands::salesforce::object::Object;
use crate::commands::salesforce::xml::Element;
use crate::failure::Failure;

const SOURCE: &str = "Lead";

/// What a lead can be converted to.
const TARGETS: [&str; 3] = ["Account", "Contact", "Opportunity"];

/// The mapping of the declared fields. Nothing of the seal is in it: a seal names its record, and would not hold in another.
///
/// An org has one such file, and takes it whole: what another one had mapped is mapped no more.
pub(crate) fn file(objects: &[Object], fields: &[Field]) -> Result<NewFile, Failure> {
    let has = |name: &&str| objects.iter().any(|object| object.name == **name);
    let targets: Vec<&str> = TARGETS.into_iter().filter(has).collect();
    if !has(&SOURCE) || targets.is_empty() {
        return Err(Failure::usage(format!(
            "--lead-conversion: name {SOURCE} and one of {} in --objects, or leave it out",
            TARGETS.join(", ")
        )));
    }
    let mappings = targets.into_iter().map(|target| {
        let declared = fields.iter().filter(|field| field.is_declared());
        let mapped = declared.map(|field| {
            let names = [Element::text("inputField", &field.name), Element::text("outputField", &field.name)];
            Element::group("mappingFields", names)
        });
        let ends = [Element::text("inputObject", SOURCE), Element::text("outputObject", target)];
        Element::group("objectMapping", mapped.chain(ends))
    });
    let path = "LeadConvertSettings/LeadConvertSettings.LeadConvertSetting-meta.xml".to_owned();
    Ok(NewFile::source(path, &Element::group("LeadConvertSettings", mappings)))
}
