//! Which parts does a name have that was written in one cell?
//!
//! «محمد نور خالد الأحمد» is given name, father, family, and grandfather where
//! lists write four parts. How many parts a column usually has decides what a
//! part too many is: a compound given name or a grandfather. بن and ibn settle
//! it where they are written. Parts are compared like the parts of other
//! lists, in the fields given, father, grandfather and family.

use crate::table::Column;
use ::model::fold::{fold, is_placeholder, name_tokens, skeleton};
use rayon::prelude::*;

/// Given name, father, grandfather, family; "" where there is none.
pub(crate) type Parts = [String; 4];

/// Which part of a full name a field of a model holds.
pub(crate) fn part_of(field: &str) -> Option<usize> {
    ["given", "father", "grandfather", "family"]
        .iter()
        .position(|known| *known == field)
}

/// How many parts the names of a column usually have: 2, 3 or 4. `names` are
/// distinct names with the rows that have them.
pub(crate) fn usual_parts<'a>(names: impl Iterator<Item = (&'a str, u32)>) -> usize {
    let mut counts = [0u64; 5];
    for (name, rows) in names {
        let parts = tokens_of(name).len();
        if parts >= 2 {
            counts[parts.min(4)] += u64::from(rows);
        }
    }
    (2..=4)
        .max_by_key(|&parts| (counts[parts], parts == 3))
        .unwrap_or(3)
}

/// The parts of each distinct value of a column, and how many parts names
/// there usually have.
pub(crate) fn parts_of(column: &Column) -> (Vec<Parts>, usize) {
    let mut counts = vec![0u32; column.values.len()];
    for &row in &column.rows {
        counts[row as usize] += 1;
    }
    let names: Vec<&str> = column.values.iter().collect();
    let usual = usual_parts(names.iter().copied().zip(counts));
    (
        names.par_iter().map(|name| split(name, usual)).collect(),
        usual,
    )
}

/// Splits a full name where names usually have `usual` parts. Parts are folded
/// as names are; "" for what names nobody.
pub(crate) fn split(name: &str, usual: usize) -> Parts {
    let mut parts = Parts::default();
    if is_placeholder(name) {
        return parts;
    }
    if let Some(by_son) = split_by_son(name) {
        return by_son;
    }
    let mut tokens = tokens_of(name).into_iter();
    let count = tokens.len();
    let first = tokens.next().unwrap_or_default();
    let mut rest: Vec<String> = tokens.collect();
    parts[0] = first;
    let one_too_many = count > usual.max(3) || usual == 2 && count == 3;
    if one_too_many && begins_compound(&parts[0]) {
        parts[0] = format!("{} {}", parts[0], rest.remove(0));
    }
    match rest.len() {
        0 => {}
        1 => parts[3] = rest.remove(0),
        2 => {
            parts[3] = rest.remove(1);
            parts[1] = rest.remove(0);
        }
        _ => {
            parts[3] = rest.split_off(2).join(" ");
            parts[2] = rest.remove(1);
            parts[1] = rest.remove(0);
        }
    }
    parts
}

/// Splits «أبو يوسف بن حسن المرجوغ»: all before the first بن is the given name,
/// each بن begins an ancestor, what follows the last one's name is the family.
fn split_by_son(name: &str) -> Option<Parts> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let at = words.iter().skip(1).position(is_son_of)? + 1;
    let given = name_tokens(&words[..at].join(" ")).join(" ");
    let ancestors: Vec<Vec<String>> = words[at..]
        .split(is_son_of)
        .map(|words| name_tokens(&words.join(" ")))
        .filter(|tokens| !tokens.is_empty())
        .collect();
    let mut parts = [given, String::new(), String::new(), String::new()];
    for (tokens, part) in ancestors.iter().zip(1..=2) {
        parts[part].clone_from(tokens.first()?);
    }
    let last = ancestors.get(1).or_else(|| ancestors.first())?;
    parts[3] = last[1..].join(" ");
    Some(parts)
}

fn is_son_of(word: &&str) -> bool {
    matches!(*word, "بن" | "ابن" | "bin" | "ibn" | "ben")
}

fn tokens_of(name: &str) -> Vec<String> {
    name_tokens(name)
        .into_iter()
        .filter(|token| !token.is_empty())
        .collect()
}

/// Whether a given name often has a second part: محمد نور, Mohammad Khair.
fn begins_compound(name: &str) -> bool {
    skeleton(name) == "mhmd" || matches!(name, "نور" | "nour" | "nur")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str, usual: usize) -> String {
        split(name, usual).join("|")
    }

    #[test]
    fn names_are_split_by_the_number_of_their_parts() {
        assert_eq!(said("خالد", 3), "خالد|||");
        assert_eq!(said("خالد الأحمد", 3), "خالد|||احمد");
        assert_eq!(said("خالد مروان الأحمد", 3), "خالد|مروان||احمد");
        assert_eq!(said("خالد مروان علي الأحمد", 4), "خالد|مروان|علي|احمد");
        assert_eq!(said("خالد مروان علي الأحمد", 3), "خالد|مروان|علي|احمد");
        assert_eq!(
            said("عبد الرحمن أبو يوسف الزعبي", 3),
            "عبدالرحمن|ابويوسف||زعبي"
        );
        assert_eq!(said("Khaled Marwan Al-Ahmad", 3), "khaled|marwan||ahmad");
        assert_eq!(said("مجهول الهوية", 3), "|||");
        assert_eq!(said("", 3), "|||");
    }

    #[test]
    fn a_part_too_many_belongs_to_a_compound_given_name() {
        assert_eq!(said("محمد نور خالد الأحمد", 3), "محمد نور|خالد||احمد");
        assert_eq!(said("محمد نور خالد الأحمد", 4), "محمد|نور|خالد|احمد");
        assert_eq!(said("محمد نور الأحمد", 3), "محمد|نور||احمد");
        assert_eq!(said("محمد نور الأحمد", 2), "محمد نور|||احمد");
    }

    #[test]
    fn son_of_settles_who_is_whose_father() {
        assert_eq!(said("محمد نور بن خالد الأحمد", 4), "محمد نور|خالد||احمد");
        assert_eq!(
            said("Ahmad bin Khaled bin Marwan Al-Zoubi", 3),
            "ahmad|khaled|marwan|zoubi"
        );
        assert_eq!(said("أبو يوسف بن حسن", 3), "ابويوسف|حسن||");
    }

    #[test]
    fn the_usual_number_of_parts_is_the_commonest() {
        let names = [("خالد مروان الأحمد", 5), ("خالد الأحمد", 3), ("محمد", 9)];
        assert_eq!(usual_parts(names.into_iter()), 3);
        assert_eq!(usual_parts([("خالد الأحمد", 3)].into_iter()), 2);
        assert_eq!(usual_parts(std::iter::empty()), 3);
    }
}
