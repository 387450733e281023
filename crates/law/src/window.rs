//! Does a date lie in the time that a decree gives?
//!
//! A window is one or more stretches (its own and its extensions), each counted
//! in days or months from a first day, or until a fixed day, perhaps
//! differently by kind of flight. Counting is done once, when the file is
//! loaded. A day of which the text does not settle whether it counts answers
//! unknown.

use crate::facts::{Facts, Value, agreed, term_in};
use jiff::ToSpan;
use jiff::civil::Date;
use model::{Truth, When};

/// A window of time that a condition names.
#[derive(Clone, Debug)]
pub struct Window {
    /// Id that conditions name.
    pub id: String,
    /// The window of each kind; one without a kind when it is the same for all.
    pub(crate) kinds: Vec<(Option<String>, Stretch)>,
    /// Where the kind of a case is read.
    pub(crate) kind_of: Option<KindOf>,
    /// Further stretches, added by this or a later instrument.
    pub(crate) extensions: Vec<Extension>,
}

/// A stretch of a window, for showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The window's id.
    pub window: String,
    /// `internal` or `external` where the window differs by kind.
    pub kind: Option<String>,
    /// Its first day.
    pub first: Date,
    /// Its last day; whether that day itself counts may be unsettled.
    pub last: Date,
    /// The instrument that added it, for an extension by another.
    pub by: Option<String>,
    /// Whether the text leaves the whole of it unsettled.
    pub unsettled: bool,
}

/// Where the kind is read: a fact, or else the article.
#[derive(Clone, Debug)]
pub(crate) struct KindOf {
    pub fact: &'static str,
    pub by_article: Vec<(String, String)>,
}

/// An extension of a window.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    /// The instrument that grants it, when it is another.
    pub by: Option<String>,
    /// In force from then; an earlier test does not know it.
    pub in_force: When,
    pub stretch: Stretch,
}

/// A stretch that is, or may be, in force.
pub(crate) struct InForce<'w> {
    pub stretch: &'w Stretch,
    /// The instrument that added it, when it is another.
    pub by: Option<&'w str>,
    /// False when it is not known to be in force yet.
    pub sure: bool,
}

/// A counted stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub first: Date,
    pub last: Date,
    pub first_day: Edge,
    pub last_day: Edge,
    /// Whether the text leaves the whole stretch unsettled.
    pub unsettled: bool,
}

/// Whether the first or last day of a stretch counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Counts,
    DoesNotCount,
    Unsettled,
}

/// How a day that the target month does not have is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// To the last day of the month.
    Down,
    /// To the first day of the next month.
    Up,
}

/// How long a stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    Days(i64),
    Months(i32),
    Until(Date),
}

/// Why a window cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uncountable {
    /// The target month lacks the day and no rounding is declared.
    NeedsRounding,
    /// It ends before it begins, or outside the calendar.
    Empty,
}

/// The last day of a window that begins on `first`. The day itself may or may
/// not count: that is the stretch's edge.
pub(crate) fn last_day(
    first: Date,
    length: Length,
    rounding: Option<Rounding>,
) -> Result<Date, Uncountable> {
    let last = match length {
        Length::Until(last) => last,
        Length::Days(days) => first
            .checked_add(days.days())
            .map_err(|_| Uncountable::Empty)?,
        Length::Months(months) => {
            let clamped = first
                .checked_add(months.months())
                .map_err(|_| Uncountable::Empty)?;
            match (clamped.day() == first.day(), rounding) {
                (true, _) | (false, Some(Rounding::Down)) => clamped,
                (false, Some(Rounding::Up)) => {
                    clamped.tomorrow().map_err(|_| Uncountable::Empty)?
                }
                (false, None) => return Err(Uncountable::NeedsRounding),
            }
        }
    };
    if last < first {
        return Err(Uncountable::Empty);
    }
    Ok(last)
}

impl Window {
    /// Its stretches, for showing.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let span = |kind: Option<&String>, by: Option<&String>, stretch: &Stretch| Span {
            window: self.id.clone(),
            kind: kind.cloned(),
            first: stretch.first,
            last: stretch.last,
            by: by.cloned(),
            unsettled: stretch.unsettled,
        };
        let own = self
            .kinds
            .iter()
            .map(|(kind, stretch)| span(kind.as_ref(), None, stretch));
        let added = self
            .extensions
            .iter()
            .map(|extension| span(None, extension.by.as_ref(), &extension.stretch));
        own.chain(added).collect()
    }

    /// Whether the date lies in the window, for every kind that the facts allow.
    pub(crate) fn holds(&self, when: &When, facts: &Facts, as_of: Date) -> Truth {
        let possible = self.possible_kinds(facts);
        agreed(
            self.kinds
                .iter()
                .enumerate()
                .filter(|(at, _)| possible.contains(at))
                .map(|(_, (_, stretch))| self.holds_for(stretch, when, as_of)),
        )
    }

    /// Whether the date lies in the window of each kind, in their order.
    pub(crate) fn holds_by_kind(&self, when: &When, as_of: Date) -> Vec<Truth> {
        self.kinds
            .iter()
            .map(|(_, stretch)| self.holds_for(stretch, when, as_of))
            .collect()
    }

    /// The stretches of one kind, with the extensions that are or may be in force.
    pub(crate) fn stretches<'w>(
        &'w self,
        own: &'w Stretch,
        as_of: Date,
    ) -> impl Iterator<Item = InForce<'w>> {
        let own = InForce {
            stretch: own,
            by: None,
            sure: true,
        };
        let extensions = self.extensions.iter().filter_map(move |extension| {
            let in_force = extension.in_force.on_or_before(as_of);
            (in_force != Truth::False).then_some(InForce {
                stretch: &extension.stretch,
                by: extension.by.as_deref(),
                sure: in_force == Truth::True,
            })
        });
        std::iter::once(own).chain(extensions)
    }

    fn holds_for(&self, own: &Stretch, when: &When, as_of: Date) -> Truth {
        let mut sure = Vec::new();
        let mut possible = false;
        for in_force in self.stretches(own, as_of) {
            let (from, until) = in_force.stretch.outer();
            possible |= when.within(from, until) != Truth::False;
            if in_force.sure {
                sure.extend(in_force.stretch.inner());
            }
        }
        sure.sort();
        // Stretches that touch are one.
        let mut joined: Vec<(Date, Date)> = Vec::new();
        for (from, until) in sure {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => joined.push((from, until)),
            }
        }
        if joined
            .iter()
            .any(|(from, until)| when.within(*from, *until) == Truth::True)
        {
            Truth::True
        } else if possible {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// The places in `kinds` that the facts allow; all when they contradict each other.
    pub(crate) fn possible_kinds(&self, facts: &Facts) -> Vec<usize> {
        let all: Vec<usize> = (0..self.kinds.len()).collect();
        let Some(kind_of) = &self.kind_of else {
            return all;
        };
        let stated = |fact: &str| -> Vec<String> {
            let terms = facts.stated(fact).iter().filter_map(|s| match &s.value {
                Value::OneOf(terms) => Some(terms.clone()),
                _ => None,
            });
            terms.flatten().collect()
        };
        let (kinds, articles) = (stated(kind_of.fact), stated("offence.article"));
        let allowed = |at: &usize| {
            let Some(kind) = &self.kinds[*at].0 else {
                return true;
            };
            let by_kind = kinds.is_empty() || kinds.contains(kind);
            let by_article = articles.is_empty()
                || articles.iter().any(|article| {
                    let mut of_article = kind_of
                        .by_article
                        .iter()
                        .filter(|(listed, _)| {
                            term_in(article, std::slice::from_ref(listed)) == Truth::True
                        })
                        .peekable();
                    // An article of which the file names no kind may be of any.
                    of_article.peek().is_none() || of_article.any(|(_, named)| named == kind)
                });
            by_kind && by_article
        };
        let possible: Vec<usize> = all.iter().copied().filter(allowed).collect();
        if possible.is_empty() { all } else { possible }
    }
}

impl Stretch {
    /// Days that may count, as a half-open interval.
    fn outer(&self) -> (Date, Date) {
        self.interval(Edge::DoesNotCount)
    }

    /// Days that certainly count, as a half-open interval; `None` for no day.
    fn inner(&self) -> Option<(Date, Date)> {
        let strict = Stretch {
            first_day: self.first_day.strictly(),
            last_day: self.last_day.strictly(),
            ..self.clone()
        };
        let (from, until) = strict.interval(Edge::DoesNotCount);
        (!self.unsettled && from < until).then_some((from, until))
    }

    fn interval(&self, left_out: Edge) -> (Date, Date) {
        let next = |day: Date| day.tomorrow().unwrap_or(Date::MAX);
        let from = if self.first_day == left_out {
            next(self.first)
        } else {
            self.first
        };
        let until = if self.last_day == left_out {
            self.last
        } else {
            next(self.last)
        };
        (from, until)
    }
}

impl Edge {
    fn strictly(self) -> Edge {
        match self {
            Edge::Counts => Edge::Counts,
            Edge::DoesNotCount | Edge::Unsettled => Edge::DoesNotCount,
        }
    }
}

impl Stretch {
    /// Which of its days the text leaves unsettled, as the messages name it.
    pub(crate) fn unsettled_part(&self) -> Option<&'static str> {
        let first = self.first_day == Edge::Unsettled;
        match (self.unsettled, first, self.last_day == Edge::Unsettled) {
            (true, _, _) => Some("all"),
            (false, true, true) => Some("both"),
            (false, true, false) => Some("first"),
            (false, false, true) => Some("last"),
            (false, false, false) => None,
        }
    }

    /// Whether the text leaves it unsettled if this first or last day counts.
    pub(crate) fn unsettled_edge(&self, day: Date) -> bool {
        self.first_day == Edge::Unsettled && day == self.first
            || self.last_day == Edge::Unsettled && day == self.last
    }
}
