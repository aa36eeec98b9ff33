//! Files that gzip or zstd packed.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::error::RowsError;

const GZIP: [u8; 4] = [0x1f, 0x8b, 8, 0];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What is in a file, unpacked where it is packed.
pub(crate) fn unpacked(
    mut input: impl BufRead + Send + 'static,
    name: &str,
    may_be_packed: bool,
) -> Result<Box<dyn BufRead + Send>, RowsError> {
    let mut start = Vec::with_capacity(GZIP.len());
    let read = input.by_ref().take(GZIP.len() as u64).read_to_end(&mut start);
    read.map_err(|error| RowsError::at(name, error))?;
    let packer = if start.get(..3) == GZIP.get(..3) {
        "gzip"
    } else if start == ZSTD {
        "zstd"
    } else {
        ""
    };
    let whole = Cursor::new(start).chain(input);
    if packer.is_empty() {
        return Ok(Box::new(whole));
    }
    if !may_be_packed {
        return Err(RowsError::at(name, format_args!("the file is packed by {packer}; unpack it first")));
    }
    let unpacked: Box<dyn Read + Send> = if packer == "gzip" {
        Box::new(Named { inner: MultiGzDecoder::new(whole), packer })
    } else {
        Box::new(Named {
            inner: Frames { packed: whole, decoder: FrameDecoder::new(), is_within: false },
            packer,
        })
    };
    Ok(Box::new(BufReader::with_capacity(1 << 16, unpacked)))
}

/// Says of an error what it is an error of.
struct Named<R> {
    inner: R,
    packer: &'static str,
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| {
            let packer = self.packer;
            let said = match error.kind() {
                io::ErrorKind::UnexpectedEof => {
                    format!("what {packer} packed ends too early: the file was cut off, so get it anew")
                }
                io::ErrorKind::Interrupted => return error,
                _ => format!("cannot be unpacked ({packer}: {error}); get the file anew"),
            };
            io::Error::other(said)
        })
    }
}

/// The frames of a zstd file, one after the other (RFC 8878 §3); those without data are passed over.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    is_within: bool,
}

impl<R: BufRead> Frames<R> {
    /// Whether there is another frame with data.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.packed.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.packed) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let passed = io::copy(&mut (&mut self.packed).take(length.into()), &mut io::sink())?;
                    if passed < length.into() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_within && !self.begin()? {
                return Ok(0);
            }
            self.is_within = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let wanted = BlockDecodingStrategy::UptoBytes(buffer.len());
                self.decoder.decode_blocks(&mut self.packed, wanted).map_err(io::Error::other)?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let stated = self.decoder.get_checksum_from_data();
            if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
                return Err(io::Error::other("its checksum is another"));
            }
            self.is_within = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn read(packed: &[u8], may_be_packed: bool) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let input = BufReader::new(Cursor::new(packed.to_vec()));
        let mut input = unpacked(input, "in", may_be_packed).map_err(|error| error.to_string())?;
        input.read_to_end(&mut out).map_err(|error| error.to_string())?;
        Ok(out)
    }

    #[test]
    fn what_was_packed_comes_out_in_whatever_pieces_it_was_packed() {
        let text = b"Id,Name\n1,a\n".repeat(20_000);
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        for packed in [
            text.clone(),
            gzip(&text),
            [gzip(&text[..9]), gzip(&text[9..])].concat(),
            zstd(&text),
            [zstd(&text[..9]), skipped.to_vec(), zstd(&text[9..]), skipped.to_vec()].concat(),
        ] {
            assert!(read(&packed, true).unwrap() == text);
        }
        for short in [&b""[..], b"I", b"\x1f\x8b"] {
            assert_eq!(read(short, true).unwrap(), short);
        }
    }

    #[test]
    fn what_is_damaged_or_cut_off_is_said() {
        let text = b"Id,Name\n1,a\n".repeat(20_000);
        for (packed, packer) in [(gzip(&text), "gzip"), (zstd(&text), "zstd")] {
            for end in [6, packed.len() / 2, packed.len() - 1] {
                let said = read(&packed[..end], true).unwrap_err();
                assert!(said.contains(packer) && said.contains("anew"), "{said}");
            }
            let mut damaged = packed.clone();
            damaged[packed.len() / 2] ^= 0xff;
            let said = read(&damaged, true).unwrap_err();
            assert!(said.contains(packer), "{said}");
            assert_eq!(
                read(&packed, false).unwrap_err(),
                format!("in: the file is packed by {packer}; unpack it first")
            );
        }
    }
}
