//! Finding many phrases in one pass over the words, as whole words and in any case.

use super::{Entry, Match};
use crate::value::fold::ToLower;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::ops::Range;

/// A set of phrases, each with what it means.
///
/// A phrase may hold one gap, written `…`: "taget … til efterretning" is found wherever both parts
/// stand in this order within one sentence.
#[derive(Debug)]
pub struct Phrases<T> {
    automaton: AhoCorasick,
    /// For each pattern of the automaton: the phrase's index, its second half, how it matches.
    patterns: Vec<Pattern>,
    means: Vec<T>,
}

#[derive(Debug)]
struct Pattern {
    phrase: usize,
    rest: Option<String>,
    ending: bool,
}

/// A phrase found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseHit<T> {
    /// What it means.
    pub means: T,
    /// Where, in bytes of the words searched.
    pub range: Range<usize>,
}

impl<T: Clone> Phrases<T> {
    /// Compiles the phrases of `entries`.
    #[must_use]
    pub fn new(entries: &[(Entry, T)]) -> Self {
        let (mut words, mut patterns, mut means) = (Vec::new(), Vec::new(), Vec::new());
        for (entry, meaning) in entries {
            for spelling in entry.spellings() {
                let (first, rest) = match spelling.split_once('…') {
                    Some((first, rest)) => (first.trim(), Some(rest.trim().to_owned())),
                    None => (spelling, None),
                };
                words.push(first.to_lower());
                patterns.push(Pattern {
                    phrase: means.len(),
                    rest,
                    ending: entry.how == Match::Ending,
                });
            }
            means.push(meaning.clone());
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&words)
            .expect("OK because phrases are short and few");
        Self {
            automaton,
            patterns,
            means,
        }
    }

    /// Every phrase in `words` (already in lower case), in order; where phrases overlap all are given.
    #[must_use]
    pub fn find_all(&self, words: &str) -> Vec<PhraseHit<T>> {
        let mut hits: Vec<PhraseHit<T>> = self
            .automaton
            .find_overlapping_iter(words)
            .filter_map(|found| {
                let pattern = &self.patterns[found.pattern().as_usize()];
                let whole = is_end(words, found.end())
                    && (pattern.ending || is_start(words, found.start()));
                if !whole {
                    return None;
                }
                let end = match &pattern.rest {
                    None => found.end(),
                    Some(rest) => found.end() + find_word(&words[found.end()..], rest)?,
                };
                Some(PhraseHit {
                    means: self.means[pattern.phrase].clone(),
                    range: found.start()..end,
                })
            })
            .collect();
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        hits
    }

    /// The first phrase in `words` (already in lower case); the longest of those that start there.
    #[must_use]
    pub fn find_first(&self, words: &str) -> Option<PhraseHit<T>> {
        self.find_all(words).into_iter().next()
    }
}

/// The end of `phrase` as whole words in `words`, before the sentence ends.
fn find_word(words: &str, phrase: &str) -> Option<usize> {
    let reach = words.find([';', '\n']).unwrap_or(words.len());
    let within = &words[..reach];
    within
        .match_indices(phrase)
        .map(|(at, _)| (at, at + phrase.len()))
        .find(|(start, end)| is_start(words, *start) && is_end(words, *end))
        .map(|(_, end)| end)
}

fn is_start(words: &str, at: usize) -> bool {
    !words[..at]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric)
}

fn is_end(words: &str, at: usize) -> bool {
    !words[at..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric)
}
