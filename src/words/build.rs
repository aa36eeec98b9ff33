//! Turns `catalogue/*.json` into static tables, so that nothing parses JSON at run time.
//!
//! Writes `tables.rs`: `KEYS`, every key in order, and one match from a language to its `(key number, text)` pairs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

type Catalogue = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=catalogue");
    let mut languages: BTreeMap<String, Catalogue> = BTreeMap::new();
    for entry in fs::read_dir("catalogue")? {
        let path = entry?.path();
        let Some(tag) = language_tag(&path) else { continue };
        let text = fs::read_to_string(&path)?;
        let catalogue = serde_json::from_str(&text)
            .map_err(|error| format!("{}: {error}; expected one flat object of strings", path.display()))?;
        languages.insert(tag, catalogue);
    }
    let english = languages.get("en").ok_or("catalogue/en.json is missing: it is the source of every key")?;
    let keys: Vec<&String> = english.keys().collect();

    let mut rust = String::new();
    writeln!(rust, "/// Every key, sorted.\npub(crate) static KEYS: &[&str] = &{keys:?};\n")?;
    writeln!(rust, "/// Texts of a language, sorted by the number of their key.")?;
    writeln!(
        rust,
        "pub(crate) fn texts(language: Language) -> &'static [(u16, &'static str)] {{\n    match language {{"
    )?;
    for (tag, catalogue) in &languages {
        write!(rust, "        Language::{} => &[", variant(tag))?;
        for (key, text) in catalogue {
            let number = keys.binary_search(&key).map_err(|_| {
                format!("catalogue/{tag}.json: the key {key:?} is not in en.json; add it there or correct it")
            })?;
            write!(rust, "({number}, {text:?}), ")?;
        }
        writeln!(rust, "],")?;
    }
    writeln!(rust, "    }}\n}}")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("tables.rs"), rust)?;
    Ok(())
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
