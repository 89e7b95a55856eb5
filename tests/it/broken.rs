//! Every file in `tests/documents/broken`, with what is said of it.

use std::collections::BTreeSet;
use std::path::Path;
use tvaersnit::facts::{self, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::problem::ProblemCode;
use tvaersnit::source;
use tvaersnit::source::discover::format_of;

/// The files, and the reason that each is rejected for. A file that is not here fails the suite.
const BROKEN: &[(&str, &str)] = &[
    ("binary.txt", "not_a_meeting"),
    ("empty.txt", "empty"),
    ("letter.txt", "no_items"),
    ("nowhere.txt", "municipality_unknown"),
    ("password.pdf", "pdf_encrypted"),
];

#[test]
fn every_broken_file_is_rejected_for_its_reason() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/broken");
    let found: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let named: BTreeSet<String> = BROKEN.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        found,
        named,
        "each file of {} has a row here",
        folder.display()
    );
    let lexicon = Lexicon::built_in();
    for (name, code) in BROKEN {
        // Without its reader a PDF is "binary".
        if name.ends_with(".pdf") && !cfg!(feature = "pdf") {
            continue;
        }
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let format = format_of(Path::new(name)).unwrap();
        let read = source::read(name, format, &bytes)
            .and_then(|document| facts::read(&document, &lexicon, &Options::default()));
        let problem = read.map(|_| ()).unwrap_err().problem;
        assert_eq!(problem.code.code(), *code, "{name}: {}", problem.message);
        assert!(ProblemCode::ALL.contains(&problem.code) && !problem.code.remedy().is_empty());
    }
}
