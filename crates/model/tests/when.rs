//! The office's own table of cases for partial dates: the reader behind `When`
//! may be replaced as long as these hold.

use jiff::civil::{Date, date};
use model::Truth::{False, True, Unknown};
use model::when::{Precision, When};
use model::{Code, Truth};
use proptest::prelude::*;

fn when(edtf: &str) -> When {
    When::parse(edtf).unwrap_or_else(|problem| panic!("{edtf}: {problem}"))
}

fn day(text: &str) -> Date {
    text.parse().expect("a calendar day")
}

/// EDTF, canonical form, earliest, latest (empty = open or unknown), precision.
const BOUNDS: &[(&str, &str, &str, &str, Precision)] = &[
    (
        "2018-11-11",
        "2018-11-11",
        "2018-11-11",
        "2018-11-11",
        Precision::Day,
    ),
    (
        "2019-02",
        "2019-02",
        "2019-02-01",
        "2019-02-28",
        Precision::Month,
    ),
    (
        "2020-02",
        "2020-02",
        "2020-02-01",
        "2020-02-29",
        Precision::Month,
    ),
    ("2018", "2018", "2018-01-01", "2018-12-31", Precision::Year),
    (
        " 2018 ",
        "2018",
        "2018-01-01",
        "2018-12-31",
        Precision::Year,
    ),
    (
        "2018-11-11T09:30:00",
        "2018-11-11T09:30:00",
        "2018-11-11",
        "2018-11-11",
        Precision::Day,
    ),
    (
        "2018-22",
        "2018-22",
        "2018-06-01",
        "2018-08-31",
        Precision::Season,
    ),
    (
        "2018-24",
        "2018-24",
        "2018-12-01",
        "2019-02-28",
        Precision::Season,
    ),
    (
        "2018-35",
        "2018-35",
        "2018-07-01",
        "2018-09-30",
        Precision::Season,
    ),
    (
        "201X",
        "201X",
        "2010-01-01",
        "2019-12-31",
        Precision::Decade,
    ),
    (
        "20XX",
        "20XX",
        "2000-01-01",
        "2099-12-31",
        Precision::Century,
    ),
    (
        "2018-XX",
        "2018-XX",
        "2018-01-01",
        "2018-12-31",
        Precision::Year,
    ),
    (
        "2018-07-XX",
        "2018-07-XX",
        "2018-07-01",
        "2018-07-31",
        Precision::Month,
    ),
    (
        "2018-XX-11",
        "2018-XX-11",
        "2018-01-11",
        "2018-12-11",
        Precision::Span,
    ),
    (
        "2018-07-1X",
        "2018-07-1X",
        "2018-07-10",
        "2018-07-19",
        Precision::Span,
    ),
    (
        "2019~",
        "2019~",
        "2019-01-01",
        "2019-12-31",
        Precision::Year,
    ),
    (
        "2019-07?",
        "2019-07?",
        "2019-07-01",
        "2019-07-31",
        Precision::Month,
    ),
    (
        "?2018-?11-?11",
        "2018-11-11?",
        "2018-11-11",
        "2018-11-11",
        Precision::Day,
    ),
    (
        "2018-07/2018-09",
        "2018-07/2018-09",
        "2018-07-01",
        "2018-09-30",
        Precision::Span,
    ),
    (
        "2018-07~/2018-09?",
        "2018-07~/2018-09?",
        "2018-07-01",
        "2018-09-30",
        Precision::Span,
    ),
    (
        "2018-07/..",
        "2018-07/..",
        "2018-07-01",
        "",
        Precision::Span,
    ),
    (
        "../2018-07",
        "../2018-07",
        "",
        "2018-07-31",
        Precision::Span,
    ),
    ("2018-07/", "2018-07/", "2018-07-01", "", Precision::Span),
    ("/2018-07", "/2018-07", "", "2018-07-31", Precision::Span),
    (
        "[2018-07,2018-09]",
        "[2018-07,2018-09]",
        "2018-07-01",
        "2018-09-30",
        Precision::Span,
    ),
    (
        "{2018-07,2019}",
        "{2018-07,2019}",
        "2018-07-01",
        "2019-12-31",
        Precision::Span,
    ),
    (
        "[..2018-07]",
        "[..2018-07]",
        "",
        "2018-07-31",
        Precision::Span,
    ),
    (
        "[2018-07..]",
        "[2018-07..]",
        "2018-07-01",
        "",
        Precision::Span,
    ),
    (
        "[2018-07..2018-09]",
        "[2018-07..2018-09]",
        "2018-07-01",
        "2018-09-30",
        Precision::Span,
    ),
    (
        "1950S2",
        "1950S2",
        "1900-01-01",
        "1999-12-31",
        Precision::Century,
    ),
    (
        "-0044-03-15",
        "-0044-03-15",
        "-000044-03-15",
        "-000044-03-15",
        Precision::Day,
    ),
];

#[test]
fn every_shape_of_edtf_has_the_bounds_of_the_table() {
    for (text, canonical, earliest, latest, precision) in BOUNDS {
        let read = when(text);
        let bound = |text: &str| (!text.is_empty()).then(|| day(text));
        assert_eq!(read.edtf(), *canonical, "{text}");
        assert_eq!(read.earliest(), bound(earliest), "earliest of {text}");
        assert_eq!(read.latest(), bound(latest), "latest of {text}");
        assert_eq!(read.precision(), *precision, "precision of {text}");
    }
}

#[test]
fn what_is_not_a_date_is_a_problem_and_never_a_guess() {
    for (text, code) in [
        ("", Code::DateUnreadable),
        ("yesterday", Code::DateUnreadable),
        ("11/12/2018", Code::DateUnreadable),
        ("43405", Code::DateUnreadable),
        ("2018-2-1", Code::DateUnreadable),
        ("2019-02-30", Code::DateImpossible),
        ("2019-13", Code::DateImpossible),
        ("2019-02-29~", Code::DateImpossible),
        ("2019/2018", Code::DateUnreadable),
        ("Y170000002", Code::DateOutOfRange),
        ("9999-24", Code::DateOutOfRange),
    ] {
        let problem = When::parse(text).expect_err(text);
        assert_eq!(problem.code, code, "{text}");
        assert_eq!(problem.details["text"], text);
    }
}

/// EDTF, boundary, strictly before it, strictly after it.
const SIDES: &[(&str, &str, Truth, Truth)] = &[
    ("2018-10-08", "2018-10-09", True, False),
    ("2018-10-09", "2018-10-09", False, False),
    ("2018-10-10", "2018-10-09", False, True),
    ("2018-10", "2018-10-09", Unknown, Unknown),
    ("2018-09", "2018-10-09", True, False),
    ("2018-09", "2018-10-01", True, False),
    ("2018-09", "2018-09-30", Unknown, False),
    ("2018-11", "2018-11-01", False, Unknown),
    ("2018", "2018-10-09", Unknown, Unknown),
    ("2017", "2018-10-09", True, False),
    // Qualified: the bounds stay, the answer near the boundary does not.
    ("2018-09~", "2018-10-09", Unknown, Unknown),
    ("2018-08~", "2018-10-09", True, False),
    ("2018-08~", "2018-09-30", Unknown, False),
    ("2018-10-01?", "2018-10-09", Unknown, Unknown),
    ("2018-09-20?", "2018-10-09", True, False),
    ("2018-09-23?", "2018-10-09", True, False),
    ("2018-09-24?", "2018-10-09", Unknown, False),
    ("2018-09-25?", "2018-10-09", Unknown, Unknown),
    ("2017~", "2018-10-09", Unknown, Unknown),
    ("2016~", "2018-10-09", True, False),
    ("2018?-02-10", "2018-10-09", Unknown, Unknown),
    // Open and unknown ends.
    ("2018-07/..", "2018-07-01", False, Unknown),
    ("../2018-07", "2018-08-01", True, False),
    ("../2018-07", "2018-07-01", Unknown, Unknown),
    ("/2018-07", "2018-08-01", True, False),
    // Members of a set count one by one.
    ("[2018-07,2018-12]", "2018-10-09", Unknown, Unknown),
    ("[2018-07,2018-08]", "2018-10-09", True, False),
];

#[test]
fn a_date_in_october_straddles_the_decree() {
    for (text, boundary, before, after) in SIDES {
        let (date, boundary) = (when(text), day(boundary));
        assert_eq!(date.before(boundary), *before, "{text} before {boundary}");
        assert_eq!(date.after(boundary), *after, "{text} after {boundary}");
        assert_eq!(date.on_or_after(boundary), !*before);
        assert_eq!(date.on_or_before(boundary), !*after);
    }
}

#[test]
fn a_period_is_half_open_and_a_set_with_a_gap_can_lie_wholly_outside() {
    let (from, until) = (day("2018-07-01"), day("2018-10-09"));
    for (text, expected) in [
        ("2018-07-01", True),
        ("2018-10-08", True),
        ("2018-10-09", False),
        ("2018-06-30", False),
        ("2018-10", Unknown),
        ("2018-08/2018-09", True),
        ("2018-06/2018-09", Unknown),
        ("[2018-05,2018-12]", False),
        ("[2018-08,2018-12]", Unknown),
        ("2018-07-01?", Unknown),
        ("../2018-06", False),
        ("2018-07/..", Unknown),
    ] {
        assert_eq!(when(text).within(from, until), expected, "{text}");
    }
    assert_eq!(when("2018").within(until, from), False);
}

#[test]
fn two_partial_dates_compare_by_all_their_days() {
    for (first, second, before, same) in [
        ("2018-11-11", "2018-11-12", True, False),
        ("2018-11-11", "2018-11-11", False, True),
        ("2018-11", "2018-12", True, False),
        ("2018-11", "2018-11-11", Unknown, Unknown),
        ("2019", "2018", False, False),
        ("2018-11-11", "2018-11-20?", Unknown, Unknown),
        ("[2018-01,2018-12]", "2018-06", Unknown, False),
        ("../2018-05", "2018-06", True, False),
        ("2018-06/..", "2018-06-01", False, Unknown),
    ] {
        assert_eq!(
            when(first).compare_before(&when(second)),
            before,
            "{first} < {second}"
        );
        assert_eq!(
            when(first).overlaps(&when(second)),
            same,
            "{first} = {second}"
        );
        assert_eq!(
            when(second).overlaps(&when(first)),
            same,
            "{second} = {first}"
        );
        assert_eq!(when(first).could_equal(&when(second)), same != False);
    }
}

#[test]
fn dates_sort_by_their_bounds_then_by_their_text() {
    let mut dates = [
        "2019",
        "2018-11-11",
        "2018-11",
        "../2018",
        "2018-11/..",
        "2018-11-01",
        "2018-11~",
    ]
    .map(when);
    dates.sort();
    let sorted: Vec<&str> = dates.iter().map(When::edtf).collect();
    assert_eq!(
        sorted,
        [
            "../2018",
            "2018-11-01",
            "2018-11",
            "2018-11~",
            "2018-11/..",
            "2018-11-11",
            "2019"
        ]
    );
}

#[test]
fn a_date_travels_as_its_text_and_a_bad_text_does_not_arrive() {
    let date = when("2018-11?");
    let json = serde_json::to_string(&date).expect("a string");
    assert_eq!(json, "\"2018-11?\"");
    assert_eq!(serde_json::from_str::<When>(&json).expect("the same"), date);
    let refused = serde_json::from_str::<When>("\"2018-31\"").expect("a half-year is a date");
    assert_eq!(refused.precision(), Precision::Season);
    assert!(serde_json::from_str::<When>("\"31/02/2018\"").is_err());
}

#[test]
fn a_day_given_as_a_day_is_exact() {
    let exact = When::day(date(2018, 11, 11));
    assert_eq!(exact, when("2018-11-11"));
    assert!(exact.is_exact_day() && !exact.is_qualified());
    assert!(!when("2018-11-11~").is_exact_day() && when("2018-11-11~").is_qualified());
    assert!(!when("2018-11").is_exact_day());
}

// ── Laws ──

fn any_day() -> impl Strategy<Value = Date> {
    (1900i16..2100, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d))
}

/// A date with the wider ones that it lies in, from itself outwards.
fn ladder() -> impl Strategy<Value = Vec<When>> {
    (any_day(), "[~?%]").prop_map(|(day, mark)| {
        let (y, m, d) = (day.year(), day.month(), day.day());
        let next = y + 1;
        [
            format!("{y}-{m:02}-{d:02}"),
            format!("{y}-{m:02}"),
            format!("{y}-{m:02}{mark}"),
            format!("{y}{mark}"),
            format!("{}/{next}{mark}", y - 1),
            format!("{}/..", y - 3),
        ]
        .iter()
        .map(|text| when(text))
        .collect()
    })
}

fn moves_only_towards_unknown(narrow: Truth, wide: Truth) -> bool {
    wide == narrow || wide == Unknown
}

proptest! {
    #[test]
    fn widening_a_date_only_moves_an_answer_towards_unknown(
        dates in ladder(), boundary in any_day(), width in 0i32..2000, other in ladder()
    ) {
        let end = boundary.saturating_add(jiff::ToSpan::days(width));
        for pair in dates.windows(2) {
            let [narrow, wide] = pair else { continue };
            // A qualified year reaches a year further, so the interval after it is not wider.
            if narrow.edtf().len() == 5 { continue; }
            prop_assert!(moves_only_towards_unknown(narrow.before(boundary), wide.before(boundary)));
            prop_assert!(moves_only_towards_unknown(narrow.after(boundary), wide.after(boundary)));
            prop_assert!(moves_only_towards_unknown(narrow.within(boundary, end), wide.within(boundary, end)));
            for other in &other {
                prop_assert!(moves_only_towards_unknown(narrow.compare_before(other), wide.compare_before(other)));
                prop_assert!(moves_only_towards_unknown(narrow.overlaps(other), wide.overlaps(other)));
            }
        }
    }

    #[test]
    fn a_mark_of_doubt_never_moves_the_bounds(dates in ladder()) {
        for date in dates {
            let bare = when(&date.edtf().replace(['~', '?', '%'], ""));
            prop_assert_eq!(date.earliest(), bare.earliest());
            prop_assert_eq!(date.latest(), bare.latest());
        }
    }

    #[test]
    fn an_answer_and_its_complement_never_agree(dates in ladder(), boundary in any_day()) {
        for date in dates {
            prop_assert_eq!(date.before(boundary), !date.on_or_after(boundary));
            prop_assert_eq!(date.after(boundary), !date.on_or_before(boundary));
            prop_assert!(!(date.before(boundary) == True && date.after(boundary) == True));
        }
    }

    #[test]
    fn reading_the_canonical_text_gives_the_same_date(text in "[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[~?%]?") {
        if let Ok(read) = When::parse(&text) {
            let again = when(read.edtf());
            prop_assert_eq!(again.edtf(), read.edtf());
            prop_assert_eq!((again.earliest(), again.latest()), (read.earliest(), read.latest()));
            prop_assert!(read.earliest() <= read.latest());
        }
    }

    #[test]
    fn bounds_are_in_order_and_no_text_brings_it_down(text in "[0-9XYES~?%./,\\[\\]{}TZ:+ -]{0,24}") {
        if let Ok(read) = When::parse(&text)
            && let (Some(first), Some(last)) = (read.earliest(), read.latest())
        {
            prop_assert!(first <= last, "{}", text);
        }
    }

    #[test]
    fn no_text_at_all_brings_it_down(text in any::<String>()) {
        let _ = When::parse(&text);
    }
}
