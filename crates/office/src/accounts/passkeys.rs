//! Which security keys and passkeys belong to whom?
//!
//! A passkey is bound to the origin at which it was registered: a copy of the
//! page at another address gets a signature that is refused here. A device that
//! makes sure of its owner is both factors at once. A challenge is a number of the
//! page beside what the office makes of it, the browser's cookie, a secret and the
//! time, so that showing a page stores nothing; each is good once.

use super::webauthn::{self, Expected, PublicKey, base64url, from_base64url};
use super::{Attempt, bytes_of, refused, seconds, sha256};
use crate::Office;
use model::{Code, Problem};
use serde::{Deserialize, Serialize};

/// Seconds of a challenge's window; the window before is accepted too.
const WINDOW: u64 = 150;
/// Bytes of a challenge that tell one page from another.
const NONCE: usize = 16;
/// Most passkeys of one user.
const MOST: usize = 8;

/// A passkey as its user sees it.
#[derive(Clone, Debug, Serialize)]
pub struct Passkey {
    /// Id, hexadecimal.
    pub id: String,
    /// What its user calls it.
    pub label: String,
    /// Where it works: the origin at which it was registered.
    pub origin: String,
    /// Second at which it was added.
    pub added: u64,
    /// Second of its last use.
    pub used: Option<u64>,
}

/// What a browser needs to make or use a passkey.
#[derive(Clone, Debug)]
pub struct PasskeyOffer {
    /// Challenge, base64url.
    pub challenge: String,
    /// The user's handle, base64url; it tells nothing about the name.
    pub handle: String,
    /// Ids of the user's passkeys, base64url, not to be registered twice.
    pub known: Vec<String>,
}

/// What a browser's device answered, base64url.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasskeyAnswer<'a> {
    /// Id of the passkey.
    pub id: &'a str,
    /// What the browser says it did.
    pub client: &'a str,
    /// New key (registration), or what was signed (sign-in).
    pub data: &'a str,
    /// Signature (sign-in).
    pub signature: &'a str,
    /// Origin at which the page was served; what the device signed is held against it.
    pub origin: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    user: String,
    id: String,
    key: PublicKey,
    counter: u32,
    origin: String,
    label: String,
    added: u64,
    used: Option<u64>,
}

/// The host of an origin; passkeys exist only where a browser can tell who it talks to.
fn host(origin: &str) -> Option<&str> {
    let rest = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))?;
    let host = match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => rest,
    };
    (!host.is_empty() && !host.contains(['/', '?', '#', '@'])).then_some(host)
}

fn unusable() -> Problem {
    Problem::new(Code::OfficePasskeyRefused)
}

impl Office {
    fn challenge_at(&self, browser: &str, window: u64, nonce: &[u8]) -> Result<String, Problem> {
        let secret = match self.recalled::<String>("secret", "challenges", 0)? {
            Some(secret) => secret,
            None => {
                let fresh = serde_json::to_vec(&self.new_token()).expect("a text is JSON");
                self.register.remember_once(
                    "secret",
                    "challenges",
                    &fresh,
                    register::NEVER,
                    self.entropy().as_mut(),
                )?;
                self.recalled("secret", "challenges", 0)?
                    .ok_or_else(unusable)?
            }
        };
        let page = register::hexadecimal(nonce);
        let text = format!("challenge {secret} {browser} {window} {page}");
        Ok(base64url(&[nonce, &bytes_of(&sha256(&text))].concat()))
    }

    /// What the page of this browser needs for a passkey of `user` (empty before
    /// signing in).
    ///
    /// # Errors
    /// Those of the register.
    pub fn offer_passkey(
        &self,
        user: &str,
        browser: &str,
        at: jiff::Timestamp,
    ) -> Result<PasskeyOffer, Problem> {
        let known = if user.is_empty() {
            Vec::new()
        } else {
            self.passkeys_of(user, at)?
        };
        let mut nonce = [0; NONCE];
        self.entropy().fill(&mut nonce);
        Ok(PasskeyOffer {
            challenge: self.challenge_at(browser, seconds(at) / WINDOW, &nonce)?,
            handle: base64url(&bytes_of(&sha256(&format!("handle {user}"))[..32])),
            known: known
                .iter()
                .map(|it| base64url(&bytes_of(&it.id)))
                .collect(),
        })
    }

    /// What `check` makes of the challenge that the browser answers, when it is one of
    /// this browser's and of now or of the window before; then it is used up.
    fn with_challenge<T>(
        &self,
        browser: &str,
        now: u64,
        client: &[u8],
        check: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let answered = webauthn::challenge_of(client).and_then(|text| from_base64url(&text));
        let Some(nonce) = answered.as_ref().and_then(|bytes| bytes.get(..NONCE)) else {
            return Ok(None);
        };
        let window = now / WINDOW;
        for window in [window, window.saturating_sub(1)] {
            let challenge = self.challenge_at(browser, window, nonce)?;
            let Some(checked) = check(&challenge) else {
                continue;
            };
            let first = self.register.remember_once(
                "challenge",
                &challenge,
                b"used",
                (window + 3) * WINDOW,
                self.entropy().as_mut(),
            )?;
            return Ok(first.then_some(checked));
        }
        Ok(None)
    }

    fn stored_passkeys(&self, now: u64) -> Result<Vec<Stored>, Problem> {
        let all = self.register.recall_all("passkey", now)?;
        Ok(all
            .iter()
            .filter_map(|value| serde_json::from_slice(value).ok())
            .collect())
    }

    /// A user's passkeys, oldest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn passkeys_of(&self, user: &str, at: jiff::Timestamp) -> Result<Vec<Passkey>, Problem> {
        let mut known: Vec<Passkey> = self
            .stored_passkeys(seconds(at))?
            .into_iter()
            .filter(|it| it.user == user)
            .map(|it| Passkey {
                id: it.id,
                label: it.label,
                origin: it.origin,
                added: it.added,
                used: it.used,
            })
            .collect();
        known.sort_by(|a, b| (a.added, &a.id).cmp(&(b.added, &b.id)));
        Ok(known)
    }

    /// Registers a passkey of a signed-in user.
    ///
    /// # Errors
    /// `office.passkey-refused` when the answer does not fit, or is one too many.
    pub fn add_passkey(
        &self,
        user: &str,
        browser: &str,
        answer: &PasskeyAnswer,
        label: &str,
        at: jiff::Timestamp,
    ) -> Result<(), Problem> {
        let now = seconds(at);
        let party = host(answer.origin).ok_or_else(unusable)?;
        let (Some(client), Some(data)) =
            (from_base64url(answer.client), from_base64url(answer.data))
        else {
            return Err(unusable());
        };
        if self.passkeys_of(user, at)?.len() >= MOST {
            return Err(unusable());
        }
        let made = self
            .with_challenge(browser, now, &client, |challenge| {
                webauthn::made(
                    &client,
                    &data,
                    &Expected {
                        challenge,
                        origin: answer.origin,
                        party,
                        owner: true,
                    },
                )
            })?
            .ok_or_else(unusable)?;
        let id = register::hexadecimal(&made.id);
        let stored = Stored {
            user: user.into(),
            id: id.clone(),
            key: made.key,
            counter: made.counter,
            origin: answer.origin.into(),
            label: super::sessions::agent_line(label),
            added: now,
            used: None,
        };
        let value = serde_json::to_vec(&stored).expect("plain fields are JSON");
        let entropy = &mut self.entropy();
        // An id that is there already belongs to somebody.
        let first = self.register.remember_once(
            "passkey",
            &id,
            &value,
            register::NEVER,
            entropy.as_mut(),
        )?;
        if first { Ok(()) } else { Err(unusable()) }
    }

    /// Takes one of a user's passkeys away; it is refused from here on.
    ///
    /// # Errors
    /// Those of the register.
    pub fn remove_passkey(&self, user: &str, id: &str, at: jiff::Timestamp) -> Result<(), Problem> {
        if self.passkeys_of(user, at)?.iter().any(|it| it.id == id) {
            self.register.forget("passkey", id)?;
        }
        Ok(())
    }

    pub(super) fn remove_passkeys_of(&self, user: &str, now: u64) -> Result<(), Problem> {
        for stored in self.stored_passkeys(now)? {
            if stored.user == user {
                self.register.forget("passkey", &stored.id)?;
            }
        }
        Ok(())
    }

    /// The user whose passkey signed this browser's challenge.
    fn passkey_user(
        &self,
        browser: &str,
        answer: &PasskeyAnswer,
        now: u64,
    ) -> Result<Option<String>, Problem> {
        let parts = (
            from_base64url(answer.id),
            from_base64url(answer.client),
            from_base64url(answer.data),
            from_base64url(answer.signature),
        );
        let (Some(id), Some(client), Some(data), Some(signature)) = parts else {
            return Ok(None);
        };
        let id = register::hexadecimal(&id);
        let Some(mut stored) = self.recalled::<Stored>("passkey", &id, now)? else {
            return Ok(None);
        };
        let Some(party) = host(&stored.origin) else {
            return Ok(None);
        };
        let counter = self.with_challenge(browser, now, &client, |challenge| {
            let expected = Expected {
                challenge,
                origin: &stored.origin,
                party,
                owner: true,
            };
            webauthn::signed(&client, &data, &signature, &stored.key, &expected)
        })?;
        let Some(counter) = counter else {
            return Ok(None);
        };
        // A counter that does not grow tells of a copy of the key.
        if (counter > 0 || stored.counter > 0) && counter <= stored.counter {
            return Ok(None);
        }
        if self.active_user(&stored.user)?.is_none() {
            return Ok(None);
        }
        (stored.counter, stored.used) = (counter, Some(now));
        self.kept("passkey", &id, &stored, register::NEVER)?;
        Ok(Some(stored.user))
    }

    /// Signs somebody in with a passkey alone: possession and the device's own
    /// check of its owner. Returns the session's token.
    ///
    /// # Errors
    /// `office.sign-in-refused`, `office.sign-in-slow`.
    pub fn sign_in_with_passkey(
        &self,
        browser: &str,
        answer: &PasskeyAnswer,
        address: &str,
        agent: &str,
        at: jiff::Timestamp,
    ) -> Result<String, Problem> {
        let now = seconds(at);
        let attempt = Attempt {
            name: "",
            passphrase: "",
            code: "",
            address,
            agent,
        };
        self.slow_attempts(&attempt, now)?;
        match self.passkey_user(browser, answer, now)? {
            Some(user) => {
                self.came_in(&user, &attempt, false, true, now)?;
                self.open_session(&user, address, agent, true, now)
            }
            None => {
                self.turned_away(&attempt, now)?;
                Err(refused())
            }
        }
    }

    /// Proves once more who one is, with a passkey of the session's user.
    ///
    /// # Errors
    /// `office.sign-in-refused`, `office.sign-in-slow`.
    pub fn prove_again_with_passkey(
        &self,
        token: &str,
        answer: &PasskeyAnswer,
        address: &str,
        agent: &str,
        at: jiff::Timestamp,
    ) -> Result<(), Problem> {
        let now = seconds(at);
        let session = self.session(token, at)?;
        let user = session.map(|(session, _)| session.user).unwrap_or_default();
        let attempt = Attempt {
            name: &user,
            passphrase: "",
            code: "",
            address,
            agent,
        };
        self.slow_attempts(&attempt, now)?;
        match self.passkey_user(token, answer, now)? {
            Some(signer) if signer == user => self.note_proof(token, now),
            _ => Err(self.turned_away(&attempt, now)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_an_origin_is_read_strictly() {
        assert_eq!(host("https://office.example"), Some("office.example"));
        assert_eq!(host("http://localhost:7407"), Some("localhost"));
        for wrong in [
            "",
            "null",
            "ftp://a",
            "https://",
            "https://a/b",
            "https://a@b",
        ] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
    }
}
