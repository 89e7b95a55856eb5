//! Which items share fingerprints: each set of items once, with how many fingerprints it shares.

use super::Boilerplate;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Fingerprints that a pair must share. One alone may be a title of an act.
const SHARED_FINGERPRINTS: u32 = 2;

/// Sets of items that share a fingerprint. A text that was passed on whole puts the same items together with every
/// fingerprint; the set is kept once.
#[derive(Debug, Default)]
pub struct Groups {
    members: Vec<u32>,
    /// Where each set's members end.
    ends: Vec<usize>,
    times: Vec<u32>,
    known: HashMap<u64, Vec<u32>>,
    hasher: RandomState,
}

impl Groups {
    /// Adds a set; `items` are sorted.
    pub fn add(&mut self, items: &[u32]) {
        let hash = self.hasher.hash_one(items);
        let same = self.known.get(&hash).into_iter().flatten().copied();
        let same = same
            .into_iter()
            .find(|at| members(&self.members, &self.ends, *at) == items);
        if let Some(at) = same {
            self.times[at as usize] += 1;
            return;
        }
        let at = u32::try_from(self.times.len()).unwrap_or(u32::MAX);
        self.members.extend(items);
        self.ends.push(self.members.len());
        self.times.push(1);
        self.known.entry(hash).or_default().push(at);
    }

    /// The sets by item; `codes` are the items' municipalities.
    pub fn into_candidates(self, codes: Vec<i32>, boilerplate: Boilerplate) -> Candidates {
        let mut ends = vec![0usize; codes.len() + 1];
        for item in &self.members {
            ends[*item as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut of_item = vec![0u32; self.members.len()];
        let mut next = ends.clone();
        for at in 0..self.times.len() {
            // OK to cut: `add` counted them in 32 bits.
            let group = at as u32;
            for item in members(&self.members, &self.ends, group) {
                let place = &mut next[*item as usize];
                of_item[*place] = group;
                *place += 1;
            }
        }
        Candidates {
            members: self.members,
            ends: self.ends,
            times: self.times,
            of_item,
            item_ends: ends,
            codes,
            boilerplate,
        }
    }
}

fn members<'m>(members: &'m [u32], ends: &[usize], group: u32) -> &'m [u32] {
    let at = group as usize;
    let from = at.checked_sub(1).map_or(0, |before| ends[before]);
    &members[from..ends[at]]
}

/// What the index found.
#[derive(Debug, Default)]
pub struct Candidates {
    members: Vec<u32>,
    ends: Vec<usize>,
    times: Vec<u32>,
    of_item: Vec<u32>,
    /// Where each item's sets begin.
    item_ends: Vec<usize>,
    codes: Vec<i32>,
    /// What does not count as passed on.
    pub boilerplate: Boilerplate,
}

impl Candidates {
    /// Whether an item shares any fingerprint.
    #[must_use]
    pub fn shares(&self, item: u32) -> bool {
        let at = item as usize;
        self.item_ends[at] < self.item_ends[at + 1]
    }

    /// The items, one after the other, with the later ones that share enough fingerprints with each.
    #[must_use]
    pub fn others(&self) -> Others<'_> {
        Others {
            candidates: self,
            shared: vec![0; self.codes.len()],
        }
    }

    /// For every item that has any, the later items that share fingerprints with it; both in the order of adding.
    #[must_use]
    pub fn pairs(&self) -> Vec<(u32, Vec<u32>)> {
        let mut others = self.others();
        let items = 0..u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        items
            .map(|item| (item, others.of(item)))
            .filter(|(_, others)| !others.is_empty())
            .collect()
    }
}

/// Counts shared fingerprints item by item, so that memory holds the counts of one item at a time.
#[derive(Debug)]
pub struct Others<'c> {
    candidates: &'c Candidates,
    shared: Vec<u32>,
}

impl Others<'_> {
    /// The later items that share enough fingerprints with `item`, in order.
    pub fn of(&mut self, item: u32) -> Vec<u32> {
        let Candidates {
            members: all,
            ends,
            times,
            of_item,
            item_ends,
            codes,
            ..
        } = self.candidates;
        let at = item as usize;
        let own = codes[at];
        let mut others: Vec<u32> = Vec::new();
        for group in &of_item[item_ends[at]..item_ends[at + 1]] {
            let members = members(all, ends, *group);
            let behind = members.partition_point(|other| *other <= item);
            for other in &members[behind..] {
                if self.shared[*other as usize] == 0 {
                    others.push(*other);
                }
                self.shared[*other as usize] += times[*group as usize];
            }
        }
        others.sort_unstable();
        others.retain(|other| {
            let count = std::mem::take(&mut self.shared[*other as usize]);
            count >= SHARED_FINGERPRINTS && codes[*other as usize] != own
        });
        others
    }
}
