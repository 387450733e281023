//! What can be asked of all records at once, without reading them again?
//!
//! A few columns of the newest persons, events, contacts and sources: terms,
//! days, conclusions, who wrote. They are filled by one reading of the register
//! and then follow the log entry by entry, so that facets (`finding`), the queue
//! of verification and the follow-ups that are due cost no second reading. It
//! holds no more than a server can make again. Nothing here is ever shown: what
//! is found is read from the register and redacted to its reader.

use crate::seat::Permission;
use crate::{Office, Seat};
use jiff::civil::Date;
use model::fold::fold;
use model::record::{DecisionKind, Event, Person, PlaceRef, RecordId, VerificationStatus};
use model::{Code, Problem, Record, When};
use register::Tx;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::PoisonError;

/// A record's id as a number: a UUID is one of 128 bits.
pub(crate) type Key = u128;

/// A term's number; 0 for none.
pub(crate) type TermNumber = u32;

/// A person, in columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct PersonRow {
    pub id: Key,
    pub origin: TermNumber,
    pub residence: TermNumber,
    pub service: TermNumber,
    pub flags: Box<[TermNumber]>,
    /// The name shown, folded, to sort by.
    pub name: Box<str>,
    /// Places in the column of events of those that name them now or named them once.
    events: Vec<u32>,
    /// The content was destroyed.
    pub gone: bool,
}

/// An event, in columns. Days are `yyyymmdd`, so that they compare as days do.
#[derive(Clone, Debug)]
pub(crate) struct EventRow {
    pub id: Key,
    pub kind: TermNumber,
    pub status: VerificationStatus,
    pub writer: TermNumber,
    /// The newest revision is a conclusion: the history knows who wrote the rest.
    pub judged: bool,
    /// Bounds of the date; none for an event without one.
    pub when: Option<(i32, i32)>,
    pub place: TermNumber,
    pub facility: TermNumber,
    /// Places of its persons in the column of persons.
    pub persons: Box<[u32]>,
    pub gone: bool,
}

/// A contact, in columns.
#[derive(Clone, Debug)]
pub(crate) struct ContactRow {
    pub id: Key,
    pub about: Box<[Key]>,
    pub when: i32,
    pub due: Option<i32>,
    pub gone: bool,
}

#[derive(Clone, Copy, Debug)]
enum Slot {
    Person(u32),
    Event(u32),
    Contact(u32),
}

/// The columns, as of a position of the log.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    position: u64,
    filled: bool,
    pub persons: Vec<PersonRow>,
    pub events: Vec<EventRow>,
    pub contacts: Vec<ContactRow>,
    /// In the order of their ids, which begin with the moment of recording.
    pub sources: Vec<Key>,
    slots: HashMap<Key, Slot>,
    terms: HashMap<Box<str>, TermNumber>,
    named: Vec<Box<str>>,
}

/// The columns for one reader: with marks on the rows that are closed to them.
pub(crate) struct View<'c> {
    catalogue: &'c Catalogue,
    /// Empty where nothing is closed to the reader.
    persons: Vec<bool>,
    events: Vec<bool>,
    contacts: Vec<bool>,
    sources: HashSet<Key>,
}

impl Deref for View<'_> {
    type Target = Catalogue;

    fn deref(&self) -> &Catalogue {
        self.catalogue
    }
}

impl View<'_> {
    /// Whether a person of the column is there for the reader.
    pub(crate) fn has_person(&self, at: usize) -> bool {
        !self.catalogue.persons[at].gone && !self.persons.get(at).is_some_and(|closed| *closed)
    }

    /// The events that are there for the reader.
    pub(crate) fn events_there(&self) -> impl Iterator<Item = &EventRow> {
        let closed = |at: usize| self.events.get(at).is_some_and(|closed| *closed);
        let rows = self.catalogue.events.iter().enumerate();
        rows.filter(move |(at, row)| !row.gone && !closed(*at))
            .map(|(_, row)| row)
    }

    /// The events of one person that are there for the reader, once each.
    pub(crate) fn events_of(&self, person: usize) -> impl Iterator<Item = &EventRow> {
        let closed = |at: usize| self.events.get(at).is_some_and(|closed| *closed);
        let ats = self.catalogue.persons[person].events.iter();
        ats.map(|at| (*at as usize, &self.catalogue.events[*at as usize]))
            .filter(move |(at, row)| {
                !row.gone && !closed(*at) && row.persons.contains(&(person as u32))
            })
            .map(|(_, row)| row)
    }

    /// The contacts that are there for the reader.
    pub(crate) fn contacts_there(&self) -> impl Iterator<Item = &ContactRow> {
        let closed = |at: usize| self.contacts.get(at).is_some_and(|closed| *closed);
        let rows = self.catalogue.contacts.iter().enumerate();
        rows.filter(move |(at, row)| !row.gone && !closed(*at))
            .map(|(_, row)| row)
    }

    /// The sources that are there for the reader, newest first.
    pub(crate) fn newest_sources(&self) -> impl Iterator<Item = &Key> {
        let all = self.catalogue.sources.iter().rev();
        all.filter(|key| !self.sources.contains(key))
    }
}

/// A day as a number that compares as days do.
pub(crate) fn number_of(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

fn bounds(when: &When) -> (i32, i32) {
    (
        when.earliest().map_or(i32::MIN, number_of),
        when.latest().map_or(i32::MAX, number_of),
    )
}

/// A UUID's 128 bits.
pub(crate) fn key_of(id: &str) -> Option<Key> {
    if id.len() != 36 {
        return None;
    }
    id.bytes()
        .filter(|byte| *byte != b'-')
        .try_fold(0, |key, byte| {
            Some(key << 4 | Key::from(char::from(byte).to_digit(16)?))
        })
}

/// The text of a UUID.
pub(crate) fn id_of(key: Key) -> RecordId {
    let digits = format!("{key:032x}");
    [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ]
    .join("-")
}

impl Catalogue {
    /// The number of a term, when any record has it.
    pub(crate) fn term(&self, id: &str) -> Option<TermNumber> {
        self.terms.get(id).copied()
    }

    /// The term of a number.
    pub(crate) fn name_of(&self, term: TermNumber) -> &str {
        match term.checked_sub(1) {
            Some(at) => &self.named[at as usize],
            None => "",
        }
    }

    /// How many terms have a number, and one more for none.
    pub(crate) fn terms(&self) -> usize {
        self.named.len() + 1
    }

    /// Where a person stands in the column.
    pub(crate) fn person(&self, id: &str) -> Option<usize> {
        match self.slots.get(&key_of(id)?) {
            Some(Slot::Person(at)) => Some(*at as usize),
            _ => None,
        }
    }

    /// The columns without what is closed to the one for whom a transaction was begun.
    fn seen_by(&self, tx: &Tx) -> View<'_> {
        let mut view = View {
            catalogue: self,
            persons: Vec::new(),
            events: Vec::new(),
            contacts: Vec::new(),
            sources: HashSet::new(),
        };
        let Some(sight) = tx.sight().filter(|sight| !sight.sees_all()) else {
            return view;
        };
        view.persons = vec![false; self.persons.len()];
        view.events = vec![false; self.events.len()];
        view.contacts = vec![false; self.contacts.len()];
        for key in sight.hidden().filter_map(key_of) {
            match self.slots.get(&key) {
                Some(Slot::Person(at)) => view.persons[*at as usize] = true,
                Some(Slot::Event(at)) => view.events[*at as usize] = true,
                Some(Slot::Contact(at)) => view.contacts[*at as usize] = true,
                None => {
                    view.sources.insert(key);
                }
            }
        }
        view
    }

    fn number(&mut self, term: Option<&str>) -> TermNumber {
        let Some(term) = term else { return 0 };
        if let Some(known) = self.terms.get(term) {
            return *known;
        }
        self.named.push(term.into());
        let number = self.named.len() as TermNumber;
        self.terms.insert(term.into(), number);
        number
    }

    fn place(&mut self, place: Option<&PlaceRef>) -> TermNumber {
        self.number(place.and_then(|place| place.id.as_deref()))
    }

    fn follow(&mut self, tx: &Tx) -> Result<(), Problem> {
        if self.filled {
            for id in tx.changed_since(self.position)? {
                match tx.get(&id) {
                    Ok(Some(stored)) => self.take(&stored.id, &stored.who, &stored.record),
                    Ok(None) => {}
                    Err(problem) if problem.code == Code::RegisterContentDestroyed => {
                        self.lose(&id);
                    }
                    Err(problem) => return Err(problem),
                }
            }
        } else {
            // Persons before their events, so that each event finds them.
            for kind in ["person", "event", "source", "contact"] {
                tx.scan(kind, None, |stored| {
                    self.take(&stored.id, &stored.who, &stored.record);
                    Ok(())
                })?;
            }
            self.filled = true;
        }
        self.position = tx.position();
        Ok(())
    }

    fn take(&mut self, id: &str, who: &str, record: &Record) {
        let Some(key) = key_of(id) else { return };
        if record.withdrawn().is_some() {
            self.lose(id);
            return;
        }
        match record {
            Record::Person(person) => self.take_person(key, person),
            Record::Event(event) => self.take_event(key, who, event),
            Record::Contact(contact) => {
                let row = ContactRow {
                    id: key,
                    about: contact.about.iter().filter_map(|id| key_of(id)).collect(),
                    when: contact.when.as_ref().map_or(0, |when| bounds(when).1),
                    due: contact.next_due.as_ref().map(|due| bounds(due).0),
                    gone: false,
                };
                match self.slots.get(&key) {
                    Some(Slot::Contact(at)) => self.contacts[*at as usize] = row,
                    _ => {
                        let at = self.contacts.len() as u32;
                        self.slots.insert(key, Slot::Contact(at));
                        self.contacts.push(row);
                    }
                }
            }
            Record::Source(_) => {
                if let Err(at) = self.sources.binary_search(&key) {
                    self.sources.insert(at, key);
                }
            }
            Record::Decision(decision) if decision.kind == DecisionKind::Expunged => {
                for id in &decision.about {
                    self.lose(id);
                }
            }
            _ => {}
        }
    }

    fn take_person(&mut self, key: Key, person: &Person) {
        let service = person.service.as_ref().and_then(|it| it.kind.as_deref());
        let known = match self.slots.get(&key) {
            Some(Slot::Person(at)) => Some(*at as usize),
            _ => None,
        };
        let row = PersonRow {
            id: key,
            events: known
                .map(|at| std::mem::take(&mut self.persons[at].events))
                .unwrap_or_default(),
            origin: self.place(person.origin.as_ref()),
            residence: self.place(person.residence.as_ref()),
            service: self.number(service),
            flags: person
                .flags
                .iter()
                .map(|flag| self.number(Some(flag)))
                .collect(),
            name: person
                .names
                .first()
                .map(|name| fold(&name.display()))
                .unwrap_or_default()
                .into(),
            gone: false,
        };
        match known {
            Some(at) => self.persons[at] = row,
            None => {
                let at = self.persons.len() as u32;
                self.slots.insert(key, Slot::Person(at));
                self.persons.push(row);
            }
        }
    }

    fn take_event(&mut self, key: Key, who: &str, event: &Event) {
        let row = EventRow {
            id: key,
            kind: self.number(Some(&event.kind)),
            status: event.verification.status,
            writer: self.number(Some(who)),
            judged: event.verification.by.as_deref() == Some(who),
            when: event.when.as_ref().map(bounds),
            place: self.place(event.place.as_ref()),
            facility: self.place(event.facility.as_ref()),
            persons: event
                .persons
                .iter()
                .filter_map(|part| self.person(&part.person))
                .map(|at| at as u32)
                .collect(),
            gone: false,
        };
        let at = match self.slots.get(&key) {
            Some(Slot::Event(at)) => *at,
            _ => self.events.len() as u32,
        };
        for &person in &row.persons {
            let events = &mut self.persons[person as usize].events;
            if !events.contains(&at) {
                events.push(at);
            }
        }
        if (at as usize) < self.events.len() {
            self.events[at as usize] = row;
        } else {
            self.slots.insert(key, Slot::Event(at));
            self.events.push(row);
        }
    }

    fn lose(&mut self, id: &str) {
        let Some(key) = key_of(id) else { return };
        match self.slots.get(&key) {
            Some(Slot::Person(at)) => {
                self.persons[*at as usize] = PersonRow {
                    id: key,
                    gone: true,
                    ..PersonRow::default()
                };
            }
            Some(Slot::Event(at)) => {
                let row = &mut self.events[*at as usize];
                row.gone = true;
                row.persons = Box::default();
            }
            Some(Slot::Contact(at)) => self.contacts[*at as usize].gone = true,
            None => {
                if let Ok(at) = self.sources.binary_search(&key) {
                    self.sources.remove(at);
                }
            }
        }
    }
}

impl Office {
    /// Asks the columns, brought up to the newest entry first, beside the
    /// register at the same moment (the columns may already be a little ahead).
    pub(crate) fn with_catalogue<P: Permission, T>(
        &self,
        seat: &Seat<P>,
        ask: impl FnOnce(&Tx, &View) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut ask = Some(ask);
        loop {
            let asked = self.read(seat, |tx| {
                let known = self
                    .catalogue
                    .read()
                    .unwrap_or_else(PoisonError::into_inner);
                if !known.filled || known.position < tx.position() {
                    return Ok(None);
                }
                let view = known.seen_by(tx);
                ask.take().map(|ask| ask(tx, &view)).transpose()
            })?;
            if let Some(answer) = asked {
                return Ok(answer);
            }
            self.warm()?;
        }
    }

    /// Fills the columns now, so that nobody waits for them later.
    ///
    /// # Errors
    /// Those of the register.
    pub fn warm(&self) -> Result<(), Problem> {
        // The columns hold everything; what of them is for whom is told by a view.
        self.register.read(|tx| {
            let mut known = self
                .catalogue
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            if !known.filled || known.position < tx.position() {
                known.follow(tx)?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{id_of, key_of};

    #[test]
    fn an_id_is_its_number_and_back() {
        let id = "0190a5e0-1234-7abc-8def-0123456789ab";
        assert_eq!(key_of(id).map(id_of).as_deref(), Some(id));
        assert_eq!(key_of("example"), None);
    }
}
