//! The recogniser: the first byte picks the ending that a file claims, the rest is the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tvaersnit::source::{self, SourceFormat, sniff};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let (claimed, _) = SourceFormat::ALL[usize::from(*first) % SourceFormat::ALL.len()];
    let _ = (sniff::no_document(rest), sniff::begins_like_html(rest));
    match source::read("fuzz", claimed, rest) {
        Ok(document) => {
            let kept = tvaersnit_fuzz::promises::check_document(&document);
            kept.unwrap_or_else(|broken| panic!("{broken}"));
            // What was recognised once is recognised again, whatever the ending.
            let again = source::read("fuzz", claimed, rest).map(|again| (again.format, again.text));
            assert_eq!(again.ok(), Some((document.format, document.text)));
        }
        Err(rejected) => assert!(!rejected.problem.message.is_empty()),
    }
});
