//! TOPICS: which topics an agenda item is about, and which it only mentions.
//!
//! A topic is data (`data/topics.toml`, `--topics FILE`): words, words that exclude, words that must stand
//! beside them, KLE subjects. An item is *about* a topic where
//!
//! 1. the topic's words stand in its title, or
//! 2. they stand in at least half of what is recommended, and once more in the item, or
//! 3. they fill the text: at least [`DENSE_HITS`] times and once in [`DENSE_WORDS`] words, or
//! 4. the case's number carries one of the topic's KLE subjects.
//!
//! Otherwise it mentions the topic. Every hit says which rule decided.

mod words;

use crate::facts::{Item, Minutes};
use crate::layout::SectionKind;
use crate::lexicon::line_of;
use crate::source::Document;
use crate::value::Span;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::Path;
use words::Finder;

const BUILT_IN: &str = include_str!("../data/topics.toml");

/// Hits from which on a text can be about a topic that neither title nor recommendation names. Two may be chance.
const DENSE_HITS: usize = 3;
/// Words of text to a hit, at most, in a text that is about its topic: about every fifth sentence.
const DENSE_WORDS: usize = 80;

/// What an item has to do with a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TopicRole {
    /// The case is on the topic.
    About,
    /// The topic is named in passing.
    Mentions,
}

impl TopicRole {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Mentions => "mentions",
        }
    }
}

/// A topic found in an item: a row of `item_topics`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicHit {
    /// Position (from 0) of the item in [`Minutes::items`].
    pub item: usize,
    /// The topic's name.
    pub topic: String,
    /// About it, or only mentioning it.
    pub role: TopicRole,
    /// The rule that decided, in words.
    pub reason: String,
    /// How often the topic's words stand in the item, title and attachments included.
    pub hits: u32,
    /// Whether they stand in the title.
    pub in_title: bool,
    /// The first place; for a hit by KLE subject alone, the case number.
    pub first: Span,
}

/// Why a topics file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TopicsError {
    /// The file cannot be read.
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The file is no TOML of the form that `data/topics.toml` explains.
    #[error("{file}: {message}\n`tvaersnit init` writes a file of topics to begin from")]
    Form {
        /// The file.
        file: String,
        /// Place and cause.
        message: String,
    },
    /// A file has more than is looked for.
    #[error(
        "{file}: {count} {what}, more than the limit of {limit}; leave some out, or build twice"
    )]
    TooMany {
        /// The file.
        file: String,
        /// How many it has.
        count: usize,
        /// Of what.
        what: &'static str,
        /// How many are looked for.
        limit: usize,
    },
    /// A topic in it cannot be used.
    #[error("{file}, line {line}: topic '{topic}': {message}")]
    Topic {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The topic's name.
        topic: String,
        /// The cause.
        message: String,
    },
}

/// A topic as its file defines it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Code in `item_topics.topic`.
    pub name: String,
    /// What end users read, in Danish.
    pub label: String,
    /// Words, any of which tells of the topic.
    pub words: Vec<String>,
    /// Words in which a found word does not count.
    #[serde(default)]
    pub not: Vec<String>,
    /// Words of which one must stand in title, recommendation or summary too.
    #[serde(default)]
    pub with: Vec<String>,
    /// Beginnings of KLE subjects that mean the topic and nothing else.
    #[serde(default)]
    pub kle: Vec<String>,
    /// Words as a document has them, found by the topic.
    #[serde(default)]
    pub example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    topic: Vec<Definition>,
}

/// Topics of one file; each is looked for in each item.
const MOST_TOPICS: usize = 1_000;
/// Words of one file.
const MOST_WORDS: usize = 100_000;

impl File {
    fn check(&self, file: &str) -> Result<(), TopicsError> {
        let words = self.topic.iter().flat_map(|topic| topic.owned_words(0));
        for (count, what, limit) in [
            (self.topic.len(), "topics", MOST_TOPICS),
            (words.count(), "words", MOST_WORDS),
        ] {
            if count > limit {
                return Err(TopicsError::TooMany {
                    file: file.to_owned(),
                    count,
                    what,
                    limit,
                });
            }
        }
        Ok(())
    }
}

/// The topics that are looked for, sorted by name; built once, passed by reference.
#[derive(Debug)]
pub struct Topics {
    /// SHA-256 (first 16 hex digits) of the files read, for the data set's metadata.
    pub hash: String,
    topics: Vec<Definition>,
    /// The words of all topics; topic `i` owns [`OWN`] + 3i, [`NOT`] + 3i and [`WITH`] + 3i.
    finder: Finder,
}

const OWN: usize = 0;
const NOT: usize = 1;
const WITH: usize = 2;

impl Topics {
    /// The topics that are compiled in.
    ///
    /// # Panics
    /// Never: a test reads them.
    #[must_use]
    pub fn built_in() -> Self {
        Self::of_words(&[]).expect("OK because a test reads the built-in topics")
    }

    /// The built-in topics and those of `files`. A later topic takes the place of an earlier one of its name.
    ///
    /// # Errors
    /// [`TopicsError`] where a file cannot be read or defines a topic that cannot be used.
    pub fn with<P: AsRef<Path>>(files: &[P]) -> Result<Self, TopicsError> {
        let mut texts = Vec::new();
        for file in files {
            let name = file.as_ref().display().to_string();
            let text = std::fs::read_to_string(file).map_err(|source| TopicsError::Io {
                file: name.clone(),
                source,
            })?;
            texts.push((name, text));
        }
        Self::of_words(&texts)
    }

    /// The topics, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.topics.iter()
    }

    /// All topics in all items: by item, then by topic's name.
    #[must_use]
    pub fn find(&self, minutes: &Minutes, document: &Document) -> Vec<TopicHit> {
        let mut hits = Vec::new();
        let mut attached: HashMap<usize, Vec<Span>> = HashMap::new();
        for segment in &minutes.segments {
            if let (Some(item), Some(SectionKind::Attachments)) = (segment.item, segment.section) {
                attached.entry(item).or_default().push(segment.span);
            }
        }
        for (position, item) in minutes.items.iter().enumerate() {
            let case = Case {
                item,
                position,
                text: &document.text,
                attached: attached.get(&position).map_or(&[][..], Vec::as_slice),
                words: OnceCell::new(),
            };
            let mut in_text = self.places(item.span.of(case.text));
            for places in &mut in_text {
                places
                    .iter_mut()
                    .for_each(|place| *place = item.span.part(place.range()));
            }
            let in_title = self.places(&item.title);
            for (index, topic) in self.topics.iter().enumerate() {
                let own = index * 3;
                let found = Found {
                    in_text: &in_text[own + OWN],
                    in_title: !in_title[own + OWN].is_empty(),
                    accompanied: topic.with.is_empty()
                        || !in_title[own + WITH].is_empty()
                        || in_text[own + WITH]
                            .iter()
                            .any(|place| case.says_what_it_is(*place)),
                    kle: topic.kle_of(item),
                };
                hits.extend(topic.judge(&case, &found));
            }
        }
        hits
    }

    /// Places in `words` of every topic's words, without those inside an excluding phrase.
    fn places(&self, words: &str) -> Vec<Vec<Span>> {
        let mut places = self.finder.find(words, self.topics.len() * 3);
        for topic in places.chunks_exact_mut(3) {
            let excluded = std::mem::take(&mut topic[NOT]);
            topic[OWN].retain(|place| !excluded.iter().any(|phrase| phrase.overlaps(*place)));
        }
        places
    }

    /// The built-in topics and those of `added` (name of a file, its words).
    ///
    /// # Errors
    /// [`TopicsError`] where a file defines a topic that cannot be used.
    pub fn of_words(added: &[(String, String)]) -> Result<Self, TopicsError> {
        let built_in = [("data/topics.toml".to_owned(), BUILT_IN.to_owned())];
        let mut topics: Vec<Definition> = Vec::new();
        let mut hash = Sha256::new();
        for (file, text) in built_in.iter().chain(added) {
            hash.update(text.as_bytes());
            let read: File = toml::from_str(text).map_err(|error| TopicsError::Form {
                file: file.clone(),
                message: error.to_string(),
            })?;
            read.check(file)?;
            for topic in read.topic {
                topic.check().map_err(|message| TopicsError::Topic {
                    file: file.clone(),
                    line: line_of(text, &topic.name),
                    topic: topic.name.clone(),
                    message,
                })?;
                topics.retain(|known| known.name != topic.name);
                topics.push(topic);
            }
        }
        topics.sort_by(|one, other| one.name.cmp(&other.name));
        let words = topics
            .iter()
            .enumerate()
            .flat_map(|(index, topic)| topic.owned_words(index * 3));
        let finder = Finder::new(words).map_err(|message| TopicsError::Form {
            file: "all topics together".to_owned(),
            message,
        })?;
        let hash = hash
            .finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            hash,
            topics,
            finder,
        })
    }
}

impl Definition {
    fn check(&self) -> Result<(), String> {
        let fits = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
        if self.name.is_empty() || !self.name.chars().all(fits) {
            return Err("a name has only a-z, 0-9 and _".to_owned());
        }
        if self.words.is_empty() {
            return Err("a topic needs at least one word".to_owned());
        }
        self.owned_words(0)
            .try_for_each(|(_, word)| Finder::check(word))
    }

    /// All words with their owners, of which `first` is this topic's first.
    fn owned_words(&self, first: usize) -> impl Iterator<Item = (usize, &str)> {
        [(OWN, &self.words), (NOT, &self.not), (WITH, &self.with)]
            .into_iter()
            .flat_map(move |(kind, words)| {
                words.iter().map(move |word| (first + kind, word.as_str()))
            })
    }

    /// The case's KLE subject, where it means this topic.
    fn kle_of<'i>(&self, item: &'i Item) -> Option<(&'i str, Span)> {
        let number = item.case_number.as_ref()?;
        let subject = number.value.kle_subject.as_deref()?;
        self.kle
            .iter()
            .any(|start| subject.starts_with(start.as_str()))
            .then_some((subject, number.span))
    }

    fn judge(&self, case: &Case<'_>, found: &Found<'_>) -> Option<TopicHit> {
        let in_words = (found.in_title || !found.in_text.is_empty()) && found.accompanied;
        if !in_words && found.kle.is_none() {
            return None;
        }
        let first = found
            .in_text
            .first()
            .copied()
            .or(found.kle.map(|(_, span)| span));
        let (role, reason) = case.role(found);
        Some(TopicHit {
            item: case.position,
            topic: self.name.clone(),
            role,
            reason,
            hits: u32::try_from(found.in_text.len().max(usize::from(found.in_title)))
                .unwrap_or(u32::MAX),
            in_title: found.in_title,
            first: first.unwrap_or(case.item.heading),
        })
    }
}

/// What was found of one topic in one item.
struct Found<'f> {
    /// Places in the whole item: title, text, attachments.
    in_text: &'f [Span],
    in_title: bool,
    /// Whether the words that must stand beside the topic's own do.
    accompanied: bool,
    kle: Option<(&'f str, Span)>,
}

/// An item in its document.
struct Case<'m> {
    item: &'m Item,
    position: usize,
    text: &'m str,
    /// Its sections of attachments.
    attached: &'m [Span],
    /// How many words it has, once that was asked for.
    words: OnceCell<usize>,
}

impl Case<'_> {
    fn role(&self, found: &Found<'_>) -> (TopicRole, String) {
        let about = |reason: String| (TopicRole::About, reason);
        if found.in_title {
            return about("in the title".to_owned());
        }
        if let Some((subject, _)) = found.kle {
            return about(format!("KLE subject {subject} of the case"));
        }
        let hits = found.in_text.len();
        let points = self.points();
        let named = points
            .iter()
            .filter(|point| found.in_text.iter().any(|hit| point.contains(*hit)))
            .count();
        if named > 0 && named * 2 >= points.len() && hits > named {
            let all = points.len();
            return about(format!(
                "in {named} of {all} recommended points, {hits} times in all"
            ));
        }
        let told = found
            .in_text
            .iter()
            .filter(|hit| !self.attaches(**hit))
            .count();
        let words = self.words();
        if told >= DENSE_HITS && words <= told * DENSE_WORDS {
            return about(format!("{told} times in {words} words"));
        }
        let reason = match told {
            0 => "only in the title of an attachment".to_owned(),
            1 => "once in the text".to_owned(),
            told => format!("{told} times in {words} words, not in the title"),
        };
        (TopicRole::Mentions, reason)
    }

    /// Whether `place` stands in title, recommendation or summary.
    fn says_what_it_is(&self, place: Span) -> bool {
        let summary = self
            .item
            .summary
            .is_some_and(|summary| summary.contains(place));
        summary
            || self.item.heading.contains(place)
            || self.points().iter().any(|point| point.contains(place))
    }

    /// What is recommended, without who recommends it: a department's name is no topic.
    fn points(&self) -> Vec<Span> {
        let points: Vec<Span> = self
            .item
            .recommendations
            .iter()
            .map(|point| point.span)
            .collect();
        if points.is_empty() {
            self.item.recommendation.into_iter().collect()
        } else {
            points
        }
    }

    fn words(&self) -> usize {
        let count = || self.item.span.of(self.text).split_whitespace().count();
        *self.words.get_or_init(count)
    }

    fn attaches(&self, place: Span) -> bool {
        self.item
            .attachments
            .iter()
            .any(|attachment| attachment.span.overlaps(place))
            || self.attached.iter().any(|piece| piece.contains(place))
    }
}

#[cfg(test)]
mod tests;
