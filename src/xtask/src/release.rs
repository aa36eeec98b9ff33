//! `cargo xtask release`: everything that a release is made of, checked and written to `target/release-<version>`.
//!
//! It publishes nothing. What is wrong is told all at once, with its place and a remedy, before anything is written.

use crate::artefact::{self, BROWSER_CRATES, STATIC_RESOURCE_FOLDER, STATIC_RESOURCES, empty_folder};
use crate::clock;
use crate::facts::{Facts, Rehearsed};
use crate::links::lead_home;
use crate::notices;
use crate::sbom;
use crate::step::{Run, Steps};
use crate::tool::{self, WASM_TARGET};
use crate::workspace::Workspace;
use crate::zip::{Packed, zip};
use anyhow::{Context, Result, bail};
use clap::builder::PossibleValuesParser;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a release is made of, in order. Whatever else is to be published is a row more.
const PARTS: [Part; 5] = [
    Part { name: "npm", check: npm_problems, make: npm },
    Part { name: "crates", check: no_problems, make: crates },
    Part { name: "sbom", check: no_problems, make: bills },
    Part { name: "lightning", check: lightning_problems, make: lightning },
    Part { name: "command", check: no_problems, make: command },
];

struct Part {
    name: &'static str,
    /// What keeps it from being made: place, what is wrong, remedy.
    check: fn(&Workspace) -> Result<Vec<String>>,
    /// Writes its files into the release's folder.
    make: fn(&Workspace, &Facts, &Path) -> Result<()>,
}

/// How a release is made.
#[derive(Default, clap::Args)]
pub(crate) struct Options {
    /// Make only these parts
    #[arg(long, value_name = "PART", value_parser = PossibleValuesParser::new(PARTS.map(|part| part.name)))]
    pub(crate) only: Vec<String>,
    /// Take what the last `cargo xtask build` left
    #[arg(long)]
    pub(crate) built: bool,
    /// Make it twice, and fail when a byte differs
    #[arg(long)]
    pub(crate) twice: bool,
    /// Rehearse with files that are not committed
    #[arg(long)]
    pub(crate) allow_dirty: bool,
    #[command(flatten)]
    pub(crate) rehearsed: Rehearsed,
}

impl Options {
    /// Whether what is made must not be published.
    fn is_rehearsal(&self) -> bool {
        let Rehearsed { repository, homepage, bugs } = &self.rehearsed;
        self.allow_dirty || self.built || [repository, homepage, bugs].iter().any(|given| given.is_some())
    }
}

/// A release that nobody can publish, for the tests: made twice of what was built, with addresses of nobody.
pub(crate) fn rehearse(workspace: &Workspace, all: bool) -> Result<()> {
    let nobody = |path: &str| Some(format!("https://touchmark.example/{path}"));
    let parts = PARTS.iter().map(|part| part.name);
    make(
        workspace,
        &Options {
            // An optimised build of the command takes minutes.
            only: parts.filter(|&name| all || name != "command").map(str::to_owned).collect(),
            built: true,
            twice: true,
            allow_dirty: true,
            rehearsed: Rehearsed {
                repository: nobody("repository"),
                homepage: nobody(""),
                bugs: nobody("issues"),
            },
        },
    )
}

/// Checks and makes a release.
pub(crate) fn make(workspace: &Workspace, options: &Options) -> Result<()> {
    let facts = Facts::read(workspace, &options.rehearsed)?;
    let mut problems = facts.problems.clone();
    if !options.allow_dirty {
        problems.extend(uncommitted(workspace)?);
    }
    problems.extend(other_versions(workspace, &facts.version));
    refuse(&problems)?;

    let is_wanted =
        |part: &&Part| options.only.is_empty() || options.only.iter().any(|name| name == part.name);
    let parts: Vec<_> = PARTS.iter().filter(is_wanted).collect();
    let remark = if options.is_rehearsal() { "-rehearsal" } else { "" };
    let folder = workspace.target(&format!("release-{}{remark}", facts.version))?;
    Steps::closed("cargo xtask release", "made; nothing was published", |steps| {
        if !options.built {
            artefact::build(workspace, &[])?;
        }
        steps.step("checks", || {
            let found = parts.iter().map(|part| (part.check)(workspace)).collect::<Result<Vec<_>>>()?;
            refuse(&found.concat())
        })?;
        let mut write = |folder: &Path, remark: &str| -> Result<String> {
            empty_folder(folder)?;
            for part in &parts {
                steps.step(&format!("{}{remark}", part.name), || (part.make)(workspace, &facts, folder))?;
            }
            let sums = sbom::hashes(folder)?;
            save(&folder.join("SHA256SUMS"), sums.as_bytes())?;
            Ok(sums)
        };
        let sums = write(&folder, "")?;
        if options.twice {
            let again = write(&workspace.target("xtask/release-again")?, ", again")?;
            same(&sums, &again)?;
        }
        println!("\n{}:\n{sums}", folder.display());
        if options.is_rehearsal() {
            println!("A rehearsal: none of it is to be published.");
        } else {
            println!("Nothing was published. Try it, and publish these files, not the sources:");
            println!("  npm publish {}", folder.join(tarball(&facts)).display());
        }
        Ok(())
    })
}

fn refuse(problems: &[String]) -> Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    bail!("this cannot be released:\n  {}", problems.join("\n  "))
}

/// The files that a second making gave other bytes, or that one of the two does not have.
fn same(first: &str, second: &str) -> Result<()> {
    let [a, b] = [first, second].map(|sums| sums.lines().collect::<BTreeSet<_>>());
    let names: BTreeSet<_> =
        a.symmetric_difference(&b).filter_map(|line| Some(line.split_once("  ")?.1)).collect();
    if names.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = names.into_iter().collect();
    bail!(
        "made twice, these have other bytes: {}. Find what differs (a time, an order, a path) and take it out of them",
        names.join(", ")
    )
}

fn uncommitted(workspace: &Workspace) -> Result<Option<String>> {
    let status = workspace.git().args(["status", "--porcelain"]).captured("git status")?;
    let files: Vec<_> = status.lines().filter_map(|line| line.get(3..)).collect();
    let Some((named, others)) =
        files.split_at_checked(files.len().min(5)).filter(|(named, _)| !named.is_empty())
    else {
        return Ok(None);
    };
    let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
    Ok(Some(format!(
        "{}{more}: not as the last commit has it: commit, or rehearse with --allow-dirty",
        named.join(", ")
    )))
}

/// Every place but the workspace's manifest that names the version.
fn other_versions(workspace: &Workspace, version: &str) -> Vec<String> {
    const MANIFESTS: [&str; 3] = ["www/package.json", "lwc-wrapper/package.json", "tests/package.json"];
    let mut problems = Vec::new();
    let mut compare = |file: &str, start: &str, end: &str, remedy: &str| {
        let text = fs::read_to_string(workspace.path(file)).unwrap_or_default();
        let found = text.lines().enumerate().find_map(|(index, line)| {
            Some((index + 1, line.trim_start().strip_prefix(start)?.split(end).next()?))
        });
        match found {
            Some((_, found)) if found == version => {}
            Some((line, found)) => problems
                .push(format!("{file}:{line}: is of version {found}, and Cargo.toml of {version}: {remedy}")),
            None => {
                problems.push(format!("{file}: names no version, and Cargo.toml says {version}: {remedy}"));
            }
        }
    };
    for file in MANIFESTS {
        compare(file, "\"version\": \"", "\"", "write the same in both, and run `npm install`");
    }
    const SALESFORCE: &str = "lwc-wrapper/sfdx-project.json";
    compare(SALESFORCE, "\"versionName\": \"", "\"", "write the same in versionName");
    compare(
        SALESFORCE,
        "\"versionNumber\": \"",
        ".NEXT\"",
        "write the same in versionNumber, and .NEXT after it",
    );
    compare("fuzz/Cargo.toml", "version = \"", "\"", "write the same in both");
    compare("CHANGELOG.md", "## ", " ", "begin it with what users notice of this version");
    problems
}

fn no_problems(_: &Workspace) -> Result<Vec<String>> {
    Ok(Vec::new())
}

/// Licences and hashes of the npm package as it would be packed.
fn npm_problems(workspace: &Workspace) -> Result<Vec<String>> {
    const TOP: [&str; 6] =
        ["CHANGELOG.md", "LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "THIRD-PARTY-NOTICES"];
    let files = packed_files(workspace)?;
    let needed = TOP.iter().chain(&["dist/cdn.md", "dist/index.js", "dist/sri.json"]);
    let mut problems: Vec<_> = needed
        .filter(|name| !files.iter().any(|file| file == *name))
        .map(|name| {
            format!("www/{name}: is not in the package: run `cargo xtask build`, and see `files` in www/package.json")
        })
        .collect();
    let text = fs::read_to_string(workspace.path(notices::NPM)).unwrap_or_default();
    problems.extend(notices::missing_of(workspace, &text)?.iter().map(|title| {
        format!("{}: says nothing of {title}: run `cargo xtask build --only www`", notices::NPM)
    }));
    if problems.is_empty() {
        let hashes =
            workspace.node().args(["www/scripts/integrity.mjs", "www"]).captured("the hashes of www/dist");
        problems.extend(
            hashes.err().map(|error| format!("www/dist/sri.json: {error:#}").replace('\n', "\n  www/")),
        );
    }
    Ok(problems)
}

/// Paths in the npm package.
fn packed_files(workspace: &Workspace) -> Result<Vec<String>> {
    let mut npm = workspace.npm();
    npm.args(["pack", "--dry-run", "--json", "--ignore-scripts", "--workspace", "www"]);
    let packed: Value =
        serde_json::from_str(&npm.captured("npm pack")?).context("npm pack did not print JSON")?;
    let files = packed.pointer("/0/files").and_then(Value::as_array).into_iter().flatten();
    Ok(files.filter_map(|file| file.get("path")?.as_str().map(str::to_owned)).collect())
}

/// The name that npm gives a packed package.
fn tarball(facts: &Facts) -> String {
    format!("touchmark-{}.tgz", facts.version)
}

/// The package as the tests install it, with what it says of the project.
fn npm(workspace: &Workspace, facts: &Facts, folder: &Path) -> Result<()> {
    let stage = workspace.target("xtask/npm-package")?;
    empty_folder(&stage)?;
    let files = packed_files(workspace)?;
    for path in &files {
        let copy = stage.join(path);
        if let Some(above) = copy.parent() {
            fs::create_dir_all(above).with_context(|| format!("{} cannot be made", above.display()))?;
        }
        fs::copy(workspace.path("www").join(path), &copy)
            .with_context(|| format!("www/{path} cannot be copied"))?;
    }
    let manifest = stage.join("package.json");
    let said = facts.for_npm("www");
    let mut node = workspace.node();
    node.arg("src/xtask/scripts/published-manifest.mjs").arg(workspace.path("www/package.json"));
    node.arg(said.to_string()).arg(&manifest).captured("published-manifest.mjs")?;
    println!("  its package.json says: {said:#}");
    for path in &files {
        readable(&stage.join(path))?;
    }
    let mut npm = workspace.npm();
    npm.args(["pack", "--json", "--ignore-scripts", "--pack-destination"]).arg(folder).arg(&stage);
    npm.captured("npm pack").map(drop)
}

/// npm packs who may read a file, and that is of whoever built it.
#[cfg(unix)]
fn readable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let access = fs::Permissions::from_mode(0o644);
    fs::set_permissions(file, access).with_context(|| format!("{} cannot be made readable", file.display()))
}

/// npm packs the same for everybody here.
#[cfg(not(unix))]
fn readable(_: &Path) -> Result<()> {
    Ok(())
}

/// What `cargo publish` would upload of each crate that may be.
fn crates(workspace: &Workspace, _: &Facts, folder: &Path) -> Result<()> {
    let packages = workspace.published_packages();
    if packages.is_empty() {
        println!("  no crate is published: each says `publish = false`, by Cargo.toml");
    }
    for package in packages {
        let mut cargo = workspace.cargo();
        cargo.args(["package", "--locked", "--allow-dirty", "--list", "--package", &package]);
        let list = cargo.captured("cargo package --list")?;
        save(&folder.join(format!("{package}.crate.txt")), list.as_bytes())?;
    }
    Ok(())
}

fn bills(workspace: &Workspace, _: &Facts, folder: &Path) -> Result<()> {
    for package in BROWSER_CRATES {
        sbom::write_bill(workspace, package, WASM_TARGET, &folder.join(format!("{package}.cdx.json")))?;
    }
    Ok(())
}

/// The static resources are those of the same build.
fn lightning_problems(workspace: &Workspace) -> Result<Vec<String>> {
    let read = |path: String| fs::read(workspace.path(&path)).ok();
    let differs = |(script, resource): &&(&str, &str)| {
        let copy = read(format!("{STATIC_RESOURCE_FOLDER}/{resource}"));
        copy.is_none() || copy != read((*script).to_owned())
    };
    let different = STATIC_RESOURCES.iter().filter(differs);
    Ok(different
        .map(|(script, resource)| {
            format!(
                "{STATIC_RESOURCE_FOLDER}/{resource}: is not {script}: run `cargo xtask build --only www --only lwc`"
            )
        })
        .collect())
}

/// What stands at the top of every archive.
const TOP: [&str; 4] = ["CHANGELOG.md", "LICENSE", "LICENSE-APACHE", "LICENSE-MIT"];

/// The Salesforce project in both formats: its source for developers, and what is deployed without tools of ours.
fn lightning(workspace: &Workspace, facts: &Facts, folder: &Path) -> Result<()> {
    const FILES: [&str; 3] = [".forceignore", "README.md", "sfdx-project.json"];
    const FOLDERS: [&str; 8] =
        ["bin", "config", "data", "docs", "force-app", "lead-conversion", "optional", "translations"];
    let project = workspace.path(LIGHTNING);
    let name = format!("touchmark-lightning-{}", facts.version);
    let mut files = top_files(workspace, &name)?;
    for file in FILES {
        files.push(packed(&project.join(file), &format!("{name}/{file}"))?);
    }
    for inner in FOLDERS {
        files.extend(packed_below(&project.join(inner), &format!("{name}/{inner}/"))?);
    }
    for script in files.iter_mut().filter(|file| file.path.ends_with(".sh")) {
        script.is_program = true;
    }
    files.push(packed(&workspace.path(notices::NPM), &format!("{name}/THIRD-PARTY-NOTICES"))?);
    lead_home(&mut files, &name, lightning_page, &at_version(facts));
    save(&folder.join(format!("{name}.zip")), &zip(files)?)?;
    deployments(workspace, facts, folder)
}

/// Where in the repository a page of the Lightning archives is from.
fn lightning_page(path: &str) -> Option<&'static str> {
    match path.rsplit_once('/') {
        None if path == "CHANGELOG.md" => Some(""),
        None => Some(LIGHTNING),
        Some(("docs" | "uninstall", _)) => Some("lwc-wrapper/docs"),
        Some(_) => None,
    }
}

/// The repository as it was released.
fn at_version(facts: &Facts) -> String {
    format!("{}/blob/v{}", facts.repository.trim_end_matches('/'), facts.version)
}

const LIGHTNING: &str = "lwc-wrapper";

/// One archive for each deployment that an administrator makes, with the pages that say how, in one to be unpacked.
fn deployments(workspace: &Workspace, facts: &Facts, folder: &Path) -> Result<()> {
    // The archive of a deployment holds nothing but what is deployed, so what is to be read stands beside it.
    const PAGES: [(&str, &str); 2] =
        [("README.md", "README.md"), ("docs/uninstall.md", "uninstall/README.md")];
    let project = workspace.path(LIGHTNING);
    let stage = workspace.target("xtask/salesforce-metadata")?;
    empty_folder(&stage)?;
    let script = |name: &str| {
        let mut node = workspace.node();
        node.arg(format!("src/xtask/scripts/{name}"));
        node
    };
    let converter = "salesforce-metadata.mjs";
    script(converter).args([&project, &stage]).captured(converter)?;

    let name = format!("touchmark-metadata-{}", facts.version);
    let mut files = top_files(workspace, &name)?;
    for (page, to) in PAGES {
        files.push(packed(&project.join(page), &format!("{name}/{to}"))?);
    }
    files.extend(packed_below(&project.join("docs"), &format!("{name}/docs/"))?);
    // To be filled in, and uploaded.
    let trust = workspace.path(STATIC_RESOURCE_FOLDER).join("touchmarkTrust");
    files.extend(packed_below(&trust, &format!("{name}/touchmarkTrust/"))?);
    // To be copied and changed, for whoever seals.
    for sample in ["rules.toml", "types.toml"] {
        files.push(packed(&project.join("data").join(sample), &format!("{name}/samples/{sample}"))?);
    }
    // The Salesforce CLI deploys out of a project alone.
    files.push(packed(&stage.join("sfdx-project.json"), &format!("{name}/sfdx-project.json"))?);

    let mut checked = Vec::new();
    for manifest in sbom::files_below(&stage)?.iter().filter(|file| file.ends_with("package.xml")) {
        let deployment = manifest.parent().context("a manifest in no folder")?;
        let archive = zip(deployed(workspace, deployment)?)?;
        let beside = deployment.with_extension("zip");
        save(&beside, &archive)?;
        let inner = beside.strip_prefix(&stage).context("an archive outside its folder")?;
        let path = format!("{name}/{}", inner.to_string_lossy().replace('\\', "/"));
        files.push(Packed { path, bytes: archive, is_program: false });
        checked.extend((!deployment.join("destructiveChanges.xml").is_file()).then_some(beside));
    }
    let check = "deployment-faults.mjs";
    script(check).args(&checked).captured(check)?;
    files.push(packed(&workspace.path(notices::NPM), &format!("{name}/THIRD-PARTY-NOTICES"))?);
    lead_home(&mut files, &name, lightning_page, &at_version(facts));
    save(&folder.join(format!("{name}.zip")), &zip(files)?)
}

/// The files of one deployment. Static resources that are archives themselves are packed here, since the platform's tools put
/// the time into them.
fn deployed(workspace: &Workspace, deployment: &Path) -> Result<Vec<Packed>> {
    let mut files = packed_below(deployment, "")?;
    for resource in folders_in(&workspace.path(STATIC_RESOURCE_FOLDER))? {
        let of = resource.file_name().unwrap_or_default().to_string_lossy();
        let inner = format!("staticresources/{of}.resource");
        for file in files.iter_mut().filter(|file| file.path == inner) {
            file.bytes = zip(packed_below(&resource, "")?)?;
        }
    }
    Ok(files)
}

fn folders_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("{} cannot be read", folder.display());
    let entries = fs::read_dir(folder).with_context(unreadable)?.collect::<Result<Vec<_>, _>>();
    let paths = entries.with_context(unreadable)?.into_iter().map(|entry| entry.path());
    Ok(paths.filter(|path| path.is_dir()).collect())
}

/// Every file below a folder, under a path that ends in `/` or is empty.
fn packed_below(folder: &Path, under: &str) -> Result<Vec<Packed>> {
    let packed = |path: &PathBuf| {
        let inner = path.strip_prefix(folder).context("a file outside its folder")?;
        packed(path, &format!("{under}{}", inner.to_string_lossy().replace('\\', "/")))
    };
    sbom::files_below(folder)?.iter().map(packed).collect()
}

/// The command for the machine that this runs on.
fn command(workspace: &Workspace, facts: &Facts, folder: &Path) -> Result<()> {
    const PACKAGE: &str = "touchmark-cli";
    let host = clock::host()?;
    let mut cargo = workspace.cargo();
    cargo.args(tool::without_home(&host)?);
    cargo.args(["build", "--locked", "--release", "--target", &host, "--package", PACKAGE]).shown()?;
    let program = format!("touchmark{}", std::env::consts::EXE_SUFFIX);
    let name = format!("{PACKAGE}-{}-{host}", facts.version);
    let mut files = top_files(workspace, &name)?;
    files.push(Packed {
        is_program: true,
        ..packed(&workspace.target(&format!("{host}/release/{program}"))?, &format!("{name}/{program}"))?
    });
    files.push(packed(&workspace.path("docs/cli.md"), &format!("{name}/cli.md"))?);
    files.push(Packed {
        path: format!("{name}/THIRD-PARTY-NOTICES"),
        bytes: notices::of_program(workspace, PACKAGE, &host)?.into_bytes(),
        is_program: false,
    });
    save(&folder.join(format!("{name}.zip")), &zip(files)?)?;
    sbom::write_bill(workspace, PACKAGE, &host, &folder.join(format!("{name}.cdx.json"))).map(drop)
}

fn top_files(workspace: &Workspace, name: &str) -> Result<Vec<Packed>> {
    TOP.iter().map(|file| packed(&workspace.path(file), &format!("{name}/{file}"))).collect()
}

fn packed(file: &Path, path: &str) -> Result<Packed> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(Packed { path: path.to_owned(), bytes, is_program: false })
}

fn save(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("{} cannot be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_making_with_another_byte_or_file_is_named() {
        assert!(same("00  a\n11  b\n", "00  a\n11  b\n").is_ok());
        let error = same("00  a\n11  b\n", "00  a\n12  b\n33  c\n").unwrap_err().to_string();
        assert!(error.starts_with("made twice, these have other bytes: b, c."), "{error}");
    }
}
