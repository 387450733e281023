//! Is this file an instrument?
//!
//! Reads TOML by hand rather than through serde, so that every problem has its
//! line and all of them are reported at once: keys missing or unknown, values
//! that cannot be read, facts, windows and articles that nobody defined,
//! windows that cannot be counted, rules that could both apply. Tests in the
//! file are run by `library.rs` once amendments are in place.

mod conditions;
mod read;
mod windows;

use crate::facts::{FactKind, Facts, Stated, Until, Value, kind_of};
use crate::instrument::{
    Amendment, Article, Assumption, Case, Effect, Exclusion, Instrument, Reading, Rule, Source,
    Term, Text,
};
use crate::tester::Outcome;
use model::{Code, Problem, When};
use read::{Fields, Reader};
use toml::de::DeValue;

/// Reads one file. Returns the instrument only when there is no problem.
pub(crate) fn load(file: &str, text: &str) -> Result<Instrument, Vec<Problem>> {
    let mut reader = Reader::new(file, text);
    let table = match toml::de::DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let problem = Problem::new(Code::LawUnreadable).with("reason", error.message());
            reader.report(at, problem);
            return Err(reader.problems);
        }
    };
    let mut fields = reader.fields(table.get_ref(), 0);
    let instrument = instrument(&mut reader, &mut fields, file);
    reader.finish(fields);
    if let Some(instrument) = &instrument {
        check_names(&mut reader, instrument);
        check_conflicts(&mut reader, instrument);
    }
    match instrument {
        Some(instrument) if reader.problems.is_empty() => Ok(instrument),
        _ => Err(reader.problems),
    }
}

fn instrument<'t>(
    reader: &mut Reader<'t>,
    fields: &mut Fields<'t>,
    file: &str,
) -> Option<Instrument> {
    let id = reader.text(fields, "id");
    let title = reader.both(fields, "title");
    let issued = reader.when(fields, "issued");
    let in_force = reader.optional_when(fields, "in_force");
    let issued_hijri = reader.optional_text(fields, "issued_hijri");
    let original_text_held = reader.flag(fields, "original_text_held");
    let sources = reader.each(fields, "source", |reader, source| {
        Some(Source {
            title: reader.both(source, "title")?,
            url: reader.optional_text(source, "url"),
        })
    });
    let articles = reader.each(fields, "article", |reader, article| {
        let (id, summary) = (reader.text(article, "id"), reader.both(article, "text"));
        let label = reader.optional_both(article, "label");
        Some(Article {
            id: id?,
            label,
            summary: summary?,
        })
    });
    let terms = reader.each(fields, "term", |reader, term| {
        let (id, label) = (reader.text(term, "id"), reader.both(term, "label"));
        Some(Term {
            id: id?,
            label: label?,
        })
    });
    let windows = reader.each(fields, "window", windows::window);
    let exclusions = reader.each(fields, "exclusion", exclusion);
    let rules = reader.each(fields, "rule", rule);
    let readings = reader.each(fields, "reading", |reader, reading| {
        let (id, title, authority) = (
            reader.text(reading, "id"),
            reader.both(reading, "title"),
            reader.both(reading, "authority"),
        );
        Some(Reading {
            id: id?,
            title: title?,
            authority: authority?,
            windows: reader.each(reading, "window", windows::window),
            leaves_out: reader.optional_list(reading, "leaves_out"),
            sets_aside: reader.optional_list(reading, "sets_aside"),
        })
    });
    let assumptions = reader.each(fields, "assumption", |reader, assumption| {
        let (id, title) = (
            reader.text(assumption, "id"),
            reader.both(assumption, "title"),
        );
        let facts = facts(reader, assumption, "");
        Some(Assumption {
            id: id?,
            title: title?,
            facts,
        })
    });
    let amends = reader.each(fields, "amends", |reader, amendment| {
        let line = reader.line(amendment.at());
        let instrument = reader.text(amendment, "instrument");
        let window = reader.text(amendment, "window");
        let articles = reader.list(amendment, "articles");
        let stretch = windows::stretch(reader, amendment);
        Some(Amendment {
            instrument: instrument?,
            window: window?,
            articles: articles?,
            stretch: stretch?,
            line,
        })
    });
    let cases = reader.each(fields, "test", case);
    let issued = issued?;
    Some(Instrument {
        id: id?,
        title: title?,
        in_force: in_force.unwrap_or_else(|| issued.clone()),
        issued,
        issued_hijri,
        original_text_held: original_text_held?,
        sources,
        articles,
        terms,
        rules,
        exclusions,
        windows,
        readings,
        assumptions,
        amends,
        cases,
        file: file.to_owned(),
    })
}

fn rule<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Rule> {
    let line = reader.line(fields.at());
    let id = reader.text(fields, "id");
    let cite = reader.list(fields, "cite");
    let effect = reader.word(
        fields,
        "effect",
        &[
            ("full", Effect::Full),
            ("half", Effect::Half),
            ("commuted", Effect::Commuted),
        ],
    );
    let when = conditions::required(reader, fields, "when");
    let excludes = reader.optional_list(fields, "excludes");
    let over = reader.optional_list(fields, "over");
    Some(Rule {
        id: id?,
        cite: cite?,
        effect: effect?,
        when: when?,
        excludes,
        over,
        line,
    })
}

fn exclusion<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Exclusion> {
    let id = reader.text(fields, "id");
    let cite = reader.list(fields, "cite");
    let when = conditions::required(reader, fields, "when");
    let unless = conditions::optional(reader, fields, "unless");
    let not_engaged = reader.optional_both(fields, "not_engaged");
    Some(Exclusion {
        id: id?,
        cite: cite?,
        when: when?,
        unless,
        not_engaged,
    })
}

fn case<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Case> {
    let line = reader.line(fields.at());
    let name = reader.text(fields, "name");
    let reading = reader.optional_text(fields, "reading");
    let assumptions = reader.optional_list(fields, "assumptions");
    let as_of = reader.optional_day(fields, "as_of");
    let outcome = reader.word(
        fields,
        "outcome",
        &[
            ("covered", Outcome::Covered),
            ("not_covered", Outcome::NotCovered),
            ("cannot_be_known", Outcome::CannotBeKnown),
        ],
    );
    let missing = reader.optional_sets(fields, "missing");
    let name = name?;
    let facts = facts(reader, fields, &name);
    Some(Case {
        name,
        facts,
        reading,
        assumptions,
        as_of,
        outcome: outcome?,
        missing,
        line,
    })
}

/// The table `facts`: a value for each fact, by its kind.
fn facts<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>, person: &str) -> Facts {
    let mut facts = Facts::of(person);
    let Some(value) = fields.take("facts") else {
        return facts;
    };
    let at = value.span().start;
    let Some(table) = value.get_ref().as_table() else {
        reader.unreadable(at, "facts");
        return facts;
    };
    for (name, value) in table.iter() {
        let at = name.span().start;
        let Some((fact, kind)) = kind_of(name.get_ref()) else {
            let problem = Problem::new(Code::LawFactUnknown).with("fact", name.get_ref());
            reader.report(at, problem);
            continue;
        };
        let read = match kind {
            FactKind::Term => term_list(value.get_ref()).map(|terms| vec![Value::OneOf(terms)]),
            FactKind::Date => dated(value.get_ref()).map(|value| vec![value]),
            FactKind::State => states(value.get_ref()),
        };
        match read {
            Some(values) => {
                for value in values {
                    facts.state(
                        fact,
                        Stated {
                            value,
                            sources: Vec::new(),
                            assumption: None,
                        },
                    );
                }
            }
            None => reader.unreadable(at, fact),
        }
    }
    facts
}

fn term_list(value: &DeValue) -> Option<Vec<String>> {
    match value {
        DeValue::String(term) => Some(vec![term.to_string()]),
        DeValue::Array(terms) => terms
            .iter()
            .map(|term| Some(term.get_ref().as_str()?.to_owned()))
            .collect(),
        _ => None,
    }
}

/// `"2018-11"`, `"never"`, or `["2018-07", "2018-11-11"]` for several occasions.
fn dated(value: &DeValue) -> Option<Value> {
    let date = |value: &DeValue| When::parse(value.as_str()?).ok();
    match value {
        DeValue::String(text) if text == "never" => Some(Value::Never),
        DeValue::Array(occasions) => {
            let occasions = occasions.iter().map(|occasion| date(occasion.get_ref()));
            Some(Value::Occasions(occasions.collect::<Option<_>>()?))
        }
        _ => date(value).map(Value::When),
    }
}

/// `[{ holds = true, from = "…", until = "…" | at_least = "…" }]`
fn states(value: &DeValue) -> Option<Vec<Value>> {
    let date = |value: &DeValue| When::parse(value.as_str()?).ok();
    value
        .as_array()?
        .iter()
        .map(|state| {
            let state = state.get_ref().as_table()?;
            let allowed = ["holds", "from", "until", "at_least"];
            if state
                .keys()
                .any(|key| !allowed.contains(&key.get_ref().as_ref()))
            {
                return None;
            }
            let until = match (state.get("until"), state.get("at_least")) {
                (Some(until), None) => Until::Ended(date(until.get_ref())?),
                (None, Some(seen)) => Until::AtLeast(date(seen.get_ref())?),
                (None, None) => Until::Unknown,
                (Some(_), Some(_)) => return None,
            };
            let holds = match state.get("holds") {
                Some(holds) => holds.get_ref().as_bool()?,
                None => true,
            };
            let from = date(state.get("from")?.get_ref())?;
            Some(Value::State { holds, from, until })
        })
        .collect()
}

/// Every name that is used is defined, and no id stands twice.
fn check_names(reader: &mut Reader, instrument: &Instrument) {
    let Instrument {
        rules,
        exclusions,
        windows,
        readings,
        ..
    } = instrument;
    let article_known = |cite: &str| instrument.articles.iter().any(|a| a.id == cite);
    let exclusion_known = |id: &str| exclusions.iter().any(|exclusion| exclusion.id == id);
    let rule_known = |id: &str| rules.iter().any(|rule| rule.id == id);
    let window_known = |id: &str| windows.iter().any(|window| window.id == id);
    let mut missing: Vec<(Code, &str, String)> = Vec::new();
    for rule in rules {
        for cite in rule.cite.iter().filter(|cite| !article_known(cite)) {
            missing.push((Code::LawArticleUnknown, "article", cite.clone()));
        }
        for id in rule.excludes.iter().filter(|id| !exclusion_known(id)) {
            missing.push((Code::LawIdUnknown, "id", id.clone()));
        }
        for id in rule.over.iter().filter(|id| !rule_known(id)) {
            missing.push((Code::LawIdUnknown, "id", id.clone()));
        }
    }
    for exclusion in exclusions {
        for cite in exclusion.cite.iter().filter(|cite| !article_known(cite)) {
            missing.push((Code::LawArticleUnknown, "article", cite.clone()));
        }
    }
    for reading in readings {
        for id in reading.leaves_out.iter().filter(|id| !rule_known(id)) {
            missing.push((Code::LawIdUnknown, "id", id.clone()));
        }
        for id in reading.sets_aside.iter().filter(|id| !exclusion_known(id)) {
            missing.push((Code::LawIdUnknown, "id", id.clone()));
        }
        for window in reading.windows.iter().filter(|w| !window_known(&w.id)) {
            missing.push((Code::LawWindowUnknown, "window", window.id.clone()));
        }
    }
    let mut used = Vec::new();
    let mut visit = |leaf: &crate::instrument::Leaf| {
        if let crate::instrument::Leaf::Within { window, .. } = leaf {
            used.push(window.clone());
        }
    };
    for rule in rules {
        rule.when.each_leaf(&mut visit);
    }
    for exclusion in exclusions {
        exclusion.when.each_leaf(&mut visit);
        if let Some(unless) = &exclusion.unless {
            unless.each_leaf(&mut visit);
        }
    }
    for window in used.into_iter().filter(|window| !window_known(window)) {
        missing.push((Code::LawWindowUnknown, "window", window));
    }
    for (code, name, value) in missing {
        let at = reader.find_text(&value);
        reader.report(at, Problem::new(code).with(name, value));
    }
    let lists: [Vec<&str>; 5] = [
        rules.iter().map(|rule| rule.id.as_str()).collect(),
        exclusions.iter().map(|e| e.id.as_str()).collect(),
        windows.iter().map(|window| window.id.as_str()).collect(),
        readings.iter().map(|reading| reading.id.as_str()).collect(),
        instrument
            .assumptions
            .iter()
            .map(|a| a.id.as_str())
            .collect(),
    ];
    for ids in lists {
        for (at, id) in ids.iter().enumerate() {
            if ids[..at].contains(id) {
                let place = reader.find_last_text(id);
                reader.report(place, Problem::new(Code::LawIdTwice).with("id", id));
            }
        }
    }
}

/// Two rules that grant different things and could both apply need a priority.
fn check_conflicts(reader: &mut Reader, instrument: &Instrument) {
    for (at, second) in instrument.rules.iter().enumerate() {
        for first in &instrument.rules[..at] {
            let ordered = first.over.contains(&second.id) || second.over.contains(&first.id);
            if first.effect != second.effect && !ordered && could_both_apply(first, second) {
                let problem = Problem::new(Code::LawRulesConflict)
                    .with("first", &first.id)
                    .with("second", &second.id);
                reader.problems.push(
                    problem
                        .in_file(&instrument.file)
                        .at_line(second.line)
                        .at_field("over"),
                );
            }
        }
    }
}

/// Whether no fact keeps the two apart: both require a term of one fact, and no term is in both lists.
fn could_both_apply(first: &Rule, second: &Rule) -> bool {
    let seconds = second.when.required_terms();
    !first.when.required_terms().iter().any(|(fact, terms)| {
        seconds.iter().any(|(other, others)| {
            fact == other
                && terms.iter().all(|term| {
                    others.iter().all(|other| {
                        let apart = |a: &str, b: &[String]| {
                            crate::facts::term_in(a, b) == model::Truth::False
                        };
                        apart(term, std::slice::from_ref(other))
                            && apart(other, std::slice::from_ref(term))
                    })
                })
        })
    })
}

/// A text in both languages, from `<key>_ar` and `<key>_en`.
pub(crate) fn both(ar: Option<String>, en: Option<String>) -> Option<Text> {
    Some(Text { ar: ar?, en: en? })
}
