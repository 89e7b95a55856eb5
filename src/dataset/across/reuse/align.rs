//! Aligns pairs of items, each pair of texts once: what an office writes for all municipalities comes in as many copies
//! as there are municipalities, and their pairs are many more.

use super::beginnings::{Beginnings, Common};
use super::{Items, Store};
use crate::dataset::hashing::digest_of;
use crate::dataset::settings::BuildError;
use crate::dataset::state::decode_pieces;
use crate::reuse::{Body, Candidates, Piece, Word, marks, share_bodies, words};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::sync::Arc;

/// Pairs that are aligned at once.
const PAIRS_AT_ONCE: usize = 50_000;
/// Bytes of text whose words are in memory at once, at some eight bytes a byte.
const MOST_TEXT: usize = 16 << 20;
/// About as many bytes of what was found are kept for other pairs of the same texts.
const MOST_KEPT: usize = 128 << 20;

/// Two items that share text, with places as if their pieces stood one behind the other.
pub struct Pair {
    /// The one.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// What they share; one for all pairs of the same texts.
    pub common: Arc<Common>,
}

impl Pair {
    /// Share of the shorter text.
    #[must_use]
    pub fn share(&self) -> f64 {
        let shared = &self.common.shared;
        shared.share_a.max(shared.share_b)
    }
}

/// The first item with the text, and the same boilerplate in it: all of one variant share the same with any third.
type Variant = u32;

/// Aligns candidates.
pub struct Aligner<'i> {
    items: &'i Items,
    store: &'i Store,
    candidates: &'i Candidates,
    variants: Vec<Variant>,
    /// Whether others have the variant, too.
    has_copies: Vec<bool>,
    kept: HashMap<(Variant, Variant), Kept>,
    kept_bytes: usize,
}

impl<'i> Aligner<'i> {
    /// Prepares to align what `candidates` name.
    ///
    /// # Errors
    /// What the file system says, or a damaged state file.
    pub fn new(items: &'i Items, store: &'i Store, candidates: &'i Candidates) -> io::Result<Self> {
        let mut aligner = Self {
            items,
            store,
            candidates,
            variants: (0..super::number(items.items.len())).collect(),
            has_copies: vec![false; items.items.len()],
            kept: HashMap::new(),
            kept_bytes: 0,
        };
        aligner.find_variants()?;
        Ok(aligner)
    }

    fn find_variants(&mut self) -> io::Result<()> {
        let text = |item: &u32| self.items.items[*item as usize].text;
        let mut by_text: Vec<u32> = self.variants.clone();
        by_text.retain(|item| self.candidates.shares(*item));
        by_text.par_sort_unstable_by_key(|item| (text(item), *item));
        let mut found: Vec<(u32, Variant)> = Vec::new();
        let copies = by_text
            .chunk_by(|one, other| text(one) == text(other))
            .filter(|copies| copies.len() > 1);
        for copies in copies {
            let marked: Vec<[u8; 16]> = copies
                .par_iter()
                .map(|item| {
                    let text = self.text(*item)?;
                    let marks: Vec<u8> = text.marks.into_iter().map(u8::from).collect();
                    Ok(digest_of([marks.as_slice()]))
                })
                .collect::<io::Result<_>>()?;
            let mut first: BTreeMap<[u8; 16], Variant> = BTreeMap::new();
            for (item, marked) in copies.iter().zip(marked) {
                found.push((*item, *first.entry(marked).or_insert(*item)));
            }
        }
        for (item, variant) in found {
            self.variants[item as usize] = variant;
            if item != variant {
                self.has_copies[variant as usize] = true;
            }
        }
        Ok(())
    }

    /// Hands on every pair that shares text, in the order of the items.
    ///
    /// # Errors
    /// What the file system says, a damaged state file, or `take`.
    pub fn pairs(
        mut self,
        take: &mut (dyn FnMut(Pair) -> Result<(), BuildError> + Send),
    ) -> Result<(), BuildError> {
        let mut others = self.candidates.others();
        let mut waiting: Vec<(u32, Vec<u32>)> = Vec::new();
        let mut count = 0;
        for item in 0..super::number(self.items.items.len()) {
            if self.candidates.shares(item) {
                let own = others.of(item);
                count += own.len();
                waiting.extend((!own.is_empty()).then_some((item, own)));
            }
            if count >= PAIRS_AT_ONCE {
                self.align(&waiting, take)?;
                waiting.clear();
                count = 0;
            }
        }
        self.align(&waiting, take)
    }

    fn align(
        &mut self,
        pairs: &[(u32, Vec<u32>)],
        take: &mut (dyn FnMut(Pair) -> Result<(), BuildError> + Send),
    ) -> Result<(), BuildError> {
        let of = |item: u32| self.variants[item as usize];
        let mut wanted: BTreeMap<Variant, BTreeSet<Variant>> = BTreeMap::new();
        for (a, others) in pairs {
            for b in others {
                let key = (of(*a), of(*b));
                if !self.kept.contains_key(&key) {
                    wanted.entry(key.0).or_default().insert(key.1);
                }
            }
        }
        let wanted: Vec<Wanted> = wanted
            .into_iter()
            .map(|(one, others)| (one, others.into_iter().collect()))
            .collect();
        let mut aligned: Vec<Aligned> = Vec::new();
        for some in self.pieces(wanted) {
            let found = self.align_some(&some).map_err(BuildError::Scratch)?;
            aligned.extend(found);
        }
        let mut passing = Vec::new();
        for (key, common) in aligned {
            let bytes = size(common.as_deref());
            self.kept_bytes += bytes;
            if !self.has_copies[key.0 as usize] && !self.has_copies[key.1 as usize] {
                passing.push(key);
            }
            self.kept.insert(key, Kept { common, bytes });
        }
        for (a, others) in pairs {
            for b in others {
                let key = (self.variants[*a as usize], self.variants[*b as usize]);
                if let Some(common) = self.kept.get(&key).and_then(|kept| kept.common.as_ref()) {
                    take(Pair {
                        a: *a,
                        b: *b,
                        common: Arc::clone(common),
                    })?;
                }
            }
        }
        // A pair of texts that nobody else has does not come again.
        for key in passing {
            if let Some(kept) = self.kept.remove(&key) {
                self.kept_bytes -= kept.bytes;
            }
        }
        if self.kept_bytes > MOST_KEPT {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        Ok(())
    }

    /// `wanted` in pieces whose texts fit into memory together.
    fn pieces(&self, wanted: Vec<Wanted>) -> Vec<Vec<Wanted>> {
        let bytes = |item: Variant| self.items.items[item as usize].bytes as usize;
        let (mut pieces, mut piece) = (Vec::new(), Vec::new());
        let mut inside: HashSet<Variant> = HashSet::new();
        let mut held = 0;
        for (one, others) in wanted {
            let mut own = Vec::new();
            for other in others {
                for item in [one, other] {
                    held += if inside.insert(item) { bytes(item) } else { 0 };
                }
                own.push(other);
                if held >= MOST_TEXT {
                    piece.push((one, std::mem::take(&mut own)));
                    pieces.push(std::mem::take(&mut piece));
                    inside.clear();
                    held = 0;
                }
            }
            if !own.is_empty() {
                piece.push((one, own));
            }
        }
        pieces.push(piece);
        pieces
    }

    /// What the texts of `wanted` share; each is read once.
    fn align_some(&self, wanted: &[Wanted]) -> io::Result<Vec<Aligned>> {
        let named = wanted
            .iter()
            .flat_map(|(one, others)| others.iter().chain([one]));
        let named: BTreeSet<Variant> = named.copied().collect();
        let texts: HashMap<Variant, (Vec<Piece>, Body)> = named
            .into_par_iter()
            .map(|item| {
                let text = self.text(item)?;
                let body = Body::new(text.words, text.marks);
                Ok((item, (text.pieces, body)))
            })
            .collect::<io::Result<_>>()?;
        let aligned = wanted.par_iter().flat_map_iter(|(one, others)| {
            let texts = &texts;
            others.iter().map(move |other| {
                let shared = share_bodies(&texts[one].1, &texts[other].1);
                ((*one, *other), shared)
            })
        });
        let aligned: Vec<_> = aligned.collect();
        let found = aligned.iter();
        let found = found.filter_map(|(pair, shared)| Some((*pair, shared.as_ref()?)));
        let beginnings = Beginnings::cut(found, &|text| texts[&text].0.as_slice());
        let joined = aligned.into_iter().map(|(pair, shared)| {
            let common = shared.map(|shared| Arc::new(beginnings.join(pair, shared)));
            (pair, common)
        });
        Ok(joined.collect())
    }

    /// The text of an item, and which of its words are boilerplate of its municipality.
    fn text(&self, item: u32) -> io::Result<Text> {
        let known = &self.items.items[item as usize];
        let document = &self.items.documents[known.document as usize];
        let bytes = self
            .store
            .read(document.at.file, known.body, u64::from(known.bytes))?;
        let pieces = decode_pieces(&bytes)?;
        let code = document.source.municipality_code;
        let boilerplate = &self.candidates.boilerplate;
        let words = words(&pieces);
        let marks = marks(&words, |print| boilerplate.holds(print, code));
        Ok(Text {
            pieces,
            words,
            marks,
        })
    }
}

/// The text of an item.
struct Text {
    pieces: Vec<Piece>,
    words: Vec<Word>,
    /// For each word whether it is boilerplate.
    marks: Vec<bool>,
}

/// What is known of a pair of texts.
struct Kept {
    common: Option<Arc<Common>>,
    bytes: usize,
}

/// A text, and those that it is to be aligned with.
type Wanted = (Variant, Vec<Variant>);

/// A pair of texts, and what they share.
type Aligned = ((Variant, Variant), Option<Arc<Common>>);

/// About how many bytes are kept of a pair. A beginning is kept once for all that have it.
fn size(common: Option<&Common>) -> usize {
    let words = |beginning: &Arc<str>| 32 + beginning.len() / Arc::strong_count(beginning);
    let of = |common: &Common| {
        let (shared, beginnings) = (&common.shared, common.beginnings.iter().flatten());
        40 * shared.passages.len()
            + 12 * (shared.only_a.len() + shared.only_b.len())
            + beginnings.map(words).sum::<usize>()
            + 128
    };
    64 + common.map_or(0, of)
}
