//! How long is what kept, and what is due?
//!
//! A rule for each kind of data that the office keeps (OWASP ASVS 5.0, 14.2.7). Some end
//! by themselves, some when the office applies its rules; what was told is asked about
//! or expunged by two persons, each record as an act of its own. What the log must keep
//! is kept: it is listed, so that nobody takes silence for an answer. Whoever administers
//! learns nothing of cases here, whoever documents what is due among those they see.

use crate::accounts::{ABSOLUTE, ACTIVATION, SignIn, seconds};
use crate::open::day;
use crate::{Administering, Documenting, Look, Office, Seat};
use model::record::RecordId;
use model::{Class, Problem, Record};
use serde::Serialize;

const DAY: u64 = 24 * 60 * 60;

/// How something leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaves {
    /// By itself, when its time is over.
    ByItself,
    /// When the office applies its rules.
    WhenApplied,
    /// Somebody asks the source again, or withdraws what it told.
    WhenAsked,
    /// Two persons expunge it.
    ByTwoPersons,
    /// Never: it is the log.
    Never,
}

impl Leaves {
    /// Its word in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Leaves::ByItself => "by-itself",
            Leaves::WhenApplied => "when-applied",
            Leaves::WhenAsked => "when-asked",
            Leaves::ByTwoPersons => "by-two-persons",
            Leaves::Never => "never",
        }
    }
}

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Id of the record, or name of the file.
    pub id: String,
    /// Kind of record; `file` of a backup.
    pub kind: &'static str,
    /// Since which day, ISO.
    pub since: String,
    /// Why: the reason of a withdrawal, the purpose of a consent.
    pub why: String,
}

/// One kind of data.
#[derive(Clone, Debug, Serialize)]
pub struct KeptKind {
    /// Its word in messages.
    pub kind: &'static str,
    /// Seconds for which it is kept; none without end.
    pub keeps: Option<u64>,
    /// How it leaves.
    pub leaves: Leaves,
    /// How many there are.
    pub held: u64,
    /// How many of them are due.
    pub due: u64,
    /// What is due, where it can be named.
    pub items: Vec<Due>,
}

/// The moment before which something of so many days is due.
fn limit(days: u32, now: u64) -> Option<u64> {
    (days > 0).then(|| now.saturating_sub(u64::from(days) * DAY))
}

impl Office {
    fn sign_ins_due(&self, before: u64, at: jiff::Timestamp) -> Result<(u64, u64), Problem> {
        let all = self.register.recall_all("sign-ins", seconds(at))?;
        let all: Vec<SignIn> = all
            .iter()
            .filter_map(|value| serde_json::from_slice::<Vec<SignIn>>(value).ok())
            .flatten()
            .collect();
        let due = all.iter().filter(|it| it.at < before).count();
        Ok((all.len() as u64, due as u64))
    }

    /// What is kept beside the cases, and what of it is due.
    ///
    /// # Errors
    /// What the register cannot read or the disk refuses.
    pub fn retention(&self, seat: &Seat<Administering>) -> Result<Vec<KeptKind>, Problem> {
        let (rules, now) = (self.policy()?, seconds(seat.at()));
        let mut kinds = Vec::new();
        let mut by_itself = |kind: &'static str, stored: &str, keeps: Option<u64>| {
            let held = self.register.recall_all(stored, now)?.len() as u64;
            kinds.push(KeptKind {
                kind,
                keeps,
                leaves: Leaves::ByItself,
                held,
                due: 0,
                items: Vec::new(),
            });
            Ok::<(), Problem>(())
        };
        by_itself("sessions", "session", Some(ABSOLUTE))?;
        by_itself("activations", "activation", Some(ACTIVATION))?;
        by_itself("tokens", "token", Some(crate::tokens::TOKEN_DAYS * DAY))?;
        by_itself("forms", "form", Some(crate::form_drafts::KEPT))?;
        by_itself("uploads", "draft", None)?;
        let days = |days: u32| (days > 0).then(|| u64::from(days) * DAY);
        let looks = self.register.recall_all("looks", now)?;
        let looks: Vec<Look> = looks
            .iter()
            .filter_map(|value| serde_json::from_slice::<Vec<Look>>(value).ok())
            .flatten()
            .collect();
        let before = limit(rules.keep_looks, now).unwrap_or(0);
        let due = looks.iter().filter(|look| look.at < before).count() as u64;
        kinds.push(KeptKind {
            kind: "looks",
            keeps: days(rules.keep_looks),
            leaves: Leaves::WhenApplied,
            held: looks.len() as u64,
            due,
            items: Vec::new(),
        });
        let before = limit(rules.keep_sign_ins, now).unwrap_or(0);
        let (held, due) = self.sign_ins_due(before, seat.at())?;
        kinds.push(KeptKind {
            kind: "sign-ins",
            keeps: days(rules.keep_sign_ins),
            leaves: Leaves::WhenApplied,
            held,
            due,
            items: Vec::new(),
        });
        let old = match limit(rules.keep_backups, now) {
            Some(before) => self.backups_before(seat, moment(before), false)?,
            None => Vec::new(),
        };
        kinds.push(KeptKind {
            kind: "backups",
            keeps: days(rules.keep_backups),
            leaves: Leaves::WhenApplied,
            held: self.backups(seat)?.len() as u64,
            due: old.len() as u64,
            items: old
                .into_iter()
                .map(|name| Due {
                    since: name.chars().skip("sijill-".len()).take(8).collect(),
                    id: name,
                    kind: "file",
                    why: String::new(),
                })
                .collect(),
        });
        for (kind, folder) in [
            ("disclosures", "disclosures"),
            ("reveals", "reveals"),
            ("requests", "approvals"),
        ] {
            kinds.push(KeptKind {
                kind,
                keeps: None,
                leaves: Leaves::Never,
                held: self.documents_below(folder)?.len() as u64,
                due: 0,
                items: Vec::new(),
            });
        }
        Ok(kinds)
    }

    /// What of the cases is due, among those that the seat's holder sees: withdrawn records
    /// and consents whose end has passed.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn retention_of_cases(&self, seat: &Seat<Documenting>) -> Result<Vec<KeptKind>, Problem> {
        let (rules, now) = (self.policy()?, seconds(seat.at()));
        let before = limit(rules.keep_withdrawn, now).map(moment);
        let today = day(seat.at());
        let (mut withdrawn, mut gone) = (Vec::new(), 0);
        let (mut lapsed, mut consents) = (Vec::new(), 0);
        self.read(seat, |tx| {
            for kind in ["person", "event", "source", "contact", "file"] {
                tx.scan(kind, None, |stored| {
                    if let Record::Source(source) = &stored.record
                        && stored.record.withdrawn().is_none()
                        && seat.classes().contains(&Class::Internal)
                    {
                        for consent in &source.consents {
                            let stands = consent.given && consent.withdrawn.is_none();
                            consents += u64::from(stands);
                            let end = consent.lapses.as_ref().and_then(model::When::latest);
                            if let Some(end) = end.filter(|end| stands && *end < today) {
                                lapsed.push(Due {
                                    id: stored.id.clone(),
                                    kind: "source",
                                    since: end.to_string(),
                                    why: consent.purpose.clone(),
                                });
                            }
                        }
                    }
                    if let Some(mark) = stored.record.withdrawn().filter(|it| it.with.is_none()) {
                        gone += 1;
                        if before.is_some_and(|before| stored.at < before) {
                            withdrawn.push(Due {
                                id: stored.id.clone(),
                                kind,
                                since: day(stored.at).to_string(),
                                why: mark.why.clone(),
                            });
                        }
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        Ok(vec![
            KeptKind {
                kind: "withdrawn",
                keeps: (rules.keep_withdrawn > 0).then(|| u64::from(rules.keep_withdrawn) * DAY),
                leaves: Leaves::ByTwoPersons,
                held: gone,
                due: withdrawn.len() as u64,
                items: withdrawn,
            },
            KeptKind {
                kind: "consents",
                keeps: None,
                leaves: Leaves::WhenAsked,
                held: consents,
                due: lapsed.len() as u64,
                items: lapsed,
            },
        ])
    }

    /// Takes away what is due when the rules are applied: notes of looks, sign-ins,
    /// backups, and whatever ran out. No record and nothing of the log. Returns how many
    /// of each kind; the act is in the log with these numbers.
    ///
    /// # Errors
    /// What the register cannot write or the disk refuses.
    pub fn apply_retention(
        &self,
        seat: &Seat<Administering>,
    ) -> Result<Vec<(&'static str, u64)>, Problem> {
        let due: Vec<(&'static str, u64)> = self
            .retention(seat)?
            .into_iter()
            .filter(|kind| kind.leaves == Leaves::WhenApplied)
            .map(|kind| (kind.kind, kind.due))
            .collect();
        let said: Vec<String> = due
            .iter()
            .map(|(kind, due)| format!("{kind} {due}"))
            .collect();
        // Noted first: what is taken away unsaid is what nobody can ask about.
        self.note_act(seat, &format!("retention: {}", said.join(", ")))?;
        let (rules, now) = (self.policy()?, seconds(seat.at()));
        if let Some(before) = limit(rules.keep_looks, now) {
            self.forget_looks(before, seat.at())?;
        }
        if let Some(before) = limit(rules.keep_sign_ins, now) {
            for (_, user) in self.register.read(crate::users::all)? {
                let mut known = self.sign_ins_of(&user.name, seat.at())?;
                let count = known.len();
                known.retain(|it| it.at >= before);
                if known.len() < count {
                    self.kept("sign-ins", &user.name, &known, register::NEVER)?;
                }
            }
        }
        if let Some(before) = limit(rules.keep_backups, now) {
            self.backups_before(seat, moment(before), true)?;
        }
        self.forget_expired(seat.at())?;
        Ok(due)
    }

    /// Notes that hold older looks only go; of the others the older looks do.
    fn forget_looks(&self, before: u64, at: jiff::Timestamp) -> Result<(), Problem> {
        let read = |value: &[u8]| serde_json::from_slice::<Vec<Look>>(value).unwrap_or_default();
        let mixed: Vec<Look> = self
            .register
            .recall_all("looks", seconds(at))?
            .iter()
            .map(|value| read(value))
            .filter(|looks| looks.iter().any(|look| look.at < before))
            .flatten()
            .filter(|look| look.at >= before)
            .collect();
        self.note_looks(&mixed)?;
        self.register.forget_where("looks", |value| {
            read(value).iter().any(|look| look.at < before)
        })?;
        Ok(())
    }
}

fn moment(second: u64) -> jiff::Timestamp {
    let second = i64::try_from(second).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(second).unwrap_or(jiff::Timestamp::MAX)
}

impl KeptKind {
    /// Address of the page on which somebody acts on what is due.
    pub fn page(&self, due: &Due) -> String {
        let id: &RecordId = &due.id;
        match self.kind {
            "backups" => "/office/backups".to_owned(),
            "consents" => format!("/source/{id}/consent"),
            _ => format!("/record/{id}/withdraw"),
        }
    }
}
