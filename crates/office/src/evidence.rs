//! How does a file of evidence go in, and how does it come out?
//!
//! Bytes are sealed and never change; the record keeps the hash and the chain
//! of custody. Taking a file out is an act that the chain shows.

use crate::{Documenting, Office, Reading, Seat, Seen};
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
        self.read(seat, |tx| {
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
        self.write(seat, |writing| {
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
        let mut evidence = self.read(seat, |tx| match tx.get(id)?.map(|stored| stored.record) {
            Some(Record::File(evidence)) => Ok(evidence),
            _ => Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id)),
        })?;
        let bytes = self.register.files().read(&evidence.sha256)?;
        evidence.custody.push(Custody {
            when: Some(self.day_of(seat.at())),
            who: seat.user().into(),
            act: "taken-out".into(),
        });
        self.write(seat, |writing| {
            writing.save(id, &Record::File(evidence)).map(|_| ())
        })?;
        Ok(bytes)
    }

    /// The files that are evidence for a record, oldest first, as far as the
    /// reader's classes go.
    ///
    /// # Errors
    /// `office.no-such-record`, also when the record is not for this reader.
    pub fn files_of(&self, seat: &Seat<Reading>, id: &str) -> Result<Vec<Seen>, Problem> {
        self.show(seat, id, None)?;
        self.read(seat, |tx| {
            let mut files = Vec::new();
            for stored in tx.pointing_at(id)? {
                if !matches!(&stored.record, Record::File(file) if file.about.iter().any(|it| it == id))
                {
                    continue;
                }
                files.extend(self.see(seat, stored));
            }
            files.sort_by(|a, b| a.id.cmp(&b.id));
            Ok(files)
        })
    }

    /// The day of an instant, in UTC, as a date of a record.
    pub(crate) fn day_of(&self, at: jiff::Timestamp) -> When {
        When::day(crate::open::day(at))
    }
}

/// Whether the name's ending and the first bytes tell of the same kind of file.
///
/// # Errors
/// `office.file-kind` when a name promises a kind that the bytes are not, or the
/// other way round; `office.file-empty`.
pub fn check_kind(name: &str, bytes: &[u8]) -> Result<(), Problem> {
    if bytes.is_empty() {
        return Err(Problem::new(Code::OfficeFileEmpty));
    }
    const ENDINGS: &[(&str, &[&str])] = &[
        ("application/pdf", &["pdf"]),
        ("image/jpeg", &["jpg", "jpeg"]),
        ("image/png", &["png"]),
        ("image/gif", &["gif"]),
        (
            "application/zip",
            &["zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"],
        ),
        ("application/ogg", &["ogg", "oga", "ogv", "opus"]),
        ("audio/mpeg", &["mp3"]),
        ("video/webm", &["webm", "mkv"]),
        ("video/mp4", &["mp4", "m4a", "m4v", "mov", "3gp", "heic"]),
    ];
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .unwrap_or_default();
    let promised = ENDINGS
        .iter()
        .find(|(_, endings)| endings.contains(&ending.as_str()))
        .map(|(kind, _)| *kind);
    let found = media_type(bytes);
    // An MP3 without tags begins with sound at once.
    let bare_sound = ending == "mp3" && bytes.first() == Some(&0xff);
    if promised == found || bare_sound {
        return Ok(());
    }
    Err(Problem::new(Code::OfficeFileKind)
        .with("name", name)
        .with("found", found.unwrap_or("?")))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_must_be_what_the_name_promises() {
        for (name, bytes) in [
            ("شهادة.pdf", &b"%PDF-1.7"[..]),
            ("photo.JPG", b"\xFF\xD8\xFF\xE0"),
            ("table.xlsx", b"PK\x03\x04"),
            ("letter.txt", b"words"),
            ("sound.mp3", b"\xFF\xFB\x90"),
        ] {
            assert!(check_kind(name, bytes).is_ok(), "{name}");
        }
        for (name, bytes) in [
            ("photo.jpg", &b"<script>"[..]),
            ("letter.txt", b"%PDF-1.7"),
            ("letter.pdf", b"PK\x03\x04"),
            ("empty.txt", b""),
        ] {
            assert!(check_kind(name, bytes).is_err(), "{name}");
        }
    }
}
