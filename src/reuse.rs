//! REUSE: the passages that items of different municipalities share nearly word for word, and which items are one case.
//!
//! 1. [`words`] folds the body of an item to words that compare alike whatever their typography, each with its place.
//! 2. [`fingerprints`] keeps a few numbers of every body; [`Index`] finds the pairs that have some in common, and tells
//!    wording that a municipality writes in case after case from text that was passed on.
//! 3. [`share`] aligns a pair word by word: passages, the share of each, and what stands in one of them only.
//! 4. [`cases`] joins items to cases; [`diff`] lays two of them side by side.
//!
//! Places are in Unicode code points of the document's text, as the tables have them.

mod align;
pub mod cases;
pub mod diff;
mod fingerprint;
mod index;
mod word;

pub use align::{Body, Passage, Shared, Stretch, share, share_bodies};
pub use fingerprint::{fingerprints, marks};
pub use index::{Boilerplate, Candidates, Entry, Index, Others, Walk};
pub use word::{Word, folded_hash, words};

/// A piece of an item's text: words that stand together in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Place of its first code point in the document's text.
    pub at: u32,
    /// Its words.
    pub text: String,
}

/// Words to a shingle, the unit of fingerprints. Five Danish words in a row seldom meet by chance.
const SHINGLE: usize = 5;
/// Shingles to a window, of which one becomes a fingerprint: a shared run of 16 words is never missed.
const WINDOW: usize = 12;
/// Words that two texts must have in common to be a pair at all: about three sentences. Less is a phrase.
const PAIR_WORDS: usize = 40;
/// Words of a passage that counts as evidence for a pair: a sentence.
const STRONG_WORDS: usize = 15;

#[cfg(test)]
mod tests;
