//! Which acts take a second person, and who agreed?
//!
//! Roles, keys, rules, exports, releases and backups that leave the machine are
//! asked for by one person and agreed to by another (OWASP ASVS 5.0, 2.3.5).
//! Each request and each answer is a revision of the log with its name, time
//! and reason. Agreement is for one act of one person, once, within a day.
//!
//! It binds the people who sign in with a browser. Whoever holds the machine and
//! the office's secret can act from the command line alone, and is in the log.

use crate::accounts::seconds;
use crate::seat::Permission;
use crate::{Approving, Inside, Office, Policy, Seat};
use model::profile::Label;
use model::record::{RecordId, Role};
use model::{Code, Problem};
use serde::{Deserialize, Serialize};

/// Seconds for which a request waits, and for which agreement can be used.
const WAITS: u64 = 24 * 60 * 60;
const FOLDER: &str = "approvals";
/// Requests that are listed.
const LISTED: usize = 50;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// Somebody gets other roles.
    Roles {
        /// User name.
        user: String,
        /// The roles.
        roles: Vec<Role>,
    },
    /// Somebody new may use the office.
    AddUser {
        /// User name.
        user: String,
        /// The roles.
        roles: Vec<Role>,
    },
    /// A part of the office gets other members or another name, or there is a new one.
    Compartment {
        /// Its id; empty for a new one.
        id: RecordId,
        /// Its name.
        name: Label,
        /// User names of those who see into it.
        members: Vec<String>,
    },
    /// A part of the office ends.
    EndCompartment {
        /// Its id.
        id: RecordId,
        /// Its name.
        name: Label,
        /// What becomes of the records in it.
        inside: Inside,
    },
    /// Somebody who has a sign-in sets it up anew.
    Invite {
        /// User name.
        user: String,
    },
    /// Another secret opens the office.
    AddKey {
        /// Name of the slot.
        slot: String,
    },
    /// A secret that opens the office is replaced.
    ChangeKey {
        /// Name of the slot.
        slot: String,
    },
    /// A secret no longer opens the office.
    RevokeKey {
        /// Name of the slot.
        slot: String,
    },
    /// The office's rules change.
    Policy {
        /// The rules.
        policy: Policy,
    },
    /// Records leave as a sheet.
    Export {
        /// What of the records.
        what: String,
    },
    /// Results leave as a release.
    Release {
        /// Which release.
        what: String,
    },
    /// The content of a withdrawn record is destroyed.
    Expunge {
        /// Id of the record.
        id: RecordId,
    },
    /// Who told the office something in confidence is shown.
    Reveal {
        /// Id of the record.
        id: RecordId,
    },
    /// The original of a file leaves, with what is hidden in it.
    TakeOriginal {
        /// Id of its record.
        id: RecordId,
        /// Its name.
        name: String,
    },
    /// A backup leaves the machine through the browser.
    TakeBackup {
        /// Its name.
        name: String,
    },
}

impl Act {
    /// The act's short name.
    pub fn name(&self) -> &'static str {
        match self {
            Act::Roles { .. } => "roles",
            Act::AddUser { .. } => "add-user",
            Act::Compartment { .. } => "compartment",
            Act::EndCompartment { inside, .. } => match inside {
                Inside::Nothing => "end-compartment",
                Inside::Open => "open-compartment",
                Inside::Into { .. } => "move-compartment",
            },
            Act::Invite { .. } => "invite",
            Act::AddKey { .. } => "add-key",
            Act::ChangeKey { .. } => "change-key",
            Act::RevokeKey { .. } => "revoke-key",
            Act::Policy { .. } => "policy",
            Act::Export { .. } => "export",
            Act::Release { .. } => "release",
            Act::Expunge { .. } => "expunge",
            Act::Reveal { .. } => "reveal",
            Act::TakeOriginal { .. } => "take-original",
            Act::TakeBackup { .. } => "take-backup",
        }
    }

    /// The record that it is about, where it is about one.
    pub fn record(&self) -> Option<&str> {
        match self {
            Act::Reveal { id } | Act::Expunge { id } | Act::TakeOriginal { id, .. } => Some(id),
            _ => None,
        }
    }

    /// What it is about, in words that are names.
    pub fn about(&self) -> String {
        match self {
            Act::Roles { user, roles } | Act::AddUser { user, roles } => {
                let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
                format!("{user}: {}", roles.join(", "))
            }
            Act::Compartment { name, members, .. } => {
                format!("{} · {}: {}", name.ar, name.en, members.join(", "))
            }
            Act::EndCompartment { name, inside, .. } => match inside {
                Inside::Into { name: into, .. } => {
                    format!("{} · {} → {} · {}", name.ar, name.en, into.ar, into.en)
                }
                _ => format!("{} · {}", name.ar, name.en),
            },
            Act::Invite { user } => user.clone(),
            Act::AddKey { slot } | Act::ChangeKey { slot } | Act::RevokeKey { slot } => {
                slot.clone()
            }
            Act::Policy { policy } => toml::to_string(policy)
                .unwrap_or_default()
                .trim()
                .replace('\n', " · "),
            Act::Export { what } | Act::Release { what } => what.clone(),
            Act::Reveal { id } | Act::Expunge { id } => id.clone(),
            // A file's name can tell who is in it: whoever agrees looks at the record.
            Act::TakeOriginal { id, .. } => id.clone(),
            Act::TakeBackup { name } => name.clone(),
        }
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RequestState {
    /// Nobody has answered.
    Waiting,
    /// Somebody agreed; the act may be done once.
    Agreed,
    /// Somebody refused.
    Refused,
    /// The act was done.
    Done,
}

/// A request for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Short name.
    pub id: String,
    /// What is asked for.
    pub act: Act,
    /// Who asks.
    pub by: String,
    /// Second at which it was asked.
    pub at: u64,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where it stands.
    pub state: RequestState,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// Second of the answer.
    #[serde(default)]
    pub answered: u64,
}

impl Request {
    /// Whether it can still be answered or used.
    pub fn is_open(&self, at: jiff::Timestamp) -> bool {
        let now = seconds(at);
        match self.state {
            RequestState::Waiting => now < self.at + WAITS,
            RequestState::Agreed => now < self.answered + WAITS,
            RequestState::Refused | RequestState::Done => false,
        }
    }
}

/// Who agreed to an act; `None` where the office's rules need nobody.
pub type Agreed = Option<String>;

impl Office {
    /// Whether `user` needs a second person: the rules say so, and there is or was
    /// another person who can agree. The first person of a new office has nobody;
    /// ending everybody else's access gives nobody that freedom back.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn needs_second(&self, user: &str) -> Result<bool, Problem> {
        if !self.policy()?.two_persons {
            return Ok(false);
        }
        self.register.read(|tx| {
            for stored in tx.users()? {
                let model::Record::User(other) = &stored.record else {
                    continue;
                };
                if other.name == user {
                    continue;
                }
                for revision in tx.history(&stored.id)? {
                    if let model::Record::User(once) = revision.record
                        && once
                            .roles
                            .iter()
                            .any(|role| Approving::ROLES.contains(role))
                    {
                        return Ok(true);
                    }
                }
            }
            Ok(false)
        })
    }

    /// Lets an act go on when the rules need nobody or somebody agreed to exactly
    /// this act of exactly this person; the agreement is then used up.
    ///
    /// # Errors
    /// `office.approval-needed` with the name of the request, which is recorded
    /// when it was not asked before; what the register cannot write.
    pub fn agreed<P: Permission>(&self, seat: &Seat<P>, act: &Act) -> Result<Agreed, Problem> {
        if !self.needs_second(seat.user())? {
            self.note_act(seat, &format!("alone {} {}", act.name(), act.about()))?;
            return Ok(None);
        }
        self.agreed_by_another(seat, act).map(Some)
    }

    /// Lets an act go on only when somebody agreed to exactly this act of exactly this
    /// person, whatever the rules say; the agreement is then used up.
    ///
    /// # Errors
    /// As [`Office::agreed`].
    pub(crate) fn agreed_by_another<P: Permission>(
        &self,
        seat: &Seat<P>,
        act: &Act,
    ) -> Result<String, Problem> {
        let mine = self.requests()?.into_iter().rev().find(|request| {
            request.by == seat.user() && request.act == *act && request.is_open(seat.at())
        });
        match mine {
            Some(mut request) if request.state == RequestState::Agreed => {
                request.state = RequestState::Done;
                self.save_request(seat, &request)?;
                Ok(request.answered_by.unwrap_or_default())
            }
            Some(request) => Err(needed(&request.id)),
            None => {
                let request = Request {
                    id: self.new_token()[..12].to_owned(),
                    act: act.clone(),
                    by: seat.user().into(),
                    at: seconds(seat.at()),
                    why: seat.why().map(str::to_owned),
                    state: RequestState::Waiting,
                    answered_by: None,
                    answered: 0,
                };
                self.save_request(seat, &request)?;
                Err(needed(&request.id))
            }
        }
    }

    fn requests(&self) -> Result<Vec<Request>, Problem> {
        Ok(self
            .documents_below(FOLDER)?
            .iter()
            .filter_map(|document| serde_json::from_str(&document.text).ok())
            .collect())
    }

    fn save_request<P: Permission>(
        &self,
        seat: &Seat<P>,
        request: &Request,
    ) -> Result<(), Problem> {
        let text = serde_json::to_string_pretty(request).expect("plain fields are JSON");
        self.save_document(seat, &format!("{FOLDER}/{}", request.id), text)
    }

    /// The newest requests of everybody, newest first: for those who can agree.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn requests_of_all(&self, seat: &Seat<Approving>) -> Result<Vec<Request>, Problem> {
        let sight = self.sight(seat)?;
        let mut requests = self.requests()?;
        // That somebody asks about a closed record tells that there is one.
        requests.retain(|request| !request.act.record().is_some_and(|id| sight.hides(id)));
        requests.reverse();
        requests.truncate(LISTED);
        Ok(requests)
    }

    /// The newest requests of one person, newest first.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn requests_by(&self, user: &str) -> Result<Vec<Request>, Problem> {
        let mut requests = self.requests()?;
        requests.retain(|request| request.by == user);
        requests.reverse();
        requests.truncate(LISTED);
        Ok(requests)
    }

    /// Agrees to a request, or refuses it.
    ///
    /// # Errors
    /// `office.approval-own` for the one who asked; `office.approval-closed` when
    /// it was answered or ran out; `office.no-such-record`.
    pub fn answer_request(
        &self,
        seat: &Seat<Approving>,
        id: &str,
        agrees: bool,
    ) -> Result<Request, Problem> {
        let sight = self.sight(seat)?;
        let mut request = self
            .requests()?
            .into_iter()
            .find(|request| request.id == id)
            .filter(|request| !request.act.record().is_some_and(|it| sight.hides(it)))
            .ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", id))?;
        if request.by == seat.user() {
            return Err(Problem::new(Code::OfficeApprovalOwn));
        }
        if request.state != RequestState::Waiting || !request.is_open(seat.at()) {
            return Err(Problem::new(Code::OfficeApprovalClosed));
        }
        request.state = if agrees {
            RequestState::Agreed
        } else {
            RequestState::Refused
        };
        request.answered_by = Some(seat.user().into());
        request.answered = seconds(seat.at());
        self.save_request(seat, &request)?;
        Ok(request)
    }
}

fn needed(id: &str) -> Problem {
    Problem::new(Code::OfficeApprovalNeeded).with("id", id)
}
