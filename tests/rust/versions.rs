//! One version, in every manifest and lock and where a file is named for it.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use touchmark_tests::room;

/// Of the workspace: the first place that a release changes.
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn there_is_one_version() {
    let mut found = BTreeMap::new();
    for manifest in ["package.json", "www/package.json", "lwc-wrapper/package.json", "tests/package.json"] {
        found.extend(of_manifest(manifest, &serde_json::from_str(&read(manifest)).unwrap()));
    }
    found.extend(of_npm_lock(&serde_json::from_str(&read("package-lock.json")).unwrap()));
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        found.extend(of_cargo_lock(lock, &read(lock)));
    }
    for page in ["www/README.md", "lwc-wrapper/docs/testing.md"] {
        found.extend(of_tarballs(page, &read(page)));
    }
    assert!(found.len() > 20, "{found:#?}");
    found.retain(|_, version| version != VERSION);
    assert_eq!(found, BTreeMap::new(), "these are not {VERSION}");
}

#[test]
fn every_crate_takes_the_version_of_the_workspace() {
    let manifests =
        fs::read_dir(room("../src")).unwrap().map(|entry| entry.unwrap().path().join("Cargo.toml"));
    for path in manifests.chain([room("Cargo.toml")]) {
        let manifest = fs::read_to_string(&path).unwrap();
        assert!(manifest.contains("\nversion.workspace = true\n"), "{}", path.display());
    }
}

#[test]
fn another_version_is_found_wherever_it_stands() {
    let other =
        |found: Vec<(String, String)>| found.into_iter().filter(|(_, version)| version == "0.9.0").count();
    let manifest = serde_json::json!({ "version": "0.9.0" });
    assert_eq!(other(of_manifest("package.json", &manifest)), 1);
    let lock = serde_json::json!({ "packages": {
        "": { "name": "touchmark-workspace", "version": "0.9.0" },
        "www": { "name": "touchmark", "version": "0.9.0" },
        "node_modules/touchmark": { "resolved": "www", "link": true },
        "node_modules/other": { "version": "0.9.0" },
    } });
    assert_eq!(other(of_npm_lock(&lock)), 2);
    let lock = "version = 4\n\n[[package]]\nname = \"touchmark\"\nversion = \"0.9.0\"\n\n\
                [[package]]\nname = \"other\"\nversion = \"0.9.0\"\nsource = \"registry+…\"\n";
    assert_eq!(other(of_cargo_lock("Cargo.lock", lock)), 1);
    assert_eq!(other(of_tarballs("README.md", "writes `touchmark-0.9.0.tgz`; `./touchmark-0.2.0.tgz`")), 1);
}

fn read(path: &str) -> String {
    let path = room("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What has no version, as the npm workspace itself, cannot have another.
fn of_manifest(name: &str, manifest: &Value) -> Vec<(String, String)> {
    manifest["version"].as_str().map(|version| (name.to_owned(), version.to_owned())).into_iter().collect()
}

/// This repository's own packages: everything that is not installed.
fn of_npm_lock(lock: &Value) -> Vec<(String, String)> {
    let packages = lock["packages"].as_object().unwrap();
    let own = packages.iter().filter(|(place, _)| !place.contains("node_modules/"));
    own.flat_map(|(place, package)| of_manifest(&format!("package-lock.json: {place}"), package)).collect()
}

/// This repository's own crates: everything that comes from nowhere.
fn of_cargo_lock(name: &str, lock: &str) -> Vec<(String, String)> {
    let member = |block: &str, name: &str| {
        let opening = format!("{name} = \"");
        block.lines().find_map(|line| Some(line.strip_prefix(&opening)?.trim_end_matches('"').to_owned()))
    };
    let own = lock.split("[[package]]\n").skip(1).filter(|block| member(block, "source").is_none());
    own.map(|block| {
        (format!("{name}: {}", member(block, "name").unwrap()), member(block, "version").unwrap())
    })
    .collect()
}

/// Packed packages that a page names.
fn of_tarballs(name: &str, page: &str) -> Vec<(String, String)> {
    let named = page.split("touchmark-").skip(1).filter_map(|rest| rest.split_once(".tgz"));
    let versions = named.map(|(version, _)| version).filter(|version| !version.contains(char::is_whitespace));
    versions.enumerate().map(|(at, version)| (format!("{name}: {at}"), version.to_owned())).collect()
}
