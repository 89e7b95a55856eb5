//! Words of topics, looked for all at once: one pass over a text, whatever the number of topics.

use crate::value::Span;
use crate::value::fold::lower_in_place as lower;
use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// A word or phrase in the form that `data/topics.toml` explains.
#[derive(Clone, Debug)]
struct Word {
    parts: Vec<Part>,
    /// What the search finds it by: its first letters, in lower case.
    head: String,
    /// A star in front: the word may be the end of a longer one.
    open_start: bool,
    /// A star behind: the word may be the beginning of a longer one.
    open_end: bool,
    /// An upper-case letter in it: it is found as written only.
    as_written: bool,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Char(char),
    /// A star inside a phrase: the rest of a word.
    RestOfWord,
    /// A space: white space, a line end, marks of emphasis.
    Gap,
}

impl Word {
    fn parse(word: &str) -> Result<Self, String> {
        let bare = word.trim_matches(['*', ' ']);
        let head: String = bare
            .chars()
            .take_while(|char| char.is_alphanumeric())
            .collect();
        let head = if head.is_empty() {
            bare.chars().take(1).collect()
        } else {
            head
        };
        if head.is_empty() {
            return Err(format!("'{word}' is no word"));
        }
        let as_written = bare.chars().any(char::is_uppercase);
        let mut parts = Vec::new();
        let mut chars = bare.chars().peekable();
        while let Some(char) = chars.next() {
            parts.push(match char {
                '*' if chars.peek() == Some(&' ') => Part::RestOfWord,
                '*' => return Err(format!("'{word}': a star stands at an end of a word")),
                ' ' => Part::Gap,
                char => Part::Char(char),
            });
        }
        Ok(Self {
            parts,
            head: lower(&head),
            open_start: word.starts_with('*'),
            open_end: word.ends_with('*'),
            as_written,
        })
    }

    /// The place of the word at byte `start` of `text`; `lowered` is the same text in lower case.
    fn at(&self, start: usize, text: &str, lowered: &str) -> Option<Span> {
        let words = if self.as_written { text } else { lowered };
        // Most finds stand inside a longer word.
        let inside = |char: char| char.is_alphanumeric();
        if !self.open_start
            && words[..start].ends_with(inside)
            && words[start..].starts_with(inside)
        {
            return None;
        }
        let mut end = start;
        for part in &self.parts {
            let rest = words.get(end..)?;
            end += match part {
                Part::Char(char) => rest
                    .chars()
                    .next()
                    .filter(|found| same(*char, *found))?
                    .len_utf8(),
                Part::RestOfWord => length_while(rest, char::is_alphanumeric),
                Part::Gap => {
                    let gap = length_while(rest, |char| {
                        char.is_whitespace() || matches!(char, '*' | '_')
                    });
                    (gap > 0).then_some(gap)?
                }
            };
        }
        let before = length_before(&words[..start]);
        let behind = length_while(&words[end..], char::is_alphanumeric);
        let begins =
            before == 0 || self.open_start || !words[start..].starts_with(char::is_alphanumeric);
        let ends = behind == 0 || self.open_end;
        (begins && ends).then(|| {
            Span::new(
                start - if self.open_start { before } else { 0 },
                end + behind,
            )
        })
    }
}

/// Words of several owners.
#[derive(Debug)]
pub(super) struct Finder {
    heads: AhoCorasick,
    words: Vec<(usize, Word)>,
}

impl Finder {
    /// Looks for `words`, each in the name of the owner that stands with it.
    ///
    /// # Errors
    /// A sentence on what cannot be looked for.
    pub(super) fn new<'w>(words: impl Iterator<Item = (usize, &'w str)>) -> Result<Self, String> {
        let words = words
            .map(|(owner, word)| Ok((owner, Word::parse(word)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let heads = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(words.iter().map(|(_, word)| &word.head))
            .map_err(|error| error.to_string())?;
        Ok(Self { heads, words })
    }

    /// Whether `word` has a form that can be looked for.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(word: &str) -> Result<(), String> {
        Word::parse(word).map(drop)
    }

    /// The places of each owner's words in `text`: whole words, in order, none overlapping another of its owner.
    pub(super) fn find(&self, text: &str, owners: usize) -> Vec<Vec<Span>> {
        let lowered = lower(text);
        let mut found = vec![Vec::new(); owners];
        for head in self.heads.find_overlapping_iter(&lowered) {
            let Some((owner, word)) = self.words.get(head.pattern().as_usize()) else {
                continue;
            };
            if let (Some(places), Some(place)) =
                (found.get_mut(*owner), word.at(head.start(), text, &lowered))
            {
                places.push(place);
            }
        }
        found.into_iter().map(merged).collect()
    }
}

/// Hyphens and the dashes that stand for them are one.
fn same(wanted: char, found: char) -> bool {
    wanted == found || wanted == '-' && matches!(found, '\u{2010}' | '\u{2011}' | '\u{2013}')
}

fn length_while(words: &str, is: impl Fn(char) -> bool) -> usize {
    words.find(|char| !is(char)).unwrap_or(words.len())
}

/// Length of the letters that `words` ends with.
fn length_before(words: &str) -> usize {
    words.len() - words.trim_end_matches(char::is_alphanumeric).len()
}

/// Places in order; those that overlap are one.
fn merged(mut places: Vec<Span>) -> Vec<Span> {
    places.sort_unstable();
    places
        .into_iter()
        .fold(Vec::new(), |mut kept: Vec<Span>, place| {
            match kept.last_mut() {
                Some(last) if last.overlaps(place) => *last = last.cover(place),
                _ => kept.push(place),
            }
            kept
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_their_forms() {
        for (word, text, want) in [
            (
                "rammeaftale*",
                "Rammeaftalens fokus, RAMMEAFTALE.",
                &["Rammeaftalens", "RAMMEAFTALE"][..],
            ),
            ("rammeaftale*", "en SKIrammeaftale", &[]),
            (
                "*krisecent*",
                "kvindekrisecentrenes takst",
                &["kvindekrisecentrenes"],
            ),
            ("ældre*", "ÆLDRELOVEN", &["ÆLDRELOVEN"]),
            ("IPS", "IPS og ips, TIPS", &["IPS"]),
            (
                "housing first",
                "Housing\nFirst, housing **first**",
                &["Housing\nFirst", "housing **first"],
            ),
            (
                "§ 18-mid*",
                "om § 18-midler og § 18\u{2011}midler",
                &["§ 18-midler", "§ 18\u{2011}midler"],
            ),
            ("botilbud", "botilbuddet, botilbud", &["botilbud"]),
            (
                "rammeaftale* om indkøb*",
                "rammeaftalen om indkøbet",
                &["rammeaftalen om indkøbet"],
            ),
            ("ungeløft*", "Ungeløft", &["Ungeløft"]),
        ] {
            let finder = Finder::new([(0, word)].into_iter())
                .unwrap_or_else(|error| panic!("{word}: {error}"));
            let found = finder.find(text, 1);
            let found: Vec<&str> = found[0].iter().map(|place| place.of(text)).collect();
            assert_eq!(found, want, "{word} in {text:?}");
        }
    }

    #[test]
    fn a_word_of_a_wrong_form_is_named() {
        for word in ["", "*", "* *", "ramme*aftale"] {
            assert!(Finder::check(word).is_err(), "{word:?}");
        }
    }

    #[test]
    fn overlapping_words_of_one_owner_count_once() {
        let finder = Finder::new([(0, "IPS"), (0, "IPS-*"), (1, "ips*")].into_iter())
            .expect("OK because these are words");
        let found = finder.find("IPS-indsatsen", 2);
        assert_eq!(found, [vec![Span::new(0, 13)], vec![Span::new(0, 3)]]);
    }
}
