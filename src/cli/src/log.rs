//! `touchmark log`, and the folder that holds a log: its checkpoint and the hashes of its leaves as tiles
//! (c2sp.org/tlog-tiles, without the entries: a log publishes hashes, never statements).

use std::fs::{self, File};
use std::io;
use std::path::Path;

use touchmark::json::{self, Value};
use touchmark::merkle::{Hash, leaf_hash};
use touchmark::note::{Checkpoint, KeyType, NoteSignature, VerifierKey};
use touchmark::tlog::TlogProof;
use touchmark::{jcs, verify_ed25519};
use touchmark_seal::{NoteKey, Tree, with_log_proof};

use crate::args::{Cosign, Log, Prove, TrustFile};
use crate::checker::read_policy;
use crate::failure::{Exit, Failure};
use crate::files::{Apart, Folder, read_plain, write_whole};
use crate::key_file::Role;
use crate::output::Replace;
use crate::resealed::{SealNames, reseal};
use crate::tell::tell;

const CHECKPOINT: &str = "checkpoint";

/// A note of a few lines.
const MAX_CHECKPOINT: u64 = 1 << 20;

/// 256 hashes of 32 bytes.
const MAX_TILE: u64 = 8192;

pub(crate) fn run(args: &Log) -> Result<Exit, Failure> {
    match args {
        Log::Cosign(args) => cosign(args),
        Log::Prove(args) => prove(args),
    }
}

/// A log on disk, for one command at a time.
pub(crate) struct LogFolder {
    folder: Folder,
    tree: Tree,
    /// The signed note.
    checkpoint: String,
    /// Held until the end.
    _lock: File,
}

impl LogFolder {
    /// Starts an empty log in a folder that does not exist or holds nothing.
    pub(crate) fn create(path: &Path, key: &NoteKey) -> Result<(), Failure> {
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let mut entries = fs::read_dir(path).map_err(|error| Failure::io(path, "read", &error))?;
                if entries.next().is_some() {
                    return Err(Failure::usage(format!(
                        "{} is not empty; a new log needs a folder of its own",
                        path.display()
                    )));
                }
            }
            made => made.map_err(|error| Failure::io(path, "written", &error))?,
        }
        let checkpoint = signed_checkpoint(&Tree::default(), key);
        Folder::new(path).write(CHECKPOINT, checkpoint.as_bytes())
    }

    /// Opens a log and holds it against its own checkpoint.
    pub(crate) fn open(path: &Path, key: &VerifierKey<'_>) -> Result<Self, Failure> {
        let broken = |problem: &str| Failure::input(format!("{}: {problem}", path.display()));
        let folder = Folder::new(path);
        read_checkpoint(&folder)?;
        let lock = folder.lock_file("lock")?;
        lock.try_lock()
            .map_err(|_| broken("another command is at work in this log; try again when it is done"))?;
        let checkpoint = read_checkpoint(&folder)?;
        let head = Checkpoint::parse(&checkpoint)
            .ok_or_else(|| broken("the checkpoint is damaged; restore the folder"))?;
        if !is_signed_by(&head, key) {
            return Err(broken(&format!(
                "the checkpoint is not signed by {}; is this the right log?",
                key.name
            )));
        }
        let mut tree = Tree::default();
        for (tile, width) in Tree::leaf_tiles(head.size) {
            let bytes = folder.read(&tile, MAX_TILE)?;
            let (hashes, rest) = bytes.as_deref().unwrap_or_default().as_chunks::<32>();
            if hashes.len() != width || !rest.is_empty() {
                let how = if bytes.is_some() { "damaged" } else { "missing" };
                return Err(broken(&format!("{tile} is {how}; restore the folder")));
            }
            hashes.iter().for_each(|hash| tree.push(*hash));
        }
        if tree.root(head.size) != Some(head.root) {
            return Err(broken(
                "the hashes are not those that the checkpoint was signed for; restore the folder",
            ));
        }
        Ok(Self { folder, tree, checkpoint, _lock: lock })
    }

    /// Appends leaves and signs the new checkpoint, which is on disk before anybody can be shown a proof: a log that
    /// forgot what it signed could sign another history. Returns the place of the first.
    pub(crate) fn enter(&mut self, leaves: &[Hash], key: &NoteKey) -> u64 {
        let first = self.tree.size();
        if leaves.is_empty() {
            return first;
        }
        leaves.iter().for_each(|leaf| self.tree.push(*leaf));
        self.checkpoint = signed_checkpoint(&self.tree, key);
        first
    }

    /// Writes what was entered since the log had `first` leaves.
    pub(crate) fn publish(&self, first: u64) -> Result<(), Failure> {
        if self.tree.size() == first {
            return Ok(());
        }
        for tile in self.tree.tiles(first) {
            self.folder.write(&tile.path, &tile.bytes)?;
        }
        self.folder.write(CHECKPOINT, self.checkpoint.as_bytes())
    }

    /// The proof of one leaf against the present checkpoint.
    pub(crate) fn proof(&self, index: u64) -> Option<String> {
        self.tree.proof(index, self.tree.size(), &self.checkpoint)
    }
}

fn read_checkpoint(folder: &Folder) -> Result<String, Failure> {
    let place = folder.path().join(CHECKPOINT);
    let bytes = folder.read(CHECKPOINT, MAX_CHECKPOINT)?.ok_or_else(|| {
        Failure::input(format!(
            "{}: holds no log; make one with `touchmark keygen --role log --log DIR`",
            folder.path().display()
        ))
    })?;
    String::from_utf8(bytes).map_err(|_| Failure::io(&place, "read", &io::ErrorKind::InvalidData.into()))
}

fn signed_checkpoint(tree: &Tree, key: &NoteKey) -> String {
    let size = tree.size();
    let text = Checkpoint::text(key.name(), size, &tree.root(size).unwrap_or_default());
    format!("{text}\n{}", key.sign(&text))
}

fn is_signed_by(head: &Checkpoint<'_>, key: &VerifierKey<'_>) -> bool {
    let mut lines = head.note.signatures.iter().filter(|line| key.is_named_by(line));
    let holds = |line: &NoteSignature<'_>| {
        line.ed25519().is_some_and(|bytes| verify_ed25519(&key.public, head.note.text.as_bytes(), &bytes))
    };
    head.origin == key.name && lines.next().is_some_and(holds)
}

/// Opens a log whose key a trust bundle lists.
fn open_listed(folder: &Path, trust: &TrustFile) -> Result<LogFolder, Failure> {
    let (_, bundle) = trust.read_with_text()?;
    let tree = json::parse(&bundle).ok();
    let bundle = tree.as_ref().and_then(Value::as_object);
    let logs = bundle.and_then(|bundle| bundle.get("logs")?.as_array()).unwrap_or_default();
    let keys = logs.iter().filter_map(|log| VerifierKey::parse(log.as_object()?.get("key")?.as_str()?));
    let checkpoint = read_checkpoint(&Folder::new(folder))?;
    let head = Checkpoint::parse(&checkpoint);
    let is_signer = |key: &VerifierKey<'_>| {
        head.as_ref().is_some_and(|head| head.note.signatures.iter().any(|line| key.is_named_by(line)))
    };
    let key = keys.into_iter().find(is_signer).ok_or_else(|| {
        let origin = checkpoint.lines().next().unwrap_or_default();
        Failure::trust(format!(
            "{}: lists no key of the log {origin}; get the current trust bundle from whoever keeps the log",
            trust.path.display()
        ))
    })?;
    LogFolder::open(folder, &key)
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
    let head = Checkpoint::parse(&log.checkpoint).ok_or_else(|| refused("the checkpoint is damaged"))?;
    if let Some(seen) = read_plain(&args.seen, MAX_CHECKPOINT)? {
        let seen = std::str::from_utf8(&seen).ok();
        let seen = seen
            .and_then(Checkpoint::parse)
            .filter(|seen| seen.origin == head.origin)
            .ok_or_else(|| refused(&format!("{} is no checkpoint of this log", args.seen.display())))?;
        if seen.size > head.size || log.tree.root(seen.size) != Some(seen.root) {
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
    log.checkpoint = cosigned;
    log.folder.write(CHECKPOINT, log.checkpoint.as_bytes())?;
    tell!("Cosigned: {size} leaves of {}, by {name}", args.folder.display());
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
    let origin = log.checkpoint.lines().next();
    let names = match &args.policy {
        None => SealNames::default(),
        Some(path) => SealNames::of(&read_policy(path)?),
    };
    let count = reseal(&args.files, &names, |row, seal| {
        let Some((leaf, old)) = leaf_of(seal) else { return Ok(None) };
        let of_this_log = TlogProof::parse(&old)
            .filter(|old| Checkpoint::parse(old.checkpoint).is_some_and(|head| Some(head.origin) == origin));
        let Some(old) = of_this_log else { return Ok(None) };
        let proof = Some(old.index).filter(|index| log.tree.leaf(*index) == Some(leaf));
        let seal = proof.and_then(|index| with_log_proof(seal, &log.proof(index)?));
        seal.map(Some).ok_or_else(|| {
            let problem = format!(
                "{} does not hold this seal; restore the record from its source",
                args.folder.display()
            );
            Failure::at(row.place().column(&names.seal), problem)
        })
    })?;
    tell!("Proved: {} of {}", count.changed, count.rows);
    if count.kept > 0 {
        tell!("  not sealed in this log, left as they were: {}", count.kept);
    }
    if count.unsealed > 0 {
        tell!("  not sealed, left as they were: {}", count.unsealed);
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
