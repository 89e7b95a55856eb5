//! From a file to a document and what it states, guarded against our own faults.

use super::{BuildSettings, Identity};
use crate::facts::{self, Minutes, Options};
use crate::lexicon::Lexicon;
use crate::personal;
use crate::problem::{Problem, ProblemCode};
use crate::source::discover::{Found, format_of};
use crate::source::{self, Document, Means, Rejected, SourceFormat, archive};
use crate::value::DocumentId;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Reads one document and what it states.
pub fn read(
    found: &Found,
    settings: &BuildSettings,
    lexicon: &Lexicon,
) -> Result<(Document, Minutes), Box<Rejected>> {
    let bytes = load(found, settings.max_bytes).map_err(|problem| reject(found, None, problem))?;
    guarded(found, &bytes, settings, |document, options| {
        let minutes = facts::read(&document, lexicon, options)?;
        Ok((document, minutes))
    })
}

/// Reads what a document states that was taken out of its file before.
pub fn read_kept(
    found: &Found,
    document: Document,
    settings: &BuildSettings,
    lexicon: &Lexicon,
) -> Result<(Document, Minutes), Box<Rejected>> {
    let id = document.id.clone();
    caught(found, id, || {
        let minutes = facts::read(&document, lexicon, &options(found, settings))?;
        Ok((document, minutes))
    })
}

/// Reads who a document is, and nothing more of what it states.
pub fn identify(
    found: &Found,
    bytes: &[u8],
    settings: &BuildSettings,
    lexicon: &Lexicon,
) -> Result<(Identity, Document), Box<Rejected>> {
    guarded(found, bytes, settings, |document, options| {
        let meeting = facts::identity(&document, lexicon, options)?;
        Ok((Identity::of(document.id.clone(), &meeting), document))
    })
}

/// Makes a document of a file's bytes and hands it to `interpret`. A panic within is a fault of ours; it ends at this
/// document's border.
fn guarded<T>(
    found: &Found,
    bytes: &[u8],
    settings: &BuildSettings,
    interpret: impl FnOnce(Document, &Options) -> Result<T, Box<Rejected>>,
) -> Result<T, Box<Rejected>> {
    let format = format_of(Path::new(&found.relative)).unwrap_or(SourceFormat::Text);
    caught(found, DocumentId::of(bytes), || {
        let means = Means {
            program: settings.program.as_deref(),
            limits: settings.limits,
        };
        let mut document = source::read_with(&found.relative, format, bytes, &means)?;
        document.address = found.given.origin.clone().or(document.address);
        mark_personal_data(&mut document, settings.redact);
        mark_name(&mut document, found);
        interpret(document, &options(found, settings))
    })
}

fn options(found: &Found, settings: &BuildSettings) -> Options {
    Options {
        municipality: settings.municipality.clone(),
        given: found.given.clone(),
    }
}

fn caught<T>(
    found: &Found,
    id: DocumentId,
    read: impl FnOnce() -> Result<T, Box<Rejected>>,
) -> Result<T, Box<Rejected>> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let message = "the program failed on this document; that is a fault of ours";
        let problem = Problem::of_document(ProblemCode::Fault, message);
        Err(reject(found, Some(id), problem))
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

/// The bytes of a file, or of a member of an archive.
pub fn load(found: &Found, max_bytes: u64) -> Result<Vec<u8>, Problem> {
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

/// Why a file is no document.
pub fn reject(found: &Found, id: Option<DocumentId>, problem: Problem) -> Box<Rejected> {
    Box::new(Rejected {
        source_path: found.relative.clone(),
        id,
        problem,
    })
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
        let bytes = load(&file, BuildSettings::MAX_BYTES).unwrap();
        let rejected = guarded(&file, &bytes, &settings(), |_, _| -> Result<(), _> {
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
