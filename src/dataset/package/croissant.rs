//! `croissant.json`: the data set in the vocabulary of MLCommons Croissant 1.0 (JSON-LD on schema.org), by which search
//! engines for data sets and loaders find it.

use super::about::ABOUT;
use super::{Published, PublishedTable, json};
use crate::tables::{Column, ColumnType};
use serde_json::{Map, Value, json as object};

const CONTEXT: &str = r#"{
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform"
}"#;

/// The file. Keys stand in alphabetical order.
pub fn page(published: &Published<'_>) -> String {
    let about = &*ABOUT;
    let context: Map<String, Value> =
        serde_json::from_str(CONTEXT).expect("OK because a test makes the page");
    let versions = published.versions;
    json(&sorted(object!({
        "@context": context,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.name,
        "description": format!("{}. {} {}", about.en.title, about.en.description, about.en.caution),
        "keywords": about.keywords,
        "inLanguage": "da",
        "license": about.licenses.iter().map(|license| &license.path).collect::<Vec<_>>(),
        "version": format!("{}.0+{}", versions.contract, versions.data_set),
        "isBasedOn": about.sources.iter().map(|source| &source.title).collect::<Vec<_>>(),
        "distribution": published.tables.iter().map(file).collect::<Vec<_>>(),
        "recordSet": published.tables.iter().map(record_set).collect::<Vec<_>>(),
    })))
}

fn file(published: &PublishedTable<'_>) -> Value {
    let Some(entry) = published.single() else {
        return object!({
            "@type": "cr:FileSet",
            "@id": published.pattern(),
            "name": published.table.name,
            "encodingFormat": "application/vnd.apache.parquet",
            "includes": published.pattern(),
        });
    };
    object!({
        "@type": "cr:FileObject",
        "@id": entry.file,
        "name": entry.file,
        "contentUrl": entry.file,
        "contentSize": format!("{} B", published.bytes),
        "encodingFormat": "application/vnd.apache.parquet",
        "sha256": entry.sha256,
    })
}

fn record_set(published: &PublishedTable<'_>) -> Value {
    let table = &published.table;
    let key: Vec<_> = table.key.iter().map(|key| id(table.name, key)).collect();
    let columns = table.columns();
    let fields: Vec<_> = columns
        .iter()
        .map(|column| field(published, column))
        .collect();
    object!({
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "key": key,
        "field": fields,
    })
}

fn field(published: &PublishedTable<'_>, column: &Column) -> Value {
    let table = &published.table;
    let source = match published.single() {
        Some(entry) => {
            object!({ "fileObject": { "@id": entry.file }, "extract": { "column": column.name } })
        }
        None => {
            object!({ "fileSet": { "@id": published.pattern() }, "extract": { "column": column.name } })
        }
    };
    let mut field = object!({
        "@type": "cr:Field",
        "@id": format!("{}/{}", table.name, column.name),
        "name": format!("{}/{}", table.name, column.name),
        "description": described(column),
        "dataType": kind(column.kind),
        "source": source,
    });
    if column.kind == ColumnType::Names {
        field["repeated"] = Value::Bool(true);
    }
    let reference = table
        .references
        .iter()
        .find(|reference| reference.column == column.name);
    if let Some(reference) = reference {
        field["references"] = object!({ "field": id(reference.table, reference.target) });
    }
    field
}

fn id(table: &str, column: &str) -> Value {
    object!({ "@id": format!("{table}/{column}") })
}

fn described(column: &Column) -> String {
    column.unit.map_or(column.about.to_owned(), |unit| {
        format!("{} Unit: {unit}.", column.about)
    })
}

fn kind(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text | ColumnType::Names => "sc:Text",
        ColumnType::Integer | ColumnType::Long => "sc:Integer",
        ColumnType::Boolean => "sc:Boolean",
        ColumnType::Share | ColumnType::Money | ColumnType::Exact => "sc:Float",
        ColumnType::Day => "sc:Date",
    }
}

/// The same whatever order a map of `serde_json` keeps, which depends on what other crates ask of it.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.into_iter().collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            let entries = entries.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(entries.collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}
