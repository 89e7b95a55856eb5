//! Fingerprints of a body by winnowing (Schleimer, Wilkerson, Aiken 2003): of every window of shingles the least.

use super::word::mix;
use super::{SHINGLE, WINDOW, Word};

/// Bits of a fingerprint; the rest of a posting's 64 name the item.
pub(super) const BITS: u32 = 40;

/// The fingerprints of a body, sorted, each once. Equal runs of 16 words give at least one equal fingerprint.
#[must_use]
pub fn fingerprints(words: &[Word]) -> Vec<u64> {
    let shingles = shingles(words);
    let mut kept: Vec<u64> = match shingles.len() {
        0 => Vec::new(),
        short if short < WINDOW => shingles.iter().min().copied().into_iter().collect(),
        _ => shingles
            .windows(WINDOW)
            .filter_map(|window| window.iter().min().copied())
            .collect(),
    };
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Which words of a body stand in shingles that `known` holds. Words between two such shingles that are no further
/// apart than a window count too: of neighbouring shingles only one is a fingerprint.
#[must_use]
pub fn marks(words: &[Word], known: impl Fn(u64) -> bool) -> Vec<bool> {
    let mut marked = vec![false; words.len()];
    let mut last: Option<usize> = None;
    for (at, shingle) in shingles(words).into_iter().enumerate() {
        if !known(shingle) {
            continue;
        }
        let from = last.filter(|end| at <= end + WINDOW).unwrap_or(at);
        let until = at + SHINGLE;
        marked[from.min(at)..until].fill(true);
        last = Some(until);
    }
    marked
}

fn shingles(words: &[Word]) -> Vec<u64> {
    words
        .windows(SHINGLE)
        .map(|shingle| {
            let hash = shingle
                .iter()
                .fold(0u64, |hash, word| mix(hash.rotate_left(7) ^ word.hash));
            hash >> (64 - BITS)
        })
        .collect()
}
