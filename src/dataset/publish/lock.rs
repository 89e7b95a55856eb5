//! The lock on a data set: it dies with its process, and its file says who holds it.

use super::{PublishError, refused};
use crate::harmless;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Characters of a lock file that are shown.
const SHOWN: usize = 200;

/// Held until it is dropped, or its process ends in whatever way: the system lets go of it, so a file that a dead process
/// left behind locks nothing.
pub struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock `path` on the data set `out`.
    pub fn take(path: PathBuf, out: &Path) -> Result<Self, PublishError> {
        loop {
            let open = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path);
            let file = open.map_err(refused(&path, "made"))?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => {
                    let lock = Self { path, file };
                    sign(&lock.file).map_err(refused(&lock.path, "written"))?;
                    return Ok(lock);
                }
                // Its last holder removed the file between our opening and locking it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(PublishError::Busy {
                        out: out.to_owned(),
                        holder: holder(&path),
                    });
                }
                Err(TryLockError::Error(source)) => return Err(refused(&path, "locked")(source)),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Writes who holds the lock into its file, over what an earlier holder wrote.
fn sign(mut file: &File) -> io::Result<()> {
    let since = jiff::Timestamp::now();
    file.set_len(0)?;
    writeln!(
        file,
        "tvaersnit {}, process {} on {}, since {since:.0}",
        env!("CARGO_PKG_VERSION"),
        std::process::id(),
        machine(),
    )
}

/// Who holds the lock `path`, as its file says.
fn holder(path: &Path) -> String {
    let mut words = String::new();
    let read = File::open(path).and_then(|file| file.take(4 * 1024).read_to_string(&mut words));
    let line = words.lines().next().unwrap_or_default().trim();
    if read.is_err() || line.is_empty() {
        return "it does not say who it is".to_owned();
    }
    let line: String = line.chars().take(SHOWN).collect();
    format!("'{}'", harmless::printable(&line))
}

/// The machine's name, where it says one: processes of several machines may write to one shared folder.
fn machine() -> String {
    let told = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let told = told.or_else(|| std::env::var("HOSTNAME").ok());
    let told = told.or_else(|| std::env::var("COMPUTERNAME").ok());
    let told = told.map(|name| name.trim().to_owned());
    told.filter(|name| !name.is_empty())
        .unwrap_or_else(|| "a machine without a name".to_owned())
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
