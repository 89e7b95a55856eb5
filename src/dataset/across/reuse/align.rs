//! Aligns pairs of items, each pair of texts once: what an office writes for all municipalities comes in as many copies
//! as there are municipalities, and their pairs are many more.

use super::{Items, Store};
use crate::dataset::hashing::digest_of;
use crate::dataset::settings::BuildError;
use crate::dataset::state::decode_pieces;
use crate::reuse::{Candidates, Shared, Word, marks, share, words};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

/// Pairs that are aligned at once.
const PAIRS_AT_ONCE: usize = 50_000;
/// About as many bytes of what was found are kept for other pairs of the same texts.
const MOST_KEPT: usize = 128 << 20;

/// Two items that share text, with places as if their pieces stood one behind the other.
pub struct Pair {
    /// The one.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// What they share; one for all pairs of the same texts.
    pub shared: Arc<Shared>,
}

impl Pair {
    /// Share of the shorter text.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.shared.share_a.max(self.shared.share_b)
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
    kept: HashMap<(Variant, Variant), Option<Arc<Shared>>>,
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
                    let (_, marks) = self.body(*item)?;
                    let marks: Vec<u8> = marks.into_iter().map(u8::from).collect();
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
        let mut wanted: BTreeMap<Variant, BTreeMap<Variant, ()>> = BTreeMap::new();
        for (a, others) in pairs {
            for b in others {
                let key = (of(*a), of(*b));
                if !self.kept.contains_key(&key) {
                    wanted.entry(key.0).or_default().insert(key.1, ());
                }
            }
        }
        let aligned: Vec<Aligned> = wanted
            .into_par_iter()
            .map(|(one, others)| self.aligned(one, others.keys().copied()))
            .collect::<io::Result<_>>()
            .map_err(BuildError::Scratch)?;
        let mut passing = Vec::new();
        for (key, shared) in aligned.into_iter().flatten() {
            self.kept_bytes += size(shared.as_deref());
            if !self.has_copies[key.0 as usize] && !self.has_copies[key.1 as usize] {
                passing.push(key);
            }
            self.kept.insert(key, shared);
        }
        for (a, others) in pairs {
            for b in others {
                let key = (self.variants[*a as usize], self.variants[*b as usize]);
                if let Some(Some(shared)) = self.kept.get(&key) {
                    take(Pair {
                        a: *a,
                        b: *b,
                        shared: Arc::clone(shared),
                    })?;
                }
            }
        }
        // A pair of texts that nobody else has does not come again.
        for key in passing {
            if let Some(shared) = self.kept.remove(&key) {
                self.kept_bytes -= size(shared.as_deref());
            }
        }
        if self.kept_bytes > MOST_KEPT {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        Ok(())
    }

    /// What the text of the variant `one` shares with those of `others`.
    fn aligned(&self, one: Variant, others: impl Iterator<Item = Variant>) -> io::Result<Aligned> {
        let (words_a, marks_a) = self.body(one)?;
        others
            .map(|other| {
                let (words_b, marks_b) = self.body(other)?;
                let shared = share(&words_a, &words_b, &marks_a, &marks_b);
                Ok(((one, other), shared.map(Arc::new)))
            })
            .collect()
    }

    /// The words of an item, and which of them are boilerplate of its municipality.
    fn body(&self, item: u32) -> io::Result<(Vec<Word>, Vec<bool>)> {
        let known = &self.items.items[item as usize];
        let document = &self.items.documents[known.document as usize];
        let bytes = self
            .store
            .read(document.at.file, known.body, u64::from(known.bytes))?;
        let words = words(&decode_pieces(&bytes)?);
        let code = document.source.municipality_code;
        let boilerplate = &self.candidates.boilerplate;
        let marks = marks(&words, |print| boilerplate.holds(print, code));
        Ok((words, marks))
    }
}

type Aligned = Vec<((Variant, Variant), Option<Arc<Shared>>)>;

/// About how many bytes are kept of a pair.
fn size(shared: Option<&Shared>) -> usize {
    let of = |shared: &Shared| {
        40 * shared.passages.len() + 12 * (shared.only_a.len() + shared.only_b.len()) + 128
    };
    64 + shared.map_or(0, of)
}
