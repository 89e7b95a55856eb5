//! The words around numbers: units, scales, what is counted, how exactly it is meant.

use super::build::{codes, entries};
use super::edges::Edges;
use super::{Entry, File, LexiconError, Match, Phrases};
use crate::facts::{Direction, Qualifier};

/// What a word such as "mio." does to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The power of ten.
    pub power: u32,
    /// Whether the word says kroner too ("tkr.").
    pub kroner: bool,
    /// Whether the word alone, without a currency, makes an amount of kroner ("9,3 mio.").
    pub alone: bool,
}

/// A word for what is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// The word or a word's end.
    pub spelling: String,
    /// How it matches.
    pub how: Match,
    /// The unit's code: "persons", "places".
    pub unit: String,
}

/// Words for what is counted, by their last byte.
#[derive(Debug)]
struct Nouns {
    by_last: Vec<Vec<Noun>>,
}

impl Nouns {
    fn new(nouns: Vec<Noun>) -> Self {
        let mut by_last = vec![Vec::new(); usize::from(u8::MAX) + 1];
        for noun in nouns {
            if let Some(last) = noun.spelling.bytes().next_back() {
                by_last[usize::from(last)].push(noun);
            }
        }
        Self { by_last }
    }
}

/// Spellings looked for at one place, the longest first. A space in a spelling matches any white space, or none.
#[derive(Clone, Debug, Default)]
pub struct Spellings<T> {
    entries: Vec<(String, T)>,
    /// By a first byte of the words searched: the entries that can begin there, in order.
    by_first: Vec<Vec<u16>>,
    /// By a last byte of the words searched: the entries that can end there, in order.
    by_last: Vec<Vec<u16>>,
    /// What they begin with, up to the first space.
    openings: Edges,
    /// What they end with, from the last space on.
    closings: Edges,
}

impl<T> Spellings<T> {
    /// Orders the spellings, the longest first.
    #[must_use]
    pub fn new(mut entries: Vec<(String, T)>) -> Self {
        entries.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
        let table = |of: fn(&str) -> Option<u8>| {
            let fits = |byte: u8, spelling: &str| of(spelling).is_none_or(|own| own == byte);
            let row = |byte: u8| {
                (0u16..)
                    .zip(&entries)
                    .filter(|(_, (spelling, _))| fits(byte, spelling))
                    .map(|(at, _)| at)
                    .collect()
            };
            (0..=u8::MAX).map(row).collect()
        };
        Self {
            openings: Edges::opening(
                entries
                    .iter()
                    .map(|(spelling, _)| spelling.split(' ').next().unwrap_or_default()),
            ),
            closings: Edges::closing(
                entries
                    .iter()
                    .map(|(spelling, _)| spelling.rsplit(' ').next().unwrap_or_default()),
            ),
            by_first: table(|spelling| spelling.bytes().next().filter(|byte| *byte != b' ')),
            by_last: table(|spelling| spelling.bytes().next_back().filter(|byte| *byte != b' ')),
            entries,
        }
    }

    /// The longest spelling that `words` (in lower case) begin with, and its length there.
    #[must_use]
    pub fn at_start(&self, words: &str) -> Option<(&T, usize)> {
        if !self.openings.begin(words) {
            return None;
        }
        self.starting(words).find_map(|(spelling, means)| {
            let len = prefix(words, spelling)?;
            let open = spelling.ends_with(char::is_alphanumeric)
                && words[len..]
                    .chars()
                    .next()
                    .is_some_and(char::is_alphanumeric);
            (!open).then_some((means, len))
        })
    }

    /// The longest spelling that `words` (in lower case, white space at the end aside) end with, and where it begins.
    #[must_use]
    pub fn at_end(&self, words: &str) -> Option<(&T, usize)> {
        let words = words.trim_end();
        if !self.closings.end(words) {
            return None;
        }
        self.ending(words).find_map(|(spelling, means)| {
            let start = suffix(words, spelling)?;
            let open = spelling.starts_with(char::is_alphanumeric)
                && words[..start]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphanumeric);
            (!open).then_some((means, start))
        })
    }

    /// Whether a spelling may stand at the start of words that begin with `byte`.
    #[must_use]
    pub fn may_start_with(&self, byte: u8) -> bool {
        let row = self.by_first.get(usize::from(byte));
        row.is_some_and(|row| !row.is_empty())
    }

    /// What `words`, as a whole, mean.
    #[must_use]
    pub fn whole(&self, words: &str) -> Option<&T> {
        let words = words.trim();
        if !self.openings.begin(words) {
            return None;
        }
        self.starting(words)
            .find(|(spelling, _)| prefix(words, spelling) == Some(words.len()))
            .map(|(_, means)| means)
    }

    /// The entries that can stand at the start of `words`.
    fn starting(&self, words: &str) -> impl Iterator<Item = &(String, T)> {
        self.listed(&self.by_first, words.bytes().next())
    }

    /// The entries that can stand at the end of `words`.
    fn ending(&self, words: &str) -> impl Iterator<Item = &(String, T)> {
        self.listed(&self.by_last, words.bytes().next_back())
    }

    /// Without a byte only an entry without letters can match; none is.
    fn listed<'s>(
        &'s self,
        table: &'s [Vec<u16>],
        byte: Option<u8>,
    ) -> impl Iterator<Item = &'s (String, T)> {
        let row = byte.and_then(|byte| table.get(usize::from(byte)));
        row.into_iter()
            .flatten()
            .filter_map(|at| self.entries.get(usize::from(*at)))
    }

    /// The first place in `words` where a spelling stands as a whole word.
    #[must_use]
    pub fn find(&self, words: &str) -> Option<(&T, std::ops::Range<usize>)> {
        words
            .char_indices()
            .filter(|(at, _)| {
                !words[..*at]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphanumeric)
            })
            .find_map(|(at, _)| {
                self.at_start(&words[at..])
                    .map(|(means, len)| (means, at..at + len))
            })
    }
}

/// The length of `spelling` at the start of `words`.
fn prefix(words: &str, spelling: &str) -> Option<usize> {
    let mut rest = words;
    for char in spelling.chars() {
        rest = if char == ' ' {
            rest.trim_start()
        } else {
            rest.strip_prefix(char)?
        };
    }
    Some(words.len() - rest.len())
}

/// Where `spelling` begins at the end of `words`.
fn suffix(words: &str, spelling: &str) -> Option<usize> {
    let mut rest = words;
    for char in spelling.chars().rev() {
        rest = if char == ' ' {
            rest.trim_end()
        } else {
            rest.strip_suffix(char)?
        };
    }
    Some(rest.len())
}

/// Everything the reader of figures is led by.
#[derive(Debug)]
pub struct Numbers {
    /// "mio.", "tkr.".
    pub scales: Spellings<Scale>,
    /// "kr.", "euro": the currency's code.
    pub currencies: Spellings<String>,
    /// "%", "procentpoint": the unit's code.
    pub percents: Spellings<String>,
    /// "år", "timer": the unit's code.
    pub durations: Spellings<String>,
    /// "pr. borger", behind an amount.
    pub per: Spellings<String>,
    /// "årlig", before an amount.
    pub per_before: Spellings<String>,
    /// "ca.", before a number.
    pub qualifiers: Spellings<Qualifier>,
    /// "merforbrug", "stigning".
    pub directions: Phrases<Direction>,
    /// Words that part a direction from an amount.
    pub direction_stops: Spellings<()>,
    /// "prisniveau", "-PL".
    pub price_levels: Spellings<()>,
    /// What is counted.
    nouns: Nouns,
    /// "nr.", before the number of a thing.
    pub labels: Spellings<()>,
    /// Words that make years an age.
    pub ages: Spellings<()>,
    /// "i alt": the label of a total.
    pub totals: Spellings<()>,
    /// Words of a table's labels that say money without a unit.
    pub money_words: Vec<(String, Match)>,
    /// "antal": the label of a count.
    pub count_labels: Spellings<()>,
    /// "nr.": the header of a column of numbers of things.
    pub id_columns: Spellings<()>,
}

impl Numbers {
    pub(super) fn build(files: &[(String, File)]) -> Result<Self, LexiconError> {
        let qualifier = |code: &str| {
            Qualifier::ALL
                .into_iter()
                .find(|known| known.code() == code)
        };
        let qualifiers = codes(Qualifier::ALL.iter().map(|known| known.code()));
        let direction = |code: &str| {
            Direction::ALL
                .into_iter()
                .find(|known| known.code() == code)
        };
        let directions = codes(Direction::ALL.iter().map(|known| known.code()));
        Ok(Self {
            scales: spelled(files, "scale", |file| &file.scale, scale, SCALES)?,
            currencies: spelled(files, "currency", |file| &file.currency, code, "a code")?,
            percents: spelled(files, "percent", |file| &file.percent, code, "a code")?,
            durations: spelled(files, "duration", |file| &file.duration, code, "a code")?,
            per: spelled(files, "per", |file| &file.per, code, "a code")?,
            per_before: spelled(files, "per_before", |file| &file.per_before, code, "a code")?,
            qualifiers: spelled(
                files,
                "qualifier",
                |file| &file.qualifier,
                qualifier,
                &qualifiers,
            )?,
            directions: Phrases::new(&entries(
                files,
                "direction",
                |file| &file.direction,
                direction,
                &directions,
            )?),
            direction_stops: words(files, "direction_stop", |file| &file.direction_stop)?,
            price_levels: words(files, "price_level", |file| &file.price_level)?,
            nouns: Nouns::new(nouns(files)?),
            labels: words(files, "number_label", |file| &file.number_label)?,
            ages: words(files, "age", |file| &file.age)?,
            totals: words(files, "total_word", |file| &file.total_word)?,
            money_words: entries(files, "money_word", |file| &file.money_word, code, "money")?
                .iter()
                .flat_map(|(entry, _)| {
                    entry
                        .spellings()
                        .map(|spelling| (spelling.to_owned(), entry.how))
                })
                .collect(),
            count_labels: words(files, "count_label", |file| &file.count_label)?,
            id_columns: words(files, "id_column", |file| &file.id_column)?,
        })
    }

    /// The unit that `word` (in lower case) counts in, if it is a word for what is counted.
    #[must_use]
    pub fn noun(&self, word: &str) -> Option<&str> {
        let last = word.bytes().next_back()?;
        self.nouns.by_last[usize::from(last)]
            .iter()
            .filter(|noun| match noun.how {
                Match::Ending => word.ends_with(&noun.spelling),
                _ => word == noun.spelling,
            })
            .max_by_key(|noun| noun.spelling.len())
            .map(|noun| noun.unit.as_str())
    }

    /// Whether a word of `label` (in lower case) says money.
    #[must_use]
    pub fn says_money(&self, label: &str) -> bool {
        label
            .split(|char: char| !char.is_alphanumeric())
            .any(|word| {
                self.money_words.iter().any(|(spelling, how)| match how {
                    Match::Ending => word.ends_with(spelling.as_str()),
                    _ => word == spelling,
                })
            })
    }
}

const SCALES: &str = "thousand, million, billion, thousand_kr, million_kr";

fn scale(code: &str) -> Option<Scale> {
    let new = |power, kroner, alone| {
        Some(Scale {
            power,
            kroner,
            alone,
        })
    };
    match code {
        "thousand" => new(3, false, false),
        "million" => new(6, false, true),
        "billion" => new(9, false, true),
        "thousand_kr" => new(3, true, true),
        "million_kr" => new(6, true, true),
        _ => None,
    }
}

fn code(code: &str) -> Option<String> {
    Some(code.to_owned())
}

fn spelled<T: Clone>(
    files: &[(String, File)],
    kind: &'static str,
    of: impl Fn(&File) -> &Vec<Entry>,
    meaning: impl Fn(&str) -> Option<T>,
    known: &str,
) -> Result<Spellings<T>, LexiconError> {
    let read = entries(files, kind, of, meaning, known)?;
    Ok(Spellings::new(super::build::spellings(&read).collect()))
}

fn words(
    files: &[(String, File)],
    kind: &'static str,
    of: impl Fn(&File) -> &Vec<Entry>,
) -> Result<Spellings<()>, LexiconError> {
    spelled(files, kind, of, |_| Some(()), "")
}

fn nouns(files: &[(String, File)]) -> Result<Vec<Noun>, LexiconError> {
    let read = entries(files, "count_noun", |file| &file.count_noun, code, "a code")?;
    Ok(read
        .iter()
        .flat_map(|(entry, unit)| {
            entry.spellings().map(|spelling| Noun {
                spelling: spelling.to_owned(),
                how: entry.how,
                unit: unit.clone(),
            })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_at_a_place() {
        let spellings = Spellings::new(vec![
            ("mio.".to_owned(), 6),
            ("mio".to_owned(), 6),
            ("t. kr.".to_owned(), 3),
        ]);
        for (words, want) in [
            ("mio. kr.", Some(4)),
            ("mio kr", Some(3)),
            ("mio.kr.", Some(4)),
            ("miokr", None),
            ("t.kr. i", Some(5)),
            ("t.\u{a0}kr.", Some(7)),
        ] {
            assert_eq!(
                spellings.at_start(words).map(|(_, len)| len),
                want,
                "{words}"
            );
        }
        assert_eq!(spellings.at_end("5 mio. ").map(|(_, at)| at), Some(2));
        assert!(spellings.at_end("promio").is_none());
    }
}
