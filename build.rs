//! Gives the sources a number: rows are taken over from an earlier build only where the same program made them, and the
//! version of a data set tells of the code that made it.
//!
//! The number is that of the sources' bytes, whatever machine and compiler there are, so that everybody who builds a release
//! has the same.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut number = Fnv::new();
    for path in ["src", "data", "Cargo.lock"]
        .iter()
        .flat_map(|below| files(Path::new(below)))
    {
        // Cargo would look into the whole of `data`, and data sets that are built there are no source.
        if path != Path::new("data") {
            println!("cargo:rerun-if-changed={}", path.display());
        }
        if path.is_file() {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            number.add(parts.join("/").as_bytes());
            number.add(&fs::read(&path).unwrap_or_default());
        }
    }
    println!("cargo:rustc-env=TVAERSNIT_SOURCE={:016x}", number.0);
}

/// All files and folders at or below `path`, in order; without hidden ones, and without data sets that were built there.
fn files(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| !is_hidden(path) && !path.join("manifest.json").exists())
            .collect();
        paths.sort();
        found.extend(paths.iter().flat_map(|path| files(path)));
    }
    found
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// FNV-1a: the standard library's hashes may differ from one compiler to the next.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds `bytes`, and their number, so that no two sequences are one.
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
