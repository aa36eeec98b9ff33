//! What others wrote and is in something that ships: the crates that are compiled into it, no build scripts, no procedural
//! macros; and the npm packages that are bundled.

use crate::step::Run;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// A crate, as `cargo tree` names it, or a package of npm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression.
    pub(crate) licence: String,
}

/// A crate's own folder, and who it says wrote it.
pub(crate) struct Source {
    pub(crate) folder: PathBuf,
    pub(crate) authors: Vec<String>,
    /// Whether it is of this repository.
    pub(crate) is_ours: bool,
}

/// The curve of the second engine (`www/src/engine/curve.ts`): the only code of npm that ships.
const BUNDLED: [&str; 2] = ["@noble/ed25519", "@noble/hashes"];

/// An npm package of which a script that ships has code.
pub(crate) struct Bundled {
    pub(crate) package: Crate,
    /// Hash of its archive, as the lock has it: `sha512-` and base64.
    pub(crate) integrity: String,
    /// Where it is installed.
    pub(crate) folder: String,
}

/// The npm packages in the second engine.
pub(crate) fn bundled(workspace: &Workspace) -> Result<Vec<Bundled>> {
    let lock = fs::read_to_string(workspace.path("package-lock.json"))
        .context("package-lock.json cannot be read")?;
    let lock: Value = serde_json::from_str(&lock).context("package-lock.json is no JSON")?;
    BUNDLED.iter().map(|name| locked(&lock, name)).collect()
}

/// A package of the lock, as modules of `www` find it.
fn locked(lock: &Value, name: &str) -> Result<Bundled> {
    let places = ["www/node_modules/", "node_modules/"].map(|folder| format!("{folder}{name}"));
    let found = places.into_iter().find_map(|place| Some((lock.get("packages")?.get(&place)?, place)));
    let (package, folder) = found.with_context(|| format!("package-lock.json has no {name}"))?;
    let said = |member: &str| {
        let value = package.get(member).and_then(Value::as_str).map(str::to_owned);
        value.with_context(|| format!("package-lock.json: {folder} has no {member}"))
    };
    let [version, licence, integrity] = [said("version")?, said("license")?, said("integrity")?];
    Ok(Bundled { package: Crate { name: name.to_owned(), version, licence }, integrity, folder })
}

/// A package and all that is compiled into it for a target.
pub(crate) fn linked(
    workspace: &Workspace,
    package: &str,
    target: &str,
    features: &[&str],
) -> Result<BTreeSet<Crate>> {
    let mut tree = workspace.cargo();
    tree.args(["tree", "--locked", "--package", package, "--target", target]).args(features);
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}|{l}"]);
    let tree = tree.captured("cargo tree")?;
    let crates: BTreeSet<_> = tree.lines().filter_map(read).collect();
    if crates.len() < 2 {
        bail!("cargo tree names no crates below {package}");
    }
    Ok(crates)
}

/// A line of `cargo tree`: `name v1.2.3 (/path)|MIT (*)`.
fn read(line: &str) -> Option<Crate> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let licence = licence.trim_end_matches("(*)").trim_end().replace('/', " OR ");
    Some(Crate { name: name.to_owned(), version: version.to_owned(), licence })
}

/// Where the sources of every crate are that the workspace asks for on a target.
pub(crate) struct Sources {
    packages: Vec<Value>,
}

impl Sources {
    /// Asks Cargo, which fetches what is not here.
    pub(crate) fn on(workspace: &Workspace, target: &str) -> Result<Self> {
        let mut metadata = workspace.cargo();
        metadata.args(["metadata", "--locked", "--format-version", "1", "--filter-platform", target]);
        let metadata = metadata.captured("cargo metadata")?;
        let mut metadata: Value =
            serde_json::from_str(&metadata).context("cargo metadata did not print JSON")?;
        let packages = metadata.get_mut("packages").map(Value::take);
        let Some(Value::Array(packages)) = packages else { bail!("cargo metadata lists no packages") };
        Ok(Self { packages })
    }

    /// That of one crate.
    pub(crate) fn of(&self, linked: &Crate) -> Result<Source> {
        let text = |package: &Value, name: &str| package.get(name).and_then(Value::as_str).map(str::to_owned);
        let found = self.packages.iter().find(|package| {
            text(package, "name").as_ref() == Some(&linked.name)
                && text(package, "version").as_ref() == Some(&linked.version)
        });
        let manifest = found.and_then(|package| text(package, "manifest_path")).map(PathBuf::from);
        let (Some(package), Some(folder)) = (found, manifest.as_deref().and_then(|path| path.parent()))
        else {
            bail!("cargo metadata does not know {} {}", linked.name, linked.version);
        };
        let authors = package.get("authors").and_then(Value::as_array).into_iter().flatten();
        Ok(Source {
            folder: folder.to_owned(),
            authors: authors.filter_map(Value::as_str).map(str::to_owned).collect(),
            is_ours: package.get("source").is_none_or(Value::is_null),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bundled_package_is_the_one_that_is_nearest_to_the_scripts() {
        let package = |version| json!({"version": version, "license": "MIT", "integrity": "sha512-AA=="});
        let lock = json!({"packages": {
            "node_modules/@a/b": package("1.0.0"), "www/node_modules/@a/b": package("3.0.0"),
            "node_modules/@a/c": package("2.0.0"), "node_modules/d": {},
        }});
        let found =
            |name| locked(&lock, name).map(|found| format!("{} {}", found.folder, found.package.version));
        assert_eq!(found("@a/b").unwrap(), "www/node_modules/@a/b 3.0.0");
        assert_eq!(found("@a/c").unwrap(), "node_modules/@a/c 2.0.0");
        assert!(found("d").unwrap_err().to_string().contains("node_modules/d has no version"));
        assert!(found("e").unwrap_err().to_string().contains("has no e"));
    }

    #[test]
    fn a_line_of_the_tree_is_read_with_and_without_path_and_mark() {
        let read = |line| read(line).map(|Crate { name, version, licence }| [name, version, licence]);
        let words = |words: [&str; 3]| Some(words.map(str::to_owned));
        assert_eq!(read("sha2 v0.11.1|MIT OR Apache-2.0"), words(["sha2", "0.11.1", "MIT OR Apache-2.0"]));
        assert_eq!(read("rlsf v0.2.3|MIT/Apache-2.0"), words(["rlsf", "0.2.3", "MIT OR Apache-2.0"]));
        assert_eq!(read("touchmark v0.1.0 (/a b/src/core)|MIT (*)"), words(["touchmark", "0.1.0", "MIT"]));
        assert_eq!(read("[build-dependencies]"), None);
    }
}
