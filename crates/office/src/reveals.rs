//! Whose identity is shown only when somebody asks for it?
//!
//! Who told the office something in confidence, how to reach them, and where a person
//! at risk lives: a page says that there is something, to those who may read it and to
//! nobody else, and shows it for one record at a time, with a reason, for a short while
//! (OWASP ASVS 5.0, 14.2.6). Each is an entry of the log. A source that somebody else
//! wrote down takes a second person (2.3.5). Names of victims are the work itself and
//! are not masked. Whoever holds the machine and the office's secret is not bound by
//! this at the command line; the log has their name as well.

use crate::accounts::seconds;
use crate::seat::Permission;
use crate::{Act, Administering, Office, Reading, Seat};
use model::protect::{Classes, redact};
use model::record::RecordId;
use model::{Class, Code, Problem, Record};
use serde::{Deserialize, Serialize};

/// Seconds for which something that was revealed is shown.
pub const SHOWN: i64 = 10 * 60;
/// Term of the vocabulary `protection-flag` of persons whose dwelling is masked.
const AT_RISK: &str = "at-risk";
const FOLDER: &str = "reveals";

/// One look at what is masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// Second since 1970.
    pub at: u64,
    /// Who looked.
    pub user: String,
    /// At which record.
    pub record: RecordId,
    /// Why, in their words.
    pub why: String,
    /// Who agreed, where the rules need somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<String>,
}

/// Whether a record is one of which something is masked.
fn is_guarded(record: &Record) -> bool {
    match record {
        Record::Source(source) => !source.open,
        Record::Person(person) => person.flags.iter().any(|flag| flag == AT_RISK),
        _ => false,
    }
}

/// The same record without the row of the list that it came from, which no page shows.
fn without_row(mut record: Record) -> Record {
    match &mut record {
        Record::Source(source) => source.listed = None,
        Record::Person(person) => person.listed = None,
        _ => {}
    }
    record
}

impl Office {
    /// A record as the seat's holder may see it now, and whether something of it is
    /// masked that they could reveal.
    pub(crate) fn masked<P: Permission>(
        &self,
        seat: &Seat<P>,
        id: &str,
        record: Record,
    ) -> Option<(Record, bool)> {
        let profile = self.profile();
        let masks = seat.masks(id) && seat.classes().contains(&Class::Contact);
        if !masks || !is_guarded(&record) {
            return redact(record, seat.classes(), &profile).map(|record| (record, false));
        }
        let mut narrow: Classes = seat.classes().clone();
        narrow.remove(&Class::Contact);
        let whole = redact(record.clone(), seat.classes(), &profile)?;
        let masked = redact(record, &narrow, &profile)?;
        if without_row(whole.clone()) == without_row(masked.clone()) {
            return Some((whole, false));
        }
        Some((masked, true))
    }

    /// Asks to be shown what is masked of a record; the seat's reason goes into the log.
    ///
    /// # Errors
    /// `office.no-such-record`, also for whoever may not read it at all and where
    /// nothing is masked; `office.reason-missing`; `office.approval-needed`.
    pub fn reveal(&self, seat: &Seat<Reading>, id: &str) -> Result<(), Problem> {
        let missing = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
        if !seat.classes().contains(&Class::Contact) {
            return Err(missing());
        }
        let (own, source) = self.read(seat, |tx| {
            let stored = tx.get(id)?.filter(|it| is_guarded(&it.record));
            let source = matches!(stored.ok_or_else(missing)?.record, Record::Source(_));
            let first = tx.history(id)?.into_iter().next();
            Ok((first.is_some_and(|it| it.who == seat.user()), source))
        })?;
        let why = seat
            .why()
            .map(str::trim)
            .filter(|why| !why.is_empty())
            .ok_or_else(|| Problem::new(Code::OfficeReasonMissing).at_field("reveal-why"))?;
        let second = source && !own && self.policy()?.sources_two_persons;
        let agreed_by = if second && self.needs_second(seat.user())? {
            self.agreed(seat, &Act::Reveal { id: id.to_owned() })?
        } else {
            None
        };
        let reveal = Reveal {
            at: seconds(seat.at()),
            user: seat.user().into(),
            record: id.into(),
            why: why.into(),
            agreed_by,
        };
        let text = serde_json::to_string(&reveal).expect("plain fields are JSON");
        let name = &self.new_token()[..12];
        self.save_document(seat, &format!("{FOLDER}/{name}"), text)
    }

    /// Who was shown what is masked, newest first.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn reveals(&self, seat: &Seat<Administering>) -> Result<Vec<Reveal>, Problem> {
        let sight = self.sight(seat)?;
        let mut reveals: Vec<Reveal> = self
            .documents_below(FOLDER)?
            .iter()
            .filter_map(|document| serde_json::from_str(&document.text).ok())
            // That somebody looked at a closed record tells that there is one.
            .filter(|reveal: &Reveal| !sight.hides(&reveal.record))
            .collect();
        reveals.reverse();
        Ok(reveals)
    }
}
