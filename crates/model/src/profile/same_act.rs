//! When do two records of one person tell of the same act?
//!
//! The office's rule as data: how far dates may lie apart, from which level of
//! the gazetteer on other places are other acts, what happens once in a life.
//! The rule is applied in `study` (frame) and shown to reviewers in `office`;
//! a reviewer's decision about two events goes before it.

use crate::{Code, Problem};
use serde::{Deserialize, Serialize};

/// The level of the gazetteer from which on other places are other acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceLevel {
    /// Places say nothing.
    Any,
    /// Two governorates are two acts.
    #[default]
    Governorate,
    /// Two districts are two acts.
    District,
    /// Two towns are two acts.
    Town,
}

impl PlaceLevel {
    /// Its word in the profile.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceLevel::Any => "any",
            PlaceLevel::Governorate => "governorate",
            PlaceLevel::District => "district",
            PlaceLevel::Town => "town",
        }
    }
}

/// The rule that takes events of one person, told by several records, for one act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SameActRule {
    /// Dates are one date when no two of their days lie farther apart, in days.
    pub days: u32,
    /// Dates that overlap are one date when all their days lie within so many days.
    pub span: u32,
    /// Dates of which no two days lie nearer than this are two acts, in days.
    pub apart: u32,
    /// From which level on other places are other acts.
    pub place: PlaceLevel,
    /// Kinds of event that happen once to a person, narrower kinds included: one
    /// act unless their dates are surely apart.
    pub once: Vec<String>,
    /// Kinds that only a reviewer takes for one act, narrower kinds included.
    pub by_hand: Vec<String>,
}

impl Default for SameActRule {
    fn default() -> SameActRule {
        SameActRule {
            days: 3,
            span: 31,
            apart: 60,
            place: PlaceLevel::Governorate,
            once: vec!["death".into()],
            by_hand: Vec::new(),
        }
    }
}

impl SameActRule {
    /// What makes the rule contradict itself.
    pub(super) fn problems(&self) -> Vec<Problem> {
        if self.apart < self.days.max(self.span) {
            vec![
                Problem::new(Code::ProfileSameActDays)
                    .with("apart", self.apart)
                    .with("least", self.days.max(self.span))
                    .in_file("same-act.toml"),
            ]
        } else {
            Vec::new()
        }
    }
}
