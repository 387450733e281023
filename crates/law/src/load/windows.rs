//! How is a window of time written and counted?
//!
//! `from` with `days`, `months` or `until`, for all or by `kinds`; `rounding`
//! where a month lacks the day; whether the first and the last day count. A
//! day of which the file says nothing is unsettled at the end, counted at the
//! beginning.

use super::conditions;
use super::read::{Fields, Reader};
use crate::window::{Edge, Extension, KindOf, Length, Rounding, Stretch, Uncountable, Window};
use jiff::civil::Date;
use model::{Code, Problem};

/// What all stretches of a window share.
struct Counting {
    first: Date,
    rounding: Option<Rounding>,
    first_day: Edge,
    last_day: Edge,
    unsettled: bool,
}

pub(super) fn window<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Window> {
    let at = fields.at();
    let id = reader.text(fields, "id");
    let counting = counting(reader, fields);
    let lengths = if fields.keys().any(|key| key == "kind") {
        reader.each(fields, "kind", |reader, kind| {
            let name = reader.text(kind, "id");
            let length = length(reader, kind);
            let article = reader.optional_list(kind, "articles");
            Some((Some(name?), length?, article))
        })
    } else {
        length(reader, fields)
            .map(|length| (None, length, Vec::new()))
            .into_iter()
            .collect()
    };
    let kind_of = if fields.keys().any(|key| key == "kind_of") {
        let (fact, _) = conditions::fact(reader, fields, "kind_of")?;
        let by_article = lengths
            .iter()
            .flat_map(|(kind, _, articles)| {
                let kind = kind.clone().unwrap_or_default();
                articles
                    .iter()
                    .map(move |article| (article.clone(), kind.clone()))
            })
            .collect();
        Some(KindOf { fact, by_article })
    } else {
        None
    };
    let extensions = reader.each(fields, "extension", |reader, extension| {
        let by = reader.optional_text(extension, "by");
        let in_force = reader.when(extension, "in_force");
        let stretch = stretch(reader, extension);
        Some(Extension {
            by,
            in_force: in_force?,
            stretch: stretch?,
        })
    });
    let counting = counting?;
    let kinds: Option<Vec<_>> = lengths
        .into_iter()
        .map(|(kind, length, _)| Some((kind, counted(reader, at, &counting, length)?)))
        .collect();
    let kinds = kinds?;
    if kinds.is_empty() {
        return None;
    }
    Some(Window {
        id: id?,
        kinds,
        kind_of,
        extensions,
    })
}

/// A single stretch, as extensions and amendments write it.
pub(super) fn stretch<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Stretch> {
    let at = fields.at();
    let counting = counting(reader, fields);
    let length = length(reader, fields);
    counted(reader, at, &counting?, length?)
}

fn counting<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Counting> {
    const EDGES: &[(&str, Edge)] = &[
        ("counts", Edge::Counts),
        ("does_not_count", Edge::DoesNotCount),
        ("unsettled", Edge::Unsettled),
    ];
    let first = reader.day(fields, "from");
    let rounding = reader.optional_word(
        fields,
        "rounding",
        &[("down", Rounding::Down), ("up", Rounding::Up)],
    );
    let first_day = reader.optional_word(fields, "first_day", EDGES);
    let last_day = reader.optional_word(fields, "last_day", EDGES);
    let unsettled = reader.optional_flag(fields, "unsettled");
    Some(Counting {
        first: first?,
        rounding,
        first_day: first_day.unwrap_or(Edge::Counts),
        last_day: last_day.unwrap_or(Edge::Unsettled),
        unsettled: unsettled.unwrap_or(false),
    })
}

fn length<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Length> {
    let at = fields.at();
    let days = reader.optional_number(fields, "days");
    let months = reader.optional_number(fields, "months");
    let until = reader.optional_day(fields, "until");
    match (days, months, until) {
        (Some(days), None, None) => Some(Length::Days(days.into())),
        (None, Some(months), None) => Some(Length::Months(months)),
        (None, None, Some(until)) => Some(Length::Until(until)),
        _ => {
            reader.unreadable(at, "days | months | until");
            None
        }
    }
}

fn counted(reader: &mut Reader, at: usize, counting: &Counting, length: Length) -> Option<Stretch> {
    match crate::window::last_day(counting.first, length, counting.rounding) {
        Ok(last) => Some(Stretch {
            first: counting.first,
            last,
            first_day: counting.first_day,
            last_day: counting.last_day,
            unsettled: counting.unsettled,
        }),
        Err(why) => {
            let code = match why {
                Uncountable::NeedsRounding => Code::LawRoundingMissing,
                Uncountable::Empty => Code::LawWindowEmpty,
            };
            reader.report(at, Problem::new(code).with("from", counting.first));
            None
        }
    }
}
