//! What a report is asked to be about: the names that a user types become topics and municipalities.

use super::ReportError;
use super::gather::queries::{ScopeRow, TopicRow, ask};
use super::model::Language;
use crate::compare::{Default as ParameterDefault, Engine, named};
use crate::topics::Topics;
use crate::value::MunicipalityCode;
use crate::value::municipality;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a report is about where the user names no topic: data, so that no topic steers the code.
const SETTINGS: &str = include_str!("../../data/report/settings.toml");

/// How many names an error offers.
const NEAREST: usize = 3;

/// What a user asks for, as typed.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Names or labels of topics; none is the usual ones.
    pub topics: Vec<String>,
    /// Names or codes of municipalities; none is every one of the region.
    pub municipalities: Vec<String>,
    /// Name of the region; none is the one that comparisons take.
    pub region: Option<String>,
    /// Title; none is one made of topics and region.
    pub title: Option<String>,
    /// Language of all words that are not quoted.
    pub language: Language,
}

/// A topic with what readers call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicName {
    /// Code in `item_topics.topic`.
    pub name: String,
    /// Label in Danish.
    pub label: String,
}

/// A request whose names were found.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Topics, in the order asked for.
    pub topics: Vec<TopicName>,
    /// The municipalities that are answered for, by name.
    pub municipalities: Vec<ScopeRow>,
    /// The region, where they are all of it.
    pub region: Option<String>,
    /// Title, where the user gave one.
    pub title: Option<String>,
    /// Language.
    pub language: Language,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    topics: Vec<String>,
}

impl Request {
    /// Finds the topics among `known` and those of the data set, and the municipalities.
    ///
    /// # Errors
    /// A name that is not known, with the nearest that are; [`ReportError::NoTopic`].
    pub fn settle(&self, engine: &Engine, known: &Topics) -> Result<Settled, ReportError> {
        let rows: Vec<ScopeRow> = ask(engine, "scope", &[])?;
        let treated: Vec<TopicRow> = ask(engine, "topics", &[])?;
        let (region, municipalities) = self.scope(&rows)?;
        let topics = if self.topics.is_empty() {
            usual(&treated, &municipalities, known)
        } else {
            let mut topics = Vec::new();
            for name in &self.topics {
                let topic = find_topic(name, &treated, known)?;
                if !topics.contains(&topic) {
                    topics.push(topic);
                }
            }
            topics
        };
        if topics.is_empty() {
            return Err(ReportError::NoTopic);
        }
        Ok(Settled {
            topics,
            municipalities,
            region,
            title: self.title.clone(),
            language: self.language,
        })
    }

    fn scope(&self, rows: &[ScopeRow]) -> Result<(Option<String>, Vec<ScopeRow>), ReportError> {
        if !self.municipalities.is_empty() {
            let codes = self
                .municipalities
                .iter()
                .map(|name| find_municipality(name))
                .collect::<Result<BTreeSet<_>, _>>()?;
            let mut chosen: Vec<ScopeRow> = rows
                .iter()
                .filter(|row| codes.contains(&MunicipalityCode(row.municipality_code)))
                .cloned()
                .collect();
            // A municipality stands in a row for each of its regions.
            chosen.dedup_by_key(|row| row.municipality_code);
            return Ok((None, chosen));
        }
        let wanted = self.region.clone().unwrap_or_else(usual_region);
        let of_region: Vec<ScopeRow> = rows
            .iter()
            .filter(|row| same(&row.region, &wanted))
            .cloned()
            .collect();
        match of_region.first() {
            Some(first) => Ok((Some(first.region.clone()), of_region)),
            None => {
                let regions: BTreeSet<&str> = rows.iter().map(|row| row.region.as_str()).collect();
                let known: Vec<&str> = regions.into_iter().collect();
                Err(ReportError::UnknownRegion {
                    name: wanted,
                    near: format!("known are: {}", known.join(", ")),
                })
            }
        }
    }
}

/// The region that the shipped comparisons take where none is named.
fn usual_region() -> String {
    let query = named("topics").ok();
    let default = query.and_then(|query| {
        query
            .parameters
            .into_iter()
            .find(|parameter| parameter.name == "region")
    });
    match default.map(|parameter| parameter.default) {
        Some(ParameterDefault::Text(region)) => region,
        _ => String::new(),
    }
}

/// The usual topics that the material treats; else those that most municipalities treat.
fn usual(treated: &[TopicRow], scope: &[ScopeRow], known: &Topics) -> Vec<TopicName> {
    let codes: BTreeSet<i32> = scope.iter().map(|row| row.municipality_code).collect();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in treated
        .iter()
        .filter(|row| codes.contains(&row.municipality_code))
    {
        let count = counts.entry(&row.topic).or_default();
        count.0 += 1;
        count.1 += row.items;
    }
    let settings: Settings =
        toml::from_str(SETTINGS).expect("OK because a test reads the settings");
    let usual: Vec<TopicName> = settings
        .topics
        .iter()
        .filter(|topic| counts.contains_key(topic.as_str()))
        .map(|topic| topic_name(topic, known))
        .collect();
    if !usual.is_empty() {
        return usual;
    }
    let mut most: Vec<(&str, (usize, usize))> = counts.into_iter().collect();
    most.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    most.iter()
        .take(NEAREST)
        .map(|(topic, _)| topic_name(topic, known))
        .collect()
}

fn topic_name(name: &str, known: &Topics) -> TopicName {
    let label = known
        .iter()
        .find(|topic| topic.name == name)
        .map_or(name, |topic| topic.label.as_str());
    TopicName {
        name: name.to_owned(),
        label: label.to_owned(),
    }
}

fn find_topic(words: &str, treated: &[TopicRow], known: &Topics) -> Result<TopicName, ReportError> {
    let mut names: BTreeMap<String, String> = known
        .iter()
        .map(|topic| (topic.name.clone(), topic.label.clone()))
        .collect();
    for row in treated {
        names
            .entry(row.topic.clone())
            .or_insert_with(|| row.topic.clone());
    }
    let found = names
        .iter()
        .find(|(name, label)| same(name, words) || same(label, words));
    if let Some((name, _)) = found {
        return Ok(topic_name(name, known));
    }
    let all: Vec<&str> = names.keys().map(String::as_str).collect();
    Err(ReportError::UnknownTopic {
        name: words.to_owned(),
        near: nearest(words, &all),
    })
}

fn find_municipality(words: &str) -> Result<MunicipalityCode, ReportError> {
    municipality::find(words)
        .map(|found| found.code)
        .ok_or_else(|| {
            let all = municipality::all();
            let names: Vec<&str> = all.iter().map(|known| known.name.as_str()).collect();
            ReportError::UnknownMunicipality {
                name: words.to_owned(),
                near: nearest(words, &names),
            }
        })
}

/// Whether two names are one, however they are typed.
fn same(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// Lower case, without Danish letters, so that "Ungeløftet" is "ungeloeftet".
fn plain(words: &str) -> String {
    words
        .trim()
        .to_lowercase()
        .replace('æ', "ae")
        .replace('ø', "oe")
        .replace('å', "aa")
        .replace([' ', '-'], "_")
}

/// "nearest are: a, b, c".
fn nearest(words: &str, names: &[&str]) -> String {
    let words = plain(words);
    let mut ranked: Vec<(usize, &str)> = names
        .iter()
        .map(|name| {
            let plain = plain(name);
            let held = plain.contains(&words) || words.contains(&plain);
            (if held { 0 } else { steps(&words, &plain) }, *name)
        })
        .collect();
    ranked.sort();
    let near: Vec<&str> = ranked.iter().take(NEAREST).map(|(_, name)| *name).collect();
    format!("nearest are: {}", near.join(", "))
}

/// How many letters must be put in, taken out or changed to make one of the other.
fn steps(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (across, against) in other.iter().enumerate() {
            let change = corner + usize::from(letter != *against);
            corner = row[across + 1];
            row[across + 1] = change.min(corner + 1).min(row[across] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_typed() {
        for (one, other, want) in [
            ("Ungeløftet", "ungeloeftet", true),
            ("REGION SJÆLLAND", "Region Sjælland", true),
            ("ips", "kui", false),
        ] {
            assert_eq!(same(one, other), want, "{one} {other}");
        }
    }

    #[test]
    fn the_nearest_names_are_offered() {
        let names = ["ungeloeftet", "rammeaftale", "rammeaftale_status", "ips"];
        for (typed, want) in [
            ("ungelofet", "nearest are: ungeloeftet"),
            ("ramme", "nearest are: rammeaftale, rammeaftale_status"),
        ] {
            let near = nearest(typed, &names);
            assert!(near.starts_with(want), "{typed}: {near}");
        }
        assert_eq!(steps("kat", "skat"), 1);
        assert_eq!(steps("", "abc"), 3);
    }

    #[test]
    fn the_settings_name_known_topics() {
        let settings: Settings = toml::from_str(SETTINGS).unwrap();
        let known = Topics::built_in();
        for topic in settings.topics {
            assert!(known.iter().any(|one| one.name == topic), "{topic}");
        }
        assert!(!usual_region().is_empty());
    }
}
