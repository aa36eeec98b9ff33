//! Results that appear whole or not at all.

use std::fs::{self, Metadata, OpenOptions, Permissions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::failure::Failure;
use crate::files::kind;

/// A file that takes its name only once everything is written. Dropped before that, it leaves nothing behind and
/// whatever had the name stays as it was.
pub(crate) struct Output {
    target: Target,
    may_replace: bool,
    file: BufWriter<NamedTempFile>,
}

enum Target {
    /// Named at the end: a link that has the name by then goes, and what it leads to stays.
    File(PathBuf),
    /// A stream of the system's own, which has its name already: filled at the end.
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

/// What may go for a result. Folders never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replace {
    Nothing,
    /// Plain files. A link may be somebody's trap, and so may a pipe.
    Files {
        /// Whether `--force` would let anything else go.
        or_forced: bool,
    },
    /// Whatever has the name, as `--force` says. A link goes itself, never what it leads to.
    Anything,
}

impl Replace {
    /// `--force`, for a command that replaces nothing without it.
    pub(crate) fn if_forced(is_forced: bool) -> Self {
        if is_forced { Self::Anything } else { Self::Nothing }
    }

    /// `--force`, for a command that brings files up to date without it.
    pub(crate) fn files_unless_forced(is_forced: bool) -> Self {
        if is_forced { Self::Anything } else { Self::Files { or_forced: true } }
    }
}

impl Output {
    /// Prepares `path`, or the standard output for `-`.
    pub(crate) fn open(path: &Path, readers: Readers, replace: Replace) -> Result<Self, Failure> {
        let target = Target::of(path, replace)?;
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
        let may_replace = replace != Replace::Nothing;
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
                // Where the shell had it lead to a file that it appends to, nothing of that goes.
                let stream = OpenOptions::new().append(true).open(&path);
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

/// Writes a file, whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], replace: Replace) -> Result<(), Failure> {
    let mut file = Output::open(path, Readers::Usual, replace)?;
    file.write_all(bytes).map_err(|error| Failure::io(path, "written", &error))?;
    file.commit()
}

impl Target {
    fn of(path: &Path, replace: Replace) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self::Stdout);
        }
        let place = path.display();
        let path = path.to_owned();
        let or_forced = match replace {
            Replace::Files { or_forced: true } => ", or add --force to put a new file in its place",
            _ => "",
        };
        match path.symlink_metadata() {
            // What else is wrong shows when the file is made.
            Err(_) => Ok(Self::File(path)),
            Ok(known) if known.is_dir() => {
                Err(Failure::io(&path, "written", &io::ErrorKind::IsADirectory.into()))
            }
            Ok(_) if replace == Replace::Nothing => Err(exists(&path)),
            Ok(known) if known.is_file() => Ok(Self::File(path)),
            Ok(_) if is_stream_of_the_system(&path) => Ok(Self::Stream(path)),
            Ok(known) if is_device(&known) => {
                Err(Failure::usage(format!("{place} is a device; name a file, or - for the standard output")))
            }
            Ok(_) if replace == Replace::Anything => Ok(Self::File(path)),
            Ok(known) if known.is_symlink() => {
                let leads_to = fs::read_link(&path).unwrap_or_default();
                Err(Failure::usage(format!(
                    "{place} is a link to {}, which is not followed; name that file itself{or_forced}",
                    leads_to.display()
                )))
            }
            Ok(known) => Err(Failure::usage(format!(
                "{place} is {}; name a file, or - for the standard output{or_forced}",
                kind(known.file_type())
            ))),
        }
    }
}

/// `/dev/null`, `/dev/stdout`, `/dev/fd/63` as the shell writes for `>(gzip)`: only the system and the user's own shell
/// put something there.
fn is_stream_of_the_system(path: &Path) -> bool {
    let is_of_the_system = |folder: PathBuf| {
        let is_of_a_process = folder.starts_with("/proc") && folder.ends_with("fd");
        is_of_a_process || [Path::new("/dev"), Path::new("/dev/fd")].contains(&folder.as_path())
    };
    path.parent().and_then(|folder| folder.canonicalize().ok()).is_some_and(is_of_the_system)
        && fs::metadata(path).is_ok_and(|known| !known.is_dir() && !is_disk(&known))
}

#[cfg(unix)]
fn is_disk(known: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    known.file_type().is_block_device()
}

#[cfg(unix)]
fn is_device(known: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    is_disk(known) || known.file_type().is_char_device()
}

#[cfg(not(unix))]
fn is_disk(_: &Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn is_device(_: &Metadata) -> bool {
    false
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
