//! Is this a name, or a way of saying that the name is not known?
//!
//! Two records that both say مجهول الهوية are two people as far as anybody
//! knows: a placeholder is never evidence that records are the same person.

use super::fold;

/// Words that no person is called by: one of them makes the text a placeholder.
const WORDS: &[&str] = &[
    "مجهول",
    "مجهوله",
    "المجهول",
    "المجهوله",
    "مجهولين",
    "مجهولون",
    "unknown",
    "unidentified",
    "unnamed",
    "anonymous",
    "inconnu",
    "inconnue",
    "bilinmiyor",
];

/// Whole texts, folded.
const TEXTS: &[&str] = &[
    "غير معروف",
    "غير معروفه",
    "غير معروف الهويه",
    "غير معروف الاسم",
    "غير معلوم",
    "غير معلومه",
    "غير محدد",
    "غير محدده",
    "غير مذكور",
    "غير مذكوره",
    "غير متوفر",
    "غير متوفره",
    "غير موجود",
    "لا يوجد",
    "لا يعرف",
    "لا اعرف",
    "لا نعلم",
    "لم يذكر",
    "لم تذكر",
    "لم يعرف",
    "لم تعرف",
    "لم يحدد",
    "لم يتم التعرف عليه",
    "لم يتم التعرف عليها",
    "لم يوثق",
    "بدون اسم",
    "بلا اسم",
    "بدون",
    "فلان",
    "فلان الفلاني",
    "جثه",
    "n a",
    "na",
    "nan",
    "null",
    "nil",
    "none",
    "not known",
    "not available",
    "not applicable",
    "not identified",
    "not mentioned",
    "not recorded",
    "not specified",
    "not stated",
    "no name",
    "name withheld",
    "withheld",
    "unk",
    "unspecified",
    "undetermined",
    "missing",
    "blank",
    "empty",
    "john doe",
    "jane doe",
    "sans nom",
    "non identifie",
    "non identifiee",
    "x",
    "xx",
    "xxx",
    "xxxx",
];

/// Whether the text stands for "no name known" (UNIDENTIFIED, N/A, `-`,
/// مجهول الهوية, also numbered: مجهول 3) instead of naming somebody. Text
/// without any letter is a placeholder, the empty text too.
pub fn is_placeholder(name: &str) -> bool {
    let folded = fold(name);
    let text = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if !text.chars().any(char::is_alphabetic) {
        return true;
    }
    TEXTS.contains(&text) || text.split(' ').any(|word| WORDS.contains(&word))
}
