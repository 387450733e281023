//! Does a partial date lie before, after, or within?
//!
//! A [`When`] allows a set of days (its bounds, moved apart by the margin when
//! it is qualified; the members of a set one by one). A comparison is `True`
//! when every allowed day satisfies it, `False` when none does, else `Unknown`.
//! So widening a date may only move an answer towards `Unknown`.

use super::{Stretch, When};
use crate::Truth;
use jiff::civil::Date;

impl When {
    /// Whether it lies strictly before the day.
    pub fn before(&self, day: Date) -> Truth {
        self.over_days(|stretch| stretch.before(day))
    }

    /// Whether it lies on the day or before it.
    pub fn on_or_before(&self, day: Date) -> Truth {
        !self.after(day)
    }

    /// Whether it lies strictly after the day.
    pub fn after(&self, day: Date) -> Truth {
        self.over_days(|stretch| stretch.after(day))
    }

    /// Whether it lies on the day or after it.
    pub fn on_or_after(&self, day: Date) -> Truth {
        !self.before(day)
    }

    /// Whether it lies in `[from, until_exclusive)`.
    pub fn within(&self, from: Date, until_exclusive: Date) -> Truth {
        self.over_days(|stretch| {
            if from >= until_exclusive {
                return Truth::False;
            }
            (!stretch.before(from)).and(stretch.before(until_exclusive))
        })
    }

    /// Whether it lies strictly before the other.
    pub fn compare_before(&self, other: &When) -> Truth {
        let (ours, theirs) = (self.reach, other.reach);
        if let (Some(our_last), Some(their_first)) = (ours.latest, theirs.earliest)
            && our_last < their_first
        {
            return Truth::True;
        }
        if let (Some(our_first), Some(their_last)) = (ours.earliest, theirs.latest)
            && our_first >= their_last
        {
            return Truth::False;
        }
        Truth::Unknown
    }

    /// Whether both mean the same day: `True` for one exact day said twice, `False`
    /// when they have no day in common, else `Unknown`.
    pub fn overlaps(&self, other: &When) -> Truth {
        if !self.could_equal(other) {
            return Truth::False;
        }
        match (self.exact_day(), other.exact_day()) {
            (Some(_), Some(_)) => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// Whether some day is allowed by both.
    pub fn could_equal(&self, other: &When) -> bool {
        self.stretches().iter().any(|ours| {
            other
                .stretches()
                .iter()
                .any(|theirs| ours.shares_a_day(*theirs))
        })
    }

    /// Whether the day is allowed.
    pub fn could_be(&self, day: Date) -> bool {
        self.could_equal(&When::day(day))
    }

    /// One answer from the answers for each run of allowed days.
    fn over_days(&self, answer: impl Fn(&Stretch) -> Truth) -> Truth {
        let mut answers = self.stretches().iter().map(answer);
        // A date has at least one run; `Unknown` is the honest answer for none.
        let first = answers.next().unwrap_or(Truth::Unknown);
        if answers.all(|next| next == first) {
            first
        } else {
            Truth::Unknown
        }
    }
}

impl Stretch {
    fn before(&self, day: Date) -> Truth {
        if self.latest.is_some_and(|latest| latest < day) {
            Truth::True
        } else if self.earliest.is_some_and(|earliest| earliest >= day) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    fn after(&self, day: Date) -> Truth {
        if self.earliest.is_some_and(|earliest| earliest > day) {
            Truth::True
        } else if self.latest.is_some_and(|latest| latest <= day) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    fn shares_a_day(&self, other: Stretch) -> bool {
        let begins_by = |first: Option<Date>, last: Option<Date>| match (first, last) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        };
        begins_by(self.earliest, other.latest) && begins_by(other.earliest, self.latest)
    }
}
