//! What is kept of one document: what it tells of its meeting, grants and items, and the items' bodies.

use crate::dataset::across::{Telling, Told};
use crate::dataset::hashing::digest_of;
use crate::dataset::pack::{Pack, pack_fields, packed, unpacked};
use crate::dataset::state::Entry as StateEntry;
use crate::layout::SectionKind;
use crate::reuse::cases::CaseItem;
use crate::reuse::{Entry, Piece, fingerprints, folded_hash, words};
use crate::tables::rows::DocumentRows;
use crate::tables::{ItemRow, Place, SegmentRow};
use crate::value::Date;
use crate::value::id::slug;
use std::io;

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

/// Bytes of a fingerprint.
const PRINT: usize = 5;

/// What a document tells.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentState {
    /// Of its meeting.
    pub told: Told,
    /// Of grants.
    pub grants: Vec<Telling>,
    /// Of its items.
    pub items: Vec<ItemState>,
}

/// What a document tells of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemState {
    /// Id.
    pub item_id: String,
    /// What joins it to cases.
    pub case: CaseItem,
    /// What tells its wording from boilerplate.
    pub entry: Entry,
    /// Number of its fingerprints.
    pub prints: usize,
    /// Bytes of its body.
    pub body: usize,
    /// Digest of its pieces' words: equal for items whose texts are the same, wherever they stand.
    pub text: [u8; 16],
    /// For each piece: its first place among the pieces, and in the document.
    pub places: Vec<(u32, u32)>,
}

pack_fields! {
    DocumentState { told, grants, items }
    ItemState { item_id, case, entry, prints, body, text, places }
}

/// The bytes that a state file holds of a document.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// What it tells.
    pub facts: Vec<u8>,
    /// The fingerprints of its items.
    pub prints: Vec<u8>,
    /// The bodies of its items.
    pub bodies: Vec<u8>,
    /// Number of items.
    pub items: usize,
}

impl Frames {
    /// What is kept of a document with these `rows`; `told` is what it tells of its meeting. Bodies are `packed` where
    /// the file is to stay.
    ///
    /// # Errors
    /// None that a caller can bring about.
    pub fn of(told: Told, rows: &DocumentRows, is_packed: bool) -> io::Result<Self> {
        let mut frames = Self::default();
        let mut items = Vec::with_capacity(rows.items.len());
        if let (Some(text), Some(meeting)) = (rows.texts.first(), rows.meetings.first()) {
            let ends = CodePointEnds::new(&text.text);
            for item in &rows.items {
                let own = rows
                    .segments
                    .iter()
                    .filter(|segment| segment.item_id.as_deref() == Some(&item.item_id));
                let mut pieces = pieces(&ends, own);
                let places = line_up(&mut pieces);
                let prints = fingerprints(&words(&pieces));
                for print in &prints {
                    frames.prints.extend(&print.to_le_bytes()[..PRINT]);
                }
                let body = encode_pieces(&pieces, is_packed)?;
                frames.bodies.extend(&body);
                items.push(ItemState {
                    item_id: item.item_id.clone(),
                    case: case_item(item, meeting.committee_key.as_deref(), rows),
                    entry: entry(item),
                    prints: prints.len(),
                    body: body.len(),
                    text: digest_of(pieces.iter().map(|piece| piece.text.as_bytes())),
                    places,
                });
            }
        }
        frames.items = items.len();
        let state = DocumentState {
            told,
            grants: Telling::all(rows),
            items,
        };
        frames.facts = zstd::bulk::compress(&packed(&state), 1)?;
        Ok(frames)
    }

    /// The frames in the order of the file.
    #[must_use]
    pub fn in_order(&self) -> [&[u8]; 3] {
        [&self.facts, &self.prints, &self.bodies]
    }
}

impl DocumentState {
    /// From the bytes of a document's facts.
    ///
    /// # Errors
    /// Damaged bytes.
    pub fn of(facts: &[u8]) -> io::Result<Self> {
        let size = zstd::zstd_safe::get_frame_content_size(facts);
        let size = size
            .ok()
            .flatten()
            .and_then(|size| usize::try_from(size).ok());
        let size = size.filter(|size| *size < 1 << 30).ok_or_else(damaged)?;
        unpacked(&zstd::bulk::decompress(facts, size)?).ok_or_else(damaged)
    }
}

impl StateEntry {
    /// Place and length of the document's facts, fingerprints and bodies.
    #[must_use]
    pub fn frames(&self) -> [(u64, u64); 3] {
        let length = |at: usize| self.lengths.get(at).copied().unwrap_or_default();
        let prints = self.at + length(0);
        [
            (self.at, length(0)),
            (prints, length(1)),
            (prints + length(1), length(2)),
        ]
    }
}

/// The fingerprints in `bytes`.
pub fn decode_prints(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.chunks_exact(PRINT).map(|chunk| {
        let mut print = [0; 8];
        print[..PRINT].copy_from_slice(chunk);
        u64::from_le_bytes(print)
    })
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a state file is damaged")
}

fn entry(item: &ItemRow) -> Entry {
    Entry {
        municipality: item.source.municipality_code,
        case_number: item.case_number.as_deref().map(folded_hash),
        title: folded_hash(item.title.as_deref().unwrap_or_default()),
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
        title: slug(item.title.as_deref().unwrap_or_default()),
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

/// Puts `pieces` one behind the other, so that equal texts have equal places, and tells where each stood.
fn line_up(pieces: &mut [Piece]) -> Vec<(u32, u32)> {
    let mut next = 0;
    let mut place = |piece: &mut Piece| {
        let (local, at) = (next, piece.at);
        // One code point between a piece and the next.
        next += u32::try_from(piece.text.chars().count() + 1).unwrap_or(u32::MAX);
        piece.at = local;
        (local, at)
    };
    pieces.iter_mut().map(&mut place).collect()
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

/// The pieces of an item as bytes; the first says whether the others are packed.
fn encode_pieces(pieces: &[Piece], is_packed: bool) -> io::Result<Vec<u8>> {
    let plain: Vec<(u32, String)> = (pieces.iter())
        .map(|piece| (piece.at, piece.text.clone()))
        .collect();
    let plain = packed(&plain);
    let mut bytes = vec![u8::from(is_packed)];
    if is_packed {
        plain.len().pack(&mut bytes);
        bytes.extend(zstd::bulk::compress(&plain, 1)?);
    } else {
        bytes.extend(plain);
    }
    Ok(bytes)
}

/// The pieces in `bytes`.
///
/// # Errors
/// Damaged bytes.
pub fn decode_pieces(mut bytes: &[u8]) -> io::Result<Vec<Piece>> {
    let is_packed = bool::unpack(&mut bytes).ok_or_else(damaged)?;
    let plain: Option<Vec<(u32, String)>> = if is_packed {
        let length = usize::unpack(&mut bytes).filter(|length| *length < 1 << 31);
        unpacked(&zstd::bulk::decompress(bytes, length.ok_or_else(damaged)?)?)
    } else {
        unpacked(bytes)
    };
    let pieces = plain.ok_or_else(damaged)?.into_iter();
    Ok(pieces.map(|(at, text)| Piece { at, text }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(at: u32, text: &str) -> Piece {
        Piece {
            at,
            text: text.to_owned(),
        }
    }

    #[test]
    fn pieces_come_back_from_the_file_as_they_were() {
        let pieces = [piece(0, "Ærø\n\n"), piece(6, ""), piece(7, "§ 108")];
        for is_packed in [true, false] {
            let bytes = encode_pieces(&pieces, is_packed).unwrap();
            assert_eq!(decode_pieces(&bytes).ok(), Some(pieces.to_vec()));
            assert!(decode_pieces(&bytes[..bytes.len() - 1]).is_err());
        }
    }

    #[test]
    fn pieces_are_lined_up() {
        let mut pieces = [piece(10, "ærø"), piece(50, "og mål"), piece(90, "x")];
        assert_eq!(line_up(&mut pieces), [(0, 10), (4, 50), (11, 90)]);
        assert_eq!(pieces.map(|piece| piece.at), [0, 4, 11]);
    }

    #[test]
    fn slices_count_code_points() {
        let text = "æøå ".repeat(200);
        let ends = CodePointEnds::new(&text);
        for (span_start, span_end, want) in [
            (0, 3, "æøå"),
            (400, 403, "æøå"),
            (797, 800, "øå "),
            (799, 900, " "),
        ] {
            let place = Place {
                span_start,
                span_end,
            };
            assert_eq!(ends.slice(place), want);
        }
    }
}
