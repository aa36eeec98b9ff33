//! What the steps need from outside, installed when it is not there: the Wasm target, npm packages, a Chromium.

use crate::step::Run;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
const NODE_MAJOR: u32 = 20;
const WORKSPACES: [&str; 4] =
    ["package.json", "www/package.json", "lwc-wrapper/package.json", "tests/package.json"];

/// The compiler's Wasm target: asks rustup for it when it is not there.
pub(crate) fn wasm_target(workspace: &Workspace) -> Result<()> {
    let installed = || -> Result<bool> {
        let folder = Command::new("rustc")
            .current_dir(workspace.path("."))
            .args(["--print", "target-libdir", "--target", WASM_TARGET])
            .captured("rustc --print target-libdir")?;
        Ok(Path::new(folder.trim()).is_dir())
    };
    if installed()? {
        return Ok(());
    }
    if !works("rustup") {
        bail!(
            "the Rust target {WASM_TARGET} is not installed, and rustup is not here to add it: install rustup, or \
             your distribution's package of that target"
        );
    }
    println!("  the Rust target {WASM_TARGET} is missing: adding it");
    Command::new("rustup").current_dir(workspace.path(".")).args(["target", "add", WASM_TARGET]).shown()
}

/// The npm packages of every workspace: installed when there are none, or when a manifest or the lock changed.
pub(crate) fn npm_packages(workspace: &Workspace) -> Result<()> {
    node(workspace)?;
    let stamp = workspace.path("node_modules/.touchmark-stamp");
    if fs::read_to_string(&stamp).is_ok_and(|old| manifests(workspace).is_ok_and(|new| old == new)) {
        return Ok(());
    }
    // `npm ci` empties node_modules first. Where there is one already, `npm install` adds only what the lock
    // added, and leaves alone what is running from it.
    let fresh = !workspace.path("node_modules").exists() && workspace.path("package-lock.json").exists();
    println!(
        "  npm packages are {}: installing them",
        if fresh { "missing" } else { "missing or out of date" }
    );
    workspace
        .npm()
        .args([if fresh { "ci" } else { "install" }, "--no-audit", "--no-fund", "--loglevel", "error"])
        .shown()?;
    fs::write(&stamp, manifests(workspace)?).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// Node, new enough.
fn node(workspace: &Workspace) -> Result<()> {
    const REMEDY: &str = "install Node 20 or newer from nodejs.org or your distribution, and see that `node` and `npm` are on PATH";
    let Ok(version) = workspace.node().arg("--version").captured("node --version") else {
        bail!("Node is not here: {REMEDY}");
    };
    let Some(major) = major_version(&version) else {
        bail!("`node --version` said {:?}: {REMEDY}", version.trim());
    };
    if major < NODE_MAJOR {
        bail!("Node {} is too old: {REMEDY}", version.trim());
    }
    if workspace.npm().arg("--version").captured("npm --version").is_err() {
        bail!("npm is not here, though Node is: {REMEDY}");
    }
    Ok(())
}

fn major_version(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// One hash over the manifests and the lock.
fn manifests(workspace: &Workspace) -> Result<String> {
    let mut hash = Sha256::new();
    for name in WORKSPACES.into_iter().chain(["package-lock.json"]) {
        hash.update(name);
        hash.update(fs::read(workspace.path(name)).unwrap_or_default());
    }
    Ok(hex(&hash.finalize()))
}

/// A Chromium to test in: `CHROMIUM_PATH`, one that is installed, or one that this installs.
pub(crate) fn chromium(workspace: &Workspace) -> Result<PathBuf> {
    fonts()?;
    if let Some(path) = std::env::var_os("CHROMIUM_PATH").map(PathBuf::from) {
        if !path.is_file() {
            bail!("CHROMIUM_PATH names {}, which is not there: correct it or unset it", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = installed_chromium(workspace) {
        return Ok(path);
    }
    println!("  no Chromium or Chrome was found: installing one (set CHROMIUM_PATH to name your own)");
    install_chromium(workspace)?;
    installed_chromium(workspace).context(
        "a Chromium was installed but cannot be found: set CHROMIUM_PATH to the browser's program file",
    )
}

fn installed_chromium(workspace: &Workspace) -> Option<PathBuf> {
    const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let on_path =
        NAMES.iter().flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)));
    let applications = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ];
    let playwright =
        "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))";
    let playwright = || workspace.node().args(["-e", playwright]).captured("playwright-core").ok();
    on_path
        .chain(applications.map(PathBuf::from))
        .find(|path| path.is_file())
        .or_else(|| playwright().map(|path| PathBuf::from(path.trim())).filter(|path| path.is_file()))
}

/// The font that the kept pictures are drawn with: Debian's Chromium asks for none, and somebody else may have installed it.
fn fonts() -> Result<()> {
    if can_apt_get() && !Path::new("/usr/share/fonts/truetype/liberation").is_dir() {
        println!("  the font of the kept pictures is missing: installing it");
        apt_get_install(&["fonts-liberation"])?;
    }
    Ok(())
}

fn install_chromium(workspace: &Workspace) -> Result<()> {
    if can_apt_get() {
        return apt_get_install(&["chromium"]);
    }
    npm_packages(workspace)?;
    let cli = workspace.need(
        "node_modules/playwright-core/cli.js",
        "npm install brings it; or set CHROMIUM_PATH to a browser",
    )?;
    workspace
        .node()
        .arg(cli)
        .args(["install", "chromium"])
        .shown()
        .context("Playwright could not install a Chromium: install one yourself, or set CHROMIUM_PATH to one")
}

/// A Python with exactly the packages that a file pins, below Cargo's target folder.
pub(crate) fn python_packages(workspace: &Workspace, requirements: &str) -> Result<PathBuf> {
    let list = fs::read_to_string(workspace.path(requirements))
        .with_context(|| format!("{requirements} cannot be read"))?;
    let folder = workspace.target("python")?;
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let stamp = folder.join(".touchmark-stamp");
    if fs::read_to_string(&stamp).is_ok_and(|old| old == list) && works(&python.to_string_lossy()) {
        return Ok(python);
    }
    println!("  Python packages are missing or out of date: installing them");
    if make_python_folder(&folder).is_err() && can_apt_get() {
        apt_get_install(&["python3", "python3-venv"])?;
    }
    make_python_folder(&folder)
        .context("install Python 3.10 or newer with its `venv` module, and see that python3 is on PATH")?;
    let mut pip = Command::new(&python);
    pip.current_dir(workspace.path("."))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"])
        .arg(requirements)
        .shown()?;
    fs::write(&stamp, list).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(python)
}

fn make_python_folder(folder: &Path) -> Result<()> {
    Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder).captured("python3 -m venv").map(drop)
}

/// A C++ compiler, for libFuzzer: Debian's, where this may install it.
pub(crate) fn cpp_compiler() -> Result<()> {
    let named = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    if works(&named) {
        return Ok(());
    }
    if can_apt_get() {
        println!("  no C++ compiler was found: installing one");
        return apt_get_install(&["g++"]);
    }
    bail!("{named} is not here, and libFuzzer is C++: install g++ or clang++, or set CXX to a compiler")
}

/// Whether this may install Debian's packages.
pub(crate) fn can_apt_get() -> bool {
    cfg!(target_os = "linux") && works("apt-get") && is_root()
}

/// Installs Debian's packages, and nothing that they only recommend.
pub(crate) fn apt_get_install(packages: &[&str]) -> Result<()> {
    apt_get(&["update", "--quiet"])?;
    apt_get(&[&["install", "--yes", "--quiet", "--no-install-recommends"], packages].concat())
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(arguments).shown()
}

/// What tells Cargo to name the same places in panics on every machine: otherwise each builder's home folder would be in
/// the Wasm, and no two would make the same bytes. Adds to the flags of `.cargo/config.toml`.
pub(crate) fn without_home(target: &str) -> Result<[String; 2]> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).captured("rustc --print sysroot")?;
    let version = Command::new("rustc").args(["--version", "--verbose"]).captured("rustc --version")?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
        .context("neither CARGO_HOME nor a home folder is known")?;
    let flags = [
        format!("'--remap-path-prefix={}=/cargo'", home.display()),
        // Where rustup has the library's sources, they go by their place here; elsewhere by this name already.
        format!("'--remap-path-prefix={}/lib/rustlib/src/rust=/rustc/{commit}'", sysroot.trim()),
    ];
    Ok(["--config".to_owned(), format!("target.{target}.rustflags=[{}]", flags.join(","))])
}

/// A Cargo-installed command at the version that this repository is checked with: the one on PATH, or one installed
/// below `target`.
pub(crate) fn cargo_tool(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    let root = workspace.target("tools")?;
    let own = root.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    for program in [PathBuf::from(name), own.clone()] {
        // Cargo starts its subcommands with their own name, and some do not answer without it.
        let said = Command::new(&program).args(name.strip_prefix("cargo-")).arg("--version").captured(name);
        if said.is_ok_and(|said| said.split_whitespace().any(|word| word == version)) {
            return Ok(program);
        }
    }
    println!("  {name} {version} is not here: installing it below target/tools");
    // An unoptimised build: it compiles in a fraction of the time, and runs once or twice.
    workspace
        .cargo()
        .args(["install", name, "--version", version, "--locked", "--debug", "--root"])
        .arg(&root)
        .arg("--target-dir")
        .arg(root.join("build"))
        .shown()?;
    Ok(own)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").captured("id -u").is_ok_and(|id| id.trim() == "0")
}

/// Whether a program is there and answers to `--version`.
pub(crate) fn works(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read() {
        assert_eq!(major_version("v20.20.2\n"), Some(20));
        assert_eq!(major_version("v9.1.0"), Some(9));
        assert_eq!(major_version("20"), None);
        assert_eq!(major_version(""), None);
    }
}
