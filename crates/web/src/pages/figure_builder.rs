//! How is a figure made without SQL?
//!
//! A form over the draft of `office::FigureDraft`; every change of it shows the
//! SQL that it makes and what it comes to, surely and possibly. Without scripts
//! a button does the same. Saving writes the entry into the study's file.

use crate::answer::{Answer, Answered, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::form::{Form, encode};
use crate::frame::Frame;
use crate::pages::find::Choice;
use crate::pages::studies::{FigureShown, as_of, figure_shown};
use crate::say::Say;
use askama::Template;
use model::Problem;
use model::fold::fold;
use model::profile::{Label, Profile, Term};
use office::{Condition, Dimension, FigureDraft, PERSONS, Studying, dimensions};
use serde::Serialize;

/// Rows of conditions, and ways to divide.
const CONDITIONS: usize = 5;
const GROUPS: usize = 3;
/// Vocabularies up to this size are chosen from a list; longer ones are typed.
const LISTED: usize = 80;

#[derive(Serialize)]
struct ConditionRow {
    dimensions: Vec<Choice>,
    set: bool,
    not: bool,
    /// Typed, with its terms as suggestions.
    typed: bool,
    value: String,
    values: Vec<Choice>,
    wrong: bool,
}

#[derive(Template, Serialize)]
#[template(path = "figure_builder.html")]
struct BuilderView {
    #[serde(skip)]
    frame: Frame,
    study: String,
    base: u64,
    id: String,
    title_ar: String,
    title_en: String,
    definition_ar: String,
    definition_en: String,
    units: Vec<Choice>,
    happened: Vec<Choice>,
    learned: Vec<Choice>,
    minimum: bool,
    persons: bool,
    population: bool,
    span: bool,
    groups: Vec<Vec<Choice>>,
    conditions: Vec<ConditionRow>,
    sql: String,
    figure: Option<FigureShown>,
    changed: bool,
    problems: Vec<Told>,
}

/// The terms that a dimension can take: places of its own level only.
fn terms_of<'p>(profile: &'p Profile, dimension: &Dimension) -> Vec<&'p Term> {
    let level = ["governorate", "district", "town"]
        .into_iter()
        .find(|level| dimension.id.ends_with(level));
    let level = match dimension.id.as_str() {
        "residence" => Some("governorate"),
        _ => level,
    };
    let vocabulary = dimension
        .vocabulary
        .as_deref()
        .and_then(|id| profile.vocabulary(id));
    let Some(terms) = vocabulary else {
        return Vec::new();
    };
    let levels = ["governorate", "district", "subdistrict", "town"];
    terms
        .terms
        .iter()
        .filter(|term| match (level, term.kind.as_deref()) {
            (Some(level), kind) => kind == Some(level),
            (None, Some(kind)) if dimension.id == "event-facility" => !levels.contains(&kind),
            _ => true,
        })
        .collect()
}

/// The term that was typed or chosen; the text itself when it is none.
fn value_of(profile: &Profile, dimension: &Dimension, text: &str, unknown: &str) -> String {
    if text == "unknown" || text == unknown {
        return "unknown".into();
    }
    let folded = fold(text);
    let terms = terms_of(profile, dimension);
    let found = terms.iter().find(|term| term.id == text).or_else(|| {
        terms.iter().find(|term| {
            [&term.ar, &term.en]
                .into_iter()
                .chain(&term.also)
                .any(|label| fold(label) == folded)
        })
    });
    found.map_or_else(|| text.to_owned(), |term| term.id.clone())
}

fn draft_of(ask: &Ask, form: &Form) -> FigureDraft {
    let profile = ask.app.office.profile();
    let unknown = ask.words().text("web-unknown");
    let counts = form.get("counts").to_owned();
    let known = dimensions(&profile, &counts);
    let label = |name: &str| Label {
        ar: form.get(&format!("{name}-ar")).to_owned(),
        en: form.get(&format!("{name}-en")).to_owned(),
    };
    let conditions = (0..CONDITIONS)
        .filter_map(|at| {
            let wanted = form.get(&format!("condition{at}"));
            let dimension = known.iter().find(|dimension| dimension.id == wanted)?;
            let text = form.get(&format!("value{at}"));
            // A row whose dimension was just chosen has no value of its own yet.
            let value = value_of(&profile, dimension, text, &unknown);
            let fits = terms_of(&profile, dimension)
                .iter()
                .any(|term| term.id == value);
            let listed = terms_of(&profile, dimension).len() <= LISTED;
            let value = if value == "unknown" || fits || !listed || raw(dimension) {
                value
            } else {
                terms_of(&profile, dimension)
                    .first()
                    .map_or_else(String::new, |term| term.id.clone())
            };
            Some(Condition {
                dimension: dimension.id.clone(),
                not: form.has(&format!("not{at}")) && !form.get(&format!("not{at}")).is_empty(),
                value,
            })
        })
        .filter(|condition| !condition.value.is_empty())
        .collect();
    let mut groups: Vec<String> = Vec::new();
    for at in 0..GROUPS {
        let group = form.get(&format!("group{at}"));
        let there = group == "period" || known.iter().any(|it| it.id == group && it.divides);
        if there && !groups.iter().any(|chosen| chosen == group) {
            groups.push(group.to_owned());
        }
    }
    FigureDraft {
        id: form.get("id").to_owned(),
        title: label("title"),
        definition: label("definition"),
        persons: form.has("persons") && counts != PERSONS,
        clock: form.get("clock").to_owned(),
        kind: match form.get("kind") {
            "minimum" => "minimum".into(),
            _ => "documented_count".into(),
        },
        population: form.has("population"),
        span: form.has("span"),
        conditions,
        groups,
        counts,
    }
}

/// Attributes without a vocabulary hold what was recorded, in any words.
fn raw(dimension: &Dimension) -> bool {
    dimension.id.starts_with("attribute-") && dimension.vocabulary.as_deref() == Some("yes-no")
}

/// A form of the builder, with what the draft comes to.
struct Building<'a> {
    study: &'a str,
    base: u64,
    draft: FigureDraft,
    problems: Vec<Problem>,
}

fn show(ask: &Ask, building: Building) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let say = Say::new(ask);
    let profile = ask.app.office.profile();
    let Building {
        study,
        base,
        draft,
        mut problems,
    } = building;
    // A draft that is not named yet can be tried all the same.
    let named = FigureDraft {
        id: if draft.id.is_empty() {
            "draft".into()
        } else {
            draft.id.clone()
        },
        title: Label {
            ar: if draft.title.ar.is_empty() {
                "…".into()
            } else {
                draft.title.ar.clone()
            },
            en: if draft.title.en.is_empty() {
                "…".into()
            } else {
                draft.title.en.clone()
            },
        },
        ..draft.clone()
    };
    let (as_of, _) = as_of(ask);
    let previewed = ask.app.office.preview_figure(&seat, study, &named, &as_of);
    let (figure, sql) = match previewed {
        Ok(previewed) => (
            Some(figure_shown(&say, study, "", &previewed.figure, false)),
            previewed.sql,
        ),
        Err(found) => {
            if problems.is_empty() {
                problems = found;
            }
            (None, String::new())
        }
    };
    let status = status_of(&problems);
    let known = dimensions(&profile, &draft.counts);
    let kinds = |prefix: &str, chosen: &str| -> Vec<Choice> {
        let terms = profile.vocabulary("event");
        let terms = terms.iter().flat_map(|terms| &terms.terms);
        terms
            .filter(|term| !term.retired)
            .map(|term| {
                let id = format!("{prefix}{}", term.id);
                Choice {
                    chosen: id == chosen,
                    label: term.label(say.language).to_owned(),
                    id,
                }
            })
            .collect()
    };
    let mut units = vec![Choice {
        id: PERSONS.into(),
        label: say.t("web-builder-person"),
        chosen: draft.counts == PERSONS,
    }];
    units.extend(kinds("", &draft.counts));
    let groups = (0..GROUPS)
        .map(|at| {
            let chosen = draft.groups.get(at).map_or("", String::as_str);
            let mut choices = vec![Choice {
                id: "period".into(),
                label: say.t("group-period"),
                chosen: chosen == "period",
            }];
            choices.extend(known.iter().filter(|it| it.divides).map(|it| Choice {
                id: it.id.clone(),
                label: say.label(&it.label),
                chosen: it.id == chosen,
            }));
            choices
        })
        .collect();
    let conditions = (0..CONDITIONS)
        .map(|at| {
            let condition = draft.conditions.get(at).cloned().unwrap_or_default();
            let dimension = known.iter().find(|it| it.id == condition.dimension);
            let choices = known
                .iter()
                .map(|it| Choice {
                    id: it.id.clone(),
                    label: say.label(&it.label),
                    chosen: it.id == condition.dimension,
                })
                .collect();
            let mut values: Vec<Choice> = dimension
                .map(|dimension| terms_of(&profile, dimension))
                .unwrap_or_default()
                .into_iter()
                .map(|term| Choice {
                    id: term.id.clone(),
                    label: term.label(say.language).to_owned(),
                    chosen: term.id == condition.value,
                })
                .collect();
            let typed = values.len() > LISTED || dimension.is_some_and(raw);
            if dimension.is_some_and(|it| it.id != "has") {
                values.push(Choice {
                    id: "unknown".into(),
                    label: say.t("web-unknown"),
                    chosen: condition.value == "unknown",
                });
            }
            let value = values
                .iter()
                .find(|it| it.chosen)
                .map_or_else(|| condition.value.clone(), |it| it.label.clone());
            ConditionRow {
                dimensions: choices,
                set: dimension.is_some(),
                not: condition.not,
                typed,
                value,
                values,
                wrong: problems.iter().any(|problem| {
                    problem.spot.field.as_deref() == Some(&format!("condition{at}"))
                }),
            }
        })
        .collect();
    page(
        ask,
        &BuilderView {
            frame: Frame::new(ask, "/studies", "web-builder"),
            study: study.to_owned(),
            base,
            happened: kinds("happened:", &draft.clock),
            learned: kinds("learned:", &draft.clock),
            minimum: draft.kind == "minimum",
            persons: draft.persons,
            population: draft.population,
            span: draft.span,
            id: draft.id,
            title_ar: draft.title.ar,
            title_en: draft.title.en,
            definition_ar: draft.definition.ar,
            definition_en: draft.definition.en,
            units,
            groups,
            conditions,
            sql,
            figure,
            changed: status == 409,
            problems: told(ask, &problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The form, empty or with a figure that the builder made.
pub fn show_builder(ask: &Ask) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let study = ask.part("study");
    let base = ask
        .app
        .office
        .study_text(&seat, study, "study.toml")?
        .revision;
    let wanted = ask.query.get("figure");
    let draft = if wanted.is_empty() {
        FigureDraft {
            counts: "arrest".into(),
            clock: "happened:arrest".into(),
            kind: "documented_count".into(),
            population: true,
            groups: vec!["period".into()],
            ..FigureDraft::default()
        }
    } else {
        let drafts = ask.app.office.figure_drafts(&seat, study)?;
        drafts
            .into_iter()
            .find(|draft| draft.id == wanted)
            .ok_or(Refusal::NotFound)?
    };
    show(
        ask,
        Building {
            study,
            base,
            draft,
            problems: Vec::new(),
        },
    )
}

/// Shows what the draft comes to, or saves it.
pub fn build_figure(ask: &Ask) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let study = ask.part("study");
    let base = ask.form.get("base").parse().unwrap_or(0);
    let draft = draft_of(ask, &ask.form);
    let mut problems = Vec::new();
    if ask.form.all("do").last() == Some("save") {
        match ask.app.office.save_figure(&seat, study, &draft, base) {
            Ok(()) => {
                ask.app.forget_study(study);
                return Ok(Answer::see(&format!(
                    "/studies/{}#{}",
                    encode(study),
                    encode(&draft.id)
                )));
            }
            Err(found) => problems = found,
        }
    }
    show(
        ask,
        Building {
            study,
            base,
            draft,
            problems,
        },
    )
}
