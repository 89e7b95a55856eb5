//! SEARCH: which of some texts tell most of the words looked for, and in which sentence.
//!
//! A word is found in every inflection (Danish stemming) and, for less, inside a compound. Texts are ranked by BM25: a
//! rare word counts more than a common one, and a short text that is full of a word more than a long one.

mod stem;

pub use stem::stem;

use crate::value::fold::letters;

/// BM25's usual constants: how soon repetition stops counting, and how much length does.
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// A title counts as if its words stood in the text so many times.
const TITLE: f64 = 4.0;
/// What a find inside a compound counts of a find.
const COMPOUND: f64 = 0.5;
/// Letters from which on a stem is looked for inside compounds; shorter ones stand in words by chance.
const COMPOUND_LETTERS: usize = 5;

/// A text to be searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its title.
    pub title: String,
    /// Its words.
    pub body: String,
}

/// What is known of all texts, found ones or not: rare and long are measured by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Collection {
    /// How many texts.
    pub texts: usize,
    /// Their mean length in characters.
    pub characters: f64,
}

/// A text that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Position of the text.
    pub text: usize,
    /// The higher the better; comparable within one search.
    pub score: f64,
    /// How many of the words looked for it has.
    pub words: usize,
}

/// The stems of `words`, each once.
#[must_use]
pub fn stems(words: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    for word in tokens(words) {
        let stem = stem(&word);
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }
    stems
}

/// Ranks `texts` by `stems`, best first; of equals the earlier one. Texts without any are left out.
#[must_use]
pub fn search(stems: &[String], texts: &[Text], collection: Collection) -> Vec<Hit> {
    let counted: Vec<Vec<f64>> = texts.iter().map(|text| counts(stems, text)).collect();
    let rarity: Vec<f64> = (0..stems.len())
        .map(|stem| {
            let having = counted.iter().filter(|counts| counts[stem] > 0.0).count() as f64;
            let all = collection.texts.max(texts.len()) as f64;
            ((all - having + 0.5) / (having + 0.5)).ln_1p()
        })
        .collect();
    let mut hits: Vec<Hit> = counted
        .iter()
        .enumerate()
        .filter_map(|(at, counts)| {
            let words = counts.iter().filter(|count| **count > 0.0).count();
            let length = texts[at].body.chars().count() as f64 / collection.characters.max(1.0);
            let worn = K1 * (1.0 - B + B * length);
            let score: f64 = counts
                .iter()
                .zip(&rarity)
                .map(|(count, rarity)| rarity * count * (K1 + 1.0) / (count + worn))
                .sum();
            // Who types two words wants both.
            let all = words as f64 / stems.len() as f64;
            (words > 0).then_some(Hit {
                text: at,
                score: score * all * all,
                words,
            })
        })
        .collect();
    hits.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(one.text.cmp(&other.text))
    });
    hits
}

/// The sentence of `text` that has most of `stems`, the first of equals; the title where none has any. A line that
/// repeats the title tells no more than the title.
#[must_use]
pub fn sentence(stems: &[String], text: &Text, sentences: &[&str]) -> String {
    let title = letters(&text.title);
    let mut best = (0, text.title.as_str());
    for sentence in sentences {
        if !title.is_empty() && letters(sentence).contains(&title) {
            continue;
        }
        let tokens: Vec<String> = tokens(sentence).collect();
        let found = stems
            .iter()
            .filter(|stem| tokens.iter().any(|token| weight(stem, token) > 0.0))
            .count();
        if found > best.0 {
            best = (found, sentence);
        }
    }
    best.1.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn counts(stems: &[String], text: &Text) -> Vec<f64> {
    let mut counts = vec![0.0; stems.len()];
    for (words, weight_of) in [(&text.title, TITLE), (&text.body, 1.0)] {
        for token in tokens(words) {
            for (stem, count) in stems.iter().zip(&mut counts) {
                *count += weight_of * weight(stem, &token);
            }
        }
    }
    counts
}

/// How much the word `token` counts for `wanted`: 1 in any inflection, less inside a compound.
fn weight(wanted: &str, token: &str) -> f64 {
    // A stem is the beginning of its word, so most words need not be stemmed.
    if token.starts_with(wanted) && stem(token) == wanted {
        1.0
    } else if wanted.chars().count() >= COMPOUND_LETTERS && token.contains(wanted) {
        COMPOUND
    } else {
        0.0
    }
}

fn tokens(words: &str) -> impl Iterator<Item = String> {
    words
        .split(|char: char| !char.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(title: &str, body: &str) -> Text {
        Text {
            title: title.to_owned(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn the_best_comes_first() {
        let texts = [
            text("Budget", "Plejefamilien nævnes. Og meget andet."),
            text(
                "Plejefamilier",
                "Flere plejefamilier og støtteordninger til dem.",
            ),
            text("Andet", "Intet."),
            text("Støtte", "Familieplejefamilie."),
        ];
        let collection = Collection {
            texts: 100,
            characters: 40.0,
        };
        for (words, want) in [
            ("plejefamilier", &[1, 0, 3][..]),
            ("støtteordning plejefamilie", &[1, 0, 3]),
            ("ukendt", &[]),
            ("", &[]),
        ] {
            let hits = search(&stems(words), &texts, collection);
            let found: Vec<usize> = hits.iter().map(|hit| hit.text).collect();
            assert_eq!(found, want, "{words}");
        }
    }

    #[test]
    fn the_sentence_with_most_of_the_words() {
        let text = text("Titel", "");
        let sentences = [
            "Om læger.",
            "Læger på\nbotilbuddene.",
            "Botilbud og læge igen.",
        ];
        for (words, want) in [
            ("botilbud læger", "Læger på botilbuddene."),
            ("læge", "Om læger."),
            ("skole", "Titel"),
        ] {
            assert_eq!(sentence(&stems(words), &text, &sentences), want, "{words}");
        }
    }
}
