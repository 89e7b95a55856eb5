//! Figures of a topic: deviations from the budget, amounts and other numbers, each with its sentence.

use super::charts::{Frame, framed};
use super::cite::Passage;
use super::desk::{Desk, cell, percent, perhaps, row, words};
use super::queries::FigureRow;
use super::topic::Topic;
use crate::report::ReportError;
use crate::report::model::{
    BarGroup, Cell, Chart, ChartData, ColumnKind, EvidenceId, Table, Value,
};
use crate::value::MunicipalityCode;

/// How many deviations a chart shows: more cannot be read.
const DEVIATIONS_SHOWN: usize = 15;

/// Most characters of a sentence that stand beside a bar.
const LABEL_CHARACTERS: usize = 60;

fn cite(desk: &mut Desk<'_>, figure: &FigureRow) -> Result<EvidenceId, ReportError> {
    let passage = Passage {
        start: figure.span_start,
        end: figure.span_end,
    };
    desk.sources.cite(
        &figure.figure_id,
        &figure.item_id,
        passage,
        Some(&figure.raw),
    )
}

/// What the number is of: the table's row and column, else the words that it counts.
fn what(figure: &FigureRow) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in [
        figure.row_label.as_deref(),
        figure.column_label.as_deref(),
        figure.subject.as_deref(),
    ]
    .into_iter()
    .flatten()
    {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(" · ")
}

/// A label for a bar: the table's row, or the beginning of the sentence.
fn in_short(figure: &FigureRow) -> String {
    if figure.row_label.is_some() {
        return what(figure);
    }
    let sentence = figure.sentence.as_deref().unwrap_or(&figure.raw);
    match sentence.char_indices().nth(LABEL_CHARACTERS) {
        Some((end, _)) => format!("{} …", sentence[..end].trim_end()),
        None => sentence.to_owned(),
    }
}

/// The year or years that it is for, and the level of its prices.
fn period(desk: &Desk<'_>, figure: &FigureRow) -> Cell {
    let level = figure
        .price_level
        .as_deref()
        .map(|year| desk.words.line("price_level", &[("year", year.into())]));
    let parts: Vec<String> = figure.period.clone().into_iter().chain(level).collect();
    words(parts.join(", "))
}

fn of_deviations(topic: &Topic) -> Vec<&FigureRow> {
    topic
        .figures
        .iter()
        .filter(|figure| figure.overspend.is_some())
        .collect()
}

/// How far over or under the budget, where words or headers define the sign.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn deviations(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Table>, ReportError> {
    let mut rows = Vec::new();
    for figure in of_deviations(topic) {
        let evidence = [cite(desk, figure)?];
        let overspend = figure.overspend.map_or(Value::Missing, Value::Kroner);
        rows.push(row(
            figure.municipality_code,
            vec![
                words(desk.name(figure.municipality_code)),
                words(day(desk, figure)),
                words(what(figure)),
                period(desk, figure),
                cell(overspend, &evidence),
                cell(Value::Words(figure.raw.clone()), &evidence),
                perhaps(figure.sentence.as_deref()),
            ],
        ));
    }
    Ok(desk.table(
        format!("deviations-{}", topic.link()),
        desk.words.word("table.deviations"),
        Some(desk.words.say("note.deviations", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("meeting", ColumnKind::Words),
            ("what", ColumnKind::Prose),
            ("period", ColumnKind::Words),
            ("overspend", ColumnKind::Kroner),
            ("raw", ColumnKind::Words),
            ("sentence", ColumnKind::Prose),
        ],
        rows,
    ))
}

/// The largest deviations.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn deviations_chart(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Chart>, ReportError> {
    let mut largest = of_deviations(topic);
    let all = largest.len();
    largest.sort_by_key(|figure| {
        std::cmp::Reverse(figure.overspend.map_or(0, |amount| amount.abs().ore()))
    });
    largest.truncate(DEVIATIONS_SHOWN);
    largest.sort_by_key(|figure| {
        (
            figure.municipality_code,
            figure.item_id.clone(),
            figure.span_start,
        )
    });
    let mut groups = Vec::new();
    for figure in largest {
        let evidence = cite(desk, figure)?;
        groups.push(BarGroup {
            label: format!(
                "{}: {}",
                desk.name(figure.municipality_code),
                in_short(figure)
            ),
            municipality: Some(MunicipalityCode(figure.municipality_code)),
            values: vec![figure.overspend.map(|amount| amount.ore() as f64 / 100.0)],
            evidence: vec![vec![evidence]],
        });
    }
    if groups.is_empty() {
        return Ok(None);
    }
    let frame = Frame {
        id: if all > groups.len() {
            "deviations_largest"
        } else {
            "deviations"
        },
        unit: "overspend",
        source: "material",
    };
    let data = ChartData::Bars {
        series: vec![desk.words.word("column.overspend")],
        groups,
        kind: ColumnKind::Kroner,
    };
    Ok(Some(framed(desk, topic, &frame, data)))
}

/// Amounts of money.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn money(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Table>, ReportError> {
    let mut rows = Vec::new();
    for figure in topic.figures.iter().filter(|figure| figure.kind == "money") {
        let evidence = [cite(desk, figure)?];
        let kroner = |amount| cell(Value::Kroner(amount), &evidence);
        rows.push(row(
            figure.municipality_code,
            vec![
                words(desk.name(figure.municipality_code)),
                words(day(desk, figure)),
                words(what(figure)),
                cell(Value::Words(figure.raw.clone()), &evidence),
                figure.amount.map_or_else(Cell::default, kroner),
                figure.amount_max.map_or_else(Cell::default, kroner),
                meant(desk, figure),
                period(desk, figure),
                perhaps(figure.sentence.as_deref()),
            ],
        ));
    }
    Ok(desk.table(
        format!("amounts-{}", topic.link()),
        desk.words.word("table.amounts"),
        Some(desk.words.say("note.figures", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("meeting", ColumnKind::Words),
            ("what", ColumnKind::Prose),
            ("raw", ColumnKind::Words),
            ("value", ColumnKind::Kroner),
            ("value_max", ColumnKind::Kroner),
            ("meant", ColumnKind::Words),
            ("period", ColumnKind::Words),
            ("sentence", ColumnKind::Prose),
        ],
        rows,
    ))
}

/// Numbers that are no money.
///
/// # Errors
/// [`ReportError::Misplaced`].
pub fn others(desk: &mut Desk<'_>, topic: &Topic) -> Result<Option<Table>, ReportError> {
    let mut rows = Vec::new();
    for figure in topic.figures.iter().filter(|figure| figure.kind != "money") {
        let evidence = [cite(desk, figure)?];
        rows.push(row(
            figure.municipality_code,
            vec![
                words(desk.name(figure.municipality_code)),
                words(day(desk, figure)),
                words(what(figure)),
                words(desk.words.label("figures", "kind", &figure.kind)),
                cell(Value::Words(figure.raw.clone()), &evidence),
                value(figure, &evidence),
                words(desk.words.labels(
                    "figures",
                    "unit",
                    figure.unit.as_deref().unwrap_or_default(),
                )),
                meant(desk, figure),
                period(desk, figure),
                perhaps(figure.sentence.as_deref()),
            ],
        ));
    }
    Ok(desk.table(
        format!("numbers-{}", topic.link()),
        desk.words.word("table.numbers"),
        Some(desk.words.say("note.figures", &[])),
        &[
            ("municipality", ColumnKind::Words),
            ("meeting", ColumnKind::Words),
            ("what", ColumnKind::Prose),
            ("kind", ColumnKind::Words),
            ("raw", ColumnKind::Words),
            ("number_value", ColumnKind::Number),
            ("unit", ColumnKind::Words),
            ("meant", ColumnKind::Words),
            ("period", ColumnKind::Words),
            ("sentence", ColumnKind::Prose),
        ],
        rows,
    ))
}

fn value(figure: &FigureRow, evidence: &[EvidenceId]) -> Cell {
    figure.value.map_or_else(Cell::default, |value| {
        let value = if figure.kind == "percent" {
            percent(value)
        } else {
            Value::Number {
                value,
                places: places(value),
            }
        };
        cell(value, evidence)
    })
}

/// As many digits as the number has, up to the six that the tables hold.
fn places(value: f64) -> usize {
    let digits = format!("{value:.6}");
    digits
        .trim_end_matches('0')
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len())
}

/// How exactly it is meant, which way it goes and what it is per.
fn meant(desk: &Desk<'_>, figure: &FigureRow) -> Cell {
    let qualifier = figure
        .qualifier
        .as_deref()
        .map(|code| desk.words.label("figures", "qualifier", code));
    let direction = figure
        .direction
        .as_deref()
        .map(|code| desk.words.label("figures", "direction", code));
    let per = figure.per.as_deref().map(|code| {
        let per = desk.words.label("figures", "per", code);
        desk.words.line("per", &[("per", per.into())])
    });
    let parts: Vec<String> = qualifier
        .into_iter()
        .chain(direction)
        .chain(per)
        .chain((figure.basis == "corrected").then(|| desk.words.word("corrected")))
        .collect();
    words(parts.join(", "))
}

/// Body and day of the meeting.
fn day(desk: &Desk<'_>, figure: &FigureRow) -> String {
    let item = desk.sources.item(&figure.item_id);
    let committee = item.and_then(|item| item.committee.clone());
    format!(
        "{}, {}",
        desk.body(committee.as_deref()),
        desk.day(item.and_then(|item| item.meeting_date))
    )
}
