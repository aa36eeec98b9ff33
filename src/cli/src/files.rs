//! Where files are opened.
//!
//! What the user names to be read is taken as it is: a link, a pipe or a process substitution will do. What stands below
//! a folder, or where a result is to go, may be anybody's. It has to be a plain file: no link is followed there, and no
//! pipe or device is opened, which could wait for ever.

use std::collections::HashMap;
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::output::{Output, Readers, Replace};

/// No bundle, policy, registry, key, rules or types are longer: 64 MiB is what the largest may have, with a margin.
const MAX_SETTINGS: u64 = 65 << 20;

/// Opens a file that the user named, to be read.
pub(crate) fn open_named(path: &Path) -> Result<(File, Metadata), Failure> {
    let refused = |error: &io::Error| Failure::io(path, "read", error);
    let file = File::open(path).map_err(|error| refused(&error))?;
    let metadata = file.metadata().map_err(|error| refused(&error))?;
    if metadata.is_dir() {
        return Err(refused(&io::ErrorKind::IsADirectory.into()));
    }
    Ok((file, metadata))
}

/// Reads a text file that the user named.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = open_named(path)?.0.read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Failure::io(path, "read", &error))
}

/// Reads what belongs to the command line: a key, trust material, rules or types.
pub(crate) fn read_short_text(path: &Path) -> Result<String, Failure> {
    let bytes = read_bounded(path, open_named(path)?.0, MAX_SETTINGS)?;
    String::from_utf8(bytes).map_err(|_| Failure::io(path, "read", &io::ErrorKind::InvalidData.into()))
}

/// As [`read_short_text`], without the byte order mark that some editors write.
pub(crate) fn read_settings(path: &Path) -> Result<String, Failure> {
    let text = read_short_text(path)?;
    if text.contains("-----BEGIN PRIVATE KEY") {
        return Err(Failure::at(
            path.display(),
            "is a key, and nothing that is read here; name the right file",
        ));
    }
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Reads a file that stands where the command writes. `None` where there is none.
pub(crate) fn read_plain(path: &Path, longest: u64) -> Result<Option<Vec<u8>>, Failure> {
    match open_plain(path, OpenOptions::new().read(true)) {
        Ok(file) => read_bounded(path, file, longest).map(Some),
        Err(NotOpened::Missing) => Ok(None),
        Err(NotOpened::Refused(failure)) => Err(failure),
    }
}

fn read_bounded(path: &Path, file: File, longest: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    file.take(longest + 1).read_to_end(&mut bytes).map_err(|error| Failure::io(path, "read", &error))?;
    if bytes.len() as u64 > longest {
        let problem = format!("is longer than {longest} bytes, as no such file is; check the name");
        return Err(Failure::at(path.display(), problem));
    }
    Ok(bytes)
}

enum NotOpened {
    Missing,
    Refused(Failure),
}

/// Opens a plain file, and nothing else.
fn open_plain(path: &Path, options: &mut OpenOptions) -> Result<File, NotOpened> {
    let refused = |error: &io::Error| NotOpened::Refused(Failure::io(path, "opened", error));
    let check = |known: &Metadata| match known.is_file() {
        true => Ok(()),
        false => Err(NotOpened::Refused(no_plain_file(path, known.file_type()))),
    };
    // Before it is opened: opening is enough for a device to act.
    if let Ok(known) = path.symlink_metadata() {
        check(&known)?;
    }
    // Something else may have taken its place since.
    follow_and_wait_for_nothing(options);
    match options.open(path) {
        Ok(file) => {
            let known = file.metadata().map_err(|error| refused(&error))?;
            check(&known).map(|()| file)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(NotOpened::Missing),
        Err(error) => {
            if let Ok(known) = path.symlink_metadata() {
                check(&known)?;
            }
            Err(refused(&error))
        }
    }
}

#[cfg(unix)]
fn follow_and_wait_for_nothing(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
}

#[cfg(not(unix))]
fn follow_and_wait_for_nothing(_: &mut OpenOptions) {}

fn no_plain_file(path: &Path, found: FileType) -> Failure {
    let (place, kind) = (path.display(), kind(found));
    Failure::input(format!("{place} is no plain file but {kind}; see who put it there, and move it away"))
}

/// What something in a folder is, in words.
pub(crate) fn kind(found: FileType) -> &'static str {
    if found.is_symlink() {
        "a link"
    } else if found.is_dir() {
        "a folder"
    } else if found.is_file() {
        "a file"
    } else {
        "a pipe or a device"
    }
}

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

/// Writes a file, whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], replace: Replace) -> Result<(), Failure> {
    let mut file = Output::open(path, Readers::Usual, replace)?;
    file.write_all(bytes).map_err(|error| Failure::io(path, "written", &error))?;
    file.commit()
}

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
