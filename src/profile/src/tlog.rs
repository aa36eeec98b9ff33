//! Proofs that a leaf is in a transparency log (c2sp.org/tlog-proof): the text that a batch seal carries.

use alloc::vec::Vec;

use crate::encoding::read_base64;
use crate::merkle::{Hash, MAX_PATH};
use crate::note::decimal;
use crate::text::take_line;

/// First line of every proof.
pub const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// An inclusion proof and the checkpoint that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof<'a> {
    /// Place of the leaf, counted from 0.
    pub index: u64,
    /// From the leaf's sibling upwards.
    pub path: Vec<Hash>,
    /// Text of the checkpoint, for [`Checkpoint::parse`](crate::note::Checkpoint::parse). All seals of a batch carry the
    /// same, so that whoever reads many may read it once.
    pub checkpoint: &'a str,
}

impl<'a> TlogProof<'a> {
    /// Reads a proof up to its checkpoint; an `extra` line is accepted and ignored. `None` for anything but the exact
    /// grammar, and for more than [`MAX_PATH`] hashes.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut rest = text;
        let mut bytes = Vec::new();
        take_line(&mut rest).filter(|line| *line == HEADER)?;
        let mut line = take_line(&mut rest)?;
        if let Some(extra) = line.strip_prefix("extra ") {
            read_base64(extra, &mut bytes).filter(|()| !extra.is_empty())?;
            line = take_line(&mut rest)?;
        }
        let index = decimal(line.strip_prefix("index ")?)?;
        let mut path = Vec::new();
        loop {
            line = take_line(&mut rest)?;
            if line.is_empty() {
                return Some(Self { index, path, checkpoint: rest });
            }
            if path.len() == MAX_PATH {
                return None;
            }
            bytes.clear();
            read_base64(line, &mut bytes)?;
            path.push(bytes.as_slice().try_into().ok()?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::prelude::*;

    use crate::encoding::base64;

    fn proof(lines: &[&str]) -> String {
        [lines.join("\n").as_str(), "\n\nlog\n1\n"].concat()
    }

    #[test]
    fn parts() {
        let (one, two) = (base64(&[1; 32]), base64(&[2; 32]));
        let text = proof(&[HEADER, "index 437", &one, &two]);
        let read = TlogProof::parse(&text).unwrap();
        assert_eq!(read, TlogProof { index: 437, path: vec![[1; 32], [2; 32]], checkpoint: "log\n1\n" });
        let text = proof(&[HEADER, "extra Zm9v", "index 0"]);
        assert_eq!(
            TlogProof::parse(&text).unwrap(),
            TlogProof { index: 0, path: vec![], checkpoint: "log\n1\n" }
        );
    }

    #[test]
    fn other_grammar_is_refused() {
        let hash = base64(&[1; 32]);
        for refused in [
            proof(&["c2sp.org/tlog-proof@v2", "index 1", &hash]),
            proof(&["", HEADER, "index 1", &hash]),
            proof(&[HEADER, &hash]),
            proof(&[HEADER, "index 1", "extra Zm9v", &hash]),
            proof(&[HEADER, "extra Zm9v", "extra Zm9v", "index 1"]),
            proof(&[HEADER, "extra ", "index 1"]),
            proof(&[HEADER, "extra Zm9", "index 1"]),
            proof(&[HEADER, "index +1", &hash]),
            proof(&[HEADER, "index -1", &hash]),
            proof(&[HEADER, "index 01", &hash]),
            proof(&[HEADER, "index 00", &hash]),
            proof(&[HEADER, "index ", &hash]),
            proof(&[HEADER, "index  1", &hash]),
            proof(&[HEADER, "index 1 ", &hash]),
            proof(&[HEADER, "Index 1", &hash]),
            proof(&[HEADER, "index 1\r", &hash]),
            proof(&[HEADER, "index 18446744073709551616", &hash]),
            proof(&[HEADER, "index 1", "AAAA"]),
            proof(&[HEADER, "index 1", hash.trim_end_matches('=')]),
            proof(&[HEADER, "index 1", &hash.replace("AQ", "A-")]),
            [HEADER, "\nindex 1\n", &hash, "\n"].concat(),
            [HEADER, "\nindex 1"].concat(),
            String::from(HEADER),
            String::new(),
        ] {
            assert_eq!(TlogProof::parse(&refused), None, "{refused}");
        }
    }

    #[test]
    fn sixty_four_hashes_and_no_more() {
        let text = |count| {
            let hash = base64(&[1; 32]);
            proof(&[&[HEADER, "index 1"][..], &vec![hash.as_str(); count]].concat())
        };
        assert_eq!(TlogProof::parse(&text(64)).unwrap().path.len(), 64);
        assert_eq!(TlogProof::parse(&text(65)), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), tail in "(extra |index |[0-9]{0,3}|[A-Za-z0-9+/=]{0,44}|\n){0,20}") {
            let _ = TlogProof::parse(&text);
            let _ = TlogProof::parse(&[HEADER, "\n", &tail].concat());
        }
    }
}
