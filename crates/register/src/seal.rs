//! How is something sealed so that only this office reads it and nobody changes it?
//!
//! XChaCha20-Poly1305 everywhere: [`wrap`] for keys (random nonce), [`Vault`]
//! for contents and look-up tags in a database that others run, and the chunks
//! of evidence in `files`. What is sealed is bound to where it stands, so that
//! two sealed things cannot be swapped. Keys come from `keys`.

use crate::entropy::Entropy;
use crate::keys::DataKey;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use model::{Code, Problem};
use sha2::Sha256;
use std::borrow::Cow;
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// Seals under a random nonce, which stands in front. `bound` must be the same on opening.
pub(crate) fn wrap(
    key: &[u8; 32],
    bound: &[u8],
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    entropy.fill(&mut nonce);
    let mut sealed = nonce.to_vec();
    sealed.extend(seal_with_nonce(&cipher(key), &nonce, bound, plain));
    sealed
}

/// Opens what [`wrap`] sealed; `None` when key, binding or bytes differ.
pub(crate) fn unwrap(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, text) = sealed.split_first_chunk::<NONCE>()?;
    open_with_nonce(&cipher(key), nonce, bound, text).map(Zeroizing::new)
}

pub(crate) fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

pub(crate) fn seal_with_nonce(
    cipher: &XChaCha20Poly1305,
    nonce: &[u8; NONCE],
    bound: &[u8],
    plain: &[u8],
) -> Vec<u8> {
    let payload = Payload {
        msg: plain,
        aad: bound,
    };
    cipher
        .encrypt(&XNonce::from(*nonce), payload)
        .expect("one message is far shorter than the 256 GiB that XChaCha20 takes")
}

pub(crate) fn open_with_nonce(
    cipher: &XChaCha20Poly1305,
    nonce: &[u8; NONCE],
    bound: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let payload = Payload {
        msg: sealed,
        aad: bound,
    };
    cipher.decrypt(&XNonce::from(*nonce), payload).ok()
}

/// Seals what goes into a database. In SQLite the whole file is encrypted
/// already and the vault is open; on a PostgreSQL server, which others may run
/// and read, contents are sealed and look-up keys are keyed hashes.
pub(crate) enum Vault {
    /// The database encrypts itself.
    Open,
    /// The database's keeper is not trusted with contents.
    Closed {
        cipher: Box<XChaCha20Poly1305>,
        tags: Box<Hmac<Sha256>>,
    },
}

impl Vault {
    pub(crate) fn closed(key: &DataKey) -> Vault {
        let tags = key.purpose("sijill tags 1");
        Vault::Closed {
            cipher: Box::new(cipher(&key.purpose("sijill contents 1"))),
            tags: Box::new(
                Hmac::new_from_slice(tags.as_ref()).expect("HMAC takes keys of every length"),
            ),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        matches!(self, Vault::Closed { .. })
    }

    /// `nonce` is drawn only by a closed vault.
    pub(crate) fn seal<'a>(
        &self,
        bound: &str,
        plain: &'a [u8],
        nonce: impl FnOnce() -> [u8; NONCE],
    ) -> Cow<'a, [u8]> {
        match self {
            Vault::Open => Cow::Borrowed(plain),
            Vault::Closed { cipher, .. } => {
                let nonce = nonce();
                let mut sealed = nonce.to_vec();
                sealed.extend(seal_with_nonce(cipher, &nonce, bound.as_bytes(), plain));
                Cow::Owned(sealed)
            }
        }
    }

    /// Opens what [`Vault::seal`] sealed under the same binding.
    pub(crate) fn open(&self, bound: &str, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
        match self {
            Vault::Open => Ok(sealed.to_vec()),
            Vault::Closed { cipher, .. } => sealed
                .split_first_chunk::<NONCE>()
                .and_then(|(nonce, text)| open_with_nonce(cipher, nonce, bound.as_bytes(), text))
                .ok_or_else(|| Problem::new(Code::RegisterDamaged).with("part", bound)),
        }
    }

    /// The key under which something is looked up.
    pub(crate) fn tag<'a>(&self, plain: &'a [u8]) -> Cow<'a, [u8]> {
        match self {
            Vault::Open => Cow::Borrowed(plain),
            Vault::Closed { tags, .. } => {
                let mut hash = tags.clone();
                hash.update(plain);
                Cow::Owned(hash.finalize().into_bytes()[..16].to_vec())
            }
        }
    }
}
