//! State files: what the tables across documents need of each document, and by which a later build knows what it need
//! not read again. One lies beside the tables of each part; a data set in one piece has one while it is built.
//!
//! A file is a mark, the frames of each document (facts, fingerprints, bodies), an index, and where that is. Facts and
//! index are packed with zstd; so are bodies, where the file stays.

mod frames;

pub use frames::{DocumentState, Frames, ItemState, decode_pieces, decode_prints};

use super::hashing::{Hashing, digest_of, hex};
use super::pack::{pack_fields, packed, unpacked};
use super::part::Part;
use super::scan::rejected_source;
use crate::facts::DocumentKind;
use crate::problem::Problem;
use crate::tables::LooseSource;
use crate::tables::rows::DocumentRows;
use crate::value::{Date, DocumentId, Municipality};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What every state file begins with; another form of the file has another number.
const MARK: &[u8; 20] = b"tvaersnit state 0001";
/// Bytes behind the index: its place, its length, its digest.
const TAIL: u64 = 8 + 8 + 16;
/// Bytes that an index takes unpacked at most; more is a damaged file.
const MOST_INDEX: usize = 1 << 30;

/// What a state file tells of its documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// What the rows were made by, beside the documents: program, words, settings.
    pub recipe: String,
    /// The part; `None` for files that could not be read, and for a data set in one piece.
    pub part: Option<Part>,
    /// Version of the part.
    pub version: String,
    /// The municipality of documents that do not say it.
    pub given: Option<Municipality>,
    /// What the part's rows amount to.
    pub counts: Counts,
    /// The documents, in the order of the tables.
    pub documents: Vec<Entry>,
    /// Files with the same bytes as another.
    pub duplicates: Vec<KnownDuplicate>,
    /// Files that could not be read.
    pub rejected: Vec<KnownRejected>,
}

/// A document of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Id.
    pub id: DocumentId,
    /// Path relative to the input root.
    pub path: String,
    /// What was given of it.
    pub given: String,
    /// Whose it is.
    pub municipality: Municipality,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// Key of the body that met.
    pub committee_key: Option<String>,
    /// Minutes or agenda.
    pub kind: DocumentKind,
    /// Id of the meeting.
    pub meeting_id: String,
    /// What became of the corrections of its rows.
    pub corrected: KnownCorrected,
    /// Whether it was read; else its rows tell why not.
    pub is_read: bool,
    /// Items.
    pub items: usize,
    /// Place of its frames.
    pub at: u64,
    /// Bytes of its facts, fingerprints and bodies.
    pub lengths: Vec<u64>,
}

/// What became of the corrections of a document's rows, where places are among those that bear on the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownCorrected {
    /// Digest of the corrections that bear on the document; zeros for none.
    pub words: [u8; 16],
    /// Those whose row was found.
    pub found: Vec<usize>,
    /// Those that came to nothing.
    pub faults: Vec<(usize, Problem)>,
}

/// A file with the same bytes as another.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownDuplicate {
    /// Path relative to the input root.
    pub path: String,
    /// What was given of it.
    pub given: String,
    /// Whose document it is, as far as known.
    pub source: LooseSource,
    /// Path of the first file with these bytes.
    pub first: String,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownRejected {
    /// Path relative to the input root.
    pub path: String,
    /// What was given of it.
    pub given: String,
    /// Whose document it is, as far as known.
    pub source: LooseSource,
    /// Id, where its bytes could be read.
    pub id: Option<DocumentId>,
    /// Why.
    pub problem: Problem,
}

/// What rows amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents by status.
    pub documents: BTreeMap<String, usize>,
    /// Problems by severity.
    pub problems: BTreeMap<String, usize>,
    /// Values that corrections put right.
    pub corrected: usize,
    /// Meeting documents.
    pub meetings: usize,
    /// Items.
    pub items: usize,
    /// Decisions.
    pub decisions: usize,
}

pack_fields! {
    Index { recipe, part, version, given, counts, documents, duplicates, rejected }
    Entry { id, path, given, municipality, date, committee_key, kind, meeting_id, corrected, is_read, items, at, lengths }
    KnownCorrected { words, found, faults }
    KnownDuplicate { path, given, source, first }
    KnownRejected { path, given, source, id, problem }
    Counts { documents, problems, corrected, meetings, items, decisions }
}

impl Counts {
    /// Adds rows.
    pub fn add(&mut self, rows: &DocumentRows) {
        for row in &rows.documents {
            *self.documents.entry(row.status.clone()).or_default() += 1;
        }
        for row in &rows.problems {
            *self.problems.entry(row.severity.clone()).or_default() += 1;
        }
        self.corrected += rows.corrections.len();
        self.meetings += rows.meetings.len();
        self.items += rows.items.len();
        self.decisions += rows.decisions.len();
    }

    /// Adds what other rows amount to.
    pub fn join(&mut self, other: &Self) {
        for (ours, others) in [
            (&mut self.documents, &other.documents),
            (&mut self.problems, &other.problems),
        ] {
            for (code, count) in others {
                *ours.entry(code.clone()).or_default() += count;
            }
        }
        self.corrected += other.corrected;
        self.meetings += other.meetings;
        self.items += other.items;
        self.decisions += other.decisions;
    }
}

/// A state file on its way to disk.
pub struct StateWriter {
    path: PathBuf,
    file: Hashing,
    at: u64,
    index: Index,
}

impl StateWriter {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// What the file system says.
    pub fn create(path: PathBuf, index: Index) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = Hashing::new(File::create(&path)?);
        file.write_all(MARK)?;
        Ok(Self {
            path,
            file,
            at: MARK.len() as u64,
            index,
        })
    }

    /// Adds a document's frames.
    ///
    /// # Errors
    /// What the file system says.
    pub fn add(&mut self, mut entry: Entry, frames: &[&[u8]]) -> io::Result<()> {
        entry.at = self.at;
        entry.lengths = frames.iter().map(|frame| frame.len() as u64).collect();
        for frame in frames {
            self.file.write_all(frame)?;
            self.at += frame.len() as u64;
        }
        self.index.documents.push(entry);
        Ok(())
    }

    /// What the part's rows amount to.
    pub fn counts(&mut self) -> &mut Counts {
        &mut self.index.counts
    }

    /// Closes the file; what it holds is with the system afterwards. Gives the file as it can be read, and its SHA-256.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> io::Result<(StateFile, String)> {
        let index = zstd::bulk::compress(&packed(&self.index), 3)?;
        self.file.write_all(&index)?;
        self.file.write_all(&self.at.to_le_bytes())?;
        self.file.write_all(&(index.len() as u64).to_le_bytes())?;
        self.file.write_all(&digest_of([index.as_slice()]))?;
        let sha256 = self.file.finish()?;
        let file = StateFile {
            path: self.path,
            index: self.index,
        };
        Ok((file, sha256))
    }
}

/// A state file that can be read.
#[derive(Clone, Debug)]
pub struct StateFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it tells of its documents.
    pub index: Index,
}

impl StateFile {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// What the file system says, or that the file is damaged or of another form.
    pub fn open(path: &Path) -> io::Result<Self> {
        let damaged =
            || io::Error::new(io::ErrorKind::InvalidData, "no state file of this program");
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut mark = [0; MARK.len()];
        file.read_exact(&mut mark)?;
        if mark != *MARK || length < TAIL {
            return Err(damaged());
        }
        file.seek(SeekFrom::Start(length - TAIL))?;
        let (mut at, mut bytes, mut digest) = ([0; 8], [0; 8], [0; 16]);
        file.read_exact(&mut at)?;
        file.read_exact(&mut bytes)?;
        file.read_exact(&mut digest)?;
        let (at, bytes) = (u64::from_le_bytes(at), u64::from_le_bytes(bytes));
        if at.checked_add(bytes).and_then(|end| end.checked_add(TAIL)) != Some(length) {
            return Err(damaged());
        }
        let mut index = vec![0; usize::try_from(bytes).map_err(|_| damaged())?];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut index)?;
        if digest_of([index.as_slice()]) != digest {
            return Err(damaged());
        }
        let size = zstd::zstd_safe::get_frame_content_size(&index)
            .ok()
            .flatten();
        let size = size.and_then(|size| usize::try_from(size).ok());
        let size = size
            .filter(|size| *size <= MOST_INDEX)
            .ok_or_else(damaged)?;
        let index = zstd::bulk::decompress(&index, size)?;
        Ok(Self {
            path: path.to_owned(),
            index: unpacked(&index).ok_or_else(damaged)?,
        })
    }
}

/// The frames of the document of `entry` in the file at `path`, as they are.
///
/// # Errors
/// What the file system says.
pub fn read_frames(path: &Path, entry: &Entry) -> io::Result<Vec<Vec<u8>>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(entry.at))?;
    let lengths = entry.lengths.iter();
    lengths
        .map(|length| {
            let mut frame = vec![0; usize::try_from(*length).map_err(io::Error::other)?];
            file.read_exact(&mut frame)?;
            Ok(frame)
        })
        .collect()
}

impl Index {
    /// Whose the documents are that turned out not to be readable.
    pub fn failed(&self) -> impl Iterator<Item = LooseSource> {
        let failed = self.documents.iter().filter(|entry| !entry.is_read);
        failed.map(|entry| rejected_source(Some(&entry.id), self.given.as_ref()))
    }
}

/// Version of a part: a hash of its `recipe` and of what is in it.
pub fn part_version<'w>(recipe: &'w str, words: impl Iterator<Item = &'w [u8]>) -> String {
    let parts = std::iter::once(recipe.as_bytes()).chain(words);
    hex(&digest_of(parts)[..8])
}

#[cfg(test)]
mod tests;
