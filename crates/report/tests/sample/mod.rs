//! A computed study like the one that the example office publishes: the nine
//! cases, the margins of the published tables, and 133 invented others.

#![allow(dead_code)]

use model::profile::Label;
use std::collections::BTreeMap;
use study::computed::*;

pub fn label(ar: &str, en: &str) -> Label {
    Label {
        ar: ar.into(),
        en: en.into(),
    }
}

struct Nine {
    called: &'static str,
    town: (&'static str, &'static str),
    service: (&'static str, &'static str),
    surrendered: bool,
    taken: &'static str,
    at: (&'static str, &'static str),
    seen: Option<&'static str>,
    told: &'static str,
}

const RECRUIT: (&str, &str) = ("مجند", "Recruit");
const QABOUN: (&str, &str) = (
    "فرع الشرطة العسكرية في القابون",
    "Military police branch, Qaboun",
);
const DAMASCUS: (&str, &str) = (
    "حاجز للأمن العسكري، محافظة دمشق",
    "Military Intelligence checkpoint, Damascus",
);
const GHABAGHEB: (&str, &str) = (
    "فرع الأمن العسكري، غباغب",
    "Military Intelligence branch, Ghabagheb",
);

const NINE: [Nine; 9] = [
    Nine {
        called: "A M",
        town: ("محجة", "Mahjja"),
        service: RECRUIT,
        surrendered: true,
        taken: "2018-11-11",
        at: QABOUN,
        seen: Some("2019-02"),
        told: "2019-08",
    },
    Nine {
        called: "M SH",
        town: ("داعل", "Da'el"),
        service: RECRUIT,
        surrendered: false,
        taken: "2018-11-12",
        at: DAMASCUS,
        seen: None,
        told: "2019-07",
    },
    Nine {
        called: "T K",
        town: ("طفس", "Tafas"),
        service: RECRUIT,
        surrendered: false,
        taken: "2018-11-25",
        at: DAMASCUS,
        seen: Some("2019-01"),
        told: "2019-07",
    },
    Nine {
        called: "W Q",
        town: ("غباغب", "Ghabagheb"),
        service: RECRUIT,
        surrendered: false,
        taken: "2018-12-09",
        at: (
            "فرع الأمن العسكري، نمر",
            "Military Intelligence branch, Namar",
        ),
        seen: Some("2019-01"),
        told: "2019-08",
    },
    Nine {
        called: "A S",
        town: ("تسيل", "Tseel"),
        service: RECRUIT,
        surrendered: true,
        taken: "2019-01-24",
        at: QABOUN,
        seen: None,
        told: "2019-08",
    },
    Nine {
        called: "A H",
        town: ("جباب", "Jabab"),
        service: ("شرطي", "Policeman"),
        surrendered: false,
        taken: "2019-02-06",
        at: (
            "فرع الأمن العسكري، دمشق",
            "Military Intelligence branch, Damascus",
        ),
        seen: None,
        told: "2019-04",
    },
    Nine {
        called: "M Q",
        town: ("غباغب", "Ghabagheb"),
        service: ("متطوع", "Volunteer"),
        surrendered: false,
        taken: "2018-09-16",
        at: GHABAGHEB,
        seen: Some("2019-01"),
        told: "2019-08",
    },
    Nine {
        called: "H N",
        town: ("غباغب", "Ghabagheb"),
        service: ("مساعد أول", "First assistant"),
        surrendered: false,
        taken: "2018-08-14",
        at: GHABAGHEB,
        seen: Some("2018-12"),
        told: "2019-09",
    },
    Nine {
        called: "S K",
        town: ("نوى", "Nawa"),
        service: RECRUIT,
        surrendered: true,
        taken: "2019-01-28",
        at: QABOUN,
        seen: None,
        told: "2019-09",
    },
];

/// First and last day of a day or a month.
fn bounds(edtf: &str) -> (String, String) {
    let when = model::When::parse(edtf).expect("the sample's dates are valid");
    let day = |day: Option<jiff::civil::Date>| day.expect("bounded").to_string();
    (day(when.earliest()), day(when.latest()))
}

fn ids(prefix: &str, from: u64, count: u64) -> Vec<String> {
    (from..from + count)
        .map(|n| format!("{prefix}-{n:03}"))
        .collect()
}

fn cells(column: &str, prefix: &str, values: &[(&str, u64, u64)]) -> Vec<Cell> {
    let mut next = 1;
    values
        .iter()
        .map(|(value, sure, possible)| {
            let cell = Cell {
                group: BTreeMap::from([(column.to_owned(), (*value).to_owned())]),
                sure: *sure,
                possible: *possible,
                confirmed: None,
                confirmed_at: Vec::new(),
                ids: ids(prefix, next, *sure),
                possible_ids: ids(prefix, next + sure, *possible),
            };
            next += sure;
            cell
        })
        .collect()
}

struct Shape {
    id: &'static str,
    title: (&'static str, &'static str),
    unit: &'static str,
    clock: &'static str,
    total: (u64, u64),
    column: &'static str,
    group: (&'static str, &'static str),
    cells: &'static [(&'static str, u64, u64)],
}

const SHAPES: &[Shape] = &[
    Shape {
        id: "arrests",
        title: (
            "اعتقال منشقين سلّموا أنفسهم أو أجروا تسوية",
            "Arrests of defectors who had surrendered or settled",
        ),
        unit: "arrest",
        clock: "happened:arrest",
        total: (142, 0),
        column: "period",
        group: ("الفترة", "Period"),
        cells: &[("before", 30, 0), ("after", 112, 0)],
    },
    Shape {
        id: "arrests-by-service",
        title: ("الاعتقالات بحسب الخدمة", "Arrests by service"),
        unit: "arrest",
        clock: "none",
        total: (142, 0),
        column: "service",
        group: ("الخدمة", "Service"),
        cells: &[
            ("conscript", 114, 0),
            ("officer", 13, 0),
            ("policeman", 11, 0),
            ("volunteer", 3, 0),
            ("element", 1, 0),
        ],
    },
    Shape {
        id: "deaths-by-arrest",
        title: (
            "الوفيات المعلنة أثناء الاحتجاز، بحسب الاعتقال",
            "Deaths announced in detention, by arrest",
        ),
        unit: "death",
        clock: "happened:arrest",
        total: (9, 0),
        column: "period",
        group: ("الفترة", "Period"),
        cells: &[("before", 2, 0), ("after", 7, 0)],
    },
    Shape {
        id: "deaths-by-notice",
        title: (
            "الوفيات المعلنة أثناء الاحتجاز، بحسب التبليغ",
            "Deaths announced in detention, by notice",
        ),
        unit: "death",
        clock: "learned:notice_of_death",
        total: (7, 2),
        column: "period",
        group: ("الفترة", "Period"),
        cells: &[("before", 0, 0), ("after", 7, 2), ("unknown", 0, 0)],
    },
    Shape {
        id: "releases",
        title: (
            "من أُفرج عنهم وأُلحقوا بتشكيل",
            "Released and attached to a formation",
        ),
        unit: "release",
        clock: "happened:arrest",
        total: (9, 0),
        column: "period",
        group: ("الفترة", "Period"),
        cells: &[("before", 1, 0), ("after", 8, 0)],
    },
    Shape {
        id: "sednaya",
        title: (
            "من وُثِّق وجودهم في سجن صيدنايا العسكري",
            "Documented inside Sednaya Military Prison",
        ),
        unit: "person",
        clock: "happened:arrest",
        total: (22, 0),
        column: "period",
        group: ("الفترة", "Period"),
        cells: &[("before", 9, 0), ("after", 13, 0)],
    },
    Shape {
        id: "surrenders-by-place",
        title: ("تسليم النفس بحسب المكان", "Surrenders by place"),
        unit: "surrender",
        clock: "none",
        total: (88, 0),
        column: "place",
        group: ("المكان", "Place"),
        cells: &[
            ("qaboun", 36, 0),
            ("azraa", 21, 0),
            ("daraa", 19, 0),
            ("unknown", 12, 0),
        ],
    },
];

fn labels(id: &str) -> BTreeMap<String, Label> {
    let pairs: &[(&str, &str, &str)] = match id {
        "service" => &[
            (
                "conscript",
                "مجندون (إلزامي واحتياط)",
                "Conscripts (compulsory and reserve)",
            ),
            ("officer", "ضباط", "Officers"),
            ("policeman", "أفراد شرطة", "Policemen"),
            ("volunteer", "متطوعون", "Volunteers"),
            (
                "element",
                "عنصر في فرع أمني",
                "Element of a security branch",
            ),
        ],
        "place" => &[
            (
                "qaboun",
                "الشرطة العسكرية، القابون",
                "Military police, Qaboun",
            ),
            ("azraa", "الفرقة الخامسة، إزرع", "Fifth Division, Azraa"),
            ("daraa", "شعبة التجنيد، درعا", "Recruitment office, Daraa"),
        ],
        _ => &[],
    };
    pairs
        .iter()
        .map(|(id, ar, en)| ((*id).to_owned(), label(ar, en)))
        .collect()
}

fn figures() -> Vec<ComputedFigure> {
    SHAPES
        .iter()
        .map(|shape| ComputedFigure {
            id: shape.id.into(),
            title: label(shape.title.0, shape.title.1),
            unit: shape.unit.into(),
            clock: shape.clock.into(),
            kind: "documented_count".into(),
            total: Parts { sure: shape.total.0, possible: shape.total.1 },
            cells: cells(shape.column, shape.unit, shape.cells)
                .into_iter()
                .map(|mut cell| {
                    // Presence in the prison is confirmed by a rule.
                    if shape.id == "sednaya" {
                        cell.confirmed = Some(cell.sure);
                        cell.confirmed_at = (0..cell.ids.len() as u32).collect();
                    }
                    cell
                })
                .collect(),
            definition: Some(label(
                "أشخاص التحقوا بالخدمة ثم تركوها، من محافظة درعا، اعتُقلوا بعد تسليم أنفسهم أو بعد اتفاقات التسوية.",
                "Persons who had joined and left the service, of Daraa governorate, arrested after surrender or after the settlement agreements.",
            )),
            query: "select arrest.id, arrest.day\n  from arrest\n  join person on person.id = arrest.person\n where person.governorate = 'daraa'".into(),
            ids_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            groups: vec![Group {
                column: shape.column.into(),
                label: label(shape.group.0, shape.group.1),
                labels: labels(shape.column),
            }],
        })
        .collect()
}

fn cases() -> Vec<Case> {
    NINE.iter()
        .enumerate()
        .map(|(index, nine)| {
            let person = format!("person-{:03}", index + 1);
            let event =
                |kind: &str, name: Label, when: &str, place: Option<Label>, basis: Label| {
                    let (earliest, latest) = bounds(when);
                    CaseEvent {
                        id: format!("{kind}-{:03}", index + 1),
                        kind: kind.into(),
                        label: name,
                        when: Some(when.into()),
                        earliest: Some(earliest),
                        latest: Some(latest),
                        place,
                        body: None,
                        bases: vec![basis],
                        claims: if kind == "arrest" { 2 } else { 1 },
                    }
                };
            let family = || label("رواية العائلة", "told by the family");
            let mut events = Vec::new();
            if nine.surrendered {
                events.push(event(
                    "surrender",
                    label("سلّم نفسه", "Surrendered"),
                    nine.taken,
                    Some(label(nine.at.0, nine.at.1)),
                    family(),
                ));
            }
            events.push(event(
                "arrest",
                label("اعتُقل", "Arrested"),
                nine.taken,
                Some(label(nine.at.0, nine.at.1)),
                family(),
            ));
            if let Some(seen) = nine.seen {
                events.push(event(
                    "sighting",
                    label("شوهد في الاحتجاز", "Seen in detention"),
                    seen,
                    Some(label("سجن صيدنايا العسكري", "Sednaya Military Prison")),
                    label("معتقل مفرج عنه", "a released detainee"),
                ));
            }
            events.push(event(
                "notice_of_death",
                label("التبليغ بالوفاة", "Notice of death"),
                nine.told,
                Some(label("مشفى تشرين العسكري", "Tishreen Military Hospital")),
                label("وثيقة مشاهدة", "document seen"),
            ));
            Case {
                person,
                called: nine.called.into(),
                origin: Some(label(nine.town.0, nine.town.1)),
                service: Some(label(nine.service.0, nine.service.1)),
                events,
            }
        })
        .collect()
}

/// Days between the periods' bounds, spread without chance.
fn invented_day(n: u64) -> String {
    let first: jiff::civil::Date = "2018-07-03".parse().expect("a day");
    let offset = if n < 28 {
        (n * 37) % 96
    } else {
        98 + (n * 61 + n * n % 17) % 320
    };
    (0..offset)
        .fold(first, |day, _| day.tomorrow().expect("in range"))
        .to_string()
}

fn timeline() -> Chart {
    let mut events = Vec::new();
    let mut add = |series: &str, id: String, when: &str| {
        let (earliest, latest) = bounds(when);
        events.push(TimelineEvent {
            id,
            series: series.into(),
            earliest,
            latest,
        });
    };
    for (index, nine) in NINE.iter().enumerate() {
        add("arrest", format!("arrest-{:03}", index + 1), nine.taken);
        add(
            "notice_of_death",
            format!("notice-{:03}", index + 1),
            nine.told,
        );
        if let Some(seen) = nine.seen {
            add("sighting", format!("sighting-{:03}", index + 1), seen);
        }
    }
    for n in 0..133_u64 {
        let day = invented_day(n);
        let when = if n % 9 == 4 { &day[..7] } else { &day };
        add("arrest", format!("arrest-{:03}", n + 10), when);
        if n % 15 == 2 {
            add("release", format!("release-{n:03}"), &invented_day(n + 40));
        }
    }
    Chart::Timeline {
        id: "timeline".into(),
        title: label(
            "الاعتقالات وما تلاها، إزاء مهل المرسوم 18/2018",
            "Arrests and what followed, against the windows of LD 18/2018",
        ),
        events,
        series: vec![
            ("arrest".into(), label("الاعتقال", "Arrests")),
            (
                "sighting".into(),
                label("المشاهدة في صيدنايا", "Seen in Sednaya"),
            ),
            ("release".into(), label("الإفراج", "Releases")),
            (
                "notice_of_death".into(),
                label("التبليغ بالوفاة", "Notices of death"),
            ),
        ],
        windows: vec![
            Window {
                label: label("صدور المرسوم 18/2018", "LD 18/2018 issued"),
                from: "2018-10-09".into(),
                until: None,
            },
            Window {
                label: label("أربعة أشهر للفرار الداخلي", "4 months, internal desertion"),
                from: "2018-10-09".into(),
                until: Some("2019-02-09".into()),
            },
            Window {
                label: label("ستة أشهر للفرار الخارجي", "6 months, external desertion"),
                from: "2018-10-09".into(),
                until: Some("2019-04-09".into()),
            },
        ],
    }
}

fn flow() -> Chart {
    let stage = |id: &str, column: usize, ar: &str, en: &str, count: u64| Stage {
        id: id.into(),
        column,
        label: label(ar, en),
        count,
    };
    let go = |from: &str, to: &str, count: u64| Flow {
        from: from.into(),
        to: to.into(),
        count,
        ids: ids("person", 1, count),
    };
    Chart::Flow {
        id: "flow".into(),
        title: label(
            "من تسليم النفس إلى ما بعده",
            "From surrender to what followed",
        ),
        stages: vec![
            stage("surrender", 0, "سلّموا أنفسهم", "Surrendered", 88),
            stage(
                "arrest_only",
                0,
                "اعتُقلوا بعد تسوية",
                "Arrested after settlement",
                54,
            ),
            stage("arrest", 1, "اعتُقلوا", "Arrested", 142),
            stage(
                "sednaya",
                2,
                "وُثِّق وجودهم في صيدنايا",
                "Documented in Sednaya",
                22,
            ),
            stage(
                "release",
                3,
                "أُفرج عنهم وأُلحقوا بتشكيل",
                "Released to a formation",
                9,
            ),
            stage("death", 3, "أُعلنت وفاتهم", "Death announced", 9),
            stage("no_news", 3, "لا أخبار بعد ذلك", "No further news", 124),
        ],
        flows: vec![
            go("surrender", "arrest", 88),
            go("arrest_only", "arrest", 54),
            go("arrest", "sednaya", 22),
            go("arrest", "release", 7),
            go("sednaya", "release", 2),
            go("arrest", "death", 4),
            go("sednaya", "death", 5),
            go("arrest", "no_news", 109),
            go("sednaya", "no_news", 15),
        ],
    }
}

fn law_tables() -> Vec<LawTable> {
    let row = |index: usize, outcome: &str, missing: Vec<Vec<String>>, reason: Label| LawRow {
        person: format!("person-{:03}", index + 1),
        called: NINE[index].called.into(),
        outcome: outcome.into(),
        missing,
        reason,
    };
    let title = || {
        label(
            "المرسوم التشريعي 18 لعام 2018",
            "Legislative Decree 18 of 2018",
        )
    };
    let recorded = (0..9)
        .map(|index| {
            row(
                index,
                "cannot_be_known",
                vec![vec!["offence.article".into(), "offence.date".into()]],
                label(
                    "لا يذكر أي سجل مادة الاتهام ولا تاريخ الجرم",
                    "Neither the article charged nor the date of the offence is in any record",
                ),
            )
        })
        .collect();
    let assumed = (0..9)
        .map(|index| {
            let nine = &NINE[index];
            if nine.surrendered {
                row(index, "covered", vec![], label("سلّم نفسه خلال أربعة أشهر من صدور المرسوم", "Surrendered within four months of issue"))
            } else if nine.taken < "2018-10-09" {
                row(index, "covered", vec![], label("كان محتجزاً يوم صدور المرسوم، فلم يكن مطلوباً منه أن يسلّم نفسه", "Was already in custody on the day of issue, so that no surrender was asked"))
            } else {
                row(index, "cannot_be_known", vec![vec!["person.fugitive".into()], vec!["surrender.date".into()]], label("لا يُعرف هل كان متوارياً حين اعتُقل", "Whether he was in hiding when arrested is not stated"))
            }
        })
        .collect();
    vec![
        LawTable {
            id: "law-18-2018".into(),
            instrument: "ld-18-2018".into(),
            title: title(),
            reading: String::new(),
            assumption: None,
            rows: recorded,
        },
        LawTable {
            id: "law-18-2018-assumed".into(),
            instrument: "ld-18-2018".into(),
            title: title(),
            reading: String::new(),
            assumption: Some(label(
                "المادة 100 أو 101، وارتُكب قبل 9 تشرين الأول 2018",
                "article 100 or 101, committed before 9 October 2018",
            )),
            rows: assumed,
        },
    ]
}

/// The sample.
pub fn computed() -> Computed {
    let finding =
        |code: &str, place: &[(&str, &str)], expected: &str, found: &str, ids: &[&str]| Finding {
            code: code.into(),
            place: place
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            expected: expected.into(),
            found: found.into(),
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            expected_label: None,
            found_label: None,
            severity: if code == "claims.conflict" {
                model::Severity::Warning
            } else {
                model::Severity::Error
            },
        };
    Computed {
        study: "defectors".into(),
        title: label("منشقون تحت المقصلة", "Defectors under the Guillotine"),
        subtitle: Some(label(
            "اعتقال منشقين سلّموا أنفسهم أو أجروا تسويات في محافظة درعا",
            "Arrests of defectors who had surrendered or settled in Daraa governorate",
        )),
        office: label("مكتب المثال للتوثيق", "Example Documentation Office"),
        notice: Some(label(
            "مثال: تسع حالات من تقرير منشور و133 حالة مختلَقة",
            "Example: nine cases of a published report and 133 invented persons",
        )),
        position: 1742,
        checkpoint: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".into(),
        part: false,
        as_known_on: Some("2019-09-30".into()),
        study_sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".into(),
        periods: vec![
            Period {
                id: "before".into(),
                label: label("قبل المرسوم 18/2018", "Before LD 18/2018"),
                from: "2018-07-01".into(),
                until: "2018-10-09".into(),
            },
            Period {
                id: "after".into(),
                label: label("بعد المرسوم 18/2018", "After LD 18/2018"),
                from: "2018-10-09".into(),
                until: "2019-09-01".into(),
            },
        ],
        figures: figures(),
        suppression: None,
        law_tables: law_tables(),
        cases: cases(),
        estimates: Vec::new(),
        charts: vec![
            timeline(),
            flow(),
            Chart::Bars {
                id: "by-service".into(),
                title: label("الاعتقالات بحسب الخدمة", "Arrests by service"),
                figure: "arrests-by-service".into(),
                column: "service".into(),
            },
            Chart::Bars {
                id: "by-place".into(),
                title: label("تسليم النفس بحسب المكان", "Surrenders by place"),
                figure: "surrenders-by-place".into(),
                column: "place".into(),
            },
        ],
        exclusions: vec![
            Exclusion {
                reason: label("لم يلتحق بالخدمة قط", "Never joined the service"),
                count: 17,
                ids: ids("person", 200, 17),
            },
            Exclusion {
                reason: label("من محافظة أخرى", "Of another governorate"),
                count: 4,
                ids: ids("person", 220, 4),
            },
        ],
        sources: vec![
            SourceCount {
                label: label("رواية العائلة", "Told by the family"),
                claims: 284,
            },
            SourceCount {
                label: label("معتقل مفرج عنه", "A released detainee"),
                claims: 22,
            },
            SourceCount {
                label: label("وثيقة مشاهدة", "Document seen"),
                claims: 9,
            },
            SourceCount {
                label: label("غير معروف", "Unknown"),
                claims: 3,
            },
        ],
        findings: vec![
            finding(
                "published.contradicted",
                &[("figure", "deaths-by-arrest"), ("period", "before")],
                "1",
                "2",
                &["person-007", "person-008"],
            ),
            finding(
                "prose.unbacked",
                &[("file", "published.md"), ("line", "112")],
                "4",
                "5",
                &[
                    "person-001",
                    "person-003",
                    "person-004",
                    "person-007",
                    "person-008",
                ],
            ),
            finding(
                "prose.twins",
                &[("file", "published.md"), ("line", "151")],
                "4,635",
                "4653",
                &[],
            ),
            finding(
                "claims.conflict",
                &[("event", "death-fn-10")],
                "Idlib",
                "Kfarhoud, Hama",
                &["event-fn-10"],
            ),
        ],
        texts: BTreeMap::from([("ar".into(), TEXT_AR.into()), ("en".into(), TEXT_EN.into())]),
        confirmation_rules: vec!["sednaya-presence v1".into()],
    }
}

const TEXT_EN: &str = "# Defectors under the Guillotine

## Introduction

Of {{arrests|counted}} documented[^1], {{arrests.after}} came after the decree. *None* was announced.

[^1]: Persons who never joined are not counted here.

## Methodology

Direct meetings with families, **without payment**.

- Own database since 2011
- No financial incentive

{{table:arrests-by-service}}

## Legal context

> Article 102 names the death penalty.

| Decree | Year |
|---|---|
| LD 18 | 2018 |
| LD 20 | 2019 |

{{chart:timeline}}
";

const TEXT_AR: &str = "# منشقون تحت المقصلة

## مقدمة

من أصل {{arrests|counted}} موثّقة[^1]، وقعت {{arrests.after}} بعد المرسوم. *ولم يُعلن* عن أي منها.

[^1]: لا يشمل العدّ من لم يلتحقوا بالخدمة قط (انظر Law 30/2007).

## المنهجية

لقاءات مباشرة مع العائلات، **من دون مقابل**.

- قاعدة بيانات المكتب منذ 2011
- لا حوافز مالية

{{table:arrests-by-service}}

## السياق القانوني

> تنص المادة 102 على عقوبة الإعدام.

| المرسوم | العام |
|---|---|
| 18 | 2018 |
| 20 | 2019 |

{{chart:timeline}}
";
