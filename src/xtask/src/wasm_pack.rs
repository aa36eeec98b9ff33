//! wasm-bindgen as a library, and the proof that `wasm-pack build` gives the same Wasm as `cargo xtask build`.

use crate::artefact::{self, COMPONENTS, PROFILE, Part, VERIFIER, WasmCrate};
use crate::step::{Run, Steps};
use crate::tool;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const WASM_PACK: &str = "0.15.1";

/// Writes the glue for `input` into `out`, as `wasm-pack build --target` asks for it.
pub(crate) fn wasm_bindgen(input: &Path, target: &str, out: &Path) -> Result<()> {
    let options: [OsString; 6] = [
        "--target".into(),
        target.into(),
        "--typescript".into(),
        "--out-dir".into(),
        out.into(),
        input.into(),
    ];
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::iter::once("wasm-bindgen".into()).chain(options))
        .with_context(|| format!("wasm-bindgen cannot read {}", input.display()))
}

/// When this program is started under the name `wasm-bindgen`, it is that command. This is how wasm-pack gets the
/// version that the lock file names without downloading it.
pub(crate) fn as_wasm_bindgen() -> Option<Result<()>> {
    let name = env::args_os().next()?;
    (Path::new(&name).file_stem()? == "wasm-bindgen")
        .then(|| wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(env::args_os()))
}

/// Builds both artefacts with wasm-pack and compares them with `www/dist`, byte for byte.
pub(crate) fn compare(workspace: &Workspace) -> Result<()> {
    artefact::build(workspace, &[Part::Wasm, Part::WasmUi])?;
    let lock = fs::read(workspace.path("Cargo.lock")).context("Cargo.lock cannot be read")?;
    Steps::closed("cargo xtask wasm-pack", "the same bytes", |steps| {
        let mut program = PathBuf::new();
        steps.step("wasm-pack", || {
            program = tool::cargo_tool(workspace, "wasm-pack", WASM_PACK)?;
            Ok(())
        })?;
        for artefact in [&VERIFIER, &COMPONENTS] {
            steps.step(&format!("wasm-pack build {}", artefact.folder), || {
                compare_one(workspace, &program, artefact)
            })?;
        }
        Ok(())
    })?;
    if fs::read(workspace.path("Cargo.lock")).context("Cargo.lock cannot be read")? != lock {
        bail!("wasm-pack changed Cargo.lock: commit what `cargo check --workspace` makes of it");
    }
    Ok(())
}

fn compare_one(workspace: &Workspace, program: &Path, artefact: &WasmCrate) -> Result<()> {
    let out = workspace.target(&format!("xtask/wasm-pack/{}", artefact.package))?;
    Command::new(program)
        .current_dir(workspace.path("."))
        .env("PATH", path_with_tools(workspace)?)
        .args(["build", artefact.folder, "--profile", PROFILE, "--target", "web", "--out-dir"])
        .arg(&out)
        .arg("--")
        .args(tool::without_home(tool::WASM_TARGET)?)
        .shown()?;
    let module = format!("{}_bg.wasm", artefact.stem);
    let theirs = sha256(&out.join(&module))?;
    let ours = sha256(&workspace.path(artefact.out).join(&module))?;
    same(&module, &ours, &theirs)?;
    println!("  {module}: SHA-256 {ours}, the same from both");
    Ok(())
}

fn same(module: &str, ours: &str, theirs: &str) -> Result<()> {
    if ours != theirs {
        bail!(
            "{module} differs: `cargo xtask build` gives {ours}, wasm-pack {theirs}; compare the wasm-opt arguments \
             in the crate's [package.metadata.wasm-pack.profile.custom] and the features both build with"
        );
    }
    Ok(())
}

/// PATH with this program as `wasm-bindgen` and binaryen's `wasm-opt` before everything else.
fn path_with_tools(workspace: &Workspace) -> Result<OsString> {
    tool::npm_packages(workspace)?;
    let folder = workspace.target("xtask/bin")?;
    artefact::empty_folder(&folder)?;
    let wasm_bindgen = folder.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    let program = own_program()?;
    fs::copy(&program, &wasm_bindgen)
        .with_context(|| format!("{} cannot be copied to {}", program.display(), wasm_bindgen.display()))?;
    let npm = workspace.need("node_modules/.bin", "run `npm install` at the top of the repository")?;
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths([folder, npm].into_iter().chain(env::split_paths(&rest)))
        .context("PATH has an odd folder in it")
}

/// The file this program runs from. In a whole test run its path is gone by now: the native tests have Cargo build
/// another in its place. Where the system keeps a link to the file itself, that still leads to it.
fn own_program() -> Result<PathBuf> {
    let kept = PathBuf::from("/proc/self/exe");
    if kept.exists() {
        return Ok(kept);
    }
    env::current_exe().context("this program's own file cannot be found")
}

fn sha256(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{} is missing", path.display()))?;
    Ok(tool::hex(&Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_wasm_is_an_error_that_names_the_file() {
        assert!(same("a_bg.wasm", "00", "00").is_ok());
        let error = same("a_bg.wasm", "00", "01").unwrap_err().to_string();
        assert!(error.starts_with("a_bg.wasm differs"), "{error}");
    }
}
