//! The cited items with every cited passage marked, overlapping and nested ones too.
//!
//! An item's text is cut at every border of a passage. Each piece lists the passages that it belongs to, so that the
//! pieces of a passage, put together, are its exact words.

use super::HtmlError;
use super::blocks::swatch;
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
    /// Colour of the municipality, as names of styles.
    pub swatch: Option<String>,
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
    /// The report's passages with these words: links go to `e{id}`.
    pub evidence: Vec<usize>,
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
}

/// A piece of an item's text that lies in no border of a passage.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    /// Its words.
    pub words: String,
    /// The report's passages that it belongs to.
    pub of: Vec<usize>,
    /// Those that begin with it.
    pub starts: Vec<usize>,
    /// Numbers of those that begin with it, as shown.
    pub numbers: Vec<usize>,
    /// Numbers of those that end with it, as shown.
    pub ends: Vec<usize>,
}

/// A passage's place in its item.
struct Span<'passage> {
    /// First code point.
    start: usize,
    /// One past the last.
    end: usize,
    passage: &'passage Passage,
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
    let mut spans: Vec<Span> = passages
        .iter()
        .filter_map(|passage| {
            let evidence = report.evidence(*passage.evidence.first()?)?;
            (evidence.item == index).then_some(Span {
                start: evidence.start,
                end: evidence.end,
                passage,
            })
        })
        .collect();
    spans.sort_by_key(|span| (span.start, span.end));
    Ok(Source {
        passages: spans
            .iter()
            .map(|span| listed(report, span.passage))
            .collect(),
        pieces: pieces(&item.text, &spans),
        ..head(report, item, index)
    })
}

fn head(report: &Report, item: &SourceItem, index: ItemIndex) -> Source {
    Source {
        id: item_name(index),
        municipality: item.municipality.name.clone(),
        swatch: swatch(report, item.municipality.code),
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
    // OK because a passage has a row of evidence, which was looked at when it was numbered.
    let evidence = &report.evidence[passage.evidence[0].0];
    let (words, after_gap) = shortened(&evidence.words);
    Cited {
        number: passage.number,
        evidence: names(passage).collect(),
        page: evidence.page,
        line: evidence.line,
        words,
        after_gap,
        digest: digest(&evidence.words),
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

/// `text` cut at every border of `spans`.
fn pieces(text: &str, spans: &[Span]) -> Vec<Piece> {
    let mut borders: BTreeSet<usize> = spans
        .iter()
        .flat_map(|span| [span.start, span.end])
        .collect();
    borders.insert(0);
    let borders: Vec<usize> = borders.into_iter().collect();
    let mut signs = text.chars();
    let mut pieces = Vec::new();
    for (at, from) in borders.iter().enumerate() {
        let to = borders.get(at + 1).copied();
        let words: String = match to {
            Some(to) => signs.by_ref().take(to - from).collect(),
            None => signs.by_ref().collect(),
        };
        if !words.is_empty() {
            pieces.push(piece(words, *from, to, spans));
        }
    }
    pieces
}

fn piece(words: String, from: usize, to: Option<usize>, spans: &[Span]) -> Piece {
    let of = spans
        .iter()
        .filter(|span| span.start <= from && from < span.end);
    let starts = spans.iter().filter(|span| span.start == from);
    let ends = spans.iter().filter(|span| Some(span.end) == to);
    Piece {
        words,
        of: of.flat_map(|span| names(span.passage)).collect(),
        starts: starts
            .clone()
            .flat_map(|span| names(span.passage))
            .collect(),
        numbers: starts.map(|span| span.passage.number).collect(),
        ends: ends.map(|span| span.passage.number).collect(),
    }
}

fn names(passage: &Passage) -> impl Iterator<Item = usize> + '_ {
    passage.evidence.iter().map(|id| id.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::EvidenceId;

    #[test]
    fn passages_are_the_pieces_that_name_them() {
        let text = "Sorø får 12 mio. kr. i år. Æ";
        for places in [
            vec![],
            vec![(0, 4)],
            vec![(0, 27), (9, 20), (9, 11)],
            vec![(0, 11), (9, 20)],
            vec![(9, 20), (20, 25)],
            vec![(27, 28)],
        ] {
            let passages: Vec<Passage> = (0..places.len())
                .map(|at| Passage {
                    number: at + 1,
                    evidence: vec![EvidenceId(at * 10), EvidenceId(at * 10 + 1)],
                })
                .collect();
            let spans: Vec<Span> = places
                .iter()
                .zip(&passages)
                .map(|((start, end), passage)| Span {
                    start: *start,
                    end: *end,
                    passage,
                })
                .collect();
            let pieces = pieces(text, &spans);
            let whole: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
            assert_eq!(whole, text);
            for span in spans {
                let expected = text.chars().skip(span.start).take(span.end - span.start);
                for id in names(span.passage) {
                    let of = || pieces.iter().filter(|piece| piece.of.contains(&id));
                    let found: String = of().map(|piece| piece.words.as_str()).collect();
                    assert!(found.chars().eq(expected.clone()));
                    assert!(of().next().is_some_and(|first| first.starts.contains(&id)));
                    assert!(
                        of().next_back()
                            .is_some_and(|last| last.ends.contains(&span.passage.number))
                    );
                }
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
