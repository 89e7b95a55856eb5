//! Finds the documents below what the user named.

use super::SourceFormat;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A file that will be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Path relative to the input root, with forward slashes: what the tables show.
    pub relative: String,
    /// Where the file is.
    pub path: PathBuf,
}

/// What was found below the inputs.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Files to read, sorted by relative path.
    pub files: Vec<Found>,
    /// Files passed over: READMEs, hidden files, unknown endings.
    pub passed_over: usize,
    /// Inputs that could not be looked into, with the reason.
    pub failed: Vec<(PathBuf, String)>,
}

/// Looks for documents in `inputs`: files are taken as they are, folders are searched to the bottom.
/// Links are not followed.
#[must_use]
pub fn discover(inputs: &[PathBuf]) -> Discovery {
    let mut discovery = Discovery::default();
    for input in inputs {
        if input.is_dir() {
            search(input, &mut discovery);
        } else if input.is_file() {
            let name = input
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            discovery.files.push(Found {
                relative: name,
                path: input.clone(),
            });
        } else {
            discovery
                .failed
                .push((input.clone(), "no such file or folder".to_owned()));
        }
    }
    discovery.files.sort();
    discovery.files.dedup();
    discovery
}

fn search(root: &Path, discovery: &mut Discovery) {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !is_hidden(&entry.file_name().to_string_lossy())
    };
    for entry in WalkDir::new(root).sort_by_file_name() {
        match entry {
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                discovery.failed.push((path, error.to_string()));
            }
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) => {
                let hidden = entry.path().strip_prefix(root).is_ok_and(|below| {
                    below
                        .components()
                        .any(|part| is_hidden(&part.as_os_str().to_string_lossy()))
                });
                if hidden
                    || !visible(&entry)
                    || format_of(entry.path()).is_none()
                    || is_readme(entry.path())
                {
                    discovery.passed_over += 1;
                } else {
                    discovery.files.push(Found {
                        relative: relative(root, entry.path()),
                        path: entry.into_path(),
                    });
                }
            }
        }
    }
}

/// The form that a file's ending stands for.
#[must_use]
pub fn format_of(path: &Path) -> Option<SourceFormat> {
    SourceFormat::from_ending(&path.extension()?.to_string_lossy())
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

fn is_readme(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem.to_string_lossy().to_lowercase().starts_with("readme"))
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}
