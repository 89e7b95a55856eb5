//! The words of the seeds' plain prose, as often as they stand there, and sentences out of them.

use super::random::Random;
use std::collections::HashMap;
use std::path::Path;

/// Words of which a sentence says more than prose: a reader could take it for a fact that is not in the truth.
const TELLING: [&str; 34] = [
    "indstil",
    "anbefal",
    "godkend",
    "beslut",
    "fravær",
    "afbud",
    "tilskud",
    "pulje",
    "fond",
    "bevil",
    "ministeri",
    "styrelse",
    "kommune",
    "udvalg",
    "byråd",
    "direktion",
    "forvaltning",
    "procent",
    "pct",
    "kroner",
    "mio",
    "halv",
    "dobbelt",
    "bilag",
    "punkt",
    "lukket",
    "udgår",
    "vedtag",
    "stemt",
    "http",
    "www",
    "lov",
    "region",
    "dagsorden",
];
/// Letters at the end by which nouns are found.
const ENDING: usize = 3;

/// Words.
#[derive(Debug)]
pub struct Bank {
    /// Every word as often as it stands in the seeds.
    prose: Vec<String>,
    /// Longer words by their ends.
    words: HashMap<String, Vec<String>>,
}

impl Bank {
    /// Reads the seeds of the project.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn of_seeds() -> std::io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut files: Vec<_> = std::fs::read_dir(folder)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
            .collect();
        files.sort();
        let mut texts = String::new();
        for file in files {
            texts.push_str(&std::fs::read_to_string(file)?);
            texts.push_str("\n\n");
        }
        Ok(Self::of(&texts))
    }

    fn of(texts: &str) -> Self {
        let paragraphs = texts.split("\n\n").map(|lines| lines.replace('\n', " "));
        let mut sentences: Vec<Vec<String>> =
            paragraphs.flat_map(|paragraph| prose(&paragraph)).collect();
        sentences.sort();
        sentences.dedup();
        let mut words: HashMap<String, Vec<String>> = HashMap::new();
        for word in sentences.iter().flatten().filter(|word| is_open(word)) {
            words.entry(ending(word)).or_default().push(word.clone());
        }
        for alike in words.values_mut() {
            alike.sort();
            alike.dedup();
        }
        let bare = |word: &String| word.trim_matches([',', '.', '-']).to_lowercase();
        let prose = sentences.iter().flatten().map(bare);
        Self {
            prose: prose.filter(|word| !word.is_empty()).collect(),
            words,
        }
    }

    /// A sentence of words drawn one by one: as many words are as frequent as in the seeds, and runs of words that
    /// two texts have in common are as rare as in texts that nobody passed on.
    pub fn sentence(&self, random: &mut Random) -> String {
        let count = 9 + random.below(14);
        let mut out = String::new();
        for at in 0..count {
            let word = random.pick(&self.prose);
            if at > 0 {
                out.push_str(if random.one_in(9) { ", " } else { " " });
                out.push_str(word);
                continue;
            }
            let mut letters = word.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        }
        out.push('.');
        out
    }

    /// Sentences of about 450 letters.
    pub fn paragraph(&self, random: &mut Random) -> String {
        let wanted = 250 + random.below(400) as usize;
        let mut out = self.sentence(random);
        while out.len() < wanted {
            out.push(' ');
            out.push_str(&self.sentence(random));
        }
        out
    }

    /// A noun in small letters, for titles and for what money is for.
    pub fn noun(&self, random: &mut Random) -> &str {
        let alike = ["gen", "ing", "hed", "ion", "ser", "ngs"].map(|end| self.words.get(end));
        let known: Vec<&Vec<String>> = alike.into_iter().flatten().collect();
        let alike = *random.pick(&known);
        random.pick::<String>(alike)
    }
}

/// The sentences of a paragraph that are prose and state nothing that a table would hold.
fn prose(paragraph: &str) -> Vec<Vec<String>> {
    let sentences = paragraph.split_inclusive(". ");
    sentences
        .map(str::trim)
        .filter(|sentence| {
            let lower = sentence.to_lowercase();
            let letters = sentence
                .chars()
                .all(|char| char.is_alphabetic() || matches!(char, ' ' | ',' | '.' | '-'));
            letters
                && (60..400).contains(&sentence.len())
                && sentence.starts_with(char::is_uppercase)
                && sentence.ends_with('.')
                && sentence.matches('.').count() == 1
                && sentence.chars().skip(1).all(|char| !char.is_uppercase())
                && !TELLING.iter().any(|word| lower.contains(word))
        })
        .map(|sentence| sentence.split_whitespace().map(str::to_owned).collect())
        .collect()
}

/// Whether a word can be exchanged: long enough to carry meaning, all in small letters.
fn is_open(word: &str) -> bool {
    word.chars().count() >= 5 && word.chars().all(char::is_lowercase)
}

fn ending(word: &str) -> String {
    let count = word.chars().count();
    word.chars().skip(count.saturating_sub(ENDING)).collect()
}
