//! Turns `catalogue/*.json` into static tables, so that nothing parses JSON at run time.
//!
//! Writes `tables.rs`: every key, sorted, and for each language its texts with the numbers of their keys.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

type Catalogue = BTreeMap<String, String>;

/// Said by JavaScript alone, which reads the catalogue itself or, in Salesforce, labels made of it: left out where every
/// byte is downloaded.
const ONLY_IN_JAVASCRIPT: &[&str] = &["export.", "chart.", "panel.", "flow.", "table.", "tile."];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=catalogue");
    let all_languages = env::var_os("CARGO_FEATURE_ALL_LANGUAGES").is_some();
    let mut languages: BTreeMap<String, Catalogue> = BTreeMap::new();
    for entry in fs::read_dir("catalogue")? {
        let path = entry?.path();
        let Some(tag) = language_tag(&path).filter(|tag| all_languages || tag == "en") else { continue };
        let text = fs::read_to_string(&path)?;
        let mut catalogue: Catalogue = serde_json::from_str(&text)
            .map_err(|error| format!("{}: {error}; expected one flat object of strings", path.display()))?;
        if !all_languages {
            catalogue.retain(|key, _| !ONLY_IN_JAVASCRIPT.iter().any(|prefix| key.starts_with(prefix)));
        }
        languages.insert(tag, catalogue);
    }
    let english = languages.get("en").ok_or("catalogue/en.json is missing: it is the source of every key")?;
    let keys: Vec<&String> = english.keys().collect();

    let mut rust = String::new();
    writeln!(
        rust,
        "/// Every key, sorted.\npub(crate) static KEYS: Lines = {};\n",
        lines(keys.iter().copied())
    )?;
    writeln!(rust, "/// Texts of a language, with the numbers of their keys, where it is compiled in.")?;
    writeln!(
        rust,
        "pub(crate) fn texts(language: Language) -> Option<Texts> {{\n    Some(match language {{"
    )?;
    for (tag, catalogue) in &languages {
        let mut numbers = Vec::new();
        for key in catalogue.keys() {
            let at = keys.binary_search(&key);
            numbers.push(
                at.map_err(|_| format!("catalogue/{tag}.json: {key:?} is not a key of en.json; correct it"))?,
            );
        }
        let (variant, lines) = (variant(tag), lines(catalogue.values()));
        writeln!(rust, "        Language::{variant} => Texts {{ keys: &{numbers:?}, lines: {lines} }},")?;
    }
    if !all_languages {
        writeln!(rust, "        _ => return None,")?;
    }
    writeln!(rust, "    }})\n}}")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("tables.rs"), rust)?;
    Ok(())
}

/// Lines end to end, and where each ends: a third of the size of as many references.
fn lines<'a>(lines: impl Iterator<Item = &'a String>) -> String {
    let (mut text, mut ends) = (String::new(), Vec::new());
    for line in lines {
        text.push_str(line);
        ends.push(text.len());
    }
    format!("Lines {{ text: {text:?}, ends: &{ends:?} }}")
}

/// `de` for `catalogue/de.json`; nothing for `status.json` and other neighbours.
fn language_tag(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    (stem.len() == 2 && path.extension()? == "json").then(|| stem.to_owned())
}

/// `De` for `de`.
fn variant(tag: &str) -> String {
    let (first, rest) = tag.split_at(1);
    first.to_uppercase() + rest
}
