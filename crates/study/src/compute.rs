//! What does the study come to, on this frame?
//!
//! Runs everything in the order in which one part needs another: population,
//! law tests, figures, cases, charts, checks. The result depends on the study's
//! files, the frame, the profile and the instruments alone; the same four give
//! the same bytes. All problems of all statements are collected.

use crate::computed::{Computed, Exclusion, LawRow, LawTable, SourceCount, Suppression};
use crate::definition::Study;
use crate::definition::file::LawEntry;
use crate::facts::facts_of;
use crate::frame::Frame;
use crate::{case, chart, check, figure, rows};
use jiff::ToSpan;
use jiff::civil::Date;
use law::{Library, Tested, Tester};
use model::profile::{Label, Profile};
use model::{Code, Problem};
use std::collections::BTreeMap;

/// Says the main reason of a law test in both languages; an office implements it with `words`.
pub trait Voice {
    /// The reason.
    fn reason(&self, tested: &Tested) -> Label;
}

/// Says nothing: for callers that show no law table.
pub struct Silent;

impl Voice for Silent {
    fn reason(&self, _: &Tested) -> Label {
        Label::default()
    }
}

/// Whether the checks are run, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checks {
    /// Figures, law tests, cases and charts only.
    Left,
    /// And everything that `study check` finds.
    Run,
}

/// Computes a study with its checks.
///
/// # Errors
/// All problems of all statements, each with the line of the study's file.
pub fn compute(
    study: &Study,
    frame: &Frame,
    profile: &Profile,
    instruments: &Library,
    voice: &dyn Voice,
) -> Result<Computed, Vec<Problem>> {
    compute_with(study, frame, profile, instruments, voice, Checks::Run)
}

/// The least and the most that the office can have known on the day of "as
/// known on", where the frame itself leaves that open (`Frame::is_undecided`).
#[derive(Clone, Copy, Debug)]
pub struct KnownBounds<'f> {
    /// Without all that it may have learned only later.
    pub least: &'f Frame,
    /// With all that it may have learned by then.
    pub most: &'f Frame,
}

/// Computes a study, with or without its checks.
///
/// # Errors
/// As [`compute`].
pub fn compute_with(
    study: &Study,
    frame: &Frame,
    profile: &Profile,
    instruments: &Library,
    voice: &dyn Voice,
    checks: Checks,
) -> Result<Computed, Vec<Problem>> {
    compute_between(study, frame, None, profile, instruments, voice, checks)
}

/// Computes a study as known on a day: a figure counts as sure what both bounds
/// count as sure, whether its query looks at what was learned when or not; a law
/// test rests on what the office surely knew.
///
/// # Errors
/// As [`compute`].
pub fn compute_between(
    study: &Study,
    frame: &Frame,
    bounds: Option<&KnownBounds<'_>>,
    profile: &Profile,
    instruments: &Library,
    voice: &dyn Voice,
    checks: Checks,
) -> Result<Computed, Vec<Problem>> {
    let exclusions = population(study, frame).map_err(|problem| vec![problem])?;
    for bound in bounds.iter().flat_map(|bounds| [bounds.least, bounds.most]) {
        population(study, bound).map_err(|problem| vec![problem])?;
    }
    let mut problems = Vec::new();
    let mut keep = |problem: Problem| problems.push(problem);
    let cases = match &study.file.cases {
        Some(cases) => case::tell(study, cases, frame, profile)
            .map_err(&mut keep)
            .unwrap_or_default(),
        None => Vec::new(),
    };
    let called: BTreeMap<&str, (usize, &str)> = cases
        .iter()
        .enumerate()
        .map(|(position, case)| (case.person.as_str(), (position, case.called.as_str())))
        .collect();
    let known = bounds.map_or(frame, |bounds| bounds.least);
    let tested = bounds.map_or_else(Vec::new, |bounds| {
        vec![(bounds.least, bounds.least), (bounds.most, bounds.most)]
    });
    let mut law_tables = Vec::new();
    // The last ones are those that are shown.
    for (frame, facts) in tested.into_iter().chain([(frame, known)]) {
        law_tables.clear();
        frame
            .own(|connection| connection.execute_batch("delete from law_tests"))
            .map_err(&mut keep)
            .ok();
        for law in &study.file.laws {
            match law_table(study, law, (frame, facts), instruments, voice, &called) {
                Ok(table) => law_tables.push(table),
                Err(problem) => keep(problem),
            }
        }
    }
    let mut figures = Vec::new();
    for entry in &study.file.figures {
        match figure::compute(study, entry, frame, bounds, profile) {
            Ok(computed) => figures.push(computed),
            Err(problem) => keep(problem),
        }
    }
    let mut charts = Vec::new();
    for entry in &study.file.charts {
        match chart::draw(study, entry, frame) {
            Ok(drawn) => charts.push(drawn),
            Err(problem) => keep(problem),
        }
    }
    let sources = sources(frame, profile)
        .map_err(&mut keep)
        .unwrap_or_default();
    if !problems.is_empty() {
        return Err(problems);
    }
    let texts = ["ar", "en"]
        .into_iter()
        .filter_map(|language| Some((language.to_owned(), study.text(language)?.to_owned())))
        .collect();
    let mut computed = Computed {
        study: study.id.clone(),
        title: study.file.title.clone(),
        subtitle: study.file.subtitle.clone(),
        office: profile.name.clone(),
        notice: profile.notice.clone(),
        position: frame.options.position,
        checkpoint: frame.options.root.clone(),
        part: false,
        as_known_on: frame.options.as_known_on.map(|day| day.to_string()),
        study_sha256: study.sha256.clone(),
        periods: study
            .periods
            .iter()
            .map(|bounds| bounds.period.clone())
            .collect(),
        figures,
        law_tables,
        cases,
        charts,
        estimates: study.estimates(),
        exclusions,
        suppression: study.file.suppression.as_ref().map(|rule| Suppression {
            below: rule.below,
            figures: rule.figures.iter().map(|id| id.get_ref().clone()).collect(),
            ..Suppression::default()
        }),
        sources,
        findings: Vec::new(),
        texts,
        confirmation_rules: profile
            .confirmations
            .iter()
            .map(|rule| format!("{} v{}", rule.id, rule.version))
            .collect(),
    };
    if checks == Checks::Run {
        computed.findings = check::all(study, &computed, frame, profile)?;
    }
    Ok(computed)
}

/// Fills the table `population` and counts who was left out and why.
fn population(study: &Study, frame: &Frame) -> Result<Vec<Exclusion>, Problem> {
    frame.own(|connection| connection.execute_batch("delete from population"))?;
    let everybody = match &study.file.population {
        None => None,
        Some(population) => Some(rows::ids(
            frame,
            &study.sql(&population.rows, "population"),
        )?),
    };
    if everybody.is_none() && study.file.exclusions.is_empty() {
        frame.own(|connection| {
            connection.execute_batch("insert into population select id from persons")
        })?;
        return Ok(Vec::new());
    }
    let mut left = match everybody {
        Some(left) => left,
        None => {
            let mut all = crate::ids::Ids::default();
            frame.own(|connection| {
                let mut query = connection.prepare("select id from persons")?;
                let mut rows = query.query([])?;
                while let Some(row) = rows.next()? {
                    all.push(row.get_ref(0)?.as_str().unwrap_or_default());
                }
                Ok(())
            })?;
            all.settle();
            all
        }
    };
    let mut exclusions = Vec::new();
    for (position, exclusion) in study.file.exclusions.iter().enumerate() {
        let sql = study.sql(&exclusion.rows, format!("exclusion {}", position + 1));
        let mut taken = rows::ids(frame, &sql)?;
        taken.keep(&left);
        left.remove(&taken);
        exclusions.push(Exclusion {
            reason: exclusion.reason.clone(),
            count: taken.len(),
            ids: taken.texts(),
        });
    }
    frame.own(|connection| {
        let mut insert = connection.prepare("insert into population values (?1)")?;
        connection.execute_batch("begin")?;
        for id in left.texts() {
            insert.execute([&id])?;
        }
        connection.execute_batch("commit")
    })?;
    Ok(exclusions)
}

/// Tests the persons of a frame on the facts of the same or a narrower one.
fn law_table(
    study: &Study,
    law: &LawEntry,
    (frame, known): (&Frame, &Frame),
    instruments: &Library,
    voice: &dyn Voice,
    called: &BTreeMap<&str, (usize, &str)>,
) -> Result<LawTable, Problem> {
    let at = |problem: Problem| {
        problem
            .in_file(Study::FILE)
            .at_line(study.line(&law.instrument))
    };
    let instrument = instruments.get(law.instrument.get_ref()).map_err(at)?;
    let reading = law
        .reading
        .as_ref()
        .map(|reading| reading.get_ref().as_str());
    let assumptions: Vec<String> = law
        .assumption
        .iter()
        .map(|assumption| assumption.get_ref().clone())
        .collect();
    let mut tester =
        Tester::new(instrument, reading, as_of(study, frame), &assumptions).map_err(at)?;
    let mut persons = match &law.rows {
        Some(rows) => rows::ids(frame, &study.sql(rows, format!("law {}", law.name())))?.texts(),
        None => frame.own(|connection| {
            connection
                .prepare("select person_id from population order by person_id")?
                .query_map([], |row| row.get(0))?
                .collect()
        })?,
    };
    // In the order of the cases; who is not told there comes after them.
    persons.sort_by_key(|person| {
        called
            .get(person.as_str())
            .map_or(usize::MAX, |case| case.0)
    });
    let assumption = instrument
        .assumptions
        .iter()
        .find(|known| assumptions.contains(&known.id))
        .map(|known| Label {
            ar: known.title.ar.clone(),
            en: known.title.en.clone(),
        });
    let mut rows = Vec::with_capacity(persons.len());
    for (position, facts) in facts_of(known, &persons)?.iter().enumerate() {
        let tested = tester.test(facts);
        rows.push(LawRow {
            person: facts.person.clone(),
            called: called
                .get(facts.person.as_str())
                .map_or_else(|| (position + 1).to_string(), |case| case.1.to_owned()),
            outcome: tested.outcome.word().to_owned(),
            reason: voice.reason(&tested),
            missing: tested.missing,
        });
    }
    frame.own(|connection| {
        let mut insert =
            connection.prepare("insert into law_tests values (?1, ?2, ?3, ?4, ?5, ?6)")?;
        connection.execute_batch("begin")?;
        for row in &rows {
            insert.execute((
                law.name(),
                &row.person,
                &instrument.id,
                reading.unwrap_or_default(),
                assumption.as_ref().map(|label| &label.en),
                &row.outcome,
            ))?;
        }
        connection.execute_batch("commit")
    })?;
    Ok(LawTable {
        id: law.name().to_owned(),
        instrument: instrument.id.clone(),
        title: Label {
            ar: instrument.title.ar.clone(),
            en: instrument.title.en.clone(),
        },
        reading: reading.unwrap_or_default().to_owned(),
        assumption,
        rows,
    })
}

/// The day as of which the law is asked: the last day of the study, or the day
/// of "as known on" when that is earlier.
fn as_of(study: &Study, frame: &Frame) -> Date {
    let last = study.span.1.saturating_sub(1.day());
    frame
        .options
        .as_known_on
        .map_or(last, |known| known.min(last))
}

/// Claims by basis, over the events of the population; the most frequent first.
fn sources(frame: &Frame, profile: &Profile) -> Result<Vec<SourceCount>, Problem> {
    let counted: Vec<(Option<String>, i64)> = frame.own(|connection| {
        connection
            .prepare(
                "select basis, count(*) as claims from claims where event_id in \
                 (select event_id from participants where role = 'victim' \
                  and person_id in (select person_id from population)) \
                 group by basis order by claims desc, basis",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    })?;
    let bases = profile.vocabulary("basis");
    Ok(counted
        .into_iter()
        .map(|(basis, claims)| SourceCount {
            label: case::label(bases, basis.as_deref().unwrap_or(figure::UNKNOWN)),
            claims: claims.unsigned_abs(),
        })
        .collect())
}

/// The problem of asking for something that the computed study does not have.
pub(crate) fn not_there(reference: &str) -> Problem {
    Problem::new(Code::StudyReferenceUnknown).with("reference", reference)
}
