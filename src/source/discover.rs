//! Finds the documents below what the user named.

use super::SourceFormat;
use super::archive::{ArchiveKind, Member, members};
use super::given::{FILE_NAME, Given, Sources};
use crate::value::fold::ToLower;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Name of the files with a user's corrections.
const CORRECTIONS: &str = "corrections.csv";

/// A file that will be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path relative to the input root, with forward slashes: what the tables show.
    pub relative: String,
    /// Where the file, or the archive that holds it, is.
    pub path: PathBuf,
    /// Its place in an archive.
    pub member: Option<Member>,
    /// What `sources.toml` states of it.
    pub given: Given,
}

impl Found {
    /// A file at `path`.
    #[must_use]
    pub fn file(relative: String, path: PathBuf) -> Self {
        Self {
            relative,
            path,
            member: None,
            given: Given::default(),
        }
    }
}

/// What was found below the inputs.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Files to read, sorted by relative path.
    pub files: Vec<Found>,
    /// Files passed over: READMEs, hidden files, unknown endings, data sets of ours.
    pub passed_over: usize,
    /// Files with a user's corrections: path relative to the input root, and where it is.
    pub corrections: Vec<(String, PathBuf)>,
    /// Inputs that could not be looked into, with the reason.
    pub failed: Vec<(PathBuf, String)>,
}

/// Looks for documents in `inputs`: files are taken as they are, folders are searched to the bottom, archives are
/// looked into. Links are not followed.
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
            let from = discovery.files.len();
            take(name.clone(), input.clone(), &mut discovery);
            let mut sources = Sources::default();
            let beside = input.with_file_name(FILE_NAME);
            if beside.is_file() {
                add_sources(&mut sources, "", &beside, &mut discovery);
            }
            give(&sources, &mut discovery.files[from..]);
            let beside = input.with_file_name(CORRECTIONS);
            if beside.is_file() {
                let name = CORRECTIONS.to_owned();
                discovery.corrections.push((name, beside));
            }
        } else {
            discovery
                .failed
                .push((input.clone(), "no such file or folder".to_owned()));
        }
    }
    discovery.corrections.sort();
    discovery.corrections.dedup();
    discovery
        .files
        .sort_by(|left, right| (&left.relative, &left.path).cmp(&(&right.relative, &right.path)));
    discovery
        .files
        .dedup_by(|left, right| left.relative == right.relative && left.path == right.path);
    discovery
}

/// Adds a file, or what an archive holds.
fn take(relative: String, path: PathBuf, discovery: &mut Discovery) {
    let Some(kind) = ArchiveKind::of(&path) else {
        discovery.files.push(Found::file(relative, path));
        return;
    };
    let wanted = |name: &str| is_document(Path::new(name)) && !any_hidden(Path::new(name));
    match members(kind, &path, &wanted) {
        Err(problem) => discovery.files.push(Found {
            member: Some(Member::Broken(problem)),
            ..Found::file(relative, path)
        }),
        Ok(members) => {
            // Of members of one name the first counts.
            let mut names = HashSet::new();
            for (name, member) in members {
                if names.insert(name.clone()) {
                    discovery.files.push(Found {
                        member: Some(member),
                        ..Found::file(format!("{relative}/{name}"), path.clone())
                    });
                }
            }
        }
    }
}

fn add_sources(sources: &mut Sources, folder: &str, path: &Path, discovery: &mut Discovery) {
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    if let Err(reason) = read.and_then(|content| sources.add(folder, &content)) {
        discovery.failed.push((path.to_owned(), reason));
    }
}

fn give(sources: &Sources, files: &mut [Found]) {
    for file in files {
        file.given = sources.of(&file.relative);
    }
}

fn search(root: &Path, discovery: &mut Discovery) {
    let from = discovery.files.len();
    let mut sources = Sources::default();
    let mut walk = WalkDir::new(root).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                discovery.failed.push((path, error.to_string()));
            }
            Ok(entry) if entry.file_type().is_dir() => {
                if entry.depth() > 0 && (is_data_set(entry.path()) || belongs_to_page(entry.path()))
                {
                    discovery.passed_over += 1;
                    walk.skip_current_dir();
                }
            }
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) if entry.file_name() == FILE_NAME => {
                let folder = entry.path().parent().unwrap_or(root);
                add_sources(
                    &mut sources,
                    &relative(root, folder),
                    entry.path(),
                    discovery,
                );
            }
            Ok(entry) if entry.file_name() == CORRECTIONS => {
                let found = (relative(root, entry.path()), entry.into_path());
                discovery.corrections.push(found);
            }
            Ok(entry) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let archive = ArchiveKind::of(entry.path()).is_some();
                if any_hidden(below) || !(archive || is_document(below)) {
                    discovery.passed_over += 1;
                } else {
                    take(relative(root, entry.path()), entry.into_path(), discovery);
                }
            }
        }
    }
    give(&sources, &mut discovery.files[from..]);
}

fn is_document(path: &Path) -> bool {
    format_of(path).is_some() && !is_readme(path)
}

/// Whether a folder holds what we wrote, a data set or an export of one: our own output is no input.
fn is_data_set(folder: &Path) -> bool {
    folder.join("tvaersnit-export.json").is_file()
        || folder.join("manifest.json").is_file() && folder.join("documents.parquet").is_file()
}

/// The folder of pictures and scripts that a browser saves beside "Page.html": "Page_files".
fn belongs_to_page(folder: &Path) -> bool {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let stem = name.as_deref().and_then(|name| {
        name.strip_suffix("_files")
            .or_else(|| name.strip_suffix("_filer"))
    });
    stem.is_some_and(|stem| {
        ["html", "htm"]
            .iter()
            .any(|ending| folder.with_file_name(format!("{stem}.{ending}")).is_file())
    })
}

/// The form that a file's ending stands for.
#[must_use]
pub fn format_of(path: &Path) -> Option<SourceFormat> {
    SourceFormat::from_ending(&path.extension()?.to_string_lossy())
}

fn any_hidden(below: &Path) -> bool {
    below
        .components()
        .any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
}

fn is_readme(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem.to_string_lossy().to_lower().starts_with("readme"))
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}
