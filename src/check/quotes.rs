//! Texts and facts side by side: spans, quoted words, and the partition of each document into segments.
//!
//! Texts are streamed a few at a time; the tables that quote or part them are streamed along, document by document, so
//! that no table waits in memory. A row that stands out of order is told of by the rule for order.

use super::files::Tables;
use super::findings::{Findings, Place};
use super::rows::{Documents, each_batch, key_of, numbers, texts};
use crate::tables::{BEGINNING, Table};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Float64Type;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::File;
use std::path::PathBuf;

/// Tables with words of the text, besides `segments`.
const QUOTING: [&str; 6] = [
    "recommendations",
    "decisions",
    "grant_conditions",
    "figures",
    "legal_references",
    "shared_passages",
];

/// Pairs of columns that are a span, and the column of its document.
const SPANS: [(&str, &str, &str); 2] = [
    ("span_start", "span_end", "document_id"),
    ("span_start_b", "span_end_b", "document_id_b"),
];

/// Holds spans, words and segments.
pub fn check(tables: &Tables, documents: &Documents, findings: &mut Findings) {
    let mut cursors: Vec<Cursor> = QUOTING
        .into_iter()
        .chain(["segments"])
        .filter_map(|name| Cursor::open(tables, name))
        .collect();
    let facts = DocumentFacts::read(tables);
    let mut lengths: HashMap<String, i32> = HashMap::new();
    for file in tables.files("texts").unwrap_or_default() {
        each_batch(file, Some(&["document_id", "text"]), |batch| {
            let (Some(ids), Some(words)) = (texts(&batch, "document_id"), texts(&batch, "text"))
            else {
                return;
            };
            for row in 0..batch.num_rows() {
                let text = Text::new(ids.value(row), words.value(row));
                lengths.insert(text.id.to_owned(), text.length());
                for cursor in &mut cursors {
                    let rows = cursor.rows_of(text.id, documents);
                    if cursor.table.name == "segments" {
                        segments(&text, &rows, &facts, findings);
                    } else {
                        quotes(&cursor.table, &text, &rows, findings);
                    }
                }
            }
        });
    }
    for (table, files) in &tables.readable {
        for file in files {
            spans(table, file, &lengths, findings);
        }
    }
}

/// A text that can be cut by code points.
struct Text<'t> {
    id: &'t str,
    words: &'t str,
    /// The byte at which each code point begins, and the end.
    bytes: Vec<usize>,
}

impl<'t> Text<'t> {
    fn new(id: &'t str, words: &'t str) -> Self {
        let bytes = words.char_indices().map(|(at, _)| at);
        Self {
            id,
            words,
            bytes: bytes.chain([words.len()]).collect(),
        }
    }

    /// Code points.
    fn length(&self) -> i32 {
        i32::try_from(self.bytes.len() - 1).unwrap_or(i32::MAX)
    }

    /// The words from code point `start` to before `end`; `None` where there are none.
    fn cut(&self, start: i32, end: i32) -> Option<&'t str> {
        let at = |place: i32| self.bytes.get(usize::try_from(place).ok()?).copied();
        self.words.get(at(start)?..at(end)?)
    }

    /// Whether `sentence` stands in the text so that it covers `start` to `end`.
    fn covers(&self, sentence: &str, start: i32, end: i32) -> bool {
        let length = i32::try_from(sentence.chars().count()).unwrap_or(i32::MAX);
        let from = start.saturating_sub(length).max(0);
        let to = end.saturating_add(length).min(self.length());
        let (Some(around), Some(inside)) = (self.cut(from, to), self.cut(from, start)) else {
            return false;
        };
        let words = self.cut(start, end).map_or(0, str::len);
        let mut starts = around.match_indices(sentence).map(|(at, _)| at);
        starts.any(|at| at <= inside.len() && at + sentence.len() >= inside.len() + words)
    }
}

/// A row of a table that quotes.
struct Row {
    document: String,
    key: String,
    span: Option<(i32, i32)>,
    kind: Option<String>,
    /// `raw` or `text`, `sentence`, and `beginning`.
    words: Vec<(&'static str, String)>,
}

/// A table that is read document by document.
struct Cursor {
    table: Table,
    files: VecDeque<PathBuf>,
    reader: Option<ParquetRecordBatchReader>,
    waiting: VecDeque<Row>,
}

impl Cursor {
    fn open(tables: &Tables, name: &str) -> Option<Self> {
        let (table, files) = tables
            .readable
            .iter()
            .find(|(table, _)| table.name == name)?;
        Some(Self {
            table: *table,
            files: files.iter().cloned().collect(),
            reader: None,
            waiting: VecDeque::new(),
        })
    }

    /// The rows of `document`, which are the next ones. Rows of documents before it are passed over: they stand out of
    /// order, or their document has no text.
    fn rows_of(&mut self, document: &str, documents: &Documents) -> Vec<Row> {
        let rank = documents.rank.get(document).copied();
        let mut rows = Vec::new();
        while let Some(next) = self.peek() {
            if next.document == document {
                rows.extend(self.waiting.pop_front());
            } else if documents.rank.get(&next.document).copied() < rank {
                self.waiting.pop_front();
            } else {
                break;
            }
        }
        rows
    }

    fn peek(&mut self) -> Option<&Row> {
        while self.waiting.is_empty() {
            let batch = self.next_batch()?;
            self.waiting.extend(rows(&self.table, &batch));
        }
        self.waiting.front()
    }

    fn next_batch(&mut self) -> Option<RecordBatch> {
        loop {
            if let Some(batch) = self.reader.as_mut().and_then(Iterator::next) {
                return batch.ok();
            }
            let file = File::open(self.files.pop_front()?).ok()?;
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).ok()?;
            let columns = [
                "document_id",
                "span_start",
                "span_end",
                "kind",
                "raw",
                "text",
                "sentence",
                "beginning",
            ];
            let columns = columns.iter().chain(self.table.key).copied();
            let mask = ProjectionMask::columns(builder.parquet_schema(), columns);
            self.reader = builder
                .with_projection(mask)
                .with_batch_size(4096)
                .build()
                .ok();
        }
    }
}

fn rows(table: &Table, batch: &RecordBatch) -> Vec<Row> {
    let text = |name: &str, row: usize| {
        texts(batch, name)
            .filter(|cells| cells.is_valid(row))
            .map(|cells| cells.value(row).to_owned())
    };
    let number = |name: &str, row: usize| {
        numbers(batch, name)
            .filter(|cells| cells.is_valid(row))
            .map(|cells| cells.value(row))
    };
    let row = |row: usize| Row {
        document: text("document_id", row).unwrap_or_default(),
        key: key_of(table, batch, row),
        span: number("span_start", row).zip(number("span_end", row)),
        kind: text("kind", row),
        words: ["raw", "text", "sentence", "beginning"]
            .into_iter()
            .filter_map(|name| Some((name, text(name, row)?)))
            .collect(),
    };
    (0..batch.num_rows()).map(row).collect()
}

/// The quoted words are those at the span.
fn quotes(table: &Table, text: &Text<'_>, rows: &[Row], findings: &mut Findings) {
    for row in rows {
        let Some((start, end)) = row.span else {
            continue;
        };
        for (column, words) in &row.words {
            let is_quoted = match *column {
                "sentence" => text.covers(words, start, end),
                "beginning" => {
                    let quoted = start.saturating_add(BEGINNING);
                    text.cut(start, end.min(quoted)) == Some(words)
                }
                _ => text.cut(start, end) == Some(words),
            };
            if !is_quoted {
                findings.add(Place::of("quote", table.name).column(column), || {
                    row.key.clone()
                });
            }
        }
    }
}

/// What `documents` and `problems` say of each document.
#[derive(Default)]
struct DocumentFacts {
    /// characters and placed_share.
    shares: HashMap<String, (Option<i32>, Option<f64>)>,
    unplaced: HashSet<String>,
}

impl DocumentFacts {
    fn read(tables: &Tables) -> Self {
        let mut facts = Self::default();
        let columns = ["document_id", "status", "characters", "placed_share"];
        for file in tables.files("documents").unwrap_or_default() {
            each_batch(file, Some(&columns), |batch| facts.add_documents(&batch));
        }
        for file in tables.files("problems").unwrap_or_default() {
            each_batch(file, Some(&["document_id", "code"]), |batch| {
                facts.add_problems(&batch);
            });
        }
        facts
    }

    fn add_documents(&mut self, batch: &RecordBatch) {
        let (Some(ids), Some(characters)) =
            (texts(batch, "document_id"), numbers(batch, "characters"))
        else {
            return;
        };
        let shares = batch
            .column_by_name("placed_share")
            .and_then(|cells| cells.as_primitive_opt::<Float64Type>());
        for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row)) {
            // A duplicate has neither.
            if characters.is_valid(row) {
                let share = shares.filter(|cells| cells.is_valid(row));
                let share = share.map(|cells| cells.value(row));
                let known = (Some(characters.value(row)), share);
                self.shares.insert(ids.value(row).to_owned(), known);
            }
        }
    }

    fn add_problems(&mut self, batch: &RecordBatch) {
        let (Some(ids), Some(codes)) = (texts(batch, "document_id"), texts(batch, "code")) else {
            return;
        };
        for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row)) {
            if codes.is_valid(row) && codes.value(row) == "unplaced" {
                self.unplaced.insert(ids.value(row).to_owned());
            }
        }
    }
}

/// Every character other than white space lies in one segment, and the shares are those of the segments.
fn segments(text: &Text<'_>, rows: &[Row], facts: &DocumentFacts, findings: &mut Findings) {
    let mut times = vec![0u8; text.bytes.len() - 1];
    let mut unplaced = vec![false; times.len()];
    for row in rows {
        let Some((start, end)) = row.span else {
            continue;
        };
        let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        let Some(range) = range.filter(|(start, end)| start < end && *end <= times.len()) else {
            // The rule for spans tells of it.
            continue;
        };
        for time in &mut times[range.0..range.1] {
            *time = time.saturating_add(1);
        }
        if row.kind.as_deref() == Some("unplaced") {
            unplaced[range.0..range.1].fill(true);
        }
    }
    let (mut visible, mut left, mut wrong) = (0u64, 0u64, None);
    for (at, char) in text.words.chars().enumerate() {
        if char.is_whitespace() {
            continue;
        }
        visible += 1;
        left += u64::from(unplaced[at]);
        if times[at] != 1 && wrong.is_none() {
            wrong = Some((at, times[at]));
        }
    }
    if let Some((at, times)) = wrong {
        findings.add(Place::of("segments", "segments"), || {
            format!(
                "document {}: character {at} lies in {times} segments",
                text.id
            )
        });
    }
    shares(text, visible, left, facts, findings);
}

fn shares(
    text: &Text<'_>,
    visible: u64,
    left: u64,
    facts: &DocumentFacts,
    findings: &mut Findings,
) {
    let share = if visible == 0 {
        1.0
    } else {
        (visible - left) as f64 / visible as f64
    };
    let place = Place::of("shares", "documents");
    let (characters, told) = facts.shares.get(text.id).copied().unwrap_or_default();
    if characters != Some(text.length()) {
        findings.add(place.column("characters"), || text.id.to_owned());
    }
    if told.is_none_or(|told| (told - share).abs() > 1e-9) {
        findings.add(place.column("placed_share"), || text.id.to_owned());
    }
    if left > 0 && !facts.unplaced.contains(text.id) {
        findings.add(Place::of("shares", "problems"), || {
            format!("document {} has unplaced text", text.id)
        });
    }
}

/// Every span is not empty and lies in its document's text.
fn spans(
    table: &Table,
    file: &std::path::Path,
    lengths: &HashMap<String, i32>,
    findings: &mut Findings,
) {
    let columns = table.columns();
    for (start, end, document) in SPANS {
        if !columns.iter().any(|column| column.name == start) {
            continue;
        }
        let wanted: Vec<&str> = [start, end, document]
            .iter()
            .chain(table.key)
            .copied()
            .collect();
        each_batch(file, Some(&wanted), |batch| {
            let (Some(starts), Some(ends), Some(ids)) = (
                numbers(&batch, start),
                numbers(&batch, end),
                texts(&batch, document),
            ) else {
                return;
            };
            for row in 0..batch.num_rows() {
                let is_right = match (starts.is_valid(row), ends.is_valid(row)) {
                    (false, false) => true,
                    (true, true) if ids.is_valid(row) => {
                        let length = lengths.get(ids.value(row)).copied().unwrap_or_default();
                        let (start, end) = (starts.value(row), ends.value(row));
                        0 <= start && start < end && end <= length
                    }
                    _ => false,
                };
                if !is_right {
                    let place = Place::of("span", table.name).column(start);
                    findings.add(place, || key_of(table, &batch, row));
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_covers_the_span_that_it_was_cut_around() {
        let text = Text::new("d", "Æble. Der gives 5 kr. til æbler. Der gives 6 kr.");
        for (sentence, start, end, want) in [
            ("Der gives 5 kr. til æbler.", 16, 21, true),
            ("Der gives 6 kr.", 43, 48, true),
            ("Der gives", 43, 48, false),
            ("Der gives 5 kr. til pærer.", 16, 21, false),
        ] {
            assert_eq!(text.covers(sentence, start, end), want, "{sentence}");
        }
        assert_eq!(text.cut(0, 4), Some("Æble"));
        assert_eq!(text.cut(40, 90), None);
    }
}
