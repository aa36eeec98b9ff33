//! Merkle tree hashes and inclusion proofs (RFC 6962 §2.1, RFC 9162 §2.1.3), SHA-256.

use alloc::vec::Vec;

use crate::digest::sha256_of;

/// A node of the tree, leaves included.
pub type Hash = [u8; 32];

/// Longest inclusion proof that is read (profile §6): enough for 2^64 leaves.
pub const MAX_PATH: usize = 64;

/// The hash of a leaf: `SHA-256(0x00 ‖ data)`.
pub fn leaf_hash(data: &[u8]) -> Hash {
    sha256_of(&[&[0], data])
}

/// The hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256_of(&[&[1], left, right])
}

/// The root that a leaf's inclusion proof leads to (RFC 9162 §2.1.3.2); `path` runs from the leaf's sibling upwards.
/// `None` where the index lies outside the tree or the path is not of the length that the place asks for.
pub fn root_from_path(index: u64, size: u64, leaf: Hash, path: &[Hash]) -> Option<Hash> {
    NodeMemory::default().root_from_path(index, size, leaf, path)
}

/// Remembers the last node hashed on each level. Neighbours in a tree share most of their way to the root, so a batch
/// that is read in the order of its log costs about two hashes a leaf. It remembers what SHA-256 said of two given
/// children and nothing about any tree: no answer depends on what was asked before.
#[derive(Clone, Debug, Default)]
pub struct NodeMemory {
    levels: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Node {
    left: Hash,
    right: Hash,
    hash: Hash,
}

impl NodeMemory {
    /// As the free function [`root_from_path`].
    pub fn root_from_path(&mut self, index: u64, size: u64, leaf: Hash, path: &[Hash]) -> Option<Hash> {
        let (mut node, mut last) = (index, size.checked_sub(1)?);
        if node > last || path.len() > MAX_PATH {
            return None;
        }
        let mut hash = leaf;
        for (level, sibling) in path.iter().enumerate() {
            if last == 0 {
                return None;
            }
            let is_right = node & 1 == 1 || node == last;
            let (left, right) = if is_right { (sibling, &hash) } else { (&hash, sibling) };
            hash = self.node_hash(level, left, right);
            if is_right {
                // The last node of a level without a sibling stands for itself on the levels above.
                let lone = node.trailing_zeros();
                node >>= lone;
                last >>= lone;
            }
            node >>= 1;
            last >>= 1;
        }
        (last == 0).then_some(hash)
    }

    fn node_hash(&mut self, level: usize, left: &Hash, right: &Hash) -> Hash {
        if let Some(node) = self.levels.get(level)
            && node.left == *left
            && node.right == *right
        {
            return node.hash;
        }
        let hash = node_hash(left, right);
        let node = Node { left: *left, right: *right, hash };
        match self.levels.get_mut(level) {
            Some(slot) => *slot = node,
            None => self.levels.push(node),
        }
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::did::hex;
    use proptest::prelude::*;

    /// Root and path by the definitions of RFC 9162 §2.1.1 and §2.1.3.1, recursively.
    fn root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => crate::digest::sha256(b""),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                node_hash(&root(left), &root(right))
            }
        }
    }

    fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() == 1 {
            return Vec::new();
        }
        let at = split(leaves.len());
        let (left, right) = leaves.split_at(at);
        let (mut path, sibling) = match index < at {
            true => (path(index, left), root(right)),
            false => (path(index - at, right), root(left)),
        };
        path.push(sibling);
        path
    }

    fn split(size: usize) -> usize {
        size.next_power_of_two() / 2
    }

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|at| leaf_hash(&at.to_be_bytes())).collect()
    }

    /// Certificate Transparency's reference trees: the eight leaves that its implementations share.
    #[test]
    fn published_roots() {
        let data: [&[u8]; 8] = [
            b"",
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
        ];
        let hashes: Vec<_> = data.iter().map(|data| leaf_hash(data)).collect();
        let expected = [
            (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
            (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
        ];
        for (size, expected) in expected {
            assert_eq!(root(&hashes[..size]), hex(expected), "{size}");
        }
    }

    #[test]
    fn every_place_in_every_small_tree() {
        let leaves = leaves(70);
        let mut memory = NodeMemory::default();
        for size in 1..=leaves.len() {
            let leaves = &leaves[..size];
            let root = root(leaves);
            for (index, leaf) in leaves.iter().enumerate() {
                let mut path = path(index, leaves);
                let (at, of) = (index as u64, size as u64);
                assert_eq!(root_from_path(at, of, *leaf, &path), Some(root), "{index} of {size}");
                assert_eq!(memory.root_from_path(at, of, *leaf, &path), Some(root), "{index} of {size}");
                for bit in 0..path.len() {
                    path[bit][bit % 32] ^= 1;
                    assert_ne!(memory.root_from_path(at, of, *leaf, &path), Some(root));
                    path[bit][bit % 32] ^= 1;
                }
                assert_eq!(root_from_path(of, of, *leaf, &path), None, "outside the tree");
                if let Some(sibling) = path.pop() {
                    assert_eq!(root_from_path(at, of, *leaf, &path), None, "too short");
                    path.push(sibling);
                }
                path.push(root);
                assert_eq!(root_from_path(at, of, *leaf, &path), None, "too long");
            }
        }
    }

    #[test]
    fn the_ends_of_the_range() {
        assert_eq!(root_from_path(0, 0, [0; 32], &[]), None);
        assert_eq!(root_from_path(0, 1, [7; 32], &[]), Some([7; 32]));
        assert!(root_from_path(0, u64::MAX, [0; 32], &[[0; 32]; 64]).is_some());
        assert!(root_from_path(u64::MAX - 1, u64::MAX, [0; 32], &[[0; 32]; 64]).is_none());
        assert_eq!(root_from_path(0, u64::MAX, [0; 32], &[[0; 32]; 65]), None);
    }

    proptest! {
        #[test]
        fn memory_changes_no_answer(asked in prop::collection::vec((0..9u64, 0..9u64, 0..4usize), 1..40)) {
            let leaves = leaves(9);
            let mut memory = NodeMemory::default();
            for (index, size, length) in asked {
                let path: Vec<_> = leaves.iter().copied().take(length).collect();
                let leaf = leaves[(index % 3) as usize];
                prop_assert_eq!(
                    memory.root_from_path(index, size, leaf, &path),
                    root_from_path(index, size, leaf, &path)
                );
            }
        }

        #[test]
        fn no_place_panics(index: u64, size: u64, length in 0..70usize) {
            let _ = root_from_path(index, size, [1; 32], &alloc::vec![[2; 32]; length]);
        }
    }
}
