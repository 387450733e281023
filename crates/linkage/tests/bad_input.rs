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
fn a_table_of_one_row_has_one_cluster() {
    let table = read("id,given_name,family_name\n1,محمد,الحمصي\n".as_bytes()).expect("readable");
    match link(&table, &Model::propose(&table), &[]) {
        Ok(linked) => assert_eq!(linked.clusters(&[]).of_row, [0]),
        Err(problem) => assert_eq!(problem.to_string(), "linkage.nothing-to-compare"),
    }
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
