//! Who outside received what?
//!
//! The disclosure register with its form, and the one page by which records
//! leave in bulk: a sheet with its mapping, for another office. It asks who it
//! is, takes a second person where the rules say so, asks for recipient and
//! authority, and enters itself.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::app::App;
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Kind, Made};
use crate::pages::jobs::{self, Awaited};
use crate::say::Say;
use askama::Template;
use model::{Code, Problem, Watch};
use office::{Act, Disclosure, Documenting, Verifying};
use serde::Serialize;

/// Seconds for which an exported sheet waits, sealed, for its download.
const WAITS: u64 = 15 * 60;

#[derive(Serialize)]
struct DisclosureShown {
    entered: String,
    #[serde(flatten)]
    entry: Disclosure,
}

#[derive(Template, Serialize)]
#[template(path = "disclosures.html")]
struct DisclosuresView {
    #[serde(skip)]
    frame: Frame,
    entries: Vec<DisclosureShown>,
    enters: bool,
    #[serde(skip)]
    typed: Disclosure,
    problems: Vec<Told>,
}

#[derive(Template, Serialize)]
#[template(path = "export.html")]
struct ExportView {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    recipient: String,
    #[serde(skip)]
    authority: String,
    /// Names of the sealed drafts, once the export was made.
    #[serde(skip)]
    sheet: String,
    #[serde(skip)]
    mapping: String,
    problems: Vec<Told>,
}

fn disclosures(ask: &Ask, typed: Disclosure, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Verifying>()?;
    let say = Say::new(ask);
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &DisclosuresView {
            frame: Frame::new(ask, "/office", "web-disclosures"),
            entries: ask
                .app
                .office
                .disclosures(&seat)?
                .into_iter()
                .map(|entry| DisclosureShown {
                    entered: say.second(entry.at),
                    entry,
                })
                .collect(),
            enters: ask.may::<Documenting>(),
            typed,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The disclosure register.
pub fn show_disclosures(ask: &Ask) -> Answered {
    disclosures(ask, Disclosure::default(), &[])
}

/// Enters what was handed over by hand.
pub fn enter_disclosure(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let typed = Disclosure {
        day: ask.form.get("day").into(),
        recipient: ask.form.get("recipient").into(),
        what: ask.form.get("what").into(),
        authority: ask.form.get("authority").into(),
        ..Disclosure::default()
    };
    match ask.app.office.enter_disclosure(&seat, &typed) {
        Ok(()) => Ok(Answer::see("/office/disclosures")),
        Err(problems) => disclosures(ask, typed, &problems),
    }
}

fn export(ask: &Ask, made: (String, String), problems: &[Problem]) -> Answered {
    ask.seat::<Documenting>()?;
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &ExportView {
            frame: Frame::new(ask, "/office", "web-export"),
            recipient: ask.form.get("recipient").to_owned(),
            authority: ask.form.get("authority").to_owned(),
            sheet: made.0,
            mapping: made.1,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The page of exporting in bulk.
pub fn show_export(ask: &Ask) -> Answered {
    export(ask, (String::new(), String::new()), &[])
}

/// Makes the export and enters it; its two files wait, sealed, for the download.
pub fn make_export(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    ask.proved()?;
    let none = (String::new(), String::new());
    let missing: Vec<Problem> = ["recipient", "authority"]
        .into_iter()
        .filter(|field| ask.form.get(field).is_empty())
        .map(|field| Problem::new(Code::OfficeFieldMissing).at_field(field))
        .collect();
    if !missing.is_empty() {
        return export(ask, none, &missing);
    }
    let office = &ask.app.office;
    let recipient = ask.form.get("recipient");
    let act = Act::Export {
        what: format!("→ {recipient}"),
    };
    let agreed_by = match office.agreed(&seat, &act) {
        Ok(agreed_by) => agreed_by,
        Err(problem) => return export(ask, none, &[problem]),
    };
    let (user, why) = (ask.user().to_owned(), ask.form.some("why"));
    let entry = Disclosure {
        recipient: recipient.to_owned(),
        what: "records.csv".to_owned(),
        authority: ask.form.get("authority").to_owned(),
        agreed_by,
        ..Disclosure::default()
    };
    let job = ask
        .app
        .begin(Kind::Export, ask.user(), "", ask.at, move |app, watch| {
            exported(app, &user, why, entry, watch).map_err(|problem| vec![problem])
        });
    match jobs::begun(ask, job)? {
        Awaited::Made(made) => match &*made {
            Made::Export(sheet, mapping) => export(ask, (sheet.clone(), mapping.clone()), &[]),
            _ => Err(Refusal::NotFound),
        },
        Awaited::Wrong(problems) => export(ask, none, &problems),
        Awaited::Going(answer) => Ok(answer),
    }
}

/// Writes the sheet, enters it, and keeps both files sealed.
fn exported(
    app: &App,
    user: &str,
    why: Option<String>,
    entry: Disclosure,
    watch: &Watch<'_>,
) -> Result<Made, Problem> {
    let at = (app.clock)();
    let seat = app.office.seat::<Documenting>(user, at, why)?;
    let exported = app.office.export_sheet_watched(&seat, watch)?;
    let sha256 = Some(office::digest_of_bytes(&exported.sheet));
    app.office
        .note_disclosure(&seat, Disclosure { sha256, ..entry })?;
    let keep = |bytes: &[u8]| app.office.keep_draft(user, bytes, at, WAITS);
    Ok(Made::Export(
        keep(&exported.sheet)?,
        keep(exported.mapping.as_bytes())?,
    ))
}

/// Sends one of the two files of an export.
pub fn take_export(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    ask.proved()?;
    let bytes = ask
        .app
        .office
        .draft(ask.user(), ask.form.get("draft"), ask.at)?
        .ok_or(Refusal::Stale)?;
    let (kind, name) = match ask.form.get("part") {
        "mapping" => ("application/toml; charset=utf-8", "records.toml"),
        _ => ("text/csv; charset=utf-8", "records.csv"),
    };
    let mut answer = Answer::download(kind, name, bytes);
    answer.sandboxed = true;
    Ok(answer)
}
