//! `THIRD-PARTY-NOTICES`: the terms of everything that others wrote and that is in what ships.
//!
//! Every text is a crate's own file, whole, and stands once. A crate that brings none is listed with its authors and the
//! text of the licence that it names.

use crate::artefact::{BROWSER_CRATES, VERIFIER};
use crate::linked::{Bundled, Crate, Source, Sources, bundled, linked};
use crate::step::Run;
use crate::tool::WASM_TARGET;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the npm package has it.
pub(crate) const NPM: &str = "www/THIRD-PARTY-NOTICES";

/// What tools of npm leave of themselves in the scripts, and the file of their terms.
const TOOLS: [(&str, &str); 2] = [("binaryen", "LICENSE"), ("esbuild", "LICENSE.md")];

/// Something that somebody else wrote, and what is known of its terms.
struct Entry {
    /// Name, version and terms: what the list begins its line with.
    title: String,
    licence: String,
    authors: Vec<String>,
    texts: Vec<String>,
}

/// Writes the notices of the npm package, whose scripts are the Lightning project's too.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let crates = in_browsers(workspace)?;
    let mut entries = of_crates(workspace, &crates, WASM_TARGET)?;
    for package in bundled(workspace)? {
        entries.push(of_bundled(workspace, package)?);
    }
    for (name, file) in TOOLS {
        entries.push(of_tool(workspace, name, file)?);
    }
    let text = written(&entries, &workspace.path("LICENSE-MIT"))?;
    let path = workspace.path(NPM);
    fs::write(&path, text).with_context(|| format!("{NPM} cannot be written"))?;
    println!("  {} notices → {NPM}", entries.len());
    Ok(())
}

/// The notices of a program for one target.
pub(crate) fn of_program(workspace: &Workspace, package: &str, target: &str) -> Result<String> {
    let crates = linked(workspace, package, target, &[])?;
    written(&of_crates(workspace, &crates, target)?, &workspace.path("LICENSE-MIT"))
}

/// Every crate in the Wasm files, in the second engine and in the account of the Lightning components.
pub(crate) fn in_browsers(workspace: &Workspace) -> Result<BTreeSet<Crate>> {
    let mut all = linked(workspace, VERIFIER.package, WASM_TARGET, &["--no-default-features"])?;
    for package in BROWSER_CRATES {
        all.extend(linked(workspace, package, WASM_TARGET, &[])?);
    }
    Ok(all)
}

/// What is in the npm package and a text says nothing of, by title.
pub(crate) fn missing_of(workspace: &Workspace, text: &str) -> Result<Vec<String>> {
    let mut missing: Vec<_> = missing(text, &in_browsers(workspace)?).into_iter().map(title).collect();
    let titles = titles(text);
    missing.extend(
        bundled(workspace)?
            .iter()
            .map(|one| title(&one.package))
            .filter(|title| !titles.contains(title.as_str())),
    );
    Ok(missing)
}

/// The crates of which a text says nothing. Crates of this repository are under its own licence.
fn missing<'c>(text: &str, crates: &'c BTreeSet<Crate>) -> Vec<&'c Crate> {
    let titles = titles(text);
    let is_ours = |one: &Crate| one.name == "touchmark" || one.name.starts_with("touchmark-");
    crates.iter().filter(|one| !is_ours(one) && !titles.contains(title(one).as_str())).collect()
}

fn titles(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(|line| line.split_once(": ")).map(|(title, _)| title).collect()
}

fn title(linked: &Crate) -> String {
    format!("{} {} ({})", linked.name, linked.version, linked.licence)
}

fn of_bundled(workspace: &Workspace, bundled: Bundled) -> Result<Entry> {
    let folder = workspace.need(&bundled.folder, "run `npm install` at the top of the repository")?;
    let texts = licence_files(&folder)?.iter().map(|file| text_of(file)).collect::<Result<_>>()?;
    let title = title(&bundled.package);
    Ok(Entry { title, licence: bundled.package.licence, authors: Vec::new(), texts })
}

fn of_crates(workspace: &Workspace, crates: &BTreeSet<Crate>, target: &str) -> Result<Vec<Entry>> {
    let sources = Sources::on(workspace, target)?;
    let mut entries = vec![rust_library(workspace)?];
    for linked in crates {
        let Source { folder, authors, is_ours } = sources.of(linked)?;
        if !is_ours {
            let texts = licence_files(&folder)?.iter().map(|file| text_of(file)).collect::<Result<_>>()?;
            entries.push(Entry { title: title(linked), licence: linked.licence.clone(), authors, texts });
        }
    }
    Ok(entries)
}

/// `core`, `alloc` and `std` are no crates of the tree.
fn rust_library(workspace: &Workspace) -> Result<Entry> {
    let version = Command::new("rustc")
        .current_dir(workspace.path("."))
        .arg("--version")
        .captured("rustc --version")?;
    let number = version.split_whitespace().nth(1).context("`rustc --version` names no version")?;
    let licence = "MIT OR Apache-2.0";
    Ok(Entry {
        title: format!("Rust standard library {number} ({licence})"),
        licence: licence.to_owned(),
        authors: vec!["The Rust Project Developers, https://thanks.rust-lang.org".to_owned()],
        texts: Vec::new(),
    })
}

fn of_tool(workspace: &Workspace, name: &str, file: &str) -> Result<Entry> {
    let remedy = "run `npm install` at the top of the repository";
    let folder = format!("node_modules/{name}");
    let manifest = fs::read_to_string(workspace.need(&format!("{folder}/package.json"), remedy)?)?;
    let manifest: Value =
        serde_json::from_str(&manifest).with_context(|| format!("{folder}/package.json is no JSON"))?;
    let said = |member: &str| {
        let value = manifest.get(member).and_then(Value::as_str);
        value.map(str::to_owned).with_context(|| format!("{folder}/package.json has no {member}"))
    };
    let licence = said("license")?;
    Ok(Entry {
        title: format!("{name} {} ({licence})", said("version")?),
        licence,
        authors: Vec::new(),
        texts: vec![text_of(&workspace.need(&format!("{folder}/{file}"), remedy)?)?],
    })
}

/// The files of a crate that say under what terms it is, by name.
fn licence_files(folder: &Path) -> Result<Vec<PathBuf>> {
    const STARTS: [&str; 6] = ["licence", "license", "copying", "copyright", "notice", "unlicense"];
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if !STARTS.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                files.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn text_of(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    Ok(lines.join("\n").trim_matches('\n').to_owned())
}

fn written(entries: &[Entry], mit: &Path) -> Result<String> {
    let mit = without_names(&text_of(mit)?);
    // Texts that differ only in how their lines are broken are one; in the order of their words, so that what is nearly the
    // same is packed well.
    let same = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut texts = BTreeMap::new();
    for entry in entries {
        for text in &entry.texts {
            texts.entry(same(text)).or_insert(text.as_str());
        }
        if entry.texts.is_empty() {
            if !offers_mit(&entry.licence) {
                bail!(
                    "{} brings no licence text, and src/xtask/src/notices.rs knows that of MIT alone: add the text of one \
                     that it names",
                    entry.title
                );
            }
            texts.entry(same(&mit)).or_insert(&mit);
        }
    }
    let number = |text: &str| texts.keys().position(|key| *key == same(text)).map_or(0, |index| index + 1);
    let mut out = String::from(
        "THIRD-PARTY NOTICES\n\n\
         What others wrote and is in these files, under what terms, and where those stand below. What is touchmark's own is\n\
         under the terms in LICENSE. Written by the build.\n\n",
    );
    for entry in entries {
        let remark = if entry.texts.is_empty() {
            let authors =
                if entry.authors.is_empty() { "its authors".to_owned() } else { entry.authors.join(", ") };
            format!("text {}, copyright {authors}", number(&mit))
        } else {
            let numbers: BTreeSet<_> = entry.texts.iter().map(|text| number(text)).collect();
            let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
            format!("text {}", numbers.join(", "))
        };
        out.push_str(&format!("{}: {remark}\n", entry.title));
    }
    for text in texts.values() {
        out.push_str(&format!("\n{}\nText {}\n\n{text}\n", "=".repeat(80), number(text)));
    }
    Ok(out)
}

/// Whether one may take it under MIT.
fn offers_mit(licence: &str) -> bool {
    licence.split(" OR ").any(|choice| choice == "MIT")
}

/// A licence's text without the line of whom it is from: those stand in the list.
fn without_names(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with("Copyright")).collect();
    lines.join("\n").replace("\n\n\n", "\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, licence: &str, texts: &[&str]) -> Entry {
        Entry {
            title: format!("{title} ({licence})"),
            licence: licence.to_owned(),
            authors: vec!["Ann".to_owned()],
            texts: texts.iter().map(|&text| text.to_owned()).collect(),
        }
    }

    fn mit() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("LICENSE-MIT");
        fs::write(&file, "MIT License\n\nCopyright (c) us\n\nPermission is granted\n").unwrap();
        (folder, file)
    }

    #[test]
    fn a_text_stands_once_and_whoever_brings_none_is_named_with_that_of_its_licence() {
        let (_folder, mit) = mit();
        let entries = [
            entry("a 1.0.0", "MIT", &["Copyright A\nterms"]),
            entry("b 1.0.0", "MIT", &["Copyright A terms", "another"]),
            entry("c 2.0.0", "Apache-2.0 OR MIT", &[]),
        ];
        let text = written(&entries, &mit).unwrap();
        assert_eq!(text.matches("Copyright A").count(), 1, "{text}");
        assert!(text.contains("\na 1.0.0 (MIT): text 1\nb 1.0.0 (MIT): text 1, 3\n"), "{text}");
        assert!(text.contains("\nc 2.0.0 (Apache-2.0 OR MIT): text 2, copyright Ann\n"), "{text}");
        assert!(text.contains("\nText 2\n\nMIT License\n\nPermission is granted\n"), "{text}");
        assert!(!text.contains("(c) us"), "{text}");
    }

    #[test]
    fn terms_without_a_text_stop_the_build() {
        let (_folder, mit) = mit();
        let error = written(&[entry("d 1.0.0", "BSD-3-Clause", &[])], &mit).err().unwrap().to_string();
        assert!(error.contains("d 1.0.0 (BSD-3-Clause) brings no licence text"), "{error}");
    }

    #[test]
    fn a_linked_crate_that_is_not_in_the_notices_is_found() {
        let linked = |name: &str, version: &str| Crate {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: "MIT".to_owned(),
        };
        let crates = BTreeSet::from([
            linked("a", "1.0.0"),
            linked("a", "2.0.0"),
            linked("touchmark", "1.0.0"),
            linked("touchmark-json", "1.0.0"),
        ]);
        let (_folder, mit) = mit();
        let both = [entry("a 1.0.0", "MIT", &[]), entry("a 2.0.0", "MIT", &[])];
        assert_eq!(missing(&written(&both, &mit).unwrap(), &crates), Vec::<&Crate>::new());
        let [one, _] = both;
        let found = missing(&written(&[one], &mit).unwrap(), &crates);
        assert_eq!(found, [&linked("a", "2.0.0")]);
    }
}
