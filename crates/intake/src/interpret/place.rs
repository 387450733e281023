//! Which place or body do a row's cells name?
//!
//! The words of the source are kept wherever they say more than the id. Words
//! that the office's trees do not know are counted and shown once, with the rows.

use super::words::{clean, is_nothing};
use super::{Interpreter, PlaceCells, Reading, Tree};
use crate::mapping::Field;
use model::record::PlaceRef;
use model::{Code, Problem};

impl<'a> Interpreter<'a> {
    /// A place or body: the id where it can be told, and the source's words where they differ.
    pub fn place(
        &mut self,
        field: &Field,
        tree: Tree,
        reading: &mut Reading<'a>,
    ) -> Option<PlaceRef> {
        let bound = &self.bounds[field.slot];
        let mut key: PlaceCells<'a> = [""; 4];
        let short = bound.words.is_none() && bound.columns.len() <= key.len();
        for (slot, &column) in key.iter_mut().zip(&bound.columns) {
            *slot = reading.row.cell(column).trimmed();
        }
        if short && let Some(known) = bound.places.get(&key) {
            let known = known.clone();
            // What is strange is counted in every row; what contradicts is said in every row.
            let said_again = known
                .as_ref()
                .is_some_and(|place| place.as_written.is_some());
            if !said_again {
                return known;
            }
            let first = key
                .iter()
                .copied()
                .find(|text| !is_nothing(text))
                .unwrap_or_default();
            if !self
                .strange
                .contains_key(&(tree, bound.header.clone(), clean(first).into_owned()))
            {
                return known;
            }
            self.strange_place(field, tree, &clean(first), reading.row.number);
            return known;
        }
        let before = reading.problems.len();
        let read = self.read_place(field, tree, reading);
        if short && reading.problems.len() == before {
            self.bounds[field.slot].places.insert(key, read.clone());
        }
        read
    }

    fn strange_place(&mut self, field: &Field, tree: Tree, text: &str, row: u64) {
        let header = self.bounds[field.slot].header.clone();
        self.strange
            .entry((tree, header, text.to_owned()))
            .or_insert((row, 0))
            .1 += 1;
    }

    fn read_place(
        &mut self,
        field: &Field,
        tree: Tree,
        reading: &mut Reading<'a>,
    ) -> Option<PlaceRef> {
        let bound = &self.bounds[field.slot];
        let mut texts: Vec<String> = Vec::new();
        for &column in &bound.columns {
            if let Some(text) = self.cell_text(bound, column, reading)
                && !self.is_nothing(&text)
            {
                texts.push(text.into_owned());
            }
        }
        if texts.is_empty() {
            texts.extend(field.fixed.clone());
        }
        let words = bound.words.and_then(|column| {
            let cell = reading.row.cell(column);
            let text = if self.exact {
                cell.text
            } else {
                cell.trimmed()
            };
            (!text.is_empty()).then(|| text.to_owned())
        });
        if texts.is_empty() {
            return words.map(|words| PlaceRef {
                id: None,
                as_written: Some(words),
            });
        }
        let places = match tree {
            Tree::Place => &self.places,
            Tree::Body => &self.bodies,
        };
        let found = places.find(&texts);
        if found.contradicts {
            reading.problems.push(
                Problem::new(Code::IntakePlaceContradiction)
                    .with("text", texts.join(" / "))
                    .at_cell(reading.row.number, &bound.header)
                    .warning(),
            );
        }
        let said = texts.join(" / ");
        if words.is_some() || bound.words.is_some() {
            return Some(PlaceRef {
                id: found.id,
                as_written: if found.resolved {
                    words
                } else {
                    words.or(Some(said))
                },
            });
        }
        if !found.resolved && !found.contradicts {
            let text = texts[0].clone();
            self.strange_place(field, tree, &text, reading.row.number);
        }
        Some(PlaceRef {
            id: found.id,
            as_written: (!found.same_words).then_some(said),
        })
    }
}
