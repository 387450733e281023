//! How do many log entries become one hash, and how is that shown to others?
//!
//! The Merkle tree of RFC 6962 section 2.1: leaf = SHA-256(0x00 ‖ entry),
//! node = SHA-256(0x01 ‖ left ‖ right). [`Frontier`] holds the complete
//! subtrees of a growing log, so that an append costs O(log n) at most; proofs
//! of inclusion and consistency are made and checked here. What an entry says
//! is in `entry`, the signed form of a root in `checkpoint`.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Hash of a log entry (RFC 6962 section 2.1).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(entry);
    hash.finalize().into()
}

/// Hash of an inner node (RFC 6962 section 2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// Root of the empty log: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Where the subtrees of a log can be looked up: a complete subtree of
/// `1 << level` leaves, the `index`th of its level from the left.
pub trait Subtrees {
    /// What goes wrong in the looking up.
    type Error;
    /// Hash of a complete subtree.
    fn subtree(&self, level: u32, index: u64) -> Result<Hash, Self::Error>;
}

/// Leaves held in memory (tests, verification of small logs).
impl Subtrees for [Hash] {
    type Error = std::convert::Infallible;

    fn subtree(&self, level: u32, index: u64) -> Result<Hash, Self::Error> {
        let width = 1usize << level;
        let start = usize::try_from(index).unwrap_or(usize::MAX) * width;
        Ok(complete_root(&self[start..start + width]))
    }
}

/// Root of a complete subtree over hashes of the level below.
pub(crate) fn complete_root(hashes: &[Hash]) -> Hash {
    debug_assert!(hashes.len().is_power_of_two());
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level
            .chunks_exact(2)
            .map(|pair| node_hash(&pair[0], &pair[1]))
            .collect();
    }
    level[0]
}

/// The complete subtrees of a growing log, largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf; `completed` is told of each subtree that this closes,
    /// with its level (from 1) and index.
    pub fn append(&mut self, leaf: Hash, mut completed: impl FnMut(u32, u64, &Hash)) {
        let mut hash = leaf;
        let mut level = 0;
        while (self.size >> level) & 1 == 1 {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
            level += 1;
            completed(level, self.size >> level, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// Root of the log.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return empty_root();
        };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    /// The frontier of a log whose subtrees can be looked up.
    pub fn of<S: Subtrees + ?Sized>(size: u64, subtrees: &S) -> Result<Frontier, S::Error> {
        let mut peaks = Vec::new();
        for (level, index) in peaks_of(0, size) {
            peaks.push(subtrees.subtree(level, index)?);
        }
        Ok(Frontier { size, peaks })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.peaks.iter().flatten());
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Frontier> {
        let (size, rest) = bytes.split_at_checked(8)?;
        let size = u64::from_be_bytes(size.try_into().ok()?);
        let (peaks, rest) = rest.as_chunks::<32>();
        (rest.is_empty() && peaks.len() == size.count_ones() as usize).then(|| Frontier {
            size,
            peaks: peaks.to_vec(),
        })
    }
}

/// The complete subtrees, left to right, of the leaves `start..end`, where
/// `start` is a multiple of the largest power of two below the length.
fn peaks_of(start: u64, end: u64) -> impl Iterator<Item = (u32, u64)> {
    let mut at = start;
    std::iter::from_fn(move || {
        let left = end.checked_sub(at).filter(|left| *left > 0)?;
        let level = left.ilog2();
        let found = (level, at >> level);
        at += 1 << level;
        Some(found)
    })
}

/// MTH(D[start:end]) of RFC 6962 for a range that the tree's recursion meets.
fn range_root<S: Subtrees + ?Sized>(start: u64, end: u64, subtrees: &S) -> Result<Hash, S::Error> {
    let mut peaks = Vec::new();
    for (level, index) in peaks_of(start, end) {
        peaks.push(subtrees.subtree(level, index)?);
    }
    Ok(match peaks.pop() {
        None => empty_root(),
        Some(last) => peaks
            .iter()
            .rev()
            .fold(last, |right, left| node_hash(left, &right)),
    })
}

/// Largest power of two smaller than `n` (n > 1).
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The audit path of the leaf `index` (from 0) in a log of `size` entries
/// (PATH of RFC 6962 section 2.1.1), nearest node first. Empty when the index
/// lies outside the log.
pub fn inclusion_proof<S: Subtrees + ?Sized>(
    index: u64,
    size: u64,
    subtrees: &S,
) -> Result<Vec<Hash>, S::Error> {
    let mut path = Vec::new();
    let (mut start, mut end) = (0, size);
    while index < end && end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(range_root(middle, end, subtrees)?);
            end = middle;
        } else {
            path.push(range_root(start, middle, subtrees)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The nodes that show that the log of `size` entries continues the one of
/// `old` entries (PROOF of RFC 6962 section 2.1.2). Empty for `old` 0 or `size`.
pub fn consistency_proof<S: Subtrees + ?Sized>(
    old: u64,
    size: u64,
    subtrees: &S,
) -> Result<Vec<Hash>, S::Error> {
    let mut proof = Vec::new();
    if old == 0 || old >= size {
        return Ok(proof);
    }
    let (mut start, mut end) = (0, size);
    // Whether the part that is left is still the whole old log.
    let mut whole = true;
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(range_root(middle, end, subtrees)?);
            end = middle;
        } else {
            proof.push(range_root(start, middle, subtrees)?);
            start = middle;
            whole = false;
        }
    }
    if !whole {
        proof.push(range_root(start, end, subtrees)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Whether the path leads from the leaf to the root (RFC 9162 section 2.1.3.2).
pub fn check_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for step in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(step, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the proof shows that the newer log continues the older one
/// (RFC 9162 section 2.1.4.2).
pub fn check_consistency(
    old: u64,
    old_root: &Hash,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> bool {
    if old > size {
        return false;
    }
    if old == size {
        return proof.is_empty() && old_root == root;
    }
    if old == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    let mut steps = proof.iter();
    let first = if old.is_power_of_two() {
        *old_root
    } else {
        match steps.next() {
            Some(first) => *first,
            None => return false,
        }
    };
    let (mut node, mut last) = (old - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut older, mut newer) = (first, first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            older = node_hash(step, &older);
            newer = node_hash(step, &newer);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            newer = node_hash(&newer, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && older == *old_root && newer == *root
}

#[cfg(test)]
mod tests;
