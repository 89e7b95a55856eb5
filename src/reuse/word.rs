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
        let chars: Vec<char> = piece.text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            if let Some(length) = tag(&chars[at..]) {
                at += length;
            } else if is_letter(chars[at]) {
                let (end, folded) = word(&chars, at);
                words.push(Word {
                    hash: hash(&folded),
                    start: piece.at + count(at),
                    end: piece.at + count(end),
                    opens: false,
                });
                at = end;
            } else {
                at += 1;
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

/// The word that begins at `at`: where it ends, and its letters in lower case.
fn word(chars: &[char], at: usize) -> (usize, String) {
    let (mut folded, mut plain) = (String::new(), true);
    let (mut next, mut end) = (at, at);
    while let Some(char) = chars.get(next) {
        if is_letter(*char) || is_combining_mark(*char) {
            plain &= *char < '\u{250}';
            folded.extend(char.to_lowercase());
            next += 1;
            end = next;
        } else if *char == '\u{ad}' || *char == '\u{200b}' {
            next += 1;
        } else if let Some(gap) = line_end(&chars[next..]) {
            next += gap;
        } else {
            break;
        }
    }
    if !plain {
        folded = folded.nfkc().collect();
    }
    (end, folded)
}

/// Length of a hyphen with the line end behind it, where the word goes on in lower case.
fn line_end(rest: &[char]) -> Option<usize> {
    if !matches!(rest.first(), Some('-' | '\u{2010}')) {
        return None;
    }
    let gap = rest[1..]
        .iter()
        .take_while(|char| char.is_whitespace())
        .count();
    let breaks = rest[1..=gap].iter().filter(|char| **char == '\n').count();
    let goes_on = rest.get(gap + 1).is_some_and(|char| char.is_lowercase());
    (breaks == 1 && goes_on).then_some(gap + 1)
}

/// Length of the inline tag that `rest` begins with.
fn tag(rest: &[char]) -> Option<usize> {
    if *rest.first()? != '<' {
        return None;
    }
    let named = rest
        .get(1)
        .is_some_and(|char| *char == '/' || char.is_ascii_alphabetic());
    let close = rest.iter().take(TAG).position(|char| *char == '>')?;
    named.then_some(close + 1)
}

fn is_letter(char: char) -> bool {
    char.is_alphanumeric()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// FNV-1a: the same on every machine and in every run.
fn hash(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(hash)
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
}
