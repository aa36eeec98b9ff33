//! `cargo xtask sbom`: what a reviewer of the Salesforce package asks for. A list of every crate that is compiled into
//! what ships (CycloneDX), and the hash of every file that is deployed.

use crate::artefact::{COMPONENTS, VERIFIER, WasmCrate, empty_folder};
use crate::house::House;
use crate::step::Run;
use crate::tool::{self, WASM_TARGET};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What `sf project deploy` takes.
const DEPLOYED: &str = "lwc-wrapper/force-app/main/default";

/// Writes `target/sbom/{<crate>.cdx.json, SHA256SUMS}`.
pub(crate) fn write(house: &House) -> Result<()> {
    let folder = house.target("sbom")?;
    empty_folder(&folder)?;
    let lock = fs::read_to_string(house.path("Cargo.lock")).context("Cargo.lock cannot be read")?;
    let checksums = checksums(&lock);
    for artefact in [&VERIFIER, &COMPONENTS] {
        let bill = bill_of_materials(house, artefact, &checksums)?;
        let file = folder.join(format!("{}.cdx.json", artefact.package));
        let count = bill.pointer("/components").and_then(Value::as_array).map_or(0, Vec::len);
        fs::write(&file, format!("{bill:#}\n"))
            .with_context(|| format!("{} cannot be written", file.display()))?;
        println!("{}: {count} crates", file.display());
    }
    let sums = hashes(&house.need(DEPLOYED, "run this in a whole clone")?)?;
    let file = folder.join("SHA256SUMS");
    fs::write(&file, &sums).with_context(|| format!("{} cannot be written", file.display()))?;
    println!(
        "{}: {} files; check with `sha256sum --check` in {DEPLOYED}",
        file.display(),
        sums.lines().count()
    );
    Ok(())
}

/// CycloneDX 1.5, of crates that run in the browser: no build scripts, no procedural macros, no time stamp, so that the
/// same sources give the same bytes.
fn bill_of_materials(
    house: &House,
    artefact: &WasmCrate,
    checksums: &BTreeMap<(String, String), String>,
) -> Result<Value> {
    let mut tree = house.cargo();
    tree.args(["tree", "--locked", "--package", artefact.package, "--target", WASM_TARGET]);
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}|{l}"]);
    let tree = tree.captured("cargo tree")?;
    let mut components = Vec::new();
    let mut version = "";
    for line in tree.lines().collect::<BTreeSet<_>>() {
        let Some((name, number, license)) = package(line) else { continue };
        if name == artefact.package {
            version = number;
            continue;
        }
        // A crate of this repository has none.
        let checksum = checksums.get(&(name.to_owned(), number.to_owned()));
        let purl = checksum.map(|_| format!("pkg:cargo/{name}@{number}"));
        let hashes = checksum.map(|content| json!([{ "alg": "SHA-256", "content": content }]));
        let component = without_nulls(json!({
            "type": "library",
            "bom-ref": format!("{name}@{number}"),
            "name": name,
            "version": number,
            "licenses": [{ "expression": license.replace('/', " OR ") }],
            "purl": purl,
            "hashes": hashes,
        }));
        if !components.contains(&component) {
            components.push(component);
        }
    }
    if version.is_empty() || components.is_empty() {
        bail!("cargo tree names no crates below {}", artefact.package);
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "library", "name": artefact.package, "version": version } },
        "components": components,
    }))
}

fn without_nulls(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    object
}

/// A line of `cargo tree`: `name v1.2.3 (/path)|MIT (*)`.
fn package(line: &str) -> Option<(&str, &str, &str)> {
    let (package, license) = line.split_once('|')?;
    let mut words = package.split(' ');
    Some((words.next()?, words.next()?.strip_prefix('v')?, license.trim_end_matches("(*)").trim_end()))
}

/// Hashes of the registry's archives, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let member = |block: &str, name: &str| {
        let start = format!("{name} = \"");
        block.lines().find_map(|line| Some(line.strip_prefix(&start)?.strip_suffix('"')?.to_owned()))
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            Some(((member(block, "name")?, member(block, "version")?), member(block, "checksum")?))
        })
        .collect()
}

fn hashes(folder: &Path) -> Result<String> {
    let mut files = files_below(folder)?;
    files.sort();
    let mut sums = String::new();
    for file in files {
        let name = file
            .strip_prefix(folder)
            .context("a file outside its folder")?
            .to_string_lossy()
            .replace('\\', "/");
        let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        sums.push_str(&format!("{}  {name}\n", tool::hex(&Sha256::digest(bytes))));
    }
    Ok(sums)
}

/// All but the tests, which stay here.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if !path.is_dir() {
            files.push(path);
        } else if !path.ends_with("__tests__") {
            files.extend(files_below(&path)?);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_tree_is_read_with_and_without_path_and_mark() {
        assert_eq!(package("sha2 v0.11.1|MIT OR Apache-2.0"), Some(("sha2", "0.11.1", "MIT OR Apache-2.0")));
        assert_eq!(package("touchmark v0.1.0 (/a b/src/core)|MIT (*)"), Some(("touchmark", "0.1.0", "MIT")));
        assert_eq!(package("[build-dependencies]"), None);
    }

    #[test]
    fn a_crate_of_this_repository_has_no_checksum() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"00\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";
        let found = checksums(lock);
        assert_eq!(found.len(), 1);
        assert_eq!(found.get(&("a".to_owned(), "1.0.0".to_owned())).map(String::as_str), Some("00"));
    }
}
