//! How does a file of evidence go in, and how does it come out?
//!
//! Bytes are sealed and never change; the record keeps the hash and the chain
//! of custody. Taking a file out is an act that the chain shows.

use crate::{Documenting, Office, Seat};
use model::record::{Custody, Evidence, RecordId};
use model::{Code, Problem, Record, When};

impl Office {
    /// Seals a file and records who handed it over.
    ///
    /// # Errors
    /// `office.no-such-record` when it is to be evidence for a record that is
    /// not there; what the disk refuses.
    pub fn add_file(
        &self,
        seat: &Seat<Documenting>,
        name: &str,
        bytes: &[u8],
        mut about: Vec<RecordId>,
        received_from: Option<String>,
    ) -> Result<RecordId, Problem> {
        about.sort();
        about.dedup();
        self.register.read(|tx| {
            for id in &about {
                if tx.get(id)?.is_none() {
                    return Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id));
                }
            }
            Ok(())
        })?;
        // The bytes come first: a record must never name a file that is not there.
        let (sha256, size) = self.register.files().put(bytes)?;
        let today = self.day_of(seat.at());
        let mut custody = Vec::new();
        if let Some(from) = received_from {
            custody.push(Custody {
                when: Some(today.clone()),
                who: from,
                act: "handed-over".into(),
            });
        }
        custody.push(Custody {
            when: Some(today),
            who: seat.user().into(),
            act: "sealed".into(),
        });
        self.register.write(&self.author(seat), |writing| {
            writing.add(&Record::File(Evidence {
                sha256,
                size,
                name: name.into(),
                media_type: media_type(bytes).map(str::to_owned),
                about,
                derived_from: None,
                custody,
            }))
        })
    }

    /// Opens a sealed file and notes in its chain of custody that it left.
    ///
    /// # Errors
    /// `office.no-such-record`; `register.file-damaged` when the bytes are not what was sealed.
    pub fn take_file(&self, seat: &Seat<Documenting>, id: &str) -> Result<Vec<u8>, Problem> {
        let mut evidence =
            self.register
                .read(|tx| match tx.get(id)?.map(|stored| stored.record) {
                    Some(Record::File(evidence)) => Ok(evidence),
                    _ => Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id)),
                })?;
        let bytes = self.register.files().read(&evidence.sha256)?;
        evidence.custody.push(Custody {
            when: Some(self.day_of(seat.at())),
            who: seat.user().into(),
            act: "taken-out".into(),
        });
        self.register.write(&self.author(seat), |writing| {
            writing.save(id, &Record::File(evidence)).map(|_| ())
        })?;
        Ok(bytes)
    }

    /// The day of an instant, in UTC, as a date of a record.
    pub(crate) fn day_of(&self, at: jiff::Timestamp) -> When {
        When::day(crate::open::day(at))
    }
}

/// The media type that the first bytes tell, never the name.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF-", "application/pdf"),
        (b"\xFF\xD8\xFF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF8", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
        (b"OggS", "application/ogg"),
        (b"ID3", "audio/mpeg"),
        (b"\x1aE\xdf\xa3", "video/webm"),
    ];
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("video/mp4");
    }
    KNOWN
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, kind)| *kind)
}
