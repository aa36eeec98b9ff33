//! `cargo xtask` works on the clone that it is called in, wherever it was built.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod clone;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::clone::{clone_in, xtask_in};

/// A clone with one fuzz target of its own.
fn clone_with(folder: &Path, target: &str) {
    let target = format!("fuzz/fuzz_targets/{target}.rs");
    clone_in(folder, &[(target.as_str(), ""), ("www/demo/index.html", "")]);
}

/// What it says of the targets there are, called in a folder; Cargo names the package that it runs.
fn targets(called_in: &Path, package: Option<PathBuf>) -> String {
    let mut xtask = xtask_in(called_in);
    xtask.args(["fuzz", "--only", "none"]);
    xtask.envs(package.map(|package| ("CARGO_MANIFEST_DIR", package)));
    let said = xtask.output().unwrap();
    assert!(!said.status.success());
    let said = String::from_utf8(said.stderr).unwrap();
    said.trim().trim_start_matches("error: ").to_owned()
}

#[test]
fn the_clone_it_is_called_in_is_the_one_it_works_on() {
    let folder = TempDir::new().unwrap();
    let [first, moved, inner] = ["first", "moved", "moved/inner"].map(|name| folder.path().join(name));
    clone_with(&first, "first");
    let at_first = "there is no target none; the targets are first";
    assert_eq!(targets(&first, None), at_first);
    assert_eq!(targets(&first.join("www/demo"), None), at_first);
    // As `cargo run --manifest-path` from elsewhere.
    assert_eq!(targets(folder.path(), Some(first.join("src/xtask"))), at_first);

    fs::rename(&first, &moved).unwrap();
    assert_eq!(targets(&moved, Some(moved.join("src/xtask"))), at_first);
    // Within another: the nearest counts.
    clone_with(&inner, "inner");
    assert_eq!(targets(&inner.join("src"), None), "there is no target none; the targets are inner");
    // What Cargo said to a program above this one, of a package of its own.
    assert_eq!(targets(&moved, Some(folder.path().join("elsewhere"))), at_first);
}

#[test]
fn outside_every_clone_it_says_so_and_takes_none() {
    let folder = TempDir::new().unwrap();
    for package in [None, Some(folder.path().join("src/xtask"))] {
        let said = targets(folder.path(), package);
        assert!(said.ends_with("is in no clone of touchmark: call `cargo xtask` in one"), "{said}");
    }
}
