//! Workbooks, slides and texts leave without what is hidden in them (OWASP ASVS 14.2.8).

use intake::{Copying, copy_anew, write_slides, write_text, write_values};
use model::Code;
use proptest::prelude::*;
use rust_xlsxwriter::{DocProperties, Formula, Note, Workbook};
use std::io::{Cursor, Read, Write};
use zip::ZipArchive;
use zip::write::SimpleFileOptions;

/// Every part of an archive as text, one after the other, with the archive's own bytes.
fn everything(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut all = String::from_utf8_lossy(bytes).into_owned();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("unpacked");
        all.push_str(&String::from_utf8_lossy(&text));
    }
    all
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, SimpleFileOptions::default())
            .expect("begun");
        out.write_all(text.as_bytes()).expect("written");
    }
    out.finish().expect("finished").into_inner()
}

/// Sheets of a copy as lines of their cells.
fn sheets(bytes: &[u8]) -> String {
    let mut out = String::new();
    for (name, hidden) in intake::sheet_names(bytes).expect("sheets") {
        out.push_str(&format!(
            "[{name}{}]\n",
            if hidden { " hidden" } else { "" }
        ));
        let reading = intake::Reading {
            sheet: Some(name),
            ..intake::Reading::default()
        };
        let sheet = intake::read_sheet(bytes, "copy.xlsx", &reading).expect("a sheet");
        out.push_str(&format!("{}\n", sheet.headers.join(" | ")));
        for row in sheet.rows() {
            let cells: Vec<&str> = (0..sheet.headers.len())
                .map(|at| row.cell(at).text)
                .collect();
            out.push_str(&format!("{}\n", cells.join(" | ")));
        }
    }
    out
}

/// A workbook with these words in what is seen and these in each hidden place.
fn workbook(seen: &str, secret: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let of = |place: &str| format!("{secret}{place}");
    book.set_properties(
        &DocProperties::new()
            .set_author(of("author"))
            .set_title(of("title"))
            .set_company(of("company")),
    );
    book.define_name("SecretName", "=Persons!$A$1")
        .expect("named");
    let sheet = book.add_worksheet();
    sheet.set_name("Persons").expect("named");
    for (column, title) in ["Name", "Phone", "Died"].iter().enumerate() {
        sheet
            .write_string(0, column as u16, *title)
            .expect("written");
        sheet
            .write_string(1, column as u16, format!("{seen}{column}"))
            .expect("written");
        sheet
            .write_string(2, column as u16, of("row"))
            .expect("written");
        sheet
            .write_string(3, column as u16, format!("{seen}-{column}"))
            .expect("written");
    }
    sheet.write_string(1, 1, of("column")).expect("written");
    sheet.write_string(3, 1, of("column")).expect("written");
    let formula = Formula::new(format!("=CONCATENATE(\"{}\",\"\")", of("formula")));
    sheet
        .write_formula(4, 0, formula.set_result("sum"))
        .expect("written");
    sheet.write_number(4, 2, 2019.5).expect("written");
    sheet
        .insert_note(1, 0, &Note::new(of("note")).set_author(of("noted")))
        .expect("noted");
    sheet
        .write_url_with_text(
            5,
            0,
            &*format!("https://example.org/{}", of("link")),
            "place",
        )
        .expect("linked");
    sheet.set_row_hidden(2).expect("hidden");
    sheet.set_column_hidden(1).expect("hidden");
    sheet.set_header(of("header"));
    let other = book.add_worksheet();
    other.set_name("Notes").expect("named");
    other.write_string(0, 0, of("sheet")).expect("written");
    other.write_string(1, 0, of("sheet")).expect("written");
    other.set_hidden(true);
    book.save_to_buffer().expect("saved")
}

#[test]
fn a_workbook_leaves_with_the_values_that_are_seen() {
    let original = workbook("Ali", "SECRET");
    for place in [
        "author", "row", "column", "formula", "note", "link", "sheet", "header",
    ] {
        assert!(
            everything(&original).contains(&format!("SECRET{place}")),
            "planted: {place}"
        );
    }
    let copy = write_values(&original).expect("written");
    let all = everything(&copy);
    for hidden in [
        "SECRET",
        "Secret",
        "CONCATENATE",
        "<f>",
        "comments",
        "Notes",
        "hyperlink",
    ] {
        assert!(!all.contains(hidden), "{hidden}");
    }
    assert_eq!(
        sheets(&copy),
        "[Persons]\nName | Died\nAli0 | Ali2\nAli-0 | Ali-2\nsum | 2019.5\nplace | \n"
    );
    // What came out has nothing left to take away.
    assert_eq!(write_values(&copy), Ok(copy));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_what_is_hidden_is_in_a_copy(secret in "[Qq][A-Za-z]{8,20}", seen in "[ا-ي]{3,12}") {
        let all = everything(&write_values(&workbook(&seen, &secret)).expect("written"));
        prop_assert!(!all.contains(&secret));
        for kept in [format!("{seen}0"), format!("{seen}-2")] {
            prop_assert!(all.contains(&kept));
        }
    }
}

const DOCX: &str = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr><w:r><w:t>He was seen</w:t><w:tab/><w:br/></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>y &amp; z</w:t></w:r></w:p></w:body></w:document>";

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_letters_break_the_readers(
        kind in 0..4_usize,
        spoils in proptest::collection::vec((any::<prop::sample::Index>(), 0..60_usize, "[<>/&;\"=a-z0-9 \u{0}-\u{1f}ا]{0,6}"), 1..5),
    ) {
        let mut text: Vec<char> = [DOCX, SLIDE, ODS, DOCX][kind].chars().collect();
        for (at, length, piece) in spoils {
            let from = at.index(text.len());
            let to = (from + length).min(text.len());
            text.splice(from..to, piece.chars());
        }
        let text: String = text.into_iter().collect();
        match kind {
            1 => intake::fuzz_slides(&archive(&[
                ("ppt/presentation.xml", "<p:sldId r:id=\"a\"/>"),
                ("ppt/_rels/presentation.xml.rels", "<Relationship Id=\"a\" Target=\"s.xml\"/>"),
                ("ppt/s.xml", &text),
            ])),
            2 => intake::fuzz_values(&ods(&text)),
            _ => intake::fuzz_paper(&archive(&[("word/document.xml", &text)])),
        }
    }
}

#[test]
fn what_merged_cells_cover_stays_behind() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    for (column, title) in ["A", "B", "C"].iter().enumerate() {
        sheet
            .write_string(0, column as u16, *title)
            .expect("written");
    }
    sheet
        .merge_range(1, 0, 2, 1, "over", &plain)
        .expect("merged");
    for (row, column) in [(1, 1), (2, 0), (2, 1)] {
        sheet.write_string(row, column, "SECRET").expect("written");
    }
    sheet.write_string(2, 2, "beside").expect("written");
    let original = book.save_to_buffer().expect("saved");
    assert!(everything(&original).contains("SECRET"));
    let copy = write_values(&original).expect("written");
    assert!(!everything(&copy).contains("SECRET"));
    assert!(everything(&copy).contains("over") && everything(&copy).contains("beside"));
}

const ODS: &str = "<office:document-content><office:automatic-styles>\
    <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
    </office:automatic-styles><office:body><office:spreadsheet>\
    <table:tracked-changes><text:p>SECRET</text:p></table:tracked-changes>\
    <table:table table:name=\"Persons &amp; days\" table:style-name=\"ta1\">\
    <table:shapes><draw:frame><text:p>SECRET</text:p></draw:frame></table:shapes>\
    <table:table-column/><table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"2\"/><table:table-column/>\
    <table:table-row><table:table-cell office:value-type=\"string\"><text:p>Name</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\"><text:p>SECRET</text:p></table:table-cell><table:table-cell><text:p>Days</text:p></table:table-cell></table:table-row>\
    <table:table-row table:visibility=\"filter\"><table:table-cell><text:p>SECRET</text:p></table:table-cell></table:table-row>\
    <table:table-row-group table:display=\"false\"><table:table-row><table:table-cell><text:p>SECRET</text:p></table:table-cell></table:table-row></table:table-row-group>\
    <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><office:annotation><dc:creator>SECRET</dc:creator><text:p>SECRET</text:p></office:annotation><text:p>Ali<text:s text:c=\"2\"/>A</text:p><text:p><text:a xlink:href=\"https://SECRET\">B</text:a></text:p></table:table-cell><table:table-cell/><table:table-cell/><table:table-cell table:formula=\"of:=SUM(SECRET)\" office:value-type=\"float\" office:value=\"12.5\"><text:p>12,50</text:p></table:table-cell></table:table-row>\
    <table:table-row><table:table-cell><text:p>over</text:p></table:table-cell><table:covered-table-cell><text:p>SECRET</text:p></table:covered-table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
    </table:table><table:table table:name=\"SECRET\" table:style-name=\"ta2\"><table:table-row><table:table-cell><text:p>SECRET</text:p></table:table-cell></table:table-row></table:table>\
    </office:spreadsheet></office:body></office:document-content>";

fn ods(content: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("meta.xml", "<x>SECRET author</x>"),
        ("settings.xml", "<x>SECRET</x>"),
        ("content.xml", content),
    ])
}

#[test]
fn an_open_document_sheet_is_read_the_same_way() {
    let copy = write_values(&ods(ODS)).expect("written");
    assert!(!everything(&copy).contains("SECRET"));
    assert_eq!(
        sheets(&copy),
        "[Persons & days]\nName | Days\nAli  A\nB | 12.5\nAli  A\nB | 12.5\nover | \n"
    );
}

#[test]
fn floods_entities_and_other_kinds_of_sheets_are_refused() {
    let flood = ODS
        .replace("repeated=\"1048000\"", "repeated=\"1048000\" ")
        .replace(
            "repeated=\"16384\"/>",
            "repeated=\"900\"><text:p>x</text:p></table:table-cell>",
        );
    let code = |bytes: &[u8]| write_values(bytes).expect_err("refused").code;
    assert_eq!(code(&ods(&flood)), Code::IntakeCellsTooMany);
    let entity = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><office:body><table:table><table:table-row><table:table-cell><text:p>&a;</text:p></table:table-cell></table:table-row></table:table></office:body>";
    assert_eq!(code(&ods(entity)), Code::IntakePaperUnreadable);
    assert_eq!(
        code(&archive(&[("word/document.xml", "<x/>")])),
        Code::IntakeWorkbookBroken
    );
    assert_eq!(code(b"PK\x03\x04"), Code::IntakeWorkbookBroken);
}

const SLIDE: &str = "<p:sld><p:cSld><p:spTree>\
    <p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"SECRET\" descr=\"SECRET\"/></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"10\" y=\"10\"/><a:ext cx=\"50\" cy=\"50\"/></a:xfrm></p:spPr>\
    <p:txBody><a:p><a:r><a:t>He was seen </a:t></a:r><a:br/><a:r><a:t>in the yard &amp; alive</a:t></a:r></a:p></p:txBody></p:sp>\
    <p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"x\" hidden=\"1\"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>SECRET hidden</a:t></a:r></a:p></p:txBody></p:sp>\
    <p:sp><p:nvSpPr><p:cNvPr id=\"4\" name=\"x\"/></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"200\" y=\"10\"/><a:ext cx=\"50\" cy=\"50\"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>SECRET beside</a:t></a:r></a:p></p:txBody></p:sp>\
    <p:grpSp><p:nvGrpSpPr><p:cNvPr id=\"5\" name=\"x\" hidden=\"true\"/></p:nvGrpSpPr><p:sp><p:txBody><a:p><a:r><a:t>SECRET grouped</a:t></a:r></a:p></p:txBody></p:sp></p:grpSp>\
    <mc:AlternateContent><mc:Fallback><p:sp><p:txBody><a:p><a:r><a:t>SECRET older</a:t></a:r></a:p></p:txBody></p:sp></mc:Fallback></mc:AlternateContent>\
    <p:sp><p:txBody><a:p><a:r><a:t>في آذار 2019</a:t></a:r></a:p></p:txBody></p:sp>\
    </p:spTree></p:cSld><p:extLst><a:p><a:r><a:t>SECRET</a:t></a:r></a:p></p:extLst></p:sld>";

fn words_of(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a document");
    assert_eq!(archive.len(), 3);
    let mut text = String::new();
    let mut part = archive.by_name("word/document.xml").expect("a body");
    part.read_to_string(&mut text).expect("text");
    let mut words = String::new();
    for part in text.split("<w:t xml:space=\"preserve\">").skip(1) {
        words.push_str(part.split("</w:t>").next().unwrap_or_default());
        words.push('\n');
    }
    words
}

#[test]
fn the_words_of_slides_leave_alone() {
    let pptx = archive(&[
        ("docProps/core.xml", "<x>SECRET author</x>"),
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId3\"/><p:sldId id=\"257\" r:id=\"rId2\"/><p:sldId id=\"258\" r:id=\"rId1\"/></p:sldIdLst><p:sldSz cx=\"100\" cy=\"100\"/></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Target=\"slides/slide1.xml\"/><Relationship Id=\"rId2\" Target=\"slides/slide2.xml\"/><Relationship Id=\"rId3\" Target=\"/ppt/slides/slide3.xml\"/></Relationships>",
        ),
        (
            "ppt/slides/slide1.xml",
            "<p:sld><a:p><a:r><a:t>Last</a:t></a:r></a:p></p:sld>",
        ),
        (
            "ppt/slides/slide2.xml",
            "<p:sld show=\"0\"><a:p><a:r><a:t>SECRET skipped</a:t></a:r></a:p></p:sld>",
        ),
        ("ppt/slides/slide3.xml", SLIDE),
        ("ppt/notesSlides/notesSlide1.xml", "<a:t>SECRET note</a:t>"),
        ("ppt/comments/comment1.xml", "<x>SECRET comment</x>"),
    ]);
    let copy = write_slides(&pptx).expect("written");
    assert!(!everything(&copy).contains("SECRET"));
    assert_eq!(
        words_of(&copy),
        "— 1 —\nHe was seen  in the yard &amp; alive\nفي آذار 2019\n— 2 —\nLast\n"
    );
    assert!(intake::is_paper(&copy));
}

#[test]
fn the_words_of_open_document_slides_leave_alone() {
    let odp = archive(&[
        (
            "mimetype",
            "application/vnd.oasis.opendocument.presentation",
        ),
        ("meta.xml", "<x>SECRET</x>"),
        (
            "styles.xml",
            "<x><draw:layer-set><draw:layer draw:name=\"off\" draw:display=\"none\"/><draw:layer draw:name=\"layout\"/></draw:layer-set></x>",
        ),
        (
            "content.xml",
            "<office:document-content><office:automatic-styles><style:style style:name=\"dp2\"><style:drawing-page-properties presentation:visibility=\"hidden\"/></style:style></office:automatic-styles><office:body><office:presentation>\
             <draw:page draw:name=\"SECRET\" draw:style-name=\"dp1\"><draw:frame draw:layer=\"layout\"><draw:text-box><text:p>She said so.</text:p></draw:text-box></draw:frame><draw:frame draw:layer=\"off\"><draw:text-box><text:p>SECRET layer</text:p></draw:text-box></draw:frame><office:annotation><text:p>SECRET comment</text:p></office:annotation><presentation:notes><draw:frame><text:p>SECRET note</text:p></draw:frame></presentation:notes></draw:page>\
             <draw:page draw:style-name=\"dp2\"><text:p>SECRET skipped</text:p></draw:page></office:presentation></office:body></office:document-content>",
        ),
    ]);
    let copy = write_slides(&odp).expect("written");
    assert!(!everything(&copy).contains("SECRET"));
    assert_eq!(words_of(&copy), "— 1 —\nShe said so.\n");
    let refused = write_slides(&ods(ODS)).expect_err("refused");
    assert_eq!(refused.code, Code::IntakePaperUnreadable);
}

#[test]
fn a_text_is_written_as_it_reads() {
    let windows = b"\xC7\xE1\xC7\xD3\xE3,\xCF\xD1\xDA\xC7\r\n";
    assert_eq!(
        write_text(windows),
        Ok("\u{FEFF}الاسم,درعا\r\n".as_bytes().to_vec())
    );
    let numbered = "a\u{200B}b\u{E0041}\u{7}c\u{200F}د\t1\n";
    let copy = write_text(numbered.as_bytes()).expect("written");
    assert_eq!(copy, "\u{FEFF}abc\u{200F}د\t1\n".as_bytes());
    assert_eq!(write_text(&copy), Ok(copy));
}

#[test]
fn each_kind_of_file_has_its_copy_or_none() {
    let of = |name: &str, kind: &str| Copying::of(name, Some(kind).filter(|it| !it.is_empty()));
    for (name, kind, copying) in [
        (
            "شهادة.PDF",
            "application/pdf",
            cfg!(feature = "pdf").then_some(Copying::Pages),
        ),
        ("a.jpg", "image/jpeg", Some(Copying::Picture)),
        ("a.odt", "application/zip", Some(Copying::Paper)),
        ("a.PPTX", "application/zip", Some(Copying::Slides)),
        ("a.ods", "application/zip", Some(Copying::Values)),
        ("a.csv", "", Some(Copying::Text)),
        ("a.zip", "application/zip", None),
        ("a.mp3", "audio/mpeg", None),
        ("a.mp4", "video/mp4", None),
        ("a.gif", "image/gif", None),
        ("a", "", None),
    ] {
        assert_eq!(of(name, kind), copying, "{name}");
    }
    let copied = copy_anew(Copying::Text, b"a,b\n").expect("copied");
    assert_eq!(
        (copied.media_type, copied.ending),
        ("text/plain; charset=utf-8", None)
    );
}
