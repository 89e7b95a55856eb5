//! First pass: who each document is, and the order in which the second pass reads them.

use super::settings::{BuildSettings, Pass, Progress};
use crate::facts::{self, DocumentKind, Meeting, Minutes, Options};
use crate::lexicon::Lexicon;
use crate::personal;
use crate::problem::{Problem, ProblemCode};
use crate::source::discover::{Found, format_of};
use crate::source::{self, Document, Means, Rejected, SourceFormat, archive};
use crate::tables::LooseSource;
use crate::value::{Date, DocumentId, Municipality};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What to read, in order.
#[derive(Debug, Default)]
pub struct Plan {
    /// Documents, in the order of the tables.
    pub documents: Vec<Planned>,
    /// Files with the same bytes as a document or a rejected file, by path.
    pub duplicates: Vec<Duplicate>,
    /// Files that could not be read, by path.
    pub rejected: Vec<RejectedFile>,
}

/// A document that will be read.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The file.
    pub found: Found,
    /// Who it is.
    pub identity: Identity,
}

/// A file whose bytes another file of the batch has too.
#[derive(Clone, Debug)]
pub struct Duplicate {
    /// The file.
    pub found: Found,
    /// Whose document it is, as far as known.
    pub source: LooseSource,
    /// Path of the first file with these bytes.
    pub first: String,
}

/// A file that could not be read.
#[derive(Clone, Debug)]
pub struct RejectedFile {
    /// The file.
    pub found: Found,
    /// The document, where the bytes could be read.
    pub id: Option<DocumentId>,
    /// Why.
    pub problem: Problem,
}

/// Who a document is: what its place in the tables depends on.
#[derive(Clone, Debug)]
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

    fn source(&self) -> LooseSource {
        LooseSource {
            document_id: Some(self.id.to_string()),
            municipality_code: Some(self.municipality.code.0),
            municipality: Some(self.municipality.name.clone()),
            meeting_date: self.date,
        }
    }
}

impl Plan {
    /// Looks into every file of `files` (sorted by path).
    pub fn new(
        files: Vec<Found>,
        settings: &BuildSettings,
        lexicon: &Lexicon,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Self {
        let (done, of) = (AtomicUsize::new(0), files.len());
        let looked: Vec<_> = files
            .into_par_iter()
            .map(|found| {
                let fate = identify(&found, settings, lexicon);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                progress(Progress {
                    pass: Pass::Identity,
                    done,
                    of,
                });
                (found, fate)
            })
            .collect();
        let mut plan = Self::default();
        plan.sort_out(looked, settings);
        plan.documents.sort_by(|a, b| order(a).cmp(&order(b)));
        plan
    }

    /// Whose document the fact called `id` is, where that document is read.
    pub fn source_of(&self, id: &str) -> Option<LooseSource> {
        let (document, _) = id.split_once(':')?;
        let mut documents = self.documents.iter();
        let planned = documents.find(|planned| planned.identity.id.as_str() == document)?;
        Some(planned.identity.source())
    }

    /// Parts documents, duplicates and rejected files; of files with the same bytes the first counts.
    fn sort_out(
        &mut self,
        looked: Vec<(Found, Result<Identity, Box<Rejected>>)>,
        settings: &BuildSettings,
    ) {
        let mut first: HashMap<DocumentId, String> = HashMap::new();
        for (found, fate) in looked {
            let (id, source) = match &fate {
                Ok(identity) => (Some(identity.id.clone()), identity.source()),
                Err(rejected) => (
                    rejected.id.clone(),
                    rejected_source(rejected.id.as_ref(), settings),
                ),
            };
            match id.as_ref().and_then(|id| first.get(id)) {
                // The same file named twice (`build a a/b.txt`) is one file.
                Some(first) if *first == found.relative => continue,
                Some(first) => {
                    self.duplicates.push(Duplicate {
                        found,
                        source,
                        first: first.clone(),
                    });
                    continue;
                }
                None => {}
            }
            if let Some(id) = &id {
                first.insert(id.clone(), found.relative.clone());
            }
            match fate {
                Ok(identity) => self.documents.push(Planned { found, identity }),
                Err(rejected) => self.rejected.push(RejectedFile {
                    found,
                    id,
                    problem: rejected.problem,
                }),
            }
        }
    }
}

/// What is known of a rejected file: its id, and the municipality that the user gave.
pub fn rejected_source(id: Option<&DocumentId>, settings: &BuildSettings) -> LooseSource {
    LooseSource {
        document_id: id.map(ToString::to_string),
        municipality_code: settings.municipality.as_ref().map(|given| given.code.0),
        municipality: settings
            .municipality
            .as_ref()
            .map(|given| given.name.clone()),
        meeting_date: None,
    }
}

/// The tables' order: never by a hash, save between two files of one name.
fn order(document: &Planned) -> impl Ord + '_ {
    let identity = &document.identity;
    (
        identity.municipality.code,
        identity.date.is_none(),
        identity.date,
        identity.committee_key.is_none(),
        identity.committee_key.as_deref(),
        identity.kind,
        &document.found.relative,
        &identity.id,
    )
}

/// Reads one document and what it states.
pub fn read(
    found: &Found,
    settings: &BuildSettings,
    lexicon: &Lexicon,
) -> Result<(Document, Minutes), Box<Rejected>> {
    guarded(found, settings, |document, options| {
        let minutes = facts::read(&document, lexicon, options)?;
        Ok((document, minutes))
    })
}

/// Reads who a document is, and nothing more.
fn identify(
    found: &Found,
    settings: &BuildSettings,
    lexicon: &Lexicon,
) -> Result<Identity, Box<Rejected>> {
    guarded(found, settings, |document, options| {
        let meeting = facts::identity(&document, lexicon, options)?;
        Ok(Identity::of(document.id, &meeting))
    })
}

/// Loads a document and hands it to `interpret`. A panic within is a fault of ours; it ends at this
/// document's border.
fn guarded<T>(
    found: &Found,
    settings: &BuildSettings,
    interpret: impl Fn(Document, &Options) -> Result<T, Box<Rejected>>,
) -> Result<T, Box<Rejected>> {
    let reject = |id: Option<DocumentId>, problem: Problem| {
        Box::new(Rejected {
            source_path: found.relative.clone(),
            id,
            problem,
        })
    };
    let bytes = load(found, settings.max_bytes).map_err(|problem| reject(None, problem))?;
    let options = Options {
        municipality: settings.municipality.clone(),
        given: found.given.clone(),
    };
    let format = format_of(Path::new(&found.relative)).unwrap_or(SourceFormat::Text);
    let interpreted = catch_unwind(AssertUnwindSafe(|| {
        let means = Means {
            program: settings.program.as_deref(),
            limits: settings.limits,
        };
        let mut document = source::read_with(&found.relative, format, &bytes, &means)?;
        document.address = found.given.origin.clone().or(document.address);
        mark_personal_data(&mut document, settings.redact);
        mark_name(&mut document, found);
        interpret(document, &options)
    }));
    interpreted.unwrap_or_else(|_| {
        let message = "the program failed on this document; that is a fault of ours";
        let problem = Problem::of_document(ProblemCode::Fault, message);
        Err(reject(Some(DocumentId::of(&bytes)), problem))
    })
}

/// Before anything is read, so that nothing that is left out can be quoted.
fn mark_personal_data(document: &mut Document, redact: bool) {
    let found = personal::find(&document.text);
    if redact {
        personal::redact(&mut document.text, &found);
    }
    document.problems.extend(personal::problems(&found, redact));
}

fn mark_name(document: &mut Document, found: &Found) {
    if found.escaped {
        let message = "the file's name holds what cannot be shown";
        let problem = Problem::of_document(ProblemCode::NameEscaped, message);
        document.problems.push(problem);
    }
}

fn load(found: &Found, max_bytes: u64) -> Result<Vec<u8>, Problem> {
    let unreadable =
        |error: std::io::Error| Problem::of_document(ProblemCode::Unreadable, error.to_string());
    let bytes = match &found.member {
        Some(member) => archive::load(&found.path, member, max_bytes)?,
        None => {
            let mut bytes = Vec::new();
            File::open(&found.path)
                .map_err(unreadable)?
                .take(max_bytes.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(unreadable)?;
            bytes
        }
    };
    if bytes.len() as u64 > max_bytes {
        let message = format!("the file has more than {max_bytes} bytes, which is the limit");
        return Err(Problem::of_document(ProblemCode::TooLarge, message));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn found(path: &str) -> Found {
        Found::file(
            path.to_owned(),
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path),
        )
    }

    fn settings() -> BuildSettings {
        BuildSettings::new(Vec::new(), PathBuf::new())
    }

    #[test]
    fn a_panic_ends_at_its_document() {
        let file = found("tests/documents/broken/letter.txt");
        let rejected = guarded(&file, &settings(), |_, _| -> Result<(), _> {
            panic!("a fault made for a test")
        });
        let rejected = rejected.unwrap_err();
        assert_eq!(rejected.problem.code, ProblemCode::Fault);
        assert!(rejected.id.is_some());
    }

    #[test]
    fn what_cannot_be_opened_is_rejected() {
        let rejected = read(
            &found("tests/documents/broken/none.txt"),
            &settings(),
            &Lexicon::built_in(),
        );
        assert_eq!(rejected.unwrap_err().problem.code, ProblemCode::Unreadable);
    }
}
