//! Where things are: the repository, Cargo's target folder, and what the manifests say.

use crate::clock::Clock;
use crate::step::Run;
use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository and what `cargo metadata` says of it.
pub(crate) struct Workspace {
    root: PathBuf,
    metadata: Value,
}

impl Workspace {
    /// Finds the repository that this program was called in. Where it was built says nothing: folders are copied and
    /// moved with what was built in them, and Cargo takes that for fresh.
    pub(crate) fn find() -> Result<Self> {
        // Cargo names the folder of the package that it runs, whatever folder it was called in.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let here = std::env::current_dir().context("the working folder is gone")?;
        let root =
            package.iter().chain([&here]).find_map(|folder| repository_above(folder)).ok_or_else(|| {
                anyhow!("{} is in no clone of touchmark: call `cargo xtask` in one", here.display())
            })?;
        let metadata = Command::new(cargo_program())
            .current_dir(&root)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .captured("cargo metadata")?;
        let metadata = serde_json::from_str(&metadata).context("cargo metadata did not print JSON")?;
        Ok(Self { root, metadata })
    }

    /// A path in the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path in Cargo's target folder, wherever the user keeps it.
    pub(crate) fn target(&self, relative: &str) -> Result<PathBuf> {
        let target = self.metadata.get("target_directory").and_then(Value::as_str);
        Ok(Path::new(target.ok_or_else(|| anyhow!("cargo metadata names no target_directory"))?)
            .join(relative))
    }

    /// A path in the repository that an earlier step or another room provides.
    ///
    /// # Errors
    /// When it is not there; the message ends in `remedy`.
    pub(crate) fn need(&self, relative: &str, remedy: &str) -> Result<PathBuf> {
        let path = self.path(relative);
        if !path.exists() {
            bail!("{relative} is missing: {remedy}");
        }
        Ok(path)
    }

    /// The arguments for wasm-opt, kept in the package's metadata where wasm-pack reads them too.
    pub(crate) fn wasm_opt_arguments(&self, package: &str) -> Result<Vec<String>> {
        let packages = self.metadata.get("packages").and_then(Value::as_array);
        packages
            .into_iter()
            .flatten()
            .find(|found| found.get("name").and_then(Value::as_str) == Some(package))
            .and_then(|found| found.pointer("/metadata/wasm-pack/profile/custom/wasm-opt"))
            .and_then(Value::as_array)
            .and_then(|list| list.iter().map(|item| item.as_str().map(str::to_owned)).collect())
            .ok_or_else(|| {
                anyhow!("{package}: its Cargo.toml needs wasm-opt = [\"…\"] under [package.metadata.wasm-pack.profile.custom]")
            })
    }

    /// The crates that may be published.
    pub(crate) fn published_packages(&self) -> Vec<String> {
        let packages = self.metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
        let may_be = |package: &&Value| {
            package.get("publish").is_none_or(|registries| *registries != Value::Array(vec![]))
        };
        packages
            .filter(may_be)
            .filter_map(|package| package.get("name")?.as_str().map(str::to_owned))
            .collect()
    }

    /// Git, in the repository.
    pub(crate) fn git(&self) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.root);
        command
    }

    /// The same cargo that started this program, in the repository.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(cargo_program());
        command.current_dir(&self.root);
        command
    }

    /// npm, in the repository.
    pub(crate) fn npm(&self) -> Command {
        self.npm_at(Clock::OURS)
    }

    /// npm, and all that it starts, at a time.
    pub(crate) fn npm_at(&self, clock: Clock) -> Command {
        let mut command = clock.start(if cfg!(windows) { "npm.cmd" } else { "npm" });
        command.current_dir(&self.root);
        command
    }

    /// Node, in the repository.
    pub(crate) fn node(&self) -> Command {
        self.node_at(Clock::OURS)
    }

    /// Node, at a time.
    pub(crate) fn node_at(&self, clock: Clock) -> Command {
        let mut command = clock.start("node");
        command.current_dir(&self.root);
        command
    }
}

/// The nearest folder, this or above it, that is a clone.
fn repository_above(folder: &Path) -> Option<PathBuf> {
    let is_clone = |folder: &&Path| {
        ["Cargo.toml", "src/xtask/Cargo.toml"].iter().all(|file| folder.join(file).is_file())
    };
    folder.ancestors().find(is_clone).map(Path::to_path_buf)
}

fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
