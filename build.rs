//! Gives the sources a number, so that rows are taken over from an earlier build only where the same program made them.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut hasher = DefaultHasher::new();
    for below in ["src", "data", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={below}");
        for path in files(Path::new(below)) {
            hasher.write(path.to_string_lossy().as_bytes());
            hasher.write(&fs::read(&path).unwrap_or_default());
        }
    }
    println!("cargo:rustc-env=TVAERSNIT_SOURCE={:016x}", hasher.finish());
}

/// All files at or below `path`, in order.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        return vec![path.to_owned()];
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| files(path)).collect()
}
