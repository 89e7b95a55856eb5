//! The words that reading is led by, kept as data in `data/lexicon/` and extendable by the user.
//!
//! An entry says a phrase, what it means, how it matches, an example and where it was seen. A new
//! municipality should need an entry here, not code. The built-in files are compiled in; `--lexicon FILE`
//! adds entries of the same form, which go before the built-in ones.

mod bodies;
mod build;
mod edges;
mod file;
mod grants;
mod numbers;
mod phrases;

pub use bodies::BodyNames;
pub(crate) use file::line_of;
pub use grants::GrantWord;
pub use numbers::{Noun, Numbers, Scale, Spellings};
pub(crate) use phrases::kind;
pub use phrases::{PhraseHit, Phrases};

use crate::value::fold::ToLower;
use edges::Edges;
use file::{File, LONGEST_PHRASE, MOST_PHRASES};

use crate::facts::municipality::MunicipalityNames;
use crate::facts::{CaseType, Outcome, RouteRole};
use crate::layout::SectionKind;
use crate::value::BodyKind;
use crate::value::fold::fold;
use crate::value::municipality::all;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// The built-in files, in reading order.
const BUILT_IN: [(&str, &str); 10] = [
    (
        "sections.toml",
        include_str!("../data/lexicon/sections.toml"),
    ),
    ("items.toml", include_str!("../data/lexicon/items.toml")),
    ("header.toml", include_str!("../data/lexicon/header.toml")),
    (
        "decisions.toml",
        include_str!("../data/lexicon/decisions.toml"),
    ),
    ("verbs.toml", include_str!("../data/lexicon/verbs.toml")),
    ("bodies.toml", include_str!("../data/lexicon/bodies.toml")),
    (
        "language.toml",
        include_str!("../data/lexicon/language.toml"),
    ),
    ("numbers.toml", include_str!("../data/lexicon/numbers.toml")),
    ("grants.toml", include_str!("../data/lexicon/grants.toml")),
    (
        "municipalities.toml",
        include_str!("../data/lexicon/municipalities.toml"),
    ),
];

/// How an entry's phrase matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// The words are the phrase and nothing else (case and closing punctuation aside).
    #[default]
    Whole,
    /// The words begin with the phrase.
    Start,
    /// The phrase stands among the words, as whole words.
    Word,
    /// The phrase is the end of a word: "udvalget" in "Socialudvalget".
    Ending,
}

/// One entry of the lexicon.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The words, in lower case.
    pub phrase: String,
    /// Other forms of the same words (inflections, spellings).
    #[serde(default)]
    pub forms: Vec<String>,
    /// What they mean: a code of the entry's kind.
    pub means: String,
    /// How they match.
    #[serde(default, rename = "match")]
    pub how: Match,
    /// Too common a word to be taken for a heading without marks around it.
    #[serde(default)]
    pub weak: bool,
    /// Words as a document has them.
    #[serde(default)]
    pub example: String,
    /// Where it was seen.
    #[serde(default)]
    pub seen: String,
}

impl Entry {
    fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.phrase.as_str()).chain(self.forms.iter().map(String::as_str))
    }
}

/// A label in front of a value: "Mødested", "Fraværende".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// The day of the meeting.
    Date,
    /// The time of day.
    Time,
    /// The place.
    Place,
    /// Who takes part.
    Participants,
    /// Who is absent.
    Absent,
    /// The body that meets.
    Committee,
    /// The number of the case.
    CaseNumber,
    /// Whether the item is open.
    Access,
    /// Other labels that an item or a header carries (case worker, meeting number).
    Other,
}

impl Label {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Date, "date"),
        (Self::Time, "time"),
        (Self::Place, "place"),
        (Self::Participants, "participants"),
        (Self::Absent, "absent"),
        (Self::Committee, "committee"),
        (Self::CaseNumber, "case_number"),
        (Self::Access, "access"),
        (Self::Other, "other"),
    ];
}

/// Words that say how members took sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Voted for.
    InFavour,
    /// Voted against, wants it otherwise.
    Against,
    /// Abstained.
    Abstained,
}

/// Why a lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file is no TOML of the lexicon's form.
    #[error(
        "{file}: {message}\n`tvaersnit init` writes a lexicon to begin from, with an entry of each usual kind"
    )]
    Form {
        /// The file.
        file: String,
        /// Place and cause.
        message: String,
    },
    /// An entry means something that its kind does not know.
    #[error(
        "{file}, line {line}: '{phrase}' means '{means}', which is no {kind}; use one of: {known}"
    )]
    Meaning {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The entry.
        phrase: String,
        /// What it claims to mean.
        means: String,
        /// The kind of the entry.
        kind: &'static str,
        /// What the kind knows.
        known: String,
    },
    /// A phrase that cannot be looked for.
    #[error("{file}, line {line}: the phrase '{phrase}' {message}")]
    Phrase {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The phrase, or its beginning.
        phrase: String,
        /// What is wrong, and what to write instead.
        message: String,
    },
    /// A file has more phrases than are looked for.
    #[error(
        "{file}: {count} phrases, more than the limit of {MOST_PHRASES}; phrases that are rarely met can be left out"
    )]
    TooMany {
        /// The file.
        file: String,
        /// How many it has.
        count: usize,
    },
}

/// The typed view of all entries, built once and passed by reference.
#[derive(Debug)]
pub struct Lexicon {
    /// SHA-256 (first 16 hex digits) of everything that was read, for the data set's metadata.
    pub hash: String,
    sections_whole: HashMap<String, SectionEntry>,
    sections_start: Vec<(String, SectionEntry)>,
    labels: HashMap<String, Label>,
    access_openings: Edges,
    section_openings: Edges,
    label_openings: Edges,
    /// "punkt", "sag": words in front of an item's number; `true` for those that stand in front of a decided
    /// point as well ("ad").
    pub item_words: Vec<(String, bool)>,
    /// Marks of open and closed items; `true` is closed.
    pub access: Vec<(String, bool)>,
    /// Marks of case types; bracketed letters and sentences.
    pub case_types: Vec<(String, CaseType)>,
    /// Finds those of them that are no bracketed marks.
    case_phrases: AhoCorasick,
    /// A word of each of these: where none stands they need not be looked for.
    case_words: AhoCorasick,
    /// Words that say agenda or minutes; `true` is minutes.
    pub document_kinds: Vec<(String, bool)>,
    /// Headings of a table of contents.
    pub contents: Vec<String>,
    /// Words at the head of its columns ("Pkt.", "Side").
    pub contents_columns: Vec<String>,
    /// Deciding words.
    pub outcomes: Phrases<Outcome>,
    /// Words that open a remark rather than a decision ("bemærker", "ønsker").
    pub remarks: Phrases<()>,
    /// Words of taking sides.
    pub sides: Phrases<Side>,
    /// Verbs of recommendations: form to stem, with what doing so comes to.
    pub verbs: Phrases<Verb>,
    /// Words with which somebody recommends ("indstiller"); `true` for those that running text uses too.
    pub proposing: Phrases<bool>,
    /// What a body does on a case's way.
    pub route_roles: Vec<(String, RouteRole)>,
    /// Bodies' names: whole words and endings.
    pub bodies: BodyNames,
    /// Words with which a body speaks of itself ("udvalget").
    pub own_bodies: Vec<String>,
    /// Abbreviations, without their last full stop.
    abbreviations: HashSet<String>,
    /// Bytes of the longest of them.
    longest_abbreviation: usize,
    /// Words in place of a decision ("Beslutning ikke frigivet").
    pub no_decisions: Vec<String>,
    /// Abbreviations that something always follows ("jf. Bilag 2"), without their last full stop.
    pub inner_abbreviations: HashSet<String>,
    /// Parts of words with a capital that no person is called.
    pub no_persons: Vec<String>,
    /// Words, and endings of words, that end like a body and are none.
    pub no_bodies: Vec<(String, Match)>,
    /// Words in front of a decided point's number ("At", "Punkt").
    pub point_words: Vec<String>,
    /// Words that may stand beside a body and a day in a line that heads a decision.
    pub head_words: HashSet<String>,
    /// Headings of what stands behind the last item; `true` for a list of the attachments.
    pub tails: Vec<(String, bool)>,
    /// Words that name a room or a house.
    places: Vec<(String, Match)>,
    /// Words behind a name that say that somebody was not there ("var fraværende").
    pub absences: Phrases<()>,
    /// Parties' names in full.
    pub party_names: Vec<String>,
    /// Words of grants and appropriations.
    pub grant_words: Phrases<GrantWord>,
    /// Words around numbers.
    pub numbers: Numbers,
    /// How the 98 municipalities are named.
    pub municipalities: MunicipalityNames,
}

/// A verb of a recommendation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verb {
    /// Infinitive: "godkende", "tage til efterretning".
    pub stem: String,
    /// What it comes to when the body does so.
    pub comes_to: Outcome,
}

/// What a section heading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionEntry {
    /// The section.
    pub kind: SectionKind,
    /// Whether the words alone, without marks, are too common to be a heading.
    pub weak: bool,
    /// Whether the heading carries more words than the phrase.
    pub open: bool,
}

impl Lexicon {
    /// The lexicon that is compiled in.
    ///
    /// # Panics
    /// Never on user input: the files are compiled in and a test reads them.
    #[must_use]
    pub fn built_in() -> Self {
        Self::with(&[]).expect("OK because the files are compiled in and a test reads them")
    }

    /// The built-in lexicon with `added` files (name, content) in front.
    ///
    /// # Errors
    /// [`LexiconError`] where an added file does not have the lexicon's form.
    pub fn with(added: &[(String, String)]) -> Result<Self, LexiconError> {
        let mut hasher = Sha256::new();
        let mut files = Vec::new();
        let built_in = BUILT_IN
            .iter()
            .map(|(name, content)| ((*name).to_owned(), (*content).to_owned()));
        for (name, content) in added.iter().cloned().chain(built_in) {
            hasher.update(content.as_bytes());
            let file: File = toml::from_str(&content).map_err(|error| LexiconError::Form {
                file: name.clone(),
                message: error.to_string(),
            })?;
            file.check(&name, &content)?;
            files.push((name, file));
        }
        let place = |error| match error {
            LexiconError::Meaning {
                file,
                phrase,
                means,
                kind,
                known,
                ..
            } => {
                let content = added.iter().find(|(name, _)| *name == file);
                let line = content.map_or(1, |(_, content)| line_of(content, &phrase));
                LexiconError::Meaning {
                    file,
                    line,
                    phrase,
                    means,
                    kind,
                    known,
                }
            }
            other => other,
        };
        let hash = hasher
            .finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        build::lexicon(hash, &files).map_err(place)
    }

    /// Whether `words` may begin with a mark of open or closed items, whatever signs stand before it.
    pub(crate) fn may_say_access(&self, words: &str) -> bool {
        let start = words.trim_start_matches(beside_words).chars();
        self.access_openings
            .may_begin_with(start.flat_map(char::to_lowercase))
    }

    /// The section that a heading with these words opens.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<SectionEntry> {
        const LONGEST: usize = 160;
        if !self.section_openings.may_begin(heading) || is_longer(heading, LONGEST) {
            return None;
        }
        let words = key(heading);
        if words.is_empty() || words.chars().count() > LONGEST {
            return None;
        }
        if let Some(section) = self.sections_whole.get(&words) {
            return Some(*section);
        }
        self.sections_start
            .iter()
            .find(|(start, _)| {
                words
                    .strip_prefix(start.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ':']))
            })
            .map(|(_, section)| *section)
    }

    /// Whether `words` begin with a deciding word: "Anbefales.", "Ad 1. Godkendt".
    #[must_use]
    pub fn opens_with_outcome(&self, words: &str) -> bool {
        /// Bytes in front of it.
        const EARLY: usize = 20;
        self.outcomes
            .find_first(&words.to_lower())
            .is_some_and(|hit| hit.range.start <= EARLY)
    }

    /// The first entry of the case types, bracketed marks aside, that stands anywhere in `words` (in lower case),
    /// whatever white space parts its own.
    #[must_use]
    pub fn told_case_type(&self, words: &str) -> Option<&(String, CaseType)> {
        if !self.case_words.is_match(words) {
            return None;
        }
        let phrases = self.case_types.iter().filter(|(mark, _)| is_phrase(mark));
        let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = self.case_phrases.find_overlapping_iter(&flat);
        let first = found.map(|hit| hit.pattern().as_usize()).min()?;
        phrases.into_iter().nth(first)
    }

    /// The label that `words` are, without the colon.
    #[must_use]
    pub fn label(&self, words: &str) -> Option<Label> {
        if is_longer(words, LONGEST_PHRASE) {
            return None;
        }
        self.labels.get(&key(words)).copied()
    }

    /// Whether `word` is an abbreviation, its last full stop aside.
    #[must_use]
    pub fn is_abbreviation(&self, word: &str) -> bool {
        // Most words before a full stop are longer than any.
        let short = !word.is_ascii() || word.len() <= self.longest_abbreviation;
        short && self.abbreviations.contains(&word.to_lower())
    }

    /// Whether a room or a house is named among `words`.
    #[must_use]
    pub fn is_place(&self, words: &str) -> bool {
        words
            .to_lower()
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .any(|word| {
                self.places.iter().any(|(place, how)| match how {
                    Match::Ending => word.ends_with(place.as_str()),
                    Match::Start => word.starts_with(place.as_str()),
                    _ => word == place,
                })
            })
    }

    /// Splits a line into the label that it begins with and the byte at which its value starts:
    /// "Fraværende: Hans Hansen", "Mødested Rådhuset", "**Mødedato**  Onsdag".
    #[must_use]
    pub fn labelled(&self, line: &str) -> Option<(Label, usize)> {
        let lead = line.len() - line.trim_start_matches(['*', ' ', '_']).len();
        let begins = self.label_openings.may_begin(line)
            || (lead > 0 && self.label_openings.may_begin(&line[lead..]));
        if !begins {
            return None;
        }
        if let Some(colon) = line.find(':')
            && let Some(label) = self.label(&line[..colon])
        {
            return Some((label, value_start(line, colon + 1)));
        }
        let mut best = None;
        for (end, char) in line.char_indices().skip_while(|(at, _)| *at < lead) {
            if (char.is_whitespace() || char == '*') && end > lead {
                if let Some(label) = self.label(&line[lead..end]) {
                    best = Some((label, value_start(line, end)));
                }
                if end > 40 {
                    break;
                }
            }
        }
        best.or_else(|| Some((self.label(line)?, line.len())))
    }
}

/// Whether an entry of the case types is words rather than a mark in brackets: "(B)".
fn is_phrase(entry: &str) -> bool {
    !entry.starts_with('(')
}

/// Whether the [`key`] of `words` has more than `most` characters for certain: letters and digits all stay.
fn is_longer(words: &str, most: usize) -> bool {
    let first = words.bytes().take(2 * most);
    first.filter(u8::is_ascii_alphanumeric).count() > most
}

/// Words of a heading or a label for comparing: folded, lower case, no closing punctuation.
fn key(words: &str) -> String {
    fold(words)
        .to_lower()
        .trim_end_matches([':', '.', ' ', '-', '–'])
        .trim_start_matches(['-', '–', ' '])
        .to_owned()
}

/// Signs and white space that stand beside words without being a part of them.
fn beside_words(char: char) -> bool {
    char.is_whitespace() || matches!(char, '(' | ')' | '*' | ':' | '.' | '-' | '–')
}

fn value_start(line: &str, from: usize) -> usize {
    let rest = &line[from..];
    from + rest.len()
        - rest
            .trim_start_matches(|char: char| char.is_whitespace() || matches!(char, '*' | ':'))
            .len()
}

#[cfg(test)]
mod tests;
