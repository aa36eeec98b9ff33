//! Reading a gzip file (RFC 1952, RFC 1951) within a bound.
//!
//! Written here because it is small: in a bare module it takes 2.8 KB (brotli) with what it needs of the allocator, where
//! `miniz_oxide` without its compressing half takes 6.5. It decodes bit by bit: a list is read once, and is a megabyte at
//! most.

use alloc::vec::Vec;

/// Longest code of either alphabet, in bits.
const MAX_BITS: usize = 15;

/// The content of a gzip file of exactly one member. `None` for anything else: content longer than `limit` bytes, a wrong
/// check sum or length, something after the member. Time grows with file and limit; memory is the content's.
pub(crate) fn gunzip(file: &[u8], limit: usize) -> Option<Vec<u8>> {
    let start = header_length(file)?;
    let mut bits = Bits { bytes: file.get(start..)?, at: 0 };
    let content = inflate(&mut bits, limit)?;
    let trailer = bits.bytes.get(bits.at.div_ceil(8)..)?;
    let (sum, length) = trailer.split_first_chunk()?;
    let is_whole = u32::from_le_bytes(*sum) == crc_32(&content)
        && length == u32::try_from(content.len()).ok()?.to_le_bytes();
    is_whole.then_some(content)
}

/// RFC 1952 §2.3: a fixed part, then what the flags announce.
fn header_length(file: &[u8]) -> Option<usize> {
    let (fixed, mut rest) = file.split_first_chunk::<10>()?;
    let &[0x1f, 0x8b, 8, flags, ..] = fixed else { return None };
    if flags & 0xe0 != 0 {
        return None;
    }
    if flags & 4 != 0 {
        let (length, after) = rest.split_first_chunk()?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    // The file's name and a comment, each up to a zero.
    for text in [8, 16] {
        if flags & text != 0 {
            let end = rest.iter().position(|&byte| byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & 2 != 0 {
        let (sum, after) = rest.split_first_chunk()?;
        let [low, high, ..] = crc_32(file.get(..file.len() - rest.len())?).to_le_bytes();
        rest = after;
        if *sum != [low, high] {
            return None;
        }
    }
    Some(file.len() - rest.len())
}

/// RFC 1951 §3.2.3.
fn inflate(bits: &mut Bits<'_>, limit: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let is_last = bits.take(1) == 1;
        let kind = bits.take(2);
        if kind == 0 {
            stored_block(bits, limit, &mut out)?;
        } else {
            let mut lengths = Vec::new();
            let literals = match kind {
                1 => fixed_lengths(&mut lengths),
                2 => coded_lengths(bits, &mut lengths)?,
                _ => return None,
            };
            let (of_literals, of_distances) = lengths.split_at_checked(literals)?;
            let (mut literals, mut distances) = (Code::default(), Code::default());
            literals.fill(of_literals)?;
            distances.fill(of_distances)?;
            coded_block(bits, &literals, &distances, limit, &mut out)?;
        }
        if is_last {
            return Some(out);
        }
    }
}

/// §3.2.6. Returns how many of the lengths are those of literals; the others are of distances.
fn fixed_lengths(lengths: &mut Vec<u8>) -> usize {
    for (count, length) in [(144, 8), (112, 9), (24, 7), (8, 8), (32, 5)] {
        lengths.resize(lengths.len() + count, length);
    }
    288
}

/// §3.2.4: from the next whole byte, length and its complement, then the bytes.
fn stored_block(bits: &mut Bits<'_>, limit: usize, out: &mut Vec<u8>) -> Option<()> {
    let rest = bits.bytes.get(bits.at.div_ceil(8)..)?;
    let (&[a, b, c, d], rest) = rest.split_first_chunk()?;
    let length = u16::from_le_bytes([a, b]);
    let content = rest.get(..usize::from(length))?;
    if length != !u16::from_le_bytes([c, d]) || content.len() > limit - out.len() {
        return None;
    }
    out.extend_from_slice(content);
    bits.at = (bits.at.div_ceil(8) + 4 + content.len()) * 8;
    Some(())
}

/// §3.2.5: bytes, and copies of what came before.
fn coded_block(
    bits: &mut Bits<'_>,
    literals: &Code,
    distances: &Code,
    limit: usize,
    out: &mut Vec<u8>,
) -> Option<()> {
    loop {
        let symbol = literals.read(bits);
        if let Ok(byte) = u8::try_from(symbol) {
            if out.len() == limit {
                return None;
            }
            out.push(byte);
            continue;
        }
        // The tables of the RFC as the rule behind them: with each further bit, four more lengths, two more distances.
        let Some(symbol) = symbol.checked_sub(257) else { return Some(()) };
        let length = match symbol {
            0..8 => 3 + symbol,
            8..28 => 3 + ((4 + symbol % 4) << (symbol / 4 - 1)) + bits.take(symbol / 4 - 1),
            28 => 258,
            _ => return None,
        };
        let distance = match distances.read(bits) {
            symbol @ 0..4 => 1 + symbol,
            symbol @ 4..30 => 1 + ((2 + symbol % 2) << (symbol / 2 - 1)) + bits.take(symbol / 2 - 1),
            _ => return None,
        };
        let from = out.len().checked_sub(distance)?;
        if length > limit - out.len() {
            return None;
        }
        // Byte by byte: a copy may reach into itself.
        for at in from..from + length {
            out.push(*out.get(at)?);
        }
    }
}

/// §3.2.7: as [`fixed_lengths`], from the file, and themselves coded.
fn coded_lengths(bits: &mut Bits<'_>, lengths: &mut Vec<u8>) -> Option<usize> {
    const ORDER: [u8; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let literals = 257 + bits.take(5);
    let distances = 1 + bits.take(5);
    // More have no meaning (§3.2.5).
    if literals > 286 || distances > 30 {
        return None;
    }
    let count = literals + distances;
    let described = 4 + bits.take(4);
    let mut of_code = [0; 19];
    for place in ORDER.iter().take(described) {
        #[expect(clippy::cast_possible_truncation, reason = "three bits")]
        let length = bits.take(3) as u8;
        *of_code.get_mut(usize::from(*place))? = length;
    }
    let mut code = Code::default();
    code.fill(&of_code)?;
    if code.symbols.len() < 2 {
        return None;
    }
    while lengths.len() < count {
        let (length, times) = match code.read(bits) {
            16 => (*lengths.last()?, 3 + bits.take(2)),
            17 => (0, 3 + bits.take(3)),
            18 => (0, 11 + bits.take(7)),
            #[expect(clippy::cast_possible_truncation, reason = "below 16")]
            length @ 0..16 => (length as u8, 1),
            _ => return None,
        };
        lengths.resize(lengths.len() + times, length);
    }
    // A repetition must not reach beyond the end, and a block must be able to end.
    (lengths.len() == count && lengths.get(256) != Some(&0)).then_some(literals)
}

/// A Huffman code as §3.2.2 orders it: shorter codes first, those of one length in the order of their symbols.
#[derive(Default)]
struct Code {
    /// How many codes there are of each length.
    counts: [usize; MAX_BITS + 1],
    symbols: Vec<u16>,
}

/// What a code reads that has no symbol for it.
const NO_SYMBOL: usize = usize::MAX;

impl Code {
    /// The code in which each symbol has that many bits; `None` where there is not room for so many, or room for more.
    /// Only a code of a single bit may have room left, for it cannot be full (§3.2.7).
    fn fill(&mut self, lengths: &[u8]) -> Option<()> {
        let mut room = 1usize;
        for (bits, count) in self.counts.iter_mut().enumerate().skip(1) {
            for (symbol, length) in (0u16..).zip(lengths) {
                if usize::from(*length) == bits {
                    self.symbols.push(symbol);
                    *count += 1;
                }
            }
            room = (room * 2).checked_sub(*count)?;
        }
        let is_short = self.counts.iter().skip(2).all(|&count| count == 0);
        (room == 0 || is_short).then_some(())
    }

    fn read(&self, bits: &mut Bits<'_>) -> usize {
        // How far the code lies behind the first of its length, and behind how many shorter ones.
        let (mut behind, mut shorter) = (0, 0);
        for count in self.counts.iter().skip(1) {
            behind = behind * 2 + bits.take(1);
            if behind < *count {
                return self.symbols.get(shorter + behind).map_or(NO_SYMBOL, |&symbol| usize::from(symbol));
            }
            behind -= count;
            shorter += count;
        }
        NO_SYMBOL
    }
}

/// Bits of each byte from the lowest on (§3.1.1).
struct Bits<'f> {
    bytes: &'f [u8],
    /// Counted in bits.
    at: usize,
}

impl Bits<'_> {
    /// The next bits. Behind the end all are 0: nobody need ask there, because the trailer is missed afterwards.
    fn take(&mut self, count: usize) -> usize {
        let mut value = 0;
        for place in 0..count {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or_default();
            value |= usize::from(byte >> (self.at % 8) & 1) << place;
            self.at += 1;
        }
        value
    }
}

/// RFC 1952 §8, four bits at a time.
fn crc_32(bytes: &[u8]) -> u32 {
    const STEPS: [u32; 16] = {
        let mut steps = [0; 16];
        let mut nibble = 0;
        let mut rest: &mut [u32] = &mut steps;
        while let [step, after @ ..] = rest {
            *step = nibble;
            let mut bit = 0;
            while bit < 4 {
                *step = if *step & 1 == 1 { *step >> 1 ^ 0xedb8_8320 } else { *step >> 1 };
                bit += 1;
            }
            nibble += 1;
            rest = after;
        }
        steps
    };
    let step = |sum: u32| STEPS.get((sum & 15) as usize).copied().unwrap_or_default() ^ sum >> 4;
    !bytes.iter().fold(!0, |sum, &byte| step(step(sum ^ u32::from(byte))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use flate2::{Compression, GzBuilder, read::GzEncoder};
    use proptest::prelude::*;
    use std::io::Read as _;

    fn gzip(content: &[u8], level: u32) -> Vec<u8> {
        let mut file = Vec::new();
        GzEncoder::new(content, Compression::new(level)).read_to_end(&mut file).unwrap();
        file
    }

    /// Runs, repetitions near and far, and noise, so that every kind of block and code occurs.
    fn content() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            (any::<u8>(), 0usize..2000).prop_map(|(byte, count)| vec![byte; count]),
            prop::collection::vec(any::<u8>(), 0..300),
            "[a-e]{0,200}".prop_map(String::into_bytes),
        ];
        prop::collection::vec((piece, 1usize..4), 0..12)
            .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, times)| piece.repeat(times)).collect())
    }

    use alloc::string::String;

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(content in content(), level in 0u32..10) {
            prop_assert_eq!(gunzip(&gzip(&content, level), content.len()), Some(content));
        }

        /// Whatever is done to a file: what another implementation refuses is refused, and what is accepted is the same.
        #[test]
        fn a_damaged_file_reads_as_elsewhere(
            content in content(), level in 0u32..10, at in any::<prop::sample::Index>(), bit in 0u32..8, cut in any::<bool>()
        ) {
            let mut file = gzip(&content, level);
            let at = at.index(file.len());
            if cut { file.truncate(at) } else { file[at] ^= 1 << bit }
            let mut elsewhere = Vec::new();
            let read = flate2::read::GzDecoder::new(&*file).read_to_end(&mut elsewhere);
            match gunzip(&file, 1 << 20) {
                Some(content) => prop_assert_eq!(content, elsewhere),
                // Reserved flags, and flags that announce what is not there, it may read more laxly.
                None => prop_assert!(read.is_err() || at < 10),
            }
        }

        #[test]
        fn no_file_panics(noise in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut bits = Bits { bytes: &noise, at: 0 };
            prop_assert!(inflate(&mut bits, 5000).is_none_or(|content| content.len() <= 5000));
            let file = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], &*noise].concat();
            prop_assert!(gunzip(&file, 5000).is_none_or(|content| content.len() <= 5000));
        }
    }

    #[test]
    fn the_limit_is_exact_for_every_kind_of_block() {
        for level in [0, 1, 9] {
            let file = gzip(&[7; 20_000], level);
            assert!(gunzip(&file, 20_000).is_some());
            assert_eq!(gunzip(&file, 19_999), None);
        }
    }

    #[test]
    fn a_bomb_costs_no_more_than_its_limit() {
        let bomb = gzip(&vec![0; 64 << 20], 9);
        assert!(bomb.len() < 70_000);
        assert_eq!(gunzip(&bomb, 1 << 20), None);
    }

    #[test]
    fn what_follows_and_what_is_garbled_is_refused() {
        let file = gzip(b"a status list", 6);
        let refused = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut changed = file.clone();
            change(&mut changed);
            assert_eq!(gunzip(&changed, 1000), None, "{changed:?}");
        };
        refused(&|file| file.push(0));
        refused(&|file| file.extend(gzip(b"", 6)));
        for at in 0..file.len() {
            refused(&|file| file.truncate(at));
        }
        // Magic, method, reserved flag; check sum and length.
        for (at, bit) in [(0, 1), (1, 1), (2, 1), (3, 0x20), (file.len() - 5, 1), (file.len() - 1, 0x80)] {
            refused(&|file| file[at] ^= bit);
        }
        // A block of the kind that is reserved.
        refused(&|file| file[10] |= 6);
    }

    #[test]
    fn every_member_of_the_header_is_skipped() {
        let mut file = Vec::new();
        let named = GzBuilder::new().extra(vec![1, 2, 3]).filename("list").comment("of seals");
        named.read(&b"content"[..], Compression::best()).read_to_end(&mut file).unwrap();
        assert_eq!(gunzip(&file, 100).unwrap(), b"content");
        // The header's own check sum, which that encoder does not write.
        let end = header_length(&file).unwrap();
        file[3] |= 2;
        let [low, high, ..] = crc_32(&file[..end]).to_le_bytes();
        file.splice(end..end, [low, high]);
        assert_eq!(gunzip(&file, 100).unwrap(), b"content");
        file[end] ^= 1;
        assert_eq!(gunzip(&file, 100), None);
    }

    /// RFC 1952 §8 gives no values; this is the check value that every catalogue of CRCs gives for CRC-32.
    #[test]
    fn the_known_check_value() {
        assert_eq!(crc_32(b"123456789"), 0xcbf4_3926);
    }

    /// A code with more codes than there is room for, and a copy from before the beginning.
    #[test]
    fn codes_of_fifteen_bits_are_read() {
        let lengths: Vec<u8> = (1..=15).chain([15]).collect();
        let mut code = Code::default();
        assert_eq!(code.fill(&lengths), Some(()));
        for (bytes, symbol) in [(&[0xff, 0x3f], 14), (&[0xff, 0x7f], 15)] {
            assert_eq!(code.read(&mut Bits { bytes, at: 0 }), symbol);
        }
    }

    #[test]
    fn impossible_codes_are_refused() {
        let is_code = |lengths: &[u8]| Code::default().fill(lengths).is_some();
        assert!(!is_code(&[1, 1, 1]));
        // Room is left.
        assert!(!is_code(&[2]) && !is_code(&[1, 2]) && !is_code(&[2, 2, 2]));
        assert!(is_code(&[1, 1]) && is_code(&[1]) && is_code(&[]));
        // A fixed block (bits 1, 01) of length 3 (0000001) and distance 1 (00000).
        let mut bits = Bits { bytes: &[0x03, 0x02, 0], at: 0 };
        assert_eq!(inflate(&mut bits, 10), None);
    }
}
