//! How do several values stand in one cell of an export and come apart again?
//!
//! Separated by ` ; `. A semicolon or backslash that belongs to a value has a
//! backslash before it, so that any values come back letter by letter. Sheets
//! that people write have no such quoting (`rows/person.rs`).

/// Values as one cell.
pub(crate) fn join<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    let mut cell = String::new();
    for (position, value) in values.into_iter().enumerate() {
        if position > 0 {
            cell.push_str(" ; ");
        }
        for letter in value.chars() {
            if matches!(letter, ';' | '\\') {
                cell.push('\\');
            }
            cell.push(letter);
        }
    }
    cell
}

/// The values of a cell that [`join`] made.
pub(crate) fn split(cell: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => value.extend(letters.next()),
            ';' => {
                if value.ends_with(' ') {
                    value.pop();
                }
                letters.next_if_eq(&' ');
                values.push(std::mem::take(&mut value));
            }
            letter => value.push(letter),
        }
    }
    values.push(value);
    values
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_joined_comes_apart_again(values in proptest::collection::vec("[a ;\\\\؛]{0,6}", 1..4)) {
            let cell = super::join(values.iter().map(String::as_str));
            prop_assert_eq!(super::split(&cell), values);
        }
    }
}
