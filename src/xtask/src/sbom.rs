//! `cargo xtask sbom`: what a reviewer of the Salesforce package asks for. A list of every crate and npm package that is in
//! what ships (CycloneDX), and the hash of every file that is deployed.
//!
//! By hand, in 100 lines. `cargo-cyclonedx` 0.5.9 as a library was measured: for the verifier it lists 24 crates where 16 are
//! linked, with procedural macros and what other packages' features turn on; its references hold the path of the clone, so
//! that two machines write two lists; it brings 38 crates and 96 s of compiling, and promises no stable interface.

use crate::artefact::{BROWSER_CRATES, VERIFIER, empty_folder};
use crate::linked::{Bundled, Crate, bundled, linked};
use crate::tool::{self, WASM_TARGET};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use touchmark::encoding::from_base64;

/// What `sf project deploy` takes.
const DEPLOYED: &str = "lwc-wrapper/force-app/main/default";

/// Writes `target/sbom/{<crate>.cdx.json, SHA256SUMS}`.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let folder = workspace.target("sbom")?;
    empty_folder(&folder)?;
    for package in BROWSER_CRATES {
        let file = folder.join(format!("{package}.cdx.json"));
        let count = write_bill(workspace, package, WASM_TARGET, &file)?;
        println!("{}: {count} components", file.display());
    }
    let sums = hashes(&workspace.need(DEPLOYED, "run this in a whole clone")?)?;
    let file = folder.join("SHA256SUMS");
    fs::write(&file, &sums).with_context(|| format!("{} cannot be written", file.display()))?;
    println!(
        "{}: {} files; check with `sha256sum --check` in {DEPLOYED}",
        file.display(),
        sums.lines().count()
    );
    Ok(())
}

/// The list of one package's crates, on one target, in a file; and of the npm packages that its second engine brings.
pub(crate) fn write_bill(workspace: &Workspace, package: &str, target: &str, file: &Path) -> Result<usize> {
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("Cargo.lock cannot be read")?;
    let of_npm = if package == VERIFIER.package { bundled(workspace)? } else { Vec::new() };
    let crates = linked(workspace, package, target, &[])?;
    let bill = bill_of_materials(package, &crates, &checksums(&lock), &of_npm)?;
    fs::write(file, format!("{bill:#}\n"))
        .with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(bill.pointer("/components").and_then(Value::as_array).map_or(0, Vec::len))
}

/// CycloneDX 1.5, without a time stamp, so that the same sources give the same bytes.
fn bill_of_materials(
    package: &str,
    crates: &BTreeSet<Crate>,
    checksums: &BTreeMap<(String, String), String>,
    of_npm: &[Bundled],
) -> Result<Value> {
    let of_cargo = |linked: &Crate| {
        let Crate { name, version, .. } = linked;
        // A crate of this repository has none.
        let checksum = checksums.get(&(name.clone(), version.clone()));
        let archive = checksum.map(|sum| (format!("pkg:cargo/{name}@{version}"), "SHA-256", sum.clone()));
        component(linked, archive)
    };
    let root = crates.iter().find(|linked| linked.name == package);
    let root = root.with_context(|| format!("cargo tree does not name {package} itself"))?;
    let crates = crates.iter().filter(|&linked| linked != root).map(of_cargo);
    let components = crates.map(Ok).chain(of_npm.iter().map(npm_component)).collect::<Result<Vec<_>>>()?;
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "library", "name": package, "version": root.version } },
        "components": components,
    }))
}

fn npm_component(bundled: &Bundled) -> Result<Value> {
    let Crate { name, version, .. } = &bundled.package;
    let hash = bundled.integrity.strip_prefix("sha512-").and_then(from_base64);
    let hash = hash.with_context(|| format!("package-lock.json: {name} has no SHA-512"))?;
    let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
    Ok(component(&bundled.package, Some((purl, "SHA-512", tool::hex(&hash)))))
}

/// One part of the list; with its archive's address, kind of hash and hash, where it has an archive.
fn component(package: &Crate, archive: Option<(String, &str, String)>) -> Value {
    let Crate { name, version, licence } = package;
    let (purl, hashes) =
        archive.map(|(purl, alg, content)| (purl, json!([{ "alg": alg, "content": content }]))).unzip();
    without_nulls(json!({
        "type": "library",
        "bom-ref": format!("{name}@{version}"),
        "name": name,
        "version": version,
        "licenses": [{ "expression": licence }],
        "purl": purl,
        "hashes": hashes,
    }))
}

fn without_nulls(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    object
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

/// What `sha256sum --check` reads, of everything below a folder but tests.
pub(crate) fn hashes(folder: &Path) -> Result<String> {
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
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
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
    fn a_crate_of_this_repository_has_no_checksum() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"00\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";
        let found = checksums(lock);
        assert_eq!(found.len(), 1);
        assert_eq!(found.get(&("a".to_owned(), "1.0.0".to_owned())).map(String::as_str), Some("00"));
    }
}
