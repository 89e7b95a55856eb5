//! Where a passage stands, in one line of words: municipality, body, day, kind of document, item, page or line, file.

use super::form_words::FormWords;
use super::format;
use super::model::{DocumentKind, Evidence, Language, SourceItem};

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
