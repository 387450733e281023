//! Hostile sheets: right records or a clear problem, never a shifted or invented value.

mod common;

use common::{mapping, repack, story};
use insta::assert_snapshot;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Write};

const PEOPLE: &str = "رقم,الاسم,الكنية,تاريخ الاعتقال,مكان الاعتقال\n1,أحمد,الحوراني,12/11/2018,نوى\n2,علاء,الزعبي,25/11/2018,درعا\n";

fn simple() -> intake::Mapping {
    mapping(
        r#"
list = "test"
id = "id"
[person]
given = "name"
birth = "birth"
[[event]]
kind = { fixed = "arrest" }
when = "arrested"
"#,
    )
}

#[test]
fn every_encoding_of_the_same_sheet_gives_the_same_records() {
    let utf16 = |little: bool, mark: bool| -> Vec<u8> {
        let text = if mark {
            format!("\u{FEFF}{PEOPLE}")
        } else {
            PEOPLE.to_owned()
        };
        text.encode_utf16()
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    };
    let (windows, _, failed) = encoding_rs::WINDOWS_1256.encode(PEOPLE);
    assert!(!failed);
    let records = |bytes: &[u8]| {
        let sheet = common::read(bytes, "people.csv").expect("readable");
        let proposal = intake::propose_mapping(&sheet, &common::profile());
        let mut changes = intake::plan(&sheet, &proposal, &common::profile(), &intake::NothingYet)
            .expect("plannable");
        changes.warnings.clear();
        common::change_text(&changes)
    };
    let expected = records(PEOPLE.as_bytes());
    assert_snapshot!("people", expected);
    for bytes in [
        format!("\u{FEFF}{PEOPLE}").into_bytes(),
        utf16(true, true),
        utf16(false, true),
        utf16(true, false),
        utf16(false, false),
        windows.into_owned(),
        PEOPLE.replace(',', ";").into_bytes(),
        PEOPLE.replace(',', "\t").into_bytes(),
        PEOPLE.replace(',', "|").into_bytes(),
        PEOPLE.replace('\n', "\r\n").into_bytes(),
        PEOPLE.replace('\n', "\r").into_bytes(),
        format!("sep=;\n{}", PEOPLE.replace(',', ";")).into_bytes(),
    ] {
        let found = records(&bytes);
        let same = |text: &str| {
            text.replace("\"row\":3", "\"row\":2")
                .replace("\"row\":4", "\"row\":3")
        };
        assert!(found == expected || same(&found) == expected, "{found}");
    }
}

#[test]
fn a_utf8_file_with_one_bad_byte_is_not_read_as_windows_1256() {
    let mut bytes = PEOPLE.repeat(20).into_bytes();
    let middle = bytes.len() - 30;
    bytes[middle] = 0xFF;
    let refused = story(&bytes, "broken.csv", None);
    assert_eq!(
        refused,
        "REFUSED\nError row - column - line 60: intake.encoding-broken encoding=UTF-8\n"
    );
}

#[test]
fn dates_are_read_or_asked_about_and_never_guessed() {
    let sheet = "id,name,birth,arrested\n\
        1,A,1980,05/06/2018\n\
        2,B,٢٠٠١,١٢‏/١١‏/٢٠١٨\n\
        3,C,,43415\n\
        4,D,,5/6/18\n\
        5,E,,31/02/2018\n\
        6,F,,تشرين الثاني 2018\n\
        7,G,,2018-11\n\
        8,H,2019,2018-11-12\n\
        9,I,,غير معروف\n\
        10,J,,-\n";
    assert_snapshot!(story(sheet.as_bytes(), "dates.csv", Some(&simple())));
}

#[test]
fn a_column_that_does_not_settle_day_and_month_is_asked_about() {
    let sheet = "id,name,birth,arrested\n1,A,1980,05/06/2018\n2,B,1981,2018-11\n";
    let asked = story(sheet.as_bytes(), "dates.csv", Some(&simple()));
    assert!(asked.contains("Error row 2 column arrested: date.ambiguous first=2018-06-05 second=2018-05-06 text=05/06/2018"), "{asked}");
    let mut said = simple();
    said.dates = Some(model::when::DayOrder::MonthFirst);
    assert!(story(sheet.as_bytes(), "dates.csv", Some(&said)).contains("\"when\":\"2018-05-06\""));
}

#[test]
fn rows_that_may_have_shifted_stay_out() {
    let sheet = "id,name,birth,arrested\n\
        1,A,1980\n\
        2,B,1980,2018-11-12,extra\n\
        3,\"C\"x,1980,2018-11-12\n\
        4,D\0,1980,2018-11-12\n\
        5,\"two\nlines\",1980,2018-11-12\n\
        \n\
        6,F,1980,2018-11-12,,,\n";
    assert_snapshot!(story(sheet.as_bytes(), "ragged.csv", Some(&simple())));
}

#[test]
fn a_quote_that_never_closes_stops_the_file() {
    let refused = story(b"id,name\n1,\"A\n2,B\n3,C\n", "quote.csv", None);
    assert_eq!(
        refused,
        "REFUSED\nError row 2 column -: intake.quote-open\n"
    );
}

#[test]
fn ids_duplicates_and_repeated_headers_are_shown() {
    let sheet = "id,name,birth,arrested\n\
        1,Ahmad,1980,2018-11-12\n\
        1,Ahmad,1980,2018-11-12\n\
        2,Omar,1980,2018-11-12\n\
        id,name,birth,arrested\n\
        2,Sami,1981,2018-11-13\n\
        3,Ahmad,1980,2018-11-12\n\
        ,Nobody,1980,2018-11-12\n";
    assert_snapshot!(story(sheet.as_bytes(), "ids.csv", Some(&simple())));
}

#[test]
fn titles_second_headers_and_tags_are_understood() {
    let sheet = "قائمة المعتقلين,,,\nالرقم,الاسم,الكنية,تاريخ الاعتقال\nid,first name,last name,arrest date\n#meta+id,#person+first,#person+last,#date+arrest\n1,أحمد,الحوراني,2018-11-12\n";
    assert_snapshot!(story(sheet.as_bytes(), "headers.csv", None));
}

#[test]
fn groups_of_columns_give_their_name_to_columns_that_stand_twice() {
    let sheet = ",,الاعتقال,,الوفاة,\nرقم,الاسم الكامل,تاريخ,مكان,تاريخ,مكان\n1,أحمد الحوراني,2018-11-12,نوى,2019-08,درعا\n";
    assert_snapshot!(story(sheet.as_bytes(), "groups.csv", None));
}

#[test]
fn odd_names_are_shown_and_kept_as_written() {
    let sheet = "id,name,birth,arrested\n1,عالء,,2018\n2,مجهول الهوية,,2018\n3,صالح,,2018\n4,عبد السالم,,2018\n5,#REF!,,2018\n6,خالد,,2018\n";
    assert_snapshot!(story(sheet.as_bytes(), "names.csv", Some(&simple())));
}

#[test]
fn words_outside_the_vocabularies_are_named_with_the_nearest() {
    let mapping = mapping(
        r#"
list = "test"
id = "id"
[person]
given = "name"
sex = { column = "sex", values = { "م" = "male" } }
origin = ["town", "district", "governorate"]
service.rank = "rank"
own.children = "children"
"#,
    );
    let sheet = "id,name,sex,town,district,governorate,rank,children\n\
        1,A,م,نوى,إزرع,درعا,رقيب,٣\n\
        2,B,Female,درعا,درعا,درعا,رقيبب,2\n\
        3,C,x,مجهولة,إزرع,درعا,,two\n\
        4,D,,نوى,,حلب,,\n";
    assert_snapshot!(story(sheet.as_bytes(), "words.csv", Some(&mapping)));
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().expect("a workbook")
}

fn people_sheet(workbook: &mut Workbook) {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let page = workbook.add_worksheet();
    for (column, header) in ["id", "name", "birth", "arrested"].iter().enumerate() {
        page.write(0, column as u16, *header).expect("cell");
    }
    page.write(1, 0, 1).expect("cell");
    page.write(1, 1, "Ahmad").expect("cell");
    page.write(1, 2, 1980).expect("cell");
    page.write_with_format(
        1,
        3,
        ExcelDateTime::from_ymd(2018, 11, 12).expect("day"),
        &date,
    )
    .expect("cell");
    page.write(2, 0, 2).expect("cell");
    page.write(2, 1, "Omar").expect("cell");
    page.write_with_format(2, 2, 1985, &date).expect("cell");
    page.write(2, 3, 43415).expect("cell");
    page.write(4, 0, 3).expect("cell");
    page.write(4, 1, Formula::new("=\"Sa\"&\"mi\"").set_result("Sami"))
        .expect("cell");
    page.write(4, 2, "1990-05").expect("cell");
    page.write_with_format(
        4,
        3,
        ExcelDateTime::from_ymd(2019, 1, 28).expect("day"),
        &date,
    )
    .expect("cell");
}

#[test]
fn a_workbook_keeps_its_row_numbers_dates_and_formulas() {
    let bytes = workbook(people_sheet);
    assert_snapshot!(story(&bytes, "people.xlsx", Some(&simple())));
}

#[test]
fn a_workbook_of_the_1904_system_means_other_days() {
    let bytes = repack(&workbook(people_sheet), |name, text| {
        if name.ends_with("workbook.xml") {
            text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
        } else {
            text
        }
    });
    let sheet = common::read(&bytes, "1904.xlsx").expect("readable");
    assert_eq!(sheet.row(0).cell(3).text, "2022-11-13");
}

#[test]
fn a_formula_that_was_never_computed_is_a_problem() {
    let bytes = repack(&workbook(people_sheet), |name, text| {
        if name.ends_with("sheet1.xml") {
            text.replace("<v>Sami</v>", "")
        } else {
            text
        }
    });
    let text = story(&bytes, "formula.xlsx", Some(&simple()));
    assert!(
        text.contains("Error row 5 column name: intake.formula-empty"),
        "{text}"
    );
}

#[test]
fn merged_cells_stay_out_until_the_mapping_says_what_they_mean() {
    let bytes = workbook(|workbook| {
        people_sheet(workbook);
        let page = workbook.worksheet_from_index(0).expect("page");
        page.merge_range(5, 3, 6, 3, "2018-12-09", &Format::new())
            .expect("merge");
        for (row, id, name) in [(5, 4, "Wael"), (6, 5, "Basel")] {
            page.write(row, 0, id).expect("cell");
            page.write(row, 1, name).expect("cell");
        }
    });
    assert_snapshot!(
        "merged_refused",
        story(&bytes, "merged.xlsx", Some(&simple()))
    );
    let mut filling = simple();
    filling.merged = intake::Merged::Fill;
    assert_snapshot!(
        "merged_filled",
        story(&bytes, "merged.xlsx", Some(&filling))
    );
}

#[test]
fn a_merged_header_names_the_columns_under_it() {
    let bytes = workbook(|workbook| {
        let page = workbook.add_worksheet();
        page.merge_range(0, 0, 0, 3, "قائمة", &Format::new())
            .expect("merge");
        page.write(1, 0, "رقم").expect("cell");
        page.write(1, 1, "الاسم الكامل").expect("cell");
        page.merge_range(1, 2, 1, 3, "الاعتقال", &Format::new())
            .expect("merge");
        page.write(2, 2, "تاريخ").expect("cell");
        page.write(2, 3, "مكان").expect("cell");
        for (column, cell) in ["1", "أحمد الحوراني", "2018-11-12", "نوى"]
            .iter()
            .enumerate()
        {
            page.write(3, column as u16, *cell).expect("cell");
        }
    });
    assert_snapshot!(story(&bytes, "merged-header.xlsx", None));
}

#[test]
fn several_and_hidden_sheets_are_named() {
    let bytes = workbook(|workbook| {
        people_sheet(workbook);
        workbook
            .add_worksheet()
            .set_name("secret")
            .expect("name")
            .set_hidden(true);
    });
    assert_snapshot!(story(&bytes, "sheets.xlsx", Some(&simple())));
    assert_eq!(
        intake::sheet_names(&bytes).expect("names"),
        [("Sheet1".to_owned(), false), ("secret".to_owned(), true)]
    );
}

#[test]
fn what_is_not_a_sheet_says_what_it_is() {
    let mut compound = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    compound.resize(2048, 0);
    let mut encrypted = compound.clone();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let archive = |name: &str| {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("start");
        out.write_all(b"<x/>").expect("write");
        out.finish().expect("finish").into_inner()
    };
    let good = workbook(people_sheet);
    let mut text = String::new();
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("old.xls", compound),
        ("locked.xlsx", encrypted),
        ("list.ods", archive("content.xml")),
        ("photos.zip", archive("a.jpg")),
        (
            "page.xls",
            b"<html><table><tr><td>a</td></tr></table></html>".to_vec(),
        ),
        ("report.pdf", b"%PDF-1.7 ...".to_vec()),
        ("cut.xlsx", good[..good.len() / 2].to_vec()),
        ("blank.csv", b"\n\n , ,\n".to_vec()),
    ] {
        text.push_str(&format!("{name}: {}", story(&bytes, name, None)));
    }
    assert_snapshot!(text);
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_unpacked() {
    let bomb = {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        out.start_file("_rels/.rels", zip::write::SimpleFileOptions::default())
            .expect("start");
        out.write_all(b"<x/>").expect("write");
        out.start_file(
            "xl/worksheets/sheet1.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .expect("start");
        let zeros = vec![b' '; 1024 * 1024];
        for _ in 0..200 {
            out.write_all(&zeros).expect("write");
        }
        out.finish().expect("finish").into_inner()
    };
    assert!(bomb.len() < 1024 * 1024);
    let refused = story(&bomb, "bomb.xlsx", None);
    assert!(refused.contains("intake.zip-bomb"), "{refused}");
    // A directory that lies about the size does not help: what comes out is counted.
    let (size, lie) = (
        (200 * 1024 * 1024_u32).to_le_bytes(),
        1000_u32.to_le_bytes(),
    );
    let mut lying = bomb.clone();
    while let Some(at) = lying.windows(4).position(|window| window == size) {
        lying[at..at + 4].copy_from_slice(&lie);
    }
    let refused = story(&lying, "bomb.xlsx", None);
    assert!(refused.starts_with("REFUSED"), "{refused}");
}

#[test]
fn strings_that_declare_more_than_they_hold_reserve_nothing() {
    let bytes = repack(&workbook(people_sheet), |name, text| {
        if name.ends_with("sharedStrings.xml") {
            text.replace("uniqueCount=\"", "uniqueCount=\"99999999999")
        } else {
            text
        }
    });
    let refused = story(&bytes, "strings.xlsx", None);
    assert_eq!(
        refused,
        "REFUSED\nError row - column -: intake.workbook-broken reason=uniqueCount\n"
    );
}

#[test]
fn entities_of_a_workbook_are_neither_fetched_nor_multiplied() {
    let outside = format!(
        "<!DOCTYPE sst [<!ENTITY x SYSTEM \"file://{}/Cargo.toml\">]>",
        env!("CARGO_MANIFEST_DIR")
    );
    let mut multiplied = String::from("<!DOCTYPE sst [<!ENTITY x0 \"lol\">");
    for level in 1..10 {
        let ten = format!("&x{};", level - 1).repeat(10);
        multiplied.push_str(&format!("<!ENTITY x{level} \"{ten}\">"));
    }
    multiplied.push_str("<!ENTITY x \"&x9;\">]>");
    for declared in [outside, multiplied] {
        let bytes = repack(&workbook(people_sheet), |name, text| {
            if name.ends_with("sharedStrings.xml") {
                text.replacen("<sst", &format!("{declared}<sst"), 1)
                    .replace("Ahmad", "Ahmad&x;")
            } else {
                text
            }
        });
        let told = story(&bytes, "entities.xlsx", None);
        assert!(!told.contains("[package]"), "{told}");
        assert!(!told.contains("lollol"), "{told}");
        assert!(told.len() < 20_000, "{} bytes", told.len());
    }
}
