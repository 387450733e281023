//! May this person come in?
//!
//! Name, passphrase and a second factor; the same answer after the same work
//! whatever was wrong. Attempts are slowed down for an account and an address,
//! and nobody can lock somebody else out. Sensitive acts ask again.

use super::sessions::agent_line;
use super::{Credential, bytes_of, refused, same, seconds, sha256};
use crate::Office;
use crate::second_factor::step_of;
use model::{Code, Problem};
use serde::{Deserialize, Serialize};

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

/// A sign-in or an attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// Second since 1970.
    pub at: u64,
    /// Address as the server saw it.
    pub address: String,
    /// What the browser calls itself.
    #[serde(default)]
    pub agent: String,
    /// It succeeded.
    pub good: bool,
    /// A recovery code stood in for the second factor.
    pub recovery: bool,
    /// It succeeded with a passkey.
    #[serde(default)]
    pub passkey: bool,
    /// It succeeded in a browser in which this user was not seen before.
    #[serde(default)]
    pub unfamiliar: bool,
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

impl Office {
    /// Signs somebody in; returns the session's token.
    ///
    /// # Errors
    /// `office.sign-in-refused`, the same whatever was wrong;
    /// `office.sign-in-slow` with the seconds to wait.
    pub fn sign_in(&self, attempt: &Attempt, at: jiff::Timestamp) -> Result<String, Problem> {
        let now = seconds(at);
        self.slow_attempts(attempt, now)?;
        match self.prove(attempt, now)? {
            Some((user, recovery)) => {
                self.came_in(&user, attempt, recovery, false, now)?;
                self.open_session(&user, attempt.address, attempt.agent, false, now)
            }
            None => Err(self.turned_away(attempt, now)?),
        }
    }

    /// Proves once more who one is, for a sensitive act in a session that goes on.
    ///
    /// # Errors
    /// As [`Office::sign_in`]; `office.sign-in-refused` also for a name that is
    /// not the session's.
    pub fn prove_again(
        &self,
        attempt: &Attempt,
        token: &str,
        at: jiff::Timestamp,
    ) -> Result<(), Problem> {
        let now = seconds(at);
        self.slow_attempts(attempt, now)?;
        let session = self.session(token, at)?;
        let own = session.is_some_and(|(session, _)| session.user == attempt.name);
        match self.prove(attempt, now)? {
            Some(_) if own => {
                self.register
                    .forget("failures", &format!("account {}", attempt.name))?;
                self.note_proof(token, now)
            }
            _ => Err(self.turned_away(attempt, now)?),
        }
    }

    /// Refuses an attempt that comes too soon after those that failed.
    pub(super) fn slow_attempts(&self, attempt: &Attempt, now: u64) -> Result<(), Problem> {
        if !attempt.name.is_empty() {
            let of_account = format!("account {}", attempt.name);
            self.slow_down(&of_account, FREE_FAILURES_OF_ACCOUNT, now)?;
        }
        let of_address = format!("address {}", attempt.address);
        self.slow_down(&of_address, FREE_FAILURES_OF_ADDRESS, now)
    }

    /// Notes that somebody came in; earlier failures of the account are forgiven.
    pub(super) fn came_in(
        &self,
        user: &str,
        attempt: &Attempt,
        recovery: bool,
        passkey: bool,
        now: u64,
    ) -> Result<(), Problem> {
        self.register
            .forget("failures", &format!("account {user}"))?;
        let mut noted = noted(attempt, true, now);
        (noted.recovery, noted.passkey) = (recovery, passkey);
        self.note_sign_in(user, noted)
    }

    /// Notes a failed attempt; returns what the person is told.
    pub(super) fn turned_away(&self, attempt: &Attempt, now: u64) -> Result<Problem, Problem> {
        if !attempt.name.is_empty() {
            self.fail(&format!("account {}", attempt.name), now)?;
        }
        self.fail(&format!("address {}", attempt.address), now)?;
        if self.active_user(attempt.name)?.is_some() {
            self.note_sign_in(attempt.name, noted(attempt, false, now))?;
        }
        Ok(refused())
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

    fn note_sign_in(&self, user: &str, mut noted: SignIn) -> Result<(), Problem> {
        let now = noted.at;
        let mut known: Vec<SignIn> = self.recalled("sign-ins", user, now)?.unwrap_or_default();
        noted.unfamiliar = noted.good
            && known.iter().any(|it| it.good)
            && !known.iter().any(|it| it.good && it.agent == noted.agent);
        known.insert(0, noted);
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
}

fn noted(attempt: &Attempt, good: bool, at: u64) -> SignIn {
    SignIn {
        at,
        address: attempt.address.into(),
        agent: agent_line(attempt.agent),
        good,
        recovery: false,
        passkey: false,
        unfamiliar: false,
    }
}
