//! Is a name written عالء where the page said علاء?
//!
//! PDF extraction writes the ligature لا back to front. A name is suspected when
//! it is not a name as it stands and is one with lam and alef changed over; words
//! that are names both ways (صالح, سالم) are left alone. Nothing is mended here:
//! the mend is suggested.

use model::fold::fold;

/// Names and words of names with لا, folded. Those that are names the other way
/// round too are not in the list.
const WORDS: &[&str] = &[
    "علاء",
    "بلال",
    "جلال",
    "هلال",
    "طلال",
    "دلال",
    "اسلام",
    "الاسلام",
    "ولاء",
    "الاء",
    "عبدالسلام",
    "كيلاني",
    "الكيلاني",
    "جيلاني",
    "الجيلاني",
    "علاوي",
    "حلاق",
    "الحلاق",
    "بلاسم",
    "سلامات",
    "السلامات",
    "حلاوه",
    "الحلاوه",
    "حلاوي",
    "علاوه",
    "غزلان",
    "قبلان",
    "زعلان",
    "نبلاء",
    "نجلاء",
    "شهلاء",
    "كربلاء",
    "ميلاد",
    "اللاذقيه",
    "بلاط",
    "كلاس",
    "الكلاس",
    "سلايمه",
    "الاحمد",
    "الابراهيم",
    "الاسعد",
    "الاسود",
    "الاشقر",
    "الاخرس",
    "الامين",
    "الايوب",
    "الادلبي",
    "الاطرش",
    "الاعرج",
    "الاعور",
    "الاغا",
    "سلاوي",
    "بلان",
    "البلان",
];

/// The text with suspected words mended; `None` when nothing is suspect.
pub(crate) fn mend(text: &str) -> Option<String> {
    // The reversed ligature is alef before lam inside or at the end of a word.
    if !text.split(' ').any(|word| {
        word.match_indices("ال").any(|(at, _)| at > 0) || word.contains("أل") || word.contains("إل")
    }) {
        return None;
    }
    // السالم alone is a family; after عبد it is السلام.
    let whole = text.replace("عبد السالم", "عبد السلام");
    let mut mended = whole != text;
    let words: Vec<String> = whole
        .split(' ')
        .map(|word| match mend_word(word) {
            Some(better) => {
                mended = true;
                better
            }
            None => word.to_owned(),
        })
        .collect();
    mended.then(|| words.join(" "))
}

fn mend_word(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    // Arabic words do not end like this; the ligature written back to front does.
    let odd_end = ["الء", "الئ", "الل"].iter().any(|end| word.ends_with(end)) && letters.len() > 3;
    // At the beginning it is the article.
    for at in 1..letters.len().saturating_sub(1) {
        let hamza_alef = matches!(letters[at], 'ا' | 'أ' | 'إ' | 'آ');
        if !hamza_alef || letters[at + 1] != 'ل' {
            continue;
        }
        let mut swapped = letters.clone();
        swapped.swap(at, at + 1);
        let better: String = swapped.iter().collect();
        let known = |candidate: &str| WORDS.contains(&fold(candidate).as_str());
        if (known(&better) || (odd_end && at + 3 >= letters.len())) && !known(word) {
            return Some(better);
        }
    }
    None
}
