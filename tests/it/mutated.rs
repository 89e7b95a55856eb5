//! Real documents, mutilated in every form: each gives a result or a problem, never silence, never a panic.
//!
//! `cargo test` tries some hundreds; `TVAERSNIT_MUTATIONS=10000 cargo test --test it mutated` as many as are asked for.
//! A mutation is made from its number alone, so that one that fails can be looked at again.

#![allow(clippy::ptr_arg, reason = "all ways have one signature")]

use crate::{forms, promises};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;
use tvaersnit::facts::{self, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::{self, SourceFormat};
use tvaersnit::value::municipality::find;

/// Mutations where the environment asks for no other number.
const USUAL: u64 = 300;
/// Bytes of a document that are kept, so that a run takes seconds.
const LONGEST: usize = 12_000;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// A document and the form that its name claims.
struct Whole {
    name: String,
    format: SourceFormat,
    bytes: Vec<u8>,
}

/// Seeds and fixtures in all forms.
static WHOLE: LazyLock<Vec<Whole>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    for folder in [
        "seeds",
        "tests/documents/valid",
        "tests/documents/broken",
        "tests/forms",
    ] {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if let Some(format) = source::discover::format_of(&path).filter(|_| name != "README.md")
            {
                let bytes = std::fs::read(&path).unwrap();
                out.push(Whole {
                    name,
                    format,
                    bytes,
                });
            }
        }
    }
    for path in forms::seeds() {
        for (ending, text) in forms::other_forms(&path, &LEXICON) {
            out.push(Whole {
                name: format!("{}.{ending}", path.display()),
                format: SourceFormat::from_ending(ending).unwrap(),
                bytes: text.into_bytes(),
            });
        }
    }
    #[cfg(feature = "pdf")]
    out.push(Whole {
        name: "minutes.pdf".to_owned(),
        format: SourceFormat::Pdf,
        bytes: crate::pdf::minutes(),
    });
    out
});

/// A small generator of numbers (splitmix64): the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }
}

/// A way to mutilate a document, given its pieces: lines, or tags of a form without lines.
type Way = fn(&mut Vec<Vec<u8>>, &mut Dice);

const WAYS: [Way; 14] = [
    drop_some,
    double,
    shuffle,
    join,
    cut,
    truncate,
    blank,
    numbers,
    latin,
    utf16,
    noise,
    twice_encoded,
    another,
    tabs,
];

fn drop_some(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for _ in 0..=dice.below(10) {
        if pieces.len() > 1 {
            pieces.remove(dice.below(pieces.len()));
        }
    }
}

fn double(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for _ in 0..=dice.below(10) {
        let piece = pieces[dice.below(pieces.len())].clone();
        pieces.insert(dice.below(pieces.len()), piece);
    }
}

fn shuffle(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    let from = dice.below(pieces.len());
    let many = dice.below(pieces.len() - from).min(60);
    for at in from..from + many {
        pieces.swap(at, from + dice.below(many));
    }
}

fn join(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for _ in 0..=dice.below(20) {
        let at = dice.below(pieces.len());
        while pieces[at].last().is_some_and(u8::is_ascii_whitespace) {
            pieces[at].pop();
        }
    }
}

fn cut(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for _ in 0..=dice.below(10) {
        let at = dice.below(pieces.len());
        let keep = dice.below(pieces[at].len());
        pieces[at].truncate(keep);
    }
}

fn truncate(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    pieces.truncate(1 + dice.below(pieces.len()));
    cut(pieces, dice);
}

fn blank(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for _ in 0..=dice.below(20) {
        pieces.insert(dice.below(pieces.len()), b"\n".to_vec());
    }
}

/// Digits, points and commas change places.
fn numbers(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    const SIGNS: &[u8] = b"0123456789.,- %\t";
    for piece in pieces.iter_mut() {
        for byte in piece
            .iter_mut()
            .filter(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        {
            if dice.below(6) == 0 {
                *byte = SIGNS[dice.below(SIGNS.len())];
            }
        }
    }
}

/// Some lines in Windows-1252 among lines of UTF-8.
fn latin(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for piece in pieces.iter_mut() {
        if dice.below(3) == 0
            && let Ok(text) = std::str::from_utf8(piece)
        {
            *piece = text
                .chars()
                .map(|char| u8::try_from(u32::from(char)).unwrap_or(b'?'))
                .collect();
        }
    }
}

fn utf16(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    let text = String::from_utf8_lossy(&pieces.concat()).into_owned();
    let mut bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if dice.below(2) == 0 {
        bytes.splice(0..0, [0xff, 0xfe]);
    }
    *pieces = vec![bytes];
}

fn noise(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for _ in 0..=dice.below(8) {
        let piece = dice.below(pieces.len());
        let at = dice.below(pieces[piece].len() + 1);
        let byte = u8::try_from(dice.below(256)).unwrap_or(b'?');
        pieces[piece].insert(at, byte);
    }
}

/// UTF-8 that was read as Windows-1252 and saved again.
fn twice_encoded(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for piece in pieces.iter_mut() {
        if dice.below(3) == 0 {
            *piece = piece
                .iter()
                .map(|byte| char::from(*byte))
                .collect::<String>()
                .into_bytes();
        }
    }
}

/// A piece of another document in the midst.
fn another(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    let other = pieces_of(&WHOLE[dice.below(WHOLE.len())].bytes);
    let from = dice.below(other.len());
    let at = dice.below(pieces.len());
    pieces.splice(at..at, other.into_iter().skip(from).take(80));
}

fn tabs(pieces: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    for piece in pieces.iter_mut() {
        for byte in piece.iter_mut().filter(|byte| **byte == b' ') {
            if dice.below(12) == 0 {
                *byte = [b'\t', b'|', b'\n', 0x0c][dice.below(4)];
            }
        }
    }
}

/// Lines, and in a line the tags that begin there.
fn pieces_of(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut out = vec![Vec::new()];
    for byte in bytes {
        if *byte == b'<' && out.last().is_some_and(|piece| !piece.is_empty()) {
            out.push(Vec::new());
        }
        out.last_mut().unwrap().push(*byte);
        if *byte == b'\n' {
            out.push(Vec::new());
        }
    }
    out
}

/// The mutation of this number.
fn mutation(number: u64) -> (String, SourceFormat, Vec<u8>) {
    let mut dice = Dice(number);
    let whole = &WHOLE[dice.below(WHOLE.len())];
    let from = match whole.format {
        SourceFormat::Text | SourceFormat::Markdown => {
            dice.below(whole.bytes.len().saturating_sub(LONGEST))
        }
        _ => 0,
    };
    let until = whole.bytes.len().min(
        from + LONGEST
            * if from == 0 && whole.format.rank() > 0 {
                4
            } else {
                1
            },
    );
    let mut pieces = pieces_of(&whole.bytes[from..until]);
    for _ in 0..=dice.below(3) {
        WAYS[dice.below(WAYS.len())](&mut pieces, &mut dice);
        if pieces.is_empty() {
            pieces.push(Vec::new());
        }
    }
    (whole.name.clone(), whole.format, pieces.concat())
}

/// Whether the mutation was read; what is wrong where a promise is broken.
fn fate(number: u64) -> Result<bool, String> {
    let (name, format, bytes) = mutation(number);
    let options = Options {
        municipality: find("Vejle"),
        ..Options::default()
    };
    type Read =
        Result<(Result<(), String>, source::Document, facts::Minutes), Box<source::Rejected>>;
    let read = catch_unwind(AssertUnwindSafe(|| -> Read {
        let document = source::read(&name, format, &bytes)?;
        let kept = promises::check_document(&document);
        let minutes = facts::read(&document, &LEXICON, &options)?;
        Ok((kept, document, minutes))
    }));
    let of = |what: String| format!("mutation {number} of {name}: {what}");
    match read {
        Err(_) => Err(of("a panic".to_owned())),
        Ok(Ok((kept, document, minutes))) => kept
            .and_then(|()| promises::check(&document, &minutes))
            .map(|()| true)
            .map_err(of),
        Ok(Err(rejected)) => rejected_well(&rejected).map(|()| false).map_err(of),
    }
}

fn rejected_well(rejected: &source::Rejected) -> Result<(), String> {
    let problem = &rejected.problem;
    if problem.message.is_empty() || problem.code.remedy().is_empty() {
        return Err("rejected without words".to_owned());
    }
    Ok(())
}

#[test]
fn mutilated_documents_give_a_result_or_a_problem() {
    let many = std::env::var("TVAERSNIT_MUTATIONS").ok();
    let many: u64 = many.map_or(USUAL, |many| {
        many.parse().expect("TVAERSNIT_MUTATIONS is a number")
    });
    let fates: Vec<Result<bool, String>> = (0..many).map(fate).collect();
    let read = fates.iter().filter(|fate| **fate == Ok(true)).count();
    let faults: Vec<&String> = fates
        .iter()
        .filter_map(|fate| fate.as_ref().err())
        .collect();
    println!(
        "{many} mutations: {read} read, {} rejected, {} faults",
        fates.len() - read - faults.len(),
        faults.len()
    );
    assert!(
        faults.is_empty(),
        "{} of {many}: {:#?}",
        faults.len(),
        &faults[..faults.len().min(20)]
    );
    // Mutations that all end at the door would show nothing.
    assert!(read * 4 > fates.len(), "only {read} of {many} were read");
}

/// Mutilated documents become a data set that keeps every rule of the contract: ids differ, rows are in order, spans
/// quote their words, figures add up as told.
#[cfg(feature = "evaluate")]
#[test]
fn a_data_set_of_mutilated_documents_keeps_the_contract() {
    use tvaersnit::dataset::{self, BuildSettings};

    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    std::fs::create_dir(&documents).unwrap();
    for number in 0..150 {
        let (_, format, bytes) = mutation(1_000_000 + number);
        let (_, endings) = SourceFormat::ALL
            .iter()
            .find(|(form, _)| *form == format)
            .unwrap();
        std::fs::write(documents.join(format!("{number:03}.{}", endings[0])), bytes).unwrap();
    }
    let settings = BuildSettings {
        municipality: find("Vejle"),
        ..BuildSettings::new(vec![documents], folder.path().join("data"))
    };
    let summary = dataset::build(&settings, &LEXICON, &|_| {}).unwrap();
    let rejected = summary.rejected.len();
    assert!(
        summary.meetings > 30,
        "{} meetings, {rejected} rejected",
        summary.meetings
    );
    assert_eq!(
        summary.documents.values().sum::<usize>(),
        150,
        "{:?}",
        summary.documents
    );
    let report = tvaersnit::check::check(&settings.out).unwrap();
    let broken: Vec<_> = report.rules.iter().filter(|rule| !rule.holds).collect();
    assert!(report.passes(), "{broken:#?}");
}
