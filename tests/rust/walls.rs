//! The walls between the rooms: what may not be reached from where, in what Cargo would build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use touchmark_tests::room;

/// From a package, on a target, these packages must not be reachable by any normal dependency.
struct Wall {
    package: &'static str,
    target: &'static str,
    unreachable: &'static [&'static str],
}

const BROWSER: &str = "wasm32-unknown-unknown";
const WEB: &[&str] = &["wasm-bindgen", "web-sys", "js-sys", "leptos"];
const ISSUER_SIDE: &[&str] = &["touchmark-seal", "touchmark-cli"];

/// Rooms above the ground that readers and writers share.
const ABOVE: &[&str] = &["touchmark", "touchmark-seal", "touchmark-words"];

const WALLS: [Wall; 10] = [
    Wall { package: "touchmark-json", target: BROWSER, unreachable: &["touchmark-profile", "touchmark"] },
    Wall { package: "touchmark-profile", target: BROWSER, unreachable: ABOVE },
    Wall { package: "touchmark", target: BROWSER, unreachable: WEB },
    Wall { package: "touchmark", target: BROWSER, unreachable: &["getrandom", "rand_core"] },
    Wall { package: "touchmark-scan", target: "x86_64-unknown-linux-gnu", unreachable: ISSUER_SIDE },
    Wall { package: "touchmark-rows", target: "x86_64-unknown-linux-gnu", unreachable: ISSUER_SIDE },
    Wall { package: "touchmark-words", target: BROWSER, unreachable: WEB },
    Wall { package: "touchmark-wasm", target: BROWSER, unreachable: ISSUER_SIDE },
    Wall { package: "touchmark-wasm-ui", target: BROWSER, unreachable: ISSUER_SIDE },
    Wall { package: "touchmark-wasm-account", target: BROWSER, unreachable: ISSUER_SIDE },
];

#[test]
fn no_wall_has_a_hole() {
    for wall in &WALLS {
        let holes = holes(&tree(wall.package, wall.target), wall.unreachable);
        assert!(holes.is_empty(), "{} reaches {}: cut that dependency", wall.package, holes.join(" and "));
    }
}

#[test]
fn what_draws_verifies_nothing() {
    for package in ["touchmark-wasm-ui", "touchmark-wasm-account"] {
        let holes = holes(&tree(package, BROWSER), &["ed25519-dalek", "curve25519-dalek"]);
        assert!(holes.is_empty(), "{package} links the curve: {}", holes.join(" and "));
    }
}

/// A language is 5 KB: a browser fetches the one that is read, and everything native has them all.
#[test]
fn the_component_artefact_holds_no_language_but_english() {
    let features = |package, target| {
        let tree = cargo_tree(package, target, &["--format", "{p} {f}"]);
        let words = tree.lines().find(|line| line.starts_with("touchmark-words "));
        words.expect("it has words").to_owned()
    };
    assert!(!features("touchmark-wasm-ui", BROWSER).contains("all-languages"));
    assert!(features("touchmark-cli", "x86_64-unknown-linux-gnu").contains("all-languages"));
    assert!(features("touchmark-components", BROWSER).contains("all-languages"), "in an app of one's own");
}

/// The check finds what is there: each of these packages does hold what another must not.
#[test]
fn a_hole_is_seen() {
    let host = tree("touchmark-cli", "x86_64-unknown-linux-gnu");
    assert_eq!(holes(&host, ISSUER_SIDE), ["touchmark-seal", "touchmark-cli"]);
    assert_eq!(
        holes(&tree("touchmark-wasm-ui", BROWSER), &["leptos", "wasm-bindgen"]),
        ["leptos", "wasm-bindgen"]
    );
}

/// What is compiled knows where it was compiled, and goes on there when the clone was copied or moved: Cargo takes what
/// was built before for fresh. Where something is, is asked at run time.
#[test]
fn no_program_remembers_where_it_was_built() {
    let sources: Vec<_> =
        ["src", "tests", "fuzz"].iter().flat_map(|folder| sources(&room("..").join(folder))).collect();
    assert!(sources.len() > 150, "{} files", sources.len());
    let found: Vec<_> = sources
        .iter()
        .filter(|path| names_its_place(&fs::read_to_string(path).expect("readable")))
        .map(|path| path.display().to_string())
        .collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_compiled_place_is_found_however_it_is_asked_for() {
    let asked = |open: &str, name: &str| format!("let x = {open}\"{name}\");");
    for name in
        ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_BIN_EXE_touchmark", "CARGO_TARGET_TMPDIR"]
    {
        for open in ["env!(", "option_env!(", "env!(\n    "] {
            assert!(names_its_place(&asked(open, name)), "{open}{name}");
        }
    }
    assert!(!names_its_place(&asked("env!(", "CARGO_PKG_VERSION")));
    assert!(!names_its_place(&asked("std::env::var_os(", "CARGO_MANIFEST_DIR")));
}

/// Whether a source has a folder of its build compiled in. `OUT_DIR` is none of these: what is included from there is read
/// by the compiler.
fn names_its_place(source: &str) -> bool {
    const PLACES: [&str; 3] = ["CARGO_MANIFEST_", "CARGO_BIN_EXE_", "CARGO_TARGET_TMPDIR"];
    let mut asked = source.split("env!(").skip(1).map(|rest| rest.trim_start().trim_start_matches('"'));
    asked.any(|name| PLACES.iter().any(|place| name.starts_with(place)))
}

/// Every Rust source below a folder; what was built there, as below `fuzz/target`, is none.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Packages of npm run when they are called, and not while they are installed; and what is installed is what was looked at.
#[test]
fn nothing_that_npm_installs_runs_by_itself() {
    assert!(runs_nothing(include_str!("../../.npmrc")));
    assert!(!runs_nothing("# ignore-scripts=true\nsave-exact=true\n"));
    let lock: serde_json::Value =
        serde_json::from_str(include_str!("../../package-lock.json")).expect("JSON");
    let packages = lock["packages"].as_object().expect("packages");
    assert!(packages.len() > 100);
    for (name, package) in packages.iter().filter(|(name, package)| {
        // The workspaces are in this repository.
        name.contains("node_modules/") && package["link"] != true
    }) {
        assert!(package["integrity"].is_string(), "{name} is not held to a hash");
    }
}

fn runs_nothing(settings: &str) -> bool {
    settings.lines().any(|line| line == "ignore-scripts=true")
}

#[test]
fn names_are_compared_whole() {
    let tree =
        "touchmark v0.1.0 (/somewhere)\nsha2 v0.11.1\nleptos_config v0.8.8\nwasm-bindgen v0.2.130 (*)\n";
    assert_eq!(holes(tree, WEB), ["wasm-bindgen"]);
    assert_eq!(holes("touchmark v0.1.0\n", WEB), [""; 0]);
}

/// Which of the names a tree holds. A tree has one package to a line, its name first.
fn holes<'n>(tree: &str, names: &[&'n str]) -> Vec<&'n str> {
    let holds = |name: &str| tree.lines().any(|line| line.split(' ').next() == Some(name));
    names.iter().copied().filter(|name| holds(name)).collect()
}

/// What Cargo would link into a package with all its features on.
fn tree(package: &str, target: &str) -> String {
    cargo_tree(package, target, &["--all-features", "--format", "{p}"])
}

/// A line for each package that Cargo would link.
fn cargo_tree(package: &str, target: &str, options: &[&str]) -> String {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(room("."))
        .args(["tree", "--package", package, "--target", target, "--edges", "normal"])
        .args(["--prefix", "none"])
        .args(options)
        // The compiler that Cargo asks does not start where `faketime` has put another day before it.
        .env_remove("LD_PRELOAD")
        .output()
        .expect("cargo tree starts");
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(tree.starts_with(&format!("{package} v")), "cargo tree printed something else: {tree}");
    tree
}
