//! First pass: who each document is, and the order in which the second pass reads them.

mod kept;
mod load;
mod look;

pub use kept::Kept;
pub use load::{read, read_kept};

use super::before::{Before, Known};
use super::part::Part;
use super::settings::{BuildError, BuildSettings, Pass, Progress};
use super::state::{Entry, KnownDuplicate, KnownRejected};
use crate::corrections::Corrections;
use crate::facts::{DocumentKind, Meeting};
use crate::lexicon::Lexicon;
use crate::source::discover::Found;
use crate::tables::LooseSource;
use crate::value::{Date, DocumentId, Municipality, MunicipalityCode};
use kept::KeptAt;
use look::{Fate, Looked};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What to read, in order.
#[derive(Debug, Default)]
pub struct Plan {
    /// Documents, in the order of the tables.
    pub documents: Vec<Planned>,
    /// Files with the same bytes as a document or a rejected file, by path.
    pub duplicates: Vec<KnownDuplicate>,
    /// Files that could not be read, by path.
    pub rejected: Vec<KnownRejected>,
}

/// A document that will be in the tables.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Path relative to the input root.
    pub path: String,
    /// What is given of it.
    pub given: String,
    /// Where its file is; `None` for a document of before that is not among the inputs.
    pub found: Option<Found>,
    /// Bytes of its file.
    pub bytes: u64,
    /// Who it is.
    pub identity: Identity,
    /// Where its rows are, if they need not be read again.
    pub known: Option<Known>,
    /// Where it waits, if it need not be taken out of its file again.
    pub kept: Option<KeptAt>,
}

/// Who a document is: what its place in the tables depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Id.
    pub id: DocumentId,
    /// Whose it is.
    pub municipality: Municipality,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// Key of the body that met.
    pub committee_key: Option<String>,
    /// Minutes or agenda.
    pub kind: DocumentKind,
}

impl Identity {
    fn of(id: DocumentId, meeting: &Meeting) -> Self {
        Self {
            id,
            municipality: meeting.municipality.clone(),
            date: meeting.date,
            committee_key: meeting.committee.as_ref().map(|body| body.key.clone()),
            kind: meeting.kind,
        }
    }

    /// Who a document of a state file is.
    pub fn known(entry: &Entry) -> Self {
        Self {
            id: entry.id.clone(),
            municipality: entry.municipality.clone(),
            date: entry.date,
            committee_key: entry.committee_key.clone(),
            kind: entry.kind,
        }
    }

    /// Whether both are of one meeting and one kind.
    fn is_of_same_meeting(&self, other: &Self) -> bool {
        let meeting = |of: &Self| (of.municipality.code, of.date, of.kind);
        meeting(self) == meeting(other) && self.committee_key == other.committee_key
    }

    /// Whose the document is, as rows tell it.
    pub fn source(&self) -> LooseSource {
        LooseSource {
            document_id: Some(self.id.to_string()),
            municipality_code: Some(self.municipality.code.0),
            municipality: Some(self.municipality.name.clone()),
            meeting_date: self.date,
        }
    }
}
/// What a plan is made from, beside the files.
#[derive(Clone, Copy)]
pub struct Material<'m> {
    /// What to build.
    pub settings: &'m BuildSettings,
    /// The words.
    pub lexicon: &'m Lexicon,
    /// The corrections.
    pub corrections: &'m Corrections,
    /// The data set that stands there.
    pub before: Option<&'m Before>,
    /// Where documents wait for the second pass.
    pub kept: &'m Kept,
}
impl Plan {
    /// Looks into every file of `files` (sorted by path).
    ///
    /// # Errors
    /// [`BuildError::NeedsInput`] where a document of before has to be read again and is not among the inputs.
    pub fn new(
        files: Vec<Found>,
        material: Material<'_>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, BuildError> {
        let (done, of) = (AtomicUsize::new(0), files.len());
        let mut looked: Vec<Looked> = files
            .into_par_iter()
            .filter_map(|found| {
                let looked = material.look(found);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                progress(Progress {
                    pass: Pass::Identity,
                    done,
                    of,
                });
                looked
            })
            .collect();
        let mut missing = Vec::new();
        if let Some(before) = material.before.filter(|_| material.settings.update) {
            material.keep(before, &mut looked, &mut missing);
            looked.sort_by(|one, other| one.path.cmp(&other.path));
        }
        let mut plan = Self::default();
        plan.sort_out(looked, material.settings, &mut missing);
        if !missing.is_empty() {
            missing.sort();
            return Err(BuildError::NeedsInput(missing));
        }
        plan.documents.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(plan)
    }

    /// Corrections of documents that stay, where those are not given again: they tell this data set from another.
    pub fn kept_corrections(&self, material: Material<'_>) -> Vec<String> {
        let kept = self
            .documents
            .iter()
            .filter(|planned| planned.found.is_none());
        let entries = kept.filter_map(|planned| Some(material.before?.entry(planned.known?)));
        let entries = entries.filter(|entry| {
            entry.corrected.words != [0; 16] && material.corrections_of(entry) == [0; 16]
        });
        entries
            .map(|entry| super::hashing::hex(&entry.corrected.words))
            .collect()
    }

    /// Positions of the documents by part, the parts in order, each in the order of the tables.
    pub fn by_part(&self, settings: &BuildSettings) -> Vec<(Part, Vec<usize>)> {
        let mut parts: BTreeMap<Part, Vec<usize>> = BTreeMap::new();
        for (at, planned) in self.documents.iter().enumerate() {
            let part = Part::of(planned.identity.date, settings.shard);
            parts.entry(part).or_default().push(at);
        }
        parts.into_iter().collect()
    }

    /// Parts documents, duplicates and rejected files; of files with the same bytes the first counts.
    fn sort_out(
        &mut self,
        looked: Vec<Looked>,
        settings: &BuildSettings,
        missing: &mut Vec<String>,
    ) {
        let mut first: HashMap<DocumentId, String> = HashMap::new();
        for looked in looked {
            let id = looked.fate.id();
            let source = match &looked.fate {
                Fate::Read(identity, _) => identity.source(),
                Fate::Rejected(rejected) => {
                    rejected_source(rejected.id.as_ref(), settings.municipality.as_ref())
                }
                Fate::Copy(source) => source.clone(),
            };
            let Looked {
                path,
                given,
                found,
                bytes,
                kept,
                fate,
            } = looked;
            match id.as_ref().and_then(|id| first.get(id)) {
                // The same file named twice (`build a a/b.txt`) is one file.
                Some(first) if *first == path => continue,
                Some(first) => {
                    self.duplicates.push(KnownDuplicate {
                        path,
                        given,
                        source,
                        first: first.clone(),
                    });
                    continue;
                }
                None => {}
            }
            if let Some(id) = &id {
                first.insert(id.clone(), path.clone());
            }
            match fate {
                Fate::Read(identity, known) => self.documents.push(Planned {
                    path,
                    given,
                    found,
                    bytes,
                    identity,
                    known,
                    kept,
                }),
                Fate::Rejected(rejected) => self.rejected.push(KnownRejected {
                    path,
                    given,
                    source,
                    id,
                    problem: rejected.problem,
                }),
                Fate::Copy(_) => missing.push(path),
            }
        }
    }
}
/// What is known of a rejected file: its id, and the municipality that the user gave.
pub fn rejected_source(id: Option<&DocumentId>, given: Option<&Municipality>) -> LooseSource {
    LooseSource {
        document_id: id.map(ToString::to_string),
        municipality_code: given.map(|given| given.code.0),
        municipality: given.map(|given| given.name.clone()),
        meeting_date: None,
    }
}

/// The tables' order: never by a hash, save between two files of one name.
fn order(document: &Planned) -> impl Ord + '_ {
    let identity = &document.identity;
    order_of(
        (identity.municipality.code, identity.date, identity.kind),
        identity.committee_key.as_deref(),
        document.path.as_str(),
        &identity.id,
    )
}

/// [`order`] of a document of which this is known.
pub fn order_of<W: Ord, P: Ord, I: Ord>(
    (municipality, date, kind): (MunicipalityCode, Option<Date>, DocumentKind),
    committee: Option<W>,
    path: P,
    id: I,
) -> impl Ord + use<W, P, I> {
    (
        (municipality, date.is_none(), date),
        (committee.is_none(), committee),
        kind,
        path,
        id,
    )
}
