//! What do the instruments say, and what did they promise whom?
//!
//! A test is run on facts from the frame under the text as recorded; nothing
//! of it is stored. Assumptions are labelled in every output.

use crate::speech::{Spoken, reason};
use crate::{AsOf, Office, Permission, Seat, Testing, documents};
use jiff::civil::Date;
use law::{Instrument, Library, Tested, Tester};
use model::profile::Label;
use model::{Code, Problem};
use serde::Serialize;
use std::collections::BTreeMap;
use study::Frame;
use words::{Value, Words};

/// What is to be tested.
#[derive(Clone, Debug, Default)]
pub struct LawQuery {
    /// Instrument; none for all of them whose text is recorded.
    pub instrument: Option<String>,
    /// Only the persons of this study.
    pub study: Option<String>,
    /// Only this person.
    pub person: Option<String>,
    /// Reading.
    pub reading: Option<String>,
    /// Labelled assumptions of the instrument.
    pub assumptions: Vec<String>,
    /// Use only the first entries of the log.
    pub at: Option<u64>,
}

/// An instrument in a list.
#[derive(Debug, Serialize)]
pub struct InstrumentSummary {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Day of issue, EDTF.
    pub issued: String,
    /// Its text is not held: every test of it cannot be known.
    pub stub: bool,
    /// Ids of its readings.
    pub readings: Vec<String>,
    /// Ids of its assumptions.
    pub assumptions: Vec<String>,
}

/// What an instrument promised one person.
#[derive(Debug, Serialize)]
pub struct TestedPerson {
    /// How the person is called where names are withheld.
    pub called: String,
    /// The main reason in the caller's language.
    pub reason: String,
    /// `person`, `instrument`, `reading`, `outcome`, `missing`, `explanation` and more.
    #[serde(flatten)]
    pub tested: Tested,
}

impl Office {
    /// The instruments of the office, loaded with their own tests.
    pub(crate) fn library(&self) -> Result<Library, Vec<Problem>> {
        let texts = self.texts();
        let files = documents::below(&texts, "law");
        Library::load(
            files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        )
    }

    /// The instruments, oldest first.
    ///
    /// # Errors
    /// All problems of all files, also a test in a file that fails.
    pub fn instruments(
        &self,
        seat: &Seat<Testing>,
    ) -> Result<Vec<InstrumentSummary>, Vec<Problem>> {
        self.refresh(seat)?;
        Ok(self.library()?.instruments().iter().map(summary).collect())
    }

    /// An instrument as text: articles as recorded beside the rules, sources,
    /// readings, assumptions.
    ///
    /// # Errors
    /// As [`Office::instruments`]; `law.instrument-unknown`.
    pub fn instrument_text(
        &self,
        seat: &Seat<Testing>,
        id: &str,
        words: &Words,
    ) -> Result<String, Vec<Problem>> {
        self.refresh(seat)?;
        let library = self.library()?;
        let instrument = library.get(id).map_err(|problem| vec![problem])?;
        Ok(tell(instrument, words))
    }

    /// Tests persons against one instrument or all.
    ///
    /// # Errors
    /// As [`Office::instruments`]; `law.instrument-unknown`, `law.reading-unknown`,
    /// `law.assumption-unknown`, `office.no-such-study`, `office.no-such-record`.
    pub fn test_law(
        &self,
        seat: &Seat<Testing>,
        query: &LawQuery,
        words: &Words,
    ) -> Result<Vec<TestedPerson>, Vec<Problem>> {
        self.refresh(seat)?;
        let one = |problem: Problem| vec![problem];
        let library = self.library()?;
        let as_of = AsOf {
            known_on: None,
            at: query.at,
        };
        let (frame, mut persons, called, day) = match (&query.study, &query.person) {
            (Some(id), _) => {
                self.persons_of_study(seat, id, query.instrument.as_deref(), &as_of)?
            }
            // One person, now: nothing else is read, and linked records are that person.
            (None, Some(person)) if query.at.is_none() => {
                let frame = self.frame_of_person(seat, person).map_err(one)?;
                let persons = frame.persons().map_err(one)?;
                (frame, persons, BTreeMap::new(), None)
            }
            (None, _) => {
                let frame = self.frame_at(seat, &as_of).map_err(one)?;
                let persons = frame.persons().map_err(one)?;
                (frame, persons, BTreeMap::new(), None)
            }
        };
        if let Some(person) = &query.person
            && (query.study.is_some() || query.at.is_some())
        {
            persons.retain(|id| id == person);
            if persons.is_empty() {
                return Err(one(
                    Problem::new(Code::OfficeNoSuchRecord).with("id", person)
                ));
            }
        }
        // Asked as of the study's last day, else as of today.
        let as_of = day.unwrap_or_else(|| crate::open::day(seat.at()));
        let chosen: Vec<&Instrument> = match &query.instrument {
            Some(id) => vec![library.get(id).map_err(one)?],
            None => library
                .instruments()
                .iter()
                .filter(|it| !is_stub(it))
                .collect(),
        };
        let facts = study::facts_of(&frame, &persons).map_err(one)?;
        let mut tested = Vec::new();
        for instrument in chosen {
            let mut tester = Tester::new(
                instrument,
                query.reading.as_deref(),
                as_of,
                &query.assumptions,
            )
            .map_err(one)?;
            for facts in &facts {
                let result = tester.test(facts);
                tested.push(TestedPerson {
                    called: called.get(&facts.person).unwrap_or(&facts.person).clone(),
                    reason: reason(&result, words),
                    tested: result,
                });
            }
        }
        Ok(tested)
    }
}

/// Persons to test with the frame they stand in, how each is called, and the
/// day as of which a study asks.
type Persons = (Frame, Vec<String>, BTreeMap<String, String>, Option<Date>);

impl Office {
    /// The persons whom a study tests under an instrument; those it tells one
    /// by one where it tests nobody.
    fn persons_of_study<P: Permission>(
        &self,
        seat: &Seat<P>,
        id: &str,
        instrument: Option<&str>,
        as_of: &AsOf,
    ) -> Result<Persons, Vec<Problem>> {
        let study = self.read_study(id)?;
        let (computed, frame) = self.compute_quietly(seat, &study, as_of)?;
        let table = computed
            .law_tables
            .iter()
            .find(|table| instrument.is_none_or(|wanted| wanted == table.instrument));
        let called: Vec<(String, String)> = match table {
            Some(table) => table
                .rows
                .iter()
                .map(|row| (row.person.clone(), row.called.clone()))
                .collect(),
            None => computed
                .cases
                .iter()
                .map(|case| (case.person.clone(), case.called.clone()))
                .collect(),
        };
        let persons = called.iter().map(|(person, _)| person.clone()).collect();
        Ok((
            frame,
            persons,
            called.into_iter().collect(),
            Some(study.last_day()),
        ))
    }
}

fn is_stub(instrument: &Instrument) -> bool {
    instrument.rules.is_empty()
}

fn summary(instrument: &Instrument) -> InstrumentSummary {
    InstrumentSummary {
        id: instrument.id.clone(),
        title: Label {
            ar: instrument.title.ar.clone(),
            en: instrument.title.en.clone(),
        },
        issued: instrument.issued.edtf().to_owned(),
        stub: is_stub(instrument),
        readings: instrument
            .readings
            .iter()
            .map(|reading| reading.id.clone())
            .collect(),
        assumptions: instrument
            .assumptions
            .iter()
            .map(|known| known.id.clone())
            .collect(),
    }
}

fn tell(instrument: &Instrument, words: &Words) -> String {
    use law::Speech;
    let speech = Spoken(words, &[]);
    let mut text = format!("{} [{}]\n", speech.choose(&instrument.title), instrument.id);
    let mut line = |id: &str, value: String| {
        text.push_str(&words.text_with(id, &[("value", Value::from(value))]));
        text.push('\n');
    };
    line("law-told-issued", words.date(&instrument.issued));
    if is_stub(instrument) {
        line("law-told-no-text", String::new());
    }
    for article in &instrument.articles {
        line(
            "law-told-article",
            format!("{}: {}", article.id, speech.choose(&article.summary)),
        );
    }
    for reading in &instrument.readings {
        line(
            "law-told-reading",
            format!(
                "{}: {}. {}",
                reading.id,
                speech.choose(&reading.title),
                speech.choose(&reading.authority)
            ),
        );
    }
    for assumption in &instrument.assumptions {
        line(
            "law-told-assumption",
            format!("{}: {}", assumption.id, speech.choose(&assumption.title)),
        );
    }
    for source in &instrument.sources {
        line("law-told-source", speech.choose(&source.title).to_owned());
    }
    text
}
