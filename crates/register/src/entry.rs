//! What does one entry of the log say, exactly?
//!
//! Canonical JSON (keys sorted, no blanks, as RFC 8785 writes it) with where,
//! what, who, when and why, and a salted commitment to the content instead of
//! the content: the text can be shown to a partner or outlive a lawful
//! destruction without telling anything about a person. `tree` hashes it.

use crate::hexadecimal::push_hexadecimal;
use crate::tree::Hash;
use jiff::Timestamp;
use model::{Code, Problem};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Length of the salt in front of each content.
pub(crate) const SALT: usize = 32;

/// Who writes, when and why: the head of every act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// User name.
    pub who: String,
    /// Why, in the author's words.
    pub why: Option<String>,
    /// When, by the author's clock; kept to the millisecond.
    pub at: Timestamp,
    /// Name of the installation (as in the key file).
    pub installation: String,
}

/// The head of an act as it is kept: the author, and who approved what needs two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) author: Author,
    pub(crate) approved_by: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Said {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    approved_by: Vec<String>,
    installation: String,
    who: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Head {
    /// The head of an act that one person answers for.
    pub(crate) fn of(author: &Author) -> Head {
        Head {
            author: author.clone(),
            approved_by: Vec::new(),
        }
    }

    /// The moment as every table and entry writes it.
    pub(crate) fn moment(&self) -> String {
        moment(self.author.at)
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&Said {
            approved_by: self.approved_by.clone(),
            installation: self.author.installation.clone(),
            who: self.author.who.clone(),
            why: self.author.why.clone(),
        })
        .expect("texts can be written as JSON")
    }

    pub(crate) fn from_bytes(bytes: &[u8], at: &str) -> Result<Head, Problem> {
        let damaged = || Problem::new(Code::RegisterDamaged).with("part", "author");
        let said: Said = serde_json::from_slice(bytes).map_err(|_| damaged())?;
        Ok(Head {
            author: Author {
                who: said.who,
                why: said.why,
                at: at.parse().map_err(|_| damaged())?,
                installation: said.installation,
            },
            approved_by: said.approved_by,
        })
    }
}

/// RFC 3339 in UTC with milliseconds, so that texts sort as moments do.
pub(crate) fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// SHA-256 of salt and content.
pub(crate) fn commitment(salted: &[u8]) -> Hash {
    Sha256::digest(salted).into()
}

/// Writes the entries of one act; what they share is written once.
pub(crate) struct Entries {
    before_commitment: String,
    installation: String,
    who_and_why: String,
    text: String,
}

impl Entries {
    pub(crate) fn of(head: &Head) -> Entries {
        let quoted = |text: &str| serde_json::to_string(text).expect("a text is valid JSON");
        let author = &head.author;
        let mut who_and_why = format!(",\"who\":{}", quoted(&author.who));
        if let Some(why) = &author.why {
            let _ = write!(who_and_why, ",\"why\":{}", quoted(why));
        }
        who_and_why.push('}');
        let mut before = "{".to_owned();
        if !head.approved_by.is_empty() {
            let names: Vec<String> = head.approved_by.iter().map(|name| quoted(name)).collect();
            let _ = write!(before, "\"approved_by\":[{}],", names.join(","));
        }
        let _ = write!(before, "\"at\":\"{}\",\"commitment\":\"", head.moment());
        Entries {
            before_commitment: before,
            installation: format!("\",\"installation\":{}", quoted(&author.installation)),
            who_and_why,
            text: String::with_capacity(512),
        }
    }

    /// The entry's canonical text.
    pub(crate) fn entry(
        &mut self,
        position: u64,
        record: &str,
        number: u64,
        kind: &str,
        commitment: &Hash,
    ) -> &str {
        let text = &mut self.text;
        text.clear();
        text.push_str(&self.before_commitment);
        push_hexadecimal(text, commitment);
        text.push_str(&self.installation);
        // Ids and kinds have neither quotes nor control characters.
        let _ = write!(
            text,
            ",\"kind\":\"{kind}\",\"number\":{number},\"position\":{position},\"record\":\"{record}\"",
        );
        text.push_str(&self.who_and_why);
        text
    }
}
