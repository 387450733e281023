//! How does a file of evidence go in, and how does it come out?
//!
//! Bytes are sealed and never change; the record keeps the hash and the chain
//! of custody. Taking a file out is an act that the chain shows. What is shown of a
//! picture, and what is shared of any file, is a copy that `intake` made anew: a record
//! of its own, derived from the original, without anything hidden. Copies are made when
//! a file is sealed; those of PDF files, which take their time, when they are asked for.

use crate::{Act, Documenting, Office, Reading, Seat, Seen};
use intake::Copying;
use model::record::{Custody, Evidence, RecordId};
use model::{Class, Code, Problem, Record, Watch, When};
use register::{Stored, Tx};

/// The act of custody with which a viewing copy begins.
const DRAWN_ANEW: &str = "drawn-anew";

/// Whether there is no copy because of what the file is.
fn is_of_file(problem: &Problem) -> bool {
    problem.code.as_str().starts_with("intake.")
}

fn evidence_of(tx: &Tx, id: &str) -> Result<Evidence, Problem> {
    match tx.get(id)?.map(|stored| stored.record) {
        Some(Record::File(evidence)) => Ok(evidence),
        _ => Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id)),
    }
}

fn is_copy(stored: &Stored, id: &str) -> bool {
    matches!(&stored.record, Record::File(file)
        if file.derived_from.as_deref() == Some(id)
            && file.custody.first().is_some_and(|step| step.act == DRAWN_ANEW))
}

/// The viewing copy of a picture, when there is one.
fn copy_of(tx: &Tx, id: &str) -> Result<Option<(RecordId, Evidence)>, Problem> {
    for stored in tx.pointing_at(id)? {
        if is_copy(&stored, id)
            && let Record::File(file) = stored.record
        {
            return Ok(Some((stored.id, file)));
        }
    }
    Ok(None)
}

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
        about: Vec<RecordId>,
        received_from: Option<String>,
    ) -> Result<RecordId, Problem> {
        self.add_file_of(seat, name, bytes, about, received_from, None)
    }

    /// As [`Office::add_file`], of a protection class: whoever may not read the class
    /// does not learn of the file.
    ///
    /// # Errors
    /// As [`Office::add_file`].
    pub fn add_file_of(
        &self,
        seat: &Seat<Documenting>,
        name: &str,
        bytes: &[u8],
        mut about: Vec<RecordId>,
        received_from: Option<String>,
        class: Option<Class>,
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
        let id = self.write(seat, |writing| {
            writing.add(&Record::File(Evidence {
                sha256,
                size,
                name: name.into(),
                media_type: media_type(bytes).map(str::to_owned),
                about,
                custody,
                class,
                ..Evidence::default()
            }))
        })?;
        // What cannot be made anew is evidence all the same; whoever asks for its copy is
        // told why there is none.
        let copying = Copying::of(name, media_type(bytes));
        if let Some(copying) = copying.filter(|it| *it != Copying::Pages) {
            match self.keep_copy(seat, &id, (name, class), copying, bytes, &model::unwatched) {
                Ok(_) => {}
                Err(problem) if is_of_file(&problem) => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(id)
    }

    /// Makes the copy of a file without what is hidden in it, when it has none yet.
    ///
    /// # Errors
    /// `office.no-such-record`; `intake.picture-kind` of kinds that have no copy; the
    /// problems of [`intake::copy_anew`] and [`intake::draw_pages`]; those of `watch`.
    pub fn make_copy(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        watch: &Watch<'_>,
    ) -> Result<RecordId, Problem> {
        let (original, copy) =
            self.read(seat, |tx| Ok((evidence_of(tx, id)?, copy_of(tx, id)?)))?;
        if let Some((copy, _)) = copy {
            return Ok(copy);
        }
        let bytes = self.register.files().read(&original.sha256)?;
        let copying = Copying::of(&original.name, media_type(&bytes))
            .filter(|_| original.derived_from.is_none())
            .ok_or_else(|| Problem::new(Code::IntakePictureKind))?;
        let about = (original.name.as_str(), original.class);
        self.keep_copy(seat, id, about, copying, &bytes, watch)
    }

    /// The copy is a record of its own that names its original: so it is as closed
    /// as that, and its chain of custody tells who made it.
    fn keep_copy(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        (name, class): (&str, Option<Class>),
        copying: Copying,
        bytes: &[u8],
        watch: &Watch<'_>,
    ) -> Result<RecordId, Problem> {
        // One at a time: two large pictures at once would need twice the memory.
        let one = crate::open::locked(&self.drawing);
        let made = match copying {
            Copying::Pages => crate::apart::pages(bytes, watch)?,
            _ => intake::copy_anew(copying, bytes)?,
        };
        drop(one);
        let name = match (made.ending, name.rsplit_once('.')) {
            (None, _) => name.to_owned(),
            (Some(ending), Some((stem, _))) => format!("{stem}.{ending}"),
            (Some(ending), None) => format!("{name}.{ending}"),
        };
        let (sha256, size) = self.register.files().put(&made.bytes)?;
        let copy = Evidence {
            sha256,
            size,
            name,
            media_type: Some(made.media_type.into()),
            about: Vec::new(),
            derived_from: Some(id.to_owned()),
            custody: vec![Custody {
                when: Some(self.day_of(seat.at())),
                who: seat.user().into(),
                act: DRAWN_ANEW.into(),
            }],
            class,
            withdrawn: None,
        };
        self.write(seat, |writing| writing.add(&Record::File(copy)))
    }

    /// The viewing copy of a picture: its record and its bytes. Only for those who
    /// may see every class of field, because a picture can show anything.
    ///
    /// # Errors
    /// `office.no-such-record`, also when it is not for this reader or has no copy.
    pub fn view_copy(
        &self,
        seat: &Seat<Reading>,
        id: &str,
    ) -> Result<(Evidence, Vec<u8>), Problem> {
        let no_such = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
        if !self.may_view(seat) {
            return Err(no_such());
        }
        let copy = self.read(seat, |tx| copy_of(tx, id))?;
        // Nothing else is drawn in a page.
        let image = |file: &Evidence| {
            matches!(file.media_type.as_deref(), Some("image/jpeg" | "image/png"))
        };
        let (_, copy) = copy.filter(|(_, it)| image(it)).ok_or_else(no_such)?;
        let bytes = self.register.files().read(&copy.sha256)?;
        Ok((copy, bytes))
    }

    /// Whether pictures are shown to the seat's holder.
    pub fn may_view(&self, seat: &Seat<Reading>) -> bool {
        seat.classes().len() == model::Class::ALL.len()
    }

    /// The record of a picture's viewing copy, as its reader may see it.
    ///
    /// # Errors
    /// Those of the register.
    pub fn copy_of(&self, seat: &Seat<Reading>, id: &str) -> Result<Option<Seen>, Problem> {
        self.read(seat, |tx| {
            let found = tx.pointing_at(id)?.into_iter().find(|it| is_copy(it, id));
            Ok(found.and_then(|stored| self.see(seat, stored)))
        })
    }

    /// Opens the viewing copy for somebody outside, and notes in the original's chain
    /// of custody that a copy left: what is shared of a file unless the consent
    /// covers the original.
    ///
    /// # Errors
    /// As [`Office::make_copy`], which makes it when there is none.
    pub fn take_copy(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
    ) -> Result<(String, Vec<u8>), Problem> {
        self.make_copy(seat, id, &model::unwatched)?;
        let (mut original, copy) =
            self.read(seat, |tx| Ok((evidence_of(tx, id)?, copy_of(tx, id)?)))?;
        let (_, copy) =
            copy.ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", id))?;
        let bytes = self.register.files().read(&copy.sha256)?;
        original.custody.push(Custody {
            when: Some(self.day_of(seat.at())),
            who: seat.user().into(),
            act: "copy-taken-out".into(),
        });
        self.write(seat, |writing| {
            writing.save(id, &Record::File(original)).map(|_| ())
        })?;
        Ok((copy.name, bytes))
    }

    /// Opens the original for somebody outside, with all that is hidden in it: a waiver
    /// that names the file, with the seat's reason and a second person where the rules
    /// need one.
    ///
    /// # Errors
    /// `office.reason-missing`; `office.approval-needed`; else as [`Office::take_file`].
    pub fn take_original(&self, seat: &Seat<Documenting>, id: &str) -> Result<Vec<u8>, Problem> {
        let name = self.read(seat, |tx| Ok(evidence_of(tx, id)?.name))?;
        if seat.why().is_none_or(|why| why.trim().is_empty()) {
            return Err(Problem::new(Code::OfficeReasonMissing).at_field("waiver"));
        }
        let id = id.to_owned();
        let act = Act::TakeOriginal {
            id: id.clone(),
            name,
        };
        self.agreed(seat, &act)?;
        self.take_file(seat, &id)
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
                if !matches!(&stored.record, Record::File(file)
                    if file.withdrawn.is_none() && file.about.iter().any(|it| it == id))
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
