use super::*;
use proptest::prelude::*;

fn told(text: &str, footnotes: bool) -> String {
    let mut prose = Prose::cut(text, footnotes);
    prose.account_for_dates_and_labels();
    (0..prose.tokens.len())
        .filter_map(|slot| prose.number(slot).map(|number| (slot, number.to_owned())))
        .filter(|(slot, _)| prose.uses[*slot] == Use::Open)
        .map(|(_, number)| number)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn dates_years_laws_ordinals_and_addresses_are_no_figures() {
    for text in [
        "On November 11, 2018.He was seen in February 2019.In August",
        "before 14\n\nSeptember 2019, since March 2011 and in 1953",
        "Law dated 10/7/1956, Law 30/2007, 2019-02-28",
        "Legislative Decree 70 of 2013, the 4th Division and the 5th Corps",
        "see https://example.org/2018/99 and www.example.org/7",
        "في 9 تشرين الأول 2018، وفي آب 2019، والمرسوم 18 لعام 2018",
        "في ٩ تشرين الأول ٢٠١٨",
    ] {
        assert_eq!(told(text, false), "", "{text}");
    }
}

#[test]
fn numbers_are_read_with_their_separators_in_any_digits() {
    assert_eq!(
        told(
            "10,516 people, 4,635 men, 2,479 women and 3402 children",
            false
        ),
        "10516 4635 2479 3402"
    );
    assert_eq!(told("١٠٬٥١٦ شخصاً و٤٦٣٥ رجلاً", false), "10516 4635");
    assert_eq!(
        told("114, in addition to 13, 11; 3.5 per cent; 30-40", false),
        "114 13 11 3.5 30 40"
    );
    assert_eq!(told("May he count: he may 30 times", false), "30");
}

#[test]
fn digits_glued_to_a_word_are_footnote_marks_where_there_are_footnotes() {
    let text = "a total of 4653 men1 left Idlib2. They \"settled\"3. 9 of them\n1 First note\n2 Second note\n9 of those\n3 Third";
    assert_eq!(told(text, true), "4653 9 9");
    assert_eq!(told("settlement\" 15 persons", true), "15");
    assert_eq!(told("المادة و101", true), "101");
}

#[test]
fn a_quotation_is_found_across_lines_marks_and_punctuation() {
    let prose = Prose::cut("the number is\n\n36, and 4 of those\nwho died17 were", true);
    assert_eq!(prose.find("is 36 and 4 of those who died were").len(), 1);
    assert_eq!(prose.find("is 63").len(), 0);
    assert_eq!(prose.find("").len(), 0);
}

#[test]
fn a_pattern_accounts_for_its_numbers_and_no_others() {
    let mut prose = Prose::cut("Article 123 and articles 100 and 101; 8 articles", false);
    for words in ["Article {n}", "articles {n} and {n}"] {
        prose.account_for_pattern(&Pattern::read(words).expect("a pattern"));
    }
    let open: Vec<&str> = (0..prose.tokens.len())
        .filter(|slot| prose.uses[*slot] == Use::Open)
        .filter_map(|slot| prose.number(slot))
        .collect();
    assert_eq!(open, ["8"]);
    assert!(Pattern::read("articles").is_err());
}

proptest! {
    #[test]
    fn cutting_any_text_keeps_tokens_in_order_and_inside_it(text in "\\PC{0,120}") {
        for footnotes in [false, true] {
            let mut prose = Prose::cut(&text, footnotes);
            prose.account_for_dates_and_labels();
            let mut last = 0;
            for (slot, token) in prose.tokens.iter().enumerate() {
                prop_assert!(token.start >= last && token.end > token.start && token.end <= text.len());
                prop_assert!(!prose.context(slot).is_empty());
                last = token.end;
            }
        }
    }

    #[test]
    fn a_number_written_in_any_digits_is_the_same_number(value in 1_u64..10_000_000) {
        let plain = value.to_string();
        let arabic: String = plain.chars().map(|d| char::from_u32(0x660 + d as u32 - '0' as u32).expect("a digit")).collect();
        let mut grouped = String::new();
        for (position, letter) in plain.chars().enumerate() {
            if position > 0 && (plain.len() - position) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(letter);
        }
        for text in [&plain, &arabic, &grouped] {
            let text = format!("we saw {text} men");
            let prose = Prose::cut(&text, true);
            let numbers: Vec<&str> = (0..prose.tokens.len()).filter_map(|slot| prose.number(slot)).collect();
            prop_assert_eq!(numbers, vec![plain.as_str()]);
        }
    }
}
