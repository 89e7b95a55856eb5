//! How fast each stage reads, in bytes of the files read: generated documents, the same in every run.
//!
//! Run: `cargo bench --no-default-features --bench stages` (the reading core alone, one thread); with `--features
//! dataset` the rows of the tables too. A stage's time does not hold that of the stages before it.

#[path = "corpus/generator/mod.rs"]
#[allow(
    dead_code,
    reason = "the generator also tells the truth about what it wrote"
)]
mod generator;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use generator::{Bank, Form, Plan, document};
use std::sync::LazyLock;
use tvaersnit::facts::{self, Minutes, Options};
use tvaersnit::layout;
use tvaersnit::lexicon::Lexicon;
use tvaersnit::reuse::{Piece, fingerprints, words};
use tvaersnit::source::{self, Document, SourceFormat, decode, lines, repair};
use tvaersnit::topics::Topics;

/// Documents of each form.
const DOCUMENTS: u64 = 12;

fn main() {
    divan::main();
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);
static TOPICS: LazyLock<Topics> = LazyLock::new(Topics::built_in);

/// Generated documents of one form, each as far as every stage takes it.
struct Corpus {
    bytes: Vec<Vec<u8>>,
    format: SourceFormat,
    documents: Vec<Document>,
    minutes: Vec<Minutes>,
}

impl Corpus {
    fn of(form: Form) -> Self {
        let bank = Bank::of_seeds().expect("OK because the seeds are in the project");
        let plan = Plan {
            only: Some(form),
            ..Plan::default()
        };
        let format = SourceFormat::from_ending(form.ending()).unwrap_or(SourceFormat::Text);
        let bytes: Vec<Vec<u8>> = (0..DOCUMENTS)
            .map(|index| document(&bank, &plan, index * 37).content.into_bytes())
            .collect();
        let read = |bytes: &Vec<u8>| {
            source::read("generated", format, bytes)
                .expect("OK because what the generator writes is a document")
        };
        let documents: Vec<Document> = bytes.iter().map(read).collect();
        let state = |document: &Document| {
            facts::read(document, &LEXICON, &Options::default())
                .expect("OK because what the generator writes is a meeting")
        };
        let minutes = documents.iter().map(state).collect();
        Self {
            bytes,
            format,
            documents,
            minutes,
        }
    }

    fn size(&self) -> BytesCount {
        BytesCount::new(self.bytes.iter().map(Vec::len).sum::<usize>())
    }
}

const FORMS: [&str; 5] = ["text", "wrapped", "markdown", "html", "firstagenda"];

fn with(bencher: Bencher, code: &str, run: impl Fn(&Corpus) + Sync) {
    let form = Form::ALL.into_iter().find(|form| form.code() == code);
    let corpus = Corpus::of(form.unwrap_or(Form::Text));
    bencher
        .counter(corpus.size())
        .bench(|| run(black_box(&corpus)));
}

/// Bytes to text: encoding and mojibake.
#[divan::bench(args = FORMS)]
fn a_decode(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for bytes in &corpus.bytes {
            let decoded = decode::decode(bytes).map(|text| repair::repair(text.text, text.origin));
            let _ = black_box(decoded);
        }
    });
}

/// Lines of plain text to blocks.
#[divan::bench(args = FORMS)]
fn b_blocks(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for document in &corpus.documents {
            black_box(lines::blocks(&document.text));
        }
    });
}

/// Bytes to a document: hash, decoding, markup and blocks.
#[divan::bench(args = FORMS)]
fn c_source(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for bytes in &corpus.bytes {
            let _ = black_box(source::read("generated", corpus.format, bytes));
        }
    });
}

/// Header, contents, items and sections.
#[divan::bench(args = FORMS)]
fn d_structure(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for document in &corpus.documents {
            let _ = black_box(layout::outline(document, &LEXICON));
        }
    });
}

/// Structure, and who met when: what the first pass of a build needs of a document.
#[divan::bench(args = FORMS)]
fn e_identity(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for document in &corpus.documents {
            let _ = black_box(facts::identity(document, &LEXICON, &Options::default()));
        }
    });
}

/// All that is read of a document: structure, decisions, figures, grants and the rest.
#[divan::bench(args = FORMS)]
fn f_facts(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for document in &corpus.documents {
            let _ = black_box(facts::read(document, &LEXICON, &Options::default()));
        }
    });
}

/// Topics of all items.
#[divan::bench(args = FORMS)]
fn g_topics(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for (document, minutes) in corpus.documents.iter().zip(&corpus.minutes) {
            black_box(TOPICS.find(minutes, document));
        }
    });
}

/// Words and fingerprints for finding shared text.
#[divan::bench(args = FORMS)]
fn h_fingerprints(bencher: Bencher, form: &str) {
    with(bencher, form, |corpus| {
        for document in &corpus.documents {
            let piece = Piece {
                at: 0,
                text: document.text.clone(),
            };
            black_box(fingerprints(&words(&[piece])));
        }
    });
}

/// Rows of the tables of single documents.
#[cfg(feature = "dataset")]
#[divan::bench(args = FORMS)]
fn i_rows(bencher: Bencher, form: &str) {
    use tvaersnit::tables::Reading;
    use tvaersnit::tables::rows::DocumentRows;
    with(bencher, form, |corpus| {
        for (document, minutes) in corpus.documents.iter().zip(&corpus.minutes) {
            black_box(DocumentRows::of(&Reading::new(document, minutes)));
        }
    });
}
