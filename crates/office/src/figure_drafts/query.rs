//! Which SQL does a draft make?
//!
//! Readable, because people go on from it by hand; what is not known is neither
//! so nor not so.

use super::dimensions::dimensions;
use super::{Condition, Dimension, FigureDraft, PERSONS};
use model::profile::Profile;
use study::UNKNOWN;
use study::frame::schema::kind_views;

/// A text as an SQL literal.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl FigureDraft {
    /// The SQL over the frame.
    pub fn sql(&self, profile: &Profile) -> String {
        let views = kind_views(profile);
        let view = |kind: &str| {
            views
                .iter()
                .find(|(_, known, _)| known == kind)
                .map_or("acts", |(name, _, _)| name.as_str())
                .to_owned()
        };
        let all = dimensions(profile, &self.counts);
        let of = |id: &str| all.iter().find(|dimension| dimension.id == id);
        let groups: Vec<&Dimension> = self.groups.iter().filter_map(|id| of(id)).collect();
        let conditions: Vec<(&Condition, &Dimension)> = self
            .conditions
            .iter()
            .filter_map(|condition| Some((condition, of(&condition.dimension)?)))
            .collect();
        let events = self.counts != PERSONS;
        let person = if events { "e.person_id" } else { "p.id" };
        let of_person = groups.iter().any(|it| !it.of_event)
            || conditions
                .iter()
                .any(|(_, it)| !it.of_event && !it.has_event);
        let (clock, clock_kind) = self.clock.split_once(':').unwrap_or(("none", ""));
        let date = if clock == "learned" {
            "learned_text"
        } else {
            "when_text"
        };
        let own_clock = events && clock_kind == self.counts;
        let mut columns = vec![format!(
            "{} as id",
            if events && !self.persons {
                "e.id"
            } else {
                person
            }
        )];
        if clock != "none" {
            columns.push(if own_clock {
                format!("e.{date} as when_text")
            } else {
                "c.when_text".into()
            });
        }
        if events {
            columns.push("e.sure".into());
            columns.push("e.confirmed".into());
        }
        columns.extend(
            groups
                .iter()
                .map(|group| format!("{} as \"{}\"", group.value, group.column)),
        );
        let mut sql = format!("select {}\n", columns.join(", "));
        if events {
            sql.push_str(&format!("from \"{}\" e\n", view(&self.counts)));
            if of_person {
                sql.push_str("join persons p on p.id = e.person_id\n");
            }
        } else {
            sql.push_str("from persons p\n");
        }
        if self.population {
            sql.push_str(&format!(
                "join population on population.person_id = {person}\n"
            ));
        }
        if clock != "none" && !own_clock {
            // Somebody may have several: the first one decides, as a reader would expect.
            let bound = if clock == "learned" { "learned_" } else { "" };
            sql.push_str(&format!(
                "left join (\n  select person_id, {date} as when_text, row_number() over\n    \
                 (partition by person_id order by {bound}latest, {bound}earliest, id) as place\n  from \"{}\"\n) c on c.person_id = {person} and c.place = 1\n",
                view(clock_kind)
            ));
        }
        let mut wheres: Vec<String> = Vec::new();
        let mut taken = vec![false; conditions.len()];
        for (at, (condition, dimension)) in conditions.iter().enumerate() {
            if taken[at] {
                continue;
            }
            if dimension.has_event {
                wheres.push(format!(
                    "{person} {}in (select person_id from \"{}\")",
                    if condition.not { "not " } else { "" },
                    view(&condition.value)
                ));
                continue;
            }
            // Values of one dimension are alternatives; dimensions must all hold.
            let mut values = Vec::new();
            for (other, (same, _)) in conditions.iter().enumerate().skip(at) {
                if same.dimension == condition.dimension && same.not == condition.not {
                    taken[other] = true;
                    values.push(same.value.as_str());
                }
            }
            wheres.push(comparison(&dimension.value, condition.not, &values));
        }
        if !wheres.is_empty() {
            sql.push_str(&format!("where {}\n", wheres.join("\n  and ")));
        }
        sql
    }
}

/// A value against terms; `unknown` is no value at all. What is not known is
/// neither so nor not so, and stays in unless it is asked out by name.
pub(super) fn comparison(value: &str, not: bool, terms: &[&str]) -> String {
    let known: Vec<String> = terms
        .iter()
        .filter(|term| **term != UNKNOWN)
        .map(|term| quoted(term))
        .collect();
    let unknown = terms.len() > known.len();
    let list = known.join(", ");
    match (not, known.is_empty(), unknown) {
        (false, true, _) => format!("{value} is null"),
        (false, false, false) => format!("{value} in ({list})"),
        (false, false, true) => format!("({value} in ({list}) or {value} is null)"),
        (true, true, _) => format!("{value} is not null"),
        (true, false, false) => format!("({value} not in ({list}) or {value} is null)"),
        (true, false, true) => format!("{value} not in ({list})"),
    }
}
