//! Folders below which only plain files are read and written.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::files::{NotOpened, kind, no_plain_file, open_plain, read_plain};
use crate::output::{Replace, write_whole};

/// A folder that somebody else may have made, or can write to. The user names the folder; nobody named what is below.
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.root
    }

    /// The path of something below, with `/`. The folders on the way have to be folders, and no links to some.
    pub(crate) fn below(&self, name: &str) -> Result<PathBuf, Failure> {
        let mut path = self.root.clone();
        let mut parts = name.split('/').peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            let Ok(known) = path.symlink_metadata() else { continue };
            if parts.peek().is_some() && !known.is_dir() {
                let (place, kind) = (path.display(), kind(known.file_type()));
                let remedy = "see who put it there, and move it away";
                return Err(Failure::input(format!("{place} is no folder but {kind}; {remedy}")));
            }
        }
        Ok(path)
    }

    /// Reads a file below; `None` where there is none.
    pub(crate) fn read(&self, name: &str, longest: u64) -> Result<Option<Vec<u8>>, Failure> {
        read_plain(&self.below(name)?, longest)
    }

    /// Writes a file below, whole or not at all.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.below(name)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Failure::io(folder, "made", &error))?;
        }
        if let Ok(known) = path.symlink_metadata()
            && !known.is_file()
        {
            return Err(no_plain_file(&path, known.file_type()));
        }
        write_whole(&path, bytes, Replace::Files { or_forced: false })
    }

    /// Opens the file that commands lock while they are at work; made where there is none. What it holds stays.
    pub(crate) fn lock_file(&self, name: &str) -> Result<File, Failure> {
        let path = self.below(name)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        open_plain(&path, &mut options).map_err(|problem| match problem {
            NotOpened::Refused(failure) => failure,
            NotOpened::Missing => Failure::io(&path, "made", &io::ErrorKind::NotFound.into()),
        })
    }
}
