//! What packages say of the project. It stands once, in the workspace's Cargo.toml: crates inherit it, other packages are given
//! it by `cargo xtask release`.

use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;

const MANIFEST: &str = "Cargo.toml";
const PACKAGE: &str = "workspace.package";
const PUBLISHING: &str = "workspace.metadata.publishing";

/// A member of the manifest, and the line that it is in; the line of its table where it is in none.
struct Fact {
    line: usize,
    value: Value,
}

/// What stands in the manifest, or what a rehearsal has in its place.
pub(crate) struct Facts {
    pub(crate) version: String,
    pub(crate) authors: Vec<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) repository: String,
    pub(crate) homepage: String,
    pub(crate) bugs: String,
    /// What keeps them from being published: place, what is wrong, remedy.
    pub(crate) problems: Vec<String>,
}

/// Addresses for a rehearsal, where the manifest has none.
#[derive(Default, clap::Args)]
pub(crate) struct Rehearsed {
    /// The repository's address, for a rehearsal
    #[arg(long, value_name = "URL")]
    pub(crate) repository: Option<String>,
    /// The home page's address, for a rehearsal
    #[arg(long, value_name = "URL")]
    pub(crate) homepage: Option<String>,
    /// Where mistakes are reported, for a rehearsal
    #[arg(long, value_name = "URL")]
    pub(crate) bugs: Option<String>,
}

impl Facts {
    /// Reads the manifest.
    pub(crate) fn read(workspace: &Workspace, rehearsed: &Rehearsed) -> Result<Self> {
        let manifest = fs::read_to_string(workspace.path(MANIFEST)).context("Cargo.toml cannot be read")?;
        let mut problems = Vec::new();
        let mut address = |table: &str, name: &str, given: &Option<String>| {
            let fact = fact(&manifest, table, name);
            let said = given.clone().unwrap_or_else(|| fact.value.as_str().unwrap_or_default().to_owned());
            let (place, wrong) = match given {
                Some(_) => (format!("--{name}"), format!("{said:?} is no https:// address")),
                None if said.is_empty() => {
                    (format!("{MANIFEST}:{}", fact.line), format!("`{name}` in [{table}] is not set"))
                }
                None => (format!("{MANIFEST}:{}", fact.line), format!("`{name}` is no https:// address")),
            };
            if !said.strip_prefix("https://").is_some_and(|rest| rest.contains('.')) {
                problems.push(format!(
                    "{place}: {wrong}: write the project's public address there, or rehearse with --{name} URL"
                ));
            }
            said
        };
        let repository = address(PACKAGE, "repository", &rehearsed.repository);
        let homepage = address(PACKAGE, "homepage", &rehearsed.homepage);
        let bugs = address(PUBLISHING, "bugs", &rehearsed.bugs);
        let mut list = |name: &str| -> Vec<String> {
            let fact = fact(&manifest, PACKAGE, name);
            let listed = fact.value.as_array().into_iter().flatten().filter_map(Value::as_str);
            let listed: Vec<_> = listed.filter(|text| !text.is_empty()).map(str::to_owned).collect();
            if listed.is_empty() {
                problems.push(format!(
                    "{MANIFEST}:{}: `{name}` in [{PACKAGE}] is not set: write a list of texts there, in one line",
                    fact.line
                ));
            }
            listed
        };
        let [authors, keywords] = ["authors", "keywords"].map(&mut list);
        let version = fact(&manifest, PACKAGE, "version").value.as_str().unwrap_or_default().to_owned();
        Ok(Self { version, authors, keywords, repository, homepage, bugs, problems })
    }

    /// What npm's manifest says of the project.
    pub(crate) fn for_npm(&self, folder: &str) -> Value {
        json!({
            "author": self.authors.join(", "),
            "homepage": self.homepage,
            "repository": { "type": "git", "url": format!("git+{}", self.repository), "directory": folder },
            "bugs": { "url": self.bugs },
            "keywords": self.keywords,
        })
    }
}

/// Reads one line of a manifest: what stands there is JSON too.
fn fact(manifest: &str, table: &str, name: &str) -> Fact {
    let heading = format!("[{table}]");
    let mut of_table = 1;
    let mut is_in = false;
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            is_in = line.trim_end() == heading;
            of_table = if is_in { index + 1 } else { of_table };
        }
        let value = line.strip_prefix(name).and_then(|rest| rest.trim_start().strip_prefix('='));
        if let (true, Some(value)) = (is_in, value) {
            return Fact { line: index + 1, value: serde_json::from_str(value).unwrap_or_default() };
        }
    }
    Fact { line: of_table, value: Value::Null }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_has_its_line_and_one_that_is_missing_that_of_its_table() {
        let manifest = "[workspace]\n\n[a.b]\nname = \"x\"\nlist = [\"y\", \"z\"]\n[c]\nname = \"no\"\n";
        let said = |table, name| {
            let Fact { line, value } = fact(manifest, table, name);
            (line, value)
        };
        assert_eq!(said("a.b", "name"), (4, json!("x")));
        assert_eq!(said("a.b", "list"), (5, json!(["y", "z"])));
        assert_eq!(said("a.b", "nam"), (3, Value::Null));
        assert_eq!(said("c", "list"), (6, Value::Null));
        assert_eq!(said("d", "name"), (1, Value::Null));
    }
}
