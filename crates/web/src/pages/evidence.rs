//! Which files are evidence for this record, and how do they come in and out?
//!
//! A file goes in sealed and comes out only as a download, on purpose, by
//! somebody who documents: the chain of custody then shows it. Nothing that was
//! handed over is ever drawn in a page of the office: what is seen of a photograph
//! is a copy that the office drew anew. What leaves of any file is a copy made anew, unless
//! the original is asked for by name; of some kinds there is none.

use crate::answer::{Answer, Answered, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Kind, Made};
use crate::pages::find::Choice;
use crate::pages::jobs::{self, Awaited};
use crate::pages::record_form::{class_choices, class_of};
use crate::pages::vocabularies::class_word;
use crate::say::Say;
use askama::Template;
use model::record::Evidence;
use model::{Code, Problem, Record};
use office::{Copying, Documenting, Reading, Seat, Seen, check_kind};
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
    /// How a copy of it is made; empty where there is none.
    copying: &'static str,
    /// What is in the copy and what is not.
    #[serde(skip)]
    in_copy: String,
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
    let copying = copying_of(&file).map_or("", word_of);
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
        copying,
        in_copy: match copying {
            "" | "picture" => String::new(),
            copying => say.t(&format!("web-copy-{copying}")),
        },
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

/// How a copy of a file is made; a copy itself has none.
fn copying_of(file: &Evidence) -> Option<Copying> {
    let original = file.derived_from.is_none();
    Copying::of(&file.name, file.media_type.as_deref()).filter(|_| original)
}

fn word_of(copying: Copying) -> &'static str {
    match copying {
        Copying::Picture => "picture",
        Copying::Paper => "paper",
        Copying::Slides => "slides",
        Copying::Values => "values",
        Copying::Text => "text",
        Copying::Pages => "pages",
    }
}

/// A file with what its reader may know of its viewing copy.
fn with_copy(ask: &Ask, say: &Say, seat: &Seat<Reading>, seen: Seen) -> Result<FileShown, Refusal> {
    let mut file = shown(say, seen).ok_or(Refusal::NotFound)?;
    let office = &ask.app.office;
    if !file.copying.is_empty()
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

/// Makes the copy of a file that has none yet, or says why it cannot.
pub fn make_copy(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let reading = ask.seat::<Reading>()?;
    let Record::File(file) = ask.app.office.show(&reading, id, None)?.seen.record else {
        return Err(Refusal::NotFound);
    };
    match made_beside(ask, id, &file)? {
        Some(answer) => Ok(answer),
        None => Ok(Answer::see(&format!("/evidence/{id}"))),
    }
}

/// Makes a copy, of a PDF beside the requests: it can take minutes. None when it is
/// there, else what is to be answered.
fn made_beside(ask: &Ask, id: &str, file: &Evidence) -> Result<Option<Answer>, Refusal> {
    let office = &ask.app.office;
    if copying_of(file) != Some(Copying::Pages) {
        let seat = ask.seat::<Documenting>()?;
        return match office.make_copy(&seat, id, &model::unwatched) {
            Ok(_) => Ok(None),
            Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
            Err(problem) => file_page(ask, &[problem]).map(Some),
        };
    }
    let reading = ask.seat::<Reading>()?;
    if office.copy_of(&reading, id)?.is_some() {
        return Ok(None);
    }
    let (user, original) = (ask.user().to_owned(), id.to_owned());
    let job = ask.app.begin(
        Kind::Copy,
        ask.user(),
        &file.name,
        ask.at,
        move |app, watch| {
            let seat = app.office.seat(&user, (app.clock)(), None);
            seat.and_then(|seat| app.office.make_copy(&seat, &original, watch))
                .map(|_| Made::Copy(original))
                .map_err(|problem| vec![problem])
        },
    );
    match jobs::begun(ask, job)? {
        Awaited::Made(_) => Ok(None),
        Awaited::Wrong(problems) => file_page(ask, &problems).map(Some),
        Awaited::Going(answer) => Ok(Some(answer)),
    }
}

/// Sends the bytes of a file, and notes in its chain of custody that it left. The copy
/// goes where there is one, unless the original is asked for.
pub fn take_file_of_evidence(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    ask.proved()?;
    let office = &ask.app.office;
    let reading = ask.seat::<Reading>()?;
    let id = ask.part("id");
    let Record::File(file) = office.show(&reading, id, None)?.seen.record else {
        return Err(Refusal::NotFound);
    };
    if file.derived_from.is_some() {
        // A copy has nothing hidden in it.
        let bytes = office.take_file(&seat, id)?;
        return Ok(Answer::evidence(&file.name, bytes));
    }
    if copying_of(&file).is_some() && ask.form.get("what") != "original" {
        if let Some(answer) = made_beside(ask, id, &file)? {
            return Ok(answer);
        }
        return match office.take_copy(&seat, id) {
            Ok((name, bytes)) => Ok(Answer::evidence(&name, bytes)),
            Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
            Err(problem) => file_page(ask, &[problem]),
        };
    }
    let name = file.name;
    let waiver = ask.seat_because::<Documenting>(ask.form.some("waiver"))?;
    match office.take_original(&waiver, id) {
        Ok(bytes) => Ok(Answer::evidence(&name, bytes)),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
        Err(problem) => file_page(ask, &[problem]),
    }
}
