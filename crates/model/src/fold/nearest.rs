//! Which of many spellings may somebody have meant?

use super::fold;

/// Of each thing the spelling that is most like the text: up to three things, the most
/// alike first. What is less alike than 0.45 is nothing that anybody meant.
pub fn nearest<'a, S>(text: &str, things: impl IntoIterator<Item = S>) -> Vec<String>
where
    S: IntoIterator<Item = &'a str>,
{
    let wanted = pairs(text);
    let mut alike: Vec<(usize, &str)> = things
        .into_iter()
        .filter_map(|spellings| {
            let spellings = spellings.into_iter();
            let scored = spellings.map(|spelling| (likeness(&wanted, pairs(spelling)), spelling));
            scored.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)))
        })
        .filter(|&(likeness, _)| likeness >= 450)
        .collect();
    alike.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let best = alike.into_iter().take(3);
    best.map(|(_, spelling)| spelling.to_owned()).collect()
}

/// Suggestions as a sentence names them; `none` when there are none.
pub fn or_none(words: &[String]) -> String {
    if words.is_empty() {
        "none".into()
    } else {
        words.join(" · ")
    }
}

/// Neighbouring letters of the folded text, its two ends among them.
fn pairs(text: &str) -> Vec<(char, char)> {
    let folded = fold(text);
    let letters = || std::iter::once(' ').chain(folded.chars());
    let next = letters().skip(1).chain(std::iter::once(' '));
    letters().zip(next).collect()
}

/// Thousandths of Dice's coefficient (1945): twice what both have, over what each has.
fn likeness(a: &[(char, char)], mut b: Vec<(char, char)>) -> usize {
    let all = a.len() + b.len();
    let common = a.iter().filter(|pair| {
        let at = b.iter().position(|it| it == *pair);
        at.map(|at| b.swap_remove(at)).is_some()
    });
    2000 * common.count() / all
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const PLACES: [[&str; 2]; 5] = [
        ["داريا", "Daraya"],
        ["درعا", "Daraa"],
        ["القابون", "Qaboun"],
        ["دوار البلدية", "Roundabout of the Town Hall, Nawa"],
        ["فرع فلسطين", "Building of the Palestine Branch (235)"],
    ];

    #[test]
    fn a_slip_finds_what_was_meant_and_a_long_name_is_not_near_because_it_is_long() {
        let of = |text: &str| nearest(text, PLACES).join(" · ");
        assert_eq!(of("Qabun"), "Qaboun");
        assert_eq!(of("Dera"), "Daraa · Daraya");
        assert_eq!(of("داريه"), "داريا");
        assert_eq!(of("الفابون"), "القابون");
        assert_eq!(
            of("Palestine branch"),
            "Building of the Palestine Branch (235)"
        );
        assert_eq!(of("Nowhereville"), "");
        assert_eq!(of(""), "");
    }
}
