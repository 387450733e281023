//! What did the office's log look like, in a form that others can hold against it?
//!
//! A checkpoint is a signed note (C2SP `signed-note`) whose text is that of
//! C2SP `tlog-checkpoint`: origin, number of entries, root in base64. Signed
//! with Ed25519 (type 0x01); key id = the first four bytes of
//! SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). Partners keep the last one; `verify`
//! compares. Roots come from `tree`, the signing key from `keys`.

use crate::tree::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use model::{Code, Problem};
use sha2::{Digest, Sha256};

const ED25519: u8 = 1;

/// Signs checkpoints for one installation.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    pub(crate) fn new(name: &str, seed: &[u8; 32]) -> Signer {
        Signer {
            name: name.to_owned(),
            key: SigningKey::from_bytes(seed),
        }
    }

    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// The key that others check signatures with: `name+keyid+base64`.
    pub fn verifier_key(&self) -> String {
        verifier_key(&self.name, &self.public())
    }

    /// Signs the checkpoint of a log of `size` entries with this root.
    pub fn sign(&self, size: u64, root: &Hash) -> String {
        let text = format!("{}\n{size}\n{}\n", self.name, STANDARD.encode(root));
        let mut signed = key_id(&self.name, &self.public()).to_vec();
        signed.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n— {} {}\n", self.name, STANDARD.encode(signed))
    }
}

/// Standard base64 with padding (RFC 4648), as roots and other hashes are shown.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([b'\n', ED25519]);
    hash.update(public);
    let hash = hash.finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

pub(crate) fn verifier_key(name: &str, public: &[u8; 32]) -> String {
    let mut key = vec![ED25519];
    key.extend(public);
    let id = crate::hexadecimal::hexadecimal(&key_id(name, public));
    format!("{name}+{id}+{}", STANDARD.encode(key))
}

/// A checkpoint that was read and whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log: the installation's name.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the log at that size.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads a signed checkpoint and checks its signature with a verifier key
    /// (`name+keyid+base64`). Signatures of other keys are ignored, as C2SP asks.
    ///
    /// # Errors
    /// `checkpoint.unreadable`; `checkpoint.signature-wrong` when no signature
    /// of this key stands under it or it does not hold.
    pub fn read(note: &str, verifier_key: &str) -> Result<Checkpoint, Problem> {
        let unreadable =
            |reason: &str| Problem::new(Code::CheckpointUnreadable).with("reason", reason);
        let (name, public) =
            read_verifier_key(verifier_key).ok_or_else(|| unreadable("verifier-key"))?;
        let (text, signatures) = note
            .split_once("\n\n")
            .ok_or_else(|| unreadable("signature"))?;
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|line| !line.is_empty());
        let size = lines.next().and_then(read_size);
        let root = lines
            .next()
            .and_then(|line| STANDARD.decode(line).ok())
            .and_then(|bytes| Hash::try_from(bytes).ok());
        let (Some(origin), Some(size), Some(root)) = (origin, size, root) else {
            return Err(unreadable("text"));
        };
        let signed = format!("{text}\n");
        let id = key_id(&name, &public);
        let key = VerifyingKey::from_bytes(&public).map_err(|_| unreadable("verifier-key"))?;
        let holds = signatures.lines().any(|line| {
            line.strip_prefix("— ")
                .and_then(|rest| rest.split_once(' '))
                .filter(|(signer, _)| *signer == name)
                .and_then(|(_, encoded)| STANDARD.decode(encoded).ok())
                .and_then(|bytes| {
                    let (found, signature) = bytes.split_first_chunk::<4>()?;
                    let signature = Signature::from_slice(signature).ok()?;
                    (*found == id).then(|| key.verify_strict(signed.as_bytes(), &signature).is_ok())
                })
                .unwrap_or(false)
        });
        if !holds {
            return Err(Problem::new(Code::CheckpointSignatureWrong).with("name", name));
        }
        Ok(Checkpoint {
            origin: origin.to_owned(),
            size,
            root,
        })
    }
}

/// Decimal without sign or leading zeros, as the format asks.
fn read_size(text: &str) -> Option<u64> {
    let plain = text == "0" || !text.starts_with('0');
    (plain && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn read_verifier_key(text: &str) -> Option<(String, [u8; 32])> {
    let mut parts = text.trim().splitn(3, '+');
    let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let key = STANDARD.decode(key).ok()?;
    let (kind, public) = key.split_first()?;
    let public: [u8; 32] = public.try_into().ok()?;
    let matches = crate::hexadecimal::hexadecimal(&key_id(name, &public)) == id;
    (*kind == ED25519 && matches).then(|| (name.to_owned(), public))
}
