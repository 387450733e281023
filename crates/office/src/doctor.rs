//! Is this machine, and this office, in order?
//!
//! Each line says what was looked at, what was found, and whether it is good;
//! what to do about it is the sentence of the line in `words`.

use crate::studies::ids_in;
use crate::{AsOf, Office};
use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// What (`doctor-…` in `words`).
    pub what: &'static str,
    /// What was found.
    pub found: String,
    /// Nothing needs to be done.
    pub good: bool,
}

impl Office {
    /// Looks at keys, register, texts and the folder; reads no case.
    pub fn doctor(&self) -> Vec<Advice> {
        let mut advice = Vec::new();
        let mut add = |what, found: String, good| advice.push(Advice { what, found, good });
        let slots = self
            .keys()
            .slots()
            .map(|(_, kind)| kind)
            .collect::<Vec<_>>();
        let recovery = slots.contains(&register::SlotKind::Recovery);
        add(
            "recovery-key",
            if recovery { "1" } else { "0" }.into(),
            recovery,
        );
        add("key-slots", slots.len().to_string(), slots.len() > 1);
        let database = match &self.settings.database {
            None => "SQLCipher",
            Some(_) => "PostgreSQL",
        };
        add("database", database.into(), true);
        match self.register.read(|tx| Ok(tx.position())) {
            Ok(position) => add("log", position.to_string(), true),
            Err(problem) => add("log", problem.to_string(), false),
        }
        match self.library() {
            Ok(library) => add("instruments", library.instruments().len().to_string(), true),
            Err(problems) => add("instruments", listed(&problems), false),
        }
        let texts = self.texts();
        let studies = ids_in(&texts);
        let broken: Vec<String> = studies
            .iter()
            .filter_map(|id| self.read_study(id).err())
            .map(|problems| listed(&problems))
            .collect();
        if broken.is_empty() {
            add("studies", studies.len().to_string(), true);
        } else {
            add("studies", broken.join("; "), false);
        }
        if let Err(problem) = self.frame_of_all(&AsOf::default()) {
            add("frame", problem.to_string(), false);
        }
        let private = crate::folder::is_private(&self.folder);
        add("folder", self.folder.display().to_string(), private);
        advice
    }
}

fn listed(problems: &[model::Problem]) -> String {
    problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
