//! Which tables does the frame have, and what does each column mean?
//!
//! The one place where the frame is described: the CREATE statements, the
//! documentation (`docs/frame.md`) and the columns that an export leaves out
//! are all made from it. A column that is not here does not exist. How records
//! become rows is in `load`; the tables are in `tables`.

mod tables;

pub use tables::TABLES;

use model::profile::{Class, FieldType, Profile};

/// A table of the frame.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name.
    pub name: &'static str,
    /// What a row is, in Arabic.
    pub ar: &'static str,
    /// What a row is, in English.
    pub en: &'static str,
    /// Columns in order; the office's own fields follow them.
    pub columns: &'static [Column],
    /// Columns of the primary key, comma-separated.
    pub key: &'static str,
    /// Whose own fields follow as `own_…`: `person`, `event` or nothing.
    pub own: &'static str,
}

/// A column of the frame.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// SQLite type.
    pub sql_type: &'static str,
    /// Meaning in Arabic.
    pub ar: &'static str,
    /// Meaning in English.
    pub en: &'static str,
    /// Protection class; exports leave out what is identifying unless asked.
    pub class: Class,
}

/// A column that an own field of the profile adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnColumn {
    /// Id of the field.
    pub(crate) field: String,
    /// Name of the column.
    pub(crate) name: String,
    pub(crate) sql_type: &'static str,
    pub(crate) class: Class,
    pub(crate) is_date: bool,
    pub(crate) ar: String,
    pub(crate) en: String,
}

/// The own fields that the frame takes in: neither contact nor medical ones,
/// which no study may need.
pub(crate) fn own_columns(profile: &Profile, record: &str) -> Vec<OwnColumn> {
    profile
        .fields
        .iter()
        .filter(|field| field.record == record)
        .filter(|field| !matches!(field.class, Class::Contact | Class::Medical))
        .map(|field| OwnColumn {
            field: field.id.clone(),
            name: format!("own_{}", column_name(&field.id)),
            sql_type: if field.field_type == FieldType::Number {
                "integer"
            } else {
                "text"
            },
            class: field.class,
            is_date: field.field_type == FieldType::Date,
            ar: field.ar.clone(),
            en: field.en.clone(),
        })
        .collect()
}

/// An id of the profile as the name of a column: everything but letters, digits and `_` becomes `_`.
pub fn column_name(id: &str) -> String {
    id.chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect()
}

/// The name of the view of an event kind: its id with the head noun in the plural
/// (`arrest` → `arrests`, `notice-of-death` → `notices_of_death`, `body-returned` → `bodies_returned`).
pub fn view_name(kind: &str) -> String {
    let name = column_name(kind);
    let mut words: Vec<String> = name.split('_').map(str::to_owned).collect();
    let linked = words
        .iter()
        .position(|word| ["of", "in", "to", "from", "by"].contains(&word.as_str()));
    let head = match linked {
        Some(position) if position > 0 => position - 1,
        _ if words.len() > 1 && words.last().is_some_and(|word| word.ends_with("ed")) => {
            words.len() - 2
        }
        _ => words.len() - 1,
    };
    words[head] = plural(&words[head]);
    words.join("_")
}

fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => return format!("{stem}ies"),
        _ => {}
    }
    if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// The CREATE statements of all tables and views.
pub(crate) fn create_statements(profile: &Profile) -> String {
    let mut sql = String::new();
    for table in TABLES {
        let mut columns: Vec<String> = table
            .columns
            .iter()
            .map(|column| format!("{} {}", column.name, column.sql_type))
            .collect();
        for column in own_columns(profile, table.own) {
            columns.push(format!("\"{}\" {}", column.name, column.sql_type));
            if column.is_date {
                columns.push(format!("\"{}_earliest\" text", column.name));
                columns.push(format!("\"{}_latest\" text", column.name));
            }
        }
        sql.push_str(&format!(
            "create table {} ({}, primary key ({})) without rowid;\n",
            table.name,
            columns.join(", "),
            table.key
        ));
    }
    sql.push_str(&view_statements(profile));
    sql
}

/// The views `acts` and one for each event kind. Events that the office has
/// rejected are not in them.
fn view_statements(profile: &Profile) -> String {
    let events = TABLES
        .iter()
        .find(|table| table.name == "events")
        .expect("the frame has events");
    let mut columns: Vec<String> = events
        .columns
        .iter()
        .map(|column| column.name.to_owned())
        .collect();
    let own = own_columns(profile, "event");
    for column in &own {
        columns.push(column.name.clone());
        if column.is_date {
            columns.push(format!("{}_earliest", column.name));
            columns.push(format!("{}_latest", column.name));
        }
    }
    let listed: Vec<String> = columns.iter().map(|name| format!("e.\"{name}\"")).collect();
    let body = format!(
        "select {}, (e.known = 'sure' and e.act = 'sure') as sure, p.person_id \
         from events e join participants p on p.event_id = e.id and p.role = 'victim' \
         where e.verification <> 'rejected'",
        listed.join(", ")
    );
    let mut sql = format!("create view acts as {body};\n");
    for (name, kind, attributes) in kind_views(profile) {
        let extra: String = attributes
            .iter()
            .map(|(attribute, column)| {
                format!(
                    ", (select a.value from attributes a where a.event_id = e.id and a.name = {}) as \"{column}\"",
                    quoted(attribute)
                )
            })
            .collect();
        sql.push_str(&format!(
            "create view \"{name}\" as {} and e.kind = {};\n",
            body.replacen(", p.person_id", &format!(", p.person_id{extra}"), 1),
            quoted(&kind)
        ));
    }
    sql
}

/// The view of an event kind: its name, the kind, attributes with their columns.
pub type KindView = (String, String, Vec<(String, String)>);

/// The view of each event kind of the profile.
pub fn kind_views(profile: &Profile) -> Vec<KindView> {
    let Some(kinds) = profile.vocabularies.get("event") else {
        return Vec::new();
    };
    let events = TABLES
        .iter()
        .find(|table| table.name == "events")
        .expect("the frame has events");
    let mut taken: Vec<String> = TABLES.iter().map(|table| table.name.to_owned()).collect();
    taken.push("acts".into());
    let mut views = Vec::new();
    for kind in &kinds.terms {
        let mut name = view_name(&kind.id);
        if taken.contains(&name) {
            name = format!("event_{name}");
        }
        taken.push(name.clone());
        let attributes = kind
            .attributes
            .iter()
            .map(|attribute| {
                let column = column_name(attribute);
                let clash = events.columns.iter().any(|known| known.name == column)
                    || ["sure", "person_id"].contains(&column.as_str());
                (
                    attribute.clone(),
                    if clash {
                        format!("attribute_{column}")
                    } else {
                        column
                    },
                )
            })
            .collect();
        views.push((name, kind.id.clone(), attributes));
    }
    views
}

/// A text as an SQL literal.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Indexes, made after loading.
pub(crate) const INDEXES: &str = "
create index participants_by_person on participants (person_id, role, event_id);
create index events_by_kind on events (kind);
create index attributes_by_name on attributes (name, value);
";

/// The documentation of the frame in Markdown, with the views of this profile.
pub fn documentation(profile: &Profile) -> String {
    let mut page = String::from(
        "# The frame · إطار البيانات\n\n\
         The register is read once, at a position of its log, into these tables. Studies count over them, and \
         `sijill frame export` writes them as a SQLite file. This page is generated from the code.\n\n\
         يُقرأ السجل مرة واحدة، عند موضع محدد منه، إلى هذه الجداول. عليها تَعدّ الدراسات، ومنها يُصدَّر ملف SQLite. \
         هذه الصفحة مولّدة من الشيفرة.\n\n\
         Days are ISO texts (`2019-02-28`), dates as known are EDTF. Null means: not known. Columns of class \
         *identifying* are left out of an export unless asked for.\n\n\
         الأيام نصوص ISO، والتواريخ كما عُرفت بصيغة EDTF، والفراغ يعني «غير معروف». أعمدة الصنف *identifying* لا تدخل التصدير إلا بطلب.\n",
    );
    for table in TABLES {
        page.push_str(&format!(
            "\n## {}\n\n{}\n\n{}\n\nKey · المفتاح: `{}`\n\n| column | type | meaning | المعنى | class |\n|---|---|---|---|---|\n",
            table.name, table.en, table.ar, table.key
        ));
        for column in table.columns {
            page.push_str(&format!(
                "| `{}` | {} | {} | {} | {} |\n",
                column.name,
                column.sql_type,
                column.en,
                column.ar,
                class_word(column.class)
            ));
        }
        for column in own_columns(profile, table.own) {
            page.push_str(&format!(
                "| `{}` | {} | {} | {} | {} |\n",
                column.name,
                column.sql_type,
                column.en,
                column.ar,
                class_word(column.class)
            ));
            if column.is_date {
                page.push_str(&format!(
                    "| `{0}_earliest`, `{0}_latest` | text | Its earliest and latest day | أول أيامه وآخرها | {1} |\n",
                    column.name,
                    class_word(column.class)
                ));
            }
        }
    }
    page.push_str(
        "\n## Views · العروض\n\n\
         `acts` has every event once for each victim: the columns of `events`, `person_id`, and `sure` (1 when `known` and `act` are \
         `sure`). Events that the office has rejected are not in it. Each kind of event has a view of the same columns with the \
         kind's attributes:\n\n\
         في `acts` كل واقعة مرة لكل ضحية: أعمدة `events` ومعها `person_id` و`sure` ‏(1 إذا كان `known` و`act` كلاهما `sure`). الوقائع المرفوضة ليست فيه. ولكل نوع من الوقائع عرض \
         بالأعمدة نفسها ومعها صفات النوع:\n\n| view | event kind | attributes |\n|---|---|---|\n",
    );
    for (name, kind, attributes) in kind_views(profile) {
        let columns: Vec<String> = attributes
            .iter()
            .map(|(_, column)| format!("`{column}`"))
            .collect();
        page.push_str(&format!(
            "| `{name}` | `{kind}` | {} |\n",
            columns.join(", ")
        ));
    }
    page
}

fn class_word(class: Class) -> &'static str {
    match class {
        Class::Public => "public",
        Class::Internal => "internal",
        Class::Identifying => "identifying",
        Class::Contact => "contact",
        Class::Medical => "medical",
    }
}
