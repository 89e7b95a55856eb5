//! The gold format (`tests/gold/FORMAT.md`): what a person read in a document.
//!
//! Fields that are not compared are passed over. A list that an item leaves out altogether (or gives as
//! `null`) was not annotated and is not measured; an empty one says that there is nothing to find.

use std::path::Path;

use serde::{Deserialize, Deserializer};

use super::EvaluateError;

/// One gold file with its name.
#[derive(Clone, Debug)]
pub struct GoldFile {
    /// File name of the gold file, "000_c8509e588106afef.json".
    pub name: String,
    /// File name of the source document.
    pub document: String,
    /// The meeting.
    pub meeting: GoldMeeting,
    /// Numbers of the items that were annotated; `None` where all were.
    pub annotated: Option<Vec<String>>,
    /// The annotated items.
    pub items: Vec<GoldItem>,
}

#[derive(Deserialize)]
struct Content {
    document: String,
    meeting: GoldMeeting,
    #[serde(default)]
    items_annotated: Option<Annotated>,
    items: Vec<GoldItem>,
}

/// `"all"`, or a list of item numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Annotated {
    Items(Vec<Label>),
    Word(All),
}

#[derive(Deserialize)]
enum All {
    #[serde(rename = "all")]
    All,
}

/// The meeting; what the document does not state is `None` and is not measured.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoldMeeting {
    /// Official kommunekode.
    pub municipality_code: Option<Label>,
    /// The body that met, without its term.
    pub committee: Option<String>,
    /// `minutes` or `agenda`.
    pub kind: Option<String>,
    /// ISO date.
    pub date: Option<String>,
    /// "HH:MM".
    pub start_time: Option<String>,
    /// The place.
    pub location: Option<String>,
    /// Members taking part.
    pub participants: Option<Vec<String>>,
}

/// An agenda item.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldItem {
    /// As written.
    pub number: Label,
    /// As written, folded.
    pub title: String,
    /// The number of the case.
    #[serde(default)]
    pub case_number: Option<String>,
    /// The case type (`case_type` in the data set).
    #[serde(default)]
    pub marker: Option<String>,
    /// `open` or `closed`.
    #[serde(default)]
    pub access: Option<String>,
    /// Titles, with their label where it is a part of the title.
    #[serde(default)]
    pub attachments: Option<Vec<String>>,
    /// Recommended points.
    #[serde(default)]
    pub recommendations: Option<Vec<GoldRecommendation>>,
    /// Decided points, earlier ones of other bodies among them.
    #[serde(default)]
    pub decisions: Option<Vec<GoldDecision>>,
    /// Grants and appropriations.
    #[serde(default)]
    pub grants: Option<Vec<GoldGrant>>,
    /// Numbers with a meaning.
    #[serde(default)]
    pub figures: Option<Vec<GoldFigure>>,
}

/// A recommended point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoldRecommendation {
    /// How its text begins.
    pub starts: Option<String>,
}

/// A decided point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoldDecision {
    /// The point of the recommendation; `None` where the item was decided as a whole.
    pub point: Option<Label>,
    /// The body that decided.
    pub body: Option<String>,
    /// ISO date.
    pub date: Option<String>,
    /// An earlier decision that the item quotes.
    pub prior: Option<bool>,
    /// What was decided, as a word of the format.
    pub outcome: Option<String>,
    /// Members absent.
    pub absent: Option<Vec<String>>,
    /// Members or parties against.
    pub against: Option<Vec<String>>,
    /// The words.
    pub text: Option<String>,
}

/// A grant or an appropriation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoldGrant {
    /// `external_grant` or `appropriation`.
    pub kind: Option<String>,
    /// What it is called.
    pub programme: Option<String>,
    /// Kroner asked for.
    pub amount_applied_dkk: Option<f64>,
    /// Kroner given.
    pub amount_awarded_dkk: Option<f64>,
    /// The municipality's own share in kroner.
    pub co_financing_dkk: Option<f64>,
    /// The same in per cent.
    pub co_financing_pct: Option<f64>,
    /// First year.
    pub period_start: Option<f64>,
    /// Last year.
    pub period_end: Option<f64>,
    /// ISO 8601 to the day, month or year.
    pub awarded_on: Option<String>,
    /// Number of people to be reached (`target_persons` in the data set).
    pub target_group: Option<f64>,
    /// Amounts by year.
    pub instalments: Option<Vec<GoldInstalment>>,
    /// What releases the money.
    pub conditions: Option<Vec<GoldCondition>>,
}

/// A year's part of a grant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoldInstalment {
    /// The year.
    pub year: Option<i64>,
    /// Kroner.
    pub amount_dkk: Option<f64>,
}

/// A condition of a grant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoldCondition {
    /// Per cent of the goal that must be reached.
    pub threshold_pct: Option<f64>,
    /// Per cent of the money that it releases.
    pub releases_pct: Option<f64>,
}

/// A number with a meaning.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoldFigure {
    /// `money`, `percent` …
    pub kind: Option<String>,
    /// As written.
    pub raw: Option<String>,
    /// `prose` or `table` (`found_in` in the data set).
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// In its unit.
    pub value: Option<f64>,
    /// In kroner. The outer `None` says that the field is not there, the inner one that it is `null`.
    #[serde(deserialize_with = "present")]
    pub value_dkk: Option<Option<f64>>,
    /// The table row's label (`row_label`).
    pub row: Option<String>,
    /// The table column's label (`column_label`).
    pub column: Option<String>,
}

impl GoldFigure {
    /// Kroner, where known.
    #[must_use]
    pub fn kroner(&self) -> Option<f64> {
        self.value_dkk.flatten()
    }

    /// The number in a table's cell: in kroner where the field is there at all, else in its unit.
    #[must_use]
    pub fn cell_value(&self) -> Option<f64> {
        self.value_dkk.unwrap_or(self.value)
    }
}

fn present<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Option<f64>>, D::Error> {
    Option::deserialize(field).map(Some)
}

/// A label that may be written as a number ("74" or 74).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label(pub String);

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(field: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(serde_json::Number),
        }
        Ok(Self(match Written::deserialize(field)? {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        }))
    }
}

/// The gold files (`NAME.json`) of a folder, by name.
///
/// # Errors
/// Where the folder or a file cannot be read, a file has another format, or there is none.
pub fn read_all(folder: &Path) -> Result<Vec<GoldFile>, EvaluateError> {
    let unreadable = |source| EvaluateError::Read {
        path: folder.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(EvaluateError::NoGold {
            path: folder.to_owned(),
        });
    }
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<GoldFile, EvaluateError> {
    let bytes = std::fs::read(path).map_err(|source| EvaluateError::Read {
        path: path.to_owned(),
        source,
    })?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    parse(name, &bytes).map_err(|source| EvaluateError::Format {
        path: path.to_owned(),
        source,
    })
}

/// A gold file of this name and content.
///
/// # Errors
/// Where `json` is not in the gold format.
pub fn parse(name: String, json: &[u8]) -> Result<GoldFile, serde_json::Error> {
    let content: Content = serde_json::from_slice(json)?;
    let annotated = match content.items_annotated {
        Some(Annotated::Items(labels)) => Some(labels.into_iter().map(|label| label.0).collect()),
        Some(Annotated::Word(All::All)) | None => None,
    };
    let Content {
        document,
        meeting,
        items,
        ..
    } = content;
    Ok(GoldFile {
        name,
        document,
        meeting,
        annotated,
        items,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(items: &str, more: &str) -> GoldFile {
        let json = format!(r#"{{"document": "a.txt", "meeting": {{}}, "items": {items}{more}}}"#);
        parse("a.json".into(), json.as_bytes()).unwrap()
    }

    #[test]
    fn null_missing_and_empty_lists() {
        for (fields, want) in [
            ("", None),
            (r#", "figures": null"#, None),
            (r#", "figures": []"#, Some(0)),
        ] {
            let file = file(&format!(r#"[{{"number": 7, "title": "T"{fields}}}]"#), "");
            assert_eq!(file.items[0].number.0, "7");
            assert_eq!(
                file.items[0].figures.as_ref().map(Vec::len),
                want,
                "{fields}"
            );
        }
    }

    #[test]
    fn a_missing_amount_is_not_a_null_one() {
        for (fields, cell) in [
            (r#""value": 5"#, Some(5.0)),
            (r#""value": 5, "value_dkk": null"#, None),
            (
                r#""value": 5, "value_dkk": 7, "value_max_dkk": 9"#,
                Some(7.0),
            ),
        ] {
            let json = format!(r#"[{{"number": "1", "title": "T", "figures": [{{{fields}}}]}}]"#);
            let figure = file(&json, "").items[0].figures.as_ref().unwrap()[0].clone();
            assert_eq!(figure.cell_value(), cell, "{fields}");
        }
    }

    #[test]
    fn annotated_items() {
        for (more, want) in [
            ("", None),
            (r#", "items_annotated": "all""#, None),
            (
                r#", "items_annotated": ["2", 3]"#,
                Some(vec!["2".to_owned(), "3".to_owned()]),
            ),
        ] {
            assert_eq!(file("[]", more).annotated, want, "{more}");
        }
    }
}
