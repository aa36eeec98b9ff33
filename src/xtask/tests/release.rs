//! `cargo xtask release` on small clones: what it refuses, all at once, and what it makes of what may be published.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod clone;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::clone::{clone_in, xtask_in};

const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = ["src/xtask", "src/open"]

[workspace.package]
version = "1.2.3"
authors = ["Ann"]
repository = "https://clone.example/repository"
homepage = "https://clone.example/"
keywords = ["one"]

[workspace.metadata.publishing]
bugs = "https://clone.example/bugs"
"#;

/// A clone that may be released but for these files, committed.
fn clone_with(changes: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let open = "[package]\nname = \"open\"\nedition = \"2024\"\nversion.workspace = true\nrepository.workspace = true\n";
    let files = [
        ("Cargo.toml", MANIFEST),
        ("CHANGELOG.md", "# Changelog\n\n## 1.2.3\n\n## 1.2.2\n"),
        ("fuzz/Cargo.toml", "[package]\nname = \"fuzz\"\nversion = \"1.2.3\"\n"),
        ("lwc-wrapper/package.json", "{\n  \"name\": \"a\",\n  \"version\": \"1.2.3\"\n}\n"),
        ("src/open/Cargo.toml", open),
        ("src/open/src/lib.rs", ""),
        ("src/xtask/Cargo.toml", "[package]\nname = \"xtask\"\nedition = \"2024\"\npublish = false\n"),
        ("tests/package.json", "{\n  \"version\": \"1.2.3\"\n}\n"),
        ("www/package.json", "{\n  \"version\": \"1.2.3\"\n}\n"),
        (".gitignore", "target\nCargo.lock\n"),
    ];
    clone_in(folder.path(), &[&files, changes].concat());
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "--all"],
        &["-c", "user.name=Ann", "-c", "user.email=ann@clone.example", "commit", "--quiet", "--message", "."],
    ] {
        assert!(git(folder.path()).args(arguments).status().unwrap().success());
    }
    folder
}

/// Git, whatever whoever runs this has set for theirs.
fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git
}

fn release(clone: &Path, options: &[&str]) -> Output {
    // Where Cargo builds in this repository is no place for what a clone makes.
    let mut xtask = xtask_in(clone);
    in_the_present(&mut xtask).env_remove("CARGO_TARGET_DIR").arg("release").args(options).output().unwrap()
}

/// Cargo waits for ever on other days, and these tests may be run on one (`cargo xtask test --only calendar`).
fn in_the_present(command: &mut Command) -> &mut Command {
    command.env_remove("LD_PRELOAD").env_remove("FAKETIME")
}

/// The problems that it names, one a line.
fn problems(ended: &Output) -> Vec<String> {
    assert!(!ended.status.success(), "{ended:?}");
    let said = String::from_utf8_lossy(&ended.stderr);
    let (_, listed) = said.split_once("this cannot be released:\n").unwrap();
    listed.lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn facts_that_are_unset_are_refused_at_their_line_and_values_rehearse_them() {
    let unset = MANIFEST.replace("https://clone.example/", "").replace("\"repository\"", "\"\"");
    let unset = unset.replace("\"bugs\"", "\"\"").replace("[\"one\"]", "[]").replace("authors", "nobody");
    let clone = clone_with(&[("Cargo.toml", &unset)]);
    let found = problems(&release(clone.path(), &["--only", "crates"]));
    let starts = [
        "Cargo.toml:8: `repository` in [workspace.package] is not set: write",
        "Cargo.toml:9: `homepage` in [workspace.package] is not set: write",
        "Cargo.toml:13: `bugs` in [workspace.metadata.publishing] is not set: write",
        "Cargo.toml:5: `authors` in [workspace.package] is not set: write",
        "Cargo.toml:10: `keywords` in [workspace.package] is not set: write",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (problem, start) in found.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem}");
    }
    assert!(found[0].ends_with("or rehearse with --repository URL"), "{found:?}");
    let given = ["--only", "crates", "--repository", "https://a.example/b", "--homepage", "nowhere"];
    let found = problems(&release(clone.path(), &given));
    assert!(found[0].starts_with("--homepage: \"nowhere\" is no https:// address"), "{found:?}");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_place() {
    let clone = clone_with(&[
        ("CHANGELOG.md", "# Changelog\n\n## 1.2.2\n"),
        ("lwc-wrapper/package.json", "{\n  \"name\": \"a\",\n  \"version\": \"1.2.4\"\n}\n"),
        ("www/package.json", "{}\n"),
    ]);
    fs::write(clone.path().join("new.txt"), "").unwrap();
    let found = problems(&release(clone.path(), &["--only", "crates"]));
    let starts = [
        "new.txt: not as the last commit has it: commit",
        "www/package.json: names no version, and Cargo.toml says 1.2.3: write",
        "lwc-wrapper/package.json:3: is of version 1.2.4, and Cargo.toml of 1.2.3: write",
        "CHANGELOG.md:3: is of version 1.2.2, and Cargo.toml of 1.2.3: begin",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (problem, start) in found.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem}");
    }
}

#[test]
fn what_a_crate_would_publish_is_listed_and_hashed_and_the_same_twice() {
    let clone = clone_with(&[]);
    // Cargo writes its lock when it is first asked.
    assert!(
        in_the_present(&mut Command::new("cargo"))
            .current_dir(clone.path())
            .args(["generate-lockfile", "--offline"])
            .status()
            .unwrap()
            .success()
    );
    let ended = release(clone.path(), &["--only", "crates", "--built", "--twice"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(said.contains("A rehearsal: none of it is to be published."), "{said}");
    let folder = clone.path().join("target/release-1.2.3-rehearsal");
    let list = fs::read_to_string(folder.join("open.crate.txt")).unwrap();
    assert!(list.lines().any(|line| line == "src/lib.rs"), "{list}");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    assert!(sums.ends_with("  open.crate.txt\n") && sums.lines().count() == 1, "{sums}");
}

#[test]
fn static_resources_of_another_build_are_refused() {
    let clone = clone_with(&[
        ("www/dist/lightning/touchmark.js", "new"),
        ("lwc-wrapper/force-app/main/default/staticresources/touchmark.js", "old"),
    ]);
    let found = problems(&release(clone.path(), &["--only", "lightning", "--built"]));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(
        found[0].contains("staticresources/touchmark.js: is not www/dist/lightning/touchmark.js: run"),
        "{found:?}"
    );
}
