//! From the fingerprints of all bodies to the pairs worth aligning. Cost grows with the number of fingerprints; memory
//! holds a share of them at a time, and afterwards who shares with whom.

mod groups;

pub use groups::{Candidates, Others};

use super::fingerprint::BITS;
use super::word::mix;
use groups::Groups;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Cases of one municipality from which on a wording is its boilerplate. Agenda and minutes, or one case in several
/// committees, are one case.
const BOILERPLATE_CASES: usize = 3;
/// Items that may share a fingerprint; what more have is common language. All municipalities with one text in several
/// committees stay below.
const MOST_ITEMS: usize = 600;
/// Fingerprints that are in memory at once: 128 MB of them.
const MOST_PRINTS: u64 = 16 << 20;

/// What the index has to know of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Code of the municipality. Items of one municipality are never a pair.
    pub municipality: i32,
    /// A number for its case number, where it has one.
    pub case_number: Option<u64>,
    /// A number for its title.
    pub title: u64,
}

/// All items, on their way to pairs.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// A sketch of each item's text: equal, as a rule, for texts that are nearly the same, and for no others.
    sketches: Vec<Sketch>,
    prints: u64,
    most_prints: Option<u64>,
}

/// Wording that a municipality writes in case after case: fingerprint in the upper bits, its code in the lower; sorted.
#[derive(Debug, Default)]
pub struct Boilerplate(Vec<u64>);

impl Boilerplate {
    const CODE_BITS: u32 = 64 - BITS;

    fn key(fingerprint: u64, municipality: i32) -> u64 {
        let code = municipality.unsigned_abs() & ((1 << Self::CODE_BITS) - 1);
        fingerprint << Self::CODE_BITS | u64::from(code)
    }

    /// Whether `fingerprint` is boilerplate of `municipality`.
    #[must_use]
    pub fn holds(&self, fingerprint: u64, municipality: i32) -> bool {
        let key = Self::key(fingerprint, municipality);
        self.0.binary_search(&key).is_ok()
    }
}

/// Hands on each item's number with each of its fingerprints; called several times.
pub type Walk<'w, E> = &'w dyn Fn(&mut dyn FnMut(u32, u64)) -> Result<(), E>;

type Sketch = [u64; 3];

/// The least fingerprint in three orders (MinHash): each is the same for two texts as often as they are.
fn sketch(fingerprints: impl Iterator<Item = u64>) -> (Sketch, u64) {
    let (mut least, mut count) = ([u64::MAX; 3], 0);
    for print in fingerprints {
        let orders = [print, u64::MAX - print, mix(print)];
        for (least, value) in least.iter_mut().zip(orders) {
            *least = (*least).min(value);
        }
        count += 1;
    }
    (if count == 0 { [0; 3] } else { least }, count)
}

/// Cases of one municipality that hold a fingerprint.
#[derive(Debug, Default)]
struct Cases {
    numbers: BTreeSet<u64>,
    titles: BTreeSet<u64>,
    sketches: BTreeSet<Sketch>,
}

impl Cases {
    fn add(&mut self, entry: Entry, sketch: Sketch) {
        self.numbers
            .insert(entry.case_number.unwrap_or(entry.title));
        self.titles.insert(entry.title);
        self.sketches.insert(sketch);
    }

    /// A case is one by its number; by its title where a committee gives it a number of its own; by its text where a
    /// committee gives it a title of its own, too.
    fn count(&self) -> usize {
        self.numbers
            .len()
            .min(self.titles.len())
            .min(self.sketches.len())
    }
}

const ITEM_BITS: u32 = 64 - BITS;
const ITEM_MASK: u64 = (1 << ITEM_BITS) - 1;

impl Index {
    /// Adds an item; its number is how many were added before. Beyond 16 million items, later ones are not compared.
    pub fn add(&mut self, entry: Entry, fingerprints: impl Iterator<Item = u64>) {
        let (sketch, count) = sketch(fingerprints);
        self.entries.push(entry);
        self.sketches.push(sketch);
        self.prints += count;
    }

    /// Keeps fewer fingerprints in memory at once.
    #[must_use]
    pub fn with_most_prints(mut self, most: u64) -> Self {
        self.most_prints = Some(most);
        self
    }

    /// The pairs of items of different municipalities that share at least two fingerprints that are nobody's
    /// boilerplate. `walk` gives the fingerprints of the items, again for each share of them.
    ///
    /// # Errors
    /// What `walk` says.
    pub fn candidates<E>(self, walk: Walk<'_, E>) -> Result<Candidates, E> {
        let most = self.most_prints.unwrap_or(MOST_PRINTS).max(1);
        let ranges = self.prints.div_ceil(most).max(1);
        let width = (1u64 << BITS).div_ceil(ranges);
        let mut boilerplate = Boilerplate::default();
        let mut groups = Groups::default();
        let mut postings: Vec<u64> = Vec::new();
        for range in 0..ranges {
            postings.clear();
            let (from, until) = (range * width, (range + 1) * width);
            walk(&mut |item, print| {
                if (from..until).contains(&print) && u64::from(item) <= ITEM_MASK {
                    postings.push(print << ITEM_BITS | u64::from(item));
                }
            })?;
            postings.par_sort_unstable();
            for group in postings.chunk_by(|one, other| one >> ITEM_BITS == other >> ITEM_BITS) {
                if let [_] = group {
                    continue;
                }
                let kept = self.without_boilerplate(group, &mut boilerplate);
                if kept.len() > 1 && kept.len() <= MOST_ITEMS && self.of_several(&kept) {
                    groups.add(&kept);
                }
            }
        }
        drop(postings);
        let codes = self.entries.iter().map(|entry| entry.municipality);
        Ok(groups.into_candidates(codes.collect(), boilerplate))
    }

    /// The items of one fingerprint without those whose municipality writes it in many cases.
    fn without_boilerplate(&self, group: &[u64], boilerplate: &mut Boilerplate) -> Vec<u32> {
        // OK to cut: the mask leaves 24 bits.
        let items: Vec<u32> = group
            .iter()
            .map(|posting| (posting & ITEM_MASK) as u32)
            .collect();
        if !self.often_in_one(&items) {
            return items;
        }
        let mut cases: BTreeMap<i32, Cases> = BTreeMap::new();
        for item in &items {
            let entry = self.entries[*item as usize];
            let cases = cases.entry(entry.municipality).or_default();
            cases.add(entry, self.sketches[*item as usize]);
        }
        cases.retain(|_, cases| cases.count() >= BOILERPLATE_CASES);
        let print = group.first().map_or(0, |posting| posting >> ITEM_BITS);
        let keys = cases.keys().map(|code| Boilerplate::key(print, *code));
        boilerplate.0.extend(keys);
        items
            .into_iter()
            .filter(|item| !cases.contains_key(&self.entries[*item as usize].municipality))
            .collect()
    }

    /// Whether a municipality has so many of the items that they may be as many cases.
    fn often_in_one(&self, items: &[u32]) -> bool {
        let mut codes: Vec<i32> = items
            .iter()
            .map(|item| self.entries[*item as usize].municipality)
            .collect();
        codes.sort_unstable();
        codes
            .chunk_by(|one, other| one == other)
            .any(|chunk| chunk.len() >= BOILERPLATE_CASES)
    }

    fn of_several(&self, items: &[u32]) -> bool {
        let mut codes = items
            .iter()
            .map(|item| self.entries[*item as usize].municipality);
        let first = codes.next();
        codes.any(|code| Some(code) != first)
    }
}
