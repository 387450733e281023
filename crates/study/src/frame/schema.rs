//! Which tables does the frame have, and what does each column mean?
//!
//! The one place where the frame is described: the CREATE statements, the
//! documentation (`docs/frame.md`) and the columns that an export leaves out
//! are all made from it. A column that is not here does not exist. How records
//! become rows is in `load`.

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

const fn text(name: &'static str, ar: &'static str, en: &'static str) -> Column {
    Column {
        name,
        sql_type: "text",
        ar,
        en,
        class: Class::Internal,
    }
}

const fn whole(name: &'static str, ar: &'static str, en: &'static str) -> Column {
    Column {
        name,
        sql_type: "integer",
        ar,
        en,
        class: Class::Internal,
    }
}

const fn identifying(name: &'static str, ar: &'static str, en: &'static str) -> Column {
    Column {
        name,
        sql_type: "text",
        ar,
        en,
        class: Class::Identifying,
    }
}

/// Every table, in the order of the documentation.
pub const TABLES: &[Table] = &[
    Table {
        name: "persons",
        ar: "شخص واحد في كل صف، بعد ربط السجلات التي قرر المراجِع أنها للشخص نفسه. لا أسماء.",
        en: "One person a row, after linking the records that a reviewer holds to be the same person. No names.",
        key: "id",
        own: "person",
        columns: &[
            text(
                "id",
                "المعرّف: أصغر معرّفات سجلات الشخص",
                "Id: the smallest record id of the person",
            ),
            text("sex", "الجنس (قائمة sex)", "Sex (vocabulary sex)"),
            identifying(
                "birth_text",
                "تاريخ الولادة كما عُرف، EDTF",
                "Birth as known, EDTF",
            ),
            identifying(
                "birth_earliest",
                "أول يوم ممكن للولادة",
                "Earliest possible day of birth",
            ),
            identifying(
                "birth_latest",
                "آخر يوم ممكن للولادة",
                "Latest possible day of birth",
            ),
            text(
                "origin",
                "المكان الذي ينحدر منه الشخص (جدول places)",
                "Place the person is from (table places)",
            ),
            text("origin_town", "بلدة المنشأ", "Town of origin"),
            text("origin_district", "منطقة المنشأ", "District of origin"),
            text(
                "origin_governorate",
                "محافظة المنشأ",
                "Governorate of origin",
            ),
            text(
                "residence_governorate",
                "محافظة الإقامة",
                "Governorate of residence",
            ),
            text(
                "service",
                "الخدمة (قائمة service)",
                "Service (vocabulary service)",
            ),
            text(
                "service_group",
                "المصطلح الأعمّ للخدمة",
                "Broadest term of the service",
            ),
            text("rank", "الرتبة (قائمة rank)", "Rank (vocabulary rank)"),
            identifying(
                "initials",
                "الحرفان الأولان من الاسم والنسبة",
                "Initials of given and family name",
            ),
            whole(
                "records",
                "عدد السجلات المرتبطة بالشخص",
                "How many records are linked in this person",
            ),
            whole(
                "synthetic",
                "1: شخص مُختلَق لمثال أو اختبار",
                "1: invented for an example or a test",
            ),
        ],
    },
    Table {
        name: "person_records",
        ar: "أي سجل يخص أي شخص.",
        en: "Which record belongs to which person.",
        key: "person_id, record_id",
        own: "",
        columns: &[
            text("person_id", "الشخص", "Person"),
            text("record_id", "سجل الشخص", "Record of the person"),
        ],
    },
    Table {
        name: "person_flags",
        ar: "علامات الحماية (قاصر، ما زال محتجزاً…).",
        en: "Protection flags (minor, still detained…).",
        key: "person_id, flag",
        own: "",
        columns: &[
            text("person_id", "الشخص", "Person"),
            text(
                "flag",
                "العلامة (قائمة protection-flag)",
                "Flag (vocabulary protection-flag)",
            ),
        ],
    },
    Table {
        name: "events",
        ar: "واقعة واحدة في كل صف.",
        en: "One event a row.",
        key: "id",
        own: "event",
        columns: &[
            text("id", "المعرّف", "Id"),
            text(
                "kind",
                "نوع الواقعة (قائمة event)",
                "Kind (vocabulary event)",
            ),
            text(
                "when_text",
                "تاريخ الواقعة كما يراه المكتب، EDTF",
                "When it happened, as the office concludes, EDTF",
            ),
            text("earliest", "أول يوم ممكن", "Earliest possible day"),
            text("latest", "آخر يوم ممكن", "Latest possible day"),
            whole(
                "qualified",
                "1: التاريخ تقريبي أو غير مؤكد",
                "1: the date is approximate or uncertain",
            ),
            text("place", "المكان (جدول places)", "Place (table places)"),
            text("town", "البلدة", "Town"),
            text("district", "المنطقة", "District"),
            text("governorate", "المحافظة", "Governorate"),
            text(
                "facility",
                "المنشأة (جدول places)",
                "Facility (table places)",
            ),
            text(
                "body",
                "الجهة التي نفّذت (القائمة body)",
                "Body that did it (tree body)",
            ),
            whole(
                "body_alleged",
                "1: يُزعم أنها نفّذت ولم يثبت",
                "1: alleged, not established",
            ),
            text(
                "verification",
                "استنتاج المكتب: open أو verified أو disputed أو rejected",
                "The office's conclusion: open, verified, disputed or rejected",
            ),
            whole(
                "confirmed",
                "1: مؤكدة بقاعدة التعريف، 0: غير مؤكدة، فارغ: لا قاعدة لها",
                "1: confirmed by the profile's rule, 0: not, null: no rule for it",
            ),
            text(
                "rule",
                "قاعدة التأكيد وإصدارها",
                "Rule of confirmation and its version",
            ),
            whole("claims", "عدد الإفادات", "How many claims"),
            text(
                "learned_text",
                "متى علم المكتب بأول إفادة، EDTF",
                "When the office learned the first claim, EDTF",
            ),
            text(
                "learned_earliest",
                "أول يوم ممكن للعلم",
                "Earliest possible day of learning",
            ),
            text(
                "learned_latest",
                "آخر يوم ممكن للعلم",
                "Latest possible day of learning",
            ),
            text(
                "known",
                "sure أو possible: هل كانت معلومة في يوم المعرفة المطلوب",
                "sure or possible: was it known on the day of “as known on”",
            ),
            text(
                "act",
                "sure أو possible: هل هي واقعة قائمة بذاتها، أم قد يكون سجل آخر للشخص نفسه يروي الواقعة نفسها",
                "sure or possible: is it an act of its own, or may another record of the same person tell of the same act",
            ),
            whole("synthetic", "1: واقعة مُختلَقة", "1: invented"),
        ],
    },
    Table {
        name: "event_records",
        ar: "أي سجل يخص أي واقعة، بعد ربط سجلات الواقعة الواحدة.",
        en: "Which record belongs to which event, after linking records of the same act.",
        key: "event_id, record_id",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("record_id", "سجل الواقعة", "Record of the event"),
        ],
    },
    Table {
        name: "participants",
        ar: "دور شخص في واقعة.",
        en: "A person's part in an event.",
        key: "event_id, person_id, role",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("person_id", "الشخص", "Person"),
            text("role", "الدور (قائمة role)", "Role (vocabulary role)"),
        ],
    },
    Table {
        name: "claims",
        ar: "ما يقوله مصدر واحد عن واقعة.",
        en: "What one source says of an event.",
        key: "event_id, claim_id",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("claim_id", "رقم الإفادة داخل الواقعة", "Id inside the event"),
            text(
                "source_id",
                "المصدر (جدول sources)",
                "Source (table sources)",
            ),
            text(
                "source_kind",
                "نوع المصدر (قائمة source)",
                "Kind of source (vocabulary source)",
            ),
            text(
                "basis",
                "كيف يعلم المصدر (قائمة basis)",
                "How the source knows (vocabulary basis)",
            ),
            text(
                "when_text",
                "متى، بحسب المصدر، EDTF",
                "When, as the source says, EDTF",
            ),
            text("when_earliest", "أول يوم ممكن", "Earliest possible day"),
            text("when_latest", "آخر يوم ممكن", "Latest possible day"),
            text("place", "أين، بحسب المصدر", "Where, as the source says"),
            text(
                "facility",
                "المنشأة، بحسب المصدر",
                "Facility, as the source says",
            ),
            text("body", "الجهة، بحسب المصدر", "Body, as the source says"),
            text(
                "learned_text",
                "متى علم المكتب، EDTF",
                "When the office learned it, EDTF",
            ),
            text(
                "learned_earliest",
                "أول يوم ممكن للعلم",
                "Earliest possible day of learning",
            ),
            text(
                "learned_latest",
                "آخر يوم ممكن للعلم",
                "Latest possible day of learning",
            ),
            text(
                "reliability",
                "درجة الوثوق (قائمة reliability)",
                "Reliability (vocabulary reliability)",
            ),
            text(
                "known",
                "sure أو possible: كما في events",
                "sure or possible, as in events",
            ),
        ],
    },
    Table {
        name: "claim_values",
        ar: "قيم أخرى تذكرها الإفادة.",
        en: "Other values that a claim states.",
        key: "event_id, claim_id, name",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("claim_id", "الإفادة", "Claim"),
            text("name", "الصفة", "Attribute"),
            text("value", "القيمة", "Value"),
        ],
    },
    Table {
        name: "attributes",
        ar: "صفات الواقعة بحسب نوعها.",
        en: "Attributes of an event by its kind.",
        key: "event_id, name",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text("name", "الصفة", "Attribute"),
            text("value", "القيمة", "Value"),
        ],
    },
    Table {
        name: "related_events",
        ar: "صلة واقعة بأخرى.",
        en: "A tie between two events.",
        key: "event_id, relation, other_event_id",
        own: "",
        columns: &[
            text("event_id", "الواقعة", "Event"),
            text(
                "relation",
                "الصلة (قائمة relation)",
                "Relation (vocabulary relation)",
            ),
            text("other_event_id", "الواقعة الأخرى", "The other event"),
        ],
    },
    Table {
        name: "sources",
        ar: "المصادر بأنواعها، بلا أسماء.",
        en: "Sources by kind, without names.",
        key: "id",
        own: "",
        columns: &[
            text("id", "المعرّف", "Id"),
            text(
                "kind",
                "نوع المصدر (قائمة source)",
                "Kind (vocabulary source)",
            ),
            text("relation", "الصلة بالضحية", "Relation to the victim"),
            whole("synthetic", "1: مصدر مُختلَق", "1: invented"),
        ],
    },
    Table {
        name: "terms",
        ar: "مصطلحات القوائم بتسمياتها.",
        en: "Terms of the vocabularies with their labels.",
        key: "vocabulary, id",
        own: "",
        columns: &[
            text("vocabulary", "القائمة", "Vocabulary"),
            text("id", "المعرّف", "Id"),
            text("ar", "التسمية العربية", "Arabic label"),
            text("en", "التسمية الإنجليزية", "English label"),
            text("parent", "المصطلح الأعمّ", "Broader term"),
        ],
    },
    Table {
        name: "places",
        ar: "الأماكن والمنشآت.",
        en: "Places and facilities.",
        key: "id",
        own: "",
        columns: &[
            text("id", "المعرّف", "Id"),
            text(
                "kind",
                "النوع (محافظة، منطقة، بلدة، سجن…)",
                "Kind (governorate, district, town, prison…)",
            ),
            text("ar", "الاسم العربي", "Arabic name"),
            text("en", "الاسم الإنجليزي", "English name"),
            text("parent", "المكان الأوسع", "Broader place"),
            text("town", "البلدة", "Town"),
            text("district", "المنطقة", "District"),
            text("governorate", "المحافظة", "Governorate"),
        ],
    },
    Table {
        name: "law_tests",
        ar: "نتيجة اختبار قانوني لشخص، يملؤه حساب الدراسة.",
        en: "Outcome of a law test of a person; filled when the study is computed.",
        key: "test, person_id",
        own: "",
        columns: &[
            text(
                "test",
                "معرّف الاختبار في الدراسة",
                "Id of the test in the study",
            ),
            text("person_id", "الشخص", "Person"),
            text("instrument", "النص القانوني", "Instrument"),
            text("reading", "القراءة", "Reading"),
            text(
                "assumption",
                "تسمية الافتراض بالإنجليزية، إن وُجد",
                "English label of the assumption, if one was made",
            ),
            text(
                "outcome",
                "covered أو not_covered أو cannot_be_known",
                "covered, not_covered or cannot_be_known",
            ),
        ],
    },
    Table {
        name: "population",
        ar: "الأشخاص الذين تشملهم الدراسة، يملؤه حسابها.",
        en: "The persons of the study; filled when the study is computed.",
        key: "person_id",
        own: "",
        columns: &[text("person_id", "الشخص", "Person")],
    },
    Table {
        name: "frame",
        ar: "ما هي هذه البيانات: الموضع في السجل، وجذره، ويوم المعرفة.",
        en: "What this data set is: position of the log, its root, day of “as known on”.",
        key: "name",
        own: "",
        columns: &[
            text("name", "الاسم", "Name"),
            text("value", "القيمة", "Value"),
        ],
    },
];

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
