use touchmark::encoding::base64;
use touchmark::json::{self, Value};
use touchmark::merkle::{Hash, node_hash};
use touchmark::{digest, jcs, tlog};

use crate::proof::replacing;

/// Hashes in a full tile (c2sp.org/tlog-tiles).
const TILE: usize = 256;

/// The Merkle tree of a log (RFC 9162 §2.1), all of it: 64 bytes a leaf.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The nodes over complete pairs, from the leaves upwards.
    levels: Vec<Vec<Hash>>,
}

/// A file of a published log: consecutive hashes of one level (c2sp.org/tlog-tiles).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Path below the log's folder, with `/`.
    pub path: String,
    /// Hashes, 32 bytes each.
    pub bytes: Vec<u8>,
}

impl Tree {
    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, Vec::len) as u64
    }

    /// Hash of a leaf.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.node(0, index)
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(nodes) = self.levels.get_mut(level) else { return };
            nodes.push(hash);
            match nodes.as_slice() {
                [.., left, right] if nodes.len().is_multiple_of(2) => hash = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// The root over the first `size` leaves; `None` where the log has fewer.
    pub fn root(&self, size: u64) -> Option<Hash> {
        if size == 0 {
            return Some(digest::sha256(b""));
        }
        self.range(0, size)
    }

    /// The inclusion proof of a leaf in the tree over the first `size`, from the leaf's sibling upwards.
    pub fn path(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let mut path = Vec::new();
        let (mut start, mut end) = (0, size);
        while end - start > 1 {
            let middle = split(start, end);
            if index < middle {
                path.push(self.range(middle, end)?);
                end = middle;
            } else {
                path.push(self.range(start, middle)?);
                start = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// The text of a proof that the leaf is in the log with that checkpoint (c2sp.org/tlog-proof). `None` where the
    /// checkpoint's size is beyond the tree.
    pub fn proof(&self, index: u64, size: u64, checkpoint: &str) -> Option<String> {
        let path = self.path(index, size)?;
        let path: String = path.iter().map(|hash| format!("{}\n", base64(hash))).collect();
        Some(format!("{}\nindex {index}\n{path}\n{checkpoint}", tlog::HEADER))
    }

    /// The tiles that are new or have grown since the tree had `since` leaves. Hashes of leaves, never leaves.
    pub fn tiles(&self, since: u64) -> Vec<Tile> {
        let mut tiles = Vec::new();
        for (at, nodes) in self.levels.iter().step_by(8).enumerate() {
            let shift = u32::try_from(8 * at).unwrap_or(u32::MAX);
            let known = usize::try_from(since.checked_shr(shift).unwrap_or(0)).unwrap_or(usize::MAX);
            for (number, hashes) in nodes.chunks(TILE).enumerate().skip(known / TILE) {
                if number * TILE + hashes.len() > known {
                    tiles.push(Tile { path: tile_path(at, number, hashes.len()), bytes: hashes.concat() });
                }
            }
        }
        tiles
    }

    /// The paths of the tiles that hold the leaves of a log of that size, in order.
    pub fn leaf_tiles(size: u64) -> impl Iterator<Item = (String, usize)> {
        // No log is longer than what memory could hold.
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        (0..size.div_ceil(TILE)).map(move |number| {
            let width = TILE.min(size - number * TILE);
            (tile_path(0, number, width), width)
        })
    }

    fn node(&self, level: usize, index: u64) -> Option<Hash> {
        self.levels.get(level)?.get(usize::try_from(index).ok()?).copied()
    }

    /// The hash over the leaves `start..end`, which are a subtree of some tree over the first `end`.
    fn range(&self, start: u64, end: u64) -> Option<Hash> {
        let length = end - start;
        if length.is_power_of_two() {
            let level = length.trailing_zeros();
            return self.node(level as usize, start >> level);
        }
        let middle = split(start, end);
        Some(node_hash(&self.range(start, middle)?, &self.range(middle, end)?))
    }
}

/// Where a range of two leaves or more divides: after the largest power of two smaller than its length.
fn split(start: u64, end: u64) -> u64 {
    start + ((end - start).next_power_of_two() >> 1)
}

fn tile_path(level: usize, number: usize, width: usize) -> String {
    let mut rest = number;
    let mut name = format!("{:03}", rest % 1000);
    while rest >= 1000 {
        rest /= 1000;
        name = format!("x{:03}/{name}", rest % 1000);
    }
    let partial = if width < TILE { format!(".p/{width}") } else { String::new() };
    format!("tile/{level}/{name}{partial}")
}

/// The seal text with another proof that its statement is in a log; `None` where it is no seal of the envelope `tlog`.
pub fn with_log_proof(seal: &str, proof: &str) -> Option<String> {
    let tree = json::parse(seal).ok()?;
    let container = tree.as_object()?;
    let envelope = container.get("tlog")?.as_object()?;
    let envelope = replacing(envelope, "proof", Value::from(proof));
    Some(jcs::to_string(&replacing(container, "tlog", envelope)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use touchmark::merkle::{leaf_hash, root_from_path};

    fn tree(size: u64) -> Tree {
        let mut tree = Tree::default();
        (0..size).for_each(|at| tree.push(leaf_hash(&at.to_be_bytes())));
        tree
    }

    #[test]
    fn every_path_leads_to_the_root_of_every_size() {
        let tree = tree(70);
        for size in 1..=70 {
            let root = tree.root(size).unwrap();
            for index in 0..size {
                let path = tree.path(index, size).unwrap();
                assert_eq!(root_from_path(index, size, tree.leaf(index).unwrap(), &path), Some(root));
            }
            assert_eq!(tree.path(size, size), None);
        }
        assert_eq!((tree.root(71), tree.path(0, 71)), (None, None));
        assert_eq!(Tree::default().root(0), Some(digest::sha256(b"")));
    }

    #[test]
    fn tiles_are_those_of_the_specification() {
        // c2sp.org/tlog-tiles: "a tree of size 70,000 will be represented by …"
        let tree = tree(70_000);
        let tiles = tree.tiles(0);
        let of = |level| tiles.iter().filter(move |tile| tile.path.starts_with(&format!("tile/{level}/")));
        let full = |level| of(level).filter(|tile| tile.bytes.len() == 8192).count();
        assert_eq!((full(0), of(0).count(), full(1), of(1).count()), (273, 274, 1, 2));
        let last = |level| of(level).next_back().map(|tile| (tile.path.as_str(), tile.bytes.len() / 32));
        assert_eq!(last(0), Some(("tile/0/273.p/112", 112)));
        assert_eq!(last(1), Some(("tile/1/001.p/17", 17)));
        assert_eq!(last(2), Some(("tile/2/000.p/1", 1)));
        assert_eq!(tile_path(0, 1_234_067, 256), "tile/0/x001/x234/067");
        // What was complete stays as it was.
        let grown: Vec<_> = tree.tiles(69_999).into_iter().map(|tile| tile.path).collect();
        assert_eq!(grown, ["tile/0/273.p/112"]);
        let leaves: Vec<_> = Tree::leaf_tiles(513).collect();
        let expected = [("tile/0/000", 256), ("tile/0/001", 256), ("tile/0/002.p/1", 1)];
        assert_eq!(leaves, expected.map(|(path, width)| (path.to_owned(), width)));
    }
}
