//! Who looked at which record, and did somebody look at very many?
//!
//! Each look at a person, event, source or file is noted with who and when,
//! without what was seen (OWASP ASVS 5.0, 16.3). The notes are sealed beside the
//! log, not in it: the log would grow with every look. An alarm about somebody
//! who reads in bulk is an entry of the log.

use crate::accounts::seconds;
use crate::{Administering, Office, Seat, Verifying};
use model::Problem;
use serde::{Deserialize, Serialize};

const ALARMS: &str = "alarms";

/// One look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Second since 1970.
    pub at: u64,
    /// Who looked.
    pub user: String,
    /// At which address of the office: kind and id.
    pub path: String,
}

/// An alarm about reading in bulk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Second since 1970.
    pub at: u64,
    /// Who read.
    pub user: String,
    /// Different records within an hour.
    pub records: u64,
}

impl Office {
    /// Notes looks; several at once, so that reading stays fast.
    ///
    /// # Errors
    /// Those of the register.
    pub fn note_looks(&self, looks: &[Look]) -> Result<(), Problem> {
        let Some(last) = looks.last() else {
            return Ok(());
        };
        let name = format!("{} {}", last.at, self.new_token());
        // How long they are kept is a rule of the office (`retention`).
        self.kept("looks", &name, &looks, register::NEVER)
    }

    /// The newest looks, newest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn looks(&self, seat: &Seat<Administering>, limit: usize) -> Result<Vec<Look>, Problem> {
        let sight = self.sight(seat)?;
        let mut looks: Vec<Look> = self
            .register
            .recall_all("looks", seconds(seat.at()))?
            .iter()
            .filter_map(|value| serde_json::from_slice::<Vec<Look>>(value).ok())
            .flatten()
            // That somebody looked at a closed record tells that there is one.
            .filter(|look| !look.path.split('/').any(|part| sight.hides(part)))
            .collect();
        looks.sort_by(|a, b| (b.at, &b.user, &b.path).cmp(&(a.at, &a.user, &a.path)));
        looks.truncate(limit);
        Ok(looks)
    }

    /// Raises an alarm: the seat's user read `records` different records in an hour.
    ///
    /// # Errors
    /// What the register cannot write.
    pub fn raise_alarm(&self, seat: &Seat<Verifying>, records: u64) -> Result<(), Problem> {
        let alarm = Alarm {
            at: seconds(seat.at()),
            user: seat.user().into(),
            records,
        };
        let text = serde_json::to_string(&alarm).expect("plain fields are JSON");
        let name = &self.new_token()[..12];
        self.save_document(seat, &format!("{ALARMS}/{name}"), text)
    }

    /// Every alarm, newest first.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn alarms(&self, _seat: &Seat<Administering>) -> Result<Vec<Alarm>, Problem> {
        let mut alarms: Vec<Alarm> = self
            .documents_below(ALARMS)?
            .iter()
            .filter_map(|document| serde_json::from_str(&document.text).ok())
            .collect();
        alarms.reverse();
        Ok(alarms)
    }
}
