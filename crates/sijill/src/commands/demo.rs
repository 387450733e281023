//! `sijill demo`: the whole way from sheets to a report, on the example office.

use super::path;
use super::study::{figure_text, findings_text};
use crate::context::{Context, Problems, one};
use crate::output::{Table, emit};
use crate::progress;
use clap::ArgMatches;
use model::{Code, Problem};
use office::{
    AsOf, Computed, DocumentFormat, EXAMPLE_MOMENT, EXAMPLE_USER, Office, Seat, Settings, Studying,
};
use std::io::IsTerminal;
use std::path::Path;
use words::Language;

const STUDY: &str = "defectors";

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let folder = path(matches, "dir").unwrap_or_default();
    let office = if Settings::read(&folder).is_ok_and(|settings| settings.example) {
        context.note(&context.text_with(
            "demo-already",
            &[("folder", folder.display().to_string().into())],
        ));
        context.open_at(&folder)?
    } else {
        context.note(&context.text_with(
            "demo-building",
            &[("folder", folder.display().to_string().into())],
        ));
        office::build_example(&folder, |sheet, rows| {
            context.note(&context.text_with(
                "demo-sheet",
                &[("file", sheet.into()), ("rows", rows.into())],
            ));
        })?
    };
    let at = EXAMPLE_MOMENT
        .parse()
        .expect("the example's moment is a valid instant");
    let seat: Seat<Studying> = office.seat(EXAMPLE_USER, at, None).map_err(one)?;
    let computed = office.compute_study(&seat, STUDY, &AsOf::default())?;
    emit(&shown(context, &computed));
    let working = progress::working(&context.text("report-writing"));
    let reports = write_reports(&office, &seat, &computed, &folder)?;
    drop(working);
    let mut text = format!("{}\n", context.text("demo-reports"));
    for report in reports {
        text.push_str(&format!("  {report}\n"));
    }
    text.push_str(&format!(
        "\n{}\n",
        context.text_with(
            "demo-next",
            &[("folder", folder.display().to_string().into())]
        )
    ));
    emit(&text);
    // In a terminal the demonstration goes on in the browser.
    if matches.get_flag("serve")
        || (std::io::stdin().is_terminal() && std::io::stdout().is_terminal())
    {
        let address = super::ADDRESS
            .parse()
            .expect("the default address is an address");
        return super::serve::serve(context, office, address, web::Wire::Loopback);
    }
    emit(&format!(
        "{}\n",
        context.text_with(
            "demo-serve-with",
            &[("folder", folder.display().to_string().into())]
        )
    ));
    Ok(())
}

/// The period table, the law test and what contradicts what was published.
fn shown(context: &Context, computed: &Computed) -> String {
    let words = &context.words;
    let language = words.language().code();
    let mut text = String::new();
    if let Some(notice) = &computed.notice {
        text.push_str(&format!("{}\n\n", notice.in_language(language)));
    }
    text.push_str(&format!("{}\n\n", context.text("demo-periods")));
    let mut headers = vec![context.text("figure-figure")];
    headers.extend(
        computed
            .periods
            .iter()
            .map(|period| period.label.in_language(language).to_owned()),
    );
    headers.push(context.text("figure-total"));
    let mut table = Table::new(headers);
    for figure in &computed.figures {
        if figure.groups.len() != 1 || figure.groups[0].column != "period" {
            continue;
        }
        let mut row = vec![figure.title.in_language(language).to_owned()];
        for period in &computed.periods {
            let cell = figure
                .cells
                .iter()
                .find(|cell| cell.group.get("period") == Some(&period.id));
            row.push(
                cell.map_or_else(String::new, |cell| parts(context, cell.sure, cell.possible)),
            );
        }
        row.push(parts(context, figure.total.sure, figure.total.possible));
        table.row(row);
    }
    text.push_str(&table.to_text());
    text.push('\n');
    for figure in computed.figures.iter().filter(|figure| {
        ["arrests-by-service", "surrenders-by-place"].contains(&figure.id.as_str())
    }) {
        text.push_str(&figure_text(computed, figure, words));
        text.push('\n');
    }
    for law in &computed.law_tables {
        text.push_str(law.title.in_language(language));
        if let Some(assumption) = &law.assumption {
            text.push_str(&format!("\n{}", assumption.in_language(language)));
        }
        text.push('\n');
        let mut table = Table::new(
            ["law-column-person", "law-column-outcome", "law-column-why"]
                .map(|id| context.text(id)),
        );
        for row in &law.rows {
            table.row([
                row.called.clone(),
                context.text(&format!("law-{}", row.outcome.replace('_', "-"))),
                row.reason.in_language(language).to_owned(),
            ]);
        }
        text.push_str(&table.to_text());
        text.push('\n');
    }
    text.push_str(&format!("{}\n\n", context.text("demo-findings")));
    text.push_str(&findings_text(&computed.findings, words));
    text.push('\n');
    text
}

fn parts(context: &Context, sure: u64, possible: u64) -> String {
    if possible == 0 {
        context.words.number(sure)
    } else {
        context.text_with(
            "figure-parts",
            &[("sure", sure.into()), ("possible", possible.into())],
        )
    }
}

fn write_reports(
    office: &Office,
    seat: &Seat<Studying>,
    computed: &Computed,
    folder: &Path,
) -> Result<Vec<String>, Problems> {
    let reports = folder.join("reports");
    let unwritable = |file: &Path, error: &std::io::Error| {
        one(Problem::new(Code::CliFileUnwritable)
            .with("reason", error)
            .in_file(file.display()))
    };
    std::fs::create_dir_all(&reports).map_err(|error| unwritable(&reports, &error))?;
    let mut written = Vec::new();
    for language in Language::ALL {
        for (format, ending) in [(DocumentFormat::Html, "html"), (DocumentFormat::Pdf, "pdf")] {
            let file = reports.join(format!("{STUDY}.{}.{ending}", language.code()));
            let bytes = office.document(seat, computed, language, format)?;
            std::fs::write(&file, bytes).map_err(|error| unwritable(&file, &error))?;
            written.push(file.display().to_string());
        }
    }
    Ok(written)
}
