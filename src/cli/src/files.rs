//! Where files are opened.
//!
//! What the user names to be read is taken as it is: a link, a pipe or a process substitution will do. What stands below
//! a folder, or where a result is to go, may be anybody's. It has to be a plain file: no link is followed there, and no
//! pipe or device is opened, which could wait for ever.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use crate::failure::Failure;

/// No bundle, policy, registry, key, rules or types are longer: 64 MiB is what the largest may have, with a margin.
const MAX_SETTINGS: u64 = 65 << 20;

/// Opens a file that the user named, to be read.
pub(crate) fn open_named(path: &Path) -> Result<(File, Metadata), Failure> {
    Ok(touchmark_rows::open(path)?)
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

/// Why a file was not opened.
pub(crate) enum NotOpened {
    Missing,
    Refused(Failure),
}

/// Opens a plain file, and nothing else.
pub(crate) fn open_plain(path: &Path, options: &mut OpenOptions) -> Result<File, NotOpened> {
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

/// Something else than a plain file stands there.
pub(crate) fn no_plain_file(path: &Path, found: FileType) -> Failure {
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
