//! What does one decree, law or agreement say, as data?
//!
//! These are the types that `load` fills from a TOML file. Articles stand as
//! recorded beside the rules that code them. Texts are bilingual. Invariant:
//! an [`Instrument`] that `load` returned has every name resolved, every
//! window counted and no two rules that could both apply without priority.

use crate::facts::Facts;
use crate::window::{Span, Window};
use jiff::civil::Date;
use model::When;
use serde::Serialize;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Arabic.
    pub ar: String,
    /// English.
    pub en: String,
}

/// An instrument: a decree, law or agreement.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Stable id, such as `ld-18-2018`.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// When it was issued; partial when only the year is known.
    pub issued: When,
    /// The Hijri date as its text gives it.
    pub issued_hijri: Option<String>,
    /// From when it is in force.
    pub in_force: When,
    /// Whether the office holds the official gazette text.
    pub original_text_held: bool,
    /// Where the text as recorded comes from.
    pub sources: Vec<Source>,
    /// Articles as recorded, summarised in the office's words.
    pub articles: Vec<Article>,
    /// Names of the terms that its conditions use.
    pub terms: Vec<Term>,
    /// Rules in the order of the file.
    pub rules: Vec<Rule>,
    /// Exclusions that rules name.
    pub exclusions: Vec<Exclusion>,
    /// Windows of time that conditions name.
    pub windows: Vec<Window>,
    /// Rival readings besides the text as recorded.
    pub readings: Vec<Reading>,
    /// Hypothetical assumptions that a test may be run under.
    pub assumptions: Vec<Assumption>,
    /// What it changes in other instruments.
    pub(crate) amends: Vec<Amendment>,
    pub(crate) cases: Vec<Case>,
    /// File it was loaded from, for problems.
    pub(crate) file: String,
}

/// Where a text comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Publisher and title.
    pub title: Text,
    /// Address, if it has one.
    pub url: Option<String>,
}

/// An article as recorded.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// Its number, such as `1(c)`.
    pub id: String,
    /// How it is called, where the id does not say it in both languages.
    pub label: Option<Text>,
    /// What it says, in the office's words.
    pub summary: Text,
}

/// What a term of a fact is called.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    /// The term as records and conditions write it.
    pub id: String,
    /// Its name.
    pub label: Text,
}

/// What a rule grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Amnesty of the whole penalty.
    Full,
    /// Amnesty of half of the penalty.
    Half,
    /// A lighter penalty in place of a heavier one.
    Commuted,
}

impl Effect {
    /// The word of the file and of the message `law-effect-…`.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Full => "full",
            Effect::Half => "half",
            Effect::Commuted => "commuted",
        }
    }
}

/// A rule: who gets what.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Id, returned with what is granted.
    pub id: String,
    /// The articles that it codes.
    pub cite: Vec<String>,
    /// What it grants.
    pub effect: Effect,
    /// To whom.
    pub when: Condition,
    /// Ids of exclusions.
    pub excludes: Vec<String>,
    /// Ids of rules that it goes before.
    pub over: Vec<String>,
    pub(crate) line: u64,
}

/// Who is left out of a rule, and who is left out of the leaving out.
#[derive(Clone, Debug)]
pub struct Exclusion {
    /// Id that rules name.
    pub id: String,
    /// The articles that it codes.
    pub cite: Vec<String>,
    /// Whom it concerns.
    pub when: Condition,
    /// Who of them is not left out after all.
    pub unless: Option<Condition>,
    /// What follows when it does not concern the person.
    pub not_engaged: Option<Text>,
}

/// A rival reading of the text.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Id, asked for in a test.
    pub id: String,
    /// What it reads.
    pub title: Text,
    /// On whose authority.
    pub authority: Text,
    /// Windows as this reading counts them.
    pub(crate) windows: Vec<Window>,
    /// Rules that it leaves out.
    pub(crate) leaves_out: Vec<String>,
    /// Exclusions that it sets aside.
    pub(crate) sets_aside: Vec<String>,
}

/// A labelled hypothetical assumption; never a finding.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Id, asked for in a test and carried by every leaf that rests on it.
    pub id: String,
    /// What is assumed.
    pub title: Text,
    /// The facts it supposes where nothing is stated.
    pub facts: Facts,
}

/// A change to a window of another instrument.
#[derive(Clone, Debug)]
pub(crate) struct Amendment {
    pub instrument: String,
    pub articles: Vec<String>,
    pub window: String,
    pub stretch: crate::window::Stretch,
    pub line: u64,
}

/// A test inside the file.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub name: String,
    pub facts: Facts,
    pub reading: Option<String>,
    pub assumptions: Vec<String>,
    pub as_of: Option<Date>,
    pub outcome: crate::tester::Outcome,
    pub missing: Option<Vec<Vec<String>>>,
    pub line: u64,
}

/// A condition over facts.
#[derive(Clone, Debug)]
pub enum Condition {
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// A test of one fact.
    Leaf(Leaf),
}

/// A test of one fact.
#[derive(Clone, Debug)]
pub enum Leaf {
    /// The term is one of these (or, with `negated`, none of these).
    In {
        fact: &'static str,
        terms: Vec<String>,
        negated: bool,
    },
    /// The date lies on this side of a day.
    Side {
        fact: &'static str,
        side: Side,
        day: Date,
    },
    /// The state held on the day. Where nothing is stated of it, the other
    /// state, held on that day, shows that it did not.
    At {
        fact: &'static str,
        day: Date,
        precluded_by: Option<&'static str>,
    },
    /// The date lies in a window.
    Within { fact: &'static str, window: String },
    /// The text that would say is not held: never known.
    NotHeld { what: Text },
}

/// A side of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Strictly before.
    Before,
    /// On it or before.
    OnOrBefore,
    /// Strictly after.
    After,
    /// On it or after.
    OnOrAfter,
}

impl Side {
    /// The key of the file; the message is `law-leaf-` and the word.
    pub fn word(self) -> &'static str {
        match self {
            Side::Before => "before",
            Side::OnOrBefore => "on-or-before",
            Side::After => "after",
            Side::OnOrAfter => "on-or-after",
        }
    }
}

impl Condition {
    /// Calls for each leaf, in order.
    pub(crate) fn each_leaf<'c>(&'c self, visit: &mut impl FnMut(&'c Leaf)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| part.each_leaf(visit));
            }
            Condition::Not(part) => part.each_leaf(visit),
            Condition::Leaf(leaf) => visit(leaf),
        }
    }

    /// The lists of terms that must hold for the condition to hold, by fact.
    pub(crate) fn required_terms(&self) -> Vec<(&'static str, &[String])> {
        match self {
            Condition::All(parts) => parts.iter().flat_map(Condition::required_terms).collect(),
            Condition::Leaf(Leaf::In {
                fact,
                terms,
                negated: false,
            }) => vec![(fact, terms)],
            _ => Vec::new(),
        }
    }
}

impl Instrument {
    /// The windows of the text as recorded, extensions last, for timelines and tables.
    pub fn spans(&self) -> Vec<Span> {
        self.windows.iter().flat_map(Window::spans).collect()
    }

    /// What an article or a term is called, if the instrument says.
    pub(crate) fn label(&self, id: &str) -> Option<&Text> {
        let article = self.articles.iter().find(|article| article.id == id);
        let term = self.terms.iter().find(|term| term.id == id);
        article
            .and_then(|article| article.label.as_ref())
            .or_else(|| term.map(|term| &term.label))
    }

    /// The exclusions of a rule, under a reading.
    pub(crate) fn exclusions_of<'i>(
        &'i self,
        rule: &'i Rule,
        reading: Option<&'i Reading>,
    ) -> impl Iterator<Item = &'i Exclusion> {
        rule.excludes
            .iter()
            .filter(move |id| !reading.is_some_and(|r| r.sets_aside.contains(id)))
            .filter_map(|id| self.exclusions.iter().find(|exclusion| exclusion.id == *id))
    }

    /// The rules in effect under a reading.
    pub(crate) fn rules_under<'i>(
        &'i self,
        reading: Option<&'i Reading>,
    ) -> impl Iterator<Item = &'i Rule> {
        self.rules
            .iter()
            .filter(move |rule| !reading.is_some_and(|r| r.leaves_out.contains(&rule.id)))
    }

    /// Whether a rule's outcome depends on a window.
    pub(crate) fn reaches_window(&self, rule: &Rule, window: &str) -> bool {
        let mut reached = false;
        let mut visit = |leaf: &Leaf| {
            if let Leaf::Within { window: named, .. } = leaf {
                reached |= named == window;
            }
        };
        rule.when.each_leaf(&mut visit);
        for exclusion in self.exclusions_of(rule, None) {
            exclusion.when.each_leaf(&mut visit);
            if let Some(unless) = &exclusion.unless {
                unless.each_leaf(&mut visit);
            }
        }
        reached
    }
}
