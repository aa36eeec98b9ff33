//! That no file of a command is written over another, or over what it reads.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The files of one command, by the option that names them: none may be written over another, or over what is read.
#[derive(Default)]
pub(crate) struct Apart<'a> {
    written: Vec<(&'static str, &'a Path)>,
    read: Vec<(&'static str, &'a Path)>,
    folders: Vec<(&'static str, &'a Path)>,
}

impl<'a> Apart<'a> {
    pub(crate) fn writes(mut self, option: &'static str, path: impl Into<Option<&'a Path>>) -> Self {
        self.written.extend(path.into().map(|path| (option, path)));
        self
    }

    pub(crate) fn reads(mut self, option: &'static str, path: impl Into<Option<&'a Path>>) -> Self {
        self.read.extend(path.into().map(|path| (option, path)));
        self
    }

    /// A folder of which nothing may be replaced by the way.
    pub(crate) fn keeps(mut self, option: &'static str, folder: impl Into<Option<&'a Path>>) -> Self {
        self.folders.extend(folder.into().map(|path| (option, path)));
        self
    }

    /// Compares the files and not their spellings.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let mut known: HashMap<Identity, &'static str> = HashMap::new();
        let read = self.read.iter().flat_map(|(option, path)| Identity::all_of(path).map(|id| (id, *option)));
        known.extend(read);
        for (option, path) in &self.written {
            let place = path.display();
            for identity in Identity::all_of(path) {
                if let Some(other) = known.insert(identity, option).filter(|other| other != option) {
                    return Err(Failure::usage(format!(
                        "{other} and {option} name the same file, {place}, and one would replace the other; give each a \
                         file of its own"
                    )));
                }
            }
            for (other, folder) in &self.folders {
                let real = place_of(path).zip(folder.canonicalize().ok());
                if real.is_some_and(|(path, folder)| path.starts_with(folder)) {
                    return Err(Failure::usage(format!(
                        "{option}: {place} lies in the folder {} of {other}, which keeps its own files; name another place",
                        folder.display()
                    )));
                }
            }
        }
        Ok(())
    }
}

/// What makes two paths one file.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    /// Its place, where there may be nothing yet.
    Place(PathBuf),
    /// What is there, whatever leads to it.
    #[cfg(unix)]
    Content { device: u64, number: u64 },
    #[cfg(not(unix))]
    Content(PathBuf),
}

impl Identity {
    /// None for the standard streams, pipes and devices, in which nothing is lost.
    fn all_of(path: &Path) -> impl Iterator<Item = Self> {
        let metadata = fs::metadata(path);
        let is_stream = path == Path::new("-") || metadata.as_ref().is_ok_and(|known| !known.is_file());
        let place = place_of(path).filter(|_| !is_stream).map(Self::Place);
        let content = metadata.ok().filter(|_| !is_stream).and_then(|known| Self::content(path, &known));
        place.into_iter().chain(content)
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "there may be none elsewhere")]
    fn content(_: &Path, known: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self::Content { device: known.dev(), number: known.ino() })
    }

    #[cfg(not(unix))]
    fn content(path: &Path, _: &Metadata) -> Option<Self> {
        path.canonicalize().ok().map(Self::Content)
    }
}

/// The real folder of a path, and the name in it.
fn place_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name()?;
    // Upper and lower case are the same on the disks that these systems usually have.
    let name =
        if cfg!(any(windows, target_os = "macos")) { name.to_ascii_lowercase() } else { name.to_owned() };
    Some(folder.canonicalize().ok()?.join(name))
}
