//! Words of a body, folded so that typography, line breaks and hyphens at line ends do not part them.

use super::Piece;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest inline tag that is passed over: `</strong>` fits, a sentence between angles does not.
const TAG: usize = 10;

/// A word with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Equal for words that read alike.
    pub hash: u64,
    /// First code point in the document's text.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// Whether it begins a piece: what stands before it is no neighbour in the document.
    pub opens: bool,
}

/// The words of `pieces`, in order.
#[must_use]
pub fn words(pieces: &[Piece]) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in pieces {
        let first = words.len();
        let mut reader = Reader {
            rest: &piece.text,
            at: piece.at,
        };
        while let Some(char) = reader.rest.chars().next() {
            match char {
                '<' => reader.skip(tag(reader.rest).unwrap_or(1)),
                _ if is_letter(char) => words.push(reader.word()),
                _ => reader.skip(char.len_utf8()),
            }
        }
        if let Some(word) = words.get_mut(first) {
            word.opens = true;
        }
    }
    words
}

/// A number for the letters and digits of `text`, equal for spellings that differ in case and typography only.
#[must_use]
pub fn folded_hash(text: &str) -> u64 {
    let piece = Piece {
        at: 0,
        text: text.to_owned(),
    };
    words(&[piece])
        .iter()
        .fold(0, |all, word| mix(all ^ word.hash))
}

/// A text on its way past, with the place of what is next in code points.
struct Reader<'t> {
    rest: &'t str,
    at: u32,
}

impl Reader<'_> {
    /// Passes over `bytes` of the text.
    fn skip(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.at += count(passed.chars().count());
        self.rest = rest;
    }

    /// The word that begins here, passed over.
    fn word(&mut self) -> Word {
        let text = self.rest;
        let (mut hash, mut plain) = (Hash::new(), true);
        let (mut next, mut end) = (0, 0);
        while let Some(char) = text[next..].chars().next() {
            if char.is_ascii_alphanumeric() {
                hash.add(char.to_ascii_lowercase());
                next += 1;
                end = next;
            } else if is_letter(char) || (!char.is_ascii() && is_combining_mark(char)) {
                plain &= char < '\u{250}';
                char.to_lowercase().for_each(|char| hash.add(char));
                next += char.len_utf8();
                end = next;
            } else {
                match char {
                    '\u{ad}' | '\u{200b}' => next += char.len_utf8(),
                    '-' | '\u{2010}' => match line_end(&text[next + char.len_utf8()..]) {
                        Some(gap) => next += char.len_utf8() + gap,
                        None => break,
                    },
                    _ => break,
                }
            }
        }
        if !plain {
            hash = Hash::new();
            composed(&text[..end]).for_each(|char| hash.add(char));
        }
        let start = self.at;
        self.skip(end);
        Word {
            hash: hash.finish(),
            start,
            end: self.at,
            opens: false,
        }
    }
}

/// The letters of a word in lower case, where they may be written in several ways.
fn composed(word: &str) -> impl Iterator<Item = char> {
    let letters = word
        .chars()
        .filter(|char| is_letter(*char) || is_combining_mark(*char));
    letters.flat_map(char::to_lowercase).nfkc()
}

/// Bytes of the line end behind a hyphen, where the word goes on in lower case.
fn line_end(rest: &str) -> Option<usize> {
    let goes_on = rest.trim_start();
    let gap = rest.len() - goes_on.len();
    let breaks = rest.bytes().take(gap).filter(|byte| *byte == b'\n').count();
    (breaks == 1 && goes_on.starts_with(char::is_lowercase)).then_some(gap)
}

/// Bytes of the inline tag that `rest` begins with; its first is "<".
fn tag(rest: &str) -> Option<usize> {
    let second = rest.as_bytes().get(1)?;
    let named = *second == b'/' || second.is_ascii_alphabetic();
    let mut chars = rest.char_indices().take(TAG);
    let (close, _) = chars.find(|(_, char)| *char == '>')?;
    named.then_some(close + 1)
}

fn is_letter(char: char) -> bool {
    char.is_alphanumeric()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// FNV-1a of a word's letters in UTF-8: the same on every machine and in every run.
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, char: char) {
        for byte in char.encode_utf8(&mut [0; 4]).bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(self) -> u64 {
        mix(self.0)
    }
}

/// Spreads a number over all its bits (the finalizer of SplitMix64).
pub(super) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn piece(text: &str) -> Vec<Piece> {
        vec![Piece {
            at: 0,
            text: text.to_owned(),
        }]
    }

    #[test]
    fn spellings_of_one_text() {
        let plain: Vec<u64> = words(&piece("den 17. september medarbejderressourcer åben"))
            .iter()
            .map(|word| word.hash)
            .collect();
        for text in [
            "Den 17.september ’medarbejder-\n ressourcer’, ÅBEN.",
            "**den** 17. <i>september</i>\nmedarbejder\u{ad}ressourcer – a\u{30a}ben",
        ] {
            let found: Vec<u64> = words(&piece(text)).iter().map(|word| word.hash).collect();
            assert_eq!(found, plain, "{text}");
        }
    }

    #[test]
    fn places_quote_the_words() {
        let text = "Ærø: data-\nog\n\nmål <b>x</b>";
        let chars: Vec<char> = text.chars().collect();
        let quoted: Vec<String> = words(&piece(text))
            .iter()
            .map(|word| {
                chars[word.start as usize..word.end as usize]
                    .iter()
                    .collect()
            })
            .collect();
        assert_eq!(quoted, ["Ærø", "data-\nog", "mål", "x"]);
    }

    proptest! {
        #[test]
        fn a_word_is_the_same_alone(text in "[a-cA-C1æØ<>/\n \u{ad}\u{2010}\u{301}\u{fb01}\u{1e9e}-]{0,40}") {
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            for word in words(&piece(&text)) {
                prop_assert!(word.start >= at && word.end > word.start);
                at = word.end;
                let quoted: String = chars[word.start as usize..word.end as usize].iter().collect();
                let alone = words(&piece(&quoted));
                prop_assert_eq!(alone.len(), 1, "{:?}", quoted);
                prop_assert_eq!(alone[0].hash, word.hash);
            }
        }
    }
}
