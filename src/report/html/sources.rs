//! The cited items with every cited passage marked, overlapping and nested ones too.
//!
//! An item's text is cut at every border of a passage. Each piece lists the passages that it belongs to, so that the
//! pieces of a passage, put together, are its exact words.

use super::HtmlError;
use super::citations::Passage;
use super::safe::{printable, web_address};
use crate::report::format;
use crate::report::model::{DocumentKind, ItemIndex, Report, SourceItem};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Code points of a passage that are shown in the list above an item's text.
const SHOWN: usize = 180;

/// A cited item.
#[derive(Debug, Serialize)]
pub(super) struct Source {
    /// Name in links.
    pub id: String,
    /// Municipality.
    pub municipality: String,
    /// Place in the palette, from 1.
    pub place: Option<usize>,
    /// The body that met.
    pub committee: Option<String>,
    /// The day as a reader writes it.
    pub day: Option<String>,
    /// The same as `2025-08-12`.
    pub iso_day: Option<String>,
    /// Key of the label: "minutes" or "agenda".
    pub kind: &'static str,
    /// Number of the item.
    pub number: Option<String>,
    /// Title of the item.
    pub title: String,
    /// Path of the file.
    pub path: String,
    /// Id of the document.
    pub document: String,
    /// Address of origin.
    pub origin: Option<String>,
    /// The same where it may be a link.
    pub link: Option<String>,
    /// Passages, by their place in the text.
    pub passages: Vec<Cited>,
    /// The whole text, cut at the borders of passages.
    pub pieces: Vec<Piece>,
}

/// A passage in the list above an item's text.
#[derive(Debug, Serialize)]
pub(super) struct Cited {
    /// Its number.
    pub number: usize,
    /// Page of the source.
    pub page: Option<i32>,
    /// Line of the document's text.
    pub line: usize,
    /// Its words, cut in the middle where long.
    pub words: String,
    /// What is left out of `words`: the words before and after the gap.
    pub after_gap: Option<String>,
    /// First digits of the SHA-256 of all its words as shown, for a test that the marks hold exactly them.
    pub digest: String,
    /// Places in the report that cite it.
    pub anchors: Vec<String>,
}

/// A piece of an item's text that lies in no border of a passage.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    /// Its words.
    pub words: String,
    /// Passages that it belongs to, by number.
    pub of: Vec<usize>,
    /// Passages that begin with it.
    pub starts: Vec<usize>,
    /// Passages that end with it.
    pub ends: Vec<usize>,
}

/// The items `shown` with their `passages`, by municipality in the report's order, then by day.
pub(super) fn sources(
    report: &Report,
    passages: &[Passage],
    shown: &BTreeSet<usize>,
) -> Result<Vec<Source>, HtmlError> {
    let mut indices: Vec<usize> = shown.iter().copied().collect();
    indices.sort_by_key(|index| {
        let item = &report.items[*index];
        let place = report.place_of(item.municipality.code);
        (place.unwrap_or(usize::MAX), item.date, *index)
    });
    indices
        .into_iter()
        .map(|index| source(report, passages, ItemIndex(index)))
        .collect()
}

/// Name in links of an item.
pub(super) fn item_name(index: ItemIndex) -> String {
    format!("s{}", index.0 + 1)
}

fn source(report: &Report, passages: &[Passage], index: ItemIndex) -> Result<Source, HtmlError> {
    let item = report.item(index).ok_or(HtmlError::UnknownItem(index))?;
    let mut spans = Vec::new();
    let mut cited = Vec::new();
    for passage in passages {
        let evidence = &report.evidence[passage.evidence.0];
        if evidence.item == index {
            spans.push((evidence.start, evidence.end, passage.number));
            cited.push((evidence.start, evidence.end, passage));
        }
    }
    cited.sort_by_key(|(start, end, passage)| (*start, *end, passage.number));
    Ok(Source {
        passages: cited
            .into_iter()
            .map(|(_, _, passage)| listed(report, passage))
            .collect(),
        pieces: pieces(&item.text, &spans),
        ..head(report, item, index)
    })
}

fn head(report: &Report, item: &SourceItem, index: ItemIndex) -> Source {
    Source {
        id: item_name(index),
        municipality: item.municipality.name.clone(),
        place: report.place_of(item.municipality.code).map(|at| at + 1),
        committee: item.committee.clone(),
        day: item.date.map(|date| format::day(date, report.language)),
        iso_day: item.date.map(|date| date.to_string()),
        kind: match item.kind {
            DocumentKind::Minutes => "minutes",
            DocumentKind::Agenda => "agenda",
        },
        number: item.number.clone(),
        title: item.title.clone(),
        path: item.source_path.clone(),
        document: item.document_id.clone(),
        link: item
            .origin
            .as_deref()
            .and_then(web_address)
            .map(String::from),
        origin: item.origin.clone(),
        passages: Vec::new(),
        pieces: Vec::new(),
    }
}

fn listed(report: &Report, passage: &Passage) -> Cited {
    let evidence = &report.evidence[passage.evidence.0];
    let (words, after_gap) = shortened(&evidence.words);
    let anchors = (1..=passage.cited).map(|times| match times {
        1 => format!("c{}", passage.number),
        times => format!("c{}-{times}", passage.number),
    });
    Cited {
        number: passage.number,
        page: evidence.page,
        line: evidence.line,
        words,
        after_gap,
        digest: digest(&evidence.words),
        anchors: anchors.collect(),
    }
}

/// A long passage's beginning and end; both whole words where there is a gap between words.
fn shortened(words: &str) -> (String, Option<String>) {
    let length = words.chars().count();
    if length <= SHOWN {
        return (words.to_owned(), None);
    }
    let start: String = words.chars().take(SHOWN * 2 / 3).collect();
    let end: String = words.chars().skip(length - SHOWN / 3).collect();
    let start = start
        .rsplit_once(char::is_whitespace)
        .map_or(start.as_str(), |cut| cut.0);
    let end = end
        .split_once(char::is_whitespace)
        .map_or(end.as_str(), |cut| cut.1);
    (start.to_owned(), Some(end.to_owned()))
}

fn digest(words: &str) -> String {
    let digest = Sha256::digest(printable(words).as_bytes());
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// `text` cut at every border of `spans` (first code point, one past the last, number).
fn pieces(text: &str, spans: &[(usize, usize, usize)]) -> Vec<Piece> {
    let mut borders: BTreeSet<usize> = spans.iter().flat_map(|span| [span.0, span.1]).collect();
    borders.insert(0);
    let mut pieces = Vec::new();
    let mut signs = text.chars();
    let borders: Vec<usize> = borders.into_iter().collect();
    for (at, from) in borders.iter().enumerate() {
        let to = borders.get(at + 1);
        let words: String = match to {
            Some(to) => signs.by_ref().take(to - from).collect(),
            None => signs.by_ref().collect(),
        };
        if words.is_empty() {
            continue;
        }
        let which = |is: &dyn Fn(&(usize, usize, usize)) -> bool| -> Vec<usize> {
            let mut found: Vec<usize> = spans
                .iter()
                .filter(|span| is(span))
                .map(|span| span.2)
                .collect();
            found.sort_unstable();
            found
        };
        pieces.push(Piece {
            words,
            of: which(&|span| span.0 <= *from && *from < span.1),
            starts: which(&|span| span.0 == *from),
            ends: which(&|span| Some(&span.1) == to),
        });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_the_pieces_that_name_them() {
        let text = "Sorø får 12 mio. kr. i år. Æ";
        for spans in [
            vec![],
            vec![(0, 4, 1)],
            vec![(0, 27, 1), (9, 20, 2), (9, 11, 3)],
            vec![(0, 11, 1), (9, 20, 2)],
            vec![(9, 20, 1), (9, 20, 2), (20, 25, 3)],
            vec![(27, 28, 1)],
        ] {
            let pieces = pieces(text, &spans);
            let whole: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
            assert_eq!(whole, text);
            for (start, end, number) in spans {
                let expected: String = text.chars().skip(start).take(end - start).collect();
                let of: Vec<&Piece> = pieces
                    .iter()
                    .filter(|piece| piece.of.contains(&number))
                    .collect();
                let found: String = of.iter().map(|piece| piece.words.as_str()).collect();
                assert_eq!(found, expected);
                assert!(
                    of.first()
                        .is_some_and(|piece| piece.starts.contains(&number))
                );
                assert!(of.last().is_some_and(|piece| piece.ends.contains(&number)));
            }
        }
    }

    #[test]
    fn long_passages_show_whole_words_of_both_ends() {
        let long = "Byrådet godkender indstillingen ".repeat(20);
        let (start, end) = shortened(&long);
        let end = end.expect("a gap");
        assert!(long.starts_with(&start) && long.ends_with(&end));
        assert!(
            start.ends_with("indstillingen")
                || start.ends_with("godkender")
                || start.ends_with("Byrådet")
        );
        assert!(start.chars().count() + end.chars().count() <= SHOWN);
        assert_eq!(shortened("kort"), ("kort".to_owned(), None));
    }
}
