//! How does a person without SQL make a figure?
//!
//! A draft says what is counted, on which clock, who is left in and how the
//! count is divided, in terms of the profile. It becomes SQL over the frame and
//! an entry of `study.toml` like any other; a comment above the entry keeps the
//! draft, so that it can be opened again. An entry whose SQL was changed by
//! hand is no draft any more. What can be chosen is in `dimensions`, the SQL in
//! `query`, the entry and its comment in `entry`; what the SQL may read is in
//! `docs/frame.md`.

mod dimensions;
mod entry;
mod query;

pub use dimensions::dimensions;
pub(crate) use entry::{toml_label, toml_text};

use crate::{AsOf, Office, Seat, Studying, documents};
use entry::{entries, texts_of};
use model::profile::{Label, Profile};
use model::{Code, Problem};
use serde::Serialize;
use study::computed::ComputedFigure;
use study::{PERIOD, Study, UNKNOWN};

/// What a draft counts when it is no event: persons.
pub const PERSONS: &str = "person";

/// A figure as a person chose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FigureDraft {
    /// Id in the study: letters, digits and `-`.
    pub id: String,
    /// Title.
    pub title: Label,
    /// What is counted, in words.
    pub definition: Label,
    /// `person`, or a term of the vocabulary `event`.
    pub counts: String,
    /// Count the persons who have such an event, not the events.
    pub persons: bool,
    /// `happened:KIND`, `learned:KIND` or `none`.
    pub clock: String,
    /// `documented_count` or `minimum`.
    pub kind: String,
    /// Only persons of the study's population.
    pub population: bool,
    /// Only what happened within the study's span.
    pub span: bool,
    /// Who is left in; all of them must hold.
    pub conditions: Vec<Condition>,
    /// Ids of dimensions, or `period`.
    pub groups: Vec<String>,
}

/// One condition of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// Id of a dimension.
    pub dimension: String,
    /// It must not be so.
    pub not: bool,
    /// Term, or `unknown`.
    pub value: String,
}

/// What a count can be narrowed or divided by.
#[derive(Clone, Debug, Serialize)]
pub struct Dimension {
    /// Id in drafts.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// Vocabulary of its values; none for `yes` and `no` or values as recorded.
    pub vocabulary: Option<String>,
    /// The count can be divided by it.
    pub divides: bool,
    /// SQL of its value, with `p` for the person and `e` for the event.
    #[serde(skip)]
    value: String,
    /// Column of the query.
    #[serde(skip)]
    column: String,
    /// Speaks of the event that is counted, not of its person.
    #[serde(skip)]
    of_event: bool,
    /// The person has an event of the kind that is the value.
    #[serde(skip)]
    has_event: bool,
}

/// A figure with what it would come to.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewedFigure {
    /// The SQL that the draft makes.
    pub sql: String,
    /// What it comes to.
    pub figure: ComputedFigure,
}

impl FigureDraft {
    /// What is wrong with it, field by field.
    ///
    /// # Errors
    /// `office.field-missing`, `study.id-wrong`, `term.unknown`.
    pub fn check(&self, profile: &Profile) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let mut needs = |there: bool, field: &str| {
            if !there {
                problems.push(Problem::new(Code::OfficeFieldMissing).at_field(field));
            }
        };
        needs(!self.id.is_empty(), "id");
        needs(!self.title.ar.is_empty(), "title-ar");
        needs(!self.title.en.is_empty(), "title-en");
        let known_kind = |kind: &str| {
            profile
                .vocabulary("event")
                .is_some_and(|events| events.get(kind).is_some())
        };
        needs(self.counts == PERSONS || known_kind(&self.counts), "counts");
        let clock_kind = self.clock.split_once(':');
        needs(
            self.clock == "none"
                || clock_kind.is_some_and(|(clock, kind)| {
                    ["happened", "learned"].contains(&clock) && known_kind(kind)
                }),
            "clock",
        );
        let by_date = self.span || self.groups.iter().any(|group| group == PERIOD);
        needs(!by_date || self.clock != "none", "clock");
        let wrong_id = !self
            .id
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        if wrong_id {
            problems.push(
                Problem::new(Code::StudyIdWrong)
                    .with("id", &self.id)
                    .at_field("id"),
            );
        }
        let dimensions = dimensions(profile, &self.counts);
        for (at, condition) in self.conditions.iter().enumerate() {
            let field = format!("condition{at}");
            let Some(dimension) = dimensions.iter().find(|it| it.id == condition.dimension) else {
                problems.push(Problem::new(Code::OfficeFieldMissing).at_field(&field));
                continue;
            };
            let vocabulary = dimension
                .vocabulary
                .as_deref()
                .and_then(|id| profile.vocabulary(id));
            if condition.value != UNKNOWN
                && let Some(terms) = vocabulary
                && terms.get(&condition.value).is_none()
                // Attributes without a vocabulary of their own hold what was recorded.
                && dimension.vocabulary.as_deref() != Some("yes-no")
            {
                let wrong = terms
                    .pick(&condition.value)
                    .err()
                    .unwrap_or_else(|| Problem::new(Code::OfficeFieldMissing));
                problems.push(wrong.at_field(&field));
            }
        }
        for (at, group) in self.groups.iter().enumerate() {
            if group != PERIOD && !dimensions.iter().any(|it| it.id == *group && it.divides) {
                problems
                    .push(Problem::new(Code::OfficeFieldMissing).at_field(format!("group{at}")));
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The unit of the figure, as `study.toml` names it.
    fn unit(&self) -> &str {
        if self.counts == PERSONS || self.persons {
            return PERSONS;
        }
        match self.counts.as_str() {
            known @ ("arrest" | "death" | "release" | "sighting" | "surrender") => known,
            _ => "event",
        }
    }
}

impl Office {
    /// The figures of a study that the builder made and nobody changed by hand since.
    ///
    /// # Errors
    /// `office.no-such-study`.
    pub fn figure_drafts(
        &self,
        seat: &Seat<Studying>,
        study: &str,
    ) -> Result<Vec<FigureDraft>, Vec<Problem>> {
        let text = self.study_text(seat, study, Study::FILE)?.text;
        let profile = self.profile();
        let drafts = entries(&text).into_iter().filter_map(|(range, kept)| {
            let (id, title, definition, rows) = texts_of(&text[range])?;
            let draft = FigureDraft {
                id,
                title,
                definition,
                ..FigureDraft::from_kept(&kept)
            };
            (draft.sql(&profile).trim() == rows.trim()).then_some(draft)
        });
        Ok(drafts.collect())
    }

    /// What a draft would come to, at a moment.
    ///
    /// # Errors
    /// As [`FigureDraft::check`]; problems of the study's population.
    pub fn preview_figure(
        &self,
        seat: &Seat<Studying>,
        study: &str,
        draft: &FigureDraft,
        as_of: &AsOf,
    ) -> Result<PreviewedFigure, Vec<Problem>> {
        let profile = self.profile();
        draft.check(&profile)?;
        let text = self.study_text(seat, study, Study::FILE)?.text;
        // The study with this figure alone: its span, periods and population stay.
        let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            vec![Problem::new(Code::StudyUnreadable).with("reason", error.message())]
        })?;
        for part in [
            "figure", "law", "cases", "chart", "check", "pattern", "estimate",
        ] {
            table.remove(part);
        }
        let mut alone = toml::to_string(&table)
            .map_err(|error| vec![Problem::new(Code::StudyUnreadable).with("reason", error)])?;
        alone.push('\n');
        alone.push_str(&draft.entry(&profile));
        let reading = Study::read(study, &[(Study::FILE.to_owned(), alone)].into())?;
        let (computed, _) = self.compute_quietly(seat, &reading, as_of)?;
        let figure = computed
            .figures
            .into_iter()
            .next()
            .expect("the study has the one figure that was put in");
        Ok(PreviewedFigure {
            sql: draft.sql(&profile),
            figure,
        })
    }

    /// Puts a draft into the study's file: in place of the one with its id that
    /// the builder made, else at the end.
    ///
    /// # Errors
    /// As [`FigureDraft::check`]; `study.id-twice` when a figure of this id was
    /// written by hand; as [`Office::save_study_text`].
    pub fn save_figure(
        &self,
        seat: &Seat<Studying>,
        study: &str,
        draft: &FigureDraft,
        base: u64,
    ) -> Result<(), Vec<Problem>> {
        let profile = self.profile();
        draft.check(&profile)?;
        self.refresh(seat)?;
        let files = documents::below(&self.texts(), &format!("studies/{study}"));
        let text = files
            .get(Study::FILE)
            .ok_or_else(|| vec![Problem::new(Code::OfficeNoSuchStudy).with("study", study)])?;
        let made = entries(text).into_iter().find(|(range, _)| {
            texts_of(&text[range.clone()]).is_some_and(|(id, ..)| id == draft.id)
        });
        let entry = draft.entry(&profile);
        let new = match made {
            Some((range, _)) => format!("{}{entry}{}", &text[..range.start], &text[range.end..]),
            None => format!("{}\n\n{entry}", text.trim_end()),
        };
        self.save_study_text(seat, study, Study::FILE, base, &new)
    }
}

#[cfg(test)]
mod tests {
    use super::query::comparison;
    use super::*;

    fn draft() -> FigureDraft {
        FigureDraft {
            id: "releases-by-service".into(),
            title: Label {
                ar: "من أُفرج عنهم".into(),
                en: "Releases \"by\" service".into(),
            },
            counts: "release".into(),
            clock: "happened:arrest".into(),
            kind: "documented_count".into(),
            population: true,
            conditions: vec![
                Condition {
                    dimension: "service".into(),
                    not: false,
                    value: "officer".into(),
                },
                Condition {
                    dimension: "service".into(),
                    not: false,
                    value: UNKNOWN.into(),
                },
            ],
            groups: vec![PERIOD.into(), "service".into()],
            ..FigureDraft::default()
        }
    }

    #[test]
    fn what_the_comment_keeps_is_the_draft_again() {
        let draft = FigureDraft {
            id: String::new(),
            title: Label::default(),
            ..draft()
        };
        assert_eq!(FigureDraft::from_kept(&draft.kept()), draft);
    }

    #[test]
    fn an_entry_stands_alone_between_its_neighbours() {
        let entry = "# figure builder: counts=person\n[[figure]]\nid = \"a\"\nrows = \"\"\"\nselect 1\n\"\"\"\n[[figure.column]]\nname = \"x\"\n";
        let text = format!(
            "[span]\nfrom = \"2018\"\n\n{entry}\n# what follows\n[[check]]\nkind = \"sum\"\n\n{entry}"
        );
        let found = entries(&text);
        assert_eq!(found.len(), 2);
        for (range, kept) in found {
            assert_eq!(&text[range], entry);
            assert_eq!(kept, "counts=person");
        }
    }

    #[test]
    fn what_is_not_known_is_neither_so_nor_not_so() {
        assert_eq!(comparison("x", false, &["a", "b"]), "x in ('a', 'b')");
        assert_eq!(
            comparison("x", false, &["a'", UNKNOWN]),
            "(x in ('a''') or x is null)"
        );
        assert_eq!(
            comparison("x", true, &["a"]),
            "(x not in ('a') or x is null)"
        );
        assert_eq!(comparison("x", true, &["a", UNKNOWN]), "x not in ('a')");
    }

    #[test]
    fn a_draft_becomes_sql_that_a_person_can_read() {
        let profile = Profile::default();
        insta::assert_snapshot!(draft().entry(&profile));
    }
}
