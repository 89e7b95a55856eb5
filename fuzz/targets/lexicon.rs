//! A user's lexicon: it is refused with file and cause, or a document can be read with it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::{self, Document, SourceFormat};

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let bytes = include_bytes!("../../tests/documents/valid/furesoe_uden_hoved_2017.txt");
    source::read("fuzz", SourceFormat::Text, bytes).unwrap_or_else(|error| panic!("{error}"))
});

fuzz_target!(|words: &str| {
    match Lexicon::with(&[("own.toml".to_owned(), words.to_owned())]) {
        Ok(lexicon) => tvaersnit_fuzz::read_facts(&DOCUMENT, &lexicon),
        Err(error) => assert!(error.to_string().contains("own.toml"), "{error}"),
    }
});
