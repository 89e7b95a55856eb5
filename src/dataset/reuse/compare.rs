//! Aligns pairs of items, each pair of texts once: what an office writes for all municipalities comes in as many copies
//! as there are municipalities, and their pairs are many more.

use super::{Comparison, decode};
use crate::reuse::{Boilerplate, Candidates, Piece, Shared, Word, marks, share, words};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// A number for bytes that no others have.
pub type Digest = [u8; 16];

/// A number for `parts` as they are parted.
pub fn digest<'p>(parts: impl Iterator<Item = &'p [u8]>) -> Digest {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut short = Digest::default();
    for (to, from) in short.iter_mut().zip(hasher.finalize()) {
        *to = from;
    }
    short
}

/// Where the pieces of an item stand in its document. Pieces are compared as if they stood one behind the other, so
/// that equal texts have equal places.
pub struct Places {
    /// For each piece: its first place among the pieces, and in the document.
    pieces: Box<[(u32, u32)]>,
}

impl Places {
    pub fn of(pieces: &[Piece]) -> Self {
        let mut next = 0;
        let place = |piece: &Piece| {
            let local = next;
            next += length(piece);
            (local, piece.at)
        };
        Self {
            pieces: pieces.iter().map(place).collect(),
        }
    }

    /// A place within one piece, as the document counts.
    pub fn in_document(&self, (start, end): (u32, u32)) -> (u32, u32) {
        let behind = self.pieces.partition_point(|(local, _)| *local <= start);
        let piece = behind.checked_sub(1).and_then(|at| self.pieces.get(at));
        piece.map_or((start, end), |(local, at)| {
            (at + (start - local), at + end.saturating_sub(*local))
        })
    }
}

/// Code points of a piece, and one between it and the next.
fn length(piece: &Piece) -> u32 {
    u32::try_from(piece.text.chars().count() + 1).unwrap_or(u32::MAX)
}

/// `pieces` one behind the other.
fn lined_up(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let places = Places::of(&pieces);
    for (piece, (local, _)) in pieces.iter_mut().zip(&places.pieces) {
        piece.at = *local;
    }
    pieces
}

/// Two items that share text, with places as [`Places`] has them.
pub struct Pair {
    /// The one.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// What they share; one for all pairs of the same texts.
    pub shared: Arc<Shared>,
}

/// A text with the boilerplate in it: two items with equal ones share the same with any third.
type Variant = u32;
/// Two texts and what they share.
type Aligned = ((Variant, Variant), Arc<Shared>);

impl Comparison<'_> {
    /// The candidates that share text, aligned.
    pub(super) fn pairs(&self, candidates: Candidates) -> io::Result<Vec<Pair>> {
        let Candidates { pairs, boilerplate } = candidates;
        let variants = self.variants(&pairs, &boilerplate)?;
        let of = |item: u32| variants.get(&item).copied();
        let mut wanted: BTreeMap<(Variant, u32), BTreeMap<Variant, u32>> = BTreeMap::new();
        let mut first: HashMap<Variant, u32> = HashMap::new();
        for (a, others) in &pairs {
            let Some(variant) = of(*a) else { continue };
            let speaker = *first.entry(variant).or_insert(*a);
            let wanted = wanted.entry((variant, speaker)).or_default();
            for other in others {
                wanted.extend(of(*other).map(|variant| (variant, *other)));
            }
        }
        let aligned: HashMap<_, _> = wanted
            .into_par_iter()
            .map(|((one, a), others)| self.aligned(one, a, &others, &boilerplate))
            .collect::<io::Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect();
        let found = pairs.iter().flat_map(|(a, others)| {
            let aligned = &aligned;
            others.iter().filter_map(move |b| {
                let shared = aligned.get(&(of(*a)?, of(*b)?))?.clone();
                let (a, b) = (*a as usize, *b as usize);
                Some(Pair { a, b, shared })
            })
        });
        Ok(found.collect())
    }

    /// What the text of item `a` shares with those of `others`.
    fn aligned(
        &self,
        one: Variant,
        a: u32,
        others: &BTreeMap<Variant, u32>,
        boilerplate: &Boilerplate,
    ) -> io::Result<Vec<Aligned>> {
        let (words_a, marks_a) = self.body(a, boilerplate)?;
        let mut found = Vec::new();
        for (other, b) in others {
            let (words_b, marks_b) = self.body(*b, boilerplate)?;
            if let Some(shared) = share(&words_a, &words_b, &marks_a, &marks_b) {
                found.push(((one, *other), Arc::new(shared)));
            }
        }
        Ok(found)
    }

    /// The variant of every item in `pairs`.
    fn variants(
        &self,
        pairs: &[(u32, Vec<u32>)],
        boilerplate: &Boilerplate,
    ) -> io::Result<HashMap<u32, Variant>> {
        let items: BTreeSet<u32> = pairs
            .iter()
            .flat_map(|(a, others)| others.iter().chain([a]))
            .copied()
            .collect();
        let mut copies: HashMap<Digest, u32> = HashMap::new();
        for item in &items {
            *copies.entry(self.items[*item as usize].text).or_default() += 1;
        }
        let items: Vec<u32> = items.into_iter().collect();
        let told: Vec<(Digest, Digest)> = items
            .par_iter()
            .map(|item| {
                let text = self.items[*item as usize].text;
                // A text that nobody else has is a variant of its own, whatever is boilerplate in it.
                if copies.get(&text) == Some(&1) {
                    return Ok((text, Digest::default()));
                }
                let (_, marks) = self.body(*item, boilerplate)?;
                let marks: Vec<u8> = marks.into_iter().map(u8::from).collect();
                Ok((text, digest(std::iter::once(marks.as_slice()))))
            })
            .collect::<io::Result<_>>()?;
        let mut known: HashMap<(Digest, Digest), Variant> = HashMap::new();
        let number = |(item, told): (&u32, (Digest, Digest))| {
            let next = Variant::try_from(known.len()).unwrap_or(Variant::MAX);
            (*item, *known.entry(told).or_insert(next))
        };
        Ok(items.iter().zip(told).map(number).collect())
    }

    /// The words of an item, and which of them are boilerplate of its municipality.
    fn body(&self, item: u32, boilerplate: &Boilerplate) -> io::Result<(Vec<Word>, Vec<bool>)> {
        let kept = &self.items[item as usize];
        let mut bytes = vec![0; kept.bytes];
        {
            let poisoned = |_| io::Error::other("another thread failed while it read");
            let mut file = self.file.lock().map_err(poisoned)?;
            file.seek(SeekFrom::Start(kept.at))?;
            file.read_exact(&mut bytes)?;
        }
        let words = words(&lined_up(decode(&bytes)?));
        let code = kept.source.municipality_code;
        let marks = marks(&words, |print| boilerplate.holds(print, code));
        Ok((words, marks))
    }
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
    fn places_lead_back_to_the_document() {
        let pieces = [piece(10, "ærø"), piece(50, "og mål"), piece(90, "x")];
        let places = Places::of(&pieces);
        let lined_up = lined_up(pieces.to_vec());
        let local: Vec<u32> = lined_up.iter().map(|piece| piece.at).collect();
        assert_eq!(local, [0, 4, 11]);
        for (own, want) in [
            ((0, 3), (10, 13)),
            ((4, 6), (50, 52)),
            ((7, 10), (53, 56)),
            ((11, 12), (90, 91)),
        ] {
            assert_eq!(places.in_document(own), want, "{own:?}");
        }
    }

    #[test]
    fn digests_know_where_parts_end() {
        let of = |parts: &[&str]| digest(parts.iter().map(|part| part.as_bytes()));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
    }
}
