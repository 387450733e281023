//! The documents that a study becomes.

use crate::harness::{demo, sijill, text};

fn written(name: &str, language: &str, more: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join(name);
    let report = [
        "report",
        "defectors",
        "--language",
        language,
        "--out",
        text(&out),
    ];
    let said = sijill(&demo().office(), "en", &[&report, more].concat()).good();
    assert!(
        said.out.is_empty(),
        "a document goes to its file: {}",
        said.out
    );
    std::fs::read(out).expect("a document")
}

#[test]
fn a_page_is_one_file_with_nothing_from_outside() {
    for language in ["ar", "en"] {
        let page = String::from_utf8(written("report.html", language, &[])).expect("UTF-8");
        for never in [
            "<script",
            "src=\"http",
            "@import",
            "url(http",
            "<link",
            "<iframe",
        ] {
            assert!(!page.contains(never), "{language}: {never}");
        }
        assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
        let direction = if language == "ar" {
            "dir=\"rtl\""
        } else {
            "dir=\"ltr\""
        };
        assert!(page.contains(direction));
        for figure in ["arrests", "deaths-by-arrest", "sednaya", "law-18-2018"] {
            assert!(page.contains(&format!("id=\"count-{figure}\"")), "{figure}");
        }
    }
}

#[test]
fn no_chapter_stands_twice_in_the_contents() {
    for language in ["ar", "en"] {
        let page = String::from_utf8(written("report.html", language, &[])).expect("UTF-8");
        let from = page.find("<nav").expect("contents");
        let until = page.find("</nav>").expect("an end of the contents");
        let mut chapters: Vec<&str> = page[from..until]
            .lines()
            .filter(|line| line.starts_with("<li>"))
            .map(|line| line.trim_start_matches("<li><a href=\"#"))
            .collect();
        insta::assert_snapshot!(format!("contents_{language}"), chapters.join("\n"));
        let all = chapters.len();
        chapters.sort_unstable_by_key(|chapter| chapter.split_once('>').map(|it| it.1));
        chapters.dedup_by_key(|chapter| chapter.split_once('>').map(|it| it.1));
        assert_eq!(chapters.len(), all);
    }
}

#[test]
fn a_document_is_the_same_bytes_when_it_is_written_again() {
    // The demonstration wrote the first ones, in another process.
    for name in [
        "defectors.ar.html",
        "defectors.en.html",
        "defectors.ar.pdf",
        "defectors.en.pdf",
    ] {
        let first = std::fs::read(demo().office().join("reports").join(name)).expect("a report");
        let language = &name["defectors.".len()..][..2];
        assert!(written(name, language, &[]) == first, "{name} differs");
        if name.ends_with("pdf") {
            assert!(first.starts_with(b"%PDF-"));
        }
    }
}

#[test]
fn a_document_says_as_of_when_it_stands() {
    let known = ["--as-known-on", "2019-08-31"];
    let page = String::from_utf8(written("report.html", "en", &known)).expect("UTF-8");
    assert!(page.contains("31 August 2019"));
}
