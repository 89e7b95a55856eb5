//! Places in a document's text.
//!
//! Inside the program a place is a pair of UTF-8 byte offsets ([`Span`]); the tables count Unicode
//! code points. [`CodePoints`] is the one border between the two.

use std::ops::Range;

/// An offset in bytes into a document's text; never a count of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ByteOffset(u32);

impl ByteOffset {
    /// The offset `at` bytes into a text. A text is shorter than 4 GiB: the reader refuses larger documents.
    #[must_use]
    pub fn new(at: usize) -> Self {
        Self(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The offset as an index into `str`.
    #[must_use]
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

/// A half-open piece of a document's text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: ByteOffset,
    /// One past the last byte.
    pub end: ByteOffset,
}

impl Span {
    /// The piece from byte `start` up to, not including, byte `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self {
            start: ByteOffset::new(start),
            end: ByteOffset::new(end.max(start)),
        }
    }

    /// The same piece as a range of indices.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start.get()..self.end.get()
    }

    /// The words at this place; empty where the span does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.get() - self.start.get()
    }

    /// Whether the piece holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest piece that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two pieces share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// A piece of this piece: `range` counts from this span's start.
    #[must_use]
    pub fn part(self, range: Range<usize>) -> Self {
        let base = self.start.get();
        Self::new(base + range.start, base + range.end)
    }

    /// This piece without white space at both ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let words = self.of(text);
        let lead = words.len() - words.trim_start().len();
        let kept = words.trim().len();
        self.part(lead..lead + kept)
    }
}

/// Bytes between two entries of the code point index; a look-up counts at most this many bytes.
const STRIDE: usize = 256;

/// Translates byte offsets of one text into offsets in Unicode code points.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Indexes `text` in one pass.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut seen = 0u32;
        for chunk in text.as_bytes().chunks(STRIDE) {
            before.push(seen);
            seen += count(chunk);
        }
        before.push(seen);
        Self { text, before }
    }

    /// Code points before `offset`.
    #[must_use]
    pub fn at(&self, offset: ByteOffset) -> u32 {
        let byte = offset.get().min(self.text.len());
        let slot = byte / STRIDE;
        let from = slot * STRIDE;
        self.before[slot] + count(&self.text.as_bytes()[from..byte])
    }

    /// Both ends of `span`, in code points.
    #[must_use]
    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }
}

/// Code points that start in `bytes`: every byte that does not continue one.
fn count(bytes: &[u8]) -> u32 {
    let starts = bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count();
    u32::try_from(starts).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_a_plain_count(text in "\\PC{0,700}", cut in 0usize..700) {
            let byte = text.char_indices().map(|(at, _)| at).take(cut + 1).last().unwrap_or(0);
            let index = CodePoints::new(&text);
            prop_assert_eq!(index.at(ByteOffset::new(byte)) as usize, text[..byte].chars().count());
            prop_assert_eq!(index.at(ByteOffset::new(text.len())) as usize, text.chars().count());
        }

        #[test]
        fn a_trimmed_span_quotes_the_trimmed_words(text in "[ \\n\u{a0}æa-c]{0,40}") {
            let span = Span::new(0, text.len()).trimmed(&text);
            prop_assert_eq!(span.of(&text), text.trim());
        }
    }
}
