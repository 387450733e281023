//! What does each column of a sheet mean, without writing TOML?
//!
//! One form over the whole mapping: what each row holds (events, sources), what
//! each column fills, how its dates and words are read, what is the same in
//! every row, how the file is read. The text stands folded below it, for who
//! prefers it. What was sent is taken in `import_fill`; what everything is called
//! is in `import_names`.

use crate::answer::{Answered, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::Draft;
use crate::pages::find::Choice;
use crate::pages::import_names::{Names, is_rare, label_of, terms_of, to_word};
use crate::say::Say;
use askama::Template;
use model::Problem;
use model::when::DayOrder;
use office::{
    As, LookedAt, MappedOptions, MappingOrigin, Merged, ShortRows, Side, Slot, Synthetic, Takes,
    Understood, Use, Why, column_letters, understood,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a column that are listed with what they mean.
const WORDS: usize = 60;
/// Vocabularies of more terms are typed, not chosen.
const CHOSEN: usize = 80;

/// Choices under one heading.
#[derive(Clone, Serialize)]
pub struct ChoiceGroup {
    pub label: String,
    pub choices: Vec<(String, String)>,
}

/// A word of the sheet and what it means.
#[derive(Serialize)]
struct WordShown {
    said: String,
    count: u64,
    /// What the office would understand without being told.
    understood: String,
    /// What the mapping says it means: a term, `-` for nothing, empty for not said.
    means: String,
    means_label: String,
}

/// One use of a column.
#[derive(Serialize)]
struct UseShown {
    number: usize,
    to: String,
    path: String,
    order: usize,
    /// Several columns fill the same: their order counts.
    ordered: bool,
    date: bool,
    dates: &'static str,
    serials: bool,
    attribute: bool,
    kind: String,
    terms: Vec<(String, String)>,
    typed: bool,
    words: Vec<WordShown>,
    open_words: u64,
    more_words: bool,
}

#[derive(Serialize)]
struct ColumnShown {
    at: usize,
    letters: String,
    header: String,
    also: String,
    samples: Vec<String>,
    filled: u64,
    why: String,
    order_open: bool,
    uses: Vec<UseShown>,
}

#[derive(Serialize)]
struct FixedShown {
    number: usize,
    path: String,
    label: String,
    value: String,
    terms: Vec<(String, String)>,
}

#[derive(Serialize)]
struct ClaimShown {
    at: usize,
    from: String,
}

#[derive(Serialize)]
struct TieShown {
    at: usize,
    said: String,
}

#[derive(Serialize)]
struct EventShown {
    at: usize,
    title: String,
    name: String,
    kind: String,
    claims: Vec<ClaimShown>,
    ties: Vec<TieShown>,
    others: Vec<(usize, String)>,
}

#[derive(Serialize)]
struct ConsentShown {
    at: usize,
    said: String,
}

#[derive(Serialize)]
struct SourceShown {
    at: usize,
    name: String,
    alone: bool,
    consents: Vec<ConsentShown>,
}

#[derive(Template, Serialize)]
#[template(path = "import_form.html")]
struct EditorView {
    #[serde(skip)]
    frame: Frame,
    file: String,
    rows: u64,
    #[serde(skip)]
    draft: String,
    mapping: String,
    origin: String,
    note: String,
    problems: Vec<Told>,
    all: bool,
    list: String,
    dates: &'static str,
    order_open: bool,
    person_list: String,
    synthetic: bool,
    events: Vec<EventShown>,
    sources: Vec<SourceShown>,
    columns: Vec<ColumnShown>,
    #[serde(skip)]
    groups: Vec<ChoiceGroup>,
    fixed: Vec<FixedShown>,
    #[serde(skip)]
    fixable: Vec<ChoiceGroup>,
    #[serde(skip)]
    kinds: Vec<(String, String)>,
    #[serde(skip)]
    relations: Vec<(String, String)>,
    #[serde(skip)]
    purposes: Vec<(String, String)>,
    sheets: Vec<Choice>,
    header_row: String,
    found_header: u64,
    header_rows: String,
    encoding: String,
    found_encoding: String,
    delimiter: String,
    merged_fill: bool,
    short_empty: bool,
    exported: bool,
}

#[derive(Template, Serialize)]
#[template(path = "import_text.html")]
struct TextView {
    #[serde(skip)]
    frame: Frame,
    file: String,
    #[serde(skip)]
    draft: String,
    mapping: String,
    problems: Vec<Told>,
}

/// The text alone, where it cannot be read as a form.
pub fn text_alone(ask: &Ask, draft: &Draft, text: &str, problems: &[Problem]) -> Answered {
    let most = problems.len().min(200);
    page(
        ask,
        &TextView {
            frame: Frame::new(ask, "/import", "web-way-import"),
            file: draft.file.clone(),
            draft: draft.name.clone(),
            mapping: text.to_owned(),
            problems: told(ask, &problems[..most]),
        },
    )
    .map(|answer| answer.with_status(422))
}

/// The word of an order of day and month in forms.
pub fn order_word(order: Option<DayOrder>) -> &'static str {
    match order {
        Some(DayOrder::DayFirst) => "day-first",
        Some(DayOrder::MonthFirst) => "month-first",
        Some(DayOrder::YearFirst) => "year-first",
        Some(DayOrder::Unsettled) | None => "",
    }
}

struct Drawing<'a> {
    say: Say,
    looked: &'a LookedAt,
    slots: BTreeMap<String, Takes>,
    options: BTreeMap<String, MappedOptions>,
    uses: Vec<Use>,
}

impl Drawing<'_> {
    fn takes(&self, path: &str) -> Takes {
        self.slots.get(path).cloned().unwrap_or(Takes::Text)
    }

    fn words(&self, column: usize, path: &str, takes: &Takes) -> (Vec<WordShown>, u64) {
        let look = &self.looked.look.columns[column];
        let none = MappedOptions::default();
        let values = &self.options.get(path).unwrap_or(&none).values;
        let mut open = 0;
        let mut words = Vec::new();
        for (said, count) in &look.words {
            let means = values.get(said);
            let known = understood(takes, said, &self.say.profile);
            if means.is_none() && !matches!(known, Some(Understood::Unknown)) {
                continue;
            }
            if means.is_none() {
                open += 1;
            }
            if words.len() < WORDS {
                words.push(self.word(said, *count, means, takes));
            }
        }
        for (said, means) in values {
            if !look.words.iter().any(|(word, _)| word == said) && words.len() < WORDS {
                words.push(self.word(said, 0, Some(means), takes));
            }
        }
        (words, open)
    }

    fn word(&self, said: &str, count: u64, means: Option<&String>, takes: &Takes) -> WordShown {
        let known = match understood(takes, said, &self.say.profile) {
            Some(Understood::As(id)) => label_of(&self.say, takes, &id),
            _ => String::new(),
        };
        let means = match means.map(String::as_str) {
            None => String::new(),
            Some("") => "-".to_owned(),
            Some(id) => id.to_owned(),
        };
        WordShown {
            said: said.to_owned(),
            count,
            understood: known,
            means_label: match means.as_str() {
                "" | "-" => means.clone(),
                id => label_of(&self.say, takes, id),
            },
            means,
        }
    }

    fn use_shown(&self, column: usize, number: usize, it: Option<&Use>) -> UseShown {
        let Some(it) = it else {
            return UseShown {
                number,
                to: String::new(),
                path: String::new(),
                order: 0,
                ordered: false,
                date: false,
                dates: "",
                serials: false,
                attribute: false,
                kind: String::new(),
                terms: Vec::new(),
                typed: false,
                words: Vec::new(),
                open_words: 0,
                more_words: false,
            };
        };
        let takes = self.takes(&it.path);
        let of_value = it.side == Side::Value;
        let same: Vec<&Use> = self
            .uses
            .iter()
            .filter(|other| other.path == it.path && other.side == it.side)
            .collect();
        let order = same.iter().position(|other| *other == it).unwrap_or(0) + 1;
        let options = self.options.get(&it.path).cloned().unwrap_or_default();
        let (words, open_words) = if of_value {
            self.words(column, &it.path, &takes)
        } else {
            (Vec::new(), 0)
        };
        let terms = terms_of(&self.say, &takes).filter(|terms| terms.len() <= CHOSEN);
        let date = takes == Takes::Date || options.kind == Some(As::Date);
        UseShown {
            number,
            to: to_word(&it.path, it.side),
            path: it.path.clone(),
            order,
            ordered: of_value && same.len() > 1 && it.path != "ignore",
            date: date && of_value,
            dates: order_word(options.dates),
            serials: options.serials,
            attribute: takes == Takes::Attribute && of_value,
            kind: options.kind.map(String::from).unwrap_or_default(),
            typed: terms.is_none(),
            terms: terms.unwrap_or_default(),
            more_words: self.looked.look.columns[column].more_words && !words.is_empty(),
            words,
            open_words,
        }
    }

    fn why(&self, column: usize, used: bool) -> String {
        let why = match &self.looked.origin {
            MappingOrigin::Proposed(why) => why.get(column).copied(),
            MappingOrigin::Kept(_) | MappingOrigin::Given => None,
        };
        let id = match (why, used) {
            (Some(Why::Header), true) => "header",
            (Some(Why::Event), true) => "event",
            (Some(Why::Own), true) => "own",
            (Some(Why::Values), true) => "values",
            (_, false) => "nothing",
            _ => return String::new(),
        };
        self.say.t(&format!("web-map-why-{id}"))
    }
}

/// The holes that are offered, under their headings.
fn offered(
    names: &Names<'_>,
    slots: &[Slot],
    keep: impl Fn(&Slot, Side) -> bool,
) -> Vec<ChoiceGroup> {
    let mut groups: Vec<ChoiceGroup> = Vec::new();
    for slot in slots {
        let (group, label) = names.of(&slot.path);
        for side in Side::ALL {
            let has = match side {
                Side::Value => true,
                Side::Year | Side::Month | Side::Day => slot.takes == Takes::Date,
                Side::Words => matches!(slot.takes, Takes::Place | Takes::Body),
            };
            if !has || !keep(slot, side) {
                continue;
            }
            let label = match side {
                Side::Value => label.clone(),
                side => format!(
                    "{label} · {}",
                    names.part(&format!("side-{}", side.as_str()))
                ),
            };
            let choice = (to_word(&slot.path, side), label);
            match groups.iter_mut().find(|known| known.label == group) {
                Some(known) => known.choices.push(choice),
                None => groups.push(ChoiceGroup {
                    label: group.clone(),
                    choices: vec![choice],
                }),
            }
        }
    }
    groups
}

/// The form over a mapping; `note` says what was done.
pub fn editor(
    ask: &Ask,
    draft: &Draft,
    looked: &LookedAt,
    problems: &[Problem],
    note: &str,
) -> Answered {
    let (mapping, look) = (&looked.mapping, &looked.look);
    let profile = ask.app.office.profile();
    let slots = mapping.slots(&profile);
    let drawing = Drawing {
        say: Say::new(ask),
        looked,
        slots: slots
            .iter()
            .map(|slot| (slot.path.clone(), slot.takes.clone()))
            .collect(),
        options: mapping.options(&profile),
        uses: mapping.uses(&profile),
    };
    let say = &drawing.say;
    let names = Names { say, mapping };
    let all = ask.form.has("all");
    let used: BTreeSet<String> = drawing
        .uses
        .iter()
        .map(|it| to_word(&it.path, it.side))
        .collect();
    let groups = offered(&names, &slots, |slot, side| {
        all || used.contains(&to_word(&slot.path, side))
            || side == Side::Value && !is_rare(&slot.path)
    });
    let fixable = offered(&names, &slots, |slot, side| {
        side == Side::Value
            && slot.takes != Takes::Columns
            && (all || !is_rare(&slot.path) || slot.path.ends_with(".role"))
            && !(slot.path.starts_with("event.") && slot.path.ends_with(".kind"))
    });
    let mut number = 0;
    let more = ask.form.get("do").strip_prefix("more-").map(str::to_owned);
    let columns = look
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let own = drawing
                .uses
                .iter()
                .filter(|it| look.column(&it.column) == Some(at));
            let mut uses: Vec<UseShown> = own
                .map(|it| {
                    number += 1;
                    drawing.use_shown(at, number, Some(it))
                })
                .collect();
            let asked = more.as_deref() == Some(at.to_string().as_str());
            let known = !uses.is_empty();
            if !known || asked {
                number += 1;
                uses.push(drawing.use_shown(at, number, None));
            }
            ColumnShown {
                at,
                letters: column_letters(at),
                header: column.header.clone(),
                also: column.also.join(" · "),
                samples: column.samples.clone(),
                filled: column.filled,
                why: drawing.why(at, known),
                order_open: column.order_open && mapping.dates.is_none(),
                uses,
            }
        })
        .collect();
    let fixed = drawing
        .options
        .iter()
        .filter(|(path, _)| !(path.starts_with("event.") && path.ends_with(".kind")))
        .filter_map(|(path, options)| Some((path, options.fixed.as_ref()?)))
        .enumerate()
        .map(|(number, (path, value))| {
            let takes = drawing.takes(path);
            let terms = terms_of(say, &takes).filter(|terms| terms.len() <= CHOSEN);
            FixedShown {
                number,
                path: path.clone(),
                label: names.line(path),
                value: match terms {
                    Some(_) => value.clone(),
                    None => label_of(say, &takes, value),
                },
                terms: terms.unwrap_or_default(),
            }
        })
        .collect();
    let events = mapping.events.iter().enumerate().map(|(at, event)| {
        let fixed = event.kind.as_ref().and_then(|kind| kind.fixed.clone());
        EventShown {
            at,
            title: names.event(at),
            name: event.name.clone().unwrap_or_default(),
            kind: fixed.unwrap_or_default(),
            claims: event
                .claims
                .iter()
                .enumerate()
                .map(|(at, claim)| ClaimShown {
                    at,
                    from: claim.from.clone().unwrap_or_default(),
                })
                .collect(),
            ties: event
                .related
                .iter()
                .enumerate()
                .map(|(at, tie)| TieShown {
                    at,
                    said: format!(
                        "{} · {}",
                        say.term("relation", Some(&tie.relation)),
                        tie.event
                            .clone()
                            .or_else(|| tie.row.clone())
                            .unwrap_or_default()
                    ),
                })
                .collect(),
            others: (0..mapping.events.len())
                .filter(|other| *other != at)
                .map(|other| (other, names.event(other)))
                .collect(),
        }
    });
    let sources = mapping.sources.iter().enumerate();
    let sources = sources.map(|(at, (name, source))| SourceShown {
        at,
        name: name.clone(),
        alone: source.alone,
        consents: source
            .consents
            .iter()
            .enumerate()
            .map(|(number, consent)| ConsentShown {
                at: number,
                said: match &consent.purpose.fixed {
                    Some(purpose) => say.term("consent", Some(purpose)),
                    None => consent.purpose.columns.join(" · "),
                },
            })
            .collect(),
    });
    let number_of = |number: Option<u64>| number.map(|it| it.to_string()).unwrap_or_default();
    let order_open = mapping.dates.is_none() && look.columns.iter().any(|it| it.order_open);
    let vocabulary = |name: &str| terms_of(say, &Takes::Term(name.to_owned())).unwrap_or_default();
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &EditorView {
            frame: Frame::new(ask, "/import", "web-way-import"),
            file: draft.file.clone(),
            rows: look.rows,
            draft: draft.name.clone(),
            mapping: looked.text.clone(),
            origin: match &looked.origin {
                MappingOrigin::Kept(list) => names.with("web-map-origin-kept", list),
                MappingOrigin::Proposed(_) => say.t("web-map-origin-proposed"),
                MappingOrigin::Given => String::new(),
            },
            note: if note.is_empty() {
                String::new()
            } else {
                names.with(note, &mapping.list)
            },
            problems: told(ask, problems),
            all,
            list: mapping.list.clone(),
            dates: order_word(mapping.dates),
            order_open,
            person_list: mapping
                .person
                .as_ref()
                .and_then(|person| person.list.clone())
                .unwrap_or_default(),
            synthetic: mapping.synthetic == Some(Synthetic::All(true)),
            events: events.collect(),
            sources: sources.collect(),
            columns,
            groups,
            fixed,
            fixable,
            kinds: vocabulary("event"),
            relations: vocabulary("relation"),
            purposes: vocabulary("consent"),
            sheets: look
                .sheets
                .iter()
                .map(|sheet| Choice {
                    id: sheet.clone(),
                    label: sheet.clone(),
                    chosen: *sheet == look.sheet,
                })
                .collect(),
            header_row: number_of(mapping.header_row),
            found_header: look.header_row,
            header_rows: number_of(mapping.header_rows),
            encoding: mapping.encoding.clone().unwrap_or_default(),
            found_encoding: look.encoding.clone(),
            delimiter: mapping
                .delimiter
                .map(|it| {
                    if it == '\t' {
                        "tab".to_owned()
                    } else {
                        it.to_string()
                    }
                })
                .unwrap_or_default(),
            merged_fill: mapping.merged == Merged::Fill,
            short_empty: mapping.short_rows == ShortRows::Empty,
            exported: mapping.exported,
        },
    )
    .map(|answer| answer.with_status(status))
}
