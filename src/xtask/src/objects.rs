//! `cargo xtask objects`: describe results → the field types of the standard objects that are built in.

use crate::workspace::Workspace;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use touchmark_seal::{FieldTypes, FieldTypesError};

/// Where `touchmark-seal` takes them from.
const TABLE: &str = "src/seal/src/standard_objects.tsv";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder of describe results, each called as its object, such as Order.json; other objects keep their rows
    folder: PathBuf,
    /// Change nothing, and fail if anything would change
    #[arg(long)]
    check: bool,
}

/// Writes the table, or checks it, and prints the rows that are not the same.
pub(crate) fn write(workspace: &Workspace, options: &Options) -> Result<()> {
    let path = workspace.path(TABLE);
    let old = fs::read_to_string(&path).with_context(|| format!("{TABLE} cannot be read"))?;
    let described = described(&options.folder)?;
    let is_kept = |row: &&str| row.split('\t').next().is_none_or(|object| !described.contains_key(object));
    let kept = old.lines().filter(is_kept);
    let rows: BTreeSet<&str> = kept.chain(described.values().flatten().map(String::as_str)).collect();
    let new: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let before: BTreeSet<&str> = old.lines().collect();
    for row in before.difference(&rows) {
        println!("- {row}");
    }
    for row in rows.difference(&before) {
        println!("+ {row}");
    }
    let objects = described.keys().cloned().collect::<Vec<_>>().join(", ");
    if new == old {
        println!("{TABLE} is what {objects} say");
        return Ok(());
    }
    if options.check {
        bail!(
            "{TABLE} is not what {objects} say, as above: `cargo xtask objects {}` makes it so",
            options.folder.display()
        );
    }
    fs::write(&path, new).with_context(|| format!("{TABLE} cannot be written"))?;
    println!("{TABLE} is written from {objects}");
    Ok(())
}

/// The rows of each object that is described.
fn described(folder: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut described = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry.with_context(|| format!("{} cannot be read", folder.display()))?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let object = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let rows = rows(&object, &path).with_context(|| path.display().to_string())?;
        described.insert(object, rows);
    }
    if described.is_empty() {
        bail!(
            "{} holds no describe results: put what `sf sobject describe --sobject Order --json` prints into Order.json there",
            folder.display()
        );
    }
    Ok(described)
}

fn rows(object: &str, path: &Path) -> Result<Vec<String>> {
    if !FieldTypes::standard_objects().any(|known| known == object) {
        bail!(
            "{object} is no object with a table; add it to OBJECTS in src/seal/src/standard_objects.rs, with its key prefix"
        );
    }
    let text = fs::read_to_string(path).context("cannot be read as UTF-8")?;
    let types = FieldTypes::from_json(&text, object).map_err(|error| match error {
        FieldTypesError::OtherObject(name) => anyhow!("describes {name}; call the file {name}.json"),
        error => error.into(),
    })?;
    let rows: Vec<_> =
        types.standard_fields().map(|(field, kind)| format!("{object}\t{field}\t{kind}")).collect();
    if rows.is_empty() {
        bail!("describes no standard field; describe {object} as somebody who may see all of its fields");
    }
    Ok(rows)
}
