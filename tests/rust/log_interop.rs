//! The batch form held to implementations that others wrote: `signed_note` and `tlog_tiles`.

use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::tlog;
use touchmark::encoding::base64;
use touchmark::merkle::{self, NodeMemory};
use touchmark::note::{Checkpoint, KeyType, Note, NoteSignature, VerifierKey};
use touchmark::verify_ed25519;
use touchmark_seal::{NoteKey, PrivateKey, SystemRandom, Tile, Tree};

const ORIGIN: &str = "issuer.example/crm-seals/2026-11";

fn log_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn verifier_key() -> String {
    let public = log_key().verifying_key().to_bytes();
    VerifierKey::new(ORIGIN, KeyType::Ed25519, public).unwrap().to_string()
}

/// The same key in the peer's own form.
fn peer_signer() -> StandardSigner {
    let key = log_key();
    let public = [&[1], &key.verifying_key().to_bytes()[..]].concat();
    let private = base64(&[&[1], &key.to_bytes()[..]].concat());
    let id = signed_note::key_id(ORIGIN, &public);
    StandardSigner::new(&format!("PRIVATE+KEY+{ORIGIN}+{id:08x}+{private}")).unwrap()
}

/// Their hashes, where they want to find them.
#[derive(Default)]
struct Stored(Vec<tlog::Hash>);

impl tlog::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|&index| self.0[index as usize]).collect())
    }
}

impl Stored {
    fn push(&mut self, index: u64, data: &[u8]) {
        let hashes = tlog::stored_hashes(index, data, self).unwrap();
        self.0.extend(hashes);
    }
}

#[test]
fn a_checkpoint_that_they_sign_verifies_here() {
    let root = tlog::Hash(merkle::leaf_hash(b"leaf"));
    let theirs = tlog_tiles::Checkpoint::new(ORIGIN, 1, root, "").unwrap();
    let mut note = signed_note::Note::new(&theirs.to_bytes(), &[]).unwrap();
    note.add_sigs(&[&peer_signer()]).unwrap();
    let note = String::from_utf8(note.to_bytes()).unwrap();

    let checkpoint = Checkpoint::parse(&note).unwrap();
    assert_eq!((checkpoint.origin, checkpoint.size, checkpoint.root), (ORIGIN, 1, root.0));
    let text = verifier_key();
    let key = VerifierKey::parse(&text).unwrap();
    let [signature] = checkpoint.note.signatures.as_slice() else { panic!("one signature") };
    assert!(key.is_named_by(signature));
    let bytes = signature.ed25519().unwrap();
    assert!(verify_ed25519(&key.public, checkpoint.note.text.as_bytes(), &bytes));
}

#[test]
fn a_checkpoint_that_we_sign_verifies_there() {
    let root = merkle::leaf_hash(b"leaf");
    let text = Checkpoint::text(ORIGIN, 1, &root);
    let key = || PrivateKey::generate(&mut SystemRandom).unwrap();
    let log = NoteKey::new(ORIGIN, KeyType::Ed25519, key()).unwrap();
    let witness = NoteKey::new("witness.example/w1", KeyType::Cosignature, key()).unwrap();
    let note = [text.as_str(), "\n", &log.sign(&text), &witness.cosign(&text, 1_795_251_600)].concat();

    let known = VerifierList::new(vec![Box::new(StandardVerifier::new(&log.verifier_key()).unwrap())]);
    let theirs = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
    let (verified, unknown) = theirs.verify(&known).unwrap();
    assert_eq!((verified.len(), unknown.len()), (1, 1));
    let head = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!((head.origin(), head.size(), head.hash().0), (ORIGIN, 1, root));
    // They know no cosignatures; the line is theirs to carry, and ours to read back.
    let carried = String::from_utf8(theirs.to_bytes()).unwrap();
    let ours = Checkpoint::parse(&carried).unwrap();
    let witness = witness.verifier_key();
    let public = VerifierKey::parse(&witness).unwrap().public;
    let (stated, bytes) = ours.note.signatures[1].cosignature().unwrap();
    assert_eq!(stated, 1_795_251_600);
    let message = |seconds: u64| {
        format!("cosignature/v1\ntime {seconds}\n{ORIGIN}\n1\n{}\n", base64(&root)).into_bytes()
    };
    assert!(verify_ed25519(&public, &message(stated), &bytes));
    assert!(!verify_ed25519(&public, &message(stated + 1), &bytes));
}

#[test]
fn inclusion_proofs_agree_at_every_place() {
    let (mut stored, mut tree) = (Stored::default(), Tree::default());
    let mut memory = NodeMemory::default();
    let data: Vec<_> = (0..70u64).map(|at| at.to_be_bytes()).collect();
    for (at, data) in data.iter().enumerate() {
        stored.push(at as u64, data);
        tree.push(merkle::leaf_hash(data));
    }
    for size in 1..=data.len() as u64 {
        let root = tlog::tree_hash(size, &stored).unwrap();
        for index in 0..size {
            let leaf = merkle::leaf_hash(&data[index as usize]);
            let proof = tlog::prove_record(size, index, &stored).unwrap();
            let path: Vec<_> = proof.iter().map(|hash| hash.0).collect();
            assert_eq!(merkle::root_from_path(index, size, leaf, &path), Some(root.0), "{index} of {size}");
            assert_eq!(memory.root_from_path(index, size, leaf, &path), Some(root.0), "{index} of {size}");
            assert_eq!((tree.root(size), tree.path(index, size)), (Some(root.0), Some(path.clone())));
            // Any other place is refused here as there.
            for other in [index ^ 1, index + 1, size - 1 - index] {
                let theirs = tlog::check_record(&proof, size, root, other, tlog::Hash(leaf));
                let ours = merkle::root_from_path(other, size, leaf, &path) == Some(root.0);
                assert_eq!(ours, theirs.is_ok(), "{index} as {other} of {size}");
            }
        }
    }
}

#[test]
fn tiles_agree_however_a_log_grew() {
    let (mut stored, mut tree) = (Stored::default(), Tree::default());
    for (since, size) in [(0, 1), (1, 1), (1, 255), (255, 256), (256, 300), (300, 70_000)] {
        for at in since..size {
            let data = u64::to_be_bytes(at);
            stored.push(at, &data);
            tree.push(merkle::leaf_hash(&data));
        }
        let theirs = tlog_tiles::Tile::new_tiles(8, since, size);
        // They name the height, which the specification has fixed since.
        let path = |tile: &tlog_tiles::Tile| tile.path().replacen("tile/8/", "tile/", 1);
        let theirs: Vec<_> = theirs
            .iter()
            .map(|tile| Tile { path: path(tile), bytes: tile.read_data(&stored).unwrap() })
            .collect();
        assert_eq!(tree.tiles(since), theirs, "from {since} to {size}");
    }
}

fn mangled_note() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just(format!("{ORIGIN}\n")),
        Just("20852163\n".to_owned()),
        Just("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n".to_owned()),
        Just("\n".to_owned()),
        "— [a-c.]{1,3} [A-Za-h0-9+/]{4}[AQgw][A-D]?={0,3}\n",
        "— [a+ \u{a0}]{1,3} [A-Za-z0-9+/]{8}\n",
        "[\\x00-\\x7f]{0,5}\n?",
    ];
    prop::collection::vec(line, 0..7).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn the_same_notes_are_read(text in mangled_note()) {
        let theirs = signed_note::Note::from_bytes(text.as_bytes());
        let ours = Note::parse(&text);
        prop_assert_eq!(ours.is_some(), theirs.is_ok());
        if let (Some(ours), Ok(theirs)) = (ours, theirs) {
            prop_assert_eq!(ours.text.as_bytes(), theirs.text());
            let lines: String = ours.signatures.iter().map(|it| NoteSignature::line(it.name, it.id, &it.bytes)).collect();
            let theirs = theirs.to_bytes();
            prop_assert_eq!(lines.as_bytes(), &theirs[ours.text.len() + 1..]);
        }
    }

    #[test]
    fn the_same_checkpoints_are_read(
        head in prop_oneof!["", "log", "a b", "é+"],
        size in prop_oneof!["[0-9+-]{0,3}", Just(u64::MAX.to_string()), Just("18446744073709551616".to_owned())],
        root in prop_oneof![any::<[u8; 32]>().prop_map(|it| base64(&it)), "[A-D=]{40,46}"],
        rest in prop_oneof!["", "more\n", "\n", "one\ntwo\n"],
    ) {
        let text = format!("{head}\n{size}\n{root}\n{rest}");
        let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes());
        let note = format!("{text}\n{}", NoteSignature::line("log", [0; 4], &[0]));
        let ours = Checkpoint::parse(&note);
        prop_assert_eq!(ours.as_ref().map(|it| (it.origin, it.size, it.root)), theirs.as_ref().ok().map(|it| (it.origin(), it.size(), it.hash().0)));
    }
}
