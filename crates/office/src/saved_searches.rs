//! Which searches does a person come back to?
//!
//! A saved search is a document of the register, sealed like everything else,
//! so that what somebody looks for never stands in an address or a bookmark. It
//! is its owner's, or for all who may find; nobody else is shown that it exists.

use crate::{Finding, Office, Seat, documents};
use model::record::{Document, RecordId};
use model::{Code, Problem, Record};
use serde::{Deserialize, Serialize};

/// Where searches stand among the documents.
const FOLDER: &str = "searches/";

/// A saved search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Id of its document; empty before it is saved.
    #[serde(skip_deserializing)]
    pub id: RecordId,
    /// What its owner calls it.
    pub name: String,
    /// Who saved it.
    pub owner: String,
    /// For all who may find, not for the owner alone.
    pub shared: bool,
    /// The fields of the search by name, as they were typed.
    pub fields: Vec<(String, String)>,
}

/// Whether a record is somebody's search, which no page of records shows.
pub(crate) fn is_saved_search(record: &Record) -> bool {
    matches!(record, Record::Document(document) if document.path.starts_with(FOLDER))
}

impl Office {
    /// The user's own searches and those for all, by name.
    ///
    /// # Errors
    /// Those of the register.
    pub fn saved_searches(&self, seat: &Seat<Finding>) -> Result<Vec<SavedSearch>, Problem> {
        let mut searches: Vec<SavedSearch> = self
            .register
            .read(documents::known)?
            .into_iter()
            .filter(|(_, document)| document.path.starts_with(FOLDER) && !document.removed)
            .filter_map(|(id, document)| {
                let search: SavedSearch = serde_json::from_str(&document.text).ok()?;
                Some(SavedSearch { id, ..search })
            })
            .filter(|search| search.shared || search.owner == seat.user())
            .collect();
        searches.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Ok(searches)
    }

    /// Saves a search; one of the same user and name is replaced.
    ///
    /// # Errors
    /// `office.field-missing` without a name; those of the register.
    pub fn save_search(
        &self,
        seat: &Seat<Finding>,
        name: &str,
        shared: bool,
        fields: &[(String, String)],
    ) -> Result<RecordId, Problem> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Problem::new(Code::OfficeFieldMissing).at_field("search-name"));
        }
        let search = SavedSearch {
            id: RecordId::new(),
            name: name.to_owned(),
            owner: seat.user().to_owned(),
            shared,
            fields: fields.to_vec(),
        };
        let known = self.saved_searches(seat)?;
        let same = known
            .into_iter()
            .find(|known| known.owner == search.owner && known.name == search.name);
        let path = format!("{FOLDER}{}/{name}", seat.user());
        let text = serde_json::to_string(&search).expect("a search is plain texts");
        let document = Record::Document(Document {
            path,
            text,
            removed: false,
        });
        self.register
            .write(&self.author(seat), |writing| match same {
                Some(same) => writing.save(&same.id, &document).map(|_| same.id),
                None => writing.add(&document),
            })
    }

    /// Takes a search away; only its owner can.
    ///
    /// # Errors
    /// `office.no-such-record` for any that is not the user's.
    pub fn drop_search(&self, seat: &Seat<Finding>, id: &str) -> Result<(), Problem> {
        let gone = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
        let own = self
            .saved_searches(seat)?
            .into_iter()
            .any(|search| search.id == id && search.owner == seat.user());
        if !own {
            return Err(gone());
        }
        self.register.write(&self.author(seat), |writing| {
            let Some(Record::Document(document)) = writing.get(id)?.map(|stored| stored.record)
            else {
                return Err(gone());
            };
            let removed = Document {
                text: String::new(),
                removed: true,
                ..document
            };
            writing.save(id, &Record::Document(removed)).map(|_| ())
        })
    }
}
