//! What does a chart of the study show?
//!
//! Data only; drawing is for `report`. A flow loses nobody: each person of a
//! stage goes on to the first later column in which a stage holds them, or to
//! the stage `rest`, so that what flows out of a stage is what stood in it.

use crate::computed::{Chart, Flow, Stage, TimelineEvent, Window};
use crate::definition::Study;
use crate::definition::file::{ChartEntry, ChartShape, StageEntry};
use crate::frame::Frame;
use crate::rows;
use model::profile::Label;
use model::{Code, Problem};
use std::collections::BTreeMap;
use toml::Spanned;

/// Id of the stage of persons who reach no later one.
pub const REST: &str = "rest";

pub(crate) fn draw(study: &Study, chart: &ChartEntry, frame: &Frame) -> Result<Chart, Problem> {
    let id = chart.id.get_ref().clone();
    let title = chart.title.clone();
    let shape = chart.shape().map_err(|key| {
        Problem::new(Code::StudyKeyMissing)
            .with("key", key)
            .in_file(Study::FILE)
            .at_line(study.line(&chart.id))
    })?;
    match shape {
        ChartShape::Timeline {
            rows,
            series,
            windows,
        } => Ok(Chart::Timeline {
            events: timeline(
                study,
                &id,
                rows,
                series.iter().map(|series| series.id.as_str()),
                frame,
            )?,
            id,
            title,
            series: series
                .iter()
                .map(|series| (series.id.clone(), series.label()))
                .collect(),
            windows: windows
                .iter()
                .map(|window| Window {
                    label: window.label.clone(),
                    from: window.from.clone(),
                    until: window.until.clone(),
                })
                .collect(),
        }),
        ChartShape::Flow { rest, stages } => {
            let (stages, flows) = flow(study, &id, rest, stages, frame)?;
            Ok(Chart::Flow {
                id,
                title,
                stages,
                flows,
            })
        }
        ChartShape::Bars { figure, column } => Ok(Chart::Bars {
            id,
            title,
            figure: figure.to_owned(),
            column: column.to_owned(),
        }),
    }
}

/// Events that touch the study's span, in the order of their days. An open end
/// is drawn to the span's end; a row without any date cannot be drawn.
fn timeline<'s>(
    study: &Study,
    chart: &str,
    query: &Spanned<String>,
    series: impl Iterator<Item = &'s str>,
    frame: &Frame,
) -> Result<Vec<TimelineEvent>, Problem> {
    let sql = study.sql(query, format!("chart {chart}"));
    let known: Vec<&str> = series.collect();
    let (_, mut events) = frame.run(
        &sql,
        |statement| {
            let mut columns = [0; 4];
            for (position, name) in ["id", "earliest", "latest", "series"].iter().enumerate() {
                columns[position] = rows::column(&sql, statement, name)?;
            }
            Ok((columns, Vec::new()))
        },
        |(columns, events), row| {
            let [id, earliest, latest, series] = *columns;
            let id = rows::text(&sql, row, id)?.ok_or_else(|| sql.problem(Code::StudyRowId))?;
            let earliest = rows::text(&sql, row, earliest)?;
            let latest = rows::text(&sql, row, latest)?;
            let Some(series) = rows::text(&sql, row, series)?.filter(|name| known.contains(name))
            else {
                return Ok(());
            };
            if earliest.is_none() && latest.is_none() {
                return Ok(());
            }
            let (first, last) = (study.span.0.to_string(), study.span.1.to_string());
            events.push(TimelineEvent {
                id: id.to_owned(),
                series: series.to_owned(),
                earliest: earliest.map_or(first, str::to_owned),
                latest: latest.map_or(last, str::to_owned),
            });
            Ok(())
        },
    )?;
    events.sort_by(|a, b| {
        (&a.earliest, &a.latest, &a.series, &a.id).cmp(&(&b.earliest, &b.latest, &b.series, &b.id))
    });
    Ok(events)
}

fn flow(
    study: &Study,
    chart: &str,
    rest: &Label,
    stages: &[StageEntry],
    frame: &Frame,
) -> Result<(Vec<Stage>, Vec<Flow>), Problem> {
    // Person → the stage of each column, the first stage of the file first.
    let mut paths: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
    for (position, stage) in stages.iter().enumerate() {
        let sql = study.sql(&stage.rows, format!("chart {chart}, stage {}", stage.id));
        for person in rows::ids(frame, &sql)?.texts() {
            paths
                .entry(person)
                .or_default()
                .entry(stage.column)
                .or_insert(position);
        }
    }
    let end = stages.len();
    let mut counts = vec![0_u64; end + 1];
    let mut flows: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (person, path) in paths {
        let mut steps: Vec<usize> = path.into_values().collect();
        // Nobody goes on from an end, whatever later columns say.
        if let Some(stop) = steps.iter().position(|stage| stages[*stage].end) {
            steps.truncate(stop + 1);
        } else {
            steps.push(end);
        }
        for stage in &steps {
            counts[*stage] += 1;
        }
        for pair in steps.windows(2) {
            flows
                .entry((pair[0], pair[1]))
                .or_default()
                .push(person.clone());
        }
    }
    let name = |position: usize| {
        stages
            .get(position)
            .map_or(REST, |stage| stage.id.as_str())
            .to_owned()
    };
    let mut shown: Vec<Stage> = stages
        .iter()
        .zip(&counts)
        .map(|(stage, count)| Stage {
            id: stage.id.clone(),
            column: stage.column,
            label: stage.label.clone(),
            count: *count,
        })
        .collect();
    if counts[end] > 0 {
        shown.push(Stage {
            id: REST.to_owned(),
            column: stages
                .iter()
                .map(|stage| stage.column)
                .max()
                .unwrap_or(0)
                .max(1),
            label: rest.clone(),
            count: counts[end],
        });
    }
    let flows = flows
        .into_iter()
        .map(|((from, to), ids)| Flow {
            from: name(from),
            to: name(to),
            count: ids.len() as u64,
            ids,
        })
        .collect();
    Ok((shown, flows))
}
