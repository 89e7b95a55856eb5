//! The questions that a report asks of a data set: the files of `queries/report/`, and their rows as types.

use super::ReportError;
use crate::compare::{Answer, Engine, Format, Query, named};
use crate::value::{Date, Kroner};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

macro_rules! files {
    ($($name:ident,)*) => {
        /// Every file of `queries/report/`: name and SQL.
        pub const ALL: &[(&str, &str)] = &[
            $((stringify!($name), include_str!(concat!("../../../queries/report/", stringify!($name), ".sql"))),)*
        ];
    };
}

files! {
    conditions,
    corrections,
    decisions,
    differences,
    figures,
    grant_evidence,
    grants,
    instalments,
    items,
    meetings,
    mentions,
    overlap,
    problems,
    recommendations,
    scope,
    segments,
    told_shares,
    topics,
    unread,
}

/// The answer of the file `name` to `given`, as rows of a type.
///
/// # Errors
/// DuckDB's words, or [`ReportError::Rows`] where the file and the type do not agree.
pub fn ask<T: DeserializeOwned>(
    engine: &Engine,
    name: &'static str,
    given: &[(&str, &str)],
) -> Result<Vec<T>, ReportError> {
    let sql = ALL.iter().find(|(known, _)| *known == name);
    let query = match sql {
        Some((_, sql)) => Query::read(name, sql)?,
        None => named(name)?,
    };
    let given: BTreeMap<String, String> = given
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    rows(name, &engine.run(&query, &given)?)
}

fn rows<T: DeserializeOwned>(name: &'static str, answer: &Answer) -> Result<Vec<T>, ReportError> {
    let mut json = Vec::new();
    Format::Json.write(answer, &mut json, 0)?;
    serde_json::from_slice(&json).map_err(|source| ReportError::Rows { name, source })
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let words = Option::<String>::deserialize(from)?;
    words
        .map(|words| words.parse().map_err(serde::de::Error::custom))
        .transpose()
}

fn ore<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Kroner>, D::Error> {
    Ok(Option::<i64>::deserialize(from)?.map(Kroner::from_ore))
}

/// A municipality in a region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRow {
    pub municipality_code: i32,
    pub municipality: String,
    pub region: String,
    pub population: Option<i64>,
    #[serde(deserialize_with = "day")]
    pub population_on: Option<Date>,
    pub population_source: Option<String>,
    pub meetings: usize,
    #[serde(deserialize_with = "day")]
    pub first_date: Option<Date>,
    #[serde(deserialize_with = "day")]
    pub last_date: Option<Date>,
}

/// A topic that a municipality has items about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicRow {
    pub topic: String,
    pub municipality_code: i32,
    pub items: usize,
}

/// A meeting in the material.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingRow {
    pub municipality_code: i32,
    pub municipality: String,
    pub committee: Option<String>,
    #[serde(deserialize_with = "day")]
    pub meeting_date: Option<Date>,
    pub kind: String,
    pub items: usize,
    pub source_path: Option<String>,
    pub origin: Option<String>,
}

/// A file that is not in the tables, or not whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnreadRow {
    pub municipality_code: Option<i32>,
    pub municipality: Option<String>,
    #[serde(deserialize_with = "day")]
    pub meeting_date: Option<Date>,
    pub source_path: String,
    pub status: String,
    pub code: Option<String>,
}

/// A kind of problem in a municipality's documents.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemRow {
    pub municipality_code: Option<i32>,
    pub municipality: Option<String>,
    pub severity: String,
    pub code: String,
    pub times: usize,
    pub documents: usize,
}

/// A value that a user put right.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRow {
    pub municipality_code: i32,
    pub municipality: String,
    pub table_name: String,
    pub row_id: String,
    pub field: String,
    pub old_value: Option<String>,
    pub new_value: Option<String>,
    pub who: Option<String>,
    pub why: Option<String>,
}

/// An item that what is said of a topic rests on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRow {
    pub why: String,
    pub municipality_code: i32,
    pub municipality: String,
    #[serde(deserialize_with = "day")]
    pub meeting_date: Option<Date>,
    pub meeting_kind: String,
    pub committee: Option<String>,
    pub item_id: String,
    pub number: Option<String>,
    pub title: String,
    pub case_number: Option<String>,
    pub access: String,
    pub recommended: Option<String>,
    pub decided: Option<String>,
    pub next_step: Option<String>,
    pub next_step_basis: Option<String>,
    pub document: Option<String>,
    pub origin: Option<String>,
    pub document_id: String,
    pub span_start: usize,
    pub span_end: usize,
    pub text: String,
    pub line: usize,
}

/// An item that only mentions a topic.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentionRow {
    pub municipality_code: i32,
    pub municipality: String,
    pub committee: Option<String>,
    #[serde(deserialize_with = "day")]
    pub meeting_date: Option<Date>,
    pub number: Option<String>,
    pub title: String,
}

/// A piece of an item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentRow {
    pub item_id: String,
    pub kind: String,
    pub section: Option<String>,
    pub page: Option<i32>,
    pub span_start: usize,
    pub span_end: usize,
}

/// A decided point.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRow {
    pub decision_id: String,
    pub item_id: String,
    pub basis: String,
    pub point: Option<String>,
    pub outcome: String,
    pub effect: String,
    pub referred_to: Vec<String>,
    pub text: String,
    pub span_start: usize,
    pub span_end: usize,
}

/// A recommended point.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecommendationRow {
    pub recommendation_id: String,
    pub item_id: String,
    pub text: String,
    pub span_start: usize,
    pub span_end: usize,
}

/// A telling of a grant or appropriation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantRow {
    pub why: String,
    pub grant_id: String,
    pub same_as: String,
    pub item_id: String,
    pub municipality_code: i32,
    pub kind: String,
    pub programme: Option<String>,
    pub funder: Option<String>,
    pub recipient: Option<String>,
    pub purpose: Option<String>,
    pub status: Option<String>,
    pub supplement_to: Option<String>,
    pub repayable: Option<bool>,
    #[serde(deserialize_with = "ore")]
    pub applied: Option<Kroner>,
    #[serde(deserialize_with = "ore")]
    pub awarded: Option<Kroner>,
    #[serde(deserialize_with = "ore")]
    pub expense: Option<Kroner>,
    #[serde(deserialize_with = "ore")]
    pub income: Option<Kroner>,
    pub funding: Option<String>,
    #[serde(deserialize_with = "ore")]
    pub co_financing: Option<Kroner>,
    pub co_financing_pct: Option<f64>,
    pub period_start: Option<i32>,
    pub period_end: Option<i32>,
    pub awarded_on: Option<String>,
    pub target_persons: Option<i64>,
    pub policy_area: Option<String>,
    pub span_start: usize,
    pub span_end: usize,
}

/// Words that state a field of a grant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantEvidenceRow {
    pub grant_id: String,
    pub field: String,
    pub span_start: usize,
    pub span_end: usize,
}

/// The part of a grant that falls in a year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstalmentRow {
    pub grant_id: String,
    pub year: i32,
    #[serde(deserialize_with = "ore")]
    pub amount: Option<Kroner>,
    pub span_start: usize,
    pub span_end: usize,
}

/// A result that a grant demands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionRow {
    pub grant_id: String,
    pub threshold_pct: Option<f64>,
    pub releases_pct: Option<f64>,
    pub text: String,
    pub span_start: usize,
    pub span_end: usize,
}

/// The share of what was applied for that a document says was awarded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldShareRow {
    pub grant_id: String,
    pub figure_id: String,
    pub item_id: String,
    pub value: f64,
    pub raw: String,
    pub span_start: usize,
    pub span_end: usize,
}

/// A figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureRow {
    pub figure_id: String,
    pub item_id: String,
    pub municipality_code: i32,
    pub kind: String,
    pub raw: String,
    pub value: Option<f64>,
    pub unit: Option<String>,
    pub per: Option<String>,
    #[serde(deserialize_with = "ore")]
    pub amount: Option<Kroner>,
    #[serde(deserialize_with = "ore")]
    pub amount_max: Option<Kroner>,
    #[serde(deserialize_with = "ore")]
    pub overspend: Option<Kroner>,
    pub basis: String,
    pub qualifier: Option<String>,
    pub direction: Option<String>,
    pub period: Option<String>,
    pub price_level: Option<String>,
    pub subject: Option<String>,
    pub row_label: Option<String>,
    pub column_label: Option<String>,
    pub sentence: Option<String>,
    pub span_start: usize,
    pub span_end: usize,
}

/// An ordered pair of items that share text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverlapRow {
    pub item_id: String,
    pub other_id: String,
    pub share: f64,
    pub other_share: f64,
}

/// A stretch of an item that another lacks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferenceRow {
    pub item_id: String,
    pub other_id: String,
    pub span_start: usize,
    pub span_end: usize,
}

/// A step of a case, as the shipped question `route` tells it.
#[derive(Clone, Debug, Deserialize)]
pub struct RouteRow {
    pub municipality_code: i32,
    pub case_id: Option<String>,
    pub case_title: Option<String>,
    pub kind: Option<String>,
    pub body: Option<String>,
    #[serde(deserialize_with = "day")]
    pub day: Option<Date>,
    pub planned_role: Option<String>,
    pub effect: Option<String>,
    pub item_id: Option<String>,
    pub span_start: Option<usize>,
    pub span_end: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_known_and_says_its_question() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/queries/report");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .flatten()
            .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".sql")?.to_owned()))
            .collect();
        files.sort();
        let known: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
        assert_eq!(known, files);
        for (name, sql) in ALL {
            let query = Query::read(name, sql).unwrap();
            assert!(query.question.ends_with('?'), "{name}: {}", query.question);
            assert!(
                query.notes.iter().any(|note| note.starts_with("Grain: ")),
                "{name}"
            );
        }
    }
}
