//! What the targets share: reading any bytes, and holding what was read against the promises of the tests.

use std::sync::LazyLock;
use tvaersnit::facts::{self, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::{self, Document, SourceFormat};
use tvaersnit::topics::Topics;
use tvaersnit::value::municipality::find;

#[path = "../../tests/it/promises.rs"]
pub mod promises;

/// The built-in lexicon.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);
static TOPICS: LazyLock<Topics> = LazyLock::new(Topics::built_in);
/// The municipality is given, so that what a mutation does to its name ends no run early.
static OPTIONS: LazyLock<Options> = LazyLock::new(|| Options {
    municipality: find("Vejle"),
    ..Options::default()
});

/// Reads `bytes` as a file of `format` from end to end; panics where a promise is broken.
pub fn read(format: SourceFormat, bytes: &[u8]) {
    match source::read("fuzz", format, bytes) {
        Ok(document) => read_facts(&document, &LEXICON),
        Err(rejected) => assert!(!rejected.problem.message.is_empty()),
    }
}

/// Reads the facts of `document`; panics where a promise is broken.
pub fn read_facts(document: &Document, lexicon: &Lexicon) {
    let kept = promises::check_document(document);
    kept.unwrap_or_else(|broken| panic!("{broken}"));
    match facts::read(document, lexicon, &OPTIONS) {
        Ok(minutes) => {
            promises::check(document, &minutes).unwrap_or_else(|broken| panic!("{broken}"));
            for hit in TOPICS.find(&minutes, document) {
                assert!(document.text.get(hit.first.range()).is_some());
            }
        }
        Err(rejected) => assert!(!rejected.problem.message.is_empty()),
    }
}
