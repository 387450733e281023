//! Which words around a date say how sure it is, or that there are two dates?
//!
//! Takes folded text apart: doubt (about, probably), one-sided limits (before,
//! after), ranges (between, from … to), and times of day at midnight, which
//! spreadsheets add to every date.

use super::super::month_names::{ABOUT_WORDS, PERHAPS_WORDS};
use crate::{Code, Problem};

/// Which side of a named date is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
    Until,
}

/// Takes a time of day at midnight away; another time stays in the text.
///
/// # Errors
/// `date.unreadable` for a time without a date.
pub(super) fn without_midnight(folded: &str) -> Result<String, Problem> {
    if !folded.contains(':') {
        return Ok(folded.to_owned());
    }
    let Some(split) = folded.find([' ', 't']) else {
        return Err(Problem::new(Code::DateUnreadable));
    };
    let (date, time) = (&folded[..split], folded[split + 1..].trim());
    let time = time.trim_end_matches('z').trim_end_matches("+00:00").trim();
    let (clock, noon_based) = match time.strip_suffix("am").or(time.strip_suffix('ص')) {
        Some(clock) => (clock.trim(), true),
        None => (time, false),
    };
    let mut parts = clock.split([':', '.']);
    let hour = parts.next().unwrap_or_default();
    let at_midnight = (matches!(hour, "0" | "00") || noon_based && hour == "12")
        && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b == b'0'));
    Ok(if at_midnight { date } else { folded }.to_owned())
}

/// The text without its words and signs of doubt, and the EDTF mark that they make.
pub(super) fn without_doubt(folded: &str) -> (String, &'static str) {
    let (mut about, mut perhaps) = (false, false);
    let mut rest = folded.trim();
    loop {
        let shorter = rest.trim_start_matches(['~', '?', '%']);
        let shorter = shorter.trim_end_matches(['~', '?', '%']).trim();
        about |= rest.contains(['~', '%']);
        perhaps |= rest.contains(['?', '%']);
        if shorter == rest {
            break;
        }
        rest = shorter;
    }
    let mut padded = format!(" {rest} ");
    let mut take = |words: &[&str], found: &mut bool| {
        for word in words {
            for spelled in [format!(" {word} "), format!(" {word}. ")] {
                if padded.contains(&spelled) {
                    padded = padded.replace(&spelled, " ");
                    *found = true;
                }
            }
        }
    };
    take(ABOUT_WORDS, &mut about);
    take(PERHAPS_WORDS, &mut perhaps);
    let mark = match (about, perhaps) {
        (false, false) => "",
        (true, false) => "~",
        (false, true) => "?",
        (true, true) => "%",
    };
    (padded.trim().to_owned(), mark)
}

/// The side and the date of “before …”, “after …”, “until …”.
pub(super) fn before_or_after(folded: &str) -> Option<(Side, &str)> {
    const SIDES: &[(&str, Side)] = &[
        ("before ", Side::Before),
        ("قبل ", Side::Before),
        ("after ", Side::After),
        ("بعد ", Side::After),
        ("until ", Side::Until),
        ("by ", Side::Until),
        ("no later than ", Side::Until),
        ("حتي ", Side::Until),
    ];
    SIDES
        .iter()
        .find_map(|(word, side)| Some((*side, folded.strip_prefix(word)?.trim())))
}

/// Every way to read the text as two dates with a word or dash between them.
pub(super) fn ranges(folded: &str) -> Vec<(&str, &str)> {
    const PAIRS: &[(&[&str], &[&str])] = &[
        (&["between "], &[" and "]),
        (&["ما بين ", "بين "], &[" وبين ", " و بين ", " و ", " و"]),
        (&["from "], &[" to ", " until ", " till "]),
        (&["من "], &[" الي ", " حتي "]),
        (&[""], &[" to ", " الي ", " - "]),
    ];
    let mut found = Vec::new();
    for (openings, joins) in PAIRS {
        let Some(rest) = openings.iter().find_map(|word| folded.strip_prefix(word)) else {
            continue;
        };
        for join in *joins {
            for (at, _) in rest.match_indices(join) {
                found.push((rest[..at].trim(), rest[at + join.len()..].trim()));
            }
        }
    }
    // 11/11/2018-12/11/2018: one dash between two dates that are written without any.
    if let Some((from, until)) = folded.split_once('-')
        && [from, until]
            .iter()
            .all(|date| date.contains(['/', '.']) && !date.contains('-'))
    {
        found.push((from.trim(), until.trim()));
    }
    found
}
