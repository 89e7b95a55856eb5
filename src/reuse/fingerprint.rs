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
        _ => least_of_windows(&shingles),
    };
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// The least shingle of each window, once for all windows in a row that have the same.
fn least_of_windows(shingles: &[u64]) -> Vec<u64> {
    let mut kept = Vec::new();
    let mut least: Option<(usize, u64)> = None;
    for (from, window) in shingles.windows(WINDOW).enumerate() {
        let last = window[WINDOW - 1];
        if let Some((at, value)) = least
            && at >= from
            && value < last
        {
            continue;
        }
        // The last of equals stays longest.
        let values = window.iter().copied().enumerate();
        let found = values.min_by_key(|(at, value)| (*value, std::cmp::Reverse(*at)));
        least = found.map(|(at, value)| (from + at, value));
        kept.extend(least.map(|(_, value)| value));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_window_keeps_its_least(shingles in proptest::collection::vec(0u64..9, WINDOW..60)) {
            let mut want: Vec<u64> = shingles
                .windows(WINDOW)
                .filter_map(|window| window.iter().min().copied())
                .collect();
            let mut kept = least_of_windows(&shingles);
            want.sort_unstable();
            want.dedup();
            kept.sort_unstable();
            kept.dedup();
            prop_assert_eq!(kept, want);
        }
    }
}
