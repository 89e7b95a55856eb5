//! Finding many phrases in one pass over the words, as whole words and in any case.

use super::edges::Edges;
use super::{Entry, Match};
use crate::value::fold::ToLower;
use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use std::cmp::Reverse;
use std::ops::Range;

/// A set of phrases, each with what it means.
///
/// A phrase may hold one gap, written `…`: "taget … til efterretning" is found wherever both parts
/// stand in this order within one sentence.
#[derive(Debug)]
pub struct Phrases<T> {
    /// Finds the phrases that begin at a given place.
    at_start: AhoCorasick,
    /// What those begin with.
    openings: Edges,
    /// By pattern of the automaton.
    patterns: Vec<Pattern>,
    /// The phrases that are the end of a word, found from there.
    endings: Vec<(String, Pattern)>,
    /// What those end with.
    closings: Edges,
    means: Vec<T>,
}

/// How a spelling matches, and what it is a spelling of.
#[derive(Clone, Debug)]
struct Pattern {
    /// The spelling's place among all: of two that are alike the first goes before.
    order: usize,
    /// The phrase's index.
    phrase: usize,
    /// The part behind the gap.
    rest: Option<String>,
}

/// Bytes of all words together up to which the fastest automaton is built: it takes some hundred bytes of memory for
/// each.
const FAST: usize = 100_000;

/// The automaton that words of so many bytes in all are looked for with; `None` leaves it to the library.
pub(crate) fn kind(bytes: usize) -> Option<AhoCorasickKind> {
    (bytes <= FAST).then_some(AhoCorasickKind::DFA)
}

/// A phrase found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseHit<T> {
    /// What it means.
    pub means: T,
    /// Where, in bytes of the words searched.
    pub range: Range<usize>,
}

/// A phrase found, as it is ordered: by its start, the longest first, then the one whose part before the gap is shorter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    start: usize,
    end: Reverse<usize>,
    gap: usize,
    order: usize,
    phrase: usize,
}

impl<T: Clone> Phrases<T> {
    /// Compiles the phrases of `entries`.
    #[must_use]
    pub fn new(entries: &[(Entry, T)]) -> Self {
        let (mut words, mut patterns, mut endings) = (Vec::new(), Vec::new(), Vec::new());
        let spellings = entries.iter().enumerate().flat_map(|(phrase, (entry, _))| {
            let ending = entry.how == Match::Ending;
            entry.spellings().map(move |words| (words, phrase, ending))
        });
        for (order, (spelling, phrase, ending)) in spellings.enumerate() {
            let (first, rest) = match spelling.split_once('…') {
                Some((first, rest)) => (first.trim(), Some(rest.trim().to_owned())),
                None => (spelling, None),
            };
            let pattern = Pattern {
                order,
                phrase,
                rest,
            };
            if ending {
                endings.push((first.to_lower(), pattern));
            } else {
                words.push(first.to_lower());
                patterns.push(pattern);
            }
        }
        let at_start = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Anchored)
            .kind(kind(words.iter().map(String::len).sum()))
            .build(&words)
            .expect("OK because phrases are short and few");
        Self {
            at_start,
            openings: Edges::opening(words.iter().map(String::as_str)),
            patterns,
            closings: Edges::closing(endings.iter().map(|(ending, _)| ending.as_str())),
            endings,
            means: entries.iter().map(|(_, means)| means.clone()).collect(),
        }
    }

    /// Every phrase in `words` (already in lower case), in order; where phrases overlap all are given.
    #[must_use]
    pub fn find_all(&self, words: &str) -> Vec<PhraseHit<T>> {
        let mut found = Vec::new();
        for at in self.openings.starts(words) {
            self.starting(words, at, &mut found);
        }
        for at in self.closings.ends(words) {
            self.ending(words, at, &mut found);
        }
        found.sort_unstable();
        found.into_iter().map(|found| self.hit(found)).collect()
    }

    /// The first phrase in `words` (already in lower case); the longest of those that start there.
    #[must_use]
    pub fn find_first(&self, words: &str) -> Option<PhraseHit<T>> {
        let mut found = Vec::new();
        for at in self.openings.starts(words) {
            self.starting(words, at, &mut found);
            if !found.is_empty() {
                break;
            }
        }
        for at in self.closings.ends(words) {
            self.ending(words, at, &mut found);
        }
        found.into_iter().min().map(|found| self.hit(found))
    }

    fn hit(&self, found: Found) -> PhraseHit<T> {
        PhraseHit {
            means: self.means[found.phrase].clone(),
            range: found.start..found.end.0,
        }
    }

    /// The phrases that begin at `at`.
    fn starting(&self, words: &str, at: usize, found: &mut Vec<Found>) {
        if !words.is_char_boundary(at) || !is_start(words, at) {
            return;
        }
        let input = Input::new(words).range(at..).anchored(Anchored::Yes);
        let mut state = OverlappingState::start();
        loop {
            self.at_start.find_overlapping(input.clone(), &mut state);
            let Some(hit) = state.get_match() else { return };
            if hit.start() == at {
                let pattern = &self.patterns[hit.pattern().as_usize()];
                found.extend(whole(words, at..hit.end(), pattern));
            }
        }
    }

    /// The phrases whose part before the gap ends at `at`.
    fn ending(&self, words: &str, at: usize, found: &mut Vec<Found>) {
        for (ending, pattern) in &self.endings {
            if words.as_bytes()[..at].ends_with(ending.as_bytes()) {
                found.extend(whole(words, at - ending.len()..at, pattern));
            }
        }
    }
}

/// The phrase whose part before the gap stands at `range`, if it stands there as a whole word and what is behind the gap
/// follows.
fn whole(words: &str, range: Range<usize>, pattern: &Pattern) -> Option<Found> {
    let gap = range.end;
    if !is_end(words, gap) {
        return None;
    }
    let end = match &pattern.rest {
        None => gap,
        Some(rest) => gap + find_word(&words[gap..], rest)?,
    };
    Some(Found {
        start: range.start,
        end: Reverse(end),
        gap,
        order: pattern.order,
        phrase: pattern.phrase,
    })
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
