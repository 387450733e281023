//! Which numbers stand in a text, and which of them count nothing?
//!
//! Cuts a text in Arabic or English into words and numbers, in any digits, with
//! separators of thousands; knows footnote marks, labels, ordinals, dates,
//! years and numbers of laws by themselves, and others by declared patterns.
//! Line breaks, punctuation and case never matter. Who backs the remaining
//! numbers is for `published`.

use crate::definition::line_at;
use model::fold::fold;
use model::when::{DayOrder, read_typed};
use model::{Code, Problem};

/// A word or number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Where it stands, in bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The sentence that it belongs to, numbered.
    pub(crate) sentence: usize,
    /// Nothing but blanks stands before it on its line.
    pub(crate) first_on_line: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, folded.
    Word(String),
    /// A number: its digits without separators. A decimal keeps its point.
    Number(String),
    /// Digits that are no number: a footnote mark, an ordinal, a part of an address or a written date.
    Mark(String),
}

/// Why a number counts nothing, or who backs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Nobody has accounted for it.
    Open,
    /// A date, a year, a footnote's label, the number of a law, a declared pattern.
    NoFigure,
    /// A published statement of a figure.
    Statement,
    /// An estimate or somebody else's number.
    Declared,
}

/// A text cut into tokens, with the use of each number.
#[derive(Clone, Debug)]
pub(crate) struct Prose<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) uses: Vec<Use>,
}

impl<'t> Prose<'t> {
    /// Cuts a text. With `footnotes`, digits glued to a word are marks of footnotes.
    pub(crate) fn cut(text: &'t str, footnotes: bool) -> Prose<'t> {
        let tokens = Cutter {
            text,
            footnotes,
            tokens: Vec::new(),
            sentence: 0,
        }
        .cut();
        let uses = vec![Use::Open; tokens.len()];
        Prose { text, tokens, uses }
    }

    /// Accounts for what needs no declaration.
    pub(crate) fn account_for_dates_and_labels(&mut self) {
        self.labels();
        for position in 0..self.tokens.len() {
            if self.uses[position] != Use::Open {
                continue;
            }
            let Kind::Number(number) = &self.tokens[position].kind else {
                continue;
            };
            if is_year(number) && self.written(position).len() == number.len()
                || self.number_of_a_law(position)
            {
                self.uses[position] = Use::NoFigure;
            }
        }
        for position in 0..self.tokens.len() {
            for slot in self.date_at(position) {
                if self.uses[slot] == Use::Open {
                    self.uses[slot] = Use::NoFigure;
                }
            }
        }
    }

    /// Accounts for the numbers of a pattern, wherever it stands.
    pub(crate) fn account_for_pattern(&mut self, pattern: &Pattern) {
        for start in 0..self.tokens.len() {
            if let Some(matched) = pattern.at(self, start) {
                for slot in matched {
                    if self.uses[slot] == Use::Open {
                        self.uses[slot] = Use::NoFigure;
                    }
                }
            }
        }
    }

    /// The positions of each occurrence of a quotation.
    pub(crate) fn find(&self, quote: &str) -> Vec<Vec<usize>> {
        let wanted: Vec<Kind> = Prose::cut(quote, true)
            .tokens
            .into_iter()
            .map(|token| token.kind)
            .filter(|kind| !matches!(kind, Kind::Mark(_)))
            .collect();
        let mut found = Vec::new();
        if wanted.is_empty() {
            return found;
        }
        let flowing: Vec<usize> = (0..self.tokens.len())
            .filter(|slot| !matches!(self.tokens[*slot].kind, Kind::Mark(_)))
            .collect();
        for window in flowing.windows(wanted.len()) {
            if window
                .iter()
                .zip(&wanted)
                .all(|(slot, kind)| self.tokens[*slot].kind == *kind)
            {
                found.push(window.to_vec());
            }
        }
        found
    }

    /// The digits of a number, without separators.
    pub(crate) fn number(&self, position: usize) -> Option<&str> {
        match &self.tokens[position].kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A token as written.
    pub(crate) fn written(&self, position: usize) -> &'t str {
        &self.text[self.tokens[position].start..self.tokens[position].end]
    }

    /// The line of a token, from 1.
    pub(crate) fn line(&self, position: usize) -> u64 {
        line_at(self.text, self.tokens[position].start)
    }

    /// The word after a number, marks aside: the noun that it counts.
    pub(crate) fn noun(&self, position: usize) -> Option<&str> {
        self.tokens[position + 1..]
            .iter()
            .find_map(|token| match &token.kind {
                Kind::Word(word) => Some(Some(word.as_str())),
                Kind::Number(_) => Some(None),
                Kind::Mark(_) => None,
            })?
    }

    /// The number with some words around it, for people to find it by.
    pub(crate) fn context(&self, position: usize) -> String {
        let from = position.saturating_sub(4);
        let until = (position + 5).min(self.tokens.len());
        let (start, end) = (self.tokens[from].start, self.tokens[until - 1].end);
        self.text[start..end]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Labels of footnotes: at the beginnings of lines, in order from 1.
    fn labels(&mut self) {
        let mut next: u64 = 1;
        let marks: Vec<String> = self
            .tokens
            .iter()
            .filter_map(|token| match &token.kind {
                Kind::Mark(digits) => Some(digits.clone()),
                _ => None,
            })
            .collect();
        for position in 0..self.tokens.len() {
            let Kind::Number(number) = &self.tokens[position].kind else {
                continue;
            };
            if self.tokens[position].first_on_line
                && *number == next.to_string()
                && marks.contains(number)
            {
                self.uses[position] = Use::NoFigure;
                next += 1;
            }
        }
    }

    /// `23 of 2013`, `23 لعام 2013`: laws are cited so.
    fn number_of_a_law(&self, position: usize) -> bool {
        let (Some(word), Some(year)) =
            (self.tokens.get(position + 1), self.tokens.get(position + 2))
        else {
            return false;
        };
        let (Kind::Word(word), Kind::Number(year)) = (&word.kind, &year.kind) else {
            return false;
        };
        ["of", "لعام", "لسنه", "عام", "سنه"].contains(&word.as_str())
            && is_year(year)
            && self
                .number(position)
                .is_some_and(|number| number.len() <= 3)
    }

    /// The numbers of a date whose month begins here: `9 October 2018`, `October 9, 2018`,
    /// `October 2018`, `9 October`. Between day and month stands nothing but blanks.
    fn date_at(&self, position: usize) -> Vec<usize> {
        let Some(end) = self.month_at(position) else {
            return Vec::new();
        };
        let number = |slot: Option<usize>| slot.and_then(|slot| Some((slot, self.number(slot)?)));
        let is_day = |number: &str| {
            number
                .parse::<u8>()
                .is_ok_and(|day| (1..=31).contains(&day))
        };
        let blank = |left: usize, right: usize| {
            self.text[self.tokens[left].end..self.tokens[right].start]
                .trim()
                .is_empty()
        };
        let mut slots = Vec::new();
        let before = number(position.checked_sub(1))
            .filter(|(slot, day)| is_day(day) && blank(*slot, position));
        slots.extend(before.map(|(slot, _)| slot));
        let mut next = Some(end).filter(|slot| *slot < self.tokens.len());
        if before.is_none()
            && let Some((slot, _)) =
                number(next).filter(|(slot, day)| is_day(day) && blank(slot - 1, *slot))
        {
            slots.push(slot);
            next = Some(slot + 1).filter(|slot| *slot < self.tokens.len());
        }
        slots.extend(
            number(next)
                .filter(|(_, year)| is_year(year))
                .map(|(slot, _)| slot),
        );
        slots
    }

    /// Where the name of a month ends that begins here. Names may have two words: تشرين الأول.
    fn month_at(&self, position: usize) -> Option<usize> {
        // “may” is a verb unless it is written as a name.
        if self.written(position) == "may" {
            return None;
        }
        let mut name = String::new();
        let mut ends = None;
        for length in 1..=2 {
            let Some(Token {
                kind: Kind::Word(word),
                ..
            }) = self.tokens.get(position + length - 1)
            else {
                break;
            };
            name.push_str(word);
            name.push(' ');
            let is_month = read_typed(&format!("15 {name}2018"), DayOrder::DayFirst)
                .is_ok_and(|typed| typed.when.is_exact_day());
            if is_month {
                ends = Some(position + length);
            }
        }
        ends
    }
}

/// Years of living memory, written without separators.
pub(crate) fn is_year(number: &str) -> bool {
    number.len() == 4
        && number
            .parse::<u16>()
            .is_ok_and(|year| (1900..=2100).contains(&year))
}

/// A declared pattern of numbers that are no figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    parts: Vec<PatternPart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PatternPart {
    Word(String),
    Fixed(String),
    Any,
    Year,
}

impl Pattern {
    /// Reads `Decree {n} of {year}`.
    ///
    /// # Errors
    /// `study.pattern-empty` when it has no number.
    pub(crate) fn read(words: &str) -> Result<Pattern, Problem> {
        let mut parts = Vec::new();
        let mut rest = words;
        loop {
            let next = [("{n}", PatternPart::Any), ("{year}", PatternPart::Year)]
                .into_iter()
                .filter_map(|(mark, part)| rest.find(mark).map(|at| (at, mark, part)))
                .min_by_key(|(at, ..)| *at);
            let before = next.as_ref().map_or(rest, |(at, ..)| &rest[..*at]);
            for token in Prose::cut(before, false).tokens {
                parts.push(match token.kind {
                    Kind::Word(word) => PatternPart::Word(word),
                    Kind::Number(number) | Kind::Mark(number) => PatternPart::Fixed(number),
                });
            }
            let Some((at, mark, part)) = next else { break };
            parts.push(part);
            rest = &rest[at + mark.len()..];
        }
        if parts
            .iter()
            .all(|part| matches!(part, PatternPart::Word(_)))
        {
            return Err(Problem::new(Code::StudyPatternEmpty).with("words", words));
        }
        Ok(Pattern { parts })
    }

    /// The positions of its numbers when it stands at this token.
    fn at(&self, prose: &Prose<'_>, start: usize) -> Option<Vec<usize>> {
        let mut numbers = Vec::new();
        let mut slot = start;
        for part in &self.parts {
            while matches!(prose.tokens.get(slot)?.kind, Kind::Mark(_)) && slot > start {
                slot += 1;
            }
            match (part, &prose.tokens.get(slot)?.kind) {
                (PatternPart::Word(wanted), Kind::Word(word)) if wanted == word => {}
                (PatternPart::Any, Kind::Number(_)) => numbers.push(slot),
                (PatternPart::Year, Kind::Number(number)) if is_year(number) => numbers.push(slot),
                (PatternPart::Fixed(wanted), Kind::Number(number)) if wanted == number => {
                    numbers.push(slot)
                }
                _ => return None,
            }
            slot += 1;
        }
        Some(numbers)
    }
}

/// Cuts a text into tokens.
struct Cutter<'t> {
    text: &'t str,
    footnotes: bool,
    tokens: Vec<Token>,
    sentence: usize,
}

impl Cutter<'_> {
    fn cut(mut self) -> Vec<Token> {
        let mut at = 0;
        while let Some(letter) = self.text[at..].chars().next() {
            let end = if digit(letter).is_some() {
                self.number(at)
            } else if letter.is_alphabetic() {
                self.word(at)
            } else {
                self.stop(at, letter);
                at + letter.len_utf8()
            };
            at = end;
        }
        self.tokens
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let line_start = self.text[..start]
            .rfind(['\n', '\u{c}'])
            .map_or(0, |at| at + 1);
        let first_on_line = self.text[line_start..start].trim().is_empty();
        self.tokens.push(Token {
            kind,
            start,
            end,
            sentence: self.sentence,
            first_on_line,
        });
    }

    /// Ends a sentence at a full stop that is none of a number or an abbreviation like `No.`.
    fn stop(&mut self, at: usize, letter: char) {
        let next = self.text[at + letter.len_utf8()..].chars().next();
        let in_number = next.is_some_and(|next| digit(next).is_some());
        let abbreviated = matches!(self.tokens.last(), Some(Token { kind: Kind::Word(word), .. }) if word == "no");
        let ends = matches!(letter, '.' | '!' | '?' | '؟' | '۔') && !in_number && !abbreviated;
        self.sentence += usize::from(ends);
    }

    fn word(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        // An address is one thing: no digit in it is a number.
        let folded = rest.get(..8).unwrap_or(rest).to_ascii_lowercase();
        if folded.starts_with("http://")
            || folded.starts_with("https:/")
            || folded.starts_with("www.")
        {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.push(Kind::Mark(rest[..length].to_owned()), start, start + length);
            return start + length;
        }
        let mut end = start;
        let mut letters = rest.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let inner = matches!(
                letter,
                '\'' | '’' | 'ʼ' | 'ـ' | '\u{64b}'..='\u{65f}' | '\u{670}'
            ) && letters.peek().is_some_and(|(_, next)| {
                next.is_alphabetic() || matches!(next, '\u{64b}'..='\u{65f}')
            });
            let mark = matches!(letter, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{300}'..='\u{36f}');
            if !letter.is_alphabetic() && !inner && !mark {
                break;
            }
            end = start + at + letter.len_utf8();
        }
        let word = fold(&self.text[start..end]);
        if !word.is_empty() {
            self.push(Kind::Word(word), start, end);
        }
        end
    }

    fn number(&mut self, start: usize) -> usize {
        let (digits, end) = run(self.text, start);
        let mut number = digits;
        let mut end = end;
        // Thousands: a separator and exactly three digits, again and again.
        while number.len() <= 15
            && (number.len() < 4 || self.text[start..end].chars().any(|c| digit(c).is_none()))
        {
            let Some(separator) = self.text[end..].chars().next() else {
                break;
            };
            if !matches!(separator, ',' | '٬' | '\u{202f}' | '\u{a0}') {
                break;
            }
            let (group, stop) = run(self.text, end + separator.len_utf8());
            if group.len() != 3 {
                break;
            }
            number.push_str(&group);
            end = stop;
        }
        let next = self.text[end..].chars().next();
        if let Some(separator @ ('/' | '-' | '.' | '٫')) = next {
            let (group, stop) = run(self.text, end + separator.len_utf8());
            if !group.is_empty() {
                if separator == '٫' || separator == '.' && !is_written_date(self.text, start) {
                    number.push('.');
                    number.push_str(&group);
                    self.push(Kind::Number(number), start, stop);
                    return stop;
                }
                if separator == '/' && is_year(&group) || is_written_date(self.text, start) {
                    let stop = written_date_end(self.text, start);
                    self.push(Kind::Mark(self.text[start..stop].to_owned()), start, stop);
                    return stop;
                }
            }
        }
        if let Some(stop) = ordinal_end(self.text, end) {
            self.push(Kind::Mark(number), start, stop);
            return stop;
        }
        let kind = if self.is_glued(start) {
            Kind::Mark(number)
        } else {
            Kind::Number(number)
        };
        self.push(kind, start, end);
        end
    }

    /// Whether digits follow a word without a blank: `Idlib10`, `settlement”15`, `COVID-19`.
    fn is_glued(&self, start: usize) -> bool {
        let mut before = self.text[..start].chars().rev().peekable();
        let Some(nearest) = before.peek().copied() else {
            return false;
        };
        if nearest.is_alphabetic() {
            // One Arabic letter is a prefix of the number: و101, بـ5.
            let word: String = before
                .take_while(|letter| letter.is_alphabetic() || *letter == 'ـ')
                .collect();
            let prefix = word.chars().filter(|letter| *letter != 'ـ').count() == 1
                && word
                    .chars()
                    .all(|letter| ('\u{600}'..'\u{700}').contains(&letter));
            return !prefix;
        }
        if nearest == '-' {
            before.next();
            return before.next().is_some_and(char::is_alphabetic);
        }
        if !self.footnotes
            || !matches!(
                nearest,
                '"' | '”' | '»' | '\'' | '’' | ')' | '.' | '؟' | '،' | ','
            )
        {
            return false;
        }
        before
            .find(|letter| {
                !matches!(
                    letter,
                    '"' | '”' | '»' | '\'' | '’' | ')' | '.' | '؟' | '،' | ','
                )
            })
            .is_some_and(char::is_alphabetic)
    }
}

/// A digit in Latin, Arabic-Indic or Persian script, as ASCII.
fn digit(letter: char) -> Option<char> {
    let value = match letter {
        '0'..='9' => return Some(letter),
        '\u{660}'..='\u{669}' => letter as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => letter as u32 - 0x6f0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// The digits from here on, as ASCII, and where they end.
fn run(text: &str, start: usize) -> (String, usize) {
    let mut digits = String::new();
    let mut end = start;
    for letter in text[start..].chars() {
        let Some(value) = digit(letter) else { break };
        digits.push(value);
        end += letter.len_utf8();
    }
    (digits, end)
}

/// Three groups of digits joined by the same separator: 10/7/1956, 2019-02-28.
fn is_written_date(text: &str, start: usize) -> bool {
    let end = written_date_end(text, start);
    text[start..end].matches(['/', '-', '.']).count() == 2
}

fn written_date_end(text: &str, start: usize) -> usize {
    let (_, mut end) = run(text, start);
    for _ in 0..2 {
        let Some(separator) = text[end..]
            .chars()
            .next()
            .filter(|letter| matches!(letter, '/' | '-' | '.'))
        else {
            break;
        };
        let (group, stop) = run(text, end + separator.len_utf8());
        if group.is_empty() {
            break;
        }
        end = stop;
    }
    end
}

/// Where an ordinal ends whose ending begins here: `4th`.
fn ordinal_end(text: &str, end: usize) -> Option<usize> {
    let ending = text.get(end..end + 2)?;
    let whole = ["st", "nd", "rd", "th"].contains(&ending.to_ascii_lowercase().as_str());
    let stops = !text[end + 2..]
        .chars()
        .next()
        .is_some_and(char::is_alphabetic);
    (whole && stops).then_some(end + 2)
}

#[cfg(test)]
mod tests;
