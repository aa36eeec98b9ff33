//! Archives that are the same bytes whenever and wherever they are made: files in order, no times, two kinds of access.

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::Crc;
use flate2::write::DeflateEncoder;
use std::io::Write;

/// A file in an archive, by its path there.
pub(crate) struct Packed {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_program: bool,
}

/// 1 January 1980, the first day that the format knows.
const DATE: u16 = 0x0021;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
const VERSION: u16 = 20;
/// Access is written as on Unix.
const MADE_BY: u16 = 3 << 8 | VERSION;

/// A zip archive (PKWARE's APPNOTE 6.3) of these files.
///
/// # Errors
/// When there is more than the format without its extensions can hold.
pub(crate) fn zip(mut files: Vec<Packed>) -> Result<Vec<u8>> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for file in &files {
        let offset = narrow(out.len())?;
        let mut crc = Crc::new();
        crc.update(&file.bytes);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&file.bytes).context("a file cannot be packed")?;
        let packed = packer.finish().context("a file cannot be packed")?;
        let mut common = Vec::new();
        for number in [VERSION, FLAGS, DEFLATED, 0, DATE] {
            common.extend(number.to_le_bytes());
        }
        for number in [crc.sum(), narrow(packed.len())?, narrow(file.bytes.len())?] {
            common.extend(number.to_le_bytes());
        }
        let name = u16::try_from(file.path.len()).context("a path is too long for an archive")?;
        common.extend(name.to_le_bytes());
        common.extend(0_u16.to_le_bytes());

        out.extend(0x0403_4b50_u32.to_le_bytes());
        out.extend(&common);
        out.extend(file.path.as_bytes());
        out.extend(&packed);

        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(MADE_BY.to_le_bytes());
        directory.extend(&common);
        // Remark, disk, inner attributes.
        directory.extend([0; 6]);
        let access: u32 = if file.is_program { 0o100_755 } else { 0o100_644 };
        directory.extend((access << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(file.path.as_bytes());
    }
    let start = narrow(out.len())?;
    let count = u16::try_from(files.len()).context("too many files for an archive")?;
    out.extend(&directory);
    out.extend(0x0605_4b50_u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(narrow(directory.len())?.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

fn narrow(length: usize) -> Result<u32> {
    u32::try_from(length).context("too many bytes for an archive")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn file(path: &str, is_program: bool) -> Packed {
        Packed { path: path.to_owned(), bytes: path.repeat(100).into_bytes(), is_program }
    }

    #[test]
    fn what_is_packed_comes_out_again_and_the_directory_says_where_it_is() {
        let archive = zip(vec![file("folder/name", true)]).unwrap();
        let number = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap());
        let packed = number(18) as usize;
        assert_eq!(&archive[30..41], b"folder/name");
        let mut bytes = Vec::new();
        flate2::read::DeflateDecoder::new(&archive[41..41 + packed]).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, file("folder/name", true).bytes);
        let mut crc = Crc::new();
        crc.update(&bytes);
        assert_eq!((number(14), number(22) as usize), (crc.sum(), bytes.len()));
        let end = archive.len() - 22;
        let directory = number(end + 16) as usize;
        assert_eq!((number(directory), number(end)), (0x0201_4b50, 0x0605_4b50));
        assert_eq!(directory + number(end + 12) as usize, end);
        // Where the file begins, and that it may be run.
        assert_eq!((number(directory + 42), number(directory + 38) >> 16), (0, 0o100_755));
    }

    #[test]
    fn the_order_of_the_files_changes_nothing_and_their_bytes_do() {
        let one = zip(vec![file("a", false), file("b/c", true)]).unwrap();
        assert_eq!(one, zip(vec![file("b/c", true), file("a", false)]).unwrap());
        assert_ne!(one, zip(vec![file("a", false), file("b/c", false)]).unwrap());
        assert_ne!(one, zip(vec![file("a", false)]).unwrap());
    }
}
