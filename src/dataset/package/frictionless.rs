//! `datapackage.json`: a Data Package (version 2) of the data set's tables.
//!
//! The reference validator reads Parquet through pandas, which turns a whole number that may be null into a floating
//! one (null is NaN) and a list into an array of its own, and does not count bytes. So that it can vouch for the rest,
//! such numbers are of type `number` without bounds, lists are of type `any`, and `bytes` is left out; `sqlType` tells
//! the exact type, and `tvaersnit check` holds the bounds.

use super::about::ABOUT;
use super::{Published, PublishedTable, json};
use crate::tables::{Column, ColumnType, Table, danish, limits};
use serde::Serialize;

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const PARQUET: &str = "application/vnd.apache.parquet";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Package<'p> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: &'static str,
    id: &'p str,
    version: String,
    title: &'static str,
    description: String,
    title_da: &'static str,
    description_da: String,
    keywords: &'static [String],
    licenses: Vec<License>,
    sources: Vec<Source>,
    tvaersnit: Made<'p>,
    resources: Vec<Resource<'p>>,
}

#[derive(Serialize)]
struct License {
    name: &'static str,
    path: &'static str,
    title: &'static str,
}

#[derive(Serialize)]
struct Source {
    title: String,
}

/// What the data set is made by, under a name of our own.
#[derive(Serialize)]
struct Made<'p> {
    data_set: &'p str,
    contract: &'p str,
    program: &'p str,
    lexicon: &'p str,
    topics: &'p str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Resource<'p> {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    path: Paths<'p>,
    title: String,
    description: &'static str,
    title_da: String,
    description_da: String,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    rows: u64,
    schema: Schema,
}

/// A table's file, or those of its parts.
#[derive(Serialize)]
#[serde(untagged)]
enum Paths<'p> {
    One(&'p str),
    Many(Vec<&'p str>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_key: Option<&'static [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unique_keys: Option<[&'static [&'static str]; 1]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    description: &'static str,
    title_da: String,
    description_da: String,
    sql_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Constraints {
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unique: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    codes: Vec<&'static str>,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: Target,
}

#[derive(Serialize)]
struct Target {
    /// Empty for the table itself.
    resource: &'static str,
    fields: [&'static str; 1],
}

/// The file.
pub fn page(published: &Published<'_>) -> String {
    json(&Package::of(published))
}

impl<'p> Package<'p> {
    fn of(published: &'p Published<'_>) -> Self {
        let (about, versions) = (&*ABOUT, published.versions);
        Self {
            schema: PROFILE,
            name: &about.name,
            id: &versions.data_set,
            // Semantic versioning: a change of the contract counts, what it was made from is behind the plus.
            version: format!("{}.0+{}", versions.contract, versions.data_set),
            title: &about.en.title,
            description: format!("{} {}", about.en.description, about.en.caution),
            title_da: &about.da.title,
            description_da: format!("{} {}", about.da.description, about.da.caution),
            keywords: &about.keywords,
            licenses: licenses(),
            sources: sources(published),
            tvaersnit: Made {
                data_set: &versions.data_set,
                contract: versions.contract,
                program: versions.program,
                lexicon: &versions.lexicon,
                topics: &versions.topics,
            },
            resources: published.tables.iter().map(Resource::of).collect(),
        }
    }
}

fn licenses() -> Vec<License> {
    let licenses = ABOUT.licenses.iter();
    licenses
        .map(|license| License {
            name: &license.name,
            path: &license.path,
            title: &license.title,
        })
        .collect()
}

/// The sources of all data sets, and whose documents are in this one.
fn sources(published: &Published<'_>) -> Vec<Source> {
    let general = ABOUT.sources.iter().map(|source| source.title.clone());
    let own = published.municipalities.iter();
    let own = own.map(|name| format!("{name}: agendas and minutes"));
    general.chain(own).map(|title| Source { title }).collect()
}

impl<'p> Resource<'p> {
    fn of(published: &'p PublishedTable<'_>) -> Self {
        let PublishedTable { table, entries, .. } = published;
        let single = published.single();
        let words = danish::of_table(table);
        Self {
            name: table.name,
            kind: "table",
            path: single.map_or_else(
                || Paths::Many(entries.iter().map(|entry| entry.file.as_str()).collect()),
                |entry| Paths::One(&entry.file),
            ),
            title: readable(table.name),
            description: table.about,
            title_da: words
                .as_ref()
                .map_or_else(String::new, |words| words.title.clone()),
            description_da: words.map_or_else(String::new, |words| words.about),
            format: "parquet",
            mediatype: PARQUET,
            hash: single.map(|entry| format!("sha256:{}", entry.sha256)),
            rows: published.rows(),
            schema: Schema::of(table),
        }
    }
}

impl Schema {
    fn of(table: &Table) -> Self {
        let columns = table.columns();
        // A primary key has no nulls; a key of ours may, where a part is unknown.
        let has_nulls = columns
            .iter()
            .any(|column| column.nullable && table.key.contains(&column.name));
        Self {
            fields: columns
                .iter()
                .map(|column| Field::of(table, column))
                .collect(),
            primary_key: (!has_nulls).then_some(table.key),
            unique_keys: has_nulls.then_some([table.key]),
            foreign_keys: table
                .references
                .iter()
                .map(|reference| ForeignKey {
                    fields: [reference.column],
                    reference: Target {
                        resource: if reference.table == table.name {
                            ""
                        } else {
                            reference.table
                        },
                        fields: [reference.target],
                    },
                })
                .collect(),
        }
    }
}

impl Field {
    fn of(table: &Table, column: &Column) -> Self {
        let words = danish::of_column(table, column);
        Self {
            name: column.name,
            kind: kind(column),
            title: readable(column.name),
            description: column.about,
            title_da: words
                .as_ref()
                .map_or_else(String::new, |words| words.title.clone()),
            description_da: words.map_or_else(String::new, |words| words.about),
            sql_type: column.kind.sql(),
            unit: column.unit,
            constraints: Constraints::of(table, column),
        }
    }
}

impl Constraints {
    fn of(table: &Table, column: &Column) -> Self {
        let limits = limits::of(table, column);
        let bounds = limits.filter(|_| !is_floated(column));
        Self {
            required: (!column.nullable).then_some(true),
            unique: limits.filter(|limits| limits.unique).map(|_| true),
            minimum: bounds.and_then(|limits| limits.min),
            maximum: bounds.and_then(|limits| limits.max),
            pattern: limits.and_then(|limits| limits.pattern.as_deref()),
            codes: column.codes.clone(),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn kind(column: &Column) -> &'static str {
    match column.kind {
        ColumnType::Text => "string",
        ColumnType::Integer | ColumnType::Long if is_floated(column) => "number",
        ColumnType::Integer | ColumnType::Long => "integer",
        ColumnType::Boolean => "boolean",
        ColumnType::Share | ColumnType::Money | ColumnType::Exact => "number",
        ColumnType::Day => "date",
        ColumnType::Names => "any",
    }
}

/// Whether pandas holds the column's nulls as NaN.
fn is_floated(column: &Column) -> bool {
    let is_binary = matches!(
        column.kind,
        ColumnType::Integer | ColumnType::Long | ColumnType::Share
    );
    is_binary && column.nullable
}

/// `meeting_date` as "Meeting date".
pub(super) fn readable(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
