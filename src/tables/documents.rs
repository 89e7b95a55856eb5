//! `documents` and `texts`: a row a source file, and the text that all spans count in.

use super::common::{LooseSource, Source};
use super::reading::{Reading, count};
use super::record::table;
use crate::facts::Basis;
use crate::layout::SegmentKind;
use crate::problem::{Problem, Severity};
use crate::source::SourceFormat;
use std::collections::BTreeSet;

table! {
    "A source file. What could not be read is here too, with the reason."
    DocumentRow "documents" Document
    key [document_id, source_path]
    {
        ..LooseSource;
        source_path: String, "Path of the file, relative to the input root, with forward slashes. Of a file with the bytes and the path of one in another input folder, its folder stands behind it: a.txt (in 2025).";
        source_format: Option<String>, "The form recognised in the content; null where the file was not opened.", in SourceFormat::ALL.map(|(format, _)| format.code());
        origin: Option<String>, "Address that the document was fetched from, where known.";
        encoding: Option<String>, "Character encoding of the file.";
        repaired_characters: Option<i32>, "Characters that had been decoded wrongly before and were put right.", unit "characters";
        layout: Option<String>, "The layout family that was recognised.";
        status: String, "ok; partial: read, but a part is not in the tables; rejected: not in the other tables; duplicate: the same bytes as another file.", in DocumentStatus::ALL.map(DocumentStatus::code);
        reason: Option<String>, "Why the status is not ok.";
        characters: Option<i32>, "Length of the text.", unit "code points";
        placed_share: Option<f64>, "Share of the characters other than white space that are not in segments of kind unplaced; 1 is all.";
        municipality_basis: Option<String>, "Where the municipality comes from: the document states it, it follows from the document, or the user gave it.", in ["stated", "derived", "given"];
    }
}

table! {
    "The text of a document, decoded and repaired: what every span counts in."
    TextRow "texts" Document
    key [document_id]
    {
        ..Source;
        text: String, "The whole text. text[span_start:span_end] in Python and substring(text, span_start + 1, span_end - span_start) in DuckDB quote a fact's words.";
    }
}

/// How a file fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentStatus {
    /// Read.
    Ok,
    /// Read, but a part of it is not in the tables.
    Partial,
    /// Not read.
    Rejected,
    /// The same bytes as another file of the batch.
    Duplicate,
}

impl DocumentStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Partial, Self::Rejected, Self::Duplicate];

    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Rejected => "rejected",
            Self::Duplicate => "duplicate",
        }
    }
}

impl DocumentRow {
    /// The row of a document that was read.
    #[must_use]
    pub fn of(reading: &Reading<'_>) -> Self {
        let (document, minutes) = (reading.document, reading.minutes);
        let mut problems = minutes.problems.iter();
        let error = problems.find(|problem| problem.code.severity() == Severity::Error);
        let status = if error.is_some() {
            DocumentStatus::Partial
        } else {
            DocumentStatus::Ok
        };
        Self {
            source: reading.source.clone().into(),
            source_path: document.source_path.clone(),
            source_format: Some(document.format.code().to_owned()),
            origin: document.address.clone(),
            encoding: Some(document.encoding.to_owned()),
            repaired_characters: Some(count(document.repaired_characters)),
            layout: Some(minutes.layout.to_owned()),
            status: status.code().to_owned(),
            reason: error.map(|problem| problem.message.clone()),
            characters: Some(reading.characters()),
            placed_share: Some(placed_share(reading)),
            municipality_basis: Some(minutes.meeting.municipality_basis.code().to_owned()),
        }
    }

    /// The row of a file that is in no other table but `problems`.
    #[must_use]
    pub fn of_rejected(source: LooseSource, source_path: &str, problem: &Problem) -> Self {
        let municipality_basis = source
            .municipality_code
            .map(|_| Basis::Given.code().to_owned());
        let reason = format!("{}: {}", problem.code.code(), problem.message);
        Self {
            municipality_basis,
            ..Self::unread(source, source_path, DocumentStatus::Rejected, reason)
        }
    }

    /// The row of a file with the same bytes as `first`.
    #[must_use]
    pub fn of_duplicate(source: LooseSource, source_path: &str, first: &str) -> Self {
        let reason = format!("the same bytes as {first}");
        Self::unread(source, source_path, DocumentStatus::Duplicate, reason)
    }

    fn unread(
        source: LooseSource,
        source_path: &str,
        status: DocumentStatus,
        reason: String,
    ) -> Self {
        Self {
            source,
            source_path: source_path.to_owned(),
            source_format: None,
            origin: None,
            encoding: None,
            repaired_characters: None,
            layout: None,
            status: status.code().to_owned(),
            reason: Some(reason),
            characters: None,
            placed_share: None,
            municipality_basis: None,
        }
    }
}

impl TextRow {
    /// The row of a document that was read.
    #[must_use]
    pub fn of(reading: &Reading<'_>) -> Self {
        Self {
            source: reading.source.clone(),
            text: reading.document.text.clone(),
        }
    }
}

/// The share of characters other than white space that lie in a segment which is not `unplaced`.
/// A character that lies in no segment, or in two, counts at most once.
fn placed_share(reading: &Reading<'_>) -> f64 {
    let text = &reading.document.text;
    let all = visible(text);
    let placed: usize = reading
        .minutes
        .segments
        .iter()
        .filter(|segment| segment.kind != SegmentKind::Unplaced)
        .map(|segment| segment.span.range())
        .map(|range| (range.start, range.end))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .scan(0, |done, (start, end)| {
            let from = start.max(*done);
            *done = end.max(*done);
            Some(text.get(from..end.max(from)).map_or(0, visible))
        })
        .sum();
    if all == 0 {
        1.0
    } else {
        placed as f64 / all as f64
    }
}

fn visible(words: &str) -> usize {
    words.chars().filter(|char| !char.is_whitespace()).count()
}
