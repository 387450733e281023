//! With which letters is a person called where names are withheld?

use model::record::Name;

/// The initials of given and family name; a name that is only initials stays as it is.
pub(crate) fn initials(name: &Name) -> String {
    let parts: Vec<&str> = match (&name.given, &name.family) {
        (None, None) => {
            let words: Vec<&str> = name
                .full
                .as_deref()
                .unwrap_or_default()
                .split_whitespace()
                .collect();
            match words.as_slice() {
                [] => Vec::new(),
                [only] => vec![*only],
                [first, .., last] => vec![*first, *last],
            }
        }
        (given, family) => [given, family]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect(),
    };
    parts.into_iter().map(initial).collect::<Vec<_>>().join(" ")
}

fn initial(part: &str) -> String {
    let part = part.trim();
    let is_initial = part.chars().count() <= 2 && !part.chars().any(char::is_lowercase);
    if is_initial {
        return part.to_owned();
    }
    // The article is no initial: القاسم is ق.
    let bare = part
        .strip_prefix("ال")
        .filter(|rest| rest.chars().count() > 1)
        .unwrap_or(part);
    bare.chars()
        .next()
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default()
}
