//! A set of files that goes into a folder whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::commands::salesforce::xml::Element;
use crate::failure::Failure;
use crate::files::read_plain;
use crate::folder::Folder;

/// A file to be written.
pub(crate) struct NewFile {
    /// Path below the folder, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// What an existing file says when it will do as it is. Such a file holds other things too, and is never replaced.
    pub(crate) will_do: Option<&'static str>,
}

impl NewFile {
    /// A metadata file.
    pub(crate) fn source(path: String, element: &Element) -> Self {
        Self { path, text: element.file(), will_do: None }
    }
}

/// No metadata file that an org takes is longer.
const MAX_SOURCE: u64 = 64 << 20;

/// What became of the files, by path.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) written: Vec<String>,
    pub(crate) unchanged: Vec<String>,
}

/// Writes those of `files` that are not there as they should be.
pub(crate) fn write(root: &Path, files: &[NewFile], may_replace: bool) -> Result<Written, Failure> {
    let folder = Folder::new(root);
    let mut written = Written::default();
    let (mut to_write, mut left_to_people, mut in_the_way) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let path = folder.below(&file.path)?;
        match (Found::at(&path, file)?, file.will_do) {
            (Found::AsItShouldBe, _) => written.unchanged.push(file.path.clone()),
            (Found::Other, Some(text)) => {
                left_to_people.push(format!("{}: add {text} to it", path.display()))
            }
            (Found::Other, None) if !may_replace => in_the_way.push(path.display().to_string()),
            (Found::Nothing | Found::Other, _) => to_write.push((file, path)),
        }
    }
    let refusals = [
        (left_to_people, "these files say more than this command knows, and are left to you"),
        (
            in_the_way,
            "these files exist with other content; name another --out, or add --force to replace them",
        ),
    ];
    for (paths, problem) in refusals {
        if !paths.is_empty() {
            let lines = paths.into_iter().map(|path| format!("  {path}"));
            return Err(Failure::usage(format!("{problem}:")).with_lines(lines));
        }
    }

    let mut made = MadeFolders::default();
    made.make(root)?;
    // Written beside first: a full disk leaves everything as it was.
    let beside =
        TempDir::with_prefix_in(".touchmark-", root).map_err(|error| Failure::io(root, "written", &error))?;
    let prepared = |at: usize| beside.path().join(at.to_string());
    for (at, (file, path)) in to_write.iter().enumerate() {
        fs::write(prepared(at), &file.text).map_err(|error| Failure::io(path, "written", &error))?;
        made.make(path.parent().unwrap_or(root))?;
    }
    for (at, (file, path)) in to_write.iter().enumerate() {
        fs::rename(prepared(at), path).map_err(|error| Failure::io(path, "written", &error))?;
        written.written.push(file.path.clone());
    }
    made.keep();
    Ok(written)
}

/// What stands where a file belongs.
enum Found {
    Nothing,
    AsItShouldBe,
    Other,
}

impl Found {
    fn at(path: &Path, file: &NewFile) -> Result<Self, Failure> {
        let Some(old) = read_plain(path, MAX_SOURCE)? else { return Ok(Self::Nothing) };
        let holds = |text: &str| old.windows(text.len()).any(|part| part == text.as_bytes());
        let will_do = old == file.text.as_bytes() || file.will_do.is_some_and(holds);
        Ok(if will_do { Self::AsItShouldBe } else { Self::Other })
    }
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
