//! The annotated copy says its problems where they are and runs no formula.

mod common;

use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

#[test]
fn an_annotated_copy_names_every_problem_beside_its_row() {
    let mapping = common::mapping(
        "list = \"l\"\nid = \"رقم\"\n[person]\ngiven = \"الاسم\"\nbirth = \"المواليد\"\n",
    );
    let csv = "رقم,الاسم,المواليد\n1,=1+1,05/06/1980\n2,أحمد,1981\n";
    let sheet = intake::read_sheet(csv.as_bytes(), "a.csv", &mapping.reading()).expect("readable");
    let changes =
        intake::plan(&sheet, &mapping, &common::profile(), &intake::NothingYet).expect("plannable");
    let copy = intake::annotate(&sheet, &changes.problems(), "Problems", &|problem| {
        problem.code.as_str().to_owned()
    })
    .expect("a copy");
    assert_eq!(
        copy,
        intake::annotate(&sheet, &changes.problems(), "Problems", &|problem| problem
            .code
            .as_str()
            .to_owned())
        .expect("a copy")
    );
    let mut book = Xlsx::new(Cursor::new(&copy)).expect("a workbook");
    let page = book.worksheet_range("Sheet1").expect("a sheet");
    let rows: Vec<Vec<String>> = page
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect();
    assert_eq!(
        rows,
        [
            ["Problems", "رقم", "الاسم", "المواليد"],
            [
                "2: date.ambiguous\nintake.name-placeholder",
                "1",
                "=1+1",
                "05/06/1980"
            ],
            ["", "2", "أحمد", "1981"],
        ]
    );
    assert!(
        book.worksheet_formula("Sheet1")
            .expect("formulas")
            .is_empty()
    );
}
