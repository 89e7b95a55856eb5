//! Files in a data set's folder that are no part of it.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::Path;
use walkdir::WalkDir;

/// Files that file managers and office programs leave behind while somebody looks at a folder.
const OF_SYSTEMS: [&str; 5] = [
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".directory",
    ".localized",
];
/// How names of such files begin: resource forks, locks, files that are deleted while they are open.
const BEGINS: [&str; 4] = ["._", ".~lock.", "~$", ".nfs"];

/// Paths of files below `dir` that are not among the `known` ones, with forward slashes, in order.
pub fn foreign<'k>(dir: &Path, known: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    let known: HashSet<&str> = known.into_iter().collect();
    let walk = WalkDir::new(dir).sort_by_file_name().into_iter();
    let files = walk
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir() && !is_of_system(entry.file_name()));
    files
        .map(|file| {
            let below = file.path().strip_prefix(dir).unwrap_or(file.path());
            let parts = below.iter().map(OsStr::to_string_lossy);
            parts.collect::<Vec<_>>().join("/")
        })
        .filter(|name| !known.contains(name.as_str()))
        .collect()
}

fn is_of_system(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    OF_SYSTEMS.contains(&name.as_ref()) || BEGINS.iter().any(|begin| name.starts_with(begin))
}
