//! The folder that holds a log: its checkpoint and the hashes of its leaves as tiles (c2sp.org/tlog-tiles, without the
//! entries: a log publishes hashes, never statements).

use std::fs::{self, File};
use std::io;
use std::path::Path;

use touchmark::json::{self, Value};
use touchmark::merkle::Hash;
use touchmark::note::{Checkpoint, NoteSignature, VerifierKey};
use touchmark::verify_ed25519;
use touchmark_seal::{NoteKey, Tree};

use crate::failure::Failure;
use crate::folder::Folder;
use crate::options::TrustFile;

const CHECKPOINT: &str = "checkpoint";

/// A note of a few lines.
pub(crate) const MAX_CHECKPOINT: u64 = 1 << 20;

/// 256 hashes of 32 bytes.
const MAX_TILE: u64 = 8192;

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

    /// The signed note.
    pub(crate) fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// Puts the same checkpoint with more signatures in its place.
    pub(crate) fn cosign(&mut self, checkpoint: String) -> Result<(), Failure> {
        self.checkpoint = checkpoint;
        self.folder.write(CHECKPOINT, self.checkpoint.as_bytes())
    }

    /// The root of the tree when it had so many leaves.
    pub(crate) fn root(&self, size: u64) -> Option<Hash> {
        self.tree.root(size)
    }

    /// The leaf at a place.
    pub(crate) fn leaf(&self, index: u64) -> Option<Hash> {
        self.tree.leaf(index)
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
pub(crate) fn open_listed(folder: &Path, trust: &TrustFile) -> Result<LogFolder, Failure> {
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
