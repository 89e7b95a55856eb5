//! One file's fate, and what stays of the data set that stands there.

use super::kept::{Kept, KeptAt};
use super::load::{identify, load, reject};
use super::{Identity, Material};
use crate::dataset::before::{Before, Known, corrections_of};
use crate::dataset::state::Entry;
use crate::source::Rejected;
use crate::source::discover::Found;
use crate::tables::LooseSource;
use crate::value::DocumentId;
use std::collections::{HashMap, HashSet};

/// A file that was looked into, or a document of before.
pub struct Looked {
    pub path: String,
    pub given: String,
    pub found: Option<Found>,
    pub bytes: u64,
    pub kept: Option<KeptAt>,
    pub fate: Fate,
}

pub enum Fate {
    /// It will be in the tables.
    Read(Identity, Option<Known>),
    /// It could not be read.
    Rejected(Box<Rejected>),
    /// It had the bytes of another before, and is not among the inputs.
    Copy(LooseSource),
}

impl Fate {
    /// The document, as far as known.
    pub fn id(&self) -> Option<DocumentId> {
        match self {
            Self::Read(identity, _) => Some(identity.id.clone()),
            Self::Rejected(rejected) => rejected.id.clone(),
            Self::Copy(source) => DocumentId::from_digits(source.document_id.clone()?),
        }
    }
}
impl Material<'_> {
    /// Looks into a file; `None` where it is another shard's.
    pub fn look(self, found: Found) -> Option<Looked> {
        let loaded = load(&found, self.settings.max_bytes);
        let bytes = loaded.as_ref().map_or(0, |bytes| bytes.len() as u64);
        let given = found.given.describe();
        let looked = |found: Found, fate: Fate| Looked {
            path: found.relative.clone(),
            given: given.clone(),
            found: Some(found),
            bytes,
            kept: None,
            fate,
        };
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(problem) => {
                // What has no id is told of by the first shard.
                let is_ours = self.settings.shard.is_none_or(|shard| shard.number == 1);
                let fate = Fate::Rejected(reject(&found, None, problem));
                return is_ours.then(|| looked(found, fate));
            }
        };
        if self.settings.shard.is_some() || self.before.is_some() {
            let id = DocumentId::of(&loaded);
            let shard = self.settings.shard;
            if shard.is_some_and(|shard| !shard.holds(id.as_str())) {
                return None;
            }
            if let Some(fate) = self.known(&id, &found, &given) {
                return Some(looked(found, fate));
            }
        }
        let mut kept = None;
        let fate = match identify(&found, &loaded, self.settings, self.lexicon) {
            Ok((identity, document)) => {
                // Where it cannot be kept, the second pass reads the file again.
                kept = Kept::is_worth(document.format)
                    .then(|| self.kept.keep(&document).ok())
                    .flatten();
                Fate::Read(identity, None)
            }
            Err(rejected) => Fate::Rejected(rejected),
        };
        Some(Looked {
            kept,
            ..looked(found, fate)
        })
    }

    fn known(self, id: &DocumentId, found: &Found, given: &str) -> Option<Fate> {
        let before = self.before?;
        let known = before.find(id, &found.relative)?;
        let entry = before.entry(known);
        if entry.given != given {
            return None;
        }
        let is_same = self.corrections_of(entry) == entry.corrected.words;
        Some(Fate::Read(Identity::known(entry), is_same.then_some(known)))
    }

    /// Digest of the corrections that bear on a document of before.
    pub fn corrections_of(self, entry: &Entry) -> [u8; 16] {
        let bearing = self.corrections.bearing_on(&entry.id, &entry.meeting_id);
        corrections_of(self.corrections, &bearing)
    }

    /// Adds what stays of `before`: documents that are not among the files looked into, and that none of them replaces.
    pub fn keep(self, before: &Before, looked: &mut Vec<Looked>, missing: &mut Vec<String>) {
        let mut paths: HashMap<String, Vec<Option<Identity>>> = HashMap::new();
        let mut taken: HashSet<(usize, usize)> = HashSet::new();
        for file in looked.iter() {
            let identity = match &file.fate {
                Fate::Read(identity, _) => {
                    let known = before.find(&identity.id, &file.path);
                    taken.extend(known.map(|known| (known.part, known.entry)));
                    Some(identity.clone())
                }
                _ => None,
            };
            paths.entry(file.path.clone()).or_default().push(identity);
        }
        let stays = |path: &str, own: Option<&Identity>| {
            let others = paths.get(path).map(Vec::as_slice).unwrap_or_default();
            !others.iter().any(|other| match (other, own) {
                (Some(other), Some(own)) => other.is_of_same_meeting(own) || other.id == own.id,
                _ => true,
            })
        };
        for known in before.documents() {
            let entry = before.entry(known);
            let identity = Identity::known(entry);
            if taken.contains(&(known.part, known.entry)) || !stays(&entry.path, Some(&identity)) {
                continue;
            }
            let corrections = self.corrections_of(entry);
            let is_same = corrections == [0; 16] || corrections == entry.corrected.words;
            if !is_same || !entry.is_read {
                missing.push(entry.path.clone());
            }
            looked.push(Looked {
                path: entry.path.clone(),
                given: entry.given.clone(),
                found: None,
                bytes: 0,
                kept: None,
                fate: Fate::Read(identity, Some(known)),
            });
        }
        let Some(unread) = &before.unread else { return };
        for copy in &unread.index.duplicates {
            if stays(&copy.path, None) {
                looked.push(Looked {
                    path: copy.path.clone(),
                    given: copy.given.clone(),
                    found: None,
                    bytes: 0,
                    kept: None,
                    fate: Fate::Copy(copy.source.clone()),
                });
            }
        }
        for file in &unread.index.rejected {
            if stays(&file.path, None) {
                looked.push(Looked {
                    path: file.path.clone(),
                    given: file.given.clone(),
                    found: None,
                    bytes: 0,
                    kept: None,
                    fate: Fate::Rejected(Box::new(Rejected {
                        source_path: file.path.clone(),
                        id: file.id.clone(),
                        problem: file.problem.clone(),
                    })),
                });
            }
        }
    }
}
