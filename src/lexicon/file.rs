//! One file of entries: what kinds it holds, and whether they can be looked for.

use super::{Entry, LexiconError};
use serde::Deserialize;

/// Phrases and forms of one file. The built-in files have some hundreds each.
pub const MOST_PHRASES: usize = 20_000;
/// Bytes of a phrase.
pub const LONGEST_PHRASE: usize = 200;

/// A file of entries.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    pub section: Vec<Entry>,
    pub item_word: Vec<Entry>,
    pub access: Vec<Entry>,
    pub case_type: Vec<Entry>,
    pub label: Vec<Entry>,
    pub document_kind: Vec<Entry>,
    pub contents: Vec<Entry>,
    pub outcome: Vec<Entry>,
    pub remark: Vec<Entry>,
    pub party: Vec<Entry>,
    pub verb: Vec<Entry>,
    pub proposing: Vec<Entry>,
    pub route_role: Vec<Entry>,
    pub body: Vec<Entry>,
    pub own_body: Vec<Entry>,
    pub abbreviation: Vec<Entry>,
    pub no_decision: Vec<Entry>,
    pub inner_abbreviation: Vec<Entry>,
    pub no_person: Vec<Entry>,
    pub no_body: Vec<Entry>,
    pub point_word: Vec<Entry>,
    pub party_name: Vec<Entry>,
    pub head_word: Vec<Entry>,
    pub tail: Vec<Entry>,
    pub place_word: Vec<Entry>,
    pub absence: Vec<Entry>,
    pub municipality_spelling: Vec<Entry>,
    pub municipality_form: Vec<Entry>,
    pub scale: Vec<Entry>,
    pub currency: Vec<Entry>,
    pub percent: Vec<Entry>,
    pub duration: Vec<Entry>,
    pub per: Vec<Entry>,
    pub per_before: Vec<Entry>,
    pub qualifier: Vec<Entry>,
    pub direction: Vec<Entry>,
    pub direction_stop: Vec<Entry>,
    pub price_level: Vec<Entry>,
    pub count_noun: Vec<Entry>,
    pub number_label: Vec<Entry>,
    pub age: Vec<Entry>,
    pub total_word: Vec<Entry>,
    pub money_word: Vec<Entry>,
    pub count_label: Vec<Entry>,
    pub id_column: Vec<Entry>,
    pub grant_word: Vec<Entry>,
}

impl File {
    fn entries(&self) -> impl Iterator<Item = &Entry> {
        let kinds: [&Vec<Entry>; 46] = [
            &self.section,
            &self.item_word,
            &self.access,
            &self.case_type,
            &self.label,
            &self.document_kind,
            &self.contents,
            &self.outcome,
            &self.remark,
            &self.party,
            &self.verb,
            &self.proposing,
            &self.route_role,
            &self.body,
            &self.own_body,
            &self.abbreviation,
            &self.no_decision,
            &self.inner_abbreviation,
            &self.no_person,
            &self.no_body,
            &self.point_word,
            &self.party_name,
            &self.head_word,
            &self.tail,
            &self.place_word,
            &self.absence,
            &self.municipality_spelling,
            &self.municipality_form,
            &self.scale,
            &self.currency,
            &self.percent,
            &self.duration,
            &self.per,
            &self.per_before,
            &self.qualifier,
            &self.direction,
            &self.direction_stop,
            &self.price_level,
            &self.count_noun,
            &self.number_label,
            &self.age,
            &self.total_word,
            &self.money_word,
            &self.count_label,
            &self.id_column,
            &self.grant_word,
        ];
        kinds.into_iter().flatten()
    }

    /// Whether all phrases can be looked for; `name` and `content` are the file's.
    ///
    /// # Errors
    /// [`LexiconError`] where there are too many, or one cannot.
    pub fn check(&self, name: &str, content: &str) -> Result<(), LexiconError> {
        let count = self.entries().flat_map(Entry::spellings).count();
        if count > MOST_PHRASES {
            let file = name.to_owned();
            return Err(LexiconError::TooMany { file, count });
        }
        let faulty = |spelling: &str| {
            let halves = spelling.split('…').map(str::trim);
            if halves.clone().any(str::is_empty) {
                Some("is empty, or has an empty half; write words".to_owned())
            } else if halves.count() > 2 {
                Some("has more than one gap (…); write one at most".to_owned())
            } else {
                let long = spelling.len() > LONGEST_PHRASE;
                long.then(|| format!("is longer than {LONGEST_PHRASE} bytes; write fewer words"))
            }
        };
        for spelling in self.entries().flat_map(Entry::spellings) {
            if let Some(message) = faulty(spelling) {
                return Err(LexiconError::Phrase {
                    file: name.to_owned(),
                    line: line_of(content, spelling),
                    phrase: spelling.chars().take(40).collect(),
                    message,
                });
            }
        }
        Ok(())
    }
}

/// The line (from 1) of `content` on which `words` stand as a value; 1 where they are written otherwise.
pub fn line_of(content: &str, words: &str) -> usize {
    let holds = |line: &str| {
        line.split(['"', '\''])
            .any(|value| !value.is_empty() && value == words)
    };
    content.lines().position(holds).map_or(1, |at| at + 1)
}
