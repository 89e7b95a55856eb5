//! `figures`: a row a number with a meaning.

use super::common::{Place, Source};
use super::reading::Reading;
use super::record::table;
use crate::facts::{Basis, Direction, Figure, Qualifier};
use crate::layout::SectionKind;
use crate::value::{Decimal, Kroner};

table! {
    "A number with a meaning. Dates, years alone, paragraph numbers, case numbers and list numbers are no figures."
    FigureRow "figures" Document
    key [figure_id]
    to [item_id -> items.item_id, repeats -> figures.figure_id, document_id -> texts.document_id]
    {
        figure_id: String, "Id: document, kind and span.";
        item_id: String, "The item.";
        ..Source;
        section: Option<String>, "The section in which it stands.", in SectionKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>();
        kind: String, "What kind of number it is.", in ["money", "percent", "count", "duration", "other"];
        raw: String, "The number: the exact words.";
        value: Option<Decimal>, "The number in unit; null where the words were not understood.";
        value_max: Option<Decimal>, "Upper end of a range, in unit.";
        unit: Option<String>, "DKK, pct, pct_point, persons, hours, places …";
        per: Option<String>, "What it is per: year, month, person, place …";
        value_dkk: Option<Kroner>, "Money, with the document's sign.", unit "DKK";
        value_max_dkk: Option<Kroner>, "Upper end of a range of money.", unit "DKK";
        overspend_dkk: Option<Kroner>, "Money over budget (positive) or under (negative); only where a word or a header defines the sign. Comparisons of deviations use this alone.", unit "DKK";
        qualifier: Option<String>, "How exactly it is meant.", in Qualifier::ALL.map(Qualifier::code);
        direction: Option<String>, "Which way it goes.", in Direction::ALL.map(Direction::code);
        year: Option<i32>, "The year stated beside it.", unit "year";
        period: Option<String>, "The period stated beside it: 2025-2028.";
        price_level: Option<String>, "Year of the price level: 2025.";
        subject: Option<String>, "The words that it counts.";
        found_in: String, "Where it stands.", in ["prose", "table"];
        table_id: Option<String>, "The table, for cells.";
        row_label: Option<String>, "Label of the row.";
        row_path: Option<String>, "Labels of the groups above the row and of the row: Børn og Familie › Resultat.";
        column_label: Option<String>, "Label of the column.";
        sentence: Option<String>, "The whole sentence or table row: the exact words.";
        repeats: Option<String>, "The first telling of the same number in the item.";
        basis: String, "Whether the words state it with its unit, or the unit comes from elsewhere; corrected where a user put a value of the row right.", in [Basis::Stated, Basis::Derived, Basis::Corrected].map(Basis::code);
        @ Place;
    }
}

impl FigureRow {
    /// The row of one of the `figures` of the item called `item_id`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, item_id: &str, figures: &[Figure], figure: &Figure) -> Self {
        let id = |figure: &Figure| reading.fact_id("figure", figure.span, None);
        let cell = figure.cell.as_ref();
        Self {
            figure_id: id(figure),
            item_id: item_id.to_owned(),
            source: reading.source.clone(),
            section: Some(figure.section.code().to_owned()),
            kind: figure.kind.code().to_owned(),
            raw: reading.quote(figure.span),
            value: figure.value,
            value_max: figure.value_max,
            unit: figure.unit.clone(),
            per: figure.per.clone(),
            value_dkk: figure.value_dkk,
            value_max_dkk: figure.value_max_dkk,
            overspend_dkk: figure.overspend_dkk,
            qualifier: figure
                .qualifier
                .map(|qualifier| qualifier.code().to_owned()),
            direction: figure
                .direction
                .map(|direction| direction.code().to_owned()),
            year: figure.year.map(i32::from),
            period: figure.period.clone(),
            price_level: figure.price_level.clone(),
            subject: figure.subject.clone(),
            found_in: if cell.is_some() { "table" } else { "prose" }.to_owned(),
            table_id: cell.map(|cell| reading.fact_id("table", cell.table, None)),
            row_label: cell.and_then(|cell| cell.row_label.clone()),
            row_path: cell.and_then(|cell| cell.row_path.clone()),
            column_label: cell.and_then(|cell| cell.column_label.clone()),
            sentence: Some(reading.quote(figure.sentence)),
            repeats: figure.repeats.and_then(|first| figures.get(first)).map(id),
            basis: figure.basis.code().to_owned(),
            place: reading.place(figure.span),
        }
    }
}
