//! How is the office backed up from a browser?
//!
//! A backup is sealed with a secret that opens the office, which is asked for
//! each time and kept nowhere. Taking one away from the machine asks who it is,
//! takes a second person where the rules say so, and is entered as a
//! disclosure. Restoring stays on the machine.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Kind, Made};
use crate::pages::jobs::{self, Awaited};
use askama::Template;
use model::{Code, Problem};
use office::{Act, Administering, BackupFile, Disclosure, Unlock};
use serde::Serialize;
use std::fs::File;

#[derive(Template, Serialize)]
#[template(path = "backups.html")]
struct BackupsView {
    #[serde(skip)]
    frame: Frame,
    backups: Vec<BackupFile>,
    #[serde(skip)]
    made: String,
    problems: Vec<Told>,
}

fn backups(ask: &Ask, made: String, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Administering>()?;
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &BackupsView {
            frame: Frame::new(ask, "/office", "web-backups"),
            backups: ask.app.office.backups(&seat)?,
            made,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The backups in the office's folder.
pub fn show_backups(ask: &Ask) -> Answered {
    backups(ask, String::new(), &[])
}

/// Makes a backup.
pub fn make_backup(ask: &Ask) -> Answered {
    ask.seat::<Administering>()?;
    ask.proved()?;
    let secret = Unlock::from_text(ask.form.raw("secret"));
    let (user, why) = (ask.user().to_owned(), ask.form.some("why"));
    let job = ask
        .app
        .begin(Kind::Backup, ask.user(), "", ask.at, move |app, watch| {
            let seat = app.office.seat(&user, (app.clock)(), why);
            seat.and_then(|seat| app.office.backup_here(&seat, &secret, watch))
                .map(Made::Backup)
                .map_err(|problem| vec![problem])
        });
    match jobs::begun(ask, job)? {
        Awaited::Made(made) => match &*made {
            Made::Backup(made) => backups(ask, made.name.clone(), &[]),
            _ => Err(Refusal::NotFound),
        },
        Awaited::Wrong(problems) => backups(ask, String::new(), &problems),
        Awaited::Going(answer) => Ok(answer),
    }
}

/// Sends a backup.
pub fn take_backup(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    let office = &ask.app.office;
    let name = ask.part("backup");
    let path = office.backup_path(&seat, name)?;
    let act = Act::TakeBackup {
        name: name.to_owned(),
    };
    let agreed_by = match office.agreed(&seat, &act) {
        Ok(agreed_by) => agreed_by,
        Err(problem) => return backups(ask, String::new(), &[problem]),
    };
    let file = File::open(&path).map_err(|error| {
        Problem::new(Code::OfficeIo)
            .with("path", name)
            .with("reason", error)
    })?;
    office.note_taken(&seat, name)?;
    office.note_disclosure(
        &seat,
        Disclosure {
            recipient: ask.user().to_owned(),
            what: name.to_owned(),
            authority: ask.form.get("why").to_owned(),
            agreed_by,
            ..Disclosure::default()
        },
    )?;
    let mut answer = Answer::download("application/octet-stream", name, Vec::new());
    answer.file = Some(file);
    answer.sandboxed = true;
    Ok(answer)
}
