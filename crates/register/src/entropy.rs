//! Where do salts, keys and the random part of ids come from?
//!
//! From the caller. The register never asks the operating system for
//! randomness itself, so that the example office and every test come out the
//! same byte for byte. [`Seeded`] is for those two; a real office hands in the
//! operating system's generator. Keys are made of it in `keys`.

use sha2::{Digest, Sha256};

/// A source of bytes that nobody else can predict (but for [`Seeded`]).
pub trait Entropy: Send {
    /// Fills the whole slice.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// Bytes computed from a seed: for examples and tests only, never for a real office.
///
/// Block *n* of the stream is SHA-256(seed ‖ n as eight big-endian bytes).
#[derive(Clone, Debug)]
pub struct Seeded {
    seed: [u8; 32],
    block: u64,
    left: Vec<u8>,
}

impl Seeded {
    /// The stream of this seed, from its beginning.
    pub fn new(seed: &str) -> Seeded {
        Seeded {
            seed: Sha256::digest(seed.as_bytes()).into(),
            block: 0,
            left: Vec::new(),
        }
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.left.is_empty() {
                let mut hash = Sha256::new();
                hash.update(self.seed);
                hash.update(self.block.to_be_bytes());
                self.left = hash.finalize().to_vec();
                self.block += 1;
            }
            *byte = self.left.pop().unwrap_or_default();
        }
    }
}

/// Takes bytes from the source in blocks, because each record needs a few.
pub(crate) struct Drawn {
    source: Box<dyn Entropy>,
    block: [u8; 1024],
    used: usize,
}

impl Drawn {
    pub(crate) fn new(source: Box<dyn Entropy>) -> Drawn {
        Drawn {
            source,
            block: [0; 1024],
            used: 1024,
        }
    }

    pub(crate) fn draw<const N: usize>(&mut self) -> [u8; N] {
        const { assert!(N <= 1024) };
        if self.used + N > self.block.len() {
            self.source.fill(&mut self.block);
            self.used = 0;
        }
        let mut bytes = [0; N];
        bytes.copy_from_slice(&self.block[self.used..self.used + N]);
        self.block[self.used..self.used + N].fill(0);
        self.used += N;
        bytes
    }
}
