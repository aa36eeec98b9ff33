//! Results that appear whole or not at all.

use std::fs::Permissions;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::failure::Failure;

/// A file that takes its name only once everything is written. Dropped before that, it leaves nothing behind and
/// whatever had the name stays as it was.
pub(crate) struct Output {
    target: Target,
    may_replace: bool,
    file: BufWriter<NamedTempFile>,
}

enum Target {
    File(PathBuf),
    Stdout,
}

/// Who may read a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// As the umask says.
    Usual,
    /// The owner alone, from the first moment on.
    Owner,
}

impl Output {
    /// Prepares `path`, or the standard output for `-`.
    pub(crate) fn open(path: &Path, readers: Readers, may_replace: bool) -> Result<Self, Failure> {
        let (target, folder) = if path == Path::new("-") {
            (Target::Stdout, std::env::temp_dir())
        } else {
            if path.is_dir() {
                return Err(Failure::io(path, "written", &io::ErrorKind::IsADirectory.into()));
            }
            if !may_replace && path.symlink_metadata().is_ok() {
                return Err(exists(path));
            }
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            (Target::File(path.to_owned()), folder.unwrap_or(Path::new(".")).to_owned())
        };
        let mut builder = Builder::new();
        builder.prefix(".touchmark-");
        if let Some(permissions) = permissions(readers, &target) {
            builder.permissions(permissions);
        }
        let file = builder.tempfile_in(&folder).map_err(|error| Failure::io(path, "written", &error))?;
        Ok(Self { target, may_replace, file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Gives the file its name, or copies it to the standard output.
    pub(crate) fn commit(self) -> Result<(), Failure> {
        let path = match &self.target {
            Target::File(path) => path.clone(),
            Target::Stdout => PathBuf::from("standard output"),
        };
        let failed = |error: &io::Error| Failure::io(&path, "written", error);
        let mut file = self.file.into_inner().map_err(|error| failed(error.error()))?;
        match self.target {
            Target::File(path) => {
                // On disk before the old file goes.
                file.as_file().sync_all().map_err(|error| failed(&error))?;
                let named =
                    if self.may_replace { file.persist(&path) } else { file.persist_noclobber(&path) };
                named.map_err(|error| match error.error.kind() {
                    io::ErrorKind::AlreadyExists => exists(&path),
                    _ => failed(&error.error),
                })?;
            }
            Target::Stdout => {
                file.rewind().map_err(|error| failed(&error))?;
                let mut stdout = io::stdout().lock();
                io::copy(&mut file, &mut stdout).map_err(|error| failed(&error))?;
                stdout.flush().map_err(|error| failed(&error))?;
            }
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn exists(path: &Path) -> Failure {
    Failure::usage(format!("{} exists; name another file, or add --force to replace it", path.display()))
}

#[cfg(unix)]
fn permissions(readers: Readers, target: &Target) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    let is_private = readers == Readers::Owner || matches!(target, Target::Stdout);
    Some(Permissions::from_mode(if is_private { 0o600 } else { 0o666 }))
}

#[cfg(not(unix))]
fn permissions(_: Readers, _: &Target) -> Option<Permissions> {
    // A new file takes the rights of its folder there.
    None
}
