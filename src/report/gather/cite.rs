//! What a report cites: items are taken up once, passages are checked against the item's own words.

use super::ReportError;
use super::queries::{ItemRow, SegmentRow};
use crate::facts::sentences::sentences;
use crate::lexicon::Lexicon;
use crate::report::model::{
    DocumentKind, Evidence, EvidenceId, Inline, ItemIndex, Municipality, SourceItem,
};
use crate::value::{MunicipalityCode, Span};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A place in a document: code points of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    pub start: usize,
    pub end: usize,
}

/// The items that may be cited, and what was cited so far.
pub struct Sources {
    known: BTreeMap<String, Known>,
    lexicon: Lexicon,
    items: Vec<SourceItem>,
    evidence: Vec<Evidence>,
    cited: BTreeMap<(ItemIndex, usize, usize, String), EvidenceId>,
}

/// An item that may be cited.
struct Known {
    row: ItemRow,
    segments: Vec<SegmentRow>,
    /// Byte of every code point, and the length.
    bytes: Vec<usize>,
    /// Where the item stands among those cited.
    index: Option<ItemIndex>,
}

impl Known {
    fn new(row: ItemRow, segments: Vec<SegmentRow>) -> Self {
        let mut bytes: Vec<usize> = row.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(row.text.len());
        Self {
            row,
            segments,
            bytes,
            index: None,
        }
    }

    /// The passage within the item's own text; `None` where it is not in it.
    fn within(&self, passage: Passage) -> Option<Passage> {
        let start = passage.start.checked_sub(self.row.span_start)?;
        let end = passage.end.checked_sub(self.row.span_start)?;
        (start < end && end < self.bytes.len()).then_some(Passage { start, end })
    }

    fn words(&self, within: Passage) -> &str {
        &self.row.text[self.bytes[within.start]..self.bytes[within.end]]
    }

    fn code_point(&self, byte: usize) -> usize {
        self.bytes.partition_point(|at| *at < byte)
    }

    fn page(&self, passage: Passage) -> Option<i32> {
        self.segments
            .iter()
            .filter(|segment| {
                segment.span_start <= passage.start && passage.start < segment.span_end
            })
            .find_map(|segment| segment.page)
    }
}

impl Sources {
    /// Nothing known yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            known: BTreeMap::new(),
            lexicon: Lexicon::built_in(),
            items: Vec::new(),
            evidence: Vec::new(),
            cited: BTreeMap::new(),
        }
    }

    /// Lets an item be cited.
    pub fn know(&mut self, row: &ItemRow, segments: Vec<SegmentRow>) {
        if let Entry::Vacant(entry) = self.known.entry(row.item_id.clone()) {
            entry.insert(Known::new(row.clone(), segments));
        }
    }

    /// Takes up the passage of the item `item_id` that states the row `row_id`. `told` is what the data set says that
    /// the passage reads, where it says so.
    ///
    /// # Errors
    /// [`ReportError::Misplaced`] where the passage is not in the item or reads otherwise: a fault of ours.
    pub fn cite(
        &mut self,
        row_id: &str,
        item_id: &str,
        passage: Passage,
        told: Option<&str>,
    ) -> Result<EvidenceId, ReportError> {
        let misplaced = || ReportError::Misplaced {
            row_id: row_id.to_owned(),
        };
        let index = self.take_up(item_id).ok_or_else(misplaced)?;
        let known = self.known.get(item_id).ok_or_else(misplaced)?;
        let within = known.within(passage).ok_or_else(misplaced)?;
        let words = known.words(within);
        if told.is_some_and(|told| told != words) {
            return Err(misplaced());
        }
        let key = (index, within.start, within.end, row_id.to_owned());
        if let Some(id) = self.cited.get(&key) {
            return Ok(*id);
        }
        let before = &known.row.text[..known.bytes[within.start]];
        let id = EvidenceId(self.evidence.len());
        self.evidence.push(Evidence {
            row_id: row_id.to_owned(),
            item: index,
            start: within.start,
            end: within.end,
            words: words.to_owned(),
            page: known.page(passage),
            line: known.row.line + before.matches('\n').count(),
        });
        self.cited.insert(key, id);
        Ok(id)
    }

    /// Takes up the heading of an item: what says that there is a case.
    ///
    /// # Errors
    /// As [`Sources::cite`].
    pub fn cite_heading(&mut self, item_id: &str) -> Result<EvidenceId, ReportError> {
        let passage = self
            .heading(item_id)
            .ok_or_else(|| ReportError::Misplaced {
                row_id: item_id.to_owned(),
            })?;
        self.cite(item_id, item_id, passage, None)
    }

    /// The sentence of the item that holds `passage`: what a reader needs to understand it.
    #[must_use]
    pub fn sentence(&self, item_id: &str, passage: Passage) -> Option<Passage> {
        let known = self.known.get(item_id)?;
        let within = known.within(passage)?;
        let (start, end) = (known.bytes[within.start], known.bytes[within.end]);
        let segment = known
            .segments
            .iter()
            .find(|segment| segment.span_start <= passage.start && passage.end <= segment.span_end)
            .and_then(|segment| {
                known.within(Passage {
                    start: segment.span_start,
                    end: segment.span_end,
                })
            })?;
        let span = Span::new(known.bytes[segment.start], known.bytes[segment.end]);
        let sentence = sentences(&known.row.text, span, &self.lexicon)
            .into_iter()
            .find(|sentence| sentence.start.get() <= start && end <= sentence.end.get())?;
        Some(Passage {
            start: known.row.span_start + known.code_point(sentence.start.get()),
            end: known.row.span_start + known.code_point(sentence.end.get()),
        })
    }

    /// The exact words of a passage.
    #[must_use]
    pub fn words(&self, item_id: &str, passage: Passage) -> Option<&str> {
        let known = self.known.get(item_id)?;
        known.within(passage).map(|within| known.words(within))
    }

    /// Whether two passages stand at one place: several points may be decided by the same words.
    #[must_use]
    pub fn is_same_place(&self, one: EvidenceId, other: EvidenceId) -> bool {
        let place = |id: EvidenceId| {
            let evidence = &self.evidence[id.0];
            (evidence.item, evidence.start, evidence.end)
        };
        place(one) == place(other)
    }

    /// The pieces of an item, in the document's order.
    #[must_use]
    pub fn segments(&self, item_id: &str) -> &[SegmentRow] {
        self.known
            .get(item_id)
            .map_or(&[], |known| known.segments.as_slice())
    }

    /// The row of an item that may be cited.
    #[must_use]
    pub fn item(&self, item_id: &str) -> Option<&ItemRow> {
        self.known.get(item_id).map(|known| &known.row)
    }

    /// The item's place among those cited; it is one of them from here on.
    pub fn take_up(&mut self, item_id: &str) -> Option<ItemIndex> {
        let known = self.known.get_mut(item_id)?;
        if let Some(index) = known.index {
            return Some(index);
        }
        let index = ItemIndex(self.items.len());
        known.index = Some(index);
        self.items.push(source_item(&known.row));
        Some(index)
    }

    /// What was cited: items and passages.
    #[must_use]
    pub fn into_parts(self) -> (Vec<SourceItem>, Vec<Evidence>) {
        (self.items, self.evidence)
    }

    fn heading(&self, item_id: &str) -> Option<Passage> {
        let known = self.known.get(item_id)?;
        let whole = Passage {
            start: known.row.span_start,
            end: known.row.span_end,
        };
        let headed = known
            .segments
            .iter()
            .find(|segment| segment.kind == "heading");
        let piece = headed.map_or(whole, |segment| Passage {
            start: segment.span_start,
            end: segment.span_end,
        });
        let words = known.words(known.within(piece)?);
        let lead = words
            .chars()
            .take_while(|char| char.is_whitespace())
            .count();
        let words = words.trim();
        // Without a heading of its own the first line stands for the item.
        let words = match headed {
            Some(_) => words,
            None => words.lines().next()?.trim_end(),
        };
        let start = piece.start + lead;
        Some(Passage {
            start,
            end: start + words.chars().count(),
        })
    }
}

/// Words with the passages that state them; plain words where there are none.
#[must_use]
pub fn cited(words: impl Into<String>, evidence: &[EvidenceId]) -> Inline {
    if evidence.is_empty() {
        Inline::Words(words.into())
    } else {
        Inline::Cited {
            words: words.into(),
            evidence: once(evidence),
        }
    }
}

/// Each passage once, in the order of the first.
#[must_use]
pub fn once(evidence: &[EvidenceId]) -> Vec<EvidenceId> {
    let mut once: Vec<EvidenceId> = Vec::with_capacity(evidence.len());
    for id in evidence {
        if !once.contains(id) {
            once.push(*id);
        }
    }
    once
}

fn source_item(row: &ItemRow) -> SourceItem {
    SourceItem {
        item_id: row.item_id.clone(),
        municipality: Municipality {
            code: MunicipalityCode(row.municipality_code),
            name: row.municipality.clone(),
        },
        committee: row.committee.clone(),
        date: row.meeting_date,
        kind: if row.meeting_kind == "minutes" {
            DocumentKind::Minutes
        } else {
            DocumentKind::Agenda
        },
        number: row.number.clone(),
        title: row.title.clone(),
        source_path: row.document.clone().unwrap_or_default(),
        document_id: row.document_id.clone(),
        origin: row.origin.clone(),
        span_start: row.span_start,
        text: row.text.clone(),
    }
}
