//! Archives that are the same bytes whenever and wherever they are made: files in order, no times, two kinds of access.

use anyhow::{Context, Result};
use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

/// A file in an archive, by its path there.
pub(crate) struct Packed {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_program: bool,
}

/// A zip archive of these files.
///
/// # Errors
/// When there is more than the format without its extensions can hold.
pub(crate) fn zip(mut files: Vec<Packed>) -> Result<Vec<u8>> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in &files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            // 1 January 1980, the first day that the format knows.
            .last_modified_time(DateTime::default())
            .unix_permissions(if file.is_program { 0o755 } else { 0o644 });
        let packed = || format!("{} cannot be packed", file.path);
        archive.start_file(&file.path, options).with_context(packed)?;
        archive.write_all(&file.bytes).with_context(packed)?;
    }
    Ok(archive.finish().context("the archive cannot be finished")?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::zip::ZipArchive;
    use std::io::Read as _;

    fn file(path: &str, is_program: bool) -> Packed {
        Packed { path: path.to_owned(), bytes: path.repeat(100).into_bytes(), is_program }
    }

    #[test]
    fn what_is_packed_comes_out_again_with_its_access_and_without_a_time() {
        let files = vec![file("folder/name", true), file("folder/plain", false)];
        let mut archive = ZipArchive::new(Cursor::new(zip(files).unwrap())).unwrap();
        for (name, access) in [("folder/name", 0o100_755), ("folder/plain", 0o100_644)] {
            let mut found = archive.by_name(name).unwrap();
            // Reading holds the bytes against their checksum.
            let mut bytes = Vec::new();
            found.read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes, file(name, false).bytes);
            assert_eq!(found.compression(), CompressionMethod::Deflated);
            assert!(found.compressed_size() < found.size() / 4);
            assert_eq!(found.unix_mode(), Some(access));
            assert_eq!(found.last_modified(), Some(DateTime::default()));
        }
        assert_eq!(archive.len(), 2);
    }

    #[test]
    fn the_order_of_the_files_changes_nothing_and_their_bytes_do() {
        let one = zip(vec![file("a", false), file("b/c", true)]).unwrap();
        assert_eq!(one, zip(vec![file("b/c", true), file("a", false)]).unwrap());
        assert_ne!(one, zip(vec![file("a", false), file("b/c", false)]).unwrap());
        assert_ne!(one, zip(vec![file("a", false)]).unwrap());
    }
}
