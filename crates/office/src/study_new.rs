//! How does an office begin a study of its own?
//!
//! A title, a span and how it is cut into periods become the first `study.toml`
//! in the log and the folder. Figures are built afterwards (`figure_drafts`), the
//! text is written beside its preview (`study_texts`). Invariant: what is written
//! here is read by `study` before it is kept.

use crate::figure_drafts::{toml_label, toml_text};
use crate::{Office, Seat, Studying, documents};
use jiff::ToSpan;
use jiff::civil::Date;
use model::profile::Label;
use model::record::Document;
use model::when::typed::{DayOrder, read_typed};
use model::{Code, Problem, Record, When};
use std::collections::BTreeMap;
use std::fmt::Write;
use study::Study;
use words::{Language, Words};

/// How the span of a study is cut into periods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cut {
    /// One period: the span.
    #[default]
    Whole,
    /// Calendar years.
    Years,
    /// Calendar months.
    Months,
}

impl Cut {
    /// `whole`, `years`, `months`; nothing else.
    pub fn parse(word: &str) -> Option<Cut> {
        match word {
            "whole" => Some(Cut::Whole),
            "years" => Some(Cut::Years),
            "months" => Some(Cut::Months),
            _ => None,
        }
    }
}

/// What a study begins with.
#[derive(Clone, Debug)]
pub struct NewStudy {
    /// Id: small letters, digits and `-`. Its folder and its address are called so.
    pub id: String,
    /// Title; one language stands for the other where it is empty.
    pub title: Label,
    /// First day as typed; of a month or a year its first one.
    pub first: String,
    /// Last day, which the study still counts, as typed; of a month or a year its last one.
    pub last: String,
    /// Its periods.
    pub cut: Cut,
}

/// Periods that one study may be cut into here; more can be written into its file.
const MOST_PERIODS: usize = 600;

impl NewStudy {
    /// The first text of `study.toml`, for a span from `first` to `last`.
    fn text(&self, first: Date, last: Date, ar: &Words, en: &Words) -> Result<String, Problem> {
        let label = |ar: &str, en: &str| {
            toml_label(&Label {
                ar: ar.to_owned(),
                en: en.to_owned(),
            })
        };
        let day = |day: Date| toml_text(&day.to_string());
        let out_of_range = || Problem::new(Code::StudyPeriodWrong).with("period", "span");
        let until = last.checked_add(1.day()).map_err(|_| out_of_range())?;
        let (title_ar, title_en) = match (self.title.ar.as_str(), self.title.en.as_str()) {
            ("", en) => (en, en),
            (ar, "") => (ar, ar),
            both => both,
        };
        let mut text = format!(
            "title = {}\n\n[span]\nfrom  = {}\nuntil = {}\n",
            label(title_ar, title_en),
            day(first),
            day(until),
        );
        let mut from = first;
        let mut periods = 0;
        while from < until {
            let (id, end, said) = match self.cut {
                Cut::Whole => ("span".to_owned(), until, None),
                Cut::Years => {
                    let next = from
                        .last_of_year()
                        .checked_add(1.day())
                        .map_err(|_| out_of_range())?;
                    let id = format!("{:04}", from.year());
                    (format!("year-{id}"), next, Some(id))
                }
                Cut::Months => {
                    let next = from
                        .last_of_month()
                        .checked_add(1.day())
                        .map_err(|_| out_of_range())?;
                    let id = format!("{:04}-{:02}", from.year(), from.month());
                    (format!("month-{id}"), next, Some(id))
                }
            };
            let end = end.min(until);
            let name = |words: &Words| match said.as_deref().map(When::parse) {
                Some(Ok(when)) => words.date(&when),
                _ => words.text("study-new-whole"),
            };
            let _ = write!(
                text,
                "\n[[period]]\nid    = {}\nlabel = {}\nfrom  = {}\nuntil = {}\n",
                toml_text(&id),
                label(&name(ar), &name(en)),
                day(from),
                day(end),
            );
            from = end;
            periods += 1;
            if periods > MOST_PERIODS {
                return Err(out_of_range());
            }
        }
        Ok(text)
    }

    /// The first and the last day, or all that is wrong.
    fn check(&self) -> Result<(Date, Date), Vec<Problem>> {
        let mut problems = Vec::new();
        let mut day = |field: &str, text: &str, bound: fn(&When) -> Option<Date>| {
            let read = read_typed(text, DayOrder::DayFirst).and_then(|typed| {
                bound(&typed.when)
                    .ok_or_else(|| Problem::new(Code::DateUnreadable).with("text", text))
            });
            read.map_err(|problem| problems.push(problem.at_field(field)))
                .ok()
        };
        let days = (
            day("first", &self.first, When::earliest),
            day("last", &self.last, When::latest),
        );
        let fits =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        // The page that begins a study has the address of a study called so.
        if self.id.is_empty()
            || self.id.len() > 60
            || !self.id.chars().all(fits)
            || self.id == "new"
        {
            problems.push(
                Problem::new(Code::StudyIdWrong)
                    .with("id", &self.id)
                    .at_field("id"),
            );
        }
        if self.title.ar.is_empty() && self.title.en.is_empty() {
            problems.push(Problem::new(Code::OfficeStudyUntitled).at_field("title"));
        }
        if let (Some(first), Some(last)) = days
            && last < first
        {
            problems.push(
                Problem::new(Code::StudyPeriodWrong)
                    .with("period", "span")
                    .at_field("last"),
            );
        }
        match days {
            (Some(first), Some(last)) if problems.is_empty() => Ok((first, last)),
            _ => Err(problems),
        }
    }
}

impl Office {
    /// Begins a study, in the log and in the folder.
    ///
    /// # Errors
    /// `study.id-wrong`, `office.study-exists`, `office.study-untitled`,
    /// `study.period-wrong` for a span that ends before it begins or that has too
    /// many periods.
    pub fn begin_study(&self, seat: &Seat<Studying>, new: &NewStudy) -> Result<(), Vec<Problem>> {
        self.refresh(seat)?;
        let one = |problem: Problem| vec![problem];
        let (first, last) = new.check()?;
        let spoken = |language| Words::plain(language).with_months(self.months());
        let text = new
            .text(
                first,
                last,
                &spoken(Language::Arabic),
                &spoken(Language::English),
            )
            .map_err(one)?;
        let files = BTreeMap::from([(Study::FILE.to_owned(), text.clone())]);
        Study::read(&new.id, &files)?;
        let path = format!("studies/{}/{}", new.id, Study::FILE);
        self.register
            .write(&self.author(seat), |writing| {
                let folder = format!("studies/{}/", new.id);
                // Looked at where nobody else writes: two people may choose the same name.
                let known = documents::known(writing)?;
                let taken = known
                    .iter()
                    .any(|(_, document)| document.path.starts_with(&folder) && !document.removed);
                if taken {
                    return Err(Problem::new(Code::OfficeStudyExists)
                        .with("study", &new.id)
                        .at_field("id"));
                }
                let found = known
                    .into_iter()
                    .find(|(_, document)| document.path == path);
                let document = Record::Document(Document {
                    path: path.clone(),
                    text: text.clone(),
                    removed: false,
                });
                match found {
                    Some((id, _)) => writing.save(&id, &document).map(|_| ()),
                    None => writing.add(&document).map(|_| ()),
                }
            })
            .and_then(|()| self.remember_text(&path, &text))
            .map_err(one)
    }
}
