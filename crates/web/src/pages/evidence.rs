//! Which files are evidence for this record, and how do they come in and out?
//!
//! A file goes in sealed and comes out only as a download, on purpose, by
//! somebody who documents: the chain of custody then shows it. Nothing that was
//! handed over is ever drawn in a page of the office: what is seen of a photograph
//! is a copy that the office drew anew, and that is what leaves unless the original
//! is asked for by name.

use crate::answer::{Answer, Answered, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::find::Choice;
use crate::pages::record_form::{class_choices, class_of};
use crate::pages::vocabularies::class_word;
use crate::say::Say;
use askama::Template;
use model::record::Evidence;
use model::{Code, Problem, Record};
use office::{Documenting, Reading, Seat, Seen, check_kind};
use serde::Serialize;

#[derive(Serialize)]
struct StepShown {
    when: String,
    who: String,
    act: String,
}

#[derive(Serialize)]
struct FileShown {
    id: String,
    name: String,
    kind: String,
    bytes: u64,
    sha256: String,
    custody: Vec<StepShown>,
    about: Vec<String>,
    /// It can have a viewing copy.
    picture: bool,
    /// It can have a copy of its words.
    paper: bool,
    /// The steps of the copy's own custody; empty without one that the reader may see.
    copy: Vec<StepShown>,
    /// The original that this file was drawn from.
    original: String,
    /// What it shows, and so who may see it; empty when nobody said.
    class: String,
    /// Why it counts for nothing, when it was put in by mistake.
    withdrawn: Option<String>,
}

#[derive(Template, Serialize)]
#[template(path = "files.html")]
struct FilesView {
    #[serde(skip)]
    frame: Frame,
    about: String,
    back: String,
    files: Vec<FileShown>,
    classes: Vec<Choice>,
    received_from: String,
    documents: bool,
    problems: Vec<Told>,
}

#[derive(Template, Serialize)]
#[template(path = "file.html")]
struct FileView {
    #[serde(skip)]
    frame: Frame,
    file: FileShown,
    documents: bool,
    problems: Vec<Told>,
}

/// An act of custody; words of another system stay as they are.
fn act_in_words(say: &Say, act: &str) -> String {
    match act {
        "handed-over" | "sealed" | "taken-out" | "drawn-anew" | "copy-taken-out" => {
            say.t(&format!("web-custody-{act}"))
        }
        other => other.to_owned(),
    }
}

fn shown(say: &Say, seen: Seen) -> Option<FileShown> {
    let Record::File(file) = seen.record else {
        return None;
    };
    let paper = file.derived_from.is_none() && is_paper(&file.name, file.media_type.as_deref());
    Some(FileShown {
        id: seen.id,
        name: if file.name.is_empty() {
            say.t("web-name-withheld")
        } else {
            file.name
        },
        bytes: file.size,
        sha256: file.sha256,
        custody: file
            .custody
            .iter()
            .map(|step| StepShown {
                when: say.date(step.when.as_ref()),
                who: step.who.clone(),
                act: act_in_words(say, &step.act),
            })
            .collect(),
        about: file.about,
        picture: file.derived_from.is_none() && is_drawn(file.media_type.as_deref()),
        paper,
        kind: file.media_type.unwrap_or_default(),
        copy: Vec::new(),
        original: file.derived_from.unwrap_or_default(),
        class: file
            .class
            .map(|class| say.t(&format!("web-class-{}", class_word(class))))
            .unwrap_or_default(),
        withdrawn: file.withdrawn.map(|it| it.why),
    })
}

/// Kinds of pictures that the office draws anew.
fn is_drawn(media_type: Option<&str>) -> bool {
    matches!(media_type, Some("image/jpeg" | "image/png"))
}

/// Papers whose words the office writes anew, by their name: their bytes tell of an archive.
fn is_paper(name: &str, media_type: Option<&str>) -> bool {
    let name = name.to_ascii_lowercase();
    media_type == Some("application/zip") && (name.ends_with(".docx") || name.ends_with(".odt"))
}

/// A file with what its reader may know of its viewing copy.
fn with_copy(ask: &Ask, say: &Say, seat: &Seat<Reading>, seen: Seen) -> Result<FileShown, Refusal> {
    let mut file = shown(say, seen).ok_or(Refusal::NotFound)?;
    let office = &ask.app.office;
    if (file.picture || file.paper)
        && office.may_view(seat)
        && let Some(copy) = office.copy_of(seat, &file.id)?
    {
        file.copy = shown(say, copy).map_or(Vec::new(), |copy| copy.custody);
    }
    Ok(file)
}

fn files(ask: &Ask, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let about = ask.part("id");
    let office = &ask.app.office;
    let record = office.show(&seat, about, None)?.seen.record;
    let back = match &record {
        Record::Person(_) | Record::Event(_) | Record::Source(_) => {
            format!("/{}/{about}", record.kind())
        }
        _ => return Err(Refusal::NotFound),
    };
    let found = office.files_of(&seat, about)?;
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &FilesView {
            frame: Frame::new(ask, "", "web-files-of"),
            about: about.to_owned(),
            back,
            files: found
                .into_iter()
                .map(|seen| with_copy(ask, &say, &seat, seen))
                .collect::<Result<_, _>>()?,
            classes: class_choices(&say, ask.form.get("class")),
            received_from: ask.form.get("received_from").to_owned(),
            documents: ask.may::<Documenting>(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The files of a record, and the form for one more.
pub fn show_files(ask: &Ask) -> Answered {
    files(ask, &[])
}

/// Seals a file that was sent.
pub fn add_file_of_evidence(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let (name, bytes) = (&ask.upload.name, &ask.upload.bytes);
    if let Err(problem) = check_kind(name, bytes) {
        return files(ask, &[problem]);
    }
    let about = ask.part("id");
    ask.app.office.add_file_of(
        &seat,
        name,
        bytes,
        vec![about.to_owned()],
        ask.form.some("received_from"),
        class_of(ask.form.get("class")),
    )?;
    Ok(Answer::see(&format!("/record/{about}/files")))
}

/// A file of evidence: what is known of it; of a picture its viewing copy.
pub fn show_file(ask: &Ask) -> Answered {
    file_page(ask, &[])
}

fn file_page(ask: &Ask, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let seen = ask.app.office.show(&seat, ask.part("id"), None)?.seen;
    let file = with_copy(ask, &say, &seat, seen)?;
    page(
        ask,
        &FileView {
            frame: Frame::titled(ask, "", file.name.clone()),
            file,
            documents: ask.may::<Documenting>(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status_of(problems)))
}

/// The viewing copy of a picture, to stand in its page.
pub fn show_picture(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let (copy, bytes) = ask.app.office.view_copy(&seat, ask.part("id"))?;
    let kind = match copy.media_type.as_deref() {
        Some("image/png") => "image/png",
        _ => "image/jpeg",
    };
    Ok(Answer::picture(kind, bytes))
}

/// Draws the viewing copy of a picture that has none yet, or says why it cannot.
pub fn draw_picture(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    match ask.app.office.draw_copy(&seat, id) {
        Ok(_) => Ok(Answer::see(&format!("/evidence/{id}"))),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
        Err(problem) => file_page(ask, &[problem]),
    }
}

/// Sends the bytes of a file, and notes in its chain of custody that it left. Of a
/// picture the copy goes, unless the original is asked for.
pub fn take_file_of_evidence(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    ask.proved()?;
    let office = &ask.app.office;
    let reading = ask.seat::<Reading>()?;
    let id = ask.part("id");
    let (name, copied) = match office.show(&reading, id, None)?.seen.record {
        Record::File(Evidence {
            name,
            media_type,
            derived_from: None,
            ..
        }) => {
            let copied = is_drawn(media_type.as_deref()) || is_paper(&name, media_type.as_deref());
            (name, copied)
        }
        // A copy has nothing hidden in it.
        Record::File(Evidence { name, .. }) => {
            let bytes = office.take_file(&seat, id)?;
            return Ok(Answer::evidence(&name, bytes));
        }
        _ => return Err(Refusal::NotFound),
    };
    if copied && ask.form.get("what") != "original" {
        return match office.take_copy(&seat, id) {
            Ok((name, bytes)) => Ok(Answer::evidence(&name, bytes)),
            Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
            Err(problem) => file_page(ask, &[problem]),
        };
    }
    let waiver = ask.seat_because::<Documenting>(ask.form.some("waiver"))?;
    match office.take_original(&waiver, id) {
        Ok(bytes) => Ok(Answer::evidence(&name, bytes)),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
        Err(problem) => file_page(ask, &[problem]),
    }
}
