//! What holds for every document, however broken: lines of real ones dropped, doubled, moved and joined.

use crate::promises;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;
use tvaersnit::facts::{self, Minutes, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::{self, Document, SourceFormat};
use tvaersnit::value::municipality::find;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// Longer documents are cut, so that a run takes seconds.
const LONGEST: usize = 400;

/// The lines of the seeds and of the invented documents.
static DOCUMENTS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = ["seeds", "tests/documents/valid"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().is_some_and(|name| name != "README.md"))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "txt" || ending == "md")
        })
        .collect();
    files.sort();
    let lines = |path: &std::path::PathBuf| -> Vec<String> {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().take(LONGEST).map(str::to_owned).collect()
    };
    files.iter().map(lines).collect()
});

/// What is done to a document at a line.
#[derive(Clone, Copy, Debug)]
enum Change {
    Drop,
    Double,
    SwapWithNext,
    JoinWithNext,
    Cut,
    Blank,
}

fn change() -> impl Strategy<Value = (Change, usize)> {
    let kind = prop_oneof![
        Just(Change::Drop),
        Just(Change::Double),
        Just(Change::SwapWithNext),
        Just(Change::JoinWithNext),
        Just(Change::Cut),
        Just(Change::Blank),
    ];
    (kind, any::<prop::sample::Index>()).prop_map(|(kind, at)| (kind, at.index(LONGEST)))
}

fn changed(lines: &[String], changes: &[(Change, usize)]) -> String {
    let mut lines = lines.to_vec();
    for (change, at) in changes {
        if lines.len() < 2 {
            break;
        }
        let at = at % (lines.len() - 1);
        match change {
            Change::Drop => drop(lines.remove(at)),
            Change::Double => lines.insert(at, lines[at].clone()),
            Change::SwapWithNext => lines.swap(at, at + 1),
            Change::JoinWithNext => {
                let next = lines.remove(at + 1);
                lines[at].push(' ');
                lines[at].push_str(&next);
            }
            Change::Cut => {
                let half: String = lines[at]
                    .chars()
                    .take(lines[at].chars().count() / 2)
                    .collect();
                lines[at] = half;
            }
            Change::Blank => lines.insert(at, String::new()),
        }
    }
    lines.join("\n")
}

fn read(text: &str) -> Option<(Document, Minutes)> {
    let document = source::read("mutated.txt", SourceFormat::Text, text.as_bytes()).ok()?;
    let minutes = facts::read(&document, &LEXICON, &Options::default()).ok()?;
    Some((document, minutes))
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let Some((document, minutes)) = read(text) else {
        return Ok(());
    };
    promises::check(&document, &minutes).map_err(TestCaseError::fail)
}

#[test]
fn every_document_as_it_is() {
    for lines in DOCUMENTS.iter() {
        check(&lines.join("\n")).unwrap();
    }
}

/// Words and marks that reading is led by.
const WORDS: &[&str] = &[
    "Punkt 1: Budget\n",
    "Punkt 2\n",
    "1. Økonomi\n",
    "2. at godkende ",
    "Indstilling\n",
    "**Beslutning**\n",
    "Beslutning\n",
    "Godkendt.",
    "\n",
    "\n\n",
    "\t",
    " ",
    "1,5 mio. kr.",
    "-25.000 kr. ",
    "2025-2028 ",
    "12 %",
    "Kr.\tBudget\n",
    "I alt\t9\n",
    "| a | 1 |\n",
    "|---|---|\n",
    "# ",
    "- ",
    "Ad 1 ",
    "a) ",
    "Socialudvalget, 3. juni 2025\n",
    "Vejle Kommune\n",
    "Referat\n",
    "Fraværende: Bo Berg (A)\n",
    "(A) stemte imod. ",
    "§ 85, stk. 2 ",
    "25-003549 ",
    "Bilag\n",
    "- Bilag 1: Notat\n",
    "Lukket: ",
    "<p>",
    "</p>",
    "<h2>",
    "<table><tr><td>",
    "<td>",
    "<li>",
    "<b>",
    "&nbsp;",
    "{\"Dagsordenpunkter\":[{\"Navn\":\"",
    "\"}]}",
    "\u{c}",
    "\u{ad}",
    "\u{a0}",
    "æ",
    "😀",
    "bevilling på ",
    "finansieres af kassebeholdningen. ",
    "puljen \"Ungeløft\" ",
    "%PDF-1.4\n",
];

/// A file of any form is read or rejected with words.
fn any_file(form: usize, bytes: &[u8]) -> Result<(), TestCaseError> {
    let (format, _) = SourceFormat::ALL[form];
    let read = source::read("any", format, bytes).and_then(|document| {
        let kept = promises::check_document(&document);
        let options = Options {
            municipality: find("Vejle"),
            ..Options::default()
        };
        Ok((kept, facts::read(&document, &LEXICON, &options)?, document))
    });
    match read {
        Ok((kept, minutes, document)) => kept
            .and_then(|()| promises::check(&document, &minutes))
            .map_err(TestCaseError::fail),
        Err(rejected) => {
            prop_assert!(!rejected.problem.message.is_empty());
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn lines_changed(which in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..30)) {
        let lines: &Vec<String> = which.get(DOCUMENTS.as_slice());
        check(&changed(lines, &changes))?;
    }

    #[test]
    fn lines_shuffled(which in any::<prop::sample::Index>(), seed in prop::collection::vec(any::<prop::sample::Index>(), 40)) {
        let mut lines: Vec<String> = which.get(DOCUMENTS.as_slice()).iter().take(120).cloned().collect();
        for (at, to) in seed.iter().enumerate() {
            let to = to.index(lines.len());
            let at = at % lines.len();
            lines.swap(at, to);
        }
        check(&lines.join("\n"))?;
    }

    #[test]
    fn two_documents_in_one(one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let mut lines: Vec<String> = one.get(DOCUMENTS.as_slice()).clone();
        lines.extend(other.get(DOCUMENTS.as_slice()).iter().cloned());
        check(&lines.join("\n"))?;
    }

    #[test]
    fn any_bytes(form in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        any_file(form, &bytes)?;
    }

    #[test]
    fn any_words_of_minutes(form in 0usize..5, words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        any_file(form, words.concat().as_bytes())?;
    }
}
