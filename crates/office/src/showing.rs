//! How is a law test or an instrument laid open on a screen?
//!
//! The same words as on the command line, but in parts: an explanation as lines
//! with their depth, an instrument as articles, readings, assumptions and sources.

use crate::speech::Spoken;
use crate::{Office, Seat, TestedPerson, Testing};
use law::Speech;
use model::Problem;
use serde::Serialize;
use words::Words;

/// One line of an explanation.
#[derive(Clone, Debug, Serialize)]
pub struct ExplanationLine {
    /// Depth in the tree, from 0.
    pub depth: usize,
    /// What it says.
    pub text: String,
}

/// A named part of an instrument.
#[derive(Clone, Debug, Serialize)]
pub struct InstrumentPart {
    /// Id.
    pub id: String,
    /// Title or text as recorded.
    pub text: String,
    /// Authority of a reading; else empty.
    pub authority: String,
}

/// An instrument, laid open in one language.
#[derive(Clone, Debug, Serialize)]
pub struct InstrumentShown {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Day of issue, said.
    pub issued: String,
    /// Its text is not held.
    pub stub: bool,
    /// Articles as recorded.
    pub articles: Vec<InstrumentPart>,
    /// Rival readings.
    pub readings: Vec<InstrumentPart>,
    /// Labelled assumptions.
    pub assumptions: Vec<InstrumentPart>,
    /// Sources of the text.
    pub sources: Vec<String>,
    /// The file with the rules, as it stands.
    pub rules: String,
    /// Windows of time, extensions last.
    pub windows: Vec<WindowShown>,
    /// Its entries of rules and exclusions, each with the articles that it codes.
    pub coded: Vec<CodedRule>,
    /// First and last possible day of issue, ISO.
    pub issued_days: (String, String),
}

/// A window of time, for a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct WindowShown {
    /// The sentence of the window, with its days.
    pub text: String,
    /// First day, ISO.
    pub first: String,
    /// Last day, ISO.
    pub last: String,
    /// The text does not settle whether it counts.
    pub unsettled: bool,
}

/// A rule, exclusion or window of the file, beside the text that it codes.
#[derive(Clone, Debug, Serialize)]
pub struct CodedRule {
    /// Id.
    pub id: String,
    /// Ids of the articles that it codes.
    pub cite: Vec<String>,
    /// The entry as it stands in the file.
    pub text: String,
}

/// The entries of rules and exclusions in an instrument's file, as they stand.
fn coded(rules: &str) -> Vec<CodedRule> {
    let mut blocks: Vec<String> = Vec::new();
    let mut inside = false;
    for line in rules.split_inclusive('\n') {
        let plain = line.trim_end();
        // Tables of the entry itself (`[[rule.…]]`) stay with it.
        if plain.starts_with("[[") && !plain.contains('.') {
            inside = ["[[rule]]", "[[exclusion]]"].contains(&plain);
            if inside {
                blocks.push(String::new());
            }
        } else if plain.starts_with('[') && !plain.contains('.') {
            inside = false;
        }
        if inside && let Some(block) = blocks.last_mut() {
            block.push_str(line);
        }
    }
    blocks
        .into_iter()
        .filter_map(|block| {
            // Comments after an entry belong to what follows it.
            let mut lines: Vec<&str> = block.trim_end().lines().collect();
            while lines
                .last()
                .is_some_and(|line| line.is_empty() || line.starts_with('#'))
            {
                lines.pop();
            }
            let text = lines.join("\n");
            let table: toml::Table = text.parse().ok()?;
            let entry = table.values().next()?.as_array()?.first()?.as_table()?;
            let cite = match entry.get("cite") {
                Some(toml::Value::String(one)) => vec![one.clone()],
                Some(toml::Value::Array(many)) => many
                    .iter()
                    .filter_map(|it| it.as_str().map(str::to_owned))
                    .collect(),
                _ => Vec::new(),
            };
            let id = entry.get("id")?.as_str()?.to_owned();
            Some(CodedRule { id, cite, text })
        })
        .collect()
}

impl TestedPerson {
    /// The reasoning as lines with their depth.
    pub fn explained(&self, words: &Words, titles: &[(String, String)]) -> Vec<ExplanationLine> {
        let lines = self.tested.explanation.lines(&Spoken(words, titles));
        lines
            .into_iter()
            .map(|(depth, text)| ExplanationLine { depth, text })
            .collect()
    }

    /// `covered`, `not-covered` or `cannot-be-known`.
    pub fn outcome(&self) -> &'static str {
        match self.tested.outcome {
            law::Outcome::Covered => "covered",
            law::Outcome::NotCovered => "not-covered",
            law::Outcome::CannotBeKnown => "cannot-be-known",
        }
    }
}

impl Office {
    /// An instrument in parts, beside the file with its rules.
    ///
    /// # Errors
    /// As [`Office::instruments`]; `law.instrument-unknown`.
    pub fn show_instrument(
        &self,
        seat: &Seat<Testing>,
        id: &str,
        words: &Words,
    ) -> Result<InstrumentShown, Vec<Problem>> {
        self.refresh(seat)?;
        let library = self.library()?;
        let instrument = library.get(id).map_err(|problem| vec![problem])?;
        let speech = Spoken(words, &[]);
        let part = |id: &str, text: &law::Text, authority: Option<&law::Text>| InstrumentPart {
            id: id.to_owned(),
            text: speech.choose(text).to_owned(),
            authority: authority
                .map(|text| speech.choose(text).to_owned())
                .unwrap_or_default(),
        };
        let quoted = format!("\"{id}\"");
        let rules = self
            .texts()
            .iter()
            .find(|(path, text)| {
                path.starts_with("law/")
                    && text.lines().any(|line| {
                        line.split_once('=').is_some_and(|(key, value)| {
                            key.trim() == "id" && value.trim().starts_with(&quoted)
                        })
                    })
            })
            .map(|(_, text)| text.clone())
            .unwrap_or_default();
        let mut windows: Vec<WindowShown> = Vec::new();
        for span in instrument.spans() {
            let said = |day: jiff::civil::Date| words.day(day);
            let mut values = vec![
                ("first", said(span.first).into()),
                ("last", said(span.last).into()),
                (
                    "unsettled",
                    if span.unsettled { "all" } else { "none" }.into(),
                ),
            ];
            let message = if let Some(by) = &span.by {
                let by = match library.get(by) {
                    Ok(known) => speech.choose(&known.title),
                    Err(_) => by,
                };
                values.push(("by", by.into()));
                "law-window-extension"
            } else if let Some(kind) = &span.kind {
                values.push(("kind", words.text(&format!("law-kind-{kind}")).into()));
                "law-window-kind"
            } else {
                "law-window"
            };
            let window = WindowShown {
                text: words.text_with(message, &values),
                first: span.first.to_string(),
                last: span.last.to_string(),
                unsettled: span.unsettled,
            };
            // Several rules may keep the same window.
            if !windows.iter().any(|known| known.text == window.text) {
                windows.push(window);
            }
        }
        Ok(InstrumentShown {
            id: instrument.id.clone(),
            title: speech.choose(&instrument.title).to_owned(),
            issued: words.date(&instrument.issued),
            stub: instrument.rules.is_empty(),
            articles: instrument
                .articles
                .iter()
                .map(|it| part(&it.id, &it.summary, None))
                .collect(),
            readings: instrument
                .readings
                .iter()
                .map(|it| part(&it.id, &it.title, Some(&it.authority)))
                .collect(),
            assumptions: instrument
                .assumptions
                .iter()
                .map(|it| part(&it.id, &it.title, None))
                .collect(),
            sources: instrument
                .sources
                .iter()
                .map(|it| speech.choose(&it.title).to_owned())
                .collect(),
            windows,
            coded: coded(&rules),
            issued_days: (
                instrument
                    .issued
                    .earliest()
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
                instrument
                    .issued
                    .latest()
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
            ),
            rules,
        })
    }
}

/// A chart of a study as a picture.
#[derive(Clone, Debug, Serialize)]
pub struct Picture {
    /// Anchor.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it shows, in words.
    pub description: String,
    /// SVG of the program's own making.
    #[serde(skip)]
    pub svg: String,
}

/// The charts of a computed study, drawn in the words' language.
pub fn pictures(computed: &study::Computed, words: &Words) -> Vec<Picture> {
    use study::computed::Chart;
    let said =
        |title: &model::profile::Label| title.in_language(words.language().code()).to_owned();
    computed
        .charts
        .iter()
        .filter_map(|chart| {
            let drawing = report::svg(chart, computed, words)?;
            let title = match chart {
                Chart::Timeline { title, .. }
                | Chart::Flow { title, .. }
                | Chart::Bars { title, .. } => said(title),
            };
            Some(Picture {
                id: drawing.id,
                title,
                description: drawing.alt,
                svg: drawing.svg,
            })
        })
        .collect()
}
