//! The catalogue → what Salesforce calls custom labels: their texts in English, a translation for each language, and the
//! module through which the Lightning components read them.

use crate::artefact::empty_folder;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const CATALOGUE: &str = "src/words/catalogue";
const PROJECT: &str = "lwc-wrapper";

/// Each language of the catalogue, and Salesforce's code for it.
const LANGUAGES: [(&str, &str); 23] = [
    ("bg", "bg"),
    ("cs", "cs"),
    ("da", "da"),
    ("de", "de"),
    ("el", "el"),
    ("es", "es"),
    ("et", "et"),
    ("fi", "fi"),
    ("fr", "fr"),
    ("ga", "ga"),
    ("hr", "hr"),
    ("hu", "hu"),
    ("it", "it"),
    ("lt", "lt"),
    ("lv", "lv"),
    ("mt", "mt"),
    ("nl", "nl_NL"),
    ("pl", "pl"),
    ("pt", "pt_PT"),
    ("ro", "ro"),
    ("sk", "sk"),
    ("sl", "sl"),
    ("sv", "sv"),
];

/// What the platform allows a label's name, and its text.
const NAME_LIMIT: usize = 80;
const TEXT_LIMIT: usize = 1000;

/// Says which language the labels came in, so that it is pronounced rightly where an org has no translation.
const LANGUAGE_LABEL: &str = "Touchmark_language";

/// Writes the labels, their translations and `c/touchmarkWords/labels.js`.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let english = texts(workspace, "en")?;
    let source = workspace.path(PROJECT).join("force-app/main/default");
    let labels = source.join("labels");
    empty_folder(&labels)?;
    save(&labels.join("CustomLabels.labels-meta.xml"), &custom_labels(&english)?)?;
    save(&source.join("lwc/touchmarkWords/labels.js"), &module(&english))?;

    // A package folder of its own: an org without the Translation Workbench refuses translations.
    let translations = workspace.path(PROJECT).join("translations/main/default/translations");
    empty_folder(&translations)?;
    for (tag, code) in LANGUAGES {
        let translated = translation(tag, &texts(workspace, tag)?)?;
        save(&translations.join(format!("{code}.translation-meta.xml")), &translated)?;
    }
    println!("  {} labels in {} languages → {PROJECT}", english.len() + 1, LANGUAGES.len() + 1);
    Ok(())
}

fn texts(workspace: &Workspace, tag: &str) -> Result<Vec<(String, String)>> {
    let path = workspace.path(CATALOGUE).join(format!("{tag}.json"));
    let name = path.display();
    let text = fs::read_to_string(&path).with_context(|| format!("{name} cannot be read"))?;
    let texts: Map<String, Value> =
        serde_json::from_str(&text).with_context(|| format!("{name} is no object of texts"))?;
    let mut texts = texts
        .into_iter()
        .map(|(key, text)| match text {
            Value::String(text) => Ok((key, text)),
            other => bail!("{name}: {key} is {other}, not a text"),
        })
        .collect::<Result<Vec<_>>>()?;
    texts.sort();
    Ok(texts)
}

fn custom_labels(english: &[(String, String)]) -> Result<String> {
    let mut xml = opening("CustomLabels");
    let language = (LANGUAGE_LABEL.to_owned(), "language".to_owned(), "en".to_owned());
    let named = english.iter().map(|(key, text)| (label_name(key), key.clone(), text.clone()));
    for (name, key, text) in [language].into_iter().chain(named) {
        within_limits(&name, &text)?;
        write!(
            xml,
            "    <labels>\n        <fullName>{name}</fullName>\n        <categories>touchmark</categories>\n        \
             <language>en_US</language>\n        <protected>false</protected>\n        \
             <shortDescription>{}</shortDescription>\n        <value>{}</value>\n    </labels>\n",
            escaped(&key),
            escaped(&text)
        )?;
    }
    xml.push_str("</CustomLabels>\n");
    Ok(xml)
}

fn translation(tag: &str, texts: &[(String, String)]) -> Result<String> {
    let mut xml = opening("Translations");
    let language = (LANGUAGE_LABEL.to_owned(), tag.to_owned());
    let named = texts.iter().map(|(key, text)| (label_name(key), text.clone()));
    for (name, text) in [language].into_iter().chain(named) {
        within_limits(&name, &text)?;
        write!(
            xml,
            "    <customLabels>\n        <label>{}</label>\n        <name>{name}</name>\n    </customLabels>\n",
            escaped(&text)
        )?;
    }
    xml.push_str("</Translations>\n");
    Ok(xml)
}

/// The platform resolves labels when it compiles: each one that is used must be imported by name.
fn module(english: &[(String, String)]) -> String {
    let mut script = String::from("// Written by `cargo xtask build` from src/words/catalogue/en.json.\n");
    let mut table = String::new();
    for (at, (key, _)) in english.iter().enumerate() {
        let name = label_name(key);
        script.push_str(&format!("import label{at} from '@salesforce/label/c.{name}';\n"));
        table.push_str(&format!("    '{key}': label{at},\n"));
    }
    script.push_str(&format!("import language from '@salesforce/label/c.{LANGUAGE_LABEL}';\n\n"));
    script.push_str(
        "export { language };\n\n/** The text of each catalogue key, in the viewer's language. */\n",
    );
    script.push_str(&format!("export const labels = {{\n{}\n}};\n", table.trim_end().trim_end_matches(',')));
    script
}

/// `origin.ai-generated` → `Touchmark_origin_ai_generated`.
fn label_name(key: &str) -> String {
    format!("Touchmark_{}", key.replace(['.', '-'], "_"))
}

fn within_limits(name: &str, text: &str) -> Result<()> {
    if name.len() > NAME_LIMIT || text.chars().count() > TEXT_LIMIT {
        bail!("{name} is longer than Salesforce takes: {NAME_LIMIT} characters a name, {TEXT_LIMIT} a text");
    }
    Ok(())
}

fn opening(root: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn save(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
