//! Is the person being written down here already?
//!
//! While a person is typed the best matches stand beside the form, each with
//! what speaks for it; a sheet's rows that are probably known stand beside its
//! plan. Nothing is held up and nothing joined: they are links to look at.

use crate::answer::{Answered, Refusal, page};
use crate::app::App;
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::links::{FieldShown, fields_shown};
use crate::pages::record;
use crate::pages::record_form::Fields;
use crate::say::Say;
use askama::Template;
use office::{AlreadyHere, Documenting, Similar};
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A record that the new one could be.
#[derive(Serialize)]
pub struct SimilarShown {
    pub id: String,
    pub name: String,
    pub probability: String,
    pub relatives: bool,
    pub fields: Vec<FieldShown>,
}

/// The matches of a person who is being written down.
#[derive(Default, Serialize)]
pub struct Matches {
    /// Somebody has looked.
    pub looked: bool,
    /// The index stood ready.
    pub ready: bool,
    pub similar: Vec<SimilarShown>,
}

/// A row of a sheet whose person is probably known.
#[derive(Serialize)]
pub struct RowShown {
    pub row: u64,
    pub name: String,
    pub similar: Vec<SimilarShown>,
}

#[derive(Template, Serialize)]
#[template(path = "similar.html")]
struct SimilarView {
    #[serde(skip)]
    frame: Frame,
    matches: Matches,
}

/// Matches beside a form.
const SHOWN: usize = 5;

fn shown(ask: &Ask, similar: &Similar) -> SimilarShown {
    SimilarShown {
        id: similar.id.clone(),
        name: similar.name.clone(),
        probability: Say::new(ask).share(similar.probability),
        relatives: similar.relatives > similar.probability,
        fields: fields_shown(ask, &similar.fields),
    }
}

/// The matches of the person in the form; nothing where there is hardly a name yet.
pub fn matches(ask: &Ask, fields: &Fields) -> Result<Matches, Refusal> {
    let seat = ask.seat::<Documenting>()?;
    // What cannot be read yet is left out; the form says so when it is saved.
    let person = record::person_typed(ask, fields);
    let letters: usize = person
        .names
        .iter()
        .map(|name| {
            name.display()
                .chars()
                .filter(|it| it.is_alphabetic())
                .count()
        })
        .sum();
    if letters < 2 {
        return Ok(Matches {
            ready: true,
            ..Matches::default()
        });
    }
    let found = ask
        .app
        .office
        .similar_persons(&seat, &person, None, SHOWN)?;
    if !found.ready {
        ask.app.prepare_similar();
    }
    Ok(Matches {
        looked: true,
        ready: found.ready,
        similar: found.similar.iter().map(|it| shown(ask, it)).collect(),
    })
}

/// The matches alone while a person is typing, else the whole form with them.
pub fn look_for_similar(ask: &Ask) -> Answered {
    if !ask.fragment && !ask.json {
        return record::new_person_again(ask);
    }
    let matches = matches(ask, &record::fields_of(ask))?;
    page(
        ask,
        &SimilarView {
            frame: Frame::new(ask, "/record", "web-similar-title"),
            matches,
        },
    )
}

/// A row of a sheet whose person is probably in the register.
pub fn row_shown(ask: &Ask, here: &AlreadyHere) -> RowShown {
    RowShown {
        row: here.row,
        name: here.name.clone(),
        similar: here.similar.iter().map(|it| shown(ask, it)).collect(),
    }
}

impl App {
    /// Prepares the search for similar records beside the requests.
    pub(crate) fn prepare_similar(&self) {
        if self.preparing.swap(true, Ordering::AcqRel) {
            return;
        }
        let (office, preparing) = (Arc::clone(&self.office), Arc::clone(&self.preparing));
        std::thread::spawn(move || {
            let _ = office.prepare_duplicates();
            preparing.store(false, Ordering::Release);
        });
    }
}
