//! A set of files that goes into a folder whole or not at all.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::failure::Failure;

/// A file to be written.
pub(crate) struct NewFile {
    /// Path below the folder, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// What an existing file says when it will do as it is. Such a file holds other things too, and is never replaced.
    pub(crate) will_do: Option<&'static str>,
}

/// What became of the files, by path.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) written: Vec<String>,
    pub(crate) unchanged: Vec<String>,
}

/// Writes those of `files` that are not there as they should be.
pub(crate) fn write(folder: &Path, files: &[NewFile], may_replace: bool) -> Result<Written, Failure> {
    let mut written = Written::default();
    let (mut to_write, mut in_the_way, mut not_ours) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let path = folder.join(&file.path);
        let old = match path.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(Failure::io(&path, "read", &error)),
            Ok(known) if known.is_file() => {
                Some(fs::read(&path).map_err(|error| Failure::io(&path, "read", &error))?)
            }
            Ok(_) => {
                let path = path.display();
                return Err(Failure::input(format!(
                    "{path} is no plain file; move it away, or name another --out"
                )));
            }
        };
        let holds = |old: &[u8], text: &str| old.windows(text.len()).any(|part| part == text.as_bytes());
        match (old, file.will_do) {
            (Some(old), _) if old == file.text.as_bytes() => written.unchanged.push(file.path.clone()),
            (Some(old), Some(text)) if holds(&old, text) => written.unchanged.push(file.path.clone()),
            (Some(_), Some(text)) => not_ours.push(format!("{}: add {text} to it", path.display())),
            (Some(_), None) if !may_replace => in_the_way.push(path.display().to_string()),
            _ => to_write.push((file, path)),
        }
    }
    if !not_ours.is_empty() {
        return Err(Failure::usage(format!(
            "these files say more than this command knows, and are left to you:\n  {}",
            not_ours.join("\n  ")
        )));
    }
    if !in_the_way.is_empty() {
        return Err(Failure::usage(format!(
            "these files exist with other content; name another --out, or add --force to replace them:\n  {}",
            in_the_way.join("\n  ")
        )));
    }
    let mut made = MadeFolders::default();
    made.make(folder)?;
    // Written beside first: a full disk leaves everything as it was.
    let beside = TempDir::with_prefix_in(".touchmark-", folder)
        .map_err(|error| Failure::io(folder, "written", &error))?;
    for (at, (file, path)) in to_write.iter().enumerate() {
        fs::write(beside.path().join(at.to_string()), &file.text)
            .map_err(|error| Failure::io(path, "written", &error))?;
        made.make(path.parent().unwrap_or(folder))?;
    }
    for (at, (file, path)) in to_write.iter().enumerate() {
        fs::rename(beside.path().join(at.to_string()), path)
            .map_err(|error| Failure::io(path, "written", &error))?;
        written.written.push(file.path.clone());
    }
    made.keep();
    Ok(written)
}

/// Folders that go again unless something is put into them.
#[derive(Default)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    fn make(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing =
            folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let missing: Vec<_> = missing.map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder).map_err(|error| Failure::io(&folder, "made", &error))?;
            self.0.push(folder);
        }
        Ok(())
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // One that is not empty stays.
            let _ = fs::remove_dir(folder);
        }
    }
}
