//! TOPICS: which topics an agenda item is about, and which it only mentions.
//!
//! A topic is data (`data/topics.toml`, `--topics FILE`): words, words that exclude, words that must stand
//! beside them, KLE subjects. An item is *about* a topic where
//!
//! 1. the topic's words stand in its title, or
//! 2. they stand in what is recommended and at least once more, or
//! 3. they fill the text: at least [`DENSE_HITS`] times and once in [`DENSE_WORDS`] words, or
//! 4. the case's number carries one of the topic's KLE subjects.
//!
//! Otherwise it mentions the topic. Every hit says which rule decided.

mod pattern;

use crate::facts::{Item, Minutes};
use crate::layout::SectionKind;
use crate::source::Document;
use crate::value::Span;
use pattern::Pattern;
use regex::RegexSet;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::Path;

const BUILT_IN: &str = include_str!("../data/topics.toml");

/// Hits from which on a text can be about a topic that neither title nor recommendation names. Two may be chance.
const DENSE_HITS: u32 = 3;
/// Words of text to a hit, at most, in a text that is about its topic: about every fifth sentence.
const DENSE_WORDS: u32 = 80;

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
    #[error("{file}: {message}")]
    Form {
        /// The file.
        file: String,
        /// Place and cause.
        message: String,
    },
    /// A topic in it cannot be used.
    #[error("{file}: topic '{topic}': {message}")]
    Topic {
        /// The file.
        file: String,
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

#[derive(Debug)]
struct Topic {
    definition: Definition,
    words: Pattern,
    not: Option<Pattern>,
    with: Option<Pattern>,
}

/// The topics that are looked for, sorted by name; built once, passed by reference.
#[derive(Debug)]
pub struct Topics {
    /// SHA-256 (first 16 hex digits) of the files read, for the data set's metadata.
    pub hash: String,
    topics: Vec<Topic>,
    /// All topics' words, so that one pass over a text tells which topics to look at.
    any: RegexSet,
}

impl Topics {
    /// The topics that are compiled in.
    ///
    /// # Panics
    /// Never: a test reads them.
    #[must_use]
    pub fn built_in() -> Self {
        Self::read(&[]).expect("OK because a test reads the built-in topics")
    }

    /// The built-in topics and those of `files`. A later topic takes the place of an earlier one of its name.
    ///
    /// # Errors
    /// [`TopicsError`] where a file cannot be read or defines a topic that cannot be used.
    pub fn with<P: AsRef<Path>>(files: &[P]) -> Result<Self, TopicsError> {
        let mut texts = Vec::new();
        for file in files {
            let name = file.as_ref().display().to_string();
            let text = std::fs::read_to_string(file)
                .map_err(|source| TopicsError::Io { file: name.clone(), source })?;
            texts.push((name, text));
        }
        Self::read(&texts)
    }

    /// The topics' definitions, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.topics.iter().map(|topic| &topic.definition)
    }

    /// All topics in all items: by item, then by topic's name.
    #[must_use]
    pub fn find(&self, minutes: &Minutes, document: &Document) -> Vec<TopicHit> {
        let mut hits = Vec::new();
        for (position, item) in minutes.items.iter().enumerate() {
            let text = item.span.of(&document.text);
            let in_words = self.any.matches(text);
            let in_title = self.any.matches(&item.title);
            for (index, topic) in self.topics.iter().enumerate() {
                if in_words.matched(index) || in_title.matched(index) || topic.kle_of(item).is_some() {
                    let places = Places { minutes, item, position, text: &document.text };
                    hits.extend(topic.judge(&places));
                }
            }
        }
        hits
    }

    fn read(added: &[(String, String)]) -> Result<Self, TopicsError> {
        let built_in = [("data/topics.toml".to_owned(), BUILT_IN.to_owned())];
        let mut topics: Vec<Topic> = Vec::new();
        let mut hash = Sha256::new();
        for (file, text) in built_in.iter().chain(added) {
            hash.update(text.as_bytes());
            let read: File = toml::from_str(text)
                .map_err(|error| TopicsError::Form { file: file.clone(), message: error.to_string() })?;
            for definition in read.topic {
                topics.retain(|topic| topic.definition.name != definition.name);
                topics.push(Topic::new(file, definition)?);
            }
        }
        topics.sort_by(|one, other| one.definition.name.cmp(&other.definition.name));
        let any = RegexSet::new(topics.iter().map(|topic| topic.words.source())).map_err(|error| TopicsError::Form {
            file: "all topics together".to_owned(),
            message: error.to_string(),
        })?;
        let hash = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { hash, topics, any })
    }
}

impl Topic {
    fn new(file: &str, definition: Definition) -> Result<Self, TopicsError> {
        let fail = |message: String| TopicsError::Topic {
            file: file.to_owned(),
            topic: definition.name.clone(),
            message,
        };
        let name_fits = !definition.name.is_empty()
            && definition.name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_');
        if !name_fits {
            return Err(fail("a name has only a-z, 0-9 and _".to_owned()));
        }
        if definition.words.is_empty() {
            return Err(fail("a topic needs at least one word".to_owned()));
        }
        let words = Pattern::new(&definition.words).map_err(fail)?;
        let optional = |words: &[String]| -> Result<Option<Pattern>, TopicsError> {
            (!words.is_empty()).then(|| Pattern::new(words)).transpose().map_err(fail)
        };
        let (not, with) = (optional(&definition.not)?, optional(&definition.with)?);
        Ok(Self { words, not, with, definition })
    }

    /// The case's KLE subject, where it means this topic.
    fn kle_of<'i>(&self, item: &'i Item) -> Option<(&'i str, Span)> {
        let number = item.case_number.as_ref()?;
        let subject = number.value.kle_subject.as_deref()?;
        self.definition.kle.iter().any(|start| subject.starts_with(start.as_str())).then_some((subject, number.span))
    }

    /// Places of the topic's words in `words`, without those inside an excluding phrase.
    fn places(&self, words: &str) -> Vec<Span> {
        let excluded: Vec<Span> = self.not.iter().flat_map(|not| not.places(words)).collect();
        self.words
            .places(words)
            .filter(|place| !excluded.iter().any(|phrase| phrase.overlaps(*place)))
            .collect()
    }

    fn judge(&self, places: &Places<'_>) -> Option<TopicHit> {
        let item_text = places.item.span.of(places.text);
        let in_text: Vec<Span> =
            self.places(item_text).into_iter().map(|place| places.item.span.part(place.range())).collect();
        let title = self.places(&places.item.title);
        let kle = self.kle_of(places.item);
        if kle.is_none() && (in_text.is_empty() && title.is_empty() || !self.accompanied(places)) {
            return None;
        }
        let in_title = !title.is_empty();
        let first = in_text.first().copied().or(kle.map(|(_, span)| span)).unwrap_or(places.item.heading);
        let hits = u32::try_from(in_text.len().max(title.len())).unwrap_or(u32::MAX);
        let (role, reason) = self.role(places, &in_text, in_title, kle.map(|(subject, _)| subject));
        Some(TopicHit { item: places.position, topic: self.definition.name.clone(), role, reason, hits, in_title, first })
    }

    /// Whether one of the words that must accompany the topic's own stands where a case says what it is.
    fn accompanied(&self, places: &Places<'_>) -> bool {
        let Some(with) = &self.with else { return true };
        let item = places.item;
        let mut told = vec![item.title.as_str()];
        told.extend(item.summary.map(|span| span.of(places.text)));
        told.extend(places.recommended().map(|span| span.of(places.text)));
        told.iter().any(|words| with.places(words).next().is_some())
    }

    fn role(
        &self,
        places: &Places<'_>,
        in_text: &[Span],
        in_title: bool,
        kle: Option<&str>,
    ) -> (TopicRole, String) {
        let hits = in_text.len();
        let about = |reason: String| (TopicRole::About, reason);
        if in_title {
            return about("in the title".to_owned());
        }
        if let Some(subject) = kle {
            return about(format!("KLE subject {subject} of the case"));
        }
        let recommended = in_text.iter().filter(|hit| places.recommended().any(|span| span.contains(**hit))).count();
        if recommended > 0 && hits > 1 {
            return about(format!("in the recommendation, {hits} times in all"));
        }
        let told = in_text.iter().filter(|hit| !places.in_attachment(**hit)).count();
        let words = places.item.span.of(places.text).split_whitespace().count();
        let dense = told >= DENSE_HITS as usize && words <= told * DENSE_WORDS as usize;
        if dense {
            return about(format!("{told} times in {words} words"));
        }
        let reason = match (told, recommended) {
            (0, _) => "only in the title of an attachment".to_owned(),
            (_, 1..) => "once, in the recommendation".to_owned(),
            (1, 0) => "once in the text".to_owned(),
            (told, 0) => format!("{told} times in {words} words, neither in title nor recommendation"),
        };
        (TopicRole::Mentions, reason)
    }
}

/// Where in its document an item says what.
struct Places<'m> {
    minutes: &'m Minutes,
    item: &'m Item,
    position: usize,
    text: &'m str,
}

impl Places<'_> {
    fn recommended(&self) -> impl Iterator<Item = Span> {
        self.item.recommendation.into_iter().chain(self.item.recommendations.iter().map(|point| point.span))
    }

    fn in_attachment(&self, place: Span) -> bool {
        self.item.attachments.iter().any(|attachment| attachment.span.overlaps(place))
            || self.minutes.segments.iter().any(|segment| {
                segment.item == Some(self.position)
                    && segment.section == Some(SectionKind::Attachments)
                    && segment.span.contains(place)
            })
    }
}

#[cfg(test)]
mod tests;
