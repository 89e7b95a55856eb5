//! A sheet a chart: its numbers as typed cells, and beside them a chart that Excel draws from them.

use super::XlsxError;
use super::book::{Book, MOST_LINKS, excel_day};
use super::tables::{HEAD_ROW, count, count16, head, number, title};
use crate::report::below_chart;
use crate::report::format;
use crate::report::model::{BarGroup, Certainty, Chart, ChartData, ColumnKind, EvidenceId, Lane};
use crate::report::palette;
use rust_xlsxwriter::{
    Chart as Drawing, ChartAxisLabelPosition, ChartFormat, ChartPoint, ChartSolidFill, ChartType,
    Color, Worksheet,
};

/// Charts taller than this many bars are unreadable in Excel; their numbers stand in the sheet all the same.
const MOST_BARS: usize = 120;

/// The sheet of `chart`.
pub fn sheet(book: &mut Book<'_>, chart: &Chart) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.sheet(&chart.title, &chart.title)?;
    book.remember(&chart.id, &sheet.name());
    sheet.set_print_fit_to_pages(1, 0);
    let note = below_chart(chart, book.words);
    title(book, &mut sheet, &chart.title, Some(&note))?;
    match &chart.data {
        ChartData::Bars {
            series,
            groups,
            kind,
        } => bars(book, &mut sheet, series, groups, *kind, ChartType::Bar)?,
        ChartData::Stacked {
            series,
            groups,
            kind,
        } => bars(
            book,
            &mut sheet,
            series,
            groups,
            *kind,
            ChartType::BarStacked,
        )?,
        ChartData::Timeline { lanes } => events(book, &mut sheet, lanes)?,
    }
    Ok(sheet)
}

fn bars(
    book: &mut Book<'_>,
    sheet: &mut Worksheet,
    series: &[String],
    groups: &[BarGroup],
    kind: ColumnKind,
    form: ChartType,
) -> Result<(), XlsxError> {
    let mut labels = vec![book.words.group.as_str()];
    labels.extend(series.iter().map(String::as_str));
    let cited: Vec<_> = groups.iter().map(|group| cited(series, group)).collect();
    let links = cited
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or(0)
        .min(MOST_LINKS);
    head(book, sheet, &labels, links, count(groups.len()))?;
    sheet.set_column_width(0, 30.0)?;
    for at in 1..count16(labels.len()) {
        sheet.set_column_width(at, 18.0)?;
    }
    let widths = vec![18.0; labels.len()];
    book.heighten(sheet, HEAD_ROW, labels.iter().copied().zip(widths))?;
    for (row, (group, cited)) in (HEAD_ROW + 1..).zip(groups.iter().zip(&cited)) {
        book.write(sheet, (row, 0), &group.label, "", &book.looks.words)?;
        for (column, value) in (1u16..).zip(&group.values) {
            written(book, sheet, (row, column), *value, kind)?;
        }
        book.evidence_links(sheet, (row, count16(labels.len())), cited)?;
    }
    let bars = groups.len() * series.len();
    if bars > 0 && bars <= MOST_BARS {
        let right = count16(labels.len() + links) + 1;
        let drawing = drawing(book, &sheet.name(), series, groups, kind, form);
        sheet.insert_chart(HEAD_ROW, right, &drawing)?;
    }
    Ok(())
}

fn cited(series: &[String], group: &BarGroup) -> Vec<(EvidenceId, String)> {
    let mut out: Vec<(EvidenceId, String)> = Vec::new();
    for (at, ids) in group.evidence.iter().enumerate() {
        for id in ids {
            if out.iter().all(|(known, _)| known != id) {
                out.push((*id, series.get(at).cloned().unwrap_or_default()));
            }
        }
    }
    out
}

fn written(
    book: &mut Book<'_>,
    sheet: &mut Worksheet,
    at: (u32, u16),
    value: Option<f64>,
    kind: ColumnKind,
) -> Result<(), XlsxError> {
    let value = value.filter(|value| value.is_finite());
    match (value, kind) {
        (None, _) => {
            sheet.write_blank(at.0, at.1, &book.looks.words)?;
        }
        (Some(value), ColumnKind::Kroner) => {
            sheet.write_number_with_format(at.0, at.1, value, &book.looks.kroner)?;
        }
        (Some(value), ColumnKind::Percent) => number(book, sheet, at, value, 1, true)?,
        (Some(value), _) => {
            let places = if value.fract() == 0.0 { 0 } else { 2 };
            number(book, sheet, at, value, places, false)?;
        }
    }
    Ok(())
}

fn drawing(
    book: &Book<'_>,
    sheet: &str,
    series: &[String],
    groups: &[BarGroup],
    kind: ColumnKind,
    form: ChartType,
) -> Drawing {
    let mut drawing = Drawing::new(form);
    let last = HEAD_ROW + count(groups.len());
    for (at, column) in (1..=count16(series.len())).enumerate() {
        let drawn = drawing
            .add_series()
            .set_categories((sheet, HEAD_ROW + 1, 0, last, 0))
            .set_values((sheet, HEAD_ROW + 1, column, last, column))
            .set_name((sheet, HEAD_ROW, column))
            .set_gap(60)
            .set_format(&mut filled(at));
        if series.len() == 1 {
            drawn.set_points(&points(book, groups));
        }
    }
    drawing.x_axis().set_num_format(match kind {
        ColumnKind::Percent => "0 \"%\"",
        _ => "#,##0",
    });
    // Excel counts the groups of a bar chart from the bottom; turned round, the numbers would go to the top.
    drawing.y_axis().set_reverse();
    drawing
        .x_axis()
        .set_label_position(ChartAxisLabelPosition::High);
    if series.len() == 1 {
        drawing.legend().set_hidden();
    }
    drawing.title().set_hidden();
    let bars = match form {
        ChartType::BarStacked => groups.len(),
        _ => groups.len() * series.len(),
    };
    drawing.set_width(640);
    drawing.set_height(120 + 26 * count(bars));
    drawing
}

/// Colours of the municipalities, as everywhere in the report.
fn points(book: &Book<'_>, groups: &[BarGroup]) -> Vec<ChartPoint> {
    let place = |group: &BarGroup| {
        group
            .municipality
            .and_then(|code| book.report.place_of(code))
    };
    groups
        .iter()
        .map(|group| ChartPoint::new().set_format(&mut filled(place(group).unwrap_or(0))))
        .collect()
}

fn filled(place: usize) -> ChartFormat {
    let mut look = ChartFormat::new();
    let colour = palette::LIGHT.colours[palette::of(place).0];
    look.set_solid_fill(ChartSolidFill::new().set_color(Color::from(colour)));
    look
}

fn events(book: &mut Book<'_>, sheet: &mut Worksheet, lanes: &[Lane]) -> Result<(), XlsxError> {
    let words = book.words;
    let labels = [
        words.municipality.as_str(),
        &words.date,
        &words.event,
        &words.text_of,
        &words.certainty,
    ];
    let rows: usize = lanes.iter().map(|lane| lane.events.len().max(1)).sum();
    let links = lanes.iter().flat_map(|lane| &lane.events);
    let links = links.map(|event| event.evidence.len()).max().unwrap_or(0);
    head(book, sheet, &labels, links.min(MOST_LINKS), count(rows))?;
    for (at, width) in [(0, 24.0), (1, 13.0), (2, 36.0), (3, 60.0), (4, 14.0)] {
        sheet.set_column_width(at, width)?;
    }
    let mut row = HEAD_ROW;
    for lane in lanes {
        if lane.events.is_empty() {
            row += 1;
            book.write(sheet, (row, 0), &lane.label, "", &book.looks.words)?;
            book.write(sheet, (row, 2), &words.no_events, "", &book.looks.note)?;
        }
        for event in &lane.events {
            row += 1;
            book.write(sheet, (row, 0), &lane.label, "", &book.looks.words)?;
            match excel_day(event.day) {
                Some(day) => {
                    sheet.write_datetime_with_format(row, 1, &day, &book.looks.date)?;
                }
                None => {
                    let day = format::day(event.day, book.report.language);
                    book.write(sheet, (row, 1), &day, "", &book.looks.words)?;
                }
            }
            let certainty = match event.certainty {
                Certainty::Held => &words.held,
                Certainty::Announced => &words.announced,
            };
            let texts = [(event.label.as_str(), 36.0), (&event.what, 60.0)];
            book.heighten(sheet, row, texts.into_iter())?;
            for (column, said) in [(2, &event.label), (3, &event.what), (4, certainty)] {
                book.write(sheet, (row, column), said, "", &book.looks.words)?;
            }
            let cited: Vec<_> = event
                .evidence
                .iter()
                .map(|id| (*id, String::new()))
                .collect();
            book.evidence_links(sheet, (row, 5), &cited)?;
        }
    }
    Ok(())
}
