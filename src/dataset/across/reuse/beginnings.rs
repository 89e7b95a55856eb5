//! How passages begin: cut out of their texts once for all passages that begin alike.

use crate::reuse::{Passage, Piece, Shared};
use crate::tables::BEGINNING;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What two texts share.
pub struct Common {
    /// The passages, and what only one of them has.
    pub shared: Shared,
    /// How each passage begins, in either text.
    pub beginnings: Vec<[Arc<str>; 2]>,
}

/// A text, and the first and last code point of a beginning.
type Place = (u32, (u32, u32));

/// Beginnings by their places.
pub struct Beginnings(HashMap<Place, Arc<str>>);

impl Beginnings {
    /// Cuts the beginnings of all passages of `pairs` out of `pieces`.
    pub fn cut<'s, 'p>(
        pairs: impl Iterator<Item = ((u32, u32), &'s Shared)>,
        pieces: &(impl Fn(u32) -> &'p [Piece] + Sync),
    ) -> Self {
        let mut wanted: BTreeSet<Place> = BTreeSet::new();
        for (pair, shared) in pairs {
            let own = shared.passages.iter();
            wanted.extend(own.flat_map(|passage| places(pair, passage)));
        }
        let wanted: Vec<Place> = wanted.into_iter().collect();
        let cut = wanted.par_iter().map(|place| {
            let words = cut_out(pieces(place.0), place.1);
            (*place, Arc::from(words))
        });
        Self(cut.collect())
    }

    /// `shared` with the beginnings of its passages.
    pub fn join(&self, pair: (u32, u32), shared: Shared) -> Common {
        let beginning = |place: Place| self.0.get(&place).cloned().unwrap_or_default();
        let beginnings = shared.passages.iter();
        let beginnings = beginnings.map(|passage| places(pair, passage).map(beginning));
        Common {
            beginnings: beginnings.collect(),
            shared,
        }
    }
}

fn places((one, other): (u32, u32), passage: &Passage) -> [Place; 2] {
    let beginning = |(start, end): (u32, u32)| {
        let quoted = start.saturating_add(BEGINNING.unsigned_abs());
        (start, end.min(quoted))
    };
    [(one, beginning(passage.a)), (other, beginning(passage.b))]
}

/// The code points of `place`, which lies in one of the `pieces`.
fn cut_out(pieces: &[Piece], (start, end): (u32, u32)) -> &str {
    let behind = pieces.partition_point(|piece| piece.at <= start);
    let Some(piece) = behind.checked_sub(1).and_then(|at| pieces.get(at)) else {
        return "";
    };
    let byte = |words: &str, points: u32| {
        let mut bytes = words.char_indices().map(|(at, _)| at);
        bytes.nth(points as usize).unwrap_or(words.len())
    };
    let from = &piece.text[byte(&piece.text, start - piece.at)..];
    &from[..byte(from, end.saturating_sub(start))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_by_code_points_out_of_their_piece() {
        let piece = |at, text: &str| Piece {
            at,
            text: text.to_owned(),
        };
        let pieces = [piece(0, "Ærø og mål"), piece(11, "På øen.")];
        for (place, want) in [
            ((0, 3), "Ærø"),
            ((4, 10), "og mål"),
            ((11, 13), "På"),
            ((14, 18), "øen."),
            ((14, 99), "øen."),
            ((99, 100), ""),
        ] {
            assert_eq!(cut_out(&pieces, place), want, "{place:?}");
        }
    }

    #[test]
    fn passages_begin_with_their_first_code_points() {
        let text = "å".repeat(400);
        let pieces = [Piece { at: 0, text }];
        let shared = Shared {
            passages: vec![Passage {
                a: (10, 390),
                b: (0, 20),
                similarity: 1.0,
            }],
            share_a: 1.0,
            share_b: 1.0,
            only_a: Vec::new(),
            only_b: Vec::new(),
        };
        let of = |_: u32| pieces.as_slice();
        let beginnings = Beginnings::cut([((3, 5), &shared)].into_iter(), &of);
        let common = beginnings.join((3, 5), shared);
        let [one, other] = &common.beginnings[0];
        assert_eq!((one.chars().count(), other.chars().count()), (300, 20));
    }
}
