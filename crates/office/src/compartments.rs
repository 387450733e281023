//! Who sees into which part of the office, and what is in it?
//!
//! A compartment is named and given its members where people and roles are
//! managed, with a second person where roles need one; whoever administers sees
//! none of its cases without being a member. Members put records in and take them
//! out, each time with a reason. One that ends is empty before, or what is in it is
//! opened or moved by a member, always with a second person. What follows from it for every reading and
//! writing is kept by the register: `Office::read` and `Office::write`.

use crate::seat::Permission;
use crate::{Act, Administering, Documenting, Office, Reading, Seat};
use model::profile::Label;
use model::record::{Compartment, Placement, RecordId};
use model::{Code, Problem, Record};
use register::{Sight, Stored, Writing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A compartment that its reader is a member of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnCompartment {
    /// Id.
    pub id: RecordId,
    /// Its name.
    pub name: Label,
}

/// A compartment as those see it who manage people and roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CompartmentShown {
    /// Id.
    pub id: RecordId,
    /// Its name.
    pub name: Label,
    /// User names of its members, sorted.
    pub members: Vec<String>,
    /// That it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<EndedShown>,
}

/// How a compartment ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EndedShown {
    /// By whom.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub why: String,
}

/// What becomes of the records of a compartment that ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "records", rename_all = "kebab-case")]
pub enum Inside {
    /// There must be none any more.
    #[default]
    Nothing,
    /// They are open to the whole office from here on.
    Open,
    /// They go into another compartment.
    Into {
        /// Its id.
        id: RecordId,
        /// Its name.
        name: Label,
    },
}

/// A record was put into a compartment or taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Where it went; none for out of all, or into one that the reader is no member of.
    pub into: Option<OwnCompartment>,
    /// It was taken out.
    pub out: bool,
    /// Who moved it.
    pub who: String,
    /// When.
    pub at: String,
    /// Why.
    pub why: String,
}

/// Where a record is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// The compartment that it was itself put into.
    pub own: Option<OwnCompartment>,
    /// Every compartment that one must be a member of to see it.
    pub needs: Vec<OwnCompartment>,
    /// Its moves, oldest first.
    pub moves: Vec<Moved>,
    /// Where the reader could put it.
    pub choices: Vec<OwnCompartment>,
}

fn no_such_record(id: &str) -> Problem {
    Problem::new(Code::OfficeNoSuchRecord).with("id", id)
}

fn own(sight: &Sight) -> Vec<OwnCompartment> {
    let held = sight.held().map(|(id, known)| OwnCompartment {
        id: id.clone(),
        name: known.name.clone(),
    });
    held.collect()
}

impl Office {
    /// What tells apart two readers who see different records, and one reader before
    /// and after records were moved. What a server computed over the cases for one may
    /// be shown only where this is equal.
    ///
    /// # Errors
    /// Those of the register.
    pub fn clearance<P: Permission>(&self, seat: &Seat<P>) -> Result<String, Problem> {
        Ok(self.sight(seat)?.moment())
    }

    /// Whether there are compartments that this seat's holder counts without.
    ///
    /// # Errors
    /// Those of the register.
    pub fn counts_a_part<P: Permission>(&self, seat: &Seat<P>) -> Result<bool, Problem> {
        Ok(!self.sight(seat)?.holds_all())
    }

    /// The compartments that the seat's holder is a member of.
    ///
    /// # Errors
    /// Those of the register.
    pub fn own_compartments<P: Permission>(
        &self,
        seat: &Seat<P>,
    ) -> Result<Vec<OwnCompartment>, Problem> {
        Ok(own(&self.sight(seat)?))
    }

    /// Every compartment with its members, for those who manage people.
    ///
    /// # Errors
    /// Those of the register.
    pub fn compartments(
        &self,
        seat: &Seat<Administering>,
    ) -> Result<Vec<CompartmentShown>, Problem> {
        let all = self.register.compartments()?;
        self.read(seat, |tx| {
            let shown = all.into_iter().map(|(id, known)| {
                let revision = match known.ended {
                    true => tx.history(&id)?.pop(),
                    false => None,
                };
                Ok(CompartmentShown {
                    ended: revision.map(|last| EndedShown {
                        by: last.who,
                        at: last.at.to_string(),
                        why: last.why.unwrap_or_default(),
                    }),
                    id,
                    name: known.name,
                    members: known.members,
                })
            });
            shown.collect()
        })
    }

    /// The compartments that the seat's holder is a member of, with their members.
    ///
    /// # Errors
    /// Those of the register.
    pub fn compartments_of<P: Permission>(
        &self,
        seat: &Seat<P>,
    ) -> Result<Vec<CompartmentShown>, Problem> {
        let sight = self.sight(seat)?;
        let shown = sight.held().map(|(id, known)| CompartmentShown {
            id: id.clone(),
            name: known.name.clone(),
            members: known.members.clone(),
            ended: None,
        });
        Ok(shown.collect())
    }

    /// Whether a compartment could be so, before somebody else is asked to agree.
    ///
    /// # Errors
    /// As [`Office::change_compartment`]; an empty id is a new one.
    pub fn check_compartment(
        &self,
        seat: &Seat<Administering>,
        id: &str,
        name: &Label,
        members: &[String],
    ) -> Result<(), Problem> {
        let known = self.compartments(seat)?;
        if !id.is_empty() && known.iter().all(|it| it.id != id) {
            return Err(no_such_record(id));
        }
        self.checked(name, members).map(|_| ())
    }

    /// Makes a compartment.
    ///
    /// # Errors
    /// `office.field-missing` without a name in both languages; `office.user-unknown`.
    pub fn add_compartment(
        &self,
        seat: &Seat<Administering>,
        name: &Label,
        members: &[String],
    ) -> Result<RecordId, Problem> {
        let compartment = self.checked(name, members)?;
        self.write(seat, |writing| {
            writing.add(&Record::Compartment(compartment))
        })
    }

    /// Names a compartment otherwise or gives it other members, who see into it, or
    /// no longer do, from their next request on. One that ended is taken up by it.
    ///
    /// # Errors
    /// As [`Office::add_compartment`]; `office.no-such-record`.
    pub fn change_compartment(
        &self,
        seat: &Seat<Administering>,
        id: &str,
        name: &Label,
        members: &[String],
    ) -> Result<(), Problem> {
        let compartment = self.checked(name, members)?;
        self.write(seat, |writing| {
            let known = writing.get(id)?.map(|stored| stored.record);
            if !matches!(known, Some(Record::Compartment(_))) {
                return Err(no_such_record(id));
            }
            writing
                .save(id, &Record::Compartment(compartment))
                .map(|_| ())
        })
    }

    fn checked(&self, name: &Label, members: &[String]) -> Result<Compartment, Problem> {
        for (text, field) in [(&name.ar, "ar"), (&name.en, "en")] {
            if text.trim().is_empty() {
                return Err(Problem::new(Code::OfficeFieldMissing).at_field(field));
            }
        }
        let known = self.register.read(crate::users::all)?;
        if let Some(unknown) = members
            .iter()
            .find(|member| known.iter().all(|(_, user)| user.name != **member))
        {
            return Err(Problem::new(Code::OfficeUserUnknown).with("user", unknown));
        }
        let members: BTreeSet<String> = members.iter().cloned().collect();
        Ok(Compartment {
            name: Label {
                ar: name.ar.trim().to_owned(),
                en: name.en.trim().to_owned(),
            },
            members: members.into_iter().collect(),
            ended: false,
        })
    }

    /// Ends a compartment, when nothing is in it.
    ///
    /// # Errors
    /// `office.reason-missing`; `office.compartment-holds`; `office.no-such-record`, also
    /// for one that ended before; `office.approval-needed`.
    pub fn end_compartment(&self, seat: &Seat<Administering>, id: &str) -> Result<(), Problem> {
        let name = self.to_end(seat, id)?;
        let inside = Inside::Nothing;
        self.checked_end(&self.sight(seat)?, id, &inside)?;
        let act = Act::EndCompartment {
            id: id.to_owned(),
            name,
            inside,
        };
        self.agreed(seat, &act)?;
        self.write(seat, |writing| self.end(writing, id, &Inside::Nothing))
    }

    /// Ends a compartment and opens what is in it to the office, or puts it into another
    /// compartment: for a member of both who documents and administers, and only with a
    /// second person, whatever the rules say.
    ///
    /// # Errors
    /// As [`Office::end_compartment`]; `office.no-such-record` for a compartment that the
    /// seat's holder is no member of; `office.compartment-holds` where a record in it
    /// belongs to one of those as well.
    pub fn end_compartment_with(
        &self,
        seat: &Seat<Administering>,
        _documenting: &Seat<Documenting>,
        id: &str,
        into: Option<&str>,
    ) -> Result<(), Problem> {
        let name = self.to_end(seat, id)?;
        let sight = self.sight(seat)?;
        let inside = match into {
            None => Inside::Open,
            Some(into) => Inside::Into {
                name: sight
                    .held()
                    .find(|(held, _)| *held == into && into != id)
                    .map(|(_, known)| known.name.clone())
                    .ok_or_else(|| no_such_record(into))?,
                id: into.to_owned(),
            },
        };
        self.checked_end(&sight, id, &inside)?;
        let act = Act::EndCompartment {
            id: id.to_owned(),
            name,
            inside: inside.clone(),
        };
        self.agreed_by_another(seat, &act)?;
        self.write(seat, |writing| self.end(writing, id, &inside))
    }

    /// The name of a compartment that somebody with a reason wants to end.
    fn to_end(&self, seat: &Seat<Administering>, id: &str) -> Result<Label, Problem> {
        if seat.why().is_none_or(|why| why.trim().is_empty()) {
            return Err(Problem::new(Code::OfficeReasonMissing).at_field("why"));
        }
        let known = self.register.compartments()?.into_iter();
        let mut standing = known.filter(|(_, known)| !known.ended);
        standing
            .find(|(known, _)| known == id)
            .map(|(_, known)| known.name)
            .ok_or_else(|| no_such_record(id))
    }

    /// The records that are moved when a compartment ends; none may be left behind, nor
    /// moved unseen.
    fn checked_end(
        &self,
        sight: &Sight,
        id: &str,
        inside: &Inside,
    ) -> Result<Vec<RecordId>, Problem> {
        let placed = sight.placed_in(id);
        let holds = || Err(Problem::new(Code::OfficeCompartmentHolds));
        match inside {
            Inside::Nothing if placed.is_empty() => Ok(placed),
            Inside::Nothing => holds(),
            _ if sight.held().all(|(held, _)| held != id) => Err(no_such_record(id)),
            _ if placed.iter().any(|record| sight.hides(record)) => holds(),
            _ => Ok(placed),
        }
    }

    fn end(&self, writing: &mut Writing, id: &str, inside: &Inside) -> Result<(), Problem> {
        let sight = writing.sight().cloned();
        let sight = sight.ok_or_else(|| no_such_record(id))?;
        // Asked once more where nobody else writes.
        let placed = self.checked_end(&sight, id, inside)?;
        let into = match inside {
            Inside::Into { id, .. } => Some(id.as_str()),
            _ => None,
        };
        for record in placed {
            put(writing, &record, into)?;
        }
        let known = writing.get(id)?.map(|stored| stored.record);
        let Some(Record::Compartment(known)) = known else {
            return Err(no_such_record(id));
        };
        let ended = Record::Compartment(Compartment {
            ended: true,
            ..known
        });
        writing.save(id, &ended).map(|_| ())
    }

    /// How many records were put into a compartment; for its members to be told.
    ///
    /// # Errors
    /// Those of the register.
    pub fn held_in<P: Permission>(&self, seat: &Seat<P>, id: &str) -> Result<u64, Problem> {
        Ok(self.sight(seat)?.placed_in(id).len() as u64)
    }

    /// Where a record is, with its moves.
    ///
    /// # Errors
    /// `office.no-such-record`, also when it is not for this reader.
    pub fn placed(&self, seat: &Seat<Reading>, id: &str) -> Result<Placed, Problem> {
        self.look_at(seat, id)?;
        self.read(seat, |tx| {
            let Some(sight) = tx.sight() else {
                return Ok(Placed::default());
            };
            let choices = own(sight);
            let named = |id: &RecordId| choices.iter().find(|known| known.id == *id).cloned();
            let mut placed = Placed {
                own: sight.placed(id).and_then(named),
                needs: sight.needs(id).filter_map(named).collect(),
                ..Placed::default()
            };
            for stored in tx.pointing_at(id)? {
                if !is_placement_of(&stored, id) {
                    continue;
                }
                for revision in tx.history(&stored.id)? {
                    if let Record::Placement(then) = revision.record {
                        placed.moves.push(Moved {
                            into: then.compartment.as_ref().and_then(named),
                            out: then.compartment.is_none(),
                            who: revision.who,
                            at: revision.at.to_string(),
                            why: revision.why.unwrap_or_default(),
                        });
                    }
                }
            }
            placed.choices = choices;
            Ok(placed)
        })
    }

    /// Puts a record into a compartment, with everything that points at it, or takes
    /// it out (`None`). A source goes along when all that it told is then there.
    ///
    /// # Errors
    /// `office.reason-missing`; `office.no-such-record`, also for a compartment that
    /// the seat's holder is no member of.
    pub fn place_record(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        into: Option<&str>,
    ) -> Result<(), Problem> {
        if seat.why().is_none_or(|why| why.trim().is_empty()) {
            return Err(Problem::new(Code::OfficeReasonMissing).at_field("why"));
        }
        self.write(seat, |writing| {
            let record = writing
                .get(id)?
                .map(|stored| stored.record)
                .filter(can_be_placed)
                .ok_or_else(|| no_such_record(id))?;
            let act = act_of_placement(writing, id)?;
            let from = put(writing, id, into)?;
            if matches!(record, Record::Person(_)) && from.as_deref() != into {
                for source in sources_of(writing, id)? {
                    // What was put there for reasons of its own stays there.
                    let own = act_of_placement(writing, &source)?;
                    if own.is_some() && own != act {
                        continue;
                    }
                    follow(writing, &source, id, from.as_deref(), into)?;
                }
            }
            Ok(())
        })
    }
}

fn can_be_placed(record: &Record) -> bool {
    matches!(
        record,
        Record::Person(_)
            | Record::Event(_)
            | Record::Source(_)
            | Record::Contact(_)
            | Record::File(_)
    )
}

fn is_placement_of(stored: &Stored, id: &str) -> bool {
    matches!(&stored.record, Record::Placement(placed) if placed.of == id)
}

/// The act by which a record is in its compartment: when, and by whom.
fn act_of_placement(
    writing: &Writing,
    id: &str,
) -> Result<Option<(jiff::Timestamp, String)>, Problem> {
    let placements = writing.pointing_at(id)?.into_iter();
    let standing = placements.filter(|stored| {
        matches!(&stored.record, Record::Placement(placed)
            if placed.of == id && placed.compartment.is_some())
    });
    Ok(standing.map(|stored| (stored.at, stored.who)).next())
}

/// Puts one record into a compartment or takes it out; returns where it was.
pub(crate) fn put(
    writing: &mut Writing,
    id: &str,
    into: Option<&str>,
) -> Result<Option<RecordId>, Problem> {
    if let Some(into) = into {
        let holds = writing
            .sight()
            .is_some_and(|sight| sight.held().any(|(held, _)| held == into));
        if !holds {
            return Err(no_such_record(into));
        }
    }
    let known = writing
        .pointing_at(id)?
        .into_iter()
        .find(|stored| is_placement_of(stored, id));
    let from = match known.as_ref().map(|stored| &stored.record) {
        Some(Record::Placement(placed)) => placed.compartment.clone(),
        _ => None,
    };
    let placement = Record::Placement(Placement {
        of: id.to_owned(),
        compartment: into.map(str::to_owned),
    });
    match known {
        Some(known) => {
            writing.save(&known.id, &placement)?;
        }
        // Nothing is said of what is open and stays so.
        None if into.is_none() => {}
        None => {
            writing.add(&placement)?;
        }
    }
    Ok(from)
}

/// The sources that told of a person.
fn sources_of(writing: &Writing, person: &str) -> Result<BTreeSet<RecordId>, Problem> {
    let mut sources = BTreeSet::new();
    for stored in writing.events_of(person)? {
        if let Record::Event(event) = stored.record {
            sources.extend(event.claims.into_iter().filter_map(|claim| claim.source));
        }
    }
    Ok(sources)
}

/// A source that told only of cases of the compartment is in it; one that told of
/// others too is not.
fn follow(
    writing: &mut Writing,
    source: &str,
    moved: &str,
    from: Option<&str>,
    into: Option<&str>,
) -> Result<(), Problem> {
    let Some(sight) = writing.sight().cloned() else {
        return Ok(());
    };
    let placed = sight.placed(source).map(String::as_str);
    let told = writing.events_of(source)?;
    let all_in = |compartment: &str| {
        told.iter().all(|stored| {
            let Record::Event(event) = &stored.record else {
                return true;
            };
            let person_in = event.persons.iter().any(|part| {
                let there = match part.person == moved {
                    true => into,
                    false => sight.placed(&part.person).map(String::as_str),
                };
                there == Some(compartment)
            });
            person_in || sight.placed(&stored.id).map(String::as_str) == Some(compartment)
        })
    };
    match into {
        Some(into) if placed.is_none() || placed == from => {
            if all_in(into) {
                put(writing, source, Some(into))?;
            } else if placed.is_some() {
                put(writing, source, None)?;
            }
        }
        None if placed.is_some() && placed == from && !from.is_some_and(all_in) => {
            put(writing, source, None)?;
        }
        _ => {}
    }
    Ok(())
}
