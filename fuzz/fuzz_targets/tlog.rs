//! The proof that a statement is in a log. As it comes, it verifies only under a checkpoint that was signed; and a
//! believed log may sign whatever root the path leads to, but no other.
#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use touchmark::note::Checkpoint;
use touchmark::tlog::TlogProof;
use touchmark::{ReasonCode, merkle};
use touchmark_fuzz::{HostileIssuer, Page};

static PAGE: LazyLock<Page> = LazyLock::new(Page::of_the_cases);
static HOSTILE_PAGE: LazyLock<Page> = LazyLock::new(Page::with_hostile_issuer);
static SEAL: LazyLock<Value> = LazyLock::new(|| Page::seal_of("tlog"));
static LEAF: LazyLock<merkle::Hash> = LazyLock::new(|| {
    merkle::leaf_hash(serde_json_canonicalizer::to_string(&SEAL["tlog"]["leaf"]).unwrap().as_bytes())
});
/// Texts of the checkpoints that a log of the cases signed.
static SIGNED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let proofs = ["tlog", "tlog-single-leaf", "tlog-last-leaf-odd"]
        .map(|id| Page::seal_of(id)["tlog"]["proof"].take());
    proofs.iter().map(|proof| checkpoint_text(proof.as_str().unwrap()).unwrap().to_owned()).collect()
});

fuzz_target!(|proof: &str| {
    let verdict = PAGE.verify(&seal(proof));
    if verdict.claims.is_some() {
        let text = checkpoint_text(proof).expect("accepted just now");
        assert!(SIGNED.contains(text), "a checkpoint that nobody signed: {text}");
    }

    // No seal can hold these: I-JSON knows no such text (RFC 7493 §2.1).
    if proof.chars().any(is_noncharacter) {
        return;
    }
    let Some(parsed) = TlogProof::parse(proof) else { return };
    let Some(checkpoint) = Checkpoint::parse(parsed.checkpoint) else { return };
    let root = merkle::root_from_path(parsed.index, checkpoint.size, *LEAF, &parsed.path);
    let (head, _) = proof.rsplit_once(parsed.checkpoint).expect("its own end");
    let signed =
        |text: &str| HOSTILE_PAGE.verify(&seal(&format!("{head}{}", HostileIssuer::LOG.sign_note(text))));
    // Signed by a log that may vouch for the issuer, under its own name.
    let (_, rest) = checkpoint.note.text.split_once('\n').expect("a checkpoint has lines");
    let verdict = signed(&format!("hostile.example/log\n{rest}"));
    assert_eq!(verdict.claims.is_some(), root == Some(checkpoint.root), "{:?}", verdict.reasons);
    // With the root that the path leads to, it holds in any case.
    if let Some(root) = root {
        let text = Checkpoint::text("hostile.example/log", checkpoint.size, &root);
        let verdict = signed(&text);
        assert!(verdict.claims.is_some(), "{:?}", verdict.reasons);
        assert!(verdict.reasons.iter().all(|reason| reason.code != ReasonCode::InclusionMismatch));
    }
});

fn is_noncharacter(char: char) -> bool {
    u32::from(char) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&char)
}

fn seal(proof: &str) -> String {
    let (leaf, salts) = (&SEAL["tlog"]["leaf"], &SEAL["salts"]);
    json!({"seal": touchmark::PROFILE, "tlog": {"leaf": leaf, "proof": proof}, "salts": salts}).to_string()
}

fn checkpoint_text(proof: &str) -> Option<&str> {
    Some(Checkpoint::parse(TlogProof::parse(proof)?.checkpoint)?.note.text)
}
