//! `seeds/README.md` against `seeds/*.txt`: ids and spans are worth nothing if a byte of them changes.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// File and SHA-256 by the rows of the README's table.
fn listed(readme: &str) -> BTreeMap<String, String> {
    readme
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line
                .split('|')
                .map(|cell| cell.trim().trim_matches('`'))
                .collect();
            let (file, hash) = (cells.get(2)?, cells.get(3)?);
            file.ends_with(".txt")
                .then(|| ((*file).to_owned(), (*hash).to_owned()))
        })
        .collect()
}

fn present(folder: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| {
            let digest = Sha256::digest(std::fs::read(&path).unwrap());
            let hash = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                hash,
            )
        })
        .collect()
}

#[test]
fn readme_and_files_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let listed = listed(&readme);
    assert_eq!(listed.len(), 5);
    assert_eq!(
        listed,
        present(&folder),
        "the bytes of seeds/*.txt are never changed"
    );
}
