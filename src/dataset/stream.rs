//! Second pass: documents in order, read on all threads, handed on one by one.

use super::across::Told;
use super::scan::{Material, Plan, Planned, read, read_kept, rejected_source};
use super::settings::{BuildError, Pass, Progress};
use super::state::{Frames, KnownDuplicate, KnownRejected};
use crate::corrections::Corrected;
use crate::problem::{Problem, ProblemCode};
use crate::tables::rows::DocumentRows;
use crate::tables::{DocumentRow, Reading};
use rayon::prelude::*;

/// Documents that are in memory at once, beside those being written, by number and by bytes of their files.
const MOST_DOCUMENTS: usize = 64;
const MOST_BYTES: u64 = 8 << 20;

/// A document on its way into the tables.
pub struct ReadDocument<'p> {
    /// The document as planned.
    pub planned: &'p Planned,
    /// What was read of it; `None` where its rows are known.
    pub read: Option<NewRows>,
}

/// A document that was read.
pub struct NewRows {
    /// Its rows, corrected.
    pub rows: DocumentRows,
    /// What became of the corrections of these rows.
    pub corrected: Corrected,
    /// What the tables across documents need of it; `None` where it turned out not to be readable.
    pub frames: Option<std::io::Result<Frames>>,
}

/// Reads the documents of `plan` at the positions in `order` and hands their rows to `take`, in that order. While one
/// window is being taken the next is being read.
pub fn documents(
    plan: &Plan,
    order: &[usize],
    material: Material<'_>,
    progress: &(dyn Fn(Progress) + Sync),
    take: &mut (dyn FnMut(ReadDocument<'_>) -> Result<(), BuildError> + Send),
) -> Result<(), BuildError> {
    let of = order.len();
    let mut done = 0;
    let mut ready: Vec<ReadDocument<'_>> = Vec::new();
    for window in windows(plan, order).into_iter().map(Some).chain([None]) {
        let before = std::mem::take(&mut ready);
        let (read, taken) = rayon::join(
            || {
                window
                    .unwrap_or_default()
                    .par_iter()
                    .map(|at| read_rows(&plan.documents[*at], material))
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

/// `order` in pieces that fit into memory.
fn windows<'o>(plan: &Plan, order: &'o [usize]) -> Vec<&'o [usize]> {
    let mut windows = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, document) in order.iter().enumerate() {
        let own = plan.documents[*document].bytes;
        if at > from && (at - from >= MOST_DOCUMENTS || bytes + own > MOST_BYTES) {
            windows.push(&order[from..at]);
            (from, bytes) = (at, 0);
        }
        bytes += own;
    }
    windows.extend((from < order.len()).then(|| &order[from..]));
    windows
}

fn read_rows<'p>(planned: &'p Planned, material: Material<'_>) -> ReadDocument<'p> {
    let known = planned.known.is_some();
    let Some(found) = planned.found.as_ref().filter(|_| !known) else {
        return ReadDocument {
            planned,
            read: None,
        };
    };
    let Material {
        settings,
        lexicon,
        corrections,
        ..
    } = material;
    let path = &planned.path;
    let kept = planned.kept.and_then(|at| material.kept.document(at).ok());
    let read = match kept {
        Some(document) => read_kept(found, document, settings, lexicon),
        None => read(found, settings, lexicon),
    };
    let mut rows = match read {
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
                rejected_source(Some(&document.id), settings.municipality.as_ref()),
                path,
                &problem,
            )
        }
        Err(rejected) => DocumentRows::of_rejected(
            rejected_source(rejected.id.as_ref(), settings.municipality.as_ref()),
            path,
            &rejected.problem,
        ),
    };
    let corrected = corrections.apply(&mut rows);
    let told = Told::of(&planned.identity, &rows);
    let frames = told.map(|told| Frames::of(told, &rows, settings.keeps_state()));
    ReadDocument {
        planned,
        read: Some(NewRows {
            rows,
            corrected,
            frames,
        }),
    }
}

/// The rows of duplicates and rejected files.
pub fn unread(duplicates: &[KnownDuplicate], rejected: &[KnownRejected]) -> Vec<DocumentRows> {
    let duplicates = duplicates.iter().map(|duplicate| DocumentRows {
        documents: vec![DocumentRow::of_duplicate(
            duplicate.source.clone(),
            &duplicate.path,
            &duplicate.first,
        )],
        ..DocumentRows::default()
    });
    let rejected = rejected.iter().map(|rejected| {
        let source = rejected.source.clone();
        DocumentRows::of_rejected(source, &rejected.path, &rejected.problem)
    });
    duplicates.chain(rejected).collect()
}
