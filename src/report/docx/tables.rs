//! Tables: as they are, turned, or in parts; head rows repeat, numbers stand to the right.

use super::body::{paragraph, run, run_as};
use super::notes::Notes;
use super::widths::{NUMBER, Part, UPRIGHT};
use crate::report::format;
use crate::report::model::{Cell, ColumnKind, Language, Row, Table, Value};
use std::fmt::Write as _;

/// Rows with less than this may not be broken over pages.
const LONG_ROW: usize = 900;

/// A value as the lines of a cell; none where it is unknown.
pub fn cell_words(value: &Value, language: Language) -> Vec<String> {
    match value {
        Value::Missing => Vec::new(),
        Value::Words(words) => vec![words.clone()],
        Value::List(words) => words.clone(),
        Value::Kroner(amount) => vec![format!("{}\u{a0}kr.", format::kroner(*amount, language))],
        Value::Number { value, places } => vec![format::number(*value, *places, language)],
        Value::Percent { value, places } => vec![format::percent(*value, *places, language)],
        Value::Date(date) => vec![format::day(*date, language)],
    }
}

/// What makes tables of a report.
pub struct Tables<'a, 'n> {
    /// Footnotes of the document.
    pub notes: &'n mut Notes<'a>,
    /// Language of the report.
    pub language: Language,
}

impl Tables<'_, '_> {
    /// Some columns of `table` as they are.
    pub fn straight(&mut self, table: &Table, part: &Part, number: &str) -> String {
        let mut heads = String::new();
        let mut widths = Vec::new();
        if part.is_numbered {
            heads.push_str(&cell(NUMBER, &paragraph("TableHead", &run(number))));
            widths.push(NUMBER);
        }
        for (at, width) in part.columns.iter().zip(&part.widths) {
            let column = &table.columns[*at];
            let style = if is_number(column.kind) {
                "TableHeadNumber"
            } else {
                "TableHead"
            };
            heads.push_str(&cell(*width, &paragraph(style, &run(&column.label))));
        }
        widths.extend(&part.widths);
        let mut rows = head_row(&heads);
        for (at, row) in (1..).zip(&table.rows) {
            rows.push_str(&self.row(table, part, at, row));
        }
        framed(&table.title, &widths, &rows)
    }

    fn row(&mut self, table: &Table, part: &Part, number: usize, row: &Row) -> String {
        let mut cells = String::new();
        if part.is_numbered {
            let number = run(&number.to_string());
            cells.push_str(&cell(NUMBER, &paragraph("TableText", &number)));
        }
        for (at, width) in part.columns.iter().zip(&part.widths) {
            let kind = table.columns[*at].kind;
            let words = self.paragraphs(row.cells.get(*at), kind, "TableText");
            cells.push_str(&cell(*width, &words));
        }
        let longest = row.cells.iter().map(|cell| self.length(cell)).max();
        row_of(&cells, longest.unwrap_or(0) < LONG_ROW)
    }

    /// The `columns` of `table` as rows: labels to the left, a column for each row of the table.
    pub fn turned(&mut self, table: &Table, columns: &[usize]) -> String {
        let label = 2400.0;
        let each = (UPRIGHT - label) / float(table.rows.len().max(1));
        let mut widths = vec![label];
        widths.extend(table.rows.iter().map(|_| each));
        let mut rows = String::new();
        for (line, at) in columns.iter().enumerate() {
            let column = &table.columns[*at];
            let style = if line == 0 { "TableHead" } else { "TableSide" };
            let mut cells = cell(label, &paragraph(style, &run(&column.label)));
            for row in &table.rows {
                let text = if line == 0 { "TableHead" } else { "TableText" };
                // Numbers of different kinds stand below each other here, so all stand to the left.
                let words = self.paragraphs(row.cells.get(*at), ColumnKind::Words, text);
                cells.push_str(&cell(each, &words));
            }
            // A row that repeats may hold no footnote.
            let is_head = line == 0 && !cells.contains("<w:footnoteReference");
            rows.push_str(&if is_head {
                head_row(&cells)
            } else {
                row_of(&cells, true)
            });
        }
        framed(&table.title, &widths, &rows)
    }

    /// The paragraphs of a cell, with the marks of its evidence.
    fn paragraphs(&mut self, cell: Option<&Cell>, kind: ColumnKind, text: &str) -> String {
        let style = if is_number(kind) { "TableNumber" } else { text };
        let Some(cell) = cell else {
            return paragraph(style, "");
        };
        let words = cell_words(&cell.value, self.language);
        let marks = self.notes.cite(&cell.evidence);
        if words.is_empty() {
            return paragraph(
                style,
                &(run_as("–", "<w:color w:val=\"4B535B\"/>") + &marks),
            );
        }
        let last = words.len() - 1;
        words
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let mut runs = run(line);
                if at == last {
                    runs.push_str(&marks);
                }
                paragraph(style, &runs)
            })
            .collect()
    }

    fn length(&self, cell: &Cell) -> usize {
        cell_words(&cell.value, self.language)
            .iter()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or(0)
    }
}

/// A table with a head row that holds `rows`.
pub fn framed(title: &str, widths: &[f64], rows: &str) -> String {
    let total: f64 = widths.iter().sum();
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/>\
         </w:tblPr><w:tblGrid>",
        twips(total),
        crate::report::xml::escape(title)
    );
    for width in widths {
        let _ = write!(out, "<w:gridCol w:w=\"{}\"/>", twips(*width));
    }
    out.push_str("</w:tblGrid>");
    out.push_str(rows);
    out.push_str("</w:tbl>");
    out
}

/// The row that is repeated on every page.
pub fn head_row(cells: &str) -> String {
    format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
}

/// A row; a short one is never broken over pages.
pub fn row_of(cells: &str, is_short: bool) -> String {
    let properties = if is_short {
        "<w:trPr><w:cantSplit/></w:trPr>"
    } else {
        ""
    };
    format!("<w:tr>{properties}{cells}</w:tr>")
}

/// A cell of some width.
pub fn cell(width: f64, paragraphs: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>{paragraphs}</w:tc>",
        twips(width)
    )
}

fn is_number(kind: ColumnKind) -> bool {
    matches!(
        kind,
        ColumnKind::Kroner | ColumnKind::Number | ColumnKind::Percent
    )
}

#[allow(clippy::cast_possible_truncation)] // A page is a few thousand twips.
fn twips(width: f64) -> i64 {
    width.round() as i64
}

/// A count as a number to divide by.
pub fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
