//! The nine of the published report under Legislative Decree 18 of 2018: the golden case.

use jiff::civil::{Date, date};
use law::{
    Facts, Instrument, Library, Outcome, Settling, Speech, Tested, Text, Until, Value, builtin,
};
use model::When;
use words::{Language, Words};

const AS_OF: Date = date(2019, 12, 31);
const ASSUMED: &str = "desertion-before-the-decree";

fn library() -> Library {
    Library::load(builtin()).expect("the shipped instruments load")
}

fn when(edtf: &str) -> When {
    When::parse(edtf).expect("a date")
}

/// Who, how taken (surrendered or arrested), when, last seen in detention.
const NINE: &[(&str, bool, &str, Option<&str>)] = &[
    ("A M", true, "2018-11-11", Some("2019-02")),
    ("M SH", false, "2018-11-12", None),
    ("T K", false, "2018-11-25", Some("2019-01")),
    ("W Q", false, "2018-12-09", Some("2019-01")),
    ("A S", true, "2019-01-24", None),
    ("A H", false, "2019-02-06", None),
    ("M Q", false, "2018-09-16", Some("2019-01")),
    ("H N", false, "2018-08-14", Some("2018-12")),
    ("S K", true, "2019-01-28", None),
];

fn facts(who: &str) -> Facts {
    let (_, surrendered, taken, seen) = NINE
        .iter()
        .find(|(name, ..)| *name == who)
        .expect("one of the nine");
    let arrest = [format!("{who}/taken")];
    let custody = Value::State {
        holds: true,
        from: when(taken),
        until: seen.map_or(Until::Unknown, |seen| Until::AtLeast(when(seen))),
    };
    let facts = Facts::of(who).with("custody", custody, &arrest);
    if *surrendered {
        facts.with("surrender.date", Value::When(when(taken)), &arrest)
    } else {
        facts
    }
}

fn tested(instrument: &Instrument, who: &str, assumed: bool) -> Tested {
    let assumptions = if assumed {
        vec![ASSUMED.to_owned()]
    } else {
        Vec::new()
    };
    law::test(instrument, None, &facts(who), AS_OF, &assumptions).expect("the reading is known")
}

/// The office's speech, as `report` makes it.
struct Said(Words);

impl Speech for Said {
    fn message(&self, id: &str, values: &[(&str, String)]) -> String {
        assert!(self.0.has(id), "{id} has no sentence");
        let values: Vec<(&str, words::Value)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str().into()))
            .collect();
        self.0.text_with(id, &values)
    }

    fn date(&self, when: &When) -> String {
        self.0.date(when)
    }

    fn choose<'t>(&self, text: &'t Text) -> &'t str {
        match self.0.language() {
            Language::Arabic => &text.ar,
            Language::English => &text.en,
        }
    }
}

fn said(tested: &Tested, language: Language) -> String {
    tested
        .explanation
        .lines(&Said(Words::plain(language)))
        .into_iter()
        .map(|(depth, line)| format!("{}{line}\n", "  ".repeat(depth)))
        .collect()
}

#[test]
fn all_nine_cannot_be_known_because_article_and_date_are_in_no_record() {
    let library = library();
    let decree = library.get("ld-18-2018").expect("shipped");
    for (who, ..) in NINE {
        let tested = tested(decree, who, false);
        assert_eq!(tested.outcome, Outcome::CannotBeKnown, "{who}");
        assert_eq!(tested.missing_settles, Settling::Always, "{who}");
        for set in &tested.missing {
            for fact in ["offence.article", "offence.date"] {
                assert!(set.iter().any(|name| name == fact), "{who} lacks {fact}");
            }
        }
        assert!(!tested.missing.is_empty(), "{who}");
    }
    // For those who surrendered in time or were in custody the two facts are all that is missing.
    for who in ["A M", "A S", "S K", "M Q", "H N"] {
        assert_eq!(
            tested(decree, who, false).missing,
            [["offence.article", "offence.date"]],
            "{who}"
        );
    }
    assert_eq!(
        tested(decree, "M SH", false).missing,
        [[
            "offence.article",
            "offence.date",
            "person.fugitive",
            "surrender.date"
        ]]
    );
}

#[test]
fn under_the_labelled_assumption_five_are_covered_and_four_cannot_be_known() {
    let library = library();
    let decree = library.get("ld-18-2018").expect("shipped");
    for (who, ..) in NINE {
        let tested = tested(decree, who, true);
        let expected = match *who {
            "A M" | "A S" | "S K" | "M Q" | "H N" => Outcome::Covered,
            _ => Outcome::CannotBeKnown,
        };
        assert_eq!(tested.outcome, expected, "{who}");
        if expected == Outcome::CannotBeKnown {
            // Between the fourth and the sixth month the kind of flight decides.
            assert_eq!(
                tested.missing,
                [
                    ["offence.article", "person.fugitive", "surrender.date"],
                    ["offence.flight", "person.fugitive", "surrender.date"],
                ],
                "{who}"
            );
        } else {
            assert!(tested.missing.is_empty());
        }
        assert_eq!(tested.assumptions, [ASSUMED]);
    }
}

#[test]
fn one_who_stated_that_he_never_surrendered_lacks_only_whether_he_was_in_hiding() {
    let library = library();
    let decree = library.get("ld-18-2018").expect("shipped");
    let facts = facts("T K").with("surrender.date", Value::Never, ["claim"]);
    let tested = law::test(decree, None, &facts, AS_OF, &[ASSUMED.to_owned()]).expect("known");
    assert_eq!(tested.outcome, Outcome::CannotBeKnown);
    assert_eq!(tested.missing, [["person.fugitive"]]);
}

#[test]
fn of_two_surrenders_one_in_time_is_enough() {
    let library = library();
    let decree = library.get("ld-18-2018").expect("shipped");
    let surrenders = Value::Occasions(vec![when("2018-07"), when("2018-11-25")]);
    let facts = facts("T K").with("surrender.date", surrenders, ["a", "b"]);
    let tested = law::test(decree, None, &facts, AS_OF, &[ASSUMED.to_owned()]).expect("known");
    assert_eq!(tested.outcome, Outcome::Covered);
}

#[test]
fn the_explanation_for_m_q_says_why_no_surrender_was_owed() {
    let library = library();
    let tested = tested(library.get("ld-18-2018").expect("shipped"), "M Q", true);
    insta::assert_snapshot!("m_q_en", said(&tested, Language::English));
    insta::assert_snapshot!("m_q_ar", said(&tested, Language::Arabic));
}

#[test]
fn the_explanation_for_t_k_says_what_is_not_known() {
    let library = library();
    let tested = tested(library.get("ld-18-2018").expect("shipped"), "T K", false);
    insta::assert_snapshot!("t_k_en", said(&tested, Language::English));
    insta::assert_snapshot!("t_k_ar", said(&tested, Language::Arabic));
}

#[test]
fn an_outcome_prints_as_json_with_its_tree_and_what_is_missing() {
    let library = library();
    let tested = tested(library.get("ld-18-2018").expect("shipped"), "A M", true);
    let json = serde_json::to_string_pretty(&tested).expect("plain data");
    insta::assert_snapshot!("a_m_json", json);
}

#[test]
fn every_step_of_every_shipped_instrument_can_be_said_in_both_languages() {
    let library = library();
    for instrument in library.instruments() {
        let mut readings: Vec<Option<&str>> = vec![None];
        readings.extend(instrument.readings.iter().map(|r| Some(r.id.as_str())));
        for reading in readings {
            for who in ["A M", "M Q", "T K"] {
                let facts = facts(who).with("surrender.date", Value::Never, ["x"]).with(
                    "offence.article",
                    Value::OneOf(vec!["100".into()]),
                    ["x"],
                );
                let tested = law::test(instrument, reading, &facts, AS_OF, &[]).expect("known");
                for language in Language::ALL {
                    assert!(!said(&tested, language).contains('{'));
                }
            }
        }
    }
    for language in Language::ALL {
        let words = Words::plain(language);
        for (fact, _) in law::FACTS {
            assert!(
                words.has(&format!("law-fact-{}", fact.replace('.', "-"))),
                "{fact}"
            );
        }
    }
}
