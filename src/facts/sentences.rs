//! Cuts words into sentences; a full stop behind an abbreviation or an ordinal number ends none.

use crate::lexicon::Lexicon;
use crate::value::Span;
use crate::value::fold::ToLower;

/// Bytes of a sentence; a longer run of words without an end is cut, because what is read within a sentence is held
/// against all else in it.
const LONGEST: usize = 8_000;
/// Characters behind a full stop in which the next word is looked for.
const REACH: usize = 64;

/// The sentences of the piece `span` of `text`, without white space around them. A blank line ends a sentence too.
#[must_use]
pub fn sentences(text: &str, span: Span, lexicon: &Lexicon) -> Vec<Span> {
    let words = span.of(text);
    let mut out = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some((at, char)) = next_border(words, start, from) {
        from = at + char.len_utf8();
        let ends = match char {
            '.' | '!' | '?' => ends_sentence(words, at, lexicon),
            '\n' => words[at + 1..]
                .trim_start_matches([' ', '\t', '\r', '\u{a0}'])
                .starts_with('\n'),
            _ => false,
        };
        if ends || is_too_long(at - start, char) {
            push(&mut out, text, span.part(start..from));
            start = from;
        }
    }
    push(&mut out, text, span.part(start..words.len()));
    out
}

/// The first character from byte `from` on at which the sentence that begins at `start` may end.
fn next_border(words: &str, start: usize, from: usize) -> Option<(usize, char)> {
    let sign = words.as_bytes()[from..]
        .iter()
        .position(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n'))
        .map(|step| from + step);
    let end = sign.unwrap_or(words.len());
    let long = words.ceil_char_boundary(from.max(start + LONGEST));
    let cut = words.get(long..end).and_then(|rest| {
        let mut chars = rest.char_indices();
        chars.find_map(|(step, char)| {
            is_too_long(long + step - start, char).then_some((long + step, char))
        })
    });
    cut.or_else(|| Some((sign?, char::from(words.as_bytes()[sign?]))))
}

/// Whether a sentence of `length` bytes is cut at `char`.
fn is_too_long(length: usize, char: char) -> bool {
    length >= LONGEST && (char.is_whitespace() || length >= 2 * LONGEST)
}

fn push(out: &mut Vec<Span>, text: &str, piece: Span) {
    let piece = piece.trimmed(text);
    if piece.of(text).chars().any(char::is_alphanumeric) {
        out.push(piece);
    }
}

fn ends_sentence(words: &str, at: usize, lexicon: &Lexicon) -> bool {
    let after = &words[at + 1..];
    let Some(next) = after
        .trim_start_matches(['"', '”', '“', '*', ')', '\'', '’'])
        .chars()
        .next()
    else {
        return true;
    };
    if !next.is_whitespace() {
        return false;
    }
    let follows = after
        .chars()
        .take(REACH)
        .find(|char| char.is_alphanumeric() || *char == '\n');
    let word = words[..at]
        .rsplit(|char: char| char.is_whitespace() || char == '(')
        .next()
        .unwrap_or_default();
    let initials = word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    if words[at..].starts_with('.') && initials {
        return false;
    }
    if words[at..].starts_with('.') {
        let ordinal =
            word.chars().all(|char| char.is_ascii_digit()) && word.len() <= 2 && !word.is_empty();
        if lexicon.is_abbreviation(word) || ordinal {
            let counted = ordinal && ends_count(&words[..at - word.len()]);
            return follows.is_some_and(char::is_uppercase)
                && (counted || !ordinal)
                && !lexicon.inner_abbreviations.contains(&word.to_lower());
        }
    }
    !follows.is_some_and(char::is_lowercase)
}

/// "med 15 stemmer mod 9. Imod stemte": a number of votes is no ordinal.
fn ends_count(before: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or_default();
    matches!(word, "mod" | "imod")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_are_cut() {
        let lexicon = Lexicon::built_in();
        for words in [
            "æ ".repeat(20_000),
            "æ".repeat(20_000),
            ". ".repeat(200_000),
        ] {
            let found = sentences(&words, Span::new(0, words.len()), &lexicon);
            let kept: usize = found
                .iter()
                .map(|span| span.of(&words).matches('æ').count())
                .sum();
            assert_eq!(kept, words.matches('æ').count());
            assert!(found.iter().all(|span| span.len() <= 2 * LONGEST + 4));
        }
    }

    #[test]
    fn where_sentences_end() {
        let lexicon = Lexicon::built_in();
        for (words, want) in [
            (
                "Godkendt. Udvalget ønsker mere.",
                &["Godkendt.", "Udvalget ønsker mere."][..],
            ),
            (
                "Der gives 2,3 mio. kr. årligt. Det er nok.",
                &["Der gives 2,3 mio. kr. årligt.", "Det er nok."],
            ),
            (
                "Fristen er den 1. september 2025. Slut",
                &["Fristen er den 1. september 2025.", "Slut"],
            ),
            (
                "Beløbet er 5 mio. kr. Det er meget.",
                &["Beløbet er 5 mio. kr.", "Det er meget."],
            ),
            (
                "A.P. Møller Fonden giver støtte. Det er godt.",
                &["A.P. Møller Fonden giver støtte.", "Det er godt."],
            ),
            (
                "Vedtaget med 15 stemmer mod 9. Imod stemte A.",
                &["Vedtaget med 15 stemmer mod 9.", "Imod stemte A."],
            ),
            ("Drøftet\n\nGodkendt", &["Drøftet", "Godkendt"]),
            ("Se www.borger.dk for mere", &["Se www.borger.dk for mere"]),
        ] {
            let found: Vec<&str> = sentences(words, Span::new(0, words.len()), &lexicon)
                .into_iter()
                .map(|span| span.of(words))
                .collect();
            assert_eq!(found, want, "{words}");
        }
    }
}
