//! Who told the office what a row says?
//!
//! A source that rows name by the same name is one source of the list; one
//! without a name belongs to its row. Sources are confidential unless the
//! mapping says otherwise.

use super::{EventContext, RowReader, notes, text};
use crate::interpret::{Interpreter, Reading};
use crate::mapping::SourceMap;
use crate::read::hex;
use model::fold::fold;
use model::record::{Consent, Source};
use model::{Code, Problem};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The sources of the list: named ones once for all rows, others once for each row.
#[derive(Default)]
pub(crate) struct Sources {
    pub records: Vec<Source>,
    by_key: HashMap<(String, String), usize>,
}

impl Sources {
    /// Position of a source; a warning when an earlier row describes it differently.
    fn take(&mut self, source: Source, row: u64) -> (usize, Option<Problem>) {
        let key = source
            .listed
            .as_ref()
            .map(|listed| (listed.own_id.clone(), listed.part.clone()))
            .unwrap_or_default();
        let Some(&index) = self.by_key.get(&key) else {
            self.by_key.insert(key, self.records.len());
            self.records.push(source);
            return (self.records.len() - 1, None);
        };
        let first = &mut self.records[index];
        let listed = first.listed.take();
        let differs = Source {
            listed: None,
            ..source
        } != *first;
        let first_row = listed.as_ref().map_or(0, |listed| listed.row);
        first.listed = listed;
        let warning = (differs && first_row != row).then(|| {
            let mut problem = Problem::new(Code::IntakeSourceDiffers)
                .with("first", first_row)
                .warning();
            problem.spot.row = Some(row);
            problem
        });
        (index, warning)
    }
}

impl<'a> RowReader<'a> {
    /// The source of a row, read once however many claims refer to it.
    pub(super) fn source(
        &mut self,
        name: &str,
        map: &SourceMap,
        context: &mut EventContext<'_>,
        reading: &mut Reading<'a>,
    ) -> Option<usize> {
        if let Some((_, known)) = context.sources.iter().find(|(known, _)| known == name) {
            return *known;
        }
        let mut source = Source {
            name: self
                .maybe(&map.name, reading, text)
                .filter(|name| !self.interpreter.is_nothing(name)),
            relation: self.maybe(&map.relation, reading, |read, field, reading| {
                read.term(field, "relation-to-victim", reading)
            }),
            reach: self.maybe(&map.reach, reading, text),
            open: self
                .maybe(&map.open, reading, |read, field, reading| {
                    read.yes(field, reading)
                })
                .unwrap_or(false),
            benefit: self.maybe(&map.benefit, reading, text),
            notes: self.maybe(&map.notes, reading, notes),
            own: self.own_fields("source", &map.own, reading),
            ..Source::default()
        };
        for consent in &map.consents {
            let Some(given) = self.interpreter.yes(&consent.given, reading) else {
                continue;
            };
            let Some(purpose) = self.interpreter.term(&consent.purpose, "consent", reading) else {
                continue;
            };
            source.consents.push(Consent {
                purpose,
                given,
                recipient: self.maybe(&consent.recipient, reading, text),
                explained_by: self.maybe(&consent.explained_by, reading, text),
                when: self.maybe(&consent.when, reading, Interpreter::date),
                language: self.maybe(&consent.language, reading, text),
                lapses: self.maybe(&consent.lapses, reading, Interpreter::date),
                withdrawn: self.maybe(&consent.withdrawn, reading, Interpreter::date),
            });
        }
        let own_id = self.maybe(&map.id, reading, text);
        // A mapping that names the source by a column says nothing where the column is empty.
        let said = source != Source::default()
            || own_id.is_some()
            || (map.name.is_none() && map.id.is_none());
        source.kind = self
            .maybe(&map.kind, reading, |read, field, reading| {
                read.term(field, "source", reading)
            })
            .unwrap_or_else(|| "person".into());
        source.synthetic = match &map.synthetic {
            Some(field) => self.interpreter.yes(field, reading).unwrap_or(false),
            None => context.synthetic,
        };
        let taken = said.then(|| {
            source.listed = match (&own_id, &source.name) {
                (Some(id), _) => self.listed(id, "source", reading.row.number),
                (None, Some(text)) => self.listed(&source_id(text), "source", reading.row.number),
                (None, None) => self.listed(
                    context.own_id,
                    &format!("source:{name}"),
                    reading.row.number,
                ),
            };
            let (index, warning) = self.sources.take(source, reading.row.number);
            reading.problems.extend(warning);
            index
        });
        context.sources.push((name.to_owned(), taken));
        taken
    }
}

/// The id of a named source: its name's hash, because ids are shown where names are not.
fn source_id(name: &str) -> String {
    let folded = fold(name);
    let telling = if folded.is_empty() { name } else { &folded };
    format!("source-{}", hex(&Sha256::digest(telling.as_bytes())[..10]))
}
