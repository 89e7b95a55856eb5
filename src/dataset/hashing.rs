//! Files whose bytes are hashed while they are written, and hashes of what lies on disk.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// A file whose bytes are hashed while they are written.
pub struct Hashing {
    file: BufWriter<File>,
    hasher: Sha256,
}

impl Hashing {
    /// Hashes what is written to `file` from now on.
    #[must_use]
    pub fn new(file: File) -> Self {
        Self {
            file: BufWriter::new(file),
            hasher: Sha256::new(),
        }
    }

    /// Hands the bytes to the system and gives their SHA-256; [`sync_below`] brings them to disk.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(&mut self) -> io::Result<String> {
        self.file.flush()?;
        Ok(hex(&std::mem::take(&mut self.hasher).finalize()))
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Files from which on all are brought to disk in one go, whatever else the disk has to do.
const MANY: usize = 64;

/// Brings everything below `folder` to disk.
///
/// # Errors
/// What the file system says.
pub fn sync_below(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        files.extend(entry.file_type().is_file().then(|| entry.into_path()));
    }
    if files.len() > MANY && sync_disk(folder).is_ok() {
        return Ok(());
    }
    for file in files {
        // A file must be open for writing to be brought to disk everywhere.
        File::options().append(true).open(file)?.sync_all()?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn sync_disk(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_disk(_: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// `bytes` in hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of the file at `path`, in hex digits.
///
/// # Errors
/// What the file system says.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(&buffer[..read]),
        }
    }
}

/// A number for `parts` as they are parted.
pub fn digest_of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> [u8; 16] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(hasher.finalize()) {
        *to = from;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_know_where_parts_end() {
        let of = |parts: &[&str]| digest_of(parts.iter().map(|part| part.as_bytes()));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
    }
}
