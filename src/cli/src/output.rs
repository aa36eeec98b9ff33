//! Results that appear whole or not at all.

use std::fs::{OpenOptions, Permissions};
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
    /// Named at the end.
    File(PathBuf),
    /// A device or a pipe, which has its name already: filled at the end.
    Stream(PathBuf),
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
        let target = Target::of(path, may_replace)?;
        let folder = match &target {
            Target::File(path) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                folder.unwrap_or(Path::new(".")).to_owned()
            }
            Target::Stream(_) | Target::Stdout => std::env::temp_dir(),
        };
        let mut builder = Builder::new();
        builder.prefix(".touchmark-");
        if let Some(permissions) = permissions(readers, &target) {
            builder.permissions(permissions);
        }
        let file = builder.tempfile_in(&folder).map_err(|error| Failure::io(path, "written", &error))?;
        // A secret goes straight to its file: a buffer would keep a copy.
        let buffer = if readers == Readers::Owner { 0 } else { 1 << 16 };
        Ok(Self { target, may_replace, file: BufWriter::with_capacity(buffer, file) })
    }

    /// Gives the file its name, or copies it to where it streams.
    pub(crate) fn commit(self) -> Result<(), Failure> {
        let path = match &self.target {
            Target::File(path) | Target::Stream(path) => path.clone(),
            Target::Stdout => PathBuf::from("standard output"),
        };
        let failed = |error: &io::Error| Failure::io(&path, "written", error);
        let mut file = self.file.into_inner().map_err(|error| failed(error.error()))?;
        let mut copy = |out: &mut dyn Write| {
            file.rewind()?;
            io::copy(&mut file, out)?;
            out.flush()
        };
        match self.target {
            Target::Stdout => copy(&mut io::stdout().lock()).map_err(|error| failed(&error)),
            Target::Stream(_) => {
                let stream = OpenOptions::new().write(true).open(&path);
                stream.and_then(|mut stream| copy(&mut stream)).map_err(|error| failed(&error))
            }
            Target::File(_) => {
                // On disk before the old file goes.
                file.as_file().sync_all().map_err(|error| failed(&error))?;
                let named =
                    if self.may_replace { file.persist(&path) } else { file.persist_noclobber(&path) };
                match named {
                    Ok(_) => Ok(()),
                    Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(&path)),
                    Err(error) => Err(failed(&error.error)),
                }
            }
        }
    }
}

impl Target {
    fn of(path: &Path, may_replace: bool) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self::Stdout);
        }
        // A link stays a link: what it leads to is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match path.symlink_metadata() {
            Err(_) => Ok(Self::File(path)),
            Ok(known) if known.is_dir() => {
                Err(Failure::io(&path, "written", &io::ErrorKind::IsADirectory.into()))
            }
            Ok(_) if !may_replace => Err(exists(&path)),
            Ok(known) if known.is_file() => Ok(Self::File(path)),
            Ok(_) => Ok(Self::Stream(path)),
        }
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
    let is_private = readers == Readers::Owner || !matches!(target, Target::File(_));
    Some(Permissions::from_mode(if is_private { 0o600 } else { 0o666 }))
}

#[cfg(not(unix))]
fn permissions(_: Readers, _: &Target) -> Option<Permissions> {
    // A new file takes the rights of its folder there.
    None
}
