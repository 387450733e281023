//! How do the profile's TOML texts become a profile?
//!
//! Reads every file even after a problem, so that an office mends its profile
//! in one go. Unknown keys are problems: a misspelt key would otherwise be a
//! rule that silently does not apply.

use super::{ConfirmationRule, Label, OwnField, Profile, SameActRule, Term, Vocabulary};
use crate::{Code, Problem};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    name: Label,
    origin: String,
    languages: Vec<String>,
    #[serde(default = "levant")]
    months: String,
    #[serde(default)]
    notice: Option<Label>,
    #[serde(default, rename = "field")]
    fields: Vec<OwnField>,
}

fn levant() -> String {
    "levant".into()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VocabularyFile {
    id: String,
    label: Label,
    #[serde(default, rename = "term")]
    terms: Vec<Term>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct PlacesFile {
    #[serde(default, rename = "place")]
    places: Vec<Term>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct BodiesFile {
    #[serde(default, rename = "body")]
    bodies: Vec<Term>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ConfirmationFile {
    #[serde(default, rename = "rule")]
    rules: Vec<ConfirmationRule>,
}

/// Reads one TOML text; a syntax or type error becomes a problem with its line.
pub(crate) fn toml_text<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            text[..span.start.min(text.len())].matches('\n').count() as u64 + 1
        });
        Problem::new(Code::ProfileUnreadable)
            .with("reason", error.message())
            .in_file(path)
            .at_line(line)
    })
}

fn keep<T: Default>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> T {
    result.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

fn in_file(path: &str, found: Vec<Problem>, problems: &mut Vec<Problem>) {
    problems.extend(found.into_iter().map(|problem| problem.in_file(path)));
}

pub(super) fn profile(texts: &BTreeMap<String, String>) -> Result<Profile, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut profile = Profile::default();
    match texts.get("profile.toml") {
        None => problems.push(Problem::new(Code::ProfileFileMissing).with("file", "profile.toml")),
        Some(text) => match toml_text::<ProfileFile>("profile.toml", text) {
            Err(problem) => problems.push(problem),
            Ok(file) => {
                profile.name = file.name;
                profile.origin = file.origin;
                profile.languages = file.languages;
                profile.months = file.months;
                profile.notice = file.notice;
                profile.fields = file.fields;
            }
        },
    }
    for (path, text) in texts
        .iter()
        .filter(|(path, _)| path.starts_with("vocabularies/"))
    {
        match toml_text::<VocabularyFile>(path, text) {
            Err(problem) => problems.push(problem),
            Ok(file) => {
                let (vocabulary, found) = Vocabulary::new(&file.id, file.label, file.terms);
                in_file(path, found, &mut problems);
                profile.vocabularies.insert(file.id, vocabulary);
            }
        }
    }
    if let Some(text) = texts.get("places.toml") {
        let file: PlacesFile = keep(toml_text("places.toml", text), &mut problems);
        let label = Label {
            ar: "المكان".into(),
            en: "Place".into(),
        };
        let (places, found) = Vocabulary::new("place", label, file.places);
        in_file("places.toml", found, &mut problems);
        profile.places = places;
    }
    if let Some(text) = texts.get("bodies.toml") {
        let file: BodiesFile = keep(toml_text("bodies.toml", text), &mut problems);
        let label = Label {
            ar: "الجهة".into(),
            en: "Body".into(),
        };
        let (bodies, found) = Vocabulary::new("body", label, file.bodies);
        in_file("bodies.toml", found, &mut problems);
        profile.bodies = bodies;
    }
    if let Some(text) = texts.get("confirmation.toml") {
        let file: ConfirmationFile = keep(toml_text("confirmation.toml", text), &mut problems);
        profile.confirmations = file.rules;
    }
    if let Some(text) = texts.get("same-act.toml") {
        let rule: SameActRule = keep(toml_text("same-act.toml", text), &mut problems);
        problems.extend(rule.problems());
        for (vocabulary, kind) in rule
            .once
            .iter()
            .chain(&rule.by_hand)
            .map(|kind| ("event", kind))
        {
            let known = profile
                .vocabulary(vocabulary)
                .is_some_and(|terms| terms.get(kind).is_some());
            if !known {
                problems.push(super::unknown_term(vocabulary, kind, &[]).in_file("same-act.toml"));
            }
        }
        profile.same_act = rule;
    }
    problems.extend(cross_references(&profile));
    if problems.is_empty() {
        Ok(profile)
    } else {
        Err(problems)
    }
}

/// Terms that one file names and another file should have.
fn cross_references(profile: &Profile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut expect = |file: &str, vocabulary: &str, id: &str| {
        let known = profile
            .vocabulary(vocabulary)
            .is_some_and(|terms| terms.get(id).is_some());
        if !known {
            problems.push(super::unknown_term(vocabulary, id, &[]).in_file(file));
        }
    };
    for rule in &profile.confirmations {
        expect("confirmation.toml", "event", &rule.event);
        for basis in &rule.bases {
            expect("confirmation.toml", "basis", basis);
        }
        if let Some(facility) = &rule.facility {
            expect("confirmation.toml", "place", facility);
        }
    }
    for field in &profile.fields {
        if let Some(vocabulary) = &field.vocabulary
            && profile.vocabulary(vocabulary).is_none()
        {
            problems.push(
                super::unknown_term(vocabulary, vocabulary, &[])
                    .in_file("profile.toml")
                    .at_field(&field.id),
            );
        }
        if field.class != super::Class::Public && field.reason.is_none() {
            problems.push(
                Problem::new(Code::ProfileReasonMissing)
                    .with("field", &field.id)
                    .in_file("profile.toml")
                    .at_field(&field.id),
            );
        }
    }
    problems
}
