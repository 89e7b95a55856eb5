//! Lines below things: where a passage stands (municipality, body, day, kind of document, item, page or line, file), and
//! what the numbers of a chart are.

use super::form_words::FormWords;
use super::format;
use super::model::{Chart, ChartData, DocumentKind, Evidence, Language, SourceItem};
use std::fmt::Write as _;

/// Where `evidence` stands in `item`, without the address.
pub fn source_line(
    evidence: &Evidence,
    item: &SourceItem,
    words: &FormWords,
    language: Language,
) -> String {
    let mut parts = vec![item.municipality.name.clone()];
    parts.extend(item.committee.clone());
    parts.extend(item.date.map(|date| format::day(date, language)));
    parts.push(kind(item.kind, words).to_owned());
    parts.extend(
        item.number
            .as_ref()
            .map(|number| format!("{} {number}", words.item)),
    );
    parts.extend(
        evidence
            .page
            .map(|page| format!("{} {page}", words.page_short)),
    );
    parts.push(format!("{} {}", words.line, evidence.line));
    parts.push(format!("{} {}", words.file, item.source_path));
    parts.join(", ")
}

/// The kind of a document in words.
pub fn kind(kind: DocumentKind, words: &FormWords) -> &str {
    match kind {
        DocumentKind::Minutes => &words.minutes,
        DocumentKind::Agenda => &words.agenda,
    }
}

/// Unit and source of a chart. A source may already say that it is one.
pub fn below_chart(chart: &Chart, words: &FormWords) -> String {
    let mut told = String::new();
    if !chart.unit.is_empty() && !matches!(chart.data, ChartData::Timeline { .. }) {
        let unit = chart.unit.trim_end_matches('.');
        let _ = write!(told, "{}: {unit}. ", words.unit);
    }
    if !chart.source.starts_with(&words.source) {
        let _ = write!(told, "{}: ", words.source);
    }
    let _ = write!(told, "{}.", chart.source.trim_end_matches('.'));
    told
}
