//! Two texts side by side, word by word: what agrees whatever its typography, and what differs.

use super::{Piece, words};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Words after which a row of the page ends with the next sentence of both.
const ROW_WORDS: usize = 12;

/// Words in a row of the page, in common or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Whether the other text has these words too, here.
    pub common: bool,
    /// The words as written, white space folded.
    pub text: String,
}

/// A row of the page: what stands beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Of the first text.
    pub left: Vec<Run>,
    /// Of the second text.
    pub right: Vec<Run>,
}

/// A word with what stands behind it, as written.
struct Written {
    hash: u64,
    text: String,
    /// Whether a sentence, a line of a list or a paragraph ends here.
    ends: bool,
}

/// Lays two texts side by side. Pieces stand in the order in which they are to be compared.
#[must_use]
pub fn side_by_side(a: &[Piece], b: &[Piece]) -> Vec<Row> {
    let (a, b) = (written(a), written(b));
    let hashes = |words: &[Written]| words.iter().map(|word| word.hash).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Patience, &hashes(&a), &hashes(&b));
    let mut page = Page::default();
    for op in ops {
        let (from_a, from_b) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            for (one, other) in a[from_a].iter().zip(&b[from_b]) {
                page.add(Some(one), Some(other), true);
            }
        } else {
            for word in &a[from_a] {
                page.add(Some(word), None, false);
            }
            for word in &b[from_b] {
                page.add(None, Some(word), false);
            }
        }
    }
    page.close();
    page.rows
}

fn written(pieces: &[Piece]) -> Vec<Written> {
    pieces.iter().flat_map(written_piece).collect()
}

fn written_piece(piece: &Piece) -> Vec<Written> {
    let local = Piece {
        at: 0,
        text: piece.text.clone(),
    };
    let words = words(std::slice::from_ref(&local));
    let chars: Vec<char> = local.text.chars().collect();
    // What stands before a word (an opening quotation mark, a bullet) belongs to it.
    let opening = |at: usize| {
        let back = chars[..at]
            .iter()
            .rev()
            .take_while(|char| !char.is_whitespace() && !char.is_alphanumeric());
        at - back.count()
    };
    let starts: Vec<usize> = words
        .iter()
        .map(|word| opening(word.start as usize))
        .collect();
    words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let start = if at == 0 { 0 } else { starts[at] };
            let end = starts.get(at + 1).copied().unwrap_or(chars.len());
            let behind = &chars[word.end as usize..end.max(word.end as usize)];
            let sentence = behind
                .iter()
                .any(|char| matches!(char, '.' | ':' | ';' | '!' | '?'));
            let spaced = behind.iter().any(|char| char.is_whitespace());
            let lines = behind.iter().filter(|char| **char == '\n').count();
            Written {
                hash: word.hash,
                text: chars[start..end.max(word.end as usize)]
                    .iter()
                    .chain((at + 1 == words.len()).then_some(&' '))
                    .collect(),
                ends: (sentence && spaced) || lines > 1 || at + 1 == words.len(),
            }
        })
        .collect()
}

/// The page under way.
#[derive(Default)]
struct Page {
    rows: Vec<Row>,
    row: Row,
    words: usize,
}

impl Page {
    fn add(&mut self, left: Option<&Written>, right: Option<&Written>, common: bool) {
        for (side, word) in [(&mut self.row.left, left), (&mut self.row.right, right)] {
            let Some(word) = word else { continue };
            match side.last_mut() {
                Some(run) if run.common == common => run.text.push_str(&word.text),
                _ => side.push(Run {
                    common,
                    text: word.text.clone(),
                }),
            }
        }
        self.words += 1;
        let ends = left.or(right).is_some_and(|word| word.ends);
        if ends && self.words >= ROW_WORDS && (common || self.words >= 4 * ROW_WORDS) {
            self.close();
        }
    }

    fn close(&mut self) {
        let mut row = std::mem::take(&mut self.row);
        self.words = 0;
        for run in row.left.iter_mut().chain(&mut row.right) {
            run.text = run.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if row != Row::default() {
            self.rows.push(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(a: &str, b: &str) -> Vec<String> {
        let piece = |text: &str| {
            vec![Piece {
                at: 0,
                text: text.to_owned(),
            }]
        };
        let side = |runs: &[Run], open: &str, close: &str| {
            let runs = runs.iter().map(|run| {
                if run.common {
                    run.text.clone()
                } else {
                    format!("{open}{}{close}", run.text)
                }
            });
            runs.collect::<Vec<_>>().join(" ")
        };
        side_by_side(&piece(a), &piece(b))
            .iter()
            .map(|row| {
                format!(
                    "{} | {}",
                    side(&row.left, "[-", "-]"),
                    side(&row.right, "{+", "+}")
                )
            })
            .collect()
    }

    #[test]
    fn differences_are_marked_word_by_word() {
        for (a, b, want) in [
            (
                "En tryg og stabil anbringelse.",
                "En tryk og\nstabil  anbringelse",
                &["En [-tryg-] og stabil anbringelse. | En {+tryk+} og stabil anbringelse"][..],
            ),
            // Typography is no difference.
            (
                "»Fælles« om - kvalitet",
                "'Fælles' om kvalitet",
                &["»Fælles« om - kvalitet | 'Fælles' om kvalitet"],
            ),
            ("ens", "ens. Og mere til.", &["ens | ens. {+Og mere til.+}"]),
            ("", "", &[]),
        ] {
            assert_eq!(told(a, b), want, "{a}");
        }
    }

    #[test]
    fn sentences_begin_rows() {
        let sentence = "et to tre fire fem seks syv otte ni ti elleve tolv tretten. ";
        assert_eq!(told(&sentence.repeat(3), &sentence.repeat(3)).len(), 3);
    }
}
