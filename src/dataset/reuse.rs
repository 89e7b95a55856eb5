//! Tables of what items share: fingerprints stay in memory while documents stream by, bodies wait in a scratch file.

mod compare;

use super::settings::BuildError;
use crate::layout::SectionKind;
use crate::reuse::cases::{CaseItem, cases};
use crate::reuse::{Entry, Index, Piece, Stretch, fingerprints, folded_hash, words};
use crate::tables::rows::DocumentRows;
use crate::tables::{
    ItemCaseRow, ItemDifferenceRow, ItemOverlapRow, ItemRow, Place, SegmentRow, SharedPassageRow,
    Source,
};
use crate::value::Date;
use crate::value::id::slug;
use compare::{Digest, Pair, Places};
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Sections that tell the case. What one municipality adds of form (recommendation, route, attachments, decision) is
/// compared elsewhere.
const BODY: [SectionKind; 8] = [
    SectionKind::Summary,
    SectionKind::DecisionTheme,
    SectionKind::Account,
    SectionKind::LegalBasis,
    SectionKind::Economy,
    SectionKind::CrossCutting,
    SectionKind::NextSteps,
    SectionKind::History,
];
/// Share of the shorter text from which on it is told what one item has and the other has not.
const DIFFERENCES_FROM: f64 = 0.5;

/// The rows of the tables on shared text, in the tables' order.
#[derive(Debug, Default)]
pub struct ReuseRows {
    /// `item_cases`.
    pub cases: Vec<ItemCaseRow>,
    /// `shared_passages`.
    pub passages: Vec<SharedPassageRow>,
    /// `item_overlap`.
    pub overlaps: Vec<ItemOverlapRow>,
    /// `item_differences`.
    pub differences: Vec<ItemDifferenceRow>,
}

/// What is kept of every item while documents stream by.
pub struct Bodies {
    path: PathBuf,
    scratch: BufWriter<File>,
    written: u64,
    items: Vec<Kept>,
}

/// An item without its words.
struct Kept {
    item_id: String,
    meeting_id: String,
    source: Source,
    case: CaseItem,
    entry: Entry,
    fingerprints: Box<[u64]>,
    /// Where its pieces are in the scratch file.
    at: u64,
    bytes: usize,
    /// Its pieces' words: equal for items whose texts are the same, wherever they stand.
    text: Digest,
    places: Places,
}

impl Bodies {
    /// Opens the scratch file in `folder`; [`Bodies::rows`] removes it.
    pub fn create(folder: &Path) -> Result<Self, BuildError> {
        let path = folder.join("bodies.scratch");
        let open = || {
            File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .open(&path)
        };
        Ok(Self {
            scratch: BufWriter::new(open().map_err(BuildError::Scratch)?),
            path,
            written: 0,
            items: Vec::new(),
        })
    }

    /// Keeps what is needed of a document.
    pub fn add(&mut self, rows: &DocumentRows) -> Result<(), BuildError> {
        let (Some(text), Some(meeting)) = (rows.texts.first(), rows.meetings.first()) else {
            return Ok(());
        };
        let ends = CodePointEnds::new(&text.text);
        for item in &rows.items {
            let own = rows
                .segments
                .iter()
                .filter(|segment| segment.item_id.as_deref() == Some(&item.item_id));
            let pieces = pieces(&ends, own);
            let words = words(&pieces);
            let bytes = encode(&pieces);
            self.scratch
                .write_all(&bytes)
                .map_err(BuildError::Scratch)?;
            self.items.push(Kept {
                item_id: item.item_id.clone(),
                meeting_id: item.meeting_id.clone(),
                source: item.source.clone(),
                case: case_item(item, meeting.committee_key.as_deref(), rows),
                entry: entry(item),
                fingerprints: fingerprints(&words).into(),
                at: self.written,
                bytes: bytes.len(),
                text: compare::digest(pieces.iter().map(|piece| piece.text.as_bytes())),
                places: Places::of(&pieces),
            });
            self.written += bytes.len() as u64;
        }
        Ok(())
    }

    /// Compares all items of the meetings in `current`, on all threads, and removes the scratch file.
    pub fn rows(self, current: &HashSet<&str>) -> Result<ReuseRows, BuildError> {
        let Self {
            path,
            scratch,
            items,
            ..
        } = self;
        let items: Vec<Kept> = items
            .into_iter()
            .filter(|item| current.contains(item.meeting_id.as_str()))
            .collect();
        let file = scratch
            .into_inner()
            .map_err(|error| BuildError::Scratch(error.into_error()))?;
        let rows = Comparison {
            items: &items,
            file: Mutex::new(file),
        }
        .rows()
        .map_err(BuildError::Scratch);
        std::fs::remove_file(&path).map_err(BuildError::Scratch)?;
        rows
    }
}

fn entry(item: &ItemRow) -> Entry {
    Entry {
        municipality: item.source.municipality_code,
        case_number: item.case_number.as_deref().map(folded_hash),
        title: folded_hash(&item.title),
    }
}

fn case_item(item: &ItemRow, committee: Option<&str>, rows: &DocumentRows) -> CaseItem {
    let about = rows
        .item_topics
        .iter()
        .filter(|topic| topic.item_id == item.item_id && topic.role == "about");
    let since = |date: Date| {
        let days = date.since(Date::constant(1970, 1, 1));
        days.map_or(0, |span| i64::from(span.get_days()))
    };
    CaseItem {
        municipality: item.source.municipality_code,
        number: item
            .case_number
            .as_deref()
            .map(slug)
            .filter(|slug| !slug.is_empty()),
        title: slug(&item.title),
        committee: committee.map(str::to_owned),
        day: item.source.meeting_date.map(since),
        topics: about.map(|topic| topic.topic.clone()).collect(),
    }
}

/// The pieces of an item that tell its case.
fn pieces<'r>(
    text: &CodePointEnds<'_>,
    segments: impl Iterator<Item = &'r SegmentRow>,
) -> Vec<Piece> {
    let is_body = |segment: &&SegmentRow| {
        let section = segment.section.as_deref();
        BODY.iter().any(|kind| section == Some(kind.code()))
    };
    segments
        .filter(is_body)
        .map(|segment| Piece {
            at: u32::try_from(segment.place.span_start).unwrap_or_default(),
            text: text.slice(segment.place).to_owned(),
        })
        .collect()
}

/// Every so many code points their byte, so that a slice of a long text is found quickly.
struct CodePointEnds<'t> {
    text: &'t str,
    bytes: Vec<usize>,
}

impl<'t> CodePointEnds<'t> {
    const STRIDE: usize = 256;

    fn new(text: &'t str) -> Self {
        let bytes = text.char_indices().step_by(Self::STRIDE);
        Self {
            text,
            bytes: bytes.map(|(at, _)| at).collect(),
        }
    }

    fn byte(&self, point: i32) -> usize {
        let point = usize::try_from(point).unwrap_or_default();
        let Some(from) = self.bytes.get(point / Self::STRIDE) else {
            return self.text.len();
        };
        let rest = &self.text[*from..];
        let within = rest.char_indices().nth(point % Self::STRIDE);
        within.map_or(self.text.len(), |(at, _)| from + at)
    }

    fn slice(&self, place: Place) -> &'t str {
        let range = self.byte(place.span_start)..self.byte(place.span_end);
        self.text.get(range).unwrap_or_default()
    }
}

fn encode(pieces: &[Piece]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for piece in pieces {
        bytes.extend(piece.at.to_le_bytes());
        bytes.extend((piece.text.len() as u64).to_le_bytes());
        bytes.extend(piece.text.as_bytes());
    }
    bytes
}

fn decode(mut bytes: &[u8]) -> io::Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    while !bytes.is_empty() {
        let (mut at, mut length) = ([0; 4], [0; 8]);
        bytes.read_exact(&mut at)?;
        bytes.read_exact(&mut length)?;
        let mut text = vec![0; u64::from_le_bytes(length) as usize];
        bytes.read_exact(&mut text)?;
        pieces.push(Piece {
            at: u32::from_le_bytes(at),
            text: String::from_utf8(text).map_err(io::Error::other)?,
        });
    }
    Ok(pieces)
}

/// All items, and where their words are.
struct Comparison<'i> {
    items: &'i [Kept],
    file: Mutex<File>,
}

impl Comparison<'_> {
    fn rows(&self) -> io::Result<ReuseRows> {
        let mut index = Index::default();
        for item in self.items {
            index.add(item.entry, &item.fingerprints);
        }
        let pairs = self.pairs(index.candidates())?;
        Ok(ReuseRows {
            cases: self.cases(&pairs),
            passages: pairs.iter().flat_map(|pair| self.passages(pair)).collect(),
            overlaps: pairs.iter().map(|pair| self.overlap(pair)).collect(),
            differences: self.differences(&pairs),
        })
    }

    fn cases(&self, pairs: &[Pair]) -> Vec<ItemCaseRow> {
        let items: Vec<CaseItem> = self.items.iter().map(|item| item.case.clone()).collect();
        let overlaps: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.a, pair.b, pair.shared.share_a.max(pair.shared.share_b)))
            .collect();
        cases(&items, &overlaps)
            .into_iter()
            .map(|link| ItemCaseRow {
                item_id: self.items[link.item].item_id.clone(),
                case_id: link.case_id,
                source: self.items[link.item].source.clone(),
                scope: link.scope.code().to_owned(),
                basis: link.basis,
            })
            .collect()
    }

    fn overlap(&self, pair: &Pair) -> ItemOverlapRow {
        let (a, b) = (&self.items[pair.a], &self.items[pair.b]);
        ItemOverlapRow {
            item_a: a.item_id.clone(),
            item_b: b.item_id.clone(),
            source: a.source.clone(),
            document_id_b: b.source.document_id.clone(),
            municipality_code_b: b.source.municipality_code,
            municipality_b: b.source.municipality.clone(),
            meeting_date_b: b.source.meeting_date,
            shared_share_a: pair.shared.share_a,
            shared_share_b: pair.shared.share_b,
        }
    }

    fn passages(&self, pair: &Pair) -> Vec<SharedPassageRow> {
        let (a, b) = (&self.items[pair.a], &self.items[pair.b]);
        let row = |passage: &crate::reuse::Passage| {
            let place = place_of(a.places.in_document(passage.a));
            let place_b = place_of(b.places.in_document(passage.b));
            SharedPassageRow {
                item_a: a.item_id.clone(),
                item_b: b.item_id.clone(),
                source: a.source.clone(),
                document_id_b: b.source.document_id.clone(),
                municipality_code_b: b.source.municipality_code,
                municipality_b: b.source.municipality.clone(),
                meeting_date_b: b.source.meeting_date,
                span_start_b: place_b.span_start,
                span_end_b: place_b.span_end,
                characters: place.span_end - place.span_start,
                similarity: passage.similarity,
                place,
            }
        };
        pair.shared.passages.iter().map(row).collect()
    }

    /// What each item of a pair has alone, by item.
    fn differences(&self, pairs: &[Pair]) -> Vec<ItemDifferenceRow> {
        let mut by_item: BTreeMap<(usize, usize), &[Stretch]> = BTreeMap::new();
        for pair in pairs {
            let shared = &pair.shared;
            if shared.share_a.max(shared.share_b) >= DIFFERENCES_FROM {
                by_item.insert((pair.a, pair.b), &shared.only_a);
                by_item.insert((pair.b, pair.a), &shared.only_b);
            }
        }
        let row = |item: &Kept, other: &Kept, stretch: &Stretch| {
            let place = place_of(item.places.in_document(stretch.place));
            ItemDifferenceRow {
                item_id: item.item_id.clone(),
                other_item_id: other.item_id.clone(),
                source: item.source.clone(),
                words: i32::try_from(stretch.words).unwrap_or(i32::MAX),
                characters: place.span_end - place.span_start,
                place,
            }
        };
        by_item
            .into_iter()
            .flat_map(|((item, other), stretches)| {
                let (item, other) = (&self.items[item], &self.items[other]);
                stretches
                    .iter()
                    .map(move |stretch| row(item, other, stretch))
            })
            .collect()
    }
}

fn place_of((start, end): (u32, u32)) -> Place {
    let count = |number| i32::try_from(number).unwrap_or(i32::MAX);
    Place {
        span_start: count(start),
        span_end: count(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_from_the_scratch_file_as_they_were() {
        let pieces = ["Ærø\n\n", "", "§ 108"].map(|text| Piece {
            at: 7,
            text: text.to_owned(),
        });
        assert_eq!(decode(&encode(&pieces)).ok(), Some(pieces.to_vec()));
    }

    #[test]
    fn slices_count_code_points() {
        let text = "æøå ".repeat(200);
        let ends = CodePointEnds::new(&text);
        for (from, until, want) in [
            (0, 3, "æøå"),
            (400, 403, "æøå"),
            (797, 800, "øå "),
            (799, 900, " "),
        ] {
            let place = place_of((from, until));
            assert_eq!(ends.slice(place), want);
        }
    }
}
