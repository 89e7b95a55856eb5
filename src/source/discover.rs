//! Finds the documents below what the user named.

use super::SourceFormat;
use super::archive::{ArchiveKind, Member, members};
use super::given::{FILE_NAME, Given, Sources};
use super::limits::Limits;
use crate::harmless;
use crate::problem::{Problem, ProblemCode};
use crate::value::fold::ToLower;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// Name of the files with a user's corrections.
const CORRECTIONS: &str = "corrections.csv";

/// A file that will be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path relative to the input root, with forward slashes: what the tables show. It is one line of text; see
    /// [`harmless::name`].
    pub relative: String,
    /// Whether the name itself is another, because it holds what cannot be shown.
    pub escaped: bool,
    /// Where the file, or the archive that holds it, is.
    pub path: PathBuf,
    /// Its place in an archive.
    pub member: Option<Member>,
    /// What `sources.toml` states of it.
    pub given: Given,
    /// The input folder that it was found in, or the folder of a file that is an input itself.
    pub root: Arc<Path>,
}

impl Found {
    /// A file at `path`.
    #[must_use]
    pub fn file(relative: String, path: PathBuf) -> Self {
        Self {
            relative,
            escaped: false,
            path,
            member: None,
            given: Given::default(),
            root: Arc::from(Path::new("")),
        }
    }

    fn named((relative, escaped): (String, bool), path: PathBuf) -> Self {
        Self {
            escaped,
            ..Self::file(relative, path)
        }
    }

    /// Whether both are one file, or one member of an archive, however they were named.
    #[must_use]
    pub fn is_at(&self, other: &Self) -> bool {
        let place = |of: &Self| of.path.canonicalize().unwrap_or_else(|_| of.path.clone());
        self.relative == other.relative && (self.path == other.path || place(self) == place(other))
    }

    /// Names for the file that tell it from others of its relative path: "a/x.txt (in 2024)", and so on with one folder more
    /// above the input each.
    pub fn apart(&self) -> impl Iterator<Item = String> + '_ {
        let root = if self.root.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &self.root
        };
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let folders: Vec<String> = root
            .components()
            .map(|part| harmless::name(part.as_os_str().as_encoded_bytes()).0)
            .collect();
        (0..folders.len()).rev().map(move |from| {
            let folder = folders[from..].join("/");
            format!("{} (in {folder})", self.relative)
        })
    }

    fn is_broken(&self) -> bool {
        matches!(self.member, Some(Member::Broken(_)))
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
    /// What an archive may cost.
    limits: Limits,
}

/// Looks for documents in `inputs`: files are taken as they are, folders are searched to the bottom, archives are
/// looked into. A link that is named itself is followed; any other that leads out of the folders named is a problem.
#[must_use]
pub fn discover(inputs: &[PathBuf], limits: &Limits) -> Discovery {
    let mut discovery = Discovery {
        limits: *limits,
        ..Discovery::default()
    };
    let roots: Vec<PathBuf> = inputs
        .iter()
        .filter_map(|input| input.canonicalize().ok())
        .collect();
    for input in inputs {
        let from = discovery.files.len();
        let mut root = Arc::from(input.as_path());
        if input.is_dir() {
            search(input, &roots, &mut discovery);
        } else if input.is_file() {
            let name = harmless::name(input.file_name().unwrap_or_default().as_encoded_bytes());
            root = Arc::from(input.parent().unwrap_or(input));
            take(Found::named(name, input.clone()), &mut discovery);
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
            let reason = if input.exists() {
                "neither a file nor a folder"
            } else {
                "no such file or folder"
            };
            discovery.failed.push((input.clone(), reason.to_owned()));
        }
        for file in &mut discovery.files[from..] {
            file.root = Arc::clone(&root);
        }
    }
    discovery.corrections.sort();
    discovery.corrections.dedup();
    let order = |found: &Found| {
        (
            found.relative.clone(),
            found.path.clone(),
            found.is_broken(),
        )
    };
    discovery.files.sort_by_cached_key(order);
    discovery
        .files
        .dedup_by(|left, right| order(left) == order(right));
    discovery
}

/// Adds a file, or what an archive holds.
fn take(file: Found, discovery: &mut Discovery) {
    let Some(kind) = ArchiveKind::of(&file.path) else {
        discovery.files.push(file);
        return;
    };
    let wanted = |name: &str| is_document(Path::new(name)) && !any_hidden(Path::new(name));
    match members(kind, &file.path, &discovery.limits, &wanted) {
        Err(problem) => discovery.files.push(broken(file, problem)),
        Ok(members) => take_members(&file, members, discovery),
    }
}

/// Of members of one name the first is read, and the others are a problem: another program may take the last.
fn take_members(archive: &Found, members: Vec<(String, Member)>, discovery: &mut Discovery) {
    let mut times: HashMap<String, usize> = HashMap::new();
    let from = discovery.files.len();
    for (name, member) in members {
        let (name, escaped) = harmless::name(name.as_bytes());
        let relative = format!("{}/{name}", archive.relative);
        let times = times.entry(relative.clone()).or_default();
        *times += 1;
        if *times == 1 {
            discovery.files.push(Found {
                member: Some(member),
                escaped: escaped || archive.escaped,
                ..Found::file(relative, archive.path.clone())
            });
        }
    }
    let mut repeated = Vec::new();
    for found in &mut discovery.files[from..] {
        let times = times.get(&found.relative).copied().unwrap_or_default();
        if times < 2 {
            continue;
        }
        let said = format!("{times} members of the archive have this name");
        if let Some(Member::Broken(problem)) = &mut found.member {
            problem.message = format!("{}; {said}", problem.message);
        } else {
            let problem = refused(format!("{said}; the first is read"));
            repeated.push(broken(found.clone(), problem));
        }
    }
    discovery.files.append(&mut repeated);
}

fn broken(file: Found, problem: Problem) -> Found {
    Found {
        member: Some(Member::Broken(problem)),
        ..file
    }
}

fn refused(message: impl Into<String>) -> Problem {
    Problem::of_document(ProblemCode::PathRefused, message)
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

fn search(root: &Path, roots: &[PathBuf], discovery: &mut Discovery) {
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
            Ok(entry) if !entry.file_type().is_file() => no_file(root, roots, &entry, discovery),
            Ok(entry) if entry.file_name() == FILE_NAME => {
                let folder = entry.path().parent().unwrap_or(root);
                add_sources(
                    &mut sources,
                    &relative(root, folder).0,
                    entry.path(),
                    discovery,
                );
            }
            Ok(entry) if entry.file_name() == CORRECTIONS => {
                let found = (relative(root, entry.path()).0, entry.into_path());
                discovery.corrections.push(found);
            }
            Ok(entry) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let archive = ArchiveKind::of(entry.path()).is_some();
                if any_hidden(below) || !(archive || is_document(below)) {
                    discovery.passed_over += 1;
                } else {
                    let name = relative(root, entry.path());
                    take(Found::named(name, entry.into_path()), discovery);
                }
            }
        }
    }
    give(&sources, &mut discovery.files[from..]);
}

/// A link, a pipe, a device: nothing of it is read, and where it may stand for documents it is a problem.
fn no_file(root: &Path, roots: &[PathBuf], entry: &DirEntry, discovery: &mut Discovery) {
    let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let named = ArchiveKind::of(below).is_some()
        || is_document(below)
        || [FILE_NAME, CORRECTIONS]
            .iter()
            .any(|name| entry.file_name() == *name);
    let problem = if !entry.path_is_symlink() {
        named.then(|| refused("it is a pipe, a socket or a device, no file"))
    } else {
        match entry.path().canonicalize() {
            Err(_) => Some(refused("the link leads nowhere, or in a circle")),
            // What it leads to is found where it is.
            Ok(target) if roots.iter().any(|root| target.starts_with(root)) => None,
            Ok(target) if named || target.is_dir() => Some(refused(
                "the link leads out of the folder, so it was not followed",
            )),
            Ok(_) => None,
        }
    };
    match problem {
        Some(problem) if !any_hidden(below) => {
            let link = Found::named(relative(root, entry.path()), entry.path().to_owned());
            discovery.files.push(broken(link, problem));
        }
        _ => discovery.passed_over += 1,
    }
}

fn is_document(path: &Path) -> bool {
    format_of(path).is_some() && !is_readme(path)
}

/// Whether a folder holds what we wrote, a data set or an export of one: our own output is no input.
fn is_data_set(folder: &Path) -> bool {
    folder.join("tvaersnit-export.json").is_file()
        || folder.join("shard.json").is_file()
        || folder.join("manifest.json").is_file()
            && ["documents.parquet", "documents"]
                .iter()
                .any(|name| folder.join(name).exists())
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

/// The path below `root` in one line, and whether anything of it had to be written otherwise.
fn relative(root: &Path, path: &Path) -> (String, bool) {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| harmless::name(part.as_os_str().as_encoded_bytes()))
        .collect();
    let escaped = parts.iter().any(|(_, escaped)| *escaped);
    let names: Vec<String> = parts.into_iter().map(|(name, _)| name).collect();
    (names.join("/"), escaped)
}
