//! Ways through a report's parts.

use tvaersnit::report::model::{Block, Chart, Inline, Report, Section, SideBySide, Table, Text};

/// Every block of `sections`, in order.
pub fn blocks(sections: &[Section]) -> Vec<&Block> {
    sections
        .iter()
        .flat_map(|section| &section.blocks)
        .collect()
}

/// Every table.
pub fn tables(report: &Report) -> Vec<&Table> {
    let tables = blocks(&report.sections)
        .into_iter()
        .map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
    tables.flatten().collect()
}

/// Every chart.
pub fn charts(report: &Report) -> Vec<&Chart> {
    let charts = blocks(&report.sections)
        .into_iter()
        .map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        });
    charts.flatten().collect()
}

/// Every case that is laid side by side.
pub fn side_by_sides(report: &Report) -> Vec<&SideBySide> {
    let sides = blocks(&report.sections)
        .into_iter()
        .map(|block| match block {
            Block::SideBySide(side) => Some(side),
            _ => None,
        });
    sides.flatten().collect()
}

/// Every running text, the notes of tables among them.
pub fn texts(report: &Report) -> Vec<&Text> {
    blocks(&report.sections)
        .into_iter()
        .flat_map(|block| match block {
            Block::Paragraph(text) | Block::Note(text) => vec![text],
            Block::List(points) => points.iter().collect(),
            Block::Table(table) => table.note.iter().collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// The runs of a text.
pub fn inlines(text: &Text) -> &[Inline] {
    &text.0
}
