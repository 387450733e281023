//! What had the office learned by a day, and what may it have learned?
//!
//! A claim says when the office learned it, as partially as anybody remembers.
//! By a day it is known, not known, or possibly known; the last can be settled
//! one way or the other, to bound what a study may come to.

use jiff::civil::Date;
use model::record::Event;
use model::{Truth, When};

/// What the office knew of something on the day asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Sure,
    Possible,
    Not,
}

/// What becomes of a thing of which nobody said whether the office had learned it by then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Knowledge {
    /// It is there, and says that it is only possible.
    #[default]
    Told,
    /// The office had not learned it: the least that it can have known.
    Least,
    /// The office had learned it: the most that it can have known.
    Most,
}

impl Knowledge {
    pub(super) fn settled(self, known: Known) -> Known {
        match (self, known) {
            (Knowledge::Least, Known::Possible) => Known::Not,
            (Knowledge::Most, Known::Possible) => Known::Sure,
            (_, known) => known,
        }
    }
}

impl Known {
    pub(super) fn of(learned: Option<&When>, on: Option<Date>) -> Known {
        let Some(day) = on else { return Known::Sure };
        match learned.map_or(Truth::Unknown, |when| when.on_or_before(day)) {
            Truth::True => Known::Sure,
            Truth::Unknown => Known::Possible,
            Truth::False => Known::Not,
        }
    }

    pub(super) fn word(self) -> &'static str {
        if self == Known::Sure {
            "sure"
        } else {
            "possible"
        }
    }
}

/// The first moment at which the office learned of an event, over its claims.
#[derive(Default)]
pub(super) struct Learned<'a> {
    pub(super) text: Option<&'a str>,
    pub(super) earliest: Option<Date>,
    pub(super) latest: Option<Date>,
}

/// The first of several partial days: no earlier than the earliest bound of all,
/// no later than the smallest latest bound. A claim that does not say when it
/// was learned may have been the first, so it leaves the beginning open.
pub(super) fn first_learned<'a>(event: &'a Event, known: &[Known]) -> Learned<'a> {
    let mut learned = Learned::default();
    let mut open = false;
    let mut first: Option<&When> = None;
    for (claim, known) in event.claims.iter().zip(known) {
        if *known == Known::Not {
            continue;
        }
        let Some(when) = &claim.learned else {
            open = true;
            continue;
        };
        open |= when.earliest().is_none();
        learned.earliest = match (learned.earliest, when.earliest()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        learned.latest = match (learned.latest, when.latest()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if first.is_none_or(|first| when < first) {
            first = Some(when);
        }
    }
    if open {
        learned.earliest = None;
    } else {
        learned.text = first.map(When::edtf);
    }
    learned
}
