//! From the fingerprints of all bodies to the pairs worth aligning. Cost grows with the number of fingerprints.

use super::fingerprint::BITS;
use super::word::mix;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Cases of one municipality from which on a wording is its boilerplate. Agenda and minutes, or one case in several
/// committees, are one case.
const BOILERPLATE_CASES: usize = 3;
/// Items that may share a fingerprint; what more have is common language. All municipalities with one text in several
/// committees stay below.
const MOST_ITEMS: usize = 600;
/// Fingerprints that a pair must share. One alone may be a title of an act.
const SHARED_FINGERPRINTS: u32 = 2;

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

/// Fingerprints of items, on their way to pairs.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// A sketch of each item's text: equal, as a rule, for texts that are nearly the same, and for no others.
    sketches: Vec<Sketch>,
    /// Fingerprint in the upper bits, item in the lower.
    postings: Vec<u64>,
}

/// Wording that a municipality writes in case after case.
#[derive(Debug, Default)]
pub struct Boilerplate(HashSet<(u64, i32)>);

impl Boilerplate {
    /// Whether `fingerprint` is boilerplate of `municipality`.
    #[must_use]
    pub fn holds(&self, fingerprint: u64, municipality: i32) -> bool {
        self.0.contains(&(fingerprint, municipality))
    }
}

/// What the index found.
#[derive(Debug, Default)]
pub struct Candidates {
    /// For every item that has any, the later items that share fingerprints with it; both in the order of adding.
    pub pairs: Vec<(u32, Vec<u32>)>,
    /// What does not count as passed on.
    pub boilerplate: Boilerplate,
}

type Sketch = [u64; 3];

/// The least fingerprint in three orders (MinHash): each is the same for two texts as often as they are.
fn sketch(fingerprints: &[u64]) -> Sketch {
    let least = |order: fn(u64) -> u64| fingerprints.iter().copied().map(order).min();
    [
        least(|print| print),
        least(|print| u64::MAX - print),
        least(mix),
    ]
    .map(Option::unwrap_or_default)
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

/// Each group once, with how often it came: a text that was passed on whole puts the same items together with every
/// fingerprint, and its pairs need counting once.
fn counted(mut groups: Vec<Vec<u32>>) -> Vec<(Vec<u32>, u32)> {
    groups.sort_unstable();
    let mut counted: Vec<(Vec<u32>, u32)> = Vec::new();
    for group in groups {
        match counted.last_mut() {
            Some((known, times)) if *known == group => *times += 1,
            _ => counted.push((group, 1)),
        }
    }
    counted
}

const ITEM_BITS: u32 = 64 - BITS;
const ITEM_MASK: u64 = (1 << ITEM_BITS) - 1;

impl Index {
    /// Adds an item; its number is how many were added before. Beyond 16 million items, later ones are not compared.
    pub fn add(&mut self, entry: Entry, fingerprints: &[u64]) {
        let item = self.entries.len() as u64;
        self.entries.push(entry);
        self.sketches.push(sketch(fingerprints));
        if item <= ITEM_MASK {
            let postings = fingerprints.iter().map(|print| print << ITEM_BITS | item);
            self.postings.extend(postings);
        }
    }

    /// The pairs of items of different municipalities that share at least two fingerprints that are nobody's
    /// boilerplate.
    #[must_use]
    pub fn candidates(mut self) -> Candidates {
        self.postings.sort_unstable();
        let mut boilerplate = Boilerplate::default();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for group in self
            .postings
            .chunk_by(|one, other| one >> ITEM_BITS == other >> ITEM_BITS)
        {
            if let [_] = group {
                continue;
            }
            let kept = self.without_boilerplate(group, &mut boilerplate);
            if kept.len() > 1 && kept.len() <= MOST_ITEMS && self.of_several(&kept) {
                groups.push(kept);
            }
        }
        self.postings = Vec::new();
        let pairs = self.pairs(groups);
        Candidates { pairs, boilerplate }
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
        boilerplate
            .0
            .extend(cases.keys().map(|code| (print, *code)));
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

    /// Counts shared fingerprints item by item, so that memory holds the counts of one item at a time.
    fn pairs(&self, groups: Vec<Vec<u32>>) -> Vec<(u32, Vec<u32>)> {
        let groups = counted(groups);
        let mut of_item: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, (group, _)) in groups.iter().enumerate() {
            for item in group {
                of_item.entry(*item).or_default().push(at);
            }
        }
        let mut shared = vec![0u32; self.entries.len()];
        let mut pairs = Vec::new();
        for (item, member_of) in of_item {
            let own = self.entries[item as usize].municipality;
            let mut others: Vec<u32> = Vec::new();
            for (group, times) in member_of.iter().map(|group| &groups[*group]) {
                let behind = group.partition_point(|other| *other <= item);
                for other in &group[behind..] {
                    if shared[*other as usize] == 0 {
                        others.push(*other);
                    }
                    shared[*other as usize] += times;
                }
            }
            others.sort_unstable();
            others.retain(|other| {
                let count = std::mem::take(&mut shared[*other as usize]);
                count >= SHARED_FINGERPRINTS && self.entries[*other as usize].municipality != own
            });
            if !others.is_empty() {
                pairs.push((item, others));
            }
        }
        pairs
    }
}
