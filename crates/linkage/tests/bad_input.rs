//! Tables as they should not be: a clear problem or a right answer, never a
//! panic and never hours.

use linkage::{Model, Reading, Table, link};
use proptest::prelude::*;

fn read(text: &[u8]) -> Result<Table, String> {
    Table::read_csv(vec![("t.csv".into(), text)], &Reading::default())
        .map_err(|problem| problem.to_string())
}

#[test]
fn what_cannot_be_read_says_why_and_where() {
    let problem = |text: &[u8]| read(text).expect_err("is not readable");
    insta::assert_snapshot!(
        [
            problem(b""),
            problem(b"id,given_name\n"),
            problem("id,given_name\n1,محمد\n1,علي\n".as_bytes()),
            problem("id,given_name\n1,محمد\n,علي\n".as_bytes()),
            problem(b"id,given_name\n1,\xE3\xCD\xE3\xCF\n"),
            problem(b"\xFF\xFEi\0d\0"),
            problem("id,given_name\n1,محمد,علي,x\n".as_bytes()),
            problem(b"PK\x03\x04\x14\0\x06\0workbook"),
            problem(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            problem(b"id,given_name\n1,a\n2,b\0c\n"),
            problem(b"i\0d\0,\0n\0\n\0"),
            problem("id,given_name\n1,محمد\n2,\"علي\n3,سامر\n".as_bytes()),
        ]
        .join("\n"),
        @r"
    linkage.table-empty
    linkage.table-empty
    linkage.id-twice id=1
    linkage.id-missing
    linkage.not-text
    linkage.not-text
    linkage.rows-uneven cells=4 columns=2
    linkage.spreadsheet
    linkage.spreadsheet
    linkage.not-text
    linkage.not-text
    linkage.quote-open
    "
    );
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let reading = Reading {
        id: Some("number".into()),
        ..Reading::default()
    };
    let problem = Table::read_csv(vec![("t.csv".into(), "id,a\n1,2\n".as_bytes())], &reading)
        .expect_err("there is no such column");
    assert_eq!(problem.to_string(), "linkage.column-missing column=number");
}

#[test]
fn a_table_without_ids_counts_rows_as_a_spreadsheet() {
    let table =
        read("given_name,family_name\nمحمد,الحمصي\nعلي,الحمصي\n".as_bytes()).expect("readable");
    assert_eq!((table.id(0), table.id(1)), ("2", "3"));
}

#[test]
fn a_problem_names_its_file_and_line() {
    let problem = Table::read_csv(
        vec![("list.csv".into(), "id,name\n1,a\n2,\"b\n3,c\n".as_bytes())],
        &Reading::default(),
    )
    .expect_err("a quotation mark is open");
    assert_eq!(problem.spot.file.as_deref(), Some("list.csv"));
    assert_eq!(problem.spot.line, Some(3));
}

#[test]
fn quotation_marks_that_are_closed_or_inside_a_text_are_read() {
    let table =
        read("id,name,notes\n1,\"أبو \"\"علي\"\"\",\"line\nline\"\n2,5\" wide,\"last\"".as_bytes())
            .expect("readable");
    assert_eq!(table.len(), 2);
    assert_eq!(table.value(0, 0), "أبو \"علي\"");
    assert_eq!(table.value(1, 1), "last");
}

#[test]
fn a_header_that_stands_twice_makes_two_columns() {
    let table =
        read("id,name,name,note,note\n1,a,b,c,d\n2,e,f,g,h\n".as_bytes()).expect("readable");
    let headers: Vec<&str> = table.columns.iter().map(|it| it.header.as_str()).collect();
    assert_eq!(headers, ["name", "name (2)", "note", "note (2)"]);
    assert_eq!(table.value(1, 0), "b");
}

#[test]
fn lists_with_and_without_ids_keep_all_their_records() {
    let files = |first: &'static str, second: &'static str| {
        Table::read_csv(
            vec![
                ("first.csv".into(), first.as_bytes()),
                ("second.csv".into(), second.as_bytes()),
            ],
            &Reading::default(),
        )
        .expect("readable")
    };
    let ids = |table: &Table| -> Vec<String> {
        (0..table.len() as u32)
            .map(|row| table.id(row).to_owned())
            .collect()
    };
    let (named, bare) = ("id,name\n7,محمد\n", "name\nعلي\nسامر\n");
    assert_eq!(ids(&files(named, bare)), ["2", "3", "7"]);
    assert_eq!(ids(&files(bare, named)), ["2", "3", "7"]);
    let twice = files(bare, bare);
    assert_eq!(ids(&twice), ["2", "3", "second.csv:2", "second.csv:3"]);
    let number = twice.row_of("second.csv:3").expect("is there");
    assert_eq!(twice.value(0, number), "سامر");
}

#[test]
fn a_role_given_by_hand_must_be_in_one_of_the_lists() {
    let reading = |header: &str| Reading {
        roles: vec![(header.to_owned(), linkage::Role::Mother)],
        ..Reading::default()
    };
    let files = || {
        vec![
            (
                "a.csv".to_owned(),
                "id,name,Name of mother\n1,a,b\n".as_bytes(),
            ),
            ("b.csv".to_owned(), "id,name,اسم الأم\n2,a,b\n".as_bytes()),
        ]
    };
    assert!(Table::read_csv(files(), &reading("Name of mother")).is_ok());
    let problem = Table::read_csv(files(), &reading("Nurse")).expect_err("in none");
    assert_eq!(problem.to_string(), "linkage.column-missing column=Nurse");
}

#[test]
fn a_table_of_one_row_has_one_cluster() {
    let table = read("id,given_name,family_name\n1,محمد,الحمصي\n".as_bytes()).expect("readable");
    let linked = link(&table, &Model::propose(&table), &[]).expect("linked");
    assert_eq!(linked.clusters(&[]).of_row, [0]);
    assert_eq!(linked.compared, 0);
}

#[test]
fn a_cell_of_ten_megabytes_is_a_value_like_others() {
    let long = "محمد ".repeat(10 * 1024 * 1024 / "محمد ".len());
    let text = format!(
        "id,name,family_name,notes\n1,{long},الحمصي,{long}\n2,علي,{long},x\n3,علي,الحلبي,y\n4,علي,الحلبي,z\n"
    );
    let table = read(text.as_bytes()).expect("readable");
    let linked = link(&table, &Model::propose(&table), &[]).expect("linked");
    assert_eq!(linked.clusters(&[]).of_row.len(), 4);
}

#[test]
fn empty_columns_are_left_out() {
    let table = read(
        "id,given_name,family_name,mother_name,notes\n1,محمد,الحمصي,,\n2,علي,الحلبي,,\n".as_bytes(),
    )
    .expect("readable");
    let model = Model::propose(&table);
    assert_eq!(model.fields.len(), 2);
    let linked = link(&table, &model, &[]).expect("can be linked");
    assert_eq!(linked.clusters(&[]).of_row, [0, 1]);
}

#[test]
fn of_three_hundred_columns_the_most_telling_are_compared() {
    let mut text = (0..300)
        .map(|at| format!("c{at}"))
        .collect::<Vec<_>>()
        .join(",");
    text.insert_str(0, "id,");
    for row in 0..300 {
        text.push_str(&format!("\nr{row}"));
        for at in 0..300u32 {
            text.push_str(&format!(",v{}", (row * 7919 + at * 31) % (at + 2)));
        }
    }
    let table = read(text.as_bytes()).expect("readable");
    let model = Model::propose(&table);
    assert_eq!(model.fields.len(), linkage::model::MOST_FIELDS);
    assert!(link(&table, &model, &[]).is_ok());
}

#[test]
fn a_block_of_a_million_identical_names_is_cut_and_told() {
    let mut text = "id,given_name,family_name\n".to_owned();
    for row in 0..1_000_000 {
        text.push_str(&format!("{row},محمد,الحمصي\n"));
    }
    text.push_str("a,علي,الحلبي\nb,سامر,الكفري\n");
    let table = read(text.as_bytes()).expect("readable");
    let linked = link(&table, &Model::propose(&table), &[]).expect("can be linked");
    assert!(
        linked.compared < 60 * table.len() as u64,
        "{}",
        linked.compared
    );
    assert!(
        linked
            .rules
            .iter()
            .map(|rule| rule.cut + rule.separated)
            .sum::<u64>()
            > 0
    );
}

#[test]
fn a_model_that_makes_no_sense_is_refused_with_its_place() {
    let good = {
        let table = read("id,given_name,family_name\n1,محمد,الحمصي\n2,علي,الحلبي\n".as_bytes())
            .expect("readable");
        Model::propose(&table).to_toml()
    };
    assert!(Model::from_toml(&good).is_ok());
    for (from, to) in [
        ("version = 1", "version = 9"),
        ("comparator = \"name\"", "comparator = \"magic\""),
        ("threshold = 0.5", "threshold = 7.0"),
        ("slope = 1.0", "slope = nan"),
        ("block_limit = 200", "block_limit = 0"),
        ("rules = []", "rules = [{ keys = [\"given:colour\"] }]"),
        (
            "rules = []",
            "rules = [{ keys = [\"given:sound\"], most = 1 }]",
        ),
        (
            "classes = []",
            "classes = [{ name = \"match\", share = 1.0, levels = {} }]",
        ),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        let problem = Model::from_toml(&bad).expect_err("makes no sense");
        assert_eq!(problem.code.as_str(), "linkage.model-unreadable");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_a_table_or_a_problem(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(table) = Table::read_csv(vec![("t".into(), bytes.as_slice())], &Reading::default()) {
            let _ = link(&table, &Model::propose(&table), &[]);
        }
    }

    #[test]
    fn any_small_table_of_names_is_linked(rows in proptest::collection::vec(
        ("(محمد|أحمد|Ahmad|Mohd|علي|ابو علي|-|)", "(الحمصي|Homsi|حاج علي|)", "(2013-05-01|2013|x|)"), 1..40)) {
        let mut text = "given_name,family_name,event_date\n".to_owned();
        for (given, family, date) in &rows {
            text.push_str(&format!("{given},{family},{date}\n"));
        }
        let table = read(text.as_bytes()).expect("readable");
        if let Ok(linked) = link(&table, &Model::propose(&table), &[]) {
            let clusters = linked.clusters(&[]);
            prop_assert_eq!(clusters.of_row.len(), rows.len());
            for pair in &linked.pairs {
                prop_assert!(pair.log_odds.is_finite());
            }
        }
    }

    #[test]
    fn any_text_is_a_model_or_a_problem(text in "\\PC*") {
        let _ = Model::from_toml(&text);
    }
}
