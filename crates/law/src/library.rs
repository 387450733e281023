//! Which instruments does an office hold, and do they hold together?
//!
//! A library is loaded at once: a decree may extend a window of another, so
//! amendments are put in place first, and then every test in every file is
//! run. A library with a failing test does not load. [`builtin`] are the
//! instruments shipped with the product, copied into a new office.

use crate::instrument::{Amendment, Case, Instrument, Rule};
use crate::load::load;
use crate::tester::{Outcome, Tester};
use crate::window::Extension;
use jiff::civil::Date;
use model::{Code, Problem};

/// The instruments of an office, by id.
#[derive(Clone, Debug)]
pub struct Library {
    instruments: Vec<Instrument>,
}

impl Library {
    /// Loads instruments from file names and their texts.
    ///
    /// # Errors
    /// Every problem of every file, each with file and line.
    pub fn load<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Library, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut instruments: Vec<Instrument> = Vec::new();
        for (file, text) in files {
            match load(file, text) {
                Ok(next) => {
                    if instruments.iter().any(|known| known.id == next.id) {
                        let problem = Problem::new(Code::LawIdTwice).with("id", &next.id);
                        problems.push(problem.in_file(file));
                    } else {
                        instruments.push(next);
                    }
                }
                Err(found) => problems.extend(found),
            }
        }
        amend(&mut instruments, &mut problems);
        instruments.sort_by(|a, b| a.issued.cmp(&b.issued).then_with(|| a.id.cmp(&b.id)));
        // Tests of the whole say little while a file is broken.
        if problems.is_empty() {
            for instrument in &instruments {
                for case in &instrument.cases {
                    problems.extend(failure(instrument, case));
                }
            }
        }
        if problems.is_empty() {
            Ok(Library { instruments })
        } else {
            Err(problems)
        }
    }

    /// The instruments, oldest first.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The instrument with this id.
    ///
    /// # Errors
    /// `law.instrument-unknown`.
    pub fn get(&self, id: &str) -> Result<&Instrument, Problem> {
        self.instruments
            .iter()
            .find(|instrument| instrument.id == id)
            .ok_or_else(|| Problem::new(Code::LawInstrumentUnknown).with("instrument", id))
    }
}

/// Puts amendments in place: the window of the amended instrument gets a further
/// stretch, and an amending instrument without rules of its own stands for the
/// rules that it amends.
fn amend(instruments: &mut [Instrument], problems: &mut Vec<Problem>) {
    // Which rules of which instrument each amending instrument touches.
    let mut touched: Vec<(usize, usize, Rule)> = Vec::new();
    for at in 0..instruments.len() {
        let amending = instruments[at].clone();
        for amendment in &amending.amends {
            match place(instruments, &amending, amendment) {
                Ok((target, rules)) => {
                    touched.extend(rules.into_iter().map(|rule| (at, target, rule)));
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    for (at, target, rule) in touched {
        let amended = instruments[target].clone();
        let amending = &mut instruments[at];
        // Only a rule that it took over makes it hold windows it does not define.
        if amending.rules.is_empty() {
            amending.exclusions = amended.exclusions;
            amending.windows = amended.windows;
            amending.terms.extend(amended.terms);
        }
        if !amending.rules.iter().any(|known| known.id == rule.id) {
            amending.rules.push(rule);
        }
    }
}

/// Adds one amendment's stretch; returns the amended instrument and the rules it touches.
fn place(
    instruments: &mut [Instrument],
    amending: &Instrument,
    amendment: &Amendment,
) -> Result<(usize, Vec<Rule>), Problem> {
    let refuse = |code: Code, name: &'static str, value: &str| {
        Problem::new(code)
            .with(name, value)
            .in_file(&amending.file)
            .at_line(amendment.line)
    };
    let target = instruments
        .iter()
        .position(|known| known.id == amendment.instrument)
        .ok_or_else(|| {
            refuse(
                Code::LawInstrumentUnknown,
                "instrument",
                &amendment.instrument,
            )
        })?;
    let amended = &mut instruments[target];
    let touched: Vec<Rule> = amended
        .rules
        .iter()
        .filter(|rule| amended.reaches_window(rule, &amendment.window))
        .cloned()
        .collect();
    // Only the articles that the amendment names may be touched by it.
    let beyond = touched
        .iter()
        .flat_map(|rule| &rule.cite)
        .find(|cite| !amendment.articles.contains(cite));
    if let Some(article) = beyond {
        return Err(refuse(Code::LawAmendmentTooWide, "article", article));
    }
    let window = amended
        .windows
        .iter_mut()
        .find(|window| window.id == amendment.window)
        .ok_or_else(|| refuse(Code::LawWindowUnknown, "window", &amendment.window))?;
    window.extensions.push(Extension {
        by: Some(amending.id.clone()),
        in_force: amending.in_force.clone(),
        stretch: amendment.stretch.clone(),
    });
    let takes_over = amending.rules.is_empty();
    Ok((target, if takes_over { touched } else { Vec::new() }))
}

/// What a test in a file finds wrong.
fn failure(instrument: &Instrument, case: &Case) -> Option<Problem> {
    let place = |problem: Problem| {
        problem
            .with("test", &case.name)
            .in_file(&instrument.file)
            .at_line(case.line)
    };
    let as_of = case.as_of.unwrap_or(Date::MAX);
    let tester = Tester::new(
        instrument,
        case.reading.as_deref(),
        as_of,
        &case.assumptions,
    );
    let tested = match tester {
        Ok(mut tester) => tester.test(&case.facts),
        Err(problem) => return Some(place(problem)),
    };
    let wrong = |expected: String, found: String| {
        let problem = Problem::new(Code::LawTestFailed);
        Some(place(
            problem.with("expected", expected).with("found", found),
        ))
    };
    if tested.outcome != case.outcome {
        let word = |outcome: Outcome| outcome.word().to_owned();
        return wrong(word(case.outcome), word(tested.outcome));
    }
    let expected = case.missing.as_ref()?;
    if sorted(expected) == sorted(&tested.missing) {
        None
    } else {
        wrong(said(expected), said(&tested.missing))
    }
}

fn sorted(sets: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut sets = sets.to_vec();
    for set in &mut sets {
        set.sort();
    }
    sets.sort();
    sets
}

/// Sets as they are written in the file.
fn said(sets: &[Vec<String>]) -> String {
    let sets: Vec<String> = sets
        .iter()
        .map(|set| format!("[{}]", set.join(", ")))
        .collect();
    format!("[{}]", sets.join(", "))
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        /// The instruments shipped with the product: file names and texts.
        pub fn builtin() -> Vec<(&'static str, &'static str)> {
            vec![$((
                concat!($name, ".toml"),
                include_str!(concat!("../../../law/", $name, ".toml")),
            )),*]
        }
    };
}

shipped!(
    "ld-34-2011",
    "ld-61-2011",
    "ld-10-2012",
    "ld-30-2012",
    "ld-71-2012",
    "ld-23-2013",
    "ld-70-2013",
    "ld-71-2013",
    "ld-22-2014",
    "ld-32-2015",
    "ld-8-2016",
    "ld-15-2016",
    "ld-11-2017",
    "ld-18-2018",
    "ld-20-2019",
    "ld-3-2022",
    "ld-36-2023",
);
