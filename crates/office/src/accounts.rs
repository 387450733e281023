//! Who is at the door of the browser, and may they come in?
//!
//! Users are records; what proves that somebody is one of them is not: hashes
//! of passphrases, second factors, sessions and one-time tokens are kept in the
//! register's volatile part, outside the log and outside backups. A restored
//! office therefore activates its people anew. This file is activation and what
//! all share; the rest is in `accounts/`. What a signed-in user may do is in `seat`.

mod drafts;
mod passkeys;
mod passphrases;
mod sessions;
mod sign_in;
mod webauthn;

pub use passkeys::{Passkey, PasskeyAnswer, PasskeyOffer};
pub use passphrases::{PASSPHRASE, check_passphrase};
pub use sessions::{ABSOLUTE, IDLE, PROVED, Session};
pub use sign_in::{Attempt, SignIn};

use crate::second_factor::{STEP, base32, step_of};
use crate::{Administering, Office, Seat};
use model::record::User;
use model::{Code, Problem};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Seconds for which an activation token can be used.
pub const ACTIVATION: u64 = 72 * 60 * 60;
const RECOVERY_CODES: usize = 8;

/// What proves that somebody is a user.
#[derive(Serialize, Deserialize)]
struct Credential {
    user: String,
    /// Argon2id as a PHC string.
    passphrase: String,
    /// TOTP secret, hexadecimal.
    secret: String,
    /// SHA-256 of recovery codes not used yet.
    recovery: Vec<String>,
}

/// A one-time token that lets somebody set passphrase and second factor.
#[derive(Serialize, Deserialize)]
struct Waiting {
    user: String,
    secret: String,
}

/// An activation that waits for its user.
#[derive(Debug)]
pub struct Activation {
    /// User name.
    pub user: String,
    /// The second factor's secret in base32, to be typed.
    pub secret: String,
    /// The same as an address for a picture (`otpauth:`).
    pub address: String,
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .fold(0u8, |differ, (a, b)| differ | (a ^ b))
            == 0
}

pub(crate) fn sha256(text: &str) -> String {
    register::hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// SHA-256 of bytes, hexadecimal.
pub fn digest_of_bytes(bytes: &[u8]) -> String {
    register::hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of a text, hexadecimal: what may be shown of a secret.
pub fn digest(text: &str) -> String {
    sha256(text)
}

pub(crate) fn seconds(at: jiff::Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

fn bytes_of(hexadecimal: &str) -> Vec<u8> {
    let digit = |at: usize| {
        hexadecimal
            .get(at..at + 2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
    };
    (0..hexadecimal.len())
        .step_by(2)
        .filter_map(digit)
        .collect()
}

fn refused() -> Problem {
    Problem::new(Code::OfficeSignInRefused)
}

impl Office {
    /// 32 random bytes as hexadecimal.
    pub fn new_token(&self) -> String {
        let mut bytes = [0; 32];
        self.entropy().fill(&mut bytes);
        register::hexadecimal(&bytes)
    }

    pub(crate) fn recalled<T: DeserializeOwned>(
        &self,
        kind: &str,
        name: &str,
        now: u64,
    ) -> Result<Option<T>, Problem> {
        let found = self.register.recall(kind, name, now)?;
        Ok(found.and_then(|value| serde_json::from_slice(&value).ok()))
    }

    pub(crate) fn kept<T: Serialize>(
        &self,
        kind: &str,
        name: &str,
        value: &T,
        expires: u64,
    ) -> Result<(), Problem> {
        let value = serde_json::to_vec(value).expect("plain fields are JSON");
        self.register
            .remember(kind, name, &value, expires, self.entropy().as_mut())
    }

    /// Begins the activation of a user (or begins it anew): the token is shown
    /// once. Until it is used, an earlier passphrase goes on working.
    ///
    /// # Errors
    /// `office.user-unknown`.
    pub fn invite(&self, seat: &Seat<Administering>, name: &str) -> Result<String, Problem> {
        let user = self
            .active_user(name)?
            .ok_or_else(|| Problem::new(Code::OfficeUserUnknown).with("user", name))?;
        self.note_act(seat, &format!("invite {name}"))?;
        self.new_activation(&user.name, seat.at())
    }

    fn new_activation(&self, user: &str, at: jiff::Timestamp) -> Result<String, Problem> {
        let token = self.new_token();
        let mut secret = [0; 20];
        self.entropy().fill(&mut secret);
        let waiting = Waiting {
            user: user.into(),
            secret: register::hexadecimal(&secret),
        };
        self.kept(
            "activation",
            &sha256(&token),
            &waiting,
            seconds(at) + ACTIVATION,
        )?;
        Ok(token)
    }

    /// What an activation token is for; `None` when it was used, ran out or never was.
    ///
    /// # Errors
    /// Those of the register.
    pub fn activation(
        &self,
        token: &str,
        at: jiff::Timestamp,
    ) -> Result<Option<Activation>, Problem> {
        let waiting: Option<Waiting> = self.recalled("activation", &sha256(token), seconds(at))?;
        Ok(waiting.map(|waiting| {
            let secret = base32(&bytes_of(&waiting.secret));
            let address = format!(
                "otpauth://totp/Sijill:{}?secret={secret}&issuer=Sijill",
                percent(&waiting.user)
            );
            Activation {
                user: waiting.user,
                secret,
                address,
            }
        }))
    }

    /// Sets passphrase and second factor; returns recovery codes, shown only now.
    /// Every earlier session of the user ends.
    ///
    /// # Errors
    /// `office.activation-unknown`, `office.passphrase-short`,
    /// `office.passphrase-common`, `office.code-wrong`.
    pub fn activate(
        &self,
        token: &str,
        passphrase: &str,
        code: &str,
        at: jiff::Timestamp,
    ) -> Result<Vec<String>, Problem> {
        let now = seconds(at);
        let unknown = || Problem::new(Code::OfficeActivationUnknown);
        let waiting: Waiting = self
            .recalled("activation", &sha256(token), now)?
            .ok_or_else(unknown)?;
        check_passphrase(passphrase, &waiting.user)?;
        let step = step_of(&bytes_of(&waiting.secret), code, now)
            .ok_or_else(|| Problem::new(Code::OfficeCodeWrong))?;
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| self.recovery_code()).collect();
        let credential = Credential {
            user: waiting.user.clone(),
            passphrase: self.hash_passphrase(passphrase)?,
            secret: waiting.secret,
            recovery: codes.iter().map(|code| sha256(code)).collect(),
        };
        if !self.register.forget("activation", &sha256(token))? {
            return Err(unknown());
        }
        self.kept("credential", &waiting.user, &credential, register::NEVER)?;
        self.use_step(&waiting.user, step)?;
        // Whatever let somebody in before the new activation lets nobody in after it.
        self.remove_passkeys_of(&waiting.user, now)?;
        self.forget_tokens_of(&waiting.user, now)?;
        self.end_sessions_of(&waiting.user, at)?;
        Ok(codes)
    }

    fn recovery_code(&self) -> String {
        let mut bytes = [0; 10];
        self.entropy().fill(&mut bytes);
        let text = base32(&bytes).to_lowercase();
        format!(
            "{}-{}-{}-{}",
            &text[..4],
            &text[4..8],
            &text[8..12],
            &text[12..]
        )
    }

    /// Whether this step's code was not used before; from here on it was.
    fn use_step(&self, user: &str, step: u64) -> Result<bool, Problem> {
        let expires = (step + 4) * STEP;
        self.register.remember_once(
            "code",
            &format!("{user} {step}"),
            b"used",
            expires,
            self.entropy().as_mut(),
        )
    }

    /// A user who is not disabled.
    pub(crate) fn active_user(&self, name: &str) -> Result<Option<User>, Problem> {
        self.register.read(|tx| {
            Ok(crate::users::all(tx)?
                .into_iter()
                .map(|(_, user)| user)
                .find(|user| user.name == name && !user.disabled))
        })
    }

    /// A token that signs the example office's user in once; the example keeps no secret.
    ///
    /// # Errors
    /// `office.not-permitted` for any office but an example.
    pub fn example_token(&self, at: jiff::Timestamp) -> Result<String, Problem> {
        if !self.settings.example {
            return Err(Problem::new(Code::OfficeNotPermitted)
                .with("user", crate::EXAMPLE_USER)
                .with("permission", "example")
                .with("roles", ""));
        }
        let token = self.new_token();
        let waiting = Waiting {
            user: crate::EXAMPLE_USER.into(),
            secret: String::new(),
        };
        self.kept("once", &sha256(&token), &waiting, seconds(at) + ABSOLUTE)?;
        Ok(token)
    }

    /// Uses a one-time sign-in token of the example office.
    ///
    /// # Errors
    /// `office.sign-in-refused`.
    pub fn sign_in_once(
        &self,
        token: &str,
        address: &str,
        agent: &str,
        at: jiff::Timestamp,
    ) -> Result<String, Problem> {
        let now = seconds(at);
        let waiting: Waiting = self
            .recalled("once", &sha256(token), now)?
            .ok_or_else(refused)?;
        if !self.settings.example || !self.register.forget("once", &sha256(token))? {
            return Err(refused());
        }
        self.open_session(&waiting.user, address, agent, false, now)
    }

    /// Takes away what a user proves their name with, and ends their sessions.
    ///
    /// # Errors
    /// Those of the register.
    pub fn revoke_credential(&self, seat: &Seat<Administering>, name: &str) -> Result<(), Problem> {
        self.note_act(seat, &format!("revoke sign-in {name}"))?;
        self.register.forget("credential", name)?;
        self.remove_passkeys_of(name, seconds(seat.at()))?;
        self.forget_tokens_of(name, seconds(seat.at()))?;
        self.end_sessions_of(name, seat.at())
    }

    /// Whether a user has set passphrase and second factor.
    ///
    /// # Errors
    /// Those of the register.
    pub fn is_activated(&self, name: &str, at: jiff::Timestamp) -> Result<bool, Problem> {
        Ok(self
            .register
            .recall("credential", name, seconds(at))?
            .is_some())
    }
}

/// Percent-encoding of everything but letters and digits.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
