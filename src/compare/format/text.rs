//! Forms for reading: table, records, Markdown.

use crate::compare::{Answer, CompareError};
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use std::io::Write;

/// Characters that a column needs at the least to be readable.
const NARROWEST: usize = 9;

/// Columns side by side: the overview's where the query names some. What does not fit is written as records.
pub(super) fn table(answer: &Answer, out: &mut (dyn Write + Send), width: usize) -> Result<(), CompareError> {
    let shown = answer.overview()?;
    let columns = shown.columns();
    if columns.len() * NARROWEST > width {
        return records(&shown, out, width);
    }
    let rows = shown.texts()?;
    let mut table = Table::new();
    table
        .load_preset(if fits(&columns, &rows, width) { presets::UTF8_FULL_CONDENSED } else { presets::UTF8_FULL })
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(&columns);
    for row in &rows {
        table.add_row(row.iter().map(|cell| Cell::new(cell.as_deref().map(printable).unwrap_or_default())));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        if shown.is_numeric(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    writeln!(out, "{}", table.trim_fmt())?;
    let hidden = answer.columns().len() - columns.len();
    if hidden > 0 {
        writeln!(out, "{hidden} more columns: --format {}", "records, markdown, csv, json or parquet")?;
    }
    Ok(())
}

/// Whether every cell has place on one line, so that rows need no rule between them.
fn fits(columns: &[&str], rows: &[Vec<Option<String>>], width: usize) -> bool {
    let longest = |index: usize| {
        let cells = rows.iter().filter_map(|row| row[index].as_deref());
        cells.chain([columns[index]]).map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let one_line = rows.iter().flatten().flatten().all(|cell| !cell.contains('\n'));
    one_line && (0..columns.len()).map(|index| longest(index) + 3).sum::<usize>() < width
}

/// One field a line under a rule that numbers the row; fields without a value are left out.
pub(super) fn records(answer: &Answer, out: &mut (dyn Write + Send), width: usize) -> Result<(), CompareError> {
    let columns = answer.columns();
    let names = columns.iter().map(|column| column.chars().count()).max().unwrap_or_default();
    let indent = names + 2;
    for (at, row) in answer.texts()?.iter().enumerate() {
        writeln!(out, "── {} {}", at + 1, "─".repeat(width.saturating_sub(5 + (at + 1).to_string().len())))?;
        for (column, cell) in columns.iter().zip(row) {
            let Some(cell) = cell else { continue };
            let lines = wrap(&printable(cell), width.saturating_sub(indent).max(NARROWEST));
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
    let rules = (0..columns.len()).map(|index| if answer.is_numeric(index) { "---:" } else { "---" });
    writeln!(out, "| {} |", columns.iter().map(|column| in_cell(column)).collect::<Vec<_>>().join(" | "))?;
    writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
    for row in answer.texts()? {
        let cells = row.iter().map(|cell| cell.as_deref().map(in_cell).unwrap_or_default());
        writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?;
    }
    Ok(())
}

fn in_cell(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for char in printable(words).trim().chars() {
        match char {
            '|' => out.push_str("\\|"),
            '\\' => out.push_str("\\\\"),
            '<' => out.push_str("&lt;"),
            '\n' => out.push_str("<br>"),
            char => out.push(char),
        }
    }
    out
}

/// Words of a document without the control characters with which a terminal could be steered.
fn printable(words: &str) -> String {
    words
        .chars()
        .filter(|char| *char != '\r')
        .map(|char| match char {
            '\n' => '\n',
            '\t' => ' ',
            char if char.is_control() => '\u{fffd}',
            char => char,
        })
        .collect()
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
            ("tages til efterretning", 10, &["tages til", "efterretning"][..]),
            ("en\nto tre", 20, &["en", "to tre"]),
            ("ærø øl", 3, &["ærø", "øl"]),
            ("", 5, &[]),
        ] {
            assert_eq!(wrap(words, width), want, "{words:?}");
        }
    }

    #[test]
    fn a_cell_cannot_break_out() {
        for (words, want) in [("a|b\nc", "a\\|b<br>c"), ("<script>", "&lt;script>"), ("x\u{1b}[31m", "x\u{fffd}[31m")] {
            assert_eq!(in_cell(words), want);
        }
    }
}
