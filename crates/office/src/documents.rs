//! How do the texts that people edit get into the register?
//!
//! `profile/`, `law/`, `studies/` and `mappings/` in the office's folder are
//! working copies. Before they are used, changed ones are *adopted*: saved as
//! revisions of `Document` records, so that any figure can be computed again
//! from the log alone, on another machine or another database. A file that was
//! taken out of the folder is marked removed, never deleted. Texts that the
//! register has and a fresh folder lacks are written out (`lay_out`).

use crate::folder;
use model::record::{Document, RecordId};
use model::{Problem, Record};
use register::{Tx, Writing};
use std::collections::BTreeMap;
use std::path::Path;

/// The folders of texts, with the endings that count as text.
const FOLDERS: &[(&str, &[&str])] = &[
    ("profile", &[".toml"]),
    ("law", &[".toml"]),
    ("studies", &[".toml", ".md", ".txt"]),
    ("mappings", &[".toml"]),
];

/// The texts in the office's folder, by path.
pub(crate) fn in_folder(office: &Path) -> Result<BTreeMap<String, String>, Problem> {
    let mut all = BTreeMap::new();
    for (name, endings) in FOLDERS {
        for (path, text) in folder::texts(&office.join(name), endings)? {
            all.insert(format!("{name}/{path}"), text);
        }
    }
    Ok(all)
}

/// The texts in the register, by path, without removed ones.
pub(crate) fn in_register(tx: &Tx) -> Result<BTreeMap<String, String>, Problem> {
    Ok(known(tx)?
        .into_iter()
        .filter(|(_, document)| !document.removed && is_edited(&document.path))
        .map(|(_, document)| (document.path, document.text))
        .collect())
}

/// Whether a document is one of the texts that people edit in the folder.
fn is_edited(path: &str) -> bool {
    FOLDERS.iter().any(|(name, _)| {
        path.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('/'))
    })
}

/// Every document of the register with its id, removed ones too.
pub(crate) fn known(tx: &Tx) -> Result<Vec<(RecordId, Document)>, Problem> {
    let documents = tx
        .documents()?
        .into_iter()
        .filter_map(|stored| match stored.record {
            Record::Document(document) => Some((stored.id, document)),
            _ => None,
        });
    Ok(documents.collect())
}

/// Saves the texts of the folder that differ from the register; returns their paths.
pub(crate) fn adopt(
    tx: &mut Writing,
    texts: &BTreeMap<String, String>,
) -> Result<Vec<String>, Problem> {
    let mut known: BTreeMap<String, (RecordId, Document)> = known(tx)?
        .into_iter()
        .filter(|(_, document)| is_edited(&document.path))
        .map(|(id, document)| (document.path.clone(), (id, document)))
        .collect();
    let mut adopted = Vec::new();
    for (path, text) in texts {
        let document = Document {
            path: path.clone(),
            text: text.clone(),
            removed: false,
        };
        match known.remove(path) {
            Some((_, old)) if old == document => continue,
            Some((id, _)) => {
                tx.save(&id, &Record::Document(document))?;
            }
            None => {
                tx.add(&Record::Document(document))?;
            }
        }
        adopted.push(path.clone());
    }
    for (path, (id, old)) in known {
        if !old.removed {
            let removed = Document {
                path: path.clone(),
                text: String::new(),
                removed: true,
            };
            tx.save(&id, &Record::Document(removed))?;
            adopted.push(path);
        }
    }
    Ok(adopted)
}

/// Writes texts into the office's folder.
pub(crate) fn lay_out(office: &Path, texts: &BTreeMap<String, String>) -> Result<(), Problem> {
    for (path, text) in texts {
        let target = office.join(path);
        if let Some(parent) = target.parent() {
            folder::make(parent)?;
        }
        folder::write_private(&target, text.as_bytes())?;
    }
    Ok(())
}

/// The texts below one folder (`profile`, `studies/defectors`), with paths below it.
pub(crate) fn below(texts: &BTreeMap<String, String>, prefix: &str) -> BTreeMap<String, String> {
    texts
        .iter()
        .filter_map(|(path, text)| {
            let below = path.strip_prefix(prefix)?.strip_prefix('/')?;
            Some((below.to_owned(), text.clone()))
        })
        .collect()
}
