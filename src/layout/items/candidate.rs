//! Reads a line as the announcement of an item, by its form alone: "Punkt 74: X", "3. X", "12 (Åben) X", "21 - X".

use super::super::Family;
use super::super::prepare::starts_upper;
use crate::lexicon::Lexicon;
use crate::source::{Block, BlockKind};
use crate::value::fold::{ToLower, begins_with};
use crate::value::{CaseNumber, CaseSystem, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A line that could announce an item.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The block.
    pub block: usize,
    /// Its number.
    pub number: u32,
    /// The number as written ("01").
    pub written: Span,
    /// How it is announced.
    pub family: Family,
    /// Whether words beside the number say open or closed.
    pub closed: Option<bool>,
    /// The title in the same block; empty where it stands in the next.
    pub title: Span,
    /// Words that say open or closed in the place of the title ("Åbent punkt").
    pub mark: Option<Span>,
    /// A case number in the same block.
    pub case_number: Option<Span>,
    /// Evidence that it announces an item.
    pub weight: i64,
}

impl Candidate {
    /// "Ad 1. Godkendt" decides a point.
    #[must_use]
    pub fn decides(&self, text: &str, lexicon: &Lexicon) -> bool {
        self.family == Family::Ad && lexicon.opens_with_outcome(self.title.of(text))
    }
}

/// Numbers of items are smaller: they run on through a year at most.
pub const HIGHEST_NUMBER: u32 = 3000;
/// Longer lines are text.
const LONGEST_LINE: usize = 400;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:nr\.?\s*)?(?<number>\d{1,4})(?<stop>[.:)]|\s+:|\s*[-–—](?:\s|$))?(?<space>\s*)(?<rest>.*)$")
        .expect("OK because the pattern is a constant")
});

/// Reads the block at `at`, if its form is that of an announcement.
#[must_use]
pub fn candidate(text: &str, blocks: &[Block], at: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let block = &blocks[at];
    let words = block.content.of(text);
    let kind = matches!(
        block.kind,
        BlockKind::Heading(_) | BlockKind::Bold | BlockKind::Paragraph
    );
    // A row of cells announces an item where its first cell is a number and no more than a title and a case number follow.
    let row = block.kind == BlockKind::TableRow
        && !words.contains('|')
        && words.matches('\t').count() <= 3;
    if !(kind || row) || !may_announce(words, lexicon) || words.chars().count() > LONGEST_LINE {
        return None;
    }
    let (lead, word_closed, weak) = item_word(words, lexicon);
    let found = NUMBER.captures(&words[lead..])?;
    let number: u32 = found["number"]
        .parse()
        .ok()
        .filter(|number| (1..=HIGHEST_NUMBER).contains(number))?;
    let digits = found.name("number")?;
    let stop = found.name("stop").map(|stop| stop.as_str().trim());
    let rest = found.name("rest")?;
    let family = family(lead > 0, weak, stop, rest.as_str().is_empty());
    // "Sag 25-003549" and "12.08.2025" go on without a space; a sentence goes on with a small letter.
    if !rest.as_str().is_empty() && found["space"].is_empty() && !stop_holds_space(&found) {
        return None;
    }
    let whole = block
        .content
        .part(lead + rest.start()..words.len())
        .trimmed(text);
    let (case_number, title) = part_case_number(text, whole);
    let (skip, closed) = access_mark(title.of(text), lexicon);
    let mark = (skip == title.len() && skip > 0).then_some(title);
    let title = title.part(skip..title.len()).trimmed(text);
    let shaped = title.is_empty() || fits(title.of(text), family);
    (shaped && !(row && title.is_empty())).then_some(Candidate {
        block: at,
        number,
        written: block
            .content
            .part(lead + digits.start()..lead + digits.end()),
        family,
        closed: word_closed.or(closed),
        title,
        mark,
        case_number,
        weight: 0,
    })
}

/// Whether `words` begin with a number or with a word in front of one.
fn may_announce(words: &str, lexicon: &Lexicon) -> bool {
    words.starts_with(char::is_numeric)
        || words.starts_with("nr")
        || begins_with_item_word(words, lexicon)
}

fn begins_with_item_word(words: &str, lexicon: &Lexicon) -> bool {
    let first = words.chars().flat_map(char::to_lowercase).next();
    first.is_some_and(|first| {
        let mut known = lexicon.item_words.iter();
        known.any(|(word, _)| word.starts_with(first) && begins_with(words, word))
    })
}

fn stop_holds_space(found: &regex::Captures<'_>) -> bool {
    found
        .name("stop")
        .is_some_and(|stop| stop.as_str().ends_with(char::is_whitespace))
}

fn family(worded: bool, weak: bool, stop: Option<&str>, alone: bool) -> Family {
    match (worded, stop) {
        (true, _) if weak => Family::Ad,
        (true, _) => Family::Word,
        (false, Some("." | ")")) => Family::Numbered,
        (false, Some(":")) => Family::Colon,
        (false, Some(_)) => Family::Dash,
        (false, None) if alone => Family::Alone,
        (false, None) => Family::Bare,
    }
}

/// Whether a title can begin so: a capital, a figure behind a clear announcement, a quotation.
fn fits(title: &str, family: Family) -> bool {
    let clear = matches!(family, Family::Word | Family::Numbered);
    let first = title.chars().find(|char| char.is_alphanumeric());
    title.starts_with(['"', '”', '“', '»', '(', '\''])
        || (starts_upper(title) && (clear || first.is_some_and(char::is_alphabetic)))
}

/// The length of the words in front of the number ("Punkt "), whether they say open or closed, and whether they
/// stand in front of a decided point just as well ("Ad 1").
fn item_word(words: &str, lexicon: &Lexicon) -> (usize, Option<bool>, bool) {
    if !begins_with_item_word(words, lexicon) {
        return (0, None, false);
    }
    let lower = words.to_lower();
    if lower.len() != words.len() {
        return (0, None, false);
    }
    let found = lexicon
        .item_words
        .iter()
        .filter(|(word, _)| {
            lower.strip_prefix(word.as_str()).is_some_and(|rest| {
                rest.starts_with([' ', '\u{a0}', '\t'])
                    || (word.ends_with('.') && rest.starts_with(|char: char| char.is_ascii_digit()))
            })
        })
        .max_by_key(|(word, _)| word.len());
    let Some((word, weak)) = found else {
        return (0, None, false);
    };
    let lead = words.len() - words[word.len()..].trim_start().len();
    let closed = lexicon
        .access
        .iter()
        .find(|(mark, _)| word.starts_with(mark.as_str()))
        .map(|(_, closed)| *closed);
    (lead, closed, *weak)
}

/// What `title` says of open and closed: the length of words that are no part of the title ("(Lukket) Salg",
/// "Åben - Budget"), and what they say. "Lukket: Salg" is a title.
pub fn access_mark(title: &str, lexicon: &Lexicon) -> (usize, Option<bool>) {
    if !lexicon.may_say_access(title) {
        return (0, None);
    }
    let lower = title.to_lower();
    if lower.len() != title.len() {
        return (0, None);
    }
    if let Some(closed) = is_access_mark(&lower, lexicon) {
        return (title.len(), Some(closed));
    }
    for (mark, closed) in &lexicon.access {
        let bracketed = lower
            .strip_prefix('(')
            .and_then(|rest| rest.strip_prefix(mark.as_str()))
            .and_then(|rest| rest.strip_prefix(')'));
        if let Some(after) = bracketed {
            let kept = after.trim_start_matches([' ', ':', '-', '–', '.']);
            return (title.len() - kept.len(), Some(*closed));
        }
        let Some(rest) = lower.strip_prefix(mark.as_str()) else {
            continue;
        };
        let dash = rest.trim_start();
        if !closed && dash.starts_with(['-', '–', ':']) {
            let kept = dash.trim_start_matches(['-', '–', ':', ' ']);
            return (title.len() - kept.len(), Some(false));
        }
        if *closed && rest.starts_with([':', ' ', '-', '–']) {
            return (0, Some(true));
        }
    }
    (0, None)
}

/// Whether `words` (in lower case) say open or closed and nothing else: "Åbent punkt", "(lukket)"; `true` is closed.
#[must_use]
pub fn is_access_mark(words: &str, lexicon: &Lexicon) -> Option<bool> {
    if !lexicon.may_say_access(words) {
        return None;
    }
    let bare = words
        .trim()
        .trim_matches(['(', ')', '*', ':', '.', '-', '–'])
        .trim();
    lexicon
        .access
        .iter()
        .find(|(mark, _)| mark == bare)
        .map(|(_, closed)| *closed)
}

/// Words in front of a number that make it a part of the title: "Orientering om sag 21/1234".
const NAMES_ANOTHER: [&str; 7] = ["sag", "sagen", "nr.", "nr", "jf.", "til", "og"];

/// Parts a case number at the end ("X (2023-0002211)", "X    11/101") or the beginning of a title from it.
fn part_case_number(text: &str, title: Span) -> (Option<Span>, Span) {
    let words = title.of(text);
    if let Some((at, last)) = words
        .rfind(char::is_whitespace)
        .map(|at| (at + 1, &words[at..]))
        .map(|(at, last)| (at.min(words.len()), last.trim_start()))
        .or((!words.is_empty()).then_some((0, words)))
    {
        let at = at.max(words.len() - last.len());
        let number = last.trim_matches(['(', ')', '[', ']']);
        let before = words[..at].trim_end();
        let apart = last.starts_with(['(', '[']) || words[before.len()..at].chars().count() >= 2;
        let named = before
            .split_whitespace()
            .next_back()
            .is_some_and(|word| NAMES_ANOTHER.contains(&word.to_lower().as_str()));
        let read = CaseNumber::exact(number).or_else(|| {
            apart
                .then(|| CaseNumber::short(number))
                .flatten()
                .filter(|found| found.span.len() == number.len())
                .map(|found| found.value)
        });
        if let Some(read) = read
            && (apart || at == 0 || read.system == CaseSystem::Kle || !named)
        {
            let from = at + last.find(number).unwrap_or(0);
            let case = title.part(from..from + number.len());
            return (Some(case), title.part(0..before.len()).trimmed(text));
        }
    }
    let first = words.split_whitespace().next().unwrap_or_default();
    if first.len() < words.len() && CaseNumber::exact(first).is_some() {
        let case = title.part(0..first.len());
        let rest = words[first.len()..].trim_start_matches([' ', '\t', '-', '–', ':']);
        return (
            Some(case),
            title.part(words.len() - rest.len()..words.len()),
        );
    }
    (None, title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::lines;

    /// Reads a row of `tests/cases/headings.md`: what a line announces.
    fn read(line: &str) -> String {
        let lexicon = Lexicon::built_in();
        let line = line.replace("⇥", "\t");
        let blocks = lines::blocks(&line);
        let Some(found) = candidate(&line, &blocks, 0, &lexicon) else {
            return "-".to_owned();
        };
        let case = found
            .case_number
            .map(|case| format!(", case {}", case.of(&line)))
            .unwrap_or_default();
        let access = match found.closed {
            Some(true) => ", closed",
            Some(false) => ", open",
            None => "",
        };
        let (number, title) = (found.written.of(&line), found.title.of(&line));
        format!("{number}: {title}{case}{access}")
            .trim_end()
            .to_owned()
    }

    #[test]
    fn lines_that_announce_items() {
        for (line, want) in
            crate::test_cases::rows(include_str!("../../../tests/cases/headings.md"))
        {
            assert_eq!(read(&line), want, "{line}");
        }
    }
}
