//! Names of bodies, found by the word that they begin with, by the whole name, by the end of a word.

use super::Match;
use crate::value::BodyKind;
use std::collections::{HashMap, HashSet};

/// Bodies' names: whole words, beginnings and endings.
#[derive(Debug, Default)]
pub struct BodyNames {
    all: Vec<(String, Match, BodyKind)>,
    whole: HashMap<String, BodyKind>,
    starts: HashMap<String, BodyKind>,
    /// First words of whole names and of beginnings.
    first_words: HashSet<String>,
    /// Endings by their last byte, in order.
    endings: Vec<Vec<(String, BodyKind)>>,
}

impl BodyNames {
    pub(super) fn new(all: Vec<(String, Match, BodyKind)>) -> Self {
        let mut names = Self {
            endings: vec![Vec::new(); usize::from(u8::MAX) + 1],
            ..Self::default()
        };
        for (name, how, kind) in &all {
            match how {
                Match::Ending => {
                    if let Some(last) = name.bytes().next_back() {
                        names.endings[usize::from(last)].push((name.clone(), *kind));
                    }
                }
                Match::Word => names.add(name, *kind, |names| &mut names.whole),
                Match::Start => names.add(name, *kind, |names| &mut names.starts),
                Match::Whole => {}
            }
        }
        names.all = all;
        names
    }

    /// The first of two entries with one name counts.
    fn add(
        &mut self,
        name: &str,
        kind: BodyKind,
        map: impl Fn(&mut Self) -> &mut HashMap<String, BodyKind>,
    ) {
        map(self).entry(name.to_owned()).or_insert(kind);
        let first = name.split(' ').next().unwrap_or(name);
        self.first_words.insert(first.to_owned());
    }

    /// Every name with how it matches.
    pub fn iter(&self) -> impl Iterator<Item = &(String, Match, BodyKind)> {
        self.all.iter()
    }

    /// Whether `word` (in lower case) is the first word of a name that matches whole or as a beginning.
    #[must_use]
    pub fn begins(&self, word: &str) -> bool {
        self.first_words.contains(word)
    }

    /// The kind of the body that has this name, as a whole word or as a beginning.
    #[must_use]
    pub fn named(&self, how: Match, name: &str) -> Option<BodyKind> {
        match how {
            Match::Word => self.whole.get(name).copied(),
            Match::Start => self.starts.get(name).copied(),
            Match::Whole | Match::Ending => None,
        }
    }

    /// The kind of the first ending that `word` (in lower case) has.
    #[must_use]
    pub fn ending(&self, word: &str) -> Option<BodyKind> {
        let last = word.bytes().next_back()?;
        self.endings[usize::from(last)]
            .iter()
            .find(|(ending, _)| word.ends_with(ending.as_str()))
            .map(|(_, kind)| *kind)
    }
}
