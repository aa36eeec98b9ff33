//! `touchmark salesforce fields`: the source of what an org needs before sealed records can be loaded.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::commands::salesforce::field::{fields, tiers};
use crate::commands::salesforce::folder::{NewFile, write};
use crate::commands::salesforce::object::Object;
use crate::commands::salesforce::object_parts::Validation;
use crate::commands::salesforce::{access, estimate, lead_conversion, object_parts};
use crate::console::{answer_json, report};
use crate::failure::{Exit, Failure};
use crate::json_text::pretty;
use crate::options::TextOrJson;
use touchmark::json::{object, texts};

/// Write the fields, access, rules and views that sealed records need, as Salesforce DX source.
///
/// For each object: the fields of the seal and of what is declared, list views, validation rules, a report type and a
/// trigger; and permission sets for all of them. The same options give the same files. The triggers and Touchmark Viewer
/// name Apex classes of the Lightning package: deploy them together.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark salesforce fields --objects Contact,Lead --out force-app/main/default
  touchmark salesforce fields --objects Loan__c --tier Personal,Credit --out touchmark/main/default
  touchmark salesforce fields --objects Contact,Loan__c --estimate")]
pub(crate) struct SalesforceFields {
    /// Objects whose records will be sealed: Account, Case, Contact, Lead, Opportunity, or custom ones
    #[arg(long, value_name = "OBJECT,…", value_delimiter = ',', required = true)]
    pub(crate) objects: Vec<String>,
    /// Folder of the source, such as force-app/main/default; made where there is none
    #[arg(long, short, value_name = "DIR", required_unless_present = "estimate")]
    pub(crate) out: Option<PathBuf>,
    /// Tiers of restricted fields, as `seal --restricted` names them
    #[arg(long, value_name = "TIER,…", value_delimiter = ',', default_value = "Personal")]
    pub(crate) tier: Vec<String>,
    /// The rule that a record which is ticked as synthetic says its source, method and confidence
    #[arg(long, value_enum, default_value_t = Validation::Inactive)]
    pub(crate) validation: Validation,
    /// Folder for the mapping by which converted leads keep what they declare; deploy it by itself, it replaces the org's own
    #[arg(long, value_name = "DIR")]
    pub(crate) lead_conversion: Option<PathBuf>,
    /// Replace existing files whose content differs
    #[arg(long)]
    pub(crate) force: bool,
    /// Write nothing; say what this takes of the limits of an object and of the org
    #[arg(long, conflicts_with_all = ["out", "force", "validation", "lead_conversion"])]
    pub(crate) estimate: bool,
    /// How to answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
}

pub(crate) fn run(args: &SalesforceFields) -> Result<Exit, Failure> {
    let mut objects = Object::list(&args.objects)?;
    objects.sort_by(|one, other| one.name.cmp(&other.name));
    let tiers = tiers(&args.tier)?;
    let fields = fields(&tiers);
    let Some(out) = &args.out else { return estimate::answer(&objects, &fields, args.format) };
    let mut files = access::files(&objects, &tiers, &fields);
    files.extend(object_parts::trigger_test(&objects));
    for object in &objects {
        let folder = format!("objects/{}/fields", object.name);
        files.extend(fields.iter().map(|field| {
            NewFile::source(format!("{folder}/{}.field-meta.xml", field.name), &field.custom_field())
        }));
        files.extend(object_parts::files(object, args.validation));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    if let Some(path) = shared_path(&files) {
        return Err(Failure::usage(format!(
            "--objects, --tier: two of these would share {path}; leave one of them out, and add its parts by hand"
        )));
    }
    // Made first: where there can be none, nothing is written.
    let mapping = args.lead_conversion.as_ref().map(|_| lead_conversion::file(&objects, &fields));
    let mapping = mapping.transpose()?;
    let mut written = write(out, &files, args.force)?;
    if let (Some(folder), Some(file)) = (&args.lead_conversion, mapping) {
        let more = write(folder, &[file], args.force)?;
        let named = |path: String| folder.join(path).display().to_string();
        written.written.extend(more.written.into_iter().map(named));
        written.unchanged.extend(more.unchanged.into_iter().map(named));
        report!(
            "{}: replaces the org's own mapping of leads when deployed; retrieve that first, and add its fields",
            folder.display()
        );
    }
    if args.format == TextOrJson::Json {
        let lists = [("written", &written.written), ("unchanged", &written.unchanged)];
        let lists = lists.map(|(name, paths)| (name.into(), Some(texts(paths.iter().map(String::as_str)))));
        answer_json(&pretty(&object(lists))?)?;
    }
    let [new, old] = [&written.written, &written.unchanged].map(Vec::len);
    report!("Written: {new}; already there: {old}; in {}", out.display());
    for object in objects.iter().filter(|object| !object.is_standard()) {
        let name = &object.name;
        report!(
            "{name}: have its own definition say <enableHistory>true</enableHistory>, or no history is kept"
        );
    }
    Ok(Exit::Ok)
}

/// A path that two files would have, in an org and on many disks: upper and lower case are the same there.
fn shared_path(files: &[NewFile]) -> Option<&str> {
    let mut known = BTreeSet::new();
    files.iter().map(|file| file.path.as_str()).find(|path| !known.insert(path.to_ascii_lowercase()))
}
