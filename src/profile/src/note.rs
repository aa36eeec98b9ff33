//! C2SP signed notes (c2sp.org/signed-note), and the checkpoints (c2sp.org/tlog-checkpoint) and cosignatures
//! (c2sp.org/tlog-cosignature) that are made of them. Reads exactly that grammar; checks no signature itself.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::did::PublicKey;
use crate::digest::sha256_of;
use crate::encoding::{base64, from_base64};
use crate::merkle::Hash;
use crate::text::{self, divide, push_decimal};

/// Most signature lines that are read (profile §6).
pub const MAX_SIGNATURES: usize = 16;

/// A text and the signatures under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    /// What is signed: with its final newline, without the blank line after it.
    pub text: &'a str,
    /// In the order of the note; nothing says that they hold.
    pub signatures: Vec<NoteSignature<'a>>,
}

impl<'a> Note<'a> {
    /// Reads a note. `None` for anything but the exact grammar, and for more than [`MAX_SIGNATURES`].
    pub fn parse(note: &'a str) -> Option<Self> {
        if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return None;
        }
        // The last blank line divides: the text may hold others.
        let end = note.as_bytes().windows(2).rposition(|pair| pair == b"\n\n")?;
        let (text, lines) = note.split_at_checked(end + 1)?;
        let mut lines = lines.strip_prefix('\n')?;
        let mut signatures = Vec::new();
        while let Some((line, rest)) = divide(lines, b'\n') {
            if signatures.len() == MAX_SIGNATURES {
                return None;
            }
            signatures.push(NoteSignature::parse(line)?);
            lines = rest;
        }
        (lines.is_empty() && !signatures.is_empty()).then_some(Self { text, signatures })
    }
}

/// One signature line: who signed, and what only the key's type can tell the meaning of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature<'a> {
    /// The key's name.
    pub name: &'a str,
    /// The key's id.
    pub id: [u8; 4],
    /// At least one byte.
    pub bytes: Vec<u8>,
}

impl<'a> NoteSignature<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (name, encoded) = divide(line.strip_prefix("— ")?, b' ')?;
        if !is_key_name(name) {
            return None;
        }
        let bytes = from_base64(encoded)?;
        let (id, rest) = bytes.split_first_chunk()?;
        (!rest.is_empty()).then(|| Self { name, id: *id, bytes: rest.to_vec() })
    }

    /// Writes the line, newline included.
    pub fn line(name: &str, id: [u8; 4], bytes: &[u8]) -> String {
        format!("— {name} {}\n", base64(&[&id, bytes].concat()))
    }

    /// The signature of a key of type [`KeyType::Ed25519`]; its message is the note's text.
    pub fn ed25519(&self) -> Option<[u8; 64]> {
        self.bytes.as_slice().try_into().ok()
    }

    /// Time (seconds since 1970) and signature of a key of type [`KeyType::Cosignature`]; its message is
    /// [`cosigned_bytes`].
    pub fn cosignature(&self) -> Option<(u64, [u8; 64])> {
        let (time, signature) = self.bytes.split_first_chunk()?;
        let time = u64::from_be_bytes(*time);
        // The specification keeps the highest bit free.
        (time >> 63 == 0).then_some((time, signature.try_into().ok()?))
    }
}

/// What a witness signs: the time, in seconds since 1970, and the whole text of a checkpoint.
pub fn cosigned_bytes(time: u64, text: &str) -> Vec<u8> {
    let mut message = String::from("cosignature/v1\ntime ");
    push_decimal(time, 1, &mut message);
    message.push('\n');
    message.push_str(text);
    message.into_bytes()
}

/// What a key signs, and how its id is derived. Other types of the specification are not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// A note's text: what logs and registries sign with.
    Ed25519 = 1,
    /// Time and text of a checkpoint: what witnesses sign with.
    Cosignature = 4,
}

/// The id of a key: `SHA-256(name ‖ 0x0A ‖ type ‖ key)[..4]`.
pub fn key_id(name: &str, key_type: KeyType, public: &PublicKey) -> [u8; 4] {
    let [a, b, c, d, ..] = sha256_of(&[name.as_bytes(), b"\n", &[key_type as u8], public]);
    [a, b, c, d]
}

/// A public key with the name it signs under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey<'a> {
    /// For a log, the origin of its checkpoints.
    pub name: &'a str,
    /// What the key signs.
    pub key_type: KeyType,
    /// With the name, what a signature line says of its key.
    pub id: [u8; 4],
    /// Raw Ed25519 key.
    pub public: PublicKey,
}

impl<'a> VerifierKey<'a> {
    /// A key under a name; `None` where the name cannot be one.
    pub fn new(name: &'a str, key_type: KeyType, public: PublicKey) -> Option<Self> {
        is_key_name(name).then(|| Self { name, key_type, id: key_id(name, key_type, &public), public })
    }

    /// Reads `name+id+base64(type ‖ key)`. `None` where it is anything else, or the id is not the key's.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (name, rest) = divide(text, b'+')?;
        let (id, encoded) = divide(rest, b'+')?;
        let bytes = from_base64(encoded)?;
        let (&kind, public) = bytes.split_first()?;
        let key_type = [KeyType::Ed25519, KeyType::Cosignature].into_iter().find(|it| *it as u8 == kind)?;
        let key = Self::new(name, key_type, public.try_into().ok()?)?;
        (hex(key.id) == id).then_some(key)
    }

    /// Whether a signature line names this key.
    pub fn is_named_by(&self, signature: &NoteSignature<'_>) -> bool {
        self.name == signature.name && self.id == signature.id
    }
}

impl core::fmt::Display for VerifierKey<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let encoded = base64(&[&[self.key_type as u8], &self.public[..]].concat());
        write!(f, "{}+{}+{encoded}", self.name, hex(self.id))
    }
}

fn hex(id: [u8; 4]) -> String {
    let id = u32::from_be_bytes(id);
    (0..8).rev().filter_map(|place| char::from_digit(id >> (place * 4) & 15, 16)).collect()
}

fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c == '+' || c < ' ')
}

/// The hash that a line of a note is the base64 of.
pub fn hash_from(line: &str) -> Option<Hash> {
    from_base64(line)?.try_into().ok()
}

/// The head of a log: a note that says how many leaves the log has, and the root over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint<'a> {
    /// The signed text and its signatures.
    pub note: Note<'a>,
    /// Identity of the log.
    pub origin: &'a str,
    /// Number of leaves.
    pub size: u64,
    /// Merkle tree root over them.
    pub root: Hash,
}

impl<'a> Checkpoint<'a> {
    /// Reads a checkpoint with its signatures; extension lines are allowed and ignored.
    pub fn parse(note: &'a str) -> Option<Self> {
        let note = Note::parse(note)?;
        let (origin, rest) = divide(note.text, b'\n')?;
        let (size, rest) = divide(rest, b'\n')?;
        let (root, mut extensions) = divide(rest, b'\n')?;
        let root = hash_from(root)?;
        while let Some((_, rest)) = divide(extensions, b'\n').filter(|(line, _)| !line.is_empty()) {
            extensions = rest;
        }
        if origin.is_empty() || !extensions.is_empty() {
            return None;
        }
        Some(Self { origin, size: decimal(size)?, root, note })
    }

    /// The text that a log signs.
    pub fn text(origin: &str, size: u64, root: &Hash) -> String {
        format!("{origin}\n{size}\n{}\n", base64(root))
    }
}

/// An ASCII decimal without sign or leading zeros.
pub fn decimal(text: &str) -> Option<u64> {
    text::digits(text).filter(|_| text == "0" || !text.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString as _;
    use proptest::prelude::*;

    /// The example of c2sp.org/tlog-cosignature.
    const COSIGNED: &str = "\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
";

    #[test]
    fn the_example_of_the_specification() {
        let checkpoint = Checkpoint::parse(COSIGNED).unwrap();
        assert_eq!((checkpoint.origin, checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
        assert_eq!(base64(&checkpoint.root), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
        let [log, witness] = checkpoint.note.signatures.as_slice() else { panic!("two signatures") };
        assert_eq!((log.name, log.id), ("example.com/behind-the-sofa", [0x03, 0x3d, 0xe0, 0xae]));
        assert!(log.ed25519().is_some());
        assert_eq!(log.cosignature(), None);
        assert_eq!(witness.ed25519(), None);
        let (time, _) = witness.cosignature().unwrap();
        let message = String::from_utf8(cosigned_bytes(time, checkpoint.note.text)).unwrap();
        let expected = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        assert_eq!(message, expected);
    }

    #[test]
    fn times_are_plain_decimals() {
        for (time, line) in [(0, "time 0\n"), (10, "time 10\n"), (u64::MAX, "time 18446744073709551615\n")] {
            let message = cosigned_bytes(time, "");
            assert_eq!(message, ["cosignature/v1\n", line].concat().into_bytes());
        }
    }

    #[test]
    fn other_grammar_is_refused() {
        let good = "text\n\n— name AAAAAAA=\n";
        assert!(Note::parse(good).is_some());
        assert!(Note::parse("one\n\ntwo\n\n— name AAAAAAA=\n").is_some());
        for refused in [
            "",
            "text\n",
            "text\n\n",
            "text\n— name AAAAAAA=\n",
            "text\n\n— name AAAAAAA=",
            "text\n\n— name AAAAAAA=\n\n",
            "text\n\n- name AAAAAAA=\n",
            "text\n\n—name AAAAAAA=\n",
            "text\n\n—  name AAAAAAA=\n",
            "text\n\n— name  AAAAAAA=\n",
            "text\n\n— AAAAAAA=\n",
            "text\n\n— na+me AAAAAAA=\n",
            "text\n\n— na\u{a0}me AAAAAAA=\n",
            "text\n\n— name AAAAAAA\n",
            "text\n\n— name AAAAAAB=\n",
            "text\n\n— name AAAAAA==\n",
            "text\n\n— name \n",
            "text\r\n\n— name AAAAAAA=\n",
            "te\txt\n\n— name AAAAAAA=\n",
            "text\n\nmore\n— name AAAAAAA=\n",
        ] {
            assert_eq!(Note::parse(refused), None, "{refused:?}");
        }
    }

    #[test]
    fn sixteen_signatures_and_no_more() {
        let note = |count| ["text\n\n", &"— name AAAAAAA=\n".repeat(count)].concat();
        assert_eq!(Note::parse(&note(16)).unwrap().signatures.len(), 16);
        assert_eq!(Note::parse(&note(17)), None);
    }

    #[test]
    fn checkpoints_have_three_lines_or_more() {
        let root = base64(&[7; 32]);
        let parse = |text: &str| Checkpoint::parse(&[text, "\n— name AAAAAAA=\n"].concat()).map(|it| it.size);
        assert_eq!(parse(&format!("log\n0\n{root}\n")), Some(0));
        assert_eq!(parse(&format!("log\n18446744073709551615\n{root}\nmore\n")), Some(u64::MAX));
        for (origin, size, root) in [
            ("log", "01", &*root),
            ("log", "+1", &root),
            ("log", "-1", &root),
            ("log", "", &root),
            ("log", "1 ", &root),
            ("log", "٣", &root),
            ("log", "18446744073709551616", &root),
            ("", "1", &root),
            ("log", "1", "AAAA"),
            ("log", "1", root.trim_end_matches('=')),
        ] {
            assert_eq!(parse(&format!("{origin}\n{size}\n{root}\n")), None, "{origin} {size} {root}");
        }
        assert_eq!(parse("log\n1\n"), None);
        assert_eq!(parse(&format!("log\n1\n{root}\n\nmore\n")), None);
    }

    #[test]
    fn verifier_keys_carry_their_own_id() {
        let text = "issuer.example/crm-seals/2026-11+7caf0c90+AfxRzY5iGKGjjaR+0AIw8FgIFu0TujMDrF3rkRVIkIAl";
        let key = VerifierKey::parse(text).unwrap();
        assert_eq!((key.name, key.key_type), ("issuer.example/crm-seals/2026-11", KeyType::Ed25519));
        assert_eq!(key.to_string(), text);
        let witness = VerifierKey::new("witness.example/w1", KeyType::Cosignature, key.public).unwrap();
        assert_ne!(witness.id, key.id);
        assert_eq!(VerifierKey::parse(&witness.to_string()), Some(witness));
        for refused in [
            text.replace("7caf0c90", "7caf0c91"),
            text.replace("7caf0c90", "7CAF0C90"),
            text.replace("7caf0c90", "caf0c90"),
            text.replace("issuer", "other"),
            text.replace("+AfxR", "+AvxR"),
            text.replace("+AfxR", "+ AfxR"),
            [text, "AAAA"].concat(),
            text.replace('+', " "),
            String::new(),
        ] {
            assert_eq!(VerifierKey::parse(&refused), None, "{refused}");
        }
        for name in ["", "a b", "a+b", "a\u{2003}b", "a\nb"] {
            assert_eq!(VerifierKey::new(name, KeyType::Ed25519, key.public), None, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), lines in "(log|— a |[0-9]{0,3}|[A-Za-z0-9+/=]{0,12}|\n|\n\n){0,20}") {
            for text in [&text, &lines] {
                let _ = (Note::parse(text), Checkpoint::parse(text), VerifierKey::parse(text));
            }
        }

        #[test]
        fn what_is_written_is_read(text in "([^\\x00-\\x1f]{0,9}\n){1,4}", id: [u8; 4], bytes in prop::collection::vec(any::<u8>(), 1..90)) {
            let written = format!("{text}\n{}", NoteSignature::line("log.example/1", id, &bytes));
            let signature = NoteSignature { name: "log.example/1", id, bytes };
            prop_assert_eq!(Note::parse(&written), Some(Note { text: &text, signatures: alloc::vec![signature] }));
        }
    }
}
