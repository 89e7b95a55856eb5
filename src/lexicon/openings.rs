//! The first letters of phrases: most lines begin like none of them, which is quickly told.

use crate::value::fold::folded;

/// Letters of an opening.
const LETTERS: usize = 3;

/// The first letters of a set of phrases in lower case.
#[derive(Debug, Default)]
pub(super) struct Openings {
    /// Sorted; a shorter phrase is filled up with NUL.
    openings: Vec<[char; LETTERS]>,
}

impl Openings {
    pub(super) fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Self {
        let mut openings: Vec<_> = phrases
            .map(|phrase| first(phrase.chars(), LETTERS))
            .collect();
        openings.sort_unstable();
        openings.dedup();
        Self { openings }
    }

    /// Whether `words`, folded and in lower case, may begin with one of the phrases; dashes in front aside.
    pub(super) fn may_begin(&self, words: &str) -> bool {
        let mut chars = folded(words)
            .flat_map(char::to_lowercase)
            .skip_while(|char| matches!(char, '-' | '–' | ' '));
        let opening = first(&mut chars, LETTERS);
        (1..=LETTERS).any(|length| {
            let shorter = first(opening.into_iter(), length);
            self.openings.binary_search(&shorter).is_ok()
        })
    }
}

fn first(chars: impl Iterator<Item = char>, length: usize) -> [char; LETTERS] {
    let mut opening = ['\0'; LETTERS];
    for (place, char) in opening.iter_mut().zip(chars.take(length)) {
        *place = char;
    }
    opening
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_lines_may_begin() {
        let openings = Openings::new(["beslutning", "at"].into_iter());
        for (words, want) in [
            ("Beslutning", true),
            ("**BES**lutning:", true),
            ("- Beslutning", true),
            ("At: ", true),
            ("At", true),
            ("Besøg", true),
            ("Borger", false),
            ("B", false),
            ("", false),
        ] {
            assert_eq!(openings.may_begin(words), want, "{words}");
        }
    }
}
