//! Which files are evidence for this record, and how do they come in and out?
//!
//! A file goes in sealed and comes out only as a download, on purpose, by
//! somebody who documents: the chain of custody then shows it. Nothing that was
//! handed over is ever drawn in a page of the office.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::record::Evidence;
use model::{Problem, Record};
use office::{Documenting, Reading, Seen, check_kind};
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
}

#[derive(Template, Serialize)]
#[template(path = "files.html")]
struct FilesView {
    #[serde(skip)]
    frame: Frame,
    about: String,
    back: String,
    files: Vec<FileShown>,
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
}

/// An act of custody; words of another system stay as they are.
fn act_in_words(say: &Say, act: &str) -> String {
    match act {
        "handed-over" | "sealed" | "taken-out" => say.t(&format!("web-custody-{act}")),
        other => other.to_owned(),
    }
}

fn shown(say: &Say, seen: Seen) -> Option<FileShown> {
    let Record::File(file) = seen.record else {
        return None;
    };
    Some(FileShown {
        id: seen.id,
        name: if file.name.is_empty() {
            say.t("web-name-withheld")
        } else {
            file.name
        },
        kind: file.media_type.unwrap_or_default(),
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
    })
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
                .filter_map(|seen| shown(&say, seen))
                .collect(),
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
    ask.app.office.add_file(
        &seat,
        name,
        bytes,
        vec![about.to_owned()],
        ask.form.some("received_from"),
    )?;
    Ok(Answer::see(&format!("/record/{about}/files")))
}

/// A file of evidence: what is known of it, never its bytes.
pub fn show_file(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let seen = ask.app.office.show(&seat, ask.part("id"), None)?.seen;
    let file = shown(&say, seen).ok_or(Refusal::NotFound)?;
    page(
        ask,
        &FileView {
            frame: Frame::titled(ask, "", file.name.clone()),
            file,
            documents: ask.may::<Documenting>(),
        },
    )
}

/// Sends the bytes of a file, and notes in its chain of custody that it left.
pub fn take_file_of_evidence(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    ask.proved()?;
    let office = &ask.app.office;
    let reading = ask.seat::<Reading>()?;
    let id = ask.part("id");
    let name = match office.show(&reading, id, None)?.seen.record {
        Record::File(Evidence { name, .. }) => name,
        _ => return Err(Refusal::NotFound),
    };
    let bytes = office.take_file(&seat, id)?;
    Ok(Answer::evidence(&name, bytes))
}
