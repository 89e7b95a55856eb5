//! The first or last bytes of words: at most places of a text none of the words can stand, which is quickly told.

use crate::value::fold::folded;

/// Bytes of a word that are looked at.
const EDGE: usize = 4;
/// Different values of an edge's hash.
const HASHES: usize = 1 << 16;

/// What words begin with, or what they end with. Words that share none may still be taken for one another, but never the
/// other way round.
#[derive(Clone, Debug, Default)]
pub(super) struct Edges {
    /// One bit a hash.
    bits: Vec<u64>,
    /// For each length of an edge that is met, the bits of an edge that belong to it.
    masks: Vec<u32>,
}

impl Edges {
    /// What `words` begin with.
    pub(super) fn opening<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut edges = Self::default();
        for word in words.map(str::as_bytes) {
            edges.add(opening(word, 0), word.len());
        }
        edges
    }

    /// What `words` end with.
    pub(super) fn closing<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut edges = Self::default();
        for word in words.map(str::as_bytes) {
            edges.add(closing(word, word.len()), word.len());
        }
        edges
    }

    fn add(&mut self, edge: u32, length: usize) {
        let unknown = 8 * EDGE.saturating_sub(length);
        let mask = u32::MAX.checked_shr(u32::try_from(unknown).unwrap_or(u32::BITS));
        let mask = mask.unwrap_or(0);
        if !self.masks.contains(&mask) {
            self.masks.push(mask);
        }
        self.bits.resize(HASHES / 64, 0);
        let (at, bit) = place(edge & mask);
        self.bits[at] |= bit;
    }

    /// Where in `words` one of the words may begin, as a whole word.
    pub(super) fn starts<'w>(&'w self, words: &'w str) -> impl Iterator<Item = usize> + 'w {
        let bytes = self.searched(words);
        (0..bytes.len()).filter(move |at| {
            let inside = *at > 0 && bytes[*at - 1].is_ascii_alphanumeric();
            !inside && self.holds(opening(bytes, *at))
        })
    }

    /// Where in `words` one of the words may end, at the end of a word.
    pub(super) fn ends<'w>(&'w self, words: &'w str) -> impl Iterator<Item = usize> + 'w {
        let bytes = self.searched(words);
        (1..=bytes.len()).filter(move |at| {
            let inside = bytes.get(*at).is_some_and(u8::is_ascii_alphanumeric);
            !inside && self.holds(closing(bytes, *at))
        })
    }

    /// Whether one of the words may stand at the start of `words`.
    pub(super) fn begin(&self, words: &str) -> bool {
        self.holds(opening(words.as_bytes(), 0))
    }

    /// Whether one of the words may stand at the end of `words`.
    pub(super) fn end(&self, words: &str) -> bool {
        self.holds(closing(words.as_bytes(), words.len()))
    }

    /// Whether `words`, folded and in lower case, may begin with one of the words; dashes in front aside.
    pub(super) fn may_begin(&self, words: &str) -> bool {
        self.may_begin_with(
            folded(words)
                .flat_map(char::to_lowercase)
                .skip_while(|char| matches!(char, '-' | '–' | ' ')),
        )
    }

    /// Whether one of the words may begin with `chars`.
    pub(super) fn may_begin_with(&self, chars: impl Iterator<Item = char>) -> bool {
        let (mut start, mut length) = ([0; 2 * EDGE], 0);
        for char in chars {
            length += char.encode_utf8(&mut start[length..]).len();
            if length >= EDGE {
                break;
            }
        }
        self.holds(opening(&start, 0))
    }

    /// Nothing, where there is nothing to look for.
    fn searched<'w>(&self, words: &'w str) -> &'w [u8] {
        if self.bits.is_empty() {
            &[]
        } else {
            words.as_bytes()
        }
    }

    fn holds(&self, edge: u32) -> bool {
        self.masks.iter().any(|mask| {
            let (at, bit) = place(edge & mask);
            self.bits[at] & bit != 0
        })
    }
}

/// The bytes from `at` on; the first is the lowest.
fn opening(bytes: &[u8], at: usize) -> u32 {
    let rest = &bytes[at..];
    match rest.first_chunk() {
        Some(edge) => u32::from_le_bytes(*edge),
        None => (rest.iter().rev()).fold(0, |edge, byte| edge << 8 | u32::from(*byte)),
    }
}

/// The bytes up to `at`; the last is the lowest.
fn closing(bytes: &[u8], at: usize) -> u32 {
    let before = &bytes[..at];
    match before.last_chunk() {
        Some(edge) => u32::from_be_bytes(*edge),
        None => (before.iter()).fold(0, |edge, byte| edge << 8 | u32::from(*byte)),
    }
}

/// The word of 64 bits that holds an edge's hash, and its bit.
fn place(edge: u32) -> (usize, u64) {
    let hash = edge.wrapping_mul(0x9e37_79b1) >> 16;
    (hash as usize / 64, 1 << (hash % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_lines_may_begin() {
        let known = Edges::opening(["beslutning", "at"].into_iter());
        for (words, want) in [
            ("Beslutning", true),
            ("**BES**lutning:", true),
            ("- Beslutning", true),
            ("At: ", true),
            ("At", true),
            ("Besluttet", true),
            ("Besøg", false),
            ("Borger", false),
            ("B", false),
            ("", false),
        ] {
            assert_eq!(known.may_begin(words), want, "{words}");
        }
        let any = Edges::opening([""].into_iter());
        assert!(any.begin("fond") && any.end(""));
    }

    #[test]
    fn where_words_may_stand() {
        let known = ["fond", "puljens", "ø", "eu"];
        let (opening, closing) = (
            Edges::opening(known.into_iter()),
            Edges::closing(known.into_iter()),
        );
        for (words, starts, ends) in [
            ("fond", &[0][..], &[4][..]),
            ("en fond.", &[3], &[7]),
            ("foto", &[], &[]),
            ("storfond", &[], &[8]),
            ("pulje til eu", &[0, 10], &[12]),
            ("ø", &[0], &[2]),
            ("", &[], &[]),
        ] {
            assert_eq!(opening.starts(words).collect::<Vec<_>>(), starts, "{words}");
            assert_eq!(closing.ends(words).collect::<Vec<_>>(), ends, "{words}");
        }
        let none = Edges::opening(std::iter::empty());
        assert_eq!(none.starts("fond").count(), 0);
    }
}
