//! Where documents' rows go: into one file a table, or into those of one part after the other.

use super::before::{Before, Known, KnownPart, Listing, UNREAD_STATE, corrections_of};
use super::document_tables::{Readers, Writers};
use super::late;
use super::manifest::{FileEntry, TableEntry};
use super::part::{NO_YEAR, Part};
use super::scan::{Material, Plan, Planned};
use super::settings::{BuildError, Rejection};
use super::state::{
    Counts, Entry, Index, KnownCorrected, StateFile, StateWriter, part_version, read_frames,
};
use super::stream::{NewRows, ReadDocument};
use super::versions::{Stamp, Versions};
use super::writer::{Place, TableWriter};
use crate::corrections::{Corrected, Corrections, Fault, Tally};
use crate::tables::rows::DocumentRows;
use crate::tables::{DocumentRow, ProblemRow, Record, Table};
use std::collections::{HashMap, hash_map};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Name of the state of a data set in one piece, while it is built.
const SCRATCH: &str = "state.scratch";

/// Takes documents in and writes them down.
pub struct Sink<'s> {
    folder: &'s Path,
    versions: &'s Versions,
    recipe: &'s str,
    material: Material<'s>,
    open: Option<OpenPart>,
    readers: HashMap<usize, Readers>,
    /// What was written, or taken over.
    pub done: Done,
}

/// What was written.
#[derive(Default)]
pub struct Done {
    /// Files of tables.
    pub tables: Vec<TableEntry>,
    /// Files that stay beside them.
    pub files: Vec<FileEntry>,
    /// Their states, for the tables across documents.
    pub states: Vec<StateFile>,
    /// What all rows amount to.
    pub counts: Counts,
    /// What became of the corrections.
    pub tally: Tally,
    /// Documents that turned out unreadable only now.
    pub late: Vec<Rejection>,
    /// Documents whose rows were taken over.
    pub known: usize,
}

impl Done {
    /// The files.
    pub fn into_listing(mut self) -> Listing {
        self.tables.sort_by(|one, other| one.file.cmp(&other.file));
        self.files.sort_by(|one, other| one.file.cmp(&other.file));
        Listing {
            tables: self.tables,
            files: self.files,
        }
    }
}

/// A part on its way into its files.
struct OpenPart {
    part: Option<Part>,
    writers: Writers,
    state: StateWriter,
}

impl<'s> Sink<'s> {
    /// Writes into `folder`.
    pub fn new(
        folder: &'s Path,
        versions: &'s Versions,
        recipe: &'s str,
        material: Material<'s>,
    ) -> Self {
        Self {
            folder,
            versions,
            recipe,
            material,
            open: None,
            readers: HashMap::new(),
            done: Done::default(),
        }
    }

    /// What was written.
    pub fn into_done(self) -> Done {
        self.done
    }

    fn place<'p>(&'p self, part: Option<&'p str>) -> Place<'p> {
        Place {
            folder: self.folder,
            stamp: Stamp {
                versions: self.versions,
                part,
            },
        }
    }

    /// Opens the files of a data set in one piece.
    pub fn begin_whole(&mut self) -> Result<(), BuildError> {
        let writers = Writers::create(self.place(None), &Table::file_name)?;
        self.begin(None, writers, String::new(), SCRATCH)
    }

    /// Opens the files of `part`, or takes them over where the same part stands there.
    pub fn begin_part(&mut self, part: Part, version: String) -> Result<(), BuildError> {
        let writers = Writers::create(self.place(Some(&version)), &|table| {
            part.file_of(table.name)
        })?;
        self.begin(Some(part), writers, version, &part.state_file())
    }

    fn begin(
        &mut self,
        part: Option<Part>,
        writers: Writers,
        version: String,
        state: &str,
    ) -> Result<(), BuildError> {
        let index = Index {
            recipe: self.recipe.to_owned(),
            part,
            version,
            given: self.material.settings.municipality.clone(),
            ..Index::default()
        };
        let state = StateWriter::create(self.folder.join(state), index);
        self.open = Some(OpenPart {
            part,
            writers,
            state: state.map_err(BuildError::Scratch)?,
        });
        Ok(())
    }

    /// Takes in a document of the open part.
    pub fn take(&mut self, document: ReadDocument<'_>) -> Result<(), BuildError> {
        let ReadDocument { planned, read } = document;
        match (read, planned.known.zip(self.material.before)) {
            (Some(read), _) => self.take_new(planned, read),
            (None, Some((known, before))) => self.take_known(before, known),
            (None, None) => Err(BuildError::NeedsInput(vec![planned.path.clone()])),
        }
    }

    fn take_new(&mut self, planned: &Planned, read: NewRows) -> Result<(), BuildError> {
        let NewRows {
            rows,
            corrected,
            frames,
        } = read;
        let frames = frames.transpose().map_err(BuildError::Scratch)?;
        let meeting = rows.meetings.first().map(|row| row.meeting_id.clone());
        let corrections = self.material.corrections;
        let identity = &planned.identity;
        let entry = Entry {
            id: identity.id.clone(),
            path: planned.path.clone(),
            given: planned.given.clone(),
            municipality: identity.municipality.clone(),
            date: identity.date,
            committee_key: identity.committee_key.clone(),
            kind: identity.kind,
            corrected: kept(corrections, &corrected, &identity.id, meeting.as_deref()),
            meeting_id: meeting.unwrap_or_default(),
            is_read: frames.is_some(),
            items: frames.as_ref().map_or(0, |frames| frames.items),
            at: 0,
            lengths: Vec::new(),
        };
        self.done.tally.add(&corrected);
        self.done.late.extend(late::rejected(&rows)?);
        let frames = frames.unwrap_or_default();
        self.write(&rows, entry, &frames.in_order())
    }

    /// Copies the rows of a document of before.
    fn take_known(&mut self, before: &Before, known: Known) -> Result<(), BuildError> {
        let readers = match self.readers.entry(known.part) {
            hash_map::Entry::Occupied(open) => open.into_mut(),
            hash_map::Entry::Vacant(place) => place.insert(readers(before, known.part)?),
        };
        let rows = readers.rows_of(known.entry)?;
        let entry = before.entry(known);
        let state = &before.parts[known.part].state;
        let frames = read_frames(&state.path, entry).map_err(BuildError::Scratch)?;
        self.tally_known(entry);
        self.done.known += 1;
        let frames: Vec<&[u8]> = frames.iter().map(Vec::as_slice).collect();
        self.write(&rows, entry.clone(), &frames)
    }

    fn tally_known(&mut self, entry: &Entry) {
        let corrected = come_back(self.material.corrections, entry);
        self.done.tally.add(&corrected);
    }

    fn write(
        &mut self,
        rows: &DocumentRows,
        entry: Entry,
        frames: &[&[u8]],
    ) -> Result<(), BuildError> {
        if let Some(open) = &mut self.open {
            open.writers.append(rows)?;
            open.state.counts().add(rows);
            open.state.add(entry, frames).map_err(BuildError::Scratch)?;
        }
        Ok(())
    }

    /// Adds rows of no document that was read to a data set in one piece.
    pub fn take_unread(&mut self, rows: &DocumentRows) -> Result<(), BuildError> {
        if let Some(open) = &mut self.open {
            open.writers.append(rows)?;
            open.state.counts().add(rows);
        }
        Ok(())
    }

    /// Closes the open files.
    pub fn end(&mut self) -> Result<(), BuildError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let tables = open.writers.finish()?;
        let (state, sha256) = open.state.finish().map_err(BuildError::Scratch)?;
        self.done.counts.join(&state.index.counts);
        self.done.tables.extend(tables);
        if let Some(part) = open.part {
            self.done.files.push(FileEntry {
                file: part.state_file(),
                sha256,
            });
        }
        self.done.states.push(state);
        self.readers.clear();
        Ok(())
    }

    /// Takes over all files of a part that is as it would be written.
    pub fn take_over(&mut self, before: &Before, part: &KnownPart) -> Result<(), BuildError> {
        let files = part.tables.iter().map(|entry| entry.file.as_str());
        for file in files.chain([part.file.file.as_str()]) {
            link(&before.folder.join(file), &self.folder.join(file)).map_err(|source| {
                BuildError::TakeOver {
                    file: file.to_owned(),
                    source,
                }
            })?;
        }
        for entry in &part.state.index.documents {
            self.tally_known(entry);
        }
        self.done.known += part.state.index.documents.len();
        self.done.counts.join(&part.state.index.counts);
        self.done.tables.extend(part.tables.iter().cloned());
        self.done.files.push(part.file.clone());
        self.done.states.push(StateFile {
            path: self.folder.join(&part.file.file),
            index: part.state.index.clone(),
        });
        Ok(())
    }

    /// Writes the state of what could not be read, of a data set in parts.
    pub fn write_unread_state(&mut self, plan: &Plan) -> Result<(), BuildError> {
        let settings = self.material.settings;
        let index = Index {
            recipe: self.recipe.to_owned(),
            given: settings.municipality.clone(),
            duplicates: plan.duplicates.clone(),
            rejected: plan.rejected.clone(),
            ..Index::default()
        };
        let entry = write_unread_state(self.folder, index)?;
        self.done.files.push(entry);
        Ok(())
    }
}

/// Writes the state of what could not be read.
pub fn write_unread_state(folder: &Path, index: Index) -> Result<FileEntry, BuildError> {
    let path = folder.join(UNREAD_STATE);
    let written = StateWriter::create(path, index).and_then(StateWriter::finish);
    let (_, sha256) = written.map_err(BuildError::Scratch)?;
    Ok(FileEntry {
        file: UNREAD_STATE.to_owned(),
        sha256,
    })
}

/// Writes the rows of what could not be read, of a data set in parts.
pub fn write_unread(
    place: Place<'_>,
    rows: &[DocumentRows],
) -> Result<(Vec<TableEntry>, Counts), BuildError> {
    let mut counts = Counts::default();
    rows.iter().for_each(|rows| counts.add(rows));
    if counts == Counts::default() {
        return Ok((Vec::new(), counts));
    }
    let file = |table: &Table| format!("{}/{NO_YEAR}/part-unread.parquet", table.name);
    let mut documents = TableWriter::<DocumentRow>::create(place, file(&DocumentRow::TABLE))?;
    let mut problems = TableWriter::<ProblemRow>::create(place, file(&ProblemRow::TABLE))?;
    for rows in rows {
        documents.append(&rows.documents)?;
        problems.append(&rows.problems)?;
    }
    Ok((vec![documents.finish()?, problems.finish()?], counts))
}

/// Version of the part of these documents.
pub fn version_of<'p>(
    recipe: &str,
    corrections: &Corrections,
    before: Option<&Before>,
    documents: impl Iterator<Item = &'p Planned>,
) -> String {
    let mut words: Vec<Vec<u8>> = Vec::new();
    for planned in documents {
        let identity = &planned.identity;
        words.push(identity.id.as_str().as_bytes().to_vec());
        words.push(planned.path.clone().into_bytes());
        words.push(planned.given.clone().into_bytes());
        let known = planned.known.zip(before);
        let corrected = known.map_or_else(
            || corrections_of(corrections, &bearing_on(corrections, planned)),
            |(known, before)| before.entry(known).corrected.words,
        );
        words.push(corrected.to_vec());
    }
    part_version(recipe, words.iter().map(Vec::as_slice))
}

/// The corrections that bear on a document that is yet to be read.
fn bearing_on(corrections: &Corrections, planned: &Planned) -> Vec<usize> {
    let identity = &planned.identity;
    let meeting = crate::tables::meeting_id_of(
        identity.municipality.code,
        identity.date,
        identity.committee_key.as_deref(),
        identity.kind,
        &identity.id,
    );
    corrections.bearing_on(&identity.id, &meeting)
}

/// What became of the corrections of a document, for its state.
fn kept(
    corrections: &Corrections,
    corrected: &Corrected,
    id: &crate::value::DocumentId,
    meeting: Option<&str>,
) -> KnownCorrected {
    let Some(meeting) = meeting else {
        return KnownCorrected::default();
    };
    let bearing = corrections.bearing_on(id, meeting);
    let local = |at: usize| bearing.binary_search(&at).ok();
    let faults = corrected.faults.iter();
    KnownCorrected {
        words: corrections_of(corrections, &bearing),
        found: corrected.found.iter().copied().filter_map(local).collect(),
        faults: faults
            .filter_map(|fault| Some((local(fault.correction?)?, fault.problem.clone())))
            .collect(),
    }
}

/// What became of the corrections of a document of before, as of now.
pub fn come_back(corrections: &Corrections, entry: &Entry) -> Corrected {
    let bearing = corrections.bearing_on(&entry.id, &entry.meeting_id);
    // A document that stays although its corrections are not given again.
    if bearing.is_empty() {
        return Corrected::default();
    }
    let global = |at: &usize| bearing.get(*at).copied();
    let faults = entry.corrected.faults.iter().filter_map(|(at, problem)| {
        let at = global(at)?;
        let correction = corrections.all().get(at)?;
        Some(Fault {
            correction: Some(at),
            file: correction.file.clone(),
            line: correction.line,
            problem: problem.clone(),
        })
    });
    Corrected {
        found: entry.corrected.found.iter().filter_map(global).collect(),
        faults: faults.collect(),
    }
}

fn readers(before: &Before, part: usize) -> Result<Readers, BuildError> {
    let state = &before.parts[part].state;
    let documents = state.index.documents.iter().enumerate();
    let ranks = documents.map(|(rank, entry)| (entry.id.to_string(), rank));
    let ranks = Arc::new(ranks.collect());
    let part = state.index.part.unwrap_or(Part {
        month: None,
        shard: None,
    });
    Readers::open(&before.folder, part, &ranks)
}

/// The same file under another name; a copy where the file system has no such links.
pub fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => fs::copy(from, to).map(drop),
    }
}

/// The scratch file of a data set in one piece.
pub fn scratch(folder: &Path) -> PathBuf {
    folder.join(SCRATCH)
}
