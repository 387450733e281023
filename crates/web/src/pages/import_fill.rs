//! What did the form say of the columns?
//!
//! The mapping that the form was drawn from, with everything that was sent put
//! into it: first what columns, constants and words mean, by the paths of the
//! form, then the plain keys, then parts that were added or taken away. What
//! cannot be taken is told with its field, and the rest is taken all the same.

use crate::ask::Ask;
use crate::form::Form;
use model::profile::unknown_term;
use model::when::DayOrder;
use model::{Code, Problem, Profile};
use office::{
    As, ClaimMap, ConsentMap, EventMap, MappedField, MappedOptions, Mapping, Merged, PersonMap,
    RelatedMap, SheetLook, ShortRows, Side, Synthetic, Takes, Understood, Use, understood,
};
use std::collections::BTreeMap;

/// The mapping as the form says it.
pub fn filled(ask: &Ask, base: Mapping, look: &SheetLook) -> (Mapping, Vec<Problem>) {
    let profile = ask.app.office.profile();
    let mut taking = Taking {
        form: &ask.form,
        profile: &profile,
        slots: base
            .slots(&profile)
            .into_iter()
            .map(|slot| (slot.path, slot.takes))
            .collect(),
        problems: Vec::new(),
    };
    let uses = taking.uses(&base, look);
    let options = taking.options(&base);
    let mut mapping = base.fill(&profile, &uses, &options);
    taking.keys(&mut mapping);
    taking.sources(&mut mapping, look);
    taking.events(&mut mapping);
    (mapping, taking.problems)
}

struct Taking<'a> {
    form: &'a Form,
    profile: &'a Profile,
    slots: BTreeMap<String, Takes>,
    problems: Vec<Problem>,
}

fn order_of(word: &str) -> Option<DayOrder> {
    match word {
        "day-first" => Some(DayOrder::DayFirst),
        "month-first" => Some(DayOrder::MonthFirst),
        "year-first" => Some(DayOrder::YearFirst),
        _ => None,
    }
}

impl Taking<'_> {
    fn missing(&mut self, field: &str) {
        self.problems
            .push(Problem::new(Code::OfficeFieldMissing).at_field(field));
    }

    /// A typed term, place or body as its id; `None` when it is unknown, which is told.
    fn meant(&mut self, takes: &Takes, typed: &str, field: &str) -> Option<String> {
        match understood(takes, typed, self.profile) {
            None => Some(typed.to_owned()),
            Some(Understood::As(id)) => Some(id),
            Some(Understood::Nothing | Understood::Unknown) => {
                let problem = unknown_term(&format!("{takes:?}"), typed, &[]);
                self.problems.push(problem.at_field(field));
                None
            }
        }
    }

    /// Which column fills what, in the order that was asked for.
    fn uses(&mut self, base: &Mapping, look: &SheetLook) -> Vec<Use> {
        let known = base.uses(self.profile);
        let mut uses: Vec<(u64, usize, Use)> = Vec::new();
        for (at, column) in look.columns.iter().enumerate() {
            for number in self.form.all(&format!("c{at}-use")) {
                let to = self.form.get(&format!("u{number}-to"));
                let (path, side) = to.split_once('~').unwrap_or((to, ""));
                let Some(side) = Side::ALL.into_iter().find(|it| it.as_str() == side) else {
                    continue;
                };
                if !self.slots.contains_key(path) {
                    continue;
                }
                // A column keeps the name under which the mapping knows it.
                let name = known
                    .iter()
                    .find(|it| it.path == path && look.column(&it.column) == Some(at));
                let it = Use {
                    column: name.map_or_else(|| column.header.clone(), |it| it.column.clone()),
                    path: path.to_owned(),
                    side,
                };
                let order = self.form.get(&format!("u{number}-order"));
                uses.push((order.parse().unwrap_or(u64::MAX), at, it));
            }
        }
        uses.sort_by_key(|(order, at, _)| (*order, *at));
        let mut taken: Vec<Use> = uses.into_iter().map(|(_, _, it)| it).collect();
        taken.dedup();
        // Of columns that this sheet does not have, the next one may.
        let elsewhere = known
            .into_iter()
            .filter(|it| look.column(&it.column).is_none());
        taken.extend(elsewhere);
        taken
    }

    /// Constants, words and dates by path.
    fn options(&mut self, base: &Mapping) -> BTreeMap<String, MappedOptions> {
        let mut options = base.options(self.profile);
        let numbers: Vec<String> = self.form.all("use").map(str::to_owned).collect();
        for number in &numbers {
            let field = |name: &str| format!("u{number}-{name}");
            let path = self.form.get(&field("path")).to_owned();
            let Some(takes) = self.slots.get(&path).cloned() else {
                continue;
            };
            if self.form.has(&field("dates")) {
                let said = options.entry(path.clone()).or_default();
                said.dates = order_of(self.form.get(&field("dates")));
                said.serials = self.form.has(&field("serials"));
            }
            if self.form.has(&field("as")) {
                let kind = self.form.some(&field("as")).map(As::from);
                options.entry(path.clone()).or_default().kind = kind;
            }
            for word in 0.. {
                let name = field(&format!("w{word}"));
                if !self.form.has(&format!("{name}-said")) {
                    break;
                }
                let said = self.form.raw(&format!("{name}-said")).to_owned();
                let typed = self.form.get(&format!("{name}-means")).to_owned();
                let values = &mut options.entry(path.clone()).or_default().values;
                match typed.as_str() {
                    "" => drop(values.remove(&said)),
                    "-" => drop(values.insert(said, String::new())),
                    typed => {
                        if let Some(id) = self.meant(&takes, typed, &format!("{name}-means")) {
                            let said_of = options.entry(path.clone()).or_default();
                            said_of.values.insert(said, id);
                        }
                    }
                }
            }
        }
        self.fixed(&mut options);
        options
    }

    /// What is the same in every row.
    fn fixed(&mut self, options: &mut BTreeMap<String, MappedOptions>) {
        let mut said: Vec<(String, String, String)> = Vec::new();
        for number in 0.. {
            let path = format!("f{number}-path");
            if !self.form.has(&path) {
                break;
            }
            let field = format!("f{number}-value");
            said.push((
                self.form.get(&path).into(),
                self.form.get(&field).into(),
                field,
            ));
        }
        if let Some(path) = self.form.some("fixed-path") {
            let value = self.form.get("fixed-value").to_owned();
            if value.is_empty() {
                self.missing("fixed-value");
            } else {
                said.push((path, value, "fixed-value".into()));
            }
        }
        for (path, typed, field) in said {
            let Some(takes) = self.slots.get(&path).cloned() else {
                continue;
            };
            let value = if typed.is_empty() {
                None
            } else {
                self.meant(&takes, &typed, &field)
            };
            options.entry(path).or_default().fixed = value;
        }
        // The kind of an event is chosen where the event is.
        for at in 0.. {
            let name = format!("e{at}-kind");
            if !self.form.has(&name) {
                break;
            }
            let kind = self.form.some(&name);
            options.entry(format!("event.{at}.kind")).or_default().fixed = kind;
        }
    }

    /// The plain keys of the list and of its file.
    fn keys(&mut self, mapping: &mut Mapping) {
        let form = self.form;
        mapping.list = form.get("list").to_owned();
        if mapping.list.is_empty() {
            self.missing("list");
        }
        mapping.dates = order_of(form.get("dates"));
        mapping.synthetic = match (&mapping.synthetic, form.has("synthetic")) {
            (Some(Synthetic::Column(column)), false) => Some(Synthetic::Column(column.clone())),
            (Some(Synthetic::All(false)), false) => Some(Synthetic::All(false)),
            (_, true) => Some(Synthetic::All(true)),
            (_, false) => None,
        };
        let list = form.some("person_list");
        if list.is_some() || mapping.person.is_some() {
            let person = mapping.person.get_or_insert_with(PersonMap::default);
            person.list = list;
        }
        if let Some(sheet) = form.some("sheet") {
            mapping.sheet = Some(sheet);
        }
        for (name, slot) in [
            ("header_row", &mut mapping.header_row),
            ("header_rows", &mut mapping.header_rows),
        ] {
            *slot = match form.get(name) {
                "" => None,
                _ => match form.number(name) {
                    Some(number) => Some(number),
                    None => {
                        self.problems
                            .push(Problem::new(Code::OfficeFieldMissing).at_field(name));
                        *slot
                    }
                },
            };
        }
        mapping.encoding = form.some("encoding");
        mapping.delimiter = match form.get("delimiter") {
            "tab" => Some('\t'),
            typed => typed.chars().next(),
        };
        mapping.merged = if form.get("merged") == "fill" {
            Merged::Fill
        } else {
            Merged::Refuse
        };
        mapping.short_rows = if form.get("short_rows") == "empty" {
            ShortRows::Empty
        } else {
            ShortRows::Refuse
        };
        mapping.exported = form.has("exported");
    }

    fn sources(&mut self, mapping: &mut Mapping, look: &SheetLook) {
        let form = self.form;
        let names: Vec<String> = mapping.sources.keys().cloned().collect();
        for (at, name) in names.into_iter().enumerate() {
            if form.has(&format!("s{at}-gone")) {
                mapping.sources.remove(&name);
                // What was said of it stays, from nobody in particular.
                for event in &mut mapping.events {
                    event.claims.retain(|it| it.from.as_ref() != Some(&name));
                }
                continue;
            }
            let Some(source) = mapping.sources.get_mut(&name) else {
                continue;
            };
            source.alone = form.has(&format!("s{at}-alone"));
            let mut number = 0;
            source.consents.retain(|_| {
                number += 1;
                !form.has(&format!("s{at}-k{}-gone", number - 1))
            });
            let purpose = form.some(&format!("s{at}-purpose"));
            let column = form.get(&format!("s{at}-given")).parse::<usize>().ok();
            let column = column.and_then(|column| look.columns.get(column));
            match (purpose, column) {
                (Some(purpose), Some(column)) => source.consents.push(ConsentMap {
                    purpose: MappedField::fixed(purpose),
                    given: MappedField::column(&column.header),
                    ..ConsentMap::default()
                }),
                (None, None) => {}
                (Some(_), None) => self.missing(&format!("s{at}-given")),
                (None, Some(_)) => self.missing(&format!("s{at}-purpose")),
            }
        }
        if let Some(name) = form.some("source-new") {
            mapping.sources.entry(name).or_default();
        }
    }

    fn events(&mut self, mapping: &mut Mapping) {
        let form = self.form;
        let before: Vec<String> = mapping
            .events
            .iter()
            .map(|it| it.name().to_owned())
            .collect();
        for (at, event) in mapping.events.iter_mut().enumerate() {
            if form.has(&format!("e{at}-name")) {
                event.name = form.some(&format!("e{at}-name"));
            }
            let mut number = 0;
            event.claims.retain(|_| {
                number += 1;
                !form.has(&format!("e{at}-k{}-gone", number - 1))
            });
            let kept: Vec<usize> = (0..number)
                .filter(|it| !form.has(&format!("e{at}-k{it}-gone")))
                .collect();
            for (claim, number) in event.claims.iter_mut().zip(kept) {
                let from = format!("e{at}-k{number}-from");
                if form.has(&from) {
                    claim.from = form.some(&from);
                }
            }
            if let Some(from) = form.some(&format!("e{at}-claim")) {
                event.claims.push(ClaimMap {
                    from: Some(from).filter(|from| from != "-"),
                    ..ClaimMap::default()
                });
            }
            let mut tie = 0;
            event.related.retain(|_| {
                tie += 1;
                !form.has(&format!("e{at}-t{}-gone", tie - 1))
            });
        }
        // Ties follow the names that their events have now.
        let after: Vec<String> = mapping
            .events
            .iter()
            .map(|it| it.name().to_owned())
            .collect();
        for at in 0..mapping.events.len() {
            for tie in &mut mapping.events[at].related {
                let old = tie
                    .event
                    .as_ref()
                    .and_then(|it| before.iter().position(|b| b == it));
                if let Some(old) = old {
                    tie.event = after.get(old).cloned();
                }
            }
            let relation = form.some(&format!("e{at}-relation"));
            let to = form.get(&format!("e{at}-to")).parse::<usize>().ok();
            match (relation, to.and_then(|to| after.get(to))) {
                (Some(relation), Some(to)) => mapping.events[at].related.push(RelatedMap {
                    relation,
                    event: Some(to.clone()),
                    row: None,
                }),
                (Some(_), None) => self.missing(&format!("e{at}-to")),
                (None, Some(_)) => self.missing(&format!("e{at}-relation")),
                (None, None) => {}
            }
        }
        let mut at = 0;
        mapping.events.retain(|_| {
            at += 1;
            !form.has(&format!("e{}-gone", at - 1))
        });
        let left: Vec<String> = mapping
            .events
            .iter()
            .map(|it| it.name().to_owned())
            .collect();
        for event in &mut mapping.events {
            event
                .related
                .retain(|tie| tie.event.as_ref().is_none_or(|to| left.contains(to)));
        }
        match form.get("event-new") {
            "" => {}
            // A column says the kind: it is chosen among the columns next.
            "column" => mapping.events.push(EventMap {
                name: Some(free("event", &left)),
                ..EventMap::default()
            }),
            kind => mapping.events.push(EventMap {
                name: left.iter().any(|it| it == kind).then(|| free(kind, &left)),
                kind: Some(MappedField::fixed(kind)),
                ..EventMap::default()
            }),
        }
    }
}

/// A name that no event of the mapping bears yet.
fn free(start: &str, names: &[String]) -> String {
    if !names.iter().any(|it| it == start) {
        return start.to_owned();
    }
    let mut number = 2;
    while names.contains(&format!("{start}-{number}")) {
        number += 1;
    }
    format!("{start}-{number}")
}
