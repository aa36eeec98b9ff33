//! Small clones to call `cargo xtask` in.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a clone is known by, and these files.
pub(crate) fn clone_in(folder: &Path, files: &[(&str, &str)]) {
    let known_by = [
        ("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"src/xtask\"]\n"),
        ("src/xtask/Cargo.toml", "[package]\nname = \"xtask\"\nedition = \"2024\"\n"),
        ("src/xtask/src/main.rs", "fn main() {}\n"),
    ];
    for (path, text) in known_by.iter().chain(files) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// `cargo xtask`, called in a folder.
pub(crate) fn xtask_in(folder: &Path) -> Command {
    let mut xtask = Command::new(std::env::var_os("CARGO_BIN_EXE_xtask").unwrap());
    xtask.current_dir(folder).env_remove("CARGO_MANIFEST_DIR");
    xtask
}
