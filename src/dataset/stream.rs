//! Second pass: documents in order, read on all threads, handed on one by one.

use super::scan::{Plan, Planned, read, rejected_source};
use super::settings::{BuildError, BuildSettings, Pass, Progress};
use crate::corrections::{Corrected, Corrections};
use crate::lexicon::Lexicon;
use crate::problem::{Problem, ProblemCode};
use crate::tables::rows::DocumentRows;
use crate::tables::{DocumentRow, Reading};
use rayon::prelude::*;

/// Documents that are in memory at once, beside those being written. Fixed, so that it cannot bear
/// on the result.
const WINDOW: usize = 64;

/// A document's rows, with what the tables across documents need of it.
pub struct ReadDocument<'p> {
    /// The document as planned.
    pub planned: &'p Planned,
    /// Its rows, corrected.
    pub rows: DocumentRows,
    /// What became of the corrections of these rows.
    pub corrected: Corrected,
}

/// Reads the planned documents and hands their rows to `take`, in order. While one window is being
/// taken the next is being read.
pub fn documents(
    plan: &Plan,
    settings: &BuildSettings,
    lexicon: &Lexicon,
    corrections: &Corrections,
    progress: &(dyn Fn(Progress) + Sync),
    take: &mut (dyn FnMut(ReadDocument<'_>) -> Result<(), BuildError> + Send),
) -> Result<(), BuildError> {
    let of = plan.documents.len();
    let mut done = 0;
    let mut ready: Vec<ReadDocument<'_>> = Vec::new();
    for window in plan.documents.chunks(WINDOW).map(Some).chain([None]) {
        let before = std::mem::take(&mut ready);
        let (read, taken) = rayon::join(
            || {
                window
                    .unwrap_or_default()
                    .par_iter()
                    .map(|planned| read_rows(planned, settings, lexicon, corrections))
                    .collect()
            },
            || {
                before.into_iter().try_for_each(|document| {
                    take(document)?;
                    done += 1;
                    progress(Progress {
                        pass: Pass::Facts,
                        done,
                        of,
                    });
                    Ok::<(), BuildError>(())
                })
            },
        );
        taken?;
        ready = read;
    }
    Ok(())
}

fn read_rows<'p>(
    planned: &'p Planned,
    settings: &BuildSettings,
    lexicon: &Lexicon,
    corrections: &Corrections,
) -> ReadDocument<'p> {
    let path = &planned.found.relative;
    let mut rows = match read(&planned.found, settings, lexicon) {
        Ok((document, minutes)) if document.id == planned.identity.id => {
            let reading = Reading::new(&document, &minutes);
            let mut rows = DocumentRows::of(&reading);
            rows.add_topics(&reading, &settings.topics.find(&minutes, &document));
            rows
        }
        Ok((document, _)) => {
            let problem = Problem::of_document(
                ProblemCode::Unreadable,
                "the file changed while it was being read",
            );
            DocumentRows::of_rejected(
                rejected_source(Some(&document.id), settings),
                path,
                &problem,
            )
        }
        Err(rejected) => DocumentRows::of_rejected(
            rejected_source(rejected.id.as_ref(), settings),
            path,
            &rejected.problem,
        ),
    };
    let corrected = corrections.apply(&mut rows);
    ReadDocument {
        planned,
        rows,
        corrected,
    }
}

/// Hands on the rows of duplicates and rejected files.
pub fn unread(
    plan: &Plan,
    settings: &BuildSettings,
    take: &mut dyn FnMut(DocumentRows) -> Result<(), BuildError>,
) -> Result<(), BuildError> {
    for duplicate in &plan.duplicates {
        let row = DocumentRow::of_duplicate(
            duplicate.source.clone(),
            &duplicate.found.relative,
            &duplicate.first,
        );
        take(DocumentRows {
            documents: vec![row],
            ..DocumentRows::default()
        })?;
    }
    for rejected in &plan.rejected {
        let source = rejected_source(rejected.id.as_ref(), settings);
        take(DocumentRows::of_rejected(
            source,
            &rejected.found.relative,
            &rejected.problem,
        ))?;
    }
    Ok(())
}
