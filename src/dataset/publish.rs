//! Publishing: a data set is written beside its place and put there in one step, so that a reader
//! sees the old one or the new one, never a mix.

mod lock;

use super::foreign::foreign;
use super::manifest::{FILE_NAME, Manifest};
use super::shard::{self, ShardManifest};
use crate::harmless;
use lock::Lock;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a data set could not take its place.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder holds something else.
    #[error(
        "'{0}' is not empty and holds no data set of ours, so it is left alone; name another folder with --out, or empty this one"
    )]
    NotOurs(PathBuf),
    /// The folder holds files beside the data set.
    #[error(
        "'{}' holds files that are no part of the data set, and they would be deleted with it: {files}; move them out of the folder, or name another one with --out",
        .out.display()
    )]
    Foreign {
        /// The data set.
        out: PathBuf,
        /// The first of the files, and how many there are.
        files: String,
    },
    /// Another build is at work.
    #[error(
        "another build is writing to '{}': {holder}; wait until it is done, or end that process (a build that has died holds nothing up)",
        .out.display()
    )]
    Busy {
        /// The data set.
        out: PathBuf,
        /// Who builds: program, process, machine, since when.
        holder: String,
    },
    /// The file system refused.
    #[error("'{path}' could not be {action}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was to be done with it.
        action: &'static str,
        /// The cause.
        source: io::Error,
    },
}

/// Whether `folder` holds a data set of ours.
#[must_use]
pub fn is_data_set(folder: &Path) -> bool {
    Manifest::read(folder).is_some()
}

/// A data set that is being written. Dropped unpublished, it leaves nothing behind.
pub struct Staging {
    out: PathBuf,
    folder: PathBuf,
    retired: PathBuf,
    // Held until the end: released after everything else is put in order.
    _lock: Lock,
}

impl Staging {
    /// Makes an empty folder beside `out`, after looking whether `out` may be replaced. What a
    /// build that died left behind is cleared away.
    pub fn begin(out: &Path) -> Result<Self, PublishError> {
        // A link stays a link; the folder that it names is replaced.
        let out = fs::canonicalize(out)
            .or_else(|_| std::path::absolute(out))
            .unwrap_or_else(|_| out.to_owned());
        let parent = out.parent().unwrap_or(Path::new("/")).to_owned();
        fs::create_dir_all(&parent).map_err(refused(&parent, "made"))?;
        let lock = Lock::take(sibling(&out, "lock"), &out)?;
        let staging = Self {
            folder: sibling(&out, "building"),
            retired: sibling(&out, "retired"),
            out,
            _lock: lock,
        };
        staging.bring_back()?;
        may_replace(&staging.out)?;
        remove(&staging.folder)?;
        fs::create_dir(&staging.folder).map_err(refused(&staging.folder, "made"))?;
        Ok(staging)
    }

    /// Where the files are to be written.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the folder in its place.
    pub fn publish(self, manifest: &Manifest) -> Result<(), PublishError> {
        self.publish_as(FILE_NAME, &manifest.to_json())
    }

    /// Puts the folder in its place, marked as ours by the file called `name` that holds `words`.
    pub fn publish_as(self, name: &str, words: &str) -> Result<(), PublishError> {
        let path = self.folder.join(name);
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(words.as_bytes())?;
            file.sync_all()?;
            sync_folder(&self.folder)
        };
        write().map_err(refused(&path, "written"))?;
        self.publish_as_it_is()
    }

    /// Puts the folder, which holds a data set with its manifest, in its place.
    pub fn publish_as_it_is(self) -> Result<(), PublishError> {
        may_replace(&self.out)?;
        self.switch().map_err(refused(&self.out, "replaced"))?;
        Ok(())
    }

    fn switch(&self) -> io::Result<()> {
        if !self.out.exists() {
            fs::rename(&self.folder, &self.out)?;
        } else if exchange(&self.folder, &self.out).is_err() {
            // Without an exchange there is a moment with no data set; `bring_back` mends a death in it.
            fs::rename(&self.out, &self.retired)?;
            fs::rename(&self.folder, &self.out)?;
        }
        self.out.parent().map_or(Ok(()), sync_folder)
    }

    /// Undoes half a switch of a build that died between its two steps.
    fn bring_back(&self) -> Result<(), PublishError> {
        if self.retired.exists() && !self.out.exists() {
            fs::rename(&self.retired, &self.out).map_err(refused(&self.retired, "brought back"))?;
        }
        remove(&self.retired)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is cleared away by the next build.
        let _ = remove(&self.folder);
        let _ = remove(&self.retired);
    }
}

/// `.NAME.what` beside `out`.
fn sibling(out: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(out.file_name().unwrap_or(std::ffi::OsStr::new("data-set")));
    name.push(".");
    name.push(what);
    out.with_file_name(name)
}

/// How many foreign files a message names.
const FOREIGN_SHOWN: usize = 3;

/// Whether what is at `out` may be replaced: nothing, or a data set or a shard of ours and nothing beside it.
fn may_replace(out: &Path) -> Result<(), PublishError> {
    let holds_nothing = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if holds_nothing {
        return Ok(());
    }
    let known: Vec<String> = if let Some(manifest) = Manifest::read(out) {
        manifest.hashes().map(|(file, _)| file.to_owned()).collect()
    } else if let Some(shard) = ShardManifest::read(out) {
        shard.hashes().map(|(file, _)| file.to_owned()).collect()
    } else {
        return Err(PublishError::NotOurs(out.to_owned()));
    };
    let known = known.iter().map(String::as_str);
    let foreign = foreign(out, known.chain([FILE_NAME, shard::FILE_NAME]));
    if foreign.is_empty() {
        return Ok(());
    }
    let shown = foreign.iter().take(FOREIGN_SHOWN);
    let mut files = shown
        .map(|name| format!("'{}'", harmless::printable(name)))
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more) = foreign.len().checked_sub(FOREIGN_SHOWN + 1) {
        files = format!("{files} and {} more", more + 1);
    }
    Err(PublishError::Foreign {
        out: out.to_owned(),
        files,
    })
}

fn remove(folder: &Path) -> Result<(), PublishError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(refused(folder, "removed")(error))
        }
        _ => Ok(()),
    }
}

fn refused<'p>(path: &'p Path, action: &'static str) -> impl Fn(io::Error) -> PublishError + 'p {
    move |source| PublishError::Io {
        path: path.to_owned(),
        action,
        source,
    }
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
