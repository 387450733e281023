//! Who can open the office?
//!
//! One random data key opens everything; it never stands on disk bare. The
//! key file `keys.toml` holds it wrapped once for each *slot*: passphrases
//! (Argon2id) and one recovery key. Adding, changing and revoking a slot
//! rewrites the key file only, never the register. Each use of the data key
//! has its own key derived by HKDF-SHA-256. The signing key of checkpoints is
//! wrapped here too. Sealing itself is in `seal`.

use crate::checkpoint::Signer;
use crate::entropy::Entropy;
use crate::hexadecimal::{from_hexadecimal, hexadecimal};
use crate::seal;
use hkdf::Hkdf;
use model::{Code, Problem};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Version of the key file that this program writes.
const FORMAT: u32 = 1;
const FILE_NAME: &str = "keys.toml";

/// The key that everything of the office hangs on: 32 random bytes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// A new data key.
    pub fn generate(entropy: &mut dyn Entropy) -> DataKey {
        let mut key = [0; 32];
        entropy.fill(&mut key);
        DataKey(key)
    }

    /// The key for one purpose (HKDF-SHA-256 without salt, the purpose as info).
    pub(crate) fn purpose(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        derive(&self.0, purpose)
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

fn derive(key: &[u8], purpose: &str) -> Zeroizing<[u8; 32]> {
    let mut derived = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, key)
        .expand(purpose.as_bytes(), derived.as_mut())
        .expect("32 bytes are within what HKDF-SHA-256 can give");
    derived
}

/// What a guess of a passphrase costs (Argon2id).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// For real offices: 64 MiB, three passes, one lane (ASVS 5.0 appendix C asks at least 46 MiB and one pass).
    pub const OFFICE: Cost = Cost {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// For tests and the example office, whose passphrase is known to all anyway.
    pub const EXAMPLE: Cost = Cost {
        memory_kib: 256,
        passes: 1,
        lanes: 1,
    };
}

/// A recovery key: 22 random bytes and a checksum, written as eight groups of
/// five letters (Crockford's base 32, no I, L, O, U) to be kept on paper.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 22]);

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl RecoveryKey {
    /// A new recovery key.
    pub fn generate(entropy: &mut dyn Entropy) -> RecoveryKey {
        let mut key = [0; 22];
        entropy.fill(&mut key);
        RecoveryKey(key)
    }

    fn checksum(&self) -> [u8; 3] {
        let hash = Sha256::digest(self.0);
        [hash[0], hash[1], hash[2]]
    }

    /// The key as it is printed: `XXXXX-XXXXX-…`, eight groups.
    pub fn printed(&self) -> String {
        let bytes: Vec<u8> = self.0.iter().copied().chain(self.checksum()).collect();
        let mut letters = Vec::with_capacity(40);
        for five in bytes.chunks(5) {
            let bits = five
                .iter()
                .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
            letters.extend(
                (0..8)
                    .rev()
                    .map(|place| LETTERS[(bits >> (place * 5) & 31) as usize]),
            );
        }
        let groups: Vec<String> = letters
            .chunks(5)
            .map(|group| group.iter().map(|letter| *letter as char).collect())
            .collect();
        groups.join("-")
    }

    /// Reads a printed key: case, blanks and dashes do not matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// `register.recovery-key-unreadable` when letters are wrong, missing or mistyped.
    pub fn parse(text: &str) -> Result<RecoveryKey, Problem> {
        let wrong = || Problem::new(Code::RegisterRecoveryKeyUnreadable);
        let mut bytes = Vec::with_capacity(25);
        let (mut bits, mut held) = (0u32, 0u32);
        for letter in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = LETTERS
                .iter()
                .position(|known| *known as char == letter)
                .ok_or_else(wrong)?;
            bits = bits << 5 | value as u32;
            held += 5;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
                bits &= (1 << held) - 1;
            }
        }
        let (key, checksum) = bytes.split_at_checked(22).ok_or_else(wrong)?;
        let key = RecoveryKey(key.try_into().map_err(|_| wrong())?);
        if checksum != key.checksum() {
            return Err(wrong());
        }
        Ok(key)
    }
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

/// What a slot is opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// A passphrase.
    Passphrase,
    /// The printed recovery key.
    Recovery,
}

/// One way to the data key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    name: String,
    kind: SlotKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cost: Option<Cost>,
    /// Hexadecimal, as all bytes of the file.
    salt: String,
    wrapped: String,
}

/// The installation's signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signing {
    /// Name in signatures: the origin line of checkpoints.
    name: String,
    public: String,
    wrapped: String,
}

/// The key file of an office's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    format: u32,
    signing: Signing,
    #[serde(rename = "slot")]
    slots: Vec<Slot>,
}

impl KeyFile {
    /// New keys for a new office: a data key, a signing key under `installation`
    /// (a name like `office.example/aleppo`, no blanks or `+`), one passphrase
    /// slot called `passphrase` and a recovery key to print once.
    ///
    /// # Errors
    /// `register.installation-name` when the name cannot stand in a signed note.
    pub fn generate(
        installation: &str,
        passphrase: &str,
        cost: Cost,
        entropy: &mut dyn Entropy,
    ) -> Result<(KeyFile, DataKey, RecoveryKey), Problem> {
        if installation.is_empty()
            || installation.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
        {
            return Err(Problem::new(Code::RegisterInstallationName).with("name", installation));
        }
        let key = DataKey::generate(entropy);
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(seed.as_mut());
        let signer = Signer::new(installation, &seed);
        let wrapped = seal::wrap(
            &key.purpose("sijill signing 1"),
            installation.as_bytes(),
            seed.as_ref(),
            entropy,
        );
        let mut file = KeyFile {
            format: FORMAT,
            signing: Signing {
                name: installation.to_owned(),
                public: hexadecimal(&signer.public()),
                wrapped: hexadecimal(&wrapped),
            },
            slots: Vec::new(),
        };
        file.add_passphrase(&key, "passphrase", passphrase, cost, entropy)?;
        let recovery = file.renew_recovery(&key, entropy);
        Ok((file, key, recovery))
    }

    /// Where the key file of an office's folder stands.
    pub fn path(folder: &Path) -> PathBuf {
        folder.join(FILE_NAME)
    }

    /// Reads the key file of a folder.
    ///
    /// # Errors
    /// `register.not-an-office` when there is none, else as [`KeyFile::parse`].
    pub fn read(folder: &Path) -> Result<KeyFile, Problem> {
        let path = KeyFile::path(folder);
        let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Problem::new(Code::RegisterNotAnOffice).in_file(folder.display())
            }
            _ => crate::problem::io(&path, &error),
        })?;
        KeyFile::parse(&text).map_err(|problem| problem.in_file(path.display()))
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// `register.key-file-unreadable`; `register.newer` when a newer program wrote it.
    pub fn parse(text: &str) -> Result<KeyFile, Problem> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let unreadable = |error: toml::de::Error| {
            Problem::new(Code::RegisterKeyFileUnreadable).with("reason", error.message())
        };
        let found: Format = toml::from_str(text).map_err(unreadable)?;
        if found.format > FORMAT {
            return Err(Problem::new(Code::RegisterNewer)
                .with("found", found.format)
                .with("known", FORMAT));
        }
        toml::from_str(text).map_err(unreadable)
    }

    /// The text of the key file.
    pub fn text(&self) -> String {
        let body = toml::to_string(self).expect("the key file has only texts and numbers");
        format!(
            "# The keys of this office, each wrapped. Without this file nobody can open the office:\n\
             # keep a copy with each backup. With it alone nobody can either.\n\n{body}"
        )
    }

    /// Writes the key file: whole or not at all, even when the power fails.
    ///
    /// # Errors
    /// `register.io`, `register.disk-full`.
    pub fn write(&self, folder: &Path) -> Result<(), Problem> {
        crate::files::write_whole(&KeyFile::path(folder), self.text().as_bytes())
    }

    /// Name of the installation, as in checkpoints.
    pub fn installation(&self) -> &str {
        &self.signing.name
    }

    /// Name and kind of every slot.
    pub fn slots(&self) -> impl Iterator<Item = (&str, SlotKind)> {
        self.slots
            .iter()
            .map(|slot| (slot.name.as_str(), slot.kind))
    }

    /// Opens the data key with a passphrase.
    ///
    /// # Errors
    /// `register.passphrase-wrong` when no slot opens.
    pub fn unlock(&self, passphrase: &str) -> Result<DataKey, Problem> {
        for slot in &self.slots {
            if slot.kind == SlotKind::Passphrase
                && let Some(key) = slot.open(passphrase)?
            {
                return Ok(key);
            }
        }
        Err(Problem::new(Code::RegisterPassphraseWrong))
    }

    /// Opens the data key with the recovery key.
    ///
    /// # Errors
    /// `register.recovery-key-wrong` when it is not (or no longer) this office's.
    pub fn recover(&self, recovery: &RecoveryKey) -> Result<DataKey, Problem> {
        for slot in &self.slots {
            if slot.kind == SlotKind::Recovery
                && let Some(salt) = from_hexadecimal(&slot.salt)
                && let Some(key) = slot.unwrap(&recovery_wrapping(recovery, &salt))
            {
                return Ok(key);
            }
        }
        Err(Problem::new(Code::RegisterRecoveryKeyWrong))
    }

    /// Adds a passphrase slot.
    ///
    /// # Errors
    /// `register.slot-exists` when the name is taken, `register.key-cost` when
    /// Argon2 does not take the parameters.
    pub fn add_passphrase(
        &mut self,
        key: &DataKey,
        name: &str,
        passphrase: &str,
        cost: Cost,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Problem> {
        if self.slots.iter().any(|slot| slot.name == name) {
            return Err(Problem::new(Code::RegisterSlotExists).with("slot", name));
        }
        let slot = passphrase_slot(key, name, passphrase, cost, entropy)?;
        self.slots.push(slot);
        Ok(())
    }

    /// Replaces the passphrase of a slot.
    ///
    /// # Errors
    /// `register.slot-unknown`, `register.key-cost`.
    pub fn change_passphrase(
        &mut self,
        key: &DataKey,
        name: &str,
        passphrase: &str,
        cost: Cost,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Problem> {
        let at = self
            .slots
            .iter()
            .position(|slot| slot.name == name && slot.kind == SlotKind::Passphrase)
            .ok_or_else(|| Problem::new(Code::RegisterSlotUnknown).with("slot", name))?;
        self.slots[at] = passphrase_slot(key, name, passphrase, cost, entropy)?;
        Ok(())
    }

    /// Makes a new recovery key; the old one opens nothing any more.
    pub fn renew_recovery(&mut self, key: &DataKey, entropy: &mut dyn Entropy) -> RecoveryKey {
        let recovery = RecoveryKey::generate(entropy);
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        self.slots.retain(|slot| slot.kind != SlotKind::Recovery);
        let mut slot = Slot {
            name: "recovery".to_owned(),
            kind: SlotKind::Recovery,
            cost: None,
            salt: hexadecimal(&salt),
            wrapped: String::new(),
        };
        slot.wrap(&recovery_wrapping(&recovery, &salt), key, entropy);
        self.slots.push(slot);
        recovery
    }

    /// Takes a slot out. Whoever knew its passphrase and kept an old copy of
    /// this file can still open old copies of the office.
    ///
    /// # Errors
    /// `register.slot-unknown`; `register.slot-last` when it is the last passphrase.
    pub fn revoke(&mut self, name: &str) -> Result<(), Problem> {
        let at = self
            .slots
            .iter()
            .position(|slot| slot.name == name)
            .ok_or_else(|| Problem::new(Code::RegisterSlotUnknown).with("slot", name))?;
        let passphrases = self
            .slots
            .iter()
            .filter(|slot| slot.kind == SlotKind::Passphrase);
        if self.slots[at].kind == SlotKind::Passphrase && passphrases.count() == 1 {
            return Err(Problem::new(Code::RegisterSlotLast).with("slot", name));
        }
        self.slots.remove(at);
        Ok(())
    }

    /// The installation's signer of checkpoints.
    ///
    /// # Errors
    /// `register.key-file-unreadable` when the wrapped key was changed.
    pub fn signer(&self, key: &DataKey) -> Result<Signer, Problem> {
        let wrong = || Problem::new(Code::RegisterKeyFileUnreadable).with("reason", "signing");
        let wrapped = from_hexadecimal(&self.signing.wrapped).ok_or_else(wrong)?;
        let seed = seal::unwrap(
            &key.purpose("sijill signing 1"),
            self.signing.name.as_bytes(),
            &wrapped,
        )
        .ok_or_else(wrong)?;
        let seed: [u8; 32] = seed.as_slice().try_into().map_err(|_| wrong())?;
        Ok(Signer::new(&self.signing.name, &seed))
    }

    /// The key that others check checkpoints with, in the form of signed notes:
    /// `name+keyid+base64`.
    ///
    /// # Errors
    /// `register.key-file-unreadable` when the public key was changed.
    pub fn verifier_key(&self) -> Result<String, Problem> {
        let public = from_hexadecimal(&self.signing.public)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or_else(|| {
                Problem::new(Code::RegisterKeyFileUnreadable).with("reason", "public")
            })?;
        Ok(crate::checkpoint::verifier_key(&self.signing.name, &public))
    }
}

fn passphrase_slot(
    key: &DataKey,
    name: &str,
    passphrase: &str,
    cost: Cost,
    entropy: &mut dyn Entropy,
) -> Result<Slot, Problem> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    let mut slot = Slot {
        name: name.to_owned(),
        kind: SlotKind::Passphrase,
        cost: Some(cost),
        salt: hexadecimal(&salt),
        wrapped: String::new(),
    };
    let wrapping = passphrase_wrapping(passphrase, &salt, cost)?;
    slot.wrap(&wrapping, key, entropy);
    Ok(slot)
}

/// Argon2id over the passphrase in NFKC, so that it opens whichever keyboard composed it.
fn passphrase_wrapping(
    passphrase: &str,
    salt: &[u8],
    cost: Cost,
) -> Result<Zeroizing<[u8; 32]>, Problem> {
    let refused = |error: argon2::Error| Problem::new(Code::RegisterKeyCost).with("reason", error);
    let parameters =
        argon2::Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(refused)?;
    let argon = argon2::Argon2::new(
        argon2::Algorithm::Argon2id,
        argon2::Version::V0x13,
        parameters,
    );
    let text: Zeroizing<String> = Zeroizing::new(passphrase.nfkc().collect());
    let mut wrapping = Zeroizing::new([0; 32]);
    argon
        .hash_password_into(text.as_bytes(), salt, wrapping.as_mut())
        .map_err(refused)?;
    Ok(wrapping)
}

/// The recovery key has 176 random bits, so no slow hash is needed.
fn recovery_wrapping(recovery: &RecoveryKey, salt: &[u8]) -> Zeroizing<[u8; 32]> {
    let secret = Zeroizing::new([&recovery.0[..], salt].concat());
    derive(&secret, "sijill recovery 1")
}

impl Slot {
    fn open(&self, passphrase: &str) -> Result<Option<DataKey>, Problem> {
        let (Some(cost), Some(salt)) = (self.cost, from_hexadecimal(&self.salt)) else {
            return Ok(None);
        };
        let wrapping = passphrase_wrapping(passphrase, &salt, cost)?;
        Ok(self.unwrap(&wrapping))
    }

    /// A slot is bound to its name, kind and cost: none can be swapped for a weaker one.
    fn bound(&self) -> Vec<u8> {
        format!("{:?} {:?} {:?} {}", FORMAT, self.kind, self.cost, self.name).into_bytes()
    }

    fn wrap(&mut self, wrapping: &[u8; 32], key: &DataKey, entropy: &mut dyn Entropy) {
        self.wrapped = hexadecimal(&seal::wrap(wrapping, &self.bound(), &key.0, entropy));
    }

    fn unwrap(&self, wrapping: &[u8; 32]) -> Option<DataKey> {
        let wrapped = from_hexadecimal(&self.wrapped)?;
        let key = seal::unwrap(wrapping, &self.bound(), &wrapped)?;
        Some(DataKey(key.as_slice().try_into().ok()?))
    }
}
