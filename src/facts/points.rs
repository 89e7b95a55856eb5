//! Which recommended points a decision answers: "At 1:", "1.-3. Anbefales", "Byrådet godkendte indstillingspunkt 3, 4 og 9".

use crate::lexicon::Lexicon;
use crate::value::date::month;
use crate::value::fold::ToLower;
use regex::Regex;
use std::sync::LazyLock;

/// Points named at the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leading {
    /// The points, as the tables name them: "1", "2.a".
    pub numbers: Vec<String>,
    /// Where the words behind them start.
    pub start: usize,
    /// Whether a word ("At", "Punkt") stands in front.
    pub worded: bool,
}

/// A list of points read from words: the points, the bytes it takes, whether it is more than a plain number.
type List = (Vec<String>, usize, bool);

/// "2a" and "2.A" are point "2.a".
#[must_use]
pub fn point_name(words: &str) -> String {
    let lower = words.to_lower();
    let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
    let letter: String = lower.chars().filter(|char| char.is_alphabetic()).collect();
    match (digits.is_empty(), letter.is_empty()) {
        (false, false) => format!("{digits}.{letter}"),
        (true, false) => letter,
        _ => digits,
    }
}

/// Reads the points that a line begins with. Without a stop behind them a deciding word must follow.
#[must_use]
pub fn leading(words: &str, lexicon: &Lexicon) -> Option<Leading> {
    let bold = words.len() - words.trim_start_matches('*').len();
    let lead = point_word(&words[bold..], lexicon);
    let from = bold + lead.unwrap_or(0);
    let (numbers, length, compound) =
        list(&words[from..]).or_else(|| letters(&words[from..], lead.is_some()))?;
    let rest = &words[from + length..];
    let stopped = rest.trim_start_matches(['.', ':', ')', '*']);
    let has_stop = stopped.len() < rest.len() || rest.starts_with(" -") || rest.starts_with(" –");
    let behind = stopped.trim_start_matches([' ', '\u{a0}', '-', '–', ':', '*']);
    let start = words.len() - behind.len();
    let dated = behind
        .split_whitespace()
        .next()
        .is_some_and(|word| month(word).is_some());
    // "12.08.2025" and "1.252 kr." go on without a space.
    let glued =
        behind.len() == stopped.len() && behind.starts_with(|char: char| char.is_ascii_digit());
    if dated || glued {
        return None;
    }
    let decides = || {
        let near: String = behind
            .chars()
            .take(60)
            .flat_map(char::to_lowercase)
            .collect();
        lexicon
            .outcomes
            .find_first(&near)
            .is_some_and(|hit| hit.range.start <= 40)
    };
    let fits = has_stop || ((lead.is_some() || compound) && decides());
    fits.then_some(Leading {
        numbers,
        start,
        worded: lead.is_some(),
    })
}

/// How far behind the deciding word its points may stand: "godkendte Byrådet indstillingspunkt 3".
const REACH: usize = 45;

/// Reads the points that a sentence decides on, named behind its deciding word or at its beginning.
#[must_use]
pub fn inside(sentence: &str, lexicon: &Lexicon) -> Option<Vec<String>> {
    let lower = sentence.to_lower();
    if lower.len() != sentence.len() {
        return None;
    }
    let hit = lexicon.outcomes.find_first(&lower)?;
    let behind = lower[hit.range.end..]
        .char_indices()
        .take(REACH)
        .map(|(at, _)| hit.range.end + at);
    for at in std::iter::once(0).chain(behind) {
        let boundary = at == 0 || lower[..at].ends_with(' ');
        if !boundary || lower[..at].ends_with("af ") || lower[..at].ends_with("indstillingens ") {
            continue;
        }
        if let Some(length) = point_word(&lower[at..], lexicon)
            && let Some((numbers, _, _)) = list(&sentence[at + length..])
        {
            return Some(numbers);
        }
    }
    None
}

/// The length of the word (with the space behind it) that stands in front of a point's number.
fn point_word(words: &str, lexicon: &Lexicon) -> Option<usize> {
    let head: String = words
        .chars()
        .take(40)
        .flat_map(char::to_lowercase)
        .collect();
    let word = lexicon
        .point_words
        .iter()
        .filter(|word| {
            head.strip_prefix(word.as_str())
                .is_some_and(|rest| rest.starts_with([' ', '\u{a0}']))
        })
        .max_by_key(|word| word.len())?;
    let rest = words.get(word.len()..)?;
    Some(words.len() - rest.trim_start().len())
}

/// Reads a list of points: "1", "2.b", "7.a-c", "1.-3", "3, 4 og 9".
fn list(words: &str) -> Option<List> {
    let (first, mut at) = reference(words)?;
    let mut compound = first.contains('.');
    let mut numbers = vec![first];
    while let Some((joint, range)) = joint(&words[at..]) {
        let Some(last) = numbers.last().cloned() else {
            break;
        };
        let rest = &words[at + joint..];
        if range {
            let Some((more, length)) = range_end(&last, rest) else {
                break;
            };
            numbers.extend(more);
            at += joint + length;
        } else {
            let Some((next, length)) = reference(rest) else {
                break;
            };
            numbers.push(next);
            at += joint + length;
        }
        compound = true;
    }
    Some((numbers, at, compound))
}

static LETTERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[a-h]\)?(?:\s*(?:,|-|–|og|samt)\s*[a-h]\b\)?)*")
        .expect("OK because the pattern is a constant")
});

/// Reads points that are letters: "a) og b)", "Ad a:". Without a word in front each has a bracket or a stop.
fn letters(words: &str, worded: bool) -> Option<List> {
    let found = LETTERS.find(words)?.as_str();
    let behind = words[found.len()..].chars().next();
    let stopped = found.ends_with(')') || matches!(behind, Some('.' | ':' | ')'));
    if !(stopped || (worded && behind.is_some_and(char::is_whitespace))) {
        return None;
    }
    let mut numbers: Vec<String> = Vec::new();
    let mut range = false;
    let mut before = ' ';
    for char in found.chars() {
        let letter = ('a'..='h').contains(&char) && !before.is_alphabetic();
        if letter && !matches!(char, 's') {
            let first = numbers
                .last()
                .filter(|_| range)
                .and_then(|last| last.chars().next());
            if let Some(first) = first {
                numbers.extend(
                    (first as u8 + 1..char as u8).map(|letter| (letter as char).to_string()),
                );
            }
            numbers.push(char.to_string());
            range = false;
        } else if matches!(char, '-' | '–') {
            range = true;
        }
        before = char;
    }
    let compound = numbers.len() > 1;
    Some((numbers, found.len(), compound))
}

/// What joins two points: its length, and whether it spans a range.
fn joint(words: &str) -> Option<(usize, bool)> {
    let dotless = words.trim_start_matches(['.', ')']);
    let trimmed = dotless.trim_start();
    let skipped = words.len() - trimmed.len();
    for (mark, range) in [
        ("-", true),
        ("–", true),
        ("til ", true),
        (",", false),
        ("og ", false),
        ("& ", false),
        ("samt ", false),
    ] {
        if let Some(rest) = trimmed.strip_prefix(mark) {
            // "1. - Godkendt": a dash with words behind it is no range; the caller finds no point there.
            return Some((
                skipped + mark.len() + rest.len() - rest.trim_start().len(),
                range,
            ));
        }
    }
    None
}

/// A point at the start of `words`: one or two digits with or without a letter.
fn reference(words: &str) -> Option<(String, usize)> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let rest = &words[digits..];
    let dot = usize::from(rest.starts_with('.'));
    let letter = rest[dot..]
        .chars()
        .next()
        .filter(char::is_ascii_lowercase)
        .map_or(0, char::len_utf8);
    let ends = !rest[dot + letter..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric);
    let length = if letter > 0 && ends {
        digits + dot + letter
    } else {
        digits
    };
    let follows = words[length..].chars().next();
    if follows.is_some_and(|char| char.is_alphabetic() || char == '%' || char == '/') {
        return None;
    }
    let amount = words[length..]
        .strip_prefix(['.', ','])
        .is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
    (!amount).then(|| (point_name(&words[..length]), length))
}

/// The points of a range after its first: "3" behind "1-", "c" behind "7.a-".
fn range_end(first: &str, words: &str) -> Option<(Vec<String>, usize)> {
    if let Some((number, letter)) = first.split_once('.')
        && let Some(last) = words.chars().next().filter(char::is_ascii_lowercase)
        && !words[1..].chars().next().is_some_and(char::is_alphanumeric)
    {
        let from = letter.chars().next()?;
        return Some((
            ((from as u8 + 1)..=(last as u8))
                .map(|letter| format!("{number}.{}", letter as char))
                .collect(),
            1,
        ));
    }
    let (last, length) = reference(words)?;
    let from: u32 = first.parse().ok()?;
    let to: u32 = last.parse().ok().filter(|to| *to > from)?;
    Some((
        (from + 1..=to).map(|number| number.to_string()).collect(),
        length,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_lines_begin_with() {
        let lexicon = Lexicon::built_in();
        for (line, want, rest) in [
            ("At 1: Godkendt.", Some("1"), "Godkendt."),
            ("At 1. Orientering givet.", Some("1"), "Orientering givet."),
            ("1.-3. Anbefales", Some("1 2 3"), "Anbefales"),
            ("1.-2 Godkendt.", Some("1 2"), "Godkendt."),
            (
                "1-6 blev taget til efterretning.",
                Some("1 2 3 4 5 6"),
                "blev taget til efterretning.",
            ),
            (
                "7.a-c indstilles godkendt",
                Some("7.a 7.b 7.c"),
                "indstilles godkendt",
            ),
            ("2.b anbefales", Some("2.b"), "anbefales"),
            ("Ad 1) Drøftet", Some("1"), "Drøftet"),
            ("**1.** Godkendt", Some("1"), "Godkendt"),
            (
                "Forslagene 1-4 indstilles godkendt.",
                Some("1 2 3 4"),
                "indstilles godkendt.",
            ),
            (
                "Vedrørende punkt 1-2: Byrådet godkendte",
                Some("1 2"),
                "Byrådet godkendte",
            ),
            ("Punkt 1, 3 og 4: Godkendt", Some("1 3 4"), "Godkendt"),
            ("Ad a: Godkendt.", Some("a"), "Godkendt."),
            (
                "a) og b) Indstillingerne godkendt.",
                Some("a b"),
                "Indstillingerne godkendt.",
            ),
            ("a-c) Anbefales", Some("a b c"), "Anbefales"),
            ("1) og 2) Godkendt", Some("1 2"), "Godkendt"),
            ("At udvalget godkender", None, ""),
            ("en sag", None, ""),
            ("1. september holdes der møde", None, ""),
            ("12.08.2025 Socialudvalget", None, ""),
            ("5 medlemmer stemte for", None, ""),
            ("1.252.000 kr. bevilges", None, ""),
            ("Godkendt.", None, ""),
        ] {
            let read = leading(line, &lexicon);
            assert_eq!(
                read.as_ref().map(|read| read.numbers.join(" ")).as_deref(),
                want,
                "{line}"
            );
            if let Some(read) = read {
                assert_eq!(&line[read.start..], rest, "{line}");
            }
        }
    }

    #[test]
    fn points_inside_sentences() {
        let lexicon = Lexicon::built_in();
        for (sentence, want) in [
            (
                "Med stemmerne 20 for og 1 imod godkendte Byrådet indstillingspunkt 3, 4 og 9.",
                Some("3 4 9"),
            ),
            ("Udvalget godkendte punkt 1.", Some("1")),
            (
                "Byrådet besluttede vedr. indstillingspunkt 2, at kommunen selvbudgetterer.",
                Some("2"),
            ),
            (
                "Vedtaget at oversende sagen til Økonomiudvalget med anbefaling af indstillingens pkt. 2.",
                None,
            ),
            ("Godkendt.", None),
        ] {
            let read = inside(sentence, &lexicon).map(|numbers| numbers.join(" "));
            assert_eq!(read.as_deref(), want, "{sentence}");
        }
    }
}
