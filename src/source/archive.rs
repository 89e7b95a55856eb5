//! Zip and tar.gz archives, read like folders without unpacking them to disk.
//!
//! Limits hold off bombs: on members, on their sizes, on how far they are packed. Names that lead out of the
//! archive are refused.

use crate::problem::{Problem, ProblemCode};
use crate::value::fold::ToLower;
use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Members of an archive at most.
pub const MAX_MEMBERS: usize = 50_000;
/// Bytes that an archive unpacks to at most. A tar.gz has to be read from its start to the end.
pub const MAX_UNPACKED: u64 = 4 << 30;
/// Bytes of a tar.gz's documents that are kept in memory at most.
pub const MAX_KEPT: u64 = 512 << 20;
/// A member larger than a megabyte that is packed further than this is a bomb.
pub const MAX_RATIO: u64 = 400;

/// The archives that are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveKind {
    /// Zip, stored or deflated.
    Zip,
    /// Tar, packed with gzip.
    TarGz,
}

impl ArchiveKind {
    /// The kind that a file's name stands for.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lower();
        if name.ends_with(".zip") {
            Some(Self::Zip)
        } else if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
            Some(Self::TarGz)
        } else {
            None
        }
    }
}

/// Where a member's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// In a zip, deflated or stored.
    Zip(ZipArchiveEntryWayfinder, bool),
    /// In memory.
    Memory(Arc<[u8]>),
    /// Nowhere: why it cannot be read.
    Broken(Problem),
}

/// Members of the archive at `path` that `wanted` asks for by name, in the archive's order.
///
/// # Errors
/// Why the archive as a whole cannot be read.
pub fn members(
    kind: ArchiveKind,
    path: &Path,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(String, Member)>, Problem> {
    match kind {
        ArchiveKind::Zip => zip(path, wanted),
        ArchiveKind::TarGz => tar_gz(path, wanted),
    }
}

fn unreadable(error: impl std::fmt::Display) -> Problem {
    Problem::of_document(
        ProblemCode::Unreadable,
        format!("the archive cannot be read: {error}"),
    )
}

fn limit(message: String) -> Problem {
    Problem::of_document(ProblemCode::ArchiveLimit, message)
}

/// `name` with forward slashes, where it stays inside the archive.
fn safe(name: &[u8]) -> Result<String, Problem> {
    let written = match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        // Old zips carry names in the code page of the machine that made them; any reading will do for a path.
        Err(_) => name.iter().map(|byte| char::from(*byte)).collect(),
    };
    let name = written.replace('\\', "/");
    let leaves = name.starts_with('/')
        || name.split('/').any(|part| part == "..")
        || name.get(1..2) == Some(":")
        || name.contains('\0');
    if leaves {
        return Err(Problem::of_document(
            ProblemCode::ArchiveLimit,
            "the member's name leads out of the archive",
        ));
    }
    let parts = name.split('/').filter(|part| !matches!(*part, "" | "."));
    Ok(parts.collect::<Vec<_>>().join("/"))
}

fn zip(path: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, Member)>, Problem> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let file = File::open(path).map_err(unreadable)?;
    let archive = ZipArchive::from_file(file, &mut buffer).map_err(unreadable)?;
    let mut entries = archive.entries(&mut buffer);
    let mut out = Vec::new();
    let (mut count, mut unpacked) = (0usize, 0u64);
    while let Some(entry) = entries.next_entry().map_err(unreadable)? {
        count += 1;
        unpacked = unpacked.saturating_add(entry.uncompressed_size_hint());
        check(count, unpacked)?;
        if entry.is_dir() {
            continue;
        }
        let raw = entry.file_path();
        match safe(raw.as_ref()) {
            Ok(name) if wanted(&name) => out.push((name, zip_member(&entry))),
            Ok(_) => {}
            Err(problem) => {
                let name = String::from_utf8_lossy(raw.as_ref()).into_owned();
                out.push((name, Member::Broken(problem)));
            }
        }
    }
    Ok(out)
}

fn zip_member(entry: &rawzip::ZipFileHeaderRecord<'_>) -> Member {
    let (packed, unpacked) = (entry.compressed_size_hint(), entry.uncompressed_size_hint());
    if unpacked > 1 << 20 && unpacked / packed.max(1) > MAX_RATIO {
        return Member::Broken(limit(format!(
            "the member unpacks from {packed} to {unpacked} bytes, more than {MAX_RATIO} to 1"
        )));
    }
    if entry.flags().is_encrypted() {
        return Member::Broken(Problem::of_document(
            ProblemCode::Unreadable,
            "the member is behind a password",
        ));
    }
    match entry.compression_method() {
        CompressionMethod::STORE => Member::Zip(entry.wayfinder(), false),
        CompressionMethod::DEFLATE => Member::Zip(entry.wayfinder(), true),
        other => Member::Broken(Problem::of_document(
            ProblemCode::Unreadable,
            format!("the member is packed with {other:?}; stored and deflated ones are read"),
        )),
    }
}

fn check(count: usize, unpacked: u64) -> Result<(), Problem> {
    if count > MAX_MEMBERS {
        return Err(limit(format!(
            "the archive has more than {MAX_MEMBERS} members"
        )));
    }
    if unpacked > MAX_UNPACKED {
        return Err(limit(format!(
            "the archive unpacks to more than {MAX_UNPACKED} bytes"
        )));
    }
    Ok(())
}

fn tar_gz(path: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, Member)>, Problem> {
    let file = File::open(path).map_err(unreadable)?;
    let unpacked = flate2::read::MultiGzDecoder::new(io::BufReader::new(file));
    let mut archive = tar::Archive::new(unpacked.take(MAX_UNPACKED + 1));
    let mut out: Vec<(String, Member)> = Vec::new();
    let (mut count, mut size, mut kept) = (0usize, 0u64, 0u64);
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = match entry {
            Ok(entry) => entry,
            // What was read before the archive breaks off is good.
            Err(error) if out.is_empty() => return Err(unreadable(error)),
            Err(_) if matches!(out.last(), Some((_, Member::Broken(_)))) => break,
            Err(error) => {
                out.push(("(rest)".to_owned(), Member::Broken(unreadable(error))));
                break;
            }
        };
        count += 1;
        size = size.saturating_add(entry.size());
        check(count, size)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let raw = entry.path_bytes().into_owned();
        let name = match safe(&raw) {
            Ok(name) if wanted(&name) => name,
            Ok(_) => continue,
            Err(problem) => {
                let name = String::from_utf8_lossy(&raw).into_owned();
                out.push((name, Member::Broken(problem)));
                continue;
            }
        };
        kept = kept.saturating_add(entry.size());
        if kept > MAX_KEPT {
            return Err(limit(format!(
                "the archive's documents have more than {MAX_KEPT} bytes; unpack it first"
            )));
        }
        let mut bytes = Vec::new();
        let member = match entry.read_to_end(&mut bytes) {
            Err(error) => Member::Broken(unreadable(error)),
            Ok(_) => Member::Memory(bytes.into()),
        };
        out.push((name, member));
    }
    Ok(out)
}

/// Up to `max_bytes` + 1 bytes of a member of the archive at `path`.
///
/// # Errors
/// Why the member cannot be read.
pub fn load(path: &Path, member: &Member, max_bytes: u64) -> Result<Vec<u8>, Problem> {
    match member {
        Member::Broken(problem) => Err(problem.clone()),
        Member::Memory(bytes) => Ok(bytes.to_vec()),
        Member::Zip(place, deflated) => {
            let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
            let file = File::open(path).map_err(unreadable)?;
            let archive = ZipArchive::from_file(file, &mut buffer).map_err(unreadable)?;
            let entry = archive.get_entry(*place).map_err(unreadable)?;
            let reader: Box<dyn Read> = if *deflated {
                Box::new(entry.verifying_reader(flate2::bufread::DeflateDecoder::new(
                    io::BufReader::new(entry.reader()),
                )))
            } else {
                Box::new(entry.verifying_reader(entry.reader()))
            };
            let mut bytes = Vec::new();
            reader
                .take(max_bytes.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(unreadable)?;
            Ok(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        for (name, want) in [
            ("a/b.txt", Some("a/b.txt")),
            ("./a\\b.txt", Some("a/b.txt")),
            ("../b.txt", None),
            ("a/../../b.txt", None),
            ("/etc/b.txt", None),
            ("C:\\b.txt", None),
            ("..b.txt", Some("..b.txt")),
        ] {
            assert_eq!(safe(name.as_bytes()).ok().as_deref(), want, "{name}");
        }
    }
}
