//! Which words and own fields does the office use, and how does it get new ones?
//!
//! Everybody who reads cases sees them; who administers the office adds terms and
//! fields, calls them otherwise, and retires them. The files of the profile stay the place where they
//! stand: what is done here is one more entry in them.

use crate::answer::{Answer, Answered, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::find::Choice;
use crate::say::Say;
use askama::Template;
use model::profile::{FieldType, Label, OwnField, Term};
use model::{Class, Problem};
use office::{Administering, Reading};
use serde::Serialize;

#[derive(Serialize)]
struct VocabularyRow {
    id: String,
    label: String,
    terms: u64,
}

#[derive(Template, Serialize)]
#[template(path = "vocabularies.html")]
struct VocabulariesView {
    #[serde(skip)]
    frame: Frame,
    vocabularies: Vec<VocabularyRow>,
}

#[derive(Serialize)]
struct TermRow {
    id: String,
    ar: String,
    en: String,
    also: Vec<String>,
    parent: String,
    retired: bool,
}

/// A term or field that is to be called otherwise or retired.
#[derive(Serialize)]
struct Changed {
    /// Name of the field of the form that says which.
    #[serde(skip)]
    name: &'static str,
    /// Id of a term; kind of record and id of a field.
    of: String,
    id: String,
    ar: String,
    en: String,
    retired: bool,
}

impl Changed {
    /// What is asked about, with labels as they were typed, if they were.
    fn of(
        ask: &Ask,
        (name, of): (&'static str, String),
        id: &str,
        label: &Label,
        retired: bool,
    ) -> Changed {
        let typed = |name: &str, known: &str| match ask.form.has(name) {
            true => ask.form.get(name).to_owned(),
            false => known.to_owned(),
        };
        Changed {
            name,
            of,
            id: id.to_owned(),
            ar: typed("ar", &label.ar),
            en: typed("en", &label.en),
            retired,
        }
    }
}

#[derive(Serialize)]
struct ChangeShown {
    at: String,
    who: String,
    why: String,
}

/// The newest changes, for who administers the office.
fn changes(ask: &Ask, say: &Say, vocabulary: Option<&str>) -> Result<Vec<ChangeShown>, Refusal> {
    if !ask.may::<Administering>() {
        return Ok(Vec::new());
    }
    let seat = ask.seat::<Administering>()?;
    let changes = ask.app.office.word_changes(&seat, vocabulary)?.into_iter();
    let shown = changes.map(|change| ChangeShown {
        at: say.instant(change.at),
        who: change.who,
        why: change.why,
    });
    Ok(shown.collect())
}

/// Which term or field the page or the form is about, where it is not a new one.
fn about<'a>(ask: &'a Ask, name: &str) -> &'a str {
    match ask.post {
        true => ask.form.get(name),
        false => ask.query.get(name),
    }
}

/// A new term as it was typed.
#[derive(Default, Serialize)]
struct TypedTerm {
    id: String,
    ar: String,
    en: String,
    also: String,
    parent: String,
    kind: String,
}

#[derive(Template, Serialize)]
#[template(path = "vocabulary.html")]
struct VocabularyView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    title: String,
    terms: Vec<TermRow>,
    /// Whether the reader may change them.
    administers: bool,
    /// Entries have a kind (places and bodies): those that there are.
    kinds: Vec<Choice>,
    changed: Option<Changed>,
    changes: Vec<ChangeShown>,
    typed: TypedTerm,
    problems: Vec<Told>,
}

#[derive(Serialize)]
struct FieldRow {
    id: String,
    record: String,
    ar: String,
    en: String,
    holds: String,
    class: String,
    reason: String,
    /// Kind of record and id, for its change.
    of: String,
    retired: bool,
}

#[derive(Template, Serialize)]
#[template(path = "fields.html")]
struct FieldsView {
    #[serde(skip)]
    frame: Frame,
    fields: Vec<FieldRow>,
    administers: bool,
    changed: Option<Changed>,
    changes: Vec<ChangeShown>,
    records: Vec<Choice>,
    types: Vec<Choice>,
    classes: Vec<Choice>,
    vocabularies: Vec<Choice>,
    id: String,
    ar: String,
    en: String,
    reason: String,
    problems: Vec<Told>,
}

/// Whoever reads cases or administers the office may see its words.
fn may_look(ask: &Ask) -> Result<(), Refusal> {
    if ask.may::<Administering>() {
        return Ok(());
    }
    ask.seat::<Reading>().map(|_| ())
}

/// The vocabularies.
pub fn list_vocabularies(ask: &Ask) -> Answered {
    may_look(ask)?;
    let say = Say::new(ask);
    let vocabularies = ids(&say)
        .into_iter()
        .filter_map(|id| {
            let terms = say.profile.vocabulary(&id)?;
            Some(VocabularyRow {
                label: say.label(&terms.label),
                terms: terms.terms.len() as u64,
                id,
            })
        })
        .collect();
    page(
        ask,
        &VocabulariesView {
            frame: Frame::new(ask, "/office", "web-vocabularies"),
            vocabularies,
        },
    )
}

fn ids(say: &Say) -> Vec<String> {
    let known = say.profile.vocabularies.keys().map(String::as_str);
    known.chain(["place", "body"]).map(str::to_owned).collect()
}

fn vocabulary(ask: &Ask, problems: &[Problem]) -> Answered {
    may_look(ask)?;
    let say = Say::new(ask);
    let id = ask.part("vocabulary");
    let terms = say.profile.vocabulary(id).ok_or(Refusal::NotFound)?;
    let title = say.label(&terms.label);
    let text = |name: &str| ask.form.get(name).to_owned();
    let typed = if problems.is_empty() {
        TypedTerm::default()
    } else {
        TypedTerm {
            id: text("id"),
            ar: text("ar"),
            en: text("en"),
            also: text("also"),
            parent: text("parent"),
            kind: text("kind"),
        }
    };
    let mut kinds: Vec<&String> = terms
        .terms
        .iter()
        .filter_map(|term| term.kind.as_ref())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let kinds = kinds
        .into_iter()
        .map(|kind| Choice {
            id: kind.clone(),
            label: say.term(&format!("{id}-kind"), Some(kind)),
            chosen: *kind == typed.kind,
        })
        .collect();
    let administers = ask.may::<Administering>();
    let changed = terms
        .get(about(ask, "term"))
        .filter(|_| administers)
        .map(|term| {
            let label = Label {
                ar: term.ar.clone(),
                en: term.en.clone(),
            };
            Changed::of(
                ask,
                ("term", term.id.clone()),
                &term.id,
                &label,
                term.retired,
            )
        });
    page(
        ask,
        &VocabularyView {
            frame: Frame::titled(ask, "/office", title.clone()),
            id: id.to_owned(),
            title,
            terms: terms
                .terms
                .iter()
                .map(|term| TermRow {
                    id: term.id.clone(),
                    ar: term.ar.clone(),
                    en: term.en.clone(),
                    also: term.also.clone(),
                    parent: term
                        .parent
                        .as_deref()
                        .map(|parent| terms.label_of(parent, say.language).to_owned())
                        .unwrap_or_default(),
                    retired: term.retired,
                })
                .collect(),
            administers,
            kinds,
            changed,
            changes: changes(ask, &say, Some(id))?,
            typed,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status_of(problems)))
}

/// The terms of a vocabulary in both languages.
pub fn show_vocabulary(ask: &Ask) -> Answered {
    vocabulary(ask, &[])
}

fn label_typed(ask: &Ask) -> Label {
    Label {
        ar: ask.form.get("ar").to_owned(),
        en: ask.form.get("en").to_owned(),
    }
}

/// Adds a term, calls one otherwise, retires one, or takes one up again.
pub fn change_vocabulary(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    let id = ask.part("vocabulary");
    let office = &ask.app.office;
    let done = match ask.form.get("do") {
        "retire" => office.retire_term(&seat, id, about(ask, "term"), true),
        "take-up" => office.retire_term(&seat, id, about(ask, "term"), false),
        "rename" => office.relabel_term(&seat, id, about(ask, "term"), &label_typed(ask)),
        _ => {
            let also = ask.form.get("also").split([',', '،', '\n']);
            let also = also.map(str::trim).filter(|it| !it.is_empty());
            let term = Term {
                id: ask.form.get("id").to_owned(),
                ar: ask.form.get("ar").to_owned(),
                en: ask.form.get("en").to_owned(),
                also: also.map(str::to_owned).collect(),
                parent: ask.form.some("parent"),
                kind: ask.form.some("kind"),
                ..Term::default()
            };
            office.add_term(&seat, id, &term).map(|_| ())
        }
    };
    match done {
        Ok(()) => Ok(Answer::see(&format!("/office/vocabularies/{id}"))),
        Err(problems) => match Refusal::from(problems) {
            Refusal::Wrong(problems) => vocabulary(ask, &problems),
            refusal => Err(refusal),
        },
    }
}

const RECORDS: [&str; 3] = ["person", "event", "source"];
const TYPES: [(&str, FieldType); 5] = [
    ("text", FieldType::Text),
    ("date", FieldType::Date),
    ("number", FieldType::Number),
    ("yesno", FieldType::Yesno),
    ("term", FieldType::Term),
];

/// The word of a protection class in forms and messages.
pub fn class_word(class: Class) -> &'static str {
    match class {
        Class::Public => "public",
        Class::Internal => "internal",
        Class::Identifying => "identifying",
        Class::Contact => "contact",
        Class::Medical => "medical",
    }
}

/// Kind of record and id, as one word of an address.
fn address_of(field: &OwnField) -> String {
    format!("{}.{}", field.record, field.id)
}

fn fields(ask: &Ask, problems: &[Problem]) -> Answered {
    may_look(ask)?;
    let say = Say::new(ask);
    let choice = |start: &str, id: &str, field: &str| Choice {
        id: id.to_owned(),
        label: say.t(&format!("web-{start}-{id}")),
        chosen: ask.form.get(field) == id,
    };
    let rows = say.profile.fields.iter().map(|field| {
        let holds = TYPES.iter().find(|(_, known)| *known == field.field_type);
        let mut holds = say.t(&format!("web-holds-{}", holds.map_or("text", |it| it.0)));
        if let Some(terms) = field.vocabulary.as_deref() {
            let label = say.profile.vocabulary(terms);
            let label = label.map_or(terms.to_owned(), |it| say.label(&it.label));
            holds = format!("{holds}: {label}");
        }
        FieldRow {
            id: field.id.clone(),
            record: say.t(&format!("web-record-{}", field.record)),
            ar: field.ar.clone(),
            en: field.en.clone(),
            holds,
            class: say.t(&format!("web-class-{}", class_word(field.class))),
            reason: field.reason.clone().unwrap_or_default(),
            of: address_of(field),
            retired: field.retired,
        }
    });
    let rows = rows.collect();
    let administers = ask.may::<Administering>();
    let mut known = say.profile.fields.iter().filter(|_| administers);
    let changed = known
        .find(|field| address_of(field) == about(ask, "field"))
        .map(|field| {
            let label = Label {
                ar: field.ar.clone(),
                en: field.en.clone(),
            };
            Changed::of(
                ask,
                ("field", address_of(field)),
                &field.id,
                &label,
                field.retired,
            )
        });
    // What was typed of a field that is there is not a new one.
    let text = |name: &str| match changed {
        Some(_) => String::new(),
        None => ask.form.get(name).to_owned(),
    };
    page(
        ask,
        &FieldsView {
            frame: Frame::new(ask, "/office", "web-fields"),
            fields: rows,
            administers,
            records: RECORDS.map(|id| choice("record", id, "record")).into(),
            types: TYPES.map(|(id, _)| choice("holds", id, "type")).into(),
            classes: Class::ALL
                .map(|class| choice("class", class_word(class), "class"))
                .into(),
            vocabularies: ids(&say)
                .into_iter()
                .filter_map(|id| {
                    let label = say.label(&say.profile.vocabulary(&id)?.label);
                    let chosen = ask.form.get("vocabulary") == id;
                    Some(Choice { id, label, chosen })
                })
                .collect(),
            id: text("id"),
            ar: text("ar"),
            en: text("en"),
            reason: text("reason"),
            changed,
            changes: changes(ask, &say, None)?,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status_of(problems)))
}

/// The office's own fields.
pub fn show_fields(ask: &Ask) -> Answered {
    fields(ask, &[])
}

/// Adds an own field, calls one otherwise, retires one, or takes one up again.
pub fn change_own_fields(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    let office = &ask.app.office;
    let (record, id) = about(ask, "field").split_once('.').unwrap_or_default();
    let done = match ask.form.get("do") {
        "retire" => office.retire_field(&seat, record, id, true),
        "take-up" => office.retire_field(&seat, record, id, false),
        "rename" => office.relabel_field(&seat, record, id, &label_typed(ask)),
        _ => office.add_field(&seat, &field_typed(ask)).map(|_| ()),
    };
    match done {
        Ok(()) => Ok(Answer::see("/office/fields")),
        Err(problems) => match Refusal::from(problems) {
            Refusal::Wrong(problems) => fields(ask, &problems),
            refusal => Err(refusal),
        },
    }
}

fn field_typed(ask: &Ask) -> OwnField {
    let typed = ask.form.get("type");
    let class = ask.form.get("class");
    OwnField {
        record: ask.form.get("record").to_owned(),
        id: ask.form.get("id").to_owned(),
        ar: ask.form.get("ar").to_owned(),
        en: ask.form.get("en").to_owned(),
        field_type: TYPES
            .into_iter()
            .find(|(id, _)| *id == typed)
            .map_or(FieldType::Text, |(_, known)| known),
        vocabulary: ask.form.some("vocabulary"),
        // Who chose nothing gets what fewest may read.
        class: Class::ALL
            .into_iter()
            .find(|known| class_word(*known) == class)
            .unwrap_or(Class::Contact),
        reason: ask.form.some("reason"),
        retired: false,
    }
}
