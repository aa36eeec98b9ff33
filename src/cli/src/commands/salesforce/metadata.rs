//! What metadata files of an org say about seals, as source or as the Metadata API gives it: files of a folder → facts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use roxmltree::{Document, Node};
use serde::Serialize;

use crate::commands::salesforce::field::is_ours;
use crate::failure::Failure;
use crate::files::read_plain;

/// No metadata file that an org gives out is longer.
const MAX_FILE: u64 = 64 << 20;

/// Folders of one in another; a project has seven or so.
const MAX_DEPTH: usize = 32;

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Object,
    Field,
    ValidationRule,
    PermissionSet,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Field => "field",
            Self::ValidationRule => "validation rule",
            Self::PermissionSet => "permission set",
        }
    }
}

/// A part of an org: kind and API name.
pub(crate) type Part = (Kind, String);

/// What is said of a part: its properties, and the file that says them.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) file: String,
}

/// What a folder says of the parts that seals need.
pub(crate) type Facts = BTreeMap<Part, Said>;

/// Elements of a field that are compared, with what the platform takes where one is missing.
const OF_FIELD: [(&str, &str); 11] = [
    ("type", ""),
    ("length", ""),
    ("precision", ""),
    ("scale", ""),
    ("unique", "false"),
    ("externalId", "false"),
    ("caseSensitive", "false"),
    ("required", "false"),
    ("trackHistory", "false"),
    ("formula", ""),
    ("defaultValue", ""),
];

/// How the fields of an object are called that a permission set shows all of.
const ALL_FIELDS: &str = ".*";

const OF_RULE: [(&str, &str); 2] = [("active", "false"), ("errorConditionFormula", "")];

/// Reads every metadata file below a folder that may say something of seals.
pub(crate) fn read(folder: &Path) -> Result<Facts, Failure> {
    let mut files = Vec::new();
    list(folder, "", 0, &mut files)?;
    files.sort();
    let mut facts = Facts::new();
    for file in files {
        read_file(folder, &file, &mut facts)?;
    }
    let objects: Vec<String> = facts
        .keys()
        .filter(|(kind, _)| *kind == Kind::Field)
        .filter_map(|(_, name)| Some(name.split_once('.')?.0.to_owned()))
        .collect();
    // An object that holds no seals is nobody's business here, nor who sees all of it.
    facts.retain(|(kind, name), said| {
        let is_about_seals = |part: &str| {
            part.strip_suffix(ALL_FIELDS).is_none_or(|object| objects.iter().any(|one| one == object))
        };
        said.properties.retain(|part, _| *kind != Kind::PermissionSet || is_about_seals(part));
        match kind {
            Kind::Object => objects.contains(name),
            Kind::PermissionSet => !said.properties.is_empty() || is_ours_by_name(name),
            Kind::Field | Kind::ValidationRule => true,
        }
    });
    if facts.is_empty() {
        return Err(Failure::input(format!(
            "{}: nothing below says anything of seals: name a folder with `objects` and `permissionsets` in it, unpacked if \
             the org gave an archive",
            folder.display()
        )));
    }
    Ok(facts)
}

/// Paths below a folder, with `/`. Links are not followed, and what tools hide is left hidden.
fn list(folder: &Path, under: &str, depth: usize, found: &mut Vec<String>) -> Result<(), Failure> {
    let entries =
        fs::read_dir(folder.join(under)).map_err(|error| unreadable(&folder.join(under), &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Failure::io(folder, "read", &error))?;
        let kind = entry.file_type().map_err(|error| Failure::io(&entry.path(), "read", &error))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{under}{name}");
        if kind.is_dir() && !name.starts_with('.') && name != "node_modules" && depth < MAX_DEPTH {
            list(folder, &format!("{path}/"), depth + 1, found)?;
        } else if kind.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::NotADirectory {
        let folder = folder.display();
        return Failure::input(format!(
            "{folder} is no folder; unpack an archive first, and name its folder"
        ));
    }
    Failure::io(folder, "read", error)
}

/// Reads a file by its name: with `-meta.xml` as source has it, without as the Metadata API gives it.
fn read_file(folder: &Path, file: &str, facts: &mut Facts) -> Result<(), Failure> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let Some((stem, suffix)) = name.strip_suffix("-meta.xml").unwrap_or(name).rsplit_once('.') else {
        return Ok(());
    };
    if !["object", "field", "validationRule", "permissionset"].contains(&suffix) {
        return Ok(());
    }
    let path = folder.join(file);
    let bytes = read_plain(&path, MAX_FILE)?.unwrap_or_default();
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::io(&path, "read", &std::io::ErrorKind::InvalidData.into()))?;
    let document = Document::parse(&text).map_err(|error| {
        Failure::at(path.display(), format_args!("is no XML that is read here: {error}; retrieve it again"))
    })?;
    let root = document.root_element();
    let mut twice = None;
    let mut say = |kind, name: String, properties| {
        let said: &mut Said = facts.entry((kind, name)).or_default();
        // An object's own file may be beside others that say more of it.
        if kind != Kind::Object && !said.file.is_empty() && twice.is_none() {
            twice = Some(said.file.clone());
        }
        said.properties.extend(properties);
        said.file = path.display().to_string();
    };
    // Source has the object's name in the path alone: objects/Contact/fields/A__c.field-meta.xml.
    let of_object = file.rsplit('/').nth(2).unwrap_or_default();
    match suffix {
        "object" => {
            let history =
                [("enableHistory".to_owned(), text_of(root, "enableHistory").unwrap_or("false".into()))];
            say(Kind::Object, stem.to_owned(), history.into());
            for (list, kind) in [("fields", Kind::Field), ("validationRules", Kind::ValidationRule)] {
                for part in children(root, list) {
                    let name = text_of(part, "fullName").unwrap_or_default();
                    if let Some(properties) = properties(kind, &name, part) {
                        say(kind, format!("{stem}.{name}"), properties);
                    }
                }
            }
        }
        "field" | "validationRule" => {
            let kind = if suffix == "field" { Kind::Field } else { Kind::ValidationRule };
            if let Some(properties) = properties(kind, stem, root) {
                say(kind, format!("{of_object}.{stem}"), properties);
            }
        }
        _ => {
            say(Kind::PermissionSet, stem.to_owned(), grants(root));
        }
    }
    let Some(other) = twice else { return Ok(()) };
    Err(Failure::at(
        path.display(),
        format_args!("says again what {other} says: name a folder that has each part once"),
    ))
}

/// What is compared of a field or a rule; nothing where it is none of ours.
fn properties(kind: Kind, name: &str, part: Node<'_, '_>) -> Option<BTreeMap<String, String>> {
    let (elements, is_compared): (&[_], _) = match kind {
        Kind::Field => (&OF_FIELD, is_ours(name)),
        _ => (&OF_RULE, is_ours_by_name(name)),
    };
    let said = |(element, default): &(&str, &str)| {
        let said = text_of(part, element).unwrap_or_else(|| (*default).to_owned());
        (!said.is_empty()).then(|| ((*element).to_owned(), said))
    };
    is_compared.then(|| elements.iter().filter_map(said).collect())
}

/// What a permission set grants of ours.
fn grants(root: Node<'_, '_>) -> BTreeMap<String, String> {
    let mut grants = BTreeMap::new();
    let is_granted = |part, element| text_of(part, element).is_some_and(|said| said == "true");
    for part in children(root, "fieldPermissions") {
        let field = text_of(part, "field").unwrap_or_default();
        let access = match (is_granted(part, "readable"), is_granted(part, "editable")) {
            (_, true) => "read and edit",
            (true, false) => "read",
            (false, false) => continue,
        };
        if field.split_once('.').is_some_and(|(_, name)| is_ours(name)) {
            grants.insert(field, access.to_owned());
        }
    }
    for part in children(root, "objectPermissions").filter(|part| is_granted(*part, "viewAllFields")) {
        let object = text_of(part, "object").unwrap_or_default();
        grants.insert(format!("{object}{ALL_FIELDS}"), "read".to_owned());
    }
    for (list, element) in [("classAccesses", "apexClass"), ("customPermissions", "name")] {
        for part in children(root, list).filter(|part| is_granted(*part, "enabled")) {
            let name = text_of(part, element).unwrap_or_default();
            if is_ours_by_name(&name) {
                grants.insert(name, "granted".to_owned());
            }
        }
    }
    grants
}

/// Rules, permission sets, permissions and classes of the package begin so.
fn is_ours_by_name(name: &str) -> bool {
    name.starts_with("Touchmark")
}

fn children<'a, 'i: 'a>(of: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    of.children().filter(move |child| child.tag_name().name() == name)
}

/// The text of an element, as formulas are compared: how it is broken into lines says nothing.
fn text_of(of: Node<'_, '_>, name: &str) -> Option<String> {
    let element = of.children().find(|child| child.tag_name().name() == name)?;
    let words: Vec<&str> = element.text().unwrap_or_default().split_whitespace().collect();
    Some(words.join(" "))
}
