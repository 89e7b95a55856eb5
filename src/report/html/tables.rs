//! Tables as the templates walk them: every cell set for its reader, with a key that a script sorts by.

use super::HtmlError;
use super::blocks::{BESIDE_NUMBERS, BESIDE_WORDS, Builder, References, TextView, swatch};
use crate::report::format;
use crate::report::model::{Cell, ColumnKind, Language, Row, Table, Value};
use serde::Serialize;

/// Rows from which a table has a field that filters them.
const FILTERED_FROM: usize = 8;
/// Rows from which a table scrolls within the page under a heading that stays.
const LONG_FROM: usize = 40;

/// How a heading says by itself that its numbers are kroner.
const UNITS: [&str; 3] = ["kr.", "kroner", "DKK"];

/// Style of a number without links in a column where others have some.
const UNCITED: &str = "e";
/// Style of what is unknown: the style sheet shows a dash and says so.
const UNKNOWN: &str = "x";
/// Style of words: none.
const WORDS: &str = "";
/// Style of several words, which would stand one a line in a crowded table.
const SEVERAL_WORDS: &str = "m";
/// Style of prose.
const PROSE: &str = "p";
/// Style of prose that takes several lines.
const LONG_PROSE: &str = "p l";
/// Words as long as `SEVERAL` get some room; prose shorter than `SHORT` is set as words, as long as `LONG` gets a wide
/// column. In code points.
const SEVERAL: usize = 28;
const SHORT: usize = 60;
const LONG: usize = 240;
/// Style of numbers.
const NUMBERS: &str = "n";
/// Style of numbers with room for links beside them.
const CITED_NUMBERS: &str = "n c";

/// A table.
#[derive(Debug, Serialize)]
pub(super) struct TableView {
    pub id: String,
    pub title: String,
    pub note: Option<TextView>,
    pub columns: Vec<ColumnView>,
    pub rows: Vec<RowView>,
    /// Whether a reader may want to sort it.
    pub sorts: bool,
    /// Whether a reader may want to filter it.
    pub filters: bool,
    /// Whether it scrolls within the page.
    pub long: bool,
}

/// A column.
#[derive(Debug, Serialize)]
pub(super) struct ColumnView {
    /// Heading; `None` where the template has the word.
    pub label: Option<String>,
    /// Key of the template's word.
    pub word: Option<&'static str>,
    /// Name of a style.
    pub class: &'static str,
    /// Whether the unit must be told because neither heading nor cells do.
    pub kroner: bool,
}

/// A row.
#[derive(Debug, Serialize)]
pub(super) struct RowView {
    /// Colour of its municipality, as names of styles.
    pub swatch: Option<String>,
    pub cells: Vec<CellView>,
}

/// A cell.
#[derive(Debug, Default, Serialize)]
pub(super) struct CellView {
    /// What it says, a line each; empty where unknown.
    pub lines: Vec<String>,
    /// Key of a word of the template that it says instead.
    pub word: Option<&'static str>,
    /// What it is sorted by, where not by its words.
    pub key: Option<String>,
    /// Names of styles.
    pub style: String,
    /// Links to what it rests on; `None` where there are none.
    pub references: Option<References>,
}

impl TableView {
    pub(super) fn of(table: &Table, builder: &mut Builder) -> Result<Self, HtmlError> {
        let note = table.note.as_ref().map(|note| builder.text(note));
        let mut rows = Vec::new();
        for row in &table.rows {
            rows.push(RowView::of(table, row, builder)?);
        }
        let columns = table.columns.iter();
        let mut columns: Vec<_> = columns
            .map(|column| ColumnView::of(&column.label, column.kind))
            .collect();
        make_room(&mut columns, &mut rows);
        Ok(Self {
            id: table.id.clone(),
            title: table.title.clone(),
            note: note.transpose()?,
            columns,
            sorts: rows.len() > 1,
            filters: rows.len() >= FILTERED_FROM,
            long: rows.len() >= LONG_FROM,
            rows,
        })
    }
}

impl ColumnView {
    pub(super) fn of(label: &str, kind: ColumnKind) -> Self {
        Self {
            label: Some(label.to_owned()),
            word: None,
            class: class(kind),
            kroner: kind == ColumnKind::Kroner && !UNITS.iter().any(|unit| label.contains(unit)),
        }
    }

    pub(super) fn word(word: &'static str, kind: ColumnKind) -> Self {
        Self {
            label: None,
            word: Some(word),
            class: class(kind),
            kroner: false,
        }
    }
}

impl RowView {
    fn of(table: &Table, row: &Row, builder: &mut Builder) -> Result<Self, HtmlError> {
        if row.cells.len() != table.columns.len() {
            return Err(HtmlError::UnevenRow {
                table: table.id.clone(),
                columns: table.columns.len(),
                cells: row.cells.len(),
            });
        }
        let cells = row.cells.iter().zip(&table.columns);
        Ok(Self {
            swatch: row
                .municipality
                .and_then(|code| swatch(builder.report, code)),
            cells: cells
                .map(|(cell, column)| CellView::of(cell, column.kind, builder))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl CellView {
    pub(super) fn of(
        cell: &Cell,
        kind: ColumnKind,
        builder: &mut Builder,
    ) -> Result<Self, HtmlError> {
        let (lines, key) = set(&cell.value, builder.report.language);
        let references = match cell.evidence.as_slice() {
            [] => None,
            evidence => Some(builder.references(evidence, beside(kind))?),
        };
        Ok(Self {
            lines,
            word: None,
            key,
            style: String::new(),
            references,
        })
    }

    /// Names of styles in a column of `class`.
    fn styles(&self, class: &str) -> String {
        let is_empty = self.lines.is_empty() && self.word.is_none();
        let lacks = class == CITED_NUMBERS && self.references.is_none();
        let names = [
            class,
            if lacks { UNCITED } else { "" },
            if is_empty { UNKNOWN } else { "" },
        ];
        let mut names: Vec<&str> = names.to_vec();
        names.retain(|name| !name.is_empty());
        names.join(" ")
    }

    /// Words without links.
    pub(super) fn words(words: &str) -> Self {
        Self {
            lines: vec![words.to_owned()],
            ..Self::default()
        }
    }

    /// A word of the page.
    pub(super) fn word(word: &'static str) -> Self {
        Self {
            word: Some(word),
            ..Self::default()
        }
    }
}

/// A value's lines, and its key for sorting where that is not its words.
fn set(value: &Value, language: Language) -> (Vec<String>, Option<String>) {
    match value {
        Value::Missing => (Vec::new(), None),
        Value::Words(words) => (vec![words.clone()], None),
        Value::List(list) => (list.clone(), None),
        Value::Kroner(amount) => (
            vec![format::kroner(*amount, language)],
            Some(amount.ore().to_string()),
        ),
        Value::Number { value, places } => (
            vec![format::number(*value, *places, language)],
            Some(value.to_string()),
        ),
        Value::Percent { value, places } => (
            vec![format::percent(*value, *places, language)],
            Some(value.to_string()),
        ),
        Value::Date(day) => (vec![format::day(*day, language)], Some(day.to_string())),
    }
}

/// Gives columns the room that their cells need: numbers stay in line where only some have links beside them, and prose
/// is as wide as it is long.
pub(super) fn make_room(columns: &mut [ColumnView], rows: &mut [RowView]) {
    for (at, column) in columns.iter_mut().enumerate() {
        let class = roomy(column.class, at, rows);
        column.class = class;
        for row in rows.iter_mut() {
            let cell = &mut row.cells[at];
            cell.style = cell.styles(class);
        }
    }
}

fn roomy(class: &'static str, at: usize, rows: &[RowView]) -> &'static str {
    let cells = || rows.iter().map(|row| &row.cells[at]);
    if class == NUMBERS && cells().any(|cell| cell.references.is_some()) {
        return CITED_NUMBERS;
    }
    let longest = cells()
        .flat_map(|cell| &cell.lines)
        .map(|line| line.chars().count())
        .max();
    match (class, longest.unwrap_or(0)) {
        (WORDS, SEVERAL..) => SEVERAL_WORDS,
        (PROSE, ..SHORT) => WORDS,
        (PROSE, LONG..) => LONG_PROSE,
        _ => class,
    }
}

fn beside(kind: ColumnKind) -> usize {
    match kind {
        ColumnKind::Words | ColumnKind::Prose => BESIDE_WORDS,
        _ => BESIDE_NUMBERS,
    }
}

fn class(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Words => WORDS,
        ColumnKind::Prose => PROSE,
        ColumnKind::Kroner | ColumnKind::Number | ColumnKind::Percent => NUMBERS,
        ColumnKind::Date => "d",
    }
}
