//! `touchmark log`: cosigns a log as its witness, and renews the proofs of what it holds.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use touchmark::jcs;
use touchmark::json::{self, Value};
use touchmark::merkle::{Hash, leaf_hash};
use touchmark::note::{Checkpoint, KeyType, NoteSignature, VerifierKey};
use touchmark::tlog::TlogProof;
use touchmark_seal::{NoteKey, with_log_proof};

use crate::apart::Apart;
use crate::checker::read_policy;
use crate::console::report;
use crate::failure::{Exit, Failure};
use crate::files::read_plain;
use crate::key_file::Role;
use crate::log_folder::{MAX_CHECKPOINT, open_listed};
use crate::options::{Clock, Files, SigningKey, TrustFile};
use crate::output::{Replace, write_whole};
use crate::resealed::{SealNames, reseal};

/// Keep a log of seals: cosign it as a witness, and renew the proofs of what it holds.
#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    Cosign(Cosign),
    Prove(Prove),
}

/// Sign a log's checkpoint with the present time, as a witness who saw that nothing was taken back.
///
/// The witness remembers in a file of its own what it cosigned, and refuses a log whose history changed since.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark keygen --role witness`")))]
#[command(after_help = "\
Example:
  touchmark log cosign log --key witness.pem --seen seen.txt --trust trust.json")]
pub(crate) struct Cosign {
    /// Folder of the log
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) trust: TrustFile,
    /// Where the witness keeps the checkpoint that it cosigned last; made the first time
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: PathBuf,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Give sealed records new proofs, against the log's present checkpoint with all of its cosignatures.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  touchmark log prove log sealed.csv --out cosigned.csv --trust trust.json")]
pub(crate) struct Prove {
    /// Folder of the log
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) trust: TrustFile,
    /// Policy that names the fields of the seal, where they are not the usual ones
    #[arg(long, value_name = "POLICY.JSON")]
    pub(crate) policy: Option<PathBuf>,
}

pub(crate) fn run(args: &Log) -> Result<Exit, Failure> {
    match args {
        Log::Cosign(args) => cosign(args),
        Log::Prove(args) => prove(args),
    }
}

/// Cosigns the checkpoint, once the log is seen to have kept everything it had when it was last cosigned.
fn cosign(args: &Cosign) -> Result<Exit, Failure> {
    Apart::default()
        .reads("--key", args.key.path.as_path())
        .reads("--trust", args.trust.path.as_path())
        .keeps("DIR", args.folder.as_path())
        .writes("--seen", args.seen.as_path())
        .check()?;
    let now = args.clock.now()?;
    let file = args.key.read()?;
    let Role::Witness(name) = &file.role else { return Err(file.wrong_role("a witness")) };
    let name = name.clone();
    let key = NoteKey::new(&name, KeyType::Cosignature, file.key)
        .map_err(|error| Failure::usage(format!("{}: {error}", args.key.path.display())))?;
    let mut log = open_listed(&args.folder, &args.trust)?;
    let refused = |problem: &str| {
        let problem = format!("{}: {problem}; nothing was cosigned", args.folder.display());
        Failure::input(problem).with_exit(Exit::Findings)
    };
    let head = Checkpoint::parse(log.checkpoint()).ok_or_else(|| refused("the checkpoint is damaged"))?;
    if let Some(seen) = read_plain(&args.seen, MAX_CHECKPOINT)? {
        let seen = std::str::from_utf8(&seen).ok();
        let seen = seen
            .and_then(Checkpoint::parse)
            .filter(|seen| seen.origin == head.origin)
            .ok_or_else(|| refused(&format!("{} is no checkpoint of this log", args.seen.display())))?;
        if seen.size > head.size || log.root(seen.size) != Some(seen.root) {
            return Err(refused(
                "the log no longer holds what it held when it was last cosigned: its history was rewritten",
            ));
        }
    }
    let seconds = u64::try_from(now.as_millis().div_euclid(1000)).unwrap_or(0);
    let line = key.cosign(head.note.text, seconds);
    let verifier_key = key.verifier_key();
    let own = VerifierKey::parse(&verifier_key).ok_or_else(|| refused("the witness key is damaged"))?;
    let others = head.note.signatures.iter().filter(|line| !own.is_named_by(line));
    let others: String = others.map(|line| NoteSignature::line(line.name, line.id, &line.bytes)).collect();
    let cosigned = format!("{}\n{others}{line}", head.note.text);
    let size = head.size;
    if Checkpoint::parse(&cosigned).is_none() {
        return Err(refused("16 others have signed already, and no verifier reads more"));
    }
    // The witness remembers before the world is told.
    if let Some(folder) = args.seen.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::io(folder, "made", &error))?;
    }
    write_whole(&args.seen, cosigned.as_bytes(), Replace::Files { or_forced: false })?;
    log.cosign(cosigned)?;
    report!("Cosigned: {size} leaves of {}, by {name}", args.folder.display());
    Ok(Exit::Ok)
}

/// Gives sealed records new proofs, against the log as it stands now.
fn prove(args: &Prove) -> Result<Exit, Failure> {
    Apart::default()
        .reads("--trust", args.trust.path.as_path())
        .reads("--policy", args.policy.as_deref())
        .keeps("DIR", args.folder.as_path())
        .writes("--out", args.files.out.as_path())
        .check()?;
    let log = open_listed(&args.folder, &args.trust)?;
    let origin = log.checkpoint().lines().next();
    let names = match &args.policy {
        None => SealNames::default(),
        Some(path) => SealNames::of(&read_policy(path)?),
    };
    let count = reseal(&args.files, &names, |row, seal| {
        let Some((leaf, old)) = leaf_of(seal) else { return Ok(None) };
        let of_this_log = TlogProof::parse(&old)
            .filter(|old| Checkpoint::parse(old.checkpoint).is_some_and(|head| Some(head.origin) == origin));
        let Some(old) = of_this_log else { return Ok(None) };
        let proof = Some(old.index).filter(|index| log.leaf(*index) == Some(leaf));
        let seal = proof.and_then(|index| with_log_proof(seal, &log.proof(index)?));
        seal.map(Some).ok_or_else(|| {
            let problem = format!(
                "{} does not hold this seal; restore the record from its source",
                args.folder.display()
            );
            Failure::at(row.place().column(&names.seal), problem)
        })
    })?;
    report!("Proved: {} of {}", count.changed, count.rows);
    if count.kept > 0 {
        report!("  not sealed in this log, left as they were: {}", count.kept);
    }
    if count.unsealed > 0 {
        report!("  not sealed, left as they were: {}", count.unsealed);
    }
    Ok(count.exit)
}

/// The leaf of a seal, as its log hashes it, and its proof.
fn leaf_of(seal: &str) -> Option<(Hash, String)> {
    let tree = json::parse(seal).ok()?;
    let envelope = tree.as_object()?.get("tlog")?.as_object()?;
    let leaf = jcs::to_string(envelope.get("leaf")?);
    let proof = envelope.get("proof").and_then(Value::as_str)?;
    Some((leaf_hash(leaf.as_bytes()), proof.to_owned()))
}
