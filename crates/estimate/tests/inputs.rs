//! Does a bad tally give a clear problem with its place, and never a number?

use estimate::{Action, Method, Settings, Tally, estimate};

fn problems(text: &str) -> Vec<String> {
    match Tally::read(text.as_bytes(), "tally.csv") {
        Err(problems) => problems
            .iter()
            .map(|p| {
                let row = p.spot.row.map_or(String::new(), |r| format!(" row {r}"));
                let column = p
                    .spot
                    .column
                    .as_ref()
                    .map_or(String::new(), |c| format!(" column {c}"));
                let line = p.spot.line.map_or(String::new(), |l| format!(" line {l}"));
                format!("{p}{row}{column}{line}")
            })
            .collect(),
        Ok(tally) => {
            let found = estimate(
                &tally,
                &Settings {
                    resamples: 50,
                    ..Settings::default()
                },
            );
            let mut lines: Vec<String> = found
                .gate
                .iter()
                .filter(|f| f.action == Action::Refuse)
                .map(|f| format!("refused: {}", f.problem))
                .collect();
            lines.extend(
                found
                    .methods
                    .iter()
                    .map(|m| format!("{}: {:?}", m.method, m.n_hat.and_then(|h| h.central()))),
            );
            lines
        }
    }
}

#[test]
fn bad_tallies_are_refused_with_their_places() {
    let twenty_five: Vec<String> = (0..25).map(|i| format!("L{i}")).collect();
    let wide = format!("{},count\n", twenty_five.join(","));
    insta::assert_debug_snapshot!([
        ("an empty file", problems("")),
        ("only spaces", problems(" \n \n")),
        ("a header only", problems("A,B,C,count\n")),
        ("no count column", problems("A,B,C\n1,0,0\n")),
        ("one list", problems("A,count\n1,5\n")),
        ("25 lists", problems(&wide)),
        ("a name twice", problems("A,B,A,count\n1,0,0,5\n")),
        ("a column without a name", problems("A,,C,count\n1,0,0,5\n")),
        (
            "everything wrong at once",
            problems(
                "A,B,C,count\n1,0,0,-5\n1,2,0,5\n1,0,0,3\n1,0,0,4\n0,0,0,9\n1,1\n0,x,1,many\n1,1,0,1.5\n"
            )
        ),
        ("nobody", problems("A,B,C,count\n1,0,0,0\n")),
        (
            "disjoint lists",
            problems("A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n")
        ),
        (
            "islands",
            problems(
                "A,B,C,D,count\n1,0,0,0,50\n0,1,0,0,40\n1,1,0,0,20\n0,0,1,0,30\n0,0,0,1,30\n0,0,1,1,20\n"
            )
        ),
        (
            "a list that contains everyone",
            problems("A,B,C,count\n1,0,0,50\n1,1,0,40\n1,0,1,30\n1,1,1,5\n")
        ),
        ("two lists", problems("A,B,count\n1,0,50\n0,1,40\n1,1,20\n")),
    ]);
}

#[test]
fn bytes_that_are_no_text_have_a_line() {
    let found = Tally::read(b"A,B,C,count\n1,0,0,5\n\xff,0,0,5\n", "tally.csv").unwrap_err();
    assert_eq!(found[0].code.as_str(), "estimate.text-unreadable");
    assert_eq!(found[0].spot.line, Some(3));
}

#[test]
fn strata_columns_part_the_tally_and_unknown_ones_are_named() {
    let text = "place,A,B,count\nnorth,1,0,5\nnorth,1,1,2\nsouth,1,0,7\nsouth,1,1,1\n";
    let strata = Tally::read_strata(text.as_bytes(), "t.csv", &["place"]).unwrap();
    let found: Vec<(String, u64)> = strata
        .iter()
        .map(|s| (s.values.join("/"), s.tally.n()))
        .collect();
    assert_eq!(found, [("north".to_owned(), 7), ("south".to_owned(), 8)]);
    let missing = Tally::read_strata(text.as_bytes(), "t.csv", &["year"]).unwrap_err();
    assert_eq!(missing[0].code.as_str(), "estimate.column-missing");
}

#[test]
fn windows_line_ends_a_byte_order_mark_and_quotes_are_read() {
    let plain = Tally::read(b"A,B,count\n1,0,5\n1,1,2\n", "t").unwrap();
    let other = Tally::read(
        "\u{feff}\"A\",B,count\r\n1,0,5\r\n1,1,2\r\n".as_bytes(),
        "t",
    )
    .unwrap();
    assert_eq!(plain, other);
}

#[test]
fn methods_have_names_that_lead_back_to_them() {
    for method in Method::ALL {
        assert_eq!(Method::named(method.name()), Some(method));
    }
    assert_eq!(Method::named("guess"), None);
}
