//! What does each column of a sheet mean, without writing TOML?
//!
//! One form over the whole mapping: what each row holds (events, sources), what
//! each column fills, how its dates and words are read, what is the same in
//! every row, how the file is read. The text stands folded below it, for who
//! prefers it. What was sent is taken in `import_fill`.

use crate::answer::{Answered, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::Draft;
use crate::pages::find::Choice;
use crate::say::Say;
use askama::Template;
use model::Problem;
use model::when::DayOrder;
use office::{
    As, LookedAt, MappedOptions, Mapping, MappingOrigin, Merged, ShortRows, Side, Slot, Synthetic,
    Takes, Understood, Use, Why, column_letters, understood,
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

/// Names the holes of a mapping in words.
struct Names<'a> {
    say: &'a Say,
    mapping: &'a Mapping,
}

impl Names<'_> {
    fn event(&self, at: usize) -> String {
        let Some(event) = self.mapping.events.get(at) else {
            return String::new();
        };
        let fixed = event.kind.as_ref().and_then(|kind| kind.fixed.as_ref());
        let kind = match fixed {
            Some(kind) => self.say.term("event", Some(kind)),
            None => self.say.t("web-map-kind-column"),
        };
        match &event.name {
            Some(name) if Some(name) != fixed => format!("{kind} ({name})"),
            _ => kind,
        }
    }

    fn source(&self, at: usize) -> String {
        let name = self.mapping.sources.keys().nth(at);
        name.cloned().unwrap_or_default()
    }

    fn with(&self, id: &str, value: &str) -> String {
        self.say.words.text_with(id, &[("value", value.into())])
    }

    fn part(&self, name: &str) -> String {
        self.say.t(&format!("web-map-{}", name.replace('_', "-")))
    }

    /// A field of the office's own, or an attribute.
    fn called(&self, record: &str, id: &str) -> String {
        self.say
            .values(record, &[(id.to_owned(), String::new())].into())
            .into_iter()
            .next()
            .map_or_else(|| id.to_owned(), |fact| fact.label)
    }

    /// The heading under which a hole stands, and what it is called there.
    fn of(&self, path: &str) -> (String, String) {
        let mut parts = path.splitn(4, '.');
        let (first, second, third, rest) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let number = second.parse::<usize>().unwrap_or(0);
        match first {
            "person" => {
                let label = match (second, third) {
                    ("identifiers", scheme) => {
                        self.say.term("identifier", Some(&scheme.to_owned()))
                    }
                    ("references", name) => self.with("web-map-reference", name),
                    ("own", _) => {
                        let id = path.trim_start_matches("person.own.");
                        self.called("person", id)
                    }
                    ("service", part) => self.part(&format!("service-{part}")),
                    (part, _) => self.part(&format!("person-{part}")),
                };
                (self.say.t("web-map-person"), label)
            }
            "name" => (
                self.say.t("web-map-name"),
                self.part(&format!("person-{third}")),
            ),
            "source" => {
                let group = self.with("web-map-source", &self.source(number));
                let label = match third {
                    "own" => self.called("source", rest),
                    "consent" => {
                        let (at, part) = rest.split_once('.').unwrap_or((rest, ""));
                        let at = at.parse::<u64>().unwrap_or(0) + 1;
                        let part = self.part(&format!("consent-{part}"));
                        self.numbered("web-map-consent", at, &part)
                    }
                    part => self.part(&format!("source-{part}")),
                };
                (group, label)
            }
            "event" => self.of_event(number, third, rest),
            part => (self.say.t("web-map-row"), self.part(part)),
        }
    }

    fn numbered(&self, id: &str, number: u64, part: &str) -> String {
        self.say
            .words
            .text_with(id, &[("number", number.into()), ("part", part.into())])
    }

    fn of_event(&self, event: usize, part: &str, rest: &str) -> (String, String) {
        let title = self.event(event);
        let group = self.with("web-map-event", &title);
        let (at, inner) = rest.split_once('.').unwrap_or((rest, ""));
        let number = at.parse::<usize>().unwrap_or(0);
        let label = match part {
            "attributes" => self.called("event", rest),
            "own" => self.called("event", rest),
            "body" => {
                let inner = self.part(&format!("body-{inner}"));
                self.numbered("web-map-body", number as u64 + 1, &inner)
            }
            "person" => {
                let inner = self.part(&format!("other-{inner}"));
                self.numbered("web-map-other", number as u64 + 1, &inner)
            }
            "related" => self.say.t("web-map-related-row"),
            "claim" => {
                let claims = self.mapping.events.get(event).map(|it| &it.claims);
                let from = claims
                    .and_then(|claims| claims.get(number)?.from.clone())
                    .unwrap_or_default();
                let group = self.say.words.text_with(
                    "web-map-claim",
                    &[("event", title.into()), ("source", from.into())],
                );
                let label = match inner.split_once('.') {
                    Some(("values", id)) => self.called("event", id),
                    _ => self.part(&format!("claim-{inner}")),
                };
                return (group, label);
            }
            part => self.part(&format!("event-{part}")),
        };
        (group, label)
    }

    /// What a use is called in one line.
    fn line(&self, path: &str) -> String {
        let (group, label) = self.of(path);
        format!("{group} · {label}")
    }
}

/// Holes that few sheets fill: offered when everything is asked for.
fn is_rare(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    let of = |start: &str| path.starts_with(start);
    let inside = |part: &str| path.contains(part);
    if of("person.") {
        return matches!(path, "person.id" | "person.present");
    }
    if of("name.") {
        return last != "full";
    }
    if of("source.") {
        return matches!(last, "id" | "synthetic" | "benefit" | "notes")
            || inside(".consent.") && !matches!(last, "given" | "when");
    }
    if inside(".claim.") {
        return !matches!(last, "basis" | "learned" | "reliability" | "words");
    }
    inside(".body.") && (last != "name" || !inside(".body.0."))
        || inside(".related.")
        || of("event.") && inside(".person.")
        || matches!(
            last,
            "if" | "role" | "verification" | "verified_by" | "verified_why"
        )
}

fn to_word(path: &str, side: Side) -> String {
    match side {
        Side::Value => path.to_owned(),
        side => format!("{path}~{}", side.as_str()),
    }
}

fn terms_of(say: &Say, takes: &Takes) -> Option<Vec<(String, String)>> {
    match takes {
        Takes::Yesno => Some(
            ["yes", "no"]
                .map(|it| {
                    (
                        it.to_owned(),
                        say.profile.label("yes-no", it, say.language).to_owned(),
                    )
                })
                .to_vec(),
        ),
        Takes::Term(name) if name == "verification" => Some(
            ["open", "verified", "disputed", "rejected"]
                .map(|it| (it.to_owned(), say.t(&format!("web-status-{it}"))))
                .to_vec(),
        ),
        Takes::Term(name) => {
            let terms = say.profile.vocabulary(name)?;
            let known = terms.terms.iter().filter(|term| !term.retired);
            Some(
                known
                    .map(|term| (term.id.clone(), term.label(say.language).to_owned()))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// The label of a term, place or body; the text itself where it is none.
fn label_of(say: &Say, takes: &Takes, id: &str) -> String {
    match takes {
        Takes::Place => say.profile.places.label_of(id, say.language).to_owned(),
        Takes::Body => say.profile.bodies.label_of(id, say.language).to_owned(),
        takes => terms_of(say, takes)
            .and_then(|terms| terms.into_iter().find(|(term, _)| term == id))
            .map_or_else(|| id.to_owned(), |(_, label)| label),
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
