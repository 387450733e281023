//! How is a condition written?
//!
//! `{ all = [...] }`, `{ any = [...] }`, `{ not = {...} }`, or a test of one
//! fact: `{ fact = "…", in | not_in | before | on_or_before | after |
//! on_or_after | at | within = … }`, or `{ text_not_held_ar/_en = "…" }`.

use super::read::{Fields, Reader};
use crate::facts::{FactKind, kind_of};
use crate::instrument::{Condition, Leaf, Side};
use model::{Code, Problem};
use toml::Spanned;
use toml::de::DeValue;

pub(super) fn required<'t>(
    reader: &mut Reader<'t>,
    fields: &mut Fields<'t>,
    key: &str,
) -> Option<Condition> {
    match fields.take(key) {
        Some(value) => condition(reader, key, value),
        None => {
            let problem = Problem::new(Code::LawKeyMissing).with("key", key);
            reader.report(fields.at(), problem.at_field(key));
            None
        }
    }
}

pub(super) fn optional<'t>(
    reader: &mut Reader<'t>,
    fields: &mut Fields<'t>,
    key: &str,
) -> Option<Condition> {
    let value = fields.take(key)?;
    condition(reader, key, value)
}

fn condition<'t>(
    reader: &mut Reader<'t>,
    key: &str,
    value: &'t Spanned<DeValue<'t>>,
) -> Option<Condition> {
    let at = value.span().start;
    let Some(table) = value.get_ref().as_table() else {
        reader.unreadable(at, key);
        return None;
    };
    let mut fields = reader.fields(table, at);
    let read = if let Some(parts) = fields.take("all") {
        each(reader, "all", parts).map(Condition::All)
    } else if let Some(parts) = fields.take("any") {
        each(reader, "any", parts).map(Condition::Any)
    } else if let Some(part) = fields.take("not") {
        condition(reader, "not", part).map(|part| Condition::Not(part.into()))
    } else if let Some(what) = reader.optional_both(&mut fields, "text_not_held") {
        Some(Condition::Leaf(Leaf::NotHeld { what }))
    } else {
        leaf(reader, &mut fields).map(Condition::Leaf)
    };
    reader.finish(fields);
    read
}

fn each<'t>(
    reader: &mut Reader<'t>,
    key: &str,
    value: &'t Spanned<DeValue<'t>>,
) -> Option<Vec<Condition>> {
    let parts = match value.get_ref().as_array() {
        Some(parts) if !parts.is_empty() => parts,
        _ => {
            reader.unreadable(value.span().start, key);
            return None;
        }
    };
    let read: Vec<Option<Condition>> = parts
        .iter()
        .map(|part| condition(reader, key, part))
        .collect();
    read.into_iter().collect()
}

fn leaf<'t>(reader: &mut Reader<'t>, fields: &mut Fields<'t>) -> Option<Leaf> {
    let (fact, kind) = fact(reader, fields, "fact")?;
    let at = fields.at();
    match kind {
        FactKind::Term => {
            let negated = fields.keys().any(|key| key == "not_in");
            let key = if negated { "not_in" } else { "in" };
            let terms = reader.list(fields, key)?;
            Some(Leaf::In {
                fact,
                terms,
                negated,
            })
        }
        FactKind::Date => {
            const SIDES: [(&str, Side); 4] = [
                ("before", Side::Before),
                ("on_or_before", Side::OnOrBefore),
                ("after", Side::After),
                ("on_or_after", Side::OnOrAfter),
            ];
            if let Some(window) = reader.optional_text(fields, "within") {
                return Some(Leaf::Within { fact, window });
            }
            let side = SIDES
                .iter()
                .find(|(key, _)| fields.keys().any(|found| found == *key));
            match side {
                Some((key, side)) => {
                    let day = reader.day(fields, key)?;
                    Some(Leaf::Side {
                        fact,
                        side: *side,
                        day,
                    })
                }
                None => {
                    reader.unreadable(at, fact);
                    None
                }
            }
        }
        FactKind::State => {
            let day = reader.day(fields, "at")?;
            let precluded_by = if fields.keys().any(|key| key == "precluded_by") {
                let (other, kind) = self::fact(reader, fields, "precluded_by")?;
                if kind != FactKind::State {
                    reader.unreadable(at, "precluded_by");
                    return None;
                }
                Some(other)
            } else {
                None
            };
            Some(Leaf::At {
                fact,
                day,
                precluded_by,
            })
        }
    }
}

/// The fact that a key names.
pub(super) fn fact<'t>(
    reader: &mut Reader<'t>,
    fields: &mut Fields<'t>,
    key: &str,
) -> Option<(&'static str, FactKind)> {
    let name = reader.text(fields, key)?;
    let known = kind_of(&name);
    if known.is_none() {
        let problem = Problem::new(Code::LawFactUnknown).with("fact", name);
        reader.report(fields.at(), problem);
    }
    known
}
