//! Who is at the door of the browser, and may they come in?
//!
//! Users are records; what proves that somebody is one of them is not: hashes
//! of passphrases, second factors, sessions and one-time tokens are kept in the
//! register's volatile part, outside the log and outside backups. A restored
//! office therefore activates its people anew. Tokens are stored as hashes; an
//! unknown user costs the same work and gets the same answer as a wrong
//! passphrase. What a signed-in user may do is in `seat`.

use crate::second_factor::{STEP, base32, step_of};
use crate::{Administering, Office, Seat};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use model::record::User;
use model::{Code, Problem};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Seconds without a request after which a session ends.
pub const IDLE: u64 = 20 * 60;
/// Seconds after which a session ends whatever is done in it.
pub const ABSOLUTE: u64 = 12 * 60 * 60;
/// Seconds for which an activation token can be used.
pub const ACTIVATION: u64 = 72 * 60 * 60;
/// Fewest characters of a passphrase.
pub const PASSPHRASE: usize = 15;
/// Most characters of a passphrase.
const LONGEST: usize = 1024;
/// A session's last use is noted only so often.
const NOTED: u64 = 30;
/// Failed sign-ins of one account before each next one waits.
const FREE_FAILURES_OF_ACCOUNT: u32 = 5;
/// The same of one address, which a whole office or Tor may share.
const FREE_FAILURES_OF_ADDRESS: u32 = 30;
/// Longest wait between two attempts, so that nobody can lock somebody else out.
const LONGEST_WAIT: u64 = 60;
/// Seconds after which failures are forgotten.
const FAILURES_KEPT: u64 = 15 * 60;
/// Sign-ins that are shown to their user.
const SIGN_INS_SHOWN: usize = 20;
const RECOVERY_CODES: usize = 8;

/// Long passphrases that guessers try first, folded to lower case without blanks.
const COMMON: &[&str] = &[
    "correcthorsebatterystaple",
    "passwordpassword",
    "passwordpasswordpassword",
    "qwertyuiopasdfgh",
    "qwertyuiopasdfghjkl",
    "1qaz2wsx3edc4rfv",
    "123456789012345",
    "1234567890123456",
    "12345678901234567890",
    "123456789123456789",
    "abcdefghijklmnop",
    "abcdefghijklmnopqrstuvwxyz",
    "iloveyouiloveyou",
    "thequickbrownfox",
    "thequickbrownfoxjumpsoverthelazydog",
    "letmeinletmeinletmein",
    "بسماللهالرحمنالرحيم",
    "لاالهالااللهمحمدرسولالله",
    "السلامعليكمورحمةالله",
    "الحمدللهربالعالمين",
    "theexampleofficeisopentoall",
];

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

/// A session, as its user sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Short name of the session; no secret.
    pub id: String,
    /// User name.
    pub user: String,
    /// Second at which it began (since 1970).
    pub began: u64,
    /// Second of its last use, to half a minute.
    pub seen: u64,
    /// Where it began: address as the server saw it.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    #[serde(default)]
    hash: String,
}

/// A sign-in or an attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// Second since 1970.
    pub at: u64,
    /// Address as the server saw it.
    pub address: String,
    /// It succeeded.
    pub good: bool,
    /// A recovery code stood in for the second factor.
    pub recovery: bool,
}

#[derive(Default, Serialize, Deserialize)]
struct Failures {
    count: u32,
    last: u64,
}

/// What is typed at the door.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// User name.
    pub name: &'a str,
    /// Passphrase.
    pub passphrase: &'a str,
    /// Six digits or a recovery code.
    pub code: &'a str,
    /// Where it comes from.
    pub address: &'a str,
    /// What the browser calls itself.
    pub agent: &'a str,
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

fn sha256(text: &str) -> String {
    register::hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// SHA-256 of a text, hexadecimal: what may be shown of a secret.
pub fn digest(text: &str) -> String {
    sha256(text)
}

fn seconds(at: jiff::Timestamp) -> u64 {
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

fn composed(passphrase: &str) -> String {
    passphrase.nfkc().take(LONGEST * 4).collect()
}

/// Whether a passphrase is long enough and none that guessers try first.
///
/// # Errors
/// `office.passphrase-short`, `office.passphrase-common`.
pub fn check_passphrase(passphrase: &str, user: &str) -> Result<(), Problem> {
    let length = passphrase.chars().count();
    if length < PASSPHRASE {
        return Err(Problem::new(Code::OfficePassphraseShort).with("least", PASSPHRASE));
    }
    let plain: String = passphrase
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_ascii_punctuation())
        .collect();
    let mut letters: Vec<char> = plain.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let named = plain.replace(&user.to_lowercase(), "");
    if length > LONGEST
        || letters.len() < 5
        || COMMON.contains(&plain.as_str())
        || named.chars().count() < 6
    {
        return Err(Problem::new(Code::OfficePassphraseCommon));
    }
    Ok(())
}

impl Office {
    /// 32 random bytes as hexadecimal.
    pub fn new_token(&self) -> String {
        let mut bytes = [0; 32];
        self.entropy().fill(&mut bytes);
        register::hexadecimal(&bytes)
    }

    fn recalled<T: DeserializeOwned>(
        &self,
        kind: &str,
        name: &str,
        now: u64,
    ) -> Result<Option<T>, Problem> {
        let found = self.register.recall(kind, name, now)?;
        Ok(found.and_then(|value| serde_json::from_slice(&value).ok()))
    }

    fn kept<T: Serialize>(
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

    fn argon(&self) -> Argon2<'static> {
        // ASVS 11.4.2 asks for 46 MiB and one pass; the example office keeps no secret.
        let (memory, passes) = if self.settings.example {
            (1024, 1)
        } else {
            (65_536, 3)
        };
        let params = Params::new(memory, passes, 1, Some(32)).expect("the parameters are in range");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    fn hash_passphrase(&self, passphrase: &str) -> Result<String, Problem> {
        let mut salt = [0; 16];
        self.entropy().fill(&mut salt);
        self.argon()
            .hash_password_with_salt(composed(passphrase).as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| Problem::new(Code::RegisterKeyCost).with("reason", error))
    }

    fn is_passphrase(&self, passphrase: &str, phc: &str) -> bool {
        PasswordHash::new(phc).is_ok_and(|hash| {
            self.argon()
                .verify_password(composed(passphrase).as_bytes(), &hash)
                .is_ok()
        })
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
    fn active_user(&self, name: &str) -> Result<Option<User>, Problem> {
        self.register.read(|tx| {
            Ok(crate::users::all(tx)?
                .into_iter()
                .map(|(_, user)| user)
                .find(|user| user.name == name && !user.disabled))
        })
    }

    /// Signs somebody in; returns the session's token.
    ///
    /// # Errors
    /// `office.sign-in-refused`, the same whatever was wrong;
    /// `office.sign-in-slow` with the seconds to wait.
    pub fn sign_in(&self, attempt: &Attempt, at: jiff::Timestamp) -> Result<String, Problem> {
        let now = seconds(at);
        let of_account = format!("account {}", attempt.name);
        let of_address = format!("address {}", attempt.address);
        self.slow_down(&of_account, FREE_FAILURES_OF_ACCOUNT, now)?;
        self.slow_down(&of_address, FREE_FAILURES_OF_ADDRESS, now)?;
        match self.prove(attempt, now)? {
            Some((user, recovery)) => {
                self.register.forget("failures", &of_account)?;
                self.note_sign_in(&user, attempt, true, recovery, now)?;
                self.open_session(&user, attempt.address, attempt.agent, now)
            }
            None => {
                self.fail(&of_account, now)?;
                self.fail(&of_address, now)?;
                if self.active_user(attempt.name)?.is_some() {
                    self.note_sign_in(attempt.name, attempt, false, false, now)?;
                }
                Err(refused())
            }
        }
    }

    /// The user, and whether a recovery code was used, if everything is right.
    fn prove(&self, attempt: &Attempt, now: u64) -> Result<Option<(String, bool)>, Problem> {
        let active = self.active_user(attempt.name)?;
        let credential: Option<Credential> = self.recalled("credential", attempt.name, now)?;
        let (Some(user), Some(mut credential)) = (active, credential) else {
            // The same work as for a user who is there.
            self.hash_passphrase(attempt.passphrase)?;
            return Ok(None);
        };
        if !self.is_passphrase(attempt.passphrase, &credential.passphrase) {
            return Ok(None);
        }
        if let Some(step) = step_of(&bytes_of(&credential.secret), attempt.code, now) {
            return Ok(self
                .use_step(&user.name, step)?
                .then_some((user.name, false)));
        }
        let hash = sha256(&attempt.code.trim().to_lowercase());
        let known = credential.recovery.len();
        credential
            .recovery
            .retain(|code| !same(code.as_bytes(), hash.as_bytes()));
        if credential.recovery.len() == known {
            return Ok(None);
        }
        self.kept("credential", &user.name, &credential, register::NEVER)?;
        Ok(Some((user.name, true)))
    }

    fn slow_down(&self, name: &str, free: u32, now: u64) -> Result<(), Problem> {
        let failures: Failures = self.recalled("failures", name, now)?.unwrap_or_default();
        let Some(beyond) = failures.count.checked_sub(free) else {
            return Ok(());
        };
        let wait = (1u64 << beyond.min(6)).min(LONGEST_WAIT);
        let until = failures.last + wait;
        if now < until {
            return Err(Problem::new(Code::OfficeSignInSlow).with("seconds", until - now));
        }
        Ok(())
    }

    fn fail(&self, name: &str, now: u64) -> Result<(), Problem> {
        let failures: Failures = self.recalled("failures", name, now)?.unwrap_or_default();
        let failures = Failures {
            count: failures.count.saturating_add(1),
            last: now,
        };
        self.kept("failures", name, &failures, now + FAILURES_KEPT)
    }

    fn note_sign_in(
        &self,
        user: &str,
        attempt: &Attempt,
        good: bool,
        recovery: bool,
        now: u64,
    ) -> Result<(), Problem> {
        let mut known: Vec<SignIn> = self.recalled("sign-ins", user, now)?.unwrap_or_default();
        known.insert(
            0,
            SignIn {
                at: now,
                address: attempt.address.into(),
                good,
                recovery,
            },
        );
        known.truncate(SIGN_INS_SHOWN);
        self.kept("sign-ins", user, &known, register::NEVER)
    }

    /// The last sign-ins and attempts of a user, newest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn sign_ins_of(&self, user: &str, at: jiff::Timestamp) -> Result<Vec<SignIn>, Problem> {
        Ok(self
            .recalled("sign-ins", user, seconds(at))?
            .unwrap_or_default())
    }

    fn open_session(
        &self,
        user: &str,
        address: &str,
        agent: &str,
        now: u64,
    ) -> Result<String, Problem> {
        let token = self.new_token();
        let hash = sha256(&token);
        let session = Session {
            id: hash[..8].to_owned(),
            user: user.into(),
            began: now,
            seen: now,
            address: address.into(),
            agent: agent
                .chars()
                .filter(|letter| !letter.is_control())
                .take(120)
                .collect(),
            hash: hash.clone(),
        };
        self.kept("session", &hash, &session, now + ABSOLUTE)?;
        Ok(token)
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
        self.open_session(&waiting.user, address, agent, now)
    }

    /// The session of a token with its user, unless it ended, ran out, or the
    /// user was disabled.
    ///
    /// # Errors
    /// Those of the register.
    pub fn session(
        &self,
        token: &str,
        at: jiff::Timestamp,
    ) -> Result<Option<(Session, User)>, Problem> {
        let now = seconds(at);
        let hash = sha256(token);
        let Some(mut session) = self.recalled::<Session>("session", &hash, now)? else {
            return Ok(None);
        };
        let user = self.active_user(&session.user)?;
        if now >= session.seen + IDLE || now >= session.began + ABSOLUTE || user.is_none() {
            self.register.forget("session", &hash)?;
            return Ok(None);
        }
        if now >= session.seen + NOTED {
            session.seen = now;
            self.kept("session", &hash, &session, session.began + ABSOLUTE)?;
        }
        Ok(user.map(|user| (session, user)))
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// Those of the register.
    pub fn end_session(&self, token: &str) -> Result<(), Problem> {
        self.register.forget("session", &sha256(token)).map(|_| ())
    }

    /// A user's open sessions, newest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn sessions_of(&self, user: &str, at: jiff::Timestamp) -> Result<Vec<Session>, Problem> {
        let now = seconds(at);
        let mut sessions: Vec<Session> = self
            .register
            .recall_all("session", now)?
            .iter()
            .filter_map(|value| serde_json::from_slice(value).ok())
            .filter(|session: &Session| session.user == user && now < session.seen + IDLE)
            .collect();
        sessions.sort_by(|a, b| (b.began, &b.id).cmp(&(a.began, &a.id)));
        Ok(sessions)
    }

    /// Ends every session of a user.
    ///
    /// # Errors
    /// Those of the register.
    pub fn end_sessions_of(&self, user: &str, at: jiff::Timestamp) -> Result<(), Problem> {
        for session in self.sessions_of(user, at)? {
            self.register.forget("session", &session.hash)?;
        }
        Ok(())
    }

    /// Takes away what a user proves their name with, and ends their sessions.
    ///
    /// # Errors
    /// Those of the register.
    pub fn revoke_credential(&self, seat: &Seat<Administering>, name: &str) -> Result<(), Problem> {
        self.note_act(seat, &format!("revoke sign-in {name}"))?;
        self.register.forget("credential", name)?;
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

    /// Keeps bytes for a user until `seconds` from now (a sheet between upload
    /// and confirmation); the name is new.
    ///
    /// # Errors
    /// Those of the register.
    pub fn keep_draft(
        &self,
        user: &str,
        bytes: &[u8],
        at: jiff::Timestamp,
        keep: u64,
    ) -> Result<String, Problem> {
        let name = self.new_token();
        let expires = seconds(at) + keep;
        let (mut entropy, key) = (self.entropy(), format!("{user} {name}"));
        self.register
            .remember("draft", &key, bytes, expires, entropy.as_mut())?;
        Ok(name)
    }

    /// A draft of this user.
    ///
    /// # Errors
    /// Those of the register.
    pub fn draft(
        &self,
        user: &str,
        name: &str,
        at: jiff::Timestamp,
    ) -> Result<Option<Vec<u8>>, Problem> {
        self.register
            .recall("draft", &format!("{user} {name}"), seconds(at))
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// Those of the register.
    pub fn drop_draft(&self, user: &str, name: &str) -> Result<(), Problem> {
        self.register
            .forget("draft", &format!("{user} {name}"))
            .map(|_| ())
    }

    /// Forgets sessions, tokens and drafts that ran out.
    ///
    /// # Errors
    /// Those of the register.
    pub fn forget_expired(&self, at: jiff::Timestamp) -> Result<(), Problem> {
        self.register.forget_expired(seconds(at))
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
