//! How wide words are in the font of charts, and where they break into lines.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The font of charts, regular; its licence stands beside it.
pub const REGULAR: &[u8] = include_bytes!("../../../data/report/font/OpenSans-Regular.ttf");
/// The font of charts, semibold.
pub const STRONG: &[u8] = include_bytes!("../../../data/report/font/OpenSans-SemiBold.ttf");

/// A browser may set a chart in another sans serif font; the widest in common use are about this much wider.
const SLACK: f64 = 1.08;

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As running text.
    Regular,
    /// For what is to be seen first.
    Strong,
}

static WIDTHS: LazyLock<[HashMap<char, f64>; 2]> =
    LazyLock::new(|| [advances(REGULAR), advances(STRONG)]);

/// Width of each letter in em.
fn advances(bytes: &[u8]) -> HashMap<char, f64> {
    let font = FontRef::new(bytes)
        .expect("OK because the font is compiled in and a test measures with it");
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    font.charmap()
        .mappings()
        .filter_map(|(code, glyph)| {
            let letter = char::from_u32(code)?;
            Some((letter, f64::from(metrics.advance_width(glyph)?)))
        })
        .collect()
}

/// Width of `words` in px at `size` px; letters that the font lacks count as one em.
#[must_use]
pub fn width(words: &str, size: f64, weight: Weight) -> f64 {
    let table = &WIDTHS[usize::from(weight == Weight::Strong)];
    let em: f64 = words
        .chars()
        .map(|letter| table.get(&letter).copied().unwrap_or(1.0))
        .sum();
    em * size * SLACK
}

/// `words` in lines of at most `most` px: broken between words, else behind a hyphen or slash, else anywhere.
#[must_use]
pub fn lines(words: &str, size: f64, weight: Weight, most: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        for piece in pieces(word, size, weight, most) {
            let joined = match (line.is_empty(), piece.begins_word) {
                (true, _) => piece.letters.to_owned(),
                (false, true) => format!("{line} {}", piece.letters),
                (false, false) => format!("{line}{}", piece.letters),
            };
            if width(&joined, size, weight) <= most || line.is_empty() {
                line = joined;
            } else {
                out.push(std::mem::replace(&mut line, piece.letters.to_owned()));
            }
        }
    }
    if !line.is_empty() {
        out.push(line);
    }
    out
}

/// A part of a word that a line may begin with.
struct Piece<'a> {
    letters: &'a str,
    begins_word: bool,
}

fn pieces(word: &str, size: f64, weight: Weight, most: f64) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut so_far = 0.0;
    let is_long = width(word, size, weight) > most;
    let mut buffer = [0; 4];
    for (at, letter) in word.char_indices() {
        let letter_width = width(letter.encode_utf8(&mut buffer), size, weight);
        if is_long && so_far + letter_width > most && at > start {
            out.push(Piece {
                letters: &word[start..at],
                begins_word: start == 0,
            });
            start = at;
            so_far = 0.0;
        }
        so_far += letter_width;
        let next = at + letter.len_utf8();
        if is_long && matches!(letter, '-' | '/' | '\u{2013}') && next < word.len() {
            out.push(Piece {
                letters: &word[start..next],
                begins_word: start == 0,
            });
            start = next;
            so_far = 0.0;
        }
    }
    if start < word.len() {
        out.push(Piece {
            letters: &word[start..],
            begins_word: start == 0,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_danish_and_every_sign_of_a_number_is_in_the_font() {
        for letter in "aæøåÆØÅéüöÖÄß0123456789.,\u{2212}%·^×–—…»«›“”’§½°²³€ \u{a0}".chars()
        {
            for table in &*WIDTHS {
                assert!(table.contains_key(&letter), "{letter:?}");
            }
        }
    }

    #[test]
    fn lines_hold_all_letters_and_keep_within_the_width() {
        for (words, most) in [
            ("Beskæftigelses- og Socialudvalget", 100.0),
            ("Beskæftigelses-/uddannelsesudvalget", 100.0),
            ("Speciallægepraksisplanlægningsudvalget", 80.0),
            ("a b c", 8.0),
            ("", 50.0),
            ("\u{4e2d}\u{4e2d}\u{4e2d}", 20.0),
        ] {
            let found = lines(words, 13.0, Weight::Regular, most);
            for line in &found {
                let is_fit = width(line, 13.0, Weight::Regular) <= most;
                assert!(is_fit || line.chars().count() == 1, "{line:?} in {found:?}");
            }
            let squeezed = |words: &str| words.replace(char::is_whitespace, "");
            assert_eq!(squeezed(&found.concat()), squeezed(words));
        }
    }
}
