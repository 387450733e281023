//! How does a person without SQL make a figure?
//!
//! A draft says what is counted, on which clock, who is left in and how the
//! count is divided, in terms of the profile. It becomes SQL over the frame and
//! an entry of `study.toml` like any other; a comment above the entry keeps the
//! draft, so that it can be opened again. An entry whose SQL was changed by
//! hand is no draft any more. What the SQL may read is in `docs/frame.md`.

use crate::{AsOf, Office, Seat, Studying, documents};
use model::profile::{Class, FieldType, Label, Profile};
use model::{Code, Problem};
use serde::Serialize;
use std::ops::Range;
use study::computed::ComputedFigure;
use study::frame::schema::{column_name, kind_views};
use study::{PERIOD, Study, UNKNOWN};
use words::{Language, Words};

/// Begins the comment that keeps a draft.
const MARK: &str = "# figure builder: ";

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

/// Says a message in both languages.
fn both(id: &str) -> Label {
    Label {
        ar: Words::plain(Language::Arabic).text(id),
        en: Words::plain(Language::English).text(id),
    }
}

/// What a draft that counts this may be narrowed and divided by.
pub fn dimensions(profile: &Profile, counts: &str) -> Vec<Dimension> {
    let mut all = Vec::new();
    let fixed: [(&str, &str, Option<&str>, &str); 8] = [
        (
            "service",
            "p.service_group",
            Some("service"),
            "service_group",
        ),
        ("rank", "p.rank", Some("rank"), "rank"),
        ("sex", "p.sex", Some("sex"), "sex"),
        (
            "origin-governorate",
            "p.origin_governorate",
            Some("place"),
            "origin_governorate",
        ),
        (
            "origin-district",
            "p.origin_district",
            Some("place"),
            "origin_district",
        ),
        ("origin-town", "p.origin_town", Some("place"), "origin_town"),
        ("service-exact", "p.service", Some("service"), "service"),
        (
            "residence",
            "p.residence_governorate",
            Some("place"),
            "residence_governorate",
        ),
    ];
    for (id, value, vocabulary, column) in fixed {
        all.push(Dimension {
            id: id.into(),
            label: both(&format!("builder-{id}")),
            vocabulary: vocabulary.map(str::to_owned),
            divides: true,
            value: value.into(),
            column: column.into(),
            of_event: false,
            has_event: false,
        });
    }
    let mut own = |record: &str, row: &str, of_event: bool| {
        for field in profile.fields.iter().filter(|field| field.record == record) {
            let vocabulary = match field.field_type {
                FieldType::Term => field.vocabulary.clone(),
                FieldType::Yesno => Some("yes-no".into()),
                _ => continue,
            };
            if matches!(field.class, Class::Contact | Class::Medical) {
                continue;
            }
            let column = format!("own_{}", column_name(&field.id));
            all.push(Dimension {
                id: format!("own-{record}-{}", field.id),
                label: Label {
                    ar: field.ar.clone(),
                    en: field.en.clone(),
                },
                vocabulary,
                divides: true,
                value: format!("{row}.\"{column}\""),
                column,
                of_event,
                has_event: false,
            });
        }
    };
    own("person", "p", false);
    if counts != PERSONS {
        own("event", "e", true);
    }
    all.push(Dimension {
        id: "has".into(),
        label: both("builder-has"),
        vocabulary: Some("event".into()),
        divides: false,
        value: "p.id".into(),
        column: String::new(),
        of_event: false,
        has_event: true,
    });
    let Some((_, _, attributes)) = kind_views(profile)
        .into_iter()
        .find(|(_, kind, _)| kind == counts)
    else {
        return all;
    };
    let of_event: [(&str, Option<&str>); 7] = [
        ("governorate", Some("place")),
        ("district", Some("place")),
        ("town", Some("place")),
        ("facility", Some("place")),
        ("body", Some("body")),
        ("verification", Some("verification")),
        ("confirmed", None),
    ];
    for (id, vocabulary) in of_event {
        // A number becomes yes or no, so that a person reads it.
        let value = if id == "confirmed" {
            "case e.confirmed when 1 then 'yes' when 0 then 'no' end".to_owned()
        } else {
            format!("e.{id}")
        };
        all.push(Dimension {
            id: format!("event-{id}"),
            label: both(&format!("builder-event-{id}")),
            vocabulary: Some(vocabulary.unwrap_or("yes-no").to_owned()),
            divides: true,
            value,
            column: if id == "confirmed" { "by_rule" } else { id }.to_owned(),
            of_event: true,
            has_event: false,
        });
    }
    for (attribute, column) in attributes {
        let message = format!("web-attribute-{attribute}");
        let known = profile.vocabulary(&attribute);
        let label = known.map_or_else(|| both(&message), |terms| terms.label.clone());
        all.push(Dimension {
            id: format!("attribute-{attribute}"),
            label,
            vocabulary: Some(known.map_or("yes-no", |_| attribute.as_str()).to_owned()),
            divides: true,
            value: format!("e.\"{column}\""),
            column,
            of_event: true,
            has_event: false,
        });
    }
    all
}

/// A text as an SQL literal.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text as a TOML string of one line.
pub(crate) fn toml_text(text: &str) -> String {
    toml::Value::String(text.replace(['\r', '\n'], " ")).to_string()
}

pub(crate) fn toml_label(label: &Label) -> String {
    format!(
        "{{ ar = {}, en = {} }}",
        toml_text(&label.ar),
        toml_text(&label.en)
    )
}

fn coded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok())
            .filter(|_| *first == b'%');
        match hex {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
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

    /// The SQL over the frame.
    pub fn sql(&self, profile: &Profile) -> String {
        let views = kind_views(profile);
        let view = |kind: &str| {
            views
                .iter()
                .find(|(_, known, _)| known == kind)
                .map_or("acts", |(name, _, _)| name.as_str())
                .to_owned()
        };
        let all = dimensions(profile, &self.counts);
        let of = |id: &str| all.iter().find(|dimension| dimension.id == id);
        let groups: Vec<&Dimension> = self.groups.iter().filter_map(|id| of(id)).collect();
        let conditions: Vec<(&Condition, &Dimension)> = self
            .conditions
            .iter()
            .filter_map(|condition| Some((condition, of(&condition.dimension)?)))
            .collect();
        let events = self.counts != PERSONS;
        let person = if events { "e.person_id" } else { "p.id" };
        let of_person = groups.iter().any(|it| !it.of_event)
            || conditions
                .iter()
                .any(|(_, it)| !it.of_event && !it.has_event);
        let (clock, clock_kind) = self.clock.split_once(':').unwrap_or(("none", ""));
        let date = if clock == "learned" {
            "learned_text"
        } else {
            "when_text"
        };
        let own_clock = events && clock_kind == self.counts;
        let mut columns = vec![format!(
            "{} as id",
            if events && !self.persons {
                "e.id"
            } else {
                person
            }
        )];
        if clock != "none" {
            columns.push(if own_clock {
                format!("e.{date} as when_text")
            } else {
                "c.when_text".into()
            });
        }
        if events {
            columns.push("e.sure".into());
            columns.push("e.confirmed".into());
        }
        columns.extend(
            groups
                .iter()
                .map(|group| format!("{} as \"{}\"", group.value, group.column)),
        );
        let mut sql = format!("select {}\n", columns.join(", "));
        if events {
            sql.push_str(&format!("from \"{}\" e\n", view(&self.counts)));
            if of_person {
                sql.push_str("join persons p on p.id = e.person_id\n");
            }
        } else {
            sql.push_str("from persons p\n");
        }
        if self.population {
            sql.push_str(&format!(
                "join population on population.person_id = {person}\n"
            ));
        }
        if clock != "none" && !own_clock {
            // Somebody may have several: the first one decides, as a reader would expect.
            let bound = if clock == "learned" { "learned_" } else { "" };
            sql.push_str(&format!(
                "left join (\n  select person_id, {date} as when_text, row_number() over\n    \
                 (partition by person_id order by {bound}latest, {bound}earliest, id) as place\n  from \"{}\"\n) c on c.person_id = {person} and c.place = 1\n",
                view(clock_kind)
            ));
        }
        let mut wheres: Vec<String> = Vec::new();
        let mut taken = vec![false; conditions.len()];
        for (at, (condition, dimension)) in conditions.iter().enumerate() {
            if taken[at] {
                continue;
            }
            if dimension.has_event {
                wheres.push(format!(
                    "{person} {}in (select person_id from \"{}\")",
                    if condition.not { "not " } else { "" },
                    view(&condition.value)
                ));
                continue;
            }
            // Values of one dimension are alternatives; dimensions must all hold.
            let mut values = Vec::new();
            for (other, (same, _)) in conditions.iter().enumerate().skip(at) {
                if same.dimension == condition.dimension && same.not == condition.not {
                    taken[other] = true;
                    values.push(same.value.as_str());
                }
            }
            wheres.push(comparison(&dimension.value, condition.not, &values));
        }
        if !wheres.is_empty() {
            sql.push_str(&format!("where {}\n", wheres.join("\n  and ")));
        }
        sql
    }

    /// The entry of `study.toml`, with the comment that keeps the draft.
    pub fn entry(&self, profile: &Profile) -> String {
        let mut entry = format!("{MARK}{}\n[[figure]]\n", self.kept());
        let mut line = |key: &str, value: String| entry.push_str(&format!("{key} = {value}\n"));
        line("id", toml_text(&self.id));
        line("title", toml_label(&self.title));
        if !self.definition.ar.is_empty() || !self.definition.en.is_empty() {
            line("definition", toml_label(&self.definition));
        }
        line("unit", toml_text(self.unit()));
        line("clock", toml_text(&self.clock));
        line("kind", toml_text(&self.kind));
        let all = dimensions(profile, &self.counts);
        let groups: Vec<(String, Option<&Dimension>)> = self
            .groups
            .iter()
            .filter_map(|id| {
                if id == PERIOD {
                    return Some((PERIOD.to_owned(), None));
                }
                let dimension = all.iter().find(|dimension| dimension.id == *id)?;
                Some((dimension.column.clone(), Some(dimension)))
            })
            .collect();
        if !groups.is_empty() {
            let columns: Vec<String> = groups.iter().map(|(column, _)| toml_text(column)).collect();
            line("group_by", format!("[{}]", columns.join(", ")));
        }
        if self.span {
            line("span", "true".into());
        }
        let sql = self.sql(profile).replace('\\', "\\\\").replace('"', "\\\"");
        line("rows", format!("\"\"\"\n{sql}\"\"\""));
        for (column, dimension) in groups {
            let Some(dimension) = dimension else { continue };
            entry.push_str(&format!(
                "[[figure.column]]\nname = {}\nlabel = {}\n",
                toml_text(&column),
                toml_label(&dimension.label)
            ));
            if let Some(vocabulary) = &dimension.vocabulary {
                entry.push_str(&format!("vocabulary = {}\n", toml_text(vocabulary)));
            }
        }
        entry
    }

    /// What the comment keeps: everything but the texts, which the entry holds.
    fn kept(&self) -> String {
        let mut parts = vec![
            format!("counts={}", coded(&self.counts)),
            format!("clock={}", coded(&self.clock)),
            format!("kind={}", coded(&self.kind)),
        ];
        for (name, set) in [
            ("persons", self.persons),
            ("population", self.population),
            ("span", self.span),
        ] {
            if set {
                parts.push(format!("{name}=yes"));
            }
        }
        parts.extend(
            self.groups
                .iter()
                .map(|group| format!("group={}", coded(group))),
        );
        parts.extend(self.conditions.iter().map(|it| {
            let name = if it.not { "not" } else { "is" };
            format!("{name}={}:{}", coded(&it.dimension), coded(&it.value))
        }));
        parts.join("&")
    }

    fn from_kept(kept: &str) -> FigureDraft {
        let mut draft = FigureDraft::default();
        for (name, value) in kept.split('&').filter_map(|part| part.split_once('=')) {
            match name {
                "counts" => draft.counts = decoded(value),
                "clock" => draft.clock = decoded(value),
                "kind" => draft.kind = decoded(value),
                "persons" => draft.persons = true,
                "population" => draft.population = true,
                "span" => draft.span = true,
                "group" => draft.groups.push(decoded(value)),
                "is" | "not" => {
                    if let Some((dimension, term)) = value.split_once(':') {
                        draft.conditions.push(Condition {
                            dimension: decoded(dimension),
                            not: name == "not",
                            value: decoded(term),
                        });
                    }
                }
                _ => {}
            }
        }
        draft
    }
}

/// A value against terms; `unknown` is no value at all. What is not known is
/// neither so nor not so, and stays in unless it is asked out by name.
fn comparison(value: &str, not: bool, terms: &[&str]) -> String {
    let known: Vec<String> = terms
        .iter()
        .filter(|term| **term != UNKNOWN)
        .map(|term| quoted(term))
        .collect();
    let unknown = terms.len() > known.len();
    let list = known.join(", ");
    match (not, known.is_empty(), unknown) {
        (false, true, _) => format!("{value} is null"),
        (false, false, false) => format!("{value} in ({list})"),
        (false, false, true) => format!("({value} in ({list}) or {value} is null)"),
        (true, true, _) => format!("{value} is not null"),
        (true, false, false) => format!("({value} not in ({list}) or {value} is null)"),
        (true, false, true) => format!("{value} not in ({list})"),
    }
}

/// The entries that the builder made, with where they stand in the text.
fn entries(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut begun: Option<(usize, String)> = None;
    let mut end = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        let header = plain.starts_with('[') && plain != "[[figure.column]]";
        let first = begun.is_some() && plain == "[[figure]]" && end == 0;
        if (header && !first) || plain.starts_with(MARK) {
            if let Some((start, kept)) = begun.take() {
                found.push((start..end, kept));
            }
            end = 0;
        }
        if let Some(kept) = plain.strip_prefix(MARK) {
            begun = Some((at, kept.to_owned()));
        }
        at += line.len();
        if begun.is_some() && !plain.is_empty() && !plain.starts_with('#') {
            end = at;
        }
    }
    if let Some((start, kept)) = begun {
        found.push((start..end, kept));
    }
    found.retain(|(range, _)| range.end > range.start);
    found
}

/// The id, title and definition of an entry's text.
fn texts_of(entry: &str) -> Option<(String, Label, Label, String)> {
    let table: toml::Table = entry.parse().ok()?;
    let figure = table.get("figure")?.as_array()?.first()?.as_table()?;
    let label = |name: &str| {
        let of = |language: &str| {
            figure
                .get(name)
                .and_then(|label| label.get(language))
                .and_then(toml::Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Label {
            ar: of("ar"),
            en: of("en"),
        }
    };
    let text = |name: &str| Some(figure.get(name)?.as_str()?.to_owned());
    Some((
        text("id")?,
        label("title"),
        label("definition"),
        text("rows")?,
    ))
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
