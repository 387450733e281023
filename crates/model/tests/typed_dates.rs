//! Dates as people type them, in Arabic and English.

use model::Code;
use model::when::DayOrder::{DayFirst, MonthFirst, Unsettled, YearFirst};
use model::when::{DayOrder, from_excel_serial, read_typed, settle_order};
use proptest::prelude::*;

/// As typed in a day-first column, and the EDTF it says.
const READ: &[(&str, &str)] = &[
    ("11/12/2018", "2018-12-11"),
    ("1/2/2018", "2018-02-01"),
    ("11-12-2018", "2018-12-11"),
    ("11.12.2018", "2018-12-11"),
    ("11 / 12 / 2018", "2018-12-11"),
    ("11 12 2018", "2018-12-11"),
    ("2018-12-11", "2018-12-11"),
    ("2018/12/11", "2018-12-11"),
    ("2018/3/1", "2018-03-01"),
    ("2018", "2018"),
    ("2018.", "2018"),
    ("03/2019", "2019-03"),
    ("3/2019", "2019-03"),
    ("2019-03", "2019-03"),
    ("11/2018", "2018-11"),
    ("2018/11", "2018-11"),
    ("٢٠١٩", "2019"),
    ("١١/١٢/٢٠١٨", "2018-12-11"),
    ("۱۱/۱۲/۲۰۱۸", "2018-12-11"),
    ("\u{200F}11/12/2018\u{200E}", "2018-12-11"),
    // Months of the Levant.
    ("كانون الثاني 2019", "2019-01"),
    ("11 كانون الثاني 2019", "2019-01-11"),
    ("٥ آذار ٢٠١٩", "2019-03-05"),
    ("شباط 2019", "2019-02"),
    ("3 أيّار 2019", "2019-05-03"),
    ("حزيران، 2018", "2018-06"),
    ("12 آب 2018", "2018-08-12"),
    ("١١ تشرين الثاني ٢٠١٨م", "2018-11-11"),
    ("تشرين 2 2018", "2018-11"),
    ("11 ت2 2018", "2018-11-11"),
    ("تشرين الثاني/نوفمبر 2018", "2018-11"),
    ("11 تشرين الثاني/نوفمبر 2018", "2018-11-11"),
    ("تشرين 2018", "[2018-10,2018-11]"),
    ("كانون 2018", "[2018-01,2018-12]"),
    // Egypt and the Maghreb.
    ("يناير 2019", "2019-01"),
    ("1 فبراير 2019", "2019-02-01"),
    ("إبريل 2019", "2019-04"),
    ("يوليو 2019", "2019-07"),
    ("جانفي 2019", "2019-01"),
    ("فيفري 2019", "2019-02"),
    ("جويلية 2019", "2019-07"),
    ("أوت 2019", "2019-08"),
    ("غشت 2019", "2019-08"),
    ("في شهر 11 2018", "2018-11"),
    ("شهر 11/2018", "2018-11"),
    ("3 شهر 4 2019", "2019-04-03"),
    ("يوم الأحد 11 تشرين الثاني 2018", "2018-11-11"),
    ("3 من تموز عام 2019", "2019-07-03"),
    // English.
    ("11 November 2018", "2018-11-11"),
    ("November 11, 2018", "2018-11-11"),
    ("Nov 11th, 2018", "2018-11-11"),
    ("11-Nov-2018", "2018-11-11"),
    ("2018 Nov 11", "2018-11-11"),
    ("Sunday 11 November 2018", "2018-11-11"),
    ("the 3rd of May 2019", "2019-05-03"),
    ("Sept. 2018", "2018-09"),
    // Doubt.
    ("about July 2019", "2019-07~"),
    ("حوالي تموز 2019", "2019-07~"),
    ("نحو ٢٠١٨", "2018~"),
    ("c. 2018", "2018~"),
    ("2018 تقريباً", "2018~"),
    ("probably 11/12/2018", "2018-12-11?"),
    ("ربما تموز 2019", "2019-07?"),
    ("تموز 2019؟", "2019-07?"),
    ("2019 (?)", "2019?"),
    ("11/12/2018?", "2018-12-11?"),
    ("ربما حوالي تموز 2019", "2019-07%"),
    // Ranges.
    ("between June and July 2019", "2019-06/2019-07"),
    ("between 5 and 10 March 2019", "2019-03-05/2019-03-10"),
    ("from 11/11/2018 to 12/11/2018", "2018-11-11/2018-11-12"),
    ("2018-2019", "2018/2019"),
    ("2018 - 2019", "2018/2019"),
    ("2018/2019", "2018/2019"),
    ("11/11/2018-12/11/2018", "2018-11-11/2018-11-12"),
    ("11/11/2018 – 12/11/2018", "2018-11-11/2018-11-12"),
    ("بين حزيران وتموز 2019", "2019-06/2019-07"),
    ("ما بين حزيران و تموز 2019", "2019-06/2019-07"),
    ("بين 2018 و 2019", "2018/2019"),
    ("بين ٢٠١٨ و٢٠١٩", "2018/2019"),
    ("من 11/11/2018 إلى 12/11/2018", "2018-11-11/2018-11-12"),
    ("من حزيران حتى تموز 2019", "2019-06/2019-07"),
    ("about June to July 2019", "2019-06~/2019-07~"),
    // One side.
    ("before July 2019", "../2019-06"),
    ("قبل 9/10/2018", "../2018-10-08"),
    ("after 2018", "2019/.."),
    ("بعد تموز 2018", "2018-08/.."),
    ("until March 2019", "../2019-03"),
    // Parts of a period lie in the period; seasons are not days.
    ("early 2019", "2019"),
    ("أواخر تموز 2019", "2019-07"),
    ("صيف 2018", "2018-22"),
    ("summer 2018", "2018-22"),
    ("winter 2018/2019", "[2018-12,2019-01,2019-02]"),
    (
        "شتاء 2018",
        "[2017-12,2018-01,2018-02,2018-12,2019-01,2019-02]",
    ),
    // Midnight is how a spreadsheet says "a day".
    ("2018-11-11 00:00:00", "2018-11-11"),
    ("2018-11-11T00:00:00", "2018-11-11"),
    ("11/12/2018 0:00", "2018-12-11"),
    ("11/12/2018 12:00:00 AM", "2018-12-11"),
    ("2018-11-11 10:20:33", "2018-11-11T10:20:33"),
    // EDTF as such.
    ("2018-11~", "2018-11~"),
    ("2018-1x", "2018-1X"),
    ("[2018-07,2018-09]", "[2018-07,2018-09]"),
];

#[test]
fn dates_read_as_people_type_them_and_keep_their_text() {
    let mut wrong = Vec::new();
    for (text, edtf) in READ {
        match read_typed(text, DayFirst) {
            Ok(typed) if typed.when.edtf() == *edtf && typed.as_typed == *text => {}
            Ok(typed) => wrong.push(format!("{text}: {} instead of {edtf}", typed.when)),
            Err(problem) => wrong.push(format!("{text}: {problem} instead of {edtf}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_safely_is_a_problem_with_its_reason() {
    let mut wrong = Vec::new();
    for (text, order, code) in [
        ("05/06/2018", Unsettled, Code::DateAmbiguous),
        ("05/06/2018", YearFirst, Code::DateAmbiguous),
        ("31/02/2018", DayFirst, Code::DateImpossible),
        ("31/02/2018", Unsettled, Code::DateImpossible),
        ("32 تموز 2018", DayFirst, Code::DateImpossible),
        ("13/2018", DayFirst, Code::DateImpossible),
        ("2018/25/06", DayFirst, Code::DateImpossible),
        ("06/25/2018", DayFirst, Code::DateAgainstOrder),
        ("25/06/2018", MonthFirst, Code::DateAgainstOrder),
        ("11/12/18", DayFirst, Code::DateTwoDigitYear),
        ("11-Nov-18", DayFirst, Code::DateTwoDigitYear),
        ("03/19", DayFirst, Code::DateYearMissing),
        ("11 تموز", DayFirst, Code::DateYearMissing),
        ("تموز", DayFirst, Code::DateYearMissing),
        ("11", DayFirst, Code::DateYearMissing),
        ("12/03/1440", DayFirst, Code::DateCalendarUnsettled),
        ("1440 هـ", DayFirst, Code::DateCalendarUnsettled),
        ("5 رمضان 1439", DayFirst, Code::DateCalendarUnsettled),
        ("1018", DayFirst, Code::DateOutOfRange),
        ("0018-11-11", DayFirst, Code::DateOutOfRange),
        ("2018-11-11 10:20", DayFirst, Code::DateTimeOfDay),
        ("2019-2018", DayFirst, Code::DateRangeReversed),
        (
            "from July 2019 to June 2019",
            DayFirst,
            Code::DateRangeReversed,
        ),
        (
            "between December and January 2019",
            DayFirst,
            Code::DateYearMissing,
        ),
        ("Monday 11 November 2018", DayFirst, Code::DateImpossible),
        ("شباط/نوفمبر 2018", DayFirst, Code::DateImpossible),
        ("5 تشرين 2018", DayFirst, Code::DateAmbiguous),
        ("43405", DayFirst, Code::DateUnreadable),
        ("20181111", DayFirst, Code::DateUnreadable),
        ("", DayFirst, Code::DateUnreadable),
        ("غير معروف", DayFirst, Code::DateUnreadable),
        ("11//12/2018", DayFirst, Code::DateUnreadable),
        ("11/12-2018", DayFirst, Code::DateUnreadable),
        ("about", DayFirst, Code::DateUnreadable),
        (":", DayFirst, Code::DateUnreadable),
    ] {
        match read_typed(text, order) {
            Ok(typed) => wrong.push(format!("{text}: read as {}", typed.when)),
            Err(problem) if problem.code == code && problem.details["text"] == text => {}
            Err(problem) => wrong.push(format!("{text}: {problem}, not {}", code.as_str())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_ambiguous_date_names_both_readings() {
    let problem = read_typed("05/06/2018", Unsettled).expect_err("two readings");
    assert_eq!(problem.details["first"], "2018-06-05");
    assert_eq!(problem.details["second"], "2018-05-06");
}

#[test]
fn a_date_with_one_possible_reading_settles_itself() {
    for (text, edtf) in [
        ("25/06/2018", "2018-06-25"),
        ("06/25/2018", "2018-06-25"),
        ("05/05/2018", "2018-05-05"),
        ("29/02/2020", "2020-02-29"),
    ] {
        let typed = read_typed(text, Unsettled).expect(text);
        assert_eq!(typed.when.edtf(), edtf, "{text}");
    }
    assert_eq!(
        read_typed("11/12/2018", MonthFirst)
            .expect("read")
            .when
            .edtf(),
        "2018-11-12"
    );
}

#[test]
fn a_whole_column_settles_the_order_or_does_not() {
    for (column, order) in [
        (&["05/06/2018", "25/06/2018"][..], DayFirst),
        (&["05/06/2018", "06/25/2018"], MonthFirst),
        (&["25/06/2018", "06/25/2018"], Unsettled),
        (&["05/06/2018", "07/08/2018"], Unsettled),
        (&["2018-05-06", "2018/07/08", "2018"], YearFirst),
        (&["2018-05-06", "05/06/2018"], Unsettled),
        (&["2018-05-06", "25/06/2018 00:00:00"], DayFirst),
        (&["٢٥/٠٦/٢٠١٨", "تموز 2018", ""], DayFirst),
        (&[], Unsettled),
    ] {
        assert_eq!(settle_order(column.iter().copied()), order, "{column:?}");
    }
}

#[test]
fn spreadsheet_serials_follow_the_workbook_and_skip_the_day_that_never_was() {
    for (serial, date1904, edtf) in [
        (1.0, false, "1900-01-01"),
        (59.0, false, "1900-02-28"),
        (61.0, false, "1900-03-01"),
        (43415.0, false, "2018-11-11"),
        (43415.75, false, "2018-11-11"),
        (41953.0, true, "2018-11-11"),
        (0.0, true, "1904-01-01"),
        (2958465.0, false, "9999-12-31"),
    ] {
        let when = from_excel_serial(serial, date1904).expect("a day");
        assert_eq!(when.edtf(), edtf, "{serial}");
    }
    for (serial, code) in [
        (0.5, Code::DateImpossible),
        (60.0, Code::DateImpossible),
        (-1.0, Code::DateOutOfRange),
        (2958466.0, Code::DateOutOfRange),
        (f64::NAN, Code::DateOutOfRange),
        (f64::INFINITY, Code::DateOutOfRange),
    ] {
        let problem = from_excel_serial(serial, false).expect_err("no day");
        assert_eq!(problem.code, code, "{serial}");
    }
}

fn any_order() -> impl Strategy<Value = DayOrder> {
    prop_oneof![
        Just(DayFirst),
        Just(MonthFirst),
        Just(YearFirst),
        Just(Unsettled)
    ]
}

proptest! {
    #[test]
    fn no_typed_text_brings_it_down(text in any::<String>(), order in any_order()) {
        let _ = read_typed(&text, order);
    }

    #[test]
    fn no_text_of_date_like_words_brings_it_down(
        words in prop::collection::vec(
            prop_oneof![
                Just("بين"), Just("و"), Just("تموز"), Just("تشرين"), Just("2018"), Just("11"),
                Just("/"), Just("-"), Just("?"), Just("about"), Just("before"), Just("شهر"),
                Just("12:00"), Just("شتاء"), Just("من"), Just("الى"), Just("9999"), Just("0")
            ], 0..7),
        glue in "[ ]?", order in any_order()
    ) {
        let _ = read_typed(&words.join(&glue), order);
    }

    #[test]
    fn a_day_reads_back_from_every_way_of_writing_it(y in 1900i16..2100, m in 1i8..=12, d in 1i8..=28) {
        let edtf = format!("{y}-{m:02}-{d:02}");
        for (text, order) in [
            (format!("{d}/{m}/{y}"), DayFirst),
            (format!("{m}/{d}/{y}"), MonthFirst),
            (format!("{y}/{m}/{d}"), YearFirst),
            (format!("{edtf} 00:00"), Unsettled),
        ] {
            let typed = read_typed(&text, order).expect("a day");
            prop_assert_eq!(typed.when.edtf(), &edtf);
        }
    }
}
