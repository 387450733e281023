//! On which facts is one person tested?
//!
//! A law test of one person needs that person's records alone: those that are
//! held to be the same person, their events, and the sources that tell of them.
//! Reading only these, a page about one person does not wait for the register.

use crate::seat::Permission;
use crate::{Office, Seat};
use model::record::{DecisionKind, RecordId};
use model::{Code, Problem, Record};
use std::collections::BTreeMap;
use study::{Frame, FrameBuilder, FrameOptions};

impl Office {
    /// A frame of one person: it has exactly one person, under the smallest id
    /// of the records that are the same person.
    pub(crate) fn frame_of_person<P: Permission>(
        &self,
        seat: &Seat<P>,
        id: &str,
    ) -> Result<Frame, Problem> {
        let profile = self.profile();
        // "Different" is kept before "same": only records of one cluster are followed.
        let said = self.said(seat)?;
        let same = &said.same;
        self.read(seat, |tx| {
            let position = tx.position();
            let options = FrameOptions {
                as_known_on: None,
                position,
                root: crate::open::base64(&tx.root()),
            };
            let mut waiting: Vec<RecordId> = vec![id.to_owned()];
            // By kind, then in the order of their ids, as the whole frame takes them in.
            let mut taken: BTreeMap<(u8, RecordId), Record> = BTreeMap::new();
            while let Some(next) = waiting.pop() {
                let person = tx.get(&next)?.map(|stored| stored.record);
                let Some(Record::Person(person)) = person else {
                    return Err(Problem::new(Code::OfficeNoSuchRecord).with("id", next));
                };
                taken.insert((1, next.clone()), Record::Person(person));
                for stored in tx.pointing_at(&next)? {
                    match &stored.record {
                        Record::Decision(decision)
                            if decision.kind == DecisionKind::SamePerson && !decision.withdrawn =>
                        {
                            for other in &decision.about {
                                if same.root(other) == same.root(id)
                                    && !taken.contains_key(&(1, other.clone()))
                                    && !waiting.contains(other)
                                {
                                    waiting.push(other.clone());
                                }
                            }
                            taken.insert((3, stored.id), stored.record);
                        }
                        Record::Event(event) => {
                            for source in event.claims.iter().filter_map(|it| it.source.as_ref()) {
                                if let Some(known) = tx.get(source)? {
                                    taken.insert((0, known.id), known.record);
                                }
                            }
                            for tied in tx.pointing_at(&stored.id)? {
                                let same = matches!(&tied.record, Record::Decision(decision)
                                    if matches!(decision.kind, DecisionKind::SameEvent | DecisionKind::DifferentEvents)
                                        && !decision.withdrawn);
                                if same {
                                    taken.insert((3, tied.id), tied.record);
                                }
                            }
                            taken.insert((2, stored.id), stored.record);
                        }
                        _ => {}
                    }
                }
            }
            let mut builder = FrameBuilder::new(&profile, options)?;
            for ((_, id), record) in &taken {
                builder.add(id, record)?;
            }
            builder.finish()
        })
    }
}
