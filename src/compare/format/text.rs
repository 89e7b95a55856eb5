//! Forms for reading: table, records, Markdown.

use super::widths::{header, widths};
use crate::compare::{Answer, CompareError};
use crate::harmless::{self, in_markdown};
use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent, Width,
    presets,
};
use std::io::Write;

/// Characters that the value of a field has at the least, however long the names are.
const NARROWEST: usize = 20;

/// What the preset draws between rows.
const RULES_BETWEEN_ROWS: [TableComponent; 4] = [
    TableComponent::HorizontalLines,
    TableComponent::MiddleIntersections,
    TableComponent::LeftBorderIntersections,
    TableComponent::RightBorderIntersections,
];

/// Columns side by side: the overview's where the query names some. What does not fit is written as records.
pub(super) fn table(
    answer: &Answer,
    out: &mut (dyn Write + Send),
    width: usize,
) -> Result<(), CompareError> {
    let shown = answer.overview()?;
    let columns = shown.columns();
    let rows = shown.texts()?;
    match widths(&columns, &rows, width) {
        Some(widths) => writeln!(
            out,
            "{}",
            side_by_side(&shown, &rows, &widths, width).trim_fmt()
        )?,
        None => records(&shown, out, width)?,
    }
    let hidden = answer.columns().len() - columns.len();
    if hidden > 0 {
        writeln!(
            out,
            "{hidden} more columns: --format records, markdown, csv, json or parquet"
        )?;
    }
    Ok(())
}

fn side_by_side(
    shown: &Answer,
    rows: &[Vec<Option<String>>],
    widths: &[usize],
    width: usize,
) -> Table {
    let mut table = Table::new();
    table
        .load_preset(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(
            shown
                .columns()
                .iter()
                .zip(widths)
                .map(|(name, width)| header(name, *width)),
        );
    if !most_need_lines(rows, width) {
        for rule in RULES_BETWEEN_ROWS {
            table.remove_style(rule);
        }
    }
    for row in rows {
        table.add_row(
            row.iter()
                .map(|cell| Cell::new(cell.as_deref().map(printable).unwrap_or_default())),
        );
    }
    for (index, (column, width)) in table.column_iter_mut().zip(widths).enumerate() {
        column.set_padding((0, 1));
        let framed = u16::try_from(*width + 1).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(framed)));
        if shown.is_numeric(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Whether most rows take more than one line, so that a rule between rows helps to tell them apart.
fn most_need_lines(rows: &[Vec<Option<String>>], width: usize) -> bool {
    let tall = |row: &&Vec<Option<String>>| {
        let cells = row.iter().flatten();
        let needed: usize = cells.clone().map(|cell| cell.chars().count() + 3).sum();
        needed > width || cells.into_iter().any(|cell| cell.contains('\n'))
    };
    rows.iter().filter(tall).count() * 2 > rows.len()
}

/// One field a line under a rule that numbers the row; fields without a value are left out.
pub(super) fn records(
    answer: &Answer,
    out: &mut (dyn Write + Send),
    width: usize,
) -> Result<(), CompareError> {
    let columns = answer.columns();
    let names = columns
        .iter()
        .map(|column| column.chars().count())
        .max()
        .unwrap_or_default();
    let indent = names + 2;
    for (at, row) in answer.texts()?.iter().enumerate() {
        writeln!(
            out,
            "── {} {}",
            at + 1,
            "─".repeat(width.saturating_sub(5 + (at + 1).to_string().len()))
        )?;
        for (column, cell) in columns.iter().zip(row) {
            let Some(cell) = cell else { continue };
            let lines = wrap(
                &printable(cell),
                width.saturating_sub(indent).max(NARROWEST),
            );
            for (line_at, line) in lines.iter().enumerate() {
                let name = if line_at == 0 { column } else { "" };
                writeln!(out, "{name:names$}  {line}")?;
            }
        }
    }
    if answer.rows() == 0 {
        writeln!(out, "no rows")?;
    }
    Ok(())
}

/// A table in Markdown. A cell's text cannot break out of its cell.
pub(super) fn markdown(answer: &Answer, out: &mut (dyn Write + Send)) -> Result<(), CompareError> {
    let columns = answer.columns();
    let rules = (0..columns.len()).map(|index| {
        if answer.is_numeric(index) {
            "---:"
        } else {
            "---"
        }
    });
    writeln!(
        out,
        "| {} |",
        columns
            .iter()
            .map(|column| in_cell(column))
            .collect::<Vec<_>>()
            .join(" | ")
    )?;
    writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
    for row in answer.texts()? {
        let cells = row
            .iter()
            .map(|cell| cell.as_deref().map(in_cell).unwrap_or_default());
        writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?;
    }
    Ok(())
}

fn in_cell(words: &str) -> String {
    let lines: Vec<String> = words.trim().lines().map(in_markdown).collect();
    lines.join("<br>")
}

/// Words of a document for a terminal: nothing steers it, and a tab does not move the columns.
fn printable(words: &str) -> String {
    harmless::printable(&words.replace("\r\n", "\n").replace('\t', " ")).into_owned()
}

/// `words` in lines of at most `width` characters, parted at spaces; a longer word stands alone.
fn wrap(words: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in words.lines() {
        let mut current = String::new();
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_parted_at_spaces() {
        for (words, width, want) in [
            (
                "tages til efterretning",
                10,
                &["tages til", "efterretning"][..],
            ),
            ("en\nto tre", 20, &["en", "to tre"]),
            ("ærø øl", 3, &["ærø", "øl"]),
            ("", 5, &[]),
        ] {
            assert_eq!(wrap(words, width), want, "{words:?}");
        }
    }

    #[test]
    fn a_cell_cannot_break_out() {
        for (words, want) in [
            ("a|b\nc", "a\\|b<br>c"),
            ("<script>", "\\<script\\>"),
            ("[k](javascript:a())", "\\[k\\](javascript\\:a())"),
            ("x\u{1b}[31m", "x \\[31m"),
        ] {
            assert_eq!(in_cell(words), want);
        }
    }
}
