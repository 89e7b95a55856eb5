//! The facts that are reviewed: values of the tables of facts, with the words that state them and where those stand.

use super::ReviewError;
use crate::compare::Engine;
use crate::nearest::suggestion;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// A table whose facts are reviewed.
#[derive(Clone, Copy, Debug)]
pub struct Reviewed {
    /// Name.
    pub table: &'static str,
    /// Its key.
    pub id: &'static str,
    /// The columns that are judged; one that is null is left out unless it is marked here, because a reader cannot
    /// judge what is not told.
    pub fields: &'static [(&'static str, bool)],
    /// Columns that a gold fact needs beside them.
    pub beside: &'static [&'static str],
}

/// The tables whose facts are reviewed, in the order of a document's items.
pub const TABLES: [Reviewed; 5] = [
    Reviewed {
        table: "items",
        id: "item_id",
        fields: &[
            ("title", true),
            ("case_number", false),
            ("case_type", false),
            ("access", true),
        ],
        beside: &[],
    },
    Reviewed {
        table: "recommendations",
        id: "recommendation_id",
        fields: &[("point", false), ("verb", true), ("addressee", false)],
        beside: &["text"],
    },
    Reviewed {
        table: "decisions",
        id: "decision_id",
        fields: &[
            ("point", false),
            ("body", true),
            ("decided_on", true),
            ("outcome", true),
            ("effect", true),
            ("referred_to", false),
            ("absent", false),
            ("against", false),
        ],
        beside: &["prior", "text"],
    },
    Reviewed {
        table: "grants",
        id: "grant_id",
        fields: &[
            ("kind", true),
            ("programme", false),
            ("funder", false),
            ("amount_applied_dkk", true),
            ("amount_awarded_dkk", true),
            ("expense_dkk", false),
            ("income_dkk", false),
            ("net_dkk", false),
            ("co_financing_dkk", false),
            ("co_financing_pct", false),
            ("period_start", false),
            ("period_end", false),
            ("awarded_on", false),
            ("target_persons", false),
            ("policy_area", false),
        ],
        beside: &[],
    },
    Reviewed {
        table: "figures",
        id: "figure_id",
        fields: &[
            ("kind", true),
            ("value", true),
            ("value_dkk", false),
            ("overspend_dkk", false),
            ("year", false),
        ],
        beside: &["raw", "found_in", "row_label", "column_label"],
    },
];

/// Characters of a quotation that are shown.
const QUOTED: usize = 1_000;

/// Which facts.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only these tables; all where none is named.
    pub tables: Vec<String>,
    /// Only items with this topic.
    pub topic: Option<String>,
    /// At most so many items, spread evenly over the material.
    pub items: Option<usize>,
    /// Only these items.
    pub only: Option<HashSet<String>>,
}

/// A fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The table.
    pub table: &'static str,
    /// Id of the row.
    pub id: String,
    /// Its item.
    pub item_id: String,
    /// Number of the item, as written.
    pub number: String,
    /// Title of the item.
    pub title: String,
    /// The body that met.
    pub committee: String,
    /// The municipality.
    pub municipality: String,
    /// Day of the meeting.
    pub date: String,
    /// The file.
    pub document: String,
    /// Address that it was fetched from.
    pub origin: Option<String>,
    /// Where the words stand: code points of the text.
    pub place: String,
    /// The words.
    pub quotation: String,
    /// The sentence or table row around them, where it is told.
    pub around: Option<String>,
    /// The values, by column, those that are null among them.
    pub values: BTreeMap<&'static str, Option<String>>,
}

/// The facts of whole items, in the order of documents and items.
///
/// # Errors
/// [`ReviewError`]: no data set, no such topic, or nothing found.
pub fn gather(data: &Path, wanted: &Wanted) -> Result<Vec<Fact>, ReviewError> {
    let tables: Vec<&Reviewed> = TABLES
        .iter()
        .filter(|reviewed| {
            wanted.tables.is_empty() || wanted.tables.iter().any(|name| name == reviewed.table)
        })
        .collect();
    let queries: Vec<String> = tables.iter().map(|reviewed| query(reviewed)).collect();
    let mut needed: Vec<&str> = queries.iter().map(String::as_str).collect();
    needed.push(TOPICS);
    let engine = Engine::open_for(data, &needed)?;
    let of_topic = match &wanted.topic {
        Some(topic) => Some(items_of(&engine, topic)?),
        None => None,
    };
    let mut facts = Vec::new();
    for (reviewed, sql) in tables.iter().zip(&queries) {
        for row in engine.sql(sql)?.texts()? {
            let fact = fact(reviewed, row);
            let among = |items: &Option<HashSet<String>>| {
                items
                    .as_ref()
                    .is_none_or(|items| items.contains(&fact.item_id))
            };
            if among(&of_topic) && among(&wanted.only) {
                facts.push(fact);
            }
        }
    }
    let order = order(&engine)?;
    facts.sort_by_key(|fact| order.get(&fact.item_id).copied().unwrap_or(usize::MAX));
    if let Some(limit) = wanted.items {
        let chosen = spread(&facts, limit);
        facts.retain(|fact| chosen.contains(&fact.item_id));
    }
    if facts.is_empty() {
        return Err(ReviewError::Nothing);
    }
    Ok(facts)
}

const TOPICS: &str = "SELECT DISTINCT topic, item_id FROM item_topics ORDER BY ALL";

fn items_of(engine: &Engine, topic: &str) -> Result<HashSet<String>, ReviewError> {
    let rows = engine.sql(TOPICS)?.texts()?;
    let cell =
        |row: &[Option<String>], at: usize| row.get(at).cloned().flatten().unwrap_or_default();
    let items: HashSet<String> = rows
        .iter()
        .filter(|row| cell(row, 0) == topic)
        .map(|row| cell(row, 1))
        .collect();
    if items.is_empty() {
        return Err(ReviewError::UnknownTopic {
            topic: topic.to_owned(),
            suggestion: suggestion(topic, rows.iter().map(|row| cell(row, 0))),
        });
    }
    Ok(items)
}

/// Place of each item in the material.
fn order(engine: &Engine) -> Result<BTreeMap<String, usize>, ReviewError> {
    let rows = engine.sql(
        "SELECT item_id FROM current_items \
         ORDER BY municipality_code, meeting_date NULLS LAST, meeting_id, position",
    )?;
    let ids = rows.texts()?.into_iter().flatten().flatten();
    Ok(ids.zip(0..).collect())
}

/// `limit` of the items with facts, evenly from the first to the last.
fn spread(facts: &[Fact], limit: usize) -> HashSet<String> {
    let mut items: Vec<&str> = facts.iter().map(|fact| fact.item_id.as_str()).collect();
    items.dedup();
    let taken = limit.min(items.len());
    (0..taken)
        .filter_map(|at| items.get(at * items.len() / taken))
        .map(|item| (*item).to_owned())
        .collect()
}

/// Columns before the values.
const LEADING: usize = 12;

fn query(reviewed: &Reviewed) -> String {
    let Reviewed { table, id, .. } = reviewed;
    let around = if *table == "figures" {
        "f.sentence"
    } else {
        "NULL"
    };
    let values: Vec<String> = columns(reviewed)
        .map(|column| format!("f.\"{column}\""))
        .collect();
    format!(
        "SELECT f.\"{id}\", f.item_id, i.number, i.title, m.committee, f.municipality, f.meeting_date, \
         d.source_path, d.origin, f.span_start || '-' || f.span_end, \
         substring(t.text, f.span_start + 1, least(f.span_end - f.span_start, {limit})), {around}, {values} \
         FROM {table} f \
         JOIN current_items i ON i.item_id = f.item_id \
         JOIN meetings m ON m.meeting_id = i.meeting_id \
         JOIN texts t ON t.document_id = f.document_id \
         JOIN documents d ON d.document_id = f.document_id AND d.status IN ('ok', 'partial') \
         ORDER BY f.item_id, f.span_start, f.\"{id}\"",
        limit = QUOTED + 1,
        values = values.join(", ")
    )
}

/// The columns whose values are read.
fn columns(reviewed: &Reviewed) -> impl Iterator<Item = &'static str> {
    let judged = reviewed.fields.iter().map(|(field, _)| *field);
    judged.chain(reviewed.beside.iter().copied())
}

fn fact(reviewed: &Reviewed, row: Vec<Option<String>>) -> Fact {
    let mut cells = row.into_iter();
    let mut leading: Vec<Option<String>> = cells.by_ref().take(LEADING).collect();
    let mut take = |at: usize| leading.get_mut(at).and_then(Option::take);
    let mut words = |at: usize| take(at).unwrap_or_default();
    let mut fact = Fact {
        table: reviewed.table,
        id: words(0),
        item_id: words(1),
        number: words(2),
        title: words(3),
        committee: words(4),
        municipality: words(5),
        date: words(6),
        document: words(7),
        place: words(9),
        quotation: words(10),
        ..Fact::default()
    };
    fact.origin = take(8);
    fact.around = take(11);
    if fact.quotation.chars().count() > QUOTED {
        fact.quotation = fact.quotation.chars().take(QUOTED).collect::<String>() + " […]";
    }
    // A list that is empty is told as one, so that a name that is missing can be put in.
    let told = |value: Option<String>| value.filter(|value| !value.is_empty());
    fact.values = columns(reviewed).zip(cells.map(told)).collect();
    fact
}

impl Fact {
    /// The columns to judge, with their values.
    pub fn judged(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let reviewed = TABLES.iter().find(|reviewed| reviewed.table == self.table);
        let fields = reviewed.map_or(&[][..], |reviewed| reviewed.fields);
        fields.iter().filter_map(|(field, always)| {
            let value = self.value(field);
            (*always || value.is_some()).then(|| (*field, value.unwrap_or_default()))
        })
    }

    /// The value of a column.
    #[must_use]
    pub fn value(&self, column: &str) -> Option<&str> {
        self.values.get(column)?.as_deref()
    }
}
