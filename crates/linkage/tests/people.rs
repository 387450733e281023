//! The cases that decide whether a list of the dead can be trusted: each is
//! put among invented people and linked with no configuration and no labels.

use linkage::index::Index;
use linkage::{Decision, Linked, Model, Reading, Role, Table, link};

const HEADER: &str = "rec_id,source,given_name,father_name,grandfather_name,family_name,mother_name,sex,birth_date,governorate,district,town,event_type,event_date";

fn among_people(cases: &[&str]) -> Table {
    let mut text = include_str!("people.csv").to_owned();
    for case in cases {
        text.push_str(case);
        text.push('\n');
    }
    Table::read_csv(
        vec![("people.csv".into(), text.as_bytes())],
        &Reading::default(),
    )
    .expect("the table is readable")
}

fn linked(table: &Table) -> Linked {
    link(table, &Model::propose(table), &[]).expect("the table can be linked")
}

/// Whether two records end in one cluster, and the score of their pair.
fn together(table: &Table, linked: &Linked, a: &str, b: &str) -> (bool, linkage::Pair) {
    let (a, b) = (
        table.row_of(a).expect("is there"),
        table.row_of(b).expect("is there"),
    );
    let clusters = linked.clusters(&[]).of_row;
    (
        clusters[a as usize] == clusters[b as usize],
        linked.score(a, b),
    )
}

#[test]
fn siblings_killed_the_same_day_are_two_people_and_probably_relatives() {
    let table = among_people(&[
        "x1,A,خالد,مروان,,الجاسم,فاطمة,M,1988,درعا,ازرع,نوى,death,2013-08-21",
        "x2,B,سامر,مروان,,الجاسم,فاطمة,M,1991,درعا,ازرع,نوى,death,2013-08-21",
    ]);
    let (same, pair) = together(&table, &linked(&table), "x1", "x2");
    assert!(!same);
    assert!(
        f64::from(pair.relatives) > 2.0 * pair.probability(),
        "{pair:?}"
    );
}

#[test]
fn a_father_and_his_son_are_two_people() {
    let table = among_people(&[
        "x1,A,مروان,خالد,,الجاسم,زينب,M,1960,درعا,ازرع,نوى,death,2013-08-21",
        "x2,B,خالد,مروان,,الجاسم,فاطمة,M,1991,درعا,ازرع,نوى,death,2013-08-21",
        "y1,A,ياسر,حسن,,الكفري,مريم,M,1962,حمص,تدمر,تدمر,arrest,2015-03-02",
        "y2,C,علي,ياسر,,الكفري,هدى,M,1990,حمص,تدمر,تدمر,arrest,2015-03-02",
    ]);
    let linked = linked(&table);
    for (father, son) in [("x1", "x2"), ("y1", "y2")] {
        let (same, pair) = together(&table, &linked, father, son);
        assert!(!same, "{pair:?} {:?}", linked.explain(pair.a, pair.b));
        assert!(
            f64::from(pair.relatives) > pair.probability(),
            "to be offered as a relation: {pair:?}"
        );
    }
}

/// A list that writes whole names in one cell, beside one that has their parts.
#[test]
fn a_full_name_is_the_man_whose_parts_another_list_has() {
    let mut parts = "id,given_name,father_name,family_name,birth_date,town,event_date\n".to_owned();
    let mut whole = "id,الاسم الثلاثي,تاريخ الولادة,البلدة,تاريخ الوفاة\n".to_owned();
    for (at, line) in include_str!("people.csv").lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let [given, father, family] = [cells[2], cells[3], cells[5]];
        let rest = [cells[8], cells[11], cells[13]].join(",");
        if at % 2 == 0 {
            parts.push_str(&format!("{},{given},{father},{family},{rest}\n", cells[0]));
        } else {
            let name: Vec<&str> = [given, father, family]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            whole.push_str(&format!("{},{},{rest}\n", cells[0], name.join(" ")));
        }
    }
    parts.push_str("x1,عبد الرحمن,يوسف,الزعبي,1985,طفس,2018-11-04\n");
    parts.push_str("x2,سليم,يوسف,الزعبي,1981,طفس,2018-11-04\n");
    whole.push_str("y1,عبدالرحمن يوسف الزعبي,1985,طفس,2018-11-04\n");
    whole.push_str("y2,Abd al-Rahman bin Yusuf Al-Zoubi,1985,Tafas,2018-11-04\n");
    let parts = parts
        .replace("town", "البلدة")
        .replace("birth_date", "تاريخ الولادة");
    let parts = parts.replacen("event_date", "تاريخ الوفاة", 1);
    let table = Table::read_csv(
        vec![
            ("parts.csv".into(), parts.as_bytes()),
            ("whole.csv".into(), whole.as_bytes()),
        ],
        &Reading::default(),
    )
    .expect("the tables are readable");
    let linked = linked(&table);
    assert!(together(&table, &linked, "x1", "y1").0);
    assert!(together(&table, &linked, "x1", "y2").0);
    let (same, pair) = together(&table, &linked, "x2", "y1");
    assert!(!same && f64::from(pair.relatives) > pair.probability());
}

#[test]
fn a_column_headed_name_that_holds_whole_names_is_seen() {
    let table = Table::read_csv(
        vec![(
            "t.csv".into(),
            "id,الاسم\n1,خالد مروان الأحمد\n2,Khaled Marwan Al-Ahmad\n3,سامر\n".as_bytes(),
        )],
        &Reading::default(),
    )
    .expect("the table is readable");
    assert_eq!(table.columns[0].role, Role::FullName);
    let fields: Vec<String> = Model::propose(&table)
        .fields
        .into_iter()
        .map(|field| field.name)
        .collect();
    assert_eq!(fields, ["given", "father", "family"]);
}

#[test]
fn two_namesakes_of_one_town_are_two_people() {
    let table = among_people(&[
        "x1,A,محمد,أحمد,,العلي,فاطمة,M,1970,حلب,اعزاز,مارع,death,2012-07-30",
        "x2,B,محمد,احمد,,العلي,مريم,M,1994,حلب,اعزاز,مارع,death,2016-02-11",
    ]);
    assert!(!together(&table, &linked(&table), "x1", "x2").0);
}

#[test]
fn two_unidentified_people_are_two_people() {
    let table = among_people(&[
        "x1,A,مجهول الهوية,,,,,M,,حلب,اعزاز,مارع,death,2012-07-30",
        "x2,B,مجهول الهوية,,,,,M,,حلب,اعزاز,مارع,death,2012-07-30",
        "x3,D,UNIDENTIFIED,,,UNIDENTIFIED,,M,,Aleppo,,Mare,death,2012-07-30",
    ]);
    let linked = linked(&table);
    for (a, b) in [("x1", "x2"), ("x1", "x3"), ("x2", "x3")] {
        assert!(!together(&table, &linked, a, b).0, "{a} {b}");
    }
}

#[test]
fn one_man_in_arabic_two_transliterations_and_a_kunya_is_one() {
    let table = among_people(&[
        "x1,A,عبد الرحمن,يوسف,,الزعبي,خديجة,M,1985,درعا,درعا,طفس,arrest,2018-11-04",
        "x2,D,Abdulrahman,Yousef,,Al-Zoubi,,M,1985,Daraa,,Tafas,arrest,2018-11-04",
        "x3,D,Abd al-Rahman,Yusuf,,Zu'bi,,M,,Daraa,Daraa,Tafas,arrest,2018-11-05",
        "x4,C,أبو يوسف,يوسف,,الزعبي,خديجه,M,1985,درعا,درعا,طفس,arrest,2018-11-04",
    ]);
    let linked = linked(&table);
    for other in ["x2", "x3", "x4"] {
        let (same, pair) = together(&table, &linked, "x1", other);
        assert!(
            same,
            "{other} {pair:?} {:?}",
            linked.explain(pair.a, pair.b)
        );
    }
}

#[test]
fn a_withdrawn_decision_restores_the_earlier_clusters_exactly() {
    let table = among_people(&[]);
    let linked = linked(&table);
    let before = linked.clusters(&[]);
    let pair = linked
        .pairs
        .iter()
        .find(|p| p.log_odds > 5.0)
        .expect("there are sure pairs");
    let apart = Decision {
        a: pair.a,
        b: pair.b,
        same: false,
    };
    let far = Decision {
        a: 3,
        b: 900,
        same: true,
    };
    let decided = linked.clusters(&[apart, far]);
    assert_ne!(
        decided.of_row[pair.a as usize],
        decided.of_row[pair.b as usize]
    );
    assert_eq!(decided.of_row[3], decided.of_row[900]);
    assert_eq!(linked.clusters(&[far, apart]), decided);
    assert_eq!(linked.clusters(&[]), before);
}

#[test]
fn decisions_that_contradict_each_other_are_told() {
    let table = among_people(&[]);
    let linked = linked(&table);
    let same = |a, b| Decision { a, b, same: true };
    let apart = Decision {
        a: 3,
        b: 900,
        same: false,
    };
    let clusters = linked.clusters(&[same(3, 700), same(700, 900), apart]);
    assert_eq!(clusters.contradicted, [same(700, 900)]);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let text = include_str!("people.csv");
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    let in_order = among_people(&[]);
    lines.reverse();
    lines.rotate_left(777);
    let shuffled = format!("{HEADER}\n{}\n", lines.join("\n"));
    let shuffled = Table::read_csv(
        vec![("people.csv".into(), shuffled.as_bytes())],
        &Reading::default(),
    )
    .expect("the table is readable");
    let (first, second) = (linked(&in_order), linked(&shuffled));
    assert_eq!(first.pairs, second.pairs);
    assert_eq!(first.model, second.model);
    assert_eq!(first.clusters(&[]), second.clusters(&[]));
}

#[test]
fn scores_are_symmetric_and_the_reasons_sum_to_them() {
    let table = among_people(&[]);
    let linked = linked(&table);
    for pair in linked.pairs.iter().step_by(7) {
        assert_eq!(linked.score(pair.a, pair.b), linked.score(pair.b, pair.a));
        let full = linked.score(pair.a, pair.b);
        assert!(
            (full.log_odds - pair.log_odds).abs() < 1e-3,
            "{pair:?} {full:?}"
        );
        let (start, steps) = linked.explain(pair.a, pair.b);
        let sum: f32 = start + steps.iter().map(|step| step.adds).sum::<f32>();
        assert!((sum - pair.log_odds).abs() < 1e-2, "{sum} {pair:?}");
    }
}

#[test]
fn a_saved_model_links_as_the_trained_one_did() {
    let table = among_people(&[]);
    let trained = linked(&table);
    let read = Model::from_toml(&trained.model.to_toml()).expect("was just written");
    assert_eq!(read, trained.model);
    let again = link(&table, &read, &[]).expect("can be linked");
    assert!(again.training.is_none());
    assert_eq!(again.clusters(&[]), trained.clusters(&[]));
}

#[test]
fn a_table_of_a_few_dozen_records_is_linked_by_what_is_known_of_people() {
    let mut lines: Vec<String> = include_str!("people.csv")
        .lines()
        .take(40)
        .map(str::to_owned)
        .collect();
    lines.push("x1,A,عبد الرحمن,يوسف,,الزعبي,خديجة,M,1985,درعا,درعا,طفس,arrest,2018-11-04".into());
    lines.push("x2,D,Abdulrahman,Yousef,,Al-Zoubi,,M,1985,Daraa,,Tafas,arrest,2018-11-04".into());
    lines.push("x3,B,سليم,يوسف,,الزعبي,خديجة,M,1981,درعا,درعا,طفس,arrest,2018-11-04".into());
    let text = lines.join("\n");
    let table = Table::read_csv(
        vec![("few.csv".into(), text.as_bytes())],
        &Reading::default(),
    )
    .expect("the table is readable");
    let linked = linked(&table);
    assert!(
        together(&table, &linked, "x1", "x2").0,
        "{:?}",
        together(&table, &linked, "x1", "x2")
    );
    assert!(!together(&table, &linked, "x1", "x3").0);
    assert!(!together(&table, &linked, "x2", "x3").0);
}

#[test]
fn a_new_record_finds_its_person_and_a_new_sheet_keeps_cluster_ids() {
    let table = among_people(&[
        "x1,A,عبد الرحمن,يوسف,,الزعبي,خديجة,M,1985,درعا,درعا,طفس,arrest,2018-11-04",
    ]);
    let linked = linked(&table);
    let clusters = linked.clusters(&[]).of_row;
    let mut index = Index::build(&table, &linked.model).expect("the model is trained");
    let sheet = format!(
        "{HEADER}\nn1,D,Abdulrahman,Yousef,,Al-Zoubi,,M,1985,Daraa,,Tafas,arrest,2018-11-04\nn2,C,قيس,جهاد,,الرمثاوي,,M,1999,درعا,,طفس,arrest,2019-01-20\n"
    );
    let sheet = Table::read_csv(
        vec![("new.csv".into(), sheet.as_bytes())],
        &Reading::default(),
    )
    .expect("the sheet is readable");
    let known = table.row_of("x1").expect("is there");
    let found = index.candidates(&sheet, 20);
    assert_eq!(found[0][0].row, known);
    assert!(found[0][0].probability > 0.9);
    assert!(found[0].len() <= 20);
    let links = index.link_sheet(&sheet, &clusters, &[]);
    assert_eq!(
        links.clusters,
        [clusters[known as usize], index.len() as u32 + 1]
    );
    assert_eq!(index.len(), table.len());
}

#[test]
fn labels_move_the_scores_they_speak_of() {
    let table = among_people(&[]);
    let free = linked(&table);
    let model = Model::propose(&table);
    let labels: Vec<Decision> = free
        .pairs
        .iter()
        .filter(|p| p.log_odds.abs() < 2.0)
        .take(40)
        .map(|p| Decision {
            a: p.a,
            b: p.b,
            same: false,
        })
        .collect();
    let told = link(&table, &model, &labels).expect("can be linked");
    let mean = |linked: &Linked| {
        labels
            .iter()
            .map(|l| linked.score(l.a, l.b).log_odds)
            .sum::<f32>()
            / labels.len() as f32
    };
    assert!(
        mean(&told) < mean(&free) - 0.3,
        "{} {}",
        mean(&told),
        mean(&free)
    );
}

#[test]
fn roles_can_be_given_by_hand() {
    let reading = Reading {
        id: Some("k".into()),
        roles: vec![("a".into(), Role::Given), ("b".into(), Role::Family)],
        ..Reading::default()
    };
    let table = Table::read_csv(
        vec![(
            "t.csv".into(),
            "k;a;b\n1;محمد;الحمصي\n2;Mohammad;Homsi\n".as_bytes(),
        )],
        &reading,
    )
    .expect("the table is readable");
    let model = Model::propose(&table);
    let names: Vec<&str> = model
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(names, ["given", "family"]);
}

#[test]
fn in_a_small_register_names_that_sound_alike_are_not_sure() {
    // Omar is عمر; that عامر sounds nearly so tells little while few names are known.
    let mut lines: Vec<String> = include_str!("people.csv")
        .lines()
        .take(60)
        .map(str::to_owned)
        .collect();
    lines.push("x1,A,عامر,,,الحداد,,M,,حمص,,,arrest,2013-05-20".into());
    lines.push("x2,A,عمر,سعيد,,الحداد,,M,,حلب,,,arrest,2012-02-11".into());
    let text = lines.join("\n");
    let table = Table::read_csv(
        vec![("few.csv".into(), text.as_bytes())],
        &Reading::default(),
    )
    .expect("the table is readable");
    let mut model = linked(&table).model;
    model.rules.push(linkage::model::Rule {
        keys: vec!["family:sound".into()],
        most: None,
    });
    let mut index = Index::build(&table, &model).expect("the model is trained");
    let typed = Table::read_csv(
        vec![(
            "new.csv".into(),
            format!("{HEADER}\nn1,D,Omar,,,Haddad,,,,,,,,\n").as_bytes(),
        )],
        &Reading::default(),
    )
    .expect("the sheet is readable");
    let found = index.candidates(&typed, 20);
    let probability = |id: &str| {
        let row = table.row_of(id).expect("is there");
        found[0]
            .iter()
            .find(|it| it.row == row)
            .map_or(0.0, |it| it.probability)
    };
    assert!(probability("x1") < 0.9, "{}", probability("x1"));
    assert!(probability("x2") > probability("x1"));
}
