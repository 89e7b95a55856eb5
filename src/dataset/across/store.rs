//! The states of all parts: their documents in the order of the tables, and bytes of theirs when they are wanted.

use crate::dataset::scan::order_of;
use crate::dataset::state::{DocumentState, Entry, StateFile};
use rayon::prelude::*;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// State files that are open at once.
const MOST_OPEN: usize = 200;

/// Place of a document: which file, and which document of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The state file.
    pub file: u32,
    /// The document in it.
    pub entry: u32,
}

/// State files, ready to be read from.
pub struct Store {
    files: Vec<StateFile>,
    open: Mutex<Vec<Option<Arc<File>>>>,
}

impl Store {
    /// Reads from `files`.
    #[must_use]
    pub fn new(files: Vec<StateFile>) -> Self {
        Self {
            open: Mutex::new(vec![None; files.len()]),
            files,
        }
    }

    /// Every document that was read.
    pub fn documents(&self) -> impl Iterator<Item = At> {
        let files = (0..).zip(&self.files);
        files.flat_map(|(file, state)| {
            let documents = (0..).zip(&state.index.documents);
            let read = documents.filter(|(_, document)| document.is_read);
            read.map(move |(entry, _)| At { file, entry })
        })
    }

    /// What is known of a document.
    #[must_use]
    pub fn entry(&self, at: At) -> &Entry {
        &self.files[at.file as usize].index.documents[at.entry as usize]
    }

    /// The place of a document in the tables.
    pub fn order(&self, at: At) -> impl Ord + use<> {
        let entry = self.entry(at);
        order_of(
            (entry.municipality.code, entry.date, entry.kind),
            entry.committee_key.clone(),
            entry.path.clone(),
            entry.id.clone(),
        )
    }

    /// What `documents` tell, in their order.
    ///
    /// # Errors
    /// What the file system says, or a damaged file.
    pub fn states(&self, documents: &[At]) -> io::Result<Vec<DocumentState>> {
        documents
            .par_iter()
            .map(|at| {
                let (place, length) = self.entry(*at).frames()[0];
                DocumentState::of(&self.read(at.file, place, length)?)
            })
            .collect()
    }

    /// The fingerprints of a document's items, as bytes.
    ///
    /// # Errors
    /// What the file system says.
    pub fn prints(&self, at: At) -> io::Result<Vec<u8>> {
        let (place, length) = self.entry(at).frames()[1];
        self.read(at.file, place, length)
    }

    /// Place of the bodies of a document's items in its file.
    #[must_use]
    pub fn bodies(&self, at: At) -> u64 {
        self.entry(at).frames()[2].0
    }

    /// Bytes of a file.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(&self, file: u32, place: u64, length: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        let file: Arc<File> = self.open(file)?;
        read_at(&file, &mut bytes, place)?;
        Ok(bytes)
    }

    fn open(&self, file: u32) -> io::Result<Arc<File>> {
        let at = file as usize;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &open[at] {
            return Ok(Arc::clone(file));
        }
        if open.iter().flatten().count() >= MOST_OPEN {
            open.fill(None);
        }
        let file = Arc::new(File::open(&self.files[at].path)?);
        open[at] = Some(Arc::clone(&file));
        Ok(file)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, place)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut place: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        let read = file.seek_read(bytes, place)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        place += read as u64;
    }
    Ok(())
}
