//! What does a linkage believe? A model as data: fields, classes, rules.
//!
//! A model can be proposed from a table, read, edited, saved and used again on
//! other tables. It holds everything that decides a score, and nothing else.

use crate::block::Key;
use crate::full_names;
use crate::levels::Comparator;
use crate::roles::Role;
use crate::table::Table;
use ::model::problem::{Code, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A linkage model. Write it with [`Model::to_toml`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Version of this layout.
    pub version: u32,
    /// Numbers that steer the run.
    pub settings: Settings,
    /// What is compared, and how.
    pub fields: Vec<Field>,
    /// Blocking rules: two records are compared if they agree on all keys of a rule.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Latent classes of pairs; the first is "match". Empty before training.
    #[serde(default)]
    pub classes: Vec<Class>,
    /// Corrects log-odds to labels: `slope × log-odds + shift`.
    #[serde(default)]
    pub calibration: Calibration,
}

/// Numbers that steer a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Probability from which on records become one cluster.
    pub threshold: f64,
    /// The most pairs per record that blocking may propose.
    pub pairs_per_record: f64,
    /// The most records of one block; larger blocks are refined.
    pub block_limit: usize,
    /// Log-odds that a pair without a score counts with in a cluster's mean.
    pub unscored: f64,
    /// Lowest log-odds of a pair that is kept.
    pub floor: f64,
    /// Pairs to learn from; 0 = as many as the table's size calls for.
    pub training_pairs: usize,
    /// Whether only records of different sources are compared.
    pub across_sources_only: bool,
    /// Whether pairs that are probably relatives are kept too, below the floor.
    pub keep_relatives: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            threshold: 0.5,
            pairs_per_record: 57.0,
            block_limit: 200,
            unscored: -4.0,
            floor: -4.0,
            training_pairs: 0,
            across_sources_only: false,
            keep_relatives: false,
        }
    }
}

/// One thing that is compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name: the role, or the header of any other column.
    pub name: String,
    /// How it is compared.
    pub comparator: Comparator,
    /// Headers of its columns: `value`; for names also `full`, a column of full
    /// names of which it takes its part where `value` is empty; for places
    /// `governorate`, `district`, `town`.
    pub columns: BTreeMap<String, String>,
}

/// A blocking rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Keys as `field:part`, for example `given:sound`, `event-date:month`.
    pub keys: Vec<String>,
    /// The most records of a block of this rule: larger ones are left to the
    /// rules that have these keys and more. Without it the model's
    /// `block_limit` holds, and larger blocks are refined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
}

/// A latent class of pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// `match`, `relatives`, or how the chance pairs of this class came together.
    pub name: String,
    /// Share among the pairs that blocking proposes.
    pub share: f64,
    /// Probability of each level within its group: field, level, probability.
    pub levels: BTreeMap<String, BTreeMap<String, f64>>,
}

/// A straight line on log-odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Factor.
    pub slope: f64,
    /// Added after the factor.
    pub shift: f64,
}

impl Default for Calibration {
    fn default() -> Calibration {
        Calibration {
            slope: 1.0,
            shift: 0.0,
        }
    }
}

/// The most fields that a model compares.
pub const MOST_FIELDS: usize = 24;

impl Model {
    /// The fields that a table offers, with no rules and classes yet (they are
    /// learned, see `train`). Columns that are empty or the same everywhere are
    /// left out; of many text columns the most telling are taken.
    pub fn propose(table: &Table) -> Model {
        let mut fields = Vec::new();
        let name_roles = [
            Role::Given,
            Role::Father,
            Role::Grandfather,
            Role::Family,
            Role::Mother,
        ];
        let single = |role: Role, comparator| {
            let at = table.column(role).filter(|&at| tells(table, at) > 0.0)?;
            Some(Field::of(role.name(), comparator, "value", table, at))
        };
        let full = table
            .column(Role::FullName)
            .filter(|&at| tells(table, at) > 0.0);
        let written = full.map_or([0.0; 4], |at| parts_written(table, at));
        for role in name_roles {
            let mut field = single(role, Comparator::Name);
            let part = full_names::part_of(role.name());
            if let (Some(at), Some(part)) = (full, part)
                && written[part] >= LEAST_WRITTEN
            {
                let header = table.columns[at].header.clone();
                field
                    .get_or_insert_with(|| Field {
                        name: role.name().into(),
                        comparator: Comparator::Name,
                        columns: BTreeMap::new(),
                    })
                    .columns
                    .insert("full".into(), header);
            }
            fields.extend(field);
        }
        fields.extend(single(Role::Birth, Comparator::Birth));
        fields.extend(single(Role::EventDate, Comparator::Event));
        let mut place: Option<Field> = None;
        for role in [Role::Governorate, Role::District, Role::Town] {
            if let Some(at) = table.column(role).filter(|&at| tells(table, at) > 0.0) {
                place
                    .get_or_insert_with(|| Field {
                        name: "place".into(),
                        comparator: Comparator::Place,
                        columns: BTreeMap::new(),
                    })
                    .columns
                    .insert(role.name().into(), table.columns[at].header.clone());
            }
        }
        fields.extend(place);
        fields.extend(single(Role::Sex, Comparator::Category));
        fields.extend(single(Role::EventType, Comparator::Category));
        fields.extend(single(Role::Source, Comparator::Category));
        let mut others: Vec<(f64, usize)> = (0..table.columns.len())
            .filter(|&at| {
                matches!(
                    table.columns[at].role,
                    Role::Identifier | Role::Text | Role::Number
                )
            })
            .map(|at| (tells(table, at), at))
            .filter(|(bits, _)| *bits > 0.0)
            .collect();
        others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        others.truncate(MOST_FIELDS.saturating_sub(fields.len()));
        others.sort_by_key(|(_, at)| *at);
        for (_, at) in others {
            let column = &table.columns[at];
            let comparator = match column.role {
                Role::Identifier => Comparator::Identifier,
                Role::Number => Comparator::Number,
                _ => Comparator::Text,
            };
            let mut name = column.header.trim().to_lowercase();
            if name.is_empty() || fields.iter().any(|field: &Field| field.name == name) {
                name = format!("{name}-{at}");
            }
            fields.push(Field::of(&name, comparator, "value", table, at));
        }
        Model {
            version: 1,
            settings: Settings::default(),
            fields,
            rules: Vec::new(),
            classes: Vec::new(),
            calibration: Calibration::default(),
        }
    }

    /// Reads a model.
    ///
    /// # Errors
    /// `linkage.model-unreadable` with the parser's line and message, or for a
    /// model that names unknown levels, impossible numbers or no field.
    pub fn from_toml(text: &str) -> Result<Model, Problem> {
        let unreadable = |why: String| Problem::new(Code::LinkageModelUnreadable).with("why", why);
        let model: Model = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text[..span.start.min(text.len())].matches('\n').count() + 1
            });
            unreadable(error.message().to_owned()).at_line(line as u64)
        })?;
        if model.version != 1 {
            return Err(unreadable(format!("version = {}", model.version)).at_field("version"));
        }
        if model.fields.is_empty() || model.fields.len() > MOST_FIELDS {
            return Err(unreadable(format!("fields: {}", model.fields.len())).at_field("fields"));
        }
        let settings = &model.settings;
        let sound = (0.0..=1.0).contains(&settings.threshold)
            && (0.0..=10_000.0).contains(&settings.pairs_per_record)
            && (2..=100_000).contains(&settings.block_limit)
            && settings.unscored.is_finite()
            && settings.floor.is_finite()
            && model.calibration.slope.is_finite()
            && model.calibration.slope > 0.0
            && model.calibration.shift.is_finite();
        if !sound {
            return Err(unreadable("settings".into()).at_field("settings"));
        }
        for rule in &model.rules {
            let known = |key: &String| Key::from_name(key, &model.fields).is_some();
            if let Some(key) = rule.keys.iter().find(|key| !known(key)) {
                return Err(unreadable(format!("keys: {key}")).at_field("rules"));
            }
            if rule.keys.is_empty() || rule.most.is_some_and(|most| most < 2) {
                return Err(
                    unreadable(format!("rule: {}", rule.keys.join(" + "))).at_field("rules")
                );
            }
        }
        // Scores are of "match" against the others: one class alone says nothing.
        if model.classes.len() == 1 || model.classes.first().is_some_and(|c| c.name != "match") {
            return Err(unreadable("classes: match, …".into()).at_field("classes"));
        }
        if model.classes.len() > crate::train::MOST_CLASSES {
            return Err(unreadable(format!("classes: {}", model.classes.len())).at_field("classes"));
        }
        for class in &model.classes {
            if !(class.share.is_finite() && class.share >= 0.0) {
                return Err(unreadable(format!("share = {}", class.share)).at_field(&class.name));
            }
            for (name, levels) in &class.levels {
                let field = model.fields.iter().find(|field| field.name == *name);
                let known = field.is_some_and(|field| {
                    levels.iter().all(|(level, share)| {
                        share.is_finite()
                            && *share >= 0.0
                            && field.comparator.levels().iter().any(|l| l.name == level)
                    })
                });
                if !known {
                    return Err(unreadable(format!("{}: {name}", class.name)).at_field(name));
                }
            }
        }
        Ok(model)
    }

    /// Fields that a table has no column for, by the header or by what a column
    /// means: they are missing in every record.
    pub fn without_column(&self, table: &Table) -> Vec<&str> {
        let has = |field: &Field| {
            field.columns.iter().any(|(part, header)| {
                let role = match part.as_str() {
                    "full" => Some(Role::FullName),
                    _ => Role::from_name(part).or_else(|| Role::from_name(&field.name)),
                };
                table.columns.iter().any(|column| column.header == *header)
                    || role.is_some_and(|role| table.column(role).is_some())
            })
        };
        let without = self.fields.iter().filter(|field| !has(field));
        without.map(|field| field.name.as_str()).collect()
    }

    /// The model as TOML.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a model holds only strings, numbers, lists and tables")
    }
}

impl Field {
    fn of(name: &str, comparator: Comparator, part: &str, table: &Table, at: usize) -> Field {
        Field {
            name: name.into(),
            comparator,
            columns: BTreeMap::from([(part.to_owned(), table.columns[at].header.clone())]),
        }
    }
}

/// A part of full names is compared if at least this share of them has it.
const LEAST_WRITTEN: f64 = 0.01;

/// Which share of a table's rows has each part of a full name.
fn parts_written(table: &Table, at: usize) -> [f64; 4] {
    let column = &table.columns[at];
    let (parts, _) = full_names::parts_of(column);
    let mut written = [0.0; 4];
    for &row in &column.rows {
        for (count, part) in written.iter_mut().zip(&parts[row as usize]) {
            *count += f64::from(u8::from(!part.is_empty()));
        }
    }
    written.map(|count| count / column.rows.len().max(1) as f64)
}

/// How much a column tells: share of filled cells × bits of its distribution.
fn tells(table: &Table, at: usize) -> f64 {
    let column = &table.columns[at];
    let mut counts = vec![0u32; column.values.len()];
    for &row in &column.rows {
        counts[row as usize] += 1;
    }
    let filled = f64::from(counts.iter().skip(1).sum::<u32>());
    if filled == 0.0 {
        return 0.0;
    }
    // Of one record nothing is the same everywhere.
    if table.len() == 1 {
        return 1.0;
    }
    let bits: f64 = counts
        .iter()
        .skip(1)
        .filter(|count| **count > 0)
        .map(|&count| {
            let share = f64::from(count) / filled;
            -share * share.log2()
        })
        .sum();
    bits * filled / table.len() as f64
}
